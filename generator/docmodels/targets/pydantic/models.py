"""Write pydantic v2 models.

Aliases and constraints are in `Annotated[..]`, the default follows `=`. A type checker takes an
`alias=` in a default for the name of the parameter; this way it accepts the Python names. The
models do not set `use_attribute_docstrings`: pydantic would parse the whole file for every class
at import.
"""

from __future__ import annotations

from dataclasses import replace

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import UNENFORCED_KEYWORD
from docmodels.ir import Enum, Field, Never, Nullable, Type, Unknown, nullable
from docmodels.targets.plan.hoisting import Shape, enum_base
from docmodels.targets.plan.inheritance import extra_type
from docmodels.targets.plan.plan import Plan, tag_fields, tag_values
from docmodels.targets.plan.reserved_names import PYDANTIC_ATTRIBUTES, PYDANTIC_PREFIXES
from docmodels.targets.pydantic.aliases import AliasPlan, alternate_names, plan_aliases
from docmodels.targets.pydantic.runtime import HELPERS, helper
from docmodels.targets.pydantic.schema_checks import (
    alias_check,
    by_alias_base,
    class_check,
    field_check,
)
from docmodels.targets.python.annotations import FIELD, LITERAL, Writer, join_union
from docmodels.targets.python.class_parts import enum_item, field_default, field_doc, shape_doc
from docmodels.targets.python.modules import TYPE_CHECKING, Placed
from docmodels.targets.python.source import Import, PyField, PyItem, literal, string

BASE_MODEL = Import("pydantic", "BaseModel")
CONFIG = Import("pydantic", "ConfigDict")
TYPE_ALIAS = Import("typing", "TypeAlias")
OMITTABLE = helper("Omittable")
JSON_NUMBER = helper("JsonNumber")
TYPE_ALIAS_TYPE = Import("typing_extensions", "TypeAliasType")


def is_reserved(name: str) -> bool:
    """Whether an attribute of that name shadows one of pydantic or a runtime helper."""
    return name in PYDANTIC_ATTRIBUTES or name in HELPERS


def items(plan: Plan, notes: list[Note]) -> list[Placed]:
    """Write every shape of the plan."""
    tags = tag_fields(plan)
    return [
        Placed(_item(plan, shape, tags, notes), plan.module_of(key))
        for key, shape in plan.shapes.items()
    ]


def _item(plan: Plan, shape: Shape, tags: frozenset[tuple[str, str]], notes: list[Note]) -> PyItem:
    if shape.key in plan.layouts:
        return _class(plan, shape, tags, notes)
    if plan.is_enum_class(shape.key):
        return enum_item(plan, shape, *_enum_bases(plan, shape))
    return _alias(plan, shape, notes)


def _enum_bases(plan: Plan, shape: Shape) -> list[Import]:
    """Return the bases of an enum that is the root; elsewhere the field validates its values."""
    is_text = isinstance(shape.type, Enum) and enum_base(shape.type) == "StrEnum"
    return [] if is_text or shape.key != plan.api.root else [JSON_NUMBER]


def _class(plan: Plan, shape: Shape, tags: frozenset[tuple[str, str]], notes: list[Note]) -> PyItem:
    layout = plan.layouts[shape.key]
    attributes = plan.names.attributes[shape.key]
    attribute_names = frozenset(attributes[field.name] for field in layout.own_fields)
    writer = Writer(
        plan, is_validating=True, from_schema=shape.from_schema, shadowed=attribute_names
    )
    aliases = plan_aliases(layout.own_fields, attributes)
    fields: list[PyField] = []
    for field in layout.own_fields:
        is_tag = (shape.key, field.name) in tags
        annotation = _tag_annotation(field.type, writer) if is_tag else ""
        fields.append(_field(field, (shape, aliases), annotation, writer, notes))
    _note_patterns(shape, writer, notes)
    head, methods = _head(shape, aliases, writer), class_check(shape, writer)
    bases = [*map(writer.reference, layout.bases), *by_alias_base(shape, writer)]
    bases = bases or [writer.use(BASE_MODEL)]
    bases += _extra_arguments(shape, extra_type(layout), bool(layout.bases))
    return PyItem(
        template="pydantic/class.py.j2",
        name=plan.names.classes[shape.key],
        bases=", ".join(bases),
        doc=shape_doc(shape),
        head=head,
        fields=tuple(fields),
        methods=tuple(methods),
        needs=plan.class_names({*writer.needs, *layout.bases}),
        mentions=plan.class_names(writer.mentions),
        calls=plan.class_names(writer.calls),
        imports=frozenset(writer.imports),
    )


def _tag_annotation(type: Type, writer: Writer) -> str:
    """Write the type of a tag as the `Literal` that pydantic requires."""
    plan = writer.plan
    key = getattr(type, "name", "")
    if plan.is_enum_class(key):
        name = writer.reference(key)
        members = ", ".join(f"{name}.{member}" for member, _ in plan.enum_members(key))
        return f"{writer.use(LITERAL)}[{members}]"
    return writer.literal(tag_values(plan, type))


def _field(
    field: Field,
    context: tuple[Shape, AliasPlan],
    annotation: str,
    writer: Writer,
    notes: list[Note],
) -> PyField:
    shape, aliases = context
    name = writer.plan.names.attributes[shape.key][field.name]
    default = field_default(field, shape, writer, "model_validate", notes)
    is_always_present = field.required or default is not None
    type = field.type if is_always_present or shape.from_schema else nullable(field.type)
    texts = [annotation] if annotation else writer.alternatives(type)
    checks = (
        [] if annotation else writer.checks(type) + field_check(field.name, type, shape, writer)
    )
    arguments = aliases.field_arguments(field, name, writer)
    arguments += [] if annotation else writer.arguments(field.type)
    if field.deprecation:
        arguments.append("deprecated=True")
    value = ""
    if default is not None:
        value = f" = {default.text}"
        if _calls_model(default.text) and default.needs_factory:
            value = f" = {writer.use(FIELD)}(default_factory=lambda: {default.text})"
    elif not field.required:
        value = " = None"
    text = join_union(texts) if is_always_present else _optional(type, texts, writer)
    return PyField(name, writer.annotate(text, arguments, checks), value, field_doc(field))


def _optional(type: Type, texts: list[str], writer: Writer) -> str:
    """Write the type of a field that may be absent; absent differs from null."""
    if writer.plan.takes_null(type):
        return join_union([*texts, "None"])
    return f"{writer.use(OMITTABLE)}[{join_union(texts)}]"


def _calls_model(text: str) -> bool:
    """Whether an expression makes a model; pydantic copies plain lists and dicts itself."""
    return ".model_validate(" in text


def _head(shape: Shape, aliases: AliasPlan, writer: Writer) -> tuple[str, ...]:
    """Write the configuration of a class and the type of its additional properties."""
    plan = writer.plan
    layout, attributes = plan.layouts[shape.key], plan.names.attributes[shape.key]
    config = aliases.config_arguments(writer)
    others = [f for f in layout.own_fields if f.name not in aliases.covered]
    if any(attributes[f.name] != f.name or alternate_names(f, attributes[f.name]) for f in others):
        config.append("populate_by_name=True")
    if any(name.startswith(PYDANTIC_PREFIXES) for name in attributes.values()):
        config.append("protected_namespaces=()")
    head = [f"model_config = {writer.use(CONFIG)}({', '.join(config)})"] if config else []
    extra = extra_type(layout)
    if extra is not None and not isinstance(extra, Unknown | Never):
        values = writer.annotation(extra)
        if values != "Any":
            # A type checker refuses a type that is narrower than the declaration of BaseModel.
            head.append(f"if not {writer.use(TYPE_CHECKING)}:")
            head.append(f"    __pydantic_extra__: dict[str, {values}]")
    return tuple(head)


def _extra_arguments(shape: Shape, extra: Type | None, is_subclass: bool) -> list[str]:
    """Write how a class treats additional properties; a schema allows them by default."""
    if extra is None and (is_subclass or not shape.from_schema):
        return []
    return [f"extra={string('forbid' if isinstance(extra, Never) else 'allow')}"]


def _note_patterns(shape: Shape, writer: Writer, notes: list[Note]) -> None:
    for pattern in sorted(writer.unenforced_patterns):
        name = writer.plan.names.classes[shape.key]
        message = f"a pattern in `{name}` is not enforced: {literal(pattern)}"
        help = "neither pydantic's regex engine nor Python's `re` supports it"
        notes.append(UNENFORCED_KEYWORD.at(shape.origin, message, help))


def _alias(plan: Plan, shape: Shape, notes: list[Note]) -> PyItem:
    writer = Writer(plan, is_validating=True, from_schema=shape.from_schema)
    is_recursive = shape.key in plan.recursive_aliases
    text = writer.annotation(shape.type)
    if isinstance(shape.type, Nullable) and "None" not in text:
        text = join_union([text, "None"])
    if checks := alias_check(shape, writer):
        text = writer.annotate(text, [], checks)
    name = plan.names.classes[shape.key]
    _note_patterns(shape, writer, notes)
    if is_recursive:
        text = f"{writer.use(TYPE_ALIAS_TYPE)}({string(name)}, {string(text)})"
        line = f"{name} = {text}"
    else:
        line = f"{name}: {writer.use(TYPE_ALIAS)} = {text}"
    mentions = plan.class_names(writer.mentions)
    item = PyItem(
        "shared/alias.py.j2", name, doc=shape_doc(shape, ""), text=line, mentions=mentions
    )
    needs: frozenset[str] = frozenset() if is_recursive else mentions
    return replace(item, needs=needs, imports=frozenset(writer.imports))
