"""Telling JSON's two containers apart, in a way that type checkers follow."""

from __future__ import annotations

from typing import TypeGuard

from docmodels.ir import Json


def is_object(value: Json) -> TypeGuard[dict[str, Json]]:
    """Whether a JSON value is an object."""
    return isinstance(value, dict)


def is_list(value: Json) -> TypeGuard[list[Json]]:
    """Whether a JSON value is a list."""
    return isinstance(value, list)
