"""A page becomes drafts: its sections decide whether a model is an object, an enum or a union."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from docmodels.dialects.page import Line, Page, Section
from docmodels.dialects.properties import detail, enums, unions
from docmodels.dialects.properties.context import Context, folder_of, stem_of
from docmodels.dialects.properties.fields import Surroundings, cast, deepest, field_of, unread
from docmodels.dialects.properties.language import plain
from docmodels.dialects.properties.remarks import NO_REMARKS
from docmodels.dialects.properties.rows import Header, Row, header, rows
from docmodels.drafts import Draft
from docmodels.ir import (
    ANYTHING,
    Definition,
    Discriminator,
    Field,
    Map,
    Object,
    Ref,
    Type,
)
from docmodels.notes import LOST_MEMBERS, LOST_VALUES, UNREAD_ROW, Note

_PLAIN = re.compile(r"\w+")
_ANY_NAMES = frozenset({"any string name", "any_string_name"})
_COMMENTS = ("`openapi_one_of`", "`openapi_any_of`")
_BOILERPLATE = frozenset(
    {
        *("load the model package", "example", "examples", "methods", "code sample"),
        *("class instance methods", "implemented interfaces", "implementing classes"),
    }
)


@dataclass(frozen=True, slots=True)
class Part:
    """One model of a page: the sections of its description, then those that say what it is."""

    title: str
    line: int
    column: int
    intro: tuple[Section, ...]
    body: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What a part says its model is; `empty`: nothing. `symbols` are defaults by field name."""

    type: Type
    symbols: dict[str, str]
    empty: bool = False
    doc: str = ""


def read_page(page: Page, context: Context, notes: list[Note]) -> list[Draft]:
    """Read every model of a page."""
    found = parts(page)
    models = [part for at, part in enumerate(found) if at == 0 or not _is_relation(part)]
    return [
        _draft(part, _said(part, page, context, notes), page, context, alone=len(models) == 1)
        for part in models
    ]


def _draft(part: Part, said: Said, page: Page, context: Context, alone: bool) -> Draft:
    stem = stem_of(page)
    raw = detail.class_name(part.title) or stem
    bare = detail.unqualified(raw)
    model = context.vocabulary.model(bare) or bare
    name = _file_name(model, stem, context) if alone else model
    aliases = dict.fromkeys(alias for alias in (model, raw, stem) if alias and alias != name)
    definition = Definition(
        name=name,
        type=said.type,
        doc=detail.prose(part.intro) or said.doc,
        origin=page.origin(part.line, part.column),
    )
    return Draft(
        definition,
        dialect="properties",
        language=context.language.name,
        folder=folder_of(page),
        spelling=context.language.spelling,
        symbols=said.symbols,
        empty=said.empty,
        merged=True,
        aliases=tuple(aliases),
    )


def _file_name(model: str, stem: str, context: Context) -> str:
    """Prefer the file's name to a class name that differs: `ModelError` in `Error.md`.

    Generators rename classes (prefixes, reserved words, name mappings) where the file keeps the
    name of the schema; no other page may be of that name.
    """
    if model == stem:
        return model
    bare, short = _folded(model), _folded(stem)
    if bare == short or not short or short in context.names or not _PLAIN.fullmatch(stem):
        return model
    decorated = bare.endswith(short) or bare.startswith(short)
    if context.files_tell or (decorated and len(bare) - len(short) <= 12):
        return stem
    return model


def _folded(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()


# --- parts -----------------------------------------------------------------------------------------


def parts(page: Page) -> list[Part]:
    """Cut a page at its titles; a title with nothing of a model under it belongs to a description."""
    found: list[Part] = []
    intro: list[Section] = []
    body: list[Section] = []
    for section in page.sections:
        is_title = section.level == 1
        if is_title and body:
            found.append(_part(intro, body, page))
            intro, body = [], []
        if body or (not is_title and section.level and _is_structural(section)):
            body.append(section)
        elif is_title or intro or section.lines:
            intro.append(section)
    if intro or body:
        last = _part(intro, body, page)
        if body or not found:
            found.append(last)
    return found


def _part(intro: Sequence[Section], body: Sequence[Section], page: Page) -> Part:
    titled = [at for at, section in enumerate(intro) if section.level == 1]
    at = titled[0] if titled else len(intro)
    title = intro[at].title if titled else ""
    line = intro[at].line if titled else (body[0].line if body else 1)
    text = page.document.lines[line - 1] if line <= len(page.document.lines) else ""
    column = len(text) - len(text.lstrip("# ")) + 1
    prose = tuple(s for s in intro[at:] if s.title.lower() not in _BOILERPLATE)
    return Part(title, line, column, prose, tuple(body))


def _is_structural(section: Section) -> bool:
    """Tell a section that says what the model is from a heading inside a description."""
    title = section.title.lower()
    return (
        title in ("properties", "enum", "enum variants", "type", "class instance methods")
        or title.startswith("enum:")
        or title in _COMMENTS
        or title in ("oneof schemas", "anyof schemas", "oneof", "anyof", "implementing classes")
    )


def _is_relation(part: Part) -> bool:
    """The ktorm generator adds a table for each relation: no model, `*one*` and `*many*` rows."""
    return any("| *many*" in line.text for section in part.body for line in section.lines)


# --- what a part says ------------------------------------------------------------------------------


def _said(part: Part, page: Page, context: Context, notes: list[Note]) -> Said:
    for section in part.body:
        title = section.title.lower()
        if title == "properties" and (said := _properties(section, part, page, context, notes)):
            return said
        if (union := unions.of_section(section)) is not None:
            return _union(union, part, page, context, notes)
        if title in _COMMENTS and (union := unions.of_comments(page.text)) is not None:
            return _union(union, part, page, context, notes)
        if title == "enum":
            return _enum(section, part, page, notes)
        if title == "enum variants":
            return _variants(section, part, page, context, notes)
        if title == "type":
            return _alias(section, page, context, notes)
    return _type_table(part, page, context, notes) or Said(ANYTHING, {}, empty=True)


def _properties(
    section: Section, part: Part, page: Page, context: Context, notes: list[Note]
) -> Said | None:
    head = header(section)
    if head is None or "type" not in head.columns:
        return None
    found = list(_rows(section, head, page, notes))
    if not found:
        return None
    if len(found) == 1:
        lines = [line.text for line in section.lines]
        union = unions.of_sentence(found[0].type, lines)
        if union is not None:
            said = _union(union, part, page, context, notes)
            return Said(said.type, {}, said.empty, detail.description(found[0].description))
        if found[0].name == "value" and context.value_is_alias and not found[0].remarks.optional:
            return _value(found[0], page, context, notes)
    return _object(found, _surroundings(part, page, head, found, context), context, notes)


def _rows(section: Section, head: Header, page: Page, notes: list[Note]) -> Iterator[Row]:
    for row in rows(section, head):
        if isinstance(row, Row):
            yield row
        elif _looks_like_a_row(row):
            origin = page.origin(row.number)
            notes.append(UNREAD_ROW.at(origin, "cannot read this table row", width=len(row.text)))


def _looks_like_a_row(line: Line) -> bool:
    return line.text.lstrip().startswith(("|", "*", "`"))


def _surroundings(
    part: Part, page: Page, head: Header, found: Sequence[Row], context: Context
) -> Surroundings:
    by_class: dict[str, enums.Printed] = {}
    by_field: dict[str, enums.Printed] = {}
    sections = [(_enum_title(section), section) for section in part.body[1:]]
    cells = Counter(plain(row.type) for row in found) if any(t for t, _ in sections) else Counter()
    for title, section in sections:
        if not title:
            continue
        printed = enums.printed(section, title)
        if len(printed.pairs) == 1:
            by_field[printed.pairs[0][0].strip("`")] = printed
        reading = context.read(title)
        if reading is not None and reading.models:
            title = reading.models[-1]
        elif cells[plain(title)] != 1:
            continue
        by_class[title.replace("_", "").lower()] = printed
    methods = detail.methods(part.body)
    return Surroundings(page, by_class, by_field, methods, requires=len(head.columns) > 2)


def _enum_title(section: Section) -> str:
    """Give what follows `Enum:`; micronaut's heading is the class alone, over `Name | Value`."""
    if section.title[:5].lower() == "enum:":
        return section.title[5:].strip()
    is_table = any(line.text.startswith("Name | Value") for line in section.lines[:3])
    return section.title if is_table else ""


def _object(
    found: Sequence[Row], around: Surroundings, context: Context, notes: list[Note]
) -> Said:
    fields: dict[str, Field] = {}
    symbols: dict[str, str] = {}
    additional: Type | None = None
    for row in found:
        if row.name in _ANY_NAMES:
            additional = _read(row, around.page, context, notes)
            continue
        made, symbol = field_of(row, around, context, notes)
        if made.name in fields:
            made = _apart(made, fields)
        fields[made.name] = made
        if symbol:
            symbols[made.name] = symbol
    if not fields and additional is not None:
        if additional == ANYTHING:
            return Said(ANYTHING, {}, empty=True)
        return Said(Map(values=additional), {})
    return Said(Object(fields=tuple(fields.values()), additional=additional), symbols)


def _apart(made: Field, fields: dict[str, Field]) -> Field:
    """Two rows of one name: a decorated one keeps its decoration, a repeated one is numbered not."""
    if made.documented and made.documented not in fields:
        inferred = tuple(fact for fact in made.inferred if fact != "name")
        return replace(made, name=made.documented, documented="", inferred=inferred)
    return made


def _read(row: Row, page: Page, context: Context, notes: list[Note]) -> Type:
    reading = context.read(row.type)
    if reading is None:
        return unread(row, page, notes).type
    return reading.type


def _value(row: Row, page: Page, context: Context, notes: list[Note]) -> Said:
    """Python 5: a lone row `value` is the whole model: an enum, an array or a scalar."""
    type = _read(row, page, context, notes)
    if row.remarks.values and (found := enums.quoted(row.remarks.values)) is not None:
        type = deepest(type, lambda leaf: cast(found, leaf))
    return Said(type, {}, doc=detail.description(row.description))


def _union(
    found: unions.Found, part: Part, page: Page, context: Context, notes: list[Note]
) -> Said:
    def read(name: str) -> Type:
        reading = context.read(name)
        return ANYTHING if reading is None else reading.type

    type = found.type(read)
    if type == ANYTHING:
        _note_members(part, page, notes)
    return Said(_mapped(type, found.discriminator, context), {}, empty=type == ANYTHING)


def _note_members(part: Part, page: Page, notes: list[Note]) -> None:
    origin = page.origin(part.line, part.column)
    message = f"`{part.title}` is a union of which the page does not name every member"
    notes.append(LOST_MEMBERS.at(origin, message, width=max(len(part.title), 1)))


def _mapped(type: Type, found: Discriminator | None, context: Context) -> Type:
    """Give the models of a mapping their definition names."""
    if found is None or not found.mapping or not hasattr(type, "discriminator"):
        return type
    mapping = {value: context.vocabulary.model(name) for value, name in found.mapping.items()}
    return replace(type, discriminator=replace(found, mapping=mapping))


def _enum(section: Section, part: Part, page: Page, notes: list[Note]) -> Said:
    found = enums.printed(section, section.title).enum()
    if found is None:
        _note_values(part, page, notes)
        return Said(ANYTHING, {}, empty=True)
    return Said(found, {})


def _note_values(part: Part, page: Page, notes: list[Note]) -> None:
    origin = page.origin(part.line, part.column)
    message = f"`{part.title}` is an enum whose values the page does not print"
    notes.append(LOST_VALUES.at(origin, message, width=max(len(part.title), 1)))


def _variants(
    section: Section, part: Part, page: Page, context: Context, notes: list[Note]
) -> Said:
    """Rust 7: an enum's `Name | Value`, or a union's `Name | Description` (or model and mapping)."""
    pairs = enums.printed(section, section.title).pairs
    head = header(section)
    if head is not None and "description" in head.columns:
        members = tuple(name for name, _ in pairs)
        said = _union(unions.Found("oneOf", members), part, page, context, notes)
        return Said(said.type, {}, said.empty, _shared_text(pairs))
    if pairs and all(name.lower() in context.names for name, _ in pairs):
        members = tuple(name for name, _ in pairs)
        return _union(unions.Found("oneOf", members), part, page, context, notes)
    found = enums.raw_pairs(pairs)
    return Said(ANYTHING, {}, empty=True) if found is None else Said(found, {})


def _shared_text(pairs: Sequence[tuple[str, str]]) -> str:
    """Rust repeats the description of the whole union in each row."""
    texts = {text for _, text in pairs}
    return detail.description(texts.pop()) if len(texts) == 1 else ""


def _alias(section: Section, page: Page, context: Context, notes: list[Note]) -> Said:
    """Rust server: `## Type` and the type alone; enums stand there in lower case, without values."""
    for line in section.lines:
        cell = line.text.strip()
        if cell.startswith("**") and cell.endswith("**"):
            row = Row("", cell, "", NO_REMARKS, line.number, 1)
            type = _read(row, page, context, notes)
            return Said(ANYTHING if isinstance(type, Ref) else type, {})
    return Said(ANYTHING, {}, empty=True)


def _type_table(part: Part, page: Page, context: Context, notes: list[Note]) -> Said | None:
    """Python 5 experimental: `Type | Description | Notes` under the title, without a name."""
    for section in part.intro:
        head = header(section)
        if head is None or head.columns[0] != "type":
            continue
        for line in section.lines:
            if line.number > head.line + 1 and line.text.startswith("**"):
                named = Line(line.number, f"**value** | {line.text}")
                lines = (Line(head.line, "Name | Type"), Line(head.line + 1, "---|---"), named)
                table = Section(2, "Properties", head.line, lines, ())
                rows_ = list(_rows(table, Header(("name", *head.columns), head.line), page, notes))
                return _value(rows_[0], page, context, notes) if rows_ else None
    return None
