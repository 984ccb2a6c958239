"""The base class of generated attrs classes; generated modules contain a copy of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import attrs


class AttrsModel:
    """Base class of the models, which are made of JSON objects."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Make an instance of the properties of a JSON object that have a field."""
        names = {a.metadata.get("name", a.name): a.alias for a in attrs.fields(cls)}
        return cls(**{names[key]: value for key, value in data.items() if key in names})
