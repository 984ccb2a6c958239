"""Read the type of a schema as versions 4 to 8 print it: a type fact, then a list of members.

The fact is `` `string[]` ``, `merged type ([Details](x.md))`, `any of the following: ..` or the
introduction of a list of the items of a tuple; the list is `one (and only one) of`, `any of`,
`all of` or `not` with a link for each member.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct, field

from docmodels.pages.families.jsonschema2md.outline import Link, find_links
from docmodels.pages.markdown import Line

_WORD = re.compile(r"`(?P<name>[a-z]+)(?P<depth>(?:\[\])*)`")
_UNKNOWN = re.compile(r"unknown(?P<depth>(?:\\?\[\])*)")
_ITEM = re.compile(r"(?P<indent> *)(?:[*+-]|\d+[.)])(?P<gap> +)(?P<text>.*)")
_MODES = {"one (and only one) of": "oneOf", "any of": "anyOf", "all of": "allOf", "not": "not"}
_TUPLE = "an array where each item follows the corresponding schema in the following list"
_NEXT_ITEMS = "and all following items must follow the schema"


class Members(Struct):
    """A list of the members of a combination; a member is a link or a combination."""

    mode: str
    members: list[Link | Members] = field(default_factory=list["Link | Members"])


class TypeFact(Struct):
    """The type of a schema.

    `words` are JSON Schema types; those of the items if `depth` (the number of arrays around it) is
    not 0. `link` leads to the page of the type, or of the innermost items. `tuple_items` are the
    links of a tuple, `other_items` that of the items after them, None if any may follow.
    """

    words: tuple[str, ...] = ()
    depth: int = 0
    link: Link | None = None
    is_merged: bool = False
    is_tuple: bool = False
    tuple_items: list[Link] = field(default_factory=list[Link])
    other_items: Link | None = None
    members: Members | None = None
    line: Line | None = None


def read_type_fact(lines: Sequence[Line], start: int = 0) -> TypeFact:
    """Read the type fact in the first line with text after `start`, and the lists after it."""
    index = next((i for i in range(start, len(lines)) if lines[i].text.strip()), None)
    if index is None:
        return TypeFact()
    fact = _read_fact(lines[index].text.strip())
    fact.line = lines[index]
    if fact.is_tuple:
        _read_tuple(fact, lines[index + 1 :])
    else:
        fact.members = _read_members(lines[index + 1 :])
    return fact


def _read_fact(text: str) -> TypeFact:
    words = list(_WORD.finditer(text))
    unknown = _UNKNOWN.match(text)
    depth = max((len(word["depth"]) // 2 for word in words), default=0)
    if text.startswith(("an array of ", _TUPLE)):
        depth = 0 if text.startswith(_TUPLE) else 1
    elif unknown is not None:
        depth = unknown["depth"].count("[")
    return TypeFact(
        words=tuple(word["name"] for word in words),
        depth=depth,
        link=next(find_links(text), None),
        is_merged=text.startswith(("merged type", "an array of merged types")),
        is_tuple=text.startswith(_TUPLE),
    )


def _read_tuple(fact: TypeFact, lines: Sequence[Line]) -> None:
    for line in lines:
        item = _ITEM.match(line.text)
        link = next(find_links(item["text"]), None) if item else None
        if item is not None and item["text"].startswith(_NEXT_ITEMS):
            fact.other_items = link
        elif link is not None and "defined in:" not in line.text:
            fact.tuple_items.append(link)
        elif line.text.strip():
            return


def _read_members(lines: Sequence[Line]) -> Members | None:
    """Read the lists of members: a nested list belongs to the item that its indentation is in."""
    root: Members | None = None
    open_lists: list[tuple[int, Members]] = []
    for line in lines:
        text = line.text.strip()
        item = _ITEM.match(line.text)
        if item is not None:
            text = item["text"].strip()
            column = len(item["indent"])
            while len(open_lists) > 1 and open_lists[-1][0] > column:
                open_lists.pop()
        if text in _MODES and (item is not None or root is None):
            members = Members(_MODES[text])
            if root is None:
                root = members
            elif open_lists:
                open_lists[-1][1].members.append(members)
            column = len(item["indent"]) + 1 if item is not None else 0
            open_lists.append((column, members))
        elif text and item is None:
            break
        elif item is not None and open_lists and (link := next(find_links(text), None)):
            open_lists[-1][1].members.append(link)
    return root
