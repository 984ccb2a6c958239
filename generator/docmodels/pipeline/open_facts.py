"""Take from inputs what existing models leave open, so that it is no change."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from msgspec.structs import replace as evolve

from docmodels.diff.compare import pair_definitions
from docmodels.diff.comparison import definitions_of
from docmodels.ir import Api, Default, Definition, Field, Object, Origin, nullable
from docmodels.ir.algebra import may_be_null, without_null


def with_open_facts(models: Api, stated: Api, unread: Sequence[Origin], *, by_hand: bool) -> Api:
    """Take from the inputs what existing models leave open.

    That is the type of an annotation that is not supported, and for models written by hand, whether
    null is a value of a field with the default None: it may only stand for an absent field.
    `unread` are the places of the annotations that are not supported.
    """
    owners = _owners(models, unread)
    by_name = stated.by_name()
    pairs, _ = pair_definitions(definitions_of(models), definitions_of(stated))

    def definition(model: Definition) -> Definition:
        counterpart = by_name.get(pairs.get(model.name, ""))
        if counterpart is None:
            return model
        if not isinstance(model.type, Object) or not isinstance(counterpart.type, Object):
            return evolve(model, type=counterpart.type) if model.origin in owners else model
        counterparts = {part.name: part for part in counterpart.type.fields}
        changed = tuple(field(part, counterparts.get(part.name)) for part in model.type.fields)
        return evolve(model, type=evolve(model.type, fields=changed))

    def field(part: Field, counterpart: Field | None) -> Field:
        if counterpart is None:
            return part
        if part.origin in owners:
            return evolve(part, type=counterpart.type, default=_open_default(part, counterpart))
        return _with_open_null(part, counterpart) if by_hand else part

    return evolve(models, definitions=tuple(map(definition, models.definitions)))


def _with_open_null(field: Field, counterpart: Field) -> Field:
    """Return a field whose default None stands for null, or for nothing, as its counterpart does."""
    if field.required or field.default is None or field.default.value is not None:
        return field
    inner = without_null(field.type)
    type = nullable(inner) if may_be_null(counterpart.type) else inner
    return evolve(field, type=type, default=_open_default(field, counterpart))


def _open_default(field: Field, counterpart: Field) -> Default | None:
    """Return the default of a field; None counts only if it is the default in the inputs too."""
    is_none = field.default is not None and field.default.value is None
    is_stated = counterpart.default is not None and counterpart.default.value is None
    return field.default if is_stated or not is_none else None


def _owners(models: Api, unread: Sequence[Origin]) -> set[Origin]:
    """Return the places of the fields and aliases that have one of the unread annotations.

    Such a statement is the last one that starts before the annotation does.
    """
    starts: dict[str, list[tuple[int, int, Origin]]] = {}
    for model in models.definitions:
        fields = model.type.fields if isinstance(model.type, Object) else ()
        for origin in (model.origin, *(field.origin for field in fields)):
            if origin is not None:
                starts.setdefault(origin.file, []).append((origin.line, origin.column, origin))
    owners: set[Origin] = set()
    for group in starts.values():
        group.sort(key=lambda start: start[:2])
    for place in unread:
        group = starts.get(place.file, [])
        number = bisect_right(group, (place.line, place.column), key=lambda start: start[:2])
        owners.update(start[2] for start in group[number - 1 : number] if number)
    return owners
