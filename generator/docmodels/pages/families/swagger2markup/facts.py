"""Read the facts in name and description cells: presence, access, default, limits, example."""

from __future__ import annotations

import re

from msgspec import Struct, field

from docmodels.ir import Json, is_list, is_object
from docmodels.pages.families.swagger2markup.labels import FACTS, PRESENCE, READ_ONLY
from docmodels.pages.json_values import read_json
from docmodels.pages.schema_facts import to_number
from docmodels.pages.table_rows import decode_cell, decode_escapes

_NAME = re.compile(r"\*\*(?P<bold>[^*]+)\*\*|(?P<plain>[^\s*<]+)")
_FLAG = re.compile(r"[*_](?P<flag>[^*_<>]+)[*_](?=\s|<|$)")
_LABEL = re.compile(r"(?:^|\s|<br ?/?>)\*\*(?P<label>[^*<>]{2,30})\*\* ?: ?")
_SPAN = re.compile(r"`{1,2}(?P<code>.*?)`{1,2}", re.S)
_LENGTH = re.compile(r"(?P<first>\d{1,9})(?: - (?P<last>\d{1,9}))?")
_ESCAPES = "\\`*_{}[]()#+-.!|<>"
_GENERATED: tuple[Json, ...] = ("string", "object", 0, True)
"""Values that the generator makes up from the type, where a property has no example."""


class NameCell(Struct, frozen=True):
    """The name of a field, whether it is required (None: not stated), and its access."""

    name: str
    required: bool | None = None
    is_read_only: bool = False


class Facts(Struct):
    """The text of a description cell, and the facts below it as printed: JSON, or texts.

    `limits` are constraints by the name of their attribute.
    """

    doc: str = ""
    default: str | None = None
    limits: dict[str, Json] = field(default_factory=dict[str, Json])
    examples: tuple[Json, ...] = ()


def read_name(cell: str) -> NameCell | None:
    """Read a name cell: `**name**  <br>*required*  <br>*read-only*`; None if it has no name."""
    match = _NAME.match(cell)
    if match is None:
        return None
    flags = {flag["flag"].strip().lower() for flag in _FLAG.finditer(cell, match.end())}
    answers = [PRESENCE[flag] for flag in flags if flag in PRESENCE]
    required = answers[0] if len(answers) == 1 else None
    name = decode_escapes(match["bold"] or match["plain"], _ESCAPES).strip()
    return NameCell(name, required, not flags.isdisjoint(READ_ONLY)) if name else None


def read_facts(cell: str) -> Facts:
    """Read a description cell; a label that is none of the generator's belongs to the text."""
    labels = [m for m in _LABEL.finditer(cell) if m["label"].strip().lower() in FACTS]
    end = labels[0].start() if labels else len(cell)
    facts = Facts(decode_cell(cell[:end], _ESCAPES))
    ends = [*(label.start() for label in labels[1:]), len(cell)]
    for label, value_end in zip(labels, ends, strict=False):
        _add_fact(facts, FACTS[label["label"].strip().lower()], cell[label.end() : value_end])
    return facts


def _add_fact(facts: Facts, name: str, printed: str) -> None:
    text = decode_cell(printed)
    span = _SPAN.fullmatch(text.removesuffix("."))
    text = span["code"] if span is not None else decode_escapes(text, _ESCAPES)
    match name:
        case "default":
            facts.default = text
        case "example":
            example = read_json(text, None)
            facts.examples = () if example is None or _is_generated(example) else (example,)
        case "length":
            if length := _LENGTH.fullmatch(text):
                facts.limits["min_length"] = int(length["first"])
                facts.limits["max_length"] = int(length["last"] or length["first"])
        case "pattern":
            pattern = read_json(text, text)
            if isinstance(pattern, str) and pattern:
                facts.limits["pattern"] = pattern
        case _:
            number = to_number(read_json(text, None))
            if number is not None:
                facts.limits[name] = number


def _is_generated(example: Json) -> bool:
    """Whether an example is made up from the type: it has placeholders and links only."""
    if is_list(example):
        return all(map(_is_generated, example))
    if is_object(example):
        return all(key == "string" and _is_generated(value) for key, value in example.items())
    return example in _GENERATED or (isinstance(example, str) and "](#" in example)
