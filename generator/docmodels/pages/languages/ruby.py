"""Ruby: `Array<String>`, `Hash<String, Integer>`."""

from __future__ import annotations

import re

from docmodels.ir import BOOLEAN, INTEGER, NUMBER, STRING, UNKNOWN
from docmodels.ir.drafts import Spelling
from docmodels.pages.languages.language import Language
from docmodels.pages.languages.type_names import (
    ANY_WORDS,
    BINARY,
    DATE,
    DATE_TIME,
    each,
    one_of,
    undoing,
    unqualified,
)
from docmodels.pages.type_vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    language="ruby",
    names=ANY_WORDS
    | {"String": STRING, "Integer": INTEGER, "Float": NUMBER, "Date": DATE, "File": BINARY}
    | each("Boolean BOOLEAN", BOOLEAN)
    | each("Time DateTime", DATE_TIME)
    | each("Object Any", UNKNOWN),
    lists=frozenset({"Array"}),
    sets=frozenset({"Set"}),
    maps=frozenset({"Hash"}),
    model=unqualified,
)

_RESERVED = one_of(
    "__file__ __line__ and begin break case class def defined do else elsif end ensure false for "
    "if in module next nil not or redo rescue retry return self super then true undef unless "
    "until when while yield send"
)

RUBY = Language(
    name="ruby",
    vocabulary=VOCABULARY,
    signature=re.compile(
        r"\bArray<(?:String|Integer|Float|Object|Boolean|Hash|Array)|\bHash<String, "
        r"|^(?:Time|BOOLEAN)$",
        re.M,
    ),
    spelling=Spelling.SNAKE,
    undecorate=undoing(rf"_({_RESERVED}|\d\w*)"),
    fences=frozenset({"ruby"}),
    title=re.compile(r"(?!.*::Object::)[A-Z]\w*(?:::[A-Z]\w*)+"),
    literals="ruby",
)
