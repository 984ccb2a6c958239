"""Import packages with warnings as errors, and describe the classes that they hold.

    python -W error import_probe.py FOLDER < packages.json

Standard input is a list of package names in FOLDER. Each package gives one line of JSON: `error`,
or `names` (for each name of a module, the classes that it stands for) and `classes` (for each
class, its fields by wire name, each with the classes in its annotation).
"""

from __future__ import annotations

import importlib
import json
import keyword
import sys
import typing
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import ModuleType, UnionType
from typing import Any, is_typeddict

import msgspec
from msgspec import Struct
from pydantic import BaseModel
from pydantic.dataclasses import is_pydantic_dataclass


def wire_annotations(cls: Any) -> dict[str, Any]:
    """Return the annotations of a generated class by wire name."""
    if issubclass(cls, BaseModel) or is_pydantic_dataclass(cls):
        models = cls.__pydantic_fields__
        aliases = {name: name if f.alias is None else f.alias for name, f in models.items()}
        return {aliases[name]: field.annotation for name, field in models.items()}
    hints = type_hints(cls)
    if issubclass(cls, Struct):
        names = zip(cls.__struct_encode_fields__, cls.__struct_fields__, strict=True)
        tag_field = cls.__struct_config__.tag_field
        tag = {tag_field: str} if tag_field else {}  # msgspec keeps the tag apart from the fields
        return {**{wire_name: hints[name] for wire_name, name in names}, **tag}
    if not is_dataclass(cls):
        return hints
    return {field.metadata.get("name", field.name): hints[field.name] for field in fields(cls)}


def type_hints(cls: Any) -> dict[str, Any]:
    """Return the evaluated annotations of a class."""
    module = sys.modules[cls.__module__]
    names = {**vars(sys.modules[module.__package__ or cls.__module__]), **vars(module)}
    return typing.get_type_hints(cls, localns=names, include_extras=True)


def is_generated(value: Any, package: str) -> bool:
    """Whether `value` is a class with fields that a module of the package defines."""
    if not isinstance(value, type) or value.__module__.split(".")[0] != package:
        return False
    return issubclass(value, BaseModel | Struct) or is_dataclass(value) or is_typeddict(value)


def union_members(value: Any, package: str) -> Iterator[type]:
    """Yield the classes of an alias: the class itself, or those of a union."""
    value = getattr(value, "__value__", value)
    if is_generated(value, package):
        yield value
    elif isinstance(value, UnionType) or typing.get_origin(value) is typing.Union:
        for member in typing.get_args(value):
            yield from union_members(member, package)
    elif hasattr(value, "__metadata__"):
        for part in _annotated_types(value):
            yield from union_members(part, package)


def classes_in(value: Any, package: str, seen: set[int]) -> Iterator[type]:
    """Yield the generated classes of an annotation, at any depth outside classes."""
    value = getattr(value, "__value__", value)
    if is_generated(value, package):
        yield value
    elif id(value) not in seen:
        seen.add(id(value))
        is_annotated = hasattr(value, "__metadata__")
        for part in _annotated_types(value) if is_annotated else typing.get_args(value):
            yield from classes_in(part, package, seen)


def _annotated_types(value: Any) -> list[Any]:
    """Return the type in `Annotated`, and the unions that metadata of msgspec's models has."""
    return [value.__origin__, *(getattr(part, "union", None) for part in value.__metadata__)]


def complete(cls: Any) -> None:
    """Evaluate the annotations of a class.

    Raises:
        TypeError: a class is not complete and does not postpone it.

    """
    if issubclass(cls, BaseModel):
        if not cls.__pydantic_complete__ and not cls.model_config.get("defer_build"):
            raise TypeError(f"{cls.__name__} is not complete")
        cls.model_rebuild()
    elif issubclass(cls, Struct):
        msgspec.json.Decoder(cls)


def import_modules(folder: Path, package: str) -> list[ModuleType]:
    """Import every module of a package.

    Raises:
        SyntaxError: an import statement cannot name a module.

    """
    modules: list[ModuleType] = []
    for file in sorted((folder / package).rglob("*.py")):
        parts = file.relative_to(folder).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if any(keyword.iskeyword(part) or not part.isidentifier() for part in parts):
            raise SyntaxError(f"no import statement can name {name}")
        modules.append(importlib.import_module(name))
    return modules


def describe(folder: Path, package: str) -> dict[str, Any]:
    """Import a package; return the names of its modules and the fields of its classes."""
    names: dict[str, list[str]] = {}
    classes: dict[str, dict[str, list[str]]] = {}
    for module in import_modules(folder, package):
        for name, value in list(vars(module).items()):
            if is_generated(value, package) and value.__module__ == module.__name__:
                complete(value)
                classes[_label(value)] = {
                    wire_name: [_label(cls) for cls in classes_in(annotation, package, set())]
                    for wire_name, annotation in wire_annotations(value).items()
                }
            names.setdefault(name, [_label(cls) for cls in union_members(value, package)])
    return {"error": "", "names": names, "classes": classes}


def _label(cls: type) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"


def main() -> None:
    """Describe the packages of standard input."""
    folder = Path(sys.argv[1])
    sys.path.insert(0, str(folder))
    for package in json.load(sys.stdin):
        try:
            result = describe(folder, package)
        except BaseException as error:
            result = {"error": f"{type(error).__name__}: {error}", "names": {}, "classes": {}}
        for name in [name for name in sys.modules if name.split(".")[0] == package]:
            del sys.modules[name]
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
