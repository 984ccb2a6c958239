"""Swift 5 and 6: `[String]`, `[String: Int]`, `Int64`."""

from __future__ import annotations

import re

from docmodels.ir import BOOLEAN, INTEGER, STRING, UNKNOWN
from docmodels.ir.drafts import Spelling
from docmodels.pages.languages.language import Language
from docmodels.pages.languages.type_names import (
    ANY_TYPE_NAMES,
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
    same_type,
    strip_affix,
    unqualified_name,
)
from docmodels.pages.type_vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    language="swift",
    names=ANY_TYPE_NAMES
    | {"String": STRING, "Bool": BOOLEAN, "Int": INT32, "Int32": INT32, "Int64": INT64}
    | same_type("UInt UInt32 UInt64", INTEGER)
    | {"Float": FLOAT, "Double": DOUBLE, "UUID": UUID, "Data": BYTE, "URL": BINARY}
    # A number is a Double; only a string with a numeric format is a Decimal.
    | {"Decimal": DECIMAL}
    # Date and date-time are both a Date, unless the SDK defines a separate type for dates.
    | {"Date": STRING, "OpenAPIDateWithoutTime": DATE}
    | same_type("AnyCodable JSONValue Any", UNKNOWN),
    lists=frozenset({"Array"}),
    sets=frozenset({"Set"}),
    maps=frozenset({"Dictionary"}),
    model_name=unqualified_name,
)

SWIFT = Language(
    name="swift",
    vocabulary=VOCABULARY,
    signature=re.compile(
        r"\b(?:Bool|Int64|AnyCodable|JSONValue)\b|\[String: |^\[*Int\]*$|^Data$", re.M
    ),
    spelling=Spelling.CAMEL,
    unescape_name=strip_affix(r"_([a-z0-9]\w*)", exact_names=AT_CAMEL),
    literal_syntax="swift",
)
