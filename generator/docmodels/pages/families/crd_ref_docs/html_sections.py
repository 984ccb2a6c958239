"""Split a page of gen-crd-api-reference-docs into types: its headings and tables are HTML.

Source: ahmetb/gen-crd-api-reference-docs 0.1 to 0.3 (`template/pkg.tpl`, `type.tpl`, `members.tpl`) and
the templates of Flux and Gardener. The fields of a `spec` are printed again in a table inside the cell
of its resource, which is left out: they are those of the type that the row links to.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from docmodels.pages.families.crd_ref_docs.cells import FieldRow, ValueRow
from docmodels.pages.families.crd_ref_docs.sections import Model
from docmodels.pages.markdown import Line, Page

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*+)(?P<attributes>[^<>]*+)>")
_ID = re.compile(r"\bid=[\"'](?P<id>[^\"'<>]*)[\"']")
_HREF = re.compile(r"\bhref=[\"'](?P<target>[^\"'<>()\s]*)[\"']")
_PACKAGE = re.compile(r"[\w.-]+/v\w+")
_TITLE = re.compile(r"(?P<name>[A-Z]\w*+)(?:\s++\(`(?P<underlying>[^`()]++)` alias\))?+")
_QUALIFIER = re.compile(r"(?:\bKubernetes +)?(?<![\w./-])[\w.-]+(?:/[\w.-]+)*/[\w-]+\.(?=[A-Za-z])")
_NAME = re.compile(r"\s*`(?P<name>[^`]+)`\s*(?P<type>.*)", re.S)
_APPEARS = re.compile(r"\s*\(Appears on:.*", re.S)
_OPTIONAL = re.compile(r"\s*\(Optional\)\s*")
_HEADINGS = ("h3", "h4", "h5")
_CONSTANTS = ("apiVersion", "kind")
_BLOCKS = frozenset({"p", "div", "li", "ul", "ol", "br", "pre", "h1", "h2"})


class _Cell(Struct):
    """A cell while its tags are read: its parts, and the number of the line that it begins on."""

    line: int
    parts: list[str] = field(default_factory=list[str])

    @property
    def text(self) -> str:
        return html.unescape("".join(self.parts)).strip()


class _State(Struct):
    """What is open while the tags of a page are read."""

    package: str = ""
    model: Model | None = None
    heading: _Cell | None = None
    depth: int = 0
    text: list[str] = field(default_factory=list[str])
    titles: list[str] = field(default_factory=list[str])
    row: list[_Cell] = field(default_factory=list[_Cell])
    cell: _Cell | None = None
    targets: list[str] = field(default_factory=list[str])


def is_html_reference(page: Page) -> bool:
    """Return whether a page has the headings and the table header that the generator prints."""
    text = page.document.text
    return "<h3 id=" in text and "<th>Field</th>" in text and "<code>" in text


def read_html_models(page: Page) -> Iterator[Model]:
    """Yield the types of a page in page order."""
    state = _State()
    models: list[Model] = []
    for number, text in enumerate(page.document.lines, start=1):
        position = 0
        for tag in _TAG.finditer(text):
            _add_text(state, text[position : tag.start()])
            _read_tag(state, tag, number, page, models)
            position = tag.end()
        _add_text(state, f"{text[position:]}\n")
    _end_doc(state)
    return (model for model in models if model.fields or model.values or model.underlying)


def _add_text(state: _State, text: str) -> None:
    """Add text to what is open; the text of a table inside a cell has no place."""
    if state.depth > 1:
        return
    if state.heading is not None:
        state.heading.parts.append(text)
    elif state.cell is not None:
        state.cell.parts.append(text)
    elif state.model is not None and not state.depth:
        state.text.append(text)


def _read_tag(
    state: _State, tag: re.Match[str], number: int, page: Page, models: list[Model]
) -> None:
    name, is_end = tag["name"].lower(), bool(tag["end"])
    if name == "table":
        _end_doc(state)
        state.depth = max(0, state.depth + (-1 if is_end else 1))
        state.titles = state.titles if state.depth else []
    elif state.depth > 1:
        return
    elif name == "h2" and not is_end:
        match = _ID.search(tag["attributes"])
        package = match["id"].strip() if match is not None else ""
        state.package = package if _PACKAGE.fullmatch(package) else state.package
        _end_doc(state)
        state.model = None
    elif name in _HEADINGS and not state.depth:
        _read_heading(state, is_end, number, page, models)
    elif name in ("tr", "td", "th"):
        _read_cell_tag(state, name, is_end, number)
    elif name == "a":
        _add_text(state, _link(state, tag["attributes"], is_end))
    elif name == "code":
        if state.cell is not None and not state.cell.text:
            state.cell.line = number
        _add_text(state, "`")
    elif name in _BLOCKS:
        _add_text(state, "\n")


def _read_heading(
    state: _State, is_end: bool, number: int, page: Page, models: list[Model]
) -> None:
    """Open a heading, or begin the type that the heading names."""
    if not is_end:
        _end_doc(state)
        state.heading, state.model = _Cell(number), None
        return
    if state.heading is None:
        return
    match = _TITLE.fullmatch(state.heading.text)
    if match is not None:
        state.model = Model(match["name"], state.package, page, state.heading.line)
        if match["underlying"]:
            state.model.underlying = Line(state.heading.line, _plain_type(match["underlying"]))
        models.append(state.model)
    state.heading = None


def _end_doc(state: _State) -> None:
    """Add the paragraphs before the table to the description of the type."""
    if state.model is not None and not state.model.fields and not state.model.values:
        paragraphs = re.split(r"\n{2,}", html.unescape("".join(state.text)))
        texts = (" ".join(paragraph.split()) for paragraph in paragraphs)
        state.model.doc = "\n\n".join(t for t in texts if t and not _APPEARS.match(t)).split("\n")
    state.text = []


def _read_cell_tag(state: _State, name: str, is_end: bool, number: int) -> None:
    if state.depth != 1 or state.model is None:
        return
    if name != "tr":
        state.cell = None if is_end else _Cell(number)
        if state.cell is not None:
            state.row.append(state.cell)
    elif not is_end:
        state.row, state.cell = [], None
    else:
        _end_row(state, state.model)


def _end_row(state: _State, model: Model) -> None:
    """Add a row of a field or of a value, by the titles of the table."""
    cells, state.row, state.cell = state.row, [], None
    if not state.titles:
        state.titles = [cell.text.lower() for cell in cells]
    elif state.titles[:1] == ["value"] and cells:
        doc = cells[1].text if len(cells) > 1 else ""
        model.values.append(ValueRow(cells[0].text.strip('"`'), " ".join(doc.split())))
    elif state.titles[:1] == ["field"] and len(cells) > 1:
        row = _read_row(cells)
        model.fields.extend([] if row is None else [row])


def _read_row(cells: Sequence[_Cell]) -> FieldRow | None:
    match = _NAME.fullmatch(cells[0].text)
    if match is None:
        return None
    name, type = match["name"].strip(), _plain_type(match["type"])
    text = cells[1].text
    line = Line(cells[0].line, name)
    if name in _CONSTANTS and text.startswith("`") and type == "string":
        return FieldRow(name, type, line, required=True, constant=text.strip("`\n "))
    optional = _OPTIONAL.match(text)
    doc = text[optional.end() :] if optional is not None else text
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n{2,}", doc))
    required = False if optional is not None else None
    return FieldRow(name, type, line, "\n\n".join(filter(None, paragraphs)), required=required)


def _plain_type(text: str) -> str:
    """Return a type in one line, without the packages of its names."""
    return _QUALIFIER.sub("", " ".join(text.split()).replace("[ ", "[").replace(" ](", "]("))


def _link(state: _State, attributes: str, is_end: bool) -> str:
    """Return the Markdown of the tag of a link; an anchor is none."""
    if is_end:
        target = state.targets.pop() if state.targets else ""
        return f"]({target})" if target else ""
    match = _HREF.search(attributes)
    state.targets.append(match["target"] if match is not None else "")
    return "[" if state.targets[-1] else ""
