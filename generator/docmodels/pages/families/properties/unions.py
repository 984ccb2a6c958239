"""Unions where a page still says so: lists of schemas, code comments, sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from docmodels.ir import NULL, UNKNOWN, Discriminator, Type, Union
from docmodels.pages.markdown import Section
from docmodels.pages.type_vocabulary import nullable

Mode: TypeAlias = Literal["oneOf", "anyOf"]
ReadMember: TypeAlias = Callable[[str], Type]

_HEADINGS: dict[str, Mode] = {
    "oneof schemas": "oneOf",
    "anyof schemas": "anyOf",
    "oneof": "oneOf",
    "anyof": "anyOf",
    "implementing classes": "oneOf",
}
_BULLET = re.compile(r"\s*[*-] +(?P<member>\S.*?)\s*$")
_NULLABLE = "NOTE: this class is nullable."
_SELECTED = re.compile(r"selected by the `(?P<name>[^`]+)` discriminator")
_SENTENCE = re.compile(
    r"This is an? (?P<mode>oneOf|anyOf) model\..* following types: (?P<names>.+)"
)
_FIELD = re.compile(r"The discriminator field is `(?P<name>[^`]+)`")
_MAPPED = re.compile(r"^\s*[-*] `(?P<value>[^`]+)`: `\*?(?P<name>[^`]+)`", re.M)
_RUBY = re.compile(r"\.openapi_(?P<mode>one|any)_of\n# =>\n# \[\n(?P<body>(?:#.*\n)*?)# \]")
_RUBY_NAME = re.compile(r"\.openapi_discriminator_name\n# => :'(?P<name>[^'\n]+)'")
_RUBY_MAP = re.compile(r"\.openapi_discriminator_mapping\n# =>\n# \{\n(?P<body>(?:#.*\n)*?)# \}")
_COMPOSED = re.compile(
    r"(?P<mode>One|Any)Of(?:LessThan)?(?P<rest>[A-Za-z0-9_]{4,200}?)(?:GreaterThan)?"
)
_SCALARS = frozenset({"string", "integer", "number", "boolean"})
_SYMBOL = re.compile(r":'([^'\n]*)'")


@dataclass(frozen=True, slots=True)
class Found:
    """A union's member names as printed, and what tells them apart."""

    mode: Mode
    members: tuple[str, ...]
    discriminator: Discriminator | None = None
    nullable: bool = False

    def type(self, read: ReadMember) -> Type:
        """Build the type; a member that cannot be read makes the whole union anything."""
        types: list[Type] = []
        for name in self.members:
            member = read(name)
            if member not in types:
                types.append(member)
        if not types or UNKNOWN in types:
            return UNKNOWN
        rest = tuple(member for member in types if member != NULL)
        union: Type = (
            Union(members=rest, mode=self.mode, discriminator=self.discriminator)
            if len(rest) != 1 or self.discriminator
            else rest[0]
        )
        return nullable(union) if self.nullable or NULL in types else union


def of_section(section: Section) -> Found | None:
    """Read `## oneOf schemas`, `## anyOf` or `## Implementing Classes`: a bullet for each member."""
    mode = _HEADINGS.get(section.title.lower())
    if mode is None:
        return None
    members: list[str] = []
    discriminator = None
    null = False
    for line in section.lines:
        if (bullet := _BULLET.match(line.text)) is not None:
            members.append(bullet["member"])
        elif (selected := _SELECTED.search(line.text)) is not None:
            discriminator = Discriminator(property=selected["name"])
        null = null or _NULLABLE in line.text
    return Found(mode, tuple(members), discriminator, null)


def of_comments(text: str) -> Found | None:
    """Read the ruby generator's code comments under `openapi_one_of`."""
    listed = _RUBY.search(text)
    if listed is None:
        return None
    members = tuple(_SYMBOL.findall(listed["body"]))
    return Found(
        "oneOf" if listed["mode"] == "one" else "anyOf", members, _ruby_discriminator(text)
    )


def _ruby_discriminator(text: str) -> Discriminator | None:
    name = _RUBY_NAME.search(text)
    if name is None:
        return None
    mapping: dict[str, str] = {}
    if (mapped := _RUBY_MAP.search(text)) is not None:
        for line in mapped["body"].splitlines():
            if len(pair := _SYMBOL.findall(line)) == 2:
                mapping[pair[0]] = pair[1]
    return Discriminator(property=name["name"], mapping=mapping)


def of_sentence(cell: str, lines: Iterable[str]) -> Found | None:
    """Read the julia generator's `This is a oneOf model. ..` in the place of a type."""
    if "This is a" not in cell or (sentence := _SENTENCE.search(cell)) is None:
        return None
    discriminator = None
    text = "\n".join(lines)
    if (field := _FIELD.search(text)) is not None:
        mapping = {match["value"]: match["name"] for match in _MAPPED.finditer(text)}
        discriminator = Discriminator(property=field["name"], mapping=mapping)
    members = tuple(name.strip().lstrip("*") for name in _names(sentence["names"]))
    return Found("oneOf" if sentence["mode"] == "oneOf" else "anyOf", members, discriminator)


def of_name(name: str, names: frozenset[str]) -> Found | None:
    """Read `OneOfstringinteger`, what old generators call a union that has no name of its own.

    Only where the rest of the name falls into known words in exactly one way, models among them.
    """
    match = _COMPOSED.fullmatch(name)
    if match is None or name.lower() in names:
        return None
    ways = _split(
        match["rest"].replace("Comma", ""), {*_SCALARS, *(n for n in names if len(n) > 2)}
    )
    if len(ways) != 1 or len(ways[0]) < 2:
        return None
    return Found("oneOf" if match["mode"] == "One" else "anyOf", ways[0])


def _split(text: str, words: set[str]) -> list[tuple[str, ...]]:
    """Give the ways to write `text` as words, two at most."""
    ways: list[list[tuple[str, ...]]] = [[()]]
    for end in range(1, len(text) + 1):
        here: list[tuple[str, ...]] = []
        for start in range(max(0, end - 60), end):
            if ways[start] and text[start:end].lower() in words:
                here.extend((*way, text[start:end]) for way in ways[start])
        ways.append(here[:2])
    return ways[-1]


def _names(text: str) -> list[str]:
    """Split at the commas outside brackets."""
    names: list[str] = []
    depth, start = 0, 0
    for at, char in enumerate(text):
        depth += (char in "{[(<") - (char in "}])>")
        if char == "," and depth == 0:
            names.append(text[start:at])
            start = at + 1
    return [*names, text[start:]]
