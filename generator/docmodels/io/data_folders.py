"""Locate the data folders of the package, in the wheel, in a checkout or in an archive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

PACKAGE, CHECKOUT = Path(__file__).parents[1], Path(__file__).parents[3]


def data_dir(name: str) -> Traversable:
    """Return the folder `name`: beside the code in a wheel, in the repository root in a checkout."""
    for parent in (PACKAGE, CHECKOUT):
        if (folder := parent / name).is_dir():
            return folder
    from importlib.resources import files  # the package is in an archive

    return files("docmodels") / name
