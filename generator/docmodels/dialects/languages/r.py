"""R: `character`, `numeric`, `array[character]`, `map(integer)`."""

from __future__ import annotations

import re

from docmodels.dialects.languages.language import Language
from docmodels.dialects.languages.words import ANY_WORDS, BINARY, FREE_FORM, each, one_of, undoing
from docmodels.dialects.vocabulary import Vocabulary
from docmodels.ir import ANYTHING, BOOLEAN, INTEGER, NUMBER, STRING

VOCABULARY = Vocabulary(
    language="r",
    names=ANY_WORDS
    # A boolean is printed as `character` too (never as `logical`); most of them are strings.
    | each("character string", STRING)
    | {"integer": INTEGER, "numeric": NUMBER, "data.frame": BINARY}
    | each("logical boolean", BOOLEAN)
    | {"object": FREE_FORM, "Any": ANYTHING},
    lists=frozenset("array list".split()),
    sets=frozenset({"set"}),
    maps=frozenset({"map"}),
)

_RESERVED = one_of(
    "if else repeat while function for in next break TRUE FALSE NULL Inf NaN NA self private super"
)

R = Language(
    name="r",
    vocabulary=VOCABULARY,
    signature=re.compile(r"\b(?:character|numeric|data\.frame)\b|\bmap\(", re.M),
    undecorate=undoing(rf"item_({_RESERVED})"),
    literals="r",
)
