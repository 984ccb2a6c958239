"""Scala (akka, pekko): `Seq<String>`, nested `Seq[Cat]`."""

from __future__ import annotations

import re

from docmodels.ir import BOOLEAN, INTEGER, NUMBER, STRING, UNKNOWN
from docmodels.ir.drafts import Spelling
from docmodels.pages.languages.language import Language
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
    language="scala",
    names=ANY_TYPE_NAMES
    | {"String": STRING, "Boolean": BOOLEAN, "Int": INT32, "Long": INT64}
    | {"Float": FLOAT, "Double": DOUBLE, "BigDecimal": NUMBER, "BigInt": INTEGER}
    | same_type("OffsetDateTime DateTime ZonedDateTime Instant", DATE_TIME)
    | same_type("ByteArray", BYTE)
    | {"LocalDate": DATE, "UUID": UUID, "URI": URI, "File": BINARY, "Date": STRING}
    | same_type("Any Object", UNKNOWN),
    lists=frozenset("Seq List Array".split()),
    sets=frozenset({"Set"}),
    maps=frozenset({"Map"}),
    optionals=frozenset({"Option"}),
    model_name=unqualified_name,
)

SCALA = Language(
    name="scala",
    vocabulary=VOCABULARY,
    signature=re.compile(r"\bSeq[<\[]|^(?:Int|Long|ByteArray|Any)$", re.M),
    spelling=Spelling.CAMEL,
    unescape_name=strip_affix(r"`(.+)`"),
    literal_syntax="java",
    prints_enum_values=True,
)
