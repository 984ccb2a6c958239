"""Parse JSON text at C speed; compute the positions of keys in one pass on first use."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from functools import cached_property
from typing import NoReturn

from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.notes import DocmodelsError
from docmodels.diagnostics.rules import NESTING_LIMIT, UNREADABLE_INPUT
from docmodels.ir import Json, is_list
from docmodels.ir.nodes import depth_exceeds
from docmodels.readers.limits import MAX_DEPTH

Position = tuple[int, int]
"""A line and a column, both from 1."""

_TOKEN = re.compile(r'[{}]|"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?')
_INVALID_NUMBER = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|(NaN|-?Infinity|-?\d{4301,})')
"""Constants that JSON does not have, and integers beyond Python's limit; strings are skipped."""
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class JsonTree:
    """A parsed JSON document: `value`, and the position of each key of each object."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._objects: list[dict[str, Json]] = []
        self._duplicated_keys: dict[int, list[str]] = {}
        self._has_surrogates = "\\ud" in document.text or "\\uD" in document.text
        try:
            self.value: Json = json.loads(
                document.text, object_pairs_hook=self._build_object, parse_constant=_reject_constant
            )
        except json.JSONDecodeError as error:
            raise self._syntax_error(error.pos, error.msg) from error
        except ValueError as error:
            invalid = next(match for match in _INVALID_NUMBER.finditer(document.text) if match[1])
            message = f"`{invalid[1][:12]}` is not a valid number"
            raise self._syntax_error(invalid.start(1), message) from error
        except RecursionError as error:
            raise self._too_deep(self._bracket_beyond_limit()) from error
        if depth_exceeds(self.value, MAX_DEPTH):
            raise self._too_deep(self._bracket_beyond_limit())

    def _build_object(self, pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        """Build an object; calls come in the order of closing braces, as in `_offsets`."""
        if self._has_surrogates:
            pairs = [(_replace_surrogates(key), _replace_surrogates(value)) for key, value in pairs]
        object_ = dict(pairs)
        if len(object_) != len(pairs):
            self._duplicated_keys[len(self._objects)] = [key for key, _ in pairs]
        self._objects.append(object_)
        return object_

    def _syntax_error(self, offset: int, message: str) -> DocmodelsError:
        """Return the error for invalid JSON: `nesting-limit` if the limit is exceeded before."""
        bracket = self._bracket_beyond_limit(offset + 1)
        if bracket is not None:
            return self._too_deep(bracket)
        origin = self._document.origin(*self._position(offset))
        return DocmodelsError(UNREADABLE_INPUT.at(origin, f"this is not JSON: {message}"))

    def _bracket_beyond_limit(self, end: int | None = None) -> int | None:
        """Return the offset of the first bracket before `end` that exceeds the limit of nesting."""
        from docmodels.readers.nesting import json_bracket_beyond

        return json_bracket_beyond(self._document.text[:end], MAX_DEPTH)

    def _too_deep(self, offset: int | None) -> DocmodelsError:
        message = f"the document is nested more than {MAX_DEPTH} levels deep"
        origin = self._document.origin(*self._position(offset or 0))
        return DocmodelsError(NESTING_LIMIT.at(origin, message))

    @cached_property
    def duplicate_keys(self) -> list[tuple[str, Position]]:
        """Keys that an object has twice, with the position of the last one."""
        duplicates: list[tuple[str, Position]] = []
        for index, keys in self._duplicated_keys.items():
            offsets = self._offsets[id(self._objects[index])]
            seen: set[str] = set()
            for key, offset in zip(keys, offsets[1:], strict=True):
                if key in seen:
                    duplicates.append((key, self._position(offset)))
                seen.add(key)
        return duplicates

    def start_position(self, container: dict[str, Json]) -> Position | None:
        """Return the position of the opening brace of an object."""
        offsets = self._offsets.get(id(container))
        return self._position(offsets[0]) if offsets else None

    def key_position(self, container: dict[str, Json], key: str) -> Position | None:
        """Return the position of a key."""
        offset = self._key_offsets(container).get(key)
        return None if offset is None else self._position(offset)

    def _key_offsets(self, container: dict[str, Json]) -> dict[str, int]:
        key_offsets = self._key_offsets_by_id.get(id(container))
        if key_offsets is None:
            offsets = self._offsets.get(id(container), [0])[1:]
            keys = self._keys_with_duplicates.get(id(container)) or list(container)
            key_offsets = self._key_offsets_by_id[id(container)] = dict(
                zip(keys, offsets, strict=False)
            )
        return key_offsets

    @cached_property
    def _key_offsets_by_id(self) -> dict[int, dict[str, int]]:
        return {}

    @cached_property
    def _keys_with_duplicates(self) -> dict[int, list[str]]:
        return {id(self._objects[index]): keys for index, keys in self._duplicated_keys.items()}

    @cached_property
    def _offsets(self) -> dict[int, list[int]]:
        """For each object: the offset of its opening brace, then the offsets of its keys."""
        offsets: dict[int, list[int]] = {}
        open_objects: list[list[int]] = []
        objects = iter(self._objects)
        for token in _TOKEN.finditer(self._document.text):
            start = token.start()
            if token.lastindex:
                open_objects[-1].append(start)
                continue
            if token[0] == "{":
                open_objects.append([start])
            elif token[0] == "}":
                offsets[id(next(objects))] = open_objects.pop()
        return offsets

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self._document.text))]

    def _position(self, offset: int) -> Position:
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1


def _reject_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _replace_surrogates(value: Json) -> Json:
    """Replace lone surrogates (`\\ud800`), which UTF-8 cannot encode, in a text or in a list."""
    if is_list(value):
        return [_replace_surrogates(item) for item in value]
    return _LONE_SURROGATE.sub("\ufffd", value) if isinstance(value, str) else value
