"""What a part of a page says that its model is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from msgspec.structs import replace

from docmodels.diagnostics.rules import MISSING_UNION_MEMBERS
from docmodels.ir import UNKNOWN, Type, Union
from docmodels.pages.families.properties import unions
from docmodels.pages.families.properties.context import Context
from docmodels.pages.families.properties.fields import unread
from docmodels.pages.families.properties.parts import Part
from docmodels.pages.families.properties.rows import Row


@dataclass(frozen=True, slots=True)
class Said:
    """A model's type; `symbols` are defaults by field name, `wire` are names of fields that the
    page prints as on the wire too, `empty`: nothing is said of it."""

    type: Type
    symbols: Mapping[str, str] = field(default_factory=dict[str, str])
    empty: bool = False
    doc: str = ""
    wire: tuple[str, ...] = ()


NOTHING = Said(UNKNOWN, empty=True)


def read_type(row: Row, part: Part, context: Context) -> Type:
    """Read the type cell of a row that is no field."""
    reading = context.read(row.type)
    return unread(row, part.page, context).type if reading is None else reading.type


def said_union(found: unions.Found, part: Part, context: Context) -> Said:
    """Make a union of the members that the page names; anything, with a note, if one is unknown."""

    def read(name: str) -> Type:
        reading = context.read(name)
        return UNKNOWN if reading is None else reading.type

    type = found.type(read)
    if type == UNKNOWN:
        message = f"`{part.title}` is a union of which the page does not name every member"
        context.notes.append(
            MISSING_UNION_MEMBERS.at(part.origin, message, width=max(len(part.title), 1))
        )
        return NOTHING
    return Said(_mapped(type, context))


def _mapped(type: Type, context: Context) -> Type:
    """Give the models of a mapping their definition names."""
    if not isinstance(type, Union) or type.discriminator is None:
        return type
    found = type.discriminator
    mapping = {value: context.vocabulary.model(name) for value, name in found.mapping.items()}
    return replace(type, discriminator=replace(found, mapping=mapping))
