"""SARIF 2.1.0, the format of code scanning (OASIS Standard, 27 March 2020), and notes in it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from docmodels.diagnostics.documents import WEB_SCHEMES, Document
from docmodels.diagnostics.notes import Note, Rule, Severity
from docmodels.ir import Origin

DOCUMENTATION: Final = "https://github.com/docmodels/docmodels/blob/main/docs"
"""The address of the documentation, in the repository that `pyproject.toml` names."""
_LEVEL: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def as_sarif(notes: Sequence[Note], documents: Mapping[str, Document]) -> Iterator[str]:
    """Yield a SARIF log of one run. Accepted notes are results with a suppression."""
    rules = list({note.rule.name: note.rule for note in notes}.values())
    names = [rule.name for rule in rules]
    results = [_result(note, names.index(note.rule.name)) for note in notes]
    yield sarif_log([*map(_rule, rules)], results)


def sarif_log(rules: Sequence[Mapping[str, Any]], results: Sequence[Mapping[str, Any]]) -> str:
    """Return a log of one run as JSON; `rules` are `reportingDescriptor` objects."""
    from importlib.metadata import version

    driver = {
        "name": "docmodels",
        "version": version("docmodels"),
        "informationUri": DOCUMENTATION,
        "rules": rules,
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    log = {"$schema": schema, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False)


def location(origin: Origin, width: int | None = None) -> dict[str, Any]:
    """Return a `location` of `width` characters; without a width, it has only a start."""
    region = {"startLine": max(1, origin.line), "startColumn": max(1, origin.column)}
    if width is not None:
        region["endColumn"] = region["startColumn"] + max(0, width)
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(origin.file)}, "region": region}}


def _rule(rule: Rule) -> dict[str, Any]:
    level = {"defaultConfiguration": {"level": _LEVEL[rule.severity]}}
    help = {"help": {"text": rule.help}} if rule.help else {}
    page = {"helpUri": f"{DOCUMENTATION}/rules.md#{rule.name}"}
    return {"id": rule.name, "shortDescription": {"text": rule.summary}, **page, **level, **help}


def _result(note: Note, rule_index: int) -> dict[str, Any]:
    text = f"{note.message}\n{note.help}" if note.help else note.message
    result: dict[str, Any] = {
        "ruleId": note.rule.name,
        "ruleIndex": rule_index,
        "level": _LEVEL[note.rule.severity],
        "message": {"text": text},
    }
    if note.origin:
        result["locations"] = [location(note.origin, note.width)]
    if note.is_accepted:
        justification = "the rule is accepted in the settings"
        result["suppressions"] = [{"kind": "external", "justification": justification}]
    return result


def _uri(path: str) -> str:
    """Return a path as a relative reference, or as a `file:` URI if it is absolute.

    The path of a file at a git revision (`git:REVISION:PATH`) is that of the file.
    """
    if path.startswith(WEB_SCHEMES):
        return path
    if path.startswith("git:"):
        path = path.split(":", 2)[-1].lstrip("/")
    file = Path(path)
    return file.as_uri() if file.is_absolute() else quote(file.as_posix(), errors="surrogateescape")
