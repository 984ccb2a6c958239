"""Wrap the Markdown of descriptions to the width of a line.

Only the text of paragraphs and list items is wrapped. Code, tables, headings, quotations and
definitions of links stay as they are, and so do links, code spans and tags within a line. No line
begins with a word that would be the start of a list, heading or other block there.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"""
    (?: `{1,2}(?!`)[^`]{1,80}`{1,2}                                   # a code span
      | !?\[[^\[\]]{0,200}\](?:\([^()]{0,400}\)|\[[^\[\]]{0,80}\])    # a link or an image
      | <[A-Za-z/][^<>]{0,400}>                                       # a tag, or a URL as a link
      | [^ ]
    )+
    (?: [ ]+ (?: (?:[-+*•]+|=+|\#{1,6}|[0-9]{1,9}[.)]) (?=[ ]|$)      # the start of a block
               | (?:[>|]|`{3}|~{3}|<pre)[^ ]*
             )
    )*
""", re.X)  # fmt: skip
"""A text that is never broken."""

_ITEM = re.compile(r"(?:[-+*•]|[0-9]{1,9}[.)]) +(?=[^ ])")
_FENCE = re.compile(r"`{3,}(?=[^`]*$)|~{3,}|<pre\b(?!.*</pre>)")
_UNDERLINE = re.compile(r"=+|-{2,}")
_DELIMITER_ROW = re.compile(r" *+\|?(?: *+:?-++:? *+\|)++(?: *+:?-++:?)? *+\|? *+")
_BLOCK = re.compile(r"#{1,6} |>|\||\[[^\]]+\]:|=+$|(?:[-*_] *){3,}$")
"""The start of a line that stays: heading, quotation, row, definition of a link, rule."""

_CODE_INDENT = 4
_WIDEST = 1.5
"""How much wider than the width a paragraph may be that was wrapped by hand."""


def wrap_markdown(text: str, width: int, first_width: int, *, may_join: bool = True) -> str:
    """Break the lines of `text` that are longer than `width`, the first one at `first_width`.

    The words and their order stay. A line is broken only between words. With `may_join`, the lines
    of a paragraph that was wrapped at a slightly larger width are joined before.
    """
    lines = text.split("\n")
    if max(map(len, lines)) <= first_width:
        return text
    output: list[str] = []
    group: list[tuple[str, int]] = []
    for line, indent in zip(lines, _hanging_indents(lines), strict=True):
        is_item = indent is not None and indent > len(line) - len(line.lstrip(" "))
        if indent is None or is_item:
            output += _wrap_group(group, width, width if output else first_width, may_join)
            group = []
        if indent is None:
            output.append(line)
        else:
            group.append((line, indent))
    output += _wrap_group(group, width, width if output else first_width, may_join)
    return "\n".join(output)


def _wrap_group(
    group: list[tuple[str, int]], width: int, first_width: int, may_join: bool
) -> list[str]:
    """Wrap the lines of one paragraph or list item, each with its hanging indent."""
    wrapped: list[str] = []
    longest = max((len(line) for line, _ in group), default=0)
    if may_join and width < longest <= _WIDEST * width and _is_breakable(group, width):
        group = _join_lines(group, longest)
    for line, indent in group:
        wrapped += _wrap_line(line, indent, width, width if wrapped else first_width)
    return wrapped


def _is_breakable(group: list[tuple[str, int]], width: int) -> bool:
    return any(len(_wrap_line(line, indent, width, width)) > 1 for line, indent in group)


def _join_lines(group: list[tuple[str, int]], longest: int) -> list[tuple[str, int]]:
    """Join a line and the next one if a sentence goes on after a line that was full.

    A line was full if the first word of the next one makes it longer than the longest one.
    """
    joined: list[tuple[list[str], int]] = []
    length = 0
    for line, indent in group:
        text = line.lstrip(" ")
        is_full = length + 1 + len(text.partition(" ")[0]) > longest
        if joined and is_full and text[0].islower() and joined[-1][0][-1][-1] not in ".:;!?\\":
            joined[-1][0].append(text)
        else:
            joined.append(([line], indent))
        length = len(line)
    return [(" ".join(parts), indent) for parts, indent in joined]


def _wrap_line(line: str, indent: int, width: int, first_width: int) -> list[str]:
    """Break one line; the lines that follow the first one get the indent."""
    if len(line) <= first_width:
        return [line]
    lines: list[str] = []
    prefix, start, end = line[:indent], indent, indent
    for word in _WORD.finditer(line, indent):
        room = (width if lines else first_width) - indent
        if end > start and word.end() - start > room:
            lines.append(prefix + line[start:end])
            prefix, start = " " * indent, word.start()
        end = word.end()
    return [*lines, prefix + line[start:end]]


def _hanging_indents(lines: list[str]) -> list[int | None]:
    """Return how far each line is indented when it is wrapped; None for a line that stays."""
    indents: list[int | None] = []
    closing, is_table, is_after_blank, list_indent = "", False, True, 0
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        text = line.lstrip(" ")
        indent = len(line) - len(text)
        result: int | None = None
        if closing:
            closing = "" if _closes(text, closing) else closing
        elif fence := _FENCE.match(text):
            closing = fence.group()
        elif not text:
            is_table = False
        elif is_table or _DELIMITER_ROW.fullmatch(following):
            is_table = True
        elif indent < list_indent + _CODE_INDENT and not _is_block(text, following):
            item = _ITEM.match(text)
            result = indent + (len(item.group()) if item else 0)
            if item or (is_after_blank and indent < list_indent):
                list_indent = result
        is_after_blank = not text
        indents.append(result)
    return indents


def _is_block(text: str, following: str) -> bool:
    """Whether a line is one that stays, or the heading above an underline."""
    return bool(_BLOCK.match(text) or _UNDERLINE.fullmatch(following.strip()))


def _closes(text: str, fence: str) -> bool:
    """Whether a line ends the code block that `fence` begins."""
    if fence.startswith("<"):
        return "</pre>" in text
    return text.startswith(fence) and not text.strip(fence[0] + " ")
