"""Read pages of the slate family as drafts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import EMPTY_TABLE, ENUM_FROM_DESCRIPTION
from docmodels.inference.enums_from_descriptions import ENUMS_FROM_DESCRIPTIONS, Description
from docmodels.ir import (
    STRING,
    UNKNOWN,
    Array,
    Definition,
    Discriminator,
    Enum,
    EnumMember,
    Inference,
    Object,
    Origin,
    Type,
    inferences,
)
from docmodels.ir.drafts import Draft, normalize_name
from docmodels.pages.all_of import convert_drafts
from docmodels.pages.families.slate.shapes import (
    ModelContext,
    clean_text,
    json_samples,
    own_row,
    read_model,
)
from docmodels.pages.families.slate.tables import (
    Model,
    Node,
    has_anchors,
    read_models,
    split_documentation,
    unanchored_models,
)
from docmodels.pages.markdown import Page

_QUALIFIED = re.compile(r"^(?:[a-z]\w*\.)+(?=[A-Z]\w*$)")
_HEADER = re.compile(r"^\| *Name *\| *Type *\| *Required *\| *Restrictions *\|", re.MULTILINE)


def recognises(page: Page) -> bool:
    """Return whether the page has anchors of models, or models and tables without anchors."""
    if has_anchors(page):
        return True
    return _HEADER.search(page.text) is not None and any(unanchored_models(page))


def read(pages: Sequence[Page], notes: list[Note]) -> list[Draft]:
    """Read pages as drafts, in page order."""
    drafts: list[Draft] = []
    discriminators: dict[str, str] = {}
    for page in pages:
        for model in read_models(page):
            rows = [node for node in _walk(model.root) if _may_have_values(node)]
            counts = Counter(node.name for node in rows)
            row_values = _values_of_rows(rows, model.values)
            drafts.append(_build_draft(ModelContext(page, model, counts, notes, row_values)))
            _collect_discriminators(model, discriminators)
    drafts = [
        replace(draft, definition=_apply_discriminator(draft.definition, discriminators))
        for draft in convert_drafts(drafts)
    ]
    return _without_packages(drafts)


def _without_packages(drafts: Sequence[Draft]) -> list[Draft]:
    """Name models without their Go package (`depot.Crate`: `Crate`) if no other has that name.

    The name with the package is an alias, to which links refer.
    """
    names = [draft.definition.name for draft in drafts]
    counts = Counter(normalize_name(_QUALIFIED.sub("", name)) for name in set(names))
    renamed: list[Draft] = []
    for draft, name in zip(drafts, names, strict=True):
        short_name = _QUALIFIED.sub("", name)
        if short_name != name and counts[normalize_name(short_name)] == 1:
            definition = replace(draft.definition, name=short_name)
            draft = replace(draft, definition=definition, aliases=(name,))
        renamed.append(draft)
    return renamed


def _walk(root: Node) -> Iterator[Node]:
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(node.children)
        for group in node.groups:
            stack.extend(group.members)


def _may_have_values(node: Node) -> bool:
    """Return whether a table of enumerated values could describe the row."""
    return node.cells.get("type", "").startswith(("string", "integer", "number", "[", "array of "))


def _values_of_rows(
    rows: Sequence[Node], values: Mapping[str, Sequence[str]]
) -> dict[int, list[str]]:
    """Return the values of rows that share their name by their lines, if the table shows where each list ends.

    The page lists the values below the table in the order of the rows, by the name of the row only. No list
    has a value twice, so that the lists are certain if as many as possible from the first value on, and from the last one
    back, begin at the same places.
    """
    by_name: dict[str, list[int]] = {}
    for row in rows:
        by_name.setdefault(row.name, []).append(row.line.number)
    row_values: dict[int, list[str]] = {}
    for name, lines in by_name.items():
        listed = list(values.get(name, ())) if len(lines) > 1 else []
        starts = [0, *_repetitions(listed)]
        ends = [*sorted(len(listed) - place for place in _repetitions(listed[::-1])), len(listed)]
        if starts[1:] == ends[:-1] and len(starts) == len(lines):
            parts = [listed[start:end] for start, end in zip(starts, ends, strict=True)]
            row_values.update(zip(sorted(lines), parts, strict=True))
    return row_values


def _repetitions(values: Sequence[str]) -> list[int]:
    """Return the places at which a list must begin, if each list is as long as it can be."""
    places: list[int] = []
    seen: set[str] = set()
    for place, value in enumerate(values):
        if value in seen:
            places.append(place)
            seen = set()
        seen.add(value)
    return places


def _collect_discriminators(model: Model, discriminators: dict[str, str]) -> None:
    """Collect discriminators: `allOf - discriminator: Animal.kind` is the one of `Animal`."""
    for group in model.root.groups:
        owner, _, property = group.discriminator.rpartition(".")
        if group.mode == "allOf" and owner and property:
            discriminators[owner] = property


def _apply_discriminator(definition: Definition, discriminators: dict[str, str]) -> Definition:
    property = discriminators.get(definition.name)
    type = definition.type
    if property is None or not isinstance(type, Object) or type.discriminator is not None:
        return definition
    return replace(definition, type=replace(type, discriminator=Discriminator(property=property)))


def _read_values(
    context: ModelContext, doc: str, origin: Origin
) -> tuple[Type, tuple[Inference, ...]]:
    """Return the type of a string without rows: an open enum if its text lists values, among them its sample."""
    values = ENUMS_FROM_DESCRIPTIONS.conclude(Description(doc, model=context.model.name)) or ()
    texts = [value for value in values if isinstance(value, str)]
    sample = next(json_samples(context.model), None)
    if not texts or sample not in (*texts, "string"):
        return STRING, ()
    message = f"the values of `{context.model.name}` are only in its description"
    context.notes.append(ENUM_FROM_DESCRIPTION.at(origin, message))
    members = tuple(EnumMember(value=text) for text in texts)
    enum = Enum(members=members, closed=False, base="string")
    return enum, inferences("enums-from-descriptions", "values")


def _documentation(model: Model) -> tuple[str, str]:
    """Return the title and the description of a model; both may stand in its own row only."""
    title, doc = split_documentation(model)
    if (row := own_row(model)) is None:
        return title, doc
    if doc == row.name:
        title, doc = doc, ""
    return title, doc or clean_text(row.cells.get("description", ""))


def _build_draft(context: ModelContext) -> Draft:
    model = context.model
    title, doc = _documentation(model)
    origin = context.page.origin(model.line)
    type = read_model(context)
    has_rows = bool(model.root.children or model.root.groups)
    inferred: tuple[Inference, ...] = ()
    if not has_rows and type == STRING:
        type, inferred = _read_values(context, doc, origin)
    is_stub = not has_rows and type in (Object(), UNKNOWN)
    if not has_rows and (is_stub or isinstance(type, Object | Array)):
        part = "type of the items" if isinstance(type, Array) else "fields"
        message = f"the page does not list the {part} of `{model.name}`"
        if type == UNKNOWN:
            message += "; it accepts any value, as its sample is null"
        if isinstance(type, Object) and not is_stub:
            message += "; they are those of its sample"
        context.notes.append(EMPTY_TABLE.at(origin, message))
    return Draft(
        Definition(
            name=model.name,
            type=type,
            title=title if title != model.name else "",
            doc=doc,
            inferred=inferred,
            origin=origin,
        ),
        dialect="slate",
        samples=tuple(json_samples(model)),
        is_stub=is_stub,
    )
