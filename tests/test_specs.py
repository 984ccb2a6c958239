"""Real documents: what is made of them imports, stays as it is, and takes their own examples.

The quick part takes the smaller ones, `--slow` runs the type checkers over these, and
`--documents` takes all of them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import specs
from docmodels.diagnostics.documents import document
from docmodels.readers.data import read_data
from spec_examples import Judge

FEW_LINES = 6_000
"""What black formats as a whole in a second or two."""
SMALL = specs.documents(smaller=200_000)
LARGE = [path for path in specs.documents() if path not in SMALL]
MISSING = pytest.param(
    Path(), id="none", marks=pytest.mark.skip(reason="the documents in ../shared are not here")
)
every_document = pytest.mark.parametrize(
    "path",
    [
        *(pytest.param(path, id=path.name) for path in SMALL),
        *(pytest.param(path, id=path.name, marks=pytest.mark.documents) for path in LARGE),
    ]
    or [MISSING],
)


@every_document
@pytest.mark.parametrize("target", specs.TARGETS)
def test_a_module_imports_is_in_black_s_form_and_keeps_its_lines(
    path: Path, target: str, request: pytest.FixtureRequest
) -> None:
    text = text_of(path, target)
    assert specs.import_faults(text) == []
    if text.count("\n") < FEW_LINES or request.config.getoption("--documents"):
        assert specs.form_faults(text) == []
    assert specs.stability_faults(path, target, text) == []


OPEN = {
    "azure_blobmgmt.json": "a moment keeps six digits of a second, and seven are given",
    "azure_compute.json": "a moment keeps six digits of a second, and seven are given",
}
"""Documents with an example that does not come back as it was, and why."""


@every_document
def test_examples_that_are_valid_are_accepted_and_come_back(path: Path) -> None:
    found = specs.example_verdicts(path, text_of(path, "pydantic"))
    assert found.accepted == found.valid, found.failures
    assert (found.failures != []) == (path.name in OPEN), OPEN.get(path.name, found.failures)


@pytest.mark.parametrize(
    "paths",
    [
        pytest.param(SMALL, id="small", marks=pytest.mark.slow),
        *(pytest.param([path], id=path.name, marks=pytest.mark.documents) for path in LARGE),
    ],
)
def test_type_checkers_have_nothing_to_say(paths: list[Path]) -> None:
    if not paths:
        pytest.skip("the documents in ../shared are not here")
    modules = {
        f"{target}_{number}": text_of(path, target)
        for number, path in enumerate(paths)
        for target in specs.TARGETS
    }
    found = specs.checker_faults(modules)
    assert {name: faults for name, faults in found.items() if faults} == {}


def text_of(path: Path, target: str) -> str:
    return specs.generated(path, target).text


# --- the measure itself ---------------------------------------------------------------------------

PETS = """
openapi: 3.0.3
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      parameters:
        - {name: limit, in: query, example: 3, schema: {type: integer}}
      responses:
        "200":
          description: fine
          content:
            application/json:
              schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}
              example: [{name: Rex, born: null}]
components:
  schemas:
    Pet:
      type: object
      required: [name]
      example: {name: 7}
      properties:
        name: {type: string, example: Rex}
        born: {type: string, format: date, nullable: true, example: last year}
        toys:
          type: array
          items:
            type: object
            properties: {size: {type: integer, default: 5}}
"""


@pytest.fixture
def pets(tmp_path: Path) -> Path:
    path = tmp_path / "pets.yaml"
    path.write_text(PETS, encoding="utf-8")
    return path


def test_examples_are_found_and_held_against_their_own_schema(pets: Path) -> None:
    verdicts = specs.example_verdicts(pets, text_of(pets, "pydantic"))
    assert (verdicts.found, verdicts.unplaced) == (6, 1)
    assert (verdicts.invalid, verdicts.misformatted, verdicts.valid) == (1, 1, 3)
    assert (verdicts.accepted, verdicts.unchanged, verdicts.failures) == (3, 3, [])


def test_what_models_refuse_or_change_is_said(pets: Path) -> None:
    text = text_of(pets, "pydantic")
    narrow = text.replace("class Pet(BaseModel", "class Pet(BaseModel, str_max_length=2")
    assert narrow != text
    failures = specs.example_verdicts(pets, narrow).failures
    assert len(failures) == 2
    assert all("at most 2" in failure and failure.startswith("refused") for failure in failures)
    shouting = text.replace("class Pet(BaseModel", "class Pet(BaseModel, str_to_upper=True")
    assert any(
        'changed #/paths//pets/get/responses/200/content/application/json [0].name: "Rex"' in said
        for said in specs.example_verdicts(pets, shouting).failures
    )


def test_null_is_valid_where_the_document_says_so_in_the_words_of_its_version(pets: Path) -> None:
    value = read_data(document(str(pets), PETS)).value
    born = value["components"]["schemas"]["Pet"]["properties"]["born"]
    judge = Judge(value)
    said = [judge(born, each) for each in (None, "2024-02-29", "2024-2-9", 1)]
    assert said == ["valid", "valid", "misformatted", "invalid"]


def test_a_changed_line_is_told_from_an_added_class() -> None:
    before = "from a import B\n\n\nclass Pet(B):\n    name: str\n"
    more = f"\n\nclass {specs.NEIGHBOUR}(B):\n    note: str\n"
    assert specs.differences(before, before + more) == []
    assert specs.differences(before, "from c import D\n" + before + more) == []
    assert specs.differences(before, before) == [f"no class {specs.NEIGHBOUR}"]
    renamed = before.replace("Pet", "Pet2") + more
    assert specs.differences(before, renamed) == ["changed: class Pet(B):"]
    assert specs.differences(before, before + "    age: int\n" + more) == ["added: age: int"]
    assert specs.differences(before, more)[0] == "no longer imported: B"


def test_a_module_that_does_not_stand_is_told() -> None:
    assert specs.import_faults("__all__ = ['Pet']\n") == ["no Pet"]
    assert specs.import_faults("import no_such_thing\n")[0].startswith("no import: ModuleNot")
    model = "from __future__ import annotations\nfrom pydantic import BaseModel\n__all__ = []\n"
    open_ended = "class Pet(BaseModel):\n    toy: Toy\n"
    assert specs.import_faults(model + open_ended) == ["Pet is not complete"]
    plain = "from __future__ import annotations\nfrom dataclasses import dataclass\n__all__ = []\n"
    assert (
        "Toy"
        in specs.import_faults(plain + "@dataclass\n" + open_ended[:9] + ":\n    toy: Toy\n")[0]
    )
    assert specs.form_faults("x = 'a'\n") == ["not in black's form"]


@pytest.mark.slow
def test_errors_of_both_type_checkers_are_told() -> None:
    found = specs.checker_faults({"good": "x: int = 1\n", "bad": "x: int = ''\n"})
    assert found["good"] == []
    assert [said.split()[0] for said in found["bad"]] == ["pyright", "mypy"]
