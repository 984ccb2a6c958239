"""Test that calls of the library are pure and picklable: they give the same in another process."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

import docmodels
from docmodels.config.options import create_job
from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.rules import RULES, UNREADABLE_INPUT
from docmodels.targets import TARGETS

SAMPLES = sorted((Path(__file__).parents[1] / "schemas" / "samples").iterdir())


@pytest.fixture(scope="module")
def worker() -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(1, get_context("spawn")) as executor:
        yield executor


def load(path: Path) -> tuple[docmodels.Api, list[docmodels.Note]]:
    notes: list[docmodels.Note] = []
    return docmodels.load(path, notes=notes), notes


def round_trip(value: Any) -> Any:
    return pickle.loads(pickle.dumps(value))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_a_worker_gives_the_same(worker: ProcessPoolExecutor, sample: Path, tmp_path: Path) -> None:
    api, notes = load(sample)
    assert round_trip((api, notes)) == (api, notes)
    assert worker.submit(load, sample).result() == (api, notes)
    for target in TARGETS:
        output = tmp_path / target.name.replace("-", "_")
        files = docmodels.render(api, target=target.name, output=output)
        rendered = worker.submit(docmodels.render, api, target=target.name, output=output).result()
        assert rendered == files
    changes = worker.submit(docmodels.generate, sample, output, target=target.name).result()
    assert [change.after for change in changes] == [file.text for file in sorted_files(files)]
    assert worker.submit(docmodels.check, api, output, target=target.name).result() == []
    assert worker.submit(docmodels.export, api, "ir").result() == docmodels.export(api, "ir")
    assert worker.submit(docmodels.compare, api, api).result() == ()


def sorted_files(files: tuple[docmodels.File, ...]) -> list[docmodels.File]:
    return sorted(files, key=lambda file: file.path)


def test_options_are_picklable() -> None:
    job = create_job({
        "inputs": ("docs",), "output": "models", "rename": {"Pet": "Animal"}, "enums": "literal",
        "samples": ("Pet=a.json",), "formats": {"email": "pydantic:EmailStr"}, "accept": ("renamed",),
    })  # fmt: skip
    assert round_trip(job) == job
    assert round_trip(RULES) == RULES


def test_errors_cross_a_process(worker: ProcessPoolExecutor, tmp_path: Path) -> None:
    with pytest.raises(docmodels.DocmodelsError) as caught:
        worker.submit(docmodels.load, tmp_path / "missing.md").result()
    assert caught.value.note.rule == UNREADABLE_INPUT
    assert str(caught.value) == caught.value.note.message
    (tmp_path / "pet.json").write_text('{"title": "Pet", "type": "object"}')
    with pytest.raises(docmodels.UnknownName, match="did you mean `pydantic`") as unknown:
        worker.submit(docmodels.generate, tmp_path, tmp_path / "a.py", target="pydantik").result()
    assert str(round_trip(unknown.value)) == str(unknown.value)


def test_a_document_crosses_a_process_without_its_lines() -> None:
    page = Document("a.md", "one\ntwo\n")
    size = len(pickle.dumps(page))
    assert page.lines == ("one", "two", "")
    assert len(pickle.dumps(page)) == size
    assert round_trip(page) == page
    assert round_trip(page).lines == page.lines


def test_calls_change_neither_their_arguments_nor_the_process(tmp_path: Path) -> None:
    sample = SAMPLES[0]
    api, _ = load(sample)
    before = pickle.dumps(api), os.getcwd(), dict(os.environ), sorted(sample.rglob("*"))
    for _ in range(2):
        docmodels.render(api, target="msgspec", rename={"Recipe": "Dish"})
        docmodels.export(api, "openapi")
        docmodels.generate(sample, tmp_path / "models.py", rename={"Recipe": "Dish"})
    assert (pickle.dumps(api), os.getcwd(), dict(os.environ), sorted(sample.rglob("*"))) == before
