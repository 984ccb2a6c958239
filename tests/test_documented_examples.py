"""Run what README and the documentation show: commands, settings, programs.

Each fence is run by a test: here, or by the test that `OTHER_TESTS` names. The examples run in a
project with the model pages of `schemas/samples/tasks` in `docs/models`, two versions of a
specification, and captured payloads.
"""

from __future__ import annotations

import ast
import json
import re
import shlex
import shutil
import subprocess
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from markdown_it import MarkdownIt

import docmodels
from docmodels.cli import COMMANDS, cli, load_command
from docmodels.config.options import SETTINGS
from test_cases import ALL
from test_cases import FENCE as CASE_FENCE

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]
SHELL = frozenset({"", "shell", "console"})
OTHER_TESTS = {
    ("commands.md", "console"): "test_derived.py",
    ("comparison.md", "json"): "test_comparison.py",
    ("rules.md", None): "test_derived.py",
    ("build.md", "make"): "test_build_tools.py",
    ("build.md", "text"): "test_build_tools.py",
    ("build.md", "py"): "test_build_recipes.py",
    ("build.md", "python"): "test_build_recipes.py",
    ("build.md", "sh"): "test_build_recipes.py",
    ("ci.md", "yaml"): "test_build_recipes.py",
    ("scale.md", "python"): "test_scale.py",
    ("tutorial-generator.md", "python"): "test_tutorial.py",
    ("tutorial-generator.md", "javascript"): "test_tutorial.py",
    ("architecture.md", "mermaid"): "test_house.py",
}
"""Tests of fences by page and language; None is any language."""
OTHER_COMMANDS = {
    "pip install docmodels": "test_newcomer.py",
    "pip install -e '.[test]' && pytest": ".ci/run",
    "pip install -e '.[docs]' && python tests/build_site.py": "test_built_site.py",
    "python docs/try/build.py OUT": "test_try.py",
    "python -m http.server --directory OUT": "test_try.py",
    "pip install mutmut==3.8.1": "mutation_score.py",
    "python tests/mutation_score.py FOLDER --rooms ir readers --step 30": "mutation_score.py",
    "python sdl.py openapi.yaml > schema.graphql": "test_tutorial.py",
    "python tables.py docs/models > shop_tables.py": "test_tutorial.py",
    "node types.cjs ir.schema.json models.json > models.d.ts": "test_tutorial.py",
}
"""Commands that are not those of docmodels, with the file that runs them."""
SPECIFICATION = """\
openapi: 3.1.0
info:
  title: Pets
  version: "1"
components:
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string, maxLength: 20}
"""
NEW_SPECIFICATION = SPECIFICATION.replace(
    "      required", "      description: A pet.\n      required"
).replace("20}\n", "10}\n        # As it is called.\n\n        colour: {type: string}\n")


@dataclass(frozen=True)
class Block:
    """A fence or an indented block of a page."""

    page: Path
    line: int
    language: str
    label: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.name}:{self.line}"


def blocks(page: Path) -> list[Block]:
    """Return the code blocks of a page."""
    tokens = MarkdownIt().parse(page.read_text("utf-8"))
    return [
        Block(page, (token.map or [0])[0] + 1, *_language(token.info), token.content)
        for token in tokens
        if token.type in {"fence", "code_block"}
    ]


def _language(info: str) -> tuple[str, str]:
    language, _, label = info.partition(" ")
    return language, label


BLOCKS = [block for page in PAGES for block in blocks(page)]
CASE_TEXTS = {(case.file, fence[4]) for case in ALL for fence in CASE_FENCE.finditer(case.text)}


def other_test(block: Block) -> str | None:
    """Return the name of the other test that runs a block, or None."""
    if (block.page, block.text) in CASE_TEXTS:
        return "test_cases.py"
    keys = ((block.page.name, block.language), (block.page.name, None))
    return next((OTHER_TESTS[key] for key in keys if key in OTHER_TESTS), None)


FRAGMENTS = [block for block in BLOCKS if block.page.parent.name == "decisions"]
"""Parts of settings and of generated code on the pages about decisions."""
OWN_BLOCKS = [block for block in BLOCKS if not other_test(block) and block not in FRAGMENTS]


def of(*languages: str) -> list[Block]:
    """Return the blocks that this module runs, by language."""
    return [block for block in OWN_BLOCKS if block.language in languages]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Create the project of the examples, a repository with the tag v1.4 and the branch main."""
    folder = tmp_path / "project"
    shutil.copytree(ROOT / "schemas" / "samples" / "tasks", folder / "docs" / "models")
    for name in ("openapi.yaml", "api.yaml", "api/openapi.yaml"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(SPECIFICATION)
    task = {"id": "1", "title": "Water", "status": "open", "created_at": "2026-04-01T09:00:00Z"}
    (folder / "tasks.json").write_text(json.dumps(task))
    body = {"mimeType": "application/json", "text": json.dumps([task])}
    har = {"log": {"entries": [{"request": {"url": "https://x.example/tasks"}}]}}
    har["log"]["entries"][0]["response"] = {"content": body}  # type: ignore[assignment, dict-item]
    (folder / "capture.har").write_text(json.dumps(har))
    monkeypatch.chdir(folder)
    identity = ("-c", "user.name=a", "-c", "user.email=a@b.example")
    for arguments in (
        ("init", "-q", "-b", "main"),
        ("add", "."),
        (*identity, "commit", "-q", "-m", "all"),
        ("tag", "v1.4"),
    ):
        subprocess.run(["git", *arguments], check=True, capture_output=True)
    (folder / "api/openapi.yaml").write_text(NEW_SPECIFICATION)
    return folder


def test_every_block_is_run() -> None:
    languages = {*SHELL, "toml", "python", "json"}
    assert [str(block) for block in OWN_BLOCKS if block.language not in languages] == []
    names = {*OTHER_TESTS.values(), *OTHER_COMMANDS.values()}
    files = {path.name for path in (ROOT / "tests").iterdir()} | {".ci/run"}
    assert names <= files


def commands(block: Block) -> list[str]:
    """Return the command lines of a block; lines of output follow a line with a prompt."""
    lines = block.text.splitlines()
    if block.language == "console":
        return [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
    return [part.strip() for line in lines for part in _without_comment(line).split(" && ") if part]


def _without_comment(line: str) -> str:
    return line.partition("  #")[0].strip()


@pytest.mark.parametrize("block", of(*SHELL), ids=str)
def test_commands_run(block: Block, project: Path) -> None:
    if "_DOCMODELS_COMPLETE" in block.text:
        pytest.skip("test_first_moments.py runs these")
    if "--from-datamodel-codegen" in block.text:
        settings = '[tool.datamodel-codegen]\ninput = "openapi.yaml"\noutput = "models.py"\n'
        Path("pyproject.toml").write_text(settings)
    if "--against" in block.text:
        docmodels.generate("openapi.yaml", output="src/shop/models.py")
    output = ""
    for command in [] if block.text.strip() in OTHER_COMMANDS else commands(block):
        if command in OTHER_COMMANDS:
            continue
        words = shlex.split(command)
        words = words[: words.index(">")] if ">" in words else words
        assert words[0] == "docmodels", command
        result = CliRunner().invoke(cli, words[1:], prog_name="docmodels")
        assert result.exit_code == 0, (command, result.output)
        output += result.stdout
    if block.language == "console":
        assert output == "".join(block.text.splitlines(keepends=True)[1:])


@pytest.mark.parametrize("block", of("toml"), ids=str)
def test_settings_are_valid(block: Block, project: Path) -> None:
    table = tomllib.loads(block.text)
    keys = {option.key for option in SETTINGS}
    hook = table.get("tool", {}).get("hatch", {}).get("build", {}).get("hooks", {})
    assert set(hook.get("docmodels", {})) <= keys
    settings = hook.get("docmodels") or table.get("tool", {}).get("docmodels")
    if settings:
        text = (
            block.text
            if "docmodels" in table["tool"]
            else block.text.replace("hatch.build.hooks.", "")
        )
        Path("pyproject.toml").write_text(text)
        result = CliRunner().invoke(cli, ["generate"])
        assert result.exit_code == 0, result.output
        modules = settings.get("modules", [settings])
        assert all(Path(module["output"]).is_file() for module in modules)
    elif "entry-points" in table.get("project", {}):
        ((group, entries),) = table["project"]["entry-points"].items()
        examples = [
            tomllib.loads(path.read_text("utf-8"))
            for path in ROOT.glob("examples/*/pyproject.toml")
        ]
        declared = [example["project"]["entry-points"].get(group) for example in examples]
        assert entries in declared
    else:  # a recipe of a build tool
        assert block.page.name == "build.md" and block.label


@pytest.mark.parametrize("block", FRAGMENTS, ids=str)
def test_fragments_are_settings_or_python(block: Block) -> None:
    try:
        table = tomllib.loads(block.text).get("tool", {}).get("docmodels", {})
    except tomllib.TOMLDecodeError:
        ast.parse(block.text)
    else:
        assert set(table) <= {option.key for option in SETTINGS}


@pytest.mark.parametrize("block", of("python"), ids=str)
def test_programs_run(
    block: Block, project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if "from models import" in block.text:
        docmodels.generate("docs/models", "models.py")
        monkeypatch.syspath_prepend(project)
    exec(compile(block.text, str(block), "exec", dont_inherit=True), {"__name__": "example"})
    assert capsys.readouterr().out


@pytest.mark.parametrize("block", of("json"), ids=str)
def test_documents_are_read(block: Block, project: Path) -> None:
    Path("document.json").write_text(block.text)
    assert docmodels.load("document.json").definitions


HOOKS = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}


def test_hooks_exist() -> None:
    ids = {name for page in PAGES for name in re.findall(r"- id: (\S+)", page.read_text("utf-8"))}
    assert ids and ids <= HOOKS


def code_spans(pattern: str) -> list[tuple[str, str]]:
    """Return the code spans of all pages that begin with a pattern: page and text."""
    markdown = MarkdownIt("commonmark").enable("table")
    spans = {
        (page.name, " ".join(child.content.split()))
        for page in PAGES
        for token in markdown.parse(page.read_text("utf-8"))
        for child in token.children or []
        if child.type == "code_inline" and re.match(pattern, child.content)
    }
    return sorted(spans)


@pytest.mark.parametrize(("page", "text"), code_spans(r"docmodels [a-z]"))
def test_inline_commands_exist(page: str, text: str) -> None:
    _, name, *words = text.replace("..", "").split()
    assert name in COMMANDS, page
    parameters = load_command(name).params
    options = {opt for parameter in parameters for opt in parameter.opts}
    options |= {opt for parameter in parameters for opt in parameter.secondary_opts}
    assert {word.partition("=")[0] for word in words if word.startswith("--")} <= options


@pytest.mark.parametrize(("page", "text"), code_spans(r"python (?:tests|benchmarks|fuzz)/"))
def test_inline_scripts_exist(page: str, text: str) -> None:
    assert (ROOT / text.split()[1]).is_file(), page


@pytest.mark.parametrize(("page", "text"), code_spans(r"pip install "))
def test_inline_extras_exist(page: str, text: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = {
        name
        for group in re.findall(r"(?:docmodels|\.)\[([a-z,]+)\]", text)
        for name in group.split(",")
    }
    assert names <= set(project["optional-dependencies"]), page
