"""Put items into modules: sort them, import what they need, break cycles between files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from docmodels.targets.plan.identifiers import assign_names, snake
from docmodels.targets.plan.order import sort_topologically, strongly_connected_components
from docmodels.targets.pydantic.runtime import (
    CODEC_MODULE,
    ResolveImport,
    is_helper,
    render_helpers,
)
from docmodels.targets.python.imports import export_sort_key, import_lines
from docmodels.targets.python.source import Import, PyItem, PyModule, docstring

TYPE_CHECKING = Import("typing", "TYPE_CHECKING")


@dataclass(frozen=True, slots=True)
class Placed:
    """An item and the definition whose module it is written to."""

    item: PyItem
    module: str


@dataclass(frozen=True, slots=True)
class TargetRuntime:
    """The parts of a target's modules besides the items.

    `needs_rebuild`: call `model_rebuild()` on classes that refer to later ones. `checks` are the
    lines with the schemas of runtime checks. `codec` is the source of a codec, `codec_names` are
    its public names, `helpers` the runtime helpers that each module needs.
    """

    needs_rebuild: bool = False
    codec: str = ""
    codec_imports: tuple[Import, ...] = ()
    codec_names: tuple[str, ...] = ()
    helpers: tuple[Import, ...] = ()
    checks: tuple[str, ...] = ()


def sort_items(items: Iterable[PyItem]) -> list[PyItem]:
    """Sort items topologically by `needs`, then, where there is no cycle, by `mentions`."""
    by_name = {item.name: item for item in items}
    ordered = sort_topologically(by_name, lambda name: _sorted_dependencies(by_name[name], by_name))
    return [
        by_name[name] for name in sort_topologically(ordered, lambda n: sorted(by_name[n].needs))
    ]


def _sorted_dependencies(item: PyItem, by_name: Mapping[str, PyItem]) -> list[str]:
    """Return the items that precede an item; an alias is preceded only by what it needs.

    Pyright resolves a cycle of classes and an alias only if the alias comes first.
    """
    uses = (item.needs | item.mentions if item.is_class else item.needs) & by_name.keys()
    return sorted(uses, key=lambda name: (name not in item.needs, name))


def deferred_classes(items: Sequence[PyItem]) -> dict[str, list[str]]:
    """Return the classes to rebuild, by the item that binds the last name that they refer to.

    pydantic completes a class at its definition if all names that it reaches are bound. The other
    classes are rebuilt as soon as they are: pydantic would compute an incomplete class again for
    each class that refers to it.
    """
    place = {item.name: number for number, item in enumerate(items)}
    edges = {item.name: sorted((item.needs | item.mentions) & place.keys()) for item in items}
    component, last = strongly_connected_components(edges), dict[int, str]()
    for name in sorted(edges, key=lambda name: -component[name]):
        reached_names = (
            last[component[other]] for other in edges[name] if component[other] in last
        )
        last[component[name]] = max([name, *reached_names], key=place.__getitem__)
    deferred: dict[str, list[str]] = {}
    for item in items:
        if item.is_class and (end := last[component[item.name]]) != item.name:
            deferred.setdefault(end, []).append(item.name)
    return deferred


def one_module(
    items: Iterable[Placed], doc: str, runtime: TargetRuntime, resolve_import: ResolveImport
) -> PyModule:
    """Put all items into one module; `resolve_import` adds an alias to an import that clashes."""
    ordered = sort_items(placed.item for placed in items)
    if runtime.needs_rebuild:
        deferred = deferred_classes(ordered)
        ordered = [
            replace(import_, after=_rebuild_lines(deferred.get(import_.name, [])))
            for import_ in ordered
        ]
    imports = {*runtime.helpers, *(import_ for item in ordered for import_ in item.imports)}
    helpers, helper_imports = render_helpers(imports, resolve_import)
    item_imports = {import_ for import_ in imports if not is_helper(import_)}
    above_imports = {import_ for import_ in helper_imports if import_.module != CODEC_MODULE}
    return PyModule(
        path="models.py",
        doc=docstring(doc),
        imports=import_lines({*runtime.codec_imports, *item_imports, *above_imports}),
        type_checking_imports=(),
        exports=_export_names(ordered),
        items=tuple(ordered),
        tail=runtime.checks,
        codec_source=runtime.codec,
        helper_source=helpers,
    )


def _export_names(items: Iterable[PyItem]) -> tuple[str, ...]:
    return tuple(sorted((item.name for item in items), key=export_sort_key))


def _rebuild_lines(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{name}.model_rebuild()" for name in names)


def package(placed: Iterable[Placed], doc: str, runtime: TargetRuntime) -> list[PyModule]:
    """Put every definition into its own module; return them after `__init__.py`.

    An import that would be cyclic is for type checkers only. `__init__.py` runs before any other
    module of the package, imports them all, and rebuilds the incomplete classes.
    """
    entries = list(placed)
    module_by_name = {entry.item.name: entry.module for entry in entries}
    file_names = assign_names(dict.fromkeys(module_by_name.values()), snake, lambda name: False)
    items = {entry.item.name: entry.item for entry in entries}
    graph = Graph(
        module_by_name,
        file_names,
        _components(entries, module_by_name, lambda item: item.needs | item.mentions),
        _components(entries, module_by_name, lambda item: item.needs | item.calls),
    )
    items_by_module: dict[str, list[PyItem]] = {module: [] for module in file_names}
    for entry in entries:
        items_by_module[entry.module].append(entry.item)
    modules = [
        _definition_module(module, module_items, graph, runtime)
        for module, module_items in items_by_module.items()
    ]
    init_module = _init_module(items, modules, doc, graph, runtime)
    imports = import_lines(runtime.codec_imports)
    codec_module = PyModule(
        "_codec.py", "", imports, (), runtime.codec_names, (), codec_source=runtime.codec
    )
    return [
        init_module,
        *([codec_module] if runtime.codec else []),
        *_types_module(items.values(), runtime),
        *modules,
    ]


def _types_module(items: Iterable[PyItem], runtime: TargetRuntime) -> list[PyModule]:
    """Write `_types.py` with the runtime helpers that the items use, if there are any."""
    imports = {
        import_._replace(alias="")
        for item in items
        for import_ in item.imports
        if is_helper(import_)
    }
    helpers, helper_imports = render_helpers(imports, lambda import_: import_)
    exports = tuple(sorted((import_.name for import_ in imports), key=export_sort_key))
    lines = import_lines(helper_imports)
    module = PyModule(
        "_types.py", "", lines, (), exports, (), tail=runtime.checks, helper_source=helpers
    )
    return [module] if imports else []


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


@dataclass(frozen=True, slots=True)
class Graph:
    """The modules of a package: modules by name, files by module, and the strongly connected
    components of modules, by all uses and by uses at run time."""

    module_by_name: Mapping[str, str]
    file_by_module: Mapping[str, str]
    import_sccs: Mapping[str, int]
    runtime_sccs: Mapping[str, int]

    def import_of(self, name: str) -> Import:
        """Return the import of `name` from its module."""
        return Import(f".{self.file_by_module[self.module_by_name[name]]}", name)


def _definition_module(
    module: str, items: list[PyItem], graph: Graph, runtime: TargetRuntime
) -> PyModule:
    ordered = sort_items(items)
    imports = {import_ for item in ordered for import_ in item.imports}
    type_checking, deferred = set[Import](), set[Import]()
    needs = {name for item in ordered for name in item.needs}
    calls = {name for item in ordered for name in item.calls}
    for name in sorted({name for item in ordered for name in item.needs | item.mentions}):
        other = graph.module_by_name[name]
        if other == module:
            continue
        if graph.import_sccs[other] != graph.import_sccs[module] or name in needs:
            imports.add(graph.import_of(name))
        elif name not in calls:
            type_checking.add(graph.import_of(name))
        else:
            (deferred if graph.runtime_sccs[other] == graph.runtime_sccs[module] else imports).add(
                graph.import_of(name)
            )
    if type_checking:
        imports.add(TYPE_CHECKING)
    return PyModule(
        path=f"{graph.file_by_module[module]}.py",
        doc="",
        imports=import_lines(imports),
        type_checking_imports=tuple(
            line for group in import_lines(type_checking) for line in group
        ),
        exports=_export_names(ordered),
        items=tuple(ordered),
        tail=tuple(f"{line}  # noqa: E402" for group in import_lines(deferred) for line in group),
    )


def _init_module(
    items: Mapping[str, PyItem],
    modules: list[PyModule],
    doc: str,
    graph: Graph,
    runtime: TargetRuntime,
) -> PyModule:
    """Write `__init__.py`, which exports every name and rebuilds the incomplete classes."""
    classes = _needs_rebuild(items, modules, graph) if runtime.needs_rebuild else []
    return PyModule(
        path="__init__.py",
        doc=docstring(doc),
        imports=import_lines(
            (*(graph.import_of(name) for name in items), *_inherited_imports(classes, items))
        ),
        type_checking_imports=(),
        exports=_export_names(items.values()),
        items=(),
        tail=tuple(f"{name}.model_rebuild(_types_namespace=globals())" for name in classes),
    )


def _inherited_imports(classes: Iterable[str], items: Mapping[str, PyItem]) -> set[Import]:
    """Return the imports that inherited annotations of classes to rebuild need in `__init__.py`."""
    inherited: set[Import] = set()
    for name in classes:
        ancestors, stack = set[str](), [name]
        while stack:
            bases = items[stack.pop()].needs - ancestors
            ancestors |= bases
            stack.extend(bases)
        imports = {
            import_
            for ancestor in ancestors
            if items[ancestor].is_class
            for import_ in items[ancestor].imports
        }
        inherited |= imports - items[name].imports
    used = (import_ for import_ in inherited if import_.name not in ("", "BaseModel", "ConfigDict"))
    return {import_._replace(alias=import_.bound) for import_ in used}


def _needs_rebuild(items: Mapping[str, PyItem], modules: list[PyModule], graph: Graph) -> list[str]:
    """List the classes that refer to a class they cannot import, or to an incomplete one."""
    unbound: set[str] = set()
    for module in modules:
        unseen = {item.name for item in module.items}
        unseen.update(_unbound_names(module))
        for item in module.items:
            if (item.needs | item.mentions) & unseen - {item.name}:
                unbound.add(item.name)
            unseen.discard(item.name)
    users: dict[str, list[str]] = {name: [] for name in items}
    for name, item in items.items():
        for other in item.mentions | item.needs:
            users[other].append(name)
    incomplete, stack = set[str](), sorted(unbound)
    while stack:
        name = stack.pop()
        if name not in incomplete:
            incomplete.add(name)
            stack.extend(users[name])
    ordered = sort_items(items.values())
    return [item.name for item in ordered if item.name in incomplete and item.is_class]


def _unbound_names(module: PyModule) -> list[str]:
    """List the names that a module binds only after its classes."""
    deferred = [line.removesuffix("  # noqa: E402") for line in module.tail]
    return [
        name
        for line in (*module.type_checking_imports, *deferred)
        for name in _imported_names(line)
    ]


def _imported_names(line: str) -> list[str]:
    return line.partition(" import ")[2].split(", ")
