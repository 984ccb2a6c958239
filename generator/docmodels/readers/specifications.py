"""The specifications of `referencing`, which raise no errors for malformed keywords."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from referencing import Specification
from referencing.jsonschema import DRAFT4, DRAFT6, DRAFT7, DRAFT201909, DRAFT202012

from docmodels.ir import Json, is_list, is_object
from docmodels.ir.keyword_table import KEYWORDS, Shape
from docmodels.ir.vocabulary import KEYWORD_BY_NAME, evaluated_by


def _lenient_specification(strict: Specification[Any]) -> Specification[Any]:
    """Return a specification that skips malformed keywords instead of raising errors."""

    def id_of(contents: Json) -> str | None:
        key = "id" if strict is DRAFT4 else "$id"
        has_id = is_object(contents) and isinstance(contents.get(key), str)
        return strict.id_of(contents) if has_id else None

    def subresources_of(contents: Json) -> list[Json]:
        subresources = strict.subresources_of(_drop_malformed(contents))
        return [part for part in subresources if isinstance(part, dict | bool)]

    def anchors_in(specification: Specification[Any], contents: Json) -> list[Any]:
        has_valid_names = is_object(contents) and all(
            isinstance(contents.get(k, ""), str) for k in _ANCHORS
        )
        return list(strict.anchors_in(contents)) if has_valid_names else []

    return Specification(  # type: ignore[call-arg]
        name=strict.name,
        id_of=id_of,
        subresources_of=subresources_of,
        anchors_in=anchors_in,
        maybe_in_subresource=strict.maybe_in_subresource,
    )


def _drop_malformed(contents: Json) -> Json:
    """Drop the keywords whose values are not schemas or strings as required."""
    if not is_object(contents):
        return True
    return {
        key: value
        for key, value in contents.items()
        if _KEYWORD_CHECKS.get(key, _accept_any)(value)
    }


_ANCHORS: Final = tuple(
    name for name in evaluated_by("identifier") if KEYWORD_BY_NAME[name].shape == "string"
)


def _accept_any(value: Json) -> bool:
    return True


def _is_string(value: Json) -> bool:
    return isinstance(value, str)


def _are_dependencies(value: Json) -> bool:
    return is_object(value) and all(isinstance(part, dict | list) for part in value.values())


_SHAPE_CHECKS: Final[dict[Shape, Callable[[Json], bool]]] = {
    "schemas": is_list,
    "schema map": is_object,
    "string": _is_string,
    "items": lambda value: isinstance(value, dict | list | bool),
    "dependencies": _are_dependencies,
}
_KEYWORD_CHECKS: Final = {
    keyword.name: _SHAPE_CHECKS[keyword.shape]
    for keyword in KEYWORDS
    if keyword.shape in _SHAPE_CHECKS
}

SPECIFICATIONS: Final = {
    draft: _lenient_specification(specification)
    for draft, specification in {
        "4": DRAFT4,
        "6": DRAFT6,
        "7": DRAFT7,
        "2019-09": DRAFT201909,
        "2020-12": DRAFT202012,
    }.items()
}
"""The specifications of `referencing` by draft."""
