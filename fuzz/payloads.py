"""Hostile texts: they end a string, a comment or a line of the output, and call `CANARY(7741)`."""

from __future__ import annotations

import random

NUMBER = 7741
"""The argument of the call: no generated code has it for any other reason."""
MODULE = f"canary_{NUMBER}"

CODE = (
    f"CANARY({NUMBER})",
    f"import {MODULE}",
    f"x = CANARY({NUMBER})",
    f"__import__('{MODULE}')",
    f"raise SystemExit(CANARY({NUMBER}))",
    f"lambda: CANARY({NUMBER})",
    f"exec('CANARY({NUMBER})')",
    f"class Config: x = CANARY({NUMBER})",
    f"@CANARY({NUMBER})",
    f"# coding: latin-1 CANARY({NUMBER})",
)

LINE_ENDS = ("\n", "\r", "\r\n", "\f", "\v", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029")
QUOTES = ('"""', "'''", '"', "'", '""""', '\\"""', '\\"', "\\'", '\\\\"""', "`", '""', "'\"'")
ESCAPES = (
    "\\",
    "\\\\",
    "\\N{BULLET}",
    "\\x",
    "\\u12",
    "\\U00110000",
    "\\777",
    "\\\n",
    "%s",
    "%(a)s",
)
ENDS = (
    ")",
    "]",
    "}",
    '")',
    "')",
    '"])',
    "): pass",
    ";",
    "#",
    "*/",
    "-->",
    "/*",
    "<!--",
    "|",
    ",",
    ":",
)
TEMPLATES = (
    f"{{{{ CANARY({NUMBER}) }}}}",
    f"{{% set x = CANARY({NUMBER}) %}}",
    "{{ 7741 * 7741 }}",
    "{# a #}",
    "${x}",
    f"{{CANARY({NUMBER})}}",
    "{0.__class__}",
    "{}",
)
CHARACTERS = (
    "\ud800", "\udfff", "\u202e", "\u2066", "\u2069", "\ufeff", "\0", "\x08", "\x1b[31m", "\x7f",
    "\u200b", "\xad", "\u0130", "\ufb01", "\U0001f600", "\U000e0001", "\u0661", "\xaa", "\U0001fae8", "_", "__",
)  # fmt: skip
NAMES = (
    "__init__", "__class__", "__import__", "__dict__", "__annotations__", "__module__", "class", "def",
    "None", "True", "import", "self", "cls", "print", "type", "str", "BaseModel", "Field", "Literal",
    "Any", "match", "async", "_", "__", "model_config", "model_fields", "mro", "con", "nul", "aux.txt",
    "..", "../../x", "/etc/passwd", "C:\\x", "a/b", "~", "", " ", "0", "-1", "1e999", "9" * 400, "a" * 300,
    "typing", "pydantic", "dataclasses", "msgspec", "enum", "datetime", "annotations", "builtins",
)  # fmt: skip
GROUPS = (LINE_ENDS, QUOTES, ESCAPES, ENDS, TEMPLATES, CHARACTERS, NAMES)


def payload(rng: random.Random) -> str:
    """Return a hostile text: a name, or code between what may end the text around it."""
    if rng.random() < 1 / 6:
        return rng.choice(NAMES)
    parts = [rng.choice(rng.choice(GROUPS)) for _ in range(rng.randint(1, 3))]
    after = [rng.choice(rng.choice(GROUPS)) for _ in range(rng.randint(0, 2))]
    indent = rng.choice(("", "", "    ", "\t"))
    return "".join([*parts, indent, rng.choice(CODE), *after])
