"""Test that samples add to pages and take nothing away, on a set of pages with its specification."""

from __future__ import annotations

import pytest

import sample_scores
import scoreboard


@pytest.mark.skipif(not scoreboard.CORPUS.is_dir(), reason="the pairs in ../shared are not here")
def test_samples_add_facts_and_match_the_right_models() -> None:
    (pair,) = scoreboard.pairs(["shape-go-deprecated"])
    _, counts = sample_scores.measure(pair)
    before, after, matches = counts["before"], counts["after"], counts["matches"]
    assert after["wire"] == after["wire total"] > before["wire"]
    assert all(after[fact] >= before[fact] for fact in (*sample_scores.FACTS, "accepted"))
    assert after["format"] > before["format"]
    assert matches["right"] > 0 == matches["wrong"]
