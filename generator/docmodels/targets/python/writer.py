"""Write an `Api` as module texts, for the targets that write classes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import MISSING_DEPENDENCY
from docmodels.io.templates import render
from docmodels.ir import Api
from docmodels.targets import Layout, ModuleText, TargetOptions, Validation
from docmodels.targets.plan.plan import PlanOptions, build_plan
from docmodels.targets.pydantic.check_schemas import check_lines
from docmodels.targets.python.class_parts import join_paragraphs
from docmodels.targets.python.modules import TargetRuntime, one_module, package
from docmodels.targets.python.source import PyModule


@dataclass(frozen=True, slots=True)
class ClassTarget:
    """A target that writes classes: the folder of its templates, the module that writes their
    items, and the runtime parts of its modules."""

    folder: str
    module: ModuleType
    runtime: TargetRuntime


def write(
    api: Api, options: TargetOptions, notes: list[Note], target: ClassTarget
) -> list[ModuleText]:
    """Plan `api`, write its items, and render its modules; append diagnostics to `notes`."""
    exact = options.validation is Validation.EXACT and target.folder == "pydantic"
    plan_options = PlanOptions(
        target.module.is_reserved, exact, variants=True, renaming=options.renaming
    )
    plan = build_plan(api, plan_options, notes)
    placed = target.module.items(plan, notes)
    notes[:] = dict.fromkeys(notes)  # a field that several classes repeat is noted once
    runtime = replace(target.runtime, checks=check_lines(api, plan.checks))
    requirement = "Some checks require the package `jsonschema`." if runtime.checks else ""
    doc = join_paragraphs(title(api), api.doc, requirement)
    if requirement:
        help = "install it next to pydantic: pip install jsonschema"
        notes.append(MISSING_DEPENDENCY.at(None, "the models need the package `jsonschema`", help))
    if options.layout is Layout.MODULE:
        modules = [one_module(placed, doc, runtime, plan.names.resolve_import)]
    else:
        modules = package(placed, doc, runtime)
    return [_text(module, target.folder, options.templates) for module in modules]


def title(api: Api) -> str:
    """Return the first line of the module docstring, from the title and version of `api`."""
    name = " ".join(part for part in (api.title, api.version) if part)
    return f"Models of {name}." if name else "Models."


def _text(module: PyModule, folder: str, templates: Path | None) -> ModuleText:
    return ModuleText(module.path, render(f"{folder}/module.py.j2", templates, module=module))
