"""Swift 5 and 6: `[String]`, `[String: Int]`, `Int64`."""

from __future__ import annotations

import re

from docmodels.ir import BOOLEAN, INTEGER, STRING, UNKNOWN
from docmodels.ir.drafts import Spelling
from docmodels.pages.languages.language import Language
from docmodels.pages.languages.type_names import (
    ANY_WORDS,
    AT_CAMEL,
    BINARY,
    BYTE,
    DATE,
    DECIMAL,
    DOUBLE,
    FLOAT,
    INT32,
    INT64,
    UUID,
    each,
    undoing,
    unqualified,
)
from docmodels.pages.type_vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    language="swift",
    names=ANY_WORDS
    | {"String": STRING, "Bool": BOOLEAN, "Int": INT32, "Int32": INT32, "Int64": INT64}
    | each("UInt UInt32 UInt64", INTEGER)
    | {"Float": FLOAT, "Double": DOUBLE, "UUID": UUID, "Data": BYTE, "URL": BINARY}
    # A number is a Double here: a Decimal is only ever made of a string in a numeric format.
    | {"Decimal": DECIMAL}
    # A day and a moment are both a Date, unless the SDK has a type of its own for days.
    | {"Date": STRING, "OpenAPIDateWithoutTime": DATE} | each("AnyCodable JSONValue Any", UNKNOWN),
    lists=frozenset({"Array"}),
    sets=frozenset({"Set"}),
    maps=frozenset({"Dictionary"}),
    model=unqualified,
)

SWIFT = Language(
    name="swift",
    vocabulary=VOCABULARY,
    signature=re.compile(
        r"\b(?:Bool|Int64|AnyCodable|JSONValue)\b|\[String: |^\[*Int\]*$|^Data$", re.M
    ),
    spelling=Spelling.CAMEL,
    undecorate=undoing(r"_([a-z0-9]\w*)", exactly=AT_CAMEL),
    literals="swift",
)
