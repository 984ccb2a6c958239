"""TypeScript: typescript-axios prints wire names, typescript-fetch converts them to camel case."""

from __future__ import annotations

import re

from docmodels.ir import BOOLEAN, NUMBER, STRING, UNKNOWN
from docmodels.ir.drafts import Spelling
from docmodels.pages.languages.language import Language
from docmodels.pages.languages.type_names import (
    ANY_TYPE_NAMES,
    AT_CAMEL,
    AT_SNAKE,
    BINARY,
    FREE_FORM,
    alternation,
    same_type,
    strip_affix,
    unqualified_name,
)
from docmodels.pages.type_vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    language="typescript",
    names=ANY_TYPE_NAMES
    | {"string": STRING, "number": NUMBER, "boolean": BOOLEAN, "object": FREE_FORM}
    | same_type("any unknown", UNKNOWN)
    | same_type("File Blob Buffer RequestFile HttpFile", BINARY)
    # Date and date-time are both a Date, so the format is unknown.
    | {"Date": STRING},
    lists=frozenset("Array ReadonlyArray".split()),
    sets=frozenset({"Set"}),
    maps=frozenset("Record Map".split()),
    nulls=frozenset("null undefined".split()),
    model_name=unqualified_name,
)

_RESERVED = alternation(
    "abstract await boolean break byte case catch char class const continue debugger default "
    "delete do double else enum export extends false final finally float for function goto if "
    "implements import in instanceof int interface let long native new null package private "
    "protected public return short static super switch synchronized this throw transient true "
    "try typeof var void volatile while with yield"
)

_SIGNATURE = re.compile(
    r"\bnumber\b|\bArray<(?:string|any|object|boolean|\{)|\[key: string\]|^(?:any|Blob)$", re.M
)

AXIOS = Language(
    name="typescript",
    vocabulary=VOCABULARY,
    signature=_SIGNATURE,
    unescape_name=strip_affix(rf"_({_RESERVED}|\d\w*)", exact_names=AT_SNAKE),
    fences=frozenset({"typescript", "ts"}),
    literal_syntax="javascript",
)

FETCH = Language(
    name="typescript-fetch",
    vocabulary=VOCABULARY,
    # Only the two columns of its tables distinguish it from axios.
    signature=_SIGNATURE,
    spelling=Spelling.CAMEL,
    unescape_name=strip_affix(r"_([a-z0-9]\w*)", exact_names=AT_CAMEL),
    literal_syntax="javascript",
)
