"""Test pages with hand-written tables: what is a model, names, nesting, types, presence, values."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import docmodels
from docmodels.diagnostics.documents import document
from docmodels.diagnostics.notes import DocmodelsError, Note
from docmodels.ir import (
    BOOLEAN,
    INTEGER,
    NUMBER,
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
    Union,
    is_inferred,
    nullable,
)
from docmodels.pages import classify, classify_fallback
from docmodels.pages.families.tables import TABLES
from docmodels.pages.families.tables.reader import headers
from docmodels.pages.families.tables.row_names import read_name
from docmodels.pages.families.tables.titles import caption_title, read_title
from docmodels.pages.families.tables.type_cells import ANY_OBJECT, TIMESTAMP, read_type_cell
from docmodels.pages.families.tables.values import column_values, read_bounds, text_values
from docmodels.pages.markdown import Page
from rendered import import_rendered, read_and_write
from work import cpu_limit

HEAD = "| Field | Type | Description |\n| --- | --- | --- |\n"
REQUIRED = "| Field | Type | Required | Description |\n| --- | --- | --- | --- |\n"


def table(*rows: str, head: str = HEAD) -> str:
    return head + "\n".join(rows) + "\n"


def read(text: str, path: str = "boats.md") -> tuple[dict[str, Type], list[Note]]:
    """Return the types of all models of a page, and the notes about it."""
    notes: list[Note] = []
    drafts = TABLES.read([Page(document(path, text))], notes)
    return {draft.definition.name: draft.definition.type for draft in drafts}, notes


def models(text: str, path: str = "boats.md") -> list[str]:
    return list(read(text, path)[0])


def fields(text: str, name: str = "") -> dict[str, Field]:
    """Return the fields of a model of a page, of the first one by default."""
    types, _ = read(text)
    type = types[name] if name else next(iter(types.values()))
    assert isinstance(type, Object)
    return {field.name: field for field in type.fields}


def rules(notes: list[Note]) -> list[str]:
    return [note.rule.name for note in notes if note.rule.name != "inferred-model"]


def boat(*rows: str, head: str = HEAD, after: str = "") -> str:
    """Return a page with the table of an object."""
    return f"# Boat object\n\n{table(*rows, head=head)}\n{after}"


def sample(text: str) -> str:
    return f"```json\n{text}\n```\n"


# --- columns: their order is free, and their headers are in several languages ------------------------


@pytest.mark.parametrize(
    "head",
    [
        "| 字段名 | 数据类型 | 必填 | 说明 |",
        "| 参数 | 类型 | 是否必须 | 备注 |",
        "| 欄位 | 類型 | 必要 | 說明 |",
        "| フィールド | 型 | 必須 | 説明 |",
        "| Название | Тип | Обязательный | Описание |",
        "| Campo | Tipo | Obrigatório | Descrição |",
        "| Campo | Tipo | Requerido | Descripción |",
        "| 필드 | 타입 | 필수 | 설명 |",
        "| Feld | Typ | Pflicht | Beschreibung |",
        "| Champ | Type | Obligatoire | Description |",
        "| **Field** | `Type` | Required? | Notes |",
        "| Property (of `data`) | JSON Type | Mandatory | Comments |",
    ],
)
def test_headers_in_many_languages(head: str) -> None:
    row = "| keel | string | yes | x |"
    keel = fields(f"# Response\n\n{head}\n|---|---|---|---|\n{row}\n")["keel"]
    assert keel.type == STRING and keel.required and keel.doc == "x"


def test_columns_stand_in_any_order() -> None:
    head = "| Required | Type | Icon | Field | Internal Type |\n|---|---|---|---|---|\n"
    keel = fields(boat("| no | int | x | keel | BoatKeel |", head=head))["keel"]
    assert keel.type == INTEGER and not keel.required


def test_two_columns_of_one_role_are_ambiguous() -> None:
    head = "| Field | Type | Type |\n|---|---|---|\n"
    types, notes = read(boat("| keel | int | string |", head=head))
    assert not types and rules(notes) == ["ambiguous-table"]


def test_table_without_outer_pipes_and_with_uneven_rows() -> None:
    text = "# Boat object\n\nField | Type | Description\n---|---|---\nkeel | int\nmast | string | a | b\n"
    assert {name: f.doc for name, f in fields(text).items()} == {"keel": "", "mast": "a | b"}


# --- what is no model ---------------------------------------------------------------------------------

REFUSED = {
    "query": "## List\n\n`GET /boats`\n\n### Query parameters\n\n" + table("| page | int | x |"),
    "path": "# Path variables\n\n" + table("| id | int | x |"),
    "query in Chinese": "# 查询参数\n\n" + table("| page | int | x |"),
    "headers": "# Headers\n\n" + table("| X-Keel | string | x |"),
    "caption": "# Boats\n\n**Request headers**\n\n" + table("| keel | string | x |"),
    "parameters of GET": "# Get boat\n\n`GET /boats`\n\n## Parameters\n\n"
    + table("| id | int | x |"),
    "parameters, nothing known": "# Boats\n\n## Parameters\n\n" + table("| id | int | x |"),
    "function": "# sail(boat)\n\n## Parameters\n\n" + table("| boat | string | x |"),
    "arguments": "# Boats\n\n## Arguments\n\n" + table("| boat | string | x |"),
    "props": "# Boat\n\n## Props\n\n" + table("| boat | string | x |"),
    "types of code": "# Boat object\n\n" + table("| sail | `() => void` | x |"),
    "types of a database": "# Boat object\n\n" + table("| sail | VARCHAR(64) | x |"),
    "database": "# Database\n\n## Boat object\n\n" + table("| sail | string | x |"),
    "command line": "# Command line options\n\n" + table("| sail | string | x |"),
    "flags": "# Boat object\n\n" + table("| `--sail` | string | x |"),
    "environment": "# Environment variables\n\n" + table("| sail | string | x |"),
    "constants": "# Boat object\n\n" + table("| BOAT_SAIL | string | x |"),
    "changes": "# Changelog\n\n## Boat object\n\n" + table("| sail | string | x |"),
    "prose": "# Boat object\n\n" + table("| Size of the sail | string | x |"),
    "no types": "# Boat object\n\n" + table("| sail | red | x |", "| keel | blue | x |"),
    "classes": "# Boat object\n\n" + table("| sail | SailMaker | x |", "| keel | int | x |"),
    "empty": "# Boat object\n\n| Field | Type |\n| --- | --- |\n",
    "list of codes": "# Boat object\n\n| Type | Name |\n| --- | --- |\n| string | a |\n",
    "bytes": "# Boat object\n\n| Offset | Field | Type |\n|---|---|---|\n| 0 | keel | int |\n",
    "OpenAPI Generator": "# Boat object\n\n| Name | Type | Description | Notes |\n|---|---|---|---|\n"
    "| keel | int | x | |\n",
    "rows of the query only": "# Parameters\n\n| Name | In | Type |\n|---|---|---|\n| id | query | int |\n",
    "nothing shows JSON": "# Boat\n\n" + table("| keel | int | x |"),
    "status": "# Status codes\n\n" + table("| keel | int | x |"),
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_table_of_something_else_is_no_model(text: str) -> None:
    types, notes = read(text)
    assert not types
    assert set(rules(notes)) <= {"skipped-table"}


@pytest.mark.parametrize(
    ("text", "is_certain"),
    [
        ("# Boat object\n\n" + table("| keel | int | x |"), True),
        ("# Add boat\n\n## Request body\n\n" + table("| keel | int | x |"), True),
        ("# Boats\n\n## 返回参数\n\n" + table("| keel | int | x |"), True),
        ("# Boat\n\n" + table("| keel | int | x |") + sample('{"keel": 1}'), True),
        ("# Query parameters\n\n" + table("| keel | int | x |") + sample('{"keel": 1}'), True),
        ("# Boat\n\n`GET /b`\n\n## Properties\n\n" + table("| keel | int | x |"), True),
        ("# Boat\n\n## Properties\n\n" + table("| keel | int | x |"), False),
        ("# Add boat\n\n`POST /b`\n\n## Parameters\n\n" + table("| keel | int | x |"), False),
        ("# Boat\n\n`GET /b`\n\n" + table("| keel | int | x |"), False),
        ("# Boat\n\n" + table("| keel | [Keel](#keel) | x |"), False),
    ],
)
def test_evidence_for_a_model(text: str, is_certain: bool) -> None:
    assert len(models(text)) == 1
    assert TABLES.recognises(Page(document("boats.md", text))) is is_certain


def test_sample_does_not_outweigh_headers() -> None:
    text = "# Headers\n\n" + table("| keel | int | x |") + sample('{"keel": 1}')
    assert not models(text)


def test_sample_of_another_section_does_not_outweigh_parameters() -> None:
    rows = table("| id | int | x |", "| keel | int | x |")
    answer = "## Answer\n\n" + sample('{"id": 1, "keel": 2}')
    assert not models(f"# Get boat\n\n`GET /b`\n\n## Parameters\n\n{rows}\n{answer}")


def test_rows_of_the_body_are_fields() -> None:
    head = "| Name | In | Type | Required |\n|---|---|---|---|\n"
    text = f"# Add boat\n\n## Parameters\n\n{head}| page | query | int | no |\n| keel | body | int | yes |\n"
    assert list(fields(text)) == ["keel"]


def test_table_beside_a_certain_one_is_a_model() -> None:
    crew = "## Crew\n\n" + table("| cook | string | x |")
    assert models(f"# Boat object\n\n{table('| keel | int | x |')}\n{crew}") == ["Boat", "Crew"]


# --- only if there is no other model ------------------------------------------------------------------


def test_dialect_reads_all_pages_if_it_is_certain_about_one() -> None:
    certain = Page(document("a.md", boat("| keel | int | x |")))
    other = Page(document("b.md", "# Crew\n\n" + table("| cook | string | x |")))
    assert classify([certain.document, other.document], None, [])[0] == []
    assert [dialect.name for _, dialect in classify_fallback([certain, other])] == ["tables"] * 2
    assert classify_fallback([other]) == []


def test_pages_of_other_dialects_and_schemas_come_first(tmp_path: Path) -> None:
    page = tmp_path / "boats.md"
    page.write_text(boat("| keel | int | x |"), "utf-8")
    schema = tmp_path / "crew.schema.json"
    schema.write_text(
        '{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object"}'
    )
    assert [d.name for d in docmodels.load(page).definitions] == ["Boat"]
    with_schema = docmodels.load([page, schema])
    assert "Boat" not in with_schema.by_name()
    asked = docmodels.load([page, schema], dialect="tables")
    assert "Boat" in asked.by_name()


def test_error_without_models_names_the_headers(tmp_path: Path) -> None:
    page = tmp_path / "boats.md"
    page.write_text("# Boats\n\n" + table("| keel | int | x |"), "utf-8")
    with pytest.raises(DocmodelsError) as caught:
        docmodels.load(page)
    assert "`Field | Type | Description`" in caught.value.note.message
    assert "--dialect tables" in caught.value.note.help
    assert list(headers(Page(document("x.md", "# Boats")))) == []


def test_models_are_marked_as_inferred(tmp_path: Path) -> None:
    notes: list[Note] = []
    page = tmp_path / "boats.md"
    page.write_text(boat("| keel.depth | int | x |"), "utf-8")
    api = docmodels.load(page, notes=notes)
    assert all(is_inferred(definition, "definition") for definition in api.definitions)
    assert [note.rule.name for note in notes] == ["inferred-model"]


# --- names of models ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("above", "name"),
    [
        ("# Boat structure", "Boat"),
        ("# The boat object", "Boat"),
        ("# 4.2. Add boat\n\n## Request body", "AddBoatRequest"),
        ("# Add boat\n\n## Response `200`", "AddBoatResponse"),
        ("# Add boat\n\n## Response\n\n### 404 Not Found", "AddBoatResponse404"),
        ("# Add boat % POST /boats/{id}\n\n## Body", "AddBoatRequest"),
        ("# `POST` /boats\n\n## Body", "PostBoatsRequest"),
        ("# Boats\n\n## 返回参数", "BoatsResponse"),
        ("# 船舶详情\n\n## 返回参数说明", "船舶详情Response"),
        ("# Лодки\n\n## Поля ответа", "ЛодкиResponse"),
        ("# boat.json\n\n## JSON structure", "Boat"),
        ("# Boats\n\n## Response\n\n**Boat object**", "Boat"),
        ("# Boats\n\n## Objects\n\n**Objeto (barco)**", "Barco"),
        ("# Boats\n\n## Object\n\nFor sailors:", "BoatsSailors"),
        ("# Boats\n\n## Response\n\nEach boat object contains:", "Boat"),
        ("# Boats\n\n## Response\n\nThe `mast` object has these fields:", "Mast"),
        ("# Properties of the boat\n\n```\nGET /boats\n```", "Boat"),
        ("Boats\n=====\n\nResponse\n--------", "BoatsResponse"),
        ("---\ntitle: Get Boats\n---\n\n## Response", "GetBoatsResponse"),
        ("## Response", "FleetResponse"),
        ("# 3D model", "Model3D"),
        ("# Boat results object structure", "BoatResults"),
        ("# Fleet\n\n## Schemas\n\n### boat", "Boat"),
    ],
)
def test_name_of_a_model(above: str, name: str) -> None:
    assert models(f"{above}\n\n" + table("| keel | int | x |"), "docs/fleet.md") == [name]


def test_generic_headings_take_the_name_around_them() -> None:
    text = "".join(
        f"## {name}\n\n### Event data\n\n{table('| keel | int | x |')}\n### Reply\n\n"
        f"{table('| ok | boolean | x |')}\n"
        for name in ("Boat sunk", "Boat built")
    )
    assert models(text) == ["BoatSunk", "BoatSunkResponse", "BoatBuilt", "BoatBuiltResponse"]


def test_heading_beside_generic_heading_belongs_to_the_same_parent() -> None:
    text = (
        f"## Boat sunk\n\n### Event data\n\n{table('| keel | int | x |')}\n"
        f"### Quick action\n\n{table('| ok | boolean | x |')}"
    )
    assert models(text) == ["BoatSunk", "BoatSunkQuickAction"]


def test_tables_of_one_heading_are_one_model() -> None:
    text = (
        f"# Boat resource\n\n`GET /boat`\n\n## Properties\n\n{table('| keel | int | x |')}\n"
        f"Inherited from **thing**.\n\n{table('| id | string | x |')}\n"
        f"## Relationships\n\n{table('| crew | [sailor][] collection | x |')}\n[sailor]: s.md\n"
    )
    assert list(fields(text, "Boat")) == ["keel", "id", "crew"]


def test_tables_with_a_common_field_are_several_models() -> None:
    rows = table("| keel | int | x |")
    assert models(f"# Boat object\n\n{rows}\nText.\n\n{rows}") == ["Boat", "Boat2"]
    text = f"# Boats\n\n## Response\n\n### Small\n\n{rows}\n### Large\n\n{rows}"
    assert models(text) == ["Small", "Large"]


def test_tables_of_two_headings_with_one_name_are_several_models() -> None:
    text = (
        f"# Boat\n\n`GET /b`\n\n## Properties\n\n{table('| keel | int | x |')}\n"
        f"# The boat\n\n## Properties\n\n{table('| mast | int | x |')}"
    )
    assert models(text) == ["Boat", "BoatProperties"]


# --- rows: names, nesting -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("`_id`", "_id"),
        ("_mast_", "mast"),
        ("**mast**", "mast"),
        ("**`mast`**", "mast"),
        ("[mast](#mast)", "mast"),
        ('<a name="mast"></a>mast', "mast"),
        ("{% f mast, 2 %}", "mast"),
        (r"main\_mast", "main_mast"),
        ("mast <br/>*(as of v3)*", "mast"),
        ("mast (optional)", "mast"),
        ("$ref", "$ref"),
        ("@type", "@type"),
        ("X-Mast", "X-Mast"),
        ("桅杆", "桅杆"),
    ],
)
def test_name_cell(cell: str, name: str) -> None:
    row = read_name(cell)
    assert [step.name for step in row.path] == [name]


@pytest.mark.parametrize("cell", ["", "--mast", "main mast", "mast()", "a = b", "<br>", "12"])
def test_cell_without_a_wire_name(cell: str) -> None:
    assert read_name(cell).path == ()


@pytest.mark.parametrize(
    "rows",
    [
        ("| mast | object | x |", "| mast.height | int | x |"),
        ("| mast.height | int | x |",),
        ("| mast | object | x |", "| > height | int | x |"),
        ("| mast | object | x |", "| &gt; height | int | x |"),
        ("| mast | object | x |", "| » height | int | x |"),
        ("| mast | object | x |", "| └ height | int | x |"),
        ("| mast | object | x |", "| &nbsp;&nbsp;height | int | x |"),
        ("| mast | object | x |", "| - height | int | x |"),
        ("| mast | object | x |", "| mast->height | int | x |"),
    ],
)
def test_nested_object(rows: tuple[str, ...]) -> None:
    types, notes = read(boat(*rows))
    assert fields(boat(*rows))["mast"].type == Ref(name="BoatMast")
    assert types["BoatMast"] == Object(fields=(fields(boat(*rows), "BoatMast")["height"],))
    assert not rules(notes)


@pytest.mark.parametrize(
    "rows",
    [
        ("| masts | array | x |", "| masts[].height | int | x |"),
        ("| masts[] | object | x |", "| masts[0].height | int | x |"),
        ("| masts | List | x |", "| > height | int | x |"),
        ("| masts | Array<Object> | x |", "| masts.height | int | x |"),
    ],
)
def test_nested_array(rows: tuple[str, ...]) -> None:
    assert fields(boat(*rows))["masts"].type == Array(items=Ref(name="BoatMasts"))
    assert fields(boat(*rows), "BoatMasts")["height"].type == INTEGER


def test_depth_in_a_column_of_numbers() -> None:
    head = "| No. | Field | Type |\n| --- | --- | --- |\n"
    rows = [f"| 1.{n} | f{n} | int |" for n in range(1, 11)]
    text = boat("| 1 | mast | object |", *rows, "| 2 | keel | int |", head=head)
    assert list(fields(text)) == ["mast", "keel"]
    assert len(fields(text, "BoatMast")) == 10


def test_parent_without_a_name_has_the_name_of_the_sample() -> None:
    head = "| No. | Field | Type |\n| --- | --- | --- |\n"
    rows = ("| 1 | ok | boolean |", "| 2 | | Object |", "| 2.1 | keel | int |")
    shown = sample('{"ok": true, "boat": {"keel": 1}}')
    assert list(fields(boat(*rows, head=head, after=shown))) == ["ok", "boat"]
    types, notes = read(boat(*rows, head=head))
    assert not types and rules(notes) == ["ambiguous-table"]


@pytest.mark.parametrize(
    "rows",
    [
        ("| keel | int | x |", "| keel | string | x |"),
        ("| keel | object | x |", "| >> depth | int | x |"),
    ],
)
def test_ambiguous_table_is_reported_and_not_read(rows: tuple[str, ...]) -> None:
    types, notes = read(boat(*rows))
    assert not types and rules(notes) == ["ambiguous-table"]


def test_map_of_any_key() -> None:
    assert fields(boat("| sails.{color} | int | x |"))["sails"].type == Map(values=INTEGER)
    type = read(boat("| `<name>` | int | x |", "| keel | int | x |"))[0]["Boat"]
    assert isinstance(type, Object) and type.additional_properties == INTEGER


def test_dots_are_a_name_if_the_sample_has_them() -> None:
    text = boat("| mast.height | int | x |", after=sample('{"mast.height": 1}'))
    assert list(fields(text)) == ["mast.height"]


def test_several_names_in_one_cell() -> None:
    both = fields(boat("| `built_at` / `sunk_at` | string | yes | x |", head=REQUIRED))
    assert [(name, f.required) for name, f in both.items()] == [
        ("built_at", False),
        ("sunk_at", False),
    ]
    assert list(fields(boat("| `keel` or `keel_id` | string | x |"))) == ["keel"]


def test_scalar_with_fields_inside_is_any_value() -> None:
    types, notes = read(boat("| mast | string | x |", "| mast.height | int | x |"))
    assert isinstance(types["Boat"], Object) and types["Boat"].fields[0].type == UNKNOWN
    assert rules(notes) == ["unknown-type"]


def test_row_that_is_no_field_is_reported() -> None:
    rows = (*(f"| f{n} | int | x |" for n in range(4)), "| See below: | | |")
    types, notes = read(boat(*rows))
    assert isinstance(types["Boat"], Object) and len(types["Boat"].fields) == 4
    assert rules(notes) == ["invalid-row"]


# --- types --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "type"),
    [
        ("`String`", STRING),
        ("字符串", STRING),
        ("Texto", STRING),
        ("строка", STRING),
        ("文字列", STRING),
        ("整数", INTEGER),
        ("BigDecimal", NUMBER),
        ("真偽値", BOOLEAN),
        ("number (int64)", Integer(format="int64")),
        ("long", Integer(format="int64")),
        ("Float", Number(format="float")),
        ("UUID", String(format="uuid")),
        ("string (date)", String(format="date")),
        ("?ISO8601 timestamp", nullable(String(format="date-time"))),
        ("timestamp", TIMESTAMP),
        ("Object", ANY_OBJECT),
        ("any", UNKNOWN),
        ("array", Array(items=UNKNOWN)),
        ("array[string]", Array(items=STRING)),
        ("Array&lt;Object&gt;", Array(items=ANY_OBJECT)),
        (r"Array\<String>", Array(items=STRING)),
        ("[]string", Array(items=STRING)),
        ("[string]", Array(items=STRING)),
        ("string[]", Array(items=STRING)),
        ("array of strings", Array(items=STRING)),
        ("array of array of int", Array(items=Array(items=INTEGER))),
        ("字符串数组", Array(items=STRING)),
        ("string 列表", Array(items=STRING)),
        ("Array string", Array(items=STRING)),
        ("list of [sail](#sail) objects", Array(items=Ref(name="sail"))),
        ("[sail](#sail) 对象列表", Array(items=Ref(name="sail"))),
        ("[sail][] collection", Array(items=Ref(name="sail"))),
        ("[sail](#sail) object ids", Array(items=UNKNOWN)),
        ("[{a: Number, b: String}]", Array(items=ANY_OBJECT)),
        ("map[string]int", Map(values=INTEGER)),
        ("Map<String, Sail>", Map(values=Ref(name="sail"))),
        ("map of strings", Map(values=STRING)),
        ("string or null", nullable(STRING)),
        (r"string \| null", nullable(STRING)),
        ("string?", nullable(STRING)),
        ("Int!", INTEGER),
        ("integer or string", Union(members=(INTEGER, STRING))),
        ("string/boolean", Union(members=(STRING, BOOLEAN))),
        ("string, required", STRING),
        ("integer (optional)", INTEGER),
        ("enum(string)", STRING),
        ("a sail object", Ref(name="sail")),
        ("SailKind", Ref(name="sailkind")),
        ("???", Ref(name="")),
    ],
)
def test_type_cell(cell: str, type: Type) -> None:
    assert read_type_cell(cell).type == type


def test_words_of_one_language_depend_on_the_header() -> None:
    assert read_type_cell("Data", "tipo").type == String(format="date")
    assert read_type_cell("Data", "type").type == Ref(name="data")


def test_lengths_and_bounds() -> None:
    head = "| Field | Type | Max length | Valid values |\n| --- | --- | --- | --- |\n"
    rows = (
        "| a | string(30) | | |",
        "| b | char[64] | | |",
        "| c | string | 5 | |",
        "| d | non-negative integer | | |",
        "| e | positive int | | |",
        "| f | int | | [1, 65535] |",
        "| g | number | | (0, 1] |",
        "| h | int | | >= 1 |",
        "| i | date | 10 | |",
    )
    types = {name: f.type for name, f in fields(boat(*rows, head=head)).items()}
    for name, length in {"a": 30, "b": 64, "c": 5}.items():
        assert types[name] == String(constraints=StringConstraints(max_length=length))
    bounds = {
        "d": Integer(constraints=NumberConstraints(minimum=0)),
        "e": Integer(constraints=NumberConstraints(exclusive_minimum=0)),
        "f": Integer(constraints=NumberConstraints(minimum=1, maximum=65535)),
        "g": Number(constraints=NumberConstraints(exclusive_minimum=0, maximum=1)),
        "h": Integer(constraints=NumberConstraints(minimum=1)),
        "i": String(format="date"),
    }
    assert {name: types[name] for name in bounds} == bounds


def test_references_lead_to_models_of_all_pages() -> None:
    pages = {
        "a.md": boat(
            "| sail | [Sail](sail.md#sail-object) | x |",
            "| crew | array of [sailor](#sailor) objects | x |",
            "| flag | [Flag](flag.md) | x |",
            "| mast | object | x |",
            after="# Sailor structure\n\n"
            + table("| name | string | x |")
            + "\n# Mast object\n\n"
            + table("| height | int | x |"),
        ),
        "b.md": "# Sail object\n\n" + table("| size | int | x |"),
    }
    notes: list[Note] = []
    drafts = TABLES.read([Page(document(path, text)) for path, text in pages.items()], notes)
    object_type = drafts[0].definition.type
    assert isinstance(object_type, Object)
    types = {field.name: field.type for field in object_type.fields}
    assert types == {
        "sail": Ref(name="Sail"),
        "crew": Array(items=Ref(name="Sailor")),
        "flag": UNKNOWN,
        "mast": Ref(name="Mast"),
    }


def test_types_of_other_pages_are_known() -> None:
    """Without a sample, a table of fields needs known types: a model of another page is one."""
    head = "# Crane\n\n## Properties\n\n"
    rows = table("| load | integer | x |", "| parts | Array[Pier.Hook] | x |")
    hook = "# Pier.Hook\n\n## Properties\n\n" + table("| size | int | x |")
    pages = [Page(document("a.md", head + rows)), Page(document("b.md", hook))]
    assert [draft.definition.name for draft in TABLES.read(pages, [])] == ["Crane", "PierHook"]
    assert TABLES.read(pages[:1], []) == []


def test_paths_are_names_of_fields() -> None:
    rows = table("`dock.name` | `String` | x", "`cranes[].load` | `Number` | x", head="Path | Type | Description\n---- | ---- | -----------\n")  # fmt: skip
    types, _ = read("# Moor a boat\n\n## Request fields\n\n" + rows)
    assert list(types) == ["MoorABoatRequest", "MoorABoatRequestDock", "MoorABoatRequestCranes"]
    files = table("src/a.py | file | x", "src/b | directory | x", head="Path | Type | Description\n--- | --- | ---\n")  # fmt: skip
    assert models("# Layout\n\n## Fields\n\n" + files) == []


# --- samples ------------------------------------------------------------------------------------------


def test_sample_types_words_that_are_no_types() -> None:
    shown = sample('{"id": "b1", "size": 3, "tags": ["a"], "at": 5, "name": "x", "ok": true}')
    rows = (
        "| id | flake | x |",
        "| other | flake | x |",
        "| size | Width | x |",
        "| tags | array | x |",
        "| at | timestamp | x |",
        "| name | string | x |",
        "| ok | boolean | x |",
    )
    by_name = fields(boat(*rows, after=shown))
    types = {name: f.type for name, f in by_name.items()}
    assert types["id"] == types["other"] == types["name"] == STRING
    assert types["size"] == types["at"] == NUMBER
    assert types["tags"] == Array(items=STRING)
    assert is_inferred(by_name["id"], "type") and not is_inferred(by_name["name"], "type")


def test_type_accepts_the_values_of_the_sample() -> None:
    shown = sample('{"a": null, "b": "5", "c": 1.5, "d": "2024-01-02 10:00", "e": 7}')
    rows = ("| a | string | x |", "| b | int | x |", "| c | int | x |", "| d | datetime | x |")
    types = {n: f.type for n, f in fields(boat(*rows, "| e | number | x |", after=shown)).items()}
    assert types["a"] == nullable(STRING) and types["d"] == STRING and types["e"] == NUMBER
    assert types["b"] == Union(members=(INTEGER, STRING))
    assert types["c"] in (NUMBER, Union(members=(INTEGER, NUMBER)))


def test_sample_may_leave_out_most_fields() -> None:
    rows = ("| id | flake | x |", *(f"| f{n} | int | x |" for n in range(6)))
    assert fields(boat(*rows, after=sample('{"id": "b1", "f1": 2}')))["id"].type == STRING
    assert fields(boat(*rows, after=sample('{"id": "b1", "z": 2}')))["id"].type == UNKNOWN


def test_sample_with_the_names_of_types_shows_nothing() -> None:
    shown = sample('{"a": "timestamp", "b": "string (name)", "c": "Int64"}')
    rows = ("| a | datetime | x |", "| b | boolean | x |", "| c | int | x |")
    types = [f.type for f in fields(boat(*rows, after=shown)).values()]
    assert types == [String(format="date-time"), BOOLEAN, INTEGER]


def test_samples_with_comments_and_ellipses_are_read() -> None:
    shown = sample(
        '{\n// one\n"keel": 1, /* two */ "mast": {"height": "x"},\n"sails": [1, ...],\n}'
    )
    text = "# Boat\n\n" + table("| keel | int | x |", "| mast | Rig | x |") + shown
    assert fields(text)["mast"].type == ANY_OBJECT


# --- presence -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "required"),
    [
        *(
            (word, True)
            for word in ("yes", "是", "**true**", "✅", "M", "Sim", "必填", "필수", "1..1")
        ),
        *((word, False) for word in ("no", "否", "", "❌", "Optional", "Não", "O", "0..1", "選填")),
        *(
            (word, False)
            for word in ("yes*", "Conditional", "Required if blue", "条件必填", "so so")
        ),
    ],
)
def test_required_column(cell: str, required: bool) -> None:
    rows = (f"| keel | int | {cell} | x |", "| mast | int | yes | x |")
    if cell == "O":
        rows = ("| keel | int | N | x |", "| mast | int | yes | x |")
    assert fields(boat(*rows, head=REQUIRED))["keel"].required is required


def test_cross_means_no_beside_a_ring() -> None:
    rows = ("| keel | int | ○ | x |", "| mast | int | × | x |")
    assert [f.required for f in fields(boat(*rows, head=REQUIRED)).values()] == [True, False]


def test_inverted_and_nullable_columns() -> None:
    head = "| Field | Type | Optional | Nullable |\n| --- | --- | --- | --- |\n"
    rows = ("| keel | int | yes | no |", "| mast | int | no | yes |")
    keel, mast = fields(boat(*rows, head=head)).values()
    assert (keel.required, keel.type) == (False, INTEGER)
    assert (mast.required, mast.type) == (True, nullable(INTEGER))


@pytest.mark.parametrize(
    ("rows", "required"),
    [
        (("| keel | int | x |", "| mast | int | x |"), [False, False]),
        (("| keel? | int | x |", "| mast | int | x |"), [False, True]),
        (("| keel? | int | x |", r"| mast\* | int | x |"), [False, False]),
        (("| keel | int | Optional. x |", "| mast | int | x |"), [False, True]),
        (("| keel | int | **REQUIRED**. x |", "| mast | int | x |"), [True, False]),
        (("| keel | int | 必填，x |", "| mast | int | x |"), [True, False]),
        (("| keel (required) | int | x |", "| mast | int | x |"), [True, False]),
        (("| keel | int | It is required by law. |", "| mast | int | x |"), [False, False]),
    ],
)
def test_presence_in_names_and_texts(rows: tuple[str, ...], required: list[bool]) -> None:
    assert [f.required for f in fields(boat(*rows)).values()] == required


def test_star_is_required_only_with_a_legend() -> None:
    rows = ("| keel* | int | x |", "| mast | int | x |")
    assert [f.required for f in fields(boat(*rows)).values()] == [False, False]
    legend = r"\* This field is required." + "\n"
    assert [f.required for f in fields(boat(*rows, after=legend)).values()] == [True, False]


def test_text_makes_all_fields_optional() -> None:
    text = "# Edit boat\n\nAll parameters to this endpoint are optional.\n\n## Body\n\n"
    assert not fields(text + table("| keel | int | x |"))["keel"].required


def test_headings_state_presence() -> None:
    text = (
        f"# Add boat\n\n## Request body\n\n### Required\n\n{table('| keel | int | x |')}\n"
        f"### Optional\n\n{table('| mast | int | x |')}"
    )
    assert {n: f.required for n, f in fields(text, "AddBoatRequest").items()} == {
        "keel": True,
        "mast": False,
    }


def test_unprinted_presence_is_marked() -> None:
    keel = fields(boat("| keel | int | x |"))["keel"]
    assert is_inferred(keel, "required") and not keel.required


def test_access_and_deprecation() -> None:
    rows = ("| id | string | Read-only. x |", "| old | int | **Deprecated.** x |")
    one, old = fields(boat(*rows)).values()
    assert one.access == "read-only" and old.deprecation is not None and old.access == "read-write"


# --- values and defaults ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "type", "values"),
    [
        ("One of `oak`, `fir` or `tin`.", STRING, ("oak", "fir", "tin")),
        ("Valid values are:<br /><ul><li>`oak`</li><li>`fir`</li></ul>", STRING, ("oak", "fir")),
        ("<ul><li>1=Oak</li><li>2=Fir</li></ul>", INTEGER, (1, 2)),
        ("`oak` ou `fir`", STRING, ("oak", "fir")),
        ("Возможные значения: `OAK`, `FIR`", STRING, ("OAK", "FIR")),
        ("木材 0：橡木 1：冷杉", INTEGER, (0, 1)),
        ("Can be one of: `oak` (is hard), `fir` (is soft)", STRING, ("oak", "fir")),
        ("Kind of wood: `oak`, `fir`, or `tin` (no wood).", STRING, ("oak", "fir", "tin")),
        ("Kind of wood (ex: `oak`, `fir`)", STRING, ()),
        ("木材的取值为 `oak`、`fir`，其中", STRING, ("oak", "fir")),
        ("默认：`oak`。选项：`oak`、`fir`。", STRING, ("oak", "fir")),
        ("Code, 0: fine other: broken", INTEGER, ()),
        ("Such as `oak`, `fir`", STRING, ()),
        ("Uses `oak` and `fir` wood", STRING, ()),
        ("Between [`1`, `50`].", INTEGER, ()),
        ("Opens 10:30 or 12:45", INTEGER, ()),
        ("One of `oak`, `fir`.", INTEGER, ()),
        ("One of `oak`.", STRING, ()),
        ("One of `true`, `false`.", BOOLEAN, ()),
    ],
)
def test_values_in_texts(text: str, type: Type, values: tuple[object, ...]) -> None:
    assert text_values(text, type) == values


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("`oak`", ("oak",)),
        ("`oak`、`fir`", ("oak", "fir")),
        ('["oak", "fir"]', ("oak", "fir")),
        ("oak, fir, tin", ("oak", "fir", "tin")),
        (r"oak \| fir", ("oak", "fir")),
        ("-", ()),
        ("any wood that floats", ()),
        ("[1, 65535]", ()),
        ("oak, fir, etc.", ()),
    ],
)
def test_values_in_columns(cell: str, values: tuple[str, ...]) -> None:
    assert column_values(cell, STRING) == values


def test_columns_close_an_enum_and_texts_do_not() -> None:
    head = "| Field | Type | Valid values | Description |\n| --- | --- | --- | --- |\n"
    rows = ("| a | string | `x`, `y` | |", "| b | string | | One of `x`, `y` |")
    a, b = (f.type for f in fields(boat(*rows, head=head)).values())
    assert isinstance(a, Enum) and a.closed
    assert isinstance(b, Enum) and not b.closed and b.base == "string"


def test_link_to_a_table_of_values() -> None:
    text = (
        boat("| kind | integer | [kind](#boat-object-boat-kinds) |", "| wood | Wood | [w](#wood) |")
        + "\n# Boat kinds\n\n| Value | Meaning |\n|---|---|\n| 0 | cog |\n| 4 | raft |\n"
        + "\n# Wood\n\n| 值 | 说明 |\n|---|---|\n| oak | a |\n| fir | b |\n"
    )
    kind, wood = (f.type for f in fields(text).values())
    assert isinstance(kind, Enum) and [m.value for m in kind.members] == [0, 4]
    assert isinstance(wood, Enum) and [m.value for m in wood.members] == ["oak", "fir"]


def test_defaults_of_columns_and_texts() -> None:
    head = "| Field | Type | Default | Description |\n| --- | --- | --- | --- |\n"
    rows = (
        "| a | int | 5 | |",
        "| b | boolean | false | |",
        '| c | string | `"A4"` | |',
        "| d | object | {} | |",
        "| e | int | 10 ms | |",
        "| f | int | - | Default value: 7 |",
        "| g | string | | 木材默认值：`x` |",
        "| h | string | | By default it floats. |",
    )
    text = boat(*rows, head=head)
    defaults = {n: f.default for n, f in fields(text).items() if f.default is not None}
    expected: dict[str, Json] = {"a": 5, "b": False, "c": "A4", "d": {}, "g": "x"}
    assert defaults == {name: Default(value=value) for name, value in expected.items()}
    assert rules(read(text)[1]) == ["invalid-literal"]


# --- any text -----------------------------------------------------------------------------------------

WORDS = [
    *("| Field | Type |", "|---|---|", "| a | int |", "| a.b | x |", "# Boat object", "```json"),
    *('{"a": [1]}', "```", "**Response**", "| > c | [x](#y) |", "返回参数", "| 参数 | 类型 |", ":"),
    *("| No. |", "| 1.1 |", "`GET`", "<ul><li>", "| `a`, `b` |", "====", "\\", "|", "[](", "&lt;"),
]


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=8), max_size=40), st.sampled_from("\n "))
def test_any_text_is_read_without_an_exception(parts: list[str], separator: str) -> None:
    page = Page(document("x.md", separator.join(parts)))
    TABLES.recognises(page)
    list(headers(page))
    TABLES.read([page], [])


@given(st.text(alphabet="ab.[]{}<>()|`*_?/,:-#\\ 数组ofarry1", max_size=60))
def test_any_cell_is_read_without_an_exception(text: str) -> None:
    read_name(text)
    read_type_cell(text)
    read_title(text)
    caption_title(text)
    read_bounds(text)
    column_values(text, STRING)
    text_values(text, INTEGER)


def test_a_type_may_be_the_title_of_another_page() -> None:
    head = "| Name | Type | Required | Description |\n| :--- | :--- | :---: | :--- |\n"
    rows = {
        "boat": ("| mast | `Mast` | No | x |", "| masts | `Mast[]` | No | x |"),
        "mast": ("| height | `number` | Yes | x |",),
    }
    pages = [
        Page(
            document(
                f"{name}.md", f"# {name.title()}\n\n## Fields\n\n" + table(*rows[name], head=head)
            )
        )
        for name in rows
    ]
    drafts = {draft.definition.name: draft.definition.type for draft in TABLES.read(pages, [])}
    boat_type = drafts["Boat"]
    assert isinstance(boat_type, Object)
    types = [field.type for field in boat_type.fields]
    assert types == [Ref(name="Mast"), Array(items=Ref(name="Mast"))]


def test_the_row_of_a_body_is_no_field_of_it() -> None:
    head = "|名称|位置|类型|必选|说明|\n|---|---|---|---|---|\n"
    rows = (
        "|body|body|object| 否 |none|",
        "|» hull|body|string| 是 |none|",
        "|» mast|body|number| 否 |none|",
    )
    text = "# 船\n\n## POST 造船\n\nPOST /boats\n\n### 请求参数\n\n" + table(*rows, head=head)
    [boat_type] = read(text)[0].values()
    assert isinstance(boat_type, Object)
    assert [field.name for field in boat_type.fields] == ["hull", "mast"]


def test_a_column_of_constraints_has_values_defaults_and_limits() -> None:
    head = "| Property | Type | Required | Description | Constraints |\n|---|---|:---:|---|---|\n"
    rows = (
        "| kind | string | Yes | x | enum: sloop, ketch |",
        "| open | boolean | No | x | **default**: false |",
        "| size | integer | No | x | min: 1, max: 10 |",
        "| name | string | No | x | Min length: 2<br/>maxLength: `255`; default = boat |",
        "| flag | string | No | x | Must be unique |",
    )
    boat_type = read("# Boat object\n\n## Properties\n\n" + table(*rows, head=head))[0]["Boat"]
    assert isinstance(boat_type, Object)
    fields = {field.name: field for field in boat_type.fields}
    assert fields["kind"].type == Enum(
        members=(EnumMember(value="sloop"), EnumMember(value="ketch"))
    )
    assert fields["open"].default == Default(value=False)
    assert fields["size"].type == Integer(constraints=NumberConstraints(minimum=1, maximum=10))
    lengths = StringConstraints(min_length=2, max_length=255)
    assert (fields["name"].type, fields["name"].default) == (
        String(constraints=lengths),
        Default(value="boat"),
    )
    assert fields["flag"].type == STRING


def test_the_target_of_a_link_in_a_type_cell_is_no_type_of_a_database() -> None:
    proto = "https://host.test/blob/main/varchar/struct.proto"
    rows = (
        f"| hull | [test.Struct]({proto}) | ✔ | |",
        "| mast | string | ✘ | |",
        "| sail | int32 | ✘ | |",
    )
    [boat_type] = read("# Boat\n\n## Message\n\n### Boat\n" + table(*rows, head=REQUIRED))[
        0
    ].values()
    assert isinstance(boat_type, Object)
    assert [field.presence for field in boat_type.fields] == ["required", "optional", "optional"]


HOSTILE = [
    "`",
    "|",
    "[",
    "[](",
    "<li>",
    "_",
    "**",
    "(",
    "a.",
    "> ",
    "array of ",
    "0: ",
    "one of `a`, ",
]


@pytest.mark.parametrize("part", HOSTILE)
def test_reading_is_linear_in_a_repeated_part(part: str) -> None:
    text = f"# {part * 20000}\n\n{part * 20000}:\n\n" + boat(
        f"| {part * 20000} | {part * 20000} | {part * 20000} |", "| keel | int | x |"
    )
    with cpu_limit(4):
        TABLES.read([Page(document("x.md", text))], [])


def test_reading_is_linear_in_the_number_of_tables() -> None:
    section = (
        "## Part {n}\n\n"
        + table("| keel | int | x |", "| mast.a | string | x |")
        + sample('{"keel": 1}')
    )
    text = "# Boats\n\n" + "".join(section.replace("{n}", str(n)) for n in range(1500))
    with cpu_limit(8):
        assert len(models(text)) == 3000


# --- generated code -----------------------------------------------------------------------------------


def test_generated_models_read_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = boat(
        "| id | string | yes | One of `a`, `b` |",
        "| mast | object | no | x |",
        "| mast.height | non-negative int | yes | x |",
        "| `from` / `to` | string | no | x |",
        "| free | object | no | x |",
        head=REQUIRED,
    )
    page = tmp_path / "boats.md"
    page.write_text(text, "utf-8")
    for target in ("pydantic", "dataclass", "msgspec"):
        module = import_rendered(docmodels.load(page), target=target)
        value = {"id": "c", "mast": {"height": 2}, "from": "x", "free": {"y": 1}}
        assert read_and_write(target, module.Boat, value) == value
