"""Read the cells of a row: the name with its type, the description, the default, the checks.

The generator's template prints `` `name` _type_ `` in one cell. Others print a column of types, a
line break between name and type, bold names, links to the row, and facts below the type.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from docmodels.pages.answers import read_answer
from docmodels.pages.markdown import Line
from docmodels.pages.table_rows import decode_cell

ESCAPES = "{}|"
"""What the generator escapes in descriptions, defaults and checks."""
FORMATTER_ESCAPES = "*_[]<"
"""What mdformat escapes beside that, also in values."""

_TAG = re.compile(r"<a\b[^<>]*>#</a>|</?(?:a|b|code|div|span|strong)\b[^<>]*>")
_NAME = re.compile(r"`(?P<code>[^`]+)`|\*\*(?P<bold>[^*\s]+)\*\*|(?P<plain>[^\s<|`*]+)")
_BREAK = re.compile(r"<br\s*/?>")
_EMPHASIZED = re.compile(r"(?P<mark>[_*])(?P<type>.+?)(?P=mark)(?=\s*(?:$|<|:))")
_DEFAULT = re.compile(r"<p>\s*(?:\*\*)?Default:(?:\*\*)?(?P<text>[^<]*)</p>")
_CHECKS = re.compile(r"<p>\s*(?:\*\*)?Validations?:(?:\*\*)?")
_PRESENCE = re.compile(
    r"(?:(?<!\s)\s++)?+[_*(]{1,3}(?P<word>Required|Optional)[_*).]{1,3}(?:\s*+<br\s*+/?>\s*+|\s++|$)",
    re.I,
)
_CONSTANT = re.compile(r"`(?P<value>[^`]+)`")
_CONSTANT_FIELDS = frozenset({"apiVersion", "kind"})
_DEPRECATED = re.compile(r"^Deprecated: ?(?P<reason>.*)", re.M)


class FieldRow(Struct, frozen=True):
    """A row of a field. `required` is None where the row does not print it.

    `constant` is the only value of the field, if the row prints one. `checks` are as printed.
    """

    name: str
    type: str
    line: Line
    doc: str = ""
    default: str = ""
    checks: tuple[str, ...] = ()
    required: bool | None = None
    constant: str = ""

    @property
    def deprecation(self) -> str | None:
        """The reason of a paragraph that begins with `Deprecated:`, as Go writes it; or None."""
        match = _DEPRECATED.search(self.doc)
        return None if match is None else match["reason"].strip()


class ValueRow(Struct, frozen=True):
    """A row of a table of Go constants."""

    value: str
    doc: str = ""


def read_field(cells: Mapping[str, str], line: Line) -> FieldRow | None:
    """Read the row of a field; None if it has no type."""
    first = _TAG.sub("", cells.get("name", "")).strip()
    name = _NAME.match(first)
    if name is None:
        return None
    below = first[name.end() :]
    type, below = _split_type(below)
    type = _TAG.sub("", cells["type"]).strip() if cells.get("type") else type
    if not type:
        return None
    wire_name = name["code"] or name["bold"] or name["plain"]
    constant = _read_constant(cells) if wire_name in _CONSTANT_FIELDS else ""
    description = cells.get("description", "")
    presence = _PRESENCE.match(description)
    description = description[presence.end() :] if presence is not None else description
    default, checks = _DEFAULT.search(below), _CHECKS.search(below)
    below_checks = below[checks.end() :].partition("</p>")[0] if checks else ""
    return FieldRow(
        name=wire_name.strip(),
        type=type,
        line=line,
        doc="" if constant else decode_cell(_TAG.sub("", description), ESCAPES),
        default=_read_default(default["text"] if default else cells.get("default", "")),
        checks=_split_checks(below_checks or cells.get("checks", "")),
        required=_read_required(cells, presence),
        constant=constant,
    )


def read_value(cells: Mapping[str, str]) -> ValueRow | None:
    """Read the row of a constant; None if it has no name."""
    first = _TAG.sub("", cells.get("name", "")).strip()
    match = re.fullmatch(r"`([^`]*)`|\*\*(.+)\*\*|(.+)", first)
    if match is None:
        return None
    value = next((group for group in match.groups() if group is not None), "")
    return ValueRow(value, decode_cell(cells.get("description", ""), ESCAPES))


def _split_type(text: str) -> tuple[str, str]:
    """Split what follows a name into the type and what is printed below it."""
    text = text.strip()
    start = _BREAK.match(text)
    text = text[start.end() :].lstrip() if start is not None else text
    if (emphasized := _EMPHASIZED.match(text)) is not None:
        return emphasized["type"].strip(), text[emphasized.end() :]
    end = text.find("<")
    return (text, "") if end < 0 else (text[:end].strip(), text[end:])


def _read_constant(cells: Mapping[str, str]) -> str:
    """Return the constant of a row: some templates print too few cells, so it is in any of them."""
    for column, cell in cells.items():
        match = _CONSTANT.search(cell) if column not in ("name", "type") else None
        if match is not None and not _PRESENCE.sub("", cell).replace(match[0], "").strip():
            return match["value"]
    return ""


def _read_required(cells: Mapping[str, str], presence: re.Match[str] | None) -> bool | None:
    """Return what a column, or the beginning of the description, prints about presence."""
    if presence is not None:
        return presence["word"].lower() == "required"
    for column, meaning in (("required", True), ("optional", False)):
        if column in cells:
            text = cells[column].strip("`*_ ").lower()
            if column == "optional" and not text:
                continue
            if text in ("required", "optional"):
                return text == "required"
            answer = False if (column, text) == ("optional", "x") else read_answer(cells[column])
            if answer is not None:
                return answer == meaning
    return None


def _read_default(text: str) -> str:
    text = decode_cell(text, ESCAPES + "*_")
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == "`" else text


def _split_checks(text: str) -> tuple[str, ...]:
    parts = (part.strip().removeprefix("- ").strip() for part in _BREAK.split(text))
    return tuple(part for part in parts if part and part != "None")
