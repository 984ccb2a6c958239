"""What generators make of a wire name before they print it, as pure functions.

Source: `StringUtils.underscore` and `StringUtils.camelize` of OpenAPI Generator and the `toVarName`
of its languages; swagger-codegen does alike. A wire name that was concluded is impossible if this
does not give back what the page prints: Go's `SourceURI` was never `source_uri`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from docmodels.drafts import Spelling

_ACRONYM = re.compile(r"([A-Z]+)([A-Z][a-z][a-z]+)")
_HUMP = re.compile(r"([a-z\d])([A-Z])")
_CAPITALS = re.compile(r"[A-Z0-9_]*")
_NO_WORD = re.compile(r"[^\w]+")
_JOINT = re.compile(r"[_-]+(.)?")


@lru_cache(maxsize=65536)
def documented_name(wire: str, spelling: Spelling) -> str:
    """Give the name that a generator of this spelling prints for a wire name."""
    match spelling:
        case Spelling.WIRE:
            return wire
        case Spelling.SNAKE:
            return _underscored(wire)
        case _ if _CAPITALS.fullmatch(wire):
            return wire
        case Spelling.CAMEL:
            name = _camelized(wire)
            return name[:1].lower() + name[1:]
        case Spelling.PASCAL:
            return _camelized(wire)


def _underscored(name: str) -> str:
    name = _NO_WORD.sub("_", name).strip("_") if not name.isidentifier() else name
    if re.fullmatch(r"[A-Z_]*", name):
        return name.lower().lstrip("_")
    return _HUMP.sub(r"\1_\2", _ACRONYM.sub(r"\1_\2", name)).lower().lstrip("_")


def _camelized(name: str) -> str:
    """Drop `_`, `-` and other signs, raise the letter after each; capitals inside stay."""
    name = _NO_WORD.sub("_", name)
    joined = _JOINT.sub(lambda match: (match[1] or "").upper(), name)
    return joined[:1].upper() + joined[1:]
