"""The names of Python, pydantic, msgspec and docmodels that annotations and models use, as tables.

Formats are those that `pydantic.TypeAdapter(..).json_schema()` (pydantic 2.12) gives for the types;
for dataclasses and structs they are the same values in JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from docmodels.ir import (
    BOOLEAN,
    INTEGER,
    NULL,
    NUMBER,
    STRING,
    UNKNOWN,
    Array,
    Map,
    Never,
    Type,
    Union,
    array_constraints,
    scalar,
)


def _strings(module: str, formats: Mapping[str, str]) -> dict[str, Type]:
    return {f"{module}.{name}": scalar("string", format) for name, format in formats.items()}


def _numbers(kind: Any, limits: Mapping[str, Mapping[str, int]]) -> dict[str, Type]:
    return {f"pydantic.{name}": scalar(kind, "", values) for name, values in limits.items()}


_POSITIVE: Final = {"exclusive_minimum": 0}
_NON_NEGATIVE: Final = {"minimum": 0}
_NEGATIVE: Final = {"exclusive_maximum": 0}
_NON_POSITIVE: Final = {"maximum": 0}
_FREE_FORM: Final = Map(values=UNKNOWN)
_LIST: Final = Array(items=UNKNOWN)
_SET: Final = Array(items=UNKNOWN, constraints=array_constraints({"unique_items": True}))

DECIMAL: Final = Union(members=(NUMBER, scalar("string", "decimal")))
"""A decimal number, which both pydantic and msgspec read from a number and from a text."""

TYPES: Final[Mapping[str, Type]] = {
    "builtins.str": STRING,
    "builtins.int": INTEGER,
    "builtins.float": NUMBER,
    "builtins.bool": BOOLEAN,
    "builtins.bytes": scalar("string", "binary"),
    "builtins.bytearray": scalar("string", "binary"),
    "builtins.object": UNKNOWN,
    "builtins.list": _LIST,
    "builtins.tuple": _LIST,
    "builtins.dict": _FREE_FORM,
    "builtins.set": _SET,
    "builtins.frozenset": _SET,
    "typing.Any": UNKNOWN,
    "typing.Text": STRING,
    "typing.AnyStr": STRING,
    "typing.LiteralString": STRING,
    "typing.Hashable": UNKNOWN,
    "typing.NoReturn": Never(),
    "typing.Never": Never(),
    "typing.List": _LIST,
    "typing.Sequence": _LIST,
    "typing.Iterable": _LIST,
    "typing.Tuple": _LIST,
    "typing.Dict": _FREE_FORM,
    "typing.Mapping": _FREE_FORM,
    "typing.MutableMapping": _FREE_FORM,
    "typing.Set": _SET,
    "typing.FrozenSet": _SET,
    "typing.Pattern": scalar("string", "regex"),
    "re.Pattern": scalar("string", "regex"),
    "types.NoneType": NULL,
    **_strings(
        "datetime",
        {"datetime": "date-time", "date": "date", "time": "time", "timedelta": "duration"},
    ),
    **_strings("uuid", {"UUID": "uuid"}),
    **_strings("pathlib", {"Path": "path", "PurePath": "path", "PosixPath": "path"}),
    "decimal.Decimal": DECIMAL,
    **_strings(
        "ipaddress",
        {
            "IPv4Address": "ipv4",
            "IPv6Address": "ipv6",
            "IPv4Network": "ipv4network",
            "IPv6Network": "ipv6network",
            "IPv4Interface": "ipv4interface",
            "IPv6Interface": "ipv6interface",
        },
    ),
    **_strings(
        "pydantic",
        {
            "StrictStr": "",
            "EmailStr": "email",
            "NameEmail": "name-email",
            "AnyUrl": "uri",
            "AnyHttpUrl": "uri",
            "HttpUrl": "uri",
            "FileUrl": "uri",
            "FtpUrl": "uri",
            "WebsocketUrl": "uri",
            "AnyWebsocketUrl": "uri",
            "PostgresDsn": "uri",
            "RedisDsn": "uri",
            "MongoDsn": "uri",
            "AmqpDsn": "uri",
            "KafkaDsn": "uri",
            "MySQLDsn": "uri",
            "UUID1": "uuid1",
            "UUID3": "uuid3",
            "UUID4": "uuid4",
            "UUID5": "uuid5",
            "AwareDatetime": "date-time",
            "NaiveDatetime": "date-time",
            "PastDatetime": "date-time",
            "FutureDatetime": "date-time",
            "PastDate": "date",
            "FutureDate": "date",
            "SecretStr": "password",
            "SecretBytes": "password",
            "FilePath": "file-path",
            "DirectoryPath": "directory-path",
            "NewPath": "path",
            "IPvAnyAddress": "ipvanyaddress",
            "IPvAnyInterface": "ipvanyinterface",
            "IPvAnyNetwork": "ipvanynetwork",
            "Json": "json-string",
            "StrictBytes": "binary",
            "Base64Bytes": "base64",
            "Base64Str": "base64",
            "Base64UrlBytes": "base64url",
            "Base64UrlStr": "base64url",
        },
    ),
    "pydantic.StrictInt": INTEGER,
    "pydantic.StrictFloat": NUMBER,
    "pydantic.FiniteFloat": NUMBER,
    "pydantic.StrictBool": BOOLEAN,
    "pydantic.JsonValue": UNKNOWN,
    "pydantic.ByteSize": INTEGER,
    **_numbers(
        "integer",
        {
            "PositiveInt": _POSITIVE,
            "NonNegativeInt": _NON_NEGATIVE,
            "NegativeInt": _NEGATIVE,
            "NonPositiveInt": _NON_POSITIVE,
        },
    ),
    **_numbers(
        "number",
        {
            "PositiveFloat": _POSITIVE,
            "NonNegativeFloat": _NON_NEGATIVE,
            "NegativeFloat": _NEGATIVE,
            "NonPositiveFloat": _NON_POSITIVE,
        },
    ),
    "msgspec.Raw": UNKNOWN,
    # Helpers of modules that docmodels writes.
    ".Integer": INTEGER,
    ".Number": NUMBER,
}
"""Types by qualified name; a generic one without arguments has items of any type."""

LISTS: Final = frozenset(
    {
        "builtins.list",
        "typing.List",
        "typing.Sequence",
        "typing.MutableSequence",
        "typing.Iterable",
        "typing.Collection",
        "typing.Iterator",
        "collections.deque",
        "typing.Deque",
        "pydantic.conlist",
    }
)
SETS: Final = frozenset(
    {
        "builtins.set",
        "builtins.frozenset",
        "typing.Set",
        "typing.FrozenSet",
        "typing.AbstractSet",
        "typing.MutableSet",
        "pydantic.conset",
    }
)
TUPLES: Final = frozenset({"builtins.tuple", "typing.Tuple"})
MAPS: Final = frozenset(
    {
        "builtins.dict",
        "typing.Dict",
        "typing.Mapping",
        "typing.MutableMapping",
        "collections.OrderedDict",
        "typing.OrderedDict",
        "collections.defaultdict",
        "typing.DefaultDict",
    }
)
TRANSPARENT: Final = frozenset(
    {
        "typing.Final",
        "typing.ReadOnly",
        "dataclasses.InitVar",
        "pydantic.SerializeAsAny",
        "pydantic.SkipValidation",
        "pydantic.Strict",
        "pydantic.InstanceOf",
        "typing.Type",
        ".AnyOf",
    }
)
"""Generics that stand for their argument; `AnyOf` is a helper of modules that docmodels writes."""

CONSTRAINED: Final[Mapping[str, Type]] = {
    "pydantic.constr": STRING,
    "pydantic.conint": INTEGER,
    "pydantic.confloat": NUMBER,
    "pydantic.condecimal": DECIMAL,
    "pydantic.conbytes": scalar("string", "binary"),
    "pydantic.condate": scalar("string", "date"),
}
"""The functions of pydantic that return a constrained type."""

CONSTRAINTS: Final[Mapping[str, str]] = {
    "gt": "exclusive_minimum",
    "ge": "minimum",
    "lt": "exclusive_maximum",
    "le": "maximum",
    "multiple_of": "multiple_of",
    "min_length": "min_length",
    "max_length": "max_length",
    "pattern": "pattern",
    "regex": "pattern",
    "min_items": "min_items",
    "max_items": "max_items",
    "unique_items": "unique_items",
}
"""The arguments of `Field`, `Meta`, `constr` and the like that are constraints."""

LENGTHS: Final[Mapping[str, Mapping[str, str]]] = {
    "array": {"min_length": "min_items", "max_length": "max_items"},
    "object": {"min_length": "min_properties", "max_length": "max_properties"},
}
"""What the length of a container limits."""

ANNOTATED_TYPES: Final[Mapping[str, tuple[str, ...]]] = {
    "annotated_types.Gt": ("gt",),
    "annotated_types.Ge": ("ge",),
    "annotated_types.Lt": ("lt",),
    "annotated_types.Le": ("le",),
    "annotated_types.MultipleOf": ("multiple_of",),
    "annotated_types.MinLen": ("min_length",),
    "annotated_types.MaxLen": ("max_length",),
    "annotated_types.Len": ("min_length", "max_length"),
}
"""The constraints of the package annotated-types, with the names of their positional arguments."""

WITHOUT_MEANING: Final = frozenset(
    {
        "pydantic.Strict",
        "pydantic.SkipValidation",
        "pydantic.Tag",
        ".IsoText",
        ".IntegralFloat",
        ".JsonInteger",
        ".StrictOmittable",
    }
)
"""Metadata in `Annotated` that does not change which JSON values a type describes."""
