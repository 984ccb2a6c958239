"""Format imports and lists of names as black does.

As in `black_fast_path`, None and False are always safe answers.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from docmodels.targets.python.black_nodes import has_comment_below, span

_IMPORT = re.compile(
    r"import [\w.]+(?: as \w+)?|(from (?!__future__)[\w.]+ import )(\w+(?: as \w+)?(?:, \w+(?: as \w+)?)*)"
)


def format_import(line: str, limit: int, indent: str = "") -> list[str] | None:
    """Return the lines of an import in a block: a long one has one name on each line."""
    match = _IMPORT.fullmatch(line.removeprefix(indent))
    if match is None or not line.startswith(indent) or not line.isascii():
        return None
    if len(line) <= limit:
        return [line]
    if not match[1]:
        return None
    names = match[2].split(", ")
    return [f"{indent}{match[1]}(", *(f"{indent}    {name}," for name in names), f"{indent})"]


def format_block(node: ast.If, lines: Sequence[str], limit: int) -> list[str] | None:
    """Return the lines of imports for type checkers only."""
    first, last = span(node)
    is_block = lines[first] == "if TYPE_CHECKING:" and last - first == len(node.body)
    if not is_block or node.orelse or has_comment_below(lines, last):
        return None
    formatted = [lines[first]]
    for line in lines[first + 1 : last + 1]:
        import_lines = format_import(line, limit, "    ")
        if import_lines is None:
            return None
        formatted += import_lines
    return formatted


def is_list_of_names(node: ast.stmt, lines: Sequence[str]) -> bool:
    """Whether a statement is a list of one string per line, as `__all__`: a trailing comma keeps it."""
    first, last = span(node)
    return first != last and _has_name_lines(node, lines[first : last + 1])


def _has_name_lines(node: ast.stmt, lines: Sequence[str]) -> bool:
    return (
        isinstance(node, ast.Assign)
        and bool(re.fullmatch(r"[A-Za-z_]\w* = \[", lines[0]))
        and lines[-1] == "]"
        and len(lines) > 2
        and all(ITEM.fullmatch(line) for line in lines[1:-1])
    )


def is_stable_list(node: ast.stmt, lines: Sequence[str], limit: int) -> bool:
    """Whether black keeps a list of one string per line without its trailing comma: it is long."""
    if not _has_name_lines(node, lines):
        return False
    joined = 4 + sum(len(line) - len("    ,") + len(", ") for line in lines[1:-1]) - len(", ")
    return joined > limit


ITEM = re.compile(r'    "[A-Za-z_0-9]*",')
"""A line of a list of names."""
EXPORTS = "__all__ = ["
