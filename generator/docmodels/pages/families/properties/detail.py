"""Read the other parts of a page: Go methods, descriptions, class names."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from msgspec import Struct

from docmodels.pages.languages.language import Rewrites, rewrite
from docmodels.pages.markdown import Section

_CONSTRUCTOR = re.compile(r"`func New\w+\((?P<args>[^`]*)\) \*")
_BOILERPLATE = re.compile(
    r"\[\[Back|<a (?:name|id)=|\(mapped from: |The class is defined in \*\*\[|"
    r"This model is an? `(?:one|any)Of` wrapper: |It is never instantiated directly|"
    r"NOTE: this class is nullable\.",
)
_SEPARATOR = re.compile(r"::|\\|\.|/")
_TABLE = re.compile(r"\|? ?(?:Name|Type) \| ")
_TITLE_PREFIX = re.compile(r"(?:#\s*)+|(?:Trait|Interface|Table|Class|Enum)\s+(?=\S+$)")
_BREAK = re.compile(r"(?:(?<!\s)\s++)?+<br\s*+/?>\s*+", re.I)
_ESCAPED_BREAK = re.compile(r"&lt;br\s*/?&gt;", re.I)
_BACKSLASH = re.compile(r"""\\([\\"'`/])""")
_ENTITY = re.compile(r"&(?:quot|apos|amp|lt|gt|#39|#x27|#x60|#x3D|#x2F);")


class Methods(Struct, frozen=True):
    """The `## Methods` of the go generator.

    `nullable` are names of nullable fields. `required` are lower case names of required fields,
    which are the arguments of the constructor; None if there is no constructor.
    """

    nullable: frozenset[str] = frozenset()
    required: frozenset[str] | None = None


def read_methods(sections: Sequence[Section]) -> Methods | None:
    """Read the headings of methods; None if there is no `## Methods`.

    A method `SetXNil` marks a nullable field; the arguments of `NewModel` are the required fields.
    """
    if not any(section.title == "Methods" for section in sections):
        return None
    nullable = {
        section.title[3:-3]
        for section in sections
        if section.title.startswith("Set") and section.title.endswith("Nil")
    }
    required = None
    for section in sections:
        if section.title.startswith("New") and not section.title.endswith("WithDefaults"):
            text = "\n".join(line.text for line in section.lines)
            if (constructor := _CONSTRUCTOR.search(text)) is not None:
                args = (arg.split()[0] for arg in constructor["args"].split(",") if arg.strip())
                required = frozenset(arg.rstrip("_").lower() for arg in args)
                break
    return Methods(frozenset(nullable), required)


@lru_cache(maxsize=16384)
def class_name(title: str) -> str:
    """Return the class name in a title, without Markdown and words like `Class` or `Interface`."""
    name = title.strip().strip("*").strip()
    name = _TITLE_PREFIX.sub("", name, count=1) if name else name
    name = name.strip("*` ").replace("\\_", "_")
    return html.unescape(name) if "&" in name else name


@lru_cache(maxsize=16384)
def unqualified_name(name: str) -> str:
    """Return a class name without package, module or namespace.

    Return a name with parts that are not identifiers unchanged.
    """
    parts = _SEPARATOR.split(name)
    return parts[-1] if all(part.isidentifier() for part in parts) else name


def join_prose(sections: Iterable[Section]) -> str:
    """Join the text of the sections of a model's description, up to the first table.

    A heading `Description` is left out: it only names what the text is.
    """
    lines: list[str] = []
    for index, section in enumerate(sections):
        if index and section.title.lower() != "description":
            lines.extend(("", f"{'#' * section.level} {section.title}", ""))
        for line in section.lines:
            if _TABLE.match(line.text):
                break
            if not _BOILERPLATE.search(line.text):
                lines.append(line.text.rstrip())
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    if _ENTITY.search(text) and not any(char in text for char in "<>\"'`="):
        text = html.unescape(text)
    return _unescape(_BREAK.sub("\n", text))


def decode_description(cell: str, rewrites: Rewrites = ()) -> str:
    """Decode a description cell: entities, line breaks, escapes of the programming language."""
    text = cell.strip()
    if not text or text.strip("*_.").lower() == "no description available":
        return ""
    if "&" in text:
        text = html.unescape(_ESCAPED_BREAK.sub("<br/>", text)).strip()
    if "<" in text:
        text = _BREAK.sub("\n", text).strip()
    return _unescape(rewrite(text, rewrites))


def _unescape(text: str) -> str:
    return _BACKSLASH.sub(r"\1", text) if "\\" in text else text
