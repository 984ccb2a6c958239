"""Read samples: JSON documents, JSON lines, and the bodies of HTTP archives.

Messages have the place of a fault and no text of the file, which may hold personal data.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from docmodels.diagnostics.documents import Document, document
from docmodels.diagnostics.notes import DocmodelsError, Note
from docmodels.diagnostics.rules import INVALID_SAMPLE, NESTING_LIMIT, UNREADABLE_INPUT
from docmodels.io.input_files import SAMPLES, read_inputs
from docmodels.ir import Json, Origin
from docmodels.ir.samples import Sample, split_model
from docmodels.readers.har import Body, is_har, json_bodies
from docmodels.readers.json_text import JsonTree

_LINES = frozenset({".ndjson", ".jsonl"})
_ARCHIVE = ".har"


def read_samples(arguments: Sequence[str], notes: list[Note]) -> tuple[Sample, ...]:
    """Read the payloads of all `arguments`: `[MODEL=]` and a file, folder or glob pattern.

    Adds a note (`invalid-sample`) for each archive with bodies that are not JSON. Raises
    `DocmodelsError` for a file that is unreadable or not JSON (`unreadable-input`), with its place,
    and for nesting beyond the limits (`nesting-limit`).
    """
    paths: dict[str, list[str]] = {}
    for argument in arguments:
        model, path = split_model(argument)
        paths.setdefault(model, []).append(path)
    return tuple(
        Sample(value, model)
        for model, names in paths.items()
        for source in read_inputs(names, SAMPLES)
        for value in _payloads(source.document, notes)
    )


def _payloads(source: Document, notes: list[Note]) -> Iterator[Json]:
    suffix = PurePath(source.path).suffix.lower()
    if suffix in _LINES:
        yield list(_json_lines(source))
        return
    try:
        value = _parse(source)
    except DocmodelsError as error:
        lines = [line for line in source.lines if line.strip()]
        if error.note.rule is NESTING_LIMIT or len(lines) < 2 or not _is_json(lines[0]):
            raise
        yield list(_json_lines(source))
        return
    if is_har(value):
        yield from _archived(value, source, notes)
    elif suffix == _ARCHIVE:
        raise _not_samples(source, source.origin(1))
    else:
        yield value


def _archived(har: Json, source: Document, notes: list[Note]) -> Iterator[Json]:
    """Yield the payloads of an HTTP archive; add a note about bodies that are not JSON."""
    invalid_count = 0
    for body in json_bodies(har):
        values = _body_values(body)
        invalid_count += values is None
        yield from values or ()
    if invalid_count:
        bodies = "1 body" if invalid_count == 1 else f"{invalid_count} bodies"
        message = f"{bodies} with a JSON content type cannot be read as JSON"
        notes.append(INVALID_SAMPLE.at(source.origin(1), message))


def _json_lines(source: Document) -> Iterator[Json]:
    for number, line in enumerate(source.lines, 1):
        if line.strip():
            yield _parse(Document(source.path, line), number)


def _body_values(body: Body) -> list[Json] | None:
    """Return the payloads of a body; None if it cannot be read."""
    if body.text is None:
        return None
    source = document("", body.text)
    try:
        return list(_json_lines(source)) if body.is_lines else [_parse(source)]
    except DocmodelsError:
        return None


def _is_json(text: str) -> bool:
    try:
        _parse(Document("", text))
    except DocmodelsError:
        return False
    return True


def _parse(source: Document, line: int = 1) -> Json:
    """Parse a document; raise `DocmodelsError` with the place in the file that `line` is in."""
    try:
        return JsonTree(source).value
    except DocmodelsError as error:
        origin = error.note.origin or source.origin(1)
        place = Document(source.path, "").origin(origin.line + line - 1, origin.column)
        if error.note.rule is NESTING_LIMIT:
            raise DocmodelsError(NESTING_LIMIT.at(place, error.note.message)) from None
        raise _not_samples(source, place) from None


def _not_samples(source: Document, place: Origin) -> DocmodelsError:
    message = f"{source.path} is not JSON, JSON lines or an HTTP archive"
    help = "correct the file, or leave it out of --samples"
    return DocmodelsError(UNREADABLE_INPUT.at(place, message, help))
