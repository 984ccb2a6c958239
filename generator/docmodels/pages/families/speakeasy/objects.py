"""`## Fields`: a table of fields with their types, presence, descriptions and examples."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from msgspec.structs import replace as changed

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import INVALID_ROW, UNKNOWN_TYPE
from docmodels.ir import INTEGER, NUMBER, UNKNOWN, Field, Json, Map, Object, Type
from docmodels.ir.drafts import normalize_name
from docmodels.pages.families.speakeasy.columns import Types, required_type
from docmodels.pages.families.speakeasy.literals import example
from docmodels.pages.families.speakeasy.outline import Outline, Row, deprecation
from docmodels.pages.families.speakeasy.type_names import TRANSPORT, TYPESCRIPT
from docmodels.pages.table_rows import column, prose
from docmodels.pages.type_vocabulary import Reading

_EXTRA = frozenset({"additionalproperties", "pydanticextra"})
_EXCHANGE = frozenset({"contenttype", "statuscode", "rawresponse"})
_GENERATED = re.compile(r"^  (\w+): (-?\d{5,15}),$", re.MULTILINE)


@dataclass(slots=True)
class Table:
    """The fields read so far, the type of further properties, and JSON samples of the whole."""

    fields: list[Field] = field(default_factory=list[Field])
    additional: Type | None = None
    samples: list[Json] = field(default_factory=list[Json])

    def object(self) -> Object:
        """Give what the table says."""
        return Object(fields=tuple(self.fields), additional_properties=self.additional)


def read_object(outline: Outline, types: Types, notes: list[Note]) -> Table:
    """Read the table of the page; a row that cannot be read costs no other one."""
    rows = _data(outline.rows)
    own = {normalize_name(row.name) for row in rows}
    generated = _generated(outline, types)
    table = Table()
    for row in rows:
        reading = _type(row, outline, types, notes)
        if reading is None:
            continue
        shown = example(prose(row.example), reading.type) if row.example else ()
        keys = _keys(shown)
        if isinstance(reading.type, Map) and normalize_name(row.name) in _EXTRA:
            table.additional = reading.type.values
            table.samples.extend(shown)
            continue
        if keys and keys <= own:
            table.samples.extend(shown)
        made = _field(row, reading, outline, shown)
        if made.name in generated and made.type == NUMBER and not row.example:
            made = changed(made, type=INTEGER, inferred=(*made.inferred, "type"))
        table.fields.append(made)
    return table


def _data(rows: tuple[Row, ...]) -> list[Row]:
    """Leave out what carries the HTTP exchange and not the data."""
    kept = [row for row in rows if not ("http" in row.type and TRANSPORT.match(row.type))]
    if len(kept) < len(rows) and _EXCHANGE <= {normalize_name(row.name) for row in rows}:
        kept = [row for row in kept if normalize_name(row.name) not in _EXCHANGE]
    return kept


def _keys(shown: tuple[Json, ...]) -> set[str]:
    """The names in an example that is an object, folded."""
    if not shown or not isinstance(shown[0], dict):
        return set()
    found: dict[str, Json] = {**shown[0]}
    return {normalize_name(key) for key in found}


def _generated(outline: Outline, types: Types) -> Mapping[str, str]:
    """The large whole numbers of a TypeScript example, by field.

    The generator makes up a fraction below ten thousand for a number, a whole one up to a million
    for an integer: a large whole number that no `Example` cell gave is an integer's.
    """
    if types.language is not TYPESCRIPT:
        return {}
    code = "".join(fence.text for fence in outline.fences)
    return dict(_GENERATED.findall(code))


def _type(row: Row, outline: Outline, types: Types, notes: list[Note]) -> Reading | None:
    """Read a row's type; None if the row is none, anything if the type cannot be read."""
    if not row.name or not row.type:
        origin = outline.page.origin(row.line.number)
        width = len(row.line.text)
        notes.append(INVALID_ROW.at(origin, "this row holds no field and type", width=width))
        return None
    reading = types.read(row.type, outline.folder)
    if reading is None:
        origin = outline.page.origin(row.line.number, column(row.line.text, row.type))
        message = f"cannot read the type `{row.type}` of `{row.name}`"
        notes.append(UNKNOWN_TYPE.at(origin, message, width=len(row.type)))
    return reading or Reading(UNKNOWN)


def _undecorated(printed: str, outline: Outline) -> str:
    """Undo what keeps a name from being a reserved word, or (in C#) its own class's name."""
    clashed = printed[:1].isupper() and printed == f"{outline.title}Value"
    if clashed and all(row.name != outline.title for row in outline.rows):
        return outline.title
    return printed.rstrip("_") or printed


def _field(row: Row, reading: Reading, outline: Outline, shown: tuple[Json, ...]) -> Field:
    printed = row.name
    name = _undecorated(printed, outline)
    said = deprecation(prose(row.description))
    required = row.required == ":heavy_check_mark:"
    return Field(
        name=name,
        documented_name=printed if printed != name else "",
        type=required_type(reading, required),
        required=required,
        doc=said.rest,
        deprecated=said.deprecated or row.head.startswith("~~"),
        deprecation=said.reason,
        examples=shown,
        inferred=("name",) if printed != name else (),
        origin=outline.page.origin(row.line.number, column(row.line.text, printed)),
    )
