"""Names that generated code must not take for its own, by where they would be taken."""

from __future__ import annotations

import keyword

KEYWORDS = frozenset(keyword.kwlist)

ANNOTATION_NAMES = frozenset(
    {"bool", "bytes", "dict", "float", "int", "list", "object", "set", "str", "tuple", "type"}
    - {"type"}
)
"""Builtins that annotations in a class body refer to. A field of such a name would hide them."""

PYDANTIC_ATTRIBUTES = frozenset("""
    construct copy dict from_orm json model_computed_fields model_config model_construct model_copy
    model_dump model_dump_json model_extra model_fields model_fields_set model_json_schema
    model_parametrized_name model_post_init model_rebuild model_validate model_validate_json
    model_validate_strings parse_file parse_obj parse_raw schema schema_json update_forward_refs
    validate
    """.split())
"""What `pydantic.BaseModel` (2.14) calls its own; a field of such a name shadows it."""

PYDANTIC_PREFIXES = ("model_validate", "model_dump")
"""pydantic's `protected_namespaces` since 2.10."""

DATACLASS_ATTRIBUTES = frozenset({"classmethod", "field", "from_dict", "to_dict"})
"""What the body of a generated dataclass refers to or defines."""

ENUM_ATTRIBUTES = frozenset({"mro", "name", "value"})

FUTURE = frozenset({"annotations"})
"""What modules import from `__future__`: nothing refers to it, so attributes may be called so."""

MODULE_NAMES = FUTURE | {"CHECKS", "DEFINITIONS", "TYPE_CHECKING", "TypeError", "ValueError"}
"""Names of module level that no class can have; imports step aside for classes instead."""

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
"""Words for symbols, used where a name would be nothing or another one without them."""

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
