"""Bring the Markdown of a page into the forms that generators print, line by line.

Markdown has several forms for one thing: underlined headings, rows without outer pipes or inside a
list or a quotation, `__bold__`, links whose targets stand elsewhere. Editors and formatters convert
one into another. Every line keeps its number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

_UNDERLINE_SIGN = r" *+(?:={2,}+|-{2,}+)[ \t]*+(?:\n|$)"
_DELIMITER_SIGN = (
    r"[ \t>]++\||[ \t>]*+:?-++:?[ \t]*+\|"
    r"|\|[ \t:]*+-[-: \t]*+(?:\|[ \t:]*+-[-: \t]*+)*+(?:\n|$)"
)
"""The beginning of a delimiter row that is indented, quoted, or lacks an outer pipe."""
_LINES = re.compile(rf"\n(?:{_UNDERLINE_SIGN}|{_DELIMITER_SIGN}| *+<!--| *+\[[^\[\]\n]++\]:)")
"""A line of which a page has one if it needs another step than that for bold text."""
_UNDERLINE = re.compile(rf"\n{_UNDERLINE_SIGN}")
_DELIMITER = re.compile(rf"\n(?:{_DELIMITER_SIGN})")
_DEFINITION = re.compile(
    r" {0,3}\[(?P<label>[^\[\]^][^\[\]]*+)\]:[ \t]*+(?P<target>[^\s\"'(]++)[ \t]*+"
    r"(?P<title>(?:\"[^\"]*+\"|\([^()]*+\))?+)[ \t]*+"
)
_REFERENCE = re.compile(
    r"\[(?P<text>(?:[^\[\]]|\[[^\[\]]*+\])++)\](?:\[(?P<label>[^\[\]]*+)\])?+(?![(:])"
)
_BOLD_CELL = re.compile(r"\|? *+__[^|]*__ *\|")
_LINT_COMMENT = re.compile(r"-->[ \t]*+\n[^|\n]*+\|")
_COMMENT = "//"
"""The label of definitions that are comments."""
_INDENT = " \t>"
_NO_TITLE = ("#", ">", "|", "- ", "* ", "+ ", "`", "~", "[[", ":::", "</", "<!")
"""How a line begins that no underline makes a heading."""
_ITEM = re.compile(r"\d{1,9}[.)] ")
_BARE_HEADERS = frozenset(
    {
        *("Method | HTTP request | Description", "Feature | HTTP request | Description"),
        *("Name | Type", "Name | Type | Description | Notes", "Type | Description | Notes"),
        "Name | Mapping | SQL Type | Default | Type | Description | Notes",
        "Input Type | Accessed Type | Description | Notes",
        "Class Name | Input Type | Accessed Type | Description | Notes",
        "Key | Input Type | Accessed Type | Description | Notes",
    }
)
"""The headers that OpenAPI Generator prints without outer pipes."""


def plain_markup(text: str) -> str:
    """Return a text in the forms that generators print; most texts are returned themselves."""
    steps: list[Callable[[list[str], Sequence[bool]], None]] = []
    start = f"\n{text}" if text.startswith((" ", ">", "|", "-", ":", "[", "<")) else text
    if _LINES.search(start):
        steps += [_convert_underlines] if _UNDERLINE.search(start) else []
        steps += [_convert_tables] if _has_other_tables(start) else []
        steps += [_drop_comments] if _LINT_COMMENT.search(text) else []
        steps += [_convert_references] if "]:" in text else []
    if "__" in text and 1 < text.count("__") > text.count("**"):
        steps.append(_convert_bold)
    if not steps:
        return text
    lines = text.split("\n")
    is_text = _find_text(lines)
    for step in steps:
        step(lines, is_text)
    return "\n".join(lines)


def _has_other_tables(text: str) -> bool:
    """Whether the first table without outer pipes at the beginning of lines is none of a generator."""
    match = _DELIMITER.search(text)
    if match is None:
        return False
    header = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    return header.rstrip() not in _BARE_HEADERS


def _find_text(lines: Sequence[str]) -> list[bool]:
    """Return for each line whether it is text: neither fenced code nor front matter."""
    is_text: list[bool] = []
    fence = "---" if lines[0].rstrip() == "---" else ""
    for number, line in enumerate(lines):
        start = line.lstrip()[:3]
        if fence and number and (start == fence or (fence == "---" and start == "...")):
            is_text.append(False)
            fence = ""
            continue
        if not fence and start in ("```", "~~~") and "`" not in line.lstrip(" `"):
            fence = start
        is_text.append(not fence)
    return is_text


def _convert_underlines(lines: list[str], is_text: Sequence[bool]) -> None:
    """Convert headings with an underline. Source: CommonMark 0.31, section 4.3."""
    for index in range(1, len(lines)):
        underline, title = lines[index].strip(), lines[index - 1].strip()
        if len(underline) < 2 or not (is_text[index] and is_text[index - 1]):
            continue
        if underline.strip("=") and underline.strip("-"):
            continue
        is_first = index == 1 or not lines[index - 2].strip() or not is_text[index - 2]
        if is_first and _is_title(title):
            lines[index - 1] = f"{'#' if underline[0] == '=' else '##'} {title}"
            lines[index] = ""


def _is_title(text: str) -> bool:
    return bool(text) and not (text.startswith(_NO_TITLE) or _ITEM.match(text)) and "|" not in text


def _convert_tables(lines: list[str], is_text: Sequence[bool]) -> None:
    """Convert the rows of tables to rows with outer pipes at the beginning of the line."""
    for index in range(1, len(lines)):
        delimiter = lines[index].strip(_INDENT)
        if not (is_text[index] and "|" in delimiter and "-" in delimiter):
            continue
        is_plain = lines[index].startswith("|") and delimiter.endswith("|")
        if delimiter.strip("|:- \t") or is_plain:
            continue
        header = _header_text(lines[index - 1])
        if _count_cells(header) == _count_cells(delimiter):
            lines[index - 1] = _with_pipes(header)
            _convert_rows(lines, index, is_quoted=">" in lines[index])


def _count_cells(row: str) -> int:
    row = _with_pipes(row)
    return row.count("|") - row.count("\\|") - 1


def _header_text(line: str) -> str:
    """Return a header without what precedes it: the mark of a quotation or of an item."""
    text = _row_text(line)
    return text[2:].lstrip() if text.startswith(("- |", "* |", "+ |")) else text


def _row_text(line: str) -> str:
    return line.lstrip(_INDENT).rstrip()


def _convert_rows(lines: list[str], index: int, *, is_quoted: bool) -> None:
    while index < len(lines):
        text = _row_text(lines[index])
        if "|" not in text or (is_quoted and not lines[index].lstrip().startswith(">")):
            return
        lines[index] = _with_pipes(text)
        index += 1


def _with_pipes(row: str) -> str:
    row = row if row.startswith("|") else f"| {row}"
    return row if row.endswith("|") and not row.endswith("\\|") else f"{row} |"


def _drop_comments(lines: list[str], is_text: Sequence[bool]) -> None:
    """Drop comments before tables, which formatters and linters read."""
    for index, (line, following) in enumerate(pairwise(lines)):
        is_comment = line.rstrip().endswith("-->") and line.lstrip().startswith("<!--")
        if is_comment and "|" in following and is_text[index]:
            lines[index] = ""


def _convert_bold(lines: list[str], is_text: Sequence[bool]) -> None:
    """Convert `__bold__`.

    A name in the first cells of some rows of a table is not bold. A page with more `**` prints bold
    text with these.
    """
    names = set(_find_dunder_names(lines))
    for index, line in enumerate(lines):
        if is_text[index] and index not in names and line.count("__") > 1:
            lines[index] = _bold(line)


def _find_dunder_names(lines: Sequence[str]) -> Iterator[int]:
    """Yield the rows whose name is in the form of bold text, of tables with other names too."""
    rows: list[int] | None = None
    names: list[int] = []
    for index, line in enumerate((*lines, "")):
        if not line.strip("|:- \t") and "-" in line and "|" in line:
            rows, names = [], []
        elif "|" not in line:
            yield from names if rows is not None and len(names) < len(rows) else ()
            rows = None
        elif rows is not None:
            rows.append(index)
            names += [index] if _BOLD_CELL.match(line) else []


def _bold(line: str) -> str:
    """Convert pairs of `__` that enclose text, and no part of a word, outside of code."""
    parts = line.split("__")
    converted = [parts[0]]
    open_at = -1
    ticks = 0
    for before, after in pairwise(parts):
        ticks += before.count("`")
        if ticks % 2 == 0 and open_at < 0 and after.strip() and not before[-1:].isalnum():
            open_at = len(converted)
        elif ticks % 2 == 0 and open_at >= 0 and before.strip() and not after[:1].isalnum():
            converted[open_at] = "**"
            converted += ("**", after)
            open_at = -1
            continue
        converted += ("__", after)
    return "".join(converted)


def _convert_references(lines: list[str], is_text: Sequence[bool]) -> None:
    """Put the targets of links in their place. Source: CommonMark 0.31, sections 4.7 and 6.3."""
    targets: dict[str, str] = {}
    places: dict[str, int] = {}
    for index, line in enumerate(lines):
        match = _DEFINITION.fullmatch(line) if "]:" in line and is_text[index] else None
        if match is not None and (label := _label(match["label"])) not in targets:
            title = f" {match['title']}" if match["title"] else ""
            targets[label], places[label] = f"({match['target']}{title})", index
    used = {_COMMENT}
    definitions = set(places.values())
    for index, line in enumerate(lines):
        if targets and "[" in line and is_text[index] and index not in definitions:
            lines[index] = _with_targets(line, targets, used)
    for label in used & places.keys():
        lines[places[label]] = ""


def _with_targets(line: str, targets: Mapping[str, str], used: set[str]) -> str:
    """Return a line with the targets of its references, outside of code; add their labels to `used`."""
    parts: list[str] = []
    position = ticks = 0
    for match in _REFERENCE.finditer(line):
        text = line[position : match.start()]
        ticks += text.count("`")
        parts += (text, match[0] if ticks % 2 else _with_target(match, targets, used))
        ticks += match[0].count("`")
        position = match.end()
    return "".join((*parts, line[position:]))


def _with_target(match: re.Match[str], targets: Mapping[str, str], used: set[str]) -> str:
    """Return a reference with its target; brackets around references are no reference."""
    text, label = match["text"], _label(match["label"] or match["text"])
    if label in targets:
        used.add(label)
        return f"[{text}]{targets[label]}"
    if "[" not in text:
        return match[0]
    return match[0].replace(text, _with_targets(text, targets, used), 1)


def _label(text: str) -> str:
    return " ".join(text.split()).casefold()
