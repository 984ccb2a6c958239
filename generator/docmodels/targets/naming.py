"""Which Python name everything gets, decided once for a whole `Api`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from docmodels.ir import EnumMember, Object
from docmodels.notes import RENAMED, Note
from docmodels.targets.heritage import Lineage
from docmodels.targets.names import Scope, assign, pascal, snake, upper
from docmodels.targets.python import Import
from docmodels.targets.reserved import ANNOTATION_NAMES, ENUM_ATTRIBUTES, MODULE_NAMES
from docmodels.targets.shapes import Shape

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
    lineages: Mapping[str, Lineage],
    reserved: Reserved,
    notes: list[Note],
) -> Names:
    """Name classes and attributes; `reserved` says what the target's class bodies need."""
    classes = _class_names(shapes)
    taken = frozenset(classes.values())
    hidden = MODULE_NAMES | ANNOTATION_NAMES

    def is_reserved(name: str) -> bool:
        return name in hidden or name in taken or reserved(name)

    attributes: dict[str, dict[str, str]] = {}
    for key in sorted(lineages, key=lambda key: len(lineages[key].ancestors)):
        attributes[key] = _attribute_names(lineages[key], attributes, is_reserved)
    _tell(shapes, classes, lineages, attributes, notes)
    return Names(classes, attributes)


def _class_names(shapes: Mapping[str, Shape]) -> dict[str, str]:
    """Definitions first, so that each keeps its own name; the others by owner and part."""
    defined = [key for key, shape in shapes.items() if not shape.owner]
    names = assign(defined, pascal, MODULE_NAMES.__contains__)
    scope = Scope({*names.values(), *MODULE_NAMES})
    for key, shape in shapes.items():
        if shape.owner:
            short = names[shape.owner] + pascal(f"x {shape.part}")[1:]
            kind = "Object" if isinstance(shape.type, Object) else "Enum"
            names[key] = scope.claim(short, short + kind)
    return names


def _attribute_names(
    lineage: Lineage, done: Mapping[str, Mapping[str, str]], reserved: Reserved
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


def _tell(
    shapes: Mapping[str, Shape],
    classes: Mapping[str, str],
    lineages: Mapping[str, Lineage],
    attributes: Mapping[str, Mapping[str, str]],
    notes: list[Note],
) -> None:
    """Note every name that had to give way to another."""
    for key, shape in shapes.items():
        wish = pascal(key)
        if not shape.owner and classes[key] != wish:
            message = f"`{key}` is the class `{classes[key]}`: the name `{wish}` is taken"
            notes.append(RENAMED.at(shape.origin, message))
    for key, lineage in lineages.items():
        for field in lineage.own:
            name, wish = attributes[key][field.name], snake(field.name)
            if name.rstrip("_") != wish:
                message = f"`{field.name}` of `{classes[key]}` is the attribute `{name}`"
                help = f"another field is called `{wish}`"
                notes.append(RENAMED.at(field.origin or shapes[key].origin, message, help))
