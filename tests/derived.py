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
from inspect import getdoc
from pathlib import Path

import click

import docmodels
from docmodels import ir
from docmodels.cli import COMMANDS, cli, load_command
from docmodels.config.datamodel_codegen import ALWAYS, NO_COUNTERPART
from docmodels.config.options import SETTINGS, LoadOptions
from docmodels.config.settings import settings_schema
from docmodels.diagnostics.rendering import as_text
from docmodels.diff.kinds import KINDS
from docmodels.diff.report import report_schema
from docmodels.io.output_files import Change, File, list_changes, write
from docmodels.pipeline import RunContext, load
from docmodels.targets import TARGETS as ALL_TARGETS
from docmodels.targets.python.source import PyField, PyItem, PyMember, PyModule
from family_scores import facts_table, family_page, index_table
from fidelity_small import scores_text
from pictures import bars, class_source, flows, page_to_model, table_source
from rules_page import rules_parts
from test_cases import FENCE, cases

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "schemas" / "samples"
OUTPUT = Path("output_samples")
TARGETS = ("pydantic", "dataclass")
"""Targets that every sample is rendered for; `tasks` is rendered for all targets."""
PICTURED = "A table of properties"
"""The case of `docs/input-output.md` that the picture of the first page shows."""
TEXT_FLOWS = (
    ("text of an input", "value of ir", "literal, string,\ndocstring", "generated code"),
    (
        "text of an input",
        "value of ir",
        "JSON in ASCII,\nwithout < > &",
        "text nodes\nof the report",
    ),
    ("name of an input", "value of ir", "identifiers", "generated code"),
    ("reference of an input", "allowed? pinned?", "limits of size\nand time", "another input"),
)
"""The ways of texts of an input that `docs/security.md` shows."""
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
    yield from pictures()
    for page in [Path("README.md"), *sorted(Path("docs").rglob("*.md"))]:
        text = (ROOT / page).read_text("utf-8")
        yield File(page, with_repository(with_parts(text, page_parts(page, text))))
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


def page_parts(page: Path, text: str) -> dict[str, str]:
    """Return the derived parts of a page of the documentation, by the names in its marks."""
    match page.as_posix():
        case "docs/commands.md":
            return {"help": "".join(help_text(name) for name in ("", *COMMANDS))}
        case "docs/security.md":
            return {"promises": promises()}
        case "docs/settings.md":
            return {"settings": settings_table()}
        case "docs/rules.md":
            return rules_parts()
        case "docs/diff.md":
            return {"kinds": kinds_table()}
        case "docs/datamodel-codegen.md":
            return peer_tables()
        case "docs/templates.md":
            return {"variables": template_variables()}
        case "docs/decisions/index.md":
            return {"decisions": decisions_list()}
        case "docs/families/index.md":
            return {"families": index_table(), "facts": facts_table()}
        case _ if page.parent.name == "families":
            return family_page(page.stem, text)
        case _:
            return {}


def pictures() -> Iterator[File]:
    """Yield the pictures of the documentation; `fidelity.svg` and `speed.svg` are measured."""
    (case,) = (case for case in cases(Path("docs/input-output.md")) if case.title == PICTURED)
    fences = list(FENCE.finditer(case.text))
    page = next(fence for fence in fences if fence[2] == "md")
    code = next(fence for fence in fences if fence[2] == "py")
    names = (page[3], "models.py")
    source = class_source(code[4], page[3].removesuffix(".md"))
    yield File(Path("docs/page-to-model.svg"), page_to_model(table_source(page[4]), source, names))
    yield File(Path("docs/security.svg"), flows(TEXT_FLOWS, "The ways of texts of an input"))
    yield File(Path("docs/conformance.svg"), bars(conformance_rows(), "Groups that models pass"))


def conformance_rows() -> list[tuple[str, int, int]]:
    """Return the totals in the table of scores of `docs/conformance.md`: label, passed, of."""
    page = (ROOT / "docs/conformance.md").read_text("utf-8")
    rows = re.findall(r"^\| (\w.*) \| (\d+) / (\d+) \| (\d+) / (\d+) \|$", page, re.M)
    suites = (("JSON Schema", 1), ("OpenAPI", 3))
    return [
        (f"{suite}: {row[0].replace('`', '')}", int(row[column]), int(row[column + 1]))
        for suite, column in suites
        for row in rows
    ]


def promises() -> str:
    """Return the promises of SECURITY.md and what shows them, with links for a page in `docs/`."""
    _, heading, text = (ROOT / "SECURITY.md").read_text("utf-8").partition("## Promises\n")
    return (heading + text).replace("](docs/", "](")


def decisions_list() -> str:
    """Return a list of links to the pages about decisions."""
    pages = sorted(Path("docs/decisions").glob("[0-9]*.md"))
    titles = [(page.name, page.read_text("utf-8").split("\n")[0].lstrip("# ")) for page in pages]
    return "".join(f"- [{title}]({name})\n" for name, title in titles)


def with_repository(text: str) -> str:
    """Replace the address of the repository in recipes and links by that of pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    address = project["urls"]["Repository"]
    text = re.sub(r"(?<=  - repo: )https://\S+/docmodels$", lambda _: address, text, flags=re.M)
    return re.sub(r"(?<=\]\()https://\S+/docmodels(?=/(?:blob|tree)/main)", lambda _: address, text)


def peer_tables() -> dict[str, str]:
    """Return the tables of the page about datamodel-code-generator."""
    tables = {"always": ALWAYS, "counterparts": NO_COUNTERPART}
    parts: dict[str, str] = {}
    for name, reasons in tables.items():
        options: dict[str, list[str]] = {}
        for option, reason in reasons.items():
            options.setdefault(reason, []).append(f"`{option}`")
        rows = [f"| {', '.join(names)} | {reason} |\n" for reason, names in options.items()]
        parts[name] = "| option | reason |\n| --- | --- |\n" + "".join(rows)
    return parts


def template_variables() -> str:
    """Return the description of the values that templates get, and a table of their attributes."""
    parts: list[str] = []
    for kind in (PyModule, PyItem, PyField, PyMember):
        rows = [f"| `{name}` | `{type}` |" for name, type in kind.__annotations__.items()]
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
    command = load_command(name) if name else cli
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
