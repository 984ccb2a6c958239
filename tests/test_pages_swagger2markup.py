"""Test pages of swagger2markup: versions 0.9 to 1.4, files for all definitions and for each."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import docmodels
from docmodels.diagnostics.documents import document
from docmodels.diagnostics.notes import Note
from docmodels.ir import (
    BOOLEAN,
    INTEGER,
    STRING,
    UNKNOWN,
    Array,
    Default,
    Enum,
    EnumMember,
    Field,
    Integer,
    Json,
    Map,
    Number,
    NumberConstraints,
    Object,
    Ref,
    String,
    StringConstraints,
    Type,
)
from docmodels.ir.drafts import Draft
from docmodels.pages import detect
from docmodels.pages.families.swagger2markup import SWAGGER2MARKUP
from docmodels.pages.markdown import Page
from rendered import import_rendered, read_and_write
from work import cpu_limit

HEAD = "|Name|Description|Schema|\n|---|---|---|\n"
OLD_HEAD = "|Name|Description|Required|Schema|Default|\n|----|----|----|----|----|\n"


def definition(name: str, body: str) -> str:
    return f'<a name="{name.lower()}"></a>\n### {name}\n{body}\n\n\n'


def api(*definitions: str) -> str:
    return f'\n<a name="definitions"></a>\n## Definitions\n\n{"".join(definitions)}'


def read(*pages: str) -> tuple[dict[str, Draft], list[Note]]:
    notes: list[Note] = []
    parsed = [Page(document(f"page{number}.md", text)) for number, text in enumerate(pages)]
    assert all(detect(page) is SWAGGER2MARKUP for page in parsed)
    drafts = SWAGGER2MARKUP.read(parsed, notes)
    return {draft.definition.name: draft for draft in drafts}, notes


def read_types(*pages: str) -> dict[str, Type]:
    drafts, notes = read(*pages)
    assert not notes
    return {name: draft.definition.type for name, draft in drafts.items()}


def fields_of(type: Type) -> dict[str, Field]:
    assert isinstance(type, Object)
    return {field.name: field for field in type.fields}


def read_field(cell: str, description: str = "", name: str = "**a**  <br>*required*") -> Field:
    row = f"|{name}|{description}|{cell}|"
    types = read_types(api(definition("Bay", HEAD + row), definition("Pier", "*Type* : string")))
    (field,) = fields_of(types["Bay"]).values()
    return field


def enum_of(*values: Json) -> Enum:
    base = "string" if all(isinstance(value, str) for value in values) else None
    return Enum(members=tuple(EnumMember(value=value) for value in values), base=base)


@pytest.mark.parametrize(
    ("cell", "type"),
    [
        ("string", STRING),
        ("integer (int64)", Integer(format="int64")),
        ("integer(int32)", Integer(format="int32")),
        ("integer \\(int32\\)", Integer(format="int32")),
        ("number (double)", Number(format="double")),
        ("string (date-time)", String(format="date-time")),
        ("boolean", BOOLEAN),
        ("file", String(format="binary")),
        ("object", Map(values=UNKNOWN)),
        ("[Pier](#pier)", Ref(name="Pier")),
        ("[Pier](Pier.md#pier)", Ref(name="Pier")),
        ("[Quay](definitions.md#quay)", Ref(name="Quay")),
        ("Pier", Ref(name="Pier")),
        ("Pier array", Array(items=Ref(name="Pier"))),
        ("< string > array", Array(items=STRING)),
        ("< string > array(multi)", Array(items=STRING)),
        ("&lt; [Pier](./#pier) &gt; array", Array(items=Ref(name="Pier"))),
        ("\\< string \\> array", Array(items=STRING)),
        ("< < integer > array > array", Array(items=Array(items=INTEGER))),
        ("< string, [Pier](#pier) > map", Map(values=Ref(name="Pier"))),
        ("< string, < string, integer > map > map", Map(values=Map(values=INTEGER))),
        ("enum (on, off\\_line)", enum_of("on", "off_line")),
        ("enum(on, off)", enum_of("on", "off")),
        ("< enum (on, off) > array", Array(items=enum_of("on", "off"))),
        ("enum (0, 1)", enum_of(0, 1, "0", "1")),
        ("enum (01, 02)", enum_of("01", "02")),
    ],
)
def test_types_are_read(cell: str, type: Type) -> None:
    assert read_field(cell).type == type


@pytest.mark.parametrize("cell", ["Reef", "< string", "< string > tree", "enum ()", "string[]"])
def test_other_types_are_reported(cell: str) -> None:
    text = api(definition("Bay", f"{HEAD}|**a**  <br>*required*||{cell}|"))
    drafts, notes = read(text)
    assert [note.rule.name for note in notes] == ["unknown-type"]
    assert fields_of(drafts["Bay"].definition.type)["a"].type == UNKNOWN


@pytest.mark.parametrize(
    ("cell", "presence", "access"),
    [
        ("**a**  <br>*required*", "required", "read-write"),
        ("**a**  <br>*optional*  <br>*read-only*", "optional", "read-only"),
        ("**a**<br>_required_", "required", "read-write"),
        ("**a**   _optional_", "optional", "read-write"),
        ("**a**  <br>*必填*", "required", "read-write"),
        ("**a**  <br>*可选*", "optional", "read-write"),
    ],
)
def test_names_show_presence_and_access(cell: str, presence: str, access: str) -> None:
    field = read_field("string", name=cell)
    assert (field.name, field.presence, field.access) == ("a", presence, access)
    assert not field.inferred


def test_facts_follow_the_description() -> None:
    facts = "Its **bold** : name.<br>May change.  <br>**Length** : `1 - 9`  <br>"
    facts += '**Pattern** : `"^[a-z\\\\d]+$"`'
    field = read_field("string", f'{facts}  <br>**Default** : `"b"`  <br>**Example** : `"c"`')
    assert field.doc == "Its **bold** : name.\nMay change."
    limits = StringConstraints(min_length=1, max_length=9, pattern="^[a-z\\d]+$")
    assert field.type == String(constraints=limits)
    assert (field.default, field.examples) == (Default(value="b"), ("c",))


@pytest.mark.parametrize(
    ("label", "constraints"),
    [
        ("Minimum value", NumberConstraints(minimum=3)),
        ("Maximum value", NumberConstraints(maximum=3)),
        ("Minimum value (exclusive)", NumberConstraints(exclusive_minimum=3)),
        ("Maximum value (exclusive)", NumberConstraints(exclusive_maximum=3)),
        ("Minimum", NumberConstraints(minimum=3)),
    ],
)
def test_limits_of_numbers(label: str, constraints: NumberConstraints) -> None:
    for value in ("`3`", "3"):
        assert read_field("integer", f"**{label}** : {value}").type == Integer(
            constraints=constraints
        )


@pytest.mark.parametrize(
    ("cell", "printed", "value"),
    [
        ("integer", "`3`", 3),
        ("boolean", "`false`", False),
        ("string", "`3`", "3"),
        ("string", '`"3"`', "3"),
        ("string", "left", "left"),
        ("enum (on, off)", '`"on"`', "on"),
        ("< string > array", '`[ "a" ]`', ["a"]),
    ],
)
def test_defaults_have_the_type_of_the_field(cell: str, printed: str, value: Json) -> None:
    assert read_field(cell, f"**Default** : {printed}").default == Default(value=value)


def test_other_defaults_are_reported() -> None:
    drafts, notes = read(
        api(definition("Bay", f"{HEAD}|**a**  <br>*optional*|**Default** : `many`|integer|"))
    )
    assert [note.rule.name for note in notes] == ["invalid-literal"]
    assert fields_of(drafts["Bay"].definition.type)["a"].default is None


def test_examples_that_are_made_up_from_the_type_are_left_out() -> None:
    for made_up in ('"string"', "0", "true", '[ "string" ]', '"[pier](#pier)"'):
        assert not read_field("string", f"**Example** : `{made_up}`").examples
    example = read_field("object", '**Example** : `{<br>  "b" : 3<br>}`').examples
    assert example == ({"b": 3},)


@pytest.mark.parametrize(
    ("fact", "values"),
    [
        ("**Default** : `1`", (0, 1)),
        ('**Example** : `"1"`', ("0", "1")),
        ("**Example** : `true`", (0, 1, "0", "1")),
    ],
)
def test_a_value_shows_the_type_of_an_enum(fact: str, values: tuple[Json, ...]) -> None:
    type = read_field("enum (0, 1)", fact).type
    assert isinstance(type, Enum)
    assert tuple(member.value for member in type.members) == values


def test_objects_inside_a_definition_are_below_its_table() -> None:
    table = f"{HEAD}|**frame**  <br>*optional*||[frame](#bay-frame)|\n"
    table += "|**rods**  <br>*optional*||< [rods](#bay-rods) > array|\n\n"
    frame = f'<a name="bay-frame"></a>\n**frame**\n\n{HEAD}|**b**  <br>*optional*||[deep](#bay-frame-deep)|\n\n'
    deep = f'<a name="bay-frame-deep"></a>\n**deep**\n\n{HEAD}|**c**  <br>*optional*||integer|\n\n'
    rods = f'<a name="bay-rods"></a>\n**rods**\n\n{HEAD}|**d**  <br>*optional*||string|\n'
    types = read_types(api(definition("Bay", table + frame + deep + rods)))
    fields = fields_of(types["Bay"])
    inner = fields_of(fields["frame"].type)["b"].type
    assert fields_of(inner)["c"].type == INTEGER
    items = fields["rods"].type
    assert isinstance(items, Array)
    assert fields_of(items.items)["d"].type == STRING


def test_objects_inside_may_have_no_anchor() -> None:
    table = f"{HEAD}|**frame**  <br>*optional*||[frame](#bay-frame)|\n\n"
    types = read_types(api(definition("Bay", f"{table}**frame**\n\n{HEAD}|**b**||string|\n")))
    assert fields_of(fields_of(types["Bay"])["frame"].type)["b"].type == STRING


def test_an_object_inside_that_contains_itself_is_open() -> None:
    table = f"{HEAD}|**frame**  <br>*optional*||[frame](#bay-frame)|\n\n"
    frame = f'<a name="bay-frame"></a>\n**frame**\n\n{HEAD}|**b**  <br>*optional*||[frame](#bay-frame)|\n\n'
    types = read_types(api(definition("Bay", table + frame)))
    assert fields_of(fields_of(types["Bay"])["frame"].type)["b"].type == UNKNOWN


def test_a_table_without_a_field_is_reported() -> None:
    stray = f'<a name="bay-frame"></a>\n**frame**\n\n{HEAD}|**b**  <br>*optional*||string|\n\n'
    _, notes = read(api(definition("Bay", f"{HEAD}|**a**  <br>*optional*||string|\n\n{stray}")))
    assert [note.rule.name for note in notes] == ["invalid-row"]


def test_a_row_without_a_name_and_a_second_row_are_reported() -> None:
    rows = "|**a**  <br>*optional*||string|\n|**a**  <br>*optional*||integer|\n||Text|string|\n"
    drafts, notes = read(api(definition("Bay", HEAD + rows)))
    assert [note.rule.name for note in notes] == ["invalid-row", "invalid-row"]
    assert fields_of(drafts["Bay"].definition.type)["a"].type == STRING


def test_definitions_may_be_no_objects() -> None:
    types = read_types(
        api(
            definition("State", "Whether it is open.\n\n*Type* : enum (open, shut)"),
            definition("Bays", "*Type* : < [State](#state) > array"),
            definition("Any", "*Type* : object"),
        )
    )
    assert types == {
        "State": enum_of("open", "shut"),
        "Bays": Array(items=Ref(name="State")),
        "Any": Map(values=UNKNOWN),
    }


def test_values_may_have_a_table() -> None:
    """A template prints the values of enums below, in parts by the operations that use them."""
    values = "|Value|Description|\n|---|---|\n|**OPEN**|It is open.|\n|**SHUT**|-|\n\n"
    more = (
        "|Value|Description|\n|---|---|\n|**OPEN**|Bays that are open.|\n|**LOST**|It is lost.|\n"
    )
    parts = f'*Type* : enum\n\n<a id="state-subgroup-1"></a>**For use with: [Bay](#bay)**\n{values}'
    parts += f'<a id="state-subgroup-2"></a>**For use with: [list](#list)**\nA filter.\n\n{more}'
    rows = "|**a**  <br>*required*||enum ([State](#state-subgroup-2))|\n"
    rows += "|**b**  <br>*optional*||< enum ([State](#state)) > array|\n"
    drafts, notes = read(
        api(definition("Bay", HEAD + rows), definition("State", f"Its state.\n\n{parts}"))
    )
    assert not notes
    fields = fields_of(drafts["Bay"].definition.type)
    assert fields["a"].type == Ref(name="State")
    assert fields["b"].type == Array(items=Ref(name="State"))
    state = drafts["State"].definition
    assert state.doc == "Its state."
    docs = {"OPEN": "It is open.", "SHUT": "", "LOST": "It is lost."}
    members = tuple(EnumMember(value=value, doc=doc) for value, doc in docs.items())
    assert state.type == Enum(members=members, base="string")


def test_descriptions_may_have_code() -> None:
    body = f"A bay.\n\n```\nbay 1\n```\n\n{HEAD}|**a**  <br>*required*||string|"
    assert list(fields_of(read_types(api(definition("Bay", body)))["Bay"])) == ["a"]


def test_facts_may_follow_the_description_of_a_definition() -> None:
    body = "A number. <br>**Pattern** : `^-?(0|([1-9]\\d*))(\\.\\d+)?$`.\n\n*Type* : string"
    drafts, _ = read(api(definition("Decimal", body)))
    assert drafts["Decimal"].definition.doc == "A number."
    pattern = "^-?(0|([1-9]\\d*))(\\.\\d+)?$"
    assert drafts["Decimal"].definition.type == String(
        constraints=StringConstraints(pattern=pattern)
    )


def test_backslashes_of_patterns_are_kept() -> None:
    field = read_field("string", "Text.<br>**Pattern** : `^(a\\|b)\\.c$`<br>**maxLength** : 9")
    limits = StringConstraints(pattern="^(a|b)\\.c$", max_length=9)
    assert field.type == String(constraints=limits)


def test_labels_above_a_table_are_no_description() -> None:
    labels = "A bay.\n\n*Polymorphism* : Inheritance  \n*Discriminator* : kind\n\n\n"
    drafts, _ = read(api(definition("Bay", f"{labels}{HEAD}|**kind**  <br>*required*||string|")))
    assert drafts["Bay"].definition.doc == "A bay."


def test_tables_of_version_0_9_have_more_columns() -> None:
    rows = "|id||true|integer(int64)||\n|state|Its state|false|enum (on, off)|on|\n"
    rows += "|bays||false|Result«Bay» array||\n"
    text = f"## Definitions\n### Pier\n{OLD_HEAD}{rows}\n### Result«Bay»\n{OLD_HEAD}|a||false|string||\n"
    types = read_types(text)
    fields = fields_of(types["Pier"])
    assert [field.presence for field in fields.values()] == ["required", "optional", "optional"]
    assert fields["state"].default == Default(value="on")
    assert fields["bays"].type == Array(items=Ref(name="Result«Bay»"))


def test_labels_may_be_chinese() -> None:
    head = "|名称|说明|类型|\n|---|---|---|\n"
    rows = '|**side**  <br>*可选*|**样例** : `"left"`|enum (left, right)|\n'
    rows += "|**next**  <br>*必填*|下一个|[泊位«a»](#7fc8)|\n"
    anchor = '<a name="7fc8"></a>\n### 泊位«a»\n\n'
    types = read_types(f"## 定义\n\n{anchor}{head}{rows}")
    fields = fields_of(types["泊位«a»"])
    assert fields["side"].examples == ("left",)
    assert fields["next"].type == Ref(name="泊位«a»")


def test_definitions_may_have_a_file_each() -> None:
    bay = definition(
        "Bay", f"{HEAD}|**pier**  <br>*optional*||[a pier](../definitions/Pier.md#pier)|"
    )
    pier = definition("Pier", f"{HEAD}|**bay**  <br>*optional*||[Bay](Bay.md#bay)|")
    types = read_types(bay, pier)
    assert fields_of(types["Bay"])["pier"].type == Ref(name="Pier")
    assert fields_of(types["Pier"])["bay"].type == Ref(name="Bay")


OPERATION = (
    '<a name="addbay"></a>\n### Add a bay\n```\nPOST /bays\n```\n\n\n#### Parameters\n\n'
    "|Type|Name|Description|Schema|\n|---|---|---|---|\n"
    "|**Body**  <br>*optional*|**body**  <br>*required*|The bay|[body](#addbay-body)|\n\n"
    f'<a name="addbay-body"></a>\n**body**\n\n{HEAD}|**a**  <br>*required*||string|\n\n\n'
    "#### Body parameter\nThe bay\n\n*Name* : body  \n*Flags* : required  \n*Type* : [Bay](#bay)\n\n\n"
    "#### Responses\n\n|HTTP Code|Description|Schema|\n|---|---|---|\n|**200**  <br>*optional*|OK|[Bay](#bay)|\n\n\n"
)
SECURITY = "## Security\n\n### key\n*Type* : apiKey  \n*Name* : api_key  \n*In* : HEADER\n\n\n"
"""Parts of pages that are no definitions."""


def test_operations_and_security_are_no_definitions() -> None:
    page = Page(document("paths.md", f"## Paths\n\n{OPERATION}{SECURITY}"))
    assert detect(page) is not SWAGGER2MARKUP
    bay = definition("Bay", f"{HEAD}|**a**  <br>*required*||string|")
    assert list(read_types(f"## Paths\n\n{OPERATION}{api(bay)}{SECURITY}")) == ["Bay"]


PAGE = api(
    definition(
        "Bay",
        f"A bay.\n\n{HEAD}|**id**  <br>*required*||integer (int64)|\n"
        '|**state**  <br>*optional*|Its state  <br>**Default** : `"open"`|enum (open, shut)|\n'
        "|**piers**  <br>*optional*||< [Pier](#pier) > array|\n"
        "|**level**  <br>*optional*||enum (0, 1)|\n"
        "|**frame**  <br>*optional*||[frame](#bay-frame)|\n\n"
        f'<a name="bay-frame"></a>\n**frame**\n\n{HEAD}|**rods**  <br>*required*||integer|\n',
    ),
    definition("Pier", f"{HEAD}|**built**  <br>*optional*||string (date)|"),
)


@pytest.mark.parametrize("target", ["pydantic", "dataclass", "msgspec"])
def test_models_read_and_write_json(
    target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("definitions.md").write_text(PAGE, "utf-8")
    module = import_rendered(docmodels.load(["definitions.md"]), target=target)
    for level in (0, "1"):
        value: dict[str, Json] = {"id": 3, "state": "shut", "level": level}
        value["piers"] = [{"built": "2020-01-02"}]
        value["frame"] = {"rods": 2}
        assert read_and_write(target, module.Bay, value) == value


FRAGMENTS = st.sampled_from(
    [
        *('<a name="bay"></a>\n', "### Bay\n", "**frame**\n", HEAD, OLD_HEAD, "\n", "```\n"),
        *("|**a**  <br>*required*|", "**Default** : `", "< string, ", " > map|\n", " > array|\n"),
        *("enum (", "[Bay](#bay)", "*Type* : ", "|\n"),
    ]
)


@given(st.lists(FRAGMENTS | st.text(max_size=8), max_size=40).map("".join))
def test_any_text_is_read(text: str) -> None:
    page = Page(document("page.md", text))
    SWAGGER2MARKUP.recognises(page)
    SWAGGER2MARKUP.read([page], [])


@given(st.data())
def test_changed_pages_are_read(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(PAGE)))
    end = data.draw(st.integers(start, min(len(PAGE), start + 40)))
    text = PAGE[:start] + data.draw(st.text(max_size=5)) + PAGE[end:]
    SWAGGER2MARKUP.read([Page(document("page.md", text))], [])


@pytest.mark.parametrize(
    "text",
    [
        definition("Bay", HEAD + "|**a**  <br>*optional*||" + "< " * 20_000 + "|"),
        definition("Bay", HEAD + "|**a**  <br>*optional*||" + "string array " * 10_000 + "|"),
        definition(
            "Bay", HEAD + "|**a**  <br>*optional*|" + "**Default** : ` " * 20_000 + "|string|"
        ),
        definition("Bay", HEAD + "|**a**  <br>*optional*||" + "enum (" * 20_000 + "|"),
        definition("Bay", HEAD + "|" + "*required*" * 20_000 + "||string|"),
        definition(
            "Bay", HEAD + "|**a**  <br>*optional*||[frame](#x)|\n\n" + "**frame**\n\n" * 5_000
        ),
        definition("Bay", "<a name=" * 20_000),
    ],
)
def test_hostile_pages_take_linear_time(text: str) -> None:
    with cpu_limit(20):
        SWAGGER2MARKUP.read([Page(document("page.md", text))], [])
