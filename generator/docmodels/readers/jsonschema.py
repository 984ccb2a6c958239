"""Collect the definitions of JSON Schema documents: the root and `$defs` or `definitions`."""

from __future__ import annotations

from collections.abc import Iterator

from docmodels.diagnostics.rules import RENAMED
from docmodels.ir import Json, inferences, is_object
from docmodels.ir.titles import is_name
from docmodels.ir.vocabulary import ASSERTIONS, DEFINITION_LOCATIONS
from docmodels.readers.components import definition_entries
from docmodels.readers.definition_names import Pointer, name_from_path, to_name_part
from docmodels.readers.keywords import has_assertions
from docmodels.readers.resolution import resolve
from docmodels.readers.resources import File
from docmodels.readers.scope import Entry, ResolvedSchema, Scope


def entries(scope: Scope, *, is_only_document: bool) -> Iterator[Entry]:
    """Yield the root and each definition of a document.

    The root is named by its title; by the file name if the title is a sentence, or if there is
    none and there are several documents; else `Model`. A root that only contains definitions is
    not yielded.
    """
    file = scope.file
    definitions = list(_definitions(file))
    named = list(definition_entries(scope, {pointer: name for name, pointer in definitions}))
    is_model = has_assertions(file.tree.value) or not definitions
    root = _root_entry(scope, is_only_document, is_model)
    if root is not None and is_model:
        yield root
    yield from named


def _root_entry(scope: Scope, is_only_document: bool, is_model: bool) -> Entry | None:
    """Name the root; return None if it is only a reference to the definition of the same name.

    A root that is a model of its own is noted (`renamed`) if a definition has its name.
    """
    file, definitions = scope.file, scope.state.definitions
    schema = file.tree.value
    title = schema.get("title") if is_object(schema) else None
    has_name = isinstance(title, str) and is_name(title)
    stem = "" if is_only_document and not title else name_from_path(file.path)
    preferred = str(title).strip() if has_name else to_name_part(stem) or "Model"
    if is_object(schema) and isinstance(ref := schema.get("$ref"), str):
        target = definitions.name_of(resolve(scope, ref))
        if target == preferred and ASSERTIONS.isdisjoint(schema.keys() - {"$ref"}):
            definitions.names.share(file.uri, (), preferred)
            return None
    root = ResolvedSchema(schema, scope, (file.uri, ()))
    if definitions.name_of(root) is not None:  # a definition of another document names it
        return None
    name = definitions.add(preferred, root)
    if is_model and name != preferred:
        message = f"the root is called `{name}`: `{preferred}` is the name of a definition"
        note = RENAMED.at(scope.origin(schema), message, "give the root another title")
        scope.state.notes.append(note)
    inferred = () if has_name else inferences("definition-names", "name")
    return Entry(name, schema, scope, scope.origin(schema), inferred)


def _definitions(file: File) -> Iterator[tuple[str, Pointer]]:
    value = file.tree.value
    for keyword in DEFINITION_LOCATIONS:
        definitions = value.get(keyword) if is_object(value) else None
        for name, schema in definitions.items() if is_object(definitions) else ():
            if isinstance(schema, dict | bool) and not _is_nested_group(schema):
                yield name, (keyword, name)


def _is_nested_group(schema: Json) -> bool:
    """Return whether a member of `definitions` is not a schema but an object of schemas."""
    if not is_object(schema) or not schema or not ASSERTIONS.isdisjoint(schema):
        return False
    return all(is_object(part) and has_assertions(part) for part in schema.values())
