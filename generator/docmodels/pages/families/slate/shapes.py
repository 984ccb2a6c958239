"""Trees of rows as types."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import UNKNOWN_TYPE
from docmodels.ir import (
    BOOLEAN,
    NULL,
    NUMBER,
    STRING,
    UNKNOWN,
    AllOf,
    Array,
    Discriminator,
    Enum,
    EnumMember,
    Field,
    Json,
    Map,
    Never,
    Nullable,
    Object,
    Ref,
    Scalar,
    ScalarKind,
    Type,
    Union,
    WithAssertions,
)
from docmodels.pages.families.slate.tables import Group, Model, Node
from docmodels.pages.markdown import Page
from docmodels.pages.table_rows import prose
from docmodels.pages.type_vocabulary import nullable

ANONYMOUS = "*anonymous*"
ADDITIONAL = "**additionalProperties**"

_LINK = re.compile(r"\[(?P<text>[^\[\]]+(?:\[[^\[\]]*\][^\[\]]*)*)\]\(#schema[^)]*\)")
_SCALAR = re.compile(r"(?P<kind>[A-Za-z]+)(?:\((?P<format>[^()]+)\))?")
_KINDS: dict[str, ScalarKind] = {
    "string": "string",
    "integer": "integer",
    "number": "number",
    "float": "number",
    "boolean": "boolean",
}
_OPEN: dict[str, Type] = {
    **dict.fromkeys(("any", "oneOf", "anyOf", "allOf", "not", "undefined"), UNKNOWN),
    "object": Map(values=UNKNOWN),
    "array": Array(items=UNKNOWN),
    "null": NULL,
    "file": Scalar(kind="string", format="binary"),
}
_SAMPLED = ((str, STRING), (bool, BOOLEAN), (int, NUMBER), (float, NUMBER))
"""What a sample says of its type; `0` stands for an integer and a number alike."""
_PLACEHOLDERS: dict[str, Json] = {"string": "string", "integer": 0, "number": 0, "boolean": True}
_DEEP = 40


class Unread(Exception):
    """A type cell is not in the grammar."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A model with what it is read with: the page, the printed values, where doubts go."""

    page: Page
    model: Model
    counts: Mapping[str, int]
    notes: list[Note]


@lru_cache(maxsize=16384)
def read_type(text: str) -> Type:
    """Read a type cell: `string(date-time)`, `[[Pet](#schemapet)]`, `integer¦null`."""
    return _read(text.strip(), 0)


def _read(text: str, depth: int) -> Type:
    if depth > _DEEP:
        raise Unread
    if "¦" in text and not text.endswith("]"):
        parts = [_read(part.strip(), depth + 1) for part in text.split("¦")]
        rest = tuple(part for part in parts if part != NULL)
        if not rest:
            return NULL
        type = rest[0] if len(rest) == 1 else Union(members=rest)
        return nullable(type) if NULL in parts else type
    if (link := _LINK.fullmatch(text)) is not None:
        return Ref(name=link["text"].strip())
    if text.startswith("[") and text.endswith("]"):
        return Array(items=_read(text[1:-1].strip(), depth + 1))
    found = _SCALAR.fullmatch(text)
    if found is None:
        raise Unread
    if found["kind"] in _OPEN:
        return _OPEN[found["kind"]]
    if found["kind"] not in _KINDS:
        raise Unread
    kind = _KINDS[found["kind"]]
    return BOOLEAN if kind == "boolean" else Scalar(kind=kind, format=found["format"] or "")


def read_model(reading: Reading) -> Type:
    """Give the type of a model."""
    root = reading.model.root
    sample = next(samples(reading.model), None)
    alias = _alias(root, sample)
    if alias is not None:
        return _node(alias, reading, sample)
    return _composed(_object(root, reading, sample), root.groups, reading, sample)


def samples(model: Model) -> Iterator[Json]:
    """Give the JSON samples of a model."""
    for fence in model.fences:
        try:
            yield json.loads(fence.text)
        except (ValueError, RecursionError):
            continue


def _alias(root: Node, sample: Json) -> Node | None:
    """The one row that is no property but the model itself: anonymous, or named by its title
    where the sample shows that there is no object."""
    if len(root.children) != 1 or root.groups:
        return None
    row = root.children[0]
    plain = sample is not None and not isinstance(sample, dict)
    return row if row.name == ANONYMOUS or plain else None


def _node(node: Node, reading: Reading, sample: Json) -> Type:
    """A row's type, with what is written inside it and its printed values."""
    cell = node.cells.get("type", "")
    try:
        type = read_type(cell)
    except Unread:
        origin = reading.page.origin(node.line.number, node.place("type"))
        message = f"cannot read the type `{cell}`"
        reading.notes.append(UNKNOWN_TYPE.at(origin, message, width=len(cell)))
        type = UNKNOWN
    values = reading.model.values.get(node.name, [])
    sole = reading.counts.get(node.name, 0) < 2
    if values and (sole or _shows(sample, values)):
        type = _listed(type, values, closed=sole or sample is not None)
    if "array" in cell:
        type = _filled(type, sample)
    return _inside(type, node, reading, sample)


def _shows(sample: Json, values: list[str]) -> bool:
    """Tell which of several rows of one name has the printed values: its sample is one of them."""
    if isinstance(sample, list):
        return _first(sample) is not None and _shows(_first(sample), values)
    return sample is None or not isinstance(sample, dict | bool) and str(sample) in values


def _first(sample: Json) -> Json:
    """The first item of a list, or nothing."""
    return sample[0] if sample.__class__ is list and sample else None


def _filled(type: Type, sample: Json) -> Type:
    """`[array]` hides what the inner lists hold; the sample, made from the schema, shows it."""
    match type:
        case Array(items):
            return Array(items=_filled(items, _first(sample)))
        case Nullable(inner):
            return nullable(_filled(inner, sample))
        case _ if type != UNKNOWN or sample is None:
            return type
        case _:
            return next((type for kind, type in _SAMPLED if isinstance(sample, kind)), UNKNOWN)


def _inside(type: Type, node: Node, reading: Reading, sample: Json) -> Type:
    """Put a row's children and members where its type leaves room for them."""
    if not node.children and not node.groups:
        return type
    match type:
        case Nullable(inner):
            return nullable(_inside(inner, node, reading, sample))
        case Array(items):
            return Array(items=_inside(items, node, reading, _first(sample)))
        case Ref():
            return type
        case _:
            found = _object(node, reading, sample) if node.children else type
            return _composed(found, node.groups, reading, sample)


def _object(node: Node, reading: Reading, sample: Json) -> Type:
    """The children of a row as fields; a row for additional properties gives their type."""
    fields: dict[str, Field] = {}
    additional: Type | None = None
    shown = cast("dict[str, Json]", sample if isinstance(sample, dict) else {})
    for child in node.children:
        if child.name == ADDITIONAL:
            additional = _node(child, reading, shown.get("property1"))
        elif child.name:
            fields.setdefault(child.name, _field(child, reading, shown.get(child.name)))
    if additional is not None and not fields:
        return Map(values=additional)
    return Object(fields=tuple(fields.values()), additional_properties=additional)


def _field(node: Node, reading: Reading, sample: Json) -> Field:
    type = _node(node, reading, sample)
    restrictions = node.cells.get("restrictions", "")
    return Field(
        name=node.name,
        type=type,
        required=node.cells.get("required", "").strip().lower() in ("true", "是", "yes"),
        title=_said(node.cells.get("title", "")),
        doc=_described(node, type),
        read_only="read-only" in restrictions,
        write_only="write-only" in restrictions,
        examples=_examples(type, sample),
        inferred=("type",) if node.cells.get("type", "").startswith("[array") else (),
        origin=reading.page.origin(node.line.number, node.place("name")),
    )


def _examples(type: Type, sample: Json) -> tuple[Json, ...]:
    """The sample, where it is not what stands for any value of the type: the schema has it as its
    example or its default, and nothing tells which."""
    inner = type.type if isinstance(type, Nullable) else type
    if not isinstance(inner, Scalar) or inner.format or sample is None:
        return ()
    return () if sample == _PLACEHOLDERS.get(inner.kind) else (sample,)


def _said(cell: str) -> str:
    text = prose(cell)
    return "" if text.lower() in ("none", "no description", "null") else text


def _described(node: Node, type: Type) -> str:
    """A list without a description shows that of its items, in brackets: it is not its own."""
    text = _said(node.cells.get("description", ""))
    listed = isinstance(type, Array) or isinstance(type, Nullable) and isinstance(type.type, Array)
    return "" if listed and text.startswith("[") and text.endswith("]") else text


def _listed(type: Type, values: list[str], closed: bool) -> Type:
    match type:
        case Nullable(inner):
            kept = [value for value in values if value != "null"]
            return nullable(_listed(inner, kept, closed)) if kept else type
        case Array(items):
            return Array(items=_listed(items, values, closed))
        case Scalar(kind) if kind != "boolean":
            members = tuple(EnumMember(value=_value(text, kind)) for text in dict.fromkeys(values))
            return Enum(members=members, closed=closed, base=kind, format=type.format)
        case Map() if values:
            return type
        case _ if type == UNKNOWN:
            shown = tuple(
                EnumMember(value=_value(text, "string")) for text in dict.fromkeys(values)
            )
            return Enum(members=shown, closed=False)
        case _:
            return type


def _value(text: str, kind: ScalarKind) -> Json:
    text = prose(text)
    try:
        match kind:
            case "integer":
                return int(text)
            case "number":
                value = float(text)
                return int(value) if value.is_integer() and "." not in text else value
            case "boolean":
                return {"true": True, "false": False}.get(text.lower(), text)
            case _:
                return text
    except (ValueError, OverflowError):
        return text


def _composed(base: Type, groups: list[Group], reading: Reading, sample: Json) -> Type:
    """Join a schema with its compositions, side by side."""
    parts = [] if base in (Object(), Map(values=UNKNOWN), UNKNOWN) else [base]
    denied: list[Type] = []
    for group in groups:
        members = [_node(member, reading, sample) for member in group.members]
        if group.mode == "allOf":
            parts.extend(member for member in members if member not in parts)
        elif group.mode == "not":
            denied.extend(members)
        elif members:
            parts.append(_union(members, group))
    type = base if not parts else parts[0] if len(parts) == 1 else AllOf(members=tuple(parts))
    if UNKNOWN in denied:
        return Never()
    for member in denied:
        if isinstance(member, Scalar):
            type = WithAssertions(type=type, schema={"not": {"type": member.kind}})
        elif isinstance(member, Ref):
            type = WithAssertions(type=type, schema={"not": {"$ref": f"#/$defs/{member.name}"}})
    return type


def _union(members: list[Type], group: Group) -> Type:
    rest: list[Type] = []
    for member in members:
        if member != NULL and member not in rest:
            rest.append(member)
    if not rest:
        return NULL
    property = group.discriminator.rsplit(".", 1)[-1]
    type = (
        rest[0]
        if len(rest) == 1
        else Union(
            members=tuple(rest),
            mode="oneOf" if group.mode == "oneOf" else "anyOf",
            discriminator=Discriminator(property=property) if property else None,
        )
    )
    return type if len([m for m in members if m != NULL]) == len(members) else nullable(type)
