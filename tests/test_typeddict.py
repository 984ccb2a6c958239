"""Test typed dictionaries: their keys and types are those of JSON, and type checkers accept them."""

from __future__ import annotations

import importlib
import itertools
import json
import subprocess
import sys
import typing
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, Literal, NotRequired

import pydantic
import pytest
import typing_extensions
from hypothesis import given
from hypothesis import strategies as st

import docmodels
from docmodels.diagnostics.notes import Note
from docmodels.ir import (
    INTEGER,
    NULL,
    STRING,
    Api,
    Array,
    ArrayConstraints,
    Const,
    Default,
    Deprecation,
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
from targets_sample import SHOP, api, define, enum, field, required_field

Import = Callable[..., ModuleType]
_numbers = itertools.count()


@pytest.fixture
def import_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Import:
    """Return a function that renders an `Api` and imports it, in a form that pydantic reads.

    pydantic does not read `typing.TypedDict` before Python 3.12.
    """
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(typing, "TypedDict", typing_extensions.TypedDict)

    def render_and_import(sample: Api, output: str = "models.py", part: str = "") -> ModuleType:
        name = f"typed_{next(_numbers)}"
        is_module = output.endswith(".py")
        folder = tmp_path if is_module else tmp_path / name
        folder.mkdir(exist_ok=True)
        for file in docmodels.render(sample, target="typeddict", output=output):
            (folder / (f"{name}.py" if is_module else file.path)).write_text(file.text, "utf-8")
        importlib.invalidate_caches()
        return importlib.import_module(name + part)

    return render_and_import


EACH_LAYOUT = pytest.mark.parametrize("output", ["models.py", "package"])


def rendered(sample: Api, notes: list[Note] | None = None) -> str:
    (file,) = docmodels.render(sample, target="typeddict", notes=notes)
    return file.text


def hints(cls: type) -> dict[str, Any]:
    return typing.get_type_hints(cls, include_extras=True)


TREE = api(
    define(
        "Node",
        Object(
            fields=(
                required_field("nodeId", INTEGER),
                field("next-node", Ref(name="Node")),
                field("leaves", Array(items=Ref(name="Leaf"))),
                field("parent", nullable(Ref(name="Branch"))),
            )
        ),
    ),
    define("Branch", Object(bases=("Node",), fields=(field("width", INTEGER),))),
    define("Leaf", Object(fields=(required_field("on", Ref(name="Node")), field("at", STRING)))),
    define("Green", Object(bases=("Leaf",), fields=(field("hue", Ref(name="Hue")),))),
    define("Hue", enum("lime", "olive")),
)
"""Classes of both syntaxes that refer to each other, in several modules of a package."""


@EACH_LAYOUT
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("Node", {"nodeId": 1}),
        ("Node", {"nodeId": 1, "next-node": {"nodeId": 2}, "parent": None}),
        ("Branch", {"nodeId": 1, "width": 3, "parent": {"nodeId": 4, "leaves": []}}),
        ("Leaf", {"on": {"nodeId": 1, "leaves": [{"on": {"nodeId": 2}, "at": "x"}]}}),
        ("Green", {"on": {"nodeId": 1}, "hue": "lime"}),
    ],
)
def test_valid_json_of_recursive_classes_is_accepted_unchanged(
    import_models: Import, output: str, name: str, data: dict[str, Any]
) -> None:
    cls = getattr(import_models(TREE, output), name)
    assert pydantic.TypeAdapter(cls).validate_json(json.dumps(data), strict=True) == data


@EACH_LAYOUT
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("Node", {}),
        ("Node", {"nodeId": 1, "next-node": None}),
        ("Leaf", {"on": {"nodeId": 1, "parent": {"width": 1}}}),
        ("Green", {"on": {"nodeId": 1}, "hue": "red"}),
    ],
)
def test_other_json_is_refused(
    import_models: Import, output: str, name: str, data: dict[str, Any]
) -> None:
    adapter = pydantic.TypeAdapter(getattr(import_models(TREE, output), name))
    with pytest.raises(pydantic.ValidationError):
        adapter.validate_json(json.dumps(data), strict=True)


ORDER = {
    "id": 1,
    "shopName": None,
    "placedAt": "2024-05-06T07:08:09Z",
    "parts": [{"id": 2, "shopName": "s"}],
    "color": "a color of next year",
    "steps": "a",
    "buyer": {"name": "n", "home": {"street": "h"}},
    "place": {"street": "s", "orders": [{"id": 3, "shopName": None}]},
    "extra": [None],
}
WITHOUT_RECURSIVE_ALIAS = api(*(d for d in SHOP.definitions if d.name != "Json"))
"""The sample without the alias that pydantic does not resolve."""


@EACH_LAYOUT
@pytest.mark.parametrize(
    ("name", "data"),
    [
        (
            "Hostile",
            {"class": "a", "+1": 1, "-1": 2, "ID": 3, "id": 4, "": 5, "date": "2020-01-02"},
        ),
        ("Shape", {"@type": "hexagon"}),
        ("Shape", {"@type": "square", "a": 1.5}),
        ("Loose", {"@type": "blob", "size": 1}),
        ("Ratio", 0.5),
        ("Mixed", None),
        ("Pair", ["a", 1]),
        ("UsesMaybe", {"m": None}),
        ("Both", {"street": "s", "extra": "e", "orders": []}),
        ("Narrow", {"kind": "narrow", "at": "2020-01-02"}),
    ],
)
def test_every_kind_of_type_accepts_its_json(
    import_models: Import, output: str, name: str, data: object
) -> None:
    models = import_models(WITHOUT_RECURSIVE_ALIAS, output)
    adapter: pydantic.TypeAdapter[Any] = pydantic.TypeAdapter(getattr(models, name))
    assert adapter.validate_json(json.dumps(data)) == data


@EACH_LAYOUT
def test_annotations_resolve_in_every_module(import_models: Import, output: str) -> None:
    models = import_models(TREE, output)
    assert hints(models.Leaf) == {"on": models.Node, "at": NotRequired[str]}
    assert hints(models.Green)["on"] == models.Node
    assert hints(models.Node)["next-node"] == NotRequired[models.Node]
    assert hints(models.Branch)["parent"] == NotRequired[models.Branch | None]


@pytest.mark.parametrize("part", [".node", ".branch", ".leaf", ".green"])
def test_any_module_of_a_package_can_be_imported_first(import_models: Import, part: str) -> None:
    models = import_models(TREE, "package", part)
    assert all(hints(getattr(models, name)) for name in models.__all__)


@pytest.mark.parametrize(
    ("type", "annotation"),
    [
        (STRING, str),
        (String(format="date-time"), str),
        (String(format="uuid"), str),
        (nullable(String(format="date")), str | None),
        (NULL, type(None)),
        (Const(value="a"), Literal["a"]),
        (Const(value=1.5), float),
        (Const(value=[1]), list[Any]),
        (enum("a", 1, True, None), Literal["a", 1, True] | None),
        (enum("a", closed=False), Literal["a"] | str),  # noqa: PYI051
        (enum("a", {"b": 1}, 2.5), Literal["a"] | dict[str, Any] | float),
        (Map(values=INTEGER), dict[str, int]),
        (Union(members=(STRING, Array(items=INTEGER))), str | list[int]),
        (
            Array(
                items=Never(),
                prefix_items=(STRING, INTEGER),
                constraints=ArrayConstraints(min_items=2),
            ),
            list[str | int],
        ),
    ],
)
def test_annotations_are_the_types_of_decoded_json(
    import_models: Import, type: Type, annotation: object
) -> None:
    models = import_models(
        api(define("Pet", Object(fields=(required_field("x", type), field("y", type)))))
    )
    assert hints(models.Pet) == {"x": annotation, "y": NotRequired[annotation]}


KEYS = ["first-name", "class", "None", "__x", "__x__", "2fa", "a b", "ﬁ", "match", "_id", "list"]
IN_CLASS_BODIES = {"match", "_id", "list"}


@pytest.mark.parametrize("key", KEYS)
def test_the_functional_syntax_is_for_keys_that_need_it(key: str, import_models: Import) -> None:
    sample = api(define("Pet", Object(fields=(field(key, STRING), field("list", STRING)))))
    assert ("class Pet(" in rendered(sample)) is (key in IN_CLASS_BODIES)
    assert hints(import_models(sample).Pet) == dict.fromkeys((key, "list"), NotRequired[str])


@given(st.lists(st.text(max_size=4), min_size=1, unique=True))
def test_keys_are_the_wire_names_of_any_text(keys: list[str]) -> None:
    names: dict[str, Any] = {}
    text = rendered(api(define("Pet", Object(fields=tuple(field(k, STRING) for k in keys)))))
    exec(compile(text, "pet.py", "exec"), names)
    assert list(names["Pet"].__annotations__) == keys


def test_a_subclass_of_the_functional_syntax_declares_all_keys(import_models: Import) -> None:
    text = rendered(TREE)
    assert "class Leaf(TypedDict):" in text and "class Green(Leaf):" in text
    assert "\nNode = TypedDict(" in text and "\nBranch = TypedDict(" in text
    assert list(hints(import_models(TREE).Branch)) == [
        *("nodeId", "next-node", "leaves", "parent", "width")
    ]


def test_bases_that_share_a_key_are_not_inherited(import_models: Import) -> None:
    """A key of two bases is an error for mypy, even if both have it from one class."""
    named, sized = (Object(bases=("Thing",), fields=(field(key, STRING),)) for key in ("n", "s"))
    sample = api(
        define("Thing", Object(fields=(required_field("id", STRING),))),
        define("Named", named),
        define("Sized", sized),
        define("Both", Object(bases=("Named", "Sized"), fields=(field("own", STRING),))),
        define("Place", Object(fields=(field("at", STRING),))),
        define("Apart", Object(bases=("Named", "Place"))),
    )
    text = rendered(sample)
    assert "class Both(TypedDict):" in text and "class Apart(Named, Place):" in text
    assert list(hints(import_models(sample).Both)) == ["id", "n", "s", "own"]


def test_docstrings_have_what_annotations_cannot_express(import_models: Import) -> None:
    fields = (
        Field(name="size", type=INTEGER, doc="In metres.", default=Default(value=3)),
        Field(name="old", type=STRING, deprecation=Deprecation(reason="use `new`")),
        field("kept", nullable(STRING), default=None),
    )
    dashed = Field(name="is-on", type=STRING, doc="Two\nlines.", default=Default(value="é"))
    sample = api(
        define("Open", Object(fields=fields), "Any keys."),
        define("Closed", Object(fields=fields, additional_properties=Never())),
        define("Typed", Object(fields=(*fields, dashed), additional_properties=INTEGER), "Both."),
    )
    text = rendered(sample)
    assert '"""In metres.\n\n    The default is `3`.\n    """' in text
    assert '"""Deprecated: use `new`"""' in text
    assert "default is `null`" not in text
    models = import_models(sample)
    assert models.Open.__doc__ == "Any keys."
    assert models.Closed.__doc__ == "There are no other keys."
    listed = text.split("\nTyped = ")[1].split('"""')[1]
    assert listed == (
        "Both.\n\nKeys:\n\n- `size`: In metres.\n\n  The default is `3`.\n"
        '- `old`: Deprecated: use `new`\n- `is-on`: Two\n  lines.\n\n  The default is `"é"`.\n\n'
        "Other keys have values of type `int`.\n"
    )


def test_keys_are_not_reported_as_renamed() -> None:
    notes: list[Note] = []
    sample = api(define("Pet", Object(fields=(field("petId", STRING), field("pet_id", STRING)))))
    rendered(sample, notes)
    assert notes == []


def test_user_templates_replace_those_of_typed_dictionaries(tmp_path: Path) -> None:
    (tmp_path / "typeddict").mkdir()
    (tmp_path / "typeddict" / "functional.py.j2").write_text("{{ item.name }} = dict\n")
    (file,) = docmodels.render(TREE, target="typeddict", templates=tmp_path)
    assert "\nNode = dict\n" in file.text and "class Leaf(TypedDict)" in file.text


@pytest.mark.slow
@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_type_checkers_accept_every_kind_of_type(tmp_path: Path, checker: str) -> None:
    for name, sample in (("shop", SHOP), ("tree", TREE)):
        (tmp_path / f"{name}_package").mkdir()
        (tmp_path / f"{name}.py").write_text(rendered(sample), "utf-8")
        for file in docmodels.render(sample, target="typeddict", output="package"):
            (tmp_path / f"{name}_package" / file.path).write_text(file.text, "utf-8")
    (tmp_path / "use.py").write_text(
        "from shop import Order\nfrom tree import Branch, Node\n\n\n"
        "def read(order: Order, branch: Branch) -> Node:\n"
        '    name: str | None = order["shopName"]\n'
        '    sizes: str | None = order.get("size")\n'
        '    return branch if name == sizes else {"nodeId": 1, "next-node": branch}\n'
    )
    settings = {"typeCheckingMode": "strict", "pythonVersion": "3.11"}
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings))
    arguments = {
        "mypy": ["--strict", "--config-file=", "."],
        "pyright": ["--pythonpath", sys.executable],
    }
    command = [sys.executable, "-m", checker, *arguments[checker]]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=600)
    assert run.returncode == 0, run.stdout
