"""Check options before a run, and name what their values may be."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from docmodels.config.options import Job, LoadOptions, RenderOptions, validate_choices
from docmodels.diagnostics.acceptance import check_accepted
from docmodels.diagnostics.notes import UnknownName
from docmodels.pipeline.module_names import check_module_name


def validate_job(job: Job) -> None:
    """Raise `UnknownName` or `DocmodelsError` for an option of a job that cannot be used."""
    check_accepted(job.accept)
    validate_load_options(job.load)
    validate_render_options(job.render)
    if job.output != "-":
        check_module_name(Path(job.output), target_suffix(job.render))


def validate_load_options(options: LoadOptions) -> None:
    """Raise `UnknownName` if the case, the dialect or a plug-in is unknown."""
    validate_choices(options)
    if options.plugins:
        from docmodels.pipeline.extensions import check_extensions

        check_extensions(options.plugins)
    if options.dialect:
        from docmodels.pages import dialect_names

        if options.dialect not in dialect_names():
            raise UnknownName("dialect", options.dialect, dialect_names())


def validate_render_options(options: RenderOptions) -> None:
    """Raise `UnknownName` for an unknown target or validation, `DocmodelsError` for a bad value.

    A folder of templates is bad if none of its files replaces a template of the target, and any
    other option if its text has the wrong form or the target does not have it.
    """
    from docmodels.pipeline.extensions import find_templates
    from docmodels.pipeline.target_options import (
        check_settings,
        check_templates,
        create_target_options,
    )
    from docmodels.targets import Layout, find_target

    target_suffix(options)
    validate_choices(options)
    create_target_options(options, Layout.MODULE)
    target = find_target(options.target)
    check_settings(options, target)
    if options.templates:
        check_templates(find_templates(options.templates), target)


def extension_names() -> Sequence[str]:
    """Return the names of the passes and inferences of other packages."""
    from docmodels.pipeline.extensions import extension_names

    return extension_names()


def target_names() -> Sequence[str]:
    """Return the names of all targets; those of other packages are last."""
    from docmodels.targets import target_names

    return target_names()


def target_suffix(options: RenderOptions) -> str:
    """Return the suffix of the target's modules; raise `UnknownName` if there is no such target."""
    from docmodels.targets import find_target, target_names

    if options.target not in target_names():
        raise UnknownName("target", options.target, target_names())
    return find_target(options.target).suffix
