"""Check generated code: its syntax tree has no statement of an input, and an import runs none."""

from __future__ import annotations

import ast
import builtins
import importlib
import re
import sys
import types
import unicodedata
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeGuard

from fuzz.findings import BrokenPromiseError
from fuzz.payloads import MODULE, NUMBER

STATEMENTS = (
    ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign,
)  # fmt: skip
"""The statements of a module and of a class; a string, a rebuild of a model and a type are others."""
MODULES = frozenset({
    "__future__", "annotated_types", "base64", "collections", "dataclasses", "datetime", "decimal", "enum",
    "fractions", "functools", "importlib", "ipaddress", "itertools", "json", "keyword", "math", "msgspec", "operator",
    "pydantic", "pydantic_core", "re", "string", "sys", "types", "typing", "typing_extensions", "uuid",
    "warnings", "zoneinfo", "urllib",
})  # fmt: skip


def check_code(text: str, modules: frozenset[str] = frozenset()) -> None:
    """Parse a module; raise `BrokenPromiseError` if it is no Python, or has code of an input.

    `modules` are those that options name, which it may import, too.
    """
    _check_characters(text)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            tree = ast.parse(text.encode())
    except (SyntaxError, ValueError, UnicodeError, RecursionError) as error:
        raise BrokenPromiseError(f"no Python: {error}\n{text}") from error
    for node in _foreign(tree, text, MODULES | modules):
        raise BrokenPromiseError(f"line {node.lineno} has code of an input:\n{text}")


def _check_characters(text: str) -> None:
    """Raise `BrokenPromiseError` for characters that hide code from a reader, or end a line."""
    for character in set(text) - {"\n", "\t"}:
        is_bidi = unicodedata.bidirectional(character) in _BIDI
        if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or is_bidi:
            raise BrokenPromiseError(f"the raw character U+{ord(character):04X}:\n{text}")


_BIDI = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})


def _foreign(tree: ast.Module, text: str, modules: frozenset[str]) -> Iterator[ast.stmt | ast.expr]:
    """Yield what no generated module has."""
    pending: list[ast.stmt] = [*tree.body]
    while pending:
        statement = pending.pop()
        if not _is_expected(statement):
            yield statement
        match statement:
            case ast.ClassDef(body=body):
                pending += body
            case ast.If(body=body, orelse=other):
                pending += body + other
            case ast.Import() | ast.ImportFrom() if _is_foreign(statement, modules):
                yield statement
            case _:
                pass
    if _SUSPECT.search(text):  # a walk over all nodes takes most of the time
        yield from (node for node in ast.walk(tree) if _is_foreign(node, modules))


_SUSPECT = re.compile(rf"\b(?:{NUMBER}|{MODULE}|exec|eval|compile|__import__|open)\b")


def _is_foreign(node: ast.AST, modules: frozenset[str]) -> TypeGuard[ast.stmt | ast.expr]:
    match node:
        case ast.Call(args=arguments) if any(_is_canary(argument) for argument in arguments):
            return True
        case ast.Call(func=ast.Name(id=("exec" | "eval" | "compile" | "__import__" | "open"))):
            return True
        case ast.Import(names=names):
            return any(alias.name.partition(".")[0] not in modules for alias in names)
        case ast.ImportFrom(level=0, module=module):
            return (module or "").partition(".")[0] not in modules
        case _:
            return False


def _is_canary(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == NUMBER and type(node.value) is int


def _is_expected(node: ast.stmt) -> bool:
    match node:
        case ast.Expr(value=ast.Constant(value=str())):
            return True
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=("model_rebuild" | "update")))):
            return True
        case ast.If(test=(ast.Name(id="TYPE_CHECKING") | ast.UnaryOp(op=ast.Not()))) | ast.Pass():
            return True
        case _:
            return isinstance(node, STATEMENTS) or type(node).__name__ == "TypeAlias"


class _Canary:
    """Counts the calls of `CANARY`."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, *_: object, **__: object) -> None:
        self.calls += 1


def import_code(files: Sequence[tuple[str, str]], folder: Path) -> None:
    """Import a module or the modules of a package, warnings as errors; raise `BrokenPromiseError`.

    A package is written to `folder`, which must be empty.
    """
    canary = _Canary()
    builtins.CANARY = canary  # type: ignore[attr-defined]
    before = set(sys.modules)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            _import_module(files[0][1]) if len(files) == 1 else _import_package(files, folder)
    except BaseException as error:
        text = "\n".join(f"--- {name}\n{text}" for name, text in files)
        raise BrokenPromiseError(f"{type(error).__name__} on import: {error}\n{text}") from error
    finally:
        del builtins.CANARY  # type: ignore[attr-defined]
        loaded = [name for name in sys.modules if name not in before and name.startswith("fuzzed")]
        for name in loaded:
            del sys.modules[name]
    if canary.calls or MODULE in sys.modules:
        raise BrokenPromiseError("importing the models ran code of an input")


def _import_module(text: str) -> None:
    module = types.ModuleType("fuzzed")
    sys.modules["fuzzed"] = module
    code = compile(text.encode(), "fuzzed.py", "exec", dont_inherit=True)
    exec(code, module.__dict__)  # noqa: S102  the purpose of this program


def _import_package(files: Sequence[tuple[str, str]], folder: Path) -> None:
    package = folder / "fuzzed"
    package.mkdir()
    for name, text in files:
        (package / name).write_bytes(text.encode())
    importlib.invalidate_caches()
    sys.path.insert(0, str(folder))
    try:
        importlib.import_module("fuzzed")
        for name in {name.removesuffix(".py") for name, _ in files} - {"__init__"}:
            importlib.import_module(f"fuzzed.{name}")
    finally:
        sys.path.remove(str(folder))
