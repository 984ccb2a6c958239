"""Test reading whole documents: definitions, their names, and references across files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from openapi_spec_validator import OpenAPIV31SpecValidator

import docmodels
from docmodels.diagnostics.documents import Document, document
from docmodels.diagnostics.notes import DocmodelsError, Note
from docmodels.ir import STRING, Api, Enum, Object, Ref, nullable
from docmodels.ir.documents import to_jsonschema, to_openapi
from docmodels.ir.traverse import without_origins
from docmodels.readers import read_drafts
from docmodels.readers.detection import detect_kind
from docmodels.readers.documents import Schemas, read_documents

SHARED = Path(__file__).parents[2] / "shared"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared")


def read_yaml_files(notes: list[Note] | None = None, **files: str) -> Schemas:
    documents = [document(name.replace("__", "/") + ".yaml", text) for name, text in files.items()]
    return read_documents(documents, [] if notes is None else notes)


def definition_names(schemas: Schemas) -> list[str]:
    return [draft.definition.name for draft in schemas.drafts]


def definition_types(schemas: Schemas) -> dict[str, Any]:
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
def test_document_kind_is_detected_by_top_level_keys(text: str, kind: str | None) -> None:
    assert detect_kind(document("some.txt", text)) == kind


@settings(max_examples=200)
@given(st.text() | st.text("{}[]:,\"' \n-abctypeopnis$3.0"))
def test_detection_accepts_any_text(text: str) -> None:
    assert detect_kind(document("a", text)) in (None, "openapi", "swagger", "jsonschema", "ir")


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


def test_openapi_schemas_are_named_by_component_or_position() -> None:
    schemas = read_yaml_files(api=OPENAPI)
    assert (schemas.title, schemas.version, schemas.doc) == ("Shop", "7", "All of it.")
    assert definition_names(schemas) == [
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
    inferred = {draft.definition.name for draft in schemas.drafts if draft.definition.inferred}
    assert inferred == set(definition_names(schemas)) - {"Filter", "1. odd name"}


@pytest.mark.parametrize(
    ("operation", "name"),
    [
        ("CopyObject", "CopyObjectXAmzAcl"),
        ("Objects_Copy", "ObjectsCopyXAmzAcl"),
        ("copy_object", "copy_object_x_amz_acl"),
        ("copyObject", "copyObject_x_amz_acl"),
    ],
)
def test_position_names_have_the_case_of_the_operation_id(operation: str, name: str) -> None:
    schemas = read_yaml_files(api=f"""
openapi: 3.1.0
paths:
  /o:
    put:
      operationId: {operation}
      parameters: [{{name: x-amz-acl, in: header, schema: {{type: string, enum: [a, b]}}}}]
""")
    assert definition_names(schemas) == [name]


def test_swagger_definitions_and_inline_schemas_are_read() -> None:
    schemas = read_yaml_files(api="""
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
    assert definition_names(schemas) == ["Pet", "make_request", "make_how", "make_response_201"]
    assert isinstance(definition_types(schemas)["make_how"], Enum)
    pet = definition_types(schemas)["Pet"]
    assert pet.discriminator.property == "kind"
    assert pet.fields[0].type == nullable(STRING)


def test_swagger_components_with_inline_schemas_are_named_by_their_kind() -> None:
    schemas = read_yaml_files(api="""
swagger: "2.0"
info: {title: Old, version: "1"}
paths: {}
parameters:
  page: {name: p, in: query, type: string, enum: [first, last]}
responses:
  Gone:
    description: gone
    schema: {type: object, properties: {x: {type: string}}}
    headers: {why: {type: string, enum: [old, moved]}}
""")
    assert definition_names(schemas) == [
        "page_parameter", "GoneResponse", "GoneResponseWhy",
    ]  # fmt: skip


def test_root_schema_is_named_by_title_or_model() -> None:
    schema = {"$schema": "http://json-schema.org/draft-07/schema#", "type": "object"}
    schemas = read_documents(
        [document("any.json", json.dumps({**schema, "title": "My Title"}))], []
    )
    assert (definition_names(schemas), schemas.root, schemas.title) == (
        ["My Title"],
        "My Title",
        "My Title",
    )
    schemas = read_documents([document("any.json", json.dumps(schema))], [])
    assert (definition_names(schemas), schemas.root) == (["Model"], "Model")
    schemas = read_documents(
        [document("any.json", json.dumps({**schema, "title": "Same", "$defs": {"Same": {}}}))], []
    )
    assert definition_names(schemas) == ["Same2", "Same"]
    library = {
        "$schema": schema["$schema"],
        "definitions": {"A": {}, "group": {"B": {"type": "string"}}},
    }
    schemas = read_documents([document("any.json", json.dumps(library))], [])
    assert (definition_names(schemas), schemas.root) == (["A"], "")


def test_references_resolve_ids_anchors_and_json_pointers() -> None:
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
    types = definition_types(read_documents([document("a.json", json.dumps(schema))], notes))
    targets = [field.type for field in types["Model"].fields]
    assert targets == [Ref(name=n) for n in ("Other", "Marked", "InXYZ", "OtherDeep")]
    assert list(types) == ["Model", "Other", "Marked", "In", "InXYZ", "OtherDeep"]
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


def recursive_schema(outer: str, inner: str, ref: str) -> str:
    """Return a document with a recursive schema in an embedded resource that it refers to."""
    return f"""
$schema: https://json-schema.org/draft/{"2019-09" if "recursive" in ref else "2020-12"}/schema
$id: https://example.org/named
$ref: tree
{outer}
$defs:
  Tree: {{$id: tree, {inner}, type: object, properties: {{next: {{{ref}}}}}}}
"""


@pytest.mark.parametrize(
    ("outer", "inner", "ref", "is_dynamic"),
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
def test_dynamic_references_are_reported_if_scope_dependent(
    outer: str, inner: str, ref: str, is_dynamic: bool
) -> None:
    notes: list[Note] = []
    read_yaml_files(notes, tree=recursive_schema(outer, inner, ref))
    assert [note.rule.name for note in notes] == ["approximated-dynamic-ref"] * is_dynamic


def test_multi_file_descriptions_are_resolved() -> None:
    notes: list[Note] = []
    schemas = read_yaml_files(notes, api__openapi=MAIN, **PARTS)
    assert definition_names(schemas) == ["Pet", "get_pets_response_200", "tag", "Size"]
    assert [note.rule.name for note in notes] == ["unenforced-keyword"]
    assert {draft.dialect for draft in schemas.drafts} == {"openapi"}
    fetched: list[str] = []

    def fetch(path: str) -> Document | None:
        name = path.rsplit("/api/", 1)[1]
        fetched.append(name)
        key = f"api__{name.removesuffix('.yaml').replace('/', '__')}"
        return document(f"api/{name}", PARTS[key]) if key in PARTS else None

    fetched_schemas = read_documents([document("api/openapi.yaml", MAIN)], [], fetch)
    assert definition_types(fetched_schemas).keys() == definition_types(schemas).keys()
    assert sorted(fetched) == ["more.yaml", "paths/pets.yaml", "schemas/tag.yaml"]


def test_references_to_missing_files_are_reported() -> None:
    notes: list[Note] = []
    schemas = read_yaml_files(notes, api__openapi=MAIN)
    assert definition_names(schemas) == ["Pet"]
    assert [note.rule.name for note in notes] == ["remote-ref"] * 3


def test_equal_definitions_of_two_documents_are_shared_and_clashes_renamed() -> None:
    def text(kind: str) -> str:
        schemas = f"{{Error: {{type: string}}, Pet: {{type: {kind}}}}}"
        return f"openapi: 3.0.0\npaths: {{}}\ncomponents: {{schemas: {schemas}}}\n"

    notes: list[Note] = []
    schemas = read_yaml_files(notes, one=text("integer"), two=text("boolean"))
    assert definition_names(schemas) == ["Error", "Pet", "Pet2"]
    assert [(note.rule.name, note.origin.file) for note in notes if note.origin] == [
        ("name-clash", "two.yaml")
    ]


def test_non_schema_documents_are_reported() -> None:
    notes: list[Note] = []
    assert read_yaml_files(notes, package="name: x\n").drafts == ()
    assert [note.rule.name for note in notes] == ["not-a-model-page"]


@pytest.mark.parametrize("line", ["openapi: 4.0.0", "swaggerVersion: '1.2'"])
def test_unsupported_versions_are_named_and_not_read_as_values(line: str, tmp_path: Path) -> None:
    notes: list[Note] = []
    path = tmp_path / "api.yaml"
    path.write_text(f"{line}\nmodels: {{Pet: {{id: Pet}}}}\n")
    with pytest.raises(DocmodelsError, match="no model"):
        docmodels.load(path, notes=notes)
    note = notes[0]
    assert note.rule.name == "not-a-model-page"
    assert line.replace("'", "") in note.message
    assert note.help.startswith("convert it to OpenAPI")


def test_a_description_is_at_the_uri_of_self() -> None:
    def text(uri: str, ref: str) -> str:
        schemas = f"{{Pet: {{type: object, properties: {{tag: {{$ref: '{ref}'}}}}}}, Tag: {{}}}}"
        return f"openapi: 3.2.0\n$self: {uri}\ncomponents: {{schemas: {schemas}}}\n"

    base = "https://depot.example/v1"
    notes: list[Note] = []
    schemas = read_yaml_files(
        notes,
        one=text(f"{base}/one", f"{base}/one#/components/schemas/Tag"),
        two=text(f"{base}/two", f"{base}/one#/components/schemas/Tag"),
        bad=text("'http://[::1'", "#/components/schemas/Tag"),
    )
    assert not [note for note in notes if note.rule.name == "remote-ref"]
    assert "Tag" in definition_names(schemas)


def test_definitions_and_fields_have_positions() -> None:
    (draft,) = read_drafts(
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


def test_unrelated_schemas_change_no_names() -> None:
    before = yaml.safe_load(OPENAPI)
    after = yaml.safe_load(OPENAPI)
    new = {"type": "object", "properties": {"a": {"enum": ["x"]}}}
    after["components"]["schemas"] = {"Aaa": new, "sort": new, **before["components"]["schemas"]}
    after["paths"] = {
        "/aaa": {"get": {"responses": {"200": {"content": {"application/json": {"schema": new}}}}}},
        **before["paths"],
    }
    draft_lists = [
        read_documents([document("a.yaml", yaml.safe_dump(d))], []).drafts for d in (before, after)
    ]
    first, second = (
        {d.definition.name: without_origins(d.definition) for d in drafts} for drafts in draft_lists
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
RANDOM_JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=25,
)


@settings(max_examples=400)
@given(st.sampled_from(["openapi", "swagger", "$schema"]), RANDOM_JSON, RANDOM_JSON)
def test_any_document_is_read_or_rejected(kind: str, schemas: object, other: object) -> None:
    head = {
        "openapi": "3.1.0",
        "swagger": "2.0",
        "$schema": "http://json-schema.org/draft-07/schema",
    }
    tail = other if isinstance(other, dict) else {"paths": other}
    content = {kind: head[kind], "components": {"schemas": schemas}, "definitions": schemas, **tail}
    notes: list[Note] = []
    try:
        result = read_documents([document("a.json", json.dumps(content))], notes)
    except DocmodelsError as error:
        assert error.note.message
    else:
        api = Api(definitions=tuple(draft.definition for draft in result.drafts), root=result.root)
        assert len(api.by_name()) == len(api.definitions)
        for export in (to_openapi, to_jsonschema):
            json.loads(export(api))


@needs_shared
@pytest.mark.parametrize(
    "path",
    sorted((SHARED / "specs").glob("*")) + sorted((SHARED / "jsonschemas").glob("*")),
    ids=lambda path: path.name,
)
def test_real_documents_round_trip(path: Path) -> None:
    notes: list[Note] = []
    schemas = read_documents([document(path.name, path.read_text("utf-8"))], notes)
    api = Api(definitions=tuple(draft.definition for draft in schemas.drafts), root=schemas.root)
    assert api.definitions
    assert not [note for note in notes if note.rule.severity == "error"]
    exported = to_openapi(api)
    reread = read_documents([document("again.json", exported)], []).drafts
    assert {d.definition.name for d in reread} == {d.name for d in api.definitions}
    if path.parent.name == "specs" and len(exported) < 300_000:
        OpenAPIV31SpecValidator(json.loads(exported)).validate()
