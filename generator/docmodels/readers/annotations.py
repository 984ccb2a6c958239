"""Read the annotations of a schema: title, description, default, deprecation, examples."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from docmodels.diagnostics.rules import UNENFORCED_KEYWORD
from docmodels.ir import Access, Default, Deprecation, Json, access_of, is_list, is_object
from docmodels.ir.vocabulary import ASSERTIONS, FIELD_ANNOTATIONS, LABELS, NULLABLE_KEYWORDS, TEXTS
from docmodels.readers.keywords import Schema, flag, has_assertions, note_invalid, text
from docmodels.readers.limits import MAX_REFERENCE_HOPS
from docmodels.readers.resolution import resolve
from docmodels.readers.scope import Scope


class Annotations(Struct, frozen=True):
    """The annotations of a schema, as fields and definitions store them."""

    title: str = ""
    doc: str = ""
    default: Default | None = None
    examples: tuple[Json, ...] = ()
    access: Access = "read-write"
    deprecation: Deprecation | None = None


def read_annotations(scope: Scope, schema: Json) -> Annotations:
    """Read the annotations of a schema.

    In versions that ignore the siblings of `$ref` (JSON Schema up to draft 7, OpenAPI 3.0), only
    title and description count. `default`, `readOnly` and `writeOnly` are inherited from the
    referenced schema if they are missing.
    """
    if not is_object(schema):
        return Annotations()
    if isinstance(schema.get("$ref"), str) and not scope.version.allows_ref_siblings:
        _note_ignored_siblings(scope, schema)
        schema = {key: schema[key] for key in ("$ref", *TEXTS) if key in schema}
    title, doc = _read_texts(scope, schema)
    sources = _inherited_sources(scope, schema) | {
        key: (scope, schema) for key in FIELD_ANNOTATIONS if key in schema
    }
    values = {key: container[key] for key, (_, container) in sources.items()}
    return Annotations(
        title=title,
        doc=doc,
        default=_default(*sources["default"]) if "default" in sources else None,
        examples=_examples(schema),
        access=_read_access(scope, values, sources),
        deprecation=_read_deprecation(scope, schema),
    )


def add_labels(inner: Annotations, outer: Annotations) -> Annotations:
    """Return the annotations of a schema with the labels of a reference to it, where it has any."""
    return replace(
        inner,
        title=outer.title or inner.title,
        doc=outer.doc or inner.doc,
        deprecation=outer.deprecation or inner.deprecation,
    )


def _read_texts(scope: Scope, schema: Schema) -> tuple[str, str]:
    title, doc = text(scope, schema, "title"), text(scope, schema, "description")
    for part in _annotation_only_members(schema):
        title, doc = title or text(scope, part, "title"), doc or text(scope, part, "description")
    return title, doc


def _read_deprecation(scope: Scope, schema: Schema) -> Deprecation | None:
    message = schema.get("deprecationMessage") or schema.get("x-deprecation-message")
    reason = message if isinstance(message, str) else ""
    is_deprecated = flag(scope, schema, "deprecated") or bool(reason)
    return Deprecation(reason=reason) if is_deprecated else None


def _read_access(
    scope: Scope, values: Schema, sources: Mapping[str, tuple[Scope, Schema]]
) -> Access:
    """Read `readOnly` and `writeOnly`; with both, report the second and ignore it."""
    read_only, write_only = flag(scope, values, "readOnly"), flag(scope, values, "writeOnly")
    if read_only and write_only:
        note_invalid(*sources["writeOnly"], "writeOnly", "false beside `readOnly: true`")
    return access_of(read_only, write_only)


def _annotation_only_members(schema: Schema) -> list[Schema]:
    """Return the members of `allOf` without assertions, which add annotations to a reference."""
    parts = schema.get("allOf")
    if not is_list(parts):
        return []
    return [part for part in parts if is_object(part) and not has_assertions(part)]


def _default(scope: Scope, container: Schema) -> Default:
    return Default(value=container["default"], origin=scope.origin(container, "default"))


def _inherited_sources(scope: Scope, schema: Schema) -> dict[str, tuple[Scope, Schema]]:
    """Find `default`, `readOnly` and `writeOnly` along a chain of sole references.

    Return for each keyword the first schema that has it, with the scope of that schema.
    """
    sources: dict[str, tuple[Scope, Schema]] = {}
    for part in _annotation_only_members(schema):
        sources.update({key: (scope, part) for key in FIELD_ANNOTATIONS if key in part})
    ref = _sole_ref(schema)
    hops = 0
    while ref is not None and hops < MAX_REFERENCE_HOPS:
        target = resolve(scope, ref)
        if target is None or not is_object(target.value):
            break
        scope, hops = target.scope, hops + 1
        for key in FIELD_ANNOTATIONS:
            if key in target.value:
                sources.setdefault(key, (scope, target.value))
        ref = _sole_ref(target.value)
    return sources


def _sole_ref(schema: Schema) -> str | None:
    """Return the `$ref` of a schema, or that of the only member of `allOf` with assertions."""
    if isinstance(ref := schema.get("$ref"), str):
        return ref
    parts = schema.get("allOf")
    if not is_list(parts):
        return None
    asserting = [part for part in parts if has_assertions(part)]
    if len(asserting) == 1 and is_object(asserting[0]):
        ref = asserting[0].get("$ref")
        return ref if isinstance(ref, str) else None
    return None


def _examples(schema: Schema) -> tuple[Json, ...]:
    examples = schema.get("examples")
    values = tuple(examples) if is_list(examples) else ()
    return values or ((schema["example"],) if "example" in schema else ())


def _note_ignored_siblings(scope: Scope, schema: Schema) -> None:
    for key in schema:
        if key in _IGNORED_SIBLINGS:
            message = f"`{key}` beside `$ref` is ignored in {scope.version.name}"
            help = f"wrap the reference: `allOf: [{{$ref: ..}}]` with `{key}` beside it"
            scope.note_once(UNENFORCED_KEYWORD, (schema, key), message, help)


_IGNORED_SIBLINGS = (ASSERTIONS - {"$ref"}).union(FIELD_ANNOTATIONS, NULLABLE_KEYWORDS) | (
    {*LABELS} - {*TEXTS}
)
