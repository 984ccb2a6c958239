"""Enums as bullets, tables, comma lists and remarks: of a page's own, or of one of its fields."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from docmodels.ir import Enum, EnumMember, Json, ScalarKind
from docmodels.pages.literals import read_raw, read_value
from docmodels.pages.markdown import Section

_BULLET = re.compile(r"\s*[*-] +(?P<name>.*?) *\(value: `(?P<value>.*)`\)(?P<doc>.*)")
_PAIR = re.compile(r"\s*\|? *(?P<name>[^|]+?) *\|(?P<value>.*)")
_ALLOWED = re.compile(r"\s*Allowed values: *\[(?P<values>.*)\] *")
_RULE = re.compile(r"[\s|:-]*")
_SUFFIX = re.compile(r" ?\(enum: (?P<values>[^()]*(?:\([^()]*\)[^()]*)*)\)\s*$")
_UNKNOWN = frozenset({"unknown_default_open_api", 11184809})
"""Values that generators add for `enumUnknownDefaultCase`: the enum takes others too."""


@dataclass(frozen=True, slots=True)
class Printed:
    """An enum section: its heading's text after `Enum:`, its rows as (name, value) cells, and the
    values where they stand in one list."""

    title: str
    line: int
    pairs: tuple[tuple[str, str], ...] = ()
    bullets: tuple[EnumMember, ...] = ()
    allowed: str = ""

    def enum(self) -> Enum | None:
        """The enum with its values, or None: the page lost them."""
        if self.bullets:
            return enum(self.bullets)
        if self.allowed:
            return listed(self.allowed)
        members = (EnumMember(name=name, value=cell_value(value)) for name, value in self.pairs)
        return enum(members) if self.pairs else None


def key(name: str) -> str:
    """Give a class name as enum sections are found by: without case and underscores."""
    return name.replace("_", "").lower()


def printed(section: Section, title: str) -> Printed:
    """Collect what an enum section prints, whatever its form."""
    pairs: list[tuple[str, str]] = []
    bullets: list[EnumMember] = []
    for line in section.lines:
        text = line.text
        if (bullet := _BULLET.match(text)) is not None:
            bullets.append(_member(bullet))
        elif (allowed := _ALLOWED.fullmatch(text)) is not None:
            return Printed(title, section.line, allowed=allowed["values"])
        elif "|" in text and not _RULE.fullmatch(text) and not text.startswith("[["):
            pair = _PAIR.match(text)
            if pair is not None and not (pair["name"] == "Name" and pairs == []):
                value = pair["value"].strip()
                closed = text.lstrip().startswith("|") and value.endswith("|")
                pairs.append((pair["name"], value[:-1].strip() if closed else value))
    return Printed(title, section.line, tuple(pairs), tuple(bullets))


def _member(bullet: re.Match[str]) -> EnumMember:
    name = bullet["name"].strip()
    if len(name) > 1 and name[0] == name[-1] == "`":
        name = name[1:-1]
    value = read_value(html.unescape(bullet["value"]))
    return EnumMember(name=html.unescape(name), value=value, doc=bullet["doc"].strip(" -:"))


def cell_value(cell: str) -> Json:
    """Read the value cell of a `Name | Value` table: a literal, perhaps in code marks."""
    text = html.unescape(cell)
    if len(text) > 1 and text[0] == text[-1] == "`":
        text = text[1:-1]
    return read_value(text)


def raw_pairs(pairs: Iterable[tuple[str, str]]) -> Enum | None:
    """Make an enum of rows whose values are printed bare, as the rust generator does."""
    rows = tuple(pairs)
    values = _alike(tuple(html.unescape(value) for _, value in rows))
    named = zip((name for name, _ in rows), values, strict=True)
    return enum(EnumMember(name=name, value=value) for name, value in named) if rows else None


def listed(text: str) -> Enum | None:
    """Read `red, light-blue, a|b`: bare values with a comma between them."""
    plain = html.unescape(text).strip()
    values = plain.removesuffix(",").split(", ") if plain else []
    if plain.endswith(","):
        values.append("")
    return enum(EnumMember(value=value) for value in _alike(values)) if values else None


def quoted(text: str) -> Enum | None:
    """Read `"red", "blue"`: literals with a comma between them."""
    found: list[str] = re.findall(r"""\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^,\s][^,]*)""", text)
    members = tuple(EnumMember(value=_null(read_value(part))) for part in found)
    return enum(members) if members else None


def _null(value: Json) -> Json:
    return (
        {"None": None, "True": True, "False": False}.get(value, value)
        if isinstance(value, str)
        else value
    )


def _alike(values: Sequence[str]) -> tuple[Json, ...]:
    """Bare values are whole numbers only if each of them is one."""
    read = tuple(read_raw(value) for value in values)
    return read if all(isinstance(value, int) for value in read) else tuple(map(str.strip, values))


def described(description: str) -> tuple[str, Enum | None]:
    """Take the suffix ` (enum: a, b)` off a description."""
    if "(enum: " not in description:
        return description, None
    match = _SUFFIX.search(description)
    if match is None:
        return description, None
    return description[: match.start()], listed(match["values"])


def enum(members: Iterable[EnumMember]) -> Enum:
    """Make an enum; the member that stands for unknown values opens it, null is one of them."""
    found: dict[tuple[str, str], EnumMember] = {}
    closed = True
    for member in members:
        if isinstance(member.value, str | int) and member.value in _UNKNOWN:
            closed = False
        else:
            found.setdefault((type(member.value).__name__, str(member.value)), member)
    values = [member.value for member in found.values()]
    return Enum(members=tuple(found.values()), closed=closed, base=_base(values))


def _base(values: Sequence[Json]) -> ScalarKind | None:
    kinds: set[object] = {value.__class__ for value in values if value is not None}
    if kinds == {str}:
        return "string"
    if kinds == {int}:
        return "integer"
    if kinds == {bool}:
        return "boolean"
    return "number" if kinds and kinds <= {int, float} else None
