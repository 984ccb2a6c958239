"""Valid inputs of each kind, which the programs change: the folders below `fuzz/seeds`."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

import yaml

FOLDER = Path(__file__).parent / "seeds"
Files: TypeAlias = Mapping[str, str]
"""The files of an input: text by name."""


@cache
def seeds() -> Mapping[str, Files]:
    """Return the files of each kind of input: page families, and formats of schemas."""
    return {
        folder.name: MappingProxyType(
            {path.name: path.read_text("utf-8") for path in sorted(folder.iterdir())}
        )
        for folder in sorted(FOLDER.iterdir())
    }


_WORD = re.compile(r"\w[\w.-]*")
_CELL = re.compile(r"(?<=\|)[^|\n]+(?=\|)")
_QUOTED = re.compile(r"""(?<=["'`])[^"'`\n]+(?=["'`])""")
_LINE = re.compile(r"[^\n]+")


@lru_cache(100)
def text_slots(text: str) -> tuple[tuple[int, int], ...]:
    """Return where a text can be replaced: words, cells of tables, quoted texts, and lines."""
    spans = {m.span() for kind in (_WORD, _CELL, _QUOTED, _LINE) for m in kind.finditer(text)}
    return tuple(sorted(spans))


def place(text: str, payload: str, rng: random.Random) -> str:
    """Put a payload into a slot of a text, or beside what is there."""
    start, end = rng.choice(text_slots(text))
    match rng.randrange(4):
        case 0:
            start = end
        case 1:
            end = start
        case _:
            pass
    return text[:start] + payload + text[end:]


def parse_data(text: str) -> Any:
    """Return the value of a JSON or YAML document, which the caller may change."""
    return json.loads(_as_json(text))


@lru_cache(100)
def _as_json(text: str) -> str:
    return json.dumps(yaml.safe_load(text))


def place_in_data(text: str, payload: str, rng: random.Random) -> str:
    """Put a payload in the place of a key or a value of a JSON or YAML document; return JSON."""
    data = parse_data(text)
    container, key = rng.choice(list(_places(data)))
    if isinstance(container, dict) and rng.random() < 1 / 3:
        items = [(payload if old == key else old, value) for old, value in container.items()]
        container.clear()
        container.update(items)
    elif rng.random() < 1 / 3 and isinstance(container[key], str):
        container[key] += payload
    else:
        container[key] = payload
    return json.dumps(data, ensure_ascii=rng.random() < 0.5)


def _places(data: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each value of a document by the object or array that has it."""
    keys = list(data) if isinstance(data, dict) else range(len(data))
    for key in keys:
        yield data, key
        if isinstance(data[key], dict | list):
            yield from _places(data[key])
