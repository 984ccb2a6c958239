"""Parse JSON or YAML text into Python data, with the line and column of every key."""

from __future__ import annotations

from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING

from msgspec import Struct

from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.notes import DocmodelsError
from docmodels.ir import Json, Origin, is_object
from docmodels.readers.json_text import JsonTree, Position

if TYPE_CHECKING:  # most documents are JSON
    from docmodels.readers.yaml_text import YamlTree


class Tree(Struct, frozen=True, eq=False, dict=True):
    """A parsed document: objects with string keys, lists, strings, numbers, booleans, None."""

    document: Document
    _tree: JsonTree | YamlTree

    @property
    def value(self) -> Json:
        """The root value."""
        return self._tree.value

    @cached_property
    def duplicate_keys(self) -> tuple[tuple[str, Origin], ...]:
        """Keys that one object has twice, with the position of the last one, whose value counts."""
        return tuple(
            (key, self.document.origin(*position)) for key, position in self._tree.duplicate_keys
        )

    def origin(self, container: Json, key: str | None = None) -> Origin | None:
        """Return the position of `key` in the object `container`, or the start of the object."""
        if not is_object(container):
            return None
        position = self._position(container, key)
        return None if position is None else self.document.origin(*position)

    def _position(self, container: dict[str, Json], key: str | None) -> Position | None:
        tree = self._tree
        if isinstance(tree, JsonTree):
            return (
                tree.start_position(container) if key is None else tree.key_position(container, key)
            )
        if key is None:
            return tree.start_positions.get(id(container))
        return tree.key_positions.get(id(container), {}).get(key) or tree.start_positions.get(
            id(container)
        )


def read_data(document: Document) -> Tree:
    """Parse `document` as JSON or YAML.

    A file named `.json` is JSON. Any other text that begins with a brace or bracket is parsed as
    JSON first, and as YAML if that fails.

    Raises `DocmodelsError`: `unreadable-input` for bad syntax, with its line and column, and
    `nesting-limit` if nesting or aliases exceed the limits.
    """
    suffix = PurePath(document.path).suffix.lower()
    if suffix == ".json":
        return Tree(document, JsonTree(document))
    if document.text.lstrip()[:1] in ("{", "["):
        try:
            return Tree(document, JsonTree(document))
        except DocmodelsError as error:
            if error.note.rule.name == "nesting-limit":
                raise
    from docmodels.readers.yaml_text import YamlTree

    return Tree(document, YamlTree(document))
