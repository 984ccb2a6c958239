"""Infer that a model is a union from the pages of its inline members."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from docmodels.diagnostics.rules import FLATTENED_UNION
from docmodels.inference.inference import Inference, Source
from docmodels.ir import Object
from docmodels.ir.drafts import Draft, normalize_name

_INLINE_MEMBER = re.compile(r"(?P<union>.+)(?:oneof|anyof)\d*")
"""The name that `InlineModelResolver` of OpenAPI Generator gives to an inline member."""


def _infer(drafts: Sequence[Draft]) -> Mapping[str, list[str]] | None:
    """Return the names of the members by the normalized name of their union.

    The inline type of a field has the name of the model and of the field, so a name that a field
    explains is no evidence.
    """
    keys = {draft.definition.name: normalize_name(draft.definition.name) for draft in drafts}
    candidates = {
        name: match for name, key in keys.items() if (match := _INLINE_MEMBER.fullmatch(key))
    }
    if not candidates:
        return None
    field_type_names = {
        normalize_name(f"{draft.definition.name}{field.name}")
        for draft in drafts
        if isinstance(draft.definition.type, Object)
        for field in draft.definition.type.fields
    }
    members: dict[str, list[str]] = defaultdict(list)
    for name, match in candidates.items():
        if keys[name] not in field_type_names:
            members[match["union"]].append(name)
    return members or None


INLINE_MEMBERS = Inference(
    name="inline-members",
    title="A model is a union if there are pages of its inline members: `ShapeOneOf`, `ShapeAnyOf1`.",
    evidence=((Source.PATTERN, "the names of all definitions and of their fields"),),
    threshold="one such name that is not the inline type of a field: the generator gives it only then",
    infer=_infer,
    rule=FLATTENED_UNION,
    reason=(
        "The scores compare properties, and do not show whether a model is a union. It makes unions of "
        "three models on three pairs, which are unions in their specifications; as objects, they would "
        "refuse a member that is no object."
    ),
)
