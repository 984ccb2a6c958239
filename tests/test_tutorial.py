"""Run the generators of `docs/tutorial-generator.md` on the samples."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import docmodels
from test_representation import has_ajv

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "tutorial-generator.md").read_text("utf-8")
SCRIPTS = dict(re.findall(r"<!-- (\S+) -->\n```\w+\n(.*?)```\n", PAGE, re.DOTALL))
SAMPLES = sorted((ROOT / "schemas" / "samples").iterdir())
ODD_NAMES = {
    "title": "class",
    "type": "object",
    "required": ["import"],
    "properties": {
        "import": {"type": "integer"},
        "a-b": {"type": "number"},
        "a_b": {"enum": ["true", "x"]},
        "A_B": {"type": "string"},
        "1st": {"$ref": "#/$defs/JSON"},
        "__name__": {"type": ["string", "null"]},
        "metadata": {"type": "array", "items": {"$ref": "#/$defs/Base"}},
        "key": {"oneOf": [{"$ref": "#/$defs/Base"}, {"type": "null"}]},
    },
    "$defs": {
        "JSON": {"type": "object", "properties": {"id": {"type": "string"}}},
        "Base": {"type": "object", "properties": {}},
        "Colour": {"enum": ["red", "green"]},
        "Either": {"oneOf": [{"$ref": "#/$defs/JSON"}, {"$ref": "#"}]},
    },
}


@pytest.fixture
def inputs(tmp_path: Path) -> list[Path]:
    """Return the samples, and a schema whose names are reserved or alike."""
    odd = tmp_path / "odd.json"
    odd.write_text(json.dumps(ODD_NAMES))
    return [*SAMPLES, odd]


def namespace(script: str) -> dict[str, object]:
    """Return the names that a script defines."""
    values: dict[str, object] = {"__name__": "tutorial"}
    exec(compile(SCRIPTS[script], script, "exec", dont_inherit=True), values)
    return values


def test_scripts_are_short() -> None:
    lines = {name: len(text.splitlines()) for name, text in SCRIPTS.items()}
    assert lines["sdl.py"] < 80 and lines["tables.py"] < 80, lines
    assert lines["types.cjs"] <= 45, lines


def test_graphql_types_are_a_valid_schema(inputs: list[Path]) -> None:
    graphql = pytest.importorskip("graphql")
    schema = namespace("sdl.py")["Schema"]
    for path in inputs:
        text = schema(docmodels.load(path)).text()
        built = graphql.build_schema(text)
        if path.name == "odd.json":
            assert str(built.type_map["class"].fields["import"].type) == "Int!"
            assert built.type_map["Colour"].values.keys() == {"red", "green"}
            assert str(built.type_map["Either"].types[0]) == "JSON_"


def test_sqlalchemy_tables_are_created(inputs: list[Path]) -> None:
    sqlalchemy = pytest.importorskip("sqlalchemy")
    tables = namespace("tables.py")["tables"]
    for number, path in enumerate(inputs):
        source = tables(docmodels.load(path))
        module = type(sys)(f"tables_{number}")
        sys.modules[module.__name__] = module
        exec(compile(source, module.__name__, "exec", dont_inherit=True), vars(module))
        engine = sqlalchemy.create_engine("sqlite://")
        module.Base.metadata.create_all(engine)
        if path.name == "odd.json":
            row = module.class_(import_=1, a_b=0.5, metadata_=[{}], key=None)
            with sqlalchemy.orm.Session(engine) as session:
                session.add(row)
                session.commit()
                assert (row.key_, row.import_, row.metadata_) == (1, 1, [{}])


@pytest.mark.skipif(not has_ajv(), reason="node does not find ajv (npm install ajv, NODE_PATH)")
def test_javascript_reads_the_representation(inputs: list[Path], tmp_path: Path) -> None:
    (tmp_path / "types.cjs").write_text(SCRIPTS["types.cjs"])
    schema = ROOT / "schemas" / "ir.schema.json"
    for path in inputs:
        (tmp_path / "api.json").write_text(docmodels.export(docmodels.load(path), "ir"))
        command = ["node", str(tmp_path / "types.cjs"), str(schema), str(tmp_path / "api.json")]
        result = subprocess.run(command, capture_output=True, text=True)
        assert result.returncode == 0, result.stderr
    assert 'export type class_ = { "import": number; "a-b"?: number' in result.stdout
    assert 'export type Colour = "red" | "green";' in result.stdout
    (tmp_path / "api.json").write_text("{}")
    assert subprocess.run(command, capture_output=True).returncode == 1


def test_scripts_run_and_are_strictly_typed(tmp_path: Path) -> None:
    for name in ("sdl.py", "tables.py"):
        (tmp_path / name).write_text(SCRIPTS[name])
        command = [sys.executable, str(tmp_path / name), str(SAMPLES[0])]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        result = subprocess.run(command, capture_output=True, text=True, env=environment)
        assert result.returncode == 0, result.stderr


@pytest.mark.slow
def test_scripts_pass_pyright_in_strict_mode(tmp_path: Path) -> None:
    for name in ("sdl.py", "tables.py"):
        (tmp_path / name).write_text(f"# pyright: strict\n{SCRIPTS[name]}")
    settings = {"extraPaths": [str(ROOT / "generator")]}
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings))
    command = [shutil.which("pyright") or "pyright", "--pythonpath", sys.executable, "-p", "."]
    result = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert "0 errors, 0 warnings" in result.stdout, result.stdout
