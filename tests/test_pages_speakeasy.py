"""Test pages of Speakeasy in seven languages: fields, values, supported types."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docmodels.diagnostics.documents import document
from docmodels.diagnostics.notes import Note
from docmodels.ir import (
    BOOLEAN,
    DEPRECATED,
    INTEGER,
    NUMBER,
    STRING,
    UNKNOWN,
    Array,
    Const,
    Deprecation,
    Enum,
    EnumMember,
    Field,
    Integer,
    Map,
    Nullable,
    Object,
    Ref,
    String,
    Type,
    Union,
    inferences,
    nullable,
)
from docmodels.ir.drafts import Draft, Spelling
from docmodels.pages import detect
from docmodels.pages.families.speakeasy import SPEAKEASY
from docmodels.pages.markdown import Page
from docmodels.passes import PassContext, assemble

DATE = String(format="date")
DATE_TIME = String(format="date-time")
BINARY = String(format="binary")
BIG = Union(members=(INTEGER, STRING))
INT32 = Integer(format="int32")
INT64 = Integer(format="int64")

YES, NO = ":heavy_check_mark:", ":heavy_minus_sign:"
MDN = "https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/Date"
PYTHON_DATES = "https://docs.python.org/3/library/datetime.html"


def make_page(text: str, path: str = "docs/models/components/kite.md") -> Page:
    """Return the page of a file with this text."""
    return Page(document(path, text))


def read(*pages: Page) -> tuple[list[Draft], list[str]]:
    """Return the drafts of the pages, and the names of the rules of their notes."""
    notes: list[Note] = []
    assert all(SPEAKEASY.recognises(page) for page in pages)
    return SPEAKEASY.read(pages, notes), [note.rule.name for note in notes]


def table(*rows: tuple[str, str], required: str = YES, description: str = "N/A") -> str:
    """Return the Markdown of a page with a table of fields, given as (name, type cell)."""
    lines = [f"| `{name}` | {cell} | {required} | {description} |" for name, cell in rows]
    header = (
        "| Field | Type | Required | Description |\n| ----- | ---- | -------- | ----------- |\n"
    )
    return "# Kite\n\n\n## Fields\n\n" + header + "\n".join(lines)


def read_fields(text: str) -> dict[str, Field]:
    """Return the fields of a page by name; the page must have no notes."""
    (draft,), rules = read(make_page(text))
    assert not rules
    assert isinstance(draft.definition.type, Object)
    return {field.name: field for field in draft.definition.type.fields}


def read_one_field(text: str) -> Field:
    """Return the only field of a page."""
    (field,) = read_fields(text).values()
    return field


def read_type(cell: str, *other_rows: tuple[str, str], required: str = YES) -> Type:
    """Return the type of a cell; `other_rows` decide the language of the page."""
    return read_fields(table(("x", cell), *other_rows, required=required))["x"].type


TS, PY, GO = ("t", "*number*"), ("t", "*str*"), ("T", "`int64`")
JAVA, CS, PHP, RUBY = (
    ("t", "List\\<*String*>"),
    ("T", "List<*string*>"),
    ("t", "array<*string*>"),
    ("t", "*::String*"),
)


@pytest.mark.parametrize(
    ("language_row", "cell", "expected"),
    [
        (TS, "*string*", STRING),
        (TS, "*number*", NUMBER),
        (TS, "*any*", UNKNOWN),
        (TS, f"[Date]({MDN})", DATE_TIME),
        (TS, "[RFCDate](../../types/rfcdate.md)", DATE),
        (TS, "[components.Tail](../../models/components/tail.md)[]", Array(items=Ref(name="Tail"))),
        (TS, "*components.TailShape*", Ref(name="TailShape")),
        (TS, "Record<string, *boolean*>[]", Array(items=Map(values=BOOLEAN))),
        (TS, '*"a*b"*', Const(value="a*b")),
        (TS, "*true*", Const(value=True)),
        (TS, "*7*", Const(value=7)),
        (PY, "*Literal[True]*", Const(value=True)),
        (PY, "*Literal[3]*", Const(value=3)),
        (PY, '*Literal["*"]*', Const(value="*")),
        (PY, "*Literal['a`b`']*", Const(value="a`b`")),
        (PY, "*Optional[Literal[False]]*", nullable(Const(value=False))),
        (
            TS,
            (
                "[File](https://developer.mozilla.org/File) \\| [Blob](https://developer.mozilla.org/Blob)"
                " \\| [components.FileT](../../models/components/filet.md)"
            ),
            BINARY,
        ),
        (PY, "*int*", INTEGER),
        (PY, '*Literal["kite"]*', Const(value="kite")),
        (PY, "*Nullable[str]*", nullable(STRING)),
        (PY, "List[[models.Tail](../models/tail.md)]", Array(items=Ref(name="Tail"))),
        (PY, "*Union[bytes, IO[bytes], io.BufferedReader]*", BINARY),
        (PY, f"[date]({PYTHON_DATES}#date-objects)", DATE_TIME),
        (PY, f"[datetime]({PYTHON_DATES}#datetime-objects)", DATE),
        (GO, "`string`", STRING),
        (GO, "*string*", STRING),
        (GO, "[][shared.Tail](../../models/shared/tail.md)", Array(items=Ref(name="Tail"))),
        (GO, "map[string]`any`", Map(values=UNKNOWN)),
        (GO, "`int`", INT32),
        (GO, "[types.Date](../../types/date.md)", DATE),
        (GO, "[time.Time](https://pkg.go.dev/time#Time)", DATE_TIME),
        (GO, "[]`byte`", BINARY),
        (GO, "[*big.Int](https://pkg.go.dev/math/big#Int)", BIG),
        (CS, "*BigInteger*", BIG),
        (
            GO,
            "optionalnullable.OptionalNullable[[components.Tail](../../models/components/tail.md)]",
            nullable(Ref(name="Tail")),
        ),
        (JAVA, "*long*", INT64),
        (JAVA, "*Optional\\<Object>*", UNKNOWN),
        (JAVA, "*Optional\\<? extends String>*", nullable(STRING)),
        (JAVA, "Map\\<String, List\\\\<*String*>>", Map(values=Array(items=STRING))),
        (JAVA, "*JsonNullable\\<Integer>*", nullable(INT32)),
        (JAVA, "[LocalDate](https://docs.oracle.com/javase/8/docs/api/)", DATE),
        (CS, "Dictionary<String, List<*long*>>", Map(values=Array(items=INT64))),
        (CS, "[Models.Components.Tail](../../Models/Components/Tail.md)", Ref(name="Tail")),
        (CS, "*byte[]*", BINARY),
        (PHP, "array<string, *mixed*>", Map(values=UNKNOWN)),
        (PHP, "[\\Fly\\Models\\Shared\\Tail](../../Models/Shared/Tail.md)", Ref(name="Tail")),
        (PHP, "[Components\\Tail](../../Models/Components/Tail.md)", Ref(name="Tail")),
        (PHP, "[\\DateTime](https://www.php.net/manual/en/class.datetime.php)", DATE_TIME),
        (RUBY, "*T::Boolean*", BOOLEAN),
        (RUBY, "*Crystalline::Boolean.new*", BOOLEAN),
        (RUBY, "*String*", STRING),
        (RUBY, "[Date](https://ruby-doc.org/stdlib-2.6.1/libdoc/date/rdoc/Date.html)", DATE_TIME),
        (RUBY, "[DateTime](https://ruby-doc.org/stdlib-2.6.1/libdoc/date/rdoc/Date.html)", DATE),
        (RUBY, "T::Hash[Symbol, *::Object*]", Map(values=UNKNOWN)),
        (RUBY, "Crystalline::Array.new(*::Float*)", Array(items=NUMBER)),
        (RUBY, "[Models::Shared::Tail](../../models/shared/tail.md)", Ref(name="Tail")),
    ],
)
def test_types_are_parsed(language_row: tuple[str, str], cell: str, expected: Type) -> None:
    assert read_type(cell, language_row) == expected


@pytest.mark.parametrize(
    ("language_row", "cell"),
    [
        (PY, "*Optional[str]*"),
        (GO, "`*string`"),
        (GO, "**string*"),
        (JAVA, "*Optional\\<String>*"),
        (PHP, "*?string*"),
        (RUBY, "*T.nilable(::String)*"),
        (RUBY, "*Crystalline::Nilable.new(::String)*"),
    ],
)
def test_optional_type_of_a_required_field_is_nullable(
    language_row: tuple[str, str], cell: str
) -> None:
    assert read_type(cell, language_row, required=NO) == STRING
    assert read_type(cell, language_row, required=YES) == nullable(STRING)


def test_required_description_and_origin_are_read() -> None:
    text = table(
        ("tailColor", "*string*"), required=NO, description="How it<br/>\\| shines &amp; why"
    )
    field = read_one_field(text + "\n")
    assert not field.required
    assert field.doc == "How it\n| shines & why"
    assert field.origin is not None
    assert (field.origin.line, field.origin.column) == (8, 4)


@pytest.mark.parametrize(
    ("description", "reason", "doc"),
    [
        (
            (
                "This will be removed in a future release, please migrate away from it as soon as"
                " possible.<br/><br/>Old length"
            ),
            "",
            "Old length",
        ),
        (
            "Measure the string instead.<br/><br/>Old length",
            "Measure the string instead.",
            "Old length",
        ),
        ("Measure the string instead.", "Measure the string instead.", ""),
    ],
)
def test_deprecated_fields_keep_reason_and_description(
    description: str, reason: str, doc: str
) -> None:
    text = table(("length", "*number*"), description=f": warning: ** DEPRECATED **: {description}")
    field = read_one_field(text.replace("`length`", "~~`length`~~"))
    assert (field.deprecation, field.doc) == (Deprecation(reason=reason), doc)


def test_struck_through_class_is_deprecated() -> None:
    text = table(("a", "*string*")).replace(
        "# Kite\n", "# ~~Kite~~\n\nFlies.\n\n> :warning: **DEPRECATED**: Use a drone.\n"
    )
    (draft,), _ = read(make_page(text))
    assert draft.definition.name == "Kite"
    assert draft.definition.deprecation == DEPRECATED


def test_model_description_may_contain_headings_and_code() -> None:
    text = table(("a", "*string*")).replace(
        "# Kite\n", "# Kite\n\nFlies.\n\n## Weather\n\n```json\n{}\n```\n<!-- x | y -->\n", 1
    )
    (draft,), _ = read(make_page(text))
    assert draft.definition.doc == "Flies.\n\n## Weather\n\n```json\n{}\n```"


def test_examples_are_parsed_by_type() -> None:
    text = """# Kite

## Fields

| Field    | Type                            | Required           | Description | Example         |
| -------- | ------------------------------- | ------------------ | ----------- | --------------- |
| `serial` | *str*                           | :heavy_check_mark: | N/A         | 0042            |
| `tails`  | *int*                           | :heavy_check_mark: | N/A         | 2               |
| `lines`  | List[*float*]                   | :heavy_check_mark: | N/A         | [<br/>1.5<br/>] |
| `shape`  | [models.Shape](../models/s.md)  | :heavy_check_mark: | N/A         | delta           |
| `bad`    | *int*                           | :heavy_check_mark: | N/A         | many            |
| `gone`   | *str*                           | :heavy_check_mark: | N/A         | <nil>           |
"""
    examples = {name: field.examples for name, field in read_fields(text).items()}
    assert examples == {
        "serial": ("0042",),
        "tails": (2,),
        "lines": ([1.5],),
        "shape": ("delta",),
        "bad": (),
        "gone": (),
    }


def test_example_of_the_whole_model_is_a_sample() -> None:
    text = """# Kite

## Fields

| Field        | Type             | Required           | Description | Example                   |
| ------------ | ---------------- | ------------------ | ----------- | ------------------------- |
| `tail_color` | *str*            | :heavy_check_mark: | N/A         | {<br/>"tailColor": "red"} |
| `extra`      | Dict[str, *Any*] | :heavy_check_mark: | N/A         | {"tailColor": "red"}      |
"""
    (draft,), _ = read(make_page(text))
    assert draft.samples == ({"tailColor": "red"},)


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("additionalProperties", "Record<string, *number*>"),
        ("AdditionalProperties", "Dictionary<String, *double*>"),
        ("__pydantic_extra__", "Dict[str, *float*]"),
        ("additional_properties", "T::Hash[Symbol, *::Float*]"),
    ],
)
def test_additional_properties_are_read(name: str, cell: str) -> None:
    (draft,), _ = read(make_page(table((name, cell), required=NO)))
    assert draft.definition.type == Object(additional_properties=NUMBER)


def test_scalar_field_named_additional_properties_is_a_field() -> None:
    text = table(("additional_properties", "*Optional[str]*"), required=NO)
    assert read_one_field(text).type == STRING


def test_http_response_fields_are_dropped() -> None:
    text = table(
        ("ContentType", "*string*"),
        ("StatusCode", "*int*"),
        ("RawResponse", "[HttpResponseMessage](https://learn.microsoft.com/x)"),
        ("Kite", "[Models.Components.Kite](../../Models/Components/Kite.md)"),
    )
    assert list(read_fields(text)) == ["Kite"]


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("HttpMeta", "[Models.Components.HTTPMetadata](../../Models/Components/HTTPMetadata.md)"),
        ("http_meta", "[Optional[models.HTTPMetadata]](../../models/httpmetadata.md)"),
    ],
)
def test_http_metadata_of_results_and_errors_is_dropped(name: str, cell: str) -> None:
    assert list(read_fields(table((name, cell), ("Id", "*string*")))) == ["Id"]


def test_http_metadata_of_another_type_or_name_is_a_field() -> None:
    cell = "[Models.Components.HTTPMetadata](../../Models/Components/HTTPMetadata.md)"
    names = list(read_fields(table(("HttpMeta", "*string*"), ("Origin", cell))))
    assert names == ["HttpMeta", "Origin"]


def test_null_in_the_code_example_is_a_value_of_the_field() -> None:
    """Only in the outermost object, and not in strings or comments."""
    example = (
        '# Kite\n\n## Example Usage\n\n```typescript\nimport { Kite } from "kites";\n\n'
        'let value: Kite = {\n  name: "a {: name: null",\n  // length: null\n  length: 5,\n'
        '  tail: null,\n  "line-kind": null,\n  maker: { length: null },\n};\n```\n'
    )
    cells = [("name", "*string*"), ("length", "*number*"), ("line-kind", "*string*")]
    cells += [("tail", "[models.Tail](../models/tail.md)"), ("maker", "*any*")]
    fields = read_fields(example + table(*cells).removeprefix("# Kite\n"))
    assert {name for name, field in fields.items() if isinstance(field.type, Nullable)} == {
        "tail",
        "line-kind",
    }


def test_null_in_a_nested_example_is_a_value_of_the_field_of_the_nested_model() -> None:
    example = (
        "# Kite\n\n## Example Usage\n\n```typescript\nlet value: Kite = {\n  tails: [{ length: null }],\n"
        "  lines: { left: { length: null, end: null } },\n  spar: { wood: null, span: 3 },\n};\n```\n"
    )
    kite = example + table(
        ("tails", "[models.Tail](../models/tail.md)[]"),
        ("lines", "Record<string, [models.Line](../models/line.md)>"),
        ("spar", "[models.Spar](../models/spar.md)"),
    ).removeprefix("# Kite\n")
    rows = (("length", "*number*"), ("end", "*string*"))
    spar = (
        "# Spar\n\n\n## Supported Types\n\n### `models.Ash`\n\n```typescript\n```\n\n### `string`\n"
    )
    drafts, _ = read(
        make_page(kite, "models/kite.md"),
        make_page(table(*rows).replace("Kite", "Tail"), "models/tail.md"),
        make_page(table(*rows).replace("Kite", "Line"), "models/line.md"),
        make_page(table(("wood", "*string*")).replace("Kite", "Ash"), "models/ash.md"),
        make_page(spar, "models/spar.md"),
    )
    nulls = {
        (draft.definition.name, field.name)
        for draft in drafts
        if isinstance(draft.definition.type, Object)
        for field in draft.definition.type.fields
        if isinstance(field.type, Nullable)
    }
    assert nulls == {("Tail", "length"), ("Line", "length"), ("Line", "end"), ("Ash", "wood")}


def test_null_in_a_union_may_be_a_value_of_each_member_with_that_field() -> None:
    example = "# Kite\n\n## Example Usage\n\n```typescript\nlet value: Kite = { spar: { wood: null } };\n```\n"
    cell = "*models.Ash* \\| *models.Oak* \\| *models.Fir*"
    drafts, _ = read(
        make_page(example + table(("spar", cell)).removeprefix("# Kite\n"), "models/kite.md"),
        make_page(table(("wood", "*string*")).replace("Kite", "Ash"), "models/ash.md"),
        make_page(table(("wood", "*string*")).replace("Kite", "Oak"), "models/oak.md"),
        make_page(table(("cone", "*string*")).replace("Kite", "Fir"), "models/fir.md"),
    )
    types = [
        draft.definition.type.fields[0].type
        for draft in drafts
        if isinstance(draft.definition.type, Object)
    ]
    assert types[1:] == [nullable(STRING), nullable(STRING), STRING]


def test_status_code_without_a_raw_response_is_a_field() -> None:
    assert list(read_fields(table(("statusCode", "*number*"), ("contentType", "*string*")))) == [
        "statusCode",
        "contentType",
    ]


def test_underscore_after_a_reserved_word_is_removed() -> None:
    field = read_one_field(table(("class_", "*str*")))
    assert (field.name, field.documented_name, field.inferred) == (
        "class",
        "class_",
        inferences("escaped-names", "name"),
    )


def test_csharp_value_suffix_is_removed_from_fields_named_like_their_class() -> None:
    fields = read_fields(table(("KiteValue", "*string*"), CS))
    assert fields["Kite"].documented_name == "KiteValue"
    assert (
        next(iter(read_fields(table(("KiteValue", "*string*"), ("Kite", "*string*"), CS))))
        == "KiteValue"
    )
    assert next(iter(read_fields(table(("kiteValue", "*string*"), TS)))) == "kiteValue"


@pytest.mark.parametrize(
    ("language_row", "spelling"),
    [
        (TS, Spelling.CAMEL),
        (PY, Spelling.SNAKE),
        (GO, Spelling.PASCAL),
        (JAVA, Spelling.CAMEL),
        (CS, Spelling.PASCAL),
        (PHP, Spelling.CAMEL),
        (RUBY, Spelling.SNAKE),
    ],
)
def test_spelling_follows_the_language(language_row: tuple[str, str], spelling: Spelling) -> None:
    (draft,), _ = read(make_page(table(language_row)))
    assert draft.spelling == spelling


def test_ambiguous_page_takes_the_language_of_its_folder() -> None:
    ambiguous = make_page(
        "# Wind\n\n## Values\n\n| Name | Value |\n| --- | --- |\n| `LOW` | low |",
        "docs/models/b.md",
    )
    drafts, _ = read(
        ambiguous,
        make_page(table(RUBY), "docs/models/a.md"),
        make_page(table(GO), "go/models/a.md"),
    )
    assert [draft.language for draft in drafts] == ["ruby", "ruby", "go"]


# --- values --------------------------------------------------------------------------------------


def read_enum(body: str, preceding: str = "") -> Enum:
    """Return the enum of a page with this `## Values` section."""
    (draft,), rules = read(make_page(f"# Wind\n\n{preceding}## Values\n\n{body}"))
    assert not rules
    assert isinstance(draft.definition.type, Enum)
    return draft.definition.type


def test_enum_table_gives_values() -> None:
    enum = read_enum(
        "| Name      | Value |\n| --------- | ----- |\n| `WindLow` | low   |\n| `WindNo`  | 0-1   |"
    )
    assert enum == Enum(
        members=(EnumMember(value="low", name="WindLow"), EnumMember(value="0-1", name="WindNo")),
        base="string",
    )


def test_all_numeric_values_are_numbers() -> None:
    enum = read_enum("| Name | Value |\n| --- | --- |\n| `ONE` | 1 |\n| `TEN` | -10 |")
    assert [member.value for member in enum.members] == [1, -10]
    assert enum.base == "integer"
    assert (
        read_enum("| Name | Value |\n| --- | --- |\n| `ONE` | 01 |\n| `TEN` | 10 |").base
        == "string"
    )


def test_typescript_literal_union_gives_values() -> None:
    enum = read_enum('```typescript\n"low" | "a|b*\\"" | 3\n```')
    assert [member.value for member in enum.members] == ["low", 'a|b*"', 3]
    assert enum.closed


@pytest.mark.parametrize(
    ("body", "preceding"),
    [
        ('```typescript\n"low" | Unrecognized<string>\n```', ""),
        ('This is an open enum. Unrecognized values will not fail type checks.\n\n- `"low"`', ""),
        ("| Name | Value |\n| - | - |\n| `Low` | low |\n| - | `Unrecognized<string>` |", ""),
        (
            "| Name | Value |\n| - | - |\n| `Low` | low |",
            "## Example Usage\n\n```go\n// Open enum: any value may be cast\n```\n\n",
        ),
    ],
)
def test_open_enums_are_recognised(body: str, preceding: str) -> None:
    enum = read_enum(body, preceding)
    assert [member.value for member in enum.members] == ["low"]
    assert (enum.closed, enum.base) == (False, "string")


def test_enum_without_values_is_open_with_a_note() -> None:
    (draft,), rules = read(make_page("# Wind\n\n## Values\n\n| Name | Value |\n| ---- | ----- |\n"))
    assert draft.definition.type == Enum(members=(), closed=False)
    assert rules == ["missing-enum-values"]


# --- supported types -----------------------------------------------------------------------------


def read_union(*members: tuple[str, str, str]) -> Type:
    """Return the union of a page with these headings, fence languages and code."""
    body = "\n\n".join(f"### {head}\n\n```{lang}\n{code}\n```" for head, lang, code in members)
    (draft,), _ = read(make_page(f"# Any\n\n\n## Supported Types\n\n{body}\n"))
    return draft.definition.type


def test_union_members_are_the_headings() -> None:
    union = read_union(
        ("`components.Kite`", "typescript", "const value: components.Kite = {};"),
        ("`string[]`", "typescript", "const value: string[] = [];"),
    )
    assert union == Union(members=(Ref(name="Kite"), Array(items=STRING)))


def test_integer_and_number_members_merge_to_number() -> None:
    union = read_union(
        ("`number`", "typescript", "const value: number = 128403;"),
        ("`number`", "typescript", "const value: number = 1284.03;"),
        ("`string`", "typescript", 'const value: string = "<value>";'),
    )
    assert union == Union(members=(NUMBER, STRING))


def test_go_union_members_are_read_from_code() -> None:
    union = read_union(
        ("", "go", "any := components.CreateAnyStr(string{/* values here */})"),
        ("", "go", "any := components.CreateAnyArrayOfKite([]components.Kite{/* values here */})"),
        ("Kite", "go", "any := components.CreateAnyBox(components.Kite{/* values here */})"),
        ("Kite", "go", "any := components.CreateAnyStunt(components.Kite{/* values here */})"),
    )
    assert union == Union(members=(STRING, Array(items=Ref(name="Kite")), Ref(name="Kite")))


def test_csharp_union_members_are_read_from_factory_names() -> None:
    union = read_union(
        ("Str", "csharp", "Any.CreateStr(/* values here */);"),
        ("Bigint", "csharp", "Any.CreateBigint(/* values here */);"),
        ("ArrayOfInteger", "csharp", "Any.CreateArrayOfInteger(/* values here */);"),
        ("Kite", "csharp", "Any.CreateKite(/* values here */);"),
    )
    assert union == Union(members=(STRING, BIG, Array(items=INTEGER), Ref(name="Kite")))


def test_unknown_member_makes_the_union_unknown() -> None:
    assert read_union(("`Kite`", "python", ""), ("`{{`", "python", "")) == UNKNOWN


# --- equal names ---------------------------------------------------------------------------------


def test_equal_names_in_two_folders_are_distinct() -> None:
    link = "[{0}.Tail](../../models/{0}/tail.md)"
    user = table(
        ("a", link.format("components")),
        ("b", link.format("operations")),
        ("c", "*operations.Tail*"),
    )
    drafts, _ = read(
        make_page(user, "docs/models/components/kite.md"),
        make_page(
            table(("a", "*number*")).replace("Kite", "Tail"), "docs/models/components/tail.md"
        ),
        make_page(
            table(("b", "*string*")).replace("Kite", "Tail"), "docs/models/operations/tail.md"
        ),
    )
    kite = drafts[0].definition.type
    assert isinstance(kite, Object)
    assert [field.type for field in kite.fields] == [
        Ref(name="components/Tail"),
        Ref(name="operations/Tail"),
        Ref(name="operations/Tail"),
    ]
    assert drafts[2].aliases == ("operations/Tail",)
    api = assemble(drafts, PassContext([]))
    linked = api.by_name()["Kite"].type
    assert isinstance(linked, Object)
    targets = [field.type.name for field in linked.fields if isinstance(field.type, Ref)]
    assert len(set(targets)) == 2
    assert set(targets) <= set(api.by_name())


def test_link_to_a_page_that_is_not_read_does_not_lead_to_another_folder() -> None:
    """A page with a heading only is not read, but the link to it shows where it is."""
    user = table(("a", "[Tail](../../models/components/tail.md)"))
    tail = table(("b", "*string*")).replace("Kite", "Tail")
    drafts, _ = read(
        make_page(user, "docs/models/components/kite.md"),
        make_page(tail, "docs/models/operations/tail.md"),
    )
    kite = assemble(drafts, PassContext([])).by_name()["Kite"].type
    assert isinstance(kite, Object)
    assert kite.fields[0].type != Ref(name="Tail")


def test_link_may_differ_from_the_name_of_the_file_in_its_folder() -> None:
    user = table(("a", "[Tail](../../models/components/tail.md)"))
    tail = table(("b", "*string*")).replace("Kite", "Tail")
    drafts, _ = read(
        make_page(user, "models/components/kite.md"),
        make_page(tail, "models/components/tail1.md"),
    )
    kite = drafts[0].definition.type
    assert isinstance(kite, Object)
    assert kite.fields[0].type == Ref(name="Tail")


def test_link_to_a_folder_that_is_not_read_leads_to_the_page_of_that_name() -> None:
    user = table(("a", "[Tail](../../models/components/tail.md)"))
    tail = table(("b", "*string*")).replace("Kite", "Tail")
    drafts, _ = read(make_page(user, "pages/kite.md"), make_page(tail, "pages/tail.md"))
    kite = drafts[0].definition.type
    assert isinstance(kite, Object)
    assert kite.fields[0].type == Ref(name="Tail")


@pytest.mark.parametrize("name", ["List", "Stream", "Dictionary"])
def test_linked_model_may_have_the_name_of_a_type_of_the_language(name: str) -> None:
    link = f"[{name}](../../Models/Components/{name}.md)"
    cells = (("A", link), ("B", f"List<{link}>"), ("C", "List<*string*>"))
    model = table(("Id", "*string*")).replace("Kite", name)
    drafts, _ = read(
        make_page(table(*cells)), make_page(model, f"docs/models/components/{name}.md")
    )
    kite = drafts[0].definition.type
    assert isinstance(kite, Object)
    assert [field.type for field in kite.fields] == [
        Ref(name=name),
        Array(items=Ref(name=name)),
        Array(items=STRING),
    ]


def test_plain_name_goes_to_the_model_outside_operations() -> None:
    drafts, _ = read(
        make_page(table(("a", "*string*")), "docs/models/operations/kite.md"),
        make_page(table(("b", "*string*")), "docs/models/shared/kite.md"),
    )
    kite = assemble(drafts, PassContext([])).by_name()["Kite"].type
    assert isinstance(kite, Object)
    assert [field.name for field in kite.fields] == ["b"]


def test_link_labelled_with_members_refers_to_the_union_page() -> None:
    cell = "[Components\\One\\|Components\\Two](../../Models/Components/Either.md)"
    assert read_type(cell, PHP) == Union(members=(Ref(name="One"), Ref(name="Two")))
    either = (
        "# Either\n\n## Supported Types\n\n### `Components\\One`\n\n```php\n```\n\n"
        "### `Components\\Two`\n\n```php\n```\n"
    )
    drafts, _ = read(
        make_page(table(("x", cell), PHP)), make_page(either, "docs/models/components/Either.md")
    )
    kite = drafts[0].definition.type
    assert isinstance(kite, Object)
    assert kite.fields[0].type == Ref(name="Either")


# --- notes ---------------------------------------------------------------------------------------


def test_unknown_type_leaves_other_fields_intact() -> None:
    notes: list[Note] = []
    (draft,) = SPEAKEASY.read(
        [make_page(table(("a", "*str*"), ("b", "List[*str*"), ("c", "*int*")))], notes
    )
    assert isinstance(draft.definition.type, Object)
    assert [field.type for field in draft.definition.type.fields] == [STRING, UNKNOWN, INTEGER]
    (note,) = notes
    assert note.rule.name == "unknown-type"
    assert note.origin is not None
    assert (note.origin.line, note.origin.column, note.width) == (9, 9, 10)


def test_description_may_contain_a_bare_pipe() -> None:
    field = read_one_field(table(("a", "*str*"), description="red | blue"))
    assert (field.type, field.doc) == (STRING, "red | blue")


@pytest.mark.parametrize(
    "text",
    [
        "# Kite\n\nFlies.\n",
        "# Kite\n\n## Fields\n\nNone.\n",
        "# Kites\n\n### Parameters\n\n| Parameter | Type | Required | Description |\n| - | - | - | - |\n",
        "# Manual\n\n## Values\n\nWe value wind.\n",
        "# Manual\n\n## Supported Types\n\nKites.\n",
    ],
)
def test_other_pages_are_not_recognised(text: str) -> None:
    assert not SPEAKEASY.recognises(make_page(text))


PIECES = st.sampled_from(
    [
        "# Kite\n", "## Fields\n", "## Values\n", "## Supported Types\n", "### `number`\n",
        "| Field | Type | Required | Description | Example |\n", "| - | - |\n", "| `a` | *str* |\n",
        "| `a` | List[ | x | y | {} | \\|\n", "| `b` | *number* | | | NaN |\n", "```typescript\n", "|\n",
        '- `"x"`\n', "| `c` | [A\\|B](x/C.md) | :heavy_check_mark: | : warning: ** DEPRECATED **: |\n",
    ]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=20), max_size=14).map("".join))
def test_reading_never_raises(text: str) -> None:
    page = make_page(text)
    SPEAKEASY.recognises(page)
    drafts = SPEAKEASY.read([page], [])
    assert 1 <= len(drafts) <= max(1, text.count("#"))


@pytest.mark.parametrize(
    "mark", [":heavy_check_mark:", "\N{HEAVY CHECK MARK}\N{VARIATION SELECTOR-16}"]
)
def test_required_fields_have_the_name_of_an_emoji_or_its_sign(mark: str) -> None:
    table = "| Field | Type | Required | Description |\n| --- | --- | --- | --- |\n"
    rows = f"| `a_b` | _str_ | {mark} | N/A |\n| `c` | List[_int_] | {NO} | N/A |\n"
    drafts, notes = read(make_page(f"# Kite\n\n## Fields\n\n{table}{rows}"))
    type = drafts[0].definition.type
    assert not notes and isinstance(type, Object)
    assert [(f.name, f.type, f.presence) for f in type.fields] == [
        ("a_b", STRING, "required"),
        ("c", Array(items=INTEGER), "optional"),
    ]


def test_headings_of_a_document_may_be_deeper() -> None:
    table = "| Field | Type | Required | Description |\n| --- | --- | --- | --- |\n"
    rows = f"| `a` | *int* | {YES} | N/A |\n"
    drafts, notes = read(make_page(f"# Reference\n\n## Kite\n\n### Fields\n\n{table}{rows}"))
    type = drafts[0].definition.type
    assert not notes and isinstance(type, Object)
    assert (drafts[0].definition.name, [f.name for f in type.fields]) == ("Kite", ["a"])


STATE = "{0} Values\n\n| Name | Value |\n| --- | --- |\n| `InUse` | in-use |\n| `Lost` | lost |\n\n"
KITE = (
    "{0} Fields\n\n| Field | Type | Required | Description |\n| --- | --- | --- | --- |\n"
    "| `state` | [components.State](#state) | :heavy_check_mark: | N/A |\n\n"
)


@pytest.mark.parametrize("marks", ["##", "###", "####"])
def test_sections_of_a_model_have_any_level(marks: str) -> None:
    pages = [
        Page(document("docs/models/components/state.md", f"# State\n\n{STATE.format(marks)}")),
        Page(document("docs/models/components/kite.md", f"# Kite\n\n{KITE.format(marks)}")),
    ]
    assert [detect(page) for page in pages] == [SPEAKEASY, SPEAKEASY]
    state, kite = (draft.definition for draft in SPEAKEASY.read(pages, []))
    assert (state.name, kite.name) == ("State", "Kite")
    assert isinstance(state.type, Enum)
    assert isinstance(kite.type, Object)
    assert [field.type for field in kite.type.fields] == [Ref(name="State")]


def test_a_document_of_several_models_is_split_at_their_headings() -> None:
    state, kite = STATE.format("###"), KITE.format("###")
    text = f"# Models\n\nAll.\n\n## State\n\nIts state.\n\n{state}## Kite\n\nA kite.\n\n{kite}"
    notes: list[Note] = []
    drafts = SPEAKEASY.read([Page(document("docs/models.md", text))], notes)
    definitions = [draft.definition for draft in drafts]
    assert not notes
    assert [(d.name, d.doc) for d in definitions] == [("State", "Its state."), ("Kite", "A kite.")]
    assert isinstance(definitions[0].type, Enum)
    assert isinstance(definitions[1].type, Object)
    assert definitions[1].origin is not None
    assert text.split("\n")[definitions[1].origin.line - 1] == "## Kite"
