"""The pipeline: read (paths -> drafts) -> assemble (drafts -> Api) -> render (Api -> files)."""

from __future__ import annotations

from docmodels.pipeline.context import Progress, RunContext, no_progress
from docmodels.pipeline.loading import LoadResult, load, load_inputs
from docmodels.pipeline.module_names import is_module
from docmodels.pipeline.option_checks import (
    extension_names,
    target_names,
    target_suffix,
    validate_job,
    validate_load_options,
    validate_render_options,
)
from docmodels.pipeline.rendering import (
    compare,
    plan_changes,
    rename_definitions,
    render,
    render_texts,
)

__all__ = [
    "LoadResult",
    "Progress",
    "RunContext",
    "compare",
    "extension_names",
    "is_module",
    "load",
    "load_inputs",
    "no_progress",
    "plan_changes",
    "rename_definitions",
    "render",
    "render_texts",
    "target_names",
    "target_suffix",
    "validate_job",
    "validate_load_options",
    "validate_render_options",
]
