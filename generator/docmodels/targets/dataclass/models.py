"""Standard-library dataclasses, with the codec that reads and writes them as JSON."""

from __future__ import annotations

from importlib.resources import files

from docmodels.diagnostics.notes import Note
from docmodels.ir import Field, Never
from docmodels.targets.plan.hoisting import Shape
from docmodels.targets.plan.inheritance import openness
from docmodels.targets.plan.plan import Plan
from docmodels.targets.plan.reserved_names import DATACLASS_ATTRIBUTES
from docmodels.targets.pydantic.aliases import spellings
from docmodels.targets.pydantic.runtime import word
from docmodels.targets.python.annotations import ANY, Writer, joined
from docmodels.targets.python.class_parts import enum_item, field_default, field_doc, shape_doc
from docmodels.targets.python.modules import Placed
from docmodels.targets.python.source import Import, PyField, PyItem, literal

DATACLASS = Import("dataclasses", "dataclass")
FIELD = Import("dataclasses", "field")
TYPE_ALIAS = Import("typing", "TypeAlias")
JSON_MODEL = word("JsonModel")
CODEC = ("decode", "encode")


def reserved(name: str) -> bool:
    """Whether an attribute of that name would hide one that the class body needs."""
    return name in DATACLASS_ATTRIBUTES


def codec() -> tuple[str, tuple[Import, ...], tuple[str, ...], tuple[Import, ...]]:
    """Give the source of the codec, what that imports, the names that others use of it, and the
    word that classes are built on."""
    text = (files("docmodels.targets.dataclass") / "codec.py").read_text("utf-8")
    imports, _, body = text.partition("import annotations\n\n")[2].partition("\n\n")
    words = (line.split() for line in imports.splitlines())
    return (
        body,
        tuple(Import(w[1], "", w[3] if len(w) > 2 else "") for w in words),
        CODEC,
        (JSON_MODEL,),
    )


def items(plan: Plan, notes: list[Note]) -> list[Placed]:
    """Write every shape of the plan."""
    return [Placed(_item(plan, shape, notes), plan.home(key)) for key, shape in plan.shapes.items()]


def _item(plan: Plan, shape: Shape, notes: list[Note]) -> PyItem:
    if shape.key in plan.layouts:
        return _class(plan, shape, notes)
    if plan.is_enum_class(shape.key):
        return enum_item(plan, shape)
    return _alias(plan, shape)


def _class(plan: Plan, shape: Shape, notes: list[Note]) -> PyItem:
    lineage = plan.layouts[shape.key]
    attributes = plan.names.attributes[shape.key]
    own = frozenset(attributes[field.name] for field in lineage.own)
    writer = Writer(plan, checked=False, shadowed=own)
    fields = [_field(field, shape, writer, notes) for field in lineage.own]
    fields += _extra_field(shape, writer)
    bases = [writer.name(base) for base in lineage.bases] or [writer.use(JSON_MODEL)]
    return PyItem(
        template="dataclass/class.py.j2",
        name=plan.names.classes[shape.key],
        bases=", ".join(bases),
        doc=shape_doc(shape),
        decorator=f"@{writer.use(DATACLASS)}(kw_only=True)",
        fields=tuple(fields),
        needs=plan.class_names({*writer.needs, *lineage.bases}),
        mentions=plan.class_names(writer.mentions),
        calls=plan.class_names(writer.calls),
        imports=frozenset(writer.imports),
    )


def _field(field: Field, shape: Shape, writer: Writer, notes: list[Note]) -> PyField:
    name = writer.plan.names.attributes[shape.key][field.name]
    default = field_default(field, shape, writer, "from_dict", notes)
    texts = writer.alternatives(field.type)
    plain, arguments = "", list[str]()
    if default is not None and default.fresh:
        arguments.append(f"default_factory={_factory(default.text, joined(texts), writer)}")
    elif default is not None:
        plain = default.text
    elif not field.required:
        texts.append("None")
        plain = "None"
    metadata = _metadata(field, name)
    if metadata and plain:
        arguments.append(f"default={plain}")
    if metadata:
        arguments.append(f"metadata={literal(metadata)}")
    value = f"{writer.use(FIELD)}({', '.join(arguments)})" if arguments else plain
    return PyField(name, joined(texts), f" = {value}" if value else "", field_doc(field))


def _factory(text: str, annotation: str, writer: Writer) -> str:
    """Write a function that makes a default; an empty container of anything needs its types said."""
    empty = {"{}": f"dict[str, {annotation}]", "[]": f"list[{annotation}]"}
    known = annotation != writer.plan.names.imported(ANY).bound
    return f"lambda: {text}" if known or text not in empty else empty[text]


def _metadata(field: Field, name: str) -> dict[str, str | list[str]]:
    found: dict[str, str | list[str]] = {}
    if name != field.name:
        found["name"] = field.name
    if choices := spellings(field, ""):
        found["aliases"] = list(choices)
    return found


def _extra_field(shape: Shape, writer: Writer) -> list[PyField]:
    """Give the field for properties that nobody named, where the source says that there are."""
    plan = writer.plan
    lineage = plan.layouts[shape.key]
    extra = openness(lineage)
    inherited = any(openness(plan.layouts[up]) is not None for up in lineage.ancestors[1:])
    if extra is None or isinstance(extra, Never) or inherited:
        return []
    taken = plan.names.attributes[shape.key].values()
    name = "additional_properties"
    while name in taken:
        name += "_"
    values = writer.annotation(extra)
    value = f' = {writer.use(FIELD)}(default_factory=lambda: {{}}, metadata={{"extra": True}})'
    return [PyField(name, f"dict[str, {values}]", value)]


def _alias(plan: Plan, shape: Shape) -> PyItem:
    """Write an alias; the names that lead it back to itself are quoted."""
    circular = frozenset(plan.circular) if shape.key in plan.circular else frozenset[str]()
    writer = Writer(plan, checked=False, quoted=circular)
    texts = writer.alternatives(shape.type)
    later = plan.class_names(writer.mentions & circular)
    direct = {text.strip('"') for text in texts if text.startswith('"')}
    name = plan.names.classes[shape.key]
    text = joined(text.strip('"') if text.startswith('"') else text for text in texts)
    mentions = plan.class_names(writer.mentions)
    return PyItem(
        template="shared/alias.py.j2",
        name=name,
        doc=shape_doc(shape, ""),
        text=f"{name}: {writer.use(TYPE_ALIAS)} = {text}",
        mentions=mentions,
        needs=(mentions - later) | direct - {name},
        imports=frozenset(writer.imports),
    )
