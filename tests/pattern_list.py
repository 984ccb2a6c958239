"""List the regular expressions of the package, how each is used, and texts that make one take long.

`python tests/pattern_list.py` prints those that take more than linear time. A part that may repeat is possessive
(`\\s*+`), and a pattern that is searched begins with white space only where a run of it begins: `(?<!\\s)\\s++`.
"""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, TypeAlias

from msgspec import Struct

from work import cpu_limit

PACKAGE = Path(__file__).parents[1] / "generator" / "docmodels"
CALLS = frozenset(
    {"compile", "match", "search", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
)
ANCHORED = frozenset({"match", "fullmatch"})
PROPERTIES = frozenset({"pattern", "flags"})
LENGTH, SECONDS = 20_000, 0.1
"""The length of a text, and the limit: linear work takes about a millisecond, quadratic work a second."""


@dataclass(frozen=True)
class Use:
    """A regular expression: where it is, and the methods that are called, if they are certain."""

    pattern: str
    flags: int
    places: frozenset[str]
    methods: frozenset[str]

    def apply(self, text: str) -> None:
        """Call the methods on a text; if they are not certain, search for all matches."""
        compiled = re.compile(self.pattern, self.flags)
        for method in self.methods & ANCHORED:
            getattr(compiled, method)(text)
        if not self.methods or self.methods - ANCHORED:
            for _ in compiled.finditer(text):
                pass


@dataclass
class _Calls:
    """The calls of `re` in the package: constants, other ones by place, and methods by name."""

    constants: list[Use]
    others: list[tuple[str, str, str]]
    methods: dict[str, set[str]]


def read_calls() -> _Calls:
    """Read all calls of `re` from the syntax trees of the package."""
    calls = _Calls([], [], {})
    trees = {path: ast.parse(path.read_text("utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}
    parameters = {key: m for tree in trees.values() for key, m in _parameter_methods(tree)}
    for path, tree in trees.items():
        place = path.relative_to(PACKAGE).as_posix()
        imported = _imported_names(tree)
        methods = _methods_by_node(tree, parameters)
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                owner, name = imported.get(node.id, (place, node.id))
                used = methods.get(id(node), {"?"})
                calls.methods.setdefault(f"{owner}:{name}", set()).update(used)
        for statement in tree.body:
            target = _target(statement)
            for call in _calls_of_re(statement):
                _add_call(calls, call, place, target)
    return calls


def _methods_by_node(
    tree: ast.AST, parameters: Mapping[tuple[str, int], set[str]]
) -> dict[int, set[str]]:
    """Return the methods that are called on a name where it stands, or on the parameter that it becomes."""
    methods: dict[int, set[str]] = {}
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=value, attr=attribute) if attribute in CALLS:
                methods[id(value)] = {attribute}
            case ast.Attribute(value=value, attr=attribute) if attribute in PROPERTIES:
                methods[id(value)] = set()
            case ast.Call(func=ast.Name(id=function), args=arguments):
                for position, argument in enumerate(arguments):
                    if (function, position) in parameters:
                        methods[id(argument)] = parameters[function, position]
            case _:
                pass
    return methods


def _parameter_methods(tree: ast.Module) -> Iterator[tuple[tuple[str, int], set[str]]]:
    """Yield the methods that functions call on the parameters that are patterns, by position."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            methods = _methods_by_node(node, {})
            for position, parameter in enumerate(node.args.args):
                if parameter.annotation and "re.Pattern" in ast.unparse(parameter.annotation):
                    uses = (
                        n
                        for n in ast.walk(node)
                        if isinstance(n, ast.Name) and n.id == parameter.arg
                    )
                    yield (node.name, position), {
                        m for n in uses for m in methods.get(id(n), {"?"})
                    }


def _imported_names(tree: ast.Module) -> dict[str, tuple[str, str]]:
    """Return the file and the name of each name that a module imports from the package."""
    names: dict[str, tuple[str, str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("docmodels"):
            stem = "/".join((node.module or "").split(".")[1:])
            file = f"{stem}.py" if (PACKAGE / f"{stem}.py").exists() else f"{stem}/__init__.py"
            names.update((alias.asname or alias.name, (file, alias.name)) for alias in node.names)
    return names


def _target(statement: ast.stmt) -> str:
    """Return the name that a statement assigns, empty for another statement."""
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name
        case _:
            return ""


def _calls_of_re(statement: ast.stmt) -> Iterator[ast.Call]:
    for node in ast.walk(statement):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=name)) if name in CALLS:
                yield node
            case _:
                pass


def _add_call(calls: _Calls, call: ast.Call, place: str, target: str) -> None:
    assert isinstance(call.func, ast.Attribute)
    method = call.func.attr
    pattern = call.args[0]
    if not isinstance(pattern, ast.Constant):
        calls.others.append((place, target, ast.unparse(pattern)))
        return
    methods = {method} if method != "compile" else calls.methods.get(f"{place}:{target}", set())
    position = {"compile": 1, "sub": 4, "subn": 4, "split": 3}.get(method, 2)
    flags = [*call.args[position : position + 1]]
    flags += [keyword.value for keyword in call.keywords if keyword.arg == "flags"]
    value = eval(ast.unparse(flags[0]), {"re": re}) if flags else 0
    calls.constants.append(Use(pattern.value, int(value), frozenset({place}), frozenset(methods)))


def patterns_in(value: Any, seen: set[int] | None = None) -> Iterator[re.Pattern[str]]:
    """Yield the compiled patterns in a value: in containers and in fields of values."""
    seen = set() if seen is None else seen
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, Mapping):
        for inner in [*value.keys(), *value.values()]:
            yield from patterns_in(inner, seen)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for inner in value:
            yield from patterns_in(inner, seen)
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from patterns_in(getattr(value, name), seen)


def modules() -> Iterator[Any]:
    """Import all modules of the package but those that need other packages."""
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE.parent).with_suffix("").as_posix().replace("/", ".")
        if not name.startswith("docmodels.hooks") and not name.endswith("__main__"):
            yield importlib.import_module(name.removesuffix(".__init__"))


def computed_patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield the compiled patterns of all modules by name, and those of functions that cache one."""
    from docmodels.pages import languages
    from docmodels.pages.families.tables import presence, values
    from docmodels.pages.families.tables.words import words
    from docmodels.readers.converted import formats

    for module in modules():
        place = Path(module.__file__).relative_to(PACKAGE).as_posix()
        for name, value in vars(module).items():
            for pattern in patterns_in(value):
                yield f"{place}:{name}", pattern
    for value in (words(), values._leads(), values._others(), values._defaults()):
        yield from (("", pattern) for pattern in patterns_in(value))
    for role in ("optional_text", "required_text"):
        yield "", presence._marks(role)
    for format in vars(formats).values():
        for inner in patterns_in(format):
            yield "", inner
    yield from (("", pattern) for pattern in patterns_in(vars(languages)))


def uses() -> list[Use]:
    """Return all regular expressions of the package, each once."""
    calls = read_calls()
    merged: dict[tuple[str, int], Use] = {}
    computed = [
        Use(
            pattern.pattern,
            pattern.flags & ~re.UNICODE,
            frozenset(name.split(":")[:1]),
            frozenset(calls.methods.get(name, ())),
        )
        for name, pattern in computed_patterns()
        if isinstance(pattern.pattern, str)
    ]
    for use in [*calls.constants, *computed]:
        key = use.pattern, use.flags
        listed = merged.get(key, use)
        merged[key] = Use(*key, listed.places | use.places, listed.methods | use.methods)
    return list(merged.values())


# --- attacks ---------------------------------------------------------------------------------------

Node: TypeAlias = Any
"""A part of a parsed regular expression: a code and its argument."""
COMMON = (" ", "a", "A", "1", "-", "|", "`", "*", "_", "\\", "<", "[", "(", "{", '"', "'", "\n", "#", ",", ".", ":", "\t",
          "a ", "a\n", " \n", "[]", "](", "**", "<a", "`a", "a,", "a.", "a_", "()", "<>", "- ", "\n\n", "&", "=", "1,")  # fmt: skip


def attacks(use: Use, length: int) -> Iterator[str]:
    """Yield long texts that a pattern may need long for.

    They are a part that repeats, before a text that fails, and many beginnings of a match that has no end.
    """
    yield from (text * (length // len(text)) for text in COMMON)
    for prefix, part in repeated_parts(list(parser.parse(use.pattern, use.flags))):
        if part:
            yield from (prefix + part * (length // len(part)) + end for end in ("", "\0", "\n"))
        for start in (prefix, prefix + part, prefix + part * 2, prefix + part + " "):
            if start.strip():
                yield from (start * (length // len(start)) + end for end in ("", "\0"))


def repeated_parts(nodes: list[Node], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield an example of what repeats in a pattern, and of what is before it."""
    for code, argument in nodes:
        match code:
            case codes.MAX_REPEAT | codes.MIN_REPEAT | codes.POSSESSIVE_REPEAT:
                _, most, body = argument
                if most > 20:
                    yield prefix, example(list(body))
                yield from repeated_parts(list(body), prefix)
            case codes.SUBPATTERN:
                yield from repeated_parts(list(argument[-1]), prefix)
            case codes.BRANCH:
                for branch in argument[1]:
                    yield from repeated_parts(list(branch), prefix)
            case codes.ASSERT | codes.ASSERT_NOT:
                yield from repeated_parts(list(argument[1]), prefix)
            case codes.ATOMIC_GROUP:
                yield from repeated_parts(list(argument), prefix)
            case _:
                pass
        prefix += example([(code, argument)])


def example(nodes: list[Node]) -> str:
    """Return a text that a pattern matches, or nearly so."""
    text = ""
    for code, argument in nodes:
        match code:
            case codes.LITERAL:
                text += chr(argument)
            case codes.NOT_LITERAL:
                text += "a" if argument != ord("a") else "b"
            case codes.ANY:
                text += "a"
            case codes.IN:
                text += _example_of_set(argument)
            case codes.MAX_REPEAT | codes.MIN_REPEAT | codes.POSSESSIVE_REPEAT:
                text += example(list(argument[2])) * max(argument[0], min(argument[1], 1))
            case codes.SUBPATTERN:
                text += example(list(argument[-1]))
            case codes.BRANCH:
                text += example(list(argument[1][0]))
            case codes.ATOMIC_GROUP:
                text += example(list(argument))
            case _:
                pass
    return text


def _example_of_set(members: list[Node]) -> str:
    names = {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "a"}
    if members[0][0] is codes.NEGATE:
        compiled = {chr(a) for c, a in members if c is codes.LITERAL}
        return next(char for char in "a 1-.\n\0~" if char not in compiled)
    code, argument = members[0]
    if code is codes.LITERAL:
        return chr(argument)
    return chr(argument[0]) if code is codes.RANGE else names.get(str(argument), "-")


def find_slow_text(use: Use, length: int, seconds: float) -> str | None:
    """Return the start of a text of some length that takes more processor time; None if there is none.

    A text must take it twice: garbage collection of a large process takes as long, but once.
    """
    for text in dict.fromkeys(attacks(use, length)):
        if all(_exceeds(use, text, seconds) for _ in range(2)):
            return text[:40]
    return None


def _exceeds(use: Use, text: str, seconds: float) -> bool:
    try:
        with cpu_limit(seconds):
            use.apply(text)
    except TimeoutError:
        return True
    return False


if __name__ == "__main__":
    for listed in uses():
        if find_slow_text(listed, LENGTH, SECONDS) is not None:
            print(listed.pattern.encode("unicode_escape").decode())
