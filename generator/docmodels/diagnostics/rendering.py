"""Render notes as text for people, JSON or SARIF for programs, or workflow commands for GitHub."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import Enum, auto
from typing import assert_never

from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.folding import MAX_SHOWN, by_cause, by_rule, most_informative
from docmodels.diagnostics.notes import Note, Severity, counted
from docmodels.diagnostics.sarif import as_sarif

Documents = Mapping[str, Document]
MAX_LINES = 40
"""The most lines that a run prints if less detail makes that possible."""


class Detail(Enum):
    """How much of each rule is shown."""

    QUOTED = auto()
    """Up to `MAX_SHOWN` notes of a rule with their source lines; a rule with more is folded."""
    FOLDED = auto()
    """A single note with its source line; a rule with more notes is folded."""
    PLACES = auto()
    """Every rule folded, its places on one line."""


def as_text(notes: Sequence[Note], documents: Documents) -> Iterator[str]:
    """Yield lines that show notes: one block for each rule, errors last.

    A folded block has the number of its notes and the most informative of them
    (`folding.most_informative`). Detail decreases until the text has at most `MAX_LINES` lines.
    """
    rules = by_rule(notes)
    lines: list[str] = []
    for detail in Detail:
        lines = [line for group in rules for line in _rule_block(group, documents, detail)]
        if len(lines) <= MAX_LINES:
            break
    yield from map(printable, lines)


def printable(text: str) -> str:
    """Return text for one line of a terminal: without line breaks and control characters."""
    return _CONTROL_CHARACTERS.sub("\ufffd", text.replace("\n", " "))


_CONTROL_CHARACTERS = re.compile(r"[\0-\x08\n-\x1f\x7f-\x9f]")
"""Control characters: quoted input must not control the terminal."""


def _rule_block(group: Sequence[Note], documents: Documents, detail: Detail) -> Iterator[str]:
    match detail:
        case Detail.QUOTED if len(group) <= MAX_SHOWN:
            for notes in by_cause(group):
                yield from _note_block(notes[0], documents, notes[1:])
        case Detail.FOLDED if len(group) == 1:
            yield from _note_block(group[0], documents, [])
        case Detail.QUOTED | Detail.FOLDED:
            shown = most_informative(group)
            yield _folded_heading(group)
            yield from (f"  --> {_place_prefix(note)}{note.message}" for note in shown)
            if len(group) > len(shown):
                yield f"  = {len(group) - len(shown)} more; --format json lists them all"
            yield from _folded_help(shown)
        case Detail.PLACES:
            places = [_place(note) for note in most_informative(group) if note.origin]
            ellipsis = ", .." if len(group) > len(places) else ""
            yield _folded_heading(group)
            if places:
                yield f"  --> {', '.join(places)}{ellipsis}"
        case _:
            assert_never(detail)


def _folded_heading(group: Sequence[Note]) -> str:
    rule = group[0].rule
    number = "once" if len(group) == 1 else f"{len(group)} times"
    return f"{rule.severity}[{rule.name}]: {number}: {rule.summary}"


def _folded_help(shown: Sequence[Note]) -> Iterator[str]:
    """Yield the help that all shown notes share, else that of the rule or of the first note."""
    helps = {note.help for note in shown}
    help = shown[0].help if len(helps) == 1 else shown[0].rule.help or shown[0].help
    if help:
        yield f"  = help: {help}"


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
        places = ", ".join(_place(other) for other in repeats if other.origin)
        more = f" at {places}" if places else ""
        yield f"{' ' * width} = {len(repeats)} more like this{more}"
    if note.help:
        yield f"{' ' * width} = help: {note.help}"


def _line(document: Document | None, number: int) -> str:
    if document is None or document.is_foreign or not 0 < number <= len(document.lines):
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


def _place_prefix(note: Note) -> str:
    return f"{_place(note)}: " if note.origin else ""


def as_json(notes: Sequence[Note], documents: Documents) -> Iterator[str]:
    """Yield each note as a JSON object on one line, accepted notes as well."""
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
                "accepted": note.is_accepted,
            },
            ensure_ascii=False,
        )


def as_github(notes: Sequence[Note], documents: Documents) -> Iterator[str]:
    """Yield workflow commands (GitHub: "Workflow commands", `::error file=..::`).

    Shows the most informative notes of each rule; the title has the number of all.
    """
    rules = by_rule(notes)
    limit = MAX_SHOWN if sum(min(len(group), MAX_SHOWN) for group in rules) <= MAX_LINES else 1
    for group in rules:
        name = group[0].rule.name
        title = f"{name} ({len(group)} times)" if len(group) > limit else name
        yield from (_workflow_command(note, title) for note in most_informative(group, limit))


def _workflow_command(note: Note, title: str) -> str:
    properties = {"title": title}
    if origin := note.origin:
        place = {"file": origin.file, "line": str(origin.line), "col": str(origin.column)}
        properties = {**place, "endColumn": str(origin.column + note.width), **properties}
    text = f"{note.message}\n{note.help}" if note.help else note.message
    property_list = ",".join(f"{key}={_escape(value, ':,')}" for key, value in properties.items())
    return f"::{_LEVEL[note.rule.severity]} {property_list}::{_escape(text)}"


_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def _escape(text: str, extra: str = "") -> str:
    """Escape a value or a message (source: `@actions/core`, command.ts)."""
    return re.sub(f"[%\r\n{extra}]", lambda match: f"%{ord(match[0]):02X}", text)


FORMATS: Mapping[str, Callable[[Sequence[Note], Documents], Iterable[str]]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
}


def totals(notes: Sequence[Note]) -> str:
    """Return the number of notes by severity: `1 error, 2 warnings, 3 accepted`; empty for none."""
    counts = Counter("accepted" if note.is_accepted else note.rule.severity.value for note in notes)
    texts = [counted(counts[kind.value], kind.value) for kind in Severity if counts[kind.value]]
    accepted = [f"{counts['accepted']} accepted"] if counts["accepted"] else []
    return ", ".join(texts + accepted)
