"""Replace classes by dictionaries where a target has no other way to keep their properties."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from docmodels.ir import UNKNOWN, Map, Never
from docmodels.targets.plan.inheritance import ClassLayout, extra_type
from docmodels.targets.plan.plan import Plan, recursive_aliases


def with_dictionaries(plan: Plan, can_be_field: Callable[[str], bool] = lambda _: True) -> Plan:
    """Return the plan with dictionaries in place of classes that would lose all properties.

    Such a class has no field for which `can_be_field` is true of the wire name, but other
    properties. Their type is that of the values, unless there are also fields, whose names the
    target cannot have.
    """
    bases = {base for layout in plan.layouts.values() for base in layout.bases}
    replaced = {
        key
        for key, layout in plan.layouts.items()
        if not (layout.bases or key in bases or any(map(can_be_field, layout.fields)))
        and (layout.fields or not isinstance(extra_type(layout), Never))
    }
    shapes = {
        key: replace(shape, type=_dictionary(plan.layouts[key])) if key in replaced else shape
        for key, shape in plan.shapes.items()
    }
    return replace(
        plan,
        shapes=shapes,
        layouts={key: layout for key, layout in plan.layouts.items() if key not in replaced},
        recursive_aliases=recursive_aliases(shapes),
    )


def _dictionary(layout: ClassLayout) -> Map:
    extra = None if layout.fields else extra_type(layout)
    return Map(values=extra or UNKNOWN)
