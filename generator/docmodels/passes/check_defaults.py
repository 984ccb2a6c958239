"""Check that defaults match the type of their field.

A text that is written for a boolean or a number is converted (`converted-default`). Any other
default of another type is removed and reported (`bad-default`).
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from docmodels.diagnostics.notes import Note, Rule
from docmodels.diagnostics.rules import BAD_DEFAULT, CONVERTED_DEFAULT
from docmodels.ir import Default, Field, Json, Object, Origin, Type
from docmodels.ir.drafts import Draft
from docmodels.ir.instance_check import InstanceCheck
from docmodels.ir.traverse import map_children, walk
from docmodels.passes.context import PassContext


def run(drafts: Sequence[Draft], context: PassContext) -> list[Draft]:
    """Convert or remove the defaults that certainly do not match the types of their fields.

    Adds a note for each, except for null: on a page and on an optional field, null means that there
    is no default.
    """
    types = {draft.definition.name: draft.definition.type for draft in drafts}
    reported: set[Origin] = set()
    checked_drafts: list[Draft] = []
    for draft in drafts:
        definition = draft.definition
        if any(
            isinstance(inner, Object) and _has_defaults(inner) for inner in walk(definition.type)
        ):
            check = _DefaultCheck(
                types, definition.origin, definition.source == "schema", context.notes, reported
            )
            draft = draft.with_type(check.check_type(definition.type))
        checked_drafts.append(draft)
    return checked_drafts


def _has_defaults(type: Object) -> bool:
    return any(field.default is not None for field in type.fields)


class _DefaultCheck(Struct, frozen=True):
    """The check of one definition; `reported` are the origins of all defaults with a note."""

    types: dict[str, Type]
    origin: Origin | None
    from_schema: bool
    notes: list[Note]
    reported: set[Origin]

    def check_type(self, type: Type) -> Type:
        """Return `type` without invalid defaults."""
        type = map_children(type, self.check_type)
        if not isinstance(type, Object) or not _has_defaults(type):
            return type
        return replace(type, fields=tuple(self._check_field(field) for field in type.fields))

    def _check_field(self, field: Field) -> Field:
        default = field.default
        if default is None or self._is_valid(default, field.type):
            return field
        converted = _parse(default.value)
        if converted is not None and self._is_valid(Default(value=converted), field.type):
            text = json.dumps(converted)
            message = f"the default of `{field.name}` is a text; it is read as {text}"
            self._report(field, default, CONVERTED_DEFAULT, message)
            return replace(field, default=replace(default, value=converted))
        if default.value is not None or (self.from_schema and field.required):
            message = f"the default of `{field.name}` does not match its type; it is left out"
            self._report(field, default, BAD_DEFAULT, message)
        return replace(field, default=None)

    def _is_valid(self, default: Default, type: Type) -> bool:
        return InstanceCheck(self.types, self.from_schema).matches(default.value, type) is not False

    def _report(self, field: Field, default: Default, rule: Rule, message: str) -> None:
        """Add one note per default: several fields may share it through a reference."""
        origin = default.origin or field.origin or self.origin
        if origin is None or default.origin not in self.reported:
            width = len("default") if default.origin else 1
            self.notes.append(rule.at(origin, message, _help(default.value), width))
        if default.origin:
            self.reported.add(default.origin)


def _parse(value: Json) -> Json:
    """Return the boolean or the number that a text is written for (`"false"`, `"10"`), or None."""
    if not isinstance(value, str):
        return None
    try:
        parsed = json.loads(value.lower())
    except ValueError:
        return None
    is_finite = not isinstance(parsed, float) or math.isfinite(parsed)
    return parsed if isinstance(parsed, bool | int | float) and is_finite else None


def _help(value: Json) -> str:
    text = json.dumps(value, ensure_ascii=False)
    text = text if len(text) <= 60 else text[:57] + "..."
    return f"the source has {text}; correct it there, or remove it"
