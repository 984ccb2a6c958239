"""Read inputs and assemble one `Api` from all of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from docmodels.config.declarations import REPOSITORY_MARKS
from docmodels.config.options import LoadOptions
from docmodels.diagnostics.documents import WEB_SCHEMES, Document
from docmodels.diagnostics.notes import DocmodelsError, Note
from docmodels.diagnostics.rules import UNREADABLE_INPUT
from docmodels.io.boundary import Boundary, boundary_of
from docmodels.io.git_inputs import is_git_path
from docmodels.io.input_files import STDIN_NAME, Input, location, read_inputs, real_path
from docmodels.io.output_files import Change, File, list_changes
from docmodels.io.remote import RemoteFetcher, RemotePolicy
from docmodels.ir import Api
from docmodels.ir.samples import Sample
from docmodels.pipeline.context import RunContext
from docmodels.pipeline.option_checks import validate_load_options
from docmodels.pipeline.sources import Sources, read_sources

if TYPE_CHECKING:
    from docmodels.pipeline.extensions import Extensions


class LoadResult(Struct, frozen=True):
    """The result of `load`: the `Api`, its documents by path, and the dialect of each file.

    `lock` holds the pending changes of the lock file of remote documents
    (`io.output_files.write` applies them).
    """

    api: Api
    documents: Mapping[str, Document]
    dialects: Mapping[str, str] = field(default_factory=dict[str, str])
    lock: tuple[Change, ...] = ()


Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]


def load(paths: Paths, options: LoadOptions, context: RunContext) -> LoadResult:
    """Read `paths` (files, folders, patterns, `-`) and assemble one `Api` from all inputs.

    Neither the order of `paths` nor the way they are spelled changes the `Api`.
    Raises `DocmodelsError` if an input or a sample is unreadable, no input holds a model, or a
    definition to rename does not exist, `UnknownName` if an option has an unknown value.
    """
    validate_load_options(options)
    arguments = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    urls = [url for path in arguments if (url := os.fspath(path)).startswith(WEB_SCHEMES)]
    if urls and not options.allow_remote:
        raise _remote_input_error(urls[0])
    names = [os.fspath(path) for path in arguments if os.fspath(path) not in urls]
    inputs = read_inputs(names)
    boundary = boundary_of(names, REPOSITORY_MARKS, is_open=options.allow_outside)
    folders: dict[str, str] = {}
    inputs = tuple([_with_origin(input, boundary, folders) for input in inputs])
    # The addresses that the user names may be those of a private network.
    references = "".join(f"$ref: {url}\n" for url in urls)
    named = [*(input.document for input in inputs), Document("arguments", references)]
    fetcher = None
    if options.allow_remote:
        fetcher = RemoteFetcher(context.remote, named, context.notes)
        inputs = (*inputs, *(Input(fetcher.fetch_input(url), is_explicit=True) for url in urls))
    return load_inputs(inputs, options, context, boundary, fetcher)


_NO_FILES = boundary_of([], [])


def load_inputs(
    inputs: Iterable[Input],
    options: LoadOptions,
    context: RunContext,
    boundary: Boundary = _NO_FILES,
    fetcher: RemoteFetcher | None = None,
) -> LoadResult:
    """Assemble one `Api` from inputs that have been read; their references lead to files within
    `boundary`. Raises as `load` does."""
    from docmodels.inference.inference import extending
    from docmodels.pipeline.extensions import load_extensions

    extensions = load_extensions(options.plugins)
    # The order of the arguments does not change the output.
    folders: dict[str, str] = {}
    inputs = tuple(sorted(inputs, key=lambda input: location(input.document.path, folders)))
    context.documents.update((input.document.path, input.document) for input in inputs)
    with extending(extensions.inferences):
        sources = read_sources(inputs, options, context, fetcher, boundary)
        _forget_pages(inputs)
        samples = _read_samples(options, context)
        try:
            api = _assemble(sources, samples, options, extensions, context)
        finally:
            context.notes[:] = [_locate_note(note, context.documents) for note in context.notes]
            _forget_pages(inputs)
    lock = _lock_changes(fetcher, context.remote) if fetcher else ()
    return LoadResult(api, context.documents, sources.dialects, lock)


def _forget_pages(inputs: Iterable[Input]) -> None:
    """Release the texts of pages, which are read again to quote a line."""
    for input in inputs:
        if input.is_page:
            input.document.forget()


def _read_samples(options: LoadOptions, context: RunContext) -> Sequence[Sample]:
    if not options.samples:
        return ()
    from docmodels.readers.samples import read_samples

    return read_samples(options.samples, context.notes)


def _with_origin(input: Input, boundary: Boundary, folders: dict[str, str]) -> Input:
    """Return an input with whether it is foreign: a link leads out of the folders of the inputs.

    `folders` caches the real paths of folders.
    """
    path = input.document.path
    if path == STDIN_NAME or is_git_path(path) or boundary.contains(real_path(path, folders)):
        return input
    return replace(input, document=replace(input.document, is_foreign=True))


def _remote_input_error(url: str) -> DocmodelsError:
    message = f"{url} is an address, and this run opens no connection"
    help = "fetch the document first, or add --allow-remote, which pins it in docmodels.lock"
    return DocmodelsError(UNREADABLE_INPUT.at(None, message, help))


def _assemble(
    sources: Sources,
    samples: Sequence[Sample],
    options: LoadOptions,
    extensions: Extensions,
    context: RunContext,
) -> Api:
    """Run the passes over all drafts."""
    from docmodels.passes import PassContext, PassOptions, assemble, with_passes

    pass_options = PassOptions(
        options.wire_case,
        options.split_readonly,
        options.rename,
        options.separate,
        options.sample_enums,
    )
    pass_context = PassContext(
        context.notes, pass_options, sources.mentions, sources.other_pages, samples
    )
    passes = with_passes(extensions.passes)
    api = context.run_step(
        "linking definitions", lambda: assemble(sources.drafts, pass_context, passes)
    )
    return replace(api, **sources.metadata)


def _lock_changes(fetcher: RemoteFetcher, policy: RemotePolicy) -> tuple[Change, ...]:
    """Compare the new text of the lock file with the file on disk."""
    text, path = fetcher.lock_text(), policy.lock_path
    return tuple(list_changes([File(Path(path.name), text)], path.parent)) if text else ()


def _locate_note(note: Note, documents: Mapping[str, Document]) -> Note:
    """Narrow the position of a note from its row or block to the text that it marks."""
    if not note.marked or note.origin is None or note.origin.file not in documents:
        return note
    origin = documents[note.origin.file].find(note.origin, note.marked)
    return note if origin is None else replace(note, origin=origin, width=len(note.marked))
