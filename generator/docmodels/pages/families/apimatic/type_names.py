"""Types as the seven languages write them. One vocabulary serves all: models are always links."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

from docmodels.ir import BOOLEAN, INTEGER, NUMBER, STRING, UNKNOWN, Scalar, Type
from docmodels.ir.drafts import Spelling
from docmodels.pages import type_grammar as t
from docmodels.pages.type_vocabulary import Reading, Vocabulary, interpret

TIME = Scalar(kind="string", format="date or date-time")
"""A date or a date-time: the class stands for either. It never leaves this dialect."""

_DATE_TIME = Scalar(kind="string", format="date-time")
_DATE = Scalar(kind="string", format="date")
_UUID = Scalar(kind="string", format="uuid")
_BINARY = Scalar(kind="string", format="binary")
_LONG = Scalar(kind="integer", format="int64")

_NAMES: dict[str, Type] = {
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
_LINKED = "\x00"
_SCALARS = frozenset({"str", "string", "String", "int", "Integer", "float", "number", "long"})
_TITLE = re.compile(r"\[(?P<text>[^\[\]`|\\]*?)\]\((?P<link>[^()]*)\)")
_LIST_OF = re.compile(r"\b[Ll]ist of ([^`\[\]|]+)")
_LONG_INT = re.compile(r"\blong ?\\?\| ?int\b")
_WORD = re.compile(r"[^\W_]+")
_NULLS = frozenset({"None", "nil", "null"})


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the family: what it does to field names, how it writes literals, and whether
    a mark for null on a *required* field can only mean that null is a value."""

    name: str
    spelling: Spelling
    literals: str
    signature: re.Pattern[str]
    time: Type = TIME


LANGUAGES = (
    Language(
        "typescript", Spelling.CAMEL, "javascript", re.compile(r"undefined|\bnumber\b|Record<")
    ),
    Language("go", Spelling.PASCAL, "go", re.compile(r"models\.|`\*|\[\][a-z]|\bfloat64\b")),
    Language("php", Spelling.CAMEL, "php", re.compile(r"`\?|\(\): \??\w+|\\DateTime")),
    Language(
        "ruby", Spelling.SNAKE, "ruby", re.compile(r"TrueClass|Array[<\[]|Hash\["), time=_DATE_TIME
    ),
    Language("python", Spelling.SNAKE, "python", re.compile(r"\bstr\b|List\[|Dict\[|[Ll]ist of ")),
    Language(
        "java", Spelling.PASCAL, "java", re.compile(r"\b\w+ get\w+\(\)|\b(?:Integer|Boolean)\b")
    ),
    Language("csharp", Spelling.PASCAL, "csharp", re.compile(r"\w\?`|DateTimeOffset|List<string>")),
)
"""The most telling signature first; a set without any sign is told by the case of its fields."""


def language_of(cells: Iterable[str], names: Iterable[str]) -> Language:
    """Tell the language of a set of pages: first by the case of its fields, then by its types."""
    cases = Counter(_case(name) for name in names)
    cases.pop(None, None)
    spelling = cases.most_common(1)[0][0] if cases else None
    fitting = [language for language in LANGUAGES if spelling in (None, language.spelling)]
    votes: Counter[str] = Counter()
    for cell in cells:
        votes.update(language.name for language in fitting if language.signature.search(cell))
    return max(fitting, key=lambda language: votes[language.name])


def _case(name: str) -> Spelling | None:
    name = name.strip("`")
    if "_" in name:
        return Spelling.SNAKE
    if name[:1].isupper():
        return Spelling.PASCAL
    return Spelling.CAMEL if name != name.lower() else None


def class_name(title: str) -> str:
    """Write a human title as the class name that stands for it: `Error Category`."""
    return "".join(word[0].upper() + word[1:] for word in _WORD.findall(title))


@dataclass(frozen=True, slots=True)
class Words:
    """The meaning of type cells in one set of pages; `stems` are classes by file name."""

    vocabulary: Vocabulary
    stems: Mapping[str, str]

    def read(self, cell: str) -> Reading:
        """Read a type cell; raises `types.Unread` where the grammar does not fit."""
        text = _LONG_INT.sub("long", _LIST_OF.sub(r"List[\1]", cell))
        text = _TITLE.sub(self._link, text)
        return _read(text, self)

    def _link(self, found: re.Match[str]) -> str:
        stem = PurePosixPath(found["link"].split("#")[0]).stem
        name = self.stems.get(stem) or class_name(found["text"])
        return f"[{name}]({found['link']})"

    def __hash__(self) -> int:
        return id(self)


@lru_cache(maxsize=16384)
def _read(text: str, words: Words) -> Reading:
    return interpret(_marked(t.parse(text)), words.vocabulary)


def _marked(written: t.Written, link: str = "") -> t.Written:
    """Mark the innermost name under a link, so that it is a model whatever it is called.

    `string(CardBrand)` and `str (Error Category)` are an enum and its base: the enum is meant.
    """
    link = written.link or link
    match written:
        case t.Name(text):
            return t.Name((_LINKED if link else "") + text, link)
        case t.Apply(name, args) if name in _SCALARS and len(args) == 1:
            return _marked(args[0], link or "#")
        case t.Apply(name, args):
            last = len(args) - 1
            return t.Apply(
                name, tuple(_marked(arg, link if at == last else "") for at, arg in enumerate(args))
            )
        case t.ListOf(item):
            return t.ListOf(_marked(item, link))
        case t.MapOf(key, value):
            return t.MapOf(key, _marked(value, link))
        case t.Maybe(of, mark):
            return t.Maybe(_marked(of, link), mark)
        case t.Either(options):
            present = (option for option in options if option != t.Name("undefined"))
            return t.Either(tuple(_option(option, link) for option in present))
        case t.Literal():
            return written


def _option(option: t.Written, link: str) -> t.Written:
    if isinstance(option, t.Name) and option.text in _NULLS:
        return option
    return _marked(option, link)


def _model(name: str) -> str:
    plain = name.lstrip(_LINKED).replace("\\", ".").rsplit(".", 1)[-1]
    return class_name(plain) if " " in plain else plain


def vocabulary(language: Language, time: Type) -> Vocabulary:
    """Give the vocabulary of a language; `time` is what its `DateTime` stands for."""
    return Vocabulary(
        language=language.name,
        names={**_NAMES, "array": UNKNOWN, "DateTime": time, "\\DateTime": time, "Date": _DATE},
        lists=frozenset({"List", "list", "Array", "IEnumerable", "IList", "Set"}),
        maps=frozenset(
            {"Dict", "dict", "Hash", "Map", "Dictionary", "Record", "array", "IDictionary"}
        ),
        nullables=frozenset({"models.Optional", "Optional"}),
        nulls=_NULLS,
        model=_model,
        maybe={"?": "optional", "pointer": "optional"},
    )
