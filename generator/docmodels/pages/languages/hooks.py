"""The functions that `languages.toml` refers to by name: what is code in a language's rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping

from msgspec.structs import replace

from docmodels.pages.type_vocabulary import Vocabulary

_WORD = re.compile(r"[^\W_]+")


# --- class names ---------------------------------------------------------------------------------


def unchanged(name: str) -> str:
    """Return the name unchanged."""
    return name


def last_part(name: str) -> str:
    """Return a class name without packages, modules and namespaces."""
    return re.split(r"::|[.\\/]", name)[-1] or name


def after_dot(name: str) -> str:
    """Return a class name without its package: `shared.Pet` becomes `Pet`."""
    return name.rpartition(".")[2]


def c_struct(name: str) -> str:
    """Return the class name of a C struct: `pet_t` becomes `pet`."""
    return name.removesuffix("_t")


def eiffel_class(name: str) -> str:
    """Convert `ORDER_LINE` to `OrderLine`, the name of its file."""
    if name != name.upper():
        return name
    return "".join(word.capitalize() for word in name.split("_"))


def class_name(title: str) -> str:
    """Convert a title to a class name: `Error Category` becomes `ErrorCategory`."""
    return "".join(word[0].upper() + word[1:] for word in _WORD.findall(title))


LINK_MARK = "\x00"
"""What the reader of APIMatic pages puts before the name of a linked model."""


def apimatic_class(name: str) -> str:
    """Return the class name of a linked model, which old versions print with spaces."""
    simple_name = name.lstrip(LINK_MARK).replace("\\", ".").rsplit(".", 1)[-1]
    return class_name(simple_name) if " " in simple_name else simple_name


MODEL_NAMES: Mapping[str, Callable[[str], str]] = {
    "unchanged": unchanged,
    "last-part": last_part,
    "after-dot": after_dot,
    "c-struct": c_struct,
    "eiffel-class": eiffel_class,
    "apimatic": apimatic_class,
}


def without_prefix(prefix: str) -> Callable[[str], str]:
    """Return a function that removes a prefix of class names (Objective-C)."""

    def model_name(name: str) -> str:
        bare = name.removeprefix(prefix)
        return bare if bare[:1].isupper() or bare[:1] == "_" else name

    return model_name


def common_prefix(titles: Collection[str]) -> str:
    """Return the longest prefix of upper case letters and digits that all class titles share.

    An upper case letter or underscore follows the prefix in each title.
    """
    first = min(titles, default="")
    capitals = re.match(r"[A-Z0-9]*", first)
    prefix = capitals[0] if capitals else ""
    while prefix and not all(re.match(f"{prefix}[A-Z_]", title) for title in titles):
        prefix = prefix[:-1]
    return prefix


def replace_prefix(vocabulary: Vocabulary, usual: str, prefix: str) -> Vocabulary:
    """Return a vocabulary whose class names have `prefix` in place of the usual one."""

    def renamed(word: str) -> str:
        return prefix + word.removeprefix(usual) if word.startswith(usual) else word

    return replace(
        vocabulary,
        names={renamed(word): type for word, type in vocabulary.names.items()},
        sets=frozenset(map(renamed, vocabulary.sets)),
        model_name=without_prefix(prefix),
    )
