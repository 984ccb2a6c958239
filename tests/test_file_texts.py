"""Test that the texts of pages are forgotten after reading, and read again to quote a line."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from docmodels.config.options import LoadOptions
from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.rendering import as_text
from docmodels.io.file_texts import file_document
from docmodels.pages import Page
from docmodels.pipeline import RunContext, load

TABLE = "Name | Type | Description | Notes\n------------ | ------------- | ------------- | -------------\n"
ROW = "**owner** | [**Owner**](Owner.md) | Who feeds it. | \n"
PAGE = f"# Pet\n\n## Properties\n\n{TABLE}{ROW}"


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a page with a reference to a model that no page defines."""
    monkeypatch.chdir(tmp_path)
    path = Path("Pet.md")
    path.write_text(PAGE, "utf-8")
    return path


def loaded() -> RunContext:
    context = RunContext()
    load("Pet.md", LoadOptions(), context)
    return context


def has_text(document: Document, text: str) -> bool:
    """Whether a text is in memory: a document is pickled without reading its file again."""
    return text.encode() in pickle.dumps(document)


def test_a_run_does_not_hold_the_text_of_a_page(page: Path) -> None:
    document = loaded().documents["Pet.md"]
    assert not has_text(document, "Who feeds it.")
    assert document.text == PAGE
    assert not has_text(document, "Who feeds it.")


def test_a_note_quotes_a_page_that_is_read_again(page: Path) -> None:
    context = loaded()
    assert any(ROW.strip() in line for line in as_text(context.notes, context.documents))


@pytest.mark.parametrize("change", [PAGE.replace("feeds", "feed"), None], ids=["changed", "gone"])
def test_a_note_does_not_quote_a_page_that_changed(page: Path, change: str | None) -> None:
    context = loaded()
    page.unlink() if change is None else page.write_text(change, "utf-8")
    lines = [*as_text(context.notes, context.documents)]
    assert any("Pet.md:7:" in line for line in lines)
    assert not any("Who feed" in line for line in lines)


def test_a_document_without_its_text_is_read_in_another_process(page: Path) -> None:
    document = pickle.loads(pickle.dumps(loaded().documents["Pet.md"]))
    assert document.text == PAGE


def test_a_page_can_be_used_after_its_sections_were_forgotten(page: Path) -> None:
    parsed = Page(file_document("Pet.md", page.read_bytes()))
    sections = parsed.sections
    parsed.forget()
    assert "sections" not in vars(parsed)
    assert parsed.sections == sections
