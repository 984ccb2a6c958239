"""Notes and models as text for people, JSON for programs, annotations for GitHub."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.notes import Note, Severity

T = TypeVar("T")

Documents = Mapping[str, Document]
FEW = 3
"""Of notes that say the same, so many are shown; of the others only places or the number."""


def as_text(notes: Sequence[Note], documents: Documents) -> Iterator[str]:
    """Show notes with their source lines; what is said many times over is summed up."""
    groups: dict[tuple[str, str], list[Note]] = {}
    for note in notes:
        key = "" if note.rule.severity is Severity.INFO else note.message
        groups.setdefault((note.rule.name, key), []).append(note)
    for group in sorted(groups.values(), key=lambda group: _RANK[group[0].rule.severity]):
        info = group[0].rule.severity is Severity.INFO
        lines = _infos(group, documents) if info else _block(group[0], documents, group[1:])
        yield from (_CONTROLS.sub("\ufffd", line.replace("\n", " ")) for line in lines)


_CONTROLS = re.compile(r"[\0-\x08\n-\x1f\x7f-\x9f]")
"""What would move a terminal's cursor or change its colours: inputs are quoted, not obeyed."""
_RANK = {Severity.ERROR: 2, Severity.WARNING: 1, Severity.INFO: 0}
"""What matters most comes last: it is what stays on the screen."""


def _infos(group: list[Note], documents: Documents) -> Iterator[str]:
    if len(group) <= FEW:
        for note in group:
            yield from _block(note, documents, [])
        return
    rule = group[0].rule
    yield f"{rule.severity}[{rule.name}]: {len(group)} times: {rule.summary}"
    yield f"  = for example: {group[0].message}{_at(group[0])}"
    yield "  = help: --format json lists them all"


def _block(note: Note, documents: Documents, alike: Sequence[Note]) -> Iterator[str]:
    yield f"{note.rule.severity}[{note.rule.name}]: {note.message}"
    width = 1
    if note.origin:
        document = documents.get(note.origin.file)
        line = _line(document, note.origin.line)
        width = len(str(note.origin.line))
        gutter = " " * width
        yield f"{gutter} --> {_place(note)}"
        if line.strip():
            text, start, length = _window(line, note.origin.column, note.width)
            yield f"{gutter} |"
            yield f"{note.origin.line} | {text}"
            yield f"{gutter} | {_blank(text[:start])}{'^' * max(1, length)}"
    if alike:
        places = ", ".join(_place(other) for other in alike[:FEW] if other.origin)
        more = f" at {places}" if places else ""
        yield f"{' ' * width} = {len(alike)} more of the same{more}{', ..' if len(alike) > FEW else ''}"
    if note.help:
        yield f"{' ' * width} = help: {note.help}"


def _line(document: Document | None, number: int) -> str:
    if document is None or not 0 < number <= len(document.lines):
        return ""
    return document.lines[number - 1]


def _window(line: str, column: int, width: int) -> tuple[str, int, int]:
    """Cut a long line to what fits beside the mark: the text, where the mark starts, its length."""
    start = min(column - 1, len(line))
    width = max(1, min(width, len(line) - start, 60))
    if len(line) <= 110:
        return line, start, width
    left = max(0, start - 40)
    text = line[left : left + 100]
    before, after = ".. " if left else "", " .." if left + 100 < len(line) else ""
    return f"{before}{text}{after}", start - left + len(before), width


def _blank(text: str) -> str:
    """Space as wide as `text`: tabs stay, wide characters take two columns."""
    from unicodedata import east_asian_width

    return "".join(
        "\t" if char == "\t" else "  " if east_asian_width(char) in "WF" else " " for char in text
    )


def _place(note: Note) -> str:
    origin = note.origin
    return f"{origin.file}:{origin.line}:{origin.column}" if origin else ""


def _at(note: Note) -> str:
    return f" ({_place(note)})" if note.origin else ""


def as_json(notes: Sequence[Note], documents: Documents) -> Iterator[str]:
    """Show each note as one JSON object in a line."""
    for note in notes:
        origin = note.origin
        yield json.dumps(
            {
                "rule": note.rule.name,
                "severity": note.rule.severity.value,
                "file": origin.file if origin else None,
                "line": origin.line if origin else None,
                "column": origin.column if origin else None,
                "width": note.width,
                "message": note.message,
                "help": note.help,
            },
            ensure_ascii=False,
        )


def as_github(notes: Sequence[Note], documents: Documents) -> Iterator[str]:
    """Show each note as a workflow command (GitHub: "Workflow commands", `::error file=..::`)."""
    for note in notes:
        properties = {"title": note.rule.name}
        if origin := note.origin:
            place = {"file": origin.file, "line": str(origin.line), "col": str(origin.column)}
            properties = {**place, "endColumn": str(origin.column + note.width), **properties}
        told = f"{note.message}\n{note.help}" if note.help else note.message
        listed = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in properties.items())
        yield f"::{_LEVEL[note.rule.severity]} {listed}::{_escaped(told)}"


_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def _escaped(text: str, further: str = "") -> str:
    """Escape as GitHub's own toolkit does (`@actions/core`, command.ts)."""
    return re.sub(f"[%\r\n{further}]", lambda match: f"%{ord(match[0]):02X}", text)


FORMATS: Mapping[str, Callable[[Sequence[Note], Documents], Iterable[str]]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
}


def totals(notes: Sequence[Note]) -> str:
    """Count notes by severity: `1 error, 2 warnings`; nothing for none."""
    counts = [(sum(note.rule.severity is kind for note in notes), kind.value) for kind in Severity]
    return ", ".join(f"{n} {kind}{'s' * (n != 1)}" for n, kind in counts if n)
