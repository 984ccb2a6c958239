"""Names of definitions: a component keeps its own, an inline schema is named by where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

Pointer = tuple[str, ...]
"""The parts of a JSON pointer, unescaped."""

_STRUCTURE: Final = frozenset(
    "components schemas definitions $defs properties schema content paths parameters responses"
    " requestBodies headers".split()
)
_SPOKEN: Final = {"items": "item", "additionalProperties": "value", "": "root"}


def word(text: str) -> str:
    """Make `text` fit to be a part of a name: letters, digits and single underscores."""
    return re.sub(r"[\W_]+", "_", text).strip("_")


def joined(*parts: str) -> str:
    """Join the parts of a name that say anything, in the case of the first: `PetKind`, `pet_kind`."""
    said = [text for part in parts if (text := word(part))]
    if not said or not said[0][0].isupper():
        return "_".join(said)
    return said[0] + "".join(map(pascal, said[1:]))


def pascal(text: str) -> str:
    """Write a name in PascalCase, capitals inside as they are."""
    return "".join(part[:1].upper() + part[1:] for part in word(text).split("_"))


def name_of_place(pointer: Pointer, document: str = "") -> str:
    """Name a schema by the path that leads to it, without the words that are only structure."""
    said = [_SPOKEN.get(part, part) for part in pointer if part not in _STRUCTURE]
    return joined(*said) or joined(document) or "Model"


class Names:
    """Which place has which name; no two places have the same."""

    def __init__(self) -> None:
        self._by_place: dict[tuple[str, Pointer], str] = {}
        self._taken: set[str] = set()

    def at(self, file: str, pointer: Pointer) -> str | None:
        """Give the name of the schema at that place, if it has one."""
        return self._by_place.get((file, pointer))

    def claim(self, file: str, pointer: Pointer, wanted: str) -> str:
        """Name a place; a name that is taken gets the first number that is free."""
        name, number = wanted, 2
        apart = "" if wanted[:1].isupper() and not wanted[-1].isdigit() else "_"
        while name in self._taken:
            name, number = f"{wanted}{apart}{number}", number + 1
        self._taken.add(name)
        self._by_place[file, pointer] = name
        return name

    def share(self, file: str, pointer: Pointer, name: str) -> None:
        """Give a place the name of another one."""
        self._by_place[file, pointer] = name

    def taken(self, name: str) -> bool:
        """Whether any place has that name."""
        return name in self._taken


def pointer_of(fragment: str) -> Pointer:
    """Read a JSON pointer (RFC 6901) as it stands, already percent-decoded."""
    if not fragment:
        return ()
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in fragment[1:].split("/"))


def pointer_text(pointer: Iterable[str]) -> str:
    """Write a JSON pointer."""
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in pointer)
