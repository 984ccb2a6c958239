"""Locate the data folders of the package, in the wheel or in a checkout."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

CHECKOUT = Path(__file__).parents[3]


def data_dir(name: str) -> Traversable:
    """Return the folder `name`: beside the code in a wheel, in the repository root in a checkout."""
    packaged = files("docmodels") / name
    return packaged if packaged.is_dir() else CHECKOUT / name
