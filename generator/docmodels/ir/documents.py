"""An `Api` written as a document of another kind, each as pretty-printed JSON."""

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
"""The kinds by name, each with the function that writes it."""

__all__ = ["EXPORTS", "to_jsonschema", "to_openapi"]
