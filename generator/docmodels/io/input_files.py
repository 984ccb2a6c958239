"""Read inputs: files, folders, glob patterns, standard input, and files of a git revision."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import BinaryIO, Final

from msgspec import Struct

from docmodels.diagnostics.documents import WEB_SCHEMES, Document, document
from docmodels.diagnostics.notes import DocmodelsError
from docmodels.diagnostics.rules import NO_MODELS, UNREADABLE_INPUT
from docmodels.io.file_texts import file_document
from docmodels.io.git_inputs import is_git_path, list_git_files, read_git_files
from docmodels.ir import Origin

STDIN = "-"
STDIN_NAME = "<stdin>"
PAGES = frozenset({".md", ".markdown", ".mdx"})
SCHEMAS = frozenset({".json", ".yaml", ".yml"})
INPUTS = PAGES | SCHEMAS
SAMPLES = frozenset({".json", ".ndjson", ".jsonl", ".har"})
"""The suffixes of captured payloads."""
OTHERS = frozenset(
    {".py", ".pyi", ".graphql", ".graphqls", ".gql", ".proto", ".avsc", ".xsd", ".csv"}
)
"""Suffixes of files that are inputs if they are named, or if a folder has only such files."""
SKIPPED_FOLDERS = frozenset({"node_modules", "site-packages", "__pycache__"})
MAX_BYTES = 256 * 1024 * 1024
MAX_EXPLICIT = 20
"""More arguments than this count as a pattern that the shell expanded, like `docs/*.md`."""


class Input(Struct, frozen=True):
    """A document; `is_explicit` if the caller named the file, not its folder or a pattern."""

    document: Document
    is_explicit: bool

    @property
    def is_page(self) -> bool:
        """Whether it is Markdown, by its suffix, or by its text if the suffix is not known."""
        suffix = _suffix(self.document.path)
        if suffix in PAGES | SCHEMAS | OTHERS:
            return suffix in PAGES
        return not looks_like_data(self.document.text)


def read_inputs(
    paths: Iterable[str | os.PathLike[str]], suffixes: frozenset[str] = INPUTS
) -> tuple[Input, ...]:
    """Read every file that `paths` name, once each; files of folders and patterns are sorted.

    Files of folders and patterns have one of the `suffixes`. Raises `DocmodelsError` for a path
    that is missing, unreadable or not UTF-8 (`unreadable-input`) and for a folder or pattern
    without candidate files (`no-models` for inputs, else `unreadable-input`).
    """
    files: dict[str, tuple[str, bool]] = {}
    folders: dict[str, str] = {}
    arguments = [os.fspath(path) for path in paths]
    for path in arguments:
        for name, is_explicit in _expand(path, suffixes):
            is_file = name != STDIN and not is_git_path(name)
            key = real_path(name, folders) if is_file else name
            is_explicit = is_explicit and len(arguments) <= MAX_EXPLICIT
            earlier = files.get(key)
            files[key] = (earlier[0], earlier[1] or is_explicit) if earlier else (name, is_explicit)
    contents = read_git_files((path for path, _ in files.values() if is_git_path(path)), MAX_BYTES)
    return tuple(
        Input(_read_document(path, contents.get(path)), is_explicit)
        for path, is_explicit in files.values()
    )


def has_size(paths: Iterable[str], size: int) -> bool:
    """Whether the files that `paths` name have at least this many bytes together.

    Files that a run reads in vain count too; paths that cannot be read do not.
    """
    total = 0
    for path in paths:
        with suppress(DocmodelsError, OSError, ValueError):
            for name, _ in _expand(path, INPUTS):
                total += os.stat(name).st_size
                if total >= size:
                    return True
    return False


def location(path: str, folders: dict[str, str]) -> tuple[int, list[str]]:
    """Return a key that sorts inputs by their place, however their paths are spelled.

    Files sort by their real paths, then documents on the web, and standard input is last. `folders`
    caches the real paths of folders.
    """
    if path.startswith(WEB_SCHEMES):
        return 1, [path]
    return (2, []) if path == STDIN_NAME else (0, real_path(path, folders).split(os.sep))


def named_folder(path: str) -> str:
    """Return the folder that an argument names: itself, that of a file, or that of a pattern."""
    if path == STDIN or is_git_path(path):
        return "."
    if os.path.isdir(path):
        return path
    is_pattern = not os.path.lexists(path) and any(character in path for character in "*?[")
    return os.path.dirname(re.split(r"[*?\[]", path, maxsplit=1)[0] if is_pattern else path)


def real_path(path: str, folders: dict[str, str]) -> str:
    """Resolve symbolic links in a path; `folders` caches the real paths of folders."""
    if os.path.islink(path):
        return os.path.realpath(path)
    folder, name = os.path.split(path)
    if folder not in folders:
        folders[folder] = os.path.realpath(folder)
    return os.path.join(folders[folder], name)


def looks_like_data(text: str) -> bool:
    """Whether a text is JSON or YAML, not Markdown: its first line that is no comment decides."""
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


def _expand(path: str, suffixes: frozenset[str]) -> Iterator[tuple[str, bool]]:
    if path == STDIN:
        yield STDIN, True
        return
    if is_git_path(path):
        yield from _expand_git(path, suffixes)
        return
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError) as error:  # a ValueError for a null character
        if not any(character in path for character in "*?["):
            raise _unreadable_error(path, _reason(error)) from error
        matches = _match_pattern(path, suffixes)
        yield from ((name, False) for name in _require_files(matches, path, suffixes))
        return
    if stat.S_ISDIR(mode):
        files = list(_walk(path))
        candidates = [name for name in files if _suffix(name) in suffixes]
        if suffixes == INPUTS:
            candidates = candidates or [name for name in files if _suffix(name) in OTHERS]
        yield from ((name, False) for name in _require_files(candidates, path, suffixes))
    else:
        yield path, True


def _expand_git(path: str, suffixes: frozenset[str]) -> Iterator[tuple[str, bool]]:
    """Yield a file of a revision, or the candidate files below a folder of it."""
    names = list_git_files(path)
    if len(names) == 1 and names[0].endswith(path.rsplit("/", 1)[-1].rsplit(":", 1)[-1]):
        yield names[0], True
        return
    candidates = (name for name in names if _is_candidate(name.rpartition(":")[2], suffixes))
    yield from ((name, False) for name in _require_files(candidates, path, suffixes))


def _is_candidate(path: str, suffixes: frozenset[str]) -> bool:
    """Whether a path has one of the suffixes, outside of hidden and skipped folders."""
    parts = path.split("/")
    is_skipped = any(part.startswith(".") or part in SKIPPED_FOLDERS for part in parts)
    return _suffix(path) in suffixes and not is_skipped


def _require_files(files: Iterable[str], path: str, suffixes: frozenset[str]) -> Sequence[str]:
    """Return `files` sorted; raise `DocmodelsError` for `path` if there are none."""
    if names := sorted(files, key=lambda name: name.split("/")):
        return names
    rule = NO_MODELS if suffixes == INPUTS else UNREADABLE_INPUT
    kinds = ", ".join(sorted(suffixes | OTHERS if suffixes == INPUTS else suffixes))
    help = f"name a file, or a folder with {kinds} files (hidden folders are skipped)"
    raise DocmodelsError(rule.at(None, f"no files to read in {path}", help))


def list_files(folder: str) -> Sequence[str]:
    """Return the files below a folder that may be inputs, sorted. Raises as `read_inputs` does."""
    return [path for path, _ in _expand(folder, INPUTS)]


def _walk(folder: str) -> Iterator[str]:
    """Yield every regular file below `folder`; follows links and visits each folder once."""
    seen: set[tuple[int, int]] = set()
    pending = [folder]
    while pending:
        current = pending.pop()
        try:
            identity = os.stat(current)
            entries = sorted(os.scandir(current), key=lambda entry: entry.name)
        except OSError as error:
            raise _unreadable_error(current, error.strerror or str(error)) from error
        if (identity.st_dev, identity.st_ino) in seen:
            continue
        seen.add((identity.st_dev, identity.st_ino))
        for entry in entries:
            if entry.name.startswith(".") or entry.name in SKIPPED_FOLDERS:
                continue
            try:
                if entry.is_dir():
                    pending.append(_join(current, entry.name))
                elif entry.is_file():
                    yield _join(current, entry.name)
            except OSError:  # a cycle of links
                continue


def _join(folder: str, name: str) -> str:
    return os.path.join(folder, name).replace(os.sep, "/").removeprefix("./")


def _suffix(path: str) -> str:
    return os.path.splitext(path)[1].lower()


def _match_pattern(pattern: str, candidates: frozenset[str]) -> Iterator[str]:
    """Yield files that match a glob pattern, and candidate files below folders that match it."""
    pattern = pattern.replace(os.sep, "/").removeprefix("./")
    folder = "".join(re.split(r"[*?\[]", pattern, maxsplit=1)[0].rpartition("/")[:2])
    if not os.path.isdir(folder or "."):
        return
    try:
        expression, suffix = re.compile(_translate(pattern)), _suffix(pattern)
    except re.error as error:
        raise _unreadable_error(pattern, f"it is no pattern: {error}") from error
    suffixes = candidates if set(suffix) & set("*?[") or not suffix else {suffix}
    for name in _walk(folder or "."):
        is_match = _suffix(name) in suffixes and expression.fullmatch(name)
        if is_match or (_suffix(name) in candidates and _matches_parent(expression, name)):
            yield name


def _matches_parent(expression: re.Pattern[str], name: str) -> bool:
    return any(expression.fullmatch(name[: slash.start()]) for slash in re.finditer("/", name))


def _translate(pattern: str) -> str:
    """Translate a glob pattern to a regular expression: `**` matches `/`, `*` and `?` do not."""
    parts = re.split(r"(\*\*/|\*\*|\*|\?|\[[^/\]]{1,99}\])", pattern)
    return "".join(_GLOB_EXPRESSIONS.get(part) or _translate_literal(part) for part in parts)


def _translate_literal(part: str) -> str:
    if part.startswith("[") and part.endswith("]"):
        characters = part[1:-1].replace("\\", r"\\")
        characters = re.sub(r"([\[&~|])", r"\\\1", characters)  # Python warns about sets in sets
        return f"[{'^' + characters[1:] if characters[0] == '!' else characters}]"
    return re.escape(part)


_GLOB_EXPRESSIONS = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def _read_document(path: str, content: bytes | None = None) -> Document:
    try:
        raw = content if content is not None else _read_input(path)
    except OSError as error:
        raise _unreadable_error(path, error.strerror or str(error)) from error
    if len(raw) > MAX_BYTES:
        raise _unreadable_error(path, f"it is larger than {MAX_BYTES // 1024**2} MiB")
    try:
        if content is None and path != STDIN:
            return file_document(path, raw)
        return document(STDIN_NAME if path == STDIN else path, raw.decode())
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        origin = Origin(path, before.count(b"\n") + 1, error.start - before.rfind(b"\n"))
        message = f"{path} is not UTF-8 text: byte 0x{raw[error.start]:02x} at {error.start}"
        help = "save the file as UTF-8, or leave it out"
        raise DocmodelsError(UNREADABLE_INPUT.at(origin, message, help)) from error


def _read_input(path: str) -> bytes:
    if path != STDIN:
        with open(path, "rb") as file:
            return _read_limited(file)
    if sys.stdin is None:
        raise OSError("it is closed")
    return _read_limited(sys.stdin.buffer)


def _read_limited(file: BinaryIO) -> bytes:
    """Read a file in parts, up to the limit: one call would take the memory of the limit."""
    content = bytearray()
    while len(content) <= MAX_BYTES and (part := file.read(_PART)):
        content += part
    return bytes(content)


_PART: Final = 64 * 1024
"""One call takes the memory for so much before it reads; most pages are smaller."""


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else "") or str(error)


def _unreadable_error(path: str, reason: str) -> DocmodelsError:
    help = "check the path; a pattern for files needs quotes: 'docs/**/*.md'"
    return DocmodelsError(
        UNREADABLE_INPUT.at(None, f"cannot read {path or 'an empty path'}: {reason}", help)
    )
