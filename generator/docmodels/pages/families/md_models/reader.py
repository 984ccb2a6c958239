"""Read MD-Models pages as drafts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import INVALID_KEYWORD, INVALID_LITERAL, UNKNOWN_TYPE
from docmodels.ir import (
    DEPRECATED,
    NUMBER,
    STRING,
    UNKNOWN,
    Array,
    Default,
    Definition,
    Enum,
    EnumMember,
    Field,
    Map,
    Object,
    Ref,
    String,
    Type,
    access_of,
    presence_of,
)
from docmodels.ir.drafts import Draft
from docmodels.pages.families.md_models.options import (
    constraint_options,
    is_literal_of,
    is_true,
    read_literal,
    with_options,
)
from docmodels.pages.families.md_models.outline import Attribute, Model, read_models
from docmodels.pages.markdown import Page
from docmodels.pages.table_rows import column_of
from docmodels.pages.type_grammar import TypeSyntaxError
from docmodels.pages.type_vocabulary import JSON_SCALARS, Vocabulary, read_type

VOCABULARY = Vocabulary(
    names={
        **JSON_SCALARS,
        "Identifier": STRING,
        "float": NUMBER,
        "date": String(format="date"),
        "datetime": String(format="date-time"),
        "bytes": STRING,
        "any": UNKNOWN,
        "object": Map(values=UNKNOWN),
        "array": Array(items=UNKNOWN),
    }
)
"""The base types of MD-Models (`BASIC_TYPES` of the package), and those of its JSON Schema."""


class _Context(Struct, frozen=True):
    """The page, the enumerations of all pages by name, and the list that notes go to."""

    page: Page
    enums: Mapping[str, Enum]
    notes: list[Note]


def read(pages: Sequence[Page], notes: list[Note]) -> list[Draft]:
    """Read pages as drafts, in page order; append what is wrong with them to `notes`."""
    models = [(page, model) for page in pages for model in read_models(page)]
    enums = {model.name: _enum(model) for _, model in models if model.members}
    return [_build_draft(model, _Context(page, enums, notes)) for page, model in models]


def _enum(model: Model) -> Enum:
    members = tuple(EnumMember(value=value, name=name) for name, value in model.members)
    return Enum(members=members, base="string")


def _build_draft(model: Model, context: _Context) -> Draft:
    type: Type
    if model.members:
        type = context.enums[model.name]
    else:
        fields = tuple(_read_attribute(attribute, context) for attribute in model.attributes)
        type = Object(fields=fields, bases=model.bases)
    origin = context.page.origin(model.line)
    return Draft(
        Definition(model.name, type=type, doc=model.doc, origin=origin),
        dialect="md-models",
    )


def _read_attribute(attribute: Attribute, context: _Context) -> Field:
    option = attribute.option
    page = context.page
    origin = context.page.origin(
        attribute.line.number, column_of(attribute.line.text, attribute.name)
    )
    values, invalid = constraint_options(attribute)
    type = with_options(_attribute_type(attribute, context), values)
    for key, line in invalid:
        message = f"`{key}` of `{attribute.name}` has no valid number"
        place = page.origin(line.number, column_of(line.text, line.text.strip(" -*+")))
        context.notes.append(INVALID_KEYWORD.at(place, message))
    example = option("example")
    return Field(
        name=attribute.name,
        type=type,
        presence=presence_of(attribute.is_required or is_true(option("required"))),
        default=_read_default(attribute, type, context),
        doc=option("description"),
        access=access_of(is_true(option("readonly", "read only")), False),
        deprecation=DEPRECATED if is_true(option("deprecated")) else None,
        examples=(read_literal(example, type),) if example else (),
        origin=origin,
    )


def _attribute_type(attribute: Attribute, context: _Context) -> Type:
    """Read the type of the option `type`, or that behind the name; the option is stronger."""
    text, line = attribute.options.get("type", (attribute.type, attribute.line))
    type: Type = UNKNOWN
    try:
        type = read_type(text, VOCABULARY).type
    except TypeSyntaxError:
        shown = text[:80]
        message = f"cannot read the type `{shown}`" if text else f"`{attribute.name}` has no type"
        origin = context.page.origin(line.number, column_of(line.text, text or attribute.name))
        width = len(text or attribute.name)
        context.notes.append(UNKNOWN_TYPE.at(origin, message, width=width))
    is_multiple = is_true(attribute.option("multiple")) and not isinstance(type, Array)
    return Array(items=type) if is_multiple else type


def _read_default(attribute: Attribute, type: Type, context: _Context) -> Default | None:
    """Read the option `default`: of an enumeration, a value or the name of a member."""
    if "default" not in attribute.options:
        return None
    text, line = attribute.options["default"]
    enum = context.enums.get(type.name) if isinstance(type, Ref) else None
    plain = text.strip("\"' ")
    if enum is not None:
        values = {member.name: member.value for member in enum.members}
        value = plain if plain in values.values() else values.get(plain)
        if value is not None:
            return Default(value=value)
    elif not isinstance(type, Ref):
        value = read_literal(text, type)
        if is_literal_of(value, type):
            return Default(value=value)
    message = f"cannot read the default `{text[:80]}` of `{attribute.name}`"
    origin = context.page.origin(line.number, column_of(line.text, text))
    context.notes.append(INVALID_LITERAL.at(origin, message, width=max(len(text), 1)))
    return None
