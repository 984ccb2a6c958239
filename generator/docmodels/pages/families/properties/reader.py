"""Read all pages of the dialect: detect the language of each folder, then read each page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from docmodels.diagnostics.notes import Note, Rule
from docmodels.diagnostics.rules import EMPTY_TABLE, MISSING_ENUM_VALUES, MISSING_UNION_MEMBERS
from docmodels.ir import Object, Ref, Union
from docmodels.ir.drafts import Draft
from docmodels.ir.traverse import refs
from docmodels.pages.families.properties.constants import infer_constants
from docmodels.pages.families.properties.context import (
    Context,
    class_names,
    make_context,
)
from docmodels.pages.families.properties.evidence import detect_languages
from docmodels.pages.families.properties.models import read_page
from docmodels.pages.families.properties.prose import infer_enums
from docmodels.pages.markdown import Page

_TITLE = re.compile(r"\s*+# ++([^\n]*)")
_LATER_TITLE = re.compile(r"\n# ++([^\n]*)")
_MISSING = (MISSING_ENUM_VALUES, MISSING_UNION_MEMBERS)


def read(pages: Sequence[Page], notes: list[Note]) -> list[Draft]:
    """Read model pages and return drafts in page order; append what is wrong to `notes`."""
    folders: dict[str, list[Page]] = {}
    for page in pages:
        folders.setdefault(page.folder, []).append(page)
    titles = {page.path: _title(page) for page in pages}
    names = class_names(pages, titles)
    languages = detect_languages(folders, titles, names)
    contexts: dict[str, Context] = {}
    for folder, folder_pages in folders.items():
        contexts[folder] = make_context(languages[folder], folder_pages, names, notes)
    drafts_with_context: list[tuple[Draft, Context]] = []
    reported: set[int] = set()
    for page in pages:
        page_context = contexts[page.folder]
        before = len(notes)
        drafts = read_page(page, page_context)
        page.forget()
        if any(note.rule in _MISSING for note in notes[before:]):
            reported.update(range(len(drafts_with_context), len(drafts_with_context) + len(drafts)))
        drafts_with_context.extend((draft, page_context) for draft in drafts)
    enum_models = _models_with_enum_defaults(drafts_with_context)
    drafts = infer_constants(infer_enums(drafts_with_context, notes), drafts_with_context, notes)
    page_contexts = [page_context for _, page_context in drafts_with_context]
    return [
        _note_stub(draft, page_context, enum_models, index in reported, notes)
        for index, (draft, page_context) in enumerate(zip(drafts, page_contexts, strict=True))
    ]


def _title(page: Page) -> str:
    match = _TITLE.match(page.text) or _LATER_TITLE.search(page.text)
    return match[1].rstrip(" #") if match is not None else ""


def _models_with_enum_defaults(
    drafts_with_context: Sequence[tuple[Draft, Context]],
) -> frozenset[str]:
    """Return the models of fields whose default is the name of an enum member: they are enums."""
    names: set[str] = set()
    for draft, _ in drafts_with_context:
        if draft.enum_defaults and isinstance(draft.definition.type, Object):
            for field in draft.definition.type.fields:
                if field.name in draft.enum_defaults:
                    names.update(refs(field.type))
    return frozenset(names)


def _note_stub(
    draft: Draft,
    page_context: Context,
    enum_models: frozenset[str],
    is_reported: bool,
    notes: list[Note],
) -> Draft:
    """Add a note to a stub without one, or make it a union of the models that it can wrap."""
    if not draft.is_stub or is_reported:
        return draft
    names = (draft.definition.name, *draft.aliases)
    if members := page_context.wrapped_models.get(draft.definition.name):
        union = Union(members=tuple(Ref(name=name) for name in members), mode="oneOf")
        return replace(draft.with_type(union), is_stub=False)
    is_enum = not enum_models.isdisjoint(names)
    rule: Rule = MISSING_ENUM_VALUES if is_enum else EMPTY_TABLE
    reason = (
        "is an enum whose values the page does not print"
        if is_enum
        else "is an enum, an empty object or a union: its page does not show which"
    )
    name = draft.definition.name
    message = f"`{name}` {reason}; it accepts any value"
    notes.append(rule.at(draft.definition.origin, message, width=len(name)))
    return draft
