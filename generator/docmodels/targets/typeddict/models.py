"""Write the items of typed dictionaries: classes, and aliases for enums and all other types.

A class has the functional syntax if a key cannot be declared in a class body. It then declares
inherited keys too: the syntax has no bases, and a type checker compares typed dictionaries by keys.
"""

from __future__ import annotations

import unicodedata

from docmodels.ir import Field, Never, Unknown
from docmodels.targets.plan.inheritance import ClassLayout, extra_type
from docmodels.targets.plan.plan import Plan
from docmodels.targets.plan.reserved_names import KEYWORDS
from docmodels.targets.plan.shapes import Shape
from docmodels.targets.python.annotations import Writer
from docmodels.targets.python.arrangement import Placed
from docmodels.targets.python.class_parts import (
    alias_item,
    field_doc,
    join_paragraphs,
)
from docmodels.targets.python.source import (
    Import,
    PyField,
    PyItem,
    clean_docstring,
    string,
)

TYPED_DICT = Import("typing", "TypedDict")
NOT_REQUIRED = Import("typing", "NotRequired")
_EMPTY_KEY = "  # pyright: ignore[reportGeneralTypeIssues]"
"""The comment for the key "", which only pyright refuses."""


def write_items(plan: Plan) -> list[Placed]:
    """Write every shape of the plan."""
    return [Placed(_item(plan, shape), plan.module_of(key)) for key, shape in plan.shapes.items()]


def _item(plan: Plan, shape: Shape) -> PyItem:
    if shape.key not in plan.layouts:
        return alias_item(plan, shape, json_values=True)
    if all(map(_is_attribute, plan.layouts[shape.key].fields)):
        return _class(plan, shape)
    return _functional(plan, shape)


def _is_attribute(key: str) -> bool:
    """Whether a class body can declare `key`: Python keeps its text, and does not mangle it."""
    is_name = key.isidentifier() and key not in KEYWORDS and not key.startswith("__")
    return is_name and unicodedata.normalize("NFKC", key) == key


def _class(plan: Plan, shape: Shape) -> PyItem:
    """Write the class syntax."""
    layout = plan.layouts[shape.key]
    writer = Writer(plan, json_values=True)
    fields, base_keys = layout.own_fields, layout.bases
    if _repeats_keys(plan, layout):
        fields, base_keys = tuple(layout.fields.values()), ()
    bases = [*map(writer.reference, base_keys)] or [writer.use(TYPED_DICT)]
    return PyItem(
        template="typeddict/class.py.j2",
        kind="class",
        name=plan.names.classes[shape.key],
        bases=", ".join(bases),
        doc=join_paragraphs(shape.doc, _extra_text(plan, layout), shape.deprecation),
        fields=tuple(
            PyField(
                field.name,
                _presence(field, writer.annotation(field.type), writer),
                doc=field_doc(field, has_default=False),
            )
            for field in fields
        ),
        needs=plan.class_names(base_keys),
        mentions=plan.class_names(writer.mentions),
        imports=frozenset(writer.imports),
    )


def _repeats_keys(plan: Plan, layout: ClassLayout) -> bool:
    """Whether several bases have a key, which mypy refuses even if its types are the same."""
    inherited = [key for base in layout.bases for key in plan.layouts[base].fields]
    return len(set(inherited)) < len(inherited)


def _functional(plan: Plan, shape: Shape) -> PyItem:
    """Write the functional syntax; the docstring lists what is known of the keys."""
    layout = plan.layouts[shape.key]
    writer = Writer(plan, json_values=True)
    type_name = writer.use(TYPED_DICT)
    fields = tuple(
        PyField(
            string(field.name),
            _presence(field, _evaluated(field, writer), writer),
            "" if field.name else _EMPTY_KEY,
        )
        for field in layout.fields.values()
    )
    texts = (shape.doc, _keys_text(layout), _extra_text(plan, layout), shape.deprecation)
    return PyItem(
        template="typeddict/functional.py.j2",
        kind="alias",
        name=plan.names.classes[shape.key],
        bases=type_name,
        doc=join_paragraphs(*texts),
        fields=fields,
        mentions=plan.class_names(writer.mentions),
        imports=frozenset(writer.imports),
    )


def _evaluated(field: Field, writer: Writer) -> str:
    """Write an annotation that is evaluated; quote it if it refers to classes, which may be later."""
    part = Writer(writer.plan, json_values=True)
    text = part.annotation(field.type)
    writer.imports |= part.imports
    writer.mentions |= part.mentions
    return string(text) if part.mentions else text


def _presence(field: Field, annotation: str, writer: Writer) -> str:
    return annotation if field.required else f"{writer.use(NOT_REQUIRED)}[{annotation}]"


def _keys_text(layout: ClassLayout) -> str:
    """List the descriptions of keys: the functional syntax has no docstrings for them."""
    texts = {
        name: clean_docstring(field_doc(field, has_default=False))
        for name, field in layout.fields.items()
    }
    items = [f"- `{name}`: {text}".replace("\n", "\n  ") for name, text in texts.items() if text]
    return join_paragraphs("Keys:", "\n".join(items)) if items else ""


def _extra_text(plan: Plan, layout: ClassLayout) -> str:
    """Return the sentence for additional properties, which Python 3.11 cannot declare (PEP 728)."""
    match extra_type(layout):
        case None | Unknown():
            return ""
        case Never():
            return "There are no other keys."
        case type:
            return f"Other keys have values of type `{Writer(plan, json_values=True).annotation(type)}`."
