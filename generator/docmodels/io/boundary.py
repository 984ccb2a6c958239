"""Which files references may lead to: those near the inputs, unless the user allows others."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from docmodels.diagnostics.documents import WEB_SCHEMES
from docmodels.io.input_files import named_folder


class Boundary(Struct, frozen=True):
    """The files that references may lead to.

    `folders` are those of the inputs, and `roots` those of the repositories that they are in, or the
    folders themselves: real paths. Without local inputs there are none: then no file may be read.
    `is_open` allows all files.
    """

    folders: frozenset[str]
    roots: frozenset[str]
    is_open: bool = False

    def allows(self, path: str) -> bool:
        """Whether a reference may lead to the file `path`; a link counts as what it leads to."""
        return self.is_open or _is_below(os.path.realpath(path), self.roots)

    def is_foreign(self, path: str) -> bool:
        """Whether a file is outside the folders of the inputs: messages do not quote it."""
        return not self.contains(os.path.realpath(path))

    def contains(self, real_path: str) -> bool:
        """Whether a file with that real path is in a folder of the inputs."""
        return _is_below(real_path, self.folders)


def boundary_of(inputs: Iterable[str], marks: Sequence[str], *, is_open: bool = False) -> Boundary:
    """Return the boundary for inputs as the user names them; standard input counts as a file here.

    Links in a folder do not extend it.
    `marks` are what the root of a repository has. The folder that all inputs share counts as theirs,
    unless it has the user's home folder in it.
    """
    paths = [path for path in inputs if not path.startswith(WEB_SCHEMES)]
    folders = frozenset(os.path.realpath(named_folder(path)) for path in paths)
    try:
        shared = frozenset({os.path.commonpath(folders)})
    except ValueError:  # no files, or several drives
        shared = folders
    if not _is_below(os.path.realpath(os.path.expanduser("~")), shared):
        folders = shared
    return Boundary(folders, frozenset(_root(folder, marks) for folder in folders), is_open)


def _root(folder: str, marks: Sequence[str]) -> str:
    """Return the root of the repository that a folder is in, else the folder."""
    parents = (Path(folder), *Path(folder).parents)
    roots = (path for path in parents if any((path / mark).exists() for mark in marks))
    return str(next(roots, folder))


def _is_below(real_path: str, folders: Iterable[str]) -> bool:
    return any(
        real_path == folder or real_path.startswith(folder.rstrip(os.sep) + os.sep)
        for folder in folders
    )
