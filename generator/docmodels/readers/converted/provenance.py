"""Find the lines of the original document that definitions and fields come from."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from docmodels.diagnostics.documents import Document
from docmodels.ir import Definition, Field, Object, Origin
from docmodels.ir.drafts import normalize_name
from docmodels.readers.converted.formats import Format

_CAPITAL: Final = re.compile("[A-Z]")


class Place(Struct, frozen=True):
    """An offset in one of the documents."""

    document: int
    offset: int


class Originals:
    """The types and fields that documents declare, by place; `root` is the type of a document."""

    def __init__(self, documents: Sequence[Document], format: Format, root: str = "") -> None:
        self.documents = documents
        self._line_starts = [_line_starts(document.text) for document in documents]
        self._fields: list[dict[str, list[int]]] = []
        self._types = {root: Place(0, 0)} if root else dict[str, Place]()
        self._normalized: dict[str, Place] = {}
        declaration, field = re.compile(format.declaration, re.M), re.compile(format.field, re.M)
        for number, document in enumerate(documents):
            fields: dict[str, list[int]] = {}
            for match in field.finditer(document.text):
                fields.setdefault(match[1], []).append(match.start(1))
            self._fields.append(fields)
            for match in declaration.finditer(document.text):
                place = Place(number, match.start(1))
                self._types.setdefault(match[1].rpartition(".")[2], place)
                self._normalized.setdefault(normalize_name(match[1]), place)

    def declared(self, name: str) -> Place | None:
        """Return the place that declares a type.

        A name of dcg may have the names of its package and owner before it (`HarbourBoat`), or the
        part of a tool behind it (`FindBoatInput`).
        """
        words = [match.start() for match in _CAPITAL.finditer(name) if match.start()]
        candidates = [
            name,
            *(name[start:] for start in words),
            *(name[:end] for end in words[::-1]),
        ]
        exact = (self._types[part] for part in candidates if part in self._types)
        keys = map(normalize_name, candidates)
        normalized = (self._normalized[key] for key in keys if key in self._normalized)
        return next(exact, None) or next(normalized, None)

    def following(self, name: str, start: Place, end: int) -> Place | None:
        """Return the first place of a field behind `start` and before the offset `end`."""
        offsets = self._fields[start.document].get(name, [])
        index = bisect_left(offsets, start.offset)
        if index < len(offsets) and offsets[index] < end:
            return Place(start.document, offsets[index])
        return None

    def origin(self, place: Place | None) -> Origin:
        """Return the line and column of a place; None is the first line of the first document."""
        if place is None:
            return self.documents[0].origin(1)
        starts = self._line_starts[place.document]
        line = bisect_right(starts, place.offset)
        return self.documents[place.document].origin(line, place.offset - starts[line - 1] + 1)


def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", text))]


def with_original_places(
    definitions: Iterable[Definition], originals: Originals
) -> list[Definition]:
    """Return definitions with the places of their names in the original documents.

    The place of a field is that of its name behind the name of its definition, before that of the
    next definition; a field that is not there has the place of its definition. Definitions and
    fields are in the order of the originals, as far as that is known.
    """
    definitions = list(definitions)
    places = [originals.declared(definition.name) for definition in definitions]
    offsets: dict[int, list[int]] = {}
    for place in places:
        if place is not None:
            offsets.setdefault(place.document, []).append(place.offset)
    for sorted_offsets in offsets.values():
        sorted_offsets.sort()
    changed: list[tuple[tuple[int, int], Definition]] = []
    for definition, place in zip(definitions, places, strict=True):
        type, end = definition.type, 0
        if place is not None:
            following = offsets[place.document]
            index = bisect_right(following, place.offset)
            is_last = index == len(following)
            end = len(originals.documents[place.document].text) if is_last else following[index]
        if isinstance(type, Object):
            type = replace(type, fields=_located_fields(type.fields, place, end, originals))
        definition = replace(definition, type=type, origin=originals.origin(place))
        changed.append((_position(place), definition))
    return [definition for _, definition in sorted(changed, key=lambda pair: pair[0])]


def _position(place: Place | None) -> tuple[int, int]:
    """Return the position to sort by; what has no place is last."""
    return (place.document, place.offset) if place else (_LAST, 0)


_LAST: Final = 2**31


def _located_fields(
    fields: Iterable[Field], start: Place | None, end: int, originals: Originals
) -> tuple[Field, ...]:
    located = [
        (_position(start and originals.following(field.name, start, end)), field)
        for field in fields
    ]
    return tuple(
        _located(field, start, end, originals)
        for _, field in sorted(located, key=lambda pair: pair[0])
    )


def _located(field: Field, start: Place | None, end: int, originals: Originals) -> Field:
    place = start and originals.following(field.name, start, end)
    origin = originals.origin(place or start)
    default = field.default and replace(field.default, origin=origin)
    return replace(field, origin=origin, default=default)
