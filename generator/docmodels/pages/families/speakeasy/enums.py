"""`## Values`: a table of names and raw values, a TypeScript union, or a list of literals."""

from __future__ import annotations

from docmodels.ir import Enum, EnumMember
from docmodels.pages.families.speakeasy.literals import kind_of, literals, raw_members
from docmodels.pages.families.speakeasy.outline import VALUES, Outline
from docmodels.pages.table_rows import prose

_OPEN = ("open enum", "Open enum", "Unrecognized<")


def read_enum(outline: Outline) -> Enum:
    """Read the values of the page; an enum without any of them is an open one."""
    members = _distinct(_table(outline) or _fenced(outline) or _bullets(outline))
    return Enum(
        members=members,
        closed=bool(members) and not _is_open(outline),
        base=kind_of([member.value for member in members]),
    )


def _distinct(members: tuple[EnumMember, ...]) -> tuple[EnumMember, ...]:
    """Keep the first member of each value; `1` and `true` are two values."""
    seen: dict[tuple[str, str], EnumMember] = {}
    for member in members:
        seen.setdefault((type(member.value).__name__, str(member.value)), member)
    return tuple(seen.values())


def _is_open(outline: Outline) -> bool:
    """The page says it in a sentence, in a comment of its example, or by a type."""
    text = outline.page.text
    return any(sign in text for sign in _OPEN)


def _table(outline: Outline) -> tuple[EnumMember, ...]:
    named = [
        (row.name, prose(row.value)) for row in outline.rows if "Unrecognized<" not in row.value
    ]
    return raw_members(named)


def _fenced(outline: Outline) -> tuple[EnumMember, ...]:
    section = outline.part(VALUES)
    code = "\n".join(fence.text for fence in section.fences) if section else ""
    return tuple(EnumMember(value=value) for value in literals(code))


def _bullets(outline: Outline) -> tuple[EnumMember, ...]:
    section = outline.part(VALUES)
    lines = section.lines if section else ()
    values = [
        value
        for line in lines
        if line.text.lstrip().startswith("- ")
        for value in literals(line.text)[:1]
    ]
    return tuple(EnumMember(value=value) for value in values)
