"""The programming languages of documentation pages, as data: `languages.toml`.

A language is a few lines of data; `hooks` has the functions that the data refers to by name.
"""

from __future__ import annotations

from docmodels.pages.languages.language import Evidence, Language, refine_language
from docmodels.pages.languages.recognition import plain_cell, recognise_languages
from docmodels.pages.languages.table import languages, parse_languages

__all__ = [
    "Evidence",
    "Language",
    "languages",
    "parse_languages",
    "plain_cell",
    "recognise_languages",
    "refine_language",
]
