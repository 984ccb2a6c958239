"""Compare inputs with models that exist as Python modules: generated ones, or written by hand.

Both sides are read from Python modules by the same reader: the existing ones, and those that
`generate` would write of the inputs. So what modules cannot state is missing on both sides, and is no
change.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from msgspec.structs import replace as evolve

from docmodels.config.options import LoadOptions, RenderOptions
from docmodels.diagnostics.documents import Document, document
from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import UNKNOWN_TYPE
from docmodels.diff.changes import ModelChange
from docmodels.diff.compare import compare_apis
from docmodels.io.input_files import Input, read_inputs
from docmodels.io.marks import MarkState, listed_files, mark_state
from docmodels.io.output_files import INIT
from docmodels.ir import Api, Definition, Field, Object, Origin, nullable
from docmodels.ir.algebra import may_be_null, without_null
from docmodels.pipeline import load_inputs, rename_definitions, render_texts
from docmodels.pipeline.context import RunContext
from docmodels.pipeline.module_names import PYTHON, is_module
from docmodels.pipeline.source_facts import with_source_facts
from docmodels.readers.python_models.reader import count_kinds
from docmodels.readers.python_models.sources import Kind
from docmodels.targets import Validation, find_target

_TARGETS: Final[Mapping[Kind, str]] = {
    Kind.PYDANTIC: "pydantic",
    Kind.ROOT: "pydantic",
    Kind.DATACLASS: "dataclass",
    Kind.PYDANTIC_DATACLASS: "pydantic-dataclass",
    Kind.STRUCT: "msgspec",
    Kind.TYPED_DICT: "typeddict",
}
"""The target that writes each kind of class."""


@dataclass(frozen=True, slots=True)
class ExistingModels:
    """Models that are read from the modules at `output`.

    `target` is the one that writes such models. `is_generated`: docmodels wrote the modules.
    `unread` are the places of annotations that are not supported.
    """

    output: Path
    api: Api
    target: str
    is_generated: bool
    unread: tuple[Origin, ...] = ()


def read_existing_models(output: str, context: RunContext) -> ExistingModels:
    """Read the models of a module, or of a package: of the files that its mark lists, if it does.

    Notes about constructs that are not read are appended to those of the context, unless docmodels
    wrote the modules. Raises `DocmodelsError` if the path is missing, a module is not Python
    (`unreadable-input`), or there is no model (`no-models`).
    """
    inputs = _of_package(read_inputs([output], frozenset({PYTHON})))
    documents = [input.document for input in inputs]
    notes: list[Note] = []
    own_context = replace(context, notes=notes)
    api = load_inputs(inputs, LoadOptions(), own_context).api
    is_generated = any(mark_state(d.text) is not MarkState.UNMARKED for d in documents)
    if not is_generated:
        context.notes.extend(notes)
    unread = tuple(note.origin for note in notes if note.rule is UNKNOWN_TYPE and note.origin)
    return ExistingModels(Path(output), api, _target(documents), is_generated, unread)


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


def _target(documents: Sequence[Document]) -> str:
    """Return the target that writes the kind of most classes; pydantic if there is no class."""
    counts: Counter[str] = Counter()
    for kind, number in count_kinds(documents).items():
        if kind in _TARGETS:
            counts[_TARGETS[kind]] += number
    return max(counts, key=lambda name: counts[name], default="pydantic")


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
        models = _with_open_facts(existing, stated)
        changes = compare_apis(models, stated, cosmetic=cosmetic)
        if best is None or len(changes) < len(best):
            best = changes
        if not best:
            break
    return best or ()


def candidate_options(existing: ExistingModels, options: RenderOptions) -> Iterable[RenderOptions]:
    """Yield the options that existing models may be written with, if no settings have them.

    Modules show the target, but not the validation.
    """
    validations = find_target(existing.target).validations if existing.is_generated else ()
    for validation in Validation:
        if validation in validations or validation is Validation.NATURAL:
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


def _with_open_facts(existing: ExistingModels, stated: Api) -> Api:
    """Take from the inputs what existing models leave open.

    That is the type of an annotation that is not supported, and for models written by hand, whether
    null is a value of a field with the default None: it may only stand for an absent field.
    """
    unread = _owners(existing)
    by_name = stated.by_name()

    def definition(model: Definition) -> Definition:
        counterpart = by_name.get(model.name)
        if counterpart is None:
            return model
        if not isinstance(model.type, Object) or not isinstance(counterpart.type, Object):
            return evolve(model, type=counterpart.type) if model.origin in unread else model
        fields = {field.name: field for field in counterpart.type.fields}
        changed = tuple(field(part, fields.get(part.name)) for part in model.type.fields)
        return evolve(model, type=evolve(model.type, fields=changed))

    def field(part: Field, counterpart: Field | None) -> Field:
        if counterpart is None:
            return part
        if part.origin in unread:
            return evolve(part, type=counterpart.type)
        return part if existing.is_generated else _with_open_null(part, counterpart)

    return evolve(existing.api, definitions=tuple(map(definition, existing.api.definitions)))


def _with_open_null(field: Field, counterpart: Field) -> Field:
    """Return a field whose default None stands for null, or for nothing, as its counterpart does."""
    if field.required or field.default is None or field.default.value is not None:
        return field
    inner = without_null(field.type)
    type = nullable(inner) if may_be_null(counterpart.type) else inner
    is_stated = counterpart.default is not None and counterpart.default.value is None
    return evolve(field, type=type, default=field.default if is_stated else None)


def _owners(existing: ExistingModels) -> set[Origin]:
    """Return the places of the fields and aliases that have one of the unread annotations.

    Such a statement is the last one that starts before the annotation does.
    """
    starts: dict[str, list[tuple[int, int, Origin]]] = {}
    for model in existing.api.definitions:
        fields = model.type.fields if isinstance(model.type, Object) else ()
        for origin in (model.origin, *(field.origin for field in fields)):
            if origin is not None:
                starts.setdefault(origin.file, []).append((origin.line, origin.column, origin))
    owners: set[Origin] = set()
    for group in starts.values():
        group.sort(key=lambda start: start[:2])
    for place in existing.unread:
        group = starts.get(place.file, [])
        number = bisect_right(group, (place.line, place.column), key=lambda start: start[:2])
        owners.update(start[2] for start in group[number - 1 : number] if number)
    return owners
