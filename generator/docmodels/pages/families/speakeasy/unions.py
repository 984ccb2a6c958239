"""`## Supported Types`: one heading for each member, and a line of code that makes one.

Headings may repeat: an integer and a number are both `number` to TypeScript (the wider one holds),
one class with several values of its discriminator is several members of Go.
"""

from __future__ import annotations

import re

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import MISSING_UNION_MEMBERS, UNKNOWN_TYPE
from docmodels.ir import UNKNOWN, Array, Map, Type
from docmodels.pages.families.speakeasy.columns import Types
from docmodels.pages.families.speakeasy.outline import Outline
from docmodels.pages.families.speakeasy.type_names import HELPERS
from docmodels.pages.markdown import Section
from docmodels.pages.type_vocabulary import Reading, either

_MADE_OF = re.compile(r"\(\s*(\*?(?:\[\]|map\[\w+\])*[\w.]+(?:\{\})?)\{/\*")
_CREATES = re.compile(r"\.Create(\w+)\(")
_UNKNOWN = re.compile(r"`?(?:\w+\.)?(?:Unknown|Unrecognized)(?:<|`|$)")


def read_union(outline: Outline, types: Types, notes: list[Note]) -> Type:
    """Read the members of the page; one that cannot be read makes the union accept anything."""
    sections = [s for s in outline.members() if not _UNKNOWN.match(s.title)]
    members: list[Reading] = []
    for section in sections:
        reading = _member(section, outline, types)
        if reading is None:
            origin = outline.page.origin(section.line)
            notes.append(
                UNKNOWN_TYPE.at(
                    origin, f"cannot read the type `{section.title}`", marked=section.title
                )
            )
            return UNKNOWN
        members.append(reading)
    if not members:
        origin = outline.page.origin(outline.line)
        notes.append(
            MISSING_UNION_MEMBERS.at(origin, f"the members of `{outline.title}` are not printed")
        )
        return UNKNOWN
    return either(tuple(members)).type


def _member(section: Section, outline: Outline, types: Types) -> Reading | None:
    code = "\n".join(fence.text for fence in section.fences)
    match types.language.name:
        case "go":
            made = _MADE_OF.search(code)
            return types.read(made[1] if made else section.title, outline.folder)
        case "csharp":
            created = _CREATES.search(code)
            helper = _helper(section.title, types, outline) or (
                _helper(created[1], types, outline) if created and not section.title else None
            )
            return helper or types.read(section.title, outline.folder)
        case _:
            return types.read(section.title.strip("`"), outline.folder)


def _helper(name: str, types: Types, outline: Outline) -> Reading | None:
    """Read what a constructor calls a member that is no model: `Str`, `ArrayOfStr`, `MapOfAny`."""
    if name not in types.directory.folders and name.lower() in HELPERS:
        return Reading(HELPERS[name.lower()])
    for prefix in ("ArrayOf", "MapOf"):
        rest = name.removeprefix(prefix)
        if rest != name and name not in types.directory.folders:
            inner = _helper(rest, types, outline) or types.read(rest, outline.folder)
            if inner is None:
                return None
            made = Array(items=inner.type) if prefix == "ArrayOf" else Map(values=inner.type)
            return Reading(made)
    return None
