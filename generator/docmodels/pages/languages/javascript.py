"""JavaScript: `[String]`, `{String: Number}`; also with the Apollo library."""

from __future__ import annotations

import re

from docmodels.ir import BOOLEAN, NUMBER, STRING, UNKNOWN
from docmodels.ir.drafts import Spelling
from docmodels.pages.languages.language import Language
from docmodels.pages.languages.type_names import (
    ANY_WORDS,
    AT_CAMEL,
    BINARY,
    BYTE,
    each,
    undoing,
    unqualified,
)
from docmodels.pages.type_vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    language="javascript",
    names=ANY_WORDS
    | {"String": STRING, "Number": NUMBER, "Boolean": BOOLEAN, "File": BINARY, "Blob": BYTE}
    # A day or a moment: both are a Date, so that neither format is sure.
    | {"Date": STRING} | each("Object any", UNKNOWN),
    lists=frozenset({"Array"}),
    sets=frozenset({"Set"}),
    maps=frozenset("Map Object".split()),
    model=unqualified,
)

JAVASCRIPT = Language(
    name="javascript",
    vocabulary=VOCABULARY,
    signature=re.compile(r"\bNumber\b|^\[+(?:String|Object|Boolean)\]|\{String: |^Blob$", re.M),
    spelling=Spelling.CAMEL,
    undecorate=undoing(r"_([a-z0-9]\w*)", exactly=AT_CAMEL),
    literals="javascript",
    lists_values=True,
)
