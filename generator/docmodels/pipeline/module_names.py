"""Names of outputs: whether one is a module or a package, and whether Python can import it."""

from __future__ import annotations

import keyword
import os
import re
from pathlib import Path

from docmodels.diagnostics.notes import DocmodelsError
from docmodels.diagnostics.rules import INVALID_OPTION

PYTHON = ".py"
"""The suffix of Python modules, which black formats."""


def is_module(output: Path | None, suffix: str = PYTHON) -> bool:
    """Whether an output is one module of a target with this suffix, not a package."""
    return output is None or (output.name.endswith(suffix) and output.name != suffix)


def check_module_name(output: Path, suffix: str = PYTHON) -> None:
    """Raise `DocmodelsError` (`invalid-option`) for a module or package that Python cannot import."""
    name = (output if output.name not in ("", "..") else Path(os.path.abspath(output))).name
    stem = name.removesuffix(PYTHON)
    if suffix != PYTHON or (stem.isidentifier() and not keyword.iskeyword(stem)):
        return
    message = f"the output {output} cannot be imported: `{stem}` is no name of a module"
    valid_name = re.sub(r"\W", "_", stem.removesuffix(".pyi"))
    if not valid_name.isidentifier() or keyword.iskeyword(valid_name):
        valid_name += "_"
    is_file = name.endswith((PYTHON, ".pyi")) and valid_name.isidentifier()
    valid_name = valid_name if valid_name.isidentifier() else "models"
    help = (
        f"use {output.with_name(valid_name + (PYTHON if is_file else ''))}" if output.name else ""
    )
    raise DocmodelsError(INVALID_OPTION.at(None, message, help or "choose another folder"))
