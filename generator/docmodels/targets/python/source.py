"""Python modules as values: finished strings in their order, ready for a template.

Everything that enters generated code as text goes through `docstring` or `literal`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, cast

from docmodels.ir import Json


class Import(NamedTuple):
    """`from module import name as alias`; without a name, `import module as alias`."""

    module: str
    name: str = ""
    alias: str = ""

    @property
    def bound(self) -> str:
        """The name that the import binds."""
        return self.alias or self.name or self.module


@dataclass(frozen=True, slots=True)
class PyField:
    """A line of a class body: name, annotation, what follows it (` = ..` or nothing), docstring."""

    name: str
    annotation: str
    value: str = ""
    doc: str = ""


@dataclass(frozen=True, slots=True)
class PyMember:
    """A member of an enum: its name, its value as source, docstring."""

    name: str
    value: str
    doc: str = ""


@dataclass(frozen=True, slots=True)
class PyItem:
    """A statement of module level with a name.

    `template` lays it out. `needs` are the names that must be bound before it runs, `mentions`
    those that only annotations refer to, `calls` those that a default makes when it is asked for,
    `imports` what it takes from other modules. `head` is what a class says above its fields (its
    configuration), `methods` are the lines below them; `text` is the whole line of an alias;
    `after` are statements that have to wait for the item.
    """

    template: str
    name: str
    bases: str = ""
    doc: str = ""
    decorator: str = ""
    head: tuple[str, ...] = ()
    fields: tuple[PyField, ...] = ()
    members: tuple[PyMember, ...] = ()
    methods: tuple[str, ...] = ()
    text: str = ""
    after: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()
    mentions: frozenset[str] = frozenset()
    calls: frozenset[str] = frozenset()
    imports: frozenset[Import] = frozenset()

    @property
    def is_class(self) -> bool:
        """Whether it is a class with annotations, which may have to wait for other classes."""
        return self.template.endswith("/class.py.j2")


@dataclass(frozen=True, slots=True)
class PyModule:
    """One file. `imports` are finished lines by group; `guarded` are those for type checkers only;
    `words` is source that stands before the items, `helpers` what stands after them; `tail` are the
    last statements."""

    path: str
    doc: str
    imports: tuple[tuple[str, ...], ...]
    guarded: tuple[str, ...]
    exports: tuple[str, ...]
    items: tuple[PyItem, ...]
    tail: tuple[str, ...] = ()
    helpers: str = ""
    words: str = ""


# --- text ------------------------------------------------------------------------------------------


def prose(text: str) -> str:
    """Give `text` as a docstring holds it: no margin, no blank ends, no space at line ends.

    Half a surrogate pair becomes U+FFFD: Python refuses a class with one in its docstring.
    """
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    first, *lines = unix.expandtabs().split("\n")
    # As `inspect.cleandoc` does, but for the time that it takes to drop many blank lines.
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return "\n".join([first.strip(), *(line[margin:].rstrip() for line in lines)]).strip()


def docstring(text: str, indent: str = "") -> str:
    """Quote `text` as a docstring in the form that black leaves alone; nothing for no text.

    It reads back as `prose(text)`, but for the space (one line) or line end (several) that stands
    before the closing quotes.
    """
    text = prose(text)
    if not text:
        return ""
    lines = _quoted(text).split("\n")
    if len(lines) > 1:
        body = "\n".join([lines[0], *(f"{indent}{line}" if line else "" for line in lines[1:])])
        return f'"""{_padded(body)}\n{indent}"""'
    return f'"""{_padded(lines[0])}{" " if text.endswith(chr(34)) else ""}"""'


def _padded(body: str) -> str:
    return f" {body}" if body.startswith('"') else body


def _quoted(text: str) -> str:
    return _escaped(text).replace('"""', '\\"\\"\\"')


def _escaped(text: str) -> str:
    written = {ord(char): _char(char) for char in set(text)}
    plain = all(chr(code) == each for code, each in written.items())
    return text if plain else text.translate(written)


def _char(char: str) -> str:
    if char == "\\":
        return "\\\\"
    if char in "\n " or char.isprintable():
        return char
    return char.encode("unicode_escape").decode("ascii")


# --- values ----------------------------------------------------------------------------------------


def literal(value: Json) -> str:
    """Write any JSON value as Python source, strings in double quotes as black wants them."""
    match value:
        case str():
            return string(value)
        case float():
            return repr(value) if math.isfinite(value) else f'float("{value}")'
        case int():
            return _integer(value)
        case list():
            return f"[{', '.join(literal(item) for item in cast(Iterable[Json], value))}]"
        case dict():
            pairs = cast("dict[str, Json]", value).items()
            return f"{{{', '.join(f'{string(key)}: {literal(each)}' for key, each in pairs)}}}"
        case _:
            return repr(value)


def string(text: str) -> str:
    """Write a string literal as black would: double quotes unless that costs more escapes."""
    body = _escaped(text).replace("\n", "\\n")
    if '"' in body and "'" not in body:
        return f"'{body}'"
    return f'"{body}"'.replace('"', '\\"')[1:-2] + '"' if '"' in body else f'"{body}"'


def _integer(value: int) -> str:
    """Write an integer; hexadecimal where the decimal would pass Python's limit of 4,300 digits."""
    if isinstance(value, bool) or abs(value).bit_length() < 14_000:
        return repr(value)
    return hex(value)
