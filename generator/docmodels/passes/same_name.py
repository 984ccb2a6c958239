"""Drafts of one name: equal ones are one, and a page that only mentions a model gives way."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from pathlib import PurePosixPath

from msgspec.structs import replace

from docmodels.ir import UNKNOWN, Object
from docmodels.ir.drafts import Draft, normalize_name
from docmodels.ir.equality import type_key
from docmodels.ir.traverse import without_origins


def distinct_drafts(drafts: Sequence[Draft]) -> list[Draft]:
    """Return one draft of each distinct model; stubs are dropped if there is a full model."""
    if len(drafts) == 1:
        return [drafts[0]]
    full_drafts = [draft for draft in drafts if not is_stub(draft)]
    full_drafts = _originals_first(full_drafts)
    by_key: dict[Hashable, Draft] = {}
    for draft in full_drafts or drafts[:1]:
        key = type_key(without_origins(draft.definition))
        by_key[key] = _with_evidence(by_key[key], draft) if key in by_key else draft
    return list(by_key.values())


def _originals_first(drafts: Sequence[Draft]) -> list[Draft]:
    """Put copies (`Pet 2.md`) after the file in the same folder that has the name of the model."""
    places = {_place(draft) for draft in drafts if _has_name_of_file(draft)}
    return sorted(drafts, key=lambda d: _place(d) in places and not _has_name_of_file(d))


def _place(draft: Draft) -> tuple[str, str]:
    return draft.dialect, draft.folder


def _has_name_of_file(draft: Draft) -> bool:
    stem = PurePosixPath(draft.input_path).stem
    return normalize_name(stem) == normalize_name(draft.definition.name)


def is_stub(draft: Draft) -> bool:
    """Whether a draft has no content: its page only mentions the model."""
    type = draft.definition.type
    return draft.is_stub or type == UNKNOWN or type == Object()


def _with_evidence(first: Draft, other: Draft) -> Draft:
    aliases = dict.fromkeys((*first.aliases, *other.aliases))
    return replace(first, aliases=tuple(aliases), samples=(*first.samples, *other.samples))
