"""Test the values that texts about categories name, and those that are part of a model's name."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import docmodels
from docmodels.diagnostics.notes import Note
from docmodels.inference.constants_from_names import CONSTANTS_FROM_NAMES, TagField
from docmodels.inference.enums_from_alternatives import ENUMS_FROM_ALTERNATIVES
from docmodels.inference.enums_from_descriptions import Description
from docmodels.ir import Default, Enum, Object, is_inferred
from rendered import import_rendered
from work import cpu_limit

ROWS = "\n\n## Properties\n\nName | Type | Description | Notes\n---- | ---- | ---- | ----\n"


def infer(text: str, name: str = "gateState", default: str = "") -> str:
    """Return the alternatives that the text of a field names, as one text."""
    printed = Default(value=default) if default else None
    siblings = frozenset({name, "width"})
    description = Description(text, printed, True, name=name, model="Gate", siblings=siblings)
    return " ".join(map(str, ENUMS_FROM_ALTERNATIVES.infer(description) or ()))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Whether cows find an `open` or a `shut` gate", "open shut"),
        ('The gate - "OPEN" or "SHUT". It creaks.', "OPEN SHUT"),
        ("`open` lets cows pass. `shut` does not, `open` is wide.", "open shut"),
        ("Either `open` for cows, or `shut` for none.", "open shut"),
        ("(`open` for cows, `shut` for none)", "open shut"),
        ("`gateState` is `open` or `shut`", "open shut"),
        ("The gate (open or shut)", "open shut"),
        ("It can be open or shut.", "open shut"),
        ("`open` and `ajar` let cows pass. `shut` does not.", "open ajar shut"),
        ("Values include `open`, `ajar` if it creaks, and `shut` at night", "open ajar shut"),
        ("The value `open` lets cows pass. The value `shut` does not.", "open shut"),
        ("Cows find it wide (`open`) or not (`shut`).", "open shut"),
        ("A gate is `open` first. When cows sleep, it is `shut`.", "open shut"),
        ("How it is. OPEN, AJAR or SHUT", "OPEN AJAR SHUT"),
        ("Currently open or shut are supported", "open shut"),
        ("If set to open, cows pass. If it is set to shut, they do not.", "open shut"),
        ("open if cows pass, ajar without a latch, shut otherwise", "open ajar shut"),
        ("How it is: open for cows, shut for none", "open shut"),
        ("When it is `open`, `cow` and `calf` pass", ""),
        ("If side is `open`, you can pass. If side is `shut`, you cannot", ""),
        ("For a gate whose latch is `open`. The state is `shut`.", ""),
        ("open if cows pass, shut for none", ""),
        ("Path of cows, only if open", ""),
        ("How it is. OPEN", ""),
        ("If set to open, cows pass.", ""),
        ("Cows (enumerable, oneOf)", ""),
        ("If `open` or `shut`, cows look at it", ""),
        ("It is `open` and `shut`", ""),
        ("Such as `open` or `shut`", ""),
        ("The gate. Ex. `open`, `shut`", ""),
        ("Usually `open` or `shut`", ""),
        ("As `width` or `shut`", ""),
        ("As `Gate` or `shut`", ""),
        ("As `open` or `SHUT`", ""),
        ("As `open it` or `shut`", ""),
        ("As `null` or `shut`", ""),
        ("Cows see `open` before `shut`", ""),
        ("x" * 800 + " `open` or `shut`", ""),
    ],
)
def test_text_of_a_category_names_its_values(text: str, expected: str) -> None:
    assert infer(text) == expected
    assert infer(text, "label") == ""


def test_default_shows_that_a_field_is_a_category() -> None:
    text = "Either `open` (default) or `shut`"
    assert infer(text, "label", "shut") == "open shut"
    assert infer(text, "gateState", "ajar") == ""


def test_text_of_a_model_names_its_values() -> None:
    description = Description("`open` lets cows pass, `shut` does not", model="GateState")
    assert ENUMS_FROM_ALTERNATIVES.infer(description) == ("open", "shut")
    assert ENUMS_FROM_ALTERNATIVES.infer(Description("The gate (open or shut)")) is None


@given(st.text('`"ab or.,:(A)', max_size=100))
def test_alternatives_are_distinct(text: str) -> None:
    values = infer(text).split(" ") if infer(text) else []
    assert len(set(values)) == len(values) != 1


@pytest.mark.parametrize(
    ("name", "text", "default", "value"),
    [
        ("type", "", "gate.moved", "gate.moved"),
        ("@type", "Kind of event: `gate`.", "", "gate"),
        ("eventType", 'Is "gate_moved".', "gate_moved", "gate_moved"),
        ("type", "Set to `gate`.", "", None),
        ("type", "Is `gate` or `moved`", "", None),
        ("type", "Is not `shut`.", "gate", None),
        ("type", "The `type` of `gate`", "", "gate"),
        ("type", "", "cow", None),
        ("type", "", "ga", None),
        ("label", "", "gate", None),
        ("", "", "gate", None),
    ],
)
def test_value_that_is_part_of_the_name_of_a_model(
    name: str, text: str, default: str, value: str | None
) -> None:
    assert CONSTANTS_FROM_NAMES.infer(TagField(name, "GateMovedEvent", text, default)) == value


def test_inferred_values_are_open_in_models(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "GateMoved.md").write_text(
        f"# GateMoved{ROWS}"
        "**state** | **str** | Either `open` or, for none, `shut` | [optional] \n"
        "**type** | **str** |  | [optional] [default to 'gate.moved']\n"
        "**level** | **int** | Low = 1, High = 2 | [optional] \n"
    )
    notes: list[Note] = []
    api = docmodels.load(tmp_path, notes=notes)
    type = api.definitions[0].type
    assert isinstance(type, Object)
    for field in type.fields:
        assert (
            isinstance(field.type, Enum) and not field.type.closed and is_inferred(field, "values")
        )
    model = import_rendered(api).GateMoved
    for payload in ('{"state":"ajar","type":"cow","level":7}', '{"state":"open","level":1}'):
        assert model.model_validate_json(payload).model_dump_json(exclude_unset=True) == payload
    assert {"enum-from-description", "constant-from-default"} <= {note.rule.name for note in notes}


def test_reading_alternatives_takes_linear_time() -> None:
    with cpu_limit(20):
        pieces = (
            "`a` or ",
            "`a`. ",
            "(a or b) ",
            "can be ",
            "`",
            "a, ",
            "'a' ",
            "A, ",
            "if set to a ",
            "a if ",
        )
        for piece in pieces:
            infer(piece * 4_000)
            CONSTANTS_FROM_NAMES.infer(TagField("type", "Gate", piece * 4_000))
