"""Test the example of docs/scale.md with Dask, in an environment of its own."""

from __future__ import annotations

import ast
import re
import shutil
from pathlib import Path

import pytest

import docmodels
from test_build_recipes import require_registry, run, wheels

__all__ = ["wheels"]

ROOT = Path(__file__).parents[1]
SAMPLES = sorted((ROOT / "schemas" / "samples").iterdir())
PAGE = (ROOT / "docs" / "scale.md").read_text("utf-8")
(EXAMPLE,) = re.findall(r"^```python catalogue.py\n(.*?)^```$", PAGE, re.S | re.M)


def test_the_example_writes_a_row_for_a_failure(tmp_path: Path) -> None:
    """The function that workers call needs no Dask."""
    imports = re.compile(r"^(?:import dask|from distributed).*\n", re.M)
    module: dict[str, object] = {"__name__": "catalogue"}
    exec(imports.sub("", EXAMPLE), module)
    generate = module["generate"]
    assert callable(generate)
    row = generate(tmp_path / "no pages", tmp_path)
    assert row["files"] == 0
    assert "cannot read" in row["error"]
    sample = SAMPLES[0]
    row = generate(sample, tmp_path)
    assert (row["error"], row["files"] > 0) == ("", True)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("uv"), reason="uv is not installed")
def test_dask_writes_the_same_models(tmp_path: Path, wheels: str) -> None:
    (tmp_path / "catalogue.py").write_text(EXAMPLE)
    packages = ("--with", "dask[distributed]", "--with", "docmodels", "--find-links", wheels)
    program = ("uv", "run", "--no-project", *packages, "python", "catalogue.py", "2", "models")
    result = run(*program, *map(str, SAMPLES), "missing", cwd=tmp_path)
    require_registry(result)
    rows = [ast.literal_eval(line) for line in result.stdout.splitlines()]
    assert [row["api"] for row in rows] == [*map(str, SAMPLES), "missing"]
    assert [bool(row["error"]) for row in rows] == [False] * len(SAMPLES) + [True]
    for sample in SAMPLES:
        package = tmp_path / "models" / re.sub(r"\W", "_", f"samples_{sample.name}")
        assert docmodels.check(docmodels.load(sample), package) == []
    assert result.stderr.count("MB") == 2, "a line for each worker"
