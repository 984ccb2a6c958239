"""Build the type of each schema from the facts on its page.

A type refers to other pages as `Ref(path)`; `nested_schemas` puts nested schemas in their place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct, field

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import DANGLING_REF, INVALID_LITERAL
from docmodels.ir import (
    DEPRECATED,
    UNKNOWN,
    Array,
    Deprecation,
    Field,
    Json,
    Never,
    Ref,
    Type,
    access_of,
    nullable,
    presence_of,
)
from docmodels.ir.algebra import all_of_types
from docmodels.pages.families.jsonschema2md.constraints import read_constraints
from docmodels.pages.families.jsonschema2md.outline import (
    FACT,
    Block,
    Link,
    Part,
    Properties,
    SchemaPage,
    find_links,
    read_code,
    unescape,
)
from docmodels.pages.families.jsonschema2md.page_index import PageIndex, location_of
from docmodels.pages.families.jsonschema2md.type_facts import Members, TypeFact, read_type_fact
from docmodels.pages.json_values import read_json
from docmodels.pages.markdown import Line
from docmodels.pages.schema_facts import (
    SchemaFacts,
    read_default,
    type_of,
    union_of_members,
)
from docmodels.pages.table_rows import is_delimiter_row, split_cells

_UNTITLED_KIND = re.compile(r"Untitled (?P<kind>\w+) in ")
_DETAILS = "Details"
_TYPE_FACT = "Type: "


class TypeReader(Struct):
    """Reads types of pages; `pending` are the pages that a type refers to and that are unread."""

    index: PageIndex
    notes: list[Note]
    pending: list[str] = field(default_factory=list[str])
    missing: set[str] = field(default_factory=set[str])
    deprecated: dict[str, bool] = field(default_factory=dict[str, bool])

    def read_page(self, path: str) -> Type:
        """Return the type of the schema that a page describes."""
        page = self.index.pages[path]
        facts = self._read_facts(page, path, page.block)
        self._add_properties(page, page.properties, facts)
        is_object = "object" in facts.kinds or page.properties is not None
        if is_object and header_cell(page, "Additional Properties") == "Forbidden":
            facts.additional = Never()
        return type_of(facts)

    def _refer(self, path: str) -> Ref:
        self.pending.append(path)
        return Ref(name=path)

    def _add_properties(
        self, page: SchemaPage, table: Properties | None, facts: SchemaFacts
    ) -> None:
        fields: list[Field] = []
        blocks = {id(block.row): block for block in table.blocks} if table else {}
        printed = [block.row for block in table.blocks if block.row] if table else []
        for row in (table.rows or printed) if table else []:
            block = blocks.get(id(row), Block(row))
            if row.kind == "property":
                fields.append(self._read_field(page, block))
            elif row.kind == "pattern":
                facts.pattern_properties[row.name] = self._read_property(page, block)
            else:
                is_any = row.type == "Any" or (not row.type and "Type" not in block.parts)
                facts.additional = UNKNOWN if is_any else self._read_property(page, block)
        facts.fields = tuple({field.name: field for field in fields}.values())

    def _read_field(self, page: SchemaPage, block: Block) -> Field:
        row, text = block.row, description_of(block)
        assert row is not None
        facts = _facts_of(block)
        target = self._target(page, block)
        is_deprecated = target is not None and self._is_deprecated(target)
        type = self._read_property(page, block)
        return Field(
            name=_printed_name(block) or row.name,
            type=type,
            presence=presence_of(row.is_required or "is required" in facts),
            default=read_default(_fence_text(block, "Default Value")),
            title="" if isinstance(type, Ref) else self._title(block),
            doc=text,
            access=access_of(*_restrictions(block)),
            deprecation=DEPRECATED if is_deprecated else None,
            examples=examples_of(block),
            origin=page.page.origin(block.parts[""].line if block.parts else row.line.number),
        )

    def _is_deprecated(self, path: str) -> bool:
        if path not in self.deprecated:
            self.deprecated[path] = is_deprecated_page(self.index.pages[path])
        return self.deprecated[path]

    def _title(self, block: Block) -> str:
        """Return the title of a property: the text of the link beside its type."""
        part = block.parts.get("Type")
        fact = read_type_fact(part.lines) if part else TypeFact()
        is_title = fact.link is not None and not fact.depth and fact.link.text != _DETAILS
        return fact.link.text if is_title and fact.link else ""

    def _target(self, page: SchemaPage, block: Block) -> str | None:
        """Return the path of the page of a property's schema: that which defines it."""
        link = next(
            (link for text in _facts_of(block) if text.startswith("defined in:")
             for link in find_links(text)),
            block.row.link if block.row else None,
        )  # fmt: skip
        return self.index.find(page, link)

    def _read_property(self, page: SchemaPage, block: Block) -> Type:
        """Return the type of a property; a reference to the page of its schema if it is a model."""
        row = block.row
        facts = _facts_of(block)
        is_nullable = "can be null" in facts or (row is not None and row.is_nullable)
        target = self._target(page, block)
        type = self._referred_type(page, block, target)
        if type is None:
            type = type_of(self._read_facts(page, target or "", block))
        return nullable(type) if is_nullable else type

    def _referred_type(self, page: SchemaPage, block: Block, target: str | None) -> Type | None:
        """Return a reference to a model or to a page that describes an object; else None."""
        if target is not None and target in self.index.models:
            return self._refer(target)
        part = block.parts.get("Type")
        fact = read_type_fact(part.lines) if part else _fact_of_row(block)
        linked = None if fact.depth or fact.is_tuple else self.index.find_type(page, fact.link)
        if linked is not None and linked in self.index.models:
            return self._refer(linked)
        path = target if target is not None else linked
        is_open = not fact.words and not fact.is_merged and "Constraints" not in block.parts
        is_object = "object" in fact.words and not fact.depth
        if path is not None and (is_object or (is_open and self._has_properties(path))):
            return self._refer(path)
        if path is not None and part is None and not (fact.words and self._lacks_type(path)):
            return self._refer(path)
        if is_object and fact.link is not None and fact.line is not None:
            self._note_missing(page, fact.link, fact.line)
        return None

    def _has_properties(self, path: str) -> bool:
        return self.index.pages[path].properties is not None

    def _lacks_type(self, path: str) -> bool:
        """Whether a page prints no type: an option of the generator leaves it out."""
        page = self.index.pages[path]
        return "Type" not in page.block.parts and page.properties is None

    def _note_missing(self, page: SchemaPage, link: Link, line: Line) -> None:
        if link.target in self.missing:
            return
        self.missing.add(link.target)
        message = f"the page `{link.target}` is not among the inputs; any value is accepted"
        column = max(line.text.find(link.target), 0) + 1
        origin = page.page.origin(line.number, column)
        help = "add the page to the inputs"
        self.notes.append(DANGLING_REF.at(origin, message, help, width=len(link.target)))

    def _read_facts(self, page: SchemaPage, path: str, block: Block) -> SchemaFacts:
        """Read the type and the constraints of a block; `path` is the page of its schema, or ""."""
        part = block.parts.get("Type")
        fact = read_type_fact(part.lines) if part else _fact_of_row(block)
        facts = SchemaFacts()
        if fact.is_tuple:
            facts.kinds = ("array",)
            facts.prefix_items = tuple(self._member(page, link) for link in fact.tuple_items)
            facts.items = self._member(page, fact.other_items) if fact.other_items else UNKNOWN
        elif fact.depth:
            facts.kinds = ("array",)
            facts.items = self._items(page, path, fact)
        else:
            facts.add_kinds(iter(fact.words))
            if part is None and path and fact.words == ("array",):
                facts.items = self._items(page, path, fact) if self.index.items_of(path) else None
        if fact.members is not None and not fact.depth:
            facts.combined.append(self._combination(page, fact.members))
        constraints = block.parts.get("Constraints")
        for line in read_constraints(constraints, facts) if constraints else ():
            origin = page.page.origin(line.number)
            self.notes.append(INVALID_LITERAL.at(origin, "this constraint has no supported value"))
        return facts

    def _items(self, page: SchemaPage, path: str, fact: TypeFact) -> Type:
        """Return the type of the items of an array: of their page, or of the words in the fact."""
        items = self.index.items_of(path) if path else None
        if items is not None and not (fact.depth and fact.words and self._lacks_type(items)):
            return self._refer(items)
        linked = self.index.find_type(page, fact.link)
        facts = SchemaFacts()
        if items is not None:
            facts = self._read_facts(self.index.pages[items], "", self.index.pages[items].block)
        facts.add_kinds(iter(fact.words))
        type = type_of(facts) if linked is None else self._refer(linked)
        for _ in range(fact.depth - 1):
            type = Array(items=type)
        if linked is None and fact.link is not None and fact.line is not None:
            self._note_missing(page, fact.link, fact.line)
        return type

    def _combination(self, page: SchemaPage, members: Members, is_nested: bool = False) -> Type:
        """Return the type of a combination; a nested one is that of the page that owns its members."""
        owner = self._owner(page, members) if is_nested else None
        if owner is not None:
            return self._refer(owner)
        types = [
            (
                self._member(page, member)
                if isinstance(member, Link)
                else self._combination(page, member, is_nested=True)
            )
            for member in members.members
        ]
        match members.mode:
            case "allOf":
                return all_of_types(types)
            case "oneOf" | "anyOf":
                return union_of_members(types, members.mode)
            case _:
                return UNKNOWN

    def _owner(self, page: SchemaPage, members: Members) -> str | None:
        """Return the path of the schema that a nested combination is: the pages of its members show it."""
        links = [member for member in members.members if isinstance(member, Link)]
        first = self.index.find(page, links[0]) if links else None
        owner, separator, _ = (first or "").rpartition(f"-{members.mode.lower()}-")
        path = f"{owner}.md"
        return path if separator and path in self.index.pages else None

    def _member(self, page: SchemaPage, link: Link) -> Type:
        """Return the type that a link leads to; without its page, that in the text of the link."""
        path = self.index.find_type(page, link)
        if path is not None:
            return self._refer(path)
        kind = _UNTITLED_KIND.match(link.text)
        facts = SchemaFacts()
        facts.add_kinds(iter([kind["kind"]] if kind else []))
        return type_of(facts)


def _fact_of_row(block: Block) -> TypeFact:
    """Return the type in the row of a property whose section prints none, or in the list of its facts.

    `--skip typesection --skip proptable` of the generator leaves the list only.
    """
    line = block.row.line if block.row else Line(1, "")
    text = block.row.type if block.row else ""
    if not text:
        text = next((f for f in _facts_of(block) if f.startswith(_TYPE_FACT)), "")
    fact = read_type_fact([Line(line.number, text.removeprefix(_TYPE_FACT))])
    fact.line = line
    return fact


def _facts_of(block: Block) -> list[str]:
    """Return the facts in the list of a property: `is required`, `can be null`, .."""
    part = block.parts.get("")
    lines = part.lines if part else []
    return [match["text"] for line in lines if (match := FACT.match(line.text))]


def _code_index(lines: Sequence[Line]) -> int | None:
    """Return the index of the line with the name of a property, which precedes its facts."""
    first = next((i for i, line in enumerate(lines) if FACT.match(line.text)), None)
    if first is None:
        return None
    index = first - 1
    while index >= 0 and not lines[index].text.strip():
        index -= 1
    return index if index >= 0 and read_code(lines[index].text.strip()) is not None else first


def _printed_name(block: Block) -> str:
    """Return the name of a property as its section prints it in code, or ""."""
    lines = block.parts[""].lines if block.parts else []
    index = _code_index(lines)
    return "" if index is None else read_code(lines[index].text.strip()) or ""


def description_of(block: Block) -> str:
    """Return the description of a property: what precedes its name and facts."""
    part = block.parts.get("", Part(0))
    text = _join(part, _code_index(part.lines))
    return "" if text == "no description" else text


def page_description(page: SchemaPage) -> str:
    """Return the description of a schema: what precedes the table of its header."""
    part = page.block.parts[""]
    location = location_of(page)
    fences = part.fences[1:] if location else part.fences
    end = next((i for i, line in enumerate(part.lines) if _is_header(line)), None)
    return _join(Part(part.line, part.lines, fences), end)


def _join(part: Part, end: int | None) -> str:
    """Return the text of the lines before the index `end`, with the fences between them."""
    last = part.lines[end].number if end is not None else None
    texts = {line.number: unescape(line.text.strip()) for line in part.lines[:end]}
    for fence in part.fences:
        if last is None or fence.line < last:
            texts[fence.line] = f"```{fence.language}\n{fence.text.rstrip()}\n```\n"
    return "\n".join(texts[number] for number in sorted(texts)).strip()


def _is_header(line: Line) -> bool:
    return line.text.startswith("|") and "Abstract" in line.text and "Extensible" in line.text


def header_cell(page: SchemaPage, title: str) -> str:
    """Return the cell below a title in the header of a page, or ""."""
    rows = [line for line in page.block.parts[""].lines if line.text.startswith("|")]
    start = next((i for i, line in enumerate(rows) if _is_header(line)), None)
    if start is None:
        return ""
    titles = [_plain_title(cell) for cell in split_cells(rows[start].text)]
    for line in rows[start + 1 :]:
        cells = split_cells(line.text)
        if not is_delimiter_row(cells):
            return dict(zip(titles, cells, strict=False)).get(title, "")
    return ""


def _plain_title(cell: str) -> str:
    link = next(find_links(cell), None)
    return link.text if link else cell


def is_deprecated_page(page: SchemaPage) -> bool:
    """Whether its header marks the schema of a page as deprecated."""
    return header_cell(page, "Status") == "Deprecated"


def deprecation_of(page: SchemaPage) -> Deprecation | None:
    """Return the deprecation in the header of a page, if any."""
    return DEPRECATED if is_deprecated_page(page) else None


def _fence_text(block: Block, title: str) -> str:
    part = block.parts.get(title, Part(0))
    return next((fence.text for fence in part.fences), "")


def examples_of(block: Block) -> tuple[Json, ...]:
    """Return the examples of a schema that are JSON."""
    part = block.parts.get("Examples", Part(0))
    values = (read_json(fence.text, None) for fence in part.fences if fence.language == "json")
    return tuple(value for value in values if value is not None)


def _restrictions(block: Block) -> tuple[bool, bool]:
    """Return whether a property is read-only and write-only. Source: as for `LIMITS`."""
    part = block.parts.get("Access Restrictions", Part(0))
    text = " ".join(line.text for line in part.lines)
    return "managed exclusively by the owning authority" in text, "never present when" in text
