"""Compare what has no effect on values: titles, descriptions and examples."""

from __future__ import annotations

from collections.abc import Iterator

from docmodels.diff import kinds
from docmodels.diff.changes import ModelChange, Place
from docmodels.ir import Definition, Field
from docmodels.ir.equality import is_equal


def compare_annotations(
    old: Field | Definition, new: Field | Definition, place: Place
) -> Iterator[ModelChange]:
    """Yield the changes of annotations; the layout of a description does not count."""
    if old.title != new.title:
        yield from place.change(kinds.TITLE_CHANGED, old.title, new.title)
    if old.doc.split() != new.doc.split():
        yield from place.change(
            kinds.DESCRIPTION_CHANGED, _first_line(old.doc), _first_line(new.doc)
        )
    if not is_equal(list(old.examples), list(new.examples)):
        yield from place.change(kinds.EXAMPLES_CHANGED)


def _first_line(doc: str) -> str:
    return doc.strip().partition("\n")[0]
