"""The languages as liblab prints their types: words, spelling of names, tell-tale signs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from docmodels.ir import BOOLEAN, INTEGER, NUMBER, STRING, UNKNOWN, Scalar, Type
from docmodels.ir.drafts import Spelling
from docmodels.pages.type_vocabulary import Vocabulary

_INT32 = Scalar(kind="integer", format="int32")
_INT64 = Scalar(kind="integer", format="int64")
_FLOAT = Scalar(kind="number", format="float")
_BINARY = Scalar(kind="string", format="binary")


def bare(printed: str) -> str:
    """Drop the package of a Go type: `shared.Pet` is `Pet`."""
    return printed.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Language:
    """One language: `sign` is found in type cells of no other.

    `opaque` are words that stand for a model or a list that is not named.
    """

    words: Vocabulary
    spelling: Spelling
    sign: re.Pattern[str]
    opaque: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The language's name."""
        return self.words.language


def _words(language: str, names: Mapping[str, Type], **generic: frozenset[str]) -> Vocabulary:
    return Vocabulary(
        language=language,
        names={**names, "bytes": _BINARY, "any": UNKNOWN},
        lists=generic.get("lists", frozenset()),
        maps=generic.get("maps", frozenset()),
        unions=frozenset({"OneOf", "AnyOf", "Union"}),
        nulls=frozenset({"None", "null", "undefined"}),
        model=bare,
        optionals=frozenset({"Optional"}),
    )


TYPESCRIPT = Language(
    words=_words(
        "typescript",
        {
            "string": STRING,
            "number": NUMBER,
            "boolean": BOOLEAN,
            "object": UNKNOWN,
            "unknown": UNKNOWN,
            "ArrayBuffer": _BINARY,
            "Blob": _BINARY,
        },
        lists=frozenset({"Array"}),
        maps=frozenset({"Record"}),
    ),
    spelling=Spelling.CAMEL,
    sign=re.compile(r"^(?:number|boolean)\b|\w\)?\[\]$|\bRecord<"),
)

PYTHON = Language(
    words=_words(
        "python",
        {
            "str": STRING,
            "int": INTEGER,
            "float": NUMBER,
            "bool": BOOLEAN,
            "dict": UNKNOWN,
            "object": UNKNOWN,
        },
        lists=frozenset({"List", "list"}),
        maps=frozenset({"Dict"}),
    ),
    spelling=Spelling.SNAKE,
    sign=re.compile(r"^(?:str|dict)$|\b(?:List|Dict|Union)\["),
)

CSHARP = Language(
    words=_words(
        "csharp",
        {
            "string": STRING,
            "int": _INT32,
            "long": _INT64,
            "float": _FLOAT,
            "double": NUMBER,
            "decimal": NUMBER,
            "bool": BOOLEAN,
            "object": UNKNOWN,
            "Object": UNKNOWN,
            "Stream": _BINARY,
        },
        lists=frozenset({"List", "IList"}),
        maps=frozenset({"Dictionary", "IDictionary"}),
    ),
    spelling=Spelling.PASCAL,
    sign=re.compile(r"^`|\bOneOf|`<|\bDictionary<"),
)

GO = Language(
    words=_words(
        "go",
        {
            "string": STRING,
            "int": INTEGER,
            "int32": _INT32,
            "int64": _INT64,
            "float32": _FLOAT,
            "float64": NUMBER,
            "bool": BOOLEAN,
            "interface": UNKNOWN,
        },
    ),
    spelling=Spelling.PASCAL,
    sign=re.compile(r"^\[\]|^(?:u?int|float)\d+$|^map\[|^[a-z]\w*\.[A-Z]\w*$"),
)

JAVA = Language(
    words=_words(
        "java",
        {
            "String": STRING,
            "int": _INT32,
            "Integer": _INT32,
            "long": _INT64,
            "Long": _INT64,
            "float": _FLOAT,
            "Float": _FLOAT,
            "double": NUMBER,
            "Double": NUMBER,
            "boolean": BOOLEAN,
            "Boolean": BOOLEAN,
            "Object": UNKNOWN,
        },
        lists=frozenset({"List"}),
        maps=frozenset({"Map"}),
    ),
    spelling=Spelling.CAMEL,
    sign=re.compile(r"^(?:String|Long|Double|Float|Integer|Boolean)$|\bMap<|\\<|<String>"),
)

PHP = Language(
    words=_words(
        "php",
        {
            "string": STRING,
            "int": INTEGER,
            "integer": INTEGER,
            "float": NUMBER,
            "number": NUMBER,
            "bool": BOOLEAN,
            "boolean": BOOLEAN,
            "mixed": UNKNOWN,
            "object": UNKNOWN,
            "model": UNKNOWN,
        },
        lists=frozenset({"array"}),
        maps=frozenset({"array"}),
    ),
    spelling=Spelling.CAMEL,
    sign=re.compile(r"^(?:array|model|mixed)$|\barray<"),
    opaque=frozenset({"model", "array"}),
)

RUBY = Language(
    words=_words(
        "ruby",
        {
            "String": STRING,
            "Integer": INTEGER,
            "Float": NUMBER,
            "Boolean": BOOLEAN,
            "Object": UNKNOWN,
        },
        lists=frozenset({"Array"}),
        maps=frozenset({"Hash"}),
    ),
    spelling=Spelling.SNAKE,
    sign=re.compile(r"^Array<|^Hash<"),
)

LANGUAGES = (TYPESCRIPT, PYTHON, CSHARP, GO, JAVA, PHP, RUBY)
