"""Find the wire name of an attribute: its alias, the alias generator of its class, or itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from typing import Final

from msgspec import Struct

from docmodels.alias_generators import case_variants, to_camel, to_pascal, to_snake
from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import UNSUPPORTED_CONSTRUCT
from docmodels.ir import is_object
from docmodels.readers.python_models.facts import Facts
from docmodels.readers.python_models.sources import Configuration, Source
from docmodels.readers.python_models.syntax import Module

Generator = Callable[[str], str]
_SETTINGS: Final = ("alias_generator", "rename")


def _words(name: str) -> tuple[str, list[str], str]:
    """Split an attribute as msgspec does: outer underscores stay."""
    match = re.fullmatch(r"(_*)(|.*[^_])(_*)", name, re.S)
    assert match
    return match[1], match[2].split("_"), match[3]


def _capitalized(words: list[str]) -> str:
    return "".join(word.title() for word in words)


def _camel(name: str) -> str:
    before, words, _ = _words(name)
    return before + words[0] + _capitalized(words[1:])


def _pascal(name: str) -> str:
    before, words, _ = _words(name)
    return before + _capitalized(words)


def _kebab(name: str) -> str:
    return name.strip("_").replace("_", "-")


_GENERATORS: Final[Mapping[str, Generator]] = {
    "pydantic.alias_generators.to_camel": to_camel,
    "pydantic.alias_generators.to_pascal": to_pascal,
    "pydantic.alias_generators.to_snake": to_snake,
}
_RENAMES: Final[Mapping[str, Generator]] = {
    "camel": _camel,
    "pascal": _pascal,
    "kebab": _kebab,
    "lower": str.lower,
    "upper": str.upper,
}
"""The values of `rename` in msgspec 0.18, and what each makes of an attribute."""


def rename_generator(style: str) -> Generator | None:
    """Return what a value of `rename` in msgspec makes of an attribute; None if there is none."""
    return _RENAMES.get(style)


_ANY_CASE: Final[Mapping[str, Generator]] = {
    ".ANY_CASE": lambda name: name,
    ".ANY_CASE_TO_CAMEL": to_camel,
}
"""The alias generators of modules that docmodels writes, and the name that each writes."""


class WireNames(Struct, frozen=True):
    """The wire names of a class."""

    source: Source
    configuration: Configuration
    notes: list[Note]

    def of(self, attribute: str, facts: Facts) -> tuple[str, tuple[str, ...]]:
        """Return the wire name of an attribute, and the other names that are read."""
        if facts.is_any_case:
            return _in_each_case(attribute, facts.aliases[0] if facts.aliases else attribute)
        if facts.aliases:
            first, *others = facts.aliases
            wire_name = first or attribute
            if facts.written_as and facts.written_as not in facts.aliases:
                others = [wire_name, *others]
                wire_name = facts.written_as
            return wire_name, tuple(dict.fromkeys(name for name in others if name != wire_name))
        if facts.written_as:
            return facts.written_as, (attribute,) if facts.written_as != attribute else ()
        return self._stated_by_class(attribute) or self._generated(attribute)

    def _stated_by_class(self, attribute: str) -> tuple[str, tuple[str, ...]] | None:
        """Return the alias that `Config.fields` of pydantic 1 gives an attribute, if it does."""
        fields = self.configuration.value("fields")
        stated = fields.get(attribute) if is_object(fields) else None
        alias = stated.get("alias") if is_object(stated) else stated
        return (alias, ()) if isinstance(alias, str) else None

    def _generated(self, attribute: str) -> tuple[str, tuple[str, ...]]:
        for setting in _SETTINGS:
            if (stated := self.configuration.expression(setting)) is None:
                continue
            node, module = stated
            name = module.qualified_name(node)
            if name in _ANY_CASE:
                return _in_each_case(attribute, _ANY_CASE[name](attribute))
            if generator := _find_generator(node, module, setting):
                return generator(attribute), ()
            if not (isinstance(node, ast.Constant) and node.value is None):
                self._note(node, module)
        return attribute, ()

    def _note(self, node: ast.expr, module: Module) -> None:
        text = module.source(node)
        message = f"the names that `{text}` makes are not known; attributes keep their names"
        help = "use a generator of pydantic.alias_generators, or an alias for each field"
        note = UNSUPPORTED_CONSTRUCT.at(module.origin(node), message, help, len(text))
        if note not in self.notes[-_RECENT:]:
            self.notes.append(note)


_RECENT: Final = 50


def _in_each_case(attribute: str, wire_name: str) -> tuple[str, tuple[str, ...]]:
    """Return the wire name of an attribute that is read in each case, and the other names."""
    names = dict.fromkeys((attribute, *case_variants(attribute)))
    return wire_name, tuple(name for name in names if name != wire_name)


def _find_generator(node: ast.expr, module: Module, setting: str) -> Generator | None:
    """Return the function that a setting names; None if it is not known."""
    match node:
        case ast.Constant(str(style)) if setting == "rename":
            return rename_generator(style)
        case ast.Name() | ast.Attribute():
            name = module.qualified_name(node)
            return _GENERATORS.get(name)
        case ast.Call(function, _, words) if (
            module.qualified_name(function) == "pydantic.AliasGenerator"
        ):
            values = {word.arg: word.value for word in words}
            chosen = values.get("alias") or values.get("validation_alias")
            return _find_generator(chosen, module, setting) if chosen else None
        case ast.Dict(keys, values) if setting == "rename":
            names = {
                key.value: value.value
                for key, value in zip(keys, values, strict=True)
                if isinstance(key, ast.Constant) and isinstance(value, ast.Constant)
            }
            return lambda name: str(names.get(name, name))
        case _:
            return None
