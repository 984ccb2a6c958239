"""Test pages of APIMatic: tags, constraints, unions, wire names and enum values from examples."""

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
    ArrayConstraints,
    Const,
    Default,
    Enum,
    Field,
    Integer,
    Map,
    Number,
    NumberConstraints,
    Object,
    Ref,
    String,
    StringConstraints,
    Type,
    Union,
    inferences,
    nullable,
)
from docmodels.ir.drafts import Draft, Spelling
from docmodels.pages.families.apimatic import APIMATIC
from docmodels.pages.markdown import Page
from docmodels.passes import assemble
from docmodels.passes.context import PassContext

HEAD = "| Name | Type | Tags | Description |\n|  --- | --- | --- | --- |\n"
MOMENT = String(format="date-time")
DAY = String(format="date")


def page(name: str, rows: str, tail: str = "", doc: str = "") -> str:
    return f"\n# {name}\n\n{doc}\n\n## Structure\n\n`{name}`\n{tail}\n## Fields\n\n{HEAD}{rows}\n"


def enum_page(name: str, members: str, tail: str = "") -> str:
    rows = "".join(f"| `{member}` |\n" for member in members.split())
    head = f"\n# {name}\n\n## Enumeration\n\n`{name}`\n\n## Fields\n\n| Name |\n|  --- |\n"
    return head + rows + tail


def example(json: str) -> str:
    return f"\n## Example (as JSON)\n\n```json\n{json}\n```\n"


def read(*texts: str) -> tuple[dict[str, Draft], list[Note]]:
    notes: list[Note] = []
    pages = [Page(document(f"doc/models/page-{n}.md", text)) for n, text in enumerate(texts)]
    assert all(APIMATIC.recognises(page) for page in pages)
    return {draft.definition.name: draft for draft in APIMATIC.read(pages, notes)}, notes


def read_fields(*texts: str) -> dict[str, Field]:
    type = read_type(*texts)
    assert isinstance(type, Object)
    return {field.name: field for field in type.fields}


def read_type(*texts: str) -> Type:
    drafts, _ = read(*texts)
    return next(iter(drafts.values())).definition.type


def read_field(
    type: str, tags: str = "Optional", description: str = "-", more_rows: str = ""
) -> Field:
    return next(
        iter(
            read_fields(
                page("Box", f"| `a_box` | {type} | {tags} | {description} |\n{more_rows}")
            ).values()
        )
    )


def test_tags_set_required_and_read_only() -> None:
    assert read_field("`str`", "Required").required
    assert not read_field("`str`", "Optional").required
    assert read_field("`str`", "Optional, Read-only").access == "read-only"


def test_dash_is_no_description_and_br_is_a_line_break() -> None:
    assert read_field("`str`").doc == ""
    assert read_field("`str`", description="One &amp; two.<br><br>* three \\| four").doc == (
        "One & two.\n\n* three | four"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**Constraints**: *Minimum Length*: `1`, *Maximum Length*: `9`", (1, 9, None)),
        ("**Constraints**: _Minimum Length_: `1`, _Maximum Length_: `9`", (1, 9, None)),
        ("A.<br>**Constraints**: *Pattern*: `^a\\|b,c$`", (None, None, "^a|b,c$")),
        ("A.<br><br>**Constraints**: *Pattern*: ``[a`]+``", (None, None, "[a`]+")),
    ],
)
def test_strings_keep_their_constraints(text: str, expected: tuple[int, int, str]) -> None:
    low, high, pattern = expected
    field = read_field("`str`", description=text)
    constraints = StringConstraints(min_length=low, max_length=high, pattern=pattern)
    assert field.type == String(constraints=constraints)
    assert "Constraints" not in field.doc


def test_numbers_and_lists_keep_their_constraints() -> None:
    number = read_field(
        "`float`", description="**Constraints**: `>= 0.5`, `< 9`, *Multiple Of*: `0.5`"
    )
    assert number.type == Number(
        constraints=NumberConstraints(minimum=0.5, exclusive_maximum=9, multiple_of=0.5),
    )
    constraints = "*Minimum Items*: `1`, *Unique Items Required*, *Pattern*: `^x`"
    assert read_field("`List[str]`", description=f"**Constraints**: {constraints}").type == Array(
        items=String(constraints=StringConstraints(pattern="^x")),
        constraints=ArrayConstraints(min_items=1, unique_items=True),
    )


@pytest.mark.parametrize(
    ("sign", "expected"),
    [
        (">", NumberConstraints(exclusive_minimum=3)),
        (">=", NumberConstraints(minimum=3)),
        ("<", NumberConstraints(exclusive_maximum=3)),
        ("<=", NumberConstraints(maximum=3)),
    ],
)
def test_signs_distinguish_exclusive_bounds(sign: str, expected: NumberConstraints) -> None:
    type = read_field("`int`", description=f"**Constraints**: `{sign} 3`").type
    assert type == Integer(constraints=expected)


def test_defaults_are_parsed_in_the_page_language() -> None:
    assert read_field("`bool`", description="A.<br>**Default**: `False`").default == Default(
        value=False
    )
    assert read_field(
        "`int`", description="A.<br><br>**Default**: `5`<br><br>**Constraints**: `>= 1`"
    ) == (read_field("`int`", description="A.<br>**Default**: `5`<br>**Constraints**: `>= 1`"))


@pytest.mark.parametrize("printed", ["Mood.VERY_GREY", "Mood::VERY_GREY", "VERY_GREY"])
def test_name_of_an_enum_member_becomes_the_default_of_its_field(printed: str) -> None:
    doc = f"Often `very_grey`<br>**Default**: `{printed}`"
    row = f"| `mood` | [`Mood`](mood.md) | Optional | {doc} |\n"
    drafts, notes = read(page("Box", row), enum_page("Mood", "VERY_GREY BLUE"))
    type = assemble([*drafts.values()], PassContext(notes)).by_name()["Box"].type
    assert isinstance(type, Object)
    assert type.fields[0].default == Default(value="very_grey")


def test_constant_tag_makes_a_const() -> None:
    assert read_field("`str`", "Required, Constant", "**Value**: `'Box'`").type == Const(
        value="Box"
    )
    assert read_field("`str`", "Required, Constant", "**Default**: `'Box'`").type == Const(
        value="Box"
    )


@pytest.mark.parametrize(
    ("cell", "type"),
    [
        ("[`Date`](date.md)", Ref(name="Date")),
        ("[`List[Cat]`](cat.md)", Array(items=Ref(name="Cat"))),
        ("[`Dict[str, Cat]`](cat.md)", Map(values=Ref(name="Cat"))),
        ("`long\\|int`", Integer(format="int64")),
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
def test_python_types_are_parsed(cell: str, type: Type) -> None:
    assert read_field(cell).type == type


@pytest.mark.parametrize(
    ("rows", "type"),
    [
        ("| `aBox` | `string \\| null \\| undefined` | Optional | - |", nullable(STRING)),
        ("| `aBox` | [`Cat[] \\| undefined`](c.md) | Optional | - |", Array(items=Ref(name="Cat"))),
        ("| `aBox` | `Record<string, unknown>` | Required | - |", Map(values=UNKNOWN)),
        ("| `ABox` | `models.Optional[int]` | Optional | - |", nullable(INTEGER)),
        ("| `ABox` | `*string` | Optional | - |", STRING),
        ("| `ABox` | `*string` | Required | - |", nullable(STRING)),
        ("| `ABox` | [`[]models.Cat`](c.md) | Optional | - |", Array(items=Ref(name="Cat"))),
        ("| `ABox` | `map[string]interface{}` | Optional | - |", Map(values=UNKNOWN)),
        ("| `ABox` | `bool?` | Optional | - |\n| `B` | `List<string>` | Optional | - |", BOOLEAN),
        ("| `a_box` | `TrueClass \\| FalseClass` | Optional | - |", BOOLEAN),
        ("| `a_box` | `Hash[String, Float]` | Optional | - |", Map(values=NUMBER)),
        ("| `aBox` | `?array<string,int>` | Optional | - | getABox(): ?array | x |", Map(values=INTEGER)),
        ("| `aBox` | [`?(Cat[])`](c.md) | Optional | - | getABox(): ?array | x |", Array(items=Ref(name="Cat"))),
        ("| `aBox` | [`?string(CatKind)`](c.md) | Optional | - | getABox(): ?string | x |", Ref(name="CatKind")),
        ("| `ABox` | `Map<String, Long>` | Optional | - | Map<String, Long> getABox() | x |",
         Map(values=Integer(format="int64"))),
    ],
)  # fmt: skip
def test_types_of_other_languages_are_parsed(rows: str, type: Type) -> None:
    assert next(iter(read_fields(page("Box", rows + "\n")).values())).type == type


def test_json_examples_give_wire_names() -> None:
    rows = "| `CreatedAt` | `string` | Optional | - |\n| `MValue` | `string` | Optional | - |\n"
    fields = read_fields(page("Box", rows) + example('{"created-at": "x", "value": "y"}'))
    assert fields["created-at"].documented_name == "CreatedAt"
    assert fields["value"].documented_name == "MValue"
    assert not fields["value"].inferred


def test_null_in_the_example_of_a_model_is_a_value_of_its_field() -> None:
    rows = "| `a` | `str` | Required | - |\n| `b` | `str` | Required | - |\n"
    fields = read_fields(page("Box", rows, example('{"a": null, "b": "x"}')))
    assert (fields["a"].type, fields["b"].type) == (nullable(STRING), STRING)


def test_code_examples_give_wire_names() -> None:
    code = '\n## Example\n\n```csharp\nBox box = new Box\n{\n    ZipCode = "zip_code8",\n};\n```\n'
    fields = read_fields(page("Box", "| `ZipCode` | `string` | Optional | - |\n") + code)
    assert fields["zip_code"].documented_name == "ZipCode"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("[`Oil Drum Hash`](/doc/models/oil-drum.md)", Ref(name="OilDrum")),
        ("[`Array<Oil Drum Hash>`](/doc/models/oil-drum.md)", Array(items=Ref(name="OilDrum"))),
        ("[`Hash of OilDrum`](/doc/models/oil-drum.md)", Map(values=Ref(name="OilDrum"))),
        (
            "[`Array of Hash of OilDrum`](/doc/models/oil-drum.md)",
            Array(items=Map(values=Ref(name="OilDrum"))),
        ),
        ("`Hash of String`", Map(values=STRING)),
        ("[`array`](/doc/models/oil-drum.md)", Map(values=Ref(name="OilDrum"))),
        ("[`?array`](/doc/models/oil-drum.md)", Map(values=Ref(name="OilDrum"))),
        ("[`Array`](/doc/models/array.md)", Ref(name="Array")),
        ("[`?(OilDrum[])`](/doc/models/oil-drum.md)", Array(items=Ref(name="OilDrum"))),
        ("[`string[] (Grade)`](/doc/models/grade.md)", Array(items=Ref(name="Grade"))),
        ("[`?(string[][]) (Grade)`](/x/grade.md)", Array(items=Array(items=Ref(name="Grade")))),
        ("[`array<string,string> (Grade)`](/x/grade.md)", Map(values=Ref(name="Grade"))),
        ("[`?string (Grade)`](/doc/models/grade.md)", Ref(name="Grade")),
    ],
)
def test_containers_and_hashes_of_old_pages(cell: str, expected: Type) -> None:
    assert read_field(cell).type == expected


def test_linked_array_is_a_list_if_its_sample_is_one() -> None:
    rows = "| `drums` | [`array`](/doc/models/oil-drum.md) | Required | - |\n"
    fields = read_fields(page("Ship", rows) + example('{"drums": [{"size": 1}]}'))
    assert fields["drums"].type == Array(items=Ref(name="OilDrum"))
    fields = read_fields(page("Ship", rows) + example('{"drums": {"a": {"size": 1}}}'))
    assert fields["drums"].type == Map(values=Ref(name="OilDrum"))


@pytest.mark.parametrize(
    ("members", "is_closed"),
    [("OPEN SHUT", True), ("OPEN HALF_SHUT", False), ("OPEN NO_1 SHUT", False)],
)
def test_enum_is_closed_if_samples_leave_one_spelling(members: str, is_closed: bool) -> None:
    door = page("Door", "| `state` | [`State`](/doc/models/page-1.md) | Optional | - |\n")
    drafts, _ = read(door + example('{"state": "OPEN"}'), enum_page("State", members))
    definition = drafts["State"].definition
    assert isinstance(definition.type, Enum)
    assert definition.type.closed == is_closed
    assert definition.inferred == inferences("enum-values-from-names", "values")


def test_words_of_a_text_give_way_to_values_of_examples() -> None:
    state = enum_page("State", "OPEN SHUT AJAR").replace("## Enum", "`open` or `shut`.\n\n## Enum")
    door = page("Door", "| `state` | [`State`](/doc/models/page-1.md) | Optional | - |\n")
    drafts, _ = read(door + example('{"state": "OPEN"}'), state)
    type = drafts["State"].definition.type
    assert isinstance(type, Enum)
    assert [member.value for member in type.members] == ["OPEN", "SHUT", "AJAR"]
    drafts, _ = read(door, state)
    type = drafts["State"].definition.type
    assert isinstance(type, Enum)
    assert [member.value for member in type.members] == ["open", "shut", "ajar"]
    assert not type.closed


def test_examples_of_other_models_give_wire_names_and_enum_values() -> None:
    shelf = page("Shelf", "| `Box` | [`Box`](box.md) | Optional | - |\n")
    box = page(
        "Box", "| `Line2` | `string` | Optional | - |\n| `Size` | [`Size`](s.md) | Optional | - |\n"
    )
    drafts, _ = read(
        box,
        shelf + example('{"box": {"line_2": "x", "size": "very-big"}}'),
        enum_page("Size", "VeryBig"),
    )
    type = drafts["Box"].definition.type
    assert isinstance(type, Object)
    assert [item.name for item in type.fields] == ["line_2", "size"]
    size = drafts["Size"].definition.type
    assert isinstance(size, Enum) and size.closed
    assert [(m.name, m.value) for m in size.members] == [("VeryBig", "very-big")]


def test_reserved_word_prefix_is_removed_and_the_name_is_inferred() -> None:
    fields = read_fields(
        page("Box", "| `mtype` | `str` | Optional | - |\n| `mood` | `str` | Optional | - |\n")
    )
    assert fields["type"].documented_name == "mtype"
    assert fields["type"].inferred == inferences("escaped-names", "name")
    assert "mood" in fields


def test_enum_values_without_examples_use_the_common_case_and_stay_open() -> None:
    mood = enum_page("Mood", "VERY_GOOD BAD", "\n## Example\n\n```\nvery_good\n```\n")
    drafts, notes = read(mood, enum_page("Size", "SO_BIG SMALL"))
    size = drafts["Size"].definition.type
    assert isinstance(size, Enum)
    assert [member.value for member in size.members] == ["so_big", "small"]
    assert not size.closed and size.base is None
    assert drafts["Size"].definition.inferred == inferences("enum-values-from-names", "values")
    assert [note.rule.name for note in notes] == ["missing-enum-values"]


def test_names_without_word_boundaries_show_no_values() -> None:
    rows = (
        "| `Mood` | [`*models.Mood`](mood.md) | Optional | The sky |\n"
        "| `Kind` | `models.Optional[string]` | Optional | - |\n"
    )
    drafts, _ = read(
        page("Box", rows) + example('{"mood": "blue"}'), enum_page("Mood", "VERYGREY DARKRED BLUE")
    )
    mood = drafts["Mood"].definition.type
    assert isinstance(mood, Enum) and not mood.closed
    assert [member.value for member in mood.members] == ["blue"]


def test_names_without_word_boundaries_are_split_into_words_of_the_pages() -> None:
    rows = (
        "| `Mood` | [`*models.Mood`](mood.md) | Optional | Very grey, or dark and red |\n"
        "| `Kind` | `models.Optional[string]` | Optional | - |\n"
    )
    for names, values in (
        ("VERYGREY DARKRED LIGHTBLUE", ["very-grey", "dark-red", "light-blue"]),
        ("VERYGREY DARKPINK LIGHTBLUE", ["light-blue"]),
    ):
        sample = example('{"mood": "light-blue"}')
        drafts, _ = read(page("Box", rows) + sample, enum_page("Mood", names))
        mood = drafts["Mood"].definition.type
        assert isinstance(mood, Enum) and not mood.closed
        assert [member.value for member in mood.members] == values


def test_value_in_backticks_may_be_quoted() -> None:
    text = 'When it is `"so_big"`, or `small`'
    drafts, _ = read(
        page("Box", f"| `size` | [`Size`](s.md) | Optional | {text} |\n"),
        enum_page("Size", "SO_BIG SMALL"),
    )
    size = drafts["Size"].definition.type
    assert isinstance(size, Enum)
    assert [member.value for member in size.members] == ["so_big", "small"]


def test_plain_words_of_a_list_and_words_with_meanings_are_values() -> None:
    rows = "| `Unit` | [`models.Unit`](unit.md) | Optional | Its unit, either day or month |\n"
    scope = enum_page("Scope", "ALL SOME").replace("## Enum", "all: each. some: a few\n\n## Enum")
    drafts, _ = read(page("Box", rows), enum_page("Unit", "DAY MONTH"), scope)
    values = [
        [member.value for member in type.members]
        for draft in drafts.values()
        if isinstance(type := draft.definition.type, Enum)
    ]
    assert values == [["day", "month"], ["all", "some"]]


def test_enum_without_evidence_is_unknown() -> None:
    drafts, notes = read(enum_page("Size", "SO_BIG SMALL"))
    assert drafts["Size"].definition.type == UNKNOWN
    assert notes[0].rule.name == "missing-enum-values"


def test_integer_example_makes_the_enum_an_integer() -> None:
    box = page("Box", "| `size` | [`Size`](s.md) | Optional | - |\n") + example('{"size": 1}')
    assert read(box, enum_page("Size", "NO YES"))[0]["Size"].definition.type == INTEGER


def test_examples_distinguish_dates_from_date_times() -> None:
    rows = "".join(
        f"| `{name}` | `*time.Time` | Optional | - |\n" for name in ("On", "From", "Until")
    )
    fields = read_fields(
        page("Box", rows) + example('{"on": "2020-01-02", "from": "2020-01-02T03:04:05Z"}')
    )
    assert [item.type for item in fields.values()] == [DAY, MOMENT, STRING]


def test_examples_of_other_pages_distinguish_dates_if_they_agree() -> None:
    row = "| `{}` | `*time.Time` | Optional | - |\n"
    drafts, _ = read(
        page("Box", row.format("OpenedAt") + row.format("Due") + row.format("ClosedAt")),
        page("Crate", row.format("OpenedAt") + row.format("Due"))
        + example('{"opened_at": "2020-01-02T03:04:05Z", "due": "2020-01-02"}'),
        page("Sack", row.format("Due")) + example('{"due": "2020-01-02T03:04:05Z"}'),
    )
    box = drafts["Box"].definition.type
    assert isinstance(box, Object)
    assert [field.type for field in box.fields] == [MOMENT, STRING, STRING]


def test_container_page_is_a_union_of_its_cases() -> None:
    cases = "\n# Box Size\n\n## Class Name\n\n`BoxSize`\n\n## Cases\n\n| Type | Factory Method |\n|  --- | --- |\n"
    cases += "| `string` | BoxSize.FromString(string mString) |\n| [`Cat`](c.md) | BoxSize.FromCat(Cat cat) |\n"
    cases += "\n## string\n\n### Initialization Code\n\n#### Example\n\n```csharp\nx\n```\n"
    description = "This is a container for one-of cases."
    box = page("Box", f"| `Size` | [`BoxSize`](containers/b.md) | Optional | {description} |\n")
    drafts, _ = read(cases, box)
    assert drafts["BoxSize"].definition.type == Union(
        members=(STRING, Ref(name="Cat")), mode="oneOf"
    )
    holder = drafts["Box"].definition.type
    assert isinstance(holder, Object) and holder.fields[0].doc == ""


def test_additional_properties_row_is_not_a_field() -> None:
    rows = "| `name` | `str` | Optional | - |\n| `additional_properties` | `Dict[str, int]` | Optional | - |\n"
    type = read_type(page("Box", rows, doc="*This model accepts additional fields of type int.*"))
    assert isinstance(type, Object)
    assert [item.name for item in type.fields] == ["name"]
    assert type.additional_properties == INTEGER


def test_the_page_that_a_portal_links_any_type_to_is_no_model() -> None:
    link = "[array](https://host.test/portal/php/models/structures/object.md)"
    doc = f"*This model accepts additional fields of type {link}.*"
    drafts, _ = read(page("Box", "| `size` | `int` | Required | - |\n", doc=doc))
    type = drafts["Box"].definition.type
    assert isinstance(type, Object)
    assert type.additional_properties == UNKNOWN


def test_inherits_from_section_sets_base_classes() -> None:
    parent = "\n## Inherits From\n\n[`Thing`](../../doc/models/thing.md)\n"
    type = read_type(page("Box", "| `a` | `str` | Optional | - |\n", parent))
    assert isinstance(type, Object) and type.bases == ("Thing",)


def test_page_without_fields_is_a_stub_with_a_note() -> None:
    drafts, notes = read(
        "\n# Box\n\n## Structure\n\n`Box`\n\n## Example (as JSON)\n\n```json\n{}\n```\n"
    )
    assert drafts["Box"].is_stub
    assert [note.rule.name for note in notes] == ["empty-table"]


def test_unknown_type_leaves_other_fields_intact() -> None:
    drafts, notes = read(
        page("Box", "| `a` | `<<` | Optional | - |\n| `b` | `str` | Optional | - |\n")
    )
    type = drafts["Box"].definition.type
    assert isinstance(type, Object)
    assert [item.type for item in type.fields] == [UNKNOWN, STRING]
    origin = notes[0].origin
    assert origin is not None and (origin.line, origin.column) == (14, 9)


PORTAL = "https://example.org/portal/llms-pages/typescript/models"


def portal_page(title: str, heading: str, table: str, doc: str = "") -> str:
    """Return a page of an API portal: all headings are of level 1, and the source is printed."""
    source = "Source: https://example.org/portal/#/typescript/x-redirect/JTI0"
    name = title.replace(" ", "")
    return f"# {title}\n\n{source}\n\n{doc}\n\n\n# {heading}\n\n`{name}`\n\n\n# Fields\n\n{table}\n"


def test_portals_name_interfaces_and_types_of_enums() -> None:
    berth = f"| `mFunction` | `string` | Required | - |\n| `depth` | [`Depth \\| undefined`]({PORTAL}/enumerations/depth.md) | Optional | - |\n| `additionalProperties` | `Record<string, unknown>` | Optional | - |\n"
    drafts, notes = read(
        portal_page("Berth", "Interface Name", HEAD + berth, "Where a boat lies."),
        portal_page("Depth", "Enum Type Name", "| Name |\n|  --- |\n| `Deep` |\n| `LowTide` |\n", "<code>DEEP</code> or <code>LOW_TIDE</code>."),
    )  # fmt: skip
    type = drafts["Berth"].definition.type
    assert isinstance(type, Object)
    assert drafts["Berth"].definition.doc == "Where a boat lies."
    assert [(f.name.lower(), f.type) for f in type.fields] == [
        ("function", STRING),
        ("depth", Ref(name="Depth")),
    ]
    assert type.additional_properties == UNKNOWN
    depth = drafts["Depth"].definition.type
    assert isinstance(depth, Enum)
    assert [member.value for member in depth.members] == ["DEEP", "LOW_TIDE"]
    assert notes == []


def test_class_name_over_names_without_types_is_an_enum() -> None:
    table = "| Name | Description |\n|  --- | --- |\n| `Deep` | For ships. |\n"
    doc = "Source: /#/go/x-redirect/JTI0\n\nOne of `deep`."
    drafts, notes = read(portal_page("Depth", "Class Name", table, doc))
    assert drafts["Depth"].definition.doc == "One of `deep`."
    type = drafts["Depth"].definition.type
    assert isinstance(type, Enum)
    assert [(member.value, member.doc) for member in type.members] == [("deep", "For ships.")]
    assert notes == []


def test_integers_in_the_text_of_an_enum_may_be_strings() -> None:
    table = "| Name |\n|  --- |\n| `Enum60` |\n| `Enum600` |\n"
    text = portal_page("Ttl", "Enum Type Name", table, "It must be one of 60 or 600.")
    type = read_type(text)
    assert isinstance(type, Enum)
    assert [member.value for member in type.members] == [60, 600, "60", "600"]
    sampled = read_type(text + '\n# Example (as JSON)\n\n```json\n"60"\n```\n')
    assert isinstance(sampled, Enum)
    assert [member.value for member in sampled.members] == ["60", "600"]


def test_spelling_follows_the_language() -> None:
    assert (
        read(page("Box", "| `a_b` | `str` | Optional | - |\n"))[0]["Box"].spelling == Spelling.SNAKE
    )
    assert (
        read(page("Box", "| `AB` | `int?` | Optional | - |\n"))[0]["Box"].spelling
        == Spelling.PASCAL
    )


PIECES = st.sampled_from(
    [HEAD, "## Structure\n", "## Enumeration\n", "## Cases\n", "## Fields\n", "# X\n", "`X`\n"]
    + ["# Interface Name\n", "# Enum Type Name\n", "## Class Name\n", "| Name |\n"]
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
def test_reading_never_raises(pieces: list[str]) -> None:
    APIMATIC.read([Page(document("x.md", "".join(pieces)))], [])
    APIMATIC.read([Page(document("x.md", page("X", "| `a` | `" + "".join(pieces))))], [])
