"""Test the type that the printed facts of a JSON Schema describe, and how nested schemas are placed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docmodels.ir import (
    INTEGER,
    NUMBER,
    STRING,
    UNKNOWN,
    AllOf,
    Array,
    Const,
    Enum,
    EnumMember,
    Field,
    Map,
    Never,
    Object,
    Ref,
    String,
    Type,
    Union,
    nullable,
)
from docmodels.ir.traverse import refs
from docmodels.pages.nested_schemas import inline_nested
from docmodels.pages.schema_facts import SchemaFacts, kind_of, read_json, to_number, type_of

THING = Object(fields=(Field(name="a", type=STRING),))
ENUM = Enum(members=(EnumMember(value="x"),), base="string")


@pytest.mark.parametrize(
    ("facts", "type"),
    [
        (SchemaFacts(), UNKNOWN),
        (SchemaFacts(kinds=("string",), is_nullable=True), nullable(STRING)),
        (SchemaFacts(kinds=("integer", "number")), NUMBER),
        (SchemaFacts(format="date"), String(format="date")),
        (SchemaFacts(limits={"minimum": 1, "max_length": 2}), UNKNOWN),
        (SchemaFacts(kinds=("object",)), Map(values=UNKNOWN)),
        (SchemaFacts(kinds=("object",), additional=INTEGER), Map(values=INTEGER)),
        (SchemaFacts(kinds=("object",), additional=Never()), Object(additional_properties=Never())),
        (SchemaFacts(fields=THING.fields), THING),
        (SchemaFacts(items=STRING), Array(items=STRING)),
        (SchemaFacts(const=Const(value=1), kinds=("string",)), Const(value=1)),
        (SchemaFacts(kinds=("string",), members=ENUM.members), ENUM),
        (SchemaFacts(kinds=("string",), combined=[UNKNOWN]), STRING),
        (SchemaFacts(fields=THING.fields, combined=[Ref(name="b")]), AllOf(members=(THING, Ref(name="b")))),
    ],
)  # fmt: skip
def test_type_is_that_of_all_keywords(facts: SchemaFacts, type: Type) -> None:
    assert type_of(facts) == type


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("minimum", "1.0", 1),
        ("minimum", "1e999", None),
        ("max_length", "-1", None),
        ("max_length", "1.5", None),
        ("multiple_of", "0", None),
        ("min_items", "true", None),
        ("maximum", "NaN", None),
    ],
)
def test_only_numbers_are_constraints(name: str, text: str, value: object) -> None:
    facts = SchemaFacts()
    assert facts.add_limit(name, text) == (value is not None)
    assert facts.limits.get(name) == value


@given(st.text(max_size=40) | st.sampled_from(["[" * 5000, "1" * 5000, '{"a":' * 3000]))
def test_reading_json_never_raises(text: str) -> None:
    to_number(read_json(text, None))


def test_kind_of_a_union_is_that_of_all_members() -> None:
    types: dict[str, Type] = {"x": ENUM, "loop": Ref(name="loop")}
    assert kind_of(Union(members=(STRING, Ref(name="x"))), types) == "string"
    assert kind_of(Union(members=(STRING, INTEGER)), types) is None
    assert kind_of(Ref(name="loop"), types) is None


def test_nested_schema_with_one_reference_is_inlined() -> None:
    types: dict[str, Type] = {"root": Array(items=Ref(name="a")), "a": THING}
    assert inline_nested(types, frozenset(["root"])) == {"root": Array(items=THING)}


def test_shared_nested_object_is_a_model_and_a_shared_scalar_is_not() -> None:
    pair = Union(members=(Array(items=Ref(name="a")), Map(values=Ref(name="a"))))
    types: dict[str, Type] = {"root": pair, "a": THING}
    assert inline_nested(types, frozenset(["root"])) == types
    types["a"] = STRING
    inlined = Union(members=(Array(items=STRING), Map(values=STRING)))
    assert inline_nested(types, frozenset(["root"])) == {"root": inlined}


def test_union_with_a_nested_schema_of_any_value_accepts_any_value() -> None:
    types: dict[str, Type] = {"root": Union(members=(STRING, Ref(name="a"))), "a": UNKNOWN}
    assert inline_nested(types, frozenset(["root"])) == {"root": UNKNOWN}


def test_bare_kind_is_left_out_beside_members_of_that_kind() -> None:
    union = Union(members=(THING, Object(fields=(Field(name="b", type=STRING),))))
    types: dict[str, Type] = {"root": AllOf(members=(Map(values=UNKNOWN), union))}
    assert inline_nested(types, frozenset(["root"])) == {"root": union}


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30))
def test_every_reference_leads_to_a_model(edges: list[tuple[int, int]]) -> None:
    types: dict[str, Type] = {
        str(start): Object(
            fields=tuple(
                Field(name=f"f{index}", type=Ref(name=str(target)))
                for index, (source, target) in enumerate(edges)
                if source == start
            )
        )
        for start in range(10)
    }
    models = inline_nested(types, frozenset(["0"]))
    assert "0" in models
    for type in models.values():
        assert models.keys() >= set(refs(type))
