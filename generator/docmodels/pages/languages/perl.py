"""Perl: `ARRAY[string]`, `HASH[string,int]`."""

from __future__ import annotations

import re

from docmodels.ir import BOOLEAN, INTEGER, NUMBER, STRING, UNKNOWN
from docmodels.ir.drafts import Spelling
from docmodels.pages.languages.language import Language
from docmodels.pages.languages.type_names import (
    ANY_WORDS,
    DATE,
    DATE_TIME,
    DOUBLE,
    each,
    undoing,
    unqualified,
)
from docmodels.pages.type_vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    language="perl",
    names=ANY_WORDS
    | {"string": STRING, "int": INTEGER, "object": UNKNOWN, "float": NUMBER}
    | each("boolean bool", BOOLEAN)
    # Every number is printed as a double, which holds them all.
    | {"double": DOUBLE} | {"DATE": DATE, "DATE_TIME": DATE_TIME} | each("DateTime", STRING),
    lists=frozenset({"ARRAY"}),
    maps=frozenset({"HASH"}),
    model=unqualified,
)

PERL = Language(
    name="perl",
    vocabulary=VOCABULARY,
    signature=re.compile(r"\bARRAY\[|\bHASH\[|^DATE(?:_TIME)?$", re.M),
    spelling=Spelling.SNAKE,
    undecorate=undoing(r"_(\d\w*)"),
    fences=frozenset({"perl"}),
    title=re.compile(r".*::Object::\w+"),
    literals="perl",
)
