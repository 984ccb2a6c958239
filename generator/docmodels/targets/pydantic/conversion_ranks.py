"""How late the members of a union are written, because pydantic converts other JSON values to them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from msgspec import Struct

from docmodels.ir import Boolean, Const, Ref, String, Type
from docmodels.ir.graph import names_that_reach
from docmodels.ir.traverse import walk
from docmodels.targets.plan.plan import Plan
from docmodels.targets.python.annotations import TYPED_FORMATS


class ConversionRanks(Struct, frozen=True):
    """The aliases that contain texts with a Python type of their own (`date`), and those that contain
    booleans; `formats` are the formats of such texts."""

    formats: Collection[str]
    typed: Collection[str]
    boolean: Collection[str]

    def of(self, type: Type) -> int:
        """Return how late a member of a union is written: booleans late, dates and UUIDs last."""
        if _contains(type, self._is_typed, self.typed):
            return 2
        return int(_contains(type, _is_boolean, self.boolean))

    def _is_typed(self, type: Type) -> bool:
        return isinstance(type, String) and type.format in self.formats


def conversion_ranks(plan: Plan) -> ConversionRanks:
    """Return the ranks of the aliases of a plan; a class has none, whatever its fields are."""
    types = {key: shape.type for key, shape in plan.shapes.items() if key not in plan.layouts}
    edges = {key: [t.name for t in walk(type) if isinstance(t, Ref)] for key, type in types.items()}
    ranks = ConversionRanks({*TYPED_FORMATS, *plan.formats}, (), ())
    typed = [key for key, type in types.items() if ranks.of(type) == 2]
    boolean = [key for key, type in types.items() if _contains(type, _is_boolean, ())]
    return ConversionRanks(
        ranks.formats, _aliases(types, edges, typed), _aliases(types, edges, boolean)
    )


def _aliases(
    types: Mapping[str, Type], edges: Mapping[str, Collection[str]], ends: Collection[str]
) -> frozenset[str]:
    return frozenset(names_that_reach(edges, ends) & types.keys())


def _contains(type: Type, is_wanted: Callable[[Type], bool], names: Collection[str]) -> bool:
    return any(
        inner.name in names if isinstance(inner, Ref) else is_wanted(inner) for inner in walk(type)
    )


def _is_boolean(type: Type) -> bool:
    return isinstance(type, Boolean) or (isinstance(type, Const) and isinstance(type.value, bool))
