"""allOf without allOf: a definition as the one type that a Python class or alias can say.

Objects of one allOf become one object with bases; a union among them is distributed over the rest;
scalars join their constraints. What no single type can say keeps the part that accepts most.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from msgspec.structs import asdict, replace

from docmodels.ir import (
    UNKNOWN,
    AllOf,
    Api,
    Array,
    Const,
    Constraints,
    Enum,
    Field,
    Map,
    Never,
    Nullable,
    Object,
    Ref,
    Scalar,
    Type,
    Union,
    Unknown,
    WithAssertions,
    equality_key,
)
from docmodels.ir.json_schema import SchemaStyle, type_schema
from docmodels.ir.traverse import map_children, refs, walk
from docmodels.targets.plan.lossless import is_composed, is_lossless, is_one_kind
from docmodels.targets.plan.order import needed_first

Types = Mapping[str, Type]

MAX_DISTRIBUTED = 64

_FREE = Map(values=UNKNOWN)


def merged_types(api: Api, exact: bool = False) -> dict[str, Type]:
    """Give the type of every definition with no `AllOf` left in it.

    Every base of an `Object` is then the name of another `Object`. Nothing is `Checked`, unless
    it is to be `exact`: then what is lost by merging is, as well as what was.
    """
    raw = {definition.name: definition.type for definition in api.definitions}
    done: dict[str, Type] = {}
    for name in _in_order(raw):
        done[name] = _kept(raw[name], done) if exact else _merged(raw[name], done)
    return {name: done[name] for name in raw}


def _in_order(raw: Types) -> list[str]:
    """Put names after those that they are made of, come what may; then after those that something
    inside is made of, and at last after those that they mention, where that leads not back."""
    order = needed_first(raw, lambda name: refs(raw[name]))
    order = needed_first(order, lambda name: _composed_of(raw[name]))
    return needed_first(order, lambda name: _made_of(raw[name]))


def _composed_of(type: Type) -> Iterator[str]:
    """Names that the AllOf types and the heirs inside `type` are made of."""
    for found in walk(type):
        if is_composed(found):
            yield from _made_of(found)


def _made_of(type: Type) -> Iterator[str]:
    """Names whose types decide what `type` itself is."""
    stack = [type]
    while stack:
        match stack.pop():
            case Ref(name):
                yield name
            case Nullable(inner) | WithAssertions(inner):
                stack.append(inner)
            case AllOf(members) | Union(members):
                stack.extend(reversed(members))
            case Object(bases=bases):
                yield from bases
            case _:
                pass


def _kept(type: Type, types: Types) -> Type:
    """Merge, and keep beside the outcome what it does not say."""
    match type:
        case WithAssertions(inner, schema):
            return WithAssertions(type=_kept(inner, types), schema=schema)
        case Nullable(inner):
            found = _kept(inner, types)
            if not isinstance(found, WithAssertions):
                return Nullable(type=found)
            schema = {"anyOf": [found.schema, {"type": "null"}]}
            return WithAssertions(type=Nullable(type=found.type), schema=schema)
        case AllOf(members):
            found = _merged(type, types)
            if is_lossless(members, types):
                return map_children(found, lambda inner: _kept(inner, types))
            return WithAssertions(type=found, schema=type_schema(type, _PLAIN))
        case Object() if type.bases and not all(
            isinstance(types.get(base), Object) for base in type.bases
        ):
            return WithAssertions(type=_merged(type, types), schema=type_schema(type, _PLAIN))
        case _:
            return map_children(type, lambda inner: _kept(inner, types))


_PLAIN = SchemaStyle(lambda name: f"#/$defs/{name}")


def _merged(type: Type, types: Types) -> Type:
    match type:
        case WithAssertions(inner):
            return _merged(inner, types)
        case AllOf():
            return _joined([_merged(member, types) for member in type.members], types, type.title)
        case Object() if any(
            not isinstance(_target(Ref(name=b), types), Object) for b in type.bases
        ):
            alone = _merged(replace(type, bases=()), types)
            return _joined([*(Ref(name=base) for base in type.bases), alone], types, type.title)
        case _:
            return map_children(type, lambda inner: _merged(inner, types))


def _target(type: Type, types: Types) -> Type:
    """Follow references to what they mean; one that leads nowhere means anything."""
    seen: set[str] = set()
    while isinstance(type, Ref | WithAssertions):
        if isinstance(type, WithAssertions):
            type = type.type
            continue
        if type.name in seen:
            return UNKNOWN
        seen.add(type.name)
        type = types.get(type.name, UNKNOWN)
    return type


def _joined(members: list[Type], types: Types, title: str) -> Type:
    """Join the members of one allOf, each of them merged already."""
    nullable = bool(members) and all(_takes_null(member, types) for member in members)
    waiting = next((m for m in members if isinstance(m, Ref) and m.name not in types), None)
    if waiting is not None:  # it leads back here, and says more than what it is joined with
        return waiting
    bare = [_without_null(member, types) for member in members]
    bare = [member for member in bare if not isinstance(_target(member, types), Unknown)]
    bare = _without_free(bare, types)
    joined = _joined_bare(bare, types, title) if bare else UNKNOWN
    return Nullable(type=joined) if nullable and bare else joined


def _without_free(members: list[Type], types: Types) -> list[Type]:
    """Leave out `type: object` beside what says which object."""
    targets = [_target(member, types) for member in members]
    told = [member for member, t in zip(members, targets, strict=True) if t != _FREE]
    if any(isinstance(target, Object | Map) and target != _FREE for target in targets):
        return told
    return members


def _takes_null(type: Type, types: Types) -> bool:
    found = _target(type, types)
    return isinstance(found, Nullable | Unknown)


def _without_null(type: Type, types: Types) -> Type:
    found = _target(type, types)
    return found.type if isinstance(found, Nullable) else type


def _joined_bare(members: list[Type], types: Types, title: str) -> Type:
    if len(members) == 1:
        return members[0]
    targets = [_target(member, types) for member in members]
    if any(isinstance(target, Never) for target in targets):
        return Never()
    if all(isinstance(target, Object | Map) for target in targets):
        return _one_object(members, types, title)
    unions = [i for i, target in enumerate(targets) if isinstance(target, Union)]
    if len(unions) == 1 and all(isinstance(t, Object | Map | Union) for t in targets):
        union = targets[unions[0]]
        assert isinstance(union, Union)
        rest = [member for i, member in enumerate(members) if i != unions[0]]
        if len(union.members) <= MAX_DISTRIBUTED:
            return _distributed(union, rest, types, title)
    return _narrowest(members, targets, types)


def _distributed(union: Union, rest: list[Type], types: Types, title: str) -> Type:
    members: list[Type] = []
    for member in union.members:
        name = member.name if isinstance(member, Ref) else ""
        joined = _joined([*rest, member], types, name)
        members.append(joined)
    return replace(union, members=tuple(members), title=title)


def _one_object(members: list[Type], types: Types, title: str) -> Type:
    bases: list[str] = []
    parts: list[Object] = []
    for member in members:
        target = _target(member, types)
        if isinstance(member, Ref) and isinstance(target, Object):
            bases.append(_object_name(member.name, types))
        elif isinstance(target, Map):
            parts.append(Object(additional_properties=target.values))
        elif isinstance(target, Object):
            bases.extend(target.bases)
            parts.append(target)
    fields: dict[str, Field] = {}
    for field in chain.from_iterable(part.fields for part in parts):
        known = fields.get(field.name)
        fields[field.name] = field if known is None else narrowed(known, field, types)
    additional = [
        part.additional_properties for part in parts if part.additional_properties is not None
    ]
    return Object(
        fields=tuple(fields.values()),
        bases=tuple(dict.fromkeys(bases)),
        additional_properties=additional[-1] if additional else None,
        pattern_properties={
            key: value for part in parts for key, value in part.pattern_properties.items()
        },
        discriminator=next((p.discriminator for p in parts if p.discriminator), None),
        title=title,
    )


def _object_name(name: str, types: Types) -> str:
    found = types[name]
    while isinstance(found, Ref | WithAssertions):
        if isinstance(found, Ref):
            name, found = found.name, types[found.name]
        else:
            found = found.type
            if isinstance(found, Object):
                return name
    return name


def narrowed(field: Field, further: Field, types: Types) -> Field:
    """Join two statements about one field: both hold."""
    return replace(
        further,
        type=_joined([field.type, further.type], types, ""),
        required=field.required or further.required,
        default=further.default or field.default,
        doc=further.doc or field.doc,
        documented_name=further.documented_name or field.documented_name,
        deprecated=field.deprecated or further.deprecated,
    )


def _narrowest(members: list[Type], targets: list[Type], types: Types) -> Type:
    """Choose among types that are not objects: constants and enums say most, then scalars."""
    enums = [target for target in targets if isinstance(target, Enum) and target.closed]
    if len(enums) > 1:
        return _shared(members, targets, enums)
    for kinds in (Const, Enum):
        for member, target in zip(members, targets, strict=True):
            if isinstance(target, kinds):
                return member
    scalars = [target for target in targets if isinstance(target, Scalar)]
    if scalars and len(scalars) == len(targets) and is_one_kind(scalars):
        return replace(
            next((s for s in scalars if s.kind == "integer"), scalars[0]),
            format=next((s.format for s in scalars if s.format), ""),
            constraints=_both([s.constraints for s in scalars]),
        )
    arrays = [target for target in targets if isinstance(target, Array)]
    if arrays and len(arrays) == len(targets):
        told = next((array for array in arrays if array.prefix_items), arrays[0])
        items = told.items if told.prefix_items else _joined([a.items for a in arrays], types, "")
        return replace(told, items=items, constraints=_both([a.constraints for a in arrays]))
    if any(isinstance(target, Object) for target in targets):
        return next(m for m, t in zip(members, targets, strict=True) if isinstance(t, Object))
    return members[0]


def _shared(members: list[Type], targets: list[Type], enums: list[Enum]) -> Type:
    """Keep the values that several enums have in common: one of the enums, if it has no others."""
    others = [{equality_key(member.value) for member in enum.members} for enum in enums[1:]]
    shared = [
        m for m in enums[0].members if all(equality_key(m.value) in other for other in others)
    ]
    for member, target in zip(members, targets, strict=True):
        if isinstance(target, Enum) and len(target.members) == len(shared):
            return member
    return replace(enums[0], members=tuple(shared))


_TIGHTER = {
    "minimum": max,
    "exclusive_minimum": max,
    "min_length": max,
    "min_items": max,
    "min_properties": max,
    "maximum": min,
    "exclusive_maximum": min,
    "max_length": min,
    "max_items": min,
    "max_properties": min,
}


def _both(constraints: list[Constraints]) -> Constraints:
    """Hold to all of `constraints` as far as one set of them can."""
    found: dict[str, object] = {}
    for each in constraints:
        for name, value in asdict(each).items():
            if value is None or value is False:
                continue
            tighter = _TIGHTER.get(name)
            found[name] = tighter(found[name], value) if tighter and name in found else value
    return Constraints(**found)  # type: ignore[arg-type]
