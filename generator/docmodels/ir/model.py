"""The intermediate representation of models: a closed set of frozen types in JSON Schema's terms.

The representation is independent of Python and Markdown. Names are wire names. Whether a field may
be absent is `Field.presence`; whether it may be null is part of its type. The primitive types are
in `scalars`; `serialization` converts to and from JSON.
"""

from __future__ import annotations

import typing
from typing import Final, Literal, TypeAlias

from docmodels.ir.nodes import Json, Origin, TypeNode, Value
from docmodels.ir.scalars import (
    NO_ARRAY_CONSTRAINTS,
    NO_OBJECT_CONSTRAINTS,
    ArrayConstraints,
    Boolean,
    Integer,
    Null,
    Number,
    ObjectConstraints,
    ScalarKind,
    String,
)

Access: TypeAlias = Literal["read-write", "read-only", "write-only"]
"""Whether a field is part of requests and responses, of responses only, or of requests only."""

Presence: TypeAlias = Literal["required", "optional"]
"""Whether an object must have a field."""

Fact: TypeAlias = Literal["name", "type", "required", "values", "default", "definition"]
"""A fact that may be inferred; "definition" is that there is a definition of a name at all."""

SourcedFact: TypeAlias = Literal[
    "name", "type", "required", "default", "access", "deprecation", "title", "doc", "examples"
]
"""A fact that may come from another source than the rest of a field or definition."""

InferenceName: TypeAlias = Literal[
    "constants-from-defaults",
    "constants-from-names",
    "defaults-from-descriptions",
    "definition-names",
    "enum-values-from-names",
    "enum-values-from-samples",
    "enums-from-alternatives",
    "enums-from-constants",
    "enums-from-descriptions",
    "escaped-names",
    "fields-from-examples",
    "flattened-unions",
    "formats-from-samples",
    "integers-from-samples",
    "nullable-from-samples",
    "optional-from-samples",
    "models-from-tables",
    "types-from-examples",
    "wire-case",
    "wire-names-from-samples",
    "dangling-references",
    "literal-types",
    "required-names",
    "split-directions",
    "unprinted-presence",
    "not-recorded",
]
"""What infers facts: inferences of `docmodels.inference` by name, then other causes.

"dangling-references": no input defines the name. "literal-types": the type of an enum's values.
"required-names": only `required` lists the field. "split-directions": the request model has a new
name. "unprinted-presence": the page does not print whether a field is required. "not-recorded": the
document is of a version that did not record it.
"""


class Inference(Value, frozen=True):
    """A fact that is inferred and not read from the source, and what infers it."""

    fact: Fact
    by: InferenceName


class FactOrigin(Value, frozen=True):
    """The place of a fact that another source gives than the one at `origin`."""

    fact: SourcedFact
    origin: Origin


class Deprecation(Value, frozen=True):
    """The thing is deprecated; `reason` is empty if the source gives none."""

    reason: str = ""


DEPRECATED: Final = Deprecation()

# --- types ---------------------------------------------------------------------------------------


class Unknown(TypeNode, frozen=True, tag="unknown"):
    """Any JSON value, null included: the schema `true`, or a type that the source does not give."""


class Never(TypeNode, frozen=True, tag="never"):
    """No value at all: the schema `false`."""


class Const(TypeNode, frozen=True, tag="const"):
    """Exactly one value, of any JSON type."""

    value: Json


class EnumMember(Value, frozen=True):
    """One value of an enum; `name` and `doc` are empty where the source has none."""

    value: Json
    name: str = ""
    doc: str = ""
    deprecation: Deprecation | None = None


class Enum(TypeNode, frozen=True, tag="enum"):
    """A set of values; an open enum (`closed=False`) accepts other values of type `base` too.

    Members of an open enum may be of another type than `base`: protobuf's names beside numbers.
    """

    members: tuple[EnumMember, ...]
    closed: bool = True
    base: ScalarKind | None = None
    format: str = ""
    title: str = ""


class Ref(TypeNode, frozen=True, tag="ref"):
    """A reference to the definition `name`; dangling if the `Api` has no such definition."""

    name: str


class Array(TypeNode, frozen=True, tag="array"):
    """A list: `prefix_items` by position, then any number of `items` (`Never`: no more items)."""

    items: Type
    prefix_items: tuple[Type, ...] = ()
    constraints: ArrayConstraints = NO_ARRAY_CONSTRAINTS


class Map(TypeNode, frozen=True, tag="map"):
    """An object used as a dictionary: property names of type `keys`, values of type `values`."""

    values: Type
    keys: Type | None = None
    constraints: ObjectConstraints = NO_OBJECT_CONSTRAINTS


class Nullable(TypeNode, frozen=True, tag="nullable"):
    """A value of `type`, or null. `algebra.nullable` makes one of any type."""

    type: NonNullType

    def __post_init__(self) -> None:
        """Refuse a type that already accepts null by itself, which no type checker has seen."""
        if isinstance(self.type, Nullable | Null | Unknown):
            raise TypeError(f"{self.type.__class__.__name__} accepts null already")


class Discriminator(Value, frozen=True):
    """The property whose value selects a member; `mapping` maps its values to definition names."""

    property: str
    mapping: dict[str, str] = {}  # noqa: RUF012 (msgspec copies it)


class Union(TypeNode, frozen=True, tag="union"):
    """A value of exactly one of `members` (`oneOf`), or of at least one (`anyOf`)."""

    members: tuple[Type, ...]
    mode: Literal["oneOf", "anyOf"] = "anyOf"
    discriminator: Discriminator | None = None
    title: str = ""


class AllOf(TypeNode, frozen=True, tag="allOf"):
    """A value of all `members` at once."""

    members: tuple[Type, ...]
    title: str = ""


class Default(Value, frozen=True):
    """The value of an absent field; `origin` is the place of the `default` keyword, if known."""

    value: Json
    origin: Origin | None = None


class Field(Value, frozen=True):
    """A field of an object.

    `name` is the wire name. `documented_name` is the name that the source prints, if it differs.
    `alternate_names` are other possible wire names, where no evidence proves `name`.
    `default` is beside `presence` and no part of it: JSON Schema and OpenAPI allow a default for a
    required field too, and generators use it for values that are created in code.
    `inferred` is empty for a field that the source states in full. `provenance` lists the facts
    that do not come from the place `origin`, where definitions of several sources are merged.
    """

    name: str
    type: Type
    presence: Presence = "optional"
    default: Default | None = None
    documented_name: str = ""
    alternate_names: tuple[str, ...] = ()
    title: str = ""
    doc: str = ""
    access: Access = "read-write"
    deprecation: Deprecation | None = None
    examples: tuple[Json, ...] = ()
    inferred: tuple[Inference, ...] = ()
    provenance: tuple[FactOrigin, ...] = ()
    origin: Origin | None = None

    @property
    def required(self) -> bool:
        """Whether an object must have the field."""
        return self.presence == "required"


class Object(TypeNode, frozen=True, tag="object"):
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
    pattern_properties: dict[str, Type] = {}  # noqa: RUF012 (msgspec copies it)
    discriminator: Discriminator | None = None
    constraints: ObjectConstraints = NO_OBJECT_CONSTRAINTS
    title: str = ""


class WithAssertions(TypeNode, frozen=True, tag="with-assertions"):
    """A value of `type` that is also valid against `schema`.

    `schema` is a JSON Schema 2020-12 object with the keywords that the other types cannot express
    (`not`, `if`, `contains`, `dependentRequired`, ..). Its references have the form `#/$defs/NAME`,
    where NAME is the name of a definition.
    """

    type: Type
    schema: dict[str, Json]


NonNullType: TypeAlias = typing.Union[
    Never,
    String,
    Integer,
    Number,
    Boolean,
    Const,
    Enum,
    Ref,
    Array,
    Map,
    Union,
    AllOf,
    Object,
    WithAssertions,
]
"""The types that do not accept null by themselves; a member or the target may still do."""

Type: TypeAlias = typing.Union[Unknown, Null, Nullable, NonNullType]

UNKNOWN: Final = Unknown()


# --- definitions ---------------------------------------------------------------------------------


class Definition(Value, frozen=True):
    """A named type.

    `inferred` is as for a field; it has the fact "definition" for the placeholder of a name that no
    input defines. `source` is "schema" where unspecified facts follow the schema's specification
    (a type without null accepts no null), and "documentation" where they are unknown.
    `provenance` is as for a field. `merged_with` are the places of the other definitions that are
    merged into this one.
    """

    name: str
    type: Type
    title: str = ""
    doc: str = ""
    deprecation: Deprecation | None = None
    examples: tuple[Json, ...] = ()
    inferred: tuple[Inference, ...] = ()
    source: Literal["schema", "documentation"] = "schema"
    provenance: tuple[FactOrigin, ...] = ()
    merged_with: tuple[Origin, ...] = ()
    origin: Origin | None = None


class Api(Value, frozen=True):
    """All definitions of the inputs, with unique names, in reading order.

    `root` is the name of the definition for the input as a whole (the root of a JSON Schema), or
    empty.
    """

    definitions: tuple[Definition, ...] = ()
    title: str = ""
    version: str = ""
    doc: str = ""
    root: str = ""

    def by_name(self) -> dict[str, Definition]:
        """Return the definitions by name."""
        return {definition.name: definition for definition in self.definitions}


def presence_of(required: bool) -> Presence:
    """Return the presence of a field that is required or not."""
    return "required" if required else "optional"


def access_of(read_only: bool, write_only: bool) -> Access:
    """Return the access of a field with the annotations `readOnly` and `writeOnly`.

    OpenAPI 3.0.3 (section 4.7.24) forbids both; a field with both is read-only.
    """
    if read_only:
        return "read-only"
    return "write-only" if write_only else "read-write"


def inferences(by: InferenceName, *facts: Fact) -> tuple[Inference, ...]:
    """Return the value of `inferred` for facts that one inference infers."""
    return tuple(Inference(fact=fact, by=by) for fact in facts)


def is_placeholder(field: Field) -> bool:
    """Whether only `required` lists the field and no schema describes it."""
    by_required = field.inferred == inferences("required-names", "type")
    return by_required and isinstance(field.type, Unknown)


def is_inferred(value: Field | Definition, fact: Fact) -> bool:
    """Whether a fact about a field or a definition is inferred and not read from the source."""
    return fact in [inference.fact for inference in value.inferred]
