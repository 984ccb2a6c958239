"""Find the models and the tables of values that a page refers to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field

from docmodels.ir import Json
from docmodels.ir.drafts import normalize_name
from docmodels.pages.families.tables.context import PageContext
from docmodels.pages.families.tables.outline import Table
from docmodels.pages.families.tables.words import plain_text, word_key, words

_LINK = re.compile(r"\]\(([^()\s]{1,400})")
_INTEGER = re.compile(r"-?(?:0|[1-9]\d{0,17})")
_VALUE = re.compile(r"[\w.:/+-]{1,80}")


class NameIndex(Struct, frozen=True):
    """Names of models, or values, by page and normalized name or anchor, and over all pages.

    A name that several pages have is resolved on its own page only.
    """

    by_page: Mapping[str, dict[str, str]] = field(
        default_factory=lambda: defaultdict[str, dict[str, str]](dict)
    )
    counts: dict[str, set[str]] = field(default_factory=lambda: defaultdict[str, set[str]](set))

    def add(self, page: str, keys: Iterable[str], name: str) -> None:
        """Add a model of a page with the names that it has there."""
        for key in filter(None, map(normalize_name, keys)):
            self.by_page[page].setdefault(key, name)
            self.counts[key].add(name)

    def resolve(self, page: str, *names: str) -> str | None:
        """Return the model that one of some names means on a page; a plural is tried last."""
        keys = [key for name in names if (key := normalize_name(name))]
        for key in (*keys, *(key.removesuffix("s") for key in keys)):
            if (model := self.by_page.get(page, {}).get(key)) is not None:
                return model
            if len(models := self.counts.get(key, ())) == 1:
                return next(iter(models))
        return None


def anchor(target: str) -> str:
    """Return the part of a link's target that names a heading, or the name of its page."""
    _, _, fragment = target.partition("#")
    return fragment or target.rpartition("/")[2].partition(".")[0]


def table_of_values(table: Table) -> tuple[Json, ...]:
    """Return the values of a table whose first column has values and no type column exists."""
    keys = [word_key(cell) for cell in table.header]
    if keys[0] not in words().values["tables"] or any(
        words().headers.get(k) == "type" for k in keys
    ):
        return ()
    texts = [plain_text(row.cells[0]).strip("\"'") for row in table.rows]
    if not all(map(_VALUE.fullmatch, texts)) or len(set(texts)) != len(texts) or not texts:
        return ()
    return tuple(map(int, texts)) if all(map(_INTEGER.fullmatch, texts)) else tuple(texts)


class ValueIndex:
    """Tables of values by the heading that they stand under."""

    def __init__(self, contexts: Sequence[PageContext]) -> None:
        self.by_page: dict[tuple[str, str], tuple[Json, ...]] = {}
        self.by_title: dict[str, list[tuple[Json, ...]]] = defaultdict(list)
        for context in contexts:
            for heading in context.outline.headings:
                for table in heading.tables:
                    if values := table_of_values(table):
                        self._add(context.document.path, heading.title, values)

    def _add(self, page: str, title: str, values: tuple[Json, ...]) -> None:
        key = normalize_name(plain_text(title))
        if key and (page, key) not in self.by_page:
            self.by_page[page, key] = values
            self.by_title[key].append(values)

    def linked(self, page: str, text: str) -> tuple[Json, ...]:
        """Return the values of the table that a link in a text leads to, if any."""
        for target in _LINK.findall(text):
            if "#" not in target:
                continue
            key = normalize_name(anchor(target))
            for title in self._titles(page, key):
                if (values := self.by_page.get((page, title))) is not None:
                    return values
                if not target.startswith("#") and len(self.by_title[title]) == 1:
                    return self.by_title[title][0]
        return ()

    def _titles(self, page: str, key: str) -> list[str]:
        """Return the titles that an anchor may mean: some sites put the page's title in front."""
        endings = (key[start:] for start in range(len(key)))
        return [
            title
            for title in endings
            if title in self.by_title and len(title) > 3 or title == key and key in self.by_title
        ]
