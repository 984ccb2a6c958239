"""Read enum classes: their members, in order, with the docstrings below them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import INVALID_LITERAL
from docmodels.ir import Enum, EnumMember, Json
from docmodels.readers.python_models.annotations import base_of
from docmodels.readers.python_models.docstrings import split_doc
from docmodels.readers.python_models.sources import Source, SourceIndex
from docmodels.readers.python_models.syntax import docstring_of
from docmodels.readers.python_models.values import Evaluator, NotConstant

_UNKNOWN_VALUE = object()


def read_enum(source: Source, evaluator: Evaluator, notes: list[Note]) -> Enum:
    """Read an enum; a member whose value is computed is left out, with a note."""
    members: list[EnumMember] = []
    is_closed = True
    for name, node, doc in _statements(source):
        value = _value(source, name, node, evaluator, len(members))
        if value is _UNKNOWN_VALUE:
            text = source.module.source(node)
            message = f"the value `{text}` of `{source.name}.{name}` is not a constant"
            help = "write a literal; until then, the enum accepts other values too"
            origin = source.module.origin(node)
            notes.append(INVALID_LITERAL.at(origin, message, help, len(text)))
            is_closed = False
            continue
        split = split_doc(doc)
        member = EnumMember(value=value, name=name, doc=split.text, deprecation=split.deprecation)
        members.append(member)
    base = base_of([member.value for member in members if member.value is not None])
    return Enum(members=tuple(members), closed=is_closed, base=base)


def enum_value(index: SourceIndex, source: Source, member: str) -> Json:
    """Return the value of a member of an enum. Raises `NotConstant` if it is none."""
    evaluator = Evaluator(source.module, lambda owner, name: _no_member())
    for number, (name, node, _) in enumerate(_statements(source)):
        if name == member:
            value = _value(source, name, node, evaluator, number)
            if value is not _UNKNOWN_VALUE:
                return value
    raise NotConstant


def _no_member() -> Json:
    raise NotConstant


def _value(
    source: Source, name: str, node: ast.expr, evaluator: Evaluator, number: int
) -> Json | object:
    if isinstance(node, ast.Call):
        called = source.module.qualified_name(node.func)
        if called == "enum.auto":
            return name.lower() if _is_string_enum(source) else number + 1
    if isinstance(node, ast.Tuple) and node.elts and _is_string_enum(source):
        node = node.elts[0]  # `str("red", "..")`: the first part is the text
    try:
        return evaluator.value(node)
    except NotConstant:
        return _UNKNOWN_VALUE


def _is_string_enum(source: Source) -> bool:
    node = source.class_node
    names = [source.module.qualified_name(base) for base in (node.bases if node else ())]
    return "enum.StrEnum" in names


def _statements(source: Source) -> Iterator[tuple[str, ast.expr, str]]:
    """Yield the name, value and docstring of each member."""
    node = source.class_node
    if node is None:
        yield from _functional(source)
        return
    for statement, following in zip(node.body, [*node.body[1:], None], strict=True):
        match statement:
            case ast.Assign([ast.Name(name)], value) if not name.startswith("_"):
                yield name, value, docstring_of(following)
            case ast.AnnAssign(ast.Name(name), _, value) if value and not name.startswith("_"):
                yield name, value, docstring_of(following)
            case _:
                pass


def _functional(source: Source) -> Iterator[tuple[str, ast.expr, str]]:
    """Yield the members of `Enum("Colour", "RED GREEN")` and of its other forms."""
    match source.node:
        case ast.Assign(_, ast.Call(_, [_, members, *_])):
            pass
        case _:
            return
    match members:
        case ast.Constant(str(text)):
            names = text.replace(",", " ").split()
            for number, name in enumerate(names, 1):
                yield name, ast.copy_location(ast.Constant(number), members), ""
        case ast.Dict(keys, values):
            for key, value in zip(keys, values, strict=True):
                if isinstance(key, ast.Constant):
                    yield str(key.value), value, ""
        case ast.List(items) | ast.Tuple(items):
            for number, item in enumerate(items, 1):
                match item:
                    case ast.Tuple([ast.Constant(str(name)), value]):
                        yield name, value, ""
                    case ast.Constant(str(name)):
                        yield name, ast.copy_location(ast.Constant(number), item), ""
                    case _:
                        pass
        case _:
            pass
