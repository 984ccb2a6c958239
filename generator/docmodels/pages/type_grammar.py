"""The little language of types that pages write, in whatever programming language.

One grammar reads `Array<X>`, `List[X]`, `[]X`, `X[]`, `[X]`, `map[string]X`, `{ [key: string]: X; }`,
`{str: (X,)}`, `[String: X]`, ``OneOf`<A, B>` ``, `Optional[..]`, `X | Y`, `?X`, `X?`, `"literal"`,
links, HTML entities and backslashes. What the words mean is a vocabulary's business.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Name:
    """A word: `string`, `models.Pet`, `\\\\Client\\\\Model\\\\Pet`; `link` is where it leads, if anywhere."""

    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Apply:
    """A word with arguments: `List<X>`, `Dict[str, X]`, `map(X)`."""

    name: str
    args: tuple[Written, ...]
    link: str = ""


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list by its brackets: `X[]`, `[]X`, `[X]`."""

    item: Written
    link: str = ""


@dataclass(frozen=True, slots=True)
class MapOf:
    """A map by its brackets: `map[string]X`, `{str: X}`, `[String: X]`."""

    key: Written
    value: Written
    link: str = ""


@dataclass(frozen=True, slots=True)
class Either:
    """One of several: `A | B`, `A or B`, `A, B`."""

    options: tuple[Written, ...]
    link: str = ""


@dataclass(frozen=True, slots=True)
class Maybe:
    """A pointer or an optional: `?X`, `X?`, `Pointer to X`; `mark` is how it was written."""

    of: Written
    mark: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Literal:
    """One value: `"entry"`, `5`, `true`."""

    value: str | int | float | bool
    link: str = ""


Written: TypeAlias = Name | Apply | ListOf | MapOf | Either | Maybe | Literal


class Unread(Exception):
    """The text is not in the grammar."""


_TOKEN = re.compile(
    r"""\s*(?:
      (?P<string>"[^"\n]*"|'[^'\n]*')
    | (?P<link>\]\((?P<target>[^()]*(?:\([^()]*\)[^()]*)*)\))
    | (?P<pointer>(?i:pointer\ to)\s)
    | (?P<annotation>@\w+(?:\([^)]*\))?\s)
    | (?P<number>-?\d+(?:\.\d+)?(?![\w.]))
    | (?P<name>(?:::|\\)?[\w$@#]+(?:(?:::|\\|\.|/|-)[\w$@#]+)*(?:::(?=<))?)
    | (?P<empty>\[\])
    | (?P<dots>\.{3})
    | (?P<mark>[\[\](){}<>,;:|?¦!=&+])
    )""",
    re.X,
)

_DROPPED = str.maketrans("", "", "*`")
_ESCAPED = re.compile(r"\\(?=[^\w\s])|\\(?=_)")
_TAGS = re.compile(r"<br\s*/?>|</?(?:code|em|strong)>", re.I)


@lru_cache(maxsize=65536)
def parse(text: str) -> Written:
    """Read a type as written in a table cell; raises `Unread` where the grammar does not fit."""
    cleaned = _TAGS.sub("", html.unescape(text))
    cleaned = _ESCAPED.sub("", cleaned).translate(_DROPPED).strip()
    return _Parser(cleaned).whole()


class _Parser:
    """A recursive descent over tokens; one method a rule."""

    def __init__(self, text: str) -> None:
        self.tokens = _tokens(text)
        self.at = 0
        self.depth = 0

    def whole(self) -> Written:
        found = self.several(",")
        if self.at < len(self.tokens):
            raise Unread
        return found

    def peek(self, ahead: int = 0) -> tuple[str, str]:
        at = self.at + ahead
        return self.tokens[at] if at < len(self.tokens) else ("end", "")

    def take(self, *texts: str) -> bool:
        if self.peek()[1] in texts and self.peek()[0] in ("mark", "empty", "name"):
            self.at += 1
            return True
        return False

    def need(self, text: str) -> None:
        if not self.take(text):
            raise Unread

    def several(self, *separators: str) -> Written:
        """One or more alternatives with separators between (and perhaps one at the end)."""
        options = [self.either()]
        while self.take(*separators):
            if self.peek()[0] == "end" or self.peek()[1] in (")", "]", ">", "}"):
                break
            options.append(self.either())
        return options[0] if len(options) == 1 else Either(tuple(options))

    def either(self) -> Written:
        self.depth += 1
        if self.depth > 60:
            raise Unread
        options = [self.suffixed()]
        while self.take("|", "¦", "or"):
            options.append(self.suffixed())
        self.depth -= 1
        return options[0] if len(options) == 1 else Either(tuple(options))

    def suffixed(self) -> Written:
        found = self.atom()
        while True:
            if self.take("[]"):
                found = ListOf(found)
            elif self.take("?", "!"):
                found = Maybe(found, "?") if self.peek(-1)[1] == "?" else found
            else:
                return found

    def atom(self) -> Written:
        kind, text = self.peek()
        self.at += 1
        match kind:
            case "string":
                return Literal(text[1:-1])
            case "number":
                return Literal(float(text) if "." in text else int(text))
            case "pointer":
                return Maybe(self.suffixed(), "pointer")
            case "annotation":
                return self.atom()
            case "empty":
                return ListOf(self.suffixed())
            case "name":
                return self.named(text)
            case "mark" if text in _OPENERS:
                return _OPENERS[text](self)
            case _:
                raise Unread

    def named(self, text: str) -> Written:
        words = [text]
        while self.peek()[0] == "name" and self.peek()[1] != "or":
            words.append(self.peek()[1])
            self.at += 1
        name = " ".join(words)
        if self.take("<"):
            return Apply(name.removesuffix("::"), self.arguments(">"))
        if self.take("["):
            args = self.arguments("]")
            if name == "map" and len(args) == 1 and self.starts_type():
                return MapOf(args[0], self.suffixed())
            return Apply(name, args)
        if self.take("("):
            return Apply(name, self.arguments(")"))
        if self.peek() == ("mark", "{"):
            self.at += 1
            return Apply(name, self.arguments("}"))
        return Literal(name == "true") if name in ("true", "false") else Name(name)

    def starts_type(self) -> bool:
        kind, text = self.peek()
        return kind in ("name", "empty") or text in ("[", "{")

    def arguments(self, closing: str) -> tuple[Written, ...]:
        args: list[Written] = []
        while not self.closes(closing):
            args.append(self.either())
            if not self.take(",") and not self.closes(closing, look=True):
                raise Unread
        return tuple(args)

    def closes(self, closing: str, look: bool = False) -> bool:
        if self.peek() == ("mark", closing):
            self.at += 0 if look else 1
            return True
        return False

    def bracketed(self) -> Written:
        """`[X]`, `[K: V]`, `[A, B]` (a tuple, read as a list of either) or a link `[X](target)`."""
        found = self.several(",")
        if self.take(":"):
            found = MapOf(found, self.either())
            self.need("]")
            return found
        kind, target = self.peek()
        if kind == "link":
            self.at += 1
            return _linked(found, target)
        self.need("]")
        return ListOf(found)

    def braced(self) -> Written:
        """`{K: V}`, `{ [key: K]: V; }`, `{str: (V,)}`."""
        if self.take("["):
            if self.peek(1)[1] == ":":
                self.at += 2
            key = self.either()
            self.need("]")
        else:
            key = self.either()
        self.need(":")
        value = self.either()
        self.take(";", ",")
        self.need("}")
        return MapOf(key, value)

    def grouped(self) -> Written:
        found = self.several(",", ";")
        self.need(")")
        return found

    def nullable(self) -> Written:
        """`?X`, or the wildcard `?` alone."""
        if self.peek()[1] in (">", ","):
            return Name("?")
        return Maybe(self.suffixed(), "?")


_OPENERS: dict[str, Callable[[_Parser], Written]] = {
    "[": _Parser.bracketed,
    "{": _Parser.braced,
    "(": _Parser.grouped,
    "?": _Parser.nullable,
    "&": _Parser.suffixed,
}


def _tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        token = _TOKEN.match(text, at)
        if token is None or token.lastgroup is None:
            raise Unread
        kind = "link" if token["link"] else token.lastgroup
        found.append((kind, token["target"] if kind == "link" else token[kind].strip()))
        at = token.end()
    return found


def _linked(found: Written, target: str) -> Written:
    match found:
        case Name(text):
            return Name(text, target)
        case Apply(name, args):
            return Apply(name, args, target)
        case ListOf(item):
            return ListOf(item, target)
        case MapOf(key, value):
            return MapOf(key, value, target)
        case Either(options):
            return Either(options, target)
        case Maybe(of, mark):
            return Maybe(of, mark, target)
        case Literal(value):
            return Literal(value, target)
