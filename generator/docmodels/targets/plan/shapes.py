"""Define shapes: types with a name of their own, and what each becomes in Python."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from docmodels.ir import (
    Deprecation,
    Enum,
    EnumMember,
    Json,
    Never,
    Object,
    Origin,
    Type,
    WithAssertions,
)
from docmodels.ir import nullable as to_nullable

VARIANT = "variant"
"""The part of a base class that stands for the union of its subclasses."""


class Shape(Struct, frozen=True):
    """A type that becomes a named class or alias.

    `key` identifies it: a definition's name, or for an inline type its owner's key and the `part`
    of the owner that contains it. `module` is the definition whose module it is written to. An
    `Object` becomes a class, an `Enum` an enum class or an alias, everything else an alias. Every
    reference to a `nullable` class takes null too. `from_schema`: the source is a schema, which
    means what it omits, and not documentation. `assertions` are schemas that its values match in
    addition.
    """

    key: str
    module: str
    type: Type
    owner: str = ""
    part: str = ""
    nullable: bool = False
    from_schema: bool = True
    assertions: tuple[dict[str, Json], ...] = ()
    doc: str = ""
    deprecation: str = ""
    origin: Origin | None = None

    def full_type(self) -> Type:
        """Return the type of the values that a reference to the shape accepts."""
        type = self.type
        for schema in self.assertions:
            type = WithAssertions(type=type, schema=schema)
        return to_nullable(type) if self.nullable else type


def deprecation_text(deprecation: Deprecation | None) -> str:
    """Return the sentence for a docstring if something is deprecated, else the empty string."""
    if deprecation is None:
        return ""
    return f"Deprecated: {deprecation.reason}" if deprecation.reason else "Deprecated."


def is_class(type: Type) -> bool:
    """Whether a named `type` becomes a class rather than an alias."""
    return (
        isinstance(type, Object)
        and not is_dictionary(type)
        or (isinstance(type, Enum) and enum_base(type) != "")
    )


def enum_base(type: Enum) -> str:
    """Return the name of the enum base class for the values of `type`; empty if none takes them."""
    values = [member.value for member in type.members]
    if values and all(isinstance(value, str) for value in values):
        return "StrEnum"
    if values and all(isinstance(v, int) and not isinstance(v, bool) for v in values):
        return "IntEnum"
    if any(isinstance(v, float) for v in values) and all(_is_number(v) for v in values):
        return "Enum"
    return ""


def is_large_integer(value: Json) -> bool:
    """Whether a value is an integer of more than 64 bits."""
    return isinstance(value, int) and not -(2**63) <= value < 2**63


def is_documented(member: EnumMember) -> bool:
    """Whether a member of an enum has a name or a description."""
    return bool(member.name or member.doc)


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_dictionary(type: Object) -> bool:
    """Whether an object has no fields and no bases, so that it becomes a dictionary."""
    if type.fields or type.bases:
        return False
    closed = isinstance(type.additional_properties, Never)
    return (
        not closed if not type.pattern_properties else closed and len(type.pattern_properties) == 1
    )


def free_key(key: str, shapes: Mapping[str, Shape]) -> str:
    """Return `key`, with apostrophes if there is a shape of that key already."""
    while key in shapes:
        key += "'"
    return key
