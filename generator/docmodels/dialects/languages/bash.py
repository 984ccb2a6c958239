"""Bash: names with their signs spelled out, `array[string]`, `map[String, integer]`."""

from __future__ import annotations

import re

from docmodels.dialects.languages.language import Language
from docmodels.dialects.languages.words import ANY_WORDS, BINARY, DECIMAL, FREE_FORM
from docmodels.dialects.vocabulary import Vocabulary
from docmodels.ir import BOOLEAN, NUMBER, STRING

VOCABULARY = Vocabulary(
    language="bash",
    names=ANY_WORDS
    # A number without a format is printed as `integer` too.
    | {"string": STRING, "integer": NUMBER, "float": NUMBER, "boolean": BOOLEAN}
    | {"binary": BINARY, "map": FREE_FORM, "Decimal": DECIMAL},
    lists=frozenset({"array"}),
    sets=frozenset({"Set"}),
    maps=frozenset({"map"}),
)


def _undecorate(name: str) -> str:
    """Put back the signs that are surely signs: `aUnderscoredate`, `oddMinusname`."""
    return re.sub(r"Minus(?=[a-z0-9])", "-", name.replace("Underscore", "_"))


BASH = Language(
    name="bash",
    vocabulary=VOCABULARY,
    signature=re.compile(r"\barray\[|\bmap\[String, |\bSet\[|^(?:integer|binary)$", re.M),
    undecorate=_undecorate,
    literals="raw",
)
