"""Reports for tests: of documents in memory, and of a specification with many models."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from docmodels.config.options import LoadOptions, RenderOptions
from docmodels.html_report import render_report
from docmodels.html_report.collect import collect_content
from docmodels.html_report.content import Content
from docmodels.pipeline import RunContext, load, render

HOSTILE = (
    "</script><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
    "<!--<script>]]>{{ 7*7 }}\u2028\u202e\" onclick='document.title=1' javascript:alert(1) &lt; \\u003c"
)
"""A text that ends elements, attributes, comments and strings, if something does not escape it."""

BOAT_PAGES = {
    "Boat.md": """# Boat

Carries people.

## Properties

Name | Type | Description | Notes
------------ | ------------- | ------------- | -------------
**hullColour** | **str** | As painted | [optional] [default to 'grey']
**harbour** | [**Harbour**](Harbour.md) |  |
**extra** | **object** |  | [optional]

[[Back to Model list]](../README.md#documentation-for-models)
""",
    "Harbour.md": """# Harbour

## Properties

Name | Type | Description | Notes
------------ | ------------- | ------------- | -------------
**depth** | **fathom of 6 feet** | In fathoms |
**light** | [**Lamp**](Lamp.md) |  | [optional]

[[Back to Model list]](../README.md#documentation-for-models)
""",
}
"""Pages with inferred names, a type that is not known, and a reference to no page."""


def load_files(folder: Path, files: dict[str, str]) -> tuple[Content, str]:
    """Write files, and return the content and the page of their report."""
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    context = RunContext([])
    loaded = load([folder / name for name in files], LoadOptions(), context)
    modules = render(loaded.api, None, RenderOptions(), context)
    notes = context.notes
    return collect_content(loaded, notes, modules), render_report(loaded, notes, modules)


def hostile_specification(text: str) -> dict[str, Any]:
    """Return a specification that has `text` in every place that may have any text."""
    names = {"type": "string", "enum": [text, "b"], "default": text, "description": text}
    properties = {
        text: {"type": "string", "description": text, "title": text, "examples": [text]},
        "pattern": {"type": "string", "pattern": text, "format": text},
        "const": {"const": text},
        "values": names,
        "inner": {"type": "object", "properties": {text: {"type": "array", "items": names}}},
        "unknown": {"type": text},
        "reference": {"$ref": "#/components/schemas/Other"},
    }
    model = {"type": "object", "title": text, "description": text, "properties": properties}
    info = {"title": text, "version": text, "description": text}
    schemas = {
        "Model": model,
        "Other": {"type": "object", "required": [text]},
        "Aa": {"const": text},
    }
    return {"openapi": "3.1.0", "info": info, "paths": {}, "components": {"schemas": schemas}}


def large_specification(number: int) -> str:
    """Return a specification with `number` models that refer to one another."""
    schemas: dict[str, Any] = {}
    for index in range(number):
        targets = {2 * index + 1, 2 * index + 2, 7 * index % number}
        properties: dict[str, Any] = {
            f"link{target}": {"$ref": f"#/components/schemas/Crate{target}"}
            for target in sorted(targets)
            if target < number
        }
        properties |= {
            "id": {"type": "string", "description": f"Identifies crate {index}."},
            "state": {"type": "string", "enum": ["open", f"kind{index}"]},
            "weight": {"type": "number", "minimum": 0},
        }
        schemas[f"Crate{index}"] = {"type": "object", "required": ["id"], "properties": properties}
    info = {"title": "Crates", "version": "1"}
    components = {"schemas": schemas}
    specification = {"openapi": "3.1.0", "info": info, "paths": {}, "components": components}
    return json.dumps(specification, indent=1)
