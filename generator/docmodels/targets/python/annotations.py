"""Write types as Python annotations, and collect the imports and names that they need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import assert_never

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
    ScalarKind,
    String,
    Type,
    Union,
    Unknown,
    WithAssertions,
)
from docmodels.targets.plan.discriminators import callable_discriminator
from docmodels.targets.plan.hoisting import enum_base
from docmodels.targets.plan.plan import Plan, discriminator_attribute, resolve_class
from docmodels.targets.pydantic.constraints import (
    field_arguments,
    is_tuple,
    pattern_literal,
    regex_engine,
    string_pattern,
)
from docmodels.targets.pydantic.runtime import helper
from docmodels.targets.python.literals import (
    enum_kind,
    is_exactly_literal,
    is_literal,
    is_number,
    literal_values,
)
from docmodels.targets.python.source import Import, literal

_BUILTINS = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "null": "None",
}

_STRICT = {
    "integer": helper("Integer"),
    "number": Import("pydantic", "StrictFloat"),
    "boolean": Import("pydantic", "StrictBool"),
}
"""Strict types for JSON types: pydantic's `int` accepts "1" and true."""

_NUMBER = helper("Number")

_FORMAT_TYPES = {
    "date-time": Import("datetime", "datetime"),
    "date": Import("datetime", "date"),
    "time": Import("datetime", "time"),
    "uuid": Import("uuid", "UUID"),
}
"""Python types of formats. All other formats stay `str`, so that their text does not change."""

ANY = Import("typing", "Any")
_ANY_NAMES = ("Any", "TypingAny")
ANNOTATED = Import("typing", "Annotated")
LITERAL = Import("typing", "Literal")
FIELD = Import("pydantic", "Field")
RE = Import("re")
INTEGRAL_FLOAT = helper("IntegralFloat")
LITERAL_VALUE = helper("literal_value")
DISCRIMINATED_BY = helper("discriminated_by")
TAG = Import("pydantic", "Tag")
UNIQUE = helper("Unique")


@dataclass
class Writer:
    """Write annotations for one class or alias and collect what they use.

    `shadowed` are the attributes of the class, which shadow imports in its body. With
    `is_validating`, annotations contain constraints (pydantic). `from_schema`: the types come from
    a schema; documentation uses `number` for integers too.

    `mentions` are the keys that only annotations refer to, `needs` those that must be bound
    before, `calls` those that a default factory calls.
    """

    plan: Plan
    is_validating: bool
    from_schema: bool = True
    shadowed: frozenset[str] = frozenset()
    quoted_keys: frozenset[str] = frozenset()
    imports: set[Import] = field(default_factory=set[Import])
    mentions: set[str] = field(default_factory=set[str])
    needs: set[str] = field(default_factory=set[str])
    calls: set[str] = field(default_factory=set[str])
    unenforced_patterns: set[str] = field(default_factory=set[str])

    def use(self, requested: Import) -> str:
        """Add an import and return the name that it binds."""
        if requested.bound in self.shadowed and requested.module == "datetime":
            self.imports.add(Import("datetime", "", "dt"))
            return f"dt.{requested.name}"
        resolved = self.plan.names.resolve_import(requested)
        self.imports.add(resolved)
        return resolved.bound

    def reference(self, key: str) -> str:
        """Write a reference to the class or alias `key`."""
        self.mentions.add(key)
        text = self.plan.names.classes[key]
        return f'"{text}"' if key in self.quoted_keys else text

    def annotation(self, type: Type) -> str:
        """Write `type` with all its constraints."""
        text = join_union(self.alternatives(type))
        return self.annotate(text, self.arguments(type), self.checks(type))

    def annotate(self, text: str, arguments: list[str], checks: list[str]) -> str:
        """Wrap an annotation in `Annotated[..]` with `Field(..)` and checks, if there are any."""
        if text == "None" and not checks:
            return text
        calls = [f"{self.use(FIELD)}({', '.join(arguments)})"] if arguments else []
        parts = [text, *calls, *checks]
        return f"{self.use(ANNOTATED)}[{', '.join(parts)}]" if len(parts) > 1 else text

    def checks(self, type: Type) -> list[str]:
        """Return the validators for `type` in `Annotated[..]`, ignoring null.

        An integer with limits is not written as `Integer`: pydantic would check the limits in
        Python, and write them as other keywords in its JSON Schema.
        """
        unwrapped, nullable = _unwrap(type), self.plan.takes_null(type)
        values = literal_values(unwrapped) if self.is_validating else None
        if values is not None and not is_exactly_literal(values):
            if values and all(value is None or is_number(value) for value in values):
                return [self.use(INTEGRAL_FLOAT)]
            texts = [literal(value) for value in ([*values, None] if nullable else values)]
            return [f"{self.use(LITERAL_VALUE)}({', '.join(texts)})"]
        if (
            isinstance(unwrapped, Array)
            and unwrapped.constraints.unique_items
            and self.is_validating
        ):
            return [self.use(UNIQUE)]
        is_integer = _is_limited_integer(unwrapped) or self._is_number_enum(unwrapped)
        return [self.use(INTEGRAL_FLOAT)] if self.is_validating and is_integer else []

    def _is_number_enum(self, type: Type) -> bool:
        if not isinstance(type, Ref) or not self.plan.is_enum_class(type.name):
            return False
        enum = self.plan.shapes[type.name].type
        return isinstance(enum, Enum) and enum_base(enum) != "StrEnum"

    def primitive(self, kind: ScalarKind) -> str:
        """Write a primitive type without its limits."""
        strict = _STRICT.get(kind) if self.is_validating else None
        return self.use(strict) if strict else _BUILTINS[kind]

    def arguments(self, type: Type) -> list[str]:
        """Return the arguments of `Field(..)` for `type` itself, ignoring null."""
        if not self.is_validating:
            return []
        unwrapped = _unwrap(type)
        if isinstance(unwrapped, Union):
            attribute = discriminator_attribute(self.plan, unwrapped)
            return [f"discriminator={literal(attribute)}"] if attribute else []
        return field_arguments(unwrapped) + self._pattern_arguments(unwrapped)

    def _pattern_arguments(self, type: Type) -> list[str]:
        """Write a pattern; a compiled one makes pydantic use Python's engine."""
        pattern = string_pattern(type)
        match regex_engine(pattern) if pattern else None:
            case "rust-regex":
                return [f"pattern={pattern_literal(pattern)}"]
            case "python-re":
                return [f"pattern={self.use(RE)}.compile({pattern_literal(pattern)})"]
            case None:
                return []
            case _:
                self.unenforced_patterns.add(pattern)
                return []

    def alternatives(self, type: Type) -> list[str]:
        """Write the union members of `type`, without its own constraints."""
        match type:
            case Unknown() | AllOf():
                return [self.use(ANY)]
            case Never():
                return [self.use(ANY)] if self.is_validating else ["None"]
            case String() if type.format in _FORMAT_TYPES:
                return [self.use(_FORMAT_TYPES[type.format])]
            case Number("") if self.is_validating and not self.from_schema:
                return [self.use(_NUMBER)]
            case Integer() if _is_limited_integer(type):
                return [_BUILTINS["integer"]]
            case String() | Integer() | Number() | Boolean() | Null():
                return [self.primitive(type.kind)]
            case Const(value):
                return [self.values_annotation([value])]
            case Enum():
                return self._enum(type)
            case Ref(name):
                return self._ref(name)
            case Array():
                return [self._array(type)]
            case Map(values, keys):
                return [f"dict[{self._key(keys)}, {self.annotation(values)}]"]
            case Nullable(inner):
                return [*self.alternatives(inner), "None"]
            case Union(members):
                if discriminated := self._discriminated(type):
                    return discriminated
                return self._members(members)
            case Object():
                return [f"dict[str, {self.use(ANY)}]"]
            case WithAssertions(inner):
                return self.alternatives(inner)
            case _:
                assert_never(type)

    def _members(self, types: Iterable[Type]) -> list[str]:
        """Write the members of a union; if `Any` is one, only the models, for documentation."""
        models = [type for type in types if resolve_class(self.plan, type)]
        if models and any(isinstance(type, Unknown) for type in types):
            texts = [text for model in models for text in self._member(model)]
            return [" | ".join(dict.fromkeys([*texts, self.use(ANY)]))]
        return [text for type in types for text in self._member(type)]

    def _member(self, type: Type) -> list[str]:
        arguments, checks = self.arguments(type), self.checks(type)
        if not arguments and not checks:
            return self.alternatives(type)
        if isinstance(type, WithAssertions):
            return self._member(type.type)
        if isinstance(type, Nullable):
            return [*self._member(type.type), "None"]
        return [self.annotate(join_union(self.alternatives(type)), arguments, checks)]

    def _discriminated(self, union: Union) -> list[str]:
        """Write a union with a callable discriminator; empty if it has none."""
        if (
            not self.is_validating
            or union.discriminator is None
            or discriminator_attribute(self.plan, union)
        ):
            return []
        if (discriminator := callable_discriminator(self.plan, union)) is None:
            return []
        tag, annotated = self.use(TAG), self.use(ANNOTATED)
        members = (
            f"{annotated}[{self.reference(member.name)}, {tag}({literal(label)})]"
            for label, member in discriminator.members.items()
            if isinstance(member, Ref)
        )
        arguments = [
            literal(discriminator.wire_name),
            literal(discriminator.attribute),
            literal(dict(discriminator.labels)),
        ]
        arguments += [literal(discriminator.default_label)] if discriminator.default_label else []
        function = f"{self.use(DISCRIMINATED_BY)}({', '.join(arguments)})"
        return [
            f"{annotated}[{' | '.join(members)}, {function}]",
            *(["None"] * discriminator.nullable),
        ]

    def _ref(self, name: str) -> list[str]:
        shape = self.plan.shapes.get(name)
        if shape is None:
            return [self.use(ANY)]
        texts = [self.reference(name)]
        if isinstance(shape.type, Enum) and not shape.type.closed and enum_base(shape.type):
            texts.append(self.primitive(shape.type.base or enum_kind(shape.type)))
        return [*texts, "None"] if shape.nullable else texts

    def _array(self, type: Array) -> str:
        if is_tuple(type):
            return f"tuple[{', '.join(self.annotation(item) for item in type.prefix_items)}]"
        if type.prefix_items:
            kinds = [*type.prefix_items, *([] if isinstance(type.items, Never) else [type.items])]
            return f"list[{join_union(text for kind in kinds for text in self._member(kind))}]"
        return f"list[{self.annotation(type.items)}]"

    def _key(self, type: Type | None) -> str:
        """Write the key type of a dictionary, as far as pydantic supports it: strings."""
        match type:
            case String() if self.is_validating and type.format not in _FORMAT_TYPES:
                return self.annotation(type)
            case Enum() | Const() if self.is_validating:
                values = literal_values(type)
                texts = [value for value in values or () if isinstance(value, str)]
                return self.literal(texts) if texts else "str"
            case _:
                return "str"

    def _enum(self, type: Enum) -> list[str]:
        values = [member.value for member in type.members]
        if type.closed:
            return [self.values_annotation(values)]
        base = type.base or enum_kind(type)
        if base == "null" or not values or not all(is_literal(value) for value in values):
            return [self.use(ANY) if base == "null" or not values else self.primitive(base)]
        return [self.literal(values), self.primitive(base)]

    def values_annotation(self, values: list[Json]) -> str:
        """Write the narrowest type of `values`; `literal_value` checks what it leaves open."""
        if values and all(isinstance(value, bool) for value in values) and len(set(values)) == 2:
            return self.primitive("boolean")
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
            return f"{self.primitive('number')}{null}"
        return self.use(ANY)

    def literal(self, values: Iterable[Json]) -> str:
        """Write `Literal[..]` of plain values, each once."""
        texts = dict.fromkeys(literal(value) for value in values)
        return f"{self.use(LITERAL)}[{', '.join(texts)}]"


def _unwrap(type: Type) -> Type:
    """Return a type without null and without assertions."""
    while isinstance(type, Nullable | WithAssertions):
        type = type.type
    return type


def _is_limited_integer(type: Type) -> bool:
    return isinstance(type, Integer) and bool(field_arguments(type))


def join_union(alternatives: Iterable[str]) -> str:
    """Write a union: each member once, `None` last, and only `Any` if that is a member."""
    texts = list(dict.fromkeys(alternatives))
    any_text = next((text for text in texts if text.split(" | ")[-1] in _ANY_NAMES), "")
    if any_text:
        return any_text
    if "None" in texts:
        texts = [text for text in texts if text != "None"] + ["None"]
    return " | ".join(texts) or "None"
