"""Apply the user's renames to classes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from docmodels.diagnostics.notes import DocmodelsError
from docmodels.diagnostics.rules import BAD_RENAME
from docmodels.targets.plan.identifiers import pascal, words
from docmodels.targets.plan.options import Renaming
from docmodels.targets.plan.reserved_names import MODULE_NAMES
from docmodels.targets.plan.shapes import Shape

Naming = Callable[[Mapping[str, str], Mapping[str, str]], dict[str, str]]
"""Maps shapes to class names, given original names of definitions and new names of shapes."""


def requested_names(
    shapes: Mapping[str, Shape], renaming: Renaming, naming: Naming
) -> dict[str, str]:
    """Return the new name of each shape whose class is to be renamed.

    The user may use the name of a class in the output without renames, in the output where only
    definitions are renamed, and in the final output. Raise `DocmodelsError` (`bad-rename`) if no
    class has the old name, and if another class has the new one.
    """
    remaining = dict(renaming.requested)
    names: dict[str, str] = {}
    for classes in _class_name_views(renaming, naming, names) if remaining else ():
        for old in list(remaining):
            if (key := _find_shape(classes, old)) is not None:
                new = pascal(remaining[old])
                if names.setdefault(key, new) != new:
                    raise _rename_error(old, new, "it has two new names")
                del remaining[old]
    for old, new in remaining.items():
        raise _unknown_class(old, new, naming({}, names), shapes)
    _check_clashes(naming({}, {}), names)
    return names


def _class_name_views(
    renaming: Renaming, naming: Naming, names: Mapping[str, str]
) -> Iterator[dict[str, str]]:
    yield naming(renaming.original, {})
    yield naming({}, {})
    yield naming({}, names)


def _find_shape(classes: Mapping[str, str], old: str) -> str | None:
    """Return the shape whose class has the name `old`, or the only one with the same words."""
    for key, name in classes.items():
        if name == old:
            return key
    matches = [key for key, name in classes.items() if words(name) == words(old)]
    return matches[0] if len(matches) == 1 else None


def _unknown_class(
    old: str, new: str, classes: Mapping[str, str], shapes: Mapping[str, Shape]
) -> DocmodelsError:
    from difflib import get_close_matches

    suggestions = get_close_matches(old, list(dict.fromkeys((*classes.values(), *shapes))), 3)
    suggestions = [name for name in suggestions if "\x1f" not in name]
    choices = " or ".join(f"`{name}`" for name in suggestions)
    help = f"did you mean {choices}?" if suggestions else "any class of the output can be renamed"
    return _rename_error(old, new, "there is no definition or class of that name", help)


def _check_clashes(classes: Mapping[str, str], names: Mapping[str, str]) -> None:
    unrenamed = {name for key, name in classes.items() if key not in names}
    for key, new in names.items():
        others = [name for other, name in names.items() if other != key]
        if new in unrenamed or new in others or new in MODULE_NAMES:
            raise _rename_error(
                classes[key], new, "that name is taken", "choose a name that is free"
            )


def _rename_error(
    old: str, new: str, reason: str, help: str = "give each class one name"
) -> DocmodelsError:
    return DocmodelsError(BAD_RENAME.at(None, f"cannot rename `{old}` to `{new}`: {reason}", help))
