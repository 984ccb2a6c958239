"""Test that readers, pages and targets agree on what an allOf, null and a default mean."""

from __future__ import annotations

from typing import Any

import pytest

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import BAD_DEFAULT
from docmodels.ir import (
    INTEGER,
    NULL,
    STRING,
    UNKNOWN,
    AllOf,
    Api,
    Const,
    Deprecation,
    Discriminator,
    Enum,
    EnumMember,
    Field,
    Never,
    Nullable,
    Object,
    ObjectConstraints,
    Ref,
    String,
    StringConstraints,
    Type,
    Union,
    WithAssertions,
)
from docmodels.ir.algebra import nullable
from docmodels.ir.instance_check import InstanceCheck
from docmodels.pages.all_of import convert_all_of, object_definitions
from docmodels.pages.families.frozendict.compose import compose
from docmodels.pages.type_vocabulary import ParsedType, make_union
from docmodels.targets import TargetOptions, Validation, find_target, write_modules
from docmodels.targets.plan.merge import merge_definitions
from targets_sample import api, define, field
from test_exports import DIALECT, api_of


def write(api: Api, notes: list[Note] | None = None, exact: bool = False) -> str:
    validation = Validation.EXACT if exact else Validation.NATURAL
    options = TargetOptions(validation=validation)
    (module,) = write_modules(api, find_target("pydantic"), options, [] if notes is None else notes)
    return module.text


def values(*items: Any, closed: bool = True) -> Enum:
    members = tuple(EnumMember(value=item) for item in items)
    return Enum(members=members, closed=closed, base="string")


# --- readers --------------------------------------------------------------------------------------


def test_objects_that_declare_a_property_alike_are_one_object() -> None:
    limit = {"type": "integer", "description": "How many."}
    parts = [
        {"type": "object", "properties": {"limit": limit, "next": {"type": "string"}}},
        {"type": "object", "properties": {"limit": dict(limit)}, "required": ["limit"]},
        {"type": "object", "properties": {"next": {"type": "string"}}, "minProperties": 1},
    ]
    (definition,) = api_of({"$schema": DIALECT, "allOf": parts}).definitions
    assert isinstance(definition.type, Object)
    assert {f.name: (f.required, f.doc) for f in definition.type.fields} == {
        "limit": (True, "How many."),
        "next": (False, ""),
    }
    assert definition.type.constraints == ObjectConstraints(min_properties=1)
    parts[1]["properties"] = {"limit": {**limit, "description": "At most."}}
    (definition,) = api_of({"$schema": DIALECT, "allOf": parts}).definitions
    assert isinstance(definition.type, AllOf)


# --- pages ----------------------------------------------------------------------------------------

PETS: dict[str, Type] = {"Pet": Object(fields=(field("name", STRING),)), "Id": STRING}


def test_all_of_on_a_page_keeps_what_its_objects_specify() -> None:
    local = Object(
        fields=(field("age", INTEGER),),
        pattern_properties={"^x-": STRING},
        discriminator=Discriminator(property="kind"),
        constraints=ObjectConstraints(min_properties=1),
    )
    pet = Ref(name="Pet")
    merged = convert_all_of(AllOf(members=(pet, local, pet)), PETS)
    assert isinstance(merged, Object)
    assert merged.bases == ("Pet",)
    assert merged.fields == local.fields
    assert merged.pattern_properties == local.pattern_properties
    assert (merged.discriminator, merged.constraints) == (local.discriminator, local.constraints)


@pytest.mark.parametrize(
    "member",
    [
        Object(additional_properties=Never()),
        Ref(name="Id"),
        STRING,
        Object(fields=(field("age", STRING),)),
    ],
)
def test_all_of_on_a_page_stays_if_one_object_is_not_equivalent(member: Type) -> None:
    objects = {"Pet": PETS["Pet"]}
    type = AllOf(members=(Ref(name="Pet"), Object(fields=(field("age", INTEGER),)), member))
    assert convert_all_of(type, objects) is type


def test_object_definitions_follow_all_of_in_any_order() -> None:
    types: dict[str, Type] = {
        "C": AllOf(members=(Ref(name="B"), Object())),
        "B": AllOf(members=(Ref(name="Pet"),)),
        "Loop": AllOf(members=(Ref(name="Loop"),)),
        "Text": AllOf(members=(Ref(name="Id"),)),
        **PETS,
    }
    assert list(object_definitions(types)) == ["C", "B", "Pet"]


def test_unions_on_pages_distinguish_true_from_one() -> None:
    consts = Const(value=1), Const(value=True)
    union = make_union(tuple(ParsedType(const) for const in (*consts, NULL, Const(value=1.0))))
    assert union.type == Nullable(type=Enum(members=(EnumMember(value=1), EnumMember(value=True))))
    assert isinstance(union.type, Nullable) and isinstance(union.type.type, Enum)
    assert union.type.type.members[1].value is True


def test_one_of_with_two_null_members_on_a_page_rejects_null() -> None:
    groups = {"allOf": [], "oneOf": [nullable(STRING), NULL], "anyOf": []}
    type = compose(UNKNOWN, groups)
    assert type == Union(members=(nullable(STRING), NULL), mode="oneOf")
    assert InstanceCheck({}).matches(None, type) is False


# --- checks of values -----------------------------------------------------------------------------


def test_patterns_apply_to_fields_too() -> None:
    type = Object(
        fields=(field("ab", UNKNOWN),),
        pattern_properties={"^a": STRING},
        additional_properties=Never(),
    )
    check = InstanceCheck({})
    cases = ({"ab": "x"}, {"ab": 1}, {"a": "x"}, {"a": 1}, {"b": "x"})
    assert [check.matches(case, type) for case in cases] == [True, False, True, False, False]
    undecided = Object(pattern_properties={"(a+)+": STRING}, additional_properties=INTEGER)
    assert [check.matches(case, undecided) for case in ({"a": 1}, {"a": "x"})] == [None, None]


# --- targets --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ((nullable(STRING), NULL), NULL),
        ((nullable(STRING), nullable(STRING)), nullable(STRING)),
        ((values("a", "b"), values("c")), Never()),
        (
            (values("x", closed=False), values("a", "b"), values("b", "c")),
            values("b"),
        ),
        (
            (
                String(constraints=StringConstraints(min_length=3, pattern="a")),
                String(constraints=StringConstraints(min_length=2, max_length=9)),
            ),
            String(constraints=StringConstraints(min_length=3, max_length=9, pattern="a")),
        ),
    ],
)
def test_plan_merges_all_of(members: tuple[Type, ...], expected: Type) -> None:
    assert merge_definitions(api(define("A", AllOf(members=members)))) == {"A": expected}


def test_plan_keeps_assertions_only_where_the_merged_type_lacks_something() -> None:
    def strings(*patterns: str) -> Type:
        constraints = [StringConstraints(pattern=pattern) for pattern in patterns]
        return AllOf(members=tuple(String(constraints=c) for c in constraints))

    merged = merge_definitions(
        api(define("Same", strings("a", "a")), define("Other", strings("a", "b"))),
        Validation.EXACT,
    )
    assert merged["Same"] == String(constraints=StringConstraints(pattern="a"))
    assert isinstance(merged["Other"], WithAssertions)
    assert merged["Other"].schema == {
        "allOf": [{"type": "string", "pattern": "a"}, {"type": "string", "pattern": "b"}]
    }


def test_redeclared_field_keeps_the_deprecation_of_its_base_class() -> None:
    base = Field(name="a", type=STRING, deprecation=Deprecation(reason="Use b."))
    local = field("a", String(constraints=StringConstraints(min_length=1)))
    text = write(
        api(
            define("Base", Object(fields=(base,))),
            define("Own", Object(bases=("Base",), fields=(local,))),
        )
    )
    assert text.count("Use b.") == 2


def test_default_that_a_narrower_type_rejects_is_left_out() -> None:
    base = field("a", STRING, default="")
    local = field("a", String(constraints=StringConstraints(min_length=1)))
    notes: list[Note] = []
    text = write(
        api(
            define("Base", Object(fields=(base,))),
            define("Own", Object(bases=("Base",), fields=(local,))),
        ),
        notes,
    )
    assert [note.rule for note in notes] == [BAD_DEFAULT]
    assert text.count('= ""') == 1


@pytest.mark.parametrize(
    ("type", "value", "expected"),
    [
        (Const(value=[1]), [True], None),
        (Const(value=[1]), [1.0], "[1.0]"),
        (Union(members=(INTEGER, STRING), mode="oneOf"), "a", '"a"'),
        (String(constraints=StringConstraints(pattern="^b")), "a", None),
        (String(constraints=StringConstraints(pattern="(b+)+")), "a", '"a"'),
        (String(format="date"), "2024-02-30", None),
        (Nullable(type=String(format="date")), "2024-02-29", "date(2024, 2, 29)"),
        (
            Union(members=(String(format="uuid"), STRING)),
            "a",
            '"a"',
        ),
    ],
)
def test_defaults_are_checked_as_values(type: Type, value: Any, expected: str | None) -> None:
    notes: list[Note] = []
    text = write(api(define("A", Object(fields=(field("x", type, default=value),)))), notes)
    assert ([note.rule for note in notes] == [BAD_DEFAULT]) is (expected is None)
    assert expected is None or expected in text


def test_default_that_is_null_on_a_nullable_class_is_none() -> None:
    thing = Object(fields=(field("x", Ref(name="Pet"), default=None),))
    pet = define("Pet", Nullable(type=PETS["Pet"]))
    notes: list[Note] = []
    assert "x: Pet | None = None" in write(api(pet, define("A", thing)), notes)
    assert notes == []


def test_checks_define_what_a_property_with_the_name_of_a_keyword_refers_to() -> None:
    schema = {"not": {"properties": {"const": {"$ref": "#/$defs/Pet"}}}}
    thing = WithAssertions(type=Object(fields=(field("const", STRING),)), schema=schema)
    text = write(api(define("Pet", PETS["Pet"]), define("A", thing)), exact=True)
    assert 'DEFINITIONS: dict[str, object] = {"Pet"' in text
