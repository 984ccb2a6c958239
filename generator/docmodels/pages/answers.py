"""Read cells that answer whether something is so: a word, a sign, or the name of an emoji."""

from __future__ import annotations

_YES = frozenset("true yes y x * \\* ✓ ✔ ✅ ☑ :heavy_check_mark: :white_check_mark:".split())
_NO = frozenset(("", *"false no n - – — ✗ ✘ ✖ ❌ :x: :heavy_minus_sign:".split()))
_VARIATION = "\ufe0f"
"""The character after a sign that is shown as an emoji."""


def read_answer(cell: str) -> bool | None:
    """Return True for yes, False for no or an empty cell, None for any other text.

    Markup and case have no meaning.
    """
    text = cell.strip().removesuffix(_VARIATION).lower()
    if text not in _YES:
        text = text.strip("*`_ ").removesuffix(_VARIATION)
    if text in _YES:
        return True
    return False if text in _NO else None
