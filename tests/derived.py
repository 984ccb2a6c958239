"""Everything that is derived and committed, from one table: `python tests/derived.py --write`.

Without `--write`, lists what is out of date and ends with 1. Never edit a derived file: edit what
it is made of (ir.py, schemas/samples/, cli.py) and run this.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click

import docmodels
from docmodels import ir
from docmodels.cli import cli
from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rendering import as_text
from docmodels.diagnostics.rules import RULES
from docmodels.io.output_files import Change, File, changes, write
from docmodels.pipeline import LoadOptions, load
from docmodels.targets import all_targets

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "schemas" / "samples"
OUTPUT = Path("output_samples")
TARGETS = ("pydantic", "dataclass")
"""Targets that every sample is written for; `tasks` is written for all that there are."""
PACKAGES = frozenset({"tasks", "openapi"})
"""Samples that are also written as a package."""


def derived() -> Iterator[File]:
    """Every derived file, as it has to be; paths are relative to the repository."""
    yield File(Path("schemas/ir.schema.json"), json.dumps(ir.schema(), indent=2) + "\n")
    yield File(Path("README.md"), readme((ROOT / "README.md").read_text("utf-8")))
    for case in sorted(path.name for path in SAMPLES.iterdir()):
        yield from sample(case)


def sample(case: str) -> Iterator[File]:
    """What `schemas/samples/CASE` must give: modules, an OpenAPI document, and what is said."""
    here = OUTPUT / case
    notes: list[Note] = []
    documents: dict[str, Document] = {}
    loaded = load(f"schemas/samples/{case}", LoadOptions(), notes, documents)
    for target in [target.name for target in all_targets()] if case == "tasks" else TARGETS:
        module = here / target / "models.py"
        (file,) = docmodels.render(loaded.api, target=target, output=module, notes=[])
        yield File(module, file.text)
    if case in PACKAGES:
        for file in docmodels.render(loaded.api, output=here / "package", notes=[]):
            yield File(here / "package" / file.path, file.text)
    yield File(here / "openapi.json", docmodels.export(loaded.api, "openapi"))
    said = "".join(f"{line}\n" for line in as_text(notes, documents))
    yield File(here / "messages.txt", said or "Nothing to say.\n")


def readme(text: str) -> str:
    """README with its derived parts written anew."""
    parts = {
        "help": "".join(help_of(name) for name in ("", *sorted(cli.commands))),
        "rules": "| rule | severity | meaning |\n| --- | --- | --- |\n"
        + "".join(f"| `{r.name}` | {r.severity} | {r.summary} |\n" for r in RULES),
    }
    for name, content in parts.items():
        marks = f"<!-- {name}: written by tests/derived.py -->\n", f"<!-- end of {name} -->"
        pattern = re.compile(f"(?<={re.escape(marks[0])}).*?(?={re.escape(marks[1])})", re.S)
        text = pattern.sub(lambda _, content=content: content, text)
    return text


def help_of(name: str) -> str:
    """The help of a command, as a fence."""
    command = cli.commands[name] if name else cli
    words = f"docmodels {name}".strip()
    context = click.Context(command, info_name=words, terminal_width=100, max_content_width=100)
    context.help_option_names = ["-h", "--help"]
    return f"```console\n$ {words} --help\n{command.get_help(context)}\n```\n\n"


def outdated() -> list[Change]:
    """What differs on the disk, files in `output_samples` that nothing gives any more included."""
    files = list(derived())
    expected = {file.path for file in files}
    found = changes(files, Path())
    for path in sorted(OUTPUT.rglob("*")):
        if path.is_file() and path not in expected and "__pycache__" not in path.parts:
            found.append(Change(path, path.read_text("utf-8"), None))
    return found


if __name__ == "__main__":
    os.chdir(ROOT)
    found = outdated()
    for change in found:
        print(change.path)
    if "--write" in sys.argv:
        write(found, force=True)
    elif found:
        sys.exit("out of date; run: python tests/derived.py --write")
