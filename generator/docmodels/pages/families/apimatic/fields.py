"""Rows of a `Fields` table as fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from msgspec.structs import replace as changed

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import INVALID_LITERAL, INVALID_ROW, UNKNOWN_TYPE
from docmodels.ir import (
    STRING,
    UNKNOWN,
    Array,
    Const,
    Default,
    Field,
    Json,
    Map,
    Nullable,
    Scalar,
    Type,
    Union,
)
from docmodels.ir.drafts import normalize_name
from docmodels.ir.traverse import map_children
from docmodels.pages.families.apimatic.pages import Cells, Printed
from docmodels.pages.families.apimatic.remarks import Remarks, constrained, read_remarks
from docmodels.pages.families.apimatic.reserved import RESERVED
from docmodels.pages.families.apimatic.samples import PLACEHOLDER, format_of
from docmodels.pages.families.apimatic.type_names import TIME, Language, Words
from docmodels.pages.literals import Symbol, UnreadLiteral, read_default
from docmodels.pages.table_rows import column
from docmodels.pages.type_grammar import Unread
from docmodels.pages.type_vocabulary import nullable

_PASCAL = re.compile(r"[A-Z][A-Za-z0-9]*")
_MOMENT = re.compile(r"(?:At|_at|[tT]ime|[tT]imestamp)$")
_DECORATED = re.compile(r"[mM]_?(?P<word>[A-Z]?[a-z]+)$")


@dataclass(slots=True)
class Page:
    """What one model is read with: examples by folded name, and where doubts go."""

    model: Printed
    words: Words
    language: Language
    keys: Mapping[str, str]
    values: Mapping[str, Json]
    notes: list[Note]
    symbols: dict[str, str] = field(default_factory=dict[str, str])


def read_field(row: Cells, page: Page) -> tuple[Field, str] | None:
    """Read a row as a field and the kind of union its type is a container for, if it is one."""
    line = row.line
    origin = page.model.page.origin(line.number, column(line.text, row.cells[0]) + 1)
    if len(row.cells) < 4 or not (documented := _bare(row.cells[0])):
        page.notes.append(
            INVALID_ROW.at(origin, "a row without a name, a type and tags is skipped")
        )
        return None
    tags = {tag.strip() for tag in row.cells[2].split(",")}
    remarks = read_remarks(row.cells[3])
    name, known = _wire(documented, page.keys)
    required = "Required" in tags
    type = read_cell(row, 1, page)
    sample = page.values.get(normalize_name(name))
    type = _settled(type, sample)
    type = constrained(_present(type, row.cells[1], required, page.language), remarks.constraints)
    type = _alternative(type, remarks.mode)
    type, default = _constant(type, remarks, "Constant" in tags, page)
    if default is None and "Constant" not in tags:
        default = _default(name, type, remarks, row, page)
    found = Field(
        name=name,
        type=type,
        required=required,
        default=default,
        documented_name=documented if name != documented else "",
        doc=remarks.doc,
        read_only="Read-only" in tags,
        write_only="Write-only" in tags,
        inferred=() if known or name == documented else ("name",),
        origin=origin,
    )
    return found, remarks.mode


def _bare(cell: str) -> str:
    return cell.strip("` ").replace("\\", "")


def _wire(documented: str, keys: Mapping[str, str]) -> tuple[str, bool]:
    """Give the wire name and whether an example shows it; a reserved word loses its `m`."""
    key = keys.get(normalize_name(documented))
    if key is not None:
        return key, True
    decorated = _DECORATED.fullmatch(documented)
    if decorated is None:
        return documented, False
    word = decorated["word"]
    if (key := keys.get(normalize_name(word))) is not None:
        return key, True
    return (word, False) if word.lower() in RESERVED else (documented, False)


def named(found: Field, keys: Mapping[str, str]) -> Field:
    """Give a field the wire name that examples elsewhere show; `keys` are theirs, folded."""
    if found.documented_name and not found.inferred:
        return found
    documented = found.documented_name or found.name
    name, known = _wire(documented, keys)
    if not known:
        return found
    return changed(
        found, name=name, documented_name=documented if name != documented else "", inferred=()
    )


def read_cell(row: Cells, at: int, page: Page) -> Type:
    """Read a type cell; anything, with a note, where it cannot be read."""
    cell = row.cells[at]
    try:
        return page.words.read(cell).type
    except Unread:
        origin = page.model.page.origin(row.line.number, column(row.line.text, cell))
        message = f"cannot read the type `{cell.strip('`')}`"
        page.notes.append(UNKNOWN_TYPE.at(origin, message, width=len(cell)))
        return UNKNOWN


def _present(type: Type, cell: str, required: bool, language: Language) -> Type:
    """Tell null from absent: an optional field's mark says no more than that it is optional."""
    if not required and language.name in ("python", "ruby") and isinstance(type, Nullable):
        return type.type
    if not required or language.name not in ("go", "php", "csharp"):
        return type
    inner = cell.strip("[").strip("`")
    marked = inner.startswith(("*", "?")) or inner.split("`")[0].endswith("?")
    return nullable(type) if marked else type


def _settled(type: Type, sample: Json) -> Type:
    """Tell dates from date-times where one class stands for both."""
    if type == STRING and sample == PLACEHOLDER:
        return changed(STRING, format="date-time")
    if isinstance(sample, list) and sample and isinstance(type, Array):
        return changed(type, items=_settled(type.items, sample[0]))
    if isinstance(type, Nullable):
        return changed(type, type=_settled(type.type, sample))
    if type == TIME:
        format = format_of(sample)
        return changed(STRING, format=format) if format else TIME
    return type


def settled(type: Type, formats: set[str], documented: str) -> Type:
    """Tell the last dates: by examples of fields of that name, then by a name that tells a time."""
    if type == TIME:
        format = next(iter(formats)) if len(formats) == 1 else ""
        if not formats and _MOMENT.search(documented):
            format = "date-time"
        return changed(STRING, format=format)
    return map_children(type, lambda inner: settled(inner, formats, documented))


def _alternative(type: Type, mode: str) -> Type:
    """A union in the cell itself is one-of or any-of as the text says."""
    match type:
        case Union() if mode == "oneOf":
            return changed(type, mode="oneOf")
        case Nullable(inner):
            return changed(type, type=_alternative(inner, mode))
        case Array(items):
            return changed(type, items=_alternative(items, mode))
        case _:
            return type


def _constant(
    type: Type, remarks: Remarks, constant: bool, page: Page
) -> tuple[Type, Default | None]:
    """A constant is the one value that the page gives for it."""
    text = remarks.value if remarks.value is not None else remarks.default
    if not constant or text is None:
        return type, None
    try:
        value = read_default(text, type, page.language.literals)
    except UnreadLiteral:
        return type, None
    if isinstance(value, Default) and isinstance(type, Scalar):
        return Const(value=value.value), None
    return type, None


def _default(name: str, type: Type, remarks: Remarks, row: Cells, page: Page) -> Default | None:
    if remarks.default is None:
        return None
    try:
        found = read_default(remarks.default, type, page.language.literals)
    except UnreadLiteral:
        found = None
        origin = page.model.page.origin(row.line.number, column(row.line.text, remarks.default))
        message = f"the default `{remarks.default}` of `{name}` is no literal that is read"
        page.notes.append(INVALID_LITERAL.at(origin, message, width=len(remarks.default)))
    if isinstance(found, Symbol):
        return _symbol(name, found.name, page)
    return found


def _symbol(name: str, symbol: str, page: Page) -> Default | None:
    """A symbol is the value that the example has, or (C# prints it so) the value itself."""
    member = re.split(r"\.|::|\\", symbol)[-1]
    sample = page.values.get(normalize_name(name))
    if isinstance(sample, str) and normalize_name(sample) == normalize_name(member):
        return Default(value=sample)
    if page.language.name == "csharp" and "." in symbol and not _PASCAL.fullmatch(member):
        return Default(value=member)
    page.symbols[name] = member
    return None


def additional(fields: list[Field], page: Page) -> tuple[list[Field], Type | None]:
    """Part the row for additional fields from the others; its type is that of their values."""
    accepts = page.model.accepts
    rest = [
        item
        for item in fields
        if normalize_name(item.documented_name or item.name) != "additionalproperties"
    ]
    rows = [item for item in fields if item not in rest]
    if not accepts and not (rows and isinstance(rows[-1].type, Map)):
        return fields, None
    stated: Type = UNKNOWN
    if rows and isinstance(rows[-1].type, Map):
        stated = rows[-1].type.values
    elif accepts:
        try:
            stated = page.words.read(accepts).type
        except Unread:
            stated = UNKNOWN
    return rest, stated


def union(rows: list[Cells], page: Page) -> Type:
    """Join the cases of a container page."""
    members: list[Type] = []
    for row in rows:
        type = settled(read_cell(row, 0, page), set(), "")
        if type not in members:
            members.append(type)
    if UNKNOWN in members or not members:
        return UNKNOWN
    return members[0] if len(members) == 1 else Union(members=tuple(members), mode="anyOf")
