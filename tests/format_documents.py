"""Write one description of a harbour in each format that datamodel-code-generator reads.

`python tests/format_documents.py` writes the documents of `tests/formats`, which are committed.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NamedTuple

import yaml

FOLDER = Path(__file__).parent / "formats"


class Part(NamedTuple):
    """A field: `kind` is a primitive kind, or the name of an enum or an entity."""

    name: str
    kind: str
    is_list: bool
    is_optional: bool
    doc: str


ENUMS: Final = {
    "Side": ("PORT", "STARBOARD"),
    "Weather": ("CALM", "BREEZE", "GALE", "STORM"),
    "Currency": ("EUR", "DKK", "NOK"),
    "BookingState": ("ASKED", "GRANTED", "REFUSED", "OVER"),
}
_TEXT = """
Harbour: A place for boats.
 name str: As on the chart.
 depth float?: At low water, in metres.
 quays Quay*: From the entrance on.
 lights Light*: All that are lit at night.
 weather Weather?: As of this morning.
 open bool: Whether boats may enter.
 phone str?: Answered by day.
Quay: A wall with berths.
 number int: Counted from the entrance.
 length float: In metres.
 berths Berth*: In the order of their numbers.
 surface str?: What it is made of.
 has_water bool: Whether there is a tap.
 has_power bool: Whether there are sockets.
Berth: A place for one boat.
 code str: Painted on the wall.
 side Side: Seen from the land.
 width float: Between the piles.
 boat Boat?: The boat that lies there now.
 reserved bool: Whether it is kept for somebody.
 remarks str*: What the next skipper should know.
Boat: A boat of any kind.
 name str: As painted on the bow.
 callsign str?: For the radio.
 length float: Over all.
 draught float?: When loaded.
 owner Owner: Who pays.
 crew Sailor*: Who is on board.
 engine Engine?: None for a rowing boat.
 built int?: The year.
 papers Permit*: Those that were shown.
Engine: What drives a boat.
 maker str: The name on the block.
 power float: In kilowatts.
 hours int?: As the meter shows.
 diesel bool: Whether it burns diesel.
Owner: A person or a firm.
 name str: The full name.
 email str?: For invoices.
 phone str?: For storms.
 address Address?: Where letters go.
 debts Invoice*: What is not paid yet.
Address: Where somebody lives.
 street str: With the number.
 town str: Without the code.
 code str?: Of the post.
 country str: Two letters.
Sailor: Somebody on board.
 name str: As in the passport.
 age int?: In years.
 skipper bool: Whether they command.
 skills str*: What they can do.
Booking: A berth that somebody wants.
 number int: Never used twice.
 berth Berth: Which one.
 boat Boat: For which boat.
 state BookingState: What was decided.
 nights int: How many.
 price Money?: Agreed beforehand.
 notes str*: From either side.
Money: A sum.
 amount float: With two decimals.
 currency Currency: Of the amount.
Invoice: A claim.
 number str: Unique in a year.
 total Money: With tax.
 lines InvoiceLine*: What it is for.
 paid bool: Whether the money came.
 payments Payment*: In the order of arrival.
InvoiceLine: A part of an invoice.
 text str: What was delivered.
 count int: How many.
 price Money: For one.
Payment: Money that came.
 reference str: Of the bank.
 sum Money: What came.
 card bool: Whether it was by card.
Light: A light for sailors.
 name str: As in the list of lights.
 character str: How it flashes.
 height float?: Above the water.
 range int?: In sea miles.
 sector Sector*: The colours by bearing.
Sector: A part of the circle.
 from_bearing int: In degrees.
 to_bearing int: In degrees.
 colour str: White, red or green.
Permit: A paper.
 number str: As printed.
 issuer str: Who signed.
 valid bool: Whether it is still good.
 ships Ship*: Where it counts.
Ship: A name on a list.
 register str: Which list.
 entry int: The line.
Tide: High and low water.
 place str: Where.
 high float: In metres.
 low float: In metres.
 wind Weather: That was assumed.
 samples float*: One each hour.
"""


def _entities() -> dict[str, tuple[str, tuple[Part, ...]]]:
    entities: dict[str, tuple[str, list[Part]]] = {}
    for line in _TEXT.strip().split("\n"):
        head, _, doc = line.partition(": ")
        if not line.startswith(" "):
            entities[head] = (doc, [])
            continue
        name, kind = head.split()
        part = Part(name, kind.rstrip("*?"), "*" in kind, "?" in kind, doc)
        list(entities.values())[-1][1].append(part)
    return {name: (doc, tuple(parts)) for name, (doc, parts) in entities.items()}


ENTITIES: Final = _entities()


def graphql() -> str:
    """GraphQL: a type for each entity, and a query."""
    kinds = {"str": "String", "int": "Int", "float": "Float", "bool": "Boolean"}
    lines = ["# The harbour as a GraphQL schema.", ""]
    for name, values in ENUMS.items():
        lines += [f"enum {name} {{", *(f"  {value}" for value in values), "}", ""]
    for name, (doc, parts) in ENTITIES.items():
        lines += [f'"""{doc}"""', f"type {name} {{"]
        for part in parts:
            kind = kinds.get(part.kind, part.kind)
            kind = f"[{kind}!]!" if part.is_list else kind + "!" * (not part.is_optional)
            lines += [f'  "{part.doc}"', f"  {part.name}: {kind}"]
        lines += ["}", ""]
    lines += ["type Query {", "  harbour(name: String!): Harbour", "}"]
    return "\n".join(lines) + "\n"


def protobuf() -> str:
    """Protocol Buffers 3: a message for each entity."""
    kinds = {"str": "string", "int": "int32", "float": "double", "bool": "bool"}
    lines = ['syntax = "proto3";', "", "package harbour;", ""]
    for name, values in ENUMS.items():
        numbered = enumerate(values)
        lines += [
            f"enum {name} {{",
            *(f"  {name.upper()}_{v} = {n};" for n, v in numbered),
            "}",
            "",
        ]
    for name, (doc, parts) in ENTITIES.items():
        lines += [f"// {doc}", f"message {name} {{"]
        for number, part in enumerate(parts, 1):
            label = "repeated " if part.is_list else "optional " if part.is_optional else ""
            kind = kinds.get(part.kind, part.kind)
            lines += [f"  // {part.doc}", f"  {label}{kind} {part.name} = {number};"]
        lines += ["}", ""]
    return "\n".join(lines)


def avro() -> str:
    """Avro: a list of records; an enum is defined where it is used first."""
    kinds: dict[str, Any] = {"str": "string", "int": "int", "float": "double", "bool": "boolean"}
    records: list[Any] = [
        {"type": "enum", "name": name, "symbols": [*values]} for name, values in ENUMS.items()
    ]
    for name, (doc, parts) in ENTITIES.items():
        fields: list[Any] = []
        for part in parts:
            kind: Any = kinds.get(part.kind, part.kind)
            field: dict[str, Any] = {"name": part.name, "doc": part.doc, "type": kind}
            if part.is_list:
                field["type"] = {"type": "array", "items": kind}
            elif part.is_optional:
                field |= {"type": ["null", kind], "default": None}
            fields.append(field)
        records.append({"type": "record", "name": name, "doc": doc, "fields": fields})
    return json.dumps(records, indent=1) + "\n"


def xmlschema() -> str:
    """XML Schema: a complex type for each entity."""
    kinds = {"str": "xs:string", "int": "xs:int", "float": "xs:double", "bool": "xs:boolean"}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines += ['<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">']
    for name, values in ENUMS.items():
        lines += [f'  <xs:simpleType name="{name}">', '    <xs:restriction base="xs:string">']
        lines += [f'      <xs:enumeration value="{value}"/>' for value in values]
        lines += ["    </xs:restriction>", "  </xs:simpleType>"]
    for name, (doc, parts) in ENTITIES.items():
        lines += [f'  <xs:complexType name="{name}">']
        lines += [f"    <xs:annotation><xs:documentation>{doc}</xs:documentation></xs:annotation>"]
        lines += ["    <xs:sequence>"]
        for part in parts:
            often = ' minOccurs="0" maxOccurs="unbounded"' if part.is_list else ""
            often = ' minOccurs="0"' if part.is_optional else often
            kind = kinds.get(part.kind, part.kind)
            lines += [f'      <xs:element name="{part.name}" type="{kind}"{often}/>']
        lines += ["    </xs:sequence>", "  </xs:complexType>"]
    lines += ['  <xs:element name="harbour" type="Harbour"/>', "</xs:schema>"]
    return "\n".join(lines) + "\n"


def _json_schemas(prefix: str) -> dict[str, Any]:
    kinds = {"str": "string", "int": "integer", "float": "number", "bool": "boolean"}
    schemas: dict[str, Any] = {
        name: {"type": "string", "enum": [*values]} for name, values in ENUMS.items()
    }
    for name, (doc, parts) in ENTITIES.items():
        properties: dict[str, Any] = {}
        for part in parts:
            is_named = part.kind not in kinds
            item = {"$ref": prefix + part.kind} if is_named else {"type": kinds[part.kind]}
            schema: dict[str, Any] = {"type": "array", "items": item} if part.is_list else item
            properties[part.name] = schema | ({} if "$ref" in schema else {"description": part.doc})
        required = [part.name for part in parts if not part.is_optional]
        schemas[name] = {
            "type": "object",
            "description": doc,
            "required": required,
            "properties": properties,
        }
    return schemas


def asyncapi() -> str:
    """AsyncAPI 3: a message for arrivals."""
    payload = {"$ref": "#/components/schemas/Boat"}
    message = {"$ref": "#/components/messages/Arrival"}
    document = {
        "asyncapi": "3.0.0",
        "info": {"title": "Harbour events", "version": "1.0.0"},
        "channels": {"arrivals": {"address": "arrivals", "messages": {"Arrival": message}}},
        "components": {
            "messages": {"Arrival": {"payload": payload}},
            "schemas": _json_schemas("#/components/schemas/"),
        },
    }
    return yaml.safe_dump(document, sort_keys=False)


def mcp() -> str:
    """The answer of a server of the Model Context Protocol: a tool for each entity."""
    schemas = _json_schemas("#/$defs/")
    tools = []
    for name, (doc, parts) in ENTITIES.items():
        plain = {part.name for part in parts if part.kind in ("str", "int", "float", "bool")}
        properties = {k: v for k, v in schemas[name]["properties"].items() if k in plain}
        required = [part for part in schemas[name]["required"] if part in plain]
        schema = {"type": "object", "properties": properties, "required": required}
        tools.append({"name": f"find_{name.lower()}", "description": doc, "inputSchema": schema})
    return json.dumps({"tools": tools}, indent=2) + "\n"


def csv_table() -> str:
    """Boats in a table."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["name", "callsign", "length", "draught", "built"])
    for number in range(220):
        draught = "" if number % 3 else f"{1 + number / 100:.2f}"
        writer.writerow(
            [f"Heron {number}", f"OX{number:04}", 6 + number % 9, draught, 1950 + number % 70]
        )
    return file.getvalue()


def sample_values() -> Any:
    """An answer with boats, some of which lack a part."""
    boats: list[Any] = []
    for number in range(30):
        boat: dict[str, Any] = {"name": f"Heron {number}", "length": 6.5 + number, "built": None}
        boat["owner"] = {"name": f"Ida {number}", "phone": f"{number:05}"}
        if number % 2:
            boat["crew"] = [{"name": "Jo", "age": 20 + number}]
        boats.append(boat)
    return {"total": 30, "boats": boats}


DOCUMENTS: Final[dict[str, Callable[[], str]]] = {
    "harbour.graphql": graphql,
    "harbour.proto": protobuf,
    "harbour.avsc": avro,
    "harbour.xsd": xmlschema,
    "harbour.asyncapi.yaml": asyncapi,
    "harbour.tools.json": mcp,
    "boats.csv": csv_table,
    "boats.sample.json": lambda: json.dumps(sample_values(), indent=2) + "\n",
    "boats.sample.yaml": lambda: yaml.safe_dump(sample_values(), sort_keys=False),
}
"""The documents by file name."""

if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for file_name, write in DOCUMENTS.items():
        (FOLDER / file_name).write_text(write(), "utf-8")
