"""Read pages of the frozendict family as drafts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import INVALID_ROW
from docmodels.ir import Default, Definition, Object, Ref, Type
from docmodels.ir.drafts import Draft
from docmodels.pages.all_of import convert_all_of, object_definitions
from docmodels.pages.families.frozendict.parts import SchemaBlock, read_blocks
from docmodels.pages.families.frozendict.remarks import Unset
from docmodels.pages.families.frozendict.rows import decode_text
from docmodels.pages.families.frozendict.shapes import PageContext, read_schema
from docmodels.pages.markdown import Page

_HEADER = "Input Type | Accessed Type | Description | Notes"
_HEADING = "## Model Type Info"


def recognises(page: Page) -> bool:
    """Return whether the page has the heading and the table header with two type columns."""
    return _HEADING in page.headings and _HEADER in page.text


def read(pages: Sequence[Page], notes: list[Note]) -> list[Draft]:
    """Read pages as drafts, one for each top-level schema."""
    drafts: list[Draft] = []
    defaults: dict[str, Default] = {}
    for page in pages:
        blocks, unreferenced = read_blocks(page)
        for block in blocks:
            drafts.append(_build_draft(block, PageContext(page, notes)))
            _collect_default(block, defaults)
        notes.extend(_note_unreferenced(block, page) for block in unreferenced)
    object_types = object_definitions(
        {draft.definition.name: draft.definition.type for draft in drafts}
    )
    return [
        replace(draft, definition=_resolve_definition(draft.definition, object_types, defaults))
        for draft in drafts
    ]


def _resolve_definition(
    definition: Definition, object_types: Mapping[str, Type], defaults: dict[str, Default]
) -> Definition:
    return replace(
        definition, type=_apply_defaults(convert_all_of(definition.type, object_types), defaults)
    )


def _note_unreferenced(block: SchemaBlock, page: Page) -> Note:
    message = f"no table of the page links to the section `{block.title}`"
    return INVALID_ROW.at(page.origin(block.line), message, "the section is ignored")


def _class_name(title: str) -> str:
    """Return the last part of a qualified name: `pkg.model.snake_file.ClassName`."""
    return title.rsplit(".", 1)[-1].strip()


def _build_draft(block: SchemaBlock, context: PageContext) -> Draft:
    name = _class_name(block.title) or context.page.stem
    definition = Definition(
        name=name,
        type=read_schema(block, context),
        doc=block.info.doc or decode_text(block.prose),
        origin=context.page.origin(block.line, 3),
    )
    return Draft(
        definition,
        dialect="frozendict",
        language="python",
        aliases=tuple(
            alias for alias in dict.fromkeys((context.page.stem, block.title)) if alias != name
        ),
    )


def _collect_default(block: SchemaBlock, defaults: dict[str, Default]) -> None:
    """Store the default of a top-level schema, which applies to every field of its type."""
    value = block.info.remarks.default
    if not isinstance(value, Unset):
        defaults[_class_name(block.title)] = Default(value=value)


def _apply_defaults(type: Type, defaults: dict[str, Default]) -> Type:
    """Set the default of fields that refer to a model with a default."""
    if not isinstance(type, Object):
        return type
    fields = tuple(
        (
            replace(field, default=defaults.get(field.type.name))
            if isinstance(field.type, Ref) and field.default is None
            else field
        )
        for field in type.fields
    )
    return replace(type, fields=fields)
