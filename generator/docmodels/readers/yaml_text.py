"""YAML text as data, built from the parser's events: no recursion, no alias bombs, positions kept."""

from __future__ import annotations

import re
from typing import Any, Final

import yaml

from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.notes import DocmodelsError
from docmodels.diagnostics.rules import NESTING_LIMIT, UNREADABLE_INPUT
from docmodels.ir import Json, Origin, is_list, is_object

MAX_DEPTH: Final = 150
"""Levels of nesting that a document may have; every later step may recurse that deep."""

MAX_ALIASED: Final = 1_000_000
"""Nodes that aliases (`*name`) may add to those that are written out."""

Place = tuple[int, int]
"""A line and a column, both from 1."""

_Parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# YAML 1.2, section 10.3.2 (core schema). Timestamps and yes/no/on/off are strings there.
_WORDS: Final[dict[str, Json]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?[0-9]{1,4000}\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_BASED = re.compile(r"0(o[0-7]{1,4000}|x[0-9a-fA-F]{1,4000})\Z")
_NUMERIC_START = frozenset("0123456789+-.")
_STRING_TAGS = frozenset({"!", "tag:yaml.org,2002:str"})


class YamlTree:
    """What one YAML document holds: `value`, and where each key of each mapping stands."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._stack: list[_Frame] = []
        self._anchors: dict[str, tuple[Json, int]] = {}
        self._open: set[str] = set()
        self._aliased = 0
        self.value: Json = None
        self.places: dict[int, dict[str, Place]] = {}
        self.starts: dict[int, Place] = {}
        self.repeated: list[tuple[str, Place]] = []
        try:
            self._read(_Parser(document.text))
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            reason = " ".join(filter(None, (error.context, error.problem)))
            raise self._unreadable(place, f"this is not YAML: {reason}") from error
        except yaml.YAMLError as error:
            raise self._unreadable((1, 1), f"this is not YAML: {_first_line(error)}") from error

    def _read(self, parser: Any) -> None:
        get, documents = parser.get_event, 0
        while True:
            event = get()
            kind = event.__class__
            if kind is yaml.ScalarEvent:
                if event.anchor is None and self._stack:
                    self._add(event, _scalar(event), 1)
                else:
                    self._anchored(event, _scalar(event))
            elif kind is yaml.MappingStartEvent:
                self._start(event, {})
            elif kind is yaml.SequenceStartEvent:
                self._start(event, [])
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self._end(event)
            elif kind is yaml.AliasEvent:
                self._alias(event)
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    message = "the file holds several YAML documents (`---`); one is read"
                    raise self._unreadable(_place(event), message)
            elif kind is yaml.StreamEndEvent:
                return

    def _anchored(self, event: Any, value: Json) -> None:
        if event.anchor is not None:
            self._anchors[event.anchor] = (value, 1)
        self._add(event, value, 1)

    def _start(self, event: Any, value: Json) -> None:
        if len(self._stack) >= MAX_DEPTH:
            message = f"the document is nested more than {MAX_DEPTH} levels deep"
            raise DocmodelsError(NESTING_LIMIT.at(self._origin(_place(event)), message))
        if self._stack and self._stack[-1].wants_key():
            raise self._unreadable(_place(event), "a mapping has a key that is no scalar")
        if event.anchor is not None:
            self._anchors.pop(event.anchor, None)
            self._open.add(event.anchor)
        self.starts[id(value)] = _place(event)
        self._stack.append(_Frame(event, value))

    def _end(self, event: Any) -> None:
        frame = self._stack.pop()
        if frame.places:
            self.places[id(frame.value)] = frame.places
        if frame.merged:
            self._merge(frame)
        start = frame.event
        if start.anchor is not None:
            self._open.discard(start.anchor)
            self._anchors[start.anchor] = (frame.value, frame.size)
        self._add(start, frame.value, frame.size)

    def _alias(self, event: Any) -> None:
        if event.anchor in self._open:
            message = f"the alias `*{event.anchor}` stands inside what it names"
            raise DocmodelsError(NESTING_LIMIT.at(self._origin(_place(event)), message))
        if event.anchor not in self._anchors:
            raise self._unreadable(_place(event), f"no anchor `&{event.anchor}` stands before")
        value, size = self._anchors[event.anchor]
        self._aliased += size
        if self._aliased > MAX_ALIASED:
            message = f"aliases repeat more than {MAX_ALIASED} nodes"
            raise DocmodelsError(NESTING_LIMIT.at(self._origin(_place(event)), message))
        self._add(event, value, size)

    def _add(self, event: Any, value: Json, size: int) -> None:
        """Put a finished node where it belongs: a key, a value or an item of the open frame."""
        if not self._stack:
            self.value = value
            return
        frame = self._stack[-1]
        frame.size += size
        if not frame.mapping:
            frame.value.append(value)
        elif frame.key is None:
            self._key(frame, event, value)
        elif frame.key == "<<" and frame.merge_key:
            frame.merged.append(value)
            frame.key = None
        else:
            frame.value[frame.key] = value
            frame.key = None

    def _key(self, frame: _Frame, event: Any, value: Json) -> None:
        """Keys stay as they are written: `200:` and `null:` are names, as in JSON."""
        if isinstance(value, dict | list):
            raise self._unreadable(_place(event), "a mapping has a key that is no scalar")
        mark, text = event.start_mark, getattr(event, "value", None)
        frame.key = text if isinstance(text, str) else str(value)
        frame.merge_key = frame.key == "<<" and not getattr(event, "style", None)
        if frame.key in frame.places and not frame.merge_key:
            self.repeated.append((frame.key, (mark.line + 1, mark.column + 1)))
        frame.places[frame.key] = (mark.line + 1, mark.column + 1)

    def _merge(self, frame: _Frame) -> None:
        """`<<: *base` (YAML 1.1): the keys of `base` first, those of the mapping itself winning."""
        own = dict(frame.value)
        frame.value.clear()
        for found in frame.merged:
            for base in found if is_list(found) else [found]:
                if not is_object(base):
                    raise self._unreadable(_place(frame.event), "`<<` takes mappings only")
                for key, value in base.items():
                    frame.value.setdefault(key, value)
        frame.value.update(own)

    def _origin(self, place: Place) -> Origin:
        return self._document.origin(*place)

    def _unreadable(self, place: Place, message: str) -> DocmodelsError:
        return DocmodelsError(UNREADABLE_INPUT.at(self._origin(place), message))


class _Frame:
    """A mapping or sequence that is still open."""

    __slots__ = ("event", "key", "mapping", "merge_key", "merged", "places", "size", "value")

    def __init__(self, event: Any, value: Json) -> None:
        self.event = event
        self.value = value
        self.mapping = is_object(value)
        self.key: str | None = None
        self.merge_key = False
        self.merged: list[Json] = []
        self.places: dict[str, Place] = {}
        self.size = 1

    def wants_key(self) -> bool:
        return self.mapping and self.key is None


def _place(event: Any) -> Place:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _scalar(event: Any) -> Json:
    text: str = event.value
    tag: str | None = event.tag
    if tag in _STRING_TAGS or not (event.implicit[0] or tag):
        return text
    first = text[:1]
    if first in _NUMERIC_START and first:
        return _number(text)
    return _WORDS.get(text, text)


def _number(text: str) -> Json:
    if _INTEGER.match(text):
        return int(text)
    if _BASED.match(text):
        return int(text[2:], 8 if text[1] == "o" else 16)
    if _FLOAT.match(text):
        value = float(text)
        return value if value - value == 0 else text
    return text
