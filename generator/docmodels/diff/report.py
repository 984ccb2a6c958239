"""The JSON form of changes, and its JSON Schema."""

from __future__ import annotations

from collections.abc import Sequence
from inspect import cleandoc
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from docmodels.diff.changes import ModelChange
from docmodels.diff.kinds import KINDS
from docmodels.ir import Json, Origin
from docmodels.ir.nodes import is_list, is_object

VERSION: Final = "1.0"
_Number = Annotated[int, Meta(ge=1)]


class _Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A part of the report; attributes without a value are left out."""


class ReportPlace(_Part, frozen=True):
    """A place in an input; lines and columns count from 1."""

    file: str
    line: _Number
    column: _Number


class ReportChange(_Part, frozen=True):
    """One change.

    `kind` is a name in the table of docs/diff.md. `path` is the place inside `model`. `inferred`
    are the inferences that the change follows from; such a change breaks nothing.
    """

    kind: str
    model: str
    path: str
    breaks_sent: bool
    breaks_received: bool
    before: str | None = None
    after: str | None = None
    old: ReportPlace | None = None
    new: ReportPlace | None = None
    inferred: tuple[str, ...] = ()
    evidence: str | None = None


class Report(_Part, frozen=True):
    """The changes between two versions of an API."""

    docmodels_diff: Literal["1.0"]
    changes: tuple[ReportChange, ...]


def to_json(changes: Sequence[ModelChange]) -> str:
    """Return changes as indented JSON, valid against `report_schema()`."""
    report = Report(docmodels_diff=VERSION, changes=tuple(map(_change, changes)))
    return msgspec.json.format(msgspec.json.encode(report), indent=2).decode() + "\n"


def _change(change: ModelChange) -> ReportChange:
    return ReportChange(
        kind=change.kind.name,
        model=change.model,
        path=change.path,
        breaks_sent=change.breaks_sent,
        breaks_received=change.breaks_received,
        before=change.before or None,
        after=change.after or None,
        old=_place(change.old),
        new=_place(change.new),
        inferred=change.inferred,
        evidence=change.evidence or None,
    )


def _place(origin: Origin | None) -> ReportPlace | None:
    if origin is None:
        return None
    return ReportPlace(file=origin.file, line=max(1, origin.line), column=max(1, origin.column))


def report_schema() -> dict[str, Json]:
    """Return the JSON Schema 2020-12 of the report, with the names of all kinds of change."""
    (root,), definitions = msgspec.json.schema_components([Report], ref_template="#/$defs/{name}")
    definitions["ReportChange"]["properties"]["kind"] = {"enum": [kind.name for kind in KINDS]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:docmodels:diff:{VERSION}",
        "title": "The changes that `docmodels diff --to json` reports",
        **root,
        "$defs": _with_clean_descriptions(definitions),
    }


def _with_clean_descriptions(part: Json) -> Json:
    """Remove the indentation of docstrings."""
    if is_list(part):
        return [_with_clean_descriptions(item) for item in part]
    if not is_object(part):
        return part
    converted = {key: _with_clean_descriptions(value) for key, value in part.items()}
    if isinstance(description := part.get("description"), str):
        converted["description"] = cleandoc(description)
    return converted
