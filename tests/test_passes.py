"""Test the passes from drafts to the representation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from docmodels.diagnostics.notes import Note
from docmodels.inference.naming_case import CASES, convert_case
from docmodels.ir import (
    BOOLEAN,
    INTEGER,
    NUMBER,
    STRING,
    UNKNOWN,
    Api,
    Array,
    Default,
    Definition,
    Discriminator,
    Enum,
    EnumMember,
    Field,
    Object,
    Origin,
    Ref,
    Type,
    Union,
    inferences,
    presence_of,
)
from docmodels.ir.drafts import Draft, Spelling, normalize_name
from docmodels.passes import PASSES, PassContext, PassOptions, assemble


def draft(name: str, type: Type, file: str = "docs/A.md", **options: object) -> Draft:
    """Return a draft as a reader creates it."""
    return Draft(Definition(name=name, type=type, origin=Origin(file)), "made-up", **options)  # type: ignore[arg-type]


def assemble_drafts(
    *drafts: Draft, mentions: dict[str, int] | None = None, **options: object
) -> tuple[Api, list[str]]:
    """Assemble drafts; return the API and the names of the reported rules."""
    notes: list[Note] = []
    pass_options = PassOptions(**options)  # type: ignore[arg-type]
    api = assemble(drafts, PassContext(notes, pass_options, mentions or {}))
    return api, [note.rule.name for note in notes]


def object_of(name: str, type: Type = STRING, **options: object) -> Object:
    """Return an object with a single field."""
    return Object(fields=(Field(name=name, type=type, **options),))  # type: ignore[arg-type]


def test_root_is_the_marked_definition_under_its_last_name() -> None:
    drafts = draft("Tag", STRING), draft("Home", STRING, is_root=True)
    assert assemble_drafts(*drafts)[0].root == "Home"
    assert assemble_drafts(*drafts, rename={"Home": "House"})[0].root == "House"
    assert assemble_drafts(drafts[0])[0].root == ""


def test_every_pass_has_one_signature_and_a_name() -> None:
    assert len({step.name for step in PASSES}) == len(PASSES)
    for step in PASSES:
        assert step.run([], PassContext([])) == []


def test_equal_definitions_are_merged() -> None:
    api, rules = assemble_drafts(
        draft("Tag", object_of("id")), draft("Tag", object_of("id"), file="docs/B.md")
    )
    assert [d.name for d in api.definitions] == ["Tag"]
    assert rules == []


def test_different_definitions_with_one_name_are_renamed() -> None:
    api, rules = assemble_drafts(
        draft("Tag", object_of("id"), file="shared/tag.md", folder="shared"),
        draft("Tag", object_of("name"), file="errors/tag.md", folder="errors"),
    )
    assert [d.name for d in api.definitions] == ["Tag", "ErrorsTag"]
    assert rules == ["name-clash"]


def test_references_prefer_definitions_of_the_same_page() -> None:
    api, _ = assemble_drafts(
        draft("Meta", object_of("a"), file="one.md"),
        draft("Meta", object_of("b"), file="two.md", owner="Two"),
        draft("Two", object_of("meta", Ref(name="Meta")), file="two.md"),
    )
    two = api.by_name()["Two"].type
    assert isinstance(two, Object)
    assert two.fields[0].type == Ref(name="TwoMeta")


def test_references_prefer_definitions_of_the_same_folder() -> None:
    api, _ = assemble_drafts(
        draft("Tag", object_of("id"), file="shared/tag.md", folder="shared"),
        draft("Tag", object_of("name"), file="errors/tag.md", folder="errors"),
        draft("One", Ref(name="Tag"), file="shared/one.md", folder="shared"),
        draft("Two", Ref(name="Tag"), file="errors/two.md", folder="errors"),
        draft("Other", Ref(name="Tag"), file="other.md", folder="more"),
    )
    types = {name: definition.type for name, definition in api.by_name().items()}
    assert types["One"] == types["Other"] == Ref(name="Tag")
    assert types["Two"] == Ref(name="ErrorsTag")


def test_equal_definitions_combine_their_samples() -> None:
    names = ("CreatedAt", "DueDate")
    samples = {"a.md": ({"createdAt": 1},), "b.md": ({"due-date": 1},)}
    fields = Object(fields=tuple(Field(name=name, type=STRING) for name in names))
    pages = [
        draft("Task", fields, file, spelling=Spelling.PASCAL, samples=samples[file])
        for file in samples
    ]
    assert first_field_names(assemble_drafts(*pages)[0]) == ["createdAt", "due-date"]


def test_equal_definitions_combine_their_aliases() -> None:
    pages = [draft("Tag", object_of("id"), f"{name}.md", aliases=(name,)) for name in ("a", "b")]
    api, rules = assemble_drafts(*pages, draft("Pet", object_of("tag", Ref(name="b"))))
    assert api.by_name()["Pet"].type == object_of("tag", Ref(name="Tag"))
    assert rules == []


def test_stubs_are_replaced_by_definitions() -> None:
    api, rules = assemble_drafts(
        draft("Tag", Object(), is_stub=True), draft("Tag", object_of("id"), file="docs/B.md")
    )
    assert api.definitions[0].type == object_of("id")
    assert rules == []


def test_references_are_case_insensitive() -> None:
    api, rules = assemble_drafts(
        draft("PetTag", STRING), draft("Pet", Array(items=Ref(name="pet_tag")))
    )
    assert api.definitions[1].type == Array(items=Ref(name="PetTag"))
    assert rules == []


def test_dangling_references_get_a_placeholder_and_one_note() -> None:
    union = Union(members=(Ref(name="Part1"), Ref(name="Part2")))
    api, rules = assemble_drafts(
        draft("Whole", union), draft("Other", Array(items=Ref(name="Part1")))
    )
    assert api.definitions[0].type == union
    placeholder = api.by_name()["Part1"]
    assert (placeholder.type, placeholder.inferred) == (
        UNKNOWN,
        inferences("dangling-references", "definition"),
    )
    assert rules == ["dangling-ref", "dangling-ref"]


def test_enum_default_becomes_the_value_of_its_member() -> None:
    color = Enum(members=(EnumMember(value="dark-red", name="DARK_RED"), EnumMember(value="blue")))
    api, rules = assemble_drafts(
        draft("Color", color),
        draft(
            "Pen", object_of("color", Ref(name="Color")), enum_defaults={"color": "Color.DARK_RED"}
        ),
    )
    pen = api.by_name()["Pen"].type
    assert isinstance(pen, Object)
    assert pen.fields[0].default == Default(value="dark-red")
    assert rules == []


def test_unknown_enum_default_is_dropped_with_a_note() -> None:
    api, rules = assemble_drafts(
        draft("Pen", object_of("color", Ref(name="Pen")), enum_defaults={"color": "Color.RED"})
    )
    pen = api.by_name()["Pen"].type
    assert isinstance(pen, Object)
    assert pen.fields[0].default is None
    assert rules == ["invalid-literal"]


def pascal_draft(*names: str, doc: str = "") -> Draft:
    """Return a draft of an object with the PascalCase names of the Go generator."""
    fields = tuple(Field(name=name, type=INTEGER, doc=doc) for name in names)
    return draft("Task", Object(fields=fields), spelling=Spelling.PASCAL)


def first_field_names(api: Api) -> list[str]:
    """Return the field names of the first definition."""
    type = api.definitions[0].type
    assert isinstance(type, Object)
    return [field.name for field in type.fields]


def test_wire_case_is_inferred_from_descriptions() -> None:
    doc = "After `createdAt`, never before `dueDate`."
    api, rules = assemble_drafts(pascal_draft("CreatedAt", "DueDate", "HTTPStatus", doc=doc))
    assert first_field_names(api) == ["createdAt", "dueDate", "httpStatus"]
    assert rules == ["inferred-name"]


@pytest.mark.parametrize(
    ("doc", "expected"), [("See dueDate.", "due_date"), ("See dueDate and createdAt.", "dueDate")]
)
def test_names_mentioned_outside_their_model_need_a_second_mention(doc: str, expected: str) -> None:
    task = draft("Task", string_fields("DueDate", "CreatedAt"), spelling=Spelling.PASCAL)
    definition = replace(task.definition, doc=doc)
    api, _ = assemble_drafts(replace(task, definition=definition))
    assert first_field_names(api)[0] == expected


def test_one_mention_of_a_sibling_is_enough() -> None:
    fields = (Field(name="DueDate", type=STRING, doc="After createdAt."),)
    fields += (Field(name="CreatedAt", type=STRING),)
    api, _ = assemble_drafts(draft("Task", Object(fields=fields), spelling=Spelling.PASCAL))
    assert first_field_names(api) == ["dueDate", "createdAt"]


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ("in_progress on_hold not_started half_done", "dueDate"),
        ("in_progress on_hold not_started half_done all_done", "due_date"),
        ("in_progress on_hold not_started half_done all_done allGood", "due_date"),
        ("in_progress on_hold not_started half_done all_done allGood veryBad", "dueDate"),
    ],
)
def test_enum_values_decide_if_five_and_four_fifths_agree(kinds: str, expected: str) -> None:
    states = Enum(members=tuple(EnumMember(value=value) for value in kinds.split()))
    api, _ = assemble_drafts(
        draft("Task", object_of("dueDate"), spelling=Spelling.CAMEL),
        draft("State", states, spelling=Spelling.CAMEL),
    )
    assert first_field_names(api) == [expected]


@pytest.mark.parametrize(("count", "expected"), [(19, "itemAId"), (20, "item_a_id")])
def test_twenty_camel_names_are_needed_to_show_a_changed_case(count: int, expected: str) -> None:
    names = [f"item{letter}Id" for letter in "ABCDEFGHIJKLMNOPQRST"[:count]]
    doc = "Beside item_a_id, item_b_id, item_c_id, item_d_id and item_e_id."
    fields = tuple(Field(name=name, type=STRING, doc=doc) for name in names)
    api, _ = assemble_drafts(draft("Items", Object(fields=fields), language="typescript"))
    assert first_field_names(api)[0] == expected


def test_hyphenated_words_are_evidence_only_as_code_spans() -> None:
    names = ("ReadOnly", "BuiltIn", "OnHold")
    api, _ = assemble_drafts(
        pascal_draft(*names, doc="A read-only, built-in thing that is on-hold.")
    )
    assert first_field_names(api) == ["read_only", "built_in", "on_hold"]
    api, _ = assemble_drafts(pascal_draft(*names, doc="See `read-only`, `built-in` and `on-hold`."))
    assert first_field_names(api) == ["read-only", "built-in", "on-hold"]


def test_pascal_case_in_descriptions_is_evidence_unless_it_names_a_model() -> None:
    fields = tuple(
        Field(name=name, type=STRING, doc="Beside RootFS, MacAddress and DiskImage.")
        for name in ("root_fs", "mac_address", "disk_image", "api_id")
    )
    task = draft("Task", Object(fields=fields), spelling=Spelling.SNAKE)
    api, _ = assemble_drafts(task)
    assert first_field_names(api) == ["RootFs", "MacAddress", "DiskImage", "ApiId"]
    first = api.definitions[0].type
    assert isinstance(first, Object)
    assert "RootFS" in first.fields[0].alternate_names
    assert "APIID" in first.fields[3].alternate_names
    names = ("RootFS", "MacAddress", "DiskImage")
    models = [draft(name, object_of("x"), spelling=Spelling.SNAKE) for name in names]
    assert first_field_names(assemble_drafts(task, *models)[0])[0] == "root_fs"


def test_documented_capitals_are_kept() -> None:
    doc = "Beside MacAddress and DiskImage."
    fields = tuple(
        Field(name=name, type=STRING, doc=doc) for name in ("rootFS", "macAddress", "diskImage")
    )
    page = draft("Task", Object(fields=fields), spelling=Spelling.CAMEL)
    api, _ = assemble_drafts(replace(page, recases_names=True))
    assert first_field_names(api) == ["RootFS", "MacAddress", "DiskImage"]


def test_descriptions_override_documented_camel_case() -> None:
    names = [f"item{letter}Id" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    doc = "Beside item_a_id, item_b_id, item_c_id, item_d_id and item_e_id."
    fields = tuple(Field(name=name, type=STRING, doc=doc) for name in names)
    page = draft("Items", Object(fields=fields), language="typescript")
    assert first_field_names(assemble_drafts(page)[0])[0] == "item_a_id"


def test_enum_values_decide_without_descriptions() -> None:
    values = ("in_progress", "on_hold", "not_started", "half_done", "all_done")
    states = Enum(members=tuple(EnumMember(value=value) for value in values))
    camel = Object(fields=(Field(name="dueDate", type=STRING),))
    api, _ = assemble_drafts(
        draft("Task", camel, spelling=Spelling.CAMEL),
        draft("State", states, spelling=Spelling.CAMEL),
    )
    assert first_field_names(api) == ["due_date"]


def test_inferred_names_have_alternate_names() -> None:
    api, _ = assemble_drafts(pascal_draft("CreatedAt", "Id"))
    type = api.definitions[0].type
    assert isinstance(type, Object)
    assert type.fields[0].name == "created_at" and type.fields[1].name == "id"
    cases = {"createdAt", "CreatedAT", "created-at", "CREATED_AT", "_created_at", "_createdAt"}
    assert cases <= {*type.fields[0].alternate_names}
    assert {*type.fields[1].alternate_names} == {"ID", "_id"}
    requested, _ = assemble_drafts(pascal_draft("CreatedAt"), wire_case="camel")
    type = requested.definitions[0].type
    assert isinstance(type, Object)
    assert type.fields[0].alternate_names == ()


def test_names_may_have_an_underscore_in_front() -> None:
    names = ("Links", "Embedded", "ItemLinks", "_links")
    fields = tuple(Field(name=name, type=STRING) for name in names)
    for count, is_accepted in ((3, True), (4, False)):
        page = draft("Page", Object(fields=fields[:count]), spelling=Spelling.PASCAL)
        type = assemble_drafts(page)[0].definitions[0].type
        assert isinstance(type, Object)
        assert ("_links" in type.fields[0].alternate_names) is is_accepted
        assert "_embedded" in type.fields[1].alternate_names
        assert "_itemLinks" in type.fields[2].alternate_names
    sampled = draft(
        "Page", Object(fields=fields[:1]), spelling=Spelling.PASCAL, samples=({"links": ""},)
    )
    type = assemble_drafts(sampled)[0].definitions[0].type
    assert isinstance(type, Object) and type.fields[0].alternate_names == ()
    wire = assemble_drafts(draft("Page", Object(fields=fields[:1])))[0].definitions[0].type
    assert isinstance(wire, Object) and wire.fields[0].alternate_names == ()


def test_a_name_that_is_not_inferred_has_no_alternate_names() -> None:
    page = draft(
        "Page", Object(fields=(Field(name="links", type=STRING),)), spelling=Spelling.SNAKE
    )
    type = assemble_drafts(page)[0].definitions[0].type
    assert isinstance(type, Object) and type.fields[0].alternate_names == ()


def test_json_samples_override_the_inferred_case() -> None:
    sampled = draft(
        "Task",
        Object(fields=(Field(name="CreatedAt", type=STRING),)),
        spelling=Spelling.PASCAL,
        samples=({"created-AT": 1},),
    )
    assert first_field_names(assemble_drafts(sampled)[0]) == ["created-AT"]


def test_names_already_in_the_case_are_kept() -> None:
    assert convert_case("userID", "camel") == "userID"
    assert convert_case("user_id2_x", "snake") == "user_id2_x"


def test_wire_names_are_not_converted() -> None:
    kept = draft("Task", object_of("CreatedAt"))
    api, rules = assemble_drafts(kept, wire_case="snake")
    assert first_field_names(api) == ["CreatedAt"]
    assert rules == []


def test_case_conversion_keeps_names_unique() -> None:
    api, _ = assemble_drafts(pascal_draft("UserId", "UserID"), wire_case="snake")
    assert sorted(first_field_names(api)) == ["UserID", "user_id"]


def test_discriminator_follows_the_converted_field() -> None:
    union = Union(members=(Ref(name="Task"),), discriminator=Discriminator(property="TaskKind"))
    api, _ = assemble_drafts(
        draft("Any", union, spelling=Spelling.PASCAL), pascal_draft("TaskKind"), wire_case="camel"
    )
    first = api.definitions[0].type
    assert isinstance(first, Union) and first.discriminator
    assert first.discriminator.property == "taskKind"


def test_documented_names_are_recorded() -> None:
    api, _ = assemble_drafts(pascal_draft("CreatedAt"), wire_case="snake")
    type = api.definitions[0].type
    assert isinstance(type, Object)
    assert (type.fields[0].documented_name, type.fields[0].inferred) == (
        "CreatedAt",
        inferences("wire-case", "name"),
    )


def string_fields(*names: str, required: bool = True) -> Object:
    """Return an object of string fields."""
    return Object(
        fields=tuple(Field(name=n, type=STRING, presence=presence_of(required)) for n in names)
    )


def required_fields(api: Api, name: str) -> list[str]:
    """Return the required fields of a definition, or of the first member of its union."""
    type = api.by_name()[name].type
    type = type.members[0] if isinstance(type, Union) else type
    assert isinstance(type, Object)
    return [field.name for field in type.fields if field.required]


def test_flattened_union_requires_only_common_fields() -> None:
    api, rules = assemble_drafts(
        draft("Card", string_fields("kind", "number")),
        draft("Transfer", string_fields("kind", "iban")),
        draft("Payment", string_fields("kind", "number", "iban"), may_be_flattened_union=True),
    )
    assert required_fields(api, "Payment") == ["kind"]
    assert required_fields(api, "Card") == ["kind", "number"]
    assert rules == ["flattened-union"]


def test_flattened_union_accepts_members_that_are_no_objects() -> None:
    api, rules = assemble_drafts(
        draft("Card", string_fields("kind", "number")),
        draft("Transfer", string_fields("kind", "iban")),
        draft("Payment", string_fields("kind", "number", "iban"), may_be_flattened_union=True),
    )
    payment = api.by_name()["Payment"]
    assert isinstance(payment.type, Union)
    assert set(payment.type.members[1:]) == {STRING, NUMBER, BOOLEAN, Array(items=UNKNOWN)}
    assert payment.inferred == inferences("flattened-unions", "type")
    assert rules == ["flattened-union"]


def test_flattened_union_without_common_fields_stays_an_object() -> None:
    api, rules = assemble_drafts(
        draft("Card", string_fields("kind", "number")),
        draft("Transfer", string_fields("iban", "bank")),
        draft(
            "Payment", string_fields("kind", "number", "iban", "bank"), may_be_flattened_union=True
        ),
    )
    assert isinstance(api.by_name()["Payment"].type, Object)
    assert required_fields(api, "Payment") == []
    assert rules == ["flattened-union"]


def test_base_class_is_no_flattened_union() -> None:
    subclass = Object(fields=string_fields("note").fields, bases=("Payment",))
    api, _ = assemble_drafts(
        draft("Card", string_fields("kind", "number")),
        draft("Transfer", string_fields("kind", "iban")),
        draft("Payment", string_fields("kind", "number", "iban"), may_be_flattened_union=True),
        draft("Refund", subclass),
    )
    assert isinstance(api.by_name()["Payment"].type, Object)


def test_numbered_one_of_definitions_show_a_flattened_union() -> None:
    api, rules = assemble_drafts(
        draft("Target", string_fields("kind", "address"), may_be_flattened_union=True),
        draft("TargetOneOf", string_fields("kind", "address")),
        draft("TargetOneOf1", string_fields("kind")),
    )
    union = api.by_name()["Target"].type
    assert isinstance(union, Union)
    assert union.members == (Ref(name="TargetOneOf"), Ref(name="TargetOneOf1"), UNKNOWN)
    assert rules == ["flattened-union"]


def test_union_of_named_and_unnamed_members_requires_nothing() -> None:
    api, _ = assemble_drafts(
        draft("Target", string_fields("kind", "address", "port"), may_be_flattened_union=True),
        draft("Target_oneOf", string_fields("kind", "address")),
    )
    assert isinstance(api.by_name()["Target"].type, Union)
    assert required_fields(api, "Target") == []


def test_type_of_a_field_named_one_of_is_no_member() -> None:
    nested = Field(name="one_of", type=Ref(name="ThingOneOf"))
    thing = Object(fields=(*string_fields("kind").fields, nested))
    api, rules = assemble_drafts(
        draft("Thing", thing, may_be_flattened_union=True),
        draft("ThingOneOf", string_fields("kind")),
    )
    assert isinstance(api.by_name()["Thing"].type, Object)
    assert rules == []


def described_fields(**docs: str) -> Object:
    """Return an object of string fields with descriptions; only the first is required."""
    return Object(
        fields=tuple(
            Field(name=name, type=STRING, doc=doc, presence=presence_of(not index))
            for index, (name, doc) in enumerate(docs.items())
        )
    )


def test_contradicting_descriptions_show_a_flattened_union() -> None:
    track = described_fields(album="Of it.", name="Of the track.")
    show = described_fields(host="Of it.", name="Of the show.")
    item = described_fields(album="Of it.", name="Of the show.", host="Of it.")
    item = Object(fields=(*item.fields[:2], show.fields[0]))
    api, rules = assemble_drafts(
        draft("Track", track), draft("Show", show), draft("Item", item, may_be_flattened_union=True)
    )
    assert isinstance(api.by_name()["Item"].type, Union)
    assert required_fields(api, "Item") == []
    assert rules == ["flattened-union"]


def test_reference_cycles_are_broken_with_unknown() -> None:
    text = Enum(members=(EnumMember(value="auto"),))
    api, rules = assemble_drafts(
        draft("Choice", Union(members=(Ref(name="Choice"), Ref(name="Mode")))),
        draft("Mode", text),
        draft("Left", Union(members=(Ref(name="Right"), STRING))),
        draft("Right", Union(members=(Ref(name="Left"), INTEGER))),
        draft("Child", Object(bases=("Parent",))),
        draft("Parent", Object(bases=("Child",))),
        draft("Tree", Array(items=Ref(name="Tree"))),
    )
    types = {name: definition.type for name, definition in api.by_name().items()}
    assert types["Choice"] == Union(members=(UNKNOWN, Ref(name="Mode")))
    assert types["Left"] == Union(members=(Ref(name="Right"), STRING))
    assert types["Right"] == Union(members=(UNKNOWN, INTEGER))
    assert (types["Child"], types["Parent"]) == (Object(bases=("Parent",)), Object())
    assert types["Tree"] == Array(items=Ref(name="Tree"))
    assert rules == ["missing-union-members"] * 3


def test_union_candidates_that_require_more_fields_are_preferred() -> None:
    animal = Object(fields=(*string_fields("kind").fields, Field(name="color", type=STRING)))
    api, _ = assemble_drafts(
        draft("Animal", animal),
        draft("Red", string_fields("kind", "color")),
        draft("Big", string_fields("kind", "size")),
        draft("Pig", string_fields("kind", "color", "size"), may_be_flattened_union=True),
    )
    assert required_fields(api, "Pig") == ["kind"]


def test_flattened_union_does_not_require_optional_member_fields() -> None:
    optional = Field(name="text", type=STRING)
    api, _ = assemble_drafts(
        draft(
            "Call",
            Object(
                fields=(*string_fields("role").fields, optional, *string_fields("calls").fields)
            ),
        ),
        draft("Answer", string_fields("role", "text", "call_id")),
        draft(
            "Message",
            string_fields("role", "text", "calls", "call_id"),
            may_be_flattened_union=True,
        ),
    )
    assert required_fields(api, "Message") == ["role"]


def test_different_tag_defaults_show_a_flattened_union() -> None:
    def chunk(name: str, *fields: str) -> Object:
        tag = Field(name="kind", type=STRING, default=Default(value=name))
        return Object(fields=(tag, *string_fields(*fields).fields))

    api, _ = assemble_drafts(
        draft("Text", chunk("text", "text")),
        draft("Link", chunk("link", "url")),
        draft("File", chunk("file", "name")),
        draft("Address", chunk("link", "url", "name"), may_be_flattened_union=True),
        draft("Chunk", chunk("text", "text", "url", "name"), may_be_flattened_union=True),
    )
    for name in ("Chunk", "Address"):
        assert isinstance(api.by_name()[name].type, Union)
        assert required_fields(api, name) == []


def test_other_field_order_or_descriptions_are_no_flattened_union() -> None:
    variants = draft("Card", string_fields("kind", "number")), draft(
        "Transfer", string_fields("kind", "iban")
    )
    reordered = string_fields("iban", "number", "kind")
    described = Object(
        fields=(*string_fields("kind", "number").fields, described_fields(iban="Ours.").fields[0])
    )
    for type in (reordered, described):
        api, rules = assemble_drafts(*variants, draft("Payment", type, may_be_flattened_union=True))
        assert isinstance(api.by_name()["Payment"].type, Object)
        assert rules == []


def test_common_field_names_are_no_evidence_of_a_union() -> None:
    others = [draft(f"Other{number}", string_fields("kind", f"own{number}")) for number in range(9)]
    payment = Object(
        fields=(*string_fields("number", "iban").fields, Field(name="kind", type=STRING))
    )
    api, rules = assemble_drafts(
        draft("Card", string_fields("number", "iban")),
        draft(
            "Tag", Object(fields=(payment.fields[2], described_fields(number="Ours.").fields[0]))
        ),
        *others,
        draft("Payment", payment, may_be_flattened_union=True),
    )
    assert isinstance(api.by_name()["Payment"].type, Object)
    assert rules == []


def test_variant_of_common_fields_is_evidence_beside_two_others() -> None:
    pages = [draft(f"Page{number}", string_fields("phone", f"own{number}")) for number in range(9)]
    whole = string_fields("title", "phone", "map", "url")
    variants = [
        draft("Call", string_fields("title", "phone")),
        draft("Visit", string_fields("title", "map")),
    ]
    api, _ = assemble_drafts(*pages, *variants, draft("Step", whole, may_be_flattened_union=True))
    assert required_fields(api, "Step") == ["title", "phone", "map", "url"]
    variants.append(draft("Open", string_fields("title", "url")))
    api, _ = assemble_drafts(*pages, *variants, draft("Step", whole, may_be_flattened_union=True))
    assert required_fields(api, "Step") == ["title"]


def test_common_table_is_no_variant_beside_two_others() -> None:
    pages = [
        draft(f"Page{number}", string_fields("title", "zone", f"own{number}"))
        for number in range(9)
    ]
    variants = [
        draft("Visit", string_fields("title", "map")),
        draft("Open", string_fields("title", "url")),
        draft("Zone", string_fields("title", "zone")),
    ]
    whole = string_fields("title", "map", "url", "zone")
    api, _ = assemble_drafts(*pages, *variants, draft("Step", whole, may_be_flattened_union=True))
    assert required_fields(api, "Step") == ["title", "map", "url", "zone"]


def test_variants_with_the_name_of_the_union_may_have_common_fields() -> None:
    pages = [draft(f"Page{number}", string_fields("phone", f"own{number}")) for number in range(9)]
    whole = draft(
        "Step", string_fields("title", "phone", "map", "zone"), may_be_flattened_union=True
    )
    call, visit = string_fields("title", "phone"), string_fields("title", "map", "zone")
    api, _ = assemble_drafts(*pages, draft("StepCall", call), draft("MapStep", visit), whole)
    assert required_fields(api, "Step") == ["title"]
    api, _ = assemble_drafts(*pages, draft("StepCall", call), draft("Visit", visit), whole)
    assert required_fields(api, "Step") == ["title", "phone", "map", "zone"]


def test_variants_with_all_words_of_the_name_may_have_one_field_each() -> None:
    pages = [draft(f"Page{number}", string_fields("id", f"own{number}")) for number in range(9)]
    whole = draft("SoundFile", string_fields("id", "link", "host"), may_be_flattened_union=True)
    by_id, by_link = string_fields("id"), string_fields("link", "host")
    api, _ = assemble_drafts(
        *pages, draft("SoundFileById", by_id), draft("SoundLinkFile", by_link), whole
    )
    assert required_fields(api, "SoundFile") == []
    api, _ = assemble_drafts(*pages, draft("FileId", by_id), draft("SoundLink", by_link), whole)
    assert required_fields(api, "SoundFile") == ["id", "link", "host"]


def test_variants_with_the_name_of_the_union_precede_others() -> None:
    models = {
        "Sound": "id link host",
        "FilmById": "title id",
        "FilmByLink": "title link host",
        "PosterByLink": "title link host",
    }
    drafts = [draft(name, string_fields(*fields.split())) for name, fields in models.items()]
    whole = string_fields("title", "id", "link", "host")
    api, _ = assemble_drafts(*drafts, draft("Film", whole, may_be_flattened_union=True))
    assert required_fields(api, "Film") == ["title"]


def test_most_of_many_variants_have_several_fields() -> None:
    variants = [("ssid", "key"), ("to", "body"), ("coin", "owner"), ("phone",)]
    drafts = [draft(names[0].title(), string_fields(*names)) for names in variants]
    whole = string_fields(*(name for names in variants for name in names))
    api, _ = assemble_drafts(*drafts, draft("Code", whole, may_be_flattened_union=True))
    assert required_fields(api, "Code") == []
    single = [draft(name, string_fields(name)) for name in ("to", "coin", "phone")]
    whole = string_fields("ssid", "key", "to", "coin", "phone")
    api, _ = assemble_drafts(drafts[0], *single, draft("Code", whole, may_be_flattened_union=True))
    assert required_fields(api, "Code") == ["ssid", "key", "to", "coin", "phone"]


CLIPS = {
    "Film": ("crop src trim kind volume", "src kind"),
    "Still": ("crop src kind", "src kind"),
    "Caption": ("backdrop colour kind text", "kind text"),
    "Page": ("backdrop css kind markup", "kind markup"),
    "Mask": ("src trim kind", "src kind"),
    "Sound": ("effect src trim kind volume", "src kind"),
}


def test_union_lists_the_further_fields_of_variants_in_sequence() -> None:
    """A field has the text of its last variant, so that the fewest that cover it are others."""
    drafts = [draft(name, some_required(*fields)) for name, fields in CLIPS.items()]
    film = drafts[0].definition.type
    assert isinstance(film, Object)
    fields = tuple(replace(field, doc="Of films.") for field in film.fields[1:])
    drafts[0] = draft("Film", replace(film, fields=(film.fields[0], *fields)))
    names = "crop src trim kind volume backdrop colour text css markup effect"
    whole = some_required(names, "src kind text markup")
    api, _ = assemble_drafts(*drafts, draft("Clip", whole, may_be_flattened_union=True))
    assert required_fields(api, "Clip") == ["kind"]


def test_sequence_of_parts_that_require_less_is_no_union() -> None:
    parts = [
        draft("Visit", some_required("place time note", "")),
        draft("OpenAnswer", some_required("place time note errors trace", "place time")),
        draft("Reply", string_fields("errors", "trace")),
    ]
    whole = some_required("place time note errors trace", "place time errors trace")
    api, _ = assemble_drafts(*parts, draft("Answer", whole, may_be_flattened_union=True))
    assert required_fields(api, "Answer") == ["place", "time", "errors", "trace"]


def some_required(names: str, required: str) -> Object:
    """Return an object of string fields, some of which are required."""
    fields = (
        Field(name=name, type=STRING, presence=presence_of(name in required.split()))
        for name in names.split()
    )
    return Object(fields=tuple(fields))


@pytest.mark.parametrize(
    ("order", "required"),
    [("token email code", ["email"]), ("code token email", ["token", "email"])],
)
def test_variant_with_all_fields_has_them_in_another_order(order: str, required: list[str]) -> None:
    api, _ = assemble_drafts(
        draft("ByLink", some_required("token email", "token email")),
        draft("ByCode", some_required("code token email", "email")),
        draft("Start", some_required(order, "email token"), may_be_flattened_union=True),
    )
    assert required_fields(api, "Start") == required


def test_model_with_pages_of_its_inline_parts_is_no_union() -> None:
    variants = draft("Card", string_fields("kind", "number")), draft(
        "Transfer", string_fields("kind", "iban")
    )
    whole = string_fields("kind", "number", "iban")
    for name in ("Payment", "Payment_allOf", "PaymentAllOf1"):
        part = draft(
            "PaymentAllOf" if name == "Payment" else name, whole, may_be_flattened_union=True
        )
        payment = draft("Payment", whole, may_be_flattened_union=True)
        api, rules = assemble_drafts(*variants, payment, part)
        assert required_fields(api, name) == ["kind", "number", "iban"]
        assert rules == []


def test_model_with_fewer_required_fields_is_no_variant() -> None:
    api, rules = assemble_drafts(
        draft("PetRef", some_required("name", "name")),
        draft("PetUpdate", some_required("name tag age", "")),
        draft("PetCreate", some_required("name tag age", "name"), may_be_flattened_union=True),
    )
    assert required_fields(api, "PetCreate") == ["name"]
    assert rules == []


def test_required_field_without_requiring_member_is_no_flattened_union() -> None:
    api, rules = assemble_drafts(
        draft("Card", string_fields("kind", "number")),
        draft("Transfer", string_fields("kind", "iban", required=False)),
        draft("Payment", string_fields("kind", "number", "iban"), may_be_flattened_union=True),
    )
    assert required_fields(api, "Payment") == ["kind", "number", "iban"]
    assert rules == []


def test_additional_fields_are_no_flattened_union() -> None:
    api, rules = assemble_drafts(
        draft("Card", string_fields("kind", "number")),
        draft("Transfer", string_fields("kind", "iban")),
        draft(
            "Payment", string_fields("kind", "number", "iban", "date"), may_be_flattened_union=True
        ),
    )
    assert required_fields(api, "Payment") == ["kind", "number", "iban", "date"]
    assert rules == []


@given(st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,20}", fullmatch=True), st.sampled_from(CASES))
def test_case_conversion_keeps_letters_and_digits(name: str, case: str) -> None:
    assert normalize_name(convert_case(name, case)) == normalize_name(name)
