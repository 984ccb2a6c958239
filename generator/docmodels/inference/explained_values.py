"""Read values that a text explains one after the other: `open - cows pass. shut - ..`, `A = apple, P = pear`.

White space is one space, because pages print a text in one line.
"""

from __future__ import annotations

import re

from msgspec import Struct

from docmodels.inference.listed_values import (
    BOLD,
    MAX_TEXT_LENGTH,
    MAX_VALUE_LENGTH,
    QUOTED,
    is_conditional,
    is_no_value,
    plain_value,
)

MAX_LENGTH = 9 * MAX_TEXT_LENGTH
"""A longer text describes more than the values."""

_EXAMPLES = re.compile(r"\b(?:e\.?g|ex|examples?|such as|separated)\b", re.IGNORECASE)
_OPEN_END = re.compile(r"\b[ae]tc\b|\.\.\.|…", re.IGNORECASE)
_HEADINGS = frozenset("""
    caution default defaults deprecated description example examples format formats hint important limit max
    maximum min minimum note notes optional options pattern reference required restriction see tip type units usage
    value values warning http https""".split())
"""Words before a sign that begin a sentence about something else."""
_PLACEHOLDER = re.compile(r".*x{3}.*|(?=.*[YyDd]{2})[YMDHSTymdhs:.-]+Z?")
"""A word that stands for values: `4xxx`, `YYYY-MM`."""


class _Form(Struct, frozen=True):
    """How a text explains its values: `steps` finds them, and `marks` what separates each from its meaning.

    At least `count` values are a list, and all marks belong to them; in a form without marks, the first
    words of other sentences may have the same sign. A text has one of the signs, or not this form.
    """

    signs: tuple[str, ...]
    steps: re.Pattern[str]
    marks: re.Pattern[str] | None
    count: int = 2


_VALUE = r"(?P<value>[A-Za-z0-9][\w-]*+)"
_FORMS = (
    _Form(
        (" -", " –", " —"),
        re.compile(
            rf"(?:\A|[.:;!?,(] ?|\b(?:include|are|of|and|or) ){_VALUE} [-–—]++ (?![`'\"“‘*])"
        ),
        re.compile(r" [-–—]+ "),
    ),
    _Form(
        ("=",),
        re.compile(rf"(?:\A|[.:;!?,(] ?|\b(?:and|or) ){_VALUE} ?= ?(?=[A-Za-z])"),
        re.compile(r"="),
    ),
    _Form(
        (" (",),
        re.compile(
            rf"(?:\A|[:;,.] |\b(?:and|or|are) ){_VALUE} \([^()]{{1,60}}\)(?=[,;.]| or | and |\Z)"
        ),
        re.compile(r"\("),
    ),
    _Form((": ",), re.compile(rf"(?:\A|[.:;!?,] ){_VALUE}: (?=[A-Za-z])"), None, count=3),
)
_FIRST = re.compile(r"(?:[.:;!?(] ?|(?:include|are|of) )?")
"""What stands before the first value: an `and` or a comma shows that it is not the first one."""

_ITEM = re.compile(
    rf"`?(?P<value>[A-Za-z0-9][\w.+/-]{{0,{MAX_VALUE_LENGTH - 1}}}+)`?"
    r"\s*(?:[:=](?!\s*['\"`]?\d)|[–—(]|-++>?\s|\Z)"
)
"""An item, but not `Open = 1`: its value may be the number."""
_BULLETS = {"\n": re.compile(r"(?:\A|\n)- "), "-": re.compile(r"(?:\A|\s)-\s")}
_STAR = re.compile(r"(?:\A|\s)[*•]\s+")

_MARKED_STEP = re.compile(
    rf"(?:\A|[.:;!?,)] |[-*•] |\b(?:and|or|are) )(?:{QUOTED}|{BOLD})"
    r"\s*(?:\([^()]{1,60}\)\s*)?(?:[:=]|[-–—]+\s)"
)
_WORD = re.compile(r"[\w.+/-]+")


def explained_words(text: str) -> tuple[str, ...]:
    """Return the plain words that a text explains, all in one form: `open - can pass. shut - cannot.`

    The forms are a dash, an equals sign, brackets, and a colon after each of at least three values.
    """
    if len(text) > MAX_LENGTH or " " not in text or _OPEN_END.search(text):
        return ()
    words = " ".join(text.split())
    return next((values for form in _FORMS if (values := _read(form, words))), ())


def _read(form: _Form, text: str) -> tuple[str, ...]:
    """Return the values that a text explains in one form."""
    if not any(sign in text for sign in form.signs):
        return ()
    steps = list(form.steps.finditer(text))
    values = tuple(step["value"] for step in steps)
    if len(values) < form.count or not _are_values(values):
        return ()
    start = steps[0].start("value")
    is_whole = form.marks is None or len(form.marks.findall(text)) == len(values)
    is_first = _FIRST.fullmatch(text, steps[0].start(), start) is not None
    return values if is_whole and is_first and _is_list(text, start) else ()


def _is_list(text: str, start: int) -> bool:
    """Whether the text before the first value announces neither examples nor a condition."""
    return _EXAMPLES.search(text, 0, start) is None and not is_conditional(text, start)


def _are_values(values: tuple[str, ...]) -> bool:
    """Whether all words are different, and none is a heading, a placeholder or the absence of a value.

    Numbers with gaps may be the ends of a scale: `0 = dark, 255 = bright`.
    """
    has_others = any(
        is_no_value(value) or value.lower() in _HEADINGS or _PLACEHOLDER.fullmatch(value)
        for value in values
    )
    numbers = [int(value) for value in values if value.isdecimal()]
    has_gaps = len(numbers) == len(values) and max(numbers) - min(numbers) >= len(numbers)
    return len(set(values)) == len(values) and not has_others and not has_gaps


_REMARK = re.compile(
    r"\b(?:caution|hints?|important|notes?|remarks?|remember|see|tips?|warnings?)\s*:$",
    re.IGNORECASE,
)
_OTHER_ITEM = re.compile(r"\n[-*•+] ")
"""An item with another bullet, which has no value."""


def explained_items(text: str) -> tuple[str, ...]:
    """Return the plain values of the items after a colon: `How to sort: * up - the first is first * down`.

    An item consists of its value, or has a sign between the value and its meaning; one item has a
    meaning. Items after `Remember:` are remarks.
    """
    bullet = _bullet(text) if ":" in text else None
    if bullet is None or len(text) > 2 * MAX_LENGTH:
        return ()
    head, *items = bullet.split(text)
    matches = [match for item in items if (match := _ITEM.match(item.rstrip()))]
    if not 2 <= len(items) == len(matches) or not head.rstrip().endswith(":"):
        return ()
    if _REMARK.search(head.rstrip()) or any(_OTHER_ITEM.search(item) for item in items):
        return ()
    values = tuple(match["value"] for match in matches)
    has_meaning = any(match.end() < len(match.string) for match in matches)
    return values if has_meaning and _are_values(values) and _is_list(head, len(head)) else ()


def _bullet(text: str) -> re.Pattern[str] | None:
    """Return the first bullet of a text; a line with a dash is an item of HTML."""
    star, dash = _STAR.search(text), _BULLETS["-"].search(text)
    if dash is None or (star is not None and star.start() < dash.start()):
        return None if star is None else _STAR
    return _BULLETS["\n" if text.startswith("\n- ", dash.start()) else "-"]


def explained_marks(text: str) -> tuple[str, ...]:
    """Return the marked words of a text that have a sign and their meaning after them: `` `open`: cows pass ``.

    Other marked words are no values, so the caller has other evidence that there are values.
    """
    if len(text) > 2 * MAX_LENGTH:
        return ()
    values = tuple(map(plain_value, _MARKED_STEP.finditer(text)))
    is_list = len(values) > 1 and _are_values(values) and all(map(_WORD.fullmatch, values))
    return values if is_list else ()
