"""Test the setting `base-class`: all models derive from a class of the user."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner

import docmodels
from docmodels.cli import cli
from docmodels.diagnostics.notes import DocmodelsError
from rendered import import_rendered, load_schemas, read_and_write

SCHEMAS: dict[str, Any] = {
    "Kite": {
        "type": "object",
        "required": ["kite_id"],
        "properties": {
            "kite_id": {"type": "string"},
            "lineCount": {"type": "integer"},
            "owner": {"$ref": "#/components/schemas/Owner"},
        },
    },
    "Box": {
        "allOf": [
            {"$ref": "#/components/schemas/Kite"},
            {"type": "object", "properties": {"cells": {"type": "integer"}}},
        ]
    },
    "Owner": {
        "type": "object",
        "properties": {"name": {"type": ["string", "null"]}},
        "additionalProperties": False,
    },
}
KITE = {"kite_id": "a", "lineCount": 2, "owner": {"name": "Ann"}}
PLAIN = "class {name}:\n    def label(self): return 'shop'\n"
PYDANTIC = """
from pydantic import BaseModel as Model, ConfigDict
from pydantic.alias_generators import to_camel

class {name}(Model):
    model_config = ConfigDict(extra="ignore", frozen=True, alias_generator=to_camel)

    def label(self): return 'shop'
"""
STRUCT = """
from msgspec import Struct as Base

class {name}(Base, rename="camel", frozen=True):
    def label(self): return 'shop'
"""
SOURCES = {"pydantic": PYDANTIC, "dataclass": PLAIN, "msgspec": STRUCT}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield
    sys.modules.pop("shop_base", None)


def write_base(target: str, name: str = "ApiModel") -> str:
    """Write the module of a base class, and return the value of the setting."""
    Path("shop_base.py").write_text(SOURCES[target].replace("{name}", name))
    return f"shop_base:{name}"


@pytest.mark.parametrize("package", [False, True])
@pytest.mark.parametrize(
    "name", ["ApiModel", "Kite", "JsonModel", "BaseModel", "GeneratedModel", "Struct"]
)
@pytest.mark.parametrize("target", SOURCES)
def test_all_models_derive_from_the_class(target: str, package: bool, name: str) -> None:
    """Also where a class of the output or of the runtime has the same name."""
    base = write_base(target, name)
    module = import_rendered(
        load_schemas(SCHEMAS), package=package, target=target, base_class=base, notes=[]
    )
    import shop_base

    for model in (module.Kite, module.Box, module.Owner):
        assert issubclass(model, getattr(shop_base, name))
        assert model is not getattr(shop_base, name)
    assert read_and_write(target, module.Kite, KITE) == KITE


@pytest.mark.parametrize("name", ["ApiModel", "Struct", "AnyOf"])
def test_frozen_structs_decode_unions(name: str) -> None:
    """The hook sets the fields of a frozen struct, as msgspec does."""
    base = write_base("msgspec", name)
    size = {
        "anyOf": [{"$ref": "#/components/schemas/Kite"}, {"$ref": "#/components/schemas/Owner"}]
    }
    schemas = {**SCHEMAS, "Pair": {"type": "object", "properties": {"any_size": size}}}
    module = import_rendered(load_schemas(schemas), target="msgspec", base_class=base, notes=[])
    pair = msgspec.json.decode(json.dumps({"any_size": KITE}), type=module.Pair)
    assert isinstance(pair.any_size, module.Kite) and pair.label() == "shop"
    assert json.loads(msgspec.json.encode(pair)) == {"any_size": KITE}
    with pytest.raises(AttributeError, match="immutable"):
        pair.any_size = None


@pytest.mark.parametrize("validation", ["natural", "exact"])
def test_pydantic_models_have_the_configuration_of_the_class(validation: str) -> None:
    base = write_base("pydantic")
    module = import_rendered(load_schemas(SCHEMAS), base_class=base, validation=validation)
    kite = module.Kite.model_validate({**KITE, "unknown": 1})
    assert kite.label() == "shop"
    assert kite.model_extra is None
    assert kite.model_dump() == KITE
    with pytest.raises(ValueError, match="frozen"):
        kite.kite_id = "b"
    with pytest.raises(ValueError, match="unknown"):
        module.Owner(unknown=1)


def test_the_base_class_is_imported_in_order_and_nothing_in_vain() -> None:
    api = load_schemas(SCHEMAS)
    (file,) = docmodels.render(api, base_class="shop.base:ApiModel")
    modules = re.findall("^from (\\S+) import ", file.text, re.M)
    assert modules[-2:] == sorted(modules[-2:]) and "shop.base" in modules[-2:]
    assert "BaseModel" not in file.text
    assert "extra=" not in file.text.replace('extra="forbid"', "")


def test_command_line_settings_and_library_write_the_same() -> None:
    (file,) = docmodels.render(load_schemas(SCHEMAS), base_class="shop.base:ApiModel")
    arguments = ["generate", "shop.json", "-o", "-", "--base-class", "shop.base:ApiModel"]
    assert CliRunner().invoke(cli, arguments).stdout == file.text
    settings = 'inputs = ["shop.json"]\noutput = "-"\nbase-class = "shop.base:ApiModel"\n'
    Path("pyproject.toml").write_text(f"[tool.docmodels]\n{settings}")
    assert CliRunner().invoke(cli, ["generate"]).stdout == file.text


def test_other_forms_and_typed_dictionaries_are_refused() -> None:
    with pytest.raises(DocmodelsError, match=r"`base-class`: 'shop\.base\.ApiModel' is not of"):
        docmodels.generate("none.json", "a.py", base_class="shop.base.ApiModel")
    with pytest.raises(DocmodelsError, match="`typeddict` has no option `base-class`"):
        docmodels.generate("none.json", "a.py", target="typeddict", base_class="shop.base:ApiModel")


def test_typed_additional_properties_are_data_whatever_the_class_allows() -> None:
    base = write_base("pydantic")
    scores = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}
    typed = {**scores, "additionalProperties": {"type": "integer"}}
    closed = {**scores, "additionalProperties": False}
    reopened = {"allOf": [{"$ref": "#/components/schemas/Closed"}], "additionalProperties": True}
    schemas = {"Scores": typed, "Closed": closed, "Open": {**scores, "additionalProperties": True}}
    module = import_rendered(load_schemas({**schemas, "Re": reopened}), base_class=base)
    data = {"id": "a", "ann": 1}
    assert read_and_write("pydantic", module.Scores, data) == data
    assert read_and_write("pydantic", module.Open, data) == {"id": "a"}
    with pytest.raises(ValueError, match="ann"):
        module.Closed(**data)
