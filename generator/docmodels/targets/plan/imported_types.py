"""Types of other packages that the user names in settings: `pydantic:EmailStr`."""

from __future__ import annotations

from keyword import iskeyword

from msgspec import Struct

from docmodels.diagnostics.notes import DocmodelsError
from docmodels.diagnostics.rules import INVALID_OPTION


class ImportedType(Struct, frozen=True):
    """A type by the module that generated code imports it from, and its name there."""

    module: str
    name: str

    def __str__(self) -> str:
        return f"{self.module}:{self.name}"


def parse_imported_type(text: str, option: str) -> ImportedType:
    """Parse `module:Name`, the value of an option; the module is not imported.

    Raises `DocmodelsError` (`invalid-option`) for any other form.
    """
    module, _, name = text.partition(":")
    if all(part.isidentifier() and not iskeyword(part) for part in [*module.split("."), name]):
        return ImportedType(module, name)
    parent, _, last = text.rpartition(".")
    is_dotted = ":" not in text and parent
    example = f"{parent}:{last}" if is_dotted else "shop.types:Money"
    message = f"`{option}`: {text!r} is not of the form `module:Name`"
    raise DocmodelsError(INVALID_OPTION.at(None, message, f"write it like `{example}`"))
