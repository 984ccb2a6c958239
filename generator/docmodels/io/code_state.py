"""The state of the code that a run uses: of modules, of data files, and of installed packages.

Like `io.stamps`, it is imported before the rest of docmodels.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DATA = (PACKAGE, *(os.path.join(PACKAGE, "..", "..", name) for name in ("templates", "schemas")))
"""Folders with data files: the package, and in a checkout those beside it."""
METADATA = (".dist-info", ".egg-info", ".egg-link", ".pth")


def installed_packages() -> Sequence[str]:
    """Return the path, and for each metadata folder of a package its name and the time of its
    installation: a new version has another name."""
    return [*sys.path, *(entry for folder in sys.path for entry in _metadata(folder))]


def _metadata(folder: str) -> Iterator[str]:
    try:
        entries = sorted(os.scandir(folder or "."), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.name.endswith(METADATA):
            yield f"{entry.name} {entry.stat().st_mtime_ns}"


def loaded_modules() -> Iterator[str]:
    """Yield the file of each module that is loaded, without the standard library."""
    standard = os.path.dirname(os.path.abspath(os.__file__))
    packages = os.path.join(standard, "site-packages")
    for module in list(sys.modules.values()):
        path = getattr(module, "__file__", None)
        if path and (path.startswith(packages) or not path.startswith(standard)):
            yield path


def code_files(modules: Iterable[str] = ()) -> Mapping[str, Sequence[int]]:
    """Return size and time of each of these modules, of those that are loaded, and of the data files
    of docmodels."""
    paths = sorted({*modules, *loaded_modules(), *_data_files()})
    return {path: state for path in paths if (state := _state(path))}


def is_unchanged(files: Mapping[str, Sequence[int]]) -> bool:
    """Whether files have the size and the time that `code_files` returned."""
    return all(_state(path) == state for path, state in files.items())


def _data_files() -> Iterator[str]:
    for root in DATA:
        for folder, folders, names in os.walk(root):
            folders[:] = (name for name in folders if name != "__pycache__")
            suffixes = (".toml", ".json", ".j2")
            yield from (os.path.join(folder, name) for name in names if name.endswith(suffixes))


def _state(path: str) -> Sequence[int] | None:
    try:
        state = os.stat(path)
    except OSError:
        return None
    return [state.st_size, state.st_mtime_ns]
