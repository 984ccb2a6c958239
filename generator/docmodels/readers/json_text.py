"""JSON text as data at C speed; where each key stands is found out in one pass, when first asked."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from functools import cached_property
from typing import NoReturn

from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.notes import DocmodelsError
from docmodels.diagnostics.rules import NESTING_LIMIT, UNREADABLE_INPUT
from docmodels.ir import Json, is_object
from docmodels.readers.yaml_text import MAX_DEPTH, Place

_TOKEN = re.compile(r'[{}]|"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?')
_ODD_NUMBER = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|(NaN|-?Infinity|-?\d{4301,})')
"""What JSON has no word for, and integers beyond Python's limit; strings are passed over."""
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class JsonTree:
    """What one JSON document holds: `value`, and where each key of each object stands."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._objects: list[dict[str, Json]] = []
        self._keys: dict[int, list[str]] = {}
        self._escapes = "\\ud" in document.text or "\\uD" in document.text
        try:
            self.value: Json = json.loads(
                document.text, object_pairs_hook=self._object, parse_constant=_no_number
            )
        except json.JSONDecodeError as error:
            message = f"this is not JSON: {error.msg}"
            place = document.origin(error.lineno, error.colno)
            raise DocmodelsError(UNREADABLE_INPUT.at(place, message)) from error
        except ValueError as error:
            odd = next(match for match in _ODD_NUMBER.finditer(document.text) if match[1])
            message = f"this is not JSON: `{odd[1][:12]}` is no number that can be read"
            place = document.origin(*self._place(odd.start(1)))
            raise DocmodelsError(UNREADABLE_INPUT.at(place, message)) from error
        except RecursionError as error:
            raise self._too_deep() from error
        if _depth_exceeds(self.value, MAX_DEPTH):
            raise self._too_deep()

    def _object(self, pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        """Objects arrive in the order of their closing braces, as `_offsets` meets them."""
        if self._escapes:
            pairs = [(_whole(key), _whole(value)) for key, value in pairs]
        found = dict(pairs)
        if len(found) != len(pairs):
            self._keys[len(self._objects)] = [key for key, _ in pairs]
        self._objects.append(found)
        return found

    def _too_deep(self) -> DocmodelsError:
        message = f"the document is nested more than {MAX_DEPTH} levels deep"
        return DocmodelsError(NESTING_LIMIT.at(self._document.origin(1), message))

    @cached_property
    def repeated(self) -> list[tuple[str, Place]]:
        """Keys that an object has twice, with the place of the later one."""
        found: list[tuple[str, Place]] = []
        for index, keys in self._keys.items():
            offsets = self._offsets[id(self._objects[index])]
            seen: set[str] = set()
            for key, offset in zip(keys, offsets[1:], strict=True):
                if key in seen:
                    found.append((key, self._place(offset)))
                seen.add(key)
        return found

    def start(self, container: dict[str, Json]) -> Place | None:
        """Where the object opens."""
        offsets = self._offsets.get(id(container))
        return self._place(offsets[0]) if offsets else None

    def place(self, container: dict[str, Json], key: str) -> Place | None:
        """Where the key stands."""
        offset = self._key_offsets(container).get(key)
        return None if offset is None else self._place(offset)

    def _key_offsets(self, container: dict[str, Json]) -> dict[str, int]:
        known = self._by_key.get(id(container))
        if known is None:
            offsets = self._offsets.get(id(container), [0])[1:]
            keys = self._repeating.get(id(container)) or list(container)
            known = self._by_key[id(container)] = dict(zip(keys, offsets, strict=False))
        return known

    @cached_property
    def _by_key(self) -> dict[int, dict[str, int]]:
        return {}

    @cached_property
    def _repeating(self) -> dict[int, list[str]]:
        return {id(self._objects[index]): keys for index, keys in self._keys.items()}

    @cached_property
    def _offsets(self) -> dict[int, list[int]]:
        """For each object: the offset of its brace, then those of its keys."""
        found: dict[int, list[int]] = {}
        open_: list[list[int]] = []
        objects = iter(self._objects)
        for token in _TOKEN.finditer(self._document.text):
            start = token.start()
            if token.lastindex:
                open_[-1].append(start)
                continue
            if token[0] == "{":
                open_.append([start])
            elif token[0] == "}":
                found[id(next(objects))] = open_.pop()
        return found

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self._document.text))]

    def _place(self, offset: int) -> Place:
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _whole(value: Json) -> Json:
    """Replace half characters (`\\ud800`), which no text file can hold."""
    return _LONE_SURROGATE.sub("\ufffd", value) if isinstance(value, str) else value


def _depth_exceeds(value: Json, limit: int) -> bool:
    level = _inside([value])
    for _ in range(limit + 1):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return False
    return True


def _inside(value: Json) -> list[Json]:
    inner = value.values() if is_object(value) else value
    return [item for item in inner if isinstance(item, dict | list)]
