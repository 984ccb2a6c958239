"""From an `Api` to module texts, for targets that write classes of their own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import MISSING_DEPENDENCY
from docmodels.io.templates import render
from docmodels.ir import Api
from docmodels.targets import Layout, ModuleText, TargetOptions, Validation
from docmodels.targets.plan.plan import PlanOptions, plan
from docmodels.targets.pydantic.check_schemas import check_lines
from docmodels.targets.python.class_parts import paragraphs
from docmodels.targets.python.modules import Kit, one_module, package
from docmodels.targets.python.source import PyModule


@dataclass(frozen=True, slots=True)
class Classes:
    """A target that writes classes: the folder of its templates, the module that plans them,
    and what its files need beside them."""

    folder: str
    module: ModuleType
    kit: Kit


def write(api: Api, form: TargetOptions, notes: list[Note], classes: Classes) -> list[ModuleText]:
    """Plan `api` and lay it out."""
    exact = form.validation is Validation.EXACT and classes.folder == "pydantic"
    wishes = PlanOptions(classes.module.reserved, exact, variants=True, renaming=form.renaming)
    decided = plan(api, wishes, notes)
    placed = classes.module.items(decided, notes)
    notes[:] = dict.fromkeys(notes)  # a field that several classes repeat is noted once
    kit = replace(classes.kit, checks=check_lines(api, decided.checks))
    needs = "Some checks need the package `jsonschema`." if kit.checks else ""
    doc = paragraphs(title(api), api.doc, needs)
    if needs:
        help = "install it beside pydantic: pip install jsonschema"
        notes.append(MISSING_DEPENDENCY.at(None, "the models need the package `jsonschema`", help))
    if form.layout is Layout.MODULE:
        modules = [one_module(placed, doc, kit, decided.names.imported)]
    else:
        modules = package(placed, doc, kit)
    return [_text(module, classes.folder, form.templates) for module in modules]


def title(api: Api) -> str:
    """Call the module after the document."""
    named = " ".join(part for part in (api.title, api.version) if part)
    return f"Models of {named}." if named else "Models."


def _text(module: PyModule, folder: str, templates: Path | None) -> ModuleText:
    return ModuleText(module.path, render(f"{folder}/module.py.j2", templates, module=module))
