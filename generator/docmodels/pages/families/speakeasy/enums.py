"""Read `## Values`: a table of names and values, a TypeScript union, or a list of literals."""

from __future__ import annotations

from docmodels.ir import Enum, EnumMember
from docmodels.pages.families.speakeasy.literals import common_kind, parse_members, read_literals
from docmodels.pages.families.speakeasy.outline import VALUES, Outline
from docmodels.pages.table_rows import decode_cell

_OPEN = ("open enum", "Open enum", "Unrecognized<")


def read_enum(outline: Outline) -> Enum:
    """Read the enum of a page; it is open if it has no values, or if the page states so."""
    members = _unique_members(
        _table_members(outline) or _code_members(outline) or _list_members(outline)
    )
    return Enum(
        members=members,
        closed=bool(members) and not _is_open(outline),
        base=common_kind([member.value for member in members]),
    )


def _unique_members(members: tuple[EnumMember, ...]) -> tuple[EnumMember, ...]:
    """Keep the first member of each value; `1` and `true` are different values."""
    seen: dict[tuple[str, str], EnumMember] = {}
    for member in members:
        seen.setdefault((type(member.value).__name__, str(member.value)), member)
    return tuple(seen.values())


def _is_open(outline: Outline) -> bool:
    """Return whether the page calls the enum open: in a sentence, a comment or a type."""
    text = outline.page.text
    return any(phrase in text for phrase in _OPEN)


def _table_members(outline: Outline) -> tuple[EnumMember, ...]:
    pairs = [
        (row.name, decode_cell(row.value))
        for row in outline.rows
        if "Unrecognized<" not in row.value
    ]
    return parse_members(pairs)


def _code_members(outline: Outline) -> tuple[EnumMember, ...]:
    section = outline.section(VALUES)
    code = "\n".join(fence.text for fence in section.fences) if section else ""
    return tuple(EnumMember(value=value) for value in read_literals(code))


def _list_members(outline: Outline) -> tuple[EnumMember, ...]:
    section = outline.section(VALUES)
    lines = section.lines if section else ()
    values = [
        value
        for line in lines
        if line.text.lstrip().startswith(("- ", "* ", "+ "))
        for value in read_literals(line.text)[:1]
    ]
    return tuple(EnumMember(value=value) for value in values)
