"""Read `if`, `then` and `else` that state no condition (JSON Schema 2020-12, section 10.2.2)."""

from __future__ import annotations

from docmodels.ir import Json
from docmodels.readers.keywords import Schema, accepts_all_values, accepts_no_value


def unconditional_schemas(schema: Schema) -> tuple[Json, ...]:
    """Return the schemas that `if`, `then` and `else` demand of every value; empty for a condition.

    The result of `if` is known where it is a boolean schema; with `else: false`, it has to be valid.
    """
    if "if" not in schema:
        return ()
    condition, branch = schema["if"], schema.get("then", True)
    if accepts_all_values(condition):
        return (branch,)
    if accepts_no_value(condition):
        return (schema.get("else", True),)
    return (condition, branch) if accepts_no_value(schema.get("else", True)) else ()
