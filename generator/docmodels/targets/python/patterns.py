"""Regular expressions in Python source: whether Python compiles them, and how to write them."""

from __future__ import annotations

import re
import warnings

from docmodels.targets.python.source import is_printable, string


def pattern_literal(pattern: str) -> str:
    """Write a pattern as a string literal, raw if it contains backslashes."""
    is_raw_safe = '"' not in pattern and is_printable(pattern) and not pattern.endswith("\\")
    return f'r"{pattern}"' if "\\" in pattern and is_raw_safe else string(pattern)


def compiles(pattern: str) -> bool:
    """Whether Python compiles a pattern without a warning."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            re.compile(pattern)
    except (re.error, RecursionError, OverflowError, Warning):
        return False
    return True
