"""Test pages of crd-ref-docs, in its own template and in templates of projects."""

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
    INTEGER,
    NUMBER,
    STRING,
    UNKNOWN,
    Array,
    ArrayConstraints,
    Const,
    Default,
    Enum,
    Field,
    Integer,
    Json,
    Map,
    Number,
    NumberConstraints,
    Object,
    ObjectConstraints,
    Ref,
    String,
    StringConstraints,
    Type,
    Union,
)
from docmodels.ir.drafts import Draft
from docmodels.pages import detect
from docmodels.pages.families.crd_ref_docs import CRD_REF_DOCS
from docmodels.pages.families.crd_ref_docs.checks import split_values, to_ecma
from docmodels.pages.go_values import read_go_value
from docmodels.pages.literals import LiteralSyntaxError
from docmodels.pages.markdown import Page
from rendered import import_rendered
from work import cpu_limit

HEAD = "| Field | Description | Default | Validation |\n| --- | --- | --- | --- |\n"
SHORT_HEAD = "| Field | Description |\n| --- | --- |\n"
K8S = "https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.30/"
INT_OR_STRING = Union(members=(INTEGER, STRING))
OBJECT = Map(values=UNKNOWN)


def section(name: str, body: str, before: str = "", level: str = "####") -> str:
    return f"{level} {name}\n\n{before}\n\n_Appears in:_\n- [Farm](#farm)\n\n{body}\n\n"


def api(*sections: str, package: str = "garden.example.org/v1") -> str:
    return f"## {package}\n\nPackage v1 has the types.\n\n{''.join(sections)}"


def read(text: str) -> tuple[dict[str, Draft], list[Note]]:
    notes: list[Note] = []
    page = Page(document("api.md", f"# API\n\n## Packages\n\n{text}"))
    assert detect(page) is CRD_REF_DOCS
    return {draft.definition.name: draft for draft in CRD_REF_DOCS.read([page], notes)}, notes


def read_types(*sections: str) -> dict[str, Type]:
    drafts, notes = read(api(*sections))
    assert not notes
    return {name: draft.definition.type for name, draft in drafts.items()}


def fields_of(type: Type) -> dict[str, Field]:
    assert isinstance(type, Object)
    return {field.name: field for field in type.fields}


def read_field(cell: str, *sections: str, checks: str = "", default: str = "") -> Field:
    row = f"| `a` _{cell}_ | The a. | {default} | {checks} |"
    return fields_of(read_types(section("Bed", HEAD + row), *sections)["Bed"])["a"]


@pytest.mark.parametrize(
    ("cell", "type"),
    [
        ("string", STRING),
        ("integer", INTEGER),
        ("float", NUMBER),
        ("boolean", BOOLEAN),
        ("string array", Array(items=STRING)),
        ("string array array", Array(items=Array(items=STRING))),
        ("[Bed](#bed)", Ref(name="Bed")),
        ("[Bed](#bed) array", Array(items=Ref(name="Bed"))),
        ("Bed array", Array(items=Ref(name="Bed"))),
        ("object (keys:string, values:[Bed](#bed))", Map(values=Ref(name="Bed"))),
        ("object (keys:[Bed](#bed), values:string array)", Map(values=Array(items=STRING))),
        (f"[Time]({K8S}#time-v1-meta)", String(format="date-time")),
        (f"[Duration]({K8S}#duration-v1-meta)", STRING),
        (f"[Quantity]({K8S}#quantity-resource-api)", INT_OR_STRING),
        (f"[IntOrString]({K8S}#intorstring-intstr-util)", INT_OR_STRING),
        (f"[ObjectMeta]({K8S}#objectmeta-v1-meta)", OBJECT),
        (f"[PullPolicy]({K8S}#pullpolicy-v1-core)", STRING),
        (f"[JSON]({K8S}#json-v1-apiextensions-k8s-io)", UNKNOWN),
        (f"[RawExtension]({K8S}#rawextension-runtime-pkg)", OBJECT),
        (f"[ResourceList]({K8S}#resourcelist-v1-core)", Map(values=INT_OR_STRING)),
        ("IP array", Array(items=STRING)),
        ("[map[string]Bed](#mapstringbed)", Map(values=Ref(name="Bed"))),
        ("[map[string][]v1.Bed](#mapstringbed)", Map(values=Array(items=Ref(name="Bed")))),
        ("[]byte", String(format="byte")),
        ("interface{}", UNKNOWN),
        ("integer array", Union(members=(Array(items=INTEGER), String(format="byte")))),
    ],
)
def test_types_are_read(cell: str, type: Type) -> None:
    assert read_field(cell).type == type


@pytest.mark.parametrize("cell", ["func() error", "chan int", "object (keys:string)", "["])
def test_other_types_are_noted(cell: str) -> None:
    drafts, notes = read(api(section("Bed", f"{HEAD}| `a` _{cell}_ |  |  |  |")))
    assert fields_of(drafts["Bed"].definition.type)["a"].type == UNKNOWN
    assert [note.rule.name for note in notes] == ["unknown-type"]
    assert notes[0].origin is not None and notes[0].origin.line > 1


def test_unknown_kubernetes_type_is_a_reference() -> None:
    assert read_field(f"[Gizmo]({K8S}#gizmo-v1-core)").type == Ref(name="Gizmo")


def test_link_to_the_web_is_no_type_of_the_page() -> None:
    other = section("Gizmo", HEAD + "| `b` _string_ |  |  |  |")
    assert read_field(f"[Gizmo]({K8S}#gizmo-v1-core)", other).type == UNKNOWN
    time = section("Time", HEAD + "| `b` _string_ |  |  |  |")
    assert read_field("[Time](#time)", time).type == Ref(name="Time")
    assert read_field(f"[Time]({K8S}#time)", time).type == String(format="date-time")


@pytest.mark.parametrize(
    ("cell", "checks", "type"),
    [
        (
            "string",
            r"MaxLength: 63 <br />MinLength: 1 <br />Pattern: `^[a-z]\{2\}(x\|y)$` <br />",
            String(
                constraints=StringConstraints(
                    max_length=63, min_length=1, pattern="^[a-z]{2}(x|y)$"
                )
            ),
        ),
        (
            "integer",
            "Maximum: 9 <br />ExclusiveMaximum: true <br />Minimum: 1 <br />",
            Integer(constraints=NumberConstraints(exclusive_maximum=9, minimum=1)),
        ),
        ("float", "Minimum: 0.5 <br />", Number(constraints=NumberConstraints(minimum=0.5))),
        ("integer", "Format: int64 <br />", Integer(format="int64")),
        ("string", "Format: date-time <br />", String(format="date-time")),
        ("integer", "Format: date-time <br />", INTEGER),
        (
            "string array",
            "MaxItems: 3 <br />UniqueItems: true <br />items:MaxLength: 5 <br />",
            Array(
                items=String(constraints=StringConstraints(max_length=5)),
                constraints=ArrayConstraints(max_items=3, unique_items=True),
            ),
        ),
        (
            "integer array",
            "MinItems: 1 <br />",
            Array(items=INTEGER, constraints=ArrayConstraints(min_items=1)),
        ),
        ("integer array", "Format: byte <br />", String(format="byte")),
        (
            "integer array",
            "MaxLength: 8 <br />",
            Union(
                members=(
                    Array(items=INTEGER),
                    String(format="byte", constraints=StringConstraints(max_length=8)),
                )
            ),
        ),
        (f"[Quantity]({K8S}#quantity-resource-api)", r"XIntOrString: \{\} <br />", INT_OR_STRING),
        (f"[Gizmo]({K8S}#gizmo)", "Type: string <br />", STRING),
        ("string", r"Schemaless: \{\} <br />", UNKNOWN),
        ("string", "Unheard: of <br />", STRING),
        ("integer", "Minimum: many <br />", INTEGER),
    ],
)
def test_checks_are_read(cell: str, checks: str, type: Type) -> None:
    assert read_field(cell, checks=checks).type == type


def test_presence_is_read_from_checks() -> None:
    assert read_field("string", checks=r"Required: \{\} <br />").required
    optional = read_field("string", checks=r"Optional: \{\} <br />")
    assert not optional.required and not optional.inferred
    unmarked = read_field("string")
    assert not unmarked.required
    assert [item.by for item in unmarked.inferred] == ["unprinted-presence"]


def test_escapes_of_formatters_are_no_part_of_values() -> None:
    checks = r"Enum: \[\* a_b \_c\] <br />Optional: {} <br />"
    field = read_field("string", checks=checks, default=r"\*")
    assert isinstance(field.type, Enum)
    assert [member.value for member in field.type.members] == ["*", "a_b", "_c"]
    assert field.default == Default("*")


def test_old_pages_do_not_escape_checks() -> None:
    rows = "| `a` _string_ |  |  | Pattern: `^\\{x\\}$` <br />Required: {} <br /> |"
    field = fields_of(read_types(section("Bed", HEAD + rows))["Bed"])["a"]
    assert field.type == String(constraints=StringConstraints(pattern=r"^\{x\}$"))
    assert field.required


def test_enum_of_a_field_is_closed() -> None:
    type = read_field("string", checks="Enum: [clay sand] <br />").type
    assert isinstance(type, Enum) and type.closed
    assert [member.value for member in type.members] == ["clay", "sand"]
    type = read_field("integer", checks="Enum: [1 2] <br />").type
    assert isinstance(type, Enum) and [member.value for member in type.members] == [1, 2]


VALUES = "| Field | Description |\n| --- | --- |\n| `Clay` | It holds water. |\n| `Sand` |  |\n"
SOIL = section("Soil", VALUES, "_Underlying type:_ _string_\n\nA soil.")


def test_table_of_constants_leaves_an_enum_open() -> None:
    type = read_types(SOIL)["Soil"]
    assert isinstance(type, Enum) and not type.closed and type.base == "string"
    assert [(m.value, m.doc) for m in type.members] == [("Clay", "It holds water."), ("Sand", "")]


@pytest.mark.parametrize("title", ["Value", "Enum Value"])
def test_table_of_constants_may_have_another_title(title: str) -> None:
    table = f"| {title} | Description |\n| --- | --- |\n| `Clay` | |\n"
    type = read_types(section("Soil", table, "_Underlying type:_ _string_"))["Soil"]
    assert isinstance(type, Enum) and [member.value for member in type.members] == ["Clay"]


def test_validation_list_closes_an_enum() -> None:
    before = "_Underlying type:_ _string_\n\n_Validation:_\n- Enum: [Clay Sand]"
    types = read_types(section("Soil", VALUES, before))
    soil = types["Soil"]
    assert isinstance(soil, Enum) and soil.closed and soil.members[0].doc == "It holds water."
    assert read_field("[Soil](#soil)", section("Soil", VALUES, before)).type == Ref(name="Soil")


def test_fields_close_the_enum_of_an_alias_only_if_they_agree() -> None:
    def soil_of(*checks: str) -> Type:
        rows = "".join(
            f"| `f{number}` _[Soil](#soil) array_ |  |  | {check} |\n"
            for number, check in enumerate(checks)
        )
        return read_types(SOIL, section("Bed", HEAD + rows))["Soil"]

    for checks, closed in (
        (["Enum: [Clay Sand] <br />"] * 2, True),
        (["Enum: [Clay Sand] <br />", ""], False),
        (["Enum: [Clay Sand] <br />", "Enum: [Clay] <br />"], False),
    ):
        type = soil_of(*checks)
        assert isinstance(type, Enum) and type.closed is closed


def test_checks_of_a_field_restrict_an_alias() -> None:
    alias = section(
        "Name", "", "_Underlying type:_ _string_\n\n_Validation:_\n- MaxLength: 9\n- MinLength: 1"
    )
    same = "MaxLength: 9 <br />MinLength: 1 <br />"
    assert read_field("[Name](#name)", alias, checks=same).type == Ref(name="Name")
    assert read_field("[Name](#name)", alias, checks="MaxLength: 5 <br />").type == String(
        constraints=StringConstraints(max_length=5, min_length=1)
    )


def test_patterns_in_lists_are_not_escaped() -> None:
    before = "_Underlying type:_ _string_\n\n_Validation:_\n- Pattern: `^a{2}\\{$`"
    assert read_types(section("Name", "", before))["Name"] == String(
        constraints=StringConstraints(pattern=r"^a{2}\{$")
    )


@pytest.mark.parametrize(
    ("printed", "standard"),
    [
        (r"^[a-zA-Z\d-_]+$", r"^[a-zA-Z\d\-_]+$"),
        (r"^[\w-]+$", r"^[\w-]+$"),
        (r"\A[[:alpha:]]+\z", "^[A-Za-z]+$"),
        ("(?P<y>a)", "(?<y>a)"),
    ],
)
def test_patterns_are_converted_from_re2(printed: str, standard: str) -> None:
    assert to_ecma(printed) == standard


def test_constants_of_a_resource() -> None:
    rows = (
        "| `apiVersion` _string_ | `garden.example.org/v1` | | |\n"
        "| `kind` _string_ | `Bed` | | |\n"
        f"| `metadata` _[ObjectMeta]({K8S}#objectmeta-v1-meta)_ | Refer to `metadata`. |  |  |\n"
    )
    fields = fields_of(read_types(section("Bed", HEAD + rows))["Bed"])
    assert fields["apiVersion"].type == Const(value="garden.example.org/v1")
    assert fields["kind"].type == Const(value="Bed")
    assert fields["metadata"].doc == "Refer to `metadata`."


def test_second_row_of_a_constant_has_its_text() -> None:
    rows = (
        "| `apiVersion` _string_ | `garden.example.org/v1` | | |\n| `kind` _string_ | `Bed` | | |\n"
        "| `kind` _string_ | The kind of it. |  |  |\n"
    )
    kind = fields_of(read_types(section("Bed", HEAD + rows))["Bed"])["kind"]
    assert (kind.type, kind.doc) == (Const(value="Bed"), "The kind of it.")


def test_rows_without_closing_pipe() -> None:
    rows = (
        "| `apiVersion` _string_ | `garden.example.org/v1`\n| `kind` _string_ | `Bed`\n"
        "| `b` _string_ | It is b. |\n"
    )
    fields = fields_of(read_types(section("Bed", SHORT_HEAD + rows))["Bed"])
    assert fields["kind"].type == Const(value="Bed")
    assert fields["b"].doc == "It is b."


def test_embedded_struct_is_a_base() -> None:
    rows = f"| `Common` _[Common](#common)_ |  |  |  |\n| `TypeMeta` _[TypeMeta]({K8S}#t)_ |  |  |  |\n"
    common = section("Common", HEAD + "| `b` _string_ |  |  |  |")
    type = read_types(section("Bed", HEAD + rows), common)["Bed"]
    assert isinstance(type, Object)
    assert type.bases == ("Common",)
    assert list(fields_of(type)) == ["apiVersion", "kind"]


def test_unknown_embedded_struct_is_noted() -> None:
    row = f"| `Gizmo` _[Gizmo]({K8S}#gizmo)_ |  |  |  |\n| `b` _string_ |  |  |  |\n"
    drafts, notes = read(api(section("Bed", HEAD + row)))
    assert list(fields_of(drafts["Bed"].definition.type)) == ["b"]
    assert [note.rule.name for note in notes] == ["invalid-row"]


def test_alias_of_a_struct_may_be_a_list() -> None:
    table = SHORT_HEAD + "| `b` _string_ |  |\n"
    plant = section("Plant", table)
    types = read_types(plant, section("Plants", table, "_Underlying type:_ _[Plant](#plant)_"))
    assert types["Plants"] == Union(members=(Ref(name="Plant"), Array(items=Ref(name="Plant"))))


def test_versions_have_names_of_their_own() -> None:
    row = "| `a` _[Soil](#soil)_ |  |  |  |\n"
    soil = HEAD + "| `b` _string_ |  |  |  |\n"
    old = api(section("Bed", HEAD + row), section("Soil", soil))
    new = api(section("Bed", HEAD + row), section("Soil", soil), package="garden.example.org/v2")
    drafts, notes = read(old + new)
    assert not notes
    assert list(drafts) == ["Bed", "Soil", "V2Bed", "V2Soil"]
    assert fields_of(drafts["Bed"].definition.type)["a"].type == Ref(name="Soil")
    assert fields_of(drafts["V2Bed"].definition.type)["a"].type == Ref(name="V2Soil")


def test_type_without_members_is_noted() -> None:
    drafts, notes = read(api(section("Bed", "")))
    assert drafts["Bed"].definition.type == UNKNOWN
    assert [note.rule.name for note in notes] == ["empty-table"]


def test_text_of_a_type() -> None:
    before = "A bed\nfor plants.\n\n## Example\n\nDig first.\n\nDeprecated: no."
    drafts, _ = read(api(section("Bed", HEAD + "| `b` _string_ |  |  |  |", before), SOIL))
    assert list(drafts) == ["Bed", "Soil"]
    assert drafts["Bed"].definition.doc.startswith("A bed\nfor plants.")
    assert "Dig first." in drafts["Bed"].definition.doc


def test_checks_of_an_object() -> None:
    table = HEAD + "| `b` _string_ |  |  |  |"
    type = read_types(section("Bed", table, "A bed.\n\n_Validation:_\n- MinProperties: 1"))["Bed"]
    assert isinstance(type, Object)
    assert type.constraints == ObjectConstraints(min_properties=1)


def test_chapters_are_no_text_of_a_type() -> None:
    bed = section("Bed", HEAD + "| `b` _string_ |  |  |  |", "A bed.", level="###")
    drafts, _ = read(
        api(bed, "### Types\n\nWhat others use.\n\n", SOIL, SOIL.replace("Soil", "Mud"))
    )
    assert list(drafts) == ["Bed", "Soil", "Mud"]
    assert drafts["Bed"].definition.doc == "A bed."


def test_tables_in_a_text_have_no_fields() -> None:
    table = "| Soil | Plants |\n| --- | --- |\n| Clay | _roses_ |\n"
    rows = f"| `b` _string_ |  |  |  |\n\n{table}"
    drafts, _ = read(api(section("Bed", HEAD + rows, table)))
    assert list(fields_of(drafts["Bed"].definition.type)) == ["b"]


def test_description_is_decoded() -> None:
    row = r"| `b` _string_ | One \| two.<br />A \{b\}.<br />Deprecated: use c. |  |  |"
    field = fields_of(read_types(section("Bed", HEAD + row))["Bed"])["b"]
    assert field.doc == "One | two.\nA {b}.\nDeprecated: use c."
    assert field.deprecation is not None and field.deprecation.reason == "use c."


TEMPLATES = {
    "columns": (
        "| Field | Type | Required | Default | Description |\n| --- | --- | --- | --- | --- |\n"
        "| `apiVersion` | _string_ | |`garden.example.org/v1`\n"
        "| `kind` | _string_ | |`Bed`\n"
        "| `a` | _string array_ |  true  |  | The a. |\n"
        "| `b` | _integer_ |  false  | 5 | The b. |\n"
    ),
    "required": (
        "| Field | Description | Required | Default | Validation |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| `apiVersion` _string_ | `garden.example.org/v1` | True | | |\n"
        "| `kind` _string_ | `Bed` | True | | |\n"
        "| `a` _string array_ | The a. | True |  |  |\n"
        "| `b` _integer_ | The b. |  | 5 |  Minimum: 1 <br /> |\n"
    ),
    "optional": (
        "| Field | Description | Default | Optional |Validation |\n| --- | --- | --- | --- |--- |\n"
        "| `apiVersion` _string_ | `garden.example.org/v1` | | x | |\n"
        "| `kind` _string_ | `Bed` | | x | |\n"
        "| `a` _string array_ | The a. |  | x |  |\n"
        "| `b` _integer_ | The b. | 5 | ✓ |  |\n"
    ),
    "below": (
        SHORT_HEAD + "| `apiVersion` _string_ | `garden.example.org/v1` |\n"
        "| `kind` _string_ | `Bed` |\n"
        "| `a`<br />_string array_<p>**Validations:**<br />- Required: \\{\\}<br /></p>| The a. |\n"
        "| `b`<br />_integer_<br /> :warning: **Experimental**<p>Default: 5</p>"
        "<p>**Validations:**<br />- Minimum: 1<br /></p>| The b. |\n"
    ),
    "links": (
        SHORT_HEAD + "| apiVersion<br/>_string_ | (Required)<br/>`garden.example.org/v1` |\n"
        "| kind<br/>_string_ | (Required)<br/>`Bed` |\n"
        '| a<a href="#bed-a" id="bed-a">#</a><br/>_string array_ | _(Required)_<br/>The a. |\n'
        '| <a href="#bed-b"><code id="bed-b">b</code></a><br/>_integer_ | _(Optional)_<br/>The b. |\n'
    ),
    "bold": (
        "| Field | Description | Validation |\n| --- | --- | --- |\n"
        "| **apiVersion** <br /> string | `garden.example.org/v1` | None |\n"
        "| **kind** <br /> string | `Bed` | None |\n"
        "| **a** <br /> string array | The a. | Required: \\{\\} <br /> |\n"
        "| **b** <br /> integer | The b. | Minimum: 1 <br />Optional: \\{\\} <br /> |\n"
    ),
    "lists": (
        "- **apiVersion**\n  - **Type:** _string_\n  - **Value:** `garden.example.org/v1`\n"
        "- **kind**\n  - **Type:** _string_\n  - **Value:** `Bed`\n"
        "- **a**\n  - **Type:** _string array_\n  - **Required:** Yes\n  - **Description:** The a.\n"
        "- **b**\n  - **Type:** _integer_\n  - **Required:** No\n  - **Description:** The b.\n"
    ),
}


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("label", ["_Appears in:_", "Appears in:"])
def test_templates_of_projects(template: str, label: str) -> None:
    table = TEMPLATES[template]
    other = section("Soil", HEAD + "| `apiVersion` _string_ | `garden.example.org/v1` | | |\n")
    text = f"### Bed\n\nA bed.\n\n{table}\n\n{label}\n\n- [Farm](#farm)\n\n{other}"
    drafts, notes = read(api(text))
    fields = fields_of(drafts["Bed"].definition.type)
    assert not notes
    assert list(fields) == ["apiVersion", "kind", "a", "b"]
    assert fields["kind"].type == Const(value="Bed")
    assert fields["a"].type == Array(items=STRING)
    assert (fields["a"].required, fields["b"].required) == (True, False)
    assert (fields["a"].doc, fields["b"].doc) == ("The a.", "The b.")
    assert isinstance(fields["b"].type, Integer)
    if "5" in table:
        assert fields["b"].default == Default(value=5)


def test_formatted_page() -> None:
    text = (
        "## garden.example.org/v1\n\n#### Soil\n\n*Underlying type:* *string*\n\n*Validation:*\n\n"
        "- Enum: [Clay Sand]\n\n*Appears in:*\n\n- [Bed](#bed)\n\n#### Bed\n\n"
        "| Field                         | Description | Default | Validation             |\n"
        "| ----------------------------- | ----------- | ------- | ---------------------- |\n"
        "| `soil` *[Soil](#soil) array*  | The soil.   |         | Required: \\{\\} <br /> |\n"
    )
    drafts, notes = read(text)
    assert not notes
    soil = fields_of(drafts["Bed"].definition.type)["soil"]
    assert (soil.type, soil.required) == (Array(items=Ref(name="Soil")), True)
    assert isinstance(drafts["Soil"].definition.type, Enum)


def test_empty_cell_of_a_column_of_optional_fields_is_open() -> None:
    head = "| Field | Description | Optional |\n| --- | --- | --- |\n"
    fields = fields_of(read_types(section("Bed", f"{head}| `a` _string_ |  |  |\n"))["Bed"])
    assert not fields["a"].required
    assert [item.by for item in fields["a"].inferred] == ["unprinted-presence"]


def test_page_with_plain_labels_is_recognised() -> None:
    text = f"### Bed\n\nAppears in:\n- [Farm](#farm)\n\n| `a` _[Time]({K8S}#time)_ |"
    assert detect(Page(document("api.md", text))) is CRD_REF_DOCS
    assert detect(Page(document("api.md", "### Bed\n\nAppears in:\n- [Farm](#farm)\n"))) is None


PLOT = Object(fields=(Field(name="size", type=INTEGER), Field(name="on", type=BOOLEAN)))


@pytest.mark.parametrize(
    ("text", "type", "value"),
    [
        ("clay", STRING, "clay"),
        ('"clay"', STRING, "clay"),
        ("5", STRING, "5"),
        ("5", INTEGER, 5),
        ("0.5", NUMBER, 0.5),
        ("true", BOOLEAN, True),
        ("[a b]", Array(items=STRING), ["a", "b"]),
        ("[]", Array(items=STRING), []),
        ('["a b"]', Array(items=STRING), ["a b"]),
        ("{  }", PLOT, {}),
        ("{ on:true size:5 }", PLOT, {"on": True, "size": 5}),
        ('{"size": 5}', PLOT, {"size": 5}),
        ("{ a:x b:y }", Map(values=STRING), {"a": "x", "b": "y"}),
        ("{ a:map[on:true] }", Map(values=PLOT), {"a": {"on": True}}),
        ("25%", INT_OR_STRING, "25%"),
        ("25", INT_OR_STRING, 25),
    ],
)
def test_defaults_are_read_as_go_prints_them(text: str, type: Type, value: Json) -> None:
    assert read_go_value(text, type, lambda type: type) == value


@pytest.mark.parametrize(
    ("text", "type"),
    [
        ("five", INTEGER),
        ("1", BOOLEAN),
        ("{ other:true }", PLOT),
        ("{ on }", PLOT),
        ("clay", Array(items=STRING)),
        ("{" * 100, Map(values=STRING)),
        ("map[" * 100 + "]" * 100, Map(values=Map(values=STRING))),
    ],
)
def test_ambiguous_defaults_are_refused(text: str, type: Type) -> None:
    with pytest.raises(LiteralSyntaxError):
        read_go_value(text, type, lambda type: type)


def test_default_of_an_alias_has_its_type() -> None:
    field = read_field("[Soil](#soil)", SOIL, default="Clay")
    assert field.default == Default(value="Clay")
    drafts, notes = read(api(section("Bed", HEAD + "| `a` _integer_ |  | many |  |")))
    assert fields_of(drafts["Bed"].definition.type)["a"].default is None
    assert [note.rule.name for note in notes] == ["invalid-literal"]


@pytest.mark.parametrize(
    ("text", "documented", "values"),
    [
        ("a b", [], ["a", "b"]),
        (" a", [], ["", "a"]),
        ("a  b", [], ["a", "", "b"]),
        ("Very Dry Wet", ["Very Dry", "Wet"], ["Very Dry", "Wet"]),
        ("Wet Very Dry", ["Very Dry"], ["Wet", "Very Dry"]),
    ],
)
def test_values_are_split(text: str, documented: list[str], values: list[str]) -> None:
    assert split_values(text, documented) == values


PAGE = api(
    section(
        "Bed",
        HEAD + "| `apiVersion` _string_ | `garden.example.org/v1` | | |\n"
        "| `kind` _string_ | `Bed` | | |\n"
        f"| `metadata` _[ObjectMeta]({K8S}#objectmeta-v1-meta)_ |  |  |  |\n"
        "| `spec` _[BedSpec](#bedspec)_ |  |  |  |\n",
    ),
    section(
        "BedSpec",
        HEAD
        + r"| `soil` _[Soil](#soil)_ |  | Clay | Enum: [Clay Sand] <br />Required: \{\} <br /> |"
        + "\n"
        r"| `code` _string_ |  |  | Pattern: `^[a-z\d-_]\{2\}$` <br /> |" + "\n"
        f"| `size` _[Quantity]({K8S}#quantity-resource-api)_ |  |  |  |\n"
        "| `ca` _integer array_ |  |  |  |\n",
    ),
    SOIL,
)


def test_models_read_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("api.md").write_text(PAGE)
    module = import_rendered(docmodels.load("api.md"))
    payload: dict[str, Any] = {
        "apiVersion": "garden.example.org/v1",
        "kind": "Bed",
        "metadata": {"name": "east", "labels": {"a": "b"}},
        "spec": {"soil": "Sand", "code": "a-", "size": "1Gi", "ca": "aGk="},
    }
    assert module.Bed.model_validate(payload).model_dump(exclude_unset=True) == payload
    module.BedSpec.model_validate({"soil": "Clay", "size": 5, "ca": [1, 2]})
    for spec in ({"soil": "Mud"}, {}, {"soil": "Clay", "code": "a"}):
        with pytest.raises(ValueError, match="validation error"):
            module.BedSpec.model_validate(spec)


FRAGMENTS = st.sampled_from(
    [
        *("#### Bed\n", "## x.org/v1\n", "_Appears in:_\n", "_Underlying type:_ _[A](#a)_\n"),
        *(HEAD, SHORT_HEAD, "| `a` _string_ | ", "| `a`<br />_", "[Bed](#bed) array_ | ", "|\n"),
        *(
            "Enum: [a  b] <br />",
            "Pattern: `[\\d-",
            "object (keys:",
            ", values:",
            "\\{ a:map[",
            "]",
        ),
        *(
            "_Validation:_\n- Enum: [",
            "- **a**\n",
            "  - **Type:** _",
            "```\n",
            "<p>Default: ",
            "</p>",
        ),
    ]
)


@given(st.lists(FRAGMENTS | st.text(max_size=8), max_size=40).map("".join))
def test_any_text_is_read(text: str) -> None:
    CRD_REF_DOCS.read([Page(document("api.md", text))], [])


@given(st.data())
def test_changed_pages_are_read(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(PAGE)))
    end = data.draw(st.integers(start, min(len(PAGE), start + 40)))
    text = PAGE[:start] + data.draw(st.text(max_size=5)) + PAGE[end:]
    CRD_REF_DOCS.read([Page(document("api.md", text))], [])


@pytest.mark.parametrize(
    "text",
    [
        "_Appears in:_\n#### Bed\n" + HEAD + "| `a` _" + "_ " * 20000,
        "_Appears in:_\n#### Bed\n" + HEAD + "| `a` _x_ | | | " + " " * 40000 + "x |\n",
        "_Appears in:_\n#### Bed\n" + HEAD + "| `a` _x_" + "<p>Validations:" * 4000 + "| | | |\n",
        "#### Bed\n_Underlying type:_ _" + "map[" * 9000 + "_\n",
        "#### Bed\n_Validation:_\n- Pattern: `" + r"[\d-" * 9000 + "\n_Appears in:_\n",
    ],
)
def test_hostile_pages_take_linear_time(text: str) -> None:
    with cpu_limit(20):
        CRD_REF_DOCS.read([Page(document("api.md", text))], [])
