"""Describe the representation by a JSON Schema, from its types."""

from __future__ import annotations

from inspect import cleandoc
from typing import Final, get_args

import msgspec

from docmodels.ir.model import Api, NonNullType, Type
from docmodels.ir.nodes import Json, is_list, is_object
from docmodels.ir.serialization import VERSION, VERSION_KEY, Version

SCHEMA_ID: Final = f"urn:docmodels:ir:{VERSION}"

_UNIONS: Final = {"Type": Type, "NonNullType": NonNullType}
_UNION_DESCRIPTIONS: Final = {
    "Type": "Any type; `shape` identifies it.",
    "NonNullType": "A type that does not accept null by itself.",
}


def schema() -> dict[str, Json]:
    """Return the JSON Schema 2020-12 of the representation.

    It has no keyword of OpenAPI (`discriminator`), which strict validators refuse. The unions of
    types are definitions of their own.
    """
    (root,), definitions = msgspec.json.schema_components([Api], ref_template="#/$defs/{name}")
    unions = {name: _refs(union) for name, union in _UNIONS.items()}
    named = {name: _with_named_unions(part, unions) for name, part in definitions.items()}
    for name, refs in unions.items():
        members = [{"$ref": ref} for ref in refs]
        named[name] = {"title": name, "description": _UNION_DESCRIPTIONS[name], "anyOf": members}
    api = named["Api"]
    version = {"description": "MAJOR.MINOR", "enum": list(get_args(Version))}
    api["properties"] = {VERSION_KEY: version, **api["properties"]}
    api["required"] = [VERSION_KEY, *api["required"]]
    named["Origin"]["minItems"] = named["Origin"]["maxItems"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "The intermediate representation of docmodels",
        **root,
        "$defs": named,
    }


def _refs(union: object) -> tuple[str, ...]:
    return tuple(f"#/$defs/{member.__name__}" for member in get_args(union))


def _with_named_unions(part: Json, unions: dict[str, tuple[str, ...]]) -> Json:
    """Replace the unions of types by references; clean up the indentation of docstrings."""
    if is_list(part):
        return [_with_named_unions(item, unions) for item in part]
    if not is_object(part):
        return part
    if "discriminator" in part and "anyOf" in part:
        refs = {member["$ref"] for member in part["anyOf"]}
        name = next(name for name, members in unions.items() if refs == set(members))
        return {"$ref": f"#/$defs/{name}"}
    converted = {key: _with_named_unions(value, unions) for key, value in part.items()}
    if isinstance(description := part.get("description"), str):
        converted["description"] = cleandoc(description)
    return converted
