"""The line, once: paths -> documents -> drafts -> Api -> modules -> files. Callers are thin."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from dataclasses import replace as changed
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from msgspec.structs import replace

from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.notes import DocmodelsError, Note, Severity, UnknownName, counted
from docmodels.diagnostics.rules import BAD_TEMPLATE, NO_MODELS, NOT_A_MODEL_PAGE, SKIPPED_PAGES
from docmodels.io.input_files import Input, read
from docmodels.io.output_files import Change, File, changes
from docmodels.io.remote import RemoteFetcher, RemotePolicy
from docmodels.ir import Api
from docmodels.ir.drafts import Draft

if TYPE_CHECKING:
    from black import Mode

    from docmodels.readers import Schemas

T = TypeVar("T")


class Progress(Protocol):
    """Is handed each long sequence on its way through the line, to show progress."""

    def __call__(self, items: Sequence[T], doing: str) -> Iterable[T]:
        """Give `items` back, one by one; `doing` says what happens to them."""
        ...


def _step(watch: Progress, doing: str, work: Callable[[], T]) -> T:
    """Do work whose progress cannot be counted, under the eyes of `watch`."""
    (done,) = [each() for each in watch([work], doing)]
    return done


def no_progress(items: Sequence[T], doing: str) -> Iterable[T]:
    """Watch nothing."""
    return items


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """How to read: the dialect of all pages (None: told page by page), the policy for recased
    field names, other names for definitions, whether requests and responses have models of their
    own, whether remote documents are fetched (None: they are not), and who watches."""

    dialect: str | None = None
    wire_case: str = "auto"
    watch: Progress = no_progress
    rename: Mapping[str, str] = field(default_factory=dict[str, str])
    split_readonly: bool = False
    remote: RemotePolicy | None = None


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """What to write: a target, a folder with templates that take the place of ours, how much of a
    schema classes hold to (`natural`, `exact`), and other names for classes."""

    target: str = "pydantic"
    templates: Path | None = None
    validation: str = "natural"
    rename: Mapping[str, str] = field(default_factory=dict[str, str])
    watch: Progress = no_progress


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What came of reading: the models, the documents behind them, each file's kind of page, and
    how the lock of remote documents is to change (`emit.write` does it)."""

    api: Api
    documents: Mapping[str, Document]
    kinds: Mapping[str, str] = field(default_factory=dict[str, str])
    lock: tuple[Change, ...] = ()


Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]


def load(
    paths: Paths, how: LoadOptions, notes: list[Note], documents: dict[str, Document] | None = None
) -> LoadResult:
    """Read `paths` (files, folders, patterns, `-`) and put together what they say.

    `documents` is filled as soon as they are read: notes about a run that fails can quote them.
    Raises `DocmodelsError` where an input cannot be read or no model is found at all.
    """
    from docmodels.passes import assemble, rename

    validate_load_options(how)
    inputs = read([paths] if isinstance(paths, (str, os.PathLike)) else paths)
    documents = {} if documents is None else documents
    documents.update((given.document.path, given.document) for given in inputs)
    pages, mentions = _pages([given for given in inputs if given.is_page], how, notes)
    visits = RemoteFetcher(how.remote, documents.values(), notes) if how.remote else None
    data = [given for given in inputs if not given.is_page]
    schemas = _schemas(data, notes, documents, visits)
    if failed := next((note for note in notes if note.rule.severity is Severity.ERROR), None):
        raise DocmodelsError(failed)
    drafts = [*(schemas.drafts if schemas else ()), *pages]
    if not drafts:
        raise _no_model(inputs)
    kinds = {_file(draft): draft.dialect for draft in drafts}
    _say_skipped(inputs, kinds, notes)
    api = _step(
        how.watch,
        "putting together",
        lambda: assemble(
            drafts,
            notes,
            wire_case=how.wire_case,
            mentions=mentions,
            split_readonly=how.split_readonly,
        ),
    )
    notes[:] = [_placed(note, documents) for note in notes]
    if schemas:
        whole = {name: getattr(schemas, name) for name in ("title", "version", "doc", "root")}
        api = replace(api, **whole)
    return LoadResult(rename.run(api, how.rename), documents, kinds, _locked(visits, how))


def _schemas(
    inputs: Sequence[Input],
    notes: list[Note],
    documents: dict[str, Document],
    visits: RemoteFetcher | None,
) -> Schemas | None:
    if not inputs:
        return None
    from docmodels.readers.schema_inputs import load_schemas

    return load_schemas(inputs, notes, documents, visits)


def _locked(visits: RemoteFetcher | None, how: LoadOptions) -> tuple[Change, ...]:
    """Compare the lock with what stands on the disk."""
    text = visits.lock() if visits else ""
    if not text or how.remote is None:
        return ()
    path = how.remote.lock
    return tuple(changes([File(Path(path.name), text)], path.parent))


def _file(draft: Draft) -> str:
    """The input that a draft was read from."""
    origin = draft.definition.origin
    return draft.folder if draft.dialect == "ir" or origin is None else origin.file


def _pages(
    inputs: Sequence[Input], how: LoadOptions, notes: list[Note]
) -> tuple[list[Draft], Mapping[str, int]]:
    """Read Markdown: the drafts, and the identifiers that pages of other kinds mention."""
    if not inputs:
        return [], {}
    from docmodels.pages import Dialect, Page, by_name, detect, read_pages
    from docmodels.pages.path_parameters import mentions

    chosen = by_name(how.dialect) if how.dialect else None
    known: list[tuple[Page, Dialect]] = []
    others: list[Page] = []
    for given in how.watch(inputs, "recognising"):
        page = Page(given.document)
        if dialect := chosen or detect(page):
            known.append((page, dialect))
        else:
            others.append(page)
    return _step(how.watch, "reading", lambda: read_pages(known, notes)), mentions(others)


def _no_model(inputs: Sequence[Input]) -> DocmodelsError:
    paths = [given.document.path for given in inputs]
    where = paths[0] if len(paths) == 1 else f"{len(paths)} files"
    help = "see `docmodels dialects` for what is read; --dialect NAME reads pages as that kind"
    return DocmodelsError(NO_MODELS.at(None, f"no model in {where}", help))


def _placed(note: Note, documents: Mapping[str, Document]) -> Note:
    """Point at the very text that a note is about, where it knows the row or block only."""
    if not note.marked or note.origin is None or note.origin.file not in documents:
        return note
    found = documents[note.origin.file].find(note.origin, note.marked)
    return note if found is None else changed(note, origin=found, width=len(note.marked))


def _say_skipped(inputs: Sequence[Input], kinds: Mapping[str, str], notes: list[Note]) -> None:
    """Say which inputs gave no model: named ones each, found ones in one line."""
    said = {note.origin.file for note in notes if note.rule is NOT_A_MODEL_PAGE and note.origin}
    heard = {*kinds, *said}
    silent = [given for given in inputs if given.document.path not in heard]
    for given in silent:
        if given.named:
            message = f"{given.document.path} holds no model"
            help = "see `docmodels dialects` for the kinds of pages that are read"
            notes.append(NOT_A_MODEL_PAGE.at(given.document.origin(1), message, help))
    found = [given.document.path for given in silent if not given.named]
    if found:
        some = ", ".join(found[:3]) + (", .." if len(found) > 3 else "")
        message = f"{counted(len(found), 'file')} of {len(inputs)} skipped, no model in: {some}"
        notes.append(SKIPPED_PAGES.at(None, message))


def render(
    api: Api, output: Path | None, how: RenderOptions, notes: list[Note]
) -> tuple[File, ...]:
    """Write `api` as Python in the form that black gives it in the project of `output`.

    An `output` that ends in `.py`, and None, mean one module; any other a package in that folder.
    Raises `DocmodelsError` for a template that gives no Python, `UnknownName` for no target.
    """
    from docmodels.passes import rename
    from docmodels.targets import Layout, Renaming, TargetOptions, Validation, target, write_modules
    from docmodels.targets.plan.identifiers import pascal
    from docmodels.targets.python.formatting import mode_for

    validate_render_options(how)
    named = rename.partly(api, how.rename, pascal)
    layout = Layout.MODULE if is_module(output) else Layout.PACKAGE
    renaming = Renaming(named.left, named.former)
    form = TargetOptions(layout, how.templates, Validation(how.validation), renaming)
    mode = mode_for(output or Path("models.py"))
    kind = target(how.target)
    texts = _step(how.watch, "planning", lambda: write_modules(named.api, kind, form, notes))
    name = output.name if output and layout is Layout.MODULE else ""
    return tuple(
        File(Path(name or module.path), _formatted(module.path, module.text, mode))
        for module in how.watch(texts, "formatting")
    )


def validate_load_options(how: LoadOptions) -> None:
    """Raise `UnknownName` for what cannot be asked of reading, before anything is read."""
    from docmodels.inference.naming_case import CASES

    if how.wire_case not in CASES:
        raise UnknownName("case", how.wire_case, CASES)
    if how.dialect:
        from docmodels.pages import DIALECTS, by_name

        if by_name(how.dialect) is None:
            raise UnknownName("dialect", how.dialect, [dialect.name for dialect in DIALECTS])


def validate_render_options(how: RenderOptions) -> None:
    """Raise `UnknownName`, or `DocmodelsError` for a folder that holds no template of ours."""
    from docmodels.io.templates import check_folder
    from docmodels.targets import Validation, all_targets

    targets = [target.name for target in all_targets()]
    if how.target not in targets:
        raise UnknownName("target", how.target, targets)
    if how.validation not in list(Validation):
        raise UnknownName("validation", how.validation, list(Validation))
    if how.templates is not None:
        check_folder(how.templates)


def is_module(output: Path | None) -> bool:
    """Whether an output is one module rather than a package."""
    return output is None or output.suffix == ".py"


def _formatted(name: str, text: str, mode: Mode) -> str:
    from docmodels.targets.python.formatting import format_text

    try:
        return format_text(text, mode)
    except ValueError as error:  # black.InvalidInput
        message = f"{name} is not Python after rendering: {error}"
        help = "look at the templates in --templates; without them this is a bug, please report it"
        raise DocmodelsError(BAD_TEMPLATE.at(None, message, help)) from error
