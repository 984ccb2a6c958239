"""A default that its own type refuses is no default: it is said, and left out of everything."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace as changed

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import BAD_DEFAULT
from docmodels.ir import Default, Field, Json, Object, Origin, Type
from docmodels.ir.drafts import Draft
from docmodels.ir.instance_check import InstanceCheck
from docmodels.ir.traverse import map_children, walk


def run(drafts: Sequence[Draft], notes: list[Note]) -> list[Draft]:
    """Leave out the defaults that are surely not values of their fields' types.

    A null on a page says that there is no default, in words of the language that the page is for.
    """
    types = {draft.definition.name: draft.definition.type for draft in drafts}
    said: set[Origin] = set()
    found: list[Draft] = []
    for draft in drafts:
        made = draft.definition
        if any(isinstance(each, Object) and _has_defaults(each) for each in walk(made.type)):
            check = _Check(types, made.origin, made.source == "schema", notes, said)
            draft = draft.with_type(check.type(made.type))
        found.append(draft)
    return found


def _has_defaults(type: Object) -> bool:
    return any(each.default is not None for each in type.fields)


@dataclass(frozen=True, slots=True)
class _Check:
    """The check of one definition; `said` are the defaults of all that there is a note about."""

    types: dict[str, Type]
    origin: Origin | None
    from_schema: bool
    notes: list[Note]
    said: set[Origin] = field(repr=False)

    def type(self, type: Type) -> Type:
        """Check every default inside `type`."""
        type = map_children(type, self.type)
        if not isinstance(type, Object) or not _has_defaults(type):
            return type
        return changed(type, fields=tuple(self._checked(each) for each in type.fields))

    def _checked(self, field: Field) -> Field:
        default = field.default
        if default is None or self._fits(default, field.type):
            return field
        if default.value is not None or self.from_schema:
            self._say(field, default)
        return changed(field, default=None)

    def _fits(self, default: Default, type: Type) -> bool:
        return InstanceCheck(self.types, self.from_schema).matches(default.value, type) is not False

    def _say(self, field: Field, default: Default) -> None:
        """Say it once, where several fields refer to the type that has the default."""
        origin = default.origin or field.origin or self.origin
        if origin is None or default.origin not in self.said:
            message = f"the default of `{field.name}` is not a value of its type; it is left out"
            width = len("default") if default.origin else 1
            self.notes.append(BAD_DEFAULT.at(origin, message, _shown(default.value), width))
        if default.origin:
            self.said.add(default.origin)


def _shown(value: Json) -> str:
    shown = json.dumps(value, ensure_ascii=False)
    shown = shown if len(shown) <= 60 else shown[:57] + "..."
    return f"the source says {shown}; correct it there, or leave it out"
