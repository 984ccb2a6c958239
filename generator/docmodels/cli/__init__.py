"""The command line: it calls the library and prints the results."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from docmodels.cli.run import DIFFERENT, CliRun, report_outcome

if TYPE_CHECKING:
    from docmodels.config import Job
    from docmodels.io.remote import LockMode

TARGETS = ("pydantic", "dataclass", "msgspec", "typeddict")
VALIDATIONS = ("natural", "exact")
EXPORTS = ("openapi", "jsonschema", "ir")
CASES = ("auto", "as-documented", "camel", "snake", "pascal", "kebab")
FORMATS = ("text", "json", "github")

F = TypeVar("F", bound=Callable[..., Any])


def _combine(*options: Callable[[Any], Any]) -> Callable[[F], F]:
    def add(command: F) -> F:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def _parse_renames(
    context: click.Context, option: click.Parameter, values: tuple[str, ...]
) -> dict[str, str]:
    """Parse the values of `--rename`, each of the form `OLD=NEW`."""
    renames: dict[str, str] = {}
    for value in values:
        old, separator, new = value.partition("=")
        if not (old and separator and new):
            raise click.BadParameter(f"{value!r} is not of the form OLD=NEW")
        if renames.setdefault(old, new) != new:
            raise click.BadParameter(f"{old!r} has two new names")
    return renames


_load_options = _combine(
    click.option(
        "--dialect", metavar="NAME", help="Read all pages as this dialect (see `dialects`)."
    ),
    click.option(
        "--wire-case",
        type=click.Choice(CASES),
        default="auto",
        show_default=True,
        help="Case of field names on the wire, where pages print them in another case.",
    ),
    click.option(
        "--rename",
        metavar="OLD=NEW",
        multiple=True,
        callback=_parse_renames,
        help="Rename a definition or class (repeatable).",
    ),
    click.option(
        "--split-readonly",
        is_flag=True,
        help="Write separate request and response models where they differ.",
    ),
    click.option(
        "--allow-remote",
        is_flag=True,
        help="Fetch remote documents that references lead to; docmodels.lock pins their content.",
    ),
    click.option("--strict", is_flag=True, help="Fail on warnings (exit 1) and write nothing."),
    click.option(
        "--format",
        type=click.Choice(FORMATS),
        default="text",
        show_default=True,
        help="Format of the messages on standard error.",
    ),
)
_render_options = _combine(
    click.argument("inputs", nargs=-1, metavar="[INPUT]..."),
    click.option(
        "-o",
        "--output",
        metavar="OUT",
        help="A module (*.py), standard output (`-`), or the folder of a package.",
    ),
    click.option(
        "--target",
        metavar="|".join(TARGETS),
        default="pydantic",
        show_default=True,
        help="Kind of classes to write.",
    ),
    click.option(
        "--validation",
        type=click.Choice(VALIDATIONS),
        default="natural",
        show_default=True,
        help="What pydantic models check: what pydantic can express, or every schema keyword.",
    ),
    click.option(
        "--templates", metavar="DIR", help="Templates that replace built-in ones by name."
    ),
)
_update_lock_option = click.option(
    "--update-lock", is_flag=True, help="Accept changed remote documents and pin their new content."
)
_force_option = click.option(
    "--force", is_flag=True, help="Overwrite files that docmodels did not write."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="docmodels")
def cli() -> None:
    """Generate typed Python models from API documentation.

    An INPUT is a file, a folder, a quoted pattern or `-`: Markdown model pages of generated SDKs,
    OpenAPI, Swagger, JSON Schema, or an exported representation. Without INPUT, generate and check
    use [tool.docmodels] in pyproject.toml; options on the command line override its settings.

    Exit codes: 0 success, 1 differences (check) or warnings (--strict), 2 wrong usage or an error.
    """


@cli.command()
@_render_options
@_load_options
@_update_lock_option
@_force_option
def generate(force: bool, update_lock: bool, format: str, **options: Any) -> None:
    """Write Python models."""
    for run in _create_runs(format, options, "update" if update_lock else "append"):
        with report_outcome(run):
            if run.job.output == "-":
                text = run.render_module()
                run.exit_if_strict()
                run.write_lock()
                click.echo(text.encode(), nl=False)
            else:
                changes = run.plan_changes()
                run.exit_if_strict()
                run.write(changes, force)
                run.write_lock()


@cli.command()
@_render_options
@_load_options
def check(format: str, **options: Any) -> None:
    """Show how the models on disk differ from the output of generate."""
    from docmodels.io.output_files import diff

    different = False
    for run in _create_runs(format, options, "frozen"):
        with report_outcome(run):
            if run.job.output == "-":
                raise click.UsageError("check compares with files: -o must not be `-`")
            changes = run.plan_changes()
            click.echo("".join(diff(changes)).encode(), nl=False)
            if changes:
                different = True
                command = shlex.join(["docmodels", "generate", *run.job.arguments()])
                run.report(f"{run.job.output} is out of date; to fix it, run: {command}")
            else:
                run.exit_if_strict()
    if different:
        raise click.exceptions.Exit(DIFFERENT)


@cli.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--to", type=click.Choice(EXPORTS), required=True, help="Kind of document to write.")
@click.option(
    "-o",
    "--output",
    default="-",
    metavar="OUT",
    help="A file; default is standard output.",
)
@_load_options
@_update_lock_option
@_force_option
def export(to: str, format: str, force: bool, update_lock: bool, **options: Any) -> None:
    """Export the models as OpenAPI 3.1, JSON Schema or docmodels' own representation (ir)."""
    import docmodels
    from docmodels.io.output_files import File, list_changes

    (run,) = _create_runs(format, options, "update" if update_lock else "append")
    with report_outcome(run):
        text = docmodels.export(run.load().api, to)
        run.exit_if_strict()
        run.write_lock()
        if run.job.output == "-":
            click.echo(text.encode(), nl=False)
        else:
            path = Path(run.job.output)
            run.write(list_changes([File(Path(path.name), text)], path.parent), force)


@cli.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--json", "as_json", is_flag=True, help="Show the representation as JSON.")
@_load_options
def inspect(as_json: bool, format: str, **options: Any) -> None:
    """Show the models of each file, with inferred parts and untyped fields."""
    from docmodels.cli.inspect import overview
    from docmodels.ir import dumps

    (run,) = _create_runs(format, {**options, "output": "-"}, "append")
    with report_outcome(run):
        loaded = run.load()
        text = dumps(loaded.api) if as_json else "\n".join(overview(loaded)) + "\n"
        click.echo(text.encode(), nl=False)
        run.exit_if_strict()


@cli.command()
def dialects() -> None:
    """List the dialects of Markdown model pages."""
    from docmodels.pages import DIALECTS

    width = max(len(dialect.name) for dialect in DIALECTS)
    for dialect in DIALECTS:
        click.echo(f"{dialect.name:{width}}  {dialect.title}")


def _create_runs(format: str, options: dict[str, Any], lock_mode: LockMode) -> Iterator[CliRun]:
    """Create one run from the command line, or without INPUT one per job of the project."""
    from docmodels.config import Job
    from docmodels.jobs import validate_options

    if not options["inputs"]:
        jobs = _configured_jobs(format, options)
    elif options["output"]:
        jobs = [Job(**options)]
    else:
        raise click.UsageError("no output: use -o models.py, -o models/ or -o -")
    if lock_mode == "update" and not any(job.allow_remote for job in jobs):
        raise click.UsageError("--update-lock requires --allow-remote")
    with report_outcome(CliRun(format)):
        for job in jobs:
            validate_options(job)
    yield from (CliRun(format, job, lock_mode=lock_mode) for job in jobs)


def _configured_jobs(format: str, options: dict[str, Any]) -> list[Job]:
    """Read the jobs of the project, and apply the options of the command line to each."""
    from docmodels.config import read_project_jobs

    with report_outcome(CliRun(format)):
        jobs = read_project_jobs(Path.cwd())
    if not jobs:
        raise click.UsageError("no INPUT, and no [tool.docmodels] in pyproject.toml")
    source = click.get_current_context().get_parameter_source
    explicit = {
        name: options[name] for name in options if source(name) is ParameterSource.COMMANDLINE
    }
    if len(jobs) > 1 and "output" in explicit:
        outputs = f"[tool.docmodels] in pyproject.toml has {len(jobs)} outputs"
        raise click.UsageError(f"-o sets one output, but {outputs}: name the INPUT as well")
    return [job.override(explicit) for job in jobs]


def main() -> None:
    """Run the command line."""
    cli(prog_name="docmodels")
