"""Pages of OpenAPI Generator python 6: two type columns, schemas inside schemas."""

from __future__ import annotations

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
    WithAssertions,
)
from docmodels.ir.drafts import Draft
from docmodels.pages.families.frozendict import FROZENDICT
from docmodels.pages.markdown import Page

INFO = """
## Model Type Info
Input Type | Accessed Type | Description | Notes
------------ | ------------- | ------------- | -------------
"""
KEYS = """
### Dictionary Keys
Key | Input Type | Accessed Type | Description | Notes
------------ | ------------- | ------------- | ------------- | -------------
"""
TUPLE = """
### Tuple Items
Class Name | Input Type | Accessed Type | Description | Notes
------------- | ------------- | ------------- | ------------- | -------------
"""
DICT = "dict, frozendict.frozendict,  | frozendict.frozendict,  |  | \n"
LIST = "list, tuple,  | tuple,  |  | \n"
ANY = (
    "dict, frozendict.frozendict, str, date, datetime, uuid.UUID, int, float, decimal.Decimal, "
    "bool, None, list, tuple, bytes, io.FileIO, io.BufferedReader,  | frozendict.frozendict, str, "
    "decimal.Decimal, BoolClass, NoneClass, tuple, bytes, FileIO |"
)
UNSET = (
    "**any_string_name** | dict, frozendict.frozendict, str, date, datetime, int, float, bool, "
    "decimal.Decimal, None, list, tuple, bytes, io.FileIO, io.BufferedReader | "
    "frozendict.frozendict, str, BoolClass, decimal.Decimal, NoneClass, tuple, bytes, FileIO | "
    "any string name can be used but the value must be the correct type | [optional]\n"
)


def composed(mode: str) -> str:
    return (
        f"\n### Composed Schemas (allOf/anyOf/oneOf/not)\n#### {mode}\n"
        "Class Name | Input Type | Accessed Type | Description | Notes\n"
        "------------- | ------------- | ------------- | ------------- | -------------\n"
    )


def read(*texts: str) -> tuple[list[Draft], list[Note]]:
    notes: list[Note] = []
    pages = [Page(document(f"docs/{n}.md", text)) for n, text in enumerate(texts)]
    assert all(FROZENDICT.recognises(page) for page in pages)
    return FROZENDICT.read(pages, notes), notes


def type_of(*texts: str) -> Type:
    drafts, notes = read(*texts)
    assert not notes
    return drafts[0].definition.type


def object_of(*texts: str) -> Object:
    found = type_of(*texts)
    assert isinstance(found, Object)
    return found


def field(row: str) -> Field:
    text = f"# shop.model.box.Box\n{INFO}{DICT}{KEYS}{row}\n{UNSET}"
    return object_of(text).fields[0]


def ref(name: str) -> str:
    return f"[**{name}**]({name}.md) | [**{name}**]({name}.md)"


def row_ref(name: str) -> str:
    return f"[{name}]({name}.md) | {ref(name)} |  | \n"


def test_the_class_is_the_last_word_of_the_title() -> None:
    drafts, _ = read(f"# shop.model.big_box.BigBox\n\nA box.\n{INFO}{DICT}{KEYS}{UNSET}")
    assert drafts[0].definition.name == "BigBox"
    assert drafts[0].definition.doc == "A box."
    assert "shop.model.big_box.BigBox" in drafts[0].aliases


def test_scalars_are_told_by_their_python_classes() -> None:
    rows = {
        "str,  | str,  |  | ": STRING,
        "decimal.Decimal, int,  | decimal.Decimal,  |  | ": INTEGER,
        "decimal.Decimal, int, float,  | decimal.Decimal,  |  | ": NUMBER,
        "bool,  | BoolClass,  |  | ": BOOLEAN,
        "None,  | NoneClass,  |  | ": NULL,
        "str, uuid.UUID,  | str,  |  | value must be a uuid": Scalar(kind="string", format="uuid"),
        "str, date,  | str,  |  | value must conform to RFC-3339 full-date YYYY-MM-DD": Scalar(
            kind="string", format="date"
        ),
        "str, datetime,  | str,  |  | value must conform to RFC-3339 date-time": Scalar(
            kind="string", format="date-time"
        ),
        "bytes, io.FileIO, io.BufferedReader,  | bytes, FileIO,  |  | ": Scalar(
            kind="string", format="binary"
        ),
        "decimal.Decimal, int,  | decimal.Decimal,  |  | value must be a 32 bit integer": Scalar(
            kind="integer", format="int32"
        ),
        "decimal.Decimal, int, float,  | decimal.Decimal,  |  | value must be a 64 bit float": Scalar(
            kind="number", format="double"
        ),
        "None, str,  | NoneClass, str,  |  | ": Nullable(type=STRING),
        ANY + "  | ": UNKNOWN,
    }
    for row, type in rows.items():
        assert field(f"**x** | {row}").type == type, row


def test_notes_touch_each_other() -> None:
    found = field(
        "**x** | decimal.Decimal, int, float,  | decimal.Decimal,  |  | [optional] if omitted the "
        "server will use the default value of 2.5value must be a 32 bit float"
    )
    assert found.default == Default(value=2.5)
    assert found.type == Scalar(kind="number", format="float")
    assert not found.required


def test_values_keep_their_pipes_commas_and_escapes() -> None:
    found = field(
        '**x** | None, str,  | NoneClass, str,  | Pick a | one. | must be one of ["a | b", '
        '"c, d", "e\\nf", None, ] if omitted the server will use the default value of "a | b"'
    )
    assert isinstance(found.type, Nullable) and isinstance(found.type.type, Enum)
    assert [member.value for member in found.type.type.members] == ["a | b", "c, d", "e\nf"]
    assert found.default == Default(value="a | b")
    assert found.doc == "Pick a | one."
    assert found.required


def test_numbers_and_booleans_are_values_of_their_own() -> None:
    ints = field(
        "**x** | decimal.Decimal, int,  | decimal.Decimal,  |  | must be one of [1, -1, ] "
    )
    bools = field("**x** | bool,  | BoolClass,  |  | must be one of [True, ] ")
    assert isinstance(ints.type, Enum) and isinstance(bools.type, Enum)
    assert [member.value for member in ints.type.members] == [1, -1]
    assert bools.type.members[0].value is True


def test_names_are_wire_names_with_their_escapes_undone() -> None:
    assert field("**@odd-name** | str,  | str,  |  | ").name == "@odd-name"
    assert field("**a\\&quot;b\\nc** | str,  | str,  |  | ").name == 'a"b\nc'


def test_descriptions_are_decoded_once() -> None:
    found = field(
        "**x** | str,  | str,  | Say \\&quot;hi\\&quot;, &#x60;x&#x60; &amp;lt; y. | [optional] "
    )
    assert found.doc == 'Say "hi", `x` &lt; y.'


def test_additional_properties_are_unset_or_anything_or_typed_or_none() -> None:
    typed = "**any_string_name** | str,  | str,  | any string name can be used | [optional] \n"
    anything = f"**any_string_name** | {ANY} any string name can be used | [optional]\n"
    one = "**x** | str,  | str,  |  | \n"
    head = f"# shop.model.box.Box\n{INFO}{DICT}{KEYS}{one}"
    assert object_of(head + UNSET).additional_properties == UNKNOWN
    assert object_of(head + anything).additional_properties == UNKNOWN
    assert object_of(head + typed).additional_properties == STRING
    assert object_of(head).additional_properties == Never()


def test_a_table_with_any_name_only_is_a_map_and_an_empty_one_is_closed() -> None:
    typed = "**any_string_name** | bool,  | BoolClass,  | any string name | [optional] \n"
    head = f"# shop.model.box.Box\n{INFO}{DICT}"
    assert type_of(head) == Map(values=UNKNOWN)
    assert type_of(head + KEYS + typed) == Map(values=BOOLEAN)
    assert type_of(head + KEYS) == Object(additional_properties=Never())


def test_nested_schemas_belong_to_the_innermost_that_waits_for_their_name() -> None:
    """Required keys are printed first, their schemas are not; `items` occurs twice."""
    found = object_of(
        f"# shop.model.box.Box\n{INFO}{DICT}{KEYS}"
        "**[b](#b)** | list, tuple,  | tuple,  |  | \n"
        "**[a](#a)** | list, tuple,  | tuple,  |  | [optional] \n"
        f"{UNSET}\n# a\n{INFO}{LIST}{TUPLE}[items](#items) | list, tuple,  | tuple,  |  | \n"
        f"\n# items\n{INFO}{LIST}{TUPLE}items | str,  | str,  |  | \n"
        f"\n# b\n{INFO}{LIST}{TUPLE}[items](#items) | list, tuple,  | tuple,  |  | \n"
        f"\n# items\n{INFO}{LIST}{TUPLE}{ref('Cat')} | {ref('Cat').split(' | ')[0]} |  | \n"
    )
    assert [item.name for item in found.fields] == ["b", "a"]
    assert found.fields[0].type == Array(items=Array(items=Ref(name="Cat")))
    assert found.fields[1].type == Array(items=Array(items=STRING))


def test_a_link_without_its_section_keeps_the_kind() -> None:
    assert field("**[x](#x)** | list, tuple,  | tuple,  |  | ").type == Array(items=UNKNOWN)


def test_a_section_that_nothing_leads_to_is_noted() -> None:
    drafts, notes = read(f"# shop.model.box.Box\n{INFO}{DICT}{KEYS}{UNSET}\n# lost\n{INFO}{LIST}")
    assert len(drafts) == 1
    assert [(note.rule.name, note.message) for note in notes] == [
        ("invalid-row", "nothing on the page leads to the section `lost`")
    ]


def test_one_of_takes_models_inline_schemas_and_null() -> None:
    found = type_of(
        f"# shop.model.box.Box\n{INFO}{ANY}  | \n{composed('oneOf')}{row_ref('Cat')}"
        "[one_of_1](#one_of_1) | None,  | NoneClass,  |  | \n"
        "[one_of_2](#one_of_2) | str,  | str,  |  | \n"
        f"\n# one_of_1\n{INFO}None,  | NoneClass,  |  | \n\n# one_of_2\n{INFO}str,  | str,  |  | \n"
    )
    assert found == Nullable(type=Union(members=(Ref(name="Cat"), STRING), mode="oneOf"))


def cat(extra: str = "") -> str:
    return f"# shop.model.cat.Cat\n{INFO}{DICT}{KEYS}**meow** | str,  | str,  |  | [optional] \n{UNSET}{extra}"


def test_all_of_objects_is_one_object_with_bases() -> None:
    child = (
        f"# shop.model.kitten.Kitten\n{INFO}{ANY}  | \n{composed('allOf')}{row_ref('Cat')}"
        f"[all_of_1](#all_of_1) | {DICT}\n# all_of_1\n{INFO}{DICT}{KEYS}"
        f"**meow** | {ANY}  | \n**age** | decimal.Decimal, int,  | decimal.Decimal,  |  | \n{UNSET}"
    )
    found = object_of(child, cat())
    assert found.bases == ("Cat",)
    assert [(f.name, f.type, f.required) for f in found.fields] == [
        ("meow", STRING, True),
        ("age", INTEGER, True),
    ]


def test_all_of_a_model_that_is_no_object_stays_side_by_side() -> None:
    child = (
        f"# shop.model.x.X\n{INFO}{ANY}  | \n{composed('allOf')}{row_ref('Cat')}{row_ref('Word')}"
    )
    word = f"# shop.model.word.Word\n{INFO}str,  | str,  |  | \n"
    assert type_of(child, cat(), word) == AllOf(members=(Ref(name="Cat"), Ref(name="Word")))


def test_not_is_kept_as_a_schema() -> None:
    head = f"# shop.model.x.X\n{INFO}{ANY}  | \n{composed('not')}[not_schema](#not_schema) | "
    text = f"{head}str,  | str,  |  | \n\n# not_schema\n{INFO}str,  | str,  |  | \n"
    anything = f"{head}{ANY}  | \n\n# not_schema\n{INFO}{ANY}  | \n"
    assert type_of(text) == WithAssertions(type=UNKNOWN, schema={"not": {"type": "string"}})
    assert type_of(anything) == Never()


def test_a_default_of_a_model_holds_where_it_is_used() -> None:
    mood = (
        f'# shop.model.mood.Mood\n{INFO}str,  | str,  |  | must be one of ["up", "down", ] '
        'if omitted the server will use the default value of "up"\n'
    )
    box = f"# shop.model.box.Box\n{INFO}{DICT}{KEYS}**mood** | {ref('Mood')} |  | [optional] \n{UNSET}"
    assert object_of(box, mood).fields[0].default == Default(value="up")


def test_an_unread_type_costs_no_other_field() -> None:
    drafts, notes = read(
        f"# shop.model.box.Box\n{INFO}{DICT}{KEYS}**a** | <<?,  | str,  |  | \n**b** | str,  | str,  |  | \n"
    )
    found = drafts[0].definition.type
    assert isinstance(found, Object)
    assert [item.type for item in found.fields] == [UNKNOWN, STRING]
    origin = notes[0].origin
    assert notes[0].rule.name == "unknown-type"
    assert origin is not None and (origin.line, origin.column) == (11, 9)


def test_schemas_nested_without_end_are_cut_off() -> None:
    deep = f"\n# a\n{INFO}{DICT}{KEYS}**[a](#a)** | {DICT}"
    drafts, notes = read(f"# x.A\n{INFO}{DICT}{KEYS}**[a](#a)** | {DICT}" + deep * 300)
    assert len(drafts) == 1
    assert notes


PIECES = st.sampled_from(
    [INFO, KEYS, TUPLE, DICT, LIST, UNSET, composed("oneOf"), composed("not"), "\n# a\n", "# x.Y\n"]
    + [
        "**[a](#a)** | ",
        "[a](#a) | ",
        "must be one of [",
        '"x", ]',
        "[optional]",
        " | ",
        "value must ",
    ]
)


@given(st.lists(PIECES | st.text(max_size=12), max_size=30))
def test_no_page_raises(pieces: list[str]) -> None:
    page = Page(document("x.md", "# x.Y\n" + INFO + "".join(pieces)))
    FROZENDICT.read([page], [])
