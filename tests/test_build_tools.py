"""Test `--depfile` and `--stamp` with the real build tools: Make and ninja."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docmodels.io.depfile import depfile_text

PAGE = """# {name}

## Properties

Name | Type | Description | Notes
------------ | ------------- | ------------- | -------------
**{field}** | **str** |  |

[[Back to Model list]](../README.md#documentation-for-models)
"""
NINJA = """rule models
  command = $python -m docmodels generate $folder -o $out --depfile $out.d
  depfile = $out.d
  restat = 1

build shop.py: models
  folder = shop
build tour.py: models
  folder = tour
"""
MAKEFILE = """all: models.stamp
models.stamp:
\t"$(PYTHON)" -m docmodels generate docs parts/api.json -o models --stamp $@ --depfile models.d
-include models.d
"""


def run(*command: str) -> list[str]:
    """Run a command, and return the lines about models on standard error and output."""
    result = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert result.returncode == 0, result.stdout + result.stderr
    lines = (result.stdout + result.stderr).splitlines()
    return sorted(line for line in lines if line.startswith(("wrote", "shop", "tour", "models")))


def change(path: str, old: str, new: str) -> None:
    time.sleep(0.05)
    file = Path(path)
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")


@pytest.mark.skipif(not shutil.which("ninja"), reason="ninja is not installed")
def test_ninja_generates_the_module_of_a_changed_page_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("shop", "tour"):
        Path(name).mkdir()
        Path(name, "Stop.md").write_text(PAGE.format(name="Stop", field="place"))
    Path("build.ninja").write_text(f"python = {sys.executable}\n{NINJA}")
    assert run("ninja", "-v") == ["wrote shop.py", "wrote tour.py"]
    assert "no work to do" in subprocess.run(["ninja"], capture_output=True, text=True).stdout
    change("tour/Stop.md", "place", "plaza")
    assert run("ninja", "-v") == ["wrote tour.py"]
    Path("shop/Tour.md").write_text(PAGE.format(name="Tour", field="title"))
    assert run("ninja", "-v") == ["wrote shop.py"]
    os.unlink("shop/Stop.md")
    assert run("ninja", "-v") == ["wrote shop.py"]
    assert "no work to do" in subprocess.run(["ninja"], capture_output=True, text=True).stdout


@pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")
def test_make_does_nothing_if_nothing_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("docs/more", "parts"):
        Path(folder).mkdir(parents=True)
    Path("docs/A stop #1 $x.md").write_text(PAGE.format(name="Stop", field="place"))
    Path("parts/api.json").write_text('{"title": "Pet", "$ref": "cage.json"}')
    Path("parts/cage.json").write_text('{"type": "object", "properties": {"a": {}}}')
    Path("Makefile").write_text(MAKEFILE)
    make = ("make", f"PYTHON={sys.executable}")
    assert run(*make)[0].startswith("wrote")
    assert run(*make) == []
    time.sleep(0.05)
    os.utime("docs/A stop #1 $x.md")  # only its time changes: the stamp gets a new time, too
    assert run(*make) == ["models is up to date"]
    assert run(*make) == []
    change("parts/cage.json", '"a"', '"b"')
    assert run(*make)[0].startswith("wrote")
    Path("docs/more/Tour.md").write_text(PAGE.format(name="Tour", field="title"))
    assert run(*make)[0].startswith("wrote")
    os.unlink("docs/more/Tour.md")
    assert "deleted 1 stale" in run(*make)[0]
    assert run(*make) == []


def test_depfile_names_settings_templates_and_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("docs").mkdir()
    Path("docs/Stop.md").write_text(PAGE.format(name="Stop", field="place"))
    templates = Path(__file__).parents[1] / "templates"
    shutil.copytree(templates / "pydantic", "looks/pydantic")
    settings = 'inputs = ["docs"]\ntemplates = "looks"\n'
    outputs = '[[modules]]\noutput = "a.py"\n[[modules]]\noutput = "docs/b.py"\n'
    Path("docmodels.toml").write_text(settings + outputs)
    run(sys.executable, "-m", "docmodels", "generate", "--depfile", "out/models.d")
    rules = Path("out/models.d").read_text("utf-8").replace(" \\\n ", "").splitlines()
    template = f"looks/pydantic/{next(iter(templates.glob('pydantic/*'))).name}"
    for output, rule in zip(("a.py", "docs/b.py"), rules, strict=False):
        target, _, paths = rule.partition(": ")
        assert target == output
        assert {"docmodels.toml", "docs/Stop.md", "looks", template} <= {*paths.split()}
        assert "docs" not in paths.split()  # an output in it changes its time


@given(st.dictionaries(st.text(min_size=1), st.lists(st.text(min_size=1))))
def test_depfile_has_one_rule_on_each_line(dependencies: dict[str, list[str]]) -> None:
    text = depfile_text(dependencies).replace(" \\\n  ", " ")
    outputs = [path for path in dependencies if "\n" not in path]
    inputs = {path for output in outputs for path in dependencies[output] if "\n" not in path}
    assert text.count("\n") == len(outputs) + len(inputs - {*outputs})
