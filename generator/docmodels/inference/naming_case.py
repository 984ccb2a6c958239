"""Names in other cases: ours, and what generators make of a wire name before they print it.

Source: `StringUtils.underscore` and `StringUtils.camelize` of OpenAPI Generator and the `toVarName`
of its languages; swagger-codegen does alike. A wire name that was concluded is impossible if this
does not give back what the page prints: Go's `SourceURI` was never `source_uri`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from docmodels.ir.drafts import Spelling

CASES = ("auto", "as-documented", "camel", "snake", "pascal", "kebab")
"""The policies for wire names; all but the first two are cases that a name can be in."""

_WORD = re.compile(r"[A-Z]+(?![a-z])\d*|[A-Z]?[a-z][a-z0-9]*|\d+|[^\W\d_]+")
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


@lru_cache(maxsize=65536)
def words(name: str) -> tuple[str, ...]:
    """Split a name at its case changes and punctuation: `HTTPServerId` is http, server, id."""
    return tuple(word.lower() for word in _WORD.findall(name))


@lru_cache(maxsize=65536)
def recase(name: str, case: str) -> str:
    """Write a documented name in another case; punctuation at its ends stays."""
    found = words(name)
    if case in ("as-documented", case_of(name)) or not found:
        return name
    head = name[: len(name) - len(name.lstrip("_@$-"))]
    match case:
        case "snake":
            body = "_".join(found)
        case "kebab":
            body = "-".join(found)
        case "pascal":
            body = "".join(word.capitalize() for word in found)
        case _:
            body = found[0] + "".join(word.capitalize() for word in found[1:])
    return head + body


def with_acronyms(name: str) -> str:
    """Write a name in Pascal case, its short words in capitals: `RootFs` may be `RootFS`."""
    return "".join(w.upper() if len(w) <= _ACRONYM_LENGTH else w.capitalize() for w in words(name))


_ACRONYM_LENGTH = 3


def case_of(name: str) -> str:
    """Name the case of an identifier of several words, or nothing."""
    if "_" in name:
        return "snake" if name.islower() else ""
    if "-" in name:
        return "kebab" if name.islower() else ""
    return "camel" if name[0].islower() and not name.islower() else ""
