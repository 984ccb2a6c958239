"""The labels that swagger2markup prints: columns, presence, and the facts below a description.

Source: `labels.properties` and `labels_zh.properties` of swagger2markup 1.4. Version 1.0 prints other
words for limits, and pages that are edited by hand the bare keywords.
"""

from __future__ import annotations

COLUMNS = {
    "name": "name",
    "value": "value",
    "description": "description",
    "required": "required",
    "schema": "schema",
    "default": "default",
    "example": "example",
    "名称": "name",
    "说明": "description",
    "类型": "schema",
    "默认值": "default",
}
"""What a column has, by its title in lower case."""

PRESENCE = {"required": True, "optional": False, "必填": True, "可选": False}
READ_ONLY = frozenset({"read-only", "只读"})

FACTS = {
    "default": "default",
    "默认值": "default",
    "example": "example",
    "样例": "example",
    "length": "length",
    "minimum length": "min_length",
    "minimal length": "min_length",
    "minlength": "min_length",
    "maximum length": "max_length",
    "maximal length": "max_length",
    "maxlength": "max_length",
    "pattern": "pattern",
    "minimum": "minimum",
    "minimum value": "minimum",
    "minimum value (exclusive)": "exclusive_minimum",
    "maximum": "maximum",
    "maximum value": "maximum",
    "maximum value (exclusive)": "exclusive_maximum",
}
"""The fact that a label in a description cell has, by the label in lower case."""

TYPE_LABELS = ("type", "类型")
OTHER_LABELS = ("polymorphism", "discriminator")
"""Labels of lines above a table that are no description.

The fields of a composition are in the table itself. A discriminator names a field, but no page prints
which models it selects.
"""
