"""A `Properties` table becomes an object; a few tables stand for another model altogether."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from docmodels.diagnostics.rules import INVALID_ROW
from docmodels.ir import UNKNOWN, Field, Map, Object, Type
from docmodels.pages.families.properties import detail, enums, unions
from docmodels.pages.families.properties.context import Context
from docmodels.pages.families.properties.fields import Surroundings, cast, deepest, field_of, mapped
from docmodels.pages.families.properties.language_detection import plain
from docmodels.pages.families.properties.parsed_model import NOTHING, Said, read_type, said_union
from docmodels.pages.families.properties.parts import Part
from docmodels.pages.families.properties.rows import Header, Row, header, row, rows
from docmodels.pages.markdown import Line, Section

_ANY_NAMES = frozenset({"any string name", "any_string_name"})
"""The name of the row in which python generators print the type of additional properties."""


def of_properties(section: Section, part: Part, context: Context) -> Said | None:
    """Read the table of a section; None where it has no rows."""
    head = header(section)
    if head is None or "type" not in head.columns:
        return None
    found = list(_rows(section, head, part, context))
    if not found:
        return None
    if len(found) == 1:
        only = found[0]
        union = unions.of_sentence(only.type, [line.text for line in section.lines])
        if union is not None:
            said = said_union(union, part, context)
            return Said(said.type, said.symbols, said.empty, detail.description(only.description))
        if only.name.endswith("Interface") and "interface {" in only.type:
            return NOTHING
        if only.name == "value" and context.value_is_alias and not only.remarks.optional:
            return _value(only, part, context)
    return _object(found, _surroundings(part, head, found, context), part, context)


def of_type_table(part: Part, context: Context) -> Said | None:
    """Python 5 experimental: `Type | Description | Notes` under the title, without a name."""
    for section in part.intro:
        head = header(section)
        if head is None or head.columns[0] != "type":
            continue
        for line in section.lines:
            if line.number > head.line + 1 and line.text.startswith("**"):
                found = row(Line(line.number, f"**value** | {line.text}"))
                return None if found is None else _value(found, part, context)
    return None


def _rows(section: Section, head: Header, part: Part, context: Context) -> Iterator[Row]:
    for found in rows(section, head):
        if isinstance(found, Row):
            yield found
        elif found.text.lstrip().startswith(("|", "*", "`")):
            origin = part.page.origin(found.number)
            note = INVALID_ROW.at(origin, "cannot read this table row", width=len(found.text))
            context.notes.append(note)


def _surroundings(part: Part, head: Header, found: Sequence[Row], context: Context) -> Surroundings:
    by_class: dict[str, enums.Printed] = {}
    by_field: dict[str, enums.Printed] = {}
    sections = [(title, s) for s in part.body[1:] if (title := _enum_title(s))]
    cells = Counter(plain(row.type) for row in found) if sections else Counter[str]()
    for title, section in sections:
        printed = enums.printed(section, title)
        if len(printed.pairs) == 1:
            by_field[printed.pairs[0][0].strip("`")] = printed
        reading = context.read(title)
        if reading is not None and reading.models:
            by_class[enums.key(reading.models[-1])] = printed
        elif cells[plain(title)] == 1:
            by_class[enums.key(plain(title))] = printed
    methods = detail.methods(part.body)
    return Surroundings(part.page, by_class, by_field, methods, requires=len(head.columns) > 2)


def _enum_title(section: Section) -> str:
    """Give what follows `Enum:`; micronaut's heading is the class alone, over `Name | Value`."""
    if section.title[:5].lower() == "enum:":
        return section.title[5:].strip()
    is_table = any(line.text.startswith("Name | Value") for line in section.lines[:3])
    return section.title if is_table else ""


def _object(found: Sequence[Row], around: Surroundings, part: Part, context: Context) -> Said:
    fields: dict[str, Field] = {}
    symbols: dict[str, str] = {}
    additional: Type | None = None
    for printed in found:
        if printed.name in _ANY_NAMES:
            additional = read_type(printed, part, context)
            continue
        made, symbol = field_of(printed, around, context)
        if made.name in fields:
            made = _apart(made, fields)
        fields[made.name] = made
        if symbol:
            symbols[made.name] = symbol
    if not fields and additional is not None:
        return NOTHING if additional == UNKNOWN else Said(Map(values=additional))
    wire = [name for printed in found if (name := mapped(printed))]
    wire += [around.by_field[row.name].title for row in found if row.name in around.by_field]
    return Said(
        Object(fields=tuple(fields.values()), additional_properties=additional),
        symbols,
        wire=tuple(wire),
    )


def _apart(made: Field, fields: dict[str, Field]) -> Field:
    """Of two fields that undecorated names made one, the second keeps its name as printed."""
    if made.documented_name and made.documented_name not in fields:
        inferred = tuple(fact for fact in made.inferred if fact != "name")
        return replace(made, name=made.documented_name, documented_name="", inferred=inferred)
    return made


def _value(only: Row, part: Part, context: Context) -> Said:
    """Python 5: a lone row `value` is the whole model: an enum, an array or a scalar."""
    type = read_type(only, part, context)
    if only.remarks.values and (found := enums.quoted(only.remarks.values)) is not None:
        type = deepest(type, lambda leaf: cast(found, leaf))
    return Said(type, doc=detail.description(only.description))
