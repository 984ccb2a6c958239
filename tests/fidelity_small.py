"""Score the pages in `tests/pages` against the specification that real generators made them from.

`tests/pages/scores.json` holds, for each generator and fact, how many facts of the specification the
pages yield: right, wrong, and in total. The others are missing: the page does not print them, or
the models do not state them. `tests/derived.py` writes and checks the file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypeAlias

import docmodels
from docmodels.ir import (
    UNKNOWN,
    Api,
    Array,
    Boolean,
    Definition,
    Enum,
    Field,
    Integer,
    Json,
    Map,
    Nullable,
    Number,
    Object,
    Ref,
    String,
    Type,
    Union,
    is_inferred,
)

PAGES = Path(__file__).parent / "pages"
SCORES = PAGES / "scores.json"
FACTS = ("model", "property", "wire", "type", "required", "enum", "default", "describe", "union")
Facts: TypeAlias = dict[tuple[str, ...], Json]
"""Facts by kind and place; a fact that is absent is not stated."""


def lookup_key(name: str) -> str:
    """Return a name without case and punctuation."""
    return re.sub(r"[\W_]", "", name).lower()


def model_key(name: str) -> str:
    """Return the key of a model without the prefixes and suffixes that generators add."""
    return re.sub(r"^(oai|openapi|org\w*model)|t$", "", lookup_key(name))


def runs() -> list[str]:
    """Return the generators with their versions: `python/7.26.0`."""
    return sorted(path.relative_to(PAGES).as_posix() for path in PAGES.glob("*/*") if path.is_dir())


@cache
def load_pages(run: str) -> Api:
    """Return the representation of the pages of one generator version."""
    return docmodels.load(PAGES / run)


@cache
def specification() -> Api:
    """Return the representation of the specification."""
    return docmodels.load(PAGES / "spec.yaml")


def type_text(type: Type, types: dict[str, Type]) -> str:
    """Write a type without nullability, constraints and formats of numbers; "" if unknown.

    An enum is written as its base type: its values are a fact of their own.
    """
    match type:
        case Nullable(inner):
            return type_text(inner, types)
        case Ref(name):
            return model_key(name)
        case Array(items):
            return f"[{type_text(items, types)}]"
        case Map(values):
            return f"{{{type_text(values, types)}}}"
        case String(format) if format:
            return format
        case String():
            return "string"
        case Integer():
            return "integer"
        case Number():
            return "number"
        case Boolean():
            return "boolean"
        case Enum():
            return str(type.base or "")
        case Object():
            return "object"
        case _:
            return "" if type == UNKNOWN else "other"


def enum_values(type: Type) -> list[Json]:
    """Return the values of the enum in a type, inside arrays too; empty if there is none."""
    while isinstance(type, Nullable | Array):
        type = type.type if isinstance(type, Nullable) else type.items
    return sorted((m.value for m in type.members), key=str) if isinstance(type, Enum) else []


def all_fields(type: Type, types: dict[str, Type]) -> dict[str, Field]:
    """Return the fields of an object by lookup key, with those of its bases."""
    if not isinstance(type, Object):
        return {}
    fields: dict[str, Field] = {}
    for base in type.bases:
        fields |= all_fields(types.get(base, UNKNOWN), types)
    return fields | {lookup_key(field.name): field for field in type.fields}


def definition_facts(
    definition: Definition, types: dict[str, Type]
) -> Iterator[tuple[tuple[str, ...], Json]]:
    """Yield the facts of a definition."""
    model, type = model_key(definition.name), definition.type
    yield ("model", model), True
    if definition.doc:
        yield ("describe", model), " ".join(definition.doc.split())
    if values := enum_values(type):
        yield ("enum", model), values
    if isinstance(type, Union):
        yield ("union", model), sorted(type_text(m, types) for m in type.members if m != UNKNOWN)
    for key, field in all_fields(type, types).items():
        yield ("property", model, key), True
        yield ("wire", model, key), field.name
        yield ("required", model, key), field.required
        if text := type_text(field.type, types):
            yield ("type", model, key), text
        if values := enum_values(field.type):
            yield ("enum", model, key), values
        if field.default is not None:
            yield ("default", model, key), field.default.value
        if field.doc:
            yield ("describe", model, key), " ".join(field.doc.split())


def facts(api: Api) -> Facts:
    """Return all facts of a representation."""
    types = {definition.name: definition.type for definition in api.definitions}
    return {
        place: value
        for definition in api.definitions
        if not is_inferred(definition, "definition")
        for place, value in definition_facts(definition, types)
    }


def score(recovered: Facts, expected: Facts) -> dict[str, list[int]]:
    """Return for each kind of fact how many are right, wrong, and in the specification.

    A fact is wrong if the models state it differently, or if only they state it about a model or
    a property of the specification. A property that only the models have is one wrong fact.
    """
    scores: dict[str, list[int]] = {fact: [0, 0, 0] for fact in FACTS}
    for place in expected:
        is_right = place in recovered and is_equal(recovered[place], expected[place])
        counts = scores[place[0]]
        counts[0] += is_right
        counts[1] += place in recovered and not is_right
        counts[2] += 1
    for fact, *path in recovered.keys() - expected.keys():
        owner = ("model", path[0]) if fact == "property" or len(path) == 1 else ("property", *path)
        scores[fact][1] += owner in expected and fact != "model"
    return scores


def is_equal(one: Json, other: Json) -> bool:
    """Whether two facts are equal; true differs from 1."""
    return json.dumps(one) == json.dumps(other)


def scores_text() -> str:
    """Return the text of `scores.json`: one line for each generator version."""
    expected = facts(specification())
    lines = [
        f"  {json.dumps(run)}: {json.dumps(score(facts(load_pages(run)), expected))}"
        for run in runs()
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    print(scores_text(), end="")
