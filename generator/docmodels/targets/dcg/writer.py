"""msgspec structs and typed dictionaries, written by datamodel-code-generator.

It gets our own schema of the `Api` with the names already decided, so that a model is called the
same in every target.
"""

from __future__ import annotations

import ast
import re
import warnings
from itertools import dropwhile, takewhile
from typing import Any

from msgspec.structs import replace

from docmodels.diagnostics.notes import Note
from docmodels.io.templates import render
from docmodels.ir import Api, Definition, Discriminator, Nullable, Object, Ref, Type, Union
from docmodels.ir.traverse import map_children
from docmodels.targets import Layout, ModuleText, TargetOptions
from docmodels.targets.plan.plan import Plan, PlanOptions, plan, tag_values, tagged, target_class
from docmodels.targets.plan.reserved_names import KEYWORDS
from docmodels.targets.python.imports import imported_lines
from docmodels.targets.python.source import Import

_OPTIONS: dict[str, Any] = {
    "disable_timestamp": True,
    "formatters": [],
    "use_schema_description": True,
    "use_field_description": True,
    "use_inline_field_description": True,
    "use_standard_collections": True,
    "use_union_operator": True,
    "use_annotated": True,
    "field_constraints": True,
    "strict_nullable": True,
    "snake_case_field": True,
    "use_double_quotes": True,
    "use_specialized_enum": True,
    "use_subclass_enum": True,
    "set_default_enum_member": True,
    "capitalise_enum_members": True,
    "disable_appending_item_suffix": True,
    "treat_dot_as_module": False,
    "enum_field_as_literal": "one",
    "use_one_literal_as_default": False,
    "use_tuple_for_fixed_items": True,
    "use_typed_map_values_beside_other_types": True,
    "use_type_alias": True,
    "use_msgspec_tagged_unions": True,
}
"""Options of dcg 0.89 under which it says what our schema says, in idiomatic Python 3.11."""


def write(api: Api, form: TargetOptions, notes: list[Note], kind: str) -> list[ModuleText]:
    """Write `api` with dcg's output `kind` (`msgspec.Struct`, `typing.TypedDict`)."""
    decided = plan(api, PlanOptions(KEYWORDS.__contains__, renaming=form.renaming), notes)
    header = render("shared/header.j2", form.templates).rstrip("\n")
    text = _schema(renamed(decided))
    found = _generated(text, form.layout, kind)
    return [
        ModuleText(path, f"{header}\n\n{_tidy(_without_header(source))}".rstrip("\n") + "\n")
        for path, source in sorted(found.items())
    ]


def renamed(decided: Plan) -> Api:
    """Give the planned shapes as an `Api` of their own, under their Python names."""
    names = decided.names.classes
    definitions = tuple(
        Definition(
            name=names[key],
            type=_with_names(shape.type, decided),
            doc=shape.doc,
            deprecated=bool(shape.deprecation),
        )
        for key, shape in decided.shapes.items()
    )
    return replace(decided.api, definitions=definitions, root=names.get(decided.api.root, ""))


def _with_names(type: Type, decided: Plan) -> Type:
    names = decided.names.classes
    match type:
        case Ref(name):
            return Ref(name=names.get(name, name))
        case Union():
            type = replace(type, discriminator=_mapped(type, decided))
        case Object():
            bases = tuple(names.get(base, base) for base in type.bases)
            type = replace(type, bases=bases, discriminator=None)
        case _:
            pass
    return map_children(type, lambda inner: _with_names(inner, decided))


def _mapped(type: Union, decided: Plan) -> Discriminator | None:
    """Spell out which tag means which member; without it dcg takes the name of the class."""
    told = type.discriminator
    if told is None or not tagged(decided, type):
        return None
    mapping: dict[str, str] = {}
    for member in type.members:
        key = target_class(decided, member.type if isinstance(member, Nullable) else member)
        tag = decided.layouts[key].fields[told.property]
        mapping |= dict.fromkeys(tag_values(decided, tag.type), decided.names.classes[key])
    return replace(told, mapping=mapping)


def _schema(api: Api) -> str:
    from docmodels.ir.openapi_document import to_openapi

    return to_openapi(api)


def _generated(text: str, layout: Layout, kind: str) -> dict[str, str]:
    """Run dcg, whose import takes most of a second, and give its files by path."""
    from datamodel_code_generator import GenerateConfig, InputFileType, generate
    from datamodel_code_generator.enums import AllExportsCollisionStrategy as Prefixes
    from datamodel_code_generator.enums import AllExportsScope, DataModelType, ModuleSplitMode
    from datamodel_code_generator.format import PythonVersion

    package = layout is Layout.PACKAGE
    config = GenerateConfig(
        input_file_type=InputFileType.OpenAPI,
        output_model_type=DataModelType(kind),
        target_python_version=PythonVersion.PY_311,
        module_split_mode=ModuleSplitMode.Single if package else None,
        all_exports_scope=AllExportsScope.Recursive if package else None,
        all_exports_collision_strategy=Prefixes.MinimalPrefix if package else None,
        **_OPTIONS,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = generate(text, config=config)
    if isinstance(made, str):
        return {"models.py": made}
    return {"/".join(path): source for path, source in (made or {}).items()}


def _without_header(source: str) -> str:
    lines = source.split("\n")
    while lines and (lines[0].startswith("#") or not lines[0].strip()):
        lines.pop(0)
    return "\n".join(lines)


def _tidy(source: str) -> str:
    """Sort the imports at the top of a module, and drop those that it does not use."""
    rest = dropwhile(lambda each: not _imports(each), ast.parse(source).body)
    found = list(takewhile(_imports, rest))
    if not found:
        return source
    lines = source.split("\n")
    above, below = lines[: found[0].lineno - 1], lines[found[-1].end_lineno :]
    imports = {each for statement in found for each in _imports(statement)}
    future = {each for each in imports if each.module == "__future__"}
    words = frozenset(re.findall(r"\w+", "\n".join(below)))
    used = {each for each in imports - future if each.bound.partition(".")[0] in words}
    groups = (*imported_lines(future), *imported_lines(used))
    return "\n".join([*above, "\n\n".join("\n".join(group) for group in groups), *below])


def _imports(statement: ast.stmt) -> list[Import]:
    match statement:
        case ast.ImportFrom(module, names, level):
            source = "." * level + (module or "")
            return [Import(source, each.name, each.asname or "") for each in names]
        case ast.Import(names):
            return [Import(each.name, "", each.asname or "") for each in names]
        case _:
            return []
