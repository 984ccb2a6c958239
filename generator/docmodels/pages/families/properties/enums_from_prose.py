"""Values that only a text tells: most generators print an inline enum as the type of its values.

What a text lists is a fact of the page, that nothing else is allowed is not: the enum is open, its
values are marked as inferred, and whatever the type admits goes on being admitted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from msgspec.structs import replace as changed

from docmodels.diagnostics.notes import Note, counted
from docmodels.diagnostics.rules import ENUM_FROM_DESCRIPTION
from docmodels.ir import STRING, Enum, EnumMember, Field, Nullable, Object, Origin, ScalarKind, Type
from docmodels.ir.drafts import Draft
from docmodels.ir.traverse import map_children
from docmodels.pages.languages import Language

_ITEM = re.compile(
    r"(?:^|\s)[-*•]\s+(?:(?:if|when)\s+(?:set\s+to\s+)?`([^`]{1,60})`,"
    r"|`([^`]{1,60})`\s*(?=[:=–—]|-\s|\n|\Z))",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*[-*•]\s+", re.MULTILINE)
_VALUE = re.compile(r"[A-Za-z0-9][\w.:/+-]*")
_JOINED = re.compile(r"\bseparated\b", re.IGNORECASE)
"""`Comma-separated list of`: the text lists the parts of a value, not values."""

_ANNOUNCED = re.compile(
    r"\b(?:possible|allowed|valid|available|supported|accepted|permitted)\s+(?:\w+\s+)?values?\b"
    r"[^:.*\n]{0,40}:\s+(?=([-*•])\s)",
    re.IGNORECASE,
)
"""What announces that values follow, each behind a bullet."""
_MARKED = re.compile(
    r"(?:\*\*([^*`]{1,60})\*\*|`\"?([^`\"]{1,60})\"?`|([A-Za-z0-9][\w./+-]*))"
    r"\s*(?=[:=–—.,;]|-\s|\(default\)|\Z)",
    re.IGNORECASE,
)
_ALONE = re.compile(r"(\*\*|`)([A-Za-z]\w{0,59})\1\.?")
"""A value that is the whole text."""
_WORDS = re.compile(r"[A-Za-z0-9][\w.:/+ -]*")


def listed(text: str) -> tuple[str, ...]:
    """Give the values that a text lists with what each means: ``- `red`: warm``.

    Where the text announces values, they may be bold or plain too: `Possible values: * **red**`; a
    text may be nothing but a value, too: `**red**`.
    """
    if _JOINED.search(text):
        return ()
    if (start := _ANNOUNCED.search(text)) is not None:
        return _announced(text[start.end() :], start[1])
    if (alone := _ALONE.fullmatch(text)) is not None:
        return (alone[2],)
    if "`" not in text:
        return ()
    found = [first or second for first, second in _ITEM.findall(text)]
    if len(_BULLET.findall(text)) > len(found):
        found = []
    whole = len(set(found)) == len(found) and all(map(_VALUE.fullmatch, found))
    return tuple(found) if whole else ()


def _announced(text: str, bullet: str) -> tuple[str, ...]:
    """Give the values behind the bullets of a text, if each of them begins with one."""
    items = re.split(rf"(?:\A|\s){re.escape(bullet)}\s+", text)[1:]
    marks = [_MARKED.match(item.rstrip()) for item in items]
    found = [mark[mark.lastindex or 0].strip() for mark in marks if mark]
    whole = len(set(found)) == len(items) and all(map(_WORDS.fullmatch, found))
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
        notes.append(ENUM_FROM_DESCRIPTION.at(places[0], message))
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
    if draft.is_stub:
        if not (values := listed(definition.doc)):
            return draft
        inferred = (*definition.inferred, "values")
        made = changed(definition, type=_enum(values), inferred=inferred)
        return replace(draft, definition=made, is_stub=False)
    if language.lists_values or not isinstance(type, Object):
        return draft
    fields = tuple(_field(field) for field in type.fields)
    if all(new is old for new, old in zip(fields, type.fields, strict=True)):
        return draft
    return draft.with_type(changed(type, fields=fields))


def _field(field: Field) -> Field:
    values = listed(field.doc)
    if not values or (len(values) == 1 and not _ALONE.fullmatch(field.doc)):
        return field
    if field.default is not None and field.default.value not in values:
        return field
    type = _valued(field.type, _enum(values, "string"))
    if type is field.type:
        return field
    return changed(field, type=type, inferred=(*field.inferred, "values"))


def _valued(type: Type, enum: Enum) -> Type:
    """Put an enum in the place of text that may be null; what lists hold is told less strictly."""
    if isinstance(type, Nullable):
        return map_children(type, lambda inner: _valued(inner, enum))
    return enum if type == STRING else type


def _enum(values: Sequence[str], base: ScalarKind | None = None) -> Enum:
    members = tuple(EnumMember(value=value) for value in values)
    return Enum(members=members, closed=False, base=base)
