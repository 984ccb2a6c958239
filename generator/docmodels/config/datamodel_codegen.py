"""Translate the settings of datamodel-code-generator, `[tool.datamodel-codegen]`, to ours.

`TRANSLATIONS` has the options that have a meaning here, `ALWAYS` those whose effect docmodels always
has, `NO_COUNTERPART` the others, with the reason. Source: the options of its version 0.89.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec
from msgspec import Struct, field

Settings = dict[str, Any]


class Translation(Struct, frozen=True):
    """Settings by their keys, and remarks about options that are not among them."""

    settings: Settings
    remarks: tuple[str, ...] = field(default_factory=tuple[str, ...])


def translate(options: Mapping[str, Any]) -> Translation:
    """Translate the options of one run; their names may have hyphens or underscores."""
    settings: Settings = {}
    remarks: list[str] = []
    for name, value in options.items():
        key = name.replace("_", "-").removeprefix("no-")
        translated = TRANSLATIONS[key](value) if key in TRANSLATIONS and value else None
        if translated is not None:
            for setting, entry in translated.items():
                merged = settings.get(setting)
                settings[setting] = {**merged, **entry} if isinstance(merged, dict) else entry
        elif value not in (False, None, "", [], {}):
            remarks.append(f"{name}: {_reason(key)}")
    if _writes_descriptions_to_fields(options, settings):
        settings["descriptions"] = "schema"
    return Translation(settings, tuple(remarks))


def _writes_descriptions_to_fields(options: Mapping[str, Any], settings: Settings) -> bool:
    names = {name.replace("_", "-") for name in options if options[name]}
    return not names & _DOCSTRINGS and settings.get("target", "pydantic").startswith("pydantic")


_DOCSTRINGS: Final = frozenset(
    "use-field-description use-inline-field-description use-attribute-docstrings".split()
)
_TARGETS: Final = {
    "pydantic.BaseModel": "pydantic",
    "pydantic_v2.BaseModel": "pydantic",
    "pydantic_v2.dataclass": "pydantic-dataclass",
    "dataclasses.dataclass": "dataclass",
    "typing.TypedDict": "typeddict",
    "msgspec.Struct": "msgspec",
}


def _text(setting: str, values: Mapping[str, str]) -> Callable[[Any], Settings | None]:
    """Return a function that translates a value by a table; "" is our default."""

    def translate_value(value: Any) -> Settings | None:
        if not isinstance(value, str) or value not in values:
            return None
        return {setting: values[value]} if values[value] else {}

    return translate_value


def _inputs(value: Any) -> Settings | None:
    paths = [value] if isinstance(value, str) else value
    return {"inputs": paths} if isinstance(paths, list) else None


def _header(value: Any) -> Settings | None:
    lines = value.splitlines() if isinstance(value, str) else [""]
    is_comment = all(not line.strip() or line.startswith("#") for line in lines)
    return {"header": value} if is_comment and isinstance(value, str) else None


def _base_class(value: Any) -> Settings | None:
    if not isinstance(value, str) or "." not in value:
        return None
    module, _, name = value.rpartition(".")
    return {} if value == "pydantic.BaseModel" else {"base-class": f"{module}:{name}"}


def _rename(value: Any) -> Settings | None:
    try:
        names = json.loads(value) if isinstance(value, str) else value
        table = msgspec.convert(names, dict[str, str])
    except ValueError:  # the path of a JSON file, or a scoped name
        return None
    return {"rename": table} if all(map(str.isidentifier, table)) else None


def _type_of_format(format: str, default: str) -> Callable[[Any], Settings | None]:
    def translate_value(value: Any) -> Settings | None:
        if not isinstance(value, str):
            return None
        return {} if value == default else {"formats": {format: f"pydantic:{value}"}}

    return translate_value


_INPUT_FILE_TYPES: Final = (
    *(
        "auto",
        "openapi",
        "jsonschema",
        "asyncapi",
        "graphql",
        "protobuf",
        "xmlschema",
        "avro",
        "csv",
    ),
    *("json", "yaml", "mcp-tools"),
)
"""Kinds of input that docmodels recognises, as dcg 0.89 names them."""

TRANSLATIONS: Final[Mapping[str, Callable[[Any], Settings | None]]] = {
    "input": _inputs,
    "url": lambda value: {"inputs": [value], "allow-remote": True},
    "output": lambda value: {"output": value} if isinstance(value, str) else None,
    "output-model-type": _text("target", _TARGETS),
    "input-file-type": _text("", dict.fromkeys(_INPUT_FILE_TYPES, "")),
    "base-class": _base_class,
    "custom-file-header": _header,
    "enum-field-as-literal": _text("enums", {"all": "literal", "none": "class", "one": ""}),
    "model-name-map": _rename,
    "read-only-write-only-model-type": lambda value: {"split-readonly": True},
    "strict-types": lambda value: {"validation": "strict"},
    "generate-schema-validators": lambda value: {"validation": "exact"},
    "output-datetime-class": _type_of_format("date-time", "datetime"),
    "output-date-class": _type_of_format("date", "date"),
    "allow-remote-refs": lambda value: {"allow-remote": True},
    "encoding": _text("", {"utf-8": "", "utf8": "", "UTF-8": ""}),
    **{name: lambda value: {} for name in _DOCSTRINGS},
}
"""Our settings for a value that is not false, by the name of the option; None if it has none."""


def _reason(name: str) -> str:
    if name in ALWAYS:
        return f"docmodels always does that ({ALWAYS[name]})"
    if name in NO_COUNTERPART:
        return NO_COUNTERPART[name]
    prefix = name.partition("-")[0]
    return _REASONS_BY_PREFIX.get(
        prefix, f"no option of that name or value is known ({_LIST_OF_OPTIONS})"
    )


_LIST_OF_OPTIONS: Final = "`docmodels generate --help` lists those of docmodels"
_REASONS_BY_PREFIX: Final = {
    "server": "docmodels writes models, no servers",
    "client": "docmodels writes models, no clients",
    "http": "docmodels sends plain requests, with --allow-remote only",
}


def _names(reasons: Mapping[str, str]) -> dict[str, str]:
    """Return the reason of each name in a table whose keys are several names."""
    return {name: reasons[names] for names in reasons for name in names.split()}


ALWAYS: Final = _names(
    {
        "snake-case-field": "attributes are in snake case, with the wire name as alias",
        "allow-population-by-field-name": "both names are read",
        "use-annotated field-constraints": "constraints are in `Annotated`",
        "use-union-operator use-standard-collections": "`list[X] | None`",
        "use-double-quotes formatters": "black formats the output",
        "disable-timestamp use-exact-imports": "output depends on the input only",
        "use-schema-description": "descriptions of models are docstrings",
        "use-subclass-enum use-specialized-enum capitalise-enum-members capitalize-enum-members": (
            "enums of strings are `StrEnum`, their members in upper case"
        ),
        "keyword-only": "dataclasses and structs take keywords",
        "use-type-alias collapse-root-models use-root-model-type-alias": (
            "definitions that are no objects are type aliases"
        ),
        "lockfile locked update-lock": "docmodels.lock pins remote documents",
        "intersect-allof-keywords": "allOf has its standard meaning",
        "target-python-version target-pydantic-version": "one output for all supported versions",
        "use-standard-primitive-types": "UUIDs and dates have their own types",
        "openapi-scopes": "schemas of components, paths and webhooks are models",
        "use-generic-base-class": "models share the class `GeneratedModel`",
        "set-default-enum-member deserialize-default-values": "defaults have the type of the field",
        "allow-extra-fields": "properties without a field are kept",
    }
)
_FIXED: Final = "how models are written is decided by the target, and not configurable"
_WIRE: Final = "the models accept what the schema describes, no more and no less"
_COMMAND: Final = "it is about a run, not about the models; see `docmodels --help`"
NO_COUNTERPART: Final = _names(
    {
        "custom-template-dir extra-template-data": (
            "the values in templates are others; see `templates` and the folder templates/"
        ),
        "custom-file-header-path custom-file-header-mode": "copy the text into `header`",
        "custom-formatters custom-formatters-kwargs": "black formats the output; run others after",
        "type-mappings type-overrides import-overrides use-pendulum": (
            'use `formats` with entries like `date-time = "module:Name"`'
        ),
        "output-datetime-class output-date-class": "use `formats`",
        "class-name use-title-as-name class-name-prefix class-name-suffix class-name-affix-scope"
        " model-name-map naming-strategy parent-scoped-naming duplicate-name-suffix"
        " infer-union-variant-names use-tag-as-union-variant-name use-operation-id-as-name"
        " use-status-code-in-response-name allow-leading-underscore-class-name"
        " disable-appending-item-suffix": "names are those of the definitions; see `rename`",
        "extra-fields": "unknown fields are kept unless the schema closes the object",
        "base-class-map class-decorators additional-imports validators": (
            "use `base-class` with a class of your own, or a template"
        ),
        "base-class": "write it as `module.Name`",
        "custom-file-header": "every line of a header has to begin with `#`",
        "input-file-type": "the name of a file or its content shows its kind",
        "input-model input-model-ref-strategy": "name the module's file in `inputs`; it is not imported",
        "output-model-type": "there is no such target",
        "enum-field-as-literal enum-field-as-literal-map": "use `enums`",
        "encoding": "inputs are UTF-8",
        "input output url": "write it as text",
        "strict-refs": "a reference that leads nowhere is a warning; `strict` makes it an error",
        "preset": "a preset has no counterpart; the defaults of docmodels are chosen to be used",
        "profiles profile": "write a table [[tool.docmodels.modules]] for each profile",
        "disable-warnings": "use `accept` for known warnings, or --quiet",
        "enable-version-header enable-command-header enable-generated-header-marker": (
            "the header is fixed, so that an update changes no file; see `header`"
        ),
        "aliases serialization-aliases use-serialization-alias no-alias alias alias-generator"
        " pin-aliases-with-alias-generator": "wire names are those of the input",
        "default-values use-default force-optional strict-nullable strip-default-none"
        " ignore-enum-constraints filter-literal-values use-single-value-enum-as-const"
        " read-const-beside-enum read-nullable-beside-type-list read-unevaluated-properties"
        " schema-version schema-version-mode allof-merge-mode skip-root-model"
        " check-pattern-maps-strictly external-ref-mapping allow-private-network"
        " omit-redundant-reference-null omit-redundant-constraints"
        " keep-field-defaults-off-branch-roots": _WIRE,
        "check diff-against debug list-deprecations list-experimental color output-format"
        " fail-on-multi-module-stdout output-format-json-schema generate-pyproject-config"
        " generate-cli-command generate-prompt recommend-options ignore-pyproject install-skill"
        " skill-scope overwrite-skill job all-jobs watch watch-delay version help validation"
        " generate-server generate-client emit-model-metadata": _COMMAND,
        "include-path-parameters openapi-include-paths openapi-include-info-version"
        " openapi-as-definitions graphql-no-typename": "which schemas become models depends on the input only",
        "collapse-root-models-name-strategy collapse-shared-parent-wrappers collapse-reuse-models"
        " use-root-model-sequence-interface enable-faux-immutability order-constructor-fields-by"
        " frozen-dataclasses dataclass-arguments use-msgspec-tagged-unions"
        " tag-msgspec-by-payload-name use-msgspec-nullable-enum-alias reuse-scope"
        " shared-module-name treat-dot-as-module strict-dotted-module-names all-exports-scope"
        " all-exports-collision-strategy module-split-mode use-site-models-for-constrained-refs"
        " use-serialize-as-any use-generic-container-types"
        " use-non-positive-negative-number-constrained-types use-decimal-for-multiple-of"
        " use-decimal-in-field-forms use-one-literal-as-default use-enum-values-in-discriminator"
        " use-object-type use-typed-nullable-map-values use-typed-map-values-beside-other-types"
        " use-single-dict-for-object-maps keep-enum-member-values use-unique-items-as-set"
        " reuse-model keep-model-order use-tuple-for-fixed-items use-tuple-for-closed-arrays use-tuple-for-fixed-length-arrays"
        " use-total-false-for-typed-dict use-closed-typed-dict allof-class-hierarchy"
        " use-type-alias-type disable-future-imports empty-enum-field-name field-extra-keys"
        " field-extra-keys-without-x-prefix field-include-all-keys model-extra-keys"
        " model-extra-keys-without-x-prefix original-field-name-delimiter"
        " remove-special-field-name-prefix special-field-name-prefix use-default-kwarg"
        " use-missing-sentinel use-field-description-example use-single-line-docstring union-mode"
        " use-frozen-field use-default-factory-for-optional-nested-models"
        " field-type-collision-strategy schema-validator-type schema-validator-base-class-name"
        " use-type-checking-imports wrap-string-literal dedupe-request-response-variants": _FIXED,
    }
)
