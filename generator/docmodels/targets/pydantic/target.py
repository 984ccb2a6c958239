"""Write an `Api` as pydantic models: plan it, write its items, arrange and render the modules."""

from __future__ import annotations

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import MISSING_DEPENDENCY
from docmodels.ir import Api
from docmodels.targets.plan.formats import DECIMAL, FormatOptions
from docmodels.targets.plan.imported_types import ImportedType
from docmodels.targets.plan.options import Descriptions, PlanOptions, TargetOptions, Validation
from docmodels.targets.plan.plan import build_plan
from docmodels.targets.pydantic.aliases import AliasPlan, plan_aliases
from docmodels.targets.pydantic.base_classes import configure_base, note_renamed_base
from docmodels.targets.pydantic.check_schemas import check_lines
from docmodels.targets.pydantic.descriptions import FieldDescriptions
from docmodels.targets.pydantic.integer_ranges import with_integer_ranges
from docmodels.targets.pydantic.models import ModelStyle, write_items
from docmodels.targets.pydantic.rebuild import add_rebuilds, builds_at_first_use, defer_builds
from docmodels.targets.pydantic.reserved_names import METHOD_NAMES, PYDANTIC_ATTRIBUTES
from docmodels.targets.pydantic.schema_checks import SchemaChecks
from docmodels.targets.python.arrangement import arrange
from docmodels.targets.python.modules import TargetRuntime, api_doc, render_modules
from docmodels.targets.python.runtime_source import read_runtime
from docmodels.targets.python.source import ModuleText

HELPERS = read_runtime(
    "docmodels.targets.pydantic", "runtime.py", external=frozenset({"CHECKS", "DEFINITIONS"})
)

FORMATTED = frozenset({"NullableModel", "any_case"})
"""Helpers of natural models whose source black keeps; a test compares it with black."""


def is_reserved(name: str) -> bool:
    """Whether an attribute of that name shadows one of pydantic or a runtime helper."""
    return name in PYDANTIC_ATTRIBUTES or name in METHOD_NAMES or name in HELPERS.names


def write(api: Api, options: TargetOptions, notes: list[Note]) -> list[ModuleText]:
    """Write `api` as modules of pydantic models; append diagnostics to `notes`."""
    api = with_integer_ranges(api) if options.validation is Validation.EXACT else api
    plan = build_plan(api, _plan_options(options), notes)
    checks, aliases = SchemaChecks(plan), plan_aliases(plan)
    items = write_items(plan, _model_style(options, aliases), checks, notes)
    note_renamed_base(plan, notes)
    notes[:] = dict.fromkeys(notes)  # a field that several classes repeat is noted once
    lines = check_lines(api, checks.schemas)
    requirement = "Some checks require the package `jsonschema`." if lines else ""
    if lines:
        help = "install it next to pydantic: pip install jsonschema"
        notes.append(MISSING_DEPENDENCY.at(None, "the models need the package `jsonschema`", help))
    helpers = configure_base(HELPERS, aliases, options.base_class, plan.names.class_names)
    arrangement = arrange(items, options.layout)
    if builds_at_first_use(arrangement):
        helpers = defer_builds(helpers)
    else:
        arrangement = add_rebuilds(arrangement)
    runtime = TargetRuntime("pydantic/module.py.j2", helpers, checks=lines, formatted=FORMATTED)
    return render_modules(arrangement, api_doc(api, requirement), runtime, options)


def _plan_options(options: TargetOptions) -> PlanOptions:
    exact = options.validation is Validation.EXACT
    # In Python, the checks of exact models see a `Decimal` as a string.
    of_numbers = frozenset[ImportedType]() if exact else frozenset({DECIMAL})
    return PlanOptions(
        is_reserved,
        options.validation,
        variants=True,
        int64_enums=True,
        enums=options.enums,
        formats=FormatOptions(options.formats, of_numbers),
        renaming=options.renaming,
        type_statements=options.type_statements,
    )


def _model_style(options: TargetOptions, aliases: AliasPlan) -> ModelStyle:
    in_schema = options.descriptions is Descriptions.SCHEMA
    return ModelStyle(
        is_strict=options.validation is not Validation.NATURAL,
        keeps_unknown=options.base_class is None,
        aliases=aliases,
        describe=FieldDescriptions(in_schema, options.line_length),
    )
