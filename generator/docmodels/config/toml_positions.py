"""Find the places of keys and values in a TOML document.

tomllib reads TOML but keeps no positions, tomlkit has none either (its issue 55 is open), and settings
need positions only when they are wrong. So this module scans a text that tomllib has accepted.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

TomlPath = tuple[str | int, ...]
"""The keys and array indices that lead to a value."""


class Span(Struct, frozen=True):
    """A key, or an item of an array, in a text."""

    start: int
    end: int


_TOKEN = re.compile(
    r'#[^\n]*|"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\''
    r"|[\w+:-]+|[\[\]{}=,.\n]",
    re.S,
)


def locate(text: str) -> dict[TomlPath, Span]:
    """Return the places of all keys, tables and items of arrays by their paths.

    The place of a table is the last part of its header. `text` is valid TOML.
    """
    return _Scanner(text).scan()


class _Scanner:
    """Reads the tokens of one document once, from the start to the end."""

    def __init__(self, text: str) -> None:
        self._tokens = [match for match in _TOKEN.finditer(text) if match[0][0] != "#"]
        self._next = 0
        self._spans: dict[TomlPath, Span] = {}
        self._array_sizes: Counter[TomlPath] = Counter()

    def scan(self) -> dict[TomlPath, Span]:
        prefix: TomlPath = ()
        while token := self._peek():
            if token == "\n":
                self._next += 1
            elif token == "[":
                prefix = self._header()
            else:
                self._pair(prefix)
        return self._spans

    def _peek(self) -> str:
        return self._tokens[self._next][0] if self._next < len(self._tokens) else ""

    def _header(self) -> TomlPath:
        """Read `[a.b]` or `[[a.b]]` and return the path of the table."""
        is_array = self._next + 1 < len(self._tokens) and self._tokens[self._next + 1][0] == "["
        self._next += 1 + is_array
        path: TomlPath = ()
        table_span = Span(0, 0)
        for key, span in self._keys():
            path = (*self._last_item(path), key)
            self._spans.setdefault(path, span)
            table_span = span
        self._next += 1 + is_array
        if is_array:
            self._array_sizes[path] += 1
            path = self._last_item(path)
            self._spans[path] = table_span
        return path

    def _last_item(self, path: TomlPath) -> TomlPath:
        """Return the path of the last item if `path` is an array of tables, else `path`."""
        size = self._array_sizes.get(path, 0)
        return (*path, size - 1) if size else path

    def _keys(self) -> Iterator[tuple[str, Span]]:
        """Yield the parts of a key with dots; the next token is what follows the key."""
        while self._peek() not in ("", "=", "]", "\n"):
            match = self._tokens[self._next]
            self._next += 1
            if match[0] != ".":
                yield _key(match[0]), Span(*match.span())

    def _pair(self, path: TomlPath) -> None:
        """Read `key = value` in the table at `path`."""
        for key, span in self._keys():
            path = (*path, key)
            self._spans.setdefault(path, span)
        self._next += 1
        self._value(path)

    def _value(self, path: TomlPath) -> None:
        """Read a value with its items and inner keys; the next token is what follows it."""
        opening = self._peek()
        self._next += 1
        match opening:
            case "[":
                for number in self._items("]"):
                    inner = (*path, number)
                    self._spans[inner] = Span(*self._tokens[self._next].span())
                    self._value(inner)
            case "{":
                for _ in self._items("}"):
                    self._pair(path)
            case _:  # a date with a space and a number with a dot have several tokens
                while self._peek() not in ("", ",", "]", "}", "\n"):
                    self._next += 1

    def _items(self, closing: str) -> Iterator[int]:
        """Yield a number for each item of an array or inline table, when it is the next token."""
        number = 0
        while token := self._peek():
            if token in ("\n", ","):
                self._next += 1
            elif token == closing:
                self._next += 1
                return
            else:
                yield number
                number += 1


def _key(token: str) -> str:
    """Return the key that a token stands for; a quoted key may have escapes."""
    return token if token[0] not in "\"'" else next(iter(tomllib.loads(f"{token} = 0")))
