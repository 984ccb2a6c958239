"""Test single-file API documentation of `swagger generate markdown`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docmodels.diagnostics.documents import document
from docmodels.diagnostics.notes import Note
from docmodels.ir import (
    INTEGER,
    STRING,
    UNKNOWN,
    AllOf,
    Array,
    Default,
    Field,
    Integer,
    Map,
    Object,
    Ref,
    String,
    Type,
)
from docmodels.ir.drafts import Draft
from docmodels.pages.families.go_swagger import GO_SWAGGER
from docmodels.pages.markdown import Page

HEAD = (
    "**Properties**\n\n| Name | Type | Go type | Required | Default | Description | Example |\n"
    "|------|------|---------|:--------:| ------- |-------------|---------|\n"
)
EXTRA = "| Type | Go type | Default | Description | Example |\n|------|---------| ------- |-------------|---------|\n"
OPERATION = (
    '### <span id="find-boxes"></span> Find boxes (*FindBoxes*)\n\n```\nGET /boxes\n```\n\n#### Parameters\n\n'
    "| Name | Source | Type | Go type | Separator | Required | Default | Description |\n"
    "|------|--------|------|---------|-----------| :------: |---------|-------------|\n"
    "| size | `query` | integer | `int64` |  |  |  | How big |\n\n"
    '###### <span id="find-boxes-200-schema"></span> Schema\n\n[Box](#box)\n\n'
)


def model(name: str, body: str, level: str = "###") -> str:
    slug = "-".join(part for part in name.lower().replace(".", "-").split("-"))
    return f'{level} <span id="{slug}"></span> {name}\n\n\n  \n\n{body}\n\n\n'


def read(text: str) -> tuple[dict[str, Draft], list[Note]]:
    notes: list[Note] = []
    page = Page(document("api.md", f"# Things\n\n{OPERATION}## Models\n\n{text}"))
    return {draft.definition.name: draft for draft in GO_SWAGGER.read([page], notes)}, notes


def read_type(text: str) -> Type:
    drafts, notes = read(text)
    assert not notes
    assert "Schema" not in drafts and "FindBoxes" not in drafts
    return next(iter(drafts.values())).definition.type


def read_fields(text: str) -> dict[str, Field]:
    type = read_type(text)
    assert isinstance(type, Object)
    return {field.name: field for field in type.fields}


@pytest.mark.parametrize(
    ("cell", "type"),
    [
        ("string", STRING),
        ("int64 (formatted integer)", Integer(format="int64")),
        ("date-time (formatted string)", String(format="date-time")),
        ("[]uuid (formatted string)", Array(items=String(format="uuid"))),
        ("[Cat](#cat)", Ref(name="Cat")),
        ("[][Cat](#cat)", Array(items=Ref(name="Cat"))),
        ("[[]Cat](#cat)", Array(items=Ref(name="Cat"))),
        ("map of [Cat](#cat)", Map(values=Ref(name="Cat"))),
        ("map of any ", Map(values=UNKNOWN)),
        ("[interface{}](#interface)", UNKNOWN),
        ("[][map[string]interface{}](#map-string-interface)", Array(items=Map(values=UNKNOWN))),
    ],
)
def test_types_are_parsed(cell: str, type: Type) -> None:
    row = f"| a | {cell}| `x` |  | |  |  |"
    assert read_fields(model("Box", HEAD + row))["a"].type == type


def test_row_sets_required_default_and_example() -> None:
    row = "| the-size | integer| `*int64` | ✓ | `5`| How big</br>it is | `7` |\n| b | string| `string` |  | |  | `x` |"
    fields = read_fields(model("Box", HEAD + row))
    size = fields["the-size"]
    assert (size.required, size.default, size.examples) == (True, Default(value=5), (7,))
    assert size.doc == "How big\nit is"
    assert (fields["b"].required, fields["b"].default, fields["b"].examples) == (
        False,
        None,
        ("x",),
    )


def test_description_may_span_lines() -> None:
    row = "| a | string| `string` |  | | One\n\ntwo | `x` |\n| b | string| `string` |  | |  |  |"
    fields = read_fields(model("Box", HEAD + row))
    assert fields["a"].doc == "One\n\ntwo"
    assert fields["a"].examples == ("x",)
    assert list(fields) == ["a", "b"]


def test_description_may_contain_pipes() -> None:
    fields = read_fields(model("Box", HEAD + "| a | string| `string` |  | | One | two | `x` |"))
    assert (fields["a"].doc, fields["a"].examples) == ("One | two", ("x",))


def test_block_quote_is_the_description() -> None:
    drafts, _ = read(
        model(
            "shop.Box", f"> A box\nfor things.\n  \n\n\n{HEAD}| a | string| `string` |  | |  |  |"
        )
    )
    assert drafts["shop.Box"].definition.doc == "A box\nfor things."


def test_additional_properties_are_read() -> None:
    rows = "| a | string| `string` |  | |  |  |\n\n\n\n"
    extra = f"**Additional Properties**\n\n{EXTRA}| integer | `int64` ||  |  |\n"
    type = read_type(model("Box", HEAD + rows + extra))
    assert isinstance(type, Object) and type.additional_properties == INTEGER
    assert read_type(model("Box", extra)) == Map(values=INTEGER)
    assert read_type(model("Box", "**Additional Properties**\n\n[Cat](#cat)")) == Map(
        values=Ref(name="Cat")
    )


def test_models_of_a_single_type_are_aliases() -> None:
    table = (
        "| Name | Type | Go type | Default | Description | Example |\n|---|---|---| --- |---|---|\n"
    )
    assert read_type(model("Size", f"{table}| Size | integer| int64 | |  |  |")) == INTEGER
    assert read_type(model("Cats", "[][Cat](#cat)")) == Array(items=Ref(name="Cat"))
    assert read_type(model("Any", "> Whatever\n\n\n\n[interface{}](#interface)")) == UNKNOWN


def test_tuples_have_prefix_items() -> None:
    rows = "| P0 | integer| `int64` | ✓ | |  |  |\n| P1 | [Cat](#cat)| `Cat` | ✓ | |  |  |\n\n\n\n"
    head = HEAD.replace("Properties", "Tuple members")
    type = read_type(
        model("Pair", f"{head}{rows}**Additional Items**\n\n{EXTRA}| string | `string` ||  |  |")
    )
    assert type == Array(items=STRING, prefix_items=(INTEGER, Ref(name="Cat")))


def test_composition_of_objects_has_base_classes() -> None:
    cat = model("Cat", HEAD + "| meow | string| `string` |  | |  |  |")
    kitten = "* composed type [Cat](#cat)\n* inlined member (*AO1*)\n\n\n\n"
    drafts, _ = read(
        cat + model("Kitten", kitten + HEAD + "| age | integer| `int64` | ✓ | |  |  |")
    )
    type = drafts["Kitten"].definition.type
    assert isinstance(type, Object)
    assert (type.bases, [field.name for field in type.fields]) == (("Cat",), ["age"])
    mixed_drafts, _ = read(
        model("Both", "* composed type [Cat](#cat)\n* composed type [Word](#word)")
    )
    assert mixed_drafts["Both"].definition.type == AllOf(
        members=(Ref(name="Cat"), Ref(name="Word"))
    )


def test_inlined_models_are_definitions() -> None:
    inner = '#### Inlined models\n\n**<span id="box-lid"></span> BoxLid**\n\n\n  \n\n'
    text = model("Box", HEAD + "| lid | [BoxLid](#box-lid)| `BoxLid` |  | |  |  |")
    drafts, _ = read(text + inner + HEAD + "| a | string| `string` |  | |  |  |")
    assert list(drafts) == ["Box", "BoxLid"]
    lid = drafts["BoxLid"].definition.type
    assert isinstance(lid, Object) and lid.fields[0].name == "a"


def test_unknown_type_leaves_other_fields_intact_and_empty_model_is_noted() -> None:
    rows = "| a | <<| `x` |  | |  |  |\n| b | string| `string` |  | |  |  |"
    drafts, notes = read(model("Box", HEAD + rows) + model("Nil", ""))
    type = drafts["Box"].definition.type
    assert isinstance(type, Object)
    assert [item.type for item in type.fields] == [UNKNOWN, STRING]
    assert [note.rule.name for note in notes] == ["unknown-type", "empty-table"]
    assert drafts["Nil"].is_stub


def test_only_go_swagger_pages_are_recognised() -> None:
    assert GO_SWAGGER.recognises(Page(document("a.md", model("Box", HEAD))))
    assert not GO_SWAGGER.recognises(
        Page(document("a.md", "| Name | Type | Description | Required |"))
    )


PIECES = st.sampled_from(
    [
        HEAD,
        EXTRA,
        '### <span id="x"></span> X\n\n',
        "**Tuple members**\n",
        "| a | [][",
        "](#x)",
        "| ",
        "`",
        "✓",
    ]
    + [
        "* composed type ",
        "* inlined member (*A*)\n",
        "map of ",
        "\n",
        '**<span id="y"></span> Y**\n\n',
    ]
)


@given(st.lists(PIECES | st.text(max_size=12), max_size=30))
def test_reading_never_raises(pieces: list[str]) -> None:
    GO_SWAGGER.read([Page(document("x.md", model("X", "".join(pieces))))], [])
