"""Collect what shows the programming language of a folder of pages: cells, names, titles, fences.

Reads the text of a sample of pages by regular expressions, because languages are recognised before
pages are parsed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from docmodels.pages.families.properties.columns import find_house_rows
from docmodels.pages.languages import (
    Evidence,
    Language,
    languages,
    plain_cell,
    recognise_languages,
)
from docmodels.pages.markdown import Page

# The literal first character lets `re` skip to each line; without it detection takes twice as long.
_CELL = re.compile(
    r"\n *+(?:\| *+)?+(?:\*\*|`)([^|*`\n]++|`[^|`\n]++`)(?:\*\*|`)"
    r"(?:<sup>[^|<]*+</sup>| ?[(*_]++required[)*_]++|\\?\*(?!\*))?+ *+\| *([^|\n]+)"
    r"(?:\|.*\[(optional))?"
)
_WIDE_CELL = re.compile(
    r"\n(?:\| *+)?+\*\*([^|*\n]+)\*\* *\|(?:[^|\n]*\|){3} *([^|\n]+)(?:\|.*\[(optional))?"
)
_MEMBER = re.compile(r"\n *+[*+-] ++(\S[^(\n]*+(?:\([^)\n]*+\))?+) *+(?=\n)")
_TWO_COLUMNS = re.compile(r"\n(?:\| )?Name \| Type(?: \|)?\n")
_FENCE = re.compile(r"```(\w+)")
_PSEUDO_FIELDS = {"any string name", "value"}
_MAX_PAGES = 300
_MAX_TITLES = 60


def detect_languages(
    folders: Mapping[str, Sequence[Page]], titles: Mapping[str, str], names: frozenset[str]
) -> dict[str, Language]:
    """Return the language of each folder of pages.

    `folders` are the pages by folder, `titles` the headings by path, `names` the class names of
    the whole set in lower case.
    """
    sets = {folder: _evidence(pages, titles, names) for folder, pages in folders.items()}
    return recognise_languages(sets, languages("properties"))


def _evidence(
    pages: Sequence[Page], titles: Mapping[str, str], class_names: frozenset[str]
) -> Evidence:
    cells = Counter[tuple[str, str]]()
    fences = Counter[str]()
    two_column_pages = 0
    names: dict[str, None] = {}
    sample = pages[:: len(pages) // _MAX_PAGES + 1]
    for page in sample:
        text = page.text
        is_wide = "SQL" in text and "| SQL Type |" in text
        for name, cell, word in (_WIDE_CELL if is_wide else _CELL).findall(text):
            names[name.replace("\\_", "_")] = None
            cells[cell, word] += 1
        for name, cell, is_optional in (
            find_house_rows(text) if "# Properties" in page.headings else ()
        ):
            names[plain_cell(name).replace("\\_", "_")] = None
            cells[cell, "optional" if is_optional else ""] += 1
        if "## oneOf" in page.headings or "## anyOf" in page.headings:
            cells.update((member, "") for member in _MEMBER.findall(text))
        fences.update(set(_FENCE.findall(text)))
        two_column_pages += _TWO_COLUMNS.search(text) is not None
    plain_cells = Counter[str]()
    for (cell, _), count in cells.items():
        plain_cells[plain_cell(cell)] += count
    return Evidence(
        cells=plain_cells,
        optional_cells=frozenset(plain_cell(cell) for cell, word in cells if word),
        names=tuple(name for name in names if name not in _PSEUDO_FIELDS),
        titles=tuple(titles[page.path] for page in sample[:_MAX_TITLES] if titles[page.path]),
        class_names=class_names,
        pages=len(sample),
        fences=fences,
        layouts={"two-columns": two_column_pages},
    )
