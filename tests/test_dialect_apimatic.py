"""APIMatic pages: tags, constraints, unions, and names and values that only examples show."""

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
    Constraints,
    Default,
    Enum,
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
from docmodels.pages.families.apimatic import APIMATIC
from docmodels.pages.families.apimatic.word_segmentation import Lexicon
from docmodels.pages.markdown import Page

HEAD = "| Name | Type | Tags | Description |\n|  --- | --- | --- | --- |\n"
MOMENT = Scalar(kind="string", format="date-time")
DAY = Scalar(kind="string", format="date")


def page(name: str, rows: str, tail: str = "", doc: str = "") -> str:
    return f"\n# {name}\n\n{doc}\n\n## Structure\n\n`{name}`\n{tail}\n## Fields\n\n{HEAD}{rows}\n"


def enum(name: str, members: str, tail: str = "") -> str:
    rows = "".join(f"| `{member}` |\n" for member in members.split())
    head = f"\n# {name}\n\n## Enumeration\n\n`{name}`\n\n## Fields\n\n| Name |\n|  --- |\n"
    return head + rows + tail


def example(json: str) -> str:
    return f"\n## Example (as JSON)\n\n```json\n{json}\n```\n"


def read(*texts: str) -> tuple[dict[str, Draft], list[Note]]:
    notes: list[Note] = []
    pages = [Page(document(f"doc/models/page-{n}.md", text)) for n, text in enumerate(texts)]
    assert all(APIMATIC.recognises(one) for one in pages)
    return {draft.definition.name: draft for draft in APIMATIC.read(pages, notes)}, notes


def fields(*texts: str) -> dict[str, Field]:
    type = type_of(*texts)
    assert isinstance(type, Object)
    return {field.name: field for field in type.fields}


def type_of(*texts: str) -> Type:
    drafts, _ = read(*texts)
    return next(iter(drafts.values())).definition.type


def field(type: str, tags: str = "Optional", text: str = "-", more: str = "") -> Field:
    return next(
        iter(fields(page("Box", f"| `a_box` | {type} | {tags} | {text} |\n{more}")).values())
    )


def test_tags_say_required_and_read_only() -> None:
    assert field("`str`", "Required").required
    assert not field("`str`", "Optional").required
    assert field("`str`", "Optional, Read-only").read_only


def test_a_dash_is_no_description_and_breaks_are_line_ends() -> None:
    assert field("`str`").doc == ""
    assert field("`str`", text="One &amp; two.<br><br>* three \\| four").doc == (
        "One & two.\n\n* three | four"
    )


@pytest.mark.parametrize(
    ("text", "type"),
    [
        ("**Constraints**: *Minimum Length*: `1`, *Maximum Length*: `9`", (1, 9, None)),
        ("A.<br>**Constraints**: *Pattern*: `^a\\|b,c$`", (None, None, "^a|b,c$")),
        ("A.<br><br>**Constraints**: *Pattern*: ``[a`]+``", (None, None, "[a`]+")),
    ],
)
def test_strings_keep_their_constraints(text: str, type: tuple[int, int, str]) -> None:
    low, high, pattern = type
    found = field("`str`", text=text)
    constraints = Constraints(min_length=low, max_length=high, pattern=pattern)
    assert found.type == Scalar(kind="string", constraints=constraints)
    assert "Constraints" not in found.doc


def test_numbers_and_lists_keep_theirs() -> None:
    number = field("`float`", text="**Constraints**: `>= 0.5`, `< 9`, *Multiple Of*: `0.5`")
    assert number.type == Scalar(
        kind="number",
        constraints=Constraints(minimum=0.5, exclusive_maximum=9, multiple_of=0.5),
    )
    words = "*Minimum Items*: `1`, *Unique Items Required*, *Pattern*: `^x`"
    assert field("`List[str]`", text=f"**Constraints**: {words}").type == Array(
        items=Scalar(kind="string", constraints=Constraints(pattern="^x")),
        constraints=Constraints(min_items=1, unique_items=True),
    )


def test_defaults_are_read_by_language() -> None:
    assert field("`bool`", text="A.<br>**Default**: `False`").default == Default(value=False)
    assert field("`int`", text="A.<br><br>**Default**: `5`<br><br>**Constraints**: `>= 1`") == (
        field("`int`", text="A.<br>**Default**: `5`<br>**Constraints**: `>= 1`")
    )


def test_a_constant_is_its_value() -> None:
    assert field("`str`", "Required, Constant", "**Value**: `'Box'`").type == Const(value="Box")
    assert field("`str`", "Required, Constant", "**Default**: `'Box'`").type == Const(value="Box")


@pytest.mark.parametrize(
    ("cell", "type"),
    [
        ("[`Date`](date.md)", Ref(name="Date")),
        ("[`List[Cat]`](cat.md)", Array(items=Ref(name="Cat"))),
        ("[`Dict[str, Cat]`](cat.md)", Map(values=Ref(name="Cat"))),
        ("`long\\|int`", Scalar(kind="integer", format="int64")),
        ("`datetime`", MOMENT),
        ("`Any`", UNKNOWN),
        ("[`str (Error Category)`](x.md)", Ref(name="ErrorCategory")),
        ("`List of string`", Array(items=STRING)),
        (
            "[Black or White](x.md) \\| List[[Big Dog](y.md)] \\| None",
            Union(members=(Ref(name="BlackOrWhite"), Array(items=Ref(name="BigDog")))),
        ),
    ],
)
def test_python_types(cell: str, type: Type) -> None:
    assert field(cell).type == type


@pytest.mark.parametrize(
    ("rows", "type"),
    [
        ("| `aBox` | `string \\| null \\| undefined` | Optional | - |", Nullable(type=STRING)),
        ("| `aBox` | [`Cat[] \\| undefined`](c.md) | Optional | - |", Array(items=Ref(name="Cat"))),
        ("| `aBox` | `Record<string, unknown>` | Required | - |", Map(values=UNKNOWN)),
        ("| `ABox` | `models.Optional[int]` | Optional | - |", Nullable(type=INTEGER)),
        ("| `ABox` | `*string` | Optional | - |", STRING),
        ("| `ABox` | `*string` | Required | - |", Nullable(type=STRING)),
        ("| `ABox` | [`[]models.Cat`](c.md) | Optional | - |", Array(items=Ref(name="Cat"))),
        ("| `ABox` | `map[string]interface{}` | Optional | - |", Map(values=UNKNOWN)),
        ("| `ABox` | `bool?` | Optional | - |\n| `B` | `List<string>` | Optional | - |", BOOLEAN),
        ("| `a_box` | `TrueClass \\| FalseClass` | Optional | - |", BOOLEAN),
        ("| `a_box` | `Hash[String, Float]` | Optional | - |", Map(values=NUMBER)),
        ("| `aBox` | `?array<string,int>` | Optional | - | getABox(): ?array | x |", Map(values=INTEGER)),
        ("| `aBox` | [`?(Cat[])`](c.md) | Optional | - | getABox(): ?array | x |", Array(items=Ref(name="Cat"))),
        ("| `aBox` | [`?string(CatKind)`](c.md) | Optional | - | getABox(): ?string | x |", Ref(name="CatKind")),
        ("| `ABox` | `Map<String, Long>` | Optional | - | Map<String, Long> getABox() | x |",
         Map(values=Scalar(kind="integer", format="int64"))),
    ],
)  # fmt: skip
def test_types_of_the_other_languages(rows: str, type: Type) -> None:
    assert next(iter(fields(page("Box", rows + "\n")).values())).type == type


def test_examples_show_wire_names() -> None:
    rows = "| `CreatedAt` | `string` | Optional | - |\n| `MValue` | `string` | Optional | - |\n"
    found = fields(page("Box", rows) + example('{"created-at": "x", "value": "y"}'))
    assert found["created-at"].documented_name == "CreatedAt"
    assert found["value"].documented_name == "MValue"
    assert not found["value"].inferred


def test_examples_in_code_show_them_too() -> None:
    code = '\n## Example\n\n```csharp\nBox box = new Box\n{\n    ZipCode = "zip_code8",\n};\n```\n'
    found = fields(page("Box", "| `ZipCode` | `string` | Optional | - |\n") + code)
    assert found["zip_code"].documented_name == "ZipCode"


def test_examples_of_other_models_show_names_and_values() -> None:
    shelf = page("Shelf", "| `Box` | [`Box`](box.md) | Optional | - |\n")
    box = page(
        "Box", "| `Line2` | `string` | Optional | - |\n| `Size` | [`Size`](s.md) | Optional | - |\n"
    )
    drafts, _ = read(
        box,
        shelf + example('{"box": {"line_2": "x", "size": "very-big"}}'),
        enum("Size", "VeryBig"),
    )
    found = drafts["Box"].definition.type
    assert isinstance(found, Object)
    assert [item.name for item in found.fields] == ["line_2", "size"]
    size = drafts["Size"].definition.type
    assert isinstance(size, Enum) and size.closed
    assert [(m.name, m.value) for m in size.members] == [("VeryBig", "very-big")]


def test_a_reserved_word_loses_its_mark_and_is_known_to_be_inferred() -> None:
    found = fields(
        page("Box", "| `mtype` | `str` | Optional | - |\n| `mood` | `str` | Optional | - |\n")
    )
    assert found["type"].documented_name == "mtype"
    assert found["type"].inferred == ("name",)
    assert "mood" in found


def test_enum_values_follow_the_case_that_others_show_and_stay_open() -> None:
    shown = enum("Mood", "VERY_GOOD BAD", "\n## Example\n\n```\nvery_good\n```\n")
    drafts, notes = read(shown, enum("Size", "SO_BIG SMALL"))
    size = drafts["Size"].definition.type
    assert isinstance(size, Enum)
    assert [member.value for member in size.members] == ["so_big", "small"]
    assert not size.closed and size.base is None
    assert drafts["Size"].definition.inferred == ("values",)
    assert [note.rule.name for note in notes] == ["missing-enum-values"]


def test_words_of_joined_names_are_those_that_the_api_uses() -> None:
    rows = (
        "| `Mood` | [`*models.Mood`](mood.md) | Optional | When the sky is `very_grey` |\n"
        "| `Size` | [`*models.Size`](size.md) | Optional | A free sky, grey or not; so big |\n"
        "| `Kind` | `models.Optional[string]` | Optional | - |\n"
    )
    drafts, _ = read(
        page("Box", rows) + example('{"mood": "very_grey"}'),
        enum("Mood", "VERYGREY FREESKY"),
        enum("Size", "SOBIG XYZZYBIG"),
    )
    mood, size = (drafts[name].definition.type for name in ("Mood", "Size"))
    assert isinstance(mood, Enum) and not mood.closed
    assert [member.value for member in mood.members] == ["very_grey", "free_sky"]
    assert isinstance(size, Enum)
    assert [member.value for member in size.members] == ["so_big"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("PASTDUE", ["past", "due"]),
        ("ONHOLD", ["on", "hold"]),
        ("NOWHERE", []),
        ("SIGNUP", ["sign", "up"]),
        ("PAIDOFF", ["paid", "off"]),
        ("", []),
        ("UNHEARD", []),
    ],
)
def test_a_joined_name_is_taken_apart_in_the_fewest_words_or_not_at_all(
    name: str, words: list[str]
) -> None:
    text = "Past due, on hold; now here, no where. Use sign_up. Paid off"
    assert Lexicon([text]).split(name) == words


@given(st.lists(st.sampled_from(["red", "blue", "7", "tin"]), min_size=1, max_size=12))
def test_the_words_of_a_joined_name_make_it_up(words: list[str]) -> None:
    found = Lexicon(["red blue tin 7"]).split("".join(words))
    assert found in ([], words)


def test_a_quoted_value_may_have_quotes_of_its_own() -> None:
    text = 'When it is `"so_big"`, or `small`'
    drafts, _ = read(
        page("Box", f"| `size` | [`Size`](s.md) | Optional | {text} |\n"),
        enum("Size", "SO_BIG SMALL"),
    )
    size = drafts["Size"].definition.type
    assert isinstance(size, Enum)
    assert [member.value for member in size.members] == ["so_big", "small"]


def test_enums_without_any_evidence_take_anything() -> None:
    drafts, notes = read(enum("Size", "SO_BIG SMALL"))
    assert drafts["Size"].definition.type == UNKNOWN
    assert notes[0].rule.name == "missing-enum-values"


def test_integers_in_examples_are_not_the_names_of_members() -> None:
    box = page("Box", "| `size` | [`Size`](s.md) | Optional | - |\n") + example('{"size": 1}')
    assert read(box, enum("Size", "NO YES"))[0]["Size"].definition.type == INTEGER


def test_dates_are_told_from_date_times_by_examples_or_not_at_all() -> None:
    rows = "".join(
        f"| `{name}` | `*time.Time` | Optional | - |\n" for name in ("On", "From", "Until")
    )
    found = fields(
        page("Box", rows) + example('{"on": "2020-01-02", "from": "2020-01-02T03:04:05Z"}')
    )
    assert [item.type for item in found.values()] == [DAY, MOMENT, STRING]


def test_a_container_is_a_union_of_its_cases() -> None:
    cases = "\n# Box Size\n\n## Class Name\n\n`BoxSize`\n\n## Cases\n\n| Type | Factory Method |\n|  --- | --- |\n"
    cases += "| `string` | BoxSize.FromString(string mString) |\n| [`Cat`](c.md) | BoxSize.FromCat(Cat cat) |\n"
    cases += "\n## string\n\n### Initialization Code\n\n#### Example\n\n```csharp\nx\n```\n"
    says = "This is a container for one-of cases."
    box = page("Box", f"| `Size` | [`BoxSize`](containers/b.md) | Optional | {says} |\n")
    drafts, _ = read(cases, box)
    assert drafts["BoxSize"].definition.type == Union(
        members=(STRING, Ref(name="Cat")), mode="oneOf"
    )
    holder = drafts["Box"].definition.type
    assert isinstance(holder, Object) and holder.fields[0].doc == ""


def test_additional_fields_are_no_field() -> None:
    rows = "| `name` | `str` | Optional | - |\n| `additional_properties` | `Dict[str, int]` | Optional | - |\n"
    found = type_of(page("Box", rows, doc="*This model accepts additional fields of type int.*"))
    assert isinstance(found, Object)
    assert [item.name for item in found.fields] == ["name"]
    assert found.additional_properties == INTEGER


def test_parents_are_bases() -> None:
    parent = "\n## Inherits From\n\n[`Thing`](../../doc/models/thing.md)\n"
    found = type_of(page("Box", "| `a` | `str` | Optional | - |\n", parent))
    assert isinstance(found, Object) and found.bases == ("Thing",)


def test_a_page_without_fields_is_empty_and_noted() -> None:
    drafts, notes = read(
        "\n# Box\n\n## Structure\n\n`Box`\n\n## Example (as JSON)\n\n```json\n{}\n```\n"
    )
    assert drafts["Box"].is_stub
    assert [note.rule.name for note in notes] == ["empty-table"]


def test_an_unread_type_costs_no_other_field() -> None:
    drafts, notes = read(
        page("Box", "| `a` | `<<` | Optional | - |\n| `b` | `str` | Optional | - |\n")
    )
    found = drafts["Box"].definition.type
    assert isinstance(found, Object)
    assert [item.type for item in found.fields] == [UNKNOWN, STRING]
    origin = notes[0].origin
    assert origin is not None and (origin.line, origin.column) == (14, 9)


def test_the_spelling_is_the_languages() -> None:
    assert (
        read(page("Box", "| `a_b` | `str` | Optional | - |\n"))[0]["Box"].spelling == Spelling.SNAKE
    )
    assert (
        read(page("Box", "| `AB` | `int?` | Optional | - |\n"))[0]["Box"].spelling
        == Spelling.PASCAL
    )


PIECES = st.sampled_from(
    [HEAD, "## Structure\n", "## Enumeration\n", "## Cases\n", "## Fields\n", "# X\n", "`X`\n"]
    + [
        "| `a` | `List[",
        "\\|",
        "**Constraints**: ",
        "*Pattern*: `",
        "`",
        " | ",
        "```json\n",
        '{"a":',
    ]
)


@given(st.lists(PIECES | st.text(max_size=12), max_size=30))
def test_no_page_raises(pieces: list[str]) -> None:
    APIMATIC.read([Page(document("x.md", "".join(pieces)))], [])
    APIMATIC.read([Page(document("x.md", page("X", "| `a` | `" + "".join(pieces))))], [])
