"""Read annotations: the type of the JSON values, and what an annotation states about its field."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import UNKNOWN_TYPE, UNSUPPORTED_CONSTRUCT
from docmodels.ir import (
    NULL,
    STRING,
    UNKNOWN,
    Array,
    Const,
    Enum,
    EnumMember,
    Integer,
    Json,
    Map,
    Never,
    Number,
    Ref,
    ScalarKind,
    String,
    Type,
    Unknown,
    array_constraints,
    nullable,
)
from docmodels.ir.algebra import union_of
from docmodels.readers.python_models.constraints import constrained
from docmodels.readers.python_models.discriminators import with_discriminator
from docmodels.readers.python_models.facts import NO_FACTS, Facts, call_facts, metadata_facts
from docmodels.readers.python_models.sources import Kind, Source, SourceIndex, is_helper
from docmodels.readers.python_models.syntax import Module
from docmodels.readers.python_models.values import Evaluator, NotConstant
from docmodels.readers.python_models.vocabulary import (
    CONSTRAINED,
    LISTS,
    MAPS,
    SETS,
    TRANSPARENT,
    TUPLES,
    TYPES,
)

_ABSENT: Final = frozenset({"msgspec.UnsetType", "pydantic.MISSING", "builtins.MISSING"})
"""The types of the values that stand for an absent field."""
_OMITTABLE: Final = frozenset({".Omittable", ".StrictOmittable"})
_UNIONS: Final = frozenset({"typing.Union", "typing.Optional"})


class Annotation(Struct, frozen=True):
    """The type of a field, the facts of its metadata, and whether it states that it may be absent.

    `presence` is "required" or "optional" if the annotation states it, else empty. `is_field` is
    false for class variables.
    """

    type: Type
    facts: Facts = NO_FACTS
    presence: str = ""
    is_field: bool = True


class AnnotationReader(Struct, frozen=True):
    """Reads the annotations of one module.

    `used` collects the classes and aliases that they refer to, and `mixed_numbers` the unions of
    int and float, whose integers stay integers. `variables` are the types of type variables.
    """

    module: Module
    index: SourceIndex
    evaluator: Evaluator
    notes: list[Note]
    used: list[Source]
    variables: Mapping[str, Type]
    mixed_numbers: list[ast.expr] = field(default_factory=list[ast.expr])

    def field(self, node: ast.expr) -> Annotation:
        """Read the annotation of a field."""
        node = self._unquoted(node)
        match node:
            case ast.Name() | ast.Attribute():
                name = self.module.qualified_name(node)
                is_variable = name in ("typing.ClassVar", "dataclasses.KW_ONLY")
                return Annotation(
                    self.type(node) if not is_variable else UNKNOWN, is_field=not is_variable
                )
            case ast.Subscript(value, argument):
                return self._generic_field(self.module.qualified_name(value), node, argument)
            case ast.BinOp(_, ast.BitOr()):
                return self._union_field(_members(node), node)
            case _:
                return Annotation(self.type(node))

    def _generic_field(self, name: str, node: ast.Subscript, argument: ast.expr) -> Annotation:
        if name == "typing.Annotated" and isinstance(argument, ast.Tuple) and argument.elts:
            inner = self.field(argument.elts[0])
            facts = metadata_facts(argument.elts[1:], self.evaluator)
            type = self.with_facts(inner.type, facts, node)
            return replace(inner, type=type, facts=inner.facts.merged(facts))
        if name == "typing.ClassVar":
            return Annotation(UNKNOWN, is_field=False)
        if name in ("typing.Required", "typing.NotRequired"):
            presence = "required" if name.endswith(".Required") else "optional"
            return replace(self.field(argument), presence=presence)
        if name in TRANSPARENT and not isinstance(argument, ast.Tuple):
            return self.field(argument)
        if name in _OMITTABLE:
            return replace(
                self.field(argument), presence="optional", facts=Facts(may_be_absent=True)
            )
        if name in _UNIONS:
            members = argument.elts if isinstance(argument, ast.Tuple) else [argument]
            null = [ast.Constant(None)] if name == "typing.Optional" else []
            return self._union_field([*members, *null], node)
        return Annotation(self.type(node))

    def _union_field(self, members: list[ast.expr], node: ast.expr) -> Annotation:
        """Read a union; a member that stands for an absent field is no value."""
        values = [m for m in members if self.module.qualified_name(m) not in _ABSENT]
        presence = "optional" if len(values) < len(members) else ""
        if len(values) == 1:
            return replace(self.field(values[0]), presence=presence)
        return Annotation(self._union(values), presence=presence)

    def type(self, node: ast.expr) -> Type:
        """Read the type of an annotation; `Unknown` with a note for what is not supported."""
        node = self._unquoted(node)
        match node:
            case ast.Constant(None):
                return NULL
            case ast.Name() | ast.Attribute():
                return self._named(self.module.qualified_name(node), node)
            case ast.BinOp(_, ast.BitOr()):
                return self._union(_members(node))
            case ast.Subscript(value, argument):
                return self._generic(self.module.qualified_name(value), node, argument)
            case ast.Call(function):
                return self._constrained_call(self.module.qualified_name(function), node)
            case _:
                return self.unknown(node)

    def unknown(self, node: ast.expr) -> Type:
        """Add a note about an annotation that is not supported."""
        text = self.module.source(node)
        message = f"cannot read the type `{text}`; any value is accepted"
        help = "use a model, a built-in type or a type of typing, pydantic or msgspec"
        self.notes.append(UNKNOWN_TYPE.at(self.module.origin(node), message, help, len(text)))
        return UNKNOWN

    def _unquoted(self, node: ast.expr) -> ast.expr:
        """Parse an annotation in quotes; its nodes have the place of the text."""
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            return node
        try:
            inner = ast.parse(node.value.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return ast.copy_location(ast.Name(node.value), node)
        for part in ast.walk(inner):
            if hasattr(part, "lineno"):
                ast.copy_location(part, node)
        return inner

    def _named(self, name: str, node: ast.expr) -> Type:
        last = name.rpartition(".")[2]
        if last in self.variables and name == f".{last}":
            return self.variables[last]
        if name.startswith(".") and (source := self.index.find(last, self.module)):
            return self.reference(source, node)
        if (type := TYPES.get(name)) is not None:
            return type
        if "." in name and (source := self._imported_model(name)):
            return self.reference(source, node)
        return self.unknown(node)

    def _imported_model(self, name: str) -> Source | None:
        """Find a model that is imported by an absolute path from a module among the inputs."""
        source = self.index.find(name.rpartition(".")[2], self.module)
        return source if source and source.kind not in (Kind.OTHER, Kind.TYPE_VARIABLE) else None

    def reference(self, source: Source, node: ast.expr) -> Type:
        """Refer to a class or alias."""
        match source.kind:
            case Kind.OTHER:
                return self.unknown(node)
            case Kind.TYPE_VARIABLE:
                return self.variables.get(source.name, UNKNOWN)
            case _:
                if is_helper(source) and (type := TYPES.get(f".{source.name}")) is not None:
                    return type
                self.used.append(source)
                return Ref(name=source.name)

    def _generic(self, name: str, node: ast.Subscript, argument: ast.expr) -> Type:
        arguments = argument.elts if isinstance(argument, ast.Tuple) else [argument]
        if name == "typing.Literal":
            return self._literal(arguments, node)
        if name == "typing.Annotated" and arguments:
            facts = metadata_facts(arguments[1:], self.evaluator)
            return self.with_facts(self.type(arguments[0]), facts, node)
        if name in ("typing.Union", "typing.Optional"):
            types = [*arguments, *([ast.Constant(None)] if name == "typing.Optional" else [])]
            return self._union(types)
        if name in TUPLES:
            return self._tuple(arguments)
        if name in MAPS and len(arguments) == 2:
            keys = self.type(arguments[0])
            return Map(values=self.type(arguments[1]), keys=None if keys == STRING else keys)
        if len(arguments) == 1 and name in LISTS:
            return Array(items=self.type(arguments[0]))
        if len(arguments) == 1 and name in SETS:
            unique = array_constraints({"unique_items": True})
            return Array(items=self.type(arguments[0]), constraints=unique)
        if len(arguments) == 1 and (name in TRANSPARENT or name in _OMITTABLE):
            return self.type(arguments[0])
        if name == "pydantic.Json":
            return TYPES["pydantic.Json"]
        if name in ("typing.Required", "typing.NotRequired", "typing.ClassVar"):
            return self.type(arguments[0])
        return self.unknown(node)

    def _tuple(self, arguments: list[ast.expr]) -> Type:
        match arguments:
            case [item, ast.Constant(value)] if value is ...:
                return Array(items=self.type(item))
            case [ast.Tuple([])]:
                return Array(items=Never())
            case _:
                return Array(items=Never(), prefix_items=tuple(map(self.type, arguments)))

    def _union(self, members: Sequence[ast.expr]) -> Type:
        types = [
            self.type(member)
            for member in members
            if self.module.qualified_name(member) not in _ABSENT
        ]
        if {Integer, Number} <= {type.__class__ for type in types}:
            self.mixed_numbers.extend(members)
        return join_types(types)

    def _literal(self, arguments: Iterable[ast.expr], node: ast.expr) -> Type:
        values: list[Json] = []
        for argument in arguments:
            try:
                value = self.evaluator.value(argument)
            except NotConstant:
                return self.unknown(node)
            values.append(value)
        return literal_type(values)

    def _constrained_call(self, name: str, node: ast.Call) -> Type:
        """Read `constr(min_length=1)`, `conlist(int, max_length=3)` and the like."""
        facts = call_facts(ast.Call(node.func, [], self._words(node)), self.evaluator)
        if name in CONSTRAINED:
            return self.with_facts(CONSTRAINED[name], facts, node)
        if name in ("pydantic.conlist", "pydantic.conset", "pydantic.confrozenset") and node.args:
            unique = array_constraints({"unique_items": name != "pydantic.conlist"})
            items = Array(items=self.type(node.args[0]), constraints=unique)
            return self.with_facts(items, facts, node)
        return self.unknown(node)

    @staticmethod
    def _words(node: ast.Call) -> list[ast.keyword]:
        return [word for word in node.keywords if word.arg != "item_type"]

    def with_facts(self, type: Type, facts: Facts, node: ast.expr) -> Type:
        """Apply the constraints, the format and the discriminator of metadata to a type."""
        for unsupported in facts.unsupported:
            self.note_unsupported(unsupported)
        if facts.format and isinstance(type, String | Integer | Number) and not type.format:
            type = replace(type, format=facts.format)
        if facts.discriminator is not None:
            type = with_discriminator(type, facts.discriminator, self)
        return constrained(type, facts.constraints) if facts.constraints else type

    def note_unsupported(self, node: ast.AST) -> None:
        """Add a note about metadata that is not read."""
        text = self.module.source(node)
        message = f"`{text}` is not read; the models accept what it refuses or changes"
        origin = self.module.origin(node)
        self.notes.append(UNSUPPORTED_CONSTRUCT.at(origin, message, width=len(text)))


def _members(node: ast.expr) -> list[ast.expr]:
    """Return the members of `A | B | C`, without recursion."""
    members: list[ast.expr] = []
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        members.append(node.right)
        node = node.left
    return [node, *reversed(members)]


def join_types(types: Iterable[Type]) -> Type:
    """Return the union of types; an integer or a number is a number."""
    members = list(types)
    if any(isinstance(member, Unknown) for member in members):
        return UNKNOWN
    if any(isinstance(member, Number) for member in members):
        members = [member for member in members if not isinstance(member, Integer)]
    return union_of(members)


def literal_type(values: list[Json]) -> Type:
    """Return the type of the values of `Literal[..]`."""
    non_null = [value for value in values if value is not None]
    if not non_null:
        return NULL
    type: Type
    if len(non_null) == 1:
        type = Const(value=non_null[0])
    else:
        type = Enum(members=tuple(EnumMember(value=v) for v in non_null), base=base_of(non_null))
    return nullable(type) if len(non_null) < len(values) else type


def base_of(values: Iterable[Json]) -> ScalarKind | None:
    """Return the type that all values have; None if they have several."""
    kinds: set[ScalarKind | None] = {_KINDS.get(value.__class__) for value in values}
    if kinds == {"integer", "number"}:
        return "number"
    return kinds.pop() if len(kinds) == 1 else None


_KINDS: Final[Mapping[type, ScalarKind]] = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
}
