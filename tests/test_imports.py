"""Test that generated imports and `__all__` have the order of ruff and isort."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import black
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import docmodels
from docmodels.targets.python.imports import export_sort_key, import_lines
from docmodels.targets.python.source import Import
from rendered import load_schemas

ROOT = Path(__file__).parents[1]
RULES = "I,E4,E7,E9,F,UP,B,C4,SIM,RUF"
NAMES = st.builds(str.__add__, st.sampled_from("abAB_é"), st.text("abAB_012é", max_size=4))
MODULES = st.sampled_from(
    ["typing", "collections.abc", "pydantic", "pydantic.x", ".a", ".A", ".a_b", ".a2", ".a10"]
)
NAME_IMPORTS = st.builds(Import, MODULES, NAMES, st.just("") | NAMES)
MODULE_IMPORTS = st.builds(Import, st.sampled_from(["re", "sys"]), st.just(""), st.just("") | NAMES)


def ruff(rules: str, *options: str, text: str | None = None) -> str:
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", rules, *options]
    run = subprocess.run(command, input=text, capture_output=True, text=True)
    assert run.returncode in (0, 1), run.stderr
    return "" if run.returncode == 0 else run.stdout


@settings(max_examples=50)
@given(st.sets(NAME_IMPORTS | MODULE_IMPORTS, min_size=1, max_size=30))
def test_imports_and_exports_have_the_order_of_ruff(imports: set[Import]) -> None:
    distinct = {imported for imported in imports if imported.alias != imported.name}
    names = sorted({imported.bound for imported in distinct if imported.name}, key=export_sort_key)
    groups = ("\n".join(group) for group in import_lines(distinct))
    text = "\n\n".join([*groups, f"__all__ = {names}\n"])
    text = black.format_str(text, mode=black.Mode())
    assert ruff("I,RUF022", "--diff", "-", text=text) == "", text


def test_samples_pass_ruff() -> None:
    options = ("--target-version", "py311", "--line-length", "100", "--output-format", "concise")
    # Across modules, ruff does not see that a class is a pydantic model, which copies its defaults.
    options += ("--per-file-ignores", "*/package/*:RUF012")
    assert ruff(RULES, *options, str(ROOT / "output_samples")) == ""


def test_types_of_which_any_takes_the_place_are_not_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    moment = {"type": "string", "format": "date-time", "minLength": 20}
    number = {"type": "number", "minimum": 1}
    union = {"anyOf": [moment, number, {"description": "Anything else."}]}
    fields = {
        "pair": {"type": "array", "prefixItems": [number, moment]},
        "union": union,
        "items": {"type": "array", "items": union},
        "values": {"type": "object", "additionalProperties": union},
    }
    api = load_schemas({"Model": {"type": "object", "properties": fields}})
    for target in ("pydantic", "dataclass", "msgspec", "typeddict"):
        validations = ("natural", "strict", "exact") if target == "pydantic" else ("natural",)
        for validation in validations:
            options = {"target": target, "validation": validation}
            (file,) = docmodels.render(api, output=Path("models.py"), **options)
            assert ruff("F401", "-", text=file.text) == ""
            assert "AnyOf" not in file.text
