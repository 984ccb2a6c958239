"""C#: three generations of OpenAPI Generator, and swagger-codegen."""

from __future__ import annotations

import re
from dataclasses import replace

from docmodels.ir import BOOLEAN, INTEGER, NUMBER, STRING, UNKNOWN
from docmodels.ir.drafts import Spelling
from docmodels.pages.languages.language import Evidence, Language
from docmodels.pages.languages.type_names import (
    ANY_WORDS,
    BINARY,
    BYTE,
    DATE,
    DATE_TIME,
    DOUBLE,
    FLOAT,
    INT32,
    INT64,
    URI,
    UUID,
    each,
    undoing,
    unqualified,
)
from docmodels.pages.type_vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    language="csharp",
    names=ANY_WORDS
    | each("string String", STRING)
    | each("bool Boolean", BOOLEAN)
    | each("int uint Int32", INT32)
    | each("long ulong Int64", INT64)
    | each("short ushort", INTEGER)
    | {"float": FLOAT, "double": DOUBLE, "decimal": NUMBER, "ByteArray": BYTE}
    # Before DateOnly came (7.0), a day and a moment were both a DateTime.
    | {"DateTime": STRING, "DateTimeOffset": DATE_TIME, "DateOnly": DATE}
    | {"Guid": UUID, "Uri": URI}
    | each("System.IO.Stream Stream FileParameter", BINARY)
    | each("Object object dynamic", UNKNOWN),
    lists=frozenset("List Collection IList ICollection IEnumerable".split()),
    sets=frozenset("HashSet ISet".split()),
    maps=frozenset("Dictionary IDictionary".split()),
    optionals=frozenset({"Option"}),
    model=unqualified,
    bytes=frozenset({"byte"}),
    maybe={"?": "nothing"},
)

_INNER_ENUM = re.compile(r"\b[A-Z]\w*\.\w+Enum\b")
_VALUE_TYPE = re.compile(r"(?:int|long|bool|decimal|double|float|DateTime|DateOnly|Guid)")


def _respell(cell: str) -> str:
    """An enum inside a class (`Pet.StatusEnum`) is printed without its values: a string."""
    return _INNER_ENUM.sub("string", cell) if "Enum" in cell else cell


def _settle(words: Vocabulary, seen: Evidence) -> Vocabulary:
    """Where a value type also stands without `?` (OpenAPI Generator), the mark means null."""
    cells = [cell for cell, _ in seen.cells]
    if any(_VALUE_TYPE.fullmatch(cell) for cell in cells):
        words = replace(words, maybe={"?": "nullable"})
    if any("DateOnly" in cell for cell in cells):
        words = replace(words, names={**words.names, "DateTime": DATE_TIME})
    return words


CSHARP = Language(
    name="csharp",
    vocabulary=VOCABULARY,
    signature=re.compile(
        r"\b(?:long|decimal|Guid|DateOnly|uint|ulong)\b|\bDictionary<|\bList<(?:string|int|Object)\b"
        r"|System\.IO\.|\b(?:int|bool|double|float|DateTime)\?",
        re.M,
    ),
    spelling=Spelling.PASCAL,
    # A property may not have the name of its class, nor begin with a digit.
    undecorate=undoing(r"(?:Var|_)([A-Z0-9]\w*)"),
    title=re.compile(r"\w+(?:\.\w+)*\.Model\.\w+"),
    literals="csharp",
    respell=_respell,
    settle=_settle,
)
