"""The command line: it calls the library and prints the results."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from docmodels.cli.diff import FAILURES, REPORTS, compare_versions, exit_on, write_report
from docmodels.cli.options import declared_options
from docmodels.cli.run import DIFFERENT, INTERRUPTED, CliRun, all_up_to_date, report_outcome
from docmodels.config.options import (
    ACCEPT,
    DEPFILE,
    EXIT_NON_ZERO_ON_CHANGE,
    FORCE,
    FORMAT,
    INPUTS,
    LOAD_OPTIONS,
    QUIET,
    SETTINGS,
    STAMP,
    STRICT,
    UPDATE_LOCK,
    Job,
    RenderOptions,
    create_job,
)
from docmodels.config.version import __version__
from docmodels.diagnostics.notes import counted

if TYPE_CHECKING:
    from docmodels.cli.dependencies import JobReads
    from docmodels.io.remote import LockMode
    from docmodels.io.stamps import Recorder

CONTEXT_SETTINGS = {"help_option_names": ["-h", "--help"]}
EXPORTS = ("openapi", "jsonschema", "ir", "mermaid", "dot")

COMPARED = tuple(option for option in LOAD_OPTIONS if option.name != "rename")
"""The options of a command that reads two versions: a new name may be unknown in one of them."""

_output_option = click.option(
    "-o",
    "--output",
    default="-",
    metavar="OUT",
    type=click.Path(),
    help="A file; default is standard output.",
)
_load_options = declared_options(*LOAD_OPTIONS, ACCEPT, STRICT, FORMAT, QUIET)


@click.group(context_settings=CONTEXT_SETTINGS)
@click.version_option(__version__)
def cli() -> None:
    """Generate typed Python models from API documentation.

    An INPUT is a file, a folder, a quoted pattern or `-`: Markdown model pages of generated SDKs,
    OpenAPI, Swagger, JSON Schema, Python models, GraphQL, Avro, Protobuf, XML Schema, AsyncAPI and
    more, or an exported representation. Without INPUT, commands use the settings of the project,
    docmodels.toml or [tool.docmodels] in pyproject.toml, here or in a folder above; options on the
    command line override them.

    Exit codes: 0 success, 1 differences (check) or warnings (--strict), 2 wrong usage or an error.
    """


@cli.command(context_settings=CONTEXT_SETTINGS)
@declared_options(
    *SETTINGS, FORMAT, QUIET, DEPFILE, STAMP, EXIT_NON_ZERO_ON_CHANGE, UPDATE_LOCK, FORCE
)
def generate(force: bool, update_lock: bool, format: str, quiet: bool, **options: Any) -> None:
    """Write Python models."""
    run = CliRun(format, quiet, _lock_mode(update_lock), recorder=_recorder())
    depfile, stamp = options.pop("depfile"), options.pop("stamp")
    fails_on_change = options.pop("exit_non_zero_on_change")
    with report_outcome(run):
        jobs = _create_jobs(run, options, update_lock)
        run.recover([job.output for job in jobs])
        texts: list[str] = []
        for job in jobs:
            if job.output == "-":
                run.require_output()
                texts.append(run.render_module(job))
            else:
                run.plan_write(run.plan_changes(job), job.output)
        run.exit_if_strict()
        run.write(force)
        has_changed = bool(run.changes or run.locks)
        run.write_build_files(depfile, stamp)
        for text in texts:
            click.echo(text.encode(), nl=False)
    if not texts:
        run.record(stamp)
    if fails_on_change and has_changed:
        sys.exit(DIFFERENT)


@cli.command(context_settings=CONTEXT_SETTINGS)
@declared_options(*SETTINGS, FORMAT, QUIET)
def check(format: str, quiet: bool, **options: Any) -> None:
    """Show how the models on disk differ from the output of generate."""
    from docmodels.cli.outdated import out_of_date
    from docmodels.io.output_files import diff

    run = CliRun(format, quiet, "frozen", recorder=_recorder())
    is_stale = False
    with report_outcome(run):
        jobs = _create_jobs(run, options)
        for job in jobs:
            if job.output == "-":
                raise click.UsageError("check compares with files: -o must not be `-`")
            changes = run.plan_changes(job)
            if not run.is_document:
                click.echo("".join(diff(changes)).encode(), nl=False)
            is_stale = is_stale or bool(changes)
            run.notes += out_of_date(changes, job)
        if is_stale:
            run.failure = ""
            raise click.exceptions.Exit(DIFFERENT)
        run.exit_if_strict()
        run.messages.append(all_up_to_date([job.output for job in jobs]))
    run.record()


@cli.command(context_settings=CONTEXT_SETTINGS)
@declared_options(*SETTINGS)
def watch(**options: Any) -> None:
    """Generate again whenever an input, a template or the settings change, until Ctrl-C."""
    from docmodels.cli.watch import watch_inputs

    def generate() -> tuple[Sequence[JobReads], str]:
        run = CliRun(is_quiet=True)
        try:
            with report_outcome(run):
                jobs = _create_jobs(run, options)
                run.recover([job.output for job in jobs])
                for job in jobs:
                    if job.output == "-":
                        raise click.UsageError("watch writes files: -o must not be `-`")
                    run.plan_write(run.plan_changes(job), job.output)
                run.exit_if_strict()
                run.write()
        except (SystemExit, click.exceptions.Exit) as error:
            if getattr(error, "code", 0) == INTERRUPTED:
                raise
            return [], "failed; nothing was written"
        number = counted(len(run.changes), "file")
        return run.with_settings(), f"wrote {number}" if run.changes else "all is up to date"

    watch_inputs(generate)


@cli.command(context_settings=CONTEXT_SETTINGS)
@declared_options(INPUTS)
@click.option("--to", type=click.Choice(EXPORTS), required=True, help="Kind of document to write.")
@click.option("--around", metavar="NAME", help="Draw only this model and what is near it.")
@click.option(
    "--depth",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    help="How many references away from the model of --around.",
)
@_output_option
@_load_options
@declared_options(UPDATE_LOCK, FORCE)
def export(to: str, output: str, force: bool, update_lock: bool, **options: Any) -> None:
    """Export the models as a document or as a diagram.

    Documents are OpenAPI 3.1, JSON Schema and docmodels' own representation (ir); diagrams are for
    Mermaid, which GitHub shows in Markdown, and for Graphviz (dot).
    """
    import docmodels
    from docmodels.io.output_files import File, list_changes

    run = CliRun(options["format"], options["quiet"], _lock_mode(update_lock))
    around, depth = options.pop("around"), options.pop("depth")
    with report_outcome(run):
        job = _only_job(_create_load_jobs(run, options, update_lock))
        run.recover([output])
        text = docmodels.export(run.load_job(job).api, to, around=around, depth=depth)
        run.exit_if_strict()
        if output == "-":
            run.require_output()
        else:
            path = Path(output)
            changes = list_changes([File(Path(path.name), text)], path.parent)
            run.plan_write(changes, output)
        run.write(force)
        if output == "-":
            click.echo(text.encode(), nl=False)


@cli.command(context_settings=CONTEXT_SETTINGS)
@declared_options(INPUTS)
@click.option("--json", "as_json", is_flag=True, help="Show the representation as JSON.")
@_load_options
def inspect(as_json: bool, **options: Any) -> None:
    """Show the models of each file as tables, with inferred parts and untyped fields.

    An INPUT that is no file and no folder is the name of a model: each of its fields is shown with
    its line in the input, and what is inferred about it.
    """
    from docmodels.cli.console import print_models
    from docmodels.cli.inspect import describe_jobs, split_names

    run = CliRun(options["format"], options["quiet"])
    with report_outcome(run):
        run.require_output()
        options["inputs"], names = split_names(options["inputs"])
        try:
            jobs = _create_load_jobs(run, options)
        except click.UsageError:
            if options["inputs"] or not names:
                raise
            options["inputs"], names = names, ()  # no settings: these are missing files
            jobs = _create_load_jobs(run, options)
        if as_json or names:
            _only_job(jobs)
        print_models(describe_jobs(run, jobs, names, as_json))
        run.exit_if_strict()


@cli.command(context_settings=CONTEXT_SETTINGS)
@declared_options(INPUTS)
@click.option(
    "-o",
    "--output",
    default="report.html",
    show_default=True,
    metavar="OUT",
    type=click.Path(),
    help="A file, or standard output (`-`).",
)
@_load_options
@declared_options(FORCE)
def report(output: str, force: bool, **options: Any) -> None:
    """Write a page that shows the models, where each fact was read, and all notes."""
    from docmodels.io.output_files import File, list_changes
    from docmodels.report import render_report

    run = CliRun(options["format"], options["quiet"])
    with report_outcome(run):
        job = _only_job(_create_load_jobs(run, options))
        loaded, files = run.load_and_render(job)
        text = render_report(loaded, run.notes, files)
        run.exit_if_strict()
        if output == "-":
            run.require_output()
            click.echo(text.encode(), nl=False)
            return
        path = Path(output)
        run.plan_write(list_changes([File(Path(path.name), text)], path.parent), output)
        run.write(force)


@cli.command(context_settings=CONTEXT_SETTINGS)
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option(
    "--to", type=click.Choice(REPORTS), default="text", show_default=True, help="Kind of report."
)
@_output_option
@click.option("--fail-on", type=click.Choice(FAILURES), help="Exit with 1 on such a change.")
@click.option(
    "--cosmetic", is_flag=True, help="Also report descriptions, titles, examples and order."
)
@declared_options(*COMPARED, ACCEPT, STRICT, FORMAT, QUIET)
def diff(old: str, new: str, **options: Any) -> None:
    """Show how the models of two inputs differ, and what breaks users of the old ones.

    OLD and NEW are inputs as for other commands, or files of a git revision: git:REVISION:PATH.
    """
    run = CliRun(options.pop("format"), options.pop("quiet"))
    to, output, fail_on = (options.pop(name) for name in ("to", "output", "fail_on"))
    with report_outcome(run):
        if output == "-":
            run.require_output()
        changes = compare_versions(run, old, new, options.pop("cosmetic"), options)
        run.exit_if_strict()
        write_report(run, changes, to, output)
        exit_on(run, changes, fail_on)


def _only_job(jobs: list[Job]) -> Job:
    if len(jobs) > 1:
        raise click.UsageError(f"the settings have {len(jobs)} outputs: name the INPUT of one")
    return jobs[0]


@cli.command(context_settings=CONTEXT_SETTINGS)
@click.option(
    "--from-datamodel-codegen",
    is_flag=True,
    help="Translate [tool.datamodel-codegen] in pyproject.toml.",
)
@declared_options(FORMAT)
def init(from_datamodel_codegen: bool, format: str) -> None:
    """Write first settings: into pyproject.toml, or without one into docmodels.toml."""
    from docmodels.cli.init import plan_settings
    from docmodels.io.output_files import write

    run = CliRun(format)
    with report_outcome(run):
        change = plan_settings(Path(), from_datamodel_codegen, run.documents)
        write([change], force=True)
        run.messages.append(f"wrote settings to {change.path}; now run: docmodels generate")


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


def _recorder() -> Recorder | None:
    """Return what finds and records stamps; None if the library runs a command."""
    recorder: Recorder | None = click.get_current_context().obj
    return recorder


def _lock_mode(update_lock: bool) -> LockMode:
    return "update" if update_lock else "append"


def _create_jobs(run: CliRun, options: dict[str, Any], update_lock: bool = False) -> list[Job]:
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


def _create_load_jobs(run: CliRun, options: dict[str, Any], update_lock: bool = False) -> list[Job]:
    """Create jobs for a command that writes no models: their outputs only name them."""
    names = {option.name for option in (INPUTS, *LOAD_OPTIONS, ACCEPT, STRICT)}
    values = {name: options[name] for name in options if name in names}
    if not values["inputs"]:
        return _create_jobs(run, values, update_lock)
    values["output"] = "-"
    (job,) = _create_jobs(run, values, update_lock)
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
    source = click.get_current_context().get_parameter_source
    explicit = {
        name: value
        for name, value in options.items()
        # Some versions of click give the command line as the source of no INPUT at all.
        if name != "inputs" and source(name) is ParameterSource.COMMANDLINE
    }
    jobs = project.jobs
    if len(jobs) > 1 and "output" in explicit:
        outputs = f"{project.title} has {len(jobs)} outputs"
        raise click.UsageError(f"-o sets one output, but {outputs}: name the INPUT as well")
    run.lock_path = Path(project.folder, "docmodels.lock")
    return [job.override(explicit) for job in jobs]


def main(recorder: Recorder | None = None) -> None:
    """Run the command line; `docmodels.__main__` calls it."""
    cli(prog_name="docmodels", obj=recorder)
