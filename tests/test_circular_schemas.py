"""Test schemas that extend themselves, or a union of which they are a member."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docmodels.diagnostics.notes import DocmodelsError, Note
from rendered import import_rendered, load_schemas, read_and_write

TARGETS = ("pydantic", "dataclass", "msgspec")
NAMES = ("Boat", "Ferry", "Raft")


def ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def boats(**boat: Any) -> dict[str, Any]:
    """Return two boats that extend `Boat`, a union of them with more keywords, and what refers to it."""
    return {
        "Harbour": {"type": "object", "properties": {"boat": ref("Boat")}},
        "Boat": {"oneOf": [ref("Ferry"), ref("Raft")], **boat},
        "Ferry": {"allOf": [ref("Boat"), {"type": "object", "properties": {"decks": {}}}]},
        "Raft": {"allOf": [ref("Boat"), {"type": "object", "properties": {"logs": {}}}]},
    }


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


DISCRIMINATOR = {"discriminator": {"propertyName": "kind"}}
OBJECT = {
    "type": "object",
    "required": ["kind"],
    "properties": {"kind": {"type": "string"}},
    **DISCRIMINATOR,
}


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("is_package", [False, True])
def test_a_union_of_its_subclasses_is_their_base(target: str, is_package: bool) -> None:
    module = import_rendered(load_schemas(boats(**OBJECT)), target=target, package=is_package)
    for boat in ({"kind": "Ferry", "decks": 2}, {"kind": "Raft", "logs": 9}):
        value = {"boat": boat}
        assert read_and_write(target, module.Harbour, value) == value
    if target == "pydantic":
        assert module.Ferry.__bases__ == (module.Boat,)
        harbour = module.Harbour.model_validate({"boat": {"kind": "Raft", "logs": 9}})
        assert isinstance(harbour.boat, module.Raft)
        with pytest.raises(ValueError, match="kind"):
            module.Ferry.model_validate({"decks": 2})


@pytest.mark.parametrize("target", TARGETS)
def test_members_do_not_extend_what_is_only_a_union(target: str) -> None:
    module = import_rendered(load_schemas(boats()), target=target)
    value = {"boat": {"logs": 9}}
    assert read_and_write(target, module.Harbour, value) == value


def test_typed_dictionaries_have_the_same_bases() -> None:
    module = import_rendered(load_schemas(boats(**OBJECT)), target="typeddict")
    assert set(module.Ferry.__annotations__) == {"kind", "decks"}


def test_a_schema_that_extends_itself_keeps_its_fields() -> None:
    fields = {"type": "object", "properties": {"logs": {"type": "integer"}}}
    notes: list[Note] = []
    api = load_schemas({"Raft": {"allOf": [ref("Raft"), fields]}}, notes)
    assert import_rendered(api).Raft.model_validate({"logs": 9}).logs == 9
    assert [note.help for note in notes] == ["remove the reference to Raft from its `allOf`"]


@pytest.mark.parametrize("schema", [ref("Raft"), {"allOf": [ref("Raft"), {}]}])
def test_a_schema_that_is_only_itself_stays_an_error(schema: dict[str, Any]) -> None:
    notes: list[Note] = []
    with pytest.raises(DocmodelsError, match="form a cycle"):
        load_schemas({"Raft": schema}, notes)
    assert notes == [], "nothing is opened"


@pytest.mark.parametrize("target", TARGETS)
def test_the_base_of_a_union_may_extend_another_model(target: str) -> None:
    thing = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}
    schemas = {"Thing": thing, **boats(allOf=[ref("Thing"), OBJECT], **DISCRIMINATOR)}
    module = import_rendered(load_schemas(schemas), target=target)
    value = {"boat": {"id": "a", "kind": "Raft", "logs": 9}}
    assert read_and_write(target, module.Harbour, value) == value
    assert read_and_write(target, module.Raft, value["boat"]) == value["boat"]


def test_each_is_one_warning() -> None:
    notes: list[Note] = []
    load_schemas(boats(**OBJECT), notes)
    assert [(note.rule.name, note.message) for note in notes] == [
        ("opened-cycle", "Boat is a union of models that extend it: Ferry, Raft")
    ]


def test_a_base_with_other_variants_stays_an_error() -> None:
    schemas = boats(**OBJECT)
    schemas["Boat"]["oneOf"] = [ref("Ferry"), ref("Raft"), ref("Harbour")]
    with pytest.raises(DocmodelsError, match="form a cycle"):
        load_schemas(schemas)


@st.composite
def schemas(draw: st.DrawFn) -> dict[str, Any]:
    refs = st.sampled_from(NAMES).map(ref)
    member = st.one_of(refs, st.just({"type": "object", "properties": {"a": {}}}))
    kinds = st.sampled_from(["allOf", "oneOf", "anyOf"])
    parts = st.dictionaries(kinds, st.lists(member, min_size=1, max_size=3), max_size=2)
    return {name: draw(parts) for name in NAMES}


@given(schemas())
def test_a_cycle_is_opened_or_refused(schemas: dict[str, Any]) -> None:
    try:
        api = load_schemas(schemas)
    except DocmodelsError as error:
        assert error.note.rule.name == "circular-ref"
    else:
        assert {d.name for d in api.definitions} >= set(NAMES)
        import_rendered(api)
