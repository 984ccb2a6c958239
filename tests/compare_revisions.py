"""Render every input with two revisions and compare the output byte by byte.

    python tests/compare_revisions.py REV             REV against the working tree
    python tests/compare_revisions.py REV --quick     without black and the targets of other tools
    python tests/compare_revisions.py REV --only oag-go stripe --notes --show 20

Inputs are the page sets, specifications and JSON Schemas of `../shared`, and the samples of this
project. Each revision runs in separate processes and uses only the public interface of the package.
`--cache` keeps the output of REV, so that a second comparison renders only the working tree.
The exit code is 1 if a file differs.
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("DOCMODELS_SHARED", ROOT.parent / "shared"))
OWN_TARGETS = (
    "pydantic:natural",
    "pydantic:strict",
    "pydantic:exact",
    "dataclass:natural",
    "msgspec:natural",
    "typeddict:natural",
)
ALL_TARGETS = (*OWN_TARGETS, "pydantic-dataclass:natural")

RENDER = """
import os, sys, traceback
from pathlib import Path

quick, targets, folder = sys.argv[1] == "quick", sys.argv[2].split(), Path(sys.argv[3])
if quick:
    from docmodels.targets.python import formatting
    formatting.format_text = lambda text, *settings: text
import docmodels

def attempt(work):
    try:
        return work()
    except docmodels.DocmodelsError as error:
        return f"stopped: {type(error).__name__}"
    except Exception:
        return "crashed: " + traceback.format_exc(limit=-2)

def modules(api, target):
    kind, validation = target.split(":")
    asked = {"target": kind, "validation": validation, "notes": []}
    files = docmodels.render(api, **asked, output=folder / "models.py")
    text = "".join(file.text for file in files)
    if not quick and kind == "pydantic" and validation == "natural":
        package = docmodels.render(api, **asked, output=folder / "package")
        text += "".join(f"# {file.path}\\n{file.text}" for file in package)
    return text

def line_of(note):
    origin = note.origin
    where = f"{os.path.basename(origin.file)}:{origin.line}:{origin.column}" if origin else ""
    return f"{note.rule.name} {where} {note.message}\\n"

for line in sys.stdin:
    name, path = line.rstrip("\\n").split("\\t")
    notes = []
    api = attempt(lambda: docmodels.load(path, notes=notes))
    outputs = {}
    if isinstance(api, str):
        outputs["load"] = api
    else:
        outputs["openapi"] = attempt(lambda: docmodels.export(api, "openapi"))
        for target in targets:
            outputs[target.replace(":", "-")] = attempt(lambda: modules(api, target))
    outputs["notes"] = "".join(map(line_of, notes))
    for kind, text in outputs.items():
        (folder / f"{name}.{kind}").write_text(text, encoding="utf-8")
"""


def inputs(name_parts: list[str]) -> list[tuple[str, Path]]:
    """Return name and path of each input whose name contains one of `name_parts`, largest first."""
    paths = [
        *sorted((ROOT / "schemas/samples").iterdir()),
        *sorted(docs for docs in (SHARED / "corpus").glob("*/*/docs")),
        *sorted(path for path in (SHARED / "specs").glob("*") if path.suffix != ".md"),
        *sorted(path for path in (SHARED / "jsonschemas").glob("*") if path.suffix != ".md"),
    ]
    named = [("__".join(path.parts[-3:] if path.name == "docs" else path.parts[-2:]), path)
             for path in paths]  # fmt: skip
    chosen = [
        (name, path) for name, path in named if not name_parts or any(w in name for w in name_parts)
    ]
    return sorted(chosen, key=lambda item: -_size(item[1]))


def _size(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())


def render(source: Path, chosen: list[tuple[str, Path]], into: Path, quick: bool) -> None:
    """Render the inputs with the package in `source`; skip those that `into` already contains."""
    into.mkdir(parents=True, exist_ok=True)
    pending = [(name, path) for name, path in chosen if not (into / f"{name}.notes").exists()]
    jobs = os.cpu_count() or 1
    targets = " ".join(OWN_TARGETS if quick else ALL_TARGETS)
    mode = "quick" if quick else "full"
    environment = {**os.environ, "PYTHONPATH": str(source / "generator"), "PYTHONHASHSEED": "0"}

    def run(share: list[tuple[str, Path]]) -> None:
        lines = "".join(f"{name}\t{path}\n" for name, path in share)
        command = [sys.executable, "-c", RENDER, mode, targets, str(into)]
        subprocess.run(command, input=lines, text=True, check=True, env=environment, cwd=into)

    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(run, [pending[start::jobs] for start in range(jobs)]))


def revision(name: str, cache: Path) -> tuple[Path, str]:
    """Return a folder with the files of a revision, and the commit hash."""
    git = ["git", "-C", str(ROOT)]
    commit = subprocess.check_output([*git, "rev-parse", name], text=True).strip()
    folder = cache / f"source-{commit[:12]}"
    if not folder.is_dir():
        folder.mkdir(parents=True)
        archive = subprocess.run([*git, "archive", commit], capture_output=True, check=True)
        subprocess.run(["tar", "-x", "-C", str(folder)], input=archive.stdout, check=True)
    return folder, commit[:12]


def differences(before: Path, after: Path, names: set[str], notes: bool) -> list[tuple[str, str]]:
    """Return the names of the files that differ, each with its diff."""
    changed: list[tuple[str, str]] = []
    for name in sorted({path.name for folder in (before, after) for path in folder.iterdir()}):
        stem, _, kind = name.rpartition(".")
        if stem not in names or (kind == "notes" and not notes):
            continue
        old, new = (
            path.read_text("utf-8") if (path := folder / name).exists() else ""
            for folder in (before, after)
        )
        if old != new:
            lines = difflib.unified_diff(old.splitlines(), new.splitlines(), name, name, n=1)
            changed.append((name, "\n".join(lines)))
    return changed


def main() -> None:
    """Compare two revisions; print the files that differ and the number of inputs."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("revision")
    parser.add_argument("--quick", action="store_true", help="no black, no other tool's targets")
    parser.add_argument("--only", nargs="*", default=[], help="only inputs with one of these words")
    parser.add_argument("--notes", action="store_true", help="compare notes, too")
    parser.add_argument("--show", type=int, default=0, help="show so many lines of each diff")
    parser.add_argument(
        "--cache", type=Path, default=Path(tempfile.gettempdir()) / "docmodels-compare"
    )
    options = parser.parse_args()
    source, commit = revision(options.revision, options.cache)
    chosen = inputs(options.only)
    mode = "quick" if options.quick else "full"
    script = hashlib.sha256(RENDER.encode()).hexdigest()[:6]
    before = options.cache / f"{commit}-{mode}-{script}"
    render(source, chosen, before, options.quick)
    with tempfile.TemporaryDirectory() as folder:
        after = Path(folder)
        render(ROOT, chosen, after, options.quick)
        changed = differences(before, after, {name for name, _ in chosen}, options.notes)
    for name, text in changed:
        print(name)
        if options.show:
            print("\n".join(text.splitlines()[: options.show]))
    print(f"{len(chosen)} inputs, {len(changed)} files differ")
    sys.exit(bool(changed))


if __name__ == "__main__":
    main()
