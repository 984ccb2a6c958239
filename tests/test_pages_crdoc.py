"""Test pages of crdoc, in its own template and in templates of projects."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import docmodels
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
    Default,
    Enum,
    EnumMember,
    Field,
    Integer,
    Json,
    Map,
    NumberConstraints,
    Object,
    String,
    Type,
    Union,
)
from docmodels.ir.drafts import Draft
from docmodels.pages import detect
from docmodels.pages.families.crdoc import CRDOC
from docmodels.pages.markdown import Page
from rendered import import_rendered, read_and_write
from work import cpu_limit

TITLES = ("Name", "Type", "Description", "Required")
OBJECT = Map(values=UNKNOWN)


def row(name: str, type: str, description: str = "<br/>", required: str = "false") -> str:
    cells = (f"<b>{name}</b>", type, f"\n          {description}\n        ", required)
    return "<tr>\n" + "".join(f"        <td>{cell}</td>\n" for cell in cells) + "      </tr>"


def table(*rows: str) -> str:
    head = "".join(f"            <th>{title}</th>\n" for title in TITLES)
    return (
        f"<table>\n    <thead>\n        <tr>\n{head}        </tr>\n    </thead>\n"
        f"    <tbody>{''.join(rows)}</tbody>\n</table>\n\n\n"
    )


def part(path: str, *rows: str, level: str = "###", text: str = "") -> str:
    parent = path.rpartition(".")[0].replace(".", "").lower()
    return f"{level} {path}\n<sup><sup>[↩ Parent](#{parent})</sup></sup>\n\n\n\n{text}\n\n{table(*rows)}"


def resource(kind: str, *rows: str, version: str = "v1", text: str = "A resource.") -> str:
    metadata = (
        '<a href="https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.27/'
        '#objectmeta-v1-meta">metadata</a>'
    )
    constants = (
        row("apiVersion", "string", f"zoo.example.org/{version}", "true"),
        row("kind", "string", kind, "true"),
        row(metadata, "object", "Refer to the Kubernetes API documentation.", "true"),
    )
    return part(kind, *constants, *rows, level="##", text=text)


def api(*parts: str, version: str = "v1") -> str:
    name = f"zoo.example.org/{version}"
    return f"# API Reference\n\nPackages:\n\n- [{name}](#zoo)\n\n# {name}\n\nResource Types:\n\n{''.join(parts)}"


def read(*pages: str) -> tuple[dict[str, Draft], list[Note]]:
    notes: list[Note] = []
    parsed = [Page(document(f"api{number}.md", text)) for number, text in enumerate(pages)]
    assert all(detect(page) is CRDOC for page in parsed)
    drafts = CRDOC.read(parsed, notes)
    return {draft.definition.name: draft for draft in drafts}, notes


def fields_of(type: Type) -> dict[str, Field]:
    assert isinstance(type, Object)
    return {field.name: field for field in type.fields}


def read_spec(*rows: str, parts: str = "") -> tuple[dict[str, Field], list[Note]]:
    spec = row('<a href="#cagespec">spec</a>', "object", "What is wanted.<br/>", "true")
    drafts, notes = read(api(resource("Cage", spec), part("Cage.spec", *rows), parts))
    return fields_of(fields_of(drafts["Cage"].definition.type)["spec"].type), notes


def read_field(type: str, description: str = "<br/>") -> Field:
    fields, notes = read_spec(row("a", type, description))
    assert not notes
    return fields["a"]


def enum_of(*values: Json) -> Enum:
    base = "string" if all(isinstance(value, str) for value in values) else None
    return Enum(members=tuple(EnumMember(value=value) for value in values), base=base)


def test_resources_have_constants_and_a_description() -> None:
    drafts, notes = read(api(resource("Cage", row("size", "integer", "Its size.<br/>", "true"))))
    assert not notes
    definition = drafts["Cage"].definition
    assert definition.doc == "A resource."
    fields = fields_of(definition.type)
    assert fields["apiVersion"].type == Const(value="zoo.example.org/v1")
    assert fields["kind"].type == Const(value="Cage")
    assert fields["metadata"].type == OBJECT
    size = fields["size"]
    assert (size.type, size.presence, size.doc) == (INTEGER, "required", "Its size.")


@pytest.mark.parametrize(
    ("cell", "type"),
    [
        ("string", STRING),
        ("number", NUMBER),
        ("boolean", BOOLEAN),
        ("object", OBJECT),
        ("JSON", UNKNOWN),
        ("", UNKNOWN),
        ("int or string", Union(members=(INTEGER, STRING))),
        ("[]string", Array(items=STRING)),
        ("[][]integer", Array(items=Array(items=INTEGER))),
        ("map[string]string", Map(values=STRING)),
        ("map[string]JSON", Map(values=UNKNOWN)),
        ("map[string][]string", Map(values=Array(items=STRING))),
        ("map[string]int or string", Map(values=Union(members=(INTEGER, STRING)))),
        ("[]object", Array(items=OBJECT)),
    ],
)
def test_types_are_read(cell: str, type: Type) -> None:
    assert read_field(cell).type == type


def test_other_types_are_reported() -> None:
    fields, notes = read_spec(row("a", "Beam"))
    assert [note.rule.name for note in notes] == ["unknown-type"]
    assert fields["a"].type == UNKNOWN


FACTS = "The a.<br/>\n          <br/>\n            "


def test_facts_follow_the_description() -> None:
    facts = "<i>Format</i>: int32<br/>\n<i>Default</i>: 3<br/>\n<i>Minimum</i>: 1<br/>\n<i>Maximum</i>: 9<br/>"
    field = read_field("integer", FACTS + facts)
    limits = NumberConstraints(minimum=1, maximum=9)
    assert field.type == Integer(format="int32", constraints=limits)
    assert (field.default, field.doc) == (Default(value=3), "The a.")
    assert read_field("string", f"{FACTS}<i>Format</i>: date-time<br/>").type == String(
        format="date-time"
    )


def test_rules_of_expressions_are_no_facts() -> None:
    rules = "<i>Validations</i>:<li>self == oldSelf: It stays</li><li>has(self.b): Default</li>\n"
    field = read_field("enum", f"{FACTS}{rules}<i>Enum</i>: on, off<br/>\n<i>Default</i>: on<br/>")
    assert (field.type, field.default, field.doc) == (
        enum_of("on", "off"),
        Default(value="on"),
        "The a.",
    )


@pytest.mark.parametrize(
    ("cell", "values", "type"),
    [
        ("enum", "on, off-line", enum_of("on", "off-line")),
        ("enum", "True, False, Unknown", enum_of("True", "False", "Unknown")),
        ("enum", "1, 2", enum_of(1, 2, "1", "2")),
        ("[]enum", "on, off", Array(items=enum_of("on", "off"))),
    ],
)
def test_enums_are_below_the_description(cell: str, values: str, type: Type) -> None:
    assert read_field(cell, f"{FACTS}<i>Enum</i>: {values}<br/>").type == type


def test_enums_without_values_are_reported() -> None:
    fields, notes = read_spec(row("a", "[]enum"))
    assert [note.rule.name for note in notes] == ["missing-enum-values"]
    assert fields["a"].type == Array(items=UNKNOWN)


@pytest.mark.parametrize(
    ("cell", "printed", "value"),
    [
        ("boolean", "false", False),
        ("string", "30s", "30s"),
        ("string", "", ""),
        ("[]string", "[a b]", ["a", "b"]),
        ("[]string", "[]", []),
        ("map[string]string", "map[zoo.org/os:linux]", {"zoo.org/os": "linux"}),
        ("int or string", "25%", "25%"),
    ],
)
def test_defaults_are_as_go_prints_them(cell: str, printed: str, value: Json) -> None:
    assert read_field(cell, f"{FACTS}<i>Default</i>: {printed}<br/>").default == Default(
        value=value
    )


def test_other_defaults_are_reported() -> None:
    fields, notes = read_spec(row("a", "integer", f"{FACTS}<i>Default</i>: many<br/>"))
    assert [note.rule.name for note in notes] == ["invalid-literal"]
    assert fields["a"].default is None


def test_objects_inside_have_a_heading_with_their_path() -> None:
    parts = (
        part("Cage.spec.frame", row("b", "string"))
        + part("Cage.spec.bars[index]", row("c", "string"))
        + part("Cage.spec.bars[index].ends[key]", row("d", "string"))
    )
    parts = parts.replace(row("c", "string"), row("c", "string") + row("ends", "map[string]object"))
    fields, notes = read_spec(
        row('<a href="#x">frame</a>', "object"),
        row('<a href="#y">bars</a>', "[]object"),
        parts=parts,
    )
    assert not notes
    assert list(fields_of(fields["frame"].type)) == ["b"]
    bars = fields["bars"].type
    assert isinstance(bars, Array)
    ends = fields_of(bars.items)["ends"].type
    assert isinstance(ends, Map)
    assert list(fields_of(ends.values)) == ["d"]


def test_an_object_without_a_field_is_reported() -> None:
    _, notes = read_spec(row("a", "string"), parts=part("Cage.spec.frame", row("b", "string")))
    assert [note.rule.name for note in notes] == ["invalid-row"]


def test_rows_without_a_name_and_second_rows_are_reported() -> None:
    fields, notes = read_spec(row("a", "string"), row("a", "integer"), row("", "string"))
    assert [note.rule.name for note in notes] == ["invalid-row", "invalid-row"]
    assert fields["a"].type == STRING


def test_versions_have_names_of_their_own() -> None:
    spec = row("spec", "object")
    pages = [
        api(
            resource("Cage", spec, version=version),
            part("Cage.spec", row(version, "string")),
            version=version,
        )
        for version in ("v1alpha1", "v1")
    ]
    for drafts, notes in (read("\n".join(pages)), read(*pages)):
        assert not notes
        fields = {
            name: list(fields_of(fields_of(draft.definition.type)["spec"].type))
            for name, draft in drafts.items()
        }
        assert fields == {"Cage": ["v1alpha1"], "V1Cage": ["v1"]}


MARKDOWN = """# Reference

## Cage

A cage.

| **Name** | **Type** | **Description** | **Required** |
| :---- | :---- | :----------- | :-------- |
| **apiVersion** | string | zoo.example.org/v1 | true |
| **kind** | string | Cage | true |
| **[spec](#cagespec)** | object | What is wanted. | true |

### `Cage.spec` {#cagespec}

What is wanted.

| **Name** | **Type** | **Description** | **Required** |
| :---- | :---- | :----------- | :-------- |
| **until** | string | When it is closed.
Not before.<br/><i>Format</i>: date-time<br/> | false |
| **state** | enum | <br/><i>Enum</i>: open, shut<br/> | true |
"""


def test_templates_may_have_tables_in_markdown() -> None:
    drafts, notes = read(MARKDOWN)
    assert not notes
    fields = fields_of(fields_of(drafts["Cage"].definition.type)["spec"].type)
    assert fields["until"].doc == "When it is closed.\nNot before."
    assert fields["until"].type == String(format="date-time")
    assert (fields["state"].type, fields["state"].presence) == (enum_of("open", "shut"), "required")


def test_templates_may_leave_out_the_kind() -> None:
    text = resource("Cage", row("spec", "object"), text="").partition("\n")[2]
    parts = part("spec", row("bars", "[]object")) + part("spec.bars[index]", row("c", "string"))
    drafts, notes = read(text + parts)
    assert not notes
    bars = fields_of(fields_of(drafts["Cage"].definition.type)["spec"].type)["bars"].type
    assert isinstance(bars, Array)
    assert list(fields_of(bars.items)) == ["c"]


PAGE = api(
    resource("Cage", row("spec", "object", "<br/>", "true")),
    part(
        "Cage.spec",
        row("size", "integer", f"{FACTS}<i>Default</i>: 3<br/>"),
        row("state", "enum", f"{FACTS}<i>Enum</i>: open, shut<br/>", "true"),
        row("bars", "[]object"),
        row("port", "int or string"),
    ),
    part("Cage.spec.bars[index]", row("made", "string", f"{FACTS}<i>Format</i>: date-time<br/>")),
)


@pytest.mark.parametrize("target", ["pydantic", "dataclass", "msgspec"])
def test_models_read_and_write_json(
    target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("api.md").write_text(PAGE, "utf-8")
    module = import_rendered(docmodels.load(["api.md"]), target=target)
    for port in (80, "http"):
        spec: dict[str, Json] = {"size": 3, "state": "shut", "port": port}
        spec["bars"] = [{"made": "2020-01-02T03:04:05Z"}]
        value: dict[str, Json] = {"apiVersion": "zoo.example.org/v1", "kind": "Cage"}
        value.update(metadata={"name": "a"}, spec=spec)
        assert read_and_write(target, module.Cage, value) == value


FRAGMENTS = st.sampled_from(
    [
        *("## Cage\n", "### Cage.spec\n", "### Cage.spec.bars[index]\n", "<sup>", "\n", "```\n"),
        *(table(row("spec", "object")), table(row("kind", "string", "Cage")), "<i>Enum</i>: "),
        *("| **a** | []enum | <br/><i>Default</i>: ", "map[a:b] | true |\n", MARKDOWN),
    ]
)


@given(st.lists(FRAGMENTS | st.text(max_size=8), max_size=20).map("".join))
def test_any_text_is_read(text: str) -> None:
    page = Page(document("api.md", text))
    CRDOC.recognises(page)
    CRDOC.read([page], [])


@given(st.data())
def test_changed_pages_are_read(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(PAGE)))
    end = data.draw(st.integers(start, min(len(PAGE), start + 40)))
    text = PAGE[:start] + data.draw(st.text(max_size=5)) + PAGE[end:]
    CRDOC.read([Page(document("api.md", text))], [])


@pytest.mark.parametrize(
    "text",
    [
        MARKDOWN + "| **a** | " + "[]" * 20_000 + "string | | true |\n",
        MARKDOWN + "| **a** | string | " + "<br/> Default : " * 20_000 + " | true |\n",
        MARKDOWN + "| **a** | string | Validations : " + " Enum " * 20_000 + " | true |\n",
        MARKDOWN + "| " + "[" * 20_000 + " | string | | true |\n",
        MARKDOWN + "### Cage" + ".spec" * 20_000 + "!\n",
        MARKDOWN + "| **a** | string |\n" * 5_000,
    ],
)
def test_hostile_pages_take_linear_time(text: str) -> None:
    with cpu_limit(20):
        page = Page(document("api.md", text))
        CRDOC.recognises(page)
        CRDOC.read([page], [])
