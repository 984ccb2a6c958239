"""Test the content of reports, and that no text of an input leaves the data island."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from docmodels.cli import cli
from docmodels.html_report.code_places import find_code
from docmodels.html_report.content import CodePlace, Content, FieldRow, ModelEntry, Text
from docmodels.html_report.page import data_island, render_page
from docmodels.html_report.reasons import OTHER_CAUSES, SETTLED_BY, reasons
from docmodels.html_report.totals import pictures
from docmodels.inference.registry import INFERENCES
from docmodels.ir import Fact, InferenceName
from report_pages import BOAT_PAGES, HOSTILE, hostile_specification, load_files


def model(content: Content, name: str) -> ModelEntry:
    (entry,) = [entry for entry in content.models if entry.name == name]
    return entry


def field(content: Content, path: str) -> FieldRow:
    name, _, inner = path.partition(".")
    (entry,) = [entry for entry in model(content, name).fields if entry.name == inner]
    return entry


class Elements(HTMLParser):
    """The elements of a page, and the text of its scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.raw: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.cdata_elem:
            self.raw.append((self.tags[-1][1].get("type") or self.tags[-1][0], data))


def test_fields_have_their_lines_and_facts(tmp_path: Path) -> None:
    content, _ = load_files(tmp_path, BOAT_PAGES)
    colour = field(content, "Boat.hull_colour")
    assert colour.place is not None
    line = content.texts[colour.place.text].text.split("\n")[colour.place.line - 1]
    assert line.startswith("**hullColour**")
    assert (colour.presence, colour.default, colour.doc) == ("optional", '"grey"', "As painted")
    assert (colour.type, colour.null, colour.untyped) == ("string", "null not stated", False)
    assert [(item.fact, item.by) for item in colour.inferred] == [("name", "wire-case")]
    assert field(content, "Boat.harbour").null == "null as in Harbour"
    assert field(content, "Boat.harbour").presence == "required"


def test_references_are_indexes_of_models(tmp_path: Path) -> None:
    content, _ = load_files(tmp_path, BOAT_PAGES)
    targets = [content.models[index].name for index in model(content, "Boat").refs]
    assert targets == ["Harbour"]
    assert model(content, "Lamp").untyped
    assert model(content, "Lamp").inferred[0].by == "dangling-references"


def test_notes_have_their_rules_and_places(tmp_path: Path) -> None:
    content, _ = load_files(tmp_path, BOAT_PAGES)
    by_rule = {content.rules[note.rule].name: note for note in content.notes}
    place = by_rule["unknown-type"].place
    assert place is not None
    assert "fathom" in content.texts[place.text].text.split("\n")[place.line - 1]


def test_generated_code_belongs_to_its_model(tmp_path: Path) -> None:
    content, _ = load_files(tmp_path, BOAT_PAGES)
    code = model(content, "Boat").code
    assert code is not None
    lines = content.texts[code.text].text.split("\n")[code.first - 1 : code.last]
    assert lines[0].startswith("class Boat(")
    assert "    harbour: Harbour" in lines


def test_code_of_ambiguous_names_is_left_out() -> None:
    module = "class Pet:\n    x: int\n\n\nUser = int\n\n\nclass user:\n    pass\n"
    assert find_code(["Pet", "User"], {3: module}) == {"Pet": CodePlace(3, 1, 2)}
    assert find_code(["Pet", "pet"], {0: module}) == {}
    assert find_code(["Pet"], {0: "class Pet(:\n"}) == {}


def test_fields_of_inline_objects_have_paths(tmp_path: Path) -> None:
    inner = {"type": "object", "properties": {"size": {"type": ["integer", "null"], "minimum": 1}}}
    properties = {"parts": {"type": "array", "minItems": 2, "items": inner}, "any": {}}
    schema = {"title": "Chest", "type": "object", "properties": properties}
    content, _ = load_files(tmp_path, {"chest.json": json.dumps(schema)})
    assert [row.name for row in model(content, "Chest").fields] == ["parts", "parts[].size", "any"]
    assert field(content, "Chest.parts").constraints == ("minItems: 2",)
    size = field(content, "Chest.parts[].size")
    assert (size.constraints, size.null) == (("minimum: 1",), "may be null")
    assert not field(content, "Chest.any").untyped, "a schema that accepts any value is printed"


def test_merged_models_list_their_sources(tmp_path: Path) -> None:
    crew = BOAT_PAGES["Harbour.md"].replace("Harbour", "Crew").replace("Lamp", "Harbour")
    fields = {
        "Boat": {"hullColour": {"type": "string"}, "harbour": {}, "extra": {"type": "object"}},
        "Harbour": {"depth": {"type": "integer"}, "light": {}},
        "Crew": {"depth": {"type": "integer"}, "light": {}},
    }
    schemas = {name: {"type": "object", "properties": part} for name, part in fields.items()}
    info = {"title": "Boats", "version": "1"}
    components = {"schemas": schemas}
    document = {"openapi": "3.1.0", "info": info, "paths": {}, "components": components}
    files = BOAT_PAGES | {"Crew.md": crew, "boats.json": json.dumps(document, indent=1)}
    content, _ = load_files(tmp_path, files)
    (other,) = model(content, "Boat").merged_with
    (colour,) = [row for row in model(content, "Boat").fields if row.name == "hullColour"]
    assert colour.place is not None
    sources = {item.fact: item.place.text for item in colour.sources if item.place}
    assert sources["doc"] != colour.place.text
    assert {sources["doc"], colour.place.text} == {
        index
        for index, text in enumerate(content.texts)
        if text.path.endswith(("Boat.md", ".json"))
    }
    assert content.texts[other.text].path.endswith("Boat.md")


def test_every_cause_and_fact_is_described() -> None:
    assert set(get_args(InferenceName)) <= set(reasons())
    assert not set(OTHER_CAUSES) & {inference.name for inference in INFERENCES}
    assert set(SETTLED_BY) == set(get_args(Fact))


def test_pictures_count_facts_models_and_notes(tmp_path: Path) -> None:
    content, page = load_files(tmp_path, BOAT_PAGES)
    facts, models, notes = pictures(content)
    numbers = {part.label: part.number for part in facts.parts}
    assert numbers["inferred"] == 1
    assert numbers["lost"] == 2, "`extra` has no type and `fathom` is not known"
    assert {part.label: part.number for part in models.parts}["lost"] == 1, "Lamp"
    assert notes.total == len(content.notes)
    assert f"Facts of fields: {facts.total}" in page


def test_only_documents_with_models_or_notes_are_part(tmp_path: Path) -> None:
    content, _ = load_files(tmp_path, BOAT_PAGES)
    inputs = [Path(text.path).name for text in content.texts if not text.generated]
    assert inputs == ["Boat.md", "Harbour.md"]


def test_policy_allows_only_the_scripts_and_the_style_of_the_page(tmp_path: Path) -> None:
    _, page = load_files(tmp_path, BOAT_PAGES)
    elements = Elements(page)
    metas = [attributes for tag, attributes in elements.tags if tag == "meta"]
    (policy,) = [meta["content"] or "" for meta in metas if "http-equiv" in meta]
    directives = dict(part.split(" ", 1) for part in policy.split("; "))
    scripts = [text for kind, text in elements.raw if kind == "script"]
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()) for text in scripts]
    assert directives["script-src"].split() == [f"'sha256-{value.decode()}'" for value in hashes]
    assert len(scripts) == 2
    assert directives["default-src"] == "'none'"
    assert "unsafe" not in policy
    assert not [tag for tag, attributes in elements.tags if {"src", "style"} & set(attributes)]
    assert not re.search(r"(src|href)=\"(?!#)", page[: page.index("<script")])


def test_page_has_the_license_of_the_inlined_library(tmp_path: Path) -> None:
    _, page = load_files(tmp_path, BOAT_PAGES)
    assert "Copyright (c) 2012-2014 Chris Pettitt" in page


def test_hostile_texts_stay_in_the_data_island(tmp_path: Path) -> None:
    files = {"api.json": json.dumps(hostile_specification(HOSTILE))}
    content, page = load_files(tmp_path, files)
    harmless = load_files(tmp_path, {"api.json": json.dumps(hostile_specification("plain"))})[1]
    assert HOSTILE in {model.title for model in content.models}
    tags = [tag for tag, _ in Elements(page).tags if tag != "rect"]
    assert tags == [tag for tag, _ in Elements(harmless).tags if tag != "rect"]
    island = page.partition('id="content">')[2].partition("</script>")[0]
    assert not set("<>&") & set(island)
    assert page.count("owned") == island.count("owned")


@given(st.text(st.characters() | st.sampled_from("<>&'\"\\\u2028\ud800/!-")))
def test_island_reads_back_as_the_same_text(text: str) -> None:
    content = Content(
        models=(),
        notes=(),
        rules=(),
        texts=(Text(path=text, text=text),),
        reasons={},
        settled_by={},
    )
    island = data_island(content)
    assert island.isascii()
    assert not set("<>&") & set(island)
    assert json.loads(island)["texts"] == [{"path": text, "text": text}]
    assert render_page(content).count("</script>") == 3


def test_command_writes_a_page_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in BOAT_PAGES.items():
        Path(name).write_text(text)
    for expected in ("wrote report.html", "report.html is up to date"):
        result = CliRunner().invoke(cli, ["report", "Boat.md", "Harbour.md"])
        assert (result.exit_code, result.stdout) == (0, "")
        assert expected in result.stderr
    Path("report.html").write_text("<p>by hand</p>")
    result = CliRunner().invoke(cli, ["report", "Boat.md", "Harbour.md"])
    assert result.exit_code == 2
    assert "unmanaged-file" in result.stderr


def test_command_applies_names_and_target_of_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in BOAT_PAGES.items():
        Path(name).write_text(text)
    settings = 'inputs = ["Boat.md", "Harbour.md"]\noutput = "m.py"\ntarget = "dataclass"\n'
    Path("docmodels.toml").write_text(f'{settings}[rename]\nBoat = "Vessel"\n')
    result = CliRunner().invoke(cli, ["report", "-o", "-", "--accept", "unknown-type"])
    assert result.exit_code == 0, result.stderr
    island = result.stdout.partition('id="content">')[2].partition("</script>")[0]
    content = json.loads(island)
    names = {entry["name"]: entry for entry in content["models"]}
    assert "Boat" not in names
    text, first, _ = names["Vessel"]["code"]
    lines = content["texts"][text]["text"].split("\n")
    assert lines[first - 1 : first + 1] == ["@dataclass(kw_only=True)", "class Vessel(JsonModel):"]
    accepted = [note for note in content["notes"] if note.get("accepted")]
    assert [content["rules"][note["rule"]]["name"] for note in accepted] == ["unknown-type"]
