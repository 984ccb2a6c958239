"""Read discriminators: the property that selects a member of a union, and its values."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from msgspec.structs import replace

from docmodels.ir import Discriminator, Nullable, Ref, Type, Union, nullable
from docmodels.readers.python_models.sources import Kind

if TYPE_CHECKING:
    from docmodels.readers.python_models.annotations import AnnotationReader


def with_discriminator(type: Type, node: ast.expr, reader: AnnotationReader) -> Type:
    """Return a union with the discriminator that `node` states.

    `node` is `"kind"`, `Discriminator("kind")`, or one of the helpers of modules that docmodels
    writes: `discriminated_by("kind", "kind_", {"cat": "Cat"})` for pydantic,
    `Discriminator("kind", {"cat": Cat})` for dataclasses and structs. Adds a note for any other.
    """
    if isinstance(type, Nullable):
        inner = with_discriminator(type.type, node, reader)
        return nullable(inner)
    if isinstance(type, Ref) and (source := reader.index.find(type.name, reader.module)):
        if source.kind is Kind.ALIAS and isinstance(source.node, ast.AnnAssign | ast.Assign):
            value = source.node.value
            is_plain = value is not None and not isinstance(value, ast.Call)
            aliased = reader.type(value) if value is not None and is_plain else type
            return with_discriminator(aliased, node, reader) if aliased != type else type
    if not isinstance(type, Union):
        return type
    match node:
        case ast.Constant(str(property)) | ast.Call(_, [ast.Constant(str(property))], []):
            return replace(type, discriminator=Discriminator(property=property))
        case ast.Call(_, [ast.Constant(str(property)), *others], []):
            mappings = [other for other in others if isinstance(other, ast.Dict)]
            if mappings:
                mapping = _mapping(mappings[0], reader)
                discriminator = Discriminator(property=property, mapping=mapping)
                return replace(type, discriminator=discriminator)
        case _:
            pass
    reader.note_unsupported(node)
    return type


def _mapping(node: ast.Dict, reader: AnnotationReader) -> dict[str, str]:
    """Read the names of definitions by the values of the property."""
    mapping: dict[str, str] = {}
    for key, value in zip(node.keys, node.values, strict=True):
        if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
            continue
        match value:
            case ast.Constant(str(name)) | ast.Name(name):
                mapping[key.value] = name
            case _:
                pass
    return mapping
