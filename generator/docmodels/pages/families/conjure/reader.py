"""Read Conjure pages as drafts."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from docmodels.diagnostics.notes import Note, counted
from docmodels.diagnostics.rules import INFERRED_NAME, MISSING_ENUM_VALUES
from docmodels.inference.naming_case import convert_case
from docmodels.ir import (
    UNKNOWN,
    Const,
    Definition,
    Discriminator,
    Enum,
    EnumMember,
    Field,
    Object,
    Origin,
    Ref,
    Type,
    Union,
    inferences,
    nullable,
    presence_of,
)
from docmodels.ir.drafts import Draft, normalize_name
from docmodels.ir.traverse import map_children
from docmodels.pages.cell_notes import unknown_type_note
from docmodels.pages.families.conjure.index import Index, make_index, qualified
from docmodels.pages.families.conjure.sections import Content, FieldRow, UnionRow, read_content
from docmodels.pages.families.conjure.types import FieldType, read_type
from docmodels.pages.literals import read_value
from docmodels.pages.markdown import Line, Page
from docmodels.pages.table_rows import column_of
from docmodels.pages.type_grammar import TypeSyntaxError


class _Reader(Struct):
    """The index of all pages, and the places of the names that are inferred."""

    index: Index
    notes: list[Note]
    inferred_names: list[Origin] = field(default_factory=list[Origin])


def read(pages: Sequence[Page], notes: list[Note]) -> list[Draft]:
    """Read pages as drafts, in page order; append what is wrong with them to `notes`."""
    contents = [read_content(page) for page in pages]
    reader = _Reader(make_index(contents), notes)
    dropped = reader.index.dropped
    models = {
        content.page.path: _build_draft(content, reader)
        for content in contents
        if content.page.path not in dropped
    }
    drafts = [
        (
            _at_page(models[model.page.path], content)
            if (model := dropped.get(content.page.path)) is not None
            else models[content.page.path]
        )
        for content in contents
    ]
    if reader.inferred_names:
        count = counted(len(reader.inferred_names), "field")
        message = (
            f"the pages print the names of {count} in Python's case; the wire names are inferred "
            "in camel case, which the generator converts"
        )
        help = "add the pages of the TypedDicts, which print the wire names"
        notes.append(INFERRED_NAME.at(reader.inferred_names[0], message, help))
    return drafts


def _at_page(draft: Draft, content: Content) -> Draft:
    """Return the draft of a model for the page of its TypedDict, which describes it once more."""
    origin = content.page.origin(content.line)
    return replace(draft, definition=replace(draft.definition, origin=origin))


def _build_draft(content: Content, reader: _Reader) -> Draft:
    page = content.page
    has_typed_dict = page.path in reader.index.wire_names
    definition = Definition(
        content.name,
        type=_page_type(content, reader),
        doc=content.doc,
        origin=page.origin(content.line),
    )
    return Draft(
        definition,
        dialect="conjure",
        folder=content.folder,
        aliases=(qualified(content), *([f"{content.name}Dict"] if has_typed_dict else [])),
    )


def _page_type(content: Content, reader: _Reader) -> Type:
    if content.fields is not None:
        return Object(fields=tuple(_read_field(row, content, reader) for row in content.fields))
    if content.members is not None:
        return _read_union(content, content.members, reader)
    if content.alias is not None:
        alias = _read_type(content.alias.text, content.alias, content, reader)
        return alias.type
    if not content.values:
        message = f"the page lists no values of `{content.name}`"
        origin = content.page.origin(content.line)
        reader.notes.append(MISSING_ENUM_VALUES.at(origin, message))
        return UNKNOWN
    members = tuple(EnumMember(value=read_value(value.strip("`"))) for value in content.values)
    is_text = all(isinstance(member.value, str) for member in members)
    return Enum(members=tuple(dict.fromkeys(members)), base="string" if is_text else None)


def _read_type(text: str, line: Line, content: Content, reader: _Reader) -> FieldType:
    """Read a type and resolve its names; return UNKNOWN, with a note, if it cannot be read."""
    try:
        parsed = read_type(text)
    except TypeSyntaxError:
        origin = content.page.origin(line.number, column_of(line.text, text))
        reader.notes.append(unknown_type_note(text, origin))
        return FieldType(UNKNOWN)
    return FieldType(_resolve(parsed.type, content, reader.index), parsed.is_optional)


def _resolve(type: Type, content: Content, index: Index) -> Type:
    if isinstance(type, Ref):
        return Ref(name=index.reference(type.name, content.folder))
    return map_children(type, lambda inner: _resolve(inner, content, index))


def _read_field(row: FieldRow, content: Content, reader: _Reader) -> Field:
    page = content.page
    parsed = _read_type(row.type, row.line, content, reader)
    origin = page.origin(row.line.number, column_of(row.line.text, row.name))
    name, is_inferred = _wire_name(row.name, content, reader.index)
    if is_inferred:
        reader.inferred_names.append(origin)
    return Field(
        name=name,
        type=nullable(parsed.type) if parsed.is_optional and row.is_required else parsed.type,
        presence=presence_of(row.is_required),
        documented_name=row.name if name != row.name else "",
        alternate_names=(row.name,) if is_inferred and name != row.name else (),
        doc=row.doc,
        inferred=inferences("wire-case", "name") if is_inferred else (),
        origin=origin,
    )


def _wire_name(name: str, content: Content, index: Index) -> tuple[str, bool]:
    """Return the wire name of a field, and whether it is inferred.

    The TypedDict's page prints it. Without that page, it is the name in camel case: the SDK's
    generator makes Python names of names in that case, which Conjure recommends.
    """
    wire_names = index.wire_names.get(content.page.path)
    if wire_names is not None:
        return wire_names.get(normalize_name(name), name), False
    if (
        content.page.path in index.typed_dicts
        or "_" not in name.strip("_")
        and not name.endswith("_")
    ):
        return name, False
    return convert_case(name.strip("_"), "camel"), True


def _read_union(content: Content, rows: Sequence[UnionRow], reader: _Reader) -> Type:
    """Read a union; the value of the discriminator identifies its members."""
    property = convert_case(content.discriminator or "type", "camel")
    members: list[Type] = []
    mapping: dict[str, str] = {}
    for row in rows:
        type = _read_type(row.type, row.line, content, reader).type
        if isinstance(type, Ref) and _may_be_object(row.type, content, reader.index):
            mapping[row.value] = type.name
            members.append(type)
        else:
            members.append(_wrapped(row.value, type, property))
    if not members:
        return UNKNOWN
    discriminator = Discriminator(property, mapping) if len(mapping) == len(members) else None
    return Union(members=tuple(members), mode="oneOf", discriminator=discriminator)


def _may_be_object(text: str, content: Content, index: Index) -> bool:
    """Whether a member of a union is no page of values or of another type."""
    name = text.strip("[]* ").partition("]")[0]
    page = index.find(name, content.folder)
    return page is None or page.fields is not None or page.members is not None


def _wrapped(value: str, type: Type, property: str) -> Object:
    """Return the form of a union member that is no object: `{"type": "name", "name": ..}`.

    Source: wire.md, section 5.3.
    """
    fields = (
        Field(name=property, type=Const(value=value), presence="required"),
        Field(name=value, type=type, presence="required"),
    )
    return Object(fields=fields)
