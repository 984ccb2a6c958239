"""Make one definition of an inline schema that references point to, wherever it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from docmodels.ir import Ref, Type
from docmodels.ir.drafts import Draft
from docmodels.ir.traverse import map_children
from docmodels.readers.state import ReadState


def share_inline_definitions(state: ReadState, drafts: Sequence[Draft]) -> list[Draft]:
    """Replace inline types by references to the definitions that were made of their schemas.

    A `$ref` into a property or an item makes a definition, and the schema is also read in its
    place; without this step, both become a class.
    """
    references: dict[int, Ref] = {}
    for draft in drafts:
        name = draft.definition.name
        types = state.inline_types.get(id(state.definitions.schemas[name].value), ())
        if len(types) > 1:
            references |= {id(type): Ref(name=name) for type in types}
    if not references:
        return list(drafts)
    return [
        draft.with_type(map_children(draft.definition.type, lambda t: _share(t, references)))
        for draft in drafts
    ]


def _share(type: Type, references: Mapping[int, Ref]) -> Type:
    """Replace the types with these identities; equal types elsewhere are other schemas."""
    reference = references.get(id(type))
    return reference or map_children(type, lambda inner: _share(inner, references))
