"""Run the literate tests: each case of `cases/*.md` has inputs and the outputs to expect.

Each heading of level two or three is a case. A heading of a page of the documentation (`PAGES`) is
a case if it has a fence with an expected output. Fences of a case:

- `md Pet.md`, `yaml api.yaml`: an input file; no input if its path begins with a dot.
- `json Pet`: a value of the class `Pet`, for `test_generated_code_page.py`.
- `options`: arguments of the command line.
- `py`, `py strict`, `py exact`, `py dataclass`, `py msgspec`, `py typeddict`: the generated module
  below its imports; `py module`: the whole module of pydantic models.
- `report`: the output of `docmodels inspect`.
- `notes`: all messages.
- `error`: the message that ends the run.

`pytest tests/test_cases.py --update` rewrites the expected outputs; review its diff.
"""

from __future__ import annotations

import ast
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

import pytest
from msgspec.structs import replace

from conftest import IS_BLACK_PINNED
from docmodels.cli import load_command
from docmodels.cli.inspect import overview
from docmodels.config.options import Job, create_job
from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.notes import DocmodelsError, Note, Severity
from docmodels.diagnostics.rendering import as_text
from docmodels.pipeline import LoadResult, RunContext, load, render, validate_render_options
from docmodels.targets import TARGETS
from docmodels.targets.dataclass import target as dataclass_target
from docmodels.targets.msgspec import target as msgspec_target
from docmodels.targets.pydantic import target as pydantic_target

CASES = Path(__file__).parent / "cases"
DOCS = CASES.parents[1] / "docs"
PAGE = DOCS / "generated-code.md"
PAGES = [
    PAGE,
    DOCS / "input-output.md",
    DOCS / "comparison.md",
    *sorted(DOCS.glob("families/*.md")),
]
HEADING = re.compile(r"^#{2,3} (.+)\n", re.M)
FENCE = re.compile(r"^(`{3,})(\w+)(?: ([^\n`]+))?\n(.*?)^\1$", re.M | re.S)
HELPERS = frozenset[str]().union(
    *(target.HELPERS.names for target in (dataclass_target, msgspec_target, pydantic_target))
)
TARGET_NAMES = frozenset(target.name for target in TARGETS)
EXPECTED = ("py", "report", "notes", "error")


@dataclass(frozen=True)
class Case:
    """A heading and the text below it; `start` and `end` are offsets of that text in the file."""

    file: Path
    title: str
    start: int
    end: int
    text: str


def cases(file: Path) -> list[Case]:
    """Split a file into its cases; headings inside fences do not count."""
    text = file.read_text("utf-8")
    fences = [match.span() for match in FENCE.finditer(text)]
    headings = [
        match
        for match in HEADING.finditer(text)
        if not any(start < match.start() < end for start, end in fences)
    ]
    ends = [match.start() for match in headings[1:]] + [len(text)]
    return [
        Case(file, match[1], match.end(), end, text[match.end() : end])
        for match, end in zip(headings, ends, strict=True)
    ]


def has_expectation(case: Case) -> bool:
    """Return whether a case has a fence with an expected output."""
    kinds = {fence[2] for fence in FENCE.finditer(case.text)}
    return bool(kinds & set(EXPECTED))


ALL = [case for file in sorted(CASES.glob("**/*.md")) for case in cases(file)]
ALL += [case for page in PAGES for case in cases(page) if has_expectation(case)]


@pytest.mark.parametrize("case", ALL, ids=lambda case: f"{case.file.stem}: {case.title}")
def test_case_has_the_expected_outcome(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = Outcome(write_inputs(case))
    fences = list(FENCE.finditer(case.text))
    actual = [
        (fence, outcome.output_text(fence[2], fence[3])) for fence in fences if fence[2] in EXPECTED
    ]
    assert actual, "the case has no expected output"
    if request.config.getoption("--update"):
        update_expectations(case, actual)
        return
    for fence, text in actual:
        if fence[2] == "py" and not IS_BLACK_PINNED:
            assert ast.dump(ast.parse(text)) == ast.dump(ast.parse(fence[4]))
        else:
            assert text == fence[4]
    kinds = {fence[2] for fence, _ in actual}
    warnings = [note for note in outcome.notes if note.rule.severity is not Severity.INFO]
    assert not warnings or kinds & {"notes", "error"}, "no fence expects these notes"


def write_inputs(case: Case) -> Job:
    """Write the input files of a case to the current folder, and return its options."""
    arguments: list[str] = []
    for _, kind, name, body in (fence.groups() for fence in FENCE.finditer(case.text)):
        if kind == "options":
            arguments += shlex.split(body)
        elif kind not in EXPECTED and "." in name:
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_text(body, "utf-8")
    return parse_options(arguments)


def parse_options(arguments: list[str]) -> Job:
    """Parse arguments of the command line; new names apply to definitions."""
    command = load_command("generate")
    parameters = command.make_context("generate", [*arguments, "input"]).params
    job = create_job(parameters)
    return replace(job, load=replace(job.load, rename=parameters["rename"]))


class Outcome:
    """The result of loading all files of the current folder."""

    def __init__(self, job: Job) -> None:
        self.render_options = replace(job.render, rename={})
        self.notes: list[Note] = []
        self.documents: dict[str, Document] = {}
        self.loaded: LoadResult | None = None
        self.error_note: Note | None = None
        names = (path.name for path in Path().iterdir())
        inputs = sorted(name for name in names if not name.startswith("."))
        try:
            validate_render_options(self.render_options)
            self.loaded = load(inputs, job.load, RunContext(self.notes, self.documents))
        except DocmodelsError as error:
            self.error_note = error.note

    def output_text(self, kind: str, option: str | None) -> str:
        """Return the actual content for a fence of this kind."""
        if kind == "error":
            return self.message_lines([self.error_note] if self.error_note else [])
        assert self.loaded, self.message_lines([self.error_note] if self.error_note else [])
        match kind:
            case "py":
                text = self.module_text(option or "")
                return text if option == "module" else definitions_text(text)
            case "report":
                return "\n".join(overview(self.loaded)) + "\n"
            case _:
                return self.message_lines(self.notes)

    def module_text(self, option: str) -> str:
        """Render a module of the validation or the target `option`."""
        assert self.loaded
        validation = option if option in {"strict", "exact"} else "natural"
        target = option if option in TARGET_NAMES else "pydantic"
        options = replace(self.render_options, target=target, validation=validation)
        notes: list[Note] = []
        (file,) = render(self.loaded.api, None, options, RunContext(notes))
        self.notes += [note for note in notes if note not in self.notes]
        return file.text

    def message_lines(self, notes: list[Note]) -> str:
        return "".join(f"{line}\n" for line in as_text(notes, self.documents))


def definitions_text(module: str) -> str:
    """Return the part of a module below imports and helpers, and above the JSON functions."""
    module = module.partition("\n\n\n# Reading and writing JSON.")[0].rstrip("\n") + "\n"
    for node in ast.parse(module).body:
        heading = isinstance(node, (ast.Expr, ast.If, ast.Import, ast.ImportFrom))
        names = [getattr(part, "name", getattr(part, "id", "")) for part in (node, *ast.walk(node))]
        name = next(filter(None, names), "")
        if not heading and not name.startswith("_") and name not in HELPERS:
            first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
            return "\n".join(module.split("\n")[first - 1 :])
    return ""


def update_expectations(case: Case, actual: list[tuple[re.Match[str], str]]) -> None:
    """Write new expectations; read the file again, because updates of other cases move offsets."""
    current = next(candidate for candidate in cases(case.file) if candidate.title == case.title)
    text = current.text
    for fence, output in reversed(actual):
        text = text[: fence.start(4)] + output + text[fence.end(4) :]
    file_text = case.file.read_text("utf-8")
    case.file.write_text(file_text[: current.start] + text + file_text[current.end :], "utf-8")


def test_titles_are_unique_per_file() -> None:
    titles = [(case.file, case.title) for case in ALL]
    assert len(titles) == len(set(titles))
