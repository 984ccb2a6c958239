"""Test `docmodels init`: settings from the look of a folder, and from datamodel-code-generator."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from datamodel_code_generator import arguments
from hypothesis import given
from hypothesis import strategies as st

from docmodels.cli import cli
from docmodels.config import datamodel_codegen as peer
from docmodels.config.options import SETTINGS
from docmodels.pipeline.first_settings import toml_value

SAMPLE = Path(__file__).parents[1] / "schemas" / "samples" / "tasks"
SCHEMA = '{"title": "Pet", "type": "object", "properties": {"photoUrls": {"type": "string"}}}'
OPENAPI = 'openapi: 3.1.0\ninfo: {title: T, version: "1"}\npaths: {}\n'


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def settings(file: str = "docmodels.toml") -> dict[str, Any]:
    table = tomllib.loads(Path(file).read_text("utf-8"))
    return table if file == "docmodels.toml" else table["tool"]["docmodels"]


def package(path: str) -> None:
    Path(path).mkdir(parents=True)
    Path(path, "__init__.py").touch()


# --- from the look of the folder ------------------------------------------------------------------


def test_settings_name_model_pages_and_the_package() -> None:
    shutil.copytree(SAMPLE, "docs/models")
    Path("docs/latin.md").write_bytes(b"# Caf\xe9\n")
    Path("venv/lib/site-packages").mkdir(parents=True)
    shutil.copy(SAMPLE / "Task.md", "venv/lib/site-packages/Task.md")
    package("src/shop")
    result = run("init")
    assert result.stderr == "wrote settings to docmodels.toml; now run: docmodels generate\n"
    assert settings() == {
        "inputs": ["docs/models"],
        "output": "src/shop/models.py",
        "target": "pydantic",
    }
    text = Path("docmodels.toml").read_text()
    assert "# 5 model pages\ninputs" in text
    assert "# the package of the project is src/shop\noutput" in text
    assert run("generate").exit_code == 0
    assert "class Task" in Path("src/shop/models.py").read_text()
    result = run("init")
    assert (result.exit_code, "the project has settings already" in result.stderr) == (2, True)


def test_settings_join_those_of_a_project() -> None:
    shutil.copytree(SAMPLE, "docs")
    Path("openapi.yaml").write_text(OPENAPI)
    package("shop")
    package("other")
    Path("shop/models.py").write_text("MINE = 1\n")
    before = b'[project]\r\nname = "shop"\r\ndependencies = ["pydantic-settings", "msgspec>=0.18"]'
    Path("pyproject.toml").write_bytes(before)
    assert run("init").exit_code == 0
    assert Path("pyproject.toml").read_bytes().startswith(before + b"\r\n\r\n[tool.docmodels]\r\n")
    assert settings("pyproject.toml") == {
        "inputs": ["openapi.yaml"],
        "output": "shop/api_models.py",
        "target": "msgspec",
    }
    assert "1 API description; 5 model pages beside them" in Path("pyproject.toml").read_text()


def test_many_documents_are_named_by_their_folders() -> None:
    for number in range(6):
        Path(f"schemas/{number % 2}").mkdir(parents=True, exist_ok=True)
        Path(f"schemas/{number % 2}/{number}.json").write_text(SCHEMA)
    assert run("init").exit_code == 0
    assert settings()["inputs"] == ["schemas/0", "schemas/1"]


def test_a_folder_without_documents_is_an_error() -> None:
    Path("README.md").write_text("# Hello\n")
    result = run("init")
    assert (result.exit_code, "error[no-models]" in result.stderr) == (2, True)
    assert not Path("docmodels.toml").exists()


VALUES = st.recursive(
    st.text(st.characters(exclude_categories=["Cs"])) | st.booleans(),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=4), inner, max_size=3
    ),
    max_leaves=5,
)


@given(VALUES)
def test_values_are_written_as_toml(value: Any) -> None:
    assert tomllib.loads(f"value = {toml_value(value)}") == {"value": value}


# --- from datamodel-code-generator ----------------------------------------------------------------

PEER = """[tool.datamodel-codegen]
input = "pet.json"
output = "models.py"
output-model-type = "dataclasses.dataclass"
snake-case-field = true
enum_field_as_literal = "all"
use-pendulum = true
custom-file-header = "# Copyright 2026 Shop Ltd."
model-name-map = '{"Pet": "Animal"}'
strict-nullable = false
unheard-of = 1
"""


def test_settings_of_the_peer_are_translated() -> None:
    Path("pet.json").write_text(SCHEMA)
    Path("pyproject.toml").write_text(PEER)
    assert run("init", "--from-datamodel-codegen").exit_code == 0
    assert settings("pyproject.toml") == {
        "inputs": ["pet.json"],
        "output": "models.py",
        "target": "dataclass",
        "header": "# Copyright 2026 Shop Ltd.",
        "enums": "literal",
        "rename": {"Pet": "Animal"},
    }
    text = Path("pyproject.toml").read_text()
    assert text.startswith(PEER)
    assert "# snake-case-field: docmodels always does that (attributes are in snake case" in text
    assert "# use-pendulum: use `formats`" in text
    assert "# unheard-of: no option of that name" in text
    assert "strict-nullable:" not in text, "it is off"
    assert run("generate").exit_code == 0
    assert "class Animal" in Path("models.py").read_text()


def test_jobs_of_the_peer_become_modules() -> None:
    Path("pet.json").write_text(SCHEMA)
    jobs = '[tool.datamodel-codegen.jobs.a]\noutput = "a.py"\n[tool.datamodel-codegen.jobs."b c"]\n'
    table = '[tool.datamodel-codegen]\ninput = "pet.json"\nuse-field-description = true\n'
    Path("pyproject.toml").write_text(f'{table}{jobs}output = "b.py"\nstrict-types = ["str"]\n')
    assert run("init", "--from-datamodel-codegen").exit_code == 0
    assert settings("pyproject.toml")["modules"] == [
        {"inputs": ["pet.json"], "output": "a.py"},
        {"inputs": ["pet.json"], "output": "b.py", "validation": "strict"},
    ]
    assert run("generate").stderr == "wrote a.py\nwrote b.py\n"


def test_no_settings_of_the_peer_are_an_error() -> None:
    for text in ("", "[tool]\ndatamodel-codegen = 1\n"):
        Path("pyproject.toml").write_text(text)
        result = run("init", "--from-datamodel-codegen")
        assert (result.exit_code, "there is no [tool.datamodel-codegen]" in result.stderr) == (
            2,
            True,
        )


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (
            {"url": "https://example.org/a.json"},
            {"inputs": ["https://example.org/a.json"], "allow-remote": True},
        ),
        ({"base-class": "shop.base.Model"}, {"base-class": "shop.base:Model"}),
        ({"base-class": "pydantic.BaseModel"}, {}),
        ({"enum-field-as-literal": "one"}, {}),
        ({"generate-schema-validators": True}, {"validation": "exact"}),
        ({"read-only-write-only-model-type": "all"}, {"split-readonly": True}),
        (
            {"output-datetime-class": "AwareDatetime"},
            {"formats": {"date-time": "pydantic:AwareDatetime"}},
        ),
        (
            {"output-datetime-class": "datetime", "output-date-class": "PastDate"},
            {"formats": {"date": "pydantic:PastDate"}},
        ),
        ({"no-use-annotated": False}, {}),
        ({"input-file-type": "graphql"}, {}),
    ],
)
def test_options_with_a_meaning(options: dict[str, Any], expected: dict[str, Any]) -> None:
    translation = peer.translate({**options, "use-field-description": True})
    assert translation.settings == expected
    assert not translation.remarks


@pytest.mark.parametrize(
    "options",
    [
        {"custom-file-header": "x = 1"},
        {"model-name-map": "names.json"},
        {"model-name-map": {"#/$defs/Pet": "Animal"}},
        {"output-model-type": "attrs"},
        {"input-file-type": "dict"},
        {"encoding": "latin-1"},
        {"input": 3},
        {"use-unique-items-as-set": True},
        {"server-layout": "x"},
    ],
)
def test_options_without_a_meaning_have_a_reason(options: dict[str, Any]) -> None:
    translation = peer.translate({**options, "use-field-description": True})
    assert translation.settings == {}
    (remark,) = translation.remarks
    assert remark.startswith(f"{next(iter(options))}: ")
    assert "no option of that name" not in remark


def test_descriptions_stay_where_the_peer_writes_them() -> None:
    assert peer.translate({}).settings == {"descriptions": "schema"}
    assert peer.translate({"output-model-type": "typing.TypedDict"}).settings == {
        "target": "typeddict"
    }


def test_every_option_of_the_installed_peer_is_in_a_table() -> None:
    names = {
        option.lstrip("-").removeprefix("no-")
        for action in arguments.arg_parser._actions
        for option in action.option_strings
        if option.startswith("--")
    }
    tables = (*peer.TRANSLATIONS, *peer.ALWAYS, *peer.NO_COUNTERPART)
    prefixes = ("server-", "client-", "http-")
    assert not {name for name in names if name not in tables and not name.startswith(prefixes)}
    keys = {option.key for option in SETTINGS}
    values = ({**peer.TRANSLATIONS, "x": lambda _: {}}[name]("x.Y") for name in peer.TRANSLATIONS)
    assert {key for value in values if value for key in value} <= keys
