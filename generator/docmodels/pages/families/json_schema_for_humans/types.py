"""Build the type of each schema of a page from its section."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import DANGLING_REF
from docmodels.ir import (
    DEPRECATED,
    UNKNOWN,
    Const,
    EnumMember,
    Field,
    Json,
    Never,
    Ref,
    Type,
    presence_of,
)
from docmodels.ir.algebra import all_of_types
from docmodels.pages.families.json_schema_for_humans.sections import (
    PropertyRow,
    SchemaSection,
    code_text,
    iter_items,
    link_target,
    plain_text,
)
from docmodels.pages.json_values import read_json
from docmodels.pages.markdown import Page
from docmodels.pages.schema_facts import (
    SchemaFacts,
    read_default,
    type_of,
    union_of_members,
)

LIMITS: Final = {
    "Min length": "min_length",
    "Max length": "max_length",
    "Multiple of": "multiple_of",
    "Min items": "min_items",
    "Max items": "max_items",
}
"""Constraints by title. Source: md_template.py of json-schema-for-humans 1.5."""
BOUNDS: Final = {
    ("Minimum", "≥"): "minimum",
    ("Minimum", ">"): "exclusive_minimum",
    ("Maximum", "≤"): "maximum",
    ("Maximum", "<"): "exclusive_maximum",
}
"""Bounds by title and sign. Source: as for `LIMITS`."""
_PATTERN = re.compile(r"(?P<code>`.+`) \[Test\]\(")
_ARRAY_OF = re.compile(r"array of (?P<items>.+)")
_SEPARATOR = re.compile(r", | or ")
_OF_KINDS = re.compile(r" \(of [^()]*\)")
_ADDITIONAL = "Additional items must be"
_NO_VALUE: Final = object()


class TypeReader(Struct):
    """Reads the types of the sections of a page, by id; appends a note for each that is missing."""

    page: Page
    sections: Mapping[str, SchemaSection]
    notes: list[Note]

    def read(self, section: SchemaSection) -> Type:
        """Return the type of a section; sections that it refers to are `Ref(id)`."""
        same = link_target(section.facts.get("Same definition as", ""))
        if same:
            return self._refer(same, section.line)
        facts = SchemaFacts()
        self._read_kinds(section, facts)
        self._read_limits(section, facts)
        facts.format = code_text(section.facts.get("Format", ""))
        self._read_values(section, facts)
        self._read_items(section, facts)
        self._read_properties(section, facts)
        for mode, ids in section.combinations:
            types = [self._refer(id, section.line) for id in ids]
            is_all = mode == "allOf"
            facts.combined.append(
                all_of_types(types)
                if is_all
                else union_of_members(types, "oneOf" if mode == "oneOf" else "anyOf")
            )
        return type_of(facts)

    def _refer(self, id: str, line: int) -> Type:
        """Return a reference to a section; note at `line` one that the page does not have."""
        if id in self.sections:
            return Ref(name=id)
        message = f"the page has no section `#{id}` with the definition; any value is accepted"
        help = "add the JSON Schema, which has the definition"
        self.notes.append(DANGLING_REF.at(self.page.origin(line), message, help, marked=id))
        return UNKNOWN

    def _read_kinds(self, section: SchemaSection, facts: SchemaFacts) -> None:
        """Read the type: `object` stands for no type, too, so it needs evidence."""
        kinds: list[str] = []
        text = _OF_KINDS.sub("", code_text(section.facts.get("Type", "")))
        for word in _SEPARATOR.split(text):
            array = _ARRAY_OF.fullmatch(word)
            if array is not None:
                kinds.append("array")
                facts.items = _word_type(array["items"])
            elif word not in ("enum", "const", "combining"):
                kinds.append(word)
        if kinds == ["object"]:
            kinds = []
        facts.add_kinds(iter(kinds))

    def _read_limits(self, section: SchemaSection, facts: SchemaFacts) -> None:
        for title, cell in section.limits.items():
            sign, _, bound = plain_text(cell).partition(" ")
            pattern = _PATTERN.match(cell) if title == "Must match regular expression" else None
            if title in LIMITS:
                facts.add_limit(LIMITS[title], cell)
            elif (title, sign) in BOUNDS:
                facts.add_limit(BOUNDS[title, sign], bound)
            elif pattern is not None:
                facts.add_constraint("pattern", _read_pattern(pattern["code"]))
            elif title == "Items unicity" and cell == "True":
                facts.add_constraint("unique_items", True)

    def _read_values(self, section: SchemaSection, facts: SchemaFacts) -> None:
        if section.const is not None:
            value = read_json(section.const, _NO_VALUE)
            facts.const = None if value is _NO_VALUE else Const(value=value)
        if section.members is not None:
            values = [read_json(text, _NO_VALUE) for text in section.members]
            facts.members = tuple(EnumMember(value=v) for v in values if v is not _NO_VALUE)

    def _read_items(self, section: SchemaSection, facts: SchemaFacts) -> None:
        items = list(iter_items(section))
        remaining = section.children[len(items) :]
        additional = next((child for child in remaining if child.title == _ADDITIONAL), None)
        if len(section.items) == 1 and section.items[0] in self.sections:
            facts.items = Ref(name=section.items[0])
        elif len(items) == 1 and additional is None:
            facts.items = Ref(name=items[0].id)
        elif section.items:
            facts.prefix_items = tuple(Ref(name=item.id) for item in items)
            facts.items = Ref(name=additional.id) if additional else UNKNOWN

    def _read_properties(self, section: SchemaSection, facts: SchemaFacts) -> None:
        fields: list[Field] = []
        cell = section.facts.get("Additional properties", "")
        target = link_target(cell)
        for row in section.rows:
            if row.is_pattern:
                facts.pattern_properties[row.name] = self._refer(row.id, row.line.number)
            elif row.name and row.id != target:
                fields.append(self._read_field(row))
        facts.fields = tuple({field.name: field for field in fields}.values())
        if target:
            facts.additional = self._refer(target, section.line)
        elif "Not allowed" in cell:
            facts.additional = Never()

    def _read_field(self, row: PropertyRow) -> Field:
        section = self.sections.get(row.id)
        default = code_text(section.facts.get("Default", "")) if section else ""
        type = self._refer(row.id, row.line.number)
        return Field(
            name=row.name,
            type=type,
            presence=presence_of(row.is_required),
            default=read_default(default),
            doc=section.doc if section else "",
            deprecation=DEPRECATED if row.is_deprecated else None,
            examples=read_examples(section) if section else (),
            origin=self.page.origin(section.line if section else row.line.number),
        )


def read_examples(section: SchemaSection) -> tuple[Json, ...]:
    """Return the examples of a section that are JSON."""
    values = (read_json(text, None) for text in section.examples)
    return tuple(value for value in values if value is not None)


def _word_type(text: str) -> Type:
    facts = SchemaFacts()
    facts.add_kinds(iter([text]))
    return type_of(facts) if text != "object" else UNKNOWN


def _read_pattern(code: str) -> str:
    """Return the pattern in a code span of three backticks, which formatters shorten to one."""
    ticks = "```" if code.startswith("```") else "`"
    return code.removeprefix(ticks).removesuffix(ticks).replace("\\|", "|")
