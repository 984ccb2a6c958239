"""No family of documentation may lose what was once recovered from it."""

from __future__ import annotations

import json
import re
from fnmatch import fnmatchcase

import pytest

import scoreboard


@pytest.mark.skipif(not scoreboard.CORPUS.is_dir(), reason="the pairs in ../shared are not here")
def test_no_family_loses_facts() -> None:
    before = json.loads(scoreboard.SCORES.read_text("utf-8"))
    assert scoreboard.losses(before, scoreboard.measured([])) == []


def test_the_table_and_the_picture_are_those_of_the_scores() -> None:
    scores = json.loads(scoreboard.SCORES.read_text("utf-8"))
    page = scoreboard.PAGE.read_text("utf-8")
    assert scoreboard.with_table(page, scores) == page
    assert scoreboard.PICTURE.read_text("utf-8") == scoreboard.picture(scores)


def test_every_fact_under_100_has_its_cause() -> None:
    """The table `fact | families | ..` of the page names each family, by a pattern, for each fact."""
    page = scoreboard.PAGE.read_text("utf-8").partition("## Why a row is under 100")[2]
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


def test_a_loss_is_told_with_family_and_fact() -> None:
    before = {"go": {"wire": [99, 100], "type": [1, 2]}}
    now = {"go": {"wire": [98, 100], "type": [1, 2]}}
    assert scoreboard.losses(before, now) == ["go: wire fell from 99.0 to 98.0"]
    assert scoreboard.losses(now, before) == []
