"""Merge each allOf into one type that a Python class or alias can express.

If no single type expresses an allOf, the result accepts more values than the allOf.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import TARGET_LIMIT
from docmodels.ir import (
    UNKNOWN,
    AllOf,
    Api,
    Array,
    Definition,
    Nullable,
    Object,
    Ref,
    Type,
    Union,
    WithAssertions,
    nullable,
)
from docmodels.ir.graph import sort_topologically
from docmodels.ir.json_schema import assertion_schema
from docmodels.ir.references import inplace_refs
from docmodels.ir.schema_algebra import Schema, or_null
from docmodels.ir.traverse import map_children, refs, walk
from docmodels.targets.plan.all_of import Sizes, merge_all_of
from docmodels.targets.plan.base_classes import Types, class_key, is_base_class
from docmodels.targets.plan.closed_objects import close_object, split_closed
from docmodels.targets.plan.conditional_properties import with_conditional_properties
from docmodels.targets.plan.lossless import is_composed, is_lossless
from docmodels.targets.plan.options import Validation
from docmodels.targets.plan.structural_assertions import structural_assertions


class _Run(Struct):
    """The merged definitions so far, and the number of types in each definition as it is written.

    `has_limit` if an allOf since it was reset was too large.
    """

    sizes: Mapping[str, int]
    document_size: int
    types: dict[str, Type] = field(default_factory=dict[str, Type])
    has_limit: bool = False

    def merge(self, members: Sequence[Type], all_of: AllOf | Object) -> Type:
        """Merge the members of an allOf, or of an object with bases."""
        size = _size(all_of) + sum(self.sizes.get(name, 0) for name in inplace_refs(all_of))
        merged = merge_all_of(members, self.types, all_of.title, Sizes(self.document_size, size))
        self.has_limit = self.has_limit or not merged.exact
        return merged.value


def _size(type: Type) -> int:
    return sum(1 for _ in walk(type))


def merge_definitions(
    api: Api, validation: Validation = Validation.NATURAL, notes: list[Note] | None = None
) -> dict[str, Type]:
    """Return the type of every definition without any `AllOf`.

    Every base of an `Object` is the name of another `Object` in the result. `NATURAL` keeps no
    `WithAssertions`, `STRICT` those about objects and arrays; `EXACT` keeps all, and adds one where
    merging loses a constraint. An `unevaluatedProperties: false` closes an object if that means
    the same; the assertions of `EXACT` include it in any case. An allOf of which a part is left out,
    since its unions have too many members together, is reported in `notes` (`target-limit`).
    """
    merge = _MERGES[validation]
    definitions = {definition.name: definition for definition in api.definitions}
    types = {name: definition.type for name, definition in definitions.items()}
    sizes = {name: _size(type) for name, type in types.items()}
    run = _Run(sizes, sum(sizes.values()))
    for name in _sorted_by_dependency(types):
        type, closed = types[name], None
        run.has_limit = False
        if validation is not Validation.EXACT and (split := split_closed(type, types)):
            inner, others = split
            type_of_object = WithAssertions(type=inner, schema=others) if others else inner
            closed = close_object(merge(type_of_object, run), run.types)
        run.types[name] = closed or merge(type, run)
        if run.has_limit and notes is not None:
            notes.append(_limit_note(definitions[name]))
    return {name: run.types[name] for name in definitions}


def _limit_note(definition: Definition) -> Note:
    message = f"the unions in the allOf of `{definition.name}` combine to too many types"
    help = (
        "some members are left out, and their values accepted; list the combinations in one union"
    )
    return TARGET_LIMIT.at(definition.origin, message, help)


def _sorted_by_dependency(definitions: Types) -> list[str]:
    """Sort definitions topologically by hard dependency (bases, allOf, aliases), then by nested
    hard dependency, then by plain reference; ignore back edges of the weaker kinds."""
    order = sort_topologically(definitions, lambda name: refs(definitions[name]))
    order = sort_topologically(order, lambda name: _nested_dependencies(definitions[name]))
    return sort_topologically(order, lambda name: inplace_refs(definitions[name], True))


def _nested_dependencies(type: Type) -> Iterator[str]:
    """Yield the hard dependencies of the allOf types and the objects with bases in `type`."""
    for inner in walk(type):
        if is_composed(inner):
            yield from inplace_refs(inner, True)


def _merge_exactly(type: Type, run: _Run) -> Type:
    """Merge, and keep the constraints that the merged type loses as assertions."""
    match type:
        case WithAssertions(inner, schema):
            return WithAssertions(type=_merge_exactly(inner, run), schema=schema)
        case Nullable(inner):
            merged = _merge_exactly(inner, run)
            if not isinstance(merged, WithAssertions):
                return nullable(merged)
            return WithAssertions(type=nullable(merged.type), schema=or_null(merged.schema))
        case AllOf(members):
            merged = _merge(type, run)
            if is_lossless(members, run.types) and not run.has_limit:
                return map_children(merged, lambda inner: _merge_exactly(inner, run))
            return WithAssertions(type=_as_any_of(merged), schema=assertion_schema(type))
        case Object() if not all(is_base_class(base, run.types, exact=True) for base in type.bases):
            return WithAssertions(type=_merge(type, run), schema=assertion_schema(type))
        case _:
            merged = _with_resolved_bases(type, run.types)
            return map_children(merged, lambda inner: _merge_exactly(inner, run))


def _as_any_of(type: Type) -> Type:
    """Return a type whose unions accept every value of their members: merged members may be equal."""
    type = map_children(type, _as_any_of)
    if isinstance(type, Union) and type.discriminator is None:
        return replace(type, mode="anyOf")
    return type


def _merge(type: Type, run: _Run) -> Type:
    match type:
        case WithAssertions(inner, schema):
            return with_conditional_properties(_merge(inner, run), schema, run.types)
        case AllOf():
            return run.merge([_merge(member, run) for member in type.members], type)
        case Object() if not all(is_base_class(base, run.types) for base in type.bases):
            alone = _merge(replace(type, bases=()), run)
            return run.merge([*(Ref(name=base) for base in type.bases), alone], type)
        case _:
            merged = _with_resolved_bases(type, run.types)
            return map_children(merged, lambda inner: _merge(inner, run))


def _merge_structurally(type: Type, run: _Run) -> Type:
    """Merge, and keep the assertions about objects and arrays."""
    match type:
        case WithAssertions(inner, schema):
            return _with_structure(_merge_structurally(inner, run), schema)
        case Nullable(inner):
            merged = _merge_structurally(inner, run)
            if not isinstance(merged, WithAssertions):
                return nullable(merged)
            return WithAssertions(type=nullable(merged.type), schema=or_null(merged.schema))
        case AllOf(members):
            return _merge_with_assertions(
                [_merge_structurally(member, run) for member in members], run, type
            )
        case Object() if not all(is_base_class(base, run.types) for base in type.bases):
            alone = _merge_structurally(replace(type, bases=()), run)
            bases = (Ref(name=base) for base in type.bases)
            return _merge_with_assertions([*bases, alone], run, type)
        case _:
            merged = _with_resolved_bases(type, run.types)
            return map_children(merged, lambda inner: _merge_structurally(inner, run))


def _merge_with_assertions(members: list[Type], run: _Run, all_of: AllOf | Object) -> Type:
    """Merge the members of an allOf; the result has the assertions of those that are no classes."""
    merged = run.merge(list(map(_without_assertions, members)), all_of)
    if isinstance(merged, Array) and isinstance(all_of, AllOf):
        if not is_lossless(all_of.members, run.types):
            return _with_structure(merged, assertion_schema(all_of))
    for member in members:
        if isinstance(member, Ref) and not is_base_class(member.name, run.types):
            member = run.types.get(member.name, UNKNOWN)
        while isinstance(member, WithAssertions):
            merged, member = _with_structure(merged, member.schema), member.type
    return merged


def _without_assertions(type: Type) -> Type:
    while isinstance(type, WithAssertions):
        type = type.type
    return type


def _with_structure(type: Type, schema: Schema) -> Type:
    structure = structural_assertions(schema)
    return WithAssertions(type=type, schema=structure) if structure else type


_MERGES: Final = {
    Validation.NATURAL: _merge,
    Validation.STRICT: _merge_structurally,
    Validation.EXACT: _merge_exactly,
}


def _with_resolved_bases(type: Type, types: Types) -> Type:
    """Return an object whose bases are the classes that the given bases are aliases of."""
    if not isinstance(type, Object) or not type.bases:
        return type
    return replace(type, bases=tuple({class_key(base, types): None for base in type.bases}))
