"""Test pages of gen-crd-api-reference-docs: types of an API in HTML."""

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
    STRING,
    UNKNOWN,
    Array,
    Const,
    Enum,
    EnumMember,
    Field,
    Json,
    Map,
    Object,
    Ref,
    String,
    Type,
    Union,
)
from docmodels.ir.drafts import Draft
from docmodels.pages import detect
from docmodels.pages.families.crd_ref_docs import GEN_CRD_API_REFERENCE_DOCS
from docmodels.pages.markdown import Page
from rendered import import_rendered, read_and_write
from work import cpu_limit

K8S = "https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.27/"
OBJECT = Map(values=UNKNOWN)


def row(name: str, type: str, text: str = "<p>A text.</p>") -> str:
    return f"<tr>\n<td>\n<code>{name}</code><br/>\n<em>\n{type}\n</em>\n</td>\n<td>\n{text}\n</td>\n</tr>\n"


def link(text: str, target: str = "#zoo") -> str:
    return f'<a href="{target}">\n{text}\n</a>'


def section(title: str, *rows: str, titles: tuple[str, str] = ("Field", "Description")) -> str:
    head = "".join(f"<th>{text}</th>\n" for text in titles)
    body = "".join(rows)
    table = f"<table>\n<thead>\n<tr>\n{head}</tr>\n</thead>\n<tbody>\n{body}</tbody>\n</table>\n"
    appears = (
        '<p>\n(<em>Appears on:</em>\n<a href="#zoo">Zoo</a>, \n<a href="#park">Park</a>)\n</p>\n'
    )
    name = title.partition(" ")[0]
    heading = f'<h3 id="zoo.example.org/v1.{name}">{title}\n</h3>\n'
    return f"{heading}{appears}<p>A type.</p>\n<p>\nMore of\nit.</p>\n{table if rows else ''}"


def api(*sections: str, version: str = "v1") -> str:
    package = f"zoo.example.org/{version}"
    head = f'<p>Packages:</p>\n<ul>\n<li>\n<a href="#zoo">{package}</a>\n</li>\n</ul>\n'
    return f'{head}<h2 id="{package}">{package}</h2>\n<p>A package.</p>\nResource Types:\n{"".join(sections)}'


def read(*pages: str) -> tuple[dict[str, Draft], list[Note]]:
    notes: list[Note] = []
    parsed = [Page(document(f"api{number}.md", text)) for number, text in enumerate(pages)]
    assert all(detect(page) is GEN_CRD_API_REFERENCE_DOCS for page in parsed)
    drafts = GEN_CRD_API_REFERENCE_DOCS.read(parsed, notes)
    return {draft.definition.name: draft for draft in drafts}, notes


def fields_of(type: Type) -> dict[str, Field]:
    assert isinstance(type, Object)
    return {field.name: field for field in type.fields}


def read_field(type: str, text: str = "<p>A text.</p>") -> Field:
    drafts, notes = read(
        api(section("Cage", row("a", type, text)), section("Bar", row("b", "int")))
    )
    assert not notes
    return fields_of(drafts["Cage"].definition.type)["a"]


@pytest.mark.parametrize(
    ("cell", "type"),
    [
        ("string", STRING),
        ("int32", INTEGER),
        ("bool", BOOLEAN),
        ("[]string", Array(items=STRING)),
        ("map[string]string", Map(values=STRING)),
        ("map[string][]string", Map(values=Array(items=STRING))),
        ("[]byte", String(format="byte")),
        (link("Bar"), Ref(name="Bar")),
        (link("[]Bar"), Array(items=Ref(name="Bar"))),
        (link("map[string]./api/v1.Bar"), Map(values=Ref(name="Bar"))),
        (link("[]github.com/zoo/zoo-api/apis/v1alpha1.Bar"), Array(items=Ref(name="Bar"))),
        (link("Kubernetes meta/v1.ObjectMeta", f"{K8S}#objectmeta-v1-meta"), OBJECT),
        (link("[]Kubernetes core/v1.Toleration", f"{K8S}#toleration"), Array(items=OBJECT)),
        (link("Kubernetes meta/v1.Time", f"{K8S}#time"), String(format="date-time")),
        (link("k8s.io/apimachinery/pkg/types.UID", "https://pkg.go.dev/x"), STRING),
        (
            link("k8s.io/apimachinery/pkg/api/resource.Quantity", "https://pkg.go.dev/x"),
            Union(members=(INTEGER, STRING)),
        ),
        ("encoding/json.RawMessage", UNKNOWN),
        (f"{link('Bar')} array", Array(items=Ref(name="Bar"))),
    ],
)
def test_types_are_read(cell: str, type: Type) -> None:
    assert read_field(cell).type == type


def test_other_types_are_reported() -> None:
    drafts, notes = read(api(section("Cage", row("a", "chan string"))))
    assert [note.rule.name for note in notes] == ["unknown-type"]
    assert fields_of(drafts["Cage"].definition.type)["a"].type == UNKNOWN


def test_resources_have_constants() -> None:
    constants = (
        "<tr>\n<td>\n<code>apiVersion</code><br>\nstring</td>\n<td>\n<code>zoo.example.org/v1</code>\n</td>\n</tr>\n"
        "<tr>\n<td>\n<code>kind</code><br>\nstring\n</td>\n<td>\n<code>\nCage\n</code>\n</td>\n</tr>\n"
    )
    inner = f"<p>What is wanted.</p>\n<br/>\n<br/>\n<table>\n{row('size', 'int32')}</table>\n"
    spec = row("spec", link("CageSpec"), inner)
    drafts, notes = read(
        api(section("Cage", constants, spec), section("CageSpec", row("size", "int")))
    )
    assert not notes
    fields = fields_of(drafts["Cage"].definition.type)
    assert fields["apiVersion"].type == Const(value="zoo.example.org/v1")
    assert fields["kind"].type == Const(value="Cage")
    assert fields["apiVersion"].required
    assert fields["spec"].type == Ref(name="CageSpec")
    assert fields["spec"].doc == "What is wanted."
    assert list(fields) == ["apiVersion", "kind", "spec"]


def test_descriptions_are_paragraphs() -> None:
    text = (
        "<em>(Optional)</em>\n<p>The <code>a</code>\nof &lt;it&gt;.</p>\n<p>Deprecated: use b.</p>"
    )
    drafts, _ = read(api(section("Cage", row("a", "string", text))))
    assert drafts["Cage"].definition.doc == "A type.\n\nMore of it."
    field = fields_of(drafts["Cage"].definition.type)["a"]
    assert field.doc.startswith("The `a` of <it>.")
    assert field.deprecation is not None
    assert field.presence == "optional"
    assert not field.inferred


def test_a_field_without_a_mark_may_be_absent() -> None:
    field = read_field("string")
    assert field.presence == "optional"
    assert [inference.fact for inference in field.inferred] == ["required"]


def test_members_of_a_base_are_inherited() -> None:
    text = (
        "<p>\n(Members of <code>Bar</code> are embedded into this type.)\n</p>\n<em>(Optional)</em>"
    )
    embedded = row("Bar", link("Bar"), text)
    drafts, notes = read(
        api(section("Cage", row("a", "string"), embedded), section("Bar", row("b", "int")))
    )
    assert not notes
    type = drafts["Cage"].definition.type
    assert isinstance(type, Object)
    assert (list(fields_of(type)), type.bases) == (["a"], ("Bar",))


def test_aliases_have_values() -> None:
    values = (
        "<tr><td><p>&#34;open&#34;</p></td>\n<td><p>It is open.</p>\n</td>\n</tr>",
        "<tr><td><p>&#34;shut&#34;</p></td>\n<td></td>\n</tr>",
    )
    drafts, notes = read(
        api(
            section("Cage", row("state", link("State")), row("name", link("Name"))),
            section("State (<code>string</code> alias)", *values, titles=("Value", "Description")),
            section("Name (<code>string</code> alias)"),
        )
    )
    assert not notes
    members = (EnumMember(value="open", doc="It is open."), EnumMember(value="shut"))
    assert drafts["State"].definition.type == Enum(members=members, closed=False, base="string")
    assert drafts["Name"].definition.type == STRING


def test_versions_have_names_of_their_own() -> None:
    pages = [
        api(
            section("Cage", row("bar", link("Bar"))),
            section("Bar", row(version, "int")),
            version=version,
        )
        for version in ("v1", "v2")
    ]
    for drafts, notes in (read("\n".join(pages)), read(*pages)):
        assert not notes
        assert list(drafts) == ["Cage", "Bar", "V2Cage", "V2Bar"]
        assert fields_of(drafts["V2Cage"].definition.type)["bar"].type == Ref(name="V2Bar")


PAGE = api(
    section(
        "Cage",
        row("size", "int32", "<em>(Optional)</em>\n<p>Its size.</p>"),
        row("bars", link("[]Bar")),
        row("state", link("State")),
    ),
    section("Bar", row("made", link("Kubernetes meta/v1.Time", f"{K8S}#time-v1-meta"))),
    section(
        "State (<code>string</code> alias)",
        "<tr><td><p>&#34;open&#34;</p></td>\n<td></td>\n</tr>",
        titles=("Value", "Description"),
    ),
)


@pytest.mark.parametrize("target", ["pydantic", "dataclass", "msgspec"])
def test_models_read_and_write_json(
    target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("api.md").write_text(PAGE, "utf-8")
    module = import_rendered(docmodels.load(["api.md"]), target=target)
    value: dict[str, Json] = {
        "size": 3,
        "bars": [{"made": "2020-01-02T03:04:05Z"}],
        "state": "open",
    }
    assert read_and_write(target, module.Cage, value) == value


FRAGMENTS = st.sampled_from(
    [
        *('<h2 id="zoo.example.org/v1">', '<h3 id="a">Cage\n</h3>\n', "<h3>", "</h3>", "<table>"),
        *("</table>", "<tr>", "</tr>", "<td>", "</td>", "<th>Field</th>", "<code>a</code>", "\n"),
        *('<a href="#b">', "</a>", "<em>(Optional)</em>", "(Appears on:", row("a", "[]b")),
    ]
)


@given(st.lists(FRAGMENTS | st.text(max_size=8), max_size=40).map("".join))
def test_any_text_is_read(text: str) -> None:
    GEN_CRD_API_REFERENCE_DOCS.read([Page(document("api.md", text))], [])


@given(st.data())
def test_changed_pages_are_read(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(PAGE)))
    end = data.draw(st.integers(start, min(len(PAGE), start + 40)))
    text = PAGE[:start] + data.draw(st.text(max_size=5)) + PAGE[end:]
    GEN_CRD_API_REFERENCE_DOCS.read([Page(document("api.md", text))], [])


@pytest.mark.parametrize(
    "text",
    [
        "<table>" * 20_000,
        '<h3 id="a">Cage' + " (" * 20_000 + "</h3>",
        section("Cage", row("a", "[]" * 20_000)),
        section("Cage", row("a", "v1/" * 20_000)),
        section("Cage", row("a", "a" * 40_000 + "/v1")),
        section("Cage", row("a", "string", "(Members of `" * 10_000)),
        section("Cage", row("a", "string", "<p></p>" * 20_000)),
        section("Cage", row("a", "<a href='b'>" * 20_000)),
        section("Cage", *("<tr><td><code>a" * 5_000)),
    ],
)
def test_hostile_pages_take_linear_time(text: str) -> None:
    with cpu_limit(20):
        GEN_CRD_API_REFERENCE_DOCS.read([Page(document("api.md", text))], [])
