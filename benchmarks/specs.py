"""Print how long both generators take for the specifications in `../shared/specs`, and their memory.

`python benchmarks/specs.py` runs docmodels and datamodel-code-generator (dcg, with its default formatters
and with `--formatters builtin`) as whole processes, in turns, for each file that all of them read; `--only
stripe nyt` takes the files whose names contain one of the words. Our modules are compiled before, as those
of an installed package are. The table has the median processor time and the largest memory of docmodels,
and the median ratios to dcg. `--write` puts it into `docs/speed.md`, the measurements into
`docs/speed.json` and a picture into `docs/speed.svg`.
"""

from __future__ import annotations

import argparse
import compileall
import json
import sys
import tempfile
from pathlib import Path

from processes import Run, median, run_python
from report import ROOT, write_table

SPECS = ROOT.parent / "shared" / "specs"
DATA, PICTURE = ROOT / "docs" / "speed.json", ROOT / "docs" / "speed.svg"
DCG = "datamodel_code_generator --input-file-type openapi --output-model-type pydantic_v2.BaseModel"
DCG += " --target-python-version 3.11 --no-treat-dot-as-module"
COMMANDS = {
    "docmodels": ("docmodels generate --quiet --force", "-o"),
    "dcg": (f"{DCG} --input", "--output"),
    "dcg builtin": (f"{DCG} --formatters builtin --input", "--output"),
}
TURNS = 3


def run(tool: str, path: Path, folder: Path) -> Run | None:
    """Generate a module in a new process; None if the tool fails."""
    options, output = COMMANDS[tool]
    arguments = [*options.split(), str(path), *output.split(), str(folder / "models.py")]
    return run_python(["-m", *arguments], folder)


def measure(path: Path, folder: Path) -> dict[str, list[Run]] | None:
    """Run all tools in turns; None if one of them fails."""
    runs: dict[str, list[Run]] = {tool: [] for tool in COMMANDS}
    for _ in range(TURNS):
        for tool in COMMANDS:
            result = run(tool, path, folder)
            if result is None:
                print(f"{path.name}: {tool} fails", file=sys.stderr)
                return None
            runs[tool].append(result)
    return runs


def row(name: str, files: list[dict[str, list[Run]]]) -> str:
    """Return the row of one file, or of the sums of several."""
    seconds, memory = (
        {tool: sum(median(runs[tool], column) for runs in files) for tool in COMMANDS}
        for column in (0, 1)
    )
    ratios = [
        values["docmodels"] / values[tool]
        for values in (seconds, memory)
        for tool in list(COMMANDS)[1:]
    ]
    cells = " | ".join(f"{ratio:.2f}" for ratio in ratios)
    return f"| {name} | {seconds['docmodels']:.2f} | {memory['docmodels'] / len(files):.0f} | {cells} |"


def picture(measured: dict[str, dict[str, list[Run]]]) -> str:
    """Draw two bars for each file: the time relative to both ways to run dcg."""
    parts: list[str] = []
    for index, (name, runs) in enumerate(measured.items()):
        top = 20 + index * 24
        parts.append(f'<text x="110" y="{top + 12}" text-anchor="end">{name}</text>')
        for offset, tool in ((0, "dcg"), (8, "dcg builtin")):
            ratio = median(runs["docmodels"], 0) / median(runs[tool], 0)
            color = "#356" if tool == "dcg" else "#7ab"
            bar = f'x="120" y="{top + offset}" width="{ratio * 300:.0f}" height="7" fill="{color}"'
            parts.append(f"<rect {bar}><title>{name}: {ratio:.2f} of {tool}</title></rect>")
    height = 40 + len(measured) * 24
    line = f'<path d="M420 10V{height - 15}" stroke="#c33"/><text x="424" y="12">1.0 (dcg)</text>'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="520" height="{height}" font-size="11">'
    return "\n".join([head, *parts, line, "</svg>", ""])


def main() -> None:
    """Measure the files of the command line, or all."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--only", nargs="*", default=[], help="words in the names of files")
    parser.add_argument("--write", action="store_true", help="write the page, data and picture")
    options = parser.parse_args()
    measured: dict[str, dict[str, list[Run]]] = {}
    compileall.compile_dir(ROOT / "generator", quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted(path for path in SPECS.glob("*") if path.suffix != ".md"):
            wanted = not options.only or any(word in path.name for word in options.only)
            if wanted and (runs := measure(path, Path(folder))):
                measured[path.stem] = runs
    lines = ["| | s | MB | s / dcg | s / builtin | MB / dcg | MB / builtin |"]
    lines += ["| --- | --- | --- | --- | --- | --- | --- |"]
    lines += [row(name, [runs]) for name, runs in measured.items()]
    lines += [row("sum", [*measured.values()])] if measured else []
    write_table("specs", lines)
    if options.write:
        DATA.write_text(json.dumps({"turns": TURNS, "runs": measured}, indent=1) + "\n", "utf-8")
        PICTURE.write_text(picture(measured), "utf-8")


if __name__ == "__main__":
    main()
