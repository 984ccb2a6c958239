"""Test properties of what quotes, names, merges and parses, for any input.

Properties of source literals, identifiers, black, exports and page families are in their own files.
"""

from __future__ import annotations

import ast
import json
import keyword
import re
from contextlib import suppress
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from docmodels.ir import STRING, Definition, EnumMember, Field, Object, Origin, Ref
from docmodels.ir.drafts import Draft
from docmodels.ir.openapi_document import safe_keys
from docmodels.ir.traverse import refs
from docmodels.pages.table_rows import split_cells
from docmodels.pages.type_grammar import TypeSyntaxError, parse
from docmodels.passes import assemble
from docmodels.passes.context import PassContext
from docmodels.readers.definition_names import NameRegistry, format_pointer, parse_pointer
from docmodels.targets.plan.naming import member_names
from docmodels.targets.python.patterns import pattern_literal
from test_all_of import accepts, import_models

TEXTS = st.text(
    st.characters(codec="utf-8") | st.sampled_from("\\'\"`|/~#{}[]<>_ aA1"), max_size=12
)
NAMES = st.sampled_from(["Pet", "pet", "Pet2", "Tag", "tag_2", "", "a/b", "a~b"]) | TEXTS


# --- quoting --------------------------------------------------------------------------------------


@given(TEXTS)
def test_pattern_literal_reads_back(pattern: str) -> None:
    assert ast.literal_eval(pattern_literal(pattern)) == pattern


@given(st.lists(NAMES, max_size=5))
def test_json_pointer_reads_back(parts: list[str]) -> None:
    assert parse_pointer(format_pointer(parts)) == tuple(parts)


@given(
    st.lists(st.text(st.sampled_from("ab c`\\"), max_size=5).map(str.strip), min_size=1, max_size=4)
)
def test_cells_without_pipes_are_split_at_the_pipes(cells: list[str]) -> None:
    assume(not any("\\" in cell for cell in cells))
    assert split_cells(f"| {' | '.join(cells)} |") == cells


# --- names ----------------------------------------------------------------------------------------


@given(st.lists(NAMES, max_size=8))
def test_definitions_have_unique_names(names: list[str]) -> None:
    registry = NameRegistry()
    assigned = [registry.assign("a.json", (str(i),), name) for i, name in enumerate(names)]
    assert len({*assigned}) == len(names)
    assert [registry.get("a.json", (str(i),)) for i in range(len(names))] == assigned
    assert all(new.startswith(name) for new, name in zip(assigned, names, strict=True))


@given(st.sets(NAMES, max_size=8))
def test_keys_of_components_are_legal_and_unique(names: set[str]) -> None:
    keys = safe_keys(sorted(names))
    assert keys.keys() == names and len({*keys.values()}) == len(names)
    legal = re.compile(r"[\w.-]+")  # OpenAPI 3.1.0, section 4.8.7.1, and letters of all scripts
    assert all(legal.fullmatch(key) for key in keys.values())
    assert all(keys[name] == name for name in names if legal.fullmatch(name))


@given(st.lists(st.builds(EnumMember, value=NAMES | st.integers(-2, 12), name=NAMES), max_size=8))
def test_enum_members_have_unique_names(members: list[EnumMember]) -> None:
    names = member_names(tuple(members))
    assert len({*names}) == len(members)
    assert all(name.isidentifier() and not keyword.iskeyword(name) for name in names)


PAGES = st.lists(
    st.tuples(
        st.sampled_from(["Pet", "Tag", "pet", "ATag"]),
        st.sampled_from(["a", "b", ""]),
        st.sets(st.sampled_from(["id", "name"])),
        st.sampled_from(["Pet", "Tag", "PET", "Other"]),
    ),
    max_size=6,
)


@given(PAGES)
def test_assembled_definitions_are_unique_and_references_resolve(pages: list[Any]) -> None:
    drafts = [
        Draft(
            Definition(
                name=name,
                type=Object(
                    fields=(
                        *(Field(name=field, type=STRING) for field in sorted(fields)),
                        Field(name="to", type=Ref(name=target)),
                    )
                ),
                origin=Origin(f"{folder}/{name}.md"),
            ),
            "made-up",
            folder=folder,
        )
        for name, folder, fields, target in pages
    ]
    definitions = assemble(drafts, PassContext([])).definitions
    names = [definition.name for definition in definitions]
    assert len({*names}) == len(names)
    assert {ref for definition in definitions for ref in refs(definition.type)} <= {*names}


# --- merging --------------------------------------------------------------------------------------

FIELDS = st.sampled_from(["a", "b"])
SCALARS = st.sampled_from(
    [
        {"type": "string"},
        {"type": "string", "minLength": 1},
        {"type": "string", "enum": ["", "x", "xy"]},
        {"type": "integer", "minimum": 1},
        {"type": "integer", "maximum": 2},
        {"type": ["integer", "null"]},
    ]
)
OBJECTS = st.fixed_dictionaries(
    {"type": st.just("object"), "properties": st.dictionaries(FIELDS, SCALARS, max_size=2)},
    optional={"required": st.lists(FIELDS, max_size=2, unique=True)},
)
VALUES = st.sampled_from(["", "x", "xyz", 0, 1, 3, None])
INSTANCES = st.dictionaries(FIELDS, VALUES, max_size=2)


@settings(max_examples=25)
@given(
    st.lists(st.tuples(OBJECTS, st.booleans()), min_size=1, max_size=3),
    st.lists(INSTANCES, min_size=1, max_size=8),
)
def test_merged_models_accept_what_fits_every_member(
    members: list[tuple[dict[str, Any], bool]], instances: list[Any]
) -> None:
    definitions = {f"Part{i}": member for i, (member, _) in enumerate(members)}
    all_of = [
        {"$ref": f"#/$defs/Part{i}"} if is_ref else member
        for i, (member, is_ref) in enumerate(members)
    ]
    schema = {"$defs": definitions, "allOf": all_of}
    natural = import_models("natural", Both={"allOf": all_of}, **definitions)
    exact = import_models("exact", Both={"allOf": all_of}, **definitions)
    for instance in instances:
        is_valid = Draft202012Validator(schema).is_valid(instance)
        assert accepts(exact.Both, instance) is is_valid, json.dumps(instance)
        assert accepts(natural.Both, instance) or not is_valid, json.dumps(instance)


# --- parsing --------------------------------------------------------------------------------------

TYPE_TEXTS = st.lists(
    st.sampled_from(
        ["List", "map", "str", "<", ">", "[", "]", "(", ")", ",", "|", "?", " ", ".", "::"]
    )
    | TEXTS,
    max_size=12,
).map("".join)


@given(TYPE_TEXTS)
def test_type_grammar_parses_or_raises_a_syntax_error(text: str) -> None:
    with suppress(TypeSyntaxError):
        assert parse(text) == parse(text)


@given(st.integers(1, 400))
def test_nested_types_parse_or_raise_a_syntax_error(depth: int) -> None:
    with suppress(TypeSyntaxError):
        parse("List<" * depth + "str" + ">" * depth)
