"""Test when pydantic builds classes that refer to each other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

import docmodels
from docmodels.ir import Api
from docmodels.targets.pydantic.rebuild import MAX_CLASSES, MAX_REBUILDS
from rendered import import_rendered, load_schemas


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def ring(size: int) -> Api:
    """Return classes that refer twice to the next one, and the last to the first.

    pydantic nests what is referred to once, and cannot write the JSON Schema of a long chain.
    """
    stops = {
        f"Stop{number}": {
            "type": "object",
            "required": ["name"],
            "properties": {
                "name": {"type": "string"},
                "next": {"$ref": f"#/components/schemas/Stop{(number + 1) % size}"},
                "depots": {
                    "type": "array",
                    "items": {"$ref": f"#/components/schemas/Stop{(number + 1) % size}"},
                },
            },
        }
        for number in range(size)
    }
    return load_schemas(stops)


def islands(size: int) -> Api:
    """Return classes without references, but for a union that a constant decides."""
    quay = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}
    kinds = [
        {"type": "object", "required": ["kind"], "properties": {"kind": {"const": kind}}}
        for kind in ("ferry", "raft")
    ]
    links = {"type": "object", "properties": {"link": {"anyOf": kinds}}}
    return load_schemas({f"Quay{number}": quay for number in range(size - 3)} | {"Links": links})


def text_of(api: Api, **options: Any) -> str:
    """Return the text of all modules that `api` is rendered to."""
    return "".join(file.text for file in docmodels.render(api, **options))


def test_a_few_classes_of_a_cycle_are_complete_at_import() -> None:
    api = ring(MAX_REBUILDS)
    text, module = text_of(api, output="models.py"), import_rendered(api)
    assert ".model_rebuild()" in text
    assert "defer_build" not in text
    assert module.Stop0.__pydantic_complete__


@pytest.mark.parametrize("validation", ["natural", "strict", "exact"])
def test_many_classes_of_a_cycle_are_built_at_first_use(validation: str) -> None:
    api = ring(MAX_REBUILDS + 2)
    text = text_of(api, output="models.py", validation=validation)
    module = import_rendered(api, validation=validation)
    assert "model_rebuild" not in text
    assert "defer_build=True" in text
    assert not module.Stop3.__pydantic_complete__
    data = {"name": "a", "next": {"name": "b", "depots": [{"name": "c"}]}}
    assert module.Stop3.model_validate_json(json.dumps(data)).next.depots[0].name == "c"
    assert json.loads(module.Stop4.model_validate(data).model_dump_json()) == data
    assert module.Stop5(name="a").model_dump() == {"name": "a"}
    assert TypeAdapter(list[module.Stop6]).validate_python([data])[0].next.name == "b"
    assert "Stop9" in module.Stop7.model_json_schema()["$defs"]
    with pytest.raises(ValidationError):
        module.Stop8.model_validate({"name": "a", "next": {"name": 1}})


def test_many_classes_are_built_at_first_use() -> None:
    assert "defer_build" not in text_of(islands(MAX_CLASSES), output="models.py")
    module = import_rendered(islands(MAX_CLASSES + 1))
    assert not module.Quay7.__pydantic_complete__
    assert module.Quay7.model_validate_json('{"name": "a"}').model_dump() == {"name": "a"}
    assert module.Quay7.__pydantic_complete__
    assert json.loads(module.Links(link={"kind": "raft"}).model_dump_json()) == {
        "link": {"kind": "raft"}
    }


def test_a_package_is_complete_at_import() -> None:
    module = import_rendered(ring(MAX_REBUILDS + 2), package=True)
    assert module.Stop3.__pydantic_complete__


def test_a_subclass_elsewhere_is_built_with_the_names_of_the_module() -> None:
    module = import_rendered(ring(MAX_REBUILDS + 2))
    subclass = type("Terminus", (module.Stop9,), {"__module__": __name__})
    assert subclass.model_validate({"name": "a", "next": {"name": "b"}}).next.name == "b"
