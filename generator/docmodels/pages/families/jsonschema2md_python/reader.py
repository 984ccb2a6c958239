"""Read pages of jsonschema2md (Python) as drafts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import INVALID_ROW
from docmodels.ir import Definition, Type, inferences
from docmodels.ir.drafts import Draft
from docmodels.ir.titles import is_name
from docmodels.pages.all_of import convert_all_of, object_definitions
from docmodels.pages.families.jsonschema2md_python.outline import Node, Schema, read_schemas
from docmodels.pages.families.jsonschema2md_python.sentences import read_text
from docmodels.pages.families.jsonschema2md_python.types import TypeReader
from docmodels.pages.markdown import Page

_UNTITLED = "JSON Schema"
_STEM = re.compile(r"(?:\.schema)?(?:\.json)?\.md$")


def read(pages: Sequence[Page], notes: list[Note]) -> list[Draft]:
    """Read pages as drafts, in page order."""
    return [
        draft
        for page in pages
        for schema in read_schemas(page)
        for draft in _read_schema(page, schema, notes)
    ]


def _read_schema(page: Page, schema: Schema, notes: list[Note]) -> list[Draft]:
    for line in schema.strays:
        origin = page.origin(line.number)
        message = "cannot read this item of the list"
        notes.append(INVALID_ROW.at(origin, message, width=len(line.text)))
    definitions = {node.name: node for node in schema.parts.get("Definitions", ()) if node.name}
    name, is_inferred = _name(page, schema, definitions)
    nodes = {node.path: node for node in _walk(schema) if node.path}
    prints_presence = (
        bool(nodes) or "required)*" in page.plain.text or ", required" in page.plain.text
    )
    reader = TypeReader(page, name, nodes, notes, prints_presence)
    types: dict[str, Type] = {}
    if any(nodes for part, nodes in schema.parts.items() if part != "Definitions"):
        types[name] = reader.read_parts(schema.parts)
    types |= {defined: reader.read(node) for defined, node in definitions.items()}
    objects = object_definitions(types)
    types = {defined: convert_all_of(type, objects) for defined, type in types.items()}
    drafts: list[Draft] = []
    if name in types:
        stem = _stem(page)
        definition = Definition(
            name=name,
            type=types[name],
            title=schema.title if schema.title != _UNTITLED else "",
            doc=schema.doc,
            inferred=inferences("definition-names", "name") if is_inferred else (),
            origin=page.origin(schema.line),
        )
        drafts.append(Draft(definition, aliases=(stem,) if stem and stem != name else ()))
    return [*drafts, *(_draft(page, node, types[node.name]) for node in definitions.values())]


def _draft(page: Page, node: Node, type: Type) -> Draft:
    origin = page.origin(node.line, node.column)
    doc = read_text(node.text).doc
    return Draft(Definition(name=node.name, type=type, doc=doc, origin=origin))


def _name(page: Page, schema: Schema, definitions: Mapping[str, Node]) -> tuple[str, bool]:
    """Return the name of a schema, and whether it is that of the file: a title may be a sentence.

    If a definition has the name, the schema gets a number.
    """
    is_titled = schema.title != _UNTITLED and is_name(schema.title)
    base = name = schema.title if is_titled else _stem(page) or "Model"
    number = 2
    while name in definitions:
        name, number = f"{base}{number}", number + 1
    return name, not is_titled or name != base


def _stem(page: Page) -> str:
    return _STEM.sub("", page.path.rpartition("/")[2])


def _walk(schema: Schema) -> Iterator[Node]:
    pending = [node for nodes in schema.parts.values() for node in nodes]
    while pending:
        node = pending.pop()
        yield node
        pending += node.children
