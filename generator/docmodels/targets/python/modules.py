"""Items into modules: their order, their imports, and circles between files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from docmodels.targets.plan.identifiers import assign, snake
from docmodels.targets.plan.order import circles, needed_first
from docmodels.targets.pydantic.runtime import CODEC, Imported, defined, is_word
from docmodels.targets.python.imports import by_kind, imported_lines
from docmodels.targets.python.source import Import, PyItem, PyModule, docstring

TYPE_CHECKING = Import("typing", "TYPE_CHECKING")


@dataclass(frozen=True, slots=True)
class Placed:
    """An item and the definition it is written with."""

    item: PyItem
    home: str


@dataclass(frozen=True, slots=True)
class Kit:
    """What modules of a target need beside their items: the last word on pydantic classes that
    wait for others (`rebuilds`), and the schemas that they are held to (`checks`), or the source of
    a codec, its imports, the names that others use of it, and the words that go with it.
    """

    rebuilds: bool = False
    codec: str = ""
    codec_imports: tuple[Import, ...] = ()
    codec_names: tuple[str, ...] = ()
    words: tuple[Import, ...] = ()
    checks: tuple[str, ...] = ()


def in_order(items: Iterable[PyItem]) -> list[PyItem]:
    """Put items after what they need; what they only mention stands before them if it can."""
    named = {item.name: item for item in items}
    wanted = needed_first(named, lambda name: _sorted_uses(named[name], named))
    return [named[name] for name in needed_first(wanted, lambda n: sorted(named[n].needs))]


def _sorted_uses(item: PyItem, named: Mapping[str, PyItem]) -> list[str]:
    """Give what stands before an item: of an alias that waits for its names nothing does.

    Pyright reads a circle of classes and such an alias only where the alias comes first.
    """
    uses = (item.needs | item.mentions if item.is_class else item.needs) & named.keys()
    return sorted(uses, key=lambda name: (name not in item.needs, name))


def completed(items: Sequence[PyItem]) -> dict[str, list[str]]:
    """Name the classes that have to wait, by the item that binds the last name that they reach.

    pydantic finishes a class as soon as all that it reaches is bound, which is where it stands
    unless that leads back to it. The others are finished right there, before what follows builds
    on them: pydantic would work out an unfinished class anew for each class that mentions it.
    """
    place = {item.name: number for number, item in enumerate(items)}
    edges = {item.name: sorted((item.needs | item.mentions) & place.keys()) for item in items}
    circle, last = circles(edges), dict[int, str]()
    for name in sorted(edges, key=lambda name: -circle[name]):
        reached = (last[circle[other]] for other in edges[name] if circle[other] in last)
        last[circle[name]] = max([name, *reached], key=place.__getitem__)
    found: dict[str, list[str]] = {}
    for item in items:
        if item.is_class and (end := last[circle[item.name]]) != item.name:
            found.setdefault(end, []).append(item.name)
    return found


def one_module(items: Iterable[Placed], doc: str, kit: Kit, imported: Imported) -> PyModule:
    """Put everything in one file; `imported` gives an import under a name that no class has."""
    ordered = in_order(placed.item for placed in items)
    if kit.rebuilds:
        late = completed(ordered)
        ordered = [replace(each, after=_rebuilds(late.get(each.name, []))) for each in ordered]
    used = {*kit.words, *(each for item in ordered for each in item.imports)}
    words, needed = defined(used, imported)
    kept = {each for each in used if not is_word(each)}
    above = {each for each in needed if each.module != CODEC}
    return PyModule(
        path="models.py",
        doc=docstring(doc),
        imports=imported_lines({*kit.codec_imports, *kept, *above}),
        guarded=(),
        exports=_exported(ordered),
        items=tuple(ordered),
        tail=kit.checks,
        helpers=kit.codec,
        words=words,
    )


def _exported(items: Iterable[PyItem]) -> tuple[str, ...]:
    return tuple(sorted((item.name for item in items), key=by_kind))


def _rebuilds(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{name}.model_rebuild()" for name in names)


def package(placed: Iterable[Placed], doc: str, kit: Kit) -> list[PyModule]:
    """Put every definition in a file of its own, `__init__.py` first.

    An import that would go in a circle is for type checkers only. `__init__.py` always runs before
    any other file of the package, imports them all, and finishes the classes that had to wait.
    """
    found = list(placed)
    homes = {each.item.name: each.home for each in found}
    files = assign(dict.fromkeys(homes.values()), snake, lambda name: False)
    items = {each.item.name: each.item for each in found}
    graph = Graph(
        homes,
        files,
        _numbers(found, homes, lambda item: item.needs | item.mentions),
        _numbers(found, homes, lambda item: item.needs | item.calls),
    )
    grouped: dict[str, list[PyItem]] = {home: [] for home in files}
    for each in found:
        grouped[each.home].append(each.item)
    modules = [_file(home, own, graph, kit) for home, own in grouped.items()]
    front = _front(items, modules, doc, graph, kit)
    imports = imported_lines(kit.codec_imports)
    helper = PyModule("_codec.py", "", imports, (), kit.codec_names, (), helpers=kit.codec)
    return [front, *([helper] if kit.codec else []), *_types(items.values(), kit), *modules]


def _types(items: Iterable[PyItem], kit: Kit) -> list[PyModule]:
    """Write `_types.py` with the words that the items use, if there are any."""
    used = {each._replace(alias="") for item in items for each in item.imports if is_word(each)}
    words, imports = defined(used, lambda wanted: wanted)
    exports = tuple(sorted((each.name for each in used), key=by_kind))
    lines = imported_lines(imports)
    page = PyModule("_types.py", "", lines, (), exports, (), tail=kit.checks, words=words)
    return [page] if used else []


def _numbers(
    placed: list[Placed], homes: Mapping[str, str], uses: Callable[[PyItem], Iterable[str]]
) -> dict[str, int]:
    """Number the circles of files that some kind of use makes."""
    edges: dict[str, list[str]] = {each.home: [] for each in placed}
    for each in placed:
        edges[each.home] += sorted({homes[name] for name in uses(each.item)} - {each.home})
    return circles(edges)


@dataclass(frozen=True, slots=True)
class Graph:
    """Who lives where: homes by name, files by home, and the circles of files that all uses make,
    and those that uses at run time make."""

    homes: Mapping[str, str]
    files: Mapping[str, str]
    loose: Mapping[str, int]
    firm: Mapping[str, int]

    def line(self, name: str) -> Import:
        """Import `name` from where it lives."""
        return Import(f".{self.files[self.homes[name]]}", name)


def _file(home: str, items: list[PyItem], graph: Graph, kit: Kit) -> PyModule:
    ordered = in_order(items)
    imports = {each for item in ordered for each in item.imports}
    guarded, late = set[Import](), set[Import]()
    needs = {name for item in ordered for name in item.needs}
    calls = {name for item in ordered for name in item.calls}
    for name in sorted({name for item in ordered for name in item.needs | item.mentions}):
        there = graph.homes[name]
        if there == home:
            continue
        if graph.loose[there] != graph.loose[home] or name in needs:
            imports.add(graph.line(name))
        elif name not in calls:
            guarded.add(graph.line(name))
        else:
            (late if graph.firm[there] == graph.firm[home] else imports).add(graph.line(name))
    if guarded:
        imports.add(TYPE_CHECKING)
    return PyModule(
        path=f"{graph.files[home]}.py",
        doc="",
        imports=imported_lines(imports),
        guarded=tuple(line for group in imported_lines(guarded) for line in group),
        exports=_exported(ordered),
        items=tuple(ordered),
        tail=tuple(f"{line}  # noqa: E402" for group in imported_lines(late) for line in group),
    )


def _front(
    items: Mapping[str, PyItem], modules: list[PyModule], doc: str, graph: Graph, kit: Kit
) -> PyModule:
    """Write `__init__.py`: every name, and the last word on classes that mention each other."""
    late = _late(items, modules, graph) if kit.rebuilds else []
    return PyModule(
        path="__init__.py",
        doc=docstring(doc),
        imports=imported_lines((*(graph.line(name) for name in items), *_inherited(late, items))),
        guarded=(),
        exports=_exported(items.values()),
        items=(),
        tail=tuple(f"{name}.model_rebuild(_types_namespace=globals())" for name in late),
    )


def _inherited(late: Iterable[str], items: Mapping[str, PyItem]) -> set[Import]:
    """List the imports that annotations use which a class that waits has from another file."""
    found: set[Import] = set()
    for name in late:
        known, stack = set[str](), [name]
        while stack:
            above = items[stack.pop()].needs - known
            known |= above
            stack.extend(above)
        imports = {each for one in known if items[one].is_class for each in items[one].imports}
        found |= imports - items[name].imports
    used = (each for each in found if each.name not in ("", "BaseModel", "ConfigDict"))
    return {each._replace(alias=each.bound) for each in used}


def _late(items: Mapping[str, PyItem], modules: list[PyModule], graph: Graph) -> list[str]:
    """Name the classes that mention a class they cannot import, or one that waits itself."""
    direct: set[str] = set()
    for module in modules:
        unseen = {item.name for item in module.items}
        unseen.update(_unbound(module))
        for item in module.items:
            if (item.needs | item.mentions) & unseen - {item.name}:
                direct.add(item.name)
            unseen.discard(item.name)
    back: dict[str, list[str]] = {name: [] for name in items}
    for name, item in items.items():
        for other in item.mentions | item.needs:
            back[other].append(name)
    waiting, stack = set[str](), sorted(direct)
    while stack:
        name = stack.pop()
        if name not in waiting:
            waiting.add(name)
            stack.extend(back[name])
    ordered = in_order(items.values())
    return [item.name for item in ordered if item.name in waiting and item.is_class]


def _unbound(module: PyModule) -> list[str]:
    """Names that a module does not have yet while its classes are made."""
    late = [line.removesuffix("  # noqa: E402") for line in module.tail]
    return [name for line in (*module.guarded, *late) for name in _names_of(line)]


def _names_of(line: str) -> list[str]:
    return line.partition(" import ")[2].split(", ")
