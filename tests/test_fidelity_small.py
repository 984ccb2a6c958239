"""Test the scorer of the pages of real generators; `test_derived` checks the scores themselves."""

from __future__ import annotations

from docmodels.ir import (
    INTEGER,
    STRING,
    Api,
    Array,
    Default,
    Definition,
    Enum,
    EnumMember,
    Field,
    Map,
    Nullable,
    Object,
    Ref,
    Type,
    Union,
)
from fidelity_small import facts, score, type_text

BOTH = ("model", "property", "wire", "type", "required")


def api_of(*fields: Field, name: str = "Pet") -> Api:
    return Api(definitions=(Definition(name=name, type=Object(fields=fields)),))


def scores_of(recovered: Api, expected: Api) -> dict[str, list[int]]:
    """Return the scores that are not zero."""
    scores = score(facts(recovered), facts(expected))
    return {fact: counts for fact, counts in scores.items() if any(counts)}


def test_equal_models_are_right_in_every_fact() -> None:
    enum = Enum(members=(EnumMember(value="a"),), base="string")
    field = Field(name="kind", type=enum, default=Default(value="a"), doc="Which.")
    api = api_of(field)
    facts_of_field = (*BOTH, "enum", "default", "describe")
    assert scores_of(api, api) == {fact: [1, 0, 1] for fact in facts_of_field}


def test_models_without_the_facts_are_neither_right_nor_wrong() -> None:
    field = Field(name="kind", type=STRING)
    assert scores_of(Api(), api_of(field)) == {fact: [0, 0, 1] for fact in BOTH}


def test_other_facts_are_wrong() -> None:
    recovered = api_of(Field(name="petKind", type=INTEGER, presence="required"))
    expected = api_of(Field(name="pet_kind", type=STRING))
    assert scores_of(recovered, expected) == {
        "model": [1, 0, 1],
        "property": [1, 0, 1],
        **{fact: [0, 1, 1] for fact in ("wire", "type", "required")},
    }


def test_property_that_only_the_pages_have_is_wrong_once() -> None:
    kind, size = Field(name="kind", type=STRING), Field(name="size", type=STRING)
    scores = scores_of(api_of(kind, size), api_of(kind))
    assert scores == {fact: [1, int(fact == "property"), 1] for fact in BOTH}


def test_other_models_do_not_count() -> None:
    kind = Field(name="kind", type=STRING)
    assert scores_of(api_of(kind, name="Inline"), Api()) == {}


def test_values_and_defaults_that_only_the_pages_have_are_wrong() -> None:
    kind = Field(name="kind", type=STRING)
    scores = scores_of(
        api_of(Field(name="kind", type=STRING, default=Default(value=""))), api_of(kind)
    )
    assert scores["default"] == [0, 1, 0]


def test_true_is_not_the_default_1() -> None:
    one, true = (api_of(Field(name="a", type=INTEGER, default=Default(value=v))) for v in (1, True))
    assert scores_of(true, one)["default"] == [0, 1, 1]


def test_unions_are_compared_by_their_members() -> None:
    def union(*names: str) -> Api:
        type = Union(members=tuple(Ref(name=name) for name in names))
        return Api(definitions=(Definition(name="Pet", type=type),))

    assert scores_of(union("A", "B"), union("B", "A"))["union"] == [1, 0, 1]
    assert scores_of(union("A", "C"), union("B", "A"))["union"] == [0, 1, 1]


def test_inherited_fields_are_fields() -> None:
    base = Definition(name="Base", type=Object(fields=(Field(name="id", type=STRING),)))
    derived = Definition(name="Pet", type=Object(bases=("Base",)))
    assert ("property", "pe", "id") in facts(Api(definitions=(base, derived)))


def test_type_text_ignores_null_but_not_structure() -> None:
    types: list[Type] = [Array(items=Nullable(type=STRING)), Map(values=Ref(name="Big_One"))]
    assert [type_text(type, {}) for type in types] == ["[string]", "{bigone}"]
