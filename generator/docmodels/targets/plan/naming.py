"""Assign the Python names of classes, attributes and enum members of a whole `Api`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from msgspec import Struct

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import RENAMED
from docmodels.ir import EnumMember, Field, Object, is_inferred
from docmodels.targets.plan.annotation_names import annotation_names
from docmodels.targets.plan.identifiers import Scope, assign_names, pascal, snake, upper, words
from docmodels.targets.plan.inheritance import ClassLayout
from docmodels.targets.plan.options import IsReserved, Renaming
from docmodels.targets.plan.renaming import requested_names
from docmodels.targets.plan.reserved_names import (
    ENUM_ATTRIBUTES,
    FUTURE,
    KEYWORDS,
    METACLASS_ATTRIBUTES,
    MODULE_NAMES,
)
from docmodels.targets.plan.shapes import Shape


class Names(Struct, frozen=True):
    """Class names by shape, attribute names by shape and wire name (inherited ones included).

    `class_names` are the names of all classes; an import of such a name needs an alias.
    """

    classes: Mapping[str, str]
    attributes: Mapping[str, Mapping[str, str]]
    class_names: frozenset[str]


def assign_all_names(
    shapes: Mapping[str, Shape],
    layouts: Mapping[str, ClassLayout],
    is_reserved_by_target: IsReserved | None,
    notes: list[Note],
    renaming: Renaming,
) -> Names:
    """Name classes and attributes; `is_reserved_by_target` refuses names that class bodies need.

    Without it, attributes have the wire names. Append a note (`renamed`) for each name that another
    one displaces.
    """
    naming = partial(_class_names, shapes)
    chosen = requested_names(shapes, renaming, naming)
    classes = naming({}, chosen)
    class_names = frozenset(classes.values())
    _note_class_names([shapes[key] for key in shapes if key not in chosen], classes, notes)
    if is_reserved_by_target is None:
        wire_names = {key: {name: name for name in layouts[key].fields} for key in layouts}
        return Names(classes, wire_names, class_names)
    hidden = class_names | MODULE_NAMES - FUTURE | METACLASS_ATTRIBUTES
    attributes: dict[str, dict[str, str]] = {}
    for key in sorted(layouts, key=lambda key: layouts[key].depth):
        shadowed = annotation_names(layouts[key], shapes)
        is_reserved = partial(_is_reserved, (hidden, shadowed), is_reserved_by_target)
        attributes[key] = _attribute_names(layouts[key], attributes, is_reserved)
    for key, layout in layouts.items():
        _note_attribute_names(shapes[key], layout, attributes[key], classes[key], notes)
    return Names(classes, attributes, class_names)


def _class_names(
    shapes: Mapping[str, Shape], original: Mapping[str, str], chosen: Mapping[str, str]
) -> dict[str, str]:
    """Name definitions first, so that each keeps its name; then inline types by owner and part.

    `original` replaces the names of definitions, `chosen` sets the class names of shapes.
    """
    definitions = {key: original.get(key, key) for key, shape in shapes.items() if not shape.owner}
    assigned = assign_names(definitions.values(), pascal, MODULE_NAMES.__contains__, "Model")
    names = {key: chosen.get(key, assigned[name]) for key, name in definitions.items()}
    scope = Scope({*names.values(), *chosen.values(), *MODULE_NAMES})
    for key, shape in shapes.items():
        if shape.owner and key in chosen:
            names[key] = chosen[key]
        elif shape.owner:
            short = names[shape.owner] + pascal(f"x {shape.part}")[1:]
            kind = "Object" if isinstance(shape.type, Object) else "Enum"
            names[key] = scope.allocate(short, short + kind)
    return names


def repeats_name(text: str, name: str) -> bool:
    """Whether a text only repeats a name, in another spelling."""
    return bool(text) and len(text) <= 2 * len(name) and words(text) == words(name)


def _is_reserved(shadowed: Sequence[frozenset[str]], by_target: IsReserved, name: str) -> bool:
    return any(name in names for names in shadowed) or by_target(name)


def _attribute_names(
    layout: ClassLayout, attributes: Mapping[str, Mapping[str, str]], is_reserved: IsReserved
) -> dict[str, str]:
    inherited: dict[str, str] = {}
    for base in layout.bases:
        inherited |= attributes[base]
    inherited_names = frozenset(inherited.values())
    wire_names = [field.name for field in layout.own_fields]
    return inherited | assign_names(
        wire_names, snake, lambda name: name in inherited_names or is_reserved(name)
    )


def member_names(members: tuple[EnumMember, ...]) -> list[str]:
    """Name the members of an enum by the names in the source, else by their values."""
    keys = [member.name or _value_text(member.value) for member in members]
    counts = Counter(keys)
    texts = [key if counts[key] == 1 else f"{key} {i}" for i, key in enumerate(keys, 1)]
    names = assign_names(texts, upper, lambda name: name in ENUM_ATTRIBUTES)
    return [names[text] for text in texts]


def alternate_names(field: Field, name: str) -> tuple[str, ...]:
    """Return the names that a field accepts besides its wire name and its attribute `name`."""
    if not is_inferred(field, "name"):
        return ()
    names = dict.fromkeys((*field.alternate_names, field.documented_name))
    return tuple(alternate for alternate in names if alternate not in ("", field.name, name))


def _value_text(value: object) -> str:
    return value if isinstance(value, str) else str(value)


def _note_class_names(
    shapes: Iterable[Shape], classes: Mapping[str, str], notes: list[Note]
) -> None:
    """Add a note for every definition whose class name is reserved, or taken by another."""
    for shape in shapes:
        name, preferred = classes[shape.key], pascal(shape.key)
        if not shape.owner and name != preferred:
            is_reserved = preferred in KEYWORDS or preferred in MODULE_NAMES
            reason = "reserved" if is_reserved else "taken"
            message = f"`{shape.key}` is the class `{name}`: the name `{preferred}` is {reason}"
            notes.append(RENAMED.at(shape.origin, message))


def _note_attribute_names(
    shape: Shape, layout: ClassLayout, names: Mapping[str, str], model: str, notes: list[Note]
) -> None:
    """Add a note for every field whose attribute name is taken by another."""
    for field in layout.own_fields:
        name, preferred = names[field.name], snake(field.name)
        if name.rstrip("_") != preferred:
            message = f"`{field.name}` of `{model}` is the attribute `{name}`"
            help = f"another field is called `{preferred}`"
            notes.append(RENAMED.at(field.origin or shape.origin, message, help))
