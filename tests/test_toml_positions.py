"""Test that keys and values of settings are located in their TOML text."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docmodels.config.toml_positions import TomlPath, locate

ROOT = Path(__file__).parents[1]
TEXT = '''# [not.a.table]
name = "a = 1 # no comment"
text = """
[tool.other]
key = "inner" \\"""
"""
raw = \'\'\'
[tool.raw]\'\'\'
date = 1979-05-27 07:32:00
number = 1.5
"quoted.key" = [[1, 2], {x = 1, 'y z' = []}]

[tool."docmodels"]  # a comment
inputs = [
    "a",  # one
    "b",
]
formats.email = "x:Y"

[[tool.docmodels.modules]]
output = "a.py"

[[tool.docmodels.modules]]
rename = {A = "B", C.D = 1}
[tool.docmodels.modules.formats]
date = "d:D"
'''


def paths(value: Any, path: TomlPath = ()) -> Iterator[TomlPath]:
    """Yield the path of each value inside `value`."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in items:
        yield (*path, key)
        if isinstance(inner, dict | list):
            yield from paths(inner, (*path, key))


def line_of(text: str, path: TomlPath) -> int:
    return text.count("\n", 0, locate(text)[path].start) + 1


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("name",), 2),
        (("number",), 10),
        (("quoted.key", 1, "y z"), 11),
        (("tool", "docmodels"), 13),
        (("tool", "docmodels", "inputs", 1), 16),
        (("tool", "docmodels", "formats", "email"), 18),
        (("tool", "docmodels", "modules", 0), 20),
        (("tool", "docmodels", "modules", 1, "rename", "A"), 24),
        (("tool", "docmodels", "modules", 1, "formats", "date"), 26),
    ],
)
def test_places_of_keys(path: TomlPath, line: int) -> None:
    assert line_of(TEXT, path) == line
    key = next(part for part in reversed(path) if isinstance(part, str))
    span = locate(TEXT)[path]
    assert isinstance(path[-1], int) or TEXT[span.start : span.end].strip("\"'") == key


@pytest.mark.parametrize("text", [TEXT, (ROOT / "pyproject.toml").read_text("utf-8")])
def test_every_value_has_a_place(text: str) -> None:
    assert set(paths(tomllib.loads(text))) == locate(text).keys()


KEYS = st.sampled_from(["a", "b-c", '"x y"', "'q.r'", '"\\u0061\\n"', "1"])
SCALARS = st.sampled_from(
    ["1", '"["', "'='", '"""\n[t]\n\\""""', "'''{'''", "1.5", "07:32:00", "-inf"]
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3).map(
        lambda items: "[\n" + ", # x\n".join(items) + "\n]"
    )
    | st.lists(st.tuples(KEYS, inner), max_size=2).map(
        lambda pairs: "{" + ", ".join(f"{k}.k{n} = {v}" for n, (k, v) in enumerate(pairs)) + "}"
    ),
    max_leaves=6,
)
LINES = st.lists(
    st.builds("{} = {} # = [c]".format, KEYS, VALUES)
    | st.builds("{}.{}={}".format, KEYS, KEYS, VALUES)
    | st.builds("[{}.{}]".format, KEYS, KEYS)
    | st.builds("[[{}]]".format, KEYS),
    max_size=6,
).map("\n".join)


@given(LINES)
def test_any_document_is_located_completely(text: str) -> None:
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    assert set(paths(values)) == locate(text).keys()
