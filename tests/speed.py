"""Measure how fast pages are read, relative to markdown-it-py's block rules on the same pages.

    python tests/speed.py [FOLDER]

One process loads all pages from disk, then runs the block rules of markdown-it-py on them, then
detects and reads them as drafts. It prints both times (of the processor), their ratio, and the growth of
the time from an eighth of the pages to all.
"""

from __future__ import annotations

import gc
import sys
import time
from pathlib import Path

from markdown_it import MarkdownIt

from docmodels.__main__ import GARBAGE_THRESHOLD
from docmodels.diagnostics.documents import Document, document
from docmodels.pages import Page, detect, read_pages

ROOT = Path(__file__).resolve().parents[1]


def time_block_rules(documents: list[Document]) -> float:
    """Return the seconds that the block rules of markdown-it-py take."""
    markdown = MarkdownIt()
    start = time.process_time()
    for page in documents:
        markdown.block.parse(page.text, markdown, {}, [])
    return time.process_time() - start


def time_reading(documents: list[Document]) -> tuple[float, int]:
    """Return the seconds that detection and reading take, and the number of drafts."""
    start = time.process_time()
    pages = [Page(source) for source in documents]
    recognized = [(page, dialect) for page in pages if (dialect := detect(page))]
    drafts = read_pages(recognized, [])
    return time.process_time() - start, len(drafts)


def main() -> None:
    """Measure the folder of the command line, or the corpus beside the repository."""
    gc.set_threshold(GARBAGE_THRESHOLD)  # that of the program
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared/corpus"
    paths = sorted(folder.rglob("*.md"))
    if not paths:
        sys.exit(f"no Markdown pages in {folder}")
    pages = [document(str(path), path.read_text("utf-8-sig", "replace")) for path in paths]
    rule_seconds = time_block_rules(pages)
    sample = pages[::8]
    sample_seconds, _ = time_reading([Document(page.path, page.text) for page in sample])
    seconds, drafts = time_reading(pages)
    print(f"{len(pages)} pages, {drafts} drafts")
    print(f"block rules of markdown-it-py  {rule_seconds:6.2f} s")
    print(
        f"detect and read                {seconds:6.2f} s, {seconds / rule_seconds:.2f} times the rules"
    )
    print(
        f"an eighth of the pages         {sample_seconds:6.2f} s, all take {seconds / sample_seconds:.1f} times that"
    )


if __name__ == "__main__":
    main()
