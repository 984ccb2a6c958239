"""The table of all kinds of change, each with whether it breaks what is sent or received.

A change breaks what is sent if the new version may refuse or ignore a part of a value that is valid
for the old version. It breaks what is received if a value of the new version may be invalid for the
old version, or lacks a field that the old version guarantees. Names of models are not part of
values. The table in docs/diff.md derives from this one.
"""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

Breaks = Literal["", "sent", "received", "both"]


class ChangeKind(Struct, frozen=True):
    """A kind of change.

    `is_printed`: documentation pages print the fact, so that its absence on a page is a fact too.
    Other kinds are not reported between a page and a schema.
    """

    name: str
    breaks: Breaks
    summary: str
    is_printed: bool = False

    @property
    def breaks_sent(self) -> bool:
        """Whether the change breaks requests."""
        return self.breaks in ("sent", "both")

    @property
    def breaks_received(self) -> bool:
        """Whether the change breaks responses."""
        return self.breaks in ("received", "both")


def _printed(name: str, breaks: Breaks, summary: str) -> ChangeKind:
    return ChangeKind(name, breaks, summary, is_printed=True)


_kind = ChangeKind

# Models.
MODEL_ADDED = _printed("model-added", "", "A model is added.")
MODEL_REMOVED = _printed("model-removed", "both", "A model is removed.")
MODEL_RENAMED = _printed("model-renamed", "", "A model has another name.")
MODEL_INLINED = _printed(
    "model-inlined",
    "",
    "A model is removed, and the places that referred to it have the same type.",
)
MODEL_DEPRECATED = _kind("model-deprecated", "", "A model is deprecated.")
MODEL_UNDEPRECATED = _kind("model-undeprecated", "", "A model is no longer deprecated.")

# Fields.
OPTIONAL_FIELD_ADDED = _printed("optional-field-added", "", "An optional field is added.")
REQUIRED_FIELD_ADDED = _printed("required-field-added", "sent", "A required field is added.")
OPTIONAL_FIELD_ADDED_TO_CLOSED = _printed(
    "optional-field-added-to-closed",
    "received",
    "An optional field is added to an object that had no other properties.",
)
REQUIRED_FIELD_ADDED_TO_CLOSED = _printed(
    "required-field-added-to-closed",
    "both",
    "A required field is added to an object that had no other properties.",
)
OPTIONAL_FIELD_REMOVED = _printed("optional-field-removed", "sent", "An optional field is removed.")
REQUIRED_FIELD_REMOVED = _printed("required-field-removed", "both", "A required field is removed.")
OPTIONAL_FIELD_RENAMED = _printed(
    "optional-field-renamed", "sent", "An optional field has another name."
)
REQUIRED_FIELD_RENAMED = _printed(
    "required-field-renamed", "both", "A required field has another name."
)
FIELD_BECAME_REQUIRED = _printed("field-became-required", "sent", "A field becomes required.")
FIELD_BECAME_OPTIONAL = _printed("field-became-optional", "received", "A field becomes optional.")
BECAME_READ_ONLY = _kind("became-read-only", "sent", "A field becomes read-only.")
BECAME_WRITE_ONLY = _kind("became-write-only", "received", "A field becomes write-only.")
NO_LONGER_READ_ONLY = _kind("no-longer-read-only", "", "An optional field is no longer read-only.")
REQUIRED_NO_LONGER_READ_ONLY = _kind(
    "required-no-longer-read-only", "sent", "A required field is no longer read-only."
)
NO_LONGER_WRITE_ONLY = _kind("no-longer-write-only", "", "A field is no longer write-only.")
DEFAULT_ADDED = _kind("default-added", "", "A field gets a default.")
DEFAULT_REMOVED = _kind("default-removed", "", "A field loses its default.")
DEFAULT_CHANGED = _kind("default-changed", "", "A default changes.")
FIELD_DEPRECATED = _kind("field-deprecated", "", "A field is deprecated.")
FIELD_UNDEPRECATED = _kind("field-undeprecated", "", "A field is no longer deprecated.")

# Types.
TYPE_CHANGED = _printed("type-changed", "both", "A type changes.")
TYPE_WIDENED = _printed("type-widened", "received", "A type accepts more values.")
TYPE_NARROWED = _printed("type-narrowed", "sent", "A type accepts fewer values.")
TYPE_DOCUMENTED = _printed(
    "type-documented", "", "A page has a type where the old version accepts any value."
)
TYPE_UNDOCUMENTED = _printed(
    "type-undocumented", "", "A page has no type that can be read, so that any value is accepted."
)
NULL_ADDED = _kind("null-added", "received", "A type accepts null.")
NULL_REMOVED = _kind("null-removed", "sent", "A type no longer accepts null.")
FORMAT_WIDENED = _kind("format-widened", "received", "A format is removed, or has a wider range.")
FORMAT_NARROWED = _kind("format-narrowed", "sent", "A format is added, or has a narrower range.")
FORMAT_CHANGED = _kind("format-changed", "both", "A format changes.")

# Enums and constants.
ENUM_VALUES_ADDED = _printed("enum-values-added", "received", "A closed enum gets values.")
ENUM_VALUES_REMOVED = _printed("enum-values-removed", "sent", "A closed enum loses values.")
OPEN_ENUM_VALUES_ADDED = _printed(
    "open-enum-values-added", "", "An enum that accepts other values too gets values."
)
OPEN_ENUM_VALUES_REMOVED = _printed(
    "open-enum-values-removed", "", "An enum that accepts other values too loses values."
)
ENUM_OPENED = _kind("enum-opened", "received", "An enum accepts other values too.")
ENUM_CLOSED = _kind("enum-closed", "sent", "An enum no longer accepts other values.")
BECAME_ENUM = _printed("became-enum", "sent", "A type accepts only certain values.")
NO_LONGER_ENUM = _printed(
    "no-longer-enum", "received", "A type is no longer limited to certain values."
)

# Unions, allOf and discriminators.
UNION_MEMBER_ADDED = _printed("union-member-added", "received", "A union gets a member.")
UNION_MEMBER_REMOVED = _printed("union-member-removed", "sent", "A union loses a member.")
ONE_OF_BECAME_ANY_OF = _kind(
    "one-of-became-any-of", "received", "Values may match several members of a union."
)
ANY_OF_BECAME_ONE_OF = _kind(
    "any-of-became-one-of", "sent", "Values may no longer match several members of a union."
)
ALL_OF_MEMBER_ADDED = _kind("all-of-member-added", "sent", "An allOf gets a member.")
ALL_OF_MEMBER_REMOVED = _kind("all-of-member-removed", "received", "An allOf loses a member.")
DISCRIMINATOR_ADDED = _kind("discriminator-added", "", "A discriminator is added.")
DISCRIMINATOR_REMOVED = _kind("discriminator-removed", "", "A discriminator is removed.")
DISCRIMINATOR_PROPERTY_CHANGED = _kind(
    "discriminator-property-changed", "both", "A discriminator has another property."
)
DISCRIMINATOR_VALUES_ADDED = _kind(
    "discriminator-values-added", "received", "Further values of a discriminator select a model."
)
DISCRIMINATOR_VALUES_REMOVED = _kind(
    "discriminator-values-removed", "sent", "Values of a discriminator no longer select a model."
)
DISCRIMINATOR_VALUES_CHANGED = _kind(
    "discriminator-values-changed", "both", "Values of a discriminator select another model."
)

# Objects and arrays.
ADDITIONAL_PROPERTIES_ALLOWED = _kind(
    "additional-properties-allowed", "received", "An object may have other properties."
)
ADDITIONAL_PROPERTIES_FORBIDDEN = _kind(
    "additional-properties-forbidden", "sent", "An object may no longer have other properties."
)
PATTERN_PROPERTIES_ADDED = _kind(
    "pattern-properties-added", "sent", "Properties whose names match a pattern get a type."
)
PATTERN_PROPERTIES_REMOVED = _kind(
    "pattern-properties-removed", "received", "Properties whose names match a pattern lose a type."
)
UNIQUE_ITEMS_ADDED = _kind("unique-items-added", "sent", "The items of an array must differ.")
UNIQUE_ITEMS_REMOVED = _kind(
    "unique-items-removed", "received", "The items of an array may be equal."
)


# Constraints.
class LimitKinds(Struct, frozen=True):
    """The two kinds of change of a limit; `is_lower` for a minimum."""

    narrowed: ChangeKind
    widened: ChangeKind
    is_lower: bool


def _limit(name: str, keyword: str, *, is_lower: bool) -> LimitKinds:
    verbs = ("raised", "lowered") if is_lower else ("lowered", "raised")
    return LimitKinds(
        _kind(f"{name}-{verbs[0]}", "sent", f"`{keyword}` is added or {verbs[0]}."),
        _kind(f"{name}-{verbs[1]}", "received", f"`{keyword}` is removed or {verbs[1]}."),
        is_lower,
    )


MINIMUM: Final = _limit("minimum", "minimum` or `exclusiveMinimum", is_lower=True)
MAXIMUM: Final = _limit("maximum", "maximum` or `exclusiveMaximum", is_lower=False)
LENGTH_LIMITS: Final = {
    "min_length": _limit("min-length", "minLength", is_lower=True),
    "max_length": _limit("max-length", "maxLength", is_lower=False),
    "min_items": _limit("min-items", "minItems", is_lower=True),
    "max_items": _limit("max-items", "maxItems", is_lower=False),
    "min_properties": _limit("min-properties", "minProperties", is_lower=True),
    "max_properties": _limit("max-properties", "maxProperties", is_lower=False),
}
"""Limits that are counts, by the attribute of their constraints."""

CONTAINS_LIMITS: Final = {
    "minContains": _limit("min-contains", "minContains", is_lower=True),
    "maxContains": _limit("max-contains", "maxContains", is_lower=False),
}
"""The limits of how many items match `contains`, by the keyword."""

MULTIPLE_OF_NARROWED = _kind(
    "multiple-of-narrowed", "sent", "`multipleOf` is added, or a multiple of the old one."
)
MULTIPLE_OF_WIDENED = _kind(
    "multiple-of-widened", "received", "`multipleOf` is removed, or a divisor of the old one."
)
MULTIPLE_OF_CHANGED = _kind("multiple-of-changed", "both", "`multipleOf` changes.")
PATTERN_ADDED = _kind("pattern-added", "sent", "A pattern is added.")
PATTERN_REMOVED = _kind("pattern-removed", "received", "A pattern is removed.")
PATTERN_CHANGED = _kind("pattern-changed", "both", "A pattern changes.")
ASSERTION_ADDED = _kind(
    "assertion-added", "sent", "Another keyword (`not`, `if`, `contains`, ..) is added."
)
ASSERTION_REMOVED = _kind("assertion-removed", "received", "Another keyword is removed.")
ASSERTION_CHANGED = _kind("assertion-changed", "both", "Another keyword changes.")

# Without effect on values: reported on request.
DESCRIPTION_CHANGED = _printed("description-changed", "", "A description changes.")
TITLE_CHANGED = _kind("title-changed", "", "A title changes.")
EXAMPLES_CHANGED = _kind("examples-changed", "", "The examples change.")
FIELDS_REORDERED = _printed("fields-reordered", "", "The fields of an object have another order.")

COSMETIC: Final = (DESCRIPTION_CHANGED, TITLE_CHANGED, EXAMPLES_CHANGED, FIELDS_REORDERED)
"""Kinds that are reported on request only."""


def _all_kinds() -> tuple[ChangeKind, ...]:
    kinds: list[ChangeKind] = []
    for value in list(globals().values()):
        if isinstance(value, ChangeKind):
            kinds.append(value)
        elif value is LENGTH_LIMITS or value is CONTAINS_LIMITS:
            kinds += (kind for limit in value.values() for kind in _both(limit))
        elif isinstance(value, LimitKinds):
            kinds += _both(value)
    return tuple(kinds)


def _both(limit: LimitKinds) -> tuple[ChangeKind, ChangeKind]:
    return limit.narrowed, limit.widened


KINDS: Final = _all_kinds()
"""Every kind, in the order declared."""
