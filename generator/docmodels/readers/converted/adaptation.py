"""Adapt what dcg writes to the terms of each format, where Python code cannot state them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

from msgspec.structs import replace

from docmodels.alias_generators import to_camel
from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import UNKNOWN_TYPE
from docmodels.ir import (
    UNKNOWN,
    Definition,
    Field,
    Integer,
    Null,
    Object,
    Ref,
    Scalar,
    Type,
    Union,
    inferences,
    scalar,
)
from docmodels.ir.traverse import map_children, refs

Adapt: TypeAlias = Callable[[list[Definition], Sequence[Document], list[Note]], list[Definition]]
"""Changes the definitions of some documents, and appends notes."""

_BUILT_IN_SCALARS: Final = frozenset({"Boolean", "Float", "ID", "Int", "String"})


def _with_scalars(
    definitions: list[Definition], documents: Sequence[Document], notes: list[Note]
) -> list[Definition]:
    """Replace references to the built-in scalars of GraphQL (October 2021, section 3.5) by types.

    The schema does not state what a custom scalar is in JSON (section 3.5.4): any value.
    """
    scalars = {
        definition.name: definition.type
        for definition in definitions
        if isinstance(definition.type, Scalar)
    }
    built_in = {name: type for name, type in scalars.items() if name in _BUILT_IN_SCALARS}

    def inlined(type: Type) -> Type:
        if isinstance(type, Ref) and type.name in built_in:
            return built_in[type.name]
        return map_children(type, inlined)

    changed: list[Definition] = []
    for definition in definitions:
        if definition.name in built_in:
            continue
        type = inlined(definition.type)
        if definition.name in scalars:
            type = UNKNOWN
            message = f"the schema does not state the JSON type of the scalar `{definition.name}`"
            help = "any value is accepted there"
            notes.append(UNKNOWN_TYPE.at(definition.origin, message, help, len(definition.name)))
        changed.append(replace(definition, type=type))
    return changed


def _without_root(
    definitions: list[Definition], documents: Sequence[Document], notes: list[Note]
) -> list[Definition]:
    """Remove what dcg makes of a document as a whole if it declares no root: `Model`.

    For a list of Avro schemas it is their union, for an XML Schema without elements it is empty.
    """
    used = {name for definition in definitions for name in refs(definition.type)}
    return [
        definition
        for definition in definitions
        if definition.name != "Model" or definition.name in used or not _may_be_root(definition)
    ]


def _may_be_root(definition: Definition) -> bool:
    type = definition.type
    return isinstance(type, Union | Ref) or (isinstance(type, Object) and not type.fields)


def _with_json_names(
    definitions: list[Definition], documents: Sequence[Document], notes: list[Note]
) -> list[Definition]:
    """Name and type fields as the JSON mapping of Protocol Buffers 3 does (language guide, "JSON").

    Names are in lower camel case; programs that read them accept the names of the document too. A
    64-bit integer is written as a text. A message has other properties where the sender knows a
    later version of it.
    """
    by_path = {document.path: document for document in documents}
    return [
        _map_fields(
            (
                replace(definition, type=replace(definition.type, additional_properties=None))
                if isinstance(definition.type, Object)
                else definition
            ),
            lambda field: _with_json_name(_with_long_integers(field, by_path)),
        )
        for definition in definitions
    ]


def _with_json_name(field: Field) -> Field:
    name = to_camel(field.name)
    if name == field.name:
        return field
    inferred = (*field.inferred, *inferences("wire-case", "name"))
    return replace(field, name=name, alternate_names=(field.name,), inferred=inferred)


_LONG: Final = re.compile(r"\b(?:u?int64|sint64|s?fixed64)\b")
_LONG_TEXT: Final = scalar("string", "", {"pattern": "^-?[0-9]+$"})


def _with_long_integers(field: Field, documents: Mapping[str, Document]) -> Field:
    """Accept a text for an integer whose type in the document has 64 bits."""
    if field.origin is None or field.origin.file not in documents:
        return field
    line = documents[field.origin.file].lines[field.origin.line - 1]
    declaration = re.split("[;{]", line[: field.origin.column - 1])[-1]
    if not _LONG.search(declaration):
        return field

    def widened(type: Type) -> Type:
        if isinstance(type, Integer):
            return Union(members=(type, _LONG_TEXT))
        return map_children(type, widened)

    return replace(field, type=widened(field.type))


def _with_open_nulls(
    definitions: list[Definition], documents: Sequence[Document], notes: list[Note]
) -> list[Definition]:
    """Accept any value where all samples have null."""
    return [_map_fields(definition, _with_open_null) for definition in definitions]


def _with_open_null(field: Field) -> Field:
    return replace(field, type=UNKNOWN) if isinstance(field.type, Null) else field


def _map_fields(definition: Definition, change: Callable[[Field], Field]) -> Definition:
    if not isinstance(definition.type, Object):
        return definition
    fields = tuple(map(change, definition.type.fields))
    return replace(definition, type=replace(definition.type, fields=fields))


ADAPT: Final[Mapping[str, Adapt]] = {
    "graphql": _with_scalars,
    "avro": _without_root,
    "xmlschema": _without_root,
    "protobuf": _with_json_names,
    "sample": _with_open_nulls,
}
