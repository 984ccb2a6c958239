"""Imports and `__all__` of what is written stand as ruff (and isort) would put them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import black
from hypothesis import given, settings
from hypothesis import strategies as st

from docmodels.targets.python.imports import by_kind, imported_lines
from docmodels.targets.python.source import Import

ROOT = Path(__file__).parents[1]
RULES = "I,E4,E7,E9,F,UP,B,C4,SIM,RUF"
NAMES = st.builds(str.__add__, st.sampled_from("abAB_é"), st.text("abAB_012é", max_size=4))
MODULES = st.sampled_from(
    ["typing", "collections.abc", "pydantic", "pydantic.x", ".a", ".A", ".a_b", ".a2", ".a10"]
)
IMPORTS = st.builds(Import, MODULES, NAMES, st.just("") | NAMES)
WHOLE = st.builds(Import, st.sampled_from(["re", "sys"]), st.just(""), st.just("") | NAMES)


def ruff(rules: str, *more: str, text: str | None = None) -> str:
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", rules, *more]
    run = subprocess.run(command, input=text, capture_output=True, text=True)
    assert run.returncode in (0, 1), run.stderr
    return "" if run.returncode == 0 else run.stdout


@settings(max_examples=50)
@given(st.sets(IMPORTS | WHOLE, min_size=1, max_size=30))
def test_imports_and_exports_stand_as_ruff_would_put_them(imports: set[Import]) -> None:
    found = {each for each in imports if each.alias != each.name}
    names = sorted({each.bound for each in found if each.name}, key=by_kind)
    groups = ("\n".join(group) for group in imported_lines(found))
    text = "\n\n".join([*groups, f"__all__ = {names}\n"])
    text = black.format_str(text, mode=black.Mode())
    assert ruff("I,RUF022", "--diff", "-", text=text) == "", text


def test_ruff_has_nothing_to_say_about_the_samples() -> None:
    more = ("--target-version", "py311", "--line-length", "100", "--output-format", "concise")
    assert ruff(RULES, *more, str(ROOT / "output_samples")) == ""
