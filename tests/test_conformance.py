"""Scores do not fall below those of docs/conformance.json."""

from __future__ import annotations

import json

import pytest

import conformance

needed = pytest.mark.skipif(
    not conformance.HARNESS.is_dir(), reason="needs the conformance harness in ../shared"
)


@needed
def test_no_score_falls_and_everything_imports() -> None:
    known = json.loads(conformance.SCORES.read_text("utf-8"))
    found = conformance.measure()
    now = conformance.figures(found)
    fallen = [
        (name, mode, score, now[name][mode])
        for name, scores in known.items()
        for mode, score in scores.items()
        if now[name][mode] < score
    ]
    assert not fallen
    for scores in found.values():
        for each in scores.values():
            assert each.imported == each.groups.total()


def test_the_table_shows_the_committed_scores() -> None:
    text = conformance.TABLE.read_text("utf-8")
    for scores in json.loads(conformance.SCORES.read_text("utf-8")).values():
        for mode, score in scores.items():
            (line,) = [x for x in text.splitlines() if x.startswith(f"| docmodels, `{mode}`")]
            assert f" {score} / " in line
