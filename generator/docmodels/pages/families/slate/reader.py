"""Read pages of the slate family as drafts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import EMPTY_TABLE
from docmodels.ir import Array, Definition, Discriminator, Object
from docmodels.ir.drafts import Draft, normalize_name
from docmodels.pages.all_of import convert_all_of, object_definitions
from docmodels.pages.families.slate.shapes import ModelContext, json_samples, read_model
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
            row_counts = Counter(node.name for node in _walk(model.root) if _may_have_values(node))
            drafts.append(_build_draft(ModelContext(page, model, row_counts, notes)))
            _collect_discriminators(model, discriminators)
    object_types = object_definitions(
        {draft.definition.name: draft.definition.type for draft in drafts}
    )
    drafts = [
        replace(
            draft,
            definition=_apply_discriminator(
                replace(draft.definition, type=convert_all_of(draft.definition.type, object_types)),
                discriminators,
            ),
        )
        for draft in drafts
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


def _build_draft(context: ModelContext) -> Draft:
    model = context.model
    title, doc = split_documentation(model)
    origin = context.page.origin(model.line)
    type = read_model(context)
    has_rows = bool(model.root.children or model.root.groups)
    is_stub = not has_rows and type == Object()
    if not has_rows and isinstance(type, Object | Array):
        part = "fields" if isinstance(type, Object) else "type of the items"
        message = f"the page does not list the {part} of `{model.name}`"
        if isinstance(type, Object) and not is_stub:
            message += "; they are those of its sample"
        context.notes.append(EMPTY_TABLE.at(origin, message))
    return Draft(
        Definition(
            name=model.name,
            type=type,
            title=title if title != model.name else "",
            doc=doc,
            origin=origin,
        ),
        dialect="slate",
        samples=tuple(json_samples(model)),
        is_stub=is_stub,
    )
