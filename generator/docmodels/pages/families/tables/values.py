"""Read values: enums in columns and descriptions, bounds and defaults."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Sequence
from functools import cache, lru_cache

from msgspec import Struct

from docmodels.ir import (
    Array,
    Boolean,
    Enum,
    EnumMember,
    Integer,
    Json,
    Map,
    Nullable,
    Number,
    Scalar,
    String,
    Type,
    is_list,
    is_object,
)
from docmodels.pages.families.tables.words import plain_text, whole_words, words
from docmodels.pages.json_values import parse_json

_ITEM = re.compile(r"<li>(.*?)(?=</?(?:li|ul|ol)>|\Z)", re.I | re.S)
_ITEM_VALUE = re.compile(
    r"(?:`([^`]+)`|\*\*([^*]+)\*\*|\"([^\"]+)\"|([\w.+-]{1,40})\s*(?=[=:：＝–(（-]))"
)
_CODE = re.compile(r"`{1,2}\"?'?([^`\"']{1,60})'?\"?`{1,2}|[\"“]([^\"“”]{1,60})[\"”]")
_CODES = re.compile(r"(?:^|[\s,，;；、。.(（>|/])(-?\d{1,6})\s?[:：=＝]\s?(?=[^\s\d/:=])")
_AFTER_COLON = re.compile(r"^[^`\"]*[:：](?=\s*[`\"])")
_MAY_LIST = re.compile(r"[`\"“&<]|\d\s?[:：=＝]")
"""What every text that lists values contains."""
_TOKEN = re.compile(r"[\w.+/@-]{1,60}")
_SEPARATORS = re.compile(r"(?:(?<!\s)\s++)?+(?:[,，、;；|/]|<br\s*+/?>)\s*+|(?<!\s)[^\S\n]*+\n\s*+")
_BETWEEN = re.compile(r"(?:[\s,，、;；|/:：.。()（）+-]|<br\s*/?>|</?[uo]l>|</?li>)*", re.I)
_NUMBER = r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?"
_INTERVAL = re.compile(rf"([\[(])\s*`?({_NUMBER})`?\s*,\s*`?({_NUMBER})`?\s*([\])])")
_COMPARISON = re.compile(rf"(>=|<=|>|<|≥|≤)\s*`?({_NUMBER})`?")
_JSON_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,17})(?:\.\d{1,30})?(?:[eE][+-]?\d{1,3})?")
_INTEGER = re.compile(r"-?(?:0|[1-9]\d{0,17})")
_MAX_TEXT = 4000
_MAX_VALUES = 200


class Bounds(Struct, frozen=True):
    """Bounds of numbers by the attribute names of `NumberConstraints`."""

    values: tuple[tuple[str, int | float], ...] = ()


def value_type(type: Type) -> Type:
    """Return the type of the values of a field: of the items of an array, of a nullable type."""
    match type:
        case Nullable(inner):
            return value_type(inner)
        case Array(items):
            return value_type(items)
        case _:
            return type


def read_bounds(text: str) -> Bounds:
    """Read a cell that is an interval, `[1, 65535]` or `(0, 1]`, or a comparison, `>= 1`."""
    text = html.unescape(text).strip()
    if (interval := _INTERVAL.fullmatch(text)) is not None:
        low = "minimum" if interval[1] == "[" else "exclusive_minimum"
        high = "maximum" if interval[4] == "]" else "exclusive_maximum"
        values = (low, _to_number(interval[2])), (high, _to_number(interval[3]))
        return Bounds(values) if values[0][1] < values[1][1] else Bounds()
    comparisons = _COMPARISON.findall(text)
    if comparisons and not _COMPARISON.sub("", text).strip(" ,，;&`"):
        return Bounds(tuple((_KEYWORDS[sign], _to_number(digits)) for sign, digits in comparisons))
    return Bounds()


_KEYWORDS = {
    ">=": "minimum",
    "≥": "minimum",
    ">": "exclusive_minimum",
    "<=": "maximum",
    "≤": "maximum",
    "<": "exclusive_maximum",
}


def _to_number(digits: str) -> int | float:
    return int(digits) if _INTEGER.fullmatch(digits) else float(digits)


def read_number(cell: str) -> int | float | None:
    """Read a cell that is a number, optionally as code; None for other cells."""
    text = cell.strip("` *")
    return _to_number(text) if _JSON_NUMBER.fullmatch(text) else None


def column_values(cell: str, type: Type) -> tuple[Json, ...]:
    """Return the values that a column of values lists for a field of a type."""
    text = html.unescape(cell[:_MAX_TEXT]).replace("\\|", "|").strip()
    if plain_text(text).lower() in words().values["nothing"] or _INTERVAL.fullmatch(text):
        return ()
    if text.startswith("["):
        return _typed(_json_array(text), type)
    if (items := _ITEM.findall(text)) or "`" in text or '"' in text:
        return _typed(_items(items) if items else _spans(text), type)
    tokens = [token.strip() for token in _SEPARATORS.split(text)]
    if len(tokens) < 2 or _is_incomplete(text):
        return ()
    return _typed(tokens, type) if all(map(_TOKEN.fullmatch, tokens)) else ()


def _json_array(text: str) -> list[str]:
    """Return the items of an array of scalars, as texts."""
    try:
        value = parse_json(text)
    except ValueError:
        tokens = text.strip("[]").split(",")
        return [token.strip(" `\"'") for token in tokens] if text.endswith("]") else []
    items = value if is_list(value) else []
    if any(isinstance(item, (list, dict)) for item in items):
        return []
    return [item if isinstance(item, str) else json.dumps(item) for item in items]


def _spans(text: str) -> list[str]:
    """Return the code spans of a text that consists of them and of separators."""
    values = [first or second for first, second in _CODE.findall(text)]
    remaining = _CODE.sub(" ", text)
    remaining = re.sub(r"[(（][^()（）]{0,80}[)）]", " ", remaining)
    tokens = [
        token.lower() for token in re.findall(r"[^\W\d]+", re.sub(r"<[^<>]*>", " ", remaining))
    ]
    allowed = {*words().values["joiners"], "default", "the"}
    return values if all(token in allowed for token in tokens) else []


def _items(items: Sequence[str]) -> list[str]:
    """Return the value at the start of each item of a list, nothing if one item has none."""
    items = [item.strip() for item in items]
    matches = [_ITEM_VALUE.match(item) for item in items]
    values = [match[match.lastindex or 0] for match in matches if match is not None]
    is_only = all(
        match is not None and match.end() == len(item)
        for match, item in zip(matches, items, strict=True)
    )
    return values if len(values) == len(items) and (len(values) > 1 or is_only) else []


def text_values(text: str, type: Type) -> tuple[Json, ...]:
    """Return the values that a description lists: after a lead word, as codes, or as all of it."""
    if not _MAY_LIST.search(text) or not isinstance(value_type(type), Scalar):
        return ()
    text = html.unescape(text[:_MAX_TEXT])
    if _is_incomplete(text):
        return ()
    items = _ITEM.findall(text) if "<li>" in text.lower() else []
    if items:
        return _typed(_items(items), type)
    codes = _CODES.findall(text)
    if len(set(codes)) > 1 and len(codes) == len(set(codes)):
        return _typed(codes, type)
    if "`" not in text and '"' not in text and "“" not in text:
        return ()
    text = text.strip().rstrip(".。")
    for whole in (text, _AFTER_COLON.sub("", text)):
        if len(values := _typed(_spans(whole), type)) > 1:
            return values
    for lead in _leads().finditer(text):
        if len(values := _typed(_listed(text, lead.end()), type)) > 1:
            return values
    return ()


@cache
def _leads() -> re.Pattern[str]:
    return re.compile(rf"{whole_words(words().values['lead'])}(?:\s(?:are|is))?", re.I)


def _listed(text: str, start: int) -> list[str]:
    """Return the code spans from a position on that only separators and meanings divide."""
    values: list[str] = []
    position = start
    joiners = words().values["joiners"]
    while (code := _CODE.search(text, position, position + 160)) is not None:
        between = text[position : code.start()]
        plain = re.sub(r"[(（][^()（）]*[)）]", "", between).strip().lower()
        limit = 30 if not values else 60
        is_meaning = bool(values) and re.match(r"\s*[:：=(（–-]", between) is not None
        is_list = _BETWEEN.fullmatch(plain) or plain.strip(" ,，、") in joiners or is_meaning
        if not is_list or len(between) > limit or ". " in between or "。" in between:
            break
        values.append(code[1] or code[2])
        position = code.end()
    return values


def _is_incomplete(text: str) -> bool:
    """Return whether a text lists examples only, or a value for all others."""
    lower = text.lower()
    if _incomplete().search(lower) is not None or re.search("等(?=$|[。）)，,])", lower):
        return True
    return _others().search(lower) is not None


@cache
def _incomplete() -> re.Pattern[str]:
    """Return a pattern for words such as `etc`, which is no part of `ketch`, and for `...`."""
    words_of_letters = [word for word in words().values["incomplete"] if word.isalpha()]
    others = [re.escape(word) for word in words().values["incomplete"] if not word.isalpha()]
    return re.compile("|".join([whole_words(words_of_letters), *others]))


@cache
def _others() -> re.Pattern[str]:
    alternatives = "|".join(map(re.escape, words().values["others"]))
    return re.compile(rf"(?<!\w)(?:{alternatives})\w{{0,3}}\s?[:：=]")


def _typed(texts: Sequence[str], type: Type) -> tuple[Json, ...]:
    """Return distinct values of a type; nothing if one is none, or for booleans."""
    values: list[Json] = []
    if isinstance(value_type(type), Boolean):
        return ()
    for text in dict.fromkeys(text.strip().strip("`") for text in texts[:_MAX_VALUES]):
        try:
            value = read_literal(text, value_type(type))
        except ValueError:
            return ()
        values.append(value)
    return tuple(values)


def enum_of(values: Sequence[Json], closed: bool) -> Enum | None:
    """Return an enum of values of one kind; an open one accepts others of that kind."""
    members = tuple(EnumMember(value=value) for value in values)
    if closed:
        return Enum(members=members)
    kinds = {value.__class__ for value in values}
    if kinds == {int}:
        return Enum(members=members, closed=False, base="integer")
    return Enum(members=members, closed=False, base="string") if kinds == {str} else None


def read_literal(text: str, type: Type) -> Json:
    """Read a literal of a type. Raises `ValueError` if the text is none."""
    match type:
        case Nullable(inner):
            return read_literal(text, inner)
        case Boolean() if text.lower() in ("true", "false"):
            return text.lower() == "true"
        case Integer() if _INTEGER.fullmatch(text):
            return int(text)
        case Number() if _JSON_NUMBER.fullmatch(text):
            return _to_number(text)
        case String():
            is_quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "\"'"
            return text[1:-1] if is_quoted else text
        case Array() | Map():
            value = parse_json(text)
            if is_list(value) if isinstance(type, Array) else is_object(value):
                return value
        case _:
            pass
    raise ValueError(text)


@lru_cache(maxsize=4096)
def default_text(cell: str, description: str) -> str:
    """Return the text of a default: of its column, or after `Default:` in the description."""
    if cell:
        text = html.unescape(cell).replace("\\", "").strip().strip("`").strip()
        return "" if text.lower() in words().values["nothing"] else text
    match = _defaults().search(html.unescape(description[:_MAX_TEXT]))
    if match is None:
        return ""
    text = next(group for group in match.groups() if group is not None).strip()
    return "" if text.lower() in words().values["nothing"] else text


@cache
def _defaults() -> re.Pattern[str]:
    return re.compile(
        rf"{whole_words(words().values['default'])}"
        rf"\s?(?:\s?(?:is|are|to|value is)\s|[:：=]|(?=[`\"]))[\s*_]*"
        rf"(?:`([^`]+)`|\"([^\"]*)\"|({_NUMBER}|[\w-]+)(?=[*_\s.,;，。；)）]|$))",
        re.I,
    )
