"""What was recovered, as text for people: per file and model, with what is inferred or left open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from docmodels import ir
from docmodels.diagnostics.notes import counted
from docmodels.pipeline import LoadResult


def overview(loaded: LoadResult) -> Iterator[str]:
    """List files, their models and fields; the last line counts them."""
    by_file: dict[str, list[ir.Definition]] = {}
    for definition in loaded.api.definitions:
        by_file.setdefault(definition.origin.file if definition.origin else "", []).append(
            definition
        )
    for file, definitions in by_file.items():
        kind = loaded.kinds.get(file, "")
        yield f"{file or '(not in the inputs)'}{f' ({kind})' if kind else ''}"
        for definition in definitions:
            yield from _definition(definition)
        yield ""
    yield _totals(loaded.api, len(by_file))


def _definition(definition: ir.Definition) -> Iterator[str]:
    remarks = _remarks(definition.inferred)
    match definition.type:
        case ir.Object(fields=fields, bases=bases):
            extends = f" extends {', '.join(bases)}" if bases else ""
            yield f"  {definition.name}: object{extends}, {counted(len(fields), 'field')}{remarks}"
        case other:
            yield f"  {definition.name}: {spell(other)}{remarks}"
    for field in _fields(definition.type):
        yield f"    {_field(field)}"


def _fields(type: ir.Type) -> tuple[ir.Field, ...]:
    """Give the fields of an object, or of the only object that stands among the members of a type."""
    match type:
        case ir.Object(fields=fields):
            return fields
        case ir.Union(members=members) | ir.AllOf(members=members):
            found = [member.fields for member in members if isinstance(member, ir.Object)]
            return found[0] if len(found) == 1 else ()
        case _:
            return ()


def _field(field: ir.Field) -> str:
    words = ["required"] if field.required else []
    words += ["read-only"] if field.read_only else []
    words += ["write-only"] if field.write_only else []
    words += ["deprecated"] if field.deprecated else []
    words += [f"documented as {field.documented_name}"] if field.documented_name else []
    listed = f" ({', '.join(words)})" if words else ""
    return f"{field.name}: {spell(field.type)}{listed}{_remarks(field.inferred, field.type)}"


def _remarks(inferred: tuple[str, ...], type: ir.Type | None = None) -> str:
    remarks = [f"inferred: {', '.join(inferred)}"] if inferred else []
    remarks += ["open"] if type is not None and is_open(type) else []
    return f"  <- {'; '.join(remarks)}" if remarks else ""


def is_open(type: ir.Type) -> bool:
    """Whether nobody said what a value is."""
    match type:
        case ir.Unknown():
            return True
        case (
            ir.Array(items=inner, prefix_items=()) | ir.Map(values=inner) | ir.Nullable(type=inner)
        ):
            return is_open(inner)
        case _:
            return False


def spell(type: ir.Type) -> str:
    """Write a type in few words, of no programming language."""
    match type:
        case ir.Unknown():
            return "anything"
        case ir.Never():
            return "nothing"
        case ir.Scalar(kind=kind, format=format):
            return f"{kind} <{format}>" if format else kind
        case ir.Const(value=value):
            return f"exactly {value!r}"
        case ir.Enum(members=members, closed=closed):
            values = ", ".join(repr(member.value) for member in members[:4])
            more = f", .. {len(members)} in all" if len(members) > 4 else ""
            return f"{'enum' if closed else 'open enum'} of {values}{more}"
        case ir.Ref(name=name):
            return name
        case ir.Array(items=items, prefix_items=prefix):
            listed = [spell(part) for part in prefix]
            return f"tuple of {', '.join(listed)}" if listed else f"array of {spell(items)}"
        case ir.Map(values=values):
            return f"map to {spell(values)}"
        case ir.Nullable(type=inner):
            return f"{spell(inner)} or null"
        case ir.Union(members=members, mode=mode):
            return f"{mode} of {' | '.join(spell(member) for member in members)}"
        case ir.AllOf(members=members):
            return f"allOf {' & '.join(spell(member) for member in members)}"
        case ir.Object(fields=fields):
            return f"object with {counted(len(fields), 'field')}"
        case ir.WithAssertions(type=inner):
            return f"{spell(inner)} (further checked)"
        case _:
            assert_never(type)


def _totals(api: ir.Api, files: int) -> str:
    fields = [field for definition in api.definitions for field in _fields(definition.type)]
    inferred = sum(bool(field.inferred) for field in fields)
    opened = sum(is_open(field.type) for field in fields)
    models = counted(len(api.definitions), "model")
    return (
        f"{models} in {counted(files, 'file')}: {counted(len(fields), 'field')},"
        f" {inferred} with something inferred, {opened} left open"
    )
