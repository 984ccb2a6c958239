"""Find the page of a schema by a link, and decide which pages are models and how they are called.

The name of a file is the path to its schema: `order-definitions-money`, `order-properties-tags-items`.
The generator copies a referenced schema to the place of the reference, so the pointer at the top of
a page may be that of a place that refers to it; the name of the file is that of the definition.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from posixpath import dirname, join, normpath

from msgspec import Struct, field

from docmodels.pages.families.jsonschema2md.outline import (
    Block,
    Link,
    Part,
    Row,
    SchemaPage,
    pointer_of,
)

_KEYWORDS = (
    "properties items definitions defs oneof anyof allof additionalproperties patternproperties not"
    " if then else contains dependencies dependentschemas propertynames prefixitems additionalitems"
    " unevaluatedproperties unevaluateditems contentschema default examples enum metaenum const"
).split()
_NESTED = re.compile(rf"-(?P<keyword>{'|'.join(_KEYWORDS)})(?=-|$)")
_DEFINITION = re.compile(r"/(?:definitions|\$defs)/(?P<name>[^/]+)$")
_UNTITLED = re.compile(
    r"Untitled schema$|Untitled (?:undefined type|complex type|\w+) in |undefined$"
)
_SLUG = re.compile(r"[^\w\- ]+")

_LONGEST_TITLE = 120
"""A longer title is a text and no name."""


class ModelName(Struct, frozen=True):
    """The name of a model; `is_file_name`: it is that of the file, in the file's case.

    `owner` is the path of the page of the schema that defines it, or "".
    """

    name: str
    is_file_name: bool = False
    owner: str = ""


class PageIndex(Struct):
    """All pages by path; `models` are those of roots and definitions, by path.

    `copies` are pages that describe a definition at the place of a reference, with its own page.
    """

    pages: dict[str, SchemaPage]
    copies: dict[str, str] = field(default_factory=dict[str, str])
    models: dict[str, ModelName] = field(default_factory=dict[str, ModelName])
    titled: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def find(self, page: SchemaPage, link: Link | None) -> str | None:
        """Return the path of the page that a link on `page` leads to; None if it is no input."""
        if link is None or not link.target:
            return None
        path = normpath(join(dirname(page.page.path), link.target.partition("#")[0]))
        if path in self.pages:
            return self.copies.get(path, path)
        return None

    def find_type(self, page: SchemaPage, link: Link | None) -> str | None:
        """Return the path of the page that the link beside a type leads to; None if there is none.

        A link to a page that is no input leads to the only model with the title in its text.
        """
        path = self.find(page, link)
        if path is not None or link is None:
            return path
        titled = self.titled.get(link.text, [])
        return titled[0] if len(titled) == 1 else None

    def items_of(self, path: str) -> str | None:
        """Return the path of the page of the items of an array; None if it is no input."""
        items = path.removesuffix(".md") + "-items.md"
        if items not in self.pages:
            return None
        pointer = pointer_of(location_of(self.pages[items]))
        is_items = not pointer or pointer.endswith("/items")
        return self.copies.get(items, items) if is_items else None


def location_of(page: SchemaPage) -> str:
    """Return the location `ID#POINTER` at the top of a page, or ""."""
    fences = page.block.parts[""].fences
    return fences[0].text.strip() if fences and fences[0].language == "txt" else ""


def build_index(pages: Sequence[SchemaPage]) -> PageIndex:
    """Index pages by path; find and name the models among them."""
    index = PageIndex({normpath(page.page.path): page for page in pages})
    roots: list[str] = []
    for path, page in index.pages.items():
        definition = _definition_slug(path, index.pages)
        if definition is not None:
            index.models[path] = _name_definition(page, *definition, index.pages)
        elif _is_root(path, page, index.pages):
            roots.append(path)
    titles: set[str] = set()
    for path in roots:
        title = title_of(index.pages[path]).strip()
        index.models[path] = name_root("" if title in titles else title, path)
        titles.add(title)
    _add_groups(index)
    _find_copies(index)
    for path in index.models:
        if title := title_of(index.pages[path]):
            index.titled.setdefault(title, []).append(path)
    return index


def _find_copies(index: PageIndex) -> None:
    """Find the pages whose properties are those of a definition, by the locations of these."""
    locations = {path: _location_of_properties(page) for path, page in index.pages.items()}
    definitions = {
        location: path
        for path, location in locations.items()
        if location and path in index.models and index.models[path].owner
    }
    for path, location in locations.items():
        if path not in index.models and location in definitions:
            index.copies[path] = definitions[location]


def _location_of_properties(page: SchemaPage) -> str:
    """Return the location of the schema that all properties of a page belong to, or ""."""
    rows = page.properties.rows if page.properties else []
    locations = {_location_around(row) for row in rows if row.kind == "property"}
    return locations.pop() if len(locations) == 1 else ""


def _location_around(row: Row) -> str:
    """Return the location of the schema that a property is of, or ""."""
    location, end = row.link.title if row.link else "", f"/properties/{row.name}"
    return location.removesuffix(end) if location.endswith(end) else ""


def _add_groups(index: PageIndex) -> None:
    """Add a page for each definition that only the page of its schema describes."""
    definitions = {(model.owner, model.name) for model in index.models.values()}
    for owner, page in list(index.pages.items()):
        for group in page.groups if owner in index.models else ():
            path = f"{owner.removesuffix('.md')}-definitions-{to_slug(group.name)}.md"
            if group.rows and (owner, group.name) not in definitions and path not in index.pages:
                block = Block(parts={"": Part(group.line)})
                index.pages[path] = SchemaPage(page.page, block=block, properties=group)
                index.models[path] = ModelName(group.name, owner=owner)


def title_of(page: SchemaPage) -> str:
    """Return the title of a schema, or "" if the page prints a substitute for it."""
    title = page.title
    if not title and page.properties is not None and not page.block.parts[""].fences:
        title = page.properties.name
    return "" if _UNTITLED.match(title) else title


def _owners(path: str, pages: dict[str, SchemaPage]) -> list[tuple[str, re.Match[str]]]:
    """Return the pages whose path begins the path of a page, each with the keyword after it."""
    folder, _, _name = path.rpartition("/")
    start = len(folder) + 1 if folder else 0
    matches = list(_NESTED.finditer(path.removesuffix(".md"), start))
    return [
        (owner, match) for match in matches[:64] if (owner := f"{path[:match.start()]}.md") in pages
    ]


def _definition_slug(path: str, pages: dict[str, SchemaPage]) -> tuple[str, str] | None:
    """Return the page that defines a definition, and the end of the file name; None for others."""
    owners = _owners(path, pages)
    stem = path.removesuffix(".md")
    for owner, match in owners:
        if match["keyword"] in ("definitions", "defs") and match.end() < len(stem):
            inner = [o for o, m in owners if m.start() > match.end()]
            return None if inner else (owner, stem[match.end() + 1 :])
    pointer = pointer_of(location_of(pages[path]))
    name = _DEFINITION.fullmatch(pointer)
    return ("", name["name"]) if name and not owners else None


def _is_root(path: str, page: SchemaPage, pages: dict[str, SchemaPage]) -> bool:
    """Whether a page is that of a whole schema: no page owns it, or its location has no pointer."""
    location = location_of(page)
    return not pointer_of(location) if location else not _owners(path, pages)


def name_root(title: str, path: str) -> ModelName:
    """Name the schema of a file by its title; without one, by the name of the file."""
    if title and len(title) <= _LONGEST_TITLE:
        return ModelName(title)
    stem = re.sub(r"(?:\.schema)?\.md$", "", path.rsplit("/", 1)[-1])
    return ModelName(stem or "Model", is_file_name=True)


def _name_definition(
    page: SchemaPage, owner: str, slug: str, pages: dict[str, SchemaPage]
) -> ModelName:
    """Name a definition by a pointer to it, by the group that lists it, or by the file."""
    match = _DEFINITION.search(pointer_of(location_of(page)))
    if match is not None:
        return ModelName(match["name"], owner=owner)
    for row in page.properties.rows if page.properties else ():
        if (name := _DEFINITION.search(_location_around(row))) is not None:
            return ModelName(name["name"], owner=owner)
    groups = pages[owner].groups if owner else []
    for group in groups:
        if to_slug(group.name) == slug:
            return ModelName(group.name, owner=owner)
    return ModelName(slug, is_file_name=True, owner=owner)


def to_slug(name: str) -> str:
    """Return the part of a file name for a name, as github-slugger makes it."""
    return _SLUG.sub("", name.lower()).replace(" ", "-")
