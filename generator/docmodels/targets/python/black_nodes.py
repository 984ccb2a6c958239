"""What black sees of a statement: its lines, its kind, and the blank lines around it."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

BLANK_LINES = ((0, 1, 2), (0, 1))
"""Numbers of blank lines that black keeps between simple statements: at the top, in a block."""

Kind = Literal["class", "import", "block", "simple"]
"""The kinds of statements between which black keeps different numbers of blank lines.

A function is a "class": two blank lines are before and after both.
"""


class Run(Struct):
    """Adjacent statements (lines `first` to `last`, from 0), and the lines that black makes of them.

    `kind` is that of the first and the last one.
    """

    first: int
    last: int
    formatted: list[str]
    kind: Kind
    is_decorated: bool
    indent: int


def span(node: ast.stmt) -> tuple[int, int]:
    """Return the first and last line of a statement, from 0, decorators included."""
    first = node.lineno
    if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
        first = min([first, *(decorator.lineno for decorator in node.decorator_list)])
    return first - 1, (node.end_lineno or node.lineno) - 1


def is_string_statement(node: ast.stmt) -> bool:
    """Whether a statement is a string literal only."""
    value = node.value if isinstance(node, ast.Expr) else None
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


def has_comment_below(lines: Sequence[str], last: int) -> bool:
    """Whether an indented comment follows, which belongs to the class but has no node."""
    below = last + 1
    while below < len(lines) and not lines[below].strip():
        below += 1
    return below < len(lines) and lines[below].startswith((" ", "\t"))


def kind_of(node: ast.stmt) -> Kind:
    """Return the kind of a statement whose format is known."""
    match node:
        case ast.ClassDef() | ast.FunctionDef():
            return "class"
        case ast.Import() | ast.ImportFrom():
            return "import"
        case ast.If():
            return "block"
        case _:
            return "simple"


def is_stable_gap(before: Kind, after: Kind, between: Sequence[str], depth: int) -> bool:
    """Whether black keeps the blank lines between two statements of a block."""
    if any(between):
        return False
    if "class" in (before, after):
        return len(between) == 2
    if before == "import" and after != "import":
        return len(between) == 1
    if "block" in (before, after):
        return len(between) == 1 and after == "simple"
    return len(between) in BLANK_LINES[depth > 0]
