"""Dart, and dart-dio with its built collections."""

from __future__ import annotations

import re
from dataclasses import replace

from docmodels.ir import BOOLEAN, INTEGER, NUMBER, STRING, UNKNOWN
from docmodels.ir.drafts import Spelling
from docmodels.pages.languages.language import Evidence, Language
from docmodels.pages.languages.type_names import (
    ANY_WORDS,
    AT_CAMEL,
    BINARY,
    DATE,
    DATE_TIME,
    DOUBLE,
    URI,
    each,
    one_of,
    undoing,
    unqualified,
)
from docmodels.pages.type_vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    language="dart",
    names=ANY_WORDS
    | {"String": STRING, "bool": BOOLEAN, "int": INTEGER, "num": NUMBER, "double": DOUBLE}
    # In dart a day and a moment are both a DateTime; dart-dio has Date beside it.
    | {"DateTime": STRING, "Date": DATE, "Uri": URI}
    | each("MultipartFile Uint8List File", BINARY)
    | each("Object JsonObject dynamic", UNKNOWN),
    lists=frozenset("List BuiltList Iterable".split()),
    sets=frozenset("Set BuiltSet".split()),
    maps=frozenset("Map BuiltMap".split()),
    model=unqualified,
)


def _settle(words: Vocabulary, seen: Evidence) -> Vocabulary:
    """In dart-dio a DateTime is never a day."""
    built = re.compile(r"\bBuilt(?:List|Map|Set)\b|^Date$|^JsonObject$")
    if any(built.search(cell) for cell, _ in seen.cells):
        return replace(words, names={**words.names, "DateTime": DATE_TIME})
    return words


_RESERVED = one_of(
    "abstract as assert async await break case catch class const continue default deferred do "
    "dynamic else enum export extends external factory false final finally for function get if "
    "implements import in is library new null operator part rethrow return set static super "
    "switch this throw true try typedef var void while with yield"
)

DART = Language(
    name="dart",
    vocabulary=VOCABULARY,
    signature=re.compile(
        r"^(?:num|MultipartFile|Uint8List|JsonObject)$"
        r"|\bBuilt(?:List|Map|Set)<|\b(?:List|Set)<(?:int|num|double|bool)\b"
        r"|\bMap<String, (?:int|num|bool)\b",
        re.M,
    ),
    spelling=Spelling.CAMEL,
    undecorate=undoing(rf"({_RESERVED})_", r"n(\d+[A-Za-z]\w*)", exactly=AT_CAMEL),
    fences=frozenset({"dart"}),
    title=re.compile(r"[a-z]\w*\.model\.\w+"),
    literals="dart",
    settle=_settle,
)
