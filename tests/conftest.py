"""What all tests share: which of them run."""

from __future__ import annotations

import pytest
from hypothesis import settings

settings.register_profile("unhurried")  # a busy machine is no finding
settings.load_profile("unhurried")

RARE = {
    "slow": "Also run what installs packages and runs type checkers, as .ci/run does.",
    "documents": "Also run all real documents of ../shared: a quarter of an hour.",
}
"""Marks of tests that only run with the option of that name."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="Rewrite what literate cases expect.")
    for mark, help in RARE.items():
        parser.addoption(f"--{mark}", action="store_true", help=help)


def pytest_configure(config: pytest.Config) -> None:
    for mark, help in RARE.items():
        config.addinivalue_line("markers", f"{mark}: {help}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for mark in RARE:
        if not config.getoption(f"--{mark}"):
            skip = pytest.mark.skip(reason=f"{mark}: run with --{mark}")
            for item in items:
                if mark in item.keywords:
                    item.add_marker(skip)
