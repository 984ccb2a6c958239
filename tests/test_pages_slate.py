"""Test single-file API documentation of widdershins, Slate and Apifox."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docmodels.diagnostics.documents import document
from docmodels.diagnostics.notes import Note
from docmodels.ir import (
    BOOLEAN,
    INTEGER,
    NULL,
    NUMBER,
    STRING,
    UNKNOWN,
    AllOf,
    Array,
    Discriminator,
    Enum,
    Field,
    Integer,
    Map,
    Nullable,
    Number,
    Object,
    Ref,
    String,
    Type,
    Union,
    nullable,
)
from docmodels.ir.drafts import Draft
from docmodels.pages.families.slate import SLATE
from docmodels.pages.markdown import Page

HEAD = "|Name|Type|Required|Restrictions|Description|\n|---|---|---|---|---|\n"


def model(name: str, body: str, sample: str = "{}", doc: str = "") -> str:
    anchors = "".join(f'<a id="schema{dash}{name.lower()}"></a>\n' for dash in ("", "_"))
    head = f'<h2 id="tocS_{name}">{name}</h2>\n<!-- backwards compatibility -->\n{anchors}\n'
    return f"{head}```json\n{sample}\n\n```\n\n{doc}\n\n### Properties\n\n{body}\n\n"


def read(text: str) -> tuple[dict[str, Draft], list[Note]]:
    notes: list[Note] = []
    page = Page(
        document(
            "api.md",
            f"# Things v1\n\n## Find\n\n|Name|In|Type|\n|---|---|---|\n|a|b|c|\n\n# Schemas\n\n{text}",
        )
    )
    assert SLATE.recognises(page)
    return {draft.definition.name: draft for draft in SLATE.read([page], notes)}, notes


def read_type(text: str) -> Type:
    drafts, notes = read(text)
    assert not notes
    return next(iter(drafts.values())).definition.type


def read_fields(text: str) -> dict[str, Field]:
    type = read_type(text)
    assert isinstance(type, Object)
    return {field.name: field for field in type.fields}


def read_cell_type(cell: str) -> Type:
    return read_fields(model("Box", f"{HEAD}|a|{cell}|false|none|none|"))["a"].type


@pytest.mark.parametrize(
    ("cell", "type"),
    [
        ("string", STRING),
        ("string(date-time)", String(format="date-time")),
        ("integer(int32)", Integer(format="int32")),
        ("boolean", BOOLEAN),
        ("null", NULL),
        ("any", UNKNOWN),
        ("object", Map(values=UNKNOWN)),
        ("[string]", Array(items=STRING)),
        ("[[Cat](#schemacat)]", Array(items=Ref(name="Cat"))),
        ("[a.Box«Cat»](#schemaa.box«cat»)", Ref(name="a.Box«Cat»")),
        ("string¦null", nullable(STRING)),
        ("string,null", nullable(STRING)),
        ("integer,null(int64)", nullable(Integer(format="int64"))),
        ("array,null", nullable(Array(items=UNKNOWN))),
        ("string,number", Union(members=(STRING, Number()))),
        ("[x.Gate+Kind](../Models/x.gate+kind.md)", Ref(name="x.Gate+Kind")),
        ("[object]¦null", nullable(Array(items=Map(values=UNKNOWN)))),
    ],
)
def test_types_are_parsed(cell: str, type: Type) -> None:
    assert read_cell_type(cell) == type


def test_rows_set_required_restrictions_and_description() -> None:
    rows = "|a|string|true|read-only|One<br>two &amp; a | b|\n|b|string|false|write-only|none|\n"
    fields = read_fields(model("Box", HEAD + rows))
    assert (fields["a"].required, fields["a"].access) == (True, "read-only")
    assert fields["a"].doc == "One\ntwo & a | b"
    assert fields["b"].access == "write-only" and not fields["b"].required and fields["b"].doc == ""


def test_text_after_the_example_is_the_description() -> None:
    drafts, _ = read(
        model("Box", f"{HEAD}|a|string|false|none|none|", doc="*Big box*\n\nFor things.")
    )
    assert (drafts["Box"].definition.title, drafts["Box"].definition.doc) == (
        "Big box",
        "For things.",
    )


def test_nested_rows_are_nested_fields() -> None:
    rows = "|a|object|false|none|none|\n|» b|[object]|true|none|none|\n|»» c|integer|false|none|none|\n"
    fields = read_fields(model("Box", f"{HEAD}{rows}|d|string|false|none|none|"))
    inner = fields["a"].type
    assert isinstance(inner, Object)
    items = inner.fields[0].type
    assert isinstance(items, Array) and isinstance(items.items, Object)
    assert items.items.fields[0].type == INTEGER
    assert list(fields) == ["a", "d"]


def test_additional_properties_are_read() -> None:
    row = "**additionalProperties**|string|false|none|none|\n"
    assert read_type(model("Box", f"{HEAD}|{row}")) == Map(values=STRING)
    type = read_type(model("Box", f"{HEAD}|{row}|a|string|false|none|none|\n"))
    assert isinstance(type, Object) and type.additional_properties == STRING
    assert read_cell_type(f"object|false|none|none|\n|» {row.removesuffix('|' + chr(10))}") == Map(
        values=STRING
    )


def test_enumerated_values_apply_to_the_property_of_that_name() -> None:
    values = "\n#### Enumerated Values\n\n|Property|Value|\n|---|---|\n|a|1|\n|a|2|\n|b|x|\n|b||\n|b|y|z|\n"
    rows = "|a|integer|false|none|none|\n|b|string|false|none|none|\n"
    fields = read_fields(model("Box", HEAD + rows + values))
    a, b = fields["a"].type, fields["b"].type
    assert isinstance(a, Enum) and isinstance(b, Enum)
    assert [member.value for member in a.members] == [1, 2]
    assert [member.value for member in b.members] == ["x", "", "y|z"]


def test_example_decides_which_of_two_properties_is_the_enum() -> None:
    values = "\n#### Enumerated Values\n\n|Property|Value|\n|---|---|\n|kind|x|\n|kind|y|\n"
    rows = "|kind|string|false|none|none|\n|a|object|false|none|none|\n|» kind|string|false|none|none|\n"
    fields = read_fields(
        model("Box", HEAD + rows + values, '{"kind": "string", "a": {"kind": "x"}}')
    )
    assert fields["kind"].type == STRING
    inner = fields["a"].type
    assert isinstance(inner, Object) and isinstance(inner.fields[0].type, Enum)


@pytest.mark.parametrize(("sample", "closed"), [('{"kind": "x"}', True), ("", False)])
def test_enum_is_open_if_the_values_may_belong_to_another_row(sample: str, closed: bool) -> None:
    values = "\n#### Enumerated Values\n\n|Property|Value|\n|---|---|\n|kind|x|\n|kind|y|\n"
    rows = "|kind|string|false|none|none|\n|a|object|false|none|none|\n|» kind|string|false|none|none|\n"
    type = read_fields(model("Box", HEAD + rows + values, sample))["kind"].type
    assert isinstance(type, Enum)
    assert type.closed is closed


def test_first_item_of_a_list_decides_whether_its_items_are_the_enum() -> None:
    values = "\n#### Enumerated Values\n\n|Property|Value|\n|---|---|\n|kind|x|\n"
    rows = "|kind|[string]|false|none|none|\n|a|object|false|none|none|\n|» kind|[string]|false|none|none|\n"
    for item, is_enum in (("x", True), ("y", False)):
        sample = f'{{"kind": ["{item}"], "a": {{"kind": []}}}}'
        fields = read_fields(model("Box", HEAD + rows + values, sample))
        type = fields["kind"].type
        assert isinstance(type, Array) and isinstance(type.items, Enum) is is_enum
        inner = fields["a"].type
        assert isinstance(inner, Object) and inner.fields[0].type == Array(items=STRING)


def test_values_of_the_only_row_with_their_name_are_closed() -> None:
    values = "\n#### Enumerated Values\n\n|Property|Value|\n|---|---|\n|kind|x|\n"
    type = read_fields(model("Box", f"{HEAD}|kind|string|false|none|none|\n{values}", ""))[
        "kind"
    ].type
    assert isinstance(type, Enum) and type.closed


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ("xyzxz", ["xyz", "xz"]),
        ("xyyx", ["xy", "yx"]),
        ("xyzx", []),
        ("xyz", []),
        ("xyxyxy", []),
    ],
)
def test_rows_of_one_name_have_their_own_values_if_the_lists_are_certain(
    listed: str, expected: list[str]
) -> None:
    values = "".join(f"|kind|{value}|\n" for value in listed)
    table = f"\n#### Enumerated Values\n\n|Property|Value|\n|---|---|\n{values}"
    rows = "|a|object|false|none|none|\n|» kind|string|false|none|none|\n|kind|string|false|none|none|\n"
    fields = read_fields(model("Box", HEAD + rows + table, ""))
    inner = fields["a"].type
    assert isinstance(inner, Object)
    enums = [type for type in (inner.fields[0].type, fields["kind"].type) if isinstance(type, Enum)]
    lists = ["".join(str(member.value) for member in enum.members) for enum in enums]
    assert ([*lists] if all(enum.closed for enum in enums) else []) == expected


@given(st.lists(st.text("abc", min_size=1, max_size=1), max_size=12), st.integers(1, 4))
def test_every_listed_value_is_one_of_a_row(listed: list[str], count: int) -> None:
    values = "".join(f"|kind|{value}|\n" for value in listed)
    table = f"\n#### Enumerated Values\n\n|Property|Value|\n|---|---|\n{values}"
    rows = "".join(
        f"|a{i}|object|false|none|none|\n|» kind|string|false|none|none|\n" for i in range(count)
    )
    members: set[object] = set()
    for field in read_fields(model("Box", HEAD + rows + table, "")).values():
        assert isinstance(field.type, Object)
        if isinstance(type := field.type.fields[0].type, Enum):
            members |= {member.value for member in type.members}
    assert members == set(listed)


def test_text_of_a_scalar_with_line_breaks_is_one_row() -> None:
    text = "- RED: warm\n\n - BLUE: cold"
    values = "".join(f"|{text}|{value}|\n" for value in ("RED", "BLUE"))
    table = f"\n#### Enumerated Values\n\n|Property|Value|\n|---|---|\n{values}"
    type = read_type(model("Paint", f"{HEAD}|{text}|string|false|none|none|\n{table}", '"RED"'))
    assert isinstance(type, Enum) and type.closed
    assert [member.value for member in type.members] == ["RED", "BLUE"]


def test_row_that_never_ends_is_left_out() -> None:
    rows = "|a|string|false|none|none|\n|never\nends\n|b|string|false|none|none|\n"
    assert list(read_fields(model("Box", HEAD + rows))) == ["a", "b"]


def test_text_of_a_scalar_without_rows_lists_its_values() -> None:
    doc = "Currently returned values are `RED` and `BLUE`."
    drafts, notes = read(model("Paint", "*None*", '"RED"', doc))
    type = drafts["Paint"].definition.type
    assert isinstance(type, Enum) and not type.closed
    assert [member.value for member in type.members] == ["RED", "BLUE"]
    assert [note.rule.name for note in notes] == ["enum-from-description"]
    assert read_type(model("Paint", "*None*", '"GREEN"', doc)) == STRING


def test_alternatives_under_an_array_are_those_of_the_property() -> None:
    member = "\n\nanyOf\n\n" + HEAD
    rows = f"|a|array|false|none|none|{member}|» *anonymous*|[Cat](#schemacat)|false|none|none|\n"
    more = f"\nor\n\n{HEAD}|» *anonymous*|[[Cat](#schemacat)]|false|none|none|\n"
    type = read_fields(model("Box", HEAD + rows + more))["a"].type
    assert type == Union(members=(Ref(name="Cat"), Array(items=Ref(name="Cat"))), mode="anyOf")


def test_anonymous_row_is_the_model_type() -> None:
    row = "|*anonymous*|[[Cat](#schemacat)]|false|none|none|"
    assert read_type(model("Cats", HEAD + row, "[{}]")) == Array(items=Ref(name="Cat"))
    values = "\n\n#### Enumerated Values\n\n|Property|Value|\n|---|---|\n|*anonymous*|on|\n|*anonymous*|off|\n"
    type = read_type(
        model("Mode", f"{HEAD}|*anonymous*|string¦null|false|none|none|{values}", '"on"')
    )
    assert isinstance(type, Nullable) and isinstance(type.type, Enum)


def test_row_named_like_the_model_is_its_type_if_the_example_is_a_scalar() -> None:
    row = f"{HEAD}|Box|string|false|none|none|"
    assert read_type(model("Box", row, '"string"')) == STRING
    assert list(read_fields(model("Box", row, '{"Box": "string"}'))) == ["Box"]


@pytest.mark.parametrize(("cell", "sample"), [("any", '"string"'), ("any", "0"), ("any", "{}")])
def test_row_named_like_the_model_may_be_a_union(cell: str, sample: str) -> None:
    members = "\n\nxor\n\n".join(
        f"{HEAD}|*anonymous*|{kind}|false|none|none|" for kind in ("string", "number")
    )
    row = f"{HEAD}|Depth|{cell}|false|none|How deep it lies.|\n\noneOf\n\n{members}\n"
    union = Union(members=(STRING, NUMBER), mode="oneOf")
    assert read_type(model("Depth", row, sample)) == union
    beside = read_type(model("Depth", row, '{"Depth": 1}'))
    assert not isinstance(beside, Union)


def test_row_with_the_title_of_the_model_may_be_a_list_of_objects() -> None:
    rows = "|Known depths|[object]|false|none|All depths.|\n|metres|number|true|none|none|"
    text = model("Depths", f"{HEAD}{rows}", '[{"metres": 1}]', "Known depths")
    definition = read(text)[0]["Depths"].definition
    metres = read_fields(model("Depth", f"{HEAD}|metres|number|true|none|none|", '{"metres": 1}'))
    assert isinstance(definition.type, Array) and isinstance(definition.type.items, Object)
    assert [field.name for field in definition.type.items.fields] == ["metres"]
    assert definition.type.items.fields[0].type == metres["metres"].type
    assert (definition.title, definition.doc) == ("Known depths", "All depths.")


@pytest.mark.parametrize("names", [["metres"], ["metres", "label"]])
def test_rows_of_the_items_of_a_sample_are_fields_of_these(names: list[str]) -> None:
    rows = "\n".join(f"|{name}|string|false|none|none|" for name in names)
    sample = ", ".join(f'"{name}": "x"' for name in names)
    type = read_type(model("Depths", HEAD + rows, f"[{{{sample}}}]"))
    assert isinstance(type, Array) and isinstance(type.items, Object)
    assert [field.name for field in type.items.fields] == names


def test_all_of_sets_the_base_class_and_its_discriminator() -> None:
    pet = model("Pet", f"{HEAD}|kind|string|true|none|none|")
    parts = f"allOf - discriminator: Pet.kind\n\n{HEAD}|*anonymous*|[Pet](#schemapet)|false|none|none|\n\nand\n\n"
    rows = "|*anonymous*|object|false|none|none|\n|» meow|string|false|none|none|\n"
    drafts, _ = read(pet + model("Cat", parts + HEAD + rows))
    cat, parent = drafts["Cat"].definition.type, drafts["Pet"].definition.type
    assert isinstance(cat, Object) and isinstance(parent, Object)
    assert cat.bases == ("Pet",) and [field.name for field in cat.fields] == ["meow"]
    assert parent.discriminator == Discriminator(property="kind")


def test_one_of_at_the_root_is_a_union() -> None:
    member = "|*anonymous*|[{0}](#schema{0})|false|none|none|\n"
    body = f"oneOf - discriminator: Pet.kind\n\n{HEAD}{member.format('Cat')}\nxor\n\n{HEAD}{member.format('Dog')}"
    assert read_type(model("Pet", body)) == Union(
        members=(Ref(name="Cat"), Ref(name="Dog")),
        mode="oneOf",
        discriminator=Discriminator(property="kind"),
    )


@pytest.mark.parametrize("mark", ["", "*"])
def test_any_of_in_a_property_may_be_followed_by_more_rows(mark: str) -> None:
    body = (
        f"{HEAD}|a|any|true|none|Some.|\n\n{mark}anyOf{mark}\n\n{HEAD}|» *anonymous*|string|false|none|none|\n\n"
        f"{mark}or{mark}\n\n{HEAD}|» *anonymous*|null|false|none|none|\n\n{mark}continued{mark}\n\n"
        f"{HEAD}|b|integer|false|none|none|\n"
    )
    fields = read_fields(model("Box", body))
    assert fields["a"].type == nullable(STRING)
    assert fields["a"].doc == "Some."
    assert fields["b"].type == INTEGER


def test_array_of_one_of_has_union_items() -> None:
    body = (
        f"{HEAD}|a|[oneOf]|true|none|none|\n\noneOf\n\n{HEAD}|» *anonymous*|[Cat](#schemacat)|false|none|none|\n\n"
        f"xor\n\n{HEAD}|» *anonymous*|object|false|none|none|\n|»» b|string|false|none|none|\n"
    )
    type = read_fields(model("Box", body))["a"].type
    assert isinstance(type, Array) and isinstance(type.items, Union)
    assert type.items.members[0] == Ref(name="Cat")
    assert isinstance(type.items.members[1], Object)


def test_properties_beside_one_of_become_all_of() -> None:
    body = (
        f"{HEAD}|a|string|true|none|none|\n\noneOf\n\n{HEAD}|*anonymous*|[Cat](#schemacat)|false|none|none|\n\n"
        f"xor\n\n{HEAD}|*anonymous*|[Dog](#schemadog)|false|none|none|\n"
    )
    type = read_type(model("Box", body))
    assert isinstance(type, AllOf)
    assert isinstance(type.members[0], Object) and isinstance(type.members[1], Union)


@pytest.mark.parametrize(
    ("sample", "items"),
    [
        ("[[0]]", NUMBER),
        ('[["x"]]', STRING),
        ("[[{}]]", Map(values=UNKNOWN)),
        ("[[null]]", UNKNOWN),
        ("[[]]", UNKNOWN),
        ('[["x", 1]]', UNKNOWN),
        ('["x"]', UNKNOWN),
        ("null", UNKNOWN),
    ],
)
def test_items_of_nested_arrays_are_those_of_the_sample(sample: str, items: Type) -> None:
    rows = "|a|[array]|false|none|none|\n|b|[array]¦null|false|none|none|"
    sample = f'{{"a": {sample}, "b": {sample}}}'
    a, b = read_fields(model("Box", HEAD + rows, sample)).values()
    assert a.type == Array(items=Array(items=items))
    assert b.type == nullable(a.type)
    assert bool(a.inferred) == (items != UNKNOWN)


def test_values_that_are_no_placeholders_are_examples() -> None:
    rows = "|a|string|false|none|none|\n|b|string|false|none|none|\n"
    fields = read_fields(model("Box", HEAD + rows, '{"a": "string", "b": "red"}'))
    assert (fields["a"].examples, fields["b"].examples) == ((), ("red",))


def test_chinese_apifox_pages_are_read() -> None:
    text = (
        '# 数据模型\n\n<h2 id="tocS_Box">Box</h2>\n\n<a id="schemabox"></a>\n\n```json\n{}\n```\n\n### 属性\n\n'
        "|名称|类型|必选|约束|中文名|说明|\n|---|---|---|---|---|---|\n|a|string|true|none|名|说\n多|\n"
        "|b|string|false|read-only||none|\n\n#### 枚举值\n\n|属性|值|\n|---|---|\n|b|x|\n"
    )
    fields = read_fields(text)
    assert (fields["a"].title, fields["a"].doc, fields["a"].required) == ("名", "说\n多", True)
    assert isinstance(fields["b"].type, Enum) and fields["b"].access == "read-only"


def test_slate_pages_may_have_markdown_headings_and_no_restrictions() -> None:
    text = (
        '## Box\n\n<a name="schemabox"></a>\n\n```json\n{}\n```\n\n### Properties\n\n'
        "|Name|Type|Required|Description|\n|---|---|---|---|\n|a|string|true|No description|\n\n## Other\n\ntext\n"
    )
    drafts, _ = read(text)
    type = drafts["Box"].definition.type
    assert isinstance(type, Object) and type.fields[0].required and type.fields[0].doc == ""


FORMATTED = """# Schemas

## yard.Boat

Floats.

```json
{{ "crew": [{{ "rank": "mate" }}], "hull": {{ "property1": "oak" }}, "flag": "red" }}
```

### Properties

| Name               | Type                               | Required | Restrictions | Description |
| ------------------ | ---------------------------------- | -------- | ------------ | ----------- |
| `crew`             | array of [yard.Sailor](#yardsailor) | true     |              | Who sails.  |
| `hull`             | object                             | false    |              |             |
| » `[any property]` | string                             | false    |              |             |
| `flag`             | [yard.Flag](#yardflag)             | false    |              |             |
| `sail`             | string                             | false    |              |             |

#### Enumerated Values

| Property | Value  |
| -------- | ------ |
| `sail`   | `main` |
| `sail`   | `fore` |

## yard.Sailor

```json
{{ "rank": "mate" }}
```

### Properties

| Name   | Type   | Required | Restrictions | Description |
| ------ | ------ | -------- | ------------ | ----------- |
| `rank` | string | true     |              |             |

## yard.Flag

```json
"red"
```

### Properties

#### Enumerated Values

{values}
"""


@pytest.mark.parametrize(
    "values",
    [
        "| Value  |\n| ------ |\n| `red`  |\n| `blue` |\n",
        "| Value(s)      |\n| ------------- |\n| `red`, `blue` |\n",
    ],
)
def test_pages_without_anchors_are_read(values: str) -> None:
    page = Page(document("schemas.md", FORMATTED.format(values=values)))
    assert SLATE.recognises(page)
    notes: list[Note] = []
    drafts = {draft.definition.name: draft for draft in SLATE.read([page], notes)}
    assert (list(drafts), notes) == (["Boat", "Sailor", "Flag"], [])
    boat = drafts["Boat"].definition
    assert (boat.doc, drafts["Boat"].aliases) == ("Floats.", ("yard.Boat",))
    assert isinstance(boat.type, Object)
    fields = {field.name: field for field in boat.type.fields}
    assert fields["crew"].type == Array(items=Ref(name="yard.Sailor"))
    assert fields["crew"].required and fields["crew"].doc == "Who sails."
    assert fields["hull"].type == Map(values=STRING)
    assert fields["flag"].type == Ref(name="yard.Flag")
    sail, flag = fields["sail"].type, drafts["Flag"].definition.type
    assert isinstance(sail, Enum) and sail.closed
    assert isinstance(flag, Enum) and flag.closed
    assert [member.value for member in flag.members] == ["red", "blue"]


def test_titles_of_tables_may_be_lines_with_emphasis() -> None:
    values = "| Value  |\n| ------ |\n| `red`  |\n"
    text = FORMATTED.format(values=values).replace("### Properties", "*Properties*")
    text = text.replace("#### Enumerated Values", "*Enumerated Values*")
    notes: list[Note] = []
    page = Page(document("schemas.md", text))
    assert SLATE.recognises(page)
    drafts = {draft.definition.name: draft.definition for draft in SLATE.read([page], notes)}
    assert (list(drafts), drafts["Boat"].doc, notes) == (["Boat", "Sailor", "Flag"], "Floats.", [])
    boat = drafts["Boat"].type
    assert isinstance(boat, Object)
    assert [field.name for field in boat.fields] == ["crew", "hull", "flag", "sail"]
    assert isinstance(boat.fields[3].type, Enum) and isinstance(drafts["Flag"].type, Enum)


def test_escapes_of_a_formatter_are_no_part_of_names() -> None:
    values = "| Value  |\n| ------ |\n| `red`  |\n"
    text = FORMATTED.format(values=values).replace("yard.Flag", "flag\\_kind")
    text = text.replace("`sail`", "main\\_sail")
    drafts = {d.definition.name: d for d in SLATE.read([Page(document("schemas.md", text))], [])}
    boat = drafts["Boat"].definition.type
    assert "flag_kind" in drafts and isinstance(boat, Object)
    assert [field.name for field in boat.fields][2:] == ["flag", "main_sail"]
    assert boat.fields[2].type == Ref(name="flag_kind")
    assert isinstance(boat.fields[3].type, Enum)


def test_marks_may_be_written_with_underscores() -> None:
    """A formatter writes emphasis with underscores: `_anonymous_`, `_xor_`, `_None_`."""
    head = "| Name | Type | Required | Restrictions | Description |\n| - | - | - | - | - |\n"
    text = (
        f"## Tags\n\n```json\n[]\n```\n\n_All tags_\n\n### Properties\n\n"
        f"{head}| _anonymous_ | [string] | false | none | none |\n\n"
        f"## Cargo\n\n```json\n{{}}\n```\n\n### Properties\n\noneOf\n\n"
        f"{head}| _anonymous_ | [Tags](#tags) | false | none | none |\n\n_xor_\n\n"
        f"{head}| _anonymous_ | string | false | none | none |\n\n"
        f"## Moods\n\n```json\n[]\n```\n\n### Properties\n\n_None_\n"
    )
    page = Page(document("schemas.md", text))
    assert SLATE.recognises(page)
    drafts = {draft.definition.name: draft.definition for draft in SLATE.read([page], [])}
    assert (drafts["Tags"].title, drafts["Tags"].type) == ("All tags", Array(items=STRING))
    assert drafts["Cargo"].type == Union(members=(Ref(name="Tags"), STRING), mode="oneOf")
    assert drafts["Moods"].type == Array(items=UNKNOWN)


def test_equal_names_of_two_packages_keep_them() -> None:
    text = FORMATTED.format(values="").replace("## yard.Sailor", "## dock.Boat")
    drafts = SLATE.read([Page(document("schemas.md", text))], [])
    assert [draft.definition.name for draft in drafts] == ["yard.Boat", "dock.Boat", "Flag"]


@pytest.mark.parametrize(
    "text",
    [
        "## Find a boat\n\n```json\n{}\n```\n\n### Properties\n\n",
        "## Boat\n\n### Properties\n\n",
        "### Boat\n\n```json\n{}\n```\n\n## Properties\n\n",
        "## Boat\n\n```json\n{}\n```\n\n### Response Schema\n\n",
    ],
)
def test_operations_without_anchors_are_no_models(text: str) -> None:
    head = "| Name | Type | Required | Restrictions | Description |\n|---|---|---|---|---|\n"
    assert not SLATE.recognises(
        Page(document("api.md", f"{text}{head}| a | string | true | | |\n"))
    )


@pytest.mark.parametrize(
    ("sample", "type", "rules"),
    [
        ('["calm"]', Array(items=UNKNOWN), ["empty-table"]),
        ('"calm"', STRING, []),
        ("0", NUMBER, []),
        ("true", BOOLEAN, []),
        ("{}", Object(), ["empty-table"]),
        ("null", UNKNOWN, ["empty-table"]),
    ],
)
def test_sample_of_a_model_without_rows_shows_its_type(
    sample: str, type: Type, rules: list[str]
) -> None:
    drafts, notes = read(model("Mood", "*None*", sample))
    assert drafts["Mood"].definition.type == type
    assert [note.rule.name for note in notes] == rules


def test_model_without_rows_has_the_fields_of_its_sample() -> None:
    sample = (
        '{"name": "x", "size": 1, "open": true, "tags": ["a"], "lid": {"colour": "red"}, "none": [],'
        ' "free": {}, "by": {"property1": 0, "property2": 0}, "nil": null}'
    )
    drafts, notes = read(model("Box", "*None*", sample))
    type = drafts["Box"].definition.type
    assert isinstance(type, Object) and not drafts["Box"].is_stub
    assert all(field.presence == "optional" and field.inferred for field in type.fields)
    lid = next(field.type for field in type.fields if field.name == "lid")
    assert isinstance(lid, Object) and [field.name for field in lid.fields] == ["colour"]
    assert {field.name: field.type for field in type.fields if field.name != "lid"} == {
        "name": STRING,
        "size": NUMBER,
        "open": BOOLEAN,
        "tags": Array(items=STRING),
        "none": Array(items=UNKNOWN),
        "free": Map(values=UNKNOWN),
        "by": Map(values=NUMBER),
        "nil": UNKNOWN,
    }
    assert [note.rule.name for note in notes] == ["empty-table"]


def test_scalar_whose_sample_is_null_is_nullable() -> None:
    rows = (
        "|a|string|true|none|none|\n|b|string|true|none|none|\n|c|[Cat](#schemacat)|true|none|none|"
    )
    fields = read_fields(model("Box", HEAD + rows, '{"a": null, "b": "x", "c": null}'))
    assert fields["a"].type == nullable(STRING)
    assert fields["b"].type == STRING
    assert fields["c"].type == Ref(name="Cat")


def test_unknown_type_leaves_other_fields_intact_and_empty_model_is_noted() -> None:
    drafts, notes = read(
        model("Nil", "*None*")
        + model("Box", f"{HEAD}|a|<<|false|none|none|\n|b|string|false|none|none|")
    )
    assert drafts["Nil"].is_stub
    assert [note.rule.name for note in notes] == ["empty-table", "unknown-type"]
    assert drafts["Box"].definition.type == Object(
        fields=drafts["Box"].definition.type.fields  # type: ignore[union-attr]
    )
    assert len(drafts["Box"].definition.type.fields) == 2  # type: ignore[union-attr]


PIECES = st.sampled_from(
    [
        HEAD,
        '<h2 id="tocS_X">X</h2>\n\n',
        "### Properties\n",
        "#### Enumerated Values\n",
        "oneOf\n\n",
        "xor\n\n",
    ]
    + [
        "|a|",
        "|» *anonymous*|",
        "»»» ",
        "[[",
        "](#schemax)",
        "¦null",
        "|\n",
        "```json\n",
        "{}\n```\n",
        "allOf\n",
    ]
)


@given(st.lists(PIECES | st.text(max_size=12), max_size=30))
def test_reading_never_raises(pieces: list[str]) -> None:
    text = '<h2 id="tocS_X">X</h2>\n\n### Properties\n\n' + HEAD + "".join(pieces)
    SLATE.read([Page(document("x.md", text))], [])
