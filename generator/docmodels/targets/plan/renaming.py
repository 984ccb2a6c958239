"""Classes that no definition stands for get the names that the user asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches

from docmodels.diagnostics.notes import DocmodelsError
from docmodels.diagnostics.rules import BAD_RENAME
from docmodels.targets import Renaming
from docmodels.targets.plan.hoisting import Shape
from docmodels.targets.plan.identifiers import pascal, words
from docmodels.targets.plan.reserved_names import MODULE_NAMES

Naming = Callable[[Mapping[str, str], Mapping[str, str]], dict[str, str]]
"""Gives the class of each shape; from former names of definitions, and names chosen for shapes."""


def chosen_names(shapes: Mapping[str, Shape], renaming: Renaming, naming: Naming) -> dict[str, str]:
    """Give the new name of each shape whose class is among the `wanted`.

    A class is known by its name in the output that nothing is renamed in, in the one where only
    definitions are, and in the one that comes of it. Raises `DocmodelsError` (`bad-rename`) for a
    name that no class has, and for a new one that another class has.
    """
    left = dict(renaming.requested)
    chosen: dict[str, str] = {}
    for classes in _views(renaming, naming, chosen) if left else ():
        for old in list(left):
            if (key := _key(classes, old)) is not None:
                new = pascal(left[old])
                if chosen.setdefault(key, new) != new:
                    raise _refused(old, new, "it is to get another name too")
                del left[old]
    for old, new in left.items():
        raise _unknown(old, new, naming({}, chosen), shapes)
    _refuse_taken(naming({}, {}), chosen)
    return chosen


def _views(
    renaming: Renaming, naming: Naming, chosen: Mapping[str, str]
) -> Iterator[dict[str, str]]:
    yield naming(renaming.original, {})
    yield naming({}, {})
    yield naming({}, chosen)


def _key(classes: Mapping[str, str], old: str) -> str | None:
    """Find the shape whose class is called so, or the only one whose words are the same."""
    for key, name in classes.items():
        if name == old:
            return key
    alike = [key for key, name in classes.items() if words(name) == words(old)]
    return alike[0] if len(alike) == 1 else None


def _unknown(
    old: str, new: str, classes: Mapping[str, str], shapes: Mapping[str, Shape]
) -> DocmodelsError:
    near = get_close_matches(old, list(dict.fromkeys((*classes.values(), *shapes))), 3)
    near = [name for name in near if "\x1f" not in name]
    meant = " or ".join(f"`{name}`" for name in near)
    help = f"did you mean {meant}?" if near else "any class of the output can be renamed"
    return _refused(old, new, "no definition and no class is called that", help)


def _refuse_taken(classes: Mapping[str, str], chosen: Mapping[str, str]) -> None:
    staying = {name for key, name in classes.items() if key not in chosen}
    for key, new in chosen.items():
        others = [name for other, name in chosen.items() if other != key]
        if new in staying or new in others or new in MODULE_NAMES:
            raise _refused(classes[key], new, "that name is taken", "choose a name that is free")


def _refused(
    old: str, new: str, why: str, help: str = "give each class one name"
) -> DocmodelsError:
    return DocmodelsError(BAD_RENAME.at(None, f"cannot rename `{old}` to `{new}`: {why}", help))
