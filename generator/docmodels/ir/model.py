"""The intermediate representation of models: a closed set of frozen types in JSON Schema's terms.

The representation is independent of Python and Markdown. Names are wire names. Whether a field may
be absent is `Field.required`; whether it may be null is part of its type. `dumps` and `loads`
convert to and from JSON without loss; `schemas/ir.schema.json` is derived from this module.
"""

from __future__ import annotations

import typing
from collections.abc import Hashable
from typing import Any, Literal, TypeAlias, TypeGuard

import msgspec

Json: TypeAlias = Any
"""A JSON value: None, bool, int, float, str, list or dict of the same."""

Number: TypeAlias = int | float


def equality_key(value: Json) -> Hashable:
    """Return a key that is equal for equal JSON values: 1.0 equals 1, true does not equal 1.

    Source: JSON Schema 2020-12, section 4.2.2 (instance equality).
    """
    if is_list(value):
        return "array", tuple(map(equality_key, value))
    if is_object(value):
        return "object", frozenset((name, equality_key(item)) for name, item in value.items())
    return ("boolean", value) if isinstance(value, bool) else value


def is_list(value: Json) -> TypeGuard[list[Json]]:
    """Whether a JSON value is an array."""
    return isinstance(value, list)


def is_object(value: Json) -> TypeGuard[dict[str, Json]]:
    """Whether a JSON value is an object."""
    return isinstance(value, dict)


class _Value(
    msgspec.Struct,
    frozen=True,
    gc=False,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
):
    """A frozen value; `dumps` omits attributes that have their default."""


class _TypeNode(_Value, frozen=True, tag_field="shape"):
    """A type; the tag `shape` identifies it in JSON."""


class Origin(msgspec.Struct, frozen=True, gc=False, array_like=True, forbid_unknown_fields=True):
    """A place in an input: `file` as the caller named it, `line` and `column` counted from 1."""

    file: str
    line: int = 1
    column: int = 1


class Constraints(_Value, frozen=True):
    """The assertions of JSON Schema validation 2020-12, sections 6.2 to 6.5."""

    minimum: Number | None = None
    maximum: Number | None = None
    exclusive_minimum: Number | None = None
    exclusive_maximum: Number | None = None
    multiple_of: Number | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    min_items: int | None = None
    max_items: int | None = None
    unique_items: bool = False
    min_properties: int | None = None
    max_properties: int | None = None


NO_CONSTRAINTS = Constraints()


# --- types ---------------------------------------------------------------------------------------


class Unknown(_TypeNode, frozen=True, tag="unknown"):
    """Any JSON value, null included: the schema `true`, or a type that the source does not give."""


class Never(_TypeNode, frozen=True, tag="never"):
    """No value at all: the schema `false`."""


ScalarKind: TypeAlias = Literal["string", "integer", "number", "boolean", "null"]


class Scalar(_TypeNode, frozen=True, tag="scalar"):
    """A primitive type; `format` as in JSON Schema or OpenAPI (`date-time`, `int64`), or empty."""

    kind: ScalarKind
    format: str = ""
    constraints: Constraints = NO_CONSTRAINTS


class Const(_TypeNode, frozen=True, tag="const"):
    """Exactly one value, of any JSON type."""

    value: Json


class EnumMember(_Value, frozen=True):
    """One value of an enum; `name` and `doc` are empty where the source has none."""

    value: Json
    name: str = ""
    doc: str = ""
    deprecated: bool = False


class Enum(_TypeNode, frozen=True, tag="enum"):
    """A set of values; an open enum (`closed=False`) accepts other values of type `base` too."""

    members: tuple[EnumMember, ...]
    closed: bool = True
    base: ScalarKind | None = None
    format: str = ""
    title: str = ""


class Ref(_TypeNode, frozen=True, tag="ref"):
    """A reference to the definition `name`; dangling if the `Api` has no such definition."""

    name: str


class Array(_TypeNode, frozen=True, tag="array"):
    """A list: `prefix_items` by position, then any number of `items` (`Never`: no more items)."""

    items: Type
    prefix_items: tuple[Type, ...] = ()
    constraints: Constraints = NO_CONSTRAINTS


class Map(_TypeNode, frozen=True, tag="map"):
    """An object used as a dictionary: property names of type `keys`, values of type `values`."""

    values: Type
    keys: Type | None = None
    constraints: Constraints = NO_CONSTRAINTS


class Nullable(_TypeNode, frozen=True, tag="nullable"):
    """A value of `type`, or null."""

    type: Type


class Discriminator(_Value, frozen=True):
    """The property whose value selects a member; `mapping` maps its values to definition names."""

    property: str
    mapping: dict[str, str] = {}


class Union(_TypeNode, frozen=True, tag="union"):
    """A value of exactly one of `members` (`oneOf`), or of at least one (`anyOf`)."""

    members: tuple[Type, ...]
    mode: Literal["oneOf", "anyOf"] = "anyOf"
    discriminator: Discriminator | None = None
    title: str = ""


class AllOf(_TypeNode, frozen=True, tag="all-of"):
    """A value of all `members` at once."""

    members: tuple[Type, ...]
    title: str = ""


class Default(_Value, frozen=True):
    """The value of an absent field; `origin` is the place of the `default` keyword, if known."""

    value: Json
    origin: Origin | None = None


class Field(_Value, frozen=True):
    """A field of an object.

    `name` is the wire name. `documented_name` is the name that the source prints, if it differs.
    `alternate_names` are other possible wire names, where no evidence proves `name`.
    `inferred` lists the facts that are inferred and not read from the source: "name", "type",
    "required", "values"; it is empty for a field that the source states in full.
    """

    name: str
    type: Type
    required: bool = False
    default: Default | None = None
    documented_name: str = ""
    alternate_names: tuple[str, ...] = ()
    title: str = ""
    doc: str = ""
    read_only: bool = False
    write_only: bool = False
    deprecated: bool = False
    deprecation: str = ""
    examples: tuple[Json, ...] = ()
    inferred: tuple[str, ...] = ()
    origin: Origin | None = None


class Object(_TypeNode, frozen=True, tag="object"):
    """An object with named fields, in source order.

    `bases` are the definitions that it extends (allOf): a target may use subclasses or flatten.
    `additional_properties` is the type of all other properties. `None`: the source does not
    specify it (JSON Schema then allows any); `Never`: there are no others.
    `pattern_properties` maps regular expressions (ECMA-262) for property names to types.
    `discriminator` is the property whose value identifies the subclass.
    """

    fields: tuple[Field, ...] = ()
    bases: tuple[str, ...] = ()
    additional_properties: Type | None = None
    pattern_properties: dict[str, Type] = {}
    discriminator: Discriminator | None = None
    constraints: Constraints = NO_CONSTRAINTS
    title: str = ""


class WithAssertions(_TypeNode, frozen=True, tag="with-assertions"):
    """A value of `type` that is also valid against `schema`.

    `schema` is a JSON Schema 2020-12 object with the keywords that the other types cannot express
    (`not`, `if`, `contains`, `dependentRequired`, ..). Its references have the form `#/$defs/NAME`,
    where NAME is the name of a definition.
    """

    type: Type
    schema: dict[str, Json]


Type: TypeAlias = typing.Union[
    Unknown,
    Never,
    Scalar,
    Const,
    Enum,
    Ref,
    Array,
    Map,
    Nullable,
    Union,
    AllOf,
    Object,
    WithAssertions,
]

UNKNOWN = Unknown()
STRING = Scalar(kind="string")
INTEGER = Scalar(kind="integer")
NUMBER = Scalar(kind="number")
BOOLEAN = Scalar(kind="boolean")
NULL = Scalar(kind="null")


# --- definitions ---------------------------------------------------------------------------------


class Definition(_Value, frozen=True):
    """A named type.

    `inferred` is as for a field; it contains "definition" for the placeholder of a name that no
    input defines. `source` is "schema" where unspecified facts follow the schema's specification
    (a type without null accepts no null), and "documentation" where they are unknown.
    """

    name: str
    type: Type
    title: str = ""
    doc: str = ""
    deprecated: bool = False
    deprecation: str = ""
    examples: tuple[Json, ...] = ()
    inferred: tuple[str, ...] = ()
    source: Literal["schema", "documentation"] = "schema"
    origin: Origin | None = None


class Api(_Value, frozen=True):
    """All definitions of the inputs, with unique names, in reading order.

    `root` is the name of the definition for the input as a whole (the root of a JSON Schema), or
    empty.
    """

    definitions: tuple[Definition, ...] = ()
    title: str = ""
    version: str = ""
    doc: str = ""
    root: str = ""
    docmodels_ir: Literal[1] = 1

    def by_name(self) -> dict[str, Definition]:
        """Return the definitions by name."""
        return {definition.name: definition for definition in self.definitions}


def dumps(api: Api) -> str:
    """Return `api` as indented JSON; `loads` reads it back to an equal value."""
    document = {"docmodels_ir": api.docmodels_ir, **msgspec.to_builtins(api)}
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def loads(text: str | bytes) -> Api:
    """Read the JSON that `dumps` returns.

    Raises `msgspec.ValidationError` for JSON of another structure, `msgspec.DecodeError` for text
    that is not JSON.
    """
    return msgspec.json.decode(text, type=Api)


def schema() -> dict[str, Json]:
    """Return the JSON Schema 2020-12 of the representation."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(Api)}
