"""What the passes do to drafts that readers hand over."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from docmodels.diagnostics.notes import Note
from docmodels.inference.naming_case import CASES, recase
from docmodels.ir import (
    INTEGER,
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
)
from docmodels.ir.drafts import Draft, Spelling, normalize_name
from docmodels.passes import assemble


def draft(name: str, type: Type, file: str = "docs/A.md", **more: object) -> Draft:
    """A draft as a reader would make it."""
    return Draft(Definition(name=name, type=type, origin=Origin(file)), "made-up", **more)  # type: ignore[arg-type]


def joined(*drafts: Draft, **options: str) -> tuple[Api, list[str]]:
    """Assemble drafts; give the result and the names of the rules that spoke."""
    notes: list[Note] = []
    api = assemble(drafts, notes, **options)  # type: ignore[arg-type]
    return api, [note.rule.name for note in notes]


def one_field(name: str, type: Type = STRING, **more: object) -> Object:
    """An object with a single field."""
    return Object(fields=(Field(name=name, type=type, **more),))  # type: ignore[arg-type]


def test_equal_models_of_two_pages_are_one() -> None:
    api, said = joined(
        draft("Tag", one_field("id")), draft("Tag", one_field("id"), file="docs/B.md")
    )
    assert [d.name for d in api.definitions] == ["Tag"]
    assert said == []


def test_different_models_of_one_name_are_both_kept_and_noted() -> None:
    api, said = joined(
        draft("Tag", one_field("id"), file="shared/tag.md", folder="shared"),
        draft("Tag", one_field("name"), file="errors/tag.md", folder="errors"),
    )
    assert [d.name for d in api.definitions] == ["Tag", "ErrorsTag"]
    assert said == ["name-clash"]


def test_a_reference_prefers_the_model_of_its_own_page() -> None:
    api, _ = joined(
        draft("Meta", one_field("a"), file="one.md"),
        draft("Meta", one_field("b"), file="two.md", owner="Two"),
        draft("Two", one_field("meta", Ref(name="Meta")), file="two.md"),
    )
    two = api.by_name()["Two"].type
    assert isinstance(two, Object)
    assert two.fields[0].type == Ref(name="TwoMeta")


def test_a_stub_gives_way_to_the_model() -> None:
    api, said = joined(
        draft("Tag", Object(), is_stub=True), draft("Tag", one_field("id"), file="docs/B.md")
    )
    assert api.definitions[0].type == one_field("id")
    assert said == []


def test_a_reference_is_found_whatever_its_case() -> None:
    api, said = joined(draft("PetTag", STRING), draft("Pet", Array(items=Ref(name="pet_tag"))))
    assert api.definitions[1].type == Array(items=Ref(name="PetTag"))
    assert said == []


def test_a_name_that_nobody_defines_becomes_a_placeholder_and_is_noted_once() -> None:
    both = Union(members=(Ref(name="Part1"), Ref(name="Part2")))
    api, said = joined(draft("Whole", both), draft("Other", Array(items=Ref(name="Part1"))))
    assert api.definitions[0].type == both
    placeholder = api.by_name()["Part1"]
    assert (placeholder.type, placeholder.inferred) == (UNKNOWN, ("definition",))
    assert said == ["dangling-ref", "dangling-ref"]


def test_a_symbol_default_becomes_the_value_of_the_member() -> None:
    color = Enum(members=(EnumMember(value="dark-red", name="DARK_RED"), EnumMember(value="blue")))
    api, said = joined(
        draft("Color", color),
        draft(
            "Pen", one_field("color", Ref(name="Color")), enum_defaults={"color": "Color.DARK_RED"}
        ),
    )
    pen = api.by_name()["Pen"].type
    assert isinstance(pen, Object)
    assert pen.fields[0].default == Default(value="dark-red")
    assert said == []


def test_a_symbol_that_no_member_matches_is_noted_and_left_out() -> None:
    api, said = joined(
        draft("Pen", one_field("color", Ref(name="Pen")), enum_defaults={"color": "Color.RED"})
    )
    pen = api.by_name()["Pen"].type
    assert isinstance(pen, Object)
    assert pen.fields[0].default is None
    assert said == ["invalid-literal"]


def pascal(*names: str, doc: str = "") -> Draft:
    """An object as the Go generator prints it."""
    fields = tuple(Field(name=name, type=INTEGER, doc=doc) for name in names)
    return draft("Task", Object(fields=fields), spelling=Spelling.PASCAL)


def wire_names(api: Api) -> list[str]:
    """The field names of the first definition."""
    type = api.definitions[0].type
    assert isinstance(type, Object)
    return [field.name for field in type.fields]


def test_texts_decide_the_case_of_wire_names() -> None:
    told = "After `createdAt`, never before `dueDate`."
    api, said = joined(pascal("CreatedAt", "DueDate", "HTTPStatus", doc=told))
    assert wire_names(api) == ["createdAt", "dueDate", "httpStatus"]
    assert said == ["inferred-name"]


def test_a_hyphen_in_a_sentence_is_no_evidence_but_a_marked_name_is() -> None:
    names = ("ReadOnly", "BuiltIn", "OnHold")
    api, _ = joined(pascal(*names, doc="A read-only, built-in thing that is on-hold."))
    assert wire_names(api) == ["read_only", "built_in", "on_hold"]
    api, _ = joined(pascal(*names, doc="See `read-only`, `built-in` and `on-hold`."))
    assert wire_names(api) == ["read-only", "built-in", "on-hold"]


def test_texts_may_show_pascal_case_but_the_name_of_a_model_does_not() -> None:
    fields = tuple(
        Field(name=name, type=STRING, doc="Beside RootFS, MacAddress and DiskImage.")
        for name in ("root_fs", "mac_address", "disk_image", "api_id")
    )
    task = draft("Task", Object(fields=fields), spelling=Spelling.SNAKE)
    api, _ = joined(task)
    assert wire_names(api) == ["RootFs", "MacAddress", "DiskImage", "ApiId"]
    first = api.definitions[0].type
    assert isinstance(first, Object)
    assert "RootFS" in first.fields[0].alternate_names
    assert "APIID" in first.fields[3].alternate_names
    names = ("RootFS", "MacAddress", "DiskImage")
    models = [draft(name, one_field("x"), spelling=Spelling.SNAKE) for name in names]
    assert wire_names(joined(task, *models)[0])[0] == "root_fs"


def test_capitals_that_the_page_shows_stay() -> None:
    told = "Beside MacAddress and DiskImage."
    fields = tuple(
        Field(name=name, type=STRING, doc=told) for name in ("rootFS", "macAddress", "diskImage")
    )
    page = draft("Task", Object(fields=fields), spelling=Spelling.CAMEL)
    api, _ = joined(replace(page, dialect="properties"))
    assert wire_names(api) == ["RootFS", "MacAddress", "DiskImage"]


def test_camel_case_that_every_text_contradicts_is_not_the_wire() -> None:
    names = [f"item{letter}Id" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    told = "Beside item_a_id, item_b_id, item_c_id, item_d_id and item_e_id."
    fields = tuple(Field(name=name, type=STRING, doc=told) for name in names)
    page = draft("Items", Object(fields=fields), language="typescript")
    assert wire_names(joined(page)[0])[0] == "item_a_id"


def test_enum_values_decide_where_no_text_does() -> None:
    words = ("in_progress", "on_hold", "not_started", "half_done", "all_done")
    states = Enum(members=tuple(EnumMember(value=word) for word in words))
    camel = Object(fields=(Field(name="dueDate", type=STRING),))
    api, _ = joined(
        draft("Task", camel, spelling=Spelling.CAMEL),
        draft("State", states, spelling=Spelling.CAMEL),
    )
    assert wire_names(api) == ["due_date"]


def test_a_concluded_name_leaves_room_for_the_other_cases() -> None:
    api, _ = joined(pascal("CreatedAt", "Id"))
    type = api.definitions[0].type
    assert isinstance(type, Object)
    assert [field.alternate_names for field in type.fields] == [("createdAt",), ()]
    told, _ = joined(pascal("CreatedAt"), wire_case="camel")
    type = told.definitions[0].type
    assert isinstance(type, Object)
    assert type.fields[0].alternate_names == ()


def test_a_json_sample_knows_better_than_the_case() -> None:
    sampled = draft(
        "Task",
        Object(fields=(Field(name="CreatedAt", type=STRING),)),
        spelling=Spelling.PASCAL,
        samples=({"created-AT": 1},),
    )
    assert wire_names(joined(sampled)[0]) == ["created-AT"]


def test_a_name_that_is_in_the_case_already_stays_as_it_is() -> None:
    assert recase("userID", "camel") == "userID"
    assert recase("user_id2_x", "snake") == "user_id2_x"


def test_wire_names_are_never_recased() -> None:
    kept = draft("Task", one_field("CreatedAt"))
    api, said = joined(kept, wire_case="snake")
    assert wire_names(api) == ["CreatedAt"]
    assert said == []


def test_two_names_never_become_one() -> None:
    api, _ = joined(pascal("UserId", "UserID"), wire_case="snake")
    assert sorted(wire_names(api)) == ["UserID", "user_id"]


def test_the_discriminator_is_recased_with_the_field() -> None:
    union = Union(members=(Ref(name="Task"),), discriminator=Discriminator(property="TaskKind"))
    api, _ = joined(
        draft("Any", union, spelling=Spelling.PASCAL), pascal("TaskKind"), wire_case="camel"
    )
    first = api.definitions[0].type
    assert isinstance(first, Union) and first.discriminator
    assert first.discriminator.property == "taskKind"


def test_documented_names_stay_beside_the_concluded_ones() -> None:
    api, _ = joined(pascal("CreatedAt"), wire_case="snake")
    type = api.definitions[0].type
    assert isinstance(type, Object)
    assert (type.fields[0].documented_name, type.fields[0].inferred) == ("CreatedAt", ("name",))


def fields(*names: str, required: bool = True) -> Object:
    """An object of strings."""
    return Object(fields=tuple(Field(name=n, type=STRING, required=required) for n in names))


def required(api: Api, name: str) -> list[str]:
    """The names of the required fields of a definition, or of the object that it may be."""
    type = api.by_name()[name].type
    type = type.members[0] if isinstance(type, Union) else type
    assert isinstance(type, Object)
    return [field.name for field in type.fields if field.required]


def test_a_union_printed_as_one_object_demands_only_what_all_variants_have() -> None:
    api, said = joined(
        draft("Card", fields("kind", "number")),
        draft("Transfer", fields("kind", "iban")),
        draft("Payment", fields("kind", "number", "iban"), may_be_flattened_union=True),
    )
    assert required(api, "Payment") == ["kind"]
    assert required(api, "Card") == ["kind", "number"]
    assert said == ["flattened-union"]


def test_a_union_printed_as_one_object_takes_members_that_left_no_trace() -> None:
    api, said = joined(
        draft("Card", fields("kind", "number")),
        draft("Transfer", fields("kind", "iban")),
        draft("Payment", fields("kind", "number", "iban"), may_be_flattened_union=True),
    )
    payment = api.by_name()["Payment"]
    assert isinstance(payment.type, Union)
    assert payment.type.members[1:] == (UNKNOWN,)
    assert payment.inferred == ("type",)
    assert said == ["flattened-union"]


def test_variants_that_share_nothing_may_be_the_parts_of_one_object() -> None:
    api, said = joined(
        draft("Card", fields("kind", "number")),
        draft("Transfer", fields("iban", "bank")),
        draft("Payment", fields("kind", "number", "iban", "bank"), may_be_flattened_union=True),
    )
    assert isinstance(api.by_name()["Payment"].type, Object)
    assert required(api, "Payment") == []
    assert said == ["flattened-union"]


def test_what_others_extend_stays_an_object() -> None:
    heir = Object(fields=fields("note").fields, bases=("Payment",))
    api, _ = joined(
        draft("Card", fields("kind", "number")),
        draft("Transfer", fields("kind", "iban")),
        draft("Payment", fields("kind", "number", "iban"), may_be_flattened_union=True),
        draft("Refund", heir),
    )
    assert isinstance(api.by_name()["Payment"].type, Object)


def test_members_without_a_name_show_a_union() -> None:
    api, said = joined(
        draft("Target", fields("kind", "address"), may_be_flattened_union=True),
        draft("TargetOneOf", fields("kind", "address")),
        draft("TargetOneOf1", fields("kind")),
    )
    union = api.by_name()["Target"].type
    assert isinstance(union, Union)
    assert union.members == (Ref(name="TargetOneOf"), Ref(name="TargetOneOf1"), UNKNOWN)
    assert said == ["flattened-union"]


def test_a_union_with_members_of_both_kinds_demands_nothing() -> None:
    api, _ = joined(
        draft("Target", fields("kind", "address", "port"), may_be_flattened_union=True),
        draft("Target_oneOf", fields("kind", "address")),
    )
    assert isinstance(api.by_name()["Target"].type, Union)
    assert required(api, "Target") == []


def test_the_type_of_a_field_called_one_of_is_no_member() -> None:
    nested = Field(name="one_of", type=Ref(name="ThingOneOf"))
    thing = Object(fields=(*fields("kind").fields, nested))
    api, said = joined(
        draft("Thing", thing, may_be_flattened_union=True), draft("ThingOneOf", fields("kind"))
    )
    assert isinstance(api.by_name()["Thing"].type, Object)
    assert said == []


def texts(**docs: str) -> Object:
    """An object of strings that are told, the first of them required."""
    return Object(
        fields=tuple(
            Field(name=name, type=STRING, doc=doc, required=not index)
            for index, (name, doc) in enumerate(docs.items())
        )
    )


def test_what_variants_say_differently_of_one_field_shows_a_union() -> None:
    track = texts(album="Of it.", name="Of the track.")
    show = texts(host="Of it.", name="Of the show.")
    both = texts(album="Of it.", name="Of the show.", host="Of it.")
    both = Object(fields=(*both.fields[:2], show.fields[0]))
    api, said = joined(
        draft("Track", track), draft("Show", show), draft("Item", both, may_be_flattened_union=True)
    )
    assert isinstance(api.by_name()["Item"].type, Union)
    assert required(api, "Item") == []
    assert said == ["flattened-union"]


def test_a_member_of_itself_is_taken_for_anything() -> None:
    text = Enum(members=(EnumMember(value="auto"),))
    api, said = joined(
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
    assert said == ["missing-union-members"] * 3


def test_of_two_models_that_explain_as_much_the_one_that_demands_it_is_the_variant() -> None:
    free = Object(fields=(*fields("kind").fields, Field(name="color", type=STRING)))
    api, _ = joined(
        draft("Animal", free),
        draft("Red", fields("kind", "color")),
        draft("Big", fields("kind", "size")),
        draft("Pig", fields("kind", "color", "size"), may_be_flattened_union=True),
    )
    assert required(api, "Pig") == ["kind"]


def test_a_union_does_not_demand_what_a_variant_leaves_free() -> None:
    free = Field(name="text", type=STRING)
    api, _ = joined(
        draft("Call", Object(fields=(*fields("role").fields, free, *fields("calls").fields))),
        draft("Answer", fields("role", "text", "call_id")),
        draft("Message", fields("role", "text", "calls", "call_id"), may_be_flattened_union=True),
    )
    assert required(api, "Message") == ["role"]


def test_tags_with_other_defaults_show_a_union() -> None:
    def chunk(name: str, *more: str) -> Object:
        tag = Field(name="kind", type=STRING, default=Default(value=name))
        return Object(fields=(tag, *fields(*more).fields))

    api, _ = joined(
        draft("Text", chunk("text", "text")),
        draft("Link", chunk("link", "url")),
        draft("File", chunk("file", "name")),
        draft("Address", chunk("link", "url", "name"), may_be_flattened_union=True),
        draft("Chunk", chunk("text", "text", "url", "name"), may_be_flattened_union=True),
    )
    for name in ("Chunk", "Address"):
        assert isinstance(api.by_name()[name].type, Union)
        assert required(api, name) == []


def test_fields_in_another_order_or_with_other_texts_are_no_union() -> None:
    variants = draft("Card", fields("kind", "number")), draft("Transfer", fields("kind", "iban"))
    mixed = fields("iban", "number", "kind")
    told = Object(fields=(*fields("kind", "number").fields, texts(iban="Ours.").fields[0]))
    for other in (mixed, told):
        api, said = joined(*variants, draft("Payment", other, may_be_flattened_union=True))
        assert isinstance(api.by_name()["Payment"].type, Object)
        assert said == []


def test_a_name_that_many_models_have_shows_no_variant() -> None:
    many = [draft(f"Other{number}", fields("kind", f"own{number}")) for number in range(9)]
    payment = Object(fields=(*fields("number", "iban").fields, Field(name="kind", type=STRING)))
    api, said = joined(
        draft("Card", fields("number", "iban")),
        draft("Tag", Object(fields=(payment.fields[2], texts(number="Ours.").fields[0]))),
        *many,
        draft("Payment", payment, may_be_flattened_union=True),
    )
    assert isinstance(api.by_name()["Payment"].type, Object)
    assert said == []


def test_a_field_that_no_variant_demands_is_not_demanded_by_a_union() -> None:
    api, said = joined(
        draft("Card", fields("kind", "number")),
        draft("Transfer", fields("kind", "iban", required=False)),
        draft("Payment", fields("kind", "number", "iban"), may_be_flattened_union=True),
    )
    assert required(api, "Payment") == ["kind", "number", "iban"]
    assert said == []


def test_a_child_with_fields_of_its_own_is_no_union() -> None:
    api, said = joined(
        draft("Card", fields("kind", "number")),
        draft("Transfer", fields("kind", "iban")),
        draft("Payment", fields("kind", "number", "iban", "date"), may_be_flattened_union=True),
    )
    assert required(api, "Payment") == ["kind", "number", "iban", "date"]
    assert said == []


@given(st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,20}", fullmatch=True), st.sampled_from(CASES))
def test_recasing_keeps_letters_and_digits(name: str, case: str) -> None:
    assert normalize_name(recase(name, case)) == normalize_name(name)
