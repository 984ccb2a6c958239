"""Inputs of any size for `growth.py`: one function for each kind, from its size to a document."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

Schema = dict[str, object]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of input: its largest size, and the document of a size; pages have the suffix `.md`."""

    name: str
    size: int
    document: Callable[[int], str]
    suffix: str = ".json"


def ref(name: str) -> Schema:
    """Return a reference to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


def openapi(schemas: Schema) -> str:
    """Return an OpenAPI document with schemas."""
    info = {"title": "Growth", "version": "1"}
    return json.dumps({"openapi": "3.1.0", "info": info, "components": {"schemas": schemas}})


def thing(name: str = "name") -> Schema:
    """Return an object with one property."""
    return {"type": "object", "properties": {name: {"type": "string"}}}


def all_of_chain(size: int) -> str:
    """Return models each of which extends the one before."""
    chain = {
        f"Level{n}": {"allOf": [ref(f"Level{n - 1}"), thing(f"field_{n % 50}")]}
        for n in range(1, size)
    }
    return openapi({"Level0": thing(), **chain})


def alias_chain(size: int) -> str:
    """Return names each of which is the one before, and a model with a property of each."""
    chain = {f"Alias{n}": ref(f"Alias{n - 1}") for n in range(1, size)}
    properties = {f"field_{n}": ref(f"Alias{n}") for n in range(size)}
    user = {"type": "object", "properties": properties}
    return openapi({"Alias0": {"type": ["string", "null"]}, **chain, "User": user})


def union_of_constants(size: int) -> str:
    """Return a union of texts."""
    return openapi({"Code": {"oneOf": [{"const": f"value {n}"} for n in range(size)]}})


def union_of_scalars(size: int) -> str:
    """Return a union of texts with different patterns and lengths."""
    return openapi(
        {"Code": {"oneOf": [{"type": "string", "maxLength": n + 1} for n in range(size)]}}
    )


def union_of_references(size: int) -> str:
    """Return a union of models."""
    models = {f"Thing{n}": thing(f"field_{n}") for n in range(size)}
    return openapi({**models, "Any": {"oneOf": [ref(name) for name in models]}})


def union_of_objects(size: int) -> str:
    """Return a union of models without names."""
    return openapi({"Any": {"oneOf": [thing(f"field_{n}") for n in range(size)]}})


def inline_objects(size: int) -> str:
    """Return a model with properties that are models without names."""
    properties = {f"field_{n}": thing(f"inner_{n}") for n in range(size)}
    return openapi({"Outer": {"type": "object", "properties": properties}})


def equal_inline_objects(size: int) -> str:
    """Return models with a property that is the same model without a name."""
    return openapi(
        {
            f"Outer{n}": {"type": "object", "properties": {"inner": thing(), f"own_{n}": thing()}}
            for n in range(size)
        }
    )


def discriminated_union(size: int) -> str:
    """Return a union of models by a property, with a mapping of its values."""
    models = {f"Thing{n}": _tagged(f"thing-{n}", f"field_{n}") for n in range(size)}
    mapping = {f"thing-{n}": f"#/components/schemas/Thing{n}" for n in range(size)}
    tag = {"propertyName": "kind", "mapping": mapping}
    union = {"oneOf": [ref(name) for name in models], "discriminator": tag}
    return openapi({**models, "Any": union})


def _tagged(value: str, field: str) -> Schema:
    properties = {"kind": {"const": value}, field: {"type": "string"}}
    return {"type": "object", "required": ["kind"], "properties": properties}


def base_with_children(size: int) -> str:
    """Return a model that many others extend, with a discriminator."""
    tag = {"propertyName": "kind", "mapping": {f"c{n}": f"Child{n}" for n in range(size)}}
    base = {**_kind(), "discriminator": tag}
    children = {f"Child{n}": {"allOf": [ref("Base"), thing(f"field_{n}")]} for n in range(size)}
    user = {"type": "object", "properties": {"base": ref("Base")}}
    return openapi({"Base": base, **children, "User": user})


def _kind() -> Schema:
    properties = {"kind": {"type": "string"}}
    return {"type": "object", "required": ["kind"], "properties": properties}


def union_chain(size: int) -> str:
    """Return unions each of which has the one before as a member."""
    chain = {
        f"Union{n}": {
            "oneOf": [ref(f"Union{n - 1}"), {"type": "array", "items": ref(f"Union{n - 1}")}]
        }
        for n in range(1, size)
    }
    return openapi({"Union0": {"type": ["string", "integer"]}, **chain})


def shared_unions(size: int) -> str:
    """Return definitions each of which combines the next two, by `allOf` and `oneOf` in turns."""
    keywords = ("allOf", "oneOf")
    levels = {
        f"Level{n}": {keywords[n % 2]: [ref(f"Level{n + 1}"), ref(f"Level{n + 2}")]}
        for n in range(size)
    }
    return openapi({**levels, f"Level{size}": thing(), f"Level{size + 1}": thing("other")})


def spellings(size: int) -> list[str]:
    """Return names that are the same words, with other signs between them."""
    letters = range(size.bit_length())
    return ["p" + "".join("-_"[n >> i & 1] + chr(97 + i) for i in letters) for n in range(size)]


def colliding_names(size: int) -> str:
    """Return models whose names give the same name of a class."""
    return openapi({name: thing() for name in spellings(size)})


def colliding_fields(size: int) -> str:
    """Return a model whose properties give the same name of an attribute."""
    properties = {name: {"type": "string"} for name in spellings(size)}
    return openapi({"Pets": {"type": "object", "properties": properties}})


def enum_members(size: int) -> str:
    """Return an enum of many values."""
    return openapi({"Code": {"type": "string", "enum": [f"value-{n}" for n in range(size)]}})


def nested_arrays(size: int) -> str:
    """Return models that refer to each other in a ring."""
    return openapi(
        {
            f"Ring{n}": {
                "type": "object",
                "properties": {"next": {"type": "array", "items": ref(f"Ring{(n + 1) % size}")}},
            }
            for n in range(size)
        }
    )


SCHEMAS = (
    Kind("allOf chain", 3_200, all_of_chain),
    Kind("chain of references", 1_600, alias_chain),
    Kind("oneOf of constants", 3_200, union_of_constants),
    Kind("oneOf of strings", 3_200, union_of_scalars),
    Kind("oneOf of references", 4_000, union_of_references),
    Kind("oneOf of objects", 3_200, union_of_objects),
    Kind("inline objects", 4_000, inline_objects),
    Kind("equal inline objects", 4_000, equal_inline_objects),
    Kind("discriminated union", 4_000, discriminated_union),
    Kind("base with children", 4_000, base_with_children),
    Kind("chain of unions", 2_000, union_chain),
    Kind("shared unions in allOf", 3_200, shared_unions),
    Kind("colliding names", 8_000, colliding_names),
    Kind("colliding fields", 8_000, colliding_fields),
    Kind("enum members", 64_000, enum_members),
    Kind("ring of models", 4_000, nested_arrays),
)


# --- pages -----------------------------------------------------------------------------------------

TABLE = "Name | Type | Description | Notes\n------------ | ------------- | ------------- | -------------\n"


def page(row: str, rest: str = "") -> str:
    """Return a page of OpenAPI Generator with one row more, and text below the table."""
    return f"# Pet\n\n## Properties\n{TABLE}**name** | **str** | The name. | \n{row}\n{rest}"


def type_cell(size: int) -> str:
    """Return a page with a union of many types."""
    types = " or ".join(f"T{n}" for n in range(size))
    return page(f"**kind** | {types} | The kind. | ")


def sections(size: int) -> str:
    """Return a page with many headings."""
    return page("", "".join(f"\n## Part {n}\n\nText of the part.\n" for n in range(size)))


def models_on_a_page(size: int) -> str:
    """Return a page with a table for each of many models."""
    return "# Models\n\n" + "".join(
        f"## Model{n}\n\n| Name | Type | Description |\n| --- | --- | --- |\n"
        f"| name | string | The name. |\n| next | Model{(n + 1) % size} | The next one. |\n\n"
        for n in range(size)
    )


def enum_bullet(size: int) -> str:
    """Return a page with a bullet that ends in spaces."""
    return page("", f"\n## Enum: Kind\n\n* `A` (value: `'a'`)\n* `B`{' ' * size}x\n")


def backticks(size: int) -> str:
    """Return a page with a default that is never closed."""
    return page(f"**kind** | **str** | **Default**: {'`' * size} | ")


def heading_spaces(size: int) -> str:
    """Return a page with headings that have many spaces inside."""
    return page("", f"\n#{' ' * size}x{' ' * size}#{' ' * size}x\n")


def blank_spaces(size: int) -> str:
    """Return a page with blank lines of many spaces."""
    return page("", f"\n{' ' * size}\nx{' ' * size}\n{' ' * size}x\n")


def long_table(size: int) -> str:
    """Return a page with a table of many rows."""
    return page(
        "\n".join(f"**field_{n}** | **str** | Field {n}. | [optional] " for n in range(size))
    )


PAGES = (
    Kind("union in a type cell", 4_000, type_cell, ".md"),
    Kind("sections of a page", 4_000, sections, ".md"),
    Kind("models of a page", 2_000, models_on_a_page, ".md"),
    Kind("rows of a table", 8_000, long_table, ".md"),
    Kind("enum bullet with spaces", 4_000, enum_bullet, ".md"),
    Kind("default of backticks", 8_000, backticks, ".md"),
    Kind("heading of spaces", 64_000, heading_spaces, ".md"),
    Kind("blank lines of spaces", 64_000, blank_spaces, ".md"),
)
