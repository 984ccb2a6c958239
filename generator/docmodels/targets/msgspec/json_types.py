"""Find the JSON types of a union's members, of which msgspec decodes only certain combinations.

msgspec selects a member by the JSON type of the value, so it takes one member of each: one that is
read from strings, one from integers, one from floats, one array, one object. Only structs with
tags may be several. See the section on unions of its documentation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, TypeAlias, assert_never

from msgspec import Struct, field

from docmodels.ir import (
    AllOf,
    Array,
    Boolean,
    Const,
    Enum,
    Integer,
    Json,
    Map,
    Never,
    Null,
    Nullable,
    Number,
    Object,
    Ref,
    String,
    Type,
    Union,
    Unknown,
    WithAssertions,
)
from docmodels.ir.references import inplace_refs
from docmodels.ir.scalars import is_constrained
from docmodels.targets.msgspec.tags import Tag
from docmodels.targets.plan.plan import Plan
from docmodels.targets.python.annotations import TYPED_FORMATS
from docmodels.targets.python.literals import enum_kind, is_literal, is_number

JsonType: TypeAlias = Literal[
    "any", "null", "boolean", "integer", "number", "string", "array", "dict", "struct"
]
Form: TypeAlias = Literal["plain", "constrained", "literal", "other"]


class Kind(Struct, frozen=True):
    """A JSON type that a union member is read from, and how the member restricts it.

    `form` is "literal" for members of `Literal[..]` and "other" for enums and formats; `key` is the
    class of a struct.
    """

    json_type: JsonType
    form: Form = "plain"
    key: str = ""


ANY = Kind("any", "other")


class JsonTypes(Struct, frozen=True):
    """Find JSON types; `tags` are the tags of structs, `kinds_by_name` those of the definitions so far."""

    plan: Plan
    tags: Mapping[str, Tag]
    kinds_by_name: dict[str, tuple[Kind, ...]] = field(default_factory=dict[str, tuple[Kind, ...]])

    def is_any_of(self, type: Type) -> bool:
        """Whether a union is written as `AnyOf[..]`, since msgspec does not decode it.

        A union with a member that accepts every value is `Any`, and so is one of aliases of `Any`.
        """
        if not isinstance(type, Union) or any(isinstance(m, Unknown) for m in type.members):
            return False
        if all(map(self._is_alias_of_any, type.members)):
            return False
        kinds = set(self._all_kinds(type.members))
        return len(type.members) == 1 or not self._is_decodable(kinds)

    def _is_alias_of_any(self, type: Type) -> bool:
        if not isinstance(type, Ref):
            return False
        shape = self.plan.shapes.get(self.plan.alias_ends.get(type.name, type.name))
        return shape is not None and isinstance(shape.type, Unknown)

    def has_containers(self, members: Iterable[Type]) -> bool:
        """Whether a member of a union is read from an array, or from an object without a struct."""
        kinds = self._all_kinds(members)
        return any(kind.json_type in ("array", "dict") for kind in kinds)

    def contains_any_of(self, type: Type) -> bool:
        """Whether the annotation of `type` contains `AnyOf[..]`, in aliases too."""
        seen, stack = set[str](), [type]
        while stack:
            inner = stack.pop()
            match inner:
                case Ref(name) if name in self.plan.shapes and name not in seen:
                    seen.add(name)
                    if self.plan.is_alias(name):
                        stack.append(self.plan.shapes[name].type)
                case Array(items, prefix_items):
                    stack += [items, *prefix_items]
                case Map(values):
                    stack.append(values)
                case Nullable(part) | WithAssertions(part):
                    stack.append(part)
                case Union(members):
                    if self.is_any_of(inner):
                        return True
                    stack += members
                case _:
                    pass
        return False

    def rank(self, type: Type) -> int:
        """Return the rank of a member of `AnyOf`: values before their type, formats last."""
        kinds = list(self._kinds(type))
        if any(kind.form == "literal" for kind in kinds) or self._is_enum(type):
            return 0
        return 2 if any(kind.form == "other" for kind in kinds) else 1

    def _is_enum(self, type: Type) -> bool:
        return isinstance(type, Ref) and self.plan.is_enum_class(type.name)

    def _is_decodable(self, kinds: set[Kind]) -> bool:
        """Whether msgspec decodes a union of members of `kinds`, null aside."""
        by_type: dict[str, list[Kind]] = {}
        for kind in kinds:
            by_type.setdefault(kind.json_type, []).append(kind)
        others = by_type.keys() - {"null", "any"}
        integers = {kind.form for kind in by_type.get("integer", ())}
        return (
            not ("any" in by_type and others)
            and all(_is_single(by_type.get(name, [])) for name in ("boolean", "integer", "string"))
            and all(len(by_type.get(name, [])) <= 1 for name in ("any", "number", "array", "dict"))
            and not ("number" in by_type and integers and "plain" not in integers)
            and not ("struct" in by_type and "dict" in by_type)
            and self._are_tagged([kind.key for kind in by_type.get("struct", [])])
        )

    def _are_tagged(self, keys: list[str]) -> bool:
        """Whether msgspec distinguishes structs: there is one, or all have tags of one property."""
        tags = {self.tags.get(key) for key in keys}
        properties = {tag.property for tag in tags if tag}
        return len(keys) < 2 or (
            None not in tags and len(tags) == len(keys) and len(properties) == 1
        )

    def _all_kinds(self, types: Iterable[Type]) -> Iterator[Kind]:
        for number, type in enumerate(types):
            for kind in self._kinds(type):
                is_repeatable = kind.json_type in ("null", "struct") or kind.form in (
                    "plain",
                    "literal",
                )
                yield kind if is_repeatable else Kind(kind.json_type, kind.form, str(number))

    def _kinds(self, type: Type) -> Iterator[Kind]:
        match type:
            case Unknown() | AllOf():
                yield ANY
            case Never():
                return
            case Null():
                yield Kind("null")
            case Boolean():
                yield Kind("boolean")
            case String(format) if format in TYPED_FORMATS or format in self.plan.formats:
                yield Kind("string", "other")
            case String() | Integer() | Number():
                yield Kind(type.kind, "constrained" if is_constrained(type) else "plain")
            case Const(value):
                yield from _values_kinds([value])
            case Enum():
                yield from _enum_kinds(type)
            case Ref(name):
                yield from self._definition_kinds(name)
            case Array():
                yield Kind("array", "other")
            case Map() | Object():
                yield Kind("dict", "other")
            case Nullable(inner):
                yield from self._kinds(inner)
                yield Kind("null")
            case Union(members):
                kinds = list(self._all_kinds(members))
                yield from kinds if self._is_decodable(set(kinds)) and len(members) > 1 else [ANY]
            case WithAssertions(inner):
                yield from self._kinds(inner)
            case _:
                assert_never(type)

    def _definition_kinds(self, name: str) -> tuple[Kind, ...]:
        """Return the kinds of a definition, each once; any kind inside of a cycle of aliases.

        Those of the aliases that it refers to are found first, without recursion.
        """
        pending, opened = [name], set[str]()
        while pending:
            current = pending[-1]
            if current in opened:
                opened.remove(current)
                self.kinds_by_name[current] = tuple(dict.fromkeys(self._shape_kinds(current)))
            elif current not in self.kinds_by_name:
                opened.add(current)
                self.kinds_by_name[current] = (ANY,)
                names = self._aliased(current)
                pending += (inner for inner in names if inner not in self.kinds_by_name)
                continue
            pending.pop()
        return self.kinds_by_name[name]

    def _aliased(self, name: str) -> list[str]:
        """Return the names that an alias refers to in place, the last one first."""
        is_alias = self.plan.is_alias(name)
        return list(inplace_refs(self.plan.shapes[name].type, True))[::-1] if is_alias else []

    def _shape_kinds(self, name: str) -> Iterator[Kind]:
        shape = self.plan.shapes.get(name)
        if shape is None:
            yield ANY
            return
        if shape.nullable:
            yield Kind("null")
        if name in self.plan.layouts:
            yield Kind("struct", key=name)
        elif self.plan.is_enum_class(name):
            is_text = isinstance(shape.type, Enum) and enum_kind(shape.type) == "string"
            yield Kind("string" if is_text else "integer", "other")
        else:
            yield from self._kinds(shape.type)


def _is_single(kinds: list[Kind]) -> bool:
    """Whether kinds of one JSON type are one member: literals merge, and with a plain type."""
    others = [kind for kind in kinds if kind.form != "literal"]
    return not others or (len(others) == 1 and (len(kinds) == 1 or others[0].form == "plain"))


def _enum_kinds(type: Enum) -> Iterator[Kind]:
    """Yield the kinds of an inline enum, which is written as `Literal[..]`."""
    values = [member.value for member in type.members]
    if type.closed:
        yield from _values_kinds(values)
        return
    base = type.base or enum_kind(type)
    if base == "null":
        yield ANY
        return
    yield Kind(base)
    if None in values:
        yield Kind("null")


def _values_kinds(values: list[Json]) -> Iterator[Kind]:
    """Yield the kinds of the type that `Writer.values_annotation` writes."""
    is_mixed = len({isinstance(v, bool) for v in values if isinstance(v, int | float)}) > 1
    if values and all(is_literal(value) for value in values) and not is_mixed:
        for value in values:
            yield _literal_kind(value)
        return
    non_null = [value for value in values if value is not None]
    if len(non_null) < len(values):
        yield Kind("null")
    if non_null and all(isinstance(value, list) for value in non_null):
        yield Kind("array", "other")
    elif non_null and all(isinstance(value, dict) for value in non_null):
        yield Kind("dict", "other")
    elif non_null and all(is_number(value) for value in non_null):
        yield Kind("number")
    else:
        yield ANY


def _literal_kind(value: Json) -> Kind:
    match value:
        case None:
            return Kind("null")
        case bool():
            return Kind("boolean", "literal")
        case int():
            return Kind("integer", "literal")
        case _:
            return Kind("string", "literal")
