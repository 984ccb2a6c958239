"""Report what structs cannot express: some names, alternate names, additional properties."""

from __future__ import annotations

from collections.abc import Iterable

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import TARGET_LIMIT
from docmodels.ir import Never
from docmodels.targets.msgspec.wire_names import is_wire_name
from docmodels.targets.plan.inheritance import ClassLayout, extra_type
from docmodels.targets.plan.naming import alternate_names
from docmodels.targets.plan.plan import Plan
from docmodels.targets.python.source import literal

SHOWN = 5
"""The most classes that a note names."""


def may_forbid_unknown_fields(layout: ClassLayout) -> bool:
    """Whether a struct has all properties of its objects as fields, under their only names."""
    return (
        isinstance(extra_type(layout), Never)
        and all(map(is_wire_name, layout.fields))
        and not any(alternate_names(field, "") for field in layout.fields.values())
    )


def note_refused_names(plan: Plan, notes: list[Note]) -> None:
    """Append a note for each field that no struct can have, because of its name.

    `plan` has all classes, also those that become dictionaries for want of fields.
    """
    help = "msgspec takes no names with quotes, backslashes or control characters"
    for key, layout in plan.layouts.items():
        for field in layout.own_fields:
            if not is_wire_name(field.name):
                name = plan.names.classes[key]
                message = f"`{name}` has no field for the property {literal(field.name)}"
                origin = field.origin or plan.shapes[key].origin
                notes.append(TARGET_LIMIT.at(origin, message, help))


def note_limits(plan: Plan, notes: list[Note]) -> None:
    """Append a note for each kind of value that structs lose."""
    dropping: list[str] = []
    renamed: list[str] = []
    for key, layout in plan.layouts.items():
        extra = extra_type(layout)
        if extra is not None and not isinstance(extra, Never):
            dropping.append(plan.names.classes[key])
        if any(alternate_names(field, "") for field in layout.own_fields):
            renamed.append(plan.names.classes[key])
    if dropping:
        message = f"structs drop additional properties, which the source defines: {_list(dropping)}"
        notes.append(TARGET_LIMIT.at(None, message, "pydantic models and dataclasses keep them"))
    if renamed:
        message = f"a struct reads one name of each field, and no alternate names: {_list(renamed)}"
        notes.append(TARGET_LIMIT.at(None, message, "pydantic models and dataclasses read them"))


def _list(names: Iterable[str]) -> str:
    quoted = [f"`{name}`" for name in names]
    more = len(quoted) - SHOWN
    return ", ".join(quoted[:SHOWN]) + (f" and {more} more" if more > 0 else "")
