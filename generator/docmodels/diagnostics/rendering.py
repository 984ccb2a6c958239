"""Render notes as text for people, JSON for programs, or workflow commands for GitHub."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.notes import Note, Severity
from docmodels.diagnostics.rules import EMPTY_TABLE, MISSING_ENUM_VALUES, MISSING_UNION_MEMBERS

T = TypeVar("T")

Documents = Mapping[str, Document]
MAX_SHOWN = 3
"""How many notes of the same rule, or further places of the same cause, are shown."""


def as_text(notes: Sequence[Note], documents: Documents) -> Iterator[str]:
    """Yield lines that show notes with their source lines; notes of one cause are summarized.

    Notes are sorted by severity, errors last: the end of the output stays on the screen.
    """
    groups: dict[tuple[str, str], list[Note]] = {}
    for note in notes:
        cause = "" if note.rule.severity is Severity.INFO else _cause(note)
        groups.setdefault((note.rule.name, cause), []).append(note)
    for group in sorted(groups.values(), key=lambda group: _RANK[group[0].rule.severity]):
        info = group[0].rule.severity is Severity.INFO
        lines = (
            _summarize_infos(group, documents)
            if info
            else _note_block(group[0], documents, group[1:])
        )
        yield from (_CONTROL_CHARACTERS.sub("\ufffd", line.replace("\n", " ")) for line in lines)


def _cause(note: Note) -> str:
    """Return the message without the name of the field or model that it is about."""
    pattern = _SUBJECT if note.rule in _RULES_ABOUT_MODELS else _OWNER
    return pattern.sub("", note.message)


_OWNER = re.compile(r" of `[^`]*`")
_SUBJECT = re.compile(r"^`[^`]*`| of `[^`]*`")
_RULES_ABOUT_MODELS = (EMPTY_TABLE, MISSING_ENUM_VALUES, MISSING_UNION_MEMBERS)
"""Rules whose messages begin with the name of a model, which is their place and not their cause."""
_CONTROL_CHARACTERS = re.compile(r"[\0-\x08\n-\x1f\x7f-\x9f]")
"""Control characters: quoted input must not control the terminal."""
_RANK = {Severity.ERROR: 2, Severity.WARNING: 1, Severity.INFO: 0}
"""Sort keys: errors come last."""


def _summarize_infos(group: list[Note], documents: Documents) -> Iterator[str]:
    if len(group) <= MAX_SHOWN:
        for note in group:
            yield from _note_block(note, documents, [])
        return
    rule = group[0].rule
    yield f"{rule.severity}[{rule.name}]: {len(group)} times: {rule.summary}"
    yield f"  = for example: {group[0].message}{_place_suffix(group[0])}"
    yield "  = help: --format json lists them all"


def _note_block(note: Note, documents: Documents, repeats: Sequence[Note]) -> Iterator[str]:
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
            yield f"{gutter} | {_padding(text[:start])}{'^' * max(1, length)}"
    if repeats:
        places = ", ".join(_place(other) for other in repeats[:MAX_SHOWN] if other.origin)
        more = f" at {places}" if places else ""
        ellipsis = ", .." if len(repeats) > MAX_SHOWN else ""
        yield f"{' ' * width} = {len(repeats)} more like this{more}{ellipsis}"
    if note.help:
        yield f"{' ' * width} = help: {note.help}"


def _line(document: Document | None, number: int) -> str:
    if document is None or not 0 < number <= len(document.lines):
        return ""
    return document.lines[number - 1]


def _window(line: str, column: int, width: int) -> tuple[str, int, int]:
    """Shorten a long line around the mark; return the text, and start and length of the mark."""
    start = min(column - 1, len(line))
    width = max(1, min(width, len(line) - start, 60))
    if len(line) <= 110:
        return line, start, width
    left = max(0, start - 40)
    text = line[left : left + 100]
    before, after = ".. " if left else "", " .." if left + 100 < len(line) else ""
    return f"{before}{text}{after}", start - left + len(before), width


def _padding(text: str) -> str:
    """Return whitespace as wide as `text`: tabs stay, wide characters take two columns."""
    from unicodedata import east_asian_width

    return "".join(
        "\t" if char == "\t" else "  " if east_asian_width(char) in "WF" else " " for char in text
    )


def _place(note: Note) -> str:
    origin = note.origin
    return f"{origin.file}:{origin.line}:{origin.column}" if origin else ""


def _place_suffix(note: Note) -> str:
    return f" ({_place(note)})" if note.origin else ""


def as_json(notes: Sequence[Note], documents: Documents) -> Iterator[str]:
    """Yield each note as a JSON object on one line."""
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
    """Yield each note as a workflow command (GitHub: "Workflow commands", `::error file=..::`)."""
    for note in notes:
        properties = {"title": note.rule.name}
        if origin := note.origin:
            place = {"file": origin.file, "line": str(origin.line), "col": str(origin.column)}
            properties = {**place, "endColumn": str(origin.column + note.width), **properties}
        text = f"{note.message}\n{note.help}" if note.help else note.message
        property_list = ",".join(
            f"{key}={_escape(value, ':,')}" for key, value in properties.items()
        )
        yield f"::{_LEVEL[note.rule.severity]} {property_list}::{_escape(text)}"


_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def _escape(text: str, extra: str = "") -> str:
    """Escape a value or a message (source: `@actions/core`, command.ts)."""
    return re.sub(f"[%\r\n{extra}]", lambda match: f"%{ord(match[0]):02X}", text)


FORMATS: Mapping[str, Callable[[Sequence[Note], Documents], Iterable[str]]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
}


def totals(notes: Sequence[Note]) -> str:
    """Return the number of notes by severity: `1 error, 2 warnings`; empty for no notes."""
    counts = [(sum(note.rule.severity is kind for note in notes), kind.value) for kind in Severity]
    return ", ".join(f"{n} {kind}{'s' * (n != 1)}" for n, kind in counts if n)
