"""The value that a documented programming language is: its words, its habits with names."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from docmodels.ir import BOOLEAN, STRING, Json, Scalar, Type, Union
from docmodels.ir.drafts import Spelling
from docmodels.pages.type_vocabulary import Vocabulary


def kept(name: str) -> str:
    """Leave a name as it is printed."""
    return name


def sure(_name: str, type: Type, _text: str) -> Type:
    """Take a type as it is printed."""
    return type


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a whole set of pages shows.

    `cells` are the type cells in the plain form that `Language.signature` sees, each with whether
    its field is optional; `titles` are the class titles as printed.
    """

    cells: Collection[tuple[str, bool]] = ()
    titles: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Language:
    """One language, as the `Properties` pages of OpenAPI Generator and swagger-codegen print it.

    `name` is the generator's (`python`, `python-legacy`, `typescript`, `go`, `csharp`, ..).

    `vocabulary` gives type words their meaning. Its `model` drops packages and decorations of a
    class name, in a type cell and in a title alike: `\\\\Client\\\\Model\\\\Pet`, `models::Pet`,
    `pet_t`, `OAIPet*`, `Pkg::Pet`, `org.x.Model.Pet` are all `Pet`.

    `signature` matches in the text of a type cell that only this language (or few others) would
    print. The text is plain: entities decoded, `*` emphasis and backticks removed, links reduced
    to their text, a pointer's or an escaped star kept (`char *`, `*os.File`). Each cell that
    matches is one vote; words unknown to `vocabulary` (and no title of the set) are votes against.

    `spelling` is what the generator does to field names: WIRE where it prints them unchanged.
    `undecorate` undoes what the generator does to a reserved or illegal field name, where that is
    certain (`var_class` -> `class`, `r#type` -> `type`); any other name comes back unchanged.
    `fences` are info words of the fenced examples that only this language's pages hold.
    `title` matches a heading that only this language prints (`Pkg::Model`, `x_t`), or None.
    `literals` names the syntax of default values in `docmodels.pages.literals`: one of
    python, javascript, go, java, csharp, ruby, php, rust, swift, dart, objc, powershell, perl, r,
    c, julia, raw (unquoted as in bash and the markdown generator).
    `respell` rewrites a raw type cell before it is parsed, where a language's spelling is outside
    the shared grammar (C tells an array from a map by a space: `list_t \\*`, `list_t*`).
    `settle` refines the vocabulary by what the whole set shows (the class prefix of Objective-C,
    what `Pointer to` and `?` mean in this generation); `settled` applies it.
    `opened` widens the type of a field where a word stands for more than it says and the field's
    name or text makes that likely: R prints `character` for a boolean too, so that `is_open` may be
    one, and `answer`, of which the text says whether something is so.
    `lists_values`: the values of an inline enum are printed, so that text is no enum.
    """

    name: str
    vocabulary: Vocabulary
    signature: re.Pattern[str] | None = None
    spelling: Spelling = Spelling.WIRE
    undecorate: Callable[[str], str] = kept
    fences: frozenset[str] = frozenset()
    title: re.Pattern[str] | None = None
    literals: str = "raw"
    respell: Callable[[str], str] = kept
    settle: Callable[[Vocabulary, Evidence], Vocabulary] | None = None
    opened: Callable[[str, Type, str], Type] = sure
    lists_values: bool = False


def settled(language: Language, evidence: Evidence) -> Language:
    """Give `language` with the meanings that the whole set of pages shows."""
    if language.settle is None:
        return language
    return replace(language, vocabulary=language.settle(language.vocabulary, evidence))


def narrowed(type: Type, default: Json) -> Type:
    """Give the one scalar of a union that can have this default; R's text may be a boolean.

    Only for unions that stand for a word of more than one meaning: C's `int` with the default
    `false` is a boolean.
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

_SPELLINGS = {
    Spelling.SNAKE: re.compile(r"[A-Z]"),
    Spelling.CAMEL: re.compile(r"^[A-Z][a-z]|.[_-][a-z]"),
    Spelling.PASCAL: re.compile(r"^[a-z]|.[_-][a-z]"),
}


def misspelled(language: Language, names: Collection[str]) -> float:
    """Give the share of documented field names that the language's generator would not print:
    a name with an underscore inside is not from Java, one in lower case not from Go."""
    foreign = _SPELLINGS.get(language.spelling)
    if foreign is None or not names:
        return 0.0
    return sum(1 for name in names if foreign.search(name)) / len(names)
