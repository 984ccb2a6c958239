"""The differences between the versions of JSON Schema, OpenAPI and Swagger, as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from docmodels.ir import Json, is_object
from docmodels.ir.vocabulary import NULLABLE_KEYWORDS

if TYPE_CHECKING:
    from referencing import Specification


class SchemaVersion(Struct, frozen=True):
    """A version of JSON Schema, OpenAPI or Swagger.

    `allows_ref_siblings`: keywords beside `$ref` count (JSON Schema 2019-09, OpenAPI 3.1); before,
    they are ignored. `nullable_keywords`: the keywords that add null to a type. `draft`: the number
    of the draft of JSON Schema whose identifiers, subschemas and anchors it has.
    """

    name: str
    dialect: str
    allows_ref_siblings: bool
    draft: str
    nullable_keywords: tuple[str, ...] = ()

    @property
    def id_keyword(self) -> str:
        """The keyword for the identifier of a schema: `id` in draft 4, else `$id`."""
        return "id" if self.draft == "4" else "$id"

    @property
    def specification(self) -> Specification[Any]:
        """How `referencing` finds identifiers, subschemas and anchors."""
        from docmodels.readers.specifications import SPECIFICATIONS  # few documents need it

        return SPECIFICATIONS[self.draft]


SWAGGER2: Final = SchemaVersion("Swagger 2.0", "swagger", False, "4", ("x-nullable",))
OPENAPI30: Final = SchemaVersion("OpenAPI 3.0", "openapi", False, "4", NULLABLE_KEYWORDS)
OPENAPI31: Final = SchemaVersion("OpenAPI 3.1", "openapi", True, "2020-12", NULLABLE_KEYWORDS)

_DRAFTS: Final = {
    "draft-03": SchemaVersion("draft 3", "jsonschema", False, "4"),
    "draft-04": SchemaVersion("draft 4", "jsonschema", False, "4"),
    "draft-06": SchemaVersion("draft 6", "jsonschema", False, "6"),
    "draft-07": SchemaVersion("draft 7", "jsonschema", False, "7"),
    "draft/2019-09": SchemaVersion("2019-09", "jsonschema", True, "2019-09"),
    "draft/2020-12": SchemaVersion("2020-12", "jsonschema", True, "2020-12"),
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
