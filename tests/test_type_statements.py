"""Test the aliases of projects that require Python 3.12: `type X = ..`, PEP 695."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

import docmodels
from rendered import import_rendered, load_schemas, read_and_write

TREE = {
    "oneOf": [{"type": "string"}, {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}}]
}
SCHEMAS: dict[str, Any] = {
    "Tree": TREE,
    "Code": {"type": "string", "maxLength": 3},
    "Door": {
        "properties": {
            "code": {"$ref": "#/components/schemas/Code"},
            "tree": {"$ref": "#/components/schemas/Tree"},
        }
    },
}
OWN_TARGETS = ("pydantic", "dataclass", "msgspec", "typeddict")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def require(python: str) -> None:
    text = f'[project]\nname = "shop"\nversion = "1"\nrequires-python = "{python}"\n[tool.black]\n'
    Path("pyproject.toml").write_text(text)


@pytest.mark.parametrize("target", OWN_TARGETS)
@pytest.mark.parametrize(
    ("python", "is_statement"), [(">=3.11", False), (">=3.12", True), (">=3.12,<4", True)]
)
def test_aliases_follow_the_required_python(target: str, python: str, is_statement: bool) -> None:
    require(python)
    api = load_schemas(SCHEMAS)
    (file,) = docmodels.render(api, target=target, output=Path("models.py"))
    assert ("\ntype Code = " in file.text) is is_statement
    assert ("\ntype Tree = " in file.text) is is_statement
    assert ("TypeAlias" in file.text) is not is_statement


def test_a_project_without_a_version_has_no_type_statements() -> None:
    (file,) = docmodels.render(load_schemas(SCHEMAS), output=Path("models.py"))
    assert "Code: TypeAlias = " in file.text


@pytest.mark.skipif(sys.version_info < (3, 12), reason="`type X = ..` needs Python 3.12")
@pytest.mark.parametrize("package", [False, True])
@pytest.mark.parametrize("target", OWN_TARGETS)
def test_type_statements_read_and_write_json(target: str, package: bool) -> None:
    require(">=3.12")
    module = import_rendered(load_schemas(SCHEMAS), target=target, package=package)
    value = {"code": "abc", "tree": ["a", ["b"]]}
    assert read_and_write(target, module.Door, value) == value
