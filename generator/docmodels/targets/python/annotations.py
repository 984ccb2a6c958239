"""Annotations: a type of the representation as Python source, and what that source needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import assert_never

from docmodels.ir import (
    AllOf,
    Array,
    Const,
    Enum,
    Json,
    Map,
    Never,
    Nullable,
    Object,
    Ref,
    Scalar,
    ScalarKind,
    Type,
    Union,
    Unknown,
    WithAssertions,
)
from docmodels.targets.plan.discriminators import choices
from docmodels.targets.plan.hoisting import enum_base
from docmodels.targets.plan.plan import Plan, tagged, target_class
from docmodels.targets.pydantic.constraints import (
    engine,
    field_arguments,
    is_tuple,
    pattern_of,
    pattern_text,
)
from docmodels.targets.pydantic.runtime import word
from docmodels.targets.python.literals import is_literal, is_number, kind_of, told_apart, values_of
from docmodels.targets.python.source import Import, literal

_PLAIN = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "null": "None",
}

_KEPT_APART = {
    "integer": word("Integer"),
    "number": Import("pydantic", "StrictFloat"),
    "boolean": Import("pydantic", "StrictBool"),
}
"""What keeps the types of JSON apart: pydantic's `int` would take "1" and true."""

_NUMBER = word("Number")

_TYPED = {
    "date-time": Import("datetime", "datetime"),
    "date": Import("datetime", "date"),
    "time": Import("datetime", "time"),
    "uuid": Import("uuid", "UUID"),
}
"""Formats with a type of their own. The others stay `str`: their text must not change."""

ANY = Import("typing", "Any")
_ANY = ("Any", "TypingAny")
ANNOTATED = Import("typing", "Annotated")
LITERAL = Import("typing", "Literal")
FIELD = Import("pydantic", "Field")
RE = Import("re")
WHOLE = word("Whole")
EXACTLY = word("exactly")
TOLD_BY = word("told_by")
TAG = Import("pydantic", "Tag")
UNIQUE = word("Unique")


@dataclass
class Writer:
    """Writes annotations for one class or alias and keeps what they use.

    `shadowed` are the attributes of the class: a name among them means the attribute inside its
    body. `checked` says whether constraints are written (pydantic) or left out, `stated` whether
    the types are those of a schema: pages say `number` of whole numbers too.
    """

    plan: Plan
    checked: bool
    stated: bool = True
    shadowed: frozenset[str] = frozenset()
    quoted: frozenset[str] = frozenset()
    imports: set[Import] = field(default_factory=set[Import])
    mentions: set[str] = field(default_factory=set[str])
    needs: set[str] = field(default_factory=set[str])
    calls: set[str] = field(default_factory=set[str])
    unenforced: set[str] = field(default_factory=set[str])

    def use(self, wanted: Import) -> str:
        """Import something; give the name that it has here."""
        if wanted.bound in self.shadowed and wanted.module == "datetime":
            self.imports.add(Import("datetime", "", "dt"))
            return f"dt.{wanted.name}"
        found = self.plan.names.imported(wanted)
        self.imports.add(found)
        return found.bound

    def name(self, key: str) -> str:
        """Mention the class or alias `key`."""
        self.mentions.add(key)
        text = self.plan.names.classes[key]
        return f'"{text}"' if key in self.quoted else text

    def annotation(self, type: Type) -> str:
        """Write `type` with all its constraints."""
        text = joined(self.alternatives(type))
        return self.annotated(text, self.arguments(type), self.checks(type))

    def annotated(self, text: str, arguments: list[str], checks: list[str]) -> str:
        """Add `Field(..)` and further checks to an annotation, if there is anything to say."""
        if text == "None" and not checks:
            return text
        calls = [f"{self.use(FIELD)}({', '.join(arguments)})"] if arguments else []
        parts = [text, *calls, *checks]
        return f"{self.use(ANNOTATED)}[{', '.join(parts)}]" if len(parts) > 1 else text

    def checks(self, type: Type) -> list[str]:
        """Give what else stands beside `type`, null aside.

        A limited integer is not written as `Integer`: pydantic would check the limits in Python
        and call them by other names in its JSON Schema.
        """
        bare, nullable = _inside(type), self.plan.takes_null(type)
        values = values_of(bare) if self.checked else None
        if values is not None and not told_apart(values):
            if values and all(value is None or is_number(value) for value in values):
                return [self.use(WHOLE)]
            texts = [literal(value) for value in ([*values, None] if nullable else values)]
            return [f"{self.use(EXACTLY)}({', '.join(texts)})"]
        if isinstance(bare, Array) and bare.constraints.unique_items and self.checked:
            return [self.use(UNIQUE)]
        counted = _is_limited_integer(bare) or self._is_number_enum(bare)
        return [self.use(WHOLE)] if self.checked and counted else []

    def _is_number_enum(self, type: Type) -> bool:
        if not isinstance(type, Ref) or not self.plan.is_enum_class(type.name):
            return False
        enum = self.plan.shapes[type.name].type
        return isinstance(enum, Enum) and enum_base(enum) != "StrEnum"

    def plain(self, kind: ScalarKind) -> str:
        """Write a primitive without its limits."""
        apart = _KEPT_APART.get(kind) if self.checked else None
        return self.use(apart) if apart else _PLAIN[kind]

    def arguments(self, type: Type) -> list[str]:
        """Give what `Field(..)` has to say about `type` itself, null aside."""
        if not self.checked:
            return []
        bare = _inside(type)
        if isinstance(bare, Union):
            attribute = tagged(self.plan, bare)
            return [f"discriminator={literal(attribute)}"] if attribute else []
        return field_arguments(bare) + self._pattern(bare)

    def _pattern(self, type: Type) -> list[str]:
        """Write a pattern; a compiled one makes pydantic use Python's engine for it."""
        pattern = pattern_of(type)
        match engine(pattern) if pattern else None:
            case "rust-regex":
                return [f"pattern={pattern_text(pattern)}"]
            case "python-re":
                return [f"pattern={self.use(RE)}.compile({pattern_text(pattern)})"]
            case None:
                return []
            case _:
                self.unenforced.add(pattern)
                return []

    def alternatives(self, type: Type) -> list[str]:
        """Write `type` without its own constraints, as the members of a union."""
        match type:
            case Unknown() | AllOf():
                return [self.use(ANY)]
            case Never():
                return [self.use(ANY)] if self.checked else ["None"]
            case Scalar(kind, format):
                typed = _TYPED.get(format) if kind == "string" else None
                if typed:
                    return [self.use(typed)]
                if self.checked and not self.stated and kind == "number" and not format:
                    return [self.use(_NUMBER)]
                return [_PLAIN[kind] if _is_limited_integer(type) else self.plain(kind)]
            case Const(value):
                return [self.among([value])]
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
                if told := self._chosen(type):
                    return told
                return self._members(members)
            case Object():
                return [f"dict[str, {self.use(ANY)}]"]
            case WithAssertions(inner):
                return self.alternatives(inner)
            case _:
                assert_never(type)

    def _members(self, types: Iterable[Type]) -> list[str]:
        """Write the members of a union; beside `Any` only what is a model, as a help to readers."""
        models = [type for type in types if target_class(self.plan, type)]
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
        return [self.annotated(joined(self.alternatives(type)), arguments, checks)]

    def _chosen(self, type: Union) -> list[str]:
        """Write a union whose members a function tells apart, or nothing."""
        if not self.checked or type.discriminator is None or tagged(self.plan, type):
            return []
        if (found := choices(self.plan, type)) is None:
            return []
        tag, annotated = self.use(TAG), self.use(ANNOTATED)
        members = (
            f"{annotated}[{self.name(member.name)}, {tag}({literal(label)})]"
            for label, member in found.members.items()
            if isinstance(member, Ref)
        )
        arguments = [literal(found.wire), literal(found.attribute), literal(dict(found.labels))]
        arguments += [literal(found.other)] if found.other else []
        chooser = f"{self.use(TOLD_BY)}({', '.join(arguments)})"
        return [f"{annotated}[{' | '.join(members)}, {chooser}]", *(["None"] * found.nullable)]

    def _ref(self, name: str) -> list[str]:
        shape = self.plan.shapes.get(name)
        if shape is None:
            return [self.use(ANY)]
        found = [self.name(name)]
        if isinstance(shape.type, Enum) and not shape.type.closed and enum_base(shape.type):
            found.append(self.plain(shape.type.base or kind_of(shape.type)))
        return [*found, "None"] if shape.nullable else found

    def _array(self, type: Array) -> str:
        if is_tuple(type):
            return f"tuple[{', '.join(self.annotation(item) for item in type.prefix_items)}]"
        if type.prefix_items:
            kinds = [*type.prefix_items, *([] if isinstance(type.items, Never) else [type.items])]
            return f"list[{joined(text for kind in kinds for text in self._member(kind))}]"
        return f"list[{self.annotation(type.items)}]"

    def _key(self, type: Type | None) -> str:
        """Write the type of names, where pydantic takes it for a key: text, or some of it."""
        match type:
            case Scalar("string") if self.checked and type.format not in _TYPED:
                return self.annotation(type)
            case Enum() | Const() if self.checked:
                values = values_of(type)
                texts = [value for value in values or () if isinstance(value, str)]
                return self.literal(texts) if texts else "str"
            case _:
                return "str"

    def _enum(self, type: Enum) -> list[str]:
        values = [member.value for member in type.members]
        if type.closed:
            return [self.among(values)]
        base = type.base or kind_of(type)
        if base == "null" or not values or not all(is_literal(value) for value in values):
            return [self.use(ANY) if base == "null" or not values else self.plain(base)]
        return [self.literal(values), self.plain(base)]

    def among(self, values: list[Json]) -> str:
        """Write the narrowest type that holds `values`; `exactly` tells what it cannot."""
        if values and all(isinstance(value, bool) for value in values) and len(set(values)) == 2:
            return self.plain("boolean")
        mixed = len({isinstance(v, bool) for v in values if isinstance(v, int | float)}) > 1
        if values and all(is_literal(value) for value in values) and not mixed:
            return "None" if values == [None] else self.literal(values)
        some = [value for value in values if value is not None]
        null = " | None" if len(some) < len(values) else ""
        for kind, text in ((list, "list"), (dict, "dict[str, ")):
            if some and all(isinstance(value, kind) for value in some):
                inside = "[" if kind is list else ""
                return f"{text}{inside}{self.use(ANY)}]{null}"
        if some and all(is_number(value) for value in some):
            return f"{self.plain('number')}{null}"
        return self.use(ANY)

    def literal(self, values: Iterable[Json]) -> str:
        """Write `Literal[..]` of plain values, each once."""
        texts = dict.fromkeys(literal(value) for value in values)
        return f"{self.use(LITERAL)}[{', '.join(texts)}]"


def _inside(type: Type) -> Type:
    """What is left of a type without null and without conditions."""
    while isinstance(type, Nullable | WithAssertions):
        type = type.type
    return type


def _is_limited_integer(type: Type) -> bool:
    return isinstance(type, Scalar) and type.kind == "integer" and bool(field_arguments(type))


def joined(alternatives: Iterable[str]) -> str:
    """Write a union: each member once, null last, and neither beside `Any`."""
    texts = list(dict.fromkeys(alternatives))
    some_any = next((text for text in texts if text.split(" | ")[-1] in _ANY), "")
    if some_any:
        return some_any
    if "None" in texts:
        texts = [text for text in texts if text != "None"] + ["None"]
    return " | ".join(texts) or "None"
