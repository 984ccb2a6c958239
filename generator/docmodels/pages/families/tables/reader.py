"""Read pages with hand-written tables as drafts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import INFERRED_MODEL
from docmodels.ir import Definition, Json, Object, Origin, inferences
from docmodels.ir.drafts import Draft, normalize_name
from docmodels.pages.families.tables.columns import read_columns
from docmodels.pages.families.tables.context import page_context
from docmodels.pages.families.tables.fields import TableReader, read_object
from docmodels.pages.families.tables.links import NameIndex, ValueIndex, anchor
from docmodels.pages.families.tables.naming import identifier
from docmodels.pages.families.tables.nesting import Node, walk
from docmodels.pages.families.tables.parts import (
    Model,
    Part,
    group_parts,
    read_parts,
    reference_names,
)
from docmodels.pages.families.tables.presence import presence_rules
from docmodels.pages.families.tables.samples import values_by_key
from docmodels.pages.families.tables.words import plain_text, word_key
from docmodels.pages.markdown import Page

_DELIMITER = re.compile(r"^[ \t]*+\|?[ \t]*+:?-++:?[ \t]*+\|[ \t|:-]*$", re.M)
_NO_PROSE = ("|", "<", "!", "-", "*", "#", ">", "{", "+", "`")


def recognises(page: Page) -> bool:
    """Return whether at least one table of a page is certain to list the fields of a model."""
    if _DELIMITER.search(page.text) is None:
        return False
    return any(part.is_certain for part in read_parts(page_context(page), []))


def headers(page: Page) -> Iterator[tuple[int, str]]:
    """Yield the line and the header of each table of a page with columns of names and types."""
    if _DELIMITER.search(page.text) is not None:
        for heading in page_context(page).outline.headings:
            for table in heading.tables:
                if read_columns(table.header) is not None:
                    yield table.line.number, " | ".join(map(plain_text, table.header))


def read(pages: Sequence[Page], notes: list[Note]) -> list[Draft]:
    """Read pages as drafts, in page order."""
    contexts = [page_context(page) for page in pages]
    names_of_set = frozenset(name for context in contexts for name in context.names)
    for context in contexts:
        context.names_of_set = names_of_set
    models = [
        model for context in contexts for model in group_parts(list(read_parts(context, notes)))
    ]
    names = NameIndex()
    for model in models:
        names.add(model.parts[0].context.document.path, reference_names(model), model.name)
    page_set = _PageSet(names, ValueIndex(contexts), _sampled_words(models))
    return [draft for model in models for draft in _Assembler(model, page_set, notes).drafts()]


class _PageSet(Struct, frozen=True):
    """What is known from all pages: models, tables of values, values by the text of type cells."""

    names: NameIndex
    values: ValueIndex
    words: SampledWords


SampledWords: TypeAlias = Mapping[str, list[Json]]
"""The values in samples of all fields whose type cell has one text."""


def _sampled_words(models: Sequence[Model]) -> SampledWords:
    """Collect the values of fields by the text of their type cells."""
    collected: dict[str, list[Json]] = defaultdict(list)
    for part in (part for model in models for part in model.parts):
        samples = values_by_key(part.samples.objects)
        for node in walk(part.tree.fields):
            if node.row is not None and not node.children:
                text = word_key(part.facts.columns.cell(node.row.cells, "type"))
                collected[text].extend(samples.get(node.name, ()))
    return collected


class _Assembler:
    """Makes the drafts of a model: of itself, and of the objects inside it."""

    def __init__(self, model: Model, page_set: _PageSet, notes: list[Note]) -> None:
        self.model, self.notes = model, notes
        self.names, self.values, self.words = page_set.names, page_set.values, page_set.words
        self.document = model.parts[0].context.document
        self.nested: list[Draft] = []

    def drafts(self) -> list[Draft]:
        """Return the draft of the model, then those of its nested objects."""
        objects = [self._read_part(part) for part in self.model.parts]
        fields = tuple(field for object in objects for field in object.fields)
        others = next((o.additional_properties for o in objects if o.additional_properties), None)
        part = self.model.parts[0]
        origin = self.document.origin(part.table.line.number)
        message = f"`{self.model.name}` is inferred from a table"
        if not any(field.required for field in fields):
            message += " that does not print which fields are required"
        self.notes.append(INFERRED_MODEL.at(origin, message))
        type = Object(fields=fields, additional_properties=others)
        return [self._draft(self.model.name, type, origin, _documentation(part)), *self.nested]

    def _draft(self, name: str, type: Object, origin: Origin | None, doc: str = "") -> Draft:
        inferred = inferences("models-from-tables", "definition")
        definition = Definition(name=name, type=type, doc=doc, inferred=inferred, origin=origin)
        return Draft(definition, dialect="tables")

    def _read_part(self, part: Part) -> Object:
        context, columns = part.context, part.facts.columns
        heading = context.outline.headings[part.index]
        kinds = [context.titles[i].kind for i in context.outline.path(part.index)[:2]]
        kind = next((kind for kind in kinds if kind in ("required", "optional")), "")
        texts = [line.text for line in heading.texts]
        reader = TableReader(
            self.document,
            columns,
            presence_rules(part.facts.rows, columns, kind, texts),
            self._resolve,
            self._named,
            lambda text: self.values.linked(self.document.path, text),
            self._nest,
            self.words,
            self.notes,
        )
        return read_object(part.tree.fields, part.samples.matching(part.tree.fields), reader)

    def _resolve(self, name: str, link: str) -> str | None:
        names = [anchor(link), name] if link else [name]
        return self.names.resolve(self.document.path, *names)

    def _named(self, name: str) -> str | None:
        """Return the model of the page with the name of a field, but not the model itself."""
        key = normalize_name(name)
        models = self.names.by_page.get(self.document.path, {})
        model = models.get(key) or models.get(key.removesuffix("s"))
        return None if model == self.model.name else model

    def _nest(self, node: Node, type: Object) -> str:
        """Add the draft of an object inside the model, and return its name."""
        taken = {draft.definition.name for draft in self.nested}
        name = base = self.model.name + identifier(node.name).removeprefix("Model")
        number = 2
        while name in taken or normalize_name(name) in self.names.by_page[self.document.path]:
            name, number = f"{base}{number}", number + 1
        row = node.row
        origin = self.document.origin(
            row.line.number if row else self.model.parts[0].table.line.number
        )
        draft = self._draft(name, type, origin)
        self.nested.append(draft)
        return name


def _documentation(part: Part) -> str:
    """Return the first paragraph under the heading of a table."""
    paragraph: list[str] = []
    for line in part.context.outline.headings[part.index].texts:
        text = line.text.strip()
        if paragraph and not text:
            break
        if text and not text.startswith(_NO_PROSE) and line.number < part.table.line.number:
            paragraph.append(plain_text(text))
    text = " ".join(paragraph)
    return "" if text.endswith((":", "：")) or part.name.is_captioned else text
