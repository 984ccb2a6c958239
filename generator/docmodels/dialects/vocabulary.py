"""What the words of a language's types mean: `Long` is int64, `HashMap<..>` is a map.

A vocabulary is data; `read_type` turns a cell into an IR type with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from docmodels.dialects import types as t
from docmodels.ir import (
    ANYTHING,
    NULL,
    Array,
    Const,
    Constraints,
    Enum,
    EnumMember,
    Map,
    Nullable,
    Ref,
    Type,
    Union,
)


def _unchanged(name: str) -> str:
    return name


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """One language, as its documentation generator prints types.

    `names` are the words with a meaning of their own, as printed. The sets hold the generic words:
    `lists` and `sets` (of unique items) take the item type, `maps` a value type last,
    `optionals` and `nullables` wrap a type, `unions` hold alternatives, `nulls` mean null or
    absent. `model` gives the name of a definition from a class name as printed (packages and
    decorations dropped). `maybe` says what a pointer or `?` stands for.
    """

    language: str
    names: Mapping[str, Type]
    lists: frozenset[str] = frozenset()
    sets: frozenset[str] = frozenset()
    maps: frozenset[str] = frozenset()
    optionals: frozenset[str] = frozenset()
    nullables: frozenset[str] = frozenset()
    unions: frozenset[str] = frozenset()
    nulls: frozenset[str] = frozenset()
    model: Callable[[str], str] = _unchanged
    maybe: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Reading:
    """A type as read: `type` (null in it as `Nullable`), whether the text says that it may be
    absent, and the names that are in no vocabulary, each taken for a definition."""

    type: Type
    optional: bool = False
    models: tuple[str, ...] = ()


def read_type(text: str, vocabulary: Vocabulary) -> Reading:
    """Read a type cell; raises `types.Unread` where the grammar does not fit."""
    return interpret(t.parse(text), vocabulary)


def interpret(written: t.Written, words: Vocabulary) -> Reading:
    """Give a written type its meaning."""
    match written:
        case t.Name(text):
            return _name(text, words)
        case t.Literal(value):
            return Reading(Const(value=value))
        case t.ListOf(item):
            return _list(interpret(item, words), unique=False)
        case t.MapOf(_, value):
            return _map(interpret(value, words))
        case t.Either(options):
            return either(tuple(interpret(option, words) for option in options))
        case t.Maybe(of, mark):
            return _maybe(interpret(of, words), words.maybe.get(mark, "optional"))
        case t.Apply():
            return _apply(written, words)


def _name(text: str, words: Vocabulary) -> Reading:
    if text in words.nulls:
        return Reading(NULL)
    known = words.names.get(text)
    if known is not None:
        return Reading(known)
    for generic, made in ((words.lists, _list), (words.sets, _set)):
        if text in generic:
            return made(Reading(ANYTHING))
    if text in words.maps:
        return _map(Reading(ANYTHING))
    name = words.model(text)
    return Reading(Ref(name=name), models=(name,))


def _apply(written: t.Apply, words: Vocabulary) -> Reading:
    args = tuple(interpret(arg, words) for arg in written.args)
    name = written.name
    if name == "Literal":
        return either(args)
    if not args:
        return _name(name, words)
    if name in words.lists or name in words.sets:
        return _list(args[0], unique=name in words.sets)
    if name in words.maps:
        return _map(args[-1])
    if name in words.optionals:
        return _maybe(args[0], "optional")
    if name in words.nullables:
        return _maybe(args[0], "nullable")
    if name in words.unions:
        return either(args)
    return _name(name, words)


def _list(item: Reading, unique: bool = False) -> Reading:
    constraints = Constraints(unique_items=unique)
    return replace(item, type=Array(items=item.type, constraints=constraints), optional=False)


def _set(item: Reading) -> Reading:
    return _list(item, unique=True)


def _map(value: Reading) -> Reading:
    return replace(value, type=Map(values=value.type), optional=False)


def _maybe(of: Reading, meaning: str) -> Reading:
    match meaning:
        case "nullable":
            return replace(of, type=nullable(of.type))
        case "optional":
            return replace(of, optional=True)
        case "both":
            return replace(of, type=nullable(of.type), optional=True)
        case _:
            return of


def nullable(type: Type) -> Type:
    """`type` or null; a type that admits null already stays as it is."""
    if isinstance(type, Nullable) or type == ANYTHING or type == NULL:
        return type
    return Nullable(type=type)


def either(options: tuple[Reading, ...]) -> Reading:
    """Join alternatives: null becomes `Nullable`, literals an enum, equal ones are one."""
    types: list[Type] = []
    for option in options:
        if option.type not in types:
            types.append(option.type)
    models = tuple(name for option in options for name in option.models)
    optional = any(option.optional for option in options)
    if ANYTHING in types:
        return Reading(ANYTHING, optional, models)
    rest = [type for type in types if type != NULL]
    joined = _joined(rest)
    return Reading(nullable(joined) if NULL in types else joined, optional, models)


def _joined(types: list[Type]) -> Type:
    values = [type.value for type in types if isinstance(type, Const)]
    if not types:
        return NULL
    if len(types) == 1:
        return types[0]
    if len(values) == len(types):
        return Enum(members=tuple(EnumMember(value=value) for value in values))
    return Union(members=tuple(types), mode="anyOf")
