"""Make names unique: merge equal drafts of a name, rename different ones."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from msgspec.structs import replace as evolve

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import NAME_CLASH
from docmodels.ir import UNKNOWN, Object
from docmodels.ir.drafts import Draft, normalize_name
from docmodels.ir.equality import type_key
from docmodels.ir.traverse import without_origins
from docmodels.passes.context import PassContext


def run(drafts: Sequence[Draft], context: PassContext) -> list[Draft]:
    """Merge equal drafts of each name; rename all but the first of different ones.

    A renamed draft has its documented name among its aliases, and gets a note (`name-clash`).
    """
    groups: dict[str, list[Draft]] = {}
    for draft in drafts:
        groups.setdefault(draft.definition.name, []).append(draft)
    used_names = set(groups)
    drafts_by_name: dict[str, list[Draft]] = {}
    for name, drafts_of_name in groups.items():
        drafts_by_name[name] = _distinct(drafts_of_name)
        for other in drafts_by_name[name][1:]:
            drafts_by_name[name][drafts_by_name[name].index(other)] = _rename(
                other, used_names, context.notes
            )
    unified_drafts: list[Draft] = []
    for draft in drafts:
        unified_drafts.extend(drafts_by_name.pop(draft.definition.name, ()))
    return unified_drafts


def _distinct(drafts: Sequence[Draft]) -> list[Draft]:
    """Return one draft of each distinct model; stubs are dropped if there is a full model."""
    if len(drafts) == 1:
        return [drafts[0]]
    full_drafts = [draft for draft in drafts if not _is_stub(draft)]
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


def _is_stub(draft: Draft) -> bool:
    type = draft.definition.type
    return draft.is_stub or type == UNKNOWN or type == Object()


def _with_evidence(first: Draft, other: Draft) -> Draft:
    aliases = dict.fromkeys((*first.aliases, *other.aliases))
    return replace(first, aliases=tuple(aliases), samples=(*first.samples, *other.samples))


def _rename(draft: Draft, used_names: set[str], notes: list[Note]) -> Draft:
    name = draft.definition.name
    new_name = _free_name(draft, used_names)
    used_names.add(new_name)
    notes.append(
        NAME_CLASH.at(
            draft.definition.origin,
            f"another model has the name `{name}`; this one is renamed to `{new_name}`",
            "the two models differ: rename one, or remove one from the inputs",
        )
    )
    return replace(
        draft,
        definition=evolve(draft.definition, name=new_name),
        aliases=(name, *draft.aliases),
    )


def _free_name(draft: Draft, used_names: set[str]) -> str:
    """Return an unused name: prefixed by the owner or the folder, else with a number."""
    folder = PurePosixPath(draft.folder).name
    owner = draft.owner
    prefix = owner or folder
    prefixed_name = f"{prefix[:1].upper()}{prefix[1:]}{draft.definition.name}"
    if prefix and prefixed_name not in used_names:
        return prefixed_name
    number = 2
    while f"{draft.definition.name}{number}" in used_names:
        number += 1
    return f"{draft.definition.name}{number}"
