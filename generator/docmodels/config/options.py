"""The declaration of every option: its name, type, default, help and scope.

A field of `LoadOptions`, `RenderOptions` or `Job` declares an option of a project, and
`COMMAND_OPTIONS` has those that only a single run can have. The options of the command line, the
keys of `[tool.docmodels]`, the JSON Schema of the settings and the table in the docs derive from
these declarations; a test compares the parameters of the library with them.

An option exists only for meaning that the input does not contain (decision 0001).
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, Literal, TypeAlias, get_args, get_origin

from msgspec import NODEFAULT, Struct, field
from msgspec.structs import FieldInfo, fields, replace

from docmodels.config.declarations import About, Option, OptionType, Scope
from docmodels.diagnostics.notes import UnknownName
from docmodels.diagnostics.rules import ACCEPTABLE

TargetName: TypeAlias = Literal[
    "pydantic", "dataclass", "msgspec", "typeddict", "pydantic-dataclass"
]
"""The name of a built-in target; a test compares it with `targets.TARGETS`."""

_RENAME: Final = About("Rename a definition or class (repeatable).", "OLD=NEW")


class LoadOptions(Struct, frozen=True, kw_only=True):
    """How to read the inputs: the options of `load`."""

    dialect: Annotated[
        str | None, About("Read all pages as this dialect (see `dialects`).", "NAME")
    ] = None
    wire_case: Annotated[
        str,
        About(
            "Case of field names on the wire, where pages print them in another case.",
            choices=("auto", "as-documented", "camel", "snake", "pascal", "kebab"),
        ),
    ] = "auto"
    samples: Annotated[
        tuple[str, ...],
        About(
            "Captured payloads that show what pages do not print: JSON, NDJSON or HAR (repeatable).",
            "[MODEL=]PATH",
        ),
    ] = ()
    sample_enums: Annotated[
        tuple[str, ...],
        About(
            "Enum without printed values that gets those of the samples (repeatable).",
            "MODEL[.FIELD]",
        ),
    ] = ()
    rename: Annotated[Mapping[str, str], _RENAME] = field(default_factory=dict[str, str])
    split_readonly: Annotated[
        bool, About("Write separate request and response models where they differ.")
    ] = False
    separate: Annotated[
        bool,
        About("Keep definitions of each source apart, also of sources that describe one API."),
    ] = False
    allow_remote: Annotated[
        bool,
        About("Fetch remote documents that references lead to; docmodels.lock pins their content."),
    ] = False
    plugins: Annotated[
        tuple[str, ...],
        About("Pass or inference of another package that is used, too (repeatable).", "NAME"),
    ] = ()
    allow_outside: Annotated[
        bool,
        About("Read files that references lead to outside the inputs' folder and repository."),
    ] = False


class RenderOptions(Struct, frozen=True, kw_only=True):
    """How to write the models: the options of `render`."""

    target: Annotated[
        str,
        About("Kind of classes to write.", "|".join(get_args(TargetName))),
    ] = "pydantic"
    validation: Annotated[
        str,
        About(
            "What pydantic models check: as plain pydantic does, with JSON's types kept apart and "
            "the structure of objects and arrays, or every schema keyword.",
            choices=("natural", "strict", "exact"),
        ),
    ] = "natural"
    templates: Annotated[
        str | None,
        About(
            "Templates that replace built-in ones by name: a folder or a template set.", "DIR|NAME"
        ),
    ] = None
    header: Annotated[
        str | None,
        About("Comment lines above every module: a licence, settings of a linter.", "TEXT"),
    ] = None
    base_class: Annotated[
        str | None, About("Class that all models derive from.", "MODULE:NAME")
    ] = None
    enums: Annotated[
        str,
        About(
            "What an enum becomes: a class, `Literal[..]`, or the one that suits its values.",
            choices=("auto", "class", "literal"),
        ),
    ] = "auto"
    descriptions: Annotated[
        str,
        About(
            "Where pydantic models have the descriptions of fields: below them, or in `Field(..)`, "
            "from where they reach the JSON Schema.",
            choices=("docstrings", "schema"),
        ),
    ] = "docstrings"
    formats: Annotated[
        Mapping[str, str],
        About("Python type of a format of strings (repeatable).", "FORMAT=MODULE:NAME"),
    ] = field(default_factory=dict[str, str])
    rename: Annotated[Mapping[str, str], _RENAME] = field(default_factory=dict[str, str])


class Job(Struct, frozen=True, kw_only=True):
    """One output, its inputs and its options: a table of settings, or a `docmodels generate`.

    New names (`rename`) are in `render`: they apply to classes, not only to definitions.
    """

    inputs: Annotated[tuple[str, ...], About("Files, folders and glob patterns.", "INPUT")]
    output: Annotated[
        str,
        About("A module (*.py), standard output (`-`), or the folder of a package.", "OUT", "-o"),
    ]
    load: LoadOptions = LoadOptions()
    render: RenderOptions = RenderOptions()
    accept: Annotated[
        tuple[str, ...],
        About(
            "Accept the warnings and infos of a rule: they are not shown, and --strict allows them "
            "(repeatable).",
            "RULE",
            choices=ACCEPTABLE,
        ),
    ] = ()
    strict: Annotated[bool, About("Fail on warnings (exit 1) and write nothing.")] = False

    def override(self, options: Mapping[str, Any]) -> Job:
        """Return the job with `options` in place of its settings.

        Entries of tables, and accepted rules, are added.
        """
        return create_job(merge_values(self.values(), options))

    def in_folder(self, folder: str) -> Job:
        """Return the job with its paths relative to `folder`, by whose name they are prefixed.

        A name in `templates` that is no folder there is the name of a template set.
        """
        from docmodels.diagnostics.documents import WEB_SCHEMES
        from docmodels.ir.samples import split_model

        if folder in ("", "."):
            return self

        def join(path: str) -> str:
            return (
                path if path == "-" or path.startswith(WEB_SCHEMES) else os.path.join(folder, path)
            )

        def join_sample(argument: str) -> str:
            model, path = split_model(argument)
            return f"{model}={join(path)}" if model else join(path)

        def join_templates(templates: str) -> str:
            is_set = os.path.basename(templates) == templates and not os.path.isdir(join(templates))
            return templates if is_set else join(templates)

        templates = self.render.templates
        samples = tuple(map(join_sample, self.load.samples))
        return replace(
            self,
            inputs=tuple(map(join, self.inputs)),
            output=join(self.output),
            load=replace(self.load, samples=samples),
            render=replace(self.render, templates=templates and join_templates(templates)),
        )

    def values(self) -> dict[str, Any]:
        """Return the value of each setting by the name of its option."""
        parts = {Scope.LOAD: self.load, Scope.RENDER: self.render, Scope.RUN: self}
        return {option.name: getattr(parts[option.scope], option.name) for option in SETTINGS}

    def arguments(self) -> tuple[str, ...]:
        """Return the arguments of `docmodels generate` that are equivalent to this job."""
        arguments = [*self.inputs, "-o", self.output]
        values, flags = self.values(), list[str]()
        for option in SETTINGS:
            value, name = values[option.name], f"--{option.key}"
            if option.is_required or value == option.default:
                continue
            if option.type == "flag":
                flags.append(name)
            elif option.type == "table":
                arguments += [part for old in value for part in (name, f"{old}={value[old]}")]
            elif option.type == "list":
                arguments += [part for entry in value for part in (name, entry)]
            else:
                arguments += [name, str(value)]
        return (*arguments, *flags)


def merge_values(values: Mapping[str, Any], options: Mapping[str, Any]) -> dict[str, Any]:
    """Return `values` with `options` in their place, both by the names of options.

    Entries of tables, and values of repeatable options, are added to those of `values`.
    """
    merged = {**values, **options}
    for option in SETTINGS:
        if option.name not in values or option.name not in options:
            continue
        if option.type == "table":
            merged[option.name] = {**values[option.name], **options[option.name]}
        elif option.is_repeatable:
            merged[option.name] = (*values[option.name], *options[option.name])
    return merged


def create_job(values: Mapping[str, Any]) -> Job:
    """Create a job from the values of options, by the names of the options."""
    parts: dict[Scope, dict[str, Any]] = {scope: {} for scope in Scope}
    for option in SETTINGS:
        if option.name in values:
            parts[option.scope][option.name] = values[option.name]
    load, render = LoadOptions(**parts[Scope.LOAD]), RenderOptions(**parts[Scope.RENDER])
    return Job(**parts[Scope.RUN], load=load, render=render)


def _declared_options(owner: type[Struct], scope: Scope) -> tuple[Option, ...]:
    """Return the options that the fields of a class declare."""
    return tuple(
        Option(
            field.name,
            _option_type(get_args(field.type)[0]),
            _default(field),
            field.type.__metadata__[0],
            scope,
        )
        for field in fields(owner)
        if get_origin(field.type) is Annotated
    )


def _option_type(annotation: Any) -> OptionType:
    if annotation is bool:
        return "flag"
    origin = get_origin(annotation)
    return "list" if origin is tuple else "table" if origin is Mapping else "text"


def _default(field: FieldInfo) -> Any:
    return field.default if field.default_factory is NODEFAULT else field.default_factory()


LOAD_OPTIONS: Final = _declared_options(LoadOptions, Scope.LOAD)
RENDER_OPTIONS: Final = _declared_options(RenderOptions, Scope.RENDER)
JOB_OPTIONS: Final = _declared_options(Job, Scope.RUN)
INPUTS, OUTPUT, ACCEPT, STRICT = JOB_OPTIONS
FORMAT: Final = Option(
    "format",
    "text",
    "text",
    About(
        "Format of the messages on standard error; SARIF is written to standard output.",
        choices=("text", "json", "github", "sarif"),
    ),
    Scope.RUN,
)
UPDATE_LOCK: Final = Option(
    "update_lock",
    "flag",
    False,
    About("Accept changed remote documents and pin their new content."),
    Scope.RUN,
)
FORCE: Final = Option(
    "force", "flag", False, About("Overwrite files that docmodels did not write."), Scope.RUN
)
QUIET: Final = Option(
    "quiet",
    "flag",
    False,
    About("Print no messages on success; after a failure, only its reasons.", short="-q"),
    Scope.RUN,
)
DEPFILE: Final = Option(
    "depfile",
    "text",
    None,
    About("Write the files that were read as a rule for Make or ninja.", "FILE"),
    Scope.RUN,
)
STAMP: Final = Option(
    "stamp",
    "text",
    None,
    About("Write this file after success, also if no module changes.", "FILE"),
    Scope.RUN,
)
EXIT_NON_ZERO_ON_CHANGE: Final = Option(
    "exit_non_zero_on_change",
    "flag",
    False,
    About("Exit with code 1 if a file changes, also if it is new, as hooks need."),
    Scope.RUN,
)
JOBS: Final = Option(
    "jobs",
    "number",
    None,
    About(
        "How many outputs are generated at the same time, in processes; the default is one for each "
        "processor, if the inputs are large enough.",
        "N",
        environment="DOCMODELS_JOBS",
    ),
    Scope.RUN,
)
COMMAND_OPTIONS: Final = (
    *(FORMAT, QUIET, JOBS, DEPFILE, STAMP, EXIT_NON_ZERO_ON_CHANGE, UPDATE_LOCK, FORCE),
)
"""Options of a single run, which settings do not have."""


def merge_options(*groups: Sequence[Option]) -> tuple[Option, ...]:
    """Return the options of several groups; one that two groups declare is that of the first,
    in the place that the last has for it."""
    first: dict[str, Option] = {}
    for option in (option for group in groups for option in group):
        first.setdefault(option.name, option)
    names = [option.name for group in groups for option in group]
    return tuple(
        first[name] for number, name in enumerate(names) if name not in names[number + 1 :]
    )


SETTINGS: Final = merge_options((INPUTS, OUTPUT), RENDER_OPTIONS, LOAD_OPTIONS, (ACCEPT, STRICT))
"""The options of a project: the keys of `[tool.docmodels]`."""


def validate_choices(options: LoadOptions | RenderOptions) -> None:
    """Raise `UnknownName` for an option with fixed values that has any other value."""
    for option in LOAD_OPTIONS if isinstance(options, LoadOptions) else RENDER_OPTIONS:
        value = getattr(options, option.name)
        if option.about.choices and value not in option.about.choices:
            raise UnknownName(option.name.split("_")[-1], value, option.about.choices)
