"""Read type cells: Python annotations of the SDK, and Conjure's own type names."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from docmodels.ir import (
    BOOLEAN,
    INTEGER,
    NUMBER,
    STRING,
    UNKNOWN,
    Integer,
    Number,
    String,
    Type,
    Union,
)
from docmodels.pages import type_grammar as t
from docmodels.pages.type_vocabulary import Vocabulary, interpret

_DATE_TIME = String(format="date-time")
_UUID = String(format="uuid")
_BINARY = String(format="byte")
_SAFE_LONG = Integer(format="int64")
_LONG = Union(members=(STRING, _SAFE_LONG))

TYPES: dict[str, Type] = {
    **dict.fromkeys(("str", "StrictStr", "string", "constr"), STRING),
    **dict.fromkeys(("int", "StrictInt", "conint"), INTEGER),
    **dict.fromkeys(("float", "StrictFloat", "confloat"), NUMBER),
    **dict.fromkeys(("bool", "StrictBool", "boolean"), BOOLEAN),
    **dict.fromkeys(("bytes", "StrictBytes", "binary"), _BINARY),
    **dict.fromkeys(("datetime", "AwareDatetime", "Datetime"), _DATE_TIME),
    "date": String(format="date"),
    **dict.fromkeys(("timedelta", "Duration", "Timedelta"), String(format="duration")),
    **dict.fromkeys(("UUID", "uuid"), _UUID),
    **dict.fromkeys(("RID", "rid", "bearertoken"), STRING),
    "Long": _LONG,
    "safelong": _SAFE_LONG,
    "integer": Integer(format="int32"),
    "double": Number(format="double"),
    **dict.fromkeys(("Any", "any", "object"), UNKNOWN),
}
"""The builtin types of the SDK and of Conjure, as Conjure's wire format represents them.

Source: wire.md, section 5.2. `core.Long` of the SDK is 64 bits wide: the API writes it as a string
and accepts a number.
"""

_PREFIX = re.compile(r"(?<![\w.])(?:typing_extensions|typing|pydantic|datetime|core)\.(?=[A-Za-z])")
"""Modules of the builtin names."""
_OPTIONALS = frozenset({"Optional", "optional", "NotRequired"})


VOCABULARY = Vocabulary(
    names=TYPES,
    lists=frozenset({"List", "list", "Sequence", "Iterable"}),
    sets=frozenset({"Set", "set", "FrozenSet", "frozenset"}),
    maps=frozenset({"Dict", "dict", "Mapping", "map"}),
    nullables=_OPTIONALS,
    unions=frozenset({"Union"}),
    nulls=frozenset({"None", "NoneType"}),
)


class FieldType(Struct, frozen=True):
    """A type, and whether the outermost annotation makes the field optional.

    An optional value is absent or null (wire.md, section 5.3); pages do not print which.
    """

    type: Type
    is_optional: bool = False


@lru_cache(maxsize=16384)
def read_type(text: str) -> FieldType:
    """Read a type cell; raise `TypeSyntaxError` if it is not in the grammar.

    References have names as printed, with their module: `core_models.DisplayName`.
    """
    expr = t.parse(_PREFIX.sub("", text.replace("\\", "")))
    is_optional = False
    while isinstance(expr, t.GenericExpr) and expr.name in _OPTIONALS and expr.args:
        expr, is_optional = expr.args[0], True
    return FieldType(interpret(expr, VOCABULARY).type, is_optional)
