"""Pages of the family as drafts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from msgspec.structs import replace as changed

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import EMPTY_TABLE
from docmodels.ir import Definition, Discriminator, Object
from docmodels.ir.drafts import Draft
from docmodels.pages.all_of import joined, objects
from docmodels.pages.families.slate.shapes import Reading, read_model, samples
from docmodels.pages.families.slate.tables import Model, Node, documentation, models
from docmodels.pages.markdown import Page

_SIGNS = ('id="tocS', '<a id="schema', '<a name="schema')


def recognises(page: Page) -> bool:
    """Tell a page by the anchors that lead to its models."""
    return any(sign in page.text for sign in _SIGNS)


def read(pages: Sequence[Page], notes: list[Note]) -> list[Draft]:
    """Read pages as drafts, in page order."""
    drafts: list[Draft] = []
    discriminators: dict[str, str] = {}
    for page in pages:
        for model in models(page):
            counts = Counter(node.name for node in _nodes(model.root) if _has_values(node))
            drafts.append(_draft(Reading(page, model, counts, notes)))
            _discriminate(model, discriminators)
    known = objects({draft.definition.name: draft.definition.type for draft in drafts})
    return [
        replace(
            draft,
            definition=_finished(
                changed(draft.definition, type=joined(draft.definition.type, known)), discriminators
            ),
        )
        for draft in drafts
    ]


def _nodes(root: Node) -> Iterator[Node]:
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(node.children)
        for group in node.groups:
            stack.extend(group.members)


def _has_values(node: Node) -> bool:
    """A row that printed values could be those of."""
    return node.cells.get("type", "").startswith(("string", "integer", "number", "["))


def _discriminate(model: Model, found: dict[str, str]) -> None:
    """`allOf - discriminator: Animal.kind` says of Animal that its heirs are told by `kind`."""
    for group in model.root.groups:
        owner, _, property = group.discriminator.rpartition(".")
        if group.mode == "allOf" and owner and property:
            found[owner] = property


def _finished(definition: Definition, discriminators: dict[str, str]) -> Definition:
    property = discriminators.get(definition.name)
    type = definition.type
    if property is None or not isinstance(type, Object) or type.discriminator is not None:
        return definition
    return changed(definition, type=changed(type, discriminator=Discriminator(property=property)))


def _draft(reading: Reading) -> Draft:
    model = reading.model
    title, doc = documentation(model)
    origin = reading.page.origin(model.line)
    empty = not model.root.children and not model.root.groups
    if empty:
        message = f"`{model.name}` is printed without any property"
        reading.notes.append(EMPTY_TABLE.at(origin, message))
    return Draft(
        Definition(
            name=model.name,
            type=read_model(reading),
            title=title if title != model.name else "",
            doc=doc,
            origin=origin,
        ),
        dialect="slate",
        samples=tuple(samples(model)),
        is_stub=empty,
    )
