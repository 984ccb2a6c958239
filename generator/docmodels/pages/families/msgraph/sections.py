"""Split a page into its rows of properties, its tables of members, its links and its annotation."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from docmodels.diagnostics.documents import Document
from docmodels.ir import EnumMember
from docmodels.ir.drafts import normalize_name
from docmodels.pages.families.msgraph.type_cells import TypeName, read_cell
from docmodels.pages.markdown import Line, Page, Section
from docmodels.pages.table_rows import column_of, decode_cell, is_delimiter_row, split_cells
from docmodels.pages.type_grammar import TypeSyntaxError

NAMESPACE = "microsoft.graph"
_PROPERTY_HEADERS = frozenset(
    "property propertyname properties relationship relationshipname relationships "
    "navigationproperty name".split()
)
_TYPE_HEADERS = frozenset("type datatype propertytype".split())
_MEMBER_HEADERS = frozenset("member members membername value values name".split())
_NO_FIELDS = frozenset("methods instanceattributes actions functions permissions seealso".split())
"""Sections whose tables describe no properties."""
_ENUM_TITLE = re.compile(r"(?P<name>[A-Za-z]\w*) (?:enum )?(?:values|enumeration|members)", re.I)
_TITLE_SUFFIX = re.compile(
    r" (?:(?:resource|complex|entity|enum|enumeration)(?: type| facet)?|type|facet)$", re.I
)
_REFERENCE = re.compile(r"^ {0,3}\[([^\]\n]+)\]: *(\S+)", re.M)
_TRANSLATED = re.compile(
    r"<span data-ttu-id=[^<>\n]*>[^<>\n]*(?:<[^<>\n]*>[^<>\n]*)??</span>"
    r'<span class="sxs-lookup"><span data-stu-id=[^<>\n]*>([^\n]{0,5000}?)</span></span>'
)
_GLUED_FRONT_MATTER = re.compile(r"\A---title:[^\n]*---(?=# )")
_ANCHOR = re.compile(r'<a (?:name|id)="[^"\n]*">(?:</a>)?')
_FIELD_NAME = re.compile(r"[A-Za-z_$][\w.$-]*")


class Row(Struct, frozen=True):
    """A row of a table of properties or relationships.

    `remark` is what stands behind the name (`(deprecated)`), `doc` is the decoded description.
    """

    name: str
    remark: str
    type: str
    doc: str
    line: Line

    def named_type(self, references: Mapping[str, str]) -> TypeName | None:
        """Return the only name in the type cell; None if there are several or none."""
        try:
            cell = read_cell(self.type, references)
        except TypeSyntaxError:
            return None
        return cell.names[0] if len(cell.names) == 1 else None


class EnumTable(Struct, frozen=True):
    """A table of members, and the name of the enum that its heading shows."""

    name: str
    line: int
    members: tuple[EnumMember, ...]


class Annotation(Struct, frozen=True):
    """The comment before a JSON representation: the type's qualified name and that of its base."""

    type_name: str = ""
    base: str = ""


def original(page: Page) -> Page:
    """Return a translated page with the English text in place of each translation.

    Translations keep the original text of each sentence in a hidden element on the same line. Front
    matter in the line of the title, which some revisions have, is removed.
    """
    text = _GLUED_FRONT_MATTER.sub("", page.text)
    if "sxs-lookup" in text:
        text = _ANCHOR.sub("", _TRANSLATED.sub(r"\1", text))
    return page if text == page.text else Page(Document(page.path, text))


def title_section(page: Page) -> Section:
    """Return the section of the page's title; the text before any heading if it has none."""
    titled = (section for section in page.sections if section.level == 1)
    return next(titled, page.sections[0])


def model_name(title: str) -> str:
    """Return the name in a title `X resource type`, without markup."""
    plain = " ".join(html.unescape(title).replace("\\", "").split()).strip("*` ")
    return _TITLE_SUFFIX.sub("", plain).strip("*` ")


def references(page: Page) -> dict[str, str]:
    """Return the targets of the page's reference links, by label in lower case."""
    return {label.strip().lower(): target for label, target in _REFERENCE.findall(page.text)}


def read_rows(page: Page, skipped: list[Line]) -> list[Row]:
    """Return the rows of properties and relationships; a name that repeats counts once.

    Append the rows without a name to `skipped`.
    """
    rows: dict[str, Row] = {}
    is_excluded, level = False, 0
    for section in page.sections:
        if section.level <= level or not is_excluded:
            is_excluded = normalize_name(section.title) in _NO_FIELDS
            level = section.level
        if not is_excluded:
            for row in _section_rows(section, skipped):
                rows.setdefault(row.name, row)
    return list(rows.values())


def _section_rows(section: Section, skipped: list[Line]) -> Iterator[Row]:
    for header, line, cells in _table_rows(section):
        keys = [normalize_name(cell) for cell in header]
        if keys[0] not in _PROPERTY_HEADERS or _TYPE_HEADERS.isdisjoint(keys):
            continue
        type_index = next(index for index, key in enumerate(keys) if key in _TYPE_HEADERS)
        name, remark = field_name(cells[0])
        type = cells[type_index] if len(cells) > type_index else ""
        doc = next((cells[i] for i, key in enumerate(keys) if key == "description"), "")
        if not type and name.lower() in ("", "none"):
            continue
        if name:
            yield Row(name, remark, type, decode_cell(doc, "|_*[]"), line)
        else:
            skipped.append(line)


def field_name(cell: str) -> tuple[str, str]:
    """Return the name in the first cell of a row, without markup and link, and the remark after it.

    Both are empty if the cell has no name.
    """
    plain = html.unescape(cell).replace("\\", "").strip("*`_ ")
    if plain.startswith("["):
        plain = plain[1:].partition("]")[0].strip("*` ")
    match = _FIELD_NAME.match(plain)
    if match is None:
        return "", ""
    remark = plain[match.end() :].strip("*` ")
    return (match[0], remark) if not remark or remark[0] in "([<" else ("", "")


def read_enums(page: Page, model: str) -> list[EnumTable]:
    """Return the tables of members: under `X values`, or on the page of the enum `model`."""
    tables: list[EnumTable] = []
    for section in page.sections:
        title = html.unescape(section.title).replace("\\", "").strip("*` ")
        name = match["name"] if (match := _ENUM_TITLE.fullmatch(title)) is not None else ""
        if normalize_name(title) in ("members", "values") or section.level <= 1:
            name = model
        if name and (members := _members(section)):
            tables.append(EnumTable(name, section.line, members))
    return tables


def _members(section: Section) -> tuple[EnumMember, ...]:
    members: dict[str, EnumMember] = {}
    for header, _, cells in _table_rows(section):
        keys = [normalize_name(cell) for cell in header]
        if keys[0] not in _MEMBER_HEADERS or not _TYPE_HEADERS.isdisjoint(keys):
            continue
        value = html.unescape(cells[0]).replace("\\", "").strip("*`\"' ")
        doc = next((cells[i] for i, key in enumerate(keys) if key == "description"), "")
        if value and " " not in value:
            members.setdefault(value, EnumMember(value=value, doc=decode_cell(doc, "|_*[]")))
    return tuple(members.values())


def _table_rows(section: Section) -> Iterator[tuple[list[str], Line, list[str]]]:
    """Yield the rows of all tables in a section: the header's cells, the line, and its cells.

    A row has as many cells as its header; a description may contain pipes.
    """
    header: list[str] = []
    previous: list[str] = []
    for line in section.lines:
        text = line.text.strip()
        if "|" not in text:
            header, previous = [], []
            continue
        cells = split_cells(text, len(header), len(header) - 1)
        if is_delimiter_row([cell for cell in cells if cell] or ["x"]):
            header = _without_empty_end(previous)
        elif header:
            yield header, line, [*cells, *([""] * (len(header) - len(cells)))]
        previous = cells


def _without_empty_end(cells: list[str]) -> list[str]:
    return cells[:-1] if len(cells) > 1 and not cells[-1] else cells


def column(row: Row, cell: str) -> int:
    """Return the column of a cell's text in the line of its row."""
    return column_of(row.line.text, cell)


# --- the annotation of the JSON representation ----------------------------------------------------

_TYPE = re.compile(r'"@(?:odata\.)?type"\s*:\s*"#?([\w.]+)"')
_BASE = re.compile(r'"baseType"\s*:\s*"#?([\w.]+)"')
_RESOURCE = re.compile(r'"blockType"\s*:\s*"resource"')


def read_annotation(page: Page) -> Annotation:
    """Return the first annotation of a resource in the page's comments."""
    text, start = page.text, 0
    while (start := text.find("<!--", start)) >= 0:
        end = text.find("-->", start)
        comment = text[start : end if end >= 0 else len(text)]
        if _RESOURCE.search(comment):
            type, base = _TYPE.search(comment), _BASE.search(comment)
            return Annotation(type[1] if type else "", base[1] if base else "")
        if end < 0:
            break
        start = end
    return Annotation()


def namespace_of(page: Page, annotation: Annotation) -> str:
    """Return the namespace of a page's types: from its line `Namespace:` or the annotation."""
    for line in title_section(page).lines:
        if (text := line.text.strip()).startswith("Namespace:"):
            return text.removeprefix("Namespace:").strip(" *`")
    return annotation.type_name.rpartition(".")[0] or NAMESPACE


def short_name(name: str) -> str:
    """Return a type name without its namespace."""
    return name.rpartition(".")[2]


_NO_PROSE = ("Namespace:", ">", "[!", "- ", "* ", "|", "#", "Inherits from", "Derived from", "![")


def description(page: Page) -> str:
    """Return the first paragraph below the title, or the description of the front matter."""
    paragraph: list[str] = []
    for line in title_section(page).lines:
        text = line.text.strip()
        if not text and paragraph:
            break
        if text and (paragraph or not text.startswith(_NO_PROSE)):
            paragraph.append(text)
    if paragraph:
        return decode_cell("\n".join(paragraph), "|_*[]")
    match = _DESCRIPTION.search(page.text)
    description = match["text"].strip() if match is not None else ""
    is_quoted = (
        len(description) > 1 and description[0] in "\"'" and description[0] == description[-1]
    )
    return description[1:-1].strip() if is_quoted else description


_DESCRIPTION = re.compile(r"^description:(?P<text>[^\n]*)", re.M)
