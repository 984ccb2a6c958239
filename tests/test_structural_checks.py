"""Test that strict models check the structure of objects and arrays, and what closes a class."""

from __future__ import annotations

from typing import Any

import pytest

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import MISSING_DEPENDENCY
from docmodels.targets.plan.structural_assertions import structural_assertions
from test_validation import ImportModels, accepts, import_models, object_schema, ref

__all__ = ["import_models"]

TEXT = {"type": "string"}
COUNT = {"type": "integer"}


def judge(kind: Any, valid: list[Any], invalid: list[Any]) -> None:
    assert [value for value in valid if not accepts(kind, value)] == []
    assert [value for value in invalid if accepts(kind, value)] == []


@pytest.mark.parametrize("validation", ["strict", "exact"])
@pytest.mark.parametrize(
    ("schema", "valid", "invalid"),
    [
        (object_schema(a=COUNT, b=COUNT) | {"dependentRequired": {"a": ["b"]}}, [{}], [{"a": 1}]),
        (
            object_schema(a=COUNT, b=COUNT) | {"oneOf": [{"required": ["a"]}, {"required": ["b"]}]},
            [{"a": 1}, {"b": 1}],
            [{}, {"a": 1, "b": 1}],
        ),
        (
            object_schema(a=COUNT, b=COUNT) | {"not": {"required": ["a", "b"]}},
            [{}, {"a": 1}],
            [{"a": 1, "b": 1}],
        ),
        (
            object_schema(k=TEXT, w=COUNT)
            | {"if": {"properties": {"k": {"const": "w"}}}, "then": {"required": ["w"]}},
            [{"k": "x"}, {"k": "w", "w": 1}],
            [{"k": "w"}],
        ),
        (
            object_schema(n=TEXT)
            | {"patternProperties": {"^s_": TEXT, "^i_": COUNT}, "additionalProperties": False},
            [{"n": "x", "s_a": "x", "i_a": 1}],
            [{"s_a": 1}, {"i_a": "x"}, {"other": 1}],
        ),
        (
            {"type": "object", "patternProperties": {"^s_": TEXT}, "additionalProperties": COUNT},
            [{"s_a": "x", "b": 1}],
            [{"s_a": 1}, {"b": "x"}],
        ),
        (object_schema(a=COUNT) | {"minProperties": 1}, [{"b": 1}], [{}]),
        (object_schema(a=COUNT) | {"propertyNames": {"maxLength": 1}}, [{"b": 1}], [{"bb": 1}]),
        ({"type": "array", "items": COUNT, "contains": {"const": 1}}, [[1, 2]], [[], [2]]),
        (
            {"type": "array", "prefixItems": [COUNT], "items": TEXT},
            [[], [1], [1, "a"]],
            [["a"], [1, 2]],
        ),
        (
            {"anyOf": [{"type": "array", "prefixItems": [COUNT], "items": TEXT}, TEXT]},
            ["a", [1, "a"]],
            [1, [1, 2]],
        ),
        (
            {"type": "array", "prefixItems": [COUNT], "allOf": [{"prefixItems": [True, TEXT]}],
             "unevaluatedItems": False},
            [[1], [1, "a"]],
            [[1, "a", 1]],
        ),
        (
            {"allOf": [{"type": "array", "items": COUNT, "contains": {"const": 1}}, {"maxItems": 2}]},
            [[1]],
            [[2], [1, 2, 3]],
        ),
    ],
)  # fmt: skip
def test_strict_models_check_objects_and_arrays(
    import_models: ImportModels, validation: str, schema: Any, valid: list[Any], invalid: list[Any]
) -> None:
    models = import_models(validation, Named=schema, Box=object_schema("x", x=schema))
    judge(models.Named, valid, invalid)
    judge(models.Box, [{"x": v} for v in valid], [{"x": v} for v in invalid])


def test_strict_models_without_such_keywords_have_no_checks(import_models: ImportModels) -> None:
    notes: list[Note] = []
    models = import_models(
        "strict",
        notes,
        Ship=object_schema("name", name=TEXT, crew={"type": "array", "items": ref("Sailor")}),
        Sailor=object_schema(rank={"oneOf": [COUNT, {"type": "integer", "minimum": 1}]}),
        Tug={"allOf": [ref("Ship"), object_schema(name={"type": "string", "maxLength": 3})]},
        Even={"type": "integer", "not": {"const": 3}},
    )
    assert MISSING_DEPENDENCY not in {note.rule for note in notes}
    judge(models.Tug, [{"name": "abc"}], [{"name": "abcd"}, {"name": 1}])


def test_a_flattened_base_class_keeps_its_checks(import_models: ImportModels) -> None:
    def base(*types: Any) -> Any:
        fields = object_schema(a=types[0], x=COUNT)
        return fields | {"dependentRequired": {"x": ["a"]}, "maxProperties": 2}

    both = {"allOf": [ref("Wide"), ref("Small")]}
    models = import_models(
        "strict", Wide=base(COUNT), Small=base({"maximum": 4, **COUNT}), Both=both
    )
    assert not issubclass(models.Both, models.Wide)
    judge(models.Both, [{"a": 4, "x": 1}, {"a": 1, "b": 1}], [{"x": 1}, {"a": 1, "b": 1, "c": 1}])


BASE = {"type": "object", "properties": {"x": TEXT}}
CLOSED = {"unevaluatedProperties": False}
MORE = {"properties": {"y": COUNT}}


@pytest.mark.parametrize("validation", ["natural", "strict", "exact"])
@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object", "allOf": [ref("Base")], **MORE},
        {"allOf": [ref("Base"), {"type": "object", **MORE}]},
        {"allOf": [{"type": "object", **MORE}, BASE]},
        {**ref("Base"), **MORE},
        {**ref("Alias"), **MORE},
        {"type": "object", "allOf": [ref("Base")], **MORE, "anyOf": [{"required": ["x"]}, {"required": ["y"]}]},
    ],
)  # fmt: skip
def test_unevaluated_properties_close_a_class(
    import_models: ImportModels, validation: str, schema: Any
) -> None:
    models = import_models(validation, Base=BASE, Alias=ref("Base"), Model=schema | CLOSED)
    assert models.Model.model_config["extra"] == ("allow" if validation == "exact" else "forbid")
    judge(models.Model, [{"x": "a"}, {"x": "a", "y": 1}], [{"x": "a", "z": 1}])


def test_a_closed_alias_is_a_class(import_models: ImportModels) -> None:
    models = import_models("natural", Base=BASE, Model={"allOf": [ref("Base")]} | CLOSED)
    assert issubclass(models.Model, models.Base)
    judge(models.Model, [{"x": "a"}], [{"z": 1}])
    judge(models.Base, [{"z": 1}], [])


@pytest.mark.parametrize("validation", ["natural", "strict", "exact"])
@pytest.mark.parametrize(
    "evaluating",
    [
        {"allOf": [{"type": "object", "additionalProperties": COUNT, **MORE}]},
        {"allOf": [{"type": "object", "patternProperties": {"^z": COUNT}, **MORE}]},
        {"patternProperties": {"^z": COUNT}, **ref("Base")},
        {"allOf": [ref("Open")]},
        {"allOf": [ref("Conditional")]},
        {"if": {"required": ["y"]}, "then": {"properties": {"z": COUNT}}},
        {"if": {"properties": {"z": COUNT}}, "then": True},
        {"dependentSchemas": {"y": {"properties": {"z": COUNT}}}},
        {"anyOf": [{"properties": {"z": COUNT}}, {"required": ["w"]}]},
        {"anyOf": [ref("Zed"), {"required": ["w"]}]},
        {"allOf": [{"if": {"required": ["y"]}, "then": ref("Zed")}]},
    ],
)
def test_a_class_is_open_where_other_keywords_evaluate_properties(
    import_models: ImportModels, validation: str, evaluating: Any
) -> None:
    models = import_models(
        validation,
        Base=BASE,
        Open=BASE | {"additionalProperties": True},
        Zed=object_schema("z", z=COUNT),
        Conditional=BASE | {"if": {"required": ["y"]}, "then": {"properties": {"z": COUNT}}},
        Model={"type": "object", **MORE, **evaluating, **CLOSED},
    )
    judge(models.Model, [{"y": 1, "z": 1}], [])


@pytest.mark.parametrize(
    ("schema", "structural"),
    [
        ({"not": {"const": 3}}, {}),
        ({"not": {"const": 3}, "minItems": 1}, {"minItems": 1}),
        ({"anyOf": [{"minimum": 1}, {"maxLength": 2}]}, {}),
        ({"if": {"minimum": 1}, "then": {"maximum": 2}}, {}),
    ],
)
def test_assertions_on_single_values_are_left_out(schema: Any, structural: Any) -> None:
    assert structural_assertions(schema) == structural


@pytest.mark.parametrize(
    "schema",
    [
        {"if": {"const": 1}, "then": {"anyOf": [{"required": ["a"]}]}},
        {"contains": {"const": 1}, "minContains": 2},
        {"not": {"const": 1}, "unevaluatedProperties": False},
        {"allOf": [{"not": {"required": ["a"]}}]},
    ],
)
def test_assertions_on_structure_are_kept_whole(schema: Any) -> None:
    assert structural_assertions(schema) == schema


@pytest.mark.parametrize("validation", ["strict", "exact"])
def test_a_nested_one_of_refuses_no_valid_value(
    import_models: ImportModels, validation: str
) -> None:
    never = {"allOf": [{"type": "boolean"}, {"type": ["array", "object"]}]}
    contradiction = {"type": "integer", "allOf": [{"type": "array", "maxItems": 1}]}
    schema = {"oneOf": [contradiction, {"oneOf": [True, never, {"type": "object"}]}]}
    models = import_models(validation, Model={"type": "object", "properties": {"value": schema}})
    judge(models.Model, [{"value": True}, {"value": []}, {"value": 3}], [])
