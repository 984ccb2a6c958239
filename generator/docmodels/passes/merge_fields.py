"""Merge the fields that several pages give one model, fact by fact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from typing import Any, Final, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from docmodels.ir import (
    Default,
    Fact,
    FactOrigin,
    Field,
    Inference,
    Nullable,
    Object,
    Presence,
    SourcedFact,
    Type,
    equality_key,
    is_inferred,
)
from docmodels.ir.drafts import Draft, Spelling, normalize_name
from docmodels.passes.align_fields import Row, align_fields, has_sign, loose_name
from docmodels.passes.decisions import Decision, Statement, decide, decide_type

T = TypeVar("T")


class SourceFacts(Struct, frozen=True):
    """What a source states as a whole.

    `prints_null`: it marks fields that may be null, and not just the optional ones. `formats` are
    all formats that it states, `models` the sets of normalized field names of its models.
    `defined` are the names of all definitions of the API that have content.
    """

    prints_null: bool = False
    formats: frozenset[str] = frozenset()
    models: frozenset[frozenset[str]] = frozenset()
    defined: frozenset[str] | None = None


class Page(Struct, frozen=True):
    """One page of a model: its draft, and what is known about the source that it belongs to.

    `sample_keys` are the keys of its JSON samples by normalized name.
    """

    draft: Draft
    source: SourceFacts = SourceFacts()
    sample_keys: Mapping[str, str] = msgspec.field(default_factory=dict[str, str])

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields of the object that the page defines; empty for any other type."""
        type = self.draft.definition.type
        return type.fields if isinstance(type, Object) else ()


class Contradiction(Struct, frozen=True):
    """Two statements about a fact of a field that exclude each other."""

    field: str
    fact: SourcedFact
    first: Statement[Any]
    other: Statement[Any]


class MergedFields(Struct, frozen=True):
    """The merged fields, and what is left to know about them.

    `proved_names` are the wire names that a source prints. `enum_defaults` are as in `Draft`, by
    the names of the merged fields.
    """

    fields: tuple[Field, ...]
    proved_names: frozenset[str]
    enum_defaults: Mapping[str, str]
    contradictions: tuple[Contradiction, ...]


def merge_fields(pages: Sequence[Page]) -> MergedFields:
    """Merge the fields of several pages of one model, in the order of the first page.

    A page without a field states that the model does not require it, unless the page that has it
    repeats all fields of a base class.
    """
    pages = [page for page in pages if page.fields]
    if not pages:
        return MergedFields((), frozenset(), {}, ())
    fields: list[Field] = []
    proved: set[str] = set()
    enum_defaults: dict[str, str] = {}
    contradictions: list[Contradiction] = []
    used_names: set[str] = set()
    rows = align_fields([page.fields for page in pages])
    repeating = _repeat_base_class(rows, pages)
    spelling = most_common_spelling(pages)
    for row in rows:
        declarations = [(pages[number], field) for number, field in sorted(row.items())]
        absent = [page for number, page in enumerate(pages) if number not in row]
        absent = [] if repeating.intersection(row) else absent
        merge = _FieldMerge(declarations, absent, spelling)
        field, is_proved = merge.merge()
        if field.name in used_names:
            field, is_proved = replace(field, name=merge.first.name), False
        if field.name in used_names:
            continue
        used_names.add(field.name)
        fields.append(field)
        contradictions += merge.contradictions
        proved |= {field.name} if is_proved else set()
        if field.default is None and (symbol := merge.enum_default()):
            enum_defaults[field.name] = symbol
    return MergedFields(tuple(fields), frozenset(proved), enum_defaults, tuple(contradictions))


def most_common_spelling(pages: Sequence[Page]) -> Spelling:
    """Return the case in which most pages print names: it is the case of names without evidence."""
    counts = Counter(page.draft.spelling for page in pages)
    return max(counts, key=lambda spelling: (counts[spelling], spelling))


def _repeat_base_class(rows: Sequence[Row], pages: Sequence[Page]) -> set[int]:
    """Return the pages whose fields that others do not have are all fields of another model."""
    partial = [row for row in rows if len(row) < len(pages)]
    extra: dict[int, set[str]] = {}
    for row in partial:
        for number, field in row.items():
            extra.setdefault(number, set()).add(loose_name(field))
    return {
        number for number, names in extra.items() if frozenset(names) in pages[number].source.models
    }


class _FieldMerge:
    """Merges the declarations of one field and collects the contradictions between them."""

    def __init__(
        self,
        declarations: Sequence[tuple[Page, Field]],
        absent: Sequence[Page],
        spelling: Spelling,
    ) -> None:
        self._declarations = declarations
        self._absent = absent
        self.first = declarations[0][1]
        printed = [(page, f) for page, f in declarations if not is_inferred(f, "name")]
        _, self._named = min(
            printed or declarations,
            key=lambda item: (len(loose_name(item[1])), item[0].draft.spelling != spelling),
        )
        self.contradictions: list[Contradiction] = []
        self._provenance: list[FactOrigin] = []

    def merge(self) -> tuple[Field, bool]:
        """Return the merged field, and whether a page prints its wire name."""
        name = self._proved_name()
        printed_name = self._named.name if name is None else name.value
        merged = replace(
            self.first,
            name=self._with_sign(printed_name),
            type=self._decided("type", self._decide_type()),
            presence=self._decided("required", self._decide_presence()),
            default=self._decided("default", self._decide_default()),
            access=self._decided("access", self._stated("access", "read-write")),
            deprecation=self._decided("deprecation", self._stated("deprecation", None)),
            title=self._decided("title", self._stated("title", "")),
            doc=self._decided("doc", self._stated("doc", "")),
            examples=self._decided("examples", self._stated("examples", ())),
            documented_name=self._named.documented_name if name is None else "",
            alternate_names=self._named.alternate_names if name is None else (),
        )
        if name is not None:
            self._decided("name", name)
        inferred = self._inferred(merged, name is not None)
        return replace(merged, inferred=inferred, provenance=tuple(self._provenance)), bool(name)

    def enum_default(self) -> str:
        """Return the first default that a page writes as the name of an enum member."""
        symbols = (
            page.draft.enum_defaults.get(field.name, "") for page, field in self._declarations
        )
        return next(filter(None, symbols), "")

    def _decided(self, fact: SourcedFact, decision: Decision[T]) -> T:
        """Record the place of a fact and a contradiction about it; return the value."""
        if decision.origin not in (None, self.first.origin):
            self._provenance.append(FactOrigin(fact=fact, origin=decision.origin))
        if decision.contradiction and fact in _CONTRADICTED:
            first, other = decision.contradiction
            self.contradictions.append(Contradiction(self.first.name, fact, first, other))
        return decision.value

    def _statements(self, attribute: str, fact: Fact | None = None) -> list[Statement[Any]]:
        return [
            Statement(
                getattr(field, attribute),
                field.origin,
                fact is not None and is_inferred(field, fact),
                not page.draft.language,
                page.source.formats,
                page.source.defined,
            )
            for page, field in self._declarations
        ]

    def _proved_name(self) -> Decision[str] | None:
        """Return the wire name that most sources print, or None if all convert the names."""
        statements = [
            Statement(name, field.origin, is_inferred(field, "name"), not page.draft.language)
            for page, field in self._declarations
            if (name := _printed_wire_name(field, page))
        ]
        if not statements:
            return None
        shortest = min(len(normalize_name(statement.value)) for statement in statements)
        statements = [s for s in statements if len(normalize_name(s.value)) == shortest]
        return decide(statements, str, lambda names: min(names, key=len), has_sign)

    def _with_sign(self, name: str) -> str:
        """Return a name with the `@` that some generators print as `at` and others leave out."""
        keys = sorted({loose_name(field) for _, field in self._declarations}, key=len)
        if len(keys) != 2 or keys[1] != f"at{keys[0]}" or name.startswith("@"):
            return name
        if normalize_name(name) == keys[0]:
            return f"@{name}"
        stem = name[2:].lstrip("_-")
        return f"@{stem[:1].lower()}{stem[1:]}"

    def _decide_type(self) -> Decision[Type]:
        trusted = [(page, field) for page, field in self._declarations if page.source.prints_null]
        marks = [isinstance(field.type, Nullable) for _, field in trusted or self._declarations]
        is_nullable = 2 * sum(marks) >= len(marks) if trusted else any(marks)
        return decide_type(self._statements("type", "type"), is_nullable)

    def _decide_presence(self) -> Decision[Presence]:
        statements: list[Statement[Presence]] = self._statements("presence", "required")
        optional: Presence = "optional"
        for page in self._absent:
            origin, is_of_api = page.draft.definition.origin, not page.draft.language
            statements.append(Statement(optional, origin, is_of_api=is_of_api))
        return decide(statements, lambda presence: presence, lambda _: "optional")

    def _decide_default(self) -> Decision[Default | None]:
        statements: list[Statement[Default | None]] = [
            statement for statement in self._statements("default") if statement.value is not None
        ]
        if not statements:
            return Decision(None, self.first.origin)
        return decide(statements, _default_key, lambda _: None)

    def _stated(self, attribute: str, unstated: T) -> Decision[T]:
        """Return the value that most sources state; pages without it show nothing."""
        statements: list[Statement[T]] = [
            statement for statement in self._statements(attribute) if statement.value != unstated
        ]
        if not statements:
            return Decision(unstated, self.first.origin)
        return decide(statements, _value_key, lambda values: values[0])

    def _inferred(self, merged: Field, is_proved: bool) -> tuple[Inference, ...]:
        """Return the inferences of the facts that no source prints."""
        inferred: dict[Inference, None] = {}
        for fact in ("name", "type", "required", "values"):
            declared = [field for _, field in self._declarations]
            if fact == "name" and is_proved:
                declared = [field for field in declared if field.name == merged.name]
            if not all(is_inferred(field, fact) for field in declared):
                continue
            inferred |= dict.fromkeys(
                inference
                for field in declared[:1]
                for inference in field.inferred
                if inference.fact == fact
            )
        return tuple(inferred)


_CONTRADICTED: Final = frozenset({"type", "required", "default", "access"})
"""Facts that exclude each other if they differ; two texts or two examples may both be right."""


def _default_key(default: Default | None) -> Hashable:
    return None if default is None else equality_key(default.value)


def _value_key(value: object) -> Hashable:
    return equality_key(value)


def _printed_wire_name(field: Field, page: Page) -> str:
    """Return the wire name of a field if its page prints it, in its table or in a sample."""
    if page.draft.spelling == Spelling.WIRE:
        return field.name
    if is_inferred(field, "name"):
        return ""
    return (
        field.name
        if field.documented_name
        else page.sample_keys.get(normalize_name(field.name), "")
    )
