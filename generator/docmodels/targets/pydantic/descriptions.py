"""Write the descriptions of fields, as docstrings or as arguments of `Field`."""

from __future__ import annotations

from msgspec import Struct

from docmodels.ir import Field
from docmodels.targets.python.class_parts import field_doc
from docmodels.targets.python.source import clean_docstring, wrapped_string

_INDENT = 16
"""The indent of the lines of an argument of `Field`, in parentheses, in `Annotated[..]`."""


class FieldDescriptions(Struct, frozen=True):
    """Where descriptions are written: in the JSON Schema of the models, or in docstrings."""

    in_schema: bool
    line_length: int

    def docstring(self, field: Field) -> str:
        """Return the text of the docstring of a field; empty if its schema has it."""
        return "" if self.in_schema else field_doc(field)

    def arguments(self, field: Field) -> list[str]:
        """Return the description as an argument of `Field`, if the schema has descriptions."""
        text = clean_docstring(field_doc(field)) if self.in_schema else ""
        width = self.line_length - _INDENT
        return [f"description={wrapped_string(text, width)}"] if text else []
