"""Test the values that texts list as plain words, with meanings, with a default or as numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docmodels.inference.bulleted_values import open_table_values
from docmodels.inference.enums_from_descriptions import ENUMS_FROM_DESCRIPTIONS, Description
from docmodels.inference.plain_values import (
    announced_words,
    bracketed_words,
    last_capitals,
    numbers_of_names,
    numbers_with_names,
    supported_words,
    words_after_verb,
    words_of_settings,
    words_with_conditions,
    words_with_default,
)
from docmodels.ir import Default
from work import cpu_limit

_WORD = st.from_regex(r"[a-z]{2,8}", fullmatch=True).map("v".__add__)


def infer(text: str, default: str = "", symbol: str = "", is_number: bool = False) -> object:
    """Return the values that are inferred for a field with this text, as one text."""
    printed = Default(value=default) if default else None
    description = Description(text, printed, True, is_number=is_number, symbol=symbol)
    values = ENUMS_FROM_DESCRIPTIONS.infer(description) or ()
    return " ".join(map(str, values))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Which end. Possible values are HALF_OPEN, SHUT or AJAR.", "HALF_OPEN SHUT AJAR"),
        ("Allowed values: cc-by, none-such | free", "cc-by none-such free"),
        ("Possible values are red, blue", "red blue"),
        ("State of the gate. One of the following values: Open, Shut", "Open Shut"),
        ("The gate, either open or shut.", "open shut"),
        ("The gate (one of open, shut) of the field", "open shut"),
        ("Supported: en, de, nb. Default: en.", "en de nb"),
        ("One of low or high. High is loud.", "low high"),
        ("Possible values include: on and off (default is on)", "on off"),
        ("Possible values are HALF_OPEN, SHUT, and those of others", ""),
        ("Possible values are HALF_OPEN, HALF_OPEN", ""),
        ("Possible values are NULL, SHUT", ""),
        ("If it is wide, one of open or shut", ""),
        ("One of open or shut. One of left or right", ""),
        ("Usually one of open or shut", ""),
        ("One of red, blue, etc.", ""),
        ("One of the gates", ""),
        ("x" * 600 + " Possible values are AJAR, SHUT", ""),
    ],
)
def test_announced_words_are_values(text: str, expected: str) -> None:
    assert announced_words(text) == tuple(expected.split())
    assert infer(text) == expected


@pytest.mark.parametrize(
    ("text", "default", "expected"),
    [
        ("The ticket - single - day - week", "day", "single day week"),
        ("The ticket: single, day", "day", "single day"),
        ("The plan; of free, pro, team", "free", "free pro team"),
        ("day|week", "week", "day week"),
        ("Shown as h or v", "v", "h v"),
        ("The ticket: single, day", "year", ""),
        ("A day or two. The kind: single, day", "day", "single day"),
        ("The kind: day, week. The other: day, year", "day", ""),
        ("Such as day, week", "day", ""),
        ("It is a day or a week", "day", ""),
    ],
)
def test_list_with_the_printed_default_has_the_values(
    text: str, default: str, expected: str
) -> None:
    assert words_with_default(text, default.__eq__) == tuple(expected.split())
    assert infer(text, default) == expected
    assert infer(text, symbol=f"TicketKind_{default.upper()}") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Gate | Meaning -- | -- OPEN | Cows pass. HALF OPEN | Calves do. SHUT | No",
            "OPEN,HALF OPEN,SHUT",
        ),
        ("Gate | Cows | Meaning -- | -- | -- 0 | all | They pass. 1 | none | No", "0,1"),
        ("Gate | Meaning -- | -- OPEN | Cows pass SHUT | No", ""),
        ("Gate | Meaning -- | -- OPEN | Cows pass.", ""),
        ("Gate | Meaning -- | -- OPEN | Cows pass. OPEN | No", ""),
        ("Field | Meaning -- | -- open | Cows pass. shut | No", ""),
        ("Text -- | -- OPEN | Cows pass. SHUT | No", ""),
    ],
)
def test_first_column_of_a_table_without_outer_pipes(text: str, expected: str) -> None:
    assert ",".join(open_table_values(text)) == expected
    description = Description(text, is_field=True)
    assert ",".join(map(str, ENUMS_FROM_DESCRIPTIONS.infer(description) or ())) == expected


def test_words_after_a_verb_and_in_brackets() -> None:
    assert words_after_verb("It can be OPEN or SHUT") == ("OPEN", "SHUT")
    assert words_after_verb("If wide, it can be OPEN or SHUT") == ()
    assert bracketed_words("State of the gate (open or shut).") == ("open", "shut")
    assert bracketed_words("The gate (open or shut) here") == ()
    assert bracketed_words("Speed (m/s)") == bracketed_words("Gate (see below)") == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Unknown = 0, Open = 1, Shut = 2", (0, 1, 2)),
        ("How it is. <br /> values=> Unknown = 0, Open = 1", (0, 1)),
        ("The state: - Open = 1 - Shut = 2", (1, 2)),
        ("How it is (Open = `1`, Shut = `2`)", (1, 2)),
        ("Open = 1, Shut = 1", ()),
        ("Open = 1", ()),
        ("Open = 1, Shut = 2 and more", ()),
        ("width = 1, height = 2", ()),
    ],
)
def test_numbers_of_names_are_values_of_numbers(text: str, expected: tuple[int, ...]) -> None:
    assert numbers_of_names(text.replace("<br />", " ")) == expected
    assert infer(text, is_number=True) == " ".join(map(str, expected))
    assert infer(text) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("`red` is for all. `pale` is only for `oak` wood", ("red", "pale")),
        ("`red` is for all. `pale` is only for `oak` paint", ("red", "pale", "oak")),
        ("`red` is only for `oak` wood", None),
    ],
)
def test_value_before_the_last_word_of_another_field_is_that_of_the_other_field(
    text: str, expected: tuple[str, ...] | None
) -> None:
    names = frozenset({"paint", "gateWood"})
    description = Description(text, None, True, is_enum=True, name="paint", siblings=names)
    assert ENUMS_FROM_DESCRIPTIONS.infer(description) == expected


@pytest.mark.parametrize(
    ("text", "default", "symbol", "expected"),
    [
        ("1 = low, 2 = high", "2", "", "1 2"),
        ("1 = low, 2 = high", "3", "", ""),
        ("1 = low, 2 = high", "", "Variant2", "1 2"),
        ("1 = low, 2 = high", "", "", ""),
        ("Can be set to 6 (default), 12, or 18.", "", "MODE_6", "6 12 18"),
        ("Can be set to 6 (default), 12, or 18.", "", "", ""),
    ],
)
def test_default_shows_that_numbers_with_names_are_values(
    text: str, default: str, symbol: str, expected: str
) -> None:
    printed = Default(value=default) if default else None
    description = Description(text, printed, True, bool(symbol), is_number=True, symbol=symbol)
    assert " ".join(map(str, ENUMS_FROM_DESCRIPTIONS.infer(description) or ())) == expected


def test_text_of_a_model_may_be_numbers_with_names() -> None:
    assert numbers_with_names("0 - Open 10 - Half_open 20 - Shut") == (0, 10, 20)
    assert numbers_with_names("0 - Open and 1 - Shut") == ()
    assert numbers_with_names("0 - Open 0 - Shut") == ()
    description = Description("0 - Open 1 - Shut")
    assert ENUMS_FROM_DESCRIPTIONS.infer(description) == (0, 1)


@given(st.lists(_WORD, min_size=2, max_size=6, unique=True), st.sampled_from([", ", " | ", " or "]))
def test_every_announced_word_is_read(words: list[str], separator: str) -> None:
    assert announced_words(f"One of {separator.join(words)}.") == tuple(words)
    assert words_with_default(f"Kind: {separator.join(words)}", words[0].__eq__) == tuple(words)


@given(st.text("oneof ab,-.:;|(=1)A\n", max_size=120))
def test_lists_of_words_are_distinct(text: str) -> None:
    for values in (
        announced_words("One of " + text),
        words_with_default(text, bool),
        words_after_verb("Can be " + text),
        bracketed_words(text),
        numbers_of_names(text),
        numbers_with_names(text),
        last_capitals(text),
        supported_words(text),
        words_of_settings(text),
        words_with_conditions(text),
        open_table_values(text),
    ):
        assert len(set(values)) == len(values) != 1 and all(str(value) for value in values)


def test_reading_plain_values_takes_linear_time() -> None:
    pieces = (
        "one of a, ",
        "a - b. ",
        "(",
        "Open = 1, ",
        "1 - A ",
        "can be a ",
        "values are ",
        "a, ",
    )
    with cpu_limit(20):
        for piece in (*pieces, "default ", "/", " -", "- a ", "a--", "a -- | --", "a. b | "):
            text = piece * 4_000
            infer(text, "a")
            infer(text, is_number=True)
            ENUMS_FROM_DESCRIPTIONS.infer(Description(text))
