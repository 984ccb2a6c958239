"""Rewrite all committed files that are generated: `python tests/derived.py --write`.

Without `--write`, prints the files that are out of date and exits with 1. Do not edit a generated
file: edit its source (the package, schemas/samples/, tests/pages/) and run this script.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from inspect import getdoc
from pathlib import Path

import click

import docmodels
from docmodels import ir
from docmodels.cli import cli
from docmodels.config.datamodel_codegen import ALWAYS, NO_COUNTERPART
from docmodels.config.options import SETTINGS, LoadOptions
from docmodels.config.settings import settings_schema
from docmodels.diagnostics.rendering import as_text
from docmodels.diagnostics.rules import RULES
from docmodels.diff.kinds import KINDS
from docmodels.diff.report import report_schema
from docmodels.io.output_files import Change, File, list_changes, write
from docmodels.pipeline import RunContext, load
from docmodels.targets import TARGETS as ALL_TARGETS
from docmodels.targets.python.source import PyField, PyItem, PyMember, PyModule
from fidelity_small import scores_text

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "schemas" / "samples"
OUTPUT = Path("output_samples")
TARGETS = ("pydantic", "dataclass")
"""Targets that every sample is rendered for; `tasks` is rendered for all targets."""
PACKAGES = frozenset({"tasks", "openapi"})
"""Samples that are also rendered as a package."""


def derived_files() -> Iterator[File]:
    """Yield every derived file with its expected text; paths are relative to the repository."""
    yield File(Path("schemas/ir.schema.json"), json.dumps(ir.schema(), indent=2) + "\n")
    settings = json.dumps(settings_schema(), indent=2) + "\n"
    yield File(Path("schemas/settings.schema.json"), settings)
    report = json.dumps(report_schema(), indent=2) + "\n"
    yield File(Path("schemas/diff.schema.json"), report)
    yield File(Path("tests/pages/scores.json"), scores_text())
    yield File(Path("README.md"), readme((ROOT / "README.md").read_text("utf-8")))
    changes = {"kinds": kinds_table()}
    page = Path("docs/diff.md")
    yield File(page, with_parts((ROOT / page).read_text("utf-8"), changes))
    page = Path("docs/build.md")
    yield File(page, with_repository((ROOT / page).read_text("utf-8")))
    page = Path("docs/datamodel-codegen.md")
    yield File(page, peer_page((ROOT / page).read_text("utf-8")))
    page = Path("docs/templates.md")
    variables = {"variables": template_variables()}
    yield File(page, with_parts((ROOT / page).read_text("utf-8"), variables))
    for case in sorted(path.name for path in SAMPLES.iterdir()):
        yield from sample(case)


def sample(case: str) -> Iterator[File]:
    """Yield the output of `schemas/samples/CASE`: modules, an OpenAPI document, messages."""
    folder = OUTPUT / case
    context = RunContext()
    loaded = load(f"schemas/samples/{case}", LoadOptions(), context)
    for target in [target.name for target in ALL_TARGETS] if case == "tasks" else TARGETS:
        module = folder / target / "models.py"
        (file,) = docmodels.render(loaded.api, target=target, output=module, notes=[])
        yield File(module, file.text)
    if case in PACKAGES:
        for file in docmodels.render(loaded.api, output=folder / "package", notes=[]):
            yield File(folder / "package" / file.path, file.text)
    yield File(folder / "openapi.json", docmodels.export(loaded.api, "openapi"))
    messages = "".join(f"{line}\n" for line in as_text(context.notes, context.documents))
    yield File(folder / "messages.txt", messages or "No messages.\n")


def readme(text: str) -> str:
    """Return the README with its derived parts rewritten."""
    parts = {
        "help": "".join(help_text(name) for name in ("", *sorted(cli.commands))),
        "rules": "| rule | severity | meaning |\n| --- | --- | --- |\n"
        + "".join(f"| `{r.name}` | {r.severity} | {r.summary} |\n" for r in RULES),
    }
    parts["settings"] = settings_table()
    return with_repository(with_parts(text, parts))


def with_repository(text: str) -> str:
    """Replace the address of the repository in recipes by that of pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    address = project["urls"]["Repository"]
    return re.sub(r"(?<=  - repo: )https://\S+/docmodels$", lambda _: address, text, flags=re.M)


def peer_page(text: str) -> str:
    """Return the page about datamodel-code-generator with its derived tables."""
    tables = {"always": ALWAYS, "counterparts": NO_COUNTERPART}
    parts: dict[str, str] = {}
    for name, reasons in tables.items():
        options: dict[str, list[str]] = {}
        for option, reason in reasons.items():
            options.setdefault(reason, []).append(f"`{option}`")
        rows = [f"| {', '.join(names)} | {reason} |\n" for reason, names in options.items()]
        parts[name] = "| option | reason |\n| --- | --- |\n" + "".join(rows)
    return with_parts(text, parts)


def template_variables() -> str:
    """Return the description of the values that templates get, and a table of their attributes."""
    parts: list[str] = []
    for kind in (PyModule, PyItem, PyField, PyMember):
        rows = [f"| `{field.name}` | `{field.type}` |" for field in fields(kind)]
        head = [f"## {kind.__name__}", "", str(getdoc(kind)), "", "| attribute | type |"]
        parts.append("\n".join([*head, "| --- | --- |", *rows]))
    return "\n\n".join(parts) + "\n"


def kinds_table() -> str:
    """Return the table of kinds of change: name, what it breaks, summary."""
    breaks = {"": "", "sent": "sent", "received": "received", "both": "sent, received"}
    rows = ["| kind | breaks | meaning |\n", "| --- | --- | --- |\n"]
    rows += [f"| `{kind.name}` | {breaks[kind.breaks]} | {kind.summary} |\n" for kind in KINDS]
    return "".join(rows)


def with_parts(text: str, parts: dict[str, str]) -> str:
    """Replace the marked parts of a page."""
    for name, content in parts.items():
        marks = f"<!-- {name}: written by tests/derived.py -->\n", f"<!-- end of {name} -->"
        pattern = re.compile(f"(?<={re.escape(marks[0])}).*?(?={re.escape(marks[1])})", re.S)
        text = pattern.sub(lambda _, content=content: content, text)
    return text


def settings_table() -> str:
    """Return the table of settings: key, value, default and help."""
    rows = ["| setting | value | default | meaning |", "| --- | --- | --- | --- |"]
    for option in SETTINGS:
        is_list = option.type == "list"
        choices = () if is_list else option.about.choices or option.about.metavar.split("|")
        value = "; ".join(f"`{choice}`" for choice in choices) if len(choices) > 1 else option.type
        default = "" if option.default is None else f"`{json.dumps(option.default, default=str)}`"
        default = "required" if option.is_required else default
        rows.append(f"| `{option.key}` | {value} | {default} | {option.about.help} |")
    return "".join(f"{row}\n" for row in rows)


def help_text(name: str) -> str:
    """Return the help of a command as a fenced block; "" is the program itself."""
    command = cli.commands[name] if name else cli
    command_line = f"docmodels {name}".strip()
    context = click.Context(
        command,
        info_name=command_line,
        terminal_width=100,
        max_content_width=100,
        **command.context_settings,
    )
    return f"```console\n$ {command_line} --help\n{command.get_help(context)}\n```\n\n"


def outdated_files() -> list[Change]:
    """Return the changes that update derived files and delete orphans in `output_samples`."""
    files = list(derived_files())
    expected = {file.path for file in files}
    stale = list_changes(files, Path())
    for path in sorted(OUTPUT.rglob("*")):
        if path.is_file() and path not in expected and "__pycache__" not in path.parts:
            stale.append(Change(path, path.read_text("utf-8"), None))
    return stale


if __name__ == "__main__":
    os.chdir(ROOT)
    stale_files = outdated_files()
    for change in stale_files:
        print(change.path)
    if "--write" in sys.argv:
        write(stale_files, force=True)
    elif stale_files:
        sys.exit("out of date; run: python tests/derived.py --write")
