"""Build the tree of fields from the rows of a table: by marks, paths or a column of numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct, field

from docmodels.pages.families.tables.columns import Columns
from docmodels.pages.families.tables.outline import Row
from docmodels.pages.families.tables.row_names import RowName, Step, is_prose, read_name

_NUMBER = re.compile(r"\d{1,4}(?:\.\d{1,4})*")


class Node(Struct):
    """A field: its rows (none for a parent that only paths name) and its children by name.

    `arrays` is the number of `[]` after its name. `is_wildcard`: it is any key of its parent.
    """

    name: str
    row: Row | None = None
    row_name: RowName = field(default_factory=RowName)
    arrays: int = 0
    is_wildcard: bool = False
    children: dict[str, Node] = field(default_factory=dict[str, "Node"])


class Problem(Struct, frozen=True):
    """A row that is not read. `is_fatal`: the table as a whole is ambiguous."""

    row: Row
    message: str
    is_fatal: bool = False


class Tree(Struct, frozen=True):
    """The fields of a table, and the problems of its rows."""

    fields: dict[str, Node]
    problems: tuple[Problem, ...]

    @property
    def fatal(self) -> Problem | None:
        """The first problem that makes the table ambiguous."""
        return next((problem for problem in self.problems if problem.is_fatal), None)


def build_tree(
    rows: Sequence[Row],
    columns: Columns,
    is_literal: Callable[[str], bool],
    name_parent: Callable[[Sequence[str]], str],
) -> Tree:
    """Build the tree of a table.

    `is_literal` returns whether a text with dots is one wire name. `name_parent` returns the name
    of a field without one, by the names of its children, or an empty text.
    """
    builder = _Builder(columns, is_literal, name_parent)
    levels = _levels(rows, columns)
    for index, row in enumerate(rows):
        builder.add(row, levels[index], _children_of(rows, columns, levels, index))
    return Tree(_fields_of_body(builder.root.children, columns), tuple(builder.problems))


def _fields_of_body(fields: dict[str, Node], columns: Columns) -> dict[str, Node]:
    """Return the fields inside the only row if it is the body of a request itself (Apifox)."""
    body = next(iter(fields.values()), None)
    if len(fields) != 1 or body is None or body.row is None or not body.children:
        return fields
    is_body = columns.cell(body.row.cells, "location").strip("`* ") == body.name
    return body.children if is_body else fields


def walk(nodes: dict[str, Node]) -> Iterator[Node]:
    """Yield all nodes of a tree, parents first."""
    stack = [*reversed(nodes.values())]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(node.children.values()))


def _levels(rows: Sequence[Row], columns: Columns) -> list[int]:
    """Return the depth of each row, 0 for the outermost."""
    numbers = [columns.cell(row.cells, "number").strip("` *") for row in rows]
    if any("." in number for number in numbers) and all(
        _NUMBER.fullmatch(number) or not number for number in numbers
    ):
        return [number.count(".") for number in numbers]
    depths = [read_name(columns.cell(row.cells, "name")).depth for row in rows]
    least = min(depths, default=0)
    return [depth - least for depth in depths]


def _children_of(
    rows: Sequence[Row], columns: Columns, levels: Sequence[int], index: int
) -> list[str]:
    """Return the names of the direct children of a row, if the row has no name itself."""
    if columns.cell(rows[index].cells, "name").strip():
        return []
    names: list[str] = []
    for row, level in zip(rows[index + 1 :], levels[index + 1 :], strict=True):
        if level <= levels[index]:
            break
        if level == levels[index] + 1:
            names.append(read_name(columns.cell(row.cells, "name")).text)
    return names


class _Builder:
    """Adds rows to a tree, one after another."""

    def __init__(
        self,
        columns: Columns,
        is_literal: Callable[[str], bool],
        name_parent: Callable[[Sequence[str]], str],
    ) -> None:
        self.columns, self.is_literal, self.name_parent = columns, is_literal, name_parent
        self.root = Node("")
        self.open: list[Node] = []
        self.problems: list[Problem] = []

    def add(self, row: Row, level: int, children: Sequence[str]) -> None:
        """Add a row at a level; `children` are those of a row without a name."""
        if not any(cell.strip() for cell in row.cells):
            return
        name = read_name(self.columns.cell(row.cells, "name"))
        path = name.path
        if not path:
            parent_name = self.name_parent(children) if children else ""
            if not parent_name:
                self._report_nameless(row, name, bool(children))
                return
            path = (Step(parent_name),)
        elif len(path) > 1 and self.is_literal(name.text):
            path = (Step(name.text),)
        if level > len(self.open):
            self._report(row, "the row is nested in a row that is missing", is_fatal=True)
            return
        del self.open[level:]
        parent = self.open[-1] if self.open else self.root
        self.open.append(self._insert(parent, path, row, name))
        for other in name.alternatives if name.separator in (",", "/", "|") else ():
            self._insert(parent, (Step(other),), row, name)

    def _report_nameless(self, row: Row, name: RowName, has_children: bool) -> None:
        if has_children:
            self._report(row, "a row without a name has rows inside it", is_fatal=True)
        elif is_prose(name):
            self._report(row, f"`{name.text}` is not the name of a field")
        elif name.text or len([cell for cell in row.cells if cell.strip()]) > 1:
            self._report(row, "the row has no name")

    def _report(self, row: Row, message: str, is_fatal: bool = False) -> None:
        self.problems.append(Problem(row, message, is_fatal))

    def _insert(self, parent: Node, path: Sequence[Step], row: Row, name: RowName) -> Node:
        """Insert a path below a node; parents without a row of their own are added."""
        node = parent
        for step in path:
            child = node.children.get(step.name)
            if child is None:
                child = Node(step.name, is_wildcard=step.is_wildcard)
                node.children[step.name] = child
            child.arrays = max(child.arrays, step.array)
            node = child
        if node.row is None:
            node.row, node.row_name = row, name
        elif not path[-1].array and not self._is_repeated(node.row, row):
            message = f"two fields have the name `{node.name}`"
            self._report(row, message, is_fatal=True)
        return node

    def _is_repeated(self, first: Row, second: Row) -> bool:
        """Return whether two rows of one name state the same type."""
        types = [self.columns.cell(row.cells, "type").strip().lower() for row in (first, second)]
        return types[0] == types[1]
