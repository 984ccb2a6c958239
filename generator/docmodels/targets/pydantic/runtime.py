"""Define the runtime helpers of generated modules: types and functions that pydantic lacks.

A single module defines the helpers that it uses above its models; a package has them in
`_types.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from docmodels.targets.python.source import Import

HELPERS_MODULE = "._types"
"""The module of a package that defines the helpers."""

CODEC_MODULE = "._codec"
"""The module of a package that defines the codec of its dataclasses."""

ResolveImport = Callable[[Import], Import]
"""Returns an import, with an alias if its name is the name of a class."""


@dataclass(frozen=True, slots=True)
class HelperSource:
    """The source of a helper, its imports, and the helpers that it requires."""

    source: str
    imports: tuple[Import, ...]
    requires: tuple[str, ...] = ()


_ANNOTATED = Import("typing", "Annotated")
_TYPE_ALIAS = Import("typing", "TypeAlias")
_BEFORE = Import("pydantic", "BeforeValidator")

HELPERS: dict[str, HelperSource] = {
    "JsonModel": HelperSource(
        '''\
class JsonModel:
    """Base class of the dataclasses, which are read from JSON objects and written to them."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Make an instance of a decoded JSON object; raise `ValueError` if it is invalid."""
        return decode(cls, data)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object that `from_dict` reads."""
        return encode(self)''',
        (
            Import("collections.abc", "Mapping"),
            Import("typing", "Any"),
            Import("typing", "Self"),
            Import(CODEC_MODULE, "decode"),
            Import(CODEC_MODULE, "encode"),
        ),
    ),
    "any_case": HelperSource(
        '''\
def any_case(name: str) -> AliasChoices:
    """Accept a name in each case: the documentation does not show the case on the wire."""
    return AliasChoices(name, to_snake(name), to_camel(name), to_pascal(name))''',
        (
            Import("pydantic", "AliasChoices"),
            Import("pydantic.alias_generators", "to_camel"),
            Import("pydantic.alias_generators", "to_pascal"),
            Import("pydantic.alias_generators", "to_snake"),
        ),
    ),
    "IntegralFloat": HelperSource(
        '''\
def _integral_float(value: object) -> object:
    """Accept 1.0 as 1, as JSON does, but neither true nor "1"."""
    if isinstance(value, (bool, str)):
        raise ValueError("a number is wanted")
    return int(value) if isinstance(value, float) and value.is_integer() else value


IntegralFloat = BeforeValidator(_integral_float)''',
        (_BEFORE,),
    ),
    "JsonNumber": HelperSource(
        '''\
class JsonNumber:
    """Base class of an enum of JSON numbers, where true is not 1."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> Any:
        return IntegralFloat.__get_pydantic_core_schema__(source, handler)''',
        (Import("typing", "Any"), Import("pydantic", "GetCoreSchemaHandler")),
        ("IntegralFloat",),
    ),
    "Integer": HelperSource(
        "Integer: TypeAlias = Annotated[int, IntegralFloat]",
        (_TYPE_ALIAS, _ANNOTATED),
        ("IntegralFloat",),
    ),
    "Number": HelperSource(
        '''\
Number: TypeAlias = StrictInt | StrictFloat
"""A number that keeps its type: 7 stays 7, and 7.0 stays 7.0."""''',
        (_TYPE_ALIAS, Import("pydantic", "StrictFloat"), Import("pydantic", "StrictInt")),
    ),
    "_equality_key": HelperSource(
        '''\
def _equality_key(value: Any) -> Any:
    """Return the same key for values that are equal in JSON: 1.0 equals 1, true does not."""
    if isinstance(value, BaseModel):
        return _equality_key(value.model_dump(mode="json", by_alias=True, exclude_unset=True))
    if isinstance(value, dict):
        pairs = cast("dict[str, Any]", value).items()
        return frozenset((name, _equality_key(item)) for name, item in pairs)
    if isinstance(value, (list, tuple)):
        return tuple(map(_equality_key, cast("Iterable[Any]", value)))
    return isinstance(value, bool), value''',
        (
            Import("collections.abc", "Iterable"),
            Import("typing", "Any"),
            Import("typing", "cast"),
            Import("pydantic", "BaseModel"),
        ),
    ),
    "literal_value": HelperSource(
        '''\
def literal_value(*values: Any) -> BeforeValidator:
    """Accept these values only."""
    keys = {_equality_key(value) for value in values}

    def check(value: Any) -> Any:
        if _equality_key(value) not in keys:
            raise ValueError(f"none of the values {values}")
        return value

    return BeforeValidator(check)''',
        (Import("typing", "Any"), _BEFORE),
        ("_equality_key",),
    ),
    "Unique": HelperSource(
        '''\
def _unique(values: Sequence[Any] | None) -> Sequence[Any] | None:
    """Refuse a list with duplicate values."""
    if values and len({_equality_key(value) for value in values}) < len(values):
        raise ValueError("a value is in the list twice")
    return values


Unique = AfterValidator(_unique)''',
        (
            Import("typing", "Any"),
            Import("pydantic", "AfterValidator"),
            Import("collections.abc", "Sequence"),
        ),
        ("_equality_key",),
    ),
    "discriminated_by": HelperSource(
        '''\
def discriminated_by(wire: str, name: str, labels: dict[str, str], other: str = "") -> Discriminator:
    """Select the member of a union by the value of a property, as the schema maps it."""

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
    "Omittable": HelperSource(
        '''\
_T = TypeVar("_T")

if TYPE_CHECKING:
    Omittable: TypeAlias = _T | None
else:
    Omittable = Annotated[_T, Field(exclude_if=lambda value: value is None)]
"""May be absent, and is None then; null is refused."""''',
        (
            Import("typing", "TypeVar"),
            Import("typing", "TYPE_CHECKING"),
            _TYPE_ALIAS,
            _ANNOTATED,
            Import("pydantic", "Field"),
        ),
    ),
    "_validate": HelperSource(
        '''\
@cache
def _validator(name: str) -> Any:
    jsonschema: Any = import_module("jsonschema")
    schema = {**CHECKS[name], "$defs": DEFINITIONS}
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


def _validate(name: str, value: Any, info: ValidationInfo) -> None:
    """Validate a value, as JSON, against the schema `name` of CHECKS."""
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
    "ByAlias": HelperSource(
        '''\
class ByAlias(BaseModel):
    """Read fields of JSON by alias only; Python may use the attribute names too."""

    @model_validator(mode="before")
    @classmethod
    def _by_alias(cls, data: Any, info: ValidationInfo) -> Any:
        if info.mode != "json" or not isinstance(data, dict):
            return data
        wire = {field.alias or key for key, field in cls.model_fields.items()}
        pairs = cast("dict[str, Any]", data).items()
        return {key: value for key, value in pairs if key in wire or key not in cls.model_fields}''',
        (
            Import("typing", "Any"),
            Import("typing", "cast"),
            Import("pydantic", "BaseModel"),
            Import("pydantic", "ValidationInfo"),
            Import("pydantic", "model_validator"),
        ),
    ),
    "matches_schema": HelperSource(
        '''\
def matches_schema(name: str) -> BeforeValidator:
    """Require that a value matches the schema `name` of CHECKS."""

    def check(value: Any, info: ValidationInfo) -> Any:
        _validate(name, value, info)
        return value

    return BeforeValidator(check)''',
        (Import("typing", "Any"), Import("pydantic", "ValidationInfo"), _BEFORE),
        ("_validate",),
    ),
    "matches_object_schema": HelperSource(
        '''\
def _to_wire_names(data: Any, cls: type[BaseModel]) -> Any:
    """Replace attribute names in `data` by wire names."""
    if not isinstance(data, dict):
        return data
    names = {key: field.serialization_alias or key for key, field in cls.model_fields.items()}
    pairs = cast("dict[str, Any]", data).items()
    return {names.get(key, key): value for key, value in pairs}


def matches_object_schema(name: str, value: Any, info: ValidationInfo, cls: type[BaseModel]) -> Any:
    """Require that an object matches the schema `name` of CHECKS."""
    if not isinstance(value, cls):
        _validate(name, value if info.mode == "json" else _to_wire_names(value, cls), info)
    return value''',
        (
            Import("typing", "Any"),
            Import("typing", "cast"),
            Import("pydantic", "BaseModel"),
            Import("pydantic", "ValidationInfo"),
        ),
        ("_validate",),
    ),
}
"""The helpers by name, each after those that it requires."""


def helper(name: str) -> Import:
    """Return the import of a helper in a package."""
    return Import(HELPERS_MODULE, name)


def is_helper(requested: Import) -> bool:
    """Whether an import is that of a helper."""
    return requested.module == HELPERS_MODULE


def render_helpers(
    imports: Iterable[Import], resolve_import: ResolveImport
) -> tuple[str, frozenset[Import]]:
    """Return the source of the helpers among `imports`, and the imports of that source."""
    required = {import_.name for import_ in imports if is_helper(import_)}
    for name in reversed(HELPERS):
        if name in required:
            required.update(HELPERS[name].requires)
    names = [name for name in HELPERS if name in required]
    helper_imports = {import_ for name in names for import_ in HELPERS[name].imports}
    renamed = {
        import_.bound: resolve_import(import_).bound
        for import_ in (*helper_imports, *map(helper, names))
    }
    text = "\n\n\n".join(HELPERS[name].source for name in names)
    changes = {old: new for old, new in renamed.items() if old != new}
    if changes:
        pattern = re.compile(rf"\b({'|'.join(changes)})\b")
        text = pattern.sub(lambda match: changes[match[0]], text)
    return text, frozenset(resolve_import(import_) for import_ in helper_imports)
