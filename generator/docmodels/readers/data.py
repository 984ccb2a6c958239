"""JSON or YAML text becomes Python data that knows the line and column of every key."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.notes import DocmodelsError
from docmodels.ir import Json, Origin, is_object
from docmodels.readers.json_text import JsonTree
from docmodels.readers.yaml_text import Place, YamlTree


@dataclass(frozen=True, eq=False)
class Tree:
    """A document as data: objects, lists, strings (all keys are strings), numbers, booleans, None."""

    document: Document
    _parsed: JsonTree | YamlTree

    @property
    def value(self) -> Json:
        """The data itself."""
        return self._parsed.value

    @cached_property
    def repeated(self) -> tuple[tuple[str, Origin], ...]:
        """Keys given twice in one object: the later one counts, and it stands here."""
        return tuple((key, self.document.origin(*at)) for key, at in self._parsed.repeated)

    def origin(self, container: Json, key: str | None = None) -> Origin | None:
        """Say where `key` of the object `container` stands, or where the object begins."""
        if not is_object(container):
            return None
        place = self._place(container, key)
        return None if place is None else self.document.origin(*place)

    def _place(self, container: dict[str, Json], key: str | None) -> Place | None:
        parsed = self._parsed
        if isinstance(parsed, JsonTree):
            return parsed.start(container) if key is None else parsed.place(container, key)
        if key is None:
            return parsed.starts.get(id(container))
        return parsed.places.get(id(container), {}).get(key) or parsed.starts.get(id(container))


def read_data(document: Document) -> Tree:
    """Parse `document`; what begins like JSON and is not named `.json` may be YAML all the same.

    Raises `DocmodelsError`: `unreadable-input` for bad syntax, with its line and column, and
    `nesting-limit` for nesting and aliases beyond the limits.
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
    return Tree(document, YamlTree(document))
