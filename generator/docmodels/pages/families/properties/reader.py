"""All pages of the family at once: the language of each folder, then page by page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from docmodels.diagnostics.notes import Note, Rule
from docmodels.diagnostics.rules import EMPTY_TABLE, MISSING_ENUM_VALUES, MISSING_UNION_MEMBERS
from docmodels.ir import Object, Ref, Union
from docmodels.ir.drafts import Draft
from docmodels.ir.traverse import refs
from docmodels.pages.families.properties.context import Context, class_names, context, folder_of
from docmodels.pages.families.properties.enums_from_prose import told
from docmodels.pages.families.properties.language_detection import choose
from docmodels.pages.families.properties.models import read_page
from docmodels.pages.markdown import Page

_TITLE = re.compile(r"\s*# +([^\n]*?)[ #]*(?:\n|\Z)")
_LATER_TITLE = re.compile(r"\n# +([^\n]*?)[ #]*(?:\n|\Z)")
_MISSING = (MISSING_ENUM_VALUES, MISSING_UNION_MEMBERS)


def read(pages: Sequence[Page], notes: list[Note]) -> list[Draft]:
    """Read model pages as drafts, in page order."""
    folders: dict[str, list[Page]] = {}
    for page in pages:
        folders.setdefault(folder_of(page), []).append(page)
    titles = {page.path: _title(page) for page in pages}
    names = class_names(pages, titles)
    languages = choose(folders, titles, names)
    contexts: dict[str, Context] = {}
    for folder, members in folders.items():
        contexts[folder] = context(languages[folder], members, names, notes)
    found: list[tuple[Draft, Context]] = []
    silent: set[int] = set()
    for page in pages:
        own = contexts[folder_of(page)]
        before = len(notes)
        drafts = read_page(page, own)
        if any(note.rule in _MISSING for note in notes[before:]):
            silent.update(range(len(found), len(found) + len(drafts)))
        found.extend((draft, own) for draft in drafts)
    symbolic = _symbolic(found)
    read = told([(draft, own.language) for draft, own in found], notes)
    return [
        _judged(draft, own, symbolic, at in silent, notes)
        for at, (draft, (_, own)) in enumerate(zip(read, found, strict=True))
    ]


def _title(page: Page) -> str:
    match = _TITLE.match(page.text) or _LATER_TITLE.search(page.text)
    return match[1] if match is not None else ""


def _symbolic(found: Sequence[tuple[Draft, Context]]) -> frozenset[str]:
    """Collect the models that some field has a symbol of as its default: they are enums."""
    names: set[str] = set()
    for draft, _ in found:
        if draft.enum_defaults and isinstance(draft.definition.type, Object):
            for field in draft.definition.type.fields:
                if field.name in draft.enum_defaults:
                    names.update(refs(field.type))
    return frozenset(names)


def _judged(
    draft: Draft, own: Context, symbolic: frozenset[str], silent: bool, notes: list[Note]
) -> Draft:
    """Say what an empty page may be; cells of models are links, those of enums often are not."""
    if not draft.is_stub or silent:
        return draft
    names = (draft.definition.name, *draft.aliases)
    if members := own.wrapped.get(draft.definition.name):
        union = Union(members=tuple(Ref(name=name) for name in members), mode="oneOf")
        return replace(draft.with_type(union), is_stub=False)
    is_enum = any(name in symbolic for name in names) or (
        any(own.bare[name] for name in names)
        and not any(own.linked[name] for name in names)
        and sum(own.linked.values()) > 0
    )
    rule: Rule = MISSING_ENUM_VALUES if is_enum else EMPTY_TABLE
    what = (
        "is an enum whose values the page does not print"
        if is_enum
        else "is an enum, an empty object or a union: its page does not say which"
    )
    name = draft.definition.name
    notes.append(
        rule.at(draft.definition.origin, f"`{name}` {what}; it accepts anything", width=len(name))
    )
    return draft
