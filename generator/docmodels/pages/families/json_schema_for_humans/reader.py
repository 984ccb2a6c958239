"""Read pages of json-schema-for-humans as drafts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import unquote

from msgspec import Struct, field

from docmodels.diagnostics.notes import Note
from docmodels.ir import Definition, Ref, Type, inferences
from docmodels.ir.drafts import Draft
from docmodels.ir.references import rename_refs
from docmodels.ir.titles import is_name
from docmodels.ir.traverse import refs
from docmodels.pages.all_of import convert_all_of, object_definitions
from docmodels.pages.families.json_schema_for_humans.sections import (
    SchemaSection,
    read_schemas,
)
from docmodels.pages.families.json_schema_for_humans.types import TypeReader, read_examples
from docmodels.pages.markdown import Page
from docmodels.pages.nested_schemas import inline_nested

_DEFINITION = re.compile(r"(?P<file>[^#]*)#/(?:definitions|\$defs)/(?P<name>[^/]+)")
_UNTITLED = "Schema Docs"
_MEMBER = re.compile(r" > (?:oneOf|anyOf|allOf) > [^>]*$")
_LONGEST_TITLE = 120
"""A longer title is a text and no name."""


class _Models(Struct):
    """The models of a page: names by the id of their section.

    `repeated` are sections of a definition that another section describes, with the id of that one.
    `inferred` are the ids whose name is not printed as that of a schema. `root_alias` is the name of
    a root that only refers to a definition, which its section describes.
    """

    names: dict[str, str] = field(default_factory=dict[str, str])
    repeated: dict[str, str] = field(default_factory=dict[str, str])
    inferred: set[str] = field(default_factory=set[str])
    taken: set[str] = field(default_factory=set[str])
    root_alias: str = ""

    def add(self, id: str, name: str, prefix: str = "", *, is_inferred: bool = False) -> None:
        """Name a section; if another one has the name, with a prefix or a number."""
        candidates = [name, *([f"{prefix}{name}"] if prefix else [])]
        free = next((c for c in candidates if c not in self.taken), None)
        number = 2
        while free is None:
            free = None if f"{name}{number}" in self.taken else f"{name}{number}"
            number += 1
        self.taken.add(free)
        self.names[id] = free
        if is_inferred:
            self.inferred.add(id)


def read(pages: Sequence[Page], notes: list[Note]) -> list[Draft]:
    """Read pages as drafts, in page order."""
    schemas = [(page, sections) for page in pages for sections in read_schemas(page)]
    return [draft for page, sections in schemas for draft in _read_schema(page, sections, notes)]


def _read_schema(
    page: Page, all_sections: Sequence[SchemaSection], notes: list[Note]
) -> list[Draft]:
    sections: dict[str, SchemaSection] = {}
    for section in all_sections:
        sections.setdefault(section.id, section)
    root = next(iter(sections))
    models = _find_models(page, root, sections)
    types = _read_types(TypeReader(page, sections, notes), models)
    types = inline_nested(types, frozenset(id for id in models.names if id in types))
    for id in types:
        if id not in models.names:
            models.add(id, _last_part(sections[id].title), is_inferred=True)
    types = {id: rename_refs(type, lambda id: models.names[id]) for id, type in types.items()}
    objects = object_definitions({models.names[id]: type for id, type in types.items()})
    drafts = [
        _build_draft(page, section, convert_all_of(types[id], objects), models)
        for id, section in sections.items()
        if id in types
    ]
    if models.root_alias:
        alias = Definition(
            name=models.root_alias,
            type=Ref(name=models.names[root]),
            inferred=inferences("definition-names", "name"),
            origin=page.origin(sections[root].line),
        )
        drafts.insert(0, Draft(alias))
    return drafts


def _read_types(reader: TypeReader, models: _Models) -> dict[str, Type]:
    """Return the types of the root, of all models, and of all sections they refer to, by id."""
    types: dict[str, Type] = {}
    pending = [*reversed(models.names)]
    while pending:
        id = pending.pop()
        if id in types:
            continue
        first = models.repeated.get(id)
        types[id] = Ref(name=first) if first else reader.read(reader.sections[id])
        pending.extend(name for name in refs(types[id]) if name not in types)
    return types


def _find_models(page: Page, root: str, sections: Mapping[str, SchemaSection]) -> _Models:
    """Name the root, the definitions, and the nested schemas with a title of their own."""
    models = _Models()
    title = sections[root].title.strip()
    stem = re.sub(r"(?:\.schema)?\.md$", "", page.path.rsplit("/", 1)[-1]) or "Model"
    is_untitled = title in (_UNTITLED, "") or len(title) > _LONGEST_TITLE
    name = stem if is_untitled else title
    described: dict[tuple[str, str], str] = {}
    definition = _DEFINITION.fullmatch(sections[root].facts.get("Defined in", ""))
    if definition is not None:
        described[definition["file"], unquote(definition["name"])] = root
        models.add(root, unquote(definition["name"]))
        models.root_alias = "" if name in models.taken else name
        models.taken.add(name)
    else:
        models.add(root, name, is_inferred=is_untitled)
    for id, section, file in _with_files(root, sections):
        definition = _DEFINITION.fullmatch(section.facts.get("Defined in", ""))
        location = section.facts.get("Defined in", "")
        if definition is not None:
            key = (definition["file"] or file, unquote(definition["name"]))
        elif location and "#" not in location:
            key = (location, "")
        else:
            continue
        if key in described:
            models.repeated[id] = described[key]
            continue
        described[key] = id
        stem = re.sub(r"(?:\.schema)?\.(?:json|ya?ml)$", "", key[0].rsplit("/", 1)[-1])
        models.add(id, key[1] or section.name or stem, stem)
    titles = Counter(section.name for section in sections.values())
    for id, section in sections.items():
        is_own = titles[section.name] == 1 and is_name(section.name)
        if id not in models.names and id not in models.repeated and section.rows and is_own:
            models.add(id, section.name)
    return models


def _with_files(
    root: str, sections: Mapping[str, SchemaSection]
) -> Iterator[tuple[str, SchemaSection, str]]:
    """Yield each section with the file of the schema around it; "" is the page's own.

    A definition without a file is one of that file.
    """
    files: dict[str, str] = {root: ""}
    for id, section in sections.items():
        file = files.get(id, "")
        location = section.facts.get("Defined in", "")
        if id != root:
            yield id, section, file
        inner = location.partition("#")[0] or file
        for child in section.children:
            files[child.id] = inner


def _last_part(title: str) -> str:
    """Return the last part of a path `Order > lines > lines items`."""
    return title.strip("~ `").rpartition(" > ")[2].strip("`") or "Model"


def _build_draft(page: Page, section: SchemaSection, type: Type, models: _Models) -> Draft:
    """Build the draft of a model.

    The description of a property that refers to a definition may be its own, so it is not taken as
    that of the definition.
    """
    is_inferred = section.id in models.inferred
    is_field = section.title.startswith("Property `") and not _MEMBER.search(section.title)
    is_file = "#" not in section.facts.get("Defined in", "#")
    definition = Definition(
        name=models.names[section.id],
        type=type,
        title=section.name,
        doc="" if is_field and not is_file else section.doc,
        examples=read_examples(section),
        inferred=inferences("definition-names", "name") if is_inferred else (),
        origin=page.origin(section.line),
    )
    return Draft(definition)
