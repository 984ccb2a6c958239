"""The state that the pages of one folder share while they are read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from docmodels.diagnostics.notes import Note
from docmodels.inference.escaped_names import ESCAPED_NAMES, EscapedName
from docmodels.ir import (
    UNKNOWN,
    Array,
    Map,
    Ref,
    Scalar,
    Type,
    Union,
)
from docmodels.ir.traverse import map_children
from docmodels.pages.families.properties import unions
from docmodels.pages.families.properties.detail import (
    class_name,
    decode_description,
    unqualified_name,
)
from docmodels.pages.families.properties.parts import split_models
from docmodels.pages.families.properties.rows import marks_required
from docmodels.pages.languages import Language
from docmodels.pages.markdown import Page
from docmodels.pages.type_grammar import TypeSyntaxError
from docmodels.pages.type_vocabulary import JSON_SCALARS, ParsedType, Vocabulary, read_type

_ANY_NAME = "**any string name**"
_VALUE_TABLE = re.compile(
    r"\A# [^\n]*+\n(?P<intro>(?:(?!## )[^\n]*+\n)*+)## Properties[^\n]*+\n[^\n]*+\n[^\n]*+\n"
    r"\*\*value\*\* \|[^|\n]*+\|(?P<text>[^|\n]*+)\|(?![^\n]*\[optional\])[^\n]*+\n"
    r"(?P<open>\*\*any string name\*\*[^\n]*+\n)?+(?!\*\*)"
)
"""A page whose table has the row `value`, and at most that of additional properties."""
MAX_UNION_OF_KINDS = 4
"""A union of more members, among them a string, a boolean and an array or a map, accepts any value.

Python pages print that as a list of all types (`bool, date, datetime, dict, float, int, list,
str`), which versions shorten; a union of fewer members may be a real choice.
"""


class Context(Struct, frozen=True):
    """The language, the class names (in lower case), the notes, and what the pages show.

    `value_is_alias`: a table with the single row `value` defines the model itself, not a field.
    `has_open_aliases`: such a table has a row of additional properties, too (python 5.2).
    `marks_required`: the pages mark required fields (`<sup>required</sup>`) in place of optional
    ones. `file_count` counts the files, `matching_count` those that have the name of a class.
    `wrapped_models` are the models that can be wrapped in a union, by union (go 4.3).
    `plain_fields` are the file and line of fields whose type shows that they are no enums,
    `enum_fields` of those whose type shows that they are enums.
    `possible_constants` are those of required fields whose default may be their only value.
    `enum_suffixes` are those of fields whose description ends with the values of an enum (rust 7.15).
    `unescaped_names` and `parsed_cells` are caches.
    """

    language: Language
    vocabulary: Vocabulary
    names: frozenset[str]
    notes: list[Note]
    value_is_alias: bool = False
    has_open_aliases: bool = False
    marks_required: bool = False
    file_count: int = 0
    matching_count: int = 0
    wrapped_models: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    plain_fields: set[tuple[str, int]] = field(default_factory=set[tuple[str, int]])
    enum_fields: set[tuple[str, int]] = field(default_factory=set[tuple[str, int]])
    possible_constants: set[tuple[str, int]] = field(default_factory=set[tuple[str, int]])
    enum_suffixes: set[tuple[str, int]] = field(default_factory=set[tuple[str, int]])
    unescaped_names: dict[str, str] = field(default_factory=dict[str, str])
    parsed_cells: dict[str, ParsedType | None] = field(default_factory=dict[str, ParsedType | None])

    @property
    def prints_enum_values(self) -> bool:
        """Whether these pages print the values of inline enums, so that a string is no enum."""
        return self.language.prints_enum_values or bool(self.enum_suffixes)

    def read_type(self, cell: str) -> ParsedType | None:
        """Read a type cell; return None if its text is not in the grammar."""
        if cell not in self.parsed_cells:
            self.parsed_cells[cell] = self._parse_cell(cell)
        return self.parsed_cells[cell]

    def _parse_cell(self, cell: str) -> ParsedType | None:
        try:
            parsed = read_type(self.language.normalize_cell(cell), self.vocabulary)
        except (TypeSyntaxError, RecursionError):
            return None
        return replace(parsed, type=self._resolve_names(_widen_union(parsed.type)))

    def _resolve_names(self, type: Type) -> Type:
        """Replace references that are no models: unmapped types and composed class names.

        A composed class name (`OneOfstringinteger`) is a union.
        """
        if isinstance(type, Ref):
            if type.name in self.language.unmapped and type.name.lower() not in self.names:
                return self.language.unmapped[type.name]
            union = unions.read_composed_name(type.name, self.names)
            return type if union is None else union.to_type(self._member_type)
        return map_children(type, self._resolve_names)

    def _member_type(self, name: str) -> Type:
        return JSON_SCALARS.get(name.lower(), Ref(name=name))

    def unescape_name(self, name: str) -> str:
        """Return a field name without what the generator adds to reserved words."""
        unescaped = self.unescaped_names.get(name)
        if unescaped is None:
            candidate = EscapedName(name, self.language.unescape_name(name))
            unescaped = self.unescaped_names[name] = ESCAPED_NAMES.conclude(candidate) or name
        return unescaped


def make_context(
    language: Language, pages: Sequence[Page], names: frozenset[str], notes: list[Note]
) -> Context:
    """Make the context of a folder, with what depends on the version of the generator."""
    stems = [page.stem.lower() for page in pages]
    return Context(
        language,
        _vocabulary(language, frozenset(page.stem for page in pages), names),
        names,
        notes,
        value_is_alias=_value_is_alias(language, pages),
        has_open_aliases=_has_open_aliases(language, pages),
        marks_required=marks_required([page.text for page in pages]),
        file_count=len(stems),
        matching_count=sum(stem in names for stem in stems),
    )


def _vocabulary(
    language: Language, page_names: frozenset[str], names: frozenset[str]
) -> Vocabulary:
    """Return the vocabulary of a folder: types that are printed for models of these pages are read so."""
    vocabulary = language.vocabulary
    present = names | {vocabulary.model_name(name).lower() for name in page_names}
    models = {
        type: model for model, type in language.types_of_models.items() if model.lower() in present
    }
    types = {
        type: Union(members=(Ref(name=model), vocabulary.names[type]))
        for type, model in models.items()
        if type in vocabulary.names
    }
    containers = {type: model for type, model in models.items() if type not in types}
    return replace(
        vocabulary,
        names={**vocabulary.names, **types},
        page_names=page_names,
        containers_of_models=containers,
    )


def _value_is_alias(language: Language, pages: Sequence[Page]) -> bool:
    """Whether a row `value` defines an enum, array or scalar.

    Python generators 4.x (experimental), 5.x and prior print such rows.
    """
    if "value-rows" not in language.traits:
        return False
    return any(
        "none_type" in page.text or _ANY_NAME in page.text or "must be one of [" in page.text
        for page in pages
    )


def _has_open_aliases(language: Language, pages: Sequence[Page]) -> bool:
    """Whether models that are no objects have a row of additional properties, too.

    Python 5.2 prints it on each page, and the description of a model again in its row `value`.
    Then no table has the row `value` alone.
    """
    if "value-rows" not in language.traits:
        return False
    is_open = False
    for page in pages:
        if (match := _VALUE_TABLE.search(page.text)) is None:
            continue
        if not match["open"]:
            return False
        is_open = is_open or repeats_intro(match["text"], match["intro"])
    return is_open


def repeats_intro(description: str, intro: str) -> bool:
    """Whether the description in the row `value` is the one of the model, and not empty."""
    words = decode_description(description).split()
    return bool(words) and words == decode_description(intro).split()


def class_names(pages: Iterable[Page], titles: Mapping[str, str]) -> frozenset[str]:
    """Return the class names of a set of pages in lower case, without packages."""
    names = [class_name(titles[page.path]) or page.stem for page in pages]
    for page in pages:
        if page.text.count("# Properties\n") > 1:
            names.extend(class_name(part.title) for part in split_models(page) if part.title)
    return frozenset(unqualified_name(name).lower() for name in names)


def _widen_union(type: Type) -> Type:
    """Replace a union of all kinds of values (Python's list of all types) by the unknown type."""
    type = map_children(type, _widen_union)
    if isinstance(type, Union) and len(type.members) > MAX_UNION_OF_KINDS:
        kinds = {m.kind for m in type.members if isinstance(m, Scalar)}
        if {"string", "boolean"} <= kinds and any(
            isinstance(m, (Array, Map)) for m in type.members
        ):
            return UNKNOWN
    return type
