"""Detect the kind of a schema document by its top-level keys."""

from __future__ import annotations

import json
import os
import re
from typing import Final

import msgspec

from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.notes import DocmodelsError
from docmodels.ir import Json, is_list, is_object
from docmodels.ir.keyword_table import TYPES
from docmodels.ir.vocabulary import DEFINITION_LOCATIONS, TYPE_KEYWORDS, UNION_AND_ALL_OF

_TOP_LEVEL_KEYS: Final = (
    *("openapi", "swagger", "docmodels_ir", "$schema"),
    *DEFINITION_LOCATIONS,
    *sorted(TYPE_KEYWORDS),
)
PYTHON: Final = frozenset({".py", ".pyi"})
"""The suffixes of Python modules."""

_LOOKAHEAD: Final = 20_000
_YAML_KEY = re.compile(
    rf"""^(["']?)({"|".join(map(re.escape, _TOP_LEVEL_KEYS))})\1[ \t]*:[ \t]*([^\n]*)""", re.M
)


def detect_kind(document: Document) -> str | None:
    """Return "openapi", "swagger", "jsonschema", "ir" or "python"; None for any other text.

    A document without `$schema` is a JSON Schema if its top-level keywords have valid values. The
    file name decides about Python.
    """
    if os.path.splitext(document.path)[1].lower() in PYTHON:
        return "python"
    if document.text.strip() in ("true", "false"):
        return "jsonschema"
    top = _json_top_level(document.text) if document.text.lstrip()[:1] == "{" else None
    if top is None:
        top = _yaml_top_level(document.text)
    if _starts_with(top.get("openapi"), "3"):
        return "openapi"
    if _starts_with(top.get("swagger"), "2"):
        return "swagger"
    if "docmodels_ir" in top:
        return "ir"
    return "jsonschema" if _is_schema(top) else None


def stated_version_key(value: Json) -> str:
    """Return the key that states the version of an API description; empty if there is none."""
    if not is_object(value):
        return ""
    return next((key for key in _VERSION_KEYS if isinstance(value.get(key), str | int | float)), "")


_VERSION_KEYS: Final = ("openapi", "swagger", "swaggerVersion")


def _starts_with(value: Json, digit: str) -> bool:
    return isinstance(value, str | int | float) and str(value).startswith(digit)


def _json_top_level(text: str) -> dict[str, Json] | None:
    """Decode only the top-level keys that determine the kind, in one pass at C speed.

    If the text is invalid JSON, use the first of `openapi`, `swagger`, `$schema` at its beginning.
    """
    try:
        raw = msgspec.json.decode(text, type=dict[str, msgspec.Raw])
        return {key: msgspec.json.decode(raw[key]) for key in _TOP_LEVEL_KEYS if key in raw}
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        if (start := _JSON_START.match(text)) is not None:
            return {start[1]: start[2]}
        return _lenient_json_top_level(text) if "\\ud" in text.lower() else None


def _lenient_json_top_level(text: str) -> dict[str, Json] | None:
    """Decode text with lone surrogates (`\\ud800`), which msgspec rejects."""
    try:
        top = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return {key: top[key] for key in _TOP_LEVEL_KEYS if key in top}


_STRING = r'"(?:[^"\\]|\\.)*"'
_JSON_START: Final = re.compile(
    rf'\s*{{\s*(?:{_STRING}\s*:\s*{_STRING}\s*,\s*)*"(openapi|swagger|\$schema)"\s*:\s*"([^"\\]*)"'
)
_FLOW_ROOT: Final = re.compile(r"(?:[ \t]*(?:[#%-][^\n]*)?\n)*[ \t]*\{")
_NEXT_KEY: Final = re.compile(r"\n(?=[^\s#}\]])")


def _yaml_top_level(text: str) -> dict[str, Json]:
    """Read the unindented keys; of a nested block only its kind and its keys are read."""
    if _FLOW_ROOT.match(text):
        root = _parse_flow(text)
        return root if is_object(root) else {}
    top: dict[str, Json] = {}
    for match in _YAML_KEY.finditer(text):
        if match[3][:1] in ("{", "["):
            top.setdefault(match[2], _parse_flow(_NEXT_KEY.split(text[match.start(3) :], 1)[0]))
            continue
        value = re.sub(r"\s#.*", "", match[3]).strip().strip("\"'")
        block = text[match.end() : match.end() + _LOOKAHEAD].lstrip("\n")
        is_sequence = block.lstrip(" ").startswith("- ")
        nested: Json = [{}] if is_sequence else _nested_keys(block)
        top.setdefault(match[2], value or nested)
    return top


def _parse_flow(text: str) -> Json:
    """Parse a flow collection; return None if it is invalid."""
    from docmodels.readers.yaml_text import YamlTree

    try:
        return YamlTree(Document("", text)).value
    except DocmodelsError:
        return None


def _nested_keys(block: str) -> dict[str, Json]:
    """Read the keys of an indented block, and the keys of the blocks one level below."""
    keys: dict[str, Json] = {}
    indent, parent_key = "", ""
    for line in block.split("\n", 400)[:400]:
        match = re.match(r"""([ \t]*)["']?([^\s"':#][^"':]*)["']?[ \t]*:""", line)
        if not match:
            continue
        if not match[1]:
            break
        indent = indent or match[1]
        if match[1] == indent:
            parent_key = match[2]
            keys[parent_key] = {}
        elif parent_key:
            keys[parent_key][match[2]] = {}
    return keys


def _is_schema(top: dict[str, Json]) -> bool:
    dialect = top.get("$schema")
    if isinstance(dialect, str):
        return bool(re.search(r"json-schema\.org/|spec\.openapis\.org/oas/", dialect))
    if isinstance(top.get("$ref"), str) and re.search(r"#|\.(json|ya?ml)$", top["$ref"]):
        return True
    has_type_or_definitions = _is_type_keyword(top.get("type")) or any(
        map(_is_schema_map, map(top.get, DEFINITION_LOCATIONS))
    )
    if not has_type_or_definitions and _is_schema_map(top.get("properties")):
        return True
    if has_type_or_definitions or is_list(top.get("enum")):
        return True
    return any(
        is_list(top.get(key)) and all(is_object(part) for part in top[key])
        for key in UNION_AND_ALL_OF
        if top.get(key)
    )


def _is_type_keyword(value: Json) -> bool:
    names = value if is_list(value) else [value]
    return bool(names) and all(isinstance(name, str) and name in TYPES for name in names)


def _is_schema_map(value: Json) -> bool:
    """Return whether the value maps names to schemas, at least one of which has a known keyword."""
    if not is_object(value) or not value:
        return False
    members = list(value.values())
    return all(isinstance(part, dict | bool) for part in members) and any(
        TYPE_KEYWORDS & part.keys() for part in members if is_object(part)
    )
