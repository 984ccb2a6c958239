"""Infer that the default of a required field is the only value of its enum.

The Python generator of OpenAPI Generator 5 and 6 (later `python-prior`) gives a required field whose
enum has one value that value as default, and prints `defaults to "cat"`. It prints the default of a
specification alike.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from docmodels.diagnostics.rules import CONSTANT_FROM_DEFAULT
from docmodels.inference.inference import Inference, Source
from docmodels.ir import Json

MIN_VALUES = 2
"""With one value, the default may be the common one of all models."""


class RequiredDefaults(Struct, frozen=True):
    """The printed defaults of all required fields of one name, one for each model."""

    values: Sequence[Json]


def _infer(defaults: RequiredDefaults) -> bool | None:
    """Return true if models have different strings or numbers as defaults; otherwise None."""
    values = {
        value for value in defaults.values if isinstance(value, str | int | float) and value != ""
    }
    has_boolean = any(isinstance(value, bool) for value in defaults.values)
    return True if len(values) >= MIN_VALUES and not has_boolean else None


CONSTANTS_FROM_DEFAULTS = Inference(
    name="constants-from-defaults",
    title="The default of a required field is its only value, if it differs between models.",
    evidence=((Source.DEFAULT, "the defaults of the required fields of one name in all models"),),
    threshold=(
        f"at least {MIN_VALUES} different strings or numbers: in public specifications, six of seven "
        "required fields with such defaults have an enum of one value, and one in two others; a "
        "boolean has two values; the enum is open"
    ),
    infer=_infer,
    rule=CONSTANT_FROM_DEFAULT,
    reason=(
        "Only one generator prints the only value as default, and the corpus has one set of its pages "
        "with two such models. On pages that it writes from six other specifications, 113 of 164 printed "
        "enums are right, and 80 without it."
    ),
)
