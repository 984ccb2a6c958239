"""Write the items of msgspec modules: structs, enums and aliases."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace as evolve

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import UNENFORCED_KEYWORD
from docmodels.ir import Default, Field, Never
from docmodels.targets.msgspec.annotations import StructStyle
from docmodels.targets.msgspec.json_types import JsonTypes
from docmodels.targets.msgspec.limits import (
    may_forbid_unknown_fields,
    note_limits,
    note_refused_names,
)
from docmodels.targets.msgspec.tags import Tag, struct_tags
from docmodels.targets.msgspec.unions import with_unions
from docmodels.targets.msgspec.wire_names import is_wire_name, rename, rename_style
from docmodels.targets.plan.dictionaries import with_dictionaries
from docmodels.targets.plan.inheritance import ancestors
from docmodels.targets.plan.plan import Plan
from docmodels.targets.plan.shapes import Shape
from docmodels.targets.python.annotations import Writer
from docmodels.targets.python.arrangement import Placed
from docmodels.targets.python.class_parts import (
    alias_line,
    enum_item,
    field_default,
    field_doc,
    shape_doc,
)
from docmodels.targets.python.defaults import DefaultValue, constant_default
from docmodels.targets.python.runtime_source import helper
from docmodels.targets.python.source import Import, PyField, PyItem, literal

STRUCT = Import("msgspec", "Struct")
FIELD = Import("msgspec", "field")
UNSET = Import("msgspec", "UNSET")
UNSET_TYPE = Import("msgspec", "UnsetType")
CONVERT = Import("msgspec", "convert")
CLASS_VAR = Import("typing", "ClassVar")
DECODE_ANY_OF = helper("decode_any_of")


def write_items(plan: Plan, base: Import | None, notes: list[Note]) -> list[Placed]:
    """Write every shape of the plan; append diagnostics to `notes`.

    `base` is the class of the user that the structs derive from, if there is one.
    """
    note_refused_names(plan, notes)
    plan = with_dictionaries(plan, is_wire_name)
    tags = struct_tags(plan)
    plan = with_unions(plan)
    styles = _rename_styles(plan, tags)
    writer = _ItemWriter(plan, JsonTypes(plan, tags), styles, base, notes)
    items = [Placed(writer.item(shape), plan.module_of(key)) for key, shape in plan.shapes.items()]
    note_limits(plan, notes)
    return items


class _RenameStyle(Struct, frozen=True):
    """The value of `rename` for the fields of a class, and whether the class states it itself."""

    value: str = ""
    is_own: bool = False


def _rename_styles(plan: Plan, tags: Mapping[str, Tag]) -> dict[str, _RenameStyle]:
    """Choose the value of `rename` of each class; a class inherits that of its base."""
    styles: dict[str, _RenameStyle] = {}
    for key in sorted(plan.layouts, key=lambda key: plan.layouts[key].depth):
        layout, attributes = plan.layouts[key], plan.names.attributes[key]
        tag = tags[key].property if key in tags else None
        names = [
            (attributes[field.name], field.name)
            for field in layout.own_fields
            if field.name != tag and is_wire_name(field.name)
        ]
        inherited = styles[layout.bases[0]].value if layout.bases else ""
        styles[key] = _RenameStyle(inherited)
        if any(rename(attribute, inherited) != wire_name for attribute, wire_name in names):
            style = rename_style(names)
            styles[key] = _RenameStyle(style or inherited, bool(style))
    return styles


class _ItemWriter(Struct, frozen=True):
    """Write the items of a plan; append diagnostics to `notes`."""

    plan: Plan
    json_types: JsonTypes
    rename_styles: Mapping[str, _RenameStyle]
    base: Import | None
    notes: list[Note]

    def item(self, shape: Shape) -> PyItem:
        """Write one shape."""
        if shape.key in self.plan.layouts:
            return self._struct(shape)
        if self.plan.is_enum_class(shape.key):
            return enum_item(self.plan, shape)
        return self._alias(shape)

    def _alias(self, shape: Shape) -> PyItem:
        """Write an alias; it refers to aliases of its cycle by quoted names."""
        plan, style = self.plan, StructStyle(self.json_types, shape.key, shape.from_schema)
        writer = Writer(plan, style)
        text = writer.annotation(shape.type)
        if text == "None":
            text = writer.literal([None])  # `None | None` is no union
        self._note_patterns(shape, style)
        name = plan.names.classes[shape.key]
        needs = plan.class_names(writer.mentions)
        return PyItem(
            template="shared/alias.py.j2",
            kind="alias",
            name=name,
            doc=shape_doc(shape),
            text=alias_line(name, text, writer),
            mentions=needs | plan.class_names(style.quoted_keys),
            needs=needs,
            imports=frozenset(writer.imports),
        )

    def _struct(self, shape: Shape) -> PyItem:
        layout = self.plan.layouts[shape.key]
        attributes = self.plan.names.attributes[shape.key]
        style = StructStyle(self.json_types, from_schema=shape.from_schema)
        shadowed = frozenset(attributes[field.name] for field in layout.own_fields)
        writer = Writer(self.plan, style, shadowed=shadowed)
        bases = [writer.reference(base) for base in layout.bases]
        bases = bases or [writer.use(self.base or STRUCT)]
        fields = self._fields(shape, writer)
        hook = _hook(writer) if self._needs_hook(shape) else ()
        self._note_patterns(shape, style)
        return PyItem(
            template="msgspec/class.py.j2",
            kind="class",
            name=self.plan.names.classes[shape.key],
            bases=", ".join([*bases, *self._config(shape)]),
            doc=shape_doc(shape),
            fields=tuple(fields),
            methods=hook,
            needs=self.plan.class_names({*writer.needs, *layout.bases}),
            mentions=self.plan.class_names(writer.mentions),
            calls=self.plan.class_names(writer.calls),
            imports=frozenset(writer.imports),
        )

    def _config(self, shape: Shape) -> list[str]:
        """Write the configuration of a struct as class arguments."""
        config = ["kw_only=True"]
        style = self.rename_styles[shape.key]
        if style.is_own:
            config.append(f"rename={literal(style.value)}")
        elif self.base and not self.plan.layouts[shape.key].bases:
            config.append("rename={}")  # in place of the one that the class of the user may have
        if may_forbid_unknown_fields(self.plan.layouts[shape.key]):
            config.append("forbid_unknown_fields=True")
        if tag := self.json_types.tags.get(shape.key):
            config += [f"tag_field={literal(tag.property)}", f"tag={literal(tag.value)}"]
        return config

    def _needs_hook(self, shape: Shape) -> bool:
        """Whether a struct has fields that a hook decodes, and inherits no hook."""
        layouts = self.plan.layouts

        def has_hooked_fields(key: str) -> bool:
            types = (field.type for field in layouts[key].own_fields)
            return any(map(self.json_types.contains_any_of, types))

        return has_hooked_fields(shape.key) and not any(
            map(has_hooked_fields, ancestors(layouts, shape.key))
        )

    def _fields(self, shape: Shape, writer: Writer) -> list[PyField]:
        """Write the fields of a struct; those whose names msgspec refuses are left out."""
        fields: list[PyField] = []
        tag = self.json_types.tags.get(shape.key)
        for field in self.plan.layouts[shape.key].own_fields:
            if tag and field.name == tag.property:
                fields.append(self._tag(field, tag, shape, writer))
            elif is_wire_name(field.name):
                fields.append(self._field(field, shape, writer))
        return fields

    def _tag(self, field: Field, tag: Tag, shape: Shape, writer: Writer) -> PyField:
        """Write the tag as a class variable, which documents it and gives it an attribute."""
        constant = evolve(field, presence="optional", default=Default(value=tag.value))
        default = field_default(constant, shape, writer, _convert_call, self.notes)
        annotation = f"{_class_variable(writer)}[{writer.annotation(field.type)}]"
        name = self.plan.names.attributes[shape.key][field.name]
        return PyField(name, annotation, f" = {default.text}" if default else "", field_doc(field))

    def _field(self, field: Field, shape: Shape, writer: Writer) -> PyField:
        name = self.plan.names.attributes[shape.key][field.name]
        default = self._default(field, shape, writer)
        is_unset = default is None and not field.required
        if is_unset:
            default = DefaultValue(writer.use(UNSET))
        if isinstance(field.type, Never):
            annotation = writer.use(UNSET_TYPE)
        else:
            annotation = writer.annotation(field.type)
            if is_unset:
                annotation = f"{annotation} | {writer.use(UNSET_TYPE)}"
        arguments: list[str] = []
        if rename(name, self.rename_styles[shape.key].value) != field.name:
            arguments.append(f"name={literal(field.name)}")
        if default and default.needs_factory and default.text not in ("[]", "{}"):
            arguments.append(f"default_factory=lambda: {default.text}")
        elif default and arguments:
            arguments.append(f"default={default.text}")
        value = default.text if default else ""
        if arguments:
            value = f"{writer.use(FIELD)}({', '.join(arguments)})"
        return PyField(name, annotation, f" = {value}" if value else "", field_doc(field))

    def _default(self, field: Field, shape: Shape, writer: Writer) -> DefaultValue | None:
        """Write the default of a field, or the value of a constant; None if it has none but null."""
        field = constant_default(field, self.plan)
        default = field_default(field, shape, writer, _convert_call, self.notes)
        if default is None or default.text == "None":
            return None
        if "convert(" in default.text:
            writer.use(CONVERT)
        return default

    def _note_patterns(self, shape: Shape, style: StructStyle) -> None:
        for pattern, help in sorted(style.unenforced_patterns.items()):
            name = self.plan.names.classes[shape.key]
            message = f"a pattern in `{name}` is not enforced: {literal(pattern)}"
            self.notes.append(UNENFORCED_KEYWORD.at(shape.origin, message, help))


def _class_variable(writer: Writer) -> str:
    """Write `ClassVar`, which msgspec recognizes by this text."""
    if CLASS_VAR.name in writer.plan.names.class_names:
        return f"{writer.use(Import(CLASS_VAR.module))}.{CLASS_VAR.name}"
    return writer.use(CLASS_VAR)


def _hook(writer: Writer) -> tuple[str, ...]:
    """Write the method that msgspec calls after it has decoded a struct."""
    return ("def __post_init__(self) -> None:", f"    {writer.use(DECODE_ANY_OF)}(self)")


def _convert_call(name: str, json: str) -> str:
    """Write the expression that makes a struct of decoded JSON."""
    return f"convert({json}, {name})"
