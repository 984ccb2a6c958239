"""Read the formats of datamodel-code-generator: one harbour of 18 entities in each of them."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import docmodels
from docmodels.diagnostics.documents import document
from docmodels.diagnostics.notes import DocmodelsError
from docmodels.io.input_files import OTHERS
from docmodels.ir import UNKNOWN, Api, Definition, Field, Object
from docmodels.readers.converted.formats import FORMATS, format_of, is_sample
from docmodels.readers.converted.provenance import Originals, with_original_places
from docmodels.readers.converted.reader import read_converted, to_class_name
from docmodels.readers.detection import PYTHON
from format_documents import DOCUMENTS, ENTITIES, ENUMS, FOLDER, Part, sample_values
from rendered import import_rendered

REQUIRES = {"harbour.graphql": "graphql", "harbour.proto": "grpc_tools"}
SCHEMAS = [
    *("harbour.graphql", "harbour.proto", "harbour.avsc", "harbour.xsd"),
    "harbour.asyncapi.yaml",
]
SHAPES = {"str": "string", "int": "integer", "float": "number", "bool": "boolean"}


def load(name: str, notes: list[docmodels.Note] | None = None) -> Api:
    if name in REQUIRES:
        pytest.importorskip(REQUIRES[name])
    return docmodels.load(FOLDER / name, notes=[] if notes is None else notes)


def fields_of(api: Api, name: str) -> dict[str, Field]:
    type = api.by_name()[name].type
    assert isinstance(type, Object)
    return {field.documented_name or field.name: field for field in type.fields}


def line_of(name: str, origin: Any) -> str:
    return (FOLDER / name).read_text("utf-8").split("\n")[origin.line - 1]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_are_those_of_the_description(name: str) -> None:
    text = (FOLDER / name).read_text("utf-8")
    assert text == DOCUMENTS[name]()
    assert len(text.split("\n")) >= 200


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_have_every_entity_and_enum(name: str) -> None:
    notes: list[docmodels.Note] = []
    api = load(name, notes)
    assert [note.message for note in notes if note.rule.name != "skipped-pages"] == []
    prefix = "Harbour" if name == "harbour.proto" else ""
    for entity, (_, parts) in ENTITIES.items():
        fields = fields_of(api, prefix + entity)
        assert [*fields] == [json_name(part.name, name) for part in parts]
        for part, field in zip(parts, fields.values(), strict=True):
            expected = expected_type(part, name, prefix)
            assert msgspec.to_builtins(plain(field.type)) == expected, (entity, part.name)
            has_presence = name in ("harbour.graphql", "harbour.avsc", "harbour.asyncapi.yaml")
            if has_presence or (name == "harbour.xsd" and not part.is_list):
                assert field.required is not part.is_optional, (entity, part.name)
    for enum, values in ENUMS.items():
        type = msgspec.to_builtins(api.by_name()[prefix + enum].type)
        marked = [f"{enum.upper()}_{v}" for v in values] if prefix else [*values]
        members = [member["value"] for member in type["members"]]
        assert sorted(members) == sorted(marked) if name == "harbour.graphql" else members == marked


def json_name(name: str, document_name: str) -> str:
    first, *others = name.split("_")
    is_json = document_name == "harbour.proto"
    return first + "".join(map(str.title, others)) if is_json else name


def plain(type: Any) -> Any:
    """A type without null and limits."""
    type = getattr(type, "type", type)
    return (
        msgspec.structs.replace(type, constraints=type.__class__().constraints)
        if (type.__class__.__name__ in ("Integer", "Number"))
        else type
    )


def expected_type(part: Part, name: str, prefix: str) -> dict[str, Any]:
    item: dict[str, Any] = {"shape": "ref", "name": prefix + part.kind}
    if part.kind in SHAPES:
        item = {"shape": SHAPES[part.kind]}
        if name == "harbour.xsd" and part.kind == "int":
            limits = {"minimum": -(2**31), "maximum": 2**31 - 1}
            item = {**item, "constraints": limits} if part.is_list else item
    return {"shape": "array", "items": item} if part.is_list else item


@pytest.mark.parametrize("name", SCHEMAS)
def test_places_are_those_of_the_original(name: str) -> None:
    api = load(name)
    prefix = "Harbour" if name == "harbour.proto" else ""
    for entity, (_, parts) in ENTITIES.items():
        definition = api.by_name()[prefix + entity]
        assert definition.origin
        assert definition.origin.file == str(FOLDER / name)
        assert entity in line_of(name, definition.origin)
        fields = fields_of(api, prefix + entity).values()
        for part, field in zip(parts, fields, strict=True):
            assert field.origin
            line = line_of(name, field.origin)
            column = field.origin.column - 1
            word = json_name(part.name, "") if prefix else part.name
            is_own = line[column:].startswith(part.name) or line[column:].startswith(entity)
            assert is_own, (entity, word, line)
            assert field.origin.line >= definition.origin.line


@pytest.mark.parametrize("name", ["harbour.graphql", "harbour.proto", "harbour.avsc"])
def test_descriptions_are_kept(name: str) -> None:
    api = load(name)
    prefix = "Harbour" if name == "harbour.proto" else ""
    for entity, (doc, parts) in ENTITIES.items():
        assert api.by_name()[prefix + entity].doc == doc
        docs = [field.doc for field in fields_of(api, prefix + entity).values()]
        assert docs == [part.doc for part in parts]


def test_tools_have_a_model_of_their_arguments() -> None:
    api = load("harbour.tools.json")
    assert [definition.name for definition in api.definitions] == [
        f"Find{name.title()}Input" for name in ENTITIES
    ]
    boat = fields_of(api, "FindBoatInput")
    assert [*boat] == ["name", "callsign", "length", "draught", "built"]
    assert boat["callsign"].doc == "For the radio."
    assert boat["callsign"].origin
    assert '"callsign"' in line_of("harbour.tools.json", boat["callsign"].origin)


def test_columns_of_a_table_are_texts() -> None:
    api = load("boats.csv")
    assert {type(field.type).__name__ for field in fields_of(api, "Boats").values()} == {"String"}
    assert [*fields_of(api, "Boats")] == ["name", "callsign", "length", "draught", "built"]


@pytest.mark.parametrize("name", ["boats.sample.json", "boats.sample.yaml"])
def test_types_of_sample_values_are_reported_as_inferred(name: str) -> None:
    notes: list[docmodels.Note] = []
    api = load(name, notes)
    assert [note.rule.name for note in notes] == ["model-from-sample"]
    assert [*fields_of(api, "Boats")] == ["total", "boats"]
    boat = fields_of(api, "Boat")
    assert {key: (type(field.type).__name__, field.required) for key, field in boat.items()} == {
        "name": ("String", True),
        "length": ("Number", True),
        "built": ("Unknown", True) if boat["built"].required else ("Unknown", False),
        "owner": ("Ref", True),
        "crew": ("Array", False),
    }


@pytest.mark.parametrize("name", DOCUMENTS)
def test_models_read_json(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    models = import_rendered(load(name), notes=[])
    if hasattr(models, "Light"):
        tide = {"place": "Mole", "high": 1.5, "low": 0.0, "wind": "GALE", "samples": [1.0]}
        assert models.Tide.model_validate(tide).model_dump(mode="json") == tide
        with pytest.raises(ValueError, match="wind"):
            models.Tide.model_validate({**tide, "wind": "FOG"})
    elif hasattr(models, "HarbourSector"):
        data = {"fromBearing": 1, "to_bearing": 2, "new": 3}
        sector = models.HarbourSector.model_validate(data)
        assert sector.model_dump() == {"fromBearing": 1, "toBearing": 2, "colour": "", "new": 3}
    elif hasattr(models, "FindBoatInput"):
        boat = {"name": "Ibis", "length": 4.5}
        assert models.FindBoatInput.model_validate(boat).model_dump() == boat
    elif name == "boats.csv":
        row = dict.fromkeys(("name", "callsign", "length", "draught", "built"), "1")
        assert models.Boats.model_validate(row).model_dump() == row
    else:
        values = sample_values()
        assert models.Boats.model_validate(values).model_dump(mode="json") == values


@pytest.mark.parametrize(
    ("module", "name", "extra"),
    [("graphql", "harbour.graphql", "graphql"), ("grpc_tools", "harbour.proto", "protobuf")],
)
def test_missing_extra_names_the_command(module: str, name: str, extra: str) -> None:
    program = (
        f"import sys; sys.modules[{module!r}] = None\n" "from docmodels.cli import main\nmain()"
    )
    arguments = [sys.executable, "-c", program, "inspect", str(FOLDER / name)]
    result = subprocess.run(arguments, capture_output=True, text=True)
    assert result.returncode == 2
    assert result.stderr.startswith("error[missing-extra]")
    assert f"pip install 'docmodels[{extra}]'" in result.stderr


def test_generator_is_imported_only_for_its_formats() -> None:
    program = (
        "import sys, docmodels\ndocmodels.load(sys.argv[1])\n"
        "print('datamodel_code_generator' in sys.modules)"
    )
    module = FOLDER.parents[1] / "output_samples" / "tasks" / "msgspec" / "models.py"
    for path, expected in ((module, "False"), (FOLDER / "harbour.avsc", "True")):
        arguments = [sys.executable, "-c", program, str(path)]
        assert subprocess.run(arguments, capture_output=True, text=True).stdout.strip() == expected


CONTENTS = {
    "asyncapi: 2.6.0\n": "asyncapi",
    '{"asyncapi": "3.0.0"}': "asyncapi",
    '{"type": "record", "name": "A", "fields": []}': "avro",
    '[{"type": "enum", "name": "A", "symbols": ["B"]}]': "avro",
    '{"tools": [{"name": "a", "inputSchema": {}}]}': "mcp",
    '{"jsonrpc": "2.0", "result": {"tools": [{"name": "a", "inputSchema": {}}]}}': "mcp",
    '{"a": 1}': "sample",
    '[{"a": 1}]': "sample",
    "a: 1\n": "sample",
    '{"not": {"not": {}}}': None,
    "[1, 2]": None,
    '{"type": "record"': None,
    "": None,
}


@pytest.mark.parametrize("text", CONTENTS)
def test_formats_are_recognised_by_their_content(text: str) -> None:
    value = document("a.yaml", text)
    format = format_of(value)
    if CONTENTS[text] == "sample":
        assert (format, is_sample(value)) == (None, True)
    else:
        assert (format and format.name) == CONTENTS[text]
        assert CONTENTS[text] or not is_sample(value)


def test_only_named_files_alone_are_samples(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"a": 1}')
    (tmp_path / "b.json").write_text('{"type": "string"}')
    assert docmodels.load(tmp_path / "a.json", notes=[]).by_name().keys() == {"A"}
    with pytest.raises(DocmodelsError, match="no model"):
        docmodels.load(tmp_path / "[a].json", notes=[])
    notes: list[docmodels.Note] = []
    docmodels.load([tmp_path / "a.json", tmp_path / "b.json"], notes=notes)
    assert [note.rule.name for note in notes] == ["not-a-model-page"]


def test_every_suffix_is_an_input() -> None:
    assert {suffix for format in FORMATS for suffix in format.suffixes} | PYTHON == OTHERS


def test_files_of_values_name_their_model() -> None:
    names = ("boats.sample.json", "a-b_c.csv", "2024.json", "<stdin>", "übung.json")
    assert [*map(to_class_name, names)] == ["Boats", "ABC", "Model2024", "Stdin", "Bung"]


def test_several_graphql_files_are_one_schema(tmp_path: Path) -> None:
    pytest.importorskip("graphql")
    (tmp_path / "a.graphql").write_text("scalar Time\ntype A { b: B! at: Time }\n")
    (tmp_path / "b.graphql").write_text('type B { "So." x: Int! }\ntype Query { a: A }\n')
    notes: list[docmodels.Note] = []
    api = docmodels.load(tmp_path, notes=notes)
    assert [definition.name for definition in api.definitions] == ["Time", "A", "B"]
    place = fields_of(api, "B")["x"].origin
    assert place
    assert (Path(place.file).name, place.line) == ("b.graphql", 1)
    assert [note.rule.name for note in notes] == ["unknown-type"]


def test_protobuf_files_import_each_other(tmp_path: Path) -> None:
    pytest.importorskip("grpc_tools")
    (tmp_path / "a.proto").write_text(
        'syntax = "proto3";\npackage shop;\nimport "b.proto";\nmessage Order { Item item = 1; }\n'
    )
    (tmp_path / "b.proto").write_text(
        'syntax = "proto3";\npackage shop;\nmessage Item { string item_name = 1;\n'
        " repeated sint64 ids = 2; map<string, int32> counts = 3; int64 big = 4; }\n"
    )
    api = docmodels.load(tmp_path, notes=[])
    origins = {definition.name: definition.origin for definition in api.definitions}
    assert {name: Path(o.file).name for name, o in origins.items() if o} == {
        "ShopOrder": "a.proto",
        "ShopItem": "b.proto",
    }
    (format,) = (format for format in FORMATS if format.name == "protobuf")
    files = [tmp_path / name for name in ("a.proto", "b.proto")]
    documents = [document(str(file), file.read_text()) for file in files]
    assert len(read_converted(documents, format, []).drafts) == 2
    fields = fields_of(api, "ShopItem")
    assert [*fields] == ["itemName", "ids", "counts", "big"]
    items = msgspec.to_builtins(fields["ids"].type)["items"]
    assert [member["shape"] for member in items["members"]] == ["integer", "string"]
    assert msgspec.to_builtins(fields["big"].type)["shape"] == "union"
    assert msgspec.to_builtins(fields["counts"].type)["values"] == {"shape": "integer"}


def test_field_that_its_type_does_not_declare_has_the_place_of_the_type() -> None:
    (format,) = (format for format in FORMATS if format.name == "avro")
    text = '{"name": "A",\n "name": "B",\n "name": "size"}'
    originals = Originals([document("a.avsc", text)], format)
    fields = (Field(name="size", type=UNKNOWN),)
    definitions = [Definition(name=name, type=Object(fields=fields)) for name in ("A", "B")]
    located = with_original_places(definitions, originals)
    lines = [(d.origin.line, d.type.fields[0].origin.line) for d in located]  # type: ignore[union-attr]
    assert lines == [(1, 1), (2, 3)]


def test_xml_schemas_include_each_other(tmp_path: Path) -> None:
    start = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">\n'
    item = '<xs:complexType name="Item"><xs:attribute name="size" type="xs:int"/></xs:complexType>'
    order = '<xs:complexType name="Order"><xs:all><xs:element name="item" type="Item"/></xs:all>'
    include = '<xs:include schemaLocation="b.xsd"/>'
    (tmp_path / "b.xsd").write_text(f"{start}{item}\n</xs:schema>")
    (tmp_path / "a.xsd").write_text(f"{start}{include}\n{order}</xs:complexType></xs:schema>")
    api = docmodels.load(tmp_path, notes=[])
    origins = {definition.name: definition.origin for definition in api.definitions}
    assert {name: (Path(o.file).name, o.line) for name, o in origins.items() if o} == {
        "Order": ("a.xsd", 3),
        "Item": ("b.xsd", 2),
    }


BROKEN = {
    "a.avsc": '{"type": "record", "name": 3, "fields": []}',
    "a.xsd": "<xs:schema",
    "a.csv": "",
    "a.asyncapi.yaml": "asyncapi: 3.0.0\ncomponents: [1]\n",
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_documents_are_errors_with_their_file(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(BROKEN[name])
    with pytest.raises(DocmodelsError) as caught:
        docmodels.load(path, notes=[])
    assert caught.value.note.rule.name in ("unreadable-input", "no-models")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(start=st.integers(0, 9000), length=st.integers(1, 40), text=st.sampled_from(["", "{", '"']))
def test_damaged_documents_raise_no_other_exception(start: int, length: int, text: str) -> None:
    for name in ("harbour.avsc", "harbour.xsd"):
        original = DOCUMENTS[name]()
        start = start % len(original)
        damaged = original[:start] + text + original[start + length :]
        (format,) = (f for f in FORMATS if f.suffixes & {Path(name).suffix})
        with suppress(DocmodelsError):
            read_converted([document(f"damaged{Path(name).suffix}", damaged)], format, [])
