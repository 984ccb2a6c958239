"""Infer the members of an anonymous union from the name that old generators give to it."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from msgspec import Struct

from docmodels.inference.inference import Inference, Source

SCALAR_NAMES = frozenset({"string", "integer", "number", "boolean"})
MIN_NAME_LENGTH = 3
"""Shorter names of models are parts of too many words."""
MIN_MEMBERS = 2
"""A name that is one word is the name of a model."""
MAX_WORD_LENGTH = 60
"""Longer names are not split, which bounds the time."""

_COMPOSED = re.compile(
    r"(?P<mode>One|Any)Of(?P<open>LessThan)?(?P<members>[A-Za-z0-9_]{3,200}?)(?P<close>GreaterThan)?"
)


class ComposedName(Struct, frozen=True):
    """A class name without a page, and the names of all models in lower case."""

    name: str
    models: AbstractSet[str]


class ComposedUnion(Struct, frozen=True):
    """The members of a union as printed; `is_exclusive` distinguishes oneOf from anyOf.

    A union of one member may be null: a reference with other keywords beside it is written so.
    """

    members: tuple[str, ...]
    is_exclusive: bool


def _infer(composed: ComposedName) -> ComposedUnion | None:
    """Return the members if the name is a sequence of scalars and models in exactly one way.

    One member needs the signs of `oneOf<Boat>`: `OneOfLessThanBoatGreaterThan`.
    """
    match = _COMPOSED.fullmatch(composed.name)
    if match is None or composed.name.lower() in composed.models:
        return None
    words = SCALAR_NAMES | {name for name in composed.models if len(name) >= MIN_NAME_LENGTH}
    splits = _split(match["members"].replace("Comma", ""), words)
    is_bracketed = match["open"] is not None and match["close"] is not None
    if len(splits) != 1 or len(splits[0]) < (1 if is_bracketed else MIN_MEMBERS):
        return None
    return ComposedUnion(splits[0], match["mode"] == "One")


def _split(text: str, words: AbstractSet[str]) -> list[tuple[str, ...]]:
    """Return the ways to split `text` into words, at most two."""
    splits: list[list[tuple[str, ...]]] = [[()]]
    for end in range(1, len(text) + 1):
        new_splits: list[tuple[str, ...]] = []
        for start in range(max(0, end - MAX_WORD_LENGTH), end):
            if splits[start] and text[start:end].lower() in words:
                new_splits.extend((*way, text[start:end]) for way in splits[start])
        splits.append(new_splits[:2])
    return splits[-1]


COMPOSED_NAMES = Inference(
    name="composed-names",
    title="`OneOfstringinteger` is the union of the models and scalars that its name consists of.",
    evidence=((Source.PATTERN, "a class name without a page, and the names of all models"),),
    threshold=(
        f"the name can be split in exactly one way, into at least {MIN_MEMBERS} members, or one between "
        "`LessThan` and `GreaterThan`, the signs of `oneOf<Boat>`; a model's "
        f"name has at least {MIN_NAME_LENGTH} letters, because shorter ones are in many words"
    ),
    infer=_infer,
)
