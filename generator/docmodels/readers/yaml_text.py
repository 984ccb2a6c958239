"""Parse YAML text from parser events: without recursion, with alias limits and positions."""

from __future__ import annotations

import re
from typing import Any, Final

import yaml

from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.notes import DocmodelsError
from docmodels.diagnostics.rules import NESTING_LIMIT, UNREADABLE_INPUT
from docmodels.ir import Json, Origin, is_list, is_object
from docmodels.readers.json_text import Position
from docmodels.readers.limits import MAX_ALIASED, MAX_DEPTH
from docmodels.readers.nesting import yaml_bracket_beyond

_Parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# YAML 1.2, section 10.3.2 (core schema). In it, timestamps and yes/no/on/off are strings.
_LITERALS: Final[dict[str, Json]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?[0-9]{1,4000}\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_PREFIXED_INTEGER = re.compile(r"0(o[0-7]{1,4000}|x[0-9a-fA-F]{1,4000})\Z")
_NUMERIC_START = frozenset("0123456789+-.")
_STRING_TAGS = frozenset({"!", "tag:yaml.org,2002:str"})


class YamlTree:
    """A parsed YAML document: `value`, and the position of each key of each mapping."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._stack: list[_Frame] = []
        self._anchors: dict[str, tuple[Json, int]] = {}
        self._open_anchors: set[str] = set()
        self._aliased = 0
        self._end_of_event = 0
        self.value: Json = None
        self.key_positions: dict[int, dict[str, Position]] = {}
        self.start_positions: dict[int, Position] = {}
        self.duplicate_keys: list[tuple[str, Position]] = []
        try:
            self._read_events(_Parser(document.text))
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            position = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            self._refuse_deep_brackets(mark.index if mark else 0, error)
            reason = " ".join(filter(None, (error.context, error.problem)))
            raise self._unreadable(position, f"this is not YAML: {reason}") from error
        except yaml.YAMLError as error:
            raise self._unreadable((1, 1), f"this is not YAML: {_first_line(error)}") from error

    def _read_events(self, parser: Any) -> None:
        get, documents = parser.get_event, 0
        while True:
            event = get()
            kind = event.__class__
            self._end_of_event = event.end_mark.index
            if kind is yaml.ScalarEvent:
                if event.anchor is None and self._stack:
                    self._add(event, _scalar(event), 1)
                else:
                    self._add_anchored(event, _scalar(event))
            elif kind is yaml.MappingStartEvent:
                self._start_container(event, {})
            elif kind is yaml.SequenceStartEvent:
                self._start_container(event, [])
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self._end_container(event)
            elif kind is yaml.AliasEvent:
                self._add_alias(event)
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    message = (
                        "the file contains several YAML documents (`---`); only one is supported"
                    )
                    raise self._unreadable(_position(event), message)
            elif kind is yaml.StreamEndEvent:
                return

    def _refuse_deep_brackets(self, end: int, error: Exception) -> None:
        """Raise `nesting-limit` if brackets exceed the limit before the offset of an error."""
        text = self._document.text
        flow = sum(bool(frame.event.flow_style) for frame in self._stack)
        depth = len(self._stack) - flow, flow
        offset = yaml_bracket_beyond(text, self._end_of_event, depth, MAX_DEPTH)
        if offset is not None and offset <= end:
            position = text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
            raise self._too_deep(position) from error

    def _add_anchored(self, event: Any, value: Json) -> None:
        size = 1 + len(event.value) // 100
        if event.anchor is not None:
            self._anchors[event.anchor] = (value, size)
        self._add(event, value, size)

    def _start_container(self, event: Any, value: Json) -> None:
        if len(self._stack) >= MAX_DEPTH:
            raise self._too_deep(_position(event))
        if self._stack and self._stack[-1].expects_key():
            raise self._unreadable(_position(event), "a mapping has a key that is not a scalar")
        if event.anchor is not None:
            self._anchors.pop(event.anchor, None)
            self._open_anchors.add(event.anchor)
        self.start_positions[id(value)] = _position(event)
        self._stack.append(_Frame(event, value))

    def _end_container(self, event: Any) -> None:
        frame = self._stack.pop()
        if frame.key_positions:
            self.key_positions[id(frame.value)] = frame.key_positions
        if frame.merge_values:
            self._apply_merge_keys(frame)
        start = frame.event
        if start.anchor is not None:
            self._open_anchors.discard(start.anchor)
            self._anchors[start.anchor] = (frame.value, frame.size)
        self._add(start, frame.value, frame.size)

    def _add_alias(self, event: Any) -> None:
        if event.anchor in self._open_anchors:
            message = f"the alias `*{event.anchor}` is inside the node that it refers to"
            raise DocmodelsError(NESTING_LIMIT.at(self._origin(_position(event)), message))
        if event.anchor not in self._anchors:
            raise self._unreadable(
                _position(event), f"the anchor `&{event.anchor}` is not defined before this alias"
            )
        value, size = self._anchors[event.anchor]
        self._aliased += size
        if self._aliased > MAX_ALIASED:
            message = (
                f"aliases repeat more than {MAX_ALIASED} nodes, or as many hundreds of characters"
            )
            raise DocmodelsError(NESTING_LIMIT.at(self._origin(_position(event)), message))
        self._add(event, value, size)

    def _add(self, event: Any, value: Json, size: int) -> None:
        """Add a finished node to the open frame as key, value or item."""
        if not self._stack:
            self.value = value
            return
        frame = self._stack[-1]
        frame.size += size
        if not frame.is_mapping:
            frame.value.append(value)
        elif frame.key is None:
            self._set_key(frame, event, value)
        elif frame.key == "<<" and frame.merge_key:
            frame.merge_values.append(value)
            frame.key = None
        else:
            frame.value[frame.key] = value
            frame.key = None

    def _set_key(self, frame: _Frame, event: Any, value: Json) -> None:
        """Set the key of a frame as written: `200:` and `null:` are strings, as in JSON."""
        if isinstance(value, dict | list):
            raise self._unreadable(_position(event), "a mapping has a key that is not a scalar")
        mark, text = event.start_mark, getattr(event, "value", None)
        frame.key = text if isinstance(text, str) else str(value)
        frame.merge_key = frame.key == "<<" and not getattr(event, "style", None)
        if frame.key in frame.key_positions and not frame.merge_key:
            self.duplicate_keys.append((frame.key, (mark.line + 1, mark.column + 1)))
        frame.key_positions[frame.key] = (mark.line + 1, mark.column + 1)

    def _apply_merge_keys(self, frame: _Frame) -> None:
        """Apply merge keys (`<<: *base`, YAML 1.1): explicit keys override those of `base`."""
        explicit = dict(frame.value)
        frame.value.clear()
        for merge_value in frame.merge_values:
            for mapping in merge_value if is_list(merge_value) else [merge_value]:
                if not is_object(mapping):
                    raise self._unreadable(_position(frame.event), "`<<` requires a mapping")
                for key, value in mapping.items():
                    frame.value.setdefault(key, value)
        frame.value.update(explicit)

    def _origin(self, position: Position) -> Origin:
        return self._document.origin(*position)

    def _too_deep(self, place: Position) -> DocmodelsError:
        message = f"the document is nested more than {MAX_DEPTH} levels deep"
        return DocmodelsError(NESTING_LIMIT.at(self._origin(place), message))

    def _unreadable(self, position: Position, message: str) -> DocmodelsError:
        return DocmodelsError(UNREADABLE_INPUT.at(self._origin(position), message))


class _Frame:
    """A mapping or sequence that is still open."""

    __slots__ = (
        "event",
        "is_mapping",
        "key",
        "key_positions",
        "merge_key",
        "merge_values",
        "size",
        "value",
    )

    def __init__(self, event: Any, value: Json) -> None:
        self.event = event
        self.value = value
        self.is_mapping = is_object(value)
        self.key: str | None = None
        self.merge_key = False
        self.merge_values: list[Json] = []
        self.key_positions: dict[str, Position] = {}
        self.size = 1

    def expects_key(self) -> bool:
        return self.is_mapping and self.key is None


def _position(event: Any) -> Position:
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
    return _LITERALS.get(text, text)


def _number(text: str) -> Json:
    if _INTEGER.match(text):
        return int(text)
    if _PREFIXED_INTEGER.match(text):
        return int(text[2:], 8 if text[1] == "o" else 16)
    if _FLOAT.match(text):
        value = float(text)
        return value if value - value == 0 else text
    return text
