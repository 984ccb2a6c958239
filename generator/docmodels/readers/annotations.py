"""What a schema says about itself: title, description, default, deprecation, examples."""

from __future__ import annotations

from dataclasses import dataclass

from docmodels.diagnostics.rules import UNENFORCED_KEYWORD
from docmodels.ir import Default, Json, is_list, is_object
from docmodels.readers.keywords import ASSERTING, Schema, asserts, flag, text
from docmodels.readers.scope import Scope


@dataclass(frozen=True, slots=True)
class Annotations:
    """The words around a type, as fields and definitions carry them."""

    title: str = ""
    doc: str = ""
    default: Default | None = None
    examples: tuple[Json, ...] = ()
    read_only: bool = False
    write_only: bool = False
    deprecated: bool = False
    deprecation: str = ""


def annotations_of(scope: Scope, schema: Json) -> Annotations:
    """Collect the annotations of a schema.

    Where a version ignores what stands beside `$ref` (JSON Schema up to draft 7, OpenAPI 3.0), only
    the description is kept. The referenced schema's default and access stand in for missing ones.
    """
    if not is_object(schema):
        return Annotations()
    if isinstance(schema.get("$ref"), str) and not scope.flavour.siblings:
        _name_ignored(scope, schema)
        schema = {key: schema[key] for key in ("$ref", "title", "description") if key in schema}
    title, doc, deprecation = _words(scope, schema)
    homes = _inherited(scope, schema) | {
        key: (scope, schema) for key in _HANDED_ON if key in schema
    }
    source = {key: home[key] for key, (_, home) in homes.items()}
    return Annotations(
        title=title,
        doc=doc,
        default=_default(*homes["default"]) if "default" in homes else None,
        examples=_examples(schema),
        read_only=flag(scope, source, "readOnly"),
        write_only=flag(scope, source, "writeOnly"),
        deprecated=flag(scope, schema, "deprecated") or bool(deprecation),
        deprecation=deprecation,
    )


def _words(scope: Scope, schema: Schema) -> tuple[str, str, str]:
    title, doc = text(scope, schema, "title"), text(scope, schema, "description")
    for part in _wordy_parts(schema):
        title, doc = title or text(scope, part, "title"), doc or text(scope, part, "description")
    found = schema.get("deprecationMessage") or schema.get("x-deprecation-message")
    return title, doc, found if isinstance(found, str) else ""


def _wordy_parts(schema: Schema) -> list[Schema]:
    """Members of `allOf` that only annotate: how descriptions were put beside references."""
    parts = schema.get("allOf")
    if not is_list(parts):
        return []
    return [part for part in parts if is_object(part) and not asserts(part)]


def _default(scope: Scope, home: Schema) -> Default:
    return Default(value=home["default"], origin=scope.origin(home, "default"))


def _inherited(scope: Scope, schema: Schema) -> dict[str, tuple[Scope, Schema]]:
    """Default, readOnly and writeOnly of what a bare reference leads to hold at its place too.

    Gives the schema that each stands in.
    """
    found: dict[str, tuple[Scope, Schema]] = {}
    for part in _wordy_parts(schema):
        found.update({key: (scope, part) for key in _HANDED_ON if key in part})
    ref = _only_ref(schema)
    hops = 0
    while ref is not None and hops < 20:
        target = scope.find(ref)
        if target is None or not is_object(target.value):
            break
        scope, hops = target.scope, hops + 1
        for key in _HANDED_ON:
            if key in target.value:
                found.setdefault(key, (scope, target.value))
        ref = _only_ref(target.value)
    return found


_HANDED_ON = ("default", "readOnly", "writeOnly")


def _only_ref(schema: Schema) -> str | None:
    """The reference that a schema consists of, bare or as the one member of `allOf`."""
    if isinstance(ref := schema.get("$ref"), str):
        return ref
    parts = schema.get("allOf")
    if not is_list(parts):
        return None
    asserting = [part for part in parts if asserts(part)]
    if len(asserting) == 1 and is_object(asserting[0]):
        ref = asserting[0].get("$ref")
        return ref if isinstance(ref, str) else None
    return None


def _examples(schema: Schema) -> tuple[Json, ...]:
    found = schema.get("examples")
    several = tuple(found) if is_list(found) else ()
    return several or ((schema["example"],) if "example" in schema else ())


def _name_ignored(scope: Scope, schema: Schema) -> None:
    kept = {"$ref", "title", "description"}
    for key in schema:
        if key in ASSERTING | _IGNORABLE and key not in kept:
            message = f"`{key}` beside `$ref` is ignored in {scope.flavour.name}"
            help = f"wrap the reference: `allOf: [{{$ref: ..}}]` with `{key}` beside it"
            scope.note_once(UNENFORCED_KEYWORD, (schema, key), message, help)


_IGNORABLE = frozenset({"default", "nullable", "x-nullable", "readOnly", "writeOnly", "deprecated"})
