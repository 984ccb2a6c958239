"""Import what docmodels writes for every available input, in every target and layout.

    python tests/imports_everything.py                       all inputs, targets and layouts
    python tests/imports_everything.py --only box --targets pydantic
    python tests/imports_everything.py --max-kb 200 --jobs 2

Every module is imported with warnings as errors, many in one process, and its annotations are
evaluated. For schemas, each property that is reachable through `allOf` and `$ref` has to be a field
of the class (`reachable_fields`). The inputs are in `../shared` (see its README) and in
`schemas/samples`; what is missing is left out. Exit code 1 if there is a fault.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing import Pool
from pathlib import Path

import docmodels
from docmodels.diagnostics.notes import DocmodelsError
from docmodels.ir import Api
from docmodels.targets import TARGETS, Layout, TargetOptions, Validation, write_modules
from docmodels.targets.plan.options import PlanOptions
from docmodels.targets.plan.plan import build_plan
from reachable_fields import Properties, missing_fields, reachable_properties
from specs import FOLDERS, ROOT, SHARED

SUFFIXES = (".json", ".yaml", ".yml")
MODULES_PER_PROCESS = 40


@dataclass(frozen=True, slots=True)
class Variant:
    """A kind of output: target, validation and layout."""

    target: str
    validation: Validation
    layout: Layout

    def __str__(self) -> str:
        return f"{self.target} {self.validation} {self.layout}"


def all_variants(targets: Sequence[str] = ()) -> list[Variant]:
    """Return every combination that a target supports; of some targets only, if any are named."""
    return [
        Variant(target.name, validation, layout)
        for target in TARGETS
        for validation in Validation
        for layout in Layout
        if validation in target.validations and (not targets or target.name in targets)
    ]


def find_inputs(words: Sequence[str] = (), max_bytes: int = 10**9) -> list[Path]:
    """Return schemas, folders of pages and samples whose path contains one of `words`."""
    schemas = [path for folder in FOLDERS if folder.is_dir() for path in sorted(folder.iterdir())]
    corpora = [folder for folder in (SHARED / "corpus", SHARED / "corpus-new") if folder.is_dir()]
    pairs = [pair for corpus in corpora for pair in sorted(corpus.glob("*/*"))]
    specifications = [path for pair in pairs for path in pair.glob("spec.*")]
    samples = sorted((ROOT / "schemas/samples").iterdir())
    inputs = [*schemas, *specifications, *(pair / "docs" for pair in pairs), *samples]
    return [
        path
        for path in inputs
        if (not words or any(word in str(path) for word in words)) and _size(path) <= max_bytes
    ]


def _size(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())


# --- writing --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Written:
    """The modules of one input and variant: a package in `folder`, and the fields to find in it."""

    name: str
    package: str
    fields: Mapping[str, Properties]


def write_packages(path: Path, variants: Iterable[Variant], folder: Path) -> Iterator[Written]:
    """Write an input in every variant to packages in `folder`, without formatting them."""
    try:
        api = docmodels.load(path)
    except DocmodelsError:  # no models: the run does not end with 0
        return
    fields = expected_fields(path, api)
    for number, variant in enumerate(variants):
        package = f"p{abs(hash(path))}_{number}"
        target = next(target for target in TARGETS if target.name == variant.target)
        options = TargetOptions(layout=variant.layout, validation=variant.validation)
        for module in write_modules(api, target, options, []):
            file = folder / package / module.path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(module.text, encoding="utf-8")
        yield Written(f"{_label(path)} {variant}", package, fields)


def expected_fields(path: Path, api: Api) -> dict[str, Properties]:
    """Map each class of a schema to the properties that its definition has by `allOf` and `$ref`.

    A definition that got no name keeps its own, so that it is reported as one without a class.
    Empty for pages and for a folder of several documents.
    """
    if path.suffix not in SUFFIXES:
        return {}
    classes = build_plan(api, PlanOptions(lambda _: False), []).names.classes
    return {
        classes.get(name, name): properties
        for name, properties in reachable_properties(path).items()
        if properties
    }


def _label(path: Path) -> str:
    root = SHARED if path.is_relative_to(SHARED) else ROOT
    return str(path.relative_to(root) if path.is_relative_to(root) else path)


# --- importing ------------------------------------------------------------------------------------

PROBE = Path(__file__).with_name("import_probe.py")


def import_faults(written: Sequence[Written], folder: Path) -> list[str]:
    """Import packages with warnings as errors; return what does not import, and missing fields."""
    command = [sys.executable, "-W", "error", str(PROBE), str(folder)]
    packages = json.dumps([item.package for item in written])
    run = subprocess.run(command, input=packages, capture_output=True, text=True, timeout=3600)
    results = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
    faults: list[str] = []
    for item, result in zip(written, results, strict=False):
        if result["error"]:
            faults.append(f"{item.name}: {result['error'][:300]}")
        else:
            missing = missing_fields(item.fields, result["names"], result["classes"])
            faults += [f"{item.name}: {text}" for text in missing]
    if len(results) < len(written):
        faults.append(f"{written[len(results)].name}: the process ended: {run.stderr[-300:]}")
        faults += import_faults(written[len(results) + 1 :], folder)
    return faults


def check_input(path: Path, variants: Sequence[Variant]) -> tuple[int, list[str]]:
    """Write and import one input; return the number of packages and the faults."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            written = list(write_packages(path, variants, Path(folder)))
        except Exception as error:
            return 0, [f"{_label(path)}: {error.__class__.__name__}: {error}"]
        faults: list[str] = []
        for start in range(0, len(written), MODULES_PER_PROCESS):
            faults += import_faults(written[start : start + MODULES_PER_PROCESS], Path(folder))
        return len(written), faults


def main() -> None:
    """Check the inputs of the command line, and print the faults."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--only", nargs="*", default=[], help="inputs with one of these words")
    parser.add_argument("--targets", nargs="*", default=[], help="the targets, instead of all")
    parser.add_argument("--max-kb", type=int, default=10**6, help="leave larger inputs out")
    parser.add_argument("--jobs", type=int, default=1, help="processes at a time")
    options = parser.parse_args()
    variants = all_variants(options.targets)
    paths = find_inputs(options.only, options.max_kb * 1000)
    count = fault_count = 0
    with Pool(options.jobs, maxtasksperchild=8) as pool:
        for number, faults in pool.imap(partial(check_input, variants=variants), paths):
            count, fault_count = count + number, fault_count + len(faults)
            print("".join(f"{fault}\n" for fault in faults), end="", flush=True)
    print(f"{len(paths)} inputs, {count} outputs, {fault_count} faults")
    sys.exit(fault_count > 0)


if __name__ == "__main__":
    main()
