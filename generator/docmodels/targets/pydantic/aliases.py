"""Plan the aliases of fields with inferred wire names, which a model accepts in every case.

One alias generator covers the fields of a class whose alternate names are those that
`pydantic.alias_generators` produces; every other field gets its own aliases.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from docmodels.ir import Field
from docmodels.targets.plan.naming import alternate_names
from docmodels.targets.python.annotations import Writer
from docmodels.targets.python.runtime_source import helper
from docmodels.targets.python.source import Import, string

ALIAS_CHOICES = Import("pydantic", "AliasChoices")
_ALIAS_GENERATOR = Import("pydantic", "AliasGenerator")
_TO_CAMEL = Import("pydantic.alias_generators", "to_camel")
_ANY_CASE = helper("any_case")


@dataclass(frozen=True, slots=True)
class AliasPlan:
    """The fields that one alias generator covers, and whether their wire names are camel case."""

    covered: frozenset[str] = frozenset()
    is_camel: bool = False

    def config_arguments(self, writer: Writer) -> list[str]:
        """Return the alias generator as an argument of the class's `ConfigDict`."""
        if not self.covered:
            return []
        arguments = f"validation_alias={writer.use(_ANY_CASE)}"
        if self.is_camel:
            arguments += f", serialization_alias={writer.use(_TO_CAMEL)}"
        return [f"alias_generator={writer.use(_ALIAS_GENERATOR)}({arguments})"]

    def field_arguments(self, field: Field, name: str, writer: Writer) -> list[str]:
        """Return the arguments of `Field` that set the aliases of a field with attribute `name`."""
        if field.name in self.covered:
            return []
        alternates = alternate_names(field, name)
        wire = string(field.name)
        if not alternates:
            needs_no_alias = name == field.name and not (
                self.is_camel and _case_variants(name)[0] != name
            )
            return [] if needs_no_alias else [f"alias={wire}"]
        names = ", ".join([wire, *map(string, alternates)])
        serialization = (
            [] if name == field.name and not self.is_camel else [f"serialization_alias={wire}"]
        )
        return [f"validation_alias={writer.use(ALIAS_CHOICES)}({names})", *serialization]


def plan_aliases(fields: Iterable[Field], attributes: Mapping[str, str]) -> AliasPlan:
    """Choose the alias generator that covers most inferred names of a class, if one does."""
    inferred = [field for field in fields if alternate_names(field, attributes[field.name])]
    for is_camel in (False, True):
        covered = [
            field for field in inferred if _is_covered(field, attributes[field.name], is_camel)
        ]
        if covered and len(covered) * 2 > len(inferred):
            return AliasPlan(frozenset(field.name for field in covered), is_camel)
    return AliasPlan()


def _is_covered(field: Field, name: str, is_camel: bool) -> bool:
    variants = _case_variants(name)
    wire_name = variants[0] if is_camel else name
    return field.name == wire_name and set(alternate_names(field, name)) == {*variants} - {
        name,
        wire_name,
    }


def _case_variants(name: str) -> tuple[str, str, str]:
    """Return a name in camel, Pascal and snake case, as pydantic converts it."""
    return to_camel(name), to_pascal(name), to_snake(name)


_WORD_BOUNDARY = re.compile("(?<=[A-Z])(?=[A-Z][a-z])|(?<=[a-z0-9])(?=[A-Z])|(?<=[a-z])(?=[0-9])|-")
_JOINT = re.compile("(?<=[0-9A-Za-z])_(?=[0-9A-Z])")
_FIRST_CAPITAL = re.compile("_*[A-Z]")
_CAMEL = re.compile("[a-z][A-Za-z0-9]*")


def to_pascal(name: str) -> str:
    """Return a name as `pydantic.alias_generators.to_pascal` (pydantic 2.12) does."""
    return _JOINT.sub("", name.title())


def to_camel(name: str) -> str:
    """Return a name as `pydantic.alias_generators.to_camel` (pydantic 2.12) does."""
    if _CAMEL.fullmatch(name) and not re.search("[0-9][a-z]", name):
        return name
    pascal = to_pascal(name)
    first = _FIRST_CAPITAL.match(pascal)
    return pascal if first is None else first[0].lower() + pascal[first.end() :]


def to_snake(name: str) -> str:
    """Return a name as `pydantic.alias_generators.to_snake` (pydantic 2.12) does."""
    return _WORD_BOUNDARY.sub("_", name).lower()
