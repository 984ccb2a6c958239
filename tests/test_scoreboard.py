"""Test that the fidelity scores of documentation families do not fall."""

from __future__ import annotations

import json
import re
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

import scoreboard


@pytest.mark.skipif(not scoreboard.CORPUS.is_dir(), reason="the pairs in ../shared are not here")
def test_scores_do_not_fall() -> None:
    before = json.loads(scoreboard.SCORES.read_text("utf-8"))
    assert scoreboard.losses(before, scoreboard.measure_all([])) == []


def test_table_and_picture_match_the_scores() -> None:
    scores = json.loads(scoreboard.SCORES.read_text("utf-8"))
    page = scoreboard.PAGE.read_text("utf-8")
    assert scoreboard.with_table(page, scores) == page
    assert scoreboard.PICTURE.read_text("utf-8") == scoreboard.picture(scores)


def test_every_score_under_100_is_explained() -> None:
    """The table `fact | families | ..` of the page explains each score below 100, by patterns."""
    page = scoreboard.PAGE.read_text("utf-8").partition("## Causes of scores under 100")[2]
    causes = [
        (set(facts.split(", ")), re.findall(r"`([^`]+)`", families))
        for facts, families in re.findall(r"^\| ([a-z, ]+) \| (`[^|]+) \|", page, re.M)
    ]
    scores: scoreboard.Scores = json.loads(scoreboard.SCORES.read_text("utf-8"))
    unnamed = [
        f"{family}: {fact}"
        for family, facts in scores.items()
        for fact, (right, total) in facts.items()
        if right < total
        and not any(
            fact in about and any(fnmatchcase(family, pattern) for pattern in patterns)
            for about, patterns in causes
        )
    ]
    assert unnamed == []


def test_losses_name_family_and_fact() -> None:
    before = {"go": {"wire": [99, 100], "type": [1, 2]}}
    now = {"go": {"wire": [98, 100], "type": [1, 2]}}
    assert scoreboard.losses(before, now) == ["go: wire fell from 99.0 to 98.0"]
    assert scoreboard.losses(now, before) == []


def test_pair_is_readable_if_a_dialect_recognises_a_page(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "readme.md").write_text("# Depot\n\nText.\n")
    assert not scoreboard.is_readable(tmp_path)
    rows = "Name | Type | Description | Notes\n---- | ---- | ---- | ----\n**a** | **str** |  | \n"
    (docs / "Crate.md").write_text(f"# Crate\n\n## Properties\n\n{rows}")
    assert scoreboard.is_readable(tmp_path)
