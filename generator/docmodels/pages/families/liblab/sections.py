"""Split a liblab page into models, each under a heading of level 1."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from docmodels.pages.markdown import Line, Page, Section, without_comments
from docmodels.pages.table_rows import decode_cell, decode_escapes, is_delimiter_row, split_cells

UNION_SENTENCE = "This is a union type"
_STUB = re.compile(r"See all details about .{1,300}? model \[here\]\(")
_PROPERTIES = "**Properties**"
_ESCAPES = "_*|<>~[]`#"
_WIDTH, _DESCRIPTION = 4, 3


class Row(NamedTuple):
    """A table row; Markdown escapes in `name` and `description` are decoded.

    `name_cell` and `type_cell` are the cells of name and type as printed.
    """

    name: str
    type: str
    required: str
    description: str
    name_cell: str
    type_cell: str
    line: Line


class Model(NamedTuple):
    """One model of a page, not interpreted.

    `is_stub`: the model is only a link to another page. `announces_members`: the headings after it
    are the members of the page's union.
    """

    title: str
    line: int
    text: str
    rows: tuple[Row, ...]
    has_table: bool
    is_stub: bool
    announces_members: bool


def unescape(text: str) -> str:
    """Decode Markdown escapes."""
    return decode_escapes(text, _ESCAPES)


def read_models(page: Page) -> list[Model]:
    """Return the models of a page; without headings of models, the page is one model.

    Such a model, and one whose heading has no text, has the name of the file.
    """
    groups: list[list[Section]] = []
    level = _title_level(page.sections)
    is_open = False
    for section in page.sections:
        if section.level == level:
            groups.append([section])
        elif is_open and section.level > level:
            groups[-1].append(section)
        is_open = section.level == level or (is_open and section.level > level)
    if not groups:
        first = replace(page.sections[0], title=page.stem, line=0)
        groups = [[first, *page.sections[1:]]]
    ends = [group[0].line - 1 for group in groups[1:]] + [len(page.plain.lines)]
    models = [_read_model(page, group, end) for group, end in zip(groups, ends, strict=True)]
    return [model if model.title else model._replace(title=page.stem) for model in models]


def _title_level(sections: Sequence[Section]) -> int:
    """Return the level of the headings of models: 1, or that of several in a document with a title."""
    levels = [s.level for s in sections if any(x.text.strip() == _PROPERTIES for x in s.lines)]
    has_title = len(levels) < 2 and any(section.level == 1 for section in sections)
    return levels[0] if len(set(levels)) == 1 and levels[0] and not has_title else 1


def _read_model(page: Page, group: list[Section], end: int) -> Model:
    heading = group[0]
    lines = [line for section in group for line in section.lines]
    table = next((i for i, line in enumerate(lines) if line.text.strip() == _PROPERTIES), None)
    stop = end if table is None else lines[table].number - 1
    text = without_comments("\n".join(page.plain.lines[heading.line : stop])).strip()
    body = text if table is None else "\n".join(line.text for line in lines[table:])
    return Model(
        title=unescape(heading.title).strip("` "),
        line=max(heading.line, 1),
        text="" if _is_boilerplate(text) else html.unescape(unescape(text)),
        rows=() if table is None else tuple(_read_rows(lines[table:])),
        has_table=table is not None,
        is_stub=table is None and _STUB.search(text) is not None,
        announces_members=UNION_SENTENCE in body,
    )


def _is_boilerplate(text: str) -> bool:
    return text.startswith(UNION_SENTENCE) or _STUB.match(text) is not None


def _read_rows(lines: list[Line]) -> Iterator[Row]:
    """Yield the rows under the header, whose columns are the same on all pages."""
    has_header = False
    for line in lines:
        if "|" not in line.text:
            continue
        cells = split_cells(line.text, _WIDTH, _DESCRIPTION)
        if not has_header:
            has_header = True
        elif not is_delimiter_row(cells):
            name_cell, type_cell, required, description = (*cells, "", "", "")[:4]
            yield Row(
                unescape(name_cell).strip("`"),
                type_cell.strip("`"),
                required,
                decode_cell(description, _ESCAPES),
                name_cell,
                type_cell,
                line,
            )
