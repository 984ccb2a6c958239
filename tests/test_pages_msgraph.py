"""Test pages of the Microsoft Graph reference."""

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
    NUMBER,
    STRING,
    UNKNOWN,
    Array,
    Enum,
    Field,
    Integer,
    Map,
    Nullable,
    Number,
    Object,
    Ref,
    String,
    Type,
    Union,
    inferences,
)
from docmodels.ir.drafts import Draft
from docmodels.pages import detect
from docmodels.pages.families.msgraph import MSGRAPH
from docmodels.pages.markdown import Page
from rendered import import_rendered, read_and_write

HEAD = "\n| Property | Type | Description |\n|:---|:---|:---|\n"
FRONT = '---\ntitle: "{0} resource type"\ndoc_type: "resourcePageType"\n---\n\n'


def resource(name: str, rows: str = "", sections: str = "", intro: str = "", json: str = "") -> str:
    """Write a page of a resource in the current template."""
    table = f"## Properties\n{HEAD}{rows}\n\n" if rows else ""
    fence = f"## JSON representation\n\n```json\n{json}\n```\n\n" if json else ""
    title = f"# {name} resource type\n\nNamespace: microsoft.graph\n\n{intro}\n\n"
    return f"{FRONT.format(name)}{title}{table}{sections}{fence}"


def read(*texts: str, names: tuple[str, ...] = ()) -> tuple[dict[str, Draft], list[Note]]:
    notes: list[Note] = []
    paths = [*names, *(f"page{number}.md" for number in range(len(texts)))]
    pages = [Page(document(path, text)) for path, text in zip(paths, texts, strict=False)]
    return {draft.definition.name: draft for draft in MSGRAPH.read(pages, notes)}, notes


def read_fields(text: str, *others: str, names: tuple[str, ...] = ()) -> dict[str, Field]:
    drafts, _ = read(text, *others, names=names)
    type = next(iter(drafts.values())).definition.type
    assert isinstance(type, Object)
    return {field.name: field for field in type.fields}


def read_type(cell: str, sections: str = "", description: str = "") -> Type:
    return read_fields(resource("crate", f"|lid|{cell}|{description}|", sections))["lid"].type


def is_msgraph(text: str) -> bool:
    return detect(Page(document("x.md", text))) is MSGRAPH


# --- detection ------------------------------------------------------------------------------------

ROWS = "|lid|String|It.|"
OLD = f"# crate resource type\n\n### Properties\n{HEAD}{ROWS}\n\n<!-- {{ '@odata.type': microsoft.graph.crate -->\n"


@pytest.mark.parametrize(
    "text",
    [
        resource("crate", ROWS),
        OLD,
        resource("crate", json="{}"),
        "---\ndoc_type: enumPageType\n---\n\n# lidKind enum type\n\n## Members\n|Member|Value|\n|:-|:-|\n|flat|0|\n",
        "# Crate resource\n\nNamespace: microsoft.graph\n\n## Properties\n\n Property | Type\n:-|:-\n lid | String\n",
    ],
)
def test_pages_of_the_template_are_recognised(text: str) -> None:
    assert is_msgraph(text)


@pytest.mark.parametrize(
    "text",
    [
        "---\ndoc_type: conceptualPageType\n---\n\n# Use crates\n\nmicrosoft.graph\n\n## Properties\n",
        "# crate resource type\n\nNo namespace.\n\n## Properties\n" + HEAD + ROWS,
        FRONT.format("crate") + "# Crates resource type\n\nAn overview.\n\n## Permissions\n",
        "# List crates\n\nNamespace: microsoft.graph\n\n## Response\n\n```json\n{}\n```\n",
        "",
    ],
)
def test_other_pages_are_not_recognised(text: str) -> None:
    assert not is_msgraph(text)


# --- types ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "type"),
    [
        ("String", STRING),
        ("string", STRING),
        ("Edm.String", STRING),
        ("**String**", STRING),
        ("`String`", STRING),
        ("string (url)", STRING),
        ("Boolean", BOOLEAN),
        ("Int32", Integer(format="int32")),
        ("Int64", Integer(format="int64")),
        ("Edm.Int16", Integer(format="int16")),
        ("Edm.Byte", Integer(format="uint8")),
        ("Integer", INTEGER),
        ("Double", Number(format="double")),
        ("Edm.Single", Number(format="float")),
        ("Decimal", Number(format="decimal")),
        ("Number", NUMBER),
        ("DateTimeOffset", String(format="date-time")),
        ("dateTimeOffset", String(format="date-time")),
        ("Date", String(format="date")),
        ("TimeOfDay", STRING),
        ("Duration", String(format="duration")),
        ("Guid", String(format="uuid")),
        ("Binary", String(format="byte")),
        ("Stream", String(format="byte")),
        ("Json", UNKNOWN),
        ("object", UNKNOWN),
        ("String collection", Array(items=STRING)),
        ("String Collection", Array(items=STRING)),
        ("Collection(String)", Array(items=STRING)),
        ("Collection (Edm.Int64)", Array(items=Integer(format="int64"))),
        ("collection of String", Array(items=STRING)),
        ("String[]", Array(items=STRING)),
        ("String collection collection", Array(items=Array(items=STRING))),
        ("[lid](lid.md)", Ref(name="lid")),
        ("[lid](../resources/lid.md) collection", Array(items=Ref(name="lid"))),
        ("[lid collection](lid.md)", Array(items=Ref(name="lid"))),
        ("Collection([lid](lid.md))", Array(items=Ref(name="lid"))),
        ("[Lid](lid.md)", Ref(name="lid")),
        ("**[lid](lid.md)**", Ref(name="lid")),
        ("[**lid**](lid.md)", Ref(name="lid")),
        ("**lid**", Ref(name="lid")),
        ("lid", Ref(name="lid")),
        ("lid collection", Array(items=Ref(name="lid"))),
        ("[lid][]", Ref(name="lid")),
        ("[lid][] collection", Array(items=Ref(name="lid"))),
        ("[the lid][lid]", Ref(name="lid")),
        ("Collection([lid][])", Array(items=Ref(name="lid"))),
        ("[lid][] resource", Ref(name="lid")),
        ("microsoft.graph.lid", Ref(name="lid")),
        ("#microsoft.graph.lid", Ref(name="lid")),
        ("[microsoft.graph.lid](lid.md) collection", Array(items=Ref(name="lid"))),
        ("[lid](lid.md) or [crate](crate.md)", Union(members=(Ref(name="lid"), Ref(name="crate")))),
    ],
)
def test_type_cells(cell: str, type: Type) -> None:
    text = resource("crate", f"|x|{cell}|It.|", "[lid]: lid.md\n\n")
    drafts, notes = read(text, resource("lid", ROWS), names=("crate.md", "lid.md"))
    crate = drafts["crate"].definition.type
    assert isinstance(crate, Object) and not notes
    assert crate.fields[0].type == type


@pytest.mark.parametrize("cell", ["see below", "[a](b.md) [c](d.md) e", "String / Int32", ""])
def test_a_type_that_cannot_be_read_is_noted(cell: str) -> None:
    drafts, notes = read(resource("crate", f"|lid|{cell}|It.|"))
    type = drafts["crate"].definition.type
    assert isinstance(type, Object) and type.fields[0].type == UNKNOWN
    assert [note.rule.name for note in notes] == ["unknown-type"]


def test_the_file_of_a_link_is_stronger_than_its_text() -> None:
    rows = "|a|[session](calls-session.md)|.|\n|b|[session](session.md)|.|\n|c|session|.|"
    calls = resource("session", "|call|String|.|").replace(
        "microsoft.graph", "microsoft.graph.calls"
    )
    plain = resource("session", "|user|String|.|")
    names = ("crate.md", "calls-session.md", "session.md")
    fields = read_fields(resource("crate", rows), calls, plain, names=names)
    assert [field.type for field in fields.values()] == [
        Ref(name="microsoft.graph.calls.session"),
        Ref(name="microsoft.graph.session"),
        Ref(name="microsoft.graph.session"),
    ]


def test_the_text_of_a_copied_link_is_stronger_than_its_target() -> None:
    rows = "|a|[callerInfo](info.md)|.|\n|b|[infos](info.md)|.|\n|c|[DateTimeOffset](time.md)|.|"
    page, info, time = resource("crate", rows), resource("info", ROWS), resource("time", ROWS)
    drafts, _ = read(page, info, time, names=("crate.md", "info.md", "time.md"))
    type = drafts["crate"].definition.type
    assert isinstance(type, Object)
    assert [field.type for field in type.fields] == [
        Ref(name="callerInfo"),
        Ref(name="info"),
        String(format="date-time"),
    ]


# --- rows -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "table",
    [
        "| Property | Type | Description |\n|:--|:--|:--|\n| lid | Int32 | Wide \\| flat. |\n",
        "| Property name | Type | Description\n|:--|:--|:--\n| **lid** | Int32 | Wide | flat.\n",
        "Property | Type | Description\n:--|:--|:--\nlid | Int32 | Wide | flat.\n",
        "|Property|Description|Type|\n|--|--|--|\n|`lid`|Wide \\| flat.|Int32|\n",
        "| Property\t | Type\t|Description|\n|:--|:--|:--|\n|[lid](#lid)|Int32|Wide \\| flat.|\n",
        "|Name|Data type|Description|\n|--|--|--|\n|lid (preview)|Int32|Wide \\| flat.|\n",
    ],
)
def test_tables_of_properties(table: str) -> None:
    page = resource("crate", sections=f"## Properties\n\n{table}\n\n")
    field = read_fields(page)["lid"]
    assert (field.type, field.doc) == (Integer(format="int32"), "Wide | flat.")
    assert field.presence == "optional"
    assert field.inferred == inferences("unprinted-presence", "required")


def test_relationships_and_inherited_properties_are_fields() -> None:
    text = resource(
        "crate",
        f"{ROWS}\n\nThe following properties are inherited.\n{HEAD}|id|String|Read-only.|",
        "### Relationships\n\n|Relationship|Type|Description|\n|--|--|--|\n|parts|String collection|.|\n\n",
    )
    assert list(read_fields(text)) == ["lid", "id", "parts"]


def test_tables_of_methods_and_annotations_are_no_properties() -> None:
    table = "|Name|Type|Description|\n|--|--|--|\n|open|String|.|\n\n"
    sections = f"## Methods\n\n{table}## Instance Attributes\n\n{table}### More\n\n{table}"
    assert list(read_fields(resource("crate", ROWS, sections))) == ["lid"]


def test_a_row_that_repeats_counts_once() -> None:
    fields = read_fields(resource("crate", f"{ROWS}\n|lid|Int32|Again.|"))
    assert [field.type for field in fields.values()] == [STRING]


def test_no_relationships_is_no_row() -> None:
    sections = "## Relationships\n\n|Relationship|Type|Description|\n|--|--|--|\n|None|||\n\n"
    drafts, notes = read(resource("crate", ROWS, sections))
    assert not notes and len(drafts) == 1


def test_a_row_without_a_name_is_noted() -> None:
    _, notes = read(resource("crate", "|the lid|String|.|"))
    assert [note.rule.name for note in notes] == ["invalid-row"]


@pytest.mark.parametrize(
    ("description", "is_read_only", "is_nullable"),
    [
        ("Read-only.", True, False),
        ("The lid. Read only. Nullable.", True, True),
        ("Not nullable. Supports `$filter`.", False, False),
        ("Attached in read-only mode.", False, False),
        ("Read-write.", False, False),
    ],
)
def test_facts_in_descriptions(description: str, is_read_only: bool, is_nullable: bool) -> None:
    field = read_fields(resource("crate", f"|lid|String|{description}|"))["lid"]
    assert field.access == ("read-only" if is_read_only else "read-write")
    assert isinstance(field.type, Nullable) == is_nullable


def test_a_collection_is_not_null() -> None:
    assert read_type("String collection", description="Nullable.") == Array(items=STRING)


def test_deprecated_properties() -> None:
    rows = "|lid|String|(Deprecated) Use x.|\n|old (deprecated)|String|.|"
    fields = read_fields(resource("crate", rows))
    assert fields["lid"].deprecation is not None and fields["old"].deprecation is not None


# --- names and descriptions -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("crate resource type", "crate"),
        ("Crate resource type", "Crate"),
        ("crate resource", "crate"),
        ("crate complex type", "crate"),
        ("crate entity type", "crate"),
        ("**crate** resource type", "crate"),
        ("crate", "crate"),
        ("Packed crate resource type", "packedCrate"),
        ("microsoft.graph.store.crate resource type", "crate"),
    ],
)
def test_names_in_titles(title: str, name: str) -> None:
    page = resource("crate", ROWS).replace("# crate resource type", f"# {title}")
    drafts, _ = read(page)
    assert list(drafts) == [name]


def test_the_annotation_has_the_case_of_the_name() -> None:
    note = '<!-- {\n "blockType": "resource",\n "@odata.type": "microsoft.graph.store.crateLid"\n}-->\n'
    drafts, _ = read(resource("CrateLid", ROWS, note).replace("Namespace: microsoft.graph\n", ""))
    assert list(drafts) == ["crateLid"]
    assert drafts["crateLid"].aliases[0] == "microsoft.graph.store.crateLid"


def test_a_title_with_capitals_is_stronger_than_an_annotation_without() -> None:
    note = '<!-- { "blockType": "resource", "@odata.type": "microsoft.graph.crateaxis" } -->\n'
    assert list(read(resource("CrateAxis", ROWS, note))[0]) == ["CrateAxis"]


def test_front_matter_in_the_line_of_the_title() -> None:
    text = resource("crate", ROWS).removeprefix(FRONT.format("crate"))
    text = f'---title: "crate resource type"description: "It."---{text}'
    assert is_msgraph(text)
    drafts, _ = read(text)
    origin = drafts["crate"].definition.origin
    assert origin is not None and origin.line == 1


def test_the_first_paragraph_is_the_description() -> None:
    intro = "> [!NOTE]\n> Beta.\n\n[!INCLUDE [beta](beta.md)]\n\nKeeps\nthings.\n\nMore text.\n"
    drafts, _ = read(resource("crate", ROWS, intro=intro))
    assert drafts["crate"].definition.doc == "Keeps\nthings."


def test_the_front_matter_describes_a_page_without_text() -> None:
    text = resource("crate", ROWS).replace("doc_type", 'description: "Keeps things."\ndoc_type')
    assert read(text)[0]["crate"].definition.doc == "Keeps things."


# --- enums ----------------------------------------------------------------------------------------

MEMBERS = "|Member|Value|Description|\n|:--|:--|:--|\n|flat|0|Not round.|\n|`round`|1|.|\n\n"


def values(type: Type) -> tuple[list[object], bool]:
    assert isinstance(type, Enum)
    return [member.value for member in type.members], type.closed


@pytest.mark.parametrize(
    ("description", "expected", "is_closed"),
    [
        ("The possible values are: `flat`, `round`.", ["flat", "round"], True),
        ("Possible values are `flat` and `round`. Optional.", ["flat", "round"], True),
        ("The possible values are:`flat`,`round`, or `square`.", ["flat", "round", "square"], True),
        ("Possible values are: flat, round.", ["flat", "round"], True),
        ("The values, which can be: `flat`, `round`.", ["flat", "round"], True),
        ("The kind: `flat`, `round`.", ["flat", "round"], True),
        ("Possible values: 'flat' (usual), 'round'.", ["flat", "round"], True),
        (
            "Possible values are: `flat`, `unknownFutureValue`.",
            ["flat", "unknownFutureValue"],
            False,
        ),
        ("Possible values include `flat`, `round`.", ["flat", "round"], False),
        ("The possible values are: `flat`, `IOS`.", ["flat", "IOS"], False),
        ("The possible value is `flat`.", ["flat"], False),
    ],
)
def test_values_in_descriptions(description: str, expected: list[str], is_closed: bool) -> None:
    drafts, notes = read(resource("crate", f"|lid|lidKind|{description}|"))
    assert not notes
    assert values(drafts["lidKind"].definition.type) == (expected, is_closed)
    crate = drafts["crate"].definition.type
    assert isinstance(crate, Object) and crate.fields[0].type == Ref(name="lidKind")


def test_values_in_pascal_case_are_inferred_in_camel_case() -> None:
    drafts, notes = read(resource("crate", "|lid|lidKind|Possible values are: `Flat`, `NotFlat`.|"))
    assert values(drafts["lidKind"].definition.type) == (["flat", "notFlat"], False)
    assert drafts["lidKind"].definition.inferred == inferences("enums-from-descriptions", "values")
    assert [note.rule.name for note in notes] == ["enum-from-description"]


@pytest.mark.parametrize("cell", ["enum", "String (enum)", "string enum"])
def test_a_type_that_is_printed_as_an_enum_has_the_values_of_its_row(cell: str) -> None:
    type = read_type(cell, description="Possible values are: `flat`, `round`.")
    assert values(type) == (["flat", "round"], True)


def test_lists_of_one_enum_are_joined() -> None:
    rows = "|a|lidKind|Possible values are: `flat`.|\n|b|lidKind|Possible values are: `flat`, `round`.|"
    assert values(read(resource("crate", rows))[0]["lidKind"].definition.type) == (
        ["flat", "round"],
        True,
    )


def test_lists_that_contradict_each_other_make_an_open_enum() -> None:
    rows = "|a|lidKind|Possible values are: `flat`, `x`.|\n|b|lidKind|Possible values are: `flat`, `round`.|"
    drafts, _ = read(resource("crate", rows))
    assert values(drafts["lidKind"].definition.type) == (["flat", "x", "round"], False)


def test_a_printed_string_is_more_certain_than_its_description() -> None:
    assert read_type("String", description="The possible values are: `flat`, `round`.") == STRING


def test_a_section_of_values_is_the_open_enum_of_a_string() -> None:
    type = read_type("String", f"## Lid Enumeration\n\n{MEMBERS}")
    assert values(type) == (["flat", "round"], False)


@pytest.mark.parametrize(
    "cell",
    ["lidKind", "[lidKind](#lidkind-values)", "microsoft.graph.lidKind", "[lidKind](enums.md)"],
)
def test_sections_of_members(cell: str) -> None:
    page = resource(
        "crate", f"|lid|{cell}|Possible values are: `x`, `y`.|", f"### lidKind values\n\n{MEMBERS}"
    )
    drafts, notes = read(page)
    assert not notes
    enum = drafts["lidKind"].definition.type
    assert values(enum) == (["flat", "round"], True)
    assert isinstance(enum, Enum) and enum.members[0].doc == "Not round."


def test_pages_of_enums() -> None:
    enum_page = (
        f"---\ndoc_type: enumPageType\n---\n\n# lidKind enum type\n\nText.\n\n## Members\n{MEMBERS}"
    )
    enums = "---\ndoc_type: enumPageType\n---\n\n# Enum values\n\n### size values\n\n|Member|\n|:--|\n|small|\n|unknownFutureValue|\n"
    rows = "|lid|[lidKind](store-lidkind.md)|.|\n|size|[size](enums.md#size-values)|.|"
    drafts, notes = read(
        resource("crate", rows),
        enum_page,
        enums,
        names=("crate.md", "store-lidkind.md", "enums.md"),
    )
    assert not notes and list(drafts) == ["crate", "lidKind", "size"]
    assert values(drafts["lidKind"].definition.type) == (["flat", "round"], True)
    assert values(drafts["size"].definition.type) == (["small", "unknownFutureValue"], False)
    crate = drafts["crate"].definition.type
    assert isinstance(crate, Object)
    assert [field.type for field in crate.fields] == [Ref(name="lidKind"), Ref(name="size")]


def test_an_enum_without_values_is_a_string_with_a_note() -> None:
    page = resource("crate", "|lid|lidKind|Internal.|", json='{"lid": "String"}')
    drafts, notes = read(page)
    crate = drafts["crate"].definition.type
    assert isinstance(crate, Object) and crate.fields[0].type == STRING
    assert [note.rule.name for note in notes] == ["missing-enum-values"]


# --- references, bases, samples -------------------------------------------------------------------


def test_missing_pages_are_one_note() -> None:
    rows = "\n".join(f"|p{number}|[part{number}](part{number}.md)|.|" for number in range(9))
    drafts, notes = read(resource("crate", rows), resource("box", rows))
    assert [note.rule.name for note in notes] == ["dangling-ref"]
    assert notes[0].message.endswith("`part4` and 4 others; any value is accepted")
    assert drafts["part8"].definition.type == UNKNOWN
    assert drafts["part8"].definition.inferred == inferences("dangling-references", "definition")


@pytest.mark.parametrize(
    "sentence",
    [
        "Inherits from [box](box.md).",
        "The **crate** resource is derived from [**box**][box] and inherits its properties.",
        "Derived from [box](../resources/box.md).",
        "Base type: [box](box.md)",
        '<!-- { "blockType": "resource", "baseType": "microsoft.graph.box" } -->',
    ],
)
def test_bases(sentence: str) -> None:
    rows = f"|id|String|Key. Inherited from [box](box.md).|\n{ROWS}\n|size|Int64|.|"
    crate = resource("crate", rows, f"{sentence}\n\n[box]: box.md\n\n")
    box = resource("box", "|id|String|Key.|\n|size|Int32|.|")
    drafts, _ = read(crate, box, names=("crate.md", "box.md"))
    type = drafts["crate"].definition.type
    assert isinstance(type, Object) and type.bases == ("box",)
    assert [field.name for field in type.fields] == ["lid", "size"]


def test_a_base_without_a_page_is_none() -> None:
    drafts, notes = read(resource("crate", ROWS, intro="Inherits from [box](box.md)."))
    type = drafts["crate"].definition.type
    assert isinstance(type, Object) and not type.bases and not notes


def test_cyclic_bases_are_dropped() -> None:
    pages = (
        resource("a", ROWS, intro="Inherits from [b](b.md)."),
        resource("b", "|x|String|.|", intro="Inherits from [a](a.md)."),
    )
    drafts, _ = read(*pages, names=("a.md", "b.md"))
    types = [draft.definition.type for draft in drafts.values()]
    assert not any(isinstance(type, Object) and type.bases for type in types)


def test_properties_of_the_representation_only() -> None:
    sample = """{
      "@odata.type": "#microsoft.graph.crate",
      "lid": "String",
      "born": "String (timestamp)", "key": "String (identifier)", "size": 1024, "height": 2.5,
      "open": true, "part": {"@odata.type": "microsoft.graph.box"},
      "parts": [{"@odata.type": "microsoft.graph.box"}],
      "kind": "@odata.type: microsoft.graph.box", /* relations */
      "data": {"@odata.type": "Edm.Binary"}, "tags": ["String"], "map": {"a": 1}, "none": null, "at": "GeographyPoint",
    }"""
    fields = read_fields(resource("crate", ROWS, json=sample), resource("box", ROWS))
    assert {name: field.type for name, field in fields.items()} == {
        "lid": STRING,
        "born": String(format="date-time"),
        "key": STRING,
        "size": INTEGER,
        "height": NUMBER,
        "open": BOOLEAN,
        "part": Ref(name="box"),
        "parts": Array(items=Ref(name="box")),
        "kind": Ref(name="box"),
        "data": String(format="byte"),
        "tags": Array(items=STRING),
        "map": Map(values=UNKNOWN),
        "none": UNKNOWN,
        "at": UNKNOWN,
    }


def test_an_empty_resource_is_an_object_without_a_note() -> None:
    drafts, notes = read(resource("crate", json="{\n}"))
    assert drafts["crate"].definition.type == Object() and not notes


def test_a_page_without_properties_is_noted() -> None:
    drafts, notes = read(resource("crate", sections="## Properties\n\nNone.\n"))
    assert drafts["crate"].is_stub and [note.rule.name for note in notes] == ["empty-table"]


# --- translations ---------------------------------------------------------------------------------


def translated(text: str, original: str) -> str:
    """Write a sentence as the translated copies of the reference do."""
    return (
        f'<span data-ttu-id="a1-101">{text}</span><span class="sxs-lookup">'
        f'<span data-stu-id="a1-101">{original}</span></span>'
    )


def test_translated_pages_are_read_in_the_original() -> None:
    kind = translated("Art. Werte: `flat`, `round`.", "Kind. Possible values are: `flat`, `round`.")
    text = (
        f"{FRONT.format('crate')}# <a name=\"crate-resource-type\"></a>"
        f"{translated('Kiste-Ressourcentyp', 'crate resource type')}\n\n"
        f"{translated('Namespace: microsoft.graph', 'Namespace: microsoft.graph')}\n\n"
        f"{translated('Eine Kiste.', 'A crate.')}\n\n"
        f"## <a name=\"properties\"></a>{translated('Eigenschaften', 'Properties')}\n\n"
        f"|{translated('Eigenschaft', 'Property')}|{translated('Typ', 'Type')}|"
        f"{translated('Beschreibung', 'Description')}|\n|:--|:--|:--|\n"
        f"|{translated('lid', 'lid')}|{translated('lidKind', 'lidKind')}|{kind}|\n"
    )
    assert is_msgraph(text)
    drafts, notes = read(text)
    assert not notes and list(drafts) == ["crate", "lidKind"]
    assert drafts["crate"].definition.doc == "A crate."


# --- generated code -------------------------------------------------------------------------------


@pytest.mark.parametrize("target", ["pydantic", "dataclass", "msgspec"])
def test_generated_models_read_payloads(
    target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = (
        "|size|Int64|Nullable.|\n|kind|lidKind|Possible values are: `flat`, `round`.|\n"
        "|parts|[part](part.md) collection|.|\n|born|DateTimeOffset|.|"
    )
    Path("docs").mkdir()
    base = resource("box", "|id|String|Key.|")
    Path("docs/box.md").write_text(base, "utf-8")
    crate = resource("crate", rows, intro="Inherits from [box](box.md).")
    Path("docs/crate.md").write_text(crate, "utf-8")
    module = import_rendered(docmodels.load("docs"), target=target)
    value = {
        "@odata.type": "#microsoft.graph.crate",
        "id": "1",
        "size": None,
        "kind": "flat",
        "parts": [{"name": "a"}],
        "born": "2030-01-02T03:04:05Z",
    }
    written = read_and_write(target, module.Crate, value)
    assert (
        written["id"] == "1" and written["kind"] == "flat" and written["parts"] == [{"name": "a"}]
    )


# --- hostile input --------------------------------------------------------------------------------

PIECES = st.sampled_from(
    "| || --- \n # ## ``` <!-- --> [ ] ( ) [a](b.md) [a][] collection Collection( String ** ` , : . "
    "{ } Properties Property|Type|Description |:-|:-|:-| possible@values@are: `a`, "
    '"blockType":@"resource" "@odata.type":"x" ```json sxs-lookup <span Inherits@from'.split(" ")
)


@given(st.lists(PIECES, max_size=60).map(" ".join))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    text = text.replace("@", " ")
    is_msgraph(text)
    read(text, resource("crate", ROWS, text), resource("crate", f"|lid|{text}|{text}|", json=text))


LOST = '<span data-ttu-id=x>a</span><span class="sxs-lookup"><span data-stu-id=y>'
"""The beginning of a translated sentence."""


@pytest.mark.parametrize(
    "piece",
    [
        "[",
        "](",
        "[a](",
        "Collection(",
        "|a",
        "`a`, ",
        "a, ",
        "<span data-ttu-id=>",
        "<!--",
        "/*",
        " ",
        LOST,
    ],
)
def test_hostile_repetition_is_fast(piece: str) -> None:
    long = piece * 20_000
    text = resource("crate", f"|lid|{long}|Possible values are {long}!|", long, json=long)
    read(text.replace("# crate", f"# crate {long} x"))
