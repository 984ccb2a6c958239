"""Merge the definitions of one model that several sources of an API have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import CONTRADICTION
from docmodels.inference.identifiers import keys_of
from docmodels.ir import (
    AllOf,
    Array,
    Boolean,
    Default,
    Definition,
    Enum,
    FactOrigin,
    Field,
    Integer,
    Map,
    Null,
    Nullable,
    Number,
    Object,
    Origin,
    Ref,
    Scalar,
    SourcedFact,
    String,
    Type,
    Union,
    Unknown,
    WithAssertions,
)
from docmodels.ir.algebra import without_null
from docmodels.ir.drafts import Draft, Spelling, normalize_name
from docmodels.passes.align_fields import align_fields
from docmodels.passes.decisions import Statement, decide_type
from docmodels.passes.merge_fields import (
    Contradiction,
    Page,
    SourceFacts,
    merge_fields,
    most_common_spelling,
)
from docmodels.passes.precedence import precedes
from docmodels.passes.same_name import is_stub


class MergedDraft(Struct, frozen=True):
    """A draft for several ones, and what the user is shown about it.

    `page_only` are the fields of pages that the model of a specification does not have, each with
    its page.
    """

    draft: Draft
    contradictions: tuple[Contradiction, ...] = ()
    page_only: tuple[tuple[Draft, Field], ...] = ()

    def notes(self) -> Iterator[Note]:
        """Yield a note for each contradiction, with both places."""
        name = self.draft.definition.name
        for item in self.contradictions:
            place = _describe_place(item.other.origin)
            subject = f"{name}.{item.field}" if item.field else name
            message = (
                f"`{subject}` {_describe(item.fact, item.first.value)} here, and "
                f"{_describe(item.fact, item.other.value)} in {place}"
            )
            yield CONTRADICTION.at(item.first.origin, message, marked=item.field or name)


# --- a specification and pages -------------------------------------------------------------------


def merge_into_schema(
    schema: Draft, pages: Sequence[Draft], schema_fields: frozenset[str]
) -> MergedDraft:
    """Return the draft of a specification with the descriptions that only pages have.

    The specification states every other fact of the model, also by what it leaves out.
    `schema_fields` are the normalized names of all its fields, inherited ones included.
    """
    type = schema.definition.type
    fields = _objects_fields(type)
    documented: dict[str, Field] = {}
    contradictions: list[Contradiction] = []
    page_only: list[tuple[Draft, Field]] = []
    for page in pages:
        for row in align_fields([fields, _objects_fields(page.definition.type)]):
            if 0 in row and 1 in row:
                stated = documented.get(row[0].name, row[0])
                documented[row[0].name] = _with_texts(stated, row[1])
                contradictions += _contradictions(row[0], row[1])
            elif 1 in row and normalize_name(row[1].name) not in schema_fields:
                page_only.append((page, row[1]))
    merged = _with_fields(type, documented)
    definition = _with_definition_texts(replace(schema.definition, type=merged), pages)
    return MergedDraft(
        _with_evidence(
            replace(schema, definition=definition, proved_names=frozenset(documented)), pages
        ),
        tuple(contradictions),
        tuple(page_only),
    )


def _objects_fields(type: Type) -> tuple[Field, ...]:
    """Return the fields that a type states itself, in one object or in those of an `allOf`."""
    match type:
        case Object(fields=fields):
            return fields
        case Nullable(inner) | WithAssertions(inner):
            return _objects_fields(inner)
        case AllOf(members):
            return tuple(field for member in members for field in _objects_fields(member))
        case _:
            return ()


def _with_fields(type: Type, documented: Mapping[str, Field]) -> Type:
    match type:
        case Object(fields=fields):
            new_fields = tuple(documented.get(field.name, field) for field in fields)
            return type if new_fields == fields else replace(type, fields=new_fields)
        case Nullable(inner) | WithAssertions(inner):
            return replace(type, type=_with_fields(inner, documented))
        case AllOf(members):
            return replace(type, members=tuple(_with_fields(m, documented) for m in members))
        case _:
            return type


def _with_texts(stated: Field, page: Field) -> Field:
    """Return a field with the texts and examples of a page where the field has none."""
    missing: list[SourcedFact] = [
        name for name in TEXTS if not getattr(stated, name) and getattr(page, name)
    ]
    if not missing:
        return stated
    provenance: list[FactOrigin] = []
    if page.origin is not None:
        provenance += [FactOrigin(fact=name, origin=page.origin) for name in missing]
    values = {name: getattr(page, name) for name in missing}
    return replace(stated, provenance=(*stated.provenance, *provenance), **values)


TEXTS: Final[tuple[SourcedFact, ...]] = ("doc", "examples")
"""Facts about which a specification that does not state them states nothing."""


def _contradictions(stated: Field, page: Field) -> Iterator[Contradiction]:
    """Yield what a page states otherwise, unless the table of precedence explains it."""
    type, other = without_null(stated.type), without_null(page.type)
    if not isinstance(type, Scalar) or not isinstance(other, Scalar):
        return
    if type.kind != other.kind and not precedes(type, other):
        yield Contradiction(
            stated.name, "type", Statement(type, stated.origin), Statement(other, page.origin)
        )


# --- pages only ----------------------------------------------------------------------------------


def merge_pages(pages: Sequence[Page], inherited: frozenset[str]) -> MergedDraft:
    """Merge the drafts of pages of several sources; there must be at least one.

    The type of the first page that prints the structure of the model (a union, base classes) is
    the structure of the merged one. `inherited` are the normalized names of fields that it does
    not state itself.
    """
    full_pages = [page for page in pages if not is_stub(page.draft)] or list(pages)
    first = max(full_pages, key=_structure)
    others = [page for page in full_pages if page is not first]
    if not isinstance(first.draft.definition.type, Object):
        return _merge_types(first, others, pages)
    own_pages = [first, *(_without_inherited(page, inherited) for page in others)]
    merged = merge_fields(own_pages)
    draft = first.draft
    is_wire = all(field.name in merged.proved_names for field in merged.fields)
    type = replace(draft.definition.type, fields=merged.fields)
    definition = replace(draft.definition, type=type)
    draft = replace(
        draft,
        definition=definition,
        spelling=Spelling.WIRE if is_wire else most_common_spelling(pages),
        language="" if is_wire else draft.language,
        proved_names=merged.proved_names,
        enum_defaults=merged.enum_defaults,
        may_be_flattened_union=all(page.draft.may_be_flattened_union for page in full_pages),
    )
    return _finish(draft, pages, merged.contradictions)


_STRUCTURE: Final[Mapping[type[object], int]] = {Union: 4, AllOf: 3, Object: 1, Enum: 1}
"""Types by how much structure they show: a page without unions prints one as an object."""


def _structure(page: Page) -> int:
    """Return how much of the structure of the model a page shows."""
    type = page.draft.definition.type
    return _STRUCTURE.get(_kind(page), 0) + (isinstance(type, Object) and bool(type.bases))


def _kind(page: Page) -> type[object]:
    return without_null(page.draft.definition.type).__class__


def _without_inherited(page: Page, inherited: frozenset[str]) -> Page:
    type = page.draft.definition.type
    if not inherited or not isinstance(type, Object):
        return page
    fields = tuple(field for field in type.fields if normalize_name(field.name) not in inherited)
    return replace(page, draft=page.draft.with_type(replace(type, fields=fields)))


def _merge_types(first: Page, others: Sequence[Page], pages: Sequence[Page]) -> MergedDraft:
    """Merge types that are no objects: enums, aliases, unions."""
    same = [page for page in (first, *others) if _kind(page) is _kind(first)]
    statements = [
        Statement(
            page.draft.definition.type,
            page.draft.definition.origin,
            any(item.fact in ("type", "values") for item in page.draft.definition.inferred),
            not page.draft.language,
            page.source.formats,
            page.source.defined,
        )
        for page in same
    ]
    is_nullable = any(isinstance(statement.value, Nullable) for statement in statements)
    decision = decide_type(statements, is_nullable)
    source = next((page for page in same if page.draft.definition.type == decision.value), first)
    definition = replace(
        first.draft.definition, type=decision.value, inferred=source.draft.definition.inferred
    )
    draft = replace(first.draft, definition=definition, is_stub=False)
    if decision.origin not in (None, definition.origin):
        provenance = (FactOrigin(fact="type", origin=decision.origin),)
        draft = replace(draft, definition=replace(definition, provenance=provenance))
    contradiction = decision.contradiction
    contradictions = (
        (Contradiction("", "type", contradiction[0], contradiction[1]),) if contradiction else ()
    )
    return _finish(draft, pages, contradictions)


def _finish(
    draft: Draft, pages: Sequence[Page], contradictions: Sequence[Contradiction]
) -> MergedDraft:
    drafts = [
        page.draft for page in pages if page.draft.definition.origin != draft.definition.origin
    ]
    definition = _with_definition_texts(draft.definition, drafts)
    return MergedDraft(
        _with_evidence(replace(draft, definition=definition), drafts), tuple(contradictions)
    )


def page_of(draft: Draft, source: SourceFacts) -> Page:
    """Return the page of a draft of a source."""
    keys = {normalize_name(key): key for key in keys_of(draft.samples)}
    return Page(draft, source, keys)


# --- both ----------------------------------------------------------------------------------------


def _with_definition_texts(definition: Definition, drafts: Sequence[Draft]) -> Definition:
    """Add texts, examples and a deprecation that other drafts have, and the places of all."""
    values: dict[str, object] = {}
    provenance = list(definition.provenance)
    for name in TEXTS:
        if getattr(definition, name):
            continue
        source = next((d.definition for d in drafts if getattr(d.definition, name)), None)
        if source is not None:
            values[name] = getattr(source, name)
            if source.origin is not None:
                provenance.append(FactOrigin(fact=name, origin=source.origin))
    origins = [draft.definition.origin for draft in drafts]
    places = tuple(origin for origin in origins if origin is not None)
    return replace(
        definition,
        provenance=tuple(provenance),
        merged_with=tuple(dict.fromkeys((*definition.merged_with, *places))),
        **values,
    )


def _with_evidence(draft: Draft, others: Sequence[Draft]) -> Draft:
    """Add the names and samples of other drafts to a draft."""
    names = [name for other in others for name in (other.definition.name, *other.aliases)]
    aliases = dict.fromkeys((*draft.aliases, *names))
    aliases.pop(draft.definition.name, None)
    samples = [sample for other in others for sample in other.samples]
    return replace(
        draft,
        aliases=tuple(aliases),
        samples=(*draft.samples, *samples),
        is_root=draft.is_root or any(other.is_root for other in others),
    )


def _describe(fact: str, value: object) -> str:
    match value:
        case Default(value=default):
            return f"has the default {default!r}"
        case str():
            return f"is {value}"
        case Integer() | Number() | String() | Boolean() | Null():
            return f"is of type {value.kind}" + (f" <{value.format}>" if value.format else "")
        case _:
            return _DESCRIPTIONS.get(value.__class__, f"has another {fact}")


_DESCRIPTIONS: Final[Mapping[type[object], str]] = {
    Array: "is an array",
    Map: "is a map",
    Enum: "is an enum",
    Ref: "refers to a model",
    Union: "is a union",
    AllOf: "is an `allOf`",
    Object: "is an object",
    Unknown: "has any value",
}


def _describe_place(origin: Origin | None) -> str:
    return f"{origin.file}:{origin.line}" if origin else "another source"
