"""A hatchling build hook that puts up-to-date models into the wheel or editable install.

    [build-system]
    requires = ["hatchling", "docmodels"]

    [tool.hatch.build.hooks.docmodels]
    inputs = ["docs/models"]
    output = "src/shop/models.py"

The settings are those of `[tool.docmodels]`. The hook uses that table if it has no settings itself.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.plugin import hookimpl

from docmodels.config.options import Job
from docmodels.config.settings import parse_jobs, read_project
from docmodels.config.settings_table import SettingsTable, find_table, read_toml
from docmodels.diagnostics.acceptance import is_failure, mark_accepted
from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.notes import DocmodelsError, Note
from docmodels.diagnostics.rendering import as_text
from docmodels.diagnostics.rules import INVALID_OPTION, UNMANAGED_FILE
from docmodels.io.output_files import Change, is_managed, write
from docmodels.io.remote import RemotePolicy
from docmodels.pipeline import (
    RunContext,
    is_module,
    load,
    plan_changes,
    target_suffix,
    validate_job,
)

_HATCH_KEYS = frozenset(
    "dependencies enable-by-default require-runtime-dependencies require-runtime-features".split()
)
"""Options that hatchling defines for every build hook."""


class DocmodelsBuildHook(BuildHookInterface[BuilderConfig]):
    """Generates models before each build and adds them to the build, even if git ignores them."""

    PLUGIN_NAME = "docmodels"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Generate every job of the project; a failure aborts the build with its messages."""
        context = RunContext(remote=RemotePolicy(Path(self.root, "docmodels.lock"), "frozen"))
        notes: list[Note] = []
        failure = ""
        try:
            changes: list[Change] = []
            for job in self._jobs(context.documents):
                job_context = replace(context, notes=[])
                changes += self._plan_changes(job, job_context)
                marked = mark_accepted(job_context.notes, job.accept)
                notes += marked
                if job.strict and any(map(is_failure, marked)):
                    failure = f"{job.output} has warnings, and its setting `strict` is true"
                build_data["artifacts"].append(self._artifacts(job))
            if not failure:
                write(changes)
        except DocmodelsError as error:
            notes.append(_without_force(error.note))
            failure = "docmodels wrote nothing"
        lines = list(as_text(notes, context.documents))
        if failure:
            self.app.abort("\n".join([*lines, failure]))
        for line in lines:
            self.app.display_warning(line)

    def _jobs(self, documents: dict[str, Document]) -> tuple[Job, ...]:
        """Return the jobs of the hook's settings, or without any those of the project."""
        names = {key for key in self.config if key not in _HATCH_KEYS}
        if names:
            settings = self._settings(documents)
            values = {key: self.config[key] for key in self.config if key in names}
            folder = os.path.relpath(self.root)
            return parse_jobs(replace(settings, value=values), validate_job, folder)
        if project := read_project(Path(self.root), validate_job, documents):
            return project.jobs
        message = f"{_TITLE} has no settings, and the project has none"
        help = (
            "add `inputs = [..]` and `output = ..` to [tool.docmodels] or to the table of the hook"
        )
        raise DocmodelsError(INVALID_OPTION.at(None, message, help))

    def _settings(self, documents: dict[str, Document]) -> SettingsTable:
        """Return the table of the hook with its place, which hatchling does not pass on."""
        for name, prefix in (("pyproject.toml", ("tool", "hatch")), ("hatch.toml", ())):
            path = Path(self.root, name)
            if not path.is_file():
                continue
            file = read_toml(path, name, documents)
            targets = ("build", "targets", self.target_name)
            for outer in (targets, ("build",)):
                if table := find_table(file, *prefix, *outer, "hooks", "docmodels"):
                    return replace(table, title=f"[{'.'.join(map(str, table.path))}] in {name}")
        return SettingsTable(None, _TITLE)

    def _plan_changes(self, job: Job, context: RunContext) -> list[Change]:
        """List the changes of a job; none in a source distribution without inputs: its modules
        are up to date."""
        output = Path(job.output)
        suffix = target_suffix(job.render)
        modules = [output] if is_module(output, suffix) else list(output.glob(f"*{suffix}"))
        if Path(self.root, "PKG-INFO").is_file() and not any(map(os.path.exists, job.inputs)):
            if any(path.is_file() and is_managed(path.read_text("utf-8")) for path in modules):
                return []
        api = load(job.inputs, job.load, context).api
        return plan_changes(api, output, job.render, context)

    def _artifacts(self, job: Job) -> str:
        """Return the pattern of the modules of a job, for hatchling."""
        suffix = target_suffix(job.render)
        output = os.path.relpath(job.output, self.root).replace(os.sep, "/")
        return f"/{output}" if is_module(Path(output), suffix) else f"/{output}/**/*{suffix}"


_TITLE = "[tool.hatch.build.hooks.docmodels]"


def _without_force(note: Note) -> Note:
    """Return the note; a build has no `--force`, which that of an unmanaged file advises."""
    if note.rule is not UNMANAGED_FILE:
        return note
    help = "choose another output, or delete the file: the build then writes it"
    return replace(note, help=help)


@hookimpl
def hatch_register_build_hook() -> type[DocmodelsBuildHook]:
    """Register the hook with hatchling."""
    return DocmodelsBuildHook
