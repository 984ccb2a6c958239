"""Convert a page to drafts: the sections decide if a model is an object, an enum or a union."""

from __future__ import annotations

from collections.abc import Sequence

from docmodels.diagnostics.rules import MISSING_ENUM_VALUES
from docmodels.inference.definition_names import DEFINITION_NAMES, PageName
from docmodels.ir import UNKNOWN, Definition, Ref
from docmodels.ir.drafts import Draft, normalize_name
from docmodels.pages.families.properties import detail, enums, unions
from docmodels.pages.families.properties.context import Context
from docmodels.pages.families.properties.parsed_model import (
    EMPTY_MODEL,
    ParsedModel,
    parse_union,
    read_type,
)
from docmodels.pages.families.properties.parts import COMMENTS, Part, split_models
from docmodels.pages.families.properties.remarks import NO_REMARKS
from docmodels.pages.families.properties.rows import Row, find_header
from docmodels.pages.families.properties.tables import parse_properties, parse_type_table
from docmodels.pages.markdown import Page, Section


def read_page(page: Page, context: Context) -> list[Draft]:
    """Read every model of a page; append notes to `context.notes`."""
    page_parts = split_models(page)
    if "\n### As" in page.text:
        _collect_wrapped_models(page_parts, context)
    return [
        _make_draft(part, _parse_model(part, context), context, len(page_parts) == 1)
        for part in page_parts
    ]


def _collect_wrapped_models(page_parts: Sequence[Part], context: Context) -> None:
    """Collect the members of unions: a member has a method `AsUnion` (Go 4.3 experimental).

    The page of the union does not list its members.
    """
    for part in page_parts:
        for section in part.body:
            if section.title.startswith("As") and any("to wrap" in x.text for x in section.lines):
                context.wrapped_models.setdefault(section.title[2:], []).append(part.title)


def _make_draft(part: Part, parsed: ParsedModel, context: Context, is_only_model: bool) -> Draft:
    stem = part.page.stem
    raw = detail.class_name(part.title) or stem
    short_name = detail.unqualified_name(raw)
    model = context.vocabulary.model_name(short_name) or short_name
    name = _choose_name(model, stem, context) if is_only_model else model
    aliases = dict.fromkeys(alias for alias in (model, raw, stem) if alias and alias != name)
    definition = Definition(
        name=name,
        type=parsed.type,
        doc=detail.join_prose(part.intro) or parsed.doc,
        origin=part.origin,
    )
    return Draft(
        definition,
        dialect="properties",
        language=context.language.name,
        folder=part.page.folder or ".",
        spelling=context.language.spelling,
        enum_defaults=parsed.enum_defaults,
        samples=(dict.fromkeys(parsed.wire_names),) if parsed.wire_names else (),
        is_stub=parsed.is_stub,
        may_be_flattened_union=True,
        aliases=tuple(aliases),
    )


def _choose_name(model: str, stem: str, context: Context) -> str:
    """Return the file name if it is the name of the schema, else the class name.

    Generators rename classes (prefixes, reserved words, name mappings) but keep the name of the
    schema for the file: `ModelError` in `Error.md`. No other page may have that name. Scala drops
    the package of a name in the class: `ListMeta` in `ApiListMeta.md`, of the schema `api.ListMeta`.
    """
    if model == stem:
        return model
    key = normalize_name(stem)
    is_taken = key in context.names
    if "file-names" in context.language.traits and not is_taken:
        if key.endswith(normalize_name(model)):
            return stem
    page_name = PageName(
        model,
        stem,
        is_taken,
        context.file_count,
        context.matching_count,
    )
    return DEFINITION_NAMES.conclude(page_name) or model


def _parse_model(part: Part, context: Context) -> ParsedModel:
    """Parse the model of a part by its first section that defines one."""
    for section in part.body:
        title = section.title.lower()
        if title == "properties" and (parsed := parse_properties(section, part, context)):
            return parsed
        if (union := unions.read_section(section)) is not None:
            return parse_union(union, part, context)
        if title in COMMENTS and (union := unions.read_comments(part.page.text)) is not None:
            return parse_union(union, part, context)
        if title == "enum":
            return _read_enum(section, part, context)
        if title == "enum variants":
            return _read_variants(section, part, context)
        if title == "type":
            return _read_alias(section, part, context)
    return parse_type_table(part, context) or EMPTY_MODEL


def _read_enum(section: Section, part: Part, context: Context) -> ParsedModel:
    enum = enums.read_section(section, section.title).to_enum()
    if enum is not None:
        return ParsedModel(enum)
    message = f"`{part.title}` is an enum whose values the page does not print"
    context.notes.append(
        MISSING_ENUM_VALUES.at(part.origin, message, width=max(len(part.title), 1))
    )
    return EMPTY_MODEL


def _read_variants(section: Section, part: Part, context: Context) -> ParsedModel:
    """Read `## Enum Variants` (Rust 7): `Name | Value` of an enum, `Name | Description` of a union.

    A union with a mapping has a table `Name | Value` of models and tags too, followed by a section
    for each of these models (`rust/model_doc.mustache` of OpenAPI Generator 7). Without these
    sections it is an enum, even if its members have the names of models.
    """
    pairs = enums.read_section(section, section.title).pairs
    members = tuple(name for name, _ in pairs)
    header = find_header(section)
    if header is not None and "description" in header.columns:
        parsed = parse_union(unions.PrintedUnion("oneOf", members), part, context)
        return ParsedModel(
            parsed.type, parsed.enum_defaults, parsed.is_stub, _shared_description(pairs)
        )
    if pairs and {section.title for section in part.page.sections}.issuperset(members):
        return parse_union(unions.PrintedUnion("oneOf", members), part, context)
    enum = enums.enum_from_rows(pairs)
    return EMPTY_MODEL if enum is None else ParsedModel(enum)


def _shared_description(pairs: Sequence[tuple[str, str]]) -> str:
    """Return the description of a union, which Rust repeats in each row; "" if rows differ."""
    texts = {text for _, text in pairs}
    return detail.decode_description(texts.pop()) if len(texts) == 1 else ""


def _read_alias(section: Section, part: Part, context: Context) -> ParsedModel:
    """Read `## Type`, which has only a type (Rust server).

    A reference there is an enum without its values, with its name in lower case.
    """
    for line in section.lines:
        cell = line.text.strip()
        if cell.startswith("**") and cell.endswith("**"):
            type = read_type(Row("", cell, "", NO_REMARKS, line.number, 1), part, context)
            return ParsedModel(UNKNOWN if isinstance(type, Ref) else type)
    return EMPTY_MODEL
