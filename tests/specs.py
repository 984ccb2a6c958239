"""Measure the output for real OpenAPI, Swagger and JSON Schema documents, one by one.

    python tests/specs.py                     measure, and print the faults
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
from docmodels.io.marks import MARK
from docmodels.readers.data import read_data
from spec_examples import ExampleWalker, Verdicts, objects, validate_all

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("DOCMODELS_SHARED", ROOT.parent / "shared"))
FOLDERS = (SHARED / "specs", SHARED / "jsonschemas")
PAGE = ROOT / "docs/specs.md"
TARGETS = ("pydantic", "dataclass")
UNRELATED_SCHEMA = "UnrelatedNeighbour"


def find_documents(name_parts: Sequence[str] = (), max_bytes: int = 10**9) -> list[Path]:
    """Return the documents of less than `max_bytes` whose name contains one of `name_parts`.

    The smallest comes first.
    """
    paths = [path for folder in FOLDERS if folder.is_dir() for path in folder.iterdir()]
    chosen = [
        path for path in paths if not name_parts or any(part in path.name for part in name_parts)
    ]
    return sorted(
        (path for path in chosen if path.stat().st_size < max_bytes),
        key=lambda path: (path.stat().st_size, path.name),
    )


@dataclass(slots=True)
class GeneratedModule:
    """A generated module: its text, the processor seconds to load and render it, and its faults."""

    text: str
    seconds: float
    faults: list[str] = field(default_factory=list[str])


@dataclass(slots=True)
class DocumentMetrics:
    """The measurements of one document."""

    name: str
    size: int
    modules: dict[str, GeneratedModule]
    verdicts: Verdicts


# --- generating, importing, formatting ------------------------------------------------------------


def generate_module(path: Path, target: str) -> GeneratedModule:
    """Generate one module from a document, formatted by black with its defaults."""
    start = time.process_time()
    api = docmodels.load(path)
    with tempfile.TemporaryDirectory() as folder:  # without a pyproject.toml above it
        (file,) = docmodels.render(api, target=target, output=Path(folder, "models.py"))
    return GeneratedModule(file.text, time.process_time() - start)


_IMPORT = """
import dataclasses, importlib.util, sys, typing
spec = importlib.util.spec_from_file_location("models", sys.argv[1])
module = sys.modules["models"] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
own = [each for each in vars(module).values() if getattr(each, "__module__", "") == "models"]
for each in own:
    if getattr(each, "model_config", {}).get("defer_build"):
        each.model_rebuild()
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
    """Import a module in a new interpreter; return the names that do not resolve."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "models.py")
        path.write_text(text, encoding="utf-8")
        run = subprocess.run(
            [sys.executable, "-c", _IMPORT, str(path)], capture_output=True, text=True, timeout=300
        )
    if run.returncode:
        return [f"no import: {run.stderr.strip().splitlines()[-1]}"]
    return [line for line in run.stdout.splitlines() if line]


def formatting_faults(text: str) -> list[str]:
    """Return a fault if black would change the module."""
    import black

    return [] if black.format_str(text, mode=black.Mode()) == text else ["not in black's form"]


# --- stability ------------------------------------------------------------------------------------


def add_unrelated_schema(document: Any) -> Any:
    """Return the document with one unrelated schema before its named schemas."""
    schema = {
        "type": "object",
        "required": ["note"],
        "properties": {"note": {"type": "string"}},
    }
    if "openapi" in document:
        parts = document.get("components", {})
        named = {UNRELATED_SCHEMA: schema, **parts.get("schemas", {})}
        return {**document, "components": {**parts, "schemas": named}}
    key = "$defs" if "$defs" in document else "definitions"
    return {**document, key: {UNRELATED_SCHEMA: schema, **document.get(key, {})}}


def stability_faults(path: Path, target: str, text: str) -> list[str]:
    """Return the lines of a document's module (`text`) that change when a schema is added."""
    value = read_data(document(str(path), path.read_text("utf-8-sig"))).value
    with tempfile.TemporaryDirectory() as folder:
        changed = Path(folder, path.with_suffix(".json").name)
        changed.write_text(json.dumps(add_unrelated_schema(value)), encoding="utf-8")
        return differences(text, generate_module(changed, target).text)


def differences(before: str, after: str) -> list[str]:
    """Return the lines that differ, except those of the added class and of the first base class."""
    (old_imports, old), (new_imports, new) = map(_split_imports, map(_unsigned, (before, after)))
    faults = [f"no longer imported: {name}" for name in sorted(old_imports - new_imports)]
    added, index = list[str](), 0
    for line in new:
        if index < len(old) and line == old[index]:
            index += 1
        else:
            added.append(line)
    if index < len(old):
        return [*faults, f"changed: {old[index].strip()}"]
    block, base = (
        re.search(rf"^(@.*\n)*class {name}\b.*\n([ \t].*\n|\n)*", after, re.M)
        for name in (UNRELATED_SCHEMA, "GeneratedModel")
    )
    texts = [match[0] for match in (block, base) if match]
    added_class = {*"\n".join(texts).split("\n"), f'    "{UNRELATED_SCHEMA}",'}
    faults += [f"added: {line.strip()}" for line in added if line not in added_class]
    return faults if block else [*faults, f"no class {UNRELATED_SCHEMA}"]


def _unsigned(text: str) -> str:
    """Return a module without its mark, which has a digest of the whole text."""
    return "\n".join(line for line in text.split("\n") if not line.startswith(MARK))


def _split_imports(text: str) -> tuple[set[str], list[str]]:
    """Return the names that a module imports, and its other lines."""
    lines, names = text.splitlines(), set[str]()
    for node in ast.parse(text).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            names |= {ast.unparse(alias) for alias in node.names}
            lines[node.lineno - 1 : node.end_lineno] = [""] * (node.end_lineno - node.lineno + 1)
    return names, [line for line in lines if line]


# --- examples -------------------------------------------------------------------------------------


def validate_examples(path: Path, text: str) -> Verdicts:
    """Validate the document's examples with its pydantic models (`text`)."""
    from docmodels.targets.plan.options import PlanOptions
    from docmodels.targets.plan.plan import build_plan
    from docmodels.targets.pydantic.target import is_reserved

    api = docmodels.load(path)
    module = types.ModuleType("models_with_examples")
    sys.modules[module.__name__] = module
    exec(compile(text, "models.py", "exec"), module.__dict__)
    classes = build_plan(api, PlanOptions(is_reserved), []).names.classes
    named = {d.name: getattr(module, classes[d.name]) for d in api.definitions}
    tree = read_data(document(str(path), path.read_text("utf-8-sig")))
    names = {definition.origin: definition.name for definition in api.definitions}
    origins = ((id(node), tree.origin(node)) for node in objects(tree.value))
    placed = {node: names[origin] for node, origin in origins if origin in names}
    return validate_all(tree.value, ExampleWalker(tree.value, named, placed).examples())


# --- type checkers --------------------------------------------------------------------------------


def checker_faults(modules: dict[str, str]) -> dict[str, list[str]]:
    """Run mypy --strict and pyright (strict) on modules; return the errors by module name."""
    faults: dict[str, list[str]] = {name: [] for name in modules}
    with tempfile.TemporaryDirectory() as folder:
        for name, text in modules.items():
            Path(folder, f"{name}.py").write_text(text, encoding="utf-8")
        settings = {"typeCheckingMode": "strict", "pythonVersion": "3.11"}
        Path(folder, "pyrightconfig.json").write_text(json.dumps(settings))
        python = ["--pythonpath", sys.executable]
        output = _run_checker([sys.executable, "-m", "pyright", "--outputjson", *python], folder)
        for diagnostic in json.loads(output)["generalDiagnostics"]:
            if diagnostic["severity"] == "error":
                place = diagnostic.get("range", {}).get("start", {}).get("line", -1) + 1
                message = f"pyright {place}: {diagnostic.get('rule')}: {diagnostic['message']}"
                faults[Path(diagnostic["file"]).stem].append(message)
        strict = ["--strict", "--python-version", "3.11", "--no-error-summary", "--cache-dir"]
        files = [f"{name}.py" for name in modules]
        output = _run_checker([sys.executable, "-m", "mypy", *strict, os.devnull, *files], folder)
        for file, line, message in re.findall(r"^(\w+)\.py:(\d+): error: (.*)", output, re.M):
            faults[file].append(f"mypy {line}: {message}")
    return faults


def _run_checker(command: list[str], folder: str) -> str:
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=1800)
    if run.returncode not in (0, 1):
        raise RuntimeError(run.stdout + run.stderr)
    return run.stdout


# --- everything -----------------------------------------------------------------------------------


def measure(path: Path) -> DocumentMetrics:
    """Measure one document, without type checkers."""
    modules = {target: generate_module(path, target) for target in TARGETS}
    for target, module in modules.items():
        module.faults += import_faults(module.text)
        module.faults += formatting_faults(module.text)
        module.faults += stability_faults(path, target, module.text)
    verdicts = validate_examples(path, modules["pydantic"].text)
    return DocumentMetrics(path.name, path.stat().st_size, modules, verdicts)


def run_type_checkers(modules: Sequence[GeneratedModule], batch_chars: int = 1_000_000) -> None:
    """Run the type checkers on all modules, in batches of about a megabyte."""
    batches: list[list[GeneratedModule]] = [[]]
    for module in modules:
        if batches[-1] and sum(len(item.text) for item in batches[-1]) > batch_chars:
            batches.append([])
        batches[-1].append(module)
    for batch in batches:
        numbered = {f"models_{number}": module for number, module in enumerate(batch)}
        faults = checker_faults({name: module.text for name, module in numbered.items()})
        for name, errors in faults.items():
            numbered[name].faults += errors


def table(metrics: Sequence[DocumentMetrics]) -> str:
    """Return a Markdown table with one row per document."""
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
    rows = [_table_row(document_metrics) for document_metrics in metrics]
    columns = list(zip(*rows, strict=True))[1:]
    total = ["**all**", *(f"{sum(map(float, c)):.{'.' in c[0]:d}f}" for c in columns)]
    lines = [head, ["---", *("--:" for _ in head[1:])], *rows, total]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _table_row(metrics: DocumentMetrics) -> list[str]:
    verdicts = metrics.verdicts
    times = [
        (f"{module.seconds:.1f}", str(module.text.count("\n")))
        for module in metrics.modules.values()
    ]
    counts = (
        sum(len(module.faults) for module in metrics.modules.values()),
        *(verdicts.examples, verdicts.unplaced, verdicts.invalid, verdicts.misformatted),
        *(verdicts.valid, verdicts.accepted, verdicts.unchanged, verdicts.respelt),
    )
    size = str(round(metrics.size / 1000))
    return [metrics.name, size, *(cell for pair in times for cell in pair), *map(str, counts)]


def replace_table(page: str, metrics: Sequence[DocumentMetrics]) -> str:
    """Replace the table between the markers of the page."""
    block = f"<!-- figures -->\n\n{table(metrics)}\n\n<!-- /figures -->"
    return re.sub(r"<!-- figures -->.*<!-- /figures -->", lambda _: block, page, flags=re.S)


def main() -> None:
    """Measure the documents of the command line; print or write the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--write", action="store_true", help="write the table of docs/specs.md")
    parser.add_argument("--only", nargs="*", default=[], help="documents with one of these words")
    parser.add_argument("--quick", action="store_true", help="leave the type checkers out")
    parser.add_argument("--jobs", type=int, default=1, help="processes at a time")
    options = parser.parse_args()
    paths = find_documents(options.only)
    if not paths:
        sys.exit(f"no such documents in {SHARED}: they are not part of a clone")
    metrics: list[DocumentMetrics] = []
    with ProcessPoolExecutor(options.jobs, max_tasks_per_child=1) as pool:
        for document_metrics in pool.map(measure, paths):
            metrics.append(document_metrics)
            print("\t".join(_table_row(document_metrics)), flush=True)
            print(
                "".join(f"  {failure}\n" for failure in document_metrics.verdicts.failures), end=""
            )
    if not options.quick:
        run_type_checkers([module for item in metrics for module in item.modules.values()])
    for document_metrics in metrics:
        for target, module in document_metrics.modules.items():
            print(
                "".join(f"{document_metrics.name} {target}: {fault}\n" for fault in module.faults),
                end="",
            )
    if options.write:
        PAGE.write_text(replace_table(PAGE.read_text("utf-8"), metrics), encoding="utf-8")


if __name__ == "__main__":
    main()
