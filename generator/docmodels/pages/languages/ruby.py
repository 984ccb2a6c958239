"""Ruby: `Array<String>`, `Hash<String, Integer>`."""

from __future__ import annotations

import re

from docmodels.ir import BOOLEAN, INTEGER, NUMBER, STRING, UNKNOWN
from docmodels.ir.drafts import Spelling
from docmodels.pages.languages.language import Language
from docmodels.pages.languages.type_names import (
    ANY_TYPE_NAMES,
    BINARY,
    DATE,
    DATE_TIME,
    alternation,
    same_type,
    strip_affix,
    unqualified_name,
)
from docmodels.pages.type_vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    language="ruby",
    names=ANY_TYPE_NAMES
    | {"String": STRING, "Integer": INTEGER, "Float": NUMBER, "Date": DATE, "File": BINARY}
    | same_type("Boolean BOOLEAN", BOOLEAN)
    | same_type("Time DateTime", DATE_TIME)
    | same_type("Object Any", UNKNOWN),
    lists=frozenset({"Array"}),
    sets=frozenset({"Set"}),
    maps=frozenset({"Hash"}),
    model_name=unqualified_name,
)

_RESERVED = alternation(
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
    unescape_name=strip_affix(rf"_({_RESERVED}|\d\w*)"),
    fences=frozenset({"ruby"}),
    title_pattern=re.compile(r"(?!.*::Object::)[A-Z]\w*(?:::[A-Z]\w*)+"),
    literal_syntax="ruby",
)
