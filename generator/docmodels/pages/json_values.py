"""Read the JSON values that pages print: defaults, examples and samples."""

from __future__ import annotations

import json
from typing import NoReturn

from docmodels.ir import Json
from docmodels.ir.nodes import depth_exceeds

MAX_NESTING = 150
"""How many arrays and objects may be inside each other, as in documents (`readers.limits`)."""


def parse_json(text: str, *, strict: bool = True) -> Json:
    """Return the JSON value that a text is.

    Without `strict`, strings may have control characters. Raises `ValueError` for any other text, for
    `NaN` and `Infinity`, which are no JSON (RFC 8259, section 6), and for a value that is nested too deep.
    """
    try:
        value: Json = (_STRICT if strict else _LENIENT).decode(text)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if depth_exceeds(value, MAX_NESTING):
        raise ValueError("nested too deep")
    return value


def read_json(text: str, default: Json) -> Json:
    """Return the JSON value that a text is; `default` for any other text."""
    try:
        return parse_json(text)
    except ValueError:
        return default


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


_STRICT = json.JSONDecoder(parse_constant=_refuse)
_LENIENT = json.JSONDecoder(parse_constant=_refuse, strict=False)
