"""Read what docstrings of docmodels state where Python has no other place for it."""

from __future__ import annotations

import json
import re

from msgspec import Struct

from docmodels.ir import DEPRECATED, Deprecation, Json

_DEFAULT = re.compile(r"The default is `(.*)`\.", re.S)
_DEPRECATED = re.compile(r"Deprecated(?:: (.+)|\.)", re.S)
_DIRECTIVE = re.compile(r"\.\. deprecated::[ \t]*\S*[ \t]*(.*)", re.S)
NO_OTHER_KEYS = "There are no other keys."
_OTHER_KEYS = re.compile(r"Other keys have values of type `(.*)`\.")


class Doc(Struct, frozen=True):
    """A docstring without the paragraphs that state a fact.

    `default` has one value if the docstring states it. `other_keys` is the type of the values of
    other keys, as source text, or empty; `is_closed`: there are no other keys.
    """

    text: str
    deprecation: Deprecation | None = None
    default: tuple[Json, ...] = ()
    other_keys: str = ""
    is_closed: bool = False


def split_doc(text: str) -> Doc:
    """Separate the last paragraphs that state a fact from a docstring."""
    paragraphs = text.split("\n\n") if text else []
    doc = Doc("")
    while paragraphs:
        read = _read_paragraph(paragraphs[-1].strip(), doc)
        if read is None:
            break
        doc = read
        paragraphs.pop()
    return Doc(
        "\n\n".join(paragraphs).strip(), doc.deprecation, doc.default, doc.other_keys, doc.is_closed
    )


def _read_paragraph(text: str, doc: Doc) -> Doc | None:
    """Add the fact that a paragraph states; None if it states none."""
    if match := _DEPRECATED.fullmatch(text) or _DIRECTIVE.fullmatch(text):
        reason = " ".join((match[1] or "").split())
        deprecation = Deprecation(reason=reason) if reason else DEPRECATED
        return Doc("", deprecation, doc.default, doc.other_keys, doc.is_closed)
    if match := _DEFAULT.fullmatch(text):
        try:
            value = json.loads(match[1])
        except (ValueError, RecursionError):
            return None
        return Doc("", doc.deprecation, (value,), doc.other_keys, doc.is_closed)
    if match := _OTHER_KEYS.fullmatch(text):
        return Doc("", doc.deprecation, doc.default, match[1], doc.is_closed)
    if text == NO_OTHER_KEYS:
        return Doc("", doc.deprecation, doc.default, doc.other_keys, is_closed=True)
    return None
