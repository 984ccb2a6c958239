"""Collect the examples of a document and check that its models accept and reproduce them.

An example is a `default`, `example` or `examples` of a schema, a media type, a parameter or a
header; references are followed. The example is first validated against its own schema, with the
`jsonschema` validator of the document's version, without docmodels. Then the pydantic model of
that schema reads it as JSON.
"""

from __future__ import annotations

import json
import re
import types
import typing
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import jsonschema
import pydantic
import referencing
import referencing.jsonschema
from jsonschema.protocols import Validator
from typing_extensions import TypeAliasType

Json = Any
_NULLABLE = ("nullable", "x-nullable")


@dataclass(frozen=True, slots=True)
class ModelSlot:
    """The annotation generated for a schema, and the class and field that contain it, if any."""

    annotation: Any
    owner: type[pydantic.BaseModel] | None = None
    attribute: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A value, its schema, and the annotation generated for it (None: a bare scalar or list)."""

    pointer: str
    value: Json
    schema: Json
    slot: ModelSlot | None


@dataclass(slots=True)
class Verdicts:
    """Numbers of examples by result: of validation by schema, then by model.

    `misformatted` examples are valid except for a `format`; `unplaced` ones have no model.
    `respelt` ones are written back as the same date-time or UUID in another notation.
    """

    examples: int = 0
    unplaced: int = 0
    invalid: int = 0
    misformatted: int = 0
    valid: int = 0
    accepted: int = 0
    unchanged: int = 0
    respelt: int = 0
    failures: list[str] = field(default_factory=list[str])


def objects(document: Json) -> Iterator[dict[str, Json]]:
    """Yield every object in a document."""
    pending = [document]
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            yield node
            node = list(node.values())
        if isinstance(node, list):
            pending += node


# --- examples of a document -----------------------------------------------------------------------


@dataclass(frozen=True)
class ExampleWalker:
    """A document with its generated classes.

    `named` maps definition names to classes; `placed` maps the `id()` of an inline schema to its
    definition name.
    """

    document: Json
    named: Mapping[str, Any]
    placed: Mapping[int, str]

    def examples(self) -> Iterator[Example]:
        """Yield every example of the document."""
        document = self.document
        if "openapi" not in document and "swagger" not in document:
            yield from self._schema_examples(document, "#", self._slot_of(document))
            return
        for group in (("components", "schemas"), ("definitions",)):
            schemas = document
            for key in group:
                schemas = schemas.get(key, {})
            for name, schema in schemas.items():
                pointer = "#/" + "/".join([*group, name])
                yield from self._schema_examples(
                    schema, pointer, self._slot_named(schema.get("x-name", name))
                )
        yield from self._position_examples(document, "#")

    def _slot_named(self, name: str) -> ModelSlot | None:
        return ModelSlot(self.named[name]) if name in self.named else None

    def _position_examples(self, node: Json, pointer: str) -> Iterator[Example]:
        """Yield the examples of every object that has a `schema` (media types, parameters, headers)."""
        if isinstance(node, list):
            for index, part in enumerate(node):
                yield from self._position_examples(part, f"{pointer}/{index}")
        if not isinstance(node, dict):
            return
        schema = node.get("schema")
        if isinstance(schema, dict):
            slot = self._slot_of(schema)
            if _is_json(pointer):
                for value in self._media_type_examples(node):
                    yield Example(pointer, value, schema, slot)
            if "$ref" not in schema:
                yield from self._schema_examples(schema, f"{pointer}/schema", slot)
        for key, part in node.items():
            if key not in _SKIPPED_KEYS and not key.startswith("x-"):
                yield from self._position_examples(part, f"{pointer}/{key}")

    def _media_type_examples(self, node: Json) -> Iterator[Json]:
        """Yield the examples beside a `schema`: of OpenAPI 3, and of a Swagger response."""
        if "example" in node:
            yield node["example"]
        examples = node.get("examples", {})
        for kind, example in examples.items() if isinstance(examples, dict) else ():
            if isinstance(example, dict) and "$ref" in example:
                example = self._resolve(example["$ref"])
            if "swagger" in self.document:
                yield from [example] if "json" in kind else []
            elif isinstance(example, dict) and "value" in example:
                yield example["value"]

    def _resolve(self, ref: str) -> Json:
        node = self.document
        for part in ref.removeprefix("#").split("/")[1:]:
            part = part.replace("~1", "/").replace("~0", "~").replace("%7B", "{")
            node = node.get(part.replace("%7D", "}"), {}) if isinstance(node, dict) else {}
        return node

    def _slot_of(self, schema: Json) -> ModelSlot | None:
        """Return the annotation of a schema at any position: a definition, or a list of one."""
        if not isinstance(schema, dict):
            return None
        if name := self.placed.get(id(schema)) or self._inline_names.get(json.dumps(schema)):
            return self._slot_named(name)
        ref = schema.get("$ref")
        if isinstance(ref, str):
            slot = self._slot_named(ref.rpartition("/")[2].replace("~1", "/").replace("%20", " "))
            return slot or self._slot_named(self.placed.get(id(self._resolve(ref)), ""))
        items = schema.get("items")
        if schema.get("type") == "array" and (slot := self._slot_of(items)):
            return ModelSlot(list[slot.annotation])
        members = [part for part in schema.get("allOf", ()) if "$ref" in part]
        return self._slot_of(members[0]) if len(members) == 1 else None

    @cached_property
    def _inline_names(self) -> dict[str, str]:
        """Map the JSON text of inline definitions to their names; equal schemas share one."""
        names = dict[str, str]()
        for node in objects(self.document):
            if name := self.placed.get(id(node)):
                names.setdefault(json.dumps(node), name)
        return names

    def _schema_examples(
        self, schema: Json, pointer: str, slot: ModelSlot | None
    ) -> Iterator[Example]:
        """Yield the examples of a schema and of its subschemas."""
        if not isinstance(schema, dict):
            return
        if id(schema) in self.placed:
            slot = self._slot_named(self.placed[id(schema)]) if slot is None else slot
        for value in _annotation_examples(schema):
            yield Example(pointer, value, schema, slot)
        for name, part in _object_keyword(schema, "properties").items():
            child = _field_of(slot, name)
            yield from self._schema_examples(part, f"{pointer}/properties/{name}", child)
        for key in ("items", "additionalProperties"):
            element = slot and _element_slot(slot, list if key == "items" else dict)
            yield from self._schema_examples(schema.get(key), f"{pointer}/{key}", element)
        for key in ("allOf", "anyOf", "oneOf"):
            for index, part in enumerate(schema.get(key, ())):
                member = slot if key == "allOf" else None
                if key != "allOf" and slot and _object_keyword(part, "properties"):
                    member = _find_member(slot, set(part["properties"]))
                for example in self._schema_examples(part, f"{pointer}/{key}/{index}", member):
                    is_all_of_member = key == "allOf" and example.schema is part
                    yield replace(example, schema=schema) if is_all_of_member else example
        for key in ("definitions", "$defs"):
            for name, part in _object_keyword(schema, key).items():
                yield from self._schema_examples(
                    part, f"{pointer}/{key}/{name}", self._slot_named(name)
                )


_SKIPPED_KEYS = frozenset({"schema", "example", "examples", "schemas", "definitions", "default"})


def _is_json(pointer: str) -> bool:
    """Return whether a position is outside any media type other than JSON or a form."""
    kind = pointer.partition("/content/")[2]
    return not kind or any(word in kind for word in ("json", "form", "*/*"))


def _object_keyword(schema: Json, key: str) -> dict[str, Json]:
    value = schema.get(key) if isinstance(schema, dict) else None
    return value if isinstance(value, dict) else {}


def _annotation_examples(schema: dict[str, Json]) -> Iterator[Json]:
    if "$ref" in schema:
        return
    for key in ("default", "example"):
        if key in schema:
            yield schema[key]
    if isinstance(examples := schema.get("examples"), list):
        yield from examples


# --- models of examples ---------------------------------------------------------------------------


def _union_members(annotation: Any) -> list[Any]:
    """Return the members of a union; unwrap type aliases and `Annotated`."""
    pending, members = [annotation], []
    while pending:
        current = pending.pop(0)
        if isinstance(current, TypeAliasType):
            current = current.__value__
        origin = typing.get_origin(current)
        if origin is typing.Annotated:
            pending.insert(0, typing.get_args(current)[0])
        elif origin in (typing.Union, types.UnionType):
            pending[:0] = typing.get_args(current)
        else:
            members.append(current)
    return members


def _model_classes(slot: ModelSlot) -> list[type[pydantic.BaseModel]]:
    members = _union_members(slot.annotation)
    return [
        member
        for member in members
        if isinstance(member, type) and issubclass(member, pydantic.BaseModel)
    ]


def _field_of(slot: ModelSlot | None, wire_name: str) -> ModelSlot | None:
    """Return the field of a model, or the union of that field in all members that have it."""
    matches = [
        (model, attribute, info)
        for model in (_model_classes(slot) if slot else ())
        for attribute, info in model.model_fields.items()
        if (info.alias or attribute) == wire_name
    ]
    if not matches:
        return None
    model, attribute, info = matches[0]
    if len(matches) == 1:
        return ModelSlot(info.annotation, model, attribute)
    types = [typing.Annotated[i.annotation, *(i.metadata or [None])] for _, _, i in matches]
    return ModelSlot(typing.Union[tuple(types)], model)


def _element_slot(slot: ModelSlot, kind: type) -> ModelSlot | None:
    for member in _union_members(slot.annotation):
        if typing.get_origin(member) is kind:
            return ModelSlot(typing.get_args(member)[-1], slot.owner)
        if isinstance(member, type) and issubclass(member, pydantic.RootModel):
            return _element_slot(ModelSlot(member.model_fields["root"].annotation, member), kind)
    return None


def _find_member(slot: ModelSlot, wire_names: set[str]) -> ModelSlot | None:
    """Return the only member of a union that has exactly these fields."""
    matches = [
        model
        for model in _model_classes(slot)
        if {info.alias or name for name, info in model.model_fields.items()} == wire_names
    ]
    return ModelSlot(matches[0]) if len(matches) == 1 else None


def _wrap_in_model(slot: ModelSlot) -> tuple[type[pydantic.BaseModel], str]:
    """Return a model with a single field for the value, and the wire_name name of the field."""
    owner, key = slot.owner, "value"
    config = owner.model_config if owner else pydantic.ConfigDict()
    definition: Any = (slot.annotation, ...)
    if owner and slot.attribute:
        info = owner.model_fields[slot.attribute]
        key, definition = info.alias or slot.attribute, (info.annotation, info)
    name = slot.attribute or "value"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pydantic.create_model("Probe", __config__=config, **{name: definition}), key


def round_trip(slot: ModelSlot, value: Json) -> Json:
    """Read JSON with the model and write it back.

    Raises `pydantic.ValidationError` if the model rejects the value.
    """
    model, key = _wrap_in_model(slot)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        instance = model.model_validate_json(json.dumps({key: value}))
        return json.loads(instance.model_dump_json(by_alias=True, exclude_unset=True))[key]


def json_equal(left: Json, right: Json) -> bool:
    """Return whether two JSON values are equal: 1 equals 1.0, and true does not equal 1."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(json_equal, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(
            json_equal(left[key], right[key]) for key in left
        )
    return bool(left == right)


def _normalize_formats(value: Json) -> Json:
    """Return the value with date-times and UUIDs in normal form."""
    if isinstance(value, list):
        return [_normalize_formats(part) for part in value]
    if isinstance(value, dict):
        return {key: _normalize_formats(part) for key, part in value.items()}
    if not isinstance(value, str):
        return value
    if re.fullmatch(_FORMATS["uuid"], value):
        return value.lower()
    moment = re.fullmatch(r"(.{19})(\.\d+)?(.+)", value.upper())
    if moment is None or not re.fullmatch(_FORMATS["date-time"], value):
        return value
    fraction = (moment[2] or "").rstrip("0").rstrip(".")
    return f"{moment[1]}{fraction}{moment[3].replace('+00:00', 'Z')}"


def describe_difference(before: Json, after: Json, place: str = "") -> str:
    """Describe the first difference of two values, with its path."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in [*before, *after]:
            if key not in before or key not in after:
                return f"{place}.{key}: {'added' if key in after else 'lost'}"
            if not json_equal(before[key], after[key]):
                return describe_difference(before[key], after[key], f"{place}.{key}")
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (old, new) in enumerate(zip(before, after, strict=True)):
            if not json_equal(old, new):
                return describe_difference(old, new, f"{place}[{index}]")
    return f"{place}: {json.dumps(before)[:100]} became {json.dumps(after)[:100]}"


# --- validation by schema -------------------------------------------------------------------------

_FORMATS = {
    "date": r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])",
    "date-time": r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt ]"
    r"([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)",
    "time": r"([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)",
    "uuid": r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
    "email": r"[^@\s]+@[^@\s]+\.[^@\s]+",
    "uri": r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>{}|\\^`\"]+",
    "ipv4": r"((25[0-5]|2[0-4]\d|1?\d?\d)(\.(?!$)|$)){4}",
}


def _formats() -> jsonschema.FormatChecker:
    """Return a checker of the formats that have a grammar."""
    checker = jsonschema.FormatChecker(formats=["ipv6"])
    for name, pattern in _FORMATS.items():
        matches = re.compile(pattern).fullmatch
        checker.checks(name)(lambda value, m=matches: not isinstance(value, str) or bool(m(value)))
    return checker


def to_json_schema(schema: Json) -> Json:
    """Translate OpenAPI keywords to JSON Schema: `nullable`, and `type: file` to a string."""
    if isinstance(schema, list):
        return [to_json_schema(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    converted = {
        key: to_json_schema(part) for key, part in schema.items() if key not in ("enum", "const")
    }
    converted |= {key: schema[key] for key in ("enum", "const") if key in schema}
    if converted.get("type") == "file":
        converted["type"] = "string"
    if any(schema.get(key) is True for key in _NULLABLE):
        return {"anyOf": [{"type": "null"}, converted]}
    return converted


def _validator(document: Json) -> tuple[type[Validator], Json]:
    """Return the validator for a document's version, and the document in JSON Schema keywords."""
    version = str(document.get("openapi", document.get("swagger", "")))
    if version.startswith(("2", "3.0")):
        return jsonschema.Draft4Validator, to_json_schema(document)
    if version:
        return jsonschema.Draft202012Validator, to_json_schema(document)
    return jsonschema.validators.validator_for(document, jsonschema.Draft202012Validator), document


class SchemaValidator:
    """Validate values against schemas of a document, with and without `format`."""

    def __init__(self, document: Json) -> None:
        self._kind, contents = _validator(document)
        self._plain = contents is not document
        dialect = "http://json-schema.org/draft-04/schema#"
        if self._kind is jsonschema.Draft202012Validator:
            dialect = "https://json-schema.org/draft/2020-12/schema"
        specification = referencing.jsonschema.specification_with(
            document.get("$schema", dialect).rstrip("#")
            if "openapi" not in document and "swagger" not in document
            else dialect
        )
        resource = specification.create_resource(contents)
        base = specification.id_of(contents) if isinstance(contents, dict) else None
        registry = referencing.Registry().with_resources([("", resource)])
        if base:
            registry = registry.with_resource(base, resource)
        self._resolver = registry.resolver("")
        self._formats = _formats()

    def __call__(self, schema: Json, value: Json) -> str:
        """Return "valid", "misformatted" or "invalid"."""
        schema = to_json_schema(schema) if self._plain else schema
        verdict = "valid"
        for checker, worse in ((self._formats, "misformatted"), (None, "invalid")):
            validator = self._kind(
                schema, format_checker=checker, _resolver=self._resolver  # type: ignore[call-arg]
            )
            if validator.is_valid(value):
                return verdict
            verdict = worse
        return verdict


def validate_all(document: Json, examples: Iterator[Example]) -> Verdicts:
    """Validate every example against its schema, then with its model."""
    validator, verdicts = SchemaValidator(document), Verdicts()
    for example in examples:
        verdicts.examples += 1
        if example.slot is None:
            verdicts.unplaced += 1
            continue
        verdict = validator(example.schema, example.value)
        setattr(verdicts, verdict, getattr(verdicts, verdict) + 1)
        if verdict == "valid":
            _check_model(verdicts, example, example.slot)
    return verdicts


def _check_model(verdicts: Verdicts, example: Example, slot: ModelSlot) -> None:
    shown = json.dumps(example.value, ensure_ascii=False)[:150]
    try:
        output = round_trip(slot, example.value)
    except pydantic.ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        verdicts.failures.append(f"rejected {example.pointer} {shown}: {place}: {first['msg']}")
        return
    verdicts.accepted += 1
    if json_equal(output, example.value):
        verdicts.unchanged += 1
    elif json_equal(_normalize_formats(output), _normalize_formats(example.value)):
        verdicts.respelt += 1
    else:
        verdicts.failures.append(
            f"changed {example.pointer} {describe_difference(example.value, output)}"
        )
