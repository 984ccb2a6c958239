"""Measure what each inference gains and costs, and write `docs/inference.md`.

An inference is measured by all scores with it and without it, for two halves of the pairs that
share no API: what gains on one half only may be fitted to its pages. `tests/scoreboard.py
--inferences` runs it. A pair is measured only without the inferences that conclude on it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from msgspec.structs import replace

import scoreboard
from docmodels.inference.inference import Inference, Source, using
from docmodels.inference.registry import INFERENCES, without
from sample_scores import measure_facts
from scoreboard import ROOT, Scores, load_scorer, mean_shares

SCORES = ROOT / "docs/inference.json"
PAGE = ROOT / "docs/inference.md"
HALVES = "AB"
SMALLEST = 0.005
"""Points that a fact gains or loses at least to be listed: the table has two decimals."""

Measurement = dict[str, dict[str, Any]]
"""By half: `pairs` on which the inference concludes, and the points that `facts` gain."""

HEAD = """# Inferences: what is concluded and not read

An inference concludes a fact that a page does not print, from evidence that it does print. Each is
one module in `docmodels/inference`, with its threshold, and a value in the registry. The
representation marks inferred facts (`inferred`), and a rule reports them where users may have to
decide. Only this page and the tests can switch an inference off; there is no option for it.

`python tests/scoreboard.py --inferences --write` measures each inference and writes this page:
all scores with it, minus all scores without it, in points of the mean of all families. The pairs of
pages and specifications are in two halves that share no API. `pairs` is the number of pairs on
which the inference concludes at all. An inference that gains nothing, or on one set of pages only,
is removed, unless the reason stands below. Inferences from samples of the user are measured with
samples of every pair: payloads that are drawn from its specification, in an HTTP archive that names
no model.
"""

ON_SAMPLES = frozenset(
    inference.name
    for inference in INFERENCES
    if any(source is Source.SAMPLE for source, _ in inference.evidence)
)
"""The inferences that conclude on captured samples only."""


def half_of(pair: Path) -> str:
    """Return the half of a pair, by its API: the title of the specification without common words."""
    info = load_scorer().load(next(pair.glob("spec.*"))).get("info") or {}
    title = str(info.get("title") or pair.name)
    api = re.sub(r"\W|openapi|swagger|api", "", title.lower())
    return HALVES[hashlib.sha256(api.encode()).digest()[0] % 2]


Result = tuple[str, str, dict[str, dict[str, list[int]]]]
"""Family and half of a pair, and its scores by the inference that is switched off.

The name "" has the scores with all inferences; others are only those that conclude.
"""


def measure_without(pair: Path) -> Result:
    """Measure a pair without each of the inferences that conclude on its pages."""
    return _measure_without(pair, lambda path: scoreboard.measure(path)[:2])


def measure_samples_without(pair: Path) -> Result:
    """Measure a pair with samples, without each of the inferences that conclude on them."""
    return _measure_without(pair, measure_facts, ON_SAMPLES)


def _measure_without(
    pair: Path,
    measure: Callable[[Path], tuple[str, dict[str, list[int]]]],
    names: Collection[str] = frozenset(inference.name for inference in INFERENCES),
) -> Result:
    concluded: set[str] = set()
    with using([_traced(inference, concluded) for inference in INFERENCES]):
        family, facts = measure(pair)
    scores = {"": facts}
    for name in concluded.intersection(names):
        with using(without(name)):
            scores[name] = measure(pair)[1]
    return family, half_of(pair), scores


def _traced(inference: Inference[Any, Any], concluded: set[str]) -> Inference[Any, Any]:
    """Return the inference with a side effect: its name is added to `concluded` if it concludes."""

    def infer(evidence: Any) -> Any:
        conclusion = inference.infer(evidence)
        if conclusion is not None:
            concluded.add(inference.name)
        return conclusion

    return replace(inference, infer=infer)


def measure_inferences(pairs: Sequence[Path]) -> dict[str, Measurement]:
    """Measure all inferences on all pairs in parallel."""
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(measure_without, pairs))
        with_samples = list(pool.map(measure_samples_without, pairs))
    return {
        inference.name: _measure_halves(
            inference.name, with_samples if inference.name in ON_SAMPLES else results
        )
        for inference in INFERENCES
    }


def _measure_halves(name: str, results: Sequence[Result]) -> Measurement:
    return {half: _measure_half(name, half, results) for half in HALVES}


def _measure_half(name: str, half: str, results: Sequence[Result]) -> dict[str, Any]:
    chosen = [(family, scores) for family, other_half, scores in results if other_half == half]
    with_it = mean_shares(_sum((family, scores[""]) for family, scores in chosen))
    without_it = mean_shares(
        _sum((family, scores.get(name, scores[""])) for family, scores in chosen)
    )
    points = {fact: round(with_it[fact] - without_it.get(fact, 0.0), 3) for fact in with_it}
    return {
        "pairs": sum(name in scores for _, scores in chosen),
        "facts": {fact: value for fact, value in points.items() if abs(value) >= SMALLEST},
    }


def _sum(facts_by_family: Any) -> Scores:
    scores: Scores = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for family, facts in facts_by_family:
        for fact, (right, total) in facts.items():
            scores[family][fact][0] += right
            scores[family][fact][1] += total
    return scores


def page(measurements: dict[str, Measurement]) -> str:
    """Return the text of `docs/inference.md`."""
    lines = [HEAD, _row("inference", *(f"{x}: {y}" for x in HALVES for y in _COLUMNS))]
    lines.append(_row("---", *("--:", "---", "---") * 2))
    for inference in INFERENCES:
        halves = [measurements[inference.name][half] for half in HALVES]
        cells = (cell for half in halves for cell in _cells(half))
        lines.append(_row(f"[{inference.name}](#{inference.name})", *cells))
    return "\n".join(lines) + "\n" + "".join(map(_section, INFERENCES))


_COLUMNS = ("pairs", "gain", "cost")


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _cells(half: dict[str, Any]) -> tuple[str, str, str]:
    facts: dict[str, float] = half["facts"]
    gain = ", ".join(f"{fact} +{value:.2f}" for fact, value in facts.items() if value > 0)
    cost = ", ".join(f"{fact} {value:.2f}" for fact, value in facts.items() if value < 0)
    return str(half["pairs"]), gain, cost


def _section(inference: Inference[Any, Any]) -> str:
    """Return the section of an inference: conclusion, evidence, threshold, rule."""
    evidence = "\n".join(f"- {source.value}: {text}" for source, text in inference.evidence)
    rule = f"`{inference.rule.name}`" if inference.rule else "none"
    return (
        f"\n## {inference.name}\n\n{inference.title}\n\n{evidence}\n\n"
        f"Threshold: {inference.threshold}. Rule: {rule}.\n"
        + (f"\n{inference.reason}\n" if inference.reason else "")
    )


def main(patterns: list[str], write: bool) -> None:
    """Measure the inferences on the chosen pairs; print the page, or write it and the scores."""
    measurements = measure_inferences(scoreboard.pairs(patterns))
    text = page(measurements)
    if write:
        SCORES.write_text(json.dumps(measurements, indent=1) + "\n", encoding="utf-8")
        PAGE.write_text(text, encoding="utf-8")
    else:
        print(text)
