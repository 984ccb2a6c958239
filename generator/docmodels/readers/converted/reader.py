"""Read documents through dcg: as pydantic models, whose places are those of the originals."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace as evolve

from docmodels.alias_generators import to_pascal
from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import MODEL_FROM_SAMPLE
from docmodels.ir import (
    Definition,
    Object,
    Origin,
)
from docmodels.ir.drafts import Draft
from docmodels.ir.equality import type_key
from docmodels.ir.traverse import without_origins
from docmodels.readers.converted.adaptation import ADAPT
from docmodels.readers.converted.formats import Format
from docmodels.readers.converted.generation import generate_models
from docmodels.readers.converted.provenance import Originals, with_original_places
from docmodels.readers.documents import Schemas
from docmodels.readers.python_models.reader import read_python_models

_TOGETHER: Final = frozenset({"graphql", "avro"})
"""The formats whose documents may refer to types of each other without naming a file."""


def read_converted(documents: Sequence[Document], format: Format, notes: list[Note]) -> Schemas:
    """Read documents of one format.

    Raises `DocmodelsError` if dcg cannot read one (`unreadable-input`) or needs a package that is
    not installed (`missing-extra`). Types that are inferred from sample values are reported
    (`model-from-sample`).
    """
    groups = [documents] if format.name in _TOGETHER else [[document] for document in documents]
    drafts: dict[tuple[str, object], Draft] = {}
    for group in groups:
        others = [d for d in documents if d not in group] if format.resolves_files else []
        for draft in _read_group(group, others, format, notes):
            # A file that refers to another one has the types of that too.
            key = draft.definition.name, type_key(without_origins(draft.definition))
            drafts.setdefault(key, draft)
    return Schemas(tuple(drafts.values()))


def _read_group(
    documents: Sequence[Document], others: Sequence[Document], format: Format, notes: list[Note]
) -> list[Draft]:
    """Read documents as one; types of `others`, to which they may refer, have their places there."""
    class_name = (
        to_class_name(documents[0].path) if format.is_sample or format.name == "csv" else ""
    )
    text = generate_models(documents, format, class_name)
    module_notes: list[Note] = []
    module = Document(documents[0].path, text)
    schemas = read_python_models([module], module_notes)
    definitions = [draft.definition for draft in schemas.drafts]
    originals = Originals([*documents, *others], format, class_name)
    located = with_original_places(definitions, originals)
    notes += _moved(module_notes, definitions, located)
    if adapt := ADAPT.get(format.name):
        located = adapt(located, [*documents, *others], notes)
    if format.is_sample:
        notes.append(_sample_note(documents[0], located))
    return [
        Draft(
            definition,
            dialect=format.name,
            folder=definition.origin.file if definition.origin else "",
            is_root=bool(class_name) and definition.name == class_name,
        )
        for definition in located
    ]


def to_class_name(path: str) -> str:
    """Return the name of the model of a file of values."""
    stem = os.path.basename(path).split(".")[0]
    words = "".join(c if c.isascii() and c.isalnum() else "_" for c in stem)
    name = to_pascal(words.lower()).replace("_", "")
    return name if name[:1].isalpha() else f"Model{name}"


def _moved(
    notes: Sequence[Note], before: Sequence[Definition], after: Sequence[Definition]
) -> list[Note]:
    """Return notes about the module of dcg at the places of the original."""
    places: dict[int, Origin] = {}
    origins = {name: origin for definition in after for name, origin in _origins(definition)}
    for definition in before:
        for name, origin in _origins(definition):
            if origin and (other := origins[name]):
                places[origin.line] = other
    lines = sorted(places)
    moved: list[Note] = []
    for note in notes:
        index = bisect_right(lines, note.origin.line) if note.origin else 0
        origin = places[lines[index - 1]] if index else None
        moved.append(evolve(note, origin=origin, width=1))
    return moved


def _origins(definition: Definition) -> list[tuple[tuple[str, str], Origin | None]]:
    """Return the places of a definition and its fields, by their names."""
    fields = definition.type.fields if isinstance(definition.type, Object) else ()
    name = definition.name
    return [((name, ""), definition.origin), *(((name, f.name), f.origin) for f in fields)]


def _sample_note(document: Document, definitions: Sequence[Definition]) -> Note:
    names = ", ".join(f"`{definition.name}`" for definition in definitions[:5])
    message = f"{names} and their types are inferred from the values in {document.path}"
    help = "values that the sample lacks may have other types; a schema would state them"
    return MODEL_FROM_SAMPLE.at(document.origin(1), message, help)
