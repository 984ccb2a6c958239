"""Convert names between cases, and predict the name that a generator prints for a wire name.

Source: `StringUtils.underscore` and `StringUtils.camelize` of OpenAPI Generator and the `toVarName`
of its languages; swagger-codegen has the same rules. An inferred wire name is impossible if
`documented_name` does not return what the page prints: Go's `SourceURI` cannot be `source_uri`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from docmodels.ir.drafts import Spelling

CASES = ("auto", "as-documented", "camel", "snake", "pascal", "kebab")
"""The policies for wire names; all but the first two are cases of names."""

_WORD = re.compile(r"[A-Z]+(?![a-z])\d*|[A-Z]?[a-z][a-z0-9]*|\d+|[^\W\d_]+")
_ACRONYM_END = re.compile(r"(?<=[A-Z])(?=[A-Z][a-z][a-z])")
_CASE_BOUNDARY = re.compile(r"([a-z\d])([A-Z])")
_ALL_CAPITALS = re.compile(r"[A-Z0-9_]*")
_NON_WORD = re.compile(r"[^\w]+")
_SEPARATOR = re.compile(r"[_-]+(.)?")


@lru_cache(maxsize=65536)
def documented_name(wire: str, spelling: Spelling) -> str:
    """Return the name that a generator with this spelling prints for a wire name."""
    match spelling:
        case Spelling.WIRE:
            return wire
        case Spelling.SNAKE:
            return _underscore(wire)
        case _ if _ALL_CAPITALS.fullmatch(wire):
            return wire
        case Spelling.CAMEL:
            name = _camelize(wire)
            return name[:1].lower() + name[1:]
        case Spelling.PASCAL:
            return _camelize(wire)


def _underscore(name: str) -> str:
    name = _NON_WORD.sub("_", name).strip("_") if not name.isidentifier() else name
    if re.fullmatch(r"[A-Z_]*", name):
        return name.lower().lstrip("_")
    return _CASE_BOUNDARY.sub(r"\1_\2", _ACRONYM_END.sub("_", name)).lower().lstrip("_")


def _camelize(name: str) -> str:
    """Remove `_`, `-` and punctuation, capitalize the letter after each; keep other capitals."""
    name = _NON_WORD.sub("_", name)
    camel_name = _SEPARATOR.sub(lambda match: (match[1] or "").upper(), name)
    return camel_name[:1].upper() + camel_name[1:]


@lru_cache(maxsize=65536)
def words(name: str) -> tuple[str, ...]:
    """Split a name at its case changes and punctuation: `HTTPServerId` is http, server, id."""
    return tuple(word.lower() for word in _WORD.findall(name))


@lru_cache(maxsize=65536)
def convert_case(name: str, case: str) -> str:
    """Convert a documented name to another case; leading punctuation stays."""
    parts = words(name)
    if case in ("as-documented", case_of(name)) or not parts:
        return name
    prefix = name[: len(name) - len(name.lstrip("_@$-"))]
    match case:
        case "snake":
            body = "_".join(parts)
        case "kebab":
            body = "-".join(parts)
        case "pascal":
            body = "".join(word.capitalize() for word in parts)
        case _:
            body = parts[0] + "".join(word.capitalize() for word in parts[1:])
    return prefix + body


def with_acronyms(name: str) -> str:
    """Convert a name to Pascal case with short words in capitals: `RootFs` becomes `RootFS`."""
    return "".join(
        w.upper() if len(w) <= _MAX_ACRONYM_LENGTH else w.capitalize() for w in words(name)
    )


_MAX_ACRONYM_LENGTH = 3


def case_of(name: str) -> str:
    """Return the case of an identifier of several words; empty for one word or a mixed case."""
    if "_" in name:
        return "snake" if name.islower() else ""
    if "-" in name:
        return "kebab" if name.islower() else ""
    return "camel" if name[:1].islower() and not name.islower() else ""
