"""PowerShell: `String[]`, `System.Collections.Hashtable` (only its link has the value type)."""

from __future__ import annotations

import re

from docmodels.ir import BOOLEAN, NUMBER, STRING, UNKNOWN
from docmodels.ir.drafts import Spelling
from docmodels.pages.languages.language import Language
from docmodels.pages.languages.type_names import (
    ANY_TYPE_NAMES,
    BINARY,
    BYTE,
    DOUBLE,
    FREE_FORM,
    INT32,
    INT64,
    same_type,
    strip_affix,
    unqualified_name,
)
from docmodels.pages.type_vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    language="powershell",
    names=ANY_TYPE_NAMES
    | same_type("String string", STRING)
    | same_type("Boolean Bool", BOOLEAN)
    | {"Int32": INT32, "Int64": INT64, "Decimal": NUMBER}
    # The generator prints a float as a double too.
    | same_type("Double Float", DOUBLE)
    # Date and date-time are both a DateTime.
    | same_type("System.DateTime DateTime", STRING)
    | same_type("SystemByte System.Byte", BYTE)
    | {"System.IO.FileInfo": BINARY, "SystemCollectionsHashtable": FREE_FORM}
    | same_type("System.Object Object SystemObject", UNKNOWN),
    maps=frozenset("System.Collections.Hashtable Hashtable".split()),
    model_name=unqualified_name,
    byte_types=frozenset("SystemByte System.Byte".split()),
)

POWERSHELL = Language(
    name="powershell",
    vocabulary=VOCABULARY,
    signature=re.compile(
        r"\bString\[\]|\b(?:Int32|Int64)\b|^System\.?(?:Collections|DateTime|IO|Byte)", re.M
    ),
    spelling=Spelling.PASCAL,
    # A property must not have the name of its class, nor begin with a digit.
    unescape_name=strip_affix(r"Var([A-Z0-9]\w*)"),
    fences=frozenset({"powershell"}),
    literal_syntax="powershell",
)
