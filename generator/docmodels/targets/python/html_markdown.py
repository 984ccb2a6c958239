"""Convert the HTML in a description to Markdown.

Paragraphs, lists, line breaks, emphasis, code and links have an equivalent in CommonMark. A tag that
is none of these stays, and so does all HTML of a text with a table or preformatted text. What looks
like a tag may be a placeholder, as in `/items/<code>`: a name counts as a tag if it is closed, too.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from typing import Final, NamedTuple

CODE: Final = r"""
    (?: (?<!`) (?: `{3,}+ [^`]*+ `{3,}+ | `` (?!`) [^`]*+ `` | ` (?!`) [^`\n]*+ ` )
      | (?<!~) ~{3,}+ [^~]*+ ~{3,}+ )
"""
"""The pattern of a code block or a code span, for `re.X`."""
_TOKEN = re.compile(
    rf"{CODE} | < (?P<end>/?) (?P<name>[A-Za-z][A-Za-z0-9]*+) (?P<attributes>(?:[\s/][^<>]*+)?) >",
    re.X,
)
_MARKS: Final = {
    **dict.fromkeys(("b", "strong"), "**"),
    **dict.fromkeys(("i", "em", "var", "cite"), "*"),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), "`"),
    **dict.fromkeys(("a", "span", "font", "small", "big", "u"), ""),
}
"""The inline tags, and the Markdown around their text."""
_LISTS: Final = frozenset({"ul", "ol"})
_PARAGRAPHS: Final = frozenset(
    {"p", "div", "dl", "dt", "dd", "center", "note", "important", *(f"h{i}" for i in range(1, 7))}
)
"""The tags around paragraphs; `note` and `important` are those of AWS."""
_TAGS: Final = frozenset({*_MARKS, *_LISTS, *_PARAGRAPHS, "li", "br"})
_MAY_BE_OPEN: Final = frozenset({"p", "li", "br"})
_HREF = re.compile(r"\bhref\s*+=\s*+[\"']?(?P<target>https?://[^\"'()\s<>]++)")
_PREFORMATTED = re.compile(r"<(?:pre|table|svg)\b", re.I)
_TABLE_ROW = re.compile(r"^ {0,3}\|", re.M)
_WHITESPACE = re.compile(r"\s+")
_BLANK_LINES = re.compile(r"\n{3,}")
_MAX_DEPTH = 8
"""The most open tags inside each other; those inside are dropped."""


def html_to_markdown(text: str) -> str:
    """Return `text` with Markdown for its HTML; unchanged without any, or with a table of it."""
    tokens = list(_TOKEN.finditer(text))
    opened, closed = (
        Counter(token["name"].lower() for token in tokens if token["end"] == end)
        for end in ("", "/")
    )
    names = {name for name in opened if name in _TAGS and (closed[name] or name in _MAY_BE_OPEN)}
    if not names or _PREFORMATTED.search(text):
        return text
    has_closed_paragraphs = opened["p"] == closed["p"]
    converter = _Converter(bool(_TABLE_ROW.search(text)), has_closed_paragraphs)
    position = 0
    for token in tokens:
        if token["name"] is None or token["name"].lower() in names:
            converter.add_text(text[position : token.start()])
            converter.add_token(token)
            position = token.end()
    converter.add_text(text[position:])
    return converter.result()


class _Frame(NamedTuple):
    """An open inline tag: its name, the target of a link, and the parts of its text."""

    name: str
    target: str
    parts: list[str]


class _List(NamedTuple):
    """An open list, and how many items of it have begun."""

    is_numbered: bool
    items: int = 0


class _Converter:
    """The Markdown of a text while its tokens are read.

    `separator` precedes the next text; `is_new_item`: it ends with the mark of an item. `frames` are
    the open inline tags, `lists` the open lists, and `paragraphs` counts the open `<p>`.
    """

    def __init__(self, has_table: bool, has_closed_paragraphs: bool) -> None:
        self.has_table = has_table
        self.has_closed_paragraphs = has_closed_paragraphs
        self.output: list[str] = []
        self.separator = ""
        self.is_new_item = False
        self.frames: list[_Frame] = []
        self.lists: list[_List] = []
        self.paragraphs = 0

    def result(self) -> str:
        """Return the Markdown of all tokens."""
        self.close_frames()
        return _BLANK_LINES.sub("\n\n", "".join(self.output)).strip()

    def add_text(self, text: str) -> None:
        """Add text between tags; a line end in a list or a paragraph is a space."""
        if self.lists or self.paragraphs:
            text = _WHITESPACE.sub(" ", text)
        self.write(html.unescape(text))

    def write(self, text: str) -> None:
        """Add text to the innermost open tag, or after the separator to the output."""
        if self.frames:
            self.frames[-1].parts.append(text)
            return
        if self.separator or not self.output:
            _, line_end, margin = text[: len(text) - len(text.lstrip())].rpartition("\n")
            text = (margin if line_end else "") + text.lstrip()
        if text.strip() or not self.separator:
            self.output += [self.separator, text]
            self.separator, self.is_new_item = "", False

    def add_token(self, token: re.Match[str]) -> None:
        """Add code as it is, or the Markdown of a tag."""
        name, is_end = (token["name"] or "").lower(), bool(token["end"])
        if not name or (name == "br" and self.has_table):
            self.write(token[0])
        elif name == "br":
            self.write(f"  \n{self.indent()}")
        elif name in _MARKS and is_end:
            self.close_inline(name)
        elif name in _MARKS:
            target = _HREF.search(token["attributes"])
            if len(self.frames) < _MAX_DEPTH:
                self.frames.append(_Frame(name, target["target"] if target else "", []))
        else:
            self.close_frames()
            self.add_block(name, is_end=is_end, is_empty=token[0].endswith("/>"))

    def close_inline(self, name: str) -> None:
        """Close the innermost tag of a name, and those inside it, which are not closed."""
        if not any(frame.name == name for frame in self.frames):
            return
        while self.frames[-1].name != name:
            self.close_frame(is_marked=False)
        self.close_frame(is_marked=not any(_MARKS[f.name] == "`" for f in self.frames[:-1]))

    def close_frame(self, *, is_marked: bool) -> None:
        """Close the innermost tag and write its text, with its Markdown if `is_marked`."""
        frame = self.frames.pop()
        inner = "".join(frame.parts)
        text = inner.strip()
        if is_marked and text:
            before = " " if inner[0].isspace() and not self.ends_with_space() else ""
            inner = f"{before}{_marked(frame, text)}{' ' if inner[-1].isspace() else ''}"
        self.write(inner)

    def ends_with_space(self) -> bool:
        """Whether the text so far ends with a space or a line end."""
        parts = self.frames[-1].parts if self.frames else self.output
        return bool(parts) and parts[-1][-1:].isspace()

    def close_frames(self) -> None:
        """Close all inline tags, which end with a block, without their Markdown."""
        while self.frames:
            self.close_frame(is_marked=False)

    def add_block(self, name: str, *, is_end: bool, is_empty: bool) -> None:
        """Begin or end a list, an item or a paragraph."""
        if name == "li":
            self.begin_item() if not is_end else None
            return
        if name in _LISTS and is_end:
            del self.lists[-1:]
        elif name == "p" and self.has_closed_paragraphs and not is_empty:
            self.paragraphs = max(0, self.paragraphs + (-1 if is_end else 1))
        if not self.is_new_item:
            self.separator = f"\n\n{self.indent()}" if self.output else ""
        if name in _LISTS and not is_end:
            self.lists.append(_List(name == "ol"))

    def begin_item(self) -> None:
        """Begin an item, in a list without numbers if none is open."""
        opened = self.lists.pop() if self.lists else _List(is_numbered=False)
        is_apart = opened.items == 0 and (not self.lists or self.is_new_item)
        mark = f"{opened.items + 1}." if opened.is_numbered else "-"
        line_end = "\n" * (1 + is_apart) if self.output else ""
        self.separator = f"{line_end}{self.indent()}{mark} "
        self.is_new_item = True
        self.lists.append(opened._replace(items=opened.items + 1))

    def indent(self) -> str:
        """Return the margin of the text in the open lists."""
        return "  " * min(len(self.lists), _MAX_DEPTH)


def _marked(frame: _Frame, text: str) -> str:
    """Return the text of an inline tag with its Markdown, unless it has the same already."""
    if frame.target:
        return text if text == frame.target else f"[{text}]({frame.target})"
    mark = _MARKS[frame.name]
    if mark == "`" and mark in text:
        return f"`` {text} ``"
    return text if mark in text and mark else f"{mark}{text}{mark}"
