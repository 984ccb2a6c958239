"""Write defaults of the types that the user chooses for formats (the setting `formats`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import timedelta

from docmodels.targets.plan.imported_types import ImportedType
from docmodels.targets.python.source import bytes_literal, string

WriteDefault = Callable[[str, str], str]
"""Writes the value of a text: takes the name of its type in the module, and the text.

Raises `ValueError` for a text that is not of the type.
"""

_DURATION = re.compile(
    r"(?P<sign>[+-]?)P(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:\.\d{1,6})?)S)?)?"
)
"""A duration of ISO 8601 without years and months, which have no fixed length."""


def _duration(name: str, text: str) -> str:
    match = _DURATION.fullmatch(text)
    parts = {unit: part for unit, part in match.groupdict().items() if part} if match else {}
    sign = "-" if parts.pop("sign", "") == "-" else ""
    if not parts:
        raise ValueError(f"{text!r} is no duration of fixed length")
    numbers = {unit: float(part) if "." in part else int(part) for unit, part in parts.items()}
    try:
        timedelta(**numbers)
    except OverflowError:
        raise ValueError(f"{text!r} is longer than Python's durations") from None
    return f"{sign}{name}({', '.join(f'{unit}={number}' for unit, number in numbers.items())})"


def _from_iso(name: str, text: str) -> str:
    return f"{name}.fromisoformat({string(text)})"


def _base64_bytes(text: str, alphabet: bytes = b"+/") -> str:
    return bytes_literal(_decode_base64(text, alphabet))


def _base64_text(text: str, alphabet: bytes = b"+/") -> str:
    return string(_decode_base64(text, alphabet).decode())


def _decode_base64(text: str, alphabet: bytes) -> bytes:
    from base64 import b64decode

    return b64decode(text, alphabet, validate=True)


_WRITERS: Mapping[str, WriteDefault] = {
    "builtins:bytes": lambda _, text: bytes_literal(text.encode()),
    "datetime:date": _from_iso,
    "datetime:datetime": _from_iso,
    "datetime:time": _from_iso,
    "datetime:timedelta": _duration,
    "pydantic:Base64Bytes": lambda _, text: _base64_bytes(text),
    "pydantic:Base64Str": lambda _, text: _base64_text(text),
    "pydantic:Base64UrlBytes": lambda _, text: _base64_bytes(text, b"-_"),
    "pydantic:Base64UrlStr": lambda _, text: _base64_text(text, b"-_"),
    "pydantic:EmailStr": lambda _, text: string(text),
}
"""Types whose values are not made by `Type("text")`."""

_IMMUTABLE = frozenset({"datetime", "decimal", "ipaddress", "pathlib", "uuid"})
"""Modules whose types are immutable, so that instances may share a default."""


def format_default(type: ImportedType, name: str, text: str) -> tuple[str, bool]:
    """Return the expression for a default of `type`, and whether each instance needs its own.

    `name` is the name of the type in the module. Any type that is not listed is made of the text:
    `Money("1.50")`, when an instance needs it. Raises `ValueError` for a text that is certainly
    not of the type.
    """
    if str(type) in _WRITERS:
        return _WRITERS[str(type)](name, text), False
    return f"{name}({string(text)})", type.module not in _IMMUTABLE
