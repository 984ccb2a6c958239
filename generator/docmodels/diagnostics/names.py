"""The names of rules and severities as literal types, for programs that match them exhaustively."""

from __future__ import annotations

from typing import Literal, TypeAlias

SeverityName: TypeAlias = Literal["error", "warning", "info"]
"""The value of a `Severity`, as in the JSON form of notes."""

RuleName: TypeAlias = Literal[
    "unreadable-input",
    "no-models",
    "unused-option",
    "invalid-option",
    "unwritable-output",
    "unmanaged-file",
    "bad-template",
    "broken-plugin",
    "ignored-plugin",
    "internal-error",
    "nesting-limit",
    "remote-failure",
    "lock-mismatch",
    "skipped-pages",
    "not-a-model-page",
    "invalid-sample",
    "unmatched-samples",
    "newer-representation",
    "unknown-type",
    "invalid-row",
    "invalid-literal",
    "empty-table",
    "missing-union-members",
    "missing-enum-values",
    "enum-from-description",
    "inferred-model",
    "skipped-table",
    "ambiguous-table",
    "invalid-keyword",
    "unenforced-keyword",
    "circular-ref",
    "approximated-dynamic-ref",
    "remote-ref",
    "dangling-ref",
    "merged-sources",
    "contradiction",
    "page-only-field",
    "name-clash",
    "inferred-name",
    "inferred-from-samples",
    "absent-field",
    "undocumented-field",
    "contradicted-fact",
    "flattened-union",
    "bad-default",
    "converted-default",
    "bad-rename",
    "target-limit",
    "missing-dependency",
    "renamed",
]
"""The name of a rule of `rules.RULES`. The set is closed: a plug-in reports one of these rules."""
