"""Read the tables of languages: `languages.toml` describes their keys."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias, TypeVar, cast, get_args

from docmodels.ir import (
    NULL,
    UNKNOWN,
    Integer,
    Map,
    Number,
    String,
    Type,
    Union,
    nullable,
)
from docmodels.ir.drafts import Spelling
from docmodels.pages.languages import hooks
from docmodels.pages.languages.language import Language, Refinement, Rewrites, Sign, Trait
from docmodels.pages.type_vocabulary import JSON_SCALARS, Vocabulary

Table: TypeAlias = Mapping[str, Any]
Function = TypeVar("Function")

_KEYS = frozenset(
    "extends types unmapped types_of_models generics optional_marks spelling literal_syntax fences title exclusive enum_type "
    "impossible signs reserved affixes restores restored name_rewrites cell_rewrites "
    "description_rewrites model_name class_prefix refinements traits".split()
)
_GENERICS = {
    "list": "lists",
    "set": "sets",
    "map": "maps",
    "optional": "optionals",
    "nullable": "nullables",
    "union": "unions",
    "null": "nulls",
    "bytes": "byte_types",
}
_TYPES: Mapping[str, Type] = {
    **JSON_SCALARS,
    "null": NULL,
    "any": UNKNOWN,
    "object": Map(values=UNKNOWN),
    "int32": Integer(format="int32"),
    "int64": Integer(format="int64"),
    "float": Number(format="float"),
    "double": Number(format="double"),
    "decimal": String(format="number"),
    **{
        format: String(format=format)
        for format in ("date", "date-time", "date or date-time", "uuid", "uri", "byte", "binary")
    },
}
_RESERVED = "RESERVED"


class LanguageTableError(ValueError):
    """A table of a language has a key or value that is not in the description."""


@cache
def languages(family: str) -> tuple[Language, ...]:
    """Return the languages of a page family, the most common first.

    If several languages have the same score for a set of pages, the first of them wins.
    """
    return parse_languages(_document(), family)


@cache
def _document() -> Table:
    source = files("docmodels.pages.languages").joinpath("languages.toml")
    return tomllib.loads(source.read_text("utf-8"))


def parse_languages(document: Table, family: str) -> tuple[Language, ...]:
    """Convert the tables of a family to languages; raise `LanguageTableError` for unknown keys."""
    return tuple(
        _parse_language(name, _with_inherited(table, document), document.get("names", {}))
        for name, table in document[family].items()
    )


def _with_inherited(table: Table, document: Table) -> dict[str, Any]:
    """Return the keys of a table and of those that it extends; its own words and keys win."""
    merged: dict[str, Any] = {"types": {}, "unmapped": {}, "generics": {}}
    for path in table.get("extends", ()):
        family, _, name = path.partition(".")
        if name not in document.get(family, {}):
            raise LanguageTableError(f"unknown table to extend: {path}")
        inherited = _with_inherited(document[family][name], document)
        types = {**merged["types"], **inherited["types"]}
        generics = {**merged["generics"], **inherited["generics"]}
        unmapped = {**merged["unmapped"], **inherited["unmapped"]}
        merged = {**merged, **inherited, "types": types, "unmapped": unmapped, "generics": generics}
    if unknown := table.keys() - _KEYS:
        raise LanguageTableError(f"unknown keys: {', '.join(sorted(unknown))}")
    types = {**merged["types"], **_types_by_word(table.get("types", {}))}
    unmapped = {**merged["unmapped"], **_types_by_word(table.get("unmapped", {}))}
    generics = {**merged["generics"], **table.get("generics", {})}
    return {**merged, **table, "types": types, "unmapped": unmapped, "generics": generics}


def _types_by_word(table: Table) -> dict[str, Type]:
    return {
        word: parse_type(description)
        for description, words in table.items()
        for word in words.split()
    }


def parse_type(description: str) -> Type:
    """Convert the description of a type to the type: `int32`, `string?`, `int32 | boolean`."""
    if description.endswith("?"):
        return nullable(parse_type(description.removesuffix("?")))
    if " | " in description:
        return Union(members=tuple(map(parse_type, description.split(" | "))))
    if description not in _TYPES:
        raise LanguageTableError(f"unknown type: {description}")
    return _TYPES[description]


def _parse_language(name: str, table: Table, names: Table) -> Language:
    spellings = tuple(map(_spelling, table.get("spelling", "wire").split()))
    restores = table.get("restores", ())
    if unknown := set(restores) - names.keys():
        raise LanguageTableError(f"unknown names: {', '.join(sorted(unknown))}")
    restored = [names[key] for key in restores]
    return Language(
        name=name,
        vocabulary=_vocabulary(table),
        unmapped=table["unmapped"],
        types_of_models=table.get("types_of_models", {}),
        exclusive=_signs(table.get("exclusive", ())),
        impossible=_signs(table.get("impossible", ())),
        signs=_alternatives(table.get("signs", ())),
        fences=_words(table.get("fences", "")),
        title=re.compile(table["title"]) if "title" in table else None,
        spelling=spellings[0],
        spellings=spellings,
        literal_syntax=table.get("literal_syntax", "raw"),
        affixes=_affixes(table),
        restored_names={
            printed: original
            for entries in (*restored, table.get("restored", {}))
            for printed, original in entries.items()
        },
        name_rewrites=_rewrites(table.get("name_rewrites", ())),
        cell_rewrites=_rewrites(table.get("cell_rewrites", ())),
        description_rewrites=_rewrites(table.get("description_rewrites", ())),
        enum_type=re.compile(table["enum_type"]) if "enum_type" in table else None,
        class_prefix=table.get("class_prefix", ""),
        refinements=tuple(map(_refinement, table.get("refinements", ()))),
        traits=_traits(table.get("traits", ())),
    )


def _spelling(word: str) -> Spelling:
    try:
        return Spelling(word)
    except ValueError:
        raise LanguageTableError(f"unknown spelling: {word}") from None


def _vocabulary(table: Table) -> Vocabulary:
    generics = table["generics"]
    if unknown := generics.keys() - _GENERICS.keys():
        raise LanguageTableError(f"unknown generic types: {', '.join(sorted(unknown))}")
    prefix = table.get("class_prefix", "")
    words: dict[str, Any] = {
        argument: _words(generics.get(kind, "")) for kind, argument in _GENERICS.items()
    }
    return Vocabulary(
        names=table["types"],
        model_name=(
            hooks.without_prefix(prefix)
            if prefix
            else _hook(hooks.MODEL_NAMES, table.get("model_name", "unchanged"))
        ),
        optional_meanings=table.get("optional_marks", {}),
        **words,
    )


def _hook(functions: Mapping[str, Function], name: str) -> Function:
    if name not in functions:
        raise LanguageTableError(f"unknown function: {name}")
    return functions[name]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _alternatives(patterns: Sequence[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(patterns), re.M) if patterns else None


def _signs(entries: Sequence[Table]) -> tuple[Sign, ...]:
    return tuple(
        Sign(
            cell=re.compile(entry["cell"], re.M) if "cell" in entry else None,
            layout=entry.get("layout", ""),
            reason=entry["reason"],
        )
        for entry in entries
    )


def _affixes(table: Table) -> tuple[re.Pattern[str], ...]:
    reserved = "|".join(map(re.escape, table.get("reserved", "").split()))
    return tuple(
        re.compile(pattern.replace(_RESERVED, reserved)) for pattern in table.get("affixes", ())
    )


def _rewrites(pairs: Sequence[Sequence[str]]) -> Rewrites:
    return tuple((re.compile(pattern), replacement) for pattern, replacement in pairs)


def _refinement(entry: Table) -> Refinement:
    return Refinement(
        cell=re.compile(entry["cell"]),
        optional=entry.get("optional", False),
        types=_types_by_word(entry.get("types", {})),
        optional_meanings=entry.get("optional_marks", {}),
    )


def _traits(names: Sequence[str]) -> frozenset[Trait]:
    if unknown := set(names) - set(get_args(Trait)):
        raise LanguageTableError(f"unknown traits: {', '.join(sorted(unknown))}")
    return cast(frozenset[Trait], frozenset(names))
