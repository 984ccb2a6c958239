"""Write an `Api` as standard-library dataclasses, with the codec that reads and writes JSON."""

from __future__ import annotations

from msgspec.structs import replace

from docmodels.diagnostics.notes import Note
from docmodels.ir import Api
from docmodels.targets.dataclass.models import JSON_MODEL, write_items
from docmodels.targets.plan.formats import FormatOptions, check_types
from docmodels.targets.plan.imported_types import ImportedType
from docmodels.targets.plan.options import PlanOptions, TargetOptions
from docmodels.targets.plan.plan import build_plan
from docmodels.targets.python.arrangement import arrange
from docmodels.targets.python.base_classes import with_base_class
from docmodels.targets.python.modules import TargetRuntime, api_doc, render_modules
from docmodels.targets.python.runtime_source import CODEC_MODULE, read_runtime
from docmodels.targets.python.source import ModuleText

RESERVED_ATTRIBUTES = frozenset({"classmethod", "field", "from_dict", "to_dict"})
"""The names that the body of a generated dataclass refers to or defines."""

ROOM = "docmodels.targets.dataclass"
HELPERS = read_runtime(ROOM, "json_model.py", {f"{ROOM}.codec": CODEC_MODULE})
RUNTIME = TargetRuntime(
    "dataclass/module.py.j2",
    HELPERS,
    public_helpers=frozenset({JSON_MODEL}),
    codec=read_runtime(ROOM, "codec.py"),
    codec_names=("decode", "encode"),
)

_HELP = "choose a type that `Type(text)` makes and `str(value)` writes, such as `decimal:Decimal`"


def _is_made_of_text(type: ImportedType) -> bool:
    """Whether the codec reads a type: by its call, or because it is one of dates and times."""
    return type.module not in ("builtins", "pydantic") and str(type) != "datetime:timedelta"


def write(api: Api, options: TargetOptions, notes: list[Note]) -> list[ModuleText]:
    """Write `api` as modules of dataclasses; append diagnostics to `notes`.

    Raises `DocmodelsError` (`invalid-option`) for a type in `formats` that the codec does not read.
    """
    check_types(options.formats, _is_made_of_text, _HELP)
    plan_options = PlanOptions(
        RESERVED_ATTRIBUTES.__contains__,
        variants=True,
        enums=options.enums,
        formats=FormatOptions(options.formats),
        renaming=options.renaming,
        type_statements=options.type_statements,
    )
    plan = build_plan(api, plan_options, notes)
    items = write_items(plan, notes)
    notes[:] = dict.fromkeys(notes)  # a field that several classes repeat is noted once
    helpers = with_base_class(
        HELPERS, "class JsonModel:", options.base_class, plan.names.class_names
    )
    runtime = replace(RUNTIME, helpers=helpers)
    arrangement = arrange(items, options.layout)
    return render_modules(arrangement, api_doc(api), runtime, options)
