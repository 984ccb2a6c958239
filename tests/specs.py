"""What becomes of real OpenAPI, Swagger and JSON Schema documents, document by document.

    python tests/specs.py                     measure, and say where something is wrong
    python tests/specs.py --write             measure, and write the table of docs/specs.md
    python tests/specs.py --only box --quick  some documents, without the type checkers

The documents are in `../shared` (see its README); nothing of them is part of this project.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import types
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docmodels
from docmodels.diagnostics.documents import document
from docmodels.readers.data import read_data
from spec_examples import Verdicts, Walk, judged, objects

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("DOCMODELS_SHARED", ROOT.parent / "shared"))
FOLDERS = (SHARED / "specs", SHARED / "jsonschemas")
PAGE = ROOT / "docs/specs.md"
TARGETS = ("pydantic", "dataclass")
NEIGHBOUR = "UnrelatedNeighbour"


def documents(words: Sequence[str] = (), smaller: int = 10**9) -> list[Path]:
    """The documents of less than `smaller` bytes whose name holds one of `words`, smallest first."""
    found = [path for folder in FOLDERS if folder.is_dir() for path in folder.iterdir()]
    chosen = [path for path in found if not words or any(word in path.name for word in words)]
    return sorted(
        (path for path in chosen if path.stat().st_size < smaller),
        key=lambda path: (path.stat().st_size, path.name),
    )


@dataclass(slots=True)
class Made:
    """A generated module: its text, the seconds of the processor from the document to black's form,
    and what is wrong with it."""

    text: str
    seconds: float
    wrong: list[str] = field(default_factory=list[str])


@dataclass(slots=True)
class Figures:
    """All that is measured of a document."""

    name: str
    size: int
    made: dict[str, Made]
    verdicts: Verdicts


# --- generating, importing, formatting ------------------------------------------------------------


def generated(path: Path, target: str) -> Made:
    """Make one module of a document, in black's default form."""
    start = time.process_time()
    api = docmodels.load(path)
    with tempfile.TemporaryDirectory() as folder:  # no pyproject.toml above it
        (file,) = docmodels.render(api, target=target, output=Path(folder, "models.py"))
    return Made(file.text, time.process_time() - start)


_IMPORT = """
import dataclasses, importlib.util, sys, typing
spec = importlib.util.spec_from_file_location("models", sys.argv[1])
module = sys.modules["models"] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
own = [each for each in vars(module).values() if getattr(each, "__module__", "") == "models"]
for each in own:
    if hasattr(each, "__pydantic_complete__") and not each.__pydantic_complete__:
        print(f"{each.__name__} is not complete")
    if isinstance(each, type) and dataclasses.is_dataclass(each):
        try:
            typing.get_type_hints(each, include_extras=True)
        except Exception as error:
            print(f"{each.__name__}: {error!r}")
print(*(f"no {name}" for name in module.__all__ if not hasattr(module, name)), sep="")
"""


def import_faults(text: str) -> list[str]:
    """Import a module in a fresh interpreter; give what does not resolve."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "models.py")
        path.write_text(text, encoding="utf-8")
        run = subprocess.run(
            [sys.executable, "-c", _IMPORT, str(path)], capture_output=True, text=True, timeout=300
        )
    if run.returncode:
        return [f"no import: {run.stderr.strip().splitlines()[-1]}"]
    return [line for line in run.stdout.splitlines() if line]


def form_faults(text: str) -> list[str]:
    """Whether a module has black's own form."""
    import black

    return [] if black.format_str(text, mode=black.Mode()) == text else ["not in black's form"]


# --- stability ------------------------------------------------------------------------------------


def with_neighbour(given: Any) -> Any:
    """Put one unrelated schema in front of the named ones of a document."""
    schema = {
        "type": "object",
        "required": ["note"],
        "properties": {"note": {"type": "string"}},
    }
    if "openapi" in given:
        parts = given.get("components", {})
        named = {NEIGHBOUR: schema, **parts.get("schemas", {})}
        return {**given, "components": {**parts, "schemas": named}}
    key = "$defs" if "$defs" in given else "definitions"
    return {**given, key: {NEIGHBOUR: schema, **given.get(key, {})}}


def stability_faults(path: Path, target: str, text: str) -> list[str]:
    """The lines of a document's module (`text`) that one more schema changes, beside its own."""
    value = read_data(document(str(path), path.read_text("utf-8-sig"))).value
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder, path.with_suffix(".json").name)
        written.write_text(json.dumps(with_neighbour(value)), encoding="utf-8")
        return differences(text, generated(written, target).text)


def differences(before: str, after: str) -> list[str]:
    """The lines that are not as they were; those that stand for the new class alone are none."""
    (words, old), (more, new) = _imports_apart(before), _imports_apart(after)
    faults = [f"no longer imported: {word}" for word in sorted(words - more)]
    added, index = list[str](), 0
    for line in new:
        if index < len(old) and line == old[index]:
            index += 1
        else:
            added.append(line)
    if index < len(old):
        return [*faults, f"changed: {old[index].strip()}"]
    block = re.search(rf"^(@.*\n)*class {NEIGHBOUR}\b.*\n([ \t].*\n|\n)*", after, re.M)
    own = {*(block[0] if block else "").split("\n"), f'    "{NEIGHBOUR}",'}
    faults += [f"added: {line.strip()}" for line in added if line not in own]
    return faults if block else [*faults, f"no class {NEIGHBOUR}"]


def _imports_apart(text: str) -> tuple[set[str], list[str]]:
    """The names that a module imports, and its other lines."""
    lines, words = text.splitlines(), set[str]()
    for node in ast.parse(text).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            words |= {ast.unparse(each) for each in node.names}
            lines[node.lineno - 1 : node.end_lineno] = [""] * (node.end_lineno - node.lineno + 1)
    return words, [line for line in lines if line]


# --- examples -------------------------------------------------------------------------------------


def example_verdicts(path: Path, text: str) -> Verdicts:
    """Feed the document's examples to its pydantic models (`text`)."""
    from docmodels.targets.plan.plan import PlanOptions, plan
    from docmodels.targets.pydantic import models as pydantic

    api = docmodels.load(path)
    module = types.ModuleType("models_with_examples")
    sys.modules[module.__name__] = module
    exec(compile(text, "models.py", "exec"), module.__dict__)
    classes = plan(api, PlanOptions(pydantic.reserved), []).names.classes
    named = {d.name: getattr(module, classes[d.name]) for d in api.definitions}
    tree = read_data(document(str(path), path.read_text("utf-8-sig")))
    at = {definition.origin: definition.name for definition in api.definitions}
    found = ((id(node), tree.origin(node)) for node in objects(tree.value))
    placed = {node: at[origin] for node, origin in found if origin in at}
    return judged(tree.value, Walk(tree.value, named, placed).examples())


# --- type checkers --------------------------------------------------------------------------------


def checker_faults(modules: dict[str, str]) -> dict[str, list[str]]:
    """Run mypy --strict and pyright (strict) over modules by name; give their errors by name."""
    found: dict[str, list[str]] = {name: [] for name in modules}
    with tempfile.TemporaryDirectory() as folder:
        for name, text in modules.items():
            Path(folder, f"{name}.py").write_text(text, encoding="utf-8")
        settings = {"typeCheckingMode": "strict", "pythonVersion": "3.11"}
        Path(folder, "pyrightconfig.json").write_text(json.dumps(settings))
        python = ["--pythonpath", sys.executable]
        out = _ran([sys.executable, "-m", "pyright", "--outputjson", *python], folder)
        for each in json.loads(out)["generalDiagnostics"]:
            if each["severity"] == "error":
                place = each.get("range", {}).get("start", {}).get("line", -1) + 1
                message = f"pyright {place}: {each.get('rule')}: {each['message']}"
                found[Path(each["file"]).stem].append(message)
        strict = ["--strict", "--python-version", "3.11", "--no-error-summary", "--cache-dir"]
        files = [f"{name}.py" for name in modules]
        out = _ran([sys.executable, "-m", "mypy", *strict, os.devnull, *files], folder)
        for file, line, message in re.findall(r"^(\w+)\.py:(\d+): error: (.*)", out, re.M):
            found[file].append(f"mypy {line}: {message}")
    return found


def _ran(command: list[str], folder: str) -> str:
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=1800)
    if run.returncode not in (0, 1):
        raise RuntimeError(run.stdout + run.stderr)
    return run.stdout


# --- everything -----------------------------------------------------------------------------------


def measure(path: Path) -> Figures:
    """Measure one document, type checkers aside."""
    made = {target: generated(path, target) for target in TARGETS}
    for target, module in made.items():
        module.wrong += import_faults(module.text)
        module.wrong += form_faults(module.text)
        module.wrong += stability_faults(path, target, module.text)
    verdicts = example_verdicts(path, made["pydantic"].text)
    return Figures(path.name, path.stat().st_size, made, verdicts)


def check(modules: Sequence[Made], together: int = 1_000_000) -> None:
    """Run the type checkers over all modules, about a megabyte at a time."""
    batches: list[list[Made]] = [[]]
    for module in modules:
        if batches[-1] and sum(len(each.text) for each in batches[-1]) > together:
            batches.append([])
        batches[-1].append(module)
    for batch in batches:
        numbered = {f"models_{number}": module for number, module in enumerate(batch)}
        found = checker_faults({name: module.text for name, module in numbered.items()})
        for name, errors in found.items():
            numbered[name].wrong += errors


def table(figures: Sequence[Figures]) -> str:
    """A Markdown table: a document a row."""
    head = [
        *("document", "KB", "pydantic s", "lines", "dataclass s", "lines", "faults"),
        *(
            "examples",
            "no model",
            "invalid",
            "format broken",
            "valid",
            "accepted",
            "unchanged",
            "respelt",
        ),
    ]
    rows = [_row(each) for each in figures]
    columns = list(zip(*rows, strict=True))[1:]
    total = ["**all**", *(f"{sum(map(float, c)):.{'.' in c[0]:d}f}" for c in columns)]
    lines = [head, ["---", *("--:" for _ in head[1:])], *rows, total]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _row(each: Figures) -> list[str]:
    verdicts = each.verdicts
    made = [
        (f"{module.seconds:.1f}", str(module.text.count("\n"))) for module in each.made.values()
    ]
    counts = (
        sum(len(module.wrong) for module in each.made.values()),
        *(verdicts.found, verdicts.unplaced, verdicts.invalid, verdicts.misformatted),
        *(verdicts.valid, verdicts.accepted, verdicts.unchanged, verdicts.respelt),
    )
    size = str(round(each.size / 1000))
    return [each.name, size, *(cell for pair in made for cell in pair), *map(str, counts)]


def with_table(page: str, figures: Sequence[Figures]) -> str:
    """Put the table between the page's marks."""
    made = f"<!-- figures -->\n\n{table(figures)}\n\n<!-- /figures -->"
    return re.sub(r"<!-- figures -->.*<!-- /figures -->", lambda _: made, page, flags=re.S)


def main() -> None:
    """Measure; write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--write", action="store_true", help="write the table of docs/specs.md")
    parser.add_argument("--only", nargs="*", default=[], help="documents with one of these words")
    parser.add_argument("--quick", action="store_true", help="leave the type checkers out")
    parser.add_argument("--jobs", type=int, default=1, help="processes at a time")
    asked = parser.parse_args()
    paths = documents(asked.only)
    if not paths:
        sys.exit(f"no such documents in {SHARED}: they are part of the workplace, not of a clone")
    figures: list[Figures] = []
    with ProcessPoolExecutor(asked.jobs, max_tasks_per_child=1) as pool:
        for each in pool.map(measure, paths):
            figures.append(each)
            print("\t".join(_row(each)), flush=True)
            print("".join(f"  {failure}\n" for failure in each.verdicts.failures), end="")
    if not asked.quick:
        check([module for each in figures for module in each.made.values()])
    for each in figures:
        for target, module in each.made.items():
            print("".join(f"{each.name} {target}: {fault}\n" for fault in module.wrong), end="")
    if asked.write:
        PAGE.write_text(with_table(PAGE.read_text("utf-8"), figures), encoding="utf-8")


if __name__ == "__main__":
    main()
