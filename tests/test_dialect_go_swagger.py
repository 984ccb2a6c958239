"""Whole-API files of `swagger generate markdown`."""

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
    Map,
    Object,
    Ref,
    Scalar,
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


def type_of(text: str) -> Type:
    drafts, notes = read(text)
    assert not notes
    assert "Schema" not in drafts and "FindBoxes" not in drafts
    return next(iter(drafts.values())).definition.type


def fields(text: str) -> dict[str, Field]:
    found = type_of(text)
    assert isinstance(found, Object)
    return {field.name: field for field in found.fields}


@pytest.mark.parametrize(
    ("cell", "type"),
    [
        ("string", STRING),
        ("int64 (formatted integer)", Scalar(kind="integer", format="int64")),
        ("date-time (formatted string)", Scalar(kind="string", format="date-time")),
        ("[]uuid (formatted string)", Array(items=Scalar(kind="string", format="uuid"))),
        ("[Cat](#cat)", Ref(name="Cat")),
        ("[][Cat](#cat)", Array(items=Ref(name="Cat"))),
        ("[[]Cat](#cat)", Array(items=Ref(name="Cat"))),
        ("map of [Cat](#cat)", Map(values=Ref(name="Cat"))),
        ("map of any ", Map(values=UNKNOWN)),
        ("[interface{}](#interface)", UNKNOWN),
        ("[][map[string]interface{}](#map-string-interface)", Array(items=Map(values=UNKNOWN))),
    ],
)
def test_types(cell: str, type: Type) -> None:
    row = f"| a | {cell}| `x` |  | |  |  |"
    assert fields(model("Box", HEAD + row))["a"].type == type


def test_a_row() -> None:
    row = "| the-size | integer| `*int64` | ✓ | `5`| How big</br>it is | `7` |\n| b | string| `string` |  | |  | `x` |"
    found = fields(model("Box", HEAD + row))
    size = found["the-size"]
    assert (size.required, size.default, size.examples) == (True, Default(value=5), (7,))
    assert size.doc == "How big\nit is"
    assert (found["b"].required, found["b"].default, found["b"].examples) == (False, None, ("x",))


def test_a_description_may_go_on_in_further_lines() -> None:
    row = "| a | string| `string` |  | | One\n\ntwo | `x` |\n| b | string| `string` |  | |  |  |"
    found = fields(model("Box", HEAD + row))
    assert found["a"].doc == "One\n\ntwo"
    assert found["a"].examples == ("x",)
    assert list(found) == ["a", "b"]


def test_a_description_may_hold_pipes() -> None:
    found = fields(model("Box", HEAD + "| a | string| `string` |  | | One | two | `x` |"))
    assert (found["a"].doc, found["a"].examples) == ("One | two", ("x",))


def test_quoted_text_is_the_description() -> None:
    drafts, _ = read(
        model(
            "shop.Box", f"> A box\nfor things.\n  \n\n\n{HEAD}| a | string| `string` |  | |  |  |"
        )
    )
    assert drafts["shop.Box"].definition.doc == "A box\nfor things."


def test_additional_properties() -> None:
    rows = "| a | string| `string` |  | |  |  |\n\n\n\n"
    extra = f"**Additional Properties**\n\n{EXTRA}| integer | `int64` ||  |  |\n"
    found = type_of(model("Box", HEAD + rows + extra))
    assert isinstance(found, Object) and found.additional_properties == INTEGER
    assert type_of(model("Box", extra)) == Map(values=INTEGER)
    assert type_of(model("Box", "**Additional Properties**\n\n[Cat](#cat)")) == Map(
        values=Ref(name="Cat")
    )


def test_aliases() -> None:
    table = (
        "| Name | Type | Go type | Default | Description | Example |\n|---|---|---| --- |---|---|\n"
    )
    assert type_of(model("Size", f"{table}| Size | integer| int64 | |  |  |")) == INTEGER
    assert type_of(model("Cats", "[][Cat](#cat)")) == Array(items=Ref(name="Cat"))
    assert type_of(model("Any", "> Whatever\n\n\n\n[interface{}](#interface)")) == UNKNOWN


def test_tuples() -> None:
    rows = "| P0 | integer| `int64` | ✓ | |  |  |\n| P1 | [Cat](#cat)| `Cat` | ✓ | |  |  |\n\n\n\n"
    head = HEAD.replace("Properties", "Tuple members")
    found = type_of(
        model("Pair", f"{head}{rows}**Additional Items**\n\n{EXTRA}| string | `string` ||  |  |")
    )
    assert found == Array(items=STRING, prefix_items=(INTEGER, Ref(name="Cat")))


def test_composition_is_one_object_with_bases_where_all_are_objects() -> None:
    cat = model("Cat", HEAD + "| meow | string| `string` |  | |  |  |")
    kitten = "* composed type [Cat](#cat)\n* inlined member (*AO1*)\n\n\n\n"
    drafts, _ = read(
        cat + model("Kitten", kitten + HEAD + "| age | integer| `int64` | ✓ | |  |  |")
    )
    found = drafts["Kitten"].definition.type
    assert isinstance(found, Object)
    assert (found.bases, [field.name for field in found.fields]) == (("Cat",), ["age"])
    other, _ = read(model("Both", "* composed type [Cat](#cat)\n* composed type [Word](#word)"))
    assert other["Both"].definition.type == AllOf(members=(Ref(name="Cat"), Ref(name="Word")))


def test_models_inlined_in_others() -> None:
    inner = '#### Inlined models\n\n**<span id="box-lid"></span> BoxLid**\n\n\n  \n\n'
    text = model("Box", HEAD + "| lid | [BoxLid](#box-lid)| `BoxLid` |  | |  |  |")
    drafts, _ = read(text + inner + HEAD + "| a | string| `string` |  | |  |  |")
    assert list(drafts) == ["Box", "BoxLid"]
    lid = drafts["BoxLid"].definition.type
    assert isinstance(lid, Object) and lid.fields[0].name == "a"


def test_an_unread_type_costs_no_other_field_and_nothing_is_noted() -> None:
    rows = "| a | <<| `x` |  | |  |  |\n| b | string| `string` |  | |  |  |"
    drafts, notes = read(model("Box", HEAD + rows) + model("Nil", ""))
    found = drafts["Box"].definition.type
    assert isinstance(found, Object)
    assert [item.type for item in found.fields] == [UNKNOWN, STRING]
    assert [note.rule.name for note in notes] == ["unknown-type", "empty-table"]
    assert drafts["Nil"].is_stub


def test_only_these_pages_are_recognised() -> None:
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
def test_no_page_raises(pieces: list[str]) -> None:
    GO_SWAGGER.read([Page(document("x.md", model("X", "".join(pieces))))], [])
