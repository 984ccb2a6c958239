"""Which statements have the form that black gives them, as far as that is easy to prove.

A proof is of one statement on its own lines: canonical spacing, double quotes, no trailing comma,
short enough. No is always a safe answer: black decides then. Rules are those of black 26's stable
style (its `linegen.py`, `lines.py` and `strings.py`); a test holds every proof against black.
"""

from __future__ import annotations

import ast
import keyword
import re
from itertools import pairwise

GAPS = ((0, 1, 2), (0, 1))
"""Numbers of blank lines that black keeps between simple statements: at the top, in a block."""


def span(node: ast.stmt) -> tuple[int, int]:
    """First and last line of a statement, from 0, decorators included."""
    first = node.lineno
    if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
        first = min([first, *(decorator.lineno for decorator in node.decorator_list)])
    return first - 1, (node.end_lineno or node.lineno) - 1


def is_text(node: ast.stmt) -> bool:
    """Whether a statement is a string and nothing else."""
    value = node.value if isinstance(node, ast.Expr) else None
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


def class_has_form(node: ast.ClassDef, lines: list[str], limit: int) -> bool:
    """Prove a class at the top of a module: decorators, header, docstring and simple statements."""
    header = node.lineno - 1
    first = span(node)[0]
    if header - first != len(node.decorator_list) or span(node.body[0])[0] != header + 1:
        return False
    if not all(_is_decorator(line, limit) for line in lines[first:header]):
        return False
    if not _is_header(lines[header], limit) or _has_comment_below(lines, span(node)[1]):
        return False
    body = node.body
    if is_text(body[0]):
        start, end = span(body[0])
        if not docstring_has_form(lines[start : end + 1], "    "):
            return False
        if len(body) > 1 and (span(body[1])[0] - end != 2 or lines[end + 1]):
            return False
        body = body[1:]
    for before, after in pairwise(body):
        between = lines[span(before)[1] + 1 : span(after)[0]]
        methods = isinstance(before, ast.FunctionDef) or isinstance(after, ast.FunctionDef)
        if any(between) or len(between) not in ((1,) if methods else GAPS[1]):
            return False
    return all(
        (
            _method_has_form(child, lines, limit)
            if isinstance(child, ast.FunctionDef)
            else statement_has_form(child, lines, limit, 1)
        )
        for child in body
    )


def _method_has_form(node: ast.FunctionDef, lines: list[str], limit: int) -> bool:
    """Prove a method of plain parameters, whose body is at most a docstring and returns a value."""
    header, indent = node.lineno - 1, "        "
    first, last = span(node)
    if header - first != len(node.decorator_list) or last - header != len(node.body):
        return False
    if not all(_is_decorator(line, limit, "    ") for line in lines[first:header]):
        return False
    match = re.fullmatch(r"    def (\w+\(\w.*\)) -> (.+):", lines[header])
    if match is None or not lines[header].isascii() or not fits(lines[header], limit):
        return False
    if "=" in match[1] or not expression_has_form(match[1], typed=True):
        return False
    *docs, line = lines[header + 1 : last + 1]
    return (
        expression_has_form(match[2])
        and isinstance(node.body[-1], ast.Return)
        and len(docs) <= 1
        and (not docs or (is_text(node.body[0]) and docstring_has_form(docs, indent)))
        and fits(line, limit)
        and line.startswith(f"{indent}return ")
        and not isinstance(node.body[-1].value, ast.Tuple)
        and expression_has_form(line.removeprefix(f"{indent}return "))
    )


def statement_has_form(node: ast.stmt, lines: list[str], limit: int, depth: int) -> bool:
    """Prove a simple statement that is not a docstring, in a block `depth` levels deep."""
    first, last = span(node)
    indent = "    " * depth
    if is_text(node):
        return _loose_text_has_form(lines[first : last + 1], indent)
    line = lines[first]
    if first != last:
        return _long_list_has_form(node, lines[first : last + 1], limit)
    if not fits(line, limit):
        return False
    match node:
        case ast.Pass():
            return line == f"{indent}pass"
        case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=value):
            split = _character(line, annotation.end_col_offset or 0)
            tuples = isinstance(annotation, ast.Tuple) or isinstance(value, ast.Tuple)
            tail = line[split:]
            return (
                not tuples
                and line.startswith(f"{indent}{name}: ")
                and expression_has_form(line[len(indent) + len(name) + 2 : split])
                and (not tail or (tail.startswith(" = ") and expression_has_form(tail[3:])))
            )
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            head = f"{indent}{name} = "
            return line.startswith(head) and expression_has_form(line[len(head) :])
        case _:
            return False


def _long_list_has_form(node: ast.stmt, lines: list[str], limit: int) -> bool:
    """Prove a list of strings, one a line, that does not fit on fewer: `__all__` of a module."""
    if not isinstance(node, ast.Assign) or not re.fullmatch(r"\w+ = \[", lines[0]):
        return False
    joined = 4 + sum(len(line) - len("    ,") + len(", ") for line in lines[1:-1]) - len(", ")
    return (
        lines[-1] == "]"
        and joined > limit
        and all(fits(line, limit) and _ITEM.fullmatch(line) for line in lines[1:-1])
    )


_ITEM = re.compile(r'    "[A-Za-z_0-9]*",')


def fits(line: str, limit: int) -> bool:
    """Whether black counts at most `limit` columns; characters outside ASCII may count two."""
    if line.isascii():
        return len(line) <= limit
    return line.isprintable() and sum(1 + (c > "\x7f") for c in line) <= limit


def _character(line: str, offset: int) -> int:
    """The character at a byte offset of the syntax tree."""
    return offset if line.isascii() else len(line.encode()[:offset].decode())


def _is_decorator(line: str, limit: int, indent: str = "") -> bool:
    head = f"{indent}@"
    return line.startswith(head) and fits(line, limit) and expression_has_form(line[len(head) :])


def _has_comment_below(lines: list[str], last: int) -> bool:
    """Whether an indented comment follows, which belongs to the class though no node holds it."""
    below = last + 1
    while below < len(lines) and not lines[below].strip():
        below += 1
    return below < len(lines) and lines[below].startswith((" ", "\t"))


def _is_header(line: str, limit: int) -> bool:
    match = re.fullmatch(r"class (\w+(?:\((?!\)).*\))?):", line)
    return (
        match is not None and line.isascii() and fits(line, limit) and expression_has_form(match[1])
    )


# --- text ----------------------------------------------------------------------------------------

_INSIDE = re.compile(r'(?:[^\\"]|"(?!""|\Z)|\\[\\"n])*')


def _loose_text_has_form(lines: list[str], indent: str) -> bool:
    """A string that is no docstring keeps its inside; black would change escapes and quotes only."""
    text = "\n".join(lines)
    head = f'{indent}"""'
    if len(text) < len(head) + 3 or not text.startswith(head) or not text.endswith('"""'):
        return False
    inside = text[len(head) : -3]
    return '"""' not in inside and bool(_INSIDE.fullmatch(inside))


def docstring_has_form(lines: list[str], indent: str) -> bool:
    """Black strips a docstring, indents it anew and may move its end: what needs none of these."""
    if not _loose_text_has_form(lines, indent) or not all(_is_calm(line) for line in lines):
        return False
    inside = "\n".join(lines)[len(indent) + 3 : -3]
    if len(lines) == 1:
        return (
            bool(inside)
            and inside == inside.strip()
            and inside[0] != '"'
            and inside[-1] not in '"\\'
        )
    rest = [line for line in lines[1:-1] if line]
    return (
        not inside.startswith((" ", '"', "\n"))
        and all(line.startswith(indent) for line in rest)
        and lines[-1] == f'{indent}"""'
        and bool(lines[-2])
        and any(not line.startswith(f"{indent} ") for line in rest)
    )


def _is_calm(line: str) -> bool:
    return line.isprintable() and line == line.rstrip()


# --- expressions ---------------------------------------------------------------------------------

_NAME = r"[A-Za-z_][A-Za-z0-9_]*"
_TOKENS = re.compile(rf"""
    (?P<lambda>(?<==)lambda:[ ])
  | (?P<raw>r"(?:[^"\\\x00-\x1f\x7f]|\\[^"\x00-\x1f\x7f])*")
  | (?P<name>{_NAME}(?:\.{_NAME})*)
  | (?P<text>"(?:[^"\\\x00-\x1f\x7f]|\\[\\n])*")
  | (?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?![\w.])|\.\.\.)
  | (?P<open>[(\[{{])
  | (?P<close>[)\]}}])
  | (?P<comma>,[ ])
  | (?P<or>[ ]\|[ ])
  | (?P<equals>=)
  | (?P<colon>:[ ])
""", re.X)  # fmt: skip
_CLOSES = {"(": ")", "[": "]", "{": "}"}
_RESERVED = frozenset(keyword.kwlist) - {"None", "True", "False"}


def expression_has_form(text: str, *, typed: bool = False) -> bool:
    """Prove names, literals, calls, subscripts, lists, dictionaries and `|`, spaced as by black.

    With `typed`, prove the name and the annotated parameters of a function instead.
    """
    brackets: list[str] = []
    position, before, word = 0, "start", ""
    while position < len(text):
        match = _TOKENS.match(text, position)
        if match is None:
            return False
        kind, token = str(match.lastgroup), match.group()
        parameter = typed and kind == "colon" and brackets == ["("] and word
        if not parameter and not _may_follow(before, kind, token, word, brackets):
            return False
        if kind == "open":
            brackets.append(token)
        elif kind == "close":
            brackets.pop()
        word = token if kind == "name" and before in ("start", "open", "comma") else ""
        if kind == "name" and not _RESERVED.isdisjoint(token.split(".")):
            return False
        position, before = match.end(), kind
    return not brackets and before in _OPERANDS


_OPERANDS = frozenset({"name", "text", "raw", "number", "close"})


def _may_follow(before: str, kind: str, token: str, word: str, brackets: list[str]) -> bool:
    """Whether a token may stand here. `word` is a token before that may be a keyword argument's."""
    inner = brackets[-1] if brackets else ""
    ended = before in _OPERANDS
    match kind:
        case "name" | "text" | "raw" | "number":
            return not ended
        case "lambda":
            return before == "equals"
        case "open":
            called = before == "name" and token != "{"
            return called or (token != "(" and not ended)
        case "close":
            return _CLOSES.get(inner) == token and (ended or before == "open")
        case "comma":
            return ended and bool(inner)
        case "or":
            return ended
        case "equals":
            return inner == "(" and bool(word) and "." not in word
        case "colon":
            return ended and inner == "{"
        case _:
            return False
