"""R: `character`, `numeric`, `array[character]`, `map(integer)`."""

from __future__ import annotations

import re

from docmodels.ir import BOOLEAN, INTEGER, NUMBER, STRING, UNKNOWN, Type, Union
from docmodels.pages.languages.language import Language
from docmodels.pages.languages.type_names import (
    ANY_TYPE_NAMES,
    BINARY,
    FREE_FORM,
    alternation,
    same_type,
    strip_affix,
)
from docmodels.pages.type_vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    language="r",
    names=ANY_TYPE_NAMES
    # The generator prints a boolean as `character` too; most of them are strings.
    | same_type("character string", STRING)
    | {"integer": INTEGER, "numeric": NUMBER, "data.frame": BINARY}
    | same_type("logical boolean", BOOLEAN)
    | {"object": FREE_FORM, "any": UNKNOWN},
    lists=frozenset("array list".split()),
    sets=frozenset({"set"}),
    maps=frozenset({"map"}),
)

_RESERVED = alternation(
    "if else repeat while function for in next break TRUE FALSE NULL Inf NaN NA self private super"
)

_BOOLEAN_NAME = re.compile(
    r"(?i:is|has|can|should|must|allow|allows|enable|use|uses|with|include|show|hide|no|not|do|are|"
    r"was|needs|supports)(?:[_A-Z].*)"
    r"|.*(?:[^e]ed|able|ible|only|active|complete|public|private|optional|open|visible|valid|flag)"
)
_DATE_NAME = re.compile(
    r"(?i:date|time)(?:[_A-Z].*|)|.*(?:[a-z]Date|[a-z]Time|_date|_time|_at|[a-z]At)"
)
_BOOLEAN_TEXT = re.compile(
    r"(?i)\b(?:whether|true|false|boolean|flag|if (?:set|enabled|checked))\b"
)


def _widen(name: str, type: Type, text: str) -> Type:
    """Add boolean to a string whose name or description suggests that it is a boolean."""
    likely = _BOOLEAN_NAME.fullmatch(name) and not _DATE_NAME.fullmatch(name)
    if type == STRING and (likely or _BOOLEAN_TEXT.search(text)):
        return Union(members=(STRING, BOOLEAN))
    return type


def _normalize_cell(cell: str) -> str:
    """Rewrite a map of objects, as generators before 7.0 print it, as a map of any values."""
    return cell.replace("map(object)", "map(any)")


R = Language(
    name="r",
    vocabulary=VOCABULARY,
    signature=re.compile(r"\b(?:character|numeric|data\.frame)\b|\bmap\(|\barray\[", re.M),
    unescape_name=strip_affix(rf"item_({_RESERVED})"),
    title_pattern=re.compile(r"[a-z]\w*::\w+"),
    literal_syntax="r",
    normalize_cell=_normalize_cell,
    widen=_widen,
    prints_enum_values=True,
)
