"""Write import lines and sort names as isort and ruff do."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from itertools import groupby

from docmodels.targets.plan.identifiers import pascal
from docmodels.targets.python.source import Import

_Natural = tuple[tuple[int, int, int, str], ...]


def import_lines(imports: Iterable[Import]) -> tuple[tuple[str, ...], ...]:
    """Write imports in groups: standard library, third party, this package; each sorted."""
    groups: dict[int, list[Import]] = {0: [], 1: [], 2: []}
    for import_ in sorted(set(imports), key=_module_sort_key):
        package = import_.module.partition(".")[0]
        groups[0 if package in sys.stdlib_module_names else 1 if package else 2].append(import_)
    return tuple(tuple(_lines(group)) for group in groups.values() if group)


def resolve_import(requested: Import, class_names: frozenset[str]) -> Import:
    """Return `requested`, with an alias if a class of the output has its name."""
    if requested.bound not in class_names:
        return requested
    origin = requested.module.rpartition(".")[2] or requested.module
    alias = f"{pascal(origin)}{requested.name}"
    while alias in class_names:
        alias += "_"
    return requested._replace(alias=alias)


def _module_sort_key(import_: Import) -> tuple[_Natural, _Natural]:
    return natural_sort_key(import_.module), natural_sort_key(import_.alias)


def _lines(imports: list[Import]) -> list[str]:
    """Write `import` lines, then `from` lines; a name with an alias gets its own line."""
    lines = [
        f"import {import_.module}{_as_clause(import_)}" for import_ in imports if not import_.name
    ]
    named = [import_ for import_ in imports if import_.name]
    for module, group in groupby(named, key=lambda import_: import_.module):
        names = sorted(group, key=_name_sort_key)
        unaliased = [import_ for import_ in names if not import_.alias]
        for import_ in names:
            if import_ in unaliased[:1]:
                lines.append(
                    f"from {module} import {', '.join(import_.name for import_ in unaliased)}"
                )
            elif import_.alias:
                lines.append(f"from {module} import {import_.name}{_as_clause(import_)}")
    return lines


def _name_sort_key(import_: Import) -> tuple[int, _Natural, _Natural, _Natural]:
    """Return the sort key of an imported name: as in `__all__`, but case-insensitive first."""
    kind, name = export_sort_key(import_.name)
    return kind, natural_sort_key(import_.name.lower()), name, natural_sort_key(import_.alias)


def _as_clause(import_: Import) -> str:
    return f" as {import_.alias}" if import_.alias else ""


def export_sort_key(name: str) -> tuple[int, _Natural]:
    """Return the sort key of a name in `__all__`: CONSTANTS, then Classes, then other names."""
    has_case = any(char.isupper() or char.islower() for char in name)
    kind = 0 if len(name) > 1 and has_case and name.isupper() else 1 if name[:1].isupper() else 2
    return kind, natural_sort_key(name)


def natural_sort_key(text: str) -> _Natural:
    """Return the sort key of a text that compares numbers by value: `v2` precedes `v10`."""
    return tuple(
        (
            (ord("0"), int(part[0] != "0"), len(part) * (part[0] != "0"), part)
            if part[0] in "0123456789"
            else (ord(part), 0, 0, "")
        )
        for part in re.findall(r"[0-9]+|.", text, re.DOTALL)
    )
