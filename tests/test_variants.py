"""Test references to a base class with a discriminator: the tag selects the subclass."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from rendered import import_rendered, load_schemas, read_and_write

REF = {name: {"$ref": f"#/components/schemas/{name}"} for name in ("Craft", "Kayak", "Barge")}
NUMBER = {"type": "number"}
SCHEMAS: dict[str, Any] = {
    "Craft": {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"type": "string"}, "length": NUMBER},
        "discriminator": {
            "propertyName": "kind",
            "mapping": {name.lower(): ref["$ref"] for name, ref in REF.items() if name != "Craft"},
        },
    },
    # Narrows an inherited field, so that the class has all fields itself.
    "Kayak": {
        "allOf": [
            REF["Craft"],
            {"properties": {"length": {**NUMBER, "maximum": 6}, "seats": NUMBER}},
        ]
    },
    "Barge": {"allOf": [REF["Craft"], {"properties": {"load": NUMBER}}]},
    "Lock": {"type": "object", "required": ["craft"], "properties": {"craft": REF["Craft"]}},
}


@pytest.mark.parametrize("target", ["pydantic", "dataclass", "msgspec"])
@pytest.mark.parametrize(
    ("craft", "name"),
    [
        ({"kind": "kayak", "length": 4.5, "seats": 1.5}, "Kayak"),
        ({"kind": "barge", "length": 40.5, "load": 7.5}, "Barge"),
        ({"kind": "raft", "length": 9.5}, "Craft"),
    ],
)
def test_tag_without_a_subclass_is_read_as_the_base_class(
    craft: Any, name: str, target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    module = import_rendered(load_schemas(SCHEMAS), target=target)
    assert read_and_write(target, module.Lock, {"craft": craft}) == {"craft": craft}
    read = {
        "pydantic": lambda: module.Lock.model_validate({"craft": craft}),
        "dataclass": lambda: module.Lock.from_dict({"craft": craft}),
        "msgspec": lambda: msgspec.convert({"craft": craft}, module.Lock),
    }[target]
    assert type(read().craft) is getattr(module, name)
