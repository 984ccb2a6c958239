"""Split a Markdown page into sections with their lines and fenced code blocks.

Headings, fenced code and HTML comments follow CommonMark. Indented code, lists and tables are
plain lines, because generators indent rows and do not escape `|`. Most pages consist of unindented
headings, fences of backticks and text; markdown-it-py parses the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, cached_property
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from docmodels.diagnostics.documents import Document
from docmodels.ir import Origin
from docmodels.pages.html_tables import START, find_tables
from docmodels.pages.markup import plain_markup

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


@cache
def _block_parser() -> MarkdownIt:
    """Return the parser of blocks; its import takes as long as a hundred pages, and few need it."""
    from markdown_it import MarkdownIt

    return MarkdownIt("zero", {"html": True}).enable(["fence", "heading", "html_block"])


class Line(msgspec.Struct, frozen=True, gc=False):
    """One line of text; `number` counts from 1."""

    number: int
    text: str


class Fence(Struct, frozen=True):
    """A fenced code block; `language` is the first word of its info string (`json`)."""

    language: str
    text: str
    line: int


class Section(Struct, frozen=True):
    """A heading and the text up to the next heading of any level.

    `level` is 0 for the text before the first heading. `lines` exclude fences and HTML comments.
    """

    level: int
    title: str
    line: int
    lines: tuple[Line, ...]
    fences: tuple[Fence, ...]

    def rows(self) -> Iterator[Line]:
        """Return the lines that may be table rows: those with a `|`."""
        return (line for line in self.lines if "|" in line.text)

    @property
    def prose(self) -> str:
        """The text before the first table or link list, with blank lines between paragraphs."""
        paragraph_lines: list[str] = []
        for line in self.lines:
            text = line.text.strip()
            if _ENDS_PROSE.match(text):
                break
            paragraph_lines.append(text)
        return "\n".join(paragraph_lines).strip()


_ENDS_PROSE = re.compile(r"(\|.*\||[^|]*\|[^|]*\||\*\*Properties\*\*$|\[\[Back to)", re.I)


class Page:
    """A document and its Markdown sections, which are parsed once."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @property
    def path(self) -> str:
        """The document's path."""
        return self.document.path

    @property
    def folder(self) -> str:
        """The path of the page's folder; "" without one."""
        return self.path.replace("\\", "/").rpartition("/")[0]

    @property
    def stem(self) -> str:
        """The name of the page's file without its suffix."""
        file = self.path.replace("\\", "/").rpartition("/")[2]
        return file.rpartition(".")[0] or file

    @cached_property
    def plain(self) -> Document:
        """The document in the forms of Markdown that generators print, with the same line numbers."""
        text = plain_markup(self.document.text)
        if text == self.document.text:
            return self.document
        return Document(self.path, text, self.document.is_foreign)

    @cached_property
    def text(self) -> str:
        """The page's text, line by line without what the page of a generator may not have.

        That are tabs, spaces at the ends of lines and those that align the columns of a table, tables
        in HTML, and what may follow the title in a heading.
        """
        text = self.plain.text
        if self.has_html_tables:
            lines = _convert_tables([Line(0, line) for line in text.split("\n")])
            text = "\n".join(line.text for line in lines)
        return _with_plain_headings(_without_padding(text))

    @cached_property
    def has_html_tables(self) -> bool:
        """Whether there may be a table in HTML."""
        return START in self.plain.text

    @cached_property
    def headings(self) -> str:
        """The lines of the text that begin with `#`; looking for a heading here is fast."""
        return "".join(_HEADING.findall(f"\n{self.text}"))

    def origin(self, line: int, column: int = 1) -> Origin:
        """Return the origin of a line and column (from 1) of the page."""
        return self.document.origin(line, column)

    def forget(self) -> None:
        """Release the memory of the text and the sections; they are read again if they are used."""
        for name in ("text", "headings", "sections", "plain"):
            vars(self).pop(name, None)
        self.document.forget()

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """All sections in document order; the first one (level 0) may be empty."""
        return tuple(_sections(self.plain))


_BLANKS = {ord("\t"): " ", ord("\N{NO-BREAK SPACE}"): " "}
_SPACES = re.compile(r" {2,}")


def _without_padding(text: str) -> str:
    """Return a text without tabs, spaces at the ends of lines and those that align columns."""
    if "\t" in text or "\N{NO-BREAK SPACE}" in text:
        text = text.translate(_BLANKS)
    lines = [line.rstrip(" ") for line in text.split("\n")]
    if "  |" in text:
        lines = [_without_wide_spaces(line) if "  |" in line else line for line in lines]
    return "\n".join(lines)


def _without_wide_spaces(line: str) -> str:
    content = line.lstrip(" ")
    return line[: len(line) - len(content)] + _SPACES.sub(" ", content)


_HEADING = re.compile(r"\n#[^\n]*+")
_HEADING_ENDS = ("}", "#")
_LONG_HEADING = re.compile(r"\n#[^\n]*+(?<=[}#])")


def _with_plain_headings(text: str) -> str:
    """Return a text whose headings end with their titles."""
    if not _LONG_HEADING.search(f"\n{text}"):
        return text
    lines = text.split("\n")
    return "\n".join([_plain_heading(line) if line[:1] == "#" else line for line in lines])


def _plain_heading(line: str) -> str:
    heading = read_heading(line) if line.endswith(_HEADING_ENDS) else None
    return f"{'#' * heading[0]} {heading[1]}".rstrip(" ") if heading else line


_ATTRIBUTES = ("{#", "{:", "{/*")
"""How the attributes of a heading begin: of Docusaurus and Hugo, of kramdown, of MDX."""


def without_attributes(title: str) -> str:
    """Return a heading without the attributes at its end, which set its anchor or its class.

    Source: Docusaurus 3 (`{#id}`, in MDX `{/* #id */}`), kramdown 2.5 (`{: .class}`).
    """
    if not title.endswith("}"):
        return title
    start = title.rfind("{")
    if not title.startswith(_ATTRIBUTES, start) or not title[:start].strip("# "):
        return title
    return title[:start].rstrip()


def _blocks(text: str) -> list[Token]:
    from markdown_it.rules_block import StateBlock

    parser, tokens = _block_parser(), list["Token"]()
    state = StateBlock(text, parser, {}, tokens)
    parser.block.tokenize(state, state.line, state.lineMax)
    return tokens


def _sections(document: Document) -> Iterator[Section]:
    return plain_sections(document) if is_plain(document.text) else parsed_sections(document)


def without_comments(text: str) -> str:
    """Return a text without its HTML comments; the beginning of one that has no end stays."""
    parts: list[str] = []
    position = 0
    while (start := text.find("<!--", position)) >= 0:
        end = text.find("-->", start + len("<!--"))
        if end < 0:
            break
        parts.append(text[position:start])
        position = end + len("-->")
    return "".join((*parts, text[position:]))


def is_plain(text: str) -> bool:
    """Whether `plain_sections`, which is faster, gives the same result as `parsed_sections`."""
    return not _NEEDS_MARKDOWN_IT.search(f"\n{text}")


_NEEDS_MARKDOWN_IT = re.compile(r"\n(?:[ \t]*+(?:~~~|<)|[ \t]++(?:```|#))")
"""Lines that require markdown-it-py: HTML, `~~~` fences, and indented headings and fences.

A pattern that begins with a line end is searched for in a third of the time of one with `^`.
"""


def plain_sections(document: Document) -> Iterator[Section]:
    """Yield the sections of a page that has only headings, text and fences of backticks.

    One blank line follows each paragraph. Source: CommonMark 0.31, sections 4.2, 4.5 and 4.8.
    """
    level, title, first_line = 0, "", 1
    lines: list[Line] = []
    fences: list[Fence] = []
    numbered_lines = enumerate((*document.lines, ""), 1)
    for number, text in numbered_lines:
        start = text[:1]
        is_fence = start == "`" and text.startswith("```") and "`" not in text.lstrip("`")
        heading = read_heading(text) if start == "#" else None
        if is_fence or heading or not text.strip(" \t"):
            if lines and lines[-1].text:
                lines.append(Line(number, ""))
        else:
            lines.append(Line(number, text))
        if is_fence:
            fences.append(_read_fence(number, text, numbered_lines))
        if heading:
            yield Section(level, title, first_line, tuple(lines), tuple(fences))
            (level, title), first_line = heading, number
            lines, fences = [], []
    yield Section(level, title, first_line, tuple(lines), tuple(fences))


_MAX_LEVEL = 6


def read_heading(text: str) -> tuple[int, str] | None:
    """Return level and title of an ATX heading (CommonMark 0.31, section 4.2); None if it is none."""
    content = text.lstrip("#")
    level = len(text) - len(content)
    if level > _MAX_LEVEL or (content and content[0] not in " \t"):
        return None
    content = content.strip(" \t")
    title = content.rstrip("#")
    is_closed = not title or title[-1] in " \t"
    return level, without_attributes((title if is_closed else content).strip())


def _read_fence(start: int, opening: str, numbered_lines: Iterator[tuple[int, str]]) -> Fence:
    """Consume the lines of a fence up to the closing line, which has the backticks of `opening`."""
    info = opening.lstrip("`")
    closing = "`" * (len(opening) - len(info))
    content: list[str] = []
    for _, text in numbered_lines:
        if text.startswith(closing) and not text.lstrip("`").strip(" \t"):
            content.append("")
            break
        content.append(text)
    else:
        content.pop()
    language, *_ = info.split() or [""]
    return Fence(language, "\n".join(content), start)


def parsed_sections(document: Document) -> Iterator[Section]:
    """Yield the sections of any page, as markdown-it-py parses its blocks."""
    level, title, line = 0, "", 1
    lines: list[Line] = []
    fences: list[Fence] = []
    tokens = _blocks(document.text)
    for index, token in enumerate(tokens):
        if token.map is None:
            continue
        start, end = token.map
        if token.type == "heading_open":
            yield Section(level, title, line, tuple(_convert_tables(lines)), tuple(fences))
            level, line = int(token.tag[1]), start + 1
            title = without_attributes(tokens[index + 1].content.strip())
            lines, fences = [], []
        elif token.type == "fence":
            language = token.info.split()[0] if token.info.strip() else ""
            fences.append(Fence(language, token.content, start + 1))
        elif token.type == "paragraph_open" or (
            token.type == "html_block" and not token.content.lstrip().startswith("<!--")
        ):
            lines.extend(Line(n + 1, document.lines[n]) for n in range(start, end))
            lines.append(Line(end + 1, ""))
    yield Section(level, title, line, tuple(_convert_tables(lines)), tuple(fences))


def _convert_tables(lines: list[Line]) -> list[Line]:
    """Return lines with the rows of Markdown in the place of tables in HTML."""
    if not any(START in line.text for line in lines):
        return lines
    converted: list[Line] = []
    position = 0
    for table in find_tables([line.text for line in lines]):
        converted.extend(lines[position : table.start])
        converted.extend(Line(lines[row.line].number, row.text) for row in table.rows)
        position = table.end + 1
    return [*converted, *lines[position:]]
