"""Select the assertions about objects and arrays, which strict models check."""

from __future__ import annotations

from typing import Final

from docmodels.ir import Json, is_object
from docmodels.ir.schema_algebra import Schema, map_subschemas
from docmodels.ir.vocabulary import (
    IN_PLACE_APPLICATORS,
    INSTANCE_TYPE,
    REFERENCES,
    UNEVALUATED,
    dependents,
)

STRUCTURAL: Final = frozenset(
    name for name, instance in INSTANCE_TYPE.items() if instance in ("object", "array")
) | {*dependents("contains"), *REFERENCES}
"""Keywords about the properties of objects and the items of arrays; a reference may lead to one."""

_CONDITIONAL: Final = frozenset({"if", *dependents("if")})


def structural_assertions(schema: Schema) -> Schema:
    """Return the keywords of a schema that are about objects and arrays, at any depth.

    The result accepts all values that `schema` accepts. `unevaluated..` needs all keywords beside
    it, and `if` its branches.
    """
    if not schema.keys().isdisjoint(UNEVALUATED):
        return schema
    is_condition_kept = _mentions_structure({k: v for k, v in schema.items() if k in _CONDITIONAL})
    return {
        key: value
        for key, value in schema.items()
        if (is_condition_kept if key in _CONDITIONAL else _is_structural(key, value))
    }


def _is_structural(key: str, value: Json) -> bool:
    if key in STRUCTURAL:
        return True
    if key not in IN_PLACE_APPLICATORS:
        return False
    return _mentions_structure({key: value})


def _mentions_structure(schema: Schema) -> bool:
    """Whether a schema inside a keyword has a keyword about objects and arrays."""
    mentions: list[bool] = []

    def visit(part: Json) -> Json:
        if is_object(part):
            mentions.append(not STRUCTURAL.isdisjoint(part) or _mentions_structure(part))
        return part

    map_subschemas(schema, visit)
    return any(mentions)
