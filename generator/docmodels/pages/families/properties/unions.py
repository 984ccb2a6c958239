"""Read the unions that a page documents: lists of schemas, code comments, sentences, names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Literal, TypeAlias

from msgspec import Struct

from docmodels.inference.composed_names import COMPOSED_NAMES, ComposedName
from docmodels.ir import NULL, UNKNOWN, Discriminator, Type, Union, nullable
from docmodels.ir.equality import distinct
from docmodels.pages.markdown import Section

Mode: TypeAlias = Literal["oneOf", "anyOf"]
ReadMember: TypeAlias = Callable[[str], Type]

_HEADINGS: dict[str, Mode] = {
    "oneof schemas": "oneOf",
    "anyof schemas": "anyOf",
    "oneof": "oneOf",
    "anyof": "anyOf",
    "implementing classes": "oneOf",
}
_BULLET = re.compile(r"\s*+[*+-] ++(?P<member>\S.*)")
_NULLABLE = "NOTE: this class is nullable."
_DISCRIMINATOR = re.compile(r"selected by the `(?P<name>[^`]+)` discriminator")
_SENTENCE = re.compile(
    r"This is an? (?P<mode>oneOf|anyOf) model\..* following types: (?P<names>.+)"
)
_DISCRIMINATOR_FIELD = re.compile(r"The discriminator field is `(?P<name>[^`]+)`")
_MAPPING_ENTRY = re.compile(r"^[^\S\n]*+[-+*] `(?P<value>[^`]+)`: `\*?(?P<name>[^`]+)`", re.M)
_RUBY = re.compile(r"\.openapi_(?P<mode>one|any)_of\n# =>\n# \[\n(?P<body>(?:#.*\n)*?)# \]")
_RUBY_NAME = re.compile(r"\.openapi_discriminator_name\n# => :'(?P<name>[^'\n]+)'")
_RUBY_MAP = re.compile(r"\.openapi_discriminator_mapping\n# =>\n# \{\n(?P<body>(?:#.*\n)*?)# \}")
_SYMBOL = re.compile(r":'([^'\n]*)'")


class PrintedUnion(Struct, frozen=True):
    """The member names of a union as printed, and its discriminator."""

    mode: Mode
    members: tuple[str, ...]
    discriminator: Discriminator | None = None
    nullable: bool = False

    def to_type(self, read_member: ReadMember) -> Type:
        """Build the type; return the unknown type if `read_member` does so for a member."""
        types = distinct(read_member(name) for name in self.members)
        if not types or UNKNOWN in types:
            return UNKNOWN
        non_null = tuple(member for member in types if member != NULL)
        union: Type = (
            Union(members=non_null, mode=self.mode, discriminator=self.discriminator)
            if len(non_null) != 1 or self.discriminator
            else non_null[0]
        )
        return nullable(union) if self.nullable or NULL in types else union


def read_section(section: Section) -> PrintedUnion | None:
    """Read a section `## oneOf schemas`, `## anyOf` or `## Implementing Classes`.

    Each bullet is a member. Return None for other sections.
    """
    mode = _HEADINGS.get(section.title.lower())
    if mode is None:
        return None
    members: list[str] = []
    discriminator = None
    is_nullable = False
    for line in section.lines:
        if (bullet := _BULLET.match(line.text)) is not None:
            members.append(bullet["member"].rstrip())
        elif (discriminator_match := _DISCRIMINATOR.search(line.text)) is not None:
            discriminator = Discriminator(property=discriminator_match["name"])
        is_nullable = is_nullable or _NULLABLE in line.text
    return PrintedUnion(mode, tuple(members), discriminator, is_nullable)


def read_comments(text: str) -> PrintedUnion | None:
    """Read the code comments under `openapi_one_of` (ruby); None if there are none."""
    comment = _RUBY.search(text)
    if comment is None:
        return None
    members = tuple(_SYMBOL.findall(comment["body"]))
    return PrintedUnion(
        "oneOf" if comment["mode"] == "one" else "anyOf", members, _ruby_discriminator(text)
    )


def _ruby_discriminator(text: str) -> Discriminator | None:
    name = _RUBY_NAME.search(text)
    if name is None:
        return None
    mapping: dict[str, str] = {}
    if (mapping_match := _RUBY_MAP.search(text)) is not None:
        for line in mapping_match["body"].splitlines():
            if len(pair := _SYMBOL.findall(line)) == 2:
                mapping[pair[0]] = pair[1]
    return Discriminator(property=name["name"], mapping=mapping)


def read_sentence(cell: str, lines: Iterable[str]) -> PrintedUnion | None:
    """Read `This is a oneOf model. ..` in a type cell (julia); None for other cells."""
    if "This is a" not in cell or (sentence := _SENTENCE.search(cell)) is None:
        return None
    discriminator = None
    text = "\n".join(lines)
    if (field_match := _DISCRIMINATOR_FIELD.search(text)) is not None:
        mapping = {match["value"]: match["name"] for match in _MAPPING_ENTRY.finditer(text)}
        discriminator = Discriminator(property=field_match["name"], mapping=mapping)
    members = tuple(name.strip().lstrip("*") for name in _split_names(sentence["names"]))
    return PrintedUnion("oneOf" if sentence["mode"] == "oneOf" else "anyOf", members, discriminator)


def read_composed_name(name: str, names: frozenset[str]) -> PrintedUnion | None:
    """Read `OneOfstringinteger`, the name that old generators give to an anonymous union."""
    union = COMPOSED_NAMES.conclude(ComposedName(name, names))
    if union is None:
        return None
    mode: Mode = "oneOf" if union.is_exclusive else "anyOf"
    return PrintedUnion(mode, union.members, nullable=len(union.members) == 1)


def _split_names(text: str) -> list[str]:
    """Split a list at the commas outside brackets."""
    names: list[str] = []
    depth, start = 0, 0
    for index, char in enumerate(text):
        depth += (char in "{[(<") - (char in "}])>")
        if char == "," and depth == 0:
            names.append(text[start:index])
            start = index + 1
    return [*names, text[start:]]
