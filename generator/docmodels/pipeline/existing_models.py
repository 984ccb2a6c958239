"""Compare inputs with models that exist as Python modules: generated ones, or written by hand.

Both sides are read from Python modules by the same reader: the existing ones, and those that
`generate` would write of the inputs. So what modules cannot state is missing on both sides, and is no
change.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from docmodels.config.options import LoadOptions, RenderOptions
from docmodels.diagnostics.documents import Document, document
from docmodels.diagnostics.notes import DocmodelsError, Note
from docmodels.diagnostics.rules import UNKNOWN_TYPE, UNREADABLE_INPUT
from docmodels.diff import ChangeKind, ModelChange, compare_apis, kinds
from docmodels.diff.values import value_set
from docmodels.io.input_files import Input, read_inputs
from docmodels.io.marks import INIT, MarkState, listed_files, mark_state
from docmodels.ir import Api, Boolean, Integer, Number, Origin
from docmodels.ir.algebra import without_null
from docmodels.ir.traverse import walk
from docmodels.pipeline import load_inputs, rename_definitions, render_texts
from docmodels.pipeline.context import RunContext
from docmodels.pipeline.module_names import PYTHON, is_module
from docmodels.pipeline.open_facts import with_open_facts
from docmodels.pipeline.source_facts import named_sources, with_source_facts
from docmodels.readers.python_models.reader import count_kinds
from docmodels.readers.python_models.sources import Kind
from docmodels.readers.python_models.syntax import Module, parse_module
from docmodels.targets import Validation

_TARGETS: Final[Mapping[Kind, str]] = {
    Kind.PYDANTIC: "pydantic",
    Kind.ROOT: "pydantic",
    Kind.DATACLASS: "dataclass",
    Kind.PYDANTIC_DATACLASS: "pydantic-dataclass",
    Kind.STRUCT: "msgspec",
    Kind.TYPED_DICT: "typeddict",
}
"""The target that writes each kind of class."""
_STRICT_NAMES: Final = frozenset(
    f"pydantic.{name}"
    for name in (
        "GetCoreSchemaHandler",
        "StrictFloat",
        "StrictInt",
        "StrictBool",
        "BeforeValidator",
    )
)
_EXACT_NAMES: Final = frozenset({"ByAlias", ".ByAlias"})
"""What modules of the target pydantic import or define for `strict` and `exact` only."""


class ExistingModels(Struct, frozen=True):
    """Models that are read from the modules at `output`.

    `target` is the one that writes such models, and `validations` are those that may have been
    chosen. `is_generated`: docmodels wrote the modules. `unread` are the places of annotations that
    are not supported.
    """

    output: Path
    api: Api
    target: str
    validations: Sequence[Validation]
    is_generated: bool
    unread: tuple[Origin, ...] = ()


def read_existing_models(output: str, context: RunContext) -> ExistingModels:
    """Read the models of a module, or of a package: of the files that its mark lists, if it does.

    Notes about constructs that are not read are appended to those of the context, unless docmodels
    wrote the modules. Raises `DocmodelsError` if the path is missing or a pipe, a module is not
    Python (`unreadable-input`), or there is no model (`no-models`).
    """
    if os.path.exists(output) and not (os.path.isfile(output) or os.path.isdir(output)):
        help = "name a module or the folder of a package"
        raise DocmodelsError(
            UNREADABLE_INPUT.at(None, f"{output} is neither a file nor a folder", help)
        )
    inputs = _of_package(read_inputs([output], frozenset({PYTHON})))
    documents = [input.document for input in inputs]
    notes: list[Note] = []
    own_context = replace(context, notes=notes)
    api = load_inputs(inputs, LoadOptions(), own_context).api
    is_generated = any(mark_state(d.text) is not MarkState.UNMARKED for d in documents)
    if not is_generated:
        context.notes.extend(notes)
    unread = tuple(note.origin for note in notes if note.rule is UNKNOWN_TYPE and note.origin)
    modules = [parse_module(document) for document in documents]
    target = _target(modules)
    validations = _validations(modules, target, api) if is_generated else (Validation.NATURAL,)
    return ExistingModels(Path(output), api, target, validations, is_generated, unread)


def _of_package(inputs: Sequence[Input]) -> Sequence[Input]:
    """Return the modules that the `__init__.py` of a generated package lists, if there is one."""
    initial = min(
        (i.document for i in inputs if Path(i.document.path).name == INIT),
        key=lambda document: len(document.path),
        default=Document("", ""),
    )
    folder = os.path.dirname(initial.path)
    listed = {os.path.join(folder, *name.split("/")) for name in listed_files(initial.text)}
    if not listed:
        return inputs
    listed.add(initial.path)
    return [input for input in inputs if os.path.normpath(input.document.path) in listed]


def _target(modules: Sequence[Module]) -> str:
    """Return the target that writes the kind of most classes; pydantic if there is no class."""
    counts: Counter[str] = Counter()
    for kind, number in count_kinds(modules).items():
        if kind in _TARGETS:
            counts[_TARGETS[kind]] += number
    return max(counts, key=lambda name: counts[name], default="pydantic")


def _validations(modules: Sequence[Module], target: str, api: Api) -> Sequence[Validation]:
    """Return the validations that generated modules may have been written with, by their imports.

    `strict` and `exact` import something for each number and boolean; modules that have none may
    import nothing that only one of them needs.
    """
    names = {name for module in modules for name in (*module.imports.values(), *module.bindings)}
    if target != "pydantic":
        return (Validation.NATURAL,)
    if not names.isdisjoint(_EXACT_NAMES):
        return (Validation.EXACT,)
    if not names.isdisjoint(_STRICT_NAMES):
        return Validation.STRICT, Validation.EXACT
    types = (type for definition in api.definitions for type in walk(definition.type))
    is_natural = any(isinstance(type, Integer | Number | Boolean) for type in types)
    return (Validation.NATURAL,) if is_natural else tuple(Validation)


def compare_with_existing_models(
    api: Api,
    existing: ExistingModels,
    candidates: Iterable[RenderOptions],
    context: RunContext,
    *,
    cosmetic: bool = False,
) -> tuple[ModelChange, ...]:
    """Return the changes from the existing models to those that `generate` would write of `api`.

    Of several options (`candidate_options`), those count that leave the fewest changes. The `old`
    places of changes are in the modules, the `new` ones in the inputs.
    """
    best: tuple[ModelChange, ...] | None = None
    for options in candidates:
        stated = stated_models(api, existing.output, options, context)
        models = with_open_facts(
            existing.api, stated, existing.unread, by_hand=not existing.is_generated
        )
        enums = _enum_notations(models, stated, api)
        changes = tuple(
            change
            for change in compare_apis(models, stated, cosmetic=cosmetic)
            if (change.kind, change.before or change.after) not in enums
        )
        if best is None or len(changes) < len(best):
            best = changes
        if not best:
            break
    return best or ()


def _enum_notations(models: Api, stated: Api, source: Api) -> set[tuple[ChangeKind, str]]:
    """Return the changes that an inline enum has a class or an alias: the option `enums` decides it."""
    enums = [
        {d.name for d in api.definitions if value_set(without_null(d.type))}
        for api in (models, stated)
    ]
    inline = enums[1] - named_sources(stated, source).keys()
    return {(kinds.MODEL_INLINED, name) for name in enums[0]} | {
        (kinds.MODEL_ADDED, name) for name in inline
    }


def candidate_options(existing: ExistingModels, options: RenderOptions) -> Iterable[RenderOptions]:
    """Yield the options that existing models may be written with, if no settings have them.

    Of several validations that may have been chosen, the one that checks least is first.
    """
    for validation in existing.validations:
        yield replace(options, target=existing.target, validation=validation.value)


def stated_models(api: Api, output: Path, options: RenderOptions, context: RunContext) -> Api:
    """Return what the modules state that `generate` would write of `api`, with the places of `api`.

    Raises `DocmodelsError` (`no-models`) if the target writes no models that can be read.
    """
    quiet = replace(context, notes=[], documents={}, missing=set())
    texts = render_texts(api, output, options, quiet)
    is_package = not is_module(output)
    inputs = [
        Input(document(str(output / text.path if is_package else output), text.text), True)
        for text in texts
    ]
    models = load_inputs(inputs, LoadOptions(), quiet).api
    return with_source_facts(models, rename_definitions(api, options.rename))
