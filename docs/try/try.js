"use strict";
// The page: documents, options, and the tabs with the result. All text is set as text nodes.

const element = (id) => document.getElementById(id);
const base = new URL(".", document.baseURI).href;
let worker;
let result = { code: "", notes: "", report: "" };

function startWorker() {
  // A worker from a blob inherits the content security policy of the page.
  const url = new URL("worker.js", base).href;
  const blob = new Blob([`import ${JSON.stringify(url)};`], { type: "text/javascript" });
  worker = new Worker(URL.createObjectURL(blob), { type: "module" });
  worker.onmessage = ({ data }) => {
    if (data.ready) {
      element("run").disabled = false;
      setStatus("Ready.");
    } else if (data.failure) {
      element("run").disabled = false;
      setStatus(`It failed: ${data.failure}`);
    } else {
      show(data.result);
    }
  };
  worker.onerror = (event) => setStatus(`It failed: ${event.message || "the worker did not start"}`);
  worker.postMessage({ base });
}

function setStatus(text) {
  element("status").textContent = text;
}

function addDocument(name = "", text = "") {
  const item = element("document").content.firstElementChild.cloneNode(true);
  item.querySelector("input").value = name;
  item.querySelector("textarea").value = text;
  item.querySelector("button").onclick = () => {
    item.remove();
    if (!element("documents").children.length) addDocument();
  };
  element("documents").append(item);
  return item;
}

function documents() {
  return [...element("documents").children]
    .map((item) => ({
      name: item.querySelector("input").value.trim(),
      text: item.querySelector("textarea").value,
    }))
    .filter(({ text }) => text.trim());
}

function run() {
  const inputs = documents();
  if (!inputs.length) {
    setStatus("Paste a page or a specification first.");
    return;
  }
  element("run").disabled = true;
  setStatus("Reading ..");
  worker.postMessage({
    documents: inputs,
    target: element("target").value,
    validation: element("validation").value,
  });
}

function show(next) {
  result = next;
  element("run").disabled = false;
  element("code").textContent = result.code;
  element("notes").textContent = result.notes || "There are no notes.";
  showReport(result.report);
  for (const id of ["download-code", "download-report"]) element(id).disabled = !result.code;
  setStatus(result.code ? "Done." : "No models: see the notes.");
  select(result.code ? "models" : "notes");
}

function showReport(text) {
  // From a blob of this origin: in srcdoc, or in a frame of no origin, links inside the report do
  // not work. Its content security policy allows no script but its own.
  const frame = element("report");
  if (frame.src) URL.revokeObjectURL(frame.src);
  frame.src = URL.createObjectURL(new Blob([text], { type: "text/html" }));
}

function select(name) {
  for (const tab of document.querySelectorAll("[role=tab]")) {
    const isSelected = tab.dataset.tab === name;
    tab.setAttribute("aria-selected", String(isSelected));
    tab.tabIndex = isSelected ? 0 : -1;
    element(`panel-${tab.dataset.tab}`).hidden = !isSelected;
  }
}

function download(name, text, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

async function addFiles(files) {
  for (const item of [...element("documents").children]) {
    if (!item.querySelector("textarea").value.trim()) item.remove();
  }
  for (const file of files) addDocument(file.name, await file.text());
}

async function addExample() {
  const examples = await (await fetch(new URL("examples.json", base))).json();
  element("documents").replaceChildren();
  for (const { name, text } of examples[element("example").value]) addDocument(name, text);
  setStatus("");
}

function moveTab(event) {
  const tabs = [...document.querySelectorAll("[role=tab]")];
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const next = tabs[(tabs.indexOf(event.target) + step + tabs.length) % tabs.length];
  select(next.dataset.tab);
  next.focus();
}

element("add").onclick = () => addDocument().querySelector("textarea").focus();
element("files").onchange = (event) => addFiles(event.target.files);
element("load-example").onclick = addExample;
element("run").onclick = run;
element("download-code").onclick = () => download("models.py", result.code, "text/x-python");
element("download-report").onclick = () => download("report.html", result.report, "text/html");
for (const tab of document.querySelectorAll("[role=tab]")) {
  tab.onclick = () => select(tab.dataset.tab);
  tab.onkeydown = moveTab;
}
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  event.preventDefault();
  addFiles(event.dataTransfer.files);
});
addDocument();
select("models");
startWorker();
