"""The pipeline: read (paths -> drafts) -> assemble (drafts -> Api) -> render (Api -> files)."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from docmodels.config.declarations import REPOSITORY_MARKS
from docmodels.config.options import Job, LoadOptions, RenderOptions, validate_choices
from docmodels.diagnostics.acceptance import check_accepted
from docmodels.diagnostics.documents import WEB_SCHEMES, Document
from docmodels.diagnostics.notes import DocmodelsError, Note, UnknownName
from docmodels.diagnostics.rules import BAD_TEMPLATE, UNREADABLE_INPUT
from docmodels.io.boundary import Boundary, boundary_of
from docmodels.io.git_inputs import is_git_path
from docmodels.io.input_files import STDIN_NAME, Input, location, read_inputs, real_path
from docmodels.io.marks import INIT, sign
from docmodels.io.output_files import Change, File, check_destination, list_changes
from docmodels.io.remote import RemoteFetcher, RemotePolicy
from docmodels.ir import Api, Origin
from docmodels.ir.samples import Sample
from docmodels.pipeline.context import Progress, RunContext, no_progress
from docmodels.pipeline.module_names import PYTHON, check_module_name, is_module
from docmodels.pipeline.sources import Sources, read_sources

if TYPE_CHECKING:
    from docmodels.pipeline.extensions import Extensions
    from docmodels.targets import ModuleText
    from docmodels.targets.python.black_settings import BlackSettings

__all__ = [
    "LoadResult",
    "Progress",
    "RunContext",
    "compare",
    "extension_names",
    "is_module",
    "load",
    "load_inputs",
    "no_progress",
    "plan_changes",
    "rename_definitions",
    "render",
    "render_texts",
    "target_names",
    "target_suffix",
    "validate_job",
    "validate_load_options",
    "validate_render_options",
]


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


def render(
    api: Api, output: Path | None, options: RenderOptions, context: RunContext
) -> tuple[File, ...]:
    """Render `api`; format Python with the `[tool.black]` settings of `output`'s project.

    An `output` that ends in the suffix of the target (`.py`), or None, gives one module; any other
    gives a package in that folder, whose `__init__.py` lists the other files. Raises `DocmodelsError`
    if a template does not render to Python, `UnknownName` if the target or validation is unknown.
    """
    from docmodels.targets.python.black_settings import settings_for

    style = settings_for(output or Path("models.py"))
    texts = render_texts(api, output, options, context)
    is_package = not is_module(output, target_suffix(options))
    name = output.name if output and not is_package else ""
    owned = sorted(module.path for module in texts if module.path != INIT) if is_package else []
    return tuple(
        [
            File(
                Path(name or module.path),
                sign(_format(module, style), owned if module.path == INIT else ()),
            )
            for module in context.progress(texts, "formatting")
        ]
    )


def render_texts(
    api: Api, output: Path | None, options: RenderOptions, context: RunContext
) -> Sequence[ModuleText]:
    """Render `api` as `render` does, but do not format the modules."""
    from docmodels.passes import rename
    from docmodels.pipeline.target_options import create_target_options
    from docmodels.targets import Layout, Renaming, find_target, write_modules
    from docmodels.targets.plan.identifiers import pascal
    from docmodels.targets.python.black_settings import settings_for

    validate_render_options(options)
    renamed = rename.rename_matching(api, options.rename, pascal)
    style = settings_for(output or Path("models.py"))
    target = find_target(options.target)
    layout = Layout.MODULE if is_module(output, target.suffix) else Layout.PACKAGE
    target_options = replace(
        create_target_options(options, layout),
        renaming=Renaming(renamed.unmatched, renamed.original),
        line_length=style.line_length,
        type_statements=style.has_type_statements(),
    )
    return context.run_step(
        "planning modules",
        lambda: write_modules(renamed.api, target, target_options, context.notes),
    )


def rename_definitions(api: Api, names: Mapping[str, str]) -> Api:
    """Rename the definitions that `names` has; it may have names of other classes too.

    Raises `DocmodelsError` (`bad-rename`) for a new name that is not unique.
    """
    from docmodels.passes import rename
    from docmodels.targets.plan.identifiers import pascal

    return rename.rename_matching(api, names, pascal).api


def plan_changes(
    api: Api, output: Path, options: RenderOptions, context: RunContext
) -> list[Change]:
    """Render `api` and list the changes to the files at `output`. Raises as `render` does."""
    check_module_name(output, target_suffix(options))
    check_destination(output)
    files = render(api, output, options, context)
    return compare(files, output, target_suffix(options))


def compare(files: Sequence[File], output: Path, suffix: str = PYTHON) -> list[Change]:
    """List the changes that `files` make to a module, or to a package.

    `suffix` is that of the target. The orphans of a Python package are deleted.
    """
    if is_module(output, suffix):
        return list_changes(files, output.parent)
    return list_changes(files, output, prune=suffix == PYTHON)


def validate_job(job: Job) -> None:
    """Raise `UnknownName` or `DocmodelsError` for an option of a job that cannot be used."""
    check_accepted(job.accept)
    validate_load_options(job.load)
    validate_render_options(job.render)
    if job.output != "-":
        check_module_name(Path(job.output), target_suffix(job.render))


def validate_load_options(options: LoadOptions) -> None:
    """Raise `UnknownName` if the case, the dialect or a plug-in is unknown."""
    validate_choices(options)
    if options.plugins:
        from docmodels.pipeline.extensions import check_extensions

        check_extensions(options.plugins)
    if options.dialect:
        from docmodels.pages import dialect_names

        if options.dialect not in dialect_names():
            raise UnknownName("dialect", options.dialect, dialect_names())


def validate_render_options(options: RenderOptions) -> None:
    """Raise `UnknownName` for an unknown target or validation, `DocmodelsError` for a bad value.

    A folder of templates is bad if none of its files replaces a template of the target, and any
    other option if its text has the wrong form or the target does not have it.
    """
    from docmodels.pipeline.extensions import find_templates
    from docmodels.pipeline.target_options import (
        check_settings,
        check_templates,
        create_target_options,
    )
    from docmodels.targets import Layout, find_target

    target_suffix(options)
    validate_choices(options)
    create_target_options(options, Layout.MODULE)
    target = find_target(options.target)
    check_settings(options, target)
    if options.templates:
        check_templates(find_templates(options.templates), target)


def extension_names() -> Sequence[str]:
    """Return the names of the passes and inferences of other packages."""
    from docmodels.pipeline.extensions import extension_names

    return extension_names()


def target_names() -> Sequence[str]:
    """Return the names of all targets; those of other packages are last."""
    from docmodels.targets import target_names

    return target_names()


def target_suffix(options: RenderOptions) -> str:
    """Return the suffix of the target's modules; raise `UnknownName` if there is no such target."""
    from docmodels.targets import find_target, target_names

    if options.target not in target_names():
        raise UnknownName("target", options.target, target_names())
    return find_target(options.target).suffix


def _format(module: ModuleText, style: BlackSettings) -> str:
    """Format a module with black, if it is Python.

    Raises `DocmodelsError` (`bad-template`) if it is invalid, with the line of a user's template.
    """
    from docmodels.targets.python.formatting import format_text

    if not module.path.endswith(PYTHON):
        return module.text
    try:
        return format_text(module.text, style, module.formatted)
    except ValueError as error:  # black.InvalidInput
        message = f"{module.path} is not Python after rendering: {error}"
        help = (
            "check the templates in --templates; without templates, this is a bug: please report it"
        )
        raise DocmodelsError(BAD_TEMPLATE.at(_find_template(module), message, help)) from error


def _find_template(module: ModuleText) -> Origin | None:
    """Return the line of a template that renders the first invalid line of a module."""
    try:
        ast.parse(module.text)
    except SyntaxError as error:
        return module.find_line(error.lineno) if module.find_line and error.lineno else None
    return None
