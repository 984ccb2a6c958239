"""The examples that a document gives, and whether its models take them and give them back.

An example is a `default`, `example` or `examples` of a schema, a media type, a parameter or a
header, references followed. Its own schema is asked first, with the validator of the document's
version; nothing of docmodels has a say in that. Then the pydantic model of that very schema is
fed with it as JSON.
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
class Holder:
    """What a schema became: an annotation, and the class and field that it stands in, if any."""

    annotation: Any
    owner: type[pydantic.BaseModel] | None = None
    attribute: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A value, the schema it stands at, and what that became (None: a mere scalar or list)."""

    pointer: str
    value: Json
    schema: Json
    holder: Holder | None


@dataclass(slots=True)
class Verdicts:
    """How many examples there are, and what became of those that are valid by their own schema.

    `misformatted` are valid but for a `format`; `unplaced` have no model of their own. `respelt`
    came back as the same moment or UUID in another spelling.
    """

    found: int = 0
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


# --- where examples stand -------------------------------------------------------------------------


@dataclass(frozen=True)
class Walk:
    """A document with the classes made of it: `named` by definition, `placed` by the identity of an
    inline schema."""

    document: Json
    named: Mapping[str, Any]
    placed: Mapping[int, str]

    def examples(self) -> Iterator[Example]:
        """Yield every example of the document."""
        document = self.document
        if "openapi" not in document and "swagger" not in document:
            yield from self._schemas(document, "#", self._holder(document))
            return
        for group in (("components", "schemas"), ("definitions",)):
            found = document
            for key in group:
                found = found.get(key, {})
            for name, schema in found.items():
                pointer = "#/" + "/".join([*group, name])
                yield from self._schemas(schema, pointer, self._named(schema.get("x-name", name)))
        yield from self._places(document, "#")

    def _named(self, name: str) -> Holder | None:
        return Holder(self.named[name]) if name in self.named else None

    def _places(self, node: Json, pointer: str) -> Iterator[Example]:
        """Yield the examples of everything that has a schema and is none."""
        if isinstance(node, list):
            for index, part in enumerate(node):
                yield from self._places(part, f"{pointer}/{index}")
        if not isinstance(node, dict):
            return
        schema = node.get("schema")
        if isinstance(schema, dict):
            holder = self._holder(schema)
            if _is_json(pointer):
                for value in self._given(node):
                    yield Example(pointer, value, schema, holder)
            if "$ref" not in schema:
                yield from self._schemas(schema, f"{pointer}/schema", holder)
        for key, part in node.items():
            if key not in _NO_PLACES and not key.startswith("x-"):
                yield from self._places(part, f"{pointer}/{key}")

    def _given(self, node: Json) -> Iterator[Json]:
        """The values beside a `schema`: of OpenAPI 3, and of a Swagger response."""
        if "example" in node:
            yield node["example"]
        examples = node.get("examples", {})
        for kind, example in examples.items() if isinstance(examples, dict) else ():
            if isinstance(example, dict) and "$ref" in example:
                example = self._target(example["$ref"])
            if "swagger" in self.document:
                yield from [example] if "json" in kind else []
            elif isinstance(example, dict) and "value" in example:
                yield example["value"]

    def _target(self, ref: str) -> Json:
        node = self.document
        for part in ref.removeprefix("#").split("/")[1:]:
            part = part.replace("~1", "/").replace("~0", "~").replace("%7B", "{")
            node = node.get(part.replace("%7D", "}"), {}) if isinstance(node, dict) else {}
        return node

    def _holder(self, schema: Json) -> Holder | None:
        """What became of a schema that stands somewhere: a definition, or a list of one."""
        if not isinstance(schema, dict):
            return None
        if name := self.placed.get(id(schema)) or self._alike.get(json.dumps(schema)):
            return self._named(name)
        ref = schema.get("$ref")
        if isinstance(ref, str):
            found = self._named(ref.rpartition("/")[2].replace("~1", "/").replace("%20", " "))
            return found or self._named(self.placed.get(id(self._target(ref)), ""))
        items = schema.get("items")
        if schema.get("type") == "array" and (found := self._holder(items)):
            return Holder(list[found.annotation])
        members = [part for part in schema.get("allOf", ()) if "$ref" in part]
        return self._holder(members[0]) if len(members) == 1 else None

    @cached_property
    def _alike(self) -> dict[str, str]:
        """Inline definitions by what they say: a second one of the same is not made."""
        found = dict[str, str]()
        for node in objects(self.document):
            if name := self.placed.get(id(node)):
                found.setdefault(json.dumps(node), name)
        return found

    def _schemas(self, schema: Json, pointer: str, holder: Holder | None) -> Iterator[Example]:
        """Yield the examples of a schema and of all that stand in it."""
        if not isinstance(schema, dict):
            return
        if id(schema) in self.placed:
            holder = self._named(self.placed[id(schema)]) if holder is None else holder
        for value in _stated(schema):
            yield Example(pointer, value, schema, holder)
        for name, part in _object(schema, "properties").items():
            child = _field_of(holder, name)
            yield from self._schemas(part, f"{pointer}/properties/{name}", child)
        for key in ("items", "additionalProperties"):
            inner = holder and _inside(holder, list if key == "items" else dict)
            yield from self._schemas(schema.get(key), f"{pointer}/{key}", inner)
        for key in ("allOf", "anyOf", "oneOf"):
            for index, part in enumerate(schema.get(key, ())):
                member = holder if key == "allOf" else None
                if key != "allOf" and holder and _object(part, "properties"):
                    member = _member(holder, set(part["properties"]))
                for example in self._schemas(part, f"{pointer}/{key}/{index}", member):
                    whole = key == "allOf" and example.schema is part
                    yield replace(example, schema=schema) if whole else example
        for key in ("definitions", "$defs"):
            for name, part in _object(schema, key).items():
                yield from self._schemas(part, f"{pointer}/{key}/{name}", self._named(name))


_NO_PLACES = frozenset({"schema", "example", "examples", "schemas", "definitions", "default"})


def _is_json(pointer: str) -> bool:
    """Whether a place is none of a media type other than JSON or a form."""
    kind = pointer.partition("/content/")[2]
    return not kind or any(word in kind for word in ("json", "form", "*/*"))


def _object(schema: Json, key: str) -> dict[str, Json]:
    found = schema.get(key) if isinstance(schema, dict) else None
    return found if isinstance(found, dict) else {}


def _stated(schema: dict[str, Json]) -> Iterator[Json]:
    if "$ref" in schema:
        return
    for key in ("default", "example"):
        if key in schema:
            yield schema[key]
    if isinstance(examples := schema.get("examples"), list):
        yield from examples


# --- what they stand for --------------------------------------------------------------------------


def _arms(annotation: Any) -> list[Any]:
    """The members of a union, through aliases and annotations."""
    pending, found = [annotation], []
    while pending:
        each = pending.pop(0)
        if isinstance(each, TypeAliasType):
            each = each.__value__
        origin = typing.get_origin(each)
        if origin is typing.Annotated:
            pending.insert(0, typing.get_args(each)[0])
        elif origin in (typing.Union, types.UnionType):
            pending[:0] = typing.get_args(each)
        else:
            found.append(each)
    return found


def _models(holder: Holder) -> list[type[pydantic.BaseModel]]:
    arms = _arms(holder.annotation)
    return [arm for arm in arms if isinstance(arm, type) and issubclass(arm, pydantic.BaseModel)]


def _field_of(holder: Holder | None, wire: str) -> Holder | None:
    """The field of a model; those of all members of a union that have it, as a union."""
    found = [
        (model, attribute, info)
        for model in (_models(holder) if holder else ())
        for attribute, info in model.model_fields.items()
        if (info.alias or attribute) == wire
    ]
    if not found:
        return None
    model, attribute, info = found[0]
    if len(found) == 1:
        return Holder(info.annotation, model, attribute)
    types = [typing.Annotated[i.annotation, *(i.metadata or [None])] for _, _, i in found]
    return Holder(typing.Union[tuple(types)], model)


def _inside(holder: Holder, kind: type) -> Holder | None:
    for arm in _arms(holder.annotation):
        if typing.get_origin(arm) is kind:
            return Holder(typing.get_args(arm)[-1], holder.owner)
        if isinstance(arm, type) and issubclass(arm, pydantic.RootModel):
            return _inside(Holder(arm.model_fields["root"].annotation, arm), kind)
    return None


def _member(holder: Holder, wires: set[str]) -> Holder | None:
    """The one member of a union that has just these fields."""
    fitting = [
        model
        for model in _models(holder)
        if {info.alias or name for name, info in model.model_fields.items()} == wires
    ]
    return Holder(fitting[0]) if len(fitting) == 1 else None


def _probe(holder: Holder) -> tuple[type[pydantic.BaseModel], str]:
    """A model with that one value in it, and the key that it has there."""
    owner, key = holder.owner, "value"
    config = owner.model_config if owner else pydantic.ConfigDict()
    given: Any = (holder.annotation, ...)
    if owner and holder.attribute:
        info = owner.model_fields[holder.attribute]
        key, given = info.alias or holder.attribute, (info.annotation, info)
    name = holder.attribute or "value"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pydantic.create_model("Probe", __config__=config, **{name: given}), key


def written_back(holder: Holder, value: Json) -> Json:
    """Feed JSON to the model and write it back; `pydantic.ValidationError` says what it refuses."""
    model, key = _probe(holder)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = model.model_validate_json(json.dumps({key: value}))
        return json.loads(made.model_dump_json(by_alias=True, exclude_unset=True))[key]


def same(one: Json, other: Json) -> bool:
    """Whether two JSON values are one: 1 is 1.0, and true is not 1."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return bool(one == other)


def _spelt(value: Json) -> Json:
    """Write every moment and UUID in one way."""
    if isinstance(value, list):
        return [_spelt(part) for part in value]
    if isinstance(value, dict):
        return {key: _spelt(part) for key, part in value.items()}
    if not isinstance(value, str):
        return value
    if re.fullmatch(_FORMATS["uuid"], value):
        return value.lower()
    moment = re.fullmatch(r"(.{19})(\.\d+)?(.+)", value.upper())
    if moment is None or not re.fullmatch(_FORMATS["date-time"], value):
        return value
    fraction = (moment[2] or "").rstrip("0").rstrip(".")
    return f"{moment[1]}{fraction}{moment[3].replace('+00:00', 'Z')}"


def change(one: Json, other: Json, place: str = "") -> str:
    """Say where two values differ first, and how."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in [*one, *other]:
            if key not in one or key not in other:
                return f"{place}.{key}: {'added' if key in other else 'lost'}"
            if not same(one[key], other[key]):
                return change(one[key], other[key], f"{place}.{key}")
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, (was, now) in enumerate(zip(one, other, strict=True)):
            if not same(was, now):
                return change(was, now, f"{place}[{index}]")
    return f"{place}: {json.dumps(one)[:100]} became {json.dumps(other)[:100]}"


# --- what their own schema says -------------------------------------------------------------------

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
    """The formats that a value of JSON can break, by their own grammars."""
    found = jsonschema.FormatChecker(formats=["ipv6"])
    for name, pattern in _FORMATS.items():
        matches = re.compile(pattern).fullmatch
        found.checks(name)(lambda value, m=matches: not isinstance(value, str) or bool(m(value)))
    return found


def plain(schema: Json) -> Json:
    """Write OpenAPI's own words in those of JSON Schema: `nullable`, and files as strings."""
    if isinstance(schema, list):
        return [plain(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: plain(part) for key, part in schema.items() if key not in ("enum", "const")}
    found |= {key: schema[key] for key in ("enum", "const") if key in schema}
    if found.get("type") == "file":
        found["type"] = "string"
    if any(schema.get(key) is True for key in _NULLABLE):
        return {"anyOf": [{"type": "null"}, found]}
    return found


def _validator(document: Json) -> tuple[type[Validator], Json]:
    """The validator of a document's version, and the document in its words."""
    version = str(document.get("openapi", document.get("swagger", "")))
    if version.startswith(("2", "3.0")):
        return jsonschema.Draft4Validator, plain(document)
    if version:
        return jsonschema.Draft202012Validator, plain(document)
    return jsonschema.validators.validator_for(document, jsonschema.Draft202012Validator), document


class Judge:
    """Says of a value whether its own schema takes it: in all, or but for a format."""

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
        """Give "valid", "misformatted" or "invalid"."""
        schema = plain(schema) if self._plain else schema
        verdict = "valid"
        for checker, worse in ((self._formats, "misformatted"), (None, "invalid")):
            validator = self._kind(
                schema, format_checker=checker, _resolver=self._resolver  # type: ignore[call-arg]
            )
            if validator.is_valid(value):
                return verdict
            verdict = worse
        return verdict


def judged(document: Json, examples: Iterator[Example]) -> Verdicts:
    """Ask schema and model about every example."""
    judge, found = Judge(document), Verdicts()
    for example in examples:
        found.found += 1
        if example.holder is None:
            found.unplaced += 1
            continue
        verdict = judge(example.schema, example.value)
        setattr(found, verdict, getattr(found, verdict) + 1)
        if verdict == "valid":
            _take(found, example, example.holder)
    return found


def _take(found: Verdicts, example: Example, holder: Holder) -> None:
    said = json.dumps(example.value, ensure_ascii=False)[:150]
    try:
        back = written_back(holder, example.value)
    except pydantic.ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        found.failures.append(f"refused {example.pointer} {said}: {place}: {first['msg']}")
        return
    found.accepted += 1
    if same(back, example.value):
        found.unchanged += 1
    elif same(_spelt(back), _spelt(example.value)):
        found.respelt += 1
    else:
        found.failures.append(f"changed {example.pointer} {change(example.value, back)}")
