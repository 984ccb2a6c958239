"""Schema documents become drafts: every schema that has a name, or is given one by its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from msgspec.structs import replace

from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.notes import DocmodelsError, Note
from docmodels.diagnostics.rules import (
    CIRCULAR_REF,
    INVALID_KEYWORD,
    NESTING_LIMIT,
    NOT_A_MODEL_PAGE,
)
from docmodels.ir import AllOf, Definition, Enum, Json, Nullable, Object, Type, Union, is_object
from docmodels.ir.cycles import find_cycles
from docmodels.ir.drafts import Direction, Draft
from docmodels.ir.traverse import children
from docmodels.readers import jsonschema, openapi, swagger
from docmodels.readers.all_of import FREE_FORM
from docmodels.readers.annotations import annotations_of
from docmodels.readers.keywords import is_schema
from docmodels.readers.objects import title_of
from docmodels.readers.resources import File
from docmodels.readers.schema import read_type
from docmodels.readers.scope import Entry, Fetch, Reading, Scope


@dataclass(frozen=True, slots=True)
class Schemas:
    """What schema documents hold: drafts, and what is said of the whole.

    `root` names the definition that a JSON Schema as a whole stands for.
    """

    drafts: tuple[Draft, ...]
    title: str = ""
    version: str = ""
    doc: str = ""
    root: str = ""


def read(documents: Sequence[Document], notes: list[Note], fetch: Fetch | None = None) -> Schemas:
    """Read OpenAPI, Swagger and JSON Schema documents and the fragments that they refer to.

    References may lead from one document to another by relative paths; `fetch` is asked for files
    that are not among the documents. Doubts go to `notes`. Raises `DocmodelsError` for what is no
    JSON or YAML (`unreadable-input`), for nesting beyond the limits (`nesting-limit`) and for references
    that lead back to themselves (`circular-ref`).
    """
    reading = Reading(documents, notes, fetch)
    try:
        entries = list(_entries(reading))
        drafts = _drafts(reading, entries)
        _name_unread(reading)
        _refuse_circles(drafts)
    except RecursionError as error:
        message = "schemas are nested too deep"
        origin = documents[0].origin(1) if documents else None
        raise DocmodelsError(NESTING_LIMIT.at(origin, message)) from error
    return _described(reading, drafts)


def read_schemas(documents: Sequence[Document], notes: list[Note]) -> list[Draft]:
    """Give the drafts alone of what `read` reads."""
    return list(read(documents, notes).drafts)


def _entries(reading: Reading) -> Iterator[Entry]:
    """Reserve the names that are stated, in all documents, before any is made up."""
    scopes = [Scope(reading, file, file.flavour, read_type) for file in reading.inputs]
    alone = len(reading.inputs) == 1
    stated: list[list[Entry]] = []
    for scope in scopes:
        match scope.file.kind:
            case "openapi":
                stated.append(openapi.schemas_of(scope))
            case "swagger":
                stated.append(swagger.schemas_of(scope))
            case "jsonschema":
                stated.append(list(jsonschema.entries(scope, alone=alone)))
            case _:
                stated.append([])
    for scope, named in zip(scopes, stated, strict=True):
        yield from named
        if scope.file.kind == "openapi":
            yield from openapi.inline(scope)
        elif scope.file.kind == "swagger":
            yield from swagger.inline(scope)


def _name_unread(reading: Reading) -> None:
    """Say which documents are no schemas, and no parts of one either."""
    for file in reading.inputs:
        if file.kind is None and file.uri not in reading.used:
            message = f"{file.path} is no OpenAPI, Swagger or JSON Schema document"
            help = (
                "a JSON Schema is known by `$schema`, an API description by `openapi` or `swagger`"
            )
            reading.notes.append(NOT_A_MODEL_PAGE.at(file.tree.document.origin(1), message, help))


def _drafts(reading: Reading, entries: Iterable[Entry]) -> list[Draft]:
    found: list[tuple[Entry, Draft]] = [(entry, _draft(entry)) for entry in entries]
    while reading.queue:
        entry = reading.queue.pop(0)
        found.append((entry, _draft(entry)))
    return [
        draft
        for entry, draft in found
        if not entry.optional or entry.name in reading.wanted or _has_names(draft.definition.type)
    ]


def _draft(entry: Entry) -> Draft:
    scope = entry.scope
    type = scope.read(entry.schema) if is_schema(entry.schema) else scope.read(_bad(entry))
    said = annotations_of(scope, entry.schema)
    definition = Definition(
        name=entry.name,
        type=_top(type, entry.schema),
        title=said.title or title_of(type),
        doc=said.doc,
        deprecated=said.deprecated,
        deprecation=said.deprecation,
        examples=said.examples,
        inferred=entry.inferred,
        origin=entry.origin,
    )
    return Draft(definition, dialect=scope.flavour.dialect, direction=_use(entry))


def _use(entry: Entry) -> Direction:
    """Tell the body of a request from that of a response by the place that it stands in."""
    found = entry.scope.reading.targets.get(entry.name)
    place = found.place[1] if found and found.place else ()
    if place[-1:] != ("schema",) or place[:2] == ("components", "schemas"):
        return Direction.BOTH
    return next((_USES[word] for word in place if word in _USES), Direction.BOTH)


_USES: Final = {
    **dict.fromkeys(("requestBody", "requestBodies", "parameters"), Direction.REQUEST),
    **dict.fromkeys(("responses", "headers"), Direction.RESPONSE),
}


def _bad(entry: Entry) -> Json:
    message = f"`{entry.name}` is no schema; it is accepted as anything"
    entry.scope.reading.notes.append(INVALID_KEYWORD.at(entry.origin, message))
    return True


def _top(type: Type, schema: Json) -> Type:
    """A definition's title is its own; a bare `type: object` is an object of a name."""
    if isinstance(type, Nullable):
        return replace(type, type=_top(type.type, schema))
    if isinstance(type, Object | Enum | Union | AllOf) and type.title:
        return replace(type, title="")
    if type == FREE_FORM and "additionalProperties" not in schema:
        return Object()
    return type


def _has_names(type: Type) -> bool:
    """Whether something in a type wants a name: an object, an enum or a union."""
    if isinstance(type, Object | Enum | Union | AllOf):
        return True
    return any(_has_names(part) for part in children(type))


def _described(reading: Reading, drafts: list[Draft]) -> Schemas:
    """Take title and root of the first document that has any."""
    for file in reading.inputs:
        value = file.tree.value
        if not is_object(value):
            continue
        if file.kind in ("openapi", "swagger"):
            info = value.get("info")
            info = info if is_object(info) else {}
            title, version, doc = (_text(info, key) for key in ("title", "version", "description"))
            return Schemas(tuple(drafts), title, version, doc)
        if file.kind == "jsonschema":
            return Schemas(
                tuple(drafts),
                title=_text(value, "title"),
                doc=_text(value, "description"),
                root=_root_name(reading, file, drafts),
            )
    return Schemas(tuple(drafts))


def _text(value: dict[str, Json], key: str) -> str:
    found = value.get(key)
    return str(found) if isinstance(found, str | int | float) else ""


def _root_name(reading: Reading, file: File, drafts: list[Draft]) -> str:
    name = reading.names.at(file.uri, ())
    return name if name and any(draft.definition.name == name for draft in drafts) else ""


def _refuse_circles(drafts: list[Draft]) -> None:
    """Find a definition that is itself, or extends itself, with nothing in between."""
    by_name = {draft.definition.name: draft.definition for draft in drafts}
    for names in find_cycles({name: definition.type for name, definition in by_name.items()}):
        circle = " -> ".join((*names[:6], names[0]))
        message = f"references lead in a circle: {circle}"
        help = "let one of them describe a type"
        raise DocmodelsError(CIRCULAR_REF.at(by_name[names[0]].origin, message, help))
