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

from docmodels.config.options import Job
from docmodels.config.settings import parse_jobs
from docmodels.config.settings_table import SettingsTable, find_table, read_toml
from docmodels.diagnostics.documents import Document
from docmodels.hooks.build import generate_models, project_jobs
from docmodels.pipeline import is_module, target_suffix, validate_job

_HATCH_KEYS = frozenset(
    "dependencies enable-by-default require-runtime-dependencies require-runtime-features".split()
)
"""Options that hatchling defines for every build hook."""


class DocmodelsBuildHook(BuildHookInterface[BuilderConfig]):
    """Generates models before each build and adds them to the build, even if git ignores them."""

    PLUGIN_NAME = "docmodels"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Generate every job of the project; a failure aborts the build with its messages."""
        result = generate_models(Path(self.root), self._jobs)
        if result.failure:
            self.app.abort("\n".join([*result.lines, result.failure]))
        build_data["artifacts"] += map(self._artifacts, result.jobs)
        for line in result.lines:
            self.app.display_warning(line)

    def _jobs(self, documents: dict[str, Document]) -> tuple[Job, ...]:
        """Return the jobs of the hook's settings, or without any those of the project."""
        names = {key for key in self.config if key not in _HATCH_KEYS}
        if names:
            settings = self._settings(documents)
            values = {key: self.config[key] for key in self.config if key in names}
            folder = os.path.relpath(self.root)
            return parse_jobs(replace(settings, value=values), validate_job, folder)
        return project_jobs(Path(self.root), documents, _TITLE)

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

    def _artifacts(self, job: Job) -> str:
        """Return the pattern of the modules of a job, for hatchling."""
        suffix = target_suffix(job.render)
        output = os.path.relpath(job.output, self.root).replace(os.sep, "/")
        return f"/{output}" if is_module(Path(output), suffix) else f"/{output}/**/*{suffix}"


_TITLE = "[tool.hatch.build.hooks.docmodels]"


@hookimpl
def hatch_register_build_hook() -> type[DocmodelsBuildHook]:
    """Register the hook with hatchling."""
    return DocmodelsBuildHook
