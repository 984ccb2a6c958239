"""pydantic v2 models.

Aliases and constraints stand in `Annotated[..]`, the default after `=`: so a type checker, which
reads `alias=` in a default as the name of the parameter, lets the models be made by their Python
names. Attribute docstrings are not read by pydantic (`use_attribute_docstrings`): that costs a
look through the whole file for every class at import.
"""

from __future__ import annotations

from dataclasses import replace

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import UNENFORCED_KEYWORD
from docmodels.ir import Enum, Field, Never, Nullable, Type, Unknown
from docmodels.targets.plan.hoisting import Shape, enum_base
from docmodels.targets.plan.inheritance import openness
from docmodels.targets.plan.plan import Plan, tag_fields, tag_values
from docmodels.targets.plan.reserved_names import PYDANTIC_ATTRIBUTES, PYDANTIC_PREFIXES
from docmodels.targets.pydantic.aliases import Recased, recased, spellings
from docmodels.targets.pydantic.runtime import WORDS, word
from docmodels.targets.pydantic.schema_checks import held_alias, held_class, held_field, wire_named
from docmodels.targets.python.annotations import FIELD, LITERAL, Writer, joined
from docmodels.targets.python.class_parts import enum_item, field_default, field_doc, shape_doc
from docmodels.targets.python.modules import TYPE_CHECKING, Placed
from docmodels.targets.python.source import Import, PyField, PyItem, literal, string

BASE_MODEL = Import("pydantic", "BaseModel")
CONFIG = Import("pydantic", "ConfigDict")
TYPE_ALIAS = Import("typing", "TypeAlias")
OMITTABLE = word("Omittable")
JSON_NUMBER = word("JsonNumber")
TYPE_ALIAS_TYPE = Import("typing_extensions", "TypeAliasType")


def reserved(name: str) -> bool:
    """Whether an attribute of that name would hide one of pydantic's own."""
    return name in PYDANTIC_ATTRIBUTES or name in WORDS


def items(plan: Plan, notes: list[Note]) -> list[Placed]:
    """Write every shape of the plan."""
    tags = tag_fields(plan)
    return [
        Placed(_item(plan, shape, tags, notes), plan.home(key))
        for key, shape in plan.shapes.items()
    ]


def _item(plan: Plan, shape: Shape, tags: frozenset[tuple[str, str]], notes: list[Note]) -> PyItem:
    if shape.key in plan.layouts:
        return _class(plan, shape, tags, notes)
    if plan.is_enum_class(shape.key):
        return enum_item(plan, shape, *_enum_bases(plan, shape))
    return _alias(plan, shape, notes)


def _enum_bases(plan: Plan, shape: Shape) -> list[Import]:
    """Say what an enum needs that is read on its own; where a field holds one, the field says it."""
    is_text = isinstance(shape.type, Enum) and enum_base(shape.type) == "StrEnum"
    return [] if is_text or shape.key != plan.api.root else [JSON_NUMBER]


def _class(plan: Plan, shape: Shape, tags: frozenset[tuple[str, str]], notes: list[Note]) -> PyItem:
    lineage = plan.layouts[shape.key]
    attributes = plan.names.attributes[shape.key]
    own = frozenset(attributes[field.name] for field in lineage.own)
    writer = Writer(plan, checked=True, stated=shape.stated, shadowed=own)
    names = recased(lineage.own, attributes)
    fields: list[PyField] = []
    for field in lineage.own:
        is_tag = (shape.key, field.name) in tags
        annotation = _tag(field.type, writer) if is_tag else ""
        fields.append(_field(field, (shape, names), annotation, writer, notes))
    _tell_patterns(shape, writer, notes)
    head, methods = _head(shape, names, writer), held_class(shape, writer)
    bases = [*map(writer.name, lineage.bases), *wire_named(shape, writer)]
    bases = bases or [writer.use(BASE_MODEL)]
    bases += _extra(shape, openness(lineage), bool(lineage.bases))
    return PyItem(
        template="pydantic/class.py.j2",
        name=plan.names.classes[shape.key],
        bases=", ".join(bases),
        doc=shape_doc(shape),
        head=head,
        fields=tuple(fields),
        methods=tuple(methods),
        needs=plan.class_names({*writer.needs, *lineage.bases}),
        mentions=plan.class_names(writer.mentions),
        calls=plan.class_names(writer.calls),
        imports=frozenset(writer.imports),
    )


def _tag(type: Type, writer: Writer) -> str:
    """Write the type of a tag as the `Literal` that pydantic asks for."""
    plan = writer.plan
    key = getattr(type, "name", "")
    if plan.is_enum_class(key):
        name = writer.name(key)
        members = ", ".join(f"{name}.{member}" for member, _ in plan.enum_members(key))
        return f"{writer.use(LITERAL)}[{members}]"
    return writer.literal(tag_values(plan, type))


def _field(
    field: Field, place: tuple[Shape, Recased], annotation: str, writer: Writer, notes: list[Note]
) -> PyField:
    shape, names = place
    name = writer.plan.names.attributes[shape.key][field.name]
    default = field_default(field, shape, writer, "model_validate", notes)
    is_open = field.required or default is not None
    type = field.type if is_open or shape.stated else Nullable(type=field.type)
    texts = [annotation] if annotation else writer.alternatives(type)
    checks = [] if annotation else writer.checks(type) + held_field(field.name, type, shape, writer)
    arguments = names.arguments(field, name, writer)
    arguments += [] if annotation else writer.arguments(field.type)
    if field.deprecated:
        arguments.append("deprecated=True")
    value = ""
    if default is not None:
        value = f" = {default.text}"
        if _is_late(default.text) and default.fresh:
            value = f" = {writer.use(FIELD)}(default_factory=lambda: {default.text})"
    elif not field.required:
        value = " = None"
    text = joined(texts) if is_open else _optional(type, texts, writer)
    return PyField(name, writer.annotated(text, arguments, checks), value, field_doc(field))


def _optional(type: Type, texts: list[str], writer: Writer) -> str:
    """Write the type of a field that may be absent, which is another thing than null."""
    if writer.plan.takes_null(type):
        return joined([*texts, "None"])
    return f"{writer.use(OMITTABLE)}[{joined(texts)}]"


def _is_late(text: str) -> bool:
    """Whether an expression calls for a model: plain lists and dicts are copied by pydantic."""
    return ".model_validate(" in text


def _head(shape: Shape, names: Recased, writer: Writer) -> tuple[str, ...]:
    """Write the configuration of a class, and the type of the properties that nobody named."""
    plan = writer.plan
    lineage, attributes = plan.layouts[shape.key], plan.names.attributes[shape.key]
    config = names.config(writer)
    others = [f for f in lineage.own if f.name not in names.covered]
    if any(attributes[f.name] != f.name or spellings(f, attributes[f.name]) for f in others):
        config.append("populate_by_name=True")
    if any(name.startswith(PYDANTIC_PREFIXES) for name in attributes.values()):
        config.append("protected_namespaces=()")
    head = [f"model_config = {writer.use(CONFIG)}({', '.join(config)})"] if config else []
    extra = openness(lineage)
    if extra is not None and not isinstance(extra, Unknown | Never):
        values = writer.annotation(extra)
        if values != "Any":
            # A type checker would compare it with the declaration of BaseModel, which is wider.
            head.append(f"if not {writer.use(TYPE_CHECKING)}:")
            head.append(f"    __pydantic_extra__: dict[str, {values}]")
    return tuple(head)


def _extra(shape: Shape, extra: Type | None, heir: bool) -> list[str]:
    """Say what becomes of properties that no field names: a schema that is silent takes them."""
    if extra is None and (heir or not shape.stated):
        return []
    return [f"extra={string('forbid' if isinstance(extra, Never) else 'allow')}"]


def _tell_patterns(shape: Shape, writer: Writer, notes: list[Note]) -> None:
    for pattern in sorted(writer.unenforced):
        name = writer.plan.names.classes[shape.key]
        message = f"a pattern in `{name}` is not enforced: {literal(pattern)}"
        help = "neither pydantic's engine nor Python's takes it"
        notes.append(UNENFORCED_KEYWORD.at(shape.origin, message, help))


def _alias(plan: Plan, shape: Shape, notes: list[Note]) -> PyItem:
    writer = Writer(plan, checked=True, stated=shape.stated)
    circular = shape.key in plan.circular
    text = writer.annotation(shape.type)
    if isinstance(shape.type, Nullable) and "None" not in text:
        text = joined([text, "None"])
    if checks := held_alias(shape, writer):
        text = writer.annotated(text, [], checks)
    name = plan.names.classes[shape.key]
    _tell_patterns(shape, writer, notes)
    if circular:
        text = f"{writer.use(TYPE_ALIAS_TYPE)}({string(name)}, {string(text)})"
        line = f"{name} = {text}"
    else:
        line = f"{name}: {writer.use(TYPE_ALIAS)} = {text}"
    mentions = plan.class_names(writer.mentions)
    item = PyItem(
        "shared/alias.py.j2", name, doc=shape_doc(shape, ""), text=line, mentions=mentions
    )
    needs: frozenset[str] = frozenset() if circular else mentions
    return replace(item, needs=needs, imports=frozenset(writer.imports))
