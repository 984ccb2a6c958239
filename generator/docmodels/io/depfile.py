"""Files for build tools: the dependencies of outputs in Make's form, and files that mark a time.

The form is that of compilers (`gcc -M -MP`), which Make includes and ninja, CMake and Bazel read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from docmodels.diagnostics.notes import DocmodelsError
from docmodels.diagnostics.rules import UNWRITABLE_OUTPUT


def depfile_text(dependencies: Mapping[str, Sequence[str]]) -> str:
    """Return rules in Make's form: each output with the files that it depends on.

    Each dependency is also an output without dependencies, so that Make continues if it is deleted
    (`gcc -MP`). A path with a line break, which the form cannot have, is left out.
    """
    dependencies = {path: dependencies[path] for path in dependencies if _is_line(path)}
    rules = [
        " \\\n  ".join([f"{_escape(output)}:", *map(_escape, filter(_is_line, paths))])
        for output, paths in dependencies.items()
    ]
    inputs = sorted({path for paths in dependencies.values() for path in filter(_is_line, paths)})
    phony = [f"{_escape(path)}:" for path in inputs if path not in dependencies]
    return "".join(f"{rule}\n" for rule in [*rules, *phony])


def _is_line(path: str) -> bool:
    return "\n" not in path


def _escape(path: str) -> str:
    """Escape a path for Make, which has no general rule (source: gcc, mkdeps.cc, `munge`)."""
    path = re.sub(r"(?<!\\)(\\*+)([ \t#])", r"\1\1\\\2", path)
    return path.replace("$", "$$")


def write_build_file(path: Path, text: str) -> None:
    """Write a file for a build tool; its time is that of now.

    Raises `DocmodelsError` (`unwritable-output`) if the operating system refuses.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(text, "utf-8", newline="\n")
        os.replace(temporary, path)
    except (OSError, ValueError) as error:
        message = f"cannot write {path}: {getattr(error, 'strerror', '') or error}"
        help = "check that the folder exists and is writable"
        raise DocmodelsError(UNWRITABLE_OUTPUT.at(None, message, help)) from error
