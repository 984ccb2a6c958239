"""Format modules line by line, where each statement has a line of its own and its format is known.

Lines recur: fields of one name and type are on many pages. So each line is parsed once, where a module
would be parsed as a whole (`formatting`). No line of a statement over several lines is one by itself,
so that a text of such lines is a valid module. As in `black_fast_path`, None is always a safe answer.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from functools import lru_cache
from keyword import iskeyword
from typing import TypeAlias

from docmodels.targets.python.black_fast_path import (
    RESERVED,
    format_header,
    format_statement,
    is_stable_docstring,
    is_stable_string,
)
from docmodels.targets.python.black_imports import EXPORTS, ITEM, format_import
from docmodels.targets.python.black_nodes import (
    BLANK_LINES,
    Kind,
    Run,
    is_stable_gap,
    is_string_statement,
    kind_of,
)

FUTURE_IMPORT = "from __future__ import annotations"
_TYPE_CHECKING = "if TYPE_CHECKING:"
_QUOTES, _INDENT = '"""', "    "

_Statement: TypeAlias = tuple[int, list[str], Kind]
"""The last line of a statement, the lines that black makes of it, and its kind."""


def format_lines(lines: Sequence[str], start: int, limit: int) -> list[Run] | None:
    """Return the statements of a module from the line `start` on, each as a run.

    None if one is not known, or if black changes the blank lines between two.
    """
    runs: list[Run] = []
    for number in range(start, len(lines)):
        if not lines[number] or (runs and number <= runs[-1].last):
            continue
        statement = _read_statement(lines, number, limit)
        if statement is None:
            return None
        last, formatted, kind = statement
        if runs:
            between = lines[runs[-1].last + 1 : number]
            if not is_stable_gap(runs[-1].kind, kind, between, 0):
                return None
        runs.append(Run(number, last, formatted, kind, is_decorated=False, indent=0))
    return runs


def head_length(lines: Sequence[str]) -> int:
    """Return the number of lines of comments and the import of annotations; 0 without them."""
    comments = next((number for number, line in enumerate(lines) if line[:1] != "#"), 0)
    is_head = comments and [*lines[comments : comments + 2]] == ["", FUTURE_IMPORT]
    return comments + 2 if is_head else 0


def _read_statement(lines: Sequence[str], first: int, limit: int) -> _Statement | None:
    line = lines[first]
    if line.startswith("class "):
        return _read_class(lines, first, limit)
    if line == EXPORTS:
        return _read_exports(lines, first)
    if line == _TYPE_CHECKING:
        return _read_imports(lines, first, limit)
    if line.startswith(_QUOTES):
        last = _end_of_string(lines, first, "")
        string = [*lines[first : last + 1]]
        return (last, string, "simple") if is_stable_string(string, "") else None
    statement = _format_line(line, limit, 0)
    return (first, [*statement[0]], statement[1]) if statement else None


def _read_exports(lines: Sequence[str], first: int) -> _Statement | None:
    """Read `__all__`: black keeps its lines because of the comma at the end of the last name."""
    last = first + 1
    while last < len(lines) and ITEM.fullmatch(lines[last]):
        last += 1
    is_closed = last > first + 1 and last < len(lines) and lines[last] == "]"
    return (last, [*lines[first : last + 1]], "simple") if is_closed else None


def _read_imports(lines: Sequence[str], first: int, limit: int) -> _Statement | None:
    """Read imports for type checkers only."""
    formatted, last = [lines[first]], first
    while last + 1 < len(lines) and lines[last + 1].startswith(_INDENT):
        last += 1
        line = lines[last]
        statement = _format_line(line.removeprefix(_INDENT), limit, 0)
        imports = format_import(line, limit, _INDENT)
        if statement is None or imports is None or statement[1] != "import":
            return None
        formatted += imports
    return (last, formatted, "block") if last > first else None


def _read_class(lines: Sequence[str], first: int, limit: int) -> _Statement | None:
    """Read a class with an optional docstring and fields, which may have docstrings too."""
    header = _format_class_line(lines[first], limit)
    if header is None:
        return None
    formatted, last, number = [*header], first, first + 1
    if number < len(lines) and lines[number].startswith(f"{_INDENT}{_QUOTES}"):
        last = _end_of_string(lines, number, _INDENT)
        formatted += lines[number : last + 1]
        if not is_stable_docstring(lines[number : last + 1], _INDENT):
            return None
    docstring_end, number = last, last + 1
    while number < len(lines) and (not lines[number] or lines[number][0] == " "):
        line = lines[number]
        if line:
            gap = number - last - 1
            is_first = last == docstring_end
            allowed = ((0,) if last == first else (1,)) if is_first else BLANK_LINES[1]
            end, member = _read_member(lines, number, limit)
            if member is None or gap not in allowed:
                return None
            formatted += [*lines[last + 1 : number], *member]
            last, number = end, end
        number += 1
    return (last, formatted, "class") if last > first else None


def _read_member(lines: Sequence[str], number: int, limit: int) -> tuple[int, Sequence[str] | None]:
    """Return the last line of a statement in a class, and the lines that black makes of it."""
    line = lines[number]
    if not line.startswith(f"{_INDENT}{_QUOTES}"):
        statement = _format_line(line, limit, 1)
        return number, statement and statement[0]
    last = _end_of_string(lines, number, _INDENT)
    string = lines[number : last + 1]
    return last, string if is_stable_string(string, _INDENT) else None


def _end_of_string(lines: Sequence[str], first: int, indent: str) -> int:
    """Return the line that ends a string of three quotes; the last line if there is none."""
    if len(lines[first]) >= len(indent) + 6 and lines[first].endswith(_QUOTES):
        return first
    ends = (n for n in range(first + 1, len(lines)) if _QUOTES in lines[n])
    return next(ends, len(lines) - 1)


def _format_line(line: str, limit: int, depth: int) -> tuple[Sequence[str], Kind] | None:
    """Return the lines that black makes of a statement on one line, and its kind."""
    if depth == 0 and (names := _OWN_IMPORT.fullmatch(line)):
        imported = format_import(line, limit) if _are_names(names[1]) else None
        return (imported, "import") if imported else None
    return _format_other(line, limit, depth)


_OWN_IMPORT = re.compile(r"from \.(\w+ import \w+(?:, \w+)*)")


def _are_names(text: str) -> bool:
    """Whether all words of a text but `import` are names, and none is a keyword."""
    names = text.replace(" import ", ", ").split(", ")
    return all(map(str.isidentifier, names)) and not any(map(iskeyword, names))


_NAME = "[A-Za-z_][A-Za-z0-9_]*+"


def _union_of(argument: str) -> str:
    """Return the pattern of a union of names, which may have arguments."""
    member = rf"{_NAME}(?:\[{argument}(?:, {argument})*+\])?+"
    return rf"{member}(?: \| {member})*+"


_UNION = _union_of(_union_of(_union_of(_NAME)))
_PLAIN_ASSIGNMENT = re.compile(rf"{_NAME}: {_UNION}(?: = (?:{_NAME}\.{_NAME}|{_UNION}))?+")
"""A field or an alias of plain names: `a: B[C] | None = None`, `a: B = B.c`, `A: TypeAlias = B | C`."""
_PLAIN_HEADER = re.compile(rf"class {_NAME}\({_NAME}(?:, {_NAME})*+\):")
_WORDS = re.compile(_NAME)


def _is_plain(form: re.Pattern[str], line: str, limit: int) -> bool:
    """Whether a line has a form of plain names, which black keeps: it need not be parsed.

    A name that is bound is no keyword; the others may be constants.
    """
    if len(line) > limit or form.fullmatch(line) is None:
        return False
    bound, *names = _WORDS.findall(line.removeprefix("class "))
    return not iskeyword(bound) and RESERVED.isdisjoint(names)


@lru_cache(maxsize=8192)
def _format_other(line: str, limit: int, depth: int) -> tuple[Sequence[str], Kind] | None:
    indent = _INDENT * depth
    if line.startswith(indent) and _is_plain(
        _PLAIN_ASSIGNMENT, line[len(indent) :], limit - len(indent)
    ):
        return [line], "simple"
    above = ["class _:"] * depth
    body = _parse("\n".join([*above, line]))
    if depth and body and isinstance(body[0], ast.ClassDef):
        body = body[0].body
    if len(body) != 1 or is_string_statement(body[0]):
        return None
    formatted = format_statement(body[0], [*above, line], limit, depth)
    return (formatted, kind_of(body[0])) if formatted else None


def _format_class_line(line: str, limit: int) -> Sequence[str] | None:
    """Return the lines that black makes of the first line of a class."""
    if _is_plain(_PLAIN_HEADER, line, limit):
        return [line]
    formatted = format_header(line, limit)
    name, bracket, bases = line.removeprefix("class ").removesuffix(":").partition("(")
    is_valid = _are_names(name) and _is_valid_class(bracket + bases)
    return formatted if is_valid else None


@lru_cache(maxsize=1024)
def _is_valid_class(bases: str) -> bool:
    return len(_parse(f"class _{bases}: pass")) == 1


def _parse(text: str) -> list[ast.stmt]:
    """Return the statements of a text; none if it is not Python."""
    try:
        return ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
