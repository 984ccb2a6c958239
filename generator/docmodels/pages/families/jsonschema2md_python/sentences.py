"""Read the text of a node: attributes, a description, and the sentences of keywords after it."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from msgspec import Struct, field

from docmodels.ir import Json, is_list
from docmodels.pages.json_values import read_json

_ATTRIBUTES = re.compile(r"\s*+\*(?:\((?P<named>[^*\n)]*+)\)|(?P<bare>[^*()\n]++))\*(?=[:\s]|\Z)")
_WORDS = re.compile(r",\s*+(?:and |or )?|\s(?:and|or)\s")
_CONDITION = re.compile(r"required <sub><sup>[^<]*+</sup></sub>")
_BREAK = re.compile(r"<br\s*+/?>\s*+")

_QUOTED: Final = {
    "default": ("Default: `", "`."),
    "const": ("Must be: `", "`."),
    "linked_pattern": ("Must match pattern: `", ")."),
    "pattern": ("Must match pattern: `", "`."),
    "ref": ("Refer to *", "*."),
    "enum": ("Must be one of: ", "."),
    "media_type": ("Content media type: `", "`."),
    "encoding": ("Content encoding: `", "`."),
}
"""The beginning and the end of sentences with any text inside.

Source: `Parser._construct_description_line` of jsonschema2md 0.4 to 1.7.
"""
_FIXED: Final = {
    "additional": ("Cannot contain additional properties.", "Can contain additional properties."),
    "unevaluated": (
        "Cannot contain unevaluated properties.",
        "Can contain unevaluated properties.",
    ),
    "unique_items": ("Items must be unique.",),
    "integer": ("Must be an integer.",),
}
"""Sentences without a value. Source: as for `_QUOTED`."""
_NUMBERS: Final = {
    "minimum": "Minimum",
    "maximum": "Maximum",
    "exclusive_minimum": "Exclusive minimum",
    "exclusive_maximum": "Exclusive maximum",
    "multiple_of": "Must be a multiple of",
}
"""The beginnings of sentences with a number. Source: as for `_QUOTED`."""
_NUMBER = re.compile(r"(?:: | )`([^`\s]{1,40})`\.")
_ORDER: Final = (
    *("encoding", "media_type", "minimum", "exclusive_minimum", "maximum", "exclusive_maximum"),
    *("items", "multiple_of", "integer", "length", "pattern", "unique_items", "contains", "count"),
    *("enum", "const", "additional", "unevaluated", "ref", "default"),
)
"""The order of the sentences; one that stands before another kind is part of the description."""
_LONGEST_SIZE = 80
_SIZE = re.compile(
    r"(?P<what>Length|Number of properties) must be "
    r"(?:(?P<limit>at least|at most|equal to) (?P<size>\d{1,18})"
    r"|between (?P<least>\d{1,18}) and (?P<most>\d{1,18}) \(inclusive\))\."
)
_CONTAINS = re.compile(r"Contains schema must be matched [a-z0-9 ]{1,60}(?:\(inclusive\))?\.")
_VALUES = re.compile(
    r"""("(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+'|[^\s"',][^\s,]*+)(?:, or | or |, |\Z)"""
)
_PLAIN_TEXT = re.compile(r"[^`\"'{}\[\]\n]{1,80}")
_CONSTANTS: Final[dict[str, Json]] = {"None": None, "True": True, "False": False}
_LINK = re.compile(r"\[([^\[\]]++)\]\(")
_NO_VALUE: Final = object()


class Described(Struct):
    """What the text of a node states.

    `sizes` are pairs of a least and a greatest length, the last printed first; `values` are the
    values of an enum.
    """

    doc: str = ""
    kinds: tuple[str, ...] = ()
    format: str = ""
    flags: frozenset[str] = frozenset()
    sentences: dict[str, str] = field(default_factory=dict[str, str])
    sizes: list[tuple[int | None, int | None]] = field(
        default_factory=list[tuple[int | None, int | None]]
    )
    property_count: tuple[int | None, int | None] = (None, None)
    values: tuple[Any, ...] | None = None
    _before: int = len(_ORDER)

    def may_take(self, name: str) -> bool:
        """Whether a sentence may stand before those that are taken."""
        return _ORDER.index(name) < self._before

    def take(self, name: str, text: str) -> None:
        """Keep the text of a sentence."""
        self._before = _ORDER.index(name)
        self.sentences[name] = text


def read_text(text: str) -> Described:
    """Read the text after the name of a node."""
    described = Described()
    if (match := _ATTRIBUTES.match(text)) is not None:
        _read_attributes(match["named"] or match["bare"] or "", described)
        text = text[match.end() :]
    described.doc = _BREAK.sub("\n\n", _take_sentences(text.removeprefix(":").strip(), described))
    return described


def _read_attributes(text: str, described: Described) -> None:
    words = _WORDS.split(_CONDITION.sub("", text))
    formats = [word[len("format: ") :] for word in words if word.startswith("format: ")]
    described.format = formats[0] if formats else ""
    described.kinds = tuple(word.strip("[]'") for word in words)
    described.flags = frozenset(words)


def _take_sentences(text: str, described: Described) -> str:
    """Take sentences from the end of a text, each of them once; return the description."""
    while text:
        shorter = (
            _take_quoted(text, described)
            or _take_fixed(text, described)
            or _take_number(text, described)
            or _take_size(text, described)
        )
        if shorter is None:
            break
        text = shorter[0]
    return text


Shorter = tuple[str] | None
"""The text before a sentence, which may be empty; None if there is no such sentence at the end."""


def _take_quoted(text: str, described: Described) -> Shorter:
    for name, (start, end) in _QUOTED.items():
        kind = "pattern" if name == "linked_pattern" else name
        if not described.may_take(kind) or not text.endswith(end):
            continue
        position = text.rfind(start)
        if position < 0 or text[position - 1 : position].strip():
            continue
        inner = text[position + len(start) : len(text) - len(end)]
        if _accept(name, inner, described):
            return (text[:position].rstrip(),)
    return None


def _accept(name: str, inner: str, described: Described) -> bool:
    """Keep the text inside a sentence; return whether it is a value of that sentence."""
    match name:
        case "enum":
            described.values = _read_values(inner)
            if described.values is None:
                return False
        case "default" | "const":
            text = _json_text(inner, described)
            if text is None:
                return False
            inner = text
        case "linked_pattern":
            inner, mark, link = inner.rpartition("` ([")
            if not mark or "](" not in link:
                return False
            name = "pattern"
        case "pattern" | "media_type" | "encoding" if "`" in inner and name != "pattern":
            return False
        case "ref":
            target = _LINK.match(inner)
            inner = target[1] if target else inner
        case _:
            pass
    described.take(name, inner)
    return True


def _json_text(text: str, described: Described) -> str | None:
    """Return a value as JSON; versions before 0.9 print the texts of strings without quotes."""
    value = read_json(text, _NO_VALUE)
    is_string = described.kinds == ("string",) and not isinstance(value, str) and value is not None
    if is_string or (value is _NO_VALUE and not described.kinds):
        return json.dumps(text) if _PLAIN_TEXT.fullmatch(text) and text != "None" else None
    return None if value is _NO_VALUE else text


def _read_values(text: str) -> tuple[Json, ...] | None:
    """Read the values `"a", "b", or null`, or an array in backticks; None if they are no values.

    Versions before 0.9 print arrays as Python does: `['a', None]`.
    """
    if text.startswith("`[") and text.endswith("]`"):
        array = read_json(text[1:-1], None)
        if is_list(array):
            return tuple(array) or None
        text = text[2:-2]
    values: list[Json] = []
    position = 0
    while position < len(text):
        match = _VALUES.match(text, position)
        value = _read_value(match[1]) if match is not None else _NO_VALUE
        if match is None or value is _NO_VALUE:
            return None
        values.append(value)
        position = match.end()
    return tuple(values) if values else None


def _read_value(text: str) -> Any:
    """Read a value of JSON or Python; return `_NO_VALUE` for another text."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text.startswith("'") and "\\" not in text:
        return text[1:-1]
    return read_json(text, _NO_VALUE)


def _take_fixed(text: str, described: Described) -> Shorter:
    for name, sentences in _FIXED.items():
        for sentence in sentences:
            if described.may_take(name) and _ends_with(text, sentence):
                described.take(name, sentence)
                return (text[: -len(sentence)].rstrip(),)
    return None


def _ends_with(text: str, sentence: str) -> bool:
    before = text[: -len(sentence)][-1:]
    return text.endswith(sentence) and not before.strip()


def _take_number(text: str, described: Described) -> Shorter:
    """Take a sentence with a number, such as ``Minimum: `0`.``"""
    start = text.rfind("`", 0, len(text) - 2)
    for name, words in _NUMBERS.items():
        begin = max(text.rfind(words, 0, max(start, 0)), 0)
        number = _NUMBER.fullmatch(text, begin + len(words))
        is_sentence = number is not None and _ends_with(text, text[begin:])
        if is_sentence and number is not None and described.may_take(name):
            if text.startswith(words, begin):
                described.take(name, number[1])
                return (text[:begin].rstrip(),)
    return None


def _take_size(text: str, described: Described) -> Shorter:
    """Take a sentence about the length or the number of properties, or about `contains`."""
    contains = text.rfind("Contains schema must")
    if contains >= 0 and described.may_take("contains") and _CONTAINS.fullmatch(text, contains):
        described.take("contains", text[contains:])
        return (text[:contains].rstrip(),)
    begin = max(text.rfind("Length must"), text.rfind("Number of properties must"))
    match = _SIZE.fullmatch(text, begin) if 0 <= begin >= len(text) - _LONGEST_SIZE else None
    if match is None or not _ends_with(text, match[0]):
        return None
    names = ("length", "items") if match["what"] == "Length" else ("count",)
    name = next((name for name in names if described.may_take(name)), None)
    if name is None:
        return None
    described.take(name, match[0])
    if name == "count":
        described.property_count = _limits(match)
    else:
        described.sizes.append(_limits(match))
    return (text[:begin].rstrip(),)


def _limits(match: re.Match[str]) -> tuple[int | None, int | None]:
    """Return the least and the greatest size that a sentence states."""
    if match["size"] is None:
        return int(match["least"]), int(match["most"])
    size = int(match["size"])
    return (
        None if match["limit"] == "at most" else size,
        None if match["limit"] == "at least" else size,
    )
