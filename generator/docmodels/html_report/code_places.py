"""Find the generated code of each definition in rendered Python modules."""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from docmodels.html_report.content import CodePlace
from docmodels.ir.drafts import normalize_name

Block = tuple[str, int, int]
"""A name that a module defines, and its first and last line."""


def find_code(names: Sequence[str], modules: Mapping[int, str]) -> dict[str, CodePlace]:
    """Map definitions to the lines that define the class or alias of the same normalized name.

    `modules` are the texts of modules by their index in the report. A name is left out if it is not
    unique among the definitions or in the modules, because its code is unclear then.
    """
    places: dict[str, list[CodePlace]] = defaultdict(list)
    for index, text in modules.items():
        for name, first, last in _blocks(text):
            places[normalize_name(name)].append(CodePlace(index, first, last))
    times = Counter(map(normalize_name, names))
    return {
        name: places[key][0]
        for name in names
        if (key := normalize_name(name)) and times[key] == 1 and len(places.get(key, ())) == 1
    }


def _blocks(text: str) -> Iterator[Block]:
    """Yield the classes and names that a module defines; none if it is not Python of this version."""
    try:
        nodes = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in nodes:
        first, last = node.lineno, node.end_lineno or node.lineno
        match node:
            case ast.ClassDef(name=name, decorator_list=decorators):
                yield name, min([first, *(item.lineno for item in decorators)]), last
            case ast.Assign(targets=targets):
                yield from ((name, first, last) for name in _names(targets))
            case ast.AnnAssign(target=target):
                yield from ((name, first, last) for name in _names([target]))
            case _ if node.__class__.__name__ == "TypeAlias":  # Python 3.12
                yield from ((name, first, last) for name in _names([getattr(node, "name", node)]))
            case _:
                pass


def _names(targets: Iterable[ast.AST]) -> Iterator[str]:
    return (target.id for target in targets if isinstance(target, ast.Name))
