"""Read the enums of models and fields from lists, tables, comma-separated values and notes."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from docmodels.ir import Enum, EnumMember, Json, ScalarKind
from docmodels.ir.drafts import normalize_name
from docmodels.pages.literals import read_raw, read_value
from docmodels.pages.markdown import Section
from docmodels.pages.table_rows import is_delimiter_row, split_cells

_BULLET = re.compile(r"\s*+[*+-] ++(?>(?P<name>.*?)\(value: `)(?P<value>.*)`\)(?P<doc>.*)")
_ALLOWED = re.compile(r"\s*Allowed values: *\[(?P<values>.*)\] *")
_TYPE_CELL = re.compile(r"""(?:Pointer to +)?\*\*Enum\*\* *\[ *(?P<values>["'].*)\]""")
_SUFFIX = re.compile(r" ?\(enum: (?P<values>[^()]*(?:\([^()]*\)[^()]*)*)\)\s*$")
_UNKNOWN = frozenset({"unknown_default_open_api", 11184809})
"""Values that generators add for `enumUnknownDefaultCase`: the enum accepts other values too."""


class EnumSection(Struct, frozen=True):
    """The content of an enum section, which is in one of three forms.

    `title` is the text of the heading after `Enum:`, `line` is the line of the heading. `pairs` are
    the rows of a table as (name, value) cells, `bullets` are the members of a list, `allowed` is
    the text between the brackets of `Allowed values: [..]`.
    """

    title: str
    line: int
    pairs: tuple[tuple[str, str], ...] = ()
    bullets: tuple[EnumMember, ...] = ()
    allowed: str = ""

    def to_enum(self) -> Enum | None:
        """Return the enum with its values; None if the page does not print them."""
        if self.bullets:
            return make_enum(self.bullets)
        if self.allowed:
            return read_list(self.allowed)
        members = (
            EnumMember(name=name, value=read_cell_value(value)) for name, value in self.pairs
        )
        return make_enum(members) if self.pairs else None


def lookup_key(name: str) -> str:
    """Return the key of a class or field name for looking up enum sections.

    It has no case and no punctuation, because class names are made of field names (`fee-level`).
    """
    return normalize_name(name)


def read_section(section: Section, title: str) -> EnumSection:
    """Read an enum section in any of its forms; `title` is its heading without `Enum:`."""
    pairs: list[tuple[str, str]] = []
    bullets: list[EnumMember] = []
    for text in _texts(section):
        if (bullet := _BULLET.match(text)) is not None:
            bullets.append(_bullet_member(bullet))
        elif (allowed := _ALLOWED.fullmatch(text)) is not None:
            return EnumSection(title, section.line, allowed=allowed["values"])
        elif "|" in text and not text.startswith("[["):
            cells = [*split_cells(text, 2, 1), ""]
            is_header = cells[0] == "Name" and not pairs
            if cells[0] and not is_header and not is_delimiter_row(cells[:1]):
                pairs.append((cells[0].replace("\\_", "_"), cells[1].replace("\\_", "_")))
    return EnumSection(title, section.line, tuple(pairs), tuple(bullets))


def _texts(section: Section) -> Iterator[str]:
    """Yield the lines of a section; those of fences too, which formatters make of indented lists."""
    for line in section.lines:
        yield line.text
    for fence in section.fences:
        yield from (text for text in fence.text.split("\n") if _BULLET.match(text))


def _bullet_member(bullet: re.Match[str]) -> EnumMember:
    name = bullet["name"].strip()
    if len(name) > 1 and name[0] == name[-1] == "`":
        name = name[1:-1]
    value = read_value(html.unescape(bullet["value"]))
    return EnumMember(name=html.unescape(name), value=value, doc=bullet["doc"].strip(" -:"))


def read_cell_value(cell: str) -> Json:
    """Read the value cell of a `Name | Value` table: a literal, optionally in backticks."""
    text = html.unescape(cell)
    if len(text) > 1 and text[0] == text[-1] == "`":
        text = text[1:-1]
    return read_value(text)


def enum_from_rows(pairs: Iterable[tuple[str, str]]) -> Enum | None:
    """Make an enum of (name, value) rows with unquoted values (rust); None without rows."""
    rows = tuple(pairs)
    values = _uniform_values(tuple(html.unescape(value) for _, value in rows))
    members = zip((name for name, _ in rows), values, strict=True)
    return (
        make_enum(EnumMember(name=name, value=value) for name, value in members) if rows else None
    )


_SENTENCE_END = re.compile(r"[a-z]+ .*\.")


def read_list(text: str) -> Enum | None:
    """Read a comma-separated list of unquoted values: `red, light-blue, a|b`.

    A sentence is one value: `It was late, and it rained.` An empty value beside others is null or an
    empty string, which are printed alike: both are values.
    """
    plain = html.unescape(text).strip()
    values = plain.removesuffix(",").split(", ") if plain else []
    if _SENTENCE_END.fullmatch(values[-1] if len(values) > 1 else ""):
        values = [plain]
    if plain.endswith(","):
        values.append("")
    members = [EnumMember(value=value) for value in _uniform_values(values)]
    if "" in values and len(values) > 1:
        members.append(EnumMember(value=None))
    return make_enum(members) if members else None


def with_texts(enum: Enum) -> Enum:
    """Return an enum of unquoted integers with each as a string, too: both are printed alike.

    Of 71 publishers whose specifications have enums of such values, 19 have strings.
    """
    if enum.base != "integer":
        return enum
    texts = (replace(member, value=str(member.value)) for member in enum.members)
    return replace(enum, members=(*enum.members, *texts), base=None)


def read_quoted_list(text: str) -> Enum | None:
    """Read a comma-separated list of literals: `"red", "blue"`."""
    parts: list[str] = re.findall(r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^,\s][^,]*""", text)
    members = tuple(EnumMember(value=_read_python_literal(part)) for part in parts)
    return make_enum(members) if members else None


def read_type_cell(cell: str) -> Enum | None:
    """Read a type cell of a house template that prints the values: `**Enum** [ "red", "blue" ]`."""
    match = _TYPE_CELL.fullmatch(cell) if "**Enum**" in cell else None
    return None if match is None else read_quoted_list(match["values"].rstrip())


_PYTHON_CONSTANTS: dict[str, Json] = {"None": None, "True": True, "False": False}


def _read_python_literal(text: str) -> Json:
    """Read a literal of a quoted list: the constant `None` is null, the text `"None"` a string."""
    word = text.strip()
    return _PYTHON_CONSTANTS[word] if word in _PYTHON_CONSTANTS else read_value(word)


def _uniform_values(values: Sequence[str]) -> tuple[Json, ...]:
    """Read unquoted values as integers if each of them is one, as strings otherwise."""
    raw_values = tuple(read_raw(value) for value in values)
    return (
        raw_values
        if all(isinstance(value, int) for value in raw_values)
        else tuple(map(str.strip, values))
    )


def split_enum_suffix(description: str) -> tuple[str, Enum | None]:
    """Split a description into its text and the enum of its suffix ` (enum: a, b)`."""
    if "(enum: " not in description:
        return description, None
    match = _SUFFIX.search(description)
    if match is None:
        return description, None
    return description[: match.start()], read_list(match["values"])


def make_enum(members: Iterable[EnumMember]) -> Enum:
    """Make an enum of distinct members.

    A member for unknown values (see `_UNKNOWN`) is left out and makes the enum open.
    """
    distinct: dict[tuple[str, str], EnumMember] = {}
    is_closed = True
    for member in members:
        if isinstance(member.value, str | int) and member.value in _UNKNOWN:
            is_closed = False
        else:
            distinct.setdefault((type(member.value).__name__, str(member.value)), member)
    values = [member.value for member in distinct.values()]
    return Enum(members=tuple(distinct.values()), closed=is_closed, base=_base_kind(values))


def _base_kind(values: Sequence[Json]) -> ScalarKind | None:
    kinds: set[object] = {value.__class__ for value in values if value is not None}
    if kinds == {str}:
        return "string"
    if kinds == {int}:
        return "integer"
    if kinds == {bool}:
        return "boolean"
    return "number" if kinds and kinds <= {int, float} else None
