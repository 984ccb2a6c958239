"""Test that pages mean the same after what editors, formatters and documentation sites do to them.

The transformations are those of Prettier, mdformat, Docusaurus and editors that the meaning of
Markdown survives. Pages of OpenAPI Generator are those of its versions in `pages/`.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest

from docmodels.diagnostics.documents import Document, document
from docmodels.ir import Type
from docmodels.pages import classify, classify_fallback, read_pages
from page_layouts import CHANGES, Change

PAGES = Path(__file__).parent / "pages"
SCHEMA_PAGES = Path(__file__).parent / "schema_pages"
TEXTS = frozenset({"doc", "origin", "examples", "documented_name", "provenance"})
TABLE = "| --- | --- | --- | --- |\n"


SPEAKEASY = (
    "# Kite\n\n## Fields\n\n| Field | Type | Required | Description |\n"
    + TABLE
    + "| `wing_span` | *int* | :heavy_check_mark: | N/A |\n"
    "| `tail` | [Optional[components.Tail]](../../models/components/tail.md) |"
    " :heavy_minus_sign: | N/A |\n"
    "| `colours` | List[*str*] | :heavy_minus_sign: | N/A |\n"
)
APIMATIC = (
    "\n# Kite\n\n## Structure\n\n`Kite`\n\n## Fields\n\n| Name | Type | Tags | Description |\n"
    + TABLE
    + "| `wing_span` | `int` | Required | **Constraints**: `>= 1` |\n"
    "| `owner` | `str` | Optional | **Constraints**: *Maximum Length*: `9` |\n\n"
    '## Example (as JSON)\n\n```json\n{\n  "wing_span": 3,\n  "owner": "Ada"\n}\n```\n'
)
JSFH = (
    "# Kite\n\n**Title:** Kite\n\n|  |  |\n| --- | --- |\n| **Type** | `object` |\n"
    "| **Required** | No |\n| **Additional properties** | Not allowed |\n\n"
    "| Property | Pattern | Type | Deprecated | Definition | Title/Description |\n"
    "| --- | --- | --- | --- | --- | --- |\n| + [mood](#mood ) | No | enum (of string) | No | - | - |\n\n"
    '## <a name="mood"></a>1. Property `Kite > mood`\n\n|  |  |\n| --- | --- |\n'
    "| **Type** | `enum (of string)` |\n| **Required** | Yes |\n\nMust be one of:\n"
    '* "calm"\n* "wild_one"\n'
)
CRD = (
    "## hill.test/v1\n\n#### Kite\n\n\n\n_Appears in:_\n- [KiteList](#kitelist)\n\n"
    "| Field | Description | Default | Validation |\n"
    + TABLE
    + "| `wingSpan` _integer_ | Its span. | 3 | Minimum: 1 <br /> |\n"
    "| `colours` _string array_ | Its colours. |  | MaxItems: 4 <br /> |\n"
)
PROTOC = (
    '<a name="hill-Kite"></a>\n\n### Kite\nA kite.\n\n| Field | Type | Label | Description |\n'
    + TABLE
    + "| wing_span | [int32](#int32) |  | Its span. |\n"
    "| colours | [string](#string) | repeated | Its colours. |\n\n"
    "## Scalar Value Types\n"
)
MSGRAPH = (
    "# kite resource type\n\nNamespace: hill.test\n\nA kite.\n\n## Properties\n\n"
    "|Property|Type|Description|\n|:---|:---|:---|\n|wingSpan|Int32|Its span.|\n"
    "|colours|String collection|Its colours.|\n\n## Relationships\n\nNone.\n"
)
SLATE = (
    '<h2 id="tocS_Kite">Kite</h2>\n\n<a id="schemakite"></a>\n\n### Properties\n\n'
    "|Name|Type|Required|Restrictions|Description|\n|---|---|---|---|---|\n"
    "|wingSpan|integer|true|none|Its span.|\n|colours|[string]|false|none|Its colours.|\n"
)
FROZENDICT = (
    "# hill.model.kite.Kite\n\n## Model Type Info\n"
    "Input Type | Accessed Type | Description | Notes\n--- | --- | --- | ---\n"
    "dict, frozendict.frozendict,  | frozendict.frozendict,  | A kite. | \n\n### Dictionary Keys\n"
    "| Key | Input Type | Accessed Type | Description | Notes |\n| --- | --- | --- | --- | --- |\n"
    "| **wing_span** | decimal.Decimal, int,  | decimal.Decimal,  | Its span. | [optional] |\n"
    "| **name** | str,  | str,  | Its name. |  |\n"
)
GO_SWAGGER = (
    '# Hill\n\n## Models\n\n### <span id="kite"></span> Kite\n\n\n> A kite.\n\n\n'
    "* composed type [Thing](#thing)\n* inlined member (*KiteAllOf1*)\n\n\n\n**Properties**\n\n"
    "| Name | Type | Go type | Required | Default | Description | Example |\n"
    "|------|------|---------|:--------:| ------- |-------------|---------|\n"
    "| wing_span | integer| `int64` | ✓ | | Its span. |  |\n\n"
    '### <span id="thing"></span> Thing\n\n\n**Properties**\n\n'
    "| Name | Type | Go type | Required | Default | Description | Example |\n"
    "|------|------|---------|:--------:| ------- |-------------|---------|\n"
    "| id | string| `string` | ✓ | | Its name. |  |\n"
)
HAND_WRITTEN = {
    "frozendict": FROZENDICT,
    "go-swagger": GO_SWAGGER,
    "speakeasy": SPEAKEASY,
    "apimatic": APIMATIC,
    "json-schema-for-humans": JSFH,
    "crd-ref-docs": CRD,
    "protoc-gen-doc": PROTOC,
    "msgraph": MSGRAPH,
    "slate": SLATE,
}


def _facts(documents: list[Document]) -> dict[str, tuple[str, str, object]]:
    """Return the dialect, the language and the type of each model, without descriptions."""
    pages, others = classify(documents, None, [])
    drafts = read_pages(pages or classify_fallback(others), [])
    return {
        draft.definition.name: (draft.dialect, draft.language, _shape(draft.definition.type))
        for draft in drafts
    }


def _shape(type: Type) -> object:
    """Return a type as values of JSON, without texts and places."""

    def strip(value: Any) -> object:
        if isinstance(value, dict):
            entries = cast(dict[str, Any], value)
            return {key: strip(entries[key]) for key in entries if key not in TEXTS}
        if isinstance(value, list | tuple):
            return [strip(item) for item in cast(list[Any], value)]
        return value

    return strip(msgspec.to_builtins(type))


@cache
def _generated(folder: Path) -> tuple[Document, ...]:
    return tuple(
        document(path.name, path.read_text("utf-8")) for path in sorted(folder.glob("*.md"))
    )


SET_COUNT = 8
FOLDERS = [max(folder.iterdir()) for folder in sorted(PAGES.iterdir()) if folder.is_dir()]
SCHEMA_FOLDERS = sorted(path for path in SCHEMA_PAGES.glob("*/*") if path.is_dir())
CHANGED = {
    (
        "dart",
        "underscores for bold",
    ): "`class_` in bold is `__class___`, which CommonMark does not show",
    ("dart-dio", "underscores for bold"): "as for dart",
}
"""The changes that change the meaning of the pages of a generator, with the reason."""


SETS = [list(CHANGES)[start::SET_COUNT] for start in range(SET_COUNT)]
"""Changes that are made together, so that the test is quick."""


@pytest.mark.parametrize(
    "folder", [*FOLDERS, *SCHEMA_FOLDERS], ids=lambda x: "/".join(x.parts[-2:])
)
def test_generated_pages_mean_the_same_after_changes_of_the_layout(folder: Path) -> None:
    pages = _generated(folder)
    facts = _facts(list(pages))
    assert facts
    for names in SETS:
        texts = {page.path: page.text for page in pages}
        for name in names:
            if (folder.parent.name, name) not in CHANGED:
                texts = {path: CHANGES[name](text) for path, text in texts.items()}
        assert _facts([document(path, text) for path, text in texts.items()]) == facts, names


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("family", HAND_WRITTEN)
def test_pages_of_families_mean_the_same_after_changes_of_the_layout(
    family: str, change: Change
) -> None:
    page = document("docs/models/components/kite.md", HAND_WRITTEN[family])
    facts = _facts([page])
    assert {dialect for dialect, _, _ in facts.values()} == {family}
    assert _facts([document(page.path, change(page.text))]) == facts


@pytest.mark.parametrize("family", HAND_WRITTEN)
def test_a_model_whose_heading_has_no_text_has_a_name(family: str) -> None:
    text = re.sub(r"^(#{1,4} )[^<\n]*$", r"\1", HAND_WRITTEN[family], count=1, flags=re.M)
    pages, others = classify([document("docs/models/components/kite.md", text)], None, [])
    drafts = read_pages(pages or classify_fallback(others), [])
    assert all(draft.definition.name.strip() for draft in drafts)


def test_a_liblab_model_whose_heading_has_no_text_has_a_name() -> None:
    text = "# \n\nA kite.\n\n**Properties**\n\n| Name | Type | Required | Description |\n"
    page = document("documentation/models/Kite.md", f"{text}{TABLE}| wing | int | ✅ | |\n")
    assert list(_facts([page])) == ["Kite"]
