"""Test definitions that have the names of what modules import: both keep their meaning."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rendered import import_rendered, load_schemas, read_and_write

NAMES = [
    *("Annotated", "Any", "AnyOf", "BaseModel", "ClassVar", "Discriminator", "Field"),
    *(
        "GeneratedModel",
        "JsonModel",
        "Literal",
        "Meta",
        "NotRequired",
        "NullableModel",
        "Omittable",
    ),
    *("Struct", "Tag", "TypeAlias", "TypedDict", "UNSET", "UUID", "Union", "UnsetType"),
]


def schema(name: str) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["kind"],
        "properties": {
            "kind": {"const": name},
            "id": {"type": "string", "format": "uuid"},
            "size": {"type": ["integer", "null"], "minimum": 1},
            "next": {"anyOf": [{"$ref": "#/components/schemas/Any"}, {"type": "null"}]},
        },
    }


SCHEMAS = {
    **{name: schema(name) for name in NAMES},
    "All": {
        "oneOf": [{"$ref": f"#/components/schemas/{name}"} for name in NAMES],
        "discriminator": {"propertyName": "kind"},
    },
}


@pytest.mark.parametrize("package", [False, True])
@pytest.mark.parametrize("target", ["pydantic", "dataclass", "msgspec"])
def test_names_of_imports_are_possible(
    target: str, package: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    module = import_rendered(load_schemas(SCHEMAS), target=target, package=package)
    for name in NAMES:
        cls = getattr(module, name)
        for others in ({}, {"next": None, "size": None}, {"next": {"kind": "Any"}}):
            value = {"kind": name, **others}
            assert read_and_write(target, cls, value) == value
