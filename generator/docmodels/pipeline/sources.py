"""Read all inputs of a run into drafts: model pages, schema documents, exported representations."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from docmodels.config.options import LoadOptions
from docmodels.diagnostics.documents import WEB_SCHEMES
from docmodels.diagnostics.notes import DocmodelsError, Note, Severity, counted
from docmodels.diagnostics.rules import NO_MODELS, NOT_A_MODEL_PAGE, SKIPPED_PAGES
from docmodels.io.boundary import Boundary
from docmodels.io.input_files import STDIN_NAME, Input
from docmodels.io.remote import RemoteFetcher
from docmodels.ir.drafts import Draft, normalize_name
from docmodels.pipeline.context import RunContext
from docmodels.plugins import READER_GROUP, plugins

if TYPE_CHECKING:
    from docmodels.pages import Page
    from docmodels.readers.referenced_files import ReferencedFiles


_MAX_HEADERS = 3
"""How many headers of tables the message about no model names."""


class Sources(Struct, frozen=True):
    """The drafts of all inputs, and what is known about the API as a whole."""

    drafts: Sequence[Draft]
    metadata: Mapping[str, str]
    mentions: Mapping[str, int]
    other_pages: Mapping[str, str]

    @property
    def dialects(self) -> dict[str, str]:
        """The dialect of each file that has a model."""
        return {draft.input_path: draft.dialect for draft in self.drafts}


def read_sources(
    inputs: Sequence[Input],
    options: LoadOptions,
    context: RunContext,
    fetcher: RemoteFetcher | None,
    boundary: Boundary,
) -> Sources:
    """Read the model pages, then all other inputs; references lead to files within `boundary`.

    Raises `DocmodelsError` if there is no model."""
    from docmodels.readers.referenced_files import ReferencedFiles

    pages, other_pages = _read_pages([input for input in inputs if input.is_page], options, context)
    others = [input for input in inputs if not input.is_page]
    if other_pages and plugins(READER_GROUP):
        paths = {page.document.path for page in other_pages}
        others += [input for input in inputs if input.document.path in paths]
    files = ReferencedFiles(context.documents, boundary, fetcher, context.missing)
    are_all = len(others) == len(inputs) and not pages
    drafts, metadata = _read_schemas(others, context, files, are_all)
    if not drafts and len(other_pages) == sum(input.is_page for input in inputs):
        pages = _read_fallback(other_pages, context)
    notes = context.notes
    if error := next((note for note in notes if note.rule.severity is Severity.ERROR), None):
        raise DocmodelsError(error)
    page_paths = _by_file_name(page.document.path for page in other_pages)
    pages = _with_relative_folders(pages, inputs)
    sources = Sources([*drafts, *pages], metadata, _count_mentions(other_pages), page_paths)
    if not sources.drafts:
        raise _no_model_error(inputs, other_pages)
    used = {*sources.dialects, *(draft.referenced_by for draft in drafts)}
    used.update(path for draft in pages for path in draft.nested_files)
    _note_skipped(inputs, used, notes)
    return sources


def _read_pages(
    inputs: Sequence[Input], options: LoadOptions, context: RunContext
) -> tuple[list[Draft], list[Page]]:
    """Read Markdown pages: the drafts of the model pages, and the pages that are none."""
    if not inputs:
        return [], []
    from docmodels.pages import classify, read_pages

    documents = context.progress([input.document for input in inputs], "detecting dialects")
    pages, other_pages = classify(documents, options.dialect, context.notes)
    drafts = context.run_step("reading pages", lambda: read_pages(pages, context.notes))
    return drafts, other_pages


def _with_relative_folders(drafts: Sequence[Draft], inputs: Sequence[Input]) -> list[Draft]:
    """Make the folders of the drafts of pages relative to the one that all inputs share.

    Models are named after folders if their names clash. These names must not depend on the way the
    paths are spelled, nor on the folders above.
    """
    paths = (input.document.path for input in inputs)
    parents = {
        path: os.path.dirname(path)
        for path in paths
        if path != STDIN_NAME and not path.startswith(WEB_SCHEMES)
    }
    try:
        shared = os.path.commonpath([os.path.abspath(parent) for parent in set(parents.values())])
    except ValueError:  # no files, or several drives
        return list(drafts)
    relative = {
        folder: os.path.relpath(os.path.abspath(folder), shared).replace(os.sep, "/")
        for folder in {draft.folder for draft in drafts}
    }

    def is_path(draft: Draft) -> bool:
        parent = parents.get(draft.input_path)
        if parent is None:
            return False
        return draft.folder in (parent, parent or ".", parent.removesuffix("/models"))

    def folder(draft: Draft) -> str:
        path = relative[draft.folder]
        return "" if path.startswith(".") else path

    return [replace(draft, folder=folder(draft)) if is_path(draft) else draft for draft in drafts]


def _read_fallback(pages: Sequence[Page], context: RunContext) -> list[Draft]:
    """Read pages that belong to no dialect, if the last dialect is certain about one of them."""
    if not pages:
        return []
    from docmodels.pages import classify_fallback, read_pages

    return context.run_step(
        "reading tables", lambda: read_pages(classify_fallback(pages), context.notes)
    )


def _count_mentions(pages: Sequence[Page]) -> Mapping[str, int]:
    """Count how often pages mention each identifier."""
    if not pages:
        return {}
    from docmodels.pages.path_parameters import count_identifiers

    return count_identifiers(pages)


def _by_file_name(paths: Iterable[str]) -> dict[str, str]:
    """Return paths by the normalized names of their files, without folder and suffix."""
    by_name = {normalize_name(os.path.splitext(os.path.basename(path))[0]): path for path in paths}
    by_name.pop("", None)
    return by_name


def _read_schemas(
    inputs: Sequence[Input], context: RunContext, files: ReferencedFiles, are_all: bool
) -> tuple[Sequence[Draft], Mapping[str, str]]:
    """Read the inputs that are no model pages: their drafts, and what describes the whole API.

    `are_all`: there are no other inputs.
    """
    if not inputs:
        return (), {}
    from docmodels.readers.schema_inputs import load_schemas

    schemas = load_schemas(inputs, context.notes, files, may_be_samples=are_all)
    drafts = [
        replace(draft, is_root=True) if draft.definition.name == schemas.root else draft
        for draft in schemas.drafts
    ]
    return drafts, {name: getattr(schemas, name) for name in ("title", "version", "doc")}


def _no_model_error(inputs: Sequence[Input], pages: Sequence[Page]) -> DocmodelsError:
    paths = [input.document.path for input in inputs]
    location = paths[0] if len(paths) == 1 else f"{len(paths)} files"
    help = "see `docmodels dialects` for the dialects; --dialect NAME reads all pages as that one"
    message = f"no model in {location}"
    if headers := _table_headers(pages):
        message += f", but tables of names and types: {headers}"
        help = "--dialect tables reads tables that document JSON, and reports why it skips others"
    return DocmodelsError(NO_MODELS.at(None, message, help))


def _table_headers(pages: Sequence[Page]) -> str:
    """Return the headers of tables that may list fields, with the place of the first of each."""
    if not pages:
        return ""
    from docmodels.pages import table_headers

    places: dict[str, str] = {}
    for path, line, header in table_headers(pages):
        places.setdefault(header, f"`{header}` ({path}:{line})")
    shown = list(places.values())[:_MAX_HEADERS]
    return ", ".join(shown) + (", .." if len(places) > _MAX_HEADERS else "")


def _note_skipped(inputs: Sequence[Input], used: AbstractSet[str], notes: list[Note]) -> None:
    """Add a note for each explicit input without a model, and one for all files from folders."""
    noted = {note.origin.file for note in notes if note.rule is NOT_A_MODEL_PAGE and note.origin}
    covered = used | noted
    skipped = [input for input in inputs if input.document.path not in covered]
    for input in skipped:
        if input.is_explicit:
            message = f"{input.document.path} holds no model"
            help = "see `docmodels dialects` for the dialects of model pages"
            notes.append(NOT_A_MODEL_PAGE.at(input.document.origin(1), message, help))
    folder_paths = [input.document.path for input in skipped if not input.is_explicit]
    if folder_paths:
        examples = ", ".join(folder_paths[:3]) + (", .." if len(folder_paths) > 3 else "")
        skipped_files = counted(len(folder_paths), "file")
        message = f"{skipped_files} of {len(inputs)} skipped, no model in: {examples}"
        notes.append(SKIPPED_PAGES.at(None, message))
