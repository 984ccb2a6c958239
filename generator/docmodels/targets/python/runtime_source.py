"""Read Python modules whose source becomes a part of generated modules, as a whole or by name.

A runtime module is ordinary code, which type checkers and tests see; its source is copied verbatim.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pkgutil import get_data

from msgspec import Struct, field
from msgspec.structs import replace

from docmodels.targets.python.source import Import

HELPERS_MODULE = "._types"
"""The module of a package that defines the runtime helpers."""

CODEC_MODULE = "._codec"
"""The module of a package that defines the codec of its classes."""

ResolveImport = Callable[[Import], Import]
"""Returns an import, with an alias if its name is the name of a class."""


class Statement(Struct, frozen=True, dict=True):
    """A top-level statement: its lines (from 1), the names that it binds, and its syntax tree."""

    first: int
    last: int
    binds: frozenset[str]
    node: ast.stmt

    @cached_property
    def uses(self) -> frozenset[str]:
        """The names that it uses."""
        return frozenset(_used(self.node))


class RuntimeSource(Struct, frozen=True):
    """The source of a runtime module: its lines, its statements, its imports by bound name, and the
    public names that it defines."""

    lines: tuple[str, ...]
    statements: tuple[Statement, ...]
    imports: Mapping[str, Import]
    names: frozenset[str]
    modules: Mapping[str, str] = field(default_factory=dict[str, str])
    external: frozenset[str] = frozenset()

    def replace(self, old: str, new: str) -> RuntimeSource:
        """Return the source with `new` in place of `old`, which it contains once."""
        text = "\n".join(self.lines)
        if text.count(old) != 1:
            raise ValueError(f"the runtime contains {old!r} {text.count(old)} times")
        return parse_runtime(text.replace(old, new), self.modules, self.external)

    @property
    def body(self) -> str:
        """The source below the imports, to the end of the file."""
        return "\n".join(self.lines[self.statements[0].first - 1 :]) if self.statements else ""

    def texts(self, names: Iterable[str]) -> frozenset[str]:
        """Return the source of each statement that binds one of `names`."""
        wanted = frozenset(names)
        return frozenset(
            self._text([statement])
            for statement in self.statements
            if not statement.binds.isdisjoint(wanted)
        )

    def select(self, names: Iterable[str]) -> tuple[str, frozenset[Import], frozenset[str]]:
        """Return the source of `names` and of all that it requires.

        Also return its imports, and the names that it binds.
        """
        required, size = set(names), 0
        while len(required) > size:
            size = len(required)
            for statement in self.statements:
                if statement.binds & required:
                    required |= statement.uses
        chosen = [statement for statement in self.statements if statement.binds & required]
        uses = frozenset[str]().union(*(statement.uses for statement in chosen))
        imports = frozenset(self.imports[name] for name in uses & self.imports.keys())
        binds = frozenset[str]().union(*(statement.binds for statement in chosen))
        return self._text(chosen), imports, binds

    def _text(self, statements: Iterable[Statement]) -> str:
        """Return the lines of statements; adjacent ones keep the blank lines between them."""
        lines: list[str] = []
        end = 0
        for statement in statements:
            between = self.lines[end : statement.first - 1]
            lines += between if end and not any(between) else ("", "") if lines else ()
            lines += self.lines[statement.first - 1 : statement.last]
            end = statement.last
        return "\n".join(lines)


NO_RUNTIME = RuntimeSource((), (), {}, frozenset())


def read_runtime(
    package: str,
    file: str,
    modules: Mapping[str, str] | None = None,
    external: frozenset[str] = frozenset(),
) -> RuntimeSource:
    """Read the runtime module `file` of a Python package; the module is not imported.

    `modules` maps modules that it imports to the modules of a generated package in their place.
    `external` are names that every generated module defines itself.
    """
    source = get_data(package, file)
    if source is None:
        raise FileNotFoundError(f"{package} has no {file}")
    text = source.decode().replace("\r\n", "\n")
    return parse_runtime(text, modules or {}, external)


def parse_runtime(
    text: str, modules: Mapping[str, str], external: frozenset[str] = frozenset()
) -> RuntimeSource:
    """Return the runtime of a source text; see `read_runtime`."""
    imports: dict[str, Import] = {}
    statements: list[Statement] = []
    for node in ast.parse(text).body[1:]:  # below the docstring
        if isinstance(node, ast.Import | ast.ImportFrom):
            imports |= {import_.bound: import_ for import_ in _imports(node, modules)}
        elif _is_docstring(node) and statements:
            statements[-1] = replace(statements[-1], last=node.end_lineno or node.lineno)
        else:
            statements.append(_statement(node))
    copied = tuple(statement for statement in statements if not statement.binds & external)
    names = {name for statement in copied for name in statement.binds}
    public = frozenset(name for name in names if not name.startswith("_"))
    return RuntimeSource(tuple(text.split("\n")), copied, imports, public, modules, external)


def _imports(node: ast.Import | ast.ImportFrom, modules: Mapping[str, str]) -> Iterator[Import]:
    for alias in node.names:
        if isinstance(node, ast.Import):
            yield Import(alias.name, "", alias.asname or "")
        elif node.module != "__future__":
            module = node.module or ""
            yield Import(modules.get(module, module), alias.name, alias.asname or "")


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _statement(node: ast.stmt) -> Statement:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
    return Statement(first, node.end_lineno or first, frozenset(_bound(node)), node)


def _bound(node: ast.stmt) -> Iterator[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Assign(targets=targets):
            yield from (target.id for target in targets if isinstance(target, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name
        case ast.If(body=body, orelse=orelse):
            for inner in (*body, *orelse):
                yield from _bound(inner)
        case _:
            raise TypeError(f"line {node.lineno}: a runtime module has no such statement")


def _used(node: ast.AST) -> Iterator[str]:
    """Yield the names in a statement, those in the quoted type of a `cast` included."""
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            yield part.id
        elif isinstance(part, ast.Call) and isinstance(part.func, ast.Name):
            quoted = part.args[0] if part.func.id == "cast" else None
            if isinstance(quoted, ast.Constant) and isinstance(quoted.value, str):
                yield from _used(ast.parse(quoted.value))


def helper(name: str) -> Import:
    """Return the import of a helper in a package."""
    return Import(HELPERS_MODULE, name)


def is_helper(requested: Import) -> bool:
    """Whether an import is that of a helper."""
    return requested.module == HELPERS_MODULE


def render_helpers(
    source: RuntimeSource, imports: Iterable[Import], resolve_import: ResolveImport
) -> tuple[str, frozenset[Import]]:
    """Return the source of the helpers among `imports`, and the imports of that source."""
    names = (import_.name for import_ in imports if is_helper(import_))
    text, helper_imports, binds = source.select(names)
    renamed = {
        import_.bound: resolve_import(import_).bound
        for import_ in (*helper_imports, *map(helper, binds))
    }
    changes = {old: new for old, new in renamed.items() if old != new}
    if changes:
        pattern = re.compile(rf"\b({'|'.join(changes)})\b")
        text = pattern.sub(lambda match: changes[match[0]], text)
    return text, frozenset(resolve_import(import_) for import_ in helper_imports)
