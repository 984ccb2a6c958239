"""The command line. It decides nothing: it calls the library and shows what comes back."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from docmodels.cli.run import DIFFERENT, CliRun, running

if TYPE_CHECKING:
    from docmodels.config import Job
    from docmodels.io.remote import Pinning

TARGETS = ("pydantic", "dataclass", "msgspec", "typeddict")
VALIDATIONS = ("natural", "exact")
EXPORTS = ("openapi", "jsonschema", "ir")
CASES = ("auto", "as-documented", "camel", "snake", "pascal", "kebab")
FORMATS = ("text", "json", "github")

F = TypeVar("F", bound=Callable[..., Any])


def _with(*options: Callable[[Any], Any]) -> Callable[[F], F]:
    def add(command: F) -> F:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def _renames(
    context: click.Context, option: click.Parameter, given: tuple[str, ...]
) -> dict[str, str]:
    """Read `OLD=NEW`, several times."""
    found: dict[str, str] = {}
    for word in given:
        old, sign, new = word.partition("=")
        if not (old and sign and new):
            raise click.BadParameter(f"{word!r} is not of the form OLD=NEW")
        if found.setdefault(old, new) != new:
            raise click.BadParameter(f"{old!r} is given two names")
    return found


_reading = _with(
    click.option("--dialect", metavar="NAME", help="Read all pages as this kind (see `dialects`)."),
    click.option(
        "--wire-case",
        type=click.Choice(CASES),
        default="auto",
        show_default=True,
        help="Spelling of field names on the wire, where the documentation has changed it.",
    ),
    click.option(
        "--rename",
        metavar="OLD=NEW",
        multiple=True,
        callback=_renames,
        help="Give a definition or class another name (any number of times).",
    ),
    click.option(
        "--split-readonly",
        is_flag=True,
        help="Write a model for requests beside that for responses where they differ.",
    ),
    click.option(
        "--allow-remote",
        is_flag=True,
        help="Fetch remote documents that references lead to; docmodels.lock pins what they hold.",
    ),
    click.option("--strict", is_flag=True, help="Fail on warnings (exit 1) and write nothing."),
    click.option(
        "--format",
        "form",
        type=click.Choice(FORMATS),
        default="text",
        show_default=True,
        help="Form of the messages on standard error.",
    ),
)
_writing = _with(
    click.argument("inputs", nargs=-1, metavar="[INPUT]..."),
    click.option(
        "-o",
        "--output",
        metavar="OUT",
        help="A module if it ends in .py, `-` for standard output, else the folder of a package.",
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
        help="What pydantic models check: what pydantic has words for, or every keyword.",
    ),
    click.option(
        "--templates", metavar="DIR", help="Templates that replace built-in ones by name."
    ),
)
_update_lock = click.option(
    "--update-lock", is_flag=True, help="Accept remote documents that have changed."
)
_force = click.option("--force", is_flag=True, help="Overwrite what docmodels did not write.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="docmodels")
def cli() -> None:
    """Typed Python models from the API documentation you have.

    An INPUT is a file, a folder, a quoted pattern or `-`: Markdown model pages of generated SDKs,
    OpenAPI, Swagger, JSON Schema, or an exported representation. Without INPUT, generate and check
    do what [tool.docmodels] in pyproject.toml says; an option that is given counts instead.

    Exit codes: 0 done, 1 differences found (check) or warnings (--strict), 2 wrong usage or
    unreadable input.
    """


@cli.command()
@_writing
@_reading
@_update_lock
@_force
def generate(force: bool, update_lock: bool, form: str, **given: Any) -> None:
    """Write Python models."""
    for run in _runs(form, given, "renew" if update_lock else "extend"):
        with running(run):
            if run.job.output == "-":
                text = run.text()
                run.stop_if_strict()
                run.pin()
                click.echo(text.encode(), nl=False)
            else:
                changes = run.changes()
                run.stop_if_strict()
                run.write(changes, force)
                run.pin()


@cli.command()
@_writing
@_reading
def check(form: str, **given: Any) -> None:
    """Show how models on disk differ from what generate would write."""
    from docmodels.io.output_files import diff

    different = False
    for run in _runs(form, given, "keep"):
        with running(run):
            if run.job.output == "-":
                raise click.UsageError("check compares with files: -o cannot be `-`")
            changes = run.changes()
            click.echo("".join(diff(changes)).encode(), nl=False)
            if changes:
                different = True
                command = shlex.join(["docmodels", "generate", *run.job.command()])
                run.tell(f"{run.job.output} is out of date; to mend it, run: {command}")
            else:
                run.stop_if_strict()
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
    help="A file; standard output if left out.",
)
@_reading
@_update_lock
@_force
def export(to: str, form: str, force: bool, update_lock: bool, **given: Any) -> None:
    """Write the recovered schemas as OpenAPI 3.1, JSON Schema or the representation itself."""
    import docmodels
    from docmodels.io.output_files import File, changes

    (run,) = _runs(form, given, "renew" if update_lock else "extend")
    with running(run):
        text = docmodels.export(run.load().api, to)
        run.stop_if_strict()
        run.pin()
        if run.job.output == "-":
            click.echo(text.encode(), nl=False)
        else:
            path = Path(run.job.output)
            run.write(changes([File(Path(path.name), text)], path.parent), force)


@cli.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--json", "as_json", is_flag=True, help="Show the representation as JSON.")
@_reading
def inspect(as_json: bool, form: str, **given: Any) -> None:
    """Show what was recovered, per file and model, with what was inferred or left open."""
    from docmodels.cli.inspect import overview
    from docmodels.ir import dumps

    (run,) = _runs(form, {**given, "output": "-"}, "extend")
    with running(run):
        loaded = run.load()
        shown = dumps(loaded.api) if as_json else "\n".join(overview(loaded)) + "\n"
        click.echo(shown.encode(), nl=False)
        run.stop_if_strict()


@cli.command()
def dialects() -> None:
    """List the kinds of Markdown pages that are read."""
    from docmodels.pages import DIALECTS

    width = max(len(dialect.name) for dialect in DIALECTS)
    for dialect in DIALECTS:
        click.echo(f"{dialect.name:{width}}  {dialect.title}")


def _runs(form: str, given: dict[str, Any], pinning: Pinning) -> Iterator[CliRun]:
    """Make a run of what the command line says, or of each job of the project if it has no INPUT."""
    from docmodels.config import Job
    from docmodels.jobs import validate_options

    if not given["inputs"]:
        jobs = _project_jobs(form, given)
    elif given["output"]:
        jobs = [Job(**given)]
    else:
        raise click.UsageError("no output given: -o models.py, -o models/ or -o -")
    if pinning == "renew" and not any(job.allow_remote for job in jobs):
        raise click.UsageError("--update-lock goes with --allow-remote")
    with running(CliRun(form)):
        for job in jobs:
            validate_options(job)
    yield from (CliRun(form, job, pinning=pinning) for job in jobs)


def _project_jobs(form: str, given: dict[str, Any]) -> list[Job]:
    """Read the jobs of the project; an option of the command line counts for each of them."""
    from docmodels.config import project_jobs

    with running(CliRun(form)):
        jobs = project_jobs(Path.cwd())
    if not jobs:
        raise click.UsageError("no INPUT given, and no [tool.docmodels] in pyproject.toml")
    source = click.get_current_context().get_parameter_source
    said = {name: given[name] for name in given if source(name) is ParameterSource.COMMANDLINE}
    if len(jobs) > 1 and "output" in said:
        many = f"[tool.docmodels] in pyproject.toml has {len(jobs)} outputs"
        raise click.UsageError(f"-o is for one output, and {many}: give the INPUT of the one too")
    return [job.overridden(said) for job in jobs]


def main() -> None:
    """Run the command line."""
    cli(prog_name="docmodels")
