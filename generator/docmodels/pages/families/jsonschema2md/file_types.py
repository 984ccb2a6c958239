"""Build types from the sections of versions 1 to 3."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

from msgspec import Struct

from docmodels.ir import (
    UNKNOWN,
    Const,
    Default,
    EnumMember,
    Field,
    Json,
    Type,
    nullable,
    presence_of,
)
from docmodels.ir.algebra import all_of_types
from docmodels.ir.instance_check import is_of_kind
from docmodels.pages.families.jsonschema2md.embedded import read_embedded
from docmodels.pages.families.jsonschema2md.file_pages import (
    FACT,
    FileProperty,
    FileRow,
    add_section,
    read_file_rows,
)
from docmodels.pages.families.jsonschema2md.outline import Link, read_code
from docmodels.pages.json_values import read_json
from docmodels.pages.markdown import Fence, Line, Page, Section
from docmodels.pages.schema_facts import (
    SchemaFacts,
    read_default,
    type_of,
    union_of_members,
)
from docmodels.pages.table_rows import is_delimiter_row, split_cells

LIMITS: Final = (
    ("minimum", re.compile(r"[*+-] ++minimum value: `(?P<value>[^`]*)`")),
    ("maximum", re.compile(r"[*+-] ++maximum value: `(?P<value>[^`]*)`")),
    (
        "exclusive_minimum",
        re.compile(r"[*+-] ++value must not be smaller or equal than: `(?P<value>[^`]*)`"),
    ),
    (
        "exclusive_maximum",
        re.compile(r"[*+-] ++value must not be greater or equal than: `(?P<value>[^`]*)`"),
    ),
    ("multiple_of", re.compile(r"[*+-] ++must be a multiple of `(?P<value>[^`]*)`")),
    ("min_length", re.compile(r"[*+-] ++minimum length: (?P<value>\d+) characters")),
    ("max_length", re.compile(r"[*+-] ++maximum length: (?P<value>\d+) characters")),
)
"""Constraints by attribute name. Source: the templates of @adobe/jsonschema2md 1.1, 2.1 and 3.3."""
SIZES: Final = (
    (
        ("min_items", "max_items"),
        re.compile(r"[*+-] +between `(\d+)` and `(\d+)` items in the array"),
    ),
    (("max_items",), re.compile(r"[*+-] +no more than `(\d+)` items in the array")),
    (("min_items",), re.compile(r"[*+-] +at least `(\d+)` items in the array")),
)
"""Sizes of arrays, by the attribute names of their numbers. Source: as for `LIMITS`."""
MODES: Final = {
    "**Any** following": ("anyOf", "Option"),
    "**All** of the following": ("allOf", "Requirement"),
    "**One** of the following": ("oneOf", "Condition"),
}
"""Combinations by their introduction: the mode, and the title of each member."""
_FORMAT = re.compile(r"\s*[*+-] +format: `(?P<format>[^`]+)`")
_REFERENCE = re.compile(
    r"\s*[*+-] +\[(?P<text>[^\]]*)\]\(<?(?P<target>[^)>]*)>?\) – `(?P<ref>[^`]*)`"
)
_KIND = re.compile(r"`(?P<kind>string|integer|number|boolean|null|object|array)`")
_WORD = re.compile(r"\s*[*+-] +(?:or )?`(?P<kind>[a-z]+)`\s*$")
_ARRAY = re.compile(r"(?:Nested a|A)rray type:")
_UNKNOWN = re.compile(r"Unknown type `")
_DEFAULT = re.compile(r"\s*[*+-] +default: `(?P<value>.*)`\s*$")
_MUST = "The value of this property **must** be equal to one of"
_MUST_PATTERN = "The value of this properties with this pattern **must** be equal"
_CONST = "The value of this property **must** be equal to:"
_MAX_DEPTH = 20

Resolve = Callable[[Link, str], Type]
"""Returns the type for a reference: its link, and the reference as it is in the schema."""


class FileTypes(Struct):
    """Reads the types of a page; `resolve` returns the type of a reference."""

    page: Page
    resolve: Resolve

    def read_field(self, property: FileProperty, depth: int = 0) -> Field:
        """Return the field that the sections of a property describe; `depth` is its nesting."""
        row = property.row
        facts = [match["text"] for line in property.lines if (match := FACT.match(line.text))]
        printed = next(
            (m["value"] for line in property.lines if (m := _DEFAULT.match(line.text))), ""
        )
        default = read_default(printed or row.default)
        return Field(
            name=_printed_name(property) or row.name,
            type=self.read_property(property, default, depth),
            presence=presence_of(
                row.is_required or "is **required**" in facts or "is required" in facts
            ),
            default=default,
            title=property.title,
            doc=_description(property.lines),
            examples=_examples(property),
            origin=self.page.origin(property.line),
        )

    def read_row(self, row: FileRow) -> Field:
        """Return the field that a row describes, without a section."""
        facts = SchemaFacts()
        facts.add_kinds(iter([read_code(row.type) or row.type]))
        type = type_of(facts)
        return Field(
            name=row.name,
            type=nullable(type) if row.is_nullable else type,
            presence=presence_of(row.is_required),
            default=read_default(row.default),
            origin=self.page.origin(row.line.number),
        )

    def read_property(
        self, property: FileProperty, default: Default | None = None, depth: int = 0
    ) -> Type:
        """Return the type of a property: a constant, an enum, or that in its part `Type`."""
        text = "\n".join(line.text for line in property.lines)
        if _CONST in text:
            value = next((read_json(fence.text, None) for fence in property.fences), None)
            type: Type = Const(value=value) if value is not None else UNKNOWN
        elif _MUST in text or _MUST_PATTERN in text:
            type = self._read_enum(property, default)
        elif (part := property.parts.get("Type")) is not None:
            type = _TypeText(self, part, property.details, depth).read(property)
        else:
            type = UNKNOWN
        return nullable(type) if property.row.is_nullable else type

    def _read_enum(self, property: FileProperty, default: Default | None) -> Type:
        part = property.parts.get("Known Values")
        rows = [split_cells(line.text) for line in part.lines if "|" in line.text] if part else []
        evidence = [*([default.value] if default else []), *_examples(property)]
        members = [
            EnumMember(value=value, doc=cells[1] if len(cells) > 1 else "")
            for cells in rows
            if cells[0] != "Value" and not is_delimiter_row(cells)
            for value in _values(read_code(cells[0]) or cells[0], evidence)
        ]
        return type_of(SchemaFacts(members=tuple(members))) if members else UNKNOWN


def _values(text: str, evidence: Sequence[Json]) -> list[Json]:
    """Return the values that a text in the table of values may stand for.

    The table prints `1` and `"1"` alike. A default or an example shows which it is; without one,
    the text may be both.
    """
    value = read_json(text, text)
    if isinstance(value, str | list | dict) or value is None:
        return [None] if value is None else [text]
    if any(isinstance(example, str) for example in evidence):
        return [text]
    if any(is_of_kind(example, "number") or isinstance(example, bool) for example in evidence):
        return [value]
    return [value, text]


def _printed_name(property: FileProperty) -> str:
    """Return the name in the code line before the facts, which has no escapes; or ""."""
    texts = [line.text.strip() for line in property.lines if line.text.strip()]
    first = next((i for i, text in enumerate(texts) if FACT.match(text)), 0)
    return read_code(texts[first - 1]) or "" if first else ""


def _description(lines: Sequence[Line]) -> str:
    end = next((i for i, line in enumerate(lines) if FACT.match(line.text)), len(lines))
    texts = [line.text.strip() for line in lines[:end]]
    while texts and not texts[-1]:
        texts.pop()
    if texts and read_code(texts[-1]) is not None:
        texts.pop()
    text = "\n".join(texts).strip()
    return "" if text == "undefined" else text


def _examples(property: FileProperty) -> tuple[Json, ...]:
    parts = [property.parts[name] for name in ("Example", "Examples") if name in property.parts]
    values = [read_json(fence.text, None) for part in parts for fence in part.fences]
    return tuple(value for value in values if value is not None)


class _TypeText(Struct):
    """Reads a part `Type`: its lines in order, and the sections that its lines announce."""

    types: FileTypes
    section: Section
    details: deque[Section]
    depth: int

    def read(self, property: FileProperty | None = None) -> Type:
        """Return the type; `property` has the sizes of an array."""
        lines = [line for line in self.section.lines if line.text.strip()]
        if not lines or self.depth > _MAX_DEPTH:
            return UNKNOWN
        if _ARRAY.match(lines[0].text.strip()):
            return self._read_array(lines, property)
        return self._read_one(lines)

    def _read_one(self, lines: Sequence[Line]) -> Type:
        """Return the type that lines describe, other than an array."""
        text = lines[0].text.strip()
        for introduction, (mode, title) in MODES.items():
            if text.startswith(introduction):
                return self._read_members(mode, title)
        return self._read_simple(lines)

    def _read_array(self, lines: Sequence[Line], property: FileProperty | None) -> Type:
        facts = SchemaFacts(kinds=("array",))
        for line in property.lines if property else ():
            for names, pattern in SIZES:
                if (match := pattern.search(line.text)) is not None:
                    for name, value in zip(names, match.groups(), strict=True):
                        facts.add_limit(name, value)
        depth = 1 + sum(line.text.startswith("Nested array type:") for line in lines)
        if not any(line.text.startswith("Array type:") for line in lines):
            depth = max(depth, 2)
        start = next(
            (i for i, line in enumerate(lines) if line.text.startswith("All items must")), None
        )
        remaining: Sequence[Line] = lines[start + 1 :] if start is not None else ()
        if remaining and _UNKNOWN.match(remaining[0].text):
            return self._read_json(self.section.fences) or type_of(facts)
        items = self._read_one(remaining) if remaining else UNKNOWN
        for _ in range(depth - 1):
            items = type_of(SchemaFacts(kinds=("array",), items=items))
        facts.items = items
        return type_of(facts)

    def _read_members(self, mode: str, title: str) -> Type:
        members: list[Type] = []
        number = 1
        while self.details and self.details[0].title == f"{title} {number}":
            section = self.details.popleft()
            members.append(_TypeText(self.types, section, self.details, self.depth + 1).read())
            number += 1
        if mode == "allOf":
            return all_of_types(members)
        return (
            union_of_members(members, "oneOf" if mode == "oneOf" else "anyOf")
            if members
            else UNKNOWN
        )

    def _read_simple(self, lines: Sequence[Line]) -> Type:
        text = lines[0].text.strip()
        if (match := _REFERENCE.match(text)) is not None:
            return self.types.resolve(Link(match["text"], match["target"]), match["ref"])
        if _UNKNOWN.match(text):
            return self._read_json(self.section.fences) or UNKNOWN
        facts = SchemaFacts()
        if text.startswith("Either one of:"):
            facts.add_kinds(m["kind"] for line in lines if (m := _WORD.match(line.text)))
        elif (kind := _KIND.match(text)) is not None:
            facts.add_kinds(iter([kind["kind"]]))
            facts.is_nullable |= text[kind.end() :].lstrip().startswith(", nullable")
        for line in lines:
            bullet = line.text.lstrip()
            for name, pattern in LIMITS:
                if (match := pattern.match(bullet)) is not None:
                    facts.add_limit(name, match["value"])
            if (match := _FORMAT.match(line.text)) is not None:
                facts.format = match["format"]
        pattern_fence = next((f for f in self.section.fences if f.language == "regex"), None)
        if pattern_fence is not None:
            facts.limits["pattern"] = pattern_fence.text.strip("\n")
        if "with following properties:" in text:
            facts.fields = tuple(self._read_nested(read_file_rows(self.section.lines)))
        return type_of(facts)

    def _read_json(self, fences: Sequence[Fence]) -> Type | None:
        """Return the type of a schema that the page prints as JSON."""
        fence = next((fence for fence in fences if fence.language == "json"), None)
        return read_embedded(read_json(fence.text, None), self.types.resolve) if fence else None

    def _read_nested(self, rows: Sequence[FileRow]) -> list[Field]:
        """Read the properties of an object: each has its section at the next level, in order."""
        fields: list[Field] = []
        for row in rows:
            if not self.details or self.details[0].title != row.name:
                fields.append(self.types.read_row(row))
                continue
            property = FileProperty(row, self.details[0].line)
            add_section(property, self.details.popleft(), is_first=True)
            self._take_parts(property)
            property.details = self.details
            fields.append(self.types.read_field(property, self.depth + 1))
        return fields

    def _take_parts(self, property: FileProperty) -> None:
        """Move the parts of a nested property to it, up to the first other section."""
        while self.details:
            count = len(property.details)
            add_section(property, self.details[0])
            if len(property.details) > count:
                property.details.pop()
                return
            self.details.popleft()
