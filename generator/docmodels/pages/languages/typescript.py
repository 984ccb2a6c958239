"""TypeScript: typescript-axios prints wire names, typescript-fetch recases them."""

from __future__ import annotations

import re

from docmodels.ir import BOOLEAN, NUMBER, STRING, UNKNOWN
from docmodels.ir.drafts import Spelling
from docmodels.pages.languages.language import Language
from docmodels.pages.languages.type_names import (
    ANY_WORDS,
    AT_CAMEL,
    AT_SNAKE,
    BINARY,
    FREE_FORM,
    each,
    one_of,
    undoing,
    unqualified,
)
from docmodels.pages.type_vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    language="typescript",
    names=ANY_WORDS
    | {"string": STRING, "number": NUMBER, "boolean": BOOLEAN, "object": FREE_FORM}
    | each("any unknown", UNKNOWN)
    | each("File Blob Buffer RequestFile HttpFile", BINARY)
    # A day or a moment: both are a Date, so that neither format is sure.
    | {"Date": STRING},
    lists=frozenset("Array ReadonlyArray".split()),
    sets=frozenset({"Set"}),
    maps=frozenset("Record Map".split()),
    nulls=frozenset("null undefined".split()),
    model=unqualified,
)

_RESERVED = one_of(
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
    undecorate=undoing(rf"_({_RESERVED}|\d\w*)", exactly=AT_SNAKE),
    fences=frozenset({"typescript", "ts"}),
    literals="javascript",
)

FETCH = Language(
    name="typescript-fetch",
    vocabulary=VOCABULARY,
    # Told from axios by its two columns.
    signature=_SIGNATURE,
    spelling=Spelling.CAMEL,
    undecorate=undoing(r"_([a-z0-9]\w*)", exactly=AT_CAMEL),
    literals="javascript",
)
