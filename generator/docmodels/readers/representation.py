"""Read an exported representation (`docmodels export --to ir`), and report what is new in it."""

from __future__ import annotations

import re
from collections import Counter

import msgspec

from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.notes import DocmodelsError, Note
from docmodels.diagnostics.rules import NESTING_LIMIT, NEWER_REPRESENTATION, UNREADABLE_INPUT
from docmodels.ir import VERSION, Api, Origin, read
from docmodels.ir.serialization import error_path, values_at
from docmodels.readers.data import read_data


def read_representation(document: Document, notes: list[Note]) -> Api:
    """Read an exported representation of any supported version.

    Attributes that only a newer minor version has are left out and reported
    (`newer-representation`). Raises `DocmodelsError` (`unreadable-input`, `nesting-limit`) if the
    document is invalid, at the value that is wrong.
    """
    try:
        result = read(document.text)
    except (msgspec.ValidationError, msgspec.DecodeError, UnicodeError) as error:
        message = f"cannot read the representation {document.path}: {error}"
        help = "export it again with `docmodels export --to ir`, or update docmodels"
        origin = origin_of_path(document, error_path(error))
        raise DocmodelsError(UNREADABLE_INPUT.at(origin, message, help)) from error
    except RecursionError as error:
        message = f"{document.path} is nested too deeply"
        raise DocmodelsError(NESTING_LIMIT.at(document.origin(1), message)) from error
    paths = {path.rpartition(".")[2]: path for path in reversed(result.unknown_attributes)}
    counts = Counter(path.rpartition(".")[2] for path in result.unknown_attributes)
    for name, count in counts.items():
        times = f" ({count} times)" if count > 1 else ""
        message = f"`{name}` is new in version {result.version}; it is left out{times}"
        help = f"this docmodels knows version {VERSION}: update it"
        origin = origin_of_path(document, paths[name])
        notes.append(NEWER_REPRESENTATION.at(origin, message, help, len(name)))
    return result.api


def origin_of_path(document: Document, path: str) -> Origin:
    """Return the position of a JSON path such as `$.definitions[0].type`, as far as it exists."""
    origin = document.origin(1)
    try:
        tree = read_data(document)
    except DocmodelsError:
        return origin
    keys = re.findall(r"[^.\[\]]+", path)[1:]
    values = list(values_at(tree.value, path))
    for container, key in zip(values, keys, strict=False):
        origin = tree.origin(container, key) or origin
    return origin
