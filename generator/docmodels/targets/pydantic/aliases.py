"""Plan the aliases of fields: by one alias generator in the base class of all models, or each.

Inferred wire names are accepted in every case: a generator covers the fields whose alternate names
are those that `pydantic.alias_generators` produces. Printed wire names in camel or Pascal case have
pydantic's own generator. Every other field gets its own aliases.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from docmodels.alias_generators import case_variants, to_camel, to_pascal
from docmodels.ir import Field
from docmodels.targets.plan.naming import alternate_names
from docmodels.targets.plan.plan import Plan
from docmodels.targets.plan.shapes import Shape
from docmodels.targets.python.annotations import Writer
from docmodels.targets.python.source import Import, string

ALIAS_CHOICES = Import("pydantic", "AliasChoices")

GENERATORS = {generator.__name__: generator for generator in (to_camel, to_pascal)}
"""The generators of pydantic for printed wire names."""
MIN_REPLACED = 3
"""The fewest aliases that one of them replaces: one or two are plainer in place."""
_WORDS = re.compile("[a-z]+[0-9]*(_[a-z]+[0-9]*)*")
"""An attribute that every version of pydantic converts to the same name."""


class AliasPlan(Struct, frozen=True):
    """The alias generator of all models; `name` is its name in the runtime, empty for none.

    `is_camel`: the generator reads names in any case, and writes them in camel case.
    """

    name: str = ""
    is_camel: bool = False

    def field_arguments(self, field: Field, shape: Shape, writer: Writer) -> list[str]:
        """Return the arguments of `Field` that set the aliases of a field of `shape`."""
        attributes = writer.plan.names.attributes[shape.key]
        name, wire = attributes[field.name], string(field.name)
        alternates = alternate_names(field, name)
        if self.name in GENERATORS:
            if not alternates:
                return [] if _is_converted(field, name, self.name) else [f"alias={wire}"]
        elif self.name and _is_covered(field, name, self.is_camel):
            return []
        alternates = alternates or self._case_names(field, shape, attributes)
        if not alternates:
            is_plain = name == field.name and not self._changes(field, shape, attributes)
            return [] if is_plain else [f"alias={wire}"]
        names = ", ".join([wire, *map(string, alternates)])
        is_written_as_named = name == field.name and self.name in ("", "ANY_CASE")
        serialization = [] if is_written_as_named else [f"serialization_alias={wire}"]
        return [f"validation_alias={writer.use(ALIAS_CHOICES)}({names})", *serialization]

    def _case_names(
        self, field: Field, shape: Shape, attributes: Mapping[str, str]
    ) -> tuple[str, ...]:
        """Return the cases of a word that is a keyword: the generator gives them to other words."""
        name = field.name
        is_keyword = attributes[name] == f"{name}_" and name.isalpha() and name.islower()
        if not (self.name and is_keyword) or shape.from_schema:
            return ()
        return tuple(n for n in case_variants(name) if n != name and n not in attributes)

    def _changes(self, field: Field, shape: Shape, attributes: Mapping[str, str]) -> bool:
        """Whether the alias generator gives a field with a known wire name another name."""
        if not self.name:
            return False
        variants = case_variants(field.name)
        others = attributes.keys() - {field.name}
        writes_another = self.is_camel and variants[0] != field.name
        return shape.from_schema or writes_another or not others.isdisjoint(variants)


def plan_aliases(plan: Plan) -> AliasPlan:
    """Choose the alias generator that covers most names of a plan, if one does.

    Inferred names decide if there are any, otherwise the printed ones that are no attributes.
    """
    names = [
        (field, plan.names.attributes[key][field.name])
        for key, layout in plan.layouts.items()
        for field in layout.own_fields
    ]
    inferred = [(field, name) for field, name in names if alternate_names(field, name)]
    snake_count, camel_count = (_count_covered(inferred, is_camel) for is_camel in (False, True))
    if max(snake_count, camel_count) * 2 <= len(inferred):
        return AliasPlan(_printed_generator(names))
    if camel_count > snake_count:
        return AliasPlan("ANY_CASE_TO_CAMEL", is_camel=True)
    return AliasPlan("ANY_CASE")


def _printed_generator(names: Sequence[tuple[Field, str]]) -> str:
    """Return the generator that leaves less than half of the aliases of fields; empty for none."""
    aliases = sum(name != field.name for field, name in names)
    others, generator = min(
        (sum(not _is_converted(field, name, generator) for field, name in names), generator)
        for generator in GENERATORS
    )
    return generator if 2 * others < aliases and aliases - others >= MIN_REPLACED else ""


def _is_converted(field: Field, name: str, generator: str) -> bool:
    return _WORDS.fullmatch(name) is not None and GENERATORS[generator](name) == field.name


def _count_covered(fields: Iterable[tuple[Field, str]], is_camel: bool) -> int:
    return sum(_is_covered(field, name, is_camel) for field, name in fields)


def _is_covered(field: Field, name: str, is_camel: bool) -> bool:
    """Whether the alias generator gives a field exactly its wire name and alternate names."""
    variants = case_variants(name)
    wire_name = variants[0] if is_camel else name
    if field.name != wire_name:
        return False
    alternates = {*alternate_names(field, name)}
    return bool(alternates) and alternates == {*variants} - {name, wire_name}
