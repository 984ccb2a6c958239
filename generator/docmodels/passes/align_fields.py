"""Find the declarations of one field that several pages of a model have, by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from docmodels.ir import Field
from docmodels.ir.drafts import normalize_name

Row: TypeAlias = dict[int, Field]
"""The declarations of one field, by the number of the page."""


def align_fields(pages: Sequence[tuple[Field, ...]]) -> list[Row]:
    """Return the declarations of each field; the fields of the first page come first.

    Names match exactly, then letters and digits only, then if one has an affix more that no other
    field explains (`at_type` for `@type`).
    """
    rows: list[Row] = []
    for number, fields in enumerate(pages):
        unmatched = list(fields)
        for key in (_exact_name, loose_name):
            unmatched = _match_rows(rows, number, unmatched, key)
        for field in unmatched:
            row = _row_with_affix(rows, number, field, unmatched)
            if row is None:
                rows.append({number: field})
            else:
                row[number] = field
    return _join_signed_rows(rows)


def _join_signed_rows(rows: list[Row]) -> list[Row]:
    """Join a row whose name has signs with the only row that prints it in words."""
    signed = [row for row in rows if any(has_sign(field.name, "a") for field in row.values())]
    for row in signed[:_MAX_AFFIX_FIELDS]:
        field = next(field for field in row.values() if has_sign(field.name, "a"))
        others = [
            other
            for other in rows
            if other is not row and not other.keys() & row.keys() and _has_affix(field, other)
        ]
        if len(others) == 1:
            row.update(others[0])
            rows.remove(others[0])
    return rows


def _exact_name(field: Field) -> str:
    return field.name


def loose_name(field: Field) -> str:
    """Return the name of a field, letters and digits only, or the name if it has neither."""
    return normalize_name(field.name) or field.name


def _match_rows(
    rows: Sequence[Row], number: int, fields: Sequence[Field], key: Callable[[Field], str]
) -> list[Field]:
    """Add each field to the only row with its key; return the fields without one."""
    by_key: dict[str, list[Row]] = {}
    for row in rows:
        if number not in row:
            for name in {key(field) for field in row.values()}:
                by_key.setdefault(name, []).append(row)
    unmatched: list[Field] = []
    for field in fields:
        matches = [row for row in by_key.get(key(field), ()) if number not in row]
        if len(matches) == 1:
            matches[0][number] = field
        else:
            unmatched.append(field)
    return unmatched


_MAX_AFFIX_FIELDS = 8
"""With more unmatched fields, an affix is no evidence that two of them are one."""


def _row_with_affix(
    rows: list[Row], number: int, field: Field, unmatched: Sequence[Field]
) -> Row | None:
    """Return the row whose name and the field's differ in an affix, if no other field has one.

    Several such rows become one, unless a page has a field in two of them.
    """
    if len(unmatched) > _MAX_AFFIX_FIELDS:
        return None
    matches = [row for row in rows if number not in row and _has_affix(field, row)]
    numbers = [index for row in matches for index in row]
    if not matches or len(set(numbers)) < len(numbers):
        return None
    if any(other is not field and _has_affix(other, matches[0]) for other in unmatched):
        return None
    for row in matches[1:]:
        matches[0].update(row)
        rows.remove(row)
    return matches[0]


def _has_affix(field: Field, row: Row) -> bool:
    """Whether the names of a field differ in an affix, or one prints the signs of the other.

    A language has to print a name such as `$special[name]` in words.
    """
    first = next(iter(row.values()))
    short, long = sorted((loose_name(field), loose_name(first)), key=len)
    is_signed = has_sign(field.name, first.name) or has_sign(first.name, field.name)
    if len(short) < _MIN_STEM:
        return False
    if is_signed and _is_subsequence(short, long):
        return True
    is_affix = long.startswith(short) or long.endswith(short)
    return is_affix and len(long) - len(short) <= _MAX_AFFIX


def _is_subsequence(short: str, long: str) -> bool:
    """Whether the letters of a name are in another one in this order."""
    letters = iter(long)
    return all(letter in letters for letter in short)


_MIN_STEM, _MAX_AFFIX = 2, 6
"""Generators put `at`, `var`, `model`, `param`, `prop` or an underscore before a name."""


def has_sign(certain: str, other: str) -> bool:
    """Whether a name has a sign that no identifier has, and another has not: no generator adds it."""
    is_identifier = certain.replace("$", "").isidentifier()
    return not is_identifier and other.isidentifier()
