"""The models of a page: what stands under each anchor, part by part."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from docmodels.ir.drafts import normalize_name
from docmodels.pages.markdown import Line, Page, Section
from docmodels.pages.table_rows import rules, split_cells

_ANCHORED = re.compile(
    r'(?:\*\*)?<(?:span|a) id=["\'](?P<id>[^"\']*)["\']></(?:span|a)> (?P<name>.+?)(?:\*\*)?\s*'
)
_COMPOSED = re.compile(r"\* composed type (?P<type>.+)")
_INLINED = re.compile(r"\* inlined member \(\*.*\*\)")
_PART = re.compile(
    r"\*\*(?P<title>Properties|Additional Properties|Tuple members|Additional Items)\*\*"
)
_LONG = 60


@dataclass(slots=True)
class Row:
    """A table row by its head; a broken one is put together."""

    cells: dict[str, str]
    line: Line


@dataclass(slots=True)
class Part:
    """One schema: rows by the part they stand in, a type that stands alone by the same."""

    tables: dict[str, list[Row]] = field(default_factory=dict[str, list[Row]])
    alone: dict[str, Line] = field(default_factory=dict[str, Line])


@dataclass(slots=True)
class Model:
    """A model as printed: `composed` are types it is made of, `parts` what stands inline."""

    name: str
    line: int
    doc: list[str] = field(default_factory=list[str])
    composed: list[Line] = field(default_factory=list[Line])
    parts: list[Part] = field(default_factory=lambda: [Part()])


def models(page: Page) -> Iterator[Model]:
    """Give the models of a page: a heading or a bold line whose anchor is made of its name."""
    reading = _Reading()
    for section in page.sections:
        yield from reading.section(section)
    yield from reading.starts("", 0)


def _named(text: str) -> str:
    """A model's anchor says the same as its name; an operation's or a response's does not."""
    found = _ANCHORED.fullmatch(text.strip())
    if found is None:
        return ""
    name = html.unescape(found["name"]).strip()
    same = normalize_name(found["id"]) == normalize_name(name)
    return name if same and name else ""


class _Reading:
    """The state between the lines of a page: the model, its part, the head of its table."""

    def __init__(self) -> None:
        self.model: Model | None = None
        self.part = ""
        self.heads: list[str] = []

    def starts(self, name: str, line: int) -> Iterator[Model]:
        """Begin a model, or none; yields the one that ends."""
        if self.model is not None:
            yield self.model
        self.model = Model(name, line) if name else None
        self.part, self.heads = "", []

    def section(self, section: Section) -> Iterator[Model]:
        """Read a section; yields the models that end in it."""
        if section.level:
            yield from self.starts(_named(section.title), section.line)
        lines, at = section.lines, 0
        while at < len(lines):
            line = lines[at]
            at += 1
            if line.text.startswith("**<") and (name := _named(line.text)):
                yield from self.starts(name, line.number)
            elif self.model is not None and line.text.startswith("|"):
                at = self.row(self.model, lines, at - 1)
            elif self.model is not None:
                self.text(self.model, line)

    def text(self, model: Model, line: Line) -> None:
        text = line.text.strip()
        if not text:
            return
        if text.startswith(">"):
            model.doc.append(text[1:].strip())
        elif (part := _PART.fullmatch(text)) is not None:
            self.part, self.heads = part["title"], []
        elif _INLINED.fullmatch(text):
            model.parts.append(Part())
            self.part = ""
        elif _COMPOSED.fullmatch(text):
            model.composed.append(line)
        elif not self.heads and (model.doc and not self.part and not _is_type(text)):
            model.doc.append(text)
        elif not self.heads:
            model.parts[-1].alone.setdefault(self.part, line)

    def row(self, model: Model, lines: tuple[Line, ...], at: int) -> int:
        """Read a row, with the lines that a broken cell goes on in; gives the next line."""
        line = lines[at]
        cells, end = split_cells(line.text), at + 1
        if rules(cells):
            return end
        if "Go type" in cells:
            self.heads = cells
            return end
        text = line.text
        while len(cells) < len(self.heads) and end < min(len(lines), at + _LONG):
            if lines[end].text.startswith(("| ", "#", "**")):
                break
            text += "<br>" + lines[end].text
            end += 1
            cells = split_cells(text)
        if self.heads:
            named = dict(zip(self.heads, _fitted(cells, self.heads), strict=False))
            model.parts[-1].tables.setdefault(self.part, []).append(Row(named, line))
        return end


def _fitted(cells: list[str], heads: list[str]) -> list[str]:
    """A bare pipe is the description's: it stands before the last column."""
    over = len(cells) - len(heads)
    if over <= 0 or "Description" not in heads:
        return cells
    at = heads.index("Description")
    return [*cells[:at], " | ".join(cells[at : at + over + 1]), *cells[at + over + 1 :]]


def _is_type(text: str) -> bool:
    return text.startswith("[") or text in ("any", "object", "interface{}") or "(formatted " in text


def composed(line: Line) -> str:
    """The type in a line `* composed type [X](#x)`."""
    found = _COMPOSED.fullmatch(line.text.strip())
    return found["type"] if found else ""
