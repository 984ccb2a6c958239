"""Name definitions: components keep their names, inline schemas are named by their location."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from docmodels.ir.vocabulary import DEFINITION_LOCATIONS

Pointer = tuple[str, ...]
"""The unescaped parts of a JSON pointer (RFC 6901)."""

_STRUCTURE: Final = frozenset(
    "components schemas properties schema content paths parameters responses requestBodies"
    " headers".split()
).union(DEFINITION_LOCATIONS)
_PART_NAMES: Final = {"items": "item", "additionalProperties": "value", "": "root"}


def to_name_part(text: str) -> str:
    """Reduce `text` to the characters of a name: letters, digits and single underscores."""
    return re.sub(r"[\W_]+", "_", text).strip("_")


def join_name(*parts: str) -> str:
    """Join the non-empty parts of a name in the case of the first: `PetKind`, `pet_kind`."""
    words = [text for part in parts if (text := to_name_part(part))]
    if not words or not words[0][0].isupper():
        return "_".join(words)
    return words[0] + "".join(map(to_pascal_case, words[1:]))


def to_pascal_case(text: str) -> str:
    """Convert a name to PascalCase; capitals inside of words stay."""
    return "".join(part[:1].upper() + part[1:] for part in to_name_part(text).split("_"))


def name_from_path(path: str) -> str:
    """Return the name of a file without its suffixes; empty for the standard input."""
    return "" if path.startswith("<") else path.rsplit("/", 1)[-1].partition(".")[0]


def name_from_pointer(pointer: Pointer, document: str = "") -> str:
    """Derive a name from a JSON pointer, without keywords such as `properties`."""
    words = [_PART_NAMES.get(part, part) for part in pointer if part not in _STRUCTURE]
    return join_name(*words) or join_name(document) or "Model"


class NameRegistry:
    """The unique names of schemas, by the location (file and pointer) of each schema."""

    def __init__(self) -> None:
        self._by_location: dict[tuple[str, Pointer], str] = {}
        self._taken: set[str] = set()

    def get(self, file: str, pointer: Pointer) -> str | None:
        """Return the name of the schema at that location, or None."""
        return self._by_location.get((file, pointer))

    def assign(self, file: str, pointer: Pointer, preferred: str) -> str:
        """Name a location `preferred`, or append the first free number if that is taken."""
        name, number = preferred, 2
        separator = "" if preferred[:1].isupper() and not preferred[-1].isdigit() else "_"
        while name in self._taken:
            name, number = f"{preferred}{separator}{number}", number + 1
        self._taken.add(name)
        self._by_location[file, pointer] = name
        return name

    def share(self, file: str, pointer: Pointer, name: str) -> None:
        """Give a location the name of another one."""
        self._by_location[file, pointer] = name

    def is_taken(self, name: str) -> bool:
        """Return whether any location has that name."""
        return name in self._taken


def parse_pointer(fragment: str) -> Pointer:
    """Parse a JSON pointer (RFC 6901) that is already percent-decoded."""
    if not fragment:
        return ()
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in fragment[1:].split("/"))


def format_pointer(pointer: Iterable[str]) -> str:
    """Format a JSON pointer (RFC 6901)."""
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in pointer)
