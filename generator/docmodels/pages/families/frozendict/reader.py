"""Pages of the family as drafts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from msgspec.structs import replace as changed

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import INVALID_ROW
from docmodels.ir import Default, Definition, Object, Ref, Type
from docmodels.ir.drafts import Draft
from docmodels.pages.all_of import joined, objects
from docmodels.pages.families.frozendict.parts import Part, read_parts
from docmodels.pages.families.frozendict.remarks import Unset
from docmodels.pages.families.frozendict.rows import plain
from docmodels.pages.families.frozendict.shapes import Reading, read_part
from docmodels.pages.markdown import Page

_SIGN = "Input Type | Accessed Type | Description | Notes"
_HEADING = "## Model Type Info"


def recognises(page: Page) -> bool:
    """Tell a page by the two type columns under their heading."""
    return _SIGN in page.text and _HEADING in page.text


def read(pages: Sequence[Page], notes: list[Note]) -> list[Draft]:
    """Read pages as drafts, one for each schema that stands for itself."""
    drafts: list[Draft] = []
    defaults: dict[str, Default] = {}
    for page in pages:
        parts, strays = read_parts(page)
        for part in parts:
            drafts.append(_draft(part, Reading(page, notes)))
            _note_default(part, defaults)
        notes.extend(_stray(part, page) for part in strays)
    known = objects({draft.definition.name: draft.definition.type for draft in drafts})
    return [
        replace(draft, definition=_finished(draft.definition, known, defaults)) for draft in drafts
    ]


def _finished(
    definition: Definition, known: Mapping[str, Type], defaults: dict[str, Default]
) -> Definition:
    return changed(definition, type=_defaulted(joined(definition.type, known), defaults))


def _stray(part: Part, page: Page) -> Note:
    message = f"nothing on the page leads to the section `{part.title}`"
    return INVALID_ROW.at(page.origin(part.line), message, "the section is left out")


def _class_name(title: str) -> str:
    """`pkg.model.snake_file.ClassName` is ClassName."""
    return title.rsplit(".", 1)[-1].strip()


def _draft(part: Part, reading: Reading) -> Draft:
    name = _class_name(part.title)
    stem = PurePosixPath(reading.page.path.replace("\\", "/")).stem
    definition = Definition(
        name=name,
        type=read_part(part, reading),
        doc=part.info.doc or plain(part.prose),
        origin=reading.page.origin(part.line, 3),
    )
    return Draft(
        definition,
        dialect="frozendict",
        language="python",
        aliases=tuple(alias for alias in dict.fromkeys((stem, part.title)) if alias != name),
    )


def _note_default(part: Part, defaults: dict[str, Default]) -> None:
    """Keep the default that a schema states of itself: it holds wherever the schema is used."""
    value = part.info.remarks.default
    if not isinstance(value, Unset):
        defaults[_class_name(part.title)] = Default(value=value)


def _defaulted(type: Type, defaults: dict[str, Default]) -> Type:
    """Give fields the default that the model they refer to has of its own."""
    if not isinstance(type, Object):
        return type
    fields = tuple(
        (
            changed(field, default=defaults.get(field.type.name))
            if isinstance(field.type, Ref) and field.default is None
            else field
        )
        for field in type.fields
    )
    return changed(type, fields=fields)
