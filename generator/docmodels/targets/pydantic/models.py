"""Write pydantic v2 models.

Aliases and constraints are in `Annotated[..]`, the default follows `=`. A type checker takes an
`alias=` in a default for the name of the parameter; this way it accepts the Python names. The
models do not set `use_attribute_docstrings`: pydantic would parse the whole file for every class
at import.
"""

from __future__ import annotations

from msgspec import Struct

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import UNENFORCED_KEYWORD
from docmodels.ir import Enum, Field, Never, Nullable, Type, Unknown, nullable
from docmodels.targets.plan.discriminators import tag_fields, tag_values
from docmodels.targets.plan.inheritance import ancestors, extra_type
from docmodels.targets.plan.plan import Plan
from docmodels.targets.plan.shapes import Shape, enum_base
from docmodels.targets.pydantic.aliases import AliasPlan
from docmodels.targets.pydantic.annotations import FIELD, ValidatingStyle, annotate
from docmodels.targets.pydantic.base_classes import base_class, nullable_classes
from docmodels.targets.pydantic.conversion_ranks import ConversionRanks, conversion_ranks
from docmodels.targets.pydantic.descriptions import FieldDescriptions
from docmodels.targets.pydantic.reserved_names import PYDANTIC_PREFIXES
from docmodels.targets.pydantic.schema_checks import SchemaChecks, by_alias_base
from docmodels.targets.python.annotations import LITERAL, Writer
from docmodels.targets.python.arrangement import TYPE_CHECKING, Placed
from docmodels.targets.python.class_parts import (
    alias_doc,
    alias_line,
    enum_item,
    field_default,
    shape_doc,
)
from docmodels.targets.python.defaults import constant_default
from docmodels.targets.python.runtime_source import helper
from docmodels.targets.python.source import Import, PyField, PyItem, literal, string

CONFIG = Import("pydantic", "ConfigDict")
OMITTABLE = helper("Omittable")
STRICT_OMITTABLE = helper("StrictOmittable")
JSON_NUMBER = helper("JsonNumber")
TYPE_ALIAS_TYPE = Import("typing_extensions", "TypeAliasType")


class ModelStyle(Struct, frozen=True):
    """How all models are written.

    `is_strict`: they keep the types of JSON apart. `keeps_unknown`: their base class keeps unknown
    fields; that of a user may not. `aliases` is their alias generator, `describe`
    writes the descriptions of fields.
    """

    is_strict: bool
    keeps_unknown: bool
    aliases: AliasPlan
    describe: FieldDescriptions


def write_items(
    plan: Plan, style: ModelStyle, checks: SchemaChecks, notes: list[Note]
) -> list[Placed]:
    """Write every shape of the plan; add the schemas of `checks`, and append to `notes`."""
    tags, nullables, ranks = tag_fields(plan), nullable_classes(plan), conversion_ranks(plan)
    models = _Models(plan, style, tags, nullables, ranks, checks, notes)
    return [Placed(models.item(shape), plan.module_of(key)) for key, shape in plan.shapes.items()]


class _Models(Struct, frozen=True):
    """The writer of all items.

    `tags` are the discriminator fields by class and wire name, `nullables` the classes that derive
    from the base class for nullable fields; `ranks` decides the order of unions.
    """

    plan: Plan
    style: ModelStyle
    tags: frozenset[tuple[str, str]]
    nullables: frozenset[str]
    ranks: ConversionRanks
    checks: SchemaChecks
    notes: list[Note]

    def item(self, shape: Shape) -> PyItem:
        if shape.key in self.plan.layouts:
            return self._class(shape)
        if self.plan.is_enum_class(shape.key):
            bases = _enum_bases(shape) if self.style.is_strict else []
            return enum_item(self.plan, shape, *bases)
        return self._alias(shape)

    def _class(self, shape: Shape) -> PyItem:
        plan = self.plan
        layout = plan.layouts[shape.key]
        attributes = plan.names.attributes[shape.key]
        attribute_names = frozenset(attributes[field.name] for field in layout.own_fields)
        style = ValidatingStyle(shape.from_schema, self.style.is_strict, self.ranks)
        writer = Writer(plan, style, shadowed=attribute_names)
        fields = tuple(self._field(field, shape, writer, style) for field in layout.own_fields)
        self._note_patterns(shape, style)
        head, methods = _head(shape, writer), self.checks.class_check(shape, writer)
        bases = list(map(writer.reference, layout.bases))
        bases += [writer.use(base_class(is_nullable=True))] if shape.key in self.nullables else []
        bases += by_alias_base(shape, writer)
        bases = bases or [writer.use(base_class())]
        bases += self._extra_arguments(shape.key)
        return PyItem(
            template="pydantic/class.py.j2",
            kind="class",
            name=plan.names.classes[shape.key],
            bases=", ".join(bases),
            doc=shape_doc(shape),
            head=head,
            fields=fields,
            methods=tuple(methods),
            needs=plan.class_names({*writer.needs, *layout.bases}),
            mentions=plan.class_names(writer.mentions),
            calls=plan.class_names(writer.calls),
            imports=frozenset(writer.imports),
        )

    def _extra_arguments(self, key: str) -> list[str]:
        """Write how a class treats additional properties where that differs from its base class.

        A subclass of a closed class may be open again. The class of a user does not decide about
        additional properties that have a type, which are data.
        """
        layouts = self.plan.layouts
        extra = extra_type(layouts[key])
        match extra:
            case Never():
                return ['extra="forbid"']
            case None:
                return []
            case _:
                extras = (extra_type(layouts[base]) for base in ancestors(layouts, key))
                is_reopened = any(isinstance(inherited, Never) for inherited in extras)
                is_data = not self.style.keeps_unknown and not isinstance(extra, Unknown)
                return ['extra="allow"'] if is_reopened or is_data else []

    def _field(self, field: Field, shape: Shape, writer: Writer, style: ValidatingStyle) -> PyField:
        field = field if self.style.is_strict else constant_default(field, self.plan)
        name = self.plan.names.attributes[shape.key][field.name]
        default = field_default(field, shape, writer, "model_validate", self.notes)
        is_always_present = field.required or default is not None
        type = field.type if is_always_present or shape.from_schema else nullable(field.type)
        is_tag = (shape.key, field.name) in self.tags
        tag = _tag_annotation(field.type, writer) if is_tag else ""
        texts = [tag] if tag else writer.alternatives(field.type)
        checks = style.validators(type, writer) if not tag else []
        checks += self.checks.field_check(field.name, type, shape, writer) if not tag else []
        arguments = self.style.aliases.field_arguments(field, shape, writer)
        arguments += [] if tag else style.arguments(field.type, writer)
        arguments += self.style.describe.arguments(field)
        if field.deprecation:
            arguments.append("deprecated=True")
        value = ""
        if default is not None:
            value = f" = {default.text}"
            if default.is_call:
                value = f" = {writer.use(FIELD)}(default_factory=lambda: {default.text})"
        elif not field.required:
            value = " = None"
        text = writer.union(texts)
        if not is_always_present:
            refuses_null = self.style.is_strict and shape.from_schema
            text = _optional(
                field.type, texts, STRICT_OMITTABLE if refuses_null else OMITTABLE, writer
            )
        annotation = annotate(text, arguments, checks, writer)
        return PyField(name, annotation, value, self.style.describe.docstring(field))

    def _alias(self, shape: Shape) -> PyItem:
        plan, style = self.plan, ValidatingStyle(
            shape.from_schema, self.style.is_strict, self.ranks
        )
        writer = Writer(plan, style)
        is_recursive = shape.key in plan.recursive_aliases
        text = writer.annotation(shape.type)
        if isinstance(shape.type, Nullable) and "None" not in text:
            text = writer.union([text, "None"])
        if checks := self.checks.alias_check(shape, writer):
            text = annotate(text, [], checks, writer)
        name = plan.names.classes[shape.key]
        self._note_patterns(shape, style)
        if is_recursive and not plan.type_statements:
            text = f"{writer.use(TYPE_ALIAS_TYPE)}({string(name)}, {string(text)})"
            line = f"{name} = {text}"
        else:
            line = alias_line(name, text, writer)
        mentions = plan.class_names(writer.mentions)
        return PyItem(
            template="shared/alias.py.j2",
            kind="alias",
            name=name,
            doc=alias_doc(shape),
            text=line,
            needs=frozenset[str]() if is_recursive else mentions,
            mentions=mentions,
            imports=frozenset(writer.imports),
        )

    def _note_patterns(self, shape: Shape, style: ValidatingStyle) -> None:
        for pattern in sorted(style.unenforced_patterns):
            name = self.plan.names.classes[shape.key]
            message = f"a pattern in `{name}` is not enforced: {literal(pattern)}"
            help = "neither pydantic's regex engine nor Python's `re` supports it"
            self.notes.append(UNENFORCED_KEYWORD.at(shape.origin, message, help))


def _enum_bases(shape: Shape) -> list[Import]:
    """Return the bases of a strict enum class besides that of Python: numbers take no booleans."""
    is_text = isinstance(shape.type, Enum) and enum_base(shape.type) == "StrEnum"
    return [] if is_text else [JSON_NUMBER]


def _tag_annotation(type: Type, writer: Writer) -> str:
    """Write the type of a tag as the `Literal` that pydantic requires."""
    plan = writer.plan
    key = getattr(type, "name", "")
    if plan.is_enum_class(key):
        name = writer.reference(key)
        members = ", ".join(f"{name}.{member}" for member, _ in plan.enum_members[key])
        return f"{writer.use(LITERAL)}[{members}]"
    return writer.literal(tag_values(plan, type))


def _optional(type: Type, texts: list[str], omittable: Import, writer: Writer) -> str:
    """Write the type of a field that may be absent; absent differs from null."""
    if writer.plan.takes_null(type):
        return writer.union([*texts, "None"])
    return f"{writer.use(omittable)}[{writer.union(texts)}]"


def _head(shape: Shape, writer: Writer) -> tuple[str, ...]:
    """Write the configuration of a class and the type of its additional properties."""
    plan = writer.plan
    layout, attributes = plan.layouts[shape.key], plan.names.attributes[shape.key]
    head: list[str] = []
    if any(name.startswith(PYDANTIC_PREFIXES) for name in attributes.values()):
        head.append(f"model_config = {writer.use(CONFIG)}(protected_namespaces=())")
    extra = extra_type(layout)
    if extra is not None and not isinstance(extra, Unknown | Never):
        values = writer.annotation(extra)
        if values != "Any":
            # A type checker refuses a type that is narrower than the declaration of BaseModel.
            head.append(f"if not {writer.use(TYPE_CHECKING)}:")
            head.append(f"    __pydantic_extra__: dict[str, {values}]")
    return tuple(head)
