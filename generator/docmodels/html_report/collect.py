"""Collect the content of a report from the result of a run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.notes import Note, Rule
from docmodels.html_report.code_places import find_code
from docmodels.html_report.content import Content, NoteEntry, Place, RuleEntry, Text
from docmodels.html_report.models import describe_model, field_paths
from docmodels.html_report.reasons import SETTLED_BY, reasons
from docmodels.io.output_files import File
from docmodels.ir import Api, Definition, Field, Origin
from docmodels.pipeline import LoadResult


def collect_content(loaded: LoadResult, notes: Sequence[Note], files: Sequence[File]) -> Content:
    """Collect what the page shows. Only documents that a model or a note points into are part."""
    api = loaded.api
    paths = sorted({origin.file for origin in _origins(api, notes) if origin.file})
    documents = [loaded.documents[path] for path in paths if path in loaded.documents]
    texts = _texts(documents, loaded.dialects, files)
    index = {document.path: number for number, document in enumerate(documents)}

    def locate(origin: Origin | None) -> Place | None:
        if origin is None or origin.file not in index:
            return None
        return Place(index[origin.file], origin.line, origin.column)

    names = [definition.name for definition in api.definitions]
    indexes = {name: number for number, name in enumerate(names)}
    code = find_code(names, {n: text.text for n, text in enumerate(texts) if text.generated})
    rules = tuple(dict.fromkeys(note.rule for note in notes))
    return Content(
        models=tuple(
            describe_model(definition, indexes, locate, code.get(definition.name))
            for definition in api.definitions
        ),
        notes=tuple(_note(note, rules, locate(note.origin)) for note in notes),
        rules=tuple(map(_rule, rules)),
        texts=texts,
        reasons=reasons(),
        settled_by={**SETTLED_BY},
        title=api.title,
        version=api.version,
        doc=api.doc,
    )


def _origins(api: Api, notes: Iterable[Note]) -> Iterable[Origin]:
    """Yield the places that the page points to."""
    for note in notes:
        yield from [note.origin] if note.origin else []
    for definition in api.definitions:
        fields = (field for _, field in field_paths(definition.type))
        values: list[Definition | Field] = [definition, *fields]
        for value in values:
            yield from [value.origin] if value.origin else []
            yield from (item.origin for item in value.provenance)
            if isinstance(value, Field) and value.default and value.default.origin:
                yield value.default.origin
        yield from definition.merged_with


def _texts(
    documents: Sequence[Document], dialects: Mapping[str, str], files: Sequence[File]
) -> tuple[Text, ...]:
    inputs = [
        Text(path=document.path, text=document.text, kind=dialects.get(document.path, ""))
        for document in documents
    ]
    modules = [Text(path=file.path.as_posix(), text=file.text, generated=True) for file in files]
    return (*inputs, *modules)


def _note(note: Note, rules: Sequence[Rule], place: Place | None) -> NoteEntry:
    return NoteEntry(
        rule=rules.index(note.rule),
        message=note.message,
        help=note.help,
        place=place,
        width=note.width,
        occurrences=note.occurrences,
        accepted=note.is_accepted,
    )


def _rule(rule: Rule) -> RuleEntry:
    return RuleEntry(name=rule.name, severity=rule.severity.value, summary=rule.summary)
