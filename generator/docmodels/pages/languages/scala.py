"""Scala (akka, pekko): `Seq<String>`, nested `Seq[Cat]`."""

from __future__ import annotations

import re

from docmodels.ir import BOOLEAN, INTEGER, NUMBER, STRING, UNKNOWN
from docmodels.ir.drafts import Spelling
from docmodels.pages.languages.language import Language
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
    language="scala",
    names=ANY_WORDS
    | {"String": STRING, "Boolean": BOOLEAN, "Int": INT32, "Long": INT64}
    | {"Float": FLOAT, "Double": DOUBLE, "BigDecimal": NUMBER, "BigInt": INTEGER}
    | each("OffsetDateTime DateTime ZonedDateTime Instant", DATE_TIME)
    | each("ByteArray", BYTE)
    | {"LocalDate": DATE, "UUID": UUID, "URI": URI, "File": BINARY, "Date": STRING}
    | each("Any Object", UNKNOWN),
    lists=frozenset("Seq List Array".split()),
    sets=frozenset({"Set"}),
    maps=frozenset({"Map"}),
    optionals=frozenset({"Option"}),
    model=unqualified,
)

SCALA = Language(
    name="scala",
    vocabulary=VOCABULARY,
    signature=re.compile(r"\bSeq[<\[]|^(?:Int|Long|ByteArray|Any)$", re.M),
    spelling=Spelling.CAMEL,
    undecorate=undoing(r"`(.+)`"),
    literals="java",
    lists_values=True,
)
