"""Measure the share of mutants that the tests notice: `python tests/mutation_score.py FOLDER`.

mutmut mutates the functions of the rooms below in FOLDER, an empty folder outside the repository,
and runs the tests that cover each mutant. mutmut is not a dependency: install it beside the `test`
extra. docs/mutation.md holds the scores and explains the mutants that no test can notice.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROOMS = ("ir", "readers", "pages", "passes", "inference", "targets")
TESTS = {
    "ir": "algebra* representation keywords properties readers_* passes exports defaults cases "
    "targets validation all_of rename derived",
    "readers": "readers_* keywords representation algebra_users plugins exports defaults cases "
    "validation all_of library remote derived",
    "pages": "pages_* page_literals languages language_recognition table_rows markdown_sections passes cases derived",
    "passes": "passes rename split_directions defaults cases pages_*",
    "inference": "inference passes naming_case cases pages_*",
    "targets": "targets validation all_of derived source_literals aliases identifiers split_directions "
    "cases msgspec typeddict dataclass_* wrapping union_labels attribute_names formats enum_styles",
}
"""The test files that cover each room, without `test_` and `.py`; a pattern may match none."""
DATA = (
    "templates",
    "schemas",
    "output_samples",
    "tests",
    "README.md",
    "docs",
    "CONTRIBUTING.md",
    "SECURITY.md",
)
COPIED = (
    "pydantic/runtime.py",
    "msgspec/runtime.py",
    "dataclass/codec.py",
    "dataclass/json_model.py",
)
"""Modules whose source is copied into outputs: mutmut's mutants would stand in every output."""
CONFIG = """
[tool.mutmut]
source_paths = ["src"]
only_mutate = {only_mutate}
do_not_mutate = {do_not_mutate}
also_copy = {also_copy}
pytest_add_cli_args = ["--hypothesis-profile=mutation", "-k", {deselected}]
pytest_add_cli_args_test_selection = {selection}
"""
DESELECTED = (
    *("nesting_limit", "deep", "help_does_not_read"),
    *("keyword_is_one_row", "keyword_without_a_row", "inference_name_is_used"),
    *(
        "type_checkers",
        "shadow",
        "at_most_linear",
        "models_are_complete_before",
        "files_are_up_to_date",
    ),
)
"""Parts of the names of tests that do not run: mutants double the depth of the stack, some tests
read the code of the repository, and the slowest ones would run for every mutant that survives."""
NOTICED, SURVIVED, UNCOVERED = "noticed", "survived", "no test"
VERDICTS = {0: SURVIVED, 5: UNCOVERED, 33: UNCOVERED}
"""The verdict for an exit code of mutmut; every other code means that the tests fail or hang."""


def prepare(folder: Path, rooms: list[str]) -> None:
    """Copy code, data and tests to `folder` in the layout that mutmut requires."""
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "generator" / "docmodels", folder / "src/docmodels", ignore=ignore)
    for name in DATA:
        if (ROOT / name).is_file():
            shutil.copyfile(ROOT / name, folder / name)
        else:
            shutil.copytree(ROOT / name, folder / name, ignore=ignore, dirs_exist_ok=True)
    patterns = {f"test_{word}.py" for room in rooms for word in TESTS[room].split()}
    tests = sorted({f"tests/{p.name}" for word in patterns for p in (folder / "tests").glob(word)})
    project = (ROOT / "pyproject.toml").read_text("utf-8").replace('["generator",', '["src",')
    config = project + CONFIG.format(
        only_mutate=json.dumps([f"src/docmodels/{room}/*" for room in rooms]),
        do_not_mutate=json.dumps([f"src/docmodels/targets/{name}" for name in COPIED]),
        also_copy=json.dumps(DATA),
        deselected=json.dumps(" and ".join(f"not {word}" for word in DESELECTED)),
        selection=json.dumps(tests),
    )
    (folder / "pyproject.toml").write_text(config, "utf-8")


def mutmut(folder: Path, jobs: int, *mutants: str) -> None:
    """Run mutmut for the named mutants; with an unknown name, it only creates all mutants.

    Exits with the end of its log if a test fails without a mutant.
    """
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(jobs), *mutants]
    with (folder / "mutmut.log").open("w", encoding="utf-8") as log:
        subprocess.run(command, cwd=folder, stdout=log, stderr=log, check=False)
    output = (folder / "mutmut.log").read_text("utf-8", errors="replace")
    if "failed to collect stats" in output:
        sys.exit(f"a test fails without a mutant:\n{output[-2000:]}")


def results(folder: Path) -> Iterator[tuple[str, int | None]]:
    """Yield each mutant with the exit code of its tests; None if they did not run."""
    for path in sorted((folder / "mutants").rglob("*.meta")):
        yield from json.loads(path.read_text("utf-8"))["exit_code_by_key"].items()


def is_sampled(name: str, step: int, seed: str) -> bool:
    """Whether a mutant is in the sample; the choice depends on its name and the seed only."""
    return int(hashlib.sha256(f"{seed}{name}".encode()).hexdigest(), 16) % step == 0


def room_of(name: str) -> str:
    """Return the room of a mutant `docmodels.ROOM.module.function__mutmut_1`."""
    return name.split(".")[1]


def main() -> None:
    """Run the sample, print the scores by room and write all verdicts to FOLDER/verdicts.txt."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rooms", nargs="*", default=list(ROOMS), choices=ROOMS)
    parser.add_argument(
        "--step", type=int, default=10, help="test one of STEP mutants (default 10)"
    )
    parser.add_argument("--seed", default="", help="any text: another text is another sample")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    prepare(options.folder, options.rooms)
    mutmut(options.folder, options.jobs, "none")
    names = [
        name for name, _ in results(options.folder) if is_sampled(name, options.step, options.seed)
    ]
    if not names:
        sys.exit("the sample is empty: choose a smaller step")
    mutmut(options.folder, options.jobs, *names)
    sample = {*names}
    verdicts = {
        name: VERDICTS.get(code, NOTICED)
        for name, code in results(options.folder)
        if name in sample and code is not None
    }
    lines = sorted(f"{verdict}: {name}\n" for name, verdict in verdicts.items())
    (options.folder / "verdicts.txt").write_text("".join(lines), "utf-8")
    for room in options.rooms:
        counts = Counter(v for name, v in verdicts.items() if room_of(name) == room)
        share = 100 * counts[NOTICED] / max(counts.total(), 1)
        print(f"{room:10} {counts.total():5} mutants {share:5.1f} % noticed", dict(counts))


if __name__ == "__main__":
    main()
