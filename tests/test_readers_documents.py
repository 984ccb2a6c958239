"""Whole documents: which definitions they give, under which names, and across several files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from openapi_spec_validator import OpenAPIV31SpecValidator

from docmodels.diagnostics.documents import Document, document
from docmodels.diagnostics.notes import DocmodelsError, Note
from docmodels.ir import STRING, Api, Enum, Nullable, Object, Ref
from docmodels.ir.documents import to_jsonschema, to_openapi
from docmodels.ir.traverse import without_origins
from docmodels.readers import read_schemas
from docmodels.readers.detection import recognise
from docmodels.readers.documents import Schemas, read

SHARED = Path(__file__).parents[2] / "shared"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared")


def read_files(notes: list[Note] | None = None, **files: str) -> Schemas:
    documents = [document(name.replace("__", "/") + ".yaml", text) for name, text in files.items()]
    return read(documents, [] if notes is None else notes)


def names(schemas: Schemas) -> list[str]:
    return [draft.definition.name for draft in schemas.drafts]


def types(schemas: Schemas) -> dict[str, Any]:
    return {draft.definition.name: draft.definition.type for draft in schemas.drafts}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('{"openapi": "3.1.0", "paths": {}}', "openapi"),
        ("openapi: 3.2.0\npaths: {}", "openapi"),
        ("# one\n'openapi': \"3.0.3\"", "openapi"),
        ("swagger: '2.0'", "swagger"),
        ("swagger: 2.0", "swagger"),
        ('{"$schema": "http://json-schema.org/draft-07/schema#"}', "jsonschema"),
        ('{"type": "object", "properties": {"a": {"type": "string"}}}', "jsonschema"),
        ("type: object\nproperties:\n  a:\n    type: string\n", "jsonschema"),
        ("oneOf:\n  - $ref: '#/a'\n", "jsonschema"),
        ("true", "jsonschema"),
        ('{"docmodels_ir": 1}', "ir"),
        (
            '{"name": "x", "version": "1", "type": "module", "dependencies": {"openapi": "3.0.0"}}',
            None,
        ),
        (
            '{"$schema": "https://example.org/settings.json", "properties": {"a": {"type": "x"}}}',
            None,
        ),
        ("jobs:\n  test:\n    openapi: 3.0.0\n", None),
        ("definitions:\n  caches:\n    sonar: x\n", None),
        ("properties: {a: {type: string}}\n", "jsonschema"),
        ("title: A\nproperties: {a: {type: string},\n  b: {type: integer}\n}\n", "jsonschema"),
        ("# note\n{type: object, properties: {a: {type: string}}} # end\n", "jsonschema"),
        ("allOf: [{type: object}]\n", "jsonschema"),
        ("$defs: {A: {type: [string, 'null']}}\n", "jsonschema"),
        ("{openapi: 3.1.0, paths: {}}\n", "openapi"),
        ("properties: {a: {colour: red}}\n", None),
        ("properties: {a: {type: string}\nb: 1\n", None),
        ('{"title": "\\ud800", "type": "object"}', "jsonschema"),
        ('{"info": "x", "openapi": "3.0.0", "paths": {', "openapi"),
        ("openapi: 1.0", None),
        ("{", None),
        ("[1]", None),
        ("", None),
    ],
)
def test_a_document_is_told_by_its_top_level(text: str, kind: str | None) -> None:
    assert recognise(document("some.txt", text)) == kind


@settings(max_examples=200)
@given(st.text() | st.text("{}[]:,\"' \n-abctypeopnis$3.0"))
def test_recognising_never_fails(text: str) -> None:
    assert recognise(document("a", text)) in (None, "openapi", "swagger", "jsonschema", "ir")


OPENAPI = """
openapi: 3.1.0
info: {title: Shop, version: "7", description: All of it.}
paths:
  /pets/{id}:
    parameters: [{name: view, in: query, schema: {enum: [short, long]}}]
    get:
      operationId: pets.get-one
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
        - {name: sort, in: query, schema: {type: array, items: {enum: [up, down]}}}
        - $ref: "#/components/parameters/Filter"
      responses:
        200:
          headers: {X-Kind: {schema: {enum: [a, b]}}}
          content:
            application/json: {schema: {type: object, properties: {a: {type: string}}}}
            application/xml: {schema: {type: object, properties: {a: {type: string}}}}
            text/csv; charset=utf-8: {schema: {type: object, properties: {b: {type: string}}}}
        default: {$ref: "#/components/responses/Failure"}
    post:
      requestBody:
        content: {application/json: {schema: {oneOf: [{type: string}, {type: integer}]}}}
      callbacks:
        done: {"{$url}": {post: {requestBody: {content: {"*/*": {schema: {type: object}}}}}}}
webhooks:
  changed: {post: {requestBody: {content: {application/json: {schema: {enum: [x, y]}}}}}}
components:
  parameters: {Filter: {name: f, in: query, schema: {type: object, properties: {q: {}}}}}
  responses: {Failure: {content: {application/json: {schema: {type: object, required: [e]}}}}}
  schemas: {Filter: {type: string}, "1. odd name": {type: integer}}
"""


def test_openapi_gives_components_their_names_and_inline_schemas_those_of_their_places() -> None:
    found = read_files(api=OPENAPI)
    assert (found.title, found.version, found.doc) == ("Shop", "7", "All of it.")
    assert names(found) == [
        "Filter",
        "1. odd name",
        "pets_id_view",
        "pets_get_one_sort",
        "pets_get_one_response_200",
        "pets_get_one_response_200_csv",
        "pets_get_one_response_200_X_Kind",
        "post_pets_id_request",
        "post_pets_id_done_post_request",
        "changed_post_request",
        "FilterParameter",
        "FailureResponse",
    ]
    inferred = {draft.definition.name for draft in found.drafts if draft.definition.inferred}
    assert inferred == set(names(found)) - {"Filter", "1. odd name"}


@pytest.mark.parametrize(
    ("operation", "name"),
    [
        ("CopyObject", "CopyObjectXAmzAcl"),
        ("Objects_Copy", "ObjectsCopyXAmzAcl"),
        ("copy_object", "copy_object_x_amz_acl"),
        ("copyObject", "copyObject_x_amz_acl"),
    ],
)
def test_names_of_places_are_in_the_case_of_what_they_begin_with(operation: str, name: str) -> None:
    found = read_files(api=f"""
openapi: 3.1.0
paths:
  /o:
    put:
      operationId: {operation}
      parameters: [{{name: x-amz-acl, in: header, schema: {{type: string, enum: [a, b]}}}}]
""")
    assert names(found) == [name]


def test_swagger_gives_definitions_and_inline_schemas() -> None:
    found = read_files(api="""
swagger: "2.0"
info: {title: Old, version: "1"}
paths:
  /a:
    post:
      operationId: make
      parameters:
        - {name: body, in: body, schema: {type: object, properties: {x: {type: file}}}}
        - {name: how, in: query, type: string, enum: [fast, slow], required: true}
        - {name: n, in: query, type: integer}
      responses:
        200: {description: ok, schema: {type: array, items: {$ref: "#/definitions/Pet"}}}
        201: {description: ok, schema: {type: object, properties: {y: {type: string}}}}
definitions:
  Pet: {type: object, discriminator: kind, properties: {kind: {type: string, x-nullable: true}}}
""")
    assert names(found) == ["Pet", "make_request", "make_how", "make_response_201"]
    assert isinstance(types(found)["make_how"], Enum)
    pet = types(found)["Pet"]
    assert pet.discriminator.property == "kind"
    assert pet.fields[0].type == Nullable(type=STRING)


def test_a_json_schema_is_named_by_its_title_or_model() -> None:
    schema = {"$schema": "http://json-schema.org/draft-07/schema#", "type": "object"}
    found = read([document("any.json", json.dumps({**schema, "title": "My Title"}))], [])
    assert (names(found), found.root, found.title) == (["My Title"], "My Title", "My Title")
    found = read([document("any.json", json.dumps(schema))], [])
    assert (names(found), found.root) == (["Model"], "Model")
    found = read(
        [document("any.json", json.dumps({**schema, "title": "Same", "$defs": {"Same": {}}}))], []
    )
    assert names(found) == ["Same2", "Same"]
    library = {
        "$schema": schema["$schema"],
        "definitions": {"A": {}, "group": {"B": {"type": "string"}}},
    }
    found = read([document("any.json", json.dumps(library))], [])
    assert (names(found), found.root) == (["A"], "")


def test_references_find_identifiers_anchors_and_places_inside_schemas() -> None:
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://example.org/root.json",
        "properties": {
            "a": {"$ref": "other.json"},
            "b": {"$ref": "#mark"},
            "c": {"$ref": "#/$defs/In/properties/x%20y~1z"},
            "d": {"$ref": "other.json#/$defs/Deep"},
        },
        "$defs": {
            "Other": {"$id": "other.json", "type": "string", "$defs": {"Deep": {"type": "null"}}},
            "Marked": {"$anchor": "mark", "type": "integer"},
            "In": {"type": "object", "properties": {"x y/z": {"type": "boolean"}}},
        },
    }
    notes: list[Note] = []
    found = types(read([document("a.json", json.dumps(schema))], notes))
    targets = [field.type for field in found["Model"].fields]
    assert targets == [Ref(name=n) for n in ("Other", "Marked", "InXYZ", "OtherDeep")]
    assert list(found) == ["Model", "Other", "Marked", "In", "InXYZ", "OtherDeep"]
    assert notes == []


MAIN = """
openapi: 3.0.3
info: {title: Shop, version: "1"}
paths:
  /pets: {$ref: paths/pets.yaml}
components:
  schemas:
    Pet: {type: object, properties: {tag: {$ref: schemas/tag.yaml}, size: {$ref: "more.yaml#/Size"}}}
"""
PARTS = {
    "api__paths__pets": """
get:
  responses:
    200: {content: {application/json: {schema: {properties: {pet: {$ref: "../openapi.yaml#/components/schemas/Pet"}}}}}}
""",
    "api__schemas__tag": "type: object\nproperties:\n  next: {$ref: '#', nullable: true}\n  word: {type: string, nullable: true}\n",
    "api__more": "Size: {type: string, enum: [s, m]}\n",
}


def tree(outer: str, inner: str, ref: str) -> str:
    """A tree in a resource of its own, in another that refers to it."""
    return f"""
$schema: https://json-schema.org/draft/{"2019-09" if "recursive" in ref else "2020-12"}/schema
$id: https://example.org/named
$ref: tree
{outer}
$defs:
  Tree: {{$id: tree, {inner}, type: object, properties: {{next: {{{ref}}}}}}}
"""


@pytest.mark.parametrize(
    ("outer", "inner", "ref", "many"),
    [
        ("$dynamicAnchor: node", "$dynamicAnchor: node", "$dynamicRef: '#node'", True),
        ("$dynamicAnchor: other", "$dynamicAnchor: node", "$dynamicRef: '#node'", False),
        ("$dynamicAnchor: node", "$anchor: node", "$dynamicRef: '#node'", False),
        ("$dynamicAnchor: node", "$dynamicAnchor: node", "$ref: '#node'", False),
        ("$recursiveAnchor: true", "$recursiveAnchor: true", "$recursiveRef: '#'", True),
        ("$recursiveAnchor: true", "$recursiveAnchor: false", "$recursiveRef: '#'", False),
        ("$recursiveAnchor: false", "$recursiveAnchor: true", "$recursiveRef: '#'", False),
    ],
)
def test_a_dynamic_reference_is_told_where_the_way_to_it_matters(
    outer: str, inner: str, ref: str, many: bool
) -> None:
    notes: list[Note] = []
    read_files(notes, tree=tree(outer, inner, ref))
    assert [note.rule.name for note in notes] == ["approximated-dynamic-ref"] * many


def test_a_description_may_be_spread_over_files() -> None:
    notes: list[Note] = []
    found = read_files(notes, api__openapi=MAIN, **PARTS)
    assert names(found) == ["Pet", "get_pets_response_200", "tag", "Size"]
    assert [note.rule.name for note in notes] == ["unenforced-keyword"]
    assert {draft.dialect for draft in found.drafts} == {"openapi"}
    fetched: list[str] = []

    def fetch(path: str) -> Document | None:
        name = path.rsplit("/api/", 1)[1]
        fetched.append(name)
        key = f"api__{name.removesuffix('.yaml').replace('/', '__')}"
        return document(f"api/{name}", PARTS[key]) if key in PARTS else None

    again = read([document("api/openapi.yaml", MAIN)], [], fetch)
    assert types(again).keys() == types(found).keys()
    assert sorted(fetched) == ["more.yaml", "paths/pets.yaml", "schemas/tag.yaml"]


def test_what_is_not_among_the_inputs_is_accepted_and_told() -> None:
    notes: list[Note] = []
    found = read_files(notes, api__openapi=MAIN)
    assert names(found) == ["Pet"]
    assert [note.rule.name for note in notes] == ["remote-ref", "remote-ref"]


def test_two_documents_may_share_a_definition_but_not_a_name() -> None:
    def text(kind: str) -> str:
        schemas = f"{{Error: {{type: string}}, Pet: {{type: {kind}}}}}"
        return f"openapi: 3.0.0\npaths: {{}}\ncomponents: {{schemas: {schemas}}}\n"

    notes: list[Note] = []
    found = read_files(notes, one=text("integer"), two=text("boolean"))
    assert names(found) == ["Error", "Pet", "Pet2"]
    assert [(note.rule.name, note.origin.file) for note in notes if note.origin] == [
        ("name-clash", "two.yaml")
    ]


def test_a_document_that_is_no_schema_is_told() -> None:
    notes: list[Note] = []
    assert read_files(notes, package="name: x\n").drafts == ()
    assert [note.rule.name for note in notes] == ["not-a-model-page"]


def test_a_definition_and_a_field_know_their_places() -> None:
    (draft,) = read_schemas(
        [
            document(
                "a.yaml",
                "openapi: 3.0.0\ncomponents:\n  schemas:\n    A:\n      properties:\n        b: {}\n",
            )
        ],
        [],
    )
    definition = draft.definition
    assert definition.origin is not None
    assert (definition.origin.line, definition.origin.column) == (4, 5)
    assert isinstance(definition.type, Object)
    assert [(f.origin.line, f.origin.column) for f in definition.type.fields if f.origin] == [
        (6, 9)
    ]


def test_an_unrelated_schema_changes_no_name() -> None:
    before = yaml.safe_load(OPENAPI)
    after = yaml.safe_load(OPENAPI)
    new = {"type": "object", "properties": {"a": {"enum": ["x"]}}}
    after["components"]["schemas"] = {"Aaa": new, "sort": new, **before["components"]["schemas"]}
    after["paths"] = {
        "/aaa": {"get": {"responses": {"200": {"content": {"application/json": {"schema": new}}}}}},
        **before["paths"],
    }
    known = [read([document("a.yaml", yaml.safe_dump(d))], []).drafts for d in (before, after)]
    first, second = (
        {d.definition.name: without_origins(d.definition) for d in drafts} for drafts in known
    )
    assert first.items() <= second.items()


# --- any document ---------------------------------------------------------------------------------

WORDS = (
    "$ref $id $anchor $schema type properties items allOf anyOf oneOf not if then enum const required"
    " additionalProperties patternProperties discriminator mapping propertyName default nullable"
    " description title format openapi swagger paths components schemas definitions $defs a b get"
    " parameters responses content schema 200 propertyNames unevaluatedProperties x-enum-varnames"
).split()
KEYS = st.sampled_from(WORDS)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-2, 2)
    | st.sampled_from(
        [
            *WORDS,
            "#",
            "#/a",
            "#/$defs/a",
            "#/components/schemas/a",
            "a.yaml#/b",
            "http://[",
            "object",
            "3.0.0",
            "",
        ]
    )
)
JUNK = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=25,
)


@settings(max_examples=400)
@given(st.sampled_from(["openapi", "swagger", "$schema"]), JUNK, JUNK)
def test_no_document_is_a_traceback(kind: str, schemas: object, rest: object) -> None:
    head = {
        "openapi": "3.1.0",
        "swagger": "2.0",
        "$schema": "http://json-schema.org/draft-07/schema",
    }
    tail = rest if isinstance(rest, dict) else {"paths": rest}
    whole = {kind: head[kind], "components": {"schemas": schemas}, "definitions": schemas, **tail}
    notes: list[Note] = []
    try:
        found = read([document("a.json", json.dumps(whole))], notes)
    except DocmodelsError as error:
        assert error.note.message
    else:
        api = Api(definitions=tuple(draft.definition for draft in found.drafts), root=found.root)
        assert len(api.by_name()) == len(api.definitions)
        for export in (to_openapi, to_jsonschema):
            json.loads(export(api))


@needs_shared
@pytest.mark.parametrize(
    "path",
    sorted((SHARED / "specs").glob("*")) + sorted((SHARED / "jsonschemas").glob("*")),
    ids=lambda path: path.name,
)
def test_real_documents_are_read_and_read_back(path: Path) -> None:
    notes: list[Note] = []
    found = read([document(path.name, path.read_text("utf-8"))], notes)
    api = Api(definitions=tuple(draft.definition for draft in found.drafts), root=found.root)
    assert api.definitions
    assert not [note for note in notes if note.rule.severity == "error"]
    exported = to_openapi(api)
    again = read([document("again.json", exported)], []).drafts
    assert {d.definition.name for d in again} == {d.name for d in api.definitions}
    if path.parent.name == "specs" and len(exported) < 300_000:
        OpenAPIV31SpecValidator(json.loads(exported)).validate()
