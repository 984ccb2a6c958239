"""The command line: it calls the library and prints the results."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from docmodels.cli.options import declared_options
from docmodels.cli.run import DIFFERENT, CliRun, report_outcome
from docmodels.config.options import (
    ACCEPT,
    FORCE,
    FORMAT,
    LOAD_OPTIONS,
    QUIET,
    SETTINGS,
    STRICT,
    UPDATE_LOCK,
    Job,
    LoadOptions,
    create_job,
)
from docmodels.diagnostics.acceptance import check_accepted

if TYPE_CHECKING:
    from docmodels.io.remote import LockMode

CONTEXT_SETTINGS = {"help_option_names": ["-h", "--help"]}
EXPORTS = ("openapi", "jsonschema", "ir")

_load_options = declared_options(*LOAD_OPTIONS, ACCEPT, STRICT, FORMAT, QUIET)
_required_inputs = click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")


@click.group(context_settings=CONTEXT_SETTINGS)
@click.version_option(package_name="docmodels")
def cli() -> None:
    """Generate typed Python models from API documentation.

    An INPUT is a file, a folder, a quoted pattern or `-`: Markdown model pages of generated SDKs,
    OpenAPI, Swagger, JSON Schema, or an exported representation. Without INPUT, generate and check
    use [tool.docmodels] in pyproject.toml; options on the command line override its settings.

    Exit codes: 0 success, 1 differences (check) or warnings (--strict), 2 wrong usage or an error.
    """


@cli.command(context_settings=CONTEXT_SETTINGS)
@declared_options(*SETTINGS, FORMAT, QUIET, UPDATE_LOCK, FORCE)
def generate(force: bool, update_lock: bool, format: str, quiet: bool, **options: Any) -> None:
    """Write Python models."""
    run = CliRun(format, quiet, _lock_mode(update_lock))
    with report_outcome(run):
        jobs = _create_jobs(options, update_lock)
        texts: list[str] = []
        for job in jobs:
            if job.output == "-":
                texts.append(run.render_module(job))
            else:
                run.plan_write(run.plan_changes(job), job.output)
        run.exit_if_strict()
        run.write(force)
        for text in texts:
            click.echo(text.encode(), nl=False)


@cli.command(context_settings=CONTEXT_SETTINGS)
@declared_options(*SETTINGS, FORMAT, QUIET)
def check(format: str, quiet: bool, **options: Any) -> None:
    """Show how the models on disk differ from the output of generate."""
    from docmodels.io.output_files import diff

    run = CliRun(format, quiet, "frozen")
    with report_outcome(run):
        for job in _create_jobs(options):
            if job.output == "-":
                raise click.UsageError("check compares with files: -o must not be `-`")
            changes = run.plan_changes(job)
            click.echo("".join(diff(changes)).encode(), nl=False)
            if changes:
                command = shlex.join(["docmodels", "generate", *job.arguments()])
                run.messages.append(f"{job.output} is out of date; to fix it, run: {command}")
        if run.messages:
            run.failure = ""
            raise click.exceptions.Exit(DIFFERENT)
        run.exit_if_strict()


@cli.command(context_settings=CONTEXT_SETTINGS)
@_required_inputs
@click.option("--to", type=click.Choice(EXPORTS), required=True, help="Kind of document to write.")
@click.option(
    "-o",
    "--output",
    default="-",
    metavar="OUT",
    help="A file; default is standard output.",
)
@_load_options
@declared_options(UPDATE_LOCK, FORCE)
def export(
    inputs: tuple[str, ...], to: str, output: str, force: bool, update_lock: bool, **options: Any
) -> None:
    """Export the models as OpenAPI 3.1, JSON Schema or docmodels' own representation (ir)."""
    import docmodels
    from docmodels.io.output_files import File, list_changes

    run = CliRun(options["format"], options["quiet"], _lock_mode(update_lock))
    with report_outcome(run):
        load_options = _create_load_options(options, update_lock)
        with run.step(options["accept"], options["strict"]) as context:
            text = docmodels.export(run.load(inputs, load_options, context).api, to)
        run.exit_if_strict()
        if output != "-":
            path = Path(output)
            changes = list_changes([File(Path(path.name), text)], path.parent)
            run.plan_write(changes, output)
        run.write(force)
        if output == "-":
            click.echo(text.encode(), nl=False)


@cli.command(context_settings=CONTEXT_SETTINGS)
@_required_inputs
@click.option("--json", "as_json", is_flag=True, help="Show the representation as JSON.")
@_load_options
def inspect(inputs: tuple[str, ...], as_json: bool, **options: Any) -> None:
    """Show the models of each file, with inferred parts and untyped fields."""
    from docmodels.cli.inspect import overview
    from docmodels.ir import dumps

    run = CliRun(options["format"], options["quiet"])
    with report_outcome(run):
        load_options = _create_load_options(options)
        with run.step(options["accept"], options["strict"]) as context:
            loaded = run.load(inputs, load_options, context)
        text = dumps(loaded.api) if as_json else "\n".join(overview(loaded)) + "\n"
        click.echo(text.encode(), nl=False)
        run.exit_if_strict()


@cli.command(context_settings=CONTEXT_SETTINGS)
def dialects() -> None:
    """List the dialects of Markdown model pages."""
    from docmodels.pages import DIALECTS
    from docmodels.plugins import DIALECT_GROUP, plugins

    titles = {dialect.name: dialect.title for dialect in DIALECTS}
    for plugin in plugins(DIALECT_GROUP):
        titles.setdefault(plugin.name, f"plug-in of the package {plugin.package}")
    width = max(map(len, titles))
    for name, title in titles.items():
        click.echo(f"{name:{width}}  {title}")


def _lock_mode(update_lock: bool) -> LockMode:
    return "update" if update_lock else "append"


def _create_load_options(options: dict[str, Any], update_lock: bool = False) -> LoadOptions:
    load_options = LoadOptions(**{option.name: options[option.name] for option in LOAD_OPTIONS})
    check_accepted(options["accept"])
    _require_remote(update_lock, load_options)
    return load_options


def _create_jobs(options: dict[str, Any], update_lock: bool = False) -> list[Job]:
    """Create one job from the command line, or without INPUT read the jobs of the project."""
    from docmodels.pipeline import validate_load_options, validate_render_options

    if not options["inputs"]:
        jobs = _configured_jobs(options)
    elif options["output"]:
        jobs = [create_job(options)]
    else:
        raise click.UsageError("no output: use -o models.py, -o models/ or -o -")
    _require_remote(update_lock, *(job.load for job in jobs))
    for job in jobs:
        check_accepted(job.accept)
        validate_load_options(job.load)
        validate_render_options(job.render)
    return jobs


def _require_remote(update_lock: bool, *load_options: LoadOptions) -> None:
    if update_lock and not any(options.allow_remote for options in load_options):
        raise click.UsageError("--update-lock requires --allow-remote")


def _configured_jobs(options: dict[str, Any]) -> list[Job]:
    """Read the jobs of the project, and apply the options of the command line to each."""
    from docmodels.config.settings import read_project_jobs

    jobs = read_project_jobs(Path.cwd())
    if not jobs:
        raise click.UsageError("no INPUT, and no [tool.docmodels] in pyproject.toml")
    source = click.get_current_context().get_parameter_source
    explicit = {
        name: value
        for name, value in options.items()
        # Some versions of click give the command line as the source of no INPUT at all.
        if name != "inputs" and source(name) is ParameterSource.COMMANDLINE
    }
    if len(jobs) > 1 and "output" in explicit:
        outputs = f"[tool.docmodels] in pyproject.toml has {len(jobs)} outputs"
        raise click.UsageError(f"-o sets one output, but {outputs}: name the INPUT as well")
    return [job.override(explicit) for job in jobs]


def main() -> None:
    """Run the command line."""
    cli(prog_name="docmodels")
