"""Convert trees of rows to types."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import cast

from msgspec import Struct, field

from docmodels.diagnostics.notes import Note
from docmodels.inference.fields_from_examples import FIELDS_FROM_EXAMPLES
from docmodels.inference.types_from_examples import list_of_lists
from docmodels.ir import (
    BOOLEAN,
    UNKNOWN,
    Array,
    Discriminator,
    Enum,
    EnumMember,
    Field,
    Inference,
    Integer,
    Json,
    Map,
    Never,
    Null,
    Nullable,
    Number,
    Object,
    Ref,
    Scalar,
    ScalarKind,
    String,
    Type,
    WithAssertions,
    access_of,
    inferences,
    nullable,
    presence_of,
)
from docmodels.ir.algebra import all_of_types, union_of
from docmodels.ir.drafts import normalize_name
from docmodels.ir.equality import distinct
from docmodels.ir.json_schema import assertion_schema
from docmodels.pages.cell_notes import unknown_type_note
from docmodels.pages.families.slate.tables import ANONYMOUS, Group, Model, Node
from docmodels.pages.families.slate.type_cells import ARRAY_OF, read_type
from docmodels.pages.json_values import parse_json
from docmodels.pages.markdown import Page
from docmodels.pages.table_rows import decode_cell
from docmodels.pages.type_grammar import TypeSyntaxError

ADDITIONAL_PROPERTIES = frozenset({"**additionalProperties**", "[any property]"})

_PLACEHOLDERS: dict[str, Json] = {"string": "string", "integer": 0, "number": 0, "boolean": True}


class ModelContext(Struct, frozen=True):
    """One model, its page, the number of its rows by name, and the list that notes go to.

    `row_values` are the enumerated values of rows that share their name, by the line of the row.
    """

    page: Page
    model: Model
    row_counts: Mapping[str, int]
    notes: list[Note]
    row_values: Mapping[int, list[str]] = field(default_factory=dict[int, list[str]])


def read_model(context: ModelContext) -> Type:
    """Return the type of a model; add a note for each type cell that cannot be read."""
    root = context.model.root
    sample = next(json_samples(context.model), None)
    if (row := own_row(context.model)) is not None:
        return _read_node(row, context, sample)
    if not root.children and not root.groups:
        return _type_without_rows(context.model, sample)
    if isinstance(item := _first_item(sample), dict):  # all rows are fields of the items
        return Array(items=_compose(_read_object(root, context, item), root.groups, context, item))
    return _compose(_read_object(root, context, sample), root.groups, context, sample)


def _type_without_rows(model: Model, sample: Json) -> Type:
    """Return the type of a model whose table has no rows, by its sample, with its values."""
    values = model.values.get("", [])
    match sample:
        case bool():
            type: Type = BOOLEAN
        case int() | float():
            type = Number()
        case str():
            type = String()
        case list():
            type = Array(items=UNKNOWN)
        case None if model.fences:  # `{}` has the sample `null`, an object without properties `{}`
            type = UNKNOWN
        case _:
            type = UNKNOWN if values else _read_sample(sample)
    return _apply_values(type, values, closed=True) if values else type


def _read_sample(sample: Json) -> Type:
    """Return the object that a sample shows, or an object without fields."""
    if (type := FIELDS_FROM_EXAMPLES.conclude(sample)) is not None:
        return type
    return Object()


def json_samples(model: Model) -> Iterator[Json]:
    """Yield the JSON samples of a model."""
    for fence in model.fences:
        try:
            yield parse_json(fence.text)
        except ValueError:
            continue


def own_row(model: Model) -> Node | None:
    """Return the row of the model itself with all others nested in it; None if all rows are fields.

    Such a first row is anonymous or has the name or the title of the model. The rows of its items and
    its compositions follow at the same depth. A property of the sample, or of its items, is a field.
    """
    root, sample = model.root, next(json_samples(model), None)
    row = root.children[0] if root.children else None
    properties = _first_item(sample) or sample
    if row is None or (isinstance(properties, dict) and row.name in properties):
        return None
    is_only_row = len(root.children) == 1
    is_list = row.cells.get("type", "").startswith(("[", ARRAY_OF))
    if row.name == ANONYMOUS:
        is_own = is_only_row and not root.groups
    elif isinstance(sample, dict):
        is_own = is_only_row and bool(root.groups) and _is_name_of(row.name, model)
    else:
        is_named = isinstance(sample, list) and (is_list or _is_name_of(row.name, model))
        is_own = sample is not None and (is_only_row or is_named)
    if not is_own:
        return None
    children, groups = row.children + root.children[1:], row.groups + root.groups
    return Node(row.cells, row.depth, row.line, children, groups)


def _is_name_of(text: str, model: Model) -> bool:
    titles = (model.name, "\n".join(model.texts).strip().partition("\n")[0])
    return normalize_name(text) in map(normalize_name, titles)


def _read_node(node: Node, context: ModelContext, sample: Json) -> Type:
    """Return the type of a row, including its nested rows and enumerated values."""
    cell = node.cells.get("type", "")
    try:
        type = read_type(cell)
    except TypeSyntaxError:
        origin = context.page.origin(node.line.number, node.column_of("type"))
        context.notes.append(unknown_type_note(cell, origin))
        type = UNKNOWN
    own_values = context.row_values.get(node.line.number)
    values = own_values or context.model.values.get(node.name, [])
    is_repeated = own_values is None and context.row_counts.get(node.name, 0) > 1
    if values and (not is_repeated or _may_be_value(sample, values)):
        type = _apply_values(type, values, closed=not is_repeated or sample is not None)
    return _add_children(type, node, context, sample)


def _may_be_value(sample: Json, values: Collection[str]) -> bool:
    """Whether values that are listed for a name belong to a row of it with this sample.

    The page lists values below the table by the name of the row only. A row whose sample is no such
    value is another one of that name; without a sample it may be another one too, and its enum is
    open.
    """
    if isinstance(sample, list):
        item = _first_item(sample)
        return item is not None and _may_be_value(item, values)
    return sample is None or (not isinstance(sample, dict | bool) and str(sample) in values)


def _first_item(sample: Json) -> Json:
    """Return the first item of a list, or None."""
    return sample[0] if sample.__class__ is list and sample else None


def _add_children(type: Type, node: Node, context: ModelContext, sample: Json) -> Type:
    """Replace the object inside a type with the one that a row's children and groups describe."""
    if not node.children and not node.groups:
        return type
    match type:
        case Nullable(inner):
            return nullable(_add_children(inner, node, context, sample))
        case Array() if not node.children and node.cells.get("type") == "array":
            return _compose(UNKNOWN, node.groups, context, sample)  # items have a cell `[anyOf]`
        case Array(items):
            return Array(items=_add_children(items, node, context, _first_item(sample)))
        case Ref():
            return type
        case _:
            base = _read_object(node, context, sample) if node.children else type
            return _compose(base, node.groups, context, sample)


def _read_object(node: Node, context: ModelContext, sample: Json) -> Type:
    """Read the children of a row as fields, and as the type of additional properties."""
    fields: dict[str, Field] = {}
    additional: Type | None = None
    sample_values = cast("dict[str, Json]", sample if isinstance(sample, dict) else {})
    for child in node.children:
        if child.name in ADDITIONAL_PROPERTIES:
            additional = _read_node(child, context, sample_values.get("property1"))
        elif child.name:
            fields.setdefault(child.name, _read_field(child, context, sample_values))
    if additional is not None and not fields:
        return Map(values=additional)
    return Object(fields=tuple(fields.values()), additional_properties=additional)


def _read_field(node: Node, context: ModelContext, samples: Mapping[str, Json]) -> Field:
    """Read a row as a field; `samples` are the samples of its object's fields by name.

    A scalar whose sample is null may be null. Of other types the sample is null where the generator
    stops in a recursion.
    """
    sample = samples.get(node.name)
    type = _read_node(node, context, sample)
    if node.name in samples and sample is None and isinstance(type, Scalar | Enum):
        type = nullable(type)
    inferred: tuple[Inference, ...] = ()
    if (shown := list_of_lists(type, sample)) is not None:
        type, inferred = shown, inferences("types-from-examples", "type")
    restrictions = node.cells.get("restrictions", "")
    return Field(
        name=node.name,
        type=type,
        presence=presence_of(
            node.cells.get("required", "").strip().lower() in ("true", "是", "yes")
        ),
        title=clean_text(node.cells.get("title", "")),
        doc=_description(node, type),
        access=access_of("read-only" in restrictions, "write-only" in restrictions),
        examples=_examples(type, sample),
        inferred=inferred,
        origin=context.page.origin(node.line.number, node.column_of("name")),
    )


def _examples(type: Type, sample: Json) -> tuple[Json, ...]:
    """Return the sample as an example, unless it is the placeholder of its type.

    Such a sample is the schema's example or default; the page does not distinguish them.
    """
    inner = type.type if isinstance(type, Nullable) else type
    if not isinstance(inner, Scalar) or inner.format or sample is None:
        return ()
    return () if sample == _PLACEHOLDERS.get(inner.kind) else (sample,)


def clean_text(cell: str) -> str:
    """Return the text of a cell; empty for one that stands for no text."""
    text = decode_cell(cell)
    return "" if text.lower() in ("none", "no description", "null") else text


def _description(node: Node, type: Type) -> str:
    """Return the description of a row, except one in brackets, which describes a list's items."""
    text = clean_text(node.cells.get("description", ""))
    is_list = isinstance(type, Array) or isinstance(type, Nullable) and isinstance(type.type, Array)
    return "" if is_list and text.startswith("[") and text.endswith("]") else text


def _apply_values(type: Type, values: list[str], closed: bool) -> Type:
    match type:
        case Nullable(inner):
            non_null = [value for value in values if value != "null"]
            return nullable(_apply_values(inner, non_null, closed)) if non_null else type
        case Array(items):
            return Array(items=_apply_values(items, values, closed))
        case String() | Integer() | Number() | Null():
            members = tuple(
                EnumMember(value=_parse_value(text, type.kind)) for text in dict.fromkeys(values)
            )
            return Enum(members=members, closed=closed, base=type.kind, format=type.format)
        case Map() if values:
            return type
        case _ if type == UNKNOWN:
            members = tuple(
                EnumMember(value=_parse_value(text, "string")) for text in dict.fromkeys(values)
            )
            return Enum(members=members, closed=False)
        case _:
            return type


def _parse_value(text: str, kind: ScalarKind) -> Json:
    text = decode_cell(text)
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


def _compose(base: Type, groups: list[Group], context: ModelContext, sample: Json) -> Type:
    """Combine a schema and its composition groups into one allOf."""
    all_of: list[Type] = [] if base in (Object(), Map(values=UNKNOWN), UNKNOWN) else [base]
    excluded: list[Type] = []
    for group in groups:
        members = [_read_node(member, context, sample) for member in group.members]
        if group.mode == "allOf":
            all_of.extend(members)
        elif group.mode == "not":
            excluded.extend(members)
        elif members:
            all_of.append(_build_union(members, group))
    type = all_of_types(all_of) if all_of else base
    if UNKNOWN in excluded:
        return Never()
    for member in excluded:
        if isinstance(member, Scalar | Ref):
            type = WithAssertions(type=type, schema={"not": assertion_schema(member)})
    return type


def _build_union(members: list[Type], group: Group) -> Type:
    property = group.discriminator.rsplit(".", 1)[-1]
    return union_of(
        distinct(members),
        "oneOf" if group.mode == "oneOf" else "anyOf",
        Discriminator(property=property) if property else None,
    )
