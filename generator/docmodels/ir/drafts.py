"""Drafts, the input of the passes: definitions with unresolved references, and their context."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

from msgspec import Struct, field
from msgspec.structs import replace

from docmodels.ir import Definition, Json, Type


class Spelling(StrEnum):
    """The case in which a source prints field names.

    WIRE: as on the wire. The others: the generator changes the case, and the wire name has to be
    inferred.
    """

    WIRE = "wire"
    SNAKE = "snake"
    CAMEL = "camel"
    PASCAL = "pascal"


class Direction(StrEnum):
    """Which side uses a definition: REQUEST or RESPONSE for the inline body of one, else BOTH."""

    BOTH = "both"
    REQUEST = "request"
    RESPONSE = "response"


class Draft(Struct, frozen=True):
    """A definition whose references are still names as printed, and the evidence about it.

    `dialect` is the kind of page or schema (empty for a placeholder; a plug-in need not set it).
    `language` is the programming language that a page documents, if any.
    `folder` distinguishes equal names in several folders.
    `input_file` is the file that it is read from, if its origin is in another one.
    `referenced_by` is the input that refers to it, if it is read from another file.
    `nested_files` are inputs that describe schemas inside it and have no definition of their own.
    `spelling` is the case in which the generator prints field names. `recases_names`: it does so by
    the rules of OpenAPI Generator, which exclude some wire names for a printed name.
    `proved_names` are the wire names of fields that another source of the API prints.
    `enum_defaults` maps a field name to a default that is written as the name of an enum member.
    `samples` are JSON examples of the definition with wire names. `sampled_names` are the wire names
    by normalized name that captured payloads show for fields whose wire name no page prints.
    `is_stub` marks a page that only mentions that the model exists.
    `may_be_flattened_union` is set where the generator prints a union as one object with the
    fields of all its variants.
    `owner` is the definition that this one is nested in, if any.
    `aliases` are further names that pages use for it (the file name, the name with a package).
    `direction` is the side that it is the inline body of, if it is one.
    `is_root` marks the definition of the input as a whole (the root of a JSON Schema).
    """

    definition: Definition
    dialect: str = ""
    language: str = ""
    folder: str = ""
    input_file: str = ""
    referenced_by: str = ""
    nested_files: tuple[str, ...] = ()
    spelling: Spelling = Spelling.WIRE
    recases_names: bool = False
    proved_names: frozenset[str] = frozenset()
    enum_defaults: Mapping[str, str] = field(default_factory=dict[str, str])
    samples: tuple[Json, ...] = ()
    sampled_names: Mapping[str, str] = field(default_factory=dict[str, str])
    is_stub: bool = False
    may_be_flattened_union: bool = False
    owner: str = ""
    aliases: tuple[str, ...] = ()
    direction: Direction = Direction.BOTH
    is_root: bool = False

    @property
    def input_path(self) -> str:
        """The path of the input that it is read from."""
        origin = self.definition.origin
        return self.input_file or (origin.file if origin else self.folder)

    def with_type(self, type: Type) -> Draft:
        """Return the draft with another type; return the draft itself if the type is identical."""
        if type is self.definition.type:
            return self
        return replace(self, definition=replace(self.definition, type=type))


_PUNCTUATION = re.compile(r"[\W_]+")


@lru_cache(maxsize=65536)
def normalize_name(name: str) -> str:
    """Return a lookup key for `name`: lower case, letters and digits only.

    Pages refer to each other with other case and punctuation.
    """
    return _PUNCTUATION.sub("", name).lower()
