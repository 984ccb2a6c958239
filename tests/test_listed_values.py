"""Test the values that a text lists in items, in a table, in brackets or with their meanings."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docmodels.inference.bulleted_values import (
    announced_items,
    marked_items,
    paired_values,
    table_values,
)
from docmodels.inference.enums_from_descriptions import values_in_prose
from docmodels.inference.listed_values import announced_values
from docmodels.ir import UNKNOWN, Enum
from test_enums_from_prose import load_types, values
from work import cpu_limit

_WORD = st.from_regex(r"[a-z]{2,8}", fullmatch=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("* 'moored' - at the quay * 'adrift' - lost", "moored adrift"),
        ('Where it is. - "moored": at the quay. - "adrift": lost', "moored adrift"),
        ('The codes: - "MO" - "AD" - "SU"', "MO AD SU"),
        ("* `moored` when a line holds it * `adrift` when none does", "moored adrift"),
        ("- 'MO': 'Moored' - at the quay - 'AD': 'Adrift' - lost", "MO AD"),
        ("The state. * **moored**: at the quay * **adrift**: lost", "moored adrift"),
        ("Rules. - **Type**: a text - **Support**: none", ""),
        ("* 'moored' at the quay * 'adrift' out there", ""),
        ("- 'moored': at the quay - adrift: lost", ""),
        ("* `moored`, `sunk` at last * `adrift`", ""),
        ("- `moored`: at the quay * `adrift`: lost", ""),
        ("* `moored`: one * `moored`: again", ""),
        ("* `berths/{berth}` of a port * `ports/{port}`", ""),
        ("* `one two three four five`: long * `short`: not", ""),
        ("", ""),
    ],
)
def test_items_begin_with_their_values(text: str, expected: str) -> None:
    assert marked_items(text) == tuple(expected.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The state is one of the following: - 'moored': fast - \"adrift\": lost", "moored adrift"),
        ("Can be one of: * moored * adrift", "moored adrift"),
        ("Admitted values are: - moored: fast - adrift: lost", "moored adrift"),
        ("The following states are possible: * MOORED * ADRIFT", "MOORED ADRIFT"),
        (
            "Allowed values: * `moored` will hold it * `adrift` (**default**) does not",
            "moored adrift",
        ),
        ("Allowed values: * moored will hold it * adrift does not", ""),
        ("One of: * moored * and so on", ""),
        ("Made of: * moored * adrift", None),
    ],
)
def test_announced_items_may_be_plain(text: str, expected: str | None) -> None:
    assert announced_items(text) == (None if expected is None else tuple(expected.split()))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("| Name | Meaning | | ---: | --- | | moored | fast | | adrift | lost |", "moored adrift"),
        ("It is\n\n| Value |  |\n|--|--|\n| `moored` | x |\n| `adrift` | y |\n", "moored adrift"),
        ("| Name | Value | |--|--| | moored | 0 | | adrift | 1 | Use names.", "moored adrift"),
        ("| Name | Value | |--|--| | moored | mo | | adrift | ad |", ""),
        ("| Field | Meaning | |--|--| | moored | x | | adrift | y |", ""),
        ("| Name | Meaning | |--|--| | moored | x | | is not | y |", "moored/is not"),
        ("| Name | Meaning | |--|--| | moored | x |", ""),
        ("| Name | Meaning | |--|--| | (moored) | x | | adrift | y |", ""),
        ("| moored | x | | adrift | y |", ""),
        ("a -- b | c", ""),
        ("|--|--|", ""),
    ],
)
def test_first_column_of_a_table_has_the_values(text: str, expected: str) -> None:
    parts = expected.split("/") if "/" in expected else expected.split()
    assert table_values(text) == tuple(parts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('The grade: "C" = cold, "W" = warm', "C W"),
        ("`C`: cold. `W`: warm.", "C W"),
        ("How it is `C` - cold `W` - warm", "C W"),
        ("<b>1</b>- yes, <b>0</b>- no", ""),
        ('For example, "C" = cold, "W" = warm', ""),
        ('"C" = cold, see "W"', ""),
        ('"C" = cold, "C" = colder', ""),
        ('"C" = cold', ""),
        ("* `C`: cold * `W`: warm * and `X`: more", ""),
    ],
)
def test_each_quoted_value_has_its_meaning(text: str, expected: str) -> None:
    assert paired_values(text) == tuple(expected.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Kind of berth ("quay", "buoy", or "none")', "quay buoy none"),
        ("Kind of berth (one of: `quay` or `buoy`) in the port", "quay buoy"),
        ("Kind of berth: `quay` or `buoy`.", "quay buoy"),
        ("Kind of berth: `quay` or `buoy`, not `none`", ""),
        ("Kind of berth (`quay` or `buoy` today)", ""),
        ("Kind of berth (for example `quay` or `buoy`)", ""),
        ("Kind of berth, in a format like (`quay` or `buoy`)", ""),
        ("Kind of berth (`quay` or `buoy`), or a `pier`", ""),
        ("Kind of berth (`quay` or `buoy`) and side (`port` or `lee`)", ""),
        ('The values "quay" and "buoy" are admitted.', "quay buoy"),
        ('The values "quay" and "buoy" are old.', ""),
        ("Could be one of `quay`, `buoy`, default to `buoy`", "quay buoy"),
        ("Could be one of `quay`, `buoy`, by day", ""),
        ('"quay" or "buoy" supported as values. Others are not.', "quay buoy"),
        ("Possible values: **quay**, **buoy**, or **pier**.", "quay buoy pier"),
        ("Must be **either** done **or** not", ""),
        ("One of `None` or `quay`", ""),
    ],
)
def test_list_without_announcement_is_complete(text: str, expected: str) -> None:
    assert announced_values(text) == values_in_prose(text) == tuple(expected.split())


@given(
    st.lists(_WORD, min_size=2, max_size=6, unique=True),
    st.sampled_from(['"{}"', "'{}'", "`{}`", "“{}”"]),
    st.sampled_from("-*•"),
)
def test_every_marked_item_is_read(words: list[str], mark: str, bullet: str) -> None:
    text = " ".join(f"{bullet} {mark.format(word)}: what it is" for word in words)
    assert values_in_prose(text) == tuple(words)


@given(st.text("`'\"*- |:=(),.ab\nor", max_size=120))
def test_lists_are_distinct_on_any_text(text: str) -> None:
    for read in (marked_items, paired_values, table_values, announced_values):
        listed = read(text)
        assert len(set(listed)) == len(listed) and all(listed)


def test_table_in_a_cell_gives_an_enum(tmp_path: Path) -> None:
    types = load_types(
        tmp_path,
        "**state** | **str** | | Name | Meaning | | --: | --- | | up | on | | down | off | | [optional] ",
        "**level** | **int** | | Value | Meaning | |--|--| | 1 | low | | 2 | high | | [optional] ",
    )
    assert values(types["state"]) == ["up", "down"] and values(types["level"]) == [1, 2]


def test_enum_class_without_section_has_the_values_of_its_text(tmp_path: Path) -> None:
    (tmp_path / "Relay.md").write_text("# Relay\n")
    types = load_types(
        tmp_path,
        '**mode** | [**ModeEnum**](#ModeEnum) | "half on" or "full on". | [optional]',
        '**name** | **String** | "half on" or "full on". | [optional]',
        "**kind** | [**KindEnum**](#KindEnum) |  | [optional]",
        "",
        '<a name="KindEnum"></a>',
        "## Enum: KindEnum",
        "Name | Value",
        "---- | -----",
        'A | "a"',
    )
    assert values(types["mode"]) == ["half on", "full on"]
    assert not isinstance(types["name"], Enum) and isinstance(types["kind"], Enum)
    assert types["mode"] != UNKNOWN


def test_less_than_half_of_the_values_may_be_fields(tmp_path: Path) -> None:
    types = load_types(
        tmp_path,
        "**kind** | **str** | One of `mail`, `phone` or `letter`. | [optional] ",
        "**owner** | **str** | One of `mail`, `phone` or `kind`. | [optional] ",
        "**phone** | **str** |  | [optional] ",
        "**way** | **str** | Either `phone` or `none`. | [optional] ",
    )
    assert values(types["kind"]) == ["mail", "phone", "letter"]
    assert not isinstance(types["owner"], Enum) and not isinstance(types["way"], Enum)


def test_reading_lists_takes_linear_time() -> None:
    with cpu_limit(20):
        for piece in (
            "- `a` ",
            "* 'a': b ",
            "| a ",
            "|--",
            "| -- | ",
            "(either ",
            ": `a` ",
            "**a** ",
        ):
            for text in (piece * 8_000, "x: " + piece * 8_000, piece + " " * 30_000):
                values_in_prose(text)
                values_in_prose(text, is_field=False)
