"""Python: `List[str]` (python 6.2 and later), `list[str]` (legacy), `[str]` (prior)."""

from __future__ import annotations

import keyword
import re

from docmodels.ir import BOOLEAN, INTEGER, NUMBER, STRING, UNKNOWN
from docmodels.ir.drafts import Spelling
from docmodels.pages.languages.language import Language
from docmodels.pages.languages.type_names import (
    ANY_WORDS,
    BINARY,
    BYTE,
    DATE,
    DATE_TIME,
    DECIMAL,
    FREE_FORM,
    URI,
    UUID,
    each,
    undoing,
    unqualified,
)
from docmodels.pages.type_vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    language="python",
    names=ANY_WORDS
    | each("str StrictStr", STRING)
    | each("int StrictInt", INTEGER)
    | each("float StrictFloat", NUMBER)
    | each("bool StrictBool", BOOLEAN)
    | each("datetime datetime.datetime", DATE_TIME)
    | each("date datetime.date", DATE)
    | each("UUID uuid.UUID", UUID)
    | each("AnyUrl HttpUrl", URI)
    # A number is a float here: a Decimal is only ever made of a string in a numeric format.
    | each("Decimal decimal.Decimal", DECIMAL)
    | each("bytes bytearray StrictBytes", BYTE)
    | each("file file_type", BINARY)
    | each("object Any", UNKNOWN)
    | each("frozendict.frozendict", FREE_FORM),
    lists=frozenset("list List tuple Tuple".split()),
    sets=frozenset("set Set".split()),
    maps=frozenset("dict Dict".split()),
    nullables=frozenset({"Optional"}),
    unions=frozenset({"Union"}),
    nulls=frozenset("none_type None NoneType".split()),
    model=unqualified,
)

# Leading underscores of a wire name are dropped, so that one in front is always a decoration.
_RESERVED = "|".join(
    sorted(
        {word.lower() for word in keyword.kwlist}
        | set(
            "self field property schema base64 json date float bytes print exec copy dict validate "
            "all_params resource_path path_params query_params header_params form_params "
            "local_var_files body_params auth_settings".split()
        )
    )
)
_undecorate = undoing(rf"var_({_RESERVED}|\d\w*)", r"_([^_]\w*)")

_WORD = r"\b(?:str|datetime|bytearray|UUID)\b"

PYTHON = Language(
    name="python",
    vocabulary=VOCABULARY,
    signature=re.compile(
        rf"\b(?:List|Dict|Optional)\[|^(?!.*(?:list|dict)[\[(]|.*_type|[\[{{]).*{_WORD}", re.M
    ),
    spelling=Spelling.SNAKE,
    undecorate=_undecorate,
    fences=frozenset({"python"}),
    literals="python",
)

LEGACY = Language(
    name="python-legacy",
    vocabulary=VOCABULARY,
    signature=re.compile(
        rf"\blist\[|\bdict[\[(]|^file$|^(?!.*(?:List|Dict)\[|.*_type|[\[{{]).*{_WORD}", re.M
    ),
    spelling=Spelling.SNAKE,
    undecorate=_undecorate,
    literals="python",
)

PRIOR = Language(
    name="python-prior",
    vocabulary=VOCABULARY,
    signature=re.compile(
        r"\b(?:none|file)_type\b|\{str: |^\[+(?:str|int|float|bool)\b"
        rf"|^(?!.*[lL]ist\[|.*[dD]ict[\[(]).*{_WORD}",
        re.M,
    ),
    spelling=Spelling.SNAKE,
    undecorate=_undecorate,
    fences=frozenset({"python"}),
    literals="python",
)

# The first rewrite (python-experimental 5.x) prints wire names, and two words for a number.
EXPERIMENTAL = Language(
    name="python-experimental",
    vocabulary=VOCABULARY,
    signature=re.compile(r"(?<!dict, )\bint, float\b", re.M),
    spelling=Spelling.WIRE,
    literals="python",
)
