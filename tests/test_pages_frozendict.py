"""Test pages of OpenAPI Generator python 6: two type columns, nested schema sections."""

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
    Integer,
    Map,
    Never,
    Nullable,
    Number,
    Object,
    Ref,
    String,
    Type,
    Union,
    WithAssertions,
    nullable,
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


def read_type(*texts: str) -> Type:
    drafts, notes = read(*texts)
    assert not notes
    return drafts[0].definition.type


def read_object(*texts: str) -> Object:
    type = read_type(*texts)
    assert isinstance(type, Object)
    return type


def read_field(row: str) -> Field:
    text = f"# shop.model.box.Box\n{INFO}{DICT}{KEYS}{row}\n{UNSET}"
    return read_object(text).fields[0]


def ref_cells(name: str) -> str:
    return f"[**{name}**]({name}.md) | [**{name}**]({name}.md)"


def ref_row(name: str) -> str:
    return f"[{name}]({name}.md) | {ref_cells(name)} |  | \n"


def test_class_name_is_the_last_part_of_the_title() -> None:
    drafts, _ = read(f"# shop.model.big_box.BigBox\n\nA box.\n{INFO}{DICT}{KEYS}{UNSET}")
    assert drafts[0].definition.name == "BigBox"
    assert drafts[0].definition.doc == "A box."
    assert "shop.model.big_box.BigBox" in drafts[0].aliases


def test_scalars_are_recognised_by_their_python_classes() -> None:
    rows = {
        "str,  | str,  |  | ": STRING,
        "decimal.Decimal, int,  | decimal.Decimal,  |  | ": INTEGER,
        "decimal.Decimal, int, float,  | decimal.Decimal,  |  | ": NUMBER,
        "bool,  | BoolClass,  |  | ": BOOLEAN,
        "None,  | NoneClass,  |  | ": NULL,
        "str, uuid.UUID,  | str,  |  | value must be a uuid": String(format="uuid"),
        "str, date,  | str,  |  | value must conform to RFC-3339 full-date YYYY-MM-DD": String(
            format="date"
        ),
        "str, datetime,  | str,  |  | value must conform to RFC-3339 date-time": String(
            format="date-time"
        ),
        "bytes, io.FileIO, io.BufferedReader,  | bytes, FileIO,  |  | ": String(format="binary"),
        "decimal.Decimal, int,  | decimal.Decimal,  |  | value must be a 32 bit integer": Integer(
            format="int32"
        ),
        "decimal.Decimal, int, float,  | decimal.Decimal,  |  | value must be a 64 bit float": Number(
            format="double"
        ),
        "None, str,  | NoneClass, str,  |  | ": nullable(STRING),
        ANY + "  | ": UNKNOWN,
    }
    for row, type in rows.items():
        assert read_field(f"**x** | {row}").type == type, row


def test_adjacent_notes_are_separated() -> None:
    field = read_field(
        "**x** | decimal.Decimal, int, float,  | decimal.Decimal,  |  | [optional] if omitted the "
        "server will use the default value of 2.5value must be a 32 bit float"
    )
    assert field.default == Default(value=2.5)
    assert field.type == Number(format="float")
    assert not field.required


def test_enum_values_keep_pipes_commas_and_escapes() -> None:
    field = read_field(
        '**x** | None, str,  | NoneClass, str,  | Pick a | one. | must be one of ["a | b", '
        '"c, d", "e\\nf", None, ] if omitted the server will use the default value of "a | b"'
    )
    assert isinstance(field.type, Nullable) and isinstance(field.type.type, Enum)
    assert [member.value for member in field.type.type.members] == ["a | b", "c, d", "e\nf"]
    assert field.default == Default(value="a | b")
    assert field.doc == "Pick a | one."
    assert field.required


def test_enum_values_may_be_numbers_or_booleans() -> None:
    ints = read_field(
        "**x** | decimal.Decimal, int,  | decimal.Decimal,  |  | must be one of [1, -1, ] "
    )
    bools = read_field("**x** | bool,  | BoolClass,  |  | must be one of [True, ] ")
    assert isinstance(ints.type, Enum) and isinstance(bools.type, Enum)
    assert [member.value for member in ints.type.members] == [1, -1]
    assert bools.type.members[0].value is True


def test_names_are_unescaped_wire_names() -> None:
    assert read_field("**@odd-name** | str,  | str,  |  | ").name == "@odd-name"
    assert read_field("**a\\&quot;b\\nc** | str,  | str,  |  | ").name == 'a"b\nc'


def test_descriptions_are_decoded_once() -> None:
    field = read_field(
        "**x** | str,  | str,  | Say \\&quot;hi\\&quot;, &#x60;x&#x60; &amp;lt; y. | [optional] "
    )
    assert field.doc == 'Say "hi", `x` &lt; y.'


def test_additional_properties_are_unknown_typed_or_forbidden() -> None:
    typed = "**any_string_name** | str,  | str,  | any string name can be used | [optional] \n"
    anything = f"**any_string_name** | {ANY} any string name can be used | [optional]\n"
    row = "**x** | str,  | str,  |  | \n"
    head = f"# shop.model.box.Box\n{INFO}{DICT}{KEYS}{row}"
    assert read_object(head + UNSET).additional_properties == UNKNOWN
    assert read_object(head + anything).additional_properties == UNKNOWN
    assert read_object(head + typed).additional_properties == STRING
    assert read_object(head).additional_properties == Never()


def test_table_of_any_string_name_is_a_map_and_an_empty_table_is_closed() -> None:
    typed = "**any_string_name** | bool,  | BoolClass,  | any string name | [optional] \n"
    head = f"# shop.model.box.Box\n{INFO}{DICT}"
    assert read_type(head) == Map(values=UNKNOWN)
    assert read_type(head + KEYS + typed) == Map(values=BOOLEAN)
    assert read_type(head + KEYS) == Object(additional_properties=Never())


def test_nested_sections_belong_to_the_innermost_open_reference() -> None:
    """Rows list required keys first, sections keep another order; `items` occurs twice."""
    box = read_object(
        f"# shop.model.box.Box\n{INFO}{DICT}{KEYS}"
        "**[b](#b)** | list, tuple,  | tuple,  |  | \n"
        "**[a](#a)** | list, tuple,  | tuple,  |  | [optional] \n"
        f"{UNSET}\n# a\n{INFO}{LIST}{TUPLE}[items](#items) | list, tuple,  | tuple,  |  | \n"
        f"\n# items\n{INFO}{LIST}{TUPLE}items | str,  | str,  |  | \n"
        f"\n# b\n{INFO}{LIST}{TUPLE}[items](#items) | list, tuple,  | tuple,  |  | \n"
        f"\n# items\n{INFO}{LIST}{TUPLE}{ref_cells('Cat')} | {ref_cells('Cat').split(' | ')[0]} |  | \n"
    )
    assert [item.name for item in box.fields] == ["b", "a"]
    assert box.fields[0].type == Array(items=Array(items=Ref(name="Cat")))
    assert box.fields[1].type == Array(items=Array(items=STRING))


def test_link_without_section_keeps_its_kind() -> None:
    assert read_field("**[x](#x)** | list, tuple,  | tuple,  |  | ").type == Array(items=UNKNOWN)


def test_unreferenced_section_is_noted() -> None:
    drafts, notes = read(f"# shop.model.box.Box\n{INFO}{DICT}{KEYS}{UNSET}\n# lost\n{INFO}{LIST}")
    assert len(drafts) == 1
    assert [(note.rule.name, note.message) for note in notes] == [
        ("invalid-row", "no table of the page links to the section `lost`")
    ]


def test_one_of_members_are_models_inline_schemas_and_null() -> None:
    type = read_type(
        f"# shop.model.box.Box\n{INFO}{ANY}  | \n{composed('oneOf')}{ref_row('Cat')}"
        "[one_of_1](#one_of_1) | None,  | NoneClass,  |  | \n"
        "[one_of_2](#one_of_2) | str,  | str,  |  | \n"
        f"\n# one_of_1\n{INFO}None,  | NoneClass,  |  | \n\n# one_of_2\n{INFO}str,  | str,  |  | \n"
    )
    assert type == nullable(Union(members=(Ref(name="Cat"), STRING), mode="oneOf"))


def cat_page(extra: str = "") -> str:
    return f"# shop.model.cat.Cat\n{INFO}{DICT}{KEYS}**meow** | str,  | str,  |  | [optional] \n{UNSET}{extra}"


def test_all_of_objects_is_an_object_with_base_classes() -> None:
    child = (
        f"# shop.model.kitten.Kitten\n{INFO}{ANY}  | \n{composed('allOf')}{ref_row('Cat')}"
        f"[all_of_1](#all_of_1) | {DICT}\n# all_of_1\n{INFO}{DICT}{KEYS}"
        f"**meow** | {ANY}  | \n**age** | decimal.Decimal, int,  | decimal.Decimal,  |  | \n{UNSET}"
    )
    box = read_object(child, cat_page())
    assert box.bases == ("Cat",)
    assert [(f.name, f.type, f.required) for f in box.fields] == [
        ("meow", STRING, True),
        ("age", INTEGER, True),
    ]


def test_all_of_with_a_non_object_stays_all_of() -> None:
    child = (
        f"# shop.model.x.X\n{INFO}{ANY}  | \n{composed('allOf')}{ref_row('Cat')}{ref_row('Word')}"
    )
    word = f"# shop.model.word.Word\n{INFO}str,  | str,  |  | \n"
    assert read_type(child, cat_page(), word) == AllOf(members=(Ref(name="Cat"), Ref(name="Word")))


def test_not_is_kept_as_a_schema() -> None:
    head = f"# shop.model.x.X\n{INFO}{ANY}  | \n{composed('not')}[not_schema](#not_schema) | "
    text = f"{head}str,  | str,  |  | \n\n# not_schema\n{INFO}str,  | str,  |  | \n"
    anything = f"{head}{ANY}  | \n\n# not_schema\n{INFO}{ANY}  | \n"
    assert read_type(text) == WithAssertions(type=UNKNOWN, schema={"not": {"type": "string"}})
    assert read_type(anything) == Never()


def test_model_default_applies_to_referring_fields() -> None:
    mood = (
        f'# shop.model.mood.Mood\n{INFO}str,  | str,  |  | must be one of ["up", "down", ] '
        'if omitted the server will use the default value of "up"\n'
    )
    box = f"# shop.model.box.Box\n{INFO}{DICT}{KEYS}**mood** | {ref_cells('Mood')} |  | [optional] \n{UNSET}"
    assert read_object(box, mood).fields[0].default == Default(value="up")


def test_unknown_type_leaves_other_fields_intact() -> None:
    drafts, notes = read(
        f"# shop.model.box.Box\n{INFO}{DICT}{KEYS}**a** | <<?,  | str,  |  | \n**b** | str,  | str,  |  | \n"
    )
    type = drafts[0].definition.type
    assert isinstance(type, Object)
    assert [item.type for item in type.fields] == [UNKNOWN, STRING]
    origin = notes[0].origin
    assert notes[0].rule.name == "unknown-type"
    assert origin is not None and (origin.line, origin.column) == (11, 9)


def test_unbounded_nesting_is_cut_off() -> None:
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
def test_reading_never_raises(pieces: list[str]) -> None:
    page = Page(document("x.md", "# x.Y\n" + INFO + "".join(pieces)))
    FROZENDICT.read([page], [])


def test_notes_follow_a_pipe_with_spaces_around_it() -> None:
    field = read_field("**a** | str,  | str,  | text|[optional] | [optional] ")
    assert (field.doc, field.required) == ("text|[optional]", False)
    field = read_field("**a** | str,  | str,  | text|[optional] | ")
    assert (field.doc, field.required) == ("text|[optional]", True)
