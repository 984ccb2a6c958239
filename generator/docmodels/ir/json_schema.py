"""A type as JSON Schema 2020-12: what the readers read back to the same type."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, assert_never, cast

from msgspec.structs import asdict

from docmodels.ir import (
    NO_CONSTRAINTS,
    AllOf,
    Array,
    Const,
    Constraints,
    Definition,
    Discriminator,
    Enum,
    EnumMember,
    Field,
    Json,
    Map,
    Never,
    Nullable,
    Object,
    Ref,
    Scalar,
    Type,
    Union,
    Unknown,
    WithAssertions,
    is_list,
)

Schema = dict[str, Json]


@dataclass(frozen=True, slots=True)
class SchemaStyle:
    """How a kind of document writes schemas.

    `point` gives the reference to a definition, such as `#/$defs/Pet`. `marked`: an enum that takes
    further values is marked by an extension, and not by a union with its base.
    """

    point: Callable[[str], str]
    marked: bool = False


_KEYWORDS: Final = {
    "minimum": "minimum",
    "maximum": "maximum",
    "exclusive_minimum": "exclusiveMinimum",
    "exclusive_maximum": "exclusiveMaximum",
    "multiple_of": "multipleOf",
    "min_length": "minLength",
    "max_length": "maxLength",
    "pattern": "pattern",
    "min_items": "minItems",
    "max_items": "maxItems",
    "unique_items": "uniqueItems",
    "min_properties": "minProperties",
    "max_properties": "maxProperties",
}


_OPEN: Final[Schema] = {"x-ms-enum": {"modelAsString": True}}
"""The mark of an enum that takes further values, as AutoRest reads it."""


def definition_schema(definition: Definition, form: SchemaStyle) -> Schema:
    """Write a definition with its annotations."""
    title = definition.title
    said = {
        "title": title,
        "description": definition.doc,
        "deprecated": definition.deprecated,
        "x-deprecation-message": definition.deprecation,
        "examples": list(definition.examples),
    }
    return _said(type_schema(definition.type, form), said)


def type_schema(type: Type, form: SchemaStyle) -> Schema:
    """Write a type."""
    match type:
        case Unknown():
            return {}
        case Never():
            return {"not": {}}
        case Scalar():
            return _scalar(type)
        case Const(value):
            return _const(value)
        case Enum():
            return _enum(type, form)
        case Ref(name):
            return {"$ref": form.point(name)}
        case Array():
            return _array(type, form)
        case Map():
            return _map(type, form)
        case Nullable(inner):
            return _nullable(inner, form)
        case Union():
            return _union(type, form)
        case AllOf(members):
            return _titled({"allOf": [type_schema(part, form) for part in members]}, type.title)
        case Object():
            return _object(type, form)
        case WithAssertions():
            return _checked(type, form)
        case _:
            assert_never(type)


def _said(schema: Schema, said: dict[str, Any]) -> Schema:
    """Put annotations beside a schema; those that are empty are not written."""
    return schema | {key: value for key, value in said.items() if value not in ("", False, [])}


def _titled(schema: Schema, title: str) -> Schema:
    return {"title": title, **schema} if title else schema


def _limits(constraints: Constraints) -> Schema:
    if constraints == NO_CONSTRAINTS:
        return {}
    found = asdict(constraints)
    return {
        keyword: found[name]
        for name, keyword in _KEYWORDS.items()
        if found[name] is not None and found[name] is not False
    }


def _scalar(type: Scalar) -> Schema:
    found: Schema = {"type": type.kind}
    if type.format:
        found["format"] = type.format
    return found | _limits(type.constraints)


def _const(value: Json) -> Schema:
    kinds = {bool: "boolean", int: "integer", str: "string"}
    kind = kinds.get(value.__class__)
    return {"type": kind, "const": value} if kind else {"const": value}


def _enum(type: Enum, form: SchemaStyle) -> Schema:
    found: Schema = {"type": type.base} if type.base else {}
    if type.format:
        found["format"] = type.format
    found["enum"] = [member.value for member in type.members]
    found |= _member_words(type.members)
    if not type.closed:
        found = _opened(type, found, form)
    return _titled(found, type.title)


def _opened(type: Enum, found: Schema, form: SchemaStyle) -> Schema:
    if form.marked:
        return found | _OPEN
    if type.base and not type.format:
        return {"anyOf": [found, {"type": type.base}]}
    return {key if key != "enum" else "x-extensible-enum": found[key] for key in found}


def _member_words(members: tuple[EnumMember, ...]) -> Schema:
    found: Schema = {}
    if any(member.name for member in members):
        found["x-enum-varnames"] = [member.name for member in members]
    if any(member.doc for member in members):
        found["x-enum-descriptions"] = [member.doc for member in members]
    if any(member.deprecated for member in members):
        found["x-enum-deprecated"] = [str(m.value) for m in members if m.deprecated]
    return found


def _array(type: Array, form: SchemaStyle) -> Schema:
    found: Schema = {"type": "array"}
    if type.prefix_items:
        found["prefixItems"] = [type_schema(part, form) for part in type.prefix_items]
    if isinstance(type.items, Never):
        found["items"] = False
    elif not (type.prefix_items and isinstance(type.items, Unknown)):
        found["items"] = type_schema(type.items, form)
    return found | _limits(type.constraints)


def _map(type: Map, form: SchemaStyle) -> Schema:
    found: Schema = {"type": "object", "additionalProperties": _or_true(type.values, form)}
    if type.keys is not None:
        found["propertyNames"] = type_schema(type.keys, form)
    return found | _limits(type.constraints)


def _or_true(type: Type, form: SchemaStyle) -> Json:
    if isinstance(type, Unknown):
        return True
    return False if isinstance(type, Never) else type_schema(type, form)


def _nullable(type: Type, form: SchemaStyle) -> Schema:
    """Add null in the plainest way that the keywords allow."""
    found = type_schema(type, form)
    if isinstance(type, Union) and any(isinstance(m, Nullable | Unknown) for m in type.members):
        return {"anyOf": [found, {"type": "null"}]}
    if _WRAPPING.isdisjoint(found):
        kind = found.get("type")
        if isinstance(kind, str):
            enum = {"enum": [*found["enum"], None]} if "enum" in found else {}
            return found | {"type": [kind, "null"]} | enum
        if "enum" in found:
            return found | {"enum": [*found["enum"], None]}
    for key in ("oneOf", "anyOf"):
        if key in found and set(found) <= {key, "title", "discriminator"}:
            return found | {key: [*found[key], {"type": "null"}]}
    return {"anyOf": [found, {"type": "null"}]}


_WRAPPING: Final = frozenset(
    "$ref allOf anyOf oneOf not if const x-extensible-enum contains dependentRequired"
    " dependentSchemas required_".split()
)


def _union(type: Union, form: SchemaStyle) -> Schema:
    found: Schema = {type.mode: [type_schema(part, form) for part in type.members]}
    return _titled(found | _discriminator(type.discriminator, form), type.title)


def _discriminator(found: Discriminator | None, form: SchemaStyle) -> Schema:
    if found is None:
        return {}
    mapping = {value: form.point(name) for value, name in found.mapping.items()}
    written: Schema = {"propertyName": found.property}
    return {"discriminator": written | ({"mapping": mapping} if mapping else {})}


def _object(type: Object, form: SchemaStyle) -> Schema:
    own: Schema = {"type": "object"}
    if type.fields:
        own["properties"] = {f.name: field_schema(f, form) for f in type.fields if _described(f)}
    if not own.get("properties"):
        own.pop("properties", None)
    if required := [field.name for field in type.fields if field.required]:
        own["required"] = required
    if type.pattern_properties:
        own["patternProperties"] = {
            key: type_schema(t, form) for key, t in type.pattern_properties.items()
        }
    if type.additional_properties is not None:
        own["additionalProperties"] = _or_true(type.additional_properties, form)
    own |= _limits(type.constraints) | _discriminator(type.discriminator, form)
    if not type.bases:
        return _titled(own, type.title)
    bases: list[Schema] = [{"$ref": form.point(base)} for base in type.bases]
    if len(own) > 1 or len(bases) == 1:
        bases.append(own)
    return _titled({"allOf": bases}, type.title)


def _described(field: Field) -> bool:
    """Whether a field is more than a name that `required` mentions."""
    return not (field.required and field.inferred == ("type",) and isinstance(field.type, Unknown))


def field_schema(field: Field, form: SchemaStyle) -> Schema:
    """Write a field's type with what is said of the field beside it."""
    found = type_schema(field.type, form)
    if field.default is not None:
        # Tools take a `$ref` inside a default for a reference of their own.
        value = field.default.value
        found["x-default" if isinstance(value, dict) and "$ref" in value else "default"] = value
    said = {
        "title": field.title,
        "description": field.doc,
        "readOnly": field.read_only,
        "writeOnly": field.write_only,
        "deprecated": field.deprecated,
        "x-deprecation-message": field.deprecation,
        "examples": list(field.examples),
        "x-documented-name": field.documented_name,
    }
    return _said(found, said)


def _checked(type: WithAssertions, form: SchemaStyle) -> Schema:
    """Put the keywords beside those of the type; what is there already goes to `allOf`."""
    found = type_schema(type.type, form)
    extra = _repointed(type.schema, form)
    if not _UNEVALUATED.isdisjoint(extra):
        if not all(_is_plain(extra.get(key, [])) for key in ("allOf", "anyOf", "oneOf")):
            return {"allOf": [found, extra]}
        # What evaluates stands in the type's own keywords already, as it was written.
        if found.get("additionalProperties") is True:
            del found["additionalProperties"]
        extra = {key: extra[key] for key in extra if key not in found and key not in _TYPED}
    clashing = {key: value for key, value in extra.items() if key in found}
    if not clashing or ("if" in clashing and "if" in found):
        return found | extra
    return {"allOf": [found, extra]}


_UNEVALUATED: Final = frozenset({"unevaluatedProperties", "unevaluatedItems"})
_TYPED: Final = frozenset(
    "properties patternProperties additionalProperties items prefixItems $ref allOf".split()
)


def _is_plain(parts: list[Schema | bool]) -> bool:
    """Whether no member says of further properties or items what a type would not repeat."""
    further = _UNEVALUATED | {"additionalProperties", "items", "contains", "if"}
    return all(not isinstance(part, bool) and further.isdisjoint(part) for part in parts)


def _repointed(schema: Schema, form: SchemaStyle) -> Schema:
    """Write each `#/$defs/NAME` as this document refers to definitions."""
    found = {key: _repointed_in(key, value, form) for key, value in schema.items()}
    ref = schema.get("$ref")
    if isinstance(ref, str) and ref.startswith("#/$defs/"):
        found["$ref"] = form.point(ref.removeprefix("#/$defs/"))
    return found


def _repointed_in(key: str, value: Json, form: SchemaStyle) -> Json:
    if key in ("enum", "const"):
        return value
    if is_list(value):
        return [_repointed_in("", part, form) for part in value]
    if not isinstance(value, dict):
        return value
    inner = cast(Schema, value)
    if key in ("properties", "patternProperties", "dependentSchemas"):
        return {name: _repointed_in("", part, form) for name, part in inner.items()}
    return _repointed(inner, form)
