"""The JSON mapping of Protocol Buffers: types of scalars and well-known messages, names of fields.

Source: the ProtoJSON specification (protobuf.dev/programming-guides/json) and `ToJsonName` in
protobuf's `descriptor.cc`. An integer of 64 bits is a string, which a reader may also find as a
number; an enum is a name or a number.
"""

from __future__ import annotations

from docmodels.ir import (
    BOOLEAN,
    NULL,
    STRING,
    UNKNOWN,
    Array,
    Integer,
    Map,
    Number,
    String,
    Type,
    nullable,
)

_INT32 = Integer(format="int32")
_UINT32 = Integer(format="uint32")
_INT64 = String(format="int64")
_UINT64 = String(format="uint64")
_DOUBLE = Number(format="double")
_FLOAT = Number(format="float")
_BYTES = String(format="byte")
_OBJECT = Map(values=UNKNOWN)
_WELL_KNOWN = "google.protobuf."

SCALARS: dict[str, Type] = {
    "double": _DOUBLE,
    "float": _FLOAT,
    **dict.fromkeys(("int32", "sint32", "sfixed32"), _INT32),
    **dict.fromkeys(("uint32", "fixed32"), _UINT32),
    **dict.fromkeys(("int64", "sint64", "sfixed64"), _INT64),
    **dict.fromkeys(("uint64", "fixed64"), _UINT64),
    "bool": BOOLEAN,
    "string": STRING,
    "bytes": _BYTES,
}
"""The scalar types of fields."""

WELL_KNOWN_TYPES: dict[str, Type] = {
    _WELL_KNOWN + name: type
    for name, type in {
        "Timestamp": String(format="date-time"),
        **dict.fromkeys(("Duration", "FieldMask"), STRING),
        **dict.fromkeys(("Struct", "Any", "Empty"), _OBJECT),
        "Value": UNKNOWN,
        "ListValue": Array(items=UNKNOWN),
        "NullValue": NULL,
        "BoolValue": nullable(BOOLEAN),
        "StringValue": nullable(STRING),
        "BytesValue": nullable(_BYTES),
        "DoubleValue": nullable(_DOUBLE),
        "FloatValue": nullable(_FLOAT),
        "Int32Value": nullable(_INT32),
        "UInt32Value": nullable(_UINT32),
        "Int64Value": nullable(_INT64),
        "UInt64Value": nullable(_UINT64),
    }.items()
}
"""The messages that JSON does not write as objects of their fields. A duration is `1.5s`."""


def json_name(name: str) -> str:
    """Return the name that JSON has for a field: `snake_case` becomes `snakeCase`.

    Every underscore is removed, and the letter after it is upper case; nothing else changes.
    """
    parts = name.split("_")
    return parts[0] + "".join(_capitalized(part) for part in parts[1:])


def _capitalized(part: str) -> str:
    first = part[:1]
    return (first.upper() if first.isascii() else first) + part[1:]
