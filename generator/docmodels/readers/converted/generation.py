"""Call dcg, which writes a document as a module of pydantic models."""

from __future__ import annotations

import os
import re
import sys
import tempfile
import warnings
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from docmodels.diagnostics.documents import Document
from docmodels.diagnostics.notes import DocmodelsError
from docmodels.diagnostics.rules import MISSING_EXTRA, UNREADABLE_INPUT
from docmodels.readers.converted.formats import Format

_OPTIONS: Final[dict[str, Any]] = {
    "disable_timestamp": True,
    "formatters": [],
    "use_schema_description": True,
    "use_field_description": True,
    "use_inline_field_description": True,
    "use_standard_collections": True,
    "use_union_operator": True,
    "use_annotated": True,
    "field_constraints": True,
    "strict_nullable": True,
    "use_double_quotes": True,
    "use_type_alias": True,
    "treat_dot_as_module": False,
    "use_missing_sentinel": True,
    "target_pydantic_version": "2.14",
    "graphql_no_typename": True,
    "allow_remote_refs": False,
}
"""Options with which dcg 0.89 writes all that it reads: absent, null and defaults stay apart.

`__typename` of GraphQL is no field of a type, and responses have it only on request.
"""


def generate_models(documents: Sequence[Document], format: Format, class_name: str) -> str:
    """Return documents of a format as one module of pydantic models.

    Raises `DocmodelsError`: `missing-extra` if a package is missing that dcg needs for the format,
    `unreadable-input` with dcg's reason if it cannot read a document.
    """
    from datamodel_code_generator import GenerateConfig, InputFileType, generate
    from datamodel_code_generator.enums import DataModelType
    from datamodel_code_generator.format import PythonVersion

    config = GenerateConfig(
        input_file_type=InputFileType[_input_type(documents[0], format)],
        output_model_type=DataModelType.PydanticV2BaseModel,
        target_python_version=PythonVersion.PY_311,
        class_name=class_name or None,
        **_OPTIONS,
    )
    messages: list[str] = []
    try:
        with warnings.catch_warnings(), _captured_errors(messages):
            warnings.simplefilter("ignore")
            output = generate(_input(documents, format), config=config)
    except RecursionError as error:
        raise _unreadable(documents[0], format, "it is nested too deeply", "") from error
    except Exception as error:
        reason = str(error)
        if format.extra and "pip install" in reason:
            raise _missing_extra(documents[0], format) from error
        raise _unreadable(documents[0], format, reason, "".join(messages)) from error
    if isinstance(output, str):
        return output
    return "\n".join((output or {}).values())


def _input_type(document: Document, format: Format) -> str:
    """Return the name of dcg's type of input: sample values may be in YAML."""
    is_json = document.text.lstrip()[:1] in ("{", "[")
    return "Yaml" if format.is_sample and not is_json else format.input_type


def _input(documents: Sequence[Document], format: Format) -> Any:
    """Return what dcg reads: the path of a file that may refer to others, else the text."""
    paths = [document.path for document in documents]
    if format.resolves_files and os.path.isfile(paths[0]):
        return Path(paths[0])
    texts = [document.text for document in documents]
    if len(texts) > 1 and format.name == "avro":
        return "[" + ",\n".join(map(_without_brackets, texts)) + "]"
    return "\n".join(texts)


def _without_brackets(text: str) -> str:
    text = text.strip()
    return text[1:-1] if text.startswith("[") and text.endswith("]") else text


@contextmanager
def _captured_errors(messages: list[str]) -> Generator[None]:
    """Collect what libraries in C write to the standard error: protoc names the line there."""
    try:
        sys.stderr.flush()
        saved = os.dup(2)
    except (AttributeError, OSError, ValueError):
        yield
        return
    with tempfile.TemporaryFile() as file:
        os.dup2(file.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(saved, 2)
            os.close(saved)
            file.seek(0)
            messages.append(file.read().decode(errors="replace"))


_PLACES: Final = (
    re.compile(r"\.proto:(\d+):(\d+): ([^\n]*)"),
    re.compile(r":(\d+):(\d+)\n"),
    re.compile(r"line (\d+), column (\d+)"),
)
"""How parsers write a place: protoc, graphql-core, expat and PyYAML."""


def _unreadable(document: Document, format: Format, reason: str, messages: str) -> DocmodelsError:
    """Return the error with dcg's reason, at the place that it names."""
    text = f"{messages}\n{reason}"
    place = next((match for pattern in _PLACES if (match := pattern.search(text))), None)
    line, column = (int(place[1]), int(place[2])) if place else (1, 1)
    origin = document.origin(max(line, 1), max(column, 1))
    detail = place[3] if place and len(place.groups()) > 2 else reason.split("\n", maxsplit=1)[0]
    message = f"cannot read {document.path} as {format.title}: {detail}"
    return DocmodelsError(UNREADABLE_INPUT.at(origin, message))


def _missing_extra(document: Document, format: Format) -> DocmodelsError:
    message = f"{document.path}: {format.title} need packages that are not installed"
    help = f"install them: pip install 'docmodels[{format.extra}]'"
    return DocmodelsError(MISSING_EXTRA.at(None, message, help))
