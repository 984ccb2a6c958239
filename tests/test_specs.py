"""Test modules of real documents: import, formatting, stability, and their own examples.

By default the smaller documents run; `--slow` adds the type checkers, and `--documents` adds the
large documents.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import specs
from docmodels.diagnostics.documents import document
from docmodels.readers.data import read_data
from spec_examples import SchemaValidator

FEW_LINES = 6_000
"""The size of a module that black formats in about two seconds."""
SMALL = specs.find_documents(max_bytes=200_000)
LARGE = [path for path in specs.find_documents() if path not in SMALL]
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
def test_modules_are_importable_black_formatted_and_stable(
    path: Path, target: str, request: pytest.FixtureRequest
) -> None:
    text = module_text(path, target)
    assert specs.import_faults(text) == []
    if text.count("\n") < FEW_LINES or request.config.getoption("--documents"):
        assert specs.formatting_faults(text) == []
    assert specs.stability_faults(path, target, text) == []


UNFAITHFUL_EXAMPLES = {
    "azure_blobmgmt.json": "date-times keep six digits of a second; the example has seven",
    "azure_compute.json": "date-times keep six digits of a second; the example has seven",
}
"""Documents with an example that does not round-trip, with the reason."""


@every_document
def test_valid_examples_round_trip(path: Path) -> None:
    verdicts = specs.validate_examples(path, module_text(path, "pydantic"))
    assert verdicts.accepted == verdicts.valid, verdicts.failures
    assert (verdicts.failures != []) == (path.name in UNFAITHFUL_EXAMPLES), UNFAITHFUL_EXAMPLES.get(
        path.name, verdicts.failures
    )


@pytest.mark.parametrize(
    "paths",
    [
        pytest.param(SMALL, id="small", marks=pytest.mark.slow),
        *(pytest.param([path], id=path.name, marks=pytest.mark.documents) for path in LARGE),
    ],
)
def test_modules_pass_strict_type_checkers(paths: list[Path]) -> None:
    if not paths:
        pytest.skip("the documents in ../shared are not here")
    modules = {
        f"{target}_{number}": module_text(path, target)
        for number, path in enumerate(paths)
        for target in specs.TARGETS
    }
    faults_by_module = specs.checker_faults(modules)
    assert {name: faults for name, faults in faults_by_module.items() if faults} == {}


def module_text(path: Path, target: str) -> str:
    return specs.generate_module(path, target).text


# --- the checks themselves -------------------------------------------------------------------------

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
def pets_document(tmp_path: Path) -> Path:
    path = tmp_path / "pets.yaml"
    path.write_text(PETS, encoding="utf-8")
    return path


def test_examples_are_validated_against_their_schema(pets_document: Path) -> None:
    verdicts = specs.validate_examples(pets_document, module_text(pets_document, "pydantic"))
    assert (verdicts.examples, verdicts.unplaced) == (6, 1)
    assert (verdicts.invalid, verdicts.misformatted, verdicts.valid) == (1, 1, 3)
    assert (verdicts.accepted, verdicts.unchanged, verdicts.failures) == (3, 3, [])


def test_rejected_and_changed_examples_are_reported(pets_document: Path) -> None:
    text = module_text(pets_document, "pydantic")
    narrow = text.replace("class Pet(NullableModel", "class Pet(NullableModel, str_max_length=2")
    assert narrow != text
    failures = specs.validate_examples(pets_document, narrow).failures
    assert len(failures) == 2
    assert all("at most 2" in failure and failure.startswith("rejected") for failure in failures)
    uppercase = text.replace(
        "class Pet(NullableModel", "class Pet(NullableModel, str_to_upper=True"
    )
    assert any(
        'changed #/paths//pets/get/responses/200/content/application/json [0].name: "Rex"'
        in failure
        for failure in specs.validate_examples(pets_document, uppercase).failures
    )


def test_validator_follows_the_openapi_version(pets_document: Path) -> None:
    value = read_data(document(str(pets_document), PETS)).value
    born = value["components"]["schemas"]["Pet"]["properties"]["born"]
    validate = SchemaValidator(value)
    verdicts = [validate(born, example) for example in (None, "2024-02-29", "2024-2-9", 1)]
    assert verdicts == ["valid", "valid", "misformatted", "invalid"]


def test_differences_ignore_the_added_class() -> None:
    before = "from a import B\n\n\nclass Pet(B):\n    name: str\n"
    added_class = f"\n\nclass {specs.UNRELATED_SCHEMA}(B):\n    note: str\n"
    assert specs.differences(before, before + added_class) == []
    assert specs.differences(before, "from c import D\n" + before + added_class) == []
    assert specs.differences(before, before) == [f"no class {specs.UNRELATED_SCHEMA}"]
    renamed = before.replace("Pet", "Pet2") + added_class
    assert specs.differences(before, renamed) == ["changed: class Pet(B):"]
    assert specs.differences(before, before + "    age: int\n" + added_class) == ["added: age: int"]
    assert specs.differences(before, added_class)[0] == "no longer imported: B"


def test_broken_modules_are_reported() -> None:
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
    assert specs.formatting_faults("x = 'a'\n") == ["not in black's form"]


@pytest.mark.slow
def test_errors_of_both_type_checkers_are_reported() -> None:
    faults = specs.checker_faults({"good": "x: int = 1\n", "bad": "x: int = ''\n"})
    assert faults["good"] == []
    assert [fault.split()[0] for fault in faults["bad"]] == ["pyright", "mypy"]
