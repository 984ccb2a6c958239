"""Test Markdown pages of jsonschema-markdown: tables with a column of possible values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docmodels.diagnostics.documents import document
from docmodels.ir import (
    BOOLEAN,
    INTEGER,
    NULL,
    NUMBER,
    STRING,
    UNKNOWN,
    Array,
    Const,
    Default,
    Enum,
    Field,
    Map,
    Never,
    Number,
    Object,
    Ref,
    String,
    StringConstraints,
    Type,
    Union,
    nullable,
)
from docmodels.ir.drafts import Draft
from docmodels.pages import detect
from docmodels.pages.families.jsonschema_markdown import JSONSCHEMA_MARKDOWN
from docmodels.pages.markdown import Page
from work import count_calls

HEAD = (
    "| Property | Type | Required | Possible values | Deprecated | Default | Description | Examples |\n"
    "| -------- | ---- | -------- | --------------- | ---------- | ------- | ----------- | -------- |\n"
)
CLOSED = "> ⚠️ Additional properties are not allowed.\n\n"


def page(rows: str, more: str = "", title: str = "Crate", head: str = HEAD) -> str:
    return f"# {title}\n\nA crate with lids.\n\n### Type: `object`\n\n{more}{head}{rows}\n"


def definition(name: str, kind: str, body: str = "") -> str:
    text = "No description provided for this model."
    return f"## {name}\n\n{text}\n\n#### Type: `{kind}`\n\n{body}\n"


def read(text: str, path: str = "docs/box.schema.md") -> dict[str, Draft]:
    drafts = JSONSCHEMA_MARKDOWN.read([Page(document(path, text))], [])
    return {draft.definition.name: draft for draft in drafts}


def types(text: str) -> dict[str, Type]:
    return {name: draft.definition.type for name, draft in read(text).items()}


def fields(rows: str, name: str = "Crate") -> dict[str, Field]:
    type = types(page(rows))[name]
    assert isinstance(type, Object)
    return {field.name: field for field in type.fields}


def row_type(type: str, values: str, name: str = "lid") -> Type:
    return fields(f"| {name} | {type} |  | {values} |  |  |  |  |\n")[name].type


def values(type: Type) -> list[object]:
    assert isinstance(type, Enum)
    return [member.value for member in type.members]


# --- what is a page ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "is_page"),
    [
        (page("| lid | `string` |  | string |  |  |  |  |\n"), True),
        ("# Size\n\nIt.\n\n### Type: `string`\n\n**Possible Values:** `s` or `m`\n", True),
        ("# Size\n\n### Type: `object`\n\nIt.\n", False),
        (page("").replace("### Type: `object`", "### Type"), False),
    ],
)
def test_pages_are_recognised(text: str, is_page: bool) -> None:
    assert (detect(Page(document("a.md", text))) is JSONSCHEMA_MARKDOWN) == is_page


def test_schema_and_definitions() -> None:
    lid = definition(
        "Lid", "object", CLOSED + HEAD + "| w | `number` | ✅ | number |  |  |  |  |\n"
    )
    size = definition("Size", "string", "**Possible Values:** `s` or `1`\n")
    count = definition("Count", "integer", "**Possible Values:** 3\n")
    text = page("| lid | `object` |  | [Lid](#lid) |  |  |  |  |\n", CLOSED)
    drafts = read(
        f"{text}\n---\n\n# Definitions\n\n{lid}{size}{count}{definition('Any', 'object(?)')}"
    )
    assert list(drafts) == ["Crate", "Lid", "Size", "Count", "Any"]
    assert [draft.definition.doc for draft in drafts.values()] == ["A crate with lids.", *[""] * 4]
    assert drafts["Crate"].aliases == ("box",)
    crate, inner = drafts["Crate"].definition.type, drafts["Lid"].definition.type
    assert isinstance(crate, Object) and crate.additional_properties == Never()
    assert isinstance(inner, Object) and inner.fields[0].required
    assert values(drafts["Size"].definition.type) == ["s", "1"]
    assert drafts["Count"].definition.type == Const(value=3)
    assert drafts["Any"].definition.type == UNKNOWN


def test_closed_object_without_properties_accepts_those_of_patterns() -> None:
    """The program prints no pattern properties."""
    text = f"# Crate\n\nIt.\n\n### Type: `object`\n\n{CLOSED}\n\n---\n\nMarkdown generated with [jsonschema-markdown](x)."
    assert types(text) == {"Crate": Map(values=UNKNOWN)}


@pytest.mark.parametrize("title", ["jsonschema-markdown", "Schema for the settings of a crate"])
def test_schema_without_a_name_is_called_as_its_file(title: str) -> None:
    row = "| lid | `string` |  | string |  |  |  |  |\n"
    assert list(types(page(row, title=title))) == ["box"]


def test_schema_with_the_name_of_a_definition_has_a_number() -> None:
    row = "| lid | `string` |  | string |  |  |  |  |\n"
    assert list(types(page(row) + "\n# Definitions\n\n" + definition("Crate", "string"))) == [
        "Crate2",
        "Crate",
    ]


# --- rows --------------------------------------------------------------------------------------------


def test_columns_of_a_row() -> None:
    text = '| lid | `string` | ✅ | string | ⛔️ | `"a"` | Words | or<br />lines. | ```x```, ```y``` |\n'
    lid = fields(text)["lid"]
    assert (lid.required, lid.default) == (True, Default(value="a"))
    assert lid.deprecation is not None
    assert lid.doc == "Words | or\nlines."
    assert not fields("| lid | `string` |  | string |  |  |  |  |\n")["lid"].required


def test_empty_columns_may_be_left_out() -> None:
    head = "| Property | Type | Required | Description |\n| -------- | ---- | -------- | ----------- |\n"
    type = types(page("| lid | `string` | ✅ | A lid. |\n", head=head))["Crate"]
    assert isinstance(type, Object)
    assert [(f.name, f.required, f.doc) for f in type.fields] == [("lid", True, "A lid.")]


def test_rows_of_conditions_are_no_fields() -> None:
    head = HEAD.replace("Possible values |", "Possible values | Conditional |").replace(
        "--------------- |", "--------------- | ----------- |"
    )
    rows = (
        "| lid | `string` |  | string |  |  |  |  |  |\n"
        "| lid | `integer` | ✅ | integer | **If** a = 1 |  |  |  |  |\n"
    )
    type = types(page(rows, head=head))["Crate"]
    assert isinstance(type, Object)
    assert [(f.name, f.type, f.required) for f in type.fields] == [("lid", STRING, False)]


def test_paths_are_properties_of_the_row_before() -> None:
    result = fields(
        "| lid | `object` |  | object |  |  |  |  |\n"
        "| lid.w | `number` | ✅ | number |  |  |  |  |\n"
        "| lid.hinge | `object` |  | object |  |  |  |  |\n"
        "| lid.hinge.made.of | `string` |  | string |  |  |  |  |\n"
        "| tags | `array` |  | object |  |  |  |  |\n"
        "| tags[].text | `string` | ✅ | string |  |  |  |  |\n"
        "| a.b | `string` |  | string |  |  |  |  |\n"
    )
    assert list(result) == ["lid", "tags", "a.b"]
    lid, tags = result["lid"].type, result["tags"].type
    assert isinstance(lid, Object) and isinstance(tags, Array) and isinstance(tags.items, Object)
    assert [(f.name, f.required) for f in lid.fields] == [("w", True), ("hinge", False)]
    hinge = lid.fields[1].type
    assert isinstance(hinge, Object) and [f.name for f in hinge.fields] == ["made.of"]
    assert [(f.name, f.required) for f in tags.items.fields] == [("text", True)]


@pytest.mark.parametrize(
    ("type", "text", "expected"),
    [
        ("`string`", "string", STRING),
        ("`boolean`", "boolean", BOOLEAN),
        ("`null`", "null", NULL),
        ("`string` or `null`", "string", nullable(STRING)),
        ("`string` or `integer`", "", Union(members=(STRING, INTEGER), mode="anyOf")),
        ("`None`", "None", UNKNOWN),
        ("Missing type", "Missing definition", UNKNOWN),
        ("`string`", "Format: [`date`](https://x.example/a#b)", String(format="date")),
        ("`object`", "[Lid](#lid)", Ref(name="Lid")),
        ("`object` or `null`", "[Lid](#lid)", nullable(Ref(name="Lid"))),
        (
            "`object` or `string`",
            "[My Lid](#my-lid) or string",
            Union(members=(Ref(name="My Lid"), STRING), mode="anyOf"),
        ),
        ("`object` or `string`", "object or string", "kinds"),
        ("`array`", "string", Array(items=STRING)),
        ("`array`", "object", Array(items=UNKNOWN)),
        ("`array`", "Any type", Array(items=UNKNOWN)),
        ("`array`", "[Lid](#lid)", Array(items=Ref(name="Lid"))),
        (
            "`array` or `null`",
            "[Lid](#lid) and/or number",
            nullable(Array(items=Union(members=(Ref(name="Lid"), NUMBER), mode="anyOf"))),
        ),
        ("`const`", "`box`", Const(value="box")),
        ("`const`", "`True`", "both"),
        ("`object`", "object", Map(values=UNKNOWN)),
    ],
)
def test_types(type: str, text: str, expected: Type | str) -> None:
    result = row_type(type, text)
    match expected:
        case "kinds":
            assert result == Union(members=(Map(values=UNKNOWN), STRING), mode="anyOf")
        case "both":
            assert values(result) == [True, "True"]
        case _:
            assert result == expected


@pytest.mark.parametrize(
    ("type", "text", "expected"),
    [
        ("`string`", "`a` `1` `None`", ["a", "1", "None"]),
        ("`integer`", "`1` `2`", [1, 2]),
        ("`None`", "`a` `b c` `None`", ["a", "b c", None]),
        ("`None`", "`1` `a`", [1, "1", "a"]),
    ],
)
def test_values(type: str, text: str, expected: list[object]) -> None:
    result = row_type(type, text)
    inner = result if isinstance(result, Enum) else getattr(result, "type", result)
    assert values(inner) == [value for value in expected if value is not None]
    assert (inner is not result) == (None in expected)


def test_limits() -> None:
    length = row_type("`string`", "Length: `2 <= string <= 9`")
    assert length == String(constraints=StringConstraints(min_length=2, max_length=9))
    assert row_type("`string`", "Length: `string >= 2`") == String(
        constraints=StringConstraints(min_length=2)
    )
    pattern = row_type("`string`", r"[`^(a\|b)$`](https://regex101.com/?regex=%5E)")
    assert pattern == String(constraints=StringConstraints(pattern="^(a|b)$"))
    ranges: dict[str, dict[str, float]] = {
        "`0 <= x < 9`": {"minimum": 0, "exclusive_maximum": 9},
        "`-1.5 < x `": {"exclusive_minimum": -1.5},
        "` x <= 9` and multiple of `3`": {"maximum": 9, "multiple_of": 3},
        "number and multiple of `0.5`": {"multiple_of": 0.5},
    }
    for text, limits in ranges.items():
        type = row_type("`number`", text)
        assert isinstance(type, Number)
        assert {name: getattr(type.constraints, name) for name in limits} == limits, text


@pytest.mark.parametrize(
    ("row", "is_open"),
    [
        ("| lids | `object` |  | [Lid](#lid) |  |  |  |  |\n", True),
        ("| by_id | `object` |  | [Lid](#lid) |  | `{}` |  |  |\n", True),
        ("| lid | `object` |  | [Lid](#lid) |  |  |  |  |\n", False),
        ("| settings | `object` |  | [Settings](#settings) |  |  |  |  |\n", False),
        ("| lids | `string` |  | [Lid](#lid) |  |  |  |  |\n", False),
    ],
)
def test_reference_may_be_a_map_of_the_model(row: str, is_open: bool) -> None:
    """The program prints a map of a model as the model itself."""
    (field,) = fields(row).values()
    assert isinstance(field.type, Union) is is_open


# --- any text ----------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *("# X\n\n", "### Type: `object`\n\n", "# Definitions\n\n", "## Y\n\n", HEAD, CLOSED),
        *("| a | `string` |", " ✅ |", " `0 <= x < 9` |", " [Y](#y) or string |", "\n", "`a` `b`"),
        *(
            "| a.b | `array` |",
            "| a[].c | ",
            "**Possible Values:** ",
            "Length: `",
            "[`(",
            "`](https:",
        ),
    ]
)


@given(st.lists(PIECES | st.text(max_size=8), max_size=40))
def test_reading_never_raises(pieces: list[str]) -> None:
    text = page("| a | `object` |  | object |  |  |  |  |\n") + "".join(pieces)
    JSONSCHEMA_MARKDOWN.recognises(Page(document("x.md", text)))
    read(text)


@pytest.mark.parametrize(
    "part",
    [
        "| a | `object` |  | object |  |  |  |  |\n",
        "| a.a | `object` |  | object |  |  |  |  |\n",
        "| a | `string` |  | " + "`a` " * 20 + "|  |  |  |  |\n",
        "| a | `array` |  | " + "string or " * 20 + "|  |  |  |  |\n",
        "# Definitions\n\n## X\n\n#### Type: `string`\n\n",
    ],
)
def test_reading_is_linear_in_a_repeated_part(part: str) -> None:
    def work(count: int) -> int:
        return count_calls(lambda: read(page(part * count)))

    assert work(200) < 3 * work(100)


def test_long_paths_are_read() -> None:
    rows = "".join(
        f"| {'.'.join(['a'] * depth)} | `object` |  | object |  |  |  |  |\n"
        for depth in range(1, 300)
    )
    assert "a" in fields(rows)
