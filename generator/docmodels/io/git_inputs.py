"""Read inputs of the form `git:REVISION:PATH`: files as they are in a revision of a repository.

A path is relative to the current folder, or with `/` at its start to the root of the repository.
The documents have the second form, so that references between them stay in the revision. The only
program that runs is `git`, with arguments that cannot be options of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from docmodels.diagnostics.notes import DocmodelsError
from docmodels.diagnostics.rules import UNREADABLE_INPUT

GIT_SCHEME = "git:"


def is_git_path(path: str) -> bool:
    """Whether a path names files in a revision."""
    return path.startswith(GIT_SCHEME)


def list_git_files(path: str) -> Sequence[str]:
    """Return the paths of a file, or of all files below a folder, from the root of the repository.

    Raises `DocmodelsError` (`unreadable-input`) if there is no git, no such revision, or no path.
    """
    revision, name = _split(path)
    commit = _run_git(path, ["rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}"])
    command = ["ls-tree", "-r", "-z", "--full-name"]
    if name.startswith("/"):
        command.append("--full-tree")
    scope = name.lstrip("/") or "."
    listing = _run_git(path, [*command, commit.decode().strip(), "--", scope])
    names = list(_file_names(listing.decode(errors="surrogateescape")))
    if not names:
        raise _unreadable(path, f"the revision has no {name or 'files'}")
    return [f"{GIT_SCHEME}{revision}:/{name}" for name in names]


def _file_names(listing: str) -> Iterator[str]:
    """Yield the paths of regular files in the output of `git ls-tree -z`: `MODE TYPE HASH<tab>PATH`."""
    for entry in listing.split("\0"):
        mode, _, name = entry.partition("\t")
        if mode.startswith("100") and "\n" not in name:
            yield name


def read_git_files(paths: Iterable[str], limit: int) -> dict[str, bytes]:
    """Return the content of files that `list_git_files` returned, with one run of git for all.

    Raises `DocmodelsError` (`unreadable-input`) for a file of more than `limit` bytes.
    """
    paths = list(paths)
    requests = [f"{revision}:{name.lstrip('/')}" for revision, name in map(_split, paths)]
    if not paths:
        return {}
    text = "".join(f"{request}\n" for request in requests)
    output = _run_git(paths[0], ["cat-file", "--batch"], text.encode(errors="surrogateescape"))
    contents: dict[str, bytes] = {}
    position = 0
    for path in paths:
        end = output.index(b"\n", position)
        header = output[position:end].split()
        if len(header) != 3 or header[1] != b"blob":
            raise _unreadable(path, "it is no file of the revision")
        size = int(header[2])
        if size > limit:
            raise _unreadable(path, f"it is larger than {limit // 1024**2} MiB")
        contents[path] = output[end + 1 : end + 1 + size]
        position = end + 1 + size + 1
    return contents


def _split(path: str) -> tuple[str, str]:
    revision, separator, name = path.removeprefix(GIT_SCHEME).partition(":")
    if not separator or not revision or "\n" in path or "\0" in path:
        raise _unreadable(path, "it does not have the form git:REVISION:PATH")
    return revision, name


def _run_git(path: str, arguments: Sequence[str], text: bytes = b"") -> bytes:
    import subprocess  # few runs read a revision

    try:
        run = subprocess.run(  # noqa: S603 (no shell; see the docstring of the module)
            ["git", *arguments],  # noqa: S607 (the user's git)
            input=text,
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise _unreadable(path, "git is not installed") from error
    if run.returncode:
        reason = run.stderr.decode(errors="replace").strip().splitlines() or ["git failed"]
        raise _unreadable(path, reason[-1].removeprefix("fatal: "))
    return run.stdout


def _unreadable(path: str, reason: str) -> DocmodelsError:
    help = "name a revision and a path in it: git:main:docs/api.yaml"
    return DocmodelsError(UNREADABLE_INPUT.at(None, f"cannot read {path}: {reason}", help))
