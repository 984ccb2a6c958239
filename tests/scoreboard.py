"""How much of the truth comes back from documentation pages, family by family.

    python tests/scoreboard.py            measure, and compare with docs/fidelity.json
    python tests/scoreboard.py --write    measure, and write the scores, their table and picture
    python tests/scoreboard.py --only go --misses 5     look at some families

The pairs of pages and specifications, and the comparison fact by fact, are in `../shared` (see its
README); nothing of them is part of this project. One process a core, each pair read once.
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
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("DOCMODELS_SHARED", ROOT.parent / "shared"))
CORPUS = SHARED / "corpus"
SCORES = ROOT / "docs/fidelity.json"
PAGE = ROOT / "docs/fidelity.md"
PICTURE = ROOT / "docs/fidelity.svg"
ALLOWED_LOSS = 0.2
"""How many points of a hundred a family may lose in one fact before the check fails."""

Scores = dict[str, dict[str, list[int]]]


@cache
def scorer() -> ModuleType:
    """The comparison with the truth."""
    spec = importlib.util.spec_from_file_location("fidelity", SHARED / "fidelity/fidelity.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pairs(words: list[str]) -> list[Path]:
    """The folders with `docs/` and a specification whose family or name holds one of `words`."""
    found = sorted(docs.parent for docs in CORPUS.glob("*/*/docs"))
    return [
        pair
        for pair in found
        if not words or any(word in f"{pair.parent.name}/{pair.name}" for word in words)
    ]


def recovered(docs: Path) -> dict[str, Any]:
    """What the product makes of pages alone: an OpenAPI document."""
    import docmodels
    from docmodels.ir.documents import EXPORTS

    made: dict[str, Any] = json.loads(EXPORTS["openapi"](docmodels.load([docs])))
    return made


def measure(pair: Path) -> tuple[str, dict[str, list[int]], dict[str, list[str]]]:
    """Score one pair: its family, (right, documented) of each fact, and the misses."""
    fidelity = scorer()
    truth = fidelity.Doc(fidelity.load(next(pair.glob("spec.*"))))
    docs = pair / "docs"
    facts, misses = fidelity.score(truth, fidelity.Doc(recovered(docs)), fidelity.Pages(docs))
    return pair.parent.name, {fact: list(counts) for fact, counts in facts.items()}, dict(misses)


def measured(words: list[str], show: int = 0) -> Scores:
    """Score all pairs; a family is the sum of its pairs."""
    families: Scores = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    chosen = pairs(words)
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for pair, (family, facts, misses) in zip(chosen, pool.map(measure, chosen), strict=True):
            for fact, (right, total) in facts.items():
                families[family][fact][0] += right
                families[family][fact][1] += total
            for fact, lines in misses.items():
                for line in lines[:show]:
                    print(f"  {fact:9} {family}/{pair.name[:40]} {line}")
    return {family: dict(facts) for family, facts in sorted(families.items())}


def percent(counts: list[int]) -> float | None:
    """Right of documented, in percent; None where nothing is documented."""
    return 100 * counts[0] / counts[1] if counts[1] else None


def means(scores: Scores, shapes: bool = True) -> dict[str, float]:
    """Every family alike: the mean of the families' shares, fact by fact."""
    shares: dict[str, list[float]] = defaultdict(list)
    for family, facts in scores.items():
        if shapes or not family.startswith("shape-"):
            for fact, counts in facts.items():
                share = percent(counts)
                if share is not None:
                    shares[fact].append(share)
    return {fact: sum(found) / len(found) for fact, found in shares.items()}


def losses(before: Scores, now: Scores) -> list[str]:
    """The families that lost more than `ALLOWED_LOSS` points in a fact."""
    lost: list[str] = []
    for family, facts in now.items():
        for fact, counts in facts.items():
            old, new = percent(before.get(family, {}).get(fact, [0, 0])), percent(counts)
            if old is not None and new is not None and new < old - ALLOWED_LOSS:
                lost.append(f"{family}: {fact} fell from {old:.1f} to {new:.1f}")
    return lost


def table(scores: Scores) -> str:
    """A Markdown table: a family a row, a fact a column."""
    facts = list(next(iter(scores.values())))
    rows = [
        ["**every family alike**", *(_cell(means(scores).get(fact)) for fact in facts)],
        ["without shape-\\*", *(_cell(means(scores, shapes=False).get(fact)) for fact in facts)],
        *(
            [family, *(_cell(percent(got[fact])) for fact in facts)]
            for family, got in scores.items()
        ),
    ]
    lines = ["family", *facts], ["---", *("--:" for _ in facts)], *rows
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(share: float | None) -> str:
    return "" if share is None else f"{share:.1f}"


def picture(scores: Scores) -> str:
    """An SVG heat map: families down, facts across; white is nothing documented."""
    facts = list(next(iter(scores.values())))
    wide, high, left, top = 58, 15, 190, 30
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" font-size="10" '
            f'width="{left + wide * len(facts) + 10}" height="{top + high * len(scores) + 10}">'
        ),
        '<rect width="100%" height="100%" fill="white"/>',
    ]
    for column, fact in enumerate(facts):
        parts.append(f'<text x="{left + wide * column + 4}" y="{top - 8}">{fact}</text>')
    for row, (family, got) in enumerate(scores.items()):
        y = top + high * row
        parts.append(f'<text x="4" y="{y + 11}">{family}</text>')
        for column, fact in enumerate(facts):
            share = percent(got[fact])
            if share is not None:
                x = left + wide * column
                parts.append(
                    f'<rect x="{x}" y="{y}" width="{wide - 2}" height="{high - 2}" '
                    f'fill="{_colour(share)}"/><text x="{x + 6}" y="{y + 10}">{share:.1f}</text>'
                )
    return "\n".join([*parts, "</svg>"]) + "\n"


def _colour(share: float) -> str:
    """From red (50 and less) over yellow to green (100)."""
    rgb = colorsys.hls_to_rgb(max(0.0, share - 50) / 150, 0.78, 0.7)
    return "#" + "".join(f"{round(255 * part):02x}" for part in rgb)


def with_table(page: str, scores: Scores) -> str:
    """Put the table between the page's marks."""
    made = f"<!-- scores -->\n\n{table(scores)}\n\n<!-- /scores -->"
    return re.sub(r"<!-- scores -->.*<!-- /scores -->", lambda _: made, page, flags=re.S)


def main() -> None:
    """Measure; write or compare."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--write", action="store_true", help="write scores, table and picture")
    parser.add_argument("--only", nargs="*", default=[], help="pairs that hold one of these words")
    parser.add_argument("--misses", type=int, default=0, help="show so many misses of each fact")
    asked = parser.parse_args()
    if not CORPUS.is_dir():
        sys.exit(f"no corpus at {CORPUS}: it is part of the workplace, not of a clone")
    scores = measured(asked.only, asked.misses)
    print(re.sub(r" *\| *", "\t", table(scores)))
    if asked.write:
        SCORES.write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
        PICTURE.write_text(picture(scores), encoding="utf-8")
        PAGE.write_text(with_table(PAGE.read_text("utf-8"), scores), encoding="utf-8")
    elif SCORES.exists():
        sys.exit("\n".join(losses(json.loads(SCORES.read_text("utf-8")), scores)) or None)


if __name__ == "__main__":
    main()
