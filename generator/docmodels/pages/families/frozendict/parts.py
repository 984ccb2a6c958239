"""The schemas on a page: each heading of level one with its tables, bound to the one it is part of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from docmodels.pages.families.frozendict.rows import Row, read_row
from docmodels.pages.markdown import Page, Section

MAX_DEPTH = 40

_COMPOSITIONS = ("allOf", "oneOf", "anyOf", "not")


@dataclass(slots=True)
class Part:
    """One schema as printed. `keys` is None where there is no table of keys at all, which is not
    the same as an empty one. `inner` are the parts written inside it, in document order."""

    title: str
    line: int
    prose: str
    info: Row
    keys: list[Row] | None = None
    items: Row | None = None
    composed: dict[str, list[Row]] = field(default_factory=dict[str, list[Row]])
    inner: dict[str, list[Part]] = field(default_factory=dict[str, "list[Part]"])

    def rows(self) -> Iterator[Row]:
        """All rows that may lead to a part inside."""
        yield from self.keys or ()
        if self.items is not None:
            yield self.items
        for rows in self.composed.values():
            yield from rows


def read_parts(page: Page) -> tuple[list[Part], list[Part]]:
    """Give the page's own schemas (one as a rule), each with those inside it, and the parts that
    nothing leads to."""
    return _bound(list(_parts(page.sections)))


def _parts(sections: Sequence[Section]) -> Iterator[Part]:
    head: Section | None = None
    part: Part | None = None
    for section in sections:
        if section.level == 1:
            head, part = section, None
        elif head is not None and section.title == "Model Type Info":
            info = next(_rows(section), None)
            if info is not None:
                part = Part(head.title, head.line, head.prose, info)
                head = None
                yield part
        elif part is not None:
            _add(part, section)


def _rows(section: Section) -> Iterator[Row]:
    rows = (read_row(line, named=section.level > 2) for line in section.rows())
    return (row for row in rows if row is not None)


def _add(part: Part, section: Section) -> None:
    match section.title:
        case "Dictionary Keys":
            part.keys = list(_rows(section))
        case "Tuple Items":
            part.items = next(_rows(section), None)
        case title if title in _COMPOSITIONS:
            part.composed[title] = list(_rows(section))
        case _:
            pass


def _bound(parts: Sequence[Part]) -> tuple[list[Part], list[Part]]:
    """Bind parts to owners. They are printed depth-first, so one belongs to the innermost owner
    that still waits for a part of its name; names repeat, and so do their anchors."""
    roots: list[Part] = []
    strays: list[Part] = []
    stack: list[tuple[Part, Counter[str]]] = []
    for part in parts:
        depth = len(stack)
        while depth and not stack[depth - 1][1][part.title]:
            depth -= 1
        if not depth and stack and "." not in part.title:
            strays.append(part)
            continue
        del stack[depth:]
        if stack:
            owner, waiting = stack[-1]
            waiting[part.title] -= 1
            owner.inner.setdefault(part.title, []).append(part)
        else:
            roots.append(part)
        deep = len(stack) >= MAX_DEPTH
        anchors = () if deep else (row.anchor for row in part.rows() if row.anchor)
        stack.append((part, Counter(anchors)))
    return roots, strays
