"""The differences between the versions of JSON Schema, OpenAPI and Swagger, as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from referencing import Specification
from referencing.jsonschema import DRAFT4, DRAFT6, DRAFT7, DRAFT201909, DRAFT202012

from docmodels.ir import Json, is_list, is_object
from docmodels.ir.keyword_table import KEYWORDS, Shape
from docmodels.ir.vocabulary import KEYWORD_BY_NAME, NULLABLE_KEYWORDS, evaluated_by


@dataclass(frozen=True, slots=True)
class SchemaVersion:
    """A version of JSON Schema, OpenAPI or Swagger.

    `allows_ref_siblings`: keywords beside `$ref` count (JSON Schema 2019-09, OpenAPI 3.1); before,
    they are ignored. `nullable_keywords`: the keywords that add null to a type. `specification`:
    how `referencing` finds identifiers, subschemas and anchors.
    """

    name: str
    dialect: str
    allows_ref_siblings: bool
    specification: Specification[Any]
    nullable_keywords: tuple[str, ...] = ()

    @property
    def id_keyword(self) -> str:
        """The keyword for the identifier of a schema: `id` in draft 4, else `$id`."""
        return "id" if self.specification.name == DRAFT4.name else "$id"


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

_DRAFT4, _DRAFT6, _DRAFT7, _DRAFT201909, _DRAFT202012 = map(
    _lenient_specification, (DRAFT4, DRAFT6, DRAFT7, DRAFT201909, DRAFT202012)
)

SWAGGER2: Final = SchemaVersion("Swagger 2.0", "swagger", False, _DRAFT4, ("x-nullable",))
OPENAPI30: Final = SchemaVersion("OpenAPI 3.0", "openapi", False, _DRAFT4, NULLABLE_KEYWORDS)
OPENAPI31: Final = SchemaVersion("OpenAPI 3.1", "openapi", True, _DRAFT202012, NULLABLE_KEYWORDS)

_DRAFTS: Final = {
    "draft-03": SchemaVersion("draft 3", "jsonschema", False, _DRAFT4),
    "draft-04": SchemaVersion("draft 4", "jsonschema", False, _DRAFT4),
    "draft-06": SchemaVersion("draft 6", "jsonschema", False, _DRAFT6),
    "draft-07": SchemaVersion("draft 7", "jsonschema", False, _DRAFT7),
    "draft/2019-09": SchemaVersion("2019-09", "jsonschema", True, _DRAFT201909),
    "draft/2020-12": SchemaVersion("2020-12", "jsonschema", True, _DRAFT202012),
}
LATEST: Final = _DRAFTS["draft/2020-12"]


def schema_version(schema: Json, default: SchemaVersion = LATEST) -> SchemaVersion:
    """Return the version that `$schema` names, or `default`."""
    uri = schema.get("$schema") if is_object(schema) else None
    if not isinstance(uri, str):
        return default
    return next((version for part, version in _DRAFTS.items() if part in uri), default)


def document_version(
    value: Json, kind: str | None, api_version: SchemaVersion | None = None
) -> SchemaVersion:
    """Return the version of a document of that `kind` (see `detect_kind`).

    A document that does not state its version is a fragment of an API description of `api_version`.
    """
    match kind:
        case "swagger":
            return SWAGGER2
        case "openapi":
            return OPENAPI30 if str(value.get("openapi")).startswith("3.0") else OPENAPI31
        case _:
            return schema_version(value, api_version or LATEST)
