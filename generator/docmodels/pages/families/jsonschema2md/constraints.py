"""Read the constraints of a schema as versions 4 to 8 print them: a bold label, then the value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from docmodels.ir import Const, EnumMember
from docmodels.pages.families.jsonschema2md.outline import Part, first_code, read_code, unescape
from docmodels.pages.json_values import read_json
from docmodels.pages.markdown import Line
from docmodels.pages.schema_facts import SchemaFacts
from docmodels.pages.table_rows import is_delimiter_row, split_cells

LIMITS: Final = {
    "maximum": "maximum",
    "maximum (exclusive)": "exclusive_maximum",
    "minimum": "minimum",
    "minimum (exclusive)": "exclusive_minimum",
    "multiple of": "multiple_of",
    "maximum length": "max_length",
    "minimum length": "min_length",
    "maximum number of items": "max_items",
    "minimum number of items": "min_items",
    "maximum number of properties": "max_properties",
    "minimum number of properties": "min_properties",
}
"""Constraints by label. Source: markdownBuilder.js of @adobe/jsonschema2md 8.0."""
FORMATS: Final = {
    "date time": "date-time",
    "date": "date",
    "time": "time",
    "duration": "duration",
    "email": "email",
    "(international) email": "idn-email",
    "hostname": "hostname",
    "(international) hostname": "idn-hostname",
    "IPv4": "ipv4",
    "IPv6": "ipv6",
    "URI": "uri",
    "IRI": "iri",
    "URI reference": "uri-reference",
    "IRI reference": "iri-reference",
    "UUID": "uuid",
    "JSON Pointer": "json-pointer",
    "Relative JSON Pointer": "relative-json-pointer",
    "RegEx": "regex",
    "URI Template": "uri-template",
}
"""Formats by label. Source: as for `LIMITS`."""
_LABEL = re.compile(r"\*\*(?P<label>[^*]+)\*\*: ?(?P<text>.*)")
_NO_VALUE: Final = object()


def read_constraints(part: Part, facts: SchemaFacts) -> Iterator[Line]:
    """Add the constraints of a part to the facts; yield the lines with an invalid value."""
    for line in part.lines:
        match = _LABEL.match(line.text)
        if match is not None and not _read_constraint(match["label"], match["text"], part, facts):
            yield line


def _read_constraint(label: str, text: str, part: Part, facts: SchemaFacts) -> bool:
    value = first_code(text).strip()
    if label in LIMITS:
        return facts.add_limit(LIMITS[label], value)
    if label in FORMATS:
        facts.format = FORMATS[label]
    elif label == "unknown format":
        facts.format = value
    elif label == "unique items":
        facts.limits["unique_items"] = True
    elif label == "encoding":
        facts.format = facts.format or ("byte" if " base64" in text else "")
    elif label == "pattern":
        facts.limits["pattern"] = next(
            (f.text.strip("\n") for f in part.fences if f.language == "regexp"), None
        )
    elif label == "constant":
        constant = read_json(
            next((f.text for f in part.fences if f.language == "json"), ""), _NO_VALUE
        )
        if constant is _NO_VALUE:
            return False
        facts.const = Const(value=constant)
    elif label == "enum":
        facts.members = tuple(_read_members(part.lines))
    return True


def _read_members(lines: Sequence[Line]) -> Iterator[EnumMember]:
    in_table = False
    for line in lines:
        if not line.text.startswith("|"):
            in_table = in_table and not line.text.strip()
            continue
        cells = split_cells(line.text)
        if cells[0] == "Value":
            in_table = True
        elif in_table and not is_delimiter_row(cells):
            text = read_code(cells[0]) or cells[0]
            value = read_json(text.replace("\\|", "|"), _NO_VALUE)
            if value is not _NO_VALUE:
                yield EnumMember(value=value, doc=unescape(cells[1]) if len(cells) > 1 else "")
