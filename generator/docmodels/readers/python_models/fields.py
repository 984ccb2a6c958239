"""Read the fields of a class: their types, names on the wire, presence, defaults and docs."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from docmodels.diagnostics.rules import INVALID_LITERAL, UNSUPPORTED_CONSTRUCT
from docmodels.ir import (
    DEPRECATED,
    Const,
    Default,
    Field,
    Json,
    Nullable,
    Ref,
    Type,
    access_of,
    inferences,
    presence_of,
)
from docmodels.ir.algebra import may_be_null, without_null
from docmodels.readers.python_models.annotations import Annotation, AnnotationReader
from docmodels.readers.python_models.docstrings import split_doc
from docmodels.readers.python_models.facts import Facts, call_facts, is_field_call
from docmodels.readers.python_models.sources import Configuration, Kind, Source, SourceIndex
from docmodels.readers.python_models.syntax import docstring_of
from docmodels.readers.python_models.values import NotConstant
from docmodels.readers.python_models.wire_names import WireNames


class ClassContext(Struct, frozen=True):
    """What the fields of a class depend on.

    `drops_null`: null stands for an absent field that may not be null, as in the dataclasses of
    docmodels. `omits_unset`: fields that were not set are not written, so that None as a default
    only means that the field is optional.
    """

    source: Source
    reader: AnnotationReader
    configuration: Configuration
    names: WireNames
    drops_null: bool = False
    omits_unset: bool = False

    @property
    def kind(self) -> Kind:
        """The kind of the class."""
        return self.source.kind


class NamedField(Struct, frozen=True):
    """A field with its attribute; `is_extra`: it holds the properties without a field."""

    attribute: str
    field: Field
    is_extra: bool = False


def class_context(
    source: Source, reader: AnnotationReader, index: SourceIndex, configuration: Configuration
) -> ClassContext:
    """Return the context of a class."""
    return ClassContext(
        source,
        reader,
        configuration,
        WireNames(source, configuration, reader.notes),
        drops_null=index.is_derived_from(source, "JsonModel"),
        omits_unset=index.is_derived_from(source, "NullableModel"),
    )


def read_fields(context: ClassContext) -> Iterator[NamedField]:
    """Yield the fields that a class declares itself."""
    node = context.source.class_node
    if node is None:
        yield from _functional_fields(context)
        return
    for statement, following in zip(node.body, [*node.body[1:], None], strict=True):
        match statement:
            case ast.AnnAssign(ast.Name(name), annotation, value):
                if _is_field_name(name, context.kind):
                    field = _read_field(context, statement, (name, annotation, value))
                    doc = docstring_of(following)
                    yield from [_with_doc(field, doc, context)] if field else []
            case ast.Assign([ast.Name(name)], value) if _is_v1_field(context, name, value):
                _note(context, statement, f"`{name}` has no annotation; it is left out")
            case _:
                pass


def _is_field_name(name: str, kind: Kind) -> bool:
    """Pydantic takes names with an underscore as private attributes, not as fields."""
    if name == "model_config" or (name.startswith("__") and name.endswith("__")):
        return name == "__root__"
    return not (name.startswith("_") and kind in (Kind.PYDANTIC, Kind.ROOT))


def _is_v1_field(context: ClassContext, name: str, value: ast.expr) -> bool:
    is_plain = isinstance(value, ast.Constant) and not isinstance(value.value, str)
    is_pydantic = context.kind is Kind.PYDANTIC and not name.startswith("_")
    return is_pydantic and context.source.module.uses_pydantic_v1 and is_plain


def _functional_fields(context: ClassContext) -> Iterator[NamedField]:
    """Yield the fields of `TypedDict("X", {"a": int})`."""
    match context.source.node:
        case ast.Assign(_, ast.Call(_, [_, ast.Dict(keys, values), *_])):
            for key, value in zip(keys, values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    if field := _read_field(context, key, (key.value, value, None)):
                        yield field
        case _:
            pass


def _read_field(
    context: ClassContext, node: ast.AST, parts: tuple[str, ast.expr, ast.expr | None]
) -> NamedField | None:
    attribute, annotation_node, value = parts
    annotation = context.reader.field(annotation_node)
    if not annotation.is_field:
        return None
    facts = annotation.facts
    is_call = isinstance(value, ast.Call) and is_field_call(
        context.source.module.qualified_name(value.func)
    )
    if is_call and isinstance(value, ast.Call):
        stated = call_facts(value, context.reader.evaluator)
        type = context.reader.with_facts(annotation.type, stated, value)
        annotation = replace(annotation, type=type)
        facts = facts.merged(stated)
    elif value is not None and not _is_ellipsis(value):
        facts = facts.merged(Facts(default=value))
    field = _field(context, node, attribute, replace(annotation, facts=facts))
    return NamedField(attribute, field, facts.is_extra)


def _is_ellipsis(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is ...


def _field(context: ClassContext, node: ast.AST, attribute: str, annotation: Annotation) -> Field:
    facts = annotation.facts
    wire_name, alternates = context.names.of(attribute, facts)
    type = annotation.type
    is_none = isinstance(facts.default, ast.Constant) and facts.default.value is None
    if is_none and context.drops_null and not facts.may_be_null:
        type = without_null(type) if isinstance(type, Nullable) else type
    is_unset = is_none and not _accepts_null(context, type)
    if is_none and facts.may_be_absent or is_none and context.omits_unset or is_unset:
        default = None
    else:
        default = None if is_none and facts.may_be_null else _default(context, facts, type)
    return Field(
        name=wire_name,
        type=type,
        presence=presence_of(_is_required(context, annotation)),
        default=default,
        alternate_names=alternates,
        title=facts.title,
        doc=facts.doc,
        access=access_of(facts.access == "read-only", facts.access == "write-only"),
        deprecation=facts.deprecation,
        examples=facts.examples,
        inferred=inferences("wire-case", "name") if alternates else (),
        origin=context.source.module.origin(node),
    )


def _accepts_null(context: ClassContext, type: Type) -> bool:
    """Whether null may be a value of the field: a reference may lead to a type that accepts it."""
    return may_be_null(type) or isinstance(type, Ref)


def _is_required(context: ClassContext, annotation: Annotation) -> bool:
    facts = annotation.facts
    if context.kind is Kind.TYPED_DICT:
        is_total = context.configuration.value("total") is not False
        return annotation.presence == "required" or (is_total and annotation.presence == "")
    if facts.is_required:
        return True
    if facts.default is not None or facts.default_factory is not None:
        return False
    if context.source.module.uses_pydantic_v1 and context.kind is Kind.PYDANTIC:
        return not may_be_null(annotation.type)
    return True


_COMPUTED: Final = frozenset(
    {
        *("uuid.uuid1", "uuid.uuid4", "datetime.datetime.now", "datetime.datetime.utcnow"),
        *("datetime.date.today", "time.time", "random.random", "secrets.token_hex"),
    }
)
"""Factories whose value differs from call to call: there is no default to read."""
_UNSET: Final = frozenset({"msgspec.UNSET", "pydantic.MISSING", "pydantic.Undefined"})


def _default(context: ClassContext, facts: Facts, type: Type) -> Default | None:
    """Return the default; None for none, and with a note for one that is computed."""
    module, evaluator = context.source.module, context.reader.evaluator
    node = facts.default
    if facts.default_factory is not None:
        node = facts.default_factory
        if module.qualified_name(node) in _COMPUTED:
            return None
        call = ast.Call(node, [], [])
        node = node.body if isinstance(node, ast.Lambda) else ast.copy_location(call, node)
    if node is None or module.qualified_name(node) in _UNSET:
        return None
    try:
        value: Json = evaluator.value(node)
    except NotConstant:
        shown = facts.default_factory if facts.default_factory is not None else node
        text = module.source(shown)
        message = f"the default `{text}` is not a constant; the field is optional without one"
        help = "write a literal, or leave it: the models then have no default"
        origin = module.origin(shown)
        context.reader.notes.append(INVALID_LITERAL.at(origin, message, help, len(text)))
        return None
    return Default(value=value, origin=module.origin(node))


def _with_doc(field: NamedField, text: str, context: ClassContext) -> NamedField:
    """Return a field with the docstring below it, and what that states about the field."""
    doc = split_doc(text or field.field.doc)
    inner = field.field
    changed = replace(
        inner,
        doc=doc.text,
        deprecation=inner.deprecation or doc.deprecation,
        default=inner.default or (Default(value=doc.default[0]) if doc.default else None),
    )
    if inner.deprecation == DEPRECATED and doc.deprecation:
        changed = replace(changed, deprecation=doc.deprecation)
    return replace(field, field=changed)


def _note(context: ClassContext, node: ast.AST, message: str) -> None:
    origin = context.source.module.origin(node)
    context.reader.notes.append(UNSUPPORTED_CONSTRUCT.at(origin, message))


def tag_field(context: ClassContext) -> Field | None:
    """Return the property that identifies a struct, from `tag` and `tag_field` of msgspec."""
    configuration = context.configuration
    if context.kind is not Kind.STRUCT or not {"tag", "tag_field"} & configuration.settings.keys():
        return None
    property = configuration.value("tag_field")
    stated = configuration.expression("tag")
    value: Json = context.source.name
    if stated is not None:
        node, module = stated
        function = _TAG_FUNCTIONS.get(module.qualified_name(node))
        tag = configuration.value("tag")
        if function is not None:
            value = function(value)
        elif isinstance(tag, str | int) and not isinstance(tag, bool):
            value = tag
        elif tag is False or (isinstance(node, ast.Constant) and tag is None and not property):
            return None
        elif tag is None and not isinstance(node, ast.Constant):
            _note(context, node, f"the tag that `{module.source(node)}` makes is not known")
            return None
    return Field(
        name=property if isinstance(property, str) else "type",
        type=Const(value=value),
        presence="required",
        origin=context.source.module.origin(context.source.node),
    )


_TAG_FUNCTIONS: Final[Mapping[str, Callable[[str], str]]] = {
    "builtins.str.lower": str.lower,
    "builtins.str.upper": str.upper,
    "builtins.str.title": str.title,
}
"""The functions that make a tag of the name of a class."""
