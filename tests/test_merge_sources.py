"""Test that definitions of several sources of one API are merged, fact by fact."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from docmodels.diagnostics.notes import Note
from docmodels.inference.same_api import SAME_API, SourcePair
from docmodels.ir import (
    BOOLEAN,
    INTEGER,
    NUMBER,
    STRING,
    UNKNOWN,
    Api,
    Array,
    Default,
    Definition,
    Enum,
    EnumMember,
    Field,
    Integer,
    Map,
    Number,
    Object,
    Origin,
    Ref,
    String,
    Type,
    Union,
    inferences,
    is_inferred,
    nullable,
)
from docmodels.ir.drafts import Draft, Spelling
from docmodels.ir.page_roots import page_root
from docmodels.ir.traverse import without_origins
from docmodels.passes import PassContext, PassOptions, assemble, merge_sources
from docmodels.passes.align_fields import align_fields
from docmodels.passes.decisions import Statement, decide_type
from docmodels.passes.precedence import TYPE_PRECEDENCE, precedes
from docmodels.passes.sources import group_by_source
from rendered import import_rendered
from work import CallCounter

DATE_TIME = String(format="date-time")
DATE = String(format="date")
RIPE = Enum(members=(EnumMember(value="ripe"), EnumMember(value="raw")))


def page(language: str, name: str, *fields: Field | Type, **options: Any) -> Draft:
    """Return the draft of a page of an SDK in a language; a type is one that is no object."""
    file = f"{options.pop('root', language)}/docs/{name}.md"
    type = fields[0] if fields and not isinstance(fields[0], Field) else None
    placed = [
        replace(field, origin=Origin(file, 5 + line))
        for line, field in enumerate(fields)
        if isinstance(field, Field)
    ]
    definition = Definition(
        name=name,
        type=Object(fields=tuple(placed)) if type is None else type,
        source="documentation",
        origin=Origin(file),
    )
    return Draft(definition, "properties", language=language, **options)


def schema(name: str, *fields: Field, file: str = "api.yaml", **options: Any) -> Draft:
    """Return the draft of a schema of a specification."""
    placed = tuple(
        replace(field, origin=Origin(file, 5 + line)) for line, field in enumerate(fields)
    )
    definition = Definition(name=name, type=Object(fields=placed), origin=Origin(file))
    return Draft(definition, "openapi", **options)


def field(name: str, type: Type = STRING, **options: Any) -> Field:
    return Field(name=name, type=type, **options)


def orchard(language: str, **options: Any) -> list[Draft]:
    """Return pages of three models, which are sufficient evidence."""
    return [
        page(language, name, field(f"{name}Id"), field("size"), field("planted"), **options)
        for name in ("Bush", "Herb", "Vine")
    ]


def merge(*drafts: Draft, **options: Any) -> tuple[Api, list[Note]]:
    """Assemble drafts; return the API and the notes."""
    notes: list[Note] = []
    return assemble(drafts, PassContext(notes, PassOptions(**options))), notes


def merged_field(*declarations: Field | None, languages: Sequence[str] = ()) -> Field:
    """Return what a field becomes that the pages of several languages declare."""
    names = languages or [f"lang{number}" for number in range(len(declarations))]
    drafts: list[Draft] = []
    for language, declared in zip(names, declarations, strict=True):
        rows = [declared] if declared is not None else []
        drafts += [*orchard(language), page(language, "Tree", field("id"), field("kind"), *rows)]
    type = merge(*drafts)[0].by_name()["Tree"].type
    assert isinstance(type, Object)
    return type.fields[2]


# --- which sources are one API -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "root"),
    [
        ("sdk/go/docs/Pet.md", "sdk/go"),
        ("sdk/docs/go/docs/models/Pet.md", "sdk/docs/go"),
        ("docs/Pet.md", "."),
        ("sdk\\Documentation\\Pet.md", "sdk"),
        ("models/Pet.md", ""),
        ("docs.md", ""),
    ],
)
def test_root_is_the_folder_above_the_documentation(path: str, root: str) -> None:
    assert page_root(path) == root


def test_pages_of_one_root_and_language_are_one_source() -> None:
    drafts = [*orchard("go"), *orchard("java"), *orchard("go", root="other")]
    assert [source.key[2:] for source in group_by_source(drafts)] == [
        ("go", "go"),
        ("go", "other"),
        ("java", "java"),
    ]


def test_documents_that_refer_to_each_other_are_one_source() -> None:
    shop = schema("Shop", field("owner", Ref(name="Person")), file="shop.yaml")
    person = schema("Person", field("id"), file="person.yaml")
    other = schema("Tag", field("id"), file="tag.yaml")
    fetched = schema("Far", field("id"), file="far.yaml", referenced_by="tag.yaml")
    sources = group_by_source([shop, person, other, fetched])
    assert [[d.definition.name for d in source.drafts] for source in sources] == [
        ["Tag", "Far"],
        ["Shop", "Person"],
    ]


SAME = frozenset("abcde")
LESS = frozenset("abcd")
OTHER = frozenset("vwxyz")


@pytest.mark.parametrize(
    ("models", "is_same_kind", "expected"),
    [
        ([(SAME, SAME)] * 3, False, (3, 3)),
        ([(SAME, SAME)] * 2, False, None),
        ([(SAME, SAME)] * 7 + [(SAME, OTHER)] * 3, False, (10, 7)),
        ([(SAME, SAME)] * 6 + [(SAME, OTHER)] * 3, False, None),
        ([(SAME, LESS)] * 3, False, (3, 3)),
        ([(frozenset("abc"), frozenset("abcd"))] * 3, False, (3, 3)),
        ([(frozenset("ab"), frozenset("abc"))] * 3, False, None),
        ([(frozenset("a"), frozenset("a"))] * 3, False, None),
        ([(SAME, SAME)] * 3, True, (3, 3)),
        ([(SAME, SAME)] * 9 + [(SAME, LESS)], True, None),
    ],
)
def test_models_with_the_same_fields_are_evidence(
    models: Any, is_same_kind: bool, expected: tuple[int, int] | None
) -> None:
    result = SAME_API.conclude(SourcePair(models, is_same_kind))
    assert (result and (result.shared, result.agreeing)) == expected


def test_two_releases_stay_apart_although_a_third_source_resembles_both() -> None:
    new = [page("go", "Tree", field("id"), field("kind"), field("age"), field("soil"), root="v2")]
    old = [page("go", "Tree", field("id"), field("kind"), field("age"), root="v1")]
    spec = [schema("Tree", field("id"), field("kind"), field("age"), field("soil"))]
    spec += [
        schema(d.definition.name, *d.definition.type.fields)  # type: ignore[union-attr]
        for d in orchard("x")
    ]
    api, notes = merge(*orchard("go", root="v1"), *old, *orchard("go", root="v2"), *new, *spec)
    assert [note.rule.name for note in notes].count("merged-sources") == 1
    trees = [definition for definition in api.definitions if definition.name.startswith("Tree")]
    assert len(trees) == 2
    assert {tree.origin.file: len(tree.merged_with) for tree in trees if tree.origin} == {
        "api.yaml": 1,
        "v1/docs/Tree.md": 0,
    }


def test_one_source_is_returned_as_it_is() -> None:
    drafts = [*orchard("go"), page("go", "Pet 2", field("x")), page("go", "Bush", field("y"))]
    assert merge_sources.run(drafts, PassContext([])) == drafts


def test_separate_keeps_sources_apart() -> None:
    drafts = [*orchard("go"), page("java", "Bush", field("BushId"), field("size", INTEGER))]
    drafts += orchard("java")[1:]
    context = PassContext([], PassOptions(separate=True))
    assert merge_sources.run(drafts, context) == drafts


# --- facts ---------------------------------------------------------------------------------------

FACTS: list[tuple[Field | None, Field | None, dict[str, Any]]] = [
    (field("n", NUMBER), field("n", INTEGER), {"type": INTEGER}),
    (field("n"), field("n", DATE_TIME), {"type": DATE_TIME}),
    (field("n", DATE_TIME), field("n", DATE), {"type": DATE}),
    (field("n"), field("n", RIPE), {"type": RIPE}),
    (field("n"), field("n", Ref(name="Bush")), {"type": Ref(name="Bush")}),
    (field("n", Ref(name="Gone")), field("n", RIPE), {"type": RIPE}),
    (field("n", UNKNOWN), field("n", BOOLEAN), {"type": BOOLEAN}),
    (field("n", Map(values=UNKNOWN)), field("n", Ref(name="Bush")), {"type": Ref(name="Bush")}),
    (field("n", Array(items=UNKNOWN)), field("n", Array(items=DATE)), {"type": Array(items=DATE)}),
    (field("n"), field("n", Array(items=STRING)), {"type": Array(items=STRING)}),
    (field("n"), field("n", nullable(STRING)), {"type": nullable(STRING)}),
    (
        field("n", Union(members=(INTEGER, BOOLEAN))),
        field("n", Integer(format="int64")),
        {"type": Integer(format="int64")},
    ),
    (
        field("n", INTEGER, inferred=inferences("literal-types", "type")),
        field("n"),
        {"type": STRING, "inferred": ()},
    ),
    (field("n", INTEGER), field("n", BOOLEAN), {"type": Union(members=(BOOLEAN, INTEGER))}),
    (
        field("n", Number(format="float")),
        field("n", Number(format="double")),
        {"type": NUMBER},
    ),
    (field("n", presence="required"), field("n"), {"presence": "optional"}),
    (field("n", presence="required"), None, {"presence": "optional"}),
    (
        field("n", presence="required"),
        field("n", inferred=inferences("unprinted-presence", "required")),
        {"presence": "required", "inferred": ()},
    ),
    (field("n"), field("n", default=Default(value="x")), {"default": Default(value="x")}),
    (
        field("n", default=Default(value=1)),
        field("n", default=Default(value=True)),
        {"default": None},
    ),
    (field("n"), field("n", doc="A name."), {"doc": "A name."}),
    (field("n"), field("n", access="read-only"), {"access": "read-only"}),
    (field("n"), field("n", examples=("x",)), {"examples": ("x",)}),
]


@pytest.mark.parametrize(("one", "other", "expected"), FACTS)
def test_the_most_certain_fact_is_used(
    one: Field | None, other: Field | None, expected: dict[str, Any]
) -> None:
    for declarations in ((one, other), (other, one)):
        if declarations[0] is not None:
            merged = merged_field(*declarations)
            assert {name: getattr(merged, name) for name in expected} == expected


def test_a_printed_wire_name_precedes_one_in_the_case_of_a_language() -> None:
    drafts = [
        *orchard("python", spelling=Spelling.SNAKE),
        page("python", "Tree", field("tree_id"), field("height_cm"), spelling=Spelling.SNAKE),
        *orchard("typescript"),
        page("typescript", "Tree", field("treeId"), field("height_cm")),
        page("python", "Root", field("root_id"), field("height"), spelling=Spelling.SNAKE),
    ]
    definitions = merge(*drafts)[0].by_name()
    tree, root = definitions["Tree"].type, definitions["Root"].type
    assert isinstance(tree, Object) and isinstance(root, Object)
    assert [(f.name, f.inferred) for f in tree.fields] == [("treeId", ()), ("height_cm", ())]
    assert not any(f.alternate_names for f in tree.fields)
    assert [f.name for f in root.fields] == ["root_id", "height"]


def test_most_sources_decide_a_contradiction() -> None:
    assert (
        merged_field(field("n", INTEGER), field("n", BOOLEAN), field("n", BOOLEAN)).type == BOOLEAN
    )


def test_pages_of_the_api_itself_decide_a_contradiction() -> None:
    declarations = field("n", INTEGER), field("n", BOOLEAN), field("n", BOOLEAN)
    assert merged_field(*declarations, languages=("", "go", "java")).type == INTEGER


def test_a_source_that_prints_both_formats_distinguishes_them() -> None:
    int32, int64 = Integer(format="int32"), Integer(format="int64")
    statements: list[Statement[Type]] = [
        Statement(int64, formats=frozenset({"int64"})),
        Statement(int64, formats=frozenset({"int64"})),
        Statement(int32, formats=frozenset({"int32", "int64"})),
    ]
    assert decide_type(statements, is_nullable=False).value == int32


def test_a_source_that_marks_all_optional_fields_as_null_is_no_evidence() -> None:
    null = nullable(STRING)
    marked = [page("cs", "Tree", field("id", presence="required"), field("n", null))]
    exact = [page("ts", "Tree", field("id", presence="required"), field("n"), field("m", null))]
    others = [*orchard("ts"), page("cs", "Fern", field("id", null), field("n", null))]
    others += [
        page("cs", d.definition.name, *(replace(f, type=null) for f in d.definition.type.fields))  # type: ignore[union-attr]
        for d in orchard("cs")
    ]
    api, _ = merge(*marked, *exact, *others)
    tree = api.by_name()["Tree"].type
    assert isinstance(tree, Object)
    assert {f.name: f.type for f in tree.fields} == {"id": STRING, "n": STRING, "m": null}


def test_every_row_of_the_table_has_a_reason() -> None:
    assert len({row.reason for row in TYPE_PRECEDENCE}) == len(TYPE_PRECEDENCE)


TYPES = st.recursive(
    st.sampled_from(
        [STRING, DATE, DATE_TIME, INTEGER, NUMBER, BOOLEAN, UNKNOWN, RIPE, Ref(name="A")]
    ),
    lambda inner: st.one_of(
        inner.map(lambda t: Array(items=t)),
        inner.map(lambda t: Map(values=t)),
        st.lists(inner, min_size=2, max_size=3).map(lambda t: Union(members=tuple(t))),
    ),
    max_leaves=4,
)


@given(st.lists(TYPES, min_size=1, max_size=4), st.booleans())
def test_decisions_do_not_depend_on_order(types: list[Type], is_nullable: bool) -> None:
    decisions = {
        repr(decide_type([Statement(type) for type in order], is_nullable).value)
        for order in permutations(types)
    }
    assert len(decisions) == 1


def test_the_order_of_union_members_does_not_depend_on_the_order_of_sources() -> None:
    one, other = (Union(members=members) for members in ((STRING, DATE), (DATE, STRING)))
    assert {
        decide_type([Statement(type) for type in types], is_nullable=False).value
        for types in ((one, other), (other, one))
    } == {one}


def test_the_order_of_union_members_is_that_of_the_api() -> None:
    page: Statement[Type] = Statement(Union(members=(STRING, DATE)))
    api: Statement[Type] = Statement(Union(members=(DATE, STRING)), is_of_api=True)
    for statements in ([page, api], [api, page]):
        assert decide_type(statements, is_nullable=False).value == api.value


@given(TYPES)
def test_no_type_precedes_itself(type: Type) -> None:
    assert not precedes(type, type)
    assert decide_type([Statement(type), Statement(type)], is_nullable=False).value == type


# --- names of fields -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "rows"),
    [
        (["treeId", "tree_id"], 1),
        (["@type", "at_type", "type"], 1),
        (["_class", "classField", "class"], 1),
        (["$tree[name]", "DollarTreeLeftBracketNameRightBracket"], 1),
        (["size", "weight"], 2),
        (["x", "x-y"], 2),
    ],
)
def test_fields_align_by_name(names: list[str], rows: int) -> None:
    assert len(align_fields([(field(name),) for name in names])) == rows


def test_an_affix_that_another_field_explains_is_none() -> None:
    rows = align_fields([(field("type"), field("at_type")), (field("@type"), field("x"))])
    assert len(rows) == 3


def test_a_field_with_two_spellings_of_its_sign_has_the_sign() -> None:
    drafts = [
        *[*orchard("go"), page("go", "Tree", field("id"), field("kind"), field("odd_name"))],
        *[*orchard("php"), page("php", "Tree", field("id"), field("kind"), field("at_odd_name"))],
    ]
    type = merge(*drafts)[0].by_name()["Tree"].type
    assert isinstance(type, Object)
    assert [f.name for f in type.fields] == ["id", "kind", "@odd_name"]


# --- a specification -----------------------------------------------------------------------------


def with_specification(*drafts: Draft) -> tuple[Api, list[Note]]:
    """Merge drafts with three models that pages and a specification have."""
    schemas = [
        schema(d.definition.name, *d.definition.type.fields)  # type: ignore[union-attr]
        for d in orchard("x")
    ]
    return merge(*drafts, *schemas, *orchard("go"))


def test_a_specification_decides_and_pages_add_texts() -> None:
    tree = schema("Tree", field("id", INTEGER), field("kind"), field("age", NUMBER))
    fields = field("id"), field("kind", RIPE), field("age", DATE, doc="In years."), field("meta")
    api, notes = with_specification(tree, page("go", "Tree", *fields))
    type = api.by_name()["Tree"].type
    assert isinstance(type, Object)
    assert [(f.name, f.type, f.doc) for f in type.fields] == [
        ("id", INTEGER, ""),
        ("kind", STRING, ""),
        ("age", NUMBER, "In years."),
    ]
    assert [(p.fact, p.origin.file) for p in type.fields[2].provenance] == [
        ("doc", "go/docs/Tree.md")
    ]
    assert api.by_name()["Tree"].merged_with == (Origin("go/docs/Tree.md"),)
    rules = [note.rule.name for note in notes]
    assert rules.count("page-only-field") == 1
    assert rules.count("contradiction") == 2


def test_the_wire_names_of_a_specification_show_the_case_of_all_names() -> None:
    pascal = {"spelling": Spelling.PASCAL}
    api, _ = with_specification(
        schema("Tree", field("treeId"), field("plantedOn"), field("heightCm")),
        page("go", "Tree", *map(field, ("TreeId", "PlantedOn", "HeightCm")), **pascal),
        page("go", "Gate", field("GateId"), field("OpensAt"), **pascal),
    )
    type = api.by_name()["Gate"].type
    assert isinstance(type, Object)
    assert [f.name for f in type.fields] == ["gateId", "opensAt"]


def test_fields_of_base_classes_are_no_additions_of_pages() -> None:
    base = schema("Plant", field("id"), field("kind"))
    oak = schema("Oak", field("age"))
    oak = oak.with_type(replace(oak.definition.type, bases=("Plant",)))
    _, notes = with_specification(base, oak, page("go", "Oak", *map(field, ("id", "kind", "age"))))
    assert "page-only-field" not in [note.rule.name for note in notes]


def test_a_numbered_name_of_a_second_document_is_the_same_model() -> None:
    first = [schema(name, field("id"), field("kind"), file="a.json") for name in ("A", "B", "C")]
    second = [schema(f"{name}2", field("id"), field("kind"), file="b.yaml") for name in "ABC"]
    api, _ = merge(*first, *second)
    assert [definition.name for definition in api.definitions] == ["A", "B", "C"]


def test_names_with_an_affix_are_the_same_model() -> None:
    api, _ = with_specification(
        schema("Tree", field("id"), field("kind")),
        schema("Row", field("trees", Ref(name="Tree")), field("n")),
        page("go", "ModelTree", field("id"), field("kind")),
        page("go", "Field", field("tree", Ref(name="ModelTree")), field("m")),
    )
    definitions = api.by_name()
    assert "ModelTree" not in definitions
    type = definitions["Field"].type
    assert isinstance(type, Object)
    assert type.fields[0].type == Ref(name="Tree")


def test_models_of_one_name_in_two_folders_keep_their_references() -> None:
    drafts: list[Draft] = []
    for language in ("go", "ts"):
        drafts += orchard(language)
        for folder, names in (("in", ("a", "b", "c")), ("out", ("d", "e", "f"))):
            cell = page(language, "Cell", *map(field, names), folder=folder)
            drafts.append(cell)
            ref = field("cell", Ref(name="Cell"))
            drafts.append(page(language, f"Box{folder}", ref, field("n"), folder=folder))
    api, _ = merge(*drafts)
    fields = {d.name: d.type.fields for d in api.definitions if isinstance(d.type, Object)}
    for folder, first in (("in", "a"), ("out", "d")):
        target = fields[f"Box{folder}"][0].type
        assert isinstance(target, Ref)
        assert fields[target.name][0].name == first
    assert len(api.definitions) == 7


# --- properties ----------------------------------------------------------------------------------

NAMES = ("id", "kind", "size", "tall", "wide", "deep")


@st.composite
def sources(draw: st.DrawFn) -> list[list[Draft]]:
    """Return pages of one API in several languages, with some facts lost or changed."""
    languages = draw(
        st.lists(st.sampled_from(("go", "java", "php", "ruby")), min_size=1, unique=True)
    )
    models = draw(st.lists(st.sampled_from("PQRSTU"), min_size=3, max_size=5, unique=True))
    result: list[list[Draft]] = []
    for language in languages:
        drafts: list[Draft] = []
        for model in models:
            count = draw(st.integers(min_value=5, max_value=6))
            fields = [
                field(name, draw(TYPES), presence=draw(st.sampled_from(("required", "optional"))))
                for name in NAMES[:count]
            ]
            drafts.append(page(language, model, *fields))
        result.append(drafts)
    return result


@given(sources(), st.randoms(use_true_random=False))
@settings(max_examples=50)
def test_merging_does_not_depend_on_the_order_of_inputs(
    groups: list[list[Draft]], random: Any
) -> None:
    expected = defined(draft for group in groups for draft in group)
    shuffled = [list(group) for group in groups]
    random.shuffle(shuffled)
    for group in shuffled:
        random.shuffle(group)
    assert defined(draft for group in shuffled for draft in group) == expected


def defined(drafts: Iterable[Draft]) -> dict[str, Definition]:
    """Merge drafts; return the definitions by name, without placeholders of missing ones."""
    definitions = merge(*drafts)[0].definitions
    return {d.name: d for d in definitions if not is_inferred(d, "definition")}


@given(sources())
@settings(max_examples=50)
def test_a_source_merged_with_itself_changes_nothing(groups: list[list[Draft]]) -> None:
    alone = groups[0]
    copies = [
        replace(
            draft,
            definition=replace(
                draft.definition, origin=Origin(f"copy/docs/{draft.definition.name}.md")
            ),
        )
        for draft in alone
    ]
    expected = {d.name: without_origins(d) for d in merge(*alone)[0].definitions}
    merged = {d.name: without_origins(d) for d in merge(*alone, *copies)[0].definitions}
    assert merged == expected


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("go", "ts", "")),
            st.text(max_size=4),
            st.lists(st.text(max_size=5), max_size=4),
        ),
        max_size=12,
    )
)
def test_any_names_can_be_merged(models: list[tuple[str, str, list[str]]]) -> None:
    drafts = [page(language, name, *map(field, names)) for language, name, names in models]
    merge(*orchard("go"), *orchard("ts"), *drafts)


def test_work_is_linear_in_the_number_of_models() -> None:
    def count(models: int) -> int:
        drafts = [
            page(
                language,
                f"Model{number}",
                *(field(f"{name}{number}") for name in NAMES),
                field("next", Ref(name=f"Model{(number + 1) % models}")),
            )
            for language in ("c", "go", "java", "php", "ruby")
            for number in range(models)
        ]
        with CallCounter() as counter:
            merge_sources.run(drafts, PassContext([]))
        return counter.calls

    assert count(400) <= 1.1 * 10 * count(40)


# --- generated code ------------------------------------------------------------------------------


def test_models_of_pages_in_two_languages_read_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    pages = [*orchard("python"), *orchard("go")]
    pages += [page("python", "Tree", field("id", INTEGER, presence="required"), field("kind"))]
    pages += [page("go", "Tree", field("id", NUMBER, presence="required"), field("kind", RIPE))]
    module = import_rendered(merge(*pages)[0])
    tree = module.Tree.model_validate_json('{"id": 3, "kind": "ripe"}')
    assert json.loads(tree.model_dump_json(exclude_unset=True)) == {"id": 3, "kind": "ripe"}
    with pytest.raises(ValueError, match="kind"):
        module.Tree.model_validate_json('{"id": 3, "kind": "gone"}')
