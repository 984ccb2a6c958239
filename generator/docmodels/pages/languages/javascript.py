"""JavaScript: `[String]`, `{String: Number}`; also with the Apollo library."""

from __future__ import annotations

import re

from docmodels.ir import BOOLEAN, NUMBER, STRING, UNKNOWN
from docmodels.ir.drafts import Spelling
from docmodels.pages.languages.language import Language
from docmodels.pages.languages.type_names import (
    ANY_TYPE_NAMES,
    AT_CAMEL,
    BINARY,
    BYTE,
    same_type,
    strip_affix,
    unqualified_name,
)
from docmodels.pages.type_vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    language="javascript",
    names=ANY_TYPE_NAMES
    | {"String": STRING, "Number": NUMBER, "Boolean": BOOLEAN, "File": BINARY, "Blob": BYTE}
    # Date and date-time are both a Date, so the format is unknown.
    | {"Date": STRING} | same_type("Object any", UNKNOWN),
    lists=frozenset({"Array"}),
    sets=frozenset({"Set"}),
    maps=frozenset("Map Object".split()),
    model_name=unqualified_name,
)

JAVASCRIPT = Language(
    name="javascript",
    vocabulary=VOCABULARY,
    signature=re.compile(r"\bNumber\b|^\[+(?:String|Object|Boolean)\]|\{String: |^Blob$", re.M),
    spelling=Spelling.CAMEL,
    unescape_name=strip_affix(r"_([a-z0-9]\w*)", exact_names=AT_CAMEL),
    literal_syntax="javascript",
    prints_enum_values=True,
)
