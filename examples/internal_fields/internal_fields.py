"""A pass: fields whose description begins with `Internal.` are left out."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from docmodels.ir import Object
from docmodels.ir.drafts import Draft
from docmodels.passes import Pass, PassContext


def run(drafts: Sequence[Draft], context: PassContext) -> list[Draft]:
    """Return the drafts without internal fields."""
    return [without_internal_fields(draft) for draft in drafts]


def without_internal_fields(draft: Draft) -> Draft:
    """Return a draft without its internal fields; itself, if it has none."""
    match draft.definition.type:
        case Object(fields=fields) as type:
            public = tuple(field for field in fields if not field.doc.startswith("Internal."))
            return draft if public == fields else draft.with_type(replace(type, fields=public))
        case _:
            return draft


INTERNAL_FIELDS = Pass("internal-fields", run)
