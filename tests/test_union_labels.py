"""Test the labels of union members that become classes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docmodels.ir import (
    INTEGER,
    STRING,
    UNKNOWN,
    Array,
    Const,
    Discriminator,
    Enum,
    EnumMember,
    Field,
    Map,
    Object,
    Ref,
    Type,
    Union,
    nullable,
)
from docmodels.ir.titles import is_name
from docmodels.targets.plan.union_labels import member_labels


def thing(*names: str, title: str = "", required: str = "", **constants: str | int) -> Object:
    fields = [Field(name, STRING, "required" if name == required else "optional") for name in names]
    fields += [Field(name, Const(value=value)) for name, value in constants.items()]
    return Object(fields=tuple(fields), title=title)


def labels(*members: Type, part: str = "field", tag: str = "") -> list[str]:
    discriminator = Discriminator(property=tag) if tag else None
    return member_labels(Union(members=members, discriminator=discriminator), part, lambda _: True)


COLORS = Enum(members=(EnumMember(value="red"), EnumMember(value="blue")))


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ([thing("a", title="Red door"), thing("a", title="Blue door")], ["Red door", "Blue door"]),
        ([thing("a", kind="x"), thing("b", kind="y")], ["x", "y"]),
        ([thing("a", version=1), thing("b", version=2)], ["version 1", "version 2"]),
        ([thing("a", "b", kind="x"), thing("a", "c", kind="x")], ["b", "c"]),
        ([thing("a", "c"), thing("b", "c")], ["a", "b"]),
        ([thing("c", "a", required="a"), thing("c", "a", required="c")], ["a", "c"]),
        ([thing("a"), thing("a", "b")], ["", "b"]),
        ([thing("a"), thing("a")], ["option 1", "option 2"]),
        ([thing("a", title="Same"), thing("b", title="Same")], ["a", "b"]),
        ([thing("a", title="A of the b."), thing("b", title="B of the b.")], ["a", "b"]),
        ([thing("a", k="x"), thing("b", k="y"), thing("c", k="y")], ["x", "b", "c"]),
        ([Object(bases=("A",)), Object(bases=("B",))], ["A", "B"]),
    ],
)
def test_objects_are_labelled_by_what_distinguishes_them(
    members: list[Object], expected: list[str]
) -> None:
    assert labels(*members) == expected
    assert labels(*members, STRING, UNKNOWN)[: len(members)] == expected
    if "option 1" not in expected:
        assert labels(*members[::-1])[::-1] == expected


def test_tag_of_the_discriminator_precedes_other_constants() -> None:
    members = [thing(code="p", kind="x"), thing(code="q", kind="y")]
    assert labels(*members) == ["p", "q"]
    assert labels(*members, tag="kind") == ["x", "y"]


def test_only_member_of_its_kind_needs_no_label() -> None:
    members = (thing("a"), Array(items=thing("b")), Map(values=thing("c")), nullable(STRING))
    assert labels(*members) == ["", "", "", "option 4"]
    assert labels(*members, part="") == ["object", "", "", "option 4"]
    assert labels(thing("a", title="Red door"), STRING, part="")[0] == "Red door"
    assert labels(thing("a"), thing("a", "b"), part="") == ["other", "b"]
    assert labels(COLORS, STRING)[0] == ""
    assert labels(COLORS, thing("a")) == ["enum", ""]
    assert labels(nullable(thing("a")), INTEGER)[0] == ""


@given(st.lists(st.lists(st.sampled_from("abcd"), unique=True), min_size=2, max_size=4))
def test_labels_of_classes_are_unique(names: list[list[str]]) -> None:
    result = labels(*(thing(*fields, "all") for fields in names), Ref(name="A"))
    assert len(set(result)) == len(result)


@pytest.mark.parametrize("title", ["Credit card", "HTTP", "lsd config.yaml", "Größe", "v1.2"])
def test_title_is_a_name(title: str) -> None:
    assert is_name(title)


@pytest.mark.parametrize(
    "title",
    ["", "--", "The settings of all the plugins", "Settings.", "JSON schema for settings"]
    + ["Note: settings", "Two\nlines", "word" * 11],
)
def test_title_is_no_name(title: str) -> None:
    assert not is_name(title)
