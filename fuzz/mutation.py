"""Mutation: pages and specifications with changed bytes or structure raise no other exception.

A run ends with an error message or writes modules that can be imported, in little time.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import yaml

from docmodels.ir.keyword_table import KEYWORDS as KEYWORD_TABLE
from fuzz.payloads import payload
from fuzz.seeds import parse_data, seeds
from fuzz.trial import generate, render_options

DATA = (".json", ".yaml")
MARKS = (
    "|", "||", "`", "```", "```json\n", "*", "**", "_", "#", "## ", "- ", "  - ", "<", ">", "<br>", "</", "&lt;",
    "<details>", "<!--", "-->", "[", "](", ")", "\\", "\\|", "---", "--- | ---\n", ":", ": ", "{", "}", "[]", "'",
    '"', "\n", "\n\n", "\t", "    ", "\r", "\0", "\ufeff", "\u2028", "1" * 400, "9" * 5000, "$ref", "&a ", "*a", "!!python/name:os",
    "% ", "@", "? ", "| |", "=", "...", "of", "or", "default", "Enum: ", "List[", "Dict[str, ", "map", "array of ",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 0.5, 1e308, -0.0, 10**30, int("9" * 400), "", "a", "\u0130", [], {}, [None], [[]],
    ["a", "a"], {"": {}}, {"type": "object"}, {"$ref": "#"}, {"$ref": "#/"}, {"$ref": ""}, {"not": {}}, [{}, {}],
    {"type": ["string", "null"]}, {"enum": []}, {"const": None}, {"allOf": [{"$ref": "#"}]}, "string", "object", "null",
    {"oneOf": [{"type": "string"}, {"type": "integer"}]}, {"a": {"b": {"c": []}}}, "#/$defs/Lid", "^(a+)+$", "[", "(?P<a>",
    "#/components/schemas/Crate", "1e400", "2020-02-30", {"properties": {"class": True}}, {"additionalProperties": False},
)  # fmt: skip
KEYWORDS = sorted(
    {keyword.name for keyword in KEYWORD_TABLE} | {"$ref", "$id", "$anchor", "definitions"}
)


def try_input(rng: random.Random) -> str:
    """Change one file of an input a few times, and generate models from all of them."""
    kind = rng.choice(list(seeds()))
    files = dict(seeds()[kind])
    change_file(files, rng)
    return generate(files, {}, render_options(rng), rng)


def change_file(files: dict[str, str], rng: random.Random) -> None:
    """Change one of the files a few times: its text, or its data if it is still JSON or YAML."""
    name = rng.choice(list(files))
    text = files[name]
    changes = rng.choice((1, 1, 2, 3, 8))
    if name.endswith(DATA) and rng.random() < 0.8:
        with suppress(ValueError, yaml.YAMLError):
            files[name] = _change_data(parse_data(text), changes, rng)
            return
    for _ in range(changes):
        text = rng.choice(TEXT_CHANGES)(text, rng)
    files[name] = text


# --- text ------------------------------------------------------------------------------------------


def _span(text: str, rng: random.Random, longest: int = 20) -> tuple[int, int]:
    start = rng.randint(0, len(text))
    return start, min(len(text), start + rng.randint(0, longest))


def _delete(text: str, rng: random.Random) -> str:
    start, end = _span(text, rng)
    return text[:start] + text[end:]


def _repeat(text: str, rng: random.Random) -> str:
    start, end = _span(text, rng)
    return text[:start] + text[start:end] * rng.choice((2, 3, 50)) + text[end:]


def _insert_mark(text: str, rng: random.Random) -> str:
    start, _ = _span(text, rng)
    return text[:start] + rng.choice(MARKS) * rng.choice((1, 1, 1, 2, 40)) + text[start:]


def _insert_payload(text: str, rng: random.Random) -> str:
    start, end = _span(text, rng)
    return text[:start] + payload(rng) + text[end:]


def _flip(text: str, rng: random.Random) -> str:
    content = bytearray(text.encode("utf-8", "surrogatepass"))
    if content:
        content[rng.randrange(len(content))] ^= 1 << rng.randrange(7)
    return content.decode("utf-8", "replace")


def _move_lines(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    start, end = sorted(rng.randrange(len(lines) + 1) for _ in range(2))
    moved = lines[start:end]
    kept = lines[:start] + lines[end:] if rng.random() < 0.7 else lines
    place = rng.randint(0, len(kept))
    return "\n".join(kept[:place] + moved + kept[place:])


def _take_line(text: str, rng: random.Random) -> str:
    """Insert a line of any other input."""
    files = seeds()[rng.choice(list(seeds()))]
    other = rng.choice(files[rng.choice(list(files))].split("\n"))
    lines = text.split("\n")
    place = rng.randint(0, len(lines))
    return "\n".join([*lines[:place], other, *lines[place:]])


def _cut(text: str, rng: random.Random) -> str:
    return text[: rng.randint(0, len(text))]


TEXT_CHANGES: tuple[Callable[[str, random.Random], str], ...] = (
    _delete, _repeat, _insert_mark, _insert_mark, _insert_payload, _flip, _flip, _move_lines, _take_line, _cut,
)  # fmt: skip


# --- data ------------------------------------------------------------------------------------------


def _change_data(data: Any, changes: int, rng: random.Random) -> str:
    for _ in range(changes):
        containers = list(_containers(data))
        if containers:
            _change_container(rng.choice(containers), containers, rng)
    with suppress(RecursionError):
        text = json.dumps(data)
        return text if rng.random() < 0.7 else yaml.safe_dump(data, sort_keys=False)
    return "{}"


def _containers(data: Any) -> Iterator[Any]:
    pending = [data] if isinstance(data, dict | list) else []
    while pending:
        container = pending.pop()
        values = container.values() if isinstance(container, dict) else container
        if values:
            yield container
        pending.extend(value for value in values if isinstance(value, dict | list))


def _change_container(container: Any, containers: list[Any], rng: random.Random) -> None:
    """Delete, replace, copy, rename or add a value."""
    keys = list(container) if isinstance(container, dict) else list(range(len(container)))
    key = rng.choice(keys)
    match rng.randrange(6):
        case 0:
            del container[key]
        case 1:
            container[key] = json.loads(json.dumps(rng.choice(containers)))
        case 2 if isinstance(container, dict):
            container[rng.choice(KEYWORDS)] = container.pop(key)
        case 3 | 4 if isinstance(container, dict):
            container[rng.choice(KEYWORDS)] = _value(rng)
        case _:
            container[key] = _value(rng)


def _value(rng: random.Random) -> Any:
    value = json.loads(json.dumps(rng.choice(VALUES)))
    for _ in range(rng.choice((0, 0, 0, 1, 2, 60))):
        value = {rng.choice(KEYWORDS): value} if rng.random() < 0.5 else [value]
    return value
