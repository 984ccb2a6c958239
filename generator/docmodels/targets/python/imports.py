"""Write import lines and sort names as isort and ruff do."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby

from docmodels.targets.plan.identifiers import pascal
from docmodels.targets.python.source import Import

_Lines = tuple[tuple[str, ...], ...]


def import_lines(imports: Iterable[Import]) -> _Lines:
    """Write imports in groups: standard library, third party, this package; each sorted."""
    local = {import_ for import_ in imports if import_.module.startswith(".")}
    others = frozenset(imports) - local
    lines = _lines(sorted(local, key=_module_sort_key))
    return (*_lines_of_others(others), tuple(lines)) if lines else _lines_of_others(others)


@lru_cache(maxsize=1024)  # the modules of a package use few sets
def _lines_of_others(imports: frozenset[Import]) -> _Lines:
    """Write imports from other packages: of the standard library, then the others."""
    groups: tuple[list[Import], list[Import]] = ([], [])
    for import_ in sorted(imports, key=_module_sort_key):
        groups[import_.module.partition(".")[0] not in sys.stdlib_module_names].append(import_)
    return tuple(tuple(_lines(group)) for group in groups if group)


def resolve_import(requested: Import, class_names: frozenset[str]) -> Import:
    """Return `requested`, with an alias if a class of the output has its name."""
    if requested.bound not in class_names:
        return requested
    origin = requested.module.rpartition(".")[2] or requested.module
    alias = f"{pascal(origin)}{requested.name}"
    while alias in class_names:
        alias += "_"
    return requested._replace(alias=alias)


def _module_sort_key(import_: Import) -> tuple[str, str]:
    return natural_sort_key(import_.module), natural_sort_key(import_.alias)


def _lines(imports: list[Import]) -> list[str]:
    """Write `import` lines, then `from` lines; a name with an alias gets a line of its own."""
    lines = [
        f"import {import_.module}{_as_clause(import_)}" for import_ in imports if not import_.name
    ]
    named = [import_ for import_ in imports if import_.name]
    for module, group in groupby(named, key=lambda import_: import_.module):
        names = list(group)
        if len(names) > 1:
            names.sort(key=_name_sort_key)
        unaliased = [import_ for import_ in names if not import_.alias]
        for import_ in names:
            if import_ in unaliased[:1]:
                lines.append(
                    f"from {module} import {', '.join(import_.name for import_ in unaliased)}"
                )
            elif import_.alias:
                lines.append(f"from {module} import {import_.name}{_as_clause(import_)}")
    return lines


def _name_sort_key(import_: Import) -> tuple[int, str, str, str]:
    """Return the sort key of an imported name: as in `__all__`, but case-insensitive first."""
    kind, name = export_sort_key(import_.name)
    return kind, natural_sort_key(import_.name.lower()), name, natural_sort_key(import_.alias)


def _as_clause(import_: Import) -> str:
    return f" as {import_.alias}" if import_.alias else ""


def export_sort_key(name: str) -> tuple[int, str]:
    """Return the sort key of a name in `__all__`: CONSTANTS, then Classes, then other names."""
    kind = 0 if len(name) > 1 and name.isupper() else 1 if name[:1].isupper() else 2
    return kind, natural_sort_key(name)


def natural_sort_key(text: str) -> str:
    """Return the sort key of a text that compares numbers by value: `v2` precedes `v10`.

    In the key, the number of its digits precedes a number; one with a leading zero precedes the others.
    """
    return _NUMBER.sub(_number_key, text)


_NUMBER = re.compile("[0-9]+")


def _number_key(match: re.Match[str]) -> str:
    number = match[0]
    return f"00{number}\0" if number[0] == "0" else f"01{chr(len(number))}{number}"
