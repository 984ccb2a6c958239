"""Plan the aliases of fields with inferred wire names, which a model accepts in every case.

One alias generator, in the base class of all models, covers the fields whose alternate names are
those that `pydantic.alias_generators` produces; every other field gets its own aliases.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from docmodels.alias_generators import case_variants
from docmodels.ir import Field
from docmodels.targets.plan.naming import alternate_names
from docmodels.targets.plan.plan import Plan
from docmodels.targets.plan.shapes import Shape
from docmodels.targets.python.annotations import Writer
from docmodels.targets.python.source import Import, string

ALIAS_CHOICES = Import("pydantic", "AliasChoices")


class AliasPlan(Struct, frozen=True):
    """The alias generator of all models; `name` is its name in the runtime, empty for none.

    `is_camel`: the generator writes names in camel case.
    """

    name: str = ""
    is_camel: bool = False

    def field_arguments(self, field: Field, shape: Shape, writer: Writer) -> list[str]:
        """Return the arguments of `Field` that set the aliases of a field of `shape`."""
        attributes = writer.plan.names.attributes[shape.key]
        name, wire = attributes[field.name], string(field.name)
        if self.name and _is_covered(field, name, self.is_camel):
            return []
        alternates = alternate_names(field, name)
        if not alternates:
            is_plain = name == field.name and not self._changes(field, shape, attributes)
            return [] if is_plain else [f"alias={wire}"]
        names = ", ".join([wire, *map(string, alternates)])
        is_written_as_named = name == field.name and not self.is_camel
        serialization = [] if is_written_as_named else [f"serialization_alias={wire}"]
        return [f"validation_alias={writer.use(ALIAS_CHOICES)}({names})", *serialization]

    def _changes(self, field: Field, shape: Shape, attributes: Mapping[str, str]) -> bool:
        """Whether the alias generator gives a field with a known wire name another name."""
        if not self.name:
            return False
        variants = case_variants(field.name)
        others = attributes.keys() - {field.name}
        writes_another = self.is_camel and variants[0] != field.name
        return shape.from_schema or writes_another or not others.isdisjoint(variants)


def plan_aliases(plan: Plan) -> AliasPlan:
    """Choose the alias generator that covers most inferred names of a plan, if one does."""
    inferred = [
        (field, name)
        for key, layout in plan.layouts.items()
        for field in layout.own_fields
        if alternate_names(field, name := plan.names.attributes[key][field.name])
    ]
    snake_count, camel_count = (_count_covered(inferred, is_camel) for is_camel in (False, True))
    if max(snake_count, camel_count) * 2 <= len(inferred):
        return AliasPlan()
    if camel_count > snake_count:
        return AliasPlan("ANY_CASE_TO_CAMEL", is_camel=True)
    return AliasPlan("ANY_CASE")


def _count_covered(fields: Iterable[tuple[Field, str]], is_camel: bool) -> int:
    return sum(_is_covered(field, name, is_camel) for field, name in fields)


def _is_covered(field: Field, name: str, is_camel: bool) -> bool:
    """Whether the alias generator gives a field exactly its wire name and alternate names."""
    variants = case_variants(name)
    wire_name = variants[0] if is_camel else name
    alternates = {*alternate_names(field, name)}
    return (
        field.name == wire_name
        and bool(alternates)
        and alternates == {*variants} - {name, wire_name}
    )
