"""Find the roles of the columns of a table from its header."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from msgspec import Struct

from docmodels.pages.families.tables.words import whole_words, word_key, words

_REMARK = re.compile(r"[(（][^()（）]*[)）]|<br\s*/?>.*$", re.I)

_BREAK = re.compile(r"<br\s*/?>")

_GENERATED_HEADERS = frozenset(
    {
        ("name", "type", "description", "notes"),
        ("name", "type", "required", "restrictions", "description"),
        ("input type", "accessed type"),
    }
)
"""The headers of OpenAPI Generator and other generators, which have dialects of their own."""


class Columns(Struct, frozen=True):
    """The indices of columns by role, as in `headers` of `words.toml`; `name` and `type` exist.

    `is_weak`: the header of the names is one of parameters. `repeated` is a role that two columns
    have, or empty. `type_header` is the header of the types. `excluded` is a header that no table
    of fields has, or empty.
    """

    roles: Mapping[str, int]
    is_weak: bool = False
    repeated: str = ""
    type_header: str = ""
    excluded: str = ""

    def cell(self, cells: Sequence[str], role: str) -> str:
        """Return the cell of a column, or that part of a column of constraints; empty without."""
        index = self.roles.get(role)
        if index is not None:
            return cells[index]
        index = self.roles.get("constraints")
        return read_constraints(cells[index]).get(role, "") if index is not None else ""


def read_columns(header: Sequence[str]) -> Columns | None:
    """Return the columns of a table; None if no column has names, or none has types."""
    keys = [_header_key(cell) for cell in header]
    roles: dict[str, int] = {}
    excluded = repeated = ""
    is_weak = False
    for index, key in enumerate(keys):
        role = words().headers.get(key, "")
        if role == "excluded":
            excluded = key
        elif role == "other_type":
            continue
        elif role == "weak_name":
            is_weak = is_weak or "name" not in roles
            role = "name"
        if role in roles:
            repeated = repeated or (role if role in ("name", "type", "required") else "")
        elif role and role != "excluded":
            roles[role] = index
    if "name" not in roles or "type" not in roles:
        return None
    if not excluded and (tuple(keys) in _GENERATED_HEADERS or roles["type"] == 0):
        excluded = keys[roles["type"]] if roles["type"] == 0 else " | ".join(keys)
    return Columns(roles, is_weak, repeated, keys[roles["type"]], excluded)


def _header_key(cell: str) -> str:
    """Return a header as a key; a remark in parentheses is ignored: `Field (data)`."""
    key = word_key(cell)
    if key in words().headers:
        return key
    return word_key(_REMARK.sub(" ", cell))


@lru_cache(maxsize=4096)
def read_constraints(cell: str) -> Mapping[str, str]:
    """Return the parts of a cell such as `enum: red, blue; max: 9`, by the role of a column."""
    matches = list(_constraint_words().finditer(cell))
    ends = [match.start() for match in matches[1:]]
    parts: dict[str, str] = {}
    for match, end in zip(matches, [*ends, len(cell)], strict=bool(matches)):
        role = words().constraints[" ".join(match["word"].lower().split())]
        parts.setdefault(role, _BREAK.sub(" ", cell[match.end() : end]).strip(" ,;"))
    return parts


@cache
def _constraint_words() -> re.Pattern[str]:
    return re.compile(rf"(?P<word>{whole_words(words().constraints)})[`*_]*+\s?[:=]", re.I)
