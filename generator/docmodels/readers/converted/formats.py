"""The formats of documents that dcg reads, and how to recognise them."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from typing import Final

from msgspec import Struct

from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.notes import DocmodelsError
from docmodels.ir import Json, is_list, is_object
from docmodels.ir.vocabulary import KEYWORD_BY_NAME
from docmodels.readers.data import read_data
from docmodels.readers.detection import stated_version_key


class Format(Struct, frozen=True):
    """A format of documents.

    `input_type` is the member of dcg's `InputFileType`. `suffixes` identify it by the file name,
    `recognises` by the value of a JSON or YAML document. `extra` is the extra of docmodels with the
    packages that dcg needs. `declaration` matches the declaration of a type, `field` that of a field,
    both with the name as the only group.
    `resolves_files`: a document may refer to other files by their paths. `is_sample`: the document
    has values, from which dcg infers the types.
    """

    name: str
    title: str
    input_type: str
    declaration: str
    field: str
    suffixes: frozenset[str] = frozenset()
    recognises: Callable[[Json], bool] = lambda value: False
    extra: str = ""
    resolves_files: bool = False
    is_sample: bool = False


def _is_asyncapi(value: Json) -> bool:
    return is_object(value) and isinstance(value.get("asyncapi"), str | int | float)


def _is_avro(value: Json) -> bool:
    """Whether a value is an Avro schema with a name (Avro 1.12, "Complex Types"), or a list of them."""
    if is_list(value):
        return bool(value) and all(_is_avro(item) for item in value)
    if not is_object(value) or not isinstance(value.get("name"), str):
        return False
    parts = {"record": "fields", "error": "fields", "enum": "symbols", "fixed": "size"}
    part = parts.get(value["type"]) if isinstance(value.get("type"), str) else None
    return part is not None and part in value


def _is_mcp(value: Json) -> bool:
    """Whether a value is the result of `tools/list` (Model Context Protocol), or its list."""
    if is_object(value):
        result = value.get("result")
        return _is_mcp((result if is_object(result) else value).get("tools"))
    return (
        is_list(value)
        and bool(value)
        and all(
            is_object(tool) and isinstance(tool.get("name"), str) and is_object(tool["inputSchema"])
            for tool in value
            if is_object(tool) and "inputSchema" in tool
        )
        and all(is_object(tool) and "inputSchema" in tool for tool in value)
    )


def _is_sample(value: Json) -> bool:
    """Whether a value is an object, or a list of objects, and no description of another format.

    An object of keywords only may be a schema.
    """
    if stated_version_key(value):
        return False
    if is_list(value):
        return bool(value) and all(is_object(item) and item for item in value)
    return is_object(value) and not value.keys() <= KEYWORD_BY_NAME.keys()


_XML_NAME: Final = r"""\bname[ \t]*=[ \t]*["']([^"'\n]+)["']"""
_KEY: Final = r"""["']?([\w$.-]+)["']?[ \t]*:"""
_QUOTED_NAME: Final = r'"name"\s*:\s*"([^"\n]+)"'

FORMATS: Final = (
    Format(
        "graphql",
        "GraphQL schemas",
        "GraphQL",
        r"\b(?:type|interface|input|enum|union|scalar)[ \t]+(\w+)",
        r"(?:^|[{,])[ \t]*(\w+)[ \t]*[(:]",
        frozenset({".graphql", ".graphqls", ".gql"}),
        extra="graphql",
    ),
    Format(
        "protobuf",
        "Protocol Buffers",
        "Protobuf",
        r"\b(?:message|enum)[ \t]+(\w+)",
        r"\b(\w+)[ \t]*=[ \t]*\d",
        frozenset({".proto"}),
        extra="protobuf",
        resolves_files=True,
    ),
    Format(
        "xmlschema",
        "XML Schema",
        "XMLSchema",
        _XML_NAME,
        _XML_NAME,
        frozenset({".xsd"}),
        resolves_files=True,
    ),
    Format(
        "avro", "Avro schemas", "Avro", _QUOTED_NAME, _QUOTED_NAME, frozenset({".avsc"}), _is_avro
    ),
    Format(
        "csv", "CSV files with a header", "CSV", r"([\w.-]+)", r"([\w.-]+)", frozenset({".csv"})
    ),
    Format("asyncapi", "AsyncAPI 2 and 3", "AsyncAPI", _KEY, _KEY, recognises=_is_asyncapi),
    Format(
        "mcp",
        "tools of the Model Context Protocol",
        "MCPTools",
        _QUOTED_NAME,
        _KEY,
        recognises=_is_mcp,
    ),
    Format(
        "sample",
        "sample values in JSON or YAML",
        "Json",
        _KEY,
        _KEY,
        recognises=_is_sample,
        is_sample=True,
    ),
)
"""Every format; those recognised by their value are asked in this order, `sample` last."""

SAMPLE: Final = FORMATS[-1]

_STRUCTURED: Final = frozenset({".json", ".yaml", ".yml", ""})


def format_of(document: Document) -> Format | None:
    """Return the format of a document that its name or its value states; None for any other."""
    suffix = os.path.splitext(document.path)[1].lower()
    for format in FORMATS:
        if suffix in format.suffixes:
            return format
    if not _is_structured(document) or not _MARKS.search(document.text, 0, _LOOKAHEAD):
        return None
    value = _value_of(document)
    stated = (format for format in FORMATS if not format.is_sample)
    return next((format for format in stated if format.recognises(value)), None)


def is_sample(document: Document) -> bool:
    """Whether a document that no reader recognises may be a sample of values."""
    return _is_structured(document) and SAMPLE.recognises(_value_of(document))


def _is_structured(document: Document) -> bool:
    suffix = os.path.splitext(document.path)[1].lower()
    return suffix in _STRUCTURED or document.path == "<stdin>"


_LOOKAHEAD: Final = 100_000
_MARKS: Final = re.compile(r"asyncapi|inputSchema|\"fields\"|\"symbols\"|\"size\"|^fields:", re.M)
"""What every document has that is recognised by its value, samples excepted."""


def _value_of(document: Document) -> Json:
    text = document.text.lstrip()
    if text[:1] in ("{", "["):
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            return None
    try:
        return read_data(document).value
    except (DocmodelsError, RecursionError):
        return None
