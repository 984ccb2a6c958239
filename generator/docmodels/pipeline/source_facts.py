"""Give models that were read from generated modules the places and inferences of their source."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from docmodels.diff.object_views import object_view
from docmodels.ir import Api, Definition, Field, Inference, Object, Origin, Type, WithAssertions
from docmodels.ir.algebra import without_null
from docmodels.ir.drafts import normalize_name
from docmodels.ir.traverse import map_children, refs, walk
from docmodels.targets.plan.identifiers import pascal

Inferences = tuple[Inference, ...]


class Source(Struct, frozen=True):
    """What a class or alias was written from: a definition, or an inline type of a field."""

    type: Type
    origin: Origin | None
    inferred: Inferences = ()


def with_source_facts(models: Api, source: Api) -> Api:
    """Replace the places of models in their modules by those in the inputs of `source`.

    `models` are read from the modules that were generated from `source`. Definitions are found by
    the names of their classes; a class of an inline type by the field that refers to it, and fields
    by their wire names. What is found gets the inferences of its source too; a place of anything
    else is left out.
    """
    sources = _find_sources(models, source)
    definitions = source.by_name()
    return replace(
        models,
        definitions=tuple(
            _with_facts(model, sources.get(model.name), definitions) for model in models.definitions
        ),
    )


def _find_sources(models: Api, source: Api) -> dict[str, Source]:
    """Map the names of classes to their sources, those of inline types from the outside inwards."""
    definitions, by_name = source.by_name(), models.by_name()
    sources = named_sources(models, source)
    pending = deque(sources)
    while pending:
        name = pending.popleft()
        for referenced, place in _referenced(by_name[name].type, sources[name], definitions):
            if referenced in by_name and referenced not in sources:
                inline = _most_alike(place.type, by_name[referenced].type, definitions)
                sources[referenced] = Source(inline, place.origin)
                pending.append(referenced)
    return sources


def named_sources(models: Api, source: Api) -> dict[str, Source]:
    """Map the names of classes and aliases to the definitions that they were written from.

    A class of an inline type has none, nor has a definition whose name is that of several classes.
    """
    keys = {
        definition.name: normalize_name(pascal(definition.name))
        for definition in source.definitions
    }
    counts = Counter(keys.values())
    by_key = {
        keys[definition.name]: definition
        for definition in source.definitions
        if counts[keys[definition.name]] == 1
    }
    exact = source.by_name()
    matches = {
        model.name: exact.get(model.name) or by_key.get(normalize_name(model.name))
        for model in models.definitions
    }
    return {
        name: Source(match.type, match.origin, _without_definition(match.inferred))
        for name, match in matches.items()
        if match is not None
    }


def _without_definition(inferred: Inferences) -> Inferences:
    """Leave out that no input has the definition: the modules have an alias for it."""
    return tuple(inference for inference in inferred if inference.fact != "definition")


def _referenced(
    model: Type, source: Source, definitions: Mapping[str, Definition]
) -> Iterator[tuple[str, Source]]:
    """Yield the names that a model refers to, each with the part of the source that does so."""
    if not isinstance(model, Object):
        yield from ((name, source) for name in refs(model))
        return
    fields = _fields(source.type, definitions)
    for field in model.fields:
        if part := fields.get(field.name):
            place = Source(part.type, part.origin or source.origin)
            yield from ((name, place) for name in refs(field.type))
    if model.additional_properties is not None:
        yield from ((name, source) for name in refs(model.additional_properties))


def _most_alike(type: Type, model: Type, definitions: Mapping[str, Definition]) -> Type:
    """Return the object inside a type that shares most fields with a model, else the type."""
    names = {field.name for field in model.fields} if isinstance(model, Object) else set[str]()
    if not names:
        return type
    objects = [part for part in walk(type) if _fields(part, definitions)]
    return max(
        objects, key=lambda part: len(names & _fields(part, definitions).keys()), default=type
    )


def _fields(type: Type, definitions: Mapping[str, Definition]) -> Mapping[str, Field]:
    """Return the fields of an object, inherited ones too; none if it is no object."""
    type = without_null(type)
    type = type.type if isinstance(type, WithAssertions) else type
    view = object_view(type, definitions)
    return view.fields if view else {}


def _with_facts(
    model: Definition, source: Source | None, definitions: Mapping[str, Definition]
) -> Definition:
    if source is None:
        return replace(model, origin=None, type=_without_places(model.type))
    fields = _fields(source.type, definitions)
    type = model.type
    if isinstance(type, Object):
        type = replace(
            type,
            fields=tuple(_field(field, fields.get(field.name), source) for field in type.fields),
        )
    inferred = _both(model.inferred, source.inferred)
    return replace(model, origin=source.origin, inferred=inferred, type=type)


def _field(field: Field, source: Field | None, owner: Source) -> Field:
    if source is None:
        return replace(field, origin=owner.origin)
    inferred = _both(field.inferred, source.inferred)
    return replace(field, origin=source.origin or owner.origin, inferred=inferred)


def _both(first: Inferences, second: Inferences) -> Inferences:
    return tuple(dict.fromkeys((*first, *second)))


def _without_places(type: Type) -> Type:
    if isinstance(type, Object):
        return replace(type, fields=tuple(replace(field, origin=None) for field in type.fields))
    return map_children(type, _without_places)
