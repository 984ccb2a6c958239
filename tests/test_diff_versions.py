"""Pairs of versions: pages of two versions of a generator, and specifications edited on purpose.

The pages of `tests/pages` are all made from one specification, so that each difference between two
versions is one of what their generators print. Edits of specifications have the changes that are
expected, and no others.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

import docmodels
from docmodels.diff import ModelChange
from test_diff import SPECIFICATIONS, edited

PAGES = Path(__file__).parent / "pages"
Schema = dict[str, Any]


def versions(family: Path) -> list[Path]:
    folders = [path for path in family.iterdir() if path.is_dir()]
    return sorted(folders, key=lambda path: [*map(int, path.name.split("."))])


PAIRS = [
    (family.name, old, new)
    for family in sorted(path for path in PAGES.iterdir() if path.is_dir())
    if all(path.name.replace(".", "").isdigit() for path in family.iterdir() if path.is_dir())
    for old, new in pairwise(versions(family))
]
BREAKING = {
    "php 7.26.0": ["format-widened Tool.weight_kg"],
    "python 7.26.0": ["format-narrowed Tool.photo"],
    "rust 6.6.0": [
        "required-field-added BenchSubject.kind",
        "required-field-added ToolSubject.kind",
    ],
    "rust 7.26.0": [
        "format-widened Notice.wear",
        "format-widened Part.wear",
        "format-widened Tool.grid[][]",
    ],
}
"""What the pages of a version print otherwise than those of the version before: a format, a field."""


def listed(changes: tuple[ModelChange, ...]) -> list[str]:
    return [f"{change.kind.name} {change.location}" for change in changes]


@pytest.mark.parametrize(
    ("family", "old", "new"),
    [pytest.param(*pair, id=f"{pair[0]}-{pair[2].name}") for pair in PAIRS],
)
def test_another_version_of_a_generator_breaks_nothing(family: str, old: Path, new: Path) -> None:
    changes = docmodels.compare(docmodels.load(old), docmodels.load(new))
    breaking = tuple(change for change in changes if change.is_breaking)
    assert sorted(listed(breaking)) == BREAKING.get(f"{family} {new.name}", [])


# --- what pages never print ------------------------------------------------------------------------


def page(rows: Mapping[str, str]) -> str:
    lines = [
        f"**{name}** | **{type}** | | {notes}"
        for name, (type, _, notes) in ((n, text.partition(" ")) for n, text in rows.items())
    ]
    header = "Name | Type | Description | Notes\n------ | ------ | ------ | ------\n"
    return f"# Boat\n\n## Properties\n\n{header}" + "\n".join(lines) + "\n\n[[Back]](#)\n"


def compared(tmp_path: Path, old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    apis = []
    for name, rows in (("old", old), ("new", new)):
        (tmp_path / name).mkdir(exist_ok=True)
        (tmp_path / name / "Boat.md").write_text(page(rows))
        apis.append(docmodels.load(tmp_path / name, wire_case="as-documented"))
    return listed(docmodels.compare(*apis))


def test_facts_that_one_version_never_prints_are_no_change(tmp_path: Path) -> None:
    dates = dict.fromkeys(("built", "sold", "sunk"), "datetime [optional]")
    texts = dict.fromkeys(dates, "str [optional]")
    assert compared(tmp_path, texts, dates) == []
    assert compared(tmp_path, dates, texts) == []


def test_facts_that_both_versions_print_are_compared(tmp_path: Path) -> None:
    dates = dict.fromkeys(("built", "sold", "sunk"), "datetime [optional]")
    changed = {**dates, "sold": "str [optional]"}
    assert compared(tmp_path, dates, changed) == ["format-widened Boat.sold"]
    assert compared(tmp_path, changed, dates) == ["format-narrowed Boat.sold"]


def test_one_changed_type_is_a_change(tmp_path: Path) -> None:
    """One format may be the first of the API; three show that the generator prints them."""
    old = {"built": "str [optional]", "sold": "str [optional]"}
    assert compared(tmp_path, old, {**old, "sold": "datetime [optional]"}) == [
        "format-narrowed Boat.sold"
    ]


# --- specifications that are edited ----------------------------------------------------------------

Edit = Callable[[dict[str, Schema]], tuple[Any, list[str]]]
"""Changes schemas, and returns the expected changes."""


def objects(schemas: Mapping[str, Schema]) -> Iterator[tuple[str, Schema]]:
    """Yield plain objects with some fields that no allOf, oneOf or anyOf refers to."""
    text = json.dumps([schema for schema in parts(schemas) if isinstance(schema, list)])
    for name, schema in schemas.items():
        properties = schema.get("properties", {})
        is_plain = schema.get("type") == "object" and not {"allOf", "oneOf", "anyOf"} & {*schema}
        is_used = f'/{name}"' in text
        if is_plain and len(properties) >= 3 and not is_used and name.isalnum():
            yield name, schema


def parts(value: Any) -> Iterator[Any]:
    """Yield the lists of subschemas in a value."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from [item] if key in ("allOf", "oneOf", "anyOf") else []
            yield from parts(item)
    elif isinstance(value, list):
        for item in value:
            yield from parts(item)


def add_optional(schemas: dict[str, Schema]) -> list[str]:
    name, schema = next(objects(schemas))
    schema["properties"]["zzAdded"] = {"type": "string"}
    is_closed = schema.get("additionalProperties") is False
    return [f"optional-field-added{'-to-closed' * is_closed} {name}.zzAdded"]


def remove(schemas: dict[str, Schema]) -> list[str]:
    for name, schema in objects(schemas):
        for field, type in schema["properties"].items():
            if field not in schema.get("required", ()) and type.get("type") == "string":
                if field.isidentifier() and "enum" not in type:
                    del schema["properties"][field]
                    return [f"optional-field-removed {name}.{field}"]
    return []


def narrow(schemas: dict[str, Schema]) -> list[str]:
    for name, schema in objects(schemas):
        for field, type in schema["properties"].items():
            if type.get("type") == "string" and not {"enum", "format", "maxLength"} & {*type}:
                if field.isidentifier():
                    type["maxLength"] = 3
                    return [f"max-length-lowered {name}.{field}"]
    return []


def rename(schemas: dict[str, Schema]) -> list[str]:
    name, _ = next(objects(schemas))
    renamed = json.loads(json.dumps(schemas).replace(f'/{name}"', f'/Zz{name}Zz"'))
    renamed[f"Zz{name}Zz"] = renamed.pop(name)
    schemas.clear()
    schemas.update(renamed)
    return [f"model-renamed {name}"]


def retitle(schemas: dict[str, Schema]) -> list[str]:
    def with_title(value: Any) -> Any:
        title = value.get("title") if isinstance(value, dict) else None
        is_title = isinstance(title, str) and not title.startswith("#/")  # a value of a mapping
        return {**value, "title": f"{title} (new)"} if is_title else value

    changed = edited(schemas, with_title)
    schemas.clear()
    schemas.update(changed)
    return []


EDITS = [add_optional, remove, narrow, rename, retitle]


def read(path: Path) -> Any:
    text = path.read_text("utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document = json.loads(text) if path.suffix == ".json" else yaml.load(text, loader)
    return json.loads(json.dumps(document, default=str))


def schemas_of(document: Any) -> dict[str, Schema]:
    return document.get("components", {}).get("schemas") or document.get("definitions", {})


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=path.name, marks=[pytest.mark.documents] * ("shared" in path.parts))
        for path in SPECIFICATIONS
    ],
)
def test_edits_have_the_expected_changes(path: Path, edit: Any, tmp_path: Path) -> None:
    old, new = read(path), read(path)
    schemas = schemas_of(new)
    if next(objects(schemas), None) is None:
        pytest.skip("it has no plain object that no union and no allOf refers to")
    expected = edit(schemas)
    if edit is rename:  # references from operations, too
        name = expected[0].split()[1]
        new = json.loads(json.dumps(new).replace(f'/{name}"', f'/Zz{name}Zz"'))
    apis = []
    for number, document in enumerate((old, new)):
        file = tmp_path / str(number) / "api.json"
        file.parent.mkdir()
        file.write_text(json.dumps(document))
        apis.append(docmodels.load(file))
    assert listed(docmodels.compare(*apis)) == expected
