"""Apply the setting `formats`: Python types that the user chooses for formats of values.

A type reads the text of a value itself, so that lengths and patterns of the text do not apply to
it. Keys of dictionaries remain strings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct, field
from msgspec.structs import replace as evolve

from docmodels.diagnostics.notes import DocmodelsError, Note
from docmodels.diagnostics.rules import INVALID_OPTION, UNENFORCED_KEYWORD, UNUSED_OPTION
from docmodels.ir import Definition, Integer, Map, Number, String, StringConstraints, Type
from docmodels.ir.traverse import map_children, walk
from docmodels.targets.plan.imported_types import ImportedType, parse_imported_type

Formats = Mapping[str, ImportedType]
"""The Python types of formats."""

DECIMAL = ImportedType("decimal", "Decimal")
TEXT = ImportedType("builtins", "str")
TEXT_TYPES = frozenset({TEXT, ImportedType("pydantic", "EmailStr")})
"""Types whose values are strings, so that lengths and patterns apply."""


def parse_formats(table: Mapping[str, str]) -> dict[str, ImportedType]:
    """Parse the setting `formats`; raise `DocmodelsError` (`invalid-option`) for another form."""
    return {
        format: parse_imported_type(text, f"formats.{format}") for format, text in table.items()
    }


def check_types(formats: Formats, is_supported: Callable[[ImportedType], bool], help: str) -> None:
    """Raise `DocmodelsError` (`invalid-option`) for a type that the target does not support.

    `help` states which types it supports.
    """
    for format, type in formats.items():
        if type != TEXT and not is_supported(type):
            message = f"`formats.{format}`: this target does not read and write `{type}`"
            raise DocmodelsError(INVALID_OPTION.at(None, message, help))


def apply_formats(
    definitions: Iterable[Definition],
    types: Mapping[str, Type],
    options: FormatOptions,
    notes: list[Note],
) -> Mapping[str, Type]:
    """Remove from `types`, those of the definitions, what does not fit the types of formats.

    That is a length or pattern of a text that another type reads, and the format of a string that
    stays `str` or of a number that stays a number. Append a note for each definition that loses a
    constraint, and for each format that has no use.
    """
    if not options.types:
        return types
    applied: dict[str, Type] = {}
    for definition in definitions:
        type = types[definition.name]
        applied[definition.name] = options.apply(type)
        for format in sorted(set(options.unchecked(type))):
            message = (
                f"the length or pattern of `{format}` in `{definition.name}` is not checked: "
                f"its type is `{options.types[format]}`"
            )
            help = "check it in that type, or use `builtins:str`"
            notes.append(UNENFORCED_KEYWORD.at(definition.origin, message, help))
    notes.extend(_unused(types.values(), options))
    return applied


class FormatOptions(Struct, frozen=True):
    """The types of formats, and those that the target reads and writes as JSON numbers."""

    types: Formats = field(default_factory=dict[str, ImportedType])
    of_numbers: frozenset[ImportedType] = frozenset()

    def apply(self, type: Type) -> Type:
        """Return `type` without the constraints and formats that do not apply."""
        match type:
            case String(format) if format in self.types:
                if self.types[format] == TEXT:
                    return evolve(type, format="")
                is_text = self.types[format] in TEXT_TYPES
                return type if is_text else evolve(type, constraints=StringConstraints())
            case Number(format) | Integer(format) if format in self.types:
                return evolve(type, format="") if self.is_unused(type) else type
            case Map(values, String(format) as keys) if format in self.types:
                return evolve(type, values=self.apply(values), keys=evolve(keys, format=""))
            case _:
                return map_children(type, self.apply)

    def is_unused(self, type: Type) -> bool:
        """Whether `type` is a number with a format whose type is not one of numbers."""
        match type:
            case Integer(format):
                return format in self.types
            case Number(format):
                return format in self.types and self.types[format] not in self.of_numbers
            case _:
                return False

    def unchecked(self, type: Type) -> Iterator[str]:
        """Yield the formats of strings in `type` that lose a constraint."""
        for inner in walk(type):
            if isinstance(inner, String) and inner.constraints != StringConstraints():
                if inner.format in self.types and self.types[inner.format] not in TEXT_TYPES:
                    yield inner.format


NO_FORMATS = FormatOptions()


def _unused(types: Iterable[Type], options: FormatOptions) -> Iterator[Note]:
    """Yield a note for each format that no value has, and each that numbers have in vain."""
    scalars = [
        inner
        for type in types
        for inner in walk(type)
        if isinstance(inner, String | Number | Integer)
    ]
    present = {scalar.format for scalar in scalars} - {""}
    unused = {scalar.format for scalar in scalars if options.is_unused(scalar)}
    for format, type in options.types.items():
        if format not in present:
            from difflib import get_close_matches

            near = get_close_matches(format, present, 1)
            formats = ", ".join(f"`{name}`" for name in sorted(present)) or "none"
            help = f"did you mean `{near[0]}`?" if near else f"formats in the input: {formats}"
            yield UNUSED_OPTION.at(None, f"`formats`: no value has the format `{format}`", help)
        elif format in unused:
            message = f"`formats`: numbers of the format `{format}` stay numbers"
            help = f"this target reads `{type}` from strings only"
            yield UNUSED_OPTION.at(None, message, help)
