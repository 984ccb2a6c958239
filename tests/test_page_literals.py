"""Test parsing of defaults and enum values in the literal syntax of programming languages."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docmodels.ir import (
    BOOLEAN,
    INTEGER,
    NUMBER,
    STRING,
    UNKNOWN,
    Array,
    Default,
    Enum,
    EnumMember,
    Json,
    Map,
    Ref,
    String,
    Type,
    nullable,
)
from docmodels.pages.literals import LiteralSyntaxError, Symbol, read_default, read_raw, read_value

DATE = String(format="date")
DATE_TIME = String(format="date-time")
COLORS = Enum(members=(EnumMember(value="red"),))


@pytest.mark.parametrize(
    ("syntax", "text", "type", "value"),
    [
        ("python", "'foo bar'", STRING, "foo bar"),
        ("python", "False", BOOLEAN, False),
        ("python", '["a","b"]', Array(items=STRING), ["a", "b"]),
        ("python", "['a', 'b']", Array(items=STRING), ["a", "b"]),
        ("javascript", "'it\\'s'", STRING, "it's"),
        ("go", '"foo"', STRING, "foo"),
        ("go", "foo bar", STRING, "foo bar"),
        ("go", '{"a", "b"}', Array(items=STRING), ["a", "b"]),
        ("csharp", "1.5F", NUMBER, 1.5),
        ("csharp", "5L", INTEGER, 5),
        ("csharp", '"C:\\dir"', STRING, "C:\\dir"),
        ("csharp", "sold_at", STRING, "sold_at"),
        ("csharp", "SizeEnum._0x10ab", STRING, "0x10ab"),
        ("go", "Large", STRING, "Large"),
        ("go", "large", Ref(name="Size"), "large"),
        ("ruby", "'x'", COLORS, "x"),
        ("rust", "foo bar", STRING, "foo bar"),
        ("rust", "USD", STRING, "USD"),
        ("rust", 'Some("foo".to_string())', STRING, "foo"),
        ("rust", "Some(5)", INTEGER, 5),
        ("rust", 'Some(swagger::Nullable::Present("x".to_string()))', nullable(STRING), "x"),
        ("objc", '@"foo"', STRING, "foo"),
        ("objc", "@(NO)", BOOLEAN, False),
        ("objc", "@1.5", NUMBER, 1.5),
        ("powershell", "$false", BOOLEAN, False),
        ("powershell", '"C:\\new"', STRING, "C:\\new"),
        ("r", "TRUE", BOOLEAN, True),
        ("raw", "foo", STRING, "foo"),
        ("raw", "5", STRING, "5"),
        ("raw", '{"a": 1}', Map(values=INTEGER), {"a": 1}),
        ("java", '"Fri Jul 19 00:00:00 UTC 2013"', DATE, "2013-07-19"),
        ("java", '"2013-07-19T00:00:00Z"', DATE_TIME, "2013-07-19T00:00:00Z"),
        ("python", "2013-07-19", DATE, "2013-07-19"),
        ("python", "'x'", Ref(name="Mode"), "x"),
        ("python", "-1.5e3", UNKNOWN, -1500.0),
    ],
)
def test_read_default_parses_literals(syntax: str, text: str, type: Type, value: Json) -> None:
    assert read_default(text, type, syntax) == Default(value=value)


@pytest.mark.parametrize(
    ("syntax", "text", "type"),
    [
        ("csharp", "KindEnum.RED", STRING),
        ("javascript", "KindEnum_Red", STRING),
        ("swift", ".red", STRING),
        ("rust", "Red", STRING),
        ("go", "KIND_RED", STRING),
        ("go", "ACTIVE", Ref(name="Mode")),
        ("python", "Mode.ACTIVE", Ref(name="Mode")),
        ("raw", "on hold", Ref(name="Mode")),
        ("java", "NUMBER_1", INTEGER),
    ],
)
def test_read_default_returns_member_names_as_symbols(syntax: str, text: str, type: Type) -> None:
    assert read_default(text, type, syntax) == Symbol(text)


@pytest.mark.parametrize("text", ["null", "undefined", "nothing", "None", "const []", "const {}"])
def test_null_words_are_no_default(text: str) -> None:
    assert read_default(text, STRING, "raw") is None


@pytest.mark.parametrize("text", ["[]", "const []", "{}", "const {}"])
def test_empty_collections_of_dart_are_no_default(text: str) -> None:
    type = Array(items=STRING) if "[" in text else Map(values=STRING)
    assert read_default(text, type, "dart") is None


def test_empty_collections_of_other_languages_are_defaults() -> None:
    assert read_default("[]", Array(items=STRING), "python") == Default(value=[])


@pytest.mark.parametrize(
    ("text", "type"),
    [
        ("maybe", BOOLEAN),
        ("[1, 2", Array(items=INTEGER)),
        ("new Date(0)", UNKNOWN),
        ("(?)", NUMBER),
    ],
)
def test_read_default_raises_on_invalid_literals(text: str, type: Type) -> None:
    with pytest.raises(LiteralSyntaxError):
        read_default(text, type, "python")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(('"a"', "a"), ("'a'", "a"), ("5", 5), ("-1.5", -1.5), ("1.5f", 1.5), ("true", True)),
        *(("null", None), ("red", "red"), ('"a\\"b"', 'a"b'), ('new BigDecimal("1.1")', 1.1)),
        *(("new BigDecimal(10)", 10), ('URI.create("x:y")', "x:y"), ('"5"', "5")),
    ],
)
def test_read_value_parses_enum_values(text: str, value: Json) -> None:
    assert read_value(text) == value
    assert read_value(text).__class__ is value.__class__


@pytest.mark.parametrize(("text", "value"), [("1", 1), ("-5", -5), ("007", "007"), ("a b", "a b")])
def test_read_raw_returns_a_number_or_text(text: str, value: Json) -> None:
    assert read_raw(text) == value


SYNTAXES = st.sampled_from("python javascript go csharp rust objc powershell r raw swift".split())
TYPES = st.sampled_from(
    [STRING, INTEGER, NUMBER, BOOLEAN, UNKNOWN, DATE, Array(items=STRING), COLORS]
)


@given(
    st.text() | st.from_regex(r"[@$.]?[\[({\"']?[\w.]*[\])}\"']?", fullmatch=True), TYPES, SYNTAXES
)
def test_literal_readers_raise_no_other_error(text: str, type: Type, syntax: str) -> None:
    with suppress(LiteralSyntaxError):
        read_default(text, type, syntax)
    read_value(text)
    read_raw(text)


@given(st.text(st.characters(codec="utf-8"), max_size=20))
def test_quoted_string_round_trips(text: str) -> None:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    assert read_default(f' "{escaped}" ', STRING, "javascript") == Default(value=text)
