"""The options of a target: what the user decides, and what the target requires of a plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path

from msgspec import Struct, field

from docmodels.targets.plan.formats import NO_FORMATS, FormatOptions, Formats
from docmodels.targets.plan.imported_types import ImportedType

IsReserved = Callable[[str], bool]


class Layout(StrEnum):
    """Whether the output is one module, or a package with one module per definition."""

    MODULE = "module"
    PACKAGE = "package"


class Validation(StrEnum):
    """How much of a schema pydantic models check.

    `NATURAL` is plain pydantic. `STRICT` keeps the types of JSON apart and checks the structure of
    objects and arrays. `EXACT` checks every keyword.
    """

    NATURAL = "natural"
    STRICT = "strict"
    EXACT = "exact"


class EnumStyle(StrEnum):
    """What an enum becomes: an enum class, `Literal[..]`, or the one that suits its values."""

    AUTO = "auto"
    CLASS = "class"
    LITERAL = "literal"


class Descriptions(StrEnum):
    """Where the descriptions of fields are: docstrings, or the JSON Schema of the models."""

    DOCSTRINGS = "docstrings"
    SCHEMA = "schema"


class Renaming(Struct, frozen=True):
    """Class names that the user asks for.

    `requested` maps a class name of the output to the new name; `original` maps a definition to
    the name that it had before the user renamed it.
    """

    requested: Mapping[str, str] = field(default_factory=dict[str, str])
    original: Mapping[str, str] = field(default_factory=dict[str, str])


NO_RENAMING = Renaming()


class TargetOptions(Struct, frozen=True):
    """How to write modules.

    `templates` are folders, in the order of search: a file in one of them replaces the built-in
    template of the same name. `header` are the comment lines above each module. `formats` are the
    types of formats. `base_class` is the class of the user that all models derive from. Docstrings
    are wrapped at `line_length`. With `type_statements`, the output is for Python 3.12 and later,
    and an alias is `type X = ..` (PEP 695).
    """

    layout: Layout = Layout.MODULE
    templates: tuple[Path, ...] = ()
    header: tuple[str, ...] = ()
    validation: Validation = Validation.NATURAL
    enums: EnumStyle = EnumStyle.AUTO
    formats: Formats = field(default_factory=dict[str, ImportedType])
    descriptions: Descriptions = Descriptions.DOCSTRINGS
    base_class: ImportedType | None = None
    renaming: Renaming = NO_RENAMING
    line_length: int = 88
    type_statements: bool = False


class PlanOptions(Struct, frozen=True):
    """How to plan.

    `is_reserved` refuses attribute names that the target needs; None: attributes have the wire
    names. `validation` decides which assertions the types keep that no annotation expresses. With
    `variants`, a reference to a base class with a discriminator becomes the union of its
    subclasses. With `enum_classes`, a named enum may be a class, as `enums` decides, else it is an
    alias of its values. With `single_inheritance`, a class with several bases declares all of their
    fields itself. With `type_statements`, an alias is `type X = ..`. With `int64_enums`, an enum class
    has no integers of more than 64 bits.
    """

    is_reserved: IsReserved | None
    validation: Validation = Validation.NATURAL
    variants: bool = False
    enum_classes: bool = True
    single_inheritance: bool = False
    int64_enums: bool = False
    enums: EnumStyle = EnumStyle.AUTO
    formats: FormatOptions = NO_FORMATS
    type_statements: bool = False
    renaming: Renaming = NO_RENAMING
