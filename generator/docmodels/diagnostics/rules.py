"""Every rule: its name, severity, meaning and usual fix."""

from __future__ import annotations

from docmodels.diagnostics.notes import Rule, Severity


def _error(name: str, summary: str, help: str = "") -> Rule:
    return Rule(name, Severity.ERROR, summary, help)


def _warning(name: str, summary: str, help: str = "") -> Rule:
    return Rule(name, Severity.WARNING, summary, help)


def _info(name: str, summary: str) -> Rule:
    return Rule(name, Severity.INFO, summary)


# Input and output.
UNREADABLE_INPUT = _error(
    "unreadable-input",
    "An input is missing, not text, or not what its name says.",
    "mend the file, or leave it out of the inputs",
)
NO_MODELS = _error("no-models", "The inputs hold no model at all.")
UNWRITABLE_OUTPUT = _error("unwritable-output", "The output cannot be written.")
UNMANAGED_FILE = _error("unmanaged-file", "A file in the way was not written by docmodels.")
BAD_TEMPLATE = _error("bad-template", "A user's template is missing, or does not render to Python.")
INTERNAL_ERROR = _error("internal-error", "docmodels has a bug.")
NESTING_LIMIT = _error(
    "nesting-limit",
    "A document is nested or aliased beyond the limits.",
    "give the inner parts names of their own, and refer to them",
)
REMOTE_FAILURE = _error("remote-failure", "A remote document cannot be fetched.")
LOCK_MISMATCH = _error("lock-mismatch", "A remote document is not what docmodels.lock pins.")
SKIPPED_PAGES = _info("skipped-pages", "Files among the inputs are not model pages.")
NOT_A_MODEL_PAGE = _warning("not-a-model-page", "A page that was named as an input holds no model.")

# Reading.
UNKNOWN_TYPE = _warning(
    "unknown-type",
    "A type is not written in any form that is read.",
    "any value is accepted there; correct the type on the page, or report a spelling that is usual",
)
INVALID_ROW = _warning(
    "invalid-row",
    "A table row is not written in any form that is read.",
    "it is left out; correct the row on the page, or report a form that is usual",
)
INVALID_LITERAL = _warning(
    "invalid-literal",
    "A default or example is not a literal that is read.",
    "the field is left without a default; correct the value on the page",
)
EMPTY_TABLE = _warning(
    "empty-table",
    "A page with no properties is an enum, an empty object or a union.",
    "anything fits it; the API description, if you have it, says what it is",
)
MISSING_UNION_MEMBERS = _warning(
    "missing-union-members",
    "A union is documented without its members.",
    "anything fits it; the API description, if you have it, names the members",
)
MISSING_ENUM_VALUES = _warning(
    "missing-enum-values",
    "An enum is documented without its values.",
    "any value is accepted; the API description, if you have it, lists them",
)
ENUM_FROM_DESCRIPTION = _info(
    "enum-from-description",
    "Values of an enum stand only in the text about it; any other value is accepted too.",
)
INVALID_KEYWORD = _warning(
    "invalid-keyword",
    "A schema keyword has a value that cannot be read.",
    "correct it in the schema",
)
UNENFORCED_KEYWORD = _info("unenforced-keyword", "A schema keyword is kept as an annotation only.")
CIRCULAR_REF = _error("circular-ref", "References lead back to themselves and to nothing else.")
APPROXIMATED_DYNAMIC_REF = _warning(
    "approximated-dynamic-ref",
    "A dynamic reference is read as one, though it leads to several schemas.",
)
REMOTE_REF = _warning("remote-ref", "A reference leads out of the inputs.")

# Putting together.
DANGLING_REF = _warning("dangling-ref", "A model is named that no input defines.")
NAME_CLASH = _warning("name-clash", "Two different models have one name.")
INFERRED_NAME = _info("inferred-name", "A wire name was concluded from the documented one.")
FLATTENED_UNION = _warning(
    "flattened-union", "An object looks like several variants printed as one."
)
BAD_DEFAULT = _warning("bad-default", "A default is not a value of its own type.")
BAD_RENAME = _error("bad-rename", "What is to be renamed does not exist, or its new name is taken.")
MISSING_DEPENDENCY = _info("missing-dependency", "The models need a package beside their own.")
RENAMED = _info("renamed", "A name was changed to be legal or unique in the output.")

RULES: tuple[Rule, ...] = tuple(
    value for value in list(globals().values()) if isinstance(value, Rule)
)
"""Every rule, in the order declared."""
