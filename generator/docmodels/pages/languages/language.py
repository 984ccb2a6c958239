"""The value that describes a documented programming language: its type names and naming rules."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Literal, TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from docmodels.ir import Type
from docmodels.ir.drafts import Spelling
from docmodels.pages.languages import hooks
from docmodels.pages.type_vocabulary import Vocabulary

Trait: TypeAlias = Literal[
    "constants",
    "constructor-arguments",
    "constructor-names",
    "enum-values",
    "enum-values-as-types",
    "file-names",
    "innermost-types",
    "joined-names",
    "null-marks",
    "null-repeats-optional",
    "optional-pointers",
    "raw-enum-values",
    "required-unreliable",
    "value-rows",
    "values-as-members",
]
"""What readers of a page family ask a language for.

 - `constants`: a literal in a type cell is a constant.
 - `constructor-arguments`, `constructor-names`: where a union's page shows the type of a member.
 - `enum-values`: the generator prints the values of inline enums, so a string is no enum.
 - `enum-values-as-types`, `raw-enum-values`: where and how the literals of enum members stand.
 - `file-names`: the title has the class without its package, the file the whole name of the schema.
 - `innermost-types`: a type cell has only the type inside an array or a map.
 - `joined-names`: the generator prints the words of a name without a sign between them.
 - `null-marks`: the mark of a required field's type means null.
 - `null-repeats-optional`: on an optional field, null means that the field may be absent.
 - `optional-pointers`: a pointer means that a field may be absent.
 - `required-unreliable`: the column `Required` has a "no" for required fields too.
 - `value-rows`: a table with the single row `value` can define the model itself.
 - `values-as-members`: a default names an enum's value in place of its member.
"""


class Sign(Struct, frozen=True):
    """A pattern of type cells, or the name of a table layout; `reason` is why it decides."""

    cell: re.Pattern[str] | None
    layout: str
    reason: str


class Refinement(Struct, frozen=True):
    """What changes in a vocabulary if a type cell of the pages matches `cell`.

    `optional`: the cell has to be that of an optional field.
    """

    cell: re.Pattern[str]
    optional: bool
    types: Mapping[str, Type]
    optional_meanings: Mapping[str, str]


class Evidence(Struct, frozen=True):
    """What shows the language of a set of pages, in the form in which signs are written.

    `cells` are the type cells with the number of their rows, `optional_cells` those of optional
    fields. `names` are the field names, `titles` the class titles as printed, `class_names` the
    names of all models in lower case. `pages` is the number of pages; `fences` and `layouts` count
    pages by the info word of a fence and by the layout of their tables.
    """

    cells: Mapping[str, int] = field(default_factory=dict[str, int])
    optional_cells: Collection[str] = frozenset()
    names: Collection[str] = ()
    titles: Collection[str] = ()
    class_names: Collection[str] = frozenset()
    pages: int = 1
    fences: Mapping[str, int] = field(default_factory=dict[str, int])
    layouts: Mapping[str, int] = field(default_factory=dict[str, int])


Rewrites: TypeAlias = tuple[tuple[re.Pattern[str], str], ...]


class Language(Struct, frozen=True):
    """One language, as one documentation generator prints it. `languages.toml` has the values.

    `name` is the name of the generator or of the language (`python`, `python-legacy`, `go`).
    `vocabulary` defines the meaning of type names; its `model_name` removes packages and affixes of
    class names. `unmapped` are types by the names that the generator prints if the language does
    not map them; a model of that name has priority. `types_of_models` are the types that it prints for
    models of some names. `exclusive` signs are printed by no other
    language of the family, `impossible` ones never by this one; `signs` matches what this language
    and few others print. `spelling` is the case of printed field names, one of `spellings`.
    `affixes` match what the generator adds to a field name, `restored_names` are original names by
    printed name. `literal_syntax` is the syntax of default values (`docmodels.pages.literals`).
    `enum_type` matches the cell of an inline enum, if the generator prints a type of its own for it.
    """

    name: str
    vocabulary: Vocabulary
    unmapped: Mapping[str, Type] = field(default_factory=dict[str, Type])
    types_of_models: Mapping[str, str] = field(default_factory=dict[str, str])
    exclusive: tuple[Sign, ...] = ()
    impossible: tuple[Sign, ...] = ()
    signs: re.Pattern[str] | None = None
    fences: frozenset[str] = frozenset()
    title: re.Pattern[str] | None = None
    spelling: Spelling = Spelling.WIRE
    spellings: tuple[Spelling, ...] = (Spelling.WIRE,)
    literal_syntax: str = "raw"
    affixes: tuple[re.Pattern[str], ...] = ()
    restored_names: Mapping[str, str] = field(default_factory=dict[str, str])
    name_rewrites: Rewrites = ()
    cell_rewrites: Rewrites = ()
    description_rewrites: Rewrites = ()
    enum_type: re.Pattern[str] | None = None
    class_prefix: str = ""
    refinements: tuple[Refinement, ...] = ()
    traits: frozenset[Trait] = frozenset()

    @property
    def prints_enum_values(self) -> bool:
        """Whether the generator prints the values of inline enums, so that a string is no enum."""
        return "enum-values" in self.traits

    def unescape_name(self, name: str) -> str:
        """Return a field name without what the generator adds to reserved and illegal names."""
        if name in self.restored_names:
            return self.restored_names[name]
        for affix in self.affixes:
            if (match := affix.fullmatch(name)) is not None:
                return match[1]
        return rewrite(name, self.name_rewrites)

    def normalize_cell(self, cell: str) -> str:
        """Rewrite what is outside the shared grammar in a type cell."""
        return rewrite(cell, self.cell_rewrites)


def rewrite(text: str, rewrites: Rewrites) -> str:
    """Replace each pattern in a text, in order."""
    for pattern, replacement in rewrites:
        text = pattern.sub(replacement, text)
    return text


def refine_language(language: Language, evidence: Evidence) -> Language:
    """Return `language` as a set of pages shows it: its spelling and its vocabulary.

    A generator's version and options change the meaning of names and marks (`?`, `DateTime`), the
    case of names and the prefix of class names.
    """
    vocabulary = language.vocabulary
    for refinement in language.refinements:
        cells = evidence.optional_cells if refinement.optional else evidence.cells
        if any(refinement.cell.search(cell) for cell in cells):
            meanings = {**vocabulary.optional_meanings, **refinement.optional_meanings}
            names = {**vocabulary.names, **refinement.types}
            vocabulary = replace(vocabulary, names=names, optional_meanings=meanings)
    prefix = hooks.common_prefix(evidence.titles) if language.class_prefix else ""
    if prefix and len(evidence.titles) > 1:
        vocabulary = hooks.replace_prefix(vocabulary, language.class_prefix, prefix)
    return replace(language, vocabulary=vocabulary, spelling=closest_spelling(language, evidence))


def closest_spelling(language: Language, evidence: Evidence) -> Spelling:
    """Return the spelling of a language that most field names have, the default before others."""
    if len(language.spellings) == 1:
        return language.spelling
    return min(language.spellings, key=lambda case: mismatch_ratio(case, evidence.names))


_CASE_MISMATCHES = {
    Spelling.SNAKE: re.compile(r"[A-Z]"),
    Spelling.CAMEL: re.compile(r"^[A-Z][a-z]|.[_-][a-z]"),
    Spelling.PASCAL: re.compile(r"^[a-z]|.[_-][a-z]"),
}


def mismatch_ratio(spelling: Spelling, names: Collection[str]) -> float:
    """Return the share of documented field names that are not in a naming case.

    Java prints no underscore inside a name, Go no name that starts in lower case.
    """
    mismatch = _CASE_MISMATCHES.get(spelling)
    if mismatch is None or not names:
        return 0.0
    return sum(1 for name in names if mismatch.search(name)) / len(names)
