"""The facts that documentation prints about one JSON Schema, and the type that they describe.

Generators that document JSON Schema print its keywords as they are. A family collects them in
`SchemaFacts`; `type_of` combines them as a validator does: all keywords of a schema apply at once.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Literal, cast

from msgspec import Struct, field

from docmodels.ir import (
    BOOLEAN,
    INTEGER,
    NULL,
    NUMBER,
    STRING,
    UNKNOWN,
    Array,
    Boolean,
    Const,
    Default,
    Enum,
    EnumMember,
    Field,
    Integer,
    Json,
    Map,
    Never,
    Number,
    Object,
    Ref,
    Scalar,
    ScalarKind,
    String,
    Type,
    Union,
    array_constraints,
    equality_key,
    nullable,
    object_constraints,
    scalar,
)
from docmodels.ir.algebra import all_of_types, union_of
from docmodels.ir.instance_check import is_of_kind, value_kind
from docmodels.ir.keyword_table import TYPES
from docmodels.ir.scalars import NumberConstraints, StringConstraints
from docmodels.pages.json_values import read_json

_NUMBER_LIMITS: Final = frozenset(NumberConstraints.__struct_fields__)
_STRING_LIMITS: Final = frozenset(StringConstraints.__struct_fields__)
_COUNTS: Final = frozenset(
    "min_length max_length min_items max_items min_properties max_properties".split()
)

_MAX_DEPTH: Final = 20


class SchemaFacts(Struct):
    """The keywords of one schema.

    `kinds` are the names of `type` without null, `limits` the constraints by attribute name,
    `additional` is the type of additional properties (`Never`: none are allowed), `items` the type
    of the items after `prefix_items`, and `combined` are the types that apply to the same value:
    unions, members of `allOf`.
    """

    kinds: tuple[str, ...] = ()
    is_nullable: bool = False
    format: str = ""
    limits: dict[str, Any] = field(default_factory=dict[str, Any])
    members: tuple[EnumMember, ...] | None = None
    const: Const | None = None
    items: Type | None = None
    prefix_items: tuple[Type, ...] = ()
    fields: tuple[Field, ...] = ()
    pattern_properties: dict[str, Type] = field(default_factory=dict[str, Type])
    additional: Type | None = None
    combined: list[Type] = field(default_factory=list[Type])

    def add_kinds(self, names: Iterator[str]) -> None:
        """Add names of JSON Schema types; null makes the schema nullable. Ignore other words."""
        valid_names = [name for name in names if name in TYPES]
        self.kinds = tuple(dict.fromkeys([*self.kinds, *(k for k in valid_names if k != "null")]))
        self.is_nullable |= "null" in valid_names

    def add_limit(self, name: str, text: str) -> bool:
        """Add a constraint on numbers or sizes; return whether the text is a number for it."""
        return self.add_constraint(name, read_json(text, None))

    def add_constraint(self, name: str, value: Json) -> bool:
        """Add a constraint by attribute name; return whether the value is one for it."""
        if name == "pattern":
            is_valid = isinstance(value, str)
        elif name == "unique_items":
            is_valid = isinstance(value, bool)
        else:
            value = number = to_number(value)
            is_count = isinstance(number, int) and number >= 0
            is_valid = number is not None and (is_count or name not in _COUNTS)
            if name == "multiple_of":
                is_valid = number is not None and number > 0
        if is_valid:
            self.limits[name] = value
        return is_valid


def to_number(value: Json) -> int | float | None:
    """Return a finite number, as an integer if it has no fraction; None for any other value."""
    match value:
        case bool():
            return None
        case int():
            return value
        case float() if math.isfinite(value):
            return int(value) if value.is_integer() else value
        case _:
            return None


def read_default(text: str) -> Default | None:
    """Return the default that a JSON text is; None if it is none, or null."""
    return default_of(read_json(text, None))


def default_of(value: Json) -> Default | None:
    """Return a default with a value; None for null."""
    return None if value is None else Default(value=value)


def type_of(facts: SchemaFacts) -> Type:
    """Return the type of the values that are valid against all keywords."""
    own_type = _own_type(facts)
    type = all_of_types([*([] if own_type is None else [own_type]), *facts.combined])
    return nullable(type) if facts.is_nullable else type


def union_of_members(members: Sequence[Type], mode: Literal["oneOf", "anyOf"]) -> Type:
    """Return a union; `UNKNOWN` if a member accepts every value, as far as its facts are known."""
    return UNKNOWN if UNKNOWN in members else union_of(members, mode)


def _own_type(facts: SchemaFacts) -> Type | None:
    """Return the type without `combined`; None if no keyword restricts the value."""
    if facts.const is not None:
        return NULL if facts.const.value is None else facts.const
    if facts.members is not None:
        return _enum_type(facts, facts.members)
    kinds = facts.kinds or _implied_kinds(facts)
    if not kinds:
        return NULL if facts.is_nullable and not facts.combined else None
    if "number" in kinds:
        kinds = tuple(kind for kind in kinds if kind != "integer")
    return union_of(_type_of_kind(facts, kind) for kind in kinds)


def _enum_type(facts: SchemaFacts, members: tuple[EnumMember, ...]) -> Type:
    by_key = {equality_key(member.value): member for member in members}
    values = tuple(member for member in by_key.values() if member.value is not None)
    has_null = len(values) != len(by_key)
    if not values:
        return NULL if has_null else UNKNOWN
    enum = Enum(members=values, base=_enum_base(facts, values), format=facts.format)
    return nullable(enum) if has_null else enum


def _enum_base(facts: SchemaFacts, members: tuple[EnumMember, ...]) -> ScalarKind | None:
    kinds: set[str] = {value_kind(member.value) for member in members}
    if len(facts.kinds) == 1 and all(is_of_kind(m.value, facts.kinds[0]) for m in members):
        kinds = set(facts.kinds)
    elif kinds == {"integer", "number"}:
        kinds = {"number"}
    kind = kinds.pop() if len(kinds) == 1 else ""
    return cast(ScalarKind, kind) if kind not in ("", "array", "object") else None


def _implied_kinds(facts: SchemaFacts) -> tuple[str, ...]:
    """Return the type that all keywords apply to, of a schema without `type`; () if it is open."""
    kinds: list[str] = []
    if facts.fields or facts.pattern_properties or facts.additional is not None:
        kinds.append("object")
    if facts.items is not None or facts.prefix_items:
        kinds.append("array")
    if facts.limits.keys() & _STRING_LIMITS or facts.format:
        kinds.append("string")
    if facts.limits.keys() & _NUMBER_LIMITS:
        kinds.append("number")
    return tuple(kinds) if len(kinds) == 1 else ()


def _type_of_kind(facts: SchemaFacts, kind: str) -> Type:
    match kind:
        case "object":
            return _object_type(facts)
        case "array":
            return Array(
                items=UNKNOWN if facts.items is None else facts.items,
                prefix_items=facts.prefix_items,
                constraints=array_constraints(facts.limits),
            )
        case _:
            return _scalar_type(facts, cast(ScalarKind, kind))


def _scalar_type(facts: SchemaFacts, kind: ScalarKind) -> Scalar:
    return scalar(kind, facts.format, facts.limits)


def _object_type(facts: SchemaFacts) -> Type:
    """Return an object; a map if no property has a name."""
    constraints = object_constraints(facts.limits)
    is_map = not facts.fields and not facts.pattern_properties
    if is_map and (facts.additional is None or not isinstance(facts.additional, Never)):
        values = UNKNOWN if facts.additional is None else facts.additional
        return Map(values=values, constraints=constraints)
    return Object(
        fields=facts.fields,
        additional_properties=facts.additional,
        pattern_properties=facts.pattern_properties,
        constraints=constraints,
    )


_BARE: Final = (STRING, INTEGER, NUMBER, BOOLEAN, Map(values=UNKNOWN), Array(items=UNKNOWN))


def is_bare(type: Type) -> bool:
    """Whether a type restricts nothing but the kind of a value."""
    return type in _BARE


def kind_of(type: Type, types: Mapping[str, Type], depth: int = 0) -> str | None:
    """Return the JSON Schema type of all values of a type; None if they differ or are unknown.

    `types` are those by the name of a reference.
    """
    match type:
        case String() | Integer() | Number() | Boolean():
            return type.kind
        case Object() | Map():
            return "object"
        case Array():
            return "array"
        case Const(value):
            return value_kind(value)
        case Enum(members):
            kinds: set[str | None] = {value_kind(member.value) for member in members}
        case Union(members):
            kinds = {kind_of(member, types, depth + 1) for member in members}
        case Ref(name) if depth < _MAX_DEPTH and name in types:
            return kind_of(types[name], types, depth + 1)
        case _:
            return None
    return kinds.pop() if len(kinds) == 1 else None
