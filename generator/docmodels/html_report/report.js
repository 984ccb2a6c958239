/* The behaviour of the report. All text of inputs becomes text nodes; nothing is parsed as HTML. */
"use strict";
(() => {
  const content = JSON.parse(document.getElementById("content").textContent);
  const { models, notes, rules, texts } = content;
  const MOST_RESULTS = 200, MOST_NOTES = 300, MOST_NODES = 80, CONTEXT = 6, LONGEST = 2000;
  const main = document.getElementById("main");
  const list = (items) => items ?? [];
  const counted = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;
  const SVG = "http://www.w3.org/2000/svg";

  /* --- elements --- */

  function fill(element, attributes, children) {
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else if (value !== null && value !== false) element.setAttribute(key, value);
    }
    for (const child of children.flat()) if (child) element.append(child);
    return element;
  }
  const h = (tag, attributes = {}, ...children) =>
    fill(document.createElement(tag), attributes, children);
  const s = (tag, attributes = {}, ...children) =>
    fill(document.createElementNS(SVG, tag), attributes, children);
  const show = (...children) => {
    main.replaceChildren();
    fill(main, {}, children);
  };
  const badge = (text, kind = "") => h("span", { class: `badge ${kind}` }, text);
  const heading = (text) => h("h2", { tabindex: "-1" }, h("bdi", {}, text));
  const modelLink = (index) => h("a", { href: `#model-${index}`, class: "name" }, models[index].name);

  function links(title, indexes) {
    if (!indexes.length) return null;
    const items = indexes.map((index, n) => [n ? ", " : "", modelLink(index)]).flat();
    return h("p", {}, `${title} `, ...items);
  }

  /* --- source lines --- */

  const linesByText = new Map();
  function linesOf(index) {
    if (!linesByText.has(index)) linesByText.set(index, texts[index].text.split("\n"));
    return linesByText.get(index);
  }

  /* Columns count characters; a long line is cut around the column. */
  function lineElement(line, number, mark) {
    const attributes = { class: mark ? "line marked" : "line", "data-line": number };
    let characters = line.length > 100000 ? line.slice(0, 100000) : line;
    characters = Array.from(characters);
    const column = mark ? mark.column - 1 : 0;
    const start = Math.max(0, Math.min(column - 200, characters.length - LONGEST));
    const shown = (from, to) => characters.slice(Math.max(from, start), to).join("");
    const end = Math.min(characters.length, start + LONGEST);
    const cut = end < characters.length ? " .." : "";
    if (!mark || !mark.width) return h("span", attributes, start ? ".. " : "", shown(0, end), cut);
    const marked = shown(column, Math.min(end, column + mark.width));
    const after = shown(column + mark.width, end);
    const parts = [shown(0, column), marked ? h("mark", {}, marked) : "", after];
    return h("span", attributes, start ? ".. " : "", ...parts, cut);
  }

  /* Show lines of a text; `mark` has the first and the last marked line, a column and a width. */
  function figure(index, mark, before = CONTEXT, after = CONTEXT) {
    const lines = linesOf(index);
    let first = Math.max(1, mark.first - before), last = Math.min(lines.length, mark.last + after);
    const pre = h("pre", { tabindex: "0" });
    const draw = () => {
      const shown = [];
      for (let number = first; number <= last; number++) {
        const isMarked = number >= mark.first && number <= mark.last && mark.column;
        shown.push(lineElement(lines[number - 1], number, isMarked ? mark : null));
      }
      pre.replaceChildren(...shown);
      above.hidden = first <= 1;
      below.hidden = last >= lines.length;
      pre.setAttribute("aria-label", `Lines ${first} to ${last} of ${texts[index].path}`);
    };
    const more = (label, step) => h("button", { type: "button", onclick: () => { step(); draw(); } }, label);
    const above = more("More above", () => { first = Math.max(1, first - 40); });
    const below = more("More below", () => { last = Math.min(lines.length, last + 40); });
    const place = `${texts[index].path}, line ${mark.first}`;
    const caption = h("figcaption", {}, h("bdi", {}, place), above, below);
    draw();
    return h("figure", { class: "lines" }, caption, pre);
  }

  /* A button that shows the line of a place in `host`; it has no path for a place in the same text as `near`. */
  function placeButton(place, host, width = 0, near = null) {
    if (!place) return h("span", { class: "quiet" }, "not in the inputs");
    const [index, line, column] = place;
    let shown = null;
    const label = near && near[0] === index ? `line ${line}` : `${texts[index].path}:${line}`;
    const button = h("button", { type: "button", class: "place", "aria-expanded": "false" }, label);
    button.addEventListener("click", () => {
      if (shown) { shown.remove(); shown = null; } else {
        const lines = linesOf(index);
        const rest = (lines[line - 1] ?? "").length;
        shown = figure(index, { first: line, last: line, column, width: width || rest });
        host().append(shown);
      }
      button.setAttribute("aria-expanded", String(Boolean(shown)));
    });
    return button;
  }

  /* --- notes by place --- */

  const notesByLine = new Map();
  const key = (place) => `${place[0]}:${place[1]}`;
  notes.forEach((note, index) => {
    if (!note.place) return;
    const indexes = notesByLine.get(key(note.place)) ?? [];
    indexes.push(index);
    notesByLine.set(key(note.place), indexes);
  });
  const notesAt = (place) => (place ? notesByLine.get(key(place)) ?? [] : []);

  function noteItem(note) {
    const rule = rules[note.rule];
    const item = h("li", {});
    const times = note.occurrences > 1 ? badge(`${note.occurrences} places`) : null;
    item.append(h("p", {}, badge(note.accepted ? "accepted" : rule.severity, rule.severity),
      h("a", { href: `#notes-${note.rule}` }, rule.name), " ", times));
    item.append(h("p", { class: "doc" }, note.message));
    if (note.help) item.append(h("p", { class: "quiet" }, `Fix: ${note.help}`));
    if (note.place) item.append(placeButton(note.place, () => item, note.width ?? 1));
    return item;
  }

  /* --- facts --- */

  function reasonText(by, fact) {
    const reason = Object.hasOwn(content.reasons, by) ? content.reasons[by] : null;
    const settled = Object.hasOwn(content.settled_by, fact) ? content.settled_by[fact] : "";
    const part = (title, text) => (text ? h("p", { class: "quiet" }, `${title}: ${text}`) : null);
    return h("div", {}, h("p", {}, `By ${by}. ${reason ? reason.title : ""}`),
      part("Evidence", reason ? list(reason.evidence).join("; ") : ""),
      part("Concludes if", reason ? reason.threshold : ""), part("What settles it", settled));
  }

  function factRow(owner, fact, title, text, host, place) {
    const inferred = list(owner.inferred).find((item) => item.fact === fact);
    const source = list(owner.sources).find((item) => item.fact === fact);
    const isLost = fact === "type" && (owner.untyped || text === "null not stated") && !inferred;
    const state = inferred ? "inferred" : isLost ? "not printed" : "printed";
    const cell = h("td", {}, badge(state, isLost ? "lost" : state), inferred ? reasonText(inferred.by, fact) : null);
    const where = h("td", {}, placeButton(place ?? (source ? source.place : owner.place), host, 0, owner.place));
    return h("tr", {}, h("th", { scope: "row" }, title), h("td", {}, text), cell, where);
  }

  /* The facts of a field or a model: [fact, title, text, place]; empty texts are left out. */
  function factsOf(owner) {
    const isField = "presence" in owner;
    return [
      ["definition", "definition", isField ? "" : owner.name],
      ["name", "name", isField ? owner.name : ""],
      ["type", "type", owner.type],
      ["type", "null", owner.null],
      ["required", "presence", isField ? owner.presence : ""],
      ["default", "default", owner.default ?? "", owner.default_place],
      ["type", "constraints", list(owner.constraints).join("; ")],
      ["values", "values", list(owner.values).map((item) => item.value).join(", ")],
      ["access", "access", owner.access ?? ""],
      ["name", "documented as", owner.documented_name ?? ""],
      ["name", "other names", list(owner.alternate_names).join(", ")],
      ["deprecation", "deprecation", owner.deprecation ?? ""],
      ["title", "title", owner.title ?? ""],
      ["doc", "description", owner.doc ?? ""],
      ["examples", "examples", list(owner.examples).join(", ")],
    ].filter((fact) => fact[2]);
  }

  function factDetails(owner, extra = null) {
    const details = h("details", {}, h("summary", {}, "Where each fact was read"));
    details.addEventListener("toggle", () => {
      if (details.childElementCount > 1) return;
      const host = () => details;
      const rows = factsOf(owner).map(([fact, title, text, place]) =>
        factRow(owner, fact, title, text, host, place));
      const head = ["Fact", "Value", "Printed or inferred", "Read at"].map((title) =>
        h("th", { scope: "col" }, title));
      const table = h("table", {}, h("thead", {}, h("tr", {}, ...head)), h("tbody", {}, ...rows));
      details.append(h("div", { class: "scroll" }, table));
      if (extra) details.append(...extra(host));
      const indexes = notesAt(owner.place);
      if (indexes.length) {
        details.append(h("p", {}, "Notes at this line:"),
          h("ul", { class: "rows" }, ...indexes.map((index) => noteItem(notes[index]))));
      }
    });
    return details;
  }

  /* --- one model --- */

  const usedBy = models.map(() => []);
  models.forEach((model, index) => list(model.refs).forEach((target) => usedBy[target].push(index)));

  function badgesOf(owner) {
    const inferred = [...new Set(list(owner.inferred).map((item) => item.fact))];
    return [
      owner.deprecation === undefined || owner.deprecation === null ? null : badge("deprecated"),
      inferred.length ? badge(`inferred: ${inferred.join(", ")}`, "inferred") : null,
      owner.untyped ? badge("no type is printed", "lost") : null,
    ];
  }

  function fieldItem(field) {
    const item = h("li", { tabindex: "-1" });
    const facts = [badge(field.presence), badge(field.null),
      field.access ? badge(field.access) : null, ...badgesOf(field)];
    const defaults = field.default ? h("p", {}, "default ", h("code", {}, field.default)) : null;
    const constraints = list(field.constraints).map((text) => h("p", {}, h("code", {}, text)));
    const doc = field.doc ? h("p", { class: "doc" }, field.doc) : null;
    const title = field.title ? h("p", { class: "quiet" }, field.title) : null;
    item.append(h("div", { class: "row" },
      h("div", {}, h("span", { class: "name" }, field.name)),
      h("div", {}, h("code", {}, field.type), links("to", list(field.refs)), defaults, ...constraints),
      h("div", {}, h("p", {}, ...facts), title, doc,
        h("p", {}, placeButton(field.place, () => item)))), factDetails(field));
    return item;
  }

  function mergedFacts(model, host) {
    const others = list(model.merged_with).map((place) => h("p", {}, placeButton(place, host)));
    return others.length ? [h("p", {}, "Merged with:"), ...others] : [];
  }

  function besideFigures(model) {
    if (!model.place && !model.code) return [];
    const figures = [];
    if (model.place) {
      const [index, line, column] = model.place;
      figures.push(figure(index, { first: line, last: line, column, width: 0 }, 2, 30));
    }
    if (model.code) {
      const [index, first, last] = model.code;
      figures.push(figure(index, { first, last, column: 0 }, 0, 0));
    }
    const title = model.code ? "Source and generated code" : "Source";
    return [h("h3", {}, title), h("div", { class: "beside" }, ...figures)];
  }

  function section(title, items, kind = "") {
    return items.length ? [h("h3", {}, title), h("ul", { class: `rows ${kind}` }, ...items)] : [];
  }

  function showModel(index) {
    const model = models[index];
    const fields = list(model.fields);
    const places = [model, ...fields].map((owner) => owner.place).filter(Boolean);
    const lines = new Map(places.map((place) => [key(place), place]));
    const indexes = [...lines.values()].flatMap(notesAt);
    const values = list(model.values).map((item) =>
      h("li", {}, h("code", {}, item.value), item.name ? ` ${item.name}` : "",
        item.doc ? h("p", { class: "doc" }, item.doc) : null));
    const article = h("article", {}, heading(model.name),
      h("p", {}, badge(`from ${model.source}`), ...badgesOf(model), h("code", {}, model.type)),
      model.title ? h("p", {}, model.title) : null,
      model.doc ? h("p", { class: "doc" }, model.doc) : null,
      links("Extends", list(model.bases)), links("Refers to", list(model.refs)),
      links("Used by", usedBy[index]),
      h("p", {}, h("a", { href: `#diagram-${index}` }, "Show in the diagram")),
      factDetails(model, (host) => mergedFacts(model, host)),
      ...section(`Fields (${fields.length})`, fields.map(fieldItem), "fields"),
      ...section(`Values (${values.length})`, values),
      ...section(`Notes (${indexes.length})`, indexes.map((n) => noteItem(notes[n]))),
      ...besideFigures(model));
    show(article);
  }

  /* --- notes --- */

  function showNotes(selected) {
    const options = rules.map((rule, index) => {
      const number = notes.filter((note) => note.rule === index).length;
      return h("option", { value: index, selected: index === selected ? "" : null },
        `${rule.name} (${number})`);
    });
    const choose = (event) => { location.hash = event.target.value ? `#notes-${event.target.value}` : "#notes"; };
    const select = h("select", { id: "rule", onchange: choose },
      h("option", { value: "" }, `all rules (${notes.length})`), ...options);
    const shown = selected === null ? notes : notes.filter((note) => note.rule === selected);
    const items = h("ul", { class: "rows", id: "notes" });
    let number = 0;
    const more = h("button", { type: "button" }, "Show more");
    const add = () => {
      items.append(...shown.slice(number, number + MOST_NOTES).map(noteItem));
      number = Math.min(shown.length, number + MOST_NOTES);
      more.hidden = number >= shown.length;
    };
    more.addEventListener("click", add);
    add();
    const summary = selected === null ? null : h("p", {}, rules[selected].summary);
    show(heading(`Notes (${shown.length})`),
      h("div", { class: "controls" }, h("label", { for: "rule" }, "Rule "), select),
      summary, items, more);
  }

  /* --- sources --- */

  function showSources() {
    const rows = texts.map((text, index) => {
      const own = models.filter((model) => model.place && model.place[0] === index);
      const merged = models.filter((model) =>
        list(model.merged_with).some((place) => place[0] === index));
      const here = notes.filter((note) => note.place && note.place[0] === index).length;
      const host = h("td", {});
      host.append(placeButton([index, 1, 1], () => host));
      const kind = text.generated ? "generated code" : text.kind ?? "";
      const numbers = text.generated ? ["", "", ""] : [own.length, merged.length, here];
      return h("tr", {}, host, h("td", {}, kind), ...numbers.map((n) => h("td", {}, String(n))));
    });
    const head = ["Text", "Kind", "Models", "Merged into models", "Notes"].map((title) =>
      h("th", { scope: "col" }, title));
    const table = h("table", {}, h("thead", {}, h("tr", {}, ...head)), h("tbody", {}, ...rows));
    show(heading(`Sources (${texts.length})`), h("div", { class: "scroll" }, table));
  }

  /* --- diagram --- */

  const neighbours = (index) => [...new Set([...list(models[index].refs), ...usedBy[index]])];

  function layout(shown) {
    const graph = new dagre.graphlib.Graph();
    graph.setGraph({ rankdir: "LR", nodesep: 14, ranksep: 60, marginx: 12, marginy: 12 });
    graph.setDefaultEdgeLabel(() => ({}));
    for (const index of shown) {
      const name = Array.from(models[index].name);
      const short = name.length > 30 ? `${name.slice(0, 29).join("")}\u2026` : name.join("");
      const hidden = neighbours(index).filter((other) => !shown.has(other)).length;
      const label = hidden ? `${short} +${hidden}` : short;
      graph.setNode(String(index), { label, hidden, width: label.length * 8 + 24, height: 30 });
    }
    for (const index of shown) {
      for (const target of list(models[index].refs)) {
        if (shown.has(target)) graph.setEdge(String(index), String(target));
      }
    }
    dagre.layout(graph);
    return graph;
  }

  function nodeElement(graph, index, state) {
    const node = graph.node(String(index));
    const hidden = node.hidden;
    const kinds = ["node", index === state.start ? "start" : "", hidden ? "more" : ""].join(" ");
    const label = `${models[index].name}: ${hidden ? `expand ${counted(hidden, "model")}` : "open the model"}`;
    const act = () => (hidden ? state.expand(index) : (location.hash = `#model-${index}`));
    const onkeydown = (event) => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); act(); }
    };
    const attributes = { class: kinds, tabindex: "0", role: "button", "aria-label": label,
      "data-model": index, transform: `translate(${node.x - node.width / 2} ${node.y - 15})`,
      onclick: act, onkeydown };
    return s("g", attributes, s("title", {}, label),
      s("rect", { width: node.width, height: 30, rx: 5 }),
      s("text", { x: 12, y: 20 }, node.label));
  }

  function drawing(state) {
    const graph = layout(state.shown);
    const { width, height } = graph.graph();
    const arrow = s("marker", { id: "arrow", viewBox: "0 0 8 8", refX: 8, refY: 4, markerWidth: 8,
      markerHeight: 8, orient: "auto" }, s("path", { class: "arrow", d: "M0 0 8 4 0 8z" }));
    const edges = graph.edges().map((edge) => {
      const points = graph.edge(edge).points.map((point) => `${point.x} ${point.y}`);
      return s("path", { class: "edge", d: `M${points.join("L")}`, "marker-end": "url(#arrow)" });
    });
    const nodes = [...state.shown].map((index) => nodeElement(graph, index, state));
    return s("svg", { width: width * state.zoom, height: height * state.zoom, role: "group",
      viewBox: `0 0 ${width} ${height}`, "aria-label": "References of models" },
      s("defs", {}, arrow), ...edges, ...nodes);
  }

  function edgeTexts(shown) {
    return [...shown].flatMap((index) => list(models[index].refs)
      .filter((target) => shown.has(target))
      .map((target) => h("li", {}, modelLink(index), " refers to ", modelLink(target))));
  }

  function showDiagram(start) {
    const canvas = h("div", { class: "canvas" });
    const status = h("p", { role: "status" });
    const texts = h("ul", {});
    const state = { start, shown: new Set([start]), zoom: 1 };
    const draw = (focused) => {
      canvas.replaceChildren(drawing(state));
      texts.replaceChildren(...edgeTexts(state.shown));
      if (focused !== undefined) canvas.querySelector(`[data-model="${focused}"]`).focus();
    };
    state.expand = (index) => {
      const hidden = neighbours(index).filter((other) => !state.shown.has(other));
      const room = Math.max(0, MOST_NODES - state.shown.size);
      hidden.slice(0, room).forEach((other) => state.shown.add(other));
      const left = Math.max(0, hidden.length - room);
      const limit = left ? `; ${left} more do not fit: start at another model` : "";
      status.textContent = `${state.shown.size} of ${counted(models.length, "model")}${limit}`;
      draw(index);
    };
    const zoom = (factor) => () => { state.zoom *= factor; draw(); };
    const startAt = (event) => { location.hash = `#diagram-${event.target.value}`; };
    const options = models.map((model, index) =>
      h("option", { value: index, selected: index === start ? "" : null }, model.name));
    const button = (text, action) => h("button", { type: "button", onclick: action }, text);
    show(heading("Diagram"),
      h("p", { class: "quiet" }, "Select a node to show the models beside it; a node without a number opens its model."),
      h("div", { class: "controls" },
        h("label", { for: "start" }, "Start at "), h("select", { id: "start", onchange: startAt }, ...options),
        button("Zoom in", zoom(1.25)), button("Zoom out", zoom(0.8)),
        button("Start again", () => showDiagram(start)),
        h("a", { href: `#model-${start}` }, "Open the model")),
      status, canvas, h("details", {}, h("summary", {}, "The same as a list"), texts));
    state.expand(start);
  }

  /* --- search --- */

  const results = document.getElementById("results");
  const search = document.getElementById("search");
  const status = document.getElementById("search-status");
  const index = [];
  models.forEach((model, number) => {
    index.push({ text: model.name.toLowerCase(), label: model.name, about: "", model: number });
    if (model.title) index.push({ text: model.title.toLowerCase(), label: model.name, about: model.title, model: number });
    list(model.fields).forEach((field, row) => {
      const label = `${model.name}.${field.name}`;
      index.push({ text: field.name.toLowerCase(), label, about: field.type, model: number, row });
      for (const item of list(field.values)) {
        index.push({ text: item.value.toLowerCase(), label, about: item.value, model: number, row });
      }
    });
    for (const item of list(model.values)) {
      const text = `${item.value} ${item.name ?? ""}`.toLowerCase();
      index.push({ text, label: model.name, about: item.value, model: number });
    }
  });

  /* Exact matches first, then texts that begin with the query, then all others; models precede fields. */
  function matches(query) {
    const ranked = [[], [], [], [], [], []];
    for (const entry of index) {
      const position = entry.text.indexOf(query);
      const inLabel = position < 0 && query.includes(".") && entry.label.toLowerCase().includes(query);
      if (position < 0 && !inLabel) continue;
      const rank = entry.text === query ? 0 : position === 0 ? 2 : 4;
      ranked[rank + (entry.row === undefined ? 0 : 1)].push(entry);
    }
    return ranked.flat();
  }

  const address = (entry) =>
    `#model-${entry.model}${entry.row === undefined ? "" : `-${entry.row}`}`;
  const resultItem = (entry) => h("li", {}, h("a", { href: address(entry) },
    h("bdi", { class: "name" }, entry.label), entry.about ? " " : "", h("small", {}, entry.about)));

  function showResults() {
    const query = search.value.trim().toLowerCase();
    const entries = query ? matches(query)
      : models.map((model, number) => ({ label: model.name, about: "", model: number }));
    const shown = query ? entries.slice(0, MOST_RESULTS) : entries;
    results.replaceChildren(...shown.map(resultItem));
    const left = entries.length - shown.length;
    status.textContent = query
      ? `${counted(entries.length, "result")}${left ? `, the first ${shown.length} are shown` : ""}`
      : counted(models.length, "model");
    markCurrent();
  }

  function markCurrent() {
    for (const link of results.querySelectorAll("[aria-current]")) link.removeAttribute("aria-current");
    const link = [...results.querySelectorAll("a")].find((item) => item.hash === location.hash);
    if (link && location.hash) { link.setAttribute("aria-current", "page"); link.scrollIntoView({ block: "nearest" }); }
  }

  search.addEventListener("input", showResults);
  search.addEventListener("keydown", (event) => {
    const first = results.querySelector("a");
    if (event.key === "Enter" && first) location.hash = first.hash;
    if (event.key === "ArrowDown" && first) { event.preventDefault(); first.focus(); }
  });
  results.addEventListener("keydown", (event) => {
    const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    const item = step && event.target.closest("li");
    if (!item) return;
    event.preventDefault();
    (item[step] ? item[step].querySelector("a") : search).focus();
  });
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest && event.target.closest("input, select");
    if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    search.focus();
  });

  /* --- views by fragment --- */

  const FRAGMENT = /^#(model|notes|diagram|sources)(?:-(\d+))?(?:-(\d+))?$/;

  function route(isFirst = false) {
    const [, view, number, row] = FRAGMENT.exec(location.hash) ?? [];
    const isKnown = (items) => number !== undefined && Number(number) < items.length;
    if (location.hash === "#main") return;
    if (view === "notes") showNotes(isKnown(rules) ? Number(number) : null);
    else if (view === "sources") showSources();
    else if (view === "diagram" && models.length) showDiagram(isKnown(models) ? Number(number) : mostUsed());
    else if (models.length) showModel(view === "model" && isKnown(models) ? Number(number) : 0);
    const current = view === "model" || !view ? "models" : view;
    for (const link of document.querySelectorAll(".views a")) {
      if (link.id === `link-${current}`) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    markCurrent();
    const rows = row === undefined ? [] : main.querySelectorAll(".fields > li");
    const target = rows[Number(row)] ?? (isFirst ? null : main.querySelector("h2"));
    target?.focus();
  }

  /* The model that most models refer to. */
  function mostUsed() {
    return usedBy.reduce((best, users, index) => (users.length > usedBy[best].length ? index : best), 0);
  }

  const title = [content.title || "Models", content.version].filter(Boolean).join(" ");
  document.title = title;
  document.getElementById("title").textContent = title;
  document.getElementById("about").textContent = content.doc ? Array.from(content.doc).slice(0, 400).join("") : "";
  window.addEventListener("hashchange", () => route());
  showResults();
  route(true);
})();
