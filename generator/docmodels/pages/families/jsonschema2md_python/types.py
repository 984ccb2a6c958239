"""Build the types of the nodes of a schema."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, Literal
from urllib.parse import unquote

from msgspec import Struct, field

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import UNKNOWN_TYPE
from docmodels.ir import (
    DEPRECATED,
    UNKNOWN,
    Const,
    EnumMember,
    Field,
    Never,
    Ref,
    Type,
    access_of,
    inferences,
    presence_of,
)
from docmodels.ir.algebra import all_of_types
from docmodels.pages.families.jsonschema2md_python.outline import Node
from docmodels.pages.families.jsonschema2md_python.sentences import Described, read_text
from docmodels.pages.json_values import read_json
from docmodels.pages.markdown import Page
from docmodels.pages.schema_facts import (
    SchemaFacts,
    read_default,
    type_of,
    union_of_members,
)

_UNIONS: Final[Mapping[str, Literal["oneOf", "anyOf"]]] = {"One of": "oneOf", "Any of": "anyOf"}
_LIMITS: Final = (
    *("minimum", "maximum", "exclusive_minimum", "exclusive_maximum", "multiple_of"),
    "pattern",
)
_ADDITIONAL: Final = "Additional properties"
"""The heading and the label of additional properties; before 1.1, both words have a capital."""
_DEFINITION = re.compile(r"/(?:\$defs|definitions)/([^/]+)")
_SUFFIX = re.compile(r"(?:\.schema)?(?:\.(?:json|ya?ml|md))?$")


class TypeReader(Struct):
    """Reads the types of one schema of a page.

    `root` is the name of the schema itself, `nodes` are its nodes by anchor. `notes` gets a note
    for each reference that leads to no definition. `prints_presence`: the page states which properties
    of nested objects and definitions are required (since 0.9, those of the schema itself later).
    """

    page: Page
    root: str
    nodes: Mapping[str, Node]
    notes: list[Note]
    prints_presence: bool = True
    _open: set[str] = field(default_factory=set[str])

    def read(self, node: Node) -> Type:
        """Return the type of a node."""
        return self._read(node, read_text(node.text))

    def read_parts(self, parts: Mapping[str, Sequence[Node]]) -> Type:
        """Return the type of the schema itself, from its parts."""
        facts = SchemaFacts()
        properties = parts.get("Properties", ())
        is_printed = bool(self.nodes) or any(map(_is_required, properties))
        facts.fields = tuple(self.read_field(node, is_printed) for node in properties)
        for node in parts.get("Pattern Properties", ()):
            facts.pattern_properties[node.name] = self.read(node)
        for node in (*parts.get(_ADDITIONAL, ()), *parts.get(_ADDITIONAL.title(), ())):
            facts.additional = self.read(node)
        for node in parts.get("Items", ()):
            self._add_items(node, facts)
        return type_of(facts)

    def read_field(self, node: Node, prints_presence: bool) -> Field:
        """Return the field that a node is; `prints_presence`: the page states what is required."""
        described = read_text(node.text)
        return Field(
            name=node.name,
            type=self._read(node, described),
            presence=presence_of("required" in described.flags),
            default=(
                read_default(described.sentences["default"])
                if "default" in described.sentences
                else None
            ),
            doc=described.doc,
            access=access_of("read-only" in described.flags, "write-only" in described.flags),
            deprecation=DEPRECATED if "deprecated" in described.flags else None,
            inferred=() if prints_presence else inferences("unprinted-presence", "required"),
            origin=self.page.origin(node.line, node.column),
        )

    def _read(self, node: Node, described: Described) -> Type:
        facts = _facts(described, node)
        fields: list[Field] = []
        for child in node.children:
            if child.name and _is_pattern(child):
                facts.pattern_properties[child.name] = self.read(child)
            elif child.name:
                fields.append(self.read_field(child, self.prints_presence))
            else:
                self._add_keyword(child, facts)
        facts.fields = tuple({field.name: field for field in fields}.values())
        if "ref" in described.sentences:
            facts.combined.append(self._refer(described.sentences["ref"], node))
        return type_of(facts)

    def _add_keyword(self, node: Node, facts: SchemaFacts) -> None:
        if node.label in _UNIONS:
            members = [self.read(child) for child in node.children]
            union = _enum_of(node.children, members)
            if members and _has_all_members(node.children):
                facts.combined.append(union or union_of_members(members, _UNIONS[node.label]))
        elif node.label == "All of":
            facts.combined.append(all_of_types([self.read(child) for child in node.children]))
        elif node.label == "Items":
            self._add_items(node, facts)
        elif node.label.capitalize() == _ADDITIONAL:
            facts.additional = self.read(node)

    def _add_items(self, node: Node, facts: SchemaFacts) -> None:
        """Add the type of items; members without a label around them are those of a tuple."""
        members = [child for child in node.children if not child.name and not child.label]
        if members:
            facts.prefix_items = tuple(self.read(child) for child in members)
        else:
            facts.items = self.read(node)

    def _refer(self, ref: str, node: Node) -> Type:
        """Return what a reference leads to: a definition, the schema, another file, or a node."""
        file, _, pointer = ref.partition("#")
        pointer = unquote(pointer)
        if (definition := _DEFINITION.fullmatch(pointer)) is not None:
            return Ref(name=definition[1])
        if not pointer.strip("/"):
            stem = _SUFFIX.sub("", unquote(file.rstrip("/").rpartition("/")[2]))
            return Ref(name=stem or self.root)
        target = self.nodes.get(pointer.strip("/")) if not file else None
        if target is not None and target.path not in self._open:
            self._open.add(target.path)
            type = self.read(target)
            self._open.discard(target.path)
            return type
        message = f"the reference `{ref[:80]}` leads to no definition; any value is accepted"
        origin = self.page.origin(node.line, node.column)
        self.notes.append(UNKNOWN_TYPE.at(origin, message, marked=ref))
        return UNKNOWN


def _is_required(node: Node) -> bool:
    return "required" in read_text(node.text).flags


def _has_all_members(nodes: Sequence[Node]) -> bool:
    """Whether no member is missing: the program leaves out those that have no keyword it prints."""
    numbers = [node.path.rpartition("/")[2] for node in nodes if node.path]
    return numbers == [str(number) for number in range(len(numbers))]


def _enum_of(nodes: Sequence[Node], types: Sequence[Type]) -> Type | None:
    """Return the enum of members that are constants, each with its description; None for others."""
    values = [type.value for type in types if isinstance(type, Const)]
    if len(values) < len(types) or not values:
        return None
    docs = (read_text(node.text).doc for node in nodes)
    members = (EnumMember(value=v, doc=doc) for v, doc in zip(values, docs, strict=True))
    return type_of(SchemaFacts(members=tuple(members)))


def _is_pattern(node: Node) -> bool:
    """Whether a name is a pattern: its anchor states that, or it begins as one in a page without anchors."""
    if node.path:
        return node.path.endswith(f"patternProperties/{node.name}")
    return node.name.startswith("^")


def _facts(described: Described, node: Node) -> SchemaFacts:
    """Return the facts of the sentences of a node."""
    sentences = described.sentences
    facts = SchemaFacts(format=described.format)
    facts.add_kinds(iter(described.kinds))
    for name in _LIMITS:
        if name in sentences and name == "pattern":
            facts.add_constraint(name, sentences[name])
        elif name in sentences:
            facts.add_limit(name, sentences[name])
    if "unique_items" in sentences:
        facts.add_constraint("unique_items", True)
    _add_sizes(described, node, facts)
    if described.values is not None:
        facts.members = tuple(EnumMember(value=value) for value in described.values)
    if "const" in sentences:
        facts.const = Const(value=read_json(sentences["const"], None))
    if sentences.get("additional", "").startswith("Cannot"):
        facts.additional = Never()
    return facts


def _add_sizes(described: Described, node: Node, facts: SchemaFacts) -> None:
    """Add the limits of lengths: with two sentences, that of items stands before that of strings."""
    has_items = "array" in facts.kinds or any(child.label == "Items" for child in node.children)
    names = ["length", "items"] if len(described.sizes) > 1 or not has_items else ["items"]
    for name, (least, most) in zip(names, described.sizes, strict=False):
        if name == "length" and has_items and "string" not in facts.kinds:
            continue
        _add_range(facts, name, least, most)
    _add_range(facts, "properties", *described.property_count)


def _add_range(facts: SchemaFacts, name: str, least: int | None, most: int | None) -> None:
    if least is not None:
        facts.add_constraint(f"min_{name}", least)
    if most is not None:
        facts.add_constraint(f"max_{name}", most)
