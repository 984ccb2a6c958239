"""The text of `docmodels inspect`: models by file, with inferred parts and untyped fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from docmodels import ir
from docmodels.diagnostics.notes import counted
from docmodels.pipeline import LoadResult


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
            yield from _describe_definition(definition)
        yield ""
    yield _totals(loaded.api, len(by_file))


def _describe_definition(definition: ir.Definition) -> Iterator[str]:
    remarks = _remarks(definition.inferred)
    if definition.merged_with:
        places = ", ".join(f"{origin.file}:{origin.line}" for origin in definition.merged_with)
        remarks += f"  [merged with {places}{_provenance(definition)}]"
    match definition.type:
        case ir.Object(fields=fields, bases=bases):
            extends = f" extends {', '.join(bases)}" if bases else ""
            yield f"  {definition.name}: object{extends}, {counted(len(fields), 'field')}{remarks}"
        case type:
            yield f"  {definition.name}: {describe_type(type)}{remarks}"
    for field in _object_fields(definition.type):
        yield f"    {_describe_field(field)}"


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


def _describe_field(field: ir.Field) -> str:
    details = ["required"] if field.required else []
    details += [field.access] if field.access != "read-write" else []
    details += ["deprecated"] if field.deprecation else []
    details += [f"documented as {field.documented_name}"] if field.documented_name else []
    suffix = f" ({', '.join(details)})" if details else ""
    remarks = _remarks(field.inferred, field.type)
    sources = f"  [{_provenance(field).removeprefix('; ')}]" if field.provenance else ""
    return f"{field.name}: {describe_type(field.type)}{suffix}{remarks}{sources}"


def _provenance(value: ir.Field | ir.Definition) -> str:
    """Describe which facts are from other places, by place."""
    facts: dict[str, list[str]] = {}
    for item in value.provenance:
        facts.setdefault(f"{item.origin.file}:{item.origin.line}", []).append(item.fact)
    return "".join(f"; {', '.join(names)} from {place}" for place, names in facts.items())


def _remarks(inferred: tuple[ir.Inference, ...], type: ir.Type | None = None) -> str:
    facts = ", ".join(f"{inference.fact} (by {inference.by})" for inference in inferred)
    remarks = [f"inferred: {facts}"] if inferred else []
    remarks += ["untyped"] if type is not None and is_untyped(type) else []
    return f"  <- {'; '.join(remarks)}" if remarks else ""


def is_untyped(type: ir.Type) -> bool:
    """Whether a type, or the item type of its arrays and maps, accepts any value."""
    match type:
        case ir.Unknown():
            return True
        case (
            ir.Array(items=inner, prefix_items=()) | ir.Map(values=inner) | ir.Nullable(type=inner)
        ):
            return is_untyped(inner)
        case _:
            return False


def describe_type(type: ir.Type) -> str:
    """Describe a type in a few words, independent of any programming language."""
    match type:
        case ir.Unknown():
            return "any value"
        case ir.Never():
            return "no value"
        case ir.String() | ir.Integer() | ir.Number() | ir.Boolean() | ir.Null():
            return f"{type.kind} <{type.format}>" if type.format else type.kind
        case ir.Const(value=value):
            return f"exactly {value!r}"
        case ir.Enum(members=members, closed=closed):
            values = ", ".join(repr(member.value) for member in members[:4])
            more = f", .. {len(members)} in all" if len(members) > 4 else ""
            return f"{'enum' if closed else 'open enum'} of {values}{more}"
        case ir.Ref(name=name):
            return name
        case ir.Array(items=items, prefix_items=prefix):
            parts = [describe_type(part) for part in prefix]
            return f"tuple of {', '.join(parts)}" if parts else f"array of {describe_type(items)}"
        case ir.Map(values=values):
            return f"map to {describe_type(values)}"
        case ir.Nullable(type=inner):
            return f"{describe_type(inner)} or null"
        case ir.Union(members=members, mode=mode):
            return f"{mode} of {' | '.join(describe_type(member) for member in members)}"
        case ir.AllOf(members=members):
            return f"allOf {' & '.join(describe_type(member) for member in members)}"
        case ir.Object(fields=fields):
            return f"object with {counted(len(fields), 'field')}"
        case ir.WithAssertions(type=inner):
            return f"{describe_type(inner)} (with further assertions)"
        case _:
            assert_never(type)


def _totals(api: ir.Api, files: int) -> str:
    fields = [field for definition in api.definitions for field in _object_fields(definition.type)]
    inferred = sum(bool(field.inferred) for field in fields)
    untyped = sum(is_untyped(field.type) for field in fields)
    models = counted(len(api.definitions), "model")
    return (
        f"{models} in {counted(files, 'file')}: {counted(len(fields), 'field')},"
        f" {inferred} with inferred parts, {untyped} untyped"
    )
