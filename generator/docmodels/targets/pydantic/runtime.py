"""Words of our own: what generated modules define where pydantic has none.

A module of its own defines the words that it uses above its models; a package has them in
`_types.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from docmodels.targets.python.source import Import

HOME = "._types"
"""Where words are imported from; one module defines them itself instead."""

CODEC = "._codec"
"""Where a package has the codec of its dataclasses; one module has it at its end."""

Imported = Callable[[Import], Import]
"""Gives an import under a name that no class has."""


@dataclass(frozen=True, slots=True)
class Word:
    """A type or a function: its source, what that imports, and the words that it builds on."""

    source: str
    imports: tuple[Import, ...]
    builds_on: tuple[str, ...] = ()


_ANNOTATED = Import("typing", "Annotated")
_TYPE_ALIAS = Import("typing", "TypeAlias")
_BEFORE = Import("pydantic", "BeforeValidator")

WORDS: dict[str, Word] = {
    "JsonModel": Word(
        '''\
class JsonModel:
    """What its dataclasses have in common: they are read from JSON objects and written as such."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Make one of a decoded JSON object; `ValueError` says what does not fit."""
        return decode(cls, data)

    def to_dict(self) -> dict[str, Any]:
        """Give it as a JSON object that `from_dict` reads."""
        return encode(self)''',
        (
            Import("collections.abc", "Mapping"),
            Import("typing", "Any"),
            Import("typing", "Self"),
            Import(CODEC, "decode"),
            Import(CODEC, "encode"),
        ),
    ),
    "any_case": Word(
        '''\
def any_case(name: str) -> AliasChoices:
    """Take a name in each case: the documentation does not show which one the wire has."""
    return AliasChoices(name, to_snake(name), to_camel(name), to_pascal(name))''',
        (
            Import("pydantic", "AliasChoices"),
            Import("pydantic.alias_generators", "to_camel"),
            Import("pydantic.alias_generators", "to_pascal"),
            Import("pydantic.alias_generators", "to_snake"),
        ),
    ),
    "Whole": Word(
        '''\
def _whole(value: object) -> object:
    """Take 1.0 for 1, as JSON does, but neither true nor "1"."""
    if isinstance(value, (bool, str)):
        raise ValueError("a number is wanted")
    return int(value) if isinstance(value, float) and value.is_integer() else value


Whole = BeforeValidator(_whole)''',
        (_BEFORE,),
    ),
    "JsonNumber": Word(
        '''\
class JsonNumber:
    """An enum of numbers that is read as JSON has them, on its own too: true is not 1."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> Any:
        return Whole.__get_pydantic_core_schema__(source, handler)''',
        (Import("typing", "Any"), Import("pydantic", "GetCoreSchemaHandler")),
        ("Whole",),
    ),
    "Integer": Word(
        "Integer: TypeAlias = Annotated[int, Whole]",
        (_TYPE_ALIAS, _ANNOTATED),
        ("Whole",),
    ),
    "Number": Word(
        '''\
Number: TypeAlias = StrictInt | StrictFloat
"""A number as it comes: 7 stays 7, and 7.0 stays 7.0."""''',
        (_TYPE_ALIAS, Import("pydantic", "StrictFloat"), Import("pydantic", "StrictInt")),
    ),
    "_key": Word(
        '''\
def _key(value: Any) -> Any:
    """Give one key to what JSON takes for equal: 1.0 is 1, true is not."""
    if isinstance(value, BaseModel):
        return _key(value.model_dump(mode="json", by_alias=True, exclude_unset=True))
    if isinstance(value, dict):
        pairs = cast("dict[str, Any]", value).items()
        return frozenset((name, _key(each)) for name, each in pairs)
    if isinstance(value, (list, tuple)):
        return tuple(map(_key, cast("Iterable[Any]", value)))
    return isinstance(value, bool), value''',
        (
            Import("collections.abc", "Iterable"),
            Import("typing", "Any"),
            Import("typing", "cast"),
            Import("pydantic", "BaseModel"),
        ),
    ),
    "exactly": Word(
        '''\
def exactly(*values: Any) -> BeforeValidator:
    """Take these values only."""
    keys = {_key(value) for value in values}

    def check(value: Any) -> Any:
        if _key(value) not in keys:
            raise ValueError(f"none of the values {values}")
        return value

    return BeforeValidator(check)''',
        (Import("typing", "Any"), _BEFORE),
        ("_key",),
    ),
    "Unique": Word(
        '''\
def _unique(values: Sequence[Any] | None) -> Sequence[Any] | None:
    """Refuse a list that holds a value twice."""
    if values and len({_key(value) for value in values}) < len(values):
        raise ValueError("a value is in the list twice")
    return values


Unique = AfterValidator(_unique)''',
        (
            Import("typing", "Any"),
            Import("pydantic", "AfterValidator"),
            Import("collections.abc", "Sequence"),
        ),
        ("_key",),
    ),
    "told_by": Word(
        '''\
def told_by(wire: str, name: str, labels: dict[str, str], other: str = "") -> Discriminator:
    """Choose the member of a union by the value of a property, as the schema maps it."""

    def label(value: Any) -> str:
        if isinstance(value, dict):
            pairs = cast("dict[str, Any]", value)
            tag = pairs.get(wire, pairs.get(name))
        else:
            tag = getattr(value, name, None)
        return labels.get(tag, other) if isinstance(tag, str) else other

    return Discriminator(label)''',
        (Import("typing", "Any"), Import("typing", "cast"), Import("pydantic", "Discriminator")),
    ),
    "Omittable": Word(
        '''\
_T = TypeVar("_T")

if TYPE_CHECKING:
    Omittable: TypeAlias = _T | None
else:
    Omittable = Annotated[_T, Field(exclude_if=lambda value: value is None)]
"""May be left out, and is None then; null itself is refused."""''',
        (
            Import("typing", "TypeVar"),
            Import("typing", "TYPE_CHECKING"),
            _TYPE_ALIAS,
            _ANNOTATED,
            Import("pydantic", "Field"),
        ),
    ),
    "_hold": Word(
        '''\
@cache
def _validator(name: str) -> Any:
    jsonschema: Any = import_module("jsonschema")
    schema = {**CHECKS[name], "$defs": DEFINITIONS}
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


def _hold(name: str, value: Any, info: ValidationInfo) -> None:
    """Refuse what the schema `name` refuses; values of Python are looked at as JSON."""
    if info.mode != "json":
        adapter: TypeAdapter[Any] = TypeAdapter(Any)
        value = adapter.dump_python(value, mode="json", by_alias=True, exclude_unset=True)
    for error in _validator(name).iter_errors(value):
        raise ValueError(f"{error.message} at {error.json_path}")''',
        (
            Import("functools", "cache"),
            Import("importlib", "import_module"),
            Import("typing", "Any"),
            Import("pydantic", "TypeAdapter"),
            Import("pydantic", "ValidationInfo"),
        ),
    ),
    "WireNames": Word(
        '''\
class WireNames(BaseModel):
    """Reads JSON by the names of JSON alone: those of Python are for Python."""

    @model_validator(mode="before")
    @classmethod
    def _wire_names(cls, data: Any, info: ValidationInfo) -> Any:
        if info.mode != "json" or not isinstance(data, dict):
            return data
        wire = {each.alias or key for key, each in cls.model_fields.items()}
        pairs = cast("dict[str, Any]", data).items()
        return {key: each for key, each in pairs if key in wire or key not in cls.model_fields}''',
        (
            Import("typing", "Any"),
            Import("typing", "cast"),
            Import("pydantic", "BaseModel"),
            Import("pydantic", "ValidationInfo"),
            Import("pydantic", "model_validator"),
        ),
    ),
    "valid": Word(
        '''\
def valid(name: str) -> BeforeValidator:
    """Hold a value to the schema `name` of CHECKS."""

    def check(value: Any, info: ValidationInfo) -> Any:
        _hold(name, value, info)
        return value

    return BeforeValidator(check)''',
        (Import("typing", "Any"), Import("pydantic", "ValidationInfo"), _BEFORE),
        ("_hold",),
    ),
    "valid_object": Word(
        '''\
def _wired(data: Any, cls: type[BaseModel]) -> Any:
    """Give the fields in `data` their names in JSON."""
    if not isinstance(data, dict):
        return data
    names = {key: each.serialization_alias or key for key, each in cls.model_fields.items()}
    pairs = cast("dict[str, Any]", data).items()
    return {names.get(key, key): each for key, each in pairs}


def valid_object(name: str, value: Any, info: ValidationInfo, cls: type[BaseModel]) -> Any:
    """Hold an object to the schema `name` of CHECKS."""
    if not isinstance(value, cls):
        _hold(name, value if info.mode == "json" else _wired(value, cls), info)
    return value''',
        (
            Import("typing", "Any"),
            Import("typing", "cast"),
            Import("pydantic", "BaseModel"),
            Import("pydantic", "ValidationInfo"),
        ),
        ("_hold",),
    ),
}
"""The words by name, each after those that it builds on."""


def word(name: str) -> Import:
    """Import a word from where a package has it."""
    return Import(HOME, name)


def is_word(wanted: Import) -> bool:
    """Whether an import is one of a word."""
    return wanted.module == HOME


def defined(used: Iterable[Import], imported: Imported) -> tuple[str, frozenset[Import]]:
    """Give the source that defines the words among `used`, and what it imports."""
    wanted = {each.name for each in used if is_word(each)}
    for name in reversed(WORDS):
        if name in wanted:
            wanted.update(WORDS[name].builds_on)
    names = [name for name in WORDS if name in wanted]
    imports = {each for name in names for each in WORDS[name].imports}
    renamed = {each.bound: imported(each).bound for each in (*imports, *map(word, names))}
    text = "\n\n\n".join(WORDS[name].source for name in names)
    changed = {old: new for old, new in renamed.items() if old != new}
    if changed:
        pattern = re.compile(rf"\b({'|'.join(changed)})\b")
        text = pattern.sub(lambda match: changed[match[0]], text)
    return text, frozenset(imported(each) for each in imports)
