"""Assertions that the types have no word for, kept as JSON Schema 2020-12 with names as references."""

from __future__ import annotations

from typing import Final

from docmodels.diagnostics.rules import UNENFORCED_KEYWORD
from docmodels.ir import Json, Type, WithAssertions, is_list, is_object
from docmodels.readers.keywords import (
    ANNOTATIONS,
    ASSERTING,
    CONCERNS,
    Schema,
    asserts,
    is_schema,
    nullable,
    unread,
)
from docmodels.readers.references import Reference, reference
from docmodels.readers.scope import Scope

_ONE: Final = frozenset(
    "not if then else contains propertyNames additionalProperties items"
    " unevaluatedProperties unevaluatedItems additionalItems".split()
)
_MANY: Final = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
_NAMED: Final = frozenset({"properties", "patternProperties", "dependentSchemas"})
_KEPT: Final = (
    {*ASSERTING, "then", "else", "minContains", "maxContains"}
    - {"$ref", "$dynamicRef", "$recursiveRef", "additionalItems", "dependencies", "format"}
    - {"x-extensible-enum"}
)
_EXTRA: Final = ("not", "contains", "dependentRequired", "dependentSchemas", "dependencies")


def checks(scope: Scope, schema: Schema) -> Schema:
    """Give the 2020-12 form of the keywords of `schema` that no type expresses."""
    picked: Schema = {key: schema[key] for key in _EXTRA if key in schema}
    if "if" in schema and ("then" in schema or "else" in schema):
        picked |= {key: schema[key] for key in ("if", "then", "else") if key in schema}
    if "contains" in picked:
        picked |= {key: schema[key] for key in ("minContains", "maxContains") if key in schema}
    found = _keywords(scope, picked, schema)
    for key in ("unevaluatedProperties", "unevaluatedItems"):
        if key in schema and is_schema(schema[key]) and not standalone(schema, key):
            # What counts as evaluated is known only beside all the keywords that evaluate.
            found |= {k: v for k, v in rewritten(scope, schema).items() if k in _EVALUATING}
            found[key] = rewritten(scope, schema[key])
    return found


def standalone(schema: Schema, key: str) -> bool:
    """Whether `unevaluated..` says no more here than `additional..` would, or nothing at all."""
    return schema[key] in (True, {}) or _IN_PLACE.isdisjoint(schema)


_IN_PLACE: Final = frozenset(
    "$ref $dynamicRef $recursiveRef allOf anyOf oneOf if then else not dependentSchemas"
    " dependencies contains".split()
)
_EVALUATING: Final = (_ONE | _MANY | _NAMED | {"$ref"}) - {
    "not",
    "propertyNames",
    "unevaluatedProperties",
    "unevaluatedItems",
}


def untyped(scope: Scope, schema: Schema) -> Schema:
    """Give the 2020-12 form of assertions about several types at once, none of them required."""
    picked = {key: value for key, value in schema.items() if key in CONCERNS}
    return _keywords(scope, picked, schema)


def rewritten(scope: Scope, schema: Json) -> Json:
    """Give a whole schema in its 2020-12 form; annotations are left out."""
    if not is_object(schema):
        return schema if isinstance(schema, bool) else True
    scope = scope.entered(schema)
    found: Schema = {}
    target = reference(scope, schema)
    if target is not None:
        found = raw_reference(target)
        if not scope.flavour.siblings:
            return found
    found |= _keywords(scope, schema, schema)
    if nullable(scope, schema) and isinstance(found.get("type"), str):
        found["type"] = [found["type"], "null"]
    return found


def raw_reference(target: Reference) -> Schema:
    """Write a resolved reference."""
    if isinstance(target, bool):
        return {} if target else {"not": {}}
    return {"$ref": f"#/$defs/{target}"} if target is not None else {}


def _keywords(scope: Scope, picked: Schema, schema: Schema) -> Schema:
    found: Schema = {}
    for key, value in picked.items():
        if key in _ONE and not (key == "items" and is_list(value)):
            _one(scope, schema, key, found)
        elif key in _MANY or key == "items":
            _many(scope, schema, key, found)
        elif key in _NAMED:
            _named(scope, schema, key, found)
        elif key == "dependencies":
            _dependencies(scope, schema, found)
        elif key in _KEPT:
            found[key] = value
    _strict_limits(found)
    return found


def _one(scope: Scope, schema: Schema, key: str, found: Schema) -> None:
    if not is_schema(schema[key]):
        unread(scope, schema, key, "a schema")
    elif key != "additionalItems":
        found[key] = rewritten(scope, schema[key])
    elif is_list(schema.get("items")):
        found["items"] = rewritten(scope, schema[key])


def _many(scope: Scope, schema: Schema, key: str, found: Schema) -> None:
    if not is_list(schema[key]):
        unread(scope, schema, key, "a list of schemas")
    elif parts := [rewritten(scope, part) for part in schema[key]]:
        found["prefixItems" if key == "items" else key] = parts


def _named(scope: Scope, schema: Schema, key: str, found: Schema) -> None:
    if is_object(schema[key]):
        parts = {name: rewritten(scope, part) for name, part in schema[key].items()}
        found[key] = {**found.get(key, {}), **parts}
    else:
        unread(scope, schema, key, "an object of schemas")


def _dependencies(scope: Scope, schema: Schema, found: Schema) -> None:
    """Draft 7 and before: one keyword for what are two now."""
    value = schema["dependencies"]
    if not is_object(value):
        unread(scope, schema, "dependencies", "an object")
        return
    for name, part in value.items():
        if isinstance(part, list | str):
            needed: list[Json] = part if is_list(part) else [part]
            found.setdefault("dependentRequired", {})[name] = needed
        elif is_schema(part):
            found.setdefault("dependentSchemas", {})[name] = rewritten(scope, part)


def _strict_limits(found: Schema) -> None:
    """Draft 4 and OpenAPI 3.0: `exclusiveMinimum: true` is about `minimum`."""
    for strict, limit in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(found.get(strict), bool) and found.pop(strict) and limit in found:
            found[strict] = found.pop(limit)


def name_unknown(scope: Scope, schema: Schema) -> None:
    """Note each word that is no keyword at all, once a document: it may be a misspelt one."""
    for key in schema:
        if key in ASSERTING or key in ANNOTATIONS or key in _KEPT or key in _ONE:
            continue
        if not key.startswith(("x-", "$", "_")):
            message = f"`{key}` is no keyword of {scope.flavour.name}; it is left out"
            scope.note_once(UNENFORCED_KEYWORD, (schema, key), message)


def holds_only_checks(part: Json) -> bool:
    """Whether a member of a union adds conditions to an object but describes none of its own."""
    return (
        is_object(part)
        and asserts(part)
        and _CONDITIONS.issuperset(key for key in part if key in ASSERTING)
    )


_CONDITIONS: Final = frozenset(
    {"required", "not", "minProperties", "maxProperties", "dependentRequired"}
)


def checked(type: Type, schema: Schema) -> Type:
    """Hold `type` to `schema` too, if that says anything."""
    return WithAssertions(type=type, schema=schema) if schema else type
