"""Write the representation as JSON and read it back, from older and newer versions too.

A document has the version `docmodels_ir`, MAJOR.MINOR:

* MINOR rises if every document of the old version remains valid and keeps its meaning, and a reader
  of the old version may ignore what is new: a new optional attribute. It also rises for a new type
  or a new value of a closed set; a reader of the old version refuses the documents that use it.
* MAJOR rises for every other change: an attribute or a type is removed, renamed or required, or
  the same document has another meaning.

A reader accepts its own MAJOR with any MINOR, and every older version after migration.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, Literal, TypeAlias, cast

import msgspec
from msgspec import Struct, inspect

from docmodels.ir.migration import migrate
from docmodels.ir.model import Api
from docmodels.ir.nodes import Json, is_list, is_object

Version: TypeAlias = Literal["1.0", "1.1"]
VERSION: Final[Version] = "1.1"
"""The version of the representation that `dumps` writes.

1.1 adds `provenance` of fields and definitions and `merged_with` of definitions.
"""

VERSION_KEY: Final = "docmodels_ir"

_VERSION_PATTERN: Final = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)")


class ReadResult(Struct, frozen=True):
    """A representation that was read.

    `version` is that of the document. `unknown_attributes` are the JSON paths of attributes that
    only a newer version has; they are left out.
    """

    api: Api
    version: str
    unknown_attributes: tuple[str, ...] = ()


def dumps(api: Api) -> str:
    """Return `api` as indented JSON; `loads` reads it back to an equal value."""
    document = {VERSION_KEY: VERSION, **msgspec.to_builtins(api)}
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def loads(text: str | bytes) -> Api:
    """Read the JSON that `dumps` returns, of this version or of an older one; see `read`."""
    return read(text).api


def read(text: str | bytes) -> ReadResult:
    """Read a representation of any supported version.

    Raises `msgspec.ValidationError` for JSON of another structure, an unknown type or a version
    that is not supported, and `msgspec.DecodeError` for text that is not JSON.
    """
    document = msgspec.json.decode(text)
    if not is_object(document):
        raise msgspec.ValidationError("Expected `object`")
    version = document.get(VERSION_KEY)
    if version == 1 and not isinstance(version, bool | float):
        return ReadResult(_to_api(migrate(document)), "1")
    major, minor = _parse_version(version)
    own_major, own_minor = map(int, VERSION.split("."))
    if major != own_major:
        message = f"version {version} is not supported, only {own_major}.x - at `$.{VERSION_KEY}`"
        raise msgspec.ValidationError(message)
    document = _without_version(document)
    unknown: list[str] = []
    if minor > own_minor:
        document = cast("dict[str, Json]", _known_part(document, _api_type(), "$", unknown))
    return ReadResult(_to_api(document), str(version), tuple(unknown))


def _to_api(document: dict[str, Json]) -> Api:
    try:
        return msgspec.convert(document, Api)
    except msgspec.ValidationError as error:
        path = error_path(error)
        if not path.endswith(".shape"):
            raise
        shape = list(values_at(document, path))[-1]
        name = f"the type `{shape}`" if isinstance(shape, str) else "a type"
        message = f"{name} is unknown, or not possible here - at `{path}`"
        raise msgspec.ValidationError(message) from error


def error_path(error: Exception) -> str:
    """Return the JSON path that an error of `read` states, such as `$.definitions[0].type`."""
    match = re.search(r"`(\$[^`]*)`$", str(error))
    return match[1] if match else "$"


def values_at(document: Json, path: str) -> Iterator[Json]:
    """Yield `document` and the values on a JSON path, as far as it exists; `[...]` ends it."""
    yield document
    for key, index in re.findall(r"\.([^.\[\]]+)|\[(\d+)\]", path.partition("[...]")[0]):
        if is_object(document) and key in document:
            document = document[key]
        elif is_list(document) and index and int(index) < len(document):
            document = document[int(index)]
        else:
            return
        yield document


def _without_version(document: dict[str, Json]) -> dict[str, Json]:
    return {key: value for key, value in document.items() if key != VERSION_KEY}


def _parse_version(version: Json) -> tuple[int, int]:
    if version is None:
        raise msgspec.ValidationError(f"Object missing required field `{VERSION_KEY}`")
    match = _VERSION_PATTERN.fullmatch(version) if isinstance(version, str) else None
    if match is None:
        raise msgspec.ValidationError(f"Expected a version such as 1.0 - at `$.{VERSION_KEY}`")
    return int(match[1]), int(match[2])


# --- documents of newer versions -----------------------------------------------------------------


@cache
def _api_type() -> inspect.Type:
    return inspect.type_info(Api)


def _known_part(value: Json, type: inspect.Type, path: str, unknown: list[str]) -> Json:
    """Return `value` without attributes that no type has, and add their paths to `unknown`.

    A value that does not fit `type` is returned as it is: `msgspec.convert` reports it.
    """
    if isinstance(type, inspect.UnionType):
        member = next((m for m in type.types if _is_meant(value, m)), None)
        return value if member is None else _known_part(value, member, path, unknown)
    if isinstance(type, inspect.StructType) and is_object(value):
        fields = {field.encode_name: field.type for field in type.fields}
        unknown.extend(
            f"{path}.{key}" for key in value if key not in fields and key != type.tag_field
        )
        return {
            key: _known_part(item, fields[key], f"{path}.{key}", unknown) if key in fields else item
            for key, item in value.items()
            if key in fields or key == type.tag_field
        }
    if isinstance(type, inspect.VarTupleType) and is_list(value):
        return [
            _known_part(item, type.item_type, f"{path}[{index}]", unknown)
            for index, item in enumerate(value)
        ]
    if isinstance(type, inspect.DictType) and is_object(value):
        return {
            key: _known_part(item, type.value_type, f"{path}.{key}", unknown)
            for key, item in value.items()
        }
    return value


def _is_meant(value: Json, type: inspect.Type) -> bool:
    """Whether `value` is of this member of a union: by its tag, or the only object there."""
    if not isinstance(type, inspect.StructType) or not is_object(value):
        return False
    return type.tag_field is None or value.get(type.tag_field) == type.tag
