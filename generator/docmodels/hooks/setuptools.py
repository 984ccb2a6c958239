"""A setuptools build step that puts up-to-date models into wheels, source distributions and
editable installs.

    [build-system]
    requires = ["setuptools", "docmodels"]
    build-backend = "setuptools.build_meta"

The settings are those of `[tool.docmodels]`. The entry point `setuptools.finalize_distribution_options`
adds the step to projects that name docmodels in `requires`; no other project changes (source:
setuptools' guide "Extending or Customizing Setuptools", protocol `SubCommand`).
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from setuptools import Command, Distribution
from setuptools.command.build import build
from setuptools.errors import SetupError

# No further imports: setuptools loads this module for every project.
if TYPE_CHECKING:
    from docmodels.config.options import Job
    from docmodels.diagnostics.documents import Document
    from docmodels.hooks.build import BuildResult

NAME = "build_models"


def add_build_step(distribution: Distribution) -> None:
    """Add the step `build_models` to a distribution whose build requires docmodels."""
    if not _is_required(Path("pyproject.toml")):
        return
    distribution.cmdclass.setdefault(NAME, BuildModels)
    if NAME not in dict(build.sub_commands):
        build.sub_commands.insert(0, (NAME, lambda step: NAME in step.distribution.cmdclass))
    sdist: Any = distribution.get_command_class("sdist")
    run = {"run": _run_after_models(sdist)}
    distribution.cmdclass["sdist"] = type("sdist", (sdist,), run)


def _is_required(path: Path) -> bool:
    """Whether docmodels is in `requires` of `[build-system]`; setuptools reports a wrong file."""
    try:
        system = tomllib.loads(path.read_text("utf-8"))["build-system"]
        names = [str(name) for name in system["requires"]]
    except (OSError, ValueError, LookupError, TypeError):
        return False
    return any(re.match(r"\s*docmodels\b(?![.-]\w)", name, re.I) for name in names)


def _run_after_models(sdist: Any) -> Any:
    def run(self: Command) -> None:
        self.run_command(NAME)
        sdist.run(self)

    return run


class BuildModels(Command):
    """Generates the models of a project in its source tree before `build_py` collects modules."""

    description = "generate models from API documentation with docmodels"
    user_options: ClassVar[list[tuple[str, str, str]] | list[tuple[str, str | None, str]]] = []
    editable_mode = False
    build_lib = ""

    def initialize_options(self) -> None:
        """Set the state before the run."""
        self._result: BuildResult | None = None

    def finalize_options(self) -> None:
        """Do nothing: the settings of the project have all options."""

    def run(self) -> None:
        """Generate every job of the project. Raises `SetupError` with the messages of a failure."""
        from docmodels.hooks.build import generate_models

        result = generate_models(Path(), _jobs)
        if result.failure:
            raise SetupError("\n".join([*result.lines, result.failure]))
        if result.lines:
            self.warn("\n".join(result.lines))
        self._result = result
        for job in result.jobs:
            self._add_package(job)

    def _add_package(self, job: Job) -> None:
        """Add the package of an output to those of the distribution: it may have been found before
        the models were there."""
        from docmodels.pipeline import is_module, target_suffix

        suffix = target_suffix(job.render)
        output = Path(os.path.relpath(job.output))
        folder = output.parent if is_module(output, suffix) else output
        step: Any = self.get_finalized_command("build_py")
        name = _package_name(folder, self.distribution.package_dir or {})
        if not name:
            modules = [*(step.py_modules or ()), output.name.removesuffix(suffix)]
            step.py_modules = self.distribution.py_modules = list(dict.fromkeys(modules))
            return
        packages = [*(step.packages or ()), name]
        step.packages = self.distribution.packages = list(dict.fromkeys(packages))
        if suffix != ".py":
            step.package_data.setdefault(name, []).append(f"*{suffix}")

    def get_source_files(self) -> list[str]:
        """Return the files of a source distribution from which its wheel generates the models."""
        from docmodels.config.settings import PROJECT_FILES
        from docmodels.diagnostics.documents import WEB_SCHEMES
        from docmodels.diagnostics.notes import DocmodelsError

        try:
            files = [file for job in _jobs({}) for file in _job_files(job)]
        except DocmodelsError:  # `run` reports it
            return []
        files += self._result.documents if self._result else ()
        files += [*PROJECT_FILES, "docmodels.lock"]
        paths = {os.path.relpath(file) for file in files if not file.startswith(WEB_SCHEMES)}
        return sorted(path for path in paths if not path.startswith("..") and os.path.isfile(path))

    def get_outputs(self) -> list[str]:
        """Return nothing: `build_py` copies the modules."""
        return []

    def get_output_mapping(self) -> dict[str, str]:
        """Return nothing: `build_py` copies the modules."""
        return {}


def _jobs(documents: dict[str, Document]) -> Sequence[Job]:
    from docmodels.hooks.build import project_jobs

    return project_jobs(Path(), documents, "pyproject.toml")


def _job_files(job: Job) -> Iterator[str]:
    """Yield the inputs and the templates of a job."""
    from docmodels.diagnostics.documents import WEB_SCHEMES
    from docmodels.io.input_files import STDIN, list_files

    for path in job.inputs:
        if path != STDIN and not path.startswith(WEB_SCHEMES):
            yield from list_files(path)
    if job.render.templates:
        yield from map(str, Path(job.render.templates).rglob("*"))


def _package_name(folder: Path, package_dir: dict[str, str]) -> str:
    """Return the dotted name of the package in a folder, by setuptools' `package_dir`.

    The longest folder of `package_dir` that has `folder` in it counts.
    """
    candidates: list[tuple[int, str]] = []
    for package, directory in {"": ".", **package_dir}.items():
        root = Path(directory)
        if folder == root or root in folder.parents or root == Path():
            inner = folder.relative_to(root).parts
            candidates.append((len(root.parts), ".".join([*filter(None, [package]), *inner])))
    return max(candidates)[1] if candidates else ""
