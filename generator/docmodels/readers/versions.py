"""In what the versions of the schema language differ, as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from referencing import Specification
from referencing.jsonschema import DRAFT4, DRAFT6, DRAFT7, DRAFT201909, DRAFT202012

from docmodels.ir import Json, is_list, is_object


@dataclass(frozen=True, slots=True)
class SchemaVersion:
    """A version of the schema language.

    `siblings`: keywords beside `$ref` count (JSON Schema 2019-09, OpenAPI 3.1); before, they are
    ignored. `nullable`: the keywords that add null to a type. `specification`: how identifiers
    and anchors are found.
    """

    name: str
    dialect: str
    siblings: bool
    specification: Specification[Any]
    nullable: tuple[str, ...] = ()

    @property
    def id_keyword(self) -> str:
        """The keyword that gives a schema an address of its own."""
        return "id" if self.specification.name == DRAFT4.name else "$id"


def _tolerant(strict: Specification[Any]) -> Specification[Any]:
    """Make a specification that passes over what is malformed instead of failing on it."""

    def id_of(contents: Json) -> str | None:
        key = "id" if strict is DRAFT4 else "$id"
        fine = is_object(contents) and isinstance(contents.get(key), str)
        return strict.id_of(contents) if fine else None

    def subresources_of(contents: Json) -> list[Json]:
        found = strict.subresources_of(_well_formed(contents))
        return [part for part in found if isinstance(part, dict | bool)]

    def anchors_in(specification: Specification[Any], contents: Json) -> list[Any]:
        named = is_object(contents) and all(isinstance(contents.get(k, ""), str) for k in _ANCHORS)
        return list(strict.anchors_in(contents)) if named else []

    return Specification(  # type: ignore[call-arg]
        name=strict.name,
        id_of=id_of,
        subresources_of=subresources_of,
        anchors_in=anchors_in,
        maybe_in_subresource=strict.maybe_in_subresource,
    )


def _well_formed(contents: Json) -> Json:
    """Leave out the keywords that do not hold schemas, or names, in the form they should."""
    if not is_object(contents):
        return True
    return {key: value for key, value in contents.items() if _FORMS.get(key, _any)(value)}


_ANCHORS: Final = ("$id", "id", "$anchor", "$dynamicAnchor")


def _any(value: Json) -> bool:
    return True


def _is_name(value: Json) -> bool:
    return isinstance(value, str)


def _are_dependencies(value: Json) -> bool:
    return is_object(value) and all(isinstance(part, dict | list) for part in value.values())


_FORMS: Final[dict[str, Callable[[Json], bool]]] = {
    **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), is_list),
    **dict.fromkeys(("properties", "patternProperties", "dependentSchemas"), is_object),
    **dict.fromkeys(("definitions", "$defs"), is_object),
    **dict.fromkeys(("$id", "id", "$ref"), _is_name),
    "items": lambda value: isinstance(value, dict | list | bool),
    "dependencies": _are_dependencies,
}

_DRAFT4, _DRAFT6, _DRAFT7, _DRAFT201909, _DRAFT202012 = map(
    _tolerant, (DRAFT4, DRAFT6, DRAFT7, DRAFT201909, DRAFT202012)
)

_OPENAPI_NULL: Final = ("nullable", "x-nullable")

SWAGGER2: Final = SchemaVersion("Swagger 2.0", "swagger", False, _DRAFT4, ("x-nullable",))
OPENAPI30: Final = SchemaVersion("OpenAPI 3.0", "openapi", False, _DRAFT4, _OPENAPI_NULL)
OPENAPI31: Final = SchemaVersion("OpenAPI 3.1", "openapi", True, _DRAFT202012, _OPENAPI_NULL)

_DRAFTS: Final = {
    "draft-03": SchemaVersion("draft 3", "jsonschema", False, _DRAFT4),
    "draft-04": SchemaVersion("draft 4", "jsonschema", False, _DRAFT4),
    "draft-06": SchemaVersion("draft 6", "jsonschema", False, _DRAFT6),
    "draft-07": SchemaVersion("draft 7", "jsonschema", False, _DRAFT7),
    "draft/2019-09": SchemaVersion("2019-09", "jsonschema", True, _DRAFT201909),
    "draft/2020-12": SchemaVersion("2020-12", "jsonschema", True, _DRAFT202012),
}
LATEST: Final = _DRAFTS["draft/2020-12"]


def schema_flavour(schema: Json, default: SchemaVersion = LATEST) -> SchemaVersion:
    """Give the version that `$schema` names, or `default`."""
    uri = schema.get("$schema") if is_object(schema) else None
    if not isinstance(uri, str):
        return default
    return next((flavour for part, flavour in _DRAFTS.items() if part in uri), default)


def document_flavour(
    value: Json, kind: str | None, home: SchemaVersion | None = None
) -> SchemaVersion:
    """Give the version of a whole document of the kind that `recognise` told.

    One that does not name its version is a part of an API description of the version `home`.
    """
    match kind:
        case "swagger":
            return SWAGGER2
        case "openapi":
            return OPENAPI30 if str(value.get("openapi")).startswith("3.0") else OPENAPI31
        case _:
            return schema_flavour(value, home or LATEST)
