"""The base class of generated dataclasses; generated modules contain a copy of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Self

from docmodels.targets.dataclass.codec import decode, encode


@dataclass(frozen=True, eq=False)
class Discriminator:
    """The property that selects a class; the class of each value, and of others."""

    property_name: str
    mapping: Mapping[str, type]
    default: type | None = None


class JsonModel:
    """Base class of the dataclasses, which `from_dict` reads and `to_dict` writes.

    An optional field that is None is absent in JSON. If null is a value of it, null is
    read and written, and so is None that is assigned; `del` makes it absent again.
    """

    def __post_init__(self) -> None:
        """Make nullable fields that are None absent; the class attribute is read."""
        cls: Any = type(self)
        for name in _nullable_names(cls):
            if getattr(self, name) is None:
                self.__dict__.pop(name, None)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Make an instance of a decoded JSON object; `ValueError` if it is invalid."""
        return decode(cls, data)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object that `from_dict` reads."""
        return encode(self)


@cache
def _nullable_names(cls: Any) -> tuple[str, ...]:
    return tuple(item.name for item in fields(cls) if "nullable" in item.metadata)
