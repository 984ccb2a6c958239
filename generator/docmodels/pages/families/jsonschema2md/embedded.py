"""Read a schema that versions 1 to 3 print as JSON, because they have no template for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

from docmodels.ir import (
    UNKNOWN,
    Const,
    EnumMember,
    Field,
    Json,
    Never,
    Type,
    is_list,
    is_object,
    presence_of,
)
from docmodels.ir.algebra import all_of_types
from docmodels.ir.vocabulary import CONSTRAINT_FIELDS
from docmodels.pages.families.jsonschema2md.outline import Link
from docmodels.pages.schema_facts import (
    SchemaFacts,
    default_of,
    type_of,
    union_of_members,
)

_MAX_DEPTH: Final = 30
_UNIONS: Final[tuple[Literal["oneOf", "anyOf"], ...]] = ("oneOf", "anyOf")


def read_embedded(schema: Json, resolve: Callable[[Link, str], Type], depth: int = 0) -> Type:
    """Return the type of a schema; `resolve` returns the type for a reference.

    Keywords with a value of another form are ignored, and the template's additions (`simpletype`).
    """
    if not is_object(schema) or depth > _MAX_DEPTH:
        return Never() if schema is False else UNKNOWN
    if isinstance(ref := schema.get("$ref"), str):
        title, path = schema.get("$linkVal"), schema.get("$linkPath")
        return resolve(Link(str(title or ""), str(path or "")), ref)

    def read(inner: Json) -> Type:
        return read_embedded(inner, resolve, depth + 1)

    facts = SchemaFacts()
    kinds = schema.get("type")
    facts.add_kinds(str(kind) for kind in (kinds if is_list(kinds) else [kinds]))
    facts.format = str(schema.get("format") or "")
    if "const" in schema:
        facts.const = Const(value=schema["const"])
    if is_list(values := schema.get("enum")):
        facts.members = tuple(EnumMember(value=value) for value in values)
    for keyword, name in CONSTRAINT_FIELDS.items():
        facts.add_constraint(name, schema.get(keyword))
    _read_items(schema, facts, read)
    _read_properties(schema, facts, read)
    if is_list(members := schema.get("allOf")):
        facts.combined.append(all_of_types(map(read, members)))
    for keyword in _UNIONS:
        if is_list(members := schema.get(keyword)) and members:
            types = [read(member) for member in members]
            facts.combined.append(union_of_members(types, keyword))
    return type_of(facts)


def _read_items(schema: dict[str, Json], facts: SchemaFacts, read: Callable[[Json], Type]) -> None:
    items = schema.get("items")
    if is_list(items):
        facts.prefix_items = tuple(map(read, items))
        facts.items = read(schema.get("additionalItems", True))
    elif items is not None:
        facts.items = read(items)


def _read_properties(
    schema: dict[str, Json], facts: SchemaFacts, read: Callable[[Json], Type]
) -> None:
    properties, required = schema.get("properties"), schema.get("required")
    names = [name for name in required if isinstance(name, str)] if is_list(required) else []
    facts.fields = tuple(
        Field(
            name=name,
            type=read(inner),
            presence=presence_of(name in names),
            default=default_of(inner.get("default")) if is_object(inner) else None,
            title=_text(inner, "title"),
            doc=_text(inner, "description"),
        )
        for name, inner in (properties.items() if is_object(properties) else ())
    )
    patterns = schema.get("patternProperties")
    if is_object(patterns):
        facts.pattern_properties = {name: read(inner) for name, inner in patterns.items()}
    if "additionalProperties" in schema:
        facts.additional = read(schema["additionalProperties"])


def _text(schema: Json, keyword: str) -> str:
    value = schema.get(keyword) if is_object(schema) else None
    return value if isinstance(value, str) else ""
