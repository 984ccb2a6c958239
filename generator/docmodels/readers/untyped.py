"""Read keywords without `type` beside schemas that describe types, such as `minLength` and `anyOf`.

A keyword such as `minLength` ignores instances of other types (JSON Schema 2020-12, validation,
section 6): `{"anyOf": [{"type": "string"}, {"type": "null"}], "minLength": 1}` accepts null. So it
implies a type only where no schema beside it describes one, and no `if` or `not` names another one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeGuard

from msgspec import Struct
from msgspec.structs import replace

from docmodels.ir import (
    UNKNOWN,
    AllOf,
    Json,
    Map,
    Nullable,
    Object,
    Ref,
    Type,
    Union,
    Unknown,
    WithAssertions,
    is_list,
    is_object,
    nullable,
)
from docmodels.ir.algebra import without_null
from docmodels.ir.json_types import ALL_JSON_TYPES, json_types
from docmodels.ir.vocabulary import (
    ASSERTIONS,
    ENUM_KEYWORDS,
    INSTANCE_TYPE,
    RESIDUAL,
    UNEVALUATED,
    UNION_KEYWORDS,
    dependents,
    with_fact,
)
from docmodels.readers.all_of import merge_all_of
from docmodels.readers.implied_types import (
    implied_types,
    names_other_types,
    types_of_keywords,
    types_of_values,
    with_integers,
)
from docmodels.readers.keywords import Schema, has_assertions, is_nullable
from docmodels.readers.residual_keywords import (
    is_same_as_additional,
    to_2020_12,
    untyped_assertions,
    with_assertions,
)
from docmodels.readers.resolution import enter, resolve
from docmodels.readers.scope import ResolvedSchema, Scope

MAX_LEVELS: Final = 100
"""How deep the types of schemas in schemas are looked for; deeper ones count as not evident."""

_TYPES: Final = frozenset((*with_fact("Definition.type"), *with_fact("Const."), *ENUM_KEYWORDS))
_DESCRIBING: Final = ASSERTIONS - {*INSTANCE_TYPE, *UNEVALUATED, *with_fact("String.format")}
"""Keywords that apply to instances of all types."""
_CONDITIONS: Final = frozenset(
    name for key in RESIDUAL if key not in INSTANCE_TYPE for name in (key, *dependents(key))
)
"""Those of them that describe no type."""
_RESTRICTING: Final = (*RESIDUAL, *_CONDITIONS)


class Part(Struct, frozen=True):
    """A type that a schema is merged from, and the schemas that describe it.

    `schemas` are one schema or the alternatives of a union; none if there are only `keywords`, those
    of a schema without a type of its own. `read_kind` reads those for one type.
    """

    type: Type
    schemas: tuple[Json, ...] = ()
    keywords: Schema | None = None
    read_kind: Callable[[str], Type] | None = None


def own_part(schema: Schema, type: Type, read_kind: Callable[[str], Type]) -> Part:
    """Return the part for the own keywords of a schema."""
    if _TYPES.isdisjoint(schema) and implied_types(schema):
        keywords = {key: value for key, value in schema.items() if _implies_type(schema, key)}
        return Part(type, keywords=keywords, read_kind=read_kind)
    return Part(type, ({key: schema[key] for key in _TYPES if key in schema},))


def _implies_type(schema: Schema, key: str) -> bool:
    if key in UNEVALUATED:
        return is_same_as_additional(schema, key)
    return key not in _DESCRIBING and key not in RESIDUAL


def restriction(schema: Schema) -> Part:
    """Return the part for the keywords of `schema` that no type expresses; it has any type."""
    return Part(UNKNOWN, ({key: schema[key] for key in _RESTRICTING if key in schema},))


def member_parts(schema: Json, type: Type) -> list[Part]:
    """Return the parts for a member of `allOf`; conditions and `not` apply to values of all types."""
    if is_untyped(schema):
        return [Part(type, keywords=schema)]
    if is_object(schema) and isinstance(type, WithAssertions) and not _only_restricts(type):
        keywords = {key: value for key, value in schema.items() if key not in _CONDITIONS}
        if is_untyped(keywords):
            restricted = WithAssertions(type=UNKNOWN, schema=type.schema)
            return [Part(type.type, keywords=keywords), Part(restricted, (schema,))]
    return [Part(type, (schema,))]


def union_part(key: str, members: Sequence[Json], type: Type) -> Part:
    """Return the part for a union; one of schemas without a type describes no type itself."""
    if all(map(is_untyped, members)):
        return Part(type, keywords={key: members})
    return Part(type, tuple(members))


def is_about_several_types(members: Sequence[Json]) -> bool:
    """Return whether no member of a union describes a type, and one names another than the rest.

    `{"minimum": 2}` beside `{"not": {"const": "a"}}` does not restrict texts.
    """
    untyped = [member for member in members if is_untyped(member)]
    others = [member for member in members if not is_untyped(member)]
    if not untyped or not all(map(_has_conditions_only, others)):
        return False
    implied = frozenset[str]().union(*map(_all_covered, untyped))
    return any(names_other_types(member, implied) for member in others)


def _has_conditions_only(schema: Json) -> bool:
    return is_object(schema) and _CONDITIONS.issuperset(ASSERTIONS.intersection(schema))


def merge_parts(scope: Scope, parts: Sequence[Part]) -> Type:
    """Merge the types that apply to the same values; keywords without a type apply to their own.

    Where the types of the values are not evident, or are those that the keywords apply to, each
    schema without a type is read as the one type that it implies.
    """
    untyped = [part for part in parts if part.keywords is not None]
    if untyped and len(untyped) < len(parts):
        possible = ALL_JSON_TYPES
        for part in parts:
            if part.schemas and not _only_restricts(part.type):
                types = (_possible_types(scope, schema, 0) for schema in part.schemas)
                possible &= frozenset[str]().union(*types)
        if possible != ALL_JSON_TYPES or _name_other_types(parts, untyped):
            return _apply_all(scope, parts, untyped, possible)
    return merge_all_of(scope, [part.type for part in parts])


def _only_restricts(type: Type) -> bool:
    return isinstance(type.type if isinstance(type, WithAssertions) else type, Unknown)


def _name_other_types(parts: Sequence[Part], untyped: Sequence[Part]) -> bool:
    """Return whether restrictions name another type than the keywords without a type imply."""
    schemas = [schema for part in parts if _only_restricts(part.type) for schema in part.schemas]
    if not schemas:
        return False
    implied = frozenset[str]().union(*(_all_covered(part.keywords or {}) for part in untyped))
    return any(names_other_types(schema, implied) for schema in schemas)


def _all_covered(keywords: Schema) -> frozenset[str]:
    """Return the types that keywords, or the members of a union of such schemas, restrict."""
    members = next((keywords[key] for key in UNION_KEYWORDS if key in keywords), None)
    if members is None:
        return with_integers(implied_types(keywords))
    return frozenset[str]().union(*map(_all_covered, members))


def _apply_all(
    scope: Scope, parts: Sequence[Part], untyped: Sequence[Part], possible: frozenset[str]
) -> Type:
    partial = [part for part in untyped if not possible <= (_covered(part.keywords or {}) or set())]
    type = merge_all_of(scope, [part.type for part in parts if part not in partial])
    for part in (part for whole in partial for part in _by_type(whole)):
        type = _apply(scope, type, part, possible)
    return type


def _by_type(part: Part) -> Sequence[Part]:
    """Split the keywords of a schema by the types that they apply to."""
    keywords = part.keywords or {}
    if part.read_kind is None or len(kinds := implied_types(keywords)) == 1:
        return [part]
    kinds_of_keys = {key: INSTANCE_TYPE.get(key, "") for key in keywords}
    return [
        Part(
            part.read_kind(kind),
            keywords={key: value for key, value in keywords.items() if kinds_of_keys[key] == kind},
        )
        for kind in sorted(kinds)
    ]


def is_untyped(schema: Json) -> TypeGuard[Schema]:
    """Return whether a schema only has keywords that apply to instances of one type.

    A union of such schemas, with no other assertion beside it, is one, too.
    """
    if not is_object(schema):
        return False
    if _DESCRIBING.isdisjoint(schema):
        return len(implied_types(schema)) == 1 == len(types_of_keywords(schema))
    key, *others = ASSERTIONS.intersection(schema)
    members = schema[key]
    is_sole = not others and key in UNION_KEYWORDS
    return is_sole and is_list(members) and members != [] and all(map(is_untyped, members))


def _apply(scope: Scope, type: Type, part: Part, possible: frozenset[str]) -> Type:
    """Apply a part without a type of its own to a type with values of several types."""
    keywords = part.keywords or {}
    covered = _covered(keywords)
    if covered is None:
        return with_assertions(type, _assertions(scope, keywords))
    if covered.isdisjoint(possible):
        return type
    if possible <= covered | {"null"}:
        return nullable(merge_all_of(scope, [type, part.type]))
    union = without_null(type)
    if isinstance(union, Union) and _has_content(part.type):
        members = [_apply_to_member(scope, member, part.type, covered) for member in union.members]
        if None not in members:
            merged = replace(union, members=tuple(member for member in members if member))
            return nullable(merged) if isinstance(type, Nullable) else merged
    return with_assertions(type, _assertions(scope, keywords))


def _assertions(scope: Scope, keywords: Schema) -> Schema:
    if _is_union(keywords):
        converted = to_2020_12(scope, keywords)
        return converted if is_object(converted) else {}
    return untyped_assertions(scope, keywords)


def _is_union(keywords: Schema) -> bool:
    return not keywords.keys().isdisjoint(UNION_KEYWORDS)


def _has_content(type: Type) -> bool:
    """Return whether a type is more than an object whose properties have no schemas."""
    if isinstance(type, Object):
        return any(not isinstance(field.type, Unknown) for field in type.fields)
    return not (isinstance(type, Map) and isinstance(type.values, Unknown))


def _apply_to_member(
    scope: Scope, member: Type, type: Type, covered: frozenset[str]
) -> Type | None:
    """Merge a member of a union with a type; None if it also has values of other types."""
    types = _types_of(scope, member)
    if types.isdisjoint(covered):
        return member
    return merge_all_of(scope, [member, type]) if types <= covered else None


def _types_of(scope: Scope, type: Type) -> frozenset[str]:
    """Return the JSON types of the values of a type; all types if not evident."""
    if isinstance(type, AllOf):
        return ALL_JSON_TYPES.intersection(*(_types_of(scope, member) for member in type.members))
    if isinstance(type, Ref):
        definition = scope.state.definitions.schemas.get(type.name)
        return _types_of_target(definition, 0) if definition else ALL_JSON_TYPES
    return json_types(type, lambda inner: inner)


def _covered(keywords: Schema) -> frozenset[str] | None:
    """Return the types of the values that keywords restrict; None for alternatives of several."""
    members = next((keywords[key] for key in UNION_KEYWORDS if key in keywords), None)
    if members is None:
        types = implied_types(keywords)
        return with_integers(types) if len(types) == 1 else None
    covered = set(map(_covered, members))
    return covered.pop() if len(covered) == 1 else None


# --- the types that a schema describes -----------------------------------------------------------


def _possible_types(scope: Scope, schema: Json, level: int) -> frozenset[str]:
    """Return the JSON types of the values that a schema accepts; all types if not evident."""
    if not is_object(schema) or level > MAX_LEVELS:
        return frozenset() if schema is False else ALL_JSON_TYPES
    scope = enter(scope, schema)
    types = ALL_JSON_TYPES
    if isinstance(ref := schema.get("$ref"), str):
        target = resolve(scope, ref)
        types = _types_of_target(target, level + 1) if target else ALL_JSON_TYPES
        if not scope.version.allows_ref_siblings:
            return types
    types &= types_of_values(schema)
    for key in UNION_KEYWORDS:
        members = schema.get(key)
        if is_list(members) and not all(map(is_untyped, members)):
            alternatives = (_possible_types(scope, part, level + 1) for part in members)
            types &= frozenset[str]().union(*alternatives)
    for part in schema["allOf"] if is_list(schema.get("allOf")) else ():
        if has_assertions(part) and not is_untyped(part):
            types &= _possible_types(scope, part, level + 1)
    if types == ALL_JSON_TYPES:
        types = _types_without_description(schema)
    return types | {"null"} if is_nullable(scope, schema) else types


def _types_of_target(target: ResolvedSchema, level: int) -> frozenset[str]:
    """Return the types of the target of a reference; all types inside of a cycle."""
    if target.location is None:
        return ALL_JSON_TYPES
    results = target.scope.state.possible_types
    if target.location not in results:
        results[target.location] = ALL_JSON_TYPES
        results[target.location] = _possible_types(target.scope, target.value, level)
    return results[target.location]


def _types_without_description(schema: Schema) -> frozenset[str]:
    members = schema.get("allOf")
    untyped = [schema, *(members if is_list(members) else ())]
    types = frozenset[str]().union(*(implied_types(part) for part in untyped if is_object(part)))
    return with_integers(types) if len(types) == 1 else ALL_JSON_TYPES
