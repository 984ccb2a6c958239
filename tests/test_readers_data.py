"""Test that JSON and YAML parse to data with positions, within limits, and fail with a note."""

from __future__ import annotations

import json
import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from docmodels.diagnostics.documents import document
from docmodels.diagnostics.notes import DocmodelsError
from docmodels.readers.data import read_data
from docmodels.readers.limits import MAX_DEPTH

CHARACTERS = st.characters(exclude_categories=["Cs"])


def json_values(texts: st.SearchStrategy[str]) -> st.SearchStrategy[object]:
    """Return a strategy for JSON values that contain these texts."""
    return st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | texts,
        lambda inner: st.lists(inner, max_size=4)
        | st.dictionaries(st.text(CHARACTERS), inner, max_size=4),
        max_leaves=20,
    )


CORE_NUMBER = re.compile(r"0o[0-7]+|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
"""Numbers of the YAML 1.2 core schema; PyYAML follows YAML 1.1 and writes `0E0` as a bare string."""
YAML_TEXTS = st.text(CHARACTERS).filter(lambda text: not CORE_NUMBER.fullmatch(text))


def read_value(text: str, path: str = "a.yaml") -> object:
    return read_data(document(path, text)).value


def read_error(text: str, path: str) -> tuple[str, int, int]:
    with pytest.raises(DocmodelsError) as caught:
        read_data(document(path, text))
    origin = caught.value.note.origin
    assert origin is not None
    return caught.value.note.rule.name, origin.line, origin.column


@given(json_values(st.text(CHARACTERS)))
def test_json_equals_the_json_module(data: object) -> None:
    text = json.dumps(data)
    assert read_value(text, "a.json") == json.loads(text)


@given(json_values(YAML_TEXTS))
def test_yaml_round_trips(data: object) -> None:
    text = yaml.safe_dump({"top": data}, default_style=None)
    parsed = read_value(text)
    assert json.dumps(parsed, sort_keys=True) == json.dumps(_as_json({"top": data}), sort_keys=True)


def _as_json(data: object) -> object:
    """Convert keys to strings: YAML reads some as booleans or numbers."""
    return json.loads(json.dumps(data))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: yes", {"a": "yes"}),
        ("a: on", {"a": "on"}),
        ("a: =", {"a": "="}),
        ("a: 2024-05-06", {"a": "2024-05-06"}),
        ("a: 12:30:00", {"a": "12:30:00"}),
        ("a: 1_000", {"a": "1_000"}),
        ("a: 010", {"a": 10}),
        ("a: 0o10", {"a": 8}),
        ("a: 0x1F", {"a": 31}),
        ("a: 1.50", {"a": 1.5}),
        ("a: .inf", {"a": ".inf"}),
        ("a: ~", {"a": None}),
        ("a:", {"a": None}),
        ('a: "1"', {"a": "1"}),
        ("a: !!str 1", {"a": "1"}),
        ("200: ok\nnull: none\ntrue: yes", {"200": "ok", "null": "none", "true": "yes"}),
        ("a: &x {b: 1}\nc: *x", {"a": {"b": 1}, "c": {"b": 1}}),
        ("a: &x {b: 1, d: 2}\nc: {<<: *x, d: 3}", {"a": {"b": 1, "d": 2}, "c": {"b": 1, "d": 3}}),
    ],
)
def test_yaml_follows_the_core_schema(text: str, expected: object) -> None:
    assert read_value(text) == expected
    assert json.dumps(read_value(text)) == json.dumps(expected)


def test_keys_have_line_and_column() -> None:
    yaml_text = "a:\n  b: {c: 1}\n  d: 2\n"
    json_text = '{"a": {\n  "x\\"y": [{"c": "}{"}],\n  "d": 2}}'
    tree = read_data(document("a.yaml", yaml_text))
    origin = tree.origin(tree.value["a"], "d")
    assert origin is not None
    assert (origin.line, origin.column) == (3, 3)
    tree = read_data(document("a.json", json_text))
    places = [tree.origin(tree.value["a"], "d"), tree.origin(tree.value["a"]['x"y'][0], "c")]
    assert [(place.line, place.column) for place in places if place] == [(3, 3), (2, 13)]


@pytest.mark.parametrize("path", ["a.json", "a.yaml"])
def test_objects_have_line_and_column(path: str) -> None:
    tree = read_data(document(path, '{"a":\n  {"b": {}}}'))
    places = [tree.origin(tree.value), tree.origin(tree.value["a"])]
    assert [(place.line, place.column) for place in places if place] == [(1, 1), (2, 3)]
    assert tree.origin({"b": {}}) is None
    assert tree.origin([]) is None


@pytest.mark.parametrize("text", ['{"a": 1,\n "a": 2}', "a: 1\na: 2"])
def test_duplicate_keys_are_reported_and_the_last_wins(text: str) -> None:
    tree = read_data(document("a.yaml", text))
    assert tree.value == {"a": 2}
    column = 2 if text.startswith("{") else 1
    places = [(key, place.line, place.column) for key, place in tree.duplicate_keys]
    assert places == [("a", 2, column)]


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ('{"a": }', "a.json", ("unreadable-input", 1, 7)),
        ('{"NaN": NaN}', "a.json", ("unreadable-input", 1, 9)),
        (f'{{"a":\n{"9" * 5000}}}', "a.json", ("unreadable-input", 2, 1)),
        ("a: [1", "a.yaml", ("unreadable-input", 2, 1)),
        ("a: 1\n b: 2", "a.yaml", ("unreadable-input", 2, 3)),
        ("a: *gone", "a.yaml", ("unreadable-input", 1, 4)),
        ("? [a]\n: b", "a.yaml", ("unreadable-input", 1, 3)),
        ("a: 1\n---\nb: 2", "a.yaml", ("unreadable-input", 2, 1)),
        ("a: &x [*x]", "a.yaml", ("nesting-limit", 1, 8)),
        ("a: " + "[" * 100_000, "a.yaml", ("nesting-limit", 1, 153)),
        ("[" * 150, "a.json", ("unreadable-input", 1, 151)),
        ("[" * 500, "a.json", ("nesting-limit", 1, 151)),
        ("[" * 100_000, "a.json", ("nesting-limit", 1, 151)),
        ("[" * 151 + "NaN", "a.json", ("nesting-limit", 1, 151)),
        ("[" * 500 + "]" * 500, "a.json", ("nesting-limit", 1, 151)),
        ("[" * 100_000 + "]" * 100_000, "a.json", ("nesting-limit", 1, 151)),
    ],
)
def test_parse_errors_have_positions(text: str, path: str, expected: tuple[str, int, int]) -> None:
    assert read_error(text, path) == expected


@pytest.mark.parametrize("path", ["a.json", "a.yaml"])
def test_the_nesting_limit_is_the_same_in_json_and_yaml(path: str) -> None:
    assert read_value("[" * MAX_DEPTH + "]" * MAX_DEPTH, path) is not None
    too_deep = "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)
    assert read_error(too_deep, path) == ("nesting-limit", 1, MAX_DEPTH + 1)


def test_the_nesting_limit_counts_block_collections() -> None:
    assert read_value("- " * MAX_DEPTH + "x") is not None
    assert read_error("- " * (MAX_DEPTH + 1) + "x", "a.yaml") == ("nesting-limit", 1, 301)
    assert read_error("- é: " + "[" * MAX_DEPTH, "a.yaml") == ("nesting-limit", 1, 154)


BRACKETS = "[" * 200


@pytest.mark.parametrize(
    "text",
    [
        f"a: |\n  {BRACKETS}\n",
        f"a: >-  # folded\n\n  {BRACKETS}\n\n  {BRACKETS}\n",
        f"a: |2\n    {BRACKETS}\n  {BRACKETS}\n",
        f"a: x{BRACKETS}\n",
        f'a: "\\"{BRACKETS}"\n',
        f"a: '''{BRACKETS}'\n",
        f"a: x # {BRACKETS}\n",
        f"a: [] # {BRACKETS}\n",
    ],
)
def test_brackets_in_scalars_do_not_nest(text: str) -> None:
    for error in ("\tb: 1\n", "b: ]\n"):
        rule, line, _ = read_error(text + error, "a.yaml")
        assert (rule, line) == ("unreadable-input", text.count("\n") + 1)
    nested = f"{text}b: {BRACKETS}"
    assert read_error(nested, "a.yaml") == ("nesting-limit", text.count("\n") + 1, 153)


class EarlyParser:
    """A parser that looks ahead and refuses every text at its end, as if at its own limit."""

    def __init__(self, text: str) -> None:
        self._text = text

    def get_event(self) -> object:
        offset = len(self._text) - 1
        line, column = self._text.count("\n"), offset - self._text.rfind("\n") - 1
        mark = yaml.Mark("", offset, line, column, None, 0)
        raise yaml.scanner.ScannerError(None, None, "exceeded max depth", mark)


def test_the_limit_of_a_yaml_parser_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "# [\n" + "[" * 2_000
    expected = ("nesting-limit", 2, MAX_DEPTH + 1)
    assert read_error(text, "a.yaml") == expected
    monkeypatch.setattr("docmodels.readers.yaml_text._Parser", EarlyParser)
    assert read_error(text, "a.yaml") == expected
    assert read_error("# [\n" + "[" * MAX_DEPTH, "a.yaml") == ("unreadable-input", 2, MAX_DEPTH)


def test_the_limit_of_a_json_parser_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> object:
        raise RecursionError

    text = '{"[": 1,\n"a": ' + "[" * 200 + "]" * 200 + "}"
    expected = ("nesting-limit", 2, 155)
    assert read_error(text, "a.json") == expected
    monkeypatch.setattr("docmodels.readers.json_text.json.loads", refuse)
    assert read_error(text, "a.json") == expected


def test_yaml_alias_bombs_are_rejected() -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12)
    )
    assert read_error(bomb, "a.yaml")[0] == "nesting-limit"


def test_yaml_aliases_are_limited_by_the_size_of_what_they_repeat() -> None:
    text = f"a: &a {'x' * 10_000}\nb: [{', '.join(['*a'] * 1_000)}]\n"
    assert read_error(text, "a.yaml")[0] == "nesting-limit"
    text = f"a: &a {'x' * 100}\nb: [{', '.join(['*a'] * 1_000)}]\n"
    assert read_value(text, "a.yaml")["b"] == ["x" * 100] * 1_000


def test_lone_surrogates_are_replaced() -> None:
    assert read_value('{"a\\ud800": "\\udfff"}', "a.json") == {"a\ufffd": "\ufffd"}
    assert read_value('{"a": ["\\udfff", [["\\ud800"]]]}', "a.json") == {
        "a": ["\ufffd", [["\ufffd"]]]
    }


@given(st.text())
def test_any_text_parses_or_fails_with_a_position(text: str) -> None:
    for path in ("a.json", "a.yaml"):
        try:
            read_data(document(path, text))
        except DocmodelsError as error:
            assert error.note.origin is not None
