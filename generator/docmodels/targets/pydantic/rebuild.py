"""Rebuild the classes that refer to later ones: pydantic completes them only on demand.

pydantic builds a class together with all classes that it reaches, so that the time for a cycle
grows with the square of its length. Where a module has many such classes, or many classes at all, each
is built when it is first used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from docmodels.ir.graph import strongly_connected_components
from docmodels.targets.pydantic.base_classes import SHARED_BASES
from docmodels.targets.python.arrangement import Arrangement, ItemModule, sort_items
from docmodels.targets.python.runtime_source import RuntimeSource
from docmodels.targets.python.source import Import, PyItem

MAX_REBUILDS = 40
"""The number of classes that a module rebuilds at most. With 50 classes that refer to each other, an
import takes a quarter of a second for them alone."""

MAX_CLASSES = 300
"""The number of classes that a module builds at most, in about a seventh of a second. A program uses few
of the classes of a larger one, and to build all at first use takes no longer than at import."""


def builds_at_first_use(arrangement: Arrangement) -> bool:
    """Whether a module is imported much faster if each class is built when it is first used.

    A package is not: its modules bind only some of the names that their classes refer to.
    """
    return arrangement.init is None and any(map(_is_slow_to_build, arrangement.modules))


def _is_slow_to_build(module: ItemModule) -> bool:
    if sum(item.kind == "class" for item in module.items) > MAX_CLASSES:
        return True
    return sum(map(len, deferred_classes(module.items).values())) > MAX_REBUILDS


def defer_builds(helpers: RuntimeSource) -> RuntimeSource:
    """Return the runtime helpers with a base class whose subclasses are built at first use."""
    option = "serialize_by_alias=True"
    return helpers.replace(option, f"defer_build=True, {option}")


def add_rebuilds(arrangement: Arrangement) -> Arrangement:
    """Add `model_rebuild()` for incomplete classes: in a module after the item that binds the last
    name that they refer to, in a package to `__init__.py`, which can import all of them."""
    if arrangement.init is None:
        return replace(arrangement, modules=tuple(map(_with_rebuilds, arrangement.modules)))
    items = {item.name: item for item in arrangement.items}
    classes = _incomplete_classes(items, arrangement.modules)
    init = replace(
        arrangement.init,
        imports=arrangement.init.imports | _inherited_imports(classes, items),
        tail=tuple(f"{name}.model_rebuild(_types_namespace=globals())" for name in classes),
    )
    return replace(arrangement, init=init)


def _with_rebuilds(module: ItemModule) -> ItemModule:
    deferred = deferred_classes(module.items)
    items = (
        (
            replace(item, after=tuple(f"{name}.model_rebuild()" for name in deferred[item.name]))
            if item.name in deferred
            else item
        )
        for item in module.items
    )
    return replace(module, items=tuple(items))


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
        if item.kind == "class" and (end := last[component[item.name]]) != item.name:
            deferred.setdefault(end, []).append(item.name)
    return deferred


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
            if items[ancestor].kind == "class"
            for import_ in items[ancestor].imports
        }
        inherited |= imports - items[name].imports
    unused = {"", "ConfigDict", *SHARED_BASES}
    used = (import_ for import_ in inherited if import_.name not in unused)
    return {import_._replace(alias=import_.bound) for import_ in used}


def _incomplete_classes(items: Mapping[str, PyItem], modules: Iterable[ItemModule]) -> list[str]:
    """List the classes that refer to a class they cannot import, or to an incomplete one."""
    unbound: set[str] = set()
    for module in modules:
        unseen = {item.name for item in module.items}
        late = module.type_checking_imports | module.deferred_imports
        unseen.update(import_.name for import_ in late)
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
    return [item.name for item in ordered if item.name in incomplete and item.kind == "class"]
