"""Read the resources of crdoc as drafts: each is one definition with its inner objects inside."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from docmodels.diagnostics.notes import Note, Rule
from docmodels.diagnostics.rules import (
    INVALID_LITERAL,
    INVALID_ROW,
    MISSING_ENUM_VALUES,
    UNKNOWN_TYPE,
)
from docmodels.ir import (
    UNKNOWN,
    Const,
    Default,
    Definition,
    Field,
    Map,
    Object,
    Scalar,
    String,
    Type,
    inferences,
    presence_of,
    scalar,
)
from docmodels.ir.drafts import Draft
from docmodels.pages.families.crdoc.cells import (
    Facts,
    TypeCell,
    read_facts,
    read_type_cell,
    read_word,
)
from docmodels.pages.families.crdoc.sections import Part, Resource, Row, read_resources
from docmodels.pages.go_values import read_go_value
from docmodels.pages.literals import LiteralSyntaxError
from docmodels.pages.markdown import Page
from docmodels.pages.table_rows import column_of
from docmodels.pages.type_grammar import TypeSyntaxError
from docmodels.pages.unquoted_enums import read_unquoted_enum
from docmodels.pages.versioned_names import unused_name

_ANSWERS = {"true": True, "false": False}
_MAX_DEPTH = 60


def read(pages: Sequence[Page], notes: list[Note]) -> list[Draft]:
    """Read pages as drafts, in page order; append what is wrong with the pages to `notes`."""
    used: set[str] = set()
    drafts: list[Draft] = []
    for resource in (resource for page in pages for resource in read_resources(page)):
        root = resource.root
        name = unused_name(root.path or root.kind, resource.package, used)
        if not name:
            continue
        used.add(name)
        drafts.append(_Reader(resource, notes).build_draft(name))
    return drafts


class _Reader(Struct):
    """A resource, the notes, and the paths of the inner objects that fields have."""

    resource: Resource
    notes: list[Note]
    reached: set[str] = field(default_factory=set[str])

    def build_draft(self, name: str) -> Draft:
        """Build the draft of the resource."""
        root = self.resource.root
        type = self.read_object(root, 0)
        for path, part in self.resource.parts.items():
            if path not in self.reached:
                message = f"no field of `{name}` has the type of this table"
                origin = self.resource.page.origin(part.line)
                self.notes.append(INVALID_ROW.at(origin, message, marked=path))
        definition = Definition(
            name=name,
            type=type,
            doc="\n".join(root.doc).strip(),
            origin=self.resource.page.origin(root.line),
        )
        version = self.resource.package.rpartition("/")[2]
        return Draft(definition, dialect="crdoc", folder=version)

    def read_object(self, part: Part, depth: int) -> Object:
        """Read the fields of a resource or of an inner object."""
        fields: dict[str, Field] = {}
        for row in part.rows:
            if not row.name or row.name in fields:
                reason = "is a second one" if row.name else "has no name"
                self._note(INVALID_ROW, row, f"this row {reason}", row.line.text)
            else:
                fields[row.name] = self._read_field(row, part, depth)
        return Object(fields=tuple(fields.values()))

    def _read_field(self, row: Row, part: Part, depth: int) -> Field:
        is_constant = bool(part.kind) and row.name in ("apiVersion", "kind")
        facts = Facts() if is_constant else read_facts(row.description)
        cell = read_type_cell(row.type)
        type: Type = (
            Const(value=row.description)
            if is_constant
            else cell.type_of(self._read_item(cell, facts, row, part, depth))
        )
        required = _ANSWERS.get(row.required.strip("*` ").lower())
        page = self.resource.page
        line = page.plain.lines[row.line.number - 1]
        return Field(
            name=row.name,
            type=type,
            presence=presence_of(required is True),
            default=self._read_default(facts.default, type, row),
            doc=facts.doc,
            inferred=inferences("unprinted-presence", "required") if required is None else (),
            origin=page.origin(row.line.number, column_of(line, row.name)),
        )

    def _read_item(self, cell: TypeCell, facts: Facts, row: Row, part: Part, depth: int) -> Type:
        """Return the innermost type of a cell."""
        match cell.word:
            case "object":
                return self._read_inner(cell, row, part, depth)
            case "enum":
                enum = read_unquoted_enum(facts.enum)
                if enum is None:
                    message = f"`{row.name}` is an enum whose values the page does not print"
                    self._note(MISSING_ENUM_VALUES, row, message, row.name)
                return UNKNOWN if enum is None else enum
            case word:
                try:
                    type = read_word(word)
                except TypeSyntaxError:
                    message = f"cannot read the type `{row.type[:80]}`"
                    self._note(UNKNOWN_TYPE, row, message, row.type)
                    return UNKNOWN
                if isinstance(type, Scalar):
                    return scalar(type.kind, facts.format, facts.limits)
                return type

    def _read_inner(self, cell: TypeCell, row: Row, part: Part, depth: int) -> Type:
        """Return the object that has a table of its own; a map of any values if none has."""
        path = f"{part.path}.{row.name}{cell.suffix}".removeprefix(".")
        inner = self.resource.parts.get(path)
        if inner is None or depth >= _MAX_DEPTH:
            return Map(values=UNKNOWN)
        self.reached.add(path)
        return self.read_object(inner, depth + 1)

    def _read_default(self, text: str | None, type: Type, row: Row) -> Default | None:
        """Read a default; nothing is printed after the label of an empty string."""
        if text is None or (not text and not isinstance(type, String)):
            return None
        try:
            return Default(value=read_go_value(text, type, lambda inner: inner))
        except LiteralSyntaxError:
            self._note(INVALID_LITERAL, row, f"cannot read the default `{text[:80]}`", text)
            return None

    def _note(self, rule: Rule, row: Row, message: str, marked: str) -> None:
        origin = self.resource.page.origin(row.line.number)
        self.notes.append(rule.at(origin, message, marked=marked))
