"""Find the models of all modules: classes by kind, aliases, and the configuration they inherit."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cached_property
from pathlib import PurePath
from typing import Final

from msgspec import Struct

from docmodels.ir import Json
from docmodels.readers.python_models.syntax import Module
from docmodels.readers.python_models.values import Evaluator, NotConstant


class Kind(StrEnum):
    """What defines a model. ROOT is a pydantic model of a value that is no object."""

    PYDANTIC = "pydantic"
    ROOT = "root"
    DATACLASS = "dataclass"
    PYDANTIC_DATACLASS = "pydantic-dataclass"
    TYPED_DICT = "typeddict"
    STRUCT = "msgspec"
    NAMED_TUPLE = "namedtuple"
    ENUM = "enum"
    ALIAS = "alias"
    TYPE_VARIABLE = "type-variable"
    OTHER = "other"


OBJECTS: Final = frozenset(
    {Kind.PYDANTIC, Kind.DATACLASS, Kind.PYDANTIC_DATACLASS, Kind.TYPED_DICT, Kind.STRUCT}
)
"""The kinds whose values are JSON objects."""

_BASES: Final = {
    "pydantic.BaseModel": Kind.PYDANTIC,
    "pydantic_settings.BaseSettings": Kind.PYDANTIC,
    "pydantic.BaseSettings": Kind.PYDANTIC,
    "pydantic.GenericModel": Kind.PYDANTIC,
    "pydantic.RootModel": Kind.ROOT,
    "typing.TypedDict": Kind.TYPED_DICT,
    "typing.NamedTuple": Kind.NAMED_TUPLE,
    "msgspec.Struct": Kind.STRUCT,
    "enum.Enum": Kind.ENUM,
    "enum.IntEnum": Kind.ENUM,
    "enum.StrEnum": Kind.ENUM,
    "enum.Flag": Kind.OTHER,
    "enum.IntFlag": Kind.OTHER,
}
_DECORATORS: Final = {
    "dataclasses.dataclass": Kind.DATACLASS,
    "pydantic.dataclasses.dataclass": Kind.PYDANTIC_DATACLASS,
}
_CALLS: Final = {
    "typing.TypedDict": Kind.TYPED_DICT,
    "typing.NewType": Kind.ALIAS,
    "typing.TypeAliasType": Kind.ALIAS,
    "typing.TypeVar": Kind.TYPE_VARIABLE,
    "pydantic.create_model": Kind.OTHER,
}
_ALIAS_ANNOTATIONS: Final = frozenset({"typing.TypeAlias", "builtins.type"})

HELPERS: Final = frozenset(
    {
        *("GeneratedModel", "NullableModel", "ByAlias", "JsonModel", "JsonNumber", "Omittable"),
        *("StrictOmittable", "AnyOf", "Discriminator", "IsoText", "JsonInteger", "Integer"),
        *("Number", "ANY_CASE", "ANY_CASE_TO_CAMEL", "IntegralFloat", "Unique"),
    }
)
"""The names that modules of docmodels share, if they are not among `__all__` of a module."""


class Source(Struct, frozen=True, eq=False):
    """A class or alias at the top of a module."""

    module: Module
    name: str
    node: ast.stmt
    kind: Kind

    @property
    def class_node(self) -> ast.ClassDef | None:
        """The class statement, if it is one."""
        return self.node if isinstance(self.node, ast.ClassDef) else None


def is_helper(source: Source) -> bool:
    """Whether a class or alias is a helper that modules of docmodels share."""
    exported = source.module.exported
    is_public = exported is None or source.name in exported
    is_runtime = source.module.document.path.replace("\\", "/").endswith("/_types.py")
    return source.name in HELPERS and (not is_public or is_runtime)


class SourceIndex:
    """The classes and aliases of all modules, by name."""

    def __init__(self, modules: Sequence[Module]) -> None:
        self.modules = modules
        self._kinds: dict[int, Kind] = {}
        self._by_name: dict[str, list[tuple[Module, ast.stmt]]] = {}
        self._sources: dict[tuple[int, str], Source] = {}
        for module in modules:
            for name, node in module.bindings.items():
                self._by_name.setdefault(name, []).append((module, node))

    def find(self, name: str, module: Module) -> Source | None:
        """Return what a name means in a module: the object of that module, else that of another module."""
        for owner, node in self._candidates(name, module):
            key = id(node), name
            if key not in self._sources:
                self._sources[key] = Source(owner, name, node, self._kind(owner, node))
            source = self._sources[key]
            if source.kind is not Kind.OTHER or isinstance(node, ast.ClassDef):
                return source
        return None

    def sources(self, module: Module) -> Iterator[Source]:
        """Yield the models of a module, in order."""
        for name in module.bindings:
            if source := self.find(name, module):
                yield source

    def bases(self, source: Source) -> list[Source]:
        """Return the base classes of a class that the modules define."""
        node = source.class_node
        bases: list[Source] = []
        for base in node.bases if node else ():
            name = source.module.qualified_name(_without_arguments(base))
            definition = self._find_base(name, source.module)
            if definition is not None and definition is not source:
                bases.append(definition)
        return bases

    def _find_base(self, name: str, module: Module) -> Source | None:
        if name.startswith("."):
            return self.find(name[1:], module)
        owner, last = self._imported(name), name.rpartition(".")[2]
        return self.find(last, owner) if owner else None

    def _imported(self, name: str) -> Module | None:
        """Return the module among the inputs that an absolute import of a class leads to."""
        path, _, last = name.rpartition(".")
        file = path.rpartition(".")[2]
        for module, _ in self._by_name.get(last, []) if file else []:
            parts = PurePath(module.document.path).with_suffix("").parts
            if file in parts[-1:] or (file in parts[-2:-1] and parts[-1] == "__init__"):
                return module
        return None

    def class_order(self, source: Source) -> list[Source]:
        """Return a class and its base classes, those that come first in Python first."""
        order: dict[int, Source] = {}
        pending = [source]
        while pending:
            current = pending.pop(0)
            if len(order) > _MAX_BASES:
                break
            order[id(current)] = current
            pending += [base for base in self.bases(current) if id(base) not in order]
        return list(order.values())

    def is_derived_from(self, source: Source, name: str) -> bool:
        """Whether a class has a helper as its base class, or a base class of its base classes."""
        return any(
            part.name == name or name in _base_names(part) for part in self.class_order(source)
        )

    def _kind(self, module: Module, node: ast.stmt) -> Kind:
        if id(node) in self._kinds:
            return self._kinds[id(node)]
        self._kinds[id(node)] = Kind.OTHER  # of a class that is a base class of itself
        kind = self._class_kind(module, node) if isinstance(node, ast.ClassDef) else None
        kind = kind or _alias_kind(module, node)
        self._kinds[id(node)] = kind
        return kind

    def _class_kind(self, module: Module, node: ast.ClassDef) -> Kind:
        for decorator in node.decorator_list:
            call = decorator.func if isinstance(decorator, ast.Call) else decorator
            if kind := _DECORATORS.get(module.qualified_name(call)):
                return kind
        for base in node.bases:
            name = module.qualified_name(_without_arguments(base))
            if kind := _BASES.get(name):
                return kind
            if name in _UNRESOLVED_BASES:
                return _UNRESOLVED_BASES[name]
            owner = module if name.startswith(".") else self._imported(name)
            if owner is not None:
                kind = self._kind_by_name(name.rpartition(".")[2], owner)
                if kind not in (Kind.OTHER, Kind.ALIAS, Kind.DATACLASS, Kind.PYDANTIC_DATACLASS):
                    return kind
        return _kind_of_settings(module, node)

    def _kind_by_name(self, name: str, module: Module) -> Kind:
        candidates = self._candidates(name, module)
        return self._kind(*candidates[0]) if candidates else Kind.OTHER

    def _candidates(self, name: str, module: Module) -> list[tuple[Module, ast.stmt]]:
        local = module.bindings.get(name)
        return [(module, local)] if local is not None else self._by_name.get(name, [])


_MAX_BASES: Final = 1000

_STRUCT_ARGUMENTS: Final = frozenset(
    {
        *("kw_only", "rename", "omit_defaults", "forbid_unknown_fields", "tag", "tag_field"),
        *("array_like", "repr_omit_defaults", "gc", "weakref", "dict", "cache_hash"),
    }
)
"""The arguments of a class that only `msgspec.Struct` has (msgspec 0.22)."""


def _kind_of_settings(module: Module, node: ast.ClassDef) -> Kind:
    """Return the kind of a class whose base class is not among the inputs, by its settings."""
    names = [module.qualified_name(_without_arguments(base)) for base in node.bases]
    if not any("." in name.lstrip(".") and not name.startswith("builtins.") for name in names):
        return Kind.OTHER
    if any(word.arg in _STRUCT_ARGUMENTS for word in node.keywords):
        return Kind.STRUCT
    targets = (part.targets for part in node.body if isinstance(part, ast.Assign))
    names_set = {name.id for group in targets for name in group if isinstance(name, ast.Name)}
    return Kind.PYDANTIC if "model_config" in names_set else Kind.OTHER


_UNRESOLVED_BASES: Final = {
    ".GeneratedModel": Kind.PYDANTIC,
    ".NullableModel": Kind.PYDANTIC,
    ".ByAlias": Kind.PYDANTIC,
}
"""Base classes that modules of docmodels import, if their module is not among the inputs."""


def _base_names(source: Source) -> list[str]:
    node = source.class_node
    names = (
        source.module.qualified_name(_without_arguments(b)) for b in (node.bases if node else ())
    )
    return [name.rpartition(".")[2] for name in names]


def _without_arguments(node: ast.expr) -> ast.expr:
    return node.value if isinstance(node, ast.Subscript) else node


def _alias_kind(module: Module, node: ast.stmt) -> Kind:
    match node:
        case ast.AnnAssign(ast.Name(), annotation, value) if value is not None:
            is_alias = module.qualified_name(annotation) in _ALIAS_ANNOTATIONS
            return Kind.ALIAS if is_alias else Kind.OTHER
        case ast.Assign([ast.Name()], ast.Call(function) as call):
            name = module.qualified_name(function)
            if _BASES.get(name) is Kind.ENUM and len(call.args) >= 2:
                return Kind.ENUM
            is_constrained = name.startswith("pydantic.con")
            return _CALLS.get(name, Kind.ALIAS if is_constrained else Kind.OTHER)
        case ast.Assign([ast.Name()], ast.Subscript() | ast.BinOp(_, ast.BitOr())):
            return Kind.ALIAS
        case ast.Assign([ast.Name()], ast.Name() | ast.Attribute() as value):
            return Kind.ALIAS if module.qualified_name(value) else Kind.OTHER
        case _:
            has_type_value = node.__class__.__name__ == "TypeAlias"  # Python 3.12
            return Kind.ALIAS if has_type_value else Kind.OTHER


def is_stated_alias(source: Source) -> bool:
    """Whether an alias is marked as one: by `TypeAlias`, `type X =` or `NewType`."""
    match source.node:
        case ast.Assign(_, ast.Call()):
            return True
        case ast.Assign():
            return False
        case _:
            return True


class Configuration(Struct, frozen=True, dict=True):
    """The settings of a class: `model_config`, `class Config`, and the arguments of the class."""

    settings: dict[str, tuple[ast.expr, Evaluator]]

    def value(self, name: str) -> Json:
        """Return the value of a setting; None if there is none, or if its syntax does not show it."""
        if name not in self.settings:
            return None
        node, evaluator = self.settings[name]
        try:
            return evaluator.value(node)
        except NotConstant:
            return None

    def expression(self, name: str) -> tuple[ast.expr, Module] | None:
        """Return the expression of a setting and its module, if there is one."""
        if name not in self.settings:
            return None
        node, evaluator = self.settings[name]
        return node, evaluator.module

    @cached_property
    def extra(self) -> str:
        """What happens to properties without a field: "allow", "forbid" or "ignore"."""
        if self.value("forbid_unknown_fields") is True:
            return "forbid"
        if (stated := self.expression("extra")) is None:
            return ""
        node, module = stated
        name = module.qualified_name(node)
        if name.startswith("pydantic.Extra."):
            return name.rpartition(".")[2]
        value = self.value("extra")
        return value if isinstance(value, str) else ""


def own_settings(source: Source, evaluator: Evaluator) -> dict[str, tuple[ast.expr, Evaluator]]:
    """Return the settings that a class states itself, by name."""
    node, module = source.class_node, source.module
    if node is None:
        return {}
    words = [(word.arg, word.value) for word in node.keywords]
    for statement in node.body:
        match statement:
            case ast.Assign([ast.Name("model_config")], value):
                words += _items(value)
            case ast.AnnAssign(ast.Name("model_config"), _, value) if value is not None:
                words += _items(value)
            case ast.ClassDef("Config", _, _, body):
                words += [
                    (target.id, part.value)
                    for part in body
                    if isinstance(part, ast.Assign)
                    for target in part.targets
                    if isinstance(target, ast.Name)
                ]
            case _:
                pass
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call):
            for word in decorator.keywords:
                is_name = isinstance(word.value, ast.Name)
                value = _binding_value(module, word.value) if is_name else word.value
                words += _items(value) if word.arg == "config" else [(word.arg, word.value)]
    return {name: (value, evaluator) for name, value in words if name}


def _binding_value(module: Module, node: ast.expr) -> ast.expr:
    match module.bindings.get(getattr(node, "id", "")):
        case ast.Assign(_, value):
            return value
        case _:
            return node


def _items(node: ast.expr) -> list[tuple[str | None, ast.expr]]:
    """Return the settings of `ConfigDict(..)`, `dict(..)` or `{..}`."""
    match node:
        case ast.Call(_, _, keywords):
            return [(word.arg, word.value) for word in keywords]
        case ast.Dict(keys, values):
            return [
                (key.value, value)
                for key, value in zip(keys, values, strict=True)
                if isinstance(key, ast.Constant) and isinstance(key.value, str)
            ]
        case _:
            return []
