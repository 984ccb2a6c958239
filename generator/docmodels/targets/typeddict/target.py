"""Write an `Api` as typed dictionaries, which describe JSON as a parser decodes it.

No code reads a typed dictionary, so that nothing converts a value: dates and UUIDs are strings, an
enum is the literals of its values, and keys are the wire names.
"""

from __future__ import annotations

from msgspec.structs import replace

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import UNUSED_OPTION
from docmodels.ir import Api
from docmodels.targets.plan.dictionaries import with_dictionaries
from docmodels.targets.plan.options import EnumStyle, PlanOptions, TargetOptions
from docmodels.targets.plan.plan import build_plan
from docmodels.targets.python.arrangement import Arrangement, arrange
from docmodels.targets.python.modules import TargetRuntime, api_doc, render_modules
from docmodels.targets.python.source import Import, ModuleText, string
from docmodels.targets.typeddict.models import write_items

RUNTIME = TargetRuntime("typeddict/module.py.j2")


def write(api: Api, options: TargetOptions, notes: list[Note]) -> list[ModuleText]:
    """Write `api` as modules of typed dictionaries; append diagnostics to `notes`."""
    if options.enums is EnumStyle.CLASS:
        message = "`enums`: typed dictionaries have JSON values, so that no enum is a class"
        notes.append(UNUSED_OPTION.at(None, message, "remove the option, or choose `literal`"))
    plan_options = PlanOptions(
        is_reserved=None,
        variants=True,
        enum_classes=False,
        renaming=options.renaming,
        type_statements=options.type_statements,
    )
    plan = with_dictionaries(build_plan(api, plan_options, notes))
    arrangement = bind_cyclic_imports(arrange(write_items(plan), options.layout))
    return render_modules(arrangement, api_doc(api), RUNTIME, options)


def bind_cyclic_imports(arrangement: Arrangement) -> Arrangement:
    """Bind the names that the modules of a package import for type checkers only.

    `typing.get_type_hints`, and so pydantic, resolves annotations in the module of a class. Only
    `__init__.py` can import both sides of a cycle.
    """
    lines = tuple(
        f"vars(sys.modules[__name__ + {string('.' + module.path.removesuffix('.py'))}]).update("
        f"{', '.join(f'{name}={name}' for name in names)})"
        for module in arrangement.modules
        if (names := sorted(import_.name for import_ in module.type_checking_imports))
    )
    if arrangement.init is None or not lines:
        return arrangement
    imports = arrangement.init.imports | {Import("sys")}
    return replace(arrangement, init=replace(arrangement.init, imports=imports, tail=lines))
