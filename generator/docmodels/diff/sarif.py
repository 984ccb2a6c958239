"""Changes as SARIF 2.1.0, the format of code scanning (OASIS Standard, 27 March 2020).

A breaking change is an error, any other a note. Its location is the place in the new version, or
in the old one if only that has it; the other place is a related location.
"""

from __future__ import annotations

from collections.abc import Sequence

from docmodels.diagnostics.sarif import DOCUMENTATION, location, sarif_log
from docmodels.diff.changes import ModelChange
from docmodels.diff.kinds import KINDS, ChangeKind
from docmodels.ir import Json


def to_sarif(changes: Sequence[ModelChange]) -> str:
    """Return changes as a SARIF log with one run."""
    used = {change.kind.name for change in changes}
    rules = [kind for kind in KINDS if kind.name in used]
    numbers = {kind.name: number for number, kind in enumerate(rules)}
    results = [_result(change, numbers[change.kind.name]) for change in changes]
    return sarif_log([_rule(kind) for kind in rules], results) + "\n"


def _rule(kind: ChangeKind) -> dict[str, Json]:
    return {
        "id": kind.name,
        "shortDescription": {"text": kind.summary},
        "helpUri": f"{DOCUMENTATION}/diff.md#kinds-of-change",
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
        result["locations"] = [location(origins[0])]
    if len(origins) > 1:
        result["relatedLocations"] = [{"id": 1, **location(origins[1])}]
    return result
