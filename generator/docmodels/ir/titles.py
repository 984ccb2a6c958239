"""Decide whether a title names a thing, so that a type can be called by it."""

from __future__ import annotations

import re

_LONGEST_NAME = 40
_MOST_WORDS = 5
_WORD = re.compile(r"[^\W_]+")
_SENTENCE = re.compile(r"[.:;!?](?:\s|$)|\bschema\s+(?:for|of|that)\b|\n", re.IGNORECASE)


def is_name(title: str) -> bool:
    """Whether a title names a thing (`Credit card`), and is no sentence.

    A title is a sentence if it has more words or letters than a name, or punctuation of one, or if
    it describes the schema (`Schema for settings`).
    """
    words = _WORD.findall(title)
    return (
        0 < len(words) <= _MOST_WORDS
        and sum(map(len, words)) <= _LONGEST_NAME
        and not _SENTENCE.search(title)
    )
