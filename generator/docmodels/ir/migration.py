"""Convert representations of the older version 1 (without a minor version) to the present one.

Version 1 was written with two sets of names, which do not overlap: `anything` or `unknown`,
`spellings` or `alternate_names`. JSON values inside a representation (constants, defaults,
examples, schemas of assertions) stay as they are. What is not as version 1 wrote it stays too, and
is an error when the result is converted to types.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from docmodels.ir.nodes import Json, is_list, is_object
from docmodels.ir.scalars import (
    SCALAR_TYPES,
    ArrayConstraints,
    Constraints,
    ObjectConstraints,
    Scalar,
)

_Object = dict[str, Json]

_SHAPES: Final = {
    "anything": "unknown",
    "nothing": "never",
    "checked": "with-assertions",
    "all-of": "allOf",
}
_ATTRIBUTES: Final = {
    "prefix": "prefix_items",
    "additional": "additional_properties",
    "patterns": "pattern_properties",
    "documented": "documented_name",
    "spellings": "alternate_names",
}
_SCALARS: Final[dict[str, type[Scalar]]] = {scalar.kind: scalar for scalar in SCALAR_TYPES}
_ACCESS: Final = {"read_only": "read-only", "write_only": "write-only"}
_FLAGS: Final = frozenset({"required", "read_only", "write_only", "deprecated", "deprecation"})


def migrate(document: _Object) -> _Object:
    """Return a representation of version 1 in the present version, without its version."""
    document = {key: value for key, value in document.items() if key != "docmodels_ir"}
    return _with_items(document, "definitions", _migrate_definition)


def _migrate_definition(definition: _Object) -> _Object:
    return _with_types(_migrate_facts(definition), ("type",))


def _migrate_field(field: _Object) -> _Object:
    field = _with_types(_rename(field), ("type",))
    migrated = _migrate_facts(field)
    if _is_placeholder(field):
        migrated["inferred"] = [{"fact": "type", "by": "required-names"}]
    if field.get("required") is True:
        migrated["presence"] = "required"
    for flag, access in reversed(_ACCESS.items()):
        if field.get(flag) is True:
            migrated["access"] = access
    return migrated


def _is_placeholder(field: _Object) -> bool:
    is_unknown = is_object(type := field.get("type")) and type.get("shape") == "unknown"
    return is_unknown and field.get("required") is True and field.get("inferred") == ["type"]


def _migrate_facts(value: _Object) -> _Object:
    """Convert the deprecation and the inferred facts of a field, a definition or an enum member."""
    migrated = {key: item for key, item in value.items() if key not in _FLAGS}
    if value.get("deprecated") is True or value.get("deprecation"):
        reason = value.get("deprecation", "")
        migrated["deprecation"] = {"reason": reason} if reason else {}
    if is_list(facts := value.get("inferred")):
        migrated["inferred"] = [{"fact": fact, "by": "not-recorded"} for fact in facts]
    return migrated


def _migrate_type(node: _Object) -> _Object:
    node = _rename(node)
    if isinstance(shape := node.get("shape"), str):
        node["shape"] = _SHAPES.get(shape, shape)
    match node.get("shape"):
        case "scalar":
            return _migrate_scalar(node)
        case "nullable":
            return _migrate_nullable(_with_types(node, ("type",)))
        case "with-assertions":
            return _with_types(node, ("type",))
        case "array":
            node = _with_constraints(node, ArrayConstraints)
            return _with_items(_with_types(node, ("items",)), "prefix_items", _migrate_type)
        case "map":
            return _with_types(_with_constraints(node, ObjectConstraints), ("values", "keys"))
        case "union" | "allOf":
            return _with_items(node, "members", _migrate_type)
        case "enum":
            return _with_items(node, "members", _migrate_facts)
        case "object":
            return _migrate_object(_with_constraints(node, ObjectConstraints))
        case _:
            return node


def _migrate_scalar(node: _Object) -> _Object:
    kind = node.get("kind")
    scalar = _SCALARS.get(kind) if isinstance(kind, str) else None
    if scalar is None:
        return node
    migrated = {key: node[key] for key in scalar.__struct_fields__ if key in node}
    return {"shape": scalar.kind, **_with_constraints(migrated, scalar().constraints.__class__)}


def _migrate_nullable(node: _Object) -> _Object:
    """Drop null from a type that accepts null by itself."""
    inner = node.get("type")
    if is_object(inner) and inner.get("shape") in ("nullable", "null", "unknown"):
        return inner
    return node


def _migrate_object(node: _Object) -> _Object:
    node = _with_types(_with_items(node, "fields", _migrate_field), ("additional_properties",))
    if is_object(patterns := node.get("pattern_properties")):
        node["pattern_properties"] = _with_types(patterns, patterns)
    return node


def _with_constraints(node: _Object, constraints: type[Constraints]) -> _Object:
    """Drop the constraints that do not apply to the type, which asserted nothing."""
    values = node.get("constraints")
    if not is_object(values):
        return node
    applicable = {key: values[key] for key in constraints.__struct_fields__ if key in values}
    without = {key: value for key, value in node.items() if key != "constraints"}
    return without | ({"constraints": applicable} if applicable else {})


def _rename(node: _Object) -> _Object:
    return {_ATTRIBUTES.get(key, key): value for key, value in node.items()}


def _with_types(node: _Object, keys: Iterable[str]) -> _Object:
    migrated = {key: _migrate_type(node[key]) for key in keys if is_object(node.get(key))}
    return node | migrated


def _with_items(node: _Object, key: str, convert: Callable[[_Object], _Object]) -> _Object:
    items = node.get(key)
    if not is_list(items):
        return node
    return node | {key: [convert(item) if is_object(item) else item for item in items]}
