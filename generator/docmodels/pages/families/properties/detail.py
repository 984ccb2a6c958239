"""What else a page says about its model: the methods of the go generator, its prose, its title."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from docmodels.pages.markdown import Section

_CONSTRUCTOR = re.compile(r"`func New\w+\((?P<args>[^`]*)\) \*")
_NOISE = re.compile(
    r"\[\[Back|<a (?:name|id)=|\(mapped from: |The class is defined in \*\*\[|"
    r"This model is an? `(?:one|any)Of` wrapper: |It is never instantiated directly|"
    r"NOTE: this class is nullable\.",
)
_SEPARATOR = re.compile(r"::|\\|\.|/")
_TABLE = re.compile(r"\|? ?(?:Name|Type) \| ")
_DECORATION = re.compile(r"(?:#\s*)+|(?:Trait|Interface|Table|Class|Enum)\s+(?=\S+$)")
_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.I)
_ESCAPED_BREAK = re.compile(r"&lt;br\s*/?&gt;", re.I)
_BACKSLASH = re.compile(r"""\\([\\"'`/])""")
_MARKDOWN = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])")
_ENTITY = re.compile(r"&(?:quot|apos|amp|lt|gt|#39|#x27|#x60|#x3D|#x2F);")


@dataclass(frozen=True, slots=True)
class Methods:
    """The go generator's `## Methods`: names of nullable fields, folded names of constructor
    arguments (the required fields) if a constructor is there."""

    nullable: frozenset[str] = frozenset()
    required: frozenset[str] | None = None


def methods(sections: Sequence[Section]) -> Methods | None:
    """Read accessors: `SetXNil` tells a nullable field, the arguments of `NewModel` required ones."""
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
            if (made := _CONSTRUCTOR.search(text)) is not None:
                args = (arg.split()[0] for arg in made["args"].split(",") if arg.strip())
                required = frozenset(arg.rstrip("_").lower() for arg in args)
                break
    return Methods(frozenset(nullable), required)


@lru_cache(maxsize=16384)
def class_name(title: str) -> str:
    """Give the title without Markdown and words that are not part of a class name."""
    name = title.strip().strip("*").strip()
    name = _DECORATION.sub("", name, count=1) if name else name
    name = name.strip("*` ").replace("\\_", "_")
    return html.unescape(name) if "&" in name else name


@lru_cache(maxsize=16384)
def unqualified(name: str) -> str:
    """Drop the package, module or namespace in front of a class name, if that is what it is."""
    parts = _SEPARATOR.split(name)
    return parts[-1] if all(part.isidentifier() for part in parts) else name


def prose(sections: Iterable[Section]) -> str:
    """Join the text of sections that precede the model's own: its description, whole."""
    kept: list[str] = []
    for index, section in enumerate(sections):
        if index:
            kept.extend(("", f"{'#' * section.level} {section.title}", ""))
        for line in section.lines:
            if _TABLE.match(line.text):
                break
            if not _NOISE.search(line.text):
                kept.append(line.text.rstrip())
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()
    if _ENTITY.search(text) and not any(char in text for char in "<>\"'`="):
        text = html.unescape(text)
    return _unescaped(_BREAK.sub("\n", text))


def description(cell: str, language: str = "") -> str:
    """Decode a description cell once: entities, line breaks, escapes of the source language."""
    text = cell.strip()
    if not text:
        return ""
    if "&" in text:
        text = html.unescape(_ESCAPED_BREAK.sub("<br/>", text)).strip()
    if "<" in text:
        text = _BREAK.sub("\n", text).strip()
    if language == "powershell":
        text = text.replace('""', '"')
    if language == "markdown" and "\\" in text:
        text = _MARKDOWN.sub(r"\1", text)
    return _unescaped(text)


def _unescaped(text: str) -> str:
    return _BACKSLASH.sub(r"\1", text) if "\\" in text else text
