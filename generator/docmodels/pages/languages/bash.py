"""Bash: `array[string]`, `map[String, integer]`; names with words for signs (`Underscore`)."""

from __future__ import annotations

import re

from docmodels.ir import BOOLEAN, NUMBER, STRING
from docmodels.pages.languages.language import Language
from docmodels.pages.languages.type_names import ANY_TYPE_NAMES, BINARY, DECIMAL, FREE_FORM
from docmodels.pages.type_vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    language="bash",
    names=ANY_TYPE_NAMES
    # The generator prints a number without a format as `integer` too.
    | {"string": STRING, "integer": NUMBER, "float": NUMBER, "boolean": BOOLEAN}
    | {"binary": BINARY, "map": FREE_FORM, "Decimal": DECIMAL},
    lists=frozenset({"array"}),
    sets=frozenset({"Set"}),
    maps=frozenset({"map"}),
)


def _unescape_name(name: str) -> str:
    """Replace words that can only stand for a sign: `aUnderscoredate`, `oddMinusname`."""
    return re.sub(r"Minus(?=[a-z0-9])", "-", name.replace("Underscore", "_"))


BASH = Language(
    name="bash",
    vocabulary=VOCABULARY,
    signature=re.compile(r"\barray\[|\bmap\[String, |\bSet\[|^(?:integer|binary)$", re.M),
    unescape_name=_unescape_name,
    literal_syntax="raw",
)
