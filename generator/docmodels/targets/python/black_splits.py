"""Split one long line as black does: a simple assignment or the header of a class.

The functions follow black's right-hand split (`linegen.py` and `lines.py` of 24.1 to 26.10) for lines
of names, literals, calls, subscripts, displays and `|`. Where black tries a second way to split,
the line is left to black: the answer None is always safe.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

_LEAF = re.compile(r"""
    (?P<space>[ ]*)
    (?P<value>
      r?"(?:[^"\\]|\\.)*"
      | (?P<owner>[A-Za-z_][A-Za-z0-9_]*\.)?[A-Za-z_][A-Za-z0-9_]*(?![.\w"'])
      | (?:[0-9]+(?:\.[0-9]+)?(?:e-[0-9]+)?(?![\w.]) | \.\.\.) | [-()\[\]{},|=:]
    )
""", re.X)  # fmt: skip
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")
_SIGNS = frozenset("()[]{},|=:-")
_MAX_DEPTH = 20
_COMMA, _OR = 2, 1
"""Priorities of delimiters: black splits at all commas of a line before it splits at `|`."""


class _NotKnown(Exception):
    """How black splits a line is not known here."""


class _CannotSplit(Exception):
    """black does not split a line at a pair of brackets."""


class _Leaf(Struct, eq=False):
    """A token, the spaces before it, and its pair of brackets.

    An optional parenthesis is a bracket that the text may leave out. `is_display` is true for the
    brackets of a list or dictionary, and for an optional one.
    """

    value: str
    kind: str
    space: str = ""
    partner: _Leaf | None = None
    is_display: bool = False

    def is_invisible(self) -> bool:
        """Whether this is an optional parenthesis that is not written."""
        return self.kind in "()" and not self.value

    def __str__(self) -> str:
        return self.space + self.value


class _Line(Struct):
    leaves: list[_Leaf]
    depth: int
    is_inside: bool = False
    is_split_at_commas: bool = False

    def __str__(self) -> str:
        return " " * 4 * self.depth + "".join(map(str, self.leaves)).lstrip(" ")

    def delimiters(self) -> tuple[int, int]:
        """Return the highest priority of the delimiters outside brackets, and their number."""
        first, last = self.leaves[0], self.leaves[-1]
        priorities = [
            _priority(leaf) for leaf in self.outer() if leaf is not last and leaf is not first
        ]
        highest = max(priorities, default=0)
        return highest, priorities.count(highest) if highest else 0

    def outer(self) -> Iterator[_Leaf]:
        """Yield the leaves outside brackets."""
        depth = 0
        for leaf in self.leaves:
            depth -= leaf.kind in _CLOSING
            if depth == 0 and leaf.kind not in _OPENING:
                yield leaf
            depth += leaf.kind in _OPENING


class _Split(Struct):
    """A line split at a pair of brackets."""

    head: _Line
    body: _Line
    tail: _Line
    opening: _Leaf
    closing: _Leaf

    def lines(self) -> list[_Line]:
        """Write the brackets and return the lines that are not empty."""
        self.opening.value, self.closing.value = self.opening.kind, self.closing.kind
        return [line for line in (self.head, self.body, self.tail) if line.leaves]


def _priority(leaf: _Leaf) -> int:
    return _COMMA if leaf.kind == "," else _OR if leaf.kind == "|" else 0


def split_long_line(line: str, limit: int) -> list[str] | None:
    """Return the lines that black makes of a line longer than `limit`; None if that is not known.

    The line is an assignment of one name or the header of a class, and only its length is not
    canonical.
    """
    try:
        return [str(part) for part in _transform(_read_leaves(line), limit)]
    except _NotKnown:
        return None


# --- tokens --------------------------------------------------------------------------------------


def _read_leaves(line: str) -> _Line:
    """Read the tokens of a line, with optional parentheses around annotation and value."""
    text = line.lstrip(" ")
    leaves: list[_Leaf] = []
    stack: list[_Leaf] = []
    optional: _Leaf | None = None
    is_class, position = text.startswith("class "), 0
    while position < len(text):
        match = _LEAF.match(text, position)
        if match is None or len(stack) > _MAX_DEPTH:
            raise _NotKnown
        space, owner = match["space"], match["owner"]
        if owner:  # black splits at a dot only behind brackets
            leaves += [_Leaf(owner[:-1], "name", space), _Leaf(".", "other")]
            space = ""
        leaf = _leaf(match["value"].removeprefix(owner or ""), space)
        position = match.end()
        if leaf.kind in _OPENING:
            leaf.is_display = leaf.space != "" or not leaves or leaves[-1].kind != "name"
            stack.append(leaf)
        elif leaf.kind in _CLOSING and stack:
            leaf.partner = stack.pop()
        is_separator = not (is_class or stack) and leaf.kind in ("=", ":")
        if is_separator and optional:
            leaves.append(_Leaf("", ")", partner=optional))
        leaves.append(leaf)
        if is_separator:
            optional = _Leaf("", "(", " ", is_display=True)
            leaves.append(optional)
    if optional:
        leaves.append(_Leaf("", ")", partner=optional))
    _move_spaces(leaves)
    return _Line(leaves, (len(line) - len(text)) // 4)


def _leaf(value: str, space: str) -> _Leaf:
    is_name = value[0].isalpha() or value[0] == "_"
    kind = value if value in _SIGNS else "name" if is_name and value[-1] != '"' else "other"
    return _Leaf(value, kind, space)


def _move_spaces(leaves: list[_Leaf]) -> None:
    """Put the space between `=` and a value before the optional parenthesis."""
    for before, leaf in pairwise(leaves):
        if before.is_invisible() and before.kind == "(":
            leaf.space = ""


# --- splitting -----------------------------------------------------------------------------------


def _transform(line: _Line, limit: int) -> list[_Line]:
    """Split a line that is too long, and its parts, as `transform_line`."""
    if len(str(line)) <= limit and not line.is_split_at_commas:
        return [line]
    if line.is_inside and (parts := _split_at_delimiters(line)):
        return [result for part in parts for result in _transform(part, limit)]
    try:
        parts = _split_at_brackets(line, limit)
    except _CannotSplit:
        return [line]
    closing = sum(leaf.kind in _CLOSING for leaf in line.leaves)
    if len(str(parts[0])) > limit and closing > 1:  # black tries other brackets
        raise _NotKnown
    return [result for part in parts for result in _transform(part, limit)]


def _split_at_delimiters(line: _Line) -> list[_Line]:
    """Return a line for each part between the delimiters, as `delimiter_split`; none without any."""
    highest, _ = line.delimiters()
    if not highest:
        return []
    parts: list[list[_Leaf]] = [[]]
    ends = {id(leaf) for leaf in line.outer() if _priority(leaf) == highest}
    for leaf in line.leaves:
        if id(leaf) in ends and highest == _OR and parts[-1]:
            parts.append([])
        parts[-1].append(leaf)
        if id(leaf) in ends and highest == _COMMA:
            parts.append([])
    parts = [part for part in parts if part]
    if highest == _COMMA and parts[-1][-1].kind != ",":
        parts[-1].append(_Leaf(",", ","))
    return [_Line(part, line.depth, is_inside=True) for part in parts]


def _split_at_brackets(line: _Line, limit: int) -> list[_Line]:
    """Split at the last brackets, or at others in front of them, as `right_hand_split`."""
    split = _last_brackets(line, frozenset())
    return _without_optional(split, line, limit, frozenset())


def _last_brackets(line: _Line, omit: frozenset[int]) -> _Split:
    """Split at the last pair of brackets that is not in `omit` and not empty."""
    leaves = line.leaves
    index = len(leaves)
    while index > 0:
        index -= 1
        closing = leaves[index]
        if closing.kind not in _CLOSING or id(closing) in omit:
            continue
        start = next((i for i in range(index) if leaves[i] is closing.partner), -1)
        if start < 0:
            raise _CannotSplit
        if start == index - 1:  # black goes on with the brackets before empty ones
            index = start
            continue
        opening = leaves[start]
        body = _Line(leaves[start + 1 : index], line.depth + 1, is_inside=True)
        body.is_split_at_commas = opening.is_display and body.delimiters()[0] == _COMMA
        head = _Line(leaves[: start + 1], line.depth)
        return _Split(head, body, _Line(leaves[index:], line.depth), opening, closing)
    raise _CannotSplit


def _without_optional(split: _Split, line: _Line, limit: int, omit: frozenset[int]) -> list[_Line]:
    """Prefer a split without optional parentheses, as `_maybe_split_omitting_optional_parens`."""
    if split.opening.is_invisible() and _can_omit(split.body):
        omit = omit | {id(split.closing)}
        try:
            other = _last_brackets(line, omit)
            if _is_preferred(other, split, limit):
                return _without_optional(other, line, limit, omit)
        except _CannotSplit:
            if len(split.body.leaves) < 2 and len(str(split.body)) > limit:
                raise
    return split.lines()


def _can_omit(body: _Line) -> bool:
    """Whether optional parentheses around `body` are not useful, as `can_omit_invisible_parens`."""
    priority, number = body.delimiters()
    if priority == 0:
        return True
    if number > 1:
        return False
    first, last = body.leaves[0], body.leaves[-1]
    if first.kind in _OPENING or last.kind in (")", "}"):
        raise _NotKnown
    if last.kind == "]" and last.partner and last.partner.is_display:
        raise _NotKnown
    return False


def _is_preferred(other: _Split, split: _Split, limit: int) -> bool:
    """Whether black prefers `other` to optional parentheses, as `_prefer_split_rhs_oop_over_rhs`."""
    head = split.head.leaves
    if len(head) < 2 or head[-2].kind != "=":
        return True
    if not any(leaf.kind in _OPENING or leaf.kind in _CLOSING for leaf in head[:-1]):
        return True
    if len(str(split.head)) > limit - 1:
        return True
    equals, other_equals = (
        sum(leaf.kind == "=" for leaf in part.head.leaves) for part in (split, other)
    )
    if equals > 1 and equals > other_equals:
        return False
    for leaf in reversed(other.head.leaves):
        if leaf.kind == "=":
            break
        if leaf.kind in _CLOSING:
            return True
    return other_equals > 0 and len(str(other.head)) <= limit
