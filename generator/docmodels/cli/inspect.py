"""The text of `docmodels inspect`: models by file as tables of fields, or one model in detail."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from docmodels import ir
from docmodels.cli.run import CliRun
from docmodels.config.options import Job
from docmodels.diagnostics.documents import WEB_SCHEMES, Document
from docmodels.diagnostics.notes import DocmodelsError, Note, counted, suggest
from docmodels.diagnostics.rendering import printable
from docmodels.diagnostics.rules import NO_MODELS
from docmodels.io.git_inputs import is_git_path
from docmodels.io.input_files import PAGES, SCHEMAS
from docmodels.ir.references import assertion_refs
from docmodels.ir.scalars import Constraints, constraint_values
from docmodels.ir.traverse import refs
from docmodels.ir.type_descriptions import describe_type, is_untyped, json_text
from docmodels.pipeline import LoadResult


def split_names(arguments: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Split arguments into inputs and names of models.

    A name is what is no existing file or folder, and has no form of an input: no pattern, address,
    revision, separator of folders, or suffix of pages and schemas.
    """
    inputs = tuple(argument for argument in arguments if _is_input(argument))
    return inputs, tuple(argument for argument in arguments if not _is_input(argument))


def _is_input(argument: str) -> bool:
    suffix = os.path.splitext(argument)[1].lower()
    is_form = argument == "-" or is_git_path(argument) or argument.startswith(WEB_SCHEMES)
    has_sign = any(sign in argument for sign in "*?/\\") or suffix in PAGES | SCHEMAS
    return is_form or has_sign or os.path.exists(argument)


def select_models(api: ir.Api, names: Iterable[str]) -> tuple[ir.Definition, ...]:
    """Return the definitions with these names. Raises `DocmodelsError` (`no-models`) for others."""
    definitions = api.by_name()
    for name in names:
        if name not in definitions:
            message = f"no file and no model is named {name!r}"
            help = f"{suggest(name, definitions)}`docmodels inspect` lists all models"
            raise DocmodelsError(NO_MODELS.at(None, message, help))
    return tuple(definitions[name] for name in names)


def describe_jobs(
    run: CliRun, jobs: Sequence[Job], names: Sequence[str], as_json: bool
) -> list[str]:
    """Load jobs and return lines about all their models, or about the models of one job by name."""
    if not as_json and not names:
        texts = [list(overview(run.load_job(job))) for job in jobs]
        if len(jobs) == 1:
            return texts[0]
        titled = [[f"{job.output}:", *lines] for job, lines in zip(jobs, texts, strict=True)]
        return [
            line for number, lines in enumerate(titled) for line in ([""] * (number > 0) + lines)
        ]
    loaded = run.load_job(jobs[0])
    selected = select_models(loaded.api, names)
    if as_json:
        api = replace(loaded.api, definitions=selected) if names else loaded.api
        return ir.dumps(api).removesuffix("\n").split("\n")
    blocks = [details(model, loaded.api, run.notes, run.documents) for model in selected]
    return [line for block in blocks for line in (*block, "")][:-1]


# --- all models -----------------------------------------------------------------------------------


def overview(loaded: LoadResult) -> Iterator[str]:
    """Yield lines that list files, their models and fields; the last line counts them."""
    by_file: dict[str, list[ir.Definition]] = {}
    for definition in loaded.api.definitions:
        by_file.setdefault(definition.origin.file if definition.origin else "", []).append(
            definition
        )
    for file, definitions in by_file.items():
        kind = loaded.dialects.get(file, "")
        yield f"{file or '(not in the inputs)'}{f' ({kind})' if kind else ''}"
        for definition in definitions:
            yield f"  {_describe_definition(definition)}"
            yield from _table(map(_row, _object_fields(definition.type)))
        yield ""
    yield _totals(loaded.api, len(by_file))


def _describe_definition(definition: ir.Definition) -> str:
    match definition.type:
        case ir.Object(fields=fields, bases=bases):
            extends = f" extends {', '.join(bases)}" if bases else ""
            text = f"object{extends}, {counted(len(fields), 'field')}"
        case type:
            text = ", ".join((describe_type(type), *_constraints(type)))
    deprecated = ", deprecated" if definition.deprecation else ""
    return (
        f"{definition.name}: {text}{deprecated}{_remarks(definition.inferred)}{_merged(definition)}"
    )


def _merged(definition: ir.Definition) -> str:
    if not definition.merged_with:
        return ""
    places = ", ".join(f"{origin.file}:{origin.line}" for origin in definition.merged_with)
    return f"  [merged with {places}{_provenance(definition)}]"


def _sources(field: ir.Field) -> str:
    return f"  [{_provenance(field).removeprefix('; ')}]" if field.provenance else ""


def _provenance(value: ir.Field | ir.Definition) -> str:
    """Describe which facts are from other places, by place."""
    facts: dict[str, list[str]] = {}
    for item in value.provenance:
        facts.setdefault(f"{item.origin.file}:{item.origin.line}", []).append(item.fact)
    return "".join(f"; {', '.join(names)} from {place}" for place, names in facts.items())


def _object_fields(type: ir.Type) -> tuple[ir.Field, ...]:
    """Return the fields of an object, or of the only object in a union or allOf."""
    match type:
        case ir.Object(fields=fields):
            return fields
        case ir.Union(members=members) | ir.AllOf(members=members):
            objects = [member.fields for member in members if isinstance(member, ir.Object)]
            return objects[0] if len(objects) == 1 else ()
        case _:
            return ()


def _row(field: ir.Field) -> tuple[str, ...]:
    """Return the cells of a field: name, type, presence, null, default, constraints, remarks."""
    details: list[str] = [field.access] if field.access != "read-write" else []
    details += ["deprecated"] if field.deprecation else []
    details += [f"documented as {field.documented_name}"] if field.documented_name else []
    return (
        field.name,
        describe_type(_without_null(field.type)),
        field.presence,
        "nullable" if isinstance(field.type, ir.Nullable) else "",
        f"default {json_text(field.default.value)}" if field.default else "",
        ", ".join(_constraints(field.type)),
        f"{', '.join(details)}{_remarks(field.inferred, field.type)}{_sources(field)}".strip(),
    )


def _without_null(type: ir.Type) -> ir.Type:
    return type.type if isinstance(type, ir.Nullable) else type


def _constraints(type: ir.Type) -> Iterator[str]:
    """Yield the constraints of a type with the names of their keywords: `minLength 1`."""
    match type:
        case ir.Nullable(type=inner) | ir.WithAssertions(type=inner):
            yield from _constraints(inner)
        case ir.String() | ir.Integer() | ir.Number() | ir.Array() | ir.Map() | ir.Object():
            constraints: Constraints = type.constraints
            for name, value in constraint_values(constraints).items():
                yield f"{_keyword(name)} {value}" if value is not True else _keyword(name)
        case _:
            pass


def _keyword(attribute: str) -> str:
    first, *others = attribute.split("_")
    return first + "".join(map(str.capitalize, others))


def _table(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Yield rows with aligned columns; a column that is empty in all rows has no width."""
    lines = [tuple(map(printable, row)) for row in rows]
    widths = [min(max(map(len, column)), MAX_WIDTH) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = [cell.ljust(width) for cell, width in zip(line, widths, strict=True) if width]
        yield f"    {'  '.join(cells)}".rstrip()


MAX_WIDTH = 40
"""The width of a column; longer cells push the next ones."""


def _remarks(inferred: tuple[ir.Inference, ...], type: ir.Type | None = None) -> str:
    facts = ", ".join(f"{inference.fact} (by {inference.by})" for inference in inferred)
    remarks = [f"inferred: {facts}"] if inferred else []
    remarks += ["untyped"] if type is not None and is_untyped(type) else []
    return f"  <- {'; '.join(remarks)}" if remarks else ""


def _totals(api: ir.Api, files: int) -> str:
    fields = [field for definition in api.definitions for field in _object_fields(definition.type)]
    inferred = sum(bool(field.inferred) for field in fields)
    untyped = sum(is_untyped(field.type) for field in fields)
    models = counted(len(api.definitions), "model")
    return (
        f"{models} in {counted(files, 'file')}: {counted(len(fields), 'field')},"
        f" {inferred} with inferred parts, {untyped} untyped"
    )


# --- one model ------------------------------------------------------------------------------------


def details(
    definition: ir.Definition, api: ir.Api, notes: Sequence[Note], documents: Mapping[str, Document]
) -> Iterator[str]:
    """Yield lines that show one model: each field with its line in the input and its reasons.

    Reasons are the inferences that a fact follows from, and the notes about that line.
    """
    by_line: dict[tuple[str, int], list[Note]] = {}
    for note in notes:
        if note.origin:
            by_line.setdefault((note.origin.file, note.origin.line), []).append(note)
    yield printable(_describe_definition(definition))
    yield from _source(definition, by_line, documents)
    yield from (f"  {printable(line)}" for line in definition.doc.strip().splitlines())
    for field in _object_fields(definition.type):
        yield ""
        yield f"  {printable('  '.join(cell for cell in _row(field) if cell))}"
        yield from (f"  {line}" for line in _source(field, by_line, documents))
        yield from (f"    {printable(line)}" for line in field.doc.strip().splitlines())
    users = [
        other.name
        for other in api.definitions
        if definition.name in {*refs(other.type), *assertion_refs(other.type)}
    ]
    yield ""
    yield f"  referred to by {', '.join(users) if users else 'no other model'}"


def _source(
    value: ir.Field | ir.Definition,
    notes: Mapping[tuple[str, int], Sequence[Note]],
    documents: Mapping[str, Document],
) -> Iterator[str]:
    """Yield the place of a fact with the line there, and the notes about that line."""
    origin = value.origin
    if origin is None:
        return
    lines = documents[origin.file].lines if origin.file in documents else ()
    line = lines[origin.line - 1].strip() if 0 < origin.line <= len(lines) else ""
    text = f": {printable(line[:MAX_LINE])}" if line else ""
    yield f"  {origin.file}:{origin.line}:{origin.column}{text}"
    for note in notes.get((origin.file, origin.line), ()):
        yield f"  = {note.rule.name}: {printable(note.message)}"


MAX_LINE = 120
"""How many characters of a line of an input are shown."""
