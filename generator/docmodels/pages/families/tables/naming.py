"""Name the models of a page: from captions, headings, the front matter, or the file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath

from msgspec import Struct

from docmodels.pages.families.tables.context import PageContext
from docmodels.pages.families.tables.outline import Table
from docmodels.pages.families.tables.titles import Title, caption_title, is_plain
from docmodels.pages.families.tables.words import plain_text, word_key

_WORD = re.compile(r"[^\W_]+")
_EXTENSION = re.compile(r"\.(?:json|txt|md|yaml|yml|xml)$", re.I)
_SUFFIXES = {"response": "Response", "request": "Request", "neutral": "Request"}
_MAX_LENGTH = 80


class ModelName(Struct, frozen=True):
    """The name of a model; `base` is its name without `Request` or `Response`.

    `heading` is the index of the heading that gives the name, -1 for the page as a whole.
    `is_captioned`: a caption of the table is a part of the name. `detail` is the innermost text
    around the table, which distinguishes it from others of the same name.
    """

    name: str
    base: str
    heading: int
    is_captioned: bool = False
    detail: str = ""


def name_table(table: Table, index: int, context: PageContext, sections: Sections) -> ModelName:
    """Return the name of the model of a table under the heading with an index."""
    captions = _captions(table, index, context)
    path = context.outline.path(index)
    titles = [*captions, *(context.titles[i] for i in path)]
    suffix, qualifiers, base, heading = "", list[str](), "", -1
    is_captioned = False
    for position, title in enumerate(titles):
        suffix = suffix or _suffix(title)
        if title.qualifies and title.name:
            qualifiers.append(title.name)
            is_captioned = True
        elif title.name:
            is_caption = position < len(captions)
            is_captioned = is_captioned or is_caption
            heading = index if is_caption else path[position - len(captions)]
            base = title.name if is_caption else sections.qualified(heading)
            break
    if not base:
        base = context.outline.title or PurePosixPath(context.document.path).stem
    if captions and titles[0].kind == "object" and titles[0].name:
        suffix = ""
    base_name = identifier(" ".join((base, *reversed(qualifiers))))
    inner = path[: path.index(heading)] if heading in path else path
    detail = next((text for text in (*table.captions, *_titles(context, inner)) if text), "")
    name = base_name if base_name.endswith(suffix) else base_name + suffix
    return ModelName(name, base_name, heading, is_captioned, identifier(detail) if detail else "")


def _captions(table: Table, index: int, context: PageContext) -> list[Title]:
    """Return the captions that name a table: no sentence, if its heading names an object."""
    heading = context.titles[index]
    names_object = heading.kind == "object" and bool(heading.name)
    is_only = len(context.outline.headings[index].tables) == 1
    captions = [
        text for text in table.captions if not (names_object and is_only and is_plain(text))
    ]
    return [caption_title(caption) for caption in captions]


def _titles(context: PageContext, path: Sequence[int]) -> list[str]:
    return [context.outline.headings[i].title for i in path]


def _suffix(title: Title) -> str:
    """Return what a title adds to a name: the side of a body, and the code of an error."""
    suffix = _SUFFIXES.get(title.kind, "")
    is_error = suffix == "Response" and title.status[:1] in ("3", "4", "5")
    return suffix + title.status if is_error else suffix


class Sections:
    """The headings of a page that need the name of the heading around them.

    A heading that several sections have, or that stands beside a heading such as `Fields`, which
    describes the heading around both, is no name by itself.
    """

    def __init__(self, context: PageContext) -> None:
        self.context = context
        headings = context.outline.headings
        counts = Counter(word_key(heading.title) for heading in headings if heading.tables)
        self.repeated = frozenset(title for title, count in counts.items() if count > 1)
        self.described = frozenset(
            heading.parent
            for title, heading in zip(context.titles, headings, strict=True)
            if heading.tables and title.kind in ("fields", "object") and not title.name
        )

    def qualified(self, index: int) -> str:
        """Return the name of a heading, after the name of the one around it if it needs that."""
        heading, name = self.context.outline.headings[index], self.context.titles[index].name
        outer = self.context.titles[heading.parent].name if heading.parent >= 0 else ""
        is_described = heading.parent in self.described and heading.level > 2
        is_plain = not self.context.titles[index].kind
        return (
            f"{outer} {name}"
            if outer and (word_key(heading.title) in self.repeated or is_described and is_plain)
            else name
        )


def identifier(text: str) -> str:
    """Return a text as the name of a definition: words without punctuation, each capitalized."""
    text = _EXTENSION.sub("", plain_text(text))
    parts = [part[0].upper() + part[1:] for part in _WORD.findall(text)]
    parts = [part.capitalize() if part in _METHODS else part for part in parts]
    name = "".join(parts)[:_MAX_LENGTH]
    return name if name.isidentifier() else f"Model{name}" if name else "Model"


_METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})
