"""The state of one run: documents, definitions with their names, and what is computed once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.notes import Note
from docmodels.ir import Type
from docmodels.readers.definition_names import NameRegistry, Pointer
from docmodels.readers.document_store import DocumentStore, Fetch
from docmodels.readers.scope import Entry, ResolvedSchema


class Definitions:
    """The named schemas: `schemas` by name, and the names by location.

    `queue` has the definitions that are still to be read; `referenced` are the names that any
    reference resolves to.
    """

    def __init__(self) -> None:
        self.names = NameRegistry()
        self.schemas: dict[str, ResolvedSchema] = {}
        self.queue: list[Entry] = []
        self.referenced: set[str] = set()

    def add(self, preferred: str, schema: ResolvedSchema) -> str:
        """Assign a unique name to a schema with a location, and return the name."""
        assert schema.location is not None
        name = self.names.assign(*schema.location, preferred)
        self.schemas[name] = schema
        return name

    def name_of(self, schema: ResolvedSchema | None) -> str | None:
        """Return the name of a resolved schema; None if it has none."""
        return self.names.get(*schema.location) if schema and schema.location else None


class InheritanceResults:
    """What `docmodels.readers.inheritance` has computed, by the name of the definition."""

    def __init__(self) -> None:
        self.extensible: dict[str, bool] = {}
        self.own_keywords: dict[str, Any] = {}
        self.declarations: dict[str, dict[str, Any]] = {}


class ReadState:
    """The state of one run. `notes` and `reported_messages` are written through scopes.

    `inline_types` are the types that a schema was read as, by the identity of the schema.
    `possible_types` are the JSON types of the values of schemas, by location.
    `used_anchors` are the anchors of the dynamic references that a schema leads to, by location.
    """

    def __init__(
        self, documents: Sequence[Document], notes: list[Note], fetch: Fetch | None
    ) -> None:
        self.notes = notes
        self.reported_messages: set[tuple[str, str]] = set()
        self.documents = DocumentStore(documents, notes, fetch)
        self.definitions = Definitions()
        self.used_anchors: dict[tuple[str, Pointer], frozenset[str]] = {}
        self.resolved_refs: dict[tuple[str, str], ResolvedSchema | None] = {}
        self.inheritance = InheritanceResults()
        self.inline_types: dict[int, list[Type]] = {}
        self.possible_types: dict[tuple[str, Pointer], frozenset[str]] = {}
