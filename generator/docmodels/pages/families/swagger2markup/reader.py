"""Read definitions of swagger2markup as drafts.

The definitions of all pages are split first: a link leads to an anchor of its own page, else to one
of another page, else it names a definition.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import INVALID_LITERAL, INVALID_ROW
from docmodels.ir import (
    UNKNOWN,
    Default,
    Definition,
    Enum,
    Field,
    Json,
    Object,
    Origin,
    Ref,
    Scalar,
    ScalarKind,
    Type,
    access_of,
    inferences,
    presence_of,
)
from docmodels.ir.drafts import Draft, normalize_name
from docmodels.ir.instance_check import is_of_kind
from docmodels.ir.scalars import with_constraints
from docmodels.pages.cell_notes import unknown_type_note
from docmodels.pages.families.swagger2markup.facts import Facts, read_facts, read_name
from docmodels.pages.families.swagger2markup.sections import Part, Table, read_definitions
from docmodels.pages.families.swagger2markup.type_cells import read_type
from docmodels.pages.json_values import read_json
from docmodels.pages.markdown import Line, Page
from docmodels.pages.table_rows import column_of
from docmodels.pages.type_grammar import TypeSyntaxError
from docmodels.pages.unquoted_enums import read_unquoted_enum

_MAX_DEPTH = 20
_ANSWERS = {"true": True, "false": False}


def read(pages: Sequence[Page], notes: list[Note]) -> list[Draft]:
    """Read pages as drafts, in page order; append what is wrong with the pages to `notes`."""
    parts = [(page, part) for page in pages for part in read_definitions(page)]
    titles = {part.title for _, part in parts}
    anchors: dict[str, str] = {}
    by_page: dict[str, dict[str, str]] = {}
    for page, part in parts:
        for anchor in (*part.anchors, part.title):
            by_page.setdefault(page.path, {}).setdefault(normalize_name(anchor), part.title)
            anchors.setdefault(normalize_name(anchor), part.title)
    return [
        _Reader(page, part, titles, (by_page[page.path], anchors), notes).build_draft()
        for page, part in parts
    ]


class _Reader(Struct):
    """A definition of a page; the titles of all, and the titles by anchor of its page and of all."""

    page: Page
    part: Part
    titles: set[str]
    anchors: tuple[dict[str, str], dict[str, str]]
    notes: list[Note]

    def build_draft(self) -> Draft:
        """Build the draft of the definition."""
        part = self.part
        reached: set[int] = set()
        type = self.read_part(part, reached, 0)
        for inline in part.inline:
            if inline.line not in reached:
                message = f"no field of `{part.title}` has the type of this table"
                origin = self.page.origin(inline.line)
                self.notes.append(INVALID_ROW.at(origin, message, marked=inline.title))
        facts = read_facts("\n".join(part.doc).strip())
        definition = Definition(
            name=part.title,
            type=_restrict(type, facts),
            doc=facts.doc,
            origin=self.page.origin(part.line),
        )
        return Draft(definition, dialect="swagger2markup")

    def read_part(self, part: Part, reached: set[int], depth: int) -> Type:
        """Return the type of a definition or of an object inside it."""
        reached.add(part.line)
        if part.table is not None and (part.type is None or part.table.rows):
            return Object(fields=self._read_fields(part.table, reached, depth))
        if part.type is None:
            return UNKNOWN
        if part.values:
            return _enum_of(part.values)
        text, line = part.type
        return self._read_type(text, line, reached, depth)

    def _read_fields(self, table: Table, reached: set[int], depth: int) -> tuple[Field, ...]:
        fields: dict[str, Field] = {}
        for cells, line in table.rows:
            row = dict(zip(table.roles, cells, strict=False))
            field = self._read_field(row, line, reached, depth)
            if field is None or field.name in fields:
                message = (
                    "cannot read this table row" if field is None else "this row is a second one"
                )
                origin = self.page.origin(line.number)
                self.notes.append(INVALID_ROW.at(origin, message, width=len(line.text)))
            else:
                fields[field.name] = field
        return tuple(fields.values())

    def _read_field(
        self, row: dict[str, str], line: Line, reached: set[int], depth: int
    ) -> Field | None:
        name = read_name(row.get("name", ""))
        if name is None or "schema" not in row:
            return None
        facts = read_facts(row.get("description", ""))
        text = row["schema"]
        type = self._read_type(text, line, reached, depth) if text else UNKNOWN
        type = _restrict(_with_value_kind(type, facts), facts)
        required = name.required
        if required is None:
            required = _ANSWERS.get(row.get("required", "").strip("*_` ").lower())
        origin = self._origin(line, name.name)
        default = row.get("default", "").strip("` ") or facts.default
        return Field(
            name=name.name,
            type=type,
            presence=presence_of(required is True),
            default=self._read_default(default, type, origin),
            doc=facts.doc,
            access=access_of(name.is_read_only, False),
            examples=facts.examples,
            inferred=inferences("unprinted-presence", "required") if required is None else (),
            origin=origin,
        )

    def _read_type(self, text: str, line: Line, reached: set[int], depth: int) -> Type:
        """Read a type; UNKNOWN, with a note, if it is not in the grammar."""

        def resolve(name: str, target: str) -> Type:
            return self._resolve(name, target, reached, depth)

        try:
            return read_type(text, resolve)
        except TypeSyntaxError:
            self.notes.append(unknown_type_note(text, self._origin(line, text)))
            return UNKNOWN

    def _resolve(self, name: str, target: str, reached: set[int], depth: int) -> Type:
        """Return the definition, or the object inside this one, that a link or a name means."""
        if not target:
            if name in self.titles:
                return Ref(name=name)
            raise TypeSyntaxError
        file, _, anchor = target.partition("#")
        key = normalize_name(anchor)
        for inline in () if file else self.part.inline:
            if _has_anchor(inline, key, name):
                is_open = inline.line in reached or depth > _MAX_DEPTH
                return UNKNOWN if is_open else self.read_part(inline, reached, depth + 1)
        indexes = self.anchors if not file else reversed(self.anchors)
        title = next((index[key] for index in indexes if key and key in index), name)
        return Ref(name=name if name in self.titles and not key else title)

    def _read_default(self, text: str | None, type: Type, origin: Origin) -> Default | None:
        """Read a default: JSON, or a text without quotes for a string."""
        if not text:
            return None
        value = read_json(text, None)
        kind = type.kind if isinstance(type, Scalar) else getattr(type, "base", None)
        if kind == "string" and not isinstance(value, str):
            return Default(value=text)
        if value is None or (kind is not None and not is_of_kind(value, kind)):
            note = INVALID_LITERAL.at(origin, f"cannot read the default `{text[:80]}`", marked=text)
            self.notes.append(note)
            return None
        return Default(value=value)

    def _origin(self, line: Line, text: str) -> Origin:
        printed = self.page.plain.lines[line.number - 1]
        return self.page.origin(line.number, column_of(printed, text))


def _has_anchor(inline: Part, key: str, name: str) -> bool:
    """Whether a link leads to an object; without anchors, which formatters drop, its title counts."""
    if inline.anchors:
        return key in map(normalize_name, inline.anchors)
    return normalize_name(inline.title) == normalize_name(name)


def _enum_of(values: Sequence[tuple[str, str]]) -> Type:
    """Return the enum of a table of values; the first text of a value counts."""
    texts = dict(reversed(values))
    enum = read_unquoted_enum(",".join(dict(values)))
    if enum is None:
        return UNKNOWN
    members = (replace(m, doc=texts.get(str(m.value), "")) for m in enum.members)
    return replace(enum, members=tuple(members))


def _with_value_kind(type: Type, facts: Facts) -> Type:
    """Return an enum of integers and their texts as what its default or example shows it to be."""
    if not isinstance(type, Enum) or type.base is not None:
        return type
    shown: list[Json] = [read_json(facts.default, None)] if facts.default else [*facts.examples]
    values = [member.value for member in type.members]
    if len(shown) != 1 or shown[0] not in values or isinstance(shown[0], bool):
        return type
    kind: ScalarKind = "string" if isinstance(shown[0], str) else "integer"
    members = tuple(member for member in type.members if is_of_kind(member.value, kind))
    return Enum(members=members, base=kind)


def _restrict(type: Type, facts: Facts) -> Type:
    """Return a string or a number with the limits below its description; lists have none there."""
    if not facts.limits or not isinstance(type, Scalar):
        return type
    return with_constraints(type, facts.limits)
