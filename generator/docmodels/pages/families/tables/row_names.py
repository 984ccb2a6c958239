"""Read the name cells of a table: depth marks, paths, marks of optional fields, several names."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from docmodels.pages.families.tables.words import words

_INDENT = re.compile(r"(?:&nbsp;|&emsp;|&ensp;|[\u00a0\u2002\u2003\u3000])+", re.I)
_MARK = re.compile(r"(?:>|»|›|└─*|├─*|│|┗|┣|↳|→|->|▶|►|•|·|\+|-{1,2}(?=\s))\s*")
_SPLIT_MARKS = re.compile(r"(?:(?:>|»|›|└─*|├─*|│|┗|┣|↳|→|->|▶|►|•|·|\+|-{1,2}(?=\s))\s*)+")
_ANCHOR = re.compile(r"<a\s[^<>]*>\s*</a>|<a\s[^<>]*/>|<!--[^<>]{0,300}-->", re.I)
_BREAK = re.compile(r"<br\s*/?>|<sup>|<sub>|<small>", re.I)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_LINK = re.compile(r"\[([^\[\]]+)\](?:\([^()]{0,300}\)|\[[^\[\]]{0,300}\])")
_LIQUID = re.compile(r"\{%\s*\w+\s+([\w.$@-]+)[^%{}]{0,99}%\}")
_CODE = re.compile(r"(\W*)(`{1,2})([^`]+)\2(.*)", re.S)
_BOLD = re.compile(r"(\*\*|__|\*|_)(?=\S)(.+?)(?<=\S)\1(?!\w)(.*)", re.S)
_SEGMENT = r"(?:[^\W\d]|[$@_#])[\w$@:-]*"
_NAME = re.compile(rf"(?:{_SEGMENT}|\d[\d$@:-]*[^\W\d][\w$@:-]*)")
_WILDCARD = re.compile(r"(?:\{[^{}]+\}|<[^<>]+>|\*|\[[a-z_ ]+\]|\$\{[^{}]+\})")
_SEPARATOR = re.compile(
    r"(?:`\s*+|(?<!\s)\s++)?+(?:,|/|、|\bor\b|或者|或|または|\bили\b|\bou\b|\|)\s*+`?"
)
_MAX_DEPTH = 20


class Step(Struct, frozen=True):
    """One name of a path; `array` is the number of `[]` after it. A wildcard names any key."""

    name: str
    array: int = 0
    is_wildcard: bool = False


class RowName(Struct, frozen=True):
    """A name cell. `depth` counts its marks; `path` is empty if the cell has no wire name.

    `alternatives` are further names in the cell; `separator` is what stands between them.
    `is_optional` and `is_nullable` are from the marks `name?` and `?name`. `remark` is the text
    after the name. `has_star`: a `*` follows, which is a footnote or means required.
    """

    path: tuple[Step, ...] = ()
    depth: int = 0
    alternatives: tuple[str, ...] = ()
    separator: str = ""
    is_optional: bool = False
    has_star: bool = False
    remark: str = ""
    text: str = ""


@lru_cache(maxsize=16384)
def read_name(cell: str) -> RowName:
    """Read a name cell."""
    if len(cell) > 400:
        return RowName(text=cell[:400])
    text, depth = _split_depth(html.unescape(_INDENT.sub(_indent_mark, _ANCHOR.sub("", cell))))
    text = _LIQUID.sub(r"\1", _LINK.sub(r"\1", text)).replace("\\", "")
    text, _, remark = _partition(_BREAK, text)
    text, inner_depth = _split_depth(text if "`" in text else _TAG.sub("", text))
    name, after = _unwrap(text)
    row = _read_marks(name, _TAG.sub("", after).strip())
    row = replace(row, remark=f"{row.remark} {_TAG.sub(' ', remark)}".strip())
    return replace(row, depth=min(depth + inner_depth, _MAX_DEPTH), text=text)


def _indent_mark(match: re.Match[str]) -> str:
    return "\u00bb " if match.start() == 0 else " "


def _partition(pattern: re.Pattern[str], text: str) -> tuple[str, str, str]:
    match = pattern.search(text)
    return (text[: match.start()], match[0], text[match.end() :]) if match else (text, "", "")


def _split_depth(text: str) -> tuple[str, int]:
    """Return a text without the depth marks at its start, and their number."""
    text = text.strip()
    prefix = _SPLIT_MARKS.match(text)
    if prefix is None:
        return text, 0
    return text[prefix.end() :], len(_MARK.findall(prefix[0]))


def _unwrap(text: str) -> tuple[str, str]:
    """Return the name in a code span or in emphasis, and the text after it."""
    if (code := _CODE.fullmatch(text)) is not None and not re.search(r"\w", code[1]):
        return _joined_code(code)
    if (bold := _BOLD.fullmatch(text)) is not None:
        return bold[2].strip("` "), bold[3]
    return text, ""


def _joined_code(code: re.Match[str]) -> tuple[str, str]:
    """Return the name in a code span; several spans with a separator are several names."""
    name, after = code[3].strip(), code[4].removeprefix(code[1])
    separator = _SEPARATOR.match(after)
    if separator is not None and "`" in after:
        return f"{name}{separator[0]}{after[separator.end():].replace('`', '')}", ""
    return name, after


def _read_marks(text: str, remark: str) -> RowName:
    """Read `?name`, `name?`, `name*`, `name[]` and remarks in parentheses."""
    text = text.strip()
    is_optional = text.startswith("?") or text.rstrip("* ").endswith("?")
    is_optional = is_optional or remark.lstrip("*` ").startswith("?")
    is_wildcard = text.endswith((".*", "[*]"))
    has_star = (text.endswith("*") and not is_wildcard) or re.match(
        r"\*(?![\w(])", remark
    ) is not None
    text = text.strip("?").rstrip("* ").strip("?").strip() if text != "*" else text
    if text.endswith("."):
        text += "*"
    if " (" in text or "（" in text:
        text, _, inner = text.replace("（", " (").partition(" (")
        remark = f"{inner.rstrip(')）')} {remark}"
    text = text.strip().strip("\"'")
    row = RowName((), 0, (), "", is_optional, has_star, remark.strip())
    if path := _read_path(text):
        return replace(row, path=path)
    path, alternatives, separator = _read_alternatives(text)
    return replace(row, path=path, alternatives=alternatives, separator=separator)


def _read_alternatives(text: str) -> tuple[tuple[Step, ...], tuple[str, ...], str]:
    """Read `a, b`, `a / b` or `a or b` as several names, if all of them are wire names."""
    separator = _SEPARATOR.search(text)
    if separator is None:
        return (), (), ""
    names = [name.strip(" `\"'") for name in _SEPARATOR.split(text)]
    if len(names) > 4 or not all(_NAME.fullmatch(name) for name in names):
        return (), (), ""
    return (Step(names[0]),), tuple(names[1:]), separator[0].strip("` ")


def _read_path(text: str) -> tuple[Step, ...]:
    """Read `a`, `a.b`, `a[].b[0].c`, `a->b`, `a.*`; return nothing for other texts."""
    text = re.sub(r"(?:(?<!\s)\s++)?+(?:->|→|›|»)\s*+", ".", text)
    text = re.sub(r"\[(?:\d{1,4}|\*|i|n|x|index)\]", "[]", text).removeprefix("$.")
    text = re.sub(r"\.\d{1,4}(?=\.|$)", "[]", text).replace(".[]", "[]")
    steps: list[Step] = []
    for part in _split_dots(text):
        name = part.rstrip("[]") if part.endswith("[]") else part
        array = (len(part) - len(name)) // 2
        if _WILDCARD.fullmatch(name) and (steps or part == text):
            steps.append(Step(name, array, is_wildcard=True))
        elif _NAME.fullmatch(name) or (not name and array and not steps):
            steps.append(Step(name, array))
        else:
            return ()
    if len(steps) > _MAX_DEPTH or not steps or (len(steps) == 1 and not steps[0].name):
        return ()
    return tuple(steps)


def _split_dots(text: str) -> Sequence[str]:
    """Split at dots, but not inside braces: `{a.b}` is one step."""
    return re.split(r"\.(?![^{}<>]{0,99}[}>])", text) if "." in text else [text]


def is_prose(name: RowName) -> bool:
    """Return whether a name cell has several words and is no wire name."""
    return not name.path and bool(name.text.strip()) and name.text not in words().values["nothing"]
