"""Test the registry of inferences: each concludes, can be switched off, and reports its rule."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import docmodels
import inference_scores
from docmodels.diagnostics.notes import Note, UnknownName
from docmodels.diagnostics.rules import INFERRED_NAME
from docmodels.inference.composed_names import COMPOSED_NAMES, ComposedName, ComposedUnion
from docmodels.inference.constants_from_defaults import CONSTANTS_FROM_DEFAULTS, RequiredDefaults
from docmodels.inference.constants_from_names import TagField
from docmodels.inference.containers_from_names import InnermostType
from docmodels.inference.defaults_from_descriptions import StatedDefault
from docmodels.inference.definition_names import DEFINITION_NAMES, PageName
from docmodels.inference.enum_values_from_examples import NamedValue
from docmodels.inference.enum_values_from_names import (
    ENUM_VALUES_FROM_NAMES,
    SampledMembers,
    split_joined,
)
from docmodels.inference.enums_from_descriptions import ENUMS_FROM_DESCRIPTIONS, Description
from docmodels.inference.escaped_names import EscapedName
from docmodels.inference.flattened_unions import FLATTENED_UNIONS
from docmodels.inference.formats_from_samples import TextSamples
from docmodels.inference.inference import Inference, Source, using
from docmodels.inference.integers_from_samples import NumberSamples
from docmodels.inference.models_from_samples import Candidate
from docmodels.inference.models_from_tables import TableEvidence, TableModel
from docmodels.inference.optional_from_samples import PresenceSamples
from docmodels.inference.recased_pages import RECASED_PAGES
from docmodels.inference.registry import INFERENCES, without
from docmodels.inference.same_api import SameApi, SourcePair
from docmodels.inference.sample_facts import SlotFacts
from docmodels.inference.types_from_defaults import TYPES_FROM_DEFAULTS, PrintedDefault
from docmodels.inference.types_from_descriptions import DescribedType
from docmodels.inference.types_from_names import NamedType
from docmodels.inference.wire_case import WIRE_CASE, WireCase, WireEvidence
from docmodels.inference.wire_case_from_enums import WIRE_CASE_FROM_ENUMS
from docmodels.inference.wire_names_from_examples import WIRE_NAMES_FROM_EXAMPLES, NameSamples
from docmodels.ir import (
    BOOLEAN,
    INTEGER,
    NUMBER,
    STRING,
    UNKNOWN,
    Array,
    Default,
    Definition,
    Enum,
    EnumMember,
    Field,
    Map,
    Number,
    Object,
    String,
    Type,
    Union,
)
from docmodels.ir.drafts import Draft, Spelling
from docmodels.ir.model import InferenceName
from docmodels.passes import PASSES, Pass, PassContext, assemble

BY_NAME = {inference.name: inference for inference in INFERENCES}


def draft(name: str, *fields: Field, **options: Any) -> Draft:
    """Return the draft of an object."""
    return Draft(Definition(name=name, type=Object(fields=fields)), "made-up", **options)


def enum(*values: str) -> Draft:
    members = tuple(EnumMember(value=value) for value in values)
    return Draft(Definition(name="Kind", type=Enum(members=members)), "made-up")


def required(*names: str) -> tuple[Field, ...]:
    return tuple(Field(name=name, type=STRING, presence="required") for name in names)


CAMEL_NAMES = tuple(Field(name=f"wing{chr(65 + i)}span", type=STRING) for i in range(20))
CAMEL_TEXT = " ".join(f"wing_{chr(97 + i)}span" for i in range(20))
KITE = draft("Kite", *required("kind", "wind"))
BOAT = draft("Boat", *required("kind", "keel"))
RIDE = draft("Ride", *required("kind", "wind", "keel"), may_be_flattened_union=True)

EVIDENCE: dict[str, tuple[Any, Any]] = {
    "wire-case": (
        WireEvidence([draft("Kite", Field(name="WingSpan", type=STRING))], {"wing_span": 3}),
        WireCase("snake", 3),
    ),
    "wire-case-from-enums": (
        WireEvidence([enum("a_b", "c_d", "e_f", "g_h", "i_j", "xY")]),
        WireCase("snake", 5),
    ),
    "wire-case-by-default": (Spelling.PASCAL, WireCase("snake")),
    "recased-pages": (
        [draft("Kite", *CAMEL_NAMES, Field(name="x", type=STRING, doc=CAMEL_TEXT))],
        Spelling.CAMEL,
    ),
    "wire-names-from-examples": (NameSamples("ab", {}, {"ab": {"a_b"}}), "a_b"),
    "escaped-names": (EscapedName("var_class", "class"), "class"),
    "definition-names": (PageName("ModelError", "Error", False, 1, 0), "Error"),
    "types-from-defaults": (PrintedDefault(Union(members=(INTEGER, BOOLEAN)), False), BOOLEAN),
    "types-from-descriptions": (
        DescribedType(Union(members=(INTEGER, BOOLEAN)), "open", "Whether it is open"),
        BOOLEAN,
    ),
    "types-from-names": (NamedType(Union(members=(INTEGER, BOOLEAN)), "isOpen"), BOOLEAN),
    "containers-from-names": (
        InnermostType("tags", STRING),
        Union(members=(STRING, Array(items=STRING), Map(values=STRING))),
    ),
    "enum-values-from-examples": (NamedValue("so-big", [("SO_BIG", "SO_BIG")]), ("SO_BIG",)),
    "enum-values-from-names": (SampledMembers([(["so", "big"], "so-big")]), "kebab"),
    "constants-from-defaults": (RequiredDefaults(["kite", "boat"]), True),
    "constants-from-names": (TagField("type", "BoatMovedEvent", "", "boat.moved"), "boat.moved"),
    "enums-from-constants": (Description("up StateUp down StateDown"), ("up", "down")),
    "enums-from-descriptions": (Description("**red**", is_field=True), ("red",)),
    "enums-from-alternatives": (
        Description("The colour (red or blue)", is_field=True, name="paintKind"),
        ("red", "blue"),
    ),
    "defaults-from-descriptions": (StatedDefault("Defaults to 5.", INTEGER), Default(value=5)),
    "fields-from-examples": ({"a": "x"}, None),
    "composed-names": (
        ComposedName("OneOfstringinteger", frozenset()),
        ComposedUnion(("string", "integer"), is_exclusive=True),
    ),
    "inline-members": ([draft("RideOneOf")], {"ride": ["RideOneOf"]}),
    "flattened-unions": ([KITE, BOAT, RIDE], None),
    "same-api": (SourcePair([(frozenset("ab"), frozenset("ab"))] * 3), SameApi(3, 3)),
    "models-from-samples": ([Candidate("Kite", 3, 0, 0, 0, 3, 4, has_rare_key=True)], "Kite"),
    "wire-names-from-samples": (NameSamples("ab", {"ab": "a_b"}, {"ab": {"a_b", "aB"}}), "a_b"),
    "nullable-from-samples": (SlotFacts(kinds=Counter(null=1)), 1),
    "integers-from-samples": (
        NumberSamples(Number(), SlotFacts(kinds=Counter(integer=6, zero=2)), False),
        INTEGER,
    ),
    "formats-from-samples": (
        TextSamples(String(), SlotFacts(formats=Counter(date=3)), frozenset({"uuid"})),
        "date",
    ),
    "enum-values-from-samples": (
        SlotFacts(kinds=Counter(string=2), texts={"shut", "open"}),
        ("open", "shut"),
    ),
    "optional-from-samples": (PresenceSamples(3, 2), 1),
    "models-from-tables": (TableEvidence("response", 1.0), TableModel(certain=True)),
    "types-from-examples": (["a", None, "b"], STRING),
}
"""Evidence on which an inference concludes, and its conclusion (None: checked by another test)."""


def test_every_inference_has_evidence_here() -> None:
    assert list(EVIDENCE) == [inference.name for inference in INFERENCES]


@pytest.mark.parametrize("name", EVIDENCE)
def test_inference_concludes_and_can_be_switched_off(name: str) -> None:
    evidence, expected = EVIDENCE[name]
    inference = BY_NAME[name]
    conclusion = inference.conclude(evidence)
    assert conclusion is not None
    assert expected is None or conclusion == expected
    with using(without(name)):
        assert inference.conclude(evidence) is None
        others = (other for other in EVIDENCE if other != name)
        assert all(BY_NAME[other].conclude(EVIDENCE[other][0]) is not None for other in others)
    assert inference.conclude(evidence) == conclusion


@pytest.mark.parametrize("inference", INFERENCES, ids=lambda inference: inference.name)
def test_inference_is_described(inference: Inference[Any, Any]) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", inference.name)
    assert inference.title.endswith(".") and inference.threshold and inference.evidence
    sources = [list(Source).index(source) for source, _ in inference.evidence]
    assert sources == sorted(sources), "the strongest evidence first"


def test_context_ends_after_an_error() -> None:
    with pytest.raises(KeyError), using(()):
        raise KeyError
    assert BY_NAME["escaped-names"].conclude(EVIDENCE["escaped-names"][0]) == "class"


def test_representation_records_names_of_the_registry() -> None:
    others = {
        *("dangling-references", "literal-types", "required-names"),
        *("split-directions", "unprinted-presence", "not-recorded"),
    }
    recorded = set(get_args(InferenceName)) - others
    assert recorded and recorded <= set(BY_NAME)


def test_unknown_inference_is_an_error() -> None:
    with pytest.raises(UnknownName, match="wire-kase"):
        without("wire-kase")


# --- an inference of one's own -------------------------------------------------------------------

_MOMENTS: Inference[Field, str] = Inference(
    name="moments",
    title="A string whose name ends in `_at` is a date-time.",
    evidence=((Source.PATTERN, "the name of the field"),),
    threshold="none",
    infer=lambda field: "date-time" if field.name.endswith("_at") else None,
)


def _set_moments(drafts: Sequence[Draft], context: PassContext) -> list[Draft]:
    """A pass that hands its evidence to the inference."""
    for item in drafts:
        type = item.definition.type
        for field in type.fields if isinstance(type, Object) else ():
            if format := _MOMENTS.conclude(field):
                context.notes.append(INFERRED_NAME.at(None, f"{field.name} is a {format}"))
    return list(drafts)


def test_made_up_inference_is_registered_and_concludes() -> None:
    passes = (*PASSES, Pass("moments", _set_moments))
    drafts = [draft("Kite", Field(name="sold_at", type=STRING))]

    def messages() -> list[str]:
        notes: list[Note] = []
        assemble(drafts, PassContext(notes), passes)
        return [note.message for note in notes]

    with using((*INFERENCES, _MOMENTS)):
        assert messages() == ["sold_at is a date-time"]
    with using(INFERENCES):
        assert messages() == []


# --- thresholds ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mentions", "case"),
    [
        ({"wing_span": 1}, None),
        ({"wing_span": 2}, "snake"),
        ({"wing_span": 2, "wingSpan": 2}, None),
    ],
)
def test_wire_case_needs_two_mentions_and_more_than_any_other(
    mentions: dict[str, int], case: str | None
) -> None:
    evidence = WireEvidence([draft("Kite", Field(name="WingSpan", type=STRING))], mentions)
    conclusion = WIRE_CASE.conclude(evidence)
    assert (conclusion.case if conclusion else None) == case


@pytest.mark.parametrize(("others", "case"), [(1, "camel"), (2, None)])
def test_names_that_another_source_prints_show_the_wire_case_if_they_are_clear(
    others: int, case: str | None
) -> None:
    names = {f"wing{chr(65 + i)}span" for i in range(9)} | {f"tail_{i}_a" for i in range(others)}
    conclusion = WIRE_CASE.conclude(WireEvidence([], {}, frozenset(names)))
    assert (conclusion.case if conclusion else None) == case


def test_one_key_of_a_sample_shows_the_wire_case() -> None:
    kite = draft("Kite", Field(name="WingSpan", type=STRING), samples=({"wing_span": 1},))
    assert WIRE_CASE.conclude(WireEvidence([kite])) == WireCase("snake", 1)


@pytest.mark.parametrize(
    ("docs", "case"),
    [
        (["Span, see WingSpan.", "As TailEnd.", ""], "pascal"),
        (["As TailEnd.", "", ""], "pascal"),  # a field of the same model
        (["As TailEnd.", "", "Not wing_span."], None),
        (["WingSpan", "TailEnd", ""], None),  # titles
        (["", "", "Either WingSpan or TailEnd."], None),
        (["", "", "By TailEnd.", "By TailEnd."], None),
        (["", "", "By TailEnd.", "By WingSpan."], "pascal"),
        (["", "", "By TailEnd.", "By WingSpan.", "By tailEnd."], None),
    ],
)
def test_pascal_case_needs_clear_mentions_in_several_texts(
    docs: list[str], case: str | None
) -> None:
    span, tail, *others = docs
    kite = draft(
        "Kite",
        Field(name="wing_span", type=STRING, doc=span),
        Field(name="tail_end", type=STRING, doc=tail),
    )
    others = draft("Rest", *(Field(name=f"a{i}", type=STRING, doc=d) for i, d in enumerate(others)))
    conclusion = WIRE_CASE.conclude(WireEvidence([kite, others]))
    assert (conclusion.case if conclusion else None) == case


@pytest.mark.parametrize(
    ("mentions", "case"),
    [
        ({"WingSpan": 2}, "pascal"),
        ({"WingSpan": 1}, None),
        ({"WingSpan": 3, "wing_span": 2, "tail_end": 1}, None),
        ({"WingSpan": 3, "wing_span": 2}, "pascal"),
    ],
)
def test_parameters_show_pascal_case(mentions: dict[str, int], case: str | None) -> None:
    kite = draft("Kite", Field(name="wing_span", type=STRING), Field(name="tail_end", type=STRING))
    conclusion = WIRE_CASE.conclude(WireEvidence([kite], mentions))
    assert (conclusion.case if conclusion and conclusion.case == "pascal" else None) == case


def test_a_word_counts_ten_times_at_most() -> None:
    kite = draft("Kite", Field(name="WingSpan", type=STRING), Field(name="TailEnd", type=STRING))
    mentions = {"wing_span": 500, "tailEnd": 10, "wingSpan": 2}
    assert WIRE_CASE.conclude(WireEvidence([kite], mentions)) == WireCase("camel", 12)


@pytest.mark.parametrize(
    ("values", "case"),
    [
        (["a_b"] * 4, None),
        (["a_b"] * 5, "snake"),
        (["a_b"] * 8 + ["aB"] * 2, "snake"),
        (["a_b"] * 7 + ["aB"] * 2, None),
        (["a-b"] * 9, None),
    ],
)
def test_enum_values_show_the_wire_case_if_they_are_clear(
    values: list[str], case: str | None
) -> None:
    conclusion = WIRE_CASE_FROM_ENUMS.conclude(WireEvidence([enum(*values)]))
    assert (conclusion.case if conclusion else None) == case


@pytest.mark.parametrize("count", [19, 20])
def test_recased_pages_need_twenty_names(count: int) -> None:
    text = Field(name="x", type=STRING, doc=CAMEL_TEXT)
    conclusion = RECASED_PAGES.conclude([draft("Kite", *CAMEL_NAMES[:count], text)])
    assert conclusion == (Spelling.CAMEL if count == 20 else None)


def test_one_name_in_twenty_in_another_case_excludes_recased_pages() -> None:
    others = (Field(name="tail_end", type=STRING), Field(name="x", type=STRING, doc=CAMEL_TEXT))
    assert RECASED_PAGES.conclude([draft("Kite", *CAMEL_NAMES, *others)]) is None


@pytest.mark.parametrize("mention", ["wingAspan", ""])
def test_a_mention_in_camel_case_excludes_recased_pages(mention: str) -> None:
    text = Field(name="x", type=STRING, doc=f"{CAMEL_TEXT} {mention}")
    assert (RECASED_PAGES.conclude([draft("Kite", *CAMEL_NAMES, text)]) is None) == bool(mention)


@pytest.mark.parametrize(
    ("page", "name"),
    [
        (PageName("TwelveLettersError", "Error", False, 1, 0), None),
        (PageName("TwelveLetterError", "Error", False, 1, 0), "Error"),
        (PageName("Pet", "Animal", False, 5, 5), "Animal"),
        (PageName("Pet", "Animal", False, 4, 4), None),
        (PageName("Pet", "Animal", False, 10, 8), None),
        (PageName("Pet", "Animal", True, 5, 5), None),
        (PageName("Pet", "a-b", False, 5, 5), None),
    ],
)
def test_definition_has_the_name_of_its_file(page: PageName, name: str | None) -> None:
    assert DEFINITION_NAMES.conclude(page) == name


@pytest.mark.parametrize(
    ("values", "concludes"),
    [
        (["a", "b"], True),
        ([1, 2], True),
        (["a", "a"], False),
        (["a", ""], False),
        ([True, 2], False),
    ],
)
def test_two_different_defaults_are_constants(values: list[Any], concludes: bool) -> None:
    assert (CONSTANTS_FROM_DEFAULTS.conclude(RequiredDefaults(values)) is True) == concludes


@pytest.mark.parametrize(
    ("values", "case"),
    [(["a b"], None), (["a_b"] * 3 + ["x"], "snake"), (["a_b"] * 2 + ["x"], None)],
)
def test_three_quarters_of_the_values_show_their_case(values: list[str], case: str | None) -> None:
    pairs = [(["a", "b"], value) for value in values]
    expected = "words" if values == ["a b"] else case
    assert ENUM_VALUES_FROM_NAMES.conclude(SampledMembers(pairs)) == expected


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("PASTDUE", ["past", "due"]),
        ("OVERDUE", ["overdue"]),
        ("THEREIN", None),
        ("DUEDATE", None),
        ("", None),
        ("PAST" * 31, None),
    ],
)
def test_joined_name_is_split_into_the_fewest_words(name: str, parts: list[str] | None) -> None:
    vocabulary = {"past", "due", "over", "overdue", "there", "in", "the", "rein"}
    assert split_joined(name, vocabulary) == parts


@given(st.lists(st.sampled_from(["ab", "abc", "cd", "d", "x"]), max_size=8))
def test_parts_of_a_joined_name_are_its_letters(words: list[str]) -> None:
    parts = split_joined("".join(words), {"ab", "abc", "cd", "d", "x"})
    assert parts is None or ("".join(parts) == "".join(words) and len(parts) <= len(words))


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("OneOfpetinteger", ("pet", "integer")),
        ("OneOfidinteger", None),
        ("OneOfstring", None),
        ("OneOfpetpetsstring", None),
        ("OneOfLessThanPetGreaterThan", ("Pet",)),
        ("OneOfLessThanPetCommaIntegerGreaterThan", ("Pet", "Integer")),
        ("OneOfLessThanPet", None),
        ("Pet", None),
    ],
)
def test_composed_name_has_one_split_into_two_members(
    name: str, members: tuple[str, ...] | None
) -> None:
    models = frozenset({"pet", "petpets", "pets", "id"})
    conclusion = COMPOSED_NAMES.conclude(ComposedName(name, models))
    assert (conclusion.members if conclusion else None) == members


@pytest.mark.parametrize(("length", "concludes"), [(60, True), (61, False)])
def test_longer_marked_text_is_no_value(length: int, concludes: bool) -> None:
    text = f"- `{'a' * length}`: warm\n- `blue`: cold"
    assert (ENUMS_FROM_DESCRIPTIONS.conclude(Description(text)) is not None) == concludes


@pytest.mark.parametrize(("length", "concludes"), [(40, True), (41, False)])
def test_list_follows_its_announcement(length: int, concludes: bool) -> None:
    text = f"Possible values{' ' * length}: - red. - blue."
    assert (ENUMS_FROM_DESCRIPTIONS.conclude(Description(text)) is not None) == concludes


def test_union_may_differ_from_a_variant_in_its_rarest_field() -> None:
    kite = draft("Kite", Field(name="size", type=INTEGER), Field(name="wind", type=STRING))
    boat = draft("Boat", Field(name="size", type=STRING), Field(name="keel", type=STRING))
    fields = (Field(name=name, type=STRING) for name in ("size", "wind", "keel"))
    ride = draft("Ride", *fields, may_be_flattened_union=True)
    conclusion = FLATTENED_UNIONS.conclude([kite, boat, ride])
    assert conclusion and conclusion["Ride"].are_exclusive


def test_copy_of_one_model_is_no_flattened_union() -> None:
    part = draft("Part", *required("kind", "wind"))
    whole = draft("Whole", *required("kind", "wind"), may_be_flattened_union=True)
    assert FLATTENED_UNIONS.conclude([part, whole]) is None


def test_types_from_defaults() -> None:
    either = Union(members=(INTEGER, BOOLEAN))
    cases: list[tuple[Type, Any, Type | None]] = [
        (either, 5, INTEGER),
        (Union(members=(NUMBER, BOOLEAN)), 5, NUMBER),
        (STRING, True, BOOLEAN),
        (either, "5", None),
        (UNKNOWN, 5, None),
    ]
    for type, value, expected in cases:
        assert TYPES_FROM_DEFAULTS.conclude(PrintedDefault(type, value)) == expected


def test_names_of_other_pages_count_if_they_agree() -> None:
    of_api = {"ab": {"a_b", "a-b"}}
    assert WIRE_NAMES_FROM_EXAMPLES.conclude(NameSamples("ab", {}, of_api)) is None
    assert WIRE_NAMES_FROM_EXAMPLES.conclude(NameSamples("ab", {"ab": "AB"}, of_api)) == "AB"


# --- rules and the page --------------------------------------------------------------------------

ROWS = "\n\n## Properties\n\nName | Type | Description | Notes\n---- | ---- | ---- | ----\n"
PAGES = {
    "wire-case": {
        "Kite.md": f"# Kite{ROWS}**WingSpan** | **string** | see tail_end | \n**TailEnd** | **string** | | \n"
    },
    "enums-from-constants": {
        "Kite.md": f"# Kite{ROWS}**state** | **str** | up StateUp down StateDown | \n"
    },
    "enums-from-descriptions": {
        "Kite.md": f"# Kite{ROWS}**colour** | **str** | - `red`: warm - `blue`: cold | \n"
    },
    "enums-from-alternatives": {
        "Kite.md": f"# Kite{ROWS}**kind** | **str** | The kite (red or blue) | \n"
    },
    "constants-from-names": {"Kite.md": f"# Kite{ROWS}**kind** | **str** | Kind: `kite`. | \n"},
    "defaults-from-descriptions": {
        "Kite.md": f"# Kite{ROWS}**tails** | **int** | How many. Defaults to 2. | [optional] \n"
    },
    "flattened-unions": {
        "Kite.md": f"# Kite{ROWS}**kind** | **str** | | \n**wind** | **str** | | \n",
        "Boat.md": f"# Boat{ROWS}**kind** | **str** | | \n**keel** | **str** | | \n",
        "Ride.md": f"# Ride{ROWS}**kind** | **str** | | \n**wind** | **str** | | \n**keel** | **str** | | \n",
    },
    "inline-members": {
        "RideOneOf.md": f"# RideOneOf{ROWS}**wind** | **str** | | \n",
        "Ride.md": f"# Ride{ROWS}**wind** | **str** | | \n",
    },
}


def rules(folder: Path) -> set[str]:
    notes: list[Note] = []
    docmodels.load(folder, notes=notes)
    return {note.rule.name for note in notes}


@pytest.mark.parametrize("name", PAGES)
def test_inference_reports_its_rule(name: str, tmp_path: Path) -> None:
    for file, text in PAGES[name].items():
        (tmp_path / file).write_text(text)
    rule = BY_NAME[name].rule
    assert rule and rule.name in rules(tmp_path)
    with using(without(*(other for other in BY_NAME if BY_NAME[other].rule is rule))):
        assert rule.name not in rules(tmp_path)


def test_page_is_written_from_the_registry_and_the_measurements() -> None:
    measurements = json.loads(inference_scores.SCORES.read_text("utf-8"))
    assert list(measurements) == [inference.name for inference in INFERENCES]
    assert inference_scores.PAGE.read_text("utf-8") == inference_scores.page(measurements)


@pytest.mark.parametrize("inference", INFERENCES, ids=lambda inference: inference.name)
def test_inference_gains_on_several_sets_of_pages_or_has_a_reason(
    inference: Inference[Any, Any],
) -> None:
    halves = json.loads(inference_scores.SCORES.read_text("utf-8"))[inference.name].values()
    gains = any(value > 0 for half in halves for value in half["facts"].values())
    pairs = sum(half["pairs"] for half in halves)
    assert inference.reason or (gains and pairs > 1)
