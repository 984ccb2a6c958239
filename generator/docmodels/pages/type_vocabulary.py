"""Convert type cells to IR types by a vocabulary: `Long` is int64, `HashMap<..>` is a map.

A `Vocabulary` is data: what the type names of one language mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from docmodels.ir import (
    BOOLEAN,
    INTEGER,
    NO_ARRAY_CONSTRAINTS,
    NULL,
    NUMBER,
    STRING,
    UNKNOWN,
    Array,
    ArrayConstraints,
    Const,
    Enum,
    EnumMember,
    Map,
    Ref,
    Scalar,
    String,
    Type,
    nullable,
)
from docmodels.ir.algebra import union_of
from docmodels.ir.equality import distinct
from docmodels.pages import type_grammar as t

JSON_SCALARS: Mapping[str, Scalar] = {
    "string": STRING,
    "integer": INTEGER,
    "number": NUMBER,
    "boolean": BOOLEAN,
}
"""The types of scalars by their names in JSON Schema."""


def _identity(name: str) -> str:
    return name


class Vocabulary(Struct, frozen=True):
    """The meaning of the type names that a documentation generator prints for one language.

    `names` maps the names of builtin types to their types. The sets hold the names of generic
    types: `lists` and `sets` (unique items) take the item type, `maps` take the value type as
    their last argument, `optionals` and `nullables` wrap a type, `unions` take the members,
    `nulls` mean null or absent. `model_name` converts a printed class name to the name of a
    definition, without packages and affixes. `optional_meanings` maps the marker of an
    `OptionalExpr` to `optional`, `nullable`, `both` or `ignored`. A list of one of `byte_types`
    is a base64 string (`byte[]`). `page_names` are the names of the pages that are read: a name
    with a link to its own page is that model, also if the language has a type of that name.
    `containers_of_models` are models by the name of the container that is printed for them.
    """

    names: Mapping[str, Type]
    lists: frozenset[str] = frozenset()
    sets: frozenset[str] = frozenset()
    maps: frozenset[str] = frozenset()
    optionals: frozenset[str] = frozenset()
    nullables: frozenset[str] = frozenset()
    unions: frozenset[str] = frozenset()
    nulls: frozenset[str] = frozenset()
    model_name: Callable[[str], str] = _identity
    optional_meanings: Mapping[str, str] = field(default_factory=dict[str, str])
    byte_types: frozenset[str] = frozenset()
    page_names: frozenset[str] = frozenset()
    containers_of_models: Mapping[str, str] = field(default_factory=dict[str, str])


class ParsedType(Struct, frozen=True):
    """The result of reading a type cell.

    `type` is the IR type (with `Nullable` for null), `optional` is whether the value may be
    absent, and `models` are the names outside the vocabulary, which are references.
    """

    type: Type
    optional: bool = False
    models: tuple[str, ...] = ()


def read_type(text: str, vocabulary: Vocabulary) -> ParsedType:
    """Read a type cell; raise `TypeSyntaxError` if its text is not in the grammar."""
    return interpret(t.parse(text), vocabulary)


def interpret(expr: t.TypeExpr, vocabulary: Vocabulary) -> ParsedType:
    """Convert a type expression to an IR type."""
    match expr:
        case t.NameExpr():
            return _named_type(expr, vocabulary)
        case t.LiteralExpr(value):
            return ParsedType(Const(value=value))
        case t.ListExpr(item, link):
            return _list_of_expr(_linked_item(item, link, vocabulary), vocabulary, unique=False)
        case t.MapExpr(_, value, link):
            return _map_type(interpret(_linked_item(value, link, vocabulary), vocabulary))
        case t.UnionExpr(members):
            return make_union(tuple(interpret(member, vocabulary) for member in members))
        case t.OptionalExpr(inner, marker):
            return _optional_type(
                interpret(inner, vocabulary), vocabulary.optional_meanings.get(marker, "optional")
            )
        case t.GenericExpr():
            return _generic_type(expr, vocabulary)


def _named_type(name: t.NameExpr, vocabulary: Vocabulary) -> ParsedType:
    text = name.text
    if text in vocabulary.nulls:
        return ParsedType(NULL)
    if name.link and text in vocabulary.page_names and _page_stem(name.link) == text.lower():
        return ParsedType(Ref(name=text), models=(text,))
    builtin = vocabulary.names.get(text)
    if builtin is not None:
        return ParsedType(builtin)
    model = vocabulary.containers_of_models.get(text, "")
    if model:
        return ParsedType(Ref(name=model), models=(model,))
    for generic, build in (
        (vocabulary.lists, _list_type),
        (vocabulary.sets, _set_type),
        (vocabulary.maps, _map_type),
    ):
        if text in generic:
            return build(_linked_type(name.link, vocabulary))
    model = vocabulary.model_name(text)
    return ParsedType(Ref(name=model), models=(model,))


_PAGE = re.compile(r"(?:.*/)?([^/:#]+)\.md")
_CONTAINER_PAGES = frozenset("array Array list List map Map set Set vec Vec".split())


def _page_stem(link: str) -> str:
    """Return the name of the page that a link leads to in lower case, or ""."""
    page = _PAGE.fullmatch(link)
    return page[1].lower() if page is not None else ""


def _linked_type(link: str, vocabulary: Vocabulary) -> ParsedType:
    """Return the item type of a container without one: the model that it links to, or unknown."""
    page = _PAGE.fullmatch(link)
    if page is None or page[1] in _CONTAINER_PAGES:
        return ParsedType(UNKNOWN)
    return _named_type(t.NameExpr(page[1]), vocabulary)


def _generic_type(expr: t.GenericExpr, vocabulary: Vocabulary) -> ParsedType:
    name, args = expr.name, expr.args
    if not args:
        return _named_type(t.NameExpr(name, expr.link), vocabulary)
    first, last = args[0], _linked_item(args[-1], expr.link, vocabulary)
    if name in vocabulary.maps and len(args) > 1:
        return _map_type(interpret(last, vocabulary))
    if name in vocabulary.lists or name in vocabulary.sets:
        item = _linked_item(first, expr.link, vocabulary)
        return _list_of_expr(item, vocabulary, unique=name in vocabulary.sets)
    if name in vocabulary.maps:
        return _map_type(interpret(last, vocabulary))
    if name in vocabulary.optionals:
        return _optional_type(interpret(first, vocabulary), "optional")
    if name in vocabulary.nullables:
        return _optional_type(interpret(first, vocabulary), "nullable")
    if name in vocabulary.unions or name == "Literal":
        return make_union(tuple(interpret(arg, vocabulary) for arg in args))
    return _named_type(t.NameExpr(name, expr.link), vocabulary)


def _linked_item(item: t.TypeExpr, link: str, vocabulary: Vocabulary) -> t.TypeExpr:
    """Return the item of a container, with the container's link if its text is a page's name."""
    if isinstance(item, t.NameExpr) and not item.link and item.text in vocabulary.page_names:
        return t.NameExpr(item.text, link)
    return item


def _list_of_expr(item: t.TypeExpr, vocabulary: Vocabulary, unique: bool) -> ParsedType:
    if isinstance(item, t.NameExpr) and item.text in vocabulary.byte_types:
        return ParsedType(_BASE64)
    return _list_type(interpret(item, vocabulary), unique)


_BASE64 = String(format="byte")


def _list_type(item: ParsedType, unique: bool = False) -> ParsedType:
    constraints = ArrayConstraints(unique_items=True) if unique else NO_ARRAY_CONSTRAINTS
    return replace(item, type=Array(items=item.type, constraints=constraints), optional=False)


def _set_type(item: ParsedType) -> ParsedType:
    return _list_type(item, unique=True)


def _map_type(value: ParsedType) -> ParsedType:
    return replace(value, type=Map(values=value.type), optional=False)


def _optional_type(inner: ParsedType, meaning: str) -> ParsedType:
    match meaning:
        case "nullable":
            return replace(inner, type=nullable(inner.type))
        case "optional":
            return replace(inner, optional=True)
        case "both":
            return replace(inner, type=nullable(inner.type), optional=True)
        case _:
            return inner


def make_union(members: tuple[ParsedType, ...]) -> ParsedType:
    """Make a union without duplicates: null becomes `Nullable`, literals become an enum."""
    types = distinct(member.type for member in members)
    models = tuple(name for member in members for name in member.models)
    optional = any(member.optional for member in members)
    if UNKNOWN in types:
        return ParsedType(UNKNOWN, optional, models)
    non_null = _widen([type for type in types if type != NULL])
    values = [type.value for type in non_null if isinstance(type, Const)]
    if len(values) == len(non_null) > 1:
        non_null = [Enum(members=tuple(EnumMember(value=value) for value in values))]
    union = union_of([*non_null, *([NULL] if NULL in types else [])])
    return ParsedType(union, optional, models)


_ALL_KINDS = (STRING, NUMBER, BOOLEAN, Array(items=UNKNOWN), Map(values=UNKNOWN))


def _widen(types: list[Type]) -> list[Type]:
    """Drop integer beside number; replace a union of all kinds of values by the unknown type."""
    if all(type in types for type in _ALL_KINDS):
        return [UNKNOWN]
    return [type for type in types if type != INTEGER] if NUMBER in types else types
