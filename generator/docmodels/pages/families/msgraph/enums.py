"""Collect the enums of all pages: tables of members, and lists in the descriptions of fields.

OData's enums are closed, and the template prints them as tables or in sentences. A list that is not
announced as complete, that contradicts another one, or whose values are not in the case of Microsoft
Graph's members makes an open enum.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct, field

from docmodels.ir import Enum, EnumMember, Origin
from docmodels.ir.drafts import normalize_name
from docmodels.pages.families.msgraph import sections
from docmodels.pages.families.msgraph.index import Content, Index
from docmodels.pages.families.msgraph.prose import FUTURE_VALUE, ListedValues, listed_values
from docmodels.pages.families.msgraph.type_cells import TypeName


class EnumEvidence(Struct):
    """The tables and lists of one enum, and the place of the first."""

    name: str
    origin: Origin
    tables: list[tuple[EnumMember, ...]] = field(default_factory=list[tuple[EnumMember, ...]])
    lists: list[ListedValues] = field(default_factory=list[ListedValues])

    @property
    def is_inferred(self) -> bool:
        """Whether the values are only in descriptions, and in another case there."""
        return not self.tables and all(
            _is_capitalized(value) for listed in self.lists for value in listed.values
        )

    def to_enum(self) -> Enum:
        """Return the enum of all tables, or of all lists if there is no table.

        The members of Microsoft Graph's enums are in camel case. A description with all values in
        Pascal case is from an older API of the same service, so the enum is open.
        """
        is_inferred = self.is_inferred
        if self.tables:
            members = _distinct(member for table in self.tables for member in table)
            is_closed = any(_values(table) == _values(members) for table in self.tables)
        else:
            members = _distinct(
                EnumMember(value=_in_camel_case(value) if is_inferred else value)
                for listed in self.lists
                for value in listed.values
            )
            is_closed = not any(str(member.value)[:1].isupper() for member in members) and any(
                listed.is_complete and set(listed.values) == _values(members)
                for listed in self.lists
            )
        is_closed = is_closed and FUTURE_VALUE not in _values(members)
        return Enum(members=members, closed=is_closed, base="string")


def open_enum(values: Iterable[str]) -> Enum:
    """Return an open enum of strings."""
    members = _distinct(EnumMember(value=value) for value in values)
    return Enum(members=members, closed=False, base="string")


def _distinct(members: Iterable[EnumMember]) -> tuple[EnumMember, ...]:
    by_value: dict[str, EnumMember] = {}
    for member in members:
        by_value.setdefault(str(member.value), member)
    return tuple(by_value.values())


def _values(members: Sequence[EnumMember]) -> set[str]:
    return {str(member.value) for member in members}


def _is_capitalized(value: str) -> bool:
    return value[:1].isupper() and not value[1:2].isupper()


def _in_camel_case(value: str) -> str:
    return value[:1].lower() + value[1:]


def collect_enums(contents: Sequence[Content], index: Index) -> dict[str, EnumEvidence]:
    """Collect the enums that pages define, by key, and add their names to the index."""
    evidence: dict[str, EnumEvidence] = {}
    for content in contents:
        for table in content.enums:
            if inline_field(table, content) is None:
                key = normalize_name(table.name)
                origin = content.page.origin(table.line)
                enum = evidence.setdefault(key, EnumEvidence(table.name, origin))
                enum.tables.append(table.members)
    for content in contents:
        for row, name in _named_rows(content, index):
            if (listed := listed_values(row.doc)) is not None:
                key = normalize_name(sections.short_name(name.text))
                column = sections.column(row, row.type)
                origin = content.page.origin(row.line.number, column)
                short = sections.short_name(name.text)
                evidence.setdefault(key, EnumEvidence(short, origin)).lists.append(listed)
    index.enums.update({key: enum.name for key, enum in evidence.items()})
    return evidence


def inline_field(table: sections.EnumTable, content: Content) -> sections.Row | None:
    """Return the field of a primitive type that a table of members is named after, if any."""
    key = normalize_name(table.name)
    for row in content.rows:
        if normalize_name(row.name) == key and (name := row.named_type(content.references)):
            return row if name.primitive is not None else None
    return None


def _named_rows(content: Content, index: Index) -> Iterable[tuple[sections.Row, TypeName]]:
    """Yield the rows whose type is a name that no page defines."""
    for row in content.rows:
        name = row.named_type(content.references)
        if name is not None and name.primitive is None and index.find(name, content) is None:
            yield row, name
