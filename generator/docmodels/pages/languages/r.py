"""R: `character`, `numeric`, `array[character]`, `map(integer)`."""

from __future__ import annotations

import re

from docmodels.ir import BOOLEAN, INTEGER, NUMBER, STRING, UNKNOWN, Type, Union
from docmodels.pages.languages.language import Language
from docmodels.pages.languages.type_names import ANY_WORDS, BINARY, FREE_FORM, each, one_of, undoing
from docmodels.pages.type_vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    language="r",
    names=ANY_WORDS
    # A boolean is printed as `character` too; most of them are strings.
    | each("character string", STRING)
    | {"integer": INTEGER, "numeric": NUMBER, "data.frame": BINARY}
    | each("logical boolean", BOOLEAN)
    | {"object": FREE_FORM, "any": UNKNOWN},
    lists=frozenset("array list".split()),
    sets=frozenset({"set"}),
    maps=frozenset({"map"}),
)

_RESERVED = one_of(
    "if else repeat while function for in next break TRUE FALSE NULL Inf NaN NA self private super"
)

_YES_OR_NO = re.compile(
    r"(?i:is|has|can|should|must|allow|allows|enable|use|uses|with|include|show|hide|no|not|do|are|"
    r"was|needs|supports)(?:[_A-Z].*)"
    r"|.*(?:[^e]ed|able|ible|only|active|complete|public|private|optional|open|visible|valid|flag)"
)
_MOMENT = re.compile(
    r"(?i:date|time)(?:[_A-Z].*|)|.*(?:[a-z]Date|[a-z]Time|_date|_time|_at|[a-z]At)"
)
_TRUTH = re.compile(r"(?i)\b(?:whether|true|false|boolean|flag|if (?:set|enabled|checked))\b")


def _opened(name: str, type: Type, text: str) -> Type:
    """Text of which the name, or what is said of it, shows that it may be true or false."""
    likely = _YES_OR_NO.fullmatch(name) and not _MOMENT.fullmatch(name)
    if type == STRING and (likely or _TRUTH.search(text)):
        return Union(members=(STRING, BOOLEAN))
    return type


def _respell(cell: str) -> str:
    """Before 7.0 a map of any values was printed as one of objects."""
    return cell.replace("map(object)", "map(any)")


R = Language(
    name="r",
    vocabulary=VOCABULARY,
    signature=re.compile(r"\b(?:character|numeric|data\.frame)\b|\bmap\(|\barray\[", re.M),
    undecorate=undoing(rf"item_({_RESERVED})"),
    title=re.compile(r"[a-z]\w*::\w+"),
    literals="r",
    respell=_respell,
    opened=_opened,
    lists_values=True,
)
