"""Write pydantic dataclasses with datamodel-code-generator (dcg).

dcg gets the schema of an `Api` with our Python names, so that a model has the same name in every
target.
"""

from __future__ import annotations

import ast
import re
import warnings
from itertools import dropwhile, takewhile
from typing import Any

from msgspec.structs import replace

from docmodels.diagnostics.notes import DocmodelsError, Note
from docmodels.diagnostics.rules import INVALID_OPTION
from docmodels.io.templates import render
from docmodels.ir import (
    DEPRECATED,
    Api,
    Definition,
    Discriminator,
    Nullable,
    Object,
    Ref,
    String,
    StringConstraints,
    Type,
    Union,
    nullable,
)
from docmodels.ir.traverse import map_children
from docmodels.targets.plan.discriminators import discriminator_attribute, tag_values
from docmodels.targets.plan.options import EnumStyle, Layout, PlanOptions, TargetOptions
from docmodels.targets.plan.plan import Plan, build_plan, resolve_class
from docmodels.targets.plan.reserved_names import KEYWORDS
from docmodels.targets.python.file_names import MAX_FILE_NAME_BYTES
from docmodels.targets.python.imports import import_lines
from docmodels.targets.python.patterns import compiles
from docmodels.targets.python.source import Import, ModuleText, escape_unprintable

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
    "use_one_literal_as_default": False,
    "use_tuple_for_fixed_items": True,
    "use_typed_map_values_beside_other_types": True,
    "use_type_alias": True,
    "use_missing_sentinel": True,
    "target_pydantic_version": "2.14",
    "allow_population_by_field_name": True,
    "extra_template_data": {
        "#all#": {"config": {"serialize_by_alias": True, "validate_default": True}}
    },
}
"""Options with which dcg 0.89 writes idiomatic Python 3.11 that accepts what the schema does.

`MISSING` of pydantic 2.14 keeps absent and null apart.
"""

_ENUM_OPTIONS = {EnumStyle.AUTO: "one", EnumStyle.CLASS: "one", EnumStyle.LITERAL: "all"}
"""The enums that dcg writes as `Literal[..]`: those with one value, or all."""


def write(api: Api, options: TargetOptions, notes: list[Note]) -> list[ModuleText]:
    """Write `api` as pydantic dataclasses; append diagnostics to `notes`."""
    plan_options = PlanOptions(
        KEYWORDS.__contains__, enums=options.enums, renaming=options.renaming
    )
    plan = build_plan(api, plan_options, notes)
    header = render("shared/header.j2", options.templates).rstrip("\n")
    text = _schema(with_python_names(plan))
    is_one_file = any(map(_is_no_module_name, plan.names.class_names))
    dcg_options = replace(options, layout=Layout.MODULE) if is_one_file else options
    sources = _run_dcg(text, dcg_options)
    if is_one_file and options.layout is Layout.PACKAGE:
        sources = {"__init__.py": sources["models.py"]}
    return [
        ModuleText(path, f"{header}\n\n{_tidy(source)}".rstrip("\n") + "\n")
        for path, source in sorted(sources.items())
    ]


def _is_no_module_name(class_name: str) -> bool:
    """Whether dcg refuses a module of this name, a keyword, or its file name is too long for a system."""
    return class_name.lower() in KEYWORDS or len(class_name.encode()) > MAX_FILE_NAME_BYTES


def _tidy(source: str) -> str:
    """Return a module of dcg with our order of imports; dcg escapes no character of a docstring."""
    return escape_unprintable(_tidy_imports(_without_header(source)))


def with_python_names(plan: Plan) -> Api:
    """Return an `Api` of the planned shapes under their Python names."""
    names = plan.names.classes
    definitions = tuple(
        Definition(
            name=names[key],
            type=_with_names(shape.type, plan),
            doc=shape.doc,
            deprecation=DEPRECATED if shape.deprecation else None,
        )
        for key, shape in plan.shapes.items()
    )
    return replace(plan.api, definitions=definitions, root=names.get(plan.api.root, ""))


def _with_names(type: Type, plan: Plan) -> Type:
    names = plan.names.classes
    match type:
        case Ref(name):
            ref = Ref(name=names.get(name, name))
            return nullable(ref) if name in plan.shapes and plan.shapes[name].nullable else ref
        case Union():
            type = replace(type, discriminator=_explicit_mapping(type, plan))
        case String(constraints=StringConstraints(pattern=str(pattern))) if not compiles(pattern):
            # No engine takes it, and pydantic would refuse the class.
            type = replace(type, constraints=replace(type.constraints, pattern=None))
        case Object():
            bases = tuple(names.get(base, base) for base in type.bases)
            type = replace(type, bases=bases, discriminator=None)
        case _:
            pass
    return map_children(type, lambda inner: _with_names(inner, plan))


def _explicit_mapping(type: Union, plan: Plan) -> Discriminator | None:
    """Return the discriminator with a mapping of all tags; dcg defaults to the class names."""
    discriminator = type.discriminator
    if discriminator is None or not discriminator_attribute(plan, type):
        return None
    mapping: dict[str, str] = {}
    for member in type.members:
        key = resolve_class(plan, member.type if isinstance(member, Nullable) else member)
        tag = plan.layouts[key].fields[discriminator.property]
        mapping |= dict.fromkeys(tag_values(plan, tag.type), plan.names.classes[key])
    return replace(discriminator, mapping=mapping)


def _schema(api: Api) -> str:
    from docmodels.ir.openapi_document import to_openapi

    return to_openapi(api)


def _run_dcg(text: str, options: TargetOptions) -> dict[str, str]:
    """Run dcg and return its files by path. Import it late: that takes most of a second.

    Raises `DocmodelsError` (`invalid-option`) with dcg's reason if dcg cannot write the models.
    """
    from datamodel_code_generator import GenerateConfig, InputFileType, generate
    from datamodel_code_generator.enums import AllExportsCollisionStrategy as Prefixes
    from datamodel_code_generator.enums import AllExportsScope, DataModelType, ModuleSplitMode
    from datamodel_code_generator.format import PythonVersion

    package = options.layout is Layout.PACKAGE
    style: dict[str, Any] = {**_OPTIONS, "enum_field_as_literal": _ENUM_OPTIONS[options.enums]}
    config = GenerateConfig(
        input_file_type=InputFileType.OpenAPI,
        output_model_type=DataModelType.PydanticV2Dataclass,
        target_python_version=PythonVersion.PY_311,
        module_split_mode=ModuleSplitMode.Single if package else None,
        all_exports_scope=AllExportsScope.Recursive if package else None,
        all_exports_collision_strategy=Prefixes.MinimalPrefix if package else None,
        **style,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            output = generate(text, config=config)
        except Exception as error:
            raise DocmodelsError(_failed(error, is_package=package)) from error
    if isinstance(output, str):
        return {"models.py": output}
    return {"/".join(path): source for path, source in (output or {}).items()}


def _failed(error: Exception, is_package: bool) -> Note:
    """Return the note of an exception of dcg, with the next target or layout to try."""
    reason = f"{type(error).__name__}: {error}".partition("\n")[0]
    form = "a package" if is_package else "a module"
    message = f"datamodel-code-generator cannot write these models as {form}: {reason[:200]}"
    layout = "write one module (`--output models.py`), or " if is_package else ""
    return INVALID_OPTION.at(None, message, f"{layout}choose the target `pydantic` or `dataclass`")


def _without_header(source: str) -> str:
    lines = source.split("\n")
    while lines and (lines[0].startswith("#") or not lines[0].strip()):
        lines.pop(0)
    return "\n".join(lines)


def _tidy_imports(source: str) -> str:
    """Sort the imports at the top of a module and remove the unused ones."""
    following = dropwhile(lambda import_: not _imports_of(import_), ast.parse(source).body)
    import_statements = list(takewhile(_imports_of, following))
    if not import_statements:
        return source
    lines = source.split("\n")
    above, below = (
        lines[: import_statements[0].lineno - 1],
        lines[import_statements[-1].end_lineno :],
    )
    imports = {import_ for statement in import_statements for import_ in _imports_of(statement)}
    future = {import_ for import_ in imports if import_.module == "__future__"}
    words = frozenset(re.findall(r"\w+", "\n".join(below)))
    used = {import_ for import_ in imports - future if import_.bound.partition(".")[0] in words}
    groups = (*import_lines(future), *import_lines(used))
    return "\n".join([*above, "\n\n".join("\n".join(group) for group in groups), *below])


def _imports_of(statement: ast.stmt) -> list[Import]:
    match statement:
        case ast.ImportFrom(module, names, level):
            source = "." * level + (module or "")
            return [Import(source, alias.name, alias.asname or "") for alias in names]
        case ast.Import(names):
            return [Import(alias.name, "", alias.asname or "") for alias in names]
        case _:
            return []
