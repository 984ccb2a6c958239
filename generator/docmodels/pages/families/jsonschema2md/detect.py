"""Recognise pages of jsonschema2md, and distinguish its two kinds of pages."""

from __future__ import annotations

import re

from docmodels.pages.families.jsonschema2md.translations import in_english
from docmodels.pages.markdown import Page

_HEADER = re.compile(r"^\| *\[?Abstract(?:\]\([^)\n]*\))? *\| *\[?Extensible\b", re.M)
_TABLE = re.compile(r"^\| Property +\| Type +\| Required +\| Nullable +\| Defined by +\|", re.M)
_DEFINED_BY = re.compile(r"^[*+-] +defined in: \[", re.M)
_TYPE_ONLY = re.compile(
    r"\s*## [^\n]+ Type\n\n(?:`[a-z]+(?:\[\])*`|merged type \(\[|unknown\n|any of the foll+owing: `)"
)
_SECTION = re.compile(r"^## [^\n]+ Type$", re.M)


def recognises(page: Page) -> bool:
    """Return whether a page describes a schema, in a language that the generator has."""
    return _is_english(page) or any(map(_is_english, in_english(page)))


def translated(page: Page) -> Page:
    """Return a page in English; one that is not of another language is returned itself."""
    if _is_english(page):
        return page
    return next(filter(_is_english, in_english(page)), page)


def _is_english(page: Page) -> bool:
    """Whether the page has the header of a schema, or describes one without a header."""
    text = page.text
    if "Extensible" in text and _HEADER.search(text):
        return True
    if " Type\n" not in text:
        return False
    if _TYPE_ONLY.match(text):
        return True
    return ("Defined by" in text and _TABLE.search(text) is not None) or (
        "defined in: [" in text and _DEFINED_BY.search(text) is not None
    )


def describes_file(page: Page) -> bool:
    """Return whether a page is of versions 1 to 3, which print a file of schemas on one page."""
    text = page.text
    return "Access Restrictions" not in text and not _SECTION.search(text)
