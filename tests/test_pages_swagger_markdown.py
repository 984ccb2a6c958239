"""Test single-file API documentation of swagger-markdown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docmodels.diagnostics.documents import document
from docmodels.diagnostics.notes import Note
from docmodels.ir import (
    INTEGER,
    NUMBER,
    STRING,
    UNKNOWN,
    AllOf,
    Array,
    Default,
    Enum,
    Field,
    Integer,
    Map,
    Never,
    Nullable,
    Object,
    Ref,
    String,
    Type,
    Union,
    nullable,
)
from docmodels.ir.drafts import Draft
from docmodels.pages.families.swagger_markdown import SWAGGER_MARKDOWN
from docmodels.pages.markdown import Page

HEAD = "| Name | Type | Description | Required |\n| ---- | ---- | ----------- | -------- |\n"
OPERATION = (
    "### /boxes\n\n#### GET\n##### Parameters\n\n| Name | Located in | Description | Required | Schema |\n"
    "| ---- | ---------- | ----------- | -------- | ---- |\n| a | query |  | No | string |\n\n"
)


def model(name: str, rows: str, doc: str = "", tail: str = "") -> str:
    return f"#### {name}\n\n{doc}\n\n{HEAD}{rows}\n{tail}\n"


def read(text: str) -> tuple[dict[str, Draft], list[Note]]:
    notes: list[Note] = []
    page = Page(document("api.md", f"# Things\n\n{OPERATION}### Models\n\n\n{text}"))
    assert SWAGGER_MARKDOWN.recognises(page)
    return {draft.definition.name: draft for draft in SWAGGER_MARKDOWN.read([page], notes)}, notes


def read_type(text: str) -> Type:
    drafts, notes = read(text)
    assert not notes
    return next(iter(drafts.values())).definition.type


def read_fields(text: str) -> dict[str, Field]:
    type = read_type(text)
    assert isinstance(type, Object)
    return {field.name: field for field in type.fields}


def read_field(cell: str, description: str = "", required: str = "No") -> Field:
    return read_fields(model("Box", f"| a | {cell} | {description} | {required} |"))["a"]


@pytest.mark.parametrize(
    ("cell", "type"),
    [
        ("long", Integer(format="int64")),
        ("dateTime", String(format="date-time")),
        ("string (email)", String(format="email")),
        ("[ string ]", Array(items=STRING)),
        ("[ [ [Cat](#cat) ] ]", Array(items=Array(items=Ref(name="Cat")))),
        ("[Cat](#catmodel)", Ref(name="Cat")),
        ("[Cat](#cat) & object", AllOf(members=(Ref(name="Cat"), Map(values=UNKNOWN)))),
        ("[Cat](#cat) or string or null", nullable(Union(members=(Ref(name="Cat"), STRING)))),
        ("integer, null", nullable(INTEGER)),
        ("object", Map(values=UNKNOWN)),
    ],
)
def test_types_are_parsed(cell: str, type: Type) -> None:
    assert read_field(cell).type == type


def test_bare_pipes_and_escapes_stay_in_the_description() -> None:
    field = read_field("string", "one|two | three \\_4\\_ &lt;5&gt;", "Yes")
    assert (field.doc, field.required) == ("one|two | three _4_ <5>", True)


def test_inline_object_in_a_cell_is_parsed() -> None:
    type = read_field('{ **"id"**: long, **"tags"**: [ string ] }').type
    assert isinstance(type, Object)
    assert [(item.name, item.type) for item in type.fields] == [
        ("id", Integer(format="int64")),
        ("tags", Array(items=STRING)),
    ]


def test_type_cell_gives_enum_values_and_default() -> None:
    field = read_field('string, <br>**Available values:** "a", "b", <br>**Default:** a')
    assert isinstance(field.type, Enum)
    assert [member.value for member in field.type.members] == ["a", "b"]
    assert field.default == Default(value="a")
    assert read_field("integer, <br>**Default:** 5").default == Default(value=5)
    inner = read_field('[ string, <br>**Available values:** "a", "b" ]').type
    assert isinstance(inner, Array) and isinstance(inner.items, Enum)


@pytest.mark.parametrize("mark", ["_", "*"])
def test_description_gives_enum_example_and_read_only(mark: str) -> None:
    text = f"A \\| b.<br>{mark}Enum:{mark} `1`, `2`, `null`<br>{mark}Example:{mark} `2`<br>**Read-only**"
    field = read_field("integer", text, "Yes")
    assert (field.doc, field.required, field.access, field.examples) == (
        "A | b.",
        True,
        "read-only",
        (2,),
    )
    assert isinstance(field.type, Nullable) and isinstance(field.type.type, Enum)


@pytest.mark.parametrize(
    ("cell", "values", "nullable"),
    [
        ("string", '`"a"`, `"b"`', False),
        ("string", '`"a"`, `null`', True),
        ("string or null", '`"a"`, `"b"`', True),
    ],
)
def test_null_among_the_values_makes_an_enum_nullable(
    cell: str, values: str, nullable: bool
) -> None:
    type = read_field(cell, f"<br>_Enum:_ {values}").type
    assert isinstance(type, Nullable) is nullable
    enum = type.type if isinstance(type, Nullable) else type
    assert isinstance(enum, Enum)
    assert None not in [member.value for member in enum.members]


def test_values_of_a_nullable_array_keep_its_null() -> None:
    type = read_field("[ string ] or null", '<br>_Enum:_ `"a"`, `"b"`').type
    assert isinstance(type, Nullable) and isinstance(type.type, Array)
    assert isinstance(type.type.items, Enum)


def test_row_named_like_the_model_is_an_alias() -> None:
    assert read_type(model("Rate", "| Rate | number | How much |  |")) == NUMBER
    assert list(read_fields(model("Rate", "| Rate | number | How much | No |"))) == ["Rate"]


def test_model_without_a_type_is_unknown_with_a_note() -> None:
    drafts, notes = read(model("Either", "| Either |  |  |  |"))
    assert drafts["Either"].definition.type == UNKNOWN
    assert [note.rule.name for note in notes] == ["missing-union-members"]


def test_boolean_schemas_are_unknown_and_never() -> None:
    yes = "#### Yes\n\nYes (schema allows any instance)\n\n"
    no = "#### No\n\nNo (schema allows no instance)\n\n"
    drafts, _ = read(yes + no + model("Box", "| a | string |  | No |"))
    assert drafts["Yes"].definition.type == UNKNOWN
    assert drafts["No"].definition.type == Never()


def test_heading_without_a_table_is_unknown_with_a_note() -> None:
    drafts, notes = read(
        "#### Tare\n\nHow it is weighed.\n\n" + model("Box", "| a | [Tare](#tare) |  |  |")
    )
    assert drafts["Tare"].definition.type == UNKNOWN and drafts["Tare"].is_stub
    assert [note.rule.name for note in notes] == ["empty-table"]


def test_model_description_and_example_are_read() -> None:
    tail = '\n**Example**\n<pre>{\n  "a": 1\n}</pre>\n'
    drafts, _ = read(model("Box", "| a | integer |  | Yes |", "A box.", tail))
    definition = drafts["Box"].definition
    assert (definition.doc, definition.examples) == ("A box.", ({"a": 1},))


def test_all_of_models_in_a_field_stays_all_of() -> None:
    assert read_field("[Cat](#cat) & [Dog](#dog)").type == AllOf(
        members=(Ref(name="Cat"), Ref(name="Dog"))
    )


def test_old_versions_have_bold_names_and_multiline_cells() -> None:
    text = f'<a name="box"></a>**Box**  \n\n{HEAD}| a | long | one\ntwo |  |\n| b | string |  | Yes |\n'
    text += f'<a name="lid"></a>**Lid**  \n\n{HEAD}| c | string |  |  |\n'
    drafts, _ = read(text)
    box = drafts["Box"].definition.type
    assert isinstance(box, Object) and list(drafts) == ["Box", "Lid"]
    assert [(item.name, item.doc, item.required) for item in box.fields] == [
        ("a", "one\ntwo", False),
        ("b", "", True),
    ]


def test_unknown_type_leaves_other_fields_intact() -> None:
    drafts, notes = read(model("Box", "| a | << |  | No |\n| b | string |  | No |"))
    type = drafts["Box"].definition.type
    assert isinstance(type, Object)
    assert [item.type for item in type.fields] == [UNKNOWN, STRING]
    assert [note.rule.name for note in notes] == ["unknown-type"]


def test_same_columns_on_other_pages_are_not_recognised() -> None:
    assert not SWAGGER_MARKDOWN.recognises(
        Page(document("a.md", f"# Options\n\n{HEAD}| a | b | c | d |\n"))
    )


PIECES = st.sampled_from(
    [
        HEAD,
        "#### X\n\n",
        "| X | ",
        "| a | [ ",
        " ]",
        "[X](#x)",
        " & ",
        " or ",
        "**Default:** ",
        "<br>",
        " | ",
    ]
    + ['**Available values:** "a", ', '{ **"a"**: ', "}", "_Enum:_ `1`", "\n", "<pre>", "</pre>"]
)


@given(st.lists(PIECES | st.text(max_size=12), max_size=30))
def test_reading_never_raises(pieces: list[str]) -> None:
    text = f"### Models\n\n{model('X', '| a | ' + ''.join(pieces))}"
    SWAGGER_MARKDOWN.read([Page(document("x.md", text))], [])
