"""Test that attributes keep their names where they hide nothing that their class uses."""

from __future__ import annotations

import builtins
import json
import keyword
import sys
import warnings
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

from docmodels import load, render
from docmodels.ir import Json

NAMES = [name for name in dir(builtins) if not name.startswith("_")] + keyword.kwlist
NAMES += "annotations cls date datetime dt enum field format id literal re self time type".split()
TYPED: dict[str, Json] = {
    "re": {"type": "string", "pattern": "^(?!x)a", "default": "a"},
    "when": {"type": "string", "format": "date"},
    "numbers": {"type": "array", "items": {"type": "integer"}, "default": [1]},
    "pair": {
        "type": "array",
        "prefixItems": [{"type": "string"}, {"type": "number"}],
        "minItems": 2,
        "items": False,
    },
    "flags": {"type": "array", "uniqueItems": True, "items": {"type": "boolean"}},
    "map": {"type": "object", "additionalProperties": {"type": "number"}, "default": {}},
}


def class_of(tmp_path: Path, schema: dict[str, Json], target: str, validation: str) -> Any:
    path = tmp_path / "kettle.json"
    path.write_text(json.dumps(BASE | schema))
    api = load(path)
    (file,) = render(api, target=target, validation=validation, output=tmp_path / "models.py")
    (tmp_path / "models.py").write_text(file.text, "utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        spec = spec_from_file_location(f"models_{tmp_path.name}", tmp_path / "models.py")
        assert spec is not None and spec.loader is not None
        module = sys.modules[spec.name] = module_from_spec(spec)
        spec.loader.exec_module(module)
    return module.Kettle


BASE: dict[str, Json] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Kettle",
    "type": "object",
    "minProperties": 0,
}
EACH_TARGET = pytest.mark.parametrize(
    ("target", "validation"),
    [("pydantic", kind) for kind in ("natural", "strict", "exact")] + [("dataclass", "natural")],
)


@EACH_TARGET
@pytest.mark.parametrize(
    "properties",
    [
        {name: {"type": "string", "default": "x"} for name in NAMES} | TYPED,
        {name: {"type": "integer", "default": 1} for name in NAMES},
        {name: {"const": name, "default": name} for name in NAMES},
        {name: {"default": None} for name in NAMES},
    ],
)
def test_no_attribute_hides_what_its_class_uses(
    properties: dict[str, Json], target: str, validation: str, tmp_path: Path
) -> None:
    schema: dict[str, Json] = {"properties": properties}
    schema["additionalProperties"] = {"type": ["integer", "string"]}
    kettle = class_of(tmp_path, schema, target, validation)
    data = (
        {"flags": [True], "pair": ["a", 0.5], "when": "2020-02-02"} if "when" in properties else {}
    )
    if target == "dataclass":
        assert data.items() <= kettle.from_dict(data).to_dict().items()
    else:
        written = kettle.model_validate_json(json.dumps(data)).model_dump_json(by_alias=True)
        assert data.items() <= json.loads(written).items()


@EACH_TARGET
def test_builtins_that_the_class_does_not_use_are_names(
    target: str, validation: str, tmp_path: Path
) -> None:
    names = [
        "object",
        "list",
        "dict",
        "str",
        "float",
        "bool",
        "bytes",
        "set",
        "id",
        "type",
        "format",
    ]
    names = [name for name in names if name != "dict" or target == "dataclass"]
    properties: dict[str, Json] = {name: {"type": "integer"} for name in names}
    kettle = class_of(tmp_path, {"properties": properties}, target, validation)
    assert set(names) <= kettle.__annotations__.keys()
