"""Python: `List[str]` (python 6.2 and later), `list[str]` (legacy), `[str]` (prior)."""

from __future__ import annotations

import keyword
import re

from docmodels.ir import BOOLEAN, INTEGER, NUMBER, STRING, UNKNOWN
from docmodels.ir.drafts import Spelling
from docmodels.pages.languages.language import Language
from docmodels.pages.languages.type_names import (
    ANY_TYPE_NAMES,
    BINARY,
    BYTE,
    DATE,
    DATE_TIME,
    DECIMAL,
    FREE_FORM,
    URI,
    UUID,
    same_type,
    strip_affix,
    unqualified_name,
)
from docmodels.pages.type_vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    language="python",
    names=ANY_TYPE_NAMES
    | same_type("str StrictStr", STRING)
    | same_type("int StrictInt", INTEGER)
    | same_type("float StrictFloat", NUMBER)
    | same_type("bool StrictBool", BOOLEAN)
    | same_type("datetime datetime.datetime", DATE_TIME)
    | same_type("date datetime.date", DATE)
    | same_type("UUID uuid.UUID", UUID)
    | same_type("AnyUrl HttpUrl", URI)
    # A number is a float; only a string with a numeric format is a Decimal.
    | same_type("Decimal decimal.Decimal", DECIMAL)
    | same_type("bytes bytearray StrictBytes", BYTE)
    | same_type("file file_type", BINARY)
    | same_type("object Any", UNKNOWN)
    | same_type("frozendict.frozendict", FREE_FORM),
    lists=frozenset("list List tuple Tuple".split()),
    sets=frozenset("set Set".split()),
    maps=frozenset("dict Dict".split()),
    nullables=frozenset({"Optional"}),
    unions=frozenset({"Union"}),
    nulls=frozenset("none_type None NoneType".split()),
    model_name=unqualified_name,
)

# The generator drops leading underscores of a wire name, so a leading one is an escape.
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
_unescape_name = strip_affix(rf"var_({_RESERVED}|\d\w*)", r"_([^_]\w*)")

_WORD = r"\b(?:str|datetime|bytearray|UUID)\b"

PYTHON = Language(
    name="python",
    vocabulary=VOCABULARY,
    signature=re.compile(
        rf"\b(?:List|Dict|Optional)\[|^(?!.*(?:list|dict)[\[(]|.*_type|[\[{{]).*{_WORD}", re.M
    ),
    spelling=Spelling.SNAKE,
    unescape_name=_unescape_name,
    fences=frozenset({"python"}),
    literal_syntax="python",
)

LEGACY = Language(
    name="python-legacy",
    vocabulary=VOCABULARY,
    signature=re.compile(
        rf"\blist\[|\bdict[\[(]|^file$|^(?!.*(?:List|Dict)\[|.*_type|[\[{{]).*{_WORD}", re.M
    ),
    spelling=Spelling.SNAKE,
    unescape_name=_unescape_name,
    literal_syntax="python",
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
    unescape_name=_unescape_name,
    fences=frozenset({"python"}),
    literal_syntax="python",
)

# The first rewrite (python-experimental 5.x) prints wire names, and `int, float` for a number.
EXPERIMENTAL = Language(
    name="python-experimental",
    vocabulary=VOCABULARY,
    signature=re.compile(r"(?<!dict, )\bint, float\b", re.M),
    spelling=Spelling.WIRE,
    literal_syntax="python",
)
