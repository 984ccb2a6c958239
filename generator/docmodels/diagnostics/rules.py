"""All rules: name, severity, summary and usual fix."""

from __future__ import annotations

from docmodels.diagnostics.names import RuleName
from docmodels.diagnostics.notes import Rule, Severity


def _error(name: RuleName, summary: str, help: str = "") -> Rule:
    return Rule(name, Severity.ERROR, summary, help)


def _warning(name: RuleName, summary: str, help: str = "") -> Rule:
    return Rule(name, Severity.WARNING, summary, help)


def _info(name: RuleName, summary: str) -> Rule:
    return Rule(name, Severity.INFO, summary)


# Input and output.
UNREADABLE_INPUT = _error(
    "unreadable-input",
    "An input is missing, is not text, or does not have the format of its file name.",
    "fix the file, or remove it from the inputs",
)
NO_MODELS = _error("no-models", "The inputs contain no model.")
UNUSED_OPTION = _info("unused-option", "An option has no effect on the models.")
INVALID_OPTION = _error("invalid-option", "An option has a value that cannot be used.")
UNWRITABLE_OUTPUT = _error("unwritable-output", "The output cannot be written.")
UNMANAGED_FILE = _error(
    "unmanaged-file", "An output file exists already and was not written by docmodels."
)
OUT_OF_DATE = _error(
    "out-of-date", "An output differs from what the inputs generate.", "run docmodels generate"
)
BAD_TEMPLATE = _error(
    "bad-template", "A custom template is missing, or does not render to valid Python."
)
BROKEN_PLUGIN = _error(
    "broken-plugin",
    "A plug-in of another package does not work.",
    "update or uninstall the package",
)
IGNORED_PLUGIN = _warning(
    "ignored-plugin",
    "A plug-in of another package does not work, and is not asked about the inputs.",
    "update or uninstall the package",
)
INTERNAL_ERROR = _error("internal-error", "docmodels has a bug.")
RESOURCE_LIMIT = _error("resource-limit", "The system gives a run no more memory or open files.")
NESTING_LIMIT = _error(
    "nesting-limit",
    "A document exceeds the limits for nesting or YAML aliases.",
    "define the inner parts separately, and refer to them",
)
REMOTE_FAILURE = _error("remote-failure", "A remote document cannot be fetched.")
LOCK_MISMATCH = _error(
    "lock-mismatch", "A remote document differs from its checksum in docmodels.lock."
)
SKIPPED_PAGES = _info("skipped-pages", "Some input files are not model pages.")
NOT_A_MODEL_PAGE = _warning(
    "not-a-model-page", "A page that is named as an input contains no model."
)
INVALID_SAMPLE = _warning(
    "invalid-sample",
    "A captured body with a JSON content type is not JSON.",
    "it is left out; capture it again if it shows facts of a model",
)
UNMATCHED_SAMPLES = _info(
    "unmatched-samples", "Some samples have the fields of no model, or of several."
)

NEWER_REPRESENTATION = _info(
    "newer-representation",
    "A representation is of a newer minor version, and what only that version has is left out.",
)

# Reading.
UNKNOWN_TYPE = _warning(
    "unknown-type",
    "The notation of a type is not supported.",
    "any value is accepted there; correct the type on the page, or report a common notation",
)
INVALID_ROW = _warning(
    "invalid-row",
    "The format of a table row is not supported.",
    "it is left out; correct the row on the page, or report a common format",
)
INVALID_LITERAL = _warning(
    "invalid-literal",
    "A default or example is not a supported literal.",
    "the field has no default; correct the value on the page",
)
EMPTY_TABLE = _warning(
    "empty-table",
    "A page with no properties is an enum, an empty object or a union.",
    "any value is accepted; the API description, if you have it, defines the type",
)
MISSING_UNION_MEMBERS = _warning(
    "missing-union-members",
    "A union is documented without its members.",
    "any value is accepted; the API description, if you have it, lists the members",
)
MISSING_ENUM_VALUES = _warning(
    "missing-enum-values",
    "An enum is documented without its values.",
    "any value is accepted; the API description, if you have it, lists them",
)
ENUM_FROM_DESCRIPTION = _info(
    "enum-from-description",
    "The values of an enum are inferred from its description; other values are accepted too.",
)
CONSTANT_FROM_DEFAULT = _info(
    "constant-from-default",
    "The only value of an enum is inferred from a default, or from the name of its model; other values are accepted too.",
)
DEFAULT_FROM_DESCRIPTION = _info(
    "default-from-description", "A default is inferred from the description of its field."
)
INFERRED_MODEL = _info("inferred-model", "A model is inferred from a hand-written table.")
SKIPPED_TABLE = _info(
    "skipped-table", "A table has the columns of fields, but nothing shows that it describes JSON."
)
AMBIGUOUS_TABLE = _warning(
    "ambiguous-table",
    "A table of fields can be understood in several ways, and is not read.",
    "correct the table on the page: each field has one row and one name",
)
INVALID_KEYWORD = _warning(
    "invalid-keyword",
    "A schema keyword has an invalid value.",
    "correct it in the schema",
)
UNENFORCED_KEYWORD = _info(
    "unenforced-keyword", "A schema keyword is kept as an annotation and not checked."
)
MISSING_EXTRA = _error("missing-extra", "An input needs a package that is not installed.")
MODEL_FROM_SAMPLE = _info(
    "model-from-sample", "A model is inferred from sample values; other values may not match it."
)
UNSUPPORTED_CONSTRUCT = _warning(
    "unsupported-construct",
    "A construct of a Python model is not read.",
    "the models accept what it refuses; check them, or write the constraint as a type",
)
OPENED_CYCLE = _warning(
    "opened-cycle",
    "A schema extends itself, or a union of which it is a member; one of the references is left out.",
    "describe the variants by `discriminator` in the base, or by a union that they do not extend",
)
CIRCULAR_REF = _error("circular-ref", "A cycle of definitions consists of references only.")
APPROXIMATED_DYNAMIC_REF = _warning(
    "approximated-dynamic-ref",
    "A dynamic reference that resolves to several schemas is read as a reference to one of them.",
)
REMOTE_REF = _warning(
    "remote-ref", "A reference points to a document that is not among the inputs."
)

# Passes and output.
DANGLING_REF = _warning("dangling-ref", "A reference names a model that no input defines.")
MERGED_SOURCES = _info(
    "merged-sources", "Two sources describe one API, and their definitions are merged."
)
CONTRADICTION = _warning(
    "contradiction",
    "Two sources of one API state facts that exclude each other.",
    "correct or remove the source that is wrong, or keep them apart with --separate",
)
PAGE_ONLY_FIELD = _info(
    "page-only-field",
    "Fields that only pages have are left out of a model that a specification defines.",
)
NAME_CLASH = _warning("name-clash", "Two different models have the same name.")
INFERRED_NAME = _info("inferred-name", "A wire name is inferred from the documented name.")
INFERRED_FROM_SAMPLES = _info(
    "inferred-from-samples", "Facts that no input prints are inferred from samples."
)
ABSENT_FIELD = _warning(
    "absent-field",
    "A field that a page requires is absent in samples, so it is optional.",
    "if these samples are of another model, name theirs: --samples MODEL=PATH",
)
UNDOCUMENTED_FIELD = _info(
    "undocumented-field", "Samples have a field that no input names; it is kept as an extra."
)
CONTRADICTED_FACT = _warning(
    "contradicted-fact",
    "Samples contradict a fact that an input prints; the printed fact stays.",
    "correct the input; if these samples are of another model, name theirs: --samples MODEL=PATH",
)
FLATTENED_UNION = _warning(
    "flattened-union", "An object may be a union whose variants are printed as one object."
)
BAD_DEFAULT = _warning("bad-default", "A default does not match the type of its field.")
CONVERTED_DEFAULT = _info(
    "converted-default", "A default is a text that is written for a boolean or a number."
)
BAD_RENAME = _error(
    "bad-rename", "A definition to rename does not exist, or its new name is not available."
)
TARGET_LIMIT = _warning(
    "target-limit",
    "The classes of the target cannot express a part of a model.",
    "choose another target if you need that part",
)
MISSING_DEPENDENCY = _info("missing-dependency", "The generated models need an additional package.")
RENAMED = _info("renamed", "A name is changed to be valid or unique in the output.")

RULES: tuple[Rule, ...] = tuple(
    value for value in list(globals().values()) if isinstance(value, Rule)
)
"""Every rule, in the order declared."""

ACCEPTABLE: tuple[str, ...] = tuple(
    rule.name for rule in RULES if rule.severity is not Severity.ERROR
)
"""The names of the rules that a user can accept: warnings and infos."""
