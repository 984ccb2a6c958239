"""Add to annotations what msgspec validates: constraints, and unions that need a hook."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from docmodels.ir import (
    NUMBER,
    Const,
    Enum,
    Nullable,
    Ref,
    Scalar,
    ScalarKind,
    String,
    Type,
    Union,
    WithAssertions,
    nullable,
)
from docmodels.ir.traverse import map_children
from docmodels.targets.msgspec.constraints import is_enforced, meta_arguments
from docmodels.targets.msgspec.json_types import JsonTypes
from docmodels.targets.plan.callable_discriminators import callable_discriminator
from docmodels.targets.plan.plan import resolve_class
from docmodels.targets.python.annotations import ANY, BUILTINS, TYPED_FORMATS, Writer
from docmodels.targets.python.literals import literal_values
from docmodels.targets.python.runtime_source import helper
from docmodels.targets.python.source import Import, literal

ANNOTATED = Import("typing", "Annotated")
META = Import("msgspec", "Meta")
ANY_OF = helper("AnyOf")
DISCRIMINATOR = helper("Discriminator")

_NOT_COMPILED: Final = "Python's `re` does not support it"
_BESIDE_CONTAINERS: Final = "msgspec crashes on a pattern beside an array or a dictionary"


class StructStyle(Struct, frozen=True):
    """Annotations with the constraints of their types, which msgspec decodes.

    `json_types` finds the unions that need a hook. `alias` is the alias that is written: it refers
    to aliases of its cycle by quoted names, whose keys `quoted_keys` collects. `from_schema`: the
    types come from a schema; documentation uses `number` for integers too, which stay integers.
    `unenforced_patterns` collects the patterns that are left out, with the reason.
    """

    json_types: JsonTypes
    alias: str = ""
    from_schema: bool = True
    quoted_keys: set[str] = field(default_factory=set[str])
    unenforced_patterns: dict[str, str] = field(default_factory=dict[str, str])

    def primitive(self, kind: ScalarKind, writer: Writer) -> str:
        """Write a built-in type: msgspec converts no other JSON type."""
        return BUILTINS[kind]

    def scalar(self, type: Scalar, writer: Writer) -> list[str]:
        """Write a built-in type; a number on a page is an integer too."""
        if not self.from_schema and type == NUMBER:
            return ["int", "float"]
        return [BUILTINS[type.kind]]

    def never(self, writer: Writer) -> str:
        """Write `Any`: the length of the container is 0."""
        return writer.use(ANY)

    def key(self, type: Type, writer: Writer) -> str:
        """Write the key type of a dictionary: strings with constraints, or literals."""
        match type:
            case String() if type.format not in TYPED_FORMATS:
                return writer.annotation(type)
            case Enum() | Const():
                values = literal_values(type)
                texts = [value for value in values or () if isinstance(value, str)]
                return writer.literal(texts) if texts else "str"
            case _:
                return "str"

    def tagged_union(self, union: Union, writer: Writer) -> list[str]:
        """Write a union that msgspec does not decode; empty to write the members."""
        if not self.json_types.is_any_of(union):
            return []
        members = writer.short_union(self._members(union, writer))
        text = f"{writer.use(ANY_OF)}[{writer.union(members)}]"
        discriminator = self._discriminator(union, writer)
        return [f"{writer.use(ANNOTATED)}[{text}, {discriminator}]" if discriminator else text]

    def ordered(self, members: tuple[Type, ...], writer: Writer) -> Iterable[Type]:
        """Return the members in the order of the source: each is of another JSON type.

        A text beside an array or a dictionary loses its pattern: a decoder of such a union frees
        the pattern too often, and the interpreter crashes (msgspec 0.18 to 0.22).
        """
        if not self.json_types.has_containers(members):
            return members
        return tuple(self._without_pattern(member, writer, frozenset()) for member in members)

    def _without_pattern(self, type: Type, writer: Writer, seen: frozenset[str]) -> Type:
        """Return a type without the pattern of a text in place; an alias with one is written out."""
        match type:
            case String() if type.format not in TYPED_FORMATS and is_enforced(type):
                self.unenforced_patterns[type.constraints.pattern or ""] = _BESIDE_CONTAINERS
                return replace(type, constraints=replace(type.constraints, pattern=None))
            case Ref(name) if name not in seen and writer.plan.is_alias(name):
                shape = writer.plan.shapes[name]
                changed = self._without_pattern(shape.type, writer, seen | {name})
                if changed is shape.type:
                    return type
                return nullable(changed) if shape.nullable else changed
            case Union() if self.json_types.is_any_of(type):
                return type
            case Union() | Nullable() | WithAssertions():
                return map_children(type, lambda inner: self._without_pattern(inner, writer, seen))
            case _:
                return type

    def _members(self, union: Union, writer: Writer) -> list[str]:
        if name := self._quoted_name(union, writer):
            return [name]
        members = sorted(union.members, key=self.json_types.rank)
        return [text for member in members for text in self._member(member, writer)]

    def _quoted_name(self, union: Union, writer: Writer) -> str:
        """Return the quoted name of an alias of the same cycle; empty if `union` is no such alias."""
        cycles = writer.plan.recursive_aliases
        member, *others = union.members
        if others or not isinstance(member, Ref) or self.alias not in cycles:
            return ""
        if cycles.get(member.name) != cycles[self.alias]:
            return ""
        self.quoted_keys.add(member.name)
        return f'"{writer.plan.names.classes[member.name]}"'

    def _member(self, type: Type, writer: Writer) -> list[str]:
        match type:
            case Union() if self.json_types.is_any_of(type):
                # mypy refuses `AnyOf` as a member of `AnyOf`.
                members = self._members(type, writer)
                is_quoted = members[0].startswith('"')
                return writer.alternatives(type) if is_quoted else members
            case Nullable(inner):
                return [*self._member(inner, writer), "None"]
            case WithAssertions(inner):
                return self._member(inner, writer)
            case _ if self.is_constrained(type, writer):
                return [writer.annotation(type)]
            case _:
                return writer.alternatives(type)

    def _discriminator(self, union: Union, writer: Writer) -> str:
        """Write the discriminator of a union; empty if it has none."""
        plan = writer.plan
        if (discriminator := callable_discriminator(plan, union)) is None:
            return ""
        classes = plan.names.classes
        mapping = {tag: classes[key] for tag, key in discriminator.classes.items()}
        arguments = [literal(discriminator.wire_name), literal(dict(mapping))]
        if discriminator.default_label:
            default = discriminator.members[discriminator.default_label]
            arguments.append(literal(classes[resolve_class(plan, default)]))
        return f"{writer.use(DISCRIMINATOR)}({', '.join(arguments)})"

    def is_constrained(self, type: Type, writer: Writer) -> bool:
        """Whether a type has arguments of `Meta(..)`."""
        return bool(meta_arguments(_unwrap(type)))

    def annotate(self, text: str, type: Type, writer: Writer) -> str:
        """Add the constraints of `type` to its annotation, beside null."""
        unwrapped = _unwrap(type)
        if isinstance(unwrapped, String) and unwrapped.constraints.pattern:
            if unwrapped.format not in TYPED_FORMATS and not is_enforced(unwrapped):
                self.unenforced_patterns[unwrapped.constraints.pattern] = _NOT_COMPILED
        arguments = meta_arguments(unwrapped)
        if not arguments:
            return text
        plain = text.removesuffix(" | None")
        null = text[len(plain) :]
        return f"{writer.use(ANNOTATED)}[{plain}, {writer.use(META)}({', '.join(arguments)})]{null}"


def _unwrap(type: Type) -> Type:
    """Return a type without null and without assertions."""
    while isinstance(type, Nullable | WithAssertions):
        type = type.type
    return type
