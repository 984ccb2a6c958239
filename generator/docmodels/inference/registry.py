"""The registry of all inferences: of names, types, enums and unions."""

from __future__ import annotations

from typing import Any

from docmodels.diagnostics.notes import UnknownName
from docmodels.inference.composed_names import COMPOSED_NAMES
from docmodels.inference.constants_from_defaults import CONSTANTS_FROM_DEFAULTS
from docmodels.inference.constants_from_names import CONSTANTS_FROM_NAMES
from docmodels.inference.containers_from_names import CONTAINERS_FROM_NAMES
from docmodels.inference.defaults_from_descriptions import DEFAULTS_FROM_DESCRIPTIONS
from docmodels.inference.definition_names import DEFINITION_NAMES
from docmodels.inference.enum_values_from_examples import ENUM_VALUES_FROM_EXAMPLES
from docmodels.inference.enum_values_from_names import ENUM_VALUES_FROM_NAMES
from docmodels.inference.enum_values_from_samples import ENUM_VALUES_FROM_SAMPLES
from docmodels.inference.enums_from_alternatives import ENUMS_FROM_ALTERNATIVES
from docmodels.inference.enums_from_constants import ENUMS_FROM_CONSTANTS
from docmodels.inference.enums_from_descriptions import ENUMS_FROM_DESCRIPTIONS
from docmodels.inference.escaped_names import ESCAPED_NAMES
from docmodels.inference.fields_from_examples import FIELDS_FROM_EXAMPLES
from docmodels.inference.flattened_unions import FLATTENED_UNIONS
from docmodels.inference.formats_from_samples import FORMATS_FROM_SAMPLES
from docmodels.inference.inference import Inference
from docmodels.inference.inline_members import INLINE_MEMBERS
from docmodels.inference.integers_from_samples import INTEGERS_FROM_SAMPLES
from docmodels.inference.models_from_samples import MODELS_FROM_SAMPLES
from docmodels.inference.models_from_tables import MODELS_FROM_TABLES
from docmodels.inference.nullable_from_samples import NULLABLE_FROM_SAMPLES
from docmodels.inference.optional_from_samples import OPTIONAL_FROM_SAMPLES
from docmodels.inference.recased_pages import RECASED_PAGES
from docmodels.inference.same_api import SAME_API
from docmodels.inference.types_from_defaults import TYPES_FROM_DEFAULTS
from docmodels.inference.types_from_descriptions import TYPES_FROM_DESCRIPTIONS
from docmodels.inference.types_from_examples import TYPES_FROM_EXAMPLES
from docmodels.inference.types_from_names import TYPES_FROM_NAMES
from docmodels.inference.wire_case import WIRE_CASE
from docmodels.inference.wire_case_by_default import WIRE_CASE_BY_DEFAULT
from docmodels.inference.wire_case_from_enums import WIRE_CASE_FROM_ENUMS
from docmodels.inference.wire_names_from_examples import WIRE_NAMES_FROM_EXAMPLES
from docmodels.inference.wire_names_from_samples import WIRE_NAMES_FROM_SAMPLES

INFERENCES: tuple[Inference[Any, Any], ...] = (
    WIRE_CASE,
    WIRE_CASE_FROM_ENUMS,
    WIRE_CASE_BY_DEFAULT,
    RECASED_PAGES,
    WIRE_NAMES_FROM_EXAMPLES,
    ESCAPED_NAMES,
    DEFINITION_NAMES,
    TYPES_FROM_DEFAULTS,
    TYPES_FROM_DESCRIPTIONS,
    TYPES_FROM_NAMES,
    CONTAINERS_FROM_NAMES,
    ENUM_VALUES_FROM_EXAMPLES,
    ENUM_VALUES_FROM_NAMES,
    CONSTANTS_FROM_DEFAULTS,
    CONSTANTS_FROM_NAMES,
    ENUMS_FROM_CONSTANTS,
    ENUMS_FROM_DESCRIPTIONS,
    ENUMS_FROM_ALTERNATIVES,
    DEFAULTS_FROM_DESCRIPTIONS,
    FIELDS_FROM_EXAMPLES,
    COMPOSED_NAMES,
    INLINE_MEMBERS,
    FLATTENED_UNIONS,
    SAME_API,
    MODELS_FROM_SAMPLES,
    WIRE_NAMES_FROM_SAMPLES,
    NULLABLE_FROM_SAMPLES,
    INTEGERS_FROM_SAMPLES,
    FORMATS_FROM_SAMPLES,
    ENUM_VALUES_FROM_SAMPLES,
    OPTIONAL_FROM_SAMPLES,
    MODELS_FROM_TABLES,
    TYPES_FROM_EXAMPLES,
)
"""Every inference; `docs/inference.md` has the gain and the cost of each."""


def without(*names: str) -> tuple[Inference[Any, Any], ...]:
    """Return all inferences but those with these names. Raises `UnknownName` for other names."""
    all_names = [inference.name for inference in INFERENCES]
    for name in names:
        if name not in all_names:
            raise UnknownName("inference", name, all_names)
    return tuple(inference for inference in INFERENCES if inference.name not in names)
