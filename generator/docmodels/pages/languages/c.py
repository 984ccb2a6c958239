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
    alternation,
    same_type,
    strip_affix,
)
from docmodels.pages.type_vocabulary import Vocabulary


def _model_name(name: str) -> str:
    return name.removesuffix("_t")


VOCABULARY = Vocabulary(
    language="c",
    names=same_type("char", STRING)
    | {"long": INT64, "float": FLOAT, "double": DOUBLE, "short": INTEGER, "bool": BOOLEAN}
    # The generator prints a boolean as `int` too; only a default distinguishes them.
    | {"int": Union(members=(INT32, BOOLEAN))}
    | {"binary_t": BINARY, "int_or_string_t": Union(members=(INTEGER, STRING))}
    | same_type("any_type_t object_t", UNKNOWN),
    lists=frozenset({"list_t"}),
    maps=frozenset({"map_t"}),
    model_name=_model_name,
)

_MAP = re.compile(r"(?<![\w ])list_t(?=\*)(?!\*\*(?!\*))")
_ENUM = re.compile(r"\b\w+_[A-Z0-9]+_e\b")


def _normalize_cell(cell: str) -> str:
    """Rename the `list_t` of a map, which has no space before the star, to `map_t`.

    Replace an inline enum (`.._STATUS_e`), whose values are not printed, by a string.
    """
    if "list_t" in cell:
        return _MAP.sub("map_t", cell)
    return _ENUM.sub("char", cell)


_RESERVED = alternation(
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
    unescape_name=strip_affix(rf"_({_RESERVED}|\d\w*)"),
    title_pattern=re.compile(r"\w+_t"),
    literal_syntax="c",
    normalize_cell=_normalize_cell,
)
