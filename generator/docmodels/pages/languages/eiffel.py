"""Eiffel: names in upper case, `LIST [STRING_32]`."""

from __future__ import annotations

import re

from docmodels.ir import BOOLEAN, STRING, UNKNOWN
from docmodels.ir.drafts import Spelling
from docmodels.pages.languages.language import Language
from docmodels.pages.languages.type_names import (
    BINARY,
    DATE,
    DATE_TIME,
    DOUBLE,
    FLOAT,
    INT32,
    INT64,
    URI,
    UUID,
    alternation,
    same_type,
    strip_affix,
)
from docmodels.pages.type_vocabulary import Vocabulary


def _model_name(name: str) -> str:
    """Convert `ORDER_LINE` to `OrderLine`, the name of its file."""
    if name != name.upper():
        return name
    return "".join(word.capitalize() for word in name.split("_"))


VOCABULARY = Vocabulary(
    language="eiffel",
    names={"INTEGER_32": INT32, "INTEGER_64": INT64, "REAL_32": FLOAT, "REAL_64": DOUBLE}
    | same_type("STRING_32 STRING_8 STRING", STRING)
    | {"BOOLEAN": BOOLEAN, "DATE": DATE, "DATE_TIME": DATE_TIME, "UUID": UUID, "URI": URI}
    | {"FILE": BINARY, "ANY": UNKNOWN},
    lists=frozenset("LIST ARRAY ARRAYED_LIST".split()),
    maps=frozenset({"STRING_TABLE"}),
    model_name=_model_name,
    byte_types=frozenset({"NATURAL_8"}),
)

_RESERVED = alternation(
    "across agent alias all and as assign attribute check class convert create current debug "
    "deferred do else elseif end ensure expanded export external false feature from frozen if "
    "implies inherit inspect invariant like local loop not note obsolete old once only or "
    "precursor redefine rename require rescue result retry select separate then true tuple "
    "undefine until variant void when xor"
)

EIFFEL = Language(
    name="eiffel",
    vocabulary=VOCABULARY,
    signature=re.compile(
        r"\b(?:STRING|INTEGER|REAL)_\d|\bSTRING_TABLE\b|^(?:BOOLEAN|ANY)$|^LIST \[", re.M
    ),
    spelling=Spelling.SNAKE,
    unescape_name=strip_affix(rf"var_({_RESERVED}|\d\w*)"),
    literal_syntax="raw",
)
