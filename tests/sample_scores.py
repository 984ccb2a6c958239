"""Measure what samples add to documentation pages: facts and payloads before and after.

    python tests/sample_scores.py                      measure all pairs, print the table
    python tests/sample_scores.py --only oag-go        measure some families
    python tests/sample_scores.py --write              write the table to docs/fidelity.md

Payloads are drawn from the specification of each pair, with nulls where it allows them. One half
is the evidence: an HTTP archive, in which no model is named. The other half is fed to the generated
models. The pairs and the scorer are in `../shared`, which is not part of this project.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from pydantic import TypeAdapter

import docmodels
from docmodels.inference.model_shapes import shapes_of
from docmodels.inference.models_from_samples import index_models
from docmodels.inference.sample_facts import Collector
from docmodels.ir import Api
from docmodels.ir.drafts import normalize_name
from scoreboard import CORPUS, PAGE, SHARED, load_scorer, pairs

DRAWS = 8
"""Payloads per model and half."""
NULL_SHARE = 0.2
FACTS = ("wire", "nullable", "integer", "format", "required", "type", "sound")
Counts = Counter[str]


@cache
def sampler() -> ModuleType:
    """Import the sampler, and let it draw null where the specification allows it."""
    sys.path.insert(0, str(SHARED / "fidelity"))
    spec = importlib.util.spec_from_file_location("payloads", SHARED / "fidelity/payloads.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    draw = module.sample
    nullable = load_scorer().nullable

    def draw_or_null(doc: Any, node: Any, rng: random.Random, full: float, depth: int = 0) -> Any:
        target, _ = doc.deref(node)
        is_nullable = nullable(node) or nullable(target)
        if depth and full and is_nullable and rng.random() < NULL_SHARE:
            return None
        return draw(doc, node, rng, full, depth)

    module.sample = draw_or_null
    return module


@dataclass(frozen=True)
class Payloads:
    """Payloads of a pair by the name of their schema: those for evidence, and those to score."""

    evidence: list[tuple[str, Any]] = field(default_factory=list[tuple[str, Any]])
    scored: list[tuple[str, Any]] = field(default_factory=list[tuple[str, Any]])


def draw_payloads(truth: Any) -> Payloads:
    """Draw payloads of all objects and unions of a specification."""
    payloads, scorer = Payloads(), load_scorer()
    failures = (sampler().Cannot, RecursionError, TypeError, IndexError)
    for name, node in truth.schemas.items():
        if scorer.kind(truth, node) not in ("object", "union"):
            continue
        rng = random.Random(name)
        for number in range(2 * DRAWS):
            try:
                value = sampler().sample(truth, node, rng, (0.0, 1.0, 0.5, 0.8)[number // 2 % 4])
            except failures:
                continue
            half = payloads.scored if number % 2 else payloads.evidence
            half.append((name, value))
    return payloads


def archive(values: Sequence[Any]) -> str:
    """Return an HTTP archive with one response for each value."""
    contents = [{"mimeType": "application/json", "text": json.dumps(value)} for value in values]
    return json.dumps({"log": {"entries": [{"response": {"content": c}} for c in contents]}})


def measure(pair: Path) -> tuple[str, dict[str, Counts]]:
    """Measure one pair; return its family, and counts before and after."""
    scorer = load_scorer()
    truth = scorer.Doc(scorer.load(next(pair.glob("spec.*"))))
    payloads = draw_payloads(truth)
    pages = scorer.Pages(pair / "docs")
    counts: dict[str, Counts] = {}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "captured.har"
        file.write_text(archive([value for _, value in payloads.evidence]), encoding="utf-8")
        for title, samples in (("before", ()), ("after", (file,))):
            api = docmodels.load(pair / "docs", samples=samples)
            facts, _ = scorer.score(
                truth, scorer.Doc(json.loads(docmodels.export(api, "openapi"))), pages
            )
            counts[title] = Counter()
            for fact in FACTS:
                counts[title][fact], counts[title][f"{fact} total"] = facts[fact]
            counts[title] += accepted(api, payloads.scored, f"{pair.name}_{title}")
            if not samples:
                objects = [p for p in payloads.evidence if not scorer.members(truth.schemas[p[0]])]
                counts["matches"] = match_counts(api, objects)
    return pair.parent.name, counts


def measure_facts(pair: Path) -> tuple[str, dict[str, list[int]]]:
    """Score the facts of a pair that its pages and samples of all models show; return its family too."""
    scorer = load_scorer()
    truth = scorer.Doc(scorer.load(next(pair.glob("spec.*"))))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "captured.har"
        file.write_text(archive([value for _, value in draw_payloads(truth).evidence]), "utf-8")
        api = docmodels.load(pair / "docs", samples=(file,))
    recovered = scorer.Doc(json.loads(docmodels.export(api, "openapi")))
    facts, _ = scorer.score(truth, recovered, scorer.Pages(pair / "docs"))
    return pair.parent.name, {fact: list(counts) for fact, counts in facts.items()}


def match_counts(api: Api, labelled: Sequence[tuple[str, Any]]) -> Counts:
    """Count payloads that are matched with the right model, with another one, and with none.

    A payload of a union is of one of its members, so it is not counted.
    """
    definitions = {definition.name: definition for definition in api.definitions}
    names = {normalize_name(name) for name in definitions}
    shapes = shapes_of(definitions)
    collector = Collector(shapes, index_models(shapes), frozenset(), frozenset())
    counts: Counts = Counter()
    for label, value in labelled:
        (name,) = collector.models_of([value])
        if normalize_name(label) not in names or not value or not isinstance(value, dict):
            continue
        is_right = name is not None and normalize_name(name) == normalize_name(label)
        counts["right" if is_right else "open" if name is None else "wrong"] += 1
    return counts


def accepted(api: Api, payloads: Sequence[tuple[str, Any]], name: str) -> Counts:
    """Count the payloads that the generated pydantic models accept."""
    module = ModuleType(re.sub(r"\W", "_", name))
    sys.modules[module.__name__] = module
    exec(docmodels.render(api)[0].text, module.__dict__)
    classes = {normalize_name(key): value for key, value in vars(module).items()}
    counts: Counts = Counter()
    for label, value in payloads:
        if normalize_name(label) in classes:
            counts["accepted total"] += 1
            try:
                TypeAdapter(classes[normalize_name(label)]).validate_json(json.dumps(value))
            except Exception:
                continue
            counts["accepted"] += 1
    return counts


def measure_all(patterns: list[str]) -> dict[str, dict[str, Counts]]:
    """Measure all pairs in parallel; return the sums of each family."""
    families: dict[str, dict[str, Counts]] = {}
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for family, counts in pool.map(measure, pairs(patterns)):
            sums = families.setdefault(family, {})
            for title, numbers in counts.items():
                sums[title] = sums.get(title, Counter()) + numbers
    return families


def table(families: dict[str, dict[str, Counts]]) -> str:
    """Return a Markdown table: facts and payloads before and after, as the mean of all families."""
    lines = ["| fact | before | after |", "| --- | --: | --: |"]
    for fact in (*FACTS, "accepted"):
        cells = [_mean(families, title, fact) for title in ("before", "after")]
        lines.append(f"| {fact} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _mean(families: dict[str, dict[str, Counts]], title: str, fact: str) -> str:
    shares = [
        100 * counts[title][fact] / counts[title][f"{fact} total"]
        for counts in families.values()
        if counts[title][f"{fact} total"]
    ]
    return f"{sum(shares) / len(shares):.1f}" if shares else ""


def matches(families: dict[str, dict[str, Counts]]) -> str:
    """Return a sentence about the models that payloads are matched with."""
    sums: Counts = sum((counts["matches"] for counts in families.values()), Counter())
    total = sums.total() or 1
    shares = {kind: f"{100 * sums[kind] / total:.1f} %" for kind in ("right", "open", "wrong")}
    return (
        f"Of {sums.total():,} objects with fields, {shares['right']} are matched with their model, "
        f"{shares['open']} with none (few keys, or keys of several models), and "
        f"{shares['wrong']} with another model."
    )


def main() -> None:
    """Measure the selected pairs, and print or write the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--only", nargs="*", default=[], help="pairs whose FAMILY/NAME has one")
    parser.add_argument("--write", action="store_true", help="write the table to docs/fidelity.md")
    options = parser.parse_args()
    if not CORPUS.is_dir():
        sys.exit(f"no corpus at {CORPUS}: the corpus is not part of the repository")
    families = measure_all(options.only)
    text = f"{table(families)}\n\n{matches(families)}"
    print(text)
    for family, counts in families.items():
        before, after = counts["before"], counts["after"]
        cells = [
            f"{fact} {before[fact]}>{after[fact]}/{after[f'{fact} total']}"
            for fact in (*FACTS, "accepted")
        ]
        print(family, *cells, dict(counts["matches"]), sep="  ")
    if options.write:
        section = f"<!-- samples -->\n\n{text}\n\n<!-- /samples -->"
        page = PAGE.read_text("utf-8")
        page = re.sub(r"<!-- samples -->.*<!-- /samples -->", lambda _: section, page, flags=re.S)
        PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
