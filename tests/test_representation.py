"""Test the representation as a format: contradictions, versions, migration and its schema."""

from __future__ import annotations

import ast
import json
import pickle
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from docmodels import ir
from docmodels.diagnostics.documents import document
from docmodels.diagnostics.notes import DocmodelsError, Note
from docmodels.ir.traverse import walk
from docmodels.readers.referenced_files import ReferencedFiles
from docmodels.readers.representation import read_representation
from docmodels.readers.schema_inputs import load_schemas

ROOT = Path(__file__).parents[1]
OLD = ROOT / "tests" / "representations"
"""Representations that older versions wrote, from one OpenAPI document, JSON Schema and page."""


def json_of(*definitions: Any, version: Any = ir.VERSION) -> str:
    return json.dumps({"docmodels_ir": version, "definitions": definitions})


def json_of_type(type: Any, version: Any = ir.VERSION) -> str:
    return json_of({"name": "Thing", "type": type}, version=version)


# --- contradictions ------------------------------------------------------------------------------


@pytest.mark.parametrize("type", [ir.NULL, ir.UNKNOWN, ir.nullable(ir.STRING)])
def test_a_type_is_not_nullable_twice(type: Any) -> None:
    assert ir.nullable(type) is type
    with pytest.raises(TypeError):
        ir.Nullable(type=type)
    with pytest.raises(msgspec.ValidationError):
        ir.loads(json_of_type({"shape": "nullable", "type": msgspec.to_builtins(type)}))


@pytest.mark.parametrize(
    "type",
    [
        {"shape": "boolean", "constraints": {"pattern": "x"}},
        {"shape": "null", "format": "date"},
        {"shape": "string", "constraints": {"minimum": 1}},
        {"shape": "integer", "constraints": {"min_length": 1}},
        {"shape": "array", "items": {"shape": "string"}, "constraints": {"min_properties": 1}},
        {"shape": "map", "values": {"shape": "string"}, "constraints": {"min_items": 1}},
        {"shape": "object", "constraints": {"unique_items": True}},
    ],
)
def test_a_constraint_of_another_kind_is_refused(type: Any) -> None:
    with pytest.raises(msgspec.ValidationError):
        ir.loads(json_of_type(type))


@pytest.mark.parametrize("kind", get_args(ir.ScalarKind))
def test_constraints_of_another_kind_are_dropped(kind: ir.ScalarKind) -> None:
    values = {"pattern": "x", "minimum": 1, "max_items": 2, "unique_items": True}
    type = ir.scalar(kind, "f", values)
    expected = {"string": {"pattern": "x"}, "integer": {"minimum": 1}, "number": {"minimum": 1}}
    assert ir.constraint_values(type.constraints) == expected.get(kind, {})
    assert (type.kind, type.format) == (kind, "f" if kind in expected else "")


@pytest.mark.parametrize(
    "attribute",
    [
        {"access": "none"},
        {"read_only": True},
        {"presence": "default"},
        {"deprecated": True},
        {"inferred": [{"fact": "name", "by": "chance"}]},
        {"inferred": [{"fact": "luck", "by": "wire-case"}]},
    ],
)
def test_sets_are_closed(attribute: dict[str, Any]) -> None:
    field = {"name": "id", "type": {"shape": "string"}, **attribute}
    with pytest.raises(msgspec.ValidationError):
        ir.loads(json_of_type({"shape": "object", "fields": [field]}))


def test_a_schema_that_is_read_only_and_write_only_is_reported() -> None:
    notes: list[Note] = []
    property = '{"type": "string", "readOnly": true,\n "writeOnly": true}'
    text = f'{{"title": "Pet", "type": "object", "properties": {{"id": {property}}}}}'
    api = load(text, notes)
    (definition,) = api.definitions
    assert isinstance(definition.type, ir.Object)
    assert definition.type.fields[0].access == "read-only"
    assert [(n.rule.name, n.origin and n.origin.line) for n in notes] == [("invalid-keyword", 2)]


def load(text: str, notes: list[Note]) -> ir.Api:
    """Load a JSON document."""
    from docmodels.io.boundary import boundary_of
    from docmodels.io.input_files import Input

    files = ReferencedFiles({}, boundary_of([], ()))
    schemas = load_schemas([Input(document("pet.json", text), True)], notes, files)
    return ir.Api(definitions=tuple(draft.definition for draft in schemas.drafts))


# --- round trip ----------------------------------------------------------------------------------

TEXTS = st.text(max_size=4)
NUMBERS = st.none() | st.integers(-5, 5) | st.floats(-5, 5)
COUNTS = st.none() | st.integers(0, 3)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(-2, 2) | TEXTS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=2),
    max_leaves=4,
)
DEPRECATIONS = st.none() | st.builds(ir.Deprecation, reason=TEXTS)
ORIGINS = st.none() | st.builds(
    ir.Origin, file=TEXTS, line=st.integers(1, 9), column=st.integers(1, 9)
)
INFERENCES = st.lists(st.from_type(ir.Inference), max_size=2).map(tuple)
DISCRIMINATORS = st.none() | st.builds(
    ir.Discriminator, property=TEXTS, mapping=st.dictionaries(TEXTS, TEXTS, max_size=2)
)
STRINGS = st.builds(
    ir.StringConstraints, min_length=COUNTS, max_length=COUNTS, pattern=st.none() | TEXTS
)
LIMITS = st.builds(
    ir.NumberConstraints,
    **dict.fromkeys("minimum maximum exclusive_minimum exclusive_maximum".split(), NUMBERS),
)
ARRAYS = st.builds(ir.ArrayConstraints, min_items=COUNTS, unique_items=st.booleans())
OBJECTS = st.builds(ir.ObjectConstraints, min_properties=COUNTS, max_properties=COUNTS)
MEMBERS = st.builds(ir.EnumMember, value=VALUES, name=TEXTS, doc=TEXTS, deprecation=DEPRECATIONS)
LEAVES = st.one_of(
    st.sampled_from([ir.UNKNOWN, ir.Never(), ir.BOOLEAN, ir.NULL]),
    st.builds(ir.String, format=TEXTS, constraints=STRINGS),
    st.builds(ir.Integer, format=TEXTS, constraints=LIMITS),
    st.builds(ir.Number, format=TEXTS, constraints=LIMITS),
    st.builds(ir.Const, value=VALUES),
    st.builds(ir.Ref, name=TEXTS),
    st.builds(
        ir.Enum,
        members=st.lists(MEMBERS, max_size=2).map(tuple),
        closed=st.booleans(),
        base=st.none() | st.sampled_from(get_args(ir.ScalarKind)),
        title=TEXTS,
    ),
)


def containers(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return types that contain types of `inner`."""
    types = st.lists(inner, max_size=2).map(tuple)
    optional = st.none() | inner
    fields = st.builds(
        ir.Field,
        name=TEXTS,
        type=inner,
        presence=st.sampled_from(get_args(ir.Presence)),
        default=st.none() | st.builds(ir.Default, value=VALUES, origin=ORIGINS),
        access=st.sampled_from(get_args(ir.Access)),
        deprecation=DEPRECATIONS,
        examples=st.lists(VALUES, max_size=2).map(tuple),
        inferred=INFERENCES,
        origin=ORIGINS,
    )
    return st.one_of(
        inner.map(ir.nullable),
        st.builds(ir.Array, items=inner, prefix_items=types, constraints=ARRAYS),
        st.builds(ir.Map, values=inner, keys=optional, constraints=OBJECTS),
        st.builds(ir.Union, members=types, discriminator=DISCRIMINATORS),
        st.builds(ir.AllOf, members=types, title=TEXTS),
        st.builds(ir.WithAssertions, type=inner, schema=st.dictionaries(TEXTS, VALUES, max_size=2)),
        st.builds(
            ir.Object,
            fields=st.lists(fields, max_size=2).map(tuple),
            additional_properties=optional,
            pattern_properties=st.dictionaries(TEXTS, inner, max_size=2),
            discriminator=DISCRIMINATORS,
            constraints=OBJECTS,
        ),
    )


TYPES = st.recursive(LEAVES, containers, max_leaves=6)
APIS = st.builds(
    ir.Api,
    definitions=st.lists(
        st.builds(
            ir.Definition,
            name=TEXTS,
            type=TYPES,
            deprecation=DEPRECATIONS,
            inferred=INFERENCES,
            source=st.sampled_from(["schema", "documentation"]),
            origin=ORIGINS,
        ),
        max_size=2,
    ).map(tuple),
    root=TEXTS,
)
VALIDATOR = Draft202012Validator(ir.schema())


@settings(deadline=None)
@given(APIS)
def test_json_is_read_back_and_valid_against_the_schema(api: ir.Api) -> None:
    text = ir.dumps(api)
    assert ir.loads(text) == api
    assert VALIDATOR.is_valid(json.loads(text))


@given(APIS)
def test_a_pickle_is_read_back_and_writes_the_same_json(api: ir.Api) -> None:
    copy = pickle.loads(pickle.dumps(api))
    assert copy == api
    text = ir.dumps(copy)
    assert '"constraints": {}' not in text, "a default, which a document omits"
    assert ir.dumps(pickle.loads(pickle.dumps(copy))) == text


def test_the_version_is_the_first_key() -> None:
    assert ir.dumps(ir.Api()).startswith('{\n  "docmodels_ir": "1.1"')


# --- versions ------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", [None, "2.0", "0.9", "1", "1.0.0", "1.x", 1.0, 2, True, [1]])
def test_other_versions_are_refused(version: Any) -> None:
    with pytest.raises(msgspec.ValidationError, match="docmodels_ir"):
        ir.loads(json_of(version=version))


def test_a_version_is_required() -> None:
    with pytest.raises(msgspec.ValidationError, match="docmodels_ir"):
        ir.loads('{"definitions": []}')
    assert not VALIDATOR.is_valid({"definitions": []})


@pytest.mark.parametrize("text", ["[]", "1", '"x"', "null"])
def test_a_representation_is_an_object(text: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        ir.loads(text)


NEWER = json.dumps(
    {
        "docmodels_ir": "1.12",
        "servers": [],
        "definitions": [
            {
                "name": "Pet",
                "owner": "x",
                "type": {
                    "shape": "object",
                    "fields": [
                        {
                            "name": "id",
                            "colour": {"a": 1},
                            "type": {"shape": "nullable", "type": {"shape": "string", "case": 1}},
                            "default": {"value": {"colour": 1, "shape": "tensor"}, "why": ""},
                        }
                    ],
                    "pattern_properties": {"^x": {"shape": "const", "value": [{"new": 1}], "n": 1}},
                },
            }
        ],
    }
)


def test_unknown_attributes_of_a_newer_minor_version_are_left_out_and_named() -> None:
    result = ir.read(NEWER)
    field = ir.Field(
        name="id",
        type=ir.nullable(ir.STRING),
        default=ir.Default(value={"colour": 1, "shape": "tensor"}),
    )
    patterns = {"^x": ir.Const(value=[{"new": 1}])}
    type = ir.Object(fields=(field,), pattern_properties=patterns)
    assert result.api == ir.Api(definitions=(ir.Definition(name="Pet", type=type),))
    thing = "$.definitions[0].type"
    assert sorted(result.unknown_attributes) == [
        "$.definitions[0].owner",
        f"{thing}.fields[0].colour",
        f"{thing}.fields[0].default.why",
        f"{thing}.fields[0].type.type.case",
        f"{thing}.pattern_properties.^x.n",
        "$.servers",
    ]


def test_unknown_attributes_of_this_version_are_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="servers"):
        ir.loads(NEWER.replace("1.12", ir.VERSION))


@pytest.mark.parametrize("version", [ir.VERSION, "1.12"])
def test_an_unknown_type_is_refused_with_its_position(version: str) -> None:
    inner = {"shape": "array", "items": {"shape": "tensor"}}
    text = json_of_type(inner, version).replace('{"shape": "tensor"', '\n {"shape": "tensor"')
    with pytest.raises(DocmodelsError) as caught:
        read_representation(document("api.json", text), [])
    note = caught.value.note
    assert note.origin == ir.Origin("api.json", 2, 3)
    assert "the type `tensor` is unknown" in note.message


@pytest.mark.parametrize("shape", [5, None, ["string"]])
def test_a_shape_is_a_text(shape: Any) -> None:
    with pytest.raises(msgspec.ValidationError) as caught:
        ir.loads(json_of_type({"shape": shape}))
    assert str(caught.value).startswith(("Expected `str`", "a type is unknown"))


def test_deep_nesting_is_an_error_of_the_input() -> None:
    depth = 100_000
    text = json_of_type({}).replace("{}", '{"shape":"nullable","type":' * depth + "1" + "}" * depth)
    with pytest.raises(DocmodelsError):
        read_representation(document("api.json", text), [])


# --- migration -----------------------------------------------------------------------------------


@pytest.fixture(params=["version_1.json", "version_1_renamed.json"])
def migrated(request: pytest.FixtureRequest) -> ir.Api:
    """A representation of version 1 with the first and with the second set of names."""
    return ir.loads((OLD / request.param).read_text("utf-8"))


def test_version_1_is_migrated(migrated: ir.Api) -> None:
    assert ir.loads(ir.dumps(migrated)) == migrated
    types = migrated.by_name()
    parts = types["Parts"].type
    assert isinstance(parts, ir.Object)
    fields = {field.name: field for field in parts.fields}
    assert fields["id"].type == ir.String(
        format="uuid", constraints=ir.StringConstraints(min_length=1)
    )
    assert (fields["id"].presence, fields["id"].access) == ("required", "read-only")
    assert (fields["secret"].presence, fields["secret"].access) == ("optional", "write-only")
    assert fields["secret"].deprecation == ir.Deprecation(reason="Use id.")
    assert (fields["flag"].type, fields["nothing"].type) == (ir.BOOLEAN, ir.NULL)
    assert (fields["any"].type, fields["never"].type) == (ir.UNKNOWN, ir.Never())
    assert ir.is_placeholder(fields["only"])
    assert fields["sample"].default is not None
    assert fields["sample"].default.value == {"shape": "nothing", "spellings": []}
    checked = fields["checked"].type
    assert isinstance(checked, ir.WithAssertions)
    assert checked.schema == {"not": {"const": {"shape": "anything", "prefix": 1}}}
    level = fields["level"].type
    assert isinstance(level, ir.Enum)
    assert [member.deprecation for member in level.members] == [ir.DEPRECATED, None]
    assert types["Small"].deprecation == ir.DEPRECATED


def test_containers_of_version_1_are_migrated(migrated: ir.Api) -> None:
    types = migrated.by_name()
    parts, small, parcel = (types[name].type for name in ("Parts", "Small", "Parcel"))
    assert isinstance(parts, ir.Object)
    assert isinstance(small, ir.Object)
    assert isinstance(parcel, ir.Object)
    fields = {field.name: field.type for field in parts.fields}
    minimum = ir.NumberConstraints(minimum=1)
    assert fields["pair"] == ir.Array(
        items=ir.Never(),
        prefix_items=(ir.Integer(constraints=minimum), ir.STRING),
        constraints=ir.ArrayConstraints(min_items=2),
    )
    assert fields["some"] == ir.Nullable(
        type=ir.Object(
            additional_properties=ir.Never(),
            pattern_properties={"^x-": ir.INTEGER},
            constraints=ir.ObjectConstraints(min_properties=1),
        )
    )
    assert fields["map"] == ir.Map(
        values=ir.Array(items=ir.NUMBER, constraints=ir.ArrayConstraints(unique_items=True)),
        constraints=ir.ObjectConstraints(max_properties=3),
    )
    assert small.additional_properties == ir.STRING
    assert isinstance(fields["either"], ir.AllOf)
    assert any(isinstance(type, ir.Union) for type in walk(fields["either"]))
    sender = parcel.fields[0]
    assert (sender.documented_name, sender.alternate_names[0]) == ("SenderName", "senderName")
    assert sender.inferred == ir.inferences("not-recorded", "name")
    assert types["Unlisted"].inferred == ir.inferences("not-recorded", "definition")


def test_both_sets_of_names_mean_the_same() -> None:
    first, second = (ir.loads(path.read_text("utf-8")) for path in sorted(OLD.glob("*.json")))
    assert first == second


@pytest.mark.parametrize("inner", ["anything", "unknown"])
def test_null_is_dropped_from_types_of_version_1_that_accept_null(inner: str) -> None:
    type = {"shape": "nullable", "type": {"shape": "nullable", "type": {"shape": inner}}}
    assert ir.loads(json_of_type(type, 1)).definitions[0].type == ir.UNKNOWN


@pytest.mark.parametrize(
    ("old", "type"),
    [
        (
            {"shape": "scalar", "kind": "boolean", "constraints": {"pattern": "x"}},
            ir.BOOLEAN,
        ),
        (
            {"shape": "scalar", "kind": "string", "constraints": {"pattern": "x", "minimum": 1}},
            ir.String(constraints=ir.StringConstraints(pattern="x")),
        ),
        (
            {"shape": "array", "items": {"shape": "anything"}, "constraints": {"minimum": 1}},
            ir.Array(items=ir.UNKNOWN),
        ),
        (
            {"shape": "map", "values": {"shape": "anything"}, "constraints": {"max_properties": 1}},
            ir.Map(values=ir.UNKNOWN, constraints=ir.ObjectConstraints(max_properties=1)),
        ),
    ],
)
def test_constraints_of_version_1_that_assert_nothing_are_dropped(
    old: dict[str, Any], type: ir.Type
) -> None:
    assert ir.loads(json_of_type(old, 1)).definitions[0].type == type


@pytest.mark.parametrize(
    ("old", "deprecation"),
    [
        ({"deprecated": True}, ir.DEPRECATED),
        ({"deprecated": False}, None),
        ({"deprecated": False, "deprecation": "Use id."}, ir.Deprecation(reason="Use id.")),
        ({"deprecation": ""}, None),
    ],
)
def test_deprecation_of_version_1_is_migrated(
    old: dict[str, Any], deprecation: ir.Deprecation | None
) -> None:
    field = {"name": "a", "type": {"shape": "scalar", "kind": "string"}, **old}
    type = ir.loads(json_of_type({"shape": "object", "fields": [field]}, 1)).definitions[0].type
    assert isinstance(type, ir.Object)
    assert type.fields[0].deprecation == deprecation


@pytest.mark.parametrize(
    "document",
    [
        '{"docmodels_ir": 1, "definitions": 1}',
        '{"docmodels_ir": 1, "definitions": [1]}',
        json_of({"name": "A"}, version=1),
        json_of_type(1, 1),
        json_of_type({}, 1),
        json_of_type({"shape": ["scalar"]}, 1),
        json_of_type({"shape": "scalar", "kind": "date"}, 1),
        json_of_type({"shape": "object", "fields": [{"name": "a", "type": {}}]}, 1),
        json_of_type({"shape": "tensor"}, 1),
    ],
)
def test_invalid_representations_of_version_1_are_refused(document: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        ir.loads(document)


# --- schema --------------------------------------------------------------------------------------


def subschemas(schema: Any) -> list[dict[str, Any]]:
    """Return a schema and those inside, by the keywords that the schema of the representation has."""
    if not isinstance(schema, dict):
        return []
    parts = [
        *schema.get("$defs", {}).values(),
        *schema.get("properties", {}).values(),
        *schema.get("anyOf", ()),
        *schema.get("prefixItems", ()),
        schema.get("items"),
        schema.get("additionalProperties"),
    ]
    return [schema, *(inner for part in parts for inner in subschemas(part))]


def test_the_schema_has_standard_keywords_only() -> None:
    Draft202012Validator.check_schema(ir.schema())
    keywords = {key for schema in subschemas(ir.schema()) for key in schema}
    assert keywords == set(
        "$schema $id $ref $defs title description type properties required additionalProperties"
        " items prefixItems minItems maxItems anyOf enum default".split()
    )


def test_the_schema_has_an_id_and_titles() -> None:
    schema = ir.schema()
    assert schema["$id"] == f"urn:docmodels:ir:{ir.VERSION}"
    assert all(part["title"] == name for name, part in schema["$defs"].items())
    assert all(part["description"] for part in schema["$defs"].values())


def test_origins_have_a_fixed_length_as_strict_validators_require() -> None:
    origin = ir.schema()["$defs"]["Origin"]
    assert origin["minItems"] == origin["maxItems"] == len(origin["prefixItems"])


def test_every_type_is_exported() -> None:
    names = set(ir.schema()["$defs"])
    assert names <= set(ir.__all__)


AJV = """
const Ajv = require('ajv/dist/2020');
const [schema, ...documents] = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const validate = new Ajv({strict: true, allErrors: true}).compile(schema);
process.stdout.write(JSON.stringify(documents.map(document => validate(document))));
"""


def has_ajv() -> bool:
    """Whether node finds ajv, here or in NODE_PATH."""
    if shutil.which("node") is None:
        return False
    command = ["node", "-e", "require.resolve('ajv/dist/2020')"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not has_ajv(), reason="node does not find ajv (npm install ajv, NODE_PATH)")
def test_ajv_accepts_the_schema_in_strict_mode() -> None:
    valid = [json.loads(ir.dumps(ir.loads(path.read_text("utf-8")))) for path in OLD.iterdir()]
    text = json.dumps([ir.schema(), *valid, {"definitions": []}])
    command = ["node", "-e", AJV]
    run = subprocess.run(command, cwd=ROOT, input=text, capture_output=True, text=True, check=True)
    assert json.loads(run.stdout) == [True, True, False]


def test_the_documentation_shows_every_shape_and_inference() -> None:
    text = (ROOT / "docs" / "representation.md").read_text("utf-8")
    example = text.partition("```json\n")[2].partition("```")[0]
    assert ir.loads(example).definitions[0].name == "Pet"
    assert VALIDATOR.is_valid(json.loads(example))
    shapes = {
        part["properties"]["shape"]["enum"][0]
        for part in ir.schema()["$defs"].values()
        if "shape" in part.get("properties", {})
    }
    names = shapes | set(get_args(ir.InferenceName)) | set(get_args(ir.Fact))
    assert not [name for name in names if f"`{name}`" not in text]


# --- inferences ----------------------------------------------------------------------------------


def test_every_inference_name_is_used() -> None:
    names = {
        node.args[0].value
        for path in (ROOT / "generator").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "inferences"
        and isinstance(node.args[0], ast.Constant)
    }
    assert names == set(get_args(ir.InferenceName)) - {"not-recorded"}


@pytest.mark.parametrize(
    ("read_only", "write_only", "access"),
    [
        (False, False, "read-write"),
        (True, False, "read-only"),
        (False, True, "write-only"),
        (True, True, "read-only"),
    ],
)
def test_access_of_two_flags(read_only: bool, write_only: bool, access: str) -> None:
    assert ir.access_of(read_only, write_only) == access


@pytest.mark.parametrize("of", [ir.string_constraints, ir.number_constraints])
def test_no_constraints_are_the_default(of: Callable[[Any], Any]) -> None:
    assert "constraints" not in ir.dumps(ir.Api(definitions=(definition_with(of({})),)))


def definition_with(constraints: Any) -> ir.Definition:
    type = ir.String if isinstance(constraints, ir.StringConstraints) else ir.Number
    return ir.Definition(name="A", type=type(constraints=constraints))
