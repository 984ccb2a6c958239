"""The base types of resources: what a page inherits from, if that page is among the inputs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace as evolve

from docmodels.ir import Field, Object
from docmodels.ir.drafts import Draft
from docmodels.pages.families.msgraph.index import Content, Index
from docmodels.pages.families.msgraph.type_cells import TypeName, read_cell
from docmodels.pages.type_grammar import TypeSyntaxError

_INHERITS = re.compile(
    r"\b(?:inherits(?: properties)? from|inherited from|derived from|derives from"
    r"|(?:extends|extension of) the|base type:)\s++(?:the )?(?P<base>\**\[[^\]]+\][(\[][^)\]]*[)\]]\**"
    r"|\*\*[\w.]+\*\*|`?[\w.]+`?)",
    re.I,
)


def base_of(content: Content, index: Index) -> str:
    """Return the name of the base type of a page; "" if no page describes it.

    The annotation of the JSON representation states it, or a sentence outside of tables.
    """
    names = [TypeName(content.annotation.base)] if content.annotation.base else []
    for section in content.page.sections:
        for line in section.lines:
            if "|" not in line.text and (match := _INHERITS.search(line.text)) is not None:
                names.extend(_base_names(match["base"], content))
    for name in names:
        target = index.find(name, content)
        is_other = target not in (None, content.name, content.qualified)
        if target is not None and is_other and index.is_model(target):
            return target
    return ""


def _base_names(text: str, content: Content) -> Sequence[TypeName]:
    try:
        return read_cell(text, content.references).names
    except TypeSyntaxError:
        return ()


def with_acyclic_bases(drafts: Sequence[Draft]) -> list[Draft]:
    """Drop the base of a type that it would inherit from itself."""
    bases = {
        name: draft.definition.type.bases[0]
        for draft in drafts
        if isinstance(draft.definition.type, Object) and draft.definition.type.bases
        for name in (draft.definition.name, draft.aliases[0])
    }
    return [_without_base(draft) if _is_cyclic(draft, bases) else draft for draft in drafts]


def _without_base(draft: Draft) -> Draft:
    type = draft.definition.type
    return draft.with_type(evolve(type, bases=())) if isinstance(type, Object) else draft


def _is_cyclic(draft: Draft, bases: dict[str, str]) -> bool:
    seen = {draft.definition.name, draft.aliases[0]}
    name = bases.get(draft.definition.name)
    while name is not None:
        if name in seen:
            return True
        seen.add(name)
        name = bases.get(name)
    return False


def without_inherited(drafts: Sequence[Draft]) -> list[Draft]:
    """Drop the fields that a page repeats from its base type with the same type."""
    by_name = {
        name: draft for draft in drafts for name in (draft.definition.name, draft.aliases[0])
    }
    return [_own_fields(draft, by_name) for draft in drafts]


def _own_fields(draft: Draft, by_name: dict[str, Draft]) -> Draft:
    type = draft.definition.type
    if not isinstance(type, Object) or not type.bases:
        return draft
    inherited = _all_fields(type.bases[0], by_name)
    fields = tuple(
        field
        for field in type.fields
        if not ((base := inherited.get(field.name)) and _is_repeated(field, base))
    )
    return draft.with_type(evolve(type, fields=fields))


def _all_fields(name: str, by_name: dict[str, Draft]) -> dict[str, Field]:
    """Return the fields of a type and of its bases, by name."""
    fields: dict[str, Field] = {}
    while (draft := by_name.get(name)) is not None and isinstance(draft.definition.type, Object):
        for field in draft.definition.type.fields:
            fields.setdefault(field.name, field)
        name = next(iter(draft.definition.type.bases), "")
    return fields


def _is_repeated(field: Field, base: Field) -> bool:
    """Whether a field has the type and the access that it has in its base type."""
    return field.type == base.type and field.access == base.access
