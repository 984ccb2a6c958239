"""Test the runtime modules: what generated modules copy of them, and what the helpers do."""

from __future__ import annotations

import json
import math
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from docmodels.targets.dataclass import target as dataclass_target
from docmodels.targets.pydantic import runtime
from docmodels.targets.pydantic import target as pydantic_target
from docmodels.targets.python import runtime_source
from docmodels.targets.python.imports import import_lines
from docmodels.targets.python.runtime_source import RuntimeSource, helper, render_helpers
from docmodels.targets.python.source import Import

HELPERS = pydantic_target.HELPERS


def read(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RuntimeSource:
    path = tmp_path / "runtime.py"
    path.write_text(text, "utf-8")
    monkeypatch.setattr(runtime_source, "get_data", lambda package, file: path.read_bytes())
    return runtime_source.read_runtime("any", "runtime.py", external=frozenset({"TABLE"}))


SOURCE = '''\
"""Helpers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

import datetime as dt

TABLE: dict[str, int] = {}

_LIMIT = 3
"""A limit."""


def first(values: Any) -> Any:
    """Return the first value."""
    return next(iter(cast("Iterable[Any]", values)))


@first
def day() -> dt.date:
    return TABLE[first([_LIMIT])]


def other() -> None:
    """Do nothing."""
'''


def test_a_helper_is_copied_with_all_that_it_requires(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, imports, binds = read(SOURCE, tmp_path, monkeypatch).select(["day"])
    assert text == SOURCE[SOURCE.index("_LIMIT") : SOURCE.index("\n\n\ndef other")]
    assert binds == {"_LIMIT", "first", "day"}
    names = {Import("collections.abc", "Iterable"), Import("typing", "Any")}
    assert imports == names | {Import("typing", "cast"), Import("datetime", "", "dt")}


def test_helpers_that_are_not_adjacent_have_two_blank_lines_between_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = read(SOURCE, tmp_path, monkeypatch)
    text, imports, _ = source.select(["first", "other"])
    assert "values)))\n\n\ndef other" in text and "day" not in text
    assert Import("datetime", "", "dt") not in imports
    assert source.names == {"first", "day", "other"}
    assert source.select([]) == ("", frozenset(), frozenset())


def test_the_body_is_the_file_below_its_imports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read(SOURCE, tmp_path, monkeypatch).body == SOURCE[SOURCE.index("_LIMIT") :]


def test_other_statements_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TypeError, match="line 3"):
        read('"""Helpers."""\n\nprint(1)\n', tmp_path, monkeypatch)


def test_names_of_classes_are_avoided_in_the_copy() -> None:
    classes = {"Unique", "Any"}
    text, imports = render_helpers(
        HELPERS,
        [helper("Unique")],
        lambda one: one._replace(alias=f"Our{one.name}") if one.bound in classes else one,
    )
    assert "OurUnique = AfterValidator(_unique)" in text and "Sequence[OurAny]" in text
    assert Import("typing", "Any", "OurAny") in imports


@pytest.mark.parametrize("name", sorted(HELPERS.names))
def test_each_pydantic_helper_runs_on_its_own(name: str) -> None:
    text, imports, _ = HELPERS.select([name])
    lines = [line for group in import_lines(imports) for line in group]
    namespace: dict[str, Any] = {}
    exec("\n".join(["from __future__ import annotations", *lines, text]), namespace)
    assert name in namespace
    source = Path(runtime.__file__).read_text("utf-8")
    assert all(f"\n{part}\n" in source for part in text.split("\n\n\n")), "copied verbatim"


def test_the_codec_is_copied_whole() -> None:
    codec = dataclass_target.RUNTIME.codec
    assert codec.body.startswith("_T = ") and {"decode", "encode"} <= codec.names
    assert codec.imports["dt"] == Import("datetime", "", "dt")
    _, imports, _ = dataclass_target.HELPERS.select(["JsonModel"])
    assert Import("._codec", "decode") in imports


# --- what the helpers do --------------------------------------------------------------------------


def accepts(kind: Any, value: object) -> bool:
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError:
        return False
    return True


def test_an_integer_is_any_whole_number_and_no_other_json_type() -> None:
    assert [
        value for value in (1, 1.0, 1.5, True, "1", None) if accepts(runtime.Integer, value)
    ] == [
        1,
        1.0,
    ]
    assert TypeAdapter(runtime.Integer).validate_python(2.0) == 2
    assert [accepts(runtime.Number, value) for value in (7, 7.5, True, "7")] == [
        True,
        True,
        False,
        False,
    ]


def test_literal_values_are_equal_as_in_json() -> None:
    kind = Annotated[Any, runtime.literal_value(1, [True], {"a": 1.5})]
    for value, is_one in (
        (1.0, True),
        (True, False),
        ([True], True),
        ([1], False),
        ({"a": 1.5}, True),
        ({"a": 1}, False),
    ):
        assert accepts(kind, value) is is_one, value


def test_unique_lists_have_no_value_twice() -> None:
    kind = Annotated[list[Any] | None, runtime.Unique]
    assert accepts(kind, [1, True, "1", [1], None])
    assert not accepts(kind, [1, 1.0])
    assert not accepts(kind, [[1], [1.0]])
    assert not accepts(kind, ["a", "b", "a"])
    assert accepts(kind, ["a", "b", "1"])
    assert accepts(kind, None)


@pytest.mark.parametrize(
    ("value", "result"), [(1, 1), (1.0, 1), (10**30, 10**30), (-1.0, None), (1.5, None)]
)
def test_a_strict_integer_is_a_number_without_fraction(value: float, result: int | None) -> None:
    kind = Annotated[int, Field(ge=0), runtime.JsonInteger]
    if result is None:
        assert not accepts(kind, value)
    else:
        assert repr(TypeAdapter(kind).validate_json(json.dumps(value))) == repr(result)
        assert repr(TypeAdapter(kind).validate_python(value)) == repr(result)


@pytest.mark.parametrize("value", [True, "1", None, [], math.inf])
def test_a_strict_integer_converts_no_other_value(value: object) -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(runtime.Integer).validate_python(value)
    assert [error["type"] for error in caught.value.errors()] == ["int_type"]


def test_a_validated_type_decides_about_null() -> None:
    kinds: tuple[Any, ...] = (
        Annotated[int | None, Field(le=5), runtime.JsonInteger],
        Annotated[date | None, runtime.IsoText],
    )
    assert [accepts(kind, None) for kind in kinds] == [True, True]
    assert not accepts(Annotated[date, runtime.IsoText], None)


@pytest.mark.parametrize("kind", [date, datetime, time])
def test_dates_are_text_as_rfc_3339_writes_it(kind: type) -> None:
    valid = {date: "2024-05-06", datetime: "2024-05-06T07:08:09Z", time: "07:08:09Z"}[kind]
    adapter: TypeAdapter[Any] = TypeAdapter(Annotated[kind, runtime.IsoText])
    value = adapter.validate_json(json.dumps(valid))
    assert adapter.validate_python(value) == value == adapter.validate_python(valid)
    assert adapter.json_schema() == TypeAdapter(kind).json_schema()
    for other in (1, 1.5, True, "1", "20240506", "-5", "1.5e-3"):
        assert not accepts(Annotated[kind, runtime.IsoText], other), other


def test_json_schema_of_a_strict_integer_has_its_limits() -> None:
    adapter: TypeAdapter[Any] = TypeAdapter(Annotated[int, Field(ge=0), runtime.JsonInteger])
    for mode in ("validation", "serialization"):
        assert adapter.json_schema(mode=mode) == {"type": "integer", "minimum": 0}


class Cat(BaseModel):
    kind: str


class Dog(BaseModel):
    kind: str


def test_a_tag_selects_the_member_of_a_union() -> None:
    from pydantic import Tag

    labels = {"cat": "Cat", "tom": "Cat", "dog": "Dog"}
    discriminator = runtime.discriminated_by("kind", "kind", labels)
    kind: Any = Annotated[Annotated[Cat, Tag("Cat")] | Annotated[Dog, Tag("Dog")], discriminator]
    adapter = TypeAdapter(kind)
    assert isinstance(adapter.validate_python({"kind": "tom"}), Cat)
    assert isinstance(adapter.validate_python(Dog(kind="dog")), Dog)
    assert not accepts(kind, {"kind": "cow"})


def test_an_omittable_field_may_be_absent() -> None:
    class Model(BaseModel):
        size: runtime.Omittable[int] = None
        weight: runtime.StrictOmittable[int] = None

    assert Model().model_dump() == Model(size=None).model_dump() == {}
    assert accepts(Model, {}) and accepts(Model, {"size": None})
    assert not accepts(Model, {"weight": None})


def test_a_model_of_nullable_fields_writes_those_that_were_given() -> None:
    class Model(runtime.NullableModel):
        size: Annotated[int | None, Field(alias="Size")] = None
        label: runtime.Omittable[str] = None
        kind: str = "box"

    assert Model().model_dump() == {"kind": "box"}
    assert Model(size=None).model_dump() == {"Size": None, "kind": "box"}
    assert Model(size=None).model_dump(by_alias=False) == {"size": None, "kind": "box"}
    assert Model().model_dump(by_alias=False) == {"kind": "box"}
    assert Model(size=2).model_dump_json(exclude={"kind"}) == '{"Size":2}'
    read, written = (Model.model_json_schema(mode=mode) for mode in ("validation", "serialization"))
    assert read == written and list(read["properties"]) == ["Size", "label", "kind"]


def test_one_text_of_a_runtime_is_replaced() -> None:
    edited = HELPERS.replace("validate_by_name=True)", "validate_by_name=False)")
    text, _, _ = edited.select(["GeneratedModel"])
    assert "validate_by_name=False" in text and edited.names == HELPERS.names
    with pytest.raises(ValueError, match="0 times"):
        HELPERS.replace("no such text", "")


def test_schemas_are_checked_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(runtime.CHECKS, "Even", {"multipleOf": 2, "$ref": "#/$defs/Small"})
    monkeypatch.setitem(runtime.DEFINITIONS, "Small", {"maximum": 10})
    kind = Annotated[Any, runtime.matches_schema("Even")]
    assert [value for value in (2, 3, 12) if accepts(kind, value)] == [2]
