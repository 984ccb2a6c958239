"""A schema becomes a type: its own keywords, what it refers to, and what must hold besides."""

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
    Type,
    Union,
    WithAssertions,
    is_list,
    is_object,
)
from docmodels.readers.all_of import together
from docmodels.readers.keywords import (
    CONCERNS,
    TYPES,
    Schema,
    asserts,
    constraints,
    is_schema,
    nullable,
    schemas,
    text,
    unread,
)
from docmodels.readers.objects import discriminator, object_type
from docmodels.readers.references import reference, type_of
from docmodels.readers.residual_keywords import checked, checks, name_unknown, standalone, untyped
from docmodels.readers.scalars import FORMAT_KINDS, constant, enumeration, scalar
from docmodels.readers.scope import Scope
from docmodels.readers.unions import or_null, unions


def read_type(schema: Json, scope: Scope) -> Type:
    """Read a schema; one without a type is of the type that all its assertions concern.

    What cannot be read costs a note and leaves the rest (`invalid-keyword`).
    """
    if isinstance(schema, bool):
        return UNKNOWN if schema else Never()
    if not is_object(schema):
        message = "this is no schema; it is accepted as anything"
        scope.reading.notes.append(INVALID_KEYWORD.at(scope.file.tree.document.origin(1), message))
        return UNKNOWN
    scope = scope.entered(schema)
    target = reference(scope, schema)
    if target is not None and not scope.flavour.siblings:
        return type_of(target)
    parts = [] if target is None else [type_of(target)]
    parts += [scope.read(part) for part in schemas(scope, schema, "allOf") if asserts(part)]
    own = _own(scope, schema)
    parts += [*unions(scope, schema)] if own is None else [own, *unions(scope, schema)]
    name_unknown(scope, schema)
    if schema.get("not") in (True, {}) and "not" in schema:
        return Never()
    found = checked(together(scope, parts), checks(scope, schema))
    if nullable(scope, schema) or any(nullable(scope, part) for part in _mere_words(schema)):
        found = or_null(found)
    return found if target is not None and len(parts) == 1 else _entitled(scope, schema, found)


def _mere_words(schema: Schema) -> list[Schema]:
    parts = schema.get("allOf")
    parts = parts if is_list(parts) else []
    return [part for part in parts if is_object(part) and not asserts(part)]


def _own(scope: Scope, schema: Schema) -> Type | None:
    """Read the type that a schema's own keywords describe; None if they describe none."""
    kinds = types(scope, schema)
    if "const" in schema:
        return constant(schema, kinds)
    if schema.get("enum") == [] and scope.flavour.dialect != "jsonschema":
        unread(scope, schema, "enum", "a list of at least one value")
    elif "enum" in schema or "x-extensible-enum" in schema:
        return enumeration(scope, schema, kinds, nullable(scope, schema))
    if not kinds:
        concerned = {CONCERNS[key] for key in schema if _tells_type(schema, key)}
        if not concerned and isinstance(schema.get("format"), str):
            concerned = {FORMAT_KINDS.get(schema["format"], "")} - {""}
        if len(concerned) > 1:
            return WithAssertions(type=UNKNOWN, schema=untyped(scope, schema))
        kinds = tuple(concerned)
    others = [_of_kind(scope, schema, kind) for kind in kinds if kind != "null"]
    if not others:
        return NULL if kinds else None
    found = others[0] if len(others) == 1 else Union(members=tuple(others))
    return or_null(found) if "null" in kinds else found


def _tells_type(schema: Schema, key: str) -> bool:
    if key.startswith("unevaluated"):
        return standalone(schema, key)
    return key in CONCERNS and key not in _CONDITIONS


_CONDITIONS = frozenset("contains dependentRequired dependentSchemas dependencies".split())


def types(scope: Scope, schema: Schema) -> tuple[str, ...]:
    """Read `type`: a name or a list of names."""
    value = schema.get("type")
    if value is None:
        return ()
    names = value if is_list(value) else [value]
    known = tuple(
        dict.fromkeys("string" if name == "file" else name for name in names if name in _KNOWN)
    )
    if len(known) != len(names):
        unread(scope, schema, "type", "a type of JSON Schema")
        return ()
    return tuple(kind for kind in known if not (kind == "integer" and "number" in known))


_KNOWN = (*TYPES, "file")


def _of_kind(scope: Scope, schema: Schema, kind: str) -> Type:
    if kind == "object":
        return object_type(scope, schema)
    if kind == "array":
        return _array(scope, schema)
    if schema.get("type") == "file":  # Swagger 2.0: an upload
        return scalar(scope, {"format": "binary"}, kind)
    return scalar(scope, schema, kind)


def _array(scope: Scope, schema: Schema) -> Array:
    """Read a list: `prefixItems` and `items`, or `items` and `additionalItems` before 2020-12."""
    key = "items" if is_list(schema.get("items")) else "prefixItems"
    first = schemas(scope, schema, key)
    rest = "additionalItems" if key == "items" else "items"
    if rest not in schema and "unevaluatedItems" in schema:
        rest = "unevaluatedItems" if standalone(schema, "unevaluatedItems") else rest
    items = schema.get(rest, True)
    if not is_schema(items):
        unread(scope, schema, rest, "a schema")
        items = True
    return Array(
        items=scope.read(items),
        prefix_items=tuple(scope.read(part) for part in first),
        constraints=constraints(scope, schema, "array"),
    )


def _entitled(scope: Scope, schema: Schema, found: Type) -> Type:
    """Keep the title where a name has to be made of it, and a discriminator beside `allOf`."""
    if isinstance(found, Nullable | WithAssertions):
        return replace(found, type=_entitled(scope, schema, found.type))
    if isinstance(found, Object) and found.discriminator is None and "allOf" in schema:
        found = replace(found, discriminator=discriminator(scope, schema))
    if isinstance(found, Object | Enum | Union | AllOf):
        title = text(scope, schema, "title")
        return replace(found, title=title) if title else found
    return found
