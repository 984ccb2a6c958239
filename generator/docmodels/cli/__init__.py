"""The command line: it calls the library and prints the results."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from docmodels.cli.diff import FAILURES, REPORTS, compare_inputs, exit_on, write_report
from docmodels.cli.jobs import create_jobs, create_load_jobs, lock_mode, only_job
from docmodels.cli.options import declared_options
from docmodels.cli.run import DIFFERENT, INTERRUPTED, CliRun, all_up_to_date, report_outcome
from docmodels.config.options import (
    ACCEPT,
    DEPFILE,
    EXIT_NON_ZERO_ON_CHANGE,
    FORCE,
    FORMAT,
    INPUTS,
    JOBS,
    LOAD_OPTIONS,
    QUIET,
    SETTINGS,
    STAMP,
    STRICT,
    UPDATE_LOCK,
)
from docmodels.config.version import __version__
from docmodels.diagnostics.notes import counted

if TYPE_CHECKING:
    from docmodels.cli.dependencies import JobReads
    from docmodels.io.stamps import Recorder

CONTEXT_SETTINGS = {"help_option_names": ["-h", "--help"]}
EXPORTS = ("openapi", "jsonschema", "ir", "mermaid", "dot")

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
    *SETTINGS, FORMAT, QUIET, JOBS, DEPFILE, STAMP, EXIT_NON_ZERO_ON_CHANGE, UPDATE_LOCK, FORCE
)
def generate(force: bool, update_lock: bool, format: str, quiet: bool, **options: Any) -> None:
    """Write Python models."""
    run = CliRun(format, quiet, lock_mode(update_lock), recorder=_recorder())
    depfile, stamp, processes = (options.pop(name) for name in ("depfile", "stamp", "jobs"))
    fails_on_change = options.pop("exit_non_zero_on_change")
    with report_outcome(run):
        jobs = create_jobs(run, options, update_lock)
        run.recover([job.output for job in jobs])
        if any(job.output == "-" for job in jobs):
            run.require_output()
        texts: list[str] = []
        with run.run_jobs(jobs, processes) as outcomes:
            for job, outcome in zip(jobs, outcomes, strict=True):
                if job.output == "-":
                    texts.append(outcome.text)
                else:
                    run.plan_write(outcome.changes, job.output)
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
@declared_options(*SETTINGS, FORMAT, QUIET, JOBS)
def check(format: str, quiet: bool, jobs: int | None, **options: Any) -> None:
    """Show how the models on disk differ from the output of generate."""
    from docmodels.cli.outdated import out_of_date
    from docmodels.io.output_files import diff

    run = CliRun(format, quiet, "frozen", recorder=_recorder())
    is_stale = False
    with report_outcome(run):
        outputs = create_jobs(run, options)
        if any(job.output == "-" for job in outputs):
            raise click.UsageError("check compares with files: -o must not be `-`")
        with run.run_jobs(outputs, jobs) as outcomes:
            for job, outcome in zip(outputs, outcomes, strict=True):
                if not run.is_document:
                    click.echo("".join(diff(outcome.changes)).encode(), nl=False)
                is_stale = is_stale or bool(outcome.changes)
                run.notes += out_of_date(outcome.changes, job)
        if is_stale:
            run.failure = ""
            raise click.exceptions.Exit(DIFFERENT)
        run.exit_if_strict()
        run.messages.append(all_up_to_date([job.output for job in outputs]))
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
                jobs = create_jobs(run, options)
                run.recover([job.output for job in jobs])
                if any(job.output == "-" for job in jobs):
                    raise click.UsageError("watch writes files: -o must not be `-`")
                with run.run_jobs(jobs) as outcomes:
                    for job, outcome in zip(jobs, outcomes, strict=True):
                        run.plan_write(outcome.changes, job.output)
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

    run = CliRun(options["format"], options["quiet"], lock_mode(update_lock))
    around, depth = options.pop("around"), options.pop("depth")
    with report_outcome(run):
        job = only_job(create_load_jobs(run, options, update_lock))
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
            jobs = create_load_jobs(run, options)
        except click.UsageError:
            if options["inputs"] or not names:
                raise
            options["inputs"], names = names, ()  # no settings: these are missing files
            jobs = create_load_jobs(run, options)
        if as_json or names:
            only_job(jobs)
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
    from docmodels.html_report import render_report
    from docmodels.io.output_files import File, list_changes

    run = CliRun(options["format"], options["quiet"])
    with report_outcome(run):
        job = only_job(create_load_jobs(run, options))
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
@click.argument("inputs", metavar="OLD NEW | INPUT...", nargs=-1)
@click.option("--against", metavar="OUT", type=click.Path(), help="Compare INPUT with models.")
@click.option(
    "--to", type=click.Choice(REPORTS), default="text", show_default=True, help="Kind of report."
)
@_output_option
@click.option("--fail-on", type=click.Choice(FAILURES), help="Exit with 1 on such a change.")
@click.option(
    "--cosmetic", is_flag=True, help="Also report descriptions, titles, examples and order."
)
@_load_options
def diff(**options: Any) -> None:
    """Show how the models of two inputs differ, and what breaks users of the old ones.

    OLD and NEW are inputs as for other commands, or files of a git revision: git:REVISION:PATH.
    With --against, the old models are those of a Python module or package, generated or written by
    hand, and the new ones are those of INPUT, or of the settings with this output.
    """
    run = CliRun(options.pop("format"), options.pop("quiet"))
    to, output, fail_on = (options.pop(name) for name in ("to", "output", "fail_on"))
    with report_outcome(run):
        if output == "-":
            run.require_output()
        changes = compare_inputs(run, options.pop("against"), options.pop("cosmetic"), options)
        run.exit_if_strict()
        write_report(run, changes, to, output)
        exit_on(run, changes, fail_on)


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


def main(recorder: Recorder | None = None) -> None:
    """Run the command line; `docmodels.__main__` calls it."""
    cli(prog_name="docmodels", obj=recorder)
