"""Imports as lines, and the order of names: those of isort, which are ruff's as well."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from itertools import groupby

from docmodels.targets.python.source import Import

_Natural = tuple[tuple[int, int, int, str], ...]


def imported_lines(imports: Iterable[Import]) -> tuple[tuple[str, ...], ...]:
    """Write imports in groups: standard library, third party, this package; each sorted."""
    groups: dict[int, list[Import]] = {0: [], 1: [], 2: []}
    for each in sorted(set(imports), key=lambda each: (natural(each.module), natural(each.alias))):
        package = each.module.partition(".")[0]
        groups[0 if package in sys.stdlib_module_names else 1 if package else 2].append(each)
    return tuple(tuple(_lines(group)) for group in groups.values() if group)


def _lines(imports: list[Import]) -> list[str]:
    """Write what is imported as a whole, then names; one that gets another name stands alone."""
    lines = [f"import {each.module}{_renamed(each)}" for each in imports if not each.name]
    named = [each for each in imports if each.name]
    for module, group in groupby(named, key=lambda each: each.module):
        found = sorted(group, key=_place)
        plain = [each for each in found if not each.alias]
        for each in found:
            if each in plain[:1]:
                lines.append(f"from {module} import {', '.join(own.name for own in plain)}")
            elif each.alias:
                lines.append(f"from {module} import {each.name}{_renamed(each)}")
    return lines


def _place(each: Import) -> tuple[int, _Natural, _Natural, _Natural]:
    """Give the place of an imported name: as in `__all__`, but all in small letters first."""
    kind, name = by_kind(each.name)
    return kind, natural(each.name.lower()), name, natural(each.alias)


def _renamed(each: Import) -> str:
    return f" as {each.alias}" if each.alias else ""


def by_kind(name: str) -> tuple[int, _Natural]:
    """Give the place of a name in `__all__`: CONSTANTS, then Classes, then the rest."""
    cased = any(char.isupper() or char.islower() for char in name)
    kind = 0 if len(name) > 1 and cased and name.isupper() else 1 if name[:1].isupper() else 2
    return kind, natural(name)


def natural(text: str) -> _Natural:
    """Give the place of a text among others, numbers in it by value: `v2` stands before `v10`."""
    return tuple(
        (
            (ord("0"), int(part[0] != "0"), len(part) * (part[0] != "0"), part)
            if part[0] in "0123456789"
            else (ord(part), 0, 0, "")
        )
        for part in re.findall(r"[0-9]+|.", text, re.DOTALL)
    )
