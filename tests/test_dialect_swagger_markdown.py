"""Whole-API files of swagger-markdown."""

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
    Map,
    Never,
    Nullable,
    Object,
    Ref,
    Scalar,
    Type,
    Union,
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


def type_of(text: str) -> Type:
    drafts, notes = read(text)
    assert not notes
    return next(iter(drafts.values())).definition.type


def fields(text: str) -> dict[str, Field]:
    found = type_of(text)
    assert isinstance(found, Object)
    return {field.name: field for field in found.fields}


def field(cell: str, text: str = "", required: str = "No") -> Field:
    return fields(model("Box", f"| a | {cell} | {text} | {required} |"))["a"]


@pytest.mark.parametrize(
    ("cell", "type"),
    [
        ("long", Scalar(kind="integer", format="int64")),
        ("dateTime", Scalar(kind="string", format="date-time")),
        ("string (email)", Scalar(kind="string", format="email")),
        ("[ string ]", Array(items=STRING)),
        ("[ [ [Cat](#cat) ] ]", Array(items=Array(items=Ref(name="Cat")))),
        ("[Cat](#catmodel)", Ref(name="Cat")),
        ("[Cat](#cat) & object", AllOf(members=(Ref(name="Cat"), Map(values=UNKNOWN)))),
        ("[Cat](#cat) or string or null", Nullable(type=Union(members=(Ref(name="Cat"), STRING)))),
        ("integer, null", Nullable(type=INTEGER)),
        ("object", Map(values=UNKNOWN)),
    ],
)
def test_types(cell: str, type: Type) -> None:
    assert field(cell).type == type


def test_an_object_in_a_cell() -> None:
    found = field('{ **"id"**: long, **"tags"**: [ string ] }').type
    assert isinstance(found, Object)
    assert [(item.name, item.type) for item in found.fields] == [
        ("id", Scalar(kind="integer", format="int64")),
        ("tags", Array(items=STRING)),
    ]


def test_values_and_defaults_in_the_type_cell() -> None:
    found = field('string, <br>**Available values:** "a", "b", <br>**Default:** a')
    assert isinstance(found.type, Enum)
    assert [member.value for member in found.type.members] == ["a", "b"]
    assert found.default == Default(value="a")
    assert field("integer, <br>**Default:** 5").default == Default(value=5)
    inner = field('[ string, <br>**Available values:** "a", "b" ]').type
    assert isinstance(inner, Array) and isinstance(inner.items, Enum)


@pytest.mark.parametrize("mark", ["_", "*"])
def test_facts_in_the_description(mark: str) -> None:
    text = f"A \\| b.<br>{mark}Enum:{mark} `1`, `2`, `null`<br>{mark}Example:{mark} `2`<br>**Read-only**"
    found = field("integer", text, "Yes")
    assert (found.doc, found.required, found.read_only, found.examples) == (
        "A | b.",
        True,
        True,
        (2,),
    )
    assert isinstance(found.type, Nullable) and isinstance(found.type.type, Enum)


def test_a_row_of_the_models_name_is_an_alias() -> None:
    assert type_of(model("Rate", "| Rate | number | How much |  |")) == NUMBER
    assert list(fields(model("Rate", "| Rate | number | How much | No |"))) == ["Rate"]


def test_a_model_without_a_type_may_be_a_union_that_was_not_printed() -> None:
    drafts, notes = read(model("Either", "| Either |  |  |  |"))
    assert drafts["Either"].definition.type == UNKNOWN
    assert [note.rule.name for note in notes] == ["missing-union-members"]


def test_models_that_allow_anything_or_nothing() -> None:
    yes = "#### Yes\n\nYes (schema allows any instance)\n\n"
    no = "#### No\n\nNo (schema allows no instance)\n\n"
    drafts, _ = read(yes + no + model("Box", "| a | string |  | No |"))
    assert drafts["Yes"].definition.type == UNKNOWN
    assert drafts["No"].definition.type == Never()


def test_description_and_example() -> None:
    tail = '\n**Example**\n<pre>{\n  "a": 1\n}</pre>\n'
    drafts, _ = read(model("Box", "| a | integer |  | Yes |", "A box.", tail))
    definition = drafts["Box"].definition
    assert (definition.doc, definition.examples) == ("A box.", ({"a": 1},))


def test_all_of_models_in_a_field_stays_side_by_side() -> None:
    assert field("[Cat](#cat) & [Dog](#dog)").type == AllOf(
        members=(Ref(name="Cat"), Ref(name="Dog"))
    )


def test_old_versions_print_bold_names_and_break_cells() -> None:
    text = f'<a name="box"></a>**Box**  \n\n{HEAD}| a | long | one\ntwo |  |\n| b | string |  | Yes |\n'
    text += f'<a name="lid"></a>**Lid**  \n\n{HEAD}| c | string |  |  |\n'
    drafts, _ = read(text)
    box = drafts["Box"].definition.type
    assert isinstance(box, Object) and list(drafts) == ["Box", "Lid"]
    assert [(item.name, item.doc, item.required) for item in box.fields] == [
        ("a", "one\ntwo", False),
        ("b", "", True),
    ]


def test_an_unread_type_costs_no_other_field() -> None:
    drafts, notes = read(model("Box", "| a | << |  | No |\n| b | string |  | No |"))
    found = drafts["Box"].definition.type
    assert isinstance(found, Object)
    assert [item.type for item in found.fields] == [UNKNOWN, STRING]
    assert [note.rule.name for note in notes] == ["unknown-type"]


def test_the_same_columns_elsewhere_are_not_taken_for_it() -> None:
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
def test_no_page_raises(pieces: list[str]) -> None:
    text = f"### Models\n\n{model('X', '| a | ' + ''.join(pieces))}"
    SWAGGER_MARKDOWN.read([Page(document("x.md", text))], [])
