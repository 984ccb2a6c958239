"""Perl: `ARRAY[string]`, `HASH[string,int]`."""

from __future__ import annotations

import re

from docmodels.ir import BOOLEAN, INTEGER, NUMBER, STRING, UNKNOWN
from docmodels.ir.drafts import Spelling
from docmodels.pages.languages.language import Language
from docmodels.pages.languages.type_names import (
    ANY_TYPE_NAMES,
    DATE,
    DATE_TIME,
    DOUBLE,
    same_type,
    strip_affix,
    unqualified_name,
)
from docmodels.pages.type_vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    language="perl",
    names=ANY_TYPE_NAMES
    | {"string": STRING, "int": INTEGER, "object": UNKNOWN, "float": NUMBER}
    | same_type("boolean bool", BOOLEAN)
    # The generator prints every number as a double.
    | {"double": DOUBLE} | {"DATE": DATE, "DATE_TIME": DATE_TIME} | same_type("DateTime", STRING),
    lists=frozenset({"ARRAY"}),
    maps=frozenset({"HASH"}),
    model_name=unqualified_name,
)

PERL = Language(
    name="perl",
    vocabulary=VOCABULARY,
    signature=re.compile(r"\bARRAY\[|\bHASH\[|^DATE(?:_TIME)?$", re.M),
    spelling=Spelling.SNAKE,
    unescape_name=strip_affix(r"_(\d\w*)"),
    fences=frozenset({"perl"}),
    title_pattern=re.compile(r".*::Object::\w+"),
    literal_syntax="perl",
)
