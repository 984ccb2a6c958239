"""C#: all C# generators of OpenAPI Generator, and swagger-codegen."""

from __future__ import annotations

import re
from dataclasses import replace

from docmodels.ir import BOOLEAN, INTEGER, NUMBER, STRING, UNKNOWN
from docmodels.ir.drafts import Spelling
from docmodels.pages.languages.language import Evidence, Language
from docmodels.pages.languages.type_names import (
    ANY_TYPE_NAMES,
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
    same_type,
    strip_affix,
    unqualified_name,
)
from docmodels.pages.type_vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    language="csharp",
    names=ANY_TYPE_NAMES
    | same_type("string String", STRING)
    | same_type("bool Boolean", BOOLEAN)
    | same_type("int uint Int32", INT32)
    | same_type("long ulong Int64", INT64)
    | same_type("short ushort", INTEGER)
    | {"float": FLOAT, "double": DOUBLE, "decimal": NUMBER, "ByteArray": BYTE}
    # Before DateOnly (7.0), date and date-time are both a DateTime.
    | {"DateTime": STRING, "DateTimeOffset": DATE_TIME, "DateOnly": DATE}
    | {"Guid": UUID, "Uri": URI}
    | same_type("System.IO.Stream Stream FileParameter", BINARY)
    | same_type("Object object dynamic", UNKNOWN),
    lists=frozenset("List Collection IList ICollection IEnumerable".split()),
    sets=frozenset("HashSet ISet".split()),
    maps=frozenset("Dictionary IDictionary".split()),
    optionals=frozenset({"Option"}),
    model_name=unqualified_name,
    byte_types=frozenset({"byte"}),
    optional_meanings={"?": "ignored"},
)

_INNER_ENUM = re.compile(r"\b[A-Z]\w*\.\w+Enum\b")
_VALUE_TYPE = re.compile(r"(?:int|long|bool|decimal|double|float|DateTime|DateOnly|Guid)")


def _normalize_cell(cell: str) -> str:
    """Replace an enum inside a class (`Pet.StatusEnum`), printed without values, by a string."""
    return _INNER_ENUM.sub("string", cell) if "Enum" in cell else cell


def _refine(vocabulary: Vocabulary, evidence: Evidence) -> Vocabulary:
    """Let `?` mean null if value types occur without it too (OpenAPI Generator).

    Let DateTime be a date-time if there is DateOnly.
    """
    cells = [cell for cell, _ in evidence.cells]
    if any(_VALUE_TYPE.fullmatch(cell) for cell in cells):
        vocabulary = replace(vocabulary, optional_meanings={"?": "nullable"})
    if any("DateOnly" in cell for cell in cells):
        vocabulary = replace(vocabulary, names={**vocabulary.names, "DateTime": DATE_TIME})
    return vocabulary


CSHARP = Language(
    name="csharp",
    vocabulary=VOCABULARY,
    signature=re.compile(
        r"\b(?:long|decimal|Guid|DateOnly|uint|ulong)\b|\bDictionary<|\bList<(?:string|int|Object)\b"
        r"|System\.IO\.|\b(?:int|bool|double|float|DateTime)\?",
        re.M,
    ),
    spelling=Spelling.PASCAL,
    # A property must not have the name of its class, nor begin with a digit.
    unescape_name=strip_affix(r"(?:Var|_)([A-Z0-9]\w*)"),
    title_pattern=re.compile(r"\w+(?:\.\w+)*\.Model\.\w+"),
    literal_syntax="csharp",
    normalize_cell=_normalize_cell,
    refine=_refine,
)
