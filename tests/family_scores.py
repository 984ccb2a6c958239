"""Derived parts of the pages about families: what is recovered, and what the pages do not show.

The scores are those of `docs/fidelity.json`, the causes those of the table in `docs/fidelity.md`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from docmodels.pages import DIALECTS

DOCS = Path(__file__).parents[1] / "docs"
SETS = {
    "apimatic": ("apimatic-*",),
    "crd-ref-docs": ("crd-ref-docs",),
    "frozendict": ("oag-python-6-frozendict",),
    "json-schema-for-humans": ("json-schema-for-humans",),
    "jsonschema2md": ("jsonschema2md",),
    "liblab": ("liblab-*",),
    "msgraph": ("msgraph",),
    "properties": ("oag-*", "swagger-*", "swagger3-*"),
    "protoc-gen-doc": ("protoc-gen-doc",),
    "slate": ("widdershins",),
    "speakeasy": ("speakeasy-*",),
}
"""The rows of the fidelity table that belong to a dialect; `shape-*` are pages of one made-up API."""
OTHER_DIALECT = {"properties": SETS["frozendict"]}
FACTS = {
    "model": "a schema with a page is a model",
    "property": "a property is a field",
    "wire": "the field has the exact name on the wire",
    "precision": "the field is in the specification",
    "sound": "the type accepts each valid value",
    "type": "the type is that of the specification",
    "integer": "an integer is an integer, not a number",
    "required": "required or optional, as in the specification",
    "format": "date, date-time, uuid and other formats",
    "enum": "the allowed values of an enum",
    "default": "the default",
    "describe": "the description",
    "readonly": "read-only",
    "nullable": "whether null is valid",
    "union": "the members of a union",
}

Counts = dict[str, list[int]]


def families_of(dialect: str) -> dict[str, Counts]:
    """Return the scores of each language of a dialect: [right, documented] of each fact."""
    scores: dict[str, Counts] = json.loads((DOCS / "fidelity.json").read_text("utf-8"))
    others = OTHER_DIALECT.get(dialect, ())
    return {
        family: {fact: counts for fact, counts in facts.items() if counts[1]}
        for family, facts in scores.items()
        if matches(family, SETS.get(dialect, ())) and not matches(family, others)
    }


def matches(family: str, patterns: tuple[str, ...]) -> bool:
    """Whether one of the patterns matches a name."""
    return any(fnmatchcase(family, pattern) for pattern in patterns)


def recovered_table(dialect: str) -> str:
    """Return a table: each fact, its score over all languages of the dialect, and where it is lowest."""
    families = families_of(dialect)
    rows = ["| fact | recovered | of | lowest |", "| --- | --: | --: | --- |"]
    for fact, meaning in FACTS.items():
        counts = {name: facts[fact] for name, facts in families.items() if fact in facts}
        if counts:
            right, total = (sum(column) for column in zip(*counts.values(), strict=True))
            name, lowest = min(counts.items(), key=lambda item: item[1][0] / item[1][1])
            low = "" if lowest[0] == lowest[1] or len(counts) == 1 else _low(name, lowest)
            rows.append(f"| {meaning} | {_percent(right, total)} | {total:,} | {low} |")
    return "".join(f"{row}\n" for row in rows)


def _low(name: str, counts: list[int]) -> str:
    return f"{name} {_percent(*counts)}"


def _percent(right: int, total: int) -> str:
    """Return a percentage that is 100 only if all facts are right."""
    return "100 %" if right == total else f"{min(100 * right / total, 99.9):.1f} %"


def language_table(dialect: str) -> str:
    """Return a table of the languages of a dialect, with the facts that one of them loses."""
    families = families_of(dialect)
    lost = [
        fact
        for fact in FACTS
        if any(facts[fact][0] < facts[fact][1] for facts in families.values() if fact in facts)
    ]
    rows = [f"| | {' | '.join(lost)} |\n", f"| --- |{' --: |' * len(lost)}\n"]
    for name, facts in families.items():
        cells = [_percent(*facts[fact]) if fact in facts else "" for fact in lost]
        rows += [f"| {name} | {' | '.join(cells)} |\n"] if facts else []
    return "".join(rows)


def loss_table(dialect: str) -> str:
    """Return the causes of scores under 100 of a dialect, as a table."""
    rows = [
        f"| {facts} | {shown} | {missing} |\n"
        for facts, patterns, shown, missing in causes()
        if any(_explains(facts, patterns, item) for item in families_of(dialect).items())
    ]
    head = "| fact | what the page shows | what the page does not show |\n| --- | --- | --- |\n"
    return head + "".join(rows)


def _explains(facts: str, patterns: tuple[str, ...], item: tuple[str, Counts]) -> bool:
    family, counts = item
    is_low = any(fact in counts and counts[fact][0] < counts[fact][1] for fact in facts.split(", "))
    return is_low and matches(family, patterns)


def causes() -> Iterator[tuple[str, tuple[str, ...], str, str]]:
    """Yield the rows of the table of causes: facts, patterns of families, shown, not shown."""
    page = (DOCS / "fidelity.md").read_text("utf-8")
    table = page.partition("## Causes of scores under 100")[2]
    for row in re.findall(r"^\| [a-z, ]+ \| `.+ \|$", table, re.M):
        facts, families, shown, missing = re.split(r"(?<!\\) \| ", row.strip("| "))
        yield facts, tuple(re.findall(r"`([^`]+)`", families)), shown, missing


def family_page(dialect: str, text: str) -> dict[str, str]:
    """Return the derived parts of the page of a dialect that the page has marks for."""
    if not families_of(dialect):
        return {}
    parts = {
        "recovered": recovered_table(dialect),
        "languages": language_table(dialect),
        "losses": loss_table(dialect),
    }
    return {name: part for name, part in parts.items() if f"<!-- {name}:" in text}


def index_table() -> str:
    """Return the table of all dialects, with the number of languages and versions measured."""
    rows = ["| dialect | pages of | measured | fields recovered |", "| --- | --- | --: | --: |"]
    for dialect in sorted(DIALECTS, key=lambda dialect: dialect.title.lower()):
        families = families_of(dialect.name)
        right, total = (
            sum(facts.get("property", [0, 0])[column] for facts in families.values())
            for column in (0, 1)
        )
        share = _percent(right, total) if total else ""
        link = f"[`{dialect.name}`]({dialect.name}.md)"
        rows.append(f"| {link} | {dialect.title} | {len(families) or ''} | {share} |")
    return "".join(f"{row}\n" for row in rows)


def facts_table() -> str:
    """Return the table of the facts that are measured."""
    rows = [f"| `{fact}` | {meaning} |\n" for fact, meaning in FACTS.items()]
    return "| fact | it is recovered if |\n| --- | --- |\n" + "".join(rows)
