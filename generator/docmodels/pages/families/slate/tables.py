"""The models of a page as trees of rows: `»` marks depth, words between tables composition."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from docmodels.pages.markdown import Fence, Line, Page, Section
from docmodels.pages.table_rows import column, prose, rules, split_cells

PROPERTIES = {"properties", "attribute", "attributes", "属性"}
ENUMERATED = {"enumerated values", "enum", "枚举值"}

_COLUMNS = {
    **dict.fromkeys(("name", "名称"), "name"),
    **dict.fromkeys(("type", "类型"), "type"),
    **dict.fromkeys(("required", "必选"), "required"),
    **dict.fromkeys(("restrictions", "约束"), "restrictions"),
    **dict.fromkeys(("title", "中文名", "标题"), "title"),
    **dict.fromkeys(("description", "说明"), "description"),
}
_ENUM_HEADS = {("property", "value"), ("属性", "值"), ("name", "value"), ("名称", "值")}
_MODEL = re.compile(r'<h[1-6] id="tocS_?(?P<id>[^"]*)">(?P<name>.*?)</h[1-6]>')
_ANCHOR = re.compile(r'<a (?:id|name)="schema_?(?P<id>[^"]*)">')
_WORD = re.compile(
    r"\*?(?P<word>allOf|anyOf|oneOf|not|and|or|xor|continued)\*?"
    r"(?: - discriminator: (?P<discriminator>\S.*?))?\s*"
)
_OPENING = {"allOf", "anyOf", "oneOf", "not"}
_TAG = re.compile(r"<[^>]*>")
MAX_DEPTH = 60


@dataclass(slots=True)
class Group:
    """A composition: its word, its members, the discriminator printed beside it."""

    mode: str
    members: list[Node]
    discriminator: str = ""


@dataclass(slots=True)
class Node:
    """A row and what stands inside it. `cells` are by meaning: name, type, required, .."""

    cells: dict[str, str]
    depth: int
    line: Line
    children: list[Node] = field(default_factory=list["Node"])
    groups: list[Group] = field(default_factory=list[Group])

    @property
    def name(self) -> str:
        """The name without its marks of depth."""
        return self.cells.get("name", "").lstrip("» ").strip()

    def place(self, cell: str) -> int:
        """The column, from 1, where a cell starts."""
        return column(self.line.text, self.cells.get(cell, ""))


@dataclass(slots=True)
class Model:
    """A model as printed: a root node without cells, texts, the sample, values by property."""

    name: str
    line: int
    root: Node
    texts: list[str] = field(default_factory=list[str])
    fences: list[Fence] = field(default_factory=list[Fence])
    values: dict[str, list[str]] = field(default_factory=dict[str, list[str]])


def models(page: Page) -> Iterator[Model]:
    """Give the models of a page in order."""
    reading = _Tables()
    for section in page.sections:
        yield from reading.section(section)
    if reading.model is not None:
        yield reading.model


class _Tables:
    """The state of reading: which model, which table, which composition word came last."""

    def __init__(self) -> None:
        self.model: Model | None = None
        self.part = ""
        self.columns: list[str] = []
        self.word = ""
        self.discriminator = ""
        self.stack: list[Node] = []
        self.member_depth = -1
        self.last = 0

    def section(self, section: Section) -> Iterator[Model]:
        """Read a section; yields the models that end in it."""
        title = section.title.lower()
        self.columns = []
        if title in PROPERTIES:
            self.part = "properties"
        elif title in ENUMERATED:
            self.part = "values"
        elif section.level:
            if self.model is not None:
                yield self.model
            self.model, self.part = None, ""
        fences = list(section.fences)
        for line in section.lines:
            while self.model is not None and fences and fences[0].line < line.number:
                self.model.fences.append(fences.pop(0))
            if (name := self._opens(line.text, section)) is not None:
                if self.model is not None:
                    yield self.model
                fences = [fence for fence in fences if fence.line > line.number]
                self._start(name, line)
            else:
                self._line(line)
        if self.model is not None:
            self.model.fences.extend(fences)

    def _opens(self, text: str, section: Section) -> str | None:
        if "<" not in text:
            return None
        if (found := _MODEL.search(text)) is not None:
            return html.unescape(_TAG.sub("", found["name"])).strip() or found["id"]
        if self.model is None and section.level and _ANCHOR.search(text):
            return section.title
        return None

    def _start(self, name: str, line: Line) -> None:
        root = Node({}, -1, line)
        self.model = Model(name, line.number, root)
        self.part, self.columns, self.word = "", [], ""
        self.stack = [root]

    def _line(self, line: Line) -> None:
        text = line.text.strip()
        if self.model is None or not text:
            return
        if text.startswith("|"):
            self._row(self.model, line)
        elif self.part == "properties" and (found := _WORD.fullmatch(text)) is not None:
            self.columns = []
            self.word = found["word"]
            self.discriminator = found["discriminator"] or ""
            self.member_depth = -1
        elif self.part == "properties" and self.columns and line.number == self.last + 1:
            self._continue(text)
            self.last = line.number
        elif not self.part and not text.startswith(("<", "> ")):
            self.model.texts.append(line.text.rstrip())

    def _continue(self, text: str) -> None:
        """A description that goes on in the next line."""
        node = self.stack[-1]
        if node.cells:
            said = node.cells.get("description", "")
            node.cells["description"] = f"{said}<br>{text.removesuffix('|')}"

    def _row(self, model: Model, line: Line) -> None:
        cells = split_cells(line.text)
        if rules(cells):
            return
        self.last = line.number
        heads = tuple(cell.lower() for cell in cells)
        if heads in _ENUM_HEADS and self.part != "properties":
            self.part = "values"
        elif heads[:2] in (("name", "type"), ("名称", "类型")) and set(heads) <= _COLUMNS.keys():
            self.part = "properties"
            self.columns = [_COLUMNS[head] for head in heads]
        elif self.part == "values":
            name, *value = cells if len(cells) < 3 else _merged(line.text, 2)
            model.values.setdefault(name.lstrip("» "), []).append("".join(value))
        elif self.columns:
            self._node(cells, line)

    def _node(self, cells: list[str], line: Line) -> None:
        width = len(self.columns)
        merged = cells if len(cells) <= width else _merged(line.text, width)
        name = cells[0]
        depth = min(name.count("»", 0, len(name) - len(name.lstrip("» "))), MAX_DEPTH)
        node = Node(dict(zip(self.columns, merged, strict=False)), depth, line)
        while len(self.stack) > 1 and self.stack[-1].depth >= depth:
            self.stack.pop()
        self._attach(self.stack[-1], node)
        self.stack.append(node)

    def _attach(self, parent: Node, node: Node) -> None:
        if self.member_depth < 0 and self.word not in ("", "continued"):
            self.member_depth = node.depth
            if self.word in _OPENING or not parent.groups:
                mode = self.word if self.word in _OPENING else _MODES[self.word]
                parent.groups.append(Group(mode, [], self.discriminator))
        if self.member_depth == node.depth and parent.groups:
            parent.groups[-1].members.append(node)
        else:
            parent.children.append(node)


def _merged(text: str, width: int) -> list[str]:
    """Split a row whose last cell holds bare pipes."""
    body = text.strip().removeprefix("|").removesuffix("|")
    return [cell.strip() for cell in body.split("|", width - 1)]


_MODES = {"and": "allOf", "xor": "oneOf", "or": "anyOf"}


def documentation(model: Model) -> tuple[str, str]:
    """Give the title, if one stands in front, and the description of a model."""
    text = "\n".join(model.texts).strip()
    head, _, rest = text.partition("\n")
    if head.startswith("*") and head.endswith("*") and not head.startswith("**") and len(head) > 2:
        return head[1:-1].strip(), prose(rest.strip())
    if head == model.name:
        return head, prose(rest.strip())
    return "", prose(text)
