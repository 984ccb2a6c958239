"""Samples: JSON payloads that a user captured, as evidence about facts that inputs do not print.

A sample may hold personal data. So no value of one becomes a part of a note, a representation or an
output; the values of enums that the user names are the only exception.
"""

from __future__ import annotations

import re

from msgspec import Struct

from docmodels.ir.nodes import Json


class Sample(Struct, frozen=True):
    """A payload: `value` is left out of its `repr`, `model` is the model that the user names, if any.

    `value` is the whole payload; if it is a list and the model is none, its items are of the model.
    """

    value: Json
    model: str = ""

    def __repr__(self) -> str:
        """Return a text without the payload, which may have secrets."""
        return f"Sample(model={self.model!r})"


def split_model(argument: str) -> tuple[str, str]:
    """Split `Pet=pets.json` into the name of a model, which is empty for a path alone, and a path.

    A path whose first part has an equals sign is written as `./a=b.json`.
    """
    match = _SAMPLE_MODEL.fullmatch(argument)
    return (match["model"], match["path"]) if match else ("", argument)


_SAMPLE_MODEL = re.compile(r"(?P<model>[^\W\d][\w.-]*)=(?P<path>.+)", re.S)
