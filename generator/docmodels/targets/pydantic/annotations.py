"""Add to annotations what pydantic validates: constraints, strict types, callable discriminators.

Natural annotations are plain types with the constraints that pydantic has words for. Strict ones
also keep the types of JSON apart, which takes types and validators of the runtime.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, field

from docmodels.ir import (
    Array,
    Const,
    Enum,
    Integer,
    Nullable,
    Number,
    Ref,
    Scalar,
    ScalarKind,
    String,
    Type,
    Union,
    WithAssertions,
)
from docmodels.targets.plan.callable_discriminators import callable_discriminator
from docmodels.targets.plan.discriminators import discriminator_attribute
from docmodels.targets.pydantic.constraints import (
    field_arguments,
    regex_engine,
    string_pattern,
)
from docmodels.targets.pydantic.conversion_ranks import ConversionRanks
from docmodels.targets.python.annotations import ANY, BUILTINS, TYPED_FORMATS, Writer
from docmodels.targets.python.literals import is_exactly_literal, is_number, literal_values
from docmodels.targets.python.patterns import pattern_literal
from docmodels.targets.python.runtime_source import helper
from docmodels.targets.python.source import Import, literal

ANNOTATED = Import("typing", "Annotated")
FIELD = Import("pydantic", "Field")

_STRICT = {
    "integer": helper("Integer"),
    "number": Import("pydantic", "StrictFloat"),
    "boolean": Import("pydantic", "StrictBool"),
}
"""Strict types for JSON types: pydantic's `int` accepts "1" and true."""

_NUMBER = helper("Number")
_PLAIN_SERIALIZER = Import("pydantic", "PlainSerializer")
_RE = Import("re")
_INTEGRAL_FLOAT = helper("IntegralFloat")
_JSON_INTEGER = helper("JsonInteger")
_LITERAL_VALUE = helper("literal_value")
_DISCRIMINATED_BY = helper("discriminated_by")
_TAG = Import("pydantic", "Tag")
_UNIQUE = helper("Unique")
_ISO_TEXT = helper("IsoText")
_DATES = frozenset({"date-time", "date", "time"})
_INT64_TEXTS = frozenset({"int64", "uint64"})


class ValidatingStyle(Struct, frozen=True):
    """Annotations with the constraints of their types.

    `from_schema`: the types come from a schema; documentation uses `number` for integers too.
    `is_strict`: no value of one JSON type is taken for one of another.
    `ranks` decides the order of unions.
    `unenforced_patterns` collects the patterns that neither engine of pydantic supports.
    """

    from_schema: bool
    is_strict: bool
    ranks: ConversionRanks
    unenforced_patterns: set[str] = field(default_factory=set[str])

    def primitive(self, kind: ScalarKind, writer: Writer) -> str:
        """Write a primitive type; a strict one converts no other JSON type."""
        strict = _STRICT.get(kind) if self.is_strict else None
        return writer.use(strict) if strict else BUILTINS[kind]

    def scalar(self, type: Scalar, writer: Writer) -> list[str]:
        """Write a scalar; a strict integer with limits is a plain one with a validator."""
        match type:
            case Number("") if not self.from_schema:
                return [writer.use(_NUMBER)] if self.is_strict else ["int", "float"]
            case Integer() if _is_limited_integer(type):
                return [BUILTINS["integer"]]
            case _:
                return [self.primitive(type.kind, writer)]

    def never(self, writer: Writer) -> str:
        """Write None, which stands for an absent field; `Any` where a check refuses every value."""
        return writer.use(ANY) if self.is_strict else "None"

    def key(self, type: Type, writer: Writer) -> str:
        """Write the key type of a dictionary, as far as pydantic supports it: strings."""
        match type:
            case String() if type.format not in TYPED_FORMATS:
                return writer.annotation(type)
            case Enum() | Const():
                values = literal_values(type)
                texts = [value for value in values or () if isinstance(value, str)]
                return writer.literal(texts) if texts else "str"
            case _:
                return "str"

    def tagged_union(self, union: Union, writer: Writer) -> list[str]:
        """Write a union with a callable discriminator; empty if it has none."""
        plan = writer.plan
        if union.discriminator is None or discriminator_attribute(plan, union):
            return []
        if (discriminator := callable_discriminator(plan, union)) is None:
            return []
        tag, annotated = writer.use(_TAG), writer.use(ANNOTATED)
        members = [
            f"{annotated}[{writer.reference(member.name)}, {tag}({literal(label)})]"
            for label, member in discriminator.members.items()
            if isinstance(member, Ref)
        ]
        arguments = [
            literal(discriminator.wire_name),
            literal(discriminator.attribute),
            literal(dict(discriminator.labels)),
        ]
        arguments += [literal(discriminator.default_label)] if discriminator.default_label else []
        function = f"{writer.use(_DISCRIMINATED_BY)}({', '.join(arguments)})"
        return [
            f"{annotated}[{' | '.join(writer.short_union(members))}, {function}]",
            *(["None"] * discriminator.nullable),
        ]

    def ordered(self, members: tuple[Type, ...], writer: Writer) -> Iterable[Type]:
        """Put the members that pydantic converts other JSON values to after the others.

        pydantic takes the first member of those that fit equally well: a date fits the text of a
        date or of a number, and a boolean fits 1.0, which is an integer in JSON.
        """
        if self.is_strict:
            return members
        return sorted(members, key=self.ranks.of)

    def is_constrained(self, type: Type, writer: Writer) -> bool:
        """Whether a type has arguments of `Field(..)` or validators."""
        return bool(self.arguments(type, writer) or self.validators(type, writer))

    def annotate(self, text: str, type: Type, writer: Writer) -> str:
        """Add the constraints of `type` to its annotation."""
        return annotate(text, self.arguments(type, writer), self.validators(type, writer), writer)

    def validators(self, type: Type, writer: Writer) -> list[str]:
        """Return the validators and serializers for `type` in `Annotated[..]`, ignoring null.

        Natural annotations have no validators.
        """
        checks = _validators(type, writer) if self.is_strict else []
        return checks + _serializers(type, writer)

    def arguments(self, type: Type, writer: Writer) -> list[str]:
        """Return the arguments of `Field(..)` for `type` itself, ignoring null."""
        unwrapped = _unwrap(type)
        if isinstance(unwrapped, Union):
            attribute = discriminator_attribute(writer.plan, unwrapped)
            return [f"discriminator={literal(attribute)}"] if attribute else []
        arguments = field_arguments(unwrapped) + self._pattern_arguments(unwrapped, writer)
        return arguments + self._conversion_arguments(unwrapped, writer)

    def _conversion_arguments(self, type: Type, writer: Writer) -> list[str]:
        """Let pydantic read the text of an integer of 64 bits from a number, as ProtoJSON demands.

        It does not for a type of a schema, which states what it accepts.
        """
        is_read_by_user = getattr(type, "format", "") in writer.plan.formats
        if self.is_strict or self.from_schema or is_read_by_user:
            return []
        is_int64 = isinstance(type, String) and type.format in _INT64_TEXTS
        return ["coerce_numbers_to_str=True"] if is_int64 else []

    def _pattern_arguments(self, type: Type, writer: Writer) -> list[str]:
        """Write a pattern; a compiled one makes pydantic use Python's engine."""
        pattern = string_pattern(type)
        match regex_engine(pattern) if pattern else None:
            case "rust-regex":
                return [f"pattern={pattern_literal(pattern)}"]
            case "python-re":
                return [f"pattern={writer.use(_RE)}.compile({pattern_literal(pattern)})"]
            case None:
                return []
            case _:
                self.unenforced_patterns.add(pattern)
                return []


def annotate(text: str, arguments: list[str], checks: list[str], writer: Writer) -> str:
    """Wrap an annotation in `Annotated[..]` with `Field(..)` and checks, if there are any."""
    calls = [f"{writer.use(FIELD)}({', '.join(arguments)})"] if arguments else []
    parts = [text, *calls, *checks]
    return f"{writer.use(ANNOTATED)}[{', '.join(parts)}]" if len(parts) > 1 else text


def _serializers(type: Type, writer: Writer) -> list[str]:
    """Return the serializer of a number whose type pydantic writes as a string: `Decimal`."""
    unwrapped = _unwrap(type)
    if not isinstance(unwrapped, Number) or unwrapped.format not in writer.plan.formats:
        return []
    return [f'{writer.use(_PLAIN_SERIALIZER)}(float, when_used="json-unless-none")']


def _validators(type: Type, writer: Writer) -> list[str]:
    """Return the validators that keep the types of JSON apart.

    An integer with limits is not written as `Integer`: pydantic would check the limits in Python,
    and write them as other keywords in its JSON Schema. So the validator stands behind them.
    """
    unwrapped, nullable = _unwrap(type), writer.plan.takes_null(type)
    values = literal_values(unwrapped)
    if values is not None and not is_exactly_literal(values):
        if values and all(value is None or is_number(value) for value in values):
            return [writer.use(_INTEGRAL_FLOAT)]
        texts = [literal(value) for value in ([*values, None] if nullable else values)]
        return [f"{writer.use(_LITERAL_VALUE)}({', '.join(texts)})"]
    if isinstance(unwrapped, Array) and unwrapped.constraints.unique_items:
        return [writer.use(_UNIQUE)]
    if isinstance(unwrapped, String) and unwrapped.format in _DATES - writer.plan.formats.keys():
        return [writer.use(_ISO_TEXT)]
    return [writer.use(_JSON_INTEGER)] if _is_limited_integer(unwrapped) else []


def _is_limited_integer(type: Type) -> bool:
    return isinstance(type, Integer) and bool(field_arguments(type))


def _unwrap(type: Type) -> Type:
    """Return a type without null and without assertions."""
    while isinstance(type, Nullable | WithAssertions):
        type = type.type
    return type
