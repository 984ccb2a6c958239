"""Read swagger-markdown pages as drafts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import (
    EMPTY_TABLE,
    INVALID_LITERAL,
    MISSING_UNION_MEMBERS,
)
from docmodels.ir import (
    UNKNOWN,
    Default,
    Definition,
    Field,
    Never,
    Object,
    Origin,
    Scalar,
    Type,
    access_of,
    presence_of,
)
from docmodels.ir.drafts import Draft
from docmodels.pages.all_of import convert_drafts
from docmodels.pages.cell_notes import unknown_type_note
from docmodels.pages.families.swagger_markdown.type_cells import (
    TypeCell,
    apply_values,
    read_cell,
)
from docmodels.pages.json_values import read_json
from docmodels.pages.markdown import Line, Page, Section
from docmodels.pages.table_rows import (
    column_of,
    decode_cell,
    decode_escapes,
    is_delimiter_row,
    join_lines,
    split_cells,
)
from docmodels.pages.type_grammar import TypeSyntaxError

_HEADER = re.compile(r"^\| *Name *\| *Type *\| *Description *\| *Required *\|", re.M)
_MODELS = re.compile(r"(?:Models|Definitions|Schemas|Components(?: ?/ ?Schemas)?)$", re.I)
_HEADING = re.compile(r"^#{1,4} (?:Models|Definitions|Schemas|Components)\b", re.M | re.I)
_BOLD_NAME = re.compile(r'<a name="[^"]*"></a>\*\*(?P<name>.+?)\*\*\s*$')
_LABEL = re.compile(
    r"(?:^|\n)[_*]{1,2}(?P<name>Enum|Example|Read-only|Write-only):?[_*]{1,2}(?P<body>[^\n]*)"
)
_CODE = re.compile(r"`([^`]*)`")
_ROW_START = re.compile(r"\s*+\|")
_ESCAPES = "\\|_*<>[]`#"
_WIDTH, _DESCRIPTION = 4, 2
_ANY = "(schema allows any instance)"


class _Model(Struct):
    """One model of a page: the lines before the table, its rows, the lines after it.

    `has_table`: the page has the header of its table, of which there may be no rows.
    """

    name: str
    line: int
    texts: list[str] = field(default_factory=list[str])
    rows: list[tuple[list[str], Line]] = field(default_factory=list[tuple[list[str], Line]])
    trailing: list[str] = field(default_factory=list[str])
    has_table: bool = False


def recognises(page: Page) -> bool:
    """Return whether the page has the table header and a heading of models.

    The header alone is not specific: other generators print the same columns.
    """
    text = page.text
    return (
        "Required |" in text
        and _HEADER.search(text) is not None
        and _HEADING.search(text) is not None
    )


def read(pages: Sequence[Page], notes: list[Note]) -> list[Draft]:
    """Read pages as drafts, in page order."""
    drafts = [_build_draft(page, model, notes) for page in pages for model in _read_models(page)]
    return convert_drafts(drafts)


def _read_models(page: Page) -> Iterator[_Model]:
    level = 0
    for section in page.sections:
        if _MODELS.fullmatch(section.title):
            level = section.level
            yield from _read_bold_models(section)
        elif level and section.level <= level:
            level = 0
        elif level and section.title:
            model = _Model(section.title, section.line)
            _fill_model(model, section.lines)
            yield model


def _read_bold_models(section: Section) -> Iterator[_Model]:
    """Yield the models of old versions, which print an anchor and a bold name, not a heading."""
    starts = [index for index, line in enumerate(section.lines) if _BOLD_NAME.match(line.text)]
    for index, end in zip(starts, [*starts[1:], len(section.lines)], strict=False):
        line = section.lines[index]
        name = _BOLD_NAME.match(line.text)
        if name is not None:
            model = _Model(name["name"], line.number)
            _fill_model(model, section.lines[index + 1 : end])
            yield model


def _fill_model(model: _Model, lines: Sequence[Line]) -> None:
    """Add lines to a model: text, rows, trailing text; old versions print cells over lines."""
    index = 0
    while index < len(lines):
        line = lines[index]
        if _ROW_START.match(line.text) is None:
            (model.trailing if model.rows else model.texts).append(line.text)
            index += 1
            continue
        text, index = join_lines(lines, index, _WIDTH, _ROW_START)
        model.has_table = True
        cells = split_cells(text, _WIDTH, _DESCRIPTION)
        if not is_delimiter_row(cells) and cells[:2] != ["Name", "Type"]:
            model.rows.append(([*cells, *[""] * (_WIDTH - len(cells))], line))


def _build_draft(page: Page, model: _Model, notes: list[Note]) -> Draft:
    origin = page.origin(model.line)
    samples = (part.partition("</pre>") for part in "\n".join(model.trailing).split("<pre>")[1:])
    examples = tuple(read_json(text, text) for text, end, _ in samples if end)
    doc = "\n".join(text for text in model.texts if "<a name=" not in text).strip()
    name = decode_escapes(model.name, _ESCAPES)
    type = _read_type(page, model, notes)
    is_stub = not model.rows and type in (Object(), UNKNOWN) and _ANY not in " ".join(model.texts)
    if is_stub:
        notes.append(EMPTY_TABLE.at(origin, f"the page lists no fields of `{name}`"))
    return Draft(
        Definition(name=name, type=type, doc=decode_cell(doc), examples=examples, origin=origin),
        dialect="swagger-markdown",
        samples=examples,
        is_stub=is_stub,
    )


def _read_type(page: Page, model: _Model, notes: list[Note]) -> Type:
    text = " ".join(model.texts)
    if _ANY in text:
        return UNKNOWN
    if "(schema allows no instance)" in text:
        return Never()
    if not model.has_table:
        return UNKNOWN
    if len(model.rows) == 1 and _is_alias(model):
        cells, line = model.rows[0]
        if cells[1]:
            return _read_cell(page, line, cells[1], notes).type
        message = f"the page shows neither a type nor fields of `{model.name}`"
        notes.append(MISSING_UNION_MEMBERS.at(page.origin(line.number), message))
        return UNKNOWN
    return Object(fields=tuple(_read_field(page, cells, line, notes) for cells, line in model.rows))


def _is_alias(model: _Model) -> bool:
    """Return whether the only row repeats the model's name and has an empty `Required`."""
    cells, _ = model.rows[0]
    return cells[0] == model.name and not cells[3]


def _read_cell(page: Page, line: Line, text: str, notes: list[Note]) -> TypeCell:
    try:
        return read_cell(text)
    except TypeSyntaxError:
        origin = page.origin(line.number, column_of(line.text, text))
        notes.append(unknown_type_note(text, origin))
        return TypeCell(UNKNOWN)


def _read_field(page: Page, cells: list[str], line: Line, notes: list[Note]) -> Field:
    name, cell, description, required = cells[:_WIDTH]
    type_cell = _read_cell(page, line, cell, notes) if cell else TypeCell(UNKNOWN)
    text = decode_cell(description)
    labels = {label["name"]: label["body"] for label in _LABEL.finditer(text)}
    first_label = _LABEL.search(text)
    prose = text[: first_label.start()] if first_label else text
    values = tuple(read_json(value, value) for value in _CODE.findall(labels.get("Enum", "")))
    examples = tuple(
        read_json(value, value) for value in _CODE.findall(labels.get("Example", ""))[:1]
    )
    origin = page.origin(line.number, column_of(line.text, name))
    type = apply_values(type_cell.type, values) if values else type_cell.type
    return Field(
        name=decode_escapes(name, _ESCAPES),
        type=type,
        presence=presence_of(required.strip().lower() in ("yes", "true")),
        default=_read_default(type_cell, type, origin, notes),
        doc=decode_escapes(prose, _ESCAPES).strip(),
        access=access_of("Read-only" in labels, "Write-only" in labels),
        examples=examples,
        origin=origin,
    )


def _read_default(
    type_cell: TypeCell, type: Type, origin: Origin, notes: list[Note]
) -> Default | None:
    """Read a default, which is printed without quotes; the type decides how it is parsed."""
    text = type_cell.default
    if text is None:
        return None
    inner = type_cell.type
    kind = inner.kind if isinstance(inner, Scalar) else getattr(type, "base", None)
    if kind == "string":
        return Default(value=text)
    value = read_json(text, text)
    if kind is None or isinstance(value, str):
        notes.append(INVALID_LITERAL.at(origin, f"cannot read the default `{text}`", marked=text))
        return None
    return Default(value=value)
