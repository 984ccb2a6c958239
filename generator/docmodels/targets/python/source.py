"""Represent Python modules as values for templates, and quote text for source code.

All text in generated code goes through `docstring` or `literal`.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple, TypeVar, cast

from msgspec import Struct
from msgspec.structs import replace

from docmodels.ir import Json, Origin
from docmodels.targets.python.docstring_text import docstring_text
from docmodels.targets.python.wrapping import wrap_markdown


class Import(NamedTuple):
    """`from module import name as alias`; without a name, `import module as alias`."""

    module: str
    name: str = ""
    alias: str = ""

    @property
    def bound(self) -> str:
        """Return the name that the import binds."""
        return self.alias or self.name or self.module


class PyField(Struct, frozen=True):
    """A field of a class: name, annotation, assignment (` = ..` or empty), documentation."""

    name: str
    annotation: str
    value: str = ""
    doc: str = ""


class PyMember(Struct, frozen=True):
    """A member of an enum: name, value as source, documentation."""

    name: str
    value: str
    doc: str = ""


class PyItem(Struct, frozen=True):
    """A class or alias of a module.

    `template` renders it. `doc` is text, here and in the fields and members, until
    `quote_documentation` makes it a docstring. Annotations of a `class` may refer to later classes;
    an `enum` has none, and an `alias` is an expression. `needs` are the names that must be bound
    before it runs, `mentions` those that only annotations refer to, `calls` those that default
    factories call, `imports` the imports from other modules. `head` are the lines of a class above
    its fields (its configuration), `methods` those below them; `text` is the line of an alias;
    `after` are statements that follow the item.
    """

    template: str
    kind: Literal["class", "enum", "alias"]
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


class PyModule(Struct, frozen=True):
    """One module.

    `imports` are lines by group, `type_checking_imports` those in `if TYPE_CHECKING:`.
    `helper_source` precedes the items, `codec_source` follows them; `tail` are the last statements.
    """

    path: str
    doc: str
    imports: tuple[tuple[str, ...], ...]
    type_checking_imports: tuple[str, ...]
    exports: tuple[str, ...]
    items: tuple[PyItem, ...]
    tail: tuple[str, ...] = ()
    codec_source: str = ""
    helper_source: str = ""


class ModuleText(Struct, frozen=True):
    """The unformatted text of a module.

    `path` is relative to the package (`pet.py`). For `Layout.MODULE`, there is one text, and the
    output decides its name. `find_line` returns the place in a template of a line of the text, if
    other templates than the built-in ones are used. `formatted` are statements that black keeps.
    """

    path: str
    text: str
    find_line: Callable[[int], Origin | None] | None = None
    formatted: frozenset[str] = frozenset()


# --- text ------------------------------------------------------------------------------------------


def clean_docstring(text: str) -> str:
    """Remove the margin, blank ends and trailing spaces of `text`, as in a docstring.

    Replace a lone surrogate by U+FFFD: Python refuses a class with one in its docstring.
    """
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    normalized = text.replace("\r\n", "\n").replace("\r", "\n")
    first, *lines = normalized.expandtabs().lstrip().split("\n")
    # `inspect.cleandoc` ignores the first line for the margin too; it is slow for many blank lines.
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return "\n".join([first.strip(), *(line[margin:].rstrip() for line in lines)]).strip()


def docstring(text: str, indent: str = "", line_length: int | None = None) -> str:
    """Quote `text` as a docstring that black leaves unchanged; return "" for an empty text.

    The docstring evaluates to `clean_docstring(text)`, plus the space (one line) or line end
    (several lines) before the closing quotes. With a `line_length`, long lines are wrapped as
    Markdown, indent and quotes included.
    """
    cleaned = clean_docstring(text)
    if not cleaned:
        return ""
    quoted = _quote(cleaned)
    if line_length is not None:
        quoted = _wrap(quoted, line_length - len(indent), may_join=not _HARD_BREAK.search(text))
    lines = quoted.split("\n")
    if len(lines) > 1:
        body = "\n".join([lines[0], *(f"{indent}{line}" if line else "" for line in lines[1:])])
        return f'"""{_pad(body)}\n{indent}"""'
    return f'"""{_pad(lines[0])}{" " if cleaned.endswith(chr(34)) else ""}"""'


def quote_documentation(item: PyItem, line_length: int) -> PyItem:
    """Return an item with docstrings, for modules with lines of `line_length`."""
    inner = " " * 4
    parts: tuple[PyField | PyMember, ...] = (*item.fields, *item.members)
    if not item.doc and not any(part.doc for part in parts):
        return item
    return replace(
        item,
        doc=docstring(docstring_text(item.doc), "" if item.kind == "alias" else inner, line_length),
        fields=tuple([_with_docstring(field, inner, line_length) for field in item.fields]),
        members=tuple([_with_docstring(member, inner, line_length) for member in item.members]),
    )


_Part = TypeVar("_Part", PyField, PyMember)


def _with_docstring(part: _Part, indent: str, line_length: int) -> _Part:
    if not part.doc:
        return part
    return replace(part, doc=docstring(docstring_text(part.doc), indent, line_length))


_HARD_BREAK = re.compile(r"(?:  |\\)\r?\n")
"""The end of a line that Markdown keeps as one."""


def _wrap(quoted: str, width: int, *, may_join: bool) -> str:
    """Wrap the text of a docstring of `width`, which includes the quotes."""
    room = width - 3 - quoted.startswith('"')
    closing = 3 + quoted.endswith('"')
    is_single = "\n" not in quoted and len(quoted) > room - closing
    first_width = room - closing if is_single and len(quoted) <= room else room
    wrapped = wrap_markdown(quoted, width, first_width, may_join=may_join)
    return quoted if wrapped == quoted else clean_docstring(wrapped)


def _pad(body: str) -> str:
    return f" {body}" if body.startswith('"') else body


def _quote(text: str) -> str:
    return _escape(text).replace('"""', '\\"\\"\\"')


_PLAIN = re.compile(r"[\n -\[\]-~]*+")
"""Text that no escape changes: printable ASCII without backslashes."""


def _escape(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    return escape_unprintable(text.replace("\\", "\\\\"))


def escape_unprintable(text: str) -> str:
    """Replace characters that an editor does not show, or shows as a line end, by their escapes."""
    escapes = {
        ord(char): char.encode("unicode_escape").decode("ascii")
        for char in set(text)
        if char != "\n" and not is_printable(char)
    }
    return text.translate(escapes) if escapes else text


def is_printable(text: str) -> bool:
    """Whether a text has no control, format or separator character but the space.

    As `str.isprintable`, but for characters that this version of Unicode does not have: another
    version of Python, which has them, must write the same text.
    """
    return text.isprintable() or all(
        char == " " or (category := unicodedata.category(char)) == "Cn" or category[0] not in "CZ"
        for char in set(text)
    )


# --- values ----------------------------------------------------------------------------------------


def literal(value: Json) -> str:
    """Write any JSON value as Python source, with double quotes as black does."""
    match value:
        case str():
            return string(value)
        case float():
            finite = repr(value).replace("e+", "e")
            return finite if math.isfinite(value) else f'float("{value}")'
        case int():
            return _integer(value)
        case list():
            return f"[{', '.join(literal(item) for item in cast(Iterable[Json], value))}]"
        case dict():
            pairs = cast("dict[str, Json]", value).items()
            return f"{{{', '.join(f'{string(key)}: {literal(item)}' for key, item in pairs)}}}"
        case _:
            return repr(value)


def string(text: str) -> str:
    """Write a string literal as black does: in double quotes unless that needs more escapes."""
    body = _escape(text).replace("\n", "\\n")
    if '"' in body and "'" not in body:
        return f"'{body}'"
    return f'"{body}"'.replace('"', '\\"')[1:-2] + '"' if '"' in body else f'"{body}"'


def wrapped_string(text: str, width: int) -> str:
    """Write a string literal; one longer than `width` as several in parentheses.

    It is broken behind spaces and line ends. A literal is longer than `width` only if it is one
    word.
    """
    if len(string(text)) <= width:
        return string(text)
    lines: list[str] = []
    for word in re.findall(r"[^ \n]*(?:\n+| +|\Z)", text):
        joined = lines[-1] + word if lines and not lines[-1].endswith("\n") else ""
        if joined and len(string(joined)) <= width:
            lines[-1] = joined
        elif word:
            lines.append(word)
    return string(text) if len(lines) < 2 else f"({' '.join(map(string, lines))})"


def bytes_literal(value: bytes) -> str:
    """Write bytes as a literal in double quotes."""
    escapes = {ord('"'): '\\"', ord("\\"): "\\\\"}
    characters = (
        escapes.get(byte, chr(byte) if 32 <= byte < 127 else f"\\x{byte:02x}") for byte in value
    )
    return f'b"{"".join(characters)}"'


def _integer(value: int) -> str:
    """Write an integer, in hexadecimal if it exceeds Python's limit of 4,300 decimal digits."""
    if isinstance(value, bool) or abs(value).bit_length() < 14_000:
        return repr(value)
    return hex(value)
