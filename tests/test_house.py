"""The rules of the house: who may import whom, how large things may be, what every message needs."""

from __future__ import annotations

import ast
import re
import symtable
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from docmodels.diagnostics.notes import Rule
from docmodels.diagnostics.rules import RULES

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "generator" / "docmodels"
MODULES = sorted(PACKAGE.rglob("*.py"))
CASES = ROOT / "tests" / "cases"
GENERATED_SOURCES = {
    PACKAGE / "targets" / "dataclass" / name for name in ("codec.py", "json_model.py")
}
"""Modules whose source is written into generated ones."""

SPLIT = {"targets", "pages"}
"""Rooms whose folders are rooms of their own."""
CONTRACT = {"ir", "diagnostics"}
WRITING = CONTRACT | {"targets.plan", "targets.python"}
MAY_IMPORT: dict[str, set[str]] = {
    "ir": set(),
    "diff": CONTRACT,
    "diagnostics": {"ir"},
    "io": CONTRACT,
    "pages": CONTRACT | {"pages.*", "pages.families", "plugins"},
    "pages.*": CONTRACT | {"inference"},
    "pages.languages": CONTRACT | {"pages.*"},
    "pages.families": CONTRACT | {"inference", "pages.*", "pages.languages"},
    "alias_generators": {"ir"},
    "readers": CONTRACT | {"alias_generators", "io", "plugins"},
    "inference": CONTRACT,
    "passes": CONTRACT | {"inference"},
    "targets": WRITING
    | {"plugins"}
    | {f"targets.{name}" for name in ("dataclass", "dcg", "msgspec", "pydantic", "typeddict")},
    "targets.plan": CONTRACT,
    "targets.python": CONTRACT | {"io", "targets.plan"},
    "targets.pydantic": WRITING | {"alias_generators"},
    "targets.dataclass": WRITING | {"alias_generators"},
    "targets.dcg": WRITING | {"io"},
    "targets.typeddict": WRITING,
    "targets.msgspec": WRITING,
    "plugins": {"diagnostics"},
    "config": CONTRACT,
    "pipeline": WRITING
    | {
        "config",
        "diff",
        "io",
        "pages",
        "pages.*",
        "readers",
        "inference",
        "passes",
        "plugins",
        "targets",
    },
    "library": CONTRACT | {"config", "diff", "html_report", "io", "pipeline"},
    "": CONTRACT | {"config", "diff", "io", "library"},
    "html_report": CONTRACT | {"inference", "io", "pipeline"},
    "cli": CONTRACT | {"", "config", "diff", "io", "html_report", "pages", "pipeline", "plugins"},
    "__main__": {"cli", "config", "io"},
    "hooks": {"config", "diagnostics", "io", "pipeline"},
}
"""Rooms by what they may import besides themselves; "" is the package itself, and `pages.*` are the
modules of `pages` beside its folders."""
SOFT, HARD, LONGEST, P90, PARAMETERS = 250, 400, 50, 30, 5
TOP_MODULES = 5
VAGUE = re.compile(
    r"(Manager|Helper|Util|Base|Abstract|Impl|Processor)s?$|^(utils?|helpers?|misc)$"
)


def room(path: Path) -> str:
    """The room that a module stands in."""
    return room_of(".".join(path.relative_to(PACKAGE).with_suffix("").parts))


def room_of(name: str) -> str:
    """The room of a module, or of a name in it, by its dotted path in the package."""
    first, _, inner = name.removesuffix("__init__").strip(".").partition(".")
    second = inner.partition(".")[0]
    if first in SPLIT and (PACKAGE / first / second).is_dir() and second:
        return f"{first}.{second}"
    return f"{first}.*" if first in SPLIT and (PACKAGE / first / f"{second}.py").exists() else first


def imported(path: Path) -> set[str]:
    """The rooms that a module imports, at its top or late."""
    rooms: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: use absolute imports"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            package, _, path_in_package = name.partition(".")
            if package == "docmodels":
                rooms.add(room_of(path_in_package))
    return rooms - {room(path)}


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.walk(ast.parse(path.read_text("utf-8")))
    return [node for node in tree if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def name(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


def test_few_modules_stand_at_the_top() -> None:
    assert len([*PACKAGE.glob("*.py")]) <= TOP_MODULES


def test_rooms_have_no_cycles() -> None:
    assert list(TopologicalSorter(MAY_IMPORT).static_order())


def test_every_room_is_on_the_plan() -> None:
    assert {room(path) for path in MODULES} == set(MAY_IMPORT)


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_imports_only_downwards(path: Path) -> None:
    assert imported(path) <= MAY_IMPORT[room(path)]


@pytest.mark.parametrize("path", sorted(set(MODULES) - GENERATED_SOURCES), ids=name)
def test_values_are_structs(path: Path) -> None:
    assert not re.search(r"^ *(?:from|import) dataclasses\b", path.read_text("utf-8"), re.M), "0041"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_modules_have_a_docstring_and_are_short(path: Path) -> None:
    text = path.read_text("utf-8")
    assert ast.get_docstring(ast.parse(text)), "a module docstring"
    assert len(text.splitlines()) <= HARD


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_functions_are_short_and_take_few_parameters(path: Path) -> None:
    long = [(node.name, length(node)) for node in functions(path) if length(node) > LONGEST]
    wide = [
        node.name
        for node in functions(path)
        if len(node.args.posonlyargs) + len(node.args.args)
        + (len(node.args.kwonlyargs) if room(path) != "library" else 0)  # they take options by name
        - (bool(node.args.args) and node.args.args[0].arg in ("self", "cls"))
        > PARAMETERS
    ]  # fmt: skip
    assert not long
    assert not wide


def test_most_functions_are_shorter_still() -> None:
    lengths = sorted(length(node) for path in MODULES for node in functions(path))
    assert lengths[int(len(lengths) * 0.9)] <= P90


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_names_are_specific(path: Path) -> None:
    tree = ast.walk(ast.parse(path.read_text("utf-8")))
    classes = [node.name for node in tree if isinstance(node, ast.ClassDef)]
    assert not [class_name for class_name in (*classes, path.stem) if VAGUE.search(class_name)]


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_what_is_public_is_documented(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    public = [
        node
        for node in tree.body
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)) and not node.name.startswith("_")
    ]
    assert not [node.name for node in public if not ast.get_docstring(node)]


def shadowing_comprehensions(scope: symtable.SymbolTable) -> Iterator[str]:
    """Yield the variables of list, set and dict comprehensions that have the name of a free variable.

    Python 3.12 to 3.15 run these comprehensions in the scope of their function (PEP 709). A nested function or
    generator after one finds no value in such a free variable there.
    """
    free = scope.get_frees() if isinstance(scope, symtable.Function) else ()
    for child in scope.get_children():
        if child.get_name() in ("listcomp", "setcomp", "dictcomp"):
            targets = {symbol.get_name() for symbol in child.get_symbols() if symbol.is_assigned()}
            yield from (f"line {child.get_lineno()}: {name}" for name in targets & {*free})
        yield from shadowing_comprehensions(child)


shows_comprehensions = pytest.mark.skipif(
    sys.version_info >= (3, 12),
    reason="the symbol table of newer versions has them in the function",
)


@shows_comprehensions
@pytest.mark.parametrize("path", MODULES, ids=name)
def test_comprehensions_shadow_no_free_variables(path: Path) -> None:
    assert not list(
        shadowing_comprehensions(symtable.symtable(path.read_text("utf-8"), path.name, "exec"))
    )


@shows_comprehensions
def test_a_comprehension_that_shadows_a_free_variable_is_noticed() -> None:
    code = "def f():\n def g(a): ...\n def h(b): c = {g for g in b}; return (g(d) for d in c)\n"
    assert list(shadowing_comprehensions(symtable.symtable(code, "", "exec"))) == ["line 3: g"]


def test_rules_have_unique_kebab_case_names_and_a_summary() -> None:
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in names)
    assert all(rule.summary.endswith(".") for rule in RULES)


def words(paths: list[Path]) -> str:
    return "\n".join(path.read_text("utf-8") for path in paths)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_is_reported_somewhere(rule: Rule) -> None:
    constant = rule.name.upper().replace("-", "_")
    code = words([path for path in MODULES if path.name != "rules.py"])
    reported = bool(re.search(rf"\b{constant}\b", code))
    assert reported


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_is_shown_by_a_case(rule: Rule) -> None:
    shown = words([*CASES.rglob("*.md"), *(ROOT / "output_samples").glob("*/messages.txt")])
    tested = words([*(ROOT / "tests").glob("test_*.py")])
    is_shown = f"[{rule.name}]" in shown or f"[{rule.name}]" in tested or f'"{rule.name}"' in tested
    assert is_shown, "write a case in tests/cases/rules/"
