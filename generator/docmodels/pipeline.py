"""The pipeline: paths -> documents -> drafts -> Api -> modules -> files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from msgspec.structs import replace as evolve

from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.notes import DocmodelsError, Note, Severity, UnknownName, counted
from docmodels.diagnostics.rules import BAD_TEMPLATE, NO_MODELS, NOT_A_MODEL_PAGE, SKIPPED_PAGES
from docmodels.io.input_files import Input, read_inputs
from docmodels.io.output_files import Change, File, list_changes
from docmodels.io.remote import RemoteFetcher, RemotePolicy
from docmodels.ir import Api
from docmodels.ir.drafts import Draft

if TYPE_CHECKING:
    from black import Mode

    from docmodels.readers import Schemas

T = TypeVar("T")


class Progress(Protocol):
    """A callback that reports progress: the pipeline iterates over long sequences through it."""

    def __call__(self, items: Sequence[T], activity: str) -> Iterable[T]:
        """Yield `items` one by one; `activity` names what is done with them."""
        ...


def _run_step(progress: Progress, activity: str, task: Callable[[], T]) -> T:
    """Run a task whose progress cannot be counted, and report it to `progress` as one item."""
    (result,) = [call() for call in progress([task], activity)]
    return result


def no_progress(items: Sequence[T], activity: str) -> Iterable[T]:
    """Return `items` and report no progress."""
    return items


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """Options of `load`.

    * `dialect`: the dialect of all pages; None detects it page by page.
    * `wire_case`: the case of field names on the wire, where pages print them in another case.
    * `progress`: the callback that reports progress.
    * `rename`: new names of definitions, by their current names.
    * `split_readonly`: create separate request and response models where they differ.
    * `remote`: the policy for remote documents; None fetches none.
    """

    dialect: str | None = None
    wire_case: str = "auto"
    progress: Progress = no_progress
    rename: Mapping[str, str] = field(default_factory=dict[str, str])
    split_readonly: bool = False
    remote: RemotePolicy | None = None


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """Options of `render`.

    * `target`: the name of the target.
    * `templates`: a folder of templates that replace built-in ones by name.
    * `validation`: what pydantic models check (`natural`, `exact`).
    * `rename`: new names of definitions and other classes, by their current names.
    * `progress`: the callback that reports progress.
    """

    target: str = "pydantic"
    templates: Path | None = None
    validation: str = "natural"
    rename: Mapping[str, str] = field(default_factory=dict[str, str])
    progress: Progress = no_progress


@dataclass(frozen=True, slots=True)
class LoadResult:
    """The result of `load`: the `Api`, its documents by path, and the dialect of each file.

    `lock` holds the pending changes of the lock file of remote documents
    (`io.output_files.write` applies them).
    """

    api: Api
    documents: Mapping[str, Document]
    dialects: Mapping[str, str] = field(default_factory=dict[str, str])
    lock: tuple[Change, ...] = ()


Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]


def load(
    paths: Paths,
    options: LoadOptions,
    notes: list[Note],
    documents: dict[str, Document] | None = None,
) -> LoadResult:
    """Read `paths` (files, folders, patterns, `-`) and assemble one `Api` from all inputs.

    Appends to `notes`. Fills `documents` as soon as the inputs are read, so that the notes of a
    failed run can quote them. Raises `DocmodelsError` if an input is unreadable or no input holds a
    model, `UnknownName` if an option has an unknown value.
    """
    from docmodels.passes import assemble, rename

    validate_load_options(options)
    inputs = read_inputs([paths] if isinstance(paths, (str, os.PathLike)) else paths)
    documents = {} if documents is None else documents
    documents.update((input.document.path, input.document) for input in inputs)
    pages, mentions = _read_pages([input for input in inputs if input.is_page], options, notes)
    fetcher = RemoteFetcher(options.remote, documents.values(), notes) if options.remote else None
    schema_inputs = [input for input in inputs if not input.is_page]
    schemas = _load_schemas(schema_inputs, notes, documents, fetcher)
    if error := next((note for note in notes if note.rule.severity is Severity.ERROR), None):
        raise DocmodelsError(error)
    drafts = [*(schemas.drafts if schemas else ()), *pages]
    if not drafts:
        raise _no_model_error(inputs)
    dialects = {_input_path(draft): draft.dialect for draft in drafts}
    _note_skipped(inputs, dialects, notes)
    api = _run_step(
        options.progress,
        "linking definitions",
        lambda: assemble(
            drafts,
            notes,
            wire_case=options.wire_case,
            mentions=mentions,
            split_readonly=options.split_readonly,
        ),
    )
    notes[:] = [_locate_note(note, documents) for note in notes]
    if schemas:
        metadata = {name: getattr(schemas, name) for name in ("title", "version", "doc", "root")}
        api = evolve(api, **metadata)
    return LoadResult(
        rename.run(api, options.rename), documents, dialects, _lock_changes(fetcher, options)
    )


def _load_schemas(
    inputs: Sequence[Input],
    notes: list[Note],
    documents: dict[str, Document],
    fetcher: RemoteFetcher | None,
) -> Schemas | None:
    if not inputs:
        return None
    from docmodels.readers.schema_inputs import load_schemas

    return load_schemas(inputs, notes, documents, fetcher)


def _lock_changes(fetcher: RemoteFetcher | None, options: LoadOptions) -> tuple[Change, ...]:
    """Compare the new text of the lock file with the file on disk."""
    text = fetcher.lock_text() if fetcher else ""
    if not text or options.remote is None:
        return ()
    path = options.remote.lock_path
    return tuple(list_changes([File(Path(path.name), text)], path.parent))


def _input_path(draft: Draft) -> str:
    """Return the path of the input that a draft comes from."""
    origin = draft.definition.origin
    return draft.folder if draft.dialect == "ir" or origin is None else origin.file


def _read_pages(
    inputs: Sequence[Input], options: LoadOptions, notes: list[Note]
) -> tuple[list[Draft], Mapping[str, int]]:
    """Read Markdown pages.

    Returns the drafts of the model pages, and how often the other pages mention each identifier.
    """
    if not inputs:
        return [], {}
    from docmodels.pages import Dialect, Page, by_name, detect, read_pages
    from docmodels.pages.path_parameters import count_identifiers

    requested = by_name(options.dialect) if options.dialect else None
    pages: list[tuple[Page, Dialect]] = []
    other_pages: list[Page] = []
    for input in options.progress(inputs, "detecting dialects"):
        page = Page(input.document)
        if dialect := requested or detect(page):
            pages.append((page, dialect))
        else:
            other_pages.append(page)
    drafts = _run_step(options.progress, "reading pages", lambda: read_pages(pages, notes))
    return drafts, count_identifiers(other_pages)


def _no_model_error(inputs: Sequence[Input]) -> DocmodelsError:
    paths = [input.document.path for input in inputs]
    location = paths[0] if len(paths) == 1 else f"{len(paths)} files"
    help = "see `docmodels dialects` for the dialects; --dialect NAME reads all pages as that one"
    return DocmodelsError(NO_MODELS.at(None, f"no model in {location}", help))


def _locate_note(note: Note, documents: Mapping[str, Document]) -> Note:
    """Narrow the position of a note from its row or block to the text that it marks."""
    if not note.marked or note.origin is None or note.origin.file not in documents:
        return note
    origin = documents[note.origin.file].find(note.origin, note.marked)
    return note if origin is None else replace(note, origin=origin, width=len(note.marked))


def _note_skipped(inputs: Sequence[Input], dialects: Mapping[str, str], notes: list[Note]) -> None:
    """Add a note for each explicit input without a model, and one for all files from folders."""
    noted = {note.origin.file for note in notes if note.rule is NOT_A_MODEL_PAGE and note.origin}
    covered = {*dialects, *noted}
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


def render(
    api: Api, output: Path | None, options: RenderOptions, notes: list[Note]
) -> tuple[File, ...]:
    """Render `api` as Python, formatted with the `[tool.black]` settings of `output`'s project.

    An `output` that ends in `.py`, or None, gives one module; any other gives a package in that
    folder. Appends to `notes`. Raises `DocmodelsError` if a template does not render to Python,
    `UnknownName` if the target or validation is unknown.
    """
    from docmodels.passes import rename
    from docmodels.targets import (
        Layout,
        Renaming,
        TargetOptions,
        Validation,
        find_target,
        write_modules,
    )
    from docmodels.targets.plan.identifiers import pascal
    from docmodels.targets.python.formatting import mode_for

    validate_render_options(options)
    renamed = rename.rename_matching(api, options.rename, pascal)
    layout = Layout.MODULE if is_module(output) else Layout.PACKAGE
    renaming = Renaming(renamed.unmatched, renamed.original)
    templates = () if options.templates is None else (options.templates,)
    target_options = TargetOptions(layout, templates, Validation(options.validation), renaming)
    mode = mode_for(output or Path("models.py"))
    target = find_target(options.target)
    texts = _run_step(
        options.progress,
        "planning modules",
        lambda: write_modules(renamed.api, target, target_options, notes),
    )
    name = output.name if output and layout is Layout.MODULE else ""
    return tuple(
        File(Path(name or module.path), _format(module.path, module.text, mode))
        for module in options.progress(texts, "formatting")
    )


def validate_load_options(options: LoadOptions) -> None:
    """Raise `UnknownName` if the case or the dialect is unknown."""
    from docmodels.inference.naming_case import CASES

    if options.wire_case not in CASES:
        raise UnknownName("case", options.wire_case, CASES)
    if options.dialect:
        from docmodels.pages import DIALECTS, by_name

        if by_name(options.dialect) is None:
            raise UnknownName("dialect", options.dialect, [dialect.name for dialect in DIALECTS])


def validate_render_options(options: RenderOptions) -> None:
    """Raise `UnknownName` for an unknown target or validation, `DocmodelsError` for a bad folder.

    A folder of templates is bad if none of its files replaces a template of the target.
    """
    from docmodels.io.templates import check_folder
    from docmodels.targets import Validation, find_target, target_names

    if options.target not in target_names():
        raise UnknownName("target", options.target, list(target_names()))
    if options.validation not in list(Validation):
        raise UnknownName("validation", options.validation, list(Validation))
    if options.templates is not None:
        own_folder = find_target(options.target).templates
        check_folder(options.templates, *([own_folder] if own_folder else []))


def is_module(output: Path | None) -> bool:
    """Whether an output is one module, not a package."""
    return output is None or output.suffix == ".py"


def _format(name: str, text: str, mode: Mode) -> str:
    from docmodels.targets.python.formatting import format_text

    try:
        return format_text(text, mode)
    except ValueError as error:  # black.InvalidInput
        message = f"{name} is not Python after rendering: {error}"
        help = (
            "check the templates in --templates; without templates, this is a bug: please report it"
        )
        raise DocmodelsError(BAD_TEMPLATE.at(None, message, help)) from error
