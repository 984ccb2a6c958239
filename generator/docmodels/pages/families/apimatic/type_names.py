"""Read type cells of the seven languages. One vocabulary covers all: models are always links."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

from docmodels.ir import BOOLEAN, INTEGER, NUMBER, STRING, UNKNOWN, Integer, String, Type
from docmodels.ir.drafts import Spelling
from docmodels.pages import type_grammar as t
from docmodels.pages.type_vocabulary import ParsedType, Vocabulary, interpret

TIME = String(format="date or date-time")
"""A placeholder for a class that stands for a date or a date-time; drafts do not contain it."""

_DATE_TIME = String(format="date-time")
_DATE = String(format="date")
_UUID = String(format="uuid")
_BINARY = String(format="binary")
_LONG = Integer(format="int64")

_TYPES: dict[str, Type] = {
    **dict.fromkeys(("str", "string", "String", "char", "Symbol"), STRING),
    **dict.fromkeys(("int", "Integer", "int32", "short"), INTEGER),
    **dict.fromkeys(("long", "Long", "int64", "bigint"), _LONG),
    **dict.fromkeys(("double", "Double", "float", "Float", "float64", "float32"), NUMBER),
    **dict.fromkeys(("number", "decimal", "BigDecimal", "Decimal"), NUMBER),
    **dict.fromkeys(("bool", "boolean", "Boolean", "TrueClass", "FalseClass"), BOOLEAN),
    **dict.fromkeys(("Any", "any", "object", "Object", "unknown", "mixed", "dynamic"), UNKNOWN),
    **dict.fromkeys(("interface{}", "interface", "JsonObject", "JsonValue"), UNKNOWN),
    **dict.fromkeys(("datetime", "DateTimeOffset", "LocalDateTime"), _DATE_TIME),
    **dict.fromkeys(("OffsetDateTime", "ZonedDateTime", "Instant"), _DATE_TIME),
    **dict.fromkeys(("date", "LocalDate", "DateOnly"), _DATE),
    **dict.fromkeys(("time.Time", "DateTime"), TIME),
    **dict.fromkeys(("Guid", "UUID", "uuid.UUID"), _UUID),
    **dict.fromkeys(("FileWrapper", "FileStreamInfo", "Stream", "MultipartFileWrapper"), _BINARY),
    **dict.fromkeys(("typing.BinaryIO", "BinaryIO", "UploadIO"), _BINARY),
}
_LINK_MARK = "\x00"
_SCALARS = frozenset({"str", "string", "String", "int", "Integer", "float", "number", "long"})
_LINK = re.compile(r"\[(?P<text>[^\[\]`|\\]*?)\]\((?P<link>[^()]*)\)")
_LIST_OF = re.compile(r"\b[Ll]ist of ([^`\[\]|]+)")
_LONG_INT = re.compile(r"\blong ?\\?\| ?int\b")
_WORD = re.compile(r"[^\W_]+")
_NULLS = frozenset({"None", "nil", "null"})


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the family.

    `spelling` is the case of field names, `literals` the syntax of literals, `signature` matches
    type cells of the language, `date_time` is the type of its class for dates and times.
    """

    name: str
    spelling: Spelling
    literals: str
    signature: re.Pattern[str]
    date_time: Type = TIME


LANGUAGES = (
    Language(
        "typescript", Spelling.CAMEL, "javascript", re.compile(r"undefined|\bnumber\b|Record<")
    ),
    Language("go", Spelling.PASCAL, "go", re.compile(r"models\.|`\*|\[\][a-z]|\bfloat64\b")),
    Language("php", Spelling.CAMEL, "php", re.compile(r"`\?|\(\): \??\w+|\\DateTime")),
    Language(
        "ruby",
        Spelling.SNAKE,
        "ruby",
        re.compile(r"TrueClass|Array[<\[]|Hash\["),
        date_time=_DATE_TIME,
    ),
    Language("python", Spelling.SNAKE, "python", re.compile(r"\bstr\b|List\[|Dict\[|[Ll]ist of ")),
    Language(
        "java", Spelling.PASCAL, "java", re.compile(r"\b\w+ get\w+\(\)|\b(?:Integer|Boolean)\b")
    ),
    Language("csharp", Spelling.PASCAL, "csharp", re.compile(r"\w\?`|DateTimeOffset|List<string>")),
)
"""The most specific signature first; the first language with the fields' case wins ties."""


def detect_language(cells: Iterable[str], names: Iterable[str]) -> Language:
    """Detect the language of a set of pages: by the case of field names, then by type cells."""
    cases = Counter(_detect_case(name) for name in names)
    cases.pop(None, None)
    spelling = cases.most_common(1)[0][0] if cases else None
    candidates = [language for language in LANGUAGES if spelling in (None, language.spelling)]
    votes: Counter[str] = Counter()
    for cell in cells:
        votes.update(language.name for language in candidates if language.signature.search(cell))
    return max(candidates, key=lambda language: votes[language.name])


def _detect_case(name: str) -> Spelling | None:
    name = name.strip("`")
    if "_" in name:
        return Spelling.SNAKE
    if name[:1].isupper():
        return Spelling.PASCAL
    return Spelling.CAMEL if name != name.lower() else None


def class_name(title: str) -> str:
    """Convert a title to a class name: `Error Category` becomes `ErrorCategory`."""
    return "".join(word[0].upper() + word[1:] for word in _WORD.findall(title))


@dataclass(frozen=True, slots=True)
class TypeReader:
    """Reads the type cells of a set of pages; `stems` are class names by file name."""

    vocabulary: Vocabulary
    stems: Mapping[str, str]

    def read(self, cell: str) -> ParsedType:
        """Read a type cell; raise `TypeSyntaxError` if it does not match the grammar."""
        text = _LONG_INT.sub("long", _LIST_OF.sub(r"List[\1]", cell))
        text = _LINK.sub(self._replace_link, text)
        return _interpret(text, self)

    def _replace_link(self, match: re.Match[str]) -> str:
        stem = PurePosixPath(match["link"].split("#")[0]).stem
        name = self.stems.get(stem) or class_name(match["text"])
        return f"[{name}]({match['link']})"

    def __hash__(self) -> int:
        return id(self)


@lru_cache(maxsize=16384)
def _interpret(text: str, reader: TypeReader) -> ParsedType:
    return interpret(_mark_links(t.parse(text)), reader.vocabulary)


def _mark_links(expression: t.TypeExpr, link: str = "") -> t.TypeExpr:
    """Mark the innermost name of a link, so that it is read as a model even if a type has its name.

    `string(CardBrand)` and `str (Error Category)` mean the enum in parentheses, not its base type.
    """
    link = expression.link or link
    match expression:
        case t.NameExpr(text):
            return t.NameExpr((_LINK_MARK if link else "") + text, link)
        case t.GenericExpr(name, args) if name in _SCALARS and len(args) == 1:
            return _mark_links(args[0], link or "#")
        case t.GenericExpr(name, args):
            last = len(args) - 1
            return t.GenericExpr(
                name,
                tuple(
                    _mark_links(arg, link if index == last else "")
                    for index, arg in enumerate(args)
                ),
            )
        case t.ListExpr(item):
            return t.ListExpr(_mark_links(item, link))
        case t.MapExpr(key, value):
            return t.MapExpr(key, _mark_links(value, link))
        case t.OptionalExpr(inner, mark):
            return t.OptionalExpr(_mark_links(inner, link), mark)
        case t.UnionExpr(options):
            defined = (option for option in options if option != t.NameExpr("undefined"))
            return t.UnionExpr(tuple(_mark_option(option, link) for option in defined))
        case t.LiteralExpr():
            return expression


def _mark_option(option: t.TypeExpr, link: str) -> t.TypeExpr:
    if isinstance(option, t.NameExpr) and option.text in _NULLS:
        return option
    return _mark_links(option, link)


def _model_name(name: str) -> str:
    simple_name = name.lstrip(_LINK_MARK).replace("\\", ".").rsplit(".", 1)[-1]
    return class_name(simple_name) if " " in simple_name else simple_name


def build_vocabulary(language: Language, time: Type) -> Vocabulary:
    """Build the vocabulary of a language; `time` is the type of its class `DateTime`."""
    return Vocabulary(
        language=language.name,
        names={**_TYPES, "array": UNKNOWN, "DateTime": time, "\\DateTime": time, "Date": _DATE},
        lists=frozenset({"List", "list", "Array", "IEnumerable", "IList", "Set"}),
        maps=frozenset(
            {"Dict", "dict", "Hash", "Map", "Dictionary", "Record", "array", "IDictionary"}
        ),
        nullables=frozenset({"models.Optional", "Optional"}),
        nulls=_NULLS,
        model_name=_model_name,
        optional_meanings={"?": "optional", "pointer": "optional"},
    )
