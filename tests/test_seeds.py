"""Test the first five pages of the project in every target.

The pages have other owners and are beside the repository; without them these tests are skipped.
Our own pages in `schemas/samples/` cover the same constructs.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import black
import pytest

import docmodels
from docmodels import ir
from test_derived import import_file

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
PAGES = sorted(SEEDS.glob("*.md"))
pytestmark = pytest.mark.skipif(not PAGES, reason="the pages in ../shared are not here")


@cache
def load_seed(kind: str) -> tuple[ir.Api, tuple[docmodels.Note, ...]]:
    (page,) = SEEDS.glob(f"*{kind}*.md")
    notes: list[docmodels.Note] = []
    return docmodels.load(page, notes=notes), tuple(notes)


def fields_by_name(api: ir.Api, number: int = 0) -> dict[str, ir.Field]:
    type = api.definitions[number].type
    assert isinstance(type, ir.Object)
    return {field.name: field for field in type.fields}


@pytest.mark.parametrize("target", ["pydantic", "dataclass"])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_module_is_black_formatted_and_importable(page: Path, target: str, tmp_path: Path) -> None:
    output = tmp_path / "models.py"
    docmodels.generate(page, output, target=target)
    text = output.read_text("utf-8")
    assert black.format_str(text, mode=black.Mode()) == text
    with import_file(output) as module:
        model = getattr(module, docmodels.load(page).definitions[0].name)
        assert hasattr(model, "model_validate" if target == "pydantic" else "from_dict")


def test_liblab_csharp() -> None:
    api, notes = load_seed("liblab")
    named = api.by_name()
    enums = [d.type for d in api.definitions if isinstance(d.type, ir.Enum)]
    assert len(enums) == 3
    assert "update" in {member.value for enum in enums for member in enum.members}
    assert "action" in fields_by_name(api, 1)
    assert not any(name.endswith(("_", "\\")) for name in fields_by_name(api, 1))
    details = fields_by_name(api)["details"].type
    assert isinstance(details, ir.Union)
    assert details.members == (ir.Ref("Details1"), ir.Ref("Details2"))
    assert named["Details1"].type == named["Details2"].type == ir.UNKNOWN
    dangling = [note for note in notes if note.rule.name == "dangling-ref"]
    assert [note.marked for note in dangling] == ["Details1", "Details2"]
    for note in dangling:
        assert note.origin is not None
        line = Path(note.origin.file).read_text("utf-8").split("\n")[note.origin.line - 1]
        assert line[note.origin.column - 1 :].startswith(note.marked)


def test_speakeasy_typescript() -> None:
    api, notes = load_seed("speakeasy")
    fields = fields_by_name(api)
    assert [field.name for field in fields.values() if field.required] == list(fields)[:4]
    dates = [f for f in fields.values() if f.type == ir.String(format="date-time")]
    assert len(dates) == 2
    assert {f.type.name for f in fields.values() if isinstance(f.type, ir.Ref)} == {
        definition.name for definition in api.definitions[1:]
    }
    assert not any("." in definition.name for definition in api.definitions)
    assert not any("N/A" in field.doc for field in fields.values())
    assert {note.rule.name for note in notes} <= {"dangling-ref", "inferred-name"}


def test_typescript_axios() -> None:
    api, notes = load_seed("axios")
    fields = fields_by_name(api)
    assert all(field.default is None for field in fields.values())
    assert fields["id"].access == "read-only"
    assert fields["id"].required
    assert fields["id"].type == ir.NUMBER
    assert sum(field.type == ir.UNKNOWN for field in fields.values()) == 4
    (dangling,) = [note for note in notes if note.rule.name == "dangling-ref"]
    assert fields["status"].type == ir.Ref(dangling.marked)


def test_python_6() -> None:
    api, notes = load_seed("python_6")
    fields = fields_by_name(api)
    assert not notes
    assert "errorHistory" in fields
    assert isinstance(fields["progress"].type, ir.Object)
    assert fields["errorHistory"].type == ir.Array(items=ir.STRING)
    state = fields["state"].type
    assert isinstance(state, ir.Enum)
    assert len(state.members) == 5
    assert fields["creationDate"].type == ir.String(format="date-time")
    assert fields["progress"].type.fields[0].type == ir.NUMBER
    assert "`" in fields["format"].doc
    assert "&#" not in fields["format"].doc
    root = api.definitions[0].type
    assert isinstance(root, ir.Object)
    assert root.additional_properties == ir.UNKNOWN
    text = docmodels.render(api)[0].text
    assert 'extra="allow"' in text and 'extra="forbid"' not in text
    assert "any_string_name" not in text


def test_swagger_go() -> None:
    api, notes = load_seed("swagger")
    fields = fields_by_name(api)
    (page,) = SEEDS.glob("*swagger*.md")
    (row,) = [line for line in page.read_text("utf-8").split("\n") if "**Status**" in line]
    assert fields["status"].type == ir.STRING
    assert fields["status"].doc.count("|") == row.count("|") - 3
    assert "delayed <---" in fields["status"].doc
    assert all(field.default is None and not field.required for field in fields.values())
    assert not any(note.rule.severity is docmodels.Severity.WARNING for note in notes)
