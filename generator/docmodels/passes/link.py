"""Resolve references to definitions; create placeholders for names that no input defines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import DANGLING_REF
from docmodels.ir import UNKNOWN, Definition, Origin, inferences
from docmodels.ir.drafts import Draft, normalize_name
from docmodels.passes.context import PassContext
from docmodels.passes.references import build_index, resolve_references


def run(drafts: Sequence[Draft], context: PassContext) -> list[Draft]:
    """Replace each reference by the exact name of a definition; append placeholders.

    Adds one note (`dangling-ref`) for each name that no input defines.
    """
    index = build_index(drafts)
    missing: dict[str, Origin | None] = {}
    counts: Counter[str] = Counter()

    def resolve(name: str, draft: Draft, origin: Origin | None) -> str:
        target = index.resolve(name, draft)
        if target is None:
            counts[name] += 1
            missing.setdefault(name, origin)
            return name
        return target.definition.name

    linked_drafts = [resolve_references(draft, resolve) for draft in drafts]
    context.notes.extend(
        _dangling_note(name, origin, counts[name], context.other_pages.get(normalize_name(name)))
        for name, origin in missing.items()
    )
    return [*linked_drafts, *(_placeholder(name, origin) for name, origin in missing.items())]


def _dangling_note(name: str, origin: Origin | None, count: int, page: str | None) -> Note:
    """Create the note for a name; `page` is the input with that name, which has no model."""
    more = f" ({count} references)" if count > 1 else ""
    message = f"no input defines `{name}`{more}; any value is accepted"
    help = f"add the page or schema that defines `{name}` to the inputs"
    if page:
        message = f"{page} does not define `{name}`{more}; any value is accepted"
        help = f"complete that page, or add the API description, which defines `{name}`"
    note = DANGLING_REF.at(origin, message, help, marked=name)
    return replace(note, occurrences=count)


def _placeholder(name: str, origin: Origin | None) -> Draft:
    definition = Definition(
        name=name,
        type=UNKNOWN,
        inferred=inferences("dangling-references", "definition"),
        origin=origin,
    )
    return Draft(definition, dialect="")
