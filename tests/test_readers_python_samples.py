"""Read the Python modules of `output_samples` again: they mean what their source means.

What a target cannot state is in `UNSTATED`; everything else has to be the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

import docmodels
from docmodels.alias_generators import to_pascal
from docmodels.config.options import LoadOptions
from docmodels.diagnostics.notes import Note, Severity
from docmodels.ir import (
    NO_ARRAY_CONSTRAINTS,
    Api,
    Array,
    Const,
    Default,
    Definition,
    Enum,
    EnumMember,
    Field,
    Integer,
    Map,
    Never,
    Null,
    Nullable,
    Number,
    Object,
    Ref,
    String,
    Type,
    Union,
    Unknown,
    WithAssertions,
    nullable,
)
from docmodels.ir.algebra import union_of
from docmodels.ir.traverse import map_children
from docmodels.pipeline import RunContext, load
from docmodels.targets.plan.naming import alternate_names
from docmodels.targets.plan.options import PlanOptions
from docmodels.targets.plan.plan import build_plan
from docmodels.targets.plan.reserved_names import KEYWORDS

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "output_samples"
MODULES = sorted(path.parent for path in SAMPLES.glob("*/*/models.py"))
PACKAGES = sorted(SAMPLES.glob("*/package"))
PYTHON_FORMATS = frozenset({"date-time", "date", "time", "uuid"})


@dataclass(frozen=True)
class Unstated:
    """What the modules of a target do not state, beside what none does.

    None states titles, examples, readOnly, formats without a Python type, oneOf or anyOf, the
    discriminator of a base class, uniqueItems, and the names that a document has for its enums.
    """

    limits: bool = False
    text_formats: bool = False
    discriminators: bool = False
    alternate_names: bool = False
    other_properties: bool = False
    constants: bool = False


UNSTATED = {
    "pydantic": Unstated(),
    "dataclass": Unstated(limits=True, constants=True),
    "msgspec": Unstated(alternate_names=True, other_properties=True, constants=True),
    "typeddict": Unstated(
        limits=True, text_formats=True, discriminators=True, alternate_names=True
    ),
    "pydantic-dataclass": Unstated(
        discriminators=True, alternate_names=True, other_properties=True
    ),
}


def load_with_notes(path: Path) -> tuple[Api, list[Note]]:
    context = RunContext()
    return load(path, LoadOptions(), context).api, context.notes


def planned(api: Api) -> Api:
    """Name the definitions as classes are named; inline classes are definitions of their own."""
    plan = build_plan(api, PlanOptions(KEYWORDS.__contains__), [])
    names = plan.names.classes

    def named(type: Type) -> Type:
        type = map_children(type, named)
        match type:
            case Ref(name):
                ref = Ref(name=names.get(name, name))
                return nullable(ref) if name in names and plan.shapes[name].nullable else ref
            case Object():
                return replace(type, bases=tuple(names.get(base, base) for base in type.bases))
            case Union(discriminator=discriminator) if discriminator:
                mapping = {tag: names.get(k, k) for tag, k in discriminator.mapping.items()}
                return replace(type, discriminator=replace(discriminator, mapping=mapping))
            case _:
                return type

    shapes = plan.shapes.items()
    definitions = tuple(
        Definition(name=names[key], type=named(shape.type), doc=shape.doc) for key, shape in shapes
    )
    return Api(definitions=definitions)


@dataclass(frozen=True)
class Comparison:
    """Removes from an `Api` what the modules of a target do not state."""

    unstated: Unstated
    types: Mapping[str, Type]

    def type(self, type: Type) -> Type:
        type = map_children(type, self.type)
        match type:
            case Nullable(inner):
                return inner if self.takes_null(inner) else type
            case String(format, constraints):
                is_python = format in PYTHON_FORMATS and not self.unstated.text_formats
                limits = not (is_python or self.unstated.limits)
                text = String(format=format) if is_python else String()
                return replace(text, constraints=constraints) if limits else text
            case Enum(members):
                if len(members) == 1:
                    return Const(value=members[0].value)
                values = tuple(EnumMember(value=member.value) for member in members)
                return Enum(members=values, base=type.base)
            case Array():
                return self.array(type)
            case Union(members):
                discriminator = None if self.unstated.discriminators else type.discriminator
                return union_of(members, "anyOf", discriminator)
            case WithAssertions(inner):
                return inner
            case Object():
                return self.object(type)
            case Map():
                return replace(type, keys=None) if self.unstated.limits else type
            case Ref(name):
                return Ref(name=name.removesuffix("Variant"))
            case Integer(_, constraints) | Number(_, constraints):
                plain = type.__class__()
                return plain if self.unstated.limits else replace(plain, constraints=constraints)
            case _:
                return type

    def array(self, type: Array) -> Type:
        """A tuple that may be shorter is a list of as many items at most."""
        limits = replace(type.constraints, unique_items=False)
        if type.prefix_items and limits.min_items is None:
            items = type.prefix_items[0]
            limits = replace(limits, max_items=len(type.prefix_items))
            type = Array(items=items)
        limits = NO_ARRAY_CONSTRAINTS if self.unstated.limits else limits
        return replace(type, constraints=limits)

    def takes_null(self, type: Type) -> bool:
        match type:
            case Ref(name):
                return name in self.types and self.takes_null(self.types[name])
            case Union(members):
                return any(map(self.takes_null, members))
            case _:
                return isinstance(type, Nullable | Null | Unknown)

    def object(self, type: Object) -> Object:
        fields = sorted(map(self.field, type.fields), key=lambda field: field.name)
        others = type.additional_properties
        is_closed = isinstance(others, Never) and self.unstated.constants
        if isinstance(others, Unknown) or self.unstated.other_properties or is_closed:
            others = None
        return Object(fields=tuple(fields), bases=type.bases, additional_properties=others)

    def field(self, field: Field) -> Field:
        is_constant = isinstance(field.type, Const)
        name = field.name
        alternates = {*alternate_names(field, "")} - {to_pascal(name), name.upper(), f"_{name}"}
        has_default = field.default and not field.required and not is_constant
        return Field(
            name=field.name,
            type=field.type,
            presence="required" if is_constant and self.unstated.constants else field.presence,
            default=Default(value=field.default.value) if field.default and has_default else None,
            alternate_names=() if self.unstated.alternate_names else tuple(sorted(alternates)),
            doc=" ".join(field.doc.split()),
            deprecation=field.deprecation,
        )


def comparable(api: Api, target: str) -> dict[str, Any]:
    comparison = Comparison(UNSTATED[target], {d.name: d.type for d in api.definitions})
    return {
        definition.name: (comparison.type(definition.type), definition.doc.split())
        for definition in api.definitions
    }


def name(path: Path) -> str:
    return f"{path.parent.name}-{path.name}"


@pytest.mark.parametrize("folder", MODULES, ids=name)
def test_modules_mean_what_their_source_means(folder: Path) -> None:
    source, _ = load_with_notes(ROOT / "schemas" / "samples" / folder.parent.name)
    read, notes = load_with_notes(folder / "models.py")
    assert [note.message for note in notes] == []
    expected, actual = (comparable(api, folder.name) for api in (planned(source), read))
    assert {name.removesuffix("Variant") for name in actual} == {*expected}
    for definition, value in expected.items():
        assert actual[definition] == value, definition


@pytest.mark.parametrize("folder", PACKAGES, ids=name)
def test_packages_mean_what_their_module_means(folder: Path) -> None:
    package, notes = load_with_notes(folder)
    assert [note for note in notes if note.rule.severity is not Severity.INFO] == []
    module, _ = load_with_notes(folder.parent / "pydantic" / "models.py")
    assert comparable(package, "pydantic") == comparable(module, "pydantic")


@pytest.mark.parametrize("folder", MODULES, ids=name)
def test_models_that_are_read_and_written_again_are_the_same(folder: Path, tmp_path: Path) -> None:
    target = "pydantic" if folder.name == "pydantic-dataclass" else folder.name
    first, _ = load_with_notes(folder / "models.py")
    (module,) = docmodels.render(first, target=target, notes=[])
    (tmp_path / "models.py").write_text(module.text, "utf-8")
    second, _ = load_with_notes(tmp_path / "models.py")
    assert comparable(second, target) == comparable(first, target)
