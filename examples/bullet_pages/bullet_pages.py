"""A page family: one model per page, its fields in a bullet list.

# Model: Parcel

* weight (number, required): In kilograms
* stops (list of Stop)
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import UNKNOWN_TYPE
from docmodels.ir import (
    BOOLEAN,
    INTEGER,
    NUMBER,
    STRING,
    UNKNOWN,
    Array,
    Definition,
    Field,
    Object,
    Origin,
    Presence,
    Ref,
    Type,
)
from docmodels.ir.drafts import Draft
from docmodels.pages import Dialect, Page

SCALARS = {"text": STRING, "number": NUMBER, "integer": INTEGER, "flag": BOOLEAN}
HEADING = re.compile(r"^# Model: (\w+)$", re.M)
BULLET = re.compile(r"\* (\w+) \(([^,)]+)(, required)?\)(?:: (.*))?")


def recognises(page: Page) -> bool:
    """Whether the page has the heading of a model."""
    return bool(HEADING.search(page.text))


def read(pages: Sequence[Page], notes: list[Note]) -> list[Draft]:
    """Read one definition from each page."""
    return [Draft(read_definition(page, notes)) for page in pages]


def read_definition(page: Page, notes: list[Note]) -> Definition:
    """Read the heading and the bullets of a page."""
    heading = HEADING.search(page.text)
    assert heading
    fields = [
        read_field(match, page.origin(number, match.start(2) + 1), notes)
        for number, line in enumerate(page.text.split("\n"), 1)
        if (match := BULLET.fullmatch(line))
    ]
    return Definition(name=heading[1], type=Object(fields=tuple(fields)), origin=page.origin(1))


def read_field(match: re.Match[str], origin: Origin, notes: list[Note]) -> Field:
    """Read a bullet: name, type, `required`, description."""
    name, type_name, required, doc = match.groups()
    type = read_type(type_name, origin, notes)
    presence: Presence = "required" if required else "optional"
    return Field(name=name, type=type, presence=presence, doc=doc or "", origin=origin)


def read_type(text: str, origin: Origin, notes: list[Note]) -> Type:
    """Read a type; an unknown notation gives a note and accepts any value."""
    if text.startswith("list of "):
        return Array(items=read_type(text.removeprefix("list of "), origin, notes))
    if text in SCALARS:
        return SCALARS[text]
    if text.isidentifier():
        return Ref(name=text)
    notes.append(UNKNOWN_TYPE.at(origin, f"cannot read the type `{text}`", width=len(text)))
    return UNKNOWN


BULLETS = Dialect("bullets", "Bullet lists", recognises, read)
