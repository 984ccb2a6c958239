"""Commands: each command ends with an exit code and messages, whatever its inputs, options and settings are.

The command line runs in this process, in a folder with changed inputs, an older version of them, models of
that version, captured payloads, settings, templates of a user, and files that are none: pipes, links in
cycles, devices, sockets and folders. No command has an internal error, a traceback, or takes long, none
waits for a pipe that is found in a folder, and the report has no element of an input.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import socket
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import yaml
from click.testing import CliRunner

import docmodels
from docmodels.cli import cli
from docmodels.config.options import SETTINGS
from fuzz.findings import BrokenPromiseError
from fuzz.generated import check_code
from fuzz.mutation import TEXT_CHANGES, change_file
from fuzz.payloads import payload
from fuzz.seeds import FOLDER, place_in_data, seeds
from fuzz.trial import (
    emptied,
    little_formatting,
    time_limit,
    waiting_limit,
    working_in,
    write_files,
)

TEMPLATES = Path(__file__).parents[1] / "templates"
EXIT_CODES = (0, 1, 2)
BUGS = ("internal-error", "Traceback (most recent call last)")


def try_input(rng: random.Random) -> str:
    """Run one command in a new folder; return what became of it."""
    folder = emptied("commands")
    kind = rng.choice(list(seeds()))
    old, new = seeds()[kind], dict(seeds()[kind])
    for _ in range(rng.choice((0, 1, 1, 2))):
        change_file(new, rng)
    for name, files in (("old", old), ("new", new)):
        (folder / name).mkdir()
        write_files(files, folder / name)
    _write_payload(folder, rng)
    for add in rng.sample(ADDITIONS, rng.choice((0, 1, 1, 2))):
        add(folder, rng)
    command = rng.choice(COMMANDS)
    with working_in(folder):
        if "--against" in (arguments := command(rng)):
            run(["generate", "old", "-o", arguments[-1], "--quiet"], rng)
        return run(arguments, rng)


def run(arguments: Sequence[str], rng: random.Random) -> str:
    """Run a command; raise `BrokenPromiseError` for what no command does."""
    # Formatting finds templates that render no Python, so that it is not left out for them.
    formatting = nullcontext() if Path("templates").is_dir() else little_formatting(rng)
    with time_limit(), waiting_limit(), formatting:
        result = CliRunner().invoke(cli, list(arguments))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise BrokenPromiseError(f"{arguments}: {result.exception!r}") from result.exception
    if result.exit_code not in EXIT_CODES or any(bug in result.output for bug in BUGS):
        raise BrokenPromiseError(f"{arguments}: exit code {result.exit_code}: {result.output}")
    if result.exit_code == 0:
        check_outputs()
    return f"{arguments[0]} ends with {result.exit_code}"


def check_outputs() -> None:
    """Check the models and the report that a command has written."""
    modules = [] if Path("models").is_symlink() else Path("models").glob("*.py")
    for path in (Path("models.py"), *modules):
        if path.is_file():
            check_code(path.read_text("utf-8"))
    if Path("report.html").is_file():
        unusual = tags_of(Path("report.html").read_text("utf-8")) - usual_tags()
        if unusual:
            raise BrokenPromiseError(f"the report has elements of an input: {sorted(unusual)}")


def tags_of(html: str) -> frozenset[str]:
    """Return the elements of a page with the names of their attributes."""
    tags: set[str] = set()

    class Parser(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            tags.add(f"{tag} {[name for name, _ in attrs]}")

    Parser().feed(html)
    return frozenset(tags)


@cache
def usual_tags() -> frozenset[str]:
    """Return the elements of reports of inputs without markup: all text of an input is data for a script."""
    return tags_of(
        "".join(map(docmodels.report, map(FOLDER.joinpath, ("openapi", "tables", "properties"))))
    )


# --- commands --------------------------------------------------------------------------------------


def _options(rng: random.Random) -> list[str]:
    """Return some options of reading, with values that are right or wrong."""
    values = {
        "--dialect": ("properties", "tables"),
        "--wire-case": ("camel", "as-documented", "kebab"),
        "--samples": ("payload.json", "Crate=payload.json", "new"),
        "--sample-enums": ("Crate", "Crate.id"),
        "--rename": ("Crate=Box", f"Crate={payload(rng)}"),
        "--accept": ("unknown-type", "inferred-name"),
        "--plugins": ("no_such",),
        "--format": ("json", "github", "sarif", "text"),
    }
    flags = ("--split-readonly", "--separate", "--strict", "--quiet", "--allow-outside")
    names = rng.sample(list(values), rng.choice((0, 0, 0, 0, 1, 2)))
    options = [
        f"{name}={payload(rng) if rng.random() < 0.05 else rng.choice(values[name])}"
        for name in names
    ]
    return [*options, *rng.sample(flags, rng.choice((0, 0, 1)))]


def _models(rng: random.Random) -> list[str]:
    target = rng.choice(("pydantic", "msgspec", "typeddict", "dataclass"))
    validation = rng.choice(("natural", "strict", "exact")) if target == "pydantic" else "natural"
    output = rng.choice(("models.py", "models"))
    templates = ["--templates=templates"] if Path("templates").is_dir() else []
    return ["-o", output, f"--target={target}", f"--validation={validation}", *templates]


COMMANDS: tuple[Callable[[random.Random], list[str]], ...] = (
    lambda rng: ["generate", "new", *_models(rng), *_options(rng)],
    lambda rng: ["generate"],
    lambda rng: ["check", "new", *_models(rng), *_options(rng)],
    lambda rng: [
        "export", "new", "--to", rng.choice(("openapi", "jsonschema", "ir", "mermaid", "dot")), *_options(rng),
    ],
    lambda rng: ["inspect", "new", *rng.choice(([], ["--json"])), *_options(rng)],
    lambda rng: ["report", "new", "-o", "report.html", *_options(rng)],
    lambda rng: [
        "diff", "old", "new", "--to", rng.choice(("text", "json", "markdown", "sarif")),
        *rng.choice(([], ["--cosmetic"])), *_options(rng),
    ],
    lambda rng: ["diff", "new", *_options(rng), "--against", rng.choice(("models.py", "models"))],
    lambda rng: ["init"],
    lambda rng: ["init", "--from-datamodel-codegen"],
)  # fmt: skip
"""What runs a command: the arguments, which have `models` last if they are compared with models."""


# --- what else is in the folder --------------------------------------------------------------------


def _write_payload(folder: Path, rng: random.Random) -> None:
    """Write a captured payload, which may be broken."""
    value = {"id": 1, "name": payload(rng), "items": [{"kind": "a"}, {"kind": payload(rng)}]}
    text = json.dumps([value, value])
    for _ in range(rng.choice((0, 0, 1, 3))):
        text = rng.choice(TEXT_CHANGES)(text, rng)
    write_files({"payload.json": text}, folder)


def _add_settings(folder: Path, rng: random.Random) -> None:
    """Write settings, of which some have values of another type, and some are no TOML."""
    lines = ['inputs = ["new"]', 'output = "models.py"']
    for option in rng.sample(list(SETTINGS), 2):
        value = rng.choice((payload(rng), 1, True, [], ["a", 1], {"a": "b"}, "", None))
        lines.append(f"{option.name.replace('_', '-')} = {json.dumps(value)}")
    text = "\n".join(lines)
    if rng.random() < 0.3:
        text = rng.choice(TEXT_CHANGES)(text, rng)
    table = rng.choice(
        ("[tool.docmodels]", "[tool.datamodel-codegen]", "[[tool.docmodels.modules]]")
    )
    name, head = rng.choice((("docmodels.toml", ""), ("pyproject.toml", f"{table}\n")))
    write_files({name: head + text}, folder)


def _add_templates(folder: Path, rng: random.Random) -> None:
    """Copy some templates and change their text, as an error of their author may."""
    paths = rng.sample(_templates(), 3)
    for path in paths:
        text = path.read_text("utf-8")
        for _ in range(rng.choice((0, 1, 2))):
            text = rng.choice(TEXT_CHANGES)(text, rng)
        target = folder / "templates" / path.relative_to(TEMPLATES)
        target.parent.mkdir(parents=True, exist_ok=True)
        write_files({target.name: text}, target.parent)


@cache
def _templates() -> list[Path]:
    return sorted(TEMPLATES.rglob("*.j2"))


def _add_special_files(folder: Path, rng: random.Random) -> None:
    """Add what has the name of an input and is no file: nothing is read from it."""
    name = f"{rng.choice('amz')}.{rng.choice(('json', 'yaml', 'md', 'py'))}"
    path = folder / "new" / name
    match rng.randrange(6):
        case 0:
            os.mkfifo(path)
        case 1:
            os.symlink(name, path)
        case 2:
            os.symlink(rng.choice(("/dev/null", "/dev/full", "missing.md", "../new", "..")), path)
        case 3:
            path.mkdir()
        case 4:
            with socket.socket(socket.AF_UNIX) as server, working_in(folder / "new"):
                server.bind(name)  # a path may be longer than the name of a socket
        case _:
            os.symlink(".", folder / "new" / "cycle")


def _add_reference(folder: Path, rng: random.Random) -> None:
    """Let an input refer to a pipe, a device, a folder or itself."""
    seed = [name for name in os.listdir(folder / "old") if name.endswith((".json", ".yaml"))]
    if not seed:
        return
    path = folder / "new" / rng.choice(seed)
    target = rng.choice(
        ("pipe.json", "zero.json", "folder", path.name, "missing.json", "cycle.json")
    )
    try:
        text = place_in_data(path.read_text("utf-8", "replace"), "PLACE", rng)
    except (ValueError, yaml.YAMLError, OSError):
        return
    path.write_text(text.replace('"PLACE"', json.dumps({"$ref": target}), 1), "utf-8", "replace")
    os.mkfifo(folder / "pipe.json")
    shutil.move(folder / "pipe.json", folder / "new" / "pipe.json")
    os.symlink("/dev/zero", folder / "new" / "zero.json")
    os.symlink("cycle.json", folder / "new" / "cycle.json")
    (folder / "new" / "folder").mkdir()


def _add_aliases(folder: Path, rng: random.Random) -> None:
    """Add YAML whose aliases stand for much more than its text, or for themselves."""
    depth, width = rng.choice(((3, 3), (9, 9), (30, 2), (200, 2), (2, 400)))
    lines = ["a0: &a0 {type: object, title: Anchor}"]
    for number in range(1, depth):
        aliases = ", ".join([f"*a{number - 1}"] * width)
        lines.append(
            f"a{number}: &a{number} {{allOf: [{aliases}], properties: {{x: *a{number - 1}}}}}"
        )
    if rng.random() < 0.2:
        lines.append("self: &self {properties: {x: *self}}")
    head = rng.choice(("$defs:\n", "type: object\nproperties:\n"))
    write_files({"aliases.yaml": head + "\n".join(f"  {line}" for line in lines)}, folder / "new")


def _add_output(folder: Path, rng: random.Random) -> None:
    """Put something else where the output is written."""
    match rng.randrange(5):
        case 0:
            (folder / "models.py").write_text("x = 1\n")
        case 1:
            os.mkfifo(folder / "models.py")
        case 2:
            os.symlink("new", folder / "models")
        case 3:
            (folder / "models.py").mkdir()
        case _:
            os.symlink("models.py", folder / "models.py")


ADDITIONS: tuple[Callable[[Path, random.Random], None], ...] = (
    _add_settings, _add_settings, _add_templates, _add_special_files, _add_reference, _add_aliases, _add_output,
)  # fmt: skip
