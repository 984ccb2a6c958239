"""The scope of a schema: the place in a document where it is read and its references start."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from docmodels.diagnostics.notes import Rule
from docmodels.ir import Inference, Json, Origin, Type
from docmodels.readers.definition_names import Pointer
from docmodels.readers.resources import File
from docmodels.readers.versions import SchemaVersion

if TYPE_CHECKING:
    from docmodels.readers.state import ReadState


class Scope(Struct, frozen=True, eq=False):
    """The context of a schema: its document, its version, and the base URI of its references.

    `resolver` is None for the base URI of the document, where `#/..` points into the document.
    `read_type` reads a schema into a type. `state` is shared by all scopes of a run. `bindings` are
    the schemas that dynamic references lead to, by anchor (see `docmodels.readers.dynamic_scope`).
    """

    state: ReadState
    file: File
    version: SchemaVersion
    read_type: Callable[[Json, Scope], Type]
    resolver: Any = None
    bindings: Mapping[str, ResolvedSchema] = field(default_factory=dict[str, "ResolvedSchema"])

    def read(self, schema: Json) -> Type:
        """Read a schema into a type."""
        return self.read_type(schema, self)

    def origin(self, container: Json, key: str | None = None) -> Origin | None:
        """Return the position of `key` in `container`, or of `container` itself."""
        return self.file.tree.origin(container, key)

    def note(self, rule: Rule, at: tuple[Json, str | None], message: str, help: str = "") -> None:
        """Report a problem at a key of an object: `at` is the object and the key."""
        container, key = at
        width = len(key) if key else 1
        self.state.notes.append(rule.at(self.origin(container, key), message, help, width))

    def note_once(self, rule: Rule, at: tuple[Json, str], message: str, help: str = "") -> None:
        """Report a problem only at its first occurrence in a document."""
        if (self.file.path, message) not in self.state.reported_messages:
            self.state.reported_messages.add((self.file.path, message))
            self.note(rule, at, message, help)

    def at_root(self, file: File) -> Scope:
        """Return the scope of the root of a document."""
        return Scope(self.state, file, file.version, self.read_type)


class Entry(Struct, frozen=True):
    """A schema that becomes a definition; if `optional`, only if it needs a name.

    `referenced_by` is the path of the input that refers to it, if it is in another file.
    `labelled_by` is the reference that gives it its name: its title and description come first.
    """

    name: str
    schema: Json
    scope: Scope
    origin: Origin | None = None
    inferred: tuple[Inference, ...] = ()
    optional: bool = False
    referenced_by: str = ""
    labelled_by: ResolvedSchema | None = None


class ResolvedSchema(Struct, frozen=True):
    """The target of a reference: its value, the scope to read it in, and its location.

    `location` is the URI of the file and the pointer in it; None if it is unknown.
    """

    value: Json
    scope: Scope
    location: tuple[str, Pointer] | None
