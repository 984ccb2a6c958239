"""Read crd-ref-docs pages as drafts.

The types of all pages are split first: a name means the type of its own package, else one of
another, else one of Kubernetes. Aliases are built before fields, which may restrict them further.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import EMPTY_TABLE, INVALID_LITERAL, INVALID_ROW
from docmodels.ir import (
    UNKNOWN,
    Array,
    Const,
    Default,
    Definition,
    Deprecation,
    Enum,
    EnumMember,
    Field,
    Object,
    Ref,
    String,
    Type,
    inferences,
    presence_of,
)
from docmodels.ir.algebra import union_of
from docmodels.ir.drafts import Draft
from docmodels.ir.scalars import object_constraints
from docmodels.pages.cell_notes import unknown_type_note
from docmodels.pages.families.crd_ref_docs.cells import FieldRow
from docmodels.pages.families.crd_ref_docs.checks import (
    NO_CHECKS,
    Checks,
    apply_checks,
    read_checks,
)
from docmodels.pages.families.crd_ref_docs.html_sections import read_html_models
from docmodels.pages.families.crd_ref_docs.kubernetes import FIELDS
from docmodels.pages.families.crd_ref_docs.names import Names
from docmodels.pages.families.crd_ref_docs.sections import Model, read_models
from docmodels.pages.families.crd_ref_docs.type_cells import innermost_name, read_type
from docmodels.pages.go_values import read_go_value
from docmodels.pages.literals import LiteralSyntaxError
from docmodels.pages.markdown import Line, Page
from docmodels.pages.table_rows import column_of
from docmodels.pages.type_grammar import TypeSyntaxError

_SIGNS = (
    "_Appears in:_",
    "*Appears in:*",
    "`apiVersion` _string_ |",
    "`apiVersion` | _string_ |",
    "apiVersion<br/>_string_ |",
    "**apiVersion** <br /> string |",
)
_KUBERNETES_LINK = "](https://kubernetes.io/docs/reference/generated/kubernetes-api/v"
_ESCAPED_CHECK = re.compile(r"(?:Required|Optional): \\\{\\\}")
_RAW_CHECK = re.compile(r"(?:Required|Optional): \{\}")
_MAX_ALIASES = 8
"""How many aliases of aliases a default or a check looks through."""


def recognises(page: Page) -> bool:
    """Return whether the page has a label or a first row that only this generator prints."""
    text = page.text
    if "ppears in:" not in text and "apiVersion" not in text:
        return False
    if any(sign in text for sign in _SIGNS):
        return True
    return _KUBERNETES_LINK in text and "\nAppears in:" in text


def read(pages: Sequence[Page], notes: list[Note]) -> list[Draft]:
    """Read pages as drafts, in page order."""
    models = [model for page in pages for model in read_models(page)]
    escaped_pages = frozenset(page.path for page in pages if _has_escaped_checks(page))
    return _build_drafts(models, escaped_pages, notes)


def read_html(pages: Sequence[Page], notes: list[Note]) -> list[Draft]:
    """Read pages of gen-crd-api-reference-docs as drafts, in page order."""
    models = [model for page in pages for model in read_html_models(page)]
    return _build_drafts(models, frozenset(), notes)


def _build_drafts(
    models: Sequence[Model], escaped_pages: frozenset[str], notes: list[Note]
) -> list[Draft]:
    reader = _Reader(Names(models), escaped_pages, notes)
    reader.read_aliases(models)
    rows = [(model, reader.read_rows(model)) for model in models]
    return [reader.build_draft(model, fields) for model, fields in rows]


class _TypedRow(Struct, frozen=True):
    """A row of a field with its type, without the checks."""

    row: FieldRow
    type: Type
    checks: Checks


class _Reader(Struct):
    """The names of all types, the pages that escape checks, the notes; aliases and objects by name."""

    names: Names
    escaped_pages: frozenset[str]
    notes: list[Note]
    aliases: dict[str, Type] = field(default_factory=dict[str, Type])
    objects: dict[str, Object] = field(default_factory=dict[str, Object])

    def read_type(self, text: str, line: Line, model: Model) -> Type:
        """Read a type; UNKNOWN, with a note, if it is not in the grammar."""
        try:
            return read_type(text, lambda name, link: self.names.resolve(name, link, model))
        except TypeSyntaxError:
            column = column_of(model.page.plain.lines[line.number - 1], text)
            self.notes.append(unknown_type_note(text, model.page.origin(line.number, column)))
            return UNKNOWN

    def read_checks(self, row: FieldRow, model: Model) -> Checks:
        """Read the checks of a row."""
        return read_checks(row.checks, model.page.path in self.escaped_pages)

    def read_aliases(self, models: Sequence[Model]) -> None:
        """Read the types that have another one below; close those that every field closes."""
        field_values = self._enum_values_of_fields(models)
        for model in models:
            if model.underlying is None or (model.fields and not self._is_alias_of_model(model)):
                continue
            name = self.names.of(model)
            type = self.read_type(model.underlying.text, model.underlying, model)
            if model.fields:
                self.aliases[name] = union_of((type, Array(items=type)))
                continue
            checks = model.checks
            if checks.values is None and len(values := field_values.get(name, set())) == 1:
                checks = replace(checks, values=next(iter(values)))
            type = apply_checks(type, checks, model.values)
            if isinstance(type, String) and model.values:
                members = (EnumMember(value=row.value, doc=row.doc) for row in model.values)
                type = Enum(members=tuple(members), closed=False, base="string")
            self.aliases[name] = type

    def _is_alias_of_model(self, model: Model) -> bool:
        """Whether the fields of an alias are those of another type of the pages.

        The generator prints the same for a type and for a list of it.
        """
        name = innermost_name(model.underlying.text) if model.underlying else ""
        return bool(name) and self.names.local(name, model) not in (None, self.names.of(model))

    def _enum_values_of_fields(self, models: Sequence[Model]) -> dict[str, set[str | None]]:
        """Return what `Enum` prints in the rows of the fields of each type of the pages."""
        values: dict[str, set[str | None]] = {}
        for model in models:
            for row in model.fields:
                if name := self.names.local(innermost_name(row.type), model):
                    checks = self.read_checks(row, model)
                    values.setdefault(name, set()).add(checks.values)
        return values

    def read_rows(self, model: Model) -> list[_TypedRow]:
        """Read the types of the rows of an object; remember its fields for defaults."""
        if not model.fields or self.names.of(model) in self.aliases:
            return []
        rows = [
            _TypedRow(row, self.read_type(row.type, row.line, model), self.read_checks(row, model))
            for row in model.fields
        ]
        fields = tuple(Field(name=row.row.name, type=row.type) for row in rows)
        self.objects[self.names.of(model)] = Object(fields=fields)
        return rows

    def expand(self, type: Type) -> Type:
        """Return what a reference to a type of the pages means; other types as they are."""
        for _ in range(_MAX_ALIASES):
            if not isinstance(type, Ref):
                return type
            target = self.aliases.get(type.name) or self.objects.get(type.name)
            type = UNKNOWN if target is None else target
        return UNKNOWN

    def build_draft(self, model: Model, rows: Sequence[_TypedRow]) -> Draft:
        """Build the draft of a type."""
        name = self.names.of(model)
        origin = model.page.origin(model.line)
        type = self.aliases.get(name) or self._build_object(model, rows)
        is_empty = type == UNKNOWN and model.underlying is None
        if is_empty:
            message = f"the page lists no fields of `{model.name}`"
            self.notes.append(EMPTY_TABLE.at(origin, message))
        doc = "\n".join(model.doc).strip()
        return Draft(
            Definition(name=name, type=type, doc=doc, origin=origin),
            dialect="crd-ref-docs",
            folder=model.package.rpartition("/")[2],
            is_stub=is_empty,
        )

    def _build_object(self, model: Model, rows: Sequence[_TypedRow]) -> Type:
        fields: dict[str, Field] = {}
        bases: list[str] = []
        for row in rows:
            if _is_embedded(row):
                embedded = self._read_embedded(row, model)
                bases.extend([embedded] if isinstance(embedded, str) else [])
                for item in () if isinstance(embedded, str) else embedded:
                    fields.setdefault(item.name, item)
            else:
                field = self._build_field(row, model)
                fields[field.name] = _merge_rows(fields.get(field.name), field)
        if not rows:
            return UNKNOWN
        checks = model.checks
        return Object(
            fields=tuple(fields.values()),
            bases=tuple(dict.fromkeys(bases)),
            constraints=object_constraints(checks.constraints),
        )

    def _read_embedded(self, row: _TypedRow, model: Model) -> str | tuple[Field, ...]:
        """Return the base class, or the fields, that an embedded struct stands for."""
        if isinstance(row.type, Ref) and row.type.name in self.objects:
            return row.type.name
        if row.row.name in FIELDS:
            return FIELDS[row.row.name]
        message = f"`{model.name}` embeds `{row.row.name}`, whose fields the pages do not list"
        origin = model.page.origin(row.row.line.number)
        self.notes.append(INVALID_ROW.at(origin, message, marked=row.row.name))
        return ()

    def _build_field(self, row: _TypedRow, model: Model) -> Field:
        printed, checks = row.row, row.checks
        type: Type = (
            Const(value=printed.constant) if printed.constant else self._restrict(row.type, checks)
        )
        required = checks.required if checks.required is not None else printed.required
        line = model.page.plain.lines[printed.line.number - 1]
        origin = model.page.origin(printed.line.number, column_of(line, printed.name))
        reason = printed.deprecation
        return Field(
            name=printed.name,
            type=type,
            presence=presence_of(required is True),
            default=self._read_default(printed, type, model),
            doc=printed.doc,
            deprecation=None if reason is None else Deprecation(reason=reason),
            inferred=inferences("unprinted-presence", "required") if required is None else (),
            origin=origin,
        )

    def _restrict(self, type: Type, checks: Checks) -> Type:
        """Apply the checks of a row; a reference to an alias that has them stays a reference."""
        if checks is NO_CHECKS or checks.is_empty:
            return type
        if isinstance(type, Ref) and getattr(self.expand(type), "kind", "") == checks.kind:
            checks = replace(checks, kind="")
        type = apply_checks(type, checks)
        if isinstance(type, Array):
            return replace(type, items=self._restrict_alias(type.items, checks))
        return self._restrict_alias(type, checks)

    def _restrict_alias(self, type: Type, checks: Checks) -> Type:
        if not isinstance(type, Ref) or type.name not in self.aliases:
            return type
        target = self.expand(type)
        restricted = apply_checks(target, checks)
        return type if _accepts_same(restricted, target) else restricted

    def _read_default(self, row: FieldRow, type: Type, model: Model) -> Default | None:
        if not row.default or row.constant:
            return None
        try:
            return Default(value=read_go_value(row.default, type, self.expand))
        except LiteralSyntaxError:
            origin = model.page.origin(row.line.number)
            message = f"cannot read the default `{row.default[:80]}`"
            self.notes.append(INVALID_LITERAL.at(origin, message, marked=row.default))
            return None


def _has_escaped_checks(page: Page) -> bool:
    """Whether a page prints backslashes before the braces of checks: version 0.1 and later do."""
    return bool(_ESCAPED_CHECK.search(page.text)) or not _RAW_CHECK.search(page.text)


def _is_embedded(row: _TypedRow) -> bool:
    """Whether a row is of an embedded struct, which the generator prints with its type's name."""
    name = row.row.name
    return name[:1].isupper() and innermost_name(row.row.type) == name and not row.row.constant


def _merge_rows(first: Field | None, second: Field) -> Field:
    """Return the first row of a field, with the text of a second one.

    The rows of the constants of a resource come first; an inlined struct has rows for them, too.
    """
    if first is None:
        return second
    return first if first.doc else replace(first, doc=second.doc)


def _accepts_same(first: Type, second: Type) -> bool:
    if isinstance(first, Enum) and isinstance(second, Enum) and first.closed and second.closed:
        return {member.value for member in first.members} == {m.value for m in second.members}
    return first == second


__all__ = ["read", "read_html", "recognises"]
