"""How fast pages are read, beside markdown-it-py's own block rules on the same pages.

    python tests/speed.py [FOLDER]

Everything in one process: pages are read from the disk first; then markdown-it-py's block rules
run over all of them, then detection and reading as drafts. Prints both times, their ratio, and
how the time grows from an eighth of the pages to all.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from markdown_it import MarkdownIt

from docmodels.diagnostics.documents import Document, document
from docmodels.pages import Page, detect, read_pages

ROOT = Path(__file__).resolve().parents[1]


def blocks(documents: list[Document]) -> float:
    """Seconds that the block rules of markdown-it-py take."""
    markdown = MarkdownIt()
    start = time.perf_counter()
    for each in documents:
        markdown.block.parse(each.text, markdown, {}, [])
    return time.perf_counter() - start


def reading(documents: list[Document]) -> tuple[float, int]:
    """Seconds that detection and reading take, and the number of drafts."""
    start = time.perf_counter()
    pages = [Page(each) for each in documents]
    known = [(page, dialect) for page in pages if (dialect := detect(page))]
    drafts = read_pages(known, [])
    return time.perf_counter() - start, len(drafts)


def main() -> None:
    """Measure the folder given, or the public corpus beside the repository."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared/corpus"
    paths = sorted(folder.rglob("*.md"))
    if not paths:
        sys.exit(f"no Markdown pages in {folder}")
    fresh = [document(str(path), path.read_text("utf-8-sig", "replace")) for path in paths]
    rules = blocks(fresh)
    some = fresh[::8]
    part, _ = reading([Document(each.path, each.text) for each in some])
    whole, drafts = reading(fresh)
    print(f"{len(fresh)} pages, {drafts} drafts")
    print(f"block rules of markdown-it-py  {rules:6.2f} s")
    print(f"detect and read                {whole:6.2f} s, {whole / rules:.2f} times the rules")
    print(f"an eighth of the pages         {part:6.2f} s, all take {whole / part:.1f} times that")


if __name__ == "__main__":
    main()
