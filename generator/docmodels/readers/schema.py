"""Read a schema into an IR type: references, `allOf`, unions, own keywords, other assertions."""

from __future__ import annotations

from msgspec.structs import replace

from docmodels.diagnostics.rules import INVALID_KEYWORD
from docmodels.ir import (
    NULL,
    UNKNOWN,
    AllOf,
    Array,
    Enum,
    Json,
    Never,
    Nullable,
    Object,
    Ref,
    Scalar,
    Type,
    Union,
    Unknown,
    WithAssertions,
    array_constraints,
    is_list,
    is_object,
    nullable,
)
from docmodels.ir.keyword_table import TYPES
from docmodels.ir.traverse import map_children
from docmodels.ir.vocabulary import REFERENCES
from docmodels.readers.all_of import FREE_FORM
from docmodels.readers.conditions import unconditional_schemas
from docmodels.readers.implied_types import implied_types
from docmodels.readers.keywords import (
    Schema,
    accepts_no_value,
    has_assertions,
    is_nullable,
    is_schema,
    note_invalid,
    read_constraints,
    schemas,
    text,
)
from docmodels.readers.objects import read_discriminator, read_object
from docmodels.readers.references import resolve_reference, type_of_reference
from docmodels.readers.residual_keywords import (
    is_same_as_additional,
    note_unknown_keywords,
    residual_keywords,
    untyped_assertions,
    with_assertions,
)
from docmodels.readers.resolution import enter
from docmodels.readers.scalars import read_const, read_enum, read_scalar
from docmodels.readers.scope import Scope
from docmodels.readers.unions import read_unions
from docmodels.readers.untyped import Part, member_parts, merge_parts, own_part, restriction


def read_type(schema: Json, scope: Scope) -> Type:
    """Read a schema; without `type`, the type is the one that all its assertions apply to.

    An invalid keyword is reported (`invalid-keyword`) and ignored.
    """
    if isinstance(schema, bool):
        return UNKNOWN if schema else Never()
    if not is_object(schema):
        message = "this is not a schema; any value is accepted"
        scope.state.notes.append(INVALID_KEYWORD.at(scope.file.tree.document.origin(1), message))
        return UNKNOWN
    scope = enter(scope, schema)
    target = resolve_reference(scope, schema)
    if target is not None and not scope.version.allows_ref_siblings:
        return type_of_reference(target)
    parts = [] if target is None else [Part(type_of_reference(target), (_reference(schema),))]
    members = (*schemas(scope, schema, "allOf"), *unconditional_schemas(schema))
    for member in members:
        parts += member_parts(member, scope.read(member)) if has_assertions(member) else ()
    own_type = _read_own_keywords(scope, schema)
    if own_type is not None:
        parts.append(own_part(schema, own_type, lambda kind: _read_kind(scope, schema, kind)))
    parts += read_unions(scope, schema)
    note_unknown_keywords(scope, schema)
    if accepts_no_value(schema):
        return Never()
    residual = residual_keywords(scope, schema)
    type = merge_parts(scope, [*parts, restriction(schema)] if residual else parts)
    type = with_assertions(type, residual)
    if is_nullable(scope, schema) or any(
        is_nullable(scope, part) for part in _annotation_only_members(schema)
    ):
        type = nullable(type)
    if target is not None and len(parts) == 1:
        return type
    type = _with_title(scope, schema, type)
    is_inline = not scope.bindings and type is not FREE_FORM
    if is_inline and not isinstance(type, Scalar | Ref | Unknown):
        scope.state.inline_types.setdefault(id(schema), []).append(type)
    return type


def _reference(schema: Schema) -> Schema:
    return {key: schema[key] for key in REFERENCES if key in schema}


def _annotation_only_members(schema: Schema) -> list[Schema]:
    parts = schema.get("allOf")
    parts = parts if is_list(parts) else []
    return [part for part in parts if is_object(part) and not has_assertions(part)]


def _read_own_keywords(scope: Scope, schema: Schema) -> Type | None:
    """Read the type that the own keywords of a schema describe; None if they describe none."""
    kinds = read_types(scope, schema)
    if "const" in schema:
        return read_const(schema, kinds)
    if schema.get("enum") == [] and scope.version.dialect != "jsonschema":
        note_invalid(scope, schema, "enum", "a list of at least one value")
    elif "enum" in schema or "x-extensible-enum" in schema:
        return read_enum(scope, schema, kinds, is_nullable(scope, schema))
    if not kinds:
        instance_types = implied_types(schema)
        if len(instance_types) > 1:
            return WithAssertions(type=UNKNOWN, schema=untyped_assertions(scope, schema))
        kinds = tuple(instance_types)
    non_null = [_read_kind(scope, schema, kind) for kind in kinds if kind != "null"]
    if not non_null:
        return NULL if kinds else None
    type = non_null[0] if len(non_null) == 1 else Union(members=tuple(non_null))
    return nullable(type) if "null" in kinds else type


def read_types(scope: Scope, schema: Schema) -> tuple[str, ...]:
    """Read `type`: the name of a type or a list of names."""
    value = schema.get("type")
    if value is None:
        return ()
    names = value if is_list(value) else [value]
    kinds = tuple(
        dict.fromkeys("string" if name == "file" else name for name in names if name in _TYPE_NAMES)
    )
    if len(kinds) != len(names):
        note_invalid(scope, schema, "type", "a type of JSON Schema")
        return ()
    return tuple(kind for kind in kinds if not (kind == "integer" and "number" in kinds))


_TYPE_NAMES = (*TYPES, "file")


def _read_kind(scope: Scope, schema: Schema, kind: str) -> Type:
    if kind == "object":
        return read_object(scope, schema)
    if kind == "array":
        return _read_array(scope, schema)
    if schema.get("type") == "file":  # Swagger 2.0: an upload
        return read_scalar(scope, {"format": "binary"}, kind)
    return read_scalar(scope, schema, kind)


def _read_array(scope: Scope, schema: Schema) -> Array:
    """Read an array: `prefixItems` and `items`, or `items` and `additionalItems` before 2020-12."""
    key = "items" if is_list(schema.get("items")) else "prefixItems"
    prefix_items = schemas(scope, schema, key)
    items_key = "additionalItems" if key == "items" else "items"
    if items_key not in schema and "unevaluatedItems" in schema:
        items_key = (
            "unevaluatedItems" if is_same_as_additional(schema, "unevaluatedItems") else items_key
        )
    items = schema.get(items_key, True)
    if not is_schema(items):
        note_invalid(scope, schema, items_key, "a schema")
        items = True
    return Array(
        items=scope.read(items),
        prefix_items=tuple(scope.read(part) for part in prefix_items),
        constraints=array_constraints(read_constraints(scope, schema, "array")),
    )


def _with_title(scope: Scope, schema: Schema, type: Type) -> Type:
    """Add the title to types that need a name, and the discriminator to an object of `allOf`."""
    if isinstance(type, Nullable | WithAssertions):
        return map_children(type, lambda inner: _with_title(scope, schema, inner))
    if isinstance(type, Object) and type.discriminator is None and "allOf" in schema:
        type = replace(type, discriminator=read_discriminator(scope, schema))
    if isinstance(type, Object | Enum | Union | AllOf):
        title = text(scope, schema, "title")
        return replace(type, title=title) if title else type
    return type
