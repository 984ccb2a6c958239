"""A table of settings in a file, and the errors about it, each with its place."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from docmodels.config.toml_positions import TomlPath, locate
from docmodels.diagnostics.documents import Document, document
from docmodels.diagnostics.notes import DocmodelsError, Note
from docmodels.diagnostics.rules import UNREADABLE_INPUT
from docmodels.ir import Origin


class SettingsTable(Struct, frozen=True):
    """A value of a TOML document that is expected to be a table of settings.

    `title` is what messages call it, `path` the keys that lead to it. Settings without a document
    (of a caller that has no file) have errors without a place.
    """

    value: Any
    title: str
    document: Document | None = None
    path: TomlPath = ()

    @property
    def is_table(self) -> bool:
        """Whether the value is a table."""
        return isinstance(self.value, dict)

    def item(self, *path: str | int) -> SettingsTable:
        """Return the value at `path` in this one."""
        value = self.value
        for key in path:
            value = value[key]
        return replace(self, value=value, path=(*self.path, *path))

    def without(self, key: str) -> SettingsTable:
        """Return this table without a key."""
        return replace(self, value={name: self.value[name] for name in self.value if name != key})

    def error(self, problem: str, help: str, *path: str | int) -> DocmodelsError:
        """Return an `unreadable-input` error about the value at `path` in this one."""
        note = UNREADABLE_INPUT.at(None, f"{self.title}: {problem}", help)
        return DocmodelsError(self.located(note, *path))

    def located(self, note: Note, *path: str | int) -> Note:
        """Return the note with the place of the value at `path`, or the nearest around it."""
        if self.document is None:
            return note
        spans, full_path = locate(self.document.text), (*self.path, *path)
        while full_path and full_path not in spans:
            full_path = full_path[:-1]
        if not full_path:
            return replace(note, origin=Origin(self.document.path))
        span = spans[full_path]
        before = self.document.text[: span.start]
        origin = self.document.origin(before.count("\n") + 1, span.start - before.rfind("\n"))
        return replace(note, origin=origin, width=span.end - span.start)


def read_toml(path: Path, shown_path: str, documents: dict[str, Document]) -> SettingsTable:
    """Read a TOML file as one table; add it to `documents`.

    Raises `DocmodelsError` (`unreadable-input`) if it cannot be read or is not TOML.
    """
    try:
        text = document(shown_path, path.read_text("utf-8"))
        documents[shown_path] = text
        return SettingsTable(tomllib.loads(text.text), shown_path, text)
    except (OSError, ValueError, RecursionError) as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        origin = Origin(shown_path, int(place[1]), int(place[2])) if place else None
        if shown_path in documents and not place:  # "at end of document"
            origin = Origin(shown_path, len(documents[shown_path].lines))
        message = f"cannot read {shown_path}: {error}"
        raise DocmodelsError(UNREADABLE_INPUT.at(origin, message, "correct the file")) from error


def find_table(file: SettingsTable, *path: str) -> SettingsTable | None:
    """Return the value at `path` in a file, None if there is none.

    Raises `DocmodelsError` (`unreadable-input`) if a value on the way is not a table.
    """
    for length in range(len(path)):
        outer = file.item(*path[:length])
        if not outer.is_table:
            name = ".".join(path[:length])
            raise file.error(f"`{name}` is not a table", f"write `[{name}]`", *path[:length])
        if path[length] not in outer.value:
            return None
    return file.item(*path)
