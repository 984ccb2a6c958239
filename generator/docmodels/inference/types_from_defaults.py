"""Infer which type an ambiguous type name means from the printed default.

Some generators print one name for several types: C's `int` is an integer or a boolean, R's
`character` a string or a boolean.
"""

from __future__ import annotations

from msgspec import Struct

from docmodels.inference.inference import Inference, Source
from docmodels.ir import BOOLEAN, STRING, Json, Scalar, Type, Union


class PrintedDefault(Struct, frozen=True):
    """The type as printed, a union if its name is ambiguous, and the value of the default."""

    type: Type
    value: Json


def _infer(default: PrintedDefault) -> Type | None:
    """Return the member of the union that accepts the default; boolean for R's `character`."""
    kinds = _KINDS.get(default.value.__class__, ())
    if default.type == STRING and "boolean" in kinds:
        return BOOLEAN
    if not isinstance(default.type, Union):
        return None
    fitting = (m for m in default.type.members if isinstance(m, Scalar) and m.kind in kinds)
    return next(fitting, None)


_KINDS: dict[object, tuple[str, ...]] = {
    bool: ("boolean",),
    int: ("integer", "number"),
    float: ("number",),
    str: ("string",),
}

TYPES_FROM_DEFAULTS: Inference[PrintedDefault, Type] = Inference(
    name="types-from-defaults",
    title="A type name that stands for several types means the one of the printed default.",
    evidence=((Source.ROW, "an ambiguous type name"), (Source.DEFAULT, "the type of its value")),
    threshold="none: a default has the type of its field",
    infer=_infer,
)
