"""The five pages that the project began with: what each must give, in every target.

The pages are not ours and stand beside the repository; without them these tests are skipped. The
same constructs are held by pages of our own in `schemas/samples/`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import black
import pytest

import docmodels
from docmodels import ir
from test_derived import imported

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
PAGES = sorted(SEEDS.glob("*.md"))
pytestmark = pytest.mark.skipif(not PAGES, reason="the pages in ../shared are not here")


@cache
def seed(kind: str) -> tuple[ir.Api, tuple[docmodels.Note, ...]]:
    (page,) = SEEDS.glob(f"*{kind}*.md")
    notes: list[docmodels.Note] = []
    return docmodels.load(page, notes=notes), tuple(notes)


def fields(api: ir.Api, number: int = 0) -> dict[str, ir.Field]:
    type = api.definitions[number].type
    assert isinstance(type, ir.Object)
    return {field.name: field for field in type.fields}


@pytest.mark.parametrize("target", ["pydantic", "dataclass"])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_its_module_is_blacks_own_and_imports(page: Path, target: str, tmp_path: Path) -> None:
    output = tmp_path / "models.py"
    docmodels.generate(page, output, target=target)
    text = output.read_text("utf-8")
    assert black.format_str(text, mode=black.Mode()) == text
    with imported(output) as module:
        model = getattr(module, docmodels.load(page).definitions[0].name)
        assert hasattr(model, "model_validate" if target == "pydantic" else "from_dict")


def test_liblab_csharp() -> None:
    api, notes = seed("liblab")
    named = api.by_name()
    enums = [d.type for d in api.definitions if isinstance(d.type, ir.Enum)]
    assert len(enums) == 3
    assert "update" in {member.value for enum in enums for member in enum.members}
    assert "action" in fields(api, 1)
    assert not any(name.endswith(("_", "\\")) for name in fields(api, 1))
    details = fields(api)["details"].type
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
    api, notes = seed("speakeasy")
    found = fields(api)
    assert [field.name for field in found.values() if field.required] == list(found)[:4]
    dates = [f for f in found.values() if f.type == ir.Scalar(kind="string", format="date-time")]
    assert len(dates) == 2
    assert {f.type.name for f in found.values() if isinstance(f.type, ir.Ref)} == {
        definition.name for definition in api.definitions[1:]
    }
    assert not any("." in definition.name for definition in api.definitions)
    assert not any("N/A" in field.doc for field in found.values())
    assert {note.rule.name for note in notes} <= {"dangling-ref", "inferred-name"}


def test_typescript_axios() -> None:
    api, notes = seed("axios")
    found = fields(api)
    assert all(field.default is None for field in found.values())
    assert found["id"].read_only
    assert found["id"].required
    assert found["id"].type == ir.NUMBER
    assert sum(field.type == ir.UNKNOWN for field in found.values()) == 4
    (dangling,) = [note for note in notes if note.rule.name == "dangling-ref"]
    assert found["status"].type == ir.Ref(dangling.marked)


def test_python_6() -> None:
    api, notes = seed("python_6")
    found = fields(api)
    assert not notes
    assert "errorHistory" in found
    assert isinstance(found["progress"].type, ir.Object)
    assert found["errorHistory"].type == ir.Array(items=ir.STRING)
    state = found["state"].type
    assert isinstance(state, ir.Enum)
    assert len(state.members) == 5
    assert found["creationDate"].type == ir.Scalar(kind="string", format="date-time")
    assert found["progress"].type.fields[0].type == ir.NUMBER
    assert "`" in found["format"].doc
    assert "&#" not in found["format"].doc
    root = api.definitions[0].type
    assert isinstance(root, ir.Object)
    assert root.additional_properties == ir.UNKNOWN
    text = docmodels.render(api)[0].text
    assert text.count('extra="allow"') == 3
    assert "any_string_name" not in text


def test_swagger_go() -> None:
    api, notes = seed("swagger")
    found = fields(api)
    (page,) = SEEDS.glob("*swagger*.md")
    (row,) = [line for line in page.read_text("utf-8").split("\n") if "**Status**" in line]
    assert found["status"].type == ir.STRING
    assert found["status"].doc.count("|") == row.count("|") - 3
    assert "delayed <---" in found["status"].doc
    assert all(field.default is None and not field.required for field in found.values())
    assert not any(note.rule.severity is docmodels.Severity.WARNING for note in notes)
