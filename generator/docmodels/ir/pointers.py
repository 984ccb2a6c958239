"""References to definitions: `#/$defs/NAME` in the representation, JSON Pointers in documents."""

from __future__ import annotations

from docmodels.ir.nodes import Json

_PREFIX = "#/$defs/"
_UNRESERVED = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=:@/?"
)


def definition_ref(name: str) -> str:
    """Return the `$ref` of a definition in an assertion schema; the name stands there unescaped."""
    return _PREFIX + name


def referenced_name(ref: Json) -> str | None:
    """Return the name of the definition that a `$ref` of an assertion schema refers to."""
    is_reference = isinstance(ref, str) and ref.startswith(_PREFIX)
    return ref.removeprefix(_PREFIX) if is_reference else None


def pointer(name: str) -> str:
    """Return the `$ref` of a definition in a JSON Schema document.

    It is a JSON Pointer as URI fragment (RFC 6901, section 6).
    """
    escaped = name.replace("~", "~0").replace("/", "~1")
    return _PREFIX + "".join(c if c in _UNRESERVED else _percent_encode(c) for c in escaped)


def _percent_encode(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8"))
