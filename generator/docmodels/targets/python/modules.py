"""Write arranged items as the text of modules, with the runtime code that they need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from docmodels.io.templates import find_line, render
from docmodels.ir import Api
from docmodels.targets.plan.options import TargetOptions
from docmodels.targets.python.arrangement import Arrangement, ItemModule
from docmodels.targets.python.class_parts import join_paragraphs
from docmodels.targets.python.docstring_text import docstring_text
from docmodels.targets.python.imports import export_sort_key, import_lines, resolve_import
from docmodels.targets.python.runtime_source import (
    CODEC_MODULE,
    NO_RUNTIME,
    RuntimeSource,
    is_helper,
    render_helpers,
)
from docmodels.targets.python.source import (
    Import,
    ModuleText,
    PyModule,
    docstring,
    quote_documentation,
)


class TargetRuntime(Struct, frozen=True):
    """The parts of a target's modules besides the items.

    `template` renders a module. `helpers` is the source of the runtime helpers, of which a single
    module always contains `public_helpers`. `codec` is the source of a codec, of which a package
    exports `codec_names`. `checks` are the lines with the schemas of runtime checks. `formatted` are
    the names of helpers whose source black keeps.
    """

    template: str
    helpers: RuntimeSource = NO_RUNTIME
    public_helpers: frozenset[Import] = frozenset()
    codec: RuntimeSource = NO_RUNTIME
    codec_names: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    formatted: frozenset[str] = frozenset()


def render_modules(
    arrangement: Arrangement, doc: str, runtime: TargetRuntime, options: TargetOptions
) -> list[ModuleText]:
    """Render every module; a package begins with its `__init__.py`.

    `doc` is the text of the docstring of the output. Quote the documentation of all items.

    Raise `DocmodelsError` (`bad-template`) if a template fails.
    """
    formatted = runtime.helpers.texts(runtime.formatted)
    template, folders = runtime.template, options.templates
    return [
        ModuleText(
            module.path,
            render(template, folders, module=module),
            partial(find_line, template, folders, {"module": module}) if folders else None,
            formatted,
        )
        for module in _modules(arrangement, doc, runtime, options)
    ]


def _modules(
    arrangement: Arrangement, doc: str, runtime: TargetRuntime, options: TargetOptions
) -> Iterator[PyModule]:
    """Yield one module after the other: together, their lines take as much memory as all items."""
    doc = docstring(docstring_text(doc), line_length=options.line_length)
    item_modules = (_with_docstrings(module, options.line_length) for module in arrangement.modules)
    if arrangement.init is None:
        yield from (_single_module(module, doc, runtime) for module in item_modules)
        return
    yield _item_module(arrangement.init, doc)
    yield from _codec_module(runtime)
    yield from _helpers_module(arrangement.modules, runtime)
    yield from map(_item_module, item_modules)


def _with_docstrings(module: ItemModule, line_length: int) -> ItemModule:
    items = tuple([quote_documentation(item, line_length) for item in module.items])
    return replace(module, items=items)


def api_doc(api: Api, *paragraphs: str) -> str:
    """Return the documentation of the output: title and version of `api`, its text, `paragraphs`."""
    name = " ".join(part for part in (api.title, api.version) if part)
    title = f"Models of {name}." if name else "Models."
    return join_paragraphs(title, api.doc, *paragraphs)


def _single_module(module: ItemModule, doc: str, runtime: TargetRuntime) -> PyModule:
    """Write a module that contains the helpers and the codec."""
    helpers, helper_imports = render_helpers(
        runtime.helpers,
        module.imports | runtime.public_helpers,
        lambda requested: resolve_import(requested, module.exports),
    )
    item_imports = {import_ for import_ in module.imports if not is_helper(import_)}
    above_imports = {import_ for import_ in helper_imports if import_.module != CODEC_MODULE}
    return PyModule(
        path=module.path,
        doc=doc,
        imports=import_lines({*runtime.codec.imports.values(), *item_imports, *above_imports}),
        type_checking_imports=(),
        exports=_sorted_exports(module.exports),
        items=module.items,
        tail=runtime.checks,
        codec_source=runtime.codec.body,
        helper_source=helpers,
    )


def _item_module(module: ItemModule, doc: str = "") -> PyModule:
    """Write a module of a package."""
    deferred = _flat_lines(module.deferred_imports)
    return PyModule(
        path=module.path,
        doc=doc,
        imports=import_lines(module.imports),
        type_checking_imports=_flat_lines(module.type_checking_imports),
        exports=_sorted_exports(module.exports),
        items=module.items,
        tail=(*(f"{line}  # noqa: E402" for line in deferred), *module.tail),
    )


def _codec_module(runtime: TargetRuntime) -> list[PyModule]:
    """Write `_codec.py`, if the target has a codec."""
    imports = import_lines(runtime.codec.imports.values())
    source = runtime.codec.body
    module = PyModule("_codec.py", "", imports, (), runtime.codec_names, (), codec_source=source)
    return [module] if source else []


def _helpers_module(modules: Iterable[ItemModule], runtime: TargetRuntime) -> list[PyModule]:
    """Write `_types.py` with the runtime helpers that the items use, if there are any."""
    imports = {
        import_._replace(alias="")
        for module in modules
        for import_ in module.imports
        if is_helper(import_)
    }
    helpers, helper_imports = render_helpers(runtime.helpers, imports, lambda import_: import_)
    exports = _sorted_exports(import_.name for import_ in imports)
    lines = import_lines(helper_imports)
    module = PyModule(
        "_types.py", "", lines, (), exports, (), tail=runtime.checks, helper_source=helpers
    )
    return [module] if imports else []


def _sorted_exports(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=export_sort_key))


def _flat_lines(imports: Iterable[Import]) -> tuple[str, ...]:
    return tuple(line for group in import_lines(imports) for line in group)
