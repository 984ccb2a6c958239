"""List the names that generated code must not define, by scope."""

from __future__ import annotations

import keyword
from abc import ABCMeta

KEYWORDS = frozenset(keyword.kwlist)

ENUM_ATTRIBUTES = frozenset({"mro", "name", "value"})

METACLASS_ATTRIBUTES = frozenset(name for name in dir(ABCMeta) if not name.startswith("_"))
"""The attributes that every class has from its metaclass (`mro`, `register`).

pydantic warns of a field that hides one, and a dataclass takes it for the default of the field.
"""

FUTURE = frozenset({"annotations"})
"""Names that modules import from `__future__`; attributes may have them, nothing refers to them."""

ANNOTATION_BUILTINS = frozenset({"bool", "dict", "float", "int", "list", "object", "str", "tuple"})
"""Builtins in annotations. A module of a package is an attribute of the package: of such a name, it
hides the builtin where annotations are evaluated with the names of the package."""

MODULE_NAMES = FUTURE | {"CHECKS", "DEFINITIONS", "TYPE_CHECKING", "TypeError", "ValueError"}
"""Module-level names that no class can have. All other imports get an alias if they clash."""

SYMBOL_WORDS = {
    "!": "not",
    "#": "hash",
    "$": "dollar",
    "%": "percent",
    "&": "and",
    "'": "quote",
    '"': "double_quote",
    "(": "open_paren",
    ")": "close_paren",
    "*": "star",
    "+": "plus",
    ",": "comma",
    "-": "minus",
    ".": "dot",
    "/": "slash",
    ":": "colon",
    ";": "semicolon",
    "<": "less",
    "=": "equal",
    ">": "greater",
    "?": "question",
    "@": "at",
    "[": "open_bracket",
    "\\": "backslash",
    "]": "close_bracket",
    "^": "caret",
    "_": "underscore",
    "`": "backtick",
    "{": "open_brace",
    "|": "or",
    "}": "close_brace",
    "~": "tilde",
    " ": "space",
    "\t": "tab",
    "\n": "newline",
}
"""Words for symbols, for names that are empty or clash without them."""

SYMBOL_PAIRS = {
    "!=": "not_equal",
    "!~": "not_match",
    "<=": "less_or_equal",
    ">=": "greater_or_equal",
    "<>": "not_equal",
    "==": "equal",
    "=~": "match",
    "&&": "and",
    "||": "or",
    "**": "double_star",
}
