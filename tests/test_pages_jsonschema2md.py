"""Test pages of jsonschema2md: versions 4 to 8, one schema a page; versions 1 to 3, one file a page."""

from __future__ import annotations

import pytest
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
    Array,
    Const,
    Default,
    Enum,
    Field,
    Integer,
    Map,
    Never,
    Number,
    NumberConstraints,
    Object,
    Ref,
    String,
    StringConstraints,
    Type,
    Union,
    nullable,
)
from docmodels.ir.drafts import Draft
from docmodels.pages import detect
from docmodels.pages.families.jsonschema2md import JSONSCHEMA2MD
from docmodels.pages.families.jsonschema2md.constraints import FORMATS, LIMITS
from docmodels.pages.families.jsonschema2md.translations import in_english, translations
from docmodels.pages.markdown import Page
from work import count_calls

HEADER = (
    "| Abstract | Extensible | Status | Identifiable | Custom Properties | Additional Properties |"
    " Access Restrictions | Defined In |\n| :- | :- | :- | :- | :- | :- | :- | :- |\n"
    "| Can be instantiated | No | {status} | No | Forbidden | {additional} | none | [x](x.json) |\n\n"
)
TABLE = "| Property | Type | Required | Nullable | Defined by |\n| :- | :- | :- | :- | :- |\n"
ID = "https://x.example/box"


def page(
    title: str, pointer: str, body: str, additional: str = "Allowed", status: str = "Unknown status"
) -> str:
    location = f"{ID}#{pointer}" if pointer else ID
    header = HEADER.format(additional=additional, status=status)
    return f"# {title} Schema\n\n```txt\n{location}\n```\n\nAbout it.\n\n{header}{body}"


def properties(*names: str, sections: str = "", required: str = "Optional") -> str:
    rows = "".join(
        f"| [{name}](#{name}) | `string` | {required} | cannot be null |"
        f' [Box](box-properties-{name}.md "{ID}#/properties/{name}") |\n'
        for name in names
    )
    return (
        f"## Box Type\n\n`object` ([Box](box.md))\n\n# Box Properties\n\n{TABLE}{rows}\n{sections}"
    )


def section(
    name: str, type: str, remaining: str = "", null: str = "cannot be null", doc: str = ""
) -> str:
    return (
        f"## {name}\n\n{doc}\n\n`{name}`\n\n* is optional\n\n* Type: {type}\n\n* {null}\n\n"
        f'* defined in: [Box](box-properties-{name}.md "{ID}#/properties/{name}")\n\n'
        f"### {name} Type\n\n{type}\n\n{remaining}"
    )


def read(**texts: str) -> tuple[dict[str, Draft], list[Note]]:
    """Read pages by the name of their file, `_` for `-`; return drafts by name."""
    notes: list[Note] = []
    pages = [Page(document(f"{n.replace('_', '-')}.md", text)) for n, text in texts.items()]
    assert all(JSONSCHEMA2MD.recognises(page) for page in pages)
    return {d.definition.name: d for d in JSONSCHEMA2MD.read(pages, notes)}, notes


def read_box(sections: str, *names: str, **others: str) -> dict[str, Field]:
    drafts, notes = read(box=page("Box", "", properties(*names, sections=sections)), **others)
    assert not notes
    type = drafts["Box"].definition.type
    assert isinstance(type, Object)
    return {field.name: field for field in type.fields}


def read_one(type: str, remaining: str = "", null: str = "cannot be null", **others: str) -> Type:
    return read_box(section("a", type, remaining, null), "a", **others)["a"].type


LABELS = "### a Constraints\n\n"


@pytest.mark.parametrize(
    ("fact", "type"),
    [
        ("`string`", STRING),
        ("`integer[]`", Array(items=INTEGER)),
        ("`number[][]`", Array(items=Array(items=NUMBER))),
        ("any of the following: `string` or `integer`", Union(members=(STRING, INTEGER))),
        ("any of the folllowing: `string` or `integer`", Union(members=(STRING, INTEGER))),
        ("`null`, the value must be null", NULL),
        ("unknown", UNKNOWN),
        ("unknown\\[]", Array(items=UNKNOWN)),
    ],
)
def test_types_are_parsed(fact: str, type: Type) -> None:
    assert read_one(fact) == type


def test_null_is_a_fact_of_its_own() -> None:
    assert read_one("`string`", null="can be null") == nullable(STRING)


@pytest.mark.parametrize(
    ("constraint", "type"),
    [
        ("**minimum**: greater than or equal to: `1`", ("`integer`", {"minimum": 1})),
        ("**minimum (exclusive)**: greater than: `0.5`", ("`number`", {"exclusive_minimum": 0.5})),
        ("**maximum length**: characters: `9`", ("`string`", {"max_length": 9})),
        ("**multiple of**: a multiple of: `2`", ("`integer`", {"multiple_of": 2})),
    ],
)
def test_constraints_are_read(constraint: str, type: tuple[str, dict[str, object]]) -> None:
    recovered = read_one(type[0], LABELS + constraint + "\n")
    assert isinstance(recovered, String | Integer | Number)
    for name, value in type[1].items():
        assert getattr(recovered.constraints, name) == value


def test_pattern_and_format_are_read() -> None:
    remaining = "**pattern**: the expression:\n\n```regexp\n^a|b$\n```\n\n**date time**: according to [RFC]\n"
    recovered = read_one("`string`", LABELS + remaining)
    assert isinstance(recovered, String)
    assert (recovered.constraints.pattern, recovered.format) == ("^a|b$", "date-time")


def test_constraint_without_a_value_is_reported() -> None:
    text = page(
        "Box",
        "",
        properties("a", sections=section("a", "`integer`", f"{LABELS}**minimum**: many\n")),
    )
    drafts, notes = read(box=text)
    assert [note.rule.name for note in notes] == ["invalid-literal"]
    type = drafts["Box"].definition.type
    assert isinstance(type, Object) and type.fields[0].type == INTEGER


def test_enum_has_values_of_each_type_and_explanations() -> None:
    table = "| Value | Explanation |  |\n| :- | :- | :- |\n"
    rows = '| `"a\\|b"` | One |\n| `2` | |\n| `null` | |\n'
    recovered = read_one("unknown", f"{LABELS}**enum**: one of:\n\n{table}{rows}")
    assert recovered == nullable(Enum(members=recovered.type.members))  # type: ignore[union-attr]
    members = recovered.type.members  # type: ignore[union-attr]
    assert [(member.value, member.doc) for member in members] == [("a|b", "One"), (2, "")]


def test_constant_default_and_access_are_read() -> None:
    remaining = (
        f'{LABELS}**constant**: equal to:\n\n```json\n"x"\n```\n\n'
        '### a Default Value\n\nThe default value is:\n\n```json\n"x"\n```\n\n'
        "### a Access Restrictions\n\nThe value of this property is never present when it is read.\n"
    )
    field = read_box(section("a", "`string`", remaining), "a")["a"]
    assert (field.type, field.default) == (Const(value="x"), Default(value="x"))
    assert field.access == "write-only"


def test_nested_object_is_inlined_from_its_page() -> None:
    details = "`object` ([Details](box-properties-a.md))"
    nested = page(
        "Untitled object in Box", "/properties/a", properties("b"), additional="Forbidden"
    )
    recovered = read_one(details, box_properties_a=nested)
    assert isinstance(recovered, Object)
    assert [field.name for field in recovered.fields] == ["b"]
    assert recovered.additional_properties == Never()


def test_missing_page_is_reported_once() -> None:
    details = "`object` ([Details](box-properties-a.md))"
    text = page("Box", "", properties("a", sections=section("a", details)))
    drafts, notes = read(box=text)
    assert [note.rule.name for note in notes] == ["dangling-ref"]
    type = drafts["Box"].definition.type
    assert isinstance(type, Object) and type.fields[0].type == Map(values=UNKNOWN)


def test_definition_has_the_name_in_its_pointer() -> None:
    body = section("a", "`object` ([Details](box-definitions-big_part.md))").replace(
        "box-properties-a.md", "box-definitions-big_part.md"
    )
    part = page("Untitled object in Box", "/properties/a", properties("b"))
    pages = {
        "box": page("Box", "", properties("a", sections=body)),
        "box-definitions-big_part": part.replace(
            "/properties/b", "/definitions/Big_Part/properties/b"
        ),
    }
    notes: list[Note] = []
    drafts = JSONSCHEMA2MD.read([Page(document(f"{n}.md", t)) for n, t in pages.items()], notes)
    assert [draft.definition.name for draft in drafts] == ["Box", "Big_Part"]
    type = drafts[0].definition.type
    assert isinstance(type, Object) and type.fields[0].type == Ref(
        name="box-definitions-big_part.md"
    )


def test_scalar_definition_is_an_alias_only_where_something_refers_to_it() -> None:
    scalar = page("Untitled string in Box", "/definitions/Code", "## Code Type\n\n`string`\n")
    drafts, _ = read(box=page("Box", "", properties("a")), box_definitions_code=scalar)
    assert list(drafts) == ["Box"]
    used = section("a", "`string`").replace("box-properties-a.md", "box-definitions-code.md")
    drafts, _ = read(
        box=page("Box", "", properties("a", sections=used)), box_definitions_code=scalar
    )
    assert list(drafts) == ["Box", "Code"]


def test_union_members_are_read_from_their_pages() -> None:
    members = (
        "merged type ([Details](box-properties-a.md))\n\none (and only one) of\n\n"
        '* [Untitled string in Box](box-properties-a-oneof-0.md "check type definition")\n\n'
        '* [Untitled boolean in Box](box-properties-a-oneof-1.md "check type definition")\n'
    )
    recovered = read_box(
        section("a", "merged type ([Details](box-properties-a.md))").replace(
            "### a Type\n\nmerged type ([Details](box-properties-a.md))", f"### a Type\n\n{members}"
        ),
        "a",
        box_properties_a_oneof_0=page(
            "Untitled string in Box", "/properties/a/oneOf/0", "## 0 Type\n\n`string`\n"
        ),
    )["a"].type
    assert recovered == Union(members=(STRING, BOOLEAN), mode="oneOf")


def test_tuple_has_its_items_by_position() -> None:
    fact = (
        "an array where each item follows the corresponding schema in the following list:\n\n"
        '1. [Untitled string in Box](x-0.md "check type definition")\n\n'
        '2. [Untitled integer in Box](x-1.md "check type definition")\n\n'
        "3. and all following items may follow any schema\n"
    )
    assert read_one(fact) == Array(items=UNKNOWN, prefix_items=(STRING, INTEGER))


def test_patterns_and_additional_properties_are_no_fields() -> None:
    rows = (
        f'| `^x-` | `integer` | Optional | cannot be null | [Box](p.md "{ID}#/patternProperties/^x-") |\n'
        "| Additional Properties | Any | Optional | can be null | |\n"
    )
    sections = "## Pattern: `^x-`\n\n`^x-`\n\n* is optional\n\n* Type: `integer`\n\n### ^x- Type\n\n`integer`\n"
    body = properties("a").rstrip("\n") + f"\n{rows}\n{sections}"
    drafts, _ = read(box=page("Box", "", body))
    type = drafts["Box"].definition.type
    assert isinstance(type, Object)
    assert [field.name for field in type.fields] == ["a"]
    assert (type.pattern_properties, type.additional_properties) == ({"^x-": INTEGER}, UNKNOWN)


def test_heading_in_a_description_is_a_part_of_it() -> None:
    doc = "# How\n\nLike so:\n\n```sh\nrun\n```\n\n## Type\n"
    field = read_box(section("a", "`integer`", doc=doc), "a")["a"]
    assert field.type == INTEGER
    assert field.doc.split("\n")[0] == "# How"
    assert "```sh\nrun\n```" in field.doc and "## Type" in field.doc


def test_heading_of_another_level_in_a_description_is_no_part() -> None:
    field = read_box(section("a", "`integer`", doc="#### a Type\n\n`boolean`"), "a")["a"]
    assert field.type == INTEGER


def test_types_are_read_from_facts_without_a_table_and_sections() -> None:
    doc = "How big.\n\n# In short\n\nIn metres.\n\n### Also\n\n`metres`"
    fact = "*   is {}\n\n*   Type: `{}`\n\n*   cannot be null\n\n"
    body = (
        "# Box Properties\n\n## a b\n\n" + doc + "\n\n`a b`\n\n" + fact.format("required", "integer")
        + "## c\n\n`c`\n\n" + fact.format("optional", "string[]")
        + "## d\n\n### Not a property\n\n`d`\n\n" + fact.format("optional", "boolean")
    )  # fmt: skip
    items = page("Untitled schema in Box", "/properties/c/items", "## items Constraints\n\n"
                 "**minimum length**: characters: `2`\n")  # fmt: skip
    nested = page("Untitled array in Box", "/properties/c", "")
    body = body.replace(
        "*   cannot be null\n\n## d", '*   defined in: [c](box-properties-c.md "x")\n\n## d'
    )
    drafts, _ = read(
        box=page("Box", "", body), box_properties_c=nested, box_properties_c_items=items
    )
    type = drafts["Box"].definition.type
    assert isinstance(type, Object)
    assert [(field.name, field.required, field.type) for field in type.fields] == [
        ("a b", True, INTEGER),
        ("c", False, Array(items=String(constraints=StringConstraints(min_length=2)))),
        ("d", False, BOOLEAN),
    ]
    assert type.fields[0].doc.split() == doc.split()


def test_row_without_a_section_has_the_type_of_its_cells() -> None:
    body = properties("a").replace("cannot be null", "can be null")
    drafts, _ = read(box=page("Box", "", body))
    type = drafts["Box"].definition.type
    assert isinstance(type, Object) and type.fields[0].type == nullable(STRING)


@pytest.mark.parametrize(
    ("cell", "type"),
    [
        ("`integer`", Integer(constraints=NumberConstraints(minimum=3))),
        ("`array`", Array(items=String(constraints=StringConstraints(max_length=9)))),
    ],
)
def test_page_without_a_type_has_that_of_the_row(cell: str, type: Type) -> None:
    minimum = "### a Constraints\n\n**minimum**: at least: `3`\n" if "int" in cell else ""
    rows = properties("a").replace("`string`", cell)
    nested = page("Untitled schema in Box", "/properties/a", minimum.replace("###", "##"))
    length = "## items Constraints\n\n**maximum length**: characters: `9`\n"
    items = page("Untitled schema in Box", "/properties/a/items", length)
    body = f"{rows}\n## a\n\n`a`\n\n* is optional\n\n{minimum}"
    drafts, _ = read(
        box=page("Box", "", body), box_properties_a=nested, box_properties_a_items=items
    )
    recovered = drafts["Box"].definition.type
    assert isinstance(recovered, Object) and recovered.fields[0].type == type


def test_items_have_a_page_of_their_own() -> None:
    values = '## items Type\n\n`string`\n\n## items Constraints\n\n**enum**: one of:\n\n| Value |\n| :- |\n| `"x"` |\n'
    items = page("Untitled string in Box", "/properties/a/items", values)
    array = page("Untitled array in Box", "/properties/a", "## a Type\n\n`string[]`\n")
    type = read_one("`string[]`", box_properties_a=array, box_properties_a_items=items)
    assert isinstance(type, Array) and isinstance(type.items, Enum)
    other = page("Untitled string in Box", "/properties/a-items", values)
    type = read_one("`string[]`", box_properties_a=array, box_properties_a_items=other)
    assert type == Array(items=STRING)


def test_nested_combination_is_the_schema_that_owns_its_members() -> None:
    members = "any of\n\n* [Untitled string in Box](box-definitions-c-anyof-0.md)\n\n* [Untitled boolean in Box](box-definitions-c-anyof-1.md)\n"
    nested = "  " + members.replace("\n*", "\n  *")
    body = section("a", "merged type ([Details](box-properties-a.md))", "").replace(
        "### a Type\n\nmerged type ([Details](box-properties-a.md))\n\n",
        f"### a Type\n\nmerged type ([Details](box-properties-a.md))\n\nall of\n\n* {nested.strip()}\n\n",
    )
    scalar = "## 0 Type\n\n`string`\n"
    drafts, _ = read(
        box=page("Box", "", properties("a", sections=body)),
        box_definitions_c=page(
            "Untitled in Box",
            "/definitions/C",
            f"## C Type\n\nmerged type ([Details](box-definitions-c.md))\n\n{members}",
        ),
        box_definitions_c_anyof_0=page("Untitled string in Box", "/definitions/C/anyOf/0", scalar),
    )
    type = drafts["Box"].definition.type
    assert isinstance(type, Object) and type.fields[0].type == Ref(name="box-definitions-c.md")
    assert drafts["C"].definition.type == Union(members=(STRING, BOOLEAN))


def test_wire_name_is_that_in_code() -> None:
    body = properties("a\\_b\\[]").replace("#a\\_b\\[]", "#a_b")
    sections = section("a\\_b\\[]", "`string`").replace("`a\\_b\\[]`", "`a_b[]`")
    drafts, _ = read(box=page("Box", "", body + sections))
    type = drafts["Box"].definition.type
    assert isinstance(type, Object) and type.fields[0].name == "a_b[]"


def test_page_without_header_and_pointer_is_read() -> None:
    drafts, _ = read(box=properties("a", sections=section("a", "`string`")))
    assert list(drafts) == ["Box"]


def test_untitled_root_has_the_name_of_its_file() -> None:
    drafts, _ = read(box_two=page("Untitled object in undefined", "", properties("a")))
    definition = drafts["box-two"].definition
    assert [inference.by for inference in definition.inferred] == ["definition-names"]


def test_deprecated_status_and_description_are_read() -> None:
    drafts, _ = read(box=page("Box", "", properties("a"), status="Deprecated"))
    definition = drafts["Box"].definition
    assert definition.deprecation is not None and definition.doc == "About it."


def test_schema_that_contains_itself_is_a_reference() -> None:
    inner = properties("b", sections=section("b", "`object` ([Details](box-properties-a.md))"))
    inner = inner.replace("box-properties-b.md", "box-properties-a.md")
    nested = page("Untitled object in Box", "/properties/a", inner)
    body = properties("a", sections=section("a", "`object` ([Details](box-properties-a.md))"))
    drafts, _ = read(box=page("Box", "", body), box_properties_a=nested)
    type = drafts["a"].definition.type
    assert isinstance(type, Object) and type.fields[0].type == Ref(name="box-properties-a.md")


def test_index_is_no_page_of_the_dialect() -> None:
    text = "# README\n\n## Top-level Schemas\n\n* [Box](./box.md) – `https://x.example/box`\n"
    assert detect(Page(document("README.md", text))) is None


# --- versions 1 to 3 ------------------------------------------------------------------------------

FILE_HEADER = (
    "| Abstract | Extensible | Status | Identifiable | Custom Properties | Additional Properties |"
    " Defined In |\n|---|---|---|---|---|---|---|\n"
    "| Can be instantiated | No | Stable | No | Forbidden | {additional} | [b.json](b.json) |\n\n"
)


def file_page(rows: str, sections: str, title: str = "Box", additional: str = "Permitted") -> str:
    header = FILE_HEADER.format(additional=additional)
    table = "| Property | Type | Required | Default | Defined by |\n|---|---|---|---|---|\n"
    head = f"# {title} Schema\n\n```\nhttps://x.example/box\n```\n\nAbout it.\n\n{header}"
    return f"{head}# {title} Properties\n\n{table}{rows}\n{sections}"


def file_row(name: str, required: str = "Optional", by: str = "Box (this schema)") -> str:
    return f"| [{name}](#{name}) | `string` | {required} |  | {by} |\n"


def file_section(name: str, type: str, facts: str = "* is optional\n", remaining: str = "") -> str:
    part = f"### {name} Type\n\n{type}\n\n" if type else ""
    return f"## {name}\n\nWhat it is.\n\n`{name}`\n{facts}* type: x\n* defined in this schema\n\n{part}{remaining}"


def read_file(text: str, **others: str) -> dict[str, Field]:
    drafts, _ = read(box=text, **others)
    type = drafts["Box"].definition.type
    assert isinstance(type, Object)
    return {field.name: field for field in type.fields}


@pytest.mark.parametrize(
    ("text", "type"),
    [
        ("`string`\n* format: `date` – date", String(format="date")),
        ("`boolean`, nullable", nullable(BOOLEAN)),
        ("Array type: `string[]`\n\nAll items must be of the type:\n`string`", Array(items=STRING)),
        ("Array type: `string[]`\n\nAll items must be of the type: `string`", Array(items=STRING)),
        ("Nested array type: `integer[]`\n\nAll items must be of the type:\n`integer`",
         Array(items=Array(items=INTEGER))),
        ("* [Lid](lid.md) – `lid.json`", Ref(name="Lid")),
        ("* []() – `#/definitions/Lid`", Ref(name="Lid")),
        ("* []() – `#`", Ref(name="box.md")),
        ("Either one of:\n* `string`\n* or `null`", nullable(STRING)),
        (("**One** of the following *conditions* need to be fulfilled.\n\n#### Condition 1\n\n`string`\n\n"
         "#### Condition 2\n\n`boolean`"), Union(members=(STRING, BOOLEAN), mode="oneOf")),
        ("**Any** following _options_ needs to be fulfilled.\n\n#### Option 1\n\n#### Option 2\n\n`string`",
         UNKNOWN),
        ('Unknown type `string,null`.\n\n```json\n{"type": ["string", "null"]}\n```', nullable(STRING)),
    ],
)  # fmt: skip
def test_types_of_old_versions_are_parsed(text: str, type: Type) -> None:
    assert read_file(file_page(file_row("a"), file_section("a", text)))["a"].type == type


@pytest.mark.parametrize(
    ("text", "type"),
    [
        ("`string`\n\n- maximum length: 9 characters", String(constraints=StringConstraints(max_length=9))),
        ("- [](<>) – `#/definitions/Lid`", Ref(name="Lid")),
        ("Either one of:\n\n- `string`\n- or `null`", nullable(STRING)),
    ],
)  # fmt: skip
def test_lists_of_old_versions_have_the_bullets_of_a_formatter(text: str, type: Type) -> None:
    assert read_file(file_page(file_row("a"), file_section("a", text)))["a"].type == type


def test_old_versions_print_required_and_default_in_two_places() -> None:
    facts = "* is **required**\n* default: `5`\n"
    fields = read_file(
        file_page(
            file_row("a") + file_row("b", "**Required**"), file_section("a", "`integer`", facts)
        )
    )
    assert (fields["a"].required, fields["a"].default) == (True, Default(value=5))
    assert fields["b"].required and fields["b"].type == STRING
    assert fields["a"].doc == "What it is."


def test_old_versions_print_headings_of_a_schema_without_a_title() -> None:
    text = file_page(file_row("a"), file_section("a", "`integer`"), title="")
    drafts, _ = read(box=text)
    type = next(iter(drafts.values())).definition.type
    assert isinstance(type, Object) and [field.type for field in type.fields] == [INTEGER]


def test_known_values_are_closed_where_the_value_must_be_one() -> None:
    must = (
        "The value of this property **must** be equal to one of the [known values below](#a).\n\n"
    )
    table = "### a Known Values\n| Value | Description |\n|---|---|\n| `x` | One |\n| `3` | |\n| `null` | |\n"
    text = file_section("a", "").rstrip("\n") + f"\n\n{must}{table}"
    type = read_file(file_page(file_row("a"), text))["a"].type
    values = [member.value for member in type.type.members]  # type: ignore[union-attr]
    assert values == ["x", 3, "3"]


def test_known_values_without_that_are_not_read_as_an_enum() -> None:
    table = "### a Known Values\n| Value | Description |\n|---|---|\n| `x` | One |\n"
    assert (
        read_file(file_page(file_row("a"), file_section("a", "`string`", remaining=table)))[
            "a"
        ].type
        == STRING
    )


def test_nested_properties_are_read_in_the_order_of_their_tables() -> None:
    nested = (
        "`object` with following properties:\n\n| Property | Type | Required |\n|---|---|---|\n"
        "| `b` | object | **Required** |\n| `c` | string | Optional |\n\n"
        "#### b\n\nundefined\n\n`b`\n* is **required**\n* type: `object`\n\n##### b Type\n\n"
        "`object` with following properties:\n\n| Property | Type | Required |\n|---|---|---|\n"
        "| `d` | integer | Optional |\n\n#### d\n\n`d`\n* is optional\n* type: `integer`\n\n##### d Type\n\n`integer`\n\n"
        "#### c\n\n`c`\n* is optional\n* type: `string`\n\n##### c Type\n\n`string`\n"
    )
    type = read_file(file_page(file_row("a"), file_section("a", nested)))["a"].type
    assert isinstance(type, Object)
    b, c = type.fields
    assert (b.name, b.required, b.doc, c.name, c.type) == ("b", True, "", "c", STRING)
    assert isinstance(b.type, Object) and [field.name for field in b.type.fields] == ["d"]


def test_a_table_of_old_versions_without_types_has_the_types_of_its_sections() -> None:
    text = file_page(file_row("a"), file_section("a", "`integer`"))
    assert read_file(text.replace("| Type |", "| Kind |", 1))["a"].type == INTEGER


def test_heading_in_a_description_of_old_versions_is_a_part_of_it() -> None:
    text = file_section("a", "`integer`").replace("What it is.", "# Why\n\nBecause.")
    fields = read_file(
        file_page(file_row("a") + file_row("b"), text + file_section("b", "`boolean`"))
    )
    assert (fields["a"].type, fields["b"].type) == (INTEGER, BOOLEAN)
    assert fields["a"].doc.endswith("Because.")


def test_additional_row_is_no_property_and_forbidden_closes() -> None:
    row = "| `*` | any | Additional | this schema *allows* additional properties |\n"
    assert list(read_file(file_page(file_row("a") + row, file_section("a", "`string`")))) == ["a"]
    drafts, _ = read(
        box=file_page(file_row("a"), file_section("a", "`string`"), additional="Forbidden")
    )
    type = drafts["Box"].definition.type
    assert isinstance(type, Object) and type.additional_properties == Never()


def test_schema_extends_the_page_that_defines_its_properties() -> None:
    base = file_page(
        file_row("a") + file_row("z", by="[Far](far.md#z)"), file_section("a", "`string`"), "Base"
    )
    inherited = file_row("a", by="[Base](base.md#a)") + file_row("b")
    text = file_page(inherited, file_section("a", "`string`") + file_section("b", "`string`"))
    drafts, _ = read(box=text, base=base)
    type = drafts["Box"].definition.type
    assert isinstance(type, Object)
    assert (type.bases, [field.name for field in type.fields]) == (("base.md",), ["b"])


def test_pages_that_extend_each_other_have_no_bases() -> None:
    rows = file_row("a") + file_row("b", by="[Base](base.md#b)")
    others = file_row("b") + file_row("a", by="[Box](box.md#a)")
    drafts, _ = read(box=file_page(rows, ""), base=file_page(others, "", "Base"))
    for draft in drafts.values():
        assert isinstance(draft.definition.type, Object) and not draft.definition.type.bases


def test_page_without_properties_is_reported() -> None:
    text = file_page("", "").partition("# Box Properties")[0]
    drafts, notes = read(box=text)
    assert [note.rule.name for note in notes] == ["empty-table"]
    assert drafts["Box"].definition.type == UNKNOWN


# --- hostile input --------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *("# Box Schema\n", "# Box Properties\n", "# Box Definitions\n", "## a\n", "### a Type\n"),
        *(
            "\n",
            "`a`\n",
            "* is optional\n",
            "* defined in: [",
            "](box.md",
            ' "x#/properties/a")',
            "|",
        ),
        *(
            "one (and only one) of\n",
            "* ",
            "  * ",
            "[x](box.md)",
            "`string[]`",
            "merged type (",
            "\\",
            "`",
        ),
        *("**enum**: \n", "| Value |\n", "```json\n", "```\n", "## Definitions group x\n", TABLE),
        *(
            "`object` with following properties:\n",
            "| Property | Type |\n",
            "#### a\n",
            "#### Option 1\n",
        ),
        *(
            "**Any** following\n",
            "Unknown type `\n",
            '{"$ref": "#"}',
            "Array type:\n",
            "All items must",
        ),
    ]
)


@given(st.lists(PIECES | st.text(max_size=8), max_size=40), st.booleans())
def test_reading_never_raises(pieces: list[str], is_old: bool) -> None:
    start = file_page(file_row("a"), "") if is_old else page("Box", "", properties("a"))
    text = start + "".join(pieces)
    JSONSCHEMA2MD.read(
        [Page(document("box.md", text)), Page(document("box-properties-a.md", text))], []
    )


@pytest.mark.parametrize(
    "text",
    [
        "* any of\n  * all of\n",
        "[" * 4,
        '[x](y "',
        (
            "`object` with following properties:\n\n| Property | Type | Required |\n| `a` | x | Optional |\n\n#### a\n\n"
            "`a`\n* is optional\n\n##### a Type\n\n"
        ),
    ],
)
def test_work_is_linear(text: str) -> None:
    def work(times: int) -> int:
        body = properties("a", sections=section("a", "`string`")) + text * times
        old = file_page(file_row("a"), file_section("a", text * times))
        pages = [Page(document("box.md", page("Box", "", body))), Page(document("old.md", old))]
        return count_calls(lambda: JSONSCHEMA2MD.read(pages, []))

    assert work(400) < 5 * work(100)


def test_deep_chain_of_pages_is_bounded() -> None:
    pages = [
        Page(
            document(
                "box.md",
                page(
                    "Box",
                    "",
                    properties(
                        "a", sections=section("a", "`object` ([Details](box-properties-a.md))")
                    ),
                ),
            )
        )
    ]
    path = "box-properties-a"
    for _ in range(120):
        inner = f"{path}-properties-a"
        body = properties("a", sections=section("a", f"`object` ([Details]({inner}.md))"))
        body = body.replace("box-properties-a.md", f"{inner}.md")
        pages.append(
            Page(document(f"{path}.md", page("Untitled object in Box", "/properties/a", body)))
        )
        path = inner
    drafts = JSONSCHEMA2MD.read(pages, [])
    assert 3 < len(drafts) < 20


def german(body: str) -> str:
    header = (
        "# Box -Schema\n\n```txt\nhttps://x.example/box\n```\n\nTyp: any Box.\n\n"
        "| Abstrakt | Erweiterbar | Status | Identifizierbar | Eigene Properties |"
        " Zusätzliche Properties | Zugriffsbeschränkungen | Definiert in |\n"
        "| :- | :- | :- | :- | :- | :- | :- | :- |\n| Kann angelegt werden | Nein | Unknown status |"
        " Nein | Verboten | Verboten | keine | [x](x.json) |\n\n## Box Typ\n\n`object`\n\n"
        "# Box Eigenschaften\n\n| Property | Typ | Zwingend erforderlich | Nullbar | Definiert durch |\n"
        "| :- | :- | :- | :- | :- |\n| [size](#size) | `integer` | optional | darf null sein |"
        ' [Box](box-properties-size.md "https://x.example/box#/properties/size") |\n\n'
    )
    return header + body


def test_pages_in_other_languages_are_read() -> None:
    body = (
        "## size\n\nTyp: how big.\n\n`size`\n\n* ist optional\n\n* Typ: `integer`\n\n* darf null sein\n\n"
        '* Definiert in: [Box](box-properties-size.md "https://x.example/box#/properties/size")\n\n'
        "### size Typ\n\n`integer`\n\n### size Einschränkungen\n\n"
        "**Minimum (ausschließlich)**: der Wert dieser Zahl muss größer sein als: `3`\n\n"
        "### size Standardwert\n\nDer Standardwert ist:\n\n```json\n4\n```\n"
    )
    notes: list[Note] = []
    first = Page(document("box.md", german(body)))
    assert detect(first) is JSONSCHEMA2MD
    (draft,) = JSONSCHEMA2MD.read([first], notes)
    type = draft.definition.type
    assert not notes
    assert isinstance(type, Object)
    assert type.additional_properties == Never()
    (size,) = type.fields
    assert size.type == nullable(Integer(constraints=NumberConstraints(exclusive_minimum=3)))
    assert size.default == Default(4)
    assert not size.required
    assert size.doc == "Typ: how big."
    assert size.origin is not None
    assert first.document.lines[size.origin.line - 1] == "## size"


def test_all_labels_of_other_languages_are_known() -> None:
    labels = {*LIMITS, *FORMATS, "unique items", "pattern", "constant", "enum", "encoding"}
    for translation in translations():
        assert set(translation.labels.values()) <= labels | {"unknown format"}
        assert {" Type", " Properties", " Constraints"} <= set(translation.headings.values())
        assert {"is required", "can be null", "any of"} <= set(translation.items.values())


@given(st.text(st.sampled_from("# |*`-:\nab Typ ist optional Erweiterbar Vereist type[](")))
def test_translation_keeps_the_lines_of_any_page(text: str) -> None:
    page = Page(document("box.md", f"| Erweiterbar\n| Vereist\n{text}"))
    for english in in_english(page):
        assert len(english.document.lines) == len(page.document.lines)
