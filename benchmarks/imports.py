"""Print how long modules made of large specifications take to import.

`python benchmarks/imports.py` generates one module for each of four specifications in `../shared/specs`
(those that are there), with docmodels and with datamodel-code-generator, and imports each in new
processes, in turns. The table has the median processor time, the memory, and the time for each class; the
last column is the median ratio of the times for each class. `--write` puts it into `docs/speed.md`.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from report import ROOT, write_table

SPECS = ROOT.parent / "shared" / "specs"
FILES = {
    "stripe": "stripe.json",
    "openai": "openai.yaml",
    "github": "github_3_7mb.json",
    "kubernetes": "kubernetes.json",
}
TURNS = 5

IMPORT = """
import json, resource, sys, time, warnings
from pydantic import BaseModel
warnings.simplefilter("ignore")
class First(BaseModel):
    field: int | None = None
sys.path.insert(0, sys.argv[1])
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.process_time()
module = __import__(sys.argv[2])
seconds = time.process_time() - start
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory
classes = {value for value in vars(module).values() if isinstance(value, type)}
classes = [cls for cls in classes if cls.__module__ == module.__name__]
models = [cls for cls in classes if issubclass(cls, BaseModel)]
unfinished = sum(not cls.__pydantic_complete__ for cls in models)
print(json.dumps([seconds, memory / 1024, len(classes), len(models), unfinished]))
"""
"""Import a module; print its time, its memory and its classes. `unfinished` ones are built at first use."""


def generate(spec: str, folder: Path) -> None:
    """Write the modules `docmodels_SPEC` and `dcg_SPEC`; a generator that fails raises."""
    path = str(SPECS / FILES[spec])
    ours = ["docmodels", "generate", path, "-o", str(folder / f"docmodels_{spec}.py")]
    options = "--input-file-type openapi --output-model-type pydantic_v2.BaseModel"
    options += " --target-python-version 3.11 --no-treat-dot-as-module --formatters builtin"
    dcg = ["datamodel_code_generator", "--input", path, "--output", str(folder / f"dcg_{spec}.py")]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "generator")}
    for command in (ours, [*dcg, *options.split()]):
        subprocess.run(  # noqa: S603
            [sys.executable, "-m", *command], check=True, env=environment, capture_output=True
        )


def measure(module: str, folder: Path) -> list[float]:
    """Import a module in a new process; return what the process prints."""
    command = [sys.executable, "-c", IMPORT, str(folder), module]
    process = subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    return [*json.loads(process.stdout)]


def rows(spec: str, folder: Path) -> list[str]:
    """Return the rows of one specification."""
    generate(spec, folder)
    names = ("docmodels", "dcg")
    for name in names:
        measure(f"{name}_{spec}", folder)  # compiles it
    runs: dict[str, list[list[float]]] = {name: [] for name in names}
    for _ in range(TURNS):
        for name in names:
            runs[name].append(measure(f"{name}_{spec}", folder))
    lines: list[str] = []
    for name in names:
        seconds, memory, classes, models, unfinished = (
            statistics.median(column) for column in zip(*runs[name], strict=True)
        )
        ratio = statistics.median(
            (run[0] / run[2]) / (other[0] / other[2])
            for run, other in zip(runs[name], runs["dcg"], strict=True)
        )
        lines.append(
            f"| {spec} | {name} | {seconds:.2f} | {memory:.0f} | {classes:.0f} ({models:.0f}) | {unfinished:.0f}"
            f" | {seconds / classes * 1e6:.0f} | {memory / classes * 1024:.0f} | {ratio:.2f} |"
        )
    return lines


def main() -> None:
    """Print the table, or write it."""
    specs = [spec for spec, file in FILES.items() if (SPECS / file).exists()]
    if not specs:
        sys.exit(f"no specification in {SPECS}")
    lines = [
        "| | made by | import, s | MB | classes (models) | unfinished | µs / class | KB / class | ratio |",
        "| --- " * 9 + "|",
    ]
    with tempfile.TemporaryDirectory() as folder:
        for spec in specs:
            lines += rows(spec, Path(folder))
    write_table("imports", lines)


if __name__ == "__main__":
    main()
