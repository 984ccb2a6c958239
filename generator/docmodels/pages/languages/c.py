"""C: `char *`, `cat_t *`, `list_t *` (an array) and `list_t*` (a map)."""

from __future__ import annotations

import re

from docmodels.ir import BOOLEAN, INTEGER, STRING, UNKNOWN, Union
from docmodels.ir.drafts import Spelling
from docmodels.pages.languages.language import Language
from docmodels.pages.languages.type_names import (
    BINARY,
    DOUBLE,
    FLOAT,
    INT32,
    INT64,
    each,
    one_of,
    undoing,
)
from docmodels.pages.type_vocabulary import Vocabulary


def _model(name: str) -> str:
    return name.removesuffix("_t")


VOCABULARY = Vocabulary(
    language="c",
    names=each("char", STRING)
    | {"long": INT64, "float": FLOAT, "double": DOUBLE, "short": INTEGER, "bool": BOOLEAN}
    # A boolean is an int too, and only its default can tell.
    | {"int": Union(members=(INT32, BOOLEAN))}
    | {"binary_t": BINARY, "int_or_string_t": Union(members=(INTEGER, STRING))}
    | each("any_type_t object_t", UNKNOWN),
    lists=frozenset({"list_t"}),
    maps=frozenset({"map_t"}),
    model=_model,
)

_MAP = re.compile(r"(?<![\w ])list_t(?=\*)(?!\*\*(?!\*))")
_ENUM = re.compile(r"\b\w+_[A-Z0-9]+_e\b")


def _respell(cell: str) -> str:
    """Tell an array (a space before the star) from a map; an inline enum (`.._STATUS_e`) has lost
    its values: it is text."""
    if "list_t" in cell:
        return _MAP.sub("map_t", cell)
    return _ENUM.sub("char", cell)


_RESERVED = one_of(
    "auto break case char class const continue default delete do double else enum extern float "
    "for goto if inline int long namespace new operator private protected public register "
    "restrict return short signed sizeof static struct switch template this typedef union "
    "unsigned virtual void volatile while and not or xor stdin stdout stderr remove errno"
)

C = Language(
    name="c",
    vocabulary=VOCABULARY,
    signature=re.compile(r"\bchar \*|\b\w+_t\b ?\*?|\w_[A-Z]+_e$", re.M),
    spelling=Spelling.SNAKE,
    undecorate=undoing(rf"_({_RESERVED}|\d\w*)"),
    title=re.compile(r"\w+_t"),
    literals="c",
    respell=_respell,
)
