"""Test the header above every module, and the mark by which docmodels recognises its files."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from click.testing import CliRunner

import docmodels
from docmodels.cli import cli
from docmodels.diagnostics.notes import DocmodelsError
from docmodels.io.marks import MARK
from docmodels.io.output_files import is_managed
from docmodels.targets import Target, TargetOptions, target_names, write_modules
from docmodels.targets.python.header import parse_header, with_header
from docmodels.targets.python.source import ModuleText

LICENCE = "# Copyright 2026 Shop Ltd.\n#\n# Reuse is permitted."
SCHEMA = '{"title": "Order", "type": "object", "properties": {"item": {"$ref": "#/$defs/Item"}}, '
SCHEMA += '"$defs": {"Item": {"type": "object", "properties": {"id": {"type": "integer"}}}}}'


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one schema; the current folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "order.json").write_text(SCHEMA)
    return tmp_path


def run(*arguments: str) -> str:
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize("target", target_names())
def test_every_module_has_the_header_and_the_mark(target: str) -> None:
    api = docmodels.load("order.json")
    for output in ("models.py", "models"):
        for file in docmodels.render(api, target=target, output=output, header=LICENCE):
            assert file.text.startswith(f"{LICENCE}\n\n{MARK} Digest: ")
            assert is_managed(file.text)
            ast.parse(file.text)


def test_command_line_settings_and_library_write_the_same() -> None:
    run("generate", "order.json", "-o", "a.py", "--header", LICENCE)
    Path("pyproject.toml").write_text(
        f'[tool.docmodels]\ninputs = ["order.json"]\noutput = "b.py"\nheader = """\n{LICENCE}\n"""\n'
    )
    run("generate")
    docmodels.generate("order.json", "c.py", header=LICENCE)
    texts = {Path(name).read_text() for name in ("a.py", "b.py", "c.py")}
    assert len(texts) == 1
    run("check")
    assert docmodels.check(docmodels.load("order.json"), "c.py", header=LICENCE) == []


def test_a_long_header_does_not_hide_the_mark() -> None:
    run("generate", "order.json", "-o", "a.py", "--header", "# Licence.\n\n" + "# Text.\n" * 300)
    run("generate", "order.json", "-o", "a.py")
    assert Path("a.py").read_text().startswith(MARK)


def test_a_template_without_the_mark_gets_it() -> None:
    Path("looks/shared").mkdir(parents=True)
    Path("looks/shared/header.j2").write_text("#!/usr/bin/env python\n# Ours.\n")
    for header in ("", LICENCE):
        run("generate", "order.json", "-o", "a.py", "--templates", "looks", "--header", header)
        text = Path("a.py").read_text()
        assert f"#!/usr/bin/env python\n# Ours.\n{MARK} Digest: " in text
        assert text.startswith(LICENCE if header else "#!")


def test_files_in_other_languages_stay_as_they_are() -> None:
    target = Target("sql", "tables", lambda *_: [ModuleText("a.sql", "x"), ModuleText("a.py", "")])
    options = TargetOptions(header=parse_header(LICENCE))
    sql, module = write_modules(docmodels.load("order.json"), target, options, [])
    assert sql.text == "x"
    assert module.text == f"{LICENCE}\n\n{MARK}\n"


def test_mark_is_added_once() -> None:
    assert with_header(with_header("x = 1\n", ()), ()) == f"{MARK}\nx = 1\n"


@pytest.mark.parametrize("text", ["", "\n", "\r\n\n", "   "])
def test_an_empty_header_is_none(text: str) -> None:
    assert parse_header(text) == ()


def test_line_ends_and_trailing_spaces_are_normalised() -> None:
    assert parse_header("\n# a \r\n\r# b\t\n# c\n") == ("# a", "", "# b", "# c")
    assert parse_header("# coding: utf-8\n#\n# coding: latin-1") == (
        "# coding: utf-8",
        "#",
        "# coding: latin-1",
    )


@pytest.mark.parametrize(
    ("text", "message", "help"),
    [
        ("# a\nimport os", "line 2 of `header` is not a comment: 'import os'", "with `#`"),
        ("# a\rimport os", "line 2 of `header` is not a comment: 'import os'", "with `#`"),
        ("  # a\n  b", "line 1 of `header` is not a comment: '  # a'", "with `#`"),
        ("# a\0b", "line 1 of `header` contains a control character", "remove"),
        ("#\n# -*- coding: latin-1 -*-", "line 2 of `header` declares the encoding latin-1", "rem"),
    ],
)
def test_other_lines_are_refused(text: str, message: str, help: str) -> None:
    with pytest.raises(DocmodelsError) as caught:
        docmodels.generate("no such file.json", "a.py", header=text)
    note = caught.value.note
    assert note.rule.name == "invalid-option"
    assert note.message.startswith(message)
    assert help in note.help
