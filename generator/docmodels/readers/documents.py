"""Read schema documents into drafts: named schemas, and inline schemas that need a name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from msgspec import Struct
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
from docmodels.ir.drafts import Direction, Draft
from docmodels.ir.references import reference_cycles
from docmodels.ir.traverse import children
from docmodels.readers import jsonschema, openapi, swagger
from docmodels.readers.all_of import FREE_FORM
from docmodels.readers.annotations import add_labels, read_annotations
from docmodels.readers.circular_schemas import open_cycles
from docmodels.readers.detection import stated_version_key
from docmodels.readers.document_store import Fetch
from docmodels.readers.inline_definitions import share_inline_definitions
from docmodels.readers.keywords import is_schema
from docmodels.readers.objects import title_of_type
from docmodels.readers.resources import File
from docmodels.readers.schema import read_type
from docmodels.readers.scope import Entry, Scope
from docmodels.readers.state import ReadState


class Schemas(Struct, frozen=True):
    """The contents of schema documents: drafts, and the metadata of the first document.

    `root` is the name of the definition of a JSON Schema document's root, or empty.
    """

    drafts: tuple[Draft, ...]
    title: str = ""
    version: str = ""
    doc: str = ""
    root: str = ""


def read_documents(
    documents: Sequence[Document], notes: list[Note], fetch: Fetch | None = None
) -> Schemas:
    """Read OpenAPI, Swagger and JSON Schema documents and the files that they reference.

    References may use relative paths to other documents; `fetch` returns files that are not among
    `documents`. Problems are appended to `notes`. Raises `DocmodelsError` for invalid JSON or YAML
    (`unreadable-input`), for nesting beyond the limits (`nesting-limit`) and for cycles of
    definitions that consist of references only (`circular-ref`).
    """
    state = ReadState(documents, notes, fetch)
    try:
        entries = list(_collect_entries(state))
        drafts = open_cycles(_read_drafts(state, entries), notes)
        _note_unused_inputs(state)
        _refuse_cycles(drafts)
    except RecursionError as error:
        message = "schemas are nested too deep"
        origin = documents[0].origin(1) if documents else None
        raise DocmodelsError(NESTING_LIMIT.at(origin, message)) from error
    return _build_schemas(state, drafts)


def read_drafts(documents: Sequence[Document], notes: list[Note]) -> list[Draft]:
    """Read documents like `read_documents`, and return only the drafts."""
    return list(read_documents(documents, notes).drafts)


def _collect_entries(state: ReadState) -> Iterator[Entry]:
    """Yield the schemas to read; stated names of all documents are assigned before derived ones."""
    scopes = [Scope(state, file, file.version, read_type) for file in state.documents.inputs]
    is_only_document = len(state.documents.inputs) == 1
    named_entries: list[list[Entry]] = []
    for scope in scopes:
        match scope.file.kind:
            case "openapi":
                named_entries.append(openapi.definition_entries(scope))
            case "swagger":
                named_entries.append(swagger.definition_entries(scope))
            case "jsonschema":
                named_entries.append(
                    list(jsonschema.entries(scope, is_only_document=is_only_document))
                )
            case _:
                named_entries.append([])
    for scope, entries in zip(scopes, named_entries, strict=True):
        inline_entries: Iterator[Entry] = iter(())
        if scope.file.kind == "openapi":
            inline_entries = openapi.inline_entries(scope)
        elif scope.file.kind == "swagger":
            inline_entries = swagger.inline_entries(scope)
        for entry in chain(entries, inline_entries):
            is_own = entry.scope.file is scope.file
            yield entry if is_own else replace(entry, referenced_by=scope.file.path)


def _note_unused_inputs(state: ReadState) -> None:
    """Report inputs that are not schema documents and that no reference uses."""
    for file in state.documents.inputs:
        if file.kind is None and file.uri not in state.documents.used_uris:
            message = f"{file.path} is not an OpenAPI, Swagger or JSON Schema document"
            help = "add `$schema` to a JSON Schema, `openapi` or `swagger` to an API description"
            if key := stated_version_key(file.tree.value):
                version = str(file.tree.value[key])[:20]
                message = f"{file.path} has the version `{key}: {version}`, which is not supported"
                help = "convert it to OpenAPI 3.0, 3.1 or 3.2, or to Swagger 2.0"
            state.notes.append(NOT_A_MODEL_PAGE.at(file.tree.document.origin(1), message, help))


def _read_drafts(state: ReadState, entries: Iterable[Entry]) -> list[Draft]:
    drafts: list[tuple[Entry, Draft]] = [(entry, _read_draft(entry)) for entry in entries]
    while state.definitions.queue:
        entry = state.definitions.queue.pop(0)
        drafts.append((entry, _read_draft(entry)))
    needed_drafts = [
        draft
        for entry, draft in drafts
        if not entry.optional
        or entry.name in state.definitions.referenced
        or _needs_name(draft.definition.type)
    ]
    return share_inline_definitions(state, needed_drafts)


def _read_draft(entry: Entry) -> Draft:
    scope = entry.scope
    type = (
        scope.read(entry.schema)
        if is_schema(entry.schema)
        else scope.read(_note_not_a_schema(entry))
    )
    annotations = read_annotations(scope, entry.schema)
    if (labels := entry.labelled_by) is not None:
        annotations = add_labels(annotations, read_annotations(labels.scope, labels.value))
    definition = Definition(
        name=entry.name,
        type=_definition_type(type, entry.schema),
        title=annotations.title or title_of_type(type),
        doc=annotations.doc,
        deprecation=annotations.deprecation,
        examples=annotations.examples,
        inferred=entry.inferred,
        origin=entry.origin,
    )
    return Draft(
        definition,
        dialect=scope.version.dialect,
        input_file="" if entry.origin else scope.file.path,
        direction=_direction(entry),
        referenced_by=entry.referenced_by,
    )


def _direction(entry: Entry) -> Direction:
    """Derive from its location whether an inline schema is used in requests, responses or both."""
    resolved = entry.scope.state.definitions.schemas.get(entry.name)
    pointer = resolved.location[1] if resolved and resolved.location else ()
    if pointer[-1:] != ("schema",) or pointer[:2] == ("components", "schemas"):
        return Direction.BOTH
    return next((_DIRECTIONS[word] for word in pointer if word in _DIRECTIONS), Direction.BOTH)


_DIRECTIONS: Final = {
    **dict.fromkeys(("requestBody", "requestBodies", "parameters"), Direction.REQUEST),
    **dict.fromkeys(("responses", "headers"), Direction.RESPONSE),
}


def _note_not_a_schema(entry: Entry) -> Json:
    message = f"`{entry.name}` is not a schema; any value is accepted"
    entry.scope.state.notes.append(INVALID_KEYWORD.at(entry.origin, message))
    return True


def _definition_type(type: Type, schema: Json) -> Type:
    """Adapt a type to be a definition: without title, and a bare `type: object` is an object."""
    if isinstance(type, Nullable):
        return replace(type, type=_definition_type(type.type, schema))
    if isinstance(type, Object | Enum | Union | AllOf) and type.title:
        return replace(type, title="")
    if type == FREE_FORM and "additionalProperties" not in schema:
        return Object()
    return type


def _needs_name(type: Type) -> bool:
    """Return whether a part of the type needs a name: an object, an enum or a union."""
    if isinstance(type, Object | Enum | Union | AllOf):
        return True
    return any(_needs_name(part) for part in children(type))


def _build_schemas(state: ReadState, drafts: list[Draft]) -> Schemas:
    """Combine the drafts with title, version and root of the first document that has any."""
    for file in state.documents.inputs:
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
                root=_root_name(state, file, drafts),
            )
    return Schemas(tuple(drafts))


def _text(value: dict[str, Json], key: str) -> str:
    text = value.get(key)
    return str(text) if isinstance(text, str | int | float) else ""


def _root_name(state: ReadState, file: File, drafts: list[Draft]) -> str:
    name = state.definitions.names.get(file.uri, ())
    return name if name and any(draft.definition.name == name for draft in drafts) else ""


def _refuse_cycles(drafts: list[Draft]) -> None:
    """Raise `circular-ref` for a cycle of definitions that only reference or extend each other."""
    by_name = {draft.definition.name: draft.definition for draft in drafts}
    for names in reference_cycles({name: definition.type for name, definition in by_name.items()}):
        cycle = " -> ".join((*names[:6], names[0]))
        message = f"references form a cycle: {cycle}"
        help = "replace one of these references by a schema with a type"
        raise DocmodelsError(CIRCULAR_REF.at(by_name[names[0]].origin, message, help))
