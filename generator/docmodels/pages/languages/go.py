"""Go: OpenAPI Generator, and swagger-codegen, which links `***models.X**`."""

from __future__ import annotations

import re
from dataclasses import replace

from docmodels.ir import BOOLEAN, INTEGER, STRING, UNKNOWN, Type
from docmodels.ir.drafts import Spelling
from docmodels.pages.languages.language import Evidence, Language
from docmodels.pages.languages.type_names import (
    ANY_WORDS,
    BINARY,
    DATE_TIME,
    DOUBLE,
    FLOAT,
    INT32,
    INT64,
    each,
    undoing,
    unqualified,
)
from docmodels.pages.type_vocabulary import Vocabulary, nullable

_PRIMITIVES: dict[str, Type] = {
    "string": STRING,
    "bool": BOOLEAN,
    "int32": INT32,
    "int64": INT64,
    "float32": FLOAT,
    "float64": DOUBLE,
    **each("int int8 int16 uint uint8 uint16 uint32 uint64", INTEGER),
}

_NULLABLE: dict[str, Type] = {
    f"Nullable{word.capitalize()}": nullable(type) for word, type in _PRIMITIVES.items()
} | {"NullableTime": nullable(DATE_TIME)}

VOCABULARY = Vocabulary(
    language="go",
    names=ANY_WORDS
    | _PRIMITIVES
    | _NULLABLE
    | each("time.Time Time", DATE_TIME)
    | {"os.File": BINARY}
    | each("interface any", UNKNOWN),
    lists=frozenset({"array"}),
    maps=frozenset({"map"}),
    nullables=frozenset({"Nullable"}),
    model=unqualified,
    bytes=frozenset({"byte"}),
    # From 5.0 on a pointer is how an optional field is held, and says nothing of null.
    maybe={"pointer": "nothing"},
)

_NULLABLE_MODEL = re.compile(r"\[(\**)Nullable(\w+)\1\]\((\2\.md)\)")
_NESTED_ANY = re.compile(r"(?<=map\[string\])map\[string\]interface\{\}")


def _respell(cell: str) -> str:
    """`[NullableCat](Cat.md)` is a Cat or null; a map of free-form maps is how Go generators
    print a map of any values."""
    if "Nullable" in cell:
        cell = _NULLABLE_MODEL.sub(r"Nullable<[\2](\3)>", cell)
    return _NESTED_ANY.sub("interface{}", cell) if "interface" in cell else cell


def _settle(words: Vocabulary, seen: Evidence) -> Vocabulary:
    """Where an optional string, number or boolean stands without a pointer (before 5.0), a pointer
    means null."""
    plain = any(optional and cell in _PRIMITIVES for cell, optional in seen.cells)
    return replace(words, maybe={"pointer": "nullable"}) if plain else words


GO = Language(
    name="go",
    vocabulary=VOCABULARY,
    signature=re.compile(
        r"Pointer to |\bmap\[string\]|\[\]\w|\b(?:int32|int64|float32|float64)\b"
        r"|time\.Time|os\.File|interface\{\}|\bNullable(?:String|Int|Float|Bool|Time)",
        re.M,
    ),
    spelling=Spelling.PASCAL,
    # swagger-codegen puts an underscore behind a name that Go has a meaning for.
    undecorate=undoing(r"Var(\d\w*)", r"([A-Z]\w*[^_])_"),
    literals="go",
    respell=_respell,
    settle=_settle,
)
