"""All properties of an object, inherited ones included, whichever type describes it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from msgspec import Struct, field

from docmodels.diff.comparison import Definitions, resolve
from docmodels.ir import (
    NO_OBJECT_CONSTRAINTS,
    UNKNOWN,
    AllOf,
    Discriminator,
    Field,
    Map,
    Object,
    ObjectConstraints,
    Ref,
    Type,
)


class ObjectView(Struct):
    """The properties of an object, of a map or of an allOf of objects.

    `owners` are the definitions that fields are inherited from; local fields have none. `bases` are
    all definitions that the object extends, directly or not.
    """

    fields: dict[str, Field] = field(default_factory=dict[str, Field])
    owners: dict[str, str] = field(default_factory=dict[str, str])
    bases: set[str] = field(default_factory=set[str])
    additional: Type = UNKNOWN
    keys: Type | None = None
    patterns: dict[str, Type] = field(default_factory=dict[str, Type])
    constraints: ObjectConstraints = NO_OBJECT_CONSTRAINTS
    discriminator: Discriminator | None = None


def object_view(type: Type, definitions: Definitions) -> ObjectView | None:
    """Return all properties of a type, None if it is no object."""
    if not isinstance(type, Object | Map | AllOf):
        return None
    view = ObjectView()
    for part, owner in _parts(type, definitions, view.bases):
        match part:
            case Object():
                _add_object(view, part, owner)
            case Map(values=values, keys=keys, constraints=constraints) if not owner:
                view.additional, view.keys, view.constraints = values, keys, constraints
            case Map() | None:
                pass
            case _:
                return None
    return view


def _parts(
    type: Type, definitions: Definitions, bases: set[str]
) -> Iterator[tuple[Type | None, str]]:
    """Yield a type and what it extends, each definition once, base classes last."""
    pending: deque[tuple[Type, str]] = deque([(type, "")])
    while pending:
        part, owner = pending.popleft()
        if isinstance(part, Ref):
            owner = part.name
            if owner in bases:
                continue
            bases.add(owner)
        resolved = resolve(part, definitions)
        if isinstance(resolved, AllOf):
            pending += ((member, owner) for member in resolved.members)
            continue
        yield resolved, owner
        if isinstance(resolved, Object):
            pending += ((Ref(name=base), owner) for base in resolved.bases)


def _add_object(view: ObjectView, part: Object, owner: str) -> None:
    for item in part.fields:
        if item.name not in view.fields:
            view.fields[item.name] = item
            if owner:
                view.owners[item.name] = owner
    if owner:
        return
    if part.additional_properties is not None:
        view.additional = part.additional_properties
    view.patterns.update(part.pattern_properties)
    view.discriminator = view.discriminator or part.discriminator
    if part.constraints != NO_OBJECT_CONSTRAINTS:
        view.constraints = part.constraints
