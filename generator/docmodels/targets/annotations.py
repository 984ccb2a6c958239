"""Annotations: a type of the representation as Python source, and what that source needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import assert_never

from docmodels.ir import (
    AllOf,
    Anything,
    Array,
    Checked,
    Const,
    Enum,
    Json,
    Map,
    Nothing,
    Nullable,
    Object,
    Ref,
    Scalar,
    Type,
    Union,
)
from docmodels.targets.constraints import engine, field_arguments, pattern_of, pattern_text
from docmodels.targets.plan import Plan, tagged
from docmodels.targets.python import Import, literal
from docmodels.targets.shapes import enum_base

_PLAIN = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "null": "None",
}

_TYPED = {
    "date-time": Import("datetime", "datetime"),
    "date": Import("datetime", "date"),
    "time": Import("datetime", "time"),
    "uuid": Import("uuid", "UUID"),
}
"""Formats with a type of their own. The others stay `str`: their text must not change."""

ANY = Import("typing", "Any")
ANNOTATED = Import("typing", "Annotated")
LITERAL = Import("typing", "Literal")
FIELD = Import("pydantic", "Field")
RE = Import("re")


@dataclass
class Writer:
    """Writes annotations for one class or alias and keeps what they use.

    `shadowed` are the attributes of the class: a name among them means the attribute inside its
    body. `checked` says whether constraints are written (pydantic) or left out.
    """

    plan: Plan
    checked: bool
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
        return self.annotated(text, self.arguments(type))

    def annotated(self, text: str, arguments: list[str]) -> str:
        """Add `Field(..)` to an annotation, if there is anything for it to say."""
        if not arguments or text == "None":
            return text
        call = f"{self.use(FIELD)}({', '.join(arguments)})"
        return f"{self.use(ANNOTATED)}[{text}, {call}]"

    def arguments(self, type: Type) -> list[str]:
        """Give what `Field(..)` has to say about `type` itself, null aside."""
        if not self.checked:
            return []
        bare = type.type if isinstance(type, Nullable) else type
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
            case Anything() | AllOf():
                return [self.use(ANY)]
            case Nothing():
                return ["None"]
            case Scalar(kind, format):
                typed = _TYPED.get(format) if kind == "string" else None
                return [self.use(typed) if typed else _PLAIN[kind]]
            case Const(value):
                return [self._constant(value)]
            case Enum():
                return self._enum(type)
            case Ref(name):
                return self._ref(name)
            case Array():
                return [self._array(type)]
            case Map(values):
                return [f"dict[str, {self.annotation(values)}]"]
            case Nullable(inner):
                return [*self.alternatives(inner), "None"]
            case Union(members):
                return [text for member in members for text in self._member(member)]
            case Object():
                return [f"dict[str, {self.use(ANY)}]"]
            case Checked(inner):
                return self.alternatives(inner)
            case _:
                assert_never(type)

    def _member(self, type: Type) -> list[str]:
        arguments = self.arguments(type)
        if not arguments:
            return self.alternatives(type)
        if isinstance(type, Nullable):
            return [*self._member(type.type), "None"]
        return [self.annotated(joined(self.alternatives(type)), arguments)]

    def _ref(self, name: str) -> list[str]:
        shape = self.plan.shapes.get(name)
        if shape is None:
            return [self.use(ANY)]
        found = [self.name(name)]
        if isinstance(shape.type, Enum) and not shape.type.closed and enum_base(shape.type):
            found.append(_PLAIN[shape.type.base or _kind(shape.type)])
        return [*found, "None"] if shape.nullable else found

    def _array(self, type: Array) -> str:
        if type.prefix and isinstance(type.items, Nothing):
            inside = ", ".join(self.annotation(item) for item in type.prefix)
            return f"tuple[{inside}]" if self._is_fixed(type) else f"list[{self.use(ANY)}]"
        if type.prefix:
            return f"list[{self.use(ANY)}]"
        return f"list[{self.annotation(type.items)}]"

    def _is_fixed(self, type: Array) -> bool:
        return type.constraints.min_items == len(type.prefix)

    def _enum(self, type: Enum) -> list[str]:
        values = [member.value for member in type.members]
        if not values or not all(is_literal(value) for value in values):
            base = type.base or _kind(type)
            return [_PLAIN[base]] if base != "null" and values else [self.use(ANY)]
        if type.closed:
            return [self.literal(values)]
        base = type.base or _kind(type)
        return [self.use(ANY)] if base == "null" else [self.literal(values), _PLAIN[base]]

    def literal(self, values: Iterable[Json]) -> str:
        """Write `Literal[..]` of plain values, each once."""
        texts = dict.fromkeys(literal(value) for value in values)
        return f"{self.use(LITERAL)}[{', '.join(texts)}]"

    def _constant(self, value: Json) -> str:
        match value:
            case None:
                return "None"
            case float():
                return "float"
            case list():
                return f"list[{self.use(ANY)}]"
            case dict():
                return f"dict[str, {self.use(ANY)}]"
            case _:
                return self.literal([value])


def is_literal(value: Json) -> bool:
    """Whether `Literal[..]` can hold `value`."""
    return value is None or isinstance(value, str | int)


def _kind(type: Enum) -> str:
    values = [member.value for member in type.members]
    if all(isinstance(value, str) for value in values):
        return "string"
    if all(isinstance(value, bool) for value in values):
        return "boolean"
    if all(isinstance(v, int) and not isinstance(v, bool) for v in values):
        return "integer"
    if all(isinstance(v, int | float) and not isinstance(v, bool) for v in values):
        return "number"
    return "null"


def joined(alternatives: Iterable[str]) -> str:
    """Write a union: each member once, null last, and nothing beside `Any`."""
    texts = list(dict.fromkeys(alternatives))
    some_any = next((text for text in texts if text in ("Any", "TypingAny")), "")
    if some_any:
        return some_any
    if "None" in texts:
        texts = [text for text in texts if text != "None"] + ["None"]
    return " | ".join(texts) or "None"
