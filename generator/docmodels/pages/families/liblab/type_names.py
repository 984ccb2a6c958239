"""The type names of each language on liblab's pages, the case of field names, and signatures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from docmodels.ir import BOOLEAN, INTEGER, NUMBER, STRING, UNKNOWN, Integer, Number, String, Type
from docmodels.ir.drafts import Spelling
from docmodels.pages.type_vocabulary import Vocabulary

_INT32 = Integer(format="int32")
_INT64 = Integer(format="int64")
_FLOAT = Number(format="float")
_BINARY = String(format="binary")


def strip_package(name: str) -> str:
    """Remove the package of a Go type: `shared.Pet` becomes `Pet`."""
    return name.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Language:
    """One language; `signature` matches type cells of this language only.

    `untyped_words` stand for a model or a list without its name.
    """

    vocabulary: Vocabulary
    spelling: Spelling
    signature: re.Pattern[str]
    untyped_words: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The name of the language."""
        return self.vocabulary.language


def _build_vocabulary(
    language: str, names: Mapping[str, Type], **containers: frozenset[str]
) -> Vocabulary:
    return Vocabulary(
        language=language,
        names={**names, "bytes": _BINARY, "any": UNKNOWN},
        lists=containers.get("lists", frozenset()),
        maps=containers.get("maps", frozenset()),
        unions=frozenset({"OneOf", "AnyOf", "Union"}),
        nulls=frozenset({"None", "null", "undefined"}),
        model_name=strip_package,
        optionals=frozenset({"Optional"}),
    )


TYPESCRIPT = Language(
    vocabulary=_build_vocabulary(
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
    signature=re.compile(r"^(?:number|boolean)\b|\w\)?\[\]$|\bRecord<"),
)

PYTHON = Language(
    vocabulary=_build_vocabulary(
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
    signature=re.compile(r"^(?:str|dict)$|\b(?:List|Dict|Union)\["),
)

CSHARP = Language(
    vocabulary=_build_vocabulary(
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
    signature=re.compile(r"^`|\bOneOf|`<|\bDictionary<"),
)

GO = Language(
    vocabulary=_build_vocabulary(
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
    signature=re.compile(r"^\[\]|^(?:u?int|float)\d+$|^map\[|^[a-z]\w*\.[A-Z]\w*$"),
)

JAVA = Language(
    vocabulary=_build_vocabulary(
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
    signature=re.compile(r"^(?:String|Long|Double|Float|Integer|Boolean)$|\bMap<|\\<|<String>"),
)

PHP = Language(
    vocabulary=_build_vocabulary(
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
    signature=re.compile(r"^(?:array|model|mixed)$|\barray<"),
    untyped_words=frozenset({"model", "array"}),
)

RUBY = Language(
    vocabulary=_build_vocabulary(
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
    signature=re.compile(r"^Array<|^Hash<"),
)

LANGUAGES = (TYPESCRIPT, PYTHON, CSHARP, GO, JAVA, PHP, RUBY)
