"""Test the algebra of types by its laws: null, unions, intersections, equality, schemas of types."""

from __future__ import annotations

import json
from collections.abc import Iterable
from time import process_time
from typing import Annotated, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter, ValidationError

from docmodels.ir import (
    BOOLEAN,
    INTEGER,
    NULL,
    NUMBER,
    STRING,
    UNKNOWN,
    Access,
    AllOf,
    Array,
    ArrayConstraints,
    Const,
    Constraints,
    Deprecation,
    Discriminator,
    Enum,
    EnumMember,
    Field,
    Integer,
    Map,
    Never,
    Nullable,
    Number,
    NumberConstraints,
    Object,
    ObjectConstraints,
    Origin,
    Ref,
    String,
    StringConstraints,
    Type,
    Union,
    WithAssertions,
    inferences,
    is_placeholder,
    presence_of,
)
from docmodels.ir.algebra import (
    Merged,
    all_of_types,
    intersect,
    intersect_constraints,
    merge_fields,
    merge_objects,
    nullable,
    union_of,
)
from docmodels.ir.equality import distinct, equality_key, is_equal, is_same
from docmodels.ir.graph import find_cycles, strongly_connected_components
from docmodels.ir.instance_check import InstanceCheck
from docmodels.ir.json_schema import assertion_schema
from docmodels.ir.pointers import definition_ref, pointer, referenced_name
from docmodels.ir.references import assertion_refs, rename_refs
from docmodels.ir.schema_algebra import all_of, or_null, schema_refs, without_annotations
from docmodels.pages.families.frozendict.compose import apply_not
from docmodels.targets.pydantic.runtime import Unique, literal_value
from test_exports import DIALECT, NAMES, SCHEMAS, VALUES, api_of

NUMBERS = st.integers(-2, 3) | st.sampled_from([0.5, 1.0])
SIZES = st.integers(0, 3)
NUMERIC = st.builds(
    NumberConstraints,
    minimum=st.none() | NUMBERS,
    maximum=st.none() | NUMBERS,
    exclusive_minimum=st.none() | NUMBERS,
    exclusive_maximum=st.none() | NUMBERS,
    multiple_of=st.none() | st.integers(1, 3),
)
TEXTUAL = st.builds(
    StringConstraints,
    min_length=st.none() | SIZES,
    max_length=st.none() | SIZES,
    pattern=st.none() | st.sampled_from(["^a", "b$"]),
)
SAME_CONSTRAINTS = st.tuples(NUMERIC, NUMERIC, NUMERIC) | st.tuples(TEXTUAL, TEXTUAL, TEXTUAL)
SCALARS = st.one_of(
    st.builds(Integer, constraints=NUMERIC) | st.builds(Number, constraints=NUMERIC),
    st.builds(String, constraints=TEXTUAL),
    st.sampled_from([BOOLEAN, NULL, INTEGER, NUMBER, STRING]),
)
ENUMS = st.builds(
    lambda values, base: Enum(members=tuple(EnumMember(value=v) for v in values), base=base),
    st.lists(st.sampled_from(["a", "bb", "", "c"]), min_size=1, max_size=3, unique=True),
    st.just("string"),
)
LEAVES = st.one_of(
    SCALARS, ENUMS, st.builds(Const, value=VALUES), st.sampled_from([UNKNOWN, Never()])
)


def _objects(inner: st.SearchStrategy[Type]) -> st.SearchStrategy[Object]:
    fields = st.dictionaries(NAMES, st.tuples(inner, st.booleans()), max_size=3).map(
        lambda types: tuple(
            Field(name=name, type=type, presence=presence_of(required))
            for name, (type, required) in types.items()
        )
    )
    return st.builds(
        Object,
        fields=fields,
        additional_properties=st.none() | inner,
        pattern_properties=st.dictionaries(st.sampled_from(["^a", "b"]), inner, max_size=1),
        constraints=st.builds(ObjectConstraints, min_properties=st.none() | SIZES),
    )


def _composed(inner: st.SearchStrategy[Type]) -> st.SearchStrategy[Type]:
    members = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        inner.map(nullable),
        st.builds(Array, items=inner),
        st.builds(Map, values=inner),
        members.map(union_of),
        members.map(lambda types: union_of(types, "oneOf")),
        _objects(inner),
    )


TYPES: st.SearchStrategy[Type] = st.recursive(LEAVES, _composed, max_leaves=5)
OBJECTS = _objects(LEAVES)
MANY_VALUES = st.lists(VALUES, min_size=1, max_size=8)


def check(value: object, type: Type) -> bool | None:
    return InstanceCheck({}).matches(value, type)


def check_all(value: object, types: Iterable[Type]) -> bool | None:
    """Combine the results for several types by Kleene's AND."""
    results = [check(value, type) for type in types]
    return False if False in results else None if None in results else True


def agree(one: bool | None, other: bool | None) -> bool:
    return one is None or other is None or one == other


# --- equality -------------------------------------------------------------------------------------


@given(VALUES, VALUES)
@example([1], [1.0])
@example([True], [1])
@example({"a": [0, {"b": False}]}, {"a": [0, {"b": 0}]})
@example({"a": 1, "b": 2}, {"b": 2, "a": 1})
@example([], {})
def test_equality_is_that_of_json_schema(one: Any, other: Any) -> None:
    expected = Draft202012Validator({"const": one}).is_valid(other)
    assert is_equal(one, other) == (equality_key(one) == equality_key(other)) == expected


SMALL_VALUES = st.recursive(
    st.sampled_from([None, True, False, 0, 1, 0.0, 1.0, 2**53 + 1, 2.0**53, "", "1"]),
    lambda inner: st.lists(inner, max_size=2)
    | st.dictionaries(st.sampled_from(["a", "b"]), inner, max_size=2),
    max_leaves=4,
)
"""Values of which many pairs are equal in Python, and some of those in JSON."""


def is_accepted(value: object, type: object) -> bool:
    try:
        TypeAdapter[object](type).validate_python(value)
    except ValidationError:
        return False
    return True


@given(SMALL_VALUES, SMALL_VALUES)
@example([1], [1.0])
@example([True], [1])
@example({"a": [0, {"b": False}]}, {"a": [0, {"b": 0}]})
@example({"a": 1, "b": 2}, {"b": 2, "a": 1})
@example([], {})
@example([False, 1], 1)
def test_generated_models_have_the_same_equality(one: Any, other: Any) -> None:
    assert is_accepted(other, Annotated[Any, literal_value(one)]) == is_equal(one, other)
    assert is_accepted([one, other], Annotated[list[Any], Unique]) != is_equal(one, other)


def test_types_are_the_same_only_if_their_values_are() -> None:
    assert Const(value=1) == Const(value=True)
    assert not is_same(Const(value=1), Const(value=True))
    assert is_same(Const(value=[1]), Const(value=[1.0]))
    assert is_same(Array(items=STRING, constraints=ArrayConstraints()), Array(items=STRING))
    assert not is_same(Field(name="a", type=STRING), Field(name="a", type=INTEGER))
    assert distinct([Const(value=1), Const(value=True), Const(value=1.0)]) == [
        Const(value=1),
        Const(value=True),
    ]


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"enum": [[1], [1.0]]}, Enum(members=(EnumMember(value=[1]),))),
        (
            {"enum": [{"a": [0]}, {"a": [False]}]},
            Enum(members=(EnumMember(value={"a": [0]}), EnumMember(value={"a": [False]}))),
        ),
        (
            {"anyOf": [{"const": [1]}, {"const": [True]}]},
            Union(members=(Const(value=[1]), Const(value=[True]))),
        ),
    ],
)
def test_readers_compare_values_as_json(schema: dict[str, Any], expected: Type) -> None:
    (definition,) = api_of({"$schema": DIALECT, **schema}).definitions
    assert is_same(definition.type, expected)


# --- null and unions ------------------------------------------------------------------------------


@given(TYPES, MANY_VALUES)
def test_nullable_adds_null_and_nothing_else(type: Type, values: list[Any]) -> None:
    assert nullable(nullable(type)) == nullable(type)
    assert check(None, nullable(type)) is True
    assert nullable(Never()) == NULL
    for value in values:
        assert value is None or agree(check(value, nullable(type)), check(value, type))


@settings(max_examples=200)
@given(st.lists(TYPES, min_size=1, max_size=4), st.sampled_from(["oneOf", "anyOf"]), MANY_VALUES)
@example([nullable(STRING), NULL], "oneOf", [None])
@example([NULL, NULL], "oneOf", [None])
@example([NULL, Const(value=None)], "oneOf", [None])
@example([Const(value=None), STRING], "oneOf", [None, "a"])
@example([Enum(members=(EnumMember(value=None),)), NULL], "oneOf", [None])
@example([nullable(STRING), NULL], "anyOf", [None, "a"])
@example([nullable(STRING), nullable(INTEGER)], "anyOf", [None, "a"])
def test_union_accepts_what_its_members_accept(
    members: list[Type], mode: Any, values: list[Any]
) -> None:
    union = union_of(members, mode)
    for value in values:
        results = [check(value, member) for member in members]
        count = results.count(True)
        expected = count == 1 if mode == "oneOf" else count > 0
        assert None in results or agree(check(value, union), expected), (union, value)


def test_null_in_a_union_makes_the_union_nullable() -> None:
    union = Union(members=(STRING, INTEGER))
    assert union_of([nullable(STRING), INTEGER]) == nullable(union)
    assert union_of([NULL, STRING, INTEGER, STRING]) == nullable(union)
    assert union_of([NULL, STRING], "oneOf") == nullable(STRING)
    assert union_of([NULL]) == NULL
    assert union_of([]) == Never()


# --- allOf ----------------------------------------------------------------------------------------


@given(SAME_CONSTRAINTS)
def test_merging_constraints_is_associative_and_idempotent(
    constraints: tuple[Constraints, Constraints, Constraints],
) -> None:
    a, b, c = constraints
    ab, bc = intersect_constraints(a, b), intersect_constraints(b, c)
    left, right = intersect_constraints(ab.value, c), intersect_constraints(a, bc.value)
    assert left.value == right.value
    assert (ab.exact and left.exact) == (bc.exact and right.exact)
    assert intersect_constraints(a, a) == Merged(a)


@pytest.mark.parametrize(
    ("name", "first", "second", "expected"),
    [
        *((f"{prefix}minimum", 1, 2, 2) for prefix in ("", "exclusive_")),
        *((f"{prefix}maximum", 1, 2, 1) for prefix in ("", "exclusive_")),
        *((f"min_{name}", 1, 2, 2) for name in ("length", "items", "properties")),
        *((f"max_{name}", 1, 2, 1) for name in ("length", "items", "properties")),
        ("minimum", 0, -1, 0),
        ("unique_items", True, False, True),
        ("pattern", "a", "a", "a"),
        ("multiple_of", 2, None, 2),
    ],
)
def test_merged_constraint_is_the_stricter_one(
    name: str, first: Any, second: Any, expected: Any
) -> None:
    one, other, merged = (constraints_of(name, value) for value in (first, second, expected))
    assert intersect_constraints(one, other) == intersect_constraints(other, one) == Merged(merged)


def constraints_of(name: str, value: Any) -> Constraints:
    """Make the constraints of the kind that has `name`."""
    kinds = (StringConstraints, NumberConstraints, ArrayConstraints, ObjectConstraints)
    (kind,) = (kind for kind in kinds if name in kind.__struct_fields__)
    return kind(**{name: value})


def test_two_patterns_or_divisors_have_no_single_constraint() -> None:
    for name, first, second in (("pattern", "a", "b"), ("multiple_of", 2, 3)):
        one, other = constraints_of(name, first), constraints_of(name, second)
        assert intersect_constraints(one, other) == Merged(other, exact=False)
    formats = [String(format=format) for format in ("date", "uuid")]
    assert intersect(*formats) == Merged(formats[0], exact=False)


STRINGS = st.builds(String, constraints=TEXTUAL)
NUMBER_TYPES = st.builds(Integer, constraints=NUMERIC) | st.builds(Number, constraints=NUMERIC)


@settings(max_examples=200)
@given(
    st.tuples(STRINGS, STRINGS) | st.tuples(STRINGS | ENUMS, STRINGS.map(nullable) | ENUMS),
    st.tuples(NUMBER_TYPES, NUMBER_TYPES),
)
def test_value_fits_the_intersection_of_scalars_if_it_fits_both(
    texts: tuple[Type, Type], numbers: tuple[Type, Type]
) -> None:
    for pair, values in (
        (texts, [None, "", "a", "ab", "bb", "abb"]),
        (numbers, [-1, 0, 0.5, 1, 2]),
    ):
        merged = intersect(*pair)
        for value in values if merged and merged.exact else ():
            assert agree(check(value, merged.value), check_all(value, pair)), (merged, value)  # type: ignore[union-attr]


@settings(max_examples=200)
@given(TYPES, TYPES, MANY_VALUES)
@example(INTEGER, String(constraints=StringConstraints(min_length=1)), [1, "a"])
@example(nullable(STRING), NULL, [None, "a"])
def test_value_fits_the_intersection_if_it_fits_both(a: Type, b: Type, values: list[Any]) -> None:
    assert intersect(a, a) == Merged(a)
    merged = intersect(a, b)
    for value in values if merged else ():
        both, one = check_all(value, (a, b)), check(value, merged.value)  # type: ignore[union-attr]
        if merged is not None and merged.exact:
            assert agree(one, both), (merged.value, value)
        assert one is not False or both is not True, (merged, value)


@settings(max_examples=200)
@given(LEAVES, LEAVES, LEAVES)
def test_intersection_is_associative(a: Type, b: Type, c: Type) -> None:
    ab, bc = intersect(a, b), intersect(b, c)
    left = intersect(ab.value, c) if ab and ab.exact else None
    right = intersect(a, bc.value) if bc and bc.exact else None
    if left and right and left.exact and right.exact:
        assert is_same(left.value, right.value)


@settings(max_examples=200)
@given(st.lists(OBJECTS, min_size=1, max_size=3), st.lists(VALUES, min_size=1, max_size=8))
@example(
    [
        Object(pattern_properties={"^a": STRING}),
        Object(fields=(Field(name="a", type=UNKNOWN),)),
    ],
    [{"a": 1}],
)
def test_value_fits_the_merged_object_if_it_fits_all(
    parts: list[Object], values: list[Any]
) -> None:
    merged = merge_objects(parts, intersect)
    if merged is None:
        return
    for value in values:
        one, all_ = check(value, merged.value), check_all(value, parts)
        if merged.exact:
            assert agree(one, all_), (merged.value, value)
        assert one is not False or all_ is not True, (merged.value, value)


@given(OBJECTS, OBJECTS, OBJECTS)
def test_merging_objects_is_associative_and_idempotent(a: Object, b: Object, c: Object) -> None:
    assert merge_objects([a, a], intersect) == Merged(a)
    ab, bc = merge_objects([a, b], intersect), merge_objects([b, c], intersect)
    left = merge_objects([ab.value, c], intersect) if ab and ab.exact else None
    right = merge_objects([a, bc.value], intersect) if bc and bc.exact else None
    if left and right and left.exact and right.exact:
        assert check_same_fields(left.value, right.value)


def check_same_fields(one: Object, other: Object) -> bool:
    """Whether objects are the same but for the order of fields."""
    return {f.name: equality_key(repr(f)) for f in one.fields} == {
        f.name: equality_key(repr(f)) for f in other.fields
    } and one.constraints == other.constraints


def test_merged_object_that_lacks_something_is_not_exact() -> None:
    open_object = Object(fields=(Field(name="a", type=STRING),))
    for other in (
        Object(additional_properties=Never()),
        Object(title="Other"),
        Object(fields=(Field(name="a", type=STRING, doc="Text."),)),
    ):
        merged = merge_objects([open_object, other], intersect)
        is_documented = bool(other.fields)
        assert merged is not None
        assert merged.exact is is_documented
    discriminated = [Object(discriminator=Discriminator(property=name)) for name in "ab"]
    merged = merge_objects(discriminated, intersect)
    assert merged is not None
    assert not merged.exact
    assert merged.value.discriminator == Discriminator(property="a")
    docs = [Object(fields=(Field(name="a", type=STRING, doc=text),)) for text in ("One.", "Two.")]
    merged = merge_objects(docs, intersect)
    assert merged is not None
    assert not merged.exact


def test_merged_field_has_the_annotations_of_both_declarations() -> None:
    first = Field(
        name="a",
        type=STRING,
        title="A",
        access="read-only",
        deprecation=Deprecation(reason="Use b."),
        origin=Origin("a", 1),
    )
    second = Field(name="a", type=STRING, presence="required", doc="Text.", origin=Origin("a", 2))
    merged = merge_fields(first, second, intersect)
    assert merged == Merged(
        Field(
            name="a",
            type=STRING,
            presence="required",
            title="A",
            doc="Text.",
            access="read-only",
            deprecation=Deprecation(reason="Use b."),
            origin=Origin("a", 2),
        )
    )
    required_only = Field(
        name="a", type=UNKNOWN, presence="required", inferred=inferences("required-names", "type")
    )
    assert is_placeholder(required_only)
    for fields in ((first, required_only), (required_only, first)):
        merged = merge_fields(*fields, intersect)
        assert merged is not None
        assert merged.exact
        assert (merged.value.required, merged.value.origin) == (True, first.origin)
    assert merge_fields(first, Field(name="a", type=INTEGER), intersect) is None
    accesses = [Field(name="a", type=STRING, access=a) for a in ("read-only", "write-only")]
    merged = merge_fields(*accesses, intersect)
    assert merged is not None
    assert not merged.exact


@pytest.mark.parametrize(
    ("first", "second", "access", "is_exact"),
    [
        ("read-write", "read-only", "read-only", True),
        ("read-only", "read-write", "read-only", True),
        ("read-only", "read-only", "read-only", True),
        ("write-only", "read-only", "read-only", False),
    ],
)
def test_merged_field_has_the_narrower_access(
    first: Access, second: Access, access: Access, is_exact: bool
) -> None:
    fields = (Field(name="a", type=STRING, access=access) for access in (first, second))
    merged = merge_fields(*fields, intersect)
    assert merged is not None
    assert (merged.value.access, merged.exact) == (access, is_exact)


def test_integer_and_number_intersect_in_an_integer() -> None:
    whole = Integer(constraints=NumberConstraints(minimum=1))
    half = Number(constraints=NumberConstraints(maximum=2.5))
    both = Integer(constraints=NumberConstraints(minimum=1, maximum=2.5))
    assert intersect(whole, half) == intersect(half, whole) == Merged(both)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (None, None, None),
        (STRING, None, STRING),
        (None, STRING, STRING),
        (STRING, INTEGER, INTEGER),
    ],
)
def test_merged_object_has_the_last_additional_properties(
    first: Type | None, second: Type | None, expected: Type | None
) -> None:
    parts = [
        Object(fields=(Field(name=name, type=STRING),), additional_properties=additional)
        for name, additional in (("a", first), ("b", second))
    ]
    merged = merge_objects(parts, intersect)
    assert merged is not None
    assert (merged.value.additional_properties, merged.exact) == (expected, expected is None)


def test_all_of_drops_what_restricts_nothing() -> None:
    pet = Ref(name="Pet")
    assert all_of_types([UNKNOWN, pet, pet]) == pet
    assert all_of_types([]) == all_of_types([UNKNOWN]) == UNKNOWN
    assert all_of_types([pet, STRING]) == AllOf(members=(pet, STRING))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (STRING, INTEGER, None),
        (INTEGER, NUMBER, INTEGER),
        (
            String(format="uuid"),
            String(constraints=StringConstraints(min_length=1)),
            String(format="uuid", constraints=StringConstraints(min_length=1)),
        ),
        (Enum(members=(EnumMember(value=1),), base="integer"), NUMBER, "first"),
        (Enum(members=(EnumMember(value=1),), base="integer", closed=False), NUMBER, None),
        (nullable(STRING), STRING, STRING),
        (nullable(STRING), Ref(name="Pet"), None),
        (
            Enum(members=(EnumMember(value="a"),)),
            Enum(members=(EnumMember(value="b"),)),
            Never(),
        ),
        (
            Enum(members=(EnumMember(value="a", doc="A."), EnumMember(value="b"))),
            Enum(members=(EnumMember(value="a"),)),
            Enum(members=(EnumMember(value="a", doc="A."),)),
        ),
    ],
)
def test_intersections(first: Type, second: Type, expected: Any) -> None:
    merged = intersect(first, second)
    assert (merged and merged.value) == (first if expected == "first" else expected)


# --- schemas of types -----------------------------------------------------------------------------


@settings(max_examples=200)
@given(TYPES, MANY_VALUES)
@example(Nullable(type=Union(members=(Const(value=None), STRING), mode="oneOf")), [None])
def test_schema_of_a_type_accepts_its_values(type: Type, values: list[Any]) -> None:
    validator = Draft202012Validator(assertion_schema(type))
    for value in values:
        assert agree(check(value, type), validator.is_valid(value)), (type, value)


@settings(max_examples=200)
@given(TYPES, MANY_VALUES)
def test_schema_of_a_type_is_read_back(type: Type, values: list[Any]) -> None:
    schema = assertion_schema(type)
    (definition,) = api_of({"$schema": DIALECT, **schema}).definitions
    for value in values:
        assert agree(check(value, type), check(value, definition.type)), (type, definition.type)
    again = assertion_schema(definition.type)
    (second,) = api_of({"$schema": DIALECT, **again}).definitions
    assert assertion_schema(second.type) == again


@settings(max_examples=200)
@given(SCHEMAS, SCHEMAS, MANY_VALUES)
@example(
    {"properties": {"a": {}}, "minLength": 1},
    {"additionalProperties": False, "maxLength": 3},
    [{"a": 1}, {}],
)
@example({"prefixItems": [{}]}, {"items": False}, [[1]])
@example({"properties": {"a": {}}}, {"unevaluatedProperties": False}, [{"a": 1}])
@example({"if": {"type": "null"}, "then": {}}, {"else": False}, [1])
def test_all_of_schemas_accepts_what_both_accept(
    one: dict[str, Any], other: dict[str, Any], values: list[Any]
) -> None:
    definitions = {"One": {"type": "object"}, "Two": {"type": "string"}}

    def is_valid(schema: dict[str, Any], value: object) -> bool:
        return Draft202012Validator({**schema, "$defs": definitions}).is_valid(value)

    for value in values:
        both = is_valid(one, value) and is_valid(other, value)
        assert is_valid(all_of([one, other]), value) == both, value
        assert is_valid(or_null(one), value) == (value is None or is_valid(one, value))


def test_assertions_of_all_of_members_do_not_affect_each_other() -> None:
    schema = {
        "allOf": [
            {"properties": {"a": {}}, "minLength": 1},
            {"additionalProperties": False, "maxLength": 3},
        ]
    }
    (definition,) = api_of({"$schema": DIALECT, **schema}).definitions
    exported = Draft202012Validator(assertion_schema(definition.type))
    assert [exported.is_valid(value) for value in ({}, {"a": 1}, "ab", "abcd")] == [
        True,
        False,
        True,
        False,
    ]


def test_references_below_properties_with_names_of_keywords() -> None:
    schema = {
        "properties": {"const": {"$ref": "#/$defs/A"}, "$ref": {"$ref": "#/$defs/B"}},
        "enum": [{"$ref": "#/$defs/C"}],
        "not": {"anyOf": [{"$ref": "#/$defs/D"}, True]},
    }
    assert list(schema_refs(schema)) == [f"#/$defs/{name}" for name in "ABD"]
    type = WithAssertions(type=UNKNOWN, schema=schema)
    assert list(assertion_refs(type)) == ["A", "B", "D"]
    renamed = rename_refs(type, str.lower)
    assert list(assertion_refs(renamed)) == ["a", "b", "d"]
    assert isinstance(renamed, WithAssertions)
    assert renamed.schema["enum"] == schema["enum"]


def test_annotations_are_removed_at_any_depth() -> None:
    schema = {
        "title": "T",
        "properties": {"title": {"description": "D", "x-a": 1, "type": "string"}},
        "enum": [{"title": "kept"}],
    }
    expected = {"properties": {"title": {"type": "string"}}, "enum": [{"title": "kept"}]}
    assert without_annotations(schema) == expected


@given(st.text(min_size=1))
@example("a/b~c %é")
def test_references_have_the_name_of_their_definition(name: str) -> None:
    assert referenced_name(definition_ref(name)) == name
    assert Draft202012Validator(
        {"$ref": pointer(name), "$defs": {name: {"type": "string"}}}
    ).is_valid("a")


def test_not_keeps_the_constraints_of_its_schema() -> None:
    short = String(constraints=StringConstraints(max_length=2))
    assert apply_not(STRING, [short, Ref(name="a/b")]) == WithAssertions(
        type=WithAssertions(type=STRING, schema={"not": {"type": "string", "maxLength": 2}}),
        schema={"not": {"$ref": "#/$defs/a/b"}},
    )


# --- graphs and growth ----------------------------------------------------------------------------


def test_cycles_and_components_of_a_graph() -> None:
    edges = {"a": ["b"], "b": ["c", "d"], "c": ["a"], "d": ["d", "x"], "e": ["a"]}
    assert list(find_cycles(edges, lambda name: edges[name])) == [("a", "b", "c"), ("d",)]
    component = strongly_connected_components(edges)
    assert component["a"] == component["b"] == component["c"]
    assert component["e"] < component["a"] < component["d"]
    assert list(find_cycles(["a"], lambda name: ["b"])) == []


def _seconds(count: int) -> float:
    members = [{"type": "string", "maxLength": index} for index in range(count)]
    properties = [{"type": "object", "properties": {f"p{i}": {}}} for i in range(count)]
    refs = [{"$ref": f"#/$defs/R{i}"} for i in range(count)]
    definitions = {f"R{i}": {"type": "object", "properties": {f"r{i}": {}}} for i in range(count)}
    source = {
        "$schema": DIALECT,
        "$defs": {
            "Union": {"anyOf": members},
            "Scalars": {"allOf": members},
            "Objects": {"allOf": properties},
            "Bases": {"allOf": refs},
            **definitions,
        },
    }
    text = json.dumps(source)
    start = process_time()
    api_of(json.loads(text))
    return process_time() - start


def test_time_is_at_most_linear_in_members() -> None:
    ratios: list[float] = []
    while len(ratios) < 5 and min(ratios, default=9.0) >= 9.0:
        ratios.append(_seconds(3200) / _seconds(800))
    assert min(ratios) < 9.0, ratios
