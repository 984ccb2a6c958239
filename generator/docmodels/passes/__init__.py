"""Passes over all drafts: link, infer, check, split and rename; `assemble` runs them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module

from docmodels.ir import Api
from docmodels.ir.drafts import Draft, Spelling
from docmodels.passes import break_cycles, check_defaults, link, rename, unify
from docmodels.passes.context import Pass, PassContext, PassOptions, Run
from docmodels.passes.sources import has_one_source


def _when(applies: Callable[[Sequence[Draft], PassContext], bool], name: str) -> Run:
    """Return a pass that imports the module `name` only if it applies: most runs need few of them."""

    def run(drafts: Sequence[Draft], context: PassContext) -> list[Draft]:
        if not applies(drafts, context):
            return list(drafts)
        module: Run = import_module(f"{__name__}.{name}").run
        return module(drafts, context)

    return run


def _has_sdk_names(drafts: Sequence[Draft]) -> bool:
    """Whether names may be in another case than on the wire: those on pages of SDKs."""
    return any(draft.language or draft.spelling != Spelling.WIRE for draft in drafts)


def _is_documented(drafts: Sequence[Draft]) -> bool:
    return any(draft.definition.source != "schema" for draft in drafts)


PASSES = (
    Pass(
        "merge-sources",
        _when(lambda d, c: not (c.options.separate or has_one_source(d)), "merge_sources"),
    ),
    Pass("unify", unify.run),
    Pass("link", link.run),
    Pass("break-cycles", break_cycles.run),
    Pass("enum-defaults", _when(lambda d, _: any(x.enum_defaults for x in d), "enum_defaults")),
    Pass("stated-defaults", _when(lambda d, _: _is_documented(d), "stated_defaults")),
    Pass(
        "flattened-unions",
        _when(lambda d, _: any(x.may_be_flattened_union for x in d), "flattened_unions"),
    ),
    Pass("samples", _when(lambda _, c: bool(c.samples or c.options.sample_enums), "samples")),
    Pass("wire-names", _when(lambda d, _: _has_sdk_names(d), "wire_names")),
    Pass("check-defaults", check_defaults.run),
    Pass("split-directions", _when(lambda _, c: c.options.split_readonly, "split_directions")),
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
