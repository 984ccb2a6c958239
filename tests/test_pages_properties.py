"""Test pages of OpenAPI Generator and swagger-codegen: `Properties` tables of every language."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docmodels.diagnostics.documents import document
from docmodels.diagnostics.notes import Note
from docmodels.inference.enums_from_descriptions import values_in_prose
from docmodels.ir import (
    INTEGER,
    NUMBER,
    STRING,
    UNKNOWN,
    Array,
    ArrayConstraints,
    Default,
    Discriminator,
    Enum,
    Field,
    Integer,
    Map,
    Nullable,
    NumberConstraints,
    Object,
    Ref,
    String,
    StringConstraints,
    Type,
    Union,
    Unknown,
    inferences,
    is_inferred,
    nullable,
)
from docmodels.ir.drafts import Draft
from docmodels.pages import detect, read_pages
from docmodels.pages.families.properties import PROPERTIES
from docmodels.pages.families.properties.remarks import read_remarks
from docmodels.pages.markdown import Page
from docmodels.passes import assemble
from docmodels.passes.context import PassContext
from work import cpu_limit

HEAD = "Name | Type | Description | Notes\n------------ | ------------- | ------------- | -------------\n"
PIPED = "| Name | Type | Description | Notes |\n|------------ | ------------- | ------------- | -------------|\n"
BACK = "\n[[Back to Model list]](../README.md#documentation-for-models)\n"

# Rows that only one language prints; with them, a test page is read in that language.
SIGNS = {
    "python": "**sign** | **List[str]** |  | [optional] \n**sign_at** | **datetime** |  | \n",
    "prior": "**sign** | **[str]** |  | [optional] \n**sign_at** | **str, none_type** |  | \n",
    "typescript": "**sign** | **Array&lt;string&gt;** |  | [default to undefined]\n",
    "go": "**Sign** | Pointer to **map[string]string** |  | [optional] \n",
    "java": "**sign** | **OffsetDateTime** |  |  [optional]\n**count** | **Long** |  | \n",
    "csharp": "**Sign** | **Dictionary&lt;string, string&gt;** |  | [optional] \n**Size** | **decimal?** |  | \n",
    "rust": "**sign** | Option<**Vec<String>**> |  | [optional]\n**size** | **i64** |  | \n",
    "php": "**sign** | **string[]** |  | [optional]\n",
    "php-symfony": "**sign** | **Api\\Model\\Tag** |  | [optional]\n",
    "r": "**sign** | **array[character]** |  | [optional] \n",
    "kotlin": "**sign** | **kotlin.String** |  |  [optional]\n",
    "javascript": "**sign** | **[String]** |  | [optional] \n**size** | **Number** |  | \n",
    "scala": "**sign** | **Seq&lt;String&gt;** |  |  [optional]\n",
    "julia": "**`sign`** | **`Vector{String}`** |  | [optional] [default to nothing]\n",
    "powershell": "**Sign** | **String[]** |  | [optional] \n**Size** | **Int32** |  | \n",
}


def read_drafts(**texts: str) -> tuple[list[Draft], list[Note]]:
    notes: list[Note] = []
    pages = [Page(document(f"docs/{name}.md", text)) for name, text in texts.items()]
    for page in pages:
        assert detect(page) is PROPERTIES, page.path
    drafts = read_pages([(page, PROPERTIES) for page in pages], notes)
    return drafts, notes


def read_table(rows: str, language: str = "python", sections: str = "", head: str = HEAD) -> Draft:
    text = f"# Crate\n\n## Properties\n\n{head}{rows}{SIGNS[language]}\n{sections}\n{BACK}"
    drafts, _ = read_drafts(Crate=text)
    return drafts[0]


def fields_of(draft: Draft) -> dict[str, Field]:
    assert isinstance(draft.definition.type, Object)
    return {field.documented_name or field.name: field for field in draft.definition.type.fields}


def read_first_field(
    rows: str, language: str = "python", sections: str = "", head: str = HEAD
) -> Field:
    return next(iter(fields_of(read_table(rows, language, sections, head)).values()))


def enum_values(type: Type) -> list[object]:
    assert isinstance(type, Enum)
    return [member.value for member in type.members]


# --- pages -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("chapter", ["# Reference\n\n## Models\n\n", "## Models\n\n", ""])
def test_document_of_several_models_has_titles_of_any_level(chapter: str) -> None:
    row = "**owner** | [**Maker**](#maker) |  | \n"
    sign = SIGNS["python"]
    text = (
        f"{chapter}### Kite\n\nA kite.\n\n#### Properties\n\n{HEAD}{row}{sign}\n"
        f"### Maker\n\n#### Properties\n\n{HEAD}{sign}\n"
        "### Knot\n\n#### Enum\n\n* `REEF` (value: `'reef'`)\n\n"
    )
    drafts, notes = read_drafts(models=text)
    assert not notes
    types = {draft.definition.name: draft.definition.type for draft in drafts}
    assert list(types) == ["Kite", "Maker", "Knot"]
    assert drafts[0].definition.doc == "A kite."
    assert fields_of(drafts[0])["owner"].type == Ref(name="Maker")
    assert enum_values(types["Knot"]) == ["reef"]


def test_heading_in_a_description_is_no_title() -> None:
    text = f"# Kite\n\n## Notes\n\nFly it.\n\n#### Properties\n\n{HEAD}{SIGNS['python']}\n"
    drafts, _ = read_drafts(Kite=text)
    assert [draft.definition.name for draft in drafts] == ["Kite"]


def test_values_may_be_in_the_code_block_that_a_formatter_makes() -> None:
    text = '# Knot\n\n## Enum\n\n```\n* `reef` (value: `"reef"`)\n\n* `bow` (value: `"bow"`)\n```\n'
    drafts, notes = read_drafts(Knot=text + BACK)
    assert not notes
    assert enum_values(drafts[0].definition.type) == ["reef", "bow"]


# --- house templates -------------------------------------------------------------------------------


def read_house(header: str, *rows: str) -> dict[str, Field]:
    columns = header.count("|") - 1
    lines = [header, "|" + " --- |" * columns, *rows]
    text = "# Crate\n\nA crate.\n\n## Properties\n\n" + "\n".join(lines) + f"\n{BACK}"
    drafts, notes = read_drafts(
        Crate=text, Lid=f"# Lid\n\n## Properties\n\n{HEAD}{SIGNS['python']}"
    )
    assert not [note for note in notes if note.rule.name != "inferred-name"]
    return fields_of(drafts[0])


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        (
            "| Name | Type | Required | Description |",
            ("| **a** | **int** | Yes | One. |", "| **b** | [**Lid**](Lid.md) | No | Two. |"),
        ),
        (
            "| Name | Type | Description | Required | Notes |",
            (
                "| **a** | **int** | One. | true | |",
                "| **b** | [**Lid**](Lid.md) | Two. | false | |",
            ),
        ),
        (
            "| Name | Description | Type | Notes |",
            ("| **a** | One. | **int** | |", "| **b** | Two. | [**Lid**](Lid.md) | [optional] |"),
        ),
        (
            "| Property | Type | Description | Example | Notes |",
            (
                "| **a** | **int** | One. | 3 | |",
                '| **b** | [**Lid**](./Lid.md#lid "Lid") | Two. | | [optional] |',
            ),
        ),
        (
            "| Name | Type | Description | Notes |",
            ("| **a** | **int** | One. | required |", "| **b** | **Lid** | Two. | optional |"),
        ),
        (
            "| Name | Type | Description | Notes |",
            (
                "| **a** | **int** | One. | ![required](https://img.test/a.svg) |",
                "| **b** | **Lid** | Two. | ![optional](https://img.test/b.svg) |",
            ),
        ),
        (
            "| Name | Type | Description | Notes |",
            ("| **a**\\* | **int** | One. | |", "| **b** | **Lid** | Two. | |"),
        ),
        (
            "| Name | Type | Description | Notes |",
            (
                "| **a**<sup>*</sup> | **int** | One. | |",
                "| \N{WHITE MEDIUM STAR} **b** | **Lid** | Two. | |",
            ),
        ),
    ],
)
def test_columns_may_be_others_or_moved(header: str, rows: tuple[str, ...]) -> None:
    fields = read_house(header, *rows)
    assert {name: (field.type, field.presence, field.doc) for name, field in fields.items()} == {
        "a": (INTEGER, "required", "One."),
        "b": (Ref(name="Lid"), "optional", "Two."),
    }


def test_presence_is_open_in_a_table_without_notes() -> None:
    rows = ("|**a** | **int** | One. |", "|**b** | [**Lid**](Lid.md) |  |")
    fields = read_house("| Name | Type | Description |", *rows)
    assert [(field.presence, field.doc) for field in fields.values()] == [
        ("optional", "One."),
        ("optional", ""),
    ]
    assert all(is_inferred(field, "required") for field in fields.values())


def test_an_empty_last_cell_may_be_missing() -> None:
    rows = (
        "**a** | **int** | One. | | 3 |  true ",
        "**b** | [**Lid**](Lid.md) | Two. | | null | ",
        "**c** | **int** | Three. | [default to 4] | 3 |  true ",
    )
    fields = read_house("| Name | Type | Description | Notes | Example | Required |", *rows)
    presences = [(name, field.presence) for name, field in fields.items()]
    assert presences == [("a", "required"), ("b", "optional"), ("c", "required")]
    assert fields["c"].default == Default(value=4)


def test_texts_of_templates_are_no_descriptions_and_no_defaults() -> None:
    rows = (
        "| **a** | **int** | *No description available.* | [default to int] |",
        "| **b** | **List[str]** | No description available | [default to List[str]] |",
    )
    fields = read_house("| Name | Type | Description | Notes |", *rows)
    assert [(field.doc, field.default) for field in fields.values()] == [("", None), ("", None)]


def test_notes_may_be_in_a_column_without_a_title() -> None:
    rows = ("**a** | **int** | One. | [optional]", "**b** | **int** | Two. |")
    fields = read_house("| Name | Type | Description |", *rows)
    assert [field.presence for field in fields.values()] == ["optional", "required"]


def test_a_pipe_may_close_a_row_that_no_pipe_opens() -> None:
    rows = (
        "**a** | **int** | One. |[optional]|",
        "**b** | **int** | Two. ||",
        "**c** | **int** | Three | four. | [optional] |",
        "**d** | **int** | Five. |",
    )
    fields = read_house("| Name | Type | Description | Notes |", *rows)
    assert [(field.presence, field.doc) for field in fields.values()] == [
        ("optional", "One."),
        ("required", "Two."),
        ("optional", "Three | four."),
        ("required", "Five."),
    ]


@pytest.mark.parametrize(
    "cell", ["**Enum** [  'dry',    \"we't\" ]", "Pointer to  **Enum** [ 'dry',\"we't\"]"]
)
def test_a_type_cell_may_print_the_values_of_an_enum(cell: str) -> None:
    rows = (
        f"**kind** |  {cell} | The kind. | [optional]",
        "**enum** | **bool** | No enum. | [required]",
    )
    fields = read_house("| Name | Type | Description | Notes |", *rows)
    assert enum_values(fields["kind"].type) == ["dry", "we't"]
    assert [field.presence for field in fields.values()] == ["optional", "required"]


@pytest.mark.parametrize(
    ("title", "cells"),
    [
        ("Optional", ("no", "yes")),
        ("Optional", ("", "\N{WHITE HEAVY CHECK MARK}")),
        ("Optional", ("required", "if the lid is open")),
        ("Required", ("\N{HEAVY CHECK MARK}\N{VARIATION SELECTOR-16}", ":x:")),
        ("Required", ("*", "")),
        ("Required", ("mandatory", "if the lid is open")),
    ],
)
def test_presence_may_have_a_column(title: str, cells: tuple[str, str]) -> None:
    """A text that is no answer makes no field required."""
    rows = (f"| **{n}** | **int** | {cell} | |" for n, cell in zip("ab", cells, strict=True))
    fields = read_house(f"| Name | Type | {title} | Description |", *rows)
    assert [field.presence for field in fields.values()] == ["required", "optional"]


def test_accessors_may_have_columns() -> None:
    """Without outer pipes, an empty cell at the end of a row is nothing but white space."""
    heading = "Name | Getter | Setter | Type | Description | Notes"
    rows = (
        "**a** | getA() | setA($value) | **int** | One. | ",
        "**lids** | getLids() | setLids($value) | [**\\Crates\\Lid[]**](Lid.md) | Two. | [optional] ",
    )
    table = "\n".join((heading, "------------ | " * 5 + "-------------", *rows))
    text = f"# Crate\n\n### Description\n\nA crate.\n\n## Properties\n{table}\n\n{BACK}"
    drafts, notes = read_drafts(Crate=text)
    assert not [note for note in notes if note.rule.name != "inferred-name"]
    assert drafts[0].definition.doc == "A crate."
    a, lids = fields_of(drafts[0]).values()
    assert (a.type, a.presence, a.doc) == (INTEGER, "required", "One.")
    assert (lids.type, lids.presence, lids.doc) == (
        Array(items=Ref(name="Lid")),
        "optional",
        "Two.",
    )


@pytest.mark.parametrize(
    ("cell", "default"),
    [
        ("[**CrateNode**](CrateNode.md)", "CrateNode"),
        ("[**List&lt;CrateNode&gt;**](CrateNode.md)", "List<CrateNode>"),
        ("**Map&lt;String, String&gt;**", "Map<String, String>"),
        ("**String**", "String"),
        ("**java.math.BigDecimal**", "java.math.BigDecimal"),
    ],
)
def test_a_type_in_place_of_a_default_is_none(cell: str, default: str) -> None:
    row = f"**a** | {cell} | One. | [optional] [default to {default}]"
    text = f"# Crate\n\n## Properties\n\n{HEAD}{row}\n**b** | **OffsetDateTime** |  | \n\n{BACK}"
    node = f"# CrateNode\n\n## Properties\n\n{HEAD}**b** | **Long** |  | \n\n{BACK}"
    drafts, notes = read_drafts(Crate=text, CrateNode=node)
    assert not notes
    assert fields_of(drafts[0])["a"].default is None


def test_targets_of_nullable_models_may_have_no_suffix() -> None:
    """Sites of documentation drop the suffix and change the case of file names."""
    row = "**Owner** | Pointer to [**NullableCrateOwner**](crate-owner) |  | [optional] "
    text = f"# Crate\n\n## Properties\n\n{HEAD}{row}\n**Size** | **int32** |  | \n\n{BACK}"
    owner = f"# CrateOwner\n\n## Properties\n\n{HEAD}**Name** | **string** |  | \n\n{BACK}"
    drafts, _ = read_drafts(**{"crate": text, "crate-owner": owner})
    fields = {draft.definition.name: fields_of(draft) for draft in drafts}
    assert fields["Crate"]["Owner"].type == nullable(Ref(name="CrateOwner"))


def test_defaults_may_have_a_column() -> None:
    header = "| Name | Type | Default | Required | Description |"
    rows = ("| **a** | **int** | `3` | no | One. |", "| **b** | **str** | - | yes | Two. |")
    fields = read_house(header, *rows)
    assert fields["a"].default == Default(value=3)
    assert fields["b"].default is None


# --- rows ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "doc"),
    [
        ("**a** | **str** | Plain. | [optional] ", "Plain."),
        ("**a** | **str** | One | two || three | [optional] ", "One | two || three"),
        (
            "|**a** | **str** | (old - see b)  | New  | [optional] [default to undefined]|",
            "(old - see b)  | New",
        ),
        ("**a** | **str** | Ends in a pipe | | ", "Ends in a pipe |"),
        (
            "**a** | **str** | `x` &amp; &lt;b&gt; say \\&quot;hi\\&quot;<br/>bye | ",
            '`x` & <b> say "hi"\nbye',
        ),
        ("**a** | **str** | twice &amp;lt; | ", "twice &lt;"),
        ("**a** | **str** | see [the guide](x.md) | [optional] ", "see [the guide](x.md)"),
        ("**a** | **str** | first | not notes", "first | not notes"),
    ],
)
def test_description_is_complete_and_decoded_once(row: str, doc: str) -> None:
    assert read_first_field(f"{row}\n").doc == doc


def test_descriptions_lose_the_escapes_of_the_language() -> None:
    powershell = read_first_field('**A** | **String** | A ""b"" c | [optional] \n', "powershell")
    assert powershell.doc == 'A "b" c'
    assert read_first_field('**a** | **str** | A ""b"" c |  \n').doc == 'A ""b"" c'
    row = "**a** | **Integer** | A \\_b\\_ \\*c\\* | [optional] \n| **d** | **date** |  |  |\n"
    markdown, _ = read_drafts(Crate=f"# Crate\n## Properties\n\n{HEAD}{row}{BACK}")
    assert fields_of(markdown[0])["a"].doc == "A _b_ *c*"


@pytest.mark.parametrize(
    ("notes", "is_optional", "default"),
    [
        (r'[optional] \[default to ["x","y"]\]', True, ["x", "y"]),
        ("[optional] see the guide", True, None),
        ("see the guide", False, None),
    ],
)
def test_flags_count_before_escapes_and_other_text(
    notes: str, is_optional: bool, default: object
) -> None:
    field = read_first_field(f"| **a** | **List[str]** | Text. | {notes} |\n", head=PIPED)
    assert (field.presence == "optional") == is_optional
    assert (field.default and field.default.value) == default
    assert field.doc.startswith("Text.")


def test_empty_notes_cell_does_not_shift_columns() -> None:
    fields = fields_of(read_table("**a** | **str** |  |\n**b** | **int** | text |\n"))
    assert (fields["a"].type, fields["a"].doc, fields["a"].required) == (STRING, "", True)
    assert (fields["b"].type, fields["b"].doc) == (INTEGER, "text")


def test_pipe_inside_brackets_belongs_to_the_type() -> None:
    field = read_first_field(
        "|**a** | **Array<string | null>** | Both | [optional] [default to undefined]|\n",
        "typescript",
    )
    assert field.type == Array(items=nullable(STRING))
    assert field.doc == "Both"


@pytest.mark.parametrize(
    "cell",
    ["**name**", "`name`", "**`name`**", "**&#x60;name&#x60;**", "**[name](#name)**", "name"],
)
def test_name_cell_may_have_any_markup(cell: str) -> None:
    assert read_first_field(f"{cell} | **str** |  | \n").name == "name"


def test_markdown_escapes_are_removed_from_names() -> None:
    draft = read_table("| **due\\_on** | **str** |  | [default to null] |\n", head=PIPED)
    assert "due_on" in fields_of(draft)


def test_field_has_an_origin() -> None:
    draft = read_table("**a** | **str** |  | \n")
    field = fields_of(draft)["a"]
    assert field.origin is not None
    assert (field.origin.file, field.origin.line, field.origin.column) == ("docs/Crate.md", 7, 3)


def test_unknown_type_leaves_other_fields_intact() -> None:
    text = f"# Crate\n## Properties\n{HEAD}**a** | **List[** | Odd | \n**b** | **int** |  | [optional] \n"
    drafts, notes = read_drafts(Crate=text)
    fields = fields_of(drafts[0])
    assert fields["a"].type == UNKNOWN
    assert fields["b"].type == INTEGER
    assert [(n.rule.name, n.origin and (n.origin.line, n.origin.column)) for n in notes] == [
        ("unknown-type", (5, 9))
    ]


def test_two_column_table_leaves_required_inferred() -> None:
    text = "# Crate\n\n## Properties\n\nName | Type\n------------ | -------------\n`id` | number\n`tags` | Array&lt;string&gt;\n"
    drafts, _ = read_drafts(Crate=text)
    fields = fields_of(drafts[0])
    assert drafts[0].language == "typescript-fetch"
    assert not fields["id"].required
    assert is_inferred(fields["id"], "required")
    assert fields["tags"].type == Array(items=STRING)


def test_database_table_gives_wire_names() -> None:
    text = (
        "# Table `Crate`\n(mapped from: Crate)\n\n## Properties\n"
        "Name | Mapping | SQL Type | Default | Type | Description | Notes\n"
        "---- | ------- | -------- | ------- | ---- | ----------- | -----\n"
        "**weightKg** | weight_kg | real NOT NULL |  | **kotlin.Double** | Heavy |  [optional]\n"
        "**kind** | kind | text |  | [**kind**](#Kind) |  | \n"
        "**tags** | `One-To-Many` | `----` | `----`  | **kotlin.Array&lt;kotlin.String&gt;** |  | \n"
        "\n# **Table `CrateTags`**\n(mapped from: CrateTags)\n\n## Properties\n"
        "Name | Mapping | SQL Type | Default | Type | Description | Notes\n"
        "---- | ------- | -------- | ------- | ---- | ----------- | -----\n"
        "crate | crate | long | | kotlin.Long | Primary Key | *one*\n"
        "tags | tags | text | | kotlin.String | Foreign Key | *many*\n"
    )
    drafts, _ = read_drafts(Crate=text)
    assert [draft.definition.name for draft in drafts] == ["Crate"]
    assert drafts[0].definition.doc == ""
    fields = fields_of(drafts[0])
    assert (fields["weightKg"].name, fields["weightKg"].doc) == ("weight_kg", "Heavy")
    assert fields["kind"].type == STRING
    assert fields["tags"].type == Array(items=STRING)
    assert drafts[0].samples == ({"weight_kg": None, "kind": None},)


# --- notes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "default"),
    [
        ("[optional][default to &#39;x&#39;]", "'x'"),
        ('[optional] [default to ["a","b"]]', '["a","b"]'),
        ("[default to 'empty (no login)'] ", "'empty (no login)'"),
        ('[default to "]"]', '"]"'),
        ("[optional]  if omitted the server will use the default value of 5", "5"),
        ('defaults to "on",  must be one of ["on", "off", ]', '"on"'),
        ("[optional] [default to 5] [Max: 10] [Min: 1] ", "5"),
    ],
)
def test_default_is_parsed_among_other_notes(cell: str, default: str) -> None:
    remarks = read_remarks(cell)
    assert remarks is not None
    assert remarks.default == default


@pytest.mark.parametrize("cell", ["text", "[a link](x.md)", "[optional] and more", "["])
def test_other_text_is_not_a_notes_cell(cell: str) -> None:
    assert read_remarks(cell) is None


@pytest.mark.parametrize(
    ("cell", "read_only", "required"),
    [
        ("[readonly] ", True, True),
        ("[optional] [readonly] ", True, False),
        (" [optional property] [readonly property]", True, False),
        ("", False, True),
        ("[optional][readonly]", True, False),
    ],
)
def test_notes_set_read_only_and_required(cell: str, read_only: bool, required: bool) -> None:
    field = read_first_field(f"**a** | **str** |  | {cell}\n")
    assert (field.access == "read-only", field.required) == (read_only, required)


def test_quoted_none_of_a_python_enum_is_a_string() -> None:
    field = read_first_field('**a** | **str** |  |  must be one of ["None", "Name", None, ]\n')
    assert isinstance(field.type, Enum)
    assert [member.value for member in field.type.members] == ["None", "Name", None]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("**string | null**", nullable(STRING)),
        ("`string | null`", nullable(STRING)),
        ("[**Mast | null**](Mast.md)", nullable(Ref(name="Mast"))),
        ("**string | and **bold** text**", STRING),
    ],
)
def test_pipe_inside_marks_belongs_to_the_type(cell: str, expected: Type) -> None:
    """A type ends where its emphasis or code ends, not at a pipe before that."""
    row = f"**a** | {cell} | Both **of** them. | [optional] [default to undefined]\n"
    field = read_first_field(row, "typescript")
    assert field.type == expected
    assert expected == STRING or field.doc == "Both **of** them."


@pytest.mark.parametrize(
    ("language", "cell", "expected"),
    [
        ("rust", "Option<**Vec<u8>**>", String(format="byte")),
        ("rust", "Option<[**Box<models::Mast>**](Mast.md)>", Ref(name="Mast")),
        ("csharp", "[**ReadOnlyCollection&lt;Mast&gt;**](Mast.md)", Array(items=Ref(name="Mast"))),
        ("csharp", "**TimeSpan**", STRING),
        ("csharp", "[**JObject**](JObject.md)", Map(values=UNKNOWN)),
        ("typescript", "**Uint8Array**", String(format="binary")),
    ],
)
def test_types_of_libraries(language: str, cell: str, expected: Type) -> None:
    assert read_first_field(f"**a** | {cell} |  | [optional]\n", language).type == expected


@pytest.mark.parametrize("word", ["null", "undefined", "nothing", "None"])
def test_null_words_are_no_default(word: str) -> None:
    assert (
        read_first_field(f"**a** | **str** |  | [optional] [default to {word}]\n").default is None
    )


@pytest.mark.parametrize(("cell", "is_null"), [("str, none_type", True), ("str", False)])
def test_quoted_null_is_the_default_null_of_a_nullable_string(cell: str, is_null: bool) -> None:
    note = 'if omitted the server will use the default value of "null"'
    field = read_first_field(f"**a** | **{cell}** |  | [optional]  {note}\n", "prior")
    assert field.default == (None if is_null else Default(value="null"))


def test_default_of_a_null_variant_makes_the_field_optional() -> None:
    field = read_first_field("**a** | **str** |  | defaults to nulltype.Null\n", "prior")
    assert (field.required, field.default) == (False, None)


@pytest.mark.parametrize(
    ("notes", "expected"), [("[nullable]", Nullable(type=STRING)), ("[optional]", STRING)]
)
def test_nullable_in_the_notes_makes_the_type_nullable(notes: str, expected: Type) -> None:
    assert read_first_field(f"**label** | **str** |  | {notes}\n").type == expected


def test_r_notes_give_constraints() -> None:
    fields = fields_of(
        read_table(
            "**a** | **character** |  | [optional] [Pattern: ^[a-z]{2}|x$] [Max. length: 4] [Min. length: 2] \n"
            "**b** | **array[character]** |  | [Max. items: 9] [Min. items: 1] \n"
            "**c** | **integer** |  | [optional] [default to 5] [Max: 10] [Min: 1] \n",
            "r",
        )
    )
    assert fields["a"].type == String(
        constraints=StringConstraints(pattern="^[a-z]{2}|x$", min_length=2, max_length=4)
    )
    assert fields["b"].type == Array(
        items=STRING, constraints=ArrayConstraints(min_items=1, max_items=9)
    )
    assert fields["c"].type == Integer(constraints=NumberConstraints(minimum=1, maximum=10))
    assert fields["c"].default == Default(value=5)


# --- enums -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ('* `ON` (value: `"on"`)\n\n* `OFF` (value: `"off"`)\n', ["on", "off"]),
        ("* `On` (value: `'on'`)\n", ["on"]),
        ("* `NUMBER_0` (value: `0`)\n* `NUMBER_1` (value: `1`)\n", [0, 1]),
        ('    * `on` (value: `"on"`)\n\n    * `off` (value: `"off"`)\n', ["on", "off"]),
        ('* `QUOTE` (value: `"a\\"b"`)\n* `EMPTY` (value: `""`)\n', ['a"b', ""]),
        ("* `A` (value: `new BigDecimal(&quot;1.5&quot;)`)\n", [1.5]),
    ],
)
def test_enum_page_lists_members_as_bullets(lines: str, expected: list[object]) -> None:
    drafts, notes = read_drafts(Mode=f"# Mode\n\nHow it runs.\n\n## Enum\n\n{lines}")
    assert enum_values(drafts[0].definition.type) == expected
    assert drafts[0].definition.doc == "How it runs."
    assert notes == []


def test_member_for_unknown_values_opens_the_enum() -> None:
    lines = '* `ON` (value: `"on"`)\n* `UNKNOWN_DEFAULT_OPEN_API` (value: `"unknown_default_open_api"`)\n'
    drafts, _ = read_drafts(Mode=f"# Mode\n\n## Enum\n\n{lines}")
    type = drafts[0].definition.type
    assert enum_values(type) == ["on"]
    assert isinstance(type, Enum)
    assert not type.closed


def test_enum_without_values_is_a_stub_with_a_note() -> None:
    drafts, notes = read_drafts(Mode="# Mode\n\n## Enum\n\n")
    assert (drafts[0].definition.type, drafts[0].is_stub) == (UNKNOWN, True)
    assert [note.rule.name for note in notes] == ["missing-enum-values"]


def test_java_enum_sections_give_field_values() -> None:
    draft = read_table(
        "|**kind** | [**KindEnum**](#KindEnum) | Which |  |\n"
        "|**kinds** | [**List&lt;KindsEnum&gt;**](#List&lt;KindsEnum&gt;) |  |  [optional] |\n",
        "java",
        "## Enum: KindEnum\n\n| Name | Value |\n|---- | -----|\n| A_B | &quot;a|b&quot; |\n\n\n"
        "## Enum: List&lt;KindsEnum&gt;\n\n| Name | Value |\n|---- | -----|\n| NUMBER_1 | 1 |\n",
        PIPED,
    )
    fields = fields_of(draft)
    assert enum_values(fields["kind"].type) == ["a|b"]
    assert isinstance(fields["kinds"].type, Array)
    assert enum_values(fields["kinds"].type.items) == [1]


def test_micronaut_enum_sections_are_headed_by_the_class() -> None:
    section = '## KindEnum\n\nName | Value\n---- | -----\nON | `"on"`\nOFF | `"off"`\n'
    field = read_first_field("**kind** | [**KindEnum**](#KindEnum) |  | \n", "java", section)
    assert enum_values(field.type) == ["on", "off"]


def test_kotlin_enum_sections_give_values_and_wire_names() -> None:
    draft = read_table(
        "**runMode** | [**inline**](#RunMode) |  |  [optional]\n"
        "**runModes** | [**inline**](#kotlin.collections.List&lt;RunModes&gt;) |  | \n",
        "kotlin",
        '<a id="RunMode"></a>\n## Enum: run_mode\nName | Value\n---- | -----\nrunMode | on, off, \n\n'
        '<a id="x"></a>\n## Enum: run_modes\nName | Value\n---- | -----\nrunModes | 1, 2\n',
    )
    fields = fields_of(draft)
    assert (fields["runMode"].name, fields["runMode"].inferred) == ("run_mode", ())
    assert enum_values(fields["runMode"].type) == ["on", "off", "", None]
    assert isinstance(fields["runModes"].type, Array)
    assert enum_values(fields["runModes"].type.items) == [1, 2, "1", "2"]


_VALUES = st.lists(st.from_regex(r"[a-z][a-z0-9_.-]{0,9}", fullmatch=True), min_size=1, unique=True)


@given(_VALUES, st.sampled_from(["- `{}`: said", "* `{}` - said", "- If set to `{}`, said"]))
def test_enum_from_prose_has_exactly_the_listed_values(values: list[str], item: str) -> None:
    items = [item.format(value) for value in values]
    assert values_in_prose("What it is:\n" + "\n".join(items)) == tuple(values)
    assert values_in_prose("What it is: " + " ".join(items)) == tuple(values)
    assert values_in_prose("\n".join(["What it is:", *items, "- and more"])) == ()
    assert values_in_prose("Separated by commas:\n" + "\n".join(items)) == ()


@given(
    _VALUES,
    st.sampled_from(
        ["* **{}** – said", "- `{}`", "* {}: said", '- `"{}"`: said', "• {} (default)"]
    ),
    st.sampled_from(["Possible values:  ", "Allowed values are: ", "One of the valid values:\n"]),
)
def test_announced_values_need_no_backticks(values: list[str], item: str, announced: str) -> None:
    items = [item.format(value) for value in values]
    assert values_in_prose(announced + "  ".join(items)) == tuple(values)
    assert values_in_prose(announced + "  ".join([*items, f"{item[0]} and more of them"])) == ()
    assert values_in_prose("Remember:  " + " ".join(f"* {value}: said" for value in values)) == ()


@pytest.mark.parametrize("text", ["**affirm**", "`affirm`", "**affirm**."])
def test_description_may_be_a_single_value(text: str) -> None:
    assert values_in_prose(text) == ("affirm",)
    assert (
        values_in_prose(f"Not {text}")
        == values_in_prose("`YYYY-MM`")
        == values_in_prose("**affirm`")
        == ()
    )


def test_prose_values_without_the_default_are_ignored() -> None:
    row = "**mode** | **str** | Possible values: * On * Off | [optional] [default to '{}']\n"
    assert read_first_field(row.format("on"), "python").type == STRING
    assert enum_values(read_first_field(row.format("On"), "python").type) == ["On", "Off"]


@given(st.text("`-* :,=ab\n", max_size=60))
def test_prose_values_are_unique_and_not_empty(text: str) -> None:
    values = values_in_prose(text)
    assert all(values) and len(set(values)) == len(values)


def test_plural_name_may_be_a_container_where_only_innermost_types_are_printed() -> None:
    row = "**tags** | **string** |  | \n"
    assert read_first_field(row, "php").type == STRING
    type = read_first_field(row, "php-symfony").type
    assert type == Union(members=(STRING, Array(items=STRING), Map(values=STRING)))
    row = "**history** | **string** | A list of the last owners. | \n"
    assert read_first_field(row, "php").type == STRING
    assert read_first_field(row, "php-symfony").type == type


def test_kotlin_decimal_values_leave_the_enum_open() -> None:
    section = '<a id="x"></a>\n## Enum: level\nName | Value\n---- | -----\nlevel | 1.5, 2.0\n'
    type = read_first_field("**level** | [**inline**](#Level) |  | \n", "kotlin", section).type
    assert isinstance(type, Enum) and not type.closed and type.base is None
    assert enum_values(type) == ["1.5", "2.0"]


def test_javascript_enum_sections_are_named_after_fields() -> None:
    sections = '## Enum: RunModeEnum\n\n* `on` (value: `"on"`)\n\n## Enum: [LevelsEnum]\n\n* `low` (value: `"low"`)\n'
    draft = read_table(
        "**runMode** | **String** |  | \n**levels** | **[String]** |  | \n", "javascript", sections
    )
    fields = fields_of(draft)
    assert enum_values(fields["runMode"].type) == ["on"]
    assert fields["sign"].type == Array(items=STRING)
    assert isinstance(fields["levels"].type, Array)
    assert enum_values(fields["levels"].type.items) == ["low"]


def test_class_of_the_model_is_in_front_of_enum_headings() -> None:
    rows = (
        "|**sail-mode** | **string** |  | [default to undefined]|\n"
        "|**mode** | **string** |  | [default to undefined]|\n"
        "|**winds** | **Array&lt;string&gt;** |  | [default to undefined]|\n"
    )
    sections = (
        "## Enum: CrateSailModeEnum\n\n* `Up` (value: `'UP'`)\n\n* `Down` (value: `'DOWN'`)\n\n"
        "## Enum: Array&lt;CrateWindsEnum&gt;\n\n* `Light` (value: `'light'`)\n"
    )
    fields = fields_of(read_table(rows, "typescript", sections, PIPED))
    assert enum_values(fields["sail-mode"].type) == ["UP", "DOWN"]
    assert fields["mode"].type == STRING
    winds = fields["winds"].type
    assert isinstance(winds, Array)
    assert enum_values(winds.items) == ["light"]


def test_class_of_another_model_is_no_prefix_of_a_field_enum() -> None:
    sections = "## Enum: OtherSailModeEnum\n\n* `Up` (value: `'UP'`)\n"
    rows = "|**sailMode** | **string** |  | [default to undefined]|\n"
    fields = fields_of(read_table(rows, "typescript", sections, PIPED))
    assert fields["sailMode"].type == STRING


def test_scala_allowed_values_give_enums() -> None:
    sections = "## Enum: Mode\nAllowed values: [on, off, a|b]\n\n## Enum: Seq[Level]\nAllowed values: [1, 2]\n"
    rows = "**mode** | [**Mode**](#Mode) |  | \n**levels** | [**Seq[Level]**](#Seq[Level]) |  | \n"
    fields = fields_of(read_table(rows, "scala", sections))
    assert enum_values(fields["mode"].type) == ["on", "off", "a|b"]
    assert isinstance(fields["levels"].type, Array)
    assert enum_values(fields["levels"].type.items) == [1, 2, "1", "2"]


def test_names_of_unmapped_types_are_no_models_without_a_page() -> None:
    rows = (
        "**id** | [**UUID**](UUID.md) |  | \n"
        "**load** | [**Number**](Number.md) |  | \n"
        "**loads** | [**ARRAY[Number]**](Number.md) |  | \n"
        "**extra** | [**Object**](.md) |  | [optional] \n"
        "**file** | [**File**](File.md) |  | \n"
    )
    text = f"# WWW::Api::Object::Crate\n\n## Properties\n\n{HEAD}{rows}\n{BACK}"
    fields = fields_of(read_drafts(Crate=text)[0][0])
    expected: list[Type] = [
        String(format="uuid"),
        NUMBER,
        Array(items=NUMBER),
        UNKNOWN,
        Ref(name="File"),
    ]
    names = ("id", "load", "loads", "extra", "file")
    assert [fields[name].type for name in names] == expected
    number = (
        f"# WWW::Api::Object::Number\n\n## Properties\n\n{HEAD}**a** | **string** |  | \n\n{BACK}"
    )
    fields = fields_of(read_drafts(Crate=text, Number=number)[0][0])
    assert fields["load"].type == Ref(name="Number")
    assert fields["id"].type == String(format="uuid")


def test_types_that_a_generator_prints_for_models_are_these_models() -> None:
    rows = (
        "**One** | **List** |  | \n"
        "**All** | **List&lt;List&gt;** |  | \n"
        "**Tags** | **List&lt;string&gt;** |  | \n"
    )
    crate = f"# Api.Model.Crate\n\n## Properties\n\n{HEAD}{rows}\n{BACK}"
    others = f"# Api.Model.List\n\n## Properties\n\n{HEAD}**Size** | **long** |  | \n\n{BACK}"
    types = [
        field.type for field in fields_of(read_drafts(Crate=crate, List=others)[0][0]).values()
    ]
    model = Ref(name="List")
    tags = Array(items=STRING)
    assert types == [model, Array(items=model), tags]
    types = [field.type for field in fields_of(read_drafts(Crate=crate)[0][0]).values()]
    unknown = Array(items=UNKNOWN)
    assert types == [unknown, Array(items=unknown), tags]


def test_type_for_times_may_be_a_model() -> None:
    crate = f"# Crate\n\n## Properties\n\n{HEAD}**at** | **\\DateTime** |  | \n**sign** | **string[]** |  | \n\n{BACK}"
    time = f"# DateTime\n\n## Properties\n\n{HEAD}**day** | **string** |  | [optional] \n\n{BACK}"
    drafts, _ = read_drafts(Crate=crate, DateTime=time)
    assert fields_of(drafts[0])["at"].type == Union(members=(Ref(name="DateTime"), STRING))
    assert fields_of(read_drafts(Crate=crate)[0][0])["at"].type == STRING


def test_class_prefix_hides_the_name_of_a_model() -> None:
    rows = "**map** | [**NSDictionary***](NSDictionary.md) |  | \n**tags** | **NSArray&lt;NSString*&gt;*** |  | \n"
    drafts, _ = read_drafts(
        OAICrate=f"# OAICrate\n\n## Properties\n\n{HEAD}{rows}\n{BACK}",
        OAIMap=f"# OAIMap\n\n## Properties\n\n{HEAD}**size** | **NSNumber*** |  | \n\n{BACK}",
    )
    assert fields_of(drafts[0])["map"].type == Ref(name="Map")


@pytest.mark.parametrize("copy", ["Pet 2", "Pet (1)", "Pet copy", "A Pet"])
def test_copy_of_a_page_takes_neither_its_name_nor_its_links(copy: str) -> None:
    head = f"# Pet\n\n## Properties\n\n{HEAD}**name** | **str** |  | \n"
    owner = f"# Owner\n\n## Properties\n\n{HEAD}**pet** | [**Pet**](Pet.md) |  | \n"
    texts = {copy: head, "Owner": owner, "Pet": f"{head}**age** | **int** |  | [optional] \n"}
    drafts, notes = read_drafts(**texts)
    api = assemble(drafts, PassContext(notes))
    types = {definition.name: definition.type for definition in api.definitions}
    pet, owner_type = types["Pet"], types["Owner"]
    assert isinstance(pet, Object) and isinstance(owner_type, Object)
    assert [field.name for field in pet.fields] == ["name", "age"]
    assert owner_type.fields[0].type == Ref(name="Pet")
    assert [note.rule.name for note in notes if note.rule.name == "name-clash"] == ["name-clash"]


def test_rust_descriptions_end_with_enum_values() -> None:
    fields = fields_of(
        read_table(
            "**mode** | Option<**Mode**> | How (enum: on, off, a|b) | [optional][default to On]\n"
            "**levels** | **Vec<Levels>** |  (enum: 1, 2) | \n",
            "rust",
        )
    )
    assert (enum_values(fields["mode"].type), fields["mode"].doc) == (["on", "off", "a|b"], "How")
    assert isinstance(fields["levels"].type, Array)
    assert enum_values(fields["levels"].type.items) == [1, 2]


def test_rust_variant_table_gives_an_enum() -> None:
    rows = "| Name | Value |\n|---- | -----|\n| On | on |\n| OnHold | on hold |\n"
    drafts, _ = read_drafts(Mode=f"# Mode\n\n## Enum Variants\n\n{rows}\n{BACK}")
    type = drafts[0].definition.type
    assert enum_values(type) == ["on", "on hold"]


def test_r_and_python_5_notes_give_enum_values() -> None:
    field = read_first_field(
        "**mode** | **character** |  | [optional] [Enum: [on, off, 1]] \n", "r"
    )
    assert enum_values(field.type) == ["on", "off", "1"]
    text = f"# Mode\n## Properties\n{HEAD}**value** | **int** | Which | defaults to 1,  must be one of [0, 1, ]\n{BACK}"
    drafts, _ = read_drafts(Mode=text)
    assert enum_values(drafts[0].definition.type) == [0, 1]
    assert drafts[0].definition.doc == "Which"


ANY_ROW = "**any string name** | **bool, date, datetime, dict, float, int, list, str, none_type** | any | [optional]\n"


def open_page(name: str, intro: str, row: str) -> str:
    return f"# {name}\n{intro}\n## Properties\n{HEAD}{row}{ANY_ROW}{BACK}"


def test_value_with_additional_properties_is_an_alias_if_it_repeats_the_description() -> None:
    """Python 5.2 prints the row of additional properties on the pages of strings, too."""
    pages = {
        "Mode": open_page("Mode", "It&#39;s how it\nruns.\n", '**value** | **str** | It&#39;s how it runs. |  must be one of ["on", "off", ]\n'),
        "Code": open_page("Code", "", "**value** | **str** |  | \n"),
        "Depth": open_page("Depth", "How deep it is.\n", "**value** | **float** | In metres. | \n"),
        "Label": open_page("Label", "", "**value** | **str** |  | [optional] \n"),
    }  # fmt: skip
    drafts, _ = read_drafts(**pages)
    mode, code, depth, label = (draft.definition.type for draft in drafts)
    assert enum_values(mode) == ["on", "off"]
    assert code == STRING
    assert isinstance(depth, Object)
    assert isinstance(label, Object)


@pytest.mark.parametrize("other", ["", "**unit** | **str** |  | \n"])
def test_value_with_additional_properties_is_a_field_without_such_pages(other: str) -> None:
    """Another version prints the row of additional properties only for objects."""
    row = "**value** | **str** |  | \n"
    mode = f"# Mode\nHow.\n\n## Properties\n{HEAD}**value** | **str** | How. | \n{BACK}"
    level = open_page("Level", "It.\n", "**value** | **str** | It. | \n")
    drafts, _ = read_drafts(Code=open_page("Code", "", row + other), Mode=mode, Level=level)
    code, first, second = (draft.definition.type for draft in drafts)
    assert isinstance(code, Object)
    assert (first, second) == (STRING, STRING)


def test_table_without_names_describes_the_model_type() -> None:
    text = '# Mode\nHow it runs.\n\n\nType | Description | Notes\n------------- | ------------- | -------------\n**str** | How it runs. |  must be one of ["on", "off", ]\n'
    drafts, _ = read_drafts(Mode=text)
    assert enum_values(drafts[0].definition.type) == ["on", "off"]
    assert drafts[0].definition.doc == "How it runs."


# --- unions, aliases, maps -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "row",
    [
        "**Port** | **string** | Where it is. | **Mast** | [**Mast**](Mast.md) | Of oak. | [optional] **Age** | **int** | In years. | [optional] [default to 3] \n",
        "| **Port** | **string** | Where it is. |  | | **Mast** | [**Mast**](Mast.md) | Of oak. | [optional] | | **Age** | **int** | In years. | [optional] [default to 3] |\n",
    ],
)
def test_rows_in_one_line_are_fields(row: str) -> None:
    """A template that loses the breaks prints all rows of a table in one line."""
    page = f"# Boat\n\n## Properties\n\n{HEAD}{row}{BACK}"
    drafts, notes = read_drafts(Boat=page, Mast=page.replace("Boat", "Mast"))
    fields = fields_of(drafts[0])
    assert notes == []
    assert [(name, field.doc, field.required) for name, field in fields.items()] == [
        ("Port", "Where it is.", True),
        ("Mast", "Of oak.", False),
        ("Age", "In years.", False),
    ]
    assert fields["Age"].default == Default(value=3)
    origin = fields["Age"].origin
    assert origin is not None and row[origin.column - 1 :].startswith("Age")


def test_description_with_cells_of_a_table_is_no_row() -> None:
    fields = fields_of(
        read_table("**a** | **string** | One of | **b** | **two** | x | y | [optional] \n")
    )
    assert "b" not in fields
    assert fields["a"].doc == "One of | **b** | **two** | x | y"


def test_mark_of_required_fields_makes_all_others_of_the_folder_optional() -> None:
    head = "# Boat\n\n## Properties\n\n| Name | Type | Description | Notes |\n| ---- | ---- | --- | --- |\n"
    marked = "| `port`<sup>*_required_</sup> | ```String``` |  Where it is.  |  |\n"
    plain = "| `crew` | [```Array<String>```](String.md) |  Who sails.  | [default to []] |\n"
    drafts, notes = read_drafts(Boat=head + marked + plain, Raft=head + plain)
    assert notes == []
    boat, raft = map(fields_of, drafts)
    assert (boat["port"].required, boat["port"].type) == (True, STRING)
    assert (boat["crew"].required, boat["crew"].type) == (False, Array(items=STRING))
    assert (raft["crew"].required, raft["crew"].doc) == (False, "Who sails.")


@pytest.mark.parametrize(
    ("name", "notes_cell"),
    [
        ("**port**<sup>required</sup>", ""),
        ("**port** *(required)*", ""),
        ("**port** _required_", ""),
        ("**port**", "[required]"),
    ],
)
def test_required_fields_are_marked_by_the_name_or_in_the_notes(name: str, notes_cell: str) -> None:
    rows = f"{name} | **string** | Where. | {notes_cell}\n**crew** | **string** | Who. | \n"
    drafts, _ = read_drafts(Boat=f"# Boat\n\n## Properties\n\n{HEAD}{rows}{BACK}")
    fields = fields_of(drafts[0])
    assert [(key, field.required) for key, field in fields.items()] == [
        ("port", True),
        ("crew", False),
    ]


def test_required_note_beside_optional_notes_changes_nothing() -> None:
    rows = "**a** | **string** |  | [required] \n**b** | **string** |  | \n**c** | **string** |  | [optional] \n"
    drafts, _ = read_drafts(Boat=f"# Boat\n\n## Properties\n\n{HEAD}{rows}{BACK}")
    assert [field.required for field in fields_of(drafts[0]).values()] == [True, True, False]


def test_superscript_that_is_no_mark_keeps_the_field() -> None:
    rows = "**a**<sup>1</sup> | **string** |  | \n**b** | **string** |  | [optional] \n"
    fields = fields_of(read_table(rows))
    assert fields["a"].required and not fields["b"].required


def test_marked_rows_show_the_language() -> None:
    rows = "`at`<sup>required</sup> | ```OffsetDateTime``` |  | \n`n` *(required)* | ```Long``` |  | \n"
    drafts, _ = read_drafts(Boat=f"# Boat\n\n## Properties\n\n{HEAD}{rows}{BACK}")
    fields = fields_of(drafts[0])
    assert fields["at"].type == String(format="date-time")
    assert fields["n"].type == Integer(format="int64")


def test_container_with_a_link_to_another_page_is_a_list_of_it() -> None:
    rows = "**tags** | [**List**](Tag.md) |  | \n**at** | **OffsetDateTime** |  | \n"
    page = f"# Crate\n\n## Properties\n\n{HEAD}{rows}{BACK}"
    drafts, _ = read_drafts(Crate=page, List=page.replace("Crate", "List"))
    assert fields_of(drafts[0])["tags"].type == Array(items=Ref(name="Tag"))


def test_linked_model_may_have_the_name_of_a_container() -> None:
    rows = (
        "**route** | [**Map**](Map.md) |  | \n**routes** | [**List&lt;Map&gt;**](Map.md) |  | \n"
        "**labels** | **Map&lt;String, String&gt;** |  | \n"
    )
    page = f"# Crate\n\n## Properties\n\n{HEAD}{rows}{SIGNS['java']}{BACK}"
    drafts, _ = read_drafts(
        Crate=page, Map=f"# Map\n\n## Properties\n\n{HEAD}{SIGNS['java']}{BACK}"
    )
    fields = fields_of(drafts[0])
    assert fields["route"].type == Ref(name="Map")
    assert fields["routes"].type == Array(items=Ref(name="Map"))
    assert fields["labels"].type == Map(values=STRING)


def read_union(text: str) -> Union:
    drafts, notes = read_drafts(Load=text, Box=f"# Box\n## Properties\n{HEAD}{SIGNS['java']}{BACK}")
    type = drafts[0].definition.type
    assert notes == []
    assert isinstance(type, Union)
    return type


def test_java_one_of_schemas_give_a_union() -> None:
    text = "# Load\n\n## oneOf schemas\n* [Box](Box.md)\n* [String](String.md)\n\nNOTE: this class is nullable.\n\n## Example\n"
    drafts, _ = read_drafts(Load=text, Box=f"# Box\n## Properties\n{HEAD}{SIGNS['java']}{BACK}")
    assert drafts[0].definition.type == Nullable(
        type=Union(members=(Ref(name="Box"), STRING), mode="oneOf")
    )


def test_interface_is_a_union_of_its_implementing_classes() -> None:
    union = read_union("# Interface Load\n\n## Implementing Classes\n\n* Box\n* Bag\n")
    assert (union.mode, union.members) == ("oneOf", (Ref(name="Box"), Ref(name="Bag")))


def test_php_one_of_section_gives_union_and_discriminator() -> None:
    text = (
        "# Load\n\nThis model is a `oneOf` wrapper: a value is exactly one of the member types.\n\n"
        "## oneOf\n\n- [**\\Shop\\Model\\Box**](Box.md)\n- [**\\Shop\\Model\\Bag**](Bag.md)\n\n"
        "The concrete type is selected by the `kind` discriminator property.\n"
    )
    union = read_union(text)
    assert union.members == (Ref(name="Box"), Ref(name="Bag"))
    assert union.discriminator == Discriminator(property="kind")


def test_ruby_code_comments_give_union_and_discriminator() -> None:
    text = """# Shop::Load

## Class instance methods

### `openapi_one_of`

Returns the list of classes defined in oneOf.

#### Example

```ruby
Shop::Load.openapi_one_of
# =>
# [
#   :'Box',
#   :'Bag'
# ]
```

### `openapi_discriminator_name`

```ruby
Shop::Load.openapi_discriminator_name
# => :'kind'
```

```ruby
Shop::Load.openapi_discriminator_mapping
# =>
# {
#   :'box' => :'Box'
# }
```
"""
    union = read_union(text)
    assert union.members == (Ref(name="Box"), Ref(name="Bag"))
    assert union.discriminator == Discriminator(property="kind", mapping={"box": "Box"})


def test_julia_sentences_give_union_and_discriminator() -> None:
    row = "**value** | This is a anyOf model. The value must be any of the following types: Box, String | Any load | [optional] \n"
    text = f"# Load\n\n## Properties\n{HEAD}{row}\nThe discriminator field is `kind` with the following mapping:\n - `box`: `Box`\n"
    union = read_union(text)
    assert (union.mode, union.members) == ("anyOf", (Ref(name="Box"), STRING))
    assert union.discriminator == Discriminator(property="kind", mapping={"box": "Box"})


def test_rust_variants_with_descriptions_give_a_union() -> None:
    rows = "| Name | Description |\n|---- | -----|\n| Box | A load |\n| String | A load |\n"
    box = f"# Box\n## Properties\n{HEAD}{SIGNS['rust']}{BACK}"
    drafts, _ = read_drafts(Load=f"# Load\n\n## Enum Variants\n\n{rows}{BACK}", Box=box)
    assert drafts[0].definition.type == Union(members=(Ref(name="Box"), STRING), mode="oneOf")
    assert drafts[0].definition.doc == "A load"


@pytest.mark.parametrize("sections", ["", "## Box\n\n" + HEAD + "## Bag\n\n" + HEAD])
def test_rust_variants_named_like_models_are_a_union_only_with_sections(
    sections: str,
) -> None:
    rows = "| Name | Value |\n|---- | -----|\n| Box | box |\n| Bag | bag |\n"
    drafts, _ = read_drafts(
        Load=f"# Load\n\n## Enum Variants\n\n{rows}\n{sections}{BACK}",
        Box=f"# Box\n## Properties\n{HEAD}{SIGNS['rust']}{BACK}",
        Bag=f"# Bag\n## Properties\n{HEAD}{SIGNS['rust']}{BACK}",
    )
    type = drafts[0].definition.type
    if sections:
        assert isinstance(type, Union) and type.members == (Ref(name="Box"), Ref(name="Bag"))
    else:
        assert enum_values(type) == ["box", "bag"]


def test_go_wrapper_methods_give_union_members() -> None:
    row = "**LoadInterface** | **interface {  }** | An interface that can hold any of the proper implementing types | \n"
    wrap = "## Methods\n\n### AsLoad\n\n`func (s *Box) AsLoad() Load`\n\nConvenience method to wrap this instance of Box in Load\n"
    drafts, notes = read_drafts(
        Load=f"# Load\n\n## Properties\n\n{HEAD}{row}\n## Methods\n\n{BACK}",
        Box=f"# Box\n\n## Properties\n\n{HEAD}{SIGNS['go']}\n{wrap}{BACK}",
        Bag=f"# Bag\n\n## Properties\n\n{HEAD}{SIGNS['go']}\n{wrap}{BACK}",
    )
    assert drafts[0].definition.type == Union(
        members=(Ref(name="Box"), Ref(name="Bag")), mode="oneOf"
    )
    assert notes == []


def test_one_of_class_names_give_union_members() -> None:
    field = read_first_field(
        "**a** | [**OneOfstringinteger**](OneOfstringinteger.md) |  | [optional]\n", "java"
    )
    assert field.type == Union(members=(STRING, INTEGER), mode="oneOf")
    field = read_first_field(
        "**a** | [**OneOfCrateSize**](OneOfCrateSize.md) |  | [optional]\n", "java"
    )
    assert field.type == Ref(name="OneOfCrateSize")


def test_any_string_name_row_is_additional_properties() -> None:
    row = "**any string name** | **int** | any string name can be used but the value must be the correct type | [optional]\n"
    draft = read_table(row, "prior")
    assert isinstance(draft.definition.type, Object)
    assert draft.definition.type.additional_properties == INTEGER
    drafts, _ = read_drafts(
        Stock=f"# Stock\n## Properties\n{HEAD}{row}{BACK}",
        Box=f"# Box\n## Properties\n{HEAD}{SIGNS['prior']}{BACK}",
    )
    assert drafts[0].definition.type == Map(values=INTEGER)


def test_single_value_row_is_the_model_type_only_in_python_prior() -> None:
    row = "**value** | **[str]** |  | \n"
    box = f"# Box\n## Properties\n{HEAD}{SIGNS['prior']}{BACK}"
    drafts, _ = read_drafts(Names=f"# Names\n## Properties\n{HEAD}{row}{BACK}", Box=box)
    assert drafts[0].definition.type == Array(items=STRING)
    row = "**value** | **List[str]** |  | \n"
    box = f"# Box\n## Properties\n{HEAD}{SIGNS['python']}{BACK}"
    drafts, _ = read_drafts(Names=f"# Names\n## Properties\n{HEAD}{row}{BACK}", Box=box)
    assert isinstance(drafts[0].definition.type, Object)


def test_rust_server_type_section_is_the_model_type() -> None:
    box = f"# Box\n## Properties\n{HEAD}{SIGNS['rust']}{BACK}"
    drafts, _ = read_drafts(Code=f"# Code\n\n## Type\n\n**String**\n{BACK}", Box=box)
    assert drafts[0].definition.type == STRING


@pytest.mark.parametrize(
    ("cell", "is_unknown"),
    [
        ("bool, dict, float, str", False),
        ("bool, date, dict, float, str", True),
        ("bool, date, list, float, str", True),
        ("bool, date, datetime, float, str", False),
    ],
)
def test_list_of_five_types_of_all_kinds_is_any_value(cell: str, is_unknown: bool) -> None:
    type = read_first_field(f"**a** | **{cell}** |  | [optional] \n").type
    assert (type == UNKNOWN) is is_unknown


# --- empty pages -----------------------------------------------------------------------------------


def test_empty_table_is_a_stub_with_a_note() -> None:
    drafts, notes = read_drafts(Mode=f"# Mode\n\n## Properties\n\n{HEAD}\n{BACK}")
    assert (drafts[0].is_stub, drafts[0].definition.type) == (True, Unknown())
    assert [note.rule.name for note in notes] == ["empty-table"]


@pytest.mark.parametrize(
    "rows",
    [
        "**Kind** | [**Mode**](Mode.md) |  | [optional] [default to Mode.ON]\n",
        "**Kind** | **Mode** |  | [optional] [default to Mode.ON]\n",
    ],
)
def test_page_without_rows_is_an_enum_if_a_default_names_its_member(rows: str) -> None:
    crate = f"# Shop.Model.Crate\n\n## Properties\n\n{HEAD}{rows}**Size** | **long** |  | \n{BACK}"
    drafts, notes = read_drafts(
        Mode=f"# Shop.Model.Mode\n\n## Properties\n\n{HEAD}\n{BACK}", Crate=crate
    )
    assert [note.rule.name for note in notes] == ["missing-enum-values"]
    assert drafts[0].definition.name == "Mode"


def test_name_of_an_enum_member_becomes_the_default_of_its_field() -> None:
    mode = f'# Mode\n\n## Enum\n\n\n* `ON` (value: `"on-air"`)\n\n* `OFF` (value: `"off"`)\n{BACK}'
    row = "**mode** | [**Mode**](Mode.md) |  | [optional] [default to Mode.ON]\n"
    crate = f"# Crate\n\n## Properties\n\n{HEAD}{row}{SIGNS['python']}{BACK}"
    drafts, notes = read_drafts(Mode=mode, Crate=crate)
    type = assemble(drafts, PassContext(notes)).by_name()["Crate"].type
    assert isinstance(type, Object)
    assert type.fields[0].default == Default(value="on-air")
    assert "invalid-literal" not in [note.rule.name for note in notes]


# --- null, required ---------------------------------------------------------------------------------


@pytest.mark.parametrize("word", "i8 i16 i128 isize u8 u16 u32 u64 u128 usize".split())
def test_every_integer_type_of_rust_is_an_integer(word: str) -> None:
    assert read_first_field(f"**count** | **{word}** |  | \n", "rust").type == INTEGER


def test_rust_option_of_a_required_field_is_nullable() -> None:
    fields = fields_of(
        read_table(
            "**a** | Option<**i32**> |  | \n**b** | Option<**i32**> |  | [optional]\n", "rust"
        )
    )
    assert isinstance(fields["a"].type, Nullable)
    assert fields["a"].required
    assert not isinstance(fields["b"].type, Nullable)


def test_go_set_nil_methods_make_fields_nullable() -> None:
    section = "## Methods\n\n### SetTagsNil\n\n`func (o *Crate) SetTagsNil(b bool)`\n"
    field = read_first_field("**Tags** | **[]string** |  | \n", "go", section)
    assert field.type == nullable(Array(items=STRING))


def test_go_pointer_is_nullable_where_optional_fields_are_no_pointers() -> None:
    rows = "**A** | Pointer to **string** |  | \n**B** | **int32** |  | [optional] \n"
    text = f"# Crate\n\n## Properties\n\n{HEAD}{rows}**C** | **map[string]string** |  | \n{BACK}"
    drafts, _ = read_drafts(Crate=text)
    fields = fields_of(drafts[0])
    assert fields["A"].type == nullable(STRING)
    assert fields["A"].required


# --- names ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "title",
    [
        "Crate",
        "# Crate",
        "Interface Crate",
        "Trait Crate",
        "Shop::Crate",
        "Shop.Crate",
        "shop.model.Crate",
    ],
)
def test_title_is_reduced_to_the_class_name(title: str) -> None:
    text = f"# {title}\n\n## Properties\n\n{HEAD}**a** | **str** |  | \n{BACK}"
    drafts, _ = read_drafts(Crate=text)
    assert drafts[0].definition.name == "Crate"


def test_prefixed_class_name_is_replaced_by_the_file_name() -> None:
    text = f"# ModelError\n\n## Properties\n\n{HEAD}**a** | **str** |  | \n{BACK}"
    drafts, _ = read_drafts(Error=text)
    assert drafts[0].definition.name == "Error"
    assert "ModelError" in drafts[0].aliases


def test_reserved_word_prefix_is_removed() -> None:
    field = read_first_field("**r#type** | Option<**String**> |  | [optional]\n", "rust")
    assert (field.name, field.documented_name, field.inferred) == (
        "type",
        "r#type",
        inferences("escaped-names", "name"),
    )


# --- descriptions of models, detection --------------------------------------------------------------


def test_model_description_may_contain_headings() -> None:
    text = f"# Crate\n\nA box.\n\n## Sizes\n\nBig ones.\n\n## Properties\n\n{HEAD}**a** | **str** |  | \n"
    drafts, _ = read_drafts(Crate=text)
    assert len(drafts) == 1
    assert drafts[0].definition.doc == "A box.\n\n## Sizes\n\nBig ones."


def test_operation_pages_and_other_families_are_not_recognised() -> None:
    operations = (
        "# CratesApi\n\nAll URIs are relative to *https://example.invalid*\n\n# **get_crate**\n\n"
        f"### Parameters\n\n{HEAD} **id** | **str**|  | \n\n## Properties\n\n{HEAD}"
    )
    frozen = "# Crate\n\n## Properties\nInput Type | Accessed Type | Description | Notes\n"
    liblab = "# Crate\n\n**Properties**\n\n| Name | Type | Required | Description |\n"
    hand = "# Notes\n\n## Properties\n\nKey | Meaning\n--- | ---\nx | y\n"
    for text in (operations, frozen, liblab, hand, "# Enum\n\n## Enum of things\n", ""):
        assert not PROPERTIES.recognises(Page(document("x.md", text)))


def test_language_is_decided_by_all_pages_together() -> None:
    small = f"# Small\n\n## Properties\n\n{HEAD}**Id** | **string** |  | \n{BACK}"
    big = f"# Big\n\n## Properties\n\n{HEAD}{SIGNS['go']}**N** | Pointer to **int32** |  | [optional] \n{BACK}"
    drafts, _ = read_drafts(Small=small, Big=big)
    assert {draft.language for draft in drafts} == {"go"}


# --- any input --------------------------------------------------------------------------------------

LINES = st.sampled_from(
    [
        *(
            "# Crate",
            "## Properties",
            "## Enum",
            "## Enum: KindEnum",
            "## Enum Variants",
            "## Type",
        ),
        *(
            "## oneOf schemas",
            "### `openapi_one_of`",
            "## Methods",
            "### SetANil",
            "```ruby",
            "```",
        ),
        *(
            "Name | Type",
            "| Name | Value |",
            "Type | Description | Notes",
            "---|---",
            "--- | --- | ---",
        ),
        *(
            HEAD,
            PIPED,
            "**a** | **str** | x | [default to [[",
            '* `A` (value: `"a`)',
            "|||",
            "**[]** | [](",
        ),
        *(
            "**b** | [**X**](#X) | (enum: | [Enum: [",
            "a | inline](#(",
            "Allowed values: [",
            "**string**",
        ),
        *(
            "**value** | This is a oneOf model. types: | |",
            "**c** | Map<(][ | y | [Max: x] [Min: 1]",
        ),
    ]
)


@settings(max_examples=200)
@given(st.lists(LINES | st.text(max_size=40), max_size=14))
def test_reading_never_raises(lines: list[str]) -> None:
    page = Page(document("docs/x.md", "\n".join(lines)))
    PROPERTIES.recognises(page)
    notes: list[Note] = []
    for draft in PROPERTIES.read([page], notes):
        assert draft.definition.name == draft.definition.name.strip()


def test_recognition_is_fast_on_hostile_text() -> None:
    text = "# X\n" + "word \n" * 20_000 + "## Enum"
    with cpu_limit(60):
        assert PROPERTIES.recognises(Page(document("x.md", text)))


def test_scala_file_has_the_package_of_the_schema() -> None:
    row = "**log** | [**Seq&lt;Entry&gt;**](Entry.md) |  |  [optional]\n"
    entry = f"# Entry\n## Properties\n{HEAD}**text** | **String** |  | \n{BACK}"
    box = f"# Box\n## Properties\n{HEAD}{row}{BACK}"
    drafts, _ = read_drafts(PortBox=box, PortEntry=entry)
    assert [draft.definition.name for draft in drafts] == ["PortBox", "PortEntry"]
    assert "Entry" in drafts[1].aliases
    drafts, _ = read_drafts(PortBox=box, PortEntry=entry, Old=entry.replace("Entry", "PortEntry"))
    assert [draft.definition.name for draft in drafts][:2] == ["PortBox", "Entry"]
    java = box.replace("Seq&lt;Entry&gt;", "List&lt;Entry&gt;")
    drafts, _ = read_drafts(TwelveLettersBox=java, TwelveLettersEntry=entry)
    assert [draft.definition.name for draft in drafts] == ["Box", "Entry"]
