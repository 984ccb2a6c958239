"""The kinds of documents that an `Api` can be exported as: JSON, or the text of a diagram."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from docmodels.ir import Api, dumps
from docmodels.ir.diagram import to_dot, to_mermaid
from docmodels.ir.jsonschema_document import to_jsonschema
from docmodels.ir.openapi_document import to_openapi

EXPORTS: Final[dict[str, Callable[[Api], str]]] = {
    "openapi": to_openapi,
    "jsonschema": to_jsonschema,
    "ir": dumps,
    "mermaid": to_mermaid,
    "dot": to_dot,
}
"""Export functions by the name of the kind; each takes an `Api` and returns the document's text."""

DIAGRAMS: Final = ("mermaid", "dot")
"""The kinds that may show a part of an API, the surroundings of one definition."""

__all__ = ["DIAGRAMS", "EXPORTS", "to_jsonschema", "to_openapi"]
