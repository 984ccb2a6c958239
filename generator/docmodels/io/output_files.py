"""Compare generated files with the disk, and write changes. No other module writes files."""

from __future__ import annotations

import ast
import difflib
import os
import stat
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from docmodels.diagnostics.notes import DocmodelsError
from docmodels.diagnostics.rules import UNMANAGED_FILE, UNWRITABLE_OUTPUT
from docmodels.io.marks import MarkState, listed_files, mark_state
from docmodels.io.transaction import Step, StepError, apply_steps, recover

INIT = "__init__.py"


@dataclass(frozen=True, slots=True)
class File:
    """A generated text; `path` is relative to the folder of the output."""

    path: Path
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A change to a file: `before` is None for a new file, `after` is None for a deletion."""

    path: Path
    before: str | None
    after: str | None


def list_changes(files: Iterable[File], root: Path, *, prune: bool = False) -> list[Change]:
    """List the files below `root` that differ from `files`; `prune` adds orphaned modules.

    Ignores line endings: a checkout may change them.
    """
    expected = {root / file.path: file.text for file in files}
    changed: list[Change] = []
    for path, text in expected.items():
        before = _read_current(path)
        if before != text:
            changed.append(Change(path, before, text))
    if prune:
        changed.extend(
            Change(path, before, None) for path, before in _orphans(root, expected.keys())
        )
    return sorted(changed, key=lambda change: change.path)


def is_managed(text: str) -> bool:
    """Whether docmodels may overwrite a text: it is as docmodels wrote it, or empty."""
    return not text.strip() or mark_state(text) in (MarkState.INTACT, MarkState.LEGACY)


def write(changes: Sequence[Change], *, force: bool = False) -> None:
    """Apply changes to the disk: all or none, also if the process is killed (`io.transaction`).

    Raises `DocmodelsError`: `unmanaged-file` if docmodels did not write a file that changes, or it
    was changed since, and `force` is not set; `unwritable-output` if the operating system refuses,
    if a file changes twice because it belongs to two outputs, or if another program changed it
    while docmodels ran.
    """
    times = Counter(change.path for change in changes)
    if repeated := [path for path in times if times[path] > 1]:
        help = "give each module a folder or a name of its own"
        raise _unwritable_error(repeated[0], "it belongs to two outputs", help)
    for change in changes:
        if change.before is not None and not force and not is_managed(change.before):
            raise _unmanaged_error(change)
    steps = {_step(change): change.path for change in sorted(changes, key=_write_order)}
    try:
        apply_steps(list(steps))
    except StepError as error:
        paths = {step.path: path for step, path in steps.items()}
        message = f"cannot write {paths.get(error.path, error.path)}: {error}"
        help = "no file was changed; check that the folder exists and is writable"
        raise DocmodelsError(UNWRITABLE_OUTPUT.at(None, message, help)) from error


def recover_outputs(outputs: Iterable[Path]) -> None:
    """Undo or end what a killed run left at outputs: modules, packages or other files.

    A run that writes calls it before it reads them. Raises `DocmodelsError` (`unwritable-output`).
    """
    folders: dict[Path, None] = {}
    for output in outputs:
        path = Path(os.path.realpath(output))
        folders[path.parent] = None
        if path.is_dir():
            folders[path] = None
            folders.update((entry, None) for entry in path.iterdir() if entry.is_dir())
    try:
        recover(folders)
    except StepError as error:
        raise _unwritable_error(error.path, str(error)) from error


def _unmanaged_error(change: Change) -> DocmodelsError:
    if mark_state(change.before or "") is MarkState.EDITED:
        message = f"{change.path} was changed since docmodels wrote it, by hand or by a formatter"
        help = "move the changes to another file, or discard them with --force"
    else:
        message = f"{change.path} was not written by docmodels"
        help = "choose another output, or overwrite it with --force"
    return DocmodelsError(UNMANAGED_FILE.at(None, message, help))


def _step(change: Change) -> Step:
    path = Path(os.path.realpath(change.path))
    after = None if change.after is None else change.after.encode()
    return Step(path, after, lambda: _matches(change))


def _matches(change: Change) -> bool:
    """Whether the file is still as it was when the change was planned."""
    current = _read_current(change.path)
    return _line_feeds(current) == _line_feeds(change.before)


def _line_feeds(text: str | None) -> str | None:
    return text and text.replace("\r\n", "\n")


def _write_order(change: Change) -> tuple[int, Path]:
    """Order changes: new files, other modules, `__init__` that imports them, then deletions."""
    if change.after is None:
        return 3, change.path
    if change.path.name == INIT:
        return 2, change.path
    return int(change.before is not None), change.path


def diff(changes: Iterable[Change]) -> Iterator[str]:
    """Yield the lines of a unified diff of changes, each with its line ending."""
    for change in changes:
        name = change.path.as_posix()
        lines = difflib.unified_diff(
            (change.before or "").splitlines(keepends=True),
            (change.after or "").splitlines(keepends=True),
            "/dev/null" if change.before is None else f"a/{name.lstrip('/')}",
            "/dev/null" if change.after is None else f"b/{name.lstrip('/')}",
        )
        for line in lines:
            yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _orphans(root: Path, expected: Collection[Path]) -> Iterator[tuple[Path, str]]:
    """Yield the files of the package at `root` that are not expected any more, with their text.

    An orphan is a regular file with a mark that the mark of `__init__.py` lists.
    """
    real_root = os.path.realpath(root)
    for name in _owned_files(root):
        path = root / name
        is_regular = os.path.realpath(path) == os.path.join(real_root, *name.split("/"))
        if path in expected or not is_regular or not path.is_file():
            continue
        text = _read_current(path) or ""
        if mark_state(text) is not MarkState.UNMARKED:
            yield path, text


def _owned_files(root: Path) -> Collection[str]:
    """Return the files that docmodels owns in a package beside `__init__.py`.

    Earlier versions wrote no list: their packages own the modules with a mark that another module
    with a mark imports.
    """
    initial = _read_current(root / INIT) or ""
    if mark_state(initial) is not MarkState.LEGACY:
        return listed_files(initial)
    texts = {path.name: _read_current(path) or "" for path in root.glob("*.py") if path.is_file()}
    legacy = {name: text for name, text in texts.items() if mark_state(text) is MarkState.LEGACY}
    imported = {f"{name}.py" for text in legacy.values() for name in _imported_siblings(text)}
    return [name for name in sorted(legacy) if name in imported]


def _imported_siblings(text: str) -> Iterator[str]:
    """Yield the modules that a module of a package imports from the same package."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level == 1 and node.module:
            yield node.module


def check_destination(path: Path) -> None:
    """Raise `DocmodelsError` (`unwritable-output`) for a pipe, a device, a loop of links, or a path
    that the operating system refuses; a file that does not exist yet is fine."""
    try:
        mode = os.stat(path).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return
    except (OSError, ValueError) as error:
        raise _unwritable_error(path, getattr(error, "strerror", "") or str(error)) from error
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise _unwritable_error(path, "it is not a regular file", "-o - writes to standard output")


def _unwritable_error(path: Path, reason: str, help: str = "") -> DocmodelsError:
    help = help or "an output ending in .py or .json is a file, any other a folder"
    return DocmodelsError(UNWRITABLE_OUTPUT.at(None, f"cannot write {path}: {reason}", help))


def _read_current(path: Path) -> str | None:
    """Return the text at `path`, None if there is no file; invalid UTF-8 is replaced."""
    check_destination(path)
    try:
        return path.read_text("utf-8", errors="replace")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unwritable_error(path, error.strerror or str(error)) from error
