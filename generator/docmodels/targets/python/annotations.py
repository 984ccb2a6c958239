"""Write types as Python annotations, and collect the imports and names that they need.

Every target writes the same annotations, except for what its `AnnotationStyle` adds.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, assert_never

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
    Scalar,
    ScalarKind,
    String,
    Type,
    Union,
    Unknown,
    WithAssertions,
)
from docmodels.targets.plan.imported_types import ImportedType
from docmodels.targets.plan.plan import Plan, resolve_class
from docmodels.targets.plan.shapes import is_large_integer
from docmodels.targets.python.imports import resolve_import
from docmodels.targets.python.literals import (
    enum_kind,
    is_literal,
    is_number,
)
from docmodels.targets.python.source import Import, literal

BUILTINS = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "null": "None",
}

_FORMAT_TYPES = {
    "date-time": Import("datetime", "datetime"),
    "date": Import("datetime", "date"),
    "time": Import("datetime", "time"),
    "uuid": Import("uuid", "UUID"),
}
"""Python types of formats. All other formats stay `str`, so that their text does not change."""

TYPED_FORMATS = frozenset(_FORMAT_TYPES)
"""Formats whose Python values are not `str`, so that no length or pattern applies."""

ANY = Import("typing", "Any")
LITERAL = Import("typing", "Literal")
UNION = Import("typing", "Union")

MAX_PIPED_MEMBERS = 200
"""The most members of a union that are written with `|`; pyright refuses 256 nested levels."""


class AnnotationStyle(Protocol):
    """What a target adds to plain annotations: strict types, constraints, tagged unions."""

    def primitive(self, kind: ScalarKind, writer: Writer) -> str:
        """Write a primitive type without its limits."""
        ...

    def scalar(self, type: Scalar, writer: Writer) -> list[str]:
        """Write a scalar whose Python type does not follow from its format, as union members."""
        ...

    def never(self, writer: Writer) -> str:
        """Write the type without values."""
        ...

    def key(self, type: Type, writer: Writer) -> str:
        """Write the key type of a dictionary."""
        ...

    def tagged_union(self, union: Union, writer: Writer) -> list[str]:
        """Write a union whose members a tag distinguishes; empty to write the members."""
        ...

    def ordered(self, members: tuple[Type, ...], writer: Writer) -> Iterable[Type]:
        """Return the members of a union in the order in which they are written."""
        ...

    def is_constrained(self, type: Type, writer: Writer) -> bool:
        """Whether `annotate` adds constraints of `type`."""
        ...

    def annotate(self, text: str, type: Type, writer: Writer) -> str:
        """Add the constraints of `type` to its annotation."""
        ...


class PlainStyle(Struct, frozen=True):
    """Annotations of types only: for type checkers, and for code that reads them."""

    def primitive(self, kind: ScalarKind, writer: Writer) -> str:
        """Write a built-in type."""
        return BUILTINS[kind]

    def scalar(self, type: Scalar, writer: Writer) -> list[str]:
        """Write a built-in type."""
        return [BUILTINS[type.kind]]

    def never(self, writer: Writer) -> str:
        """Write None: only an absent field has this type."""
        return "None"

    def key(self, type: Type, writer: Writer) -> str:
        """Write `str`, the type of all keys in JSON."""
        return "str"

    def tagged_union(self, union: Union, writer: Writer) -> list[str]:
        """Return nothing: the members are written."""
        return []

    def ordered(self, members: tuple[Type, ...], writer: Writer) -> Iterable[Type]:
        """Return the members in the order of the source."""
        return members

    def is_constrained(self, type: Type, writer: Writer) -> bool:
        """Return False: there are no constraints."""
        return False

    def annotate(self, text: str, type: Type, writer: Writer) -> str:
        """Return the annotation as it is."""
        return text


PLAIN = PlainStyle()


class Writer(Struct):
    """Write annotations for one class or alias and collect what they use.

    `shadowed` are the attributes of the class, which shadow imports in its body.

    `mentions` are the keys that only annotations refer to, `needs` those that must be bound
    before, `calls` those that a default factory calls. With `json_values`, annotations describe
    decoded JSON: dates and UUIDs are strings, tuples are lists.
    """

    plan: Plan
    style: AnnotationStyle = PLAIN
    shadowed: frozenset[str] = frozenset()
    quoted_keys: frozenset[str] = frozenset()
    json_values: bool = False
    imports: set[Import] = field(default_factory=set[Import])
    mentions: set[str] = field(default_factory=set[str])
    needs: set[str] = field(default_factory=set[str])
    calls: set[str] = field(default_factory=set[str])

    def use(self, requested: Import) -> str:
        """Add an import and return the name that it binds."""
        if requested.bound in self.shadowed:
            return self._use_unshadowed(requested)
        resolved = resolve_import(requested, self.plan.names.class_names)
        self.imports.add(resolved)
        return resolved.bound

    def _use_unshadowed(self, requested: Import) -> str:
        """Add an import under a name that is no attribute of the class: `dt.date`, `re_`."""
        is_type = requested.module == "datetime"
        alias = "dt" if is_type else f"{requested.bound}_"
        while alias in self.shadowed:
            alias += "_"
        name = "" if is_type else requested.name
        self.imports.add(Import(requested.module, name, alias))
        return f"{alias}.{requested.name}" if is_type else alias

    def use_type(self, type: ImportedType) -> str:
        """Add the import of a type that the user names, and return its name in the module."""
        if type.module == "builtins" and type.name not in self.plan.names.class_names:
            return type.name
        return self.use(Import(type.module, type.name))

    def reference(self, key: str) -> str:
        """Write a reference to the class or alias `key`."""
        self.mentions.add(key)
        text = self.plan.names.classes[key]
        return f'"{text}"' if key in self.quoted_keys else text

    def annotation(self, type: Type) -> str:
        """Write `type` with all its constraints."""
        return self.style.annotate(self._join(self.alternatives(type)), type, self)

    def union(self, alternatives: Iterable[str]) -> str:
        """Write a union of members; a class of the output may have the name `Any`."""
        return join_union(alternatives, resolve_import(ANY, self.plan.names.class_names).bound)

    def _join(self, alternatives: list[str]) -> str:
        """Join members of a union; `|` fails for a quoted one, which `Union[..]` takes."""
        text = self.union(alternatives)
        if " | " not in text or not any(member.startswith('"') for member in alternatives):
            return text
        members = sorted(dict.fromkeys(alternatives), key=lambda member: member == "None")
        return f"{self.use(UNION)}[{', '.join(members)}]"

    def alternatives(self, type: Type) -> list[str]:
        """Write the union members of `type`, without its own constraints."""
        match type:
            case Unknown() | AllOf():
                return [self.use(ANY)]
            case Never():
                return [self.style.never(self)]
            case String() | Number() if type.format in self.plan.formats:
                return [self.use_type(self.plan.formats[type.format])]
            case String() if type.format in _FORMAT_TYPES and not self.json_values:
                return [self.use(_FORMAT_TYPES[type.format])]
            case String() | Integer() | Number() | Boolean() | Null():
                return self.style.scalar(type, self)
            case Const(value):
                return [self.values_annotation([value])]
            case Enum():
                return self._enum(type)
            case Ref(name):
                return self._ref(name)
            case Array():
                return [self._array(type)]
            case Map(values, keys):
                key = "str" if keys is None else self.style.key(keys, self)
                return [f"dict[{key}, {self.annotation(values)}]"]
            case Nullable(inner):
                return [*self.alternatives(inner), "None"]
            case Union(members):
                tagged = self.style.tagged_union(type, self)
                ordered = self.style.ordered(members, self)
                return tagged or self.short_union(self._members(ordered))
            case Object():
                return [f"dict[str, {self.use(ANY)}]"]
            case WithAssertions(inner):
                return self.alternatives(inner)
            case _:
                assert_never(type)

    def short_union(self, alternatives: list[str]) -> list[str]:
        """Write more members than the compiler nests as one `Union[..]`; return fewer as they are.

        `a | b | c` is nested one level for each member, and the compiler limits the levels.
        """
        text = self.union(alternatives)
        if len(alternatives) <= MAX_PIPED_MEMBERS or text.count(" | ") < MAX_PIPED_MEMBERS:
            return alternatives
        members = [member for member in dict.fromkeys(alternatives) if member != "None"]
        union = f"{self.use(UNION)}[{', '.join(members)}]"
        return [union, "None"] if "None" in alternatives else [union]

    def _members(self, types: Iterable[Type]) -> list[str]:
        """Write the members of a union; if `Any` is one, only the models, for documentation."""
        types = list(types)
        models = [type for type in types if resolve_class(self.plan, type)]
        if models and any(isinstance(type, Unknown) for type in types):
            texts = [text for model in models for text in self._member(model)]
            return [" | ".join(dict.fromkeys([*texts, self.use(ANY)]))]
        if any(isinstance(type, Unknown) for type in types):
            return [self.use(ANY)]
        return [text for type in types for text in self._member(type)]

    def _member(self, type: Type) -> list[str]:
        if not self.style.is_constrained(type, self):
            return self.alternatives(type)
        if isinstance(type, WithAssertions):
            return self._member(type.type)
        if isinstance(type, Nullable):
            return [*self._member(type.type), "None"]
        return [self.annotation(type)]

    def _ref(self, name: str) -> list[str]:
        shape = self.plan.shapes.get(name)
        if shape is None:
            return [self.use(ANY)]
        if self._is_none(shape.type):
            return ["None"]
        texts = [self.reference(name)]
        if isinstance(shape.type, Enum) and not shape.type.closed and self.plan.is_enum_class(name):
            texts.append(self.style.primitive(shape.type.base or enum_kind(shape.type), self))
        return [*texts, "None"] if shape.nullable else texts

    def _is_none(self, type: Type) -> bool:
        """Whether an alias of the type is None: `None | None` fails when it is evaluated."""
        if isinstance(self.plan.resolve(type), Never):
            return self.style.never(self) == "None"
        return self.plan.is_only_null(type)

    def _array(self, type: Array) -> str:
        if is_tuple(type) and not self.json_values:
            return f"tuple[{', '.join(self.annotation(item) for item in type.prefix_items)}]"
        if type.prefix_items:
            kinds = [*type.prefix_items, *([] if isinstance(type.items, Never) else [type.items])]
            if any(isinstance(kind, Unknown) for kind in kinds):
                return f"list[{self.use(ANY)}]"
            return f"list[{self._join([text for kind in kinds for text in self._member(kind)])}]"
        return f"list[{self.annotation(type.items)}]"

    def _enum(self, type: Enum) -> list[str]:
        values = [member.value for member in type.members]
        if type.closed:
            return [self.values_annotation(values)]
        base = type.base or enum_kind(type)
        if base == "null" or not values or not all(is_literal(value) for value in values):
            return [
                self.use(ANY) if base == "null" or not values else self.style.primitive(base, self)
            ]
        return [self.literal(values), self.style.primitive(base, self)]

    def values_annotation(self, values: list[Json]) -> str:
        """Write the narrowest type of `values`; constraints check what it leaves open."""
        values = [int(v) if isinstance(v, float) and v.is_integer() else v for v in values]
        if values and all(isinstance(value, bool) for value in values) and len(set(values)) == 2:
            return self.style.primitive("boolean", self)
        if self.json_values:
            return self._union_of_values(values)
        is_mixed = len({isinstance(v, bool) for v in values if isinstance(v, int | float)}) > 1
        if values and all(is_literal(value) for value in values) and not is_mixed:
            return "None" if values == [None] else self.literal(values)
        non_null = [value for value in values if value is not None]
        null = " | None" if len(non_null) < len(values) else ""
        for kind, text in ((list, "list"), (dict, "dict[str, ")):
            if non_null and all(isinstance(value, kind) for value in non_null):
                bracket = "[" if kind is list else ""
                return f"{text}{bracket}{self.use(ANY)}]{null}"
        if non_null and all(is_number(value) for value in non_null):
            return f"{self.style.primitive('number', self)}{null}"
        return self.use(ANY)

    def _union_of_values(self, values: list[Json]) -> str:
        """Write a literal of the values that it takes, and the types of the others."""
        is_fractional = any(isinstance(value, float) for value in values)
        literals = [
            value
            for value in values
            if isinstance(value, str | int) and not (is_fractional and is_number(value))
        ]
        texts = [self.literal(literals)] if literals else []
        for value in values:
            if isinstance(value, float):
                texts.append("float")
            elif isinstance(value, list):
                texts.append(f"list[{self.use(ANY)}]")
            elif isinstance(value, dict):
                texts.append(f"dict[str, {self.use(ANY)}]")
            elif value is None:
                texts.append("None")
        return self.union(texts) if values else self.use(ANY)

    def literal(self, values: Iterable[Json]) -> str:
        """Write `Literal[..]` of plain values, each once.

        Integers of more than 64 bits are a `Literal` of their own: pydantic-core finds them in no other.
        """
        small, large = dict[str, None](), dict[str, None]()
        for value in values:
            (large if is_large_integer(value) else small)[literal(value)] = None
        texts = [", ".join(group) for group in (small, large) if group]
        return self.union([f"{self.use(LITERAL)}[{text}]" for text in texts])


def is_tuple(type: Array) -> bool:
    """Whether an array has exactly one value for each of its `prefixItems`."""
    is_fixed = type.constraints.min_items == len(type.prefix_items)
    return bool(type.prefix_items) and isinstance(type.items, Never) and is_fixed


def join_union(alternatives: Iterable[str], any_name: str = ANY.name) -> str:
    """Write a union: each member once, `None` last, and only `Any` if that is a member."""
    texts = list(dict.fromkeys(alternatives))
    if len(texts) == 1:
        return texts[0] or "None"
    any_text = next((text for text in texts if text.split(" | ")[-1] == any_name), "")
    if any_text:
        return any_text
    if "None" in texts:
        texts = [text for text in texts if text != "None"] + ["None"]
    return " | ".join(texts) or "None"
