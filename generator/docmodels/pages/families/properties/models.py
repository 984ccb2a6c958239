"""A page becomes drafts: its sections decide whether a model is an object, an enum or a union."""

from __future__ import annotations

import re
from collections.abc import Sequence

from docmodels.diagnostics.rules import MISSING_ENUM_VALUES
from docmodels.ir import UNKNOWN, Definition, Ref
from docmodels.ir.drafts import Draft, normalize_name
from docmodels.pages.families.properties import detail, enums, unions
from docmodels.pages.families.properties.context import Context, folder_of, stem_of
from docmodels.pages.families.properties.parsed_model import NOTHING, Said, read_type, said_union
from docmodels.pages.families.properties.parts import COMMENTS, Part, parts
from docmodels.pages.families.properties.remarks import NO_REMARKS
from docmodels.pages.families.properties.rows import Row, header
from docmodels.pages.families.properties.tables import of_properties, of_type_table
from docmodels.pages.markdown import Page, Section

_PLAIN = re.compile(r"\w+")
_LONGEST_DECORATION = 12


def read_page(page: Page, context: Context) -> list[Draft]:
    """Read every model of a page."""
    found = parts(page)
    if "\n### As" in page.text:
        _remember_wrapped(found, context)
    return [_draft(part, _said(part, context), context, len(found) == 1) for part in found]


def _remember_wrapped(found: Sequence[Part], context: Context) -> None:
    """Go 4.3 experimental: a member of a union has a method `AsUnion`, the union lists nothing."""
    for part in found:
        for section in part.body:
            if section.title.startswith("As") and any("to wrap" in x.text for x in section.lines):
                context.wrapped.setdefault(section.title[2:], []).append(part.title)


def _draft(part: Part, said: Said, context: Context, alone: bool) -> Draft:
    stem = stem_of(part.page)
    raw = detail.class_name(part.title) or stem
    bare = detail.unqualified(raw)
    model = context.vocabulary.model(bare) or bare
    name = _file_name(model, stem, context) if alone else model
    aliases = dict.fromkeys(alias for alias in (model, raw, stem) if alias and alias != name)
    definition = Definition(
        name=name,
        type=said.type,
        doc=detail.prose(part.intro) or said.doc,
        origin=part.origin,
    )
    return Draft(
        definition,
        dialect="properties",
        language=context.language.name,
        folder=folder_of(part.page),
        spelling=context.language.spelling,
        enum_defaults=said.symbols,
        samples=(dict.fromkeys(said.wire),) if said.wire else (),
        is_stub=said.empty,
        may_be_flattened_union=True,
        aliases=tuple(aliases),
    )


def _file_name(model: str, stem: str, context: Context) -> str:
    """Prefer the file's name to a class name that differs: `ModelError` in `Error.md`.

    Generators rename classes (prefixes, reserved words, name mappings) where the file keeps the
    name of the schema; no other page may be of that name.
    """
    if model == stem:
        return model
    bare, short = normalize_name(model), normalize_name(stem)
    if bare == short or not short or short in context.names or not _PLAIN.fullmatch(stem):
        return model
    decorated = bare.endswith(short) or bare.startswith(short)
    if context.files_tell or (decorated and len(bare) - len(short) <= _LONGEST_DECORATION):
        return stem
    return model


def _said(part: Part, context: Context) -> Said:
    """Ask each section in turn what the model is; the first that knows is believed."""
    for section in part.body:
        title = section.title.lower()
        if title == "properties" and (said := of_properties(section, part, context)):
            return said
        if (union := unions.of_section(section)) is not None:
            return said_union(union, part, context)
        if title in COMMENTS and (union := unions.of_comments(part.page.text)) is not None:
            return said_union(union, part, context)
        if title == "enum":
            return _enum(section, part, context)
        if title == "enum variants":
            return _variants(section, part, context)
        if title == "type":
            return _alias(section, part, context)
    return of_type_table(part, context) or NOTHING


def _enum(section: Section, part: Part, context: Context) -> Said:
    found = enums.printed(section, section.title).enum()
    if found is not None:
        return Said(found)
    message = f"`{part.title}` is an enum whose values the page does not print"
    context.notes.append(
        MISSING_ENUM_VALUES.at(part.origin, message, width=max(len(part.title), 1))
    )
    return NOTHING


def _variants(section: Section, part: Part, context: Context) -> Said:
    """Rust 7: an enum's `Name | Value`, or a union's `Name | Description`.

    A union with a mapping prints models and tags as `Name | Value` too, and then a section for each
    of those models (`rust/model_doc.mustache` of OpenAPI Generator 7); members of an enum may well
    be called like models.
    """
    pairs = enums.printed(section, section.title).pairs
    members = tuple(name for name, _ in pairs)
    head = header(section)
    if head is not None and "description" in head.columns:
        said = said_union(unions.Found("oneOf", members), part, context)
        return Said(said.type, said.symbols, said.empty, _shared_text(pairs))
    if pairs and {section.title for section in part.page.sections}.issuperset(members):
        return said_union(unions.Found("oneOf", members), part, context)
    found = enums.raw_pairs(pairs)
    return NOTHING if found is None else Said(found)


def _shared_text(pairs: Sequence[tuple[str, str]]) -> str:
    """Rust repeats the description of the whole union in each row."""
    texts = {text for _, text in pairs}
    return detail.description(texts.pop()) if len(texts) == 1 else ""


def _alias(section: Section, part: Part, context: Context) -> Said:
    """Rust server: `## Type` and the type alone; enums stand there in lower case, without values."""
    for line in section.lines:
        cell = line.text.strip()
        if cell.startswith("**") and cell.endswith("**"):
            type = read_type(Row("", cell, "", NO_REMARKS, line.number, 1), part, context)
            return Said(UNKNOWN if isinstance(type, Ref) else type)
    return NOTHING
