"""What the words of a language's types mean: `Long` is int64, `HashMap<..>` is a map.

A vocabulary is data; `read_type` turns a cell into an IR type with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from docmodels.ir import (
    BOOLEAN,
    INTEGER,
    NULL,
    NUMBER,
    STRING,
    UNKNOWN,
    Array,
    Const,
    Constraints,
    Enum,
    EnumMember,
    Map,
    Nullable,
    Ref,
    Scalar,
    Type,
    Union,
)
from docmodels.pages import type_grammar as t


def _unchanged(name: str) -> str:
    return name


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """One language, as its documentation generator prints types.

    `names` are the words with a meaning of their own, as printed. The sets hold the generic words:
    `lists` and `sets` (of unique items) take the item type, `maps` a value type last,
    `optionals` and `nullables` wrap a type, `unions` hold alternatives, `nulls` mean null or
    absent. `model` gives the name of a definition from a class name as printed (packages and
    decorations dropped). `maybe` says what a pointer or `?` stands for. `bytes` are the words a
    list of which is a base64 string (`byte[]`).
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
    bytes: frozenset[str] = frozenset()


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
        case t.Name():
            return _name(written, words)
        case t.Literal(value):
            return Reading(Const(value=value))
        case t.ListOf(item):
            return _list_of(item, words, unique=False)
        case t.MapOf(_, value):
            return _map(interpret(value, words))
        case t.Either(options):
            return either(tuple(interpret(option, words) for option in options))
        case t.Maybe(of, mark):
            return _maybe(interpret(of, words), words.maybe.get(mark, "optional"))
        case t.Apply():
            return _apply(written, words)


def _name(name: t.Name, words: Vocabulary) -> Reading:
    text = name.text
    if text in words.nulls:
        return Reading(NULL)
    known = words.names.get(text)
    if known is not None:
        return Reading(known)
    for generic, made in ((words.lists, _list), (words.sets, _set), (words.maps, _map)):
        if text in generic:
            return made(_linked(name.link, words))
    model = words.model(text)
    return Reading(Ref(name=model), models=(model,))


_PAGE = re.compile(r"(?:.*/)?([^/:#]+)\.md")
_CONTAINER_PAGES = frozenset("array Array list List map Map set Set vec Vec".split())


def _linked(link: str, words: Vocabulary) -> Reading:
    """What a container holds that prints no item type: the model that it links to, if any."""
    page = _PAGE.fullmatch(link)
    if page is None or page[1] in _CONTAINER_PAGES:
        return Reading(UNKNOWN)
    return _name(t.Name(page[1]), words)


def _apply(written: t.Apply, words: Vocabulary) -> Reading:
    name, args = written.name, written.args
    if not args:
        return _name(t.Name(name, written.link), words)
    first, last = args[0], args[-1]
    if name in words.maps and len(args) > 1:
        return _map(interpret(last, words))
    if name in words.lists or name in words.sets:
        return _list_of(first, words, unique=name in words.sets)
    if name in words.maps:
        return _map(interpret(last, words))
    if name in words.optionals:
        return _maybe(interpret(first, words), "optional")
    if name in words.nullables:
        return _maybe(interpret(first, words), "nullable")
    if name in words.unions or name == "Literal":
        return either(tuple(interpret(arg, words) for arg in args))
    return _name(t.Name(name, written.link), words)


def _list_of(item: t.Written, words: Vocabulary, unique: bool) -> Reading:
    if isinstance(item, t.Name) and item.text in words.bytes:
        return Reading(_BYTES)
    return _list(interpret(item, words), unique)


_BYTES = Scalar(kind="string", format="byte")


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
    if isinstance(type, Nullable) or type in (UNKNOWN, NULL):
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
    if UNKNOWN in types:
        return Reading(UNKNOWN, optional, models)
    rest = [type for type in types if type != NULL]
    joined = _joined(rest)
    return Reading(nullable(joined) if NULL in types else joined, optional, models)


def _joined(types: list[Type]) -> Type:
    types = _widest(types)
    values = [type.value for type in types if isinstance(type, Const)]
    if not types:
        return NULL
    if len(types) == 1:
        return types[0]
    if len(values) == len(types):
        return Enum(members=tuple(EnumMember(value=value) for value in values))
    return Union(members=tuple(types), mode="anyOf")


_EVERYTHING = (STRING, NUMBER, BOOLEAN, Array(items=UNKNOWN), Map(values=UNKNOWN))


def _widest(types: list[Type]) -> list[Type]:
    """Drop integers beside numbers; every kind of value at once is any value."""
    if all(type in types for type in _EVERYTHING):
        return [UNKNOWN]
    return [type for type in types if type != INTEGER] if NUMBER in types else types
