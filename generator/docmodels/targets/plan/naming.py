"""Which Python name everything gets, decided once for a whole `Api`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import RENAMED
from docmodels.ir import EnumMember, Object
from docmodels.targets import Renaming
from docmodels.targets.plan.hoisting import Shape
from docmodels.targets.plan.identifiers import Scope, assign, pascal, snake, upper
from docmodels.targets.plan.inheritance import ClassLayout
from docmodels.targets.plan.renaming import chosen_names
from docmodels.targets.plan.reserved_names import (
    ANNOTATION_NAMES,
    ENUM_ATTRIBUTES,
    FUTURE,
    MODULE_NAMES,
)
from docmodels.targets.python.source import Import

Reserved = Callable[[str], bool]


@dataclass(frozen=True)
class Names:
    """Class names by shape, attribute names by shape and wire name (inherited ones included)."""

    classes: Mapping[str, str]
    attributes: Mapping[str, Mapping[str, str]]

    @cached_property
    def taken(self) -> frozenset[str]:
        """Every class name: an import of that name has to take another one."""
        return frozenset(self.classes.values())

    def imported(self, wanted: Import) -> Import:
        """Give `wanted` under a name that no class has."""
        if wanted.bound not in self.taken:
            return wanted
        origin = wanted.module.rpartition(".")[2] or wanted.module
        alias = f"{pascal(origin)}{wanted.name}"
        while alias in self.taken:
            alias += "_"
        return wanted._replace(alias=alias)


def name_all(
    shapes: Mapping[str, Shape],
    lineages: Mapping[str, ClassLayout],
    reserved: Reserved,
    notes: list[Note],
    renaming: Renaming,
) -> Names:
    """Name classes and attributes; `reserved` says what the target's class bodies need."""
    naming = partial(_class_names, shapes)
    chosen = chosen_names(shapes, renaming, naming)
    classes = naming({}, chosen)
    taken = frozenset(classes.values())
    hidden = MODULE_NAMES - FUTURE | ANNOTATION_NAMES

    def is_reserved(name: str) -> bool:
        return name in hidden or name in taken or reserved(name)

    attributes: dict[str, dict[str, str]] = {}
    for key in sorted(lineages, key=lambda key: len(lineages[key].ancestors)):
        attributes[key] = _attribute_names(lineages[key], attributes, is_reserved)
    _tell_classes([shapes[key] for key in shapes if key not in chosen], classes, notes)
    for key, lineage in lineages.items():
        _tell_attributes(shapes[key], lineage, attributes[key], classes[key], notes)
    return Names(classes, attributes)


def _class_names(
    shapes: Mapping[str, Shape], former: Mapping[str, str], chosen: Mapping[str, str]
) -> dict[str, str]:
    """Definitions first, so that each keeps its own name; the others by owner and part.

    `former` are names that definitions are taken to have still, `chosen` classes that are named.
    """
    defined = {key: former.get(key, key) for key, shape in shapes.items() if not shape.owner}
    assigned = assign(defined.values(), pascal, MODULE_NAMES.__contains__)
    names = {key: chosen.get(key, assigned[name]) for key, name in defined.items()}
    scope = Scope({*names.values(), *chosen.values(), *MODULE_NAMES})
    for key, shape in shapes.items():
        if shape.owner and key in chosen:
            names[key] = chosen[key]
        elif shape.owner:
            short = names[shape.owner] + pascal(f"x {shape.part}")[1:]
            kind = "Object" if isinstance(shape.type, Object) else "Enum"
            names[key] = scope.claim(short, short + kind)
    return names


def _attribute_names(
    lineage: ClassLayout, done: Mapping[str, Mapping[str, str]], reserved: Reserved
) -> dict[str, str]:
    inherited: dict[str, str] = {}
    for base in lineage.bases:
        inherited |= done[base]
    held = frozenset(inherited.values())
    wires = [field.name for field in lineage.own]
    return inherited | assign(wires, snake, lambda name: name in held or reserved(name))


def member_names(members: tuple[EnumMember, ...]) -> list[str]:
    """Name the members of an enum: by the names that the source gives, else by their values."""
    keys = [member.name or _value_text(member.value) for member in members]
    counts = Counter(keys)
    texts = [key if counts[key] == 1 else f"{key} {i}" for i, key in enumerate(keys, 1)]
    names = assign(texts, upper, lambda name: name in ENUM_ATTRIBUTES)
    return [names[text] for text in texts]


def _value_text(value: object) -> str:
    return value if isinstance(value, str) else str(value)


def _tell_classes(shapes: Iterable[Shape], classes: Mapping[str, str], notes: list[Note]) -> None:
    """Note every class that had to give its name to another."""
    for shape in shapes:
        name, wish = classes[shape.key], pascal(shape.key)
        if not shape.owner and name != wish:
            message = f"`{shape.key}` is the class `{name}`: the name `{wish}` is taken"
            notes.append(RENAMED.at(shape.origin, message))


def _tell_attributes(
    shape: Shape, lineage: ClassLayout, names: Mapping[str, str], model: str, notes: list[Note]
) -> None:
    """Note every attribute that had to give its name to another."""
    for field in lineage.own:
        name, wish = names[field.name], snake(field.name)
        if name.rstrip("_") != wish:
            message = f"`{field.name}` of `{model}` is the attribute `{name}`"
            help = f"another field is called `{wish}`"
            notes.append(RENAMED.at(field.origin or shape.origin, message, help))
