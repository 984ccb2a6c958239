"""The functions of the library: callers of the pipeline, which declare each option as a parameter.

The parameters have the names of the options, so that `locals()` lists the values of all options.
`docmodels` imports the functions on first access.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from docmodels.config.options import Job, LoadOptions, RenderOptions, create_job
from docmodels.diagnostics.acceptance import collect_notes, mark_accepted
from docmodels.diagnostics.notes import Note
from docmodels.diff.changes import ModelChange
from docmodels.io.output_files import Change, File, recover_outputs, write
from docmodels.io.remote import RemotePolicy
from docmodels.ir import Api
from docmodels.pipeline import (
    LoadResult,
    RunContext,
    plan_changes,
    validate_render_options,
)
from docmodels.pipeline import load as load_paths
from docmodels.pipeline import render as render_api

StrPath = str | os.PathLike[str]


def load(
    paths: StrPath | Iterable[StrPath],
    *,
    dialect: str | None = None,
    wire_case: str = "auto",
    samples: StrPath | Iterable[StrPath] = (),
    sample_enums: Iterable[str] = (),
    rename: Mapping[str, str] | None = None,
    split_readonly: bool = False,
    separate: bool = False,
    allow_remote: bool = False,
    plugins: Iterable[str] = (),
    allow_outside: bool = False,
    update_lock: bool = False,
    accept: Iterable[str] = (),
    strict: bool = False,
    notes: list[Note] | None = None,
) -> Api:
    """Read files, folders and glob patterns (`-` is standard input) into one `Api`.

    `dialect` reads every Markdown page as that dialect and skips the detection. `wire_case`
    (`auto`, `as-documented`, `camel`, `snake`, `pascal`, `kebab`) is that of field names on the
    wire, if pages print another. `samples` are captured payloads (JSON, JSON lines, HAR; also
    `Model=path`), which show what no input prints; `sample_enums` (`Model` or `Model.field`) are
    enums that get their values. `rename` maps names to new ones. With `split_readonly`, a model
    with read-only or write-only fields becomes `Name` (responses) and `NameRequest`; with
    `separate`, sources of one API are not merged. With `allow_remote`, remote documents are fetched
    and pinned in `docmodels.lock` here; one that differs from its pin is an error unless
    `update_lock` accepts it. `plugins` are passes and inferences of other packages; with
    `allow_outside`, references may leave the folder and repository of the inputs. Notes are
    appended to `notes`; `accept` marks those of some rules; `strict` turns other warnings into an
    error.

    Raises `DocmodelsError` for an unreadable input, no model or an unknown name in `rename` or
    `samples`; `UnknownName` (a `ValueError`) for an unknown dialect, case or plug-in.
    """
    job = _create_job(locals())
    with collect_notes(notes, job.strict, job.accept) as collected:
        context = _create_context(collected, job.load, update_lock)
        loaded = _load(paths, _renaming_definitions(job), context)
    write(loaded.lock)
    return loaded.api


def _load(
    paths: StrPath | Iterable[StrPath], options: LoadOptions, context: RunContext, output: str = "-"
) -> LoadResult:
    """Load `paths` after undoing what a killed run left at the output and the lock."""
    outputs = [] if output == "-" else [Path(output)]
    locks = [context.remote.lock_path] if options.allow_remote else []
    recover_outputs([*outputs, *locks])
    return load_paths(paths, options, context)


def render(
    api: Api,
    *,
    target: str = "pydantic",
    validation: str = "natural",
    output: StrPath | None = None,
    templates: StrPath | None = None,
    header: str | None = None,
    base_class: str | None = None,
    enums: str = "auto",
    descriptions: str = "docstrings",
    formats: Mapping[str, str] | None = None,
    rename: Mapping[str, str] | None = None,
    accept: Iterable[str] = (),
    strict: bool = False,
    notes: list[Note] | None = None,
) -> tuple[File, ...]:
    """Render `api` as Python modules, formatted by black, without writing to disk.

    `target` is the name of a target (`docmodels.targets`). `validation` is what pydantic models
    check: `natural` for what plain pydantic does, `strict` to keep JSON's types apart too, `exact`
    for every schema keyword. An `output` that ends in `.py`, or None, gives one module; any other
    gives a package. The project of `output` supplies the `[tool.black]` settings. `templates`, a
    folder or a template set of a package, replaces built-in templates by name; `header` are comment
    lines above every module. All models derive from the class `base_class` (`module:Name`). `enums`
    is what enums become: `class`, `literal` for `Literal[..]`, or what suits the values (`auto`).
    `descriptions` of fields are `docstrings`, or `schema` for `Field(description=..)`. `formats`
    maps formats of strings to Python types (`module:Name`). `rename` maps names of definitions and
    other classes to new names. `notes`, `accept` and `strict` are as in `load`.

    Raises `DocmodelsError` if a template does not render to Python or an option is invalid,
    `UnknownName` for an unknown target, validation or other choice.
    """
    job = _create_job(locals())
    output_path = Path(output) if output is not None else None
    with collect_notes(notes, job.strict, job.accept) as collected:
        return render_api(api, output_path, job.render, RunContext(collected))


def check(
    api: Api,
    output: StrPath,
    *,
    target: str = "pydantic",
    validation: str = "natural",
    templates: StrPath | None = None,
    header: str | None = None,
    base_class: str | None = None,
    enums: str = "auto",
    descriptions: str = "docstrings",
    formats: Mapping[str, str] | None = None,
    rename: Mapping[str, str] | None = None,
    accept: Iterable[str] = (),
    strict: bool = False,
    notes: list[Note] | None = None,
) -> list[Change]:
    """Compare the result of `render` with the files at `output`; an empty list means up to date.

    Takes the options of `render`, and raises as `render` does.
    """
    job = _create_job(locals())
    with collect_notes(notes, job.strict, job.accept) as collected:
        return plan_changes(api, Path(output), job.render, RunContext(collected))


def generate(
    paths: StrPath | Iterable[StrPath],
    output: StrPath,
    *,
    target: str = "pydantic",
    validation: str = "natural",
    templates: StrPath | None = None,
    header: str | None = None,
    base_class: str | None = None,
    enums: str = "auto",
    descriptions: str = "docstrings",
    formats: Mapping[str, str] | None = None,
    dialect: str | None = None,
    wire_case: str = "auto",
    samples: StrPath | Iterable[StrPath] = (),
    sample_enums: Iterable[str] = (),
    rename: Mapping[str, str] | None = None,
    split_readonly: bool = False,
    separate: bool = False,
    allow_remote: bool = False,
    plugins: Iterable[str] = (),
    allow_outside: bool = False,
    update_lock: bool = False,
    accept: Iterable[str] = (),
    strict: bool = False,
    force: bool = False,
    notes: list[Note] | None = None,
) -> list[Change]:
    """Read `paths` and write modules to `output`; return the changes, none if the run fails.

    Takes the options of `load` and `render`, and raises what they raise. Overwrites files that
    docmodels did not write only with `force`.
    """
    job = _create_job(locals())
    validate_render_options(job.render)
    with collect_notes(notes, job.strict, job.accept) as collected:
        context = _create_context(collected, job.load, update_lock)
        loaded = _load(paths, job.load, context, job.output)
        changes = plan_changes(loaded.api, Path(job.output), job.render, context)
    write([*changes, *loaded.lock], force=force)
    return changes


def _create_job(parameters: Mapping[str, Any]) -> Job:
    """Create a job from the parameters of a function that have the names of options; no inputs."""
    values = {"inputs": (), **parameters, "output": _text(parameters.get("output")) or "-"}
    values["templates"] = _text(parameters.get("templates"))
    values["samples"] = _list_paths(parameters.get("samples", ()))
    for name in ("sample_enums", "plugins", "accept"):
        values[name] = tuple(parameters.get(name, ()))
    for name in ("rename", "formats"):
        values[name] = parameters.get(name) or {}
    return create_job(values)


def _renaming_definitions(job: Job) -> LoadOptions:
    """Return the options for loading with the new names, which otherwise apply to classes."""
    return replace(job.load, rename=job.render.rename)


def _text(path: StrPath | None) -> str | None:
    return None if path is None else os.fspath(path)


def _list_paths(paths: StrPath | Iterable[StrPath]) -> tuple[str, ...]:
    listed = [paths] if isinstance(paths, (str, os.PathLike)) else paths
    return tuple(os.fspath(path) for path in listed)


def _create_context(notes: list[Note], options: LoadOptions, update_lock: bool) -> RunContext:
    if update_lock and not options.allow_remote:
        raise ValueError("update_lock requires allow_remote")
    return RunContext(notes, remote=RemotePolicy(lock_mode="update" if update_lock else "append"))


def export(api: Api, to: str, *, around: str | None = None, depth: int = 1) -> str:
    """Export `api` as a document (`openapi` 3.1, `jsonschema` 2020-12, `ir`) or a diagram.

    A diagram is `mermaid` or `dot`; with `around`, it has only the definition of this name, and
    those that are at most `depth` references away. Raises `UnknownName` for any other kind, for a
    name that no definition has, and for `around` with a kind that is no diagram.
    """
    from docmodels.pipeline.exports import export_text

    return export_text(api, to, around, depth)


def report(
    paths: StrPath | Iterable[StrPath],
    *,
    dialect: str | None = None,
    wire_case: str = "auto",
    samples: StrPath | Iterable[StrPath] = (),
    sample_enums: Iterable[str] = (),
    rename: Mapping[str, str] | None = None,
    split_readonly: bool = False,
    separate: bool = False,
    allow_remote: bool = False,
    plugins: Iterable[str] = (),
    allow_outside: bool = False,
    accept: Iterable[str] = (),
    strict: bool = False,
    notes: list[Note] | None = None,
) -> str:
    """Read `paths` and return one HTML page with models, the line of each fact, notes and code.

    Takes the options of `load` except `update_lock`, and raises what it raises.
    """
    from docmodels.html_report import render_report

    job = _create_job(locals())
    with collect_notes(notes, job.strict, job.accept) as collected:
        context = _create_context(collected, job.load, update_lock=False)
        loaded = _load(paths, _renaming_definitions(job), context)
        files = render_api(loaded.api, None, RenderOptions(), context)
        text = render_report(loaded, mark_accepted(collected, job.accept), files)
    write(loaded.lock)
    return text


def compare(old: Api, new: Api, *, cosmetic: bool = False) -> tuple[ModelChange, ...]:
    """Return the changes of models from `old` to `new`, each with whether it is breaking.

    A change has `kind`, `model` and `path`, `breaks_sent` and `breaks_received`, the places `old`
    and `new`, and what was there `before` and `after`. With `cosmetic`, also those of descriptions,
    titles, examples and the order of fields.
    """
    from docmodels.diff import compare_apis

    return compare_apis(old, new, cosmetic=cosmetic)
