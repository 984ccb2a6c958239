"""Changes as SARIF 2.1.0, the format of code scanning (OASIS Standard, 27 March 2020).

A breaking change is an error, any other a note. Its location is the place in the new version, or
in the old one if only that has it; the other place is a related location.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from urllib.parse import quote

from docmodels.diff.changes import ModelChange
from docmodels.diff.kinds import KINDS, ChangeKind
from docmodels.ir import Json, Origin


def to_sarif(changes: Sequence[ModelChange]) -> str:
    """Return changes as a SARIF log with one run."""
    used = {change.kind.name for change in changes}
    rules = [kind for kind in KINDS if kind.name in used]
    numbers = {kind.name: number for number, kind in enumerate(rules)}
    run = {
        "tool": {"driver": {"name": "docmodels", "rules": [_rule(kind) for kind in rules]}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(change, numbers[change.kind.name]) for change in changes],
    }
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _rule(kind: ChangeKind) -> dict[str, Json]:
    return {
        "id": kind.name,
        "shortDescription": {"text": kind.summary},
        "defaultConfiguration": {"level": "error" if kind.breaks else "note"},
    }


def _result(change: ModelChange, rule_index: int) -> dict[str, Json]:
    values = " -> ".join(text for text in (change.before, change.after) if text)
    text = f"{change.location}: {change.kind.summary}" + (f" {values}" if values else "")
    result: dict[str, Json] = {
        "ruleId": change.kind.name,
        "ruleIndex": rule_index,
        "level": "error" if change.is_breaking else "note",
        "message": {"text": text},
    }
    origins = [origin for origin in (change.new, change.old) if origin]
    if origins:
        result["locations"] = [_location(origins[0])]
    if len(origins) > 1:
        result["relatedLocations"] = [{"id": 1, **_location(origins[1])}]
    return result


def _location(origin: Origin) -> dict[str, Json]:
    """Return a physical location; the path of a file at a git revision is that of the file."""
    path = origin.file
    if path.startswith("git:"):
        path = path.split(":", 2)[-1].lstrip("/")
    uri = path if path.startswith(("https://", "http://")) else quote(path.replace("\\", "/"))
    region = {"startLine": max(1, origin.line), "startColumn": max(1, origin.column)}
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}
