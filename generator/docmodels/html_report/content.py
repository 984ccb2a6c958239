"""The content of a report as values: what `report.js` reads from the data island of the page."""

from __future__ import annotations

import msgspec

from docmodels.ir.nodes import Value


class Place(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A place in a text of the report: the index of the text, then line and column from 1."""

    text: int
    line: int
    column: int = 1


class Inferred(Value, frozen=True):
    """A fact that is inferred, and the name of the reason in `Content.reasons`."""

    fact: str
    by: str


class FactPlace(Value, frozen=True):
    """A fact that another place gives than that of its field or model."""

    fact: str
    place: Place | None = None


class ValueRow(Value, frozen=True):
    """A value of an enum as JSON text, with its name and description."""

    value: str
    name: str = ""
    doc: str = ""


class Facts(Value, frozen=True, kw_only=True):
    """What fields and models have: texts, and where they were read.

    `null` is whether null is a value. A type is `untyped` if no input prints it. `deprecation` is
    None, or its reason, which may be empty. `place` is None for what no input prints.
    """

    name: str
    type: str
    null: str
    untyped: bool = False
    title: str = ""
    doc: str = ""
    deprecation: str | None = None
    examples: tuple[str, ...] = ()
    constraints: tuple[str, ...] = ()
    values: tuple[ValueRow, ...] = ()
    inferred: tuple[Inferred, ...] = ()
    sources: tuple[FactPlace, ...] = ()
    place: Place | None = None


class FieldRow(Facts, frozen=True, kw_only=True):
    """A field; `name` is its path in the model, so that fields of inline objects are rows too."""

    presence: str
    default: str = ""
    default_place: Place | None = None
    access: str = ""
    documented_name: str = ""
    alternate_names: tuple[str, ...] = ()
    refs: tuple[int, ...] = ()


class CodePlace(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Lines of a generated module: the index of the text, the first line and the last one."""

    text: int
    first: int
    last: int


class ModelEntry(Facts, frozen=True, kw_only=True):
    """A definition; `refs` and `bases` are indexes of models, `source` is that of the definition."""

    source: str
    fields: tuple[FieldRow, ...] = ()
    refs: tuple[int, ...] = ()
    bases: tuple[int, ...] = ()
    merged_with: tuple[Place, ...] = ()
    code: CodePlace | None = None


class NoteEntry(Value, frozen=True):
    """A note: `rule` is an index of `Content.rules`; `width` is that of the marked text."""

    rule: int
    message: str
    help: str = ""
    place: Place | None = None
    width: int = 1
    occurrences: int = 1
    accepted: bool = False


class RuleEntry(Value, frozen=True):
    """A rule that at least one note has."""

    name: str
    severity: str
    summary: str


class Text(Value, frozen=True):
    """An input document or a generated module; `kind` is its dialect, or empty."""

    path: str
    text: str
    kind: str = ""
    generated: bool = False


class Reason(Value, frozen=True):
    """What infers facts: a sentence, the evidence that it reads, and when it concludes."""

    title: str
    evidence: tuple[str, ...] = ()
    threshold: str = ""


class Content(Value, frozen=True):
    """Everything that the page shows; indexes refer to its tuples."""

    models: tuple[ModelEntry, ...]
    notes: tuple[NoteEntry, ...]
    rules: tuple[RuleEntry, ...]
    texts: tuple[Text, ...]
    reasons: dict[str, Reason]
    settled_by: dict[str, str]
    title: str = ""
    version: str = ""
    doc: str = ""
