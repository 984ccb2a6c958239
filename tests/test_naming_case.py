"""Test that an inferred wire name converts back to the documented name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from docmodels.diagnostics.documents import Document
from docmodels.inference.naming_case import documented_name
from docmodels.ir import STRING, Definition, Field, Object
from docmodels.ir.drafts import Draft, Spelling
from docmodels.pages import Page, read_pages
from docmodels.pages.families.properties import PROPERTIES
from docmodels.passes import PassContext, PassOptions, wire_names


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
def test_documented_name_converts_case(name: str, snake: str, camel: str, pascal: str) -> None:
    assert documented_name(name, Spelling.WIRE) == name
    assert documented_name(name, Spelling.SNAKE) == snake
    assert documented_name(name, Spelling.CAMEL) == camel
    assert documented_name(name, Spelling.PASCAL) == pascal


@given(st.text(), st.sampled_from(Spelling))
def test_documented_name_is_idempotent(name: str, spelling: Spelling) -> None:
    once = documented_name(name, spelling)
    if name.isascii():
        assert documented_name(once, spelling) == once


EVIDENCE_DRAFT = Draft(
    Definition(name="Nest", type=Object(fields=(Field(name="WingSpan", type=STRING),))),
    "properties",
    "go",
    spelling=Spelling.PASCAL,
)
"""A draft whose field is mentioned elsewhere in the case of the wire name."""


def inferred_wire_name(name: str, case: str, spelling: Spelling, recases: bool = True) -> str:
    bird = Definition(name="Bird", type=Object(fields=(Field(name=name, type=STRING),)))
    draft = Draft(bird, "made-up", "go", spelling=spelling, recases_names=recases)
    mentions = {f"wing{'_s' if case == 'snake' else 'S'}pan": 5}
    inferred, _ = wire_names.run([draft, EVIDENCE_DRAFT], PassContext([], mentions=mentions))
    assert isinstance(inferred.definition.type, Object)
    return inferred.definition.type.fields[0].name


def test_inferred_name_converts_back_to_the_documented_name() -> None:
    assert inferred_wire_name("WingSpan", "snake", Spelling.PASCAL) == "wing_span"
    assert inferred_wire_name("NestURI", "snake", Spelling.PASCAL) == "nestURI"
    assert inferred_wire_name("nestURI", "camel", Spelling.CAMEL) == "nestURI"
    assert inferred_wire_name("line_1", "camel", Spelling.SNAKE) == "line_1"


@pytest.mark.parametrize("name", ["wing-span.left", "wing span", "nest[size]"])
def test_a_printed_name_that_is_no_identifier_is_the_wire_name(name: str) -> None:
    assert inferred_wire_name(name, "snake", Spelling.SNAKE) == name


def test_requested_wire_case_is_applied() -> None:
    bird = Definition(name="Bird", type=Object(fields=(Field(name="NestURI", type=STRING),)))
    context = PassContext([], PassOptions(wire_case="snake"))
    (converted,) = wire_names.run([Draft(bird, "go", spelling=Spelling.PASCAL)], context)
    assert isinstance(converted.definition.type, Object)
    assert converted.definition.type.fields[0].name == "nest_uri"


def test_case_rules_depend_on_the_generator() -> None:
    assert inferred_wire_name("NestURI", "snake", Spelling.PASCAL, recases=False) == "nest_uri"


def test_dialect_states_whether_its_generators_recase_names() -> None:
    page = Page(Document("A.md", "# A\n\n## Properties\n\nName | Type\n--- | ---\n**a** | **b**\n"))
    (draft,) = read_pages([(page, PROPERTIES)], [])
    assert draft.recases_names
    other = replace(PROPERTIES, recases_names=False)
    assert not read_pages([(page, other)], [])[0].recases_names
