"""Read classes and aliases into types: objects, enums, root models and aliases."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import UNSUPPORTED_CONSTRUCT
from docmodels.ir import (
    UNKNOWN,
    Array,
    Definition,
    Deprecation,
    Enum,
    Field,
    Map,
    Never,
    Nullable,
    Object,
    Type,
    nullable,
)
from docmodels.ir.equality import is_same
from docmodels.readers.python_models.annotations import AnnotationReader
from docmodels.readers.python_models.docstrings import Doc, split_doc
from docmodels.readers.python_models.enums import enum_value, read_enum
from docmodels.readers.python_models.fields import (
    ClassContext,
    NamedField,
    class_context,
    read_fields,
    tag_field,
)
from docmodels.readers.python_models.sources import (
    OBJECTS,
    Configuration,
    Kind,
    Source,
    SourceIndex,
    own_settings,
)
from docmodels.readers.python_models.syntax import Function, Module, clean_doc
from docmodels.readers.python_models.values import Evaluator, NotConstant


class ReadModel(Struct, frozen=True):
    """A definition, the wire names of its attributes, and the models that it refers to."""

    definition: Definition
    attributes: dict[str, str]
    used: tuple[Source, ...]


class ModelReader(Struct, frozen=True):
    """Reads the models of all modules."""

    index: SourceIndex
    notes: list[Note]

    def read(self, source: Source) -> ReadModel:
        """Read one class or alias."""
        used: list[Source] = []
        reader = self.annotation_reader(source.module, used)
        doc = split_doc(_doc_of(source))
        attributes: dict[str, str] = {}
        match source.kind:
            case Kind.ENUM:
                type: Type = _without_null_member(read_enum(source, reader.evaluator, self.notes))
            case Kind.ALIAS:
                type = _alias_type(source, reader)
                doc = Doc(_without_values(doc.text, type), doc.deprecation)
            case Kind.ROOT:
                type = self._root_type(source, reader)
            case Kind.NAMED_TUPLE:
                fields = list(read_fields(self.context(source, reader)))
                items = tuple(field.field.type for field in fields)
                type = Array(items=Never(), prefix_items=items)
            case _:
                type, attributes = self._object(source, reader, doc)
        self._note_functions(source)
        configuration = self.configuration(source)
        title = configuration.value("title")
        definition = Definition(
            name=source.name,
            type=type,
            title=title if isinstance(title, str) and source.kind in OBJECTS else "",
            doc=doc.text,
            deprecation=_deprecation(source) or doc.deprecation,
            source="documentation" if reader.mixed_numbers else "schema",
            origin=source.module.origin(source.node),
        )
        return ReadModel(definition, attributes, tuple(used))

    def annotation_reader(self, module: Module, used: list[Source]) -> AnnotationReader:
        """Return the reader of the annotations of a module."""
        evaluator = Evaluator(
            module,
            lambda owner, name: self._enum_value(module, owner, name),
            lambda name: self._is_model(module, name),
        )
        return AnnotationReader(module, self.index, evaluator, self.notes, used, {})

    def _is_model(self, module: Module, name: str) -> bool:
        source = self.index.find(name, module)
        return source is not None and source.kind not in (Kind.OTHER, Kind.TYPE_VARIABLE)

    def _enum_value(self, module: Module, owner: str, name: str) -> object:
        source = self.index.find(owner, module)
        if source is None or source.kind is not Kind.ENUM:
            raise NotConstant
        return enum_value(self.index, source, name)

    def configuration(self, source: Source) -> Configuration:
        """Return the settings of a class; those of base classes apply too."""
        settings: dict[str, tuple[ast.expr, Evaluator]] = {}
        for part in reversed(self.index.class_order(source)):
            if part.name in _CONFIGURED_HELPERS and part is not source:
                declared = own_settings(part, self.annotation_reader(part.module, []).evaluator)
                settings |= {name: value for name, value in declared.items() if name != "extra"}
                continue
            evaluator = self.annotation_reader(part.module, []).evaluator
            inherited = set[str]() if part is source else {"title", "total"}
            declared = own_settings(part, evaluator)
            settings |= {name: value for name, value in declared.items() if name not in inherited}
        return Configuration(settings)

    def context(self, source: Source, reader: AnnotationReader) -> ClassContext:
        """Return the context of the fields of a class."""
        return class_context(source, reader, self.index, self.configuration(source))

    def _root_type(self, source: Source, reader: AnnotationReader) -> Type:
        """Read `class Names(RootModel[list[str]])`, or its field `root`."""
        node = source.class_node
        for base in node.bases if node else ():
            if isinstance(base, ast.Subscript):
                name = source.module.qualified_name(base.value)
                if name == "pydantic.RootModel":
                    inner = reader.type(base.slice)
                    break
        else:
            inner = UNKNOWN
        fields = [f for f in read_fields(self.context(source, reader)) if f.attribute == "root"]
        return fields[0].field.type if fields else inner

    def _object(
        self, source: Source, reader: AnnotationReader, doc: Doc
    ) -> tuple[Type, dict[str, str]]:
        context = self.context(source, reader)
        named = list(read_fields(context))
        if root := next((f for f in named if f.attribute == "__root__"), None):
            return root.field.type, {}
        bases = [base for base in self.index.bases(source) if self.has_fields(base)]
        fields = [*self._inherited(bases, named), *named]
        if len(fields) > len(named):
            bases = []
        declared = [field.field for field in fields if not field.is_extra]
        if tag := tag_field(context):
            declared = [tag, *(field for field in declared if field.name != tag.name)]
        type = Object(
            fields=_distinct(declared),
            bases=tuple(base.name for base in bases),
            additional_properties=_additional_properties(context, fields, doc),
        )
        reader.used.extend(bases)
        return type, {field.attribute: field.field.name for field in fields}

    def _inherited(self, bases: Sequence[Source], fields: Sequence[NamedField]) -> list[NamedField]:
        """Return the inherited fields that have to be repeated, because `allOf` would not do.

        That is so if a base class has no other properties or is tagged, or if the class declares a
        field again with another type, or as optional.
        """
        inherited: dict[str, NamedField] = {}
        is_needed = False
        declared = {field.attribute: field.field for field in fields}
        for base in bases:
            for part in reversed(self.index.class_order(base)):
                reader = self.annotation_reader(part.module, [])
                context = self.context(part, reader)
                is_closed = context.configuration.extra == "forbid"
                is_needed = is_needed or is_closed or tag_field(context) is not None
                for field in _quietly(self.notes, context):
                    inherited[field.attribute] = field
                    again = declared.get(field.attribute)
                    is_needed = is_needed or (again is not None and _replaces(again, field.field))
        return [f for name, f in inherited.items() if name not in declared] if is_needed else []

    def has_fields(self, source: Source) -> bool:
        """Whether a class is an object, and has not only shared settings or methods."""
        if source.kind not in OBJECTS or source.name in _CONFIGURED_HELPERS:
            return False
        class_order = self.index.class_order(source)
        return any(_declares_fields(part) for part in class_order) or not _is_configuration(source)

    def _note_functions(self, source: Source) -> None:
        """Report what changes or refuses values in code that is not read."""
        node, module = source.class_node, source.module
        for part in node.body if node else ():
            if not isinstance(part, Function):
                continue
            for decorator in part.decorator_list:
                call = decorator.func if isinstance(decorator, ast.Call) else decorator
                name = module.qualified_name(call)
                if name in _CODE:
                    message = f"{_CODE[name]} `{source.name}.{part.name}` is not read"
                    help = "the models accept and write what the code would refuse or change"
                    origin = module.origin(part)
                    self.notes.append(UNSUPPORTED_CONSTRUCT.at(origin, message, help))


_CONFIGURED_HELPERS: Final = frozenset({"GeneratedModel", "NullableModel", "ByAlias", "JsonModel"})
_CODE: Final = {
    "pydantic.field_validator": "the validator",
    "pydantic.model_validator": "the validator",
    "pydantic.validator": "the validator",
    "pydantic.root_validator": "the validator",
    "pydantic.field_serializer": "the serializer",
    "pydantic.model_serializer": "the serializer",
    "pydantic.computed_field": "the computed field",
}


def _quietly(notes: list[Note], context: ClassContext) -> list[NamedField]:
    """Read fields again without repeating their notes."""
    count = len(notes)
    fields = list(read_fields(context))
    del notes[count:]
    return fields


def _replaces(field: Field, inherited: Field) -> bool:
    """Whether a field that is declared again accepts what the inherited one does not."""
    is_weaker = inherited.required and not field.required
    return is_weaker or not is_same(field.type, inherited.type)


def _declares_fields(source: Source) -> bool:
    node = source.class_node
    if node is None:
        return source.kind is Kind.TYPED_DICT
    return any(isinstance(part, ast.AnnAssign) for part in node.body) or any(
        word.arg in ("tag", "tag_field") for word in node.keywords
    )


def _is_configuration(source: Source) -> bool:
    """Whether a class without fields only has settings, methods, or a name that is not public."""
    node, exported = source.class_node, source.module.exported
    if node is None:
        return False
    has_settings = bool(node.keywords) or any(
        not isinstance(part, ast.Expr | ast.Pass) for part in node.body
    )
    return (
        has_settings
        or source.name.startswith("_")
        or (exported is not None and source.name not in exported)
    )


def _additional_properties(
    context: ClassContext, fields: Sequence[NamedField], doc: Doc
) -> Type | None:
    """Return the type of the properties without a field, as far as the class states it."""
    for field in fields:
        if field.is_extra:
            type = field.field.type
            return type.values if isinstance(type, Map) else UNKNOWN
    if doc.is_closed or context.configuration.value("closed") is True:
        return Never()
    if (extra := _extra_annotation(context)) is not None:
        return extra
    stated = context.configuration.expression("extra_items")
    if stated is not None:
        return context.reader.type(stated[0])
    if doc.other_keys:
        return context.reader.type(ast.Constant(doc.other_keys, lineno=context.source.node.lineno))
    match context.configuration.extra:
        case "forbid":
            return Never()
        case "allow":
            return UNKNOWN
        case _:
            return None


def _extra_annotation(context: ClassContext) -> Type | None:
    """Read `__pydantic_extra__: dict[str, int]`, which may be below `if not TYPE_CHECKING`."""
    node = context.source.class_node
    statements = list(node.body) if node else []
    for part in list(statements):
        if isinstance(part, ast.If):
            statements += part.body
    for part in statements:
        match part:
            case ast.AnnAssign(ast.Name("__pydantic_extra__"), annotation):
                type = context.reader.type(annotation)
                return type.values if isinstance(type, Map) else None
            case _:
                pass
    return None


def _alias_type(source: Source, reader: AnnotationReader) -> Type:
    """Read the type that an alias stands for."""
    match source.node:
        case ast.Assign(_, ast.Call(function, [_, value])) if source.module.qualified_name(
            function
        ) in ("typing.NewType", "typing.TypeAliasType"):
            return reader.type(value)
        case ast.Assign(_, value):
            return reader.type(value)
        case ast.AnnAssign(_, _, value) if value is not None:
            return reader.type(value)
        case _:
            value = getattr(source.node, "value", None)
            return reader.type(value) if isinstance(value, ast.expr) else UNKNOWN


def _without_null_member(enum: Enum) -> Type:
    """Return an enum with a member for null as a nullable enum."""
    members = tuple(member for member in enum.members if member.value is not None)
    if len(members) == len(enum.members):
        return enum
    return nullable(replace(enum, members=members))


def _without_values(text: str, type: Type) -> str:
    """Remove the list of values from the docstring of an alias of literals."""
    inner = type.type if isinstance(type, Nullable) else type
    if not isinstance(inner, Enum):
        return text
    kept = [line for line in text.split("\n") if not line.startswith("- ")]
    is_list = any(line.startswith("- ") for line in text.split("\n"))
    return "\n".join(kept).strip() if is_list else text


def _distinct(fields: Sequence[Field]) -> tuple[Field, ...]:
    """Return fields with distinct names; the last one of a name replaces the others."""
    return tuple({field.name: field for field in fields}.values())


def _doc_of(source: Source) -> str:
    node = source.class_node
    if node is None:
        return source.module.docs.get(source.name, "")
    return clean_doc(ast.get_docstring(node, clean=False) or "")


def _deprecation(source: Source) -> Deprecation | None:
    """Read the decorator `@deprecated("..")` (PEP 702)."""
    node = source.class_node
    for decorator in node.decorator_list if node else ():
        match decorator:
            case ast.Call(function, [ast.Constant(str(reason)), *_]) if (
                source.module.qualified_name(function) == "typing.deprecated"
            ):
                return Deprecation(reason=reason)
            case _:
                pass
    return None
