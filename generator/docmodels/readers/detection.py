"""What kind of schema document a text is, from its top-level keys alone."""

from __future__ import annotations

import json
import re
from typing import Final

import msgspec

from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.notes import DocmodelsError
from docmodels.ir import Json, is_list, is_object
from docmodels.readers.yaml_text import YamlTree

_TYPES: Final = frozenset("array boolean integer null number object string".split())
_SCHEMA_WORDS: Final = frozenset(
    "type properties items allOf anyOf oneOf enum const $ref required additionalProperties".split()
)
_TELLING: Final = (
    "openapi swagger docmodels_ir $schema $id type properties items $ref allOf anyOf oneOf enum"
    " $defs definitions const patternProperties"
).split()
_PEEK: Final = 20_000
_YAML_KEY = re.compile(
    rf"""^(["']?)({"|".join(map(re.escape, _TELLING))})\1[ \t]*:[ \t]*([^\n]*)""", re.M
)


def recognise(document: Document) -> str | None:
    """Tell "openapi", "swagger", "jsonschema" or "ir"; None for any other text.

    A description without `$schema` passes for a JSON Schema if its top level is shaped like one.
    """
    if document.text.strip() in ("true", "false"):
        return "jsonschema"
    top = _json_top(document.text) if document.text.lstrip()[:1] == "{" else None
    if top is None:
        top = _yaml_top(document.text)
    if _starts(top.get("openapi"), "3"):
        return "openapi"
    if _starts(top.get("swagger"), "2"):
        return "swagger"
    if "docmodels_ir" in top:
        return "ir"
    return "jsonschema" if _is_schema(top) else None


def _starts(value: Json, digit: str) -> bool:
    return isinstance(value, str | int | float) and str(value).startswith(digit)


def _json_top(text: str) -> dict[str, Json] | None:
    """Decode the telling keys of the top level only: one pass at C speed.

    Of text that is broken further on, what it begins with still says what it is meant to be.
    """
    try:
        raw = msgspec.json.decode(text, type=dict[str, msgspec.Raw])
        return {key: msgspec.json.decode(raw[key]) for key in _TELLING if key in raw}
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        if (start := _JSON_START.match(text)) is not None:
            return {start[1]: start[2]}
        return _lenient_top(text) if "\\ud" in text.lower() else None


def _lenient_top(text: str) -> dict[str, Json] | None:
    """As above, of text with half characters (`\\ud800`), which msgspec refuses."""
    try:
        top = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return {key: top[key] for key in _TELLING if key in top}


_STRING = r'"(?:[^"\\]|\\.)*"'
_JSON_START: Final = re.compile(
    rf'\s*{{\s*(?:{_STRING}\s*:\s*{_STRING}\s*,\s*)*"(openapi|swagger|\$schema)"\s*:\s*"([^"\\]*)"'
)
_FLOW_ROOT: Final = re.compile(r"(?:[ \t]*(?:[#%-][^\n]*)?\n)*[ \t]*\{")
_NEXT_KEY: Final = re.compile(r"\n(?=[^\s#}\]])")


def _yaml_top(text: str) -> dict[str, Json]:
    """Keys at the left margin; a block below one shows as an empty mapping or list."""
    if _FLOW_ROOT.match(text):
        root = _flow(text)
        return root if is_object(root) else {}
    found: dict[str, Json] = {}
    for match in _YAML_KEY.finditer(text):
        if match[3][:1] in ("{", "["):
            found.setdefault(match[2], _flow(_NEXT_KEY.split(text[match.start(3) :], 1)[0]))
            continue
        value = re.sub(r"\s#.*", "", match[3]).strip().strip("\"'")
        below = text[match.end() : match.end() + _PEEK].lstrip("\n")
        dash = below.lstrip(" ").startswith("- ")
        empty: Json = [{}] if dash else _yaml_keys(below)
        found.setdefault(match[2], value or empty)
    return found


def _flow(text: str) -> Json:
    """Read a flow collection; a broken one says nothing."""
    try:
        return YamlTree(Document("", text)).value
    except DocmodelsError:
        return None


def _yaml_keys(below: str) -> dict[str, Json]:
    """The keys of an indented block, one level deep, each with the keys below it."""
    found: dict[str, Json] = {}
    indent, last = "", ""
    for line in below.split("\n", 400)[:400]:
        match = re.match(r"""([ \t]*)["']?([^\s"':#][^"':]*)["']?[ \t]*:""", line)
        if not match:
            continue
        if not match[1]:
            break
        indent = indent or match[1]
        if match[1] == indent:
            last = match[2]
            found[last] = {}
        elif last:
            found[last][match[2]] = {}
    return found


def _is_schema(top: dict[str, Json]) -> bool:
    dialect = top.get("$schema")
    if isinstance(dialect, str):
        return bool(re.search(r"json-schema\.org/|spec\.openapis\.org/oas/", dialect))
    if isinstance(top.get("$ref"), str) and re.search(r"#|\.(json|ya?ml)$", top["$ref"]):
        return True
    shaped = _is_type(top.get("type")) or any(
        map(_are_schemas, map(top.get, ("$defs", "definitions")))
    )
    if not shaped and _are_schemas(top.get("properties")):
        return True
    if shaped or is_list(top.get("enum")):
        return True
    return any(
        is_list(top.get(key)) and all(is_object(part) for part in top[key])
        for key in ("allOf", "anyOf", "oneOf")
        if top.get(key)
    )


def _is_type(value: Json) -> bool:
    names = value if is_list(value) else [value]
    return bool(names) and all(isinstance(name, str) and name in _TYPES for name in names)


def _are_schemas(value: Json) -> bool:
    """An object of objects, one of which at least says something in the words of JSON Schema."""
    if not is_object(value) or not value:
        return False
    found = list(value.values())
    return all(isinstance(part, dict | bool) for part in found) and any(
        _SCHEMA_WORDS & part.keys() for part in found if is_object(part)
    )
