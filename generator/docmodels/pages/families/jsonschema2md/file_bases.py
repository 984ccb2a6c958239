"""Find the schemas that a schema extends, as versions 1 to 3 print it.

The table of a schema lists the properties of the schemas that it extends, each with a link to the
page that defines it. It does not list what these inherit in turn.
"""

from __future__ import annotations

from collections.abc import Mapping
from posixpath import dirname, join, normpath

from docmodels.ir.graph import find_cycles
from docmodels.pages.families.jsonschema2md.file_pages import FilePage


def path_of(page: FilePage, target: str) -> str:
    """Return the path of the page that a link on `page` leads to; "" for no link."""
    return normpath(join(dirname(page.page.path), target)) if target else ""


def find_bases(pages: Mapping[str, FilePage]) -> dict[str, list[str]]:
    """Return the pages of the bases of each page, by path.

    A page is a base if the table lists all properties that the page itself defines, as defined by
    it. Pages that are bases of each other have none.
    """
    bases = {path: _bases_of(path, page, pages) for path, page in pages.items()}
    for cycle in list(find_cycles(bases, lambda path: bases[path])):
        for path in cycle:
            bases[path] = []
    return bases


def _bases_of(path: str, page: FilePage, pages: Mapping[str, FilePage]) -> list[str]:
    listed: dict[str, set[str]] = {}
    for row in page.rows:
        if row.kind == "property" and row.defined_by:
            listed.setdefault(path_of(page, row.defined_by), set()).add(row.name)
    return [
        base
        for base, names in listed.items()
        if base in pages
        and base != path
        and (declared := _own_names(pages[base]))
        and declared <= names
    ]


def _own_names(page: FilePage) -> set[str]:
    return {row.name for row in page.rows if row.kind == "property" and not row.defined_by}
