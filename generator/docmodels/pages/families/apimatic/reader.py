"""Pages of the family as drafts, after all of them have been seen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace as changed

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import EMPTY_TABLE, MISSING_ENUM_VALUES, UNKNOWN_TYPE
from docmodels.ir import Definition, Enum, Field, Json, Object, Ref, Scalar, Type, Union
from docmodels.ir.drafts import Draft, normalize_name
from docmodels.pages.families.apimatic.enums import Members, prior_of
from docmodels.pages.families.apimatic.enums import values as enum_values
from docmodels.pages.families.apimatic.fields import Page as Reading
from docmodels.pages.families.apimatic.fields import additional, named, read_field, settled, union
from docmodels.pages.families.apimatic.pages import Printed, printed
from docmodels.pages.families.apimatic.sample_index import Book, in_doubt, mentions
from docmodels.pages.families.apimatic.samples import samples, stems, values
from docmodels.pages.families.apimatic.type_names import (
    Language,
    Words,
    class_name,
    language_of,
    vocabulary,
)
from docmodels.pages.families.apimatic.word_segmentation import Lexicon
from docmodels.pages.markdown import Page
from docmodels.pages.table_rows import prose
from docmodels.pages.type_grammar import Unread

_TABLE = "| Name | Type | Tags | Description |"
_SIGNS = ("# Structure", "# Enumeration", "# Data Type", "# Class Name")
_HEADINGS = re.compile(r"^#+ (?:Structure|Enumeration|Data Type|Class Name)$", re.MULTILINE)
_TABLES = re.compile(r"^#+ (?:Fields|Cases|Example.*)$", re.MULTILINE)


def recognises(page: Page) -> bool:
    """Tell a page by the heading over the class name and its table."""
    text = page.text
    if not any(sign in text for sign in _SIGNS):
        return False
    return _HEADINGS.search(text) is not None and (
        _TABLE in text or _TABLES.search(text) is not None
    )


def read(pages: Sequence[Page], notes: list[Note]) -> list[Draft]:
    """Read pages as drafts, in page order."""
    models = [model for page in pages for model in printed(page)]
    language = _language(models)
    words = Words(vocabulary(language, _time(models, language)), _stems(models))
    found: list[tuple[Printed, Reading, Type]] = []
    modes: dict[str, str] = {}
    for model in models:
        reading = _reading(model, words, language, notes)
        found.append((model, reading, _type(model, reading, modes)))
    book = _learned(found)
    types = _enums(book, found, notes)
    return [
        _draft(reading, _moded(types.get(_name(model), type), modes, _name(model)), book)
        for model, reading, type in found
    ]


def _learned(found: Sequence[tuple[Printed, Reading, Type]]) -> Book:
    """Let all examples and texts tell what they can."""
    joined = any(reading.language.name == "go" for _, reading, _ in found)
    lexicon = Lexicon(_texts(found)) if joined else None
    enums = {
        _name(model): _members(model, lexicon) for model, _, _ in found if model.kind == "enum"
    }
    book = Book({_name(model): type for model, _, type in found}, enums)
    for model, _, _ in found:
        if model.kind == "object":
            for sample in samples(model.fences):
                book.learn(_name(model), sample)
    mentions(book)
    return book


def _texts(found: Sequence[tuple[Printed, Reading, Type]]) -> Iterator[str]:
    """What an API says in words: titles of models, texts about them, rows about fields, examples."""
    for model, _, _ in found:
        yield f"{model.title} {model.doc}"
        if model.kind != "enum":
            yield from (" ".join(row.cells[3:]) for row in model.rows)
        yield from (fence.text for fence in model.fences)


def _members(model: Printed, lexicon: Lexicon | None) -> Members:
    names = [row.cells[0].strip("` ") for row in model.rows]
    docs = [prose(row.cells[1]) if len(row.cells) > 1 else "" for row in model.rows]
    members = Members(names, ["" if doc == "-" else doc for doc in docs], lexicon=lexicon)
    for value in values(model.fences):
        members.show(value)
    members.mention(model.doc)
    return members


def _enums(
    book: Book, found: Sequence[tuple[Printed, Reading, Type]], notes: list[Note]
) -> dict[str, Type]:
    prior = prior_of(book.enums)
    read_in = {name: enum_values(members, prior) for name, members in book.enums.items()}
    partly, unknown = in_doubt(list(read_in.values()))
    first = next((model for model, _, _ in found if model.kind == "enum"), None)
    if first is not None and (partly or unknown):
        message = (
            f"enums are printed by the names of their members: of {len(read_in)}, {partly} have "
            f"values concluded from examples ({prior or 'no common'} case), {unknown} stay unknown"
        )
        help = "those enums take any other value too; the API description lists their values"
        notes.append(MISSING_ENUM_VALUES.at(first.page.origin(first.line), message, help))
    return {name: type for name, (type, _) in read_in.items()}


def _moded(type: Type, modes: dict[str, str], name: str) -> Type:
    """A container is one-of or any-of by what the fields that hold it say."""
    if isinstance(type, Union) and modes.get(name) == "oneOf":
        return changed(type, mode="oneOf")
    return type


def _name(model: Printed) -> str:
    """The class name; old Python pages write it with spaces, Ruby and Python unions not at all."""
    if model.kind == "union" and ("|" in model.name or not model.name):
        return class_name(model.title)
    return class_name(model.name) if " " in model.name else model.name or class_name(model.title)


def _draft(reading: Reading, type: Type, book: Book) -> Draft:
    model, name = reading.model, _name(reading.model)
    origin = model.page.origin(model.line)
    own = samples(model.fences)
    empty = model.kind == "object" and not model.rows and not model.bases and not model.accepts
    if empty:
        reading.notes.append(EMPTY_TABLE.at(origin, f"`{name}` is printed without any field"))
    learned = book.samples.get(name, [])
    if isinstance(type, Object):
        type = _finished(type, book, book.agreed(name))
    aliases = (model.title, model.stem)
    return Draft(
        Definition(
            name=name,
            type=type,
            doc=model.doc,
            examples=tuple(own[:1]),
            inferred=("values",) if isinstance(type, Enum) and not type.closed else (),
            origin=origin,
        ),
        dialect="apimatic",
        language=reading.language.name,
        spelling=reading.language.spelling,
        enum_defaults=reading.symbols,
        samples=(*learned, *_shown(reading)),
        is_stub=empty,
        aliases=tuple(alias for alias in dict.fromkeys(aliases) if alias and alias != name),
    )


def _finished(type: Object, book: Book, keys: Mapping[str, str]) -> Object:
    """Give the fields what examples elsewhere show: wire names, dates told from date-times."""
    fields = (named(field, keys) for field in type.fields)
    return changed(
        type,
        fields=tuple(
            changed(
                field,
                type=settled(
                    field.type,
                    book.formats.get(normalize_name(field.name), set()),
                    field.documented_name or field.name,
                ),
            )
            for field in fields
        ),
    )


def _shown(reading: Reading) -> list[Json]:
    """The wire names that examples in code show, as an example."""
    keys = set(reading.keys.values())
    known = {normalize_name(row.cells[0].strip("`")) for row in reading.model.rows if row.cells}
    found = {key: None for key in keys if normalize_name(key) in known}
    return [found] if found and not samples(reading.model.fences) else []


def _language(models: Sequence[Printed]) -> Language:
    rows = [row for model in models if model.kind != "enum" for row in model.rows]
    cells = ("|".join(row.cells[1:2] + row.cells[4:5]) for row in rows)
    return language_of(cells, (row.cells[0] for row in rows))


def _time(models: Sequence[Printed], language: Language) -> Type:
    """`DateTime` is a date where date-times have a class of their own."""
    own = any(
        "DateTimeOffset" in row.cells[1] for m in models for row in m.rows if len(row.cells) > 1
    )
    return Scalar(kind="string", format="date") if own else language.time


def _stems(models: Sequence[Printed]) -> Mapping[str, str]:
    return {model.stem: _name(model) for model in models}


def _reading(model: Printed, words: Words, language: Language, notes: list[Note]) -> Reading:
    found = samples(model.fences) if model.kind == "object" else []
    keys = {
        **stems(model.fences),
        **{normalize_name(key): key for sample in found for key in sample},
    }
    values = {normalize_name(key): value for sample in found for key, value in sample.items()}
    return Reading(model, words, language, keys, values, notes)


def _type(model: Printed, reading: Reading, modes: dict[str, str]) -> Type:
    match model.kind:
        case "union":
            return union(model.rows, reading)
        case "enum":
            return Object()
        case _:
            return _object(model, reading, modes)


def _object(model: Printed, reading: Reading, modes: dict[str, str]) -> Object:
    fields: list[Field] = []
    for row in model.rows:
        if (found := read_field(row, reading)) is not None:
            fields.append(found[0])
            if found[1] and isinstance(found[0].type, Ref):
                modes[found[0].type.name] = found[1]
    fields, extra = additional(fields, reading)
    return Object(
        fields=tuple(fields), bases=tuple(_bases(model, reading)), additional_properties=extra
    )


def _bases(model: Printed, reading: Reading) -> Iterator[str]:
    for text in model.bases:
        try:
            type = reading.words.read(text).type
        except Unread:
            type = None
        if isinstance(type, Ref):
            yield type.name
        else:
            origin = model.page.origin(model.line)
            reading.notes.append(
                UNKNOWN_TYPE.at(origin, f"cannot read the parent `{text}`", marked=text)
            )
