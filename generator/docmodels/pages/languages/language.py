"""The definition of a documented programming language: its type names and naming rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from docmodels.ir import BOOLEAN, STRING, Json, Scalar, Type, Union
from docmodels.ir.drafts import Spelling
from docmodels.pages.type_vocabulary import Vocabulary


def unchanged(name: str) -> str:
    """Return the name unchanged."""
    return name


def unchanged_type(_name: str, type: Type, _text: str) -> Type:
    """Return the type unchanged."""
    return type


@dataclass(frozen=True, slots=True)
class Evidence:
    """The type cells and titles of a set of pages, for `Language.refine`.

    `cells` are the type cells in the plain form that `Language.signature` matches, each with
    whether its field is optional; `titles` are the class titles as printed.
    """

    cells: Collection[tuple[str, bool]] = ()
    titles: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Language:
    """One language, as OpenAPI Generator and swagger-codegen print it on `Properties` pages.

    `name` is the name of the generator (`python`, `python-legacy`, `typescript`, `go`, `csharp`).

    `vocabulary` defines the meaning of type names. Its `model_name` removes packages and affixes
    of class names, in type cells and titles: `\\\\Client\\\\Model\\\\Pet`, `models::Pet`,
    `pet_t`, `OAIPet*`, `Pkg::Pet` and `org.x.Model.Pet` become `Pet`.

    `signature` matches type cells that only this language (or few others) prints. It is applied to
    plain text: entities are decoded, `*` emphasis and backticks removed, links replaced by their
    text; the star of a pointer and an escaped star remain (`char *`, `*os.File`). Each match adds
    to the score of the language; each name that is neither in `vocabulary` nor a title of the set
    reduces it.

    `spelling` is the naming case of printed field names: WIRE if the generator does not change it.
    `unescape_name` restores a reserved or illegal field name that the generator has escaped
    (`var_class` -> `class`, `r#type` -> `type`) and returns other names unchanged.
    `fences` are the info words of fenced examples on pages of this language only.
    `title_pattern` matches headings of this language only (`Pkg::Model`, `x_t`), or is None.
    `literal_syntax` names the syntax of default values in `docmodels.pages.literals`: one of
    python, javascript, go, java, csharp, ruby, php, rust, swift, dart, objc, powershell, perl, r,
    c, julia, raw (unquoted as in bash and the markdown generator).
    `normalize_cell` rewrites a type cell that is outside the shared grammar before it is parsed
    (in C, a space distinguishes an array from a map: `list_t \\*`, `list_t*`).
    `refine` adapts the vocabulary to the whole set of pages (the class prefix of Objective-C, the
    meaning of `Pointer to` and `?` in a generator version); `refine_language` applies it.
    `widen` takes the name, type and description of a field and returns a wider type if the printed
    type is ambiguous and name or description suggest it: R prints `character` for a boolean too,
    so `is_open` may be a boolean.
    `prints_enum_values`: the generator prints the values of inline enums, so a string is no enum.
    """

    name: str
    vocabulary: Vocabulary
    signature: re.Pattern[str] | None = None
    spelling: Spelling = Spelling.WIRE
    unescape_name: Callable[[str], str] = unchanged
    fences: frozenset[str] = frozenset()
    title_pattern: re.Pattern[str] | None = None
    literal_syntax: str = "raw"
    normalize_cell: Callable[[str], str] = unchanged
    refine: Callable[[Vocabulary, Evidence], Vocabulary] | None = None
    widen: Callable[[str, Type, str], Type] = unchanged_type
    prints_enum_values: bool = False


def refine_language(language: Language, evidence: Evidence) -> Language:
    """Return `language` with its vocabulary adapted to a set of pages."""
    if language.refine is None:
        return language
    return replace(language, vocabulary=language.refine(language.vocabulary, evidence))


def narrow_type(type: Type, default: Json) -> Type:
    """Return the scalar member of a union that accepts `default`; boolean for R's `character`.

    The unions are those of ambiguous type names: a C `int` with the default `false` is a boolean.
    """
    kinds = _KINDS.get(default.__class__, ())
    if type == STRING and "boolean" in kinds:
        return BOOLEAN
    if not isinstance(type, Union):
        return type
    fitting = (m for m in type.members if isinstance(m, Scalar) and m.kind in kinds)
    return next(fitting, type)


_KINDS: dict[object, tuple[str, ...]] = {
    bool: ("boolean",),
    int: ("integer", "number"),
    float: ("number",),
    str: ("string",),
}

_CASE_MISMATCHES = {
    Spelling.SNAKE: re.compile(r"[A-Z]"),
    Spelling.CAMEL: re.compile(r"^[A-Z][a-z]|.[_-][a-z]"),
    Spelling.PASCAL: re.compile(r"^[a-z]|.[_-][a-z]"),
}


def mismatch_ratio(language: Language, names: Collection[str]) -> float:
    """Return the share of documented field names that are not in the naming case of a language.

    Java prints no underscore inside a name, Go no name that starts in lower case.
    """
    mismatch = _CASE_MISMATCHES.get(language.spelling)
    if mismatch is None or not names:
        return 0.0
    return sum(1 for name in names if mismatch.search(name)) / len(names)
