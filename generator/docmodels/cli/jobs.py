"""The jobs of a command: one of the command line, or those of the project's settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource
from msgspec.structs import replace

from docmodels.cli.run import CliRun
from docmodels.config.options import (
    ACCEPT,
    INPUTS,
    LOAD_OPTIONS,
    STRICT,
    Job,
    RenderOptions,
    create_job,
)

if TYPE_CHECKING:
    from docmodels.io.remote import LockMode


def lock_mode(update_lock: bool) -> LockMode:
    """Return how a command that pins remote documents changes the lock."""
    return "update" if update_lock else "append"


def create_jobs(run: CliRun, options: dict[str, Any], update_lock: bool = False) -> list[Job]:
    """Create one job from the command line, or without INPUT read the jobs of the project."""
    from docmodels.pipeline import validate_job

    if not options["inputs"]:
        jobs = _configured_jobs(run, options)
    elif options["output"]:
        jobs = [create_job(options)]
    else:
        raise click.UsageError("no output: use -o models.py, -o models/ or -o -")
    if update_lock and not any(job.load.allow_remote for job in jobs):
        raise click.UsageError("--update-lock requires --allow-remote")
    for job in jobs:
        validate_job(job)
    return jobs


def create_load_jobs(run: CliRun, options: dict[str, Any], update_lock: bool = False) -> list[Job]:
    """Create jobs for a command that writes no models: their outputs only name them."""
    names = {option.name for option in (INPUTS, *LOAD_OPTIONS, ACCEPT, STRICT)}
    values = {name: options[name] for name in options if name in names}
    if not values["inputs"]:
        return create_jobs(run, values, update_lock)
    values["output"] = "-"
    (job,) = create_jobs(run, values, update_lock)
    load_options = replace(job.load, rename=job.render.rename)
    return [replace(job, load=load_options, render=RenderOptions())]


def _configured_jobs(run: CliRun, options: dict[str, Any]) -> list[Job]:
    """Read the jobs of the project, and apply the options of the command line to each."""
    from docmodels.config.settings import read_project
    from docmodels.pipeline import validate_job

    project = read_project(Path.cwd(), validate_job, run.documents)
    run.settings = dict(run.documents)
    if not project:
        help = "`docmodels init` writes first settings"
        raise click.UsageError(f"no INPUT, and no settings in pyproject.toml; {help}")
    explicit = given_options(options)
    jobs = project.jobs
    if len(jobs) > 1 and "output" in explicit:
        outputs = f"{project.title} has {len(jobs)} outputs"
        raise click.UsageError(f"-o sets one output, but {outputs}: name the INPUT as well")
    run.lock_path = Path(project.folder, "docmodels.lock")
    return [job.override(explicit) for job in jobs]


def given_options(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options that the command line has."""
    source = click.get_current_context().get_parameter_source
    return {
        name: value
        for name, value in options.items()
        # Some versions of click give the command line as the source of no INPUT at all.
        if source(name) is ParameterSource.COMMANDLINE and value != ()
    }


def only_job(jobs: Sequence[Job]) -> Job:
    """Return the job of a command for one output. Raises `UsageError` if there are several."""
    if len(jobs) > 1:
        raise click.UsageError(f"the settings have {len(jobs)} outputs: name the INPUT of one")
    return jobs[0]
