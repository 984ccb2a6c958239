"""What the package imports is what `pyproject.toml` declares; lower bounds are those that CI runs."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "generator" / "docmodels"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
PLUG_INS = {"hooks/hatch.py": {"hatchling"}, "hooks/setuptools.py": {"setuptools"}}
"""Modules that only the named package loads, through its entry points."""
COPIED = {"targets/pydantic/runtime.py": {"pydantic", "pydantic-core"}}
"""Modules that are copied into generated modules and never imported, and what these need."""


def distribution(requirement: str) -> str:
    """The normalized name that a requirement begins with."""
    match = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert match, requirement
    return re.sub(r"[-_.]+", "-", match[0]).lower()


def imported_packages(path: Path) -> Iterator[str]:
    """Yield the top-level packages that a module imports, late imports included.

    Imports of generated code are text in other places and not seen here.
    """
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield (node.module or "").partition(".")[0]


def module_name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=module_name)
def test_imports_are_declared(path: Path) -> None:
    distributions = packages_distributions()
    declared = {distribution(requirement) for requirement in PROJECT["dependencies"]}
    module = module_name(path)
    allowed = declared | PLUG_INS.get(module, set()) | COPIED.get(module, set())
    undeclared = [
        name
        for name in imported_packages(path)
        if name not in sys.stdlib_module_names
        and name != "docmodels"
        and not {distribution(one) for one in distributions.get(name, [name])} & allowed
    ]
    assert undeclared == []


def test_dependencies_have_lower_bounds_and_no_upper_bounds() -> None:
    for requirement in PROJECT["dependencies"]:
        bounds = requirement.removeprefix(distribution(requirement))
        assert re.fullmatch(r">=[\d.]+", bounds), requirement
