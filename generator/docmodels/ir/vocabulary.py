"""Sets of keywords, derived from the table of keywords; their order is that of the table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from docmodels.ir.keyword_table import DRAFTS, KEYWORDS, Evaluation, Instance, Keyword, Shape

LATEST_DRAFT: Final = DRAFTS[-1]

KEYWORD_BY_NAME: Final = {keyword.name: keyword for keyword in KEYWORDS}


def _names(keywords: Iterable[Keyword]) -> tuple[str, ...]:
    return tuple(keyword.name for keyword in keywords)


def evaluated_by(*evaluations: Evaluation) -> tuple[str, ...]:
    """Return the keywords that are evaluated in one of these ways."""
    return _names(keyword for keyword in KEYWORDS if keyword.evaluation in evaluations)


def with_fact(prefix: str) -> tuple[str, ...]:
    """Return the keywords that become a fact, such as `Ref.name`; `Object.` stands for all of it."""
    return _names(keyword for keyword in KEYWORDS if keyword.fact.startswith(prefix))


def with_shape(*shapes: Shape) -> tuple[str, ...]:
    """Return the keywords whose values have one of these shapes."""
    return _names(keyword for keyword in KEYWORDS if keyword.shape in shapes)


REFERENCES: Final = evaluated_by("reference")
IN_PLACE_APPLICATORS: Final = frozenset(evaluated_by("in-place"))
CHILD_APPLICATORS: Final = frozenset(evaluated_by("child"))
UNEVALUATED: Final = evaluated_by("unevaluated")
EVALUATING: Final = frozenset(evaluated_by("reference", "in-place", "child")) - {"not"}
"""Keywords whose properties and items count as evaluated for `unevaluated..` (section 11)."""
DEFINITION_LOCATIONS: Final = evaluated_by("location")

_APPLICATORS: Final = frozenset(evaluated_by("in-place", "child", "names", "unevaluated"))
_RESTRICTING: Final = _APPLICATORS | {*evaluated_by("reference", "assertion")}

ASSERTIONS: Final = frozenset(name for name in _RESTRICTING if not KEYWORD_BY_NAME[name].needs)
"""Keywords that restrict values; a schema without any of them has annotations only."""

ASSERTIONS_2020_12: Final = frozenset(
    name for name in _RESTRICTING if KEYWORD_BY_NAME[name].versions.define(LATEST_DRAFT)
) - {*REFERENCES, "format"}
"""Keywords of 2020-12 that restrict values; `format` is an annotation there (section 7.2.1)."""

INSTANCE_TYPE: Final[dict[str, Instance]] = {
    keyword.name: keyword.instance for keyword in KEYWORDS if keyword.instance
}
"""The instance type that a keyword applies to, for keywords that ignore other instances."""

OBJECT_ASSERTIONS: Final = frozenset(
    name for name in evaluated_by("assertion") if INSTANCE_TYPE.get(name) == "object"
)

SCHEMA_VALUED: Final = _APPLICATORS.intersection(with_shape("schema"))
SCHEMA_LISTS: Final = _APPLICATORS.intersection(with_shape("schemas"))
SCHEMA_MAPS: Final = _APPLICATORS.intersection(with_shape("schema map"))
"""Applicators whose values map names, which are not keywords, to schemas."""

JSON_VALUED: Final = frozenset(with_shape("any", "values"))
"""Keywords that contain JSON values, in which `$ref` is not a reference."""

CONSTRAINT_FIELDS: Final = {
    keyword.name: keyword.fact.partition(".")[2]
    for keyword in KEYWORDS
    if keyword.fact.partition(".")[0].endswith("Constraints")
}
"""The field of `Constraints` for each keyword that has one."""

CONSTRAINTS_BY_INSTANCE: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    instance: tuple(
        item for item in CONSTRAINT_FIELDS.items() if INSTANCE_TYPE[item[0]] == instance
    )
    for instance in set(INSTANCE_TYPE.values())
}
"""The keywords and fields of `CONSTRAINT_FIELDS` for each instance type."""

RESIDUAL: Final = tuple(
    name for name in with_fact("WithAssertions.schema") if not KEYWORD_BY_NAME[name].needs
)
"""Keywords that no type expresses."""

UNION_KEYWORDS: Final = with_fact("Union.members")
UNION_AND_ALL_OF: Final = (*with_fact("AllOf.members"), *UNION_KEYWORDS)
NULLABLE_KEYWORDS: Final = with_fact("Nullable.type")

TYPE_KEYWORDS: Final = frozenset(
    name
    for name in ASSERTIONS - {*CONSTRAINT_FIELDS}
    if KEYWORD_BY_NAME[name].fact != "WithAssertions.schema"
) - {"format"}
"""Keywords that make a type; the others restrict one."""

ENUM_KEYWORDS: Final = with_fact("Enum.members")
MEMBER_NAME_KEYWORDS: Final = with_fact("EnumMember.name")
MEMBER_DOC_KEYWORDS: Final = with_fact("EnumMember.doc")

FIELD_ANNOTATIONS: Final = tuple(
    name for name in evaluated_by("annotation") if KEYWORD_BY_NAME[name].fact.startswith("Field.")
)
"""Annotations that fields have and definitions do not have."""

LABELS: Final = tuple(
    name
    for name in with_fact("Definition.")
    if KEYWORD_BY_NAME[name].versions.drafts
    and KEYWORD_BY_NAME[name].shape in ("string", "boolean")
)
"""Annotations that definitions, fields and enum members have: texts, and whether it is deprecated."""

TEXTS: Final = tuple(name for name in LABELS if KEYWORD_BY_NAME[name].shape == "string")


def dependents(name: str) -> tuple[str, ...]:
    """Return the keywords that have no effect without the keyword `name`."""
    return _names(keyword for keyword in KEYWORDS if keyword.needs == name)
