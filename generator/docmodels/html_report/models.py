"""Describe definitions and fields for the report: texts, values and places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from docmodels.html_report.content import (
    CodePlace,
    FactPlace,
    FieldRow,
    Inferred,
    ModelEntry,
    Place,
    ValueRow,
)
from docmodels.ir import (
    SCALAR_TYPES,
    AllOf,
    Array,
    Definition,
    Deprecation,
    Enum,
    FactOrigin,
    Field,
    Inference,
    Map,
    Nullable,
    Object,
    Origin,
    Ref,
    Type,
    Union,
    WithAssertions,
    constraint_values,
)
from docmodels.ir.algebra import may_be_null
from docmodels.ir.traverse import refs, walk
from docmodels.ir.type_descriptions import describe_type, is_untyped, json_text
from docmodels.ir.vocabulary import CONSTRAINT_FIELDS

Locate = Callable[[Origin | None], Place | None]
"""Returns the place of an origin in the texts of the report."""

_KEYWORDS = {field: keyword for keyword, field in CONSTRAINT_FIELDS.items()}


def describe_model(
    definition: Definition,
    indexes: Mapping[str, int],
    locate: Locate,
    code: CodePlace | None = None,
) -> ModelEntry:
    """Describe a definition; `indexes` are those of all models, by name."""
    type = definition.type
    is_schema = definition.source == "schema"
    rows: list[FieldRow] = []
    for path, field in field_paths(type):
        facts = _facts(field, locate, is_schema) | {"name": path}
        rows.append(_row(field, facts, indexes, locate))
    bases = [base for inner in walk(type) if isinstance(inner, Object) for base in inner.bases]
    return ModelEntry(
        **_facts(definition, locate, is_schema),
        source=definition.source,
        fields=tuple(rows),
        refs=_indexes(refs(type), indexes),
        bases=_indexes(bases, indexes),
        merged_with=tuple(filter(None, map(locate, definition.merged_with))),
        code=code,
    )


def field_paths(type: Type) -> Iterator[tuple[str, Field]]:
    """Yield all fields of a type with their paths, in source order, those of inline objects after
    the field that contains them: `lens.width`, `stops[].name`."""
    stack = [("", field) for field in _inner_fields(type)]
    stack.reverse()
    while stack:
        prefix, (suffix, field) = stack.pop()
        path = f"{prefix}{suffix}.{field.name}".removeprefix(".")
        yield path, field
        stack.extend((path, inner) for inner in reversed(tuple(_inner_fields(field.type))))


def _inner_fields(type: Type) -> Iterator[tuple[str, Field]]:
    """Yield the fields of the objects of which `type` is made, and the path to each object."""
    stack = [("", type)]
    while stack:
        path, inner = stack.pop()
        match inner:
            case Object(fields=fields):
                yield from ((path, field) for field in fields)
            case Array(items=items, prefix_items=prefix):
                stack.append((f"{path}[]", items))
                stack += [(f"{path}[{n}]", item) for n, item in reversed([*enumerate(prefix)])]
            case Map(values=values):
                stack.append((f"{path}{{}}", values))
            case Nullable(type=value) | WithAssertions(type=value):
                stack.append((path, value))
            case Union(members=members):
                numbered = [*enumerate(members, 1)]
                stack += [(f"{path}|{n}", member) for n, member in reversed(numbered)]
            case AllOf(members=members):
                stack += [(path, member) for member in reversed(members)]
            case _:
                pass


def _row(
    field: Field, facts: Mapping[str, Any], indexes: Mapping[str, int], locate: Locate
) -> FieldRow:
    default = field.default
    return FieldRow(
        **facts,
        presence=field.presence,
        default="" if default is None else json_text(default.value),
        default_place=locate(default.origin) if default else None,
        access="" if field.access == "read-write" else field.access,
        documented_name=field.documented_name,
        alternate_names=field.alternate_names,
        refs=_indexes(refs(field.type), indexes),
    )


def _facts(value: Field | Definition, locate: Locate, is_schema: bool) -> dict[str, Any]:
    """Return what fields and definitions have in common, by attribute of `Facts`.

    In a schema, a type without keywords accepts any value; on a page, the type is unknown.
    """
    is_placeholder = any(item.by in _PLACEHOLDERS for item in value.inferred)
    return {
        "name": value.name,
        "type": describe_type(value.type),
        "null": _null(value.type, is_schema),
        "title": value.title,
        "doc": value.doc,
        "deprecation": _deprecation(value.deprecation),
        "examples": tuple(map(json_text, value.examples)),
        "constraints": tuple(_constraints(value.type)),
        "values": tuple(_values(value.type)),
        "untyped": is_untyped(value.type) and (is_placeholder or not is_schema),
        "inferred": tuple(map(_inferred, value.inferred)),
        "sources": tuple(_fact_place(item, locate) for item in value.provenance),
        "place": locate(value.origin),
    }


_PLACEHOLDERS = ("dangling-references", "required-names")
"""What infers types that no input describes."""


def _null(type: Type, is_schema: bool) -> str:
    """Return whether null is a value, as far as the type and its source show it."""
    match type:
        case Ref(name=name):
            return f"null as in {name}"
        case _ if may_be_null(type):
            return "may be null"
        case _ if any(isinstance(inner, Ref) for inner in _in_place(type)):
            return "null as in its members"
        case _:
            return "not null" if is_schema else "null not stated"


def _in_place(type: Type) -> Iterator[Type]:
    """Yield the types that apply to the same value as `type`."""
    stack = [type]
    while stack:
        inner = stack.pop()
        yield inner
        if isinstance(inner, Union | AllOf):
            stack += reversed(inner.members)
        elif isinstance(inner, WithAssertions):
            stack.append(inner.type)


def _deprecation(deprecation: Deprecation | None) -> str | None:
    return None if deprecation is None else deprecation.reason


def _inferred(inference: Inference) -> Inferred:
    return Inferred(fact=inference.fact, by=inference.by)


def _fact_place(item: FactOrigin, locate: Locate) -> FactPlace:
    return FactPlace(fact=item.fact, place=locate(item.origin))


def _indexes(names: Iterable[str], indexes: Mapping[str, int]) -> tuple[int, ...]:
    return tuple(indexes[name] for name in dict.fromkeys(names) if name in indexes)


def _values(type: Type) -> Iterator[ValueRow]:
    """Yield the values of the enums of which a type is made, not those inside its fields."""
    for inner in _without_fields(type):
        if isinstance(inner, Enum):
            for member in inner.members:
                yield ValueRow(value=json_text(member.value), name=member.name, doc=member.doc)


def _constraints(type: Type) -> Iterator[str]:
    """Yield constraints by keyword, and further assertions as a schema."""
    for inner in _without_fields(type):
        match inner:
            case Array() | Map() | Object():
                values = constraint_values(inner.constraints)
            case WithAssertions(schema=schema):
                yield json_text(schema)
                continue
            case _ if isinstance(inner, SCALAR_TYPES):
                values = constraint_values(inner.constraints)
            case _:
                continue
        yield from (f"{_KEYWORDS[name]}: {json_text(value)}" for name, value in values.items())


def _without_fields(type: Type) -> Iterator[Type]:
    """Yield the types of which `type` is made, except those of the fields of inline objects."""
    stack = [type]
    while stack:
        inner = stack.pop()
        yield inner
        match inner:
            case Array(items=items, prefix_items=prefix):
                stack += [items, *reversed(prefix)]
            case Map(values=values):
                stack.append(values)
            case Nullable(type=value) | WithAssertions(type=value):
                stack.append(value)
            case Union(members=members) | AllOf(members=members):
                stack += reversed(members)
            case _:
                pass
