"""Test references to files, to operations, and into inline schemas: each schema is one definition."""

from __future__ import annotations

from collections.abc import Mapping

from docmodels.diagnostics.documents import Document, document
from docmodels.diagnostics.notes import Note
from docmodels.ir import STRING, UNKNOWN, Array, Definition, Nullable, Object, Ref, Type
from docmodels.readers.documents import read_documents

MAIN = """
openapi: 3.0.3
info: {title: Shop, version: "1"}
paths:
  /goods:
    get: {$ref: operations/goods.yaml}
    put: {$ref: operations/missing.yaml}
components:
  schemas:
    Good: {$ref: schemas/good.yaml}
    Ware: {$ref: schemas/good.yaml}
    Shelf: {$ref: "schemas/all.yaml#/Rack"}
    Price: {$ref: "other.yaml#/components/schemas/Price"}
    Cost: {$ref: "other.yaml#/components/schemas/Price"}
    Alias: {$ref: "#/components/schemas/Shelf"}
"""
OTHER = """
openapi: 3.0.3
info: {title: Other, version: "1"}
paths: {}
components:
  schemas:
    Price: {type: object, properties: {amount: {type: number}, good: {$ref: schemas/good.yaml}}}
    Good: {type: object, properties: {other: {type: string}}}
"""
FILES = {
    "operations/goods.yaml": """
operationId: listGoods
responses:
  200: {content: {application/json: {schema: {type: object, properties: {good: {$ref: ../schemas/good.yaml}}}}}}
""",
    "schemas/good.yaml": "type: object\nproperties: {next: {$ref: good.yaml}}\n",
    "schemas/all.yaml": "Rack: {type: object, properties: {good: {$ref: good.yaml}}}\n",
}


def read(notes: list[Note], *inputs: tuple[str, str]) -> dict[str, Type]:
    """Return the types of inputs by name; the other files are those of `FILES`."""
    return {definition.name: definition.type for definition in read_definitions(notes, {}, *inputs)}


def read_definitions(
    notes: list[Note], more_files: Mapping[str, str], *inputs: tuple[str, str]
) -> list[Definition]:
    """Return the definitions of inputs; the other files are those of `FILES` and `more_files`."""
    files = {**FILES, "other.yaml": OTHER, **more_files}

    def fetch(path: str) -> Document | None:
        name = next((name for name in files if path.endswith(f"/{name}")), None)
        return None if name is None else document(name, files[name])

    schemas = read_documents([document(*pair) for pair in inputs], notes, fetch)
    return [draft.definition for draft in schemas.drafts]


def field_types(type: Type) -> dict[str, Type]:
    assert isinstance(type, Object)
    return {field.name: field.type for field in type.fields}


def test_components_keep_their_names_if_they_refer_to_files() -> None:
    notes: list[Note] = []
    types = read(notes, ("api.yaml", MAIN))
    assert list(types) == [
        "Good",
        "Ware",
        "Shelf",
        "Price",
        "Cost",
        "Alias",
        "listGoods_response_200",
    ]
    assert field_types(types["Good"]) == {"next": Ref(name="Good")}
    assert field_types(types["Shelf"]) == {"good": Ref(name="Good")}
    assert types["Ware"] == Ref(name="Good")
    assert types["Cost"] == Ref(name="Price")
    assert types["Alias"] == Ref(name="Shelf")
    assert field_types(types["listGoods_response_200"]) == {"good": Ref(name="Good")}
    assert [note.message for note in notes] == [
        "`operations/missing.yaml` does not resolve; the inline models behind it are left out"
    ]


def test_components_of_another_input_keep_their_own_names() -> None:
    notes: list[Note] = []
    types = read(notes, ("api.yaml", MAIN), ("other.yaml", OTHER))
    assert isinstance(types["Price"], Object)
    assert types["Cost"] == Ref(name="Price")
    assert field_types(types["Good"]) == {"next": Ref(name="Good")}
    assert field_types(types["Good2"]).keys() == {"other"}
    assert sorted(note.rule.name for note in notes) == ["name-clash", "remote-ref"]


def test_a_definition_names_the_file_that_it_refers_to() -> None:
    schema = '{"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": {"Thing": {"$ref": "schemas/good.yaml"}}}'
    types = read([], ("schema.json", schema))
    assert field_types(types["Thing"]) == {"next": Ref(name="Thing")}
    assert list(types) == ["Thing"]


def test_a_component_names_another_input_once() -> None:
    good = '{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A good", "type": "object", "properties": {"id": {"type": "string"}}}'
    main = MAIN.replace("schemas/good.yaml", "good.json")
    types = read([], ("api.yaml", main), ("good.json", good))
    assert field_types(types["Good"]).keys() == {"id"}
    assert "A good" not in types


def test_a_reference_into_an_inline_schema_makes_one_definition_of_it() -> None:
    schemas = """
openapi: 3.1.0
info: {title: Shop, version: "1"}
components:
  schemas:
    Owner: {type: object, properties: {house: {$ref: "#/components/schemas/Door/properties/house"}}}
    Door:
      type: object
      properties:
        house: {type: object, properties: {number: {type: integer}}}
        locks: {type: [array, "null"], items: {type: object, properties: {code: {type: string}}}}
        note: {description: Anything.}
        text: {type: string}
    Lock: {$ref: "#/components/schemas/Door/properties/locks/items"}
    Other:
      type: object
      properties:
        locks: {$ref: "#/components/schemas/Door/properties/locks"}
        note: {$ref: "#/components/schemas/Door/properties/note"}
        text: {$ref: "#/components/schemas/Door/properties/text"}
        free: {}
        word: {type: string}
"""
    types = read([], ("api.yaml", schemas))
    door, other = field_types(types["Door"]), field_types(types["Other"])
    assert door["house"] == Ref(name="DoorHouse") == field_types(types["Owner"])["house"]
    assert door["locks"] == Ref(name="DoorLocks") == other["locks"]
    assert types["DoorLocks"] == Nullable(type=Array(items=Ref(name="Lock")))
    assert field_types(types["Lock"]).keys() == {"code"}
    assert (other["free"], other["word"]) == (UNKNOWN, STRING)
    assert (door["note"], door["text"]) == (UNKNOWN, STRING)


LABELLED = """
openapi: 3.1.0
info: {title: Shop, version: "1"}
paths: {}
components:
  schemas:
    Good: {description: What is sold., deprecated: true, $ref: schemas/good.yaml}
    Rack: {title: The rack, allOf: [{$ref: "schemas/all.yaml#/Rack"}]}
    Price: {description: A price., $ref: "other.yaml#/components/schemas/Price"}
    Cost: {$ref: "#/components/schemas/Price", description: The same as a price.}
    Rest: {$ref: "schemas/all.yaml#/Rest", readOnly: true}
    Titled: {description: Of the reference., $ref: "schemas/all.yaml#/Titled"}
"""


def test_components_with_labels_beside_the_reference_keep_their_names() -> None:
    inner = "Titled: {title: A title, description: Of the file., type: string}"
    second = "Rest: {type: object, properties: {id: {type: string}}}"
    files = {"schemas/all.yaml": f"{FILES['schemas/all.yaml']}{second}\n{inner}\n"}
    notes: list[Note] = []
    definitions = {d.name: d for d in read_definitions(notes, files, ("api.yaml", LABELLED))}
    labels = {
        name: (definition.title, definition.doc, definition.deprecation is not None)
        for name, definition in definitions.items()
        if name != "Rest2"
    }
    assert labels == {
        "Good": ("", "What is sold.", True),
        "Rack": ("The rack", "", False),
        "Price": ("", "A price.", False),
        "Cost": ("", "The same as a price.", False),
        "Rest": ("", "", False),
        "Titled": ("A title", "Of the reference.", False),
    }
    assert field_types(definitions["Good"].type) == {"next": Ref(name="Good")}
    assert field_types(definitions["Rack"].type) == {"good": Ref(name="Good")}
    assert definitions["Cost"].type == Ref(name="Price")
    assert isinstance(definitions["Rest"].type, Ref)
    assert notes == []
