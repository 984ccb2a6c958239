"""Write the items of standard-library dataclasses: classes, enums and aliases."""

from __future__ import annotations

from docmodels.alias_generators import case_variants
from docmodels.diagnostics.notes import Note
from docmodels.ir import Field, Never
from docmodels.targets.dataclass.annotations import STYLE
from docmodels.targets.plan.inheritance import ancestors, extra_type
from docmodels.targets.plan.naming import alternate_names
from docmodels.targets.plan.plan import Plan
from docmodels.targets.plan.shapes import Shape
from docmodels.targets.python.annotations import ANY, Writer
from docmodels.targets.python.arrangement import Placed
from docmodels.targets.python.class_parts import (
    alias_item,
    enum_item,
    field_default,
    field_doc,
    shape_doc,
)
from docmodels.targets.python.defaults import constant_default
from docmodels.targets.python.imports import resolve_import
from docmodels.targets.python.runtime_source import helper
from docmodels.targets.python.source import Import, PyField, PyItem, literal

DATACLASS = Import("dataclasses", "dataclass")
FIELD = Import("dataclasses", "field")
JSON_MODEL = helper("JsonModel")


def write_items(plan: Plan, notes: list[Note]) -> list[Placed]:
    """Write every shape of the plan; append diagnostics to `notes`."""
    return [
        Placed(_item(plan, shape, notes), plan.module_of(key)) for key, shape in plan.shapes.items()
    ]


def _item(plan: Plan, shape: Shape, notes: list[Note]) -> PyItem:
    if shape.key in plan.layouts:
        return _class(plan, shape, notes)
    if plan.is_enum_class(shape.key):
        return enum_item(plan, shape)
    return alias_item(plan, shape, STYLE)


def _class(plan: Plan, shape: Shape, notes: list[Note]) -> PyItem:
    layout = plan.layouts[shape.key]
    attributes = plan.names.attributes[shape.key]
    attribute_names = frozenset(attributes[field.name] for field in layout.own_fields)
    writer = Writer(plan, STYLE, shadowed=attribute_names)
    fields = [_field(field, shape, writer, notes) for field in layout.own_fields]
    fields += _extra_field(shape, writer)
    bases = [writer.reference(base) for base in layout.bases] or [writer.use(JSON_MODEL)]
    return PyItem(
        template="dataclass/class.py.j2",
        kind="class",
        name=plan.names.classes[shape.key],
        bases=", ".join(bases),
        doc=shape_doc(shape),
        decorator=f"@{writer.use(DATACLASS)}(kw_only=True)",
        fields=tuple(fields),
        needs=plan.class_names({*writer.needs, *layout.bases}),
        mentions=plan.class_names(writer.mentions),
        calls=plan.class_names(writer.calls),
        imports=frozenset(writer.imports),
    )


def _field(field: Field, shape: Shape, writer: Writer, notes: list[Note]) -> PyField:
    name = writer.plan.names.attributes[shape.key][field.name]
    field = constant_default(field, writer.plan)
    default = field_default(field, shape, writer, "from_dict", notes)
    texts = writer.alternatives(field.type)
    default_text, arguments = "", list[str]()
    if default is not None and default.needs_factory:
        arguments.append(f"default_factory={_factory(default.text, writer.union(texts), writer)}")
    elif default is not None:
        default_text = default.text
    elif not field.required:
        texts.append("None")
        default_text = "None"
    is_nullable = default_text == "None" and writer.plan.takes_null(field.type)
    metadata = _metadata(field, name, is_nullable)
    if metadata and default_text:
        arguments.append(f"default={default_text}")
    if metadata:
        arguments.append(f"metadata={literal(metadata)}")
    value = f"{writer.use(FIELD)}({', '.join(arguments)})" if arguments else default_text
    return PyField(name, writer.union(texts), f" = {value}" if value else "", field_doc(field))


def _factory(text: str, annotation: str, writer: Writer) -> str:
    """Write a default factory; a type checker needs the types of an empty container of `Any`."""
    empty = {"{}": f"dict[str, {annotation}]", "[]": f"list[{annotation}]"}
    is_typed = annotation != resolve_import(ANY, writer.plan.names.class_names).bound
    return f"lambda: {text}" if is_typed or text not in empty else empty[text]


def _metadata(field: Field, name: str, is_nullable: bool) -> dict[str, str | bool | list[str]]:
    """Return what the codec reads: the names in JSON, and whether None may be null or absent."""
    metadata: dict[str, str | bool | list[str]] = {}
    if name != field.name:
        metadata["name"] = field.name
    alternates = alternate_names(field, name)
    if alternates and {*alternates} == {*case_variants(name)} - {name, field.name}:
        metadata["any_case"] = True
    elif alternates:
        metadata["aliases"] = list(alternates)
    if is_nullable:
        metadata["nullable"] = True
    return metadata


def _extra_field(shape: Shape, writer: Writer) -> list[PyField]:
    """Write the field for additional properties if the source declares them."""
    plan = writer.plan
    layout = plan.layouts[shape.key]
    extra = extra_type(layout)
    is_inherited = any(
        extra_type(plan.layouts[base]) is not None for base in ancestors(plan.layouts, shape.key)
    )
    if extra is None or isinstance(extra, Never) or is_inherited:
        return []
    taken = plan.names.attributes[shape.key].values()
    name = "additional_properties"
    while name in taken:
        name += "_"
    values = writer.annotation(extra)
    value = f' = {writer.use(FIELD)}(default_factory=lambda: {{}}, metadata={{"extra": True}})'
    return [PyField(name, f"dict[str, {values}]", value)]
