"""Test Markdown pages of json-schema-for-humans."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docmodels.diagnostics.documents import document
from docmodels.diagnostics.notes import Note
from docmodels.ir import (
    BOOLEAN,
    INTEGER,
    STRING,
    UNKNOWN,
    Array,
    Const,
    Default,
    Enum,
    Field,
    Integer,
    Map,
    Never,
    Number,
    Object,
    Ref,
    String,
    Type,
    Union,
    nullable,
)
from docmodels.ir.drafts import Draft
from docmodels.pages import detect
from docmodels.pages.families.json_schema_for_humans import JSON_SCHEMA_FOR_HUMANS
from docmodels.pages.markdown import Page
from work import count_calls

TABLE = (
    "| Property | Pattern | Type | Deprecated | Definition | Title/Description |\n"
    "| -------- | ------- | ---- | ---------- | ---------- | ----------------- |\n"
)


def info(type: str, **rows: str) -> str:
    """Return the first table of a section; `_` in the name of a row is a space."""
    text = f"|     |     |\n| --- | --- |\n| **Type** | `{type}` |\n| **Required** | No |\n"
    for title, cell in rows.items():
        text += f"| **{title.replace('_', ' ')}** | {cell} |\n"
    return text + "\n"


def row(name: str, id: str = "", marker: str = "-", pattern: str = "No") -> str:
    return f"| {marker} [{name}](#{id or name} ) | {pattern} | x | No | - | - |\n"


def section(number: str, id: str, body: str, path: str = "", level: int = 2) -> str:
    title = f"Property `{path or f'Box > {id}'}`"
    return f'{"#" * min(level, 6)} <a name="{id}"></a>{number} {title}\n\n{body}\n'


def box(rows: str, sections: str, **facts: str) -> str:
    return f"# Box\n\n- [1. Property `Box > a`](#a)\n\n{info('object', **facts)}{TABLE}{rows}\n{sections}"


def read(text: str, name: str = "box.md") -> dict[str, Draft]:
    notes: list[Note] = []
    page = Page(document(name, text))
    assert JSON_SCHEMA_FOR_HUMANS.recognises(page)
    drafts = JSON_SCHEMA_FOR_HUMANS.read([page], notes)
    assert not notes
    return {draft.definition.name: draft for draft in drafts}


def read_fields(text: str) -> dict[str, Field]:
    type = read(text)["Box"].definition.type
    assert isinstance(type, Object)
    return {field.name: field for field in type.fields}


def read_one(body: str, sections: str = "") -> Type:
    return read_fields(box(row("a"), section("1.", "a", body) + sections))["a"].type


@pytest.mark.parametrize(
    ("text", "type"),
    [
        ("string", STRING),
        ("string or null", nullable(STRING)),
        ("string, integer or null", nullable(Union(members=(STRING, INTEGER)))),
        ("array", Array(items=UNKNOWN)),
        ("array of string", Array(items=STRING)),
        ("array of integer or null", nullable(Array(items=INTEGER))),
        ("object", UNKNOWN),
        ("string or object", Union(members=(STRING, Map(values=UNKNOWN)))),
        ("combining", UNKNOWN),
    ],
)
def test_types_are_parsed(text: str, type: Type) -> None:
    assert read_one(info(text)) == type


def test_restrictions_are_read() -> None:
    table = "| Restrictions |   |\n| --- | --- |\n"
    text = (
        info("string")
        + table
        + "| **Must match regular expression** | ```^a\\|b$``` [Test](https://x) |\n"
    )
    recovered = read_one(text + "| **Max length** | 3 |\n")
    assert isinstance(recovered, String)
    assert (recovered.constraints.pattern, recovered.constraints.max_length) == ("^a|b$", 3)
    recovered = read_one(
        info("integer") + table + "| **Minimum** | &gt; 1 |\n| **Maximum** | &le; 9 |\n"
    )
    assert isinstance(recovered, Integer)
    assert (recovered.constraints.exclusive_minimum, recovered.constraints.maximum) == (1, 9)
    recovered = read_one(info("number") + table + "| **Minimum** | N/A |\n")
    assert recovered == Number()


def test_enum_constant_and_default_are_read() -> None:
    recovered = read_one(info("enum (of null or string)") + 'Must be one of:\n* "a"\n* null\n')
    assert recovered == nullable(recovered.type)  # type: ignore[union-attr]
    assert [m.value for m in recovered.type.members] == ["a"]  # type: ignore[union-attr]
    assert read_one(info("const") + "Specific value: `2`\n") == Const(value=2)
    fields = read_fields(
        box(row("a"), section("1.", "a", info("string", Default='`"x"`', Format="`date`")))
    )
    assert fields["a"].default == Default(value="x")
    assert fields["a"].type == String(format="date")


def test_marker_shows_what_is_required() -> None:
    sections = section("1.", "a", info("string")) + section("2.", "b", info("object"))
    fields = read_fields(box(row("a", marker="+") + row("b"), sections))
    assert (fields["a"].required, fields["b"].required) == (True, False)
    assert fields["b"].type == UNKNOWN


def test_patterns_and_additional_properties_are_no_fields() -> None:
    rows = row("a") + row("^x-", "pattern1", pattern="Yes") + row("", "more")
    sections = (
        section("1.", "a", info("string"))
        + section("2.", "pattern1", info("integer"))
        + section("3.", "more", info("boolean"))
    )
    text = box(
        rows, sections, Additional_properties="[Each additional property must conform](#more)"
    )
    type = read(text)["Box"].definition.type
    assert isinstance(type, Object)
    assert [field.name for field in type.fields] == ["a"]
    assert type.pattern_properties == {"^x-": INTEGER} and type.additional_properties == BOOLEAN


def test_object_that_allows_no_other_properties_is_closed() -> None:
    text = box(row("a"), section("1.", "a", info("string")), Additional_properties="Not allowed")
    type = read(text)["Box"].definition.type
    assert isinstance(type, Object) and type.additional_properties == Never()


def test_description_ends_where_a_table_of_the_generator_begins() -> None:
    body = (
        info("array of string")
        + "**Description:** One\n\n| my | table |\n| -- | ----- |\n| 1 | 2 |\n\n```sh\nrun\n```\n\n"
        + "|   | Array restrictions |\n| - | - |\n| **Min items** | 2 |\n| **Items unicity** | True |\n\n"
    )
    field = read_fields(box(row("a"), section("1.", "a", body)))["a"]
    assert "| my | table |" in field.doc and "```sh\nrun\n```" in field.doc
    assert field.doc.startswith("One") and "Array" not in field.doc
    assert isinstance(field.type, Array)
    assert (field.type.constraints.min_items, field.type.constraints.unique_items) == (2, True)


ITEMS = "| Each item of this array must be | Description |\n| --- | --- |\n"


def test_items_are_read_from_their_section() -> None:
    body = info("array") + ITEMS + "| [a items](#a_items) | - |\n"
    items = section("1.1.", "a_items", info("boolean"), "Box > a > a items", 3)
    assert read_one(body, items) == Array(items=BOOLEAN)


def test_items_of_a_tuple_are_the_next_sections() -> None:
    body = (
        info("array") + ITEMS + "| [a item 0](#a_items_i0) | - |\n| [a item 1](#a_items_i1) | - |\n"
    )
    items = section("1.1.", "autogenerated_heading_2", info("string"), level=3)
    items += section("1.2.", "autogenerated_heading_3", info("integer"), level=3)
    items += '### <a name="autogenerated_heading_4"></a>1.3. Additional items must be\n\n' + info(
        "boolean"
    )
    assert read_one(body, items) == Array(items=BOOLEAN, prefix_items=(STRING, INTEGER))


def test_union_members_are_read_from_their_sections() -> None:
    body = (
        info("combining") + "| One of(Option) |\n| --- |\n| [item 0](#a_0) |\n| [item 1](#a_1) |\n"
    )
    members = section("1.1.", "a_0", info("string"), level=3) + section(
        "1.2.", "a_1", info("integer"), level=3
    )
    assert read_one(body, members) == Union(members=(STRING, INTEGER), mode="oneOf")


def test_schema_that_must_not_be_is_no_property() -> None:
    text = box(
        row("a"),
        section("1.", "a", info("string"))
        + '## <a name="x"></a>2. Must **not** be\n\n'
        + info("string"),
    )
    assert list(read_fields(text)) == ["a"]


def test_definition_is_a_model_that_is_printed_once() -> None:
    defined = info("object", Defined_in="#/definitions/Big_Part") + TABLE + row("c", "a_c")
    same = info("object", Same_definition_as="[a](#a)")
    sections = section("1.", "a", defined) + section("1.1.", "a_c", info("string"), level=3)
    drafts = read(box(row("a") + row("b"), sections + section("2.", "b", same)))
    assert list(drafts) == ["Box", "Big_Part"]
    type = drafts["Box"].definition.type
    assert isinstance(type, Object)
    assert [field.type for field in type.fields] == [Ref(name="Big_Part")] * 2


def test_definition_that_is_printed_twice_is_one_model() -> None:
    defined = info("object", Defined_in="#/definitions/Part") + TABLE
    sections = (
        section("1.", "a", defined + row("c", "a_c"))
        + section("1.1.", "a_c", info("string"), level=3)
        + section("2.", "b", defined + row("c", "b_c"))
        + section("2.1.", "b_c", info("string"), level=3)
    )
    drafts = read(box(row("a") + row("b"), sections))
    assert list(drafts) == ["Box", "Part"]
    type = drafts["Box"].definition.type
    assert isinstance(type, Object)
    assert [field.type for field in type.fields] == [Ref(name="Part")] * 2


def test_definitions_of_two_files_keep_their_names_apart() -> None:
    sections = (
        section("1.", "a", info("object", Defined_in="part.json") + TABLE + row("x", "a_x"))
        + section("1.1.", "a_x", info("string", Defined_in="#/definitions/Label"), level=3)
        + section("2.", "b", info("integer", Defined_in="#/definitions/Label"))
    )
    drafts = read(box(row("a") + row("b"), sections))
    assert list(drafts) == ["Box", "part", "Label", "Label2"]
    assert drafts["Label"].definition.type == STRING
    assert drafts["Label2"].definition.type == INTEGER


def test_schema_may_contain_itself() -> None:
    text = box(row("a"), section("1.", "a", info("object", Same_definition_as="[Box](#root)")))
    assert read_fields(text)["a"].type == Ref(name="Box")


def test_root_that_refers_to_a_definition_has_both_names() -> None:
    text = box(row("a"), section("1.", "a", info("string")), Defined_in="#/$defs/Part").replace(
        "# Box", "# Schema Docs", 1
    )
    drafts = read(text, "my-box.schema.md")
    assert list(drafts) == ["my-box", "Part"]
    assert drafts["my-box"].definition.type == Ref(name="Part")


def test_numbers_show_the_nesting_below_six_levels() -> None:
    defined = info("array") + ITEMS + "| [i](#gone_0) | - |\n| [i](#gone_1) | - |\n"
    chain = "".join(
        section("1." * n, f"p{n}", info("object") + TABLE + row("p", f"p{n + 1}"), level=n + 1)
        for n in range(1, 8)
    )
    deep = section("1." * 8, "p8", defined, level=9)
    deep += section("1." * 8 + "1.", "auto_2", info("string"), level=10)
    deep += section("1." * 8 + "2.", "auto_3", info("integer"), level=10)
    type: Type = read(box(row("p", "p1"), chain + deep))["Box"].definition.type
    for _ in range(8):
        assert isinstance(type, Object)
        type = type.fields[0].type
    assert type == Array(items=UNKNOWN, prefix_items=(STRING, INTEGER))


def test_property_called_schema_is_no_sign_of_another_dialect() -> None:
    text = box(row("$schema", "schema"), section("1.", "schema", info("string"), "Box > $schema"))
    assert detect(Page(document("box.md", text))) is JSON_SCHEMA_FOR_HUMANS


def test_a_definition_that_the_page_leaves_out_is_noted() -> None:
    lid = section("1.", "lid", info("object", Same_definition_as="[Lid](#mapping_lid)"))
    notes: list[Note] = []
    page = Page(document("box.md", box(row("lid"), lid)))
    draft, *_ = JSON_SCHEMA_FOR_HUMANS.read([page], notes)
    assert isinstance(draft.definition.type, Object)
    assert draft.definition.type.fields[0].type == UNKNOWN
    (note,) = notes
    assert note.rule.name == "dangling-ref" and "`#mapping_lid`" in note.message
    assert note.origin is not None and note.origin.line == 14


PIECES = st.sampled_from(
    [
        *(
            "\n",
            "|",
            "| ",
            "| **Type** | `array of ",
            "string",
            "`",
            TABLE,
            ITEMS,
            "| - [x](#a ) | No |\n",
        ),
        *(
            "| One of(Option) |\n",
            "| [x](#a) |\n",
            "| [x](#root) |\n",
            "Must be one of:\n",
            "* ",
            '"a"\n',
        ),
        *(
            "Specific value: `",
            "**Description:** ",
            "**Title:** ",
            "**Example:**\n",
            "```json\n",
            "```\n",
        ),
        *(
            '## <a name="a"></a>1. ',
            '### <a name="b"></a>1.1. ',
            "Property `x > y`\n",
            "| **Defined in** | #/definitions/X |\n",
        ),
        *(
            "| **Same definition as** | [x](#a) |\n",
            "| **Same definition as** | [x](#root) |\n",
            info("object"),
        ),
    ]
)


@given(st.lists(PIECES | st.text(max_size=8), max_size=40))
def test_reading_never_raises(pieces: list[str]) -> None:
    text = box(row("a"), section("1.", "a", info("object"))) + "".join(pieces)
    JSON_SCHEMA_FOR_HUMANS.read([Page(document("box.md", text))], [])


@pytest.mark.parametrize(
    "text", ["| [x](#a) |\n", "[x](#", "**Description:** x\n", row("b"), "* 1\n", "| ```a" * 3]
)
def test_work_is_linear(text: str) -> None:
    def work(times: int) -> int:
        page = Page(
            document("box.md", box(row("a"), section("1.", "a", info("object") + text * times)))
        )
        return count_calls(lambda: JSON_SCHEMA_FOR_HUMANS.read([page], []))

    assert work(400) < 5 * work(100)


@pytest.mark.parametrize("bullet", ["*", "-", "+", "*  "])
def test_values_are_read_behind_any_bullet(bullet: str) -> None:
    recovered = read_one(info("enum (of string)") + f'Must be one of:\n{bullet} "in_a"\n')
    assert isinstance(recovered, Enum)
    assert [member.value for member in recovered.members] == ["in_a"]


def test_links_of_version_1_0_may_have_a_title_and_lead_to_generated_anchors() -> None:
    closed = info("object", Additional_properties='[[Not allowed]](# "None.")')
    recovered = read_one(closed + TABLE + row("b", "a_b"), section("1.1.", "a_b", info("string")))
    assert isinstance(recovered, Object)
    assert recovered.additional_properties == Never()
    typed = info("object", Additional_properties='[[Should-conform]](#a_more "It must.")')
    recovered = read_one(typed, section("1.1.", "a_more", info("integer")))
    assert recovered == Map(values=INTEGER)
    items = (
        "| Each item of this array must be | Description |\n| --- | --- |\n| [x](#a_items) | - |\n"
    )
    recovered = read_one(
        info("array") + items, section("1.1.", "autogenerated_heading_2", info("string"))
    )
    assert recovered == Array(items=STRING)


def test_open_combination_of_version_1_0_accepts_its_members() -> None:
    body = info("combining", Additional_properties='[[Any type: allowed]](# "All.")')
    body += "| One of(Option) |\n| --- |\n| [item 0](#a_0) |\n| [item 1](#a_1) |\n"
    members = section("1.1.", "a_0", info("string")) + section("1.2.", "a_1", info("integer"))
    assert read_one(body, members) == Union(members=(STRING, INTEGER), mode="oneOf")


def test_type_may_be_the_header_of_the_first_table() -> None:
    def old(type: str, rows: str = "") -> str:
        return f"| Type | `{type}` |\n| --- | --- |\n{rows}| | |\n\n"

    default = "| **Default** | `3` |\n"
    text = (
        f"# Box\n\n{old('object', '| **Additional properties** | [[x]](#) |')}\n"
        f"{TABLE}{row('a', marker='+')}{row('b')}| | | | | | |\n\n"
        f'## <a name="a"></a>1. [Required] Property `Box > a`\n\n{old("string")}'
        f'## <a name="b"></a>2. [Optional] Property `Box > b`\n\n'
        f"{old('integer', default)}"
    )
    fields = read_fields(text)
    assert {name: field.type for name, field in fields.items()} == {"a": STRING, "b": INTEGER}
    assert fields["a"].presence == "required"
    assert fields["b"].default == Default(value=3)


def test_properties_of_the_nested_template_are_folded() -> None:
    def fold(title: str, body: str) -> str:
        heading = f"<strong> {title}</strong>  \n\n</summary>\n<blockquote>\n\n{body}"
        return f"<details>\n<summary>\n{heading}\n</blockquote>\n</details>\n\n"

    required = info("string").replace("| No |", "| Yes |")
    text = f"# Box\n\n{info('object')}" + fold(
        '<a name="a"></a>1. [Required] Property Box > a > b', required
    )
    text += fold('<a name="c"></a>2. [Optional] Property Box > c', info("integer"))
    text += fold('<a name="p"></a>3. [Optional] Pattern Property Box > ^x$', info("boolean"))
    box_type = read(text)["Box"].definition.type
    assert isinstance(box_type, Object)
    assert [(f.name, f.type, f.presence) for f in box_type.fields] == [
        ("a > b", STRING, "required"),
        ("c", INTEGER, "optional"),
    ]
    assert box_type.pattern_properties == {"^x$": BOOLEAN}


def test_document_may_describe_several_schemas_below_its_own_title() -> None:
    first = box(row("a"), section("1.", "a", info("string"))).replace("# ", "## ")
    second = box(row("a"), section("1.", "a", info("integer"))).replace("# ", "## ")
    drafts = read(f"# Schemas\n\nAll of them.\n\n{first}\n{second.replace('Box', 'Lid')}")
    types = {name: draft.definition.type for name, draft in drafts.items()}
    fields = {name: type.fields for name, type in types.items() if isinstance(type, Object)}
    assert {name: [f.type for f in fs] for name, fs in fields.items()} == {
        "Box": [STRING],
        "Lid": [INTEGER],
    }
