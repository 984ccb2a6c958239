"""A target in a package of its own: attrs classes."""

from __future__ import annotations

from pathlib import Path

from docmodels.diagnostics.notes import Note
from docmodels.ir import Api, Field
from docmodels.targets import ModuleText, Target, TargetOptions
from docmodels.targets.plan.options import PlanOptions
from docmodels.targets.plan.plan import Plan, build_plan
from docmodels.targets.plan.shapes import Shape
from docmodels.targets.python.annotations import Writer
from docmodels.targets.python.arrangement import Placed, arrange
from docmodels.targets.python.class_parts import (
    alias_item,
    enum_item,
    field_default,
    field_doc,
    shape_doc,
)
from docmodels.targets.python.modules import TargetRuntime, api_doc, render_modules
from docmodels.targets.python.runtime_source import helper, read_runtime
from docmodels.targets.python.source import Import, PyField, PyItem, string

DEFINE = Import("attrs", "define")
FIELD = Import("attrs", "field")
RESERVED = frozenset({"field", "from_dict"})
RUNTIME = TargetRuntime("attrs/module.py.j2", read_runtime("docmodels_attrs", "runtime.py"))


def write(api: Api, options: TargetOptions, notes: list[Note]) -> list[ModuleText]:
    """Write `api` as attrs classes."""
    plan_options = PlanOptions(
        RESERVED.__contains__, variants=True, enums=options.enums, renaming=options.renaming
    )
    plan = build_plan(api, plan_options, notes)
    items = [Placed(_item(plan, s, notes), plan.module_of(key)) for key, s in plan.shapes.items()]
    arrangement = arrange(items, options.layout)
    return render_modules(arrangement, api_doc(api), RUNTIME, options)


def _item(plan: Plan, shape: Shape, notes: list[Note]) -> PyItem:
    if plan.is_enum_class(shape.key):
        return enum_item(plan, shape)
    return _class(plan, shape, notes) if shape.key in plan.layouts else alias_item(plan, shape)


def _class(plan: Plan, shape: Shape, notes: list[Note]) -> PyItem:
    layout, attributes = plan.layouts[shape.key], plan.names.attributes[shape.key]
    shadowed = frozenset(attributes[field.name] for field in layout.own_fields)
    writer = Writer(plan, shadowed=shadowed)
    fields = [_field(field, shape, writer, notes) for field in layout.own_fields]
    bases = [*map(writer.reference, layout.bases)] or [writer.use(helper("AttrsModel"))]
    return PyItem(
        template="attrs/class.py.j2",
        kind="class",
        name=plan.names.classes[shape.key],
        bases=", ".join(bases),
        doc=shape_doc(shape),
        decorator=f"@{writer.use(DEFINE)}(kw_only=True)",
        fields=tuple(fields),
        needs=plan.class_names({*writer.needs, *layout.bases}),
        mentions=plan.class_names(writer.mentions),
        calls=plan.class_names(writer.calls),
        imports=frozenset(writer.imports),
    )


def _field(field: Field, shape: Shape, writer: Writer, notes: list[Note]) -> PyField:
    name = writer.plan.names.attributes[shape.key][field.name]
    default = field_default(field, shape, writer, "from_dict", notes)
    texts, arguments = writer.alternatives(field.type), list[str]()
    if default is not None:
        kind = "factory=lambda: " if default.needs_factory else "default="
        arguments.append(f"{kind}{default.text}")
    elif not field.required:
        texts.append("None")
        arguments.append("default=None")
    if name != field.name:
        arguments.append(f'metadata={{"name": {string(field.name)}}}')
    value = f" = {writer.use(FIELD)}({', '.join(arguments)})" if arguments else ""
    return PyField(name, writer.union(texts), value, field_doc(field))


TEMPLATES = Path(__file__).parent / "templates"
TARGET = Target(
    "attrs", "attrs classes", write, templates=TEMPLATES, builtin_templates=("shared/*",)
)
