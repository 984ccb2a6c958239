"""Read APIMatic pages as drafts, with evidence from the samples of all pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import EMPTY_TABLE, MISSING_ENUM_VALUES, UNKNOWN_TYPE
from docmodels.inference.naming_case import words
from docmodels.ir import Definition, Enum, Field, Json, Object, Ref, Type, Union, inferences
from docmodels.ir.drafts import Draft, normalize_name
from docmodels.pages.families.apimatic.enums import EnumEvidence, infer_enum, most_common_case
from docmodels.pages.families.apimatic.fields import (
    FindName,
    ModelContext,
    apply_wire_name,
    read_field,
    read_union,
    resolve_date_formats,
    split_additional_properties,
)
from docmodels.pages.families.apimatic.pages import MODEL_KINDS, Model, read_models
from docmodels.pages.families.apimatic.sample_index import (
    SampleIndex,
    add_quoted_values,
    count_incomplete,
)
from docmodels.pages.families.apimatic.type_names import TypeReader, detect_language
from docmodels.pages.languages import Language
from docmodels.pages.languages.hooks import class_name
from docmodels.pages.markdown import Page
from docmodels.pages.table_rows import decode_cell
from docmodels.pages.type_grammar import TypeSyntaxError

_HEADER = "| Name | Type | Tags | Description |"
_HEADINGS = re.compile(rf"^#+ (?:{'|'.join(MODEL_KINDS)})$", re.MULTILINE)
_SECTIONS = re.compile(r"^#+ (?:Fields|Cases|Example.*)$", re.MULTILINE)


def recognises(page: Page) -> bool:
    """Return whether the page has the heading of a class name, and a table or another section."""
    headings = page.headings
    return _HEADINGS.search(headings) is not None and (
        _HEADER in page.text or _SECTIONS.search(headings) is not None
    )


def read(pages: Sequence[Page], notes: list[Note]) -> list[Draft]:
    """Read pages as drafts, in page order; add a note for each part that cannot be read."""
    models: list[Model] = []
    for page in pages:
        models += read_models(page)
        page.forget()
    language = _detect_language(models)
    types = TypeReader(language.vocabulary, _names_by_stem(models))
    entries: list[tuple[Model, ModelContext, Type]] = []
    union_modes: dict[str, str] = {}
    for model in models:
        context = _build_context(model, types, language, notes)
        entries.append((model, context, _read_type(model, context, union_modes)))
    index = _index_samples(entries)
    enum_types = _infer_enums(index, entries, notes)
    return [
        _build_draft(
            context,
            _apply_union_mode(
                enum_types.get(_model_name(model), type), union_modes, _model_name(model)
            ),
            index,
        )
        for model, context, type in entries
    ]


def _index_samples(entries: Sequence[tuple[Model, ModelContext, Type]]) -> SampleIndex:
    """Index the values of all examples and texts by model and by field name."""
    evidence = {
        _model_name(model): _enum_evidence(model, context.language)
        for model, context, _ in entries
        if model.kind == "enum"
    }
    if entries and "joined-names" in entries[0][1].language.traits:
        vocabulary = _vocabulary(model for model, _, _ in entries)
        for enum in evidence.values():
            enum.split_names(vocabulary)
    index = SampleIndex({_model_name(model): type for model, _, type in entries}, evidence)
    for model, _, _ in entries:
        if model.kind == "object":
            for sample in model.objects:
                index.add(_model_name(model), sample)
    add_quoted_values(index)
    return index


def _vocabulary(models: Iterable[Model]) -> frozenset[str]:
    """Return the words of the names and texts of all pages, but not of the members of enums.

    Names and texts show where their words end.
    """
    texts = (
        text
        for model in models
        for text in (
            _model_name(model),
            model.doc,
            *(cell for row in model.rows for cell in row.cells if model.kind != "enum"),
            *(key for sample in model.objects for key in sample),
        )
    )
    return frozenset(word for text in texts for word in words(text) if len(word) > 1)


def _enum_evidence(model: Model, language: Language) -> EnumEvidence:
    names = [row.cells[0].strip("` ") for row in model.rows]
    docs = [decode_cell(row.cells[1]) if len(row.cells) > 1 else "" for row in model.rows]
    evidence = EnumEvidence(
        names,
        ["" if doc == "-" else doc for doc in docs],
        has_words="joined-names" not in language.traits,
    )
    for value in model.values:
        evidence.add_value(value)
    evidence.add_quoted_values(model.doc)
    return evidence


def _infer_enums(
    index: SampleIndex, entries: Sequence[tuple[Model, ModelContext, Type]], notes: list[Note]
) -> dict[str, Type]:
    common_case = most_common_case(index.enums)
    enums = {name: infer_enum(evidence, common_case) for name, evidence in index.enums.items()}
    partial_count, unknown_count = count_incomplete(list(enums.values()))
    first_enum = next((model for model, _, _ in entries if model.kind == "enum"), None)
    if first_enum is not None and (partial_count or unknown_count):
        message = (
            f"the pages list the names of enum members, not their values: of {len(enums)} enums, "
            f"the values of {partial_count} are inferred from examples "
            f"({common_case or 'no common'} case), those of {unknown_count} are unknown"
        )
        help = (
            "these enums accept any other value too, but those whose sampled values leave one "
            "spelling of the others; the API description lists their values"
        )
        notes.append(MISSING_ENUM_VALUES.at(first_enum.page.origin(first_enum.line), message, help))
    return {name: type for name, (type, _) in enums.items()}


def _apply_union_mode(type: Type, union_modes: dict[str, str], name: str) -> Type:
    """Set the mode of a union to the one that the fields of its type state."""
    if isinstance(type, Union) and union_modes.get(name) == "oneOf":
        return replace(type, mode="oneOf")
    return type


def _model_name(model: Model) -> str:
    """Return the class name of a model.

    Old Python pages print it with spaces; pages of Ruby and Python unions do not print it.
    """
    if model.kind == "union" and ("|" in model.name or not model.name):
        return class_name(model.title)
    return class_name(model.name) if " " in model.name else model.name or class_name(model.title)


def _build_draft(context: ModelContext, type: Type, index: SampleIndex) -> Draft:
    model, name = context.model, _model_name(context.model)
    origin = model.page.origin(model.line)
    is_stub = (
        model.kind == "object" and not model.rows and not model.bases and not model.additional_type
    )
    if is_stub:
        context.notes.append(EMPTY_TABLE.at(origin, f"the page lists no fields of `{name}`"))
    nested_samples = index.samples.get(name, [])
    if isinstance(type, Object):
        type = _apply_samples(type, index, index.wire_name_finder(name))
    aliases = (model.title, model.stem)
    return Draft(
        Definition(
            name=name,
            type=type,
            doc=model.doc,
            examples=tuple(model.objects[:1]),
            inferred=(
                inferences("enum-values-from-names", "values")
                if isinstance(type, Enum) and not index.has_all_values(name)
                else ()
            ),
            origin=origin,
        ),
        dialect="apimatic",
        language=context.language.name,
        spelling=context.language.spelling,
        enum_defaults=context.enum_defaults,
        samples=(*nested_samples, *_wire_name_samples(context)),
        is_stub=is_stub,
        aliases=tuple(alias for alias in dict.fromkeys(aliases) if alias and alias != name),
    )


def _apply_samples(type: Object, index: SampleIndex, find: FindName) -> Object:
    """Set wire names and date formats of fields from the samples of all pages."""
    fields = (apply_wire_name(field, find) for field in type.fields)
    return replace(
        type,
        fields=tuple(
            replace(
                field,
                type=resolve_date_formats(
                    field.type, index.formats.get(normalize_name(field.name), frozenset())
                ),
            )
            for field in fields
        ),
    )


def _wire_name_samples(context: ModelContext) -> list[Json]:
    """Return a sample with the wire names in code examples, if there is no JSON example."""
    wire_names = set(context.wire_names.values())
    documented_keys = {
        normalize_name(row.cells[0].strip("`")) for row in context.model.rows if row.cells
    }
    sample = {
        wire_name: None for wire_name in wire_names if normalize_name(wire_name) in documented_keys
    }
    return [sample] if sample and not context.model.objects else []


def _detect_language(models: Sequence[Model]) -> Language:
    rows = [row for model in models if model.kind != "enum" for row in model.rows]
    cells = ("|".join(row.cells[1:2] + row.cells[4:5]) for row in rows)
    return detect_language(cells, (row.cells[0] for row in rows))


def _names_by_stem(models: Sequence[Model]) -> Mapping[str, str]:
    return {model.stem: _model_name(model) for model in models}


def _build_context(
    model: Model, types: TypeReader, language: Language, notes: list[Note]
) -> ModelContext:
    objects = model.objects if model.kind == "object" else []
    wire_names = {
        **model.wire_names,
        **{normalize_name(key): key for sample in objects for key in sample},
    }
    sample_values = {
        normalize_name(key): value for sample in objects for key, value in sample.items()
    }
    return ModelContext(model, types, language, wire_names, sample_values, notes)


def _read_type(model: Model, context: ModelContext, union_modes: dict[str, str]) -> Type:
    match model.kind:
        case "union":
            return read_union(model.rows, context)
        case "enum":
            return Object()
        case _:
            return _read_object(model, context, union_modes)


def _read_object(model: Model, context: ModelContext, union_modes: dict[str, str]) -> Object:
    fields: list[Field] = []
    for row in model.rows:
        if (result := read_field(row, context)) is not None:
            fields.append(result[0])
            if result[1] and isinstance(result[0].type, Ref):
                union_modes[result[0].type.name] = result[1]
    fields, additional = split_additional_properties(fields, context)
    return Object(
        fields=tuple(fields),
        bases=tuple(_read_bases(model, context)),
        additional_properties=additional,
    )


def _read_bases(model: Model, context: ModelContext) -> Iterator[str]:
    for text in model.bases:
        try:
            type = context.types.read(text).type
        except TypeSyntaxError:
            type = None
        if isinstance(type, Ref):
            yield type.name
        else:
            origin = model.page.origin(model.line)
            context.notes.append(
                UNKNOWN_TYPE.at(origin, f"cannot read the base class `{text}`", marked=text)
            )
