"""Test pages of protoc-gen-doc: values have the form of ProtoJSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import docmodels
from docmodels.diagnostics.documents import document
from docmodels.diagnostics.notes import Note
from docmodels.ir import (
    BOOLEAN,
    NULL,
    STRING,
    UNKNOWN,
    Api,
    Array,
    Default,
    Definition,
    Enum,
    EnumMember,
    Field,
    Integer,
    Map,
    Number,
    Object,
    Ref,
    String,
    Type,
    nullable,
)
from docmodels.ir.drafts import Draft
from docmodels.ir.json_schema import SchemaStyle, type_schema
from docmodels.pages import detect
from docmodels.pages.families.protoc_gen_doc import PROTOC_GEN_DOC
from docmodels.pages.families.protoc_gen_doc.protojson import json_name
from docmodels.pages.markdown import Page
from rendered import import_rendered, read_and_write
from work import cpu_limit

HEAD = "| Field | Type | Label | Description |\n| ----- | ---- | ----- | ----------- |\n"
ENUM_HEAD = "| Name | Number | Description |\n| ---- | ------ | ----------- |\n"
SCALARS = (
    "## Scalar Value Types\n\n| .proto Type | Notes |\n| ----------- | ----- |\n"
    '| <a name="double" /> double |  |\n'
)


def item(full_name: str, title: str, body: str, separator: str = "-", level: str = "###") -> str:
    anchor = full_name.replace(".", separator)
    return f'<a name="{anchor}"></a>\n\n{level} {title}\n{body}\n\n\n'


def message(full_name: str, rows: str, text: str = "", separator: str = "-") -> str:
    title = full_name.removeprefix("zoo.v1.").removeprefix("park.")
    return item(full_name, title, f"{text}\n\n\n{HEAD}{rows}", separator)


def api(*items: str) -> str:
    file = '<a name="zoo-proto"></a>\n<p align="right"><a href="#top">Top</a></p>\n\n## zoo.proto\n'
    return f'# Protocol Documentation\n<a name="top"></a>\n\n{file}A file.\n\n{"".join(items)}\n{SCALARS}'


def read(*items: str) -> tuple[dict[str, Draft], list[Note]]:
    notes: list[Note] = []
    page = Page(document("zoo.md", api(*items)))
    assert detect(page) is PROTOC_GEN_DOC
    return {draft.definition.name: draft for draft in PROTOC_GEN_DOC.read([page], notes)}, notes


def read_types(*items: str) -> dict[str, Type]:
    drafts, notes = read(*items)
    assert not notes
    return {name: draft.definition.type for name, draft in drafts.items()}


def fields_of(type: Type) -> dict[str, Field]:
    assert isinstance(type, Object)
    return {field.name: field for field in type.fields}


def read_field(row: str, *items: str) -> Field:
    types = read_types(message("zoo.v1.Cage", row), *items)
    (field,) = fields_of(types["Cage"]).values()
    return field


@pytest.mark.parametrize(
    ("cell", "type"),
    [
        ("[string](#string)", STRING),
        ("[bool](#bool)", BOOLEAN),
        ("[int32](#int32)", Integer(format="int32")),
        ("[fixed32](#fixed32)", Integer(format="uint32")),
        ("[sint64](#sint64)", String(format="int64")),
        ("[fixed64](#fixed64)", String(format="uint64")),
        ("[double](#double)", Number(format="double")),
        ("[bytes](#bytes)", String(format="byte")),
        ("string", STRING),
        (
            "[google.protobuf.Timestamp](#google-protobuf-Timestamp)",
            String(format="date-time"),
        ),
        ("[google.protobuf.Duration](#google.protobuf.Duration)", STRING),
        ("[google.protobuf.Any](#google-protobuf-Any)", Map(values=UNKNOWN)),
        ("[google.protobuf.Value](#google-protobuf-Value)", UNKNOWN),
        ("[google.protobuf.ListValue](#google-protobuf-ListValue)", Array(items=UNKNOWN)),
        ("[google.protobuf.NullValue](#google-protobuf-NullValue)", NULL),
        (
            "[google.protobuf.Int64Value](#google-protobuf-Int64Value)",
            nullable(String(format="int64")),
        ),
        ("[Cage](#zoo-v1-Cage)", Ref(name="Cage")),
        ("[Cage](#zoo.v1.Cage)", Ref(name="Cage")),
        ("[Coin](#mint-v1-Coin)", Ref(name="mint.v1.Coin")),
        ("`[Cage](#user-content-zoo-v1-Cage)`", Ref(name="Cage")),
    ],
)
def test_types_are_those_of_protojson(cell: str, type: Type) -> None:
    assert read_field(f"| a | {cell} |  | The a. |\n").type == type


def test_other_types_are_noted() -> None:
    drafts, notes = read(message("zoo.v1.Cage", "| a | a b |  |  |\n"))
    assert fields_of(drafts["Cage"].definition.type)["a"].type == UNKNOWN
    assert [note.rule.name for note in notes] == ["unknown-type"]


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("foo", "foo"),
        ("foo_bar", "fooBar"),
        ("foo_bar2_baz", "fooBar2Baz"),
        ("foo_1", "foo1"),
        ("_foo", "Foo"),
        ("foo__bar", "fooBar"),
        ("foo_", "foo"),
        ("FooBar", "FooBar"),
        ("fooBar", "fooBar"),
        ("ID_of", "IDOf"),
    ],
)
def test_json_names(printed: str, name: str) -> None:
    assert json_name(printed) == name
    field = read_field(f"| `{printed}` | [string](#string) |  |  |\n")
    assert (field.name, field.documented_name) == (name, printed if printed != name else "")


def test_labels() -> None:
    rows = "".join(
        f"| {name} | [string](#string) | {label} |  |\n"
        for name, label in (("a", ""), ("b", "optional"), ("c", "required"), ("d", "repeated"))
    )
    fields = fields_of(read_types(message("zoo.v1.Cage", rows))["Cage"])
    assert [field.required for field in fields.values()] == [False, False, True, False]
    assert fields["d"].type == Array(items=STRING)
    link = "[google.protobuf.Struct](#google-protobuf-Struct)"
    repeated = read_field(f"| a | {link} | repeated |  |\n")
    assert repeated.type == Array(items=Map(values=UNKNOWN))


def entry(rows: str, name: str = "Cage.FoodEntry") -> str:
    return message(f"zoo.v1.{name}", rows)


KEY = "| key | [string](#string) |  |  |\n"
FOOD = "| food | [Cage.FoodEntry](#zoo-v1-Cage-FoodEntry) | repeated |  |\n"


def test_entries_are_maps() -> None:
    value = "| value | [int64](#int64) |  |  |\n"
    types = read_types(message("zoo.v1.Cage", FOOD), entry(KEY + value))
    assert list(types) == ["Cage"]
    assert fields_of(types["Cage"])["food"].type == Map(values=String(format="int64"))


@pytest.mark.parametrize(
    "rows", [KEY, KEY + "| value | [bool](#bool) |  |  |\n| more | [bool](#bool) |  |  |\n"]
)
def test_other_messages_called_entry_are_messages(rows: str) -> None:
    types = read_types(message("zoo.v1.Cage", FOOD), entry(rows))
    assert fields_of(types["Cage"])["food"].type == Array(items=Ref(name="Cage.FoodEntry"))
    assert "Cage.FoodEntry" in types


STATE = item(
    "zoo.v1.Cage.State",
    "Cage.State",
    f"The state.\n\n{ENUM_HEAD}| OPEN | 0 | It is &#34;open&#34;. |\n| `SHUT` | `1` |  |\n",
)


def test_enum_has_names_and_accepts_numbers() -> None:
    drafts, _ = read(STATE)
    type = drafts["Cage.State"].definition.type
    assert isinstance(type, Enum) and (type.closed, type.base) == (False, "integer")
    assert [(m.value, m.doc) for m in type.members] == [("OPEN", 'It is "open".'), ("SHUT", "")]
    assert drafts["Cage.State"].definition.doc == "The state."


def test_schema_of_an_enum_accepts_numbers() -> None:
    type = read_types(STATE)["Cage.State"]
    members, numbers = type_schema(type, SchemaStyle(str))["anyOf"]
    assert members["enum"] == ["OPEN", "SHUT"] and "type" not in members
    assert numbers == {"type": "integer"}


def test_same_name_in_two_packages() -> None:
    row = "| a | [Params](#{}-Params) |  |  |\n"
    first = message("zoo.v1.Params", row.format("park"))
    second = message("park.Params", row.format("zoo-v1"))
    types = read_types(first, second)
    assert list(types) == ["zoo.v1.Params", "park.Params"]
    assert fields_of(types["zoo.v1.Params"])["a"].type == Ref(name="park.Params")


def test_one_message_on_two_pages(tmp_path: Path) -> None:
    row = "| a | [string](#string) |  |  |\n"
    (tmp_path / "a.md").write_text(api(message("zoo.v1.Cage", row)))
    (tmp_path / "b.md").write_text(api(message("zoo.v1.Cage", row)))
    assert [d.name for d in docmodels.load(tmp_path).definitions] == ["Cage"]
    (tmp_path / "b.md").write_text(api(message("zoo.v1.Cage", row * 2 + row.replace("a", "b"))))
    assert len(docmodels.load(tmp_path).definitions) == 2


def test_well_known_message_on_the_page_is_no_model() -> None:
    body = f"\n{HEAD}| seconds | [int64](#int64) |  |  |\n| nanos | [int32](#int32) |  |  |\n"
    stamp = item("google.protobuf.Timestamp", "Timestamp", body)
    link = "[google.protobuf.Timestamp](#google-protobuf-Timestamp)"
    types = read_types(message("zoo.v1.Cage", f"| a | {link} |  |  |\n"), stamp)
    assert list(types) == ["Cage"]
    assert fields_of(types["Cage"])["a"].type == String(format="date-time")


def test_services_and_extensions_are_no_models() -> None:
    methods = "| Method Name | Request Type | Response Type | Description |\n| --- | --- | --- | --- |\n| Feed | [Cage](#zoo-v1-Cage) | [Cage](#zoo-v1-Cage) |  |\n"
    extension = (
        "| Extension | Type | Base | Number | Description |\n| --- | --- | --- | --- | --- |\n"
        "| color | string | Cage | 100 |  |\n"
    )
    rows = f"| a | [string](#string) |  |  |\n\n\n{extension}"
    types = read_types(
        message("zoo.v1.Cage", rows),
        item("zoo.v1.Keeper", "Keeper", f"\n{methods}"),
        f'<a name="zoo-proto-extensions"></a>\n\n### File-level Extensions\n{extension}\n',
    )
    assert list(types) == ["Cage"]
    assert list(fields_of(types["Cage"])) == ["a"]


def test_other_tables_of_a_message_have_no_fields() -> None:
    checks = "| Field | Validations |\n| ----- | ----------- |\n| a | required: true |\n"
    rows = f"| a | [string](#string) |  |  |\n\n\n{checks}"
    assert list(fields_of(read_types(message("zoo.v1.Cage", rows))["Cage"])) == ["a"]


def test_message_without_a_table_is_empty() -> None:
    types = read_types(item("zoo.v1.Cage", "Cage", "An empty cage.\n"), STATE)
    assert types["Cage"] == Object()


def test_comments_are_markdown_of_any_kind() -> None:
    text = "A cage.\n\n## Use\n\n### Inside\n\n```\nopen\n\n<b>now"
    rows = "| a | [string](#string) |  | One.\n\n# Two\n\n- &lt;three&gt; | four. |\n| b | [bool](#bool) |  |  |\n"
    drafts, notes = read(message("zoo.v1.Cage", rows, text), STATE)
    assert not notes
    assert list(drafts) == ["Cage", "Cage.State"]
    assert drafts["Cage"].definition.doc == text
    fields = fields_of(drafts["Cage"].definition.type)
    assert fields["a"].doc == "One.\n\n# Two\n\n- <three> | four."
    assert fields["b"].type == BOOLEAN


def test_row_without_closing_pipe_ends_at_its_line() -> None:
    rows = "| a | [string](#string) |  | One.\n| b | [bool](#bool) |  |  |\n"
    fields = fields_of(read_types(message("zoo.v1.Cage", rows))["Cage"])
    assert list(fields) == ["a", "b"]
    assert fields["a"].doc == "One."


@pytest.mark.parametrize(
    ("cell", "printed", "value"),
    [
        ("[int32](#int32)", "5", 5),
        ("[int64](#int64)", "-5", "-5"),
        ("[bool](#bool)", "true", True),
        ("[double](#double)", "0.5", 0.5),
        ("[string](#string)", "a b", "a b"),
        ("[string](#string)", "`a`", "a"),
        ("[Cage.State](#zoo-v1-Cage-State)", "SHUT", "SHUT"),
    ],
)
def test_defaults(cell: str, printed: str, value: object) -> None:
    field = read_field(f"| a | {cell} | optional | The a. Default: {printed} |\n", STATE)
    assert (field.default, field.doc) == (Default(value=value), "The a.")


def test_text_of_proto3_has_no_default() -> None:
    field = read_field("| a | [int32](#int32) |  | The a. Default: 5 |\n")
    assert (field.default, field.doc) == (None, "The a. Default: 5")
    drafts, notes = read(
        message("zoo.v1.Cage", "| a | [int32](#int32) | optional | The a. Default: many |\n")
    )
    field = fields_of(drafts["Cage"].definition.type)["a"]
    assert (field.default, field.doc) == (None, "The a. Default: many")
    assert [note.rule.name for note in notes] == ["invalid-literal"]


def test_deprecated_field() -> None:
    field = read_field("| a | [int32](#int32) |  | **Deprecated.** The a. |\n")
    assert field.deprecation is not None and field.doc == "The a."


@pytest.mark.parametrize(
    ("text", "deprecated"),
    [("Deprecated: Use a box.", True), ("Deprecated cages are here.", False)],
)
def test_deprecated_message(text: str, deprecated: bool) -> None:
    drafts, _ = read(message("zoo.v1.Cage", "| a | [int32](#int32) |  |  |\n", text))
    assert (drafts["Cage"].definition.deprecation is not None) == deprecated


@pytest.mark.parametrize("separator", ["-", "."])
@pytest.mark.parametrize("level", ["##", "####"])
def test_anchors_and_levels_of_templates(separator: str, level: str) -> None:
    body = f"\n{HEAD}| a | [string](#string) |  |  |\n"
    types = read_types(item("zoo.v1.Cage", "Cage", body, separator, level))
    assert list(types) == ["Cage"]


@pytest.mark.parametrize(
    "start",
    [
        '<a name="user-content-zoo.v1.Cage"/>\n<a name="zoo.v1.Cage"/>\n\n### Cage\n',
        '<a id="zoo.v1.Cage"></a>\n<p align="right"><a href="#top">Top</a></p>\n\n### `Cage`\n',
        "### Cage {#zoo.v1.Cage}\n",
        "### Cage\n",
    ],
)
def test_other_anchors_of_a_message(start: str) -> None:
    text = f"{start}\n\n{HEAD}| a_b | [Cage](#zoo.v1.Cage) |  |  |\n\n{SCALARS}"
    page = Page(document("zoo.md", text))
    assert detect(page) is PROTOC_GEN_DOC
    (draft,) = PROTOC_GEN_DOC.read([page], [])
    assert draft.definition.name == "Cage"
    field = fields_of(draft.definition.type)["aB"]
    if 'zoo.v1.Cage"' in start or "{#" in start:
        assert field.type == Ref(name="Cage")


def test_tables_of_other_documents_are_not_recognised() -> None:
    for text in (
        f"### Cage\n\n{HEAD}| a | text |  |  |\n",
        f"### Cage\n\n{ENUM_HEAD}| a | 1 |  |\n",
    ):
        assert detect(Page(document("zoo.md", text))) is None


PAGE = api(
    message(
        "zoo.v1.Cage",
        "| cage_id | [int64](#int64) |  |  |\n"
        "| state | [Cage.State](#zoo-v1-Cage-State) |  |  |\n"
        "| old_states | [Cage.State](#zoo-v1-Cage-State) | repeated |  |\n"
        "| photo | [bytes](#bytes) |  |  |\n"
        "| opened | [google.protobuf.Timestamp](#google-protobuf-Timestamp) |  |  |\n"
        "| shift | [google.protobuf.Duration](#google-protobuf-Duration) |  |  |\n"
        "| note | [google.protobuf.StringValue](#google-protobuf-StringValue) |  |  |\n"
        "| food | [Cage.FoodEntry](#zoo-v1-Cage-FoodEntry) | repeated |  |\n",
    ),
    entry(KEY + "| value | [Cage](#zoo-v1-Cage) |  |  |\n"),
    STATE,
)
PAYLOAD: dict[str, Any] = {
    "cageId": "9223372036854775807",
    "state": "OPEN",
    "oldStates": ["SHUT", 7],
    "photo": "aGk=",
    "opened": "2024-05-06T07:08:09Z",
    "shift": "1.5s",
    "note": None,
    "food": {"a": {"cageId": "1"}},
}


@pytest.mark.parametrize("target", ["pydantic", "dataclass", "msgspec"])
@pytest.mark.parametrize("enums", ["class", "literal"])
def test_models_read_protojson(
    target: str, enums: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("zoo.md").write_text(PAGE)
    module = import_rendered(docmodels.load("zoo.md"), target=target, enums=enums)
    assert read_and_write(target, module.Cage, PAYLOAD) == PAYLOAD
    assert read_and_write(target, module.Cage, {"state": 1}) == {"state": 1}
    if target in ("pydantic", "dataclass"):
        assert read_and_write(target, module.Cage, {"state": "OPEN", "note": "x"})["note"] == "x"
        with pytest.raises(ValueError):
            read_and_write(target, module.Cage, {"state": "AJAR"})


def test_pydantic_models_read_printed_names_and_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("zoo.md").write_text(PAGE)
    api = docmodels.load("zoo.md")
    cage = import_rendered(api).Cage
    written = cage.model_validate_json('{"cage_id": 9223372036854775807, "old_states": []}')
    assert written.model_dump(by_alias=True, exclude_unset=True) == {
        "cageId": "9223372036854775807",
        "oldStates": [],
    }
    strict = import_rendered(api, validation="strict").Cage
    with pytest.raises(ValueError, match="valid string"):
        strict.model_validate({"cageId": 5})


@pytest.mark.parametrize("target", ["pydantic", "dataclass", "msgspec"])
def test_inline_enum_of_names_accepts_numbers(
    target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    members = (EnumMember(value="OPEN"), EnumMember(value="SHUT"))
    state = Enum(members=members, closed=False, base="integer")
    fields = (Field(name="state", type=state), Field(name="old", type=Array(items=state)))
    cage = Definition(name="Cage", type=Object(fields=fields), source="documentation")
    module = import_rendered(Api(definitions=(cage,)), target=target)
    for value in ({"state": "OPEN", "old": ["SHUT", 7]}, {"state": 1, "old": []}):
        assert read_and_write(target, module.Cage, value) == value


FRAGMENTS = st.sampled_from(
    [
        *('<a name="zoo-v1-Cage"></a>\n', "### Cage\n", "## zoo.proto\n", HEAD, ENUM_HEAD, "\n"),
        *("| a | [string](#string) |", " repeated | ", " optional |  Default: ", "|\n", "```\n"),
        *(
            "| key | [bool](#bool) |  |  |\n",
            "[Cage.FoodEntry](#zoo-v1-Cage-FoodEntry) |",
            "| A | 0 | ",
        ),
    ]
)


@given(st.lists(FRAGMENTS | st.text(max_size=8), max_size=40).map("".join))
def test_any_text_is_read(text: str) -> None:
    PROTOC_GEN_DOC.read([Page(document("zoo.md", text))], [])


@given(st.data())
def test_changed_pages_are_read(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(PAGE)))
    end = data.draw(st.integers(start, min(len(PAGE), start + 40)))
    text = PAGE[:start] + data.draw(st.text(max_size=5)) + PAGE[end:]
    PROTOC_GEN_DOC.read([Page(document("zoo.md", text))], [])


def test_entries_of_entries_are_read() -> None:
    link = "[Cage.FoodEntry](#zoo-v1-Cage-FoodEntry)"
    types = read_types(message("zoo.v1.Cage", FOOD), entry(f"{KEY}| value | {link} |  |  |\n"))
    assert fields_of(types["Cage"])["food"].type == Map(values=UNKNOWN)


@pytest.mark.parametrize(
    "text",
    [
        f"### Cage\n{HEAD}" + "| a | [string](#string) |  | x\n" * 20000,
        f"### Cage\n{HEAD}" + "| a | [string](#string) |  | x\n\n" + "y\n" * 50000,
        f"### Cage\n{HEAD}| a | [string](#string) | optional |" + " Default: " * 20000 + "|\n",
        '<a name="a"></a>\n' * 30000 + "### Cage\n",
        f"### Cage\n{HEAD}| " + "_" * 100000 + " | [string](#string) |  |  |\n",
    ],
)
def test_hostile_pages_take_linear_time(text: str) -> None:
    with cpu_limit(20):
        PROTOC_GEN_DOC.read([Page(document("zoo.md", text + SCALARS))], [])


# --- house templates ----------------------------------------------------------------------------


def test_house_templates_print_plain_types_and_no_anchors() -> None:
    rows = "| time_samples | int32 | optional |  |\n| names | string | repeated |  |\n| tail | Tail |  |  |\n"
    text = f"# zoo.proto\n\n## Messages\n\n### Cage\n\n{HEAD}{rows}\n## Enums\n\n### Tail\n\n{ENUM_HEAD}| LONG | 0 |  |\n"
    page = Page(document("zoo.md", text))
    assert detect(page) is PROTOC_GEN_DOC
    notes: list[Note] = []
    types = {
        draft.definition.name: draft.definition.type for draft in PROTOC_GEN_DOC.read([page], notes)
    }
    assert not notes
    assert list(types) == ["Cage", "Tail"]
    assert {name: field.type for name, field in fields_of(types["Cage"]).items()} == {
        "timeSamples": Integer(format="int32"),
        "names": Array(items=STRING),
        "tail": Ref(name="Tail"),
    }


def test_a_table_with_other_labels_is_not_read() -> None:
    text = f"### Cage\n\n{HEAD}| size | int32 | Size in metres | x |\n| name | string |  | x |\n"
    assert detect(Page(document("zoo.md", text))) is not PROTOC_GEN_DOC


def test_entries_that_a_template_leaves_out_are_maps() -> None:
    link = '[][zoo.v1.Cage.SizeLabelsEntry]({{< link from="/zoo#zoo.v1.Cage.SizeLabelsEntry" >}})'
    field = read_field(f"| size_labels | {link} | repeated | x |\n")
    assert field.type == Map(values=UNKNOWN)
