"""Translate pages that versions 4 to 8 write in another language than English.

The generator prints its headings, labels and facts in the language of `--language`; names, types and
descriptions are those of the schema. `translations.toml` has the words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

import msgspec
from msgspec import Struct

from docmodels.diagnostics.documents import Document
from docmodels.pages.markdown import Page, read_heading

_BULLETS = ("* ", "- ", "+ ")
_LABEL = "**"


class Translation(Struct, frozen=True):
    """The words of a language by where they stand, each with its English one; see the TOML file."""

    signs: tuple[str, ...]
    headings: Mapping[str, str]
    cells: Mapping[str, str]
    items: Mapping[str, str]
    facts: Mapping[str, str]
    starts: Mapping[str, str]
    labels: Mapping[str, str]
    titles: Mapping[str, str]


@cache
def translations() -> tuple[Translation, ...]:
    """Return the translations of all languages that the generator has besides English."""
    source = files("docmodels.pages.families.jsonschema2md").joinpath("translations.toml")
    document = tomllib.loads(source.read_text("utf-8"))
    return tuple(msgspec.convert(document, dict[str, Translation]).values())


def in_english(page: Page) -> Iterator[Page]:
    """Yield a page in English, for each language of which it has a sign.

    Lines keep their numbers, so that places in the translated page are those in the page.
    """
    text = page.text
    for translation in translations():
        has_heading = any(end in page.headings for end in translation.headings)
        if has_heading and any(sign in text for sign in translation.signs):
            lines = "\n".join(_translate(page.plain.lines, translation))
            yield Page(Document(page.path, lines, page.document.is_foreign))


def _translate(lines: tuple[str, ...], words: Translation) -> Iterator[str]:
    is_code = False
    for line in lines:
        is_code ^= line.startswith("```")
        yield line if is_code or not line.strip() else _translate_line(line, words)


def _translate_line(line: str, words: Translation) -> str:
    for title, english in words.titles.items():
        line = line.replace(f"[{title}", f"[{english}")
    if line.startswith("#"):
        return _translate_heading(line, words)
    if line.startswith("|"):
        cells = (words.cells.get(cell.strip(), cell.strip()) for cell in line.split("|"))
        return "|".join(cells)
    text = line.lstrip()
    bullet = text[:2] if text.startswith(_BULLETS) else ""
    text = text[len(bullet) :].lstrip()
    indent = line[: len(line) - len(text)]
    fact, text = _split_start(text, words.facts) if bullet else ("", text)
    return indent + fact + _translate_text(text, words)


def _split_start(text: str, starts: Mapping[str, str]) -> tuple[str, str]:
    """Return the English beginning of a text, and the rest; ("", text) if it is none of these."""
    start = next((start for start in starts if text.startswith(start)), None)
    return ("", text) if start is None else (starts[start], text.removeprefix(start))


def _translate_heading(line: str, words: Translation) -> str:
    level, text = read_heading(line) or (0, "")
    if not level:
        return line
    start, text = _split_start(text, {**words.starts, **words.titles})
    text = start + text
    for end, english in words.headings.items():
        if text.endswith(end):
            text = text.removesuffix(end) + english
            break
    return f"{'#' * level} {text}"


def _translate_text(text: str, words: Translation) -> str:
    """Translate what stands on a line: an item, a label, or the beginning of a fact."""
    if text.rstrip() in words.items:
        return words.items[text.rstrip()]
    if text.startswith(_LABEL):
        label, separator, value = text.removeprefix(_LABEL).partition(f"{_LABEL}: ")
        return f"{_LABEL}{words.labels.get(label, label)}{_LABEL}: {value}" if separator else text
    start, text = _split_start(text, words.starts)
    return start + text
