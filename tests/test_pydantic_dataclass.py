"""Test the target that datamodel-code-generator writes: its classes read and write JSON."""

from __future__ import annotations

import importlib
import itertools
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import datamodel_code_generator
import pydantic
import pytest

import docmodels
from docmodels.ir import STRING, Api, Object, Ref, String, StringConstraints
from targets_sample import SHOP, api, define, field

pytestmark = pytest.mark.skipif(
    not hasattr(pydantic, "MISSING"), reason="the classes need pydantic 2.14"
)
ROOT = Path(__file__).parents[1]
SAMPLES = sorted((ROOT / "schemas" / "samples").iterdir())
EACH_OUTPUT = pytest.mark.parametrize("output", ["models.py", "package"])
Import = Callable[[Api, str], ModuleType]
_numbers = itertools.count()


@pytest.fixture
def import_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Import:
    """Return a function that renders an `Api` to a module or a package and imports it."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def render_and_import(api: Api, output: str) -> ModuleType:
        name = f"pydantic_dataclasses_{next(_numbers)}"
        is_module = output.endswith(".py")
        folder = tmp_path if is_module else tmp_path / name
        folder.mkdir(exist_ok=True)
        for file in docmodels.render(api, target="pydantic-dataclass", output=output):
            (folder / (f"{name}.py" if is_module else file.path)).write_text(file.text, "utf-8")
        importlib.invalidate_caches()
        return importlib.import_module(name)

    return render_and_import


@EACH_OUTPUT
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_every_sample_is_importable(import_models: Import, sample: Path, output: str) -> None:
    models = import_models(docmodels.load(sample, notes=[]), output)
    assert models.__doc__ is None or models.__doc__


@EACH_OUTPUT
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("Both", {"street": "s", "extra": "e"}),
        ("UsesMaybe", {"m": None}),
        ("Hostile", {"class": "a", "+1": 1, "ID": 3, "id": 4, "date": "2020-01-02"}),
        ("Circle", {"@type": "circle", "r": 1.0}),
        ("Drawing", {"shapes": [{"@type": "square", "a": 1.0}, {"@type": "hexagon"}]}),
    ],
)
def test_json_is_written_as_it_was_read(
    import_models: Import, name: str, data: dict[str, Any], output: str
) -> None:
    """Wire names are written, a null is kept, and no absent field without a default is written."""
    adapter: pydantic.TypeAdapter[Any] = pydantic.TypeAdapter(
        getattr(import_models(SHOP, output), name)
    )
    written = json.loads(adapter.dump_json(adapter.validate_json(json.dumps(data))))
    assert _without_defaults(written, data) == data


def _without_defaults(written: Any, data: Any) -> Any:
    """Remove the keys that `data` does not have; None is no default of the sample."""
    if isinstance(written, dict):
        return {key: _without_defaults(written[key], data[key]) for key in data if key in written}
    if isinstance(written, list):
        return [_without_defaults(*pair) for pair in zip(written, data, strict=True)]
    return written


def test_an_absent_field_is_not_written_as_null(import_models: Import) -> None:
    models = import_models(docmodels.load(ROOT / "schemas/samples/tasks", notes=[]), "models.py")
    adapter: pydantic.TypeAdapter[Any] = pydantic.TypeAdapter(models.Step)
    assert json.loads(adapter.dump_json(models.Step(text="x"))) == {"text": "x", "done": False}


def test_docstrings_escape_characters_that_no_editor_shows(import_models: Import) -> None:
    doc = "A\x85b\x1cc\u2028d\u202ee\bf."
    models = import_models(api(define("Box", Object(fields=(field("a", STRING),)), doc)), "box.py")
    assert doc in models.Box.__doc__
    source = Path(models.__file__ or "").read_text("utf-8")
    assert source.replace("\n", " ").isprintable()


def test_a_pattern_that_no_engine_takes_is_left_out(import_models: Import) -> None:
    pattern = String(constraints=StringConstraints(pattern="^[a- z]+$", max_length=3))
    models = import_models(api(define("Box", Object(fields=(field("a", pattern),)))), "box.py")
    assert models.Box(a="1").a == "1"
    with pytest.raises(pydantic.ValidationError):
        models.Box(a="1234")


@EACH_OUTPUT
def test_a_name_that_is_too_long_for_a_file_is_imported(import_models: Import, output: str) -> None:
    name = "a" * 300
    box = define("Box", Object(fields=(field("a", Ref(name=name)),)))
    models = import_models(api(box, define(name, Object(fields=(field("b", STRING),)))), output)
    assert models.Box.__name__ == "Box"


@pytest.mark.parametrize(
    ("output", "help"),
    [
        ("package", "write one module (`--output models.py`), or choose the target"),
        ("models.py", "choose the target `pydantic` or `dataclass`"),
    ],
)
def test_models_that_dcg_cannot_write_are_an_error_with_a_cure(
    monkeypatch: pytest.MonkeyPatch, output: str, help: str
) -> None:
    def fail(*args: object, **options: object) -> None:
        raise AttributeError("'NoneType' object has no attribute 'module'\nand more")

    monkeypatch.setattr(datamodel_code_generator, "generate", fail)
    with pytest.raises(docmodels.DocmodelsError, match=r"no attribute 'module'$") as raised:
        docmodels.render(SHOP, target="pydantic-dataclass", output=output)
    assert raised.value.note.rule.name == "invalid-option"
    assert raised.value.note.help.startswith(help)
