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
from docmodels.config.settings import parse_jobs, read_project_jobs
from docmodels.diagnostics.acceptance import check_accepted, fail_on_warnings, mark_accepted
from docmodels.diagnostics.notes import DocmodelsError
from docmodels.io.output_files import is_managed, write
from docmodels.io.remote import RemotePolicy
from docmodels.pipeline import RunContext, is_module, load, plan_changes, target_suffix

_HATCH_KEYS = frozenset(
    "dependencies enable-by-default require-runtime-dependencies require-runtime-features".split()
)
"""Options that hatchling defines for every build hook."""


class DocmodelsBuildHook(BuildHookInterface[BuilderConfig]):
    """Generates models before each build and adds them to the build, even if git ignores them."""

    PLUGIN_NAME = "docmodels"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Generate every job of the project; a failure aborts the build with its message."""
        from docmodels.diagnostics.rendering import as_text

        context = RunContext(remote=RemotePolicy(Path(self.root, "docmodels.lock"), "frozen"))
        try:
            for job in self._jobs():
                job_context = replace(context, notes=[])
                self._generate(job, job_context)
                context.notes.extend(job_context.notes)
                suffix = target_suffix(job.render)
                is_file = is_module(Path(job.output), suffix)
                pattern = job.output if is_file else f"{job.output}/**/*{suffix}"
                build_data["artifacts"].append(f"/{pattern}")
        except DocmodelsError as error:
            self.app.abort("\n".join(as_text([error.note], context.documents)))
        for line in as_text(context.notes, context.documents):
            self.app.display_warning(line)

    def _jobs(self) -> tuple[Job, ...]:
        settings = {key: value for key, value in self.config.items() if key not in _HATCH_KEYS}
        if settings:
            return parse_jobs(settings, "[tool.hatch.build.hooks.docmodels]")
        return read_project_jobs(Path(self.root))

    def _generate(self, job: Job, context: RunContext) -> None:
        """Run a job, except in a source distribution without inputs: its modules are up to date."""
        job = self._resolve_paths(job)
        output = Path(job.output)
        suffix = target_suffix(job.render)
        modules = [output] if is_module(output, suffix) else list(output.glob(f"*{suffix}"))
        if Path(self.root, "PKG-INFO").is_file() and not any(map(os.path.exists, job.inputs)):
            if any(path.is_file() and is_managed(path.read_text("utf-8")) for path in modules):
                return
        check_accepted(job.accept)
        api = load(job.inputs, job.load, context).api
        changes = plan_changes(api, output, job.render, context)
        context.notes[:] = mark_accepted(context.notes, job.accept)
        if job.strict:
            fail_on_warnings(context.notes)
        write(changes)

    def _resolve_paths(self, job: Job) -> Job:
        """Return the job with its paths relative to the root of the project."""
        if Path(self.root).resolve() == Path.cwd():
            return job
        templates = job.render.templates
        return job.override(
            {
                "inputs": tuple(os.path.join(self.root, path) for path in job.inputs),
                "output": os.path.join(self.root, job.output),
                "templates": os.path.join(self.root, templates) if templates else None,
            }
        )


@hookimpl
def hatch_register_build_hook() -> type[DocmodelsBuildHook]:
    """Register the hook with hatchling."""
    return DocmodelsBuildHook
