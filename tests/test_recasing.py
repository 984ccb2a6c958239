"""A wire name is concluded only if the generator would print it as the page does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docmodels.inference import wire_names as wire
from docmodels.inference.naming_case import documented_name
from docmodels.ir import STRING, Definition, Field, Object
from docmodels.ir.drafts import Draft, Spelling


@pytest.mark.parametrize(
    ("name", "snake", "camel", "pascal"),
    [
        ("wing_span", "wing_span", "wingSpan", "WingSpan"),
        ("wingSpan", "wing_span", "wingSpan", "WingSpan"),
        ("nestURI", "nest_uri", "nestURI", "NestURI"),
        ("egg-count", "egg_count", "eggCount", "EggCount"),
        ("$ref", "ref", "ref", "Ref"),
        ("line_1", "line_1", "line1", "Line1"),
        ("NEST_ID", "nest_id", "NEST_ID", "NEST_ID"),
    ],
)
def test_generators_recase_names(name: str, snake: str, camel: str, pascal: str) -> None:
    assert documented_name(name, Spelling.WIRE) == name
    assert documented_name(name, Spelling.SNAKE) == snake
    assert documented_name(name, Spelling.CAMEL) == camel
    assert documented_name(name, Spelling.PASCAL) == pascal


@given(st.text(), st.sampled_from(Spelling))
def test_any_name_is_recased_and_no_further(name: str, spelling: Spelling) -> None:
    once = documented_name(name, spelling)
    if name.isascii():
        assert documented_name(once, spelling) == once


WITNESS = Draft(
    Definition(name="Nest", type=Object(fields=(Field(name="WingSpan", type=STRING),))),
    "properties",
    "go",
    spelling=Spelling.PASCAL,
)
"""A page whose field is mentioned elsewhere in the case of the wire."""


def concluded(name: str, case: str, spelling: Spelling, dialect: str = "properties") -> str:
    bird = Definition(name="Bird", type=Object(fields=(Field(name=name, type=STRING),)))
    draft = Draft(bird, dialect, "go", spelling=spelling)
    made, _ = wire.run(
        [draft, WITNESS], [], "auto", {f"wing{'_s' if case == 'snake' else 'S'}pan": 5}
    )
    assert isinstance(made.definition.type, Object)
    return made.definition.type.fields[0].name


def test_a_name_that_the_generator_would_have_printed_otherwise_is_not_concluded() -> None:
    assert concluded("WingSpan", "snake", Spelling.PASCAL) == "wing_span"
    assert concluded("NestURI", "snake", Spelling.PASCAL) == "nestURI"
    assert concluded("nestURI", "camel", Spelling.CAMEL) == "nestURI"
    assert concluded("line_1", "camel", Spelling.SNAKE) == "line_1"


def test_a_case_that_was_asked_for_is_obeyed() -> None:
    bird = Definition(name="Bird", type=Object(fields=(Field(name="NestURI", type=STRING),)))
    (made,) = wire.run([Draft(bird, "properties", "go", spelling=Spelling.PASCAL)], [], "snake", {})
    assert isinstance(made.definition.type, Object)
    assert made.definition.type.fields[0].name == "nest_uri"


def test_other_generators_have_other_rules() -> None:
    assert concluded("NestURI", "snake", Spelling.PASCAL, "speakeasy") == "nest_uri"
