"""Values that only a text tells: most generators print an inline enum as the type of its values.

What a text lists is a fact of the page, that nothing else is allowed is not: the enum is open, its
values are marked as inferred, and whatever the type admits goes on being admitted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from msgspec.structs import replace as changed

from docmodels.dialects.languages import Language
from docmodels.drafts import Draft
from docmodels.ir import STRING, Enum, EnumMember, Field, Object, Origin, ScalarKind
from docmodels.notes import TOLD_VALUES, Note, counted

_ITEM = re.compile(
    r"(?:^|\s)[-*•]\s+(?:(?:if|when)\s+(?:set\s+to\s+)?`([^`]{1,60})`,"
    r"|`([^`]{1,60})`\s*(?=[:=–—]|-\s|\n|\Z))",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*[-*•]\s+", re.MULTILINE)
_VALUE = re.compile(r"[A-Za-z0-9][\w.:/+-]*")
_JOINED = re.compile(r"\bseparated\b", re.IGNORECASE)
"""`Comma-separated list of`: the text lists the parts of a value, not values."""


def listed(text: str) -> tuple[str, ...]:
    """Give the values that a text lists with what each means: ``- `red`: warm``."""
    if "`" not in text or _JOINED.search(text):
        return ()
    found = [first or second for first, second in _ITEM.findall(text)]
    if len(_BULLET.findall(text)) > len(found):
        found = []
    whole = len(set(found)) == len(found) and all(map(_VALUE.fullmatch, found))
    return tuple(found) if whole else ()


def told(drafts: Sequence[tuple[Draft, Language]], notes: list[Note]) -> list[Draft]:
    """Give text fields, and models of which the page says nothing, the values that a text lists."""
    made = [_draft(draft, language) for draft, language in drafts]
    places = [
        origin
        for (before, _), after in zip(drafts, made, strict=True)
        if after is not before
        for origin in _origins(after)
    ]
    if places:
        message = f"the values of {counted(len(places), 'enum')} stand only in a text"
        notes.append(TOLD_VALUES.at(places[0], message))
    return made


def _origins(draft: Draft) -> list[Origin | None]:
    """Where the types of a draft that take values from a text stand: its fields, or itself."""
    type = draft.definition.type
    if not isinstance(type, Object):
        return [draft.definition.origin]
    return [field.origin for field in type.fields if "values" in field.inferred]


def _draft(draft: Draft, language: Language) -> Draft:
    definition = draft.definition
    type = definition.type
    if draft.empty:
        if not (values := listed(definition.doc)):
            return draft
        inferred = (*definition.inferred, "values")
        made = changed(definition, type=_enum(values), inferred=inferred)
        return replace(draft, definition=made, empty=False)
    if language.lists_values or not isinstance(type, Object):
        return draft
    fields = tuple(_field(field) for field in type.fields)
    if all(new is old for new, old in zip(fields, type.fields, strict=True)):
        return draft
    return draft.with_type(changed(type, fields=fields))


def _field(field: Field) -> Field:
    if field.type != STRING or len(values := listed(field.doc)) < 2:
        return field
    return changed(field, type=_enum(values, "string"), inferred=(*field.inferred, "values"))


def _enum(values: Sequence[str], base: ScalarKind | None = None) -> Enum:
    members = tuple(EnumMember(value=value) for value in values)
    return Enum(members=members, closed=False, base=base)
