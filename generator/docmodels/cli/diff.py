"""`docmodels diff`: compare two versions, or inputs with existing models, and write the changes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from docmodels.cli.jobs import given_options
from docmodels.cli.run import DIFFERENT, CliRun
from docmodels.cli.streams import write_output
from docmodels.config.options import RenderOptions, create_job
from docmodels.diagnostics.notes import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docmodels.config.options import Job
    from docmodels.diff import ModelChange

REPORTS = ("text", "json", "markdown", "sarif")
FAILURES = ("breaking", "any")


def compare_inputs(
    run: CliRun, against: str | None, is_cosmetic: bool, options: dict[str, Any]
) -> Sequence[ModelChange]:
    """Return the changes between two inputs, or from the models at `against` to the inputs."""
    inputs = options["inputs"]
    if against is not None:
        return _compare_with_models(run, against, is_cosmetic, options)
    if len(inputs) != 2:
        given = counted(len(inputs), "input")
        raise click.UsageError(f"{given}, not OLD and NEW; or use --against OUT")
    if options["rename"]:
        raise click.UsageError("--rename requires --against: one version may not have the name")
    return _compare_versions(run, inputs, is_cosmetic, options)


def _compare_versions(
    run: CliRun, inputs: Sequence[str], is_cosmetic: bool, options: dict[str, Any]
) -> Sequence[ModelChange]:
    """Load two versions with the same options and return the changes between them."""
    from docmodels.diff import compare_apis
    from docmodels.pipeline import validate_job

    jobs = [create_job({**options, "inputs": (path,), "output": "-"}) for path in inputs]
    for job in jobs:
        validate_job(job)
    before, after = (run.load_job(job).api for job in jobs)
    return compare_apis(before, after, cosmetic=is_cosmetic)


def _compare_with_models(
    run: CliRun, against: str, is_cosmetic: bool, options: dict[str, Any]
) -> Sequence[ModelChange]:
    """Read the models at `against`, load the inputs, and return the changes between them.

    Settings whose output is `against` have the options that the models are written with.
    """
    from docmodels.pipeline import validate_job
    from docmodels.pipeline.existing_models import (
        candidate_options,
        compare_with_existing_models,
        read_existing_models,
    )

    configured = _find_job(run, against)
    if configured:
        job = configured.override(given_options(options))
    elif options["inputs"]:
        job = create_job({**options, "output": "-"})
    else:
        raise click.UsageError(f"no INPUT, and no settings whose output is {against}")
    validate_job(job)
    with run.step(job.accept, job.strict) as context:
        existing = read_existing_models(against, context)
    api = run.load_job(replace(job, render=RenderOptions())).api
    candidates = [job.render] if configured else candidate_options(existing, job.render)
    with run.step() as context:
        return compare_with_existing_models(
            api, existing, candidates, context, cosmetic=is_cosmetic
        )


def _find_job(run: CliRun, output: str) -> Job | None:
    """Return the job of the project with an output, None if there is none."""
    from docmodels.config.settings import read_project
    from docmodels.pipeline import validate_job

    project = read_project(Path.cwd(), validate_job, run.documents)
    path = os.path.realpath(output)
    jobs = [job for job in project.jobs if os.path.realpath(job.output) == path] if project else []
    if project and jobs:
        run.lock_path = Path(project.folder, "docmodels.lock")
    return jobs[0] if jobs else None


def write_report(run: CliRun, changes: Sequence[ModelChange], to: str, output: str) -> None:
    """Write changes to a file, which may exist, or to standard output."""
    from docmodels.diff.rendering import RENDERERS
    from docmodels.io.output_files import File, list_changes

    text = RENDERERS[to](changes)
    if output == "-":
        write_output(text)
        return
    path = Path(output)
    run.plan_write(list_changes([File(Path(path.name), text)], path.parent), output)
    run.write()


def exit_on(run: CliRun, changes: Sequence[ModelChange], fail_on: str | None) -> None:
    """Exit with code 1 if there is a change that `fail_on` names."""
    number = (
        sum(change.is_breaking for change in changes) if fail_on == "breaking" else len(changes)
    )
    if fail_on and number:
        from docmodels.diagnostics.notes import counted

        noun = "breaking change" if fail_on == "breaking" else "change"
        run.failure = f"failed on {counted(number, noun)}, because of `--fail-on {fail_on}`"
        raise click.exceptions.Exit(DIFFERENT)
