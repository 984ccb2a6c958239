"""Label the members of a union that become classes, to name the classes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from docmodels.ir import Array, Const, Enum, Map, Nullable, Object, Type, Union, WithAssertions
from docmodels.ir.titles import is_name
from docmodels.targets.plan.identifiers import pascal
from docmodels.targets.plan.shapes import is_class, is_dictionary

_LONGEST_LABEL = 40

Labels = Mapping[int, Iterable[str]]
"""Possible labels of members by position, the best first."""


def member_labels(union: Union, part: str, needs_class: Callable[[Enum], bool]) -> list[str]:
    """Return a label for each member of a union that is the `part` of a class.

    The only member of its kind needs no label, except in a union that is a definition itself
    (`part` is empty). Others are labelled by their title, the constant of their tag, or a property
    that only they require or have; the only other one needs no label either. What remains is
    labelled by its position. `needs_class` decides which enums become classes.
    """
    members = [_unwrap(member) for member in union.members]
    kinds = {i: _kind(m) for i, m in enumerate(members) if _has_class(m, needs_class)}
    labels = {i: f"option {i + 1}" for i in range(len(members))}
    for kind in dict.fromkeys(kinds.values()):
        group = {i: members[i] for i, other in kinds.items() if other == kind}
        if len(group) == 1:
            labels |= {i: _single_label(kind, m, part, kinds) for i, m in group.items()}
        else:
            labels |= _group_labels(group, union, part)
    return [labels[i] for i in range(len(members))]


def has_class(type: Type, needs_class: Callable[[Enum], bool]) -> bool:
    """Whether an inline type becomes a class, or contains one that does."""
    return _has_class(_unwrap(type), needs_class)


def _has_class(type: Type, needs_class: Callable[[Enum], bool]) -> bool:
    stack = [type]
    while stack:
        match stack.pop():
            case Object() as inner if not is_dictionary(inner):
                return True
            case Object(additional_properties=values, pattern_properties=patterns):
                stack += [*patterns.values(), *([] if values is None else [values])]
            case Enum() as inner if is_class(inner) and needs_class(inner):
                return True
            case Array(items, prefix_items):
                stack += [items, *prefix_items]
            case Map(values):
                stack.append(values)
            case Nullable(inner) | WithAssertions(inner):
                stack.append(inner)
            case Union(members):
                stack += members
            case _:
                pass
    return False


def _unwrap(type: Type) -> Type:
    while isinstance(type, Nullable | WithAssertions):
        type = type.type
    return type


def _kind(type: Type) -> str:
    match type:
        case Object() if not is_dictionary(type):
            return "object"
        case Object() | Map():
            return "map"
        case Enum():
            return "enum"
        case Array():
            return "array"
        case _:
            return "union"


def _single_label(kind: str, member: Type, part: str, kinds: Mapping[int, str]) -> str:
    """Label the only member of its kind; arrays, maps and unions add words for their parts."""
    if kind not in ("object", "enum"):
        return ""
    if part and (kind == "object" or "object" not in kinds.values()):
        return ""
    title = getattr(member, "title", "")
    return title if is_name(title) else kind


def _group_labels(group: Mapping[int, Type], union: Union, part: str) -> dict[int, str]:
    """Label members of one kind; the only one without a label of its own is that of the part."""
    labels = _distinct_labels(group, union)
    others = [i for i in group if i not in labels]
    return labels | ({others[0]: "" if part else "other"} if len(others) == 1 else {})


def _distinct_labels(group: Mapping[int, Type], union: Union) -> dict[int, str]:
    """Label members of one kind, each by the best label that no other has; skip the others."""
    labels: dict[int, str] = {}
    for candidates in _candidates(group, union):
        counts = Counter(pascal(text) for texts in candidates.values() for text in set(texts))
        taken = {pascal(label) for label in labels.values()}
        for i, texts in candidates.items():
            free = (t for t in texts if counts[pascal(t)] == 1 and pascal(t) not in taken)
            if i not in labels and (label := next(free, "")):
                labels[i] = label
    return labels


def _candidates(group: Mapping[int, Type], union: Union) -> Iterator[Labels]:
    titles = {i: getattr(member, "title", "") for i, member in group.items()}
    yield {i: [title] for i, title in titles.items() if is_name(title)}
    objects = {i: member for i, member in group.items() if isinstance(member, Object)}
    if not objects:
        return
    tag = union.discriminator.property if union.discriminator else ""
    yield _tag_labels(objects, tag)
    yield _short({i: [f.name for f in o.fields if f.required] for i, o in objects.items()})
    yield _short({i: [f.name for f in o.fields] for i, o in objects.items()})
    yield {i: o.bases for i, o in objects.items()}


def _short(labels: Mapping[int, Sequence[str]]) -> Labels:
    """Leave out what is too long for a label."""
    return {
        i: [text for text in texts if 0 < len(text) <= _LONGEST_LABEL]
        for i, texts in labels.items()
    }


def _tag_labels(objects: Mapping[int, Object], tag: str) -> Labels:
    """Label objects by the constant of `tag`, else of the property with the most constants.

    Objects without a constant get no label.
    """
    constants = {i: _constants(object) for i, object in objects.items()}
    values: dict[str, set[str]] = {}
    for labels in constants.values():
        for name, label in labels.items():
            values.setdefault(name, set()).add(pascal(label))
    best = max(values, key=lambda name: (name == tag, len(values[name])), default="")
    if best != tag and len(values.get(best, ())) < 2:
        return {}
    return _short({i: [labels[best]] for i, labels in constants.items() if best in labels})


def _constants(object: Object) -> dict[str, str]:
    """Return the labels for the properties with only one value."""
    constants: dict[str, str] = {}
    for field in object.fields:
        match field.type:
            case Const(value):
                values = [value]
            case Enum(members, closed=True):
                values = [member.value for member in members]
            case _:
                continue
        if len(values) == 1 and isinstance(values[0], str):
            constants[field.name] = values[0]
        elif len(values) == 1 and isinstance(values[0], bool | int | float):
            constants[field.name] = f"{field.name} {values[0]}"
    return constants
