"""Measure which facts of a specification are recovered from documentation pages, by page family.

    python tests/scoreboard.py            measure, and compare with docs/fidelity.json
    python tests/scoreboard.py --write    measure, and write the scores, their table and heat map
    python tests/scoreboard.py --only go --misses 5     measure some families, print their misses
    python tests/scoreboard.py --without wire-case      measure without inferences, print the losses
    python tests/scoreboard.py --inferences --write     measure each inference: docs/inference.md

The pairs of pages and specifications and the scorer are in `../shared` (see its README); they are
not part of this project. Pairs are measured in parallel, one process per core.
"""

from __future__ import annotations

import argparse
import colorsys
import importlib.util
import json
import os
import re
import sys
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from functools import cache, partial
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("DOCMODELS_SHARED", ROOT.parent / "shared"))
CORPUS = SHARED / "corpus"
NEW_CORPUS = SHARED / "corpus-new"
"""Pairs of families that join the scoreboard when a dialect recognises their pages."""
SCORES = ROOT / "docs/fidelity.json"
PAGE = ROOT / "docs/fidelity.md"
PICTURE = ROOT / "docs/fidelity.svg"
ALLOWED_LOSS = 0.2
"""Percentage points that a family may lose in one fact before the check fails."""

Scores = dict[str, dict[str, list[int]]]


@cache
def load_scorer() -> ModuleType:
    """Import the scorer, which compares a recovered document with its specification."""
    spec = importlib.util.spec_from_file_location("fidelity", SHARED / "fidelity/fidelity.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pairs(patterns: list[str]) -> list[Path]:
    """Return the folders of pairs whose `FAMILY/NAME` contains one of `patterns`, or all."""
    all_pairs = sorted(docs.parent for docs in CORPUS.glob("*/*/docs"))
    new_pairs = sorted(docs.parent for docs in NEW_CORPUS.glob("*/*/docs"))
    return [
        pair
        for pair in all_pairs + [pair for pair in new_pairs if is_readable(pair)]
        if not patterns or any(pattern in f"{pair.parent.name}/{pair.name}" for pattern in patterns)
    ]


def is_readable(pair: Path) -> bool:
    """Whether a dialect recognises a page of the pair."""
    from docmodels.diagnostics.documents import document
    from docmodels.pages import Page, detect

    pages = (pair / "docs").rglob("*.md")
    return any(detect(Page(document(str(page), page.read_text("utf-8")))) for page in pages)


def openapi_from_pages(docs: Path) -> dict[str, Any]:
    """Return the OpenAPI document that docmodels exports from pages alone."""
    import docmodels
    from docmodels.ir.documents import EXPORTS

    openapi: dict[str, Any] = json.loads(EXPORTS["openapi"](docmodels.load([docs])))
    return openapi


def measure(
    pair: Path, without: Sequence[str] = ()
) -> tuple[str, dict[str, list[int]], dict[str, list[str]]]:
    """Score one pair; return its family, [right, documented] of each fact, and the misses.

    `without` are the names of inferences that are switched off.
    """
    fidelity = load_scorer()
    truth = fidelity.Doc(fidelity.load(next(pair.glob("spec.*"))))
    docs = pair / "docs"
    with switched_off(without):
        recovered = openapi_from_pages(docs)
    facts, misses = fidelity.score(truth, fidelity.Doc(recovered), fidelity.Pages(docs))
    return pair.parent.name, {fact: list(counts) for fact, counts in facts.items()}, dict(misses)


def switched_off(names: Sequence[str]) -> AbstractContextManager[None]:
    """Return a context in which the inferences with these names do not conclude."""
    from docmodels.inference.inference import using
    from docmodels.inference.registry import without

    return using(without(*names)) if names else nullcontext()


def measure_all(patterns: list[str], show: int = 0, without: Sequence[str] = ()) -> Scores:
    """Score all pairs in parallel; return the sums of each family."""
    families: Scores = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    chosen = pairs(patterns)
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        results = pool.map(partial(measure, without=without), chosen)
        for pair, (family, facts, misses) in zip(chosen, results, strict=True):
            for fact, (right, total) in facts.items():
                families[family][fact][0] += right
                families[family][fact][1] += total
            for fact, lines in misses.items():
                for line in lines[:show]:
                    print(f"  {fact:9} {family}/{pair.name[:40]} {line}")
    return {family: dict(facts) for family, facts in sorted(families.items())}


def percent(counts: list[int]) -> float | None:
    """Return right facts as a percentage of documented facts; None if none is documented."""
    return 100 * counts[0] / counts[1] if counts[1] else None


def mean_shares(scores: Scores, shapes: bool = True) -> dict[str, float]:
    """Return the unweighted mean of the families' percentages, by fact."""
    shares: dict[str, list[float]] = defaultdict(list)
    for family, facts in scores.items():
        if shapes or not family.startswith("shape-"):
            for fact, counts in facts.items():
                share = percent(counts)
                if share is not None:
                    shares[fact].append(share)
    return {fact: sum(values) / len(values) for fact, values in shares.items()}


def losses(old_scores: Scores, new_scores: Scores) -> list[str]:
    """Return a message for each family and fact that lost more than `ALLOWED_LOSS` points."""
    messages: list[str] = []
    for family, facts in new_scores.items():
        for fact, counts in facts.items():
            old, new = percent(old_scores.get(family, {}).get(fact, [0, 0])), percent(counts)
            if old is not None and new is not None and new < old - ALLOWED_LOSS:
                messages.append(f"{family}: {fact} fell from {old:.1f} to {new:.1f}")
    return messages


def table(scores: Scores) -> str:
    """Return a Markdown table with a row per family and a column per fact."""
    facts = list(next(iter(scores.values())))
    rows = [
        ["**mean of all families**", *(_cell(mean_shares(scores).get(fact)) for fact in facts)],
        [
            "without shape-\\*",
            *(_cell(mean_shares(scores, shapes=False).get(fact)) for fact in facts),
        ],
        *(
            [family, *(_cell(percent(counts[fact])) for fact in facts)]
            for family, counts in scores.items()
        ),
    ]
    lines = ["family", *facts], ["---", *("--:" for _ in facts)], *rows
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(share: float | None) -> str:
    return "" if share is None else f"{share:.1f}"


def picture(scores: Scores) -> str:
    """Return an SVG heat map: a row per family, a column per fact; white if none is documented."""
    facts = list(next(iter(scores.values())))
    width, height, left, top = 58, 15, 190, 30
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" font-size="10" '
            f'width="{left + width * len(facts) + 10}" height="{top + height * len(scores) + 10}">'
        ),
        '<rect width="100%" height="100%" fill="white"/>',
    ]
    for column, fact in enumerate(facts):
        parts.append(f'<text x="{left + width * column + 4}" y="{top - 8}">{fact}</text>')
    for row, (family, counts) in enumerate(scores.items()):
        y = top + height * row
        parts.append(f'<text x="4" y="{y + 11}">{family}</text>')
        for column, fact in enumerate(facts):
            share = percent(counts[fact])
            if share is not None:
                x = left + width * column
                parts.append(
                    f'<rect x="{x}" y="{y}" width="{width - 2}" height="{height - 2}" '
                    f'fill="{_colour(share)}"/><text x="{x + 6}" y="{y + 10}">{share:.1f}</text>'
                )
    return "\n".join([*parts, "</svg>"]) + "\n"


def _colour(share: float) -> str:
    """Return a colour between red (50 and less), yellow and green (100)."""
    rgb = colorsys.hls_to_rgb(max(0.0, share - 50) / 150, 0.78, 0.7)
    return "#" + "".join(f"{round(255 * part):02x}" for part in rgb)


def with_table(page: str, scores: Scores) -> str:
    """Replace the table between the markers of the page."""
    section = f"<!-- scores -->\n\n{table(scores)}\n\n<!-- /scores -->"
    return re.sub(r"<!-- scores -->.*<!-- /scores -->", lambda _: section, page, flags=re.S)


def main() -> None:
    """Measure all selected pairs; write the scores or compare with the committed ones."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--write", action="store_true", help="write scores, table and heat map")
    parser.add_argument(
        "--only",
        nargs="*",
        default=[],
        help="measure only pairs whose FAMILY/NAME contains one of these",
    )
    parser.add_argument("--misses", type=int, default=0, help="print up to N misses of each fact")
    parser.add_argument("--without", nargs="*", default=[], help="switch inferences off")
    parser.add_argument("--inferences", action="store_true", help="measure each inference")
    options = parser.parse_args()
    if not CORPUS.is_dir():
        sys.exit(f"no corpus at {CORPUS}: the corpus is not part of the repository")
    if options.inferences:
        from inference_scores import main as measure_inferences

        measure_inferences(options.only, options.write)
        return
    scores = measure_all(options.only, options.misses, options.without)
    print(re.sub(r" *\| *", "\t", table(scores)))
    if options.write and not options.without:
        SCORES.write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
        PICTURE.write_text(picture(scores), encoding="utf-8")
        PAGE.write_text(with_table(PAGE.read_text("utf-8"), scores), encoding="utf-8")
    elif SCORES.exists():
        sys.exit("\n".join(losses(json.loads(SCORES.read_text("utf-8")), scores)) or None)


if __name__ == "__main__":
    main()
