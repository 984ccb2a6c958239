"""Write the parts that the class-writing targets share: enums, aliases, docstrings, defaults."""

from __future__ import annotations

import json

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import BAD_DEFAULT
from docmodels.ir import Const, Enum, EnumMember, Field
from docmodels.targets.plan.naming import repeats_name
from docmodels.targets.plan.plan import Plan
from docmodels.targets.plan.shapes import Shape, deprecation_text, enum_base
from docmodels.targets.python.annotations import PLAIN, AnnotationStyle, Writer
from docmodels.targets.python.defaults import DefaultValue, MakeModel, default_value
from docmodels.targets.python.imports import resolve_import
from docmodels.targets.python.source import Import, PyItem, PyMember, literal

TYPE_ALIAS = Import("typing", "TypeAlias")


def enum_item(plan: Plan, shape: Shape, *mixins: Import) -> PyItem:
    """Write an enum class, with `mixins` before its enum base class."""
    type = shape.type
    assert isinstance(type, Enum)
    bases = [
        resolve_import(base, plan.names.class_names)
        for base in (*mixins, Import("enum", enum_base(type)))
    ]
    members = tuple(
        PyMember(name, literal(member.value), _member_doc(member))
        for name, member in plan.enum_members[shape.key]
    )
    return PyItem(
        template="shared/enum.py.j2",
        kind="enum",
        name=plan.names.classes[shape.key],
        bases=", ".join(base.bound for base in bases),
        doc=shape_doc(shape),
        members=members,
        imports=frozenset(bases),
    )


def alias_item(
    plan: Plan, shape: Shape, style: AnnotationStyle = PLAIN, *, json_values: bool = False
) -> PyItem:
    """Write an alias without constraints; quote the names of recursive aliases.

    With `json_values`, it is an alias of decoded JSON.
    """
    recursive = (
        frozenset(plan.recursive_aliases)
        if shape.key in plan.recursive_aliases
        else frozenset[str]()
    )
    writer = Writer(plan, style, quoted_keys=recursive, json_values=json_values)
    texts = writer.alternatives(shape.type)
    deferred = plan.class_names(writer.mentions & recursive)
    direct = {text.strip('"') for text in texts if text.startswith('"')}
    name = plan.names.classes[shape.key]
    text = writer.union(text.strip('"') if text.startswith('"') else text for text in texts)
    mentions = plan.class_names(writer.mentions)
    return PyItem(
        template="shared/alias.py.j2",
        kind="alias",
        name=name,
        doc=alias_doc(shape),
        text=alias_line(name, text, writer),
        mentions=mentions,
        needs=(mentions - deferred) | direct - {name},
        imports=frozenset(writer.imports),
    )


def alias_line(name: str, text: str, writer: Writer) -> str:
    """Write the statement that makes `text` the alias `name`."""
    if writer.plan.type_statements:
        return f"type {name} = {text}"
    return f"{name}: {writer.use(TYPE_ALIAS)} = {text}"


def _member_doc(member: EnumMember) -> str:
    is_repeated = any(repeats_name(member.doc, text) for text in (member.name, str(member.value)))
    return join_paragraphs("" if is_repeated else member.doc, deprecation_text(member.deprecation))


def shape_doc(shape: Shape) -> str:
    """Return the text of the docstring of a class."""
    return join_paragraphs(shape.doc, shape.deprecation)


def alias_doc(shape: Shape) -> str:
    """Return the text of the docstring of an alias, which lists the values of an enum.

    It lists them if a name or description has more information than the value.
    """
    members = shape.type.members if isinstance(shape.type, Enum) else ()
    values = {literal(member.value): _value_doc(member) for member in members}
    lines = "\n".join(f"- {value}{text}" for value, text in values.items())
    return join_paragraphs(shape.doc, lines if any(values.values()) else "", shape.deprecation)


def _value_doc(member: EnumMember) -> str:
    text = " ".join(_member_doc(member).split())
    has_name = member.name and not repeats_name(member.name, str(member.value))
    return (f" ({member.name})" if has_name else "") + (f": {text}" if text else "")


def field_doc(field: Field, *, has_default: bool = True) -> str:
    """Return the text of the docstring of a field: description, default and deprecation.

    A description or title that only repeats the name is left out. The text has the default if the code does not: a required field has none, and `has_default` is
    false for a target whose fields have none at all.
    """
    texts = (text for text in (field.doc, field.title) if not repeats_name(text, field.name))
    text = next(filter(None, texts), "")
    default = _default_text(field) if field.required or not has_default else ""
    return join_paragraphs(text, default, deprecation_text(field.deprecation))


def _default_text(field: Field) -> str:
    """Return the sentence for a default: null means absence, and a constant has no other value."""
    if field.default is None or field.default.value is None or isinstance(field.type, Const):
        return ""
    return f"The default is `{json.dumps(field.default.value, ensure_ascii=False)}`."


def join_paragraphs(*texts: str) -> str:
    """Join texts with blank lines; skip empty ones."""
    return "\n\n".join(text for text in texts if text)


def field_default(
    field: Field, shape: Shape, writer: Writer, model: MakeModel, notes: list[Note]
) -> DefaultValue | None:
    """Write the default of an optional field; None if it has none, or one of another type.

    Readers check the defaults of the source. What remains is a default that a narrower field
    inherits, and one that Python cannot express: add a note (`bad-default`). A null that the type
    does not take only means that the field is optional.
    """
    if field.required or field.default is None:
        return None
    value = default_value(field, shape, writer, model)
    if value is None and field.default.value is not None:
        message = f"the default of `{field.name}` is not a value of its type; it is left out"
        text = literal(field.default.value)
        help = f"the default in the source is {text if len(text) <= 60 else text[:57] + '...'}"
        origin = field.default.origin or field.origin or shape.origin
        notes.append(BAD_DEFAULT.at(origin, message, help))
    return value
