"""Test that merged and flattened models keep every constraint: `allOf`, bases, unions, tags."""

from __future__ import annotations

import itertools
import json
import sys
from types import ModuleType
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter, ValidationError

import docmodels
from docmodels.diagnostics.documents import document
from docmodels.ir import Api, Object, Type
from docmodels.passes import assemble
from docmodels.passes.context import PassContext
from docmodels.readers.documents import read_documents

DIALECT = "https://json-schema.org/draft/2020-12/schema"
EACH_VALIDATION = pytest.mark.parametrize("validation", ["natural", "strict", "exact"])
_numbers = itertools.count()


def api_of(**schemas: Any) -> Api:
    """Return the representation of schemas, each a definition."""
    text = json.dumps({"$schema": DIALECT, "$defs": schemas})
    result = read_documents([document("schema.json", text)], [])
    return assemble(result.drafts, PassContext([]))


def type_of(**schemas: Any) -> Type:
    """Return the type of the first schema."""
    return api_of(**schemas).by_name()[next(iter(schemas))].type


def import_models(validation: str = "natural", **schemas: Any) -> ModuleType:
    """Return the imported pydantic module of schemas."""
    (file,) = docmodels.render(api_of(**schemas), validation=validation)
    module = sys.modules[name] = ModuleType(name := f"all_of_{next(_numbers)}")
    exec(compile(file.text, f"{module.__name__}.py", "exec"), vars(module))
    return module


def accepts(kind: Any, value: Any) -> bool:
    try:
        TypeAdapter(kind).validate_json(json.dumps(value))
    except ValidationError:
        return False
    return True


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/{name}"}


def object_schema(required: str = "", **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": required.split(), "properties": properties}


TEXT, WHOLE = {"type": "string"}, {"type": "integer"}

# --- limits ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("members", ["tighter first", "looser first", "references"])
@pytest.mark.parametrize(
    ("schema", "keyword", "limits", "values"),
    [
        (TEXT, "minLength", (3, 1), ("abc", "ab")),
        (TEXT, "maxLength", (2, 5), ("ab", "abc")),
        (WHOLE, "minimum", (3, 1), (3, 2)),
        (WHOLE, "maximum", (3, 9), (3, 4)),
        (WHOLE, "exclusiveMinimum", (3, 1), (4, 3)),
        (WHOLE, "exclusiveMaximum", (3, 9), (2, 3)),
        ({"type": "array", "items": TEXT}, "minItems", (2, 1), (["a", "b"], ["a"])),
        ({"type": "array", "items": TEXT}, "maxItems", (1, 2), (["a"], ["a", "b"])),
    ],
)
def test_the_tighter_limit_of_two_members_counts(
    schema: Any, keyword: str, limits: tuple[int, int], values: tuple[Any, Any], members: str
) -> None:
    tight, loose = ({**schema, keyword: limit} for limit in limits)
    parts = {
        "tighter first": [tight, loose],
        "looser first": [loose, tight],
        "references": [ref("Tight"), ref("Loose")],
    }
    models = import_models(Both={"allOf": parts[members]}, Tight=tight, Loose=loose)
    valid, invalid = values
    assert accepts(models.Both, valid)
    assert not accepts(models.Both, invalid)


@EACH_VALIDATION
@pytest.mark.parametrize("bound", [-2.5, -0.5, 0.0, 0.5, 2.0, 2.5])
@pytest.mark.parametrize("keyword", ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"])
def test_fractional_bounds_of_integers_are_exact(
    keyword: str, bound: float, validation: str
) -> None:
    schema = WHOLE | {keyword: bound}
    models = import_models(validation, Box=object_schema(size=schema))
    for value in range(-4, 5):
        expected = Draft202012Validator(schema).is_valid(value)
        assert accepts(models.Box, {"size": value}) is expected, value


# --- bases ----------------------------------------------------------------------------------------

BASES = {
    "Named": object_schema(name=TEXT),
    "Dated": object_schema(date=TEXT),
    "Sized": object_schema(size=WHOLE),
}


@pytest.mark.parametrize("order", [*itertools.permutations(BASES)])
def test_bases_keep_the_order_of_the_members(order: tuple[str, ...]) -> None:
    members = [*map(ref, order), object_schema(own=TEXT)]
    type = type_of(Thing={"allOf": members}, **BASES)
    assert isinstance(type, Object) and type.bases == order
    models = import_models(Thing={"allOf": members}, **BASES)
    assert tuple(base.__name__ for base in models.Thing.__bases__) == order


def test_bases_of_nested_members_follow_their_position() -> None:
    nested = {"allOf": [ref("Dated"), object_schema(own=TEXT)]}
    type = type_of(Thing={"allOf": [ref("Named"), nested, ref("Sized")]}, **BASES)
    assert isinstance(type, Object) and set(type.bases) == set(BASES)
    assert type.bases.index("Named") < type.bases.index("Dated")


@EACH_VALIDATION
def test_flattened_class_keeps_pattern_properties_of_its_base(validation: str) -> None:
    base = object_schema(kind=TEXT) | {
        "patternProperties": {"^x-": WHOLE},
        "additionalProperties": False,
    }
    narrower = object_schema("kind", kind={"const": "own"})
    models = import_models(validation, Thing={"allOf": [ref("Base"), narrower]}, Base=base)
    assert accepts(models.Thing, {"kind": "own", "x-a": 1})
    assert not accepts(models.Thing, {"kind": "own", "x-a": "text"})


# --- unions ---------------------------------------------------------------------------------------


@EACH_VALIDATION
@pytest.mark.parametrize("union_first", [False, True])
def test_members_beside_a_union_constrain_every_alternative(
    union_first: bool, validation: str
) -> None:
    union = {"oneOf": [ref("Cat"), ref("Dog")]}
    members = [union, ref("Named")] if union_first else [ref("Named"), union]
    models = import_models(
        validation,
        Pet={"allOf": members},
        Named=object_schema("name", name=TEXT),
        Cat=object_schema("lives", lives=WHOLE),
        Dog=object_schema("legs", legs=WHOLE),
    )
    assert accepts(models.Pet, {"name": "Tom", "lives": 9})
    assert accepts(models.Pet, {"name": "Rex", "legs": 4})
    assert not accepts(models.Pet, {"lives": 9})
    assert not accepts(models.Pet, {"name": "Tom"})


TAGS = {
    "one value of two members": ({"const": "pet"}, {"const": "pet"}),
    "a shared value": ({"enum": ["cat", "pet"]}, {"enum": ["dog", "pet"]}),
}


@EACH_VALIDATION
@pytest.mark.parametrize("mapping", [{}, {"a": "Cat", "b": "Dog"}])
@pytest.mark.parametrize("tags", TAGS)
def test_tags_of_two_members_do_not_select_one(
    tags: str, mapping: dict[str, str], validation: str
) -> None:
    cat, dog = TAGS[tags]
    definitions = {
        "Pet": {
            "anyOf": [ref("Cat"), ref("Dog")],
            "discriminator": {"propertyName": "kind", "mapping": mapping},
        },
        "Cat": object_schema("kind lives", kind=cat, lives=WHOLE),
        "Dog": object_schema("kind legs", kind=dog, legs=WHOLE),
    }
    models = import_models(validation, **definitions)
    for value, member in (({"lives": 9}, models.Cat), ({"legs": 4}, models.Dog)):
        instance = TypeAdapter(models.Pet).validate_python({"kind": "pet", **value})
        assert type(instance) is member


# --- defaults -------------------------------------------------------------------------------------


def tuple_schema(*items: Any, default: Any) -> dict[str, Any]:
    return {
        "type": "array", "prefixItems": [*items], "items": False,
        "minItems": len(items), "default": default,
    }  # fmt: skip


@EACH_VALIDATION
@pytest.mark.parametrize(
    ("items", "default", "expected"),
    [
        ([WHOLE, TEXT], [1, "a"], (1, "a")),
        ([WHOLE], [1], (1,)),
        ([{"type": "array", "items": WHOLE}, TEXT], [[1, 2], "a"], ([1, 2], "a")),
    ],
)
def test_default_of_a_tuple_is_a_tuple(
    items: list[Any], default: list[Any], expected: tuple[Any, ...], validation: str
) -> None:
    models = import_models(validation, Box=object_schema(at=tuple_schema(*items, default=default)))
    one, two = models.Box(), models.Box()
    assert one.at == expected and isinstance(one.at, tuple)
    assert not any(a is b for a, b in zip(one.at, two.at, strict=True) if isinstance(a, list))
    assert accepts(models.Box, json.loads(models.Box().model_dump_json(by_alias=True)))


def test_default_of_an_array_with_further_items_is_a_list() -> None:
    schema = {"type": "array", "prefixItems": [WHOLE], "items": TEXT, "default": [1, "a", "b"]}
    assert import_models(Box=object_schema(at=schema)).Box().at == [1, "a", "b"]


def test_additional_properties_have_a_type_of_the_patterns_or_of_all_others() -> None:
    patterns = {"^s_": {"type": "string"}, "^b_": {"type": "boolean"}}
    model = import_models(
        Closed={
            **object_schema(a={}),
            "patternProperties": patterns,
            "additionalProperties": False,
        },
        Open={**object_schema(a={}), "patternProperties": patterns},
        Rest={
            **object_schema(a={}),
            "patternProperties": patterns,
            "additionalProperties": {"type": "null"},
        },
    )
    assert accepts(model.Closed, {"s_": "x", "b_": True})
    assert not accepts(model.Closed, {"s_": []})
    assert accepts(model.Open, {"s_": "x", "other": []})
    assert accepts(model.Rest, {"s_": "x", "other": None})
    assert not accepts(model.Rest, {"other": []})


@pytest.mark.parametrize("validation", ["natural", "exact"])
def test_unevaluated_properties_count_those_of_all_members(validation: str) -> None:
    width = {"properties": {"width": {"type": "integer"}}}
    closed = {"unevaluatedProperties": False}
    either = {"oneOf": [object_schema("a", a={}), object_schema("b", b={})]}
    model = import_models(
        validation,
        Part=object_schema("id", id={"type": "string"}),
        Alias=ref("Part"),
        ByAllOf={"allOf": [ref("Alias"), width], **closed},
        ByRef={**ref("Part"), **width, **closed},
        ByOneOf={**object_schema("id", id={}, width={"type": "integer"}), **either, **closed},
    )
    for kind, other in ((model.ByAllOf, {}), (model.ByRef, {}), (model.ByOneOf, {"a": 1})):
        assert accepts(kind, {"id": "x", "width": 1, **other})
        assert validation == "natural" or not accepts(kind, {"id": "x", "more": 1, **other})
