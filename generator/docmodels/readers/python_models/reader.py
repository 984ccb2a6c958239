"""Read Python modules into drafts: the models that they define or export, and what those need."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.notes import DocmodelsError, Note
from docmodels.diagnostics.rules import CIRCULAR_REF
from docmodels.ir import Const, Discriminator, Enum, Nullable, Object, Ref, Type, Union
from docmodels.ir.drafts import Draft
from docmodels.ir.references import reference_cycles
from docmodels.ir.traverse import map_children
from docmodels.readers.documents import Schemas
from docmodels.readers.python_models.classes import ModelReader, ReadModel
from docmodels.readers.python_models.sources import (
    OBJECTS,
    Kind,
    Source,
    SourceIndex,
    is_helper,
    is_stated_alias,
)
from docmodels.readers.python_models.syntax import Module, parse_module

DIALECT = "python"


def read_python_models(documents: Sequence[Document], notes: list[Note]) -> Schemas:
    """Read the models of Python modules: pydantic, dataclasses, TypedDict, msgspec and enums.

    The syntax decides; nothing is imported or run. A module with `__all__` defines the models that
    it lists, any other its public classes and stated aliases; models that these refer to are read
    too. Problems are appended to `notes`. Raises `DocmodelsError` if a text is not Python
    (`unreadable-input`) or if aliases refer to each other in a cycle (`circular-ref`).
    """
    modules = [parse_module(document) for document in documents]
    index = SourceIndex(modules)
    models = _read_all(ModelReader(index, notes), modules)
    by_name = {model.definition.name: model for model in models}
    definitions = [
        replace(model.definition, type=_with_mappings(model.definition.type, by_name))
        for model in models
    ]
    drafts = tuple(
        Draft(
            definition, dialect=DIALECT, folder=definition.origin.file if definition.origin else ""
        )
        for definition in definitions
    )
    _refuse_cycles(drafts)
    return Schemas(drafts)


def count_kinds(modules: Sequence[Module]) -> Counter[Kind]:
    """Count the classes of modules by kind, without the helpers of docmodels."""
    index = SourceIndex(modules)
    sources = (source for module in modules for source in index.sources(module))
    return Counter(source.kind for source in sources if source.class_node and not is_helper(source))


def _read_all(reader: ModelReader, modules: Sequence[Module]) -> list[ReadModel]:
    """Read the public models, then those that they refer to, in the order of the modules."""
    index = reader.index
    pending = deque(s for m in modules for s in index.sources(m) if _is_public(reader, s))
    models: dict[Source, ReadModel] = {}
    while pending:
        source = pending.popleft()
        if source not in models and not is_helper(source):
            models[source] = reader.read(source)
            pending += models[source].used
    order = [s for module in modules for s in index.sources(module)]
    return [models[source] for source in dict.fromkeys(order) if source in models]


def _is_public(reader: ModelReader, source: Source) -> bool:
    exported = source.module.exported
    if source.kind in (Kind.OTHER, Kind.TYPE_VARIABLE, Kind.NAMED_TUPLE):
        return False
    is_named_public = not source.name.startswith("_")
    is_listed = is_named_public if exported is None else source.name in exported
    if source.kind is Kind.ALIAS:
        return is_listed and (exported is not None or is_stated_alias(source))
    return is_listed and (source.kind not in OBJECTS or reader.has_fields(source))


def _with_mappings(type: Type, models: Mapping[str, ReadModel]) -> Type:
    """Complete the discriminators in a type with the values of their members."""
    type = map_children(type, lambda inner: _with_mappings(inner, models))
    if not isinstance(type, Union) or type.discriminator is None or type.discriminator.mapping:
        return type
    mapping: dict[str, str] = {}
    wire_name = ""
    for name in _member_names(type, models):
        attribute = type.discriminator.property
        wire_name, values = _tag_values(name, attribute, models)
        if not values:
            return replace(type, discriminator=None)
        mapping |= dict.fromkeys(values, name)
    if not mapping:
        return replace(type, discriminator=None)
    return replace(type, discriminator=Discriminator(property=wire_name, mapping=mapping))


def _member_names(type: Union, models: Mapping[str, ReadModel]) -> list[str]:
    """Return the names of the classes of a union, those of unions among its members too."""
    names: list[str] = []
    seen: set[str] = set()
    pending = list(type.members)
    while pending:
        member = pending.pop(0)
        member = member.type if isinstance(member, Nullable) else member
        if isinstance(member, Union):
            pending = [*member.members, *pending]
        elif isinstance(member, Ref) and member.name not in seen:
            seen.add(member.name)
            model = models.get(member.name)
            if model and isinstance(model.definition.type, Union | Ref):
                pending = [model.definition.type, *pending]
            else:
                names.append(member.name)
    return names


def _tag_values(
    name: str, attribute: str, models: Mapping[str, ReadModel]
) -> tuple[str, list[str]]:
    """Return the wire name of the discriminator in a class, and its values for the class."""
    pending, seen = [name], {name}
    while pending:
        model = models.get(pending.pop(0))
        if model is None or not isinstance(model.definition.type, Object):
            continue
        wire_name = model.attributes.get(attribute, attribute)
        for field in model.definition.type.fields:
            if field.name == wire_name:
                return wire_name, _texts(field.type, models)
        bases = [base for base in model.definition.type.bases if base not in seen]
        seen.update(bases)
        pending += bases
    return attribute, []


def _texts(type: Type, models: Mapping[str, ReadModel]) -> list[str]:
    if isinstance(type, Ref) and type.name in models:
        type = models[type.name].definition.type
    match type:
        case Const(str(value)):
            return [value]
        case Enum(members):
            return [member.value for member in members if isinstance(member.value, str)]
        case _:
            return []


def _refuse_cycles(drafts: Sequence[Draft]) -> None:
    """Raise `circular-ref` for a cycle of aliases or base classes that refer to each other."""
    by_name = {draft.definition.name: draft.definition for draft in drafts}
    for names in reference_cycles({name: definition.type for name, definition in by_name.items()}):
        cycle = " -> ".join((*names[:6], names[0]))
        message = f"references form a cycle: {cycle}"
        help = "give one of the aliases a type of its own"
        raise DocmodelsError(CIRCULAR_REF.at(by_name[names[0]].origin, message, help))
