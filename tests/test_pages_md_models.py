"""Test MD-Models pages; `cases/md-models.md` has pages for each feature of the grammar."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import docmodels
from docmodels.diagnostics.documents import document
from docmodels.diagnostics.notes import Note
from docmodels.ir import INTEGER, Default, Enum, EnumMember, Field, Object
from docmodels.ir.drafts import Draft
from docmodels.pages import detect
from docmodels.pages.families.md_models import MD_MODELS
from docmodels.pages.markdown import Page
from rendered import import_rendered, read_and_write

FRONT = "---\nid-field: true\n---\n\n"
TOOL = "### Tool\n\n- name\n  - Type: string\n"


def read(*texts: str) -> tuple[dict[str, Draft], list[Note]]:
    notes: list[Note] = []
    pages = [Page(document(f"{number}.md", text)) for number, text in enumerate(texts)]
    return {draft.definition.name: draft for draft in MD_MODELS.read(pages, notes)}, notes


def read_fields(text: str) -> dict[str, Field]:
    type = read(text)[0]["Tool"].definition.type
    assert isinstance(type, Object)
    return {field.name: field for field in type.fields}


@pytest.mark.parametrize(
    "text",
    [
        TOOL,
        TOOL.lower().replace("tool", "Tool"),
        f"# Shop\n\nText.\n\n{TOOL}",
        "### Tool [Base]\n\n* **name**\n    - description: It.\n    - type: string\n",
        "### Tool (schema:Thing)\n\n- name (required)\n  - Type: string\n",
        "### Tool\n\n- <details>\n  <summary>name</summary>\n  - Type: string\n  </details>\n",
        "### Tool\n\n- tags: string[]\n\n- size\n  - Type: float\n",
        f"{FRONT}### Tool\n\n- name: string\n",
        f"{FRONT}## Parameters\n\n{TOOL}",
    ],
)
def test_pages_are_recognised(text: str) -> None:
    assert detect(Page(document("x.md", text))) is MD_MODELS


@pytest.mark.parametrize(
    "text",
    [
        "### Tool\n\n- name: string\n- size: integer\n",
        "### Add a tool\n\n- name\n  - Type: string\n",
        "### Parameters\n\n- limit\n  - Type: integer\n",
        f"## Methods\n\n{TOOL}",
        "## Tool\n\n- name\n  - Type: string\n",
        "### Tool\n\n- name\n\n  The type: string\n",
        "---\ntitle: x\n---\n\n### Tool\n\n- name: string\n",
        "",
    ],
)
def test_other_pages_are_not_recognised(text: str) -> None:
    assert detect(Page(document("x.md", text))) is not MD_MODELS


def test_descriptions_continue_on_indented_lines() -> None:
    fields = read_fields(
        "### Tool\n\n- a\n  - Type: string\n  - Description: One: two\n    three.\n- b: string\n"
    )
    assert fields["a"].doc == "One: two three."
    assert fields["b"].doc == ""


def test_text_is_the_description_of_the_object() -> None:
    drafts, _ = read("### Tool\n\nOne\ntwo.\n\n| a | b |\n\n- a\n  - Type: string\n\nAfter.\n")
    assert drafts["Tool"].definition.doc == "One two."


def test_members_of_enumerations_keep_their_names() -> None:
    drafts, _ = read('### State\n\n```\nNEW = "x"\nOLD=a=b\n```\n')
    assert drafts["State"].definition.type == Enum(
        members=(EnumMember(value="x", name="NEW"), EnumMember(value="a=b", name="OLD")),
        base="string",
    )


def test_a_default_may_be_a_member_of_another_file() -> None:
    drafts, notes = read(
        "### Tool\n\n- a\n  - Type: State\n  - Default: NEW\n", '### State\n\n```\nNEW = "x"\n```\n'
    )
    type = drafts["Tool"].definition.type
    assert isinstance(type, Object) and not notes
    assert type.fields[0].default == Default(value="x")


def test_a_multiple_of_zero_is_ignored() -> None:
    fields = read_fields("### Tool\n\n- a\n  - Type: integer\n  - MultipleOf: 0\n")
    assert fields["a"].type == INTEGER


def test_examples_have_the_type_of_the_attribute() -> None:
    text = '### Tool\n\n- a\n  - Type: string\n  - Example: "5"\n- b\n  - Type: integer\n  - Example: 5\n'
    assert [field.examples for field in read_fields(text).values()] == [("5",), (5,)]


@pytest.mark.parametrize("target", ["pydantic", "dataclass", "msgspec"])
def test_generated_models_read_payloads(
    target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = (
        "### Hammer [Tool]\n\n- parts: Part[]\n- state: State\n- size: string, float\n\n"
        "### Tool\n\n- **id**: Identifier\n- made: date\n\n### Part\n\n- weight\n  - Type: float\n"
        '  - Minimum: 0\n\n### State\n\n```\nNEW = "new"\n```\n'
    )
    Path("model.md").write_text(text, "utf-8")
    module = import_rendered(docmodels.load("model.md"), target=target)
    value = {
        "id": "h1",
        "made": "2030-01-02",
        "parts": [{"weight": 1.5}],
        "state": "new",
        "size": 2.5,
    }
    assert read_and_write(target, module.Hammer, value) == value


PIECES = st.sampled_from(
    [
        *("- a\n", "  - Type: string\n", "- **b**: float\n", "### A [B]\n", "### A\n", "#### C\n"),
        *("```\n", 'K = "v"\n', "---\n", "id-field: true\n", "<details>", "<summary>c</summary>\n"),
        *("  - Default: ", "  - Minimum: ", "  - Example: ", "  - Unique: true\n", "[", "]", "[]"),
        *("(", ")", "*", "_", "`", "|", ",", "\n", "\t", "\\", "1e9", "{}", "-", " - ", "Type:"),
    ]
)


@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    detect(Page(document("x.md", FRONT + text)))
    read(text, f"### A\n\n- a\n  - Type: {text}\n  - Default: {text}\n  - Minimum: {text}\n")


@pytest.mark.parametrize(
    "piece",
    [
        "- a\n",
        "- a\n  - Type: string\n",
        "- a: b\n  - c: d\n",
        "  - x: y\n",
        "### A [",
        "K = v\n",
        "- <details>\n",
        " ",
    ],
)
def test_hostile_repetition_is_fast(piece: str) -> None:
    long = piece * 10_000
    detect(Page(document("x.md", FRONT + "### A\n\n" + long)))
    read("### A\n\n" + long, f"### A\n\n```\n{long}\n```\n")
    inline = piece.replace("\n", " ") * 10_000
    read(f"### A\n\n- a{inline}\n  - b{inline}x\n", f"### A {inline}\n\n- a: b\n")
