"""What a reader hands to the passes: a definition as it was written, and what to know about it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache

from msgspec.structs import replace as changed

from docmodels.ir import Definition, Json, Type


class Spelling(StrEnum):
    """How a source spells field names.

    WIRE: as on the wire. The others: recased by a generator, the wire name has to be concluded.
    """

    WIRE = "wire"
    SNAKE = "snake"
    CAMEL = "camel"
    PASCAL = "pascal"


class Direction(StrEnum):
    """Where values of a definition go, as far as its place tells: it stands inline in that."""

    BOTH = "both"
    REQUEST = "request"
    RESPONSE = "response"


@dataclass(frozen=True, slots=True)
class Draft:
    """A definition whose references are still mere names, and the evidence around it.

    `folder` tells apart equal names in several folders. `spelling` is what the generator does to
    field names. `symbols` are defaults written as the name of an enum member, by field name.
    `samples` are JSON examples of the definition with wire names. `empty` marks a page that says only
    that the model exists. `merged` says that the generator prints a union
    as one object of all its variants' fields. `owner` is the definition that this one was nested in, if any. `aliases` are further
    names that pages use for it (the file name, the name with a package). `use` is the side that it is
    the body of, if it is one.
    """

    definition: Definition
    dialect: str
    language: str = ""
    folder: str = ""
    spelling: Spelling = Spelling.WIRE
    enum_defaults: Mapping[str, str] = field(default_factory=dict[str, str])
    samples: tuple[Json, ...] = ()
    is_stub: bool = False
    may_be_flattened_union: bool = False
    owner: str = ""
    aliases: tuple[str, ...] = ()
    direction: Direction = Direction.BOTH

    def with_type(self, type: Type) -> Draft:
        """Give the draft with another type; it is the same draft if that is the same type."""
        if type is self.definition.type:
            return self
        return replace(self, definition=changed(self.definition, type=type))


_SIGNS = re.compile(r"[\W_]+")


@lru_cache(maxsize=65536)
def normalize_name(name: str) -> str:
    """Give a name without case and punctuation: how pages misspell each other's names."""
    return _SIGNS.sub("", name).lower()
