"""The type names of seven languages on Speakeasy's pages, the case of names, and signatures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from docmodels.ir import (
    BOOLEAN,
    INTEGER,
    NULL,
    NUMBER,
    STRING,
    UNKNOWN,
    Integer,
    Number,
    String,
    Type,
    Union,
)
from docmodels.ir.drafts import Spelling
from docmodels.pages.type_vocabulary import Vocabulary

DATE = String(format="date")
DATE_TIME = String(format="date-time")
BINARY = String(format="binary")
INT32 = Integer(format="int32")
INT64 = Integer(format="int64")
FLOAT = Number(format="float")

BIG_INTEGER = Union(members=(INTEGER, STRING))
BIG_NUMBER = Union(members=(NUMBER, STRING))
"""The types for the formats `bigint` and `decimal`, which numbers and strings can have."""

CONSTRUCTOR_TYPES: Mapping[str, Type] = {
    "any": UNKNOWN,
    "bigint": BIG_INTEGER,
    "boolean": BOOLEAN,
    "bytes": BINARY,
    "date": DATE,
    "datetime": DATE_TIME,
    "decimal": BIG_NUMBER,
    "float32": FLOAT,
    "integer": INTEGER,
    "null": NULL,
    "number": NUMBER,
    "str": STRING,
}
"""The members that are not models, by their lower-case name in constructors: `CreateIdStr(..)`."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language; `signature` matches type cells of this language only.

    `weak_signature` are words and cases that several languages share.
    """

    vocabulary: Vocabulary
    spelling: Spelling
    signature: re.Pattern[str]
    weak_signature: frozenset[str]

    @property
    def name(self) -> str:
        """The name of the language, which is the info string of its code fences."""
        return self.vocabulary.language


TYPESCRIPT = Language(
    vocabulary=Vocabulary(
        language="typescript",
        names={
            "string": STRING,
            "number": NUMBER,
            "boolean": BOOLEAN,
            "bigint": BIG_INTEGER,
            "any": UNKNOWN,
            "unknown": UNKNOWN,
            "object": UNKNOWN,
            "Date": DATE_TIME,
            "RFCDate": DATE,
            "types.RFCDate": DATE,
            "Decimal": BIG_NUMBER,
            "File": BINARY,
            "Blob": BINARY,
            "ArrayBuffer": BINARY,
            "Uint8Array": BINARY,
            "ReadableStream": BINARY,
        },
        lists=frozenset({"Array"}),
        sets=frozenset({"Set"}),
        maps=frozenset({"Record"}),
        nulls=frozenset({"null", "undefined"}),
    ),
    spelling=Spelling.CAMEL,
    signature=re.compile(r'\*number\*|\bRecord<|\[\]$|developer\.mozilla\.org|^\*"|\bRFCDate\b'),
    weak_signature=frozenset({"camel", "string", "boolean"}),
)

PYTHON = Language(
    vocabulary=Vocabulary(
        language="python",
        names={
            "str": STRING,
            "int": INTEGER,
            "float": NUMBER,
            "bool": BOOLEAN,
            "bytes": BINARY,
            "IO": BINARY,
            "io.BufferedReader": BINARY,
            "Any": UNKNOWN,
            "object": UNKNOWN,
            "date": DATE,
            "datetime": DATE_TIME,
            "datetime.date": DATE,
            "datetime.datetime": DATE_TIME,
            "Decimal": BIG_NUMBER,
            "decimal.Decimal": BIG_NUMBER,
        },
        lists=frozenset({"List", "list", "Sequence"}),
        sets=frozenset({"Set", "set"}),
        maps=frozenset({"Dict", "dict", "Mapping"}),
        optionals=frozenset({"Optional"}),
        nullables=frozenset({"Nullable", "OptionalNullable"}),
        unions=frozenset({"Union"}),
        nulls=frozenset({"None"}),
    ),
    spelling=Spelling.SNAKE,
    signature=re.compile(
        r"\bstr\b|(?<![.\w])(?:Optional|OptionalNullable|Nullable|List|Dict|Literal|Union)\["
        r"|docs\.python\.org"
    ),
    weak_signature=frozenset({"snake", "int", "bool", "float"}),
)

GO = Language(
    vocabulary=Vocabulary(
        language="go",
        names={
            "string": STRING,
            "bool": BOOLEAN,
            "int": INT32,
            "int32": INT32,
            "int64": INT64,
            "float32": FLOAT,
            "float64": NUMBER,
            "any": UNKNOWN,
            "time.Time": DATE_TIME,
            "types.Date": DATE,
            "big.Int": BIG_INTEGER,
            "types.BigInt": BIG_INTEGER,
            "decimal.Big": BIG_NUMBER,
            "types.Decimal": BIG_NUMBER,
            "bytes": BINARY,
            "io.Reader": BINARY,
            "io.ReadCloser": BINARY,
            "interface": UNKNOWN,
        },
        nullables=frozenset({"optionalnullable.OptionalNullable"}),
    ),
    spelling=Spelling.PASCAL,
    signature=re.compile(
        r"^\[\]|\bmap\[|`|\[\*|^\*\*|\b(?:int64|float64)\b|pkg\.go\.dev|optionalnullable\."
    ),
    weak_signature=frozenset({"pascal", "string", "bool"}),
)

JAVA = Language(
    vocabulary=Vocabulary(
        language="java",
        names={
            "String": STRING,
            "boolean": BOOLEAN,
            "Boolean": BOOLEAN,
            "int": INT32,
            "Integer": INT32,
            "long": INT64,
            "Long": INT64,
            "float": FLOAT,
            "Float": FLOAT,
            "double": NUMBER,
            "Double": NUMBER,
            "BigDecimal": BIG_NUMBER,
            "BigInteger": BIG_INTEGER,
            "Object": UNKNOWN,
            "JsonNode": UNKNOWN,
            "OffsetDateTime": DATE_TIME,
            "Instant": DATE_TIME,
            "ZonedDateTime": DATE_TIME,
            "LocalDate": DATE,
            "bytes": BINARY,
            "InputStream": BINARY,
            "Blob": BINARY,
            "?": UNKNOWN,
        },
        lists=frozenset({"List"}),
        sets=frozenset({"Set"}),
        maps=frozenset({"Map"}),
        optionals=frozenset({"Optional"}),
        nullables=frozenset({"JsonNullable"}),
    ),
    spelling=Spelling.CAMEL,
    signature=re.compile(r"\\<|docs\.oracle\.com|\*(?:Long|Double)\*|\bJsonNullable\b"),
    weak_signature=frozenset(
        {"camel", "String", "Object", "boolean", "int", "long", "float", "double"}
    ),
)

CSHARP = Language(
    vocabulary=Vocabulary(
        language="csharp",
        names={
            "string": STRING,
            "bool": BOOLEAN,
            "int": INT32,
            "long": INT64,
            "float": FLOAT,
            "double": NUMBER,
            "decimal": BIG_NUMBER,
            "Decimal": BIG_NUMBER,
            "BigInteger": BIG_INTEGER,
            "object": UNKNOWN,
            "DateTime": DATE_TIME,
            "DateTimeOffset": DATE_TIME,
            "LocalDate": DATE,
            "DateOnly": DATE,
            "bytes": BINARY,
            "Stream": BINARY,
        },
        lists=frozenset({"List", "IList"}),
        sets=frozenset({"HashSet"}),
        maps=frozenset({"Dictionary", "IDictionary"}),
        optional_meanings={"?": "optional"},
    ),
    spelling=Spelling.PASCAL,
    signature=re.compile(
        r"(?<!\\)\b(?:List|Dictionary)<|learn\.microsoft\.com|nodatime|\[Models\.\w+\."
        r"|\*(?:decimal|object)\*"
    ),
    weak_signature=frozenset({"pascal", "string", "bool", "int", "long", "float", "double"}),
)

PHP = Language(
    vocabulary=Vocabulary(
        language="php",
        names={
            "string": STRING,
            "bool": BOOLEAN,
            "int": INTEGER,
            "float": NUMBER,
            "mixed": UNKNOWN,
            "\\DateTime": DATE_TIME,
            "DateTime": DATE_TIME,
            "LocalDate": DATE,
            "\\Brick\\DateTime\\LocalDate": DATE,
            "BigInteger": BIG_INTEGER,
            "\\Brick\\Math\\BigInteger": BIG_INTEGER,
            "BigDecimal": BIG_NUMBER,
            "\\Brick\\Math\\BigDecimal": BIG_NUMBER,
        },
        lists=frozenset({"array"}),
        maps=frozenset({"array"}),
        nulls=frozenset({"null"}),
        optional_meanings={"?": "optional"},
    ),
    spelling=Spelling.CAMEL,
    signature=re.compile(r"\barray<|\*\?|\[\?|php\.net|php-fig|\*mixed\*|\w\\[A-Z]|\[\\[A-Z]"),
    weak_signature=frozenset({"camel", "string", "bool", "int", "float"}),
)

RUBY = Language(
    vocabulary=Vocabulary(
        language="ruby",
        names={
            "::String": STRING,
            "String": STRING,
            "::Integer": INTEGER,
            "Integer": INTEGER,
            "::Float": NUMBER,
            "Float": NUMBER,
            "T::Boolean": BOOLEAN,
            "Crystalline::Boolean.new": BOOLEAN,
            "::Object": UNKNOWN,
            "Object": UNKNOWN,
            "T.untyped": UNKNOWN,
            "T.anything": UNKNOWN,
            "::Date": DATE,
            "Date": DATE,
            "::DateTime": DATE_TIME,
            "DateTime": DATE_TIME,
            "::NilClass": NULL,
        },
        lists=frozenset({"T::Array", "Crystalline::Array", "Crystalline::Array.new"}),
        sets=frozenset({"T::Set"}),
        maps=frozenset({"T::Hash", "Crystalline::Hash", "Crystalline::Hash.new"}),
        optionals=frozenset({"T.nilable", "Crystalline::Nilable", "Crystalline::Nilable.new"}),
        unions=frozenset({"T.any", "Crystalline::Union", "Crystalline::Union.new"}),
        nulls=frozenset({"nil"}),
    ),
    spelling=Spelling.SNAKE,
    signature=re.compile(r"::|\bT\.|\bCrystalline\b|ruby-doc\.org|rubydoc\.info"),
    weak_signature=frozenset({"snake", "String", "Object", "Integer", "Float"}),
)

LANGUAGES = (TYPESCRIPT, PYTHON, GO, JAVA, CSHARP, PHP, RUBY)
LANGUAGES_BY_FENCE: Mapping[str, Language] = {language.name: language for language in LANGUAGES}

HTTP_TYPE = re.compile(
    r"\[[?*\\]*(?:Optional\\?[<\[])?\\?(?:httpx\.|http\.|requests\.|aiohttp\.|Psr\\Http\\Message\\"
    r"|Faraday::|java\.net\.http\.)?(?:HttpResponseMessage|HttpRequestMessage|HttpResponse|HttpRequest"
    r"|ResponseInterface|RequestInterface|ClientResponse|AxiosResponse|Response|Request|RequestInit)\b"
    r"[^\]]*\]\(https?://"
)
"""A field of this type carries the HTTP exchange, not the API's data."""
