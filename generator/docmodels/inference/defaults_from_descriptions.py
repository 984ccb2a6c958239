"""Infer the default that a description states: `Defaults to "red".`, `The default is 5.`

Pages of many generators have no place for defaults (Java, Kotlin, Scala, widdershins). In a sample of
public specifications, 47 of 51 stated defaults are that of the specification where it has one; most
specifications state it in the description only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from docmodels.diagnostics.rules import DEFAULT_FROM_DESCRIPTION
from docmodels.inference.inference import Inference, Source
from docmodels.ir import (
    Boolean,
    Const,
    Default,
    Enum,
    Integer,
    Json,
    Nullable,
    Number,
    String,
    Type,
)

MAX_LENGTH = 2000
"""A longer text is not read."""

_QUOTED = (
    r"`([^`\n]{1,80})`|\"([^\"\n]{1,80})\"|'([^'\n]{1,80})'|“([^”\n]{1,80})”"
    r"|\*{1,2}([^*\n]{1,80})\*{1,2}"
)
_WORD = r"(?P<{}>-?\d+(?:\.\d+)?|[A-Za-z_][\w-]{{0,60}})"
_STATEMENT = re.compile(
    r"\b(?:defaults\s++to|default\s++(?:set\s++)?to"
    r"|default(?:(?:\s++value)?\s*+[:=]|(?:\s++[a-z]++){0,2}\s++is))\s*+"
    r"(?::\s*+)?(?:set\s++to\s++)?"
    rf"(?:{_QUOTED}|{_WORD.format('word')})(?![\w%/])"
    rf"|\bdefault\s++(?:value\s++)?(?:{_QUOTED})"
    rf"|\(default\s++{_WORD.format('bracketed')}\)"
    rf"|(?:{_QUOTED})\s++(?:by\s++default\b|[(\[](?:the\s++)?default[)\]])"
    rf"|(?:\A|[.;,(:])\s*+default\s++{_WORD.format('short')}(?=\s*+(?:[.,;()]|\Z))"
    rf"|(?<![\w.-]){_WORD.format('before')},?\s++(?:by\s++default\b|[(\[](?:the\s++)?default[)\]])",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?")
_CONSTANT = re.compile(r"(?!NULL\b|NONE\b|NA\b)[A-Z][A-Z0-9_-]*")
"""A plain word that is a value: in capitals, no word of a sentence."""
_NO_VALUES = frozenset(("null", "none", "undefined", "nil"))
_END = re.compile(r"\s*(?:[.,;)]|\Z)")
_UNIT = re.compile(
    r"\s*(milliseconds?|seconds?|minutes?|hours?|days?|weeks?|months?|years?|ms|s|bytes?|[kmg]i?b)\b",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[a-z]+")
_UNIT_NAMES = {"ms": "millisecond", "s": "second"}
_SENTENCE_END = re.compile(r"[.!?]\s|\n")
_CONDITION = re.compile(r"\b(?:if|when|for|unless|where|otherwise|except)\b", re.IGNORECASE)
_ABSENCE = re.compile(
    r"\b(?:(?:if|when|where),?\s+(?:\S+\s+){0,10}?(?:not|omitted|unset|absent|missing|unspecified|empty)"
    r"|unless\s+(?:otherwise\s+)?(?:specified|set|given|provided))\b",
    re.IGNORECASE,
)


class StatedDefault(Struct, frozen=True):
    """The description of a field, and its type with references to enums resolved."""

    text: str
    type: Type


def _infer(stated: StatedDefault) -> Default | None:
    text = stated.text
    if len(text) > MAX_LENGTH or "efault" not in text and "EFAULT" not in text:
        return None
    values = {str(value): value for value in _values(text, stated.type)}
    value = next(iter(values.values())) if len(values) == 1 else None
    return None if value is None else Default(value=value)


def _values(text: str, type: Type) -> Iterator[Json]:
    """Yield each default that the text states; null if one is conditional or of another type."""
    for statement in _STATEMENT.finditer(text):
        brief = statement["short"] or statement["before"]
        if brief is not None and _read(brief, None, type) is None:
            continue  # `used by default` states no value
        word = statement["word"] or statement["bracketed"] or brief
        quoted = None if word is not None else statement[statement.lastindex or 0]
        is_plain = not _is_conditional(text, statement) and not _has_other_unit(text, statement)
        is_end = _END.match(text, statement.end()) is not None
        is_whole = word is None or brief is not None or is_end or not isinstance(type, String)
        yield _read(word, quoted, type) if is_plain and is_whole else None


def _read(word: str | None, quoted: str | None, type: Type) -> Json:
    """Return the value of the type that is printed as a plain word or quoted; else null."""
    text = (quoted or word or "").strip()
    match type:
        case Nullable(inner):
            return _read(word, quoted, inner)
        case Boolean():
            return {"true": True, "false": False}.get(text.lower())
        case Integer():
            return int(text) if _NUMBER.fullmatch(text) and "." not in text else None
        case Number():
            return _number(text) if _NUMBER.fullmatch(text) else None
        case String(format=""):
            return _read_string(word, quoted)
        case Enum(members):
            return next((m.value for m in members if str(m.value) == text), None)
        case Const(value):
            return value if str(value) == text else None
        case _:
            return None


def _read_string(word: str | None, quoted: str | None) -> str | None:
    """Return the quoted text, or the plain word if it is in capitals; null if it means no value."""
    if quoted is not None:
        is_empty = quoted in ('""', "''")
        return "" if is_empty else None if quoted.lower() in _NO_VALUES else quoted
    return word if word is not None and _CONSTANT.fullmatch(word) else None


def _number(text: str) -> int | float:
    return float(text) if "." in text else int(text)


def _is_conditional(text: str, statement: re.Match[str]) -> bool:
    """Whether the sentence has a condition other than that the field is absent."""
    start = statement.start("short") if statement["short"] else statement.start()
    ends = [end.end() for end in _SENTENCE_END.finditer(text, 0, start)]
    end = _SENTENCE_END.search(text, statement.end())
    sentence = text[ends[-1] if ends else 0 : end.start() if end else len(text)]
    return _CONDITION.search(_ABSENCE.sub(" ", sentence)) is not None


def _has_other_unit(text: str, statement: re.Match[str]) -> bool:
    """Whether a unit follows that the text before does not name: the field may be in another one."""
    unit = _UNIT.match(text, statement.end())
    if unit is None:
        return False
    name, before = unit[1].lower(), text[: statement.start()].lower()
    is_named = name in _WORDS.findall(before) or _UNIT_NAMES.get(name, name).rstrip("s") in before
    return not is_named


DEFAULTS_FROM_DESCRIPTIONS = Inference(
    name="defaults-from-descriptions",
    title="A field has the default that its description states.",
    evidence=((Source.PROSE, "a sentence that states a default: `Defaults to 5 if not set.`"),),
    threshold=(
        "no other field of these pages has a printed default, or the page prints the name of an enum "
        "member that it does not show; all statements agree, have no condition but that the field "
        "is absent, and the value is of the type: a string is quoted or a member of the enum, and a "
        "unit after a number stands in the text before it"
    ),
    infer=_infer,
    rule=DEFAULT_FROM_DESCRIPTION,
    reason=(
        "On 88 pairs that were not used for development, it gains 15.6 points of default; on 53 others "
        "no stated default that it reads is one of the specification."
    ),
)
