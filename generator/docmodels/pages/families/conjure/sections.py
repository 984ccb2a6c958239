"""Split a page into its form: a table of fields, a list of values, a union, or a type."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from docmodels.pages.markdown import Line, Page, Section
from docmodels.pages.table_rows import decode_cell, is_delimiter_row, split_cells

_UNION_SENTENCE = "This is a discriminator type and does not contain any fields"
_SENTENCES = re.compile(
    rf"{_UNION_SENTENCE}\.?[^\n]*(?:\n[^\n]+)?|This discriminator class uses the [^\n]*"
)
_UNION = re.compile(rf"^{_UNION_SENTENCE}[^|]{{0,400}}^\| *Class *\| *Value *\|? *$", re.M)
_DISCRIMINATOR = re.compile(r"\bdiscriminator class uses the `(?P<name>[^`\n]+)` field")
_FIELDS = re.compile(
    r"^#{2,3} Properties *+\n++\|?+ *+Name *+\| *+Type *+\| *+Required *+\| *+Description *+\|?+ *+\n"
    r"[|: -]++(?:\n++\|?+ *+\*\*[^*\n]++\*\* *+\| *+(?!\[?\*\*)|\s*+(?:\\?\[){2}Back to Model list|\s*+\Z)",
    re.M,
)
_VALUES = re.compile(r"^\| *+\*\*Value\*\* *+\| *+\n\|[ :-]++\| *+(?:\n|\Z)", re.M)
_TYPE = re.compile(r"^#{2,3} Type *+\n++```python\n", re.M)
_BACK_LINK = re.compile(r"\\?\[\\?\[Back to ")
_ROW = re.compile(r"\|?\s*\*\*(?P<name>[^*]+)\*\*\s*\|")
_MAX_CONTINUATION_LINES = 60


def recognises(page: Page) -> bool:
    """Return whether a page has one of the forms; cheap tests come first."""
    text = page.text
    if _UNION_SENTENCE in text:
        return _UNION.search(text) is not None
    if "Required" in text and "# Properties" in page.headings and _FIELDS.search(text):
        return True
    if "**Value**" in text and "Back to " in text and _VALUES.search(text):
        return True
    has_type = "# Type" in page.headings and "Back to " in text
    return has_type and _TYPE.search(text) is not None


class FieldRow(Struct, frozen=True):
    """A row of a table of fields; `type` is not parsed, `doc` is decoded."""

    name: str
    type: str
    is_required: bool
    doc: str
    line: Line


class UnionRow(Struct, frozen=True):
    """A row of a union: a class and the value of the discriminator."""

    type: str
    value: str
    line: Line


class Content(Struct, frozen=True):
    """What a page contains; exactly one of the forms is not None.

    `discriminator` is the field that distinguishes the members of a union, or "".
    """

    page: Page
    name: str
    line: int
    doc: str
    fields: tuple[FieldRow, ...] | None = None
    values: tuple[str, ...] | None = None
    members: tuple[UnionRow, ...] | None = None
    discriminator: str = ""
    alias: Line | None = None

    @property
    def folder(self) -> str:
        """The path of the page's folder, without the folder `models` that every module has."""
        return self.page.folder.removesuffix("/models")


def read_content(page: Page) -> Content:
    """Read the form of a page."""
    title = next((section for section in page.sections if section.level == 1), page.sections[0])
    name = title.title.replace("\\", "").strip("*` ") or page.stem
    doc = _description(title, name)
    if _UNION_SENTENCE in page.text:
        match = _DISCRIMINATOR.search(page.text)
        members = tuple(row for section in page.sections for row in _union_rows(section))
        discriminator = match["name"] if match is not None else ""
        return Content(page, name, title.line, doc, members=members, discriminator=discriminator)
    for section in page.sections:
        heading = section.title.strip()
        if heading == "Type" and section.fences:
            fence = section.fences[0]
            text = " ".join(fence.text.split())
            return Content(page, name, title.line, doc, alias=Line(fence.line + 1, text))
        if heading == "Properties":
            return Content(page, name, title.line, doc, fields=_field_rows(section))
    values = tuple(value for section in page.sections for value in _values(section))
    return Content(page, name, title.line, doc, values=values)


def _description(title: Section, name: str) -> str:
    """Return the text below the title; a text that repeats the name describes nothing."""
    text = decode_cell(_SENTENCES.sub("", title.prose).strip(), "|_*[]`")
    return "" if text == name else text


def _field_rows(section: Section) -> tuple[FieldRow, ...]:
    """Return the rows of a table of fields; a name that repeats counts once."""
    rows: dict[str, FieldRow] = {}
    lines, index = section.lines, 0
    while index < len(lines):
        line = lines[index]
        match = _ROW.match(line.text.strip())
        index += 1
        if match is None:
            continue
        text, index = _joined(lines, index)
        type, required, description = _cells(text)
        doc = decode_cell(description, "|_*[]")
        name = match["name"].replace("\\", "").strip()
        row = FieldRow(name, type, required == "yes", "" if doc == "None" else doc, line)
        rows.setdefault(name, row)
    return tuple(rows.values())


def _cells(text: str) -> tuple[str, str, str]:
    """Return the type, the Required cell in lower case, and the description of a row.

    Both the type (`str | None`) and the description may have pipes: `Yes` or `No` is between them.
    """
    _, *cells = split_cells(text.removeprefix("|"))
    answers = (i for i, cell in enumerate(cells) if cell.strip("* ").lower() in ("yes", "no"))
    index = next(answers, 1)
    required = cells[index].strip("* ").lower() if index < len(cells) else ""
    return " | ".join(cells[:index]), required, " | ".join(cells[index + 1 :])


def _joined(lines: tuple[Line, ...], index: int) -> tuple[str, int]:
    """Return the row before `index` without its last pipe, and the index of the line after it.

    A description may have line breaks: the pipe ends the row.
    """
    text = lines[index - 1].text.strip()
    end = index
    while not text.endswith("|") and end < min(len(lines), index + _MAX_CONTINUATION_LINES):
        line = lines[end].text.strip()
        if _ROW.match(line) or line.startswith(("#", "[[", "\\[")):
            break
        text, end = f"{text}\n{line}", end + 1
    if not text.endswith("|"):
        return lines[index - 1].text.strip(), index
    return text[:-1], end


def _union_rows(section: Section) -> Iterator[UnionRow]:
    is_table = False
    for line in section.lines:
        cells = split_cells(line.text) if "|" in line.text else []
        if len(cells) < 2 or _BACK_LINK.match(line.text):
            is_table = False
        elif [cell.strip("* ") for cell in cells[:2]] == ["Class", "Value"]:
            is_table = True
        elif is_table and not is_delimiter_row([cell for cell in cells if cell]):
            yield UnionRow(cells[0], cells[1].strip("`\"'"), line)


def _values(section: Section) -> Iterator[str]:
    is_table = False
    for line in section.lines:
        cells = split_cells(line.text) if line.text.strip().startswith("|") else []
        if len(cells) != 1:
            is_table = False
        elif cells == ["**Value**"]:
            is_table = True
        elif is_table and not is_delimiter_row(cells):
            yield cells[0]
