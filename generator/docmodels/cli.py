"""The command line. It decides nothing: it calls the library and shows what comes back."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from docmodels.notes import INTERNAL_ERROR, TOO_DEEP, DocmodelsError, Note, Severity

if TYPE_CHECKING:
    from docmodels.emit import Change
    from docmodels.pipeline import Loaded

TARGETS = ("pydantic", "dataclass", "msgspec", "typeddict")
EXPORTS = ("openapi", "jsonschema", "ir")
CASES = ("auto", "as-documented", "camel", "snake", "pascal", "kebab")
DONE, DIFFERENT, FAILED, INTERRUPTED = 0, 1, 2, 130

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Source:
    """What to read and how, as said on the command line."""

    inputs: tuple[str, ...]
    dialect: str | None
    wire_case: str
    strict: bool
    message_format: str


@dataclass(slots=True)
class Run:
    """What a command has to tell when it ends: notes and documents gathered on the way."""

    source: Source
    notes: list[Note] = field(default_factory=list[Note])
    documents: dict[str, Any] = field(default_factory=dict[str, Any])

    def stop_if_strict(self) -> None:
        """End with exit code 1 if warnings are not wanted and there are some."""
        if self.source.strict and any(n.rule.severity is Severity.WARNING for n in self.notes):
            raise click.exceptions.Exit(DIFFERENT)


def reading_options(command: F) -> F:
    """Add what every command that reads has: inputs, and how to take them."""
    options = (
        click.argument("inputs", nargs=-1, required=True, metavar="INPUT..."),
        click.option(
            "--dialect", metavar="NAME", help="Read all pages as this kind (see dialects)."
        ),
        click.option(
            "--wire-case",
            type=click.Choice(CASES),
            default="auto",
            show_default=True,
            help="Spelling of field names on the wire, where the documentation has changed it.",
        ),
        click.option(
            "--strict", is_flag=True, help="Fail on warnings (exit 1); write nothing then."
        ),
        click.option(
            "--format",
            "message_format",
            type=click.Choice(["text", "json", "github"]),
            default="text",
            show_default=True,
            help="Form of the messages on standard error.",
        ),
    )
    return _with(options, command)


def target_options(command: F) -> F:
    """Add what generate and check have in common."""
    options = (
        click.option("-o", "--output", required=True, metavar="OUT", help=OUTPUT_HELP),
        click.option(
            "--target",
            type=click.Choice(TARGETS),
            default="pydantic",
            show_default=True,
            help="Kind of classes to write.",
        ),
        click.option(
            "--templates",
            type=click.Path(exists=True, file_okay=False, path_type=Path),
            metavar="DIR",
            help="Folder with templates that take the place of the built-in ones.",
        ),
    )
    return _with(options, command)


OUTPUT_HELP = "A module if it ends in .py, `-` for standard output, else a package's folder."


def _with(options: Sequence[Callable[[F], F]], command: F) -> F:
    for option in reversed(options):
        command = option(command)
    return command


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="docmodels")
def cli() -> None:
    """Typed Python models from the API documentation you have.

    An INPUT is a file, a folder, a quoted pattern or `-`: Markdown model pages of generated SDKs,
    OpenAPI, Swagger, JSON Schema, or an exported representation.

    Exit codes: 0 done, 1 differences found (check) or warnings (--strict), 2 wrong usage or
    unreadable input.
    """


@cli.command()
@reading_options
@target_options
@click.option("--force", is_flag=True, help="Overwrite files that docmodels did not write.")
def generate(output: str, target: str, templates: Path | None, force: bool, **source: Any) -> None:
    """Write Python models."""
    from docmodels.emit import write

    with _run(Source(**source)) as run:
        found, text = _rendered(run, output, target, templates)
        run.stop_if_strict()
        if text is not None:
            click.get_binary_stream("stdout").write(text.encode())
            return
        write(found, force=force)
        _tell(run, _wrote(found, output))


@cli.command()
@reading_options
@target_options
def check(output: str, target: str, templates: Path | None, **source: Any) -> None:
    """Show how existing models differ from what `generate` would write."""
    from docmodels.emit import diff

    with _run(Source(**source)) as run:
        if output == "-":
            raise click.UsageError("check compares with files: -o must name one")
        found, _ = _rendered(run, output, target, templates)
        out = click.get_binary_stream("stdout")
        for line in diff(found):
            out.write(line.encode())
        if found:
            out.flush()
            _tell(run, f"{output} is out of date; run `docmodels generate` with the same options")
            raise click.exceptions.Exit(DIFFERENT)
        run.stop_if_strict()


@cli.command()
@reading_options
@click.option("--to", type=click.Choice(EXPORTS), required=True, help="Kind of document to write.")
@click.option(
    "-o", "--output", default="-", metavar="OUT", help="File; standard output if left out."
)
@click.option("--force", is_flag=True, help="Overwrite a file that docmodels did not write.")
def export(to: str, output: str, force: bool, **source: Any) -> None:
    """Write the recovered schemas as OpenAPI 3.1, JSON Schema or the representation itself."""
    import docmodels
    from docmodels.emit import File, changes, write

    with _run(Source(**source)) as run:
        text = docmodels.export(_load(run).api, to)
        run.stop_if_strict()
        if output == "-":
            click.get_binary_stream("stdout").write(text.encode())
            return
        path = Path(output)
        found = changes([File(Path(path.name), text)], path.parent)
        write(found, force=force)
        _tell(run, _wrote(found, output))


@cli.command()
@reading_options
@click.option("--json", "as_json", is_flag=True, help="Show the representation as JSON.")
def inspect(as_json: bool, **source: Any) -> None:
    """Show what was recovered, per file and model, with what was inferred or left open."""
    from docmodels.ir import dumps
    from docmodels.report import overview

    with _run(Source(**source)) as run:
        loaded = _load(run)
        click.echo(dumps(loaded.api) if as_json else "\n".join(overview(loaded)), nl=not as_json)
        run.stop_if_strict()


@cli.command()
def dialects() -> None:
    """List the kinds of Markdown pages that are read."""
    from docmodels.dialects import DIALECTS

    width = max(len(dialect.name) for dialect in DIALECTS)
    for dialect in DIALECTS:
        click.echo(f"{dialect.name:{width}}  {dialect.title}")


def _load(run: Run) -> Loaded:
    from docmodels.pipeline import Reading, recover
    from docmodels.show import watched

    source = run.source
    with watched() as watch:
        reading = Reading(source.dialect, source.wire_case, watch)
        try:
            return recover(source.inputs, reading, run.notes, run.documents)
        except ValueError as error:
            raise click.UsageError(f"{error}; see `docmodels dialects`") from error


def _rendered(
    run: Run, output: str, target: str, templates: Path | None
) -> tuple[list[Change], str | None]:
    """What differs from the disk, or the text for standard output."""
    from docmodels.emit import changes
    from docmodels.pipeline import Writing, is_module, modules
    from docmodels.show import watched

    api = _load(run).api
    path = None if output == "-" else Path(output)
    with watched() as watch:
        files = modules(api, path, Writing(target, templates, watch), run.notes)
    if path is None:
        return [], files[0].text
    if is_module(path):
        return changes(files, path.parent), None
    return changes(files, path, prune=True), None


def _wrote(changes: Sequence[Change], output: str) -> str:
    if not changes:
        return f"{output} is up to date"
    written = sum(change.after is not None for change in changes)
    deleted = len(changes) - written
    what = output if written == 1 and not deleted else f"{written} files in {output}"
    return f"wrote {what}" + (f", deleted {deleted} stale" if deleted else "")


def _tell(run: Run, message: str) -> None:
    if run.source.message_format == "text":
        from docmodels.show import totals

        counted = totals(run.notes)
        click.echo(f"{message} ({counted})" if counted else message, err=True)


@contextmanager
def _run(source: Source) -> Iterator[Run]:
    """Show the notes when a command ends, however it ends; turn what went wrong into exit codes."""
    run = Run(source)
    code = DONE
    try:
        yield run
    except (click.exceptions.Exit, click.ClickException) as error:
        _show(run)
        raise error
    except BrokenPipeError:
        raise
    except KeyboardInterrupt:
        click.echo("interrupted; nothing was written", err=True)
        code = INTERRUPTED
    except Exception as error:
        _fail(run, error)
        code = FAILED
    _show(run)
    if code:
        sys.exit(code)


def _fail(run: Run, error: Exception) -> None:
    """Add the note of what ended the run."""
    if isinstance(error, DocmodelsError):
        if error.note not in run.notes:
            run.notes.append(error.note)
    elif isinstance(error, RecursionError):
        help = "nesting this deep is beyond what can be read"
        run.notes.append(TOO_DEEP.at(None, "an input is nested too deeply", help))
    else:
        trace = error.__traceback__
        while trace and trace.tb_next:
            trace = trace.tb_next
        place = (
            f" ({Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno})" if trace else ""
        )
        help = "this is a bug in docmodels: please report it with the input"
        message = f"{type(error).__name__}: {error}{place}"
        run.notes.append(INTERNAL_ERROR.at(None, message, help))


def _show(run: Run) -> None:
    if run.notes:
        from docmodels.show import print_notes

        print_notes(run.notes, run.documents, run.source.message_format)


def main() -> None:
    """Run the command line."""
    cli(prog_name="docmodels")
