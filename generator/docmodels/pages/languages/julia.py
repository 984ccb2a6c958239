"""Julia: `Vector{String}`, `Dict{String, Int64}`; wire names."""

from __future__ import annotations

import re

from docmodels.ir import BOOLEAN, INTEGER, STRING, UNKNOWN
from docmodels.pages.languages.language import Language
from docmodels.pages.languages.type_names import (
    DATE,
    DATE_TIME,
    DOUBLE,
    FLOAT,
    INT32,
    INT64,
    UUID,
    same_type,
    strip_affix,
)
from docmodels.pages.type_vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    language="julia",
    names={"String": STRING, "Bool": BOOLEAN, "Int32": INT32}
    # Integers of every width are an Int64; numbers of every width are a Float64.
    | {"Int64": INT64, "Float64": DOUBLE, "Float32": FLOAT, "BigInt": INTEGER}
    | {"Date": DATE, "ZonedDateTime": DATE_TIME, "UUID": UUID}
    | same_type("DateTime", DATE_TIME)
    | same_type("Any AnyType", UNKNOWN),
    lists=frozenset({"Vector"}),
    sets=frozenset({"Set"}),
    maps=frozenset({"Dict"}),
    unions=frozenset({"Union"}),
    nulls=frozenset({"Nothing"}),
    byte_types=frozenset({"UInt8"}),
)

JULIA = Language(
    name="julia",
    vocabulary=VOCABULARY,
    signature=re.compile(r"\b(?:Vector|Dict)\{|\b(?:Bool|Int64|Float64|Any|ZonedDateTime)\b", re.M),
    unescape_name=strip_affix(r'var"(.+)"', r'`var"(.+)"`', r"`(.+)`"),
    literal_syntax="julia",
)
