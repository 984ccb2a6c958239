"""List the names that generated code must not define, by scope."""

from __future__ import annotations

import keyword

KEYWORDS = frozenset(keyword.kwlist)

ANNOTATION_NAMES = frozenset(
    {"bool", "bytes", "dict", "float", "int", "list", "object", "set", "str", "tuple", "type"}
    - {"type"}
)
"""Builtins that annotations in a class body refer to; a field of the same name shadows them."""

PYDANTIC_ATTRIBUTES = frozenset("""
    construct copy dict from_orm json model_computed_fields model_config model_construct model_copy
    model_dump model_dump_json model_extra model_fields model_fields_set model_json_schema
    model_parametrized_name model_post_init model_rebuild model_validate model_validate_json
    model_validate_strings parse_file parse_obj parse_raw schema schema_json update_forward_refs
    validate
    """.split())
"""The attributes of `pydantic.BaseModel` (2.14); a field of the same name shadows one."""

PYDANTIC_PREFIXES = ("model_validate", "model_dump")
"""pydantic's `protected_namespaces` since 2.10."""

DATACLASS_ATTRIBUTES = frozenset({"classmethod", "field", "from_dict", "to_dict"})
"""The names that the body of a generated dataclass refers to or defines."""

ENUM_ATTRIBUTES = frozenset({"mro", "name", "value"})

FUTURE = frozenset({"annotations"})
"""Names that modules import from `__future__`; attributes may have them, nothing refers to them."""

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
