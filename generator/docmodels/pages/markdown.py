"""A Markdown page as sections, tables, bullets and fences, each knowing its line.

Block structure (headings, fenced code, HTML comments) is CommonMark's but for indented code, lists and
tables, because generators indent rows and never escape `|`. Most pages have nothing but headings at
the margin, fences of backticks and text; the others markdown-it-py reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import msgspec
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from docmodels.diagnostics.documents import Document
from docmodels.ir import Origin

_BLOCKS = MarkdownIt("zero", {"html": True}).enable(["fence", "heading", "html_block"])


class Line(msgspec.Struct, frozen=True, gc=False):
    """One line of text; `number` counts from 1."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced code block: its info word (`typescript`, `json`, ..) and its text."""

    language: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it up to the next heading of any level.

    `level` is 0 for what precedes the first heading. `lines` hold no fence and no HTML comment.
    """

    level: int
    title: str
    line: int
    lines: tuple[Line, ...]
    fences: tuple[Fence, ...]

    def rows(self) -> Iterator[Line]:
        """The lines that look like table rows: those that hold a `|`."""
        return (line for line in self.lines if "|" in line.text)

    @property
    def prose(self) -> str:
        """The text before any table, bullet or link list, paragraphs kept apart by a blank line."""
        kept: list[str] = []
        for line in self.lines:
            text = line.text.strip()
            if _ENDS_PROSE.match(text):
                break
            kept.append(text)
        return "\n".join(kept).strip()


_ENDS_PROSE = re.compile(r"(\|.*\||[^|]*\|[^|]*\||\*\*Properties\*\*$|\[\[Back to)", re.I)


class Page:
    """A document read as Markdown blocks, once."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @property
    def path(self) -> str:
        """The document's path."""
        return self.document.path

    @property
    def text(self) -> str:
        """The document's text."""
        return self.document.text

    def origin(self, line: int, column: int = 1) -> Origin:
        """Name a place on the page."""
        return self.document.origin(line, column)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """All sections in document order, the first one (level 0) possibly empty."""
        return tuple(_sections(self.document))

    @cached_property
    def prefixes(self) -> frozenset[str]:
        """The titles of all headings, for quick detection."""
        return frozenset(section.title for section in self.sections)


def _blocks(text: str) -> list[Token]:
    tokens: list[Token] = []
    state = StateBlock(text, _BLOCKS, {}, tokens)
    _BLOCKS.block.tokenize(state, state.line, state.lineMax)
    return tokens


def _sections(document: Document) -> Iterator[Section]:
    return plain_sections(document) if is_plain(document.text) else parsed_sections(document)


def is_plain(text: str) -> bool:
    """Whether `plain_sections` reads a page as `parsed_sections` does, at a fraction of its time."""
    return not _MORE.search(text)


_MORE = re.compile(r"^(?:[ \t]*(?:~~~|<)|[ \t]+(?:```|#))", re.M)
"""What only markdown-it-py reads: HTML, and headings and fences of rare forms."""
_HEADING = re.compile(r"(#{1,6})(?:[ \t]+(.*?))??(?:[ \t]+#+)?[ \t]*$")
"""An ATX heading (CommonMark 0.31, section 4.2)."""


def plain_sections(document: Document) -> Iterator[Section]:
    """Cut a page of headings, text and fences of backticks into sections.

    A blank line ends each paragraph. Source: CommonMark 0.31, sections 4.2, 4.5 and 4.8.
    """
    level, title, start = 0, "", 1
    lines: list[Line] = []
    fences: list[Fence] = []
    numbered = enumerate((*document.lines, ""), 1)
    for number, text in numbered:
        is_fence = text.startswith("```") and "`" not in text.lstrip("`")
        heading = _HEADING.match(text) if text.startswith("#") else None
        if is_fence or heading or not text.strip(" \t"):
            if lines and lines[-1].text:
                lines.append(Line(number, ""))
        else:
            lines.append(Line(number, text))
        if is_fence:
            fences.append(_fence(number, text, numbered))
        if heading:
            yield Section(level, title, start, tuple(lines), tuple(fences))
            level, title, start = len(heading[1]), (heading[2] or "").strip(), number
            lines, fences = [], []
    yield Section(level, title, start, tuple(lines), tuple(fences))


def _fence(start: int, opening: str, rest: Iterator[tuple[int, str]]) -> Fence:
    """Take the lines of a fence from the `rest`, up to as many backticks as its `opening` has."""
    info = opening.lstrip("`")
    marks = "`" * (len(opening) - len(info))
    inside: list[str] = []
    for _, text in rest:
        if text.startswith(marks) and not text.strip("` \t"):
            inside.append("")
            break
        inside.append(text)
    else:
        inside.pop()
    language, *_ = info.split() or [""]
    return Fence(language, "\n".join(inside), start)


def parsed_sections(document: Document) -> Iterator[Section]:
    """Cut any page into sections by the blocks that markdown-it-py finds."""
    level, title, line = 0, "", 1
    lines: list[Line] = []
    fences: list[Fence] = []
    tokens = _blocks(document.text)
    for index, token in enumerate(tokens):
        if token.map is None:
            continue
        start, end = token.map
        if token.type == "heading_open":
            yield Section(level, title, line, tuple(lines), tuple(fences))
            level, title, line = int(token.tag[1]), tokens[index + 1].content.strip(), start + 1
            lines, fences = [], []
        elif token.type == "fence":
            language = token.info.split()[0] if token.info.strip() else ""
            fences.append(Fence(language, token.content, start + 1))
        elif token.type == "paragraph_open" or (
            token.type == "html_block" and not token.content.lstrip().startswith("<!--")
        ):
            lines.extend(Line(n + 1, document.lines[n]) for n in range(start, end))
            lines.append(Line(end + 1, ""))
    yield Section(level, title, line, tuple(lines), tuple(fences))
