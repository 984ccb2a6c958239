"""Go: OpenAPI Generator, and swagger-codegen, which links `***models.X**`."""

from __future__ import annotations

import re
from dataclasses import replace

from docmodels.ir import BOOLEAN, INTEGER, STRING, UNKNOWN, Type, nullable
from docmodels.ir.drafts import Spelling
from docmodels.pages.languages.language import Evidence, Language
from docmodels.pages.languages.type_names import (
    ANY_TYPE_NAMES,
    BINARY,
    DATE_TIME,
    DOUBLE,
    FLOAT,
    INT32,
    INT64,
    same_type,
    strip_affix,
    unqualified_name,
)
from docmodels.pages.type_vocabulary import Vocabulary

_PRIMITIVES: dict[str, Type] = {
    "string": STRING,
    "bool": BOOLEAN,
    "int32": INT32,
    "int64": INT64,
    "float32": FLOAT,
    "float64": DOUBLE,
    **same_type("int int8 int16 uint uint8 uint16 uint32 uint64", INTEGER),
}

_NULLABLE: dict[str, Type] = {
    f"Nullable{word.capitalize()}": nullable(type) for word, type in _PRIMITIVES.items()
} | {"NullableTime": nullable(DATE_TIME)}

VOCABULARY = Vocabulary(
    language="go",
    names=ANY_TYPE_NAMES
    | _PRIMITIVES
    | _NULLABLE
    | same_type("time.Time Time", DATE_TIME)
    | {"os.File": BINARY}
    | same_type("interface any", UNKNOWN),
    lists=frozenset({"array"}),
    maps=frozenset({"map"}),
    nullables=frozenset({"Nullable"}),
    model_name=unqualified_name,
    byte_types=frozenset({"byte"}),
    # From 5.0 on a pointer marks an optional field, and does not imply null.
    optional_meanings={"pointer": "ignored"},
)

_NULLABLE_MODEL = re.compile(r"\[(\**)Nullable(\w+)\1\]\((\2\.md)\)")
_NESTED_ANY = re.compile(r"(?<=map\[string\])map\[string\]interface\{\}")


def _normalize_cell(cell: str) -> str:
    """Rewrite `[NullableCat](Cat.md)` as a Cat or null, and a map of free-form maps as a map.

    Go generators print a map of any values as a map of free-form maps.
    """
    if "Nullable" in cell:
        cell = _NULLABLE_MODEL.sub(r"Nullable<[\2](\3)>", cell)
    return _NESTED_ANY.sub("interface{}", cell) if "interface" in cell else cell


def _refine(vocabulary: Vocabulary, evidence: Evidence) -> Vocabulary:
    """Let a pointer mean null if optional primitives occur without a pointer (before 5.0)."""
    plain = any(optional and cell in _PRIMITIVES for cell, optional in evidence.cells)
    return replace(vocabulary, optional_meanings={"pointer": "nullable"}) if plain else vocabulary


GO = Language(
    name="go",
    vocabulary=VOCABULARY,
    signature=re.compile(
        r"Pointer to |\bmap\[string\]|\[\]\w|\b(?:int32|int64|float32|float64)\b"
        r"|time\.Time|os\.File|interface\{\}|\bNullable(?:String|Int|Float|Bool|Time)",
        re.M,
    ),
    spelling=Spelling.PASCAL,
    # swagger-codegen appends an underscore to names that are reserved or predeclared in Go.
    unescape_name=strip_affix(r"Var(\d\w*)", r"([A-Z]\w*[^_])_"),
    literal_syntax="go",
    normalize_cell=_normalize_cell,
    refine=_refine,
)
