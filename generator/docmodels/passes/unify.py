"""Make names unique: merge equal drafts of a name, rename different ones."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from msgspec.structs import replace

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import NAME_CLASH
from docmodels.ir.drafts import Draft
from docmodels.passes.context import PassContext
from docmodels.passes.same_name import distinct_drafts


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
        first, *others = distinct_drafts(drafts_of_name)
        renamed = [_rename(other, used_names, context.notes) for other in others]
        drafts_by_name[name] = [first, *renamed]
    unified_drafts: list[Draft] = []
    for draft in drafts:
        unified_drafts.extend(drafts_by_name.pop(draft.definition.name, ()))
    return unified_drafts


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
        definition=replace(draft.definition, name=new_name),
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
