"""Arrange items in modules: sort them, decide what each module imports, break import cycles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from docmodels.ir.graph import sort_topologically, strongly_connected_components
from docmodels.targets.plan.options import Layout
from docmodels.targets.python.file_names import assign_file_names
from docmodels.targets.python.source import Import, PyItem

TYPE_CHECKING = Import("typing", "TYPE_CHECKING")


_NO_IMPORTS = frozenset[Import]()
"""An empty set takes as much memory as one of four imports, so that all modules share one."""


class Placed(Struct, frozen=True):
    """An item and the definition whose module it is written to."""

    item: PyItem
    module: str


class ItemModule(Struct, frozen=True):
    """A module with the names that it exports, its items in order, and its imports.

    Imports are at the top, for type checkers only, or below the items (`deferred_imports`). `tail`
    are the last statements.
    """

    path: str
    exports: frozenset[str] = frozenset()
    items: tuple[PyItem, ...] = ()
    imports: frozenset[Import] = frozenset()
    type_checking_imports: frozenset[Import] = frozenset()
    deferred_imports: frozenset[Import] = frozenset()
    tail: tuple[str, ...] = ()


class Arrangement(Struct, frozen=True):
    """All modules of an output, and their items in the order of the plan.

    `init` is the `__init__.py` of a package, which imports the modules.
    """

    items: tuple[PyItem, ...]
    modules: tuple[ItemModule, ...]
    init: ItemModule | None = None


def arrange(placed: list[Placed], layout: Layout) -> Arrangement:
    """Put all items into one module, or those of every definition into a module of a package."""
    items = tuple(entry.item for entry in placed)
    if layout is Layout.PACKAGE:
        return _package(items, placed)
    ordered = tuple(sort_items(items))
    imports = frozenset(import_ for item in ordered for import_ in item.imports)
    return Arrangement(items, (ItemModule("models.py", _names(ordered), ordered, imports),))


def sort_items(items: Iterable[PyItem]) -> list[PyItem]:
    """Sort items topologically by `needs`, then, where there is no cycle, by `mentions`."""
    by_name = {item.name: item for item in items}
    if len(by_name) == 1:
        return [*by_name.values()]
    ordered = sort_topologically(by_name, lambda name: _sorted_dependencies(by_name[name], by_name))
    return [
        by_name[name] for name in sort_topologically(ordered, lambda n: sorted(by_name[n].needs))
    ]


def _sorted_dependencies(item: PyItem, by_name: Mapping[str, PyItem]) -> list[str]:
    """Return the items that precede an item; an alias is preceded only by what it needs.

    Pyright resolves a cycle of classes and an alias only if the alias comes first.
    """
    uses = item.needs | item.mentions if item.kind == "class" else item.needs
    return sorted(uses & by_name.keys(), key=lambda name: (name not in item.needs, name))


def _names(items: Iterable[PyItem]) -> frozenset[str]:
    return frozenset(item.name for item in items)


# --- packages --------------------------------------------------------------------------------------


class _Graph(Struct, frozen=True):
    """The modules of a package: modules and imports by name, files by module, and the strongly
    connected components of modules, by all uses and by uses at run time."""

    module_by_name: Mapping[str, str]
    imports: Mapping[str, Import]
    file_by_module: Mapping[str, str]
    import_sccs: Mapping[str, int]
    runtime_sccs: Mapping[str, int]


def _package(items: tuple[PyItem, ...], placed: list[Placed]) -> Arrangement:
    """Put every definition into its own module.

    An import that would be cyclic is for type checkers only. `__init__.py` runs before any other
    module of the package and imports them all.
    """
    module_by_name = {entry.item.name: entry.module for entry in placed}
    file_names = assign_file_names(dict.fromkeys(module_by_name.values()))
    graph = _Graph(
        module_by_name,
        {name: Import(f".{file_names[module]}", name) for name, module in module_by_name.items()},
        file_names,
        _components(placed, module_by_name, lambda item: item.needs | item.mentions),
        _components(placed, module_by_name, lambda item: item.needs | item.calls),
    )
    items_by_module: dict[str, list[PyItem]] = {module: [] for module in file_names}
    for entry in placed:
        items_by_module[entry.module].append(entry.item)
    modules = tuple(
        _definition_module(module, module_items, graph)
        for module, module_items in items_by_module.items()
    )
    names = frozenset(module_by_name)
    init = ItemModule("__init__.py", names, imports=frozenset(graph.imports.values()))
    return Arrangement(items, modules, init)


def _components(
    placed: list[Placed], module_by_name: Mapping[str, str], uses: Callable[[PyItem], Iterable[str]]
) -> dict[str, int]:
    """Map each module to its strongly connected component in the graph of one kind of use."""
    edges: dict[str, list[str]] = {entry.module: [] for entry in placed}
    for entry in placed:
        edges[entry.module] += sorted(
            {module_by_name[name] for name in uses(entry.item)} - {entry.module}
        )
    return strongly_connected_components(edges)


def _definition_module(module: str, items: list[PyItem], graph: _Graph) -> ItemModule:
    ordered = tuple(sort_items(items))
    imports = {import_ for item in ordered for import_ in item.imports}
    type_checking, deferred = set[Import](), set[Import]()
    needs = {name for item in ordered for name in item.needs}
    calls = {name for item in ordered for name in item.calls}
    for name in {name for item in ordered for name in item.needs | item.mentions}:
        other = graph.module_by_name[name]
        if other == module:
            continue
        if graph.import_sccs[other] != graph.import_sccs[module] or name in needs:
            imports.add(graph.imports[name])
        elif name not in calls:
            type_checking.add(graph.imports[name])
        elif graph.runtime_sccs[other] == graph.runtime_sccs[module]:
            deferred.add(graph.imports[name])
        else:
            imports.add(graph.imports[name])
    if type_checking:
        imports.add(TYPE_CHECKING)
    return ItemModule(
        path=f"{graph.file_by_module[module]}.py",
        exports=_names(ordered),
        items=ordered,
        imports=frozenset(imports),
        type_checking_imports=frozenset(type_checking) if type_checking else _NO_IMPORTS,
        deferred_imports=frozenset(deferred) if deferred else _NO_IMPORTS,
    )
