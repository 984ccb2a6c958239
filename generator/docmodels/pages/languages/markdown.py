"""The `markdown` generator: Java's type names without item types, wire names."""

from __future__ import annotations

import re
from dataclasses import replace

from docmodels.pages.languages import java
from docmodels.pages.languages.language import Language
from docmodels.pages.languages.type_names import DATE, DATE_TIME

VOCABULARY = replace(
    java.VOCABULARY,
    language="markdown",
    names={**java.VOCABULARY.names, "date": DATE, "Date": DATE_TIME},
    lists=frozenset("List array".split()),
    model_name=str,
)

MARKDOWN = Language(
    name="markdown",
    vocabulary=VOCABULARY,
    signature=re.compile(
        r"^(?:List|Set|Map|date|oas_any_type_not_mapped)$"
        r"|\b(?:Integer|Long|Boolean|BigDecimal|Double|URI)\b",
        re.M,
    ),
    literal_syntax="raw",
)
