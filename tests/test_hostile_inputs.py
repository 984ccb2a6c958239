"""Test inputs that ended a run or gave modules that cannot be imported: each is read or refused."""

from __future__ import annotations

import itertools
import json
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

import docmodels
from rendered import import_rendered

TARGETS = ("pydantic", "dataclass", "msgspec", "typeddict")
ZEROS = "1" + "0" * 400
LONG = "Very" * 80
ROOT = Path(__file__).parents[1]
SAMPLES = [
    *(path for path in (ROOT / "schemas" / "samples").iterdir() if any(path.rglob("*.md"))),
    *(ROOT / "tests" / "pages" / language for language in ("go", "python", "python-prior")),
]
_NUMBER = re.compile(r"(?<![\w.#-])-?\d+(?:\.\d+)?(?![\w-])")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write_schema(schema: str | dict[str, Any], name: str = "api.json") -> docmodels.Api:
    """Write a schema, and load it."""
    text = schema if isinstance(schema, str) else json.dumps(schema)
    Path("inputs").mkdir(exist_ok=True)
    (Path("inputs") / name).write_text(text)
    return docmodels.load("inputs", notes=[])


def object_of(**properties: Any) -> dict[str, Any]:
    return {"title": "Box", "type": "object", "properties": properties}


def import_all(api: docmodels.Api, *, package: bool = False) -> None:
    """Import the models of each target and validation, with warnings as errors."""
    for target in TARGETS:
        import_rendered(api, target=target, package=package)
    for validation in ("strict", "exact"):
        import_rendered(api, validation=validation, package=package)


@pytest.mark.parametrize("pattern", ["a{b", "x{1", "a{,5}", "a{1,b", "{", "(?P<n>a)(?P=n)", "[[a]"])
def test_patterns_that_only_python_takes_are_importable(pattern: str) -> None:
    import_all(write_schema(object_of(a={"type": "string", "pattern": pattern})))


@pytest.mark.parametrize(
    "schema",
    [
        '{"title": "Box", "type": "object", "required": ["\\ud800"], "properties": {"a": {}}}',
        '{"title": "Box", "type": "object", "properties": {"a": {"enum": ["\\ud800", ["\\udfff"]]}}}',
        '{"title": "Box", "type": "object", "properties": {"a": {"default": ["\\ud800"], "type": "array"}}}',
    ],
)
def test_lone_surrogates_in_lists_are_importable(schema: str) -> None:
    import_all(write_schema(schema))


@pytest.mark.parametrize("char", ["\u202e", "\u2066", "\x85", "\f", "\u2028", "\x1b"])
def test_documentation_with_control_characters_is_escaped(char: str) -> None:
    schema = object_of(a={"type": "string", "description": f"It{char}is."})
    api = write_schema({**schema, "description": f"A{char}box."})
    import_all(api)
    for target in TARGETS:
        text = "".join(file.text for file in docmodels.render(api, target=target))
        assert char not in text


@pytest.mark.parametrize(
    "keyword", ["minimum", "maximum", "multipleOf", "exclusiveMinimum", "maxLength"]
)
@pytest.mark.parametrize("name", ["api.json", "api.yaml"])
def test_limits_of_400_digits_are_read(keyword: str, name: str) -> None:
    kind = "string" if keyword == "maxLength" else "integer"
    field = f'{{"type": "{kind}", "{keyword}": {ZEROS}}}'
    import_all(
        write_schema(f'{{"title": "Box", "type": "object", "properties": {{"a": {field}}}}}', name)
    )


@pytest.mark.parametrize(
    "row",
    [
        f"**a** | **int** |  | [optional] [default to {'9' * 5000}]",
        f"**a** | **Literal[{'9' * 5000}]** |  | [optional]",
        f"**a** | **int[{'9' * 5000}]** |  | [optional]",
        " | **int** |  | [optional]",
        "** ** | **int** |  | [optional]",
        "**a** |  |  | [optional]",
    ],
)
def test_rows_without_a_name_and_with_long_integers_are_read(row: str) -> None:
    head = "# Box\n\n## Properties\n\nName | Type | Description | Notes\n--- | --- | --- | ---\n"
    Path("Box.md").write_text(f"{head}**b** | **str** |  | \n{row}\n")
    import_all(docmodels.load("Box.md", notes=[]))


NUMBERS = ("9" * 400, "9" * 5000, "1e999", "-1e-999")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_numbers_of_pages_may_have_any_size(sample: Path) -> None:
    numbers = itertools.cycle(NUMBERS)
    for page in sorted(sample.rglob("*.md")):
        text = _NUMBER.sub(lambda _: next(numbers), page.read_text("utf-8"))
        Path(f"{'-'.join(page.relative_to(sample).parts)}").write_text(text, "utf-8")
    with suppress(docmodels.DocmodelsError):
        import_all(docmodels.load(".", notes=[]))


@pytest.mark.parametrize(
    "items", [{"pattern": [], "required": []}, {"pattern": []}, {"required": 1}]
)
def test_invalid_keywords_of_items_are_importable(items: dict[str, Any]) -> None:
    import_all(write_schema({"$defs": {"Box": {"items": items}}}))
    import_all(write_schema(object_of(a={"items": items, "not": {"items": items}})))


@pytest.mark.parametrize(
    "names",
    [
        ("class", "def", "None"),
        ("con", "nul", "aux"),
        ("Box", "BOX", "box"),
        ("strasse", "straße", "STRASSE"),
        (LONG, f"{LONG}2"),
        ("__init__", "_types", "typing"),
    ],
)
def test_files_of_a_package_have_names_that_every_system_can_hold(names: tuple[str, ...]) -> None:
    """The modules of models whose names are keywords, devices, equal but for case, or long."""
    fields = {"type": "object", "properties": {"a": {"type": "string"}}}
    api = write_schema({"$defs": dict.fromkeys(names, fields)})
    import_all(api, package=True)
    for target in TARGETS:
        files = [file.path.name for file in docmodels.render(api, target=target, output="box")]
        assert len({name.casefold() for name in files}) == len(files)
        assert all(len(name.encode()) <= 255 for name in files)
        assert not {name.partition(".")[0].lower() for name in files} & {"con", "nul", "aux"}
