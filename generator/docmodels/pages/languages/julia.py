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
    each,
    undoing,
)
from docmodels.pages.type_vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    language="julia",
    names={"String": STRING, "Bool": BOOLEAN, "Int32": INT32}
    # Integers of every width are an Int64, which holds them all; likewise Float64.
    | {"Int64": INT64, "Float64": DOUBLE, "Float32": FLOAT, "BigInt": INTEGER}
    | {"Date": DATE, "ZonedDateTime": DATE_TIME, "UUID": UUID}
    | each("DateTime", DATE_TIME)
    | each("Any AnyType", UNKNOWN),
    lists=frozenset({"Vector"}),
    sets=frozenset({"Set"}),
    maps=frozenset({"Dict"}),
    unions=frozenset({"Union"}),
    nulls=frozenset({"Nothing"}),
    bytes=frozenset({"UInt8"}),
)

JULIA = Language(
    name="julia",
    vocabulary=VOCABULARY,
    signature=re.compile(r"\b(?:Vector|Dict)\{|\b(?:Bool|Int64|Float64|Any|ZonedDateTime)\b", re.M),
    undecorate=undoing(r'var"(.+)"', r'`var"(.+)"`', r"`(.+)`"),
    literals="julia",
)
