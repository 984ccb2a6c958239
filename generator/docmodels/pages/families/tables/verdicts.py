"""Decide which tables are models: what rules a table out, and what shows that it is one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from docmodels.inference.models_from_tables import (
    MIN_TYPES_WITH_PROOF,
    MODELS_FROM_TABLES,
    Kind,
    TableEvidence,
)
from docmodels.ir import Array, Map, Nullable, Ref
from docmodels.ir.traverse import walk
from docmodels.pages.families.tables.columns import Columns, read_columns
from docmodels.pages.families.tables.context import PageContext
from docmodels.pages.families.tables.outline import Row, Table
from docmodels.pages.families.tables.row_names import is_prose, read_name
from docmodels.pages.families.tables.type_cells import OPAQUE, TypeCell, read_type_cell
from docmodels.pages.families.tables.words import word_key, words

_MAX_PROSE = 0.3
"""The share of names that are prose in a table of fields at most."""
_MAX_FOREIGN = {"code": 0.15, "sql": 0.0}
"""The share of types of code or of a database that a table of JSON fields has at most."""
_LINK_TARGET = re.compile(r"\]\([^()]*\)")
_UPPER_SNAKE = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")


class Verdict(Struct, frozen=True):
    """Whether a table is a model, and why not; `certain`: it shows that its page has models."""

    accepted: bool
    certain: bool = False
    reason: str = ""


class TableFacts(Struct, frozen=True):
    """What a table shows by itself.

    `names` are the names of its fields, `texts` those with paths, which may be names; `rows` are those of a JSON body, if a column states it.
    `types` is the share of rows with a type of JSON, `known_types` without arrays of other types.
    """

    columns: Columns
    rows: tuple[Row, ...]
    names: tuple[str, ...]
    texts: tuple[str, ...]
    types: float
    known_types: float
    veto: str = ""


def table_facts(table: Table, context: PageContext) -> TableFacts | None:
    """Return the facts of a table; None if it has no columns of names and types."""
    columns = read_columns(table.header)
    if columns is None:
        return None
    rows = _body_rows(table.rows, columns)
    row_names = [read_name(columns.cell(row.cells, "name")) for row in rows]
    names = [name.path[-1].name for name in row_names if name.path]
    texts = [name.text for name in row_names if name.path]
    cells = [columns.cell(row.cells, "type") for row in rows]
    veto = _header_veto(columns, rows) or _cell_veto(cells)
    if not veto and rows and sum(map(is_prose, row_names)) > _MAX_PROSE * len(rows):
        veto = "its names are no names of fields"
    if not veto and sum(map(bool, map(_UPPER_SNAKE.fullmatch, names))) > len(names) / 2:
        veto = "its names are those of constants or environment variables"
    types = [read_type_cell(cell, columns.type_header) for cell in cells]
    stated = [cell for cell in types if not cell.is_empty]
    share = _share(_is_typed(cell, context) for cell in stated)
    known_share = _share(all(_is_type(n, cell, context) for n in _refs(cell)) for cell in stated)
    return TableFacts(columns, rows, tuple(names), tuple(texts), share, known_share, veto)


def _share(answers: Iterable[bool]) -> float:
    """Return the share of answers that are yes."""
    answers = tuple(answers)
    return sum(answers) / len(answers) if answers else 0.0


def _body_rows(rows: Sequence[Row], columns: Columns) -> tuple[Row, ...]:
    """Return the rows of the body, if a column states where a parameter stands."""
    if "location" not in columns.roles:
        return tuple(rows)
    body = words().values["body"]
    return tuple(row for row in rows if word_key(columns.cell(row.cells, "location")) in body)


def _header_veto(columns: Columns, rows: Sequence[Row]) -> str:
    if columns.excluded:
        return f"a table with the column `{columns.excluded}` has no fields"
    if not rows:
        return "it has no rows of fields"
    return ""


def _cell_veto(cells: Sequence[str]) -> str:
    """Return why the type cells are those of code or of a database, or nothing.

    The target of a link is no type: `[Struct](https://host.test/blob/main/struct.proto)`.
    """
    cells = [_LINK_TARGET.sub("]", cell) if "](" in cell else cell for cell in cells]
    text = [cell.lower().replace("\\", "").replace("`", "").replace("*", " ") for cell in cells]
    for reason, pattern in words().type_signs.items():
        count = sum(pattern.search(cell.strip()) is not None for cell in text)
        if count > _MAX_FOREIGN[reason] * len(text):
            return f"its types are those of {_SOURCES[reason]}"
    return ""


_SOURCES = {"code": "code", "sql": "a database"}


def _is_typed(cell: TypeCell, context: PageContext) -> bool:
    """Return whether a cell has a type of JSON; the items of an array may have another name."""
    outer = cell.type.type if isinstance(cell.type, Nullable) else cell.type
    if isinstance(outer, (Array, Map)):
        return True
    return all(_is_type(name, cell, context) for name in _refs(cell))


def _refs(cell: TypeCell) -> list[str]:
    return [inner.name for inner in walk(cell.type) if isinstance(inner, Ref)]


def _is_type(name: str, cell: TypeCell, context: PageContext) -> bool:
    return name == OPAQUE or name in (cell.links or {}) or context.has_title(name)


def judge(
    table: Table, facts: TableFacts, index: int, context: PageContext, beside: bool = False
) -> Verdict:
    """Decide whether a table under the heading with an index is a model.

    `beside`: another table of the page is certain to be one.
    """
    excluded = context.excluded(table, index)
    if facts.veto or excluded.is_hard:
        return Verdict(False, reason=facts.veto or f"its heading is one of {excluded.reason}")
    kind: Kind = context.kind(table, index) or ("neutral" if facts.columns.is_weak else "")
    is_guarded = kind == "neutral" or bool(excluded.reason)
    evidence = TableEvidence(
        kind,
        facts.types,
        facts.known_types,
        max(context.share(names, index, is_guarded) for names in {facts.names, facts.texts}),
        context.methods(index) if kind == "neutral" else frozenset(),
        context.has_witness or beside,
        context.has_type_links,
        bool(excluded.reason),
        "location" in facts.columns.roles,
    )
    model = MODELS_FROM_TABLES.conclude(evidence)
    if model is not None:
        return Verdict(True, model.certain)
    return Verdict(False, reason=_reason(evidence, excluded.reason))


def _reason(evidence: TableEvidence, excluded: str) -> str:
    """Return why a table is not read."""
    if evidence.types < MIN_TYPES_WITH_PROOF:
        return "most of its types are no types of JSON"
    if excluded:
        return f"its heading is one of {excluded}"
    if evidence.methods:
        return f"the parameters of {', '.join(sorted(evidence.methods))} may be no body"
    return "no heading, sample or HTTP method shows that it describes a JSON body"
