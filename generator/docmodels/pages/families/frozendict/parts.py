"""Split a page into schemas: a heading of level 1 with its tables; inline schemas are nested."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from docmodels.pages.families.frozendict.rows import Row, read_row
from docmodels.pages.markdown import Page, Section

MAX_DEPTH = 40

_COMPOSITIONS = ("allOf", "oneOf", "anyOf", "not")


class SchemaBlock(Struct):
    """One schema of a page, not interpreted.

    `keys` is None without a table of keys, [] with an empty one. `nested` are the inline schemas by
    anchor, in document order.
    """

    title: str
    line: int
    prose: str
    info: Row
    keys: list[Row] | None = None
    items: Row | None = None
    compositions: dict[str, list[Row]] = field(default_factory=dict[str, list[Row]])
    nested: dict[str, list[SchemaBlock]] = field(default_factory=dict[str, "list[SchemaBlock]"])

    def rows(self) -> Iterator[Row]:
        """Yield all rows that may link to a nested block."""
        yield from self.keys or ()
        if self.items is not None:
            yield self.items
        for rows in self.compositions.values():
            yield from rows


def read_blocks(page: Page) -> tuple[list[SchemaBlock], list[SchemaBlock]]:
    """Return the top-level schemas of a page (usually one), and the blocks that no row links to."""
    return _nest_blocks(list(_split_blocks(page.sections)))


def _split_blocks(sections: Sequence[Section]) -> Iterator[SchemaBlock]:
    heading: Section | None = None
    block: SchemaBlock | None = None
    for section in sections:
        if section.level == 1:
            heading, block = section, None
        elif heading is not None and section.title == "Model Type Info":
            info = next(_read_rows(section), None)
            if info is not None:
                block = SchemaBlock(heading.title, heading.line, heading.prose, info)
                heading = None
                yield block
        elif block is not None:
            _add_table(block, section)


def _read_rows(section: Section) -> Iterator[Row]:
    rows = (read_row(line, has_name=section.level > 2) for line in section.rows())
    return (row for row in rows if row is not None)


def _add_table(block: SchemaBlock, section: Section) -> None:
    match section.title:
        case "Dictionary Keys":
            block.keys = list(_read_rows(section))
        case "Tuple Items":
            block.items = next(_read_rows(section), None)
        case title if title in _COMPOSITIONS:
            block.compositions[title] = list(_read_rows(section))
        case _:
            pass


def _nest_blocks(blocks: Sequence[SchemaBlock]) -> tuple[list[SchemaBlock], list[SchemaBlock]]:
    """Nest blocks under the blocks that link to them; return roots and unreferenced blocks.

    Blocks are printed depth-first, and titles and anchors repeat. So a block belongs to the
    innermost owner with a link to its title that no earlier block has used.
    """
    roots: list[SchemaBlock] = []
    unreferenced: list[SchemaBlock] = []
    stack: list[tuple[SchemaBlock, Counter[str]]] = []
    for block in blocks:
        depth = len(stack)
        while depth and not stack[depth - 1][1][block.title]:
            depth -= 1
        if not depth and stack and "." not in block.title:
            unreferenced.append(block)
            continue
        del stack[depth:]
        if stack:
            owner, pending = stack[-1]
            pending[block.title] -= 1
            owner.nested.setdefault(block.title, []).append(block)
        else:
            roots.append(block)
        is_too_deep = len(stack) >= MAX_DEPTH
        anchors = () if is_too_deep else (row.anchor for row in block.rows() if row.anchor)
        stack.append((block, Counter(anchors)))
    return roots, unreferenced
