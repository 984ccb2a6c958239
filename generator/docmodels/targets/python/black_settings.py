"""Read black's settings of a project without importing black, which takes as long as a small run.

What a module's format depends on is read here from `pyproject.toml`, as `black.files` reads it. Settings
with a form that is not plain are left to black, which also decides whether it accepts them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from docmodels.diagnostics.notes import DocmodelsError
from docmodels.diagnostics.rules import UNREADABLE_INPUT
from docmodels.ir import is_list, is_object

if TYPE_CHECKING:
    from black import Mode

LINE_LENGTH = 88
"""black's default; a test compares it."""

OLDEST_WITH_TYPE_STATEMENTS = 12
"""The minor version of the first Python with `type X = ..`."""


class BlackSettings(Struct, frozen=True):
    """The settings of black for an output; `mode` converts them to black's own value.

    `is_usual`: the stable style of a Python module. `oldest_python`: the minor version of the oldest
    Python that the project supports, or 0 if it names none.
    """

    line_length: int = LINE_LENGTH
    normalizes_strings: bool = True
    has_magic_commas: bool = True
    is_usual: bool = True
    oldest_python: int = 0
    pyproject: Path | None = None
    known_mode: Mode | None = None

    @classmethod
    def of(cls, mode: Mode) -> BlackSettings:
        """Return the settings that black's own value has."""
        return cls(
            line_length=mode.line_length,
            normalizes_strings=mode.string_normalization,
            has_magic_commas=mode.magic_trailing_comma,
            is_usual=not (
                mode.preview
                or mode.unstable
                or mode.is_pyi
                or mode.is_ipynb
                or mode.skip_source_first_line
            ),
            oldest_python=min((version.value for version in mode.target_versions), default=0),
            known_mode=mode,
        )

    def mode(self) -> Mode:
        """Return black's own value of the settings.

        Raises `DocmodelsError` (`unreadable-input`) for settings that black does not accept.
        """
        return self.known_mode or _read_mode(self.pyproject)

    def has_type_statements(self) -> bool:
        """Whether every Python version that the project supports has `type X = ..`.

        black takes the versions from `target-version`, else from `requires-python` of the project.
        """
        return self.oldest_python >= OLDEST_WITH_TYPE_STATEMENTS


def settings_for(output: Path) -> BlackSettings:
    """Return black's settings for a file at `output`: its project's `[tool.black]`, or defaults.

    The project root is black's, but a user's global settings do not count, so that the same input
    gives the same bytes on every machine. Raise `DocmodelsError` (`unreadable-input`) for settings
    that black does not accept.
    """
    pyproject = _find_pyproject(output)
    if pyproject is None:
        return BlackSettings()
    return _plain_settings(pyproject) or BlackSettings.of(_read_mode(pyproject))


def _find_pyproject(output: Path) -> Path | None:
    """Return the `pyproject.toml` of the project, as `black.files.find_project_root` finds its root."""
    path = Path(os.path.realpath(output))  # `resolve` raises an error for a cycle of links
    folders = [*([path] if path.is_dir() else []), *path.parents]
    for folder in folders:
        pyproject = folder / "pyproject.toml"
        is_root = (folder / ".git").exists() or (folder / ".hg").is_dir() or folder == folders[-1]
        if pyproject.is_file() and (is_root or "black" in _table(_load(pyproject), "tool")):
            return pyproject
        if is_root:
            break
    return None


@lru_cache(maxsize=16)
def _load_state(path: Path, state: tuple[int, int]) -> Mapping[str, Any]:
    """Return the tables of a file in one state: its size and its time."""
    import tomllib

    return tomllib.loads(path.read_bytes().decode())


def _load(path: Path) -> Mapping[str, Any]:
    try:
        status = path.stat()
        return _load_state(path, (status.st_size, status.st_mtime_ns))
    except (OSError, ValueError) as error:
        raise _invalid(path, error) from error


def _table(tables: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    table = tables.get(name)
    return table if is_object(table) else {}


_SINCE = re.compile(r">= ?3\.(\d{1,2})(?:\.\d{1,4})?(?: ?, ?< ?4(?:\.0)?)?")
_TARGETS = {f"py3{minor}": minor for minor in range(3, 13)}
"""The names of Python versions that every supported black knows."""
_FLAGS = ("skip_string_normalization", "skip_magic_trailing_comma", "preview", "unstable")


def _plain_settings(pyproject: Path) -> BlackSettings | None:
    """Return the settings in a file; None if only black knows what they mean."""
    tables = _load(pyproject)
    config = {
        name.replace("--", "").replace("-", "_"): value
        for name, value in _table(_table(tables, "tool"), "black").items()
    }
    line_length = config.get("line_length", LINE_LENGTH)
    oldest = _oldest_python(config, tables)
    has_flags = all(isinstance(config.get(name, False), bool) for name in _FLAGS)
    is_number = isinstance(line_length, int) and not isinstance(line_length, bool)
    if not (is_number and has_flags) or oldest is None or "enable_unstable_feature" in config:
        return None
    return BlackSettings(
        line_length=line_length,
        normalizes_strings=not config.get("skip_string_normalization"),
        has_magic_commas=not config.get("skip_magic_trailing_comma"),
        is_usual=not (config.get("preview") or config.get("unstable")),
        oldest_python=oldest,
        pyproject=pyproject,
    )


def _oldest_python(config: Mapping[str, Any], tables: Mapping[str, Any]) -> int | None:
    """Return the oldest minor version of Python 3 that is named, 0 without any; None if unknown."""
    if "target_version" in config:
        names = config["target_version"]
        if not is_list(names):
            return None
        minors = [_TARGETS.get(str(name).lower(), -1) for name in names]
        oldest = min(minors, default=0)
        return None if oldest < 0 else oldest
    required = _table(tables, "project").get("requires-python")
    if required is None:
        return 0
    match = _SINCE.fullmatch(str(required).strip())
    return int(match[1]) if match and int(match[1]) in _TARGETS.values() else None


# --- black -------------------------------------------------------------------------------------------


def _read_mode(pyproject: Path | None) -> Mode:
    from black import Mode
    from black.files import parse_pyproject_toml

    if pyproject is None:
        return Mode()
    try:
        return _create_mode(parse_pyproject_toml(str(pyproject)))
    except (OSError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise _invalid(pyproject, error) from error


def _create_mode(config: Mapping[str, Any]) -> Mode:
    from black.mode import Mode, Preview, TargetVersion

    return Mode(
        target_versions={TargetVersion[name.upper()] for name in config.get("target_version", ())},
        line_length=int(config.get("line_length", LINE_LENGTH)),
        string_normalization=not config.get("skip_string_normalization", False),
        magic_trailing_comma=not config.get("skip_magic_trailing_comma", False),
        preview=bool(config.get("preview", False)),
        unstable=bool(config.get("unstable", False)),
        enabled_features={Preview[name] for name in config.get("enable_unstable_feature", ())},
    )


def _invalid(pyproject: Path, error: Exception) -> DocmodelsError:
    message = f"cannot use [tool.black] in {pyproject}: {error}"
    help = "fix that file: its settings decide the format of the output"
    return DocmodelsError(UNREADABLE_INPUT.at(None, message, help))
