"""A hatchling build hook: the wheel (or editable install) of a project holds fresh models.

    [build-system]
    requires = ["hatchling", "docmodels"]

    [tool.hatch.build.hooks.docmodels]
    inputs = ["docs/models"]
    output = "src/shop/models.py"

The settings are those of `[tool.docmodels]`, which is used where the hook has none of its own.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.plugin import hookimpl
from msgspec.structs import replace

from docmodels.config import Job, jobs, project_jobs
from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.notes import DocmodelsError, Note
from docmodels.io.output_files import is_managed, write
from docmodels.io.remote import RemotePolicy
from docmodels.jobs import fail_on_warnings, load_job, plan_changes


class DocmodelsBuildHook(BuildHookInterface[BuilderConfig]):
    """Generates before each build and adds the modules to it, also where git ignores them."""

    PLUGIN_NAME = "docmodels"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Generate every job of the project; a failure ends the build with its message."""
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
        own = {key: value for key, value in self.config.items() if key in _SETTINGS}
        if own:
            return jobs(own, "[tool.hatch.build.hooks.docmodels]")
        return project_jobs(Path(self.root))

    def _generate(self, job: Job, notes: list[Note], documents: dict[str, Document]) -> None:
        """Run a job; in a source distribution without the inputs, its modules are fresh already."""
        here = self._placed(job)
        output = Path(here.output)
        shipped = output if output.suffix == ".py" else output / "__init__.py"
        if Path(self.root, "PKG-INFO").is_file() and shipped.is_file():
            if not any(map(os.path.exists, here.inputs)) and is_managed(shipped.read_text("utf-8")):
                return
        remote = RemotePolicy(Path(self.root, "docmodels.lock"), "keep")
        api = load_job(here, notes, documents, remote=remote).api
        changes = plan_changes(here, api, notes)
        if job.strict:
            fail_on_warnings(notes)
        write(changes)

    def _placed(self, job: Job) -> Job:
        """The job with its paths below the root of the project."""
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
    """Tell hatchling of the hook."""
    return DocmodelsBuildHook
