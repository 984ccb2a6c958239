"""Read tables of house templates, whose columns are others than those of the generator, or moved.

Only a table with a column of names, of types and of notes or presence is one, and only if it prints
names and types in bold or as code, as the generator does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from docmodels.pages.answers import read_answer
from docmodels.pages.families.properties.remarks import Remarks, read_flags, read_remarks
from docmodels.pages.table_rows import is_delimiter_row, split_cells

_ROLES = {
    **dict.fromkeys(("name", "property", "field"), "name"),
    **dict.fromkeys(("required", "mandatory", "required?"), "required"),
    **dict.fromkeys(("default", "default value"), "default"),
    **{title: title for title in ("type", "description", "notes", "optional")},
}
"""What a column has, by its title in lower case; other columns are left out."""
_STANDARD = (
    ("type",),
    ("type", "description"),
    ("type", "description", "notes"),
    ("mapping", "sql type", "default", "type", "description", "notes"),
)
"""The columns after the names in the templates of generators."""
_MARKUP = ("**", "`", "[**", "[`")
_NO_DEFAULT = frozenset({"", "-", "n/a", "none"})
_HEADING = re.compile(r"\n#{2,4} Properties\n")


class Cells(Struct, frozen=True):
    """A row of a house template: the cells of the name and the type as printed, and its facts."""

    name: str
    type: str
    description: str
    remarks: Remarks


def column_roles(titles: Sequence[str]) -> tuple[str, ...]:
    """Return what the columns of a house template have; () if the table is none, or of a generator.

    `titles` are in lower case.
    """
    if tuple(titles[1:]) in _STANDARD and titles[0] == "name":
        return ()
    roles = tuple(_ROLES.get(title, "") for title in titles)
    is_complete = roles.count("name") == 1 and roles.count("type") == 1
    has_presence = not {"notes", "required", "optional"}.isdisjoint(roles)
    return roles if is_complete and has_presence else ()


def find_house_rows(text: str) -> Iterator[tuple[str, str, bool]]:
    """Yield the name, the type and whether it is optional, of the rows of house templates in a page."""
    for heading in _HEADING.finditer(text):
        lines = text[heading.end() : heading.end() + _MAX_TABLE].split("\n#", 1)[0].split("\n")
        rows = [line for line in lines if "|" in line]
        if len(rows) < 3 or not is_delimiter_row(split_cells(rows[1])):
            continue
        roles = column_roles([title.strip("*").lower() for title in split_cells(rows[0])])
        for line in rows[2:] if roles else ():
            row = read_cells(split_cells(line), roles)
            if row is not None and row.name.startswith(_MARKUP) and row.type.startswith(_MARKUP):
                yield row.name, row.type, row.remarks.optional


def read_cells(cells: Sequence[str], roles: Sequence[str]) -> Cells | None:
    """Read a row by the roles of its columns; None if it has another number of cells.

    Only the last cell may be missing: without outer pipes, an empty one is nothing but white space.
    """
    if len(cells) == len(roles) - 1:
        cells = [*cells, ""]
    if len(cells) != len(roles):
        return None
    by_role = {role: cell for role, cell in zip(roles, cells, strict=True) if role}
    remarks = read_remarks(by_role.get("notes", ""))
    description = by_role.get("description", "")
    if remarks is None:
        remarks, text = read_flags(by_role["notes"])
        description = f"{description} {text}".strip()
    return Cells(by_role["name"], by_role["type"], description, _with_columns(remarks, by_role))


def _with_columns(remarks: Remarks, by_role: Mapping[str, str]) -> Remarks:
    """Add the presence and the default that have columns of their own."""
    if "required" in by_role or "optional" in by_role:
        is_required = _is_required(by_role)
        remarks = replace(remarks, required=is_required, optional=not is_required)
    default = by_role.get("default", "").strip("` ")
    return remarks if default.lower() in _NO_DEFAULT else replace(remarks, default=default)


def _is_required(by_role: Mapping[str, str]) -> bool:
    """Whether a row states that its field is required; a text that is no answer does not."""
    role, answer = ("required", True) if "required" in by_role else ("optional", False)
    is_word = by_role[role].strip("*`_ ").lower() in _REQUIRED
    return is_word or read_answer(by_role[role]) is answer


_REQUIRED = frozenset({"required", "mandatory"})
_MAX_TABLE = 200_000
"""How many characters of a section are searched for the rows that show the language."""
