"""What the outputs of a run depend on: for `--depfile`, and for stamps."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from docmodels.diagnostics.documents import WEB_SCHEMES, Document, document
from docmodels.io.file_digests import digest_of
from docmodels.io.file_texts import FileText
from docmodels.io.input_files import STDIN
from docmodels.io.stamps import RunState, list_folder, searched_folder

if TYPE_CHECKING:
    from docmodels.config.options import Job
    from docmodels.io.output_files import Change


class JobReads(Struct, frozen=True):
    """What a job has read: `documents` by path; `missing` are files that references name."""

    job: Job
    documents: Mapping[str, Document]
    missing: Collection[str]

    @property
    def is_local(self) -> bool:
        """Whether the job has read files only, no standard input and no remote document."""
        is_local = all(p != STDIN and not p.startswith(WEB_SCHEMES) for p in self.job.inputs)
        return is_local and not self.job.load.allow_remote and self.job.output != "-"

    def templates(self) -> Sequence[str]:
        """Return the files in the user's folder of templates."""
        folder = self.job.render.templates
        files = list_folder(folder) if folder else ()
        return [path for path, is_folder in files if not is_folder]

    def folders(self) -> Iterator[str]:
        """Yield the folders where a new file changes the result."""
        yield from filter(None, map(searched_folder, self.job.inputs))
        yield from filter(None, [self.job.render.templates])


def run_state(
    jobs: Sequence[JobReads], settings: Mapping[str, Document], changes: Sequence[Change]
) -> RunState | None:
    """Return what decides the result of a run; None if that is more than files and folders.

    `settings` are the files of settings.
    """
    if not jobs or not all(reads.is_local for reads in jobs):
        return None
    state = RunState()
    for reads in jobs:
        state.folders.update(reads.folders())
        state.files.update(reads.templates(), reads.missing)
        state.outputs.add(reads.job.output)
        _add_documents(state, reads.documents)
    _add_documents(state, settings)
    for change in changes:
        if change.after is None:
            state.files.add(str(change.path))
        else:
            state.written[str(change.path)] = digest_of(change.after.encode())
    return state


def _add_documents(state: RunState, documents: Mapping[str, Document]) -> None:
    for path, read in documents.items():
        if isinstance(read.content, FileText):
            state.digests[path] = read.content.digest
        else:
            state.texts[path] = partial(_is_text_of, read)


def _is_text_of(read: Document, raw: bytes) -> bool:
    return document(read.path, raw.decode()).text == read.text


def dependencies(
    jobs: Sequence[JobReads], settings: Mapping[str, Document], stamp: str | None
) -> dict[str, list[str]]:
    """Return the files and folders that each output depends on, or the stamp in their place.

    The output of a package is its `__init__.py`. A folder without outputs is a dependency, because
    its time shows that a page is new.
    """
    outputs = {os.path.realpath(os.path.dirname(reads.job.output) or ".") for reads in jobs}
    outputs |= {os.path.realpath(reads.job.output) for reads in jobs}
    outputs.add(os.path.realpath(os.path.dirname(stamp or "") or "."))
    result: dict[str, list[str]] = {}
    for reads in jobs:
        is_package = Path(reads.job.output).is_dir()
        output = os.path.join(reads.job.output, "__init__.py") if is_package else reads.job.output
        paths = {*reads.documents, *reads.templates(), *settings}
        for root in reads.folders():
            folders = (path for path, is_folder in list_folder(root) if is_folder)
            paths.update(path for path in folders if os.path.realpath(path) not in outputs)
        local = {_relative(path) for path in paths if not path.startswith((*WEB_SCHEMES, "<"))}
        result[stamp or output] = sorted({*result.get(stamp or output, ()), *local})
    return result


def _relative(path: str) -> str:
    """Return a path below the current folder as relative to it, any other as it is."""
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else relative.replace(os.sep, "/")
