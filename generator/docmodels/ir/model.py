"""What models *are*: a closed set of small frozen values, in JSON Schema's own words.

The representation knows neither Python nor Markdown. Names are wire names. *Absent* is presence
and *null* is a type; the two are never mixed. Every value is written to JSON and read back without
loss (`dumps`, `loads`); `schemas/ir.schema.json` is derived from this module.
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
    """Give what values have in common that JSON takes for equal: 1.0 is 1, true is not.

    Source: JSON Schema 2020-12, section 4.2.2 (instance equality).
    """
    if is_list(value):
        return "array", tuple(map(equality_key, value))
    if is_object(value):
        return "object", frozenset((name, equality_key(each)) for name, each in value.items())
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
    """A frozen value; fields left at their default are not written."""


class _Shape(_Value, frozen=True, tag_field="shape"):
    """A type: told from the others by its tag."""


class Origin(msgspec.Struct, frozen=True, gc=False, array_like=True, forbid_unknown_fields=True):
    """Where a thing was read: `file` as it was named by the caller, `line` and `column` from 1."""

    file: str
    line: int = 1
    column: int = 1


class Constraints(_Value, frozen=True):
    """The assertions of JSON Schema validation 2020-12, sections 6.2 to 6.5, that go with a type."""

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


class Unknown(_Shape, frozen=True, tag="unknown"):
    """Any JSON value, null included: nobody said more."""


class Never(_Shape, frozen=True, tag="never"):
    """No value at all: the schema `false`."""


ScalarKind: TypeAlias = Literal["string", "integer", "number", "boolean", "null"]


class Scalar(_Shape, frozen=True, tag="scalar"):
    """A primitive; `format` as JSON Schema or OpenAPI name it (`date-time`, `int64`, ..) or empty."""

    kind: ScalarKind
    format: str = ""
    constraints: Constraints = NO_CONSTRAINTS


class Const(_Shape, frozen=True, tag="const"):
    """Exactly one value, of any JSON type."""

    value: Json


class EnumMember(_Value, frozen=True):
    """One allowed value; `name` and `doc` only where the source has them."""

    value: Json
    name: str = ""
    doc: str = ""
    deprecated: bool = False


class Enum(_Shape, frozen=True, tag="enum"):
    """A set of values; an *open* enum (`closed=False`) takes others of `base` too."""

    members: tuple[EnumMember, ...]
    closed: bool = True
    base: ScalarKind | None = None
    format: str = ""
    title: str = ""


class Ref(_Shape, frozen=True, tag="ref"):
    """The definition of that name; it dangles where the `Api` has none."""

    name: str


class Array(_Shape, frozen=True, tag="array"):
    """A list: `prefix` types by position, then `items` (Nothing: no further ones)."""

    items: Type
    prefix_items: tuple[Type, ...] = ()
    constraints: Constraints = NO_CONSTRAINTS


class Map(_Shape, frozen=True, tag="map"):
    """An object used as a dictionary: any name (of type `keys`, if given) to `values`."""

    values: Type
    keys: Type | None = None
    constraints: Constraints = NO_CONSTRAINTS


class Nullable(_Shape, frozen=True, tag="nullable"):
    """`type`, or null."""

    type: Type


class Discriminator(_Value, frozen=True):
    """The property whose value chooses the member; `mapping` from value to definition name."""

    property: str
    mapping: dict[str, str] = {}


class Union(_Shape, frozen=True, tag="union"):
    """oneOf (exactly one) or anyOf (at least one) of `members`."""

    members: tuple[Type, ...]
    mode: Literal["oneOf", "anyOf"] = "anyOf"
    discriminator: Discriminator | None = None
    title: str = ""


class AllOf(_Shape, frozen=True, tag="all-of"):
    """A value of every member at once."""

    members: tuple[Type, ...]
    title: str = ""


class Default(_Value, frozen=True):
    """The value that stands in for an absent one; `origin` where it stands in a schema."""

    value: Json
    origin: Origin | None = None


class Field(_Value, frozen=True):
    """A property of an object.

    `documented` is the name that the source prints, where `name`, the wire name, differs from it.
    `spellings` are further names that the wire may have where nothing proves which one it is.
    `inferred` names the facts that were concluded and not read: "name", "type", "required", ..;
    it is empty for a field that was stated.
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


class Object(_Shape, frozen=True, tag="object"):
    """Named fields in their order.

    `bases` are the definitions it extends (allOf): a target may subclass or flatten.
    `additional` is the type of properties that no field names: None, nobody said (open by JSON
    Schema's rule); Never, forbidden. `discriminator` is the one that heirs are told apart by.
    """

    fields: tuple[Field, ...] = ()
    bases: tuple[str, ...] = ()
    additional_properties: Type | None = None
    pattern_properties: dict[str, Type] = {}
    discriminator: Discriminator | None = None
    constraints: Constraints = NO_CONSTRAINTS
    title: str = ""


class WithAssertions(_Shape, frozen=True, tag="with-assertions"):
    """`type`, further held to the keywords of `schema` that the other types have no word for.

    `schema` is a JSON Schema 2020-12 object (`not`, `if`, `contains`, `dependentRequired`, ..)
    whose references are `#/$defs/NAME` with the names of definitions.
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
    """A named type. `inferred` as for a field; a placeholder for a name that nobody defines has
    "definition" in it.

    What a `schema` does not say is as its specification rules (a field without null takes no
    null); what `documentation` does not say is unknown.
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
    """All definitions of one input, names unique, in the order of reading.

    `root` names the definition that the input as a whole stands for (a JSON Schema's own type).
    """

    definitions: tuple[Definition, ...] = ()
    title: str = ""
    version: str = ""
    doc: str = ""
    root: str = ""
    docmodels_ir: Literal[1] = 1

    def by_name(self) -> dict[str, Definition]:
        """Definitions by their name."""
        return {definition.name: definition for definition in self.definitions}


def dumps(api: Api) -> str:
    """Write `api` as indented JSON that `loads` reads back to an equal value."""
    marked = {"docmodels_ir": api.docmodels_ir, **msgspec.to_builtins(api)}
    return msgspec.json.format(msgspec.json.encode(marked), indent=2).decode() + "\n"


def loads(text: str | bytes) -> Api:
    """Read what `dumps` wrote; `msgspec.ValidationError` or `DecodeError` says what is wrong."""
    return msgspec.json.decode(text, type=Api)


def schema() -> dict[str, Json]:
    """Give the JSON Schema of the representation itself."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(Api)}
