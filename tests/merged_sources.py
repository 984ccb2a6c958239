"""Measure what the merged pages of one API in several languages recover, and how APIs differ.

    python tests/merged_sources.py              print the table
    python tests/merged_sources.py --write      write it into docs/fidelity.md
    python tests/merged_sources.py --pairs      count the pairs of sources that are taken for one API

The sets of pages in `../shared/corpus` that have the same specification are merged, without the
specification. The merged models and those of each set are scored on what the pages of that set
print, so that no set is measured by facts that its own pages do not have.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import docmodels
from docmodels.config.options import LoadOptions
from docmodels.inference.same_api import SAME_API, SourcePair
from docmodels.io.boundary import boundary_of
from docmodels.io.input_files import read_inputs
from docmodels.ir.documents import EXPORTS
from docmodels.passes.same_sources import models_of, shared_models
from docmodels.passes.sources import Source, group_by_source
from docmodels.pipeline import RunContext
from docmodels.pipeline.sources import read_sources
from scoreboard import CORPUS, PAGE, load_scorer, mean_shares, pairs, percent

Counts = dict[str, list[int]]
FACTS = (
    "property",
    "wire",
    "precision",
    "sound",
    "type",
    "integer",
    "required",
    "format",
    "enum",
    "default",
    "describe",
    "nullable",
    "union",
)


def sets_by_specification() -> dict[str, list[Path]]:
    """Return the sets of each specification that several families have, one of each family."""
    groups: dict[str, dict[str, Path]] = defaultdict(dict)
    for pair in pairs([]):
        groups[specification_key(pair)][pair.parent.name] = pair
    return {key: list(sets.values()) for key, sets in groups.items() if len(sets) > 1}


def specification_key(pair: Path) -> str:
    """Return a key that is equal for pairs with the same specification."""
    return hashlib.sha256(next(pair.glob("spec.*")).read_bytes()).hexdigest()


def recover(paths: Sequence[Path]) -> Any:
    """Return the OpenAPI document of pages, as the scorer reads it."""
    openapi = EXPORTS["openapi"](docmodels.load(paths, notes=[]))
    return load_scorer().Doc(json.loads(openapi))


def measure(sets: Sequence[Path]) -> tuple[list[Counts], list[Counts]]:
    """Score each set alone, and the merged models on the facts of each set."""
    fidelity = load_scorer()
    truth = fidelity.Doc(fidelity.load(next(sets[0].glob("spec.*"))))
    merged = recover([pair / "docs" for pair in sets])
    alone: list[Counts] = []
    together: list[Counts] = []
    for pair in sets:
        pages = fidelity.Pages(pair / "docs")
        alone.append(_counts(fidelity.score(truth, recover([pair / "docs"]), pages)[0]))
        together.append(_counts(fidelity.score(truth, merged, pages)[0]))
    return alone, together


def _counts(facts: dict[str, tuple[int, int]]) -> Counts:
    return {fact: list(counts) for fact, counts in facts.items()}


def cell(fact: str, alone: Sequence[Counts], together: Sequence[Counts]) -> str:
    """Return the lowest and the highest score of the sets, and the score of the merged models."""
    shares = [share for counts in alone if (share := percent(counts[fact])) is not None]
    merged = percent([sum(counts[fact][part] for counts in together) for part in (0, 1)])
    if not shares or merged is None:
        return ""
    lowest, highest = min(shares), max(shares)
    if round(lowest, 1) == round(highest, 1) == round(merged, 1):
        return f"{merged:.1f}"
    return f"{lowest:.1f} to {highest:.1f}: **{merged:.1f}**"


def lower(alone: Sequence[Counts], together: Sequence[Counts], sets: Sequence[Path]) -> list[str]:
    """Describe each set and fact of which the merged models recover less than the set alone."""
    return [
        f"{fact} {before:.1f}, merged {after:.1f} ({pair.parent.name})"
        for pair, part, whole in zip(sets, alone, together, strict=True)
        for fact in FACTS
        if (before := percent(part[fact])) is not None
        and (after := percent(whole[fact])) is not None
        and after < before - 1e-9
    ]


def table() -> str:
    """Return a Markdown table with a row for each API."""
    groups = sorted(sets_by_specification().values(), key=len, reverse=True)
    lines = [
        ["pages of", *FACTS, "lower than a set alone"],
        ["---", *("---" for _ in FACTS), "---"],
    ]
    with ProcessPoolExecutor(2) as pool:
        for sets, (alone, together) in zip(groups, pool.map(measure, groups), strict=True):
            names = f"{len(sets)} sets: {sets[0].parent.name}, {sets[1].parent.name}"
            names += ", .." if len(sets) > 2 else ""
            cells = [cell(fact, alone, together) for fact in FACTS]
            lines.append([names, *cells, "; ".join(lower(alone, together, sets))])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


# --- pages and a part of their specification ------------------------------------------------------


def half_of(specification: dict[str, Any]) -> dict[str, Any]:
    """Return every second schema of a specification with those that it refers to, without paths."""
    half = json.loads(json.dumps(specification, default=str))
    schemas = half.get("definitions") or half.get("components", {}).get("schemas") or {}
    pending = sorted(schemas)[::2]
    chosen: set[str] = set()
    while pending:
        name = pending.pop()
        if name in schemas and name not in chosen:
            chosen.add(name)
            pending += _REFERENCE.findall(json.dumps(schemas[name]))
    parts = {name: schemas[name] for name in sorted(chosen)}
    if "definitions" in half:
        return {"swagger": "2.0", "info": half["info"], "paths": {}, "definitions": parts}
    kept = {"openapi": half["openapi"], "info": half["info"], "paths": {}}
    return {**kept, "components": {"schemas": parts}}


_REFERENCE = re.compile(r'"#/(?:components/schemas|definitions)/([^"]+)"')


def measure_half(pair: Path) -> tuple[Counts, Counts]:
    """Score pages alone, and with half of their specification."""
    fidelity = load_scorer()
    specification = fidelity.load(next(pair.glob("spec.*")))
    truth, pages = fidelity.Doc(specification), fidelity.Pages(pair / "docs")
    with tempfile.TemporaryDirectory() as folder:
        half = Path(folder) / "half.json"
        half.write_text(json.dumps(half_of(specification)), "utf-8")
        together = recover([pair / "docs", half])
    alone = recover([pair / "docs"])
    return tuple(_counts(fidelity.score(truth, doc, pages)[0]) for doc in (alone, together))  # type: ignore[return-value]


def half_table() -> str:
    """Return a Markdown table of the means of all families but `shape-*`, one pair of each."""
    first = {pair.parent.name: pair for pair in reversed(pairs([]))}
    chosen = [pair for name, pair in sorted(first.items()) if not name.startswith("shape-")]
    scores: tuple[dict[str, Counts], dict[str, Counts]] = {}, {}
    with ProcessPoolExecutor(2) as pool:
        for pair, results in zip(chosen, pool.map(measure_half, chosen), strict=True):
            for target, counts in zip(scores, results, strict=True):
                target[pair.parent.name] = counts
    lines = [[f"{len(chosen)} sets of pages", *FACTS], ["---", *("--:" for _ in FACTS)]]
    for title, families in zip(("alone", "with half of the specification"), scores, strict=True):
        means = mean_shares(families)
        lines.append([title, *(f"{means[fact]:.1f}" for fact in FACTS)])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


# --- pairs of sources ----------------------------------------------------------------------------


def sources_of(pair: Path) -> list[Source]:
    """Return the sources of a pair: its pages and its specification."""
    inputs = read_inputs([str(pair)])
    boundary = boundary_of([str(pair)], [])
    return group_by_source(read_sources(inputs, LoadOptions(), RunContext(), None, boundary).drafts)


def owner(pair: Path) -> str:
    """Return who publishes an API: different specifications of one owner may be releases of one."""
    name = f"{pair.parent.name}/{pair.name}".lower()
    owners = ("openapitools", "swagger-api", "generated__")
    if any(word in name for word in owners):
        return "petstore"
    return "shape" if name.startswith("shape-") else pair.name.partition("_")[0].lower()


def count_pairs() -> Iterator[str]:
    """Yield how many pairs of sources of one API, and of different APIs, are taken for one."""
    entries: list[tuple[str, str, Any]] = []
    for pair in pairs([]):
        try:
            sources = sources_of(pair)
        except docmodels.DocmodelsError:
            continue
        key = specification_key(pair)
        entries += [(key, owner(pair), models_of(source)) for source in sources]
    counts: dict[bool, list[int]] = {True: [0, 0], False: [0, 0]}
    for one, other in itertools.combinations(entries, 2):
        is_same = one[0] == other[0]
        if not is_same and one[1] == other[1]:
            continue
        models = tuple(shared_models(one[2], other[2]))
        if models:
            counts[is_same][0] += 1
            counts[is_same][1] += SAME_API.conclude(SourcePair(models)) is not None
    for is_same, (total, concluded) in counts.items():
        yield f"{'one API' if is_same else 'different APIs'}: {concluded} of {total} pairs"


def main() -> None:
    """Print or write the table, or count the pairs."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--write", action="store_true", help="write the table into the page")
    parser.add_argument("--pairs", action="store_true", help="count pairs of sources")
    options = parser.parse_args()
    if not CORPUS.is_dir():
        sys.exit(f"no corpus at {CORPUS}: the corpus is not part of the repository")
    if options.pairs:
        print("\n".join(count_pairs()))
        return
    text = f"{table()}\n\n{half_table()}"
    print(text)
    if options.write:
        section = f"<!-- merged -->\n\n{text}\n\n<!-- /merged -->"
        page = PAGE.read_text("utf-8")
        page = re.sub(r"<!-- merged -->.*<!-- /merged -->", lambda _: section, page, flags=re.S)
        PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
