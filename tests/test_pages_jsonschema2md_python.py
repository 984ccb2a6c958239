"""Test Markdown pages of jsonschema2md of PyPI: nested lists with sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docmodels.diagnostics.documents import document
from docmodels.diagnostics.notes import Note
from docmodels.ir import (
    BOOLEAN,
    INTEGER,
    NULL,
    STRING,
    UNKNOWN,
    Array,
    Const,
    Default,
    Enum,
    Field,
    Integer,
    Json,
    Map,
    Never,
    Number,
    Object,
    Ref,
    String,
    Type,
    Union,
    nullable,
)
from docmodels.ir.drafts import Draft
from docmodels.pages import detect
from docmodels.pages.families.jsonschema2md_python import JSONSCHEMA2MD_PYTHON
from docmodels.pages.families.jsonschema2md_python.sentences import read_text
from docmodels.pages.markdown import Page
from work import count_calls


def page(items: str, definitions: str = "", title: str = "Crate") -> str:
    text = f"# {title}\n\n*A crate\nwith lids.*\n\n## Properties\n\n{items}"
    return f"{text}## Definitions\n\n{definitions}" if definitions else text


def read(text: str, path: str = "docs/box.schema.md") -> tuple[dict[str, Draft], list[Note]]:
    notes: list[Note] = []
    drafts = JSONSCHEMA2MD_PYTHON.read([Page(document(path, text))], notes)
    return {draft.definition.name: draft for draft in drafts}, notes


def types(text: str) -> dict[str, Type]:
    return {name: draft.definition.type for name, draft in read(text)[0].items()}


def fields(items: str, definitions: str = "") -> dict[str, Field]:
    type = types(page(items, definitions))["Crate"]
    assert isinstance(type, Object)
    return {field.name: field for field in type.fields}


def field(item: str) -> Field:
    """Return the field of an item; a second one has an anchor, so that the version is a new one."""
    return fields(f'{item}\n- <a id="properties/zip"></a>**`zip`** *(string)*\n')["lid"]


def values(type: Type) -> list[object]:
    assert isinstance(type, Enum)
    return [member.value for member in type.members]


# --- what is a page ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "is_page"),
    [
        (page("- **`lid`** *(string, required)*\n- **`tag`** *(integer)*\n"), True),
        (page('- <a id="properties/lid"></a>**`lid`**\n'), True),
        (page("- **`lid`**: Refer to *#/definitions/Lid*.\n"), True),
        (
            "# List\n\n## Items\n\n- **Items** *(string)*\n- **`x`** *(string)*: Default: `1`.\n",
            True,
        ),
        (page("- **`lid`** *(string)*: Words.\n- **tag**: of a crate\n"), False),
        (page("- **`lid`**: A lid.\n"), False),
        ("# Crate\n\n## Usage\n\n- **`lid`** *(string)*\n", False),
    ],
)
def test_pages_are_recognised(text: str, is_page: bool) -> None:
    assert (detect(Page(document("a.md", text))) is JSONSCHEMA2MD_PYTHON) == is_page


def test_schema_has_a_name_a_description_and_definitions() -> None:
    text = page("- **`lid`** *(string)*\n", "- **`Lid`** *(object)*: A lid.\n  - **`w`**\n")
    drafts, notes = read(text)
    assert list(drafts) == ["Crate", "Lid"]
    assert [draft.definition.doc for draft in drafts.values()] == ["A crate\nwith lids.", "A lid."]
    assert drafts["Crate"].aliases == ("box",)
    assert notes == []


@pytest.mark.parametrize("title", ["JSON Schema", "Schema for the settings of a crate, with lids"])
def test_schema_without_a_name_is_called_as_its_file(title: str) -> None:
    assert list(types(page("- **`lid`** *(string)*\n", title=title))) == ["box"]


def test_schema_with_the_name_of_a_definition_has_a_number() -> None:
    text = page("- **`lid`** *(string)*\n", "- **`Crate`** *(string)*\n")
    assert list(types(text)) == ["Crate2", "Crate"]


def test_page_may_have_several_schemas_and_other_text() -> None:
    first = page("- **`lid`** *(string)*\n")
    text = f"# Guide\n\nWords.\n\n{first}\n## More\n\nWords.\n\n{page('- **`a`**', title='Tag')}"
    assert list(types(text)) == ["Crate", "Tag"]


# --- text of an item ---------------------------------------------------------------------------------


def test_attributes() -> None:
    lid = field(
        "- **`lid`** *(string, format: email, required, deprecated, and read-only)*: Words."
    )
    assert (lid.type, lid.required, lid.access) == (String(format="email"), True, "read-only")
    assert lid.deprecation is not None
    assert lid.doc == "Words."
    assert field(
        "- **`lid`** *(string, required <sub><sup>if `a` is set</sup></sub>)*"
    ).required is (False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*(string or null)*", nullable(STRING)),
        ("*(['string', 'null'])*", nullable(STRING)),
        ("*(string, integer, or null)*", nullable(Union(members=(STRING, INTEGER), mode="anyOf"))),
        ("*(boolean)*", BOOLEAN),
        ("*(null)*", NULL),
        ("*(object)*", Map(values=UNKNOWN)),
        (": Refer to *[#/$defs/My%20Lid](#%24defs/My%2520Lid)*.", Ref(name="My Lid")),
        (": Refer to *#/definitions/Lid*.", Ref(name="Lid")),
        (": Refer to *[lid.schema.json](:///lid.schema.json#)*.", Ref(name="lid")),
        (": Refer to *[../a/lid.json#/definitions/Top](x)*.", Ref(name="Top")),
        (": Refer to *[#](#)*.", Ref(name="Crate")),
        (": Refer to *[#/properties/zip](#properties/zip)*.", STRING),
        (': Must be: `"box"`.', Const(value="box")),
        ("", UNKNOWN),
    ],
)
def test_types(text: str, expected: Type) -> None:
    assert field(f"- **`lid`** {text}" if text.startswith("*") else f"- **`lid`**{text}").type == (
        expected
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"a", "b, c", or null', ["a", "b, c", None]),
        ('"a" or "b"', ["a", "b"]),
        ('`["a", 2, null]`', ["a", 2, None]),
        ("`['a', 'b or c', None]`", ["a", "b or c", None]),
        ("1, 2.5, or true", [1, 2.5, True]),
        ("red, green or blue", None),
    ],
)
def test_values(text: str, expected: list[object] | None) -> None:
    described = read_text(f": What it is. Must be one of: {text}.")
    assert described.values == (None if expected is None else tuple(expected))
    assert (described.doc == "What it is.") is (expected is not None)


def test_sentences_give_constraints() -> None:
    texts: dict[str, dict[str, object]] = {
        "*(string)*: Length must be at most 9. Must match pattern: `a` ([Test](https://x)).": {
            "max_length": 9,
            "pattern": "a",
        },
        "*(string)*: Length must be between 1 and 9 (inclusive).": {
            "min_length": 1,
            "max_length": 9,
        },
        "*(integer)*: Minimum: `1`. Exclusive maximum: `9`. Must be a multiple of `2`.": {
            "minimum": 1,
            "exclusive_maximum": 9,
            "multiple_of": 2,
        },
        "*(array)*: Length must be equal to 3. Items must be unique.": {
            "min_items": 3,
            "max_items": 3,
            "unique_items": True,
        },
        "*(object)*: Number of properties must be at least 2.": {"min_properties": 2},
        "*(number)*: Must be a multiple of `0`.": {},
    }
    for text, expected in texts.items():
        type = field(f"- **`lid`** {text}").type
        assert isinstance(type, String | Integer | Number | Array | Map)
        for name, value in expected.items():
            assert getattr(type.constraints, name) == value, text


def test_description_keeps_sentences_of_its_own() -> None:
    text = (
        ": Minimum: of all. Default: none. Must be unique.<br>  See `x`. "
        "Must be: `1`. Minimum: `2`. Items must be unique. Default: `3`."
    )
    described = read_text(text)
    assert described.doc == (
        "Minimum: of all. Default: none. Must be unique.\n\nSee `x`. Must be: `1`."
    )
    assert described.sentences == {
        "default": "3",
        "unique_items": "Items must be unique.",
        "minimum": "2",
    }


@pytest.mark.parametrize(
    ("text", "default"),
    [
        ('*(string)*: Default: `"a"`.', "a"),
        ("*(string)*: Default: `a b`.", "a b"),
        ("*(string)*: Default: `2`.", "2"),
        ("*(integer)*: Default: `2`.", 2),
        ("*(array)*: Default: `[]`.", []),
        ("*(string)*: Default: `null`.", None),
        ("*(integer)*: Default: `two`.", None),
    ],
)
def test_defaults(text: str, default: Json) -> None:
    lid = field(f"- **`lid`** {text}")
    assert lid.default == (None if default is None else Default(value=default))


def test_presence_is_unprinted_in_old_versions() -> None:
    old = fields("- **`a`**: Default: `1`.\n- **`b`** *(object)*\n  - **`c`** *(string)*\n")
    assert [bool(f.inferred) for f in old.values()] == [True, True]
    new = fields("- **`a`** *(string, required)*\n- **`b`** *(string)*\n")
    assert [(f.required, f.inferred) for f in new.values()] == [(True, ()), (False, ())]


# --- nested items ------------------------------------------------------------------------------------


def test_unions_and_all_of() -> None:
    items = (
        "- **`one`**\n  - **One of**\n    - *string*\n    - : Refer to *#/definitions/Lid*.\n"
        "- **`some`**\n  - **Any of**\n"
        '    - <a id="properties/some/anyOf/0"></a>*string*: Must be: `"a"`. \n'
        '    - <a id="properties/some/anyOf/1"></a>: The second. Must be: `"b"`.\n'
        "- **`all`**\n  - **All of**\n    - : Refer to *#/definitions/Lid*.\n"
        "    - *object*\n      - **`b`** *(string, required)*\n"
    )
    result = fields(items, "- **`Lid`** *(object)*\n  - **`w`** *(number)*\n")
    assert result["one"].type == Union(members=(STRING, Ref(name="Lid")), mode="oneOf")
    some, all_of = result["some"].type, result["all"].type
    assert isinstance(some, Enum)
    assert [(m.value, m.doc) for m in some.members] == [("a", ""), ("b", "The second.")]
    assert isinstance(all_of, Object)
    assert (all_of.bases, [f.name for f in all_of.fields]) == (("Lid",), ["b"])


@pytest.mark.parametrize("members", ["", '    - <a id="properties/lid/oneOf/1"></a>*string*\n'])
def test_union_without_a_member_accepts_any_value(members: str) -> None:
    """The program leaves out a member that has no keyword it prints, such as `required`."""
    assert (
        fields(f"- **`lid`**: A lid. Default: `1`.\n  - **One of**\n{members}")["lid"].type
        == UNKNOWN
    )


def test_items_maps_and_patterns() -> None:
    result = fields(
        "- **`list`** *(array)*\n  - **Items** *(string)*\n"
        "- **`pair`** *(array)*\n  - **Items**:\n      - *string*\n      - *integer*\n"
        "- **`map`** *(object)*: Can contain additional properties.\n"
        "  - **Additional properties** *(string)*\n"
        "- **`old`** *(object)*\n  - **Additional Properties** *(integer)*\n"
        "- **`closed`** *(object)*: Cannot contain additional properties.\n  - **`a`** *(string)*\n"
        "- **`pattern`** *(object)*\n  - **`^x`** *(string)*\n"
    )
    assert result["list"].type == Array(items=STRING)
    assert result["pair"].type == Array(items=UNKNOWN, prefix_items=(STRING, INTEGER))
    assert result["map"].type == Map(values=STRING)
    assert result["old"].type == Map(values=INTEGER)
    closed, pattern = result["closed"].type, result["pattern"].type
    assert isinstance(closed, Object) and closed.additional_properties == Never()
    assert isinstance(pattern, Object) and pattern.pattern_properties == {"^x": STRING}


def test_parts_of_the_schema_itself() -> None:
    text = "# List\n\n## Items\n\n- **Items**: Refer to *#/definitions/Lid*.\n## Definitions\n\n- **`Lid`** *(string)*\n"
    assert types(text)["List"] == Array(items=Ref(name="Lid"))
    text = '# Map\n\n## Additional properties\n\n- <a id="additionalProperties"></a>**Additional properties** *(string)*\n'
    assert types(text) == {"Map": Map(values=STRING)}


def test_descriptions_with_fences_and_headings_do_not_end_an_item() -> None:
    items = (
        '- **`lid`** *(string)*: Such as:<br>  ```json\n{\n```<br>  ## Note. Default: `"a"`.\n'
        "- **`tag`** *(integer, required)*: Words\n# of a tag.\n\n  Examples:\n  ```yaml\n  - **`no`**: 1\n  ```\n\n"
        "- **`zip`** *(string)*\n"
    )
    result = fields(items)
    assert list(result) == ["lid", "tag", "no", "zip"] or list(result) == ["lid", "tag", "zip"]
    assert result["lid"].default == Default(value="a")
    assert (result["tag"].required, result["tag"].doc) == (True, "Words\n# of a tag.")


def test_collapsed_objects_are_read() -> None:
    text = (
        "# Crate\n\n## Properties\n\n- <details>\n<summary>\n"
        '<a id="properties/lid"></a><strong><code>lid</code></strong> <em>(object, required)</em>: A &lt;lid&gt;.\n'
        "</summary>\n\n"
        '  - <a id="properties/lid/properties/w"></a>**`w`** *(number)*\n\n  </details>\n\n'
        '- <a id="properties/tag"></a>**`tag`** *(string)*\n'
    )
    assert detect(Page(document("a.md", text))) is JSONSCHEMA2MD_PYTHON
    type = types(text)["Crate"]
    assert isinstance(type, Object)
    lid, tag = type.fields
    assert (lid.name, lid.required, lid.doc, tag.name) == ("lid", True, "A <lid>.", "tag")
    assert isinstance(lid.type, Object) and [f.name for f in lid.type.fields] == ["w"]


def test_notes_about_what_cannot_be_read() -> None:
    _, notes = read(page("- lid (string)\n- **`tag`**: Refer to *[#/properties/no](#x)*.\n"))
    assert [note.rule.name for note in notes] == ["invalid-row", "unknown-type"]


# --- any text ----------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *("# X\n\n", "## Properties\n\n", "## Definitions\n\n", "## Items\n\n"),
        *("- **`a`**", " *(string", ", required)*", ": ", "  - **One of**\n", "    - *string*\n"),
        *("Default: `", "`.", "Must be one of: ", '"a" or ', "Refer to *[#/properties/a](#", ")*."),
        *(
            "Length must be ",
            "between 1 and 2 (inclusive).",
            "Must match pattern: `",
            "- <details>\n",
        ),
        *(
            '<a id="properties/a"></a>',
            "<summary>\n",
            "- **Items**:\n",
            "\n",
            "  ",
            "Minimum: `1`. ",
        ),
    ]
)


@given(st.lists(PIECES | st.text(max_size=8), max_size=40))
def test_reading_never_raises(pieces: list[str]) -> None:
    text = "# X\n\n## Properties\n\n" + "".join(pieces)
    JSONSCHEMA2MD_PYTHON.recognises(Page(document("x.md", text)))
    read(text)


@pytest.mark.parametrize(
    "part",
    [
        "- **`a`** *(string)*: Items must be unique. ",
        "- **`a`**: Refer to *[#/properties/a](#properties/a)*.\n",
        '  - <a id="properties/a"></a>**`a`**\n',
        "Minimum: `1`. ",
        "Must be one of: ",
        "Default: `",
        "required <sub><sup>",
    ],
)
def test_reading_is_linear_in_a_repeated_part(part: str) -> None:
    def work(count: int) -> int:
        return count_calls(lambda: read("# X\n\n## Properties\n\n- **`b`**: " + part * count))

    assert work(400) < 3 * work(200)


def test_deep_lists_are_read() -> None:
    items = "".join(f"{'  ' * depth}- **`a{depth}`** *(object)*\n" for depth in range(300))
    assert "a0" in fields(items)
