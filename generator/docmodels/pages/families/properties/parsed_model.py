"""The model that is parsed from a part of a page."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from docmodels.diagnostics.rules import MISSING_UNION_MEMBERS
from docmodels.ir import UNKNOWN, Type, Union
from docmodels.pages.families.properties import unions
from docmodels.pages.families.properties.context import Context
from docmodels.pages.families.properties.fields import note_unknown_type
from docmodels.pages.families.properties.parts import Part
from docmodels.pages.families.properties.rows import Row


class ParsedModel(Struct, frozen=True):
    """The type and description of a model.

    `enum_defaults` are the names of enum members that are defaults, by field name. `is_stub`: the
    page does not define the model. `wire_names` are wire names of fields that the page prints.
    """

    type: Type
    enum_defaults: Mapping[str, str] = field(default_factory=dict[str, str])
    is_stub: bool = False
    doc: str = ""
    wire_names: tuple[str, ...] = ()


EMPTY_MODEL = ParsedModel(UNKNOWN, is_stub=True)


def read_type(row: Row, part: Part, context: Context) -> Type:
    """Read the type cell of a row that is not a field."""
    parsed = context.read_type(row.type)
    return note_unknown_type(row, part.page, context).type if parsed is None else parsed.type


def parse_union(union: unions.PrintedUnion, part: Part, context: Context) -> ParsedModel:
    """Make a union of the printed members; return `EMPTY_MODEL`, with a note, if one is unknown."""

    def read(name: str) -> Type:
        parsed = context.read_type(name)
        return UNKNOWN if parsed is None else parsed.type

    type = union.to_type(read)
    if type == UNKNOWN:
        message = f"`{part.title}` is a union of which the page does not name every member"
        context.notes.append(
            MISSING_UNION_MEMBERS.at(part.origin, message, width=max(len(part.title), 1))
        )
        return EMPTY_MODEL
    return ParsedModel(_resolve_mapping(type, context))


def _resolve_mapping(type: Type, context: Context) -> Type:
    """Replace the class names in the mapping of a discriminator by definition names."""
    if not isinstance(type, Union) or type.discriminator is None:
        return type
    discriminator = type.discriminator
    mapping = {
        value: context.vocabulary.model_name(name) for value, name in discriminator.mapping.items()
    }
    return replace(type, discriminator=replace(discriminator, mapping=mapping))
