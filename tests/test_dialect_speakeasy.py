"""Pages of Speakeasy, in seven languages: fields, values, supported types."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docmodels.diagnostics.documents import document
from docmodels.diagnostics.notes import Note
from docmodels.ir import (
    BOOLEAN,
    INTEGER,
    NUMBER,
    STRING,
    UNKNOWN,
    Array,
    Const,
    Enum,
    EnumMember,
    Field,
    Map,
    Nullable,
    Object,
    Ref,
    Scalar,
    Type,
    Union,
)
from docmodels.ir.drafts import Draft, Spelling
from docmodels.pages.families.speakeasy import SPEAKEASY
from docmodels.pages.markdown import Page
from docmodels.passes import assemble

DATE = Scalar(kind="string", format="date")
DATE_TIME = Scalar(kind="string", format="date-time")
BINARY = Scalar(kind="string", format="binary")
BIG = Union(members=(INTEGER, STRING))
INT32 = Scalar(kind="integer", format="int32")
INT64 = Scalar(kind="integer", format="int64")

YES, NO = ":heavy_check_mark:", ":heavy_minus_sign:"
MDN = "https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/Date"
PYTHON_DATES = "https://docs.python.org/3/library/datetime.html"


def page(text: str, path: str = "docs/models/components/kite.md") -> Page:
    """A page as it is read from a file."""
    return Page(document(path, text))


def read(*pages: Page) -> tuple[list[Draft], list[str]]:
    """All drafts of the pages, and the rules that spoke."""
    notes: list[Note] = []
    assert all(SPEAKEASY.recognises(each) for each in pages)
    return SPEAKEASY.read(pages, notes), [note.rule.name for note in notes]


def table(*rows: tuple[str, str], required: str = YES, description: str = "N/A") -> str:
    """A page with a table of fields."""
    lines = [f"| `{name}` | {cell} | {required} | {description} |" for name, cell in rows]
    header = (
        "| Field | Type | Required | Description |\n| ----- | ---- | -------- | ----------- |\n"
    )
    return "# Kite\n\n\n## Fields\n\n" + header + "\n".join(lines)


def fields(text: str) -> dict[str, Field]:
    """The fields of a page without doubts."""
    (draft,), rules = read(page(text))
    assert not rules
    assert isinstance(draft.definition.type, Object)
    return {field.name: field for field in draft.definition.type.fields}


def only(text: str) -> Field:
    """The one field of a page."""
    (field,) = fields(text).values()
    return field


def type_of(cell: str, *more: tuple[str, str], required: str = YES) -> Type:
    """The type that a cell is read as, beside fields that tell the language."""
    return fields(table(("x", cell), *more, required=required))["x"].type


TS, PY, GO = ("t", "*number*"), ("t", "*str*"), ("T", "`int64`")
JAVA, CS, PHP, RUBY = (
    ("t", "List\\<*String*>"),
    ("T", "List<*string*>"),
    ("t", "array<*string*>"),
    ("t", "*::String*"),
)


@pytest.mark.parametrize(
    ("tell", "cell", "expected"),
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
        (PY, "*Nullable[str]*", Nullable(type=STRING)),
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
            Nullable(type=Ref(name="Tail")),
        ),
        (JAVA, "*long*", INT64),
        (JAVA, "*Optional\\<Object>*", UNKNOWN),
        (JAVA, "Map\\<String, List\\\\<*String*>>", Map(values=Array(items=STRING))),
        (JAVA, "*JsonNullable\\<Integer>*", Nullable(type=INT32)),
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
def test_types(tell: tuple[str, str], cell: str, expected: Type) -> None:
    assert type_of(cell, tell) == expected


@pytest.mark.parametrize(
    ("tell", "cell"),
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
def test_an_optional_type_of_a_required_field_is_a_nullable_one(
    tell: tuple[str, str], cell: str
) -> None:
    assert type_of(cell, tell, required=NO) == STRING
    assert type_of(cell, tell, required=YES) == Nullable(type=STRING)


def test_presence_description_and_place() -> None:
    text = table(
        ("tailColor", "*string*"), required=NO, description="How it<br/>\\| shines &amp; why"
    )
    field = only(text + "\n")
    assert not field.required
    assert field.doc == "How it\n| shines & why"
    assert field.origin is not None
    assert (field.origin.line, field.origin.column) == (8, 4)


@pytest.mark.parametrize(
    ("said", "reason", "doc"),
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
def test_deprecated_fields(said: str, reason: str, doc: str) -> None:
    text = table(("length", "*number*"), description=f": warning: ** DEPRECATED **: {said}")
    field = only(text.replace("`length`", "~~`length`~~"))
    assert (field.deprecated, field.deprecation, field.doc) == (True, reason, doc)


def test_a_deprecated_class() -> None:
    text = table(("a", "*string*")).replace(
        "# Kite\n", "# ~~Kite~~\n\nFlies.\n\n> :warning: **DEPRECATED**: Use a drone.\n"
    )
    (draft,), _ = read(page(text))
    assert draft.definition.name == "Kite"
    assert draft.definition.deprecated


def test_a_description_may_hold_headings_and_code() -> None:
    text = table(("a", "*string*")).replace(
        "# Kite\n", "# Kite\n\nFlies.\n\n## Weather\n\n```json\n{}\n```\n<!-- x | y -->\n", 1
    )
    (draft,), _ = read(page(text))
    assert draft.definition.doc == "Flies.\n\n## Weather\n\n```json\n{}\n```"


def test_examples_are_read_by_type() -> None:
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
    found = {name: field.examples for name, field in fields(text).items()}
    assert found == {
        "serial": ("0042",),
        "tails": (2,),
        "lines": ([1.5],),
        "shape": ("delta",),
        "bad": (),
        "gone": (),
    }


def test_an_example_of_the_whole_is_a_sample_of_wire_names() -> None:
    text = """# Kite

## Fields

| Field        | Type             | Required           | Description | Example                   |
| ------------ | ---------------- | ------------------ | ----------- | ------------------------- |
| `tail_color` | *str*            | :heavy_check_mark: | N/A         | {<br/>"tailColor": "red"} |
| `extra`      | Dict[str, *Any*] | :heavy_check_mark: | N/A         | {"tailColor": "red"}      |
"""
    (draft,), _ = read(page(text))
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
def test_additional_properties(name: str, cell: str) -> None:
    (draft,), _ = read(page(table((name, cell), required=NO)))
    assert draft.definition.type == Object(additional_properties=NUMBER)


def test_a_field_that_is_only_called_additional_properties() -> None:
    text = table(("additional_properties", "*Optional[str]*"), required=NO)
    assert only(text).type == STRING


def test_the_http_exchange_is_no_data() -> None:
    text = table(
        ("ContentType", "*string*"),
        ("StatusCode", "*int*"),
        ("RawResponse", "[HttpResponseMessage](https://learn.microsoft.com/x)"),
        ("Kite", "[Models.Components.Kite](../../Models/Components/Kite.md)"),
    )
    assert list(fields(text)) == ["Kite"]


def test_a_status_code_is_data_where_no_exchange_is() -> None:
    assert list(fields(table(("statusCode", "*number*"), ("contentType", "*string*")))) == [
        "statusCode",
        "contentType",
    ]


def test_an_underscore_after_a_reserved_word_is_not_on_the_wire() -> None:
    field = only(table(("class_", "*str*")))
    assert (field.name, field.documented_name, field.inferred) == ("class", "class_", ("name",))


def test_a_csharp_field_cannot_have_the_name_of_its_class() -> None:
    found = fields(table(("KiteValue", "*string*"), CS))
    assert found["Kite"].documented_name == "KiteValue"
    assert (
        next(iter(fields(table(("KiteValue", "*string*"), ("Kite", "*string*"), CS))))
        == "KiteValue"
    )
    assert next(iter(fields(table(("kiteValue", "*string*"), TS)))) == "kiteValue"


@pytest.mark.parametrize(
    ("tell", "spelling"),
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
def test_spelling(tell: tuple[str, str], spelling: Spelling) -> None:
    (draft,), _ = read(page(table(tell)))
    assert draft.spelling == spelling


def test_a_page_that_does_not_tell_its_language_takes_that_of_its_folder() -> None:
    unsure = page(
        "# Wind\n\n## Values\n\n| Name | Value |\n| --- | --- |\n| `LOW` | low |",
        "docs/models/b.md",
    )
    drafts, _ = read(
        unsure, page(table(RUBY), "docs/models/a.md"), page(table(GO), "go/models/a.md")
    )
    assert [draft.language for draft in drafts] == ["ruby", "ruby", "go"]


def test_whole_numbers_that_the_generator_made_up_are_integers() -> None:
    text = table(("length", "*number*"), ("weight", "*number*"), ("price", "*number*")).replace(
        "## Fields",
        "## Example Usage\n\n```typescript\nlet value: Kite = {\n  length: 128403,\n"
        "  weight: 1284.03,\n  price: 12,\n};\n```\n\n## Fields",
    )
    found = fields(text)
    assert (found["length"].type, found["length"].inferred) == (INTEGER, ("type",))
    assert found["weight"].type == found["price"].type == NUMBER


# --- values --------------------------------------------------------------------------------------


def enum(body: str, before: str = "") -> Enum:
    """The enum of a page with that `## Values`."""
    (draft,), rules = read(page(f"# Wind\n\n{before}## Values\n\n{body}"))
    assert not rules
    assert isinstance(draft.definition.type, Enum)
    return draft.definition.type


def test_values_in_a_table() -> None:
    found = enum(
        "| Name      | Value |\n| --------- | ----- |\n| `WindLow` | low   |\n| `WindNo`  | 0-1   |"
    )
    assert found == Enum(
        members=(EnumMember(value="low", name="WindLow"), EnumMember(value="0-1", name="WindNo")),
        base="string",
    )


def test_values_that_are_all_numbers_are_numbers() -> None:
    found = enum("| Name | Value |\n| --- | --- |\n| `ONE` | 1 |\n| `TEN` | -10 |")
    assert [member.value for member in found.members] == [1, -10]
    assert found.base == "integer"
    assert enum("| Name | Value |\n| --- | --- |\n| `ONE` | 01 |\n| `TEN` | 10 |").base == "string"


def test_values_of_typescript() -> None:
    found = enum('```typescript\n"low" | "a|b*\\"" | 3\n```')
    assert [member.value for member in found.members] == ["low", 'a|b*"', 3]
    assert found.closed


@pytest.mark.parametrize(
    ("body", "before"),
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
def test_open_enums(body: str, before: str) -> None:
    found = enum(body, before)
    assert [member.value for member in found.members] == ["low"]
    assert (found.closed, found.base) == (False, "string")


def test_an_enum_without_values_is_open_and_noted() -> None:
    (draft,), rules = read(page("# Wind\n\n## Values\n\n| Name | Value |\n| ---- | ----- |\n"))
    assert draft.definition.type == Enum(members=(), closed=False)
    assert rules == ["missing-enum-values"]


# --- supported types -----------------------------------------------------------------------------


def union(*members: tuple[str, str, str]) -> Type:
    """The union of a page with those headings, fence languages and code."""
    body = "\n\n".join(f"### {head}\n\n```{lang}\n{code}\n```" for head, lang, code in members)
    (draft,), _ = read(page(f"# Any\n\n\n## Supported Types\n\n{body}\n"))
    return draft.definition.type


def test_members_by_heading() -> None:
    found = union(
        ("`components.Kite`", "typescript", "const value: components.Kite = {};"),
        ("`string[]`", "typescript", "const value: string[] = [];"),
    )
    assert found == Union(members=(Ref(name="Kite"), Array(items=STRING)))


def test_of_two_numbers_the_wider_one_holds() -> None:
    found = union(
        ("`number`", "typescript", "const value: number = 128403;"),
        ("`number`", "typescript", "const value: number = 1284.03;"),
        ("`string`", "typescript", 'const value: string = "<value>";'),
    )
    assert found == Union(members=(NUMBER, STRING))


def test_members_of_go_are_in_the_code() -> None:
    found = union(
        ("", "go", "any := components.CreateAnyStr(string{/* values here */})"),
        ("", "go", "any := components.CreateAnyArrayOfKite([]components.Kite{/* values here */})"),
        ("Kite", "go", "any := components.CreateAnyBox(components.Kite{/* values here */})"),
        ("Kite", "go", "any := components.CreateAnyStunt(components.Kite{/* values here */})"),
    )
    assert found == Union(members=(STRING, Array(items=Ref(name="Kite")), Ref(name="Kite")))


def test_members_of_csharp_have_helper_names() -> None:
    found = union(
        ("Str", "csharp", "Any.CreateStr(/* values here */);"),
        ("Bigint", "csharp", "Any.CreateBigint(/* values here */);"),
        ("ArrayOfInteger", "csharp", "Any.CreateArrayOfInteger(/* values here */);"),
        ("Kite", "csharp", "Any.CreateKite(/* values here */);"),
    )
    assert found == Union(members=(STRING, BIG, Array(items=INTEGER), Ref(name="Kite")))


def test_a_member_that_cannot_be_read_opens_the_union() -> None:
    assert union(("`Kite`", "python", ""), ("`{{`", "python", "")) == UNKNOWN


# --- names in folders ----------------------------------------------------------------------------


def test_one_name_in_two_folders() -> None:
    link = "[{0}.Tail](../../models/{0}/tail.md)"
    user = table(
        ("a", link.format("components")),
        ("b", link.format("operations")),
        ("c", "*operations.Tail*"),
    )
    drafts, _ = read(
        page(user, "docs/models/components/kite.md"),
        page(table(("a", "*number*")).replace("Kite", "Tail"), "docs/models/components/tail.md"),
        page(table(("b", "*string*")).replace("Kite", "Tail"), "docs/models/operations/tail.md"),
    )
    kite = drafts[0].definition.type
    assert isinstance(kite, Object)
    assert [field.type for field in kite.fields] == [
        Ref(name="components/Tail"),
        Ref(name="operations/Tail"),
        Ref(name="operations/Tail"),
    ]
    assert drafts[2].aliases == ("operations/Tail",)
    api = assemble(drafts, [])
    linked = api.by_name()["Kite"].type
    assert isinstance(linked, Object)
    targets = [field.type.name for field in linked.fields if isinstance(field.type, Ref)]
    assert len(set(targets)) == 2
    assert set(targets) <= set(api.by_name())


def test_of_equal_names_the_plain_one_is_not_an_operation_s() -> None:
    drafts, _ = read(
        page(table(("a", "*string*")), "docs/models/operations/kite.md"),
        page(table(("b", "*string*")), "docs/models/shared/kite.md"),
    )
    kite = assemble(drafts, []).by_name()["Kite"].type
    assert isinstance(kite, Object)
    assert [field.name for field in kite.fields] == ["b"]


def test_a_union_shown_by_its_members_is_the_page_that_it_leads_to() -> None:
    cell = "[Components\\One\\|Components\\Two](../../Models/Components/Either.md)"
    assert type_of(cell, PHP) == Union(members=(Ref(name="One"), Ref(name="Two")))
    either = (
        "# Either\n\n## Supported Types\n\n### `Components\\One`\n\n```php\n```\n\n"
        "### `Components\\Two`\n\n```php\n```\n"
    )
    drafts, _ = read(
        page(table(("x", cell), PHP)), page(either, "docs/models/components/Either.md")
    )
    kite = drafts[0].definition.type
    assert isinstance(kite, Object)
    assert kite.fields[0].type == Ref(name="Either")


# --- doubts --------------------------------------------------------------------------------------


def test_a_type_that_cannot_be_read_costs_no_other_field() -> None:
    notes: list[Note] = []
    (draft,) = SPEAKEASY.read(
        [page(table(("a", "*str*"), ("b", "List[*str*"), ("c", "*int*")))], notes
    )
    assert isinstance(draft.definition.type, Object)
    assert [field.type for field in draft.definition.type.fields] == [STRING, UNKNOWN, INTEGER]
    (note,) = notes
    assert note.rule.name == "unknown-type"
    assert note.origin is not None
    assert (note.origin.line, note.origin.column, note.width) == (9, 9, 10)


def test_a_bare_pipe_in_a_description() -> None:
    field = only(table(("a", "*str*"), description="red | blue"))
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
def test_other_pages(text: str) -> None:
    assert not SPEAKEASY.recognises(page(text))


PIECES = st.sampled_from(
    [
        "# Kite\n", "## Fields\n", "## Values\n", "## Supported Types\n", "### `number`\n",
        "| Field | Type | Required | Description | Example |\n", "| - | - |\n", "| `a` | *str* |\n",
        "| `a` | List[ | x | y | {} | \\|\n", "| `b` | *number* | | | NaN |\n", "```typescript\n", "|\n",
        '- `"x"`\n', "| `c` | [A\\|B](x/C.md) | :heavy_check_mark: | : warning: ** DEPRECATED **: |\n",
    ]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=20), max_size=14).map("".join))
def test_no_text_is_too_odd(text: str) -> None:
    found = page(text)
    SPEAKEASY.recognises(found)
    drafts = SPEAKEASY.read([found], [])
    assert len(drafts) == 1
