"""Render changes as text for people, JSON for programs, or Markdown for a pull request."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from docmodels.diagnostics.notes import counted
from docmodels.diagnostics.rendering import printable
from docmodels.diff.changes import ModelChange
from docmodels.diff.report import to_json
from docmodels.diff.sarif import to_sarif
from docmodels.ir import Origin

Changes = Sequence[ModelChange]
MAX_TEXT = 120
"""How many characters of an old or a new value are shown."""


def totals(changes: Changes) -> str:
    """Return the number of changes: `3 changes, 1 breaking`."""
    breaking = sum(change.is_breaking for change in changes)
    return f"{counted(len(changes), 'change')}, {breaking} breaking" if changes else "no changes"


def as_text(changes: Changes) -> str:
    """Return a block of lines for each change, and the totals."""
    lines = [line for change in changes for line in _block(change)]
    return "".join(f"{printable(line)}\n" for line in (*lines, totals(changes)))


def _block(change: ModelChange) -> Iterator[str]:
    level = "breaking" if change.is_breaking else "change"
    details = "".join(f": {part}" for part in (_values(change),) if part)
    yield f"{level}[{change.kind.name}]: {change.location}: {_summary(change)}{details}"
    if places := " -> ".join(_place(origin) for origin in (change.old, change.new) if origin):
        yield f"  --> {places}"
    yield from (f"  = {remark}" for remark in remarks(change))


def remarks(change: ModelChange) -> Iterator[str]:
    """Yield what a change breaks, and what it follows from."""
    if change.is_breaking:
        yield f"breaks what is {_broken(change)}"
    if change.evidence:
        yield f"evidence: {change.evidence}"
    if change.inferred:
        yield f"not breaking, because a fact is inferred (by {', '.join(change.inferred)})"


def _broken(change: ModelChange) -> str:
    sides = {"sent": change.breaks_sent, "received": change.breaks_received}
    return " and ".join(side for side, is_broken in sides.items() if is_broken)


def _summary(change: ModelChange) -> str:
    summary = change.kind.summary.removesuffix(".")
    return summary[:1].lower() + summary[1:]


def _values(change: ModelChange) -> str:
    return " -> ".join(_shorten(text) for text in (change.before, change.after) if text)


def _shorten(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT]} .."


def _place(origin: Origin) -> str:
    return f"{origin.file}:{origin.line}:{origin.column}"


def as_markdown(changes: Changes) -> str:
    """Return a table of the breaking changes and one of the others, for GitHub and GitLab."""
    parts = [f"**{totals(changes)}**\n"]
    for title, is_breaking in (("Breaking", True), ("Not breaking", False)):
        rows = [_row(change) for change in changes if change.is_breaking == is_breaking]
        if rows:
            header = (
                "| place | change | before | after | remarks | lines |\n",
                f"|{' --- |' * 6}\n",
            )
            parts.append(f"\n### {title}\n\n{''.join((*header, *rows))}")
    return "".join(parts)


def _row(change: ModelChange) -> str:
    places = ", ".join(_place(origin) for origin in (change.old, change.new) if origin)
    cells = (
        _code(change.location),
        change.kind.summary.removesuffix("."),
        _code(_shorten(change.before)),
        _code(_shorten(change.after)),
        "; ".join(remarks(change)),
        _code(places),
    )
    return f"| {' | '.join(cells)} |\n"


def _code(text: str) -> str:
    """Return text as a code span in a table cell (GitHub Flavored Markdown, sections 4.10, 6.3)."""
    if not text:
        return ""
    text = printable(text).replace("|", "\\|")
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    padding = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{padding}{text}{padding}{fence}"


RENDERERS: Final[Mapping[str, Callable[[Changes], str]]] = {
    "text": as_text,
    "json": to_json,
    "markdown": as_markdown,
    "sarif": to_sarif,
}
"""Functions that render changes, by the name of the format."""
