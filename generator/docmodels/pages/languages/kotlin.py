"""Kotlin (`kotlin.String`), also in the table pages of ktorm-schema."""

from __future__ import annotations

import re

from docmodels.ir import BOOLEAN, INTEGER, NUMBER, STRING, UNKNOWN, Type
from docmodels.ir.drafts import Spelling
from docmodels.pages.languages.language import Language
from docmodels.pages.languages.type_names import (
    ANY_WORDS,
    AT_CAMEL,
    BINARY,
    BYTE,
    DATE,
    DATE_TIME,
    DOUBLE,
    FLOAT,
    INT32,
    INT64,
    URI,
    UUID,
    each,
    undoing,
    unqualified,
)
from docmodels.pages.type_vocabulary import Vocabulary

_WORDS: dict[str, Type] = {
    "String": STRING,
    "Boolean": BOOLEAN,
    "Int": INT32,
    "Long": INT64,
    "Float": FLOAT,
    "Double": DOUBLE,
    "ByteArray": BYTE,
    "Any": UNKNOWN,
    **each("Byte Short UByte UShort UInt ULong", INTEGER),
}


def _generic(words: str) -> frozenset[str]:
    """Kotlin's own containers, mutable and not; before 5.0 a list was a `kotlin.Array`."""
    kinds = (f"{mutable}{word}" for word in words.split() for mutable in ("", "Mutable"))
    return frozenset(f"kotlin.collections.{kind}" for kind in kinds)


VOCABULARY = Vocabulary(
    language="kotlin",
    names=ANY_WORDS
    | {f"kotlin.{word}": type for word, type in _WORDS.items()}
    | each(
        "java.time.OffsetDateTime java.time.LocalDateTime java.time.Instant kotlin.time.Instant "
        "org.threeten.bp.OffsetDateTime org.threeten.bp.LocalDateTime "
        "kotlinx.datetime.Instant kotlinx.datetime.LocalDateTime",
        DATE_TIME,
    )
    | each("java.time.LocalDate org.threeten.bp.LocalDate kotlinx.datetime.LocalDate", DATE)
    | each("java.util.UUID kotlin.uuid.Uuid", UUID)
    | each("java.net.URI", URI)
    | each("java.io.File io.ktor.client.request.forms.InputProvider OctetByteArray", BINARY)
    | {"Base64ByteArray": BYTE}
    | each("java.math.BigDecimal", NUMBER),
    lists=_generic("List") | {"kotlin.Array"},
    sets=_generic("Set"),
    maps=_generic("Map"),
    model=unqualified,
)

# `size`, `keys`, .. are what a model that is also a map has already.
_MANGLED = {
    f"property{word.capitalize()}": word for word in "class size entries keys values".split()
}

_SUPPORT = re.compile(r"\b[\w.]+\.infrastructure\.")


def _respell(cell: str) -> str:
    """The multiplatform library has byte types of its own, in a package of the SDK."""
    return _SUPPORT.sub("", cell) if ".infrastructure." in cell else cell


KOTLIN = Language(
    name="kotlin",
    vocabulary=VOCABULARY,
    signature=re.compile(r"\bkotlin\.|\bjava\.(?:time|util|io|math|net)\.", re.M),
    spelling=Spelling.CAMEL,
    undecorate=undoing(r"`(.+)`", r"_([a-z0-9]\w*)", exactly=AT_CAMEL | _MANGLED),
    literals="java",
    respell=_respell,
    lists_values=True,
)
