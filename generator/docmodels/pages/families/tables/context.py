"""What a page shows around its tables: kinds of headings, HTTP methods, samples, links."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import cached_property
from weakref import WeakKeyDictionary

from msgspec import Struct

from docmodels.inference.models_from_tables import MIN_SHARE, Kind
from docmodels.ir.drafts import normalize_name
from docmodels.pages.families.tables.outline import Heading, Outline, Table, read_outline
from docmodels.pages.families.tables.samples import Samples, is_json, merge, read_samples
from docmodels.pages.families.tables.titles import (
    DECISIVE,
    Title,
    caption_title,
    excluded_by_path,
    read_title,
)
from docmodels.pages.families.tables.words import plain_text, word_key, words
from docmodels.pages.markdown import Page

_METHOD = re.compile(r"\b(GET|POST|PUT|PATCH|DELETE|HEAD)\b(?![-\w])")
_MARKUP_METHOD = re.compile(r"\bmethod\s?[=:]\s?[\"'`]?(get|post|put|patch|delete)\b", re.I)
_CURL_DATA = re.compile(r"\bcurl\b[^`]{0,400}?\s(?:-d|--data(?:-raw|-binary)?|--json)\s")
_SOFT = frozenset({"query", "form"})
"""Reasons that a sample in the same section outweighs: `Query Parameters` may have a body."""
_MAX_SCOPE = 40
_MAX_SCANNED = 20_000


class Exclusion(Struct, frozen=True):
    """Why a heading rules out a model, if it does; `is_hard`: also if a sample agrees."""

    reason: str = ""
    is_hard: bool = False


_CONTEXTS: WeakKeyDictionary[Page, PageContext] = WeakKeyDictionary()


def page_context(page: Page) -> PageContext:
    """Return the context of a page, which is read once."""
    context = _CONTEXTS.get(page)
    if context is None:
        context = _CONTEXTS[page] = PageContext(page, read_outline(page))
    return context


class PageContext:
    """The headings of a page, and what they and their content show."""

    def __init__(self, page: Page, outline: Outline) -> None:
        self.document = page.document
        self.outline = outline
        self.titles = [read_title(heading.title) for heading in outline.headings]
        self.names_of_set: frozenset[str] = frozenset()
        """The keys of the names that headings and captions of all pages read together have."""
        self._merged_samples: dict[int, Samples] = {}
        self._nearest_samples: dict[tuple[int, tuple[str, ...]], Samples] = {}

    @cached_property
    def names(self) -> frozenset[str]:
        """The normalized names of models in the headings and captions of the page."""
        captions = (
            caption_title(caption).name
            for heading in self.outline.headings
            for table in heading.tables
            for caption in table.captions
        )
        names = (*(title.name for title in self.titles), *captions)
        return frozenset(normalize_name(name) for name in names if name)

    def has_title(self, name: str) -> bool:
        """Return whether a heading or caption of the page, or of another page, names a model."""
        key = normalize_name(name)
        return bool(key) and any(
            key in names or key.removesuffix("s") in names
            for names in (self.names, self.names_of_set)
        )

    def captions(self, table: Table) -> list[Title]:
        """Return what the captions of a table state, the nearest first."""
        return [caption_title(caption) for caption in table.captions]

    def kind(self, table: Table, index: int) -> Kind:
        """Return the first decisive kind of captions and headings, outwards; empty if none is."""
        titles = [*self.captions(table), *(self.titles[i] for i in self.outline.path(index))]
        for position, title in enumerate(titles):
            if title.kind in DECISIVE:
                return DECISIVE[title.kind]
            if title.name and not title.qualifies and position >= len(table.captions):
                return self._outer_kind(titles[position + 1 :])
        return ""

    def _outer_kind(self, titles: Iterable[Title]) -> Kind:
        """Return the kind of the heading around a heading with a name: `Response` > `Kite`."""
        title = next(iter(titles), Title())
        is_body = title.kind in ("response", "request", "object") and not title.name
        return DECISIVE[title.kind] if is_body else ""

    def excluded(self, table: Table, index: int) -> Exclusion:
        """Return why the captions and headings of a table rule out a model."""
        for position in self.outline.path(index):
            if reason := excluded_by_path(self.outline.headings[position].title):
                return Exclusion(reason, is_hard=True)
        titles = [*self.captions(table), *(self.titles[i] for i in self.outline.path(index))]
        for title in titles:
            if title.excluded:
                is_hard = title.excluded not in _SOFT
                return Exclusion(_REASONS[title.excluded], is_hard)
            if (
                title.kind in DECISIVE.keys() - {"neutral"}
                or title.name
                and title.kind != "neutral"
            ):
                break
        return self._function(titles)

    def _function(self, titles: Iterable[Title]) -> Exclusion:
        titles = list(titles)
        is_body = any(title.kind in DECISIVE.keys() - {"neutral"} for title in titles)
        if not is_body and any(title.excluded == "function" for title in titles):
            return Exclusion(_REASONS["function"], is_hard=True)
        return Exclusion()

    @cached_property
    def _own_samples(self) -> list[Samples]:
        return [read_samples(heading.fences) for heading in self.outline.headings]

    def samples(self, index: int, names: Collection[str]) -> Samples:
        """Return the samples nearest to a heading in which most of some names are keys.

        Without any, return the nearest with an object that has no other keys.
        """
        key = (index, tuple(names))
        if key not in self._nearest_samples:
            self._nearest_samples[key] = self._find_samples(index, names)
        return self._nearest_samples[key]

    def _find_samples(self, index: int, names: Collection[str]) -> Samples:
        nearest = Samples()
        for position in self.outline.path(index):
            scope = self.outline.subtree(position)
            if len(scope) > _MAX_SCOPE and position != index:
                break
            samples = self._samples_in(position)
            if samples.share(names) >= MIN_SHARE:
                return samples
            if samples.objects and not nearest.objects and samples.matching(names):
                nearest = samples
        return nearest

    def _samples_in(self, position: int) -> Samples:
        """Return the samples under a heading and all below it."""
        if position not in self._merged_samples:
            scope = self.outline.subtree(position)
            parts = [self._own_samples[i] for i in scope if self._own_samples[i].keys]
            self._merged_samples[position] = parts[0] if len(parts) == 1 else merge(parts)
        return self._merged_samples[position]

    def share(self, names: Collection[str], index: int, is_guarded: bool) -> float:
        """Return the share of names that are keys; `is_guarded`: only samples of its section."""
        if is_guarded:
            return self._own_samples[index].share(names)
        return self.samples(index, names).share(names)

    @cached_property
    def _own_methods(self) -> list[frozenset[str]]:
        return [_methods(heading) for heading in self.outline.headings]

    def methods(self, index: int) -> frozenset[str]:
        """Return the HTTP methods of the innermost heading around that has any."""
        for position in self.outline.path(index):
            title = frozenset(_METHOD.findall(self.outline.headings[position].title))
            if methods := title or self._own_methods[position]:
                return methods
            scope = self.outline.subtree(position)
            if len(scope) <= _MAX_SCOPE:
                methods = frozenset[str]().union(*(self._own_methods[i] for i in scope))
                if methods:
                    return methods
        return frozenset()

    @cached_property
    def has_witness(self) -> bool:
        """Whether the page has JSON or an HTTP method."""
        headings = self.outline.headings
        if any(is_json(fence) for heading in headings for fence in heading.fences):
            return True
        return any(self._own_methods) or any(_METHOD.search(h.title) for h in headings)

    @cached_property
    def has_type_links(self) -> bool:
        """Whether a type cell of the page has a link: its types are documented somewhere."""
        tables = (table for heading in self.outline.headings for table in heading.tables)
        return any(
            "](" in cell or "][" in cell
            for table in tables
            for row in table.rows
            for cell, header in zip(row.cells, table.header, strict=True)
            if words().headers.get(word_key(header)) == "type"
        )


_REASONS = {
    "query": "query or path parameters",
    "header": "headers",
    "code": "arguments, properties or events of code",
    "function": "a function",
    "form": "a form",
    "status": "status codes",
    "environment": "environment variables",
    "command": "a command line",
    "database": "a database",
    "changelog": "a list of changes",
}


def _methods(heading: Heading) -> frozenset[str]:
    """Return the HTTP methods in the texts, tables and fences below a heading."""
    texts = [plain_text(line.text) for line in heading.texts]
    texts += [cell for table in heading.tables for row in table.rows[:3] for cell in row.cells[:3]]
    texts += [fence.text for fence in heading.fences]
    text = "\n".join(texts)[:_MAX_SCANNED]
    methods = set(_METHOD.findall(text))
    markup = "\n".join(line.text for line in heading.texts)[:_MAX_SCANNED]
    methods.update(method.upper() for method in _MARKUP_METHOD.findall(markup))
    if not methods and _CURL_DATA.search(text):
        methods.add("POST")
    return frozenset(methods)
