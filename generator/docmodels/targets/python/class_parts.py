"""What the two class-writing targets share: enums, docstrings, fields in their order."""

from __future__ import annotations

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import BAD_DEFAULT
from docmodels.ir import Enum, EnumMember, Field
from docmodels.targets.plan.hoisting import Shape, deprecation, enum_base
from docmodels.targets.plan.plan import Plan
from docmodels.targets.python.annotations import Writer
from docmodels.targets.python.defaults import Value, default_value
from docmodels.targets.python.source import Import, PyItem, PyMember, docstring, literal

INDENT = "    "


def enum_item(plan: Plan, shape: Shape, *mixed_in: Import) -> PyItem:
    """Write an enum class, with further bases before that of enums."""
    type = shape.type
    assert isinstance(type, Enum)
    bases = [plan.names.imported(base) for base in (*mixed_in, Import("enum", enum_base(type)))]
    members = tuple(
        PyMember(name, literal(member.value), docstring(_member_doc(member), INDENT))
        for name, member in plan.enum_members(shape.key)
    )
    return PyItem(
        template="shared/enum.py.j2",
        name=plan.names.classes[shape.key],
        bases=", ".join(base.bound for base in bases),
        doc=shape_doc(shape),
        members=members,
        imports=frozenset(bases),
    )


def _member_doc(member: EnumMember) -> str:
    return paragraphs(member.doc, deprecation(member.deprecated, ""))


def shape_doc(shape: Shape, indent: str = INDENT) -> str:
    """Write the docstring of a class or alias."""
    return docstring(paragraphs(shape.doc, shape.deprecation), indent)


def field_doc(field: Field) -> str:
    """Write the docstring of a field."""
    why = deprecation(field.deprecated, field.deprecation)
    return docstring(paragraphs(field.doc or field.title, why), INDENT)


def paragraphs(*texts: str) -> str:
    """Put texts under each other, a blank line between them."""
    return "\n\n".join(text for text in texts if text)


def field_default(
    field: Field, shape: Shape, writer: Writer, model: str, notes: list[Note]
) -> Value | None:
    """Write the default of an optional field, if it has one that is of its type.

    What readers give has been checked; here is what a base hands on to a narrower field, and what
    Python cannot hold. A null that the type does not take is another way to say optional.
    """
    if field.required or field.default is None:
        return None
    value = default_value(field.default.value, field.type, writer, model)
    if value is None and field.default.value is not None:
        message = f"the default of `{field.name}` is not a value of its type; it is left out"
        shown = literal(field.default.value)
        help = f"the source says {shown if len(shown) <= 60 else shown[:57] + '...'}"
        origin = field.default.origin or field.origin or shape.origin
        notes.append(BAD_DEFAULT.at(origin, message, help))
    return value
