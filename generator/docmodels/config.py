"""Settings of a project: `[tool.docmodels]` in its `pyproject.toml`.

An option exists only for meaning that the input does not contain (decision 0001).
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
    """One output and its inputs, with the options of `docmodels generate`."""

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

    def override(self, options: Mapping[str, Any]) -> Job:
        """Return the job with `options` in place of its settings; `rename` entries are added."""
        renames = {"rename": {**self.rename, **options["rename"]}} if "rename" in options else {}
        return msgspec.structs.replace(self, **{**options, **renames})

    def arguments(self) -> tuple[str, ...]:
        """Return the arguments of `docmodels generate` that are equivalent to this job."""
        arguments = [*self.inputs, "-o", self.output]
        for option, value, default in (
            ("--target", self.target, "pydantic"),
            ("--validation", self.validation, "natural"),
            ("--templates", self.templates, None),
            ("--dialect", self.dialect, None),
            ("--wire-case", self.wire_case, "auto"),
        ):
            arguments += [option, str(value)] if value != default else []
        for old, new in self.rename.items():
            arguments += ["--rename", f"{old}={new}"]
        flags = {
            "--split-readonly": self.split_readonly,
            "--allow-remote": self.allow_remote,
            "--strict": self.strict,
        }
        return (*arguments, *(flag for flag, enabled in flags.items() if enabled))


def read_project_jobs(folder: Path) -> tuple[Job, ...]:
    """Read the jobs of the project in `folder`; empty if it has no `[tool.docmodels]`.

    Raises `DocmodelsError` (`unreadable-input`) for invalid TOML and for invalid settings.
    """
    path = folder / "pyproject.toml"
    if not path.is_file():
        return ()
    try:
        table = tomllib.loads(path.read_text("utf-8")).get("tool", {}).get("docmodels")
    except (OSError, ValueError) as error:
        raise DocmodelsError(UNREADABLE_INPUT.at(None, f"cannot read {path}: {error}")) from error
    return () if table is None else parse_jobs(table, f"[tool.docmodels] in {path.name}")


def parse_jobs(table: Mapping[str, Any], source: str) -> tuple[Job, ...]:
    """Parse a table of settings as one job, or each table in its list `modules` as a job.

    Raises `DocmodelsError` (`unreadable-input`) for invalid settings; `source` names the table.
    """
    try:
        return tuple(msgspec.convert(entry, Job) for entry in table.get("modules", [table]))
    except msgspec.ValidationError as error:
        names = ", ".join(field.encode_name for field in msgspec.structs.fields(Job))
        help = f"settings are: {names}"
        raise DocmodelsError(UNREADABLE_INPUT.at(None, f"{source}: {error}", help)) from error
