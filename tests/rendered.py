"""Render models with options of the library, and import them with warnings as errors."""

from __future__ import annotations

import importlib
import itertools
import json
import sys
import warnings
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import docmodels
from docmodels.diagnostics.notes import Note
from docmodels.ir import Api

_numbers = itertools.count()


def load_schemas(schemas: Mapping[str, Any], notes: list[Note] | None = None) -> Api:
    """Load the schemas of an OpenAPI document, which is written to the current folder."""
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Shop", "version": "1"},
        "paths": {},
        "components": {"schemas": schemas},
    }
    Path("shop.json").write_text(json.dumps(document))
    return docmodels.load("shop.json", notes=notes)


def import_rendered(api: Api, *, package: bool = False, **options: Any) -> ModuleType:
    """Render `api` into a module or package of the current folder, and import it.

    The test changes to a temporary folder first: no file is written into the repository.
    """
    assert Path.cwd() != Path(__file__).parents[1]
    name = f"rendered_{next(_numbers)}"
    output = Path(name if package else f"{name}.py")
    for file in docmodels.render(api, output=output, **options):
        path = output / file.path if package else output
        path.parent.mkdir(exist_ok=True)
        path.write_text(file.text, "utf-8")
    importlib.invalidate_caches()
    sys.path.insert(0, str(Path.cwd()))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return importlib.import_module(name)
    finally:
        sys.path.pop(0)


def read_and_write(target: str, cls: Any, value: Any) -> Any:
    """Read a JSON value with a generated class, and write it by wire names."""
    if target == "dataclass":
        return cls.from_dict(value).to_dict()
    if target == "msgspec":
        import msgspec

        return json.loads(msgspec.json.encode(msgspec.json.decode(json.dumps(value), type=cls)))
    from pydantic import TypeAdapter

    adapter = TypeAdapter(cls)
    instance = adapter.validate_json(json.dumps(value))
    return json.loads(adapter.dump_json(instance, by_alias=True, exclude_unset=True))
