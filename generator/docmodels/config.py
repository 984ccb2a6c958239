"""What a project wants generated, as its `pyproject.toml` says it: `[tool.docmodels]`.

An option is only for meaning that the input cannot tell (decision 0001).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from docmodels.diagnostics.notes import DocmodelsError
from docmodels.diagnostics.rules import UNREADABLE_INPUT


class Job(msgspec.Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True):
    """One output and what it is made of: the command line in other words."""

    inputs: tuple[str, ...]
    output: str
    target: str = "pydantic"
    validation: str = "natural"
    templates: str | None = None
    dialect: str | None = None
    wire_case: str = "auto"
    rename: dict[str, str] = {}
    split_readonly: bool = False
    allow_remote: bool = False
    strict: bool = False

    def overridden(self, said: Mapping[str, Any]) -> Job:
        """Give the job with what is `said` instead; further names are added to those it has."""
        names = {"rename": {**self.rename, **said["rename"]}} if "rename" in said else {}
        return msgspec.structs.replace(self, **{**said, **names})

    def command(self) -> tuple[str, ...]:
        """The words after `docmodels generate` that mean this job."""
        words = [*self.inputs, "-o", self.output]
        for option, value, default in (
            ("--target", self.target, "pydantic"),
            ("--validation", self.validation, "natural"),
            ("--templates", self.templates, None),
            ("--dialect", self.dialect, None),
            ("--wire-case", self.wire_case, "auto"),
        ):
            words += [option, str(value)] if value != default else []
        for old, new in self.rename.items():
            words += ["--rename", f"{old}={new}"]
        flags = {
            "--split-readonly": self.split_readonly,
            "--allow-remote": self.allow_remote,
            "--strict": self.strict,
        }
        return (*words, *(flag for flag, on in flags.items() if on))


def project_jobs(folder: Path) -> tuple[Job, ...]:
    """Read the jobs of the project in `folder`; none if it has no `[tool.docmodels]`.

    Raises `DocmodelsError` for settings that are not understood.
    """
    path = folder / "pyproject.toml"
    if not path.is_file():
        return ()
    try:
        table = tomllib.loads(path.read_text("utf-8")).get("tool", {}).get("docmodels")
    except (OSError, ValueError) as error:
        raise DocmodelsError(UNREADABLE_INPUT.at(None, f"cannot read {path}: {error}")) from error
    return () if table is None else jobs(table, f"[tool.docmodels] in {path.name}")


def jobs(table: Mapping[str, Any], where: str) -> tuple[Job, ...]:
    """Make jobs of a table of settings, or of the tables in its list `modules`.

    Raises `DocmodelsError` for settings that are not understood; `where` names them.
    """
    try:
        return tuple(msgspec.convert(one, Job) for one in table.get("modules", [table]))
    except msgspec.ValidationError as error:
        known = ", ".join(field.encode_name for field in msgspec.structs.fields(Job))
        help = f"settings are: {known}"
        raise DocmodelsError(UNREADABLE_INPUT.at(None, f"{where}: {error}", help)) from error
