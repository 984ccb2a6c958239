"""Read `## Supported Types`: one heading per member, and code that constructs it.

Headings may repeat: an integer and a number are both `number` in TypeScript (the wider type is
kept), and a class with several discriminator values is several members in Go.
"""

from __future__ import annotations

import re

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import MISSING_UNION_MEMBERS, UNKNOWN_TYPE
from docmodels.ir import UNKNOWN, Array, Map, Type
from docmodels.pages.families.speakeasy.columns import TypeReader
from docmodels.pages.families.speakeasy.outline import Outline
from docmodels.pages.families.speakeasy.type_names import CONSTRUCTOR_TYPES
from docmodels.pages.markdown import Section
from docmodels.pages.type_vocabulary import ParsedType, make_union

_CONSTRUCTOR_ARGUMENT = re.compile(r"\(\s*(\*?(?:\[\]|map\[\w+\])*[\w.]+(?:\{\})?)\{/\*")
_CONSTRUCTOR = re.compile(r"\.Create(\w+)\(")
_UNKNOWN = re.compile(r"`?(?:\w+\.)?(?:Unknown|Unrecognized)(?:<|`|$)")


def read_union(outline: Outline, types: TypeReader, notes: list[Note]) -> Type:
    """Read the union of a page; return UNKNOWN, with a note, if a member cannot be read."""
    sections = [s for s in outline.member_sections() if not _UNKNOWN.match(s.title)]
    members: list[ParsedType] = []
    for section in sections:
        parsed = _read_member(section, outline, types)
        if parsed is None:
            origin = outline.page.origin(section.line)
            notes.append(
                UNKNOWN_TYPE.at(
                    origin, f"cannot read the type `{section.title}`", marked=section.title
                )
            )
            return UNKNOWN
        members.append(parsed)
    if not members:
        origin = outline.page.origin(outline.line)
        notes.append(
            MISSING_UNION_MEMBERS.at(
                origin, f"the page does not list the members of `{outline.title}`"
            )
        )
        return UNKNOWN
    return make_union(tuple(members)).type


def _read_member(section: Section, outline: Outline, types: TypeReader) -> ParsedType | None:
    code = "\n".join(fence.text for fence in section.fences)
    traits = types.language.traits
    if "constructor-arguments" in traits:
        argument = _CONSTRUCTOR_ARGUMENT.search(code)
        return types.read(argument[1] if argument else section.title, outline.folder)
    if "constructor-names" in traits:
        constructor = _CONSTRUCTOR.search(code)
        parsed = _read_constructor(section.title, types, outline) or (
            _read_constructor(constructor[1], types, outline)
            if constructor and not section.title
            else None
        )
        return parsed or types.read(section.title, outline.folder)
    return types.read(section.title.strip("`"), outline.folder)


def _read_constructor(name: str, types: TypeReader, outline: Outline) -> ParsedType | None:
    """Read a constructor's name for a member that is not a model: `Str`, `ArrayOfStr`."""
    if name not in types.directory.folders and name.lower() in CONSTRUCTOR_TYPES:
        return ParsedType(CONSTRUCTOR_TYPES[name.lower()])
    for prefix in ("ArrayOf", "MapOf"):
        inner_name = name.removeprefix(prefix)
        if inner_name != name and name not in types.directory.folders:
            inner = _read_constructor(inner_name, types, outline) or types.read(
                inner_name, outline.folder
            )
            if inner is None:
                return None
            type = Array(items=inner.type) if prefix == "ArrayOf" else Map(values=inner.type)
            return ParsedType(type)
    return None
