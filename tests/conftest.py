"""Define the options and marks that select tests."""

from __future__ import annotations

import os
import signal
import tempfile
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Deadlines and the check for slow strategies fail on a busy machine.
# The same examples in each run: a change decides what fails. `search` draws new ones, and more.
settings.register_profile(
    "repeatable",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=True,
    database=None,
)
settings.register_profile("mutation", settings.get_profile("repeatable"), max_examples=20)
settings.register_profile(
    "search", settings.get_profile("repeatable"), max_examples=2000, derandomize=False
)
settings.load_profile("repeatable")

OPT_IN_MARKS = {
    "slow": "Also run tests that install packages or run type checkers, as .ci/run does.",
    "documents": "Also run tests of all real documents in ../shared; takes 15 minutes.",
}
"""Marks of tests that run only with the option of the same name."""


PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))[
    "project"
]
IS_BLACK_PINNED = f"black=={version('black')}" in PROJECT["optional-dependencies"]["test"]
"""Whether the installed black is the one that formats the samples and the expected outputs."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="Rewrite the expected outputs of cases.")
    for mark, help in OPT_IN_MARKS.items():
        parser.addoption(f"--{mark}", action="store_true", help=help)


def pytest_configure(config: pytest.Config) -> None:
    if (
        signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    ):  # a shell started pytest in the background
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if "DOCMODELS_CACHE_DIR" not in os.environ:
        stamps = tempfile.TemporaryDirectory(prefix="docmodels-stamps-")
        config.add_cleanup(stamps.cleanup)
        os.environ["DOCMODELS_CACHE_DIR"] = stamps.name
    for mark, help in OPT_IN_MARKS.items():
        config.addinivalue_line("markers", f"{mark}: {help}")
    config.addinivalue_line("markers", "pinned_black: compares with text that this black formatted")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for mark in OPT_IN_MARKS:
        if not config.getoption(f"--{mark}"):
            skip = pytest.mark.skip(reason=f"{mark}: run with --{mark}")
            for item in items:
                if mark in item.keywords:
                    item.add_marker(skip)
    if not IS_BLACK_PINNED:
        skip = pytest.mark.skip(reason="another black than the one that formats the samples")
        for item in items:
            if "pinned_black" in item.keywords:
                item.add_marker(skip)
