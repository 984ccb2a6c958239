"""The kinds of documents that an `Api` can be exported as; all are indented JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from docmodels.ir import Api, dumps
from docmodels.ir.jsonschema_document import to_jsonschema
from docmodels.ir.openapi_document import to_openapi

EXPORTS: Final[dict[str, Callable[[Api], str]]] = {
    "openapi": to_openapi,
    "jsonschema": to_jsonschema,
    "ir": dumps,
}
"""Export functions by the name of the kind; each takes an `Api` and returns the document's text."""

__all__ = ["EXPORTS", "to_jsonschema", "to_openapi"]
