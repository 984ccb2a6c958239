"""A liblab page taken apart: several models on one page, each under a heading of level 1."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from docmodels.pages.markdown import Line, Page, Section
from docmodels.pages.table_rows import prose, rules, split_cells

UNION_SENTENCE = "This is a union type"
_STUB = re.compile(r"See all details about .{1,300}? model \[here\]\(")
_PROPERTIES = "**Properties**"
_ESCAPED = re.compile(r"\\([_*|<>~\[\]`#])")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


class Row(NamedTuple):
    """A table row; `name` and `description` with Markdown escapes decoded.

    `head` and `cell` are the cells of the name and of the type as printed.
    """

    name: str
    type: str
    required: str
    description: str
    head: str
    cell: str
    line: Line


class Model(NamedTuple):
    """What stands under one heading. `stub`: it only leads to another page; `announces`: the
    headings after it are the members of the page's union."""

    title: str
    line: int
    text: str
    rows: tuple[Row, ...]
    has_table: bool
    stub: bool
    announces: bool


def decoded(text: str) -> str:
    """Decode the escapes that keep text from being Markdown."""
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text


def models(page: Page) -> list[Model]:
    """Take the page apart; a page without any heading of level 1 is one model, named by its file."""
    groups: list[list[Section]] = []
    for section in page.sections:
        if section.level == 1:
            groups.append([section])
        elif groups:
            groups[-1].append(section)
    if not groups:
        file = page.path.replace("\\", "/").rpartition("/")[2]
        first = replace(page.sections[0], title=file.removesuffix(".md"), line=0)
        groups = [[first, *page.sections[1:]]]
    ends = [group[0].line - 1 for group in groups[1:]] + [len(page.document.lines)]
    return [_model(page, group, end) for group, end in zip(groups, ends, strict=True)]


def _model(page: Page, group: list[Section], end: int) -> Model:
    head = group[0]
    lines = [line for section in group for line in section.lines]
    table = next((i for i, line in enumerate(lines) if line.text.strip() == _PROPERTIES), None)
    stop = end if table is None else lines[table].number - 1
    text = _COMMENT.sub("", "\n".join(page.document.lines[head.line : stop])).strip()
    rest = text if table is None else "\n".join(line.text for line in lines[table:])
    return Model(
        title=decoded(head.title).strip("` "),
        line=max(head.line, 1),
        text="" if _says_form(text) else html.unescape(decoded(text)),
        rows=() if table is None else tuple(_rows(lines[table:])),
        has_table=table is not None,
        stub=table is None and _STUB.search(text) is not None,
        announces=UNION_SENTENCE in rest,
    )


def _says_form(text: str) -> bool:
    return text.startswith(UNION_SENTENCE) or _STUB.match(text) is not None


def _rows(lines: list[Line]) -> Iterator[Row]:
    """The rows under the header, which liblab never changes."""
    begun = False
    for line in lines:
        if "|" not in line.text:
            continue
        cells = split_cells(line.text)
        if not begun:
            begun = True
        elif not rules(cells):
            head, cell, required = (*cells, "", "", "")[:3]
            text = decoded(prose(" | ".join(cells[3:])))
            yield Row(decoded(head).strip("`"), cell.strip("`"), required, text, head, cell, line)
