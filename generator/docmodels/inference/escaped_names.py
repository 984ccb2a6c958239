"""Infer the wire name of a field whose printed name a generator has escaped."""

from __future__ import annotations

from msgspec import Struct

from docmodels.inference.inference import Inference, Source


class EscapedName(Struct, frozen=True):
    """A printed name, and the same without what the generator adds to a reserved word."""

    printed: str
    unescaped: str


def _infer(name: EscapedName) -> str | None:
    return name.unescaped if name.unescaped and name.unescaped != name.printed else None


ESCAPED_NAMES = Inference(
    name="escaped-names",
    title="A name with the mark of an escaped reserved word is that word: `var_class` is `class`.",
    evidence=((Source.PATTERN, "the generator's mark, and its list of reserved words if known"),),
    threshold="none: an API rarely has a name with the mark itself; another field excludes it",
    infer=_infer,
)
