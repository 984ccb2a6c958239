"""Paths become documents: files, folders, glob patterns and standard input. Only this room reads."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from docmodels.diagnostics.documents import Document, document
from docmodels.diagnostics.notes import DocmodelsError
from docmodels.diagnostics.rules import NO_MODELS, UNREADABLE_INPUT
from docmodels.ir import Origin

STDIN = "-"
PAGES = frozenset({".md", ".markdown", ".mdx"})
SCHEMAS = frozenset({".json", ".yaml", ".yml"})
SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__"})
MAX_BYTES = 256 * 1024 * 1024
MANY = 20
"""A shell that expands `docs/*.md` names files one by one; more than this many mean a pattern."""


@dataclass(frozen=True, slots=True)
class Input:
    """A document, and whether the caller named that very file (rather than found it in a folder)."""

    document: Document
    named: bool

    @property
    def is_page(self) -> bool:
        """Whether it is Markdown; what no suffix tells, the text does."""
        suffix = _suffix(self.document.path)
        if suffix in PAGES or suffix in SCHEMAS:
            return suffix in PAGES
        return not looks_like_data(self.document.text)


def read(paths: Iterable[str | os.PathLike[str]]) -> tuple[Input, ...]:
    """Read every document that `paths` stand for, each once, folders and patterns in sorted order.

    Raises `DocmodelsError` for a path that is missing, unreadable or not UTF-8 (`unreadable-input`)
    and for a folder or pattern that holds no candidate file (`no-models`).
    """
    chosen: dict[str, tuple[str, bool]] = {}
    folders: dict[str, str] = {}
    named = [os.fspath(path) for path in paths]
    for path in named:
        for found, explicit in _expand(path):
            key = found if found == STDIN else _real(found, folders)
            explicit = explicit and len(named) <= MANY
            earlier = chosen.get(key)
            chosen[key] = (earlier[0], earlier[1] or explicit) if earlier else (found, explicit)
    return tuple(Input(_document(path), explicit) for path, explicit in chosen.values())


def _real(path: str, folders: dict[str, str]) -> str:
    """Give the path without links; `folders` remembers those of folders."""
    if os.path.islink(path):
        return os.path.realpath(path)
    folder, name = os.path.split(path)
    if folder not in folders:
        folders[folder] = os.path.realpath(folder)
    return os.path.join(folders[folder], name)


def looks_like_data(text: str) -> bool:
    """Tell JSON and YAML from Markdown by the first line that says something."""
    text = text.removeprefix("\ufeff")
    if (front := _FRONT_MATTER.match(text)) and text[front.end() :].strip():
        text = text[front.end() :]
    for line in text.split("\n", 200):
        line = line.strip()
        if line and not line.startswith(("# ", "#\t")) and line not in ("---", "#"):
            return bool(_DATA_LINE.match(line))
        if line.startswith("# ") and _HEADING.search(text):
            return False
    return False


_FRONT_MATTER = re.compile(r"---[ \t]*\n.*?\n---[ \t]*\n", re.S)
_DATA_LINE = re.compile(r"""[{\[]|%YAML|["']?[$\w.-]+["']?\s*:(\s|$)""")
_HEADING = re.compile(r"^#{1,3} .*\n\s*\n(?![\w$\"'-]+:)", re.M)


def _expand(path: str) -> Iterator[tuple[str, bool]]:
    if path == STDIN:
        yield STDIN, True
        return
    try:
        mode = os.stat(path).st_mode
    except OSError as error:
        if not any(sign in path for sign in "*?["):
            raise _unreadable(path, error.strerror or str(error)) from error
        yield from ((found, False) for found in _some(_matching(path), path))
        return
    if stat.S_ISDIR(mode):
        found = (name for name in _walk(path) if _suffix(name) in PAGES | SCHEMAS)
        yield from ((name, False) for name in _some(found, path))
    else:
        yield path, True


def _some(found: Iterable[str], path: str) -> Sequence[str]:
    """All of `found`, or an error that `path` holds nothing to read."""
    if names := sorted(found, key=lambda name: name.split("/")):
        return names
    rule, kinds = NO_MODELS, ", ".join(sorted(PAGES | SCHEMAS))
    help = f"name a file, or a folder with {kinds} files (hidden folders are not looked into)"
    raise DocmodelsError(rule.at(None, f"nothing to read in {path}", help))


def _walk(folder: str) -> Iterator[str]:
    """Every regular file below `folder`; links are followed, each folder is visited once."""
    seen: set[tuple[int, int]] = set()
    pending = [folder]
    while pending:
        here = pending.pop()
        try:
            identity = os.stat(here)
            entries = sorted(os.scandir(here), key=lambda entry: entry.name)
        except OSError as error:
            raise _unreadable(here, error.strerror or str(error)) from error
        if (identity.st_dev, identity.st_ino) in seen:
            continue
        seen.add((identity.st_dev, identity.st_ino))
        for entry in entries:
            if entry.name.startswith(".") or entry.name in SKIPPED_FOLDERS:
                continue
            try:
                if entry.is_dir():
                    pending.append(_join(here, entry.name))
                elif entry.is_file():
                    yield _join(here, entry.name)
            except OSError:  # a link that leads in a circle
                continue


def _join(folder: str, name: str) -> str:
    return os.path.join(folder, name).replace(os.sep, "/").removeprefix("./")


def _suffix(path: str) -> str:
    return os.path.splitext(path)[1].lower()


def _matching(pattern: str) -> Iterator[str]:
    """Files that a glob pattern names, and candidate files below folders that it names."""
    pattern = pattern.replace(os.sep, "/").removeprefix("./")
    folder = re.split(r"[^/]*[*?\[]", pattern, maxsplit=1)[0]
    if not os.path.isdir(folder or "."):
        return
    expression, suffix = re.compile(_translate(pattern)), _suffix(pattern)
    wanted = PAGES | SCHEMAS if set(suffix) & set("*?[") or not suffix else {suffix}
    for name in _walk(folder or "."):
        itself = _suffix(name) in wanted and expression.fullmatch(name)
        if itself or (_suffix(name) in PAGES | SCHEMAS and _below(expression, name)):
            yield name


def _below(expression: re.Pattern[str], name: str) -> bool:
    return any(expression.fullmatch(name[: slash.start()]) for slash in re.finditer("/", name))


def _translate(pattern: str) -> str:
    """Write a glob pattern as a regular expression: `**` crosses folders, `*` and `?` do not."""
    parts = re.split(r"(\*\*/|\*\*|\*|\?|\[[^/\]]+\])", pattern)
    return "".join(_GLOB.get(part) or _literal(part) for part in parts)


def _literal(part: str) -> str:
    if part.startswith("[") and part.endswith("]"):
        inside = part[1:-1].replace("\\", r"\\")
        return f"[{'^' + inside[1:] if inside[0] == '!' else inside}]"
    return re.escape(part)


_GLOB = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def _document(path: str) -> Document:
    try:
        raw = sys.stdin.buffer.read(MAX_BYTES + 1) if path == STDIN else _bytes(path)
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error)) from error
    if len(raw) > MAX_BYTES:
        raise _unreadable(path, f"it is larger than {MAX_BYTES // 1024**2} MiB")
    try:
        return document("<stdin>" if path == STDIN else path, raw.decode())
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        place = Origin(path, before.count(b"\n") + 1, error.start - before.rfind(b"\n"))
        message = f"{path} is not UTF-8 text: byte 0x{raw[error.start]:02x} at {error.start}"
        help = "save the file as UTF-8, or leave it out"
        raise DocmodelsError(UNREADABLE_INPUT.at(place, message, help)) from error


def _bytes(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read(MAX_BYTES + 1)


def _unreadable(path: str, why: str) -> DocmodelsError:
    help = "check the path; a pattern for files needs quotes: 'docs/**/*.md'"
    return DocmodelsError(
        UNREADABLE_INPUT.at(None, f"cannot read {path or 'an empty path'}: {why}", help)
    )
