"""Read Microsoft Graph pages as drafts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from docmodels.diagnostics.notes import Note, counted
from docmodels.diagnostics.rules import (
    DANGLING_REF,
    EMPTY_TABLE,
    ENUM_FROM_DESCRIPTION,
    INVALID_ROW,
    MISSING_ENUM_VALUES,
)
from docmodels.ir import (
    DEPRECATED,
    STRING,
    UNKNOWN,
    Array,
    Definition,
    Field,
    Json,
    Object,
    Origin,
    Ref,
    Type,
    access_of,
    inferences,
    is_list,
    nullable,
)
from docmodels.ir.algebra import union_of
from docmodels.ir.drafts import Draft, normalize_name
from docmodels.pages.cell_notes import unknown_type_note
from docmodels.pages.families.msgraph import prose, samples, sections
from docmodels.pages.families.msgraph.bases import base_of, with_acyclic_bases, without_inherited
from docmodels.pages.families.msgraph.enums import (
    EnumEvidence,
    collect_enums,
    inline_field,
    open_enum,
)
from docmodels.pages.families.msgraph.index import Content, Index, make_index, read_content
from docmodels.pages.families.msgraph.sections import Row
from docmodels.pages.families.msgraph.type_cells import TypeCell, TypeName, read_cell, stem
from docmodels.pages.markdown import Page
from docmodels.pages.type_grammar import TypeSyntaxError

_ENUM_WORD = re.compile(r"\benum(?:eration)?\b", re.I)
_MAX_NAMES = 5
"""How many names one note lists."""


class _Reader(Struct):
    """The index of all pages, and what is collected for one note each."""

    index: Index
    notes: list[Note]
    missing: dict[str, Origin] = field(default_factory=dict[str, Origin])
    lost_enums: dict[str, Origin] = field(default_factory=dict[str, Origin])


def read(pages: Sequence[Page], notes: list[Note]) -> list[Draft]:
    """Read pages as drafts: objects in page order, then enums; append what is wrong to `notes`."""
    contents = [read_content(page) for page in pages]
    index = make_index(contents)
    enums = collect_enums(contents, index)
    reader = _Reader(index, notes)
    drafts = [_read_object(content, reader) for content in contents if content.is_model]
    drafts = without_inherited(with_acyclic_bases(drafts))
    drafts += [_enum_draft(enum) for enum in enums.values()]
    _report(reader, [enum for enum in enums.values() if enum.is_inferred])
    return drafts + [_placeholder(name, origin) for name, origin in reader.missing.items()]


def _read_object(content: Content, reader: _Reader) -> Draft:
    page = content.page
    fields = [_read_row(row, content, reader) for row in content.rows]
    names = {normalize_name(row.name) for row in content.rows}
    fields += [
        _sampled_field(name, value, content, reader)
        for name, value in content.sample.items()
        if sections.field_name(name)[0] == name and normalize_name(name) not in names
    ]
    for line in content.invalid:
        message = "the row has no name of a property"
        reader.notes.append(INVALID_ROW.at(page.origin(line.number), message))
    title = sections.title_section(page)
    origin = page.origin(title.line)
    is_stub = not fields and content.sample_line == 0
    if is_stub and not content.invalid:
        message = f"the page lists no properties of `{content.name}`"
        reader.notes.append(EMPTY_TABLE.at(origin, message))
    base = base_of(content, reader.index)
    type = Object(fields=tuple(fields), bases=(base,) if base else ())
    return Draft(
        Definition(content.name, type=type, doc=sections.description(page), origin=origin),
        dialect="msgraph",
        is_stub=is_stub,
        aliases=(content.qualified, stem(page.path)),
    )


def _read_row(row: Row, content: Content, reader: _Reader) -> Field:
    page = content.page
    origin = page.origin(row.line.number, sections.column(row, row.name))
    try:
        type = _cell_type(read_cell(row.type, content.references), row, content, reader)
    except TypeSyntaxError:
        type = UNKNOWN
        place = page.origin(row.line.number, sections.column(row, row.type))
        reader.notes.append(unknown_type_note(row.type, place))
    type = _described_enum(type, row, content) or type
    return Field(
        name=row.name,
        type=_with_null(type, row.doc),
        doc=row.doc,
        access=access_of(prose.is_read_only(row.doc), False),
        deprecation=DEPRECATED if prose.is_deprecated(row.remark or row.doc) else None,
        inferred=inferences("unprinted-presence", "required"),
        origin=origin,
    )


def _with_null(type: Type, doc: str) -> Type:
    """Add null to a type whose description has the word `Nullable`.

    A collection is never null: there, the word is about the items (OData CSDL 4.01, section 7.2.2).
    """
    return nullable(type) if not isinstance(type, Array) and prose.is_nullable(doc) else type


def _cell_type(cell: TypeCell, row: Row, content: Content, reader: _Reader) -> Type:
    origin = content.page.origin(row.line.number, sections.column(row, row.type))
    sample = content.sample.get(row.name)
    members = [_named_type(name, content, reader, (origin, sample)) for name in cell.names]
    return _in_collections(union_of(members), cell.depth)


def _in_collections(type: Type, depth: int) -> Type:
    for _ in range(depth):
        type = Array(items=type)
    return type


def _named_type(
    name: TypeName, content: Content, reader: _Reader, evidence: tuple[Origin, Json]
) -> Type:
    """Return the type that a name means; `evidence` is its place, and the field's placeholder.

    A name without a page whose placeholder is a string is an enum without values.
    """
    target = reader.index.find(name, content)
    if target is not None:
        return Ref(name=target)
    if (primitive := name.primitive) is not None:
        return primitive
    short = sections.short_name(name.text)
    origin, sample = evidence
    while is_list(sample) and sample:
        sample = sample[0]
    if isinstance(sample, str) and samples.type_name(sample) is None and not name.link:
        reader.lost_enums.setdefault(short, origin)
        return STRING
    reader.missing.setdefault(short, origin)
    return Ref(name=short)


def _described_enum(type: Type, row: Row, content: Content) -> Type | None:
    """Return the enum of a string, or of strings, whose values the page lists.

    A section of the page lists them, or the text if the type is printed as an enum. Values in the
    text of a field of type `String` are no enum: the printed type is more certain.
    """
    if isinstance(type, Array):
        items = _described_enum(type.items, row, content)
        return None if items is None else Array(items=items)
    if type != STRING:
        return None
    listed = prose.listed_values(row.doc) if _ENUM_WORD.search(row.type) else None
    if listed is not None:
        return EnumEvidence(row.name, content.page.origin(row.line.number), [], [listed]).to_enum()
    for table in content.enums:
        if normalize_name(table.name) == normalize_name(row.name) and inline_field(table, content):
            return open_enum(str(member.value) for member in table.members)
    return None


def _sampled_field(name: str, value: Json, content: Content, reader: _Reader) -> Field:
    """Return a field that only the JSON representation has."""
    origin = content.page.origin(content.sample_line)
    named = samples.type_name(value)
    if named is None:
        type = samples.placeholder_type(value)
    else:
        type_name, depth = named
        inner = _named_type(type_name, content, reader, (origin, None))
        type = _in_collections(inner, depth)
    return Field(
        name=name, type=type, inferred=inferences("unprinted-presence", "required"), origin=origin
    )


def _enum_draft(evidence: EnumEvidence) -> Draft:
    inferred = inferences("enums-from-descriptions", "values") if evidence.is_inferred else ()
    definition = Definition(
        evidence.name, type=evidence.to_enum(), inferred=inferred, origin=evidence.origin
    )
    return Draft(definition, dialect="msgraph")


def _placeholder(name: str, origin: Origin) -> Draft:
    """Return a definition that accepts any value, for a type that no page defines."""
    inferred = inferences("dangling-references", "definition")
    return Draft(Definition(name, type=UNKNOWN, inferred=inferred, origin=origin), is_stub=True)


def _report(reader: _Reader, inferred_enums: Sequence[EnumEvidence]) -> None:
    """Append one note for each kind of what the pages lack."""
    if reader.missing:
        names = _names(reader.missing)
        message = f"no input defines {names}; any value is accepted"
        help = f"add the {'page' if len(reader.missing) == 1 else 'pages'} of {names} to the inputs"
        name, first = next(iter(reader.missing.items()))
        reader.notes.append(DANGLING_REF.at(first, message, help, marked=name))
    if reader.lost_enums:
        names = _names(reader.lost_enums)
        first = next(iter(reader.lost_enums.values()))
        message = f"no page lists the values of {names}; any string is accepted"
        reader.notes.append(MISSING_ENUM_VALUES.at(first, message))
    if inferred_enums:
        names = _names({enum.name: enum.origin for enum in inferred_enums})
        message = f"the values of {names} are inferred in camel case; other values are accepted too"
        reader.notes.append(ENUM_FROM_DESCRIPTION.at(inferred_enums[0].origin, message))


def _names(names: Mapping[str, Origin]) -> str:
    shown = ", ".join(f"`{name}`" for name in list(names)[:_MAX_NAMES])
    omitted = len(names) - _MAX_NAMES
    return f"{shown} and {counted(omitted, 'other')}" if omitted > 0 else shown
