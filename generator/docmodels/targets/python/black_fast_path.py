"""Format statements as black does, as far as that is easy to prove.

Each function looks at one statement on its own lines: canonical spacing, double quotes, no trailing
comma. Such a statement stays as it is, or is split because it is too long (`black_splits`). False
and None are always safe answers, since black formats the statement then. The rules are those of
black's stable style from 24.1 to 26.10 (`linegen.py`, `lines.py` and `strings.py`); a test compares
every other answer with black.
"""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Sequence
from functools import lru_cache

from docmodels.targets.python.black_imports import format_block, format_import, is_stable_list
from docmodels.targets.python.black_nodes import (
    BLANK_LINES,
    has_comment_below,
    is_string_statement,
    kind_of,
    span,
)
from docmodels.targets.python.black_splits import split_long_line

TESTED_VERSIONS = frozenset(
    "24.1.0 24.1.1 24.2.0 24.3.0 24.4.0 24.4.1 24.4.2 24.8.0 24.10.0 25.1.0 25.9.0 25.11.0 25.12.0 "
    "26.1.0 26.3.0 26.3.1 26.5.0 26.5.1 26.10.0 26.10.1".split()
)
"""The versions of black whose output the functions of this module are tested against.

`tests/black_versions.py` runs those tests with other versions, too; a new version is added here then.
"""


def format_class(node: ast.ClassDef, lines: Sequence[str], limit: int) -> list[str] | None:
    """Return the lines that black makes of a class with a docstring and simple statements.

    The class is one of the module, and its decorators and methods are stable. None if that is not
    known.
    """
    header, (first, last) = node.lineno - 1, span(node)
    if header - first != len(node.decorator_list) or span(node.body[0])[0] != header + 1:
        return None
    if not all(_is_decorator(line, limit) for line in lines[first:header]):
        return None
    header_lines = format_header(lines[header], limit)
    if header_lines is None or has_comment_below(lines, last):
        return None
    formatted = [*lines[first:header], *header_lines]
    body = node.body
    if is_string_statement(body[0]):
        start, end = span(body[0])
        if not is_stable_docstring(lines[start : end + 1], "    "):
            return None
        if len(body) > 1 and (span(body[1])[0] - end != 2 or lines[end + 1]):
            return None
        body = body[1:]
        formatted += lines[start : end + 2] if body else lines[start : end + 1]
    for index, child in enumerate(body):
        between = lines[span(body[index - 1])[1] + 1 : span(child)[0]] if index else ()
        if index and not _is_gap(body[index - 1], child, between):
            return None
        child_lines = _format_member(child, lines, limit)
        if child_lines is None:
            return None
        formatted += [*between, *child_lines]
    return formatted


def _is_gap(before: ast.stmt, after: ast.stmt, between: Sequence[str]) -> bool:
    """Whether black keeps the blank lines between two statements of a class."""
    has_method = isinstance(before, ast.FunctionDef) or isinstance(after, ast.FunctionDef)
    return not any(between) and len(between) in ((1,) if has_method else BLANK_LINES[1])


def _format_member(node: ast.stmt, lines: Sequence[str], limit: int) -> list[str] | None:
    if not isinstance(node, ast.FunctionDef):
        return format_statement(node, lines, limit, 1)
    first, last = span(node)
    return [*lines[first : last + 1]] if _is_stable_method(node, lines, limit) else None


def format_statement(
    node: ast.stmt, lines: Sequence[str], limit: int, depth: int
) -> list[str] | None:
    """Return the lines that black makes of a simple statement in a block `depth` levels deep.

    The statement is no docstring. None if that is not known.
    """
    first, last = span(node)
    if is_stable_statement(node, lines, limit, depth):
        return [*lines[first : last + 1]]
    line = lines[first]
    if depth == 0 and first == last and kind_of(node) == "import":
        return format_import(line, limit)
    if depth == 0 and isinstance(node, ast.If):
        return format_block(node, lines, limit)
    is_long = first == last and len(line) > limit and line.isascii()
    if is_long and is_stable_statement(node, lines, len(line), depth):
        return split_long_line(line, limit)
    return None


def _is_stable_method(node: ast.FunctionDef, lines: Sequence[str], limit: int) -> bool:
    """Whether black keeps a method of plain parameters, an optional docstring and one `return`."""
    header, indent = node.lineno - 1, "        "
    first, last = span(node)
    if header - first != len(node.decorator_list) or last - header != len(node.body):
        return False
    if not all(_is_decorator(line, limit, "    ") for line in lines[first:header]):
        return False
    match = re.fullmatch(r"    def (\w+\(\w.*\)) -> (.+):", lines[header])
    if match is None or not lines[header].isascii() or not fits_line(lines[header], limit):
        return False
    if "=" in match[1] or not is_stable_expression(match[1], is_signature=True):
        return False
    *docs, line = lines[header + 1 : last + 1]
    return (
        is_stable_expression(match[2])
        and isinstance(node.body[-1], ast.Return)
        and len(docs) <= 1
        and (not docs or (is_string_statement(node.body[0]) and is_stable_docstring(docs, indent)))
        and fits_line(line, limit)
        and line.startswith(f"{indent}return ")
        and not isinstance(node.body[-1].value, ast.Tuple)
        and is_stable_expression(line.removeprefix(f"{indent}return "))
    )


def is_stable_statement(node: ast.stmt, lines: Sequence[str], limit: int, depth: int) -> bool:
    """Whether black keeps a simple statement (no docstring) in a block `depth` levels deep."""
    first, last = span(node)
    indent = "    " * depth
    if is_string_statement(node):
        return is_stable_string(lines[first : last + 1], indent)
    line = lines[first]
    if first != last:
        return is_stable_list(node, lines[first : last + 1], limit)
    if not fits_line(line, limit):
        return False
    match node:
        case ast.Pass():
            return line == f"{indent}pass"
        case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=value):
            split = _character_offset(line, annotation.end_col_offset or 0)
            has_tuple = isinstance(annotation, ast.Tuple) or isinstance(value, ast.Tuple)
            tail = line[split:]
            return (
                not has_tuple
                and line.startswith(f"{indent}{name}: ")
                and is_stable_expression(line[len(indent) + len(name) + 2 : split])
                and (not tail or (tail.startswith(" = ") and is_stable_expression(tail[3:])))
            )
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            head = f"{indent}{name} = "
            return line.startswith(head) and is_stable_expression(line[len(head) :])
        case ast.Expr(value=ast.Call()):
            return line.startswith(indent) and is_stable_expression(line[len(indent) :])
        case _:
            return False


def fits_line(line: str, limit: int) -> bool:
    """Whether black counts at most `limit` columns; characters outside ASCII may count two."""
    if line.isascii():
        return len(line) <= limit
    return line.isprintable() and sum(1 + (c > "\x7f") for c in line) <= limit


def _character_offset(line: str, offset: int) -> int:
    """Convert a byte offset of the syntax tree to a character offset."""
    return offset if line.isascii() else len(line.encode()[:offset].decode())


def _is_decorator(line: str, limit: int, indent: str = "") -> bool:
    head = f"{indent}@"
    return (
        line.startswith(head) and fits_line(line, limit) and is_stable_expression(line[len(head) :])
    )


def format_header(line: str, limit: int) -> list[str] | None:
    """Return the lines that black makes of the first line of a class; None if that is not known."""
    match = re.fullmatch(r"class (\w+(?:\((?!\)).*\))?):", line)
    if match is None or not line.isascii() or not is_stable_expression(match[1]):
        return None
    return [line] if fits_line(line, limit) else split_long_line(line, limit)


# --- text ----------------------------------------------------------------------------------------

_STRING_BODY = re.compile(r'(?:[^\\"]|"(?!""|\Z)|\\[\\"n])*')


def is_stable_string(lines: Sequence[str], indent: str) -> bool:
    """Whether black keeps a string that is no docstring: it only changes escapes and quotes."""
    text = "\n".join(lines)
    head = f'{indent}"""'
    if len(text) < len(head) + 3 or not text.startswith(head) or not text.endswith('"""'):
        return False
    content = text[len(head) : -3]
    return '"""' not in content and bool(_STRING_BODY.fullmatch(content))


def is_stable_docstring(lines: Sequence[str], indent: str) -> bool:
    """Whether black keeps a docstring: it needs no stripping, indenting or moving of its end."""
    if not is_stable_string(lines, indent) or not all(_is_trimmed(line) for line in lines):
        return False
    content = "\n".join(lines)[len(indent) + 3 : -3]
    if len(lines) == 1:
        return (
            bool(content)
            and content == content.strip()
            and content[0] != '"'
            and content[-1] not in '"\\'
        )
    middle = [line for line in lines[1:-1] if line]
    return (
        not content.startswith((" ", '"', "\n"))
        and all(line.startswith(indent) for line in middle)
        and lines[-1] == f'{indent}"""'
        and bool(lines[-2])
        and any(not line.startswith(f"{indent} ") for line in middle)
    )


def _is_trimmed(line: str) -> bool:
    return line.isprintable() and line == line.rstrip()


# --- expressions ---------------------------------------------------------------------------------

_NAME = r"[A-Za-z_][A-Za-z0-9_]*"
_TOKENS = re.compile(rf"""
    (?P<lambda>(?<==)lambda(?:[ ][a-z]+)?:[ ])
  | (?P<raw>r"(?:[^"\\\x00-\x1f\x7f]|\\[^"\x00-\x1f\x7f])*")
  | (?P<name>{_NAME}(?:\.{_NAME})*)
  | (?P<text>"(?:[^"\\\x00-\x1f\x7f]|\\[\\n])*")
  | (?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:e-[0-9]+)?(?![\w.])|\.\.\.)
  | (?P<open>[(\[{{])
  | (?P<close>[)\]}}])
  | (?P<comma>,[ ])
  | (?P<or>[ ](?:\||is)[ ])
  | (?P<equals>=)
  | (?P<colon>:[ ])
""", re.X)  # fmt: skip
_CLOSING = {"(": ")", "[": "]", "{": "}"}
RESERVED = frozenset(keyword.kwlist) - {"None", "True", "False"}


@lru_cache(maxsize=4096)  # most annotations recur
def is_stable_expression(text: str, *, is_signature: bool = False) -> bool:
    """Whether black keeps an expression of names, literals, calls, subscripts, displays and `|`.

    With `is_signature`, the text is the name and the annotated parameters of a function instead.
    """
    brackets: list[str] = []
    position, before, keyword_name = 0, "start", ""
    while position < len(text):
        match = _TOKENS.match(text, position)
        if match is None:
            return False
        kind, token = str(match.lastgroup), match.group()
        is_annotation = is_signature and kind == "colon" and brackets == ["("] and keyword_name
        if not is_annotation and not _may_follow(before, kind, token, keyword_name, brackets):
            return False
        if kind == "open":
            brackets.append(token)
        elif kind == "close":
            brackets.pop()
        keyword_name = token if kind == "name" and before in ("start", "open", "comma") else ""
        if kind == "name" and not RESERVED.isdisjoint(token.split(".")):
            return False
        position, before = match.end(), kind
    return not brackets and before in _OPERANDS


_OPERANDS = frozenset({"name", "text", "raw", "number", "close"})


def _may_follow(before: str, kind: str, token: str, keyword_name: str, brackets: list[str]) -> bool:
    """Whether a token may follow `before`; `keyword_name` may be the name of a keyword argument."""
    bracket = brackets[-1] if brackets else ""
    follows_operand = before in _OPERANDS
    match kind:
        case "name" | "text" | "raw" | "number":
            return not follows_operand
        case "lambda":
            return before == "equals"
        case "open":
            is_call = before == "name" and token != "{"
            return is_call or (token != "(" and not follows_operand)
        case "close":
            return _CLOSING.get(bracket) == token and (follows_operand or before == "open")
        case "comma":
            return follows_operand and bool(bracket)
        case "or":
            return follows_operand
        case "equals":
            return bracket == "(" and bool(keyword_name) and "." not in keyword_name
        case "colon":
            return follows_operand and bracket == "{"
        case _:
            return False
