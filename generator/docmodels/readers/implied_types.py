"""Find the types that keywords are about, in schemas with and without `type`.

A keyword such as `minLength` ignores instances of other types (JSON Schema 2020-12, validation,
section 6), so that a type is implied only where nothing names another one.
"""

from __future__ import annotations

from typing import Final

from docmodels.ir import Json, is_list, is_object
from docmodels.ir.instance_check import value_kind
from docmodels.ir.json_types import ALL_JSON_TYPES
from docmodels.ir.vocabulary import (
    IN_PLACE_APPLICATORS,
    INSTANCE_TYPE,
    RESIDUAL,
    SCHEMA_LISTS,
    SCHEMA_VALUED,
    UNEVALUATED,
)
from docmodels.readers.keywords import Schema
from docmodels.readers.residual_keywords import is_same_as_additional
from docmodels.readers.scalars import FORMAT_KINDS

_NUMBERS: Final = frozenset({"integer", "number"})


def implied_types(schema: Schema) -> frozenset[str]:
    """Return the types that the keywords of a schema without `type` apply to."""
    types: frozenset[str] = frozenset(
        INSTANCE_TYPE[key] for key in schema if _implies_type(schema, key)
    )
    if not types and isinstance(schema.get("format"), str):
        types = frozenset({FORMAT_KINDS.get(schema["format"], "")} - {""})
    return types


def types_of_keywords(schema: Schema) -> frozenset[str]:
    """Return the types that all keywords for instances of one type apply to."""
    residual = (INSTANCE_TYPE[key] for key in RESIDUAL if key in schema and key in INSTANCE_TYPE)
    return implied_types(schema).union(residual)


def _implies_type(schema: Schema, key: str) -> bool:
    if key in UNEVALUATED:
        return is_same_as_additional(schema, key)
    return key in INSTANCE_TYPE and key not in RESIDUAL


def types_of_values(schema: Schema) -> frozenset[str]:
    """Return the types that `type`, `const` and `enum` allow; all types without these keywords."""
    types = ALL_JSON_TYPES
    names = schema.get("type")
    if isinstance(names, str):
        names = [names]
    if is_list(names):
        types &= with_integers(
            frozenset(
                "string" if name == "file" else name for name in names if isinstance(name, str)
            )
        )
    if "const" in schema:
        types &= {value_kind(schema["const"])}
    if is_list(values := schema.get("enum")):
        types &= frozenset(map(value_kind, values))
    return types


def with_integers(types: frozenset[str]) -> frozenset[str]:
    """Return types with `integer` if they have `number`, whose values may be integers."""
    return types | {"integer"} if "number" in types else types


def names_other_types(schema: Json, types: frozenset[str]) -> bool:
    """Return whether a schema, or one that it applies to the same value, is about other types.

    A number and an integer count as one type.
    """
    pending = [schema]
    while pending:
        part = pending.pop()
        if not is_object(part):
            continue
        named = types_of_keywords(part)
        if (of_values := types_of_values(part)) != ALL_JSON_TYPES:
            named |= of_values
        if not named - (_NUMBERS if types & _NUMBERS else frozenset()) <= types:
            return True
        pending += [part[key] for key in _APPLIED_SCHEMAS if key in part]
        for key in _APPLIED_LISTS:
            pending += part[key] if is_list(part.get(key)) else ()
    return False


_APPLIED_SCHEMAS: Final = tuple(sorted(IN_PLACE_APPLICATORS & SCHEMA_VALUED))
_APPLIED_LISTS: Final = tuple(sorted(IN_PLACE_APPLICATORS & SCHEMA_LISTS))
