"""Read type cells: `String`, `[user](user.md) collection`, `Collection([list][])`, `Edm.Binary`."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from docmodels.ir import (
    BOOLEAN,
    INTEGER,
    NUMBER,
    STRING,
    UNKNOWN,
    Integer,
    Map,
    Number,
    String,
    Type,
)
from docmodels.pages.type_grammar import TypeSyntaxError

ODATA_TYPES: Mapping[str, Type] = {
    "string": STRING,
    "boolean": BOOLEAN,
    "bool": BOOLEAN,
    "byte": Integer(format="uint8"),
    "sbyte": Integer(format="int8"),
    "int16": Integer(format="int16"),
    "int32": Integer(format="int32"),
    "int64": Integer(format="int64"),
    "int": INTEGER,
    "integer": INTEGER,
    "long": Integer(format="int64"),
    "single": Number(format="float"),
    "float": Number(format="float"),
    "double": Number(format="double"),
    "decimal": Number(format="decimal"),
    "number": NUMBER,
    "date": String(format="date"),
    "datetime": String(format="date-time"),
    "datetimeoffset": String(format="date-time"),
    "timestamp": String(format="date-time"),
    "timeofday": STRING,
    "duration": String(format="duration"),
    "guid": String(format="uuid"),
    "binary": String(format="byte"),
    "stream": String(format="byte"),
    "url": STRING,
    "uri": STRING,
    **dict.fromkeys(("enum", "enumeration"), STRING),
    "object": UNKNOWN,
    "json": UNKNOWN,
    "any": UNKNOWN,
    "untyped": UNKNOWN,
    "primitivetype": UNKNOWN,
    "complextype": UNKNOWN,
    "geographypoint": Map(values=UNKNOWN),
    "geometrypoint": Map(values=UNKNOWN),
}
"""The primitive types by name in lower case, without `Edm.`, as OData JSON represents them.

Pages also use synonyms. `object` stands for any value where a page uses it (a number or a string in
the resources of workbooks). `TimeOfDay` has no format: `07:59:59` lacks the offset of JSON Schema's
`time`. A stream is base64 text where it is part of JSON.
"""

_MAX_DEPTH = 12
_MAX_LENGTH = 400
"""A longer cell is a sentence."""
_COLLECTION_OF = re.compile(r"(?:an? )?(?:collection|array|list) of ++(.+)", re.I)
_COLLECTION_CALL = re.compile(r"collection *\((.+)\)", re.I)
_SUFFIX = re.compile(
    r"(?P<inner>.*[\w)\]]) *(?:\b(?P<list>collection|array|list)"
    r"|\b(?:resource(?: type)?|object|objects|enum(?:eration)?|complex type|entity|type))",
    re.I,
)
_QUALIFIER = re.compile(r"(?P<inner>[^()\[\]]*[^()\[\]\s]) *\([^()]*\)")
_LINK = re.compile(r"\[(?P<text>.+)\] *\((?P<target>[^()]*)\)")
_REFERENCE = re.compile(r"\[(?P<text>[^\[\]]+)\] *\[(?P<label>[^\[\]]*)\]")
_NAME = re.compile(r"#?[A-Za-z_][\w.]*")
_ALTERNATIVES = re.compile(r"(?<! ) ++or ++|, *+or ++")
_MARKUP = re.compile(r"\*+|[`\\]|<br */?>|</?[a-z]+>|(?<!\w)_|_(?!\w)", re.I)


class TypeName(Struct, frozen=True):
    """A printed type name without its package's `Edm.`; `link` is the target of its link, or ""."""

    text: str
    link: str = ""

    @property
    def primitive(self) -> Type | None:
        """The primitive type of that name, if it is one."""
        return ODATA_TYPES.get(self.text.lower())


class TypeCell(Struct, frozen=True):
    """A type cell: its alternatives (nearly always one), and how many collections are around it."""

    names: tuple[TypeName, ...]
    depth: int = 0


def read_cell(text: str, references: Mapping[str, str]) -> TypeCell:
    """Read a type cell; `references` are the targets of reference links by label in lower case.

    Raise `TypeSyntaxError` if the text is not in the grammar.
    """
    if len(text) > _MAX_LENGTH:
        raise TypeSyntaxError
    plain = " ".join(_MARKUP.sub(" ", html.unescape(text)).split())
    return _read(plain, references, 0)


def _read(text: str, references: Mapping[str, str], level: int) -> TypeCell:
    if level > _MAX_DEPTH or not text:
        raise TypeSyntaxError
    if (link := _link(text, references)) is not None:
        return _read_linked(link, references, level)
    if (match := _COLLECTION_CALL.fullmatch(text) or _COLLECTION_OF.fullmatch(text)) is not None:
        return _in_collection(_read(match[1].strip(), references, level + 1))
    if text.endswith("[]"):
        return _in_collection(_read(text[:-2].strip(), references, level + 1))
    if " " in text and (suffix := _SUFFIX.fullmatch(text)) is not None:
        inner = _read(suffix["inner"].strip(), references, level + 1)
        return _in_collection(inner) if suffix["list"] else inner
    if (qualified := _QUALIFIER.fullmatch(text)) is not None:
        return _read(qualified["inner"], references, level + 1)
    if len(parts := _ALTERNATIVES.split(text)) > 1:
        return _union([_read(part.strip(), references, level + 1) for part in parts])
    if _NAME.fullmatch(text):
        return TypeCell((TypeName(text.lstrip("#").removeprefix("Edm.")),))
    raise TypeSyntaxError


def _read_linked(link: TypeName, references: Mapping[str, str], level: int) -> TypeCell:
    """Read the text of a link; a text that is no type name stands for the page of the link."""
    try:
        inner = _read(link.text, references, level + 1)
    except TypeSyntaxError:
        if not (page := stem(link.link)):
            raise
        return TypeCell((TypeName(page, link.link),))
    names = tuple(TypeName(name.text, name.link or link.link) for name in inner.names)
    return TypeCell(names, inner.depth)


def _link(text: str, references: Mapping[str, str]) -> TypeName | None:
    """Return the text and the target of a link that is all of `text`."""
    if not text.startswith("["):
        return None
    if (link := _LINK.fullmatch(text)) is not None and "](" not in link["text"]:
        return TypeName(link["text"].strip(), link["target"].strip())
    if (reference := _REFERENCE.fullmatch(text)) is not None:
        label = (reference["label"] or reference["text"]).strip().lower()
        return TypeName(reference["text"].strip(), references.get(label, ""))
    return None


def _in_collection(cell: TypeCell) -> TypeCell:
    return replace(cell, depth=cell.depth + 1)


def _union(cells: list[TypeCell]) -> TypeCell:
    depths = {cell.depth for cell in cells}
    if len(depths) > 1:
        raise TypeSyntaxError
    return TypeCell(tuple(name for cell in cells for name in cell.names), depths.pop())


def stem(link: str) -> str:
    """Return the name of the page that a link leads to, in lower case; "" for another link."""
    path = link.partition("#")[0].partition("?")[0]
    if "://" in path:
        return ""
    return path.rpartition("/")[2].removesuffix(".md").lower()
