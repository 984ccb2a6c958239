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
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.plugin import hookimpl
from msgspec.structs import replace

from docmodels.config import Job, parse_jobs, read_project_jobs
from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.notes import DocmodelsError, Note
from docmodels.io.output_files import is_managed, write
from docmodels.io.remote import RemotePolicy
from docmodels.jobs import fail_on_warnings, load_job, plan_changes


class DocmodelsBuildHook(BuildHookInterface[BuilderConfig]):
    """Generates models before each build and adds them to the build, even if git ignores them."""

    PLUGIN_NAME = "docmodels"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Generate every job of the project; a failure aborts the build with its message."""
        from docmodels.diagnostics.rendering import as_text

        notes: list[Note] = []
        documents: dict[str, Document] = {}
        try:
            for job in self._jobs():
                self._generate(job, notes, documents)
                pattern = job.output if job.output.endswith(".py") else f"{job.output}/**/*.py"
                build_data["artifacts"].append(f"/{pattern}")
        except DocmodelsError as error:
            self.app.abort("\n".join(as_text([error.note], documents)))
        for line in as_text(notes, documents):
            self.app.display_warning(line)

    def _jobs(self) -> tuple[Job, ...]:
        settings = {key: value for key, value in self.config.items() if key in _SETTINGS}
        if settings:
            return parse_jobs(settings, "[tool.hatch.build.hooks.docmodels]")
        return read_project_jobs(Path(self.root))

    def _generate(self, job: Job, notes: list[Note], documents: dict[str, Document]) -> None:
        """Run a job, except in a source distribution without inputs: its modules are up to date."""
        resolved = self._resolve_paths(job)
        output = Path(resolved.output)
        module = output if output.suffix == ".py" else output / "__init__.py"
        if Path(self.root, "PKG-INFO").is_file() and module.is_file():
            if not any(map(os.path.exists, resolved.inputs)) and is_managed(
                module.read_text("utf-8")
            ):
                return
        remote = RemotePolicy(Path(self.root, "docmodels.lock"), "frozen")
        api = load_job(resolved, notes, documents, remote=remote).api
        changes = plan_changes(resolved, api, notes)
        if job.strict:
            fail_on_warnings(notes)
        write(changes)

    def _resolve_paths(self, job: Job) -> Job:
        """Return the job with its paths relative to the root of the project."""
        if Path(self.root).resolve() == Path.cwd():
            return job
        return replace(
            job,
            inputs=tuple(os.path.join(self.root, path) for path in job.inputs),
            output=os.path.join(self.root, job.output),
            templates=os.path.join(self.root, job.templates) if job.templates else None,
        )


_SETTINGS = frozenset({"modules", *(name.replace("_", "-") for name in Job.__struct_fields__)})


@hookimpl
def hatch_register_build_hook() -> type[DocmodelsBuildHook]:
    """Register the hook with hatchling."""
    return DocmodelsBuildHook
