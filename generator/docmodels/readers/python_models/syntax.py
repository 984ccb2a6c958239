"""Parse a Python module, and resolve the names in it to what they were imported as.

Nothing is imported or run. A qualified name is `typing.Optional` for an imported object,
`builtins.str` for a built-in, and `.Pet` for an object of this module or of one beside it.
"""

from __future__ import annotations

import ast
import builtins
import re
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from inspect import cleandoc
from itertools import zip_longest
from typing import Final, TypeAlias

from msgspec import Struct, field

from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.notes import DocmodelsError
from docmodels.diagnostics.rules import UNREADABLE_INPUT
from docmodels.ir import Origin

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef

_SAME_MODULE: Final = {
    "typing_extensions": "typing",
    "collections.abc": "typing",
    "pydantic.v1": "pydantic",
    "pydantic.fields": "pydantic",
    "pydantic.types": "pydantic",
    "pydantic.networks": "pydantic",
    "pydantic.main": "pydantic",
    "pydantic.config": "pydantic",
    "pydantic.root_model": "pydantic",
    "pydantic.generics": "pydantic",
    "pydantic.functional_validators": "pydantic",
    "pydantic.functional_serializers": "pydantic",
    "pydantic.class_validators": "pydantic",
    "pydantic.experimental.missing_sentinel": "pydantic",
    "pydantic_core": "pydantic",
    "mypy_extensions": "typing",
    "warnings": "typing",
}
"""Modules whose objects another module exports under the same name (`warnings.deprecated`)."""

_TYPE_STATEMENT = re.compile(r"^([ \t]*)type[ \t]([^\W\d]\w*)[ \t]=", re.M)
_MAX_DEPTH = 100


class Module(Struct, frozen=True, dict=True):
    """A parsed module.

    `imports` maps local names to qualified names. `bindings` are the statements that define a name
    at the top of the module, the last one for each name. `exported` are the names in `__all__`,
    None if there is none.
    """

    document: Document
    tree: ast.Module
    imports: dict[str, str] = field(default_factory=dict[str, str])
    bindings: dict[str, ast.stmt] = field(default_factory=dict[str, ast.stmt])
    docs: dict[str, str] = field(default_factory=dict[str, str])
    exported: tuple[str, ...] | None = None

    def origin(self, node: ast.AST) -> Origin:
        """Return the place of a node."""
        line, offset = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
        text = self.document.lines[line - 1] if line <= len(self.document.lines) else ""
        return self.document.origin(line, len(text.encode()[:offset].decode(errors="ignore")) + 1)

    def source(self, node: ast.AST) -> str:
        """Return the text of a node on one line, shortened."""
        text = " ".join(ast.unparse(node).split())
        return text if len(text) <= 60 else text[:57] + "..."

    @cached_property
    def uses_pydantic_v1(self) -> bool:
        """Whether it uses what only pydantic 1 has."""
        if any(name.startswith("pydantic.v1") for name in self._imported_modules):
            return True
        names = set(self.imports.values())
        if names & _ONLY_V2:
            return False
        return bool(names & _ONLY_V1) or any(
            isinstance(node, ast.AnnAssign)
            and isinstance(node.target, ast.Name)
            and node.target.id == "__root__"
            for statement in self.bindings.values()
            if isinstance(statement, ast.ClassDef)
            for node in statement.body
        )

    @property
    def _imported_modules(self) -> Iterator[str]:
        for node in self.tree.body:
            if isinstance(node, ast.ImportFrom):
                yield node.module or ""
            elif isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)

    def qualified_name(self, node: ast.expr | None) -> str:
        """Return the qualified name of an expression that is a name; empty for any other."""
        match node:
            case ast.Name(name):
                if name in self.bindings:
                    return f".{name}"
                if name in self.imports:
                    return self.imports[name]
                return f"builtins.{name}" if hasattr(builtins, name) else f".{name}"
            case ast.Attribute(value, attribute):
                inner = self.qualified_name(value)
                return canonical_name(f"{inner}.{attribute}") if inner else ""
            case _:
                return ""


_ONLY_V2 = frozenset(
    {
        "pydantic.ConfigDict",
        "pydantic.RootModel",
        "pydantic.TypeAdapter",
        "pydantic.field_validator",
        "pydantic.model_validator",
        "pydantic.computed_field",
        "pydantic.AliasChoices",
    }
)
_ONLY_V1 = frozenset({"pydantic.validator", "pydantic.root_validator", "pydantic.Extra"})
"""What only one major version has, or what the other deprecates and replaces by another name."""


def canonical_name(name: str) -> str:
    """Return the name under which the tables list an object that several modules export."""
    module, _, last = name.rpartition(".")
    return f"{_SAME_MODULE.get(module, module)}.{last}"


def parse_module(document: Document) -> Module:
    """Parse a module. Raises `DocmodelsError` (`unreadable-input`) if it is not Python."""
    tree = _parse(document)
    module = Module(document, tree, exported=_exported_names(tree))
    for body in _bodies(tree.body):
        for node, following in zip_longest(body, body[1:]):
            _bind(module, node)
            text = docstring_of(following)
            for name in _bound_names(node):
                module.docs[name] = text
    _bind_nested_classes(module)
    return module


def _bind_nested_classes(module: Module) -> None:
    """Bind classes inside classes by their own names, if one class only has the name."""
    classes = [node for node in module.bindings.values() if isinstance(node, ast.ClassDef)]
    nested = [part for node in classes for part in node.body if isinstance(part, ast.ClassDef)]
    counts = Counter(node.name for node in nested)
    for node in nested:
        if counts[node.name] == 1 and node.name not in ("Config", "Meta"):
            module.bindings.setdefault(node.name, node)


def _parse(document: Document) -> ast.Module:
    text = document.text
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                tree = ast.parse(text)
            except SyntaxError:
                # Python 3.11 does not parse `type X = ..`: read it as `X: type= ..`.
                changed = _TYPE_STATEMENT.sub(r"\1\2: type=", text)
                if changed == text:
                    raise
                tree = ast.parse(changed)
        _check_depth(tree)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None) or 1
        reason = getattr(error, "msg", "") or str(error) or "it is nested too deeply"
        message = f"{document.path} is not Python: {reason}"
        help = "fix the file, or run docmodels on the version of Python that it is written for"
        origin = document.origin(line, max(1, getattr(error, "offset", None) or 1))
        raise DocmodelsError(UNREADABLE_INPUT.at(origin, message, help)) from error
    return tree


def _check_depth(tree: ast.Module) -> None:
    """Raise `RecursionError` for expressions that are nested too deeply to be read."""
    level: list[ast.AST] = [tree]
    for _ in range(_MAX_DEPTH):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        if not level:
            return
    raise RecursionError("it is nested too deeply")


def _bodies(body: Sequence[ast.stmt]) -> Iterator[Sequence[ast.stmt]]:
    """Yield the statements of a module, and those of its `if` and `try` blocks."""
    yield body
    for node in body:
        match node:
            case ast.If(_, inner, orelse):
                yield from _bodies(inner)
                yield from _bodies(orelse)
            case ast.Try(inner, handlers, orelse, final):
                for part in (*(handler.body for handler in handlers), inner, orelse, final):
                    yield from _bodies(part)
            case _:
                pass


def _bind(module: Module, node: ast.stmt) -> None:
    match node:
        case ast.Import(names):
            for alias in names:
                local = alias.asname or alias.name.partition(".")[0]
                module.imports[local] = alias.name if alias.asname else local
        case ast.ImportFrom(source, names, level):
            for alias in names:
                name = f".{alias.name}" if level else canonical_name(f"{source}.{alias.name}")
                module.imports[alias.asname or alias.name] = name
        case _:
            for name in _bound_names(node):
                module.bindings[name] = node


def _bound_names(node: ast.stmt) -> list[str]:
    match node:
        case ast.ClassDef(name) | ast.FunctionDef(name) | ast.AsyncFunctionDef(name):
            return [name]
        case ast.AnnAssign(ast.Name(name)):
            return [name]
        case ast.Assign(targets):
            return [target.id for target in targets if isinstance(target, ast.Name)]
        case _:
            target = getattr(node, "name", None)  # `type X = ..` of Python 3.12
            return [target.id] if isinstance(target, ast.Name) else []


def _exported_names(tree: ast.Module) -> tuple[str, ...] | None:
    """Return the names in `__all__`, if it is a list of texts."""
    for node in tree.body:
        match node:
            case ast.Assign([ast.Name("__all__")], ast.List(items) | ast.Tuple(items)):
                names = [item.value for item in items if isinstance(item, ast.Constant)]
                return tuple(name for name in names if isinstance(name, str))
            case _:
                pass
    return None


def docstring_of(node: ast.stmt | None) -> str:
    """Return the text of a statement that is only a string, cleaned; else an empty text."""
    match node:
        case ast.Expr(ast.Constant(str(text))):
            return clean_doc(text)
        case _:
            return ""


def clean_doc(text: str) -> str:
    """Return a docstring without the indentation that its source has (PEP 257)."""
    return cleandoc(text).strip()
