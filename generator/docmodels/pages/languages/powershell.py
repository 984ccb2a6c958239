"""PowerShell: `String[]`, `System.Collections.Hashtable` (its value type only by the link)."""

from __future__ import annotations

import re

from docmodels.ir import BOOLEAN, NUMBER, STRING, UNKNOWN
from docmodels.ir.drafts import Spelling
from docmodels.pages.languages.language import Language
from docmodels.pages.languages.type_names import (
    ANY_WORDS,
    BINARY,
    BYTE,
    DOUBLE,
    FREE_FORM,
    INT32,
    INT64,
    each,
    undoing,
    unqualified,
)
from docmodels.pages.type_vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    language="powershell",
    names=ANY_WORDS
    | each("String string", STRING)
    | each("Boolean Bool", BOOLEAN)
    | {"Int32": INT32, "Int64": INT64, "Decimal": NUMBER}
    # Floats are printed as doubles too.
    | each("Double Float", DOUBLE)
    # A day and a moment are both a DateTime.
    | each("System.DateTime DateTime", STRING)
    | each("SystemByte System.Byte", BYTE)
    | {"System.IO.FileInfo": BINARY, "SystemCollectionsHashtable": FREE_FORM}
    | each("System.Object Object SystemObject", UNKNOWN),
    maps=frozenset("System.Collections.Hashtable Hashtable".split()),
    model=unqualified,
    bytes=frozenset("SystemByte System.Byte".split()),
)

POWERSHELL = Language(
    name="powershell",
    vocabulary=VOCABULARY,
    signature=re.compile(
        r"\bString\[\]|\b(?:Int32|Int64)\b|^System\.?(?:Collections|DateTime|IO|Byte)", re.M
    ),
    spelling=Spelling.PASCAL,
    # A property may not have the name of its class, nor begin with a digit.
    undecorate=undoing(r"Var([A-Z0-9]\w*)"),
    fences=frozenset({"powershell"}),
    literals="powershell",
)
