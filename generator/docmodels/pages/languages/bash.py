"""Bash: names with their signs spelled out, `array[string]`, `map[String, integer]`."""

from __future__ import annotations

import re

from docmodels.ir import BOOLEAN, NUMBER, STRING
from docmodels.pages.languages.language import Language
from docmodels.pages.languages.type_names import ANY_WORDS, BINARY, DECIMAL, FREE_FORM
from docmodels.pages.type_vocabulary import Vocabulary

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
