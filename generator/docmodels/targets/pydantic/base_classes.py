"""Choose the base class that each model shares with all others, and write it.

`GeneratedModel` carries the configuration. `NullableModel` derives from it: where a field may be
null and may be left out, pydantic has no word for not writing it when it was left out.
"""

from __future__ import annotations

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import RENAMED
from docmodels.ir import Field
from docmodels.targets.plan.imported_types import ImportedType
from docmodels.targets.plan.plan import Plan
from docmodels.targets.pydantic.aliases import AliasPlan
from docmodels.targets.python.base_classes import with_base_class
from docmodels.targets.python.imports import resolve_import
from docmodels.targets.python.runtime_source import RuntimeSource, helper
from docmodels.targets.python.source import Import

_GENERATED_MODEL = helper("GeneratedModel")
_NULLABLE_MODEL = helper("NullableModel")
SHARED_BASES = frozenset({_GENERATED_MODEL.name, _NULLABLE_MODEL.name})


def base_class(is_nullable: bool = False) -> Import:
    """Return the shared base class of a model without other bases."""
    return _NULLABLE_MODEL if is_nullable else _GENERATED_MODEL


def nullable_classes(plan: Plan) -> frozenset[str]:
    """Return the classes without bases that have a field which is null or absent, or a subclass
    that does: so that no class has two bases where the source has one."""
    roots, seen = set[str](), set[str]()
    pending = [
        key
        for key, layout in plan.layouts.items()
        if any(_is_null_or_absent(plan, field) for field in layout.own_fields)
    ]
    while pending:
        key = pending.pop()
        if key in seen:
            continue
        seen.add(key)
        bases = plan.layouts[key].bases
        pending.extend(bases)
        roots |= set() if bases else {key}
    return frozenset(roots)


def _is_null_or_absent(plan: Plan, field: Field) -> bool:
    """Whether the attribute of an absent field is None, and null is a value of the field too."""
    if field.required or not plan.takes_null(field.type):
        return False
    return field.default is None or field.default.value is None


def configure_base(
    helpers: RuntimeSource,
    aliases: AliasPlan,
    user_base: ImportedType | None,
    class_names: frozenset[str],
) -> RuntimeSource:
    """Return the runtime helpers with the alias generator in the configuration of the base.

    With a class of the user, from which the base derives, that class decides about unknown fields;
    its alias generator does not apply, because wire names are those of the input.
    """
    generator = aliases.name or ("None" if user_base else "")
    if generator:
        last = "validate_by_name=True)"
        helpers = helpers.replace(last, f"validate_by_name=True, alias_generator={generator})")
    if user_base:
        helpers = helpers.replace('(extra="allow", ', "(")
        helpers = helpers.replace(
            "Both names are read, wire names are written, and unknown fields are kept.",
            "Both names are read, and wire names are written.",
        )
    return with_base_class(helpers, "class GeneratedModel(BaseModel):", user_base, class_names)


def note_renamed_base(plan: Plan, notes: list[Note]) -> None:
    """Add a note (`renamed`) if a class has the name of the shared base class."""
    name = _GENERATED_MODEL.name
    if name in plan.names.class_names:
        other = resolve_import(_GENERATED_MODEL, plan.names.class_names).bound
        message = f"the base class of all models is `{other}`: the name `{name}` is taken"
        key = next(key for key, text in plan.names.classes.items() if text == name)
        notes.append(RENAMED.at(plan.shapes[key].origin, message))
