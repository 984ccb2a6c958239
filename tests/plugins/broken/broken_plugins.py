"""Plug-ins that do not work, each in another way."""

from __future__ import annotations

from typing import Never

from docmodels.pages import Dialect
from docmodels.readers import Reader


def fail(*_: object) -> Never:
    """Raise an exception."""
    raise KeyError("oops")


TEXT = "not a dialect"
OTHER = Dialect("other", "A dialect with another name", lambda page: False, fail)
FAILING = Dialect("failing", "A dialect whose test fails", fail, fail)
FORGETFUL = Dialect(
    "forgetful", "A dialect whose reader fails", lambda page: "# F" in page.text, fail
)
LIBLAB = Dialect("liblab", "A dialect with the name of a built-in one", lambda page: True, fail)
FAILING_READER = Reader("failing", "A reader whose test fails", fail, fail)
