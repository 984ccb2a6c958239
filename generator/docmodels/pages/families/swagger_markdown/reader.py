"""Pages of the family as drafts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import (
    EMPTY_TABLE,
    INVALID_LITERAL,
    MISSING_UNION_MEMBERS,
    UNKNOWN_TYPE,
)
from docmodels.ir import (
    UNKNOWN,
    Default,
    Definition,
    Field,
    Json,
    Never,
    Object,
    Origin,
    Scalar,
    Type,
)
from docmodels.ir.drafts import Draft
from docmodels.pages.all_of import joined, objects
from docmodels.pages.families.swagger_markdown.type_cells import Unread, Written, listed, read_cell
from docmodels.pages.markdown import Line, Page, Section
from docmodels.pages.table_rows import column, prose, rules, split_cells

_HEAD = re.compile(r"^\| *Name *\| *Type *\| *Description *\| *Required *\|", re.M)
_MODELS = re.compile(r"(?:Models|Definitions|Schemas|Components(?: ?/ ?Schemas)?)$", re.I)
_HEADING = re.compile(r"^#{1,4} (?:Models|Definitions|Schemas|Components)\b", re.M | re.I)
_OLD = re.compile(r'<a name="[^"]*"></a>\*\*(?P<name>.+?)\*\*\s*$')
_FACT = re.compile(
    r"(?:^|\n)[_*]{1,2}(?P<name>Enum|Example|Read-only|Write-only):?[_*]{1,2}(?P<body>[^\n]*)"
)
_CODE = re.compile(r"`([^`]*)`")
_ESCAPED = re.compile(r"\\([\\|_*<>\[\]`#])")
_PRE = re.compile(r"<pre>(.*?)</pre>", re.S)
_WIDTH = 4
_LONG = 60


@dataclass(slots=True)
class _Model:
    """A model as printed: lines before the table, rows, lines after it."""

    name: str
    line: int
    texts: list[str] = field(default_factory=list[str])
    rows: list[tuple[list[str], Line]] = field(default_factory=list[tuple[list[str], Line]])
    rest: list[str] = field(default_factory=list[str])


def recognises(page: Page) -> bool:
    """Tell a page by its table under a heading of models: others print the same columns."""
    text = page.text
    return (
        "Required |" in text
        and _HEAD.search(text) is not None
        and _HEADING.search(text) is not None
    )


def read(pages: Sequence[Page], notes: list[Note]) -> list[Draft]:
    """Read pages as drafts, in page order."""
    drafts = [_draft(page, model, notes) for page in pages for model in _models(page)]
    known = objects({draft.definition.name: draft.definition.type for draft in drafts})
    return [draft.with_type(joined(draft.definition.type, known)) for draft in drafts]


def _models(page: Page) -> Iterator[_Model]:
    level = 0
    for section in page.sections:
        if _MODELS.fullmatch(section.title):
            level = section.level
            yield from _bold(section)
        elif level and section.level <= level:
            level = 0
        elif level and section.title:
            model = _Model(section.title, section.line)
            _fill(model, section.lines)
            yield model


def _bold(section: Section) -> Iterator[_Model]:
    """Old versions print a bold name behind an anchor, not a heading."""
    starts = [at for at, line in enumerate(section.lines) if _OLD.match(line.text)]
    for at, end in zip(starts, [*starts[1:], len(section.lines)], strict=False):
        line = section.lines[at]
        name = _OLD.match(line.text)
        if name is not None:
            model = _Model(name["name"], line.number)
            _fill(model, section.lines[at + 1 : end])
            yield model


def _fill(model: _Model, lines: Sequence[Line]) -> None:
    """Part lines into text, rows and what follows; old versions break cells over lines."""
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        if not line.text.lstrip().startswith("|"):
            (model.rest if model.rows else model.texts).append(line.text)
            continue
        text, end = line.text, at
        while len(split_cells(text)) < _WIDTH and end < min(len(lines), at + _LONG):
            if lines[end].text.lstrip().startswith("|"):
                break
            text += "<br>" + lines[end].text.strip()
            end += 1
        cells = split_cells(text)
        if len(cells) >= _WIDTH:
            at = end
        if not rules(cells) and cells[:2] != ["Name", "Type"]:
            model.rows.append((cells, line))


def _draft(page: Page, model: _Model, notes: list[Note]) -> Draft:
    origin = page.origin(model.line)
    rest = "\n".join(model.rest)
    examples = tuple(_json(text) for text in _PRE.findall(rest))
    doc = "\n".join(text for text in model.texts if "<a name=" not in text).strip()
    name = _plain(model.name)
    type = _type(page, model, notes)
    if not model.rows and type == Object():
        notes.append(EMPTY_TABLE.at(origin, f"`{name}` is printed without any property"))
    return Draft(
        Definition(name=name, type=type, doc=prose(doc), examples=examples, origin=origin),
        dialect="swagger-markdown",
        samples=examples,
        is_stub=not model.rows and type == Object(),
    )


def _type(page: Page, model: _Model, notes: list[Note]) -> Type:
    text = " ".join(model.texts)
    if "(schema allows any instance)" in text:
        return UNKNOWN
    if "(schema allows no instance)" in text:
        return Never()
    if len(model.rows) == 1 and _is_alias(model):
        cells, line = model.rows[0]
        if cells[1]:
            return _cell(page, line, cells[1], notes).type
        message = f"`{model.name}` is printed without a type or properties"
        notes.append(MISSING_UNION_MEMBERS.at(page.origin(line.number), message))
        return UNKNOWN
    return Object(fields=tuple(_field(page, cells, line, notes) for cells, line in model.rows))


def _is_alias(model: _Model) -> bool:
    """The one row that repeats the model's name, with nothing under Required."""
    cells, _ = model.rows[0]
    return cells[0] == model.name and not (cells[3] if len(cells) > 3 else "")


def _cell(page: Page, line: Line, text: str, notes: list[Note]) -> Written:
    try:
        return read_cell(text)
    except Unread:
        origin = page.origin(line.number, column(line.text, text))
        message = f"cannot read the type `{text}`"
        notes.append(UNKNOWN_TYPE.at(origin, message, width=len(text)))
        return Written(UNKNOWN)


def _field(page: Page, cells: list[str], line: Line, notes: list[Note]) -> Field:
    name, cell, said, required = (*cells, "", "", "", "")[:4]
    if len(cells) > _WIDTH:
        said, required = " | ".join(cells[2:-1]), cells[-1]
    written = _cell(page, line, cell, notes) if cell else Written(UNKNOWN)
    text = prose(said)
    facts = {found["name"]: found["body"] for found in _FACT.finditer(text)}
    first = _FACT.search(text)
    values = tuple(_json(value) for value in _CODE.findall(facts.get("Enum", "")))
    examples = tuple(_json(value) for value in _CODE.findall(facts.get("Example", ""))[:1])
    origin = page.origin(line.number, column(line.text, name))
    type = listed(written.type, values) if values else written.type
    return Field(
        name=_plain(name),
        type=type,
        required=required.strip().lower() in ("yes", "true"),
        default=_default(written, type, origin, notes),
        doc=_plain(text[: first.start()] if first else text).strip(),
        read_only="Read-only" in facts,
        write_only="Write-only" in facts,
        examples=examples,
        origin=origin,
    )


def _default(written: Written, type: Type, origin: Origin, notes: list[Note]) -> Default | None:
    """Read a default, which is printed without quotes: the type says what it is."""
    text = written.default
    if text is None:
        return None
    inner = written.type
    kind = inner.kind if isinstance(inner, Scalar) else getattr(type, "base", None)
    if kind == "string":
        return Default(value=text)
    value = _json(text)
    if kind is None or isinstance(value, str):
        notes.append(INVALID_LITERAL.at(origin, f"cannot read the default `{text}`", marked=text))
        return None
    return Default(value=value)


def _plain(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)


def _json(text: str) -> Json:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
