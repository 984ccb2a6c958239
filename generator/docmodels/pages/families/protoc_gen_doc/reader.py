"""Read protoc-gen-doc pages as drafts, in the form that ProtoJSON gives to values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import INVALID_LITERAL
from docmodels.ir import (
    DEPRECATED,
    UNKNOWN,
    Array,
    Boolean,
    Default,
    Definition,
    Enum,
    EnumMember,
    Field,
    Integer,
    Json,
    Map,
    Number,
    Object,
    Ref,
    String,
    Type,
    presence_of,
)
from docmodels.ir.drafts import Draft
from docmodels.pages.cell_notes import unknown_type_note
from docmodels.pages.families.protoc_gen_doc.protojson import (
    SCALARS,
    WELL_KNOWN_TYPES,
    json_name,
)
from docmodels.pages.families.protoc_gen_doc.sections import Item, Row, full_name, read_items
from docmodels.pages.literals import LiteralSyntaxError
from docmodels.pages.markdown import Page
from docmodels.pages.table_rows import column_of, decode_cell

_HEADER = re.compile(r"^\|\s*Field\s*\|\s*Type\s*\|\s*Label\s*\|\s*Description\s*\|", re.M)
_ENUM_HEADER = re.compile(r"^\|\s*Name\s*\|\s*Number\s*\|\s*Description\s*\|", re.M)
_SCALARS_TITLE = "Scalar Value Types"
_SCALAR_LINKS = tuple(f"| [{name}](#{name}) |" for name in SCALARS)
_LABELS = frozenset({"", "optional", "required", "repeated"})
_LINK = re.compile(r"\[(?P<name>[^\[\]]*)\]\((?P<target>[^()]*)\)")
_WORD = re.compile(r"\.?[A-Za-z_][\w.]*")
_DEPRECATED = "**Deprecated.**"
_DEFAULT = " Default: "
_INTEGER = re.compile(r"-?\d{1,20}")
_NUMBER = re.compile(r"-?\d{1,300}(?:\.\d{1,300})?(?:[eE][+-]?\d{1,2})?")


def recognises(page: Page) -> bool:
    """Return whether the page has a table of messages or of enums, and what only it has beside it.

    That is the table of scalar types at its end, or links to that table. House templates have
    neither, but the labels of protobuf.
    """
    text = page.text
    has_table = "Label" in text and _HEADER.search(text) is not None
    if not has_table:
        has_table = "Number" in text and _ENUM_HEADER.search(text) is not None
    if not has_table:
        return False
    has_scalars = _SCALARS_TITLE in text or any(link in text for link in _SCALAR_LINKS)
    return has_scalars or _has_labels(page)


def _has_labels(page: Page) -> bool:
    """Return whether the rows of all messages have labels of protobuf, and at least one has one."""
    rows = [row for item in read_items(page) for row in item.tables.get("fields", ())]
    labels = {row.cells.get("label", "-").strip("` ").lower() for row in rows}
    return len(labels) > 1 and labels <= _LABELS


def read(pages: Sequence[Page], notes: list[Note]) -> list[Draft]:
    """Read pages as drafts, in page order."""
    items = [item for page in pages for item in read_items(page)]
    items = [item for item in items if "methods" not in item.tables]
    reader = _Reader(items, notes)
    drafts = (reader.build_draft(item) for item in items)
    return [draft for draft in drafts if draft is not None]


class _Cell(Struct, frozen=True):
    """A type cell: the name as printed, and with its package."""

    name: str
    full_name: str


class _Reader:
    """The items of all pages by full name, and the names of their definitions."""

    def __init__(self, items: Iterable[Item], notes: list[Note]) -> None:
        self.notes = notes
        self.items = {item.full_name: item for item in items}
        titles = Counter(item.title for item in self.items.values())
        self.names = {
            name: item.title if titles[item.title] == 1 else name
            for name, item in self.items.items()
        }
        self.by_title = {item.title: name for name, item in reversed(self.items.items())}
        self.entries = {name for name, item in self.items.items() if self.is_entry(item)}

    def is_entry(self, item: Item) -> bool:
        """Whether a message is the entry of a map: nested, and of exactly a key and a value."""
        parent, _, name = item.full_name.rpartition(".")
        rows = [_name_of(row) for row in item.tables.get("fields", ())]
        return parent in self.items and name.endswith("Entry") and rows == ["key", "value"]

    def build_draft(self, item: Item) -> Draft | None:
        """Build the draft of an item; None if JSON writes no such object."""
        name = item.full_name
        if name in WELL_KNOWN_TYPES or name in self.entries:
            return None
        origin = item.page.origin(item.line)
        type = self.build_enum(item) if "values" in item.tables else self.build_object(item)
        doc = decode_cell("\n".join(item.doc).strip())
        is_deprecated = doc.startswith(("Deprecated:", "Deprecated."))
        return Draft(
            Definition(
                name=self.names[name],
                type=type,
                doc=doc,
                deprecation=DEPRECATED if is_deprecated else None,
                origin=origin,
            ),
            dialect="protoc-gen-doc",
            aliases=tuple(alias for alias in (name, item.title) if alias != self.names[name]),
        )

    def build_enum(self, item: Item) -> Enum:
        """Build the enum of the names of values; a number stands for a name, too."""
        members = {
            name: EnumMember(value=name, doc=decode_cell(row.cells.get("description", "")))
            for row in item.tables["values"]
            if (name := _name_of(row))
        }
        return Enum(members=tuple(members.values()), closed=False, base="integer")

    def build_object(self, item: Item) -> Object:
        """Build the object of a message; a message without a table has no fields."""
        fields: dict[str, Field] = {}
        for row in item.tables.get("fields", ()):
            if _name_of(row):
                field = self.build_field(item, row)
                fields.setdefault(field.name, field)
        return Object(fields=tuple(fields.values()))

    def build_field(self, item: Item, row: Row) -> Field:
        """Build a field with its name in JSON; the printed name is accepted on reading."""
        printed = _name_of(row)
        name = json_name(printed)
        line = item.page.plain.lines[row.line.number - 1]
        label = row.cells.get("label", "").lower()
        type: Type | None = self.read_map(row)
        if type is None:
            type = self.read_type(item, row)
            type = Array(items=type) if label == "repeated" else type
        doc = decode_cell(row.cells.get("description", ""))
        is_deprecated = doc.startswith(_DEPRECATED)
        doc = doc.removeprefix(_DEPRECATED).strip()
        default = None
        if label in ("optional", "required") and _DEFAULT in f" {doc}":
            doc, default = self.read_default(doc, type, item, row)
        return Field(
            name=name,
            type=type,
            presence=presence_of(label == "required"),
            default=default,
            documented_name=printed if printed != name else "",
            doc=doc,
            deprecation=DEPRECATED if is_deprecated else None,
            origin=item.page.origin(row.line.number, column_of(line, printed)),
        )

    def read_map(self, row: Row) -> Map | None:
        """Return the map that a repeated field of entries is; None for another field.

        The compiler names the entry of `size_labels` after it: `SizeLabelsEntry`. House templates
        leave entries out.
        """
        cell = _read_cell(row.cells.get("type", "").strip("` "))
        if cell is None:
            return None
        words = "".join(word[:1].upper() + word[1:] for word in _name_of(row).split("_"))
        is_left_out = cell.full_name not in self.items and cell.name not in self.by_title
        if is_left_out and cell.name.rpartition(".")[2] == f"{words}Entry":
            return Map(values=UNKNOWN)
        if cell.full_name not in self.entries:
            return None
        entry = self.items[cell.full_name]
        return Map(values=self.read_type(entry, entry.tables["fields"][1]))

    def read_type(self, item: Item, row: Row) -> Type:
        """Read a type cell: a scalar, a well-known type, or a reference."""
        text = row.cells.get("type", "").strip("` ")
        cell = _read_cell(text)
        if cell is None:
            line = item.page.plain.lines[row.line.number - 1]
            origin = item.page.origin(row.line.number, column_of(line, text))
            self.notes.append(unknown_type_note(text, origin))
            return UNKNOWN
        if cell.full_name in SCALARS:
            return SCALARS[cell.full_name]
        if cell.full_name in WELL_KNOWN_TYPES:
            return WELL_KNOWN_TYPES[cell.full_name]
        if cell.full_name in self.entries:
            return UNKNOWN
        if cell.full_name in self.items:
            return Ref(name=self.names[cell.full_name])
        target = self.by_title.get(cell.name) if cell.full_name == cell.name else None
        return Ref(name=cell.full_name if target is None else self.names[target])

    def read_default(
        self, doc: str, type: Type, item: Item, row: Row
    ) -> tuple[str, Default | None]:
        """Split the default from the end of a description; only fields of proto2 have one."""
        text, _, printed = f" {doc}".rpartition(_DEFAULT)
        printed = printed.strip()
        if len(printed) > 1 and printed[0] == printed[-1] == "`":
            printed = printed[1:-1]
        try:
            return text.strip(), Default(value=_read_value(printed, type))
        except LiteralSyntaxError:
            origin = item.page.origin(row.line.number)
            message = f"cannot read the default `{printed[:80]}`"
            self.notes.append(INVALID_LITERAL.at(origin, message, marked=printed))
            return doc, None


def _name_of(row: Row) -> str:
    return row.cells.get("name", "").strip("`* ").replace("\\_", "_")


def _read_cell(text: str) -> _Cell | None:
    """Read `[Pet](#pkg-Pet)`, `[][Pet](#pkg.Pet)` or `pkg.Pet`; None for other text."""
    text = text.removeprefix("[]")
    link = _LINK.fullmatch(text)
    name = (link["name"] if link is not None else text).strip("` ").replace("\\_", "_")
    if _WORD.fullmatch(name) is None:
        return None
    anchor = link["target"].rpartition("#")[2] if link is not None else ""
    qualified = full_name(anchor)
    is_anchor = qualified == name or qualified.endswith(f".{name}")
    return _Cell(name, qualified if is_anchor else name.removeprefix("."))


def _read_value(text: str, type: Type) -> Json:
    """Read a default of proto2; raise `LiteralSyntaxError` if it is none of the type."""
    match type:
        case Boolean() if text in ("true", "false"):
            return text == "true"
        case Integer() if _INTEGER.fullmatch(text):
            return int(text)
        case Number() if _NUMBER.fullmatch(text):
            return float(text)
        case String(format) if format in ("int64", "uint64"):
            if _INTEGER.fullmatch(text):
                return text
        case String(format) if format != "byte":
            return text
        case Ref() if _WORD.fullmatch(text):
            return text
        case _:
            pass
    raise LiteralSyntaxError(text[:40])
