"""In what the versions of the schema language differ, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from referencing import Specification
from referencing.jsonschema import DRAFT4, DRAFT6, DRAFT7, DRAFT201909, DRAFT202012

from docmodels.ir import Json


@dataclass(frozen=True, slots=True)
class Flavour:
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
        return "id" if self.specification is DRAFT4 else "$id"


_OPENAPI_NULL: Final = ("nullable", "x-nullable")

SWAGGER2: Final = Flavour("Swagger 2.0", "swagger", False, DRAFT4, ("x-nullable",))
OPENAPI30: Final = Flavour("OpenAPI 3.0", "openapi", False, DRAFT4, _OPENAPI_NULL)
OPENAPI31: Final = Flavour("OpenAPI 3.1", "openapi", True, DRAFT202012, _OPENAPI_NULL)

_DRAFTS: Final = {
    "draft-03": Flavour("draft 3", "jsonschema", False, DRAFT4),
    "draft-04": Flavour("draft 4", "jsonschema", False, DRAFT4),
    "draft-06": Flavour("draft 6", "jsonschema", False, DRAFT6),
    "draft-07": Flavour("draft 7", "jsonschema", False, DRAFT7),
    "draft/2019-09": Flavour("2019-09", "jsonschema", True, DRAFT201909),
    "draft/2020-12": Flavour("2020-12", "jsonschema", True, DRAFT202012),
}
LATEST: Final = _DRAFTS["draft/2020-12"]


def schema_flavour(schema: Json, default: Flavour = LATEST) -> Flavour:
    """Give the version that `$schema` names, or `default`."""
    uri = schema.get("$schema") if isinstance(schema, dict) else None
    if not isinstance(uri, str):
        return default
    return next((flavour for part, flavour in _DRAFTS.items() if part in uri), default)


def document_flavour(value: Json, kind: str | None) -> Flavour:
    """Give the version of a whole document of the kind that `recognise` told."""
    match kind:
        case "swagger":
            return SWAGGER2
        case "openapi":
            return OPENAPI30 if str(value.get("openapi")).startswith("3.0") else OPENAPI31
        case _:
            return schema_flavour(value)
