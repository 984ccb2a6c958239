"""Passes over all drafts: link, infer, check, split and rename; `assemble` runs them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docmodels.ir import Api
from docmodels.ir.drafts import Draft
from docmodels.passes import (
    break_cycles,
    check_defaults,
    enum_defaults,
    flattened_unions,
    link,
    merge_sources,
    rename,
    samples,
    split_directions,
    stated_defaults,
    unify,
    wire_names,
)
from docmodels.passes.context import Pass, PassContext, PassOptions

PASSES = (
    Pass("merge-sources", merge_sources.run),
    Pass("unify", unify.run),
    Pass("link", link.run),
    Pass("break-cycles", break_cycles.run),
    Pass("enum-defaults", enum_defaults.run),
    Pass("stated-defaults", stated_defaults.run),
    Pass("flattened-unions", flattened_unions.run),
    Pass("samples", samples.run),
    Pass("wire-names", wire_names.run),
    Pass("check-defaults", check_defaults.run),
    Pass("split-directions", split_directions.run),
    Pass("rename", rename.run),
)
"""Every step that sees the whole API, in order; no pass calls another.

`merge-sources` precedes `unify`, which renames what is left of a name. `unify` makes names unique, which
`link` needs; all later passes need resolved references. `samples` and `wire-names` follow
`flattened-unions`, which compares the names that pages print; `samples` is before `wire-names`, which
uses the names that it concludes. `rename` is
last, because a user requests new names for the names that `docmodels inspect` lists.
"""

__all__ = ["PASSES", "Pass", "PassContext", "PassOptions", "assemble", "with_passes"]


def with_passes(passes: Iterable[Pass]) -> tuple[Pass, ...]:
    """Return `PASSES` with the passes of other packages, each before the one that it names."""
    added = list(passes)
    return tuple(
        step
        for built_in in PASSES
        for step in (*(new for new in added if new.before == built_in.name), built_in)
    )


def assemble(drafts: Iterable[Draft], context: PassContext, passes: Sequence[Pass] = PASSES) -> Api:
    """Build an `Api` from drafts; add notes about problems to the context.

    Raises `DocmodelsError` (`bad-rename`) if the option `rename` is invalid.
    """
    current = list(drafts)
    for step in passes:
        current = step.run(current, context)
    root = next((draft.definition.name for draft in current if draft.is_root), "")
    return Api(definitions=tuple(draft.definition for draft in current), root=root)
