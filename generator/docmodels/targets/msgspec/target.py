"""Write an `Api` as msgspec structs, with the hook that decodes the unions that msgspec refuses."""

from __future__ import annotations

from msgspec.structs import replace

from docmodels.diagnostics.notes import Note
from docmodels.ir import Api
from docmodels.targets.msgspec.models import write_items
from docmodels.targets.plan.formats import FormatOptions, check_types
from docmodels.targets.plan.imported_types import ImportedType
from docmodels.targets.plan.options import PlanOptions, TargetOptions
from docmodels.targets.plan.plan import Plan, build_plan
from docmodels.targets.python.arrangement import Arrangement, arrange
from docmodels.targets.python.base_classes import base_class_import
from docmodels.targets.python.modules import TargetRuntime, api_doc, render_modules
from docmodels.targets.python.runtime_source import read_runtime
from docmodels.targets.python.source import Import, ModuleText

RESERVED_ATTRIBUTES = frozenset({"field"})
"""The names that the body of a generated struct refers to."""

HELPERS = read_runtime("docmodels.targets.msgspec", "runtime.py")
RUNTIME = TargetRuntime("msgspec/module.py.j2", HELPERS)

_TYPES = (
    "datetime:date",
    "datetime:datetime",
    "datetime:time",
    "datetime:timedelta",
    "decimal:Decimal",
    "uuid:UUID",
)
"""The types that msgspec reads from strings without a hook of the caller."""

_HELP = f"choose one of the types that msgspec reads: {', '.join(f'`{type}`' for type in _TYPES)}"


def _is_native(type: ImportedType) -> bool:
    return str(type) in _TYPES


def write(api: Api, options: TargetOptions, notes: list[Note]) -> list[ModuleText]:
    """Write `api` as modules of structs; append diagnostics to `notes`.

    Raises `DocmodelsError` (`invalid-option`) for a type in `formats` that msgspec does not read.
    """
    check_types(options.formats, _is_native, _HELP)
    plan_options = PlanOptions(
        RESERVED_ATTRIBUTES.__contains__,
        variants=True,
        single_inheritance=True,
        enums=options.enums,
        formats=FormatOptions(options.formats),
        renaming=options.renaming,
        type_statements=options.type_statements,
    )
    plan = build_plan(api, plan_options, notes)
    items = write_items(plan, _base_class(options, plan), notes)
    notes[:] = dict.fromkeys(notes)  # a field that several classes repeat is noted once
    arrangement = _with_namespaces(arrange(items, options.layout))
    return render_modules(arrangement, api_doc(api), RUNTIME, options)


def _base_class(options: TargetOptions, plan: Plan) -> Import | None:
    """Return the import of the class that the user chooses as the base of all structs."""
    if options.base_class is None:
        return None
    taken = plan.names.class_names | HELPERS.imports.keys() | HELPERS.names
    return base_class_import(options.base_class, taken)


def _with_namespaces(arrangement: Arrangement) -> Arrangement:
    """Add to `__init__.py` what binds names of cyclic imports in the modules that refer to them.

    msgspec evaluates the annotations of a struct in its module when it first decodes one.
    """
    if arrangement.init is None:
        return arrangement
    lines: list[str] = []
    for module in arrangement.modules:
        names = sorted(import_.name for import_ in module.type_checking_imports)
        struct = next((item.name for item in module.items if item.kind == "class"), "")
        if names and struct:
            arguments = ", ".join(f"{name}={name}" for name in names)
            lines.append(f"vars(sys.modules[{struct}.__module__]).update({arguments})")
    imports = arrangement.init.imports | ({Import("sys")} if lines else set[Import]())
    init = replace(arrangement.init, imports=imports, tail=tuple(lines))
    return replace(arrangement, init=init)
