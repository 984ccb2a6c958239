"""Kotlin (`kotlin.String`), also in the table pages of ktorm-schema."""

from __future__ import annotations

import re

from docmodels.ir import BOOLEAN, INTEGER, NUMBER, STRING, UNKNOWN, Type
from docmodels.ir.drafts import Spelling
from docmodels.pages.languages.language import Language
from docmodels.pages.languages.type_names import (
    ANY_TYPE_NAMES,
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
    same_type,
    strip_affix,
    unqualified_name,
)
from docmodels.pages.type_vocabulary import Vocabulary

_BUILTINS: dict[str, Type] = {
    "String": STRING,
    "Boolean": BOOLEAN,
    "Int": INT32,
    "Long": INT64,
    "Float": FLOAT,
    "Double": DOUBLE,
    "ByteArray": BYTE,
    "Any": UNKNOWN,
    **same_type("Byte Short UByte UShort UInt ULong", INTEGER),
}


def _collections(words: str) -> frozenset[str]:
    """Return the qualified names of Kotlin collections, mutable and read-only."""
    kinds = (f"{mutable}{word}" for word in words.split() for mutable in ("", "Mutable"))
    return frozenset(f"kotlin.collections.{kind}" for kind in kinds)


VOCABULARY = Vocabulary(
    language="kotlin",
    names=ANY_TYPE_NAMES
    | {f"kotlin.{word}": type for word, type in _BUILTINS.items()}
    | same_type(
        "java.time.OffsetDateTime java.time.LocalDateTime java.time.Instant kotlin.time.Instant "
        "org.threeten.bp.OffsetDateTime org.threeten.bp.LocalDateTime "
        "kotlinx.datetime.Instant kotlinx.datetime.LocalDateTime",
        DATE_TIME,
    )
    | same_type("java.time.LocalDate org.threeten.bp.LocalDate kotlinx.datetime.LocalDate", DATE)
    | same_type("java.util.UUID kotlin.uuid.Uuid", UUID)
    | same_type("java.net.URI", URI)
    | same_type("java.io.File io.ktor.client.request.forms.InputProvider OctetByteArray", BINARY)
    | {"Base64ByteArray": BYTE}
    | same_type("java.math.BigDecimal", NUMBER),
    # Before 5.0 the generator prints a list as a `kotlin.Array`.
    lists=_collections("List") | {"kotlin.Array"},
    sets=_collections("Set"),
    maps=_collections("Map"),
    model_name=unqualified_name,
)

# A model that is also a map inherits `size`, `keys`, ..; the generator escapes fields of that name.
_ESCAPED_NAMES = {
    f"property{word.capitalize()}": word for word in "class size entries keys values".split()
}

_SUPPORT_PACKAGE = re.compile(r"\b[\w.]+\.infrastructure\.")


def _normalize_cell(cell: str) -> str:
    """Remove the SDK's package from the byte types that the multiplatform library defines."""
    return _SUPPORT_PACKAGE.sub("", cell) if ".infrastructure." in cell else cell


KOTLIN = Language(
    name="kotlin",
    vocabulary=VOCABULARY,
    signature=re.compile(r"\bkotlin\.|\bjava\.(?:time|util|io|math|net)\.", re.M),
    spelling=Spelling.CAMEL,
    unescape_name=strip_affix(r"`(.+)`", r"_([a-z0-9]\w*)", exact_names=AT_CAMEL | _ESCAPED_NAMES),
    literal_syntax="java",
    normalize_cell=_normalize_cell,
    prints_enum_values=True,
)
