"""Test the enums that only descriptions list: with constants, in sentences, in HTML, as numbers."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import docmodels
from docmodels.inference.enums_from_constants import values_of_constants
from docmodels.inference.enums_from_descriptions import plain_text, values_in_prose
from docmodels.inference.listed_values import (
    announced_constant,
    announced_values,
)
from docmodels.ir import Enum, Object, Type, is_inferred
from work import cpu_limit

ROWS = "\n\n## Properties\n\nName | Type | Description | Notes\n---- | ---- | ---- | ----\n"


def load_types(folder: Path, *rows: str) -> dict[str, Type]:
    """Return the types of the fields of a model with these rows, by name."""
    (folder / "Relay.md").write_text(f"# Relay{ROWS}" + "\n".join(rows) + "\n")
    type = docmodels.load(folder).definitions[0].type
    assert isinstance(type, Object)
    return {field.name: field.type for field in type.fields}


def values(type: Type) -> list[object]:
    assert isinstance(type, Enum) and not type.closed
    return [member.value for member in type.members]


# --- values with constants ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The state. up RelayStateUp down RelayStateDown", ("up", "down")),
        ("The state.\nup RelayStateUp\ndown RelayStateDown", ("up", "down")),
        ("half_duplex LinkHalfDuplex  one way full_duplex LinkFullDuplex  both", None),
        ("in progress StateInProgress done StateDone", ("in progress", "done")),
        ("The relay state up RelayStateUp down RelayStateDown", ("up", "down")),
        ("Order of calls 1 OrderFirst 2 OrderSecond 10 OrderLast", (1, 2, 10)),
        ("Areas are 51 Nevada 52 Oregon", ()),
        ("user SubjectUser", ()),
        ("up RelayStateUp and then up RelayStateUp", ()),
        ("1 OrderFirst 1 OrderSecond", ()),
        ("A text without constants", ()),
        ("", ()),
    ],
)
def test_values_stand_before_their_constants(
    text: str, expected: tuple[str | int, ...] | None
) -> None:
    expected = ("half_duplex", "full_duplex") if expected is None else expected
    assert values_of_constants(text) == expected


_WORD = st.from_regex(r"[a-z]{2,8}", fullmatch=True)


@given(_WORD, st.lists(_WORD, min_size=2, max_size=6, unique=True))
def test_all_values_with_constants_are_read(prefix: str, words: list[str]) -> None:
    constant = f"Q{prefix}Z"
    text = " ".join(f"{word} {constant}{word.capitalize()}" for word in words)
    assert values_of_constants(f"What it is: {text}") == tuple(words)


@given(st.text("abAB1 _.\n", max_size=80))
def test_values_of_constants_are_distinct(text: str) -> None:
    constants = values_of_constants(text)
    assert len(set(constants)) == len(constants) != 1


def test_constants_give_open_enums_of_strings_and_integers(tmp_path: Path) -> None:
    types = load_types(
        tmp_path,
        "**state** | **str** | up RelayStateUp down RelayStateDown | [optional] ",
        "**order** | **int** | 1 OrderFirst 2 OrderSecond | [optional] ",
        "**weight** | **float** | up RelayStateUp down RelayStateDown | [optional] ",
        "**mode** | **str** | up ModeUp down ModeDown | [optional] [default to 'off']",
    )
    assert values(types["state"]) == ["up", "down"]
    assert values(types["order"]) == [1, 2]
    assert not isinstance(types["weight"], Enum) and not isinstance(types["mode"], Enum)


def test_default_that_names_the_member_is_its_value(tmp_path: Path) -> None:
    (tmp_path / "Relay.md").write_text(
        f"# Depot.Model.Relay{ROWS}**State** | **string** | up StateUp DOWN StateDown | [optional] "
        "[default to StateEnum.DOWN]\n**Id** | **long?** |  | [optional] \n"
    )
    type = docmodels.load(tmp_path).definitions[0].type
    assert isinstance(type, Object)
    field = type.fields[0]
    assert field.default and field.default.value == "DOWN" and is_inferred(field, "values")


# --- values in sentences --------------------------------------------------------------------------


LONG_LIST = " ".join(f"{chr(97 + i)}{i:016}" for i in range(12))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Possible values are `on` (default), `off` or `auto`", "on off auto"),
        ("Its kind, must be one of “a/b”, “c/d”, or “e”. Defaults to “e”", "a/b c/d e"),
        ("Kind of place, can be either 'port', 'pier' or 'yard'", "port pier yard"),
        ('One of "low" or "high".', "low high"),
        ("Allowed values: 'whole', 'part' where 'part' is new", "whole part"),
        ("Required if kind is one of `a` or `b`", ""),
        ("One of `a`, `b` are used in the manual", ""),
        ("One of `a`, `b`, etc.", ""),
        ('A file, either "odt" or "rtf"', "odt rtf"),
        ('The form. One of "odt" "rtf".', "odt rtf"),
        ("The form. One of : ['odt', 'rtf']", "odt rtf"),
        ("It must be either of type `odt` or `rtf`.", "odt rtf"),
        ("Currently returned values are `odt` and `rtf`.", "odt rtf"),
        ("Valid options are `odt`, or `rtf`.", "odt rtf"),
        ("Either [`odt`](#odt), [`rtf`](#rtf) or [`md`](a/b.md)", "odt rtf md"),
        ('"slow" or “fast”. Slow is safer.', "slow fast"),
        ("`a`, `b` and `c`. They are fine.", ""),
        ("Typically either `a` or `b`", ""),
        (f"One of {', '.join(f'`{chr(97 + i)}{i:016}`' for i in range(12))}", LONG_LIST),
        ("Must be `a` of them.", ""),
        ("Can be `null` or `x`.", ""),
        ("Can be `a` or `b`. One of `c` or `d`.", ""),
        ("Can be used or left out.", ""),
        ("x" * 200 + " One of `a` or `b`.", ""),
    ],
)
def test_sentence_announces_quoted_values(text: str, expected: str) -> None:
    assert announced_values(plain_text(text)) == tuple(expected.split())
    assert values_in_prose(text) == tuple(expected.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kind of relay, will always be `latch`", "latch"),
        ('Must be "latch". Others are refused.', "latch"),
        ("Must be set to ‘latch’; nothing else", "latch"),
        ("If it has a coil, this must be `latch`.", ""),
        ("Must be `latch` or more.", ""),
        ('Always "latch", never "coil".', ""),
        ("Always `null`.", ""),
        ("", ""),
    ],
)
def test_sentence_announces_the_only_value(text: str, expected: str) -> None:
    assert announced_constant(text) == expected


def test_only_values_are_enums_of_fields(tmp_path: Path) -> None:
    types = load_types(
        tmp_path,
        "**form** | **str** | Will always be `latch`. | [optional] ",
        "**size** | **str** | Will always be `big`. | [optional] [default to 'small']",
        "**uri** | **str** | Give either `URI` or `Form`. | [optional] ",
    )
    assert values(types["form"]) == ["latch"]
    assert not isinstance(types["size"], Enum) and not isinstance(types["uri"], Enum)


def test_rust_prints_the_values_of_enums_in_some_versions(tmp_path: Path) -> None:
    rows = (
        "**grade** | Option<**i32**> | One of `a` or `b`. | [optional]",
        "**state** | Option<**String**> | One of `on` or `off`. | [optional]",
    )
    types = load_types(tmp_path, *rows)
    assert values(types["state"]) == ["on", "off"]
    types = load_types(tmp_path, *rows, "**mode** | **String** | The mode (enum: x, y) | ")
    assert not isinstance(types["state"], Enum) and isinstance(types["mode"], Enum)


def test_number_of_typescript_has_listed_integers(tmp_path: Path) -> None:
    (tmp_path / "Relay.md").write_text(
        f"# Relay{ROWS}**grade** | **number** | - `1`: fine - `2`: coarse | [optional] "
        "[default to undefined]\n**id** | **string** |  | [default to undefined]\n\n"
        "## Example\n\n```typescript\nimport { Relay } from './api';\n\n"
        "const instance: Relay = {\n    id,\n};\n```\n"
    )
    type = docmodels.load(tmp_path).definitions[0].type
    assert isinstance(type, Object) and values(type.fields[0].type) == [1, 2]


def test_quoted_words_are_values_of_a_printed_enum(tmp_path: Path) -> None:
    types = load_types(
        tmp_path,
        '**state** | **depot_relay_STATE_e** | Use "on" first; "off" ends it. | [optional] ',
        "**mode** | **depot_relay_MODE_e** | See `state` and `on`. | [optional] ",
        '**name** | **char \\*** | Use "on" first; "off" ends it. | [optional] ',
        "**tags** | **list_t \\*** |  | [optional] ",
    )
    assert values(types["state"]) == ["on", "off"]
    assert not isinstance(types["mode"], Enum) and not isinstance(types["name"], Enum)


@given(
    st.lists(_WORD.map("v".__add__), min_size=2, max_size=6, unique=True), st.sampled_from("`\"'")
)
def test_every_announced_value_is_read(words: list[str], quote: str) -> None:
    *head, last = (f"{quote}{word}{quote}" for word in words)
    assert announced_values(f"Must be one of {', '.join(head)} or {last}.") == tuple(words)


@given(st.text("`'\", .:;orandbecn(x)", max_size=120))
def test_announced_values_are_distinct(text: str) -> None:
    announced = announced_values("One of " + text)
    assert len(set(announced)) == len(announced) != 1 and all(announced)


def test_bold_words_with_spaces_are_titles() -> None:
    text = "The keel.<br><b>Seen in</b>: boats<br><b>Made of / by</b>: oak<h2>For you</h2>: all"
    assert values_in_prose(text) == ()
    assert values_in_prose("<b>oak</b>: hard<br><b>fir</b>: soft") == ("oak", "fir")


def test_html_lists_give_values() -> None:
    text = "The state<br/><ul><li><strong style='x'>ACTIVE</strong> - On.</li><li><b>OFF</b>: Off</li></ul>"
    assert values_in_prose(text) == ("ACTIVE", "OFF")
    headings = (
        "Valid values include <ul><li><h3>odt</h3><p>Open.</p></li><li><h3>rtf</h3> Rich.</li></ul>"
    )
    assert values_in_prose(headings) == ("odt", "rtf")


def test_lists_inside_of_items_have_no_values() -> None:
    text = 'The gate:  - "open": cows pass     - slowly     - or not  - "shut": none does'
    assert values_in_prose(text) == ("open", "shut")
    assert values_in_prose('The gate: - "open": cows pass - slowly - "shut": none does') == ()
    assert values_in_prose('- "open": cows pass - slowly') == ()


def test_text_of_a_model_may_consist_of_items() -> None:
    text = "* active - still paid * over - no longer paid"
    assert values_in_prose(text, is_field=False) == ("active", "over")
    assert values_in_prose(f"What it is: {text}", is_field=False) == ("active", "over")
    assert values_in_prose(f"{text} * and more of them", is_field=False) == ()
    assert values_in_prose(text) == ()


def test_listed_numbers_are_the_values_of_an_integer(tmp_path: Path) -> None:
    types = load_types(
        tmp_path,
        "**kind** | **int** | The kind: - `1`: fast - `2`: slow | [optional] ",
        "**mixed** | **int** | The kind: - `1`: fast - `two`: slow | [optional] ",
        "**text** | **str** | The kind: - `1`: fast - `2`: slow | [optional] ",
    )
    assert values(types["kind"]) == [1, 2]
    assert not isinstance(types["mixed"], Enum)
    assert values(types["text"]) == ["1", "2"]


def test_only_item_is_a_value_after_a_colon(tmp_path: Path) -> None:
    types = load_types(
        tmp_path,
        "**event** | **str** | What happened: - `seek`: it moved | [optional] ",
        "**label** | **str** | Made of - `maker`: first | [optional] ",
        "**plain** | **str** | - `draft`: not done | [optional] ",
    )
    assert values(types["event"]) == ["seek"] and values(types["plain"]) == ["draft"]
    assert not isinstance(types["label"], Enum)


def test_c_prints_a_type_of_its_own_for_enums(tmp_path: Path) -> None:
    types = load_types(
        tmp_path,
        "**plain** | **char \\*** | One of `a` or `b`. | [optional] ",
        "**state** | **depot_relay_STATE_e** | One of `a` or `b`. | [optional] ",
        "**tags** | **list_t \\*** |  | [optional] ",
    )
    assert not isinstance(types["plain"], Enum)
    assert values(types["state"]) == ["a", "b"]


def test_reading_prose_takes_linear_time() -> None:
    with cpu_limit(20):
        for piece in (
            "1 A ",
            "up UpUp ",
            "one of `a` ",
            "`a`, ",
            "<li>",
            "* a - ",
            "must be 'a",
            "always `a` ",
            "either `a` or ",
        ):
            text = piece * 4_000
            values_in_prose(text)
            values_of_constants(text)
            values_in_prose(text, is_field=False)


def test_descriptions_of_fields_have_the_values_of_their_model(tmp_path: Path) -> None:
    (tmp_path / "Mode.md").write_text(f"# Mode{ROWS}")
    (tmp_path / "Other.md").write_text(f"# Other{ROWS}")
    rows = (
        "**mode** | [**Mode**](Mode.md) | Use `fast`, or `slow` at night. | [optional] [default to ModeEnum.Fast]",
        "**other** | [**Other**](Other.md) | One of {} or z. | [optional] ",
    )
    for name, value in (("Kite", "x"), ("Boat", "y")):
        text = "\n".join(rows).format(value)
        (tmp_path / f"{name}.md").write_text(f"# Depot.Model.{name}{ROWS}{text}\n")
    definitions = {
        definition.name: definition for definition in docmodels.load(tmp_path).definitions
    }
    assert values(definitions["Mode"].type) == ["fast", "slow"]
    assert not isinstance(definitions["Other"].type, Enum)
    kite = definitions["Kite"].type
    assert isinstance(kite, Object) and kite.fields[0].default
    assert kite.fields[0].default.value == "fast"
