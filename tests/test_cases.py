"""Literate tests: `cases/*.md` say what is written and what comes of it.

A heading of the second or third level is a case; those of the README count where they show an
outcome. Fences with a file name (`md Pet.md`, `yaml api.yaml`) are its
inputs, an `options` fence holds words of the command line; the others say what comes of them: `py`, `py exact` or
`py dataclass` a module below its imports, `report` what inspect shows, `notes` the messages, `error` the message that ends the run.
`pytest tests/test_cases.py --update` writes them anew; read the diff before committing it.
"""

from __future__ import annotations

import ast
import re
import shlex
from dataclasses import dataclass, fields
from pathlib import Path

import pytest

import docmodels
from docmodels.cli import cli
from docmodels.cli.inspect import overview
from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.notes import DocmodelsError, Note, Severity
from docmodels.diagnostics.rendering import as_text
from docmodels.pipeline import LoadOptions, LoadResult, load
from docmodels.targets.pydantic.runtime import WORDS

CASES = Path(__file__).parent / "cases"
README = CASES.parents[1] / "README.md"
HEADING = re.compile(r"^#{2,3} (.+)\n", re.M)
FENCE = re.compile(r"^(`{3,})(\w+)(?: ([^\n`]+))?\n(.*?)^\1$", re.M | re.S)
EXPECTED = ("py", "report", "notes", "error")


@dataclass(frozen=True)
class Case:
    """One heading of one file; `start` and `end` are where its text stands."""

    file: Path
    title: str
    start: int
    end: int
    text: str


def cases(file: Path) -> list[Case]:
    text = file.read_text("utf-8")
    fences = [match.span() for match in FENCE.finditer(text)]
    found = [
        match
        for match in HEADING.finditer(text)
        if not any(start < match.start() < end for start, end in fences)
    ]
    ends = [match.start() for match in found[1:]] + [len(text)]
    return [
        Case(file, match[1], match.end(), end, text[match.end() : end])
        for match, end in zip(found, ends, strict=True)
    ]


def shows_outcome(case: Case) -> bool:
    kinds = {fence[2] for fence in FENCE.finditer(case.text)}
    return bool(kinds & set(EXPECTED))


ALL = [case for file in sorted(CASES.glob("**/*.md")) for case in cases(file)]
ALL += filter(shows_outcome, cases(README))


@pytest.mark.parametrize("case", ALL, ids=lambda case: f"{case.file.stem}: {case.title}")
def test_case(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.chdir(tmp_path)
    fences = list(FENCE.finditer(case.text))
    words: list[str] = []
    for _, kind, name, body in (fence.groups() for fence in fences):
        if kind == "options":
            words += shlex.split(body)
        elif kind not in EXPECTED:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(body, "utf-8")
    outcome = Outcome(reading(words))
    fresh = [(fence, outcome.of(fence[2], fence[3])) for fence in fences if fence[2] in EXPECTED]
    assert fresh, "a case expects something"
    if request.config.getoption("--update"):
        update(case, fresh)
        return
    for fence, found in fresh:
        assert found == fence[4]
    kinds = {fence[2] for fence, _ in fresh}
    doubts = [note for note in outcome.notes if note.rule.severity is not Severity.INFO]
    assert not doubts or kinds & {"notes", "error"}, "notes that no fence expects"


def reading(words: list[str]) -> LoadOptions:
    """What words of the command line ask for."""
    command = cli.commands["inspect"]
    given = command.make_context("inspect", [*words, "input"]).params
    names = {field.name for field in fields(LoadOptions)}
    return LoadOptions(**{name: value for name, value in given.items() if name in names})


class Outcome:
    """What comes of the files in the current folder, read once."""

    def __init__(self, how: LoadOptions) -> None:
        self.notes: list[Note] = []
        self.documents: dict[str, Document] = {}
        self.loaded: LoadResult | None = None
        self.failed: Note | None = None
        inputs = sorted(path.name for path in Path().iterdir())
        try:
            self.loaded = load(inputs, how, self.notes, self.documents)
        except DocmodelsError as error:
            self.failed = error.note

    def of(self, kind: str, option: str | None) -> str:
        if kind == "error":
            return self.lines([self.failed] if self.failed else [])
        assert self.loaded, self.lines([self.failed] if self.failed else [])
        match kind:
            case "py":
                written: list[Note] = []
                exact = option == "exact"
                (file,) = docmodels.render(
                    self.loaded.api,
                    target="pydantic" if exact else option or "pydantic",
                    validation="exact" if exact else "natural",
                    notes=written,
                )
                self.notes += [note for note in written if note not in self.notes]
                return body(file.text)
            case "report":
                return "\n".join(overview(self.loaded)) + "\n"
            case _:
                return self.lines(self.notes)

    def lines(self, notes: list[Note]) -> str:
        return "".join(f"{line}\n" for line in as_text(notes, self.documents))


def body(module: str) -> str:
    """What stands below docstring, imports, `__all__` and words, and above the reading of JSON."""
    module = module.partition("\n\n\n# Reading and writing JSON.")[0].rstrip("\n") + "\n"
    for node in ast.parse(module).body:
        heading = isinstance(node, (ast.Expr, ast.If, ast.Import, ast.ImportFrom))
        names = [getattr(part, "name", getattr(part, "id", "")) for part in (node, *ast.walk(node))]
        name = next(filter(None, names), "")
        if not heading and not name.startswith("_") and name not in WORDS:
            first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
            return "\n".join(module.split("\n")[first - 1 :])
    return ""


def update(case: Case, fresh: list[tuple[re.Match[str], str]]) -> None:
    """Write new expectations; the file is read again, as earlier cases may have grown."""
    current = next(other for other in cases(case.file) if other.title == case.title)
    text = current.text
    for fence, found in reversed(fresh):
        text = text[: fence.start(4)] + found + text[fence.end(4) :]
    whole = case.file.read_text("utf-8")
    case.file.write_text(whole[: current.start] + text + whole[current.end :], "utf-8")


def test_titles_are_unique_in_a_file() -> None:
    titles = [(case.file, case.title) for case in ALL]
    assert len(titles) == len(set(titles))
