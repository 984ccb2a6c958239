"""Test pages of Palantir's SDKs; `cases/conjure.md` has pages for each feature of the grammar."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import docmodels
from docmodels.diagnostics.documents import document
from docmodels.diagnostics.notes import Note
from docmodels.ir import Discriminator, Field, Nullable, Object, Ref, Union, nullable
from docmodels.ir.drafts import Draft
from docmodels.pages import detect
from docmodels.pages.families.conjure import CONJURE
from docmodels.pages.markdown import Page
from rendered import import_rendered, read_and_write

BACK = "\n\n[[Back to Model list]](../README.md#models) [[Back to README]](../README.md)\n"
HEAD = "## Properties\n| Name | Type | Required | Description |\n| --- | --- | --- | --- |\n"
UNION = (
    "This is a discriminator type and does not contain any fields. Instead, it is a union\n"
    "of of the models listed below.\n\n"
    "This discriminator class uses the `type` field to differentiate between classes.\n\n"
    "| Class | Value\n| ------------ | -------------\n"
)
ROW = "**lid** | str | Yes |  |\n"


def model(rows: str = ROW, name: str = "Crate") -> str:
    return f"# {name}\n\n{name}\n\n{HEAD}{rows}{BACK}"


def union(rows: str, name: str = "Item") -> str:
    return f"# {name}\n\nA thing.\n\n{UNION}{rows}{BACK}"


def read(*texts: str) -> tuple[dict[str, Draft], list[Note]]:
    notes: list[Note] = []
    pages = [Page(document(f"v2/Store/models/{i}.md", text)) for i, text in enumerate(texts)]
    return {draft.definition.name: draft for draft in CONJURE.read(pages, notes)}, notes


def read_fields(rows: str) -> dict[str, Field]:
    drafts, notes = read(model(rows))
    type = drafts["Crate"].definition.type
    assert isinstance(type, Object) and not notes
    return {field.name: field for field in type.fields}


@pytest.mark.parametrize(
    "text",
    [
        model(),
        model(""),
        model("| **lid** | str | Yes | It. |\n"),
        union("Lid | lid\n"),
        f'# Mode\n\nMode\n\n| **Value** |\n| --------- |\n| `"A"` |\n{BACK}',
        f"# Rid\n\nRid\n\n## Type\n```python\nstr\n```\n{BACK}",
    ],
)
def test_forms_are_recognised(text: str) -> None:
    assert detect(Page(document("x.md", text))) is CONJURE


@pytest.mark.parametrize(
    "text",
    [
        f"# Crate\n\n{HEAD}| lid | str | Yes | It. |\n",
        f"# Crate\n\n**Properties**\n\n| Name | Type | Required | Description |\n| - | - | - | - |\n{ROW}",
        "# Mode\n\n| **Value** | **Text** |\n| --- | --- |\n| a | b |\n\n[[Back to Model list]]\n",
        "# Rid\n\n## Type\n```json\n{}\n```\n",
        "# Rid\n\n## Type\n```python\nstr\n```\n",
        "",
    ],
)
def test_other_pages_are_not_recognised(text: str) -> None:
    assert detect(Page(document("x.md", text))) is not CONJURE


def test_descriptions_are_decoded() -> None:
    rows = (
        "**a** | str | Yes | Wide | flat |\n**b** | str | Yes | One\n\ntwo |\n"
        "**c** | str | Yes | None |\n**d** | str | No | No last pipe\n**e** | str | null | Yes | It. |\n"
    )
    fields = read_fields(rows.replace("null", "None"))
    docs = {name: field.doc for name, field in fields.items()}
    assert docs == {"a": "Wide | flat", "b": "One\n\ntwo", "c": "", "d": "No last pipe", "e": "It."}
    assert isinstance(fields["e"].type, Nullable) and fields["e"].presence == "required"


def test_a_required_optional_is_nullable() -> None:
    fields = read_fields("**a** | Optional[Lid] | Yes |  |\n**b** | Optional[Lid] | No |  |\n")
    assert fields["a"].type == nullable(Ref(name="Lid"))
    assert (fields["b"].type, fields["b"].presence) == (Ref(name="Lid"), "optional")


def test_a_union_has_its_discriminator() -> None:
    drafts, _ = read(
        union("[Lid](Lid.md) | lid\nstore_models.Crate | `crate`\n"), model(), model(name="Lid")
    )
    assert drafts["Item"].definition.type == Union(
        members=(Ref(name="Lid"), Ref(name="Crate")),
        mode="oneOf",
        discriminator=Discriminator("type", {"lid": "Lid", "crate": "Crate"}),
    )
    assert drafts["Item"].definition.doc == "A thing."


def test_a_union_with_a_wrapped_member_has_no_mapping() -> None:
    type = read(union("Lid | lid\nstr | name\n"), model(name="Lid"))[0]["Item"].definition.type
    assert isinstance(type, Union) and type.discriminator is None
    assert isinstance(type.members[1], Object)


def test_typed_dicts_of_unions_and_values_are_the_model() -> None:
    values = f'| **Value** |\n| --- |\n| `"A"` |\n{BACK}'
    drafts, _ = read(
        union("Lid | lid\n"),
        union("LidDict | lid\n", "ItemDict"),
        f"# Mode\n\n{values}",
        f"# ModeDict\n\n{values}",
    )
    assert list(drafts) == ["Item", "Mode"]
    assert "ItemDict" in drafts["Item"].aliases


@pytest.mark.parametrize("target", ["pydantic", "dataclass", "msgspec"])
def test_generated_models_read_payloads(
    target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("docs").mkdir()
    rows = (
        "**crate_id** | core.RID | Yes |  |\n**lid** | Optional[Item] | No |  |\n"
        '**size** | core.Long | Yes |  |\n**type** | Literal["crate"] | Yes | None |\n'
    )
    Path("docs/Crate.md").write_text(model(rows), "utf-8")
    Path("docs/Lid.md").write_text(
        model('**type** | Literal["lid"] | Yes | None |\n', "Lid"), "utf-8"
    )
    Path("docs/Item.md").write_text(union("Lid | lid\nCrate | crate\nstr | name\n"), "utf-8")
    module = import_rendered(docmodels.load("docs"), target=target)
    value = {"crateId": "ri.a", "lid": {"type": "name", "name": "x"}, "size": "9", "type": "crate"}
    assert read_and_write(target, module.Crate, value) == value
    value = {"crateId": "ri.a", "lid": {"type": "lid"}, "size": 9, "type": "crate"}
    assert read_and_write(target, module.Crate, value) == value


PIECES = st.sampled_from(
    [
        *"| ** **a** Yes No [ ] ( ) , List[ Optional[ Union[ Literal[ ' \" ` ``` # \n \\ None".split(
            " "
        ),
        *("| Class | Value\n", "| **Value** |\n", "## Type\n```python\n", HEAD, UNION, BACK),
    ]
)


@given(st.lists(PIECES, max_size=60).map(" ".join))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    detect(Page(document("x.md", text)))
    read(
        text,
        model(text),
        union(text),
        model(f"**a** | {text} | Yes | {text} |\n"),
        model(name="CrateDict"),
    )


@pytest.mark.parametrize(
    "piece",
    ["**a** | ", "List[", "**a** | str | Yes | x\n", "[a](", "| ", "a | ", " ", "## Properties\n"],
)
def test_hostile_repetition_is_fast(piece: str) -> None:
    long = piece * 10_000
    read(model(long), union(long), model(f"**a** | {long} | Yes | {long}"))
