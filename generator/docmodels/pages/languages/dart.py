"""Dart, and dart-dio with its built collections."""

from __future__ import annotations

import re
from dataclasses import replace

from docmodels.ir import BOOLEAN, INTEGER, NUMBER, STRING, UNKNOWN
from docmodels.ir.drafts import Spelling
from docmodels.pages.languages.language import Evidence, Language
from docmodels.pages.languages.type_names import (
    ANY_TYPE_NAMES,
    AT_CAMEL,
    BINARY,
    DATE,
    DATE_TIME,
    DOUBLE,
    URI,
    alternation,
    same_type,
    strip_affix,
    unqualified_name,
)
from docmodels.pages.type_vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    language="dart",
    names=ANY_TYPE_NAMES
    | {"String": STRING, "bool": BOOLEAN, "int": INTEGER, "num": NUMBER, "double": DOUBLE}
    # In dart date and date-time are both a DateTime; dart-dio has Date too.
    | {"DateTime": STRING, "Date": DATE, "Uri": URI}
    | same_type("MultipartFile Uint8List File", BINARY)
    | same_type("Object JsonObject dynamic", UNKNOWN),
    lists=frozenset("List BuiltList Iterable".split()),
    sets=frozenset("Set BuiltSet".split()),
    maps=frozenset("Map BuiltMap".split()),
    model_name=unqualified_name,
)


def _refine(vocabulary: Vocabulary, evidence: Evidence) -> Vocabulary:
    """Let DateTime be a date-time in dart-dio."""
    built = re.compile(r"\bBuilt(?:List|Map|Set)\b|^Date$|^JsonObject$")
    if any(built.search(cell) for cell, _ in evidence.cells):
        return replace(vocabulary, names={**vocabulary.names, "DateTime": DATE_TIME})
    return vocabulary


_RESERVED = alternation(
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
    unescape_name=strip_affix(rf"({_RESERVED})_", r"n(\d+[A-Za-z]\w*)", exact_names=AT_CAMEL),
    fences=frozenset({"dart"}),
    title_pattern=re.compile(r"[a-z]\w*\.model\.\w+"),
    literal_syntax="dart",
    refine=_refine,
)
