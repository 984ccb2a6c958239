"""Read pages of versions 1 to 3 as drafts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from posixpath import dirname, join, normpath

from msgspec import Struct, field
from msgspec.structs import replace

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import EMPTY_TABLE
from docmodels.ir import (
    DEPRECATED,
    UNKNOWN,
    Definition,
    Field,
    Never,
    Object,
    Ref,
    Type,
    inferences,
)
from docmodels.ir.drafts import Draft, normalize_name
from docmodels.pages.families.jsonschema2md.file_bases import find_bases, path_of
from docmodels.pages.families.jsonschema2md.file_pages import (
    FilePage,
    FileProperty,
    FileRow,
    read_file_page,
)
from docmodels.pages.families.jsonschema2md.file_types import FileTypes
from docmodels.pages.families.jsonschema2md.outline import Link
from docmodels.pages.families.jsonschema2md.page_index import ModelName, name_root
from docmodels.pages.json_values import read_json
from docmodels.pages.markdown import Page
from docmodels.pages.schema_facts import SchemaFacts, type_of
from docmodels.pages.table_rows import is_delimiter_row, split_cells

_ROOTS = ("", "/")
_DEFINITION = re.compile(r"/(?:definitions|\$defs)/[^/]+")


class _Files(Struct):
    """All pages by path, the name of each model, and the definitions that something refers to."""

    pages: dict[str, FilePage]
    names: dict[str, ModelName]
    bases: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    groups: set[str] = field(default_factory=set[str])

    def resolve(self, page: FilePage, link: Link, ref: str) -> Type:
        """Return the model that a reference leads to; any value if its definition is not printed.

        `[Title](page.md)` leads to a page; `#/definitions/x` to a table of definitions.
        """
        file, _, pointer = ref.partition("#")
        folder = dirname(page.page.path)
        target = link.target or file.removesuffix(".json") + (".md" if file else "")
        path = normpath(join(folder, target.partition("#")[0])) if target else page.page.path
        if path not in self.pages:
            return Ref(name=link.text) if link.text else UNKNOWN
        if pointer in _ROOTS:
            return Ref(name=path)
        name = pointer.rpartition("/")[2]
        if _DEFINITION.fullmatch(pointer) and name in _groups(self.pages[path]):
            self.groups.add(f"{path}#{name}")
            return Ref(name=f"{path}#{name}")
        is_definition = _DEFINITION.fullmatch(pointer) is not None
        return Ref(name=name) if is_definition and self._is_free(name) else UNKNOWN

    def _is_free(self, name: str) -> bool:
        """Whether no page has the name of a definition that is not printed."""
        key = normalize_name(name)
        return all(normalize_name(model.name) != key for model in self.names.values())


def read_pages_of_files(pages: Sequence[Page], notes: list[Note]) -> list[Draft]:
    """Read pages of versions 1 to 3, each of one file of schemas, as drafts in page order."""
    outlines = {normpath(page.path): read_file_page(page) for page in pages}
    files = _Files(outlines, _name_pages(outlines))
    files.bases = find_bases(outlines)
    drafts = [_build_draft(path, page, files, notes) for path, page in outlines.items()]
    groups = [
        draft for path, page in outlines.items() for draft in _build_groups(path, page, files)
    ]
    return [*drafts, *(draft for draft in groups if draft.aliases[0] in files.groups)]


def _name_pages(pages: dict[str, FilePage]) -> dict[str, ModelName]:
    """Name each page by its title; by its file if a page before it has the title."""
    names: dict[str, ModelName] = {}
    taken: set[str] = set()
    for path, page in pages.items():
        names[path] = name_root(page.title if page.title not in taken else "", path)
        taken.add(page.title)
    return names


def _build_draft(path: str, page: FilePage, files: _Files, notes: list[Note]) -> Draft:
    header = _read_header(page)
    name = files.names[path]
    type = _read_object(page, page.rows, page.properties, files)
    origin = page.page.origin(page.line)
    if isinstance(type, Object) and header.get("Additional Properties") == "Forbidden":
        type = replace(type, additional_properties=Never())
    elif isinstance(type, Object) and files.bases.get(path):
        type = _with_bases(type, path, page, files)
    if not page.rows:
        message = f"the page lists no properties of `{name.name}`"
        notes.append(EMPTY_TABLE.at(origin, message))
        type = UNKNOWN
    definition = Definition(
        name=name.name,
        type=type,
        title=page.title,
        doc=_description(page),
        deprecation=DEPRECATED if header.get("Status") == "Deprecated" else None,
        examples=tuple(
            value for fence in page.examples if (value := read_json(fence.text, None)) is not None
        ),
        inferred=inferences("definition-names", "name") if name.is_file_name else (),
        origin=origin,
    )
    return Draft(definition, aliases=(path,), is_stub=not page.rows)


def _with_bases(type: Object, path: str, page: FilePage, files: _Files) -> Object:
    """Return an object that extends its bases, without the fields that are the same in a base."""
    inherited = {
        row.name
        for base in files.bases[path]
        for row in page.rows
        if row.kind == "property" and path_of(page, row.defined_by) == base
        for base_row in files.pages[base].rows
        if (base_row.name, base_row.is_required) == (row.name, row.is_required)
    }
    fields = tuple(field for field in type.fields if field.name not in inherited)
    return replace(type, fields=fields, bases=tuple(files.bases[path]))


def _read_object(
    page: FilePage, rows: Sequence[FileRow], properties: Sequence[FileProperty], files: _Files
) -> Type:
    types = FileTypes(page.page, lambda link, ref: files.resolve(page, link, ref))
    sections = {(p.row.kind, p.row.name): p for p in properties}
    facts = SchemaFacts(kinds=("object",))
    fields: list[Field] = []
    for row in rows:
        section = sections.get((row.kind, row.name))
        if row.kind == "property":
            fields.append(types.read_field(section) if section else types.read_row(row))
        elif row.kind == "pattern":
            type = types.read_property(section) if section else types.read_row(row).type
            facts.pattern_properties[section.printed_pattern if section else row.name] = type
    facts.fields = tuple({field.name: field for field in fields}.values())
    return type_of(facts)


def _groups(page: FilePage) -> dict[str, list[FileRow]]:
    groups: dict[str, list[FileRow]] = {}
    for row in page.group_rows:
        if row.group:
            groups.setdefault(row.group, []).append(row)
    return groups


def _build_groups(path: str, page: FilePage, files: _Files) -> list[Draft]:
    """Return a draft of each definition in the table of definitions.

    The table does not print which of its properties are required.
    """
    return [
        Draft(
            Definition(
                name=name,
                type=_read_object(page, rows, page.group_properties, files),
                origin=page.page.origin(rows[0].line.number),
            ),
            aliases=(f"{path}#{name}",),
            owner=files.names[path].name,
        )
        for name, rows in _groups(page).items()
    ]


def _read_header(page: FilePage) -> dict[str, str]:
    """Return the cells of the header by title."""
    rows = [split_cells(line.text) for line in page.lines if line.text.startswith("|")]
    values = [row for row in rows[1:] if not is_delimiter_row(row)]
    titles = [cell.partition("](")[0].strip("[") for cell in rows[0]] if rows else []
    return dict(zip(titles, values[0], strict=False)) if values else {}


def _description(page: FilePage) -> str:
    texts: list[str] = []
    for line in page.lines:
        if line.text.startswith("|"):
            break
        texts.append(line.text.strip())
    return "\n".join(texts).strip()
