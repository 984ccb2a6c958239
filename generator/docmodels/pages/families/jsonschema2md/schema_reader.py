"""Read pages of versions 4 to 8 as drafts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from docmodels.diagnostics.notes import Note
from docmodels.ir import (
    UNKNOWN,
    AllOf,
    Definition,
    Object,
    Scalar,
    Type,
    Union,
    inferences,
)
from docmodels.ir.algebra import without_null
from docmodels.ir.drafts import Draft
from docmodels.ir.titles import is_name
from docmodels.ir.traverse import refs
from docmodels.pages.all_of import convert_all_of, object_definitions
from docmodels.pages.families.jsonschema2md.outline import SchemaPage, pointer_of, read_outline
from docmodels.pages.families.jsonschema2md.page_index import (
    ModelName,
    PageIndex,
    build_index,
    location_of,
    title_of,
)
from docmodels.pages.families.jsonschema2md.schema_types import (
    TypeReader,
    deprecation_of,
    examples_of,
    header_cell,
    page_description,
)
from docmodels.pages.markdown import Page
from docmodels.pages.nested_schemas import inline_nested

_PLACES = frozenset(
    "properties items additionalProperties patternProperties oneOf anyOf allOf not".split()
)
"""Parts of a pointer that name no thing."""


def read_pages_of_schemas(pages: Sequence[Page], notes: list[Note]) -> list[Draft]:
    """Read pages of versions 4 to 8, each of one schema, as drafts in page order."""
    index = build_index([read_outline(page) for page in pages])
    reader = TypeReader(index, notes)
    types: dict[str, Type] = {}
    reader.pending = list(reversed(index.models))
    while reader.pending:
        path = reader.pending.pop()
        if path not in types:
            types[path] = UNKNOWN
            types[path] = reader.read_page(path)
    models = inline_nested(types, frozenset([*index.models, *_titled(index, types)]))
    objects = object_definitions(models)
    models = {path: convert_all_of(type, objects) for path, type in models.items()}
    referenced = {name for type in models.values() for name in refs(type)}
    drafts = [
        _build_draft(path, index, models[path])
        for path in index.pages
        if path in models and (path in referenced or _is_model(index, path, models[path]))
    ]
    paths = tuple(page.path for page in pages)
    return [replace(draft, nested_files=paths) for draft in drafts[:1]] + drafts[1:]


def _titled(index: PageIndex, types: Mapping[str, Type]) -> Iterator[str]:
    """Yield the nested objects and unions that have a title of their own as a name."""
    titles = Counter(title_of(page) for page in index.pages.values())
    for path, type in types.items():
        title = title_of(index.pages[path])
        has_class = isinstance(without_null(type), Object | Union | AllOf)
        if path not in index.models and has_class and titles[title] == 1 and is_name(title):
            yield path


def _is_model(index: PageIndex, path: str, type: Type) -> bool:
    """Whether a type that nothing refers to is a model.

    A scalar is none, nor a schema that only contains definitions, which is abstract.
    """
    if type == UNKNOWN:
        page = index.pages[path]
        return (
            not index.models[path].owner and header_cell(page, "Abstract") == "Can be instantiated"
        )
    return not isinstance(without_null(type), Scalar)


def _build_draft(path: str, index: PageIndex, type: Type) -> Draft:
    page = index.pages[path]
    model = index.models.get(path) or _name_nested(page)
    owner = index.models.get(model.owner)
    definition = Definition(
        name=model.name,
        type=type,
        title=title_of(page),
        doc=page_description(page),
        deprecation=deprecation_of(page),
        examples=examples_of(page.block),
        inferred=inferences("definition-names", "name") if model.is_file_name else (),
        origin=page.page.origin(page.block.parts[""].line),
    )
    return Draft(definition, aliases=(path,), owner=owner.name if owner else "")


def _name_nested(page: SchemaPage) -> ModelName:
    """Name a nested schema that is a model by its title, or by the property that it belongs to."""
    title = title_of(page)
    if title and is_name(title):
        return ModelName(title)
    parts = [part for part in pointer_of(location_of(page)).split("/") if part]
    name = next(
        (part for part in reversed(parts) if not part.isdigit() and part not in _PLACES), ""
    )
    return ModelName(name or page.page.stem, is_file_name=True)
