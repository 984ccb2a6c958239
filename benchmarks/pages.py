"""Print how long a run takes for thousands of pages, relative to the block rules of markdown-it-py.

`python benchmarks/pages.py` copies sets of pages with new names until there are 5,000, and runs as whole
processes, in turns: the block rules of markdown-it-py alone over the same files, docmodels to a package, and
to one module. The times of docmodels are those of the whole process; from the block rules, the time of a
process that only imports markdown-it-py and reads no page is subtracted. The memory of a page is the peak
above that of a run with the pages of the set as they are, divided by the number of pages more. Sets are
pages of this project and, if they are there, folders of `../shared/corpus`; `--only java` takes those whose
names contain one of the words. `--write` puts the table into `docs/speed.md` and the measurements into
`docs/speed.json`.
"""

from __future__ import annotations

import argparse
import compileall
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from processes import Run, median, run_python
from report import ROOT, write_data, write_table

CORPUS = ROOT.parent / "shared" / "corpus"
SETS = {
    "java": ROOT / "tests/pages/java/7.26.0",
    "python": ROOT / "tests/pages/python/7.26.0",
    "go": ROOT / "tests/pages/go/7.26.0",
    **{
        name: CORPUS / name
        for name in (
            "apimatic-python",
            "liblab-typescript",
            "oag-python-7",
            "oag-typescript-axios",
            "speakeasy-python",
            "swagger-python",
        )
    },
}
PAGES = 5000
BLOCK_RULES = """
import sys
from pathlib import Path
from markdown_it import MarkdownIt
markdown = MarkdownIt()
for path in Path(sys.argv[1]).glob("*.md"):
    markdown.block.parse(path.read_text("utf-8", "replace"), markdown, {}, [])
"""
BASE, PACKAGE, MODULE = "block rules", "package", "module"

Runs = Mapping[str, list[Run]]


def model_pages(folder: Path) -> dict[str, str]:
    """Return the texts of the pages below a folder by the names of their files, which are unique."""
    paths = sorted(folder.rglob("*.md"), reverse=True)
    return {path.stem: path.read_text("utf-8", "replace") for path in paths}


def copies(pages: Mapping[str, str], number: int) -> Iterator[tuple[str, str]]:
    """Yield names and texts of pages and of their copies; each copy links to pages of its own."""
    spellings = {spelling for name in pages for spelling in _spellings(name)}
    names = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, spellings), reverse=True))})\b")
    for index in range(number):
        suffix = f"N{index // len(pages)}" if index >= len(pages) else ""
        name = sorted(pages)[index % len(pages)]
        text = names.sub(lambda match, suffix=suffix: match[0] + suffix, pages[name])
        yield name + suffix, text


def _spellings(name: str) -> Iterator[str]:
    """Yield the name of a file, and the title and the class that it is made of (`pet-store`)."""
    words = [word[:1].upper() + word[1:] for word in re.split(r"[-_]", name)]
    yield from (name, " ".join(words), "".join(words))


def write_pages(folder: Path, pages: Mapping[str, str], number: int) -> None:
    """Write `number` pages into a new folder."""
    folder.mkdir()
    for name, text in copies(pages, number):
        (folder / f"{name}.md").write_text(text, "utf-8")


def run(kind: str, pages: Path, folder: Path) -> Run:
    """Run one of the kinds of processes; raise `SystemExit` if it fails."""
    output = folder / ("models" if kind == PACKAGE else "models.py")
    shutil.rmtree(folder / "models", ignore_errors=True)
    command = ["-m", "docmodels", "generate", "--quiet", "--force", str(pages), "-o", str(output)]
    result = run_python(["-c", BLOCK_RULES, str(pages)] if kind == BASE else command, folder)
    return result or sys.exit(f"{kind} fails")


def measure(pages: Mapping[str, str], folder: Path, turns: int) -> dict[str, list[Run]]:
    """Run all kinds in turns: with no pages, with the pages as they are, and with their copies."""
    folders = {"none": 0, "few": len(pages), "all": PAGES}
    for name, number in folders.items():
        write_pages(folder / name, pages, number)
    kinds = [(BASE, "none"), (PACKAGE, "few"), (MODULE, "few")]
    kinds += [(kind, "all") for kind in (BASE, PACKAGE, MODULE)]
    runs: dict[str, list[Run]] = {f"{kind}, {size}": [] for kind, size in kinds}
    for _ in range(turns):
        for kind, size in kinds:
            runs[f"{kind}, {size}"].append(run(kind, folder / size, folder))
    return runs


def row(name: str, runs: Runs, pages: int) -> str:
    """Return the row of a set with `pages` pages without their copies."""
    base = median(runs[f"{BASE}, all"], 0) - median(runs[f"{BASE}, none"], 0)
    cells = [f"{base:.2f}"]
    for kind in (PACKAGE, MODULE):
        few, all = runs[f"{kind}, few"], runs[f"{kind}, all"]
        seconds = median(all, 0)
        kilobytes = (median(all, 1) - median(few, 1)) * 1024 / (PAGES - pages)
        cells += [f"{seconds:.2f}", f"{seconds / base:.1f}", f"{kilobytes:.0f}"]
    return f"| {name} | {' | '.join(cells)} |"


def main() -> None:
    """Measure the sets of the command line, or all."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--only", nargs="*", default=[], help="words in the names of sets")
    parser.add_argument("--turns", type=int, default=3, help="how often each process is run")
    parser.add_argument("--write", action="store_true", help="write the page and the data")
    options = parser.parse_args()
    compileall.compile_dir(ROOT / "generator", quiet=1)
    lines = ["| 5,000 pages of | block rules, s | package, s | times | KB / page "]
    lines[0] += "| module, s | times | KB / page |"
    lines += [f"|{' --- |' * 8}"]
    measured: dict[str, dict[str, list[Run]]] = {}
    for name, source in SETS.items():
        wanted = not options.only or any(word in name for word in options.only)
        if wanted and (pages := model_pages(source)):
            with tempfile.TemporaryDirectory() as folder:
                measured[name] = measure(pages, Path(folder), options.turns)
            lines.append(row(name, measured[name], len(pages)))
            print(lines[-1], file=sys.stderr)
    write_table("pages", lines)
    if options.write:
        write_data("pages", {"turns": options.turns, "pages": PAGES, "runs": measured})


if __name__ == "__main__":
    main()
