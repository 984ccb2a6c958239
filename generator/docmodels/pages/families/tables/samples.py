"""Read the JSON samples of a page: their keys, and the objects that a table may describe."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from docmodels.inference.models_from_tables import MIN_SHARE
from docmodels.ir import Json, is_list, is_object
from docmodels.pages.json_values import parse_json
from docmodels.pages.markdown import Fence

_JSON_LANGUAGES = frozenset({"json", "json5", "jsonc", "js", "javascript", "jsonp", "http"})
_KEY = re.compile(r"[\"']([^\"'\n\\:]{1,120})[\"']\s*:")
_COMMENT = re.compile(r"(\"(?:[^\"\\\n]|\\.)*+\"?)|/\*.*?(?:\*/|\Z)|//[^\n]*", re.S)
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_ELLIPSIS = re.compile(r"(?:,\s*+)?(?:\.{3}|…)(?=[^\S\n]*+[,}\]\n])")
_MAX_SAMPLE = 60_000
_MAX_OBJECTS = 400
_MIN_KNOWN = 0.8
"""The share of the keys of a sample that are fields if it leaves out some fields of the object."""


class Samples(Struct, frozen=True):
    """The keys of some samples, and all objects in them, the outermost first."""

    keys: frozenset[str] = frozenset()
    objects: tuple[Mapping[str, Json], ...] = ()

    def share(self, names: Collection[str]) -> float:
        """Return the share of some names that are keys."""
        return sum(name in self.keys for name in names) / len(names) if names else 0.0

    def matching(self, names: Collection[str]) -> list[Mapping[str, Json]]:
        """Return the objects that have most of some names, or few keys that are not among them."""
        return [value for value in self.objects if _matches(value, names)]


def _matches(value: Mapping[str, Json], names: Collection[str]) -> bool:
    count = sum(name in value for name in names)
    if not names or not count:
        return False
    return count / len(names) >= MIN_SHARE or count / len(value) >= _MIN_KNOWN and count > 1


def read_samples(fences: Iterable[Fence]) -> Samples:
    """Read the samples of fences in JSON, or without a language if they begin like JSON."""
    keys: set[str] = set()
    objects: list[Mapping[str, Json]] = []
    for fence in fences:
        if not is_json(fence):
            continue
        text = fence.text[:_MAX_SAMPLE]
        keys.update(_KEY.findall(text))
        objects.extend(_objects(_parse(text)))
    return Samples(frozenset(keys), tuple(objects[:_MAX_OBJECTS]))


def merge(samples: Sequence[Samples]) -> Samples:
    """Return several samples as one."""
    keys = frozenset[str]().union(*(sample.keys for sample in samples))
    return Samples(keys, tuple(o for sample in samples for o in sample.objects)[:_MAX_OBJECTS])


def is_json(fence: Fence) -> bool:
    """Return whether a fence contains JSON."""
    language = fence.language.strip("{}.").lower()
    if language in ("json", "json5", "jsonc"):
        return True
    return (not language or language in _JSON_LANGUAGES) and fence.text.lstrip()[:1] in ("{", "[")


@lru_cache(maxsize=512)
def _parse(text: str) -> Json:
    """Parse JSON with comments, trailing commas and ellipses; return None for other texts."""
    for candidate in (text, _TRAILING_COMMA.sub("", _ELLIPSIS.sub("", _uncomment(text)))):
        try:
            return parse_json(candidate)
        except ValueError:
            continue
    return None


def _uncomment(text: str) -> str:
    return _COMMENT.sub(lambda match: match[1] or "", text)


def _objects(value: Json) -> Iterator[Mapping[str, Json]]:
    """Yield the objects in a value, breadth first."""
    level: list[Json] = [value]
    for _ in range(12):
        inner: list[Json] = []
        for item in level:
            if is_object(item):
                yield item
                inner.extend(item.values())
            elif is_list(item):
                inner.extend(item[:20])
        level = [item for item in inner if isinstance(item, (dict, list))]


def values_by_key(objects: Iterable[Mapping[str, Json]]) -> Mapping[str, list[Json]]:
    """Return the values of each key in some objects."""
    values: dict[str, list[Json]] = defaultdict(list)
    for value in objects:
        for key, item in value.items():
            values[key].append(item)
    return values
