"""Printed schemas as types of the representation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import INVALID_LITERAL, UNKNOWN_TYPE
from docmodels.ir import UNKNOWN, Array, Default, Field, Map, Never, Object, Type
from docmodels.pages.families.frozendict.compose import compose, denied
from docmodels.pages.families.frozendict.parts import Part
from docmodels.pages.families.frozendict.remarks import Unset
from docmodels.pages.families.frozendict.rows import Row
from docmodels.pages.families.frozendict.scalars import is_anything, read_kinds, read_type
from docmodels.pages.markdown import Page
from docmodels.pages.type_grammar import Unread
from docmodels.pages.type_vocabulary import nullable

ANY_NAME = "any_string_name"


@dataclass(frozen=True, slots=True)
class Reading:
    """The page that is read, and where doubts go."""

    page: Page
    notes: list[Note]


def read_part(part: Part, reading: Reading) -> Type:
    """Give the type of a printed schema, of all that is written inside it too."""
    inner = {name: iter(parts) for name, parts in part.inner.items()}

    def typed(row: Row) -> Type:
        found = next(inner[row.anchor], None) if row.anchor in inner else None
        return _cell(row, reading) if found is None else read_part(found, reading)

    # Parts of one name are printed in the order of the schema, keys before items before composed.
    base = _base(part, typed, reading)
    groups = {
        mode: [typed(row) for row in part.composed.get(mode, ())]
        for mode in ("allOf", "oneOf", "anyOf", "not")
    }
    kinds = read_kinds(part.info.written) or frozenset()
    if not any(groups.values()):
        return base
    type = compose(base, groups)
    if "null" in kinds and not is_anything(kinds):
        type = nullable(type)
    return denied(type, groups["not"])


def _base(part: Part, typed: Callable[[Row], Type], reading: Reading) -> Type:
    """The schema without its composition."""
    kinds = read_kinds(part.info.written)
    type = _cell(part.info, reading)
    if kinds is None or part.info.remarks.values:
        return type
    if part.keys is not None and "object" in kinds:
        found = _object(part.keys, typed, reading)
    elif part.items is not None and "array" in kinds:
        found = Array(items=typed(part.items))
    else:
        return type
    return _instead(type, found, kinds)


def _instead(type: Type, found: Type, kinds: frozenset[str]) -> Type:
    """Put a described object or list in the place of a bare one."""
    bare = Map(values=UNKNOWN) if "object" in kinds else Array(items=UNKNOWN)
    if is_anything(kinds) or type == bare:
        return found
    if kinds - {"null"} in (frozenset({"object"}), frozenset({"array"})):
        return nullable(found)
    return type


def _object(keys: list[Row], typed: Callable[[Row], Type], reading: Reading) -> Type:
    """A table of keys. A row for any other name is the type of additional properties (it is printed
    too where the schema says nothing); a table without it says that there are none."""
    fields: list[Field] = []
    additional: Type = Never()
    for row in keys:
        if row.name == ANY_NAME:
            additional = typed(row)
        else:
            fields.append(_field(row, typed(row), reading))
    if not fields and not isinstance(additional, Never):
        return Map(values=additional)
    return Object(fields=tuple(fields), additional_properties=additional)


def _field(row: Row, type: Type, reading: Reading) -> Field:
    remarks = row.remarks
    origin = reading.page.origin(row.line, 3 if not row.anchor else 4)
    if remarks.unread:
        message = f"the default `{remarks.unread}` of `{row.name}` is no literal"
        reading.notes.append(INVALID_LITERAL.at(origin, message, marked=remarks.unread))
    return Field(
        name=row.name,
        type=type,
        required=not remarks.optional,
        default=None if isinstance(remarks.default, Unset) else Default(value=remarks.default),
        doc=row.doc,
        origin=origin,
    )


def _cell(row: Row, reading: Reading) -> Type:
    try:
        return read_type(row.written, row.remarks)
    except Unread:
        origin = reading.page.origin(row.line, row.column)
        message = f"cannot read the type `{row.written}`"
        reading.notes.append(UNKNOWN_TYPE.at(origin, message, width=row.width))
        return UNKNOWN
