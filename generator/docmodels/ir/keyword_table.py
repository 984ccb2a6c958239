"""The table of keywords of JSON Schema, OpenAPI and Swagger: one row for each keyword.

Every set of keywords in the package is derived from this table (see `docmodels.ir.vocabulary`).
To support another keyword, add a row. Sections without a document are those of JSON Schema 2020-12.
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from msgspec import Struct

TYPES: Final = ("object", "array", "string", "number", "integer", "boolean", "null")
DRAFTS: Final = ("4", "6", "7", "2019-09", "2020-12")
API_VERSIONS: Final = ("2.0", "3.0", "3.1")

Shape: TypeAlias = Literal[
    "any",  # any JSON value
    "values",  # a list of JSON values
    "string",
    "regex",
    "uri",
    "boolean",
    "number",
    "positive number",
    "limit",  # a number; up to draft 4 and OpenAPI 3.0 a boolean that refers to another limit
    "count",  # an integer of at least 0
    "strings",  # a list of strings
    "types",  # the name of a type or a list of names
    "object",
    "schema",
    "schemas",  # a list of schemas
    "schema map",  # an object of schemas
    "items",  # a schema; up to 2019-09 also a list of schemas
    "dependencies",  # an object of schemas and lists of strings
    "string lists",  # an object of lists of strings
]

Evaluation: TypeAlias = Literal[
    "identifier",  # names or identifies the schema
    "location",  # contains definitions and is not evaluated
    "reference",  # applies another schema to the same instance
    "in-place",  # applies subschemas to the same instance
    "child",  # applies subschemas to properties or items
    "names",  # applies a subschema to the names of properties
    "unevaluated",  # applies a subschema to what no keyword beside it evaluates
    "assertion",
    "annotation",
    "parameter",  # stands beside schema keywords in parameters, headers and collections
]

Instance: TypeAlias = Literal["", "string", "number", "array", "object"]


class Versions(Struct, frozen=True):
    """The versions that define a keyword: ranges such as `4..7` and `3.0..`; empty for none.

    OpenAPI 3.1 defines the keywords of 2020-12, too.
    """

    drafts: str = ""
    openapi: str = ""

    def define(self, version: str) -> bool:
        """Return whether a draft (`DRAFTS`) or a version of OpenAPI defines the keyword."""
        if version in DRAFTS:
            return _includes(self.drafts, version, DRAFTS)
        is_from_draft = version == API_VERSIONS[-1] and self.define(DRAFTS[-1])
        return is_from_draft or _includes(self.openapi, version, API_VERSIONS)


def _includes(range: str, version: str, order: tuple[str, ...]) -> bool:
    since, _, until = range.partition("..")
    return bool(range) and (
        order.index(since) <= order.index(version) <= order.index(until or order[-1])
    )


class Keyword(Struct, frozen=True):
    """A keyword: the shape of its value, what evaluates it, and what it becomes.

    `instance`: the type of instances that it applies to; empty for all. `fact`: the attribute of
    the representation that stores it; empty if none does. `needs`: the keyword without which it
    has no effect. Keywords that no version defines are extensions.
    """

    name: str
    shape: Shape
    evaluation: Evaluation
    versions: Versions = Versions()
    fact: str = ""
    instance: Instance = ""
    needs: str = ""


_ALL: Final = Versions("4..", "2.0..")
_ALL_DRAFTS: Final = Versions("4..")
_OPENAPI: Final = Versions("", "2.0..")
_SINCE_3_0: Final = Versions("4..", "3.0..")
_SINCE_6: Final = Versions("6..")
_SINCE_7: Final = Versions("7..")
_SINCE_2019_09: Final = Versions("2019-09..")
_SINCE_2020_12: Final = Versions("2020-12..")
_ONLY_2019_09: Final = Versions("2019-09..2019-09")
_UNTIL_7: Final = Versions("4..7")
_EXTENSION: Final = Versions()

# Core, section 8: identifiers, references, locations of definitions.
_CORE: Final = (
    Keyword("$schema", "uri", "identifier", _ALL_DRAFTS),
    Keyword("$id", "string", "identifier", _SINCE_6),
    Keyword("id", "string", "identifier", Versions("4..4")),
    Keyword("$anchor", "string", "identifier", _SINCE_2019_09),
    Keyword("$dynamicAnchor", "string", "identifier", _SINCE_2020_12),
    Keyword("$recursiveAnchor", "boolean", "identifier", _ONLY_2019_09),
    Keyword("$vocabulary", "object", "identifier", _SINCE_2019_09),
    Keyword("$ref", "string", "reference", _ALL, "Ref.name"),
    Keyword("$dynamicRef", "string", "reference", _SINCE_2020_12, "Ref.name"),
    Keyword("$recursiveRef", "string", "reference", _ONLY_2019_09, "Ref.name"),
    Keyword("definitions", "schema map", "location", _UNTIL_7),
    Keyword("$defs", "schema map", "location", _SINCE_2019_09),
    Keyword("$comment", "string", "annotation", _SINCE_7),
)

# Validation, section 6.1; core, section 10.2; OpenAPI 3.0, section 4.7.24.1.
_ANY_INSTANCE: Final = (
    Keyword("type", "types", "assertion", _ALL, "Definition.type"),
    Keyword("enum", "values", "assertion", _ALL, "Enum.members"),
    Keyword("const", "any", "assertion", _SINCE_6, "Const.value"),
    Keyword("allOf", "schemas", "in-place", _ALL, "AllOf.members"),
    Keyword("oneOf", "schemas", "in-place", _SINCE_3_0, "Union.members"),
    Keyword("anyOf", "schemas", "in-place", _SINCE_3_0, "Union.members"),
    Keyword("not", "schema", "in-place", _SINCE_3_0, "WithAssertions.schema"),
    # OpenAPI 3.0, section 4.7.24.2; OpenAPI 3.1 documents often keep it.
    Keyword("nullable", "boolean", "assertion", Versions("", "3.0..3.0"), "Nullable.type",
            needs="type"),
)  # fmt: skip

# Validation, section 6.2.
_NUMBERS: Final = (
    Keyword("minimum", "number", "assertion", _ALL, "NumberConstraints.minimum", "number"),
    Keyword("maximum", "number", "assertion", _ALL, "NumberConstraints.maximum", "number"),
    Keyword("exclusiveMinimum", "limit", "assertion", _ALL, "NumberConstraints.exclusive_minimum",
            "number"),
    Keyword("exclusiveMaximum", "limit", "assertion", _ALL, "NumberConstraints.exclusive_maximum",
            "number"),
    Keyword("multipleOf", "positive number", "assertion", _ALL, "NumberConstraints.multiple_of",
            "number"),
)  # fmt: skip

# Validation, sections 6.3, 7 and 8.
_STRINGS: Final = (
    Keyword("minLength", "count", "assertion", _ALL, "StringConstraints.min_length", "string"),
    Keyword("maxLength", "count", "assertion", _ALL, "StringConstraints.max_length", "string"),
    Keyword("pattern", "regex", "assertion", _ALL, "StringConstraints.pattern", "string"),
    Keyword("format", "string", "assertion", _ALL, "String.format"),
    Keyword("contentEncoding", "string", "annotation", _SINCE_7, "String.format"),
    Keyword("contentMediaType", "string", "annotation", _SINCE_7, "String.format"),
    Keyword("contentSchema", "schema", "annotation", _SINCE_2019_09, needs="contentMediaType"),
)

# Core, sections 10.3.1 and 11.2; validation, section 6.4.
_ARRAYS: Final = (
    Keyword("prefixItems", "schemas", "child", _SINCE_2020_12, "Array.prefix_items", "array"),
    Keyword("items", "items", "child", _ALL, "Array.items", "array"),
    Keyword("additionalItems", "schema", "child", Versions("4..2019-09"), "Array.items", "array"),
    Keyword("unevaluatedItems", "schema", "unevaluated", _SINCE_2019_09, "Array.items", "array"),
    Keyword("contains", "schema", "child", _SINCE_6, "WithAssertions.schema", "array"),
    Keyword("minContains", "count", "assertion", _SINCE_2019_09, "WithAssertions.schema",
            needs="contains"),
    Keyword("maxContains", "count", "assertion", _SINCE_2019_09, "WithAssertions.schema",
            needs="contains"),
    Keyword("minItems", "count", "assertion", _ALL, "ArrayConstraints.min_items", "array"),
    Keyword("maxItems", "count", "assertion", _ALL, "ArrayConstraints.max_items", "array"),
    Keyword("uniqueItems", "boolean", "assertion", _ALL, "ArrayConstraints.unique_items", "array"),
)  # fmt: skip

# Core, sections 10.2.2.4, 10.3.2 and 11.3; validation, section 6.5; draft 7, section 6.5.7.
_OBJECTS: Final = (
    Keyword("properties", "schema map", "child", _ALL, "Object.fields", "object"),
    Keyword("required", "strings", "assertion", _ALL, "Field.presence", "object"),
    Keyword("patternProperties", "schema map", "child", _ALL_DRAFTS, "Object.pattern_properties",
            "object"),
    Keyword("additionalProperties", "schema", "child", _ALL, "Object.additional_properties",
            "object"),
    Keyword("unevaluatedProperties", "schema", "unevaluated", _SINCE_2019_09,
            "Object.additional_properties", "object"),
    Keyword("propertyNames", "schema", "names", _SINCE_6, "Map.keys", "object"),
    Keyword("minProperties", "count", "assertion", _ALL, "ObjectConstraints.min_properties",
            "object"),
    Keyword("maxProperties", "count", "assertion", _ALL, "ObjectConstraints.max_properties",
            "object"),
    Keyword("dependentRequired", "string lists", "assertion", _SINCE_2019_09,
            "WithAssertions.schema", "object"),
    Keyword("dependentSchemas", "schema map", "in-place", _SINCE_2019_09, "WithAssertions.schema",
            "object"),
    Keyword("dependencies", "dependencies", "in-place", _UNTIL_7, "WithAssertions.schema",
            "object"),
)  # fmt: skip

# Core, sections 10.2.2.1 to 10.2.2.3.
_CONDITIONS: Final = (
    Keyword("if", "schema", "in-place", _SINCE_7, "WithAssertions.schema"),
    Keyword("then", "schema", "in-place", _SINCE_7, "WithAssertions.schema", needs="if"),
    Keyword("else", "schema", "in-place", _SINCE_7, "WithAssertions.schema", needs="if"),
)

# Validation, section 9; OpenAPI 3.0, section 4.7.24.2; Swagger 2.0, "Schema Object".
# A fact of `Field` is inherited from the target of a sole reference; one of `Definition` is not.
_ANNOTATIONS: Final = (
    Keyword("title", "string", "annotation", _ALL, "Definition.title"),
    Keyword("description", "string", "annotation", _ALL, "Definition.doc"),
    Keyword("default", "any", "annotation", _ALL, "Field.default"),
    Keyword("readOnly", "boolean", "annotation", Versions("7..", "2.0.."), "Field.access"),
    Keyword("writeOnly", "boolean", "annotation", Versions("7..", "3.0.."), "Field.access"),
    Keyword("deprecated", "boolean", "annotation", Versions("2019-09..", "3.0.."),
            "Definition.deprecation"),
    Keyword("examples", "values", "annotation", _SINCE_6, "Definition.examples"),
    Keyword("example", "any", "annotation", _OPENAPI, "Definition.examples"),
    Keyword("discriminator", "object", "annotation", _OPENAPI, "Object.discriminator"),
    Keyword("xml", "object", "annotation", _OPENAPI),
    Keyword("externalDocs", "object", "annotation", _OPENAPI),
)  # fmt: skip

# Extensions of other tools: AutoRest (`x-nullable`, `x-ms-enum`), Zalando (`x-extensible-enum`),
# OpenAPI Generator (`x-enum-varnames`), NSwag (`x-enumNames`), VS Code (`deprecationMessage`).
_EXTENSIONS: Final = (
    Keyword("x-nullable", "boolean", "assertion", _EXTENSION, "Nullable.type", needs="type"),
    Keyword("x-extensible-enum", "values", "assertion", _EXTENSION, "Enum.members"),
    Keyword("x-ms-enum", "object", "annotation", _EXTENSION, "Enum.closed", needs="enum"),
    Keyword("x-enum-varnames", "strings", "annotation", _EXTENSION, "EnumMember.name"),
    Keyword("x-enumNames", "strings", "annotation", _EXTENSION, "EnumMember.name"),
    Keyword("x-enum-names", "strings", "annotation", _EXTENSION, "EnumMember.name"),
    Keyword("x-enum-descriptions", "strings", "annotation", _EXTENSION, "EnumMember.doc"),
    Keyword("x-enumDescriptions", "strings", "annotation", _EXTENSION, "EnumMember.doc"),
    Keyword("enumDescriptions", "strings", "annotation", _EXTENSION, "EnumMember.doc"),
    Keyword("x-enum-deprecated", "strings", "annotation", _EXTENSION, "EnumMember.deprecation"),
    Keyword("deprecationMessage", "string", "annotation", _EXTENSION, "Definition.deprecation"),
    Keyword("x-deprecation-message", "string", "annotation", _EXTENSION,
            "Definition.deprecation"),
)  # fmt: skip

# OpenAPI 3.0, sections 4.7.12 and 4.7.21; Swagger 2.0, "Parameter Object" and "Header Object".
_PARAMETERS: Final = (
    Keyword("name", "string", "parameter", _OPENAPI),
    Keyword("in", "string", "parameter", _OPENAPI),
    Keyword("allowEmptyValue", "boolean", "parameter", _OPENAPI),
    Keyword("collectionFormat", "string", "parameter", Versions("", "2.0..2.0")),
    Keyword("style", "string", "parameter", Versions("", "3.0..")),
    Keyword("explode", "boolean", "parameter", Versions("", "3.0..")),
    Keyword("allowReserved", "boolean", "parameter", Versions("", "3.0..")),
)

KEYWORDS: Final[tuple[Keyword, ...]] = (
    *_CORE,
    *_ANY_INSTANCE,
    *_NUMBERS,
    *_STRINGS,
    *_ARRAYS,
    *_OBJECTS,
    *_CONDITIONS,
    *_ANNOTATIONS,
    *_EXTENSIONS,
    *_PARAMETERS,
)

BOOLEAN_LIMITS: Final = {"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"}
"""The limits that are exclusive where the keyword is true (draft 4, OpenAPI 3.0)."""
