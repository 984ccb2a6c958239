"""The base class of generated dataclasses; generated modules contain a copy of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from docmodels.targets.dataclass.codec import decode, encode


class JsonModel:
    """Base class of the dataclasses, which are read from JSON objects and written to them."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Make an instance of a decoded JSON object; raise `ValueError` if it is invalid."""
        return decode(cls, data)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object that `from_dict` reads."""
        return encode(self)
