"""Typed Python models from API documentation: model pages of SDKs, OpenAPI, Swagger, JSON Schema.

    import docmodels

    notes: list[docmodels.Note] = []
    api = docmodels.load("docs", notes=notes)
    for file in docmodels.render(api, target="dataclass"):
        print(file.path, file.text)

What cannot go on raises `DocmodelsError`; every other doubt is a `Note` in the list of the caller.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docmodels.diagnostics.notes import DocmodelsError, Note, Severity, UnknownName
    from docmodels.io.output_files import Change, File
    from docmodels.io.remote import RemotePolicy
    from docmodels.ir import Api

__all__ = [
    "Api",
    "Change",
    "DocmodelsError",
    "File",
    "Note",
    "Severity",
    "UnknownName",
    "check",
    "export",
    "generate",
    "load",
    "render",
]

_HOMES = {
    "Api": "docmodels.ir",
    "Change": "docmodels.io.output_files",
    "DocmodelsError": "docmodels.diagnostics.notes",
    "File": "docmodels.io.output_files",
    "Note": "docmodels.diagnostics.notes",
    "Severity": "docmodels.diagnostics.notes",
    "UnknownName": "docmodels.diagnostics.notes",
}

StrPath = str | os.PathLike[str]
_PATH = (str, os.PathLike)


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Import a public value when it is first asked for: `import docmodels` stays quick."""
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)


def load(
    paths: StrPath | Iterable[StrPath],
    *,
    dialect: str | None = None,
    wire_case: str = "auto",
    rename: Mapping[str, str] | None = None,
    split_readonly: bool = False,
    allow_remote: bool = False,
    update_lock: bool = False,
    strict: bool = False,
    notes: list[Note] | None = None,
) -> Api:
    """Read files, folders and glob patterns (`-` is standard input) to one `Api`.

    `dialect` reads every Markdown page as that kind instead of telling kinds apart; `wire_case`
    (`auto`, `as-documented`, `camel`, `snake`, `pascal`, `kebab`) spells field names that the
    documentation has recased. `rename` gives definitions other names. With `split_readonly`, a
    model with read-only or write-only fields is the response model, and `NameRequest` the one to be
    sent. With `allow_remote`, documents on the web that references lead to are fetched, and pinned
    in `docmodels.lock` in the current folder; one that has changed since is an error unless
    `update_lock` accepts it. Doubts are appended to `notes`; `strict` makes an error of a warning.

    Raises `DocmodelsError` where an input cannot be read or holds no model and for a name that
    cannot be given, `UnknownName` (a `ValueError`) for an unknown dialect or case, before anything
    is read.
    """
    from docmodels.io.output_files import write
    from docmodels.jobs import collect_notes
    from docmodels.pipeline import LoadOptions, load

    how = LoadOptions(
        dialect,
        wire_case,
        rename=rename or {},
        split_readonly=split_readonly,
        remote=_remote(update_lock) if _may_fetch(allow_remote, update_lock) else None,
    )
    with collect_notes(notes, strict) as doubts:
        loaded = load(paths, how, doubts)
    write(loaded.lock)
    return loaded.api


def render(
    api: Api,
    *,
    target: str = "pydantic",
    validation: str = "natural",
    output: StrPath | None = None,
    templates: StrPath | None = None,
    rename: Mapping[str, str] | None = None,
    strict: bool = False,
    notes: list[Note] | None = None,
) -> tuple[File, ...]:
    """Write `api` as Python modules in black's form: files as values, nothing touches the disk.

    `target` is `pydantic`, `dataclass`, `msgspec` or `typeddict`. `validation` says what pydantic
    models check: `natural`, what pydantic has words for, or `exact`, every keyword. An `output`
    that ends in `.py`, or none, gives one module, any other a package; it also decides whose
    `[tool.black]` settings count. `templates` is a folder whose files take the place of the
    built-in ones. `rename` gives definitions, and any other classes, other names. Doubts are
    appended to `notes`; `strict` makes an error of a warning.

    Raises `DocmodelsError` for a template that gives no Python and for a name that cannot be given,
    `UnknownName` for an unknown target or validation.
    """
    from docmodels.jobs import collect_notes
    from docmodels.pipeline import RenderOptions, render

    folder = Path(templates) if templates is not None else None
    how = RenderOptions(target, folder, validation, rename or {})
    given = Path(output) if output is not None else None
    with collect_notes(notes, strict) as doubts:
        return render(api, given, how, doubts)


def check(
    api: Api,
    output: StrPath,
    *,
    target: str = "pydantic",
    validation: str = "natural",
    templates: StrPath | None = None,
    rename: Mapping[str, str] | None = None,
    strict: bool = False,
    notes: list[Note] | None = None,
) -> list[Change]:
    """Compare what `render` gives with what stands at `output`; an empty list: up to date.

    Raises as `render` does.
    """
    from docmodels.io.output_files import changes
    from docmodels.pipeline import is_module

    files = render(
        api,
        target=target,
        validation=validation,
        output=output,
        templates=templates,
        rename=rename,
        strict=strict,
        notes=notes,
    )
    path, single = Path(output), is_module(Path(output))
    return changes(files, path.parent if single else path, prune=not single)


def generate(
    paths: StrPath | Iterable[StrPath],
    output: StrPath,
    *,
    target: str = "pydantic",
    validation: str = "natural",
    templates: StrPath | None = None,
    dialect: str | None = None,
    wire_case: str = "auto",
    rename: Mapping[str, str] | None = None,
    split_readonly: bool = False,
    allow_remote: bool = False,
    update_lock: bool = False,
    strict: bool = False,
    force: bool = False,
    notes: list[Note] | None = None,
) -> list[Change]:
    """Read `paths` and write modules to `output`: what `docmodels generate` does.

    The options are those of `load` and `render`. Returns what was changed. Files that docmodels did
    not write are overwritten with `force` only. Raises `DocmodelsError` and `UnknownName` as `load`
    and `render` do, and where the output cannot be written; nothing is half-written then.
    """
    from docmodels.config import Job
    from docmodels.io.output_files import write
    from docmodels.jobs import collect_notes, load_job, plan_changes

    job = Job(
        inputs=tuple(os.fspath(path) for path in ([paths] if isinstance(paths, _PATH) else paths)),
        output=os.fspath(output),
        target=target,
        validation=validation,
        templates=None if templates is None else os.fspath(templates),
        dialect=dialect,
        wire_case=wire_case,
        rename=dict(rename or {}),
        split_readonly=split_readonly,
        allow_remote=_may_fetch(allow_remote, update_lock),
    )
    with collect_notes(notes, strict) as doubts:
        loaded = load_job(job, doubts, {}, remote=_remote(update_lock))
        found = plan_changes(job, loaded.api, doubts)
    write(found, force=force)
    write(loaded.lock)
    return found


def _may_fetch(allow_remote: bool, update_lock: bool) -> bool:
    if update_lock and not allow_remote:
        raise ValueError("update_lock goes with allow_remote")
    return allow_remote


def _remote(update_lock: bool) -> RemotePolicy:
    from docmodels.io.remote import RemotePolicy

    return RemotePolicy(pinning="renew" if update_lock else "extend")


def export(api: Api, to: str) -> str:
    """Write `api` as text of another kind: `openapi` (3.1), `jsonschema` (2020-12) or `ir`.

    Raises `UnknownName` for any other.
    """
    from docmodels.diagnostics.notes import UnknownName
    from docmodels.ir.documents import EXPORTS

    if to not in EXPORTS:
        raise UnknownName("kind of document", to, list(EXPORTS))
    return EXPORTS[to](api)
