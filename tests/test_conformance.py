"""Test that no score falls below docs/conformance.json."""

from __future__ import annotations

import json

import pytest

import conformance

needs_harness = pytest.mark.skipif(
    not conformance.HARNESS.is_dir(), reason="needs the conformance harness in ../shared"
)


@needs_harness
def test_no_score_falls_and_all_modules_import() -> None:
    committed = json.loads(conformance.SCORES.read_text("utf-8"))
    measured = conformance.measure()
    current = conformance.perfect_counts(measured)
    fallen = [
        (name, mode, score, current[name][mode])
        for name, scores in committed.items()
        for mode, score in scores.items()
        if current[name][mode] < score
    ]
    assert not fallen
    for scores in measured.values():
        for score in scores.values():
            assert score.imported == score.groups.total()


def test_table_shows_the_committed_scores() -> None:
    text = conformance.TABLE.read_text("utf-8")
    for scores in json.loads(conformance.SCORES.read_text("utf-8")).values():
        for mode, score in scores.items():
            (line,) = [x for x in text.splitlines() if x.startswith(f"| docmodels, `{mode}`")]
            assert f" {score} / " in line
