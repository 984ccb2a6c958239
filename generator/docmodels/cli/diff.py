"""`docmodels diff`: load two versions and write their changes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from docmodels.cli.run import DIFFERENT, CliRun
from docmodels.config.options import create_job

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docmodels.diff import ModelChange

REPORTS = ("text", "json", "markdown", "sarif")
FAILURES = ("breaking", "any")


def compare_versions(
    run: CliRun, old: str, new: str, is_cosmetic: bool, options: dict[str, Any]
) -> Sequence[ModelChange]:
    """Load two versions with the same options and return the changes between them."""
    from docmodels.diff import compare_apis
    from docmodels.pipeline import validate_job

    jobs = [create_job({**options, "inputs": (path,), "output": "-"}) for path in (old, new)]
    for job in jobs:
        validate_job(job)
    before, after = (run.load_job(job).api for job in jobs)
    return compare_apis(before, after, cosmetic=is_cosmetic)


def write_report(run: CliRun, changes: Sequence[ModelChange], to: str, output: str) -> None:
    """Write changes to a file, which may exist, or to standard output."""
    from docmodels.diff.rendering import RENDERERS
    from docmodels.io.output_files import File, list_changes

    text = RENDERERS[to](changes)
    if output == "-":
        click.echo(text.encode(errors="replace"), nl=False)
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
