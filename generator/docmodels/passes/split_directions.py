"""Split models with read-only or write-only fields into a request and a response model.

Source: JSON Schema 2020-12 validation, section 9.4, and OpenAPI 3.0.3, section 4.7.24: a request
has no read-only properties, a response has no write-only ones, and `required` applies only where
the property may occur.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import RENAMED
from docmodels.ir import (
    AllOf,
    Definition,
    Field,
    Nullable,
    Object,
    Type,
    WithAssertions,
    inferences,
)
from docmodels.ir.drafts import Direction, Draft, normalize_name
from docmodels.ir.references import (
    assertion_refs,
    inplace_refs,
    rename_refs,
    with_explicit_mappings,
)
from docmodels.ir.traverse import map_children, refs
from docmodels.passes.context import PassContext


def run(drafts: Sequence[Draft], context: PassContext) -> list[Draft]:
    """Split every definition whose request and response models differ.

    The response model keeps the name; the request model is called `NameRequest` and follows it. The
    inline body of a request or a response has one direction and is not split. Without the option
    `split_readonly`, nothing is split.
    """
    if not context.options.split_readonly:
        return list(drafts)
    request = _build_projection(drafts, _is_read_only)
    response = _build_projection(drafts, _is_write_only)
    differing_names = _find_differing(drafts, request, response)
    if not differing_names:
        return list(drafts)
    names = _request_names(drafts, differing_names)
    request = replace(request, names=names)
    context.notes.extend(_numbering_notes(drafts, names))
    explicit_definitions = with_explicit_mappings([draft.definition for draft in drafts], names)
    split_drafts: list[Draft] = []
    for draft, request_definition in zip(drafts, explicit_definitions, strict=True):
        if draft.definition.name not in differing_names:
            split_drafts.append(draft)
            continue
        if draft.direction is not Direction.REQUEST:
            split_drafts.append(replace(draft, definition=response.project(draft.definition)))
        if draft.direction is not Direction.RESPONSE:
            split_drafts.append(replace(draft, definition=request.project(request_definition)))
    return split_drafts


_Hides: TypeAlias = Callable[[Field], bool]
_NO_FIELDS: frozenset[str] = frozenset()


def _is_read_only(field: Field) -> bool:
    return field.access == "read-only"


def _is_write_only(field: Field) -> bool:
    return field.access == "write-only"


class _Projection(Struct, frozen=True):
    """The definitions of one direction, without the fields of the other.

    `hides` decides whether a field is hidden. `hidden` has the names of the hidden fields of each
    definition, those of its base classes and allOf members included. `names` has its new names.
    """

    hides: _Hides
    hidden: Mapping[str, frozenset[str]]
    names: Mapping[str, str]

    def project(self, definition: Definition) -> Definition:
        """Return the definition for this direction, under its new name."""
        old = definition.name
        name = self.names.get(old, old)
        provenance = () if name == old else inferences("split-directions", "name")
        return replace(
            definition,
            name=name,
            type=rename_refs(self.type_of(definition), lambda name: self.names.get(name, name)),
            inferred=tuple(dict.fromkeys((*definition.inferred, *provenance))),
        )

    def type_of(self, definition: Definition) -> Type:
        """Return the type of a definition without hidden fields."""
        return self._without_hidden(definition.type, self.hidden.get(definition.name, _NO_FIELDS))

    def _without_hidden(self, type: Type, hidden: frozenset[str]) -> Type:
        """Remove the fields in `hidden` at this instance location, and hidden fields inside."""
        match type:
            case Nullable() | WithAssertions() | AllOf():
                return map_children(type, lambda inner: self._without_hidden(inner, hidden))
            case Object():
                type = replace(type, fields=tuple(f for f in type.fields if f.name not in hidden))
            case _:
                pass
        return map_children(type, lambda inner: self._without_hidden(inner, self._hidden_at(inner)))

    def _hidden_at(self, type: Type) -> frozenset[str]:
        base_fields = (self.hidden.get(name, _NO_FIELDS) for name in inplace_refs(type))
        return frozenset(_directly_hidden(type, self.hides)).union(*base_fields)


def _build_projection(drafts: Sequence[Draft], hides: _Hides) -> _Projection:
    """Collect the hidden fields of each definition; subclasses inherit those of a base class."""
    types = {draft.definition.name: draft.definition.type for draft in drafts}
    hidden = {name: frozenset(_directly_hidden(type, hides)) for name, type in types.items()}
    subclasses: dict[str, list[str]] = {}
    for name, type in types.items():
        for base in inplace_refs(type):
            subclasses.setdefault(base, []).append(name)
    pending = [name for name, fields in hidden.items() if fields]
    while pending:
        name = pending.pop()
        for subclass in subclasses.get(name, ()):
            if not hidden[name] <= hidden[subclass]:
                hidden[subclass] |= hidden[name]
                pending.append(subclass)
    return _Projection(hides, hidden, {})


def _directly_hidden(type: Type, hides: _Hides) -> Iterator[str]:
    """Yield the hidden fields of a type at its instance location, without those of references."""
    pending = [type]
    while pending:
        match pending.pop():
            case Object(fields=fields):
                yield from (field.name for field in fields if hides(field))
            case Nullable(inner) | WithAssertions(inner):
                pending.append(inner)
            case AllOf(members):
                pending.extend(members)
            case _:
                pass


def _find_differing(
    drafts: Sequence[Draft], request: _Projection, response: _Projection
) -> set[str]:
    """Return the definitions that differ by direction, directly or through their references."""
    differing_names = {
        d.definition.name for d in drafts if _differs(d.definition, request, response)
    }
    if not differing_names:
        return differing_names
    referrers = _find_referrers(drafts)
    one_sided = {draft.definition.name for draft in drafts if draft.direction is not Direction.BOTH}
    pending = [name for name in differing_names if name not in one_sided]
    while pending:
        for referrer in referrers.get(pending.pop(), ()):
            if referrer not in differing_names:
                differing_names.add(referrer)
                pending.extend([referrer] if referrer not in one_sided else [])
    return differing_names


def _differs(definition: Definition, request: _Projection, response: _Projection) -> bool:
    return request.type_of(definition) != response.type_of(definition)


def _find_referrers(drafts: Sequence[Draft]) -> dict[str, list[str]]:
    """Map each definition to those that refer to it; a discriminator refers to the subclasses."""
    discriminated = {d.definition.name for d in drafts if _has_discriminator(d.definition.type)}
    referrers: dict[str, list[str]] = {}
    for definition in (draft.definition for draft in drafts):
        for name in (*refs(definition.type), *assertion_refs(definition.type)):
            referrers.setdefault(name, []).append(definition.name)
        bases = [name for name in inplace_refs(definition.type) if name in discriminated]
        referrers.setdefault(definition.name, []).extend(bases)
    return referrers


def _has_discriminator(type: Type) -> bool:
    while isinstance(type, Nullable | WithAssertions):
        type = type.type
    return isinstance(type, Object) and type.discriminator is not None


def _request_names(drafts: Sequence[Draft], differing_names: Collection[str]) -> dict[str, str]:
    """Name the request models; add a number to a name that another definition has."""
    used_keys = {normalize_name(draft.definition.name) for draft in drafts}
    request_names: dict[str, str] = {}
    for draft in drafts:
        old = draft.definition.name
        if old not in differing_names or draft.direction is not Direction.BOTH:
            continue
        preferred = name = f"{old}{_SUFFIX}"
        number = 2
        while normalize_name(name) in used_keys:
            name, number = f"{preferred}{number}", number + 1
        used_keys.add(normalize_name(name))
        request_names[old] = name
    return request_names


_SUFFIX = "Request"


def _numbering_notes(drafts: Sequence[Draft], names: Mapping[str, str]) -> Iterator[Note]:
    for draft in drafts:
        old = draft.definition.name
        if (new := names.get(old, "")) and new != f"{old}{_SUFFIX}":
            message = f"`{old}{_SUFFIX}` exists already; the request model of `{old}` is `{new}`"
            help = "choose another name with --rename"
            yield RENAMED.at(draft.definition.origin, message, help)
