"""Test the table of keywords: against the specifications, and as the only list of keywords."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import jsonschema_specifications
import pytest

from docmodels import ir
from docmodels.ir.keyword_table import API_VERSIONS, BOOLEAN_LIMITS, DRAFTS, KEYWORDS
from docmodels.ir.vocabulary import KEYWORD_BY_NAME

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "generator" / "docmodels"
META_SCHEMAS = Path(jsonschema_specifications.__file__).parent / "schemas"
SCHEMA_KEYWORDS = [keyword for keyword in KEYWORDS if keyword.evaluation != "parameter"]

NOT_IN_META_SCHEMA = {
    "4": {"$ref"},  # JSON Reference
    "7": {"writeOnly"},  # validation, section 10.3; missing in older copies of the meta-schema
}

SWAGGER_2_0 = set(
    """$ref format title description default multipleOf maximum exclusiveMaximum minimum
    exclusiveMinimum maxLength minLength pattern maxItems minItems uniqueItems maxProperties
    minProperties required enum type items allOf properties additionalProperties discriminator
    readOnly xml externalDocs example""".split()
)
"""Swagger 2.0, "Schema Object"."""
OPENAPI_3_0 = SWAGGER_2_0 | {"oneOf", "anyOf", "not", "nullable", "writeOnly", "deprecated"}
"""OpenAPI 3.0, section 4.7.24."""
OPENAPI_3_1 = {"discriminator", "xml", "externalDocs", "example"}
"""OpenAPI 3.1, section 4.8.24: besides the keywords of JSON Schema 2020-12."""


def meta_schema_keywords(draft: str) -> set[str]:
    folder = META_SCHEMAS / f"draft{draft.replace('-', '')}"
    vocabularies = sorted((folder / "vocabularies").glob("*"))
    files = vocabularies or [folder / "metaschema.json"]
    return {name for file in files for name in json.loads(file.read_text("utf-8"))["properties"]}


def keywords_of(version: str) -> set[str]:
    return {k.name for k in SCHEMA_KEYWORDS if k.versions.define(version)}


@pytest.mark.parametrize("draft", DRAFTS)
def test_drafts_define_the_keywords_of_their_meta_schemas(draft: str) -> None:
    expected = meta_schema_keywords(draft) | NOT_IN_META_SCHEMA.get(draft, set())
    assert keywords_of(draft) == expected


def test_openapi_versions_define_the_keywords_of_their_schema_objects() -> None:
    expected = (SWAGGER_2_0, OPENAPI_3_0, OPENAPI_3_1 | keywords_of("2020-12"))
    assert tuple(map(keywords_of, API_VERSIONS)) == expected


def test_rows_are_consistent() -> None:
    assert len(KEYWORD_BY_NAME) == len(KEYWORDS)
    assert {k.needs for k in KEYWORDS} - {""} <= KEYWORD_BY_NAME.keys()
    assert {*BOOLEAN_LIMITS, *BOOLEAN_LIMITS.values()} <= KEYWORD_BY_NAME.keys()
    boolean_limits = {keyword.name for keyword in KEYWORDS if keyword.shape == "limit"}
    assert boolean_limits == BOOLEAN_LIMITS.keys()


@pytest.mark.parametrize("fact", sorted({k.fact for k in KEYWORDS if k.fact}))
def test_facts_are_attributes_of_the_representation(fact: str) -> None:
    type_name, _, attribute = fact.partition(".")
    assert attribute in getattr(ir, type_name).__struct_fields__


# --- no other lists of keywords ------------------------------------------------------------------

ALLOWED: dict[str, set[str]] = {
    "ir/algebra.py": {"default examples title"},  # attributes of a field
    "ir/migration.py": {"deprecated required"},  # attributes of older versions
    "ir/json_schema.py": {"discriminator title"},  # what may stand beside a union
    "readers/definition_names.py": {"additionalProperties items"},  # parts of names
    "readers/documents.py": {"description title"},  # Info Object
    "readers/python_models/facts.py": {"readOnly writeOnly"},  # extra values of a field
    "readers/swagger.py": {"description required"},  # Parameter Object
    "readers/unions.py": {"const type"},  # a labelled constant
    "targets/pydantic/residual.py": {"additionalProperties if properties"},  # depend on each other
}
"""The lists that are not about schemas, or that are true for one place only."""


def name_lists(path: Path) -> Iterator[frozenset[str]]:
    """Yield the strings of each set, list, tuple, split string and dict; types do not count."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    in_types = {id(node.slice) for node in nodes if isinstance(node, ast.Subscript)}
    for node in nodes:
        if id(node) in in_types:
            continue
        match node:
            case ast.Set(elts=items) | ast.List(elts=items) | ast.Tuple(elts=items):
                yield frozenset(map(constant, items))
            case ast.Dict(keys=keys) if all(isinstance(v, ast.Constant) for v in node.values):
                yield frozenset(constant(key) for key in keys if key is not None)
            case ast.Call(func=ast.Attribute(value=ast.Constant(str(text)), attr="split")):
                yield frozenset(text.split())
            case _:
                pass


def constant(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


ROOMS = ("ir", "readers", "targets")
MODULES = sorted(
    path
    for room in ROOMS
    for path in (PACKAGE / room).rglob("*.py")
    if path.name != "keyword_table.py"
)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_table_lists_keywords(path: Path) -> None:
    lists = {
        " ".join(sorted(names & KEYWORD_BY_NAME.keys()))
        for names in name_lists(path)
        if len(names & KEYWORD_BY_NAME.keys()) > 1
    }
    assert lists - ALLOWED.get(str(path.relative_to(PACKAGE)), set()) == set()


# --- a made-up keyword is one row ----------------------------------------------------------------

READ = """
import json, sys
import docmodels

notes = []
api = docmodels.load(sys.argv[1], notes=notes)
print(docmodels.export(api, "jsonschema"))
print(json.dumps([note.message for note in notes]), file=sys.stderr)
"""

SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Model",
    "type": "object",
    "properties": {
        "words": {"type": "string", "madeUp": 3},
        "parts": {"$ref": "#/definitions/Part"},
    },
    "definitions": {"Part": {"type": "string"}},
}


def read_with_row(folder: Path, row: str, value: object) -> tuple[dict[str, object], list[str]]:
    """Read `SCHEMA` with a copy of the package that has one more row, and return the result.

    The result is the exported schema of the property `words`, and the messages.
    """
    for name in ("generator", "templates", "schemas"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    table = folder / "generator" / "docmodels" / "ir" / "keyword_table.py"
    text = table.read_text("utf-8")
    end_of_extensions = "\n)  # fmt: skip\n\n# OpenAPI 3.0, sections 4.7.12"
    assert text.count(end_of_extensions) == 1
    table.write_text(text.replace(end_of_extensions, f"\n{row}{end_of_extensions}"), "utf-8")
    source = folder / "schema.json"
    schema = json.loads(json.dumps(SCHEMA))
    schema["properties"]["words"]["madeUp"] = value
    source.write_text(json.dumps(schema), "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(folder / "generator")}
    command = [sys.executable, "-c", READ, str(source)]
    run = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return json.loads(run.stdout)["$defs"]["Model"]["properties"]["words"], json.loads(run.stderr)


PART = {"$ref": "#/definitions/Part"}
READ_PART = {"$ref": "#/$defs/Part"}


@pytest.mark.parametrize(
    ("columns", "value", "expected"),
    [
        ('"string", "annotation"', "a", {"type": "string"}),
        (
            '"count", "assertion", Versions("2020-12.."), "WithAssertions.schema", "string"',
            3,
            {"type": "string", "madeUp": 3},
        ),
        (
            '"schemas", "in-place", Versions("2020-12.."), "WithAssertions.schema"',
            [PART, {"title": "T", "minLength": 1}],
            {"type": "string", "madeUp": [READ_PART, {"minLength": 1}]},
        ),
        (
            '"schema map", "child", Versions("2020-12.."), "WithAssertions.schema", "object"',
            {"title": PART},
            {"type": "string", "madeUp": {"title": READ_PART}},
        ),
    ],
    ids=["annotation", "assertion", "in-place", "child"],
)
def test_keyword_is_one_row(
    tmp_path: Path, columns: str, value: object, expected: dict[str, object]
) -> None:
    schema, messages = read_with_row(tmp_path, f'    Keyword("madeUp", {columns}),', value)
    assert schema == expected
    assert messages == []


def test_keyword_without_a_row_is_reported(tmp_path: Path) -> None:
    schema, messages = read_with_row(tmp_path, "", 3)
    assert schema == {"type": "string"}
    assert messages == ["`madeUp` is not a keyword of 2020-12; it is left out"]
