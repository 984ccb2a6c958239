"""Test the values that texts explain: one after the other, in items, and after marks of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import docmodels
from docmodels.inference.enums_from_alternatives import ENUMS_FROM_ALTERNATIVES
from docmodels.inference.enums_from_descriptions import (
    ENUMS_FROM_DESCRIPTIONS,
    Description,
    plain_text,
    values_in_prose,
)
from docmodels.inference.explained_values import explained_items, explained_marks, explained_words
from docmodels.inference.listed_values import announced_constant, announced_values
from docmodels.inference.plain_values import announced_words, words_at_end
from docmodels.ir import Enum, Object
from rendered import import_rendered
from work import cpu_limit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("open - cows can pass. shut - they cannot.", "open shut"),
        ("States include open - cows pass. shut - none does.", "open shut"),
        ("The gate: OPEN — cows pass; SHUT — none does", "OPEN SHUT"),
        ("The gate: O - open, S - shut", "O S"),
        ("open - cows can pass - slowly. shut - they cannot.", ""),
        ("open - it is. open - it was.", ""),
        ("open - cows can pass.", ""),
        ("The gate (O = open, S = shut)", "O S"),
        ("How it is. o=open; a=half open; s=shut", "o a s"),
        ("The gate, O = open, S = shut", ""),
        ("If it is wide: O = open, S = shut", ""),
        ("Open = 1, Shut = 2", ""),
        ("For example: O = open, S = shut", ""),
        ("Signs, separated by a comma: O = open, S = shut", ""),
        ("O = open, S = shut, etc.", ""),
        ("The hue: 1xxx = warm, 2xxx = cold", ""),
        ("0 = dark, 255 = bright", ""),
        ("0 = dark, 1 = bright", "0 1"),
        ("By side: left - 'a', 'b' right - 'c', 'd'", ""),
        ("See a=b for O = open and S = shut", ""),
        ("Gate: O (open), A (half open), S (shut)", "O A S"),
        ("Its hinges are left (for calves) and right (for cows).", "left right"),
        ("It has a gate (old), and a fence (new)", ""),
        ("Gate (old): O (open) or S (shut)", ""),
        ("How it is. Open: cows pass. Ajar: calves do. Shut: none does.", "Open Ajar Shut"),
        ("OP: open gate, AJ: half open, SH: shut gate", "OP AJ SH"),
        ("How it is. Open: cows pass. Shut: none does.", ""),
        ("How it is. Note: it creaks. Open: cows pass. Shut: none does.", ""),
    ],
)
def test_words_with_meanings_are_values(text: str, expected: str) -> None:
    assert explained_words(text) == values_in_prose(text) == tuple(expected.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("How it opens: * wide - for cows * narrow", "wide narrow"),
        ("How it opens: • wide for cows • narrow", ""),
        ("How it opens: - wide: for cows - narrow (for calves)", "wide narrow"),
        ("How it opens: <ul><li>w - Wide</li><li>n - Narrow - or so</li></ul>", "w n"),
        ("How it opens: <ul> <li>`w` (wide)</li> <li>`n`</li> </ul>", "w n"),
        ("How it is used: * OWN: by its owner * Hire: by guests", "OWN Hire"),
        ("How it opens * wide - for cows * narrow - for calves", ""),
        ("Gate: how it opens * wide - for cows * narrow - for calves", ""),
        ("If it opens: * wide - for cows * narrow - for calves", ""),
        ("How it opens, e.g.: * wide - for cows * narrow - for calves", ""),
        ("How it opens: * wide * narrow", ""),
        ("How it opens: * wide - for cows * wide - for calves", ""),
        ("How it opens: * wide - for cows", ""),
        ("How it opens: * wide - for cows * Note: it creaks", ""),
        ("How it opens: * YYYY-MM - a month * YYYY - a year", ""),
        ("How it opens: * Wide = 1 * Narrow = 2", ""),
        ("Its hue: * 0 - dark * 255 - bright", ""),
    ],
)
def test_items_after_a_colon_begin_with_values(text: str, expected: str) -> None:
    assert explained_items(plain_text(text)) == values_in_prose(text) == tuple(expected.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("`wide`: cows pass `herd`. `narrow` (default): calves do", "wide narrow"),
        ("Of the `gate`. **wide** - cows pass. **narrow** - calves do", "wide narrow"),
        ("`wide` lets cows pass", ""),
        ("`wide`: cows pass. `wide`: calves do", ""),
        ("`wide gate`: cows pass. `narrow`: calves do", ""),
    ],
)
def test_marked_words_with_meanings_are_values_of_a_category(text: str, expected: str) -> None:
    assert explained_marks(text) == tuple(expected.split())
    names = {"gateKind": expected, "owner": "" if "herd" in text or "Of the" in text else expected}
    for name, values in names.items():
        description = Description(text, is_field=True, name=name)
        assert (ENUMS_FROM_ALTERNATIVES.infer(description) or ()) == tuple(values.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("How it opens: wide or narrow.", "wide narrow"),
        ("How it opens: wide, ajar or narrow", "wide ajar narrow"),
        ("How it opens: wide|narrow", "wide narrow"),
        ("How it opens [wide, narrow]", "wide narrow"),
        ("How it opens:[wide|narrow].", "wide narrow"),
        ("How it opens: wide, narrow", ""),
        ("If it opens: wide or narrow", ""),
        ("How it opens: for cows or narrow", ""),
        ("How it opens: wide or narrow. It creaks.", ""),
        ("It opens, ex: wide or narrow", ""),
        ("Comma-separated: [wide, narrow]", ""),
        ("Index of a[i, j]", ""),
        ("How it opens [for cows, narrow]", ""),
    ],
)
def test_words_at_the_end_are_values(text: str, expected: str) -> None:
    assert words_at_end(text) == tuple(expected.split())
    assert values_in_prose(text) == tuple(expected.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Choices are wide, narrow (default), and ajar", "wide narrow ajar"),
        ("Options: wide, narrow", "wide narrow"),
        ("How it opens (available: wide, narrow; default: wide)", "wide narrow"),
        ("Possible modes are wide and narrow", "wide narrow"),
        ("Its options open wide, narrow", ""),
    ],
)
def test_more_announcements_of_plain_words(text: str, expected: str) -> None:
    assert announced_words(text) == values_in_prose(text) == tuple(expected.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Possible value: **wide**, **narrow**.", "wide narrow"),
        ('Options are "wide" or "narrow"', "wide narrow"),
        ("The only supported gates are `wide` and `narrow`", "wide narrow"),
        ("Permitted kinds of gate: `wide`, `narrow`", "wide narrow"),
        ("Valid characters are `a` and `b`.", ""),
        ("It is available where `a`, `b`.", ""),
        ("x" * 300 + " Possible values are `wide` or `narrow`.", "wide narrow"),
        ("x" * 300 + " Options are `wide` or `narrow`.", ""),
        ("How a `gate` opens. `wide` or `narrow`", "wide narrow"),
        ("How a `gate` opens: `wide`, `narrow`. It creaks.", "wide narrow"),
        ("How a `gate` opens. `wide`, `narrow`", ""),
        ("How a `gate` opens. `wide` or `narrow` it is", ""),
        ("A `gate` (ex. `wide` or `narrow`). `a` or `b`", ""),
    ],
)
def test_more_announcements_of_quoted_values(text: str, expected: str) -> None:
    assert announced_values(text) == values_in_prose(text) == tuple(expected.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("How it opens. The only supported value is `wide`.", "wide"),
        ("How it opens. Acceptable value is 'wide'.", "wide"),
        ("It can only be `wide` for now.", ""),
        ("It can only be `wide`.", ""),
        ("Currently only `wide` is supported", ""),
        ("The gate supports only `wide` and is fine", ""),
        ("There only if the gate is `wide`.", ""),
        ("If the only gate is `wide`.", ""),
    ],
)
def test_sentence_announces_the_only_value(text: str, expected: str) -> None:
    assert announced_constant(text) == expected
    description = Description(text, is_field=True, name="opening")
    assert (ENUMS_FROM_DESCRIPTIONS.infer(description) or ("",)) == (expected,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("`wide:` cows pass. `half open:` calves do", "wide/half open"),
        ("How it opens: * *wide* - for cows * *narrow* - for calves", "wide/narrow"),
        (
            "How.<br><b>Valid Values</b>: wide, narrow<br><b>Kinds of gate</b>: all",
            "wide/narrow",
        ),
        (
            "Allowed values: <ul><li>wide - Cows - and calves</li><li>narrow</li></ul>",
            "wide/narrow",
        ),
        ("Values:<br />W = wide<br />N = narrow", "W/N"),
        ("How.\n<b>Valid Values</b>: wide, narrow\n<b>Kinds of gate</b>: all", "wide/narrow"),
        ("Possible values are `wide` and\n`narrow`.", "wide/narrow"),
        ("How it opens<br>wide or<br>narrow", ""),
        ("Of *cows*: *wide* or *narrow*", ""),
        ("A 2*3*4 gate", ""),
    ],
)
def test_values_are_marked_in_more_ways(text: str, expected: str) -> None:
    assert "/".join(values_in_prose(text)) == expected


def test_values_of_a_tag_may_be_fields() -> None:
    text, siblings = "Possible values: `cow`, `calf`", frozenset({"kind", "owner", "cow", "calf"})
    kind, owner = (
        Description(text, None, True, name=n, siblings=siblings) for n in ("kind", "owner")
    )
    assert ENUMS_FROM_DESCRIPTIONS.infer(kind) == ("cow", "calf")
    assert ENUMS_FROM_DESCRIPTIONS.infer(owner) is None
    only = Description("Always `cow`", None, True, name="kind", siblings=siblings)
    assert ENUMS_FROM_DESCRIPTIONS.infer(only) is None


def test_absence_is_no_value_of_a_list() -> None:
    assert announced_values("One of `wide`, `narrow` or `null`") == ("wide", "narrow")


def test_default_that_is_a_name_excludes_numbers() -> None:
    text = "0 = wide, 1 = narrow"
    for symbol, expected in (("Gate_Wide", None), ("", ("0", "1"))):
        description = Description(text, is_field=True, symbol=symbol)
        assert ENUMS_FROM_DESCRIPTIONS.infer(description) == expected


def test_numbers_that_are_explained_may_be_ends_of_a_scale() -> None:
    text = "How often it creaks (1 - never, 5 - always)"
    number = Description(text, is_field=True, is_number=True)
    assert ENUMS_FROM_DESCRIPTIONS.infer(number) is None
    assert ENUMS_FROM_DESCRIPTIONS.infer(Description("1 - never, 2 - often", is_field=True)) == (
        "1",
        "2",
    )


_WORD = st.from_regex(r"[a-z]{3}q[a-z]{0,4}", fullmatch=True)


@given(
    st.lists(_WORD, min_size=3, max_size=6, unique=True),
    st.sampled_from(["{} - it is", "{} = it is", "{} (it is)", "{}: it is"]),
    st.sampled_from([", ", "; ", ". "]),
)
def test_every_explained_word_is_read(words: list[str], form: str, separator: str) -> None:
    if form == "{} (it is)" and separator == "; ":
        separator = ", "
    assert explained_words(separator.join(map(form.format, words))) == tuple(words)


@given(st.lists(st.sampled_from("Cows pass the gate at night when it is dry".split()), max_size=30))
def test_sentences_without_a_form_give_no_values(words: list[str]) -> None:
    text = " ".join(words)
    for name in ("gateKind", "owner"):
        description = Description(text, is_field=True, name=name)
        assert ENUMS_FROM_DESCRIPTIONS.infer(description) is None
        assert ENUMS_FROM_ALTERNATIVES.infer(description) is None


@given(st.text("`'\"*-=:(),.ab\nor", max_size=120))
def test_explained_values_are_distinct_on_any_text(text: str) -> None:
    for read in (explained_words, explained_items, explained_marks, words_at_end):
        listed = read(text)
        assert len(set(listed)) == len(listed) != 1 and all(listed)


def test_explained_values_are_open_in_models(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Gate.md").write_text(
        "# Gate\n\n## Properties\n\nName | Type | Description | Notes\n---- | ---- | ---- | ----\n"
        "**opens** | **str** | How: <ul><li>w - Wide</li><li>n - Narrow</li></ul> | [optional] \n"
        "**side** | **str** | The side of it: left or right. | [optional] \n"
        "**hue** | **str** | R = red, B = blue | [optional] [default to 'G']\n"
    )
    api = docmodels.load(tmp_path)
    type = api.definitions[0].type
    assert isinstance(type, Object)
    enums = {field.name: field.type for field in type.fields if isinstance(field.type, Enum)}
    assert list(enums) == ["opens", "side"] and not any(enum.closed for enum in enums.values())
    model = import_rendered(api).Gate
    for payload in ('{"opens":"w","side":"left"}', '{"opens":"wide","side":"top","hue":"R"}'):
        assert model.model_validate_json(payload).model_dump_json(exclude_unset=True) == payload


def test_reading_explained_values_takes_linear_time() -> None:
    pieces = ("a - b. ", "a = b, ", "a (b), ", "a: b. ", "* a - b ", "- a: ", "`a`: ", "[a, ", "a|")
    with cpu_limit(20):
        for piece in (*pieces, " -", "(", "=", ": a or ", "<li>a", "valid a: ", '"a". ', "a" * 70):
            for count in (40, 4_000):
                description = Description(piece * count, is_field=True, name="gateKind")
                ENUMS_FROM_DESCRIPTIONS.infer(description)
                ENUMS_FROM_ALTERNATIVES.infer(description)
