"""Pages of OpenAPI Generator and swagger-codegen: a `Properties` table in every language."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docmodels.diagnostics.documents import document
from docmodels.diagnostics.notes import Note
from docmodels.ir import (
    BOOLEAN,
    INTEGER,
    STRING,
    UNKNOWN,
    Array,
    Constraints,
    Default,
    Discriminator,
    Enum,
    Field,
    Map,
    Nullable,
    Object,
    Ref,
    Scalar,
    Type,
    Union,
    Unknown,
)
from docmodels.ir.drafts import Draft
from docmodels.pages import detect, read_pages
from docmodels.pages.families.properties import PROPERTIES
from docmodels.pages.families.properties.enums_from_prose import listed
from docmodels.pages.families.properties.remarks import read_remarks
from docmodels.pages.markdown import Page

HEAD = "Name | Type | Description | Notes\n------------ | ------------- | ------------- | -------------\n"
PIPED = "| Name | Type | Description | Notes |\n|------------ | ------------- | ------------- | -------------|\n"
BACK = "\n[[Back to Model list]](../README.md#documentation-for-models)\n"

# Rows that only one language prints, so that a page of a test is read in that language.
SIGNS = {
    "python": "**sign** | **List[str]** |  | [optional] \n**sign_at** | **datetime** |  | \n",
    "prior": "**sign** | **[str]** |  | [optional] \n**sign_at** | **str, none_type** |  | \n",
    "typescript": "**sign** | **Array&lt;string&gt;** |  | [default to undefined]\n",
    "go": "**Sign** | Pointer to **map[string]string** |  | [optional] \n",
    "java": "**sign** | **OffsetDateTime** |  |  [optional]\n**count** | **Long** |  | \n",
    "rust": "**sign** | Option<**Vec<String>**> |  | [optional]\n**size** | **i64** |  | \n",
    "r": "**sign** | **array[character]** |  | [optional] \n",
    "kotlin": "**sign** | **kotlin.String** |  |  [optional]\n",
    "javascript": "**sign** | **[String]** |  | [optional] \n**size** | **Number** |  | \n",
    "scala": "**sign** | **Seq&lt;String&gt;** |  |  [optional]\n",
    "julia": "**`sign`** | **`Vector{String}`** |  | [optional] [default to nothing]\n",
    "powershell": "**Sign** | **String[]** |  | [optional] \n**Size** | **Int32** |  | \n",
}


def pages(**texts: str) -> tuple[list[Draft], list[Note]]:
    notes: list[Note] = []
    found = [Page(document(f"docs/{name}.md", text)) for name, text in texts.items()]
    for page in found:
        assert detect(page) is PROPERTIES, page.path
    drafts = read_pages([(page, PROPERTIES) for page in found], notes)
    return drafts, notes


def table(rows: str, language: str = "python", after: str = "", head: str = HEAD) -> Draft:
    text = f"# Crate\n\n## Properties\n\n{head}{rows}{SIGNS[language]}\n{after}\n{BACK}"
    drafts, _ = pages(Crate=text)
    return drafts[0]


def fields(draft: Draft) -> dict[str, Field]:
    assert isinstance(draft.definition.type, Object)
    return {field.documented_name or field.name: field for field in draft.definition.type.fields}


def first(rows: str, language: str = "python", after: str = "", head: str = HEAD) -> Field:
    return next(iter(fields(table(rows, language, after, head)).values()))


def values(type: Type) -> list[object]:
    assert isinstance(type, Enum)
    return [member.value for member in type.members]


# --- rows ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "doc"),
    [
        ("**a** | **str** | Plain. | [optional] ", "Plain."),
        ("**a** | **str** | One | two || three | [optional] ", "One | two || three"),
        (
            "|**a** | **str** | (old - see b)  | New  | [optional] [default to undefined]|",
            "(old - see b)  | New",
        ),
        ("**a** | **str** | Ends in a pipe | | ", "Ends in a pipe |"),
        (
            "**a** | **str** | `x` &amp; &lt;b&gt; say \\&quot;hi\\&quot;<br/>bye | ",
            '`x` & <b> say "hi"\nbye',
        ),
        ("**a** | **str** | twice &amp;lt; | ", "twice &lt;"),
        ("**a** | **str** | see [the guide](x.md) | [optional] ", "see [the guide](x.md)"),
        ("**a** | **str** | first | not notes", "first | not notes"),
    ],
)
def test_a_description_is_whole_and_decoded_once(row: str, doc: str) -> None:
    assert first(f"{row}\n").doc == doc


def test_an_empty_notes_cell_shifts_nothing() -> None:
    found = fields(table("**a** | **str** |  |\n**b** | **int** | text |\n"))
    assert (found["a"].type, found["a"].doc, found["a"].required) == (STRING, "", True)
    assert (found["b"].type, found["b"].doc) == (INTEGER, "text")


def test_a_raw_pipe_inside_brackets_belongs_to_the_type() -> None:
    found = first(
        "|**a** | **Array<string | null>** | Both | [optional] [default to undefined]|\n",
        "typescript",
    )
    assert found.type == Array(items=Nullable(type=STRING))
    assert found.doc == "Both"


@pytest.mark.parametrize(
    "cell",
    ["**name**", "`name`", "**`name`**", "**&#x60;name&#x60;**", "**[name](#name)**", "name"],
)
def test_a_name_is_read_in_each_of_its_forms(cell: str) -> None:
    assert first(f"{cell} | **str** |  | \n").name == "name"


def test_escapes_of_markdown_are_taken_off_names() -> None:
    draft = table("| **due\\_on** | **str** |  | [default to null] |\n", head=PIPED)
    assert "due_on" in fields(draft)


def test_a_field_knows_its_place() -> None:
    draft = table("**a** | **str** |  | \n")
    field = fields(draft)["a"]
    assert field.origin is not None
    assert (field.origin.file, field.origin.line, field.origin.column) == ("docs/Crate.md", 7, 3)


def test_an_unreadable_type_is_anything_and_costs_no_other_field() -> None:
    text = f"# Crate\n## Properties\n{HEAD}**a** | **List[** | Odd | \n**b** | **int** |  | [optional] \n"
    drafts, notes = pages(Crate=text)
    found = fields(drafts[0])
    assert found["a"].type == UNKNOWN
    assert found["b"].type == INTEGER
    assert [(n.rule.name, n.origin and (n.origin.line, n.origin.column)) for n in notes] == [
        ("unknown-type", (5, 9))
    ]


def test_two_columns_say_nothing_of_required() -> None:
    text = "# Crate\n\n## Properties\n\nName | Type\n------------ | -------------\n`id` | number\n`tags` | Array&lt;string&gt;\n"
    drafts, _ = pages(Crate=text)
    found = fields(drafts[0])
    assert drafts[0].language == "typescript-fetch"
    assert not found["id"].required
    assert "required" in found["id"].inferred
    assert found["tags"].type == Array(items=STRING)


def test_a_table_of_a_database_is_read_with_its_wire_names() -> None:
    text = (
        "# Table `Crate`\n(mapped from: Crate)\n\n## Properties\n"
        "Name | Mapping | SQL Type | Default | Type | Description | Notes\n"
        "---- | ------- | -------- | ------- | ---- | ----------- | -----\n"
        "**weightKg** | weight_kg | real NOT NULL |  | **kotlin.Double** | Heavy |  [optional]\n"
        "**kind** | kind | text |  | [**kind**](#Kind) |  | \n"
        "**tags** | `One-To-Many` | `----` | `----`  | **kotlin.Array&lt;kotlin.String&gt;** |  | \n"
        "\n# **Table `CrateTags`**\n(mapped from: CrateTags)\n\n## Properties\n"
        "Name | Mapping | SQL Type | Default | Type | Description | Notes\n"
        "---- | ------- | -------- | ------- | ---- | ----------- | -----\n"
        "crate | crate | long | | kotlin.Long | Primary Key | *one*\n"
        "tags | tags | text | | kotlin.String | Foreign Key | *many*\n"
    )
    drafts, _ = pages(Crate=text)
    assert [draft.definition.name for draft in drafts] == ["Crate"]
    assert drafts[0].definition.doc == ""
    found = fields(drafts[0])
    assert (found["weightKg"].name, found["weightKg"].doc) == ("weight_kg", "Heavy")
    assert found["kind"].type == STRING
    assert found["tags"].type == Array(items=STRING)
    assert drafts[0].samples == ({"weight_kg": None, "kind": None},)


# --- notes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "default"),
    [
        ("[optional][default to &#39;x&#39;]", "'x'"),
        ('[optional] [default to ["a","b"]]', '["a","b"]'),
        ("[default to 'empty (no login)'] ", "'empty (no login)'"),
        ('[default to "]"]', '"]"'),
        ("[optional]  if omitted the server will use the default value of 5", "5"),
        ('defaults to "on",  must be one of ["on", "off", ]', '"on"'),
        ("[optional] [default to 5] [Max: 10] [Min: 1] ", "5"),
    ],
)
def test_a_default_is_found_among_other_notes(cell: str, default: str) -> None:
    remarks = read_remarks(cell)
    assert remarks is not None
    assert remarks.default == default


@pytest.mark.parametrize("cell", ["text", "[a link](x.md)", "[optional] and more", "["])
def test_other_text_is_no_notes_cell(cell: str) -> None:
    assert read_remarks(cell) is None


@pytest.mark.parametrize(
    ("cell", "read_only", "required"),
    [
        ("[readonly] ", True, True),
        ("[optional] [readonly] ", True, False),
        (" [optional property] [readonly property]", True, False),
        ("", False, True),
        ("[optional][readonly]", True, False),
    ],
)
def test_flags_are_read(cell: str, read_only: bool, required: bool) -> None:
    found = first(f"**a** | **str** |  | {cell}\n")
    assert (found.read_only, found.required) == (read_only, required)


@pytest.mark.parametrize("word", ["null", "undefined", "nothing", "None"])
def test_words_for_no_default_are_none(word: str) -> None:
    assert first(f"**a** | **str** |  | [optional] [default to {word}]\n").default is None


def test_a_default_of_a_variant_only_is_not_required() -> None:
    found = first("**a** | **str** |  | defaults to nulltype.Null\n", "prior")
    assert (found.required, found.default) == (False, None)


def test_r_prints_constraints() -> None:
    found = fields(
        table(
            "**a** | **character** |  | [optional] [Pattern: ^[a-z]{2}|x$] [Max. length: 4] [Min. length: 2] \n"
            "**b** | **array[character]** |  | [Max. items: 9] [Min. items: 1] \n"
            "**c** | **integer** |  | [optional] [default to 5] [Max: 10] [Min: 1] \n",
            "r",
        )
    )
    assert found["a"].type == Scalar(
        kind="string", constraints=Constraints(pattern="^[a-z]{2}|x$", min_length=2, max_length=4)
    )
    assert found["b"].type == Array(items=STRING, constraints=Constraints(min_items=1, max_items=9))
    assert found["c"].type == Scalar(kind="integer", constraints=Constraints(minimum=1, maximum=10))
    assert found["c"].default == Default(value=5)


# --- enums -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ('* `ON` (value: `"on"`)\n\n* `OFF` (value: `"off"`)\n', ["on", "off"]),
        ("* `On` (value: `'on'`)\n", ["on"]),
        ("* `NUMBER_0` (value: `0`)\n* `NUMBER_1` (value: `1`)\n", [0, 1]),
        ('    * `on` (value: `"on"`)\n\n    * `off` (value: `"off"`)\n', ["on", "off"]),
        ('* `QUOTE` (value: `"a\\"b"`)\n* `EMPTY` (value: `""`)\n', ['a"b', ""]),
        ("* `A` (value: `new BigDecimal(&quot;1.5&quot;)`)\n", [1.5]),
    ],
)
def test_a_page_of_bullets_is_an_enum(lines: str, expected: list[object]) -> None:
    drafts, notes = pages(Mode=f"# Mode\n\nHow it runs.\n\n## Enum\n\n{lines}")
    assert values(drafts[0].definition.type) == expected
    assert drafts[0].definition.doc == "How it runs."
    assert notes == []


def test_the_member_for_unknown_values_opens_an_enum() -> None:
    lines = '* `ON` (value: `"on"`)\n* `UNKNOWN_DEFAULT_OPEN_API` (value: `"unknown_default_open_api"`)\n'
    drafts, _ = pages(Mode=f"# Mode\n\n## Enum\n\n{lines}")
    found = drafts[0].definition.type
    assert values(found) == ["on"]
    assert isinstance(found, Enum)
    assert not found.closed


def test_an_enum_without_values_is_open_and_noted() -> None:
    drafts, notes = pages(Mode="# Mode\n\n## Enum\n\n")
    assert (drafts[0].definition.type, drafts[0].is_stub) == (UNKNOWN, True)
    assert [note.rule.name for note in notes] == ["missing-enum-values"]


def test_java_prints_the_enum_of_a_field_in_a_section() -> None:
    draft = table(
        "|**kind** | [**KindEnum**](#KindEnum) | Which |  |\n"
        "|**kinds** | [**List&lt;KindsEnum&gt;**](#List&lt;KindsEnum&gt;) |  |  [optional] |\n",
        "java",
        "## Enum: KindEnum\n\n| Name | Value |\n|---- | -----|\n| A_B | &quot;a|b&quot; |\n\n\n"
        "## Enum: List&lt;KindsEnum&gt;\n\n| Name | Value |\n|---- | -----|\n| NUMBER_1 | 1 |\n",
        PIPED,
    )
    found = fields(draft)
    assert values(found["kind"].type) == ["a|b"]
    assert isinstance(found["kinds"].type, Array)
    assert values(found["kinds"].type.items) == [1]


def test_micronaut_heads_the_section_with_the_class_alone() -> None:
    after = '## KindEnum\n\nName | Value\n---- | -----\nON | `"on"`\nOFF | `"off"`\n'
    found = first("**kind** | [**KindEnum**](#KindEnum) |  | \n", "java", after)
    assert values(found.type) == ["on", "off"]


def test_kotlin_lists_values_under_the_wire_name() -> None:
    draft = table(
        "**runMode** | [**inline**](#RunMode) |  |  [optional]\n"
        "**runModes** | [**inline**](#kotlin.collections.List&lt;RunModes&gt;) |  | \n",
        "kotlin",
        '<a id="RunMode"></a>\n## Enum: run_mode\nName | Value\n---- | -----\nrunMode | on, off, \n\n'
        '<a id="x"></a>\n## Enum: run_modes\nName | Value\n---- | -----\nrunModes | 1, 2\n',
    )
    found = fields(draft)
    assert (found["runMode"].name, found["runMode"].inferred) == ("run_mode", ())
    assert values(found["runMode"].type) == ["on", "off", ""]
    assert isinstance(found["runModes"].type, Array)
    assert values(found["runModes"].type.items) == [1, 2]


_VALUES = st.lists(st.from_regex(r"[a-z][a-z0-9_.-]{0,9}", fullmatch=True), min_size=1, unique=True)


@given(_VALUES, st.sampled_from(["- `{}`: said", "* `{}` - said", "- If set to `{}`, said"]))
def test_values_that_a_text_lists_are_those_and_no_others(values: list[str], item: str) -> None:
    items = [item.format(value) for value in values]
    assert listed("What it is:\n" + "\n".join(items)) == tuple(values)
    assert listed("What it is: " + " ".join(items)) == tuple(values)
    assert listed("\n".join(["What it is:", *items, "- and more"])) == ()
    assert listed("Separated by commas:\n" + "\n".join(items)) == ()


@given(
    _VALUES,
    st.sampled_from(
        ["* **{}** – said", "- `{}`", "* {}: said", '- `"{}"`: said', "• {} (default)"]
    ),
    st.sampled_from(["Possible values:  ", "Allowed values are: ", "One of the valid values:\n"]),
)
def test_values_that_a_text_announces_need_no_marks(
    values: list[str], item: str, announced: str
) -> None:
    items = [item.format(value) for value in values]
    assert listed(announced + "  ".join(items)) == tuple(values)
    assert listed(announced + "  ".join([*items, f"{item[0]} and more of them"])) == ()
    assert listed("Remember:  " + " ".join(f"* {value}: said" for value in values)) == ()


@pytest.mark.parametrize("text", ["**affirm**", "`affirm`", "**affirm**."])
def test_a_text_may_be_nothing_but_a_value(text: str) -> None:
    assert listed(text) == ("affirm",)
    assert listed(f"Not {text}") == listed("`YYYY-MM`") == listed("**affirm`") == ()


def test_a_default_that_a_text_does_not_list_shows_that_it_lists_other_things() -> None:
    row = "**mode** | **str** | Possible values: * On * Off | [optional] [default to '{}']\n"
    assert first(row.format("on"), "python").type == STRING
    assert values(first(row.format("On"), "python").type) == ["On", "Off"]


@given(st.text("`-* :,=ab\n", max_size=60))
def test_no_text_lists_an_empty_value_or_one_twice(text: str) -> None:
    values = listed(text)
    assert all(values) and len(set(values)) == len(values)


@pytest.mark.parametrize(
    ("name", "text", "may_be"),
    [
        ("is_open", "", True),
        ("answer", "Whether it rang.", True),
        ("answer", "Set to `true` to ring.", True),
        ("answer", "What it said.", False),
        ("time_created", "When it was created.", False),
        ("answer", "", False),
    ],
)
def test_a_character_of_r_may_be_a_boolean_by_its_name_or_text(
    name: str, text: str, may_be: bool
) -> None:
    found = first(f"**{name}** | **character** | {text} | [optional] \n", "r")
    assert found.type == (Union(members=(STRING, BOOLEAN)) if may_be else STRING)


def test_numbers_or_versions_that_kotlin_lists_leave_the_enum_open() -> None:
    after = '<a id="x"></a>\n## Enum: level\nName | Value\n---- | -----\nlevel | 1.5, 2.0\n'
    found = first("**level** | [**inline**](#Level) |  | \n", "kotlin", after).type
    assert isinstance(found, Enum) and not found.closed and found.base is None
    assert values(found) == ["1.5", "2.0"]


def test_javascript_names_the_section_after_the_field() -> None:
    after = '## Enum: RunModeEnum\n\n* `on` (value: `"on"`)\n\n## Enum: [LevelsEnum]\n\n* `low` (value: `"low"`)\n'
    draft = table(
        "**runMode** | **String** |  | \n**levels** | **[String]** |  | \n", "javascript", after
    )
    found = fields(draft)
    assert values(found["runMode"].type) == ["on"]
    assert found["sign"].type == Array(items=STRING)
    assert isinstance(found["levels"].type, Array)
    assert values(found["levels"].type.items) == ["low"]


def test_scala_lists_allowed_values() -> None:
    after = "## Enum: Mode\nAllowed values: [on, off, a|b]\n\n## Enum: Seq[Level]\nAllowed values: [1, 2]\n"
    rows = "**mode** | [**Mode**](#Mode) |  | \n**levels** | [**Seq[Level]**](#Seq[Level]) |  | \n"
    found = fields(table(rows, "scala", after))
    assert values(found["mode"].type) == ["on", "off", "a|b"]
    assert isinstance(found["levels"].type, Array)
    assert values(found["levels"].type.items) == [1, 2]


def test_rust_ends_the_description_with_the_values() -> None:
    found = fields(
        table(
            "**mode** | Option<**Mode**> | How (enum: on, off, a|b) | [optional][default to On]\n"
            "**levels** | **Vec<Levels>** |  (enum: 1, 2) | \n",
            "rust",
        )
    )
    assert (values(found["mode"].type), found["mode"].doc) == (["on", "off", "a|b"], "How")
    assert isinstance(found["levels"].type, Array)
    assert values(found["levels"].type.items) == [1, 2]


def test_rust_prints_variants() -> None:
    rows = "| Name | Value |\n|---- | -----|\n| On | on |\n| OnHold | on hold |\n"
    drafts, _ = pages(Mode=f"# Mode\n\n## Enum Variants\n\n{rows}\n{BACK}")
    found = drafts[0].definition.type
    assert values(found) == ["on", "on hold"]


def test_r_and_python_5_print_values_in_the_notes() -> None:
    found = first("**mode** | **character** |  | [optional] [Enum: [on, off, 1]] \n", "r")
    assert values(found.type) == ["on", "off", "1"]
    text = f"# Mode\n## Properties\n{HEAD}**value** | **int** | Which | defaults to 1,  must be one of [0, 1, ]\n{BACK}"
    drafts, _ = pages(Mode=text)
    assert values(drafts[0].definition.type) == [0, 1]
    assert drafts[0].definition.doc == "Which"


def test_a_table_without_names_is_a_type() -> None:
    text = '# Mode\nHow it runs.\n\n\nType | Description | Notes\n------------- | ------------- | -------------\n**str** | How it runs. |  must be one of ["on", "off", ]\n'
    drafts, _ = pages(Mode=text)
    assert values(drafts[0].definition.type) == ["on", "off"]
    assert drafts[0].definition.doc == "How it runs."


# --- unions, aliases, maps -------------------------------------------------------------------------


def union(text: str) -> Union:
    drafts, notes = pages(Load=text, Box=f"# Box\n## Properties\n{HEAD}{SIGNS['java']}{BACK}")
    found = drafts[0].definition.type
    assert notes == []
    assert isinstance(found, Union)
    return found


def test_java_lists_schemas() -> None:
    text = "# Load\n\n## oneOf schemas\n* [Box](Box.md)\n* [String](String.md)\n\nNOTE: this class is nullable.\n\n## Example\n"
    drafts, _ = pages(Load=text, Box=f"# Box\n## Properties\n{HEAD}{SIGNS['java']}{BACK}")
    assert drafts[0].definition.type == Nullable(
        type=Union(members=(Ref(name="Box"), STRING), mode="oneOf")
    )


def test_an_interface_is_a_union_of_its_classes() -> None:
    found = union("# Interface Load\n\n## Implementing Classes\n\n* Box\n* Bag\n")
    assert (found.mode, found.members) == ("oneOf", (Ref(name="Box"), Ref(name="Bag")))


def test_php_lists_types_and_says_what_selects() -> None:
    text = (
        "# Load\n\nThis model is a `oneOf` wrapper: a value is exactly one of the member types.\n\n"
        "## oneOf\n\n- [**\\Shop\\Model\\Box**](Box.md)\n- [**\\Shop\\Model\\Bag**](Bag.md)\n\n"
        "The concrete type is selected by the `kind` discriminator property.\n"
    )
    found = union(text)
    assert found.members == (Ref(name="Box"), Ref(name="Bag"))
    assert found.discriminator == Discriminator(property="kind")


def test_ruby_says_it_in_code_comments() -> None:
    text = """# Shop::Load

## Class instance methods

### `openapi_one_of`

Returns the list of classes defined in oneOf.

#### Example

```ruby
Shop::Load.openapi_one_of
# =>
# [
#   :'Box',
#   :'Bag'
# ]
```

### `openapi_discriminator_name`

```ruby
Shop::Load.openapi_discriminator_name
# => :'kind'
```

```ruby
Shop::Load.openapi_discriminator_mapping
# =>
# {
#   :'box' => :'Box'
# }
```
"""
    found = union(text)
    assert found.members == (Ref(name="Box"), Ref(name="Bag"))
    assert found.discriminator == Discriminator(property="kind", mapping={"box": "Box"})


def test_julia_says_it_in_a_sentence() -> None:
    row = "**value** | This is a anyOf model. The value must be any of the following types: Box, String | Any load | [optional] \n"
    text = f"# Load\n\n## Properties\n{HEAD}{row}\nThe discriminator field is `kind` with the following mapping:\n - `box`: `Box`\n"
    found = union(text)
    assert (found.mode, found.members) == ("anyOf", (Ref(name="Box"), STRING))
    assert found.discriminator == Discriminator(property="kind", mapping={"box": "Box"})


def test_rust_lists_variants_with_a_description() -> None:
    rows = "| Name | Description |\n|---- | -----|\n| Box | A load |\n| String | A load |\n"
    box = f"# Box\n## Properties\n{HEAD}{SIGNS['rust']}{BACK}"
    drafts, _ = pages(Load=f"# Load\n\n## Enum Variants\n\n{rows}{BACK}", Box=box)
    assert drafts[0].definition.type == Union(members=(Ref(name="Box"), STRING), mode="oneOf")
    assert drafts[0].definition.doc == "A load"


@pytest.mark.parametrize("sections", ["", "## Box\n\n" + HEAD + "## Bag\n\n" + HEAD])
def test_rust_variants_called_like_models_are_a_union_only_beside_sections_of_them(
    sections: str,
) -> None:
    rows = "| Name | Value |\n|---- | -----|\n| Box | box |\n| Bag | bag |\n"
    drafts, _ = pages(
        Load=f"# Load\n\n## Enum Variants\n\n{rows}\n{sections}{BACK}",
        Box=f"# Box\n## Properties\n{HEAD}{SIGNS['rust']}{BACK}",
        Bag=f"# Bag\n## Properties\n{HEAD}{SIGNS['rust']}{BACK}",
    )
    found = drafts[0].definition.type
    if sections:
        assert isinstance(found, Union) and found.members == (Ref(name="Box"), Ref(name="Bag"))
    else:
        assert values(found) == ["box", "bag"]


def test_go_members_say_what_they_can_be_wrapped_in() -> None:
    row = "**LoadInterface** | **interface {  }** | An interface that can hold any of the proper implementing types | \n"
    wrap = "## Methods\n\n### AsLoad\n\n`func (s *Box) AsLoad() Load`\n\nConvenience method to wrap this instance of Box in Load\n"
    drafts, notes = pages(
        Load=f"# Load\n\n## Properties\n\n{HEAD}{row}\n## Methods\n\n{BACK}",
        Box=f"# Box\n\n## Properties\n\n{HEAD}{SIGNS['go']}\n{wrap}{BACK}",
        Bag=f"# Bag\n\n## Properties\n\n{HEAD}{SIGNS['go']}\n{wrap}{BACK}",
    )
    assert drafts[0].definition.type == Union(
        members=(Ref(name="Box"), Ref(name="Bag")), mode="oneOf"
    )
    assert notes == []


def test_old_names_of_unions_say_their_members() -> None:
    found = first(
        "**a** | [**OneOfstringinteger**](OneOfstringinteger.md) |  | [optional]\n", "java"
    )
    assert found.type == Union(members=(STRING, INTEGER), mode="oneOf")
    found = first("**a** | [**OneOfCrateSize**](OneOfCrateSize.md) |  | [optional]\n", "java")
    assert found.type == Ref(name="OneOfCrateSize")


def test_additional_properties_have_a_row() -> None:
    row = "**any string name** | **int** | any string name can be used but the value must be the correct type | [optional]\n"
    draft = table(row, "prior")
    assert isinstance(draft.definition.type, Object)
    assert draft.definition.type.additional_properties == INTEGER
    drafts, _ = pages(
        Stock=f"# Stock\n## Properties\n{HEAD}{row}{BACK}",
        Box=f"# Box\n## Properties\n{HEAD}{SIGNS['prior']}{BACK}",
    )
    assert drafts[0].definition.type == Map(values=INTEGER)


def test_a_lone_value_is_the_model_only_where_python_prints_it_so() -> None:
    row = "**value** | **[str]** |  | \n"
    box = f"# Box\n## Properties\n{HEAD}{SIGNS['prior']}{BACK}"
    drafts, _ = pages(Names=f"# Names\n## Properties\n{HEAD}{row}{BACK}", Box=box)
    assert drafts[0].definition.type == Array(items=STRING)
    row = "**value** | **List[str]** |  | \n"
    box = f"# Box\n## Properties\n{HEAD}{SIGNS['python']}{BACK}"
    drafts, _ = pages(Names=f"# Names\n## Properties\n{HEAD}{row}{BACK}", Box=box)
    assert isinstance(drafts[0].definition.type, Object)


def test_rust_server_prints_the_type_alone() -> None:
    box = f"# Box\n## Properties\n{HEAD}{SIGNS['rust']}{BACK}"
    drafts, _ = pages(Code=f"# Code\n\n## Type\n\n**String**\n{BACK}", Box=box)
    assert drafts[0].definition.type == STRING


# --- empty pages -----------------------------------------------------------------------------------


def test_an_empty_table_is_open_and_noted() -> None:
    drafts, notes = pages(Mode=f"# Mode\n\n## Properties\n\n{HEAD}\n{BACK}")
    assert (drafts[0].is_stub, drafts[0].definition.type) == (True, Unknown())
    assert [note.rule.name for note in notes] == ["empty-table"]


@pytest.mark.parametrize(
    "rows",
    [
        "**Kind** | [**Mode**](Mode.md) |  | [optional] [default to Mode.ON]\n",
        "**Kind** | **Mode** |  | [optional] \n**Box** | [**Crate**](Crate.md) |  | [optional] \n",
    ],
)
def test_a_symbol_or_an_unlinked_cell_shows_an_enum(rows: str) -> None:
    crate = f"# Shop.Model.Crate\n\n## Properties\n\n{HEAD}{rows}**Size** | **long** |  | \n{BACK}"
    drafts, notes = pages(Mode=f"# Shop.Model.Mode\n\n## Properties\n\n{HEAD}\n{BACK}", Crate=crate)
    assert [note.rule.name for note in notes] == ["missing-enum-values"]
    assert drafts[0].definition.name == "Mode"


# --- null, required ---------------------------------------------------------------------------------


def test_an_option_of_a_required_field_is_null() -> None:
    found = fields(
        table("**a** | Option<**i32**> |  | \n**b** | Option<**i32**> |  | [optional]\n", "rust")
    )
    assert isinstance(found["a"].type, Nullable)
    assert found["a"].required
    assert not isinstance(found["b"].type, Nullable)


def test_methods_of_go_tell_null() -> None:
    after = "## Methods\n\n### SetTagsNil\n\n`func (o *Crate) SetTagsNil(b bool)`\n"
    found = first("**Tags** | **[]string** |  | \n", "go", after)
    assert found.type == Nullable(type=Array(items=STRING))


def test_a_pointer_means_null_where_optional_fields_have_none() -> None:
    rows = "**A** | Pointer to **string** |  | \n**B** | **int32** |  | [optional] \n"
    text = f"# Crate\n\n## Properties\n\n{HEAD}{rows}**C** | **map[string]string** |  | \n{BACK}"
    drafts, _ = pages(Crate=text)
    found = fields(drafts[0])
    assert found["A"].type == Nullable(type=STRING)
    assert found["A"].required


# --- names ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "title",
    [
        "Crate",
        "# Crate",
        "Interface Crate",
        "Trait Crate",
        "Shop::Crate",
        "Shop.Crate",
        "shop.model.Crate",
    ],
)
def test_a_title_is_reduced_to_the_class(title: str) -> None:
    text = f"# {title}\n\n## Properties\n\n{HEAD}**a** | **str** |  | \n{BACK}"
    drafts, _ = pages(Crate=text)
    assert drafts[0].definition.name == "Crate"


def test_a_decorated_class_has_the_name_of_its_file() -> None:
    text = f"# ModelError\n\n## Properties\n\n{HEAD}**a** | **str** |  | \n{BACK}"
    drafts, _ = pages(Error=text)
    assert drafts[0].definition.name == "Error"
    assert "ModelError" in drafts[0].aliases


def test_a_reserved_word_loses_its_decoration() -> None:
    found = first("**r#type** | Option<**String**> |  | [optional]\n", "rust")
    assert (found.name, found.documented_name, found.inferred) == ("type", "r#type", ("name",))


# --- descriptions of models, detection --------------------------------------------------------------


def test_a_description_may_hold_headings_of_its_own() -> None:
    text = f"# Crate\n\nA box.\n\n## Sizes\n\nBig ones.\n\n## Properties\n\n{HEAD}**a** | **str** |  | \n"
    drafts, _ = pages(Crate=text)
    assert len(drafts) == 1
    assert drafts[0].definition.doc == "A box.\n\n## Sizes\n\nBig ones."


def test_operation_pages_and_other_families_are_left_alone() -> None:
    operations = (
        "# CratesApi\n\nAll URIs are relative to *https://example.invalid*\n\n# **get_crate**\n\n"
        f"### Parameters\n\n{HEAD} **id** | **str**|  | \n\n## Properties\n\n{HEAD}"
    )
    frozen = "# Crate\n\n## Properties\nInput Type | Accessed Type | Description | Notes\n"
    liblab = "# Crate\n\n**Properties**\n\n| Name | Type | Required | Description |\n"
    hand = "# Notes\n\n## Properties\n\nKey | Meaning\n--- | ---\nx | y\n"
    for text in (operations, frozen, liblab, hand, "# Enum\n\n## Enum of things\n", ""):
        assert not PROPERTIES.recognises(Page(document("x.md", text)))


def test_a_set_decides_what_a_small_page_cannot() -> None:
    small = f"# Small\n\n## Properties\n\n{HEAD}**Id** | **string** |  | \n{BACK}"
    big = f"# Big\n\n## Properties\n\n{HEAD}{SIGNS['go']}**N** | Pointer to **int32** |  | [optional] \n{BACK}"
    drafts, _ = pages(Small=small, Big=big)
    assert {draft.language for draft in drafts} == {"go"}


# --- any input --------------------------------------------------------------------------------------

LINES = st.sampled_from(
    [
        *(
            "# Crate",
            "## Properties",
            "## Enum",
            "## Enum: KindEnum",
            "## Enum Variants",
            "## Type",
        ),
        *(
            "## oneOf schemas",
            "### `openapi_one_of`",
            "## Methods",
            "### SetANil",
            "```ruby",
            "```",
        ),
        *(
            "Name | Type",
            "| Name | Value |",
            "Type | Description | Notes",
            "---|---",
            "--- | --- | ---",
        ),
        *(
            HEAD,
            PIPED,
            "**a** | **str** | x | [default to [[",
            '* `A` (value: `"a`)',
            "|||",
            "**[]** | [](",
        ),
        *(
            "**b** | [**X**](#X) | (enum: | [Enum: [",
            "a | inline](#(",
            "Allowed values: [",
            "**string**",
        ),
        *(
            "**value** | This is a oneOf model. types: | |",
            "**c** | Map<(][ | y | [Max: x] [Min: 1]",
        ),
    ]
)


@settings(max_examples=200)
@given(st.lists(LINES | st.text(max_size=40), max_size=14))
def test_reading_never_raises(lines: list[str]) -> None:
    page = Page(document("docs/x.md", "\n".join(lines)))
    PROPERTIES.recognises(page)
    notes: list[Note] = []
    for draft in PROPERTIES.read([page], notes):
        assert draft.definition.name == draft.definition.name.strip()


def test_recognition_is_quick_on_hostile_text() -> None:
    text = "# X\n" + "word \n" * 20_000 + "## Enum"
    assert PROPERTIES.recognises(Page(document("x.md", text)))
