"""Fields whose wire names were concluded: a model takes them in every case.

Where the rule of `pydantic.alias_generators` gives the spellings of all such fields of a class, one
alias generator says so; a field that the rule does not fit says it itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from docmodels.ir import Field
from docmodels.targets.pydantic.runtime import word
from docmodels.targets.python.annotations import Writer
from docmodels.targets.python.source import Import, string

ALIAS_CHOICES = Import("pydantic", "AliasChoices")
_ALIAS_GENERATOR = Import("pydantic", "AliasGenerator")
_TO_CAMEL = Import("pydantic.alias_generators", "to_camel")
_ANY_CASE = word("any_case")


@dataclass(frozen=True, slots=True)
class Recased:
    """What one alias generator covers: fields by name, and whether the wire is in camel case."""

    covered: frozenset[str] = frozenset()
    camel: bool = False

    def config(self, writer: Writer) -> list[str]:
        """Write the generator as an argument of the class's configuration."""
        if not self.covered:
            return []
        arguments = f"validation_alias={writer.use(_ANY_CASE)}"
        if self.camel:
            arguments += f", serialization_alias={writer.use(_TO_CAMEL)}"
        return [f"alias_generator={writer.use(_ALIAS_GENERATOR)}({arguments})"]

    def arguments(self, field: Field, name: str, writer: Writer) -> list[str]:
        """Write what `Field` has to say of the names of a field, `name` being its attribute."""
        if field.name in self.covered:
            return []
        choices = spellings(field, name)
        wire = string(field.name)
        if not choices:
            plain = name == field.name and not (self.camel and _cases(name)[0] != name)
            return [] if plain else [f"alias={wire}"]
        called = ", ".join([wire, *map(string, choices)])
        serialized = (
            [] if name == field.name and not self.camel else [f"serialization_alias={wire}"]
        )
        return [f"validation_alias={writer.use(ALIAS_CHOICES)}({called})", *serialized]


def recased(fields: Iterable[Field], attributes: Mapping[str, str]) -> Recased:
    """Find the fields of a class that one alias generator can speak for."""
    doubted = [field for field in fields if spellings(field, attributes[field.name])]
    for camel in (False, True):
        covered = [field for field in doubted if _fits(field, attributes[field.name], camel)]
        if covered and len(covered) * 2 > len(doubted):
            return Recased(frozenset(field.name for field in covered), camel)
    return Recased()


def spellings(field: Field, name: str) -> tuple[str, ...]:
    """Give the further names under which a field may come, beside its own and the attribute's."""
    if "name" not in field.inferred:
        return ()
    found = dict.fromkeys((*field.alternate_names, field.documented_name))
    return tuple(each for each in found if each not in ("", field.name, name))


def _fits(field: Field, name: str, camel: bool) -> bool:
    own = _cases(name)
    wire = own[0] if camel else name
    return field.name == wire and set(spellings(field, name)) == {*own} - {name, wire}


def _cases(name: str) -> tuple[str, str, str]:
    """Give what pydantic makes of an attribute's name: camel, Pascal and snake case."""
    from pydantic.alias_generators import to_camel, to_pascal, to_snake

    return to_camel(name), to_pascal(name), to_snake(name)
