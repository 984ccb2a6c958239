"""Infer enums from descriptions that list values.

Most generators print an inline enum as the type of its values, and only the description of the
field lists them. The list may be incomplete: so the enum is open (it accepts every value of the
type), and its values are marked as inferred.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from msgspec.structs import replace as evolve

from docmodels.diagnostics.notes import Note, counted
from docmodels.diagnostics.rules import ENUM_FROM_DESCRIPTION
from docmodels.ir import (
    STRING,
    Enum,
    EnumMember,
    Field,
    Nullable,
    Object,
    Origin,
    ScalarKind,
    Type,
    inferences,
    is_inferred,
)
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
_SEPARATED = re.compile(r"\bseparated\b", re.IGNORECASE)
"""`Comma-separated list of`: the text lists the parts of one value, not the values."""

_ANNOUNCEMENT = re.compile(
    r"\b(?:possible|allowed|valid|available|supported|accepted|permitted)\s+(?:\w+\s+)?values?\b"
    r"[^:.*\n]{0,40}:\s+(?=([-*•])\s)",
    re.IGNORECASE,
)
"""The announcement of a list of values with bullets."""
_MARKED_VALUE = re.compile(
    r"(?:\*\*([^*`]{1,60})\*\*|`\"?([^`\"]{1,60})\"?`|([A-Za-z0-9][\w./+-]*))"
    r"\s*(?=[:=–—.,;]|-\s|\(default\)|\Z)",
    re.IGNORECASE,
)
_SINGLE_VALUE = re.compile(r"(\*\*|`)([A-Za-z]\w{0,59})\1\.?")
"""A text that consists of one value."""
_WORDS = re.compile(r"[A-Za-z0-9][\w.:/+ -]*")


def values_in_prose(text: str) -> tuple[str, ...]:
    """Return the values that a text lists with their meanings: ``- `red`: warm``.

    After an announcement, values may be bold or plain too: `Possible values: * **red**`. A text may
    also consist of one value: `**red**`. Return no values if an item of the list is not a value.
    """
    if _SEPARATED.search(text):
        return ()
    if (start := _ANNOUNCEMENT.search(text)) is not None:
        return _announced_values(text[start.end() :], start[1])
    if (single := _SINGLE_VALUE.fullmatch(text)) is not None:
        return (single[2],)
    if "`" not in text:
        return ()
    values = [first or second for first, second in _ITEM.findall(text)]
    if len(_BULLET.findall(text)) > len(values):
        values = []
    is_consistent = len(set(values)) == len(values) and all(map(_VALUE.fullmatch, values))
    return tuple(values) if is_consistent else ()


def _announced_values(text: str, bullet: str) -> tuple[str, ...]:
    """Return the values after the bullets of a text, if each item begins with a value."""
    items = re.split(rf"(?:\A|\s){re.escape(bullet)}\s+", text)[1:]
    marks = [_MARKED_VALUE.match(item.rstrip()) for item in items]
    values = [mark[mark.lastindex or 0].strip() for mark in marks if mark]
    is_consistent = len(set(values)) == len(items) and all(map(_WORDS.fullmatch, values))
    return tuple(values) if is_consistent else ()


def infer_enums(drafts: Sequence[tuple[Draft, Language]], notes: list[Note]) -> list[Draft]:
    """Replace the type of string fields and of stubs by an open enum if a description lists values.

    Append one note for all of them.
    """
    inferred_drafts = [_infer_draft(draft, language) for draft, language in drafts]
    origins = [
        origin
        for (before, _), after in zip(drafts, inferred_drafts, strict=True)
        if after is not before
        for origin in _origins(after)
    ]
    if origins:
        message = f"the values of {counted(len(origins), 'enum')} are only in descriptions"
        notes.append(ENUM_FROM_DESCRIPTION.at(origins[0], message))
    return inferred_drafts


def _origins(draft: Draft) -> list[Origin | None]:
    """Return the origins of the inferred enums of a draft: its fields, or the definition itself."""
    type = draft.definition.type
    if not isinstance(type, Object):
        return [draft.definition.origin]
    return [field.origin for field in type.fields if is_inferred(field, "values")]


def _infer_draft(draft: Draft, language: Language) -> Draft:
    definition = draft.definition
    type = definition.type
    if draft.is_stub:
        if not (values := values_in_prose(definition.doc)):
            return draft
        inferred = (*definition.inferred, *inferences("enum-from-description", "values"))
        new_definition = evolve(definition, type=_open_enum(values), inferred=inferred)
        return replace(draft, definition=new_definition, is_stub=False)
    if language.prints_enum_values or not isinstance(type, Object):
        return draft
    fields = tuple(_infer_field(field) for field in type.fields)
    if all(new is old for new, old in zip(fields, type.fields, strict=True)):
        return draft
    return draft.with_type(evolve(type, fields=fields))


def _infer_field(field: Field) -> Field:
    values = values_in_prose(field.doc)
    if not values or (len(values) == 1 and not _SINGLE_VALUE.fullmatch(field.doc)):
        return field
    if field.default is not None and field.default.value not in values:
        return field
    type = _replace_string(field.type, _open_enum(values, "string"))
    if type is field.type:
        return field
    return evolve(
        field, type=type, inferred=(*field.inferred, *inferences("enum-from-description", "values"))
    )


def _replace_string(type: Type, enum: Enum) -> Type:
    """Replace a string or nullable string by `enum`; leave the items of arrays unchanged."""
    if isinstance(type, Nullable):
        return map_children(type, lambda inner: _replace_string(inner, enum))
    return enum if type == STRING else type


def _open_enum(values: Sequence[str], base: ScalarKind | None = None) -> Enum:
    members = tuple(EnumMember(value=value) for value in values)
    return Enum(members=members, closed=False, base=base)
