"""Test that the same inputs give the same models, however the arguments are written."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from docmodels.cli import cli

PAGE = """# App

## Properties

Name | Type | Description | Notes
------------ | ------------- | ------------- | -------------
**{field}** | **str** |  |

[[Back to Model list]](../README.md#documentation-for-models)
"""


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two models of one name beside each other, and one in a folder below."""
    folder = tmp_path / "i"
    (folder / "inner").mkdir(parents=True)
    (folder / "App.md").write_text(PAGE.format(field="name"))
    (folder / "Application.md").write_text(PAGE.format(field="title"))
    (folder / "inner" / "App.md").write_text(PAGE.format(field="size"))
    monkeypatch.chdir(folder)
    return folder


def module(*inputs: str) -> str:
    result = CliRunner().invoke(cli, ["generate", *inputs, "-o", "-", "--quiet"])
    assert result.exit_code == 0, result.stderr
    return result.stdout


def test_class_names_do_not_depend_on_the_spelling_of_a_path(
    pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {module("."), module(str(pages)), module("../i"), module("inner/..")}
    monkeypatch.chdir(pages / "inner")
    texts |= {module(".."), module("../App.md", "../Application.md", "App.md")}
    monkeypatch.chdir(pages.parent)
    texts |= {module("i"), module("./i/"), module("i/**/*.md")}
    (text,) = texts
    assert [f"class {name}(" in text for name in ("App", "App2", "InnerApp")] == [True] * 3


def test_class_names_do_not_depend_on_the_name_of_the_folder(pages: Path) -> None:
    before = module(".")
    os.rename(pages, pages.with_name("j"))
    os.chdir(pages.with_name("j"))
    assert module(str(pages.with_name("j"))) == before


def test_a_path_through_a_link_gives_the_same_models(pages: Path) -> None:
    os.symlink(pages, pages.parent / "link")
    assert module("../link") == module(".")


def test_the_order_of_arguments_does_not_change_the_output(pages: Path) -> None:
    Path("api.json").write_text('{"title": "First", "type": "object", "properties": {"b": {}}}')
    Path("more.json").write_text('{"title": "Second", "type": "object", "properties": {"a": {}}}')
    names = ["App.md", "inner/App.md", "api.json", "more.json"]
    texts = {module(*order) for order in itertools.permutations(names)}
    assert len(texts) == 1
