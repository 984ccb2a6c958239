"""Test samples: captured payloads settle what pages leave open, and no value of them gets out."""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import docmodels
from docmodels.cli import cli
from docmodels.config.options import LoadOptions
from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.notes import DocmodelsError, Note
from docmodels.diagnostics.rendering import FORMATS
from docmodels.inference.models_from_samples import MODELS_FROM_SAMPLES as MATCHING
from docmodels.inference.models_from_samples import Candidate
from docmodels.inference.text_formats import format_of
from docmodels.ir import (
    Api,
    Array,
    Definition,
    Discriminator,
    Enum,
    EnumMember,
    Field,
    Integer,
    Json,
    Map,
    Nullable,
    Number,
    Object,
    Ref,
    String,
    Type,
    Union,
    dumps,
)
from docmodels.ir.drafts import Draft
from docmodels.ir.samples import Sample, split_model
from docmodels.passes import PassContext, PassOptions, assemble
from docmodels.pipeline import RunContext, load
from docmodels.readers.har import Body
from docmodels.readers.limits import MAX_DEPTH
from docmodels.readers.samples import read_samples
from rendered import import_rendered
from work import count_calls

HEAD = "Name | Type | Description | Notes\n--- | --- | --- | ---\n"
PAGES = {
    "Kite.md": f"""# Kite

## Properties

{HEAD}**KiteId** | **string** |  |
**WingSpan** | **float32** |  |
**SoldAt** | Pointer to **string** |  | [optional]
**Maker** | Pointer to [**Maker**](Maker.md) |  | [optional]
**Parts** | Pointer to [**map[string]Maker**](Maker.md) |  | [optional]
**Tags** | Pointer to **[]string** |  | [optional]
**Next** | Pointer to [**Kite**](Kite.md) |  | [optional]
**Mood** | Pointer to [**Mood**](Mood.md) |  | [optional]
""",
    "Maker.md": f"""# Maker

## Properties

{HEAD}**FullName** | **string** |  |
**MailAddress** | **string** |  |
**BornOn** | Pointer to **string** |  | [optional]
""",
    "Mood.md": "# Mood\n\n## Enum\n",
}
KITES: list[Json] = [
    {"kiteID": "a", "wingSpan": 1.5, "soldAt": "2024-05-06T07:08:09Z", "tags": ["x", None]},
    {"kiteID": "b", "wingSpan": 2.5, "soldAt": "2024-05-07T07:08:09Z", "mood": "calm"},
    {"kiteID": "c", "wingSpan": None, "soldAt": "2024-05-08T07:08:09Z", "mood": "wild"},
    {"kiteID": "d", "wingSpan": 4, "parts": {"k": {"fullName": "x", "mailAddress": None}}},
    {"kiteID": "e", "wingSpan": 5, "maker": {"fullName": "x", "mailAddress": "y", "pets": 3}},
    {"kiteID": "f", "wingSpan": 6, "next": {"kiteID": "g", "soldAt": None}},
]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with pages and captured payloads, which is the current one."""
    (tmp_path / "docs").mkdir()
    for name, text in PAGES.items():
        (tmp_path / "docs" / name).write_text(text)
    (tmp_path / "kites.json").write_text(json.dumps(KITES))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def fields_of(api: Api, name: str) -> dict[str, Field]:
    type = api.by_name()[name].type
    assert isinstance(type, Object)
    return {field.name: field for field in type.fields}


# --- files ----------------------------------------------------------------------------------------


def archive(*contents: dict[str, Any]) -> str:
    entries = [{"request": {}, "response": {"content": content}} for content in contents]
    return json.dumps({"log": {"entries": entries}})


JSON_BODY = {"mimeType": "application/json"}
FILES: dict[str, tuple[str, list[Json]]] = {
    "a.json": ('{"a": 1}', [{"a": 1}]),
    "b.ndjson": ('{"a": 1}\n\n{"a": 2}\r\n', [[{"a": 1}, {"a": 2}]]),
    "c.jsonl": ("[1]", [[[1]]]),
    "lines.json": ('{"a": 1}\n{"a": 2}', [[{"a": 1}, {"a": 2}]]),
    "twice.json": ('{"a": 1, "a": 2}', [{"a": 2}]),
    "d.har": (archive({**JSON_BODY, "text": "[1]"}, {"mimeType": "text/css", "text": "1"}), [[1]]),
    "har.json": (archive({"mimeType": "application/problem+json;x=y", "text": "2"}), [2]),
    "lines.har": (archive({"mimeType": "application/x-ndjson", "text": "1\n2"}), [1, 2]),
    "base64.har": (
        archive({**JSON_BODY, "encoding": "base64", "text": base64.b64encode(b"[3]").decode()}),
        [[3]],
    ),
    "no-text.har": (archive(JSON_BODY, {}, {**JSON_BODY, "text": " "}), []),
}


@pytest.mark.parametrize("name", FILES)
def test_payloads_of_each_kind_of_file_are_read(name: str, tmp_path: Path) -> None:
    text, values = FILES[name]
    (tmp_path / name).write_text(text)
    notes: list[Note] = []
    samples = read_samples([str(tmp_path / name)], notes)
    assert [sample.value for sample in samples] == values
    assert not notes


def test_request_bodies_of_an_archive_are_read(tmp_path: Path) -> None:
    entry = {"request": {"postData": {**JSON_BODY, "text": "1"}}, "response": None}
    (tmp_path / "a.har").write_text(json.dumps({"log": {"entries": [entry, 5, None]}}))
    assert [sample.value for sample in read_samples([str(tmp_path / "a.har")], [])] == [1]


@pytest.mark.parametrize(
    "content",
    [
        {"text": "{"},
        {"text": "!!!", "encoding": "base64"},
        {"text": base64.b64encode(b"\xff").decode(), "encoding": "base64"},
        {"text": "[" * 500 + "]" * 500},
    ],
)
def test_bodies_that_are_not_json_are_counted(content: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "a.har").write_text(archive({**JSON_BODY, **content}, {**JSON_BODY, "text": "1"}))
    notes: list[Note] = []
    samples = read_samples([str(tmp_path / "a.har")], notes)
    assert [sample.value for sample in samples] == [1]
    assert [note.message for note in notes] == [
        "1 body with a JSON content type cannot be read as JSON"
    ]


def test_folders_and_patterns_are_read_sorted_and_once(tmp_path: Path) -> None:
    for name in ("b.json", "a.har", "c.ndjson", "d.yaml", "e.md"):
        (tmp_path / name).write_text(FILES["d.har"][0] if name == "a.har" else f'"{name}"')
    arguments = [str(tmp_path), f"{tmp_path}/*.json", f"Pet={tmp_path}/b.json"]
    samples = read_samples(arguments, [])
    assert [(sample.model, sample.value) for sample in samples] == [
        ("", [1]),
        ("", "b.json"),
        ("", ["c.ndjson"]),
        ("Pet", "b.json"),
    ]


def test_model_is_split_from_a_path() -> None:
    assert split_model("Pet=a/b.json") == ("Pet", "a/b.json")
    assert split_model("v1.Pet=a=b.json") == ("v1.Pet", "a=b.json")
    assert split_model("./a=b.json") == ("", "./a=b.json")
    assert split_model("a/c=b.json") == ("", "a/c=b.json")


SECRET = "tok4711secret"
INVALID: dict[str, tuple[str, str, tuple[int, int]]] = {
    "comma.json": (f'{{"a": "{SECRET}",\n "b": "{SECRET}" "c"}}', "unreadable-input", (2, 23)),
    "nan.json": (f'["{SECRET}",\nNaN]', "unreadable-input", (2, 1)),
    "digits.json": ("[" + "4711" * 1200 + "]", "unreadable-input", (1, 2)),
    "lines.ndjson": (f'{{"a": 1}}\n{{"a": {SECRET}}}', "unreadable-input", (2, 7)),
    "empty.json": ("", "unreadable-input", (1, 1)),
    "no-archive.har": (f'{{"log": "{SECRET}"}}', "unreadable-input", (1, 1)),
    "deep.json": ("[" * 100_000 + "]" * 100_000, "nesting-limit", (1, MAX_DEPTH + 1)),
    "deep.ndjson": ("1\n" + '{"a":' * 10_000 + "1" + "}" * 10_000, "nesting-limit", (2, 751)),
}


@pytest.mark.parametrize("name", INVALID)
def test_invalid_file_is_an_error_with_its_place_and_without_its_text(
    name: str, project: Path
) -> None:
    text, rule, (line, column) = INVALID[name]
    (project / name).write_text(text)
    notes: list[Note] = []
    with pytest.raises(DocmodelsError) as caught:
        docmodels.load("docs", samples=name, notes=notes)
    note = caught.value.note
    assert note.rule.name == rule
    assert note.origin and (note.origin.file, note.origin.line, note.origin.column) == (
        name,
        line,
        column,
    )
    assert "4711" not in f"{note} {notes}"


@pytest.mark.parametrize("argument", ["missing.json", "docs", "*.har"])
def test_missing_samples_are_an_error(argument: str, project: Path) -> None:
    with pytest.raises(DocmodelsError) as caught:
        docmodels.load("docs", samples=argument)
    assert caught.value.note.rule.name == "unreadable-input"


@given(text=st.text(), suffix=st.sampled_from([".json", ".ndjson", ".har"]))
def test_any_text_is_read_or_refused(
    text: str, suffix: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    path.write_bytes(text.encode("utf-8", "replace"))
    try:
        read_samples([str(path)], [])
    except DocmodelsError as error:
        assert error.note.rule.name in {"unreadable-input", "nesting-limit"}


# --- conclusions ----------------------------------------------------------------------------------


def test_samples_settle_what_pages_leave_open(project: Path) -> None:
    notes: list[Note] = []
    api = docmodels.load("docs", samples="kites.json", sample_enums=["Mood"], notes=notes)
    kite, maker = fields_of(api, "Kite"), fields_of(api, "Maker")
    assert [*kite] == "kiteID wingSpan soldAt maker parts tags next mood".split()
    assert not any(field.alternate_names for field in kite.values())
    assert isinstance(kite["wingSpan"].type, Nullable)
    assert not kite["wingSpan"].required
    assert kite["soldAt"].type == Nullable(type=String(format="date-time"))
    assert kite["tags"].type == Array(items=Nullable(type=String()))
    assert maker["mailAddress"].type == Nullable(type=String())
    assert maker["mailAddress"].required and kite["kiteID"].required
    mood = api.by_name()["Mood"].type
    assert isinstance(mood, Enum) and not mood.closed
    assert [member.value for member in mood.members] == ["calm", "wild"]
    messages = {note.rule.name: note.message for note in notes}
    assert "missing-enum-values" not in messages
    assert "`pets` (1 of 2)" in messages["undocumented-field"]
    assert "`WingSpan` (1 of 7)" in messages["absent-field"]
    marks = {(mark.fact, mark.by) for mark in kite["soldAt"].inferred}
    assert ("type", "formats-from-samples") in marks and (
        "name",
        "wire-names-from-samples",
    ) in marks


@pytest.mark.parametrize("target", ["pydantic", "dataclass", "msgspec", "pydantic-dataclass"])
def test_generated_models_read_the_samples(target: str, project: Path) -> None:
    import pydantic

    from rendered import read_and_write

    if target == "pydantic-dataclass" and not hasattr(pydantic, "MISSING"):
        pytest.skip("the classes need pydantic 2.14")
    api = docmodels.load("docs", samples="kites.json")
    module = import_rendered(api, target=target)
    for value in KITES:
        read_and_write(target, module.Kite, value)


def test_without_samples_nothing_changes() -> None:
    drafts = [Draft(Definition(name="Kite", type=Object()), "made-up")]
    from docmodels.passes import samples

    (draft,) = samples.run(drafts, PassContext([]))
    assert draft is drafts[0]


def conclude(
    type: Type,
    *values: Json,
    definitions: tuple[Definition, ...] = (),
    language: str = "typescript",
    **options: Any,
) -> tuple[Field, list[Note]]:
    """Return the field `x` of a page's model as samples of it show it, and the notes."""
    fields = (Field(name="x", type=type, **options), Field(name="y", type=String()))
    kite = Definition(name="Kite", type=Object(fields=fields), source="documentation")
    notes: list[Note] = []
    samples = [Sample({"x": value, "y": "z"}, "Kite") for value in values]
    drafts = [Draft(d, "made-up", language=language) for d in (kite, *definitions)]
    api = assemble(drafts, PassContext(notes, samples=samples))
    return fields_of(api, "Kite")["x"], notes


@pytest.mark.parametrize(
    ("type", "values", "expected"),
    [
        (Number(), [1, 2, 3, 4, 5, 6], Integer()),
        (Number(), [1, 2, 3, 4, 5], Number()),
        (Number(), [0, 0, 0, 0, 0, 0], Number()),
        (Number(), [1, 2, 3, 4, 5, 6, 0.5], Number()),
        (Number(), [1, 2, 3, 4, 5, 6, 7.0], Number()),
        (Number(), [1, 2, 3, 4, 5, 6, "7"], Number()),
        (Number(format="double"), [1, 2, 3, 4, 5, 6], Number(format="double")),
        (Number(), [1, 2, 3, 4, 5, 6, None], Nullable(type=Integer())),
        (String(), ["2024-05-06"] * 3, String(format="date")),
        (String(), ["2024-05-06"] * 2, String()),
        (String(), ["2024-05-06"] * 3 + ["soon"], String()),
        (String(), ["2024-05-06"] * 3 + [""], String()),
        (String(), ["2024-05-06"] * 3 + ["2024-05-06T07:08:09Z"] * 3, String()),
        (String(), ["2024-13-06"] * 3, String()),
        (String(format="email"), ["2024-05-06"] * 3, String(format="email")),
        (Nullable(type=String()), ["2024-05-06"] * 3, Nullable(type=String(format="date"))),
        (Array(items=Number()), [[1, 2, 3], [4, 5, 6]], Array(items=Integer())),
        (Map(values=String()), [{"a": None}], Map(values=Nullable(type=String()))),
        (
            Union(members=(String(), Array(items=String()))),
            [["2024-05-06"] * 3, "a"],
            Union(members=(String(), Array(items=String(format="date")))),
        ),
    ],
)
def test_type_is_that_of_all_samples(type: Type, values: list[Json], expected: Type) -> None:
    field, _ = conclude(type, *values)
    assert field.type == expected
    assert bool(field.inferred) is (expected != type)


def test_a_printed_format_or_integer_shows_that_pages_do_not_lose_it() -> None:
    others = (
        Definition(name="Day", type=String(format="date"), source="documentation"),
        Definition(name="Count", type=Integer(), source="documentation"),
    )
    assert conclude(String(), *["2024-05-06"] * 5, definitions=others)[0].type == String()
    assert conclude(Number(), *range(1, 9), definitions=others)[0].type == Number()
    for language in ("java", ""):
        assert conclude(Number(), *range(1, 9), language=language)[0].type == Number()
    uuid = "0b5d2f2e-9c35-4e0a-8a52-5f3a4f1c0d11"
    assert conclude(String(), *[uuid] * 3, definitions=others)[0].type == String(format="uuid")


def test_a_default_is_stronger_than_samples() -> None:
    from docmodels.ir import Default

    field, _ = conclude(String(), *["2024-05-06"] * 5, default=Default(value="soon"))
    assert field.type == String() and not field.inferred


def test_other_values_of_a_printed_type_are_one_warning() -> None:
    field, notes = conclude(Integer(), 1, "tok", 2.5, True)
    assert field.type == Integer()
    assert [note.message for note in notes] == [
        "samples of `Kite` contradict the input: `x` has other values (3 of 4)"
    ]


def test_printed_wire_name_stays_and_the_one_of_samples_is_accepted() -> None:
    fields = (Field(name="sold_at", type=String(), presence="required"),)
    kite = Definition(name="Kite", type=Object(fields=fields), source="documentation")
    notes: list[Note] = []
    api = assemble(
        [Draft(kite, "made-up")], PassContext(notes, samples=[Sample({"soldAt": "x"}, "Kite")])
    )
    (field,) = fields_of(api, "Kite").values()
    assert (field.name, field.alternate_names) == ("sold_at", ("soldAt",))
    assert "`sold_at` is spelled `soldAt`" in notes[0].message


def test_fields_with_names_that_differ_in_case_only_are_kept_apart() -> None:
    fields = (Field(name="Type", type=String()), Field(name="type", type=String()))
    plugin = Definition(name="Plugin", type=Object(fields=fields))
    samples = [Sample({"Type": "a", "type": "b"}, "Plugin")]
    notes: list[Note] = []
    assemble([Draft(plugin, "made-up")], PassContext(notes, samples=samples))
    assert not notes


def test_null_of_a_reference_to_a_nullable_schema_contradicts_nothing() -> None:
    kite = Definition(name="Kite", type=Object(fields=(Field(name="x", type=Ref(name="X")),)))
    inner = Definition(name="X", type=Nullable(type=String()))
    notes: list[Note] = []
    samples = [Sample({"x": None}, "Kite")]
    assemble([Draft(d, "made-up") for d in (kite, inner)], PassContext(notes, samples=samples))
    assert not notes


@pytest.mark.parametrize(
    ("text", "format"),
    [
        ("2024-02-29", "date"),
        ("2023-02-29", ""),
        ("2024-05-06T07:08:09Z", "date-time"),
        ("2024-05-06t07:08:09.123456789+02:00", "date-time"),
        ("2024-05-06T07:08:09", ""),
        ("2024-05-06T27:08:09Z", ""),
        ("2024-05-06 07:08:09Z", ""),
        ("0B5D2F2E-9c35-4e0a-8a52-5f3a4f1c0d11", "uuid"),
        ("0b5d2f2e9c354e0a8a525f3a4f1c0d11", ""),
        ("\u0660\u0660\u0660\u0660-05-06", ""),
        ("", ""),
    ],
)
def test_format_of_a_text(text: str, format: str) -> None:
    assert format_of(text) == format


# --- matching -------------------------------------------------------------------------------------


def candidate(name: str, common: int, fields: int, **counts: Any) -> Candidate:
    defaults = {"other": 0, "missing": 0, "mismatched": 0, "typed": common, "has_rare_key": False}
    return Candidate(name, common, field_count=fields, **{**defaults, **counts})


@pytest.mark.parametrize(
    ("candidates", "model"),
    [
        ([candidate("A", 3, 7)], "A"),
        ([candidate("A", 3, 9)], None),
        ([candidate("A", 5, 90)], "A"),
        ([candidate("A", 2, 3, has_rare_key=True)], "A"),
        ([candidate("A", 2, 2, typed=1, has_rare_key=True)], None),
        ([candidate("A", 2, 2)], None),
        ([candidate("A", 2, 2, has_rare_key=True)], "A"),
        ([candidate("A", 2, 9, has_rare_key=True)], None),
        ([candidate("A", 1, 1, has_rare_key=True)], None),
        ([candidate("A", 3, 6), candidate("B", 3, 6)], None),
        ([candidate("A", 3, 3), candidate("B", 3, 6)], "A"),
        ([candidate("A", 3, 3), candidate("B", 3, 4)], None),
        ([candidate("A", 8, 9, other=1)], "A"),
        ([candidate("A", 8, 9, other=1), candidate("B", 8, 9, missing=1)], None),
        ([candidate("A", 3, 3, other=1)], None),
        ([candidate("A", 4, 4), candidate("B", 4, 4, mismatched=1)], "A"),
        ([], None),
    ],
)
def test_a_model_is_chosen_only_if_no_other_is_as_likely(
    candidates: list[Candidate], model: str | None
) -> None:
    assert MATCHING.conclude(candidates) == model
    assert MATCHING.conclude(candidates[::-1]) == model


def api_of(
    *definitions: Definition, samples: list[Sample], **options: Any
) -> tuple[Api, list[Note]]:
    notes: list[Note] = []
    drafts = [Draft(definition, "made-up") for definition in definitions]
    context = PassContext(notes, PassOptions(**options), samples=samples)
    return assemble(drafts, context), notes


def model(name: str, *fields: str, **types: Type) -> Definition:
    typed = {**dict.fromkeys(fields, String()), **types}
    items = tuple(Field(name=key, type=type) for key, type in typed.items())
    return Definition(name=name, type=Object(fields=items), source="documentation")


def nullable_fields(api: Api) -> set[str]:
    return {
        f"{definition.name}.{field.name}"
        for definition in api.definitions
        if isinstance(definition.type, Object)
        for field in definition.type.fields
        if isinstance(field.type, Nullable)
    }


def test_models_inside_an_envelope_and_behind_fields_are_matched() -> None:
    definitions = (
        model("Kite", "id", "span", maker=Ref(name="Maker"), parts=Array(items=Ref(name="Part"))),
        model("Maker", "id", "mail"),
        model("Part", "id", "size"),
    )
    kite = {"id": "a", "span": None, "maker": {"id": None}, "parts": [{"size": None}]}
    for value in (kite, [kite], {"data": [kite]}, {"page": {"items": [kite]}, "next": None}):
        api, _ = api_of(*definitions, samples=[Sample(value)])
        assert nullable_fields(api) == {"Kite.span", "Maker.id", "Part.size"}


def test_a_value_of_an_enum_selects_the_model() -> None:
    def tagged(name: str) -> Definition:
        return model(name, "id", "size", kind=Enum(members=(EnumMember(value=name),)))

    value = {"id": "a", "size": None, "kind": "Boat"}
    union = Definition(
        name="Ride",
        type=Union(
            members=(Ref(name="Kite"), Ref(name="Boat")),
            discriminator=Discriminator(property="kind"),
        ),
        source="documentation",
    )
    for sample in (Sample(value), Sample(value, "Ride")):
        api, _ = api_of(tagged("Kite"), tagged("Boat"), union, samples=[sample])
        assert nullable_fields(api) == {"Boat.size"}


def test_items_of_a_list_are_of_the_model_of_the_others() -> None:
    definitions = (model("Kite", "id", "span", "size", "mail"), model("Boat", "id", "keel"))
    full = {"id": "a", "span": "b", "size": "c", "mail": "d"}
    api, _ = api_of(*definitions, samples=[Sample([full, {"id": "a", "span": None, "x": 1}])])
    assert nullable_fields(api) == {"Kite.span"}
    api, _ = api_of(*definitions, samples=[Sample({"id": "a", "span": None, "x": 1})])
    assert nullable_fields(api) == set()


def test_fields_of_bases_get_the_facts_of_subclasses() -> None:
    base = model("Base", "id", "mail")
    derived = Object(fields=(Field(name="span", type=String()),), bases=("Base",))
    kite = Definition(name="Kite", type=derived, source="documentation")
    api, _ = api_of(base, kite, samples=[Sample({"id": "a", "mail": None, "span": None})])
    assert nullable_fields(api) == {"Base.mail", "Kite.span"}


def test_sample_of_a_model_without_its_fields_is_reported() -> None:
    api, notes = api_of(model("Kite", "id"), samples=[Sample({"data": [None]}, "Kite")])
    assert [note.message for note in notes] == ["1 sample: 1 with the fields of no model"]
    assert nullable_fields(api) == set()


# --- properties -----------------------------------------------------------------------------------

JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from("kiteID KiteId wingSpan soldAt maker parts tags next mood x".split()),
        inner,
        max_size=6,
    ),
    max_leaves=12,
)
DEFINITIONS = (
    Definition(
        name="Kite",
        type=Object(
            fields=(
                Field(name="KiteId", type=String(), presence="required"),
                Field(name="WingSpan", type=Number()),
                Field(name="Maker", type=Ref(name="Maker")),
                Field(name="Parts", type=Map(values=Ref(name="Maker"))),
                Field(name="Tags", type=Array(items=String())),
                Field(name="Next", type=Ref(name="Kite")),
                Field(name="Mood", type=Union(members=(Ref(name="Maker"), Integer()))),
            )
        ),
        source="documentation",
    ),
    model("Maker", "FullName", "KiteId", "WingSpan"),
)


@given(values=st.lists(JSONS, max_size=5), seed=st.integers(0, 5), named=st.booleans())
def test_order_of_samples_does_not_matter(values: list[Json], seed: int, named: bool) -> None:
    samples = [Sample(value, "Kite" if named else "") for value in values]
    api, notes = api_of(*DEFINITIONS, samples=samples)
    random.Random(seed).shuffle(samples)
    assert api_of(*DEFINITIONS, samples=samples) == (api, notes)


@given(values=st.lists(JSONS, max_size=5))
def test_samples_never_change_a_schema(values: list[Json]) -> None:
    definitions = [
        Definition(name=definition.name, type=definition.type) for definition in DEFINITIONS
    ]
    api, _ = api_of(*definitions, samples=[Sample(value, "Kite") for value in values])
    assert api.definitions == tuple(definitions)


@given(values=st.lists(JSONS, max_size=5), more=st.lists(JSONS, max_size=3))
def test_more_samples_keep_printed_facts(values: list[Json], more: list[Json]) -> None:
    """Fields, kinds of types and references are printed; samples add null and formats to them."""
    for chosen in (values, values + more):
        api, _ = api_of(*DEFINITIONS, samples=[Sample(value) for value in chosen])
        for before in DEFINITIONS:
            after = fields_of(api, before.name)
            assert isinstance(before.type, Object)
            for field, name in zip(before.type.fields, after, strict=True):
                assert name == field.name
                type = after[name].type
                plain = type.type if isinstance(type, Nullable) else type
                assert plain.__class__ in (
                    {Number, Integer} if isinstance(field.type, Number) else {field.type.__class__}
                )


# --- personal data --------------------------------------------------------------------------------


def with_tokens(value: Json, tokens: list[str]) -> Json:
    """Return a sample whose texts, numbers and map keys are unique."""
    match value:
        case dict():
            return {
                (token(tokens) if key == "k" else key): with_tokens(item, tokens)
                for key, item in value.items()
            }
        case list():
            return [with_tokens(item, tokens) for item in value]
        case str():
            return token(tokens)
        case int():
            return int(token(tokens).removeprefix("tok"))
        case _:
            return value


def token(tokens: list[str]) -> str:
    tokens.append(f"tok{830_000 + len(tokens)}")
    return tokens[-1]


def everything_written(folder: Path, samples: str, enums: tuple[str, ...] = ()) -> str:
    """Return the representation, all outputs, and the notes in all formats."""
    options = LoadOptions(samples=(samples,), sample_enums=enums)
    context = RunContext()
    api = load("docs", options, context).api
    texts = [dumps(api), docmodels.export(api, "openapi"), docmodels.export(api, "jsonschema")]
    for target in ("pydantic", "dataclass", "msgspec", "typeddict"):
        texts += [file.text for file in docmodels.render(api, target=target)]
    for render in FORMATS.values():
        texts += render(context.notes, context.documents)
    texts += map(repr, context.notes)
    for command in (["inspect", "docs"], ["generate", "docs", "-o", "-"]):
        result = CliRunner().invoke(cli, [*command, "--samples", samples])
        assert result.exit_code == 0
        texts.append(result.output)
    return "\n".join(texts)


@pytest.mark.parametrize("prefix", ["", "Kite="])
@pytest.mark.parametrize("wrap", [lambda values: values, lambda values: {"data": values}, archive])
def test_no_value_of_a_sample_is_written(
    prefix: str, wrap: Callable[[Json], Json], project: Path
) -> None:
    tokens: list[str] = []
    values = with_tokens([*KITES, {"kiteID": 1, "other": {"k": ["x"]}}], tokens)
    if wrap is archive:
        text = archive(*({**JSON_BODY, "text": json.dumps(value)} for value in values))
    else:
        text = json.dumps(wrap(values))
    (project / "tokens.json").write_text(text)
    written = everything_written(project, f"{prefix}tokens.json")
    numbers = [token.removeprefix("tok") for token in tokens]
    assert len(numbers) > 20 and not [number for number in numbers if number in written]


def test_only_values_of_named_enums_are_written(project: Path) -> None:
    tokens: list[str] = []
    values = with_tokens(KITES, tokens)
    (project / "tokens.json").write_text(json.dumps(values))
    moods = {value["mood"] for value in values if "mood" in value}
    written = everything_written(project, "tokens.json", ("Mood",))
    assert {token for token in tokens if token in written} == moods


def test_values_of_fields_that_are_no_enum_are_never_written(project: Path) -> None:
    tokens: list[str] = []
    (project / "tokens.json").write_text(json.dumps(with_tokens(KITES, tokens)))
    written = everything_written(project, "tokens.json", ("Kite.KiteId", "Maker", "Kite.x", "Nope"))
    assert not [token for token in tokens if token in written]
    assert written.count("is no enum whose values the pages do not print") >= 4


def test_keys_that_do_not_look_like_names_are_counted_only(project: Path) -> None:
    keys = ["ann@mail.test", "user12345", "two words", "x" * 60, "0b5d2f2e-9c35", "Größe"]
    value = {"kiteID": "a", "wingSpan": 1, "nick": 2, **dict.fromkeys(keys, 1)}
    (project / "a.json").write_text(json.dumps(value))
    written = everything_written(project, "Kite=a.json")
    assert "`nick` (1 of 1) and 6 other keys" in written
    assert not [key for key in keys if key in written]


def test_samples_have_no_values_in_their_repr() -> None:
    assert SECRET not in repr(Sample({SECRET: SECRET}, "Kite"))
    assert SECRET not in repr(Body(SECRET))
    assert SECRET not in repr(Document("kite.json", SECRET))


# --- hostile samples ------------------------------------------------------------------------------


def test_recursive_models_are_followed_to_the_limit_of_nesting(project: Path) -> None:
    value: Json = {"kiteID": "a", "soldAt": None}
    for _ in range(MAX_DEPTH - 2):
        value = {"kiteID": "a", "wingSpan": 1, "next": value}
    (project / "deep.json").write_text(json.dumps(value))
    api = docmodels.load("docs", samples="Kite=deep.json")
    assert isinstance(fields_of(api, "Kite")["soldAt"].type, Nullable)


def test_work_grows_linearly_with_the_number_of_samples(project: Path) -> None:
    def calls(count: int) -> int:
        values = [{**KITES[number % 6], f"extra{number}": number} for number in range(count)]
        (project / "large.json").write_text(json.dumps(values))
        return count_calls(lambda: docmodels.load("docs", samples="large.json"))

    calls(50)
    assert calls(4_000) < 4.4 * calls(1_000)


# --- options --------------------------------------------------------------------------------------


def test_command_line_and_settings_take_samples(project: Path) -> None:
    arguments = [
        "generate",
        "docs",
        "-o",
        "a.py",
        "--samples",
        "kites.json",
        "--sample-enums",
        "Mood",
    ]
    assert CliRunner().invoke(cli, arguments).exit_code == 0
    text = (project / "a.py").read_text()
    assert '"calm"' in text and '"kiteID"' in text
    (project / "pyproject.toml").write_text(
        '[tool.docmodels]\ninputs = ["docs"]\noutput = "b.py"\n'
        'samples = ["Kite=kites.json"]\nsample-enums = ["Mood"]\n'
    )
    assert CliRunner().invoke(cli, ["generate"]).exit_code == 0
    assert (project / "b.py").read_text() == text
    assert CliRunner().invoke(cli, ["check"]).exit_code == 0
    (project / "kites.json").write_text("[]")
    result = CliRunner().invoke(cli, ["check"])
    assert result.exit_code == 1 and "--samples Kite=kites.json" in result.output


def test_library_takes_one_path_or_several(project: Path) -> None:
    one = docmodels.load("docs", samples=project / "kites.json")
    assert docmodels.load("docs", samples=["kites.json", "kites.json"]) == one
    docmodels.generate("docs", "c.py", samples="kites.json", sample_enums=["Mood"])
    assert '"calm"' in (project / "c.py").read_text()


def test_named_enums_without_samples_are_reported(project: Path) -> None:
    notes: list[Note] = []
    docmodels.load("docs", sample_enums=["Mood"], notes=notes)
    (note,) = [note for note in notes if note.rule.name == "unused-option"]
    assert note.help == "add --samples PATH"


def test_strict_fails_on_absent_fields(project: Path) -> None:
    with pytest.raises(DocmodelsError, match="lack required fields of `Kite`"):
        docmodels.load("docs", samples="kites.json", sample_enums=["Mood"], strict=True)
