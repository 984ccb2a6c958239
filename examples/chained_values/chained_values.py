"""An inference: values that a description separates by arrows, `One of: red > green > blue`."""

from __future__ import annotations

import re

from docmodels.inference.enums_from_descriptions import ENUMS_FROM_DESCRIPTIONS, Description
from docmodels.inference.inference import Inference, Source

VALUES = re.compile(r"\bOne of: (\w+(?: > \w+)+)\.?(?:\s|$)")


def infer(description: Description) -> tuple[str, ...] | None:
    """Return the values of a text that lists at least two, else None."""
    match = VALUES.search(description.text)
    return tuple(match[1].split(" > ")) if match else None


CHAINED_VALUES = Inference(
    name="chained-values",
    title="The values of an enum are listed after `One of:`, with arrows between them.",
    evidence=((Source.PROSE, "the description"),),
    threshold="Two values: a single word after `One of:` is no list.",
    infer=infer,
    extends=ENUMS_FROM_DESCRIPTIONS.name,
)
