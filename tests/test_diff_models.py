"""Test `docmodels diff INPUT --against OUTPUT`: inputs beside models that exist as Python modules."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

import docmodels
from docmodels.cli import cli
from docmodels.config.options import LoadOptions, RenderOptions
from docmodels.diagnostics.notes import DocmodelsError
from docmodels.diff import ModelChange
from docmodels.io.output_files import write
from docmodels.ir import Api
from docmodels.pipeline import RunContext, load, plan_changes
from docmodels.pipeline.existing_models import (
    candidate_options,
    compare_with_existing_models,
    read_existing_models,
)
from docmodels.targets import TARGETS

ROOT = Path(__file__).parents[1]
SAMPLES = sorted((ROOT / "schemas" / "samples").iterdir())
PAGES = sorted(path for path in (ROOT / "tests" / "pages").iterdir() if path.is_dir())
WRITTEN = sorted(path for path in (ROOT / "output_samples").glob("*/*") if path.is_dir())
STYLES = [
    RenderOptions(target=target.name, validation=validation.value)
    for target in TARGETS
    for validation in sorted(target.validations)
]
SPECIFICATION = """openapi: 3.1.0
info: {title: Yard, version: "1"}
paths: {}
components:
  schemas:
    Boat:
      type: object
      required: [name, berth]
      properties:
        name: {type: string, maxLength: 30}
        berth:
          type: object
          required: [pier]
          properties:
            pier: {type: integer}
            lit: {type: boolean}
        hull: {type: string, enum: [steel, wood]}
        note: {type: string}
        crew: {type: array, items: {$ref: '#/components/schemas/Sailor'}}
    Sailor:
      type: object
      required: [rank]
      properties:
        rank: {type: [string, 'null']}
        since: {type: string, format: date}
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("yard.yaml").write_text(SPECIFICATION)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def changes(
    api: Api, output: Path, cosmetic: bool = False, **options: Any
) -> tuple[ModelChange, ...]:
    """Compare an API with the models at `output`, without settings."""
    existing = read_existing_models(str(output), RunContext())
    candidates = candidate_options(existing, RenderOptions(**options))
    return compare_with_existing_models(api, existing, candidates, RunContext(), cosmetic=cosmetic)


def assert_unchanged(source: Path, options: RenderOptions, name: str) -> None:
    """Generate models of a source; they differ from it in nothing that models can state."""
    api = load(source, LoadOptions(), RunContext()).api
    output = Path(name)
    write(plan_changes(api, output, options, RunContext()))
    existing = read_existing_models(name, RunContext())
    assert existing.target == options.target
    assert [str(change) for change in changes(api, output, cosmetic=True)] == []


# --- unchanged inputs ------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", WRITTEN, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_samples_are_those_that_their_inputs_give(folder: Path) -> None:
    output = folder if folder.name == "package" else folder / "models.py"
    source = ROOT / "schemas" / "samples" / folder.parent.name
    result = run("diff", str(source), "--against", str(output), "--cosmetic")
    assert (result.exit_code, result.stdout) == (0, "no changes\n"), result.output


@pytest.mark.parametrize("options", STYLES, ids=lambda o: f"{o.target}-{o.validation}")
@pytest.mark.parametrize("name", ["models.py", "models"])
@pytest.mark.parametrize("source", SAMPLES[:3], ids=lambda path: path.name)
def test_models_of_each_target_and_layout(source: Path, name: str, options: RenderOptions) -> None:
    assert_unchanged(source, options, name)


def assert_unchanged_in_all_styles(source: Path) -> None:
    for options in STYLES:
        for name in ("models.py", "models"):
            target = options.target.replace("-", "_")
            assert_unchanged(source, options, f"{target}_{options.validation}_{name}")


@pytest.mark.slow
@pytest.mark.parametrize("source", [*SAMPLES[3:], *PAGES[::10]], ids=lambda path: path.name)
def test_models_of_samples_and_pages(source: Path) -> None:
    assert_unchanged_in_all_styles(source)


@pytest.mark.documents
@pytest.mark.parametrize("source", PAGES, ids=lambda path: path.name)
def test_models_of_all_pages(source: Path) -> None:
    assert_unchanged_in_all_styles(source)


@pytest.mark.parametrize(
    "option",
    [
        {"enums": "literal"},
        {"enums": "class"},
        {"descriptions": "schema"},
        {"formats": {"date": "yard.types:Day"}},
        {"base_class": "yard.base:Model"},
        {"rename": {"Sailor": "Crewman", "BoatBerth": "Mooring"}},
    ],
    ids=lambda option: next(iter(option)),
)
@pytest.mark.parametrize("target", ["pydantic", "dataclass", "msgspec"])
def test_options_of_the_output_are_no_changes(target: str, option: dict[str, Any]) -> None:
    if "descriptions" in option and target != "pydantic":
        pytest.skip("only pydantic has the option")
    if "formats" in option and target == "msgspec":
        pytest.skip("msgspec reads no other types")
    docmodels.generate("yard.yaml", "models.py", target=target, **option)
    rename = {"rename": option["rename"]} if "rename" in option else {}
    assert changes(docmodels.load("yard.yaml"), Path("models.py"), **rename) == ()


@pytest.mark.parametrize("validation", ["natural", "strict", "exact"])
@pytest.mark.parametrize(
    "properties",
    [
        {"class": {"type": "string"}, "n": {"type": "integer", "format": "int32"}},
        {"kind": {"const": "boat"}, "tags": {"type": "array", "items": {"type": "string"}}},
        {"kind": {"const": "boat"}, "tags": {"type": "array", "uniqueItems": True}},
    ],
    ids=["ranges", "no-evidence", "unique"],
)
def test_the_validation_of_models_is_recognised(
    properties: dict[str, Any], validation: str
) -> None:
    schema = {"title": "Boat", "type": "object", "properties": properties, "required": ["kind"]}
    Path("boat.json").write_text(json.dumps(schema))
    docmodels.generate("boat.json", "models.py", validation=validation)
    result = run("diff", "boat.json", "--against", "models.py")
    assert result.stdout == "no changes\n", result.output


# --- changes -------------------------------------------------------------------------------------

EDITS: dict[str, tuple[str, str, list[str]]] = {
    "field removed": (
        "        note: {type: string}\n",
        "",
        [
            "breaking[optional-field-removed]: Boat.note: an optional field is removed: note",
            "  --> models.py:{note} -> yard.yaml:6:5",
        ],
    ),
    "field added": (
        "        note:",
        "        flag: {type: string}\n        note:",
        [
            "change[optional-field-added]: Boat.flag: an optional field is added: flag",
            "  --> models.py:{class Boat} -> yard.yaml:18:9",
        ],
    ),
    "type": (
        "note: {type: string}",
        "note: {type: integer}",
        [
            "breaking[type-changed]: Boat.note: a type changes: string -> integer",
            "  --> models.py:{note} -> yard.yaml:18:9",
        ],
    ),
    "presence": (
        "required: [name, berth]",
        "required: [name]",
        [
            "breaking[field-became-optional]: Boat.berth: a field becomes optional",
            "  --> models.py:{berth} -> yard.yaml:11:9",
        ],
    ),
    "inline type": (
        "pier: {type: integer}",
        "pier: {type: string}",
        [
            "breaking[type-changed]: BoatBerth.pier: a type changes: integer -> string",
            "  --> models.py:{pier} -> yard.yaml:15:13",
        ],
    ),
    "enum value": (
        "[steel, wood]",
        "[steel, wood, foam]",
        [
            'breaking[enum-values-added]: {hull}: a closed enum gets values: "foam"',
        ],
    ),
    "null": (
        "[string, 'null']",
        "string",
        [
            "breaking[null-removed]: Sailor.rank: a type no longer accepts null",
            "  --> models.py:{rank} -> yard.yaml:24:9",
        ],
    ),
    "model added": (
        "    Sailor:\n",
        "    Pier: {type: object, properties: {no: {type: integer}}}\n    Sailor:\n",
        [
            "change[model-added]: Pier: a model is added: Pier",
            "  --> yard.yaml:20:5",
        ],
    ),
}


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("target", [target.name for target in TARGETS])
def test_changes_have_both_places(target: str, edit: str) -> None:
    docmodels.generate("yard.yaml", "models.py", target=target)
    module = Path("models.py").read_text()
    old, new, expected = EDITS[edit]
    assert SPECIFICATION.count(old) == 1
    Path("yard.yaml").write_text(SPECIFICATION.replace(old, new))
    lines = run("diff", "yard.yaml", "--against", "models.py").stdout.splitlines()
    shown = [line for line in lines if line.startswith(("breaking[", "change[", "  --> "))]
    hull = re.search(r"class (\w*Hull)\b", module)
    places = {
        word: place_of(module, word) for word in ("note", "class Boat", "berth", "pier", "rank")
    }
    places["hull"] = hull[1] if hull else "Boat.hull"
    for number, line in enumerate(expected):
        for word, place in places.items():
            line = line.replace(f"{{{word}}}", place)
        assert shown[number] == line
    assert len(shown) == 2


def place_of(module: str, word: str) -> str:
    """Return the place of the first statement in a module that starts with a word."""
    for number, line in enumerate(module.splitlines(), 1):
        text = line.strip()
        if text.startswith((f"{word}:", f"{word}(", f"{word} ")) or text == f"{word}:":
            return f"{number}:{len(line) - len(line.lstrip()) + 1}"
    raise AssertionError(word)


def test_constraints_count_as_far_as_the_models_have_them() -> None:
    """Plain models have no check of unique items, and exact models have one."""
    spec = SPECIFICATION.replace("crew: {type: array,", "crew: {type: array, uniqueItems: true,")
    Path("unique.yaml").write_text(spec)
    for validation, count in (("natural", 0), ("exact", 1)):
        docmodels.generate("yard.yaml", f"{validation}.py", validation=validation)
        differences = changes(docmodels.load("unique.yaml"), Path(f"{validation}.py"))
        assert [change.kind.name for change in differences] == ["unique-items-added"] * count


def test_inferred_facts_break_nothing() -> None:
    """A page does not print the case on the wire, so that the name of a field is inferred."""
    page = "# Boat\n\n## Properties\n\nName | Type | Description | Notes\n"
    page += "------------ | ------------- | ------------- | -------------\n"
    page += "**hull_form** | **{type}** |  | [optional]\n\n[[Back to top]](#)\n"
    Path("Boat.md").write_text(page.replace("{type}", "str"))
    docmodels.generate("Boat.md", "models.py")
    assert run("diff", "Boat.md", "--against", "models.py").stdout == "no changes\n"
    Path("Boat.md").write_text(page.replace("{type}", "int"))
    result = run("diff", "Boat.md", "--against", "models.py", "--to", "json")
    (change,) = json.loads(result.stdout)["changes"]
    assert change["kind"] == "type-changed"
    assert (change["old"]["file"], change["new"]) == (
        "models.py",
        {"file": "Boat.md", "line": 7, "column": 3},
    )


# --- models written by hand ------------------------------------------------------------------------

BY_HAND = {
    "pydantic": """
from datetime import date
from typing import Annotated, Literal
from pydantic import BaseModel, Field

class Sailor(BaseModel):
    rank: str | None
    since: date | None = None

class Berth(BaseModel):
    pier: int
    lit: bool | None = None

class Boat(BaseModel):
    label: Annotated[str, Field(max_length=30, alias="name")]
    berth: Berth
    hull: Literal["wood", "steel"] | None = None
    note: str | None = None
    crew: list[Sailor] | None = None
""",
    "dataclass": """
from dataclasses import dataclass
from datetime import date
from typing import Literal, Optional

@dataclass
class Sailor:
    rank: Optional[str]
    since: Optional[date] = None

@dataclass
class BoatBerth:
    pier: int
    lit: Optional[bool] = None

@dataclass
class Boat:
    name: str
    berth: BoatBerth
    hull: Optional[Literal["wood", "steel"]] = None
    note: Optional[str] = None
    crew: Optional[list[Sailor]] = None
""",
    "msgspec": """
from datetime import date
from typing import Annotated, Literal
from msgspec import Meta, Struct

class Sailor(Struct):
    rank: str | None
    since: date | None = None

class BoatBerth(Struct):
    pier: int
    lit: bool | None = None

class Boat(Struct):
    name: Annotated[str, Meta(max_length=30)]
    berth: BoatBerth
    hull: Literal["wood", "steel"] | None = None
    note: str | None = None
    crew: list[Sailor] | None = None
""",
    "typeddict": """
from typing import Literal, NotRequired, TypedDict

class Sailor(TypedDict):
    rank: str | None
    since: NotRequired[str]

class BoatBerth(TypedDict):
    pier: int
    lit: NotRequired[bool]

class Boat(TypedDict):
    name: str
    berth: BoatBerth
    hull: NotRequired[Literal["wood", "steel"]]
    note: NotRequired[str]
    crew: NotRequired[list[Sailor]]
""",
}


@pytest.mark.parametrize("target", BY_HAND)
def test_models_by_hand_differ_in_what_they_state_only(target: str) -> None:
    Path("models.py").write_text(BY_HAND[target])
    existing = read_existing_models("models.py", RunContext())
    assert (existing.target, existing.is_generated) == (target, False)
    differences = changes(docmodels.load("yard.yaml"), Path("models.py"))
    assert [(c.kind.name, c.location) for c in differences if c.kind.name != "model-renamed"] == []
    edited = BY_HAND[target].replace("pier: int", "pier: str").replace("    rank", "    ranks")
    Path("models.py").write_text(edited)
    differences = changes(docmodels.load("yard.yaml"), Path("models.py"))
    kinds = {c.kind.name for c in differences}
    assert kinds - {"model-renamed"} == {"type-changed", "required-field-renamed"}
    assert all(change.old and change.old.file == "models.py" for change in differences)


def test_annotations_that_cannot_be_read_are_not_compared() -> None:
    text = BY_HAND["pydantic"].replace("note: str | None", "note: Remark | None")
    Path("models.py").write_text(f"from yard.remarks import Remark\n{text}")
    result = run("diff", "yard.yaml", "--against", "models.py")
    assert "warning[unknown-type]: cannot read the type `Remark`" in result.stderr
    assert "note" not in result.stdout
    strict = run("diff", "yard.yaml", "--against", "models.py", "--strict")
    assert strict.exit_code == 1


def test_base_classes_of_other_modules() -> None:
    """A base class among the modules is found by its import; of others, settings show the kind."""
    base = "from pydantic import BaseModel\n\nclass Model(BaseModel, extra='forbid'):\n    pass\n"
    models = BY_HAND["pydantic"].replace("BaseModel", "Model")
    Path("yard").mkdir()
    Path("yard/base.py").write_text(base)
    Path("yard/models.py").write_text(models.replace("from pydantic", "from yard.base", 1))
    Path("yard/models.py").write_text(
        "from yard.base import Model\n"
        + BY_HAND["pydantic"].replace("BaseModel, Field", "Field").replace("(BaseModel)", "(Model)")
    )
    differences = changes(docmodels.load("yard.yaml"), Path("yard"))
    kinds = [change.kind.name for change in differences]
    assert kinds.count("additional-properties-allowed") == 3, kinds


# --- the command ----------------------------------------------------------------------------------


def test_settings_have_the_options_of_the_output() -> None:
    Path("docmodels.toml").write_text(
        'inputs = ["yard.yaml"]\noutput = "api/models.py"\ntarget = "dataclass"\n'
        'rename = {Sailor = "Crewman"}\nformats = {date = "yard.types:Day"}\n'
    )
    assert run("generate").exit_code == 0
    result = run("diff", "--against", "api/models.py")
    assert (result.exit_code, result.stdout) == (0, "no changes\n"), result.output
    Path("yard.yaml").write_text(
        SPECIFICATION.replace("rank: {type: [string, 'null']}", "rank: {}")
    )
    shown = run("diff", "--against", "api/models.py").stdout
    assert "Crewman.rank" in shown
    Path("api").rename("moved")
    Path("api").symlink_to("moved")
    assert run("diff", "yard.yaml", "--against", "api/models.py").stdout == shown
    assert "Sailor.rank" not in shown


def test_exit_codes_and_reports() -> None:
    docmodels.generate("yard.yaml", "models.py")
    Path("yard.yaml").write_text(SPECIFICATION.replace("note: {type: string}", "n: {type: array}"))
    arguments = ("diff", "yard.yaml", "--against", "models.py")
    assert run(*arguments).exit_code == 0
    assert run(*arguments, "--fail-on", "breaking").exit_code == 1
    sarif = json.loads(run(*arguments, "--to", "sarif").stdout)
    removed, added = sarif["runs"][0]["results"]
    location = removed["relatedLocations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "models.py"
    assert added["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "yard.yaml"
    assert "models.py:" in run(*arguments, "--to", "markdown").stdout


def test_wrong_usage() -> None:
    assert "2 inputs" not in run("diff", "yard.yaml", "yard.yaml").stderr
    one = run("diff", "yard.yaml")
    assert (one.exit_code, "1 input, not OLD and NEW" in one.stderr) == (2, True)
    renamed = run("diff", "yard.yaml", "yard.yaml", "--rename", "Boat=Ship")
    assert (renamed.exit_code, "--rename requires --against" in renamed.stderr) == (2, True)
    no_input = run("diff", "--against", "models.py")
    assert (no_input.exit_code, "no INPUT" in no_input.stderr) == (2, True)
    missing = run("diff", "yard.yaml", "--against", "models.py")
    assert (missing.exit_code, "cannot read models.py" in missing.stderr) == (2, True)
    Path("models.py").write_text("def broken(:\n")
    broken = run("diff", "yard.yaml", "--against", "models.py")
    assert (broken.exit_code, "models.py:1:12" in broken.stderr) == (2, True)
    Path("models.py").write_text("answer = 42\n")
    empty = run("diff", "yard.yaml", "--against", "models.py")
    assert (empty.exit_code, "no model in models.py" in empty.stderr) == (2, True)


@given(st.data())
def test_any_module_is_compared_or_refused(data: st.DataObject) -> None:
    """Mutate models by hand: a line is removed, repeated, or replaced by one of another module."""
    Path("yard.yaml").write_text(SPECIFICATION)
    lines = data.draw(st.sampled_from([text.splitlines() for text in BY_HAND.values()]))
    others = [line for text in BY_HAND.values() for line in text.splitlines()]
    for _ in range(data.draw(st.integers(1, 4))):
        number = data.draw(st.integers(0, len(lines) - 1))
        lines[number : number + data.draw(st.integers(0, 2))] = [data.draw(st.sampled_from(others))]
    Path("mutated.py").write_text("\n".join(lines))
    try:
        changes(docmodels.load("yard.yaml"), Path("mutated.py"), cosmetic=True)
    except DocmodelsError as error:
        assert error.note.message
